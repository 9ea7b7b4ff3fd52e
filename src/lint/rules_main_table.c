/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/way.h"
#include "lint/words.h"

/*
 * The main route table, which subnets follow that name none, and subnets that
 * name two.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define SUBNET_TABLES "Amazon VPC User Guide, Subnet route tables"

/* ------------------------------------------------------------ main table */

/* What stands for routes of which nobody knows anything, not even whether
 * there are any. */
static bool
is_untold(const struct route *r)
{
	return r->destination == DESTINATION_UNKNOWN &&
	    (r->target_kind == TARGET_UNKNOWN ||
	    r->origin == ROUTE_PROPAGATED);
}

/* The first route that somebody chose, or NULL; local and endpoint routes
 * are AWS's own. */
static const struct route *
first_chosen(struct lint *l, const struct route_table *t)
{
	bool untold = false;
	const struct route *maybe = NULL;

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];

		if (r->origin == ROUTE_IMPLICIT ||
		    r->target_kind == TARGET_LOCAL)
			continue;
		if (lint_route_is_maybe(r))
			maybe = r;
		else if (!is_untold(r))
			return r;
		else
			untold = true;
	}
	if (maybe != NULL)
		lint_weakened(l, arena_printf(l->a, "whether %s is there "
		    "depends on a condition", words_route(l->a, maybe)));
	else if (untold)
		lint_weakened(l, arena_printf(l->a, "the routes of %s are not "
		    "known", thing_title(l->a, &t->is)));
	return NULL;
}

static void
check_implicit_main_of(struct lint *l, const struct vpc *v)
{
	const struct route_table *main = v->main_table;
	const struct route *first;

	/* AWS's own default VPC is built on its main table. */
	if (main == NULL || flag_or(v->is_default, false) ||
	    value_is_unknown(v->is_default.is))
		return;
	first = first_chosen(l, main);
	if (first == NULL)
		return;
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];
		struct finding *f;

		if (!s->table_is_implicit || s->table != main)
			continue;
		f = flag(l, &s->is, s->is.at, "%s names no route table and so "
		    "follows the main one, %s, which sends %s to %s",
		    thing_title(l->a, &s->is), thing_title(l->a, &main->is),
		    words_destination(l->a, first),
		    words_target(l->a, first));
		finding_witness(l->findings, f, "route_table", "%s",
		    thing_label(&main->is));
		finding_related(l->findings, f, main->is.at, "the main table");
		finding_help(l->findings, f, "associate it with a table: the "
		    "same one, if that is meant");
	}
}

static void
check_implicit_main(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++)
		check_implicit_main_of(l, m->vpcs.v[i]);
}

static bool
all_public_on_purpose(const struct vpc *v)
{
	bool all_declared = true, all_use_it = true;

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];

		if (lint_is_maybe(&s->is, &v->is))
			continue;
		all_declared &= s->declared == EXPOSURE_PUBLIC;
		all_use_it &= s->table == v->main_table ||
		    (s->table_refs.n > 0 &&
		    value_is_unknown(s->table_refs.v[0].is));
	}
	return all_declared || all_use_it;
}

static bool
is_public_table(const struct lint *l, const struct route_table *t,
    enum family family)
{
	return routes_exposure_of_table(l->routes, t, family, NULL) ==
	    EXPOSURE_PUBLIC;
}

static void
check_public_main(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];
		const struct route_table *main = v->main_table;
		const struct route *r;
		enum family family = IPV4;
		struct finding *f;

		if (main == NULL || all_public_on_purpose(v))
			continue;
		if (!is_public_table(l, main, IPV4))
			family = IPV6;
		if (!is_public_table(l, main, family))
			continue;
		r = way_to_internet(l, main, family);
		f = flag(l, &main->is, main->is.at, "%s is the main table of "
		    "%s and leads to the internet%s%s: a subnet that names no "
		    "table is born public", thing_title(l->a, &main->is),
		    thing_title(l->a, &v->is), r != NULL ? " through " : "",
		    r != NULL ? words_target(l->a, r) : "");
		if (r != NULL)
			finding_witness(l->findings, f, "route", "%s to %s",
			    words_destination(l->a, r),
			    words_target(l->a, r));
		finding_help(l->findings, f, "keep the main table to local "
		    "routes, and give public subnets a table of their own");
	}
}

/* ------------------------------------------------------- two-route-tables */

/* Two that hold by conditions are one for each case, as far as is known. */
static bool
differs(const struct subnet *s, const struct ref *x, const struct ref *y)
{
	if ((x->exists != NULL && !condition_same(x->exists, s->is.exists)) ||
	    (y->exists != NULL && !condition_same(y->exists, s->is.exists)))
		return false;
	if (x->to != NULL && y->to != NULL)
		return x->to != y->to;
	if (x->text == NULL || y->text == NULL)
		return false;		/* one could not be read */
	return x->to == NULL && y->to == NULL && !str_equal(x->text, y->text);
}

static void
flag_second(struct lint *l, const struct subnet *s, const struct ref *first,
    const struct ref *second, const char *what)
{
	struct finding *f = flag(l, &s->is, second->is.at, "%s is associated "
	    "with two %s: \"%s\" and \"%s\"; AWS allows one",
	    thing_title(l->a, &s->is), what, first->text, second->text);

	f->key = what;
	finding_passes(l->findings, f, first);
	finding_witness(l->findings, f, "first", "%s", first->text);
	finding_witness(l->findings, f, "second", "%s", second->text);
	finding_related(l->findings, f, first->is.at, "the first association");
	finding_help(l->findings, f, "take one association out");
}

static void
check_two_tables(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];

		for (size_t j = 1; j < s->table_refs.n; j++)
			if (differs(s, &s->table_refs.v[0],
			    &s->table_refs.v[j]))
				flag_second(l, s, &s->table_refs.v[0],
				    &s->table_refs.v[j], "route tables");
		for (size_t j = 1; j < s->acl_refs.n; j++)
			if (differs(s, &s->acl_refs.v[0], &s->acl_refs.v[j]))
				flag_second(l, s, &s->acl_refs.v[0],
				    &s->acl_refs.v[j], "network ACLs");
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_main_table[] = {
	{ .check = check_implicit_main, .is = {
		.code = "SN001",
		.name = "implicit-main-table",
		.severity = SEVERITY_WARNING,
		.class = CLASS_FRAGILE,
		.title = "a subnet that follows the main table, which has routes",
		.aws = "A subnet without an association uses the main route table "
		    "of its VPC.",
		.why = "Whoever changes the main table changes this subnet, and an "
		    "association that was forgotten looks just the same.",
		.intent = "The same.  Silent for AWS's default VPC, which is built "
		    "that way, and for a main table with nothing but local "
		    "and endpoint routes.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw",)
		JSON("subnets": {"web-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("route_tables": {"web": {"main": true, "routes": {"0.0.0.0/0": "igw"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw",)
		JSON("subnets": {"web-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "web"}},)
		JSON("route_tables": {"web": {"main": true, "routes": {"0.0.0.0/0": "igw"}}}}}}),
		.reference = SUBNET_TABLES,
	} },
	{ .check = check_two_tables, .is = {
		.code = "SN002",
		.name = "two-route-tables",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a subnet with two route tables, or two network ACLs",
		.aws = "A subnet is associated with one route table and one "
		    "network ACL at a time.",
		.why = "The second association is refused, or replaces the first: "
		    "which one holds depends on the order.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1",)
		JSON("CidrBlock": "10.0.0.0/24", "AvailabilityZone": "eu-west-1a"}],)
		JSON("RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [],)
		JSON("Associations": [{"SubnetId": "subnet-1", "RouteTableId": "rtb-1"}]},)
		JSON({"RouteTableId": "rtb-2", "VpcId": "vpc-1", "Routes": [],)
		JSON("Associations": [{"SubnetId": "subnet-1", "RouteTableId": "rtb-2"}]}]}),
		.good =
		JSON({"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1",)
		JSON("CidrBlock": "10.0.0.0/24", "AvailabilityZone": "eu-west-1a"}],)
		JSON("RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [],)
		JSON("Associations": [{"SubnetId": "subnet-1", "RouteTableId": "rtb-1"}]}]}),
		.reference = SUBNET_TABLES,
	} },
	{ .check = check_public_main, .is = {
		.code = "SN008",
		.name = "main-table-public",
		.severity = SEVERITY_WARNING,
		.class = CLASS_EXPOSURE,
		.title = "a main route table that leads to the internet",
		.aws = "Every subnet that is not associated with a table follows "
		    "the main one, also those created later by others.",
		.why = "The next subnet is public until somebody remembers to "
		    "associate it.",
		.intent = "The same.  Silent when every subnet of the VPC is "
		    "declared public, or every one uses the main table.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw",)
		JSON("subnets": {"app-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},)
		JSON("route_tables": {"app": {}, "web": {"main": true,)
		JSON("routes": {"0.0.0.0/0": "igw"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw",)
		JSON("subnets": {"app-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},)
		JSON("route_tables": {"app": {"main": true}, "web": {)
		JSON("routes": {"0.0.0.0/0": "igw"}}}}}}),
		.reference = SUBNET_TABLES,
	} },
	{ .check = NULL }
};
