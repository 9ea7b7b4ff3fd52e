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

/* Bits in an address of that family: 32 or 128. */
unsigned family_bits(enum family family);

/* "IPv4" or "IPv6". */
const char *family_name(enum family family);

int addr_compare(struct addr a, struct addr b);
bool addr_equal(struct addr a, struct addr b);

/* Modulo 2^128: the caller knows that a is not the last, or the first. */
struct addr addr_next(struct addr a);
struct addr addr_previous(struct addr a);

struct addr addr_add(struct addr a, struct addr b);	/* modulo 2^128 */
struct addr addr_subtract(struct addr a, struct addr b);
struct addr addr_and(struct addr a, struct addr b);
struct addr addr_or(struct addr a, struct addr b);
struct addr addr_not(struct addr a);

/* Shift by 0..128 bits; 128 gives zero. */
struct addr addr_shift_left(struct addr a, unsigned bits);
struct addr addr_shift_right(struct addr a, unsigned bits);

/* The number of zero bits below the lowest one bit; 128 for zero. */
unsigned addr_trailing_zeros(struct addr a);

struct addr addr_first(enum family family);	/* 0.0.0.0 or :: */
struct addr addr_last(enum family family);	/* all ones of that family */
struct addr addr_from_u64(uint64_t n);

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

enum { ADDR_TEXT_MAX = 46 };	/* the longest text and its NUL */

/*
 * The canonical text: dotted quad, or RFC 5952 (lower case, the first of the
 * longest runs of two or more zero groups as "::", ::ffff:0:0/96 with a
 * dotted quad).  Returns out.
 */
char *addr_format(struct addr a, enum family family, char out[ADDR_TEXT_MAX]);

/* As addr_format(), without a NUL; returns where the text ends. */
char *addr_write(char *out, struct addr a, enum family family);

enum { ADDR_DECIMAL_MAX = 41 };	/* 2^128 has 39 digits */

/* a + (plus_one ? 1 : 0) in decimal, so that the count 2^128 can be told. */
char *addr_format_decimal(struct addr a, bool plus_one,
    char out[ADDR_DECIMAL_MAX]);

#endif
