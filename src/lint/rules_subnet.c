/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/way.h"
#include "lint/words.h"

/*
 * What a subnet is meant to be against what its routes make it.  Exposure is
 * computed once (reach/route) and only compared here.
 */
#define NEEDS_EXPOSURE "Silent: it compares with the \"exposure\" of a subnet, " \
	"which only a spec can state."
#define SUBNETS "Amazon VPC User Guide, Subnets for your VPC"

/* --------------------------------------------------- declared exposure */

static struct place
declared_place(const struct subnet *s)
{
	return s->declared_at.file != 0 ? s->declared_at : s->is.at;
}

/* Where a subnet that is not public sends the internet, as the end of a
 * sentence. */
static const char *
internet_words(struct lint *l, const struct subnet *s)
{
	bool ipv6 = routes_exposure(l->routes, s, IPV6, NULL) != EXPOSURE_NONE;
	const struct route *r = way_of_either_family(l, s->table);
	const struct route *part = way_to_gateway(l, s->table, IPV4);
	const char *dead;

	if (s->table == NULL)
		return "its route table is not known";
	if (part != NULL)
		return arena_printf(l->a, "%s leads to %s, and not the whole "
		    "internet does", words_route(l->a, part),
		    words_target(l->a, part));
	if (r != NULL && !ipv6 && way_to_internet(l, s->table, IPV4) == NULL)
		return arena_printf(l->a, "%s has a way out for IPv6 only, "
		    "and %s has no IPv6 block", thing_title(l->a,
		    &s->table->is), thing_title(l->a, &s->is));
	if (r == NULL)
		return arena_printf(l->a, "%s has no route to the internet",
		    thing_title(l->a, &s->table->is));
	dead = routes_dead(l->routes, r);
	if (dead != NULL)
		return arena_printf(l->a, "%s is dead: %s",
		    words_route(l->a, r), dead);
	return arena_printf(l->a, "%s leads to %s", words_route(l->a, r),
	    words_target(l->a, r));
}

static void
pass_targets(struct lint *l, struct finding *f, const struct subnet *s)
{
	static const enum family families[] = { IPV4, IPV6 };

	for (size_t i = 0; i < 2; i++) {
		const struct route *r =
		    way_to_internet(l, s->table, families[i]);

		if (r == NULL)
			continue;
		finding_passes(l->findings, f, r);
		if (way_target(r) != NULL)
			finding_passes(l->findings, f, way_target(r));
	}
	if (s->table != NULL)
		finding_related(l->findings, f, s->table->is.at,
		    "its routes: %s", thing_title(l->a, &s->table->is));
}

/* The one public table of a VPC that no subnet follows; several are none.
 * Asked once a VPC: subnets come by it. */
struct spare_table {
	const struct vpc *of;
	const struct route_table *found;
};

static void
find_spare(struct lint *l, struct spare_table *spare, const struct vpc *v)
{
	size_t n = 0;

	if (spare->of == v)
		return;
	spare->of = v;
	spare->found = NULL;
	for (size_t i = 0; v != NULL && i < v->route_tables.n; i++) {
		const struct route_table *t = v->route_tables.v[i];

		if (t->subnets.n == 0 && t != v->main_table &&
		    routes_exposure_of_table(l->routes, t, IPV4, NULL) ==
		    EXPOSURE_PUBLIC && n++ == 0)
			spare->found = t;
	}
	if (n > 1)
		spare->found = NULL;
}

/* The table that was meant, or what such a table is. */
static const char *
public_table_words(struct lint *l, struct spare_table *spare,
    const struct subnet *s)
{
	find_spare(l, spare, s->is.vpc);
	if (spare->found == NULL)
		return "a table with a default route to an attached internet "
		    "gateway";
	return arena_printf(l->a, "%s, which no subnet follows%s",
	    thing_title(l->a, &spare->found->is), lint_is_spec(l, s->is.at) ?
	    arena_printf(l->a, ": write \"route_table\": \"%s\" in it",
	    thing_label(&spare->found->is)) : "");
}

static void
check_public(struct lint *l, const struct model *m)
{
	struct spare_table spare = { 0 };

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const char *unknown;
		enum exposure is;
		struct finding *f;

		if (s->declared != EXPOSURE_PUBLIC || way_is_misnamed(l, s) ||
		    way_has_middlebox(l, s))
			continue;
		is = routes_exposure_any(l->routes, s, &unknown);
		if (is == EXPOSURE_PUBLIC)
			continue;
		if (unknown != NULL) {
			lint_weakened(l, unknown);
			continue;
		}
		f = flag(l, &s->is, declared_place(s), "%s is declared public "
		    "and is %s: %s", thing_title(l->a, &s->is),
		    is == EXPOSURE_NONE ? "not" : exposure_name(is),
		    internet_words(l, s));
		finding_witness(l->findings, f, "declared", "public");
		finding_witness(l->findings, f, "computed", "%s",
		    exposure_name(is));
		pass_targets(l, f, s);
		finding_help(l->findings, f, "give it %s, or declare it %s",
		    public_table_words(l, &spare, s), is == EXPOSURE_ISOLATED ?
		    "isolated" : "private");
	}
}

/* The route that makes it public, or NULL. */
static const struct route *
public_way(struct lint *l, const struct subnet *s)
{
	static const enum family families[] = { IPV4, IPV6 };

	for (size_t i = 0; i < 2; i++)
		if (routes_exposure(l->routes, s, families[i], NULL) ==
		    EXPOSURE_PUBLIC)
			return routes_way_out(l->routes, s, families[i]);
	return NULL;
}

static void
check_private(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const struct route *r;
		struct finding *f;

		if (s->declared != EXPOSURE_PRIVATE &&
		    s->declared != EXPOSURE_ISOLATED)
			continue;
		r = public_way(l, s);
		if (r == NULL)
			continue;
		f = flag(l, &s->is, declared_place(s), "%s is declared %s and "
		    "is public: %s leads to %s", thing_title(l->a, &s->is),
		    exposure_name(s->declared), words_route(l->a, r),
		    words_target(l->a, r));
		finding_witness(l->findings, f, "declared", "%s",
		    exposure_name(s->declared));
		finding_witness(l->findings, f, "route", "%s to %s",
		    words_destination(l->a, r), words_target(l->a, r));
		finding_passes(l->findings, f, &s->declared);
		finding_related(l->findings, f, r->at, "the route");
		finding_help(l->findings, f, "%s",
		    s->declared == EXPOSURE_ISOLATED ?
		    "give it a table with local routes only" :
		    "send the internet to a NAT gateway instead");
	}
}

static void
check_isolated(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const char *unknown;
		const struct route *r;
		struct finding *f;
		enum exposure is;

		if (s->declared != EXPOSURE_ISOLATED || way_is_misnamed(l, s))
			continue;
		is = routes_exposure_any(l->routes, s, &unknown);
		if (is == EXPOSURE_ISOLATED || is == EXPOSURE_NONE) {
			if (unknown != NULL)
				lint_weakened(l, unknown);
			continue;
		}
		r = routes_way_out(l->routes, s, IPV4);
		if (r == NULL)
			r = routes_way_out(l->routes, s, IPV6);
		f = flag(l, &s->is, declared_place(s), "%s is declared isolated "
		    "and has a way out%s%s%s%s", thing_title(l->a, &s->is),
		    r != NULL ? ": " : "", r != NULL ? words_route(l->a, r) :
		    "", r != NULL ? " leads to " : "",
		    r != NULL ? words_target(l->a, r) : "");
		finding_witness(l->findings, f, "declared", "isolated");
		finding_witness(l->findings, f, "computed", "%s",
		    exposure_name(is));
		/* What SN004 says of this route it says of this subnet. */
		if (r != NULL && r == public_way(l, s))
			finding_passes(l->findings, f, &s->declared);
		if (r != NULL)
			finding_related(l->findings, f, r->at, "the route");
		finding_help(l->findings, f, "give it a table with local "
		    "routes only, or declare it %s", exposure_name(is));
	}
}

/* ------------------------------------------------ public-ip-without-path */

/*
 * Per table, by order of the thing: whether some route leads to an attached
 * internet gateway.  Not all of the internet has to: an address that only a
 * partner uses needs a route to the partner.
 */
static bool *
tables_with_gateway(struct lint *l, const struct model *m)
{
	bool *has = arena_array(l->a, m->next_order, sizeof *has);

	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		has[t->is.order] = way_to_gateway(l, t, IPV4) != NULL;
	}
	return has;
}

/* Whether a public address is certainly of no use in the subnet. */
static bool
has_no_path(struct lint *l, const struct subnet *s, const bool *has_gateway)
{
	const char *unknown;
	enum exposure is = routes_exposure(l->routes, s, IPV4, &unknown);

	if (is == EXPOSURE_PUBLIC || s->table == NULL ||
	    has_gateway[s->table->is.order] || way_has_middlebox(l, s) ||
	    way_is_misnamed(l, s))
		return false;
	if (unknown != NULL)
		lint_weakened(l, unknown);
	return unknown == NULL && is != EXPOSURE_NONE &&
	    !way_may_be_added(l, s, IPV4);
}

static void
flag_no_path(struct lint *l, const struct thing *t, struct place at,
    const struct subnet *s, const char *what)
{
	struct finding *f;

	if (t == &s->is)
		f = flag(l, t, at, "%s %s, but %s: no connection to them "
		    "comes about", thing_title(l->a, t), what, internet_words(l, s));
	else
		f = flag(l, t, at, "%s %s in %s, but %s: no connection to it "
		    "comes about", thing_title(l->a, t), what, thing_title(l->a, &s->is),
		    internet_words(l, s));
	f->key = thing_label(&s->is);
	finding_passes(l->findings, f, &s->is);
	if (s->table_refs.n > 0)
		finding_passes(l->findings, f, &s->table_refs.v[0]);
	finding_witness(l->findings, f, "subnet", "%s", thing_label(&s->is));
	if (s->table != NULL)
		finding_related(l->findings, f, s->table->is.at, "its routes");
	finding_help(l->findings, f, "route the internet to an internet "
	    "gateway, or take the public address away");
}

static bool
is_stated_true(struct flag_value f)
{
	return value_is_known(f.is) && f.v && f.is.origin != ORIGIN_IMPLICIT;
}

static void
check_workload_path(struct lint *l, const struct workload *w,
    const bool *has_gateway)
{
	bool has_address = w->public_address.is.state != VALUE_ABSENT;

	if (!has_address && !is_stated_true(w->public_ip))
		return;
	for (size_t i = 0; i < w->subnet_refs.n; i++) {
		const struct condition *when = w->subnet_refs.v[i].exists;
		const struct thing *t = w->subnet_refs.v[i].to;
		const struct subnet *s = (const struct subnet *)t;

		/* In another it may well have a path. */
		if (when != NULL && !condition_same(when, w->is.exists))
			continue;
		if (t != NULL && t->kind == KIND_SUBNET &&
		    has_no_path(l, s, has_gateway))
			flag_no_path(l, &w->is, w->is.at, s,
			    "has a public address");
	}
}

static void
check_public_address(struct lint *l, const struct model *m)
{
	bool *has_gateway = tables_with_gateway(l, m);

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];

		if (is_stated_true(s->public_ip) &&
		    has_no_path(l, s, has_gateway))
			flag_no_path(l, &s->is, s->public_ip.is.at, s,
			    "gives public addresses");
	}
	for (size_t i = 0; i < m->workloads.n; i++)
		check_workload_path(l, m->workloads.v[i], has_gateway);
	for (size_t i = 0; i < m->interfaces.n; i++) {
		const struct interface *x = m->interfaces.v[i];

		if (x->is.implicit || x->subnet == NULL ||
		    (x->public_addresses.n == 0 &&
		    !is_stated_true(x->public_ip)))
			continue;
		if (has_no_path(l, x->subnet, has_gateway))
			flag_no_path(l, &x->is, x->is.at, x->subnet,
			    "has a public address");
	}
}

/* ------------------------------------------------------- auto-public-ip */

static void
check_auto_address(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		struct finding *f;

		if (!is_stated_true(s->public_ip) ||
		    s->declared == EXPOSURE_PUBLIC)
			continue;
		f = flag(l, &s->is, s->public_ip.is.at, "%s gives a public "
		    "address to whatever starts in it",
		    thing_title(l->a, &s->is));
		finding_help(l->findings, f, "ask for addresses one by one, or "
		    "declare the subnet public");
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_subnet[] = {
	{ .check = check_public, .is = {
		.code = "SN003",
		.name = "public-subnet-without-igw-route",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a subnet declared public that is not",
		.aws = "A subnet is public when its route table sends the internet "
		    "to an internet gateway that is attached to the VPC.",
		.why = "What stands in it is not reached from the internet, "
		    "whatever public addresses and groups it has.",
		.intent = NEEDS_EXPOSURE,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {)
		JSON("web-a": {"az": "a", "cidr": "10.0.0.0/24", "exposure": "public"}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {)
		JSON("web-a": {"az": "a", "cidr": "10.0.0.0/24", "exposure": "public",)
		JSON("route_table": "web"}},)
		JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}}}}}}),
		.reference = SUBNETS,
	} },
	{ .check = check_private, .is = {
		.code = "SN004",
		.name = "private-subnet-with-igw-route",
		.severity = SEVERITY_ERROR,
		.class = CLASS_EXPOSURE,
		.title = "a subnet declared private or isolated that is public",
		.aws = "A subnet is public when its route table sends the internet "
		    "to an attached internet gateway, whatever it is called.",
		.why = "Anything in it that gets a public or IPv6 address is on "
		    "the internet, with its groups as the only guard.",
		.intent = NEEDS_EXPOSURE,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "exposure": "private",)
		JSON("route_table": "app"}},)
		JSON("route_tables": {"app": {"routes": {"0.0.0.0/0": "igw"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "exposure": "private",)
		JSON("route_table": "app"}},)
		JSON("route_tables": {"app": {}}}}}),
		.reference = SUBNETS,
	} },
	{ .check = check_isolated, .is = {
		.code = "SN005",
		.name = "isolated-subnet-with-egress",
		.severity = SEVERITY_ERROR,
		.class = CLASS_EXPOSURE,
		.title = "a subnet declared isolated that has a way out of its VPC",
		.aws = "With local routes and gateway endpoints only, no packet "
		    "leaves the VPC; every other target leads out of it.",
		.why = "Isolation is what audits of data tiers rest on; one route "
		    "to NAT, a peering or a transit gateway ends it.",
		.intent = NEEDS_EXPOSURE,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "vpn_gateway": "vgw",)
		JSON("subnets": {"data-a": {"az": "a", "cidr": "10.0.0.0/24",)
		JSON("exposure": "isolated", "route_table": "data"}},)
		JSON("route_tables": {"data": {"routes": {"192.168.0.0/16": "vgw"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "vpn_gateway": "vgw",)
		JSON("subnets": {"data-a": {"az": "a", "cidr": "10.0.0.0/24",)
		JSON("exposure": "isolated", "route_table": "data"}},)
		JSON("route_tables": {"data": {}}}}}),
		.reference = SUBNETS,
	} },
	{ .check = check_public_address, .is = {
		.code = "SN006",
		.name = "public-ip-without-path",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "public addresses in a subnet that no gateway serves",
		.aws = "A public IPv4 address works through an internet gateway "
		    "that the subnet routes to; without that route it is paid "
		    "for and of no use.",
		.why = "Either the route is missing or the address is a leftover; "
		    "behind a NAT gateway it is not the address that is seen.",
		.intent = "The same.  Silent where the way out is a firewall, which "
		    "may well lead to an internet gateway.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "public_ip": true}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "public_ip": false}}}}}),
		.reference = "Amazon VPC User Guide, Internet gateways",
	} },
	{ .check = check_auto_address, .is = {
		.code = "SN007",
		.name = "auto-public-ip",
		.severity = SEVERITY_OFF,
		.class = CLASS_POLICY,
		.title = "a subnet, not declared public, that gives public addresses",
		.aws = "MapPublicIpOnLaunch gives each new interface a public IPv4 address "
		    "unless the launch says otherwise.",
		.why = "Nobody decides for the single machine.  In a public subnet that is "
		    "what it is for: so this is an opinion, and off.",
		.intent = "It fires on every subnet that has the setting, as none is "
		    "declared public.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "public_ip": true}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24"}}}}}),
		.reference = SUBNETS,
	} },
	{ .check = NULL }
};
