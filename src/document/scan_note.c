/* SPDX-License-Identifier: MIT */
#include "document/scan_state.h"

#include "document/found.h"

#include <string.h>

/*
 * What is to be remembered of the faults where the text is to be mended.
 * Each function does nothing where it is not.
 */

void
scan_note(struct scan *s, enum mend how, uint32_t at, uint32_t end)
{
	struct mend_token token = { at, end > at ? end : at + 1, how };
	struct mends *m = s->mends;

	if (m == NULL)
		return;
	/* The scan went back: what was noted there was not meant. */
	while (m->tokens.n > 0 && m->tokens.v[m->tokens.n - 1].at >= at)
		m->tokens.n--;
	vec_push(s->d->a, &m->tokens, token);
}

void
scan_note_doubt(struct scan *s, uint32_t at, uint32_t end)
{
	struct mend_doubt doubt = { at, end > at ? end : at + 1, NO_DOUBT,
		NO_DOUBT };

	if (s->mends != NULL)
		vec_push(s->d->a, &s->mends->doubts, doubt);
}

void
scan_note_lost(struct scan *s, uint32_t at, uint32_t end)
{
	struct mend_doubt doubt = { at, end > at ? end : at + 1, NO_DOUBT,
		NO_DOUBT };

	if (s->mends == NULL)
		return;
	s->mends->lost = true;
	if (s->depth > 0) {
		doubt.open = s->open[s->depth - 1].at;
		doubt.key = index_entry(s->d,
		    s->open[s->depth - 1].entry)->offset;
	}
	vec_push(s->d->a, &s->mends->doubts, doubt);
}

void
scan_note_level(struct scan *s, uint32_t at)
{
	if (s->mends == NULL)
		return;
	s->mends->lost = true;
	if (at < s->mends->unsure)
		s->mends->unsure = at;
}

void
scan_note_refused(struct scan *s)
{
	if (s->mends != NULL)
		s->mends->refused = true;
}

static bool
has(const struct scan *s, uint32_t at, uint32_t end, const char *bytes)
{
	for (; *bytes != '\0'; bytes++)
		if (memchr(s->s.text + at, *bytes, end - at) != NULL)
			return true;
	return false;
}

/*
 * A text without quotes.  Where other quotes or words are in it, more is wrong
 * than that; a word alone may have been meant for a truth or a number.
 */
void
scan_note_bare(struct scan *s, uint32_t end, bool key)
{
	uint32_t at = s->at, last = end;
	bool odd;

	if (s->mends == NULL)
		return;
	if (last > at + 1 && s->s.text[last - 1] == '"')
		last--;		/* its first quote is missing */
	odd = has(s, at, last, "\"'`\\\t") || scan_is_cut(s, end);
	scan_note(s, odd ? MEND_UNKNOWN : MEND_BARE, at, end);
	if (odd || last < end || (key && has(s, at, last, " ")))
		scan_note_lost(s, at, end);
	else if (!key && !has(s, at, last, "/"))
		scan_note_doubt(s, at, end);
}

/* From '#' to the end of the line, which may not be meant as a comment. */
void
scan_note_comment(struct scan *s, uint32_t at)
{
	scan_note(s, MEND_GAP, at, s->at);
	if (s->mends == NULL)
		return;
	if (has(s, at, s->at, "{}[]"))
		scan_note_level(s, at);
	if (has(s, at, s->at, "\":"))
		scan_note_lost(s, at, s->at);
}

/*
 * No colon behind the key at that offset: it is the key, if a value stands
 * there.
 */
void
scan_note_no_colon(struct scan *s, uint32_t key, uint32_t end)
{
	int c = syntax_byte(&s->s, s->at);

	if (s->at == end || (c != '"' && c != '{' && c != '[' &&
	    !syntax_is_digit(c)))
		scan_note_lost(s, key, s->at + 1);
}

/* A string without an end: members may have been taken for its text. */
void
scan_note_unended(struct scan *s, uint32_t start)
{
	if (s->mends == NULL)
		return;
	scan_note(s, MEND_UNKNOWN, start, s->at);
	if (has(s, start + 1, s->at, ",:{}[]\""))
		scan_note_lost(s, start, s->at);
	else
		scan_note_doubt(s, start, s->at);
}

/* Whether it ends with the quote that it begins with, and has no other. */
static bool
is_matched(const struct scan *s, uint32_t at, uint32_t end)
{
	const char *text = s->s.text;
	uint32_t width = (unsigned char)text[at] < 0x80 ? 1 : 3;

	if (end - at < 2 * width || has(s, at + width, end - width, "\""))
		return false;
	/* typographic ones have their last byte of their own */
	return memcmp(text + at, text + end - width,
	    width == 1 ? 1 : 2) == 0 && (width == 1 ||
	    (unsigned char)text[end - 1] >= 0x98);
}

void
scan_note_quoted(struct scan *s, uint32_t end)
{
	uint32_t at = s->at;

	if (s->mends == NULL)
		return;
	if (is_matched(s, at, end) && !has(s, at, end, "\\")) {
		scan_note(s, MEND_QUOTED, at, end);
		return;
	}
	scan_note(s, MEND_UNKNOWN, at, end);
	if (is_matched(s, at, end))
		scan_note_doubt(s, at, end);
	else
		scan_note_lost(s, at, end);
}

/* "+1", "01" and ".5" are numbers; "1." and "-" are none for sure. */
void
scan_note_number(struct scan *s, uint32_t end)
{
	uint32_t at = s->at;
	const char *text = s->s.text;

	if (s->mends == NULL)
		return;
	if (text[end - 1] >= '0' && text[end - 1] <= '9' &&
	    !has(s, at, end, "eE")) {
		scan_note(s, MEND_NUMBER, at, end);
	} else {
		scan_note(s, MEND_UNKNOWN, at, end);
		scan_note_doubt(s, at, end);
	}
}

/* The last value that was read, and what stands behind it. */
void
scan_note_behind(struct scan *s, uint32_t end)
{
	uint32_t at = s->at;

	if (s->d->n > 0 && index_entry(s->d, s->d->n - 1)->offset < at)
		at = index_entry(s->d, s->d->n - 1)->offset;
	scan_note_lost(s, at, end);
}

/* Whether the line of that offset closes something behind it. */
static bool
closes_on_line(const struct syntax *s, uint32_t at)
{
	const char *line = memchr(s->text + at, '\n', s->end - at);
	size_t n = line != NULL ? (size_t)(line - (s->text + at))
	    : s->end - at;

	return memchr(s->text + at, '}', n) != NULL ||
	    memchr(s->text + at, ']', n) != NULL;
}

/* Where brackets do not match, a fault before may have hidden one. */
static void
note_hidden(struct scan *s)
{
	uint32_t first = NO_DOUBT;

	for (size_t i = 0; i < s->mends->doubts.n; i++)
		if (s->mends->doubts.v[i].end - 1 < first)
			first = s->mends->doubts.v[i].end - 1;
	scan_note_level(s, first);
}

/*
 * The text ended with brackets open.  They may be missing anywhere, unless
 * the layout shows that all is closed that should be.
 */
void
scan_note_end(struct scan *s)
{
	uint32_t line = 0;	/* the end of the one looked at last */
	struct scan_levels levels;

	if (s->mends == NULL)
		return;
	note_hidden(s);
	for (uint32_t i = s->depth; i-- > 0;) {
		struct mend_doubt doubt = { s->open[i].at, s->open[i].at + 1,
			index_entry(s->d, s->open[i].entry)->offset,
			s->open[i].at };

		vec_push(s->d->a, &s->mends->doubts, doubt);
	}
	s->mends->lost = true;
	if (scan_misplaced(s->scratch, &s->s, s->s.end, &levels))
		scan_note_level(s, levels.spare ? 0 : levels.open);
	scan_note_level(s, levels.loose);
	for (uint32_t i = 0; i < s->depth; i++) {
		const char *end;

		if (s->open[i].at < line)
			continue;
		if (closes_on_line(&s->s, s->open[i].at)) {
			scan_note_level(s, s->open[i].at);
			return;
		}
		end = memchr(s->s.text + s->open[i].at, '\n',
		    s->s.end - s->open[i].at);
		line = end != NULL ? (uint32_t)(end - s->s.text) : s->s.end;
	}
}

/* One closes too many: there, or wherever the layout does not show it. */
void
scan_note_surplus(struct scan *s)
{
	int c = syntax_byte(&s->s, s->at);
	struct scan_levels levels;

	if (s->mends == NULL)
		return;
	s->mends->lost = true;
	if (s->open == NULL || (c != ',' && c != '}' && c != ']'))
		return;
	note_hidden(s);
	if (scan_misplaced(s->scratch, &s->s, s->at, &levels) ||
	    closes_on_line(&s->s, s->open[0].at))
		scan_note_level(s, 0);
	scan_note_level(s, levels.loose);
}
