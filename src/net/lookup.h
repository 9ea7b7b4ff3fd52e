/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_LOOKUP_H
#define VPCPLAN_NET_LOOKUP_H

/*
 * Longest-prefix match of many addresses in many prefixes.  Prefixes of both
 * families are added, each with a number of the caller's; then the table is
 * built, once (which it must be); then it is asked.  An answer is a row: the
 * place of a prefix in the order of all of its family.
 */

#include "base/arena.h"
#include "net/cidr.h"

struct lookup;

enum { LOOKUP_NONE = -1 };

struct lookup *lookup_new(struct arena *a);

/*
 * About that many prefixes are going to be added.  Only address space is set
 * aside for them; memory is used when they come.
 */
void lookup_expect(struct lookup *l, size_t n);

/* At most 2^30 prefixes a family. */
void lookup_add(struct lookup *l, struct cidr c, uint32_t id);
void lookup_build(struct lookup *l);

/*
 * The row of the longest prefix that contains the address, or LOOKUP_NONE;
 * of equal prefixes that with the least id.
 */
int32_t lookup_find(const struct lookup *l, enum family family,
    struct addr a);

/*
 * As lookup_find() for n addresses.  They wait for memory together instead of
 * one after the other: in a large table that is what takes the time.
 */
void lookup_find_many(const struct lookup *l, enum family family,
    const struct addr *a, size_t n, int32_t *row);

/* The row of the longest prefix that contains all of r, or LOOKUP_NONE. */
int32_t lookup_find_range(const struct lookup *l, enum family family,
    struct range r);

/*
 * The row of the longest prefix around that of row which is not equal to it,
 * or LOOKUP_NONE.
 */
int32_t lookup_outer(const struct lookup *l, enum family family,
    int32_t row);

/* The number of rows that are equal to row, row itself and those behind it. */
size_t lookup_equal(const struct lookup *l, enum family family, int32_t row);

struct cidr lookup_cidr(const struct lookup *l, enum family family,
    int32_t row);
uint32_t lookup_id(const struct lookup *l, enum family family, int32_t row);

#endif
