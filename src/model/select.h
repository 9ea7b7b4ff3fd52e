/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_SELECT_H
#define VPCPLAN_MODEL_SELECT_H

/*
 * What a FROM or TO means: a workload, an interface endpoint, subnet, tier,
 * VPC, network, service, "internet", a CIDR or an address.  Names are looked
 * up in the own VPC first, then wherever they are unique.
 */

#include "model/model.h"

enum selected {
	SELECTED_INTERNET,
	SELECTED_CIDR,		/* also a single address */
	SELECTED_SERVICE,	/* an AWS service by name */
	SELECTED_WORKLOAD,
	SELECTED_INTERFACE,
	SELECTED_ENDPOINT,
	SELECTED_SUBNET,
	SELECTED_TIER,
	SELECTED_VPC,
	SELECTED_NETWORK
};

struct selection {
	enum selected what;
	struct thing *thing;	/* of those that are things */
	struct vpc *vpc;	/* SELECTED_TIER: of this VPC; NULL: of all */
	const char *name;	/* tier or service */
	struct cidr cidr;	/* SELECTED_CIDR */
	bool is_address;
};

enum select_result { SELECT_OK, SELECT_UNKNOWN_NAME, SELECT_AMBIGUOUS,
	SELECT_MALFORMED };

/*
 * Find what text means, in an island, from inside vpc (or NULL).  If it is
 * not SELECT_OK, *why says it in a clause with the candidates or the nearest
 * names, and *out is untouched.
 */
enum select_result select_find(struct arena *a, const struct model *m,
    unsigned island, const struct vpc *vpc, const char *text,
    struct selection *out, const char **why);

/* Whether the word names an AWS service that the program knows: "s3". */
bool select_is_service(const char *word);

#endif
