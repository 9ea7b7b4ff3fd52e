/* SPDX-License-Identifier: MIT */
#include "report/diff_fold.h"

#include "base/map.h"
#include "base/str.h"

/*
 * One place that is not known makes two lines of each pair that it is an end
 * of.  What has one end and one reason in common is told in one line; but what
 * may be open to the internet is never put under others.
 */

enum {
	FOLD_MIN = 4,		/* fewer are told one by one */
	OTHERS_SHOWN = 4
};

/* Those of one reason that have one end. */
struct sharing {
	VEC(size_t) of;
};

static bool
is_now(const struct opening *o)
{
	return o->kind == OPENING_MAY_OPEN || o->kind == OPENING_MAY_CLOSE;
}

static bool
may_be_folded(const struct opening *o)
{
	return opening_sign(o->kind) == '?' && o->because.n > 0 &&
	    !(o->from_outside && (o->kind == OPENING_MAY_OPEN ||
	    o->kind == OPENING_IS_OPEN));
}

static const char *
reason_of(struct arena *a, const struct opening *o)
{
	struct str s = str_new(a);

	str_add(&s, is_now(o) ? "now" : "was");
	for (size_t i = 0; i < o->because.n; i++)
		str_addf(&s, "\n%s", o->because.v[i]);
	for (size_t i = 0; i < o->instead.n; i++)
		str_addf(&s, "\nor %s", o->instead.v[i]);
	return str_text(&s);
}

static const char *
end_of(const struct opening *o, size_t i)
{
	return i == 0 ? o->from : o->to;
}

static struct sharing *
sharing_of(struct arena *a, struct map *m, const char *reason,
    const char *end)
{
	void **slot = map_slot(m, arena_printf(a, "%s\n-> %s", reason, end));

	if (*slot == NULL)
		*slot = arena_alloc(a, sizeof (struct sharing));
	return *slot;
}

/* The others, each once, in order. */
static void
add_other(struct arena *a, struct diff_fold *f, struct map *seen,
    const char *name)
{
	void **slot = map_slot(seen, name);

	if (*slot != NULL)
		return;
	*slot = f;
	vec_push(a, &f->others, name);
}

static struct diff_fold *
fold(struct arena *a, const struct openings *all, const struct sharing *s,
    const char *end, struct diff_fold **of)
{
	struct diff_fold *f = arena_alloc(a, sizeof *f);
	struct map seen = map_new(a);

	f->end = end;
	f->is_from = f->is_to = true;
	for (size_t i = 0; i < s->of.n; i++) {
		const struct opening *o = all->v[s->of.v[i]];

		if (of[s->of.v[i]] != NULL)
			continue;
		of[s->of.v[i]] = f;
		if (f->n++ == 0)
			f->first = o;
		f->open += o->kind == OPENING_MAY_CLOSE ||
		    o->kind == OPENING_IS_OPEN;
		f->is_from &= str_equal(o->from, end);
		f->is_to &= str_equal(o->to, end);
		add_other(a, f, &seen, str_equal(o->from, end) ? o->to :
		    o->from);
	}
	return f;
}

/* How many of these are not told of under another end yet. */
static size_t
left(const struct sharing *s, struct diff_fold *const *of)
{
	size_t n = 0;

	for (size_t i = 0; i < s->of.n; i++)
		n += of[s->of.v[i]] == NULL;
	return n;
}

struct diff_fold **
diff_folds(struct arena *a, const struct openings *all)
{
	struct diff_fold **of = arena_array(a, all->n + 1, sizeof *of);
	struct sharing *(*shared)[2] = arena_array(a, all->n + 1,
	    sizeof *shared);
	struct map m = map_new(a);

	for (size_t i = 0; i < all->n; i++) {
		const struct opening *o = all->v[i];
		const char *reason;

		if (!may_be_folded(o))
			continue;
		reason = reason_of(a, o);
		for (size_t k = 0; k < 2; k++) {
			shared[i][k] = sharing_of(a, &m, reason, end_of(o, k));
			if (k == 0 || shared[i][1] != shared[i][0])
				vec_push(a, &shared[i][k]->of, i);
		}
	}
	for (size_t i = 0; i < all->n; i++) {
		size_t n[2], most;

		if (of[i] != NULL || shared[i][0] == NULL)
			continue;
		for (size_t k = 0; k < 2; k++)
			n[k] = left(shared[i][k], of);
		most = n[1] > n[0];
		if (n[most] >= FOLD_MIN)
			fold(a, all, shared[i][most], end_of(all->v[i], most),
			    of);
	}
	return of;
}

static const char *
others_text(struct arena *a, const struct diff_fold *f)
{
	struct str s = str_new(a);
	size_t shown = f->others.n > OTHERS_SHOWN + 1 ? OTHERS_SHOWN :
	    f->others.n;

	for (size_t i = 0; i < shown; i++)
		str_addf(&s, "%s%s", i > 0 ? ", " : "", f->others.v[i]);
	if (shown < f->others.n)
		str_addf(&s, " and %zu more", f->others.n - shown);
	return str_text(&s);
}

const char *
diff_fold_text(struct arena *a, const struct diff_fold *f)
{
	bool now = is_now(f->first);
	const char *others = others_text(a, f);
	const char *tense = now ? "were" : "are";
	const char *how;

	if (f->open == 0 || f->open == f->n)
		how = arena_printf(a, "all %s %s", tense, f->open == 0 ?
		    "closed" : "open");
	else
		how = arena_printf(a, "%zu %s open, %zu closed", f->open,
		    tense, f->n - f->open);
	return arena_printf(a, "%s %s %s  %zu flows are %s: %s",
	    f->is_to ? others : f->end, f->is_from || f->is_to ? "->" : "<->",
	    f->is_to ? f->end : others, f->n, now ? "unknown now" :
	    "known now", how);
}
