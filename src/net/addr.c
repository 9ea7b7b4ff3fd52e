/* SPDX-License-Identifier: MIT */
#include "net/addr.h"

#include <string.h>

/*
 * The parser reads bytes itself.  What libc has takes blanks, signs and octal
 * (strtoul), or short and hex forms (inet_aton), or differs between systems
 * on leading zeros (inet_pton); and none of it can say what is wrong, or read
 * a text that has no NUL behind it.
 */

static const char *const error_texts[] = {
	[ADDR_OK] = "no error",
	[ADDR_EMPTY] = "nothing where an address is expected",
	[ADDR_NOT_AN_ADDRESS] = "neither a dotted quad nor an IPv6 address",
	[ADDR_OCTET_COUNT] = "not exactly four octets",
	[ADDR_OCTET_RANGE] = "octet above 255",
	[ADDR_LEADING_ZERO] =
	    "leading zero, which some programs read as octal",
	[ADDR_GROUP_COUNT] = "not eight groups of hex digits",
	[ADDR_GROUP_RANGE] = "group of more than four hex digits",
	[ADDR_TWO_ELLIPSES] = "\"::\" more than once",
	[ADDR_ZONE] = "zone, which means nothing outside one host",
	[ADDR_TRAILING] = "unexpected text behind it",
	[ADDR_NO_LENGTH] = "no prefix length",
	[ADDR_LENGTH_RANGE] = "prefix length is not a number in range",
	[ADDR_HOST_BITS] = "host bits are set",
	[ADDR_MASK_HOLES] = "mask is not contiguous",
	[ADDR_WILDCARD] = "wildcard where a mask is expected",
	[ADDR_RANGE_REVERSED] = "range ends before it begins",
	[ADDR_FAMILIES_MIXED] = "range from one family to the other"
};

const char *
addr_error_text(enum addr_error error)
{
	return error_texts[error];
}

unsigned
family_bits(enum family family)
{
	return family == IPV4 ? 32 : 128;
}

const char *
family_name(enum family family)
{
	return family == IPV4 ? "IPv4" : "IPv6";
}

int
addr_compare(struct addr a, struct addr b)
{
	if (a.hi != b.hi)
		return a.hi < b.hi ? -1 : 1;
	if (a.lo != b.lo)
		return a.lo < b.lo ? -1 : 1;
	return 0;
}

bool
addr_equal(struct addr a, struct addr b)
{
	return a.hi == b.hi && a.lo == b.lo;
}

struct addr
addr_next(struct addr a)
{
	return addr_add(a, addr_from_u64(1));
}

struct addr
addr_previous(struct addr a)
{
	return addr_subtract(a, addr_from_u64(1));
}

struct addr
addr_add(struct addr a, struct addr b)
{
	struct addr sum = { a.hi + b.hi, a.lo + b.lo };

	if (sum.lo < a.lo)
		sum.hi++;
	return sum;
}

struct addr
addr_subtract(struct addr a, struct addr b)
{
	struct addr difference = { a.hi - b.hi, a.lo - b.lo };

	if (a.lo < b.lo)
		difference.hi--;
	return difference;
}

struct addr
addr_and(struct addr a, struct addr b)
{
	return (struct addr){ a.hi & b.hi, a.lo & b.lo };
}

struct addr
addr_or(struct addr a, struct addr b)
{
	return (struct addr){ a.hi | b.hi, a.lo | b.lo };
}

struct addr
addr_not(struct addr a)
{
	return (struct addr){ ~a.hi, ~a.lo };
}

/* In C a shift by the width of the word or more has no defined result. */

struct addr
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

struct addr
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

unsigned
addr_trailing_zeros(struct addr a)
{
	if (a.lo != 0)
		return (unsigned)__builtin_ctzll(a.lo);
	if (a.hi != 0)
		return 64 + (unsigned)__builtin_ctzll(a.hi);
	return 128;
}

struct addr
addr_first(enum family family)
{
	(void)family;
	return (struct addr){ 0, 0 };
}

struct addr
addr_last(enum family family)
{
	if (family == IPV4)
		return (struct addr){ 0, UINT32_MAX };
	return (struct addr){ UINT64_MAX, UINT64_MAX };
}

struct addr
addr_from_u64(uint64_t n)
{
	return (struct addr){ 0, n };
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The value of a hex digit, or -1. */
static int
hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Read one octet at *p and step over it. */
static enum addr_error
scan_octet(const char **p, const char *end, uint32_t *out)
{
	const char *q = *p;
	uint32_t value = 0;

	if (q == end || !is_digit(*q))
		return ADDR_NOT_AN_ADDRESS;
	if (*q == '0' && end - q > 1 && is_digit(q[1]))
		return ADDR_LEADING_ZERO;
	while (q < end && is_digit(*q)) {
		value = value * 10 + (uint32_t)(*q - '0');
		if (value > 255)
			return ADDR_OCTET_RANGE;
		q++;
	}
	*p = q;
	*out = value;
	return ADDR_OK;
}

static enum addr_error
scan_ipv4(const char **p, const char *end, uint32_t *out)
{
	const char *q = *p;
	uint32_t value = 0, octet = 0;

	for (int i = 0; i < 4; i++) {
		enum addr_error error;

		if (i > 0) {
			if (q == end || *q != '.')
				return ADDR_OCTET_COUNT;
			if (++q == end)
				return ADDR_OCTET_COUNT;
		}
		error = scan_octet(&q, end, &octet);
		if (error != ADDR_OK)
			return error;
		value = value << 8 | octet;
	}
	if (q < end && *q == '.')
		return ADDR_OCTET_COUNT;
	*p = q;
	*out = value;
	return ADDR_OK;
}

/* An IPv6 address while it is read. */
struct groups {
	uint16_t v[8];
	int n;
	int ellipsis;		/* how many groups stand before "::"; or -1 */
	bool quad;		/* it ended in a dotted quad */
};

/* Up to four hex digits, or a dotted quad in the place of two groups. */
static enum addr_error
scan_group(struct groups *g, const char **p, const char *end)
{
	const char *q = *p;
	unsigned value = 0;
	int digit;

	while (q < end && (digit = hex_value(*q)) >= 0) {
		if (q - *p == 4)
			return ADDR_GROUP_RANGE;
		value = value << 4 | (unsigned)digit;
		q++;
	}
	if (q == *p || g->n == 8)
		return ADDR_GROUP_COUNT;
	if (q < end && *q == '.') {
		uint32_t quad = 0;
		enum addr_error error = scan_ipv4(p, end, &quad);

		if (error != ADDR_OK)
			return error;
		if (g->n > 6)
			return ADDR_GROUP_COUNT;
		g->v[g->n++] = (uint16_t)(quad >> 16);
		g->v[g->n++] = (uint16_t)(quad & 0xffff);
		g->quad = true;
		return ADDR_OK;
	}
	g->v[g->n++] = (uint16_t)value;
	*p = q;
	return ADDR_OK;
}

/* Read groups, colons and "::" as far as they go. */
static enum addr_error
scan_groups(struct groups *g, const char **p, const char *end)
{
	const char *q = *p;

	while (!g->quad) {
		enum addr_error error;

		if (end - q > 1 && q[0] == ':' && q[1] == ':') {
			if (g->ellipsis >= 0)
				return ADDR_TWO_ELLIPSES;
			g->ellipsis = g->n;
			q += 2;
			if (q < end && *q == ':')
				return ADDR_TWO_ELLIPSES;
			if (q == end || hex_value(*q) < 0)
				break;
		} else if (g->n > 0) {
			if (q == end || *q != ':')
				break;
			q++;
		}
		error = scan_group(g, &q, end);
		if (error != ADDR_OK)
			return error;
	}
	*p = q;
	return ADDR_OK;
}

static enum addr_error
scan_ipv6(const char **p, const char *end, struct addr *out)
{
	struct groups g = { .ellipsis = -1 };
	struct addr a = { 0, 0 };
	enum addr_error error = scan_groups(&g, p, end);
	int missing = 8 - g.n;

	if (error != ADDR_OK)
		return error;
	if (g.ellipsis < 0 ? missing != 0 : missing == 0)
		return ADDR_GROUP_COUNT;
	for (int i = 0, from = 0; i < 8; i++) {
		uint16_t group = 0;

		if (g.ellipsis < 0 || i < g.ellipsis ||
		    i >= g.ellipsis + missing)
			group = g.v[from++];
		a.hi = a.hi << 16 | a.lo >> 48;
		a.lo = a.lo << 16 | group;
	}
	*out = a;
	return ADDR_OK;
}

enum addr_error
addr_scan(const char **p, const char *end, enum family *family,
    struct addr *out)
{
	const char *q = *p;
	enum addr_error error;
	uint32_t quad = 0;

	if (q == end)
		return ADDR_EMPTY;
	while (q < end && hex_value(*q) >= 0)
		q++;
	if (q < end && *q == ':') {
		error = scan_ipv6(p, end, out);
		if (error == ADDR_OK)
			*family = IPV6;
		return error;
	}
	if (q == end || *q != '.')
		return ADDR_NOT_AN_ADDRESS;
	error = scan_ipv4(p, end, &quad);
	if (error != ADDR_OK)
		return error;
	*family = IPV4;
	*out = addr_from_u64(quad);
	return ADDR_OK;
}

enum addr_error
addr_parse(const char *text, size_t length, enum family *family,
    struct addr *out)
{
	const char *p = text;
	enum family f = IPV4;
	struct addr a = { 0, 0 };
	enum addr_error error = addr_scan(&p, text + length, &f, &a);

	if (error != ADDR_OK)
		return error;
	if (p < text + length)
		return *p == '%' ? ADDR_ZONE : ADDR_TRAILING;
	*family = f;
	*out = a;
	return ADDR_OK;
}

/* Write the digits of n at out; returns where they end. */
static char *
write_decimal(char *out, unsigned n)
{
	if (n >= 100)
		*out++ = (char)('0' + n / 100);
	if (n >= 10)
		*out++ = (char)('0' + n / 10 % 10);
	*out++ = (char)('0' + n % 10);
	return out;
}

static char *
write_ipv4(char *out, uint32_t quad)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		out = write_decimal(out, quad >> shift & 0xff);
		if (shift > 0)
			*out++ = '.';
	}
	return out;
}

static char *
write_group(char *out, unsigned group)
{
	static const char digits[] = "0123456789abcdef";

	for (int shift = 12; shift >= 0; shift -= 4)
		if (shift == 0 || group >> shift != 0)
			*out++ = digits[group >> shift & 0xf];
	return out;
}

/* RFC 5952 4.2: the first of the longest runs of two or more zero groups. */
static void
find_zeros(const uint16_t groups[8], int *start, int *length)
{
	int run = 0;

	*start = 8;
	*length = 0;
	for (int i = 0; i < 8; i++) {
		run = groups[i] == 0 ? run + 1 : 0;
		if (run > 1 && run > *length) {
			*length = run;
			*start = i - run + 1;
		}
	}
}

static char *
write_ipv6(char *out, struct addr a)
{
	uint16_t groups[8];
	int zeros, n_zeros;

	if (a.hi == 0 && a.lo >> 32 == 0xffff) {	/* RFC 5952 5 */
		memcpy(out, "::ffff:", 7);
		return write_ipv4(out + 7, (uint32_t)(a.lo & UINT32_MAX));
	}
	for (int i = 0; i < 4; i++) {
		groups[i] = (uint16_t)(a.hi >> (48 - 16 * i) & 0xffff);
		groups[4 + i] = (uint16_t)(a.lo >> (48 - 16 * i) & 0xffff);
	}
	find_zeros(groups, &zeros, &n_zeros);
	for (int i = 0; i < 8; i++) {
		if (i == zeros) {
			*out++ = ':';
			*out++ = ':';
			i += n_zeros - 1;
			continue;
		}
		if (i > 0 && i != zeros + n_zeros)
			*out++ = ':';
		out = write_group(out, groups[i]);
	}
	return out;
}

char *
addr_write(char *out, struct addr a, enum family family)
{
	if (family == IPV4)
		return write_ipv4(out, (uint32_t)(a.lo & UINT32_MAX));
	return write_ipv6(out, a);
}

char *
addr_format(struct addr a, enum family family, char out[ADDR_TEXT_MAX])
{
	*addr_write(out, a, family) = '\0';
	return out;
}

char *
addr_format_decimal(struct addr a, bool plus_one, char out[ADDR_DECIMAL_MAX])
{
	uint32_t limbs[5] = {		/* highest first; 2^128 needs a fifth */
		0, (uint32_t)(a.hi >> 32), (uint32_t)(a.hi & UINT32_MAX),
		(uint32_t)(a.lo >> 32), (uint32_t)(a.lo & UINT32_MAX)
	};
	char digits[ADDR_DECIMAL_MAX];
	size_t n = 0;
	uint32_t rest = 0;

	for (int i = 4; plus_one && i >= 0; i--)
		plus_one = ++limbs[i] == 0;
	do {
		uint64_t carry = 0;

		rest = 0;
		for (int i = 0; i < 5; i++) {
			carry = carry << 32 | limbs[i];
			limbs[i] = (uint32_t)(carry / 10);
			carry %= 10;
			rest |= limbs[i];
		}
		digits[n++] = (char)('0' + carry);
	} while (rest != 0);
	for (size_t i = 0; i < n; i++)
		out[i] = digits[n - 1 - i];
	out[n] = '\0';
	return out;
}
