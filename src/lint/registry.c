/* SPDX-License-Identifier: MIT */
#include "lint/registry.h"

#include "base/names.h"
#include "base/str.h"
#include "model/notices.h"

#include <string.h>

static const struct rule *const tables[] = {
	rules_addressing,
	rules_overlap,
	rules_joined,
	rules_static_address,
	rules_subnet,
	rules_main_table,
	rules_route,
	rules_route_local,
	rules_route_intent,
	rules_transitive,
	rules_peering,
	rules_middlebox,
	rules_gateway,
	rules_security_group,
	rules_group_overlap,
	rules_group_source,
	rules_network_acl,
	rules_asymmetric,
	rules_balancer,
	rules_declared,
	rules_acl_answer,
	rules_acl_internet,
	rules_resilience,
	rules_capacity,
	rules_change,
	rules_space,
	rules_quota,
	rules_endpoint,
	rules_endpoint_set,
	rules_exposure,
	rules_dual_stack,
	rules_zone,
	rules_layout,
	rules_placement,
	rules_startup,
	rules_private_dns,
	rules_hygiene,
	rules_intent,
	rules_naming,
	rules_needed,
	rules_no_effect,
	rules_route_list,
	rules_meta,
};

enum { TABLES = sizeof tables / sizeof tables[0] };

_Static_assert((int)TABLES <= (int)REGISTRY_TABLES_MAX, "room for each table");

/*
 * The catalogue as one sequence: the tables and the readers' notices, each
 * sorted, are merged by code as they are asked for.
 */
const struct notice *
registry_next(struct registry_walk *m)
{
	const struct notice *least = notices_of_readers[m->next_reader];
	size_t from = TABLES;

	for (size_t i = 0; i < TABLES; i++) {
		const struct notice *row = &tables[i][m->next[i]].is;

		if (row->code == NULL)
			continue;
		if (least == NULL || strcmp(row->code, least->code) < 0) {
			least = row;
			from = i;
		}
	}
	if (least == NULL)
		return NULL;
	if (from == TABLES)
		m->next_reader++;
	else
		m->next[from]++;
	return least;
}

const struct notice *
registry_row(size_t n)
{
	struct registry_walk m = { 0 };
	const struct notice *row = registry_next(&m);

	while (row != NULL && n-- > 0)
		row = registry_next(&m);
	return row;
}

const struct rule *
registry_next_rule(struct registry_rules *w)
{
	for (; w->table < TABLES; w->table++, w->row = 0)
		if (tables[w->table][w->row].is.code != NULL)
			return &tables[w->table][w->row++];
	return NULL;
}

const struct notice *
registry_find(const char *code_or_name)
{
	for (size_t i = 0; i < TABLES; i++)
		for (size_t j = 0; tables[i][j].is.code != NULL; j++)
			if (registry_names(code_or_name, &tables[i][j].is))
				return &tables[i][j].is;
	for (size_t i = 0; notices_of_readers[i] != NULL; i++)
		if (registry_names(code_or_name, notices_of_readers[i]))
			return notices_of_readers[i];
	return NULL;
}

const struct rule_option *
registry_options(const struct notice *n)
{
	static const struct rule_option none[] = { { .name = NULL } };
	struct registry_rules w = { 0 };
	const struct rule *rule;

	while ((rule = registry_next_rule(&w)) != NULL)
		if (&rule->is == n && rule->options != NULL)
			return rule->options;
	return none;
}

bool
registry_names(const char *word, const struct notice *n)
{
	return str_equal(word, n->code) || str_equal(word, n->name);
}

bool
registry_matches(const char *word, const struct notice *n)
{
	/* One letter would be a prefix of unrelated areas: GW, HA, HY. */
	if (strlen(word) >= 2 && str_starts_with(n->code, word))
		return true;
	return registry_names(word, n);
}

/* Whether word matches one of them, of any class or of one. */
static bool
matches_one(const char *word, bool any, enum notice_class class)
{
	const struct notice *n;

	for (size_t i = 0; i < TABLES; i++)
		for (size_t j = 0; tables[i][j].is.code != NULL; j++) {
			n = &tables[i][j].is;
			if ((any || n->class == class) &&
			    registry_matches(word, n))
				return true;
		}
	for (size_t i = 0; (n = notices_of_readers[i]) != NULL; i++)
		if ((any || n->class == class) && registry_matches(word, n))
			return true;
	return false;
}

bool
registry_matches_any(const char *word)
{
	return matches_one(word, true, CLASS_META);
}

bool
registry_matches_class(const char *word, enum notice_class class)
{
	return matches_one(word, false, class);
}

const char *
registry_nearest(const char *word)
{
	struct registry_walk m = { 0 };
	const struct notice *row;
	const char *candidates[REGISTRY_ROWS_MAX * 2];
	size_t n = 0;

	while ((row = registry_next(&m)) != NULL &&
	    n + 2 <= sizeof candidates / sizeof candidates[0]) {
		candidates[n++] = row->code;
		candidates[n++] = row->name;
	}
	return names_nearest(word, candidates, n);
}
