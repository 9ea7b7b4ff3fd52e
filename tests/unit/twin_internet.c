/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

#include "base/str.h"

/* Internet gateways, egress-only ones, NAT gateways, gateway endpoints. */

static const struct internet_gateway *
gateway_of(const struct vpc *v)
{
	return v->internet_gateways.n > 0 ? v->internet_gateways.v[0] : NULL;
}

/* The VPC whose IPv6 block holds the address. */
static const struct vpc *
vpc_of_ipv6(const struct trip *t)
{
	for (size_t i = 0; i < t->q->m->vpcs.n; i++)
		if (vpc_has(t->q->m->vpcs.v[i], &t->p.to))
			return t->q->m->vpcs.v[i];
	return NULL;
}

static bool
enter(struct trip *t, const struct vpc *v, const struct subnet *s)
{
	const struct internet_gateway *g = gateway_of(v);
	struct station *in;

	if (g == NULL)
		return drop(t, "the VPC has no internet gateway");
	if (block_forbids(t, v, s, false))
		return drop(t, "block public access, inwards");
	in = push(t, STATION_GATEWAY_IN, g);
	in->vpc = v;
	t->p.named = t->p.balancer = NULL;
	return !t->doubt;
}

/* An address of the internet that is one of our own. */
static bool
enter_by_public(struct trip *t, const struct interface *e)
{
	if (!enter(t, e->is.vpc, e->subnet))
		return false;
	t->p.to = private_spot(t, e);
	return enter_by_gateway(t, e->is.vpc, gateway_of(e->is.vpc));
}

bool
enter_from_internet(struct trip *t)
{
	const struct interface *e;
	const struct vpc *v;

	if (t->family == IPV4) {
		e = interface_of_public(t, &t->p.to);
		return e != NULL ? enter_by_public(t, e) :
		    drop(t, "no public address leads in");
	}
	v = vpc_of_ipv6(t);
	if (v == NULL)
		return drop(t, "no VPC has the address");
	e = interface_at(t, v, &t->p.to);
	if (e != NULL && e->workload != NULL &&
	    (e->workload->kind == WORKLOAD_APPLICATION_LOAD_BALANCER ||
	    e->workload->kind == WORKLOAD_NETWORK_LOAD_BALANCER) &&
	    value_is_known(e->workload->scheme.is) &&
	    str_equal(e->workload->scheme.v, "internal"))
		return drop(t, "an internal balancer takes none of the internet");
	return enter(t, v, subnet_of_spot(t, v, &t->p.to)) &&
	    enter_by_gateway(t, v, gateway_of(v));
}

static bool
is_public_of_nat(const struct trip *t)
{
	const struct model *m = t->q->m;

	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		struct spot own = nat_public_spot(m->nat_gateways.v[i]);

		if (spot_is(&own, t->p.to.block.base))
			return true;
	}
	return false;
}

/* Outside: the packet is there, or it comes back in. */
static bool
go_out(struct trip *t)
{
	if (t->p.to.service != NULL)
		return deliver(t, NULL);
	if (t->family == IPV4 && !t->p.to.somewhere_public &&
	    is_public_of_nat(t))
		return drop(t, "a NAT gateway takes nothing unasked");
	if (t->family == IPV4 ?
	    interface_of_public(t, &t->p.to) != NULL :
	    vpc_of_ipv6(t) != NULL)
		return enter_from_internet(t);
	if (t->p.to.somewhere_public ||
	    !twin_is_internet(t->q->m, t->family, t->p.to.block.base))
		return drop(t, "not an address of the internet");
	return deliver(t, NULL);
}

/* Private to public; false if it has no public address. */
static bool
publish(struct trip *t, const struct vpc *v)
{
	const struct owner *o = &t->p.owner;

	if (o->vpc != v)
		return drop(t, "its source is nobody's in this VPC");
	if (t->family == IPV6)
		return true;
	if (o->interface == NULL && o->nat == NULL)
		return drop(t, "a bare address is not public");
	if (o->nat != NULL) {
		if (flag_or(o->nat->is_private, false))
			return drop(t, "a private NAT gateway");
		if (o->nat->addresses_stated && o->nat->addresses.n == 0)
			return drop(t, "a NAT gateway without an address");
		t->p.from = nat_public_spot(o->nat);
		return true;
	}
	if (!has_public(o->interface))
		return drop(t, "it has no public address");
	t->p.from = public_spot(o->interface);
	return true;
}

static bool
answer_goes_out(struct trip *t, struct crossing c)
{
	const struct station *last = top(t);

	if (last == NULL || last->kind != STATION_GATEWAY_IN ||
	    last->vpc != c.vpc || t->p.owner.vpc != c.vpc)
		return drop(t, "its flow came in by no internet gateway");
	t->n--;
	if (t->family == IPV4)
		t->p.from = last->before.to;
	t->p.owner = (struct owner){ 0 };	/* it comes from outside now */
	if (t->n > 0)
		return come_back_from_internet(t);
	return t->q->from.kind == TWIN_INTERNET ? deliver(t, NULL) :
	    drop(t, "the answer comes to the internet");
}

bool
through_internet_gateway(struct trip *t, const struct internet_gateway *g,
    struct crossing c)
{
	struct twin_packet before = t->p;
	struct station *s;

	if (g->is.vpc != c.vpc)
		return drop(t, "the internet gateway is not attached");
	if (t->reply)
		return answer_goes_out(t, c);
	if (!publish(t, c.vpc))
		return false;
	if (block_forbids(t, c.vpc, before.owner.subnet,
	    before.owner.nat != NULL))
		return drop(t, "block public access, outwards");
	s = push(t, STATION_GATEWAY_OUT, g);
	s->vpc = c.vpc;
	s->before = before;
	t->p.owner = (struct owner){ 0 };
	t->p.named = t->p.balancer = NULL;
	return !t->doubt && go_out(t);
}

/* What leaves a firewall's endpoint is still the client's. */
static bool
comes_from_firewall(const struct trip *t)
{
	for (size_t i = t->n; i > 0 && !t->stations[i - 1].rewrites; i--)
		if (t->stations[i - 1].kind == STATION_BOX &&
		    ((const struct interface *)t->stations[i - 1].thing)
		    ->endpoint != NULL)
			return true;
	return false;
}

bool
through_egress_only(struct trip *t, const struct egress_only_gateway *g,
    struct crossing c)
{
	struct station *s;

	if (g->is.vpc != c.vpc)
		return drop(t, "the egress-only gateway is not of this VPC");
	if (t->family != IPV6)
		return drop(t, "an egress-only gateway carries IPv6");
	if (t->reply)
		return drop(t, "an egress-only gateway knows no such flow");
	if (t->p.owner.vpc != c.vpc)
		return drop(t, "its source is nobody's in this VPC");
	if (comes_from_firewall(t))
		return drop(t, "nothing of a firewall's passes it");
	if (block_forbids(t, c.vpc, t->p.owner.subnet, true))
		return drop(t, "block public access, outwards");
	s = push(t, STATION_EGRESS_ONLY, g);
	s->vpc = c.vpc;
	t->p.owner = (struct owner){ 0 };
	t->p.named = t->p.balancer = NULL;
	return !t->doubt && go_out(t);
}

/* The answer, outside, on its way to the gateway that its flow left by. */
bool
come_back_from_internet(struct trip *t)
{
	const struct station *last = top(t);

	if (last == NULL || (last->kind != STATION_GATEWAY_OUT &&
	    last->kind != STATION_EGRESS_ONLY))
		return drop(t, "its flow left by no internet gateway");
	t->n--;
	t->p.to = last->before.from;
	t->p.to_owner = last->before.owner;
	if (last->kind == STATION_EGRESS_ONLY)
		return arrive(t, last->vpc, NULL);
	return enter_by_gateway(t, last->vpc, last->thing);
}

static bool
leave_nat(struct trip *t, const struct nat_gateway *nat)
{
	if (nat->subnet.to != NULL)
		return leave(t, (const struct subnet *)nat->subnet.to);
	return follow(t, nat->table, (struct crossing){ .vpc = nat->is.vpc });
}

/* Whether the flow began outside: it came in by an internet gateway or a VPN
 * gateway, and has not got an address of somebody inside since. */
static bool
began_outside(const struct trip *t)
{
	for (size_t i = t->n; i > 0; i--) {
		if (t->stations[i - 1].rewrites)
			return false;
		if (t->stations[i - 1].kind == STATION_GATEWAY_IN)
			return true;
	}
	return t->by_vpn_gateway;
}

bool
through_nat(struct trip *t, const struct nat_gateway *nat, struct crossing c)
{
	const struct subnet *s = (const struct subnet *)nat->subnet.to;
	struct station *station;

	if (t->reply)
		return drop(t, "the NAT gateway has not seen the flow");
	if (c.by_table || began_outside(t))
		return drop(t, "a NAT gateway takes nothing from outside");
	if (nat->is.vpc != c.vpc || !carries_state(nat->state))
		return drop(t, "the NAT gateway is not usable here");
	if (is_lost(t, s))
		return drop(t, "the NAT gateway's AZ is lost");
	if (s != NULL && s == c.subnet)
		return drop(t, "a NAT gateway serves not its own subnet");
	if (t->family == IPV4 && t->p.protocol != PROTOCOL_TCP &&
	    t->p.protocol != PROTOCOL_UDP && t->p.protocol != PROTOCOL_ICMP)
		return drop(t, "a NAT gateway does not carry it");
	if (s != NULL && !acl_admits(t, s, INGRESS))
		return false;
	station = push(t, STATION_NAT, nat);
	station->rewrites = true;
	t->n_ports++;
	if (t->family == IPV6) {
		if (!into_ipv4(t))
			return drop(t, "a NAT gateway does not translate it");
		station->nat64 = true;
	}
	t->p.from = private_spot_of_nat(t, nat);
	t->p.owner = (struct owner){ .nat = nat, .vpc = nat->is.vpc,
		.subnet = s };
	t->p.named = t->p.balancer = NULL;
	return leave_nat(t, nat);
}

bool
back_through_nat(struct trip *t)
{
	const struct nat_gateway *nat = t->p.to_owner.nat;
	const struct station *last = top(t);

	if (last == NULL || last->kind != STATION_NAT || last->thing != nat)
		return drop(t, "the NAT gateway has not seen the flow");
	t->n--;
	t->p.to = last->before.from;
	t->p.to_owner = last->before.owner;
	if (last->nat64)
		back_into_ipv6(t, last);
	if (t->p.protocol == PROTOCOL_TCP || t->p.protocol == PROTOCOL_UDP)
		t->p.port = t->ports[last->port_index];
	return leave_nat(t, nat);
}

bool
through_endpoint(struct trip *t, const struct endpoint *e, struct crossing c)
{
	struct station *s;

	if (e->type != ENDPOINT_GATEWAY || e->is.vpc != c.vpc ||
	    !carries_state(e->state))
		return drop(t, "the endpoint is not usable here");
	if (t->reply || t->p.to.service == NULL)
		return drop(t, "an endpoint is for its service alone");
	if (c.from_transit || t->p.owner.vpc != c.vpc)
		return drop(t, "an endpoint serves its own VPC");
	if (t->p.protocol != PROTOCOL_TCP && !(t->p.protocol == PROTOCOL_ICMP
	    && t->p.port >> 8 == 8))
		return drop(t, "an endpoint carries TCP and echo alone");
	s = push(t, STATION_SERVICE, e);
	s->vpc = c.vpc;
	return !t->doubt && deliver(t, NULL);
}
