/* SPDX-License-Identifier: MIT */
#include "document/yaml_says.h"

#include "base/str.h"
#include "base/utf8.h"
#include "document/found.h"

#include <string.h>

enum { FOUND_CELLS = 24 };

struct saying {
	const char *problem, *context;	/* libyaml's; NULL: any */
	const char *text;		/* ours */
	const char *also;		/* what stands at the context */
	bool found;			/* add what stands there */
};

static const struct saying sayings[] = {
	{ "mapping values are not allowed in this context", NULL,
	  "a ':' where no key can stand (a text with ': ' in it stands in "
	  "quotes; a key begins where its neighbours do)", NULL, false },
	{ "did not find expected key", "while parsing a block mapping",
	  "expected a key that begins where its neighbours do", "the map that "
	  "is open here", true },
	{ "did not find expected '-' indicator", NULL,
	  "expected '-' or the end of the list", "the list that is open here",
	  true },
	{ "did not find expected ',' or '}'", NULL,
	  "expected ',' or '}'", "the '{' that is open here", true },
	{ "did not find expected ',' or ']'", NULL,
	  "expected ',' or ']'", "the '[' that is open here", true },
	{ "could not find expected ':'", NULL,
	  "expected ':' behind a key", "the key that begins here", false },
	{ "found unexpected end of stream", "while scanning a quoted scalar",
	  "the text ends before the closing quote",
	  "the quote that is open here", false },
	{ "found unexpected document indicator",
	  "while scanning a quoted scalar",
	  "a document ends before the closing quote",
	  "the quote that is open here", false },
	{ "found unknown escape character", NULL,
	  "no escape of YAML (a backslash in double quotes is \\\\; in single "
	  "quotes it is itself)", "the quote that is open here", false },
	{ "block sequence entries are not allowed in this context", NULL,
	  "a '-' where no list can begin (it begins on a line of its own)",
	  NULL, false },
	{ "block mapping is not allowed in this context", NULL,
	  "a key where no map can begin", NULL, false },
	{ "did not find expected node content", NULL,
	  "expected a value", "the value that begins here", true },
	{ "did not find expected <document start>", NULL,
	  "text behind the end of the document", NULL, true },
	{ "found undefined tag handle", NULL,
	  "a tag whose handle is not defined: a short tag has one '!'",
	  NULL, false },
	{ "found a tab character that violates indentation", NULL,
	  "a tab as indentation (YAML indents with blanks)", NULL, false },
	{ "found a tab character where an indentation space is expected",
	  NULL, "a tab as indentation (YAML indents with blanks)", NULL,
	  false },
	{ "found character that cannot start any token", NULL,
	  "no value can begin so", NULL, true },
	{ NULL, NULL, NULL, NULL, false }
};

static void
add_found(struct str *out, const struct yaml_complaint *c)
{
	const char *p = c->text + c->at;
	const char *end = memchr(p, '\n', c->length - c->at);
	size_t length = end != NULL ? (size_t)(end - p) : c->length - c->at;

	while (length > 0 && (p[length - 1] == '\r' || p[length - 1] == ' '))
		length--;
	if (c->at >= c->length) {
		str_add(out, ", found the end of the text");
	} else if (length > 0 &&
	    !document_holds_secrets(c->text, c->length)) {
		str_add(out, ", found '");
		found_add_excerpt(out, p, length, FOUND_CELLS);
		str_add_char(out, '\'');
	}
}

static bool
is_said(const struct saying *s, const struct yaml_complaint *c)
{
	return str_equal(s->problem, c->problem) && (s->context == NULL ||
	    str_equal(s->context, c->context));
}

/* Bytes that are no YAML in whatever place. */
static const char *
wrong_byte(struct arena *a, const struct yaml_complaint *c)
{
	size_t left = c->length - c->at;
	uint32_t point;

	if (left == 0)
		return NULL;
	if (c->text[c->at] == '\t')
		return "a tab as indentation (YAML indents with blanks)";
	if (utf8_decode(c->text + c->at, left, &point) == 0)
		return arena_printf(a, "the byte 0x%02X is not UTF-8: save "
		    "the file as UTF-8", (unsigned char)c->text[c->at]);
	if (str_equal(c->problem, "control characters are not allowed"))
		return arena_printf(a, "the control character U+%04X, which "
		    "YAML allows nowhere", (unsigned)point);
	return NULL;
}

void
yaml_says(struct arena *a, const struct yaml_complaint *c,
    struct document_problem *out)
{
	const struct saying *s = sayings;
	struct str text = str_new(a);

	out->at.offset = c->at;
	out->text = wrong_byte(a, c);
	if (out->text != NULL)
		return;
	while (s->problem != NULL && !is_said(s, c))
		s++;
	if (s->problem == NULL) {
		if (c->context != NULL)
			str_addf(&text, "%s: ", c->context);
		str_add(&text, c->problem != NULL ? c->problem
		    : "this is no YAML");
	} else {
		str_add(&text, s->text);
		if (s->found)
			add_found(&text, c);
	}
	out->text = str_text(&text);
	if (s->also != NULL && c->context != NULL && c->context_at != c->at) {
		out->also.offset = c->context_at;
		out->also_text = s->also;
	}
}
