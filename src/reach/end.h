/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_END_H
#define VPCPLAN_REACH_END_H

/*
 * The two ends of a question: who sends, who is to receive.
 *
 * An end is a class: interfaces of one subnet that are alike in all that a
 * packet meets (groups, kind, public address, source check; no route leads to
 * one of them alone), with the union of their addresses; or bare addresses of
 * a subnet; or something outside of every VPC.  A planned workload has no
 * addresses yet and stands for every usable one of its subnet, so one class
 * answers for all placements.
 */

#include "model/model.h"
#include "model/select.h"
#include "reach/filter.h"

enum end_kind {
	END_INTERFACES,		/* interfaces that are alike */
	END_ADDRESSES,		/* bare addresses of a subnet */
	END_NOWHERE,		/* addresses of a VPC that no subnet owns */
	END_INTERNET,
	END_NETWORK,		/* an external network */
	END_SERVICE,		/* an AWS service, by its public addresses */
	END_HOST_SERVICE	/* what AWS answers on the host, unfiltered:
				   the resolver, instance metadata, time */
};

enum certainty { CERTAINLY_NOT, CERTAINLY, UNCERTAIN };

struct end {			/* a large network has very many of them */
	enum end_kind kind : 8;
	enum certainty is_public : 8;	/* has a public IPv4 address */
	bool any_address : 1;		/* no address is known: any usable one */
	bool by_public : 1;		/* named by its public address */
	bool by_nat64 : 1;		/* named by 64:ff9b::/96: addresses[1] is
					   that, [0] what it stands for */
	bool source_check : 1;
	bool is_routed : 1;		/* routes lead to it: a class of its own */
	bool unfiltered : 1;		/* its groups are not asked */
	bool of_balancer : 1;		/* of a load balancer that is not in the
					   input */
	bool of_endpoint : 1;		/* the same of an interface endpoint */
	uint16_t targeted;		/* which listeners of balancers name it
					   alone: targets_sort() */
	const struct vpc *vpc;
	const struct subnet *subnet;
	const struct interface *interface;	/* one of the class */
	const struct workload *workload;	/* whose they are, or NULL */
	const struct endpoint *endpoint;	/* whose they are, or NULL */
	const struct network *network;
	const char *service;		/* or what it is on the host */
	struct port_set serves;		/* a host service: its ports */
	struct group_list groups;
	struct range_set addresses[2];	/* IPv4, IPv6; of an interface: private
					   ones, whatever it is called by */
	const char *untold;		/* it has an IPv4 address, of which
					   nothing is known, or it may not be
					   what its name leads to: why; or
					   NULL */
	const char *maybe;		/* it is asked about as if it were
					   there: why it may not be; or NULL */
	const char *untold_ipv6;	/* the same of IPv6, which it may have */
	struct range_set public_addresses;	/* empty: not known which */
	const struct end *instead;	/* a service's endpoint that may not be
					   there: who answers then; or NULL */
};

struct ends {
	struct end **v;
	size_t n, cap;
};

/* The position of a family in the arrays of two. */
#define FAMILY_INDEX(family) ((family) == IPV4 ? 0 : 1)

/* What the ends of a network need to know of it, made once. */
struct places;

struct places *places_new(struct arena *a, const struct model *m);

/* All that "internet" means: not special-purpose, not inside the network. */
struct range_set places_internet(const struct places *p, enum family family);

/*
 * The ends that a selection stands for.  as_to tells whether it is the
 * receiving end.  from is then the sending one (or NULL): a service is
 * resolved in its VPC.  A list without members is possible (an empty tier).
 */
struct ends ends_of(struct arena *a, const struct places *p,
    const struct selection *s, bool as_to, const struct end *from);

/* The same receiver by its IPv4 address as IPv6 clients know it, in
 * 64:ff9b::/96; NULL if it has none that is known. */
struct end *end_by_nat64(struct arena *a, const struct end *e);

/* The end of one interface (or of those alike that the model has as one). */
struct end *end_of_interface(struct arena *a, const struct interface *i);

/* How people read an address of an end. */
const char *end_address_text(struct arena *a, const struct end *e,
    enum family family, struct addr x);

/* How messages call an end: "app in app-a", "internet", "10.0.0.5". */
const char *end_title(struct arena *a, const struct end *e);

/* The AZ it is in: struct subnet's az_key, or NULL. */
const char *end_az(const struct end *e);

/* The kinds of traffic it listens to; everything where nobody said.  Of
 * somebody of whom it is not known: what it may, and what it surely does. */
struct port_set end_listens(struct arena *a, const struct end *e);
struct port_set end_listens_surely(struct arena *a, const struct end *e);

/* Why it is not known what it listens to; or NULL. */
const char *end_listens_unknown(struct arena *a, const struct end *e);

/* The ports (TCP or UDP) that it uses as a client. */
struct port_range end_ephemeral(const struct end *e);

/* Why these are not known, and only of that range; or NULL. */
const char *end_ephemeral_unknown(struct arena *a, const struct end *e);

#endif
