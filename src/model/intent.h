/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_INTENT_H
#define VPCPLAN_MODEL_INTENT_H

/*
 * Expectations: what must and must not be reachable.  Parsed by
 * model/notation; what FROM and TO mean is found by model/select.
 */

#include "model/filter.h"

enum verb { REACHES, NEVER_REACHES, ONLY_REACHES };

struct via {
	const char *text;	/* a name, as from; or a kind word: igw nat … */
	bool negated;
};

struct expectation {
	struct place at;
	const char *text;	/* the canonical sentence, sanitised */
	const char *from, *to;	/* names as written, quotes kept where needed */
	enum verb verb;
	struct ports_value ports;	/* absent: what TO serves */
	bool only;		/* trailing: on no other port */
	unsigned family;	/* 4, 6, or 0: each that both ends have */
	VEC(struct via) vias;
	bool surviving_any_az;
	const char *why;
	const struct vpc *vpc;	/* a workload's "needs": where names are
				   looked up first; else NULL */
	unsigned island;
};

#endif
