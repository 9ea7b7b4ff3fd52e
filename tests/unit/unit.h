/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_H
#define VPCPLAN_TESTS_UNIT_H

/*
 * A unit-test program is one room: a list of suites, one a module, handed to
 * unit_main().  Tables go through loop tests or plain loops that name the row
 * that fails.
 */

#include <check.h>
#include <stdint.h>

typedef Suite *unit_suite(void);

/* Run the suites (NULL ends the list) and print TAP; the exit status. */
int unit_main(unit_suite *const *suites);

/* A suite of one test case from test functions; NULL ends the list. */
Suite *unit_suite_of(const char *name, const TTest *const *tests);

/* Random numbers from a fixed seed: the same on every machine. */
struct unit_random {
	uint64_t state;
};
uint32_t unit_random(struct unit_random *r);
uint32_t unit_random_below(struct unit_random *r, uint32_t limit);

#endif
