/* SPDX-License-Identifier: MIT */
#include "net/list.h"

#include <string.h>

/*
 * Most lines of large files are a term and nothing else, and most of those an
 * IPv4 prefix or address.  fast_quad_line() reads only these, fast_line()
 * also the rest; whatever they do not know is read again by read_line(),
 * which knows everything and says what is wrong.  fast_quad_line() looks at
 * no byte behind one that it does not like, and the NUL at the end of the
 * text is one of them.
 */

/* Read one octet; NULL if it is not a plain one. */
static inline const char *
fast_octet(const char *p, uint32_t *value)
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
fast_quad(const char *p, uint32_t *value)
{
	*value = 0;
	for (int i = 0; i < 3; i++) {
		p = fast_octet(p, value);
		if (p == NULL || *p != '.')
			return NULL;
		p++;
	}
	return fast_octet(p, value);
}

/* Read "/0" to "/32"; NULL if it is not that. */
static inline const char *
fast_length(const char *p, unsigned *length)
{
	unsigned first = (unsigned char)p[1] - (unsigned)'0', second;

	if (first > 9)
		return NULL;
	second = (unsigned char)p[2] - (unsigned)'0';
	if (second > 9) {
		*length = first;
		return p + 2;
	}
	*length = first * 10 + second;
	return first == 0 || *length > 32 ? NULL : p + 3;
}

/* Pass a line that is the term in *item, from r->p to end, and no more. */
static inline void
pass_line(struct list_reader *r, const char *end, struct list_item *item)
{
	item->line = ++r->line;
	item->start = item->token = r->p;
	item->token_length = (size_t)(end - r->p);
	item->label_length = 0;
	r->p = end + 1;
}

/* A line of one IPv4 prefix or address; false, and r as it was, if not. */
static inline bool
fast_quad_line(struct list_reader *r, struct list_item *item)
{
	uint32_t first = 0, host_bits = 0;
	unsigned length = 32;
	const char *p = fast_quad(r->p, &first);

	if (p == NULL)
		return false;
	if (*p == '/') {
		p = fast_length(p, &length);
		if (p == NULL)
			return false;
		item->term.kind = TERM_PREFIX;
	} else {
		item->term.kind = TERM_ADDRESS;
	}
	host_bits = length == 0 ? UINT32_MAX :
	    (uint32_t)(((uint64_t)1 << (32 - length)) - 1);
	if (*p != '\n' || (first & host_bits) != 0)
		return false;
	item->term.range.first = addr_from_u64(first);
	item->term.range.last = addr_from_u64(first | host_bits);
	item->term.family = IPV4;
	item->term.length = (uint8_t)length;
	item->term.mended = false;
	pass_line(r, p, item);
	return true;
}

static bool
fast_line(struct list_reader *r, struct list_item *item)
{
	const char *p = r->p;

	if (term_scan(&p, r->end, r->fix, &item->term) != ADDR_OK ||
	    p == r->end || *p != '\n')
		return false;
	pass_line(r, p, item);
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_separator(char c)
{
	return is_blank(c) || c == ',' || c == ';';
}

/* The end of what a line says: no comment, no blanks, no CR. */
static const char *
content_end(const char *p, const char *end)
{
	const char *hash = p;

	while ((hash = memchr(hash, '#', (size_t)(end - hash))) != NULL) {
		if (hash == p || is_blank(hash[-1])) {
			end = hash;
			break;
		}
		hash++;
	}
	while (end > p && (is_blank(end[-1]) || end[-1] == '\r'))
		end--;
	return end;
}

static const char *
token_end(const char *p, const char *end)
{
	while (p < end && !is_separator(*p))
		p++;
	return p;
}

static const char *
skip_separators(const char *p, const char *end)
{
	while (p < end && is_separator(*p))
		p++;
	return p;
}

/* Whether one of the words from p on begins as a term does. */
static bool
holds_term(const char *p, const char *end)
{
	while (p < end) {
		const char *q = p;
		enum family family = IPV4;
		struct addr a;

		if (addr_scan(&q, end, &family, &a) == ADDR_OK && (q == end ||
		    is_separator(*q) || *q == '/' || *q == '-'))
			return true;
		p = skip_separators(token_end(p, end), end);
	}
	return false;
}

static enum list_event
refuse(struct list_item *item, const char *token, const char *end,
    enum addr_error error)
{
	item->token = token;
	item->token_length = (size_t)(token_end(token, end) - token);
	item->error = error;
	item->why = error != ADDR_OK ? addr_error_text(error) :
	    "second address on the line; write one a line";
	return LIST_BAD;
}

/* Read the term at p; it must end where a word does. */
static enum addr_error
scan_word(const char **p, const char *end, bool fix, struct term *term)
{
	enum addr_error error = term_scan(p, end, fix, term);

	if (error == ADDR_OK && *p < end && !is_separator(**p))
		return ADDR_TRAILING;
	return error;
}

/* "10.0.0.5 - 10.0.0.9": the range goes on behind blanks. */
static bool
join_range(const char **p, const char *end, struct term *term)
{
	const char *q = skip_separators(*p, end);
	enum family family = IPV4;
	struct addr last = { 0, 0 };

	if (term->kind != TERM_ADDRESS || q == end || *q != '-')
		return false;
	q = skip_separators(q + 1, end);
	if (addr_scan(&q, end, &family, &last) != ADDR_OK ||
	    family != term->family || addr_compare(last,
	    term->range.first) < 0 || (q < end && !is_separator(*q)))
		return false;
	term->range.last = last;
	term->kind = TERM_RANGE;
	*p = q;
	return true;
}

/* The term comes first, then perhaps a label. */
static enum list_event
read_term_first(const struct list_reader *r, const char *p, const char *end,
    struct list_item *item)
{
	const char *q = p;
	enum addr_error error = scan_word(&q, end, r->fix, &item->term);

	if (error != ADDR_OK)
		return refuse(item, p, end, error);
	(void)join_range(&q, end, &item->term);
	item->token = p;
	item->token_length = (size_t)(q - p);
	item->label = skip_separators(q, end);
	item->label_length = (size_t)(end - item->label);
	if (holds_term(item->label, end))
		return refuse(item, item->label, end, ADDR_OK);
	return LIST_ITEM;
}

/* A label, then the term as the last word. */
static enum list_event
read_label_first(const struct list_reader *r, const char *p, const char *end,
    struct list_item *item)
{
	const char *word = end, *q, *label_end;
	enum addr_error error;

	while (word > p && !is_separator(word[-1]))
		word--;
	if (word == p)
		return LIST_BAD;
	q = word;
	error = scan_word(&q, end, r->fix, &item->term);
	if (error != ADDR_OK)
		return refuse(item, word, end, error);
	item->token = word;
	item->token_length = (size_t)(q - word);
	for (label_end = word; is_separator(label_end[-1]); label_end--)
		continue;
	item->label = p;
	item->label_length = (size_t)(label_end - p);
	if (holds_term(p, label_end))
		return refuse(item, word, end, ADDR_OK);
	return LIST_ITEM;
}

/* Whether a word that is no term was likely meant as one. */
static bool
looks_meant(const struct list_item *bad)
{
	return bad->error != ADDR_NOT_AN_ADDRESS ||
	    (*bad->token >= '0' && *bad->token <= '9');
}

/* Everything between p and end, which is not empty. */
static enum list_event
read_line(const struct list_reader *r, const char *p, const char *end,
    struct list_item *item)
{
	struct list_item label_first = *item;
	enum list_event event = read_term_first(r, p, end, item);

	if (event == LIST_ITEM || token_end(p, end) == end)
		return event;
	if (item->error == ADDR_OK)
		return event;
	event = read_label_first(r, p, end, &label_first);
	/* Both are wrong: complain of the word that was meant as a term. */
	if (event == LIST_ITEM || (!looks_meant(item) &&
	    looks_meant(&label_first)))
		*item = label_first;
	return event;
}

struct list_reader
list_read(const char *text, size_t length, bool fix)
{
	struct list_reader r = {
		.end = text + length, .p = text, .fix = fix
	};

	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		r.p += 3;
	return r;
}

void
list_continue(struct list_reader *r, const char *text, size_t length)
{
	r->p = text;
	r->end = text + length;
}

enum list_event
list_next(struct list_reader *r, struct list_item *item)
{
	while (r->p < r->end) {
		const char *p, *end;

		if (fast_quad_line(r, item) || fast_line(r, item))
			return LIST_ITEM;
		p = r->p;
		end = memchr(p, '\n', (size_t)(r->end - p));
		if (end == NULL)
			end = r->end;
		r->p = end < r->end ? end + 1 : end;
		item->line = ++r->line;
		item->start = p;
		item->label_length = 0;
		end = content_end(p, end);
		p = skip_separators(p, end);
		if (p < end)
			return read_line(r, p, end, item);
	}
	return LIST_END;
}
