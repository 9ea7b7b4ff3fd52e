/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_SPREAD_H
#define VPCPLAN_LINT_SPREAD_H

/*
 * The subnets that a thing lists, and over which AZs they are spread.
 */

#include "lint/rule.h"

struct spread {
	const struct subnet **v;	/* by AZ */
	size_t n, cap;
	size_t zones;			/* how many different ones */
	const struct subnet *twice[2];	/* two of one AZ, or NULL */
	bool known;			/* no subnet, and no AZ, is missing */
};

struct spread spread_of(struct lint *l, const struct ref *v, size_t n);

/* Say something about what has these subnets, and name them with their AZs. */
void spread_flag(struct lint *l, const struct thing *t,
    const struct spread *s, const char *what);

/* The subnet that a reference means, or NULL. */
const struct subnet *spread_subnet(const struct ref *r);

/* The finding is about one of the thing's subnets, which it names. */
void spread_name(struct lint *l, struct finding *f, const struct subnet *s);

/* How messages name the AZ of a subnet. */
const char *spread_az(const struct subnet *s);

/* For qsort() of subnets whose tiers are known: by tier, then as things. */
int spread_compare_tiers(const void *x, const void *y);

#endif
