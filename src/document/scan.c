/* SPDX-License-Identifier: MIT */
#include "document/scan_state.h"

/*
 * A machine of six states; what is open lies on a stack of its own, so that
 * no nesting can exhaust that of the program.  Each state is a function that
 * reads one token, moves s->at behind it and sets the next state; false means
 * that the scan is over.
 *
 * The scan looks between the tokens and at their form.  What scalars mean (a
 * number's size, a lone surrogate in an escape) is for whoever asks for them.
 *
 * A text with a fault is read no more, but scanned on to tell the others:
 * scan_mend.c.
 */

/* Something that no going on helps against. */
static bool
fail(struct scan *s, const char *text)
{
	scan_fault(s, FAULT_OTHER, s->at, text);
	scan_note_refused(s);
	return false;
}

static inline bool
too_many(struct scan *s)
{
	return s->d->n >= s->limits.values && !fail(s, arena_printf(s->d->a,
	    "more than %u values", s->limits.values));
}

bool
scan_too_many(struct scan *s)
{
	return too_many(s);
}

static inline void
after_value(struct scan *s)
{
	s->member = NO_MEMBER;
	s->state = s->depth > 0 ? STATE_MORE : STATE_END;
}

void
scan_after_value(struct scan *s)
{
	after_value(s);
}

/* What lies deeper than the limit is passed over. */
static void
too_deep(struct scan *s)
{
	scan_fault(s, FAULT_DEPTH, s->at, arena_printf(s->d->a,
	    "nested deeper than %u levels", s->limits.depth));
	scan_note_refused(s);
	s->at = syntax_value_end(&s->s, s->at);
	s->quiet = s->quiet || s->at == s->s.end;
	after_value(s);
}

static void
open_container(struct scan *s, uint32_t entry, enum state inside)
{
	struct open open = { .entry = entry, .at = s->at };

	if (s->depth == s->limits.depth) {
		too_deep(s);
		return;
	}
	if (s->depth == s->open_cap) {
		uint32_t cap = s->open_cap > 0 ? s->open_cap * 2 : 32;

		s->open = arena_grow(s->scratch, s->open,
		    s->open_cap * sizeof *s->open, cap * sizeof *s->open);
		s->open_cap = cap;
	}
	s->open[s->depth++] = open;
	s->member = NO_MEMBER;
	if (inside == STATE_FIRST_KEY)
		duplicates_open(&s->duplicates, s->depth - 1);
	s->at++;
	s->state = inside;
}

static bool
is_map(const struct scan *s)
{
	return index_entry(s->d, s->open[s->depth - 1].entry)->kind ==
	    NODE_MAP;
}

static inline void
close_container(struct scan *s, uint32_t bytes)
{
	uint32_t number = s->open[s->depth - 1].entry;
	struct entry *entry = index_entry(s->d, number);

	entry->count = (s->d->n - number) & DOCUMENT_VALUES_MAX;
	if (entry->kind == NODE_MAP)
		duplicates_close(&s->duplicates, s->d, s->depth - 1,
		    s->problems);
	s->depth--;
	s->at += bytes;
	s->quiet = false;
	after_value(s);
}

void
scan_close(struct scan *s, uint32_t bytes)
{
	close_container(s, bytes);
}

/* Nearly every string is plain up to its quote. */
static inline bool
read_string(struct scan *s, bool *escaped)
{
	uint32_t end = syntax_skip_plain(&s->s, s->at + 1);

	if (syntax_byte(&s->s, end) != '"')
		return scan_string(s, escaped);
	*escaped = false;
	s->string = s->at;
	s->at = s->string_end = end + 1;
	return true;
}

/* The entry of the value at s->at: that of its key, or a new one. */
static inline uint32_t
value_entry(struct scan *s)
{
	return s->member != NO_MEMBER ? s->member :
	    document_add_entry(s->d, s->at, false);
}

uint32_t
scan_value_entry(struct scan *s)
{
	return value_entry(s);
}

static bool
is_negative_infinity(const struct scan *s, int c)
{
	return c == '-' && syntax_byte(&s->s, s->at + 1) == 'I';
}

static bool
read_value(struct scan *s, const char *expected)
{
	int c = syntax_byte(&s->s, s->at);
	enum node_kind kind;
	uint32_t entry;
	bool escaped;

	if (c < 0 || (c != '{' && c != '[' && c != '"' && !syntax_is_word(c)))
		return scan_mend_value(s, expected);
	if (s->member == NO_MEMBER && too_many(s))
		return false;
	entry = value_entry(s);
	if (c == '{' || c == '[') {
		index_entry(s->d, entry)->kind =
		    (c == '{' ? NODE_MAP : NODE_LIST) & 7;
		open_container(s, entry,
		    c == '{' ? STATE_FIRST_KEY : STATE_FIRST_ELEMENT);
		return true;
	}
	if (c == '"') {
		kind = NODE_STRING;
		if (read_string(s, &escaped))
			s->quiet = false;
	} else if ((c == '-' && !is_negative_infinity(s, c)) ||
	    syntax_is_digit(c)) {
		kind = scan_number(s);
	} else {
		kind = scan_word(s, expected);
	}
	index_entry(s->d, entry)->kind = kind & 7;
	after_value(s);
	/* Prose, of which no more is worth saying. */
	return s->depth > 0 || !s->broken;
}

bool
scan_colon(struct scan *s, uint32_t key, uint32_t end)
{
	s->at = syntax_skip_blanks(&s->s, s->at);
	if (syntax_byte(&s->s, s->at) != ':')
		return scan_mend_colon(s, key, end);
	s->at++;
	s->quiet = false;
	s->state = STATE_VALUE;
	return true;
}

static bool
read_key(struct scan *s, const char *expected)
{
	uint32_t key = s->at, end;
	bool escaped;

	if (syntax_byte(&s->s, s->at) != '"')
		return scan_mend_key(s, expected);
	if (too_many(s))
		return false;
	if (!read_string(s, &escaped)) {
		scan_note_lost(s, key, s->at);
		after_value(s);
		return true;
	}
	end = s->at;
	s->member = document_add_entry(s->d, key, true);
	duplicates_add(&s->duplicates, (struct duplicates_key){
	    .entry = s->member, .at = key + 1, .length = (end - key - 2) & INT32_MAX,
	    .escaped = escaped });
	return scan_colon(s, key, end);
}

void
scan_comma(struct scan *s, uint32_t bytes)
{
	bool map = is_map(s);
	uint32_t comma = s->at;
	int c;

	s->at = syntax_skip_blanks(&s->s, s->at + bytes);
	if (syntax_byte(&s->s, s->at) == ',')
		scan_fault(s, FAULT_SPARE_COMMA, s->at, "two commas in a row");
	while (syntax_byte(&s->s, s->at) == ',') {
		comma = s->at;
		s->at = syntax_skip_blanks(&s->s, s->at + 1);
	}
	c = syntax_byte(&s->s, s->at);
	s->state = map ? STATE_KEY : STATE_VALUE;
	if (c != (map ? '}' : ']'))
		return;
	scan_fault(s, FAULT_SPARE_COMMA, comma, map
	    ? "trailing comma before '}'" : "trailing comma before ']'");
	s->state = STATE_MORE;
}

static bool
read_more(struct scan *s)
{
	int c = syntax_byte(&s->s, s->at), next;
	bool map = is_map(s);
	uint32_t at;

	if (c == (map ? '}' : ']')) {
		close_container(s, 1);
		return true;
	}
	if (c != ',')
		return scan_mend_more(s);
	at = syntax_skip_blanks(&s->s, s->at + 1);
	next = syntax_byte(&s->s, at);
	if (next == ',' || next == '}' || next == ']') {
		scan_comma(s, 1);
		return true;
	}
	s->at = at;
	s->state = map ? STATE_KEY : STATE_VALUE;
	return true;
}

static bool
step(struct scan *s)
{
	int c = syntax_byte(&s->s, s->at);

	if (c == '/' && syntax_byte(&s->s, s->at + 1) == '*') {
		fail(s, "this comment is not closed by */");
		return false;
	}
	switch (s->state) {
	case STATE_VALUE:
		return read_value(s, "a value");
	case STATE_FIRST_ELEMENT:
		if (c == ']') {
			close_container(s, 1);
			return true;
		}
		return read_value(s, "a value or ']'");
	case STATE_FIRST_KEY:
		if (c == '}') {
			close_container(s, 1);
			return true;
		}
		return read_key(s, "a key or '}'");
	case STATE_KEY:
		return read_key(s, "a key");
	case STATE_MORE:
		return read_more(s);
	case STATE_END:
		break;
	}
	return scan_mend_behind(s);
}

static void
scan_all(struct scan *s)
{
	s->at = syntax_skip_blanks(&s->s, 0);
	if (s->at == s->s.end) {
		fail(s, s->s.end == 0 ? "the text is empty"
		    : "the text holds nothing but blanks");
		return;
	}
	while (s->faults < SCAN_FAULTS_MAX) {
		s->at = syntax_skip_blanks(&s->s, s->at);
		if (s->state == STATE_END && s->at == s->s.end)
			return;
		document_come_to(s->d, s->at);
		if (!step(s))
			return;
	}
}

static bool
scan_noting(struct document *d, struct scan_limits limits,
    struct document_problems *problems, struct mends *mends)
{
	struct arena *scratch = arena_new();
	struct scan s = {
		.d = d, .scratch = scratch, .s = { d->text, d->length },
		.limits = limits, .member = NO_MEMBER,
		.duplicates = duplicates_new(scratch), .problems = problems,
		.unsure = UINT32_MAX, .mends = mends
	};
	size_t first = problems->n;

	scan_all(&s);
	if (s.broken)
		scan_finish(&s, first);
	arena_free(scratch);
	return !s.broken;
}

bool
scan_text(struct document *d, struct scan_limits limits,
    struct document_problems *problems)
{
	return scan_noting(d, limits, problems, NULL);
}

void
scan_broken(struct document *d, struct scan_limits limits,
    struct document_problems *problems, struct mends *mends)
{
	mends->unsure = NO_DOUBT;
	(void)scan_noting(d, limits, problems, mends);
}
