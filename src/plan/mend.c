/* SPDX-License-Identifier: MIT */
#include "plan/mend.h"

#include "base/fatal.h"
#include "base/str.h"
#include "plan/mend_propose.h"

/* Each round sees what the one before has cleared the way to. */
enum { ROUNDS_MAX = 6, EDITS_MAX = 24 };

/* ------------------------------------------------- applied, taken back */

#define SWAP(type, x, y) do {						\
	type old_ = *(x);						\
									\
	*(x) = *(y);							\
	*(y) = old_;							\
} while (0)

bool
mending_is_of_workload(const struct interface *i)
{
	return i->is.implicit && i->workload != NULL;
}

/* Applied by the first, taken back by the next. */
static void
swap_source_check(struct mending *e)
{
	struct interface *i = (struct interface *)e->of;
	struct flag_value to = e->source_check[0];

	e->source_check[0] = i->source_check;
	i->source_check = to;
	if (!mending_is_of_workload(i))
		return;
	for (size_t k = 0; k < i->workload->interfaces.n; k++)
		if (mending_is_of_workload(i->workload->interfaces.v[k]))
			i->workload->interfaces.v[k]->source_check = to;
	SWAP(struct flag_value, &e->source_check[1],
	    &i->workload->source_check);
}

static void
apply(const struct model *m, struct mending *e)
{
	struct security_group *g = (struct security_group *)e->of;
	struct network_acl *acl = (struct network_acl *)e->of;
	struct route_table *t = (struct route_table *)e->of;
	struct transit_table *transit = (struct transit_table *)e->of;
	struct attachment *at = (struct attachment *)e->of;

	switch (e->kind) {
	case MENDING_GROUP_RULE:
		if (e->direction == INGRESS)
			vec_push(m->a, &g->ingress, e->rule);
		else
			vec_push(m->a, &g->egress, e->rule);
		return;
	case MENDING_ACL_ENTRY:
		if (e->direction == INGRESS)
			vec_push(m->a, &acl->ingress, e->entry);
		else
			vec_push(m->a, &acl->egress, e->entry);
		return;
	case MENDING_ROUTE:
		vec_push(m->a, &t->routes, e->route);
		return;
	case MENDING_TARGET:
		SWAP(struct route, e->route, (struct route *)e->there);
		return;
	case MENDING_ENDPOINT_TABLE:
		vec_push(m->a, &e->endpoint_table->routes, e->route);
		vec_push(m->a, &((struct endpoint *)e->of)->table_refs,
		    ((struct ref){ .is = value_derived(e->of->at),
		    .text = e->text, .to = &e->endpoint_table->is }));
		return;
	case MENDING_TRANSIT_ROUTE:
		vec_push(m->a, &transit->routes, e->transit_route);
		return;
	case MENDING_TRANSIT_TARGET:
		SWAP(struct transit_route, e->transit_route,
		    (struct transit_route *)e->there);
		return;
	case MENDING_SOURCE_CHECK:
		swap_source_check(e);
		return;
	case MENDING_PROPAGATION:
		vec_push(m->a, &at->propagations, e->table);
		return;
	case MENDING_ASSOCIATION:
		at->associated = e->table;
		return;
	}
	BUG("no such kind of edit");
}

#define REMOVE(list, what) do {						\
	size_t kept_ = 0;						\
									\
	for (size_t i_ = 0; i_ < (list)->n; i_++)			\
		if ((list)->v[i_] != (what))				\
			(list)->v[kept_++] = (list)->v[i_];		\
	(list)->n = kept_;						\
} while (0)

static void
undo(struct mending *e)
{
	struct security_group *g = (struct security_group *)e->of;
	struct network_acl *acl = (struct network_acl *)e->of;
	struct route_table *t = (struct route_table *)e->of;
	struct transit_table *transit = (struct transit_table *)e->of;
	struct attachment *at = (struct attachment *)e->of;

	switch (e->kind) {
	case MENDING_GROUP_RULE:
		REMOVE(&g->ingress, e->rule);
		REMOVE(&g->egress, e->rule);
		return;
	case MENDING_ACL_ENTRY:
		REMOVE(&acl->ingress, e->entry);
		REMOVE(&acl->egress, e->entry);
		return;
	case MENDING_ROUTE:
		REMOVE(&t->routes, e->route);
		return;
	case MENDING_TARGET:
		SWAP(struct route, e->route, (struct route *)e->there);
		return;
	case MENDING_ENDPOINT_TABLE:
		REMOVE(&e->endpoint_table->routes, e->route);
		((struct endpoint *)e->of)->table_refs.n--;
		return;
	case MENDING_TRANSIT_ROUTE:
		REMOVE(&transit->routes, e->transit_route);
		return;
	case MENDING_TRANSIT_TARGET:
		SWAP(struct transit_route, e->transit_route,
		    (struct transit_route *)e->there);
		return;
	case MENDING_SOURCE_CHECK:
		swap_source_check(e);
		return;
	case MENDING_PROPAGATION:
		REMOVE(&at->propagations, e->table);
		return;
	case MENDING_ASSOCIATION:
		at->associated = NULL;
		return;
	}
	BUG("no such kind of edit");
}

void
mend_apply(const struct model *m, const struct mend *mend)
{
	for (size_t i = 0; i < mend->edits.n; i++)
		apply(m, &mend->edits.v[i]);
}

void
mend_undo(const struct mend *mend)
{
	for (size_t i = mend->edits.n; i > 0; i--)
		undo(&mend->edits.v[i - 1]);
}

/* ---------------------------------------------------- what is declared */

static bool
is_as_declared(const struct routes *r, const struct subnet *s)
{
	const char *unknown;
	enum exposure is = routes_exposure_any(r, s, &unknown);

	return is == EXPOSURE_NONE || is == s->declared ||
	    (s->declared == EXPOSURE_PRIVATE ? is == EXPOSURE_ISOLATED :
	    s->declared != EXPOSURE_ISOLATED);
}

static bool
changes_routes_of(const struct mend *mend, const struct subnet *s)
{
	for (size_t i = 0; s->table != NULL && i < mend->edits.n; i++)
		if ((mend->edits.v[i].kind == MENDING_ROUTE ||
		    mend->edits.v[i].kind == MENDING_TARGET) &&
		    mend->edits.v[i].of == &s->table->is)
			return true;
	return false;
}

const char *
mend_breaks_exposure(struct arena *a, const struct model *m,
    const struct mend *mend)
{
	const struct routes *now = NULL, *before = NULL;

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];

		if ((s->declared != EXPOSURE_ISOLATED &&
		    s->declared != EXPOSURE_PRIVATE) ||
		    !changes_routes_of(mend, s))
			continue;
		if (now == NULL)
			now = routes_new(a, m);
		if (is_as_declared(now, s))
			continue;
		if (before == NULL) {
			mend_undo(mend);
			before = routes_new(a, m);
		}
		if (is_as_declared(before, s)) {
			mend_apply(m, mend);
			return s->declared == EXPOSURE_ISOLATED ?
			    arena_printf(a, "give %s, which is declared "
			    "isolated, a way out of its VPC",
			    thing_title(a, &s->is)) : arena_printf(a, "make "
			    "%s public, which is declared private",
			    thing_title(a, &s->is));
		}
	}
	if (before != NULL)
		mend_apply(m, mend);
	return NULL;
}

/* ------------------------------------------------------------ asked again */

/* The whole question, of an engine that knows the model as it is now. */
static struct pair_answers
ask_again(const struct asking_pairs *asking, bool explain)
{
	const struct model *m = reach_model(asking->r);
	struct asking_pairs again = *asking;

	again.r = reach_new(asking->a, m, routes_new(asking->a, m));
	again.from = ends_of(asking->a, reach_places(again.r),
	    asking->from_means, false, NULL);
	again.explain = explain;
	return pairs_ask(&again);
}

static bool
works_now(const struct asking_pairs *asking)
{
	struct pair_answers p = ask_again(asking, false);

	return p.n > 0 && pairs_verdict(&p) == VERDICT_YES;
}

static bool
is_again(const struct mend *out, const struct mending *e)
{
	for (size_t i = 0; i < out->edits.n; i++)
		if (out->edits.v[i].of == e->of &&
		    out->edits.v[i].kind == e->kind &&
		    str_equal(out->edits.v[i].says, e->says))
			return true;
	return false;
}

static void
advise(struct arena *a, struct mend *out, const char *text)
{
	for (size_t i = 0; i < out->advice.n; i++)
		if (str_equal(out->advice.v[i], text))
			return;
	vec_push(a, &out->advice, text);
}

/* What the blockers of one answer propose; the number of new edits. */
static size_t
add_proposals(const struct asking_pairs *asking, struct mend *out,
    const struct pair_answer *p)
{
	size_t before = out->edits.n;

	for (size_t i = 0; i < p->answer.blockers.n; i++) {
		struct proposals found = { 0 };

		mend_propose(asking, p, &p->answer.blockers.v[i], &found);
		for (size_t k = 0; k < found.n &&
		    out->edits.n < EDITS_MAX; k++)
			if (!is_again(out, &found.v[k])) {
				vec_push(asking->a, &out->edits, found.v[k]);
				apply(reach_model(asking->r), &found.v[k]);
			}
		if (found.n == 0 && found.advice != NULL)
			advise(asking->a, out, found.advice);
	}
	return out->edits.n - before;
}

/* Take back every edit without which it works as well. */
static void
make_smallest(const struct asking_pairs *asking, struct mend *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->edits.n && out->edits.n > 1; i++) {
		undo(&out->edits.v[i]);
		if (!works_now(asking)) {
			apply(reach_model(asking->r), &out->edits.v[i]);
			out->edits.v[kept++] = out->edits.v[i];
		}
	}
	if (out->edits.n > 1)
		out->edits.n = kept;
}

struct mend
mend_find(const struct asking_pairs *asking)
{
	struct mend out = { .works = false };

	for (size_t round = 0; round < ROUNDS_MAX; round++) {
		struct pair_answers p = ask_again(asking, true);
		size_t added = 0;

		out.works = p.n > 0 && pairs_verdict(&p) == VERDICT_YES;
		if (out.works)
			break;
		for (size_t i = 0; i < p.n; i++)
			if (tally_verdict(&p.v[i].tally) != VERDICT_YES &&
			    !p.v[i].at_least_one)
				added += add_proposals(asking, &out, &p.v[i]);
		if (added == 0)
			break;
	}
	if (out.works && out.edits.n > 0)
		make_smallest(asking, &out);
	mend_undo(&out);
	if (out.works)
		out.advice.n = 0;
	else
		out.edits.n = 0;
	return out;
}
