/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/intents.h"
#include "lint/spread.h"
#include "lint/way.h"
#include "lint/words.h"

#include <stdlib.h>
#include <string.h>

/*
 * Tiers that differ from AZ to AZ: one of them was forgotten.
 */

static bool
has_declared_tier(const struct subnet *s)
{
	return value_is_known(s->tier.is) &&
	    s->tier.is.origin == ORIGIN_LITERAL && s->az_key != NULL &&
	    !lint_is_maybe(&s->is, &s->is.vpc->is);
}

static void
flag_uneven(struct lint *l, const struct vpc *v, const struct subnet *x,
    const struct subnet *y, const char *how)
{
	struct finding *f = flag(l, &v->is, v->is.at, "tier \"%s\" of %s is not "
	    "the same in all AZs: %s", x->tier.v, thing_title(l->a, &v->is),
	    how);

	f->key = x->tier.v;
	finding_witness(l->findings, f, "tier", "%s", x->tier.v);
	finding_related(l->findings, f, x->is.at, "%s",
	    thing_title(l->a, &x->is));
	finding_related(l->findings, f, y->is.at, "%s",
	    thing_title(l->a, &y->is));
	finding_help(l->findings, f, "make them alike, so that the others can "
	    "take the load of one that is lost");
}

/* Whether its way out is broken: that has a finding of its own. */
static bool
has_bad_way(struct lint *l, const struct subnet *s)
{
	const struct route *r = way_to_internet(l, s->table, IPV4);

	return way_is_misnamed(l, s) || (r != NULL &&
	    routes_dead(l->routes, r) != NULL);
}

static int
compare_written(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Inside the VPC each AZ has its own subnets to send through a firewall. */
static bool
stays_inside(const struct route *r)
{
	const struct vpc *v = r->table->is.vpc;

	if (v == NULL || r->destination != DESTINATION_CIDR ||
	    !value_is_known(r->cidr.is))
		return false;
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is) &&
		    cidr_contains(v->cidrs.v[i].v, r->cidr.v))
			return true;
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		if (value_is_known(v->ipv6_cidrs.v[i].is) &&
		    cidr_contains(v->ipv6_cidrs.v[i].v, r->cidr.v))
			return true;
	return false;
}

/* Whether nothing is known of where it leads. */
static bool
is_untold(const struct route *r)
{
	return r->written == NULL && (r->destination == DESTINATION_UNKNOWN ||
	    (r->destination == DESTINATION_CIDR &&
	    !value_is_known(r->cidr.is)) ||
	    (r->destination == DESTINATION_PREFIX_LIST &&
	    !value_is_known(r->list.is)));
}

/* Where the static routes of a table lead outside, in order: those that are
 * surely there, or all that may be. */
static const char **
destinations(struct lint *l, const struct route_table *t, bool sure,
    size_t *n)
{
	const char **v = arena_array(l->a, t->routes.n, sizeof *v);

	*n = 0;
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->origin == ROUTE_STATIC &&
		    !(sure && (lint_route_is_maybe(t->routes.v[i]) ||
		    is_untold(t->routes.v[i]))) &&
		    !stays_inside(t->routes.v[i]))
			v[(*n)++] = words_destination(l->a, t->routes.v[i]);
	if (*n > 1)
		qsort(v, *n, sizeof *v, compare_written);
	return v;
}

/* Whether one of its routes may be the one that it seems to lack. */
static bool
may_have_another(const struct route_table *t)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->origin == ROUTE_STATIC &&
		    is_untold(t->routes.v[i]))
			return true;
	return false;
}

/* A clause about a route of the one table that the other has none for, which
 * must be said with certainty; or NULL. */
static const char *
missing_route(struct lint *l, const struct route_table *has,
    const struct route_table *lacks)
{
	const char **v, **w;
	size_t n, m;

	if (has == NULL || lacks == NULL || has == lacks ||
	    has->propagates.n > 0 || lacks->propagates.n > 0 ||
	    may_have_another(lacks))
		return NULL;
	v = destinations(l, has, true, &n);
	w = destinations(l, lacks, false, &m);
	for (size_t i = 0; i < n; i++)
		if (m == 0 || bsearch(&v[i], w, m, sizeof *w,
		    compare_written) == NULL)
			return arena_printf(l->a, "%s has a route for %s, %s "
			    "has none", thing_title(l->a, &has->is), v[i],
			    thing_title(l->a, &lacks->is));
	return NULL;
}

/* The first subnet of a tier that differs from its first one. */
static void
check_tier(struct lint *l, const struct vpc *v, const struct subnet *const *s,
    size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const char *titles[2] = { thing_title(l->a, &s[0]->is),
			thing_title(l->a, &s[i]->is) };
		const char *unknown[2];
		enum exposure is[2] = {
			routes_exposure_any(l->routes, s[0], &unknown[0]),
			routes_exposure_any(l->routes, s[i], &unknown[1]) };
		const char *missing;

		if (str_equal(s[0]->az_key, s[i]->az_key))
			continue;
		if (value_is_known(s[0]->cidr.is) &&
		    value_is_known(s[i]->cidr.is) &&
		    s[0]->cidr.v.length != s[i]->cidr.v.length) {
			flag_uneven(l, v, s[0], s[i], arena_printf(l->a,
			    "%s is a /%u, %s a /%u", titles[0],
			    s[0]->cidr.v.length, titles[1],
			    s[i]->cidr.v.length));
			return;
		}
		if (unknown[0] != NULL || unknown[1] != NULL ||
		    has_bad_way(l, s[0]) || has_bad_way(l, s[i]))
			continue;
		if (is[0] != is[1] && is[0] != EXPOSURE_NONE &&
		    is[1] != EXPOSURE_NONE) {
			flag_uneven(l, v, s[0], s[i], arena_printf(l->a,
			    "%s is %s, %s %s", titles[0],
			    exposure_name(is[0]), titles[1],
			    exposure_name(is[1])));
			return;
		}
		missing = missing_route(l, s[0]->table, s[i]->table);
		if (missing == NULL)
			missing = missing_route(l, s[i]->table, s[0]->table);
		if (missing != NULL) {
			flag_uneven(l, v, s[0], s[i], missing);
			return;
		}
	}
}

static void
check_layout(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];
		const struct subnet **s = arena_array(l->a, v->subnets.n,
		    sizeof *s);
		size_t n = 0;

		for (size_t j = 0; j < v->subnets.n; j++)
			if (has_declared_tier(v->subnets.v[j]))
				s[n++] = v->subnets.v[j];
		if (n > 1)
			qsort(s, n, sizeof *s, spread_compare_tiers);
		for (size_t from = 0, end; from < n; from = end) {
			for (end = from + 1; end < n && str_equal(
			    s[end]->tier.v, s[from]->tier.v); end++)
				;
			check_tier(l, v, s + from, end - from);
		}
	}
}

#define TIER(length)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "tier": "app"},) \
	JSON("app-b": {"az": "b", "cidr": length, "tier": "app"}}}}})

const struct rule rules_layout[] = {
	{ .check = check_layout, .is = {
		.code = "HA008",
		.name = "uneven-az-layout",
		.severity = SEVERITY_NOTE,
		.class = CLASS_FRAGILE,
		.title = "a declared tier that differs from AZ to AZ",
		.aws = "Services spread evenly over the subnets they are given, whatever "
		    "those can hold.",
		.why = "One AZ was forgotten when the others were enlarged or rerouted; "
		    "the smallest of them sets the limit.",
		.intent = "Silent: it looks at tiers that are declared.",
		.bad = TIER("10.0.16.0/20"),
		.good = TIER("10.0.1.0/24"),
		.reference = "Amazon VPC User Guide, Subnets for your VPC",
	} },
	{ .check = NULL }
};
