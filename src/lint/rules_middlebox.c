/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/way.h"
#include "lint/words.h"

/*
 * What stands in the way of packets and sends them on: NAT gateways,
 * firewalls and their endpoints, appliances.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."

/* ------------------------------------------- nat-instance-source-check */

/* Whether the check is on; what is not stated of a thing that stands is not
 * known. */
static enum value_state
source_check(const struct thing *t, bool *on)
{
	const struct interface *x = (const struct interface *)t;
	const struct workload *w = (const struct workload *)t;
	struct flag_value flag = { 0 };

	if (t->kind == KIND_INTERFACE) {
		flag = x->source_check;
		w = x->workload;
		/* A load balancer's or an endpoint's is AWS's business. */
		if (w == NULL && x->endpoint != NULL)
			return VALUE_ABSENT;
	}
	if (flag.is.state == VALUE_ABSENT && w != NULL)
		flag = w->source_check;
	if (flag.is.state == VALUE_ABSENT && w != NULL && w->is.created) {
		*on = workload_type(w->kind)->source_check;
		return VALUE_KNOWN;
	}
	*on = flag.v;
	return flag.is.state;
}

static void
check_source_check_of(struct lint *l, const struct route *r)
{
	const struct thing *t = way_target(r);
	struct finding *f;
	bool on = false;

	if (t == NULL ||
	    (t->kind != KIND_INTERFACE && t->kind != KIND_WORKLOAD))
		return;
	if (source_check(t, &on) == VALUE_UNKNOWN)
		lint_weakened(l, "a source check is not known");
	if (source_check(t, &on) != VALUE_KNOWN || !on)
		return;
	f = flag(l, &r->table->is, r->at, "%s leads to %s, whose source and "
	    "destination check is on: it drops what is not its own",
	    words_route(l->a, r), thing_title(l->a, t));
	f->key = words_destination(l->a, r);
	finding_passes(l->findings, f, r);
	finding_passes(l->findings, f, t);
	finding_witness(l->findings, f, "source_check", "on");
	finding_related(l->findings, f, t->at, "the target");
	finding_help(l->findings, f, "switch the check off, if it is meant to "
	    "forward");
}

static void
check_source_check(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++)
			check_source_check_of(l, t->routes.v[j]);
	}
}

/* ---------------------------------------------------------- routing-loop */

/*
 * Middleboxes that forward by the table of their subnet: a NAT gateway, a
 * gateway load balancer endpoint, an appliance with one leg.  Each sends the
 * internet to one next thing, so following them is a walk along a single
 * path, and a circle is met when the walk comes to a box it has seen before.
 */
struct hop {
	const struct thing *box;
	const struct route *route;	/* how it sends the internet on */
	size_t walk;			/* in which walk it was seen; 0: none */
};

static const struct route_table *
table_of_workload(const struct workload *w)
{
	const struct thing *t;

	if (w->interfaces_stated || w->subnet_refs.n != 1)
		return NULL;
	t = w->subnet_refs.v[0].to;
	return t != NULL && t->kind == KIND_SUBNET ?
	    ((const struct subnet *)t)->table : NULL;
}

static const struct route_table *
table_of_box(const struct thing *t)
{
	const struct endpoint *e = (const struct endpoint *)t;
	const struct nat_gateway *g = (const struct nat_gateway *)t;
	const struct thing *s;

	switch (t->kind) {
	case KIND_NAT_GATEWAY:
		return flag_or(g->regional, false) ? NULL : g->table;
	case KIND_ENDPOINT:
		if (e->type != ENDPOINT_GATEWAY_LOAD_BALANCER ||
		    e->subnet_refs.n != 1)
			return NULL;
		s = e->subnet_refs.v[0].to;
		return s != NULL && s->kind == KIND_SUBNET ?
		    ((const struct subnet *)s)->table : NULL;
	case KIND_WORKLOAD:
		return table_of_workload((const struct workload *)t);
	default:
		return NULL;
	}
}

static void
flag_loop(struct lint *l, struct hop *hops, size_t start)
{
	struct str path = str_new(l->a);
	const struct thing *first = hops[start].box;
	bool alone = way_target(hops[start].route) == first;
	struct finding *f;
	size_t at = start;

	do {
		/* Of a route that may not be there nothing follows. */
		if (way_is_open(l, hops[at].route, way_target(hops[at].route)))
			return;
		str_addf(&path, "%s, ", thing_title(l->a, hops[at].box));
		at = way_target(hops[at].route)->order;
	} while (at != start);
	str_addf(&path, "%s", thing_title(l->a, first));
	f = flag(l, first, first->at, "traffic to the internet goes in a "
	    "circle: %s%s", alone ? thing_title(l->a, first) : str_text(&path),
	    alone ? " sends it on by the table of its own subnet, which leads "
	    "back to it" : "");
	do {
		lint_given(l, f, hops[at].box->exists);
		finding_passes(l->findings, f, hops[at].box);
		finding_related(l->findings, f, hops[at].route->at,
		    "%s leads to %s", words_route(l->a, hops[at].route),
		    words_target(l->a, hops[at].route));
		at = way_target(hops[at].route)->order;
	} while (at != start);
	finding_witness(l->findings, f, "circle", "%s", str_text(&path));
	finding_help(l->findings, f, "give the subnet of %s a table that leads "
	    "to an internet gateway, or move it to one that has such a table",
	    thing_title(l->a, first));
}

/* Walk from one box; on a circle not seen before, flag its first box. */
static void
follow(struct lint *l, struct hop *hops, size_t at, size_t walk)
{
	size_t first;

	while (hops[at].box != NULL && hops[at].walk == 0) {
		const struct thing *next;

		hops[at].walk = walk;
		if (hops[at].route == NULL)
			return;
		next = way_target(hops[at].route);
		if (next == NULL)
			return;
		at = next->order;
	}
	if (hops[at].box == NULL || hops[at].walk != walk)
		return;
	first = at;
	for (size_t i = way_target(hops[at].route)->order; i != at;
	    i = way_target(hops[i].route)->order)
		if (i < first)
			first = i;
	flag_loop(l, hops, first);
}

static void
add_boxes(struct lint *l, struct hop *hops, struct thing *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct route_table *t = table_of_box(v[i]);

		if (t == NULL)
			continue;
		hops[v[i]->order].box = v[i];
		hops[v[i]->order].route = way_to_internet(l, t, IPV4);
	}
}

static void
check_loop(struct lint *l, const struct model *m)
{
	struct hop *hops = arena_array(l->a, m->next_order, sizeof *hops);

	add_boxes(l, hops, m->things[KIND_NAT_GATEWAY].v,
	    m->things[KIND_NAT_GATEWAY].n);
	add_boxes(l, hops, m->things[KIND_ENDPOINT].v,
	    m->things[KIND_ENDPOINT].n);
	add_boxes(l, hops, m->things[KIND_WORKLOAD].v,
	    m->things[KIND_WORKLOAD].n);
	for (size_t i = 0; i < m->next_order; i++)
		if (hops[i].box != NULL)
			follow(l, hops, i, i + 1);
}

/* ---------------------------------------------------------------- table */

const struct rule rules_middlebox[] = {
	{ .check = check_source_check, .is = {
		.code = "GW006",
		.name = "nat-instance-source-check",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a route to an interface that drops what is not its own",
		.aws = "An interface drops packets whose source or destination it is not, "
		    "until its check is switched off; NAT gateways and endpoints of "
		    "firewalls have no such check.",
		.why = "Everything that the route carries is dropped at the instance.",
		.intent = SAME_WITHOUT_INTENT "  Appliances and NAT instances of a spec have "
		    "the check off.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"fw-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"fw": {}}, "workloads": {"fw":)
		JSON({"kind": "instance", "subnets": ["fw-a"], "security_groups": ["fw"]}},)
		JSON("route_tables": {"app": {"routes": {"0.0.0.0/0": "fw"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"fw-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"fw": {}}, "workloads": {"fw":)
		JSON({"kind": "instance", "subnets": ["fw-a"], "security_groups": ["fw"],)
		JSON("source_check": false}},)
		JSON("route_tables": {"app": {"routes": {"0.0.0.0/0": "fw"}}}}}}),
		.reference = "Amazon VPC User Guide, NAT instances",
	} },
	{ .check = check_loop, .is = {
		.code = "RT013",
		.name = "routing-loop",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a NAT gateway or firewall that sends traffic back to itself",
		.aws = "A NAT gateway, an appliance and a gateway load balancer "
		    "endpoint send on by the route table of their own subnet.",
		.why = "Packets to the internet go in a circle until they are "
		    "dropped: nothing behind the box gets out.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},)
		JSON("nat_gateways": {"nat": {"subnet": "app-a"}},)
		JSON("route_tables": {"app": {"routes": {"0.0.0.0/0": "nat"}}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("internet_gateway": "igw",)
		JSON("subnets": {"web-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "web"}},)
		JSON("nat_gateways": {"nat": {"subnet": "web-a"}},)
		JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}},)
		JSON("app": {"routes": {"0.0.0.0/0": "nat"}}}}}}),
		.reference = "Amazon VPC User Guide, NAT gateway basics",
	} },
	{ .check = NULL }
};
