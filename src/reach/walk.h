/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_WALK_H
#define VPCPLAN_REACH_WALK_H

/*
 * The walk: inside of reach/ only.
 *
 * A trip is a set of packets at one point of its way.  Each stage cuts it
 * down (a filter), splits it (a route), or rewrites it (a gateway), and hands
 * it on.  The packets are kept in the coordinates of the question all the
 * time; what an address has been rewritten to stands beside them as a
 * constant, because AWS rewrites addresses to constants only.
 *
 * A rewriting gateway ends a leg and begins the next.  Answers are walked leg
 * by leg, backwards: from the far end of each to its start, with the ports
 * that the start uses as a client.
 */

#include "reach/missing.h"
#include "reach/reach.h"
#include "reach/transit_view.h"

enum { WALK_DEPTH_MAX = 24 };	/* stages of one trip; more is a loop */

struct reach {
	struct arena *a;
	const struct model *m;
	const struct routes *routes;
	struct branch *branch;		/* in which nothing is decided */
	struct places *places;
	struct selector *selector;	/* NULL: not yet made */
	struct transit_views *transit_views;
	struct subnet_classes *subnet_classes;	/* NULL: not yet made */
	struct reads *reads;		/* NULL: nobody wants to know */
};

/* An address of the packets as filters see it now. */
struct seen {
	bool constant;		/* false: as in the question, on that side */
	enum flow_side side;
	struct range_set set;	/* constant: one of these, not known which */
};

/* What counts for a reference to a group, and for how far it holds. */
enum crossing {
	CROSSED_NOTHING,	/* inside one VPC */
	CROSSED_PEERING,	/* active, of one region */
	CROSSED_TRANSIT,	/* references switched on all the way */
	CROSSED_OTHER		/* identity is lost */
};

struct passed {			/* appliances on the way, newest first */
	const struct passed *previous;
	const struct thing *appliance;
	bool entered;		/* after it came in from the internet */
};

struct leg {
	const struct leg *previous;	/* NULL: starts at the sender */
	const struct nat_gateway *nat;	/* else starts at this gateway, */
	bool nat64;		/* … which makes IPv4 of IPv6 */
	const struct end *start;	/* or at this instance that translates */
	const struct internet_gateway *out, *in;	/* passed by it */
	const struct egress_only_gateway *egress_only;
	const struct endpoint *gateway_endpoint;
	const struct passed *passed;
	struct seen start_as;		/* how its far end sees its start */
	struct seen start_inside;	/* the same, before an internet gateway
					   translates it */
};

struct trip {
	struct flow flow;
	struct seen source, destination;
	const struct end *seen_as;	/* identity for references, or NULL */
	enum crossing crossing;
	const struct vpc *vpc;		/* where it is; NULL: outside of VPCs */
	const struct subnet *subnet;	/* it is on the wire of, or NULL */
	const char *az;			/* it is in, or NULL */
	const struct nat_gateway *nat;	/* source is this gateway's, */
	const struct end *owner;	/* or of these interfaces; or NULL */
	bool source_is_local;		/* … in this VPC: may be translated */
	bool entered;			/* from the internet: a public address
					   has become the private one */
	bool by_vpn_gateway;		/* it came in by one */
	bool at_edge;			/* at the edge table of an internet
					   gateway */
	bool from_transit;		/* out of a transit gateway, and nothing
					   of the VPC has taken it up yet */
	struct leg leg;
	const struct passed *unseen;	/* an answer: appliances that its flow
					   passed and it has not yet */
	const struct hop *path;
	unsigned depth;
};

/* Packets that came to the target of a walk. */
struct arrival {
	struct flow flow;
	struct leg leg;
	const struct hop *path;
	bool undecided;		/* came there only if something unknown does
				   what it may do */
	bool unheard;		/* a balancer's target does not listen */
	bool limited;		/* a balancer: answers are cut to these */
	struct flow answered_all, answered_any;
	bool narrowed;		/* a balancer that preserves the client: its
				   answers, by their ports, are cut to these */
	struct flow answers;
	struct {		/* a balancer, where everything is explained:
				   the answer as far as its node */
		const struct end *from;
		const struct hop *path;
		uint32_t point;
		struct seen source, destination;
	} to_node;
};

struct unknowns {		/* why something is not known, each once */
	const char **v;
	size_t n, cap;
};

struct walk {
	struct reach *r;
	struct arena *a;
	enum bound bound;
	bool explain;
	const char *lost_az;
	const struct branch *branch;
	struct filters *filters;	/* of that branch */
	const char **condition;		/* the first undecided one that was
					   met; NULL: not wanted */
	bool *took_for_granted;		/* … and something was taken to be
					   there; NULL: not wanted */
	const struct end *from, *target;
	const struct leg *reply;	/* walking the answer of this leg; NULL:
					   walking forward */
	struct port_range client_ports;	/* of the sender */
	const char *client_untold;	/* … some of these: why it is not known
					   which; or NULL */
	const struct hop *before;	/* the way of the packet that made the
					   sender send this one; or NULL */
	struct {
		struct arrival *v;
		size_t n, cap;
	} arrivals;
	struct blockers *blockers;	/* NULL: not wanted */
	struct unknowns *unknowns;
	bool *met_unknown;
	bool *met_open_zone;		/* as in the answer; or NULL */
};

/* answer.c: the filters of a branch; the branch in which both ends are there,
 * or NULL if they never both are. */
struct filters *reach_filters(struct reach *r, struct branch *w);
struct branch *reach_presumed(struct reach *r, const struct end *from,
    const struct end *to);

/* walk.c: stages in the order in which packets meet them. */
void walk_forward(struct walk *w, struct flow asked);
void walk_leave_subnet(struct walk *w, struct trip t);
void walk_route(struct walk *w, struct trip t, const struct route_table *rt);
void walk_local(struct walk *w, struct trip t);
void walk_arrive(struct walk *w, struct trip t, const struct end *e);
void walk_arrived(struct walk *w, struct trip t);
void walk_arrive_at_nat(struct walk *w, struct trip t,
    const struct nat_gateway *n);
bool walk_enter_subnet(struct walk *w, struct trip *t,
    const struct subnet *s);
/* Whether packets can be for e by now: not while they are addressed to its
 * public address, which only an internet gateway knows. */
bool walk_may_be_for(const struct walk *w, const struct trip *t,
    const struct end *e);
/* Where this walk ends: the target; of an answer, the start of its leg
 * (NULL: a NAT gateway). */
const struct end *walk_goal(const struct walk *w);
/* A gateway's edge table, if it has one; else false, and go on. */
bool walk_edge(struct walk *w, struct trip t, const struct thing *gateway,
    const struct vpc *v);

/* walk_filter.c: what lets pass, and what is said of what does not. */
bool walk_acl(struct walk *w, struct trip *t, const struct subnet *s,
    enum direction direction);
/* Whether egress rules of e's groups may name those of a receiver: inside the
 * VPC and over peering in the same Region; never over a transit gateway
 * ("Security group referencing" of transit gateways). */
bool walk_names_groups_of(struct walk *w, const struct end *e,
    const struct end *to);
/* The groups of who sends, or passes on; references: whether rules that name
 * groups of the receiver count. */
bool walk_groups_out(struct walk *w, struct trip *t, const struct end *e,
    bool references);
bool walk_groups_in(struct walk *w, struct trip *t, const struct end *e);
bool walk_filters_nothing(const struct end *e);
struct flow walk_filter_flow(struct arena *a, struct flow f, struct seen s,
    struct service_set admitted, enum bound bound);
/* Why a filter that looks at that address cannot tell; NULL if it can. */
const char *walk_seen_unknown(struct walk *w, const struct trip *t,
    struct seen s);
/* What is not known of a subnet's ACL; NULL if nothing. */
const char *walk_acl_unknown(struct walk *w, const struct subnet *s,
    enum direction direction);
/* A condition that would decide more about the filters between two ends. */
const char *walk_condition_between(struct walk *w, const struct end *from,
    const struct end *to);
/* Note why, unless all of kept, which may pass, surely does. */
/* condition: one that decides more of it, or NULL. */
void walk_note_if_it_matters(struct walk *w, struct flow kept,
    struct flow surely, const char *why, const char *condition);
/* Cut to kept, unless everything is to be explained; blame the rest.  False
 * if nothing is left. */
bool walk_keep(struct walk *w, struct trip *t, struct flow kept,
    struct hop at, const char *code, const char *text);
void walk_block(struct walk *w, const struct trip *t, struct hop at,
    const char *code, const char *text);
/* Where the packets go is not known; nor, but with _as_sent, whether they keep
 * the address that they come from. */
void walk_unknown(struct walk *w, struct trip t, const char *why);
void walk_unknown_as_sent(struct walk *w, struct trip t, const char *why);
void walk_note_unknown(struct walk *w, const char *why);
void walk_hop(struct walk *w, struct trip *t, struct hop at);
/* Note on the last hop of the path that it rewrites an address. */
void walk_rewrites(struct walk *w, struct trip *t, enum flow_side side,
    struct range_set becomes);
bool walk_is_lost(const struct walk *w, const struct subnet *s);
struct flow walk_destinations(struct walk *w, const struct trip *t,
    struct range_set set);
bool walk_destination_within(struct walk *w, const struct trip *t,
    struct range_set set);

/* walk_branch.c: what is there; undecided things are taken to be, and noted. */
void walk_depends_on(struct walk *w, const char *condition);
bool walk_has(struct walk *w, const struct condition *c);
const struct route_table *walk_table(struct walk *w, const struct subnet *s);
const struct network_acl *walk_acl_of(struct walk *w,
    const struct subnet *s);
bool walk_has_route(struct walk *w, const struct route *r,
    const struct route_table *t);
const struct route_choice *walk_choice(struct walk *w,
    const struct route_view *view, const struct route_choice *c);
const struct end *walk_end_there(struct walk *w, const struct end *e);

/* Whether somebody of this VPC sends it here, and it does not come out of a
 * transit gateway: what peerings, VPN gateways and gateway endpoints ask. */
bool walk_begins_here(const struct trip *t);

/* walk_internet.c, walk_nat.c, walk_transit.c, walk_appliance.c, … */
void walk_internet_gateway(struct walk *w, struct trip t,
    const struct internet_gateway *g);
void walk_egress_only(struct walk *w, struct trip t,
    const struct egress_only_gateway *g);
void walk_from_internet(struct walk *w, struct trip t);
void walk_enter_from_internet(struct walk *w, struct trip t,
    const struct end *e);
void walk_nat(struct walk *w, struct trip t, const struct nat_gateway *n);
void walk_peering(struct walk *w, struct trip t, const struct peering *p);
void walk_transit(struct walk *w, struct trip t,
    const struct transit_gateway *g);
/* walk_vpn.c: out by one, and in; whether something in that state carries
 * packets, else it is said why not; whether the network where this walk ends
 * lies behind a VPN; whether more may than the input tells. */
void walk_vpn_gateway(struct walk *w, struct trip t,
    const struct vpn_gateway *g);
void walk_from_vpn_gateway(struct walk *w, struct trip t,
    const struct vpn_gateway *g);
bool walk_carries(struct walk *w, struct trip t, const char *state,
    struct hop at, const char *code);
bool walk_goal_is_behind(struct walk *w, const struct vpn *v);
bool walk_is_open_vpn(const struct vpn *v);
void walk_from_network(struct walk *w, struct trip t,
    const struct network *n);
void walk_gateway_endpoint(struct walk *w, struct trip t,
    const struct endpoint *e);
void walk_appliance(struct walk *w, struct trip t, const struct thing *target);
void walk_balancer(struct walk *w, struct trip t, const struct end *node);
/* walk_sender.c: where a load balancer sends: what it sends to this receiver
 * at all. */
bool walk_is_for_target(struct walk *w, struct trip *t);
/* A balancer that sends to its targets: whether it is enabled in the target's
 * AZ. */
bool walk_serves_az(struct walk *w, struct trip *t);
/* walk_target.c: whether nothing but ACLs lies between node and target, there
 * and back; whether a packet with the client's address goes there directly,
 * else it is said why not; and one with the node's address on its way. */
bool walk_target_is_near(struct walk *w, const struct end *node,
    const struct end *target, enum family family);
bool walk_target_is_direct(struct walk *w, struct trip *t,
    const struct end *node, const struct end *target, enum family family);
void walk_to_target(struct walk *w, struct trip t, const struct end *node,
    const struct end *target, struct port_set ports, enum family family);
/* walk_balancer.c: the end of it, whether the target listens or not. */
void walk_target_gets(struct walk *w, struct arrival *here,
    const struct end *target, struct port_set ports);
/* walk_private_link.c: at an interface endpoint, past its groups. */
void walk_private_link(struct walk *w, struct trip t, const struct end *e);

/* Whether it is a Classic balancer, which meets ACLs on its own wire too. */
bool walk_is_classic(const struct end *e);

/* reply.c: the ports that the start of a leg uses as a client; what
 * translates addresses translates ports, too. */
struct port_range walk_client_ports(const struct walk *w,
    const struct leg *leg);

/* reply.c: whether what asks by a public address had come in by an internet
 * gateway by the end of a leg: from there on it was for the private one. */
bool walk_had_come_in(const struct leg *leg);

/* reply.c: of what arrived, what is answered: for every port of the client
 * (all), for some port (any). */
void walk_answer_from_outside(struct walk *w, struct trip t);
void reply_walk(struct walk *forward, const struct arrival *arrival,
    enum bound bound, struct flow *all, struct flow *any);


/*
 * The answer over the n-th leg of an arrival, counted from the far end; false
 * if there is no such leg.  Blockers and arrivals are left in w; out learns
 * what trace.h says of answers.
 */
struct trace;
bool reply_trace_leg(struct walk *w, const struct arrival *arrival, size_t n,
    struct trace *out);

#endif
