/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "base/vec.h"

#include <string.h>

/*
 * The network load balancer: a flow to one of its nodes is a flow through to
 * a target.  The listener's port becomes the target's.  Where the client's
 * address is preserved, the target's groups and ACL judge the client, else
 * the node; a rule that names the balancer's group admits either way.  What
 * leaves the node is judged by the balancer's own groups, if it has any.  The
 * answer goes back through the node: the target subnet's routes are not
 * asked, its ACL and that of the node's subnet are.
 *
 * All of that is constant in the port, so it comes out as sets of clients.
 */

enum { ANSWER_FIRST = 1024, ANSWER_LAST = 65535 };	/* a node as client */

struct passage {
	const struct end *node, *target;
	const struct listener *listener;
	struct port_set to_target;	/* one point */
	struct port_set answers;	/* ports the answer goes to */
	struct seen client;		/* as the node sees it */
	bool may_preserve, preserves;	/* and the target, too */
	enum family family;		/* between node and target */
	const struct end *itself;	/* a target that is the client; or NULL */
};

static unsigned
protocol_of(const struct listener *l, uint32_t point)
{
	return l->protocol == LISTENER_TCP_UDP ? point >> 16 :
	    l->protocol == LISTENER_UDP ? PROTOCOL_UDP : PROTOCOL_TCP;
}

/* Whether targets see the client, or why that is not known. */
static bool
preserves_client(const struct listener *l, const struct workload *w,
    unsigned protocol, const char **why)
{
	enum target_type type = l->target_type;

	if (type == TARGET_TYPE_ABSENT)
		type = w != NULL && w->kind == WORKLOAD_FARGATE_SERVICE ?
		    TARGET_TYPE_IP : TARGET_TYPE_INSTANCE;
	/* "and can't be disabled": Network Load Balancers guide, Edit target
	 * group attributes */
	if (protocol == PROTOCOL_UDP || l->protocol == LISTENER_TCP_UDP)
		return true;
	if (value_is_unknown(l->preserve_client.is) ||
	    (type == TARGET_TYPE_UNKNOWN &&
	    !value_is_known(l->preserve_client.is)))
		*why = "whether targets see the client's address or the "
		    "balancer's is not known";
	return flag_or(l->preserve_client, type != TARGET_TYPE_IP);
}

/* Cut to the packets whose source an ACL or group admits for the ports: for
 * all of them, or for any. */
static struct flow
sources(struct walk *w, struct flow f, struct service_set admitted,
    struct port_set ports, bool any)
{
	struct range_set ok = range_set_everything(f.family);
	struct range_set some = range_set_empty(f.family);

	for (size_t i = 0; i < admitted.n; i++) {
		const struct service *s = &admitted.v[i];
		struct port_set one = { 1, &s->ports };

		if (port_set_overlaps(one, ports))
			some = range_set_union(w->a, some, s->peers);
	}
	if (any)
		return flow_with_addresses(w->a, f, FLOW_FROM, some);
	ok = some;
	for (size_t i = 0; i < some.n; i++) {
		/* of those, take out who lacks some of the ports */
		struct range_set r = { some.family, 1, &some.v[i] };
		struct service_set asked = service_set_of(w->a, ports, r);
		struct service_set lacking = service_set_subtract(w->a, asked,
		    admitted);

		for (size_t j = 0; j < lacking.n; j++)
			ok = range_set_subtract(w->a, ok,
			    lacking.v[j].peers);
	}
	return flow_with_addresses(w->a, f, FLOW_FROM, ok);
}

/* The same where the other side is one of some addresses. */
static struct flow
if_admitted(struct walk *w, struct flow f, struct service_set admitted,
    struct range_set who, struct port_set ports, bool any)
{
	struct port_set ok = w->bound == FILTER_SURE ?
	    service_set_ports_from_all(w->a, admitted, who) :
	    service_set_ports_from_any(w->a, admitted, who);
	bool in = any ? port_set_overlaps(ok, ports) :
	    port_set_contains(ok, ports);

	return in ? f : flow_empty(f.family);
}

/* What of a flow is admitted by the client that the target sees. */
static struct flow
clients(struct walk *w, struct flow f, struct service_set admitted,
    const struct passage *p, struct port_set ports, bool any)
{
	return p->client.constant ?
	    if_admitted(w, f, admitted, p->client.set, ports, any) :
	    sources(w, f, admitted, ports, any);
}

static struct range_set
addresses_of(const struct end *e, enum family family)
{
	return e->addresses[FAMILY_INDEX(family)];
}

static struct service_set
acl(struct walk *w, const struct end *e, enum direction d, enum family family)
{
	return filter_acl(w->filters, walk_acl_of(w, e->subnet), d, family,
	    w->bound);
}

/* What of a flow one filter between node and target admits. */
typedef struct flow admits(struct walk *w, struct flow f,
    const struct passage *p);

/* The balancer's own groups, if it was made with any, towards the target. */
static struct flow
groups_let_out(struct walk *w, struct flow f, const struct passage *p)
{
	struct filters *filters = w->filters;
	struct group_list own = p->node->groups;

	if (walk_names_groups_of(w, p->node, p->target) &&
	    port_set_contains(filter_references(filters, own, EGRESS,
	    p->target->groups, w->bound), p->to_target))
		return f;
	return if_admitted(w, f, filter_groups(filters, own, EGRESS,
	    p->family, w->bound), addresses_of(p->target, p->family),
	    p->to_target, false);
}

static struct flow
node_lets_out(struct walk *w, struct flow f, const struct passage *p)
{
	return if_admitted(w, f, acl(w, p->node, EGRESS, p->family),
	    addresses_of(p->target, p->family), p->to_target, false);
}

static struct flow
target_lets_in(struct walk *w, struct flow f, const struct passage *p)
{
	struct service_set in = acl(w, p->target, INGRESS, p->family);

	return p->preserves ? clients(w, f, in, p, p->to_target, false) :
	    if_admitted(w, f, in, addresses_of(p->node, p->family),
	    p->to_target, false);
}

/* The client's address or the node's; or the balancer's groups. */
static struct flow
groups_let_in(struct walk *w, struct flow f, const struct passage *p)
{
	struct filters *filters = w->filters;
	struct service_set in = filter_groups(filters, p->target->groups,
	    INGRESS, p->family, w->bound);

	if (port_set_contains(filter_references(filters, p->target->groups,
	    INGRESS, p->node->groups, w->bound), p->to_target))
		return f;
	return p->preserves ? clients(w, f, in, p, p->to_target, false) :
	    if_admitted(w, f, in, addresses_of(p->node, p->family),
	    p->to_target, false);
}

/* What gets its answers as far as the node: for every port of the client, or
 * for some. */
static struct flow
answered(struct walk *w, struct flow f, const struct passage *p, bool any)
{
	struct service_set out;

	if (p->node->subnet == p->target->subnet)
		return f;
	out = acl(w, p->target, EGRESS, p->family);
	f = p->preserves ? clients(w, f, out, p, p->answers, any) :
	    if_admitted(w, f, out, addresses_of(p->node, p->family),
	    p->answers, any);
	return if_admitted(w, f, acl(w, p->node, INGRESS, p->family),
	    addresses_of(p->target, p->family), p->answers, any);
}

static struct flow
answered_for_all(struct walk *w, struct flow f, const struct passage *p)
{
	return answered(w, f, p, false);
}

static struct flow
answered_for_any(struct walk *w, struct flow f, const struct passage *p)
{
	return answered(w, f, p, true);
}

/* What of such a filter is not known; planned ends have any address. */
static const char *
why_open(struct walk *w, const struct passage *p, admits *filter)
{
	const struct subnet *from = p->node->subnet, *to = p->target->subnet;
	const char *why = filter == groups_let_in || filter == groups_let_out ?
	    filter_groups_unknown(w->filters, filter == groups_let_in ?
	    p->target->groups : p->node->groups, filter == groups_let_in ?
	    INGRESS : EGRESS) : filter == node_lets_out ?
	    walk_acl_unknown(w, from, EGRESS) : walk_acl_unknown(w, to,
	    filter == target_lets_in ? INGRESS : EGRESS);

	if (why == NULL && (filter == answered_for_all ||
	    filter == answered_for_any))
		why = walk_acl_unknown(w, from, INGRESS);
	return why != NULL ? why : "it depends on an address that is not "
	    "known";
}

/*
 * Where the client's address is preserved, so is its port: what gets back to
 * the node on one port may be lost beyond it on that port alone.
 */
static struct flow
answers_under(struct walk *w, struct flow f, const struct passage *p,
    enum bound bound)
{
	struct seen target = { .constant = true,
		.set = addresses_of(p->target, f.family) };
	struct flow all = flow_empty(f.family);
	enum bound before = w->bound;

	w->bound = bound;
	for (size_t i = 0; i < f.n; i++)
		all = flow_union(w->a, all, flow_of(w->a, p->answers,
		    f.v[i].from, f.v[i].to));
	if (p->node->subnet != p->target->subnet) {
		all = walk_filter_flow(w->a, all, p->client, acl(w, p->target,
		    EGRESS, f.family), bound);
		all = walk_filter_flow(w->a, all, target, acl(w, p->node,
		    INGRESS, f.family), bound);
	}
	w->bound = before;
	return all;
}

static struct flow
answers(struct walk *w, struct flow f, const struct passage *p)
{
	struct flow kept = answers_under(w, f, p, w->bound);

	if (w->bound == FILTER_POSSIBLE)
		walk_note_if_it_matters(w, kept, answers_under(w, f, p,
		    FILTER_SURE), why_open(w, p, answered_for_all),
		    walk_condition_between(w, p->node, p->target));
	return kept;
}

/*
 * What a filter admits under the bound of this walk.  Planned nodes and
 * targets have addresses that are not known: where a filter tells them apart,
 * that is noted.
 */
static struct flow
admitted(struct walk *w, struct flow f, const struct passage *p,
    admits *filter)
{
	struct flow kept = filter(w, f, p);

	if (w->bound == FILTER_POSSIBLE) {
		w->bound = FILTER_SURE;
		walk_note_if_it_matters(w, kept, filter(w, f, p),
		    why_open(w, p, filter),
		    walk_condition_between(w, p->node, p->target));
		w->bound = FILTER_POSSIBLE;
	}
	return kept;
}

/* As walk_keep(), where the filter sees the target's port, and the node's
 * address unless the client's is preserved. */
static bool
keep(struct walk *w, struct trip *t, const struct passage *p,
    struct flow kept, struct hop at, const char *code, const char *text)
{
	size_t blamed = w->blockers != NULL ? w->blockers->n : 0;
	bool left = walk_keep(w, t, kept, at, code, text);

	if (w->blockers != NULL && w->blockers->n > blamed) {
		struct blocker *b = &w->blockers->v[blamed];

		b->ports = p->to_target;
		b->unnamed = true;
		if (at.kind == HOP_ACL_OUT || at.kind == HOP_GROUP_OUT) {
			b->translated = true;
			b->seen = addresses_of(p->target, p->family);
		} else if (!p->preserves) {
			b->translated = true;
			b->seen = addresses_of(p->node, p->family);
		}
	}
	return left;
}

static bool
pass_acls(struct walk *w, struct trip *t, const struct passage *p)
{
	struct hop out = { .kind = HOP_ACL_OUT, .subnet = p->node->subnet },
	    in = { .kind = HOP_ACL_IN, .subnet = p->target->subnet };
	const struct network_acl *acl_out, *acl_in;

	if (p->node->subnet == p->target->subnet)
		return true;
	acl_out = walk_acl_of(w, p->node->subnet);
	acl_in = walk_acl_of(w, p->target->subnet);
	if (acl_out != NULL)
		out.thing = &acl_out->is;
	if (acl_in != NULL)
		in.thing = &acl_in->is;
	return keep(w, t, p, admitted(w, t->flow, p, node_lets_out), out,
	    "SUBNET_ACL_RESTRICTION", "no entry allows it") &&
	    keep(w, t, p, admitted(w, t->flow, p, target_lets_in), in,
	    "SUBNET_ACL_RESTRICTION", "no entry allows it");
}

static bool
pass_own_groups(struct walk *w, struct trip *t, const struct passage *p)
{
	struct hop at = { .kind = HOP_GROUP_OUT, .end = p->node,
		.subnet = p->node->subnet };

	return walk_filters_nothing(p->node) || keep(w, t, p, admitted(w,
	    t->flow, p, groups_let_out), at, "ENI_SG_RULES_MISMATCH",
	    "no rule allows it");
}

static bool
pass_target_groups(struct walk *w, struct trip *t, const struct passage *p)
{
	struct hop at = { .kind = HOP_GROUP_IN, .end = p->target,
		.subnet = p->target->subnet };

	return keep(w, t, p, admitted(w, t->flow, p, groups_let_in), at,
	    "ENI_SG_RULES_MISMATCH", "no rule allows it");
}

/* One ACL that the answer of a target meets on its way to the node. */
static void
answer_meets(struct walk *w, struct trip *answer, const struct end *e,
    enum direction d)
{
	const struct network_acl *a = walk_acl_of(w, e->subnet);
	struct hop at = { .kind = d == INGRESS ? HOP_ACL_IN : HOP_ACL_OUT,
		.subnet = e->subnet, .thing = a != NULL ? &a->is : NULL };

	(void)walk_keep(w, answer, walk_filter_flow(w->a, answer->flow,
	    d == INGRESS ? answer->source : answer->destination,
	    acl(w, e, d, answer->flow.family), w->bound), at,
	    "SUBNET_ACL_RESTRICTION", "no entry allows it");
}

/* The same as answers() and answered(), element by element, to be shown. */
static void
explain_answer(struct walk *w, const struct passage *p, const struct trip *t,
    struct arrival *here)
{
	struct trip answer = { .flow = flow_empty(p->family),
		.source = { .constant = true,
		    .set = addresses_of(p->target, p->family) },
		.destination = p->client };
	struct hop at = { .kind = HOP_BALANCER, .end = p->node,
		.thing = &p->node->workload->is };

	if (!w->explain || p->node->subnet == p->target->subnet)
		return;
	if (!p->preserves)
		answer.destination = (struct seen){ .constant = true,
			.set = addresses_of(p->node, p->family) };
	if (p->family != t->flow.family)
		answer.flow = flow_of(w->a, p->answers,
		    answer.destination.set, answer.source.set);
	for (size_t i = 0; p->family == t->flow.family && i < t->flow.n; i++)
		answer.flow = flow_union(w->a, answer.flow, flow_of(w->a,
		    p->answers, t->flow.v[i].from, t->flow.v[i].to));
	w->reply = &t->leg;
	answer_meets(w, &answer, p->target, EGRESS);
	answer_meets(w, &answer, p->node, INGRESS);
	walk_hop(w, &answer, at);
	here->to_node.path = answer.path;
	w->reply = NULL;
	here->to_node.from = p->target;
	here->to_node.point = p->answers.v[0].first;
	here->to_node.source = answer.source;
	here->to_node.destination = answer.destination;
}

void
walk_target_gets(struct walk *w, struct arrival *here,
    const struct end *target, struct port_set ports)
{
	struct trip t = { .flow = here->flow, .path = here->path };
	struct blocker b = blocker_listening(target);

	if (!port_set_contains(end_listens_surely(w->a, target), ports) &&
	    end_listens_unknown(w->a, target) != NULL) {
		walk_note_unknown(w, end_listens_unknown(w->a, target));
		if (w->bound == FILTER_SURE)
			return;
		here->undecided = true;
	}
	if (!port_set_contains(end_listens(w->a, target), ports)) {
		walk_block(w, &t, b.at, b.code, b.text);
		here->unheard = true;
	}
	vec_push(w->a, &w->arrivals, *here);
}

static void
pass_to(struct walk *w, struct trip t, struct passage *p)
{
	struct arrival here = { .limited = !p->preserves,
		.narrowed = p->preserves };
	struct hop at = { .kind = HOP_BALANCER,
		.thing = &p->node->workload->is, .end = p->target,
		.point = p->to_target.v[0].first };

	if (p->target->subnet == NULL) {
		walk_unknown(w, t, "the subnet of a target is not known");
		return;
	}
	walk_hop(w, &t, at);
	at.point = 0;
	if (!p->preserves) {
		walk_rewrites(w, &t, FLOW_FROM,
		    addresses_of(p->node, p->family));
		if (!walk_target_is_near(w, p->node, p->target, p->family)) {
			walk_to_target(w, t, p->node, p->target, p->to_target,
			    p->family);
			return;
		}
	}
	if (!pass_own_groups(w, &t, p) || (p->preserves &&
	    !walk_target_is_direct(w, &t, p->node, p->target, p->family)) ||
	    !pass_acls(w, &t, p) || !pass_target_groups(w, &t, p))
		return;
	here.flow = t.flow;
	here.leg = t.leg;
	here.path = t.path;
	if (p->preserves) {
		here.answers = answers(w, t.flow, p);
	} else {
		here.answered_all = admitted(w, t.flow, p, answered_for_all);
		here.answered_any = admitted(w, t.flow, p, answered_for_any);
	}
	explain_answer(w, p, &t, &here);
	walk_target_gets(w, &here, p->target, p->to_target);
}

/* By a node that is surely there, or by one that hangs on a condition, which
 * then decides. */
static bool
is_enabled_in(struct walk *w, const struct workload *balancer, const char *az)
{
	const struct condition *maybe = NULL;

	for (size_t i = 0; i < balancer->interfaces.n; i++) {
		const struct interface *node = balancer->interfaces.v[i];

		if (node->subnet == NULL ||
		    !str_equal(node->subnet->az_key, az))
			continue;
		if (branch_presence(w->branch, node->is.exists) == PRESENT)
			return true;
		if (branch_presence(w->branch, node->is.exists) == UNDECIDED)
			maybe = node->is.exists;
	}
	return maybe != NULL && walk_has(w, maybe);
}

static bool
az_is_served(struct walk *w, const struct end *node,
    const struct end *target)
{
	const struct workload *balancer = node->workload;

	if (walk_is_lost(w, target->subnet) || target->subnet == NULL)
		return target->subnet == NULL;
	/* Beyond its VPC targets are of no AZ ("all": RegisterTargets). */
	if (target->vpc != node->vpc)
		return true;
	if (!flag_or(balancer->cross_zone, false))
		return str_equal(target->subnet->az_key,
		    node->subnet->az_key);
	return is_enabled_in(w, balancer, target->subnet->az_key);
}

/* Whether it is not known that a node serves the AZ of a target: for an AZ, or
 * whether it serves all of them, is not known. */
static bool
az_may_be_served(const struct walk *w, const struct end *node,
    const struct end *target)
{
	return !walk_is_lost(w, target->subnet) && target->subnet != NULL &&
	    node->subnet != NULL && (value_is_unknown(target->subnet->az.is) ||
	    value_is_unknown(node->subnet->az.is) ||
	    value_is_unknown(node->workload->cross_zone.is));
}

/* Whether one of its subnets, or the AZ of one, is not known. */
static bool
may_be_enabled(const struct workload *balancer)
{
	for (size_t i = 0; i < balancer->subnet_refs.n; i++) {
		const struct ref *r = &balancer->subnet_refs.v[i];
		const struct subnet *s = (const struct subnet *)r->to;

		if (value_is_unknown(r->is) || (s != NULL &&
		    s->is.kind == KIND_SUBNET && s->az_key == NULL))
			return true;
	}
	return false;
}

bool
walk_is_classic(const struct end *e)
{
	return e->workload != NULL &&
	    e->workload->kind == WORKLOAD_CLASSIC_LOAD_BALANCER;
}

bool
walk_serves_az(struct walk *w, struct trip *t)
{
	const struct workload *b = w->from->workload;
	const struct end *to = w->target;
	struct hop at = { .kind = HOP_BALANCER, .end = to };

	if (b == NULL || !workload_type(b->kind)->is_load_balancer ||
	    to->subnet == NULL || to->vpc != w->from->vpc || to->by_public)
		return true;
	if (to->subnet->az_key == NULL ?
	    !value_is_unknown(to->subnet->az.is) :
	    is_enabled_in(w, b, to->subnet->az_key))
		return true;
	if (may_be_enabled(b) || to->subnet->az_key == NULL) {
		walk_unknown(w, *t, arena_printf(w->a, "in which AZs %s is is "
		    "not known", thing_title(w->a, &b->is)));
		return false;
	}
	at.thing = &b->is;
	return walk_keep(w, t, flow_empty(t->flow.family), at,
	    "ELB_INSTALLED_AZ_RESTRICTION",
	    "is not enabled in the AZ of the target");
}

/*
 * Targets are reached by IPv4, if they have it; a client of the other family
 * is then not seen: the balancer is ("Edit target group attributes").
 */
static void
choose_family(struct walk *w, const struct trip *t, struct passage *p)
{
	struct port_range node = { ANSWER_FIRST, ANSWER_LAST }, ephemeral;

	p->family = !range_set_is_empty(addresses_of(p->target, IPV4)) ||
	    range_set_is_empty(addresses_of(p->target, IPV6)) ? IPV4 : IPV6;
	p->preserves = p->may_preserve && p->family == t->flow.family;
	ephemeral = p->preserves ? walk_client_ports(w, &t->leg) : node;
	p->answers = port_set_of_ports(w->a,
	    p->to_target.v[0].first >> 16, ephemeral.first, ephemeral.last);
}

/* Why nothing is known of an address that node or target has; or NULL. */
static const char *
addresses_unknown(const struct end *node, const struct end *target)
{
	const struct end *const ends[2] = { node, target };

	for (size_t i = 0; i < 2; i++)
		if (ends[i]->untold != NULL)
			return ends[i]->untold;
	return NULL;
}

/* An instance, or what has one address: whoever else is of its class does not
 * answer for it. */
static bool
is_only_one(const struct end *e)
{
	const struct workload *w = e->workload;
	bool alone = w == NULL || w->kind == WORKLOAD_INSTANCE ||
	    w->kind == WORKLOAD_APPLIANCE || w->kind ==
	    WORKLOAD_NAT_INSTANCE || w->kind == WORKLOAD_INTERFACE;

	if (e->interface->addresses.n > 0)
		return true;
	return w == NULL || (number_or(w->count, alone ? 1 : 2) <= 1 &&
	    number_or(w->max, 1) <= 1);
}

/*
 * NAT loopback: "If an instance is a client of a load balancer that it's
 * registered with and it has client IP preservation enabled, the connection
 * succeeds only if the request is routed to a different instance" (NLB guide,
 * Troubleshoot, read 2026-11-29).
 */
static void
comes_back(struct walk *w, struct trip t, struct passage *p, bool others)
{
	struct hop at = { .kind = HOP_BALANCER,
		.thing = &p->node->workload->is };

	p->target = p->itself;
	if (!is_only_one(p->target)) {
		choose_family(w, &t, p);
		walk_note_unknown(w, arena_printf(w->a, "%s keeps its "
		    "clients' addresses, and this client is one of its "
		    "targets: what comes back to the same of them is lost",
		    thing_title(w->a, at.thing)));
		if (w->bound == FILTER_POSSIBLE)
			pass_to(w, t, p);
	} else if (!others) {
		walk_block(w, &t, at, NULL, "keeps its clients' addresses, "
		    "and this client is its target: nobody reaches himself "
		    "so");
	}
}

/* The same interface, or another one of the same instance. */
static bool
is_same_host(const struct end *client, const struct end *target)
{
	const struct workload *w = target->workload;

	if (client->interface == NULL)
		return false;
	return client->interface == target->interface || (w != NULL &&
	    client->workload == w && (w->kind == WORKLOAD_INSTANCE ||
	    w->kind == WORKLOAD_APPLIANCE ||
	    w->kind == WORKLOAD_NAT_INSTANCE));
}

static void
to_targets(struct walk *w, struct trip t, struct passage *p,
    const struct thing *target)
{
	struct selection s = { .what = target->kind == KIND_WORKLOAD ?
		SELECTED_WORKLOAD : SELECTED_INTERFACE };
	struct hop at = { .kind = HOP_BALANCER,
		.thing = &p->node->workload->is };
	struct ends ends;
	bool served = false, open = false;
	const char *why;

	memcpy(&s.thing, &target, sizeof s.thing);
	ends = ends_of(w->a, w->r->places, &s, true, NULL);
	for (size_t i = 0; i < ends.n; i++) {
		if (!walk_has(w, ends.v[i]->interface->is.exists))
			continue;
		if (!az_is_served(w, p->node, ends.v[i])) {
			open |= az_may_be_served(w, p->node, ends.v[i]);
			continue;
		}
		served = true;
		p->target = ends.v[i];
		why = addresses_unknown(p->node, p->target);
		if (why != NULL) {
			walk_unknown(w, t, why);
			continue;
		}
		choose_family(w, &t, p);
		if (range_set_is_empty(addresses_of(p->node, p->family)))
			walk_block(w, &t, at, "ELBV2_LISTENER_REQUIRES_TG_ACCEPT",
			    "has no address of its target's family");
		else if (p->preserves && is_same_host(w->from, p->target))
			p->itself = p->target;
		else
			pass_to(w, t, p);
	}
	if (open)
		walk_unknown(w, t, arena_printf(w->a, "whether a node of %s "
		    "serves the AZ of its target is not known",
		    thing_title(w->a, at.thing)));
	else if (!served)
		walk_block(w, &t, at, "ELBV2_NO_TARGETS_IN_AZ",
		    "has no target in an AZ that this node serves");
}

static void
through_listener(struct walk *w, struct trip t, struct passage *p,
    uint32_t point)
{
	const struct listener *l = p->listener;
	const char *why = NULL;
	unsigned protocol = protocol_of(l, point);
	unsigned port = (unsigned)number_or(l->target_port,
	    number_or(l->port, 0));
	size_t arrived = w->arrivals.n;

	p->itself = NULL;
	if (value_is_unknown(l->target_port.is)) {
		walk_unknown(w, t, arena_printf(w->a, "the port of the "
		    "targets of %s is not known",
		    thing_title(w->a, &p->node->workload->is)));
		return;
	}
	p->client = t.source;
	p->to_target = port_set_of_ports(w->a, protocol, port, port);
	for (size_t i = 0; i < l->targets.n; i++) {
		const struct thing *target = l->targets.v[i].to;
		const struct workload *owner = target != NULL &&
		    target->kind == KIND_WORKLOAD ?
		    (const struct workload *)target : NULL;

		if (!walk_has(w, l->targets.v[i].exists) ||
		    (target != NULL && !walk_has(w, target->exists)))
			continue;
		if (target == NULL) {
			walk_unknown(w, t, l->targets.v[i].is.why != NULL ?
			    l->targets.v[i].is.why :
			    "a target is not in the input");
			continue;
		}
		/* Who comes by an endpoint has no address here. */
		p->may_preserve = w->target->endpoint == NULL &&
		    preserves_client(l, owner, protocol, &why);
		if (why != NULL && w->target->endpoint == NULL)
			walk_unknown(w, t, why);
		else
			to_targets(w, t, p, target);
	}
	if (p->itself != NULL)
		comes_back(w, t, p, w->arrivals.n > arrived);
}

void
walk_balancer(struct walk *w, struct trip t, const struct end *node)
{
	const struct workload *b = node->workload;
	struct hop at = { .kind = HOP_LISTENS, .thing = &b->is, .end = node };
	const char *why = end_listens_unknown(w->a, node);

	for (size_t i = 0; i < b->listeners.n; i++) {
		struct passage p = { .node = node,
			.listener = b->listeners.v[i] };
		struct port_set listens;

		if (!value_is_known(p.listener->port.is))
			continue;
		for (unsigned k = 0; k < 2; k++) {
			unsigned protocol = k == 0 ? PROTOCOL_TCP :
			    PROTOCOL_UDP;
			unsigned port = (unsigned)p.listener->port.v;
			struct trip mine = t;

			if (p.listener->protocol != LISTENER_TCP_UDP &&
			    (p.listener->protocol == LISTENER_UDP) != (k == 1))
				continue;
			listens = port_set_of_ports(w->a, protocol, port,
			    port);
			mine.flow = flow_with_ports(w->a, t.flow, listens);
			if (flow_is_empty(mine.flow))
				continue;
			t.flow = flow_subtract(w->a, t.flow, mine.flow);
			through_listener(w, mine, &p,
			    port_point(protocol, port));
		}
	}
	if (why != NULL) {
		struct trip may = t;

		may.flow = flow_with_ports(w->a, t.flow,
		    end_listens(w->a, node));
		t.flow = flow_subtract(w->a, t.flow, may.flow);
		if (!flow_is_empty(may.flow))
			walk_unknown(w, may, why);
	}
	if (!flow_is_empty(t.flow))
		walk_block(w, &t, at, "ELBV2_LISTENERS_MISMATCH",
		    "has no listener there");
}
