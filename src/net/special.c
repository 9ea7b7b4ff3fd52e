/* SPDX-License-Identifier: MIT */
#include "net/special.h"

#define QUAD(a, b, c, d) \
	((uint64_t)(a) << 24 | (uint64_t)(b) << 16 | (c) << 8 | (d))
#define BLOCK4(a, b, c, d, bits) \
	{ .base = { 0, QUAD(a, b, c, d) }, .family = IPV4, .length = (bits) }
#define BLOCK6(high, low, bits) \
	{ .base = { (high), (low) }, .family = IPV6, .length = (bits) }

/*
 * Multicast and the withdrawn site-local block stand in registries of their
 * own; they are here because nothing outside reaches them either.
 */
static const struct special ipv4[] = {
	{ BLOCK4(0, 0, 0, 0, 8), "\"this network\"", "RFC 791",
	    REACHABLE_NO },
	{ BLOCK4(0, 0, 0, 0, 32), "this host on this network", "RFC 1122",
	    REACHABLE_NO },
	{ BLOCK4(10, 0, 0, 0, 8), "private use", "RFC 1918", REACHABLE_NO },
	{ BLOCK4(100, 64, 0, 0, 10), "shared address space", "RFC 6598",
	    REACHABLE_NO },
	{ BLOCK4(127, 0, 0, 0, 8), "loopback", "RFC 1122", REACHABLE_NO },
	{ BLOCK4(169, 254, 0, 0, 16), "link local", "RFC 3927",
	    REACHABLE_NO },
	{ BLOCK4(172, 16, 0, 0, 12), "private use", "RFC 1918",
	    REACHABLE_NO },
	{ BLOCK4(192, 0, 0, 0, 24), "IETF protocol assignments", "RFC 6890",
	    REACHABLE_NO },
	{ BLOCK4(192, 0, 0, 0, 29), "IPv4 service continuity", "RFC 7335",
	    REACHABLE_NO },
	{ BLOCK4(192, 0, 0, 8, 32), "IPv4 dummy address", "RFC 7600",
	    REACHABLE_NO },
	{ BLOCK4(192, 0, 0, 9, 32), "port control protocol anycast",
	    "RFC 7723", REACHABLE_YES },
	{ BLOCK4(192, 0, 0, 10, 32), "TURN anycast", "RFC 8155",
	    REACHABLE_YES },
	{ BLOCK4(192, 0, 0, 170, 32), "NAT64/DNS64 discovery", "RFC 8880",
	    REACHABLE_NO },
	{ BLOCK4(192, 0, 0, 171, 32), "NAT64/DNS64 discovery", "RFC 8880",
	    REACHABLE_NO },
	{ BLOCK4(192, 0, 2, 0, 24), "documentation (TEST-NET-1)", "RFC 5737",
	    REACHABLE_NO },
	{ BLOCK4(192, 31, 196, 0, 24), "AS112-v4", "RFC 7535",
	    REACHABLE_YES },
	{ BLOCK4(192, 52, 193, 0, 24), "automatic multicast tunneling",
	    "RFC 7450", REACHABLE_YES },
	{ BLOCK4(192, 88, 99, 0, 24), "deprecated 6to4 relay anycast",
	    "RFC 7526", REACHABLE_NOT_STATED },
	{ BLOCK4(192, 88, 99, 2, 32), "6a44 relay anycast", "RFC 6751",
	    REACHABLE_NO },
	{ BLOCK4(192, 168, 0, 0, 16), "private use", "RFC 1918",
	    REACHABLE_NO },
	{ BLOCK4(192, 175, 48, 0, 24), "direct delegation AS112 service",
	    "RFC 7534", REACHABLE_YES },
	{ BLOCK4(198, 18, 0, 0, 15), "benchmarking", "RFC 2544",
	    REACHABLE_NO },
	{ BLOCK4(198, 51, 100, 0, 24), "documentation (TEST-NET-2)",
	    "RFC 5737", REACHABLE_NO },
	{ BLOCK4(203, 0, 113, 0, 24), "documentation (TEST-NET-3)",
	    "RFC 5737", REACHABLE_NO },
	{ BLOCK4(224, 0, 0, 0, 4), "multicast", "RFC 5771",
	    REACHABLE_NOT_STATED },
	{ BLOCK4(240, 0, 0, 0, 4), "reserved", "RFC 1112", REACHABLE_NO },
	{ BLOCK4(255, 255, 255, 255, 32), "limited broadcast", "RFC 919",
	    REACHABLE_NO }
};

static const struct special ipv6[] = {
	{ BLOCK6(0, 0, 128), "unspecified address", "RFC 4291",
	    REACHABLE_NO },
	{ BLOCK6(0, 1, 128), "loopback", "RFC 4291", REACHABLE_NO },
	{ BLOCK6(0, 0xffff00000000, 96), "IPv4-mapped", "RFC 4291",
	    REACHABLE_NO },
	{ BLOCK6(0x0064ff9b00000000, 0, 96), "NAT64 well-known prefix",
	    "RFC 6052", REACHABLE_YES },
	{ BLOCK6(0x0064ff9b00010000, 0, 48), "NAT64 local use", "RFC 8215",
	    REACHABLE_NO },
	{ BLOCK6(0x0100000000000000, 0, 64), "discard only", "RFC 6666",
	    REACHABLE_NO },
	{ BLOCK6(0x0100000000000001, 0, 64), "dummy prefix", "RFC 9780",
	    REACHABLE_NO },
	{ BLOCK6(0x2001000000000000, 0, 23), "IETF protocol assignments",
	    "RFC 2928", REACHABLE_NO },
	{ BLOCK6(0x2001000000000000, 0, 32), "Teredo", "RFC 4380",
	    REACHABLE_NOT_STATED },
	{ BLOCK6(0x2001000100000000, 1, 128),
	    "port control protocol anycast", "RFC 7723", REACHABLE_YES },
	{ BLOCK6(0x2001000100000000, 2, 128), "TURN anycast", "RFC 8155",
	    REACHABLE_YES },
	{ BLOCK6(0x2001000100000000, 3, 128),
	    "DNS-SD registration protocol anycast", "RFC 9665",
	    REACHABLE_YES },
	{ BLOCK6(0x2001000200000000, 0, 48), "benchmarking", "RFC 5180",
	    REACHABLE_NO },
	{ BLOCK6(0x2001000300000000, 0, 32), "automatic multicast tunneling",
	    "RFC 7450", REACHABLE_YES },
	{ BLOCK6(0x2001000401120000, 0, 48), "AS112-v6", "RFC 7535",
	    REACHABLE_YES },
	{ BLOCK6(0x2001001000000000, 0, 28), "deprecated ORCHID", "RFC 4843",
	    REACHABLE_NOT_STATED },
	{ BLOCK6(0x2001002000000000, 0, 28), "ORCHIDv2", "RFC 7343",
	    REACHABLE_YES },
	{ BLOCK6(0x2001003000000000, 0, 28), "drone remote identification",
	    "RFC 9374", REACHABLE_YES },
	{ BLOCK6(0x20010db800000000, 0, 32), "documentation", "RFC 3849",
	    REACHABLE_NO },
	{ BLOCK6(0x2002000000000000, 0, 16), "6to4", "RFC 3056",
	    REACHABLE_NOT_STATED },
	{ BLOCK6(0x2620004f80000000, 0, 48),
	    "direct delegation AS112 service", "RFC 7534", REACHABLE_YES },
	{ BLOCK6(0x3fff000000000000, 0, 20), "documentation", "RFC 9637",
	    REACHABLE_NO },
	{ BLOCK6(0x5f00000000000000, 0, 16), "segment routing (SRv6) SIDs",
	    "RFC 9602", REACHABLE_NO },
	{ BLOCK6(0xfc00000000000000, 0, 7), "unique local", "RFC 4193",
	    REACHABLE_NO },
	{ BLOCK6(0xfe80000000000000, 0, 10), "link-local unicast",
	    "RFC 4291", REACHABLE_NO },
	{ BLOCK6(0xfec0000000000000, 0, 10), "deprecated site-local",
	    "RFC 3879", REACHABLE_NO },
	{ BLOCK6(0xff00000000000000, 0, 8), "multicast", "RFC 4291",
	    REACHABLE_NOT_STATED }
};

static const struct cidr documentation[] = {
	BLOCK4(192, 0, 2, 0, 24),
	BLOCK4(198, 51, 100, 0, 24),
	BLOCK4(203, 0, 113, 0, 24),
	BLOCK6(0x20010db800000000, 0, 32),
	BLOCK6(0x3fff000000000000, 0, 20)
};

const struct special *
special_table(enum family family, size_t *n)
{
	if (family == IPV4) {
		*n = sizeof ipv4 / sizeof *ipv4;
		return ipv4;
	}
	*n = sizeof ipv6 / sizeof *ipv6;
	return ipv6;
}

const struct special *
special_find(enum family family, struct addr a)
{
	const struct special *found = NULL;
	size_t n = 0;
	const struct special *table = special_table(family, &n);

	/* Containers sort before their content: the last match is deepest. */
	for (size_t i = 0; i < n; i++)
		if (cidr_contains_addr(table[i].block, family, a))
			found = &table[i];
	return found;
}

/* The first *of_one_kind blocks: all that are alike in being global. */
static struct range_set
next_blocks(struct arena *a, enum family family, const struct special *table,
    size_t n, size_t *of_one_kind)
{
	struct cidr *blocks = arena_array(a, n, sizeof *blocks);
	size_t i;

	for (i = 0; i < n && (table[i].global == REACHABLE_YES) ==
	    (table[0].global == REACHABLE_YES); i++)
		blocks[i] = table[i].block;
	*of_one_kind = i;
	return range_set_of_cidrs(a, family, blocks, i);
}

struct range_set
special_space(struct arena *a, enum family family, bool with_documentation)
{
	struct arena *scratch = arena_new();
	struct range_set space = range_set_empty(family);
	struct range_set left_out = range_set_empty(family);
	size_t n = 0, of_one_kind;
	const struct special *table = special_table(family, &n);

	/* In the order of the table, so that the inner block has its way. */
	for (size_t i = 0; i < n; i += of_one_kind) {
		bool out = table[i].global == REACHABLE_YES;
		struct range_set blocks = next_blocks(scratch, family,
		    &table[i], n - i, &of_one_kind);

		space = out ? range_set_subtract(scratch, space, blocks) :
		    range_set_union(scratch, space, blocks);
	}
	if (!with_documentation)
		left_out = range_set_of_cidrs(scratch, family, documentation,
		    sizeof documentation / sizeof *documentation);
	space = range_set_copy(a, range_set_subtract(scratch, space,
	    left_out));
	arena_free(scratch);
	return space;
}
