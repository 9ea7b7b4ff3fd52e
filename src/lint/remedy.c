/* SPDX-License-Identifier: MIT */
#include "lint/remedy.h"

#include "base/str.h"
#include "lint/rehearsal.h"
#include "lint/remedy_direct.h"
#include "lint/remedy_rank.h"
#include "lint/turnover.h"

struct proving {
	struct arena *a;	/* of the results */
	struct arena *scratch;	/* of one expectation */
	const struct remedy_input *in;
	const struct rehearsal *copy;	/* where edits are made */
	struct reach *before;		/* of the network */
	struct taken_numbers *taken;	/* by those that were proved */
};

/*
 * Whether the one that is to be mended (SIZE_MAX: none) holds, and what held
 * before still does: the rest need not be asked, nor what hangs on nothing
 * that was changed.
 */
static bool
is_mended(const struct proving *p, struct reach *r, size_t i,
    const struct mend *mend)
{
	const struct outcomes *before = &p->copy->outcomes;

	for (size_t k = i < before->n ? 0 : 1; k <= before->n; k++) {
		size_t j = k == 0 ? i : k - 1;

		if ((k == 0 || (before->v[j].holds == HOLDS_YES &&
		    expect_hangs_on(&before->v[j], mend))) &&
		    expect_one(r, p->scratch, before->v[j].of,
		    EXPECT_ANSWERS).holds != HOLDS_YES)
			return false;
	}
	return true;
}

/* What another finding stood for until now comes up when that one goes. */
static bool
was_there(const struct findings *before, const struct finding *f)
{
	for (size_t i = 0; i < before->n; i++) {
		const struct finding *b = before->v[i];

		if (b->notice == f->notice && (b->caused_by != NULL ||
		    b->suppressed != NULL) && place_compare(b->at, f->at) == 0)
			return true;
	}
	return false;
}

static bool
is_harmless(const struct findings *before, const struct turnover *t)
{
	for (size_t i = 0; i < t->arisen.n; i++)
		if (t->arisen.v[i]->severity >= SEVERITY_WARNING &&
		    !was_there(before, t->arisen.v[i]))
			return false;
	return true;
}

/* The finding itself, which whoever asks may change. */
static struct finding *
own(struct findings *list, const struct finding *f)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == f)
			return list->v[i];
	return NULL;
}

/* Said of the expectation's own finding, or of the one that stands for it. */
static void
advise(const struct proving *p, struct remedy *out, const char *advice)
{
	struct findings *all = p->in->findings;

	if (out->of == NULL)
		return;		/* it says already what to do */

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->about == out->of->of &&
		    all->v[i]->caused_by == NULL)
			vec_push(p->a, &out->mends, all->v[i]);
	out->advice = advice;
}

/* What no edit can mend, in the words of plan/mend. */
static void
advise_in_words(const struct proving *p, struct remedy *out)
{
	struct str s = str_new(p->a);

	for (size_t i = 0; i < out->mend.advice.n; i++)
		str_addf(&s, "%s%s", i > 0 ? "; and " : "",
		    out->mend.advice.v[i]);
	if (s.n > 0)
		advise(p, out, str_text(&s));
}

/* A fix that nobody should make without knowing what else it does. */
static void
advise_of(const struct proving *p, struct remedy *out, const char *would)
{
	struct str s = str_new(p->a);

	for (size_t i = 0; i < out->mend.edits.n; i++)
		str_addf(&s, "%s%s", i > 0 ? "; and " : "",
		    out->mend.edits.v[i].says);
	str_addf(&s, ": this would do it, and would %s", would);
	advise(p, out, str_text(&s));
}

/* The findings that are gone, if the changed copy is as it should be. */
static void
judge_again(const struct proving *p, struct reach *r,
    const struct outcomes *outcomes, struct remedy *out)
{
	const struct remedy_input *in = p->in;
	struct findings after = findings_copy(p->scratch, &p->copy->read);
	const struct findings *const of[2] = { in->findings, &after };
	struct lint_input again = { .m = p->copy->m,
		.routes = routes_new(p->scratch, p->copy->m),
		.outcomes = outcomes, .reach = r,
		.documents = in->is->documents,
		.n_documents = in->is->n_documents };
	struct turnover t;

	lint_run(p->scratch, &again, in->policy, &after);
	t = turnover_of(p->scratch, p->copy->pairing, of);
	if (!is_harmless(in->findings, &t))
		return;
	for (size_t i = 0; i < t.fixed.n; i++)
		vec_push(p->a, &out->mends, own(in->findings, t.fixed.v[i]));
}

static void
prove(const struct proving *p, size_t i, struct expect_question *q,
    struct remedy *out)
{
	const struct model *m = p->copy->m;
	struct outcomes outcomes;
	struct reach *r = reach_new(p->scratch, m, routes_new(p->scratch, m));
	const char *breaks;

	if (!is_mended(p, r, out->of == NULL ? SIZE_MAX : i, &out->mend))
		return;
	breaks = mend_breaks_exposure(p->scratch, m, &out->mend);
	if (breaks != NULL) {
		advise_of(p, out, breaks);
		return;
	}
	q->asking.r = r;
	out->besides = besides_find(p->a, p->copy->pairing, p->before, &q->asking,
	    &out->mend);
	if (out->besides.others.n > 0) {
		advise_of(p, out, arena_printf(p->a, "also open %s",
		    besides_others(p->a, &out->besides)));
		return;
	}
	outcomes = expect_all_after(r, p->scratch, &p->copy->outcomes, &out->mend);
	judge_again(p, r, &outcomes, out);
	out->proved = out->mends.n > 0;
}

static struct remedy *
remedy_of(const struct proving *p, size_t i)
{
	const struct model *m = p->copy->m;
	struct remedy *out = arena_alloc(p->a, sizeof *out);
	/* The edits live on: in memory of the results. */
	struct reach *r = reach_new(p->a, m, routes_new(p->a, m));
	struct expect_question *q = expect_question(r, p->a,
	    m->expectations.v[i]);

	out->of = &p->in->is->outcomes->v[i];
	if (q == NULL)
		return NULL;
	q->asking.taken = p->taken;
	out->mend = mend_find(&q->asking);
	if (out->mend.edits.n == 0) {
		advise_in_words(p, out);
		return out;
	}
	mend_apply(m, &out->mend);
	prove(p, i, q, out);
	mend_undo(&out->mend);
	return out;
}

/* Each costs about as much as a network has parts: together not too much. */
static size_t
remedies_for(const struct model *m)
{
	enum { PARTS = 100000, REMEDIES_MIN = 4 };
	size_t n = PARTS / (m->interfaces.n + m->expectations.n + 1);

	return n > REMEDIES_MAX ? REMEDIES_MAX : n < REMEDIES_MIN ?
	    REMEDIES_MIN : n;
}

/* ------------------------------------------------- findings to be mended */

static bool
wants_flow(const struct finding *f)
{
	return f->wants.from != NULL && f->wants.to != NULL;
}

/* What the copy has for a thing of the network. */
static bool
select_copy(const struct proving *p, const struct thing *t,
    struct selection *out)
{
	*out = (struct selection){ .what = t->kind == KIND_WORKLOAD ?
		SELECTED_WORKLOAD : t->kind == KIND_ENDPOINT ?
		SELECTED_ENDPOINT : SELECTED_INTERFACE,
		.thing = remedy_copy_of(p->copy->pairing, t) };
	return out->thing != NULL && (t->kind == KIND_WORKLOAD ||
	    t->kind == KIND_ENDPOINT || t->kind == KIND_INTERFACE);
}

/* What would mend the finding: the question that it leaves open, and edits. */
static bool
find_mend(const struct proving *p, const struct finding *f, struct mend *out,
    struct expect_question *q)
{
	struct port_range *port;

	if (remedy_is_direct(f) && !wants_flow(f))
		return remedy_direct(p->a, p->copy->pairing, f, out, q);
	if (!select_copy(p, f->wants.from, &q->from) ||
	    !select_copy(p, f->wants.to, &q->to))
		return false;
	port = arena_alloc(p->a, sizeof *port);
	*port = (struct port_range){ f->wants.point, f->wants.point };
	q->asking.ports = port_set_of_ranges(p->a, port, 1);
	q->asking.from = ends_of(p->a, reach_places(q->asking.r), &q->from,
	    false, NULL);
	*out = mend_find(&q->asking);
	return out->edits.n > 0;
}

static struct remedy *
remedy_of_finding(const struct proving *p, const struct finding *f)
{
	const struct model *m = p->copy->m;
	struct arena *a = p->a;
	struct remedy *out = arena_alloc(a, sizeof *out);
	struct expect_question *q = arena_alloc(a, sizeof *q);
	struct reach *r = reach_new(a, m, routes_new(a, m));

	q->asking = (struct asking_pairs){ .r = r, .a = a,
		.from_means = &q->from, .to_means = &q->to,
		.ports_given = true, .taken = p->taken };
	if (!find_mend(p, f, &out->mend, q))
		return NULL;
	q->asking.from = ends_of(a, reach_places(r), &q->from, false, NULL);
	mend_apply(m, &out->mend);
	prove(p, 0, q, out);
	mend_undo(&out->mend);
	return out;
}

bool
remedies_are_wanted(const struct outcomes *all,
    const struct findings *findings)
{
	for (size_t i = 0; all != NULL && i < all->n; i++)
		if (remedy_is_for_outcome(&all->v[i]))
			return true;
	for (size_t i = 0; i < findings->n; i++)
		if (remedy_is_for_finding(findings->v[i]))
			return true;
	return false;
}

struct remedies
remedies_find(struct arena *a, const struct remedy_input *in)
{
	struct rehearsal copy = rehearsal_of(a, in->is->m, in->is->outcomes,
	    in->read);
	struct proving p = { .a = a, .in = in, .copy = &copy,
		.before = in->is->reach != NULL ? in->is->reach :
		    reach_new(a, in->is->m, in->is->routes) };
	const struct outcomes *all = in->is->outcomes;
	struct taken_numbers taken = { 0 };
	struct remedies out = { 0 };
	size_t limit = remedies_for(in->is->m);
	struct candidates tried = candidates_of(a, all, in->findings, limit);

	p.taken = &taken;
	for (size_t i = 0; i < tried.n; i++) {
		const struct candidate *c = &tried.v[i];
		struct remedy *found;

		if (c->mended)
			continue;
		if (limit == 0) {
			out.untried++;
			continue;
		}
		limit--;
		p.scratch = arena_new();
		found = c->outcome != SIZE_MAX ? remedy_of(&p, c->outcome) :
		    remedy_of_finding(&p, c->f);
		arena_free(p.scratch);
		if (found == NULL || found->mends.n == 0)
			continue;
		vec_push(a, &out, found);
		if (!found->proved)
			continue;
		mend_take_numbers(a, &found->mend, &taken);
		for (size_t k = 0; k < found->mends.n; k++)
			candidates_mend(&tried, found->mends.v[k]);
	}
	return out;
}
