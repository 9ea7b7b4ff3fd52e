/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_LOCK_EXERCISE_H
#define VPCPLAN_TESTS_LOCK_EXERCISE_H

/*
 * Any bytes as a lock, and a plan that is settled against it.  Used by the
 * fuzz target and by the run over mutated locks of the unit tests.
 */

#include <stddef.h>

/*
 * Whether the lock could be built upon and all of the plan has a place; ends
 * the program if a promise is broken.  plan may be NULL: one of our own.
 */
int lock_exercise(const char *lock, size_t lock_length, const char *plan,
    size_t plan_length);

#endif
