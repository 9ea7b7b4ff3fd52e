/* SPDX-License-Identifier: MIT */
#include "cli/reach_mend.h"

#include "base/vec.h"
#include "export/snippet.h"
#include "model/copy.h"
#include "plan/besides.h"
#include "plan/expect.h"

/* The same question, of a copy of the network. */
struct copy {
	const struct model *m;
	const struct pairing *pairing;
	struct selection from, to;
	struct asking_pairs asking;
};

static void
note(struct arena *a, struct moves *moves, const struct selection *s)
{
	struct moved thing = { .was = s->thing }, vpc = { .was = s->vpc };

	vec_push(a, moves, thing);
	vec_push(a, moves, vpc);
}

static struct selection
moved(const struct moves *moves, const struct selection *s)
{
	struct selection out = *s;

	out.thing = moved_to(moves, s->thing);
	out.vpc = moved_to(moves, s->vpc);
	return out;
}

static void
make_copy(struct arena *a, const struct asking_pairs *asked, struct copy *c)
{
	const struct model *m = reach_model(asked->r);
	struct moves moves = { 0 };

	note(a, &moves, asked->from_means);
	note(a, &moves, asked->to_means);
	c->m = model_copy(a, m, &moves);
	c->pairing = pairing_of_copy(a, m, c->m);
	c->from = moved(&moves, asked->from_means);
	c->to = moved(&moves, asked->to_means);
	c->asking = *asked;
	c->asking.r = reach_new(a, c->m, routes_new(a, c->m));
	c->asking.from_means = &c->from;
	c->asking.to_means = &c->to;
	c->asking.from = ends_of(a, reach_places(c->asking.r), &c->from,
	    false, NULL);
}

/* Whether every expectation that holds before holds after. */
static bool
all_hold(struct reach *before, struct reach *after, struct arena *a)
{
	struct outcomes of[2] = { expect_all(before, a, EXPECT_ANSWERS),
		expect_all(after, a, EXPECT_ANSWERS) };

	for (size_t i = 0; i < of[0].n && i < of[1].n; i++)
		if (of[0].v[i].holds == HOLDS_YES &&
		    of[1].v[i].holds != HOLDS_YES)
			return false;
	return true;
}

/* What would do it, and what else it would do: words, not a fix. */
static void
turn_into_advice(struct arena *a, struct mend *mend, const char *because)
{
	struct str s = str_new(a);

	for (size_t i = 0; i < mend->edits.n; i++)
		str_addf(&s, "%s%s", i > 0 ? "; and " : "",
		    mend->edits.v[i].says);
	str_addf(&s, ": this would do it, and would %s", because);
	mend->advice.n = 0;
	vec_push(a, &mend->advice, str_text(&s));
	mend->edits.n = 0;
	mend->works = false;
}

static void
judge(struct reach *before, struct copy *c, struct mend *mend)
{
	struct arena *a = c->asking.a;
	const struct model *m = c->m;
	struct asking_pairs asking = c->asking;
	struct besides besides;
	const char *breaks;
	bool hold;

	mend_apply(m, mend);
	asking.r = reach_new(a, m, routes_new(a, m));
	besides = besides_find(a, c->pairing, before, &asking, mend);
	hold = all_hold(before, asking.r, a);
	breaks = mend_breaks_exposure(a, m, mend);
	mend_undo(mend);
	if (breaks != NULL)
		turn_into_advice(a, mend, breaks);
	else if (besides.others.n > 0)
		turn_into_advice(a, mend, arena_printf(a, "also open %s",
		    besides_others(a, &besides)));
	else if (!hold)
		turn_into_advice(a, mend, "break an expectation that holds");
	else if (besides.along.n > 0)
		vec_push(a, &mend->advice, arena_printf(a, "the fix also "
		    "opens %s", besides_along(a, &besides)));
}

struct reach_mend
reach_mend_find(const struct arguments *args, const struct reading *reading,
    const struct asking_pairs *asked)
{
	struct reach_mend out = { .snippet = { NULL, NULL } };
	struct snippet_input in;
	struct copy c;

	if (reading->refused)
		return out;
	make_copy(args->a, asked, &c);
	out.mend = mend_find(&c.asking);
	if (out.mend.edits.n == 0)
		return out;
	judge(asked->r, &c, &out.mend);
	if (out.mend.edits.n == 0)
		return out;
	in.documents = reading_documents(reading, &in.n_documents);
	out.snippet = snippet_of(args->a, &in, &out.mend, NULL);
	return out;
}
