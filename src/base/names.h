/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_NAMES_H
#define VPCPLAN_BASE_NAMES_H

/*
 * One copy of every text that occurs again and again (ids, names, regions):
 * names_intern() returns the same pointer for the same bytes.  Compare such
 * pointers with == only inside model/; elsewhere use str_equal().
 */

#include "base/map.h"

struct names {
	struct map texts;
};

struct names names_new(struct arena *a);

/* The one copy of length bytes at text, NUL-terminated; lives as the arena. */
const char *names_intern(struct names *n, const char *text, size_t length);

/*
 * The candidate nearest to wanted by str_distance(), or NULL if none is near
 * enough to be what was meant (a third of its length, at least 1); one that is
 * the same but for case before all others.  Ties go to the first in the list.
 */
const char *names_nearest(const char *wanted, const char *const *candidates,
    size_t n);

#endif
