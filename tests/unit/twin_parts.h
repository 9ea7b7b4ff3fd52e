/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_TWIN_PARTS_H
#define VPCPLAN_TESTS_UNIT_TWIN_PARTS_H

/* Between the files of the twin. */

#include "twin.h"

enum { TWIN_STATIONS_MAX = 12, TWIN_HOPS_MAX = 24, TWIN_PORTS_MAX = 6 };

enum truth { NO, YES, MAYBE };

/*
 * An address, as far as it is known: all of block may be it.  A single
 * address is a block of whole length.
 */
struct spot {
	struct cidr block;
	const char *service;		/* a service, somewhere outside */
	bool somewhere_public;		/* a public address, but which? */
};

/* Who owns the source address of a packet: an interface, or a NAT gateway. */
struct owner {
	const struct interface *interface;
	const struct nat_gateway *nat;
	const struct subnet *subnet;
	const struct vpc *vpc;
};

struct twin_packet {
	unsigned protocol, port;	/* where it goes to */
	struct spot from, to;
	struct owner owner;		/* of from; zeroed: somebody outside */
	struct owner to_owner;	/* of to, in an answer; or zeroed */
	const struct interface *named;	/* whose groups references match */
	const struct interface *balancer;	/* or those of this one */
};

/* What a flow leaves behind at stateful things, for its answer. */
enum station_kind { STATION_GATEWAY_OUT, STATION_GATEWAY_IN,
	STATION_EGRESS_ONLY, STATION_NAT, STATION_BALANCER, STATION_BOX,
	STATION_SERVICE };

struct station {
	enum station_kind kind;
	const void *thing;	/* NAT gateway, interface, endpoint */
	const struct vpc *vpc;
	const struct subnet *subnet;
	struct twin_packet before;	/* the packet as it came */
	unsigned port_index;	/* which client port its answer goes to */
	bool rewrites;		/* a new source address and port from here */
	bool nat64;		/* what came was IPv6 */
	enum family family;	/* a balancer: of what came */
	const struct interface *door;	/* … by that endpoint, or NULL */
};

struct trip {
	const struct twin_question *q;
	const struct interface *door;	/* the endpoint it came by */
	bool reply;
	enum family family;	/* of the packet: NAT64 changes it */
	struct twin_packet p;
	struct station stations[TWIN_STATIONS_MAX];
	size_t n;
	unsigned n_ports;	/* client ports so far: the client's own, and
				   one for each rewrite */
	const unsigned *ports;	/* of the reply; n_ports of them */
	const char *az;		/* it came into a transit gateway from */
	const struct vpn *vpn;	/* by which it left or came */
	bool by_vpn_gateway;	/* it came so, by a gateway of a VPC */
	const struct interface *receiver;	/* who gets it, behind balancers */
	const struct interface *target;		/* whom a balancer sends it to */
	unsigned choice, n_choices;	/* which target of a balancer */
	unsigned hops;
	bool doubt, delivered;
	bool unheard;			/* a target does not listen */
	const char *why;	/* why it was dropped */
};

/* twin_filter.c */
enum truth spot_in(struct cidr c, const struct spot *s);
bool acl_admits(struct trip *t, const struct subnet *s, enum direction d);
bool groups_admit(struct trip *t, const struct interface *e,
    enum direction d, const struct interface *other);
bool ports_have(struct port_set ports, unsigned protocol, unsigned port);
bool forwards_admit(struct trip *t, const struct forwards *f);

const struct interface *named_by_egress(const struct trip *t,
    const struct vpc *v);
bool is_named_from(const struct model *m, const struct vpc *v,
    const struct vpc *of);

/* twin_find.c */
bool is_lost(const struct trip *t, const struct subnet *s);
struct spot spot_of(enum family family, struct addr a);
bool spot_is(const struct spot *s, struct addr a);
struct spot public_spot(const struct interface *e);
struct spot nat_public_spot(const struct nat_gateway *nat);
bool has_public(const struct interface *e);
bool carries_state(const char *state);
struct spot private_spot(const struct trip *t, const struct interface *e);
struct spot planned_spot(const struct trip *t, const struct interface *e);
struct spot private_spot_of_nat(const struct trip *t,
    const struct nat_gateway *nat);
const struct subnet *subnet_of_spot(struct trip *t, const struct vpc *v,
    const struct spot *s);
const struct interface *interface_at(const struct trip *t,
    const struct vpc *v, const struct spot *s);
const struct interface *interface_of_public(const struct trip *t,
    const struct spot *s);
bool vpc_has(const struct vpc *v, const struct spot *s);
bool network_has(const struct network *n, const struct spot *s);
bool block_forbids(const struct trip *t, const struct vpc *v,
    const struct subnet *s, bool outward_only);

/* twin_host.c */
bool is_on_host(const struct vpc *v, enum family family, struct addr a);
bool host_serves(const struct twin_question *q);

/* twin_nat64.c */
bool is_nat64(const struct spot *s);
struct spot nat64_spot(struct addr of_ipv4);
bool into_ipv4(struct trip *t);
void back_into_ipv6(struct trip *t, const struct station *s);

/* twin_route.c */
const struct route *find_route(struct trip *t, const struct route_table *table,
    const struct vpc *v, const struct spot *to);
struct transit_choice {
	const struct attachment *to;	/* NULL: no route, or a black hole */
	int rank;
	unsigned length;
};
struct transit_choice find_transit_route(struct trip *t,
    const struct transit_table *table, const struct spot *to);
const struct route_table *edge_table(const struct model *m, const void *of);

/* Steps: each carries the packet on to its end; false where it is dropped. */
bool drop(struct trip *t, const char *why);
bool unsure(struct trip *t, const char *why);
struct station *push(struct trip *t, enum station_kind kind,
    const void *thing);
const struct station *top(const struct trip *t);

/* Where a table is asked for a route. */
struct crossing {
	const struct vpc *vpc;
	const struct subnet *subnet;	/* whose table it is, or NULL */
	bool from_transit;	/* came out of a transit gateway */
	bool edge;		/* came in by an internet gateway */
	bool by_table;		/* … or a VPN gateway: the table is its */
};

/* twin_walk.c */
bool leave(struct trip *t, const struct subnet *s);
bool follow(struct trip *t, const struct route_table *table,
    struct crossing c);
bool arrive(struct trip *t, const struct vpc *v, const struct subnet *from);
bool enter_by_gateway(struct trip *t, const struct vpc *v,
    const void *gateway);
bool give(struct trip *t, const struct vpc *v);
bool deliver(struct trip *t, const struct interface *receiver);
bool give_target(struct trip *t, const struct interface *e);

/* twin_box.c */
bool is_box(const struct route *r);
bool pass_box(struct trip *t, const struct route *r, struct crossing c);
bool back_through_box(struct trip *t, const struct interface *e);

/* twin_internet.c */
bool through_internet_gateway(struct trip *t,
    const struct internet_gateway *g, struct crossing c);
bool through_egress_only(struct trip *t, const struct egress_only_gateway *g,
    struct crossing c);
bool enter_from_internet(struct trip *t);
bool come_back_from_internet(struct trip *t);
bool through_nat(struct trip *t, const struct nat_gateway *nat,
    struct crossing c);
bool back_through_nat(struct trip *t);
bool through_endpoint(struct trip *t, const struct endpoint *e,
    struct crossing c);

/* twin_transit.c */
bool through_transit(struct trip *t, const struct transit_gateway *g,
    struct crossing c);
bool through_peering(struct trip *t, const struct peering *p,
    struct crossing c);
bool through_vpn_gateway(struct trip *t, const struct vpn_gateway *g,
    struct crossing c);
bool enter_by_vpn(struct trip *t, const struct vpn *vpn);

/* twin_balancer.c */
bool through_private_link(struct trip *t, const struct interface *door);
bool through_balancer(struct trip *t, const struct interface *node);
bool back_through_balancer(struct trip *t);
bool back_through_node(struct trip *t);
bool is_network_balancer(const struct interface *e);
bool listens(const struct interface *e, unsigned protocol, unsigned port);
bool opens_flow_to(struct trip *t);

#endif
