/* SPDX-License-Identifier: MIT */
#include "document/mend.h"

#include "base/str.h"
#include "document/scan.h"
#include "document/syntax.h"
#include "document/yaml_scalar.h"

#include <string.h>

/*
 * The scan of a broken text leaves an index of what it understood, of which
 * the counts say what lies in what: commas, colons and brackets follow from
 * it.  It is written as JSON, key for key and value for value, and scanned
 * like any other; beside it lies where each value stands in the file.
 */

/* What every reader takes for a value that is not known. */
static const char unknown[] = "{\"unknown\":\"its text is broken\"}";

struct level {
	uint32_t end;		/* the entry behind its last one */
	uint32_t made;		/* its number in what is written */
	bool map;
};

struct writing {
	const struct document *d;	/* the broken one */
	struct syntax s;
	struct mends *mends;
	struct arena *scratch;
	struct str out;
	struct sources sources;	/* of what is written */
	struct arena *a;
	VEC(struct level) open;
	uint32_t behind;	/* what was written last, in the file */
};

const struct mend_token *
mend_token_at(const struct mends *m, uint32_t at)
{
	size_t low = 0, high = m->tokens.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->tokens.v[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < m->tokens.n && m->tokens.v[low].at == at
	    ? &m->tokens.v[low] : NULL;
}

static const struct mend_token *
token_at(const struct writing *w, uint32_t at)
{
	return mend_token_at(w->mends, at);
}

/* Where something stands, behind what does not count and one colon. */
static uint32_t
skip_gaps(const struct writing *w, uint32_t at)
{
	bool colon = false;

	for (;;) {
		const struct mend_token *token;

		at = syntax_skip_blanks(&w->s, at);
		token = token_at(w, at);
		if (token != NULL && token->how == MEND_GAP) {
			at = token->end;
		} else if (token == NULL && !colon &&
		    syntax_byte(&w->s, at) == ':') {
			colon = true;
			at++;
		} else {
			return at;
		}
	}
}

static void
add_source(struct writing *w, uint32_t key, uint32_t begin, uint32_t end)
{
	vec_push(w->a, &w->sources, ((struct source){ .key = key,
	    .begin = begin & INT32_MAX, .end = end }));
	w->behind = end > w->behind ? end : w->behind;
}

/* As it stands in the file. */
static void
copy(struct writing *w, uint32_t at, uint32_t end)
{
	str_add_bytes(&w->out, w->s.text + at, end - at);
}

static void
quote(struct writing *w, uint32_t at, uint32_t end)
{
	yaml_scalar_quote(&w->out, w->s.text + at, end > at ? end - at : 0);
}

/* The text that was meant by a token which should be a string. */
static void
write_text(struct writing *w, const struct mend_token *t)
{
	const char *text = w->s.text;
	uint32_t width;

	switch (t->how) {
	case MEND_BARE:
		quote(w, t->at, t->end - (t->end > t->at + 1 &&
		    text[t->end - 1] == '"'));
		break;
	case MEND_QUOTED:
		width = (unsigned char)text[t->at] < 0x80 ? 1 : 3;
		quote(w, t->at + width, t->end - width);
		break;
	case MEND_OPEN:
		quote(w, t->at + 1, t->end);
		break;
	default:		/* MEND_RAW */
		quote(w, t->at + 1, t->end - 1);
		break;
	}
}

static bool
is_text(enum mend how)
{
	return how == MEND_BARE || how == MEND_QUOTED || how == MEND_OPEN ||
	    how == MEND_RAW;
}

/* "+1", "01", ".5", "-007" */
static void
write_number(struct writing *w, uint32_t at, uint32_t end)
{
	const char *text = w->s.text;

	if (text[at] == '-')
		str_add_char(&w->out, '-');
	at += text[at] == '-' || text[at] == '+';
	while (at + 1 < end && text[at] == '0' &&
	    syntax_is_digit((unsigned char)text[at + 1]))
		at++;
	if (text[at] == '.')
		str_add_char(&w->out, '0');
	copy(w, at, end);
}

/* NULL: none that JSON has. */
static const char *
word_of(const struct writing *w, const struct mend_token *t)
{
	static const struct {
		const char *word, *means;
	} words[] = {
		{ "True", "true" }, { "TRUE", "true" }, { "False", "false" },
		{ "FALSE", "false" }, { "None", "null" }, { "NULL", "null" },
		{ "Null", "null" }, { "nil", "null" }, { NULL, NULL }
	};

	for (size_t i = 0; words[i].word != NULL; i++)
		if (strlen(words[i].word) == t->end - t->at &&
		    memcmp(words[i].word, w->s.text + t->at,
		    t->end - t->at) == 0)
			return words[i].means;
	return NULL;
}

/* What the list or map that is open was to hold cannot be told. */
static void
doubt(struct writing *w, uint32_t at, uint32_t end)
{
	struct mend_doubt doubt = { at, end, NO_DOUBT, NO_DOUBT };

	w->mends->lost = true;
	if (w->open.n > 0) {
		const struct source *around =
		    &w->sources.v[w->open.v[w->open.n - 1].made];

		doubt.key = around->key;
		doubt.open = around->begin;
	}
	vec_push(w->scratch, &w->mends->doubts, doubt);
}

/* The key of the entry; returns where its value may begin. */
static uint32_t
write_key(struct writing *w, uint32_t at)
{
	const struct mend_token *token = token_at(w, at);
	uint32_t end = token != NULL ? token->end
	    : syntax_string_end(&w->s, at), value;

	if (token != NULL && is_text(token->how))
		write_text(w, token);
	else if (token == NULL && syntax_byte(&w->s, at) == '"')
		copy(w, at, end);
	else
		str_add(&w->out, "\"//\"");
	str_add_char(&w->out, ':');
	value = skip_gaps(w, end);
	if (token != NULL && token->how != MEND_BARE &&
	    token->how != MEND_QUOTED)
		doubt(w, at, value + 1);
	return value;
}

/* Whether a scalar of that kind, as JSON has it, stands there. */
static bool
is_right(const struct writing *w, uint32_t at, enum node_kind kind)
{
	int c = syntax_byte(&w->s, at);

	switch (kind) {
	case NODE_STRING:
		return c == '"';
	case NODE_NUMBER:
		return c == '-' || syntax_is_digit(c);
	case NODE_BOOL:
		return c == 't' || c == 'f';
	case NODE_NULL:
		return c == 'n';
	case NODE_LIST:
		return c == '[';
	case NODE_MAP:
		return c == '{';
	default:
		return false;
	}
}

static void
write_unknown(struct writing *w, uint32_t key, uint32_t at, uint32_t end)
{
	struct mend_doubt doubt = { at, end > at ? end : at + 1, NO_DOUBT,
		NO_DOUBT };

	vec_push(w->scratch, &w->mends->doubts, doubt);
	w->mends->lost = true;
	str_add(&w->out, unknown);
	add_source(w, key, at, end);
	add_source(w, at, at, end);
}

/* Returns the entry behind those that are written now. */
static uint32_t
write_value(struct writing *w, uint32_t e, uint32_t key, uint32_t at)
{
	const struct entry *entry = index_entry(w->d, e);
	const struct mend_token *token = token_at(w, at);
	enum node_kind kind = (enum node_kind)entry->kind;
	uint32_t end = token != NULL ? token->end
	    : syntax_scalar_end(&w->s, at);
	struct level level = { .end = e + entry->count };

	end = end > at ? end : at + 1;
	end = end < w->s.end ? end : w->s.end;
	if (token != NULL && is_text(token->how)) {
		/* It may have been a name, and another one. */
		if (token->how == MEND_OPEN || token->how == MEND_RAW)
			w->mends->lost = true;
		write_text(w, token);
	} else if (token != NULL && token->how == MEND_NUMBER) {
		write_number(w, token->at, token->end);
	} else if (token != NULL && token->how == MEND_WORD &&
	    word_of(w, token) != NULL) {
		str_add(&w->out, word_of(w, token));
	} else if (token != NULL || !is_right(w, at, kind)) {
		write_unknown(w, key, at, end);
		return level.end;
	} else if (kind == NODE_MAP || kind == NODE_LIST) {
		level.map = kind == NODE_MAP;
		level.made = (uint32_t)w->sources.n;
		str_add_char(&w->out, level.map ? '{' : '[');
		vec_push(w->scratch, &w->open, level);
		add_source(w, key, at, end);
		return e + 1;
	} else {
		copy(w, at, end);
	}
	add_source(w, key, at, end);
	return level.end;
}

/* What has ended before that entry. */
static void
close_before(struct writing *w, uint32_t e)
{
	while (w->open.n > 0 && w->open.v[w->open.n - 1].end <= e) {
		const struct level *level = &w->open.v[--w->open.n];
		uint32_t end = skip_gaps(w, w->behind);

		if (syntax_byte(&w->s, end) == ',')
			end = syntax_skip_blanks(&w->s, end + 1);
		if (syntax_byte(&w->s, end) == '}' ||
		    syntax_byte(&w->s, end) == ']')
			w->behind = end + 1;
		w->sources.v[level->made].end = w->behind;
		str_add_char(&w->out, level->map ? '}' : ']');
	}
}

static void
write_entries(struct writing *w)
{
	for (uint32_t e = 0; e < w->d->n;) {
		const struct entry *entry = index_entry(w->d, e);
		uint32_t at = entry->offset;
		char last;

		close_before(w, e);
		if (entry->kind == ENTRY_DROPPED) {
			e += entry->count;
			continue;
		}
		if (e > 0 && w->open.n == 0)
			break;	/* the root ended */
		last = w->out.n > 0 ? w->out.v[w->out.n - 1] : '[';
		if (last != '[' && last != '{')
			str_add_char(&w->out, ',');
		if (entry->has_key)
			at = write_key(w, at);
		else if (w->open.n > 0 && w->open.v[w->open.n - 1].map)
			str_add(&w->out, "\"//\":");
		e = write_value(w, e, entry->offset, at);
	}
	close_before(w, w->d->n);
}

/* What is asked for later outlives the scan. */
static void
keep(struct arena *a, struct mends *m)
{
	size_t tokens = m->tokens.n * sizeof *m->tokens.v;
	size_t doubts = m->doubts.n * sizeof *m->doubts.v;

	if (tokens > 0)
		m->tokens.v = memcpy(arena_alloc(a, tokens), m->tokens.v,
		    tokens);
	if (doubts > 0)
		m->doubts.v = memcpy(arena_alloc(a, doubts), m->doubts.v,
		    doubts);
	m->tokens.cap = m->tokens.n;
	m->doubts.cap = m->doubts.n;
}

bool
mend_json(struct document *d, struct mends *mends)
{
	const struct scan_limits limits = {
		DOCUMENT_DEPTH_MAX, DOCUMENT_VALUES_MAX
	};
	struct arena *scratch = arena_new();
	struct document broken = { .a = scratch, .file = d->file,
		.text = d->text, .length = d->length };
	struct document_problems problems = { 0 };
	struct writing w = { .d = &broken, .s = { d->text, d->length },
		.mends = mends, .scratch = scratch, .a = d->a,
		.out = str_new(d->a) };
	bool good;

	broken.self = &broken;
	scan_broken(&broken, limits, &problems, mends);
	good = !mends->refused && broken.n > 0 &&
	    (index_entry(&broken, 0)->kind == NODE_MAP ||
	    index_entry(&broken, 0)->kind == NODE_LIST);
	if (good) {
		str_reserve(&w.out, d->length);
		write_entries(&w);
		good = w.out.n <= DOCUMENT_SIZE_MAX;
	}
	if (good) {
		d->text = str_text(&w.out);
		d->length = (uint32_t)w.out.n;
		d->sources = w.sources;
		good = scan_text(d, limits, &problems) &&
		    d->n == w.sources.n;
	}
	keep(d->a, mends);
	arena_free(scratch);
	return good;
}
