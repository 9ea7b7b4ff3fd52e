/* SPDX-License-Identifier: MIT */
#include "document/found.h"

#include "document/document.h"

#include "base/utf8.h"

#include <string.h>

enum { FOUND_CELLS = 24 };

/*
 * Points from the first East Asian wide block on count two cells: exact
 * widths are the business of text/, here a bound is enough.
 */
static size_t
cells_of(uint32_t point)
{
	return point < 0x1100 ? 1 : 2;
}

void
found_add_excerpt(struct str *out, const char *bytes, size_t length,
    size_t cells)
{
	size_t i = 0, used = 0, room = 0;

	while (i < length) {
		char form[UTF8_POINT_MAX];
		uint32_t point;
		size_t step = utf8_decode(bytes + i, length - i, &point);

		if (step == 0 || utf8_is_control(point))
			point = '?';
		used += cells_of(point);
		if (used > cells) {
			str_cut(out, room);
			str_add(out, "…");
			return;
		}
		str_add_bytes(out, form, utf8_write(point, form));
		if (used < cells)
			room = out->n;
		i += step > 0 ? step : 1;
	}
}

/* Characters that slip in by way of word processors and other languages. */
static const struct {
	uint32_t point;
	const char *words;
} slips[] = {
	{ '\'', "a single quote (JSON writes \")" },
	{ '`', "a backquote (JSON writes \")" },
	{ '#', "'#' (comments begin with //)" },
	{ '!', "'!' (comments begin with //)" },
	{ '=', "'=' (JSON writes ':')" },
	{ ';', "';' (JSON writes ',')" },
	{ 0xa0, "a no-break space (U+00A0)" },
	{ 0x2018, "a typographic quote (JSON writes \")" },
	{ 0x2019, "a typographic quote (JSON writes \")" },
	{ 0x201c, "a typographic quote (JSON writes \")" },
	{ 0x201d, "a typographic quote (JSON writes \")" },
	{ 0x3000, "an ideographic space (U+3000)" },
	{ 0xfeff, "a byte order mark (U+FEFF) within the text" },
	{ 0xff0c, "a full-width comma (JSON writes ',')" },
	{ 0xff1a, "a full-width colon (JSON writes ':')" },
	{ 0xff1b, "a full-width semicolon (JSON writes ',')" },
	{ 0, NULL }
};

/* Words of other languages for what JSON has, or has not. */
static const struct {
	const char *word, *says;
} words[] = {
	{ "True", "JSON writes true" }, { "TRUE", "JSON writes true" },
	{ "False", "JSON writes false" }, { "FALSE", "JSON writes false" },
	{ "None", "JSON writes null" }, { "NULL", "JSON writes null" },
	{ "Null", "JSON writes null" }, { "nil", "JSON writes null" },
	{ "undefined", "JSON writes null" },
	{ "NaN", "JSON has no such number" },
	{ "Infinity", "JSON has no such number" },
	{ "-Infinity", "JSON has no such number" },
	{ NULL, NULL }
};

/* What is to be said of the word at that offset; NULL: nothing. */
static const char *
word_says(const struct syntax *s, uint32_t at)
{
	size_t length = syntax_scalar_end(s, at) - at;

	for (size_t i = 0; words[i].word != NULL; i++)
		if (strlen(words[i].word) == length &&
		    memcmp(words[i].word, s->text + at, length) == 0)
			return words[i].says;
	return NULL;
}

bool
found_is_known(const struct syntax *s, uint32_t at)
{
	return word_says(s, at) != NULL;
}

const char *
found_text(struct arena *a, const struct syntax *s, uint32_t at, uint32_t end,
    bool guarded)
{
	struct str out = str_new(a);

	if (guarded)
		return "a word";
	str_add_char(&out, '\'');
	found_add_excerpt(&out, s->text + at, end - at, FOUND_CELLS);
	str_add_char(&out, '\'');
	return str_text(&out);
}

static const char *
found_word(struct arena *a, const struct syntax *s, uint32_t at, bool guarded)
{
	const char *says = word_says(s, at);
	const char *word = found_text(a, s, at, syntax_scalar_end(s, at),
	    guarded);

	return guarded || says == NULL ? word :
	    arena_printf(a, "%s (%s)", word, says);
}

/* Keys that Terraform's files have and hardly any others. */
/* Whether word stands at p, and the quote that is before it behind it. */
static bool
is_quoted(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - p) > n && p[n] == p[-1] &&
	    memcmp(p, word, n) == 0;
}

bool
document_holds_secrets(const char *text, size_t length)
{
	static const char *const keys[] = { "terraform_version",
		"format_version", "lineage", "output_changes",
		"planned_values", "sensitive_values",
		"sensitive_attributes", "after_sensitive",
		"resource_changes", "schema_version", NULL };
	const char *end = text + length;

	/* A plan that Python wrote has single quotes. */
	for (const char *p = text; p < end; p++)
		for (size_t i = 0; (*p == '"' || *p == '\'') &&
		    keys[i] != NULL; i++)
			if (is_quoted(p + 1, end, keys[i]))
				return true;
	return false;
}

static const char *
found_string(struct arena *a, const struct syntax *s, uint32_t at,
    bool guarded)
{
	struct str out = str_new(a);
	size_t length = syntax_string_end(s, at) - at;
	const char *line = memchr(s->text + at, '\n', length);

	if (guarded)
		return "a string";
	if (line != NULL)
		length = (size_t)(line - (s->text + at));
	str_add(&out, "the string ");
	found_add_excerpt(&out, s->text + at, length, FOUND_CELLS);
	return str_text(&out);
}

const char *
found_at(struct arena *a, const struct syntax *s, uint32_t at, bool guarded)
{
	int c = syntax_byte(s, at);
	uint32_t point;
	size_t length;

	if (c < 0)
		return "the end of the text";
	if (c == '"')
		return found_string(a, s, at, guarded);
	if (syntax_is_word(c))
		return found_word(a, s, at, guarded);
	length = utf8_decode(s->text + at, s->end - at, &point);
	if (length == 0)
		return arena_printf(a, "the byte 0x%02X, which is not UTF-8",
		    (unsigned)c);
	for (size_t i = 0; slips[i].words != NULL; i++)
		if (slips[i].point == point)
			return slips[i].words;
	if (utf8_is_control(point))
		return arena_printf(a, "the control character U+%04X",
		    (unsigned)point);
	return arena_printf(a, "'%.*s'", (int)length, s->text + at);
}
