/* SPDX-License-Identifier: MIT */
#include "net/list_fast.h"

/* What a byte is to this file. */
enum {
	HEX = 1 << 0,
	PLAIN = 1 << 1,		/* part of a label, whatever stands around */
	DOTTED = 1 << 2		/* "." and ":", of which addresses are made */
};

#define HEX_DIGIT(value) ((value) << 4 | HEX | PLAIN)

/* Bits as above; of a hex digit its value in the upper half. */
static const unsigned char bytes[256] = {
	['0'] = HEX_DIGIT(0), ['1'] = HEX_DIGIT(1), ['2'] = HEX_DIGIT(2),
	['3'] = HEX_DIGIT(3), ['4'] = HEX_DIGIT(4), ['5'] = HEX_DIGIT(5),
	['6'] = HEX_DIGIT(6), ['7'] = HEX_DIGIT(7), ['8'] = HEX_DIGIT(8),
	['9'] = HEX_DIGIT(9), ['a'] = HEX_DIGIT(10), ['b'] = HEX_DIGIT(11),
	['c'] = HEX_DIGIT(12), ['d'] = HEX_DIGIT(13), ['e'] = HEX_DIGIT(14),
	['f'] = HEX_DIGIT(15), ['A'] = HEX_DIGIT(10), ['B'] = HEX_DIGIT(11),
	['C'] = HEX_DIGIT(12), ['D'] = HEX_DIGIT(13), ['E'] = HEX_DIGIT(14),
	['F'] = HEX_DIGIT(15),
	['g'] = PLAIN, ['h'] = PLAIN, ['i'] = PLAIN, ['j'] = PLAIN,
	['k'] = PLAIN, ['l'] = PLAIN, ['m'] = PLAIN, ['n'] = PLAIN,
	['o'] = PLAIN, ['p'] = PLAIN, ['q'] = PLAIN, ['r'] = PLAIN,
	['s'] = PLAIN, ['t'] = PLAIN, ['u'] = PLAIN, ['v'] = PLAIN,
	['w'] = PLAIN, ['x'] = PLAIN, ['y'] = PLAIN, ['z'] = PLAIN,
	['G'] = PLAIN, ['H'] = PLAIN, ['I'] = PLAIN, ['J'] = PLAIN,
	['K'] = PLAIN, ['L'] = PLAIN, ['M'] = PLAIN, ['N'] = PLAIN,
	['O'] = PLAIN, ['P'] = PLAIN, ['Q'] = PLAIN, ['R'] = PLAIN,
	['S'] = PLAIN, ['T'] = PLAIN, ['U'] = PLAIN, ['V'] = PLAIN,
	['W'] = PLAIN, ['X'] = PLAIN, ['Y'] = PLAIN, ['Z'] = PLAIN,
	['-'] = PLAIN, ['_'] = PLAIN, ['/'] = PLAIN, ['='] = PLAIN,
	['+'] = PLAIN, ['@'] = PLAIN, ['('] = PLAIN, [')'] = PLAIN,
	['.'] = DOTTED, [':'] = DOTTED
};

static inline unsigned
kind_of(char c)
{
	return bytes[(unsigned char)c];
}

/* Read one octet; NULL if it is not a plain one. */
static inline const char *
scan_octet(const char *p, uint32_t *value)
{
	unsigned first = (unsigned char)*p - (unsigned)'0';
	unsigned second, third;

	if (first > 9)
		return NULL;
	second = (unsigned char)p[1] - (unsigned)'0';
	if (second > 9) {
		*value = *value << 8 | first;
		return p + 1;
	}
	if (first == 0)
		return NULL;
	first = first * 10 + second;
	third = (unsigned char)p[2] - (unsigned)'0';
	if (third > 9) {
		*value = *value << 8 | first;
		return p + 2;
	}
	first = first * 10 + third;
	if (first > 255)
		return NULL;
	*value = *value << 8 | first;
	return p + 3;
}

static inline const char *
scan_quad(const char *p, uint32_t *value)
{
	*value = 0;
	for (int i = 0; i < 3; i++) {
		p = scan_octet(p, value);
		if (p == NULL || *p != '.')
			return NULL;
		p++;
	}
	return scan_octet(p, value);
}

/* Read "/0" to "/most"; NULL if it is not that. */
static inline const char *
scan_length(const char *p, unsigned most, unsigned *length)
{
	unsigned first = (unsigned char)*++p - (unsigned)'0', next;

	if (first > 9)
		return NULL;
	*length = first;
	next = (unsigned char)*++p - (unsigned)'0';
	if (next > 9)
		return p;
	*length = first * 10 + next;
	next = (unsigned char)*++p - (unsigned)'0';
	if (next <= 9) {
		*length = *length * 10 + next;
		p++;
	}
	return first == 0 || *length > most ? NULL : p;
}

/* One to four hex digits; NULL if there are none. */
static inline const char *
scan_group(const char *p, struct addr *groups)
{
	unsigned digit = kind_of(*p), value = digit >> 4;

	if ((digit & HEX) == 0)
		return NULL;
	digit = kind_of(*++p);
	if ((digit & HEX) != 0) {
		value = value << 4 | digit >> 4;
		digit = kind_of(*++p);
		if ((digit & HEX) != 0) {
			value = value << 4 | digit >> 4;
			digit = kind_of(*++p);
			if ((digit & HEX) != 0) {
				value = value << 4 | digit >> 4;
				p++;
			}
		}
	}
	groups->hi = groups->hi << 16 | groups->lo >> 48;
	groups->lo = groups->lo << 16 | value;
	return p;
}

/* An IPv6 address without a dotted quad; NULL if it is not that. */
static inline const char *
scan_groups(const char *p, struct addr *out)
{
	struct addr groups = { 0, 0 }, head = { 0, 0 };
	int n = 0, n_head = -1;		/* groups, and those before "::" */

	if (*p == ':') {
		if (*++p != ':')
			return NULL;
		n_head = 0;
		p++;
	}
	while (n < 8) {
		if (n_head == n && (kind_of(*p) & HEX) == 0)
			break;		/* it ends in "::" */
		p = scan_group(p, &groups);
		if (p == NULL)
			return NULL;
		n++;
		if (*p != ':')
			break;
		p++;
		if (*p == ':' && n_head < 0) {
			p++;
			n_head = n;
			head = groups;
			groups = (struct addr){ 0, 0 };
		}
	}
	if (p[-1] == ':' ? n_head != n : (n_head < 0) != (n == 8))
		return NULL;
	*out = n_head > 0 ? addr_or(groups, addr_shift_left(head,
	    16 * (8 - (unsigned)n_head))) : groups;
	return n_head >= 0 && n == 8 ? NULL : p;
}

/*
 * The label from p on to the end of the line, of one word; NULL if there is
 * another one, or if it might be a second address or a comment.
 */
static inline const char *
scan_label(const char *p, struct list_item *item)
{
	unsigned pass = PLAIN;

	while (*p == ' ' || *p == '\t')
		p++;
	if ((kind_of(*p) & PLAIN) == 0 || *p == '-')
		return NULL;
	if ((kind_of(*p) & HEX) == 0)
		pass |= DOTTED;		/* it does not begin an address */
	item->label = p;
	while ((kind_of(*p) & pass) != 0)
		p++;
	item->label_length = (size_t)(p - item->label);
	return *p == '\n' ? p : NULL;
}

/* The rest of the line behind the term, which ends at p. */
static inline bool
finish_line(struct list_reader *r, const char *p, struct list_item *item)
{
	const char *end = p;

	item->label_length = 0;
	item->label_plain = true;
	if (*p != '\n') {
		if (*p != ' ' && *p != '\t')
			return false;
		end = scan_label(p, item);
		if (end == NULL)
			return false;
	}
	item->line = ++r->line;
	item->start = item->token = item->fault = r->p;
	item->token_length = (size_t)(p - r->p);
	item->term.mended = false;
	r->p = end + 1;
	return true;
}

static inline bool
read_ipv4(struct list_reader *r, const char *p, uint32_t first,
    struct list_item *item)
{
	uint32_t host_bits;
	unsigned length = 32;

	item->term.kind = TERM_ADDRESS;
	if (*p == '/') {
		p = scan_length(p, 32, &length);
		if (p == NULL)
			return false;
		item->term.kind = TERM_PREFIX;
	}
	host_bits = (uint32_t)(((uint64_t)1 << (32 - length)) - 1);
	if ((first & host_bits) != 0)
		return false;
	item->term.range.first = addr_from_u64(first);
	item->term.range.last = addr_from_u64(first | host_bits);
	item->term.family = IPV4;
	item->term.length = (uint8_t)length;
	return finish_line(r, p, item);
}

/* The bits behind the first length ones. */
static inline struct addr
host_bits_of(unsigned length)
{
	if (length < 64)
		return (struct addr){ UINT64_MAX >> length, UINT64_MAX };
	return (struct addr){ 0, length == 128 ? 0 :
		UINT64_MAX >> (length - 64) };
}

static inline bool
read_ipv6(struct list_reader *r, const char *p, struct addr first,
    struct list_item *item)
{
	struct addr host_bits;
	unsigned length = 128;

	item->term.kind = TERM_ADDRESS;
	if (*p == '/') {
		p = scan_length(p, 128, &length);
		if (p == NULL)
			return false;
		item->term.kind = TERM_PREFIX;
	}
	host_bits = host_bits_of(length);
	if (((first.hi & host_bits.hi) | (first.lo & host_bits.lo)) != 0)
		return false;
	item->term.range.first = first;
	item->term.range.last = addr_or(first, host_bits);
	item->term.family = IPV6;
	item->term.length = (uint8_t)length;
	return finish_line(r, p, item);
}

bool
list_fast_line(struct list_reader *r, struct list_item *item)
{
	uint32_t quad = 0;
	struct addr groups = { 0, 0 };
	const char *p = scan_quad(r->p, &quad);

	if (p != NULL)
		return read_ipv4(r, p, quad, item);
	p = scan_groups(r->p, &groups);
	return p != NULL && read_ipv6(r, p, groups, item);
}
