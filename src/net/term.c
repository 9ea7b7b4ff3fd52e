/* SPDX-License-Identifier: MIT */
#include "net/term.h"

/* The value of a mask as it may stand behind a slash: 255.0.0.0, 0xff000000. */
static enum addr_error
scan_mask(const char **p, const char *end, struct addr *mask)
{
	const char *q = *p;
	enum family family = IPV4;

	if (end - q == 10 && q[0] == '0' && (q[1] == 'x' || q[1] == 'X')) {
		uint64_t value = 0;

		for (q += 2; q < end; q++) {
			int digit = addr_hex_value(*q);

			if (digit < 0)
				return ADDR_LENGTH_RANGE;
			value = value << 4 | (unsigned)digit;
		}
		*mask = addr_from_u64(value);
	} else {
		if (addr_scan(&q, end, &family, mask) != ADDR_OK ||
		    family != IPV4)
			return ADDR_LENGTH_RANGE;
	}
	*p = q;
	return ADDR_OK;
}

/* Where the word at p ends. */
static const char *
word_end(const char *p, const char *end)
{
	while (p < end && (unsigned char)*p > ' ' && *p != ',' && *p != ';')
		p++;
	return p;
}

/* Read the prefix length at *p, perhaps written as a mask. */
static enum addr_error
scan_length(const char **p, const char *end, bool fix, struct term *t)
{
	const char *start = *p, *q = start;
	unsigned length = 0;
	struct addr mask = { 0, 0 };
	enum addr_error error = cidr_scan_length(p, end, t->family, &length);

	end = word_end(q, end);
	/* 0xff000000 begins with a good length as well. */
	if ((error != ADDR_OK || *p < end) && t->family == IPV4 &&
	    scan_mask(&q, end, &mask) == ADDR_OK) {
		*p = q;
		if (cidr_length_of_mask(IPV4, mask, &length)) {
			error = ADDR_OK;
		} else if (cidr_length_of_wildcard(IPV4, mask, &length)) {
			error = fix ? ADDR_OK : ADDR_WILDCARD;
			t->mended = true;
		} else {
			error = ADDR_MASK_HOLES;
		}
		if (error != ADDR_OK)
			*p = start;
	}
	t->length = (uint8_t)length;
	return error;
}

static enum addr_error
scan_prefix(const char **p, const char *end, bool fix, struct term *t)
{
	struct addr a = t->range.first;
	enum addr_error error = scan_length(p, end, fix, t);
	struct cidr c;

	if (error != ADDR_OK)
		return error;
	if (word_end(*p, end) != *p)
		return ADDR_TRAILING;
	c = cidr_around(a, t->family, t->length);
	if (!addr_equal(c.base, a)) {
		if (!fix)
			return ADDR_HOST_BITS;
		t->mended = true;
	}
	t->kind = TERM_PREFIX;
	t->range = cidr_range(c);
	return ADDR_OK;
}

static enum addr_error
scan_range(const char **p, const char *end, struct term *t)
{
	const char *start = *p;
	enum family family = IPV4;
	enum addr_error error = addr_scan(p, end, &family, &t->range.last);

	if (error != ADDR_OK)
		return error;
	t->kind = TERM_RANGE;
	if (family != t->family)
		error = ADDR_FAMILIES_MIXED;
	else if (addr_compare(t->range.last, t->range.first) < 0)
		error = ADDR_RANGE_REVERSED;
	if (error != ADDR_OK)
		*p = start;
	return error;
}

enum addr_error
term_scan(const char **p, const char *end, bool fix, struct term *out)
{
	const char *start = *p;
	struct term t = { .kind = TERM_ADDRESS };
	enum family family = IPV4;
	enum addr_error error = addr_scan(p, end, &family, &t.range.first);

	if (error != ADDR_OK)
		return error;
	t.family = (uint8_t)family;
	t.length = (uint8_t)family_bits(family);
	t.range.last = t.range.first;
	if (*p < end && **p == '/') {
		(*p)++;
		error = scan_prefix(p, end, fix, &t);
	} else if (*p < end && **p == '-') {
		(*p)++;
		error = scan_range(p, end, &t);
	} else if (*p < end && **p == '%') {
		error = ADDR_ZONE;
	}
	if (error == ADDR_OK)
		*out = t;
	else if (error == ADDR_HOST_BITS)
		*p = start;	/* it is the whole that does not fit */
	return error;
}

enum addr_error
term_parse(const char *text, size_t length, bool fix, struct term *out)
{
	const char *p = text;
	struct term t = { .kind = TERM_ADDRESS };
	enum addr_error error = term_scan(&p, text + length, fix, &t);

	if (error != ADDR_OK)
		return error;
	if (p < text + length)
		return ADDR_TRAILING;
	*out = t;
	return ADDR_OK;
}

struct cidr
term_cidr(struct term t)
{
	return (struct cidr){ t.range.first, t.family, t.length };
}

char *
term_format(struct term t, char out[TERM_TEXT_MAX])
{
	char *end;

	if (t.kind == TERM_PREFIX) {
		end = cidr_write(out, term_cidr(t));
	} else {
		end = addr_write(out, t.range.first, t.family);
		if (t.kind == TERM_RANGE) {
			*end++ = '-';
			end = addr_write(end, t.range.last, t.family);
		}
	}
	*end = '\0';
	return out;
}
