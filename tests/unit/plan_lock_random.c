/* SPDX-License-Identifier: MIT */
#include "lock_exercise.h"
#include "unit.h"

#include <string.h>

/*
 * The fuzz target of the lock over texts mutated from a fixed seed: whatever
 * is in a lock, it is refused, or it is built upon and nothing moves.
 */

static const char seed[] =
    "{\n\"vpcplan_lock\": 1,\n\"vpcs\": {\n"
    "\"w\": { \"cidr\": \"10.64.0.0/20\", \"why\": \"size 20\" }\n},\n"
    "\"subnets\": {\n"
    "\"v/app-a\": { \"cidr\": \"10.0.0.0/24\", \"ipv6_cidr\": "
    "\"2001:db8::/64\", \"why\": \"size 24\" },\n"
    "\"v/app-b\": { \"cidr\": \"10.0.2.0/24\", \"keeps\": \"10.0.2.0/23\", "
    "\"why\": \"\" },\n"
    "\"v/gone\": { \"cidr\": \"10.0.4.0/24\", \"why\": \"\" }\n},\n"
    "\"rooms\": {\n"
    "\"v/app~1\": { \"cidr\": \"10.0.6.0/24\", \"why\": \"\" }\n},\n"
    "\"tombstones\": {\n"
    "\"v/db-a\": { \"cidr\": \"10.0.9.0/26\", \"why\": \"\" },\n"
    "\"w/y\": { \"cidr\": \"10.64.1.0/24\", \"why\": \"\" }\n}\n}\n";

enum { ROUNDS = 4000 };

static void
mutate(struct unit_random *r, char *text, size_t length)
{
	static const char alphabet[] = "{}[]\",:0123456789-/~. vwapdb<=>\n\xff";
	uint32_t at = unit_random_below(r, (uint32_t)length);
	uint32_t from = unit_random_below(r, (uint32_t)length);

	if (unit_random_below(r, 4) > 0)
		text[at] = alphabet[unit_random_below(r,
		    sizeof alphabet - 1)];
	else if (at + 12 < length && from + 12 < length)
		memmove(text + at, text + from, 12);
}

START_TEST(a_mutated_lock_is_refused_or_moves_nothing)
{
	struct unit_random r = { 31 };
	int settled = 0;

	for (int round = 0; round < ROUNDS; round++) {
		char text[sizeof seed];
		size_t length = sizeof seed - 1;

		memcpy(text, seed, sizeof seed);
		for (uint32_t n = unit_random_below(&r, 4); n > 0; n--)
			mutate(&r, text, length);
		settled += lock_exercise(text, length, NULL, 0);
	}
	ck_assert_int_gt(settled, ROUNDS / 8);
}
END_TEST

Suite *suite_lock_random(void);

Suite *
suite_lock_random(void)
{
	return unit_suite_of("lock_random", (const TTest *const[]){
		a_mutated_lock_is_refused_or_moves_nothing, NULL });
}
