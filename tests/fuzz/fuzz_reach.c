/* SPDX-License-Identifier: MIT */

/*
 * The engine against its naive twin: the bytes choose a network and the
 * packets that are asked about.  What is found is reduced and becomes a row of
 * tests/unit/reach_found.c.
 */

#include "twin_compare.h"
#include "twin_network.h"

#include "base/fatal.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* FNV-1a: any bytes as the number of a network. */
static uint64_t
number_of(const uint8_t *data, size_t size)
{
	uint64_t number = 14695981039346656037u;

	for (size_t i = 0; i < size; i++)
		number = (number ^ data[i]) * 1099511628211u;
	return number;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct unit_random r = twin_network_seed(number_of(data, size));
	const char *text = twin_network_make(a, &r);
	struct comparison *c = comparison_new(a, text, strlen(text));
	struct twin_tally tally = { .packets = 0 };

	if (c == NULL)
		BUG("a network that was made is not read");
	comparison_run(c, &r, &tally);
	if (c->difference != NULL) {
		fprintf(stderr, "%s\n%s\n", c->difference, text);
		BUG("the engine and its twin disagree");
	}
	arena_free(a);
	return 0;
}
