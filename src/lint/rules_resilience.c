/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/spread.h"
#include "lint/way.h"
#include "lint/words.h"
#include "model/facts.h"

#include <stdlib.h>
#include <string.h>

/*
 * What must be in several AZs, and what breaks when one is lost.
 */
#define UNKNOWN_ZONES "the AZs of its subnets are not all known"
#define SUBNETS "Amazon VPC User Guide, Subnets for your VPC"

/* --------------------------------------------------------- tier-in-one-az */

/* A tier is a row of a plan that somebody named; the default, taken from the
 * name of the subnet, is only the program's guess. */
static bool
has_declared_tier(const struct subnet *s)
{
	return value_is_known(s->tier.is) &&
	    s->tier.is.origin == ORIGIN_LITERAL;
}

/* Whether some subnet is known to be in another AZ than the first, and both are
 * surely there. */
static bool
in_several_azs(const struct vpc *v)
{
	const char *first = NULL;

	for (size_t i = 0; i < v->subnets.n; i++) {
		const char *az = v->subnets.v[i]->az_key;

		if (lint_is_maybe(&v->subnets.v[i]->is, &v->is))
			continue;
		if (az != NULL && first != NULL && !str_equal(az, first))
			return true;
		first = first == NULL ? az : first;
	}
	return false;
}

/* Whether the n subnets are all known to be in one AZ. */
static bool
in_one_az(const struct subnet *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i]->az_key == NULL ||
		    !str_equal(v[i]->az_key, v[0]->az_key))
			return false;
	return n > 0;
}

static void
flag_tier(struct lint *l, const struct vpc *v, const struct subnet *const *s,
    size_t n)
{
	struct words_list list = { .a = l->a };
	struct finding *f;

	for (size_t i = 0; i < n; i++)
		words_add(&list, thing_title(l->a, &s[i]->is));
	f = flag(l, &v->is, v->is.at, "tier \"%s\" of %s is in AZ %s only "
	    "(%s): losing that AZ takes all of it", s[0]->tier.v,
	    thing_title(l->a, &v->is), spread_az(s[0]), words_join(&list));
	f->key = s[0]->tier.v;
	for (size_t i = 0; i < n && i < 4; i++)
		finding_related(l->findings, f, s[i]->is.at, "%s",
		    thing_title(l->a, &s[i]->is));
	finding_witness(l->findings, f, "tier", "%s", s[0]->tier.v);
	finding_witness(l->findings, f, "az", "%s", spread_az(s[0]));
	finding_help(l->findings, f, "add a subnet of the tier in another AZ");
}

static void
check_tiers_of(struct lint *l, const struct vpc *v)
{
	const struct subnet **s = arena_array(l->a, v->subnets.n, sizeof *s);
	size_t n = 0;

	/* A VPC that lives in one AZ altogether was meant to. */
	if (!in_several_azs(v))
		return;
	for (size_t i = 0; i < v->subnets.n; i++) {
		if (value_is_unknown(v->subnets.v[i]->tier.is)) {
			lint_weakened(l, "the tier of a subnet is not known");
			return;
		}
		if (has_declared_tier(v->subnets.v[i]))
			s[n++] = v->subnets.v[i];
	}
	if (n > 1)
		qsort(s, n, sizeof *s, spread_compare_tiers);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n &&
		    str_equal(s[end]->tier.v, s[i]->tier.v); end++)
			;
		if (in_one_az(s + i, end - i) &&
		    lint_knows_all(l, KIND_SUBNET, v))
			flag_tier(l, v, s + i, end - i);
	}
}

static void
check_tiers(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++)
		check_tiers_of(l, m->vpcs.v[i]);
}

/* ---------------------------------------------------------- cross-az-nat */

/* The zonal NAT gateway that a route leads to, with the AZ known. */
static const struct subnet *
nat_subnet(const struct route *r)
{
	const struct thing *t = way_target(r);
	const struct nat_gateway *g = (const struct nat_gateway *)t;
	const struct subnet *s;

	if (t == NULL || t->kind != KIND_NAT_GATEWAY ||
	    flag_or(g->regional, false))
		return NULL;
	s = (const struct subnet *)g->subnet.to;
	if (s == NULL || s->is.kind != KIND_SUBNET || s->az_key == NULL)
		return NULL;
	return s;
}

/* An IPv6 route that a NAT gateway does not take: RT005 says so. */
static bool
takes_nothing(const struct route *r)
{
	return r->destination == DESTINATION_CIDR &&
	    value_is_known(r->cidr.is) && r->cidr.v.family == IPV6 &&
	    !cidr_contains(fact_nat64_prefix(), r->cidr.v);
}

/* A zonal public NAT gateway of the VPC in the AZ of a subnet, or NULL. */
static const struct nat_gateway *
nat_beside(const struct subnet *s)
{
	const struct vpc *v = s->is.vpc;

	for (size_t i = 0; v != NULL && i < v->nat_gateways.n; i++) {
		const struct nat_gateway *g = v->nat_gateways.v[i];
		const struct subnet *in = (const struct subnet *)g->subnet.to;

		if (in != NULL && in->is.kind == KIND_SUBNET &&
		    in->az_key != NULL && str_equal(in->az_key, s->az_key) &&
		    !flag_or(g->is_private, false))
			return g;
	}
	return NULL;
}

/* What brings the far subnets v[0..n) to gateways of their own. */
static void
help_across(struct lint *l, struct finding *f, const struct route_table *t,
    const struct subnet *const *v, size_t n)
{
	const struct nat_gateway *g = nat_beside(v[0]);
	struct words_list zones = { .a = l->a };
	bool shared = t->subnets.n > n;

	for (size_t i = 0; i < n; i++) {
		bool is_new = true;

		for (size_t k = 0; k < i && is_new; k++)
			is_new = !str_equal(v[k]->az_key, v[i]->az_key);
		if (is_new)
			words_add(&zones, arena_printf(l->a, "AZ %s",
			    spread_az(v[i])));
	}
	if (zones.n == 1 && !shared && g != NULL)
		finding_help(l->findings, f, "route to %s, which is in AZ %s",
		    thing_title(l->a, &g->is), spread_az(v[0]));
	else if (zones.n == 1 && !shared)
		finding_help(l->findings, f, "put a NAT gateway into AZ %s "
		    "and route to it there, or use a regional one",
		    spread_az(v[0]));
	else
		finding_help(l->findings, f, "give the subnets of %s tables of "
		    "their own, with a NAT gateway in their AZ, or use a "
		    "regional one", words_join(&zones));
}

static void
check_cross_az_of(struct lint *l, const struct route_table *t,
    const struct route *r)
{
	const struct subnet *at = nat_subnet(r);
	struct words_list list = { .a = l->a };
	VEC(const struct subnet *) far = { 0 };
	struct finding *f;

	/* Of one that drops, RT002 says so. */
	if (at == NULL || takes_nothing(r) ||
	    routes_dead(l->routes, r) != NULL)
		return;
	for (size_t i = 0; i < t->subnets.n; i++) {
		const struct subnet *s = t->subnets.v[i];

		if (s->az_key == NULL || str_equal(s->az_key, at->az_key))
			continue;
		vec_push(l->a, &far, s);
		words_add(&list, arena_printf(l->a, "%s (AZ %s%s)",
		    thing_title(l->a, &s->is), spread_az(s),
		    lint_where(l, s->is.exists, &t->is)));
	}
	if (far.n == 0)
		return;
	f = flag(l, &t->is, r->at, "%s leads %s to %s in AZ %s: losing AZ %s "
	    "cuts that way out too, and each byte between AZs is charged",
	    words_route(l->a, r), words_join(&list),
	    words_target(l->a, r), spread_az(at), spread_az(at));
	lint_given(l, f, r->exists);
	lint_given(l, f, way_target(r)->exists);
	f->key = words_destination(l->a, r);
	/* The table may serve the gateway's own AZ as well: that is right. */
	f->marks.n = 0;
	for (size_t i = 0; i < far.n; i++)
		finding_marks(l->findings, f, &far.v[i]->is);
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "nat_gateway", "%s",
	    words_target(l->a, r));
	finding_witness(l->findings, f, "nat_az", "%s", spread_az(at));
	finding_witness(l->findings, f, "subnets", "%s", words_join(&list));
	finding_related(l->findings, f, way_target(r)->at,
	    "the NAT gateway");
	help_across(l, f, t, far.v, far.n);
}

static void
check_cross_az(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++)
			check_cross_az_of(l, t, t->routes.v[j]);
	}
}

/* ------------------------------------------- balancers, subnet groups */

static bool
is_balancer(const struct workload *w)
{
	return w->kind == WORKLOAD_APPLICATION_LOAD_BALANCER ||
	    w->kind == WORKLOAD_NETWORK_LOAD_BALANCER ||
	    w->kind == WORKLOAD_GATEWAY_LOAD_BALANCER;
}

static void
check_balancers(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];
		unsigned wanted = workload_type(w->kind)->zones;
		struct spread s;

		if (!w->is.created || !is_balancer(w) || !w->subnets_stated)
			continue;
		s = spread_of(l, w->subnet_refs.v, w->subnet_refs.n);
		if (s.twice[0] != NULL)
			spread_flag(l, &w->is, &s, "has two subnets in one "
			    "AZ, and may have one in each");
		else if (w->kind_untold && s.zones < wanted)
			lint_weakened(l, "the kind of a load balancer is "
			    "not known");
		else if (s.known && s.zones < wanted)
			spread_flag(l, &w->is, &s, arena_printf(l->a, "is in "
			    "%s and must be in %u", words_count(l->a, s.zones,
			    "AZ"), wanted));
		else if (!s.known && s.zones < wanted)
			lint_weakened(l, UNKNOWN_ZONES);
	}
}

/* What needs a subnet group that spans AZs. */
static unsigned
zones_of_group(const struct workload *w)
{
	switch (w->kind) {
	case WORKLOAD_RDS:
	case WORKLOAD_AURORA:
	case WORKLOAD_DOCDB:
	case WORKLOAD_NEPTUNE:
		return workload_type(w->kind)->zones;
	case WORKLOAD_ELASTICACHE:
		return flag_or(w->multi_az, false) ? 2 : 0;
	default:
		return 0;
	}
}

static void
check_subnet_groups(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];
		struct spread s;

		if (!w->is.created || !w->subnets_stated ||
		    zones_of_group(w) == 0)
			continue;
		s = spread_of(l, w->subnet_refs.v, w->subnet_refs.n);
		if (s.known && s.zones < zones_of_group(w))
			spread_flag(l, &w->is, &s, arena_printf(l->a, "has a "
			    "subnet group in %s and needs one in %u",
			    words_count(l->a, s.zones, "AZ"),
			    zones_of_group(w)));
		else if (!s.known && s.zones < zones_of_group(w))
			lint_weakened(l, UNKNOWN_ZONES);
	}
}

/* -------------------------------------------- tgw-attachment-subnets */

static void
check_attachments(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->attachments.n; i++) {
		const struct attachment *a = m->attachments.v[i];
		struct spread s;

		if (!a->is.created || a->to != ATTACHMENT_VPC ||
		    !a->subnets_stated)
			continue;
		s = spread_of(l, a->subnet_refs.v, a->subnet_refs.n);
		if (a->subnet_refs.n == 0)
			spread_flag(l, &a->is, &s, "has no subnet, and must "
			    "have one in each AZ that is to use it");
		else if (s.twice[0] != NULL)
			spread_flag(l, &a->is, &s, "has two subnets in one "
			    "AZ, and may have one in each");
		else if (!s.known && a->subnet_refs.n > 1)
			lint_weakened(l, UNKNOWN_ZONES);
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_resilience[] = {
	{ .check = check_attachments, .is = {
		.code = "GW009",
		.name = "tgw-attachment-subnets",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "an attachment without a subnet, or with two in one AZ",
		.aws = "The attachment of a VPC to a transit gateway names one subnet in "
		    "each AZ that is to use it, and at least one.",
		.why = "AWS refuses it.  An AZ without a subnet of the attachment does not "
		    "reach the gateway.",
		.intent = "The same, for what is to be created.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"}},)
		JSON("transit_gateways": {"core": {"attachments": {"shop":)
		JSON({"vpc": "shop", "subnets": []}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"tgw-a": {"az": "a", "cidr": "10.0.0.0/28"}}}},)
		JSON("transit_gateways": {"core": {"attachments": {"shop":)
		JSON({"vpc": "shop", "subnets": ["tgw-a"]}}}}}),
		.reference = "Transit Gateway Guide, VPC attachments",
	} },
	{ .check = check_tiers, .is = {
		.code = "HA001",
		.name = "tier-in-one-az",
		.severity = SEVERITY_WARNING,
		.class = CLASS_FRAGILE,
		.title = "a declared tier whose subnets are all in one AZ",
		.aws = "A subnet is in one AZ, and an AZ is what fails as a whole.",
		.why = "The VPC spans several AZs, but losing one takes the whole "
		    "tier, and so everything that needs it.",
		.intent = "Silent: it looks at tiers that are declared, not at those "
		    "that names suggest.  Silent also for a VPC that lives in one "
		    "AZ altogether.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-1": {"az": "a", "cidr": "10.0.0.0/24", "tier": "app"},)
		JSON("app-2": {"az": "a", "cidr": "10.0.1.0/24", "tier": "app"},)
		JSON("web-b": {"az": "b", "cidr": "10.0.2.0/24"}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-1": {"az": "a", "cidr": "10.0.0.0/24", "tier": "app"},)
		JSON("app-2": {"az": "b", "cidr": "10.0.1.0/24", "tier": "app"},)
		JSON("web-b": {"az": "b", "cidr": "10.0.2.0/24"}}}}}),
		.reference = SUBNETS,
	} },
	{ .check = check_cross_az, .is = {
		.code = "HA002",
		.name = "cross-az-nat",
		.severity = SEVERITY_WARNING,
		.class = CLASS_FRAGILE,
		.title = "a subnet whose way out is a NAT gateway in another AZ",
		.aws = "A zonal NAT gateway is lost with its AZ; a regional one is "
		    "not.  Traffic between AZs is charged by the byte.",
		.why = "Losing one AZ takes the way out of another, and until then "
		    "the bill is higher than it looks.",
		.intent = "The same.  One finding a route, with the subnets that "
		    "follow it.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {)
		JSON("web-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "web"},)
		JSON("app-b": {"az": "b", "cidr": "10.0.2.0/24", "route_table": "app"}},)
		JSON("nat_gateways": {"nat": {"subnet": "web-a"}}, "route_tables": {)
		JSON("web": {"routes": {"0.0.0.0/0": "igw"}},)
		JSON("app": {"routes": {"0.0.0.0/0": "nat"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {)
		JSON("app-b": {"az": "b", "cidr": "10.0.2.0/24", "route_table": "app"}},)
		JSON("nat_gateways": {"nat": {"regional": true}}, "route_tables": {)
		JSON("app": {"routes": {"0.0.0.0/0": "nat"}}}}}}),
		.reference = "Amazon VPC User Guide, NAT gateway basics",
	} },
	{ .check = check_balancers, .is = {
		.code = "HA004",
		.name = "lb-az-coverage",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a load balancer in too few AZs, or twice in one",
		.aws = "An application load balancer has subnets in two AZs or more; no "
		    "load balancer has two subnets in one AZ.",
		.why = "AWS refuses to create it.  Two subnets are not yet two AZs.",
		.intent = "The same, for what is to be created.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("lb-1": {"az": "a", "cidr": "10.0.0.0/24"},)
		JSON("lb-2": {"az": "a", "cidr": "10.0.1.0/24"}},)
		JSON("security_groups": {"lb": {}}, "workloads": {"lb":)
		JSON({"kind": "application_load_balancer", "scheme": "internal",)
		JSON("subnets": ["lb-1", "lb-2"], "security_groups": ["lb"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("lb-1": {"az": "a", "cidr": "10.0.0.0/24"},)
		JSON("lb-2": {"az": "b", "cidr": "10.0.1.0/24"}},)
		JSON("security_groups": {"lb": {}}, "workloads": {"lb":)
		JSON({"kind": "application_load_balancer", "scheme": "internal",)
		JSON("subnets": ["lb-1", "lb-2"], "security_groups": ["lb"]}}}}}),
		.reference = "Elastic Load Balancing, Application Load Balancers: subnets",
	} },
	{ .check = check_subnet_groups, .is = {
		.code = "HA006",
		.name = "subnet-group-az-coverage",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a database whose subnets are in one AZ",
		.aws = "The subnet group of RDS, Aurora, DocumentDB and Neptune spans two "
		    "AZs or more, also for a single instance; that of ElastiCache does "
		    "when it is Multi-AZ.",
		.why = "AWS refuses the subnet group.",
		.intent = "The same, for what is to be created.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("db-1": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"db": {}}, "workloads": {"db": {"kind": "rds",)
		JSON("engine": "postgres", "subnets": ["db-1"], "security_groups": ["db"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("db-1": {"az": "a", "cidr": "10.0.0.0/24"},)
		JSON("db-2": {"az": "b", "cidr": "10.0.1.0/24"}},)
		JSON("security_groups": {"db": {}}, "workloads": {"db": {"kind": "rds",)
		JSON("engine": "postgres", "subnets": ["db-1", "db-2"],)
		JSON("security_groups": ["db"]}}}}}),
		.reference = "Amazon RDS User Guide, Working with a DB instance in a VPC",
	} },
	{ .check = NULL }
};
