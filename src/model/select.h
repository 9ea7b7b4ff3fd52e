/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_SELECT_H
#define VPCPLAN_MODEL_SELECT_H

/*
 * What a FROM or TO means: a workload, an interface endpoint, subnet, tier,
 * VPC, network, service, "internet", a CIDR or an address.  Names, ids and
 * addresses of the format are looked up in the own VPC first, then wherever
 * they are unique.
 *
 * A thing that is named like an AWS service hides it, except an endpoint for
 * that service.  A workload beats a tier that is only the default of its
 * subnets; so does a subnet that is all of such a tier.  The id of an instance
 * that the input does not list means the interface that it holds.
 */

#include "model/model.h"

enum selected {
	SELECTED_INTERNET,
	SELECTED_CIDR,		/* also a single address */
	SELECTED_SERVICE,	/* an AWS service by name */
	SELECTED_WORKLOAD,
	SELECTED_INTERFACE,
	SELECTED_ENDPOINT,	/* of any type but gateway */
	SELECTED_SUBNET,
	SELECTED_TIER,
	SELECTED_VPC,
	SELECTED_NETWORK
};

struct selection {
	enum selected what;
	struct thing *thing;	/* of those that are things */
	struct vpc *vpc;	/* SELECTED_TIER: of this VPC; NULL: of subnets
				   whose VPC is not known */
	const char *name;	/* tier or service */
	struct cidr cidr;	/* SELECTED_CIDR */
	bool is_address;
	bool is_said;		/* by somebody, who means all that is in it:
				   what may be, too */
};

enum select_result { SELECT_OK, SELECT_UNKNOWN_NAME, SELECT_AMBIGUOUS,
	SELECT_MALFORMED };

/* The names of a linked model, made once; O(n log n). */
struct selector;

struct selector *selector_new(struct arena *a, const struct model *m);

/*
 * Find what text means, in an island (0: in any), from inside vpc (or NULL).
 * If it is not SELECT_OK, *why says it in a clause with the candidates or the
 * nearest name, in memory of a, and *out is untouched.
 */
enum select_result select_find(struct arena *a, const struct selector *s,
    unsigned island, const struct vpc *vpc, const char *text,
    struct selection *out, const char **why);

/* Things that a name means, and that a flow may pass. */
struct passables {
	struct thing **v;
	size_t n, cap;
};

/*
 * Everything that the VIA of an expectation may mean by text, in an island (0:
 * in any).  Words such as "nat" are no names: ask before.  Where nothing is
 * called so, the list is empty and *why a clause with the nearest name.
 */
struct passables select_passed(struct arena *a, const struct selector *s,
    unsigned island, const char *text, const char **why);

/* Whether the word names an AWS service that the program knows: "s3". */
bool select_is_service(const char *word);

/* All such words, sorted; how many there are. */
size_t select_services(const char *const **out);

/*
 * Whether an endpoint for service ("ecr.api") is one for what word means: the
 * same service, or the family that it belongs to ("ecr").
 */
bool select_serves(const char *service, const char *word);

#endif
