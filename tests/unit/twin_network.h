/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_TWIN_NETWORK_H
#define VPCPLAN_TESTS_UNIT_TWIN_NETWORK_H

/*
 * Random small networks, as the text of a spec, so that the reader is
 * exercised too.  They hold nothing unknown: every public address is stated,
 * and no rule cuts the block that a NAT gateway stands in, whose address no
 * plan knows.  They lean towards what works: a network in which everything is
 * blocked tests nothing.
 */

#include "base/arena.h"
#include "unit.h"

/* The random numbers of the network of that number. */
struct unit_random twin_network_seed(uint64_t number);

const char *twin_network_make(struct arena *a, struct unit_random *r);

#endif
