/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DIAG_SUPPRESSION_H
#define VPCPLAN_DIAG_SUPPRESSION_H

/*
 * An accepted finding, as the input states it: which rule, where, why, until
 * when.  An "ignore" on an object holds for the bytes of that object and so
 * for all below it; one with "at" holds for every object that the pattern
 * names, `*` standing for one segment.
 */

#include "base/place.h"

struct suppression {
	struct place at;	/* the entry itself, for messages */
	const char *rule;	/* code, name or prefix of codes; NULL if absent */
	const char *reason;	/* NULL if absent or empty: invalid */
	const char *until;	/* "2027-03-31", or NULL */
	const char *pattern;	/* JSON pointer or resource address; NULL: scope */
	uint32_t file, from, to;	/* the scope where there is no pattern */
	bool configured;	/* by the configuration, which holds for more
				   inputs than these: it may be unused */
};

struct suppressions {
	struct suppression **v;
	size_t n, cap;
};

#endif
