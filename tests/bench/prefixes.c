/* SPDX-License-Identifier: MIT */

/*
 * prefixes N FAMILY MIX [label]
 *
 * Print N prefixes of family 4 or 6, one a line, with label each followed by
 * a label of its own.  The same arguments give the same bytes.
 *
 *	routes	lengths as in a routing table, duplicates and overlaps
 *	hosts	random single addresses
 *	small	random /28 or /64: next to nothing merges
 *	dense	consecutive /24 or /64 in random order: everything merges
 *	plan	a nested address plan inside 10.0.0.0/8 or fd00::/8
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static uint64_t
bits(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 2685821657736338717u;
}

static unsigned
below(unsigned limit)
{
	return (unsigned)((bits() >> 32) % limit);
}

/* Lengths and how often they come. */
struct share {
	unsigned length, weight;
};

static const struct share routes4[] = {
	{ 12, 1 }, { 14, 1 }, { 15, 1 }, { 16, 13 }, { 17, 8 }, { 18, 13 },
	{ 19, 25 }, { 20, 40 }, { 21, 45 }, { 22, 100 }, { 23, 90 },
	{ 24, 600 }, { 0, 0 }
};

static const struct share routes6[] = {
	{ 29, 5 }, { 32, 120 }, { 36, 15 }, { 40, 20 }, { 44, 30 }, { 46, 15 },
	{ 47, 15 }, { 48, 400 }, { 56, 60 }, { 60, 40 }, { 64, 280 }, { 0, 0 }
};

static const struct share plan4[] = {
	{ 16, 1 }, { 20, 1 }, { 22, 1 }, { 24, 3 }, { 26, 1 }, { 28, 1 },
	{ 0, 0 }
};

static const struct share plan6[] = {
	{ 40, 1 }, { 48, 1 }, { 56, 2 }, { 64, 2 }, { 0, 0 }
};

static unsigned
pick(const struct share *v)
{
	unsigned sum = 0;
	int at;

	for (const struct share *s = v; s->weight > 0; s++)
		sum += s->weight;
	at = (int)below(sum);
	while ((at -= (int)v->weight) >= 0)
		v++;
	return v->length;
}

static void
print_ipv4(const char *mix, unsigned i)
{
	uint32_t a = (uint32_t)(bits() >> 32);
	unsigned length = 32;

	if (strcmp(mix, "routes") == 0)
		length = pick(routes4);
	else if (strcmp(mix, "plan") == 0)
		length = pick(plan4);
	else if (strcmp(mix, "small") == 0)
		length = 28;
	else if (strcmp(mix, "dense") == 0)
		length = 24;
	if (strcmp(mix, "plan") == 0)
		a = 10u << 24 | (a & 0xffffff);
	else if (strcmp(mix, "dense") == 0)
		/* an odd factor visits all of 2^20 once, then again */
		a = (11u << 24) + (((i * 641u) & 0xfffff) << 8);
	else if (a >> 28 >= 14)
		a &= 0xdfffffff;
	a &= (uint32_t)(UINT64_MAX << (32 - length));
	printf("%u.%u.%u.%u/%u", a >> 24, a >> 16 & 255, a >> 8 & 255,
	    a & 255, length);
}

/* Of IPv6 the upper half says it all; of hosts the lower is not 0. */
static void
print_ipv6(const char *mix, unsigned i)
{
	uint64_t a = bits() >> 3 | (uint64_t)1 << 61;
	unsigned length = 64;

	if (strcmp(mix, "routes") == 0)
		length = pick(routes6);
	else if (strcmp(mix, "plan") == 0)
		length = pick(plan6);
	if (strcmp(mix, "plan") == 0)
		a = (uint64_t)0xfd << 56 | (a & UINT64_MAX >> 8);
	else if (strcmp(mix, "dense") == 0)
		a = 0x20010db800000000 + ((i * 641u) & 0xfffff);
	a &= UINT64_MAX << (64 - length);
	printf("%" PRIx64 ":%" PRIx64, a >> 48, a >> 32 & 0xffff);
	if ((a & 0xffffffff) != 0)
		printf(":%" PRIx64, a >> 16 & 0xffff);
	if ((a & 0xffff) != 0)
		printf(":%" PRIx64, a & 0xffff);
	if (strcmp(mix, "hosts") == 0)
		printf("::%x", 1 + below(65535));
	else
		printf("::/%u", length);
}

int
main(int argc, char **argv)
{
	unsigned n;

	if (argc < 4)
		return 2;
	n = (unsigned)strtoul(argv[1], NULL, 10);
	for (unsigned i = 0; i < n; i++) {
		if (strcmp(argv[2], "6") == 0)
			print_ipv6(argv[3], i);
		else
			print_ipv4(argv[3], i);
		if (argc > 4)
			printf(" %s%u", argv[4], i);
		putchar('\n');
	}
	return 0;
}
