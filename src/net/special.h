/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_SPECIAL_H
#define VPCPLAN_NET_SPECIAL_H

/*
 * The IANA special-purpose address registries, IPv4 and IPv6, as of
 * 2025-10-09: which blocks exist, by which RFC, and whether addresses in
 * them are globally reachable.  No idea of AWS: what AWS makes of a block
 * stands in model/facts.  Multicast and site-local, which have registries of
 * their own, are rows too.
 */

#include "net/range_set.h"

enum reachable { REACHABLE_NO, REACHABLE_YES, REACHABLE_NOT_STATED };

struct special {
	struct cidr block;
	const char *name;	/* "private use" */
	const char *rfc;	/* "RFC 1918" */
	enum reachable global;
};

/* The most specific block that contains a, or NULL for ordinary space. */
const struct special *special_find(enum family family, struct addr a);

/* All rows of a family, sorted by block; *n is their number. */
const struct special *special_table(enum family family, size_t *n);

/*
 * The special-purpose space that is not globally reachable, as a set; blocks
 * of which the registry does not say are taken not to be (multicast, 6to4,
 * Teredo), and a reachable block inside an unreachable one is cut out.  The
 * documentation blocks are left out where with_documentation is false
 * (plans use them as stand-ins for public addresses).
 */
struct range_set special_space(struct arena *a, enum family family,
    bool with_documentation);

#endif
