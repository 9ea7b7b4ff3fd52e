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
