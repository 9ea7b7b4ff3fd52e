/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

#include <string.h>

/* The walk through subnets and tables, there and back. */

bool
drop(struct trip *t, const char *why)
{
	t->why = why;
	return false;
}

bool
unsure(struct trip *t, const char *why)
{
	t->doubt = true;
	return drop(t, why);
}

struct station *
push(struct trip *t, enum station_kind kind, const void *thing)
{
	struct station *s = &t->stations[t->n];

	if (t->n + 1 >= TWIN_STATIONS_MAX ||
	    t->n_ports + 1 >= TWIN_PORTS_MAX) {
		unsure(t, "more stations than the twin has room for");
		return s;
	}
	*s = (struct station){ .kind = kind, .thing = thing,
		.before = t->p, .port_index = t->n_ports - 1 };
	t->n++;
	return s;
}

const struct station *
top(const struct trip *t)
{
	return t->n > 0 ? &t->stations[t->n - 1] : NULL;
}

/* Whether the packet is for somebody in the subnet. */
static bool
is_for(const struct trip *t, const struct subnet *s)
{
	if (t->p.to_owner.nat != NULL)
		return t->p.to_owner.nat->subnet.to == &s->is;
	return spot_in(s->cidr.v, &t->p.to) == YES ||
	    spot_in(s->ipv6_cidr.v, &t->p.to) == YES;
}

/* What a Classic balancer asks of its own subnet, ACLs judge even then, there
 * and back; not what passes between a balancer that it asks and the targets of
 * that one. */
static bool
is_of_classic(const struct trip *t, const struct subnet *s)
{
	const struct interface *asks = t->reply ? t->p.to_owner.interface :
	    t->p.owner.interface;

	return asks != NULL && asks->workload != NULL &&
	    asks->workload->kind == WORKLOAD_CLASSIC_LOAD_BALANCER &&
	    asks->subnet == s;
}

/* From somebody in the subnet: inside it there is no route and no ACL. */
bool
leave(struct trip *t, const struct subnet *s)
{
	if (t->doubt)
		return false;
	if (is_lost(t, s))
		return drop(t, "its AZ is lost");
	if (is_for(t, s) && is_of_classic(t, s))
		return acl_admits(t, s, EGRESS) &&
		    arrive(t, s->is.vpc, NULL);
	if (is_for(t, s))
		return arrive(t, s->is.vpc, s);
	return follow(t, s->table, (struct crossing){ .vpc = s->is.vpc,
	    .subnet = s });
}

static bool
through_thing(struct trip *t, const struct thing *to, struct crossing c)
{
	switch (to->kind) {
	case KIND_INTERNET_GATEWAY:
		return through_internet_gateway(t,
		    (const struct internet_gateway *)to, c);
	case KIND_EGRESS_ONLY_GATEWAY:
		return through_egress_only(t,
		    (const struct egress_only_gateway *)to, c);
	case KIND_NAT_GATEWAY:
		return through_nat(t, (const struct nat_gateway *)to, c);
	case KIND_VPN_GATEWAY:
		return through_vpn_gateway(t,
		    (const struct vpn_gateway *)to, c);
	case KIND_TRANSIT_GATEWAY:
		return through_transit(t,
		    (const struct transit_gateway *)to, c);
	case KIND_PEERING:
		return through_peering(t, (const struct peering *)to, c);
	case KIND_ENDPOINT:
		return through_endpoint(t, (const struct endpoint *)to, c);
	default:
		return drop(t, "no such target");
	}
}

bool
follow(struct trip *t, const struct route_table *table, struct crossing c)
{
	const struct route *r = find_route(t, table, c.vpc, &t->p.to);

	if (t->doubt)
		return false;
	if (++t->hops > TWIN_HOPS_MAX)
		return drop(t, "it goes in circles");
	if (r == NULL)
		return drop(t, "no route");
	if (r->is_blackhole || r->target_kind == TARGET_BLACKHOLE)
		return drop(t, "black hole");
	if (is_box(r))
		return pass_box(t, r, c);
	if (c.subnet != NULL && !acl_admits(t, c.subnet, EGRESS))
		return false;
	if (r->target_kind == TARGET_LOCAL)
		return arrive(t, c.vpc, c.subnet);
	if (r->target_kind != TARGET_THING || r->target.to == NULL)
		return drop(t, "the route leads nowhere");
	return through_thing(t, r->target.to, c);
}

/* From outside of a VPC: the table of the gateway, if it has one. */
bool
enter_by_gateway(struct trip *t, const struct vpc *v, const void *gateway)
{
	const struct route_table *edge = edge_table(t->q->m, gateway);

	if (edge == NULL)
		return arrive(t, v, NULL);
	return follow(t, edge, (struct crossing){ .vpc = v,
	    .by_table = true,
	    .edge = ((const struct thing *)gateway)->kind ==
	    KIND_INTERNET_GATEWAY });
}

bool
deliver(struct trip *t, const struct interface *receiver)
{
	t->receiver = receiver;
	t->delivered = true;
	return true;
}

/* Somebody's address, or one that nobody need have. */
static bool
is_bare(const struct trip *t, const struct twin_place *end,
    const struct vpc *v)
{
	return end->kind == TWIN_BARE && end->vpc == v &&
	    spot_is(&t->p.to, end->address);
}

static bool
give_answer(struct trip *t, const struct vpc *v, const struct interface *e)
{
	const struct station *last = top(t);

	if (last != NULL && last->kind == STATION_BOX && e != NULL &&
	    last->thing == e && last->rewrites)
		return back_through_box(t, e);
	if (last != NULL && last->kind == STATION_BALANCER && e != NULL &&
	    last->thing == e)
		return back_through_node(t);
	if (last != NULL)
		return drop(t, "the answer misses what its flow went through");
	if ((e != NULL && t->q->from.kind == TWIN_INTERFACE &&
	    e == t->q->from.interface) || is_bare(t, &t->q->from, v))
		return deliver(t, e);
	return drop(t, "the answer comes to somebody else");
}

/* What a balancer sends comes to one of its targets. */
bool
give_target(struct trip *t, const struct interface *e)
{
	if (e != t->target)
		return drop(t, "the target does not have the address");
	if (!groups_admit(t, e, INGRESS, NULL))
		return false;
	t->unheard = !listens(e, t->p.protocol, t->p.port);
	return deliver(t, e);
}

bool
give(struct trip *t, const struct vpc *v)
{
	const struct interface *e = interface_at(t, v, &t->p.to);

	if (t->reply)
		return give_answer(t, v, e);
	if (is_bare(t, &t->q->to, v))
		return deliver(t, NULL);
	if (e == NULL)
		return drop(t, "nobody has the address");
	if (t->target != NULL)
		return give_target(t, e);
	if (e != t->q->to.interface)
		return drop(t, "somebody else has the address");
	if (!groups_admit(t, e, INGRESS, NULL))
		return false;
	if (is_network_balancer(e))
		return through_balancer(t, e);
	if (e->endpoint != NULL && !carries_state(e->endpoint->state))
		return drop(t, "the endpoint is not available");
	if (e->endpoint != NULL && e->endpoint->own_service != NULL)
		return through_private_link(t, e);
	return deliver(t, e);
}

/* Into a VPC, or from one subnet of it to another. */
bool
arrive(struct trip *t, const struct vpc *v, const struct subnet *from)
{
	const struct nat_gateway *nat = t->p.to_owner.nat;
	const struct subnet *to;

	if (nat != NULL && nat->subnet.to == NULL)
		return nat->is.vpc == v ? back_through_nat(t) :
		    drop(t, "no such NAT gateway here");
	to = nat != NULL ? (const struct subnet *)nat->subnet.to :
	    subnet_of_spot(t, v, &t->p.to);
	if (to == NULL || to->is.vpc != v)
		return drop(t, "no subnet has the address");
	if (is_lost(t, to))
		return drop(t, "its AZ is lost");
	if (to != from && !acl_admits(t, to, INGRESS))
		return false;
	return nat != NULL ? back_through_nat(t) : give(t, v);
}
