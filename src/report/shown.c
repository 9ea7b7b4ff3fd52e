/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "document/document.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

struct place
report_token_end(const struct report *r, struct place at)
{
	const struct document *d = at.file >= 1 &&
	    at.file <= r->n_documents ? r->documents[at.file - 1] : NULL;

	if (d != NULL)
		at.offset = document_token_end(d, at.offset);
	else
		at.offset++;
	return at;
}

/* --------------------------------------------------------- fingerprints */

/*
 * Fingerprints tell findings apart over time: a baseline and a code review
 * page know a finding by it after lines have moved.  So it is made of what
 * the finding is about, never of lines, columns or wording.
 */
static uint64_t
hash_bytes(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	/* FNV-1a, 64 bits */
	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* With the NUL, so that no two lists of texts run together alike. */
static uint64_t
hash_text(uint64_t h, const char *text)
{
	return hash_bytes(h, text == NULL ? "" : text,
	    text == NULL ? 1 : strlen(text) + 1);
}

static uint64_t
fingerprint(const struct shown *s, const char *path)
{
	const char *file = s->start.file;
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	while (str_starts_with(file, "./"))
		file += 2;
	h = hash_text(h, s->f->notice->code);
	h = hash_text(h, file);
	h = hash_text(h, path);
	return hash_text(h, s->f->key);
}

/* Whether a pointer has a segment that is a number: a place in a list. */
static bool
has_number(const char *pointer)
{
	for (const char *p = pointer; *p == '/';) {
		size_t digits = strspn(++p, "0123456789");

		p += digits;
		if (digits > 0 && (*p == '\0' || *p == '/'))
			return true;
		p += strcspn(p, "/");
	}
	return false;
}

/*
 * What stands for the object of each finding: places in lists move when
 * other elements come and go, so elements are known by what they say.
 */
static const char **
stable_paths(const struct report *r, const struct shown *shown, size_t n)
{
	const char **paths = arena_array(r->a, n, sizeof *paths);
	const char **moving = arena_array(r->a, n, sizeof *moving);
	uint32_t *offsets = arena_array(r->a, n, sizeof *offsets);
	size_t *which = arena_array(r->a, n, sizeof *which);

	for (size_t i = 0, end; i < n; i = end) {
		uint32_t file = shown[i].f->at.file;
		const struct document *d = file >= 1 &&
		    file <= r->n_documents ? r->documents[file - 1] : NULL;
		size_t m = 0;

		for (end = i; end < n && shown[end].f->at.file == file;
		    end++) {
			paths[end] = shown[end].object;
			if (d == NULL || !has_number(paths[end]))
				continue;
			which[m] = end;
			offsets[m++] = shown[end].f->at.offset;
		}
		if (m > 0)
			document_paths(r->a, d, offsets, m, moving);
		for (size_t k = 0; k < m; k++)
			paths[which[k]] = moving[k];
	}
	return paths;
}

static int
compare_fingerprints(const void *a, const void *b)
{
	const struct shown *x = *(struct shown *const *)a;
	const struct shown *y = *(struct shown *const *)b;

	if (x->fingerprint != y->fingerprint)
		return x->fingerprint < y->fingerprint ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Equal ones are told apart by how many came before, in order of report. */
static void
salt_fingerprints(struct arena *a, struct shown *shown, size_t n)
{
	struct shown **order = arena_array(a, n, sizeof *order);
	uint64_t before = 0;
	uint32_t ordinal = 0;

	for (size_t i = 0; i < n; i++)
		order[i] = &shown[i];
	if (n > 1)
		qsort(order, n, sizeof *order, compare_fingerprints);
	for (size_t i = 0; i < n; i++) {
		ordinal = i > 0 && order[i]->fingerprint == before ?
		    ordinal + 1 : 0;
		before = order[i]->fingerprint;
		order[i]->base = before;
		order[i]->ordinal = ordinal;
		if (ordinal > 0) {
			unsigned char salt[4] = {
				(unsigned char)(ordinal >> 24),
				(unsigned char)(ordinal >> 16),
				(unsigned char)(ordinal >> 8),
				(unsigned char)ordinal
			};

			order[i]->fingerprint = hash_bytes(before, salt,
			    sizeof salt);
		}
	}
}

/* ------------------------------------------------------------ positions */

static struct position
input_start(const struct report *r)
{
	struct position p = { .line = 1, .column = 1 };

	p.file = r->n_inputs > 0 ? r->inputs[0] : "";
	return p;
}

static void
fill_positions(const struct report *r, struct shown *s)
{
	const struct finding *f = s->f;

	if (f->at.file == 0) {
		s->start = input_start(r);
		s->end = s->start;
	} else {
		s->start = place_position(r->files, f->at);
		s->end = place_position(r->files,
		    report_token_end(r, f->at));
	}
	if (s->end.line != s->start.line || s->end.column <= s->start.column) {
		s->end = s->start;
		s->end.column++;
	}
	s->start.file = sanitise_text(r->a, s->start.file);
	s->end.file = s->start.file;
}

/* --------------------------------------------------------- consequences */

/* A finding and the one that it is superseded by. */
struct consequence {
	const struct finding *cause, *f;
};

static int
compare_consequences(const void *a, const void *b)
{
	const struct consequence *x = a, *y = b;
	int order = finding_compare(x->cause, y->cause);

	if (order == 0)
		order = strcmp(x->f->notice->code, y->f->notice->code);
	return order != 0 ? order : finding_compare(x->f, y->f);
}

struct consequences {
	struct consequence *v;
	size_t n, cap;
};

static struct consequences
find_consequences(const struct report *r)
{
	struct consequences list = { 0 };

	for (size_t i = 0; i < r->findings->n; i++) {
		const struct finding *f = r->findings->v[i];

		if (f->caused_by != NULL && f->suppressed == NULL)
			vec_push(r->a, &list, ((struct consequence){
			    .cause = f->caused_by, .f = f }));
	}
	vec_sort(&list, compare_consequences);
	return list;
}

/* "RT002, SN003 (2)" of the consequences from *i on that have this cause. */
static const char *
codes_of(struct arena *a, const struct consequences *list, size_t *i)
{
	const struct finding *cause = list->v[*i].cause;
	struct str s = str_new(a);

	while (*i < list->n && list->v[*i].cause == cause) {
		const char *code = list->v[*i].f->notice->code;
		size_t first = *i;

		while (*i < list->n && list->v[*i].cause == cause &&
		    str_equal(list->v[*i].f->notice->code, code))
			++*i;
		str_addf(&s, "%s%s", s.n == 0 ? "" : ", ", code);
		if (*i - first > 1)
			str_addf(&s, " (%zu)", *i - first);
	}
	return str_text(&s);
}

/* Both lists are in the order of findings: one walk along the two. */
static void
fill_explains(const struct report *r, struct shown *shown, size_t n)
{
	struct consequences list = find_consequences(r);

	for (size_t s = 0, i = 0; s < n; s++) {
		while (i < list.n &&
		    finding_compare(list.v[i].cause, shown[s].f) < 0)
			i++;
		if (i < list.n && list.v[i].cause == shown[s].f)
			shown[s].explains = codes_of(r->a, &list, &i);
	}
}

static uint64_t
fingerprint_of(const struct shown *shown, size_t n, const struct finding *f)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (finding_compare(shown[middle].f, f) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n ? shown[low].fingerprint : 0;
}

/* ------------------------------------------------------------- the lists */

struct shown *
report_all(const struct report *r, size_t *n)
{
	const struct findings *list = r->findings;
	struct shown *shown = arena_array(r->a, list->n, sizeof *shown);
	const char **paths;

	for (size_t i = 0; i < list->n; i++) {
		struct shown *s = &shown[i];

		s->f = list->v[i];
		s->object = s->f->object != NULL ? s->f->object : "";
		fill_positions(r, s);
	}
	paths = stable_paths(r, shown, list->n);
	for (size_t i = 0; i < list->n; i++)
		shown[i].fingerprint = fingerprint(&shown[i], paths[i]);
	salt_fingerprints(r->a, shown, list->n);
	for (size_t i = 0; i < list->n; i++)
		if (shown[i].f->caused_by != NULL)
			shown[i].caused_by = fingerprint_of(shown, list->n,
			    shown[i].f->caused_by);
	fill_explains(r, shown, list->n);
	*n = list->n;
	return shown;
}

/* ----------------------------------------------------------- long names */

/*
 * A name may be a megabyte.  Messages quote names, and who reads them wants
 * to know which is meant: the beginning tells.  The JSON report, for programs,
 * has them whole.
 */
enum { NAME_SHOWN = 120, NAME_MAX = 200, OBJECT_MAX = 1000 };

/* How many bytes at text are one name: in double quotes, or up to a blank. */
static size_t
name_length(const char *text)
{
	if (*text == '"')
		return 1 + strcspn(text + 1, "\"");
	return strcspn(text, " \"");
}

static const char *
cut_names(const struct report *r, const char *text)
{
	struct str out = str_new(r->a);

	if (text == NULL || strlen(text) <= NAME_MAX)
		return text;
	while (*text != '\0') {
		size_t n = name_length(text), shown = n;

		if (n == 0) {
			str_add_char(&out, *text++);
			continue;
		}
		if (n > NAME_MAX) {
			/* not in the middle of a character */
			for (shown = NAME_SHOWN; ((unsigned char)text[shown] &
			    0xc0) == 0x80; shown--)
				;
		}
		str_add_bytes(&out, text, shown);
		if (shown < n)
			str_add(&out, r->style.unicode ? "\u2026" : "~");
		text += n;
		if (*text == '"')	/* the one that ends it */
			str_add_char(&out, *text++);
	}
	return str_text(&out);
}

static bool
is_long(const struct finding *f)
{
	bool is = strlen(f->message) > NAME_MAX ||
	    (f->help != NULL && strlen(f->help) > NAME_MAX);

	for (size_t i = 0; i < f->witness.n; i++)
		is |= strlen(f->witness.v[i].value) > NAME_MAX;
	for (size_t i = 0; i < f->related.n; i++)
		is |= strlen(f->related.v[i].text) > NAME_MAX;
	return is;
}

/* The finding with its names cut, or itself if none is long. */
static const struct finding *
cut_finding(const struct report *r, const struct finding *f)
{
	struct finding *cut;

	if (!is_long(f))
		return f;
	cut = arena_alloc(r->a, sizeof *cut);
	*cut = *f;
	cut->message = cut_names(r, f->message);
	cut->help = cut_names(r, f->help);
	cut->witness.v = arena_array(r->a, f->witness.n,
	    sizeof *cut->witness.v);
	for (size_t i = 0; i < f->witness.n; i++)
		cut->witness.v[i] = (struct witness){ f->witness.v[i].key,
			cut_names(r, f->witness.v[i].value) };
	cut->related.v = arena_array(r->a, f->related.n,
	    sizeof *cut->related.v);
	for (size_t i = 0; i < f->related.n; i++)
		cut->related.v[i] = (struct related){ f->related.v[i].at,
			cut_names(r, f->related.v[i].text) };
	return cut;
}

/* ---------------------------------------------------------------- lists */

/* Suppressed ones took part: accepting one must not change the others. */
static struct shown *
keep(const struct report *r, bool accepted, size_t *n)
{
	size_t all, kept = 0;
	struct shown *shown = report_all(r, &all);

	for (size_t i = 0; i < all; i++) {
		const struct finding *f = shown[i].f;

		if (f->caused_by == NULL && (accepted ||
		    (f->suppressed == NULL && !f->baselined)))
			shown[kept++] = shown[i];
	}
	for (size_t i = 0; i < kept; i++) {
		shown[i].f = cut_finding(r, shown[i].f);
		if (strlen(shown[i].object) > OBJECT_MAX)
			shown[i].object = cut_names(r, shown[i].object);
	}
	*n = kept;
	return shown;
}

struct shown *
report_shown(const struct report *r, size_t *n)
{
	return keep(r, r->show_suppressed, n);
}

struct shown *
report_open(const struct report *r, size_t *n)
{
	return keep(r, false, n);
}

struct counts
report_counts(const struct report *r)
{
	struct counts c = { 0 };

	for (size_t i = 0; i < r->findings->n; i++) {
		const struct finding *f = r->findings->v[i];

		if (f->caused_by != NULL)
			continue;
		if (f->suppressed != NULL)
			c.suppressed++;
		else if (f->baselined)
			c.baselined++;
		else if (f->severity == SEVERITY_ERROR)
			c.errors++;
		else if (f->severity == SEVERITY_WARNING)
			c.warnings++;
		else
			c.notes++;
	}
	return c;
}
