/* SPDX-License-Identifier: MIT */

/*
 * place N: place N requests of mixed sizes in tiers of three, from empty, as
 * vpcplan alloc does, and say how much of the processor's time the placing
 * alone took.
 * place N lines: print the requests instead, for a peer to sort.
 */

#include "plan/allocate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct request
make_request(struct arena *a, size_t i, uint64_t *random)
{
	const char *tier = arena_printf(a, "t%zu", i / 3);

	*random = *random * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (struct request){ .tier = tier,
		.name = arena_printf(a, "%s-%zu", tier, i % 3),
		.length = 25 + (unsigned)(*random >> 33) % 4 };
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000, placed = 0;
	struct request *v = arena_array(a, n, sizeof *v);
	struct terrain t = { .family = IPV4 };
	struct cidr whole = { .length = 0 };
	uint64_t random = 1;
	clock_t start;

	(void)cidr_parse("10.0.0.0/8", 10, &whole);
	vec_push(a, &t.blocks, whole);
	for (size_t i = 0; i < n; i++)
		v[i] = make_request(a, i, &random);
	if (argc > 2) {
		for (size_t i = 0; i < n; i++)
			printf("%u %s\n", v[i].length, v[i].name);
		arena_free(a);
		return 0;
	}
	start = clock();
	allocate(&t, v, n, FIT_BEST, ALLOCATE_STABLE);
	start = clock() - start;
	for (size_t i = 0; i < n; i++)
		placed += v[i].placed;
	printf("%zu of %zu requests placed in %.3f s\n", placed, n,
	    (double)start / CLOCKS_PER_SEC);
	arena_free(a);
	return placed == n ? 0 : 1;
}
