/* SPDX-License-Identifier: MIT */
#include "reach/nat64.h"

#include "base/vec.h"
#include "model/facts.h"

enum { ICMP_ECHO = 8, ICMPV6_ECHO = 128, TYPE_BITS = 8 };

/* ------------------------------------------------------------- addresses */

static struct addr
prefix_base(void)
{
	return fact_nat64_prefix().base;
}

struct range_set
nat64_space(struct arena *a)
{
	return range_set_of_cidr(a, fact_nat64_prefix());
}

/* IPv4 addresses in IPv6 and back: the last 32 bits, RFC 6052 2.2. */
static struct range_set
moved(struct arena *a, struct range_set s, enum family to)
{
	VEC(struct range) v = { 0 };
	struct addr base = prefix_base();

	for (size_t i = 0; i < s.n; i++) {
		struct range r = s.v[i];

		if (to == IPV6) {
			r.first = addr_add(base, r.first);
			r.last = addr_add(base, r.last);
		} else {
			r.first = addr_subtract(r.first, base);
			r.last = addr_subtract(r.last, base);
		}
		vec_push(a, &v, r);
	}
	return range_set_of_ranges(a, to, v.v, v.n);
}

const struct route *
reach_nat64_route(const struct reach *r, const struct subnet *s)
{
	const struct route_span *span = NULL;

	if (s != NULL && s->table != NULL)
		span = route_find(routes_view(r->routes, s->table, IPV6),
		    prefix_base());
	return span != NULL && span->route->target.to != NULL &&
	    span->route->target.to->kind == KIND_NAT_GATEWAY ? span->route :
	    NULL;
}

struct range_set
nat64_to_ipv4(struct arena *a, struct range_set s)
{
	return moved(a, range_set_intersect(a, s, nat64_space(a)), IPV4);
}

struct range_set
nat64_to_ipv6(struct arena *a, struct range_set s)
{
	return moved(a, s, IPV6);
}

/* ----------------------------------------------------------------- ports */

static struct port_set
echo(struct arena *a, enum family family)
{
	return family == IPV4 ?
	    port_set_of_icmp(a, PROTOCOL_ICMP, ICMP_ECHO, -1) :
	    port_set_of_icmp(a, PROTOCOL_ICMPV6, ICMPV6_ECHO, -1);
}

static struct port_set
with_ports(struct arena *a)
{
	return port_set_union(a, port_set_of_protocol(a, PROTOCOL_TCP),
	    port_set_of_protocol(a, PROTOCOL_UDP));
}

/* TCP and UDP as they are, echo requests as those of the other family. */
static struct port_set
translated(struct arena *a, struct port_set s, enum family to)
{
	enum family from = to == IPV4 ? IPV6 : IPV4;
	struct port_set old = port_set_intersect(a, s, echo(a, from));
	uint32_t base = echo(a, from).v[0].first,
	    new_base = echo(a, to).v[0].first;
	VEC(struct port_range) v = { 0 };

	for (size_t i = 0; i < old.n; i++) {
		struct port_range r = {
			old.v[i].first - base + new_base,
			old.v[i].last - base + new_base
		};

		vec_push(a, &v, r);
	}
	return port_set_union(a, port_set_intersect(a, s, with_ports(a)),
	    port_set_of_ranges(a, v.v, v.n));
}

struct port_set
nat64_carries(struct arena *a)
{
	return port_set_union(a, with_ports(a), echo(a, IPV6));
}

/* ----------------------------------------------------------------- flows */

struct flow
nat64_inner(struct arena *a, const struct box *b)
{
	struct range any = { addr_first(IPV4), addr_first(IPV4) };

	return flow_of(a, translated(a, b->ports, IPV4),
	    range_set_of_range(a, IPV4, any), nat64_to_ipv4(a, b->to));
}

struct flow
nat64_outer(struct arena *a, struct flow inner, const struct box *b)
{
	struct flow all = flow_empty(IPV6);

	for (size_t i = 0; i < inner.n; i++)
		all = flow_union(a, all, flow_of(a,
		    translated(a, inner.v[i].ports, IPV6), b->from,
		    nat64_to_ipv6(a, inner.v[i].to)));
	return all;
}

const struct end *
nat64_target(struct arena *a, const struct end *e)
{
	struct end *inner = arena_alloc(a, sizeof *inner);

	*inner = *e;
	inner->by_nat64 = false;
	inner->addresses[1] = range_set_empty(IPV6);
	return inner;
}

bool
nat64_is_behind(const struct leg *leg)
{
	for (; leg != NULL; leg = leg->previous)
		if (leg->nat64)
			return true;
	return false;
}
