/* SPDX-License-Identifier: MIT */
#include "lint/registry.h"

#include "base/names.h"
#include "base/str.h"
#include "model/notices.h"

#include <string.h>

static const struct rule *const tables[] = {
	rules_addressing,
	rules_overlap,
	rules_static_address,
	rules_subnet,
	rules_route,
	rules_route_intent,
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
	rules_resilience,
	rules_capacity,
	rules_change,
	rules_space,
	rules_quota,
	rules_endpoint,
	rules_exposure,
	rules_dual_stack,
	rules_zone,
	rules_placement,
	rules_private_dns,
	rules_hygiene,
	rules_intent,
	rules_naming,
	rules_no_effect,
	rules_route_list,
	rules_meta,
};

enum { TABLES = sizeof tables / sizeof tables[0] };

/*
 * The catalogue as one sequence: the tables and the readers' notices, each
 * sorted, are merged by code as they are asked for.
 */
struct merge {
	size_t next[TABLES];
	size_t next_reader;
};

static const struct notice *
next_row(struct merge *m)
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
	struct merge m = { 0 };
	const struct notice *row = next_row(&m);

	while (row != NULL && n-- > 0)
		row = next_row(&m);
	return row;
}

const struct rule *
registry_rule(size_t n)
{
	for (size_t i = 0; i < TABLES; i++)
		for (size_t j = 0; tables[i][j].is.code != NULL; j++)
			if (n-- == 0)
				return &tables[i][j];
	return NULL;
}

const struct notice *
registry_find(const char *code_or_name)
{
	struct merge m = { 0 };
	const struct notice *row;

	while ((row = next_row(&m)) != NULL)
		if (str_equal(row->code, code_or_name) ||
		    str_equal(row->name, code_or_name))
			return row;
	return NULL;
}

const struct rule_option *
registry_options(const struct notice *n)
{
	static const struct rule_option none[] = { { .name = NULL } };
	const struct rule *rule;

	for (size_t i = 0; (rule = registry_rule(i)) != NULL; i++)
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

bool
registry_matches_any(const char *word)
{
	struct merge m = { 0 };
	const struct notice *row;

	while ((row = next_row(&m)) != NULL)
		if (registry_matches(word, row))
			return true;
	return false;
}

const char *
registry_nearest(const char *word)
{
	struct merge m = { 0 };
	const struct notice *row;
	const char *candidates[REGISTRY_ROWS_MAX * 2];
	size_t n = 0;

	while ((row = next_row(&m)) != NULL &&
	    n + 2 <= sizeof candidates / sizeof candidates[0]) {
		candidates[n++] = row->code;
		candidates[n++] = row->name;
	}
	return names_nearest(word, candidates, n);
}
