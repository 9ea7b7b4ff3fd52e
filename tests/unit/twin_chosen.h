/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_TWIN_CHOSEN_H
#define VPCPLAN_TESTS_UNIT_TWIN_CHOSEN_H

/* Networks whose IPv6 blocks Amazon has yet to choose. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct unit_random;

/* A random network, without the blocks. */
const char *twin_chosen_make(struct arena *a, struct unit_random *r);

struct chosen_tally {
	size_t asked, decided, yes;
};

/* Make the network of a number and try several choices; false, and a report
 * on stdout, if an answer does not hold for one. */
bool twin_chosen_compare(uint64_t number, struct chosen_tally *tally);

#endif
