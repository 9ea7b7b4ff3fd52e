/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_TWIN_H
#define VPCPLAN_TESTS_UNIT_TWIN_H

/*
 * The naive twin of the reachability engine: one concrete packet, and its
 * answer, walked through a linked model.  It was written from the description
 * of the semantics and shares nothing with the engine: no sets, no classes,
 * no caches, no bounds.  Routes are found by scanning all of them, ACLs by
 * looking for the lowest number that matches, groups by trying every rule.
 *
 * It knows what an address is (that of a NAT gateway lies somewhere in its
 * subnet, that of a service somewhere outside), and where a filter or a route
 * would have to know more, it says that it is in doubt.
 */

#include "model/model.h"

enum twin_kind {
	TWIN_INTERFACE,		/* an interface, by its private address */
	TWIN_BARE,		/* an address of a subnet that nobody has */
	TWIN_NOWHERE,		/* an address of a VPC that no subnet has */
	TWIN_INTERNET,
	TWIN_NETWORK,
	TWIN_SERVICE,		/* by its public addresses */
	TWIN_HOST		/* what AWS answers on the host of the sender */
};

struct twin_place {
	enum twin_kind kind;
	const struct interface *interface;
	const struct subnet *subnet;
	const struct vpc *vpc;
	const struct network *network;
	const char *service;
	struct addr address;	/* of an interface the private one, or IPv6 */
	bool by_public;		/* the packet is for its public address */
	bool by_nat64;		/* it is for that IPv4 address as one of
				   64:ff9b::/96 */
};

struct twin_question {
	const struct model *m;
	struct twin_place from, to;
	enum family family;
	unsigned protocol, port;	/* or type << 8 | code of ICMP */
	const char *lost_az;		/* an az_key, or NULL */

	/* 0: addresses that no plan knows stay unknown.  Else they are taken
	 * to be others of these for each number, where these are usable. */
	unsigned assume;
	const struct addr *assumed;
	size_t n_assumed;
};

enum twin_verdict { TWIN_NO, TWIN_ONE_WAY, TWIN_SOME, TWIN_YES, TWIN_DOUBT };

struct twin_answer {
	enum twin_verdict verdict;
	bool arrives;		/* listened to or not */
	const char *why;	/* why not yes, for people; else NULL */
	unsigned why_port;	/* of an answer that is lost: its port */
};

/* The whole flow: there, and back for all ports the client may use. */
struct twin_answer twin_ask(const struct twin_question *q);

const char *twin_verdict_name(enum twin_verdict v);

/* What "internet" means to the twin. */
bool twin_is_internet(const struct model *m, enum family family,
    struct addr a);

/* Whether an interface without stated addresses may have that one. */
bool twin_is_usable(const struct model *m, const struct subnet *s,
    enum family family, struct addr a);

/* The IPv4 address that one of 64:ff9b::/96 stands for. */
struct addr twin_nat64_address(struct addr a);

/* The interface endpoint that a service's name means inside a VPC, or NULL. */
const struct endpoint *twin_resolve(const struct vpc *v, const char *service);

#endif
