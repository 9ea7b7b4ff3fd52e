/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_PAIRING_H
#define VPCPLAN_PLAN_PAIRING_H

/*
 * Which thing of one network is which thing of another: of a plan and its
 * next version, of a plan and what is deployed.
 *
 * Things are paired by the address that their format gives them, then by
 * AWS's id, by kind, VPC and name, by CIDR block or address, and last by their
 * place: what there is only one of (the internet gateway of a VPC, the table
 * of the same subnets, what stands in the same subnets under the same groups)
 * or what says the same.  What is ambiguous in a step is left to the next.
 */

#include "model/model.h"

enum when { BEFORE, AFTER };

enum paired_by { PAIRED_BY_ADDRESS, PAIRED_BY_ID, PAIRED_BY_NAME,
	PAIRED_BY_CIDR, PAIRED_BY_ROLE };

struct thing_pair {
	const struct thing *is[2];	/* by enum when; NULL: not there */
	enum paired_by by;		/* of both */
	const char *role;		/* PAIRED_BY_ROLE: "by its subnet" */
	size_t number;			/* position in the pairing */
};

struct pairing {
	const struct model *model[2];
	struct thing_pair **v;		/* by kind, then in the order of the
					   models' lists */
	size_t n, cap;
	struct thing_pair **of[2];	/* by struct thing's order … */
	uint32_t orders[2];		/* … below these: what came into a
					   model later is of no pair */
};

/* Both models are linked.  O(n log n). */
struct pairing *pairing_new(struct arena *a, const struct model *before,
    const struct model *after);

/* The same of a network and its model_copy(): each thing is its copy.  O(n). */
struct pairing *pairing_of_copy(struct arena *a, const struct model *m,
    const struct model *copy);

/* The pair of a thing of one of the two models; NULL for NULL. */
const struct thing_pair *pairing_of(const struct pairing *p, enum when when,
    const struct thing *t);

/* "address", "id", "name", "CIDR", "place": by what they were paired. */
const char *paired_by_word(enum paired_by by);

/*
 * What both sides call a thing: the name that it has after, else the one
 * that it had; with its VPC in front if that is another than near's, which
 * may be NULL.
 */
const char *pairing_name(const struct pairing *p, struct arena *a,
    enum when when, const struct thing *t, const struct thing *near);

#endif
