/* SPDX-License-Identifier: MIT */
#include "lint/supersede.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/*
 * What a finding is about is a thing: a subnet, a table, a VPC.  Where a
 * thing has parts that can be wrong one by one (the routes of a table, the
 * blocks of a VPC or a subnet, the directions of an ACL) the part is among
 * what the finding passes, and the row joins by that: a bad route must not
 * stand for its neighbour in the same table, nor a block for one of the other
 * family.
 */
const struct supersession supersessions[] = {
	{ "AD002", "AD003", JOIN_PLACE },
	{ "AD002", "AD004", JOIN_PLACE },
	{ "AD002", "AD005", JOIN_PASSED },
	{ "AD003", "AD005", JOIN_PASSED },
	{ "AD003", "AD007", JOIN_PASSED },
	{ "AD001", "RI009", JOIN_PASSED },
	{ "AD005", "AD006", JOIN_PASSED },
	{ "AD008", "AD007", JOIN_PASSED },
	{ "AD012", "RT002", JOIN_ABOUT },
	{ "EP001", "PL006", JOIN_NEEDED },
	{ "EP001", "RI001", JOIN_NEEDED },
	{ "EP002", "RI001", JOIN_NEEDED },
	{ "EP004", "RI001", JOIN_NEEDED },
	{ "EP004", "RI003", JOIN_NEEDED },
	{ "EP007", "RI001", JOIN_NEEDED },
	{ "GW001", "RI001", JOIN_BLOCKED },
	{ "GW004", "GW001", JOIN_ABOUT },
	{ "GW004", "GW005", JOIN_ABOUT },
	{ "GW004", "PL001", JOIN_ABOUT },
	{ "GW004", "RT002", JOIN_ABOUT },
	{ "GW004", "SN003", JOIN_ABOUT },
	{ "HA004", "HA005", JOIN_ABOUT },
	{ "HA005", "RI003", JOIN_NEEDED },
	{ "IN002", "RI009", JOIN_PASSED },
	{ "IN003", "RI009", JOIN_PASSED },
	{ "IN004", "GW003", JOIN_PART },
	{ "IN004", "GW005", JOIN_PART },
	{ "IN004", "HY001", JOIN_PART },
	{ "IN004", "RI001", JOIN_BLOCKED },
	{ "IN004", "SG008", JOIN_PASSED },
	{ "IN004", "SG013", JOIN_PART },
	{ "NA005", "PL002", JOIN_BLOCKED },
	{ "NA005", "RI001", JOIN_BLOCKED },
	{ "NA005", "RI003", JOIN_BLOCKED },
	{ "NA006", "NA005", JOIN_PASSED },
	{ "NA008", "EP004", JOIN_PASSED },
	{ "NA008", "NA005", JOIN_PASSED },
	{ "NA008", "NA006", JOIN_PASSED },
	{ "NA008", "PL002", JOIN_BLOCKED },
	{ "NA008", "RI001", JOIN_BLOCKED },
	{ "PL001", "RI001", JOIN_NEEDED },
	{ "PL001", "RI003", JOIN_NEEDED },
	{ "PL002", "RI001", JOIN_NEEDED },
	{ "PL002", "RI003", JOIN_NEEDED },
	{ "PL005", "PL004", JOIN_PART },
	{ "PL005", "RI004", JOIN_PART },
	{ "PL005", "SG002", JOIN_PASSED },
	{ "PL005", "SN006", JOIN_ABOUT },
	{ "PL006", "EP002", JOIN_NEEDED },
	{ "PL006", "RI001", JOIN_NEEDED },
	{ "PL007", "EP002", JOIN_NEEDED },
	{ "PL007", "EP007", JOIN_NEEDED },
	{ "PL007", "EP007", JOIN_PART },
	{ "PL007", "RI001", JOIN_NEEDED },
	{ "PL008", "RI001", JOIN_NEEDED },
	{ "RI006", "RI001", JOIN_ABOUT },
	{ "RI007", "RI001", JOIN_NEEDED },
	{ "RI007", "RI002", JOIN_ABOUT },
	{ "RT002", "RI001", JOIN_BLOCKED },
	{ "RT008", "RI001", JOIN_NEEDED },
	{ "RT001", "RI009", JOIN_PASSED },
	{ "RT009", "RT010", JOIN_PASSED },
	{ "RT009", "RT011", JOIN_PASSED },
	{ "RT012", "RI001", JOIN_NEEDED },
	{ "RT012", "RT011", JOIN_PASSED },
	{ "RT013", "GW001", JOIN_PART },
	{ "SG003", "SG001", JOIN_ABOUT },
	{ "SG003", "SG002", JOIN_ABOUT },
	{ "SG009", "SG008", JOIN_PASSED },
	{ "SG011", "RI009", JOIN_PASSED },
	{ "SN002", "SN006", JOIN_PASSED },
	{ "SN004", "SN005", JOIN_PASSED },
	{ 0 }
};

/* One thing that a possible cause names, sorted by thing, code and rank. */
struct mark {
	uintptr_t thing;
	const char *code;
	enum join join;
	size_t rank;			/* of the finding in the list */
	struct finding *finding;
};

struct marks {
	struct mark *v;
	size_t n, cap;
};

static int
compare_keys(const struct mark *a, const struct mark *b)
{
	if (a->thing != b->thing)
		return a->thing < b->thing ? -1 : 1;
	if (a->join != b->join)
		return a->join < b->join ? -1 : 1;
	return strcmp(a->code, b->code);
}

static int
compare_marks(const void *x, const void *y)
{
	const struct mark *a = x, *b = y;
	int order = compare_keys(a, b);

	if (order != 0)
		return order;
	return (a->rank > b->rank) - (a->rank < b->rank);
}

static void
mark(struct arena *a, struct marks *marks, struct finding *f, size_t rank,
    const void *thing, enum join join)
{
	struct mark m = { (uintptr_t)thing, f->notice->code, join, rank, f };

	if (thing != NULL)
		vec_push(a, marks, m);
}

static void
mark_cause(struct arena *a, struct marks *marks, struct finding *f,
    size_t rank)
{
	bool wanted[JOIN_BLOCKED + 1] = { false };

	for (const struct supersession *s = supersessions; s->cause; s++)
		if (str_equal(s->cause, f->notice->code))
			wanted[s->join] = true;
	if (wanted[JOIN_ABOUT])
		mark(a, marks, f, rank, f->about, JOIN_ABOUT);
	for (size_t i = 0; wanted[JOIN_NEEDED] && i < f->needs.n; i++)
		mark(a, marks, f, rank, f->needs.v[i], JOIN_NEEDED);
	for (size_t i = 0; i < f->passes.n; i++) {
		if (wanted[JOIN_PASSED])
			mark(a, marks, f, rank, f->passes.v[i], JOIN_PASSED);
		if (wanted[JOIN_PART])
			mark(a, marks, f, rank, f->passes.v[i], JOIN_PART);
		if (wanted[JOIN_BLOCKED])
			mark(a, marks, f, rank, f->passes.v[i], JOIN_BLOCKED);
	}
}

/* The first finding with that code that marked the thing, or NULL. */
static const struct mark *
find(const struct marks *marks, const struct mark *key)
{
	size_t low = 0, high = marks->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_keys(&marks->v[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == marks->n || compare_keys(&marks->v[low], key) != 0)
		return NULL;
	return &marks->v[low];
}

/* The better of the first cause that names the thing so, and best. */
static const struct mark *
better(const struct marks *marks, const struct supersession *row,
    const void *thing, const struct mark *best)
{
	const struct mark key = { .thing = (uintptr_t)thing,
	    .code = row->cause, .join = row->join };
	const struct mark *found = thing != NULL ? find(marks, &key) : NULL;

	return found != NULL && (best == NULL || found->rank < best->rank) ?
	    found : best;
}

/* The first of the causes that the row finds for f, or best. */
static const struct mark *
find_cause(const struct marks *marks, const struct supersession *row,
    const struct finding *f, const struct mark *best)
{
	if (row->join != JOIN_PASSED)
		best = better(marks, row, f->about, best);
	for (size_t i = 0; row->join == JOIN_NEEDED && i < f->needs.n; i++)
		best = better(marks, row, f->needs.v[i], best);
	for (size_t i = 0; (row->join == JOIN_ABOUT ||
	    row->join == JOIN_PASSED) && i < f->passes.n; i++)
		best = better(marks, row, f->passes.v[i], best);
	return best;
}

/* The first cause among those that name one thing which blocks f. */
static const struct mark *
find_blocker(const struct marks *marks, const struct finding *f,
    const void *thing)
{
	const struct mark *best = NULL;

	for (const struct supersession *s = supersessions; s->cause; s++)
		if (s->join == JOIN_BLOCKED &&
		    str_equal(s->effect, f->notice->code))
			best = better(marks, s, thing, best);
	return best;
}

/* The first of the causes that explain all that blocks f, or NULL. */
static const struct mark *
explain_blocked(const struct marks *marks, const struct finding *f)
{
	const struct mark *best = NULL;

	for (size_t i = 0; i < f->passes.n; i++) {
		const struct mark *one =
		    find_blocker(marks, f, f->passes.v[i]);

		if (one == NULL)
			return NULL;
		if (best == NULL || one->rank < best->rank)
			best = one;
	}
	return best;
}

/* The row by which one finding stands for another at its place, or NULL. */
static const struct supersession *
place_row(const struct finding *cause, const struct finding *effect)
{
	for (const struct supersession *s = supersessions; s->cause; s++)
		if (s->join == JOIN_PLACE &&
		    str_equal(s->cause, cause->notice->code) &&
		    (effect == NULL ||
		    str_equal(s->effect, effect->notice->code)))
			return s;
	return NULL;
}

/* What AWS would make of a block is no help where it then refuses it: of which
 * size it may be is said by the effect. */
static void
take_over(struct finding *cause, struct finding *effect)
{
	effect->caused_by = cause;
	if (!str_equal(effect->notice->code, "AD003") &&
	    !str_equal(effect->notice->code, "AD004"))
		return;
	cause->help = effect->help;
	cause->fix = NULL;
	cause->edits.n = 0;
}

/*
 * What follows from a value stands where the value does: behind its cause,
 * since a place's findings are sorted by code.
 */
static void
join_places(struct findings *findings)
{
	struct finding *cause = NULL;

	for (size_t i = 0; i < findings->n; i++) {
		struct finding *f = findings->v[i];

		if (cause != NULL && place_compare(cause->at, f->at) != 0)
			cause = NULL;
		if (cause == NULL && f->suppressed == NULL &&
		    place_row(f, NULL) != NULL)
			cause = f;
		else if (cause != NULL && f->caused_by == NULL &&
		    place_row(cause, f) != NULL)
			take_over(cause, f);
	}
}

static struct finding *
cause_of(const struct marks *marks, const struct finding *f)
{
	const struct mark *best = explain_blocked(marks, f);

	for (const struct supersession *s = supersessions; s->cause; s++)
		if (s->join != JOIN_BLOCKED &&
		    str_equal(s->effect, f->notice->code))
			best = find_cause(marks, s, f, best);
	return best != NULL ? best->finding : NULL;
}

/* Attach f to the root of its chain.  The table has no circles. */
static void
attach(struct finding *f)
{
	struct finding *root = f->caused_by;

	while (root->caused_by != NULL)
		root = root->caused_by;
	f->caused_by = root;
	if (f->suppressed != NULL)
		return;
	root->affects++;
	if (f->severity > root->severity)
		root->severity = f->severity;
}

void
supersede(struct arena *a, struct findings *findings)
{
	struct marks marks = { 0 };

	for (size_t i = 0; i < findings->n; i++)
		if (findings->v[i]->suppressed == NULL)
			mark_cause(a, &marks, findings->v[i], i);
	if (marks.n > 0)
		vec_sort(&marks, compare_marks);
	for (size_t i = 0; marks.n > 0 && i < findings->n; i++)
		findings->v[i]->caused_by = cause_of(&marks, findings->v[i]);
	join_places(findings);
	for (size_t i = 0; i < findings->n; i++)
		if (findings->v[i]->caused_by != NULL)
			attach(findings->v[i]);
}
