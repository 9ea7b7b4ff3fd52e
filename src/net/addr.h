/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_ADDR_H
#define VPCPLAN_NET_ADDR_H

/*
 * One IPv4 or IPv6 address, as a number in host order.
 *
 * Two 64-bit words hold both families; an IPv4 address has hi = 0.  The
 * family is never in the number: 10.0.0.1 and ::a00:1 have equal words and
 * are compared only by callers that know both are of one family.  So an
 * IPv4-mapped address (::ffff:10.0.0.1) stays IPv6 and never equals the IPv4
 * address inside it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum family { IPV4 = 4, IPV6 = 6 };

struct addr {
	uint64_t hi, lo;
};

/* Why a text is no address (or prefix, or range); ADDR_OK is 0. */
enum addr_error {
	ADDR_OK,
	ADDR_EMPTY,
	ADDR_NOT_AN_ADDRESS,	/* neither dotted quad nor colons */
	ADDR_OCTET_COUNT,	/* not exactly four octets */
	ADDR_OCTET_RANGE,	/* an octet above 255 */
	ADDR_LEADING_ZERO,	/* 010.0.0.1, /08: ambiguous, RFC 6943 3.1.1 */
	ADDR_GROUP_COUNT,	/* not eight groups, or "::" for none */
	ADDR_GROUP_RANGE,	/* more than four hex digits */
	ADDR_TWO_ELLIPSES,	/* "::" twice */
	ADDR_ZONE,		/* %eth0: no meaning in a plan, RFC 4007 11.7 */
	ADDR_TRAILING,		/* something behind a complete text */
	ADDR_NO_LENGTH,		/* a prefix without "/n" */
	ADDR_LENGTH_RANGE,	/* above 32 or 128, or not a number */
	ADDR_HOST_BITS,		/* 10.0.0.9/8 */
	ADDR_MASK_HOLES,	/* 255.0.255.0 */
	ADDR_WILDCARD,		/* 0.0.0.255: a wildcard, not a mask */
	ADDR_RANGE_REVERSED,	/* 10.0.0.5-10.0.0.1 */
	ADDR_FAMILIES_MIXED	/* 10.0.0.1-::2 */
};

/* A clause for messages, no full stop: "octet above 255". */
const char *addr_error_text(enum addr_error error);

/* "IPv4" or "IPv6". */
const char *family_name(enum family family);

/*
 * The arithmetic is inline: a list of a million prefixes passes through it
 * some ten million times.
 */

/* Bits in an address of that family: 32 or 128. */
static inline unsigned
family_bits(enum family family)
{
	return family == IPV4 ? 32 : 128;
}

static inline int
addr_compare(struct addr a, struct addr b)
{
	if (a.hi != b.hi)
		return a.hi < b.hi ? -1 : 1;
	return (a.lo > b.lo) - (a.lo < b.lo);
}

static inline bool
addr_equal(struct addr a, struct addr b)
{
	return a.hi == b.hi && a.lo == b.lo;
}

static inline struct addr
addr_from_u64(uint64_t n)
{
	return (struct addr){ 0, n };
}

/* Modulo 2^128. */
static inline struct addr
addr_add(struct addr a, struct addr b)
{
	uint64_t lo = a.lo + b.lo;

	return (struct addr){ a.hi + b.hi + (lo < a.lo), lo };
}

static inline struct addr
addr_subtract(struct addr a, struct addr b)
{
	return (struct addr){ a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo };
}

/* Modulo 2^128: the caller knows that a is not the last, or the first. */
static inline struct addr
addr_next(struct addr a)
{
	return addr_add(a, addr_from_u64(1));
}

static inline struct addr
addr_previous(struct addr a)
{
	return addr_subtract(a, addr_from_u64(1));
}

static inline struct addr
addr_and(struct addr a, struct addr b)
{
	return (struct addr){ a.hi & b.hi, a.lo & b.lo };
}

static inline struct addr
addr_or(struct addr a, struct addr b)
{
	return (struct addr){ a.hi | b.hi, a.lo | b.lo };
}

static inline struct addr
addr_not(struct addr a)
{
	return (struct addr){ ~a.hi, ~a.lo };
}

/*
 * Shift by 0..128 bits; 128 gives zero.  In C a shift by the width of the
 * word or more has no defined result, hence the cases.
 */
static inline struct addr
addr_shift_left(struct addr a, unsigned bits)
{
	if (bits == 0)
		return a;
	if (bits >= 128)
		return (struct addr){ 0, 0 };
	if (bits >= 64)
		return (struct addr){ a.lo << (bits - 64), 0 };
	return (struct addr){ a.hi << bits | a.lo >> (64 - bits),
		a.lo << bits };
}

static inline struct addr
addr_shift_right(struct addr a, unsigned bits)
{
	if (bits == 0)
		return a;
	if (bits >= 128)
		return (struct addr){ 0, 0 };
	if (bits >= 64)
		return (struct addr){ 0, a.hi >> (bits - 64) };
	return (struct addr){ a.hi >> bits,
		a.lo >> bits | a.hi << (64 - bits) };
}

/* The number of zero bits below the lowest one bit; 128 for zero. */
static inline unsigned
addr_trailing_zeros(struct addr a)
{
	if (a.lo != 0)
		return (unsigned)__builtin_ctzll(a.lo);
	if (a.hi != 0)
		return 64 + (unsigned)__builtin_ctzll(a.hi);
	return 128;
}

/* The number of zero bits above the highest one bit; 128 for zero. */
static inline unsigned
addr_leading_zeros(struct addr a)
{
	if (a.hi != 0)
		return (unsigned)__builtin_clzll(a.hi);
	if (a.lo != 0)
		return 64 + (unsigned)__builtin_clzll(a.lo);
	return 128;
}

/* 0.0.0.0 or ::, and all ones of that family. */
static inline struct addr
addr_first(enum family family)
{
	(void)family;
	return (struct addr){ 0, 0 };
}

static inline struct addr
addr_last(enum family family)
{
	if (family == IPV4)
		return (struct addr){ 0, UINT32_MAX };
	return (struct addr){ UINT64_MAX, UINT64_MAX };
}

/*
 * Parse exactly one address in the length bytes at text: dotted quad with
 * four decimal octets and no leading zeros, or RFC 4291 2.2 with at most one
 * "::" (which may stand for a single group) and optionally a dotted quad at
 * the end.  No blanks, no zone, no short, octal or hex forms.  On failure
 * *family and *out are untouched and the reason is returned.
 */
enum addr_error addr_parse(const char *text, size_t length,
    enum family *family, struct addr *out);

/*
 * The same for an address at the start of a longer text: it is read as far
 * as it goes, and *p set to what follows it.  On failure *p is somewhere
 * near the fault.
 */
enum addr_error addr_scan(const char **p, const char *end,
    enum family *family, struct addr *out);

/* The value of a hex digit of either case, or -1. */
int addr_hex_value(char c);

enum { ADDR_TEXT_MAX = 46 };	/* the longest text and its NUL */

/*
 * The canonical text: dotted quad, or RFC 5952 (lower case, the first of the
 * longest runs of two or more zero groups as "::", ::ffff:0:0/96 with a
 * dotted quad).  Returns out.
 */
char *addr_format(struct addr a, enum family family, char out[ADDR_TEXT_MAX]);

/* The same in memory of a. */
const char *addr_text(struct arena *a, struct addr x, enum family family);

/* As addr_format(), without a NUL; returns where the text ends. */
char *addr_write(char *out, struct addr a, enum family family);

enum { ADDR_DECIMAL_MAX = 41 };	/* 2^128 has 39 digits */

/* a + (plus_one ? 1 : 0) in decimal, so that the count 2^128 can be told. */
char *addr_format_decimal(struct addr a, bool plus_one,
    char out[ADDR_DECIMAL_MAX]);

/*
 * Parse a number from 0 to 2^128 - 1 in decimal digits and nothing else;
 * false, with *out untouched, if it is not one.
 */
bool addr_parse_decimal(const char *text, size_t length, struct addr *out);

#endif
