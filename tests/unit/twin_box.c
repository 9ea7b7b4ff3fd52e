/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

/*
 * Boxes that pass on what is not for them: appliances, NAT instances, gateway
 * load balancer endpoints.
 */

bool
is_box(const struct route *r)
{
	const struct thing *to = r->target.to;

	if (r->target_kind != TARGET_THING || to == NULL)
		return false;
	return to->kind == KIND_WORKLOAD || to->kind == KIND_INTERFACE ||
	    (to->kind == KIND_ENDPOINT && ((const struct endpoint *)to)->type
	    == ENDPOINT_GATEWAY_LOAD_BALANCER);
}

/* The one interface that a route means; NULL if it is not one. */
static const struct interface *
interface_of(const struct thing *to)
{
	const struct workload *w = (const struct workload *)to;
	const struct endpoint *e = (const struct endpoint *)to;

	switch (to->kind) {
	case KIND_INTERFACE:
		return (const struct interface *)to;
	case KIND_WORKLOAD:
		return w->interfaces.n == 1 ? w->interfaces.v[0] : NULL;
	case KIND_ENDPOINT:
		return e->interfaces.n == 1 ? e->interfaces.v[0] : NULL;
	default:
		return NULL;
	}
}

static bool
is_nat_instance(const struct interface *e)
{
	return e->workload != NULL &&
	    e->workload->kind == WORKLOAD_NAT_INSTANCE;
}

/* Whether it translates: as it says, or by its kind. */
static bool
translates(const struct interface *e)
{
	return flag_or(e->forwards.nat, is_nat_instance(e) &&
	    !e->forwards.stated);
}

static bool
lets_pass(struct trip *t, const struct interface *e)
{
	if (e->forwards.stated)
		return forwards_admit(t, &e->forwards);
	if (is_nat_instance(e))
		return true;
	return unsure(t, "nobody knows what the appliance does");
}

/* Past the ACLs between where it comes from and the box. */
static bool
reach_box(struct trip *t, const struct interface *e, struct crossing c)
{
	if (c.subnet == e->subnet && e->endpoint == NULL)
		return true;
	if (c.subnet != NULL && !acl_admits(t, c.subnet, EGRESS))
		return false;
	return acl_admits(t, e->subnet, INGRESS);
}

static bool
answer_passes(struct trip *t, const struct interface *e)
{
	const struct station *last = top(t);

	if (!e->forwards.stated && !is_nat_instance(e))
		return unsure(t, "nobody knows what the appliance does");
	if (last == NULL || last->kind != STATION_BOX || last->thing != e ||
	    last->rewrites)
		return drop(t, "the appliance has not seen the flow");
	t->n--;
	return leave(t, e->subnet);
}

/* Whether it has interfaces where the way on is another one. */
static bool
has_other_ways(const struct interface *e)
{
	const struct workload *w = e->workload;

	for (size_t i = 0; w != NULL && w->interfaces_stated &&
	    i < w->interfaces.n; i++)
		if (w->interfaces.v[i]->subnet == NULL ||
		    w->interfaces.v[i]->subnet->table != e->subnet->table ||
		    w->interfaces.v[i]->subnet->acl != e->subnet->acl)
			return true;
	return false;
}

/* Whose groups its egress rules may name: behind a balancer it is for a target
 * of that. */
static const struct interface *
named_by_box(const struct trip *t, const struct vpc *v)
{
	if (t->target == NULL)
		return named_by_egress(t, v);
	return is_named_from(t->q->m, v, t->target->is.vpc) ? t->target :
	    NULL;
}

static bool
flow_passes(struct trip *t, const struct interface *e)
{
	bool nat = translates(e);
	struct station *s;

	if (!groups_admit(t, e, INGRESS, NULL) || !lets_pass(t, e))
		return false;
	if (has_other_ways(e))
		return unsure(t, "by which interface does it go on");
	s = push(t, STATION_BOX, e);
	s->rewrites = nat;
	s->subnet = e->subnet;
	t->p.named = nat ? e : NULL;
	t->p.balancer = NULL;
	if (nat) {
		t->p.from = private_spot(t, e);
		t->p.owner = (struct owner){ .interface = e,
			.subnet = e->subnet, .vpc = e->is.vpc };
		t->n_ports++;
	}
	if (!groups_admit(t, e, EGRESS, nat ? named_by_box(t, e->is.vpc) :
	    NULL))
		return false;
	return leave(t, e->subnet);
}

bool
pass_box(struct trip *t, const struct route *r, struct crossing c)
{
	const struct interface *e = interface_of(r->target.to);

	if (e == NULL)
		return unsure(t, "which interface does the route mean");
	if (e->subnet == NULL || e->is.vpc != c.vpc)
		return drop(t, "the appliance is not in this VPC");
	if (is_lost(t, e->subnet))
		return drop(t, "the appliance's AZ is lost");
	if (interface_at(t, c.vpc, &t->p.to) == e)
		return reach_box(t, e, c) && give(t, c.vpc);
	if (flag_or(e->source_check, true))
		return drop(t, "the appliance checks sources");
	if (c.edge && e->endpoint == NULL && !has_public(e))
		return drop(t, "the appliance has no public address");
	if (!reach_box(t, e, c))
		return false;
	return t->reply ? answer_passes(t, e) : flow_passes(t, e);
}

/* The answer to a translated flow comes to the box by its address. */
bool
back_through_box(struct trip *t, const struct interface *e)
{
	const struct station s = t->stations[--t->n];

	t->p.to = s.before.from;
	t->p.to_owner = s.before.owner;
	if (t->p.protocol == PROTOCOL_TCP || t->p.protocol == PROTOCOL_UDP)
		t->p.port = t->ports[s.port_index];
	return leave(t, e->subnet);
}
