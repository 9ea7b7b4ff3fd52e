/* SPDX-License-Identifier: MIT */
#include "net/addr.h"

#include "base/arena.h"

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

const char *
family_name(enum family family)
{
	return family == IPV4 ? "IPv4" : "IPv6";
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One more than the value of a hex digit; 0 for every other byte. */
static const unsigned char hex_values[256] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6,
	['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
	['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
	['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16
};

int
addr_hex_value(char c)
{
	return hex_values[(unsigned char)c] - 1;
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
	uint32_t value = 0, octet = 0;

	for (int i = 0; i < 4; i++) {
		enum addr_error error;

		if (i > 0) {
			if (*p == end || **p != '.')
				return ADDR_OCTET_COUNT;
			if (++*p == end)
				return ADDR_OCTET_COUNT;
		}
		error = scan_octet(p, end, &octet);
		if (error != ADDR_OK)
			return error;
		value = value << 8 | octet;
	}
	if (*p < end && **p == '.')
		return ADDR_OCTET_COUNT;
	*out = value;
	return ADDR_OK;
}

/* An IPv6 address while it is read. */
struct groups {
	struct addr tail;	/* the groups since the start, or "::" */
	int n;			/* all groups so far */
	struct addr head;	/* the groups before "::" */
	int n_head;		/* how many; -1: no "::" yet */
	bool quad;		/* it ended in a dotted quad */
};

static void
add_group(struct groups *g, unsigned value)
{
	g->tail.hi = g->tail.hi << 16 | g->tail.lo >> 48;
	g->tail.lo = g->tail.lo << 16 | value;
	g->n++;
}

/* Up to four hex digits, or a dotted quad in the place of two groups. */
static enum addr_error
scan_group(struct groups *g, const char **p, const char *end)
{
	const char *q = *p;
	unsigned value = 0, digit;

	while (q < end && (digit = hex_values[(unsigned char)*q]) != 0) {
		if (q - *p == 4)
			return ADDR_GROUP_RANGE;
		value = value << 4 | (digit - 1);
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
		add_group(g, quad >> 16);
		add_group(g, quad & 0xffff);
		g->quad = true;
		return ADDR_OK;
	}
	add_group(g, value);
	*p = q;
	return ADDR_OK;
}

/* Read groups, colons and "::" as far as they go. */
static enum addr_error
scan_groups(struct groups *g, const char **p, const char *end)
{
	while (!g->quad) {
		enum addr_error error;

		if (end - *p > 1 && (*p)[0] == ':' && (*p)[1] == ':') {
			if (g->n_head >= 0)
				return ADDR_TWO_ELLIPSES;
			g->n_head = g->n;
			g->head = g->tail;
			g->tail = (struct addr){ 0, 0 };
			*p += 2;
			if (*p < end && **p == ':')
				return ADDR_TWO_ELLIPSES;
			if (*p == end || hex_values[(unsigned char)**p] == 0)
				break;
		} else if (g->n > 0) {
			if (*p == end || **p != ':')
				break;
			(*p)++;
		}
		error = scan_group(g, p, end);
		if (error != ADDR_OK)
			return error;
	}
	return ADDR_OK;
}

static enum addr_error
scan_ipv6(const char **p, const char *end, struct addr *out)
{
	struct groups g = { .n_head = -1 };
	enum addr_error error = scan_groups(&g, p, end);

	if (error != ADDR_OK)
		return error;
	if (g.n_head < 0 ? g.n != 8 : g.n == 8)
		return ADDR_GROUP_COUNT;
	*out = g.tail;
	if (g.n_head > 0)
		*out = addr_or(g.tail, addr_shift_left(g.head,
		    16 * (8 - (unsigned)g.n_head)));
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
	while (q < end && hex_values[(unsigned char)*q] != 0)
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

/*
 * Write an octet and a dot behind it.  Three digits and the dot are made at
 * once, a byte each, and the leading zeros shifted out: an octet is as often
 * of two digits as of three, and a branch on that would be missed.
 */
static inline char *
write_octet(char *out, uint32_t octet)
{
	unsigned zeros = (unsigned)((octet < 100) + (octet < 10));
	uint32_t text = 0x2e303030 + (octet / 100 | octet / 10 % 10 << 8 |
	    octet % 10 << 16);

	text >>= 8 * zeros;
	for (int i = 0; i < 4; i++)
		out[i] = (char)(text >> 8 * i & 0xff);
	return out + (4 - zeros);
}

static char *
write_ipv4(char *out, uint32_t quad)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		out = write_octet(out, quad >> shift & 0xff);
	return out - 1;			/* without the last dot */
}

/* The same of four hex digits, without a colon. */
static inline char *
write_group(char *out, uint32_t group)
{
	unsigned zeros = (unsigned)((group <= 0xfff) + (group <= 0xff) +
	    (group <= 0xf));
	uint32_t digits, letters;

	group <<= 4 * zeros;
	digits = (group & 0xf000) >> 12 | (group & 0xf00) |
	    (group & 0xf0) << 12 | (group & 0xf) << 24;
	letters = (digits + 0x06060606) >> 4 & 0x01010101;
	digits += 0x30303030 + letters * ('a' - '0' - 10);
	for (int i = 0; i < 4; i++)
		out[i] = (char)(digits >> 8 * i & 0xff);
	return out + (4 - zeros);
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

/*
 * Most prefixes have no bits in the lower half: it is then part of the longest
 * run of zeros, which goes on to the end.
 */
static char *
write_upper_half(char *out, uint64_t upper)
{
	for (; upper != 0; upper <<= 16) {
		out = write_group(out, (uint32_t)(upper >> 48));
		*out++ = ':';
	}
	*out++ = ':';
	return out;
}

static char *
write_ipv6(char *out, struct addr a)
{
	uint16_t groups[8];
	int zeros, n_zeros;

	if (a.lo == 0 && a.hi != 0)
		return write_upper_half(out, a.hi);
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

const char *
addr_text(struct arena *a, struct addr x, enum family family)
{
	char text[ADDR_TEXT_MAX];

	return arena_strdup(a, addr_format(x, family, text));
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

bool
addr_parse_decimal(const char *text, size_t length, struct addr *out)
{
	const struct addr most = { 0x1999999999999999, 0x9999999999999999 };
	struct addr n = { 0, 0 };

	if (length == 0)
		return false;
	for (size_t i = 0; i < length; i++) {
		struct addr twice = addr_shift_left(n, 1);
		struct addr digit = addr_from_u64((uint64_t)(text[i] - '0'));
		struct addr next;

		/* 2^128 - 1 is ten times the most, and 5. */
		if (!is_digit(text[i]) || addr_compare(n, most) > 0)
			return false;
		next = addr_add(addr_shift_left(n, 3), twice);
		n = addr_add(next, digit);
		if (addr_compare(n, next) < 0)
			return false;
	}
	*out = n;
	return true;
}
