/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_CIDR_H
#define VPCPLAN_NET_CIDR_H

/*
 * A prefix (CIDR block): family, length and a base whose host bits are all
 * zero.  Passed by value.  "10.0.0.9/8" is not a prefix but an address with a
 * length; the strict parser refuses it, the masking one mends and says so.
 */

#include "base/arena.h"
#include "net/addr.h"

struct cidr {
	struct addr base;
	uint8_t family;		/* enum family; 0 only in a zeroed struct */
	uint8_t length;		/* 0..32 or 0..128 */
};

struct range {
	struct addr first, last;	/* inclusive, first <= last, one family */
};

/*
 * Parse "10.0.0.0/16" or "2001:db8::/56": an address, a slash, a decimal
 * length without leading zero.  On failure *out is untouched.
 */
enum addr_error cidr_parse(const char *text, size_t length, struct cidr *out);

/*
 * As cidr_parse(), but host bits are cleared; *had_host_bits says whether
 * there were any.
 */
enum addr_error cidr_parse_masking(const char *text, size_t length,
    struct cidr *out, bool *had_host_bits);

/*
 * The same for a prefix at the start of a longer text: *p is set to what
 * follows it.  On failure *p is the place of the fault and *out untouched.
 */
enum addr_error cidr_scan(const char **p, const char *end, struct cidr *out,
    bool *had_host_bits);

/* Read the length behind the slash: decimal, in range, no leading zero. */
enum addr_error cidr_scan_length(const char **p, const char *end,
    enum family family, unsigned *out);

enum { CIDR_TEXT_MAX = ADDR_TEXT_MAX + 4 };

char *cidr_format(struct cidr c, char out[CIDR_TEXT_MAX]);

/* The same in memory of a. */
const char *cidr_text(struct arena *a, struct cidr c);

/*
 * As cidr_format(), without a NUL; returns where the text ends.  The length
 * apart, for loops in which a struct passed through memory would cost more
 * than the rest.
 */
char *cidr_write(char *out, struct cidr c);
char *cidr_write_length(char *out, unsigned length);	/* "/24" */

/* The netmask of a prefix length, 0..family_bits(). */
static inline struct addr
cidr_mask(enum family family, unsigned length)
{
	struct addr all = addr_last(family);

	return addr_and(all,
	    addr_shift_left(all, family_bits(family) - length));
}

/* The prefix of that length around a; host bits of a are dropped. */
static inline struct cidr
cidr_around(struct addr a, enum family family, unsigned length)
{
	return (struct cidr){
		.base = addr_and(a, cidr_mask(family, length)),
		.family = (uint8_t)family,
		.length = (uint8_t)length
	};
}

static inline struct addr
cidr_last(struct cidr c)
{
	struct addr host_bits = addr_shift_right(addr_last(IPV6),
	    128 - (family_bits(c.family) - c.length));

	return addr_or(c.base, host_bits);
}

static inline struct range
cidr_range(struct cidr c)
{
	return (struct range){ c.base, cidr_last(c) };
}

/*
 * The length that a netmask (255.255.0.0) or a wildcard (0.0.255.255) stands
 * for; false if its bits are not contiguous.  0.0.0.0 and 255.255.255.255
 * are both, with opposite meanings.
 */
bool cidr_length_of_mask(enum family family, struct addr mask,
    unsigned *length);
bool cidr_length_of_wildcard(enum family family, struct addr wildcard,
    unsigned *length);

/* By family, base, then shorter (containing) first. */
int cidr_compare(struct cidr a, struct cidr b);
bool cidr_equal(struct cidr a, struct cidr b);

/* False when the families differ. */
bool cidr_contains(struct cidr outer, struct cidr inner);	/* or equal */
bool cidr_contains_addr(struct cidr c, enum family family, struct addr a);
bool cidr_overlaps(struct cidr a, struct cidr b);

/* The whole space of a family: 0.0.0.0/0 or ::/0. */
struct cidr cidr_everything(enum family family);

/*
 * The length of the largest prefix that starts at first and ends at or before
 * last, which is not before first; a range is cut into prefixes by doing this
 * until first passes last.
 */
static inline unsigned
cidr_length_at(struct addr first, struct addr last, enum family family)
{
	unsigned bits = family_bits(family);
	unsigned host_bits = addr_trailing_zeros(first);
	/* zero if that is all of IPv6, which bounds nothing either */
	struct addr count = addr_next(addr_subtract(last, first));
	unsigned room = addr_leading_zeros(count);

	/*
	 * Alignment of first bounds the size from above (zero is aligned to
	 * everything, 128 being more than IPv4 has), the count again.
	 */
	if (host_bits > bits)
		host_bits = bits;
	if (room < 128 && host_bits > 127 - room)
		host_bits = 127 - room;
	return bits - host_bits;
}

static inline struct cidr
cidr_largest_at(struct addr first, struct addr last, enum family family)
{
	return cidr_around(first, family, cidr_length_at(first, last, family));
}

#endif
