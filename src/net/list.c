/* SPDX-License-Identifier: MIT */
#include "net/list.h"

#include "net/list_fast.h"

#include <string.h>

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

/* The word at token is wrong, from fault on. */
static enum list_event
refuse(struct list_item *item, const char *token, const char *end,
    const char *fault, enum addr_error error)
{
	item->token = token;
	item->fault = fault;
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
		return refuse(item, p, end, q, error);
	(void)join_range(&q, end, &item->term);
	item->token = item->fault = p;
	item->token_length = (size_t)(q - p);
	item->label = skip_separators(q, end);
	item->label_length = (size_t)(end - item->label);
	if (holds_term(item->label, end))
		return refuse(item, item->label, end, item->label, ADDR_OK);
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
		return refuse(item, word, end, q, error);
	item->token = item->fault = word;
	item->token_length = (size_t)(q - word);
	for (label_end = word; is_separator(label_end[-1]); label_end--)
		continue;
	item->label = p;
	item->label_length = (size_t)(label_end - p);
	if (holds_term(p, label_end))
		return refuse(item, word, end, word, ADDR_OK);
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

		if (list_fast_line(r, item))
			return LIST_ITEM;
		p = r->p;
		end = memchr(p, '\n', (size_t)(r->end - p));
		if (end == NULL)
			end = r->end;
		r->p = end < r->end ? end + 1 : end;
		item->line = ++r->line;
		item->start = p;
		item->label_length = 0;
		item->label_plain = false;
		end = content_end(p, end);
		p = skip_separators(p, end);
		if (p < end)
			return read_line(r, p, end, item);
	}
	return LIST_END;
}
