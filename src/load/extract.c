/* SPDX-License-Identifier: MIT */
#include "load/extract.h"

#include "document/encoding.h"

#include <string.h>

/* A member that such a document has, first or early … */
static const char *const signs[] = { "\"format_version\"", "\"lineage\"",
	NULL };
/* … and one that tells it from others that have this. */
static const char *const parts[] = { "\"planned_values\"",
	"\"resource_changes\"", "\"values\"", "\"lineage\"", NULL };

enum {
	BETWEEN = 200,		/* a bracket and the sign: blanks, members */
	LOOK = 64 * 1024,	/* how far a document is looked at before
				   anybody knows that it is in a log */
	BROKEN_MAX = 16		/* brackets that are not closed */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Behind marks of the encoding and blanks. */
static size_t
begin_of(const char *bytes, size_t length)
{
	size_t at = 0;

	while (at < length && (is_blank(bytes[at]) ||
	    (bytes[at] != '\0' && strchr("\xef\xbb\xbf", bytes[at]) != NULL)))
		at++;
	return at;
}

/* Before the blanks at the end. */
static size_t
end_of_text(const char *bytes, size_t length)
{
	while (length > 0 && is_blank(bytes[length - 1]))
		length--;
	return length;
}

/* Behind the bracket that closes the one at begin; or begin. */
static size_t
end_of(const char *bytes, size_t length, size_t begin)
{
	size_t depth = 0;
	bool inside = false;

	for (size_t i = begin; i < length; i++) {
		if (inside && bytes[i] == '\\')
			i++;
		else if (bytes[i] == '"')
			inside = !inside;
		else if (!inside && (bytes[i] == '{' || bytes[i] == '['))
			depth++;
		else if (!inside && (bytes[i] == '}' || bytes[i] == ']') &&
		    --depth == 0)
			return i + 1;
	}
	return begin;
}

/* Where the last line begins that is not blank; 0: further than one looks. */
static size_t
last_line(const char *bytes, size_t end)
{
	size_t at = end;

	while (at > 0 && end - at < LOOK && bytes[at - 1] != '\n')
		at--;
	if (at == 0 || bytes[at - 1] != '\n')
		return 0;
	while (at < end && is_blank(bytes[at]))
		at++;
	return at;
}

/* "[command]terraform", "[2026-11-29T…": no list of things begins so. */
static bool
is_no_list(const char *bytes, size_t at, size_t end)
{
	if (bytes[at] != '[' || at + 1 >= end)
		return false;
	return (bytes[at + 1] >= 'a' && bytes[at + 1] <= 'z') ||
	    (bytes[at + 1] >= 'A' && bytes[at + 1] <= 'Z') ||
	    is_digit(bytes[at + 1]);
}

static bool
is_wide(const char *bytes, size_t length)
{
	return length >= 4 && (memcmp(bytes, "\xff\xfe", 2) == 0 ||
	    memcmp(bytes, "\xfe\xff", 2) == 0 || bytes[0] == '\0' ||
	    bytes[1] == '\0');
}

bool
extract_is_log(const char *bytes, size_t length)
{
	size_t end = end_of_text(bytes, length);
	size_t at = begin_of(bytes, end), last = last_line(bytes, end);
	size_t look = end - at < LOOK ? end : at + LOOK, first;

	if (is_wide(bytes, length))
		return true;	/* its bytes tell nothing yet */
	if (at == end)
		return false;
	if ((bytes[at] != '{' && bytes[at] != '[') ||
	    is_no_list(bytes, at, end) ||
	    strchr("}]/", bytes[end - 1]) == NULL)
		return true;
	/* "WARNING: {…}" behind it. */
	if (last > at && bytes[last] != '\0' &&
	    strchr("{}[]\",/*", bytes[last]) == NULL)
		return true;
	first = end_of(bytes, look, at);
	return first > at && first < end;
}

static bool
holds(const char *bytes, size_t begin, size_t end, const char *word)
{
	size_t n = strlen(word);

	while (end - begin >= n) {
		const char *quote = memchr(bytes + begin, '"', end - begin);

		if (quote == NULL)
			return false;
		begin = (size_t)(quote - bytes);
		if (end - begin >= n && memcmp(quote, word, n) == 0)
			return true;
		begin++;
	}
	return false;
}

static bool
is_of_network(const char *bytes, size_t begin, size_t end)
{
	for (size_t i = 0; parts[i] != NULL; i++)
		if (holds(bytes, begin, end, parts[i]))
			return true;
	return false;
}

/* The first sign from at on; or length. */
static size_t
next_sign(const char *bytes, size_t length, size_t at)
{
	while (at < length) {
		const char *quote = memchr(bytes + at, '"', length - at);

		if (quote == NULL)
			return length;
		at = (size_t)(quote - bytes);
		for (size_t i = 0; signs[i] != NULL; i++)
			if (length - at >= strlen(signs[i]) &&
			    memcmp(quote, signs[i], strlen(signs[i])) == 0)
				return at;
		at++;
	}
	return length;
}

/* The bracket that a sign follows, not before from; or the sign. */
static size_t
begin_before(const char *bytes, size_t from, size_t sign)
{
	size_t at = sign;

	while (at > from && sign - at < BETWEEN && bytes[at - 1] != '{' &&
	    bytes[at - 1] != '}')
		at--;
	return at > from && bytes[at - 1] == '{' ? at - 1 : sign;
}

static void
blank(char *bytes, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!is_blank(bytes[i]))
			bytes[i] = ' ';
}

/* "\x1b[0;32m" */
static void
blank_colours(char *bytes, size_t length)
{
	char *at = bytes;

	while ((at = memchr(at, '\x1b', length - (size_t)(at - bytes))) !=
	    NULL) {
		size_t begin = (size_t)(at - bytes), end = begin + 1;

		if (end < length && bytes[end] == '[')
			end++;
		while (end < length && (is_digit(bytes[end]) ||
		    bytes[end] == ';'))
			end++;
		end += end < length;
		blank(bytes, begin, end);
		at = bytes + end;
	}
}

/* Behind "2026-11-29T10:11:12.1234567Z" at at, perhaps in brackets; or at. */
static size_t
behind_time(const char *bytes, size_t length, size_t at)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";
	bool in_brackets = at < length && bytes[at] == '[';
	size_t begin = at + in_brackets, i = begin + sizeof form - 1;

	if (length - at < sizeof form + 1)
		return at;
	for (size_t k = 0; form[k] != '\0'; k++)
		if (form[k] == 'd' ? !is_digit(bytes[begin + k]) :
		    bytes[begin + k] != form[k])
			return at;
	while (i < length && (is_digit(bytes[i]) || (bytes[i] != '\0' &&
	    strchr(".:+-Z", bytes[i]) != NULL)))
		i++;
	if (in_brackets && i < length && bytes[i] == ']')
		i++;
	return i;
}

/* The time that a line begins with, behind up to two columns: "job\tstep\t". */
static size_t
behind_prefix(const char *bytes, size_t length, size_t line)
{
	size_t at = line, end = behind_time(bytes, length, line);

	for (unsigned column = 0; end == at && column < 2; column++) {
		size_t i = at;

		while (i < length && i - line < BETWEEN && bytes[i] != '\0' &&
		    strchr("\t\n\"{}", bytes[i]) == NULL)
			i++;
		if (i >= length || bytes[i] != '\t')
			return line;
		at = i + 1;
		/* UTF-8's mark stands before the first time. */
		if (length - at > 3 && memcmp(bytes + at, "\xef\xbb\xbf", 3) == 0)
			at += 3;
		end = behind_time(bytes, length, at);
	}
	return end > at ? end : line;
}

/* No string of JSON goes over lines, so none begins with what is blanked. */
static void
blank_times(char *bytes, size_t length)
{
	for (size_t line = 0; line < length; ) {
		const char *end = memchr(bytes + line, '\n', length - line);

		blank(bytes, line, behind_prefix(bytes, length, line));
		if (end == NULL)
			return;
		line = (size_t)(end - bytes) + 1;
	}
}

struct span {
	size_t begin, end;
};

static enum extracted
find(const char *bytes, size_t length, struct span *found)
{
	size_t at = 0, broken = 0;

	while ((at = next_sign(bytes, length, at)) < length &&
	    broken < BROKEN_MAX) {
		size_t begin = begin_before(bytes, found->end, at);
		size_t end = bytes[begin] == '{' ?
		    end_of(bytes, length, begin) : begin;

		broken += bytes[begin] == '{' && end == begin;
		at = end > at ? end : at + 1;
		if (end == begin || !is_of_network(bytes, begin, end))
			continue;
		if (found->end > 0 && (end - begin !=
		    found->end - found->begin || memcmp(bytes + begin, bytes +
		    found->begin, end - begin) != 0))
			return EXTRACTED_SEVERAL;
		if (found->end == 0)
			*found = (struct span){ begin, end };
	}
	return found->end > 0 ? EXTRACTED_ONE : EXTRACTED_NOTHING;
}

/* UTF-16 as UTF-8, if it is that. */
static bool
decode(struct arena *a, struct input *text)
{
	struct encoded e;

	if (encoding_decode(a, text->bytes, text->length, &e) != NULL)
		return false;
	text->bytes = e.text;
	text->length = e.length;
	return true;
}

enum extracted
extract_json(struct arena *a, struct input *text)
{
	struct input inside = *text;
	enum extracted what;
	struct span found = { 0, 0 };
	char *bytes;

	if (is_wide(text->bytes, text->length) && (!decode(a, &inside) ||
	    !extract_is_log(inside.bytes, inside.length)))
		return EXTRACTED_NOTHING;
	/* Colours and times stand around a sign, never in it: most texts that
	 * begin as no JSON, as templates in YAML, end here. */
	if (next_sign(inside.bytes, inside.length, 0) == inside.length)
		return EXTRACTED_NOTHING;
	bytes = arena_strndup(a, inside.bytes, inside.length);
	blank_colours(bytes, inside.length);
	blank_times(bytes, inside.length);
	what = find(bytes, inside.length, &found);
	if (what != EXTRACTED_ONE)
		return what;
	blank(bytes, 0, found.begin);
	blank(bytes, found.end, inside.length);
	text->bytes = bytes;
	text->length = inside.length;
	return EXTRACTED_ONE;
}
