/* SPDX-License-Identifier: MIT */
#include "net/cidr.h"

/*
 * Why a mask in the place of a length is refused.  A mask may be meant well,
 * but a prefix has one spelling; what looks like a mask and is none is named.
 */
static enum addr_error
mask_error(const char *p, const char *end)
{
	enum family family = IPV4;
	struct addr mask = { 0, 0 };
	unsigned length = 0;

	if (addr_scan(&p, end, &family, &mask) != ADDR_OK || p != end)
		return ADDR_LENGTH_RANGE;
	if (cidr_length_of_mask(family, mask, &length))
		return ADDR_LENGTH_RANGE;
	if (cidr_length_of_wildcard(family, mask, &length))
		return ADDR_WILDCARD;
	return ADDR_MASK_HOLES;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

enum addr_error
cidr_scan_length(const char **p, const char *end, enum family family,
    unsigned *out)
{
	const char *q = *p;
	unsigned n = 0, most = family_bits(family);

	if (q == end)
		return ADDR_NO_LENGTH;
	if (!is_digit(*q))
		return ADDR_LENGTH_RANGE;
	if (*q == '0' && end - q > 1 && is_digit(q[1]))
		return ADDR_LEADING_ZERO;
	while (q < end && is_digit(*q)) {
		n = n * 10 + (unsigned)(*q - '0');
		if (n > most)
			return mask_error(*p, end);
		q++;
	}
	if (q < end && (*q == '.' || *q == ':'))
		return mask_error(*p, end);
	*p = q;
	*out = n;
	return ADDR_OK;
}

enum addr_error
cidr_scan(const char **p, const char *end, struct cidr *out,
    bool *had_host_bits)
{
	enum family family = IPV4;
	struct addr a = { 0, 0 };
	unsigned length = 0;
	enum addr_error error = addr_scan(p, end, &family, &a);

	if (error != ADDR_OK)
		return error;
	if (*p == end)
		return ADDR_NO_LENGTH;
	if (**p != '/')
		return **p == '%' ? ADDR_ZONE : ADDR_TRAILING;
	(*p)++;
	error = cidr_scan_length(p, end, family, &length);
	if (error != ADDR_OK)
		return error;
	*out = cidr_around(a, family, length);
	*had_host_bits = !addr_equal(out->base, a);
	return ADDR_OK;
}

enum addr_error
cidr_parse(const char *text, size_t length, struct cidr *out)
{
	struct cidr c = { .length = 0 };
	bool had_host_bits = false;
	enum addr_error error = cidr_parse_masking(text, length, &c,
	    &had_host_bits);

	if (error != ADDR_OK)
		return error;
	if (had_host_bits)
		return ADDR_HOST_BITS;
	*out = c;
	return ADDR_OK;
}

enum addr_error
cidr_parse_masking(const char *text, size_t length, struct cidr *out,
    bool *had_host_bits)
{
	const char *p = text;
	struct cidr c = { .length = 0 };
	bool masked = false;
	enum addr_error error = cidr_scan(&p, text + length, &c, &masked);

	if (error != ADDR_OK)
		return error;
	if (p < text + length)
		return ADDR_TRAILING;
	*out = c;
	*had_host_bits = masked;
	return ADDR_OK;
}

char *
cidr_write_length(char *out, unsigned length)
{
	*out++ = '/';
	if (length >= 100)
		*out++ = (char)('0' + length / 100);
	if (length >= 10)
		*out++ = (char)('0' + length / 10 % 10);
	*out++ = (char)('0' + length % 10);
	return out;
}

char *
cidr_write(char *out, struct cidr c)
{
	return cidr_write_length(addr_write(out, c.base, c.family), c.length);
}

char *
cidr_format(struct cidr c, char out[CIDR_TEXT_MAX])
{
	*cidr_write(out, c) = '\0';
	return out;
}

const char *
cidr_text(struct arena *a, struct cidr c)
{
	char text[CIDR_TEXT_MAX];

	return arena_strdup(a, cidr_format(c, text));
}

bool
cidr_length_of_mask(enum family family, struct addr mask, unsigned *length)
{
	unsigned bits = family_bits(family);
	unsigned zeros = addr_trailing_zeros(mask);
	unsigned n = zeros > bits ? 0 : bits - zeros;

	if (!addr_equal(mask, cidr_mask(family, n)))
		return false;
	*length = n;
	return true;
}

bool
cidr_length_of_wildcard(enum family family, struct addr wildcard,
    unsigned *length)
{
	struct addr mask = addr_and(addr_not(wildcard), addr_last(family));

	return cidr_length_of_mask(family, mask, length);
}

int
cidr_compare(struct cidr a, struct cidr b)
{
	int order;

	if (a.family != b.family)
		return a.family < b.family ? -1 : 1;
	order = addr_compare(a.base, b.base);
	if (order != 0)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

bool
cidr_equal(struct cidr a, struct cidr b)
{
	return cidr_compare(a, b) == 0;
}

bool
cidr_contains(struct cidr outer, struct cidr inner)
{
	return outer.length <= inner.length &&
	    cidr_contains_addr(outer, inner.family, inner.base);
}

bool
cidr_contains_addr(struct cidr c, enum family family, struct addr a)
{
	return c.family == family &&
	    addr_equal(addr_and(a, cidr_mask(family, c.length)), c.base);
}

bool
cidr_overlaps(struct cidr a, struct cidr b)
{
	/* Prefixes nest or are disjoint. */
	return cidr_contains(a, b) || cidr_contains(b, a);
}

struct cidr
cidr_everything(enum family family)
{
	return cidr_around(addr_first(family), family, 0);
}
