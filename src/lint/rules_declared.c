/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/intents.h"
#include "lint/words.h"
#include "lint/world.h"
#include "model/notation.h"
#include "model/stand_in.h"
#include "plan/pairs.h"

#include <string.h>

/*
 * What is possible and nobody declared.  Where a network declares nothing at
 * all, nothing can be said.
 */
#define DECLARES "Silent in a network without expectations."

/* What is asked about: connections, and what is neither TCP nor ICMP. */
static struct port_set
everything_but_icmp(struct arena *a)
{
	return port_set_subtract(a, port_set_subtract(a,
	    port_set_everything(), port_set_of_protocol(a, PROTOCOL_ICMP)),
	    port_set_of_protocol(a, PROTOCOL_ICMPV6));
}

/* A balancer for the internet, or one that may be. */
static bool
faces_internet(const struct workload *w)
{
	return flag_or(workload_faces_internet(w), true);
}

static struct selection
selection_of(const struct workload *w)
{
	struct selection s = { .what = SELECTED_WORKLOAD };
	const struct thing *t = &w->is;

	memcpy(&s.thing, &t, sizeof s.thing);
	return s;
}

/* ------------------------------------------ undeclared-internet-exposure */

/* Whether an expectation speaks of packets from the internet. */
static bool
is_from_outside(const struct intent *i)
{
	return i->from.what == SELECTED_INTERNET ||
	    i->from.what == SELECTED_CIDR;
}

/* Take out what an expectation wants, or forbids: then RI002 says it. */
static struct flow
without(struct arena *a, struct flow f, const struct intent *i,
    const struct end *to)
{
	struct port_set ports = pairs_default_ports(a, to);
	struct range_set from = range_set_everything(f.family);
	struct flow declared = flow_empty(f.family);

	if (value_is_known(i->e->ports.is))
		ports = i->e->ports.v;
	else if (i->e->verb == NEVER_REACHES || port_set_is_empty(ports))
		ports = port_set_everything();
	if (i->from.what == SELECTED_CIDR) {
		if ((enum family)i->from.cidr.family != f.family)
			return f;
		from = range_set_of_cidr(a, i->from.cidr);
	}
	for (size_t k = 0; k < f.n; k++)
		declared = flow_union(a, declared, flow_of(a,
		    port_set_intersect(a, f.v[k].ports, ports),
		    range_set_intersect(a, f.v[k].from, from), f.v[k].to));
	return flow_subtract(a, f, declared);
}

/*
 * The part that much of the internet gets through by.  A group that admits an
 * office's addresses has declared them: that is no exposure.
 */
static struct flow
wide_part(struct arena *a, const struct world *w, struct flow f)
{
	struct flow wide = flow_empty(f.family);

	for (size_t i = 0; i < f.n; i++)
		if (world_extent(w, f.v[i].from) != EXTENT_NARROW)
			wide = flow_union(a, wide, flow_of(a, f.v[i].ports,
			    f.v[i].from, f.v[i].to));
	return wide;
}

/* What of the internet gets through to an end and is not declared. */
static struct flow
undeclared(struct lint *l, struct arena *a, const struct end *internet,
    const struct end *to, enum family family)
{
	struct question q = { .from = internet, .to = to,
		.ports = everything_but_icmp(a), .family = family };
	struct answer answer = reach_ask(lint_reach(l), a, &q);
	struct flow rest = flow_union(a, answer.yes, answer.some);
	struct intent_list intents;

	if (flow_is_empty(rest) || to->interface == NULL)
		return flow_empty(family);
	intents = intents_about(a, lint_intents(l), to->interface, true);
	for (size_t i = 0; i < intents.n; i++)
		if (is_from_outside(intents.v[i]))
			rest = without(a, rest, intents.v[i], to);
	return wide_part(a, world_new(a), rest);
}

static void
flag_exposed(struct lint *l, struct arena *a, const struct workload *w,
    const struct end *to, struct flow rest)
{
	struct packet p = flow_witness(rest);
	struct port_set set = flow_ports(a, rest);
	const char *ports = notation_ports_format(l->a, set);
	struct finding *f = flag(l, &w->is, w->is.at, "the internet gets "
	    "through to %s on %s, and no expectation declares it",
	    thing_title(l->a, &w->is), port_set_contains(set,
	    everything_but_icmp(a)) ? "every port" : ports);

	f->between.to = &w->is;
	finding_witness(l->findings, f, "ports", "%s", ports);
	finding_witness(l->findings, f, "packet", "%s %s -> %s",
	    words_point(l->a, p.point),
	    stand_in_address(l->a, l->m, rest.family, p.from),
	    stand_in_address(l->a, l->m, rest.family, p.to));
	if (to->subnet != NULL)
		finding_related(l->findings, f, to->subnet->is.at, "%s",
		    thing_title(l->a, &to->subnet->is));
	finding_help(l->findings, f, "if it is meant, expect it: \"internet "
	    "reaches %s on …\"; else close it", thing_label(&w->is));
}

static void
check_exposed(struct lint *l, const struct end *internet,
    const struct workload *w)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct selection s = selection_of(w);
	struct arena *a = arena_new();
	struct ends to = ends_of(a, reach_places(lint_reach(l)), &s, true,
	    internet);
	bool said = false;

	for (size_t i = 0; i < to.n && !said; i++)
		for (size_t k = 0; k < 2 && !said; k++) {
			struct flow rest = undeclared(l, a, internet,
			    to.v[i], families[k]);

			said = !flow_is_empty(rest);
			if (said)
				flag_exposed(l, a, w, to.v[i], rest);
		}
	arena_free(a);
}

static const struct end *
internet_of(struct lint *l)
{
	struct selection s = { .what = SELECTED_INTERNET };

	return ends_of(l->a, reach_places(lint_reach(l)), &s, false,
	    NULL).v[0];
}

static void
check_exposure(struct lint *l, const struct model *m)
{
	const struct end *internet;

	if (!intents_are_declared(m))
		return;
	internet = internet_of(l);
	for (size_t i = 0; i < m->workloads.n; i++)
		if (!faces_internet(m->workloads.v[i]))
			check_exposed(l, internet, m->workloads.v[i]);
}

/* ------------------------------------------------------ undeclared-egress */

static bool
is_declared_out(struct lint *l, struct arena *a, const struct interface *x)
{
	struct intent_list intents = intents_about(a, lint_intents(l), x,
	    false);

	for (size_t i = 0; i < intents.n; i++)
		if (intents.v[i]->to.what == SELECTED_INTERNET ||
		    intents.v[i]->to.what == SELECTED_CIDR)
			return true;
	return false;
}

static void
check_egress_of(struct lint *l, const struct end *internet,
    const struct workload *w)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct selection s = selection_of(w);
	struct arena *a = arena_new();
	struct ends from = ends_of(a, reach_places(lint_reach(l)), &s, false,
	    NULL);
	bool said = false;

	for (size_t i = 0; i < from.n * 2 && !said; i++) {
		const struct end *e = from.v[i / 2];
		struct question q = { .from = e, .to = internet,
			.ports = everything_but_icmp(a),
			.family = families[i % 2] };
		struct answer answer;
		struct packet p;
		struct finding *f;

		if (e->interface == NULL ||
		    is_declared_out(l, a, e->interface))
			continue;
		answer = reach_ask(lint_reach(l), a, &q);
		if (flow_is_empty(answer.yes))
			continue;
		said = true;
		p = flow_witness(answer.yes);
		f = flag(l, &w->is, w->is.at, "%s gets out to the internet, "
		    "and no expectation declares it",
		    thing_title(l->a, &w->is));
		f->severity = SEVERITY_NOTE;
		finding_witness(l->findings, f, "packet", "%s %s -> %s",
		    words_point(l->a, p.point),
		    stand_in_address(l->a, l->m, q.family, p.from),
		    stand_in_address(l->a, l->m, q.family, p.to));
		finding_help(l->findings, f, "say what it needs: \"needs\": "
		    "[\"internet\"]; or close the way out");
	}
	arena_free(a);
}

/* What opens connections by itself. */
static bool
is_client(const struct workload *w)
{
	return !workload_type(w->kind)->is_load_balancer &&
	    !workload_type(w->kind)->is_data_store;
}

static void
check_egress(struct lint *l, const struct model *m)
{
	const struct end *internet;

	if (m->expectations.n == 0)
		return;
	internet = internet_of(l);
	for (size_t i = 0; i < m->workloads.n; i++)
		if (is_client(m->workloads.v[i]))
			check_egress_of(l, internet, m->workloads.v[i]);
}

/* ---------------------------------------------------------------- table */

#define PUBLIC_WEB(...)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("internet_gateway": "igw", "subnets": {)			\
	JSON("web-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "web"}},) \
	JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}}},) \
	JSON("security_groups": {"web": {"ingress": ["tcp/80,443 from 0.0.0.0/0"]}},) \
	JSON("workloads": {"web": {"kind": "instance", "subnets": ["web-a"],) \
	JSON("security_groups": ["web"], "public_ip": true}}}},)	\
	JSON("expect": __VA_ARGS__})

const struct rule rules_declared[] = {
	{ .check = check_exposure, .is = {
		.code = "RI004",
		.name = "undeclared-internet-exposure",
		.severity = SEVERITY_WARNING,
		.class = CLASS_EXPOSURE,
		.title = "a workload that the internet reaches though nothing declares it",
		.aws = "A packet from the internet arrives where a route, a gateway, a public "
		    "address, network ACLs and security groups together let it.",
		.why = "The plan says what is to be reached from outside, and this is not among "
		    "it: forgotten, or a mistake.",
		.intent = DECLARES "  What workloads need says nothing of who is to "
		    "reach them.  Listeners of load balancers that face the internet "
		    "are declared by themselves, and so is a group that admits less than a "
		    "/16 of public addresses.",
		.bad = PUBLIC_WEB(["internet reaches web on tcp/443"]),
		.good = PUBLIC_WEB(["internet reaches web on tcp/80,443"]),
		.reference = "VPC Network Access Analyzer, What is Network Access Analyzer",
	} },
	{ .check = check_egress, .is = {
		.code = "RI005",
		.name = "undeclared-egress",
		.severity = SEVERITY_OFF,
		.class = CLASS_EXPOSURE,
		.title = "a workload that gets out to the internet though nothing declares it",
		.aws = "A group without egress rules of its own lets everything out, and a "
		    "default route leads it there.",
		.why = "What needs no way out is better without one: that is how data leaves.",
		.intent = DECLARES "  A need or an expectation to the internet declares it.",
		.bad = PUBLIC_WEB(["internet reaches web on tcp/80,443"]),
		.good = PUBLIC_WEB(["internet reaches web on tcp/80,443", "web reaches internet"]),
		.reference = "VPC Network Access Analyzer, What is Network Access Analyzer",
	} },
	{ .check = NULL }
};
