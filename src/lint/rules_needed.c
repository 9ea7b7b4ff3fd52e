/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/intents.h"
#include "lint/way.h"
#include "lint/words.h"
#include "lint/world.h"
#include "plan/pairs.h"
#include "reach/reach.h"

#include <string.h>

/*
 * What is admitted and no declared flow needs.  A flow is declared by an
 * expectation, a need, or a listener of a load balancer: to its targets, and
 * from the internet where it faces that.
 *
 * Whether a rule serves a flow is judged with a broad hand (any packet of it
 * that might pass here), so that what is said to be needless is so.
 */

struct declared {
	struct ends from, to;
	struct port_set ports;
	bool ports_stated;	/* else what each of to serves */
	bool any_peer;		/* clients come through with their own
				   addresses */
};

struct declared_list {
	struct declared *v;
	size_t n, cap;
};

/* ------------------------------------------------------ what is declared */

static void
add_intents(struct lint *l, struct declared_list *list)
{
	const struct intents *all = lint_intents(l);
	const struct places *p = reach_places(lint_reach(l));

	for (size_t i = 0; i < all->n; i++) {
		const struct intent *one = &all->v[i];
		struct declared d = {
			.from = ends_of(l->a, p, &one->from, false, NULL)
		};

		if (one->e->verb == NEVER_REACHES)
			continue;
		d.ports_stated = value_is_known(one->e->ports.is);
		if (d.ports_stated)
			d.ports = one->e->ports.v;
		/* A service is answered in the VPC of who asks. */
		for (size_t k = 0; k < d.from.n || k == 0; k++) {
			d.to = ends_of(l->a, p, &one->to, true, k < d.from.n ?
			    d.from.v[k] : NULL);
			vec_push(l->a, list, d);
			if (one->to.what != SELECTED_SERVICE)
				break;
		}
	}
}

static struct ends
ends_of_thing(struct lint *l, const struct thing *t, bool as_to)
{
	struct selection s = { .what = t->kind == KIND_INTERFACE ?
		SELECTED_INTERFACE : SELECTED_WORKLOAD };

	memcpy(&s.thing, &t, sizeof s.thing);
	return ends_of(l->a, reach_places(lint_reach(l)), &s, as_to, NULL);
}

static struct port_set
port_of(struct lint *l, const struct listener *listener, int64_t port)
{
	struct port_set tcp = port_set_of_ports(l->a, PROTOCOL_TCP,
	    (uint16_t)port, (uint16_t)port);
	struct port_set udp = port_set_of_ports(l->a, PROTOCOL_UDP,
	    (uint16_t)port, (uint16_t)port);

	return listener->protocol == LISTENER_UDP ? udp :
	    listener->protocol == LISTENER_TCP_UDP ?
	    port_set_union(l->a, tcp, udp) : tcp;
}

static void
add_listener(struct lint *l, struct declared_list *list,
    const struct workload *w, const struct listener *x)
{
	int64_t port = number_or(x->port, 0);
	int64_t target = number_or(x->target_port, port);
	int64_t health = number_or(x->health_port, target);
	struct declared d = { .ports_stated = true,
		.from = ends_of_thing(l, &w->is, false),
		.any_peer = w->kind != WORKLOAD_APPLICATION_LOAD_BALANCER };

	d.ports = port_set_union(l->a, port_of(l, x, target),
	    port_set_of_ports(l->a, PROTOCOL_TCP, (uint16_t)health,
	    (uint16_t)health));
	if (!value_is_known(x->port.is) || value_is_unknown(x->target_port.is)
	    || value_is_unknown(x->health_port.is))
		d.ports = port_set_everything();
	for (size_t i = 0; i < x->targets.n; i++) {
		const struct thing *t = x->targets.v[i].to;

		if (t == NULL || (t->kind != KIND_WORKLOAD &&
		    t->kind != KIND_INTERFACE))
			continue;
		d.to = ends_of_thing(l, t, true);
		vec_push(l->a, list, d);
	}
	if (!flag_or(workload_faces_internet(w), false))
		return;
	d.any_peer = true;
	d.from.n = 0;
	d.ports = value_is_known(x->port.is) ? port_of(l, x, port) :
	    port_set_everything();
	d.to = ends_of_thing(l, &w->is, true);
	vec_push(l->a, list, d);
}

static struct declared_list
find_declared(struct lint *l, const struct model *m)
{
	struct declared_list list = { 0 };

	add_intents(l, &list);
	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];

		for (size_t k = 0; k < w->listeners.n; k++)
			add_listener(l, &list, w, w->listeners.v[k]);
	}
	return list;
}

/* -------------------------------------------------- whether a rule serves */

static struct port_set
ports_of(struct lint *l, const struct declared *d, const struct end *to)
{
	struct port_set ports;

	if (d->ports_stated)
		return d->ports;
	ports = pairs_default_ports(l->a, to);
	return port_set_is_empty(ports) ? port_set_everything() : ports;
}

static bool
carries(const struct end *e, const struct thing *group)
{
	if (!e->groups.known)
		return true;
	for (size_t i = 0; i < e->groups.n; i++)
		if (&e->groups.v[i]->is == group)
			return true;
	return false;
}

/* Whether an end may be seen with an address of a block. */
static bool
may_be_in(struct lint *l, const struct end *e, struct cidr c)
{
	enum family family = (enum family)c.family;
	struct range_set block = range_set_of_cidr(l->a, c);

	/* Translated, or by its public address: then anything public. */
	if (!range_set_is_empty(world_public(l->a, world_new(l->a), block)))
		return true;
	if (e->kind == END_INTERNET)
		return false;
	return range_set_is_empty(e->addresses[FAMILY_INDEX(family)]) ||
	    range_set_overlaps(e->addresses[FAMILY_INDEX(family)], block);
}

static bool
is_peer(struct lint *l, const struct group_rule *r,
    const struct security_group *own, const struct end *e)
{
	switch (r->peer_kind) {
	case PEER_CIDR:
		return !group_rule_has_block(r) ||
		    may_be_in(l, e, group_rule_block(r));
	case PEER_GROUP:
		return group_rule_to(r) == NULL ||
		    carries(e, group_rule_to(r));
	case PEER_SELF:
		return carries(e, &own->is);
	case PEER_PREFIX_LIST:
	case PEER_ANYWHERE:
	case PEER_UNKNOWN:
		break;
	}
	return true;
}

/* The other end of some flow that the rule lets through. */
static bool
any_is_peer(struct lint *l, const struct group_rule *r,
    const struct security_group *g, const struct ends *others)
{
	for (size_t i = 0; i < others->n; i++)
		if (is_peer(l, r, g, others->v[i]))
			return true;
	return false;
}

static bool
serves_ingress(struct lint *l, const struct group_rule *r,
    const struct security_group *g, const struct declared *d)
{
	for (size_t i = 0; i < d->to.n; i++) {
		const struct end *to = d->to.v[i];

		if (carries(to, &g->is) && port_set_overlaps(r->ports->v,
		    ports_of(l, d, to)) &&
		    (d->any_peer || any_is_peer(l, r, g, &d->from)))
			return true;
	}
	return false;
}

static bool
serves_egress(struct lint *l, const struct group_rule *r,
    const struct security_group *g, const struct declared *d)
{
	bool carried = false;

	for (size_t i = 0; i < d->from.n; i++)
		carried = carried || carries(d->from.v[i], &g->is);
	for (size_t i = 0; carried && i < d->to.n; i++)
		if (port_set_overlaps(r->ports->v, ports_of(l, d,
		    d->to.v[i])) && is_peer(l, r, g, d->to.v[i]))
			return true;
	return false;
}

static void
check_rules(struct lint *l, const struct security_group *g,
    struct group_rule *const *v, size_t n, const struct declared_list *list)
{
	for (size_t i = 0; i < n; i++) {
		const struct group_rule *r = v[i];
		bool needed = r->implicit || !value_is_known(r->ports->is);
		struct finding *f;

		for (size_t k = 0; !needed && k < list->n; k++)
			needed = r->direction == INGRESS ?
			    serves_ingress(l, r, g, &list->v[k]) :
			    serves_egress(l, r, g, &list->v[k]);
		if (needed)
			continue;
		f = flag(l, &g->is, r->at, "%s admits %s, which no declared "
		    "flow needs", thing_title(l->a, &g->is),
		    words_group_rule(l->a, r));
		f->key = arena_printf(l->a, "%s %lu", direction_name(
		    (enum direction)r->direction), (unsigned long)r->number);
		finding_passes(l->findings, f, r);
		finding_help(l->findings, f, "take it out, or expect the flow "
		    "that it is for");
	}
}

/* -------------------------------------------------- entries of an ACL */

static bool
stands_in(const struct network_acl *acl, const struct end *e)
{
	return e->subnet != NULL && e->subnet->acl == acl;
}

static bool
any_in_block(struct lint *l, const struct acl_entry *e,
    const struct ends *others)
{
	for (size_t i = 0; i < others->n; i++)
		if (may_be_in(l, others->v[i], e->cidr.v))
			return true;
	return false;
}

/*
 * Packets of a flow pass an ACL on the way there, and on the way back to the
 * ports that the client took.
 */
static bool
serves_entry(struct lint *l, const struct network_acl *acl,
    const struct acl_entry *e, const struct declared *d)
{
	bool in = e->direction == INGRESS;
	const struct ends *near[] = { &d->to, &d->from };
	const struct ends *far[] = { &d->from, &d->to };
	struct port_set clients = port_set_union(l->a,
	    port_set_of_ports(l->a, PROTOCOL_TCP, 1024, 65535),
	    port_set_of_ports(l->a, PROTOCOL_UDP, 1024, 65535));

	/* Side 0 is who receives the flow, side 1 who began it. */
	for (size_t side = 0; side < 2; side++) {
		bool forward = (side == 0) == in;
		bool met = d->any_peer || any_in_block(l, e, far[side]);

		for (size_t i = 0; met && i < near[side]->n; i++) {
			const struct end *own = near[side]->v[i];
			struct port_set wanted = clients;

			if (!stands_in(acl, own))
				continue;
			if (forward && side == 0)
				wanted = ports_of(l, d, own);
			else if (forward)
				wanted = d->ports_stated ? d->ports :
				    port_set_everything();
			if (port_set_overlaps(e->ports.v, wanted))
				return true;
		}
	}
	return false;
}

/* What is passed through is nobody's who is in the subnet. */
static bool
passes_through(const struct lint *l, const struct model *m,
    const struct network_acl *acl)
{
	for (size_t i = 0; i < acl->subnets.n; i++) {
		const struct subnet *s = acl->subnets.v[i];

		if (way_has_middlebox(l, s))
			return true;
		for (size_t k = 0; k < m->nat_gateways.n; k++)
			if (m->nat_gateways.v[k]->subnet.to == &s->is)
				return true;
		for (size_t k = 0; k < m->attachments.n; k++)
			for (size_t j = 0; j <
			    m->attachments.v[k]->subnet_refs.n; j++)
				if (m->attachments.v[k]->subnet_refs.v[j].to ==
				    &s->is)
					return true;
		for (size_t k = 0; k < s->interfaces.n; k++)
			if (!flag_or(s->interfaces.v[k]->source_check, true))
				return true;
	}
	return false;
}

static void
check_entries(struct lint *l, const struct network_acl *acl,
    struct acl_entry *const *v, size_t n, const struct declared_list *list)
{
	for (size_t i = 0; i < n; i++) {
		const struct acl_entry *e = v[i];
		bool needed = !e->allow || e->implicit ||
		    !value_is_known(e->ports.is) ||
		    !value_is_known(e->cidr.is);
		struct finding *f;

		for (size_t k = 0; !needed && k < list->n; k++)
			needed = serves_entry(l, acl, e, &list->v[k]);
		if (needed)
			continue;
		f = flag(l, &acl->is, e->at, "%s has %s, which no declared flow "
		    "needs", thing_title(l->a, &acl->is),
		    words_acl_entry(l->a, e));
		f->key = words_acl_entry(l->a, e);
		finding_passes(l->findings, f, e);
		finding_help(l->findings, f, "take it out, or expect the flow "
		    "that it is for");
	}
}

static void
check_needed(struct lint *l, const struct model *m)
{
	struct declared_list list;

	if (m->expectations.n == 0)
		return;
	list = find_declared(l, m);
	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		if (g->members.n == 0 || g->has_members_unseen)
			continue;
		check_rules(l, g, g->ingress.v, g->ingress.n, &list);
		check_rules(l, g, g->egress.v, g->egress.n, &list);
	}
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];

		if (acl->subnets.n == 0 || passes_through(l, m, acl))
			continue;
		check_entries(l, acl, acl->ingress.v, acl->ingress.n, &list);
		check_entries(l, acl, acl->egress.v, acl->egress.n, &list);
	}
}

/* ---------------------------------------------------------------- table */

#define ADMITS(...)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24"},)		\
	JSON("db-a": {"az": "a", "cidr": "10.0.1.0/24"}},)		\
	JSON("security_groups": {"app": {"ingress": []}, "db": {"ingress": __VA_ARGS__}},) \
	JSON("workloads": {)						\
	JSON("app": {"kind": "instance", "subnets": ["app-a"], "security_groups": ["app"]},) \
	JSON("db": {"kind": "instance", "subnets": ["db-a"], "security_groups": ["db"]}}}},) \
	JSON("expect": ["app reaches db on tcp/5432"]})

const struct rule rules_needed[] = {
	{ .check = check_needed, .is = {
		.code = "RI008",
		.name = "permission-not-needed",
		.severity = SEVERITY_OFF,
		.class = CLASS_POLICY,
		.title = "a rule that admits what no declared flow needs",
		.aws = "A security group admits what its rules name and nothing else; a "
		    "network ACL what its entries allow.",
		.why = "What nobody needs is what an intruder uses: the plan says which flows "
		    "there are to be, and this is none of them.",
		.intent = "Silent in a network without expectations.  A listener of a load "
		    "balancer declares what it sends to its targets, and from the internet "
		    "what it takes, if it faces that.  Groups that nobody carries and ACLs "
		    "of subnets through which others pass are left out.",
		.bad = ADMITS(["tcp/5432 from app", "tcp/22 from app"]),
		.good = ADMITS(["tcp/5432 from app"]),
		.reference = "Amazon VPC User Guide, Security group rules",
	} },
	{ .check = NULL }
};
