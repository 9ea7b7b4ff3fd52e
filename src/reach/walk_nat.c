/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "reach/nat64.h"

/*
 * The NAT gateway.  It ends one leg (client to gateway) and begins another
 * (gateway to server, with its own private address); the ACL of its subnet is
 * crossed on the way in and on the way out, and its subnet's own route table
 * decides where it goes.  It answers only what it asked.
 */

/* Where a regional one has addresses inside is not known: anywhere. */
static struct range_set
regional_addresses(struct walk *w, const struct vpc *v)
{
	struct range_set all = range_set_empty(IPV4);

	for (size_t i = 0; v != NULL && i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is))
			all = range_set_union(w->a, all,
			    range_set_of_cidr(w->a, v->cidrs.v[i].v));
	return all;
}

/* The private addresses it may have: those it has, or any of its subnet. */
static struct range_set
private_addresses(struct walk *w, const struct nat_gateway *n,
    const struct subnet *s)
{
	struct range_set all = range_set_empty(IPV4);
	struct range r;

	bool open = false;

	for (size_t i = 0; i < n->private_addresses.n; i++) {
		const struct address_value *v = &n->private_addresses.v[i];

		open |= value_is_unknown(v->is);
		if (!value_is_known(v->is) || v->family != IPV4)
			continue;
		r.first = r.last = v->v;
		all = range_set_union(w->a, all,
		    range_set_of_range(w->a, IPV4, r));
	}
	if (!range_set_is_empty(all) && !open)
		return all;
	if (s == NULL)
		return regional_addresses(w, n->is.vpc);
	if (!value_is_known(s->cidr.is))
		return all;
	r = cidr_range(s->cidr.v);
	r.first = addr_add(r.first, addr_from_u64((uint64_t)
	    fact_value(FACT_SUBNET_RESERVED_FIRST)));
	r.last = addr_previous(r.last);
	return range_set_of_range(w->a, IPV4, r);
}

/* Whether the table of a gateway sent it here, or it came in by an internet
 * gateway or a VPN gateway and nothing inside has sent it on as its own. */
static bool
is_led_in(const struct trip *t)
{
	const struct hop *h = t->path;
	const struct route *r = h != NULL && h->kind == HOP_ROUTE ? h->route :
	    NULL;

	return ((t->entered || t->by_vpn_gateway) && !t->source_is_local) ||
	    (r != NULL && r->table != NULL && r->table->edge_of.to != NULL);
}

/* Why it carries nothing of this trip, or NULL; *code is AWS's. */
static const char *
refusal(struct walk *w, const struct trip *t, const struct nat_gateway *n,
    const struct subnet *s, const char **code)
{
	*code = "BAD_STATE";
	if (w->reply != NULL) {
		*code = NULL;
		return "drops answers of sessions that it did not open";
	}
	if (!fact_state_carries(n->state))
		return "is not available";
	if (walk_is_lost(w, s))
		return "is in the AZ that is lost";
	*code = "NGW_REQUIRES_SOURCE_IN_VPC";
	if (n->is.vpc != NULL && n->is.vpc != t->vpc)
		return "is in another VPC";
	*code = "NO_PATH";
	/* "Instances cannot receive unsolicited inbound connections": Amazon
	 * VPC User Guide, NAT gateways; and the table of a gateway takes none
	 * as a target: Gateway route tables; nor can what comes by a virtual
	 * private gateway be routed to one: NAT gateway basics; all read
	 * 2026-11-29. */
	if (is_led_in(t))
		return "translates only what begins inside";
	if (s != NULL && t->subnet == s)
		return "cannot be used from its own subnet";
	return NULL;
}

static struct port_set
carried(struct arena *a, enum family family)
{
	struct port_set all = port_set_of_protocol(a, PROTOCOL_TCP);

	if (family == IPV6)
		return nat64_carries(a);
	all = port_set_union(a, all, port_set_of_protocol(a, PROTOCOL_UDP));
	return port_set_union(a, all,
	    port_set_of_protocol(a, PROTOCOL_ICMP));
}

/* The second leg begins: what leaves has the gateway's address; six: what
 * came was IPv6. */
static void
go_on(struct walk *w, struct trip t, const struct nat_gateway *n,
    const struct subnet *s, bool six)
{
	struct leg *before = arena_alloc(w->a, sizeof *before);

	*before = t.leg;
	t.leg = (struct leg){ .previous = before, .nat = n,
		.nat64 = six };
	t.source.constant = true;
	t.source.set = private_addresses(w, n, s);
	t.leg.start_as = t.leg.start_inside = t.source;
	if (w->reply == NULL)
		walk_rewrites(w, &t, FLOW_FROM, t.source.set);
	t.seen_as = NULL;
	t.crossing = CROSSED_OTHER;
	t.nat = n;
	t.owner = NULL;
	t.source_is_local = true;
	t.from_transit = false;
	t.subnet = s;
	if (s != NULL) {
		t.az = s->az_key;
		walk_leave_subnet(w, t);
	} else {
		walk_route(w, t, n->table);
	}
}

/*
 * NAT64: on in IPv4, box by box.  What is for addresses that are no IPv4
 * addresses in disguise goes no further.
 */
static void
translate(struct walk *w, struct trip t, const struct nat_gateway *n,
    const struct subnet *s)
{
	struct hop at = { .kind = HOP_NAT_GATEWAY, .thing = &n->is,
		.subnet = s };
	struct flow rest = flow_subtract(w->a, t.flow, flow_with_addresses(
	    w->a, t.flow, FLOW_TO, nat64_space(w->a)));

	for (size_t i = 0; i < t.flow.n; i++) {
		struct walk inner = *w;
		struct trip mine = t;

		inner.target = nat64_target(w->a, w->target);
		inner.arrivals.v = NULL;
		inner.arrivals.n = inner.arrivals.cap = 0;
		mine.flow = nat64_inner(w->a, &t.flow.v[i]);
		if (inner.target->by_public) {
			mine.destination.constant = true;
			mine.destination.set = inner.target->public_addresses;
		}
		if (!flow_is_empty(mine.flow))
			go_on(&inner, mine, n, s, true);
		for (size_t k = 0; k < inner.arrivals.n; k++) {
			struct arrival here = inner.arrivals.v[k];

			here.flow = nat64_outer(w->a, here.flow,
			    &t.flow.v[i]);
			here.answered_all = nat64_outer(w->a,
			    here.answered_all, &t.flow.v[i]);
			here.answered_any = nat64_outer(w->a,
			    here.answered_any, &t.flow.v[i]);
			vec_push(w->a, &w->arrivals, here);
		}
	}
	t.flow = rest;
	walk_block(w, &t, at, "PROTOCOL_RESTRICTION",
	    "carries IPv6 for NAT64 only");
}

void
walk_nat(struct walk *w, struct trip t, const struct nat_gateway *n)
{
	const struct subnet *s = n->subnet.to != NULL ?
	    (const struct subnet *)n->subnet.to : NULL;
	struct hop at = { .kind = HOP_NAT_GATEWAY, .thing = &n->is,
		.subnet = s };
	const char *code, *why;

	if (t.flow.family == IPV6 && !w->target->by_nat64 &&
	    w->reply == NULL) {
		walk_block(w, &t, at, "PROTOCOL_RESTRICTION",
		    "carries IPv6 for NAT64 only");
		return;
	}
	why = refusal(w, &t, n, s, &code);
	if (why != NULL) {
		walk_block(w, &t, at, code, why);
		return;
	}
	if (n->is.vpc == NULL || (s == NULL && !flag_or(n->regional, false))) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the %s of %s is not known", s == NULL &&
		    !flag_or(n->regional, false) ? "subnet" : "VPC",
		    thing_title(w->a, &n->is)));
		return;
	}
	if (range_set_is_empty(private_addresses(w, n, s))) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the addresses of %s are not known",
		    thing_title(w->a, &n->is)));
		return;
	}
	if ((s != NULL && !walk_enter_subnet(w, &t, s)) ||
	    !walk_keep(w, &t, flow_with_ports(w->a, t.flow, carried(w->a,
	    t.flow.family)), at, "PROTOCOL_RESTRICTION",
	    "carries only TCP, UDP and ICMP"))
		return;
	if (t.flow.family == IPV6)
		translate(w, t, n, s);
	else
		go_on(w, t, n, s, false);
}
