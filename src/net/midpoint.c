/* SPDX-License-Identifier: MIT */
#include "net/midpoint.h"

/* Whether the midpoint b is one of an address in the prefix of a. */
static inline bool
is_inside(uint64_t a, uint64_t b)
{
	uint64_t one = a & (0 - a);

	return ((a ^ b) & ~(one | (one - 1))) == 0;
}

/*
 * Prefixes nest or lie apart, so the kept ones are a stack: a prefix in the
 * last of them goes, and one that contains the last ones replaces them.
 */
size_t
midpoint_keep_outermost(uint64_t *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && is_inside(v[kept - 1], v[i]))
			continue;
		while (kept > 0 && is_inside(v[i], v[kept - 1]))
			kept--;
		v[kept++] = v[i];
	}
	return kept;
}
