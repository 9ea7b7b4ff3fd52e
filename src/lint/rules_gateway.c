/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/way.h"
#include "lint/words.h"

/*
 * Internet and NAT gateways: whether they can work where they are, and
 * whether anything uses them.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define NAT_BASICS "Amazon VPC User Guide, NAT gateway basics"
#define INTERNET_GATEWAYS "Amazon VPC User Guide, Internet gateways"

/* AWS's states of a NAT gateway that is there to stay. */
static bool
is_there(const struct nat_gateway *g)
{
	return g->state == NULL || str_equal(g->state, "available") ||
	    str_equal(g->state, "pending");
}

/* ------------------------------------------------ nat-not-in-public-subnet */

/* Where its subnet sends the internet. */
static const char *
sent_words(struct lint *l, const struct subnet *s, const struct route *r)
{
	const struct route *part = way_to_gateway(l, s->table, IPV4);
	const char *dead = r != NULL ? routes_dead(l->routes, r) : NULL;

	if (part != NULL)
		return arena_printf(l->a, "%s leads to %s, and not the whole "
		    "internet does", words_route(l->a, part),
		    words_target(l->a, part));
	if (r == NULL)
		return "it has no route to the internet";
	return arena_printf(l->a, "%s%s%s", words_route(l->a, r),
	    dead != NULL ? " is dead: " : " leads to ",
	    dead != NULL ? dead : words_target(l->a, r));
}

static void
flag_misplaced(struct lint *l, const struct nat_gateway *g,
    const struct subnet *s, enum exposure is)
{
	const struct route *r = way_to_internet(l, s->table, IPV4);
	struct finding *f;

	f = flag(l, &g->is, g->is.at, "%s stands in %s, which is %s: %s; a "
	    "public NAT gateway needs a route to an internet gateway",
	    thing_title(l->a, &g->is), thing_title(l->a, &s->is),
	    is == EXPOSURE_NONE ? "not public" : exposure_name(is),
	    sent_words(l, s, r));
	finding_passes(l->findings, f, &g->is);
	finding_passes(l->findings, f, &s->is);
	if (s->table != NULL)
		finding_passes(l->findings, f, &s->table->is);
	if (r != NULL) {
		finding_passes(l->findings, f, r);
		finding_related(l->findings, f, r->at, "the route");
		if (way_target(r) != NULL)
			finding_passes(l->findings, f, way_target(r));
	}
	finding_witness(l->findings, f, "subnet", "%s", thing_label(&s->is));
	finding_witness(l->findings, f, "exposure", "%s", exposure_name(is));
	finding_related(l->findings, f, s->is.at, "%s is here",
	    thing_title(l->a, &s->is));
	finding_help(l->findings, f, "move it to a public subnet of the same "
	    "AZ, or make it a private one if it serves no internet traffic");
}

/*
 * Whether all that tables send it is a part of the internet, and its subnet
 * has a way for a part: a NAT gateway towards a partner.  Which parts they are
 * is for the flows to say.
 */
static bool
serves_a_part(struct lint *l, const struct nat_gateway *g,
    const struct subnet *s)
{
	bool used = false;

	if (way_to_gateway(l, s->table, IPV4) == NULL || g->is.vpc == NULL)
		return false;
	for (size_t i = 0; i < g->is.vpc->route_tables.n; i++) {
		const struct route_table *t = g->is.vpc->route_tables.v[i];
		const struct route *r = way_to_internet(l, t, IPV4);

		if (r != NULL && way_target(r) == &g->is)
			return false;
		for (size_t k = 0; !used && k < t->routes.n; k++)
			used = way_target(t->routes.v[k]) == &g->is;
	}
	return used;
}

static void
check_misplaced(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		const struct nat_gateway *g = m->nat_gateways.v[i];
		const struct subnet *s = (const struct subnet *)g->subnet.to;
		const char *unknown;
		enum exposure is;

		if (!is_there(g) || s == NULL ||
		    s->is.kind != KIND_SUBNET || way_is_misnamed(l, s) ||
		    flag_or(g->is_private, false) ||
		    flag_or(g->regional, false))
			continue;
		is = routes_exposure(l->routes, s, IPV4, &unknown);
		if (is == EXPOSURE_PUBLIC || way_has_middlebox(l, s) ||
		    serves_a_part(l, g, s))
			continue;
		if (value_is_unknown(g->is_private.is) ||
		    value_is_unknown(g->regional.is))
			lint_weakened(l, "whether a NAT gateway is public is "
			    "not known");
		else if (unknown != NULL)
			lint_weakened(l, unknown);
		else if (!way_may_be_added(l, s, IPV4))
			flag_misplaced(l, g, s, is);
	}
}

/* --------------------------------------------------- nat-address-mismatch */

static void
check_addresses(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		const struct nat_gateway *g = m->nat_gateways.v[i];
		struct finding *f;

		if (!is_there(g) || flag_or(g->regional, false) ||
		    value_is_unknown(g->is_private.is))
			continue;
		if (flag_or(g->is_private, false)) {
			if (g->addresses.n == 0)
				continue;
			if (value_is_unknown(g->addresses.v[0].is)) {
				lint_weakened(l, "the addresses of a NAT "
				    "gateway are not known");
				continue;
			}
			f = flag(l, &g->is, g->addresses.v[0].is.at, "%s is "
			    "private and has an Elastic IP: only public NAT "
			    "gateways take one", thing_title(l->a, &g->is));
			finding_help(l->findings, f, "take the address away, "
			    "or the word private");
		} else if (g->addresses_stated && g->addresses.n == 0) {
			f = flag(l, &g->is, g->is.at, "%s is public and has no "
			    "Elastic IP: AWS does not create it without one",
			    thing_title(l->a, &g->is));
			finding_help(l->findings, f, "give it an Elastic IP; "
			    "without \"addresses\" one is allocated");
		} else {
			continue;
		}
		finding_witness(l->findings, f, "addresses", "%zu",
		    g->addresses.n);
	}
}

/* ------------------------------------------------------------ what is used */

/* By order of the thing: whether some route leads to it; of a VPC, whether
 * it has a route whose target is not known. */
static bool *
find_used(struct lint *l, const struct model *m)
{
	bool *used = arena_array(l->a, m->next_order, sizeof *used);

	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++) {
			const struct route *r = t->routes.v[j];

			if (way_target(r) != NULL)
				used[way_target(r)->order] = true;
			else if (r->target_kind != TARGET_LOCAL &&
			    r->target_kind != TARGET_BLACKHOLE &&
			    t->is.vpc != NULL)
				used[t->is.vpc->is.order] = true;
		}
	}
	return used;
}

/* Whether no route of its VPC can lead to it. */
static bool
is_unused(struct lint *l, const struct thing *t, const bool *used)
{
	if (used[t->order] || (t->vpc != NULL && used[t->vpc->is.order]))
		return false;
	if (t->vpc == NULL) {
		lint_weakened(l, "the VPC of a gateway is not known");
		return false;
	}
	return !lint_is_handed_out(l, t) &&
	    lint_knows_all(l, KIND_ROUTE_TABLE, t->vpc);
}

static void
check_unused_nat(struct lint *l, const struct model *m)
{
	bool *used = find_used(l, m);

	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		const struct nat_gateway *g = m->nat_gateways.v[i];
		struct finding *f;

		if (!is_there(g) || !is_unused(l, &g->is, used))
			continue;
		f = flag(l, &g->is, g->is.at, "no route leads to %s: it costs "
		    "by the hour and carries nothing",
		    thing_title(l->a, &g->is));
		finding_help(l->findings, f, "route to it from the tables of "
		    "private subnets, or take it out");
	}
}

/* A regional NAT gateway has a way to the internet gateway of its own. */
static bool
has_regional_nat(struct lint *l, const struct vpc *v)
{
	for (size_t i = 0; i < v->nat_gateways.n; i++)
		if (flag_or(v->nat_gateways.v[i]->regional, false))
			return true;
	for (size_t i = 0; i < v->nat_gateways.n; i++)
		if (value_is_unknown(v->nat_gateways.v[i]->regional.is)) {
			lint_weakened(l, "whether a NAT gateway is regional "
			    "is not known");
			return true;
		}
	return false;
}

static void
check_unused_internet(struct lint *l, const struct model *m)
{
	bool *used = find_used(l, m);

	for (size_t i = 0; i < m->internet_gateways.n; i++) {
		const struct internet_gateway *g = m->internet_gateways.v[i];
		struct finding *f;

		if (g->is.vpc == NULL || has_regional_nat(l, g->is.vpc) ||
		    !is_unused(l, &g->is, used) ||
		    !lint_knows_all(l, KIND_NAT_GATEWAY, g->is.vpc))
			continue;
		f = flag(l, &g->is, g->is.at, "no route leads to %s",
		    thing_title(l->a, &g->is));
		finding_help(l->findings, f, "route to it, or take it out, "
		    "unless CloudFront VPC origins or Global Accelerator use "
		    "it: these need the gateway and no route");
	}
}

/* ------------------------------------------------------ igw-not-attached */

static void
check_detached(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->internet_gateways.n; i++) {
		const struct internet_gateway *g = m->internet_gateways.v[i];
		struct finding *f;

		if (g->is.vpc != NULL || !g->attachment_known ||
		    lint_is_handed_out(l, &g->is))
			continue;
		f = flag(l, &g->is, g->is.at, "%s is attached to no VPC: every "
		    "route to it drops what it gets",
		    thing_title(l->a, &g->is));
		finding_witness(l->findings, f, "attached_to", "nothing");
		finding_help(l->findings, f, "attach it, or take it out");
	}
}

static void
check_second(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];

		for (size_t j = 1; j < v->internet_gateways.n; j++) {
			const struct internet_gateway *g =
			    v->internet_gateways.v[j];
			const struct thing *first =
			    &v->internet_gateways.v[0]->is;
			struct finding *f;

			if (conditions_exclude(first->exists, g->is.exists))
				continue;
			f = flag(l, &g->is, g->is.at, "%s is the second one of "
			    "%s beside %s: a VPC takes one internet gateway",
			    thing_title(l->a, &g->is),
			    thing_title(l->a, &v->is),
			    thing_title(l->a, first));
			finding_witness(l->findings, f, "first", "%s",
			    thing_label(first));
			finding_related(l->findings, f, first->at,
			    "the first one");
			finding_help(l->findings, f, "take one of them out");
		}
	}
}

static void
check_attachment(struct lint *l, const struct model *m)
{
	check_detached(l, m);
	check_second(l, m);
}

/* ----------------------------------------------------- eip-unassociated */

/* By island: whether a NAT gateway or somebody has an address that is not
 * known, which may be any. */
static bool *
islands_with_holders(struct lint *l, const struct model *m)
{
	bool *open = arena_array(l->a, m->islands + 1, sizeof *open);

	for (size_t i = 0; i < m->interfaces.n; i++)
		if (value_is_unknown(m->interfaces.v[i]->public_ip.is))
			open[m->interfaces.v[i]->is.island] = true;
	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		const struct nat_gateway *g = m->nat_gateways.v[i];

		for (size_t k = 0; k < g->addresses.n; k++)
			if (value_is_unknown(g->addresses.v[k].is))
				open[g->is.island] = true;
	}
	for (unsigned i = 1; i <= m->islands; i++)
		open[i] |= model_island_is_partial(m, KIND_WORKLOAD, i);
	return open;
}

static void
check_elastic_ips(struct lint *l, const struct model *m)
{
	const bool *open = islands_with_holders(l, m);

	for (size_t i = 0; i < m->elastic_ips.n; i++) {
		const struct elastic_ip *e = m->elastic_ips.v[i];
		struct finding *f;

		if (e->uses > 0 || e->attached_to.is.state != VALUE_ABSENT)
			continue;
		/* AWS says of an address that stands whether it is used; in
		 * a plan it is used by what names it. */
		if (!e->attachment_known &&
		    (!lint_knows_all(l, KIND_NAT_GATEWAY, NULL) ||
		    !lint_knows_all(l, KIND_INTERFACE, NULL)))
			continue;
		if (open[e->is.island]) {
			lint_weakened(l, "who has an Elastic IP is not known");
			continue;
		}
		f = flag(l, &e->is, e->is.at, "nothing uses %s: an address is "
		    "charged by the hour, used or not",
		    thing_title(l->a, &e->is));
		finding_witness(l->findings, f, "uses", "0");
		finding_help(l->findings, f, "give it back, or to whoever it "
		    "was allocated for");
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_gateway[] = {
	{ .check = check_misplaced, .is = {
		.code = "GW001",
		.name = "nat-not-in-public-subnet",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a public NAT gateway whose subnet has no way to the internet",
		.aws = "A zonal public NAT gateway sends on by the table of its "
		    "own subnet, which must lead to an internet gateway.  A "
		    "regional one needs no subnet at all.",
		.why = "Everything behind it has a default route and no internet.",
		.intent = SAME_WITHOUT_INTENT "  Silent for private and regional "
		    "ones, and where a firewall stands behind it.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("nat_gateways": {"nat-a": {"subnet": "app-a"}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {"web-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "web"}},)
		JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}}},)
		JSON("nat_gateways": {"nat-a": {"subnet": "web-a"}}}}}),
		.reference = NAT_BASICS,
	} },
	{ .check = check_addresses, .is = {
		.code = "GW002",
		.name = "nat-address-mismatch",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a public NAT gateway without an Elastic IP, or a private "
		    "one with",
		.aws = "A zonal public NAT gateway is created with the allocation "
		    "of an Elastic IP; a private one takes none.",
		.why = "AWS refuses to create it.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("nat_gateways": {"nat-a": {"subnet": "app-a", "private": true,)
		JSON("addresses": ["eip"]}}}}, "elastic_ips": {"eip": {}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("nat_gateways": {"nat-a": {"subnet": "app-a", "private": true}}}}}),
		.reference = NAT_BASICS,
	} },
	{ .check = check_unused_nat, .is = {
		.code = "GW003",
		.name = "nat-unused",
		.severity = SEVERITY_NOTE,
		.class = CLASS_WASTE,
		.title = "a NAT gateway that no route leads to",
		.aws = "A NAT gateway is charged by the hour, used or not.",
		.why = "It costs for nothing; or the table that should lead to it "
		    "was forgotten.",
		.intent = "The same.  Silent where the route tables of the VPC are "
		    "not all known.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {"web-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "web"}},)
		JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}}},)
		JSON("nat_gateways": {"nat-a": {"subnet": "web-a"}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw", "subnets": {"web-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "web"}},)
		JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}},)
		JSON("app": {"routes": {"0.0.0.0/0": "nat-a"}}},)
		JSON("nat_gateways": {"nat-a": {"subnet": "web-a"}}}}}),
		.reference = NAT_BASICS,
	} },
	{ .check = check_attachment, .is = {
		.code = "GW004",
		.name = "igw-not-attached",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "an internet gateway that is attached to no VPC, or a second "
		    "one of a VPC",
		.aws = "An internet gateway is attached to one VPC, and a VPC has "
		    "one internet gateway at most.",
		.why = "Routes to a detached gateway are blackholes; a second one "
		    "is refused.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": []}]}),
		.good =
		JSON({"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments":)
		JSON([{"State": "available", "VpcId": "vpc-1"}]}]}),
		.reference = INTERNET_GATEWAYS,
	} },
	{ .check = check_unused_internet, .is = {
		.code = "GW005",
		.name = "igw-unused",
		.severity = SEVERITY_NOTE,
		.class = CLASS_WASTE,
		.title = "an internet gateway that no route leads to",
		.aws = "An attached internet gateway without a route carries "
		    "nothing, except for CloudFront VPC origins and Global "
		    "Accelerator, which need no route.",
		.why = "It is one route away from being used, and mostly a "
		    "leftover.",
		.intent = "The same.  Silent where the route tables of the VPC are "
		    "not all known.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw"}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw",)
		JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}}}}}}),
		.reference = INTERNET_GATEWAYS,
	} },
	{ .check = check_elastic_ips, .is = {
		.code = "GW007",
		.name = "eip-unassociated",
		.severity = SEVERITY_NOTE,
		.class = CLASS_WASTE,
		.title = "an Elastic IP that nothing uses",
		.aws = "Every public IPv4 address is charged by the hour, in use or not.",
		.why = "It costs for nothing, and counts against the quota of the Region.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"}},)
		JSON("elastic_ips": {"eip": {"address": "203.0.113.9"}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"web-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("nat_gateways": {"nat": {"subnet": "web-a", "addresses": ["eip"]}}}},)
		JSON("elastic_ips": {"eip": {"address": "203.0.113.9"}}}),
		.reference = "Amazon EC2 User Guide, Elastic IP addresses",
	} },
	{ .check = NULL }
};
