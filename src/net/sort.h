/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_SORT_H
#define VPCPLAN_NET_SORT_H

/*
 * Sorting large arrays of numbers by their bits, ascending, in time linear in
 * their count whatever the numbers are.  scratch has room for n items and its
 * content does not matter.
 */

#include "net/addr.h"

void sort_u32(uint32_t *v, uint32_t *scratch, size_t n);
void sort_u64(uint64_t *v, uint64_t *scratch, size_t n);
void sort_addrs(struct addr *v, struct addr *scratch, size_t n);

#endif
