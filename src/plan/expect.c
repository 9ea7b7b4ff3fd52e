/* SPDX-License-Identifier: MIT */
#include "plan/expect.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/notation.h"
#include "plan/expect_known.h"
#include "plan/expect_parts.h"
#include "text/sanitise.h"

/*
 * One expectation is one run of questions over all pairs of its ends.  What
 * it says beyond that (only, via, surviving any az) is asked after, of the
 * same pairs.  Only if it fails is it asked again with explanations, so that
 * ten thousand that hold cost ten thousand plain walks at most; what earlier
 * ones have shown is not asked again (plan/expect_known.h).
 */

/* ---------------------------------------------------------------- verbs */

/* "app in app-a reaches db in db-a on tcp/5432". */
static const char *
arrival_text(const struct expecting *x, const struct pair_answer *p)
{
	const struct answer *v = &p->answer;
	bool answered = !flow_is_empty(v->yes) || !flow_is_empty(v->some);
	bool heard = answered || !flow_is_empty(v->one_way);
	const char *ports = notation_ports_format(x->a,
	    flow_ports(x->scratch, v->arrives));

	return arena_printf(x->a, answered ? "%s reaches %s on %s%s" : heard ?
	    "packets of %s arrive at %s on %s%s, though no answer comes back" :
	    "packets of %s arrive at %s on %s%s, though nothing is said to "
	    "listen", end_title(x->a, p->from), end_title(x->a, p->to), ports,
	    p->to->by_nat64 ? " by NAT64" : "");
}

static enum verdict
verdict_of(const struct pair_answers *p)
{
	return p->n == 0 && p->untold == NULL ? VERDICT_NO : pairs_verdict(p);
}

/* What stops what must not be. */
static void
show_blockers(struct expecting *x, struct outcome *out,
    struct asking_pairs asking)
{
	struct pair_answers p;

	asking.explain = true;
	p = pairs_ask(&asking);
	for (size_t i = 0; i < p.n; i++)
		expect_add_blockers(x, out, &p.v[i].answer.blockers);
}

/*
 * Nothing of it arrives, answered or not, on any port.  Then nothing of what
 * would be asked about does, which is therefore not asked.
 */
static bool
arrives_at_all(const struct pair_answers *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!flow_is_empty(p->v[i].answer.arrives))
			return true;
	return false;
}

static void
judge_never(struct expecting *x, struct outcome *out)
{
	struct asking_pairs all = x->asking;
	struct pair_answers p, nat64, asked;
	bool maybe = false;

	if (!all.ports_given) {
		all.ports_given = true;
		all.ports = port_set_everything();
	}
	p = pairs_ask(&all);
	/* Where packets arrive in their own family, that is what is told. */
	nat64 = arrives_at_all(&p) ? (struct pair_answers){ 0 } :
	    expect_ask_nat64(x, &all);
	for (size_t i = 0; i < nat64.n; i++)
		vec_push(x->scratch, &p, nat64.v[i]);
	if (p.untold == NULL)
		p.untold = nat64.untold;
	maybe = p.untold != NULL;
	for (size_t i = 0; i < p.n; i++) {
		struct flow arrives = p.v[i].answer.arrives;

		maybe |= !flow_is_empty(p.v[i].answer.may_arrive);
		if (flow_is_empty(arrives))
			continue;
		if (out->failure == FAILURE_NONE)
			expect_fail(out, FAILURE_POSSIBLE,
			    arrival_text(x, &p.v[i]));
		expect_show(x, out, &p.v[i], arrives);
		expect_show_path(x, out, &p.v[i], arrives);
	}
	if (out->failure != FAILURE_NONE) {
		asked = x->asking.ports_given || nat64.n > 0 ? p :
		    pairs_ask(&x->asking);
		out->verdict = verdict_of(&asked);
		if (out->verdict == VERDICT_NO)
			out->verdict = VERDICT_PARTLY;
	} else if (maybe) {
		out->verdict = VERDICT_UNKNOWN;
		expect_fail(out, FAILURE_UNDECIDED, expect_why_unknown(x->a, &p));
	} else {
		out->verdict = VERDICT_NO;
		if (x->detail == EXPECT_BLOCKERS)
			show_blockers(x, out, all);
	}
}

static void
judge_reaches(struct expecting *x, struct outcome *out)
{
	switch (out->verdict) {
	case VERDICT_YES:
		break;
	case VERDICT_PARTLY:
		expect_fail(out, FAILURE_PARTIAL, NULL);
		break;
	case VERDICT_ONE_WAY:
	case VERDICT_NO:
		expect_fail(out, FAILURE_BLOCKED, NULL);
		break;
	case VERDICT_UNKNOWN:
		expect_fail(out, FAILURE_UNDECIDED, NULL);
		break;
	}
	if (out->failure != FAILURE_NONE)
		expect_say_why(x, out);
}

/* ------------------------------------------------------------- the whole */

/* Kinds by whose names ends are called, first those that win over others. */
static const enum kind naming[] = { KIND_WORKLOAD, KIND_INTERFACE,
	KIND_ENDPOINT, KIND_SUBNET, KIND_VPC, KIND_NETWORK };

/* Why a name may mean what is not in the input; or NULL. */
static const char *
name_untold(struct expecting *x, const char *name)
{
	const struct model *m = reach_model(x->r);

	for (size_t i = 0; i < sizeof naming / sizeof naming[0]; i++)
		if (model_island_is_partial(m, naming[i], x->e->island))
			return arena_printf(x->a, "what \"%s\" means is not "
			    "known: the %ss are not all in the input",
			    sanitise_text(x->a, name), kind_name(naming[i]));
	return NULL;
}

/* A tier that nobody declared: a workload of the name would be meant. */
static bool
is_default_tier(const struct model *m, const struct selection *s)
{
	for (size_t i = 0; s->what == SELECTED_TIER && i < m->subnets.n; i++) {
		const struct subnet *n = m->subnets.v[i];

		if ((s->vpc == NULL || n->is.vpc == s->vpc) &&
		    value_is_known(n->tier.is) &&
		    n->tier.is.origin != ORIGIN_DERIVED &&
		    str_equal(n->tier.v, s->name))
			return false;
	}
	return s->what == SELECTED_TIER;
}

/* The other end's name means nothing either: both are told at once. */
static const char *
with_other_end(struct expecting *x, const char *why)
{
	const struct expectation *e = x->e;
	struct selection found;
	const char *other = NULL;
	enum select_result result;

	if (str_equal(e->from, e->to))
		return why;
	result = select_find(x->a, reach_selector(x->r), e->island, e->vpc,
	    e->to, &found, &other);
	if (result == SELECT_OK || result == SELECT_AMBIGUOUS ||
	    result == SELECT_MALFORMED || other == NULL ||
	    name_untold(x, e->to) != NULL)
		return why;
	return arena_printf(x->a, "%s%s %s", why,
	    str_ends_with(why, "?") ? "" : ";", other);
}

static bool
find_ends(struct expecting *x, struct outcome *out)
{
	const struct selector *known = reach_selector(x->r);
	const struct expectation *e = x->e;
	const char *names[2] = { e->from, e->to };
	struct selection *found[2] = { &x->from, &x->to };

	for (size_t i = 0; i < 2; i++) {
		const char *why = NULL;
		enum select_result result = select_find(x->a, known,
		    e->island, e->vpc, names[i], found[i], &why);

		if (result == SELECT_OK && !(is_default_tier(reach_model(x->r),
		    found[i]) && model_island_is_partial(reach_model(x->r),
		    KIND_WORKLOAD, e->island)))
			continue;
		out->verdict = VERDICT_UNKNOWN;
		if (result != SELECT_AMBIGUOUS && result != SELECT_MALFORMED &&
		    name_untold(x, names[i]) != NULL) {
			expect_fail(out, FAILURE_UNDECIDED, name_untold(x, names[i]));
			return false;
		}
		out->ambiguous_name = result == SELECT_AMBIGUOUS;
		if (i == 0 && !out->ambiguous_name && why != NULL)
			why = with_other_end(x, why);
		expect_fail(out, FAILURE_NAME, why);
		out->holds = HOLDS_UNDECIDED;
		return false;
	}
	return true;
}

static bool
find_names(struct expecting *x, struct outcome *out)
{
	const char *why;

	if (!find_ends(x, out))
		return false;
	why = expect_why_no_via(x);
	if (why == NULL)
		return true;
	out->verdict = VERDICT_UNKNOWN;
	expect_fail(out, FAILURE_NAME, why);
	out->holds = HOLDS_UNDECIDED;
	return false;
}

/* Ends that are there but are nobody: nothing would be checked. */
static bool
is_nobody(const struct selection *s, const struct ends *ends)
{
	const struct workload *w;

	if (ends->n == 0)
		return true;
	if (s->what == SELECTED_WORKLOAD) {
		w = (const struct workload *)s->thing;
		return value_is_known(w->count.is) && w->count.v == 0 &&
		    number_or(w->max, 0) == 0;
	}
	for (size_t i = 0; i < ends->n; i++)
		if (ends->v[i]->untold != NULL ||
		    ends->v[i]->untold_ipv6 != NULL ||
		    (ends->v[i]->kind != END_NOWHERE &&
		    (!range_set_is_empty(ends->v[i]->addresses[0]) ||
		    !range_set_is_empty(ends->v[i]->addresses[1]) ||
		    ends->v[i]->by_public)))
			return false;
	return true;
}

const char *
expect_nobody(struct arena *a, const struct expectation *e,
    const struct asking_pairs *asking, const struct ends *to)
{
	const char *who = pairs_nobody_has(a, asking->to_means, to, e->to);

	return who != NULL ? who : pairs_nobody_has(a, asking->from_means,
	    &asking->from, e->from);
}

/* An answer about addresses that nobody has says so. */
static void
say_who_is_nobody(struct expecting *x, struct outcome *out,
    const struct ends *to)
{
	const char *who = expect_nobody(x->a, x->e, &x->asking, to);

	if (who == NULL)
		return;
	if (out->failure == FAILURE_POSSIBLE)
		out->because = arena_printf(x->a, "%s; %s", out->because, who);
	else if (out->failure == FAILURE_NONE && x->e->verb != NEVER_REACHES)
		out->because = who;
}

static void
judge(struct expecting *x, struct outcome *out)
{
	struct ends to = ends_of(x->scratch, reach_places(x->r), &x->to,
	    true, x->asking.from.n > 0 ? x->asking.from.v[0] : NULL);

	out->vacuous = is_nobody(&x->from, &x->asking.from) ||
	    is_nobody(&x->to, &to);
	if (x->e->verb == NEVER_REACHES) {
		judge_never(x, out);
		say_who_is_nobody(x, out, &to);
		/* What is not decided has been looked at. */
		out->vacuous &= out->failure != FAILURE_UNDECIDED;
		return;
	}
	x->pairs = pairs_ask(&x->asking);
	out->verdict = verdict_of(&x->pairs);
	if (x->pairs.n == 0 && x->pairs.untold != NULL) {
		expect_fail(out, FAILURE_UNDECIDED, arena_strdup(x->a,
		    x->pairs.untold));
		return;
	}
	if (x->pairs.n == 0) {
		expect_fail(out, FAILURE_BLOCKED, x->pairs.no_from ||
		    x->pairs.no_to || out->vacuous ? "nobody is there" :
		    pairs_why_none(x->a, &x->asking,
		    &x->pairs));
		return;
	}
	judge_reaches(x, out);
	if (out->failure != FAILURE_NONE)
		return;
	if (x->e->vias.n > 0)
		expect_judge_vias(x, out);
	if (out->failure == FAILURE_NONE && x->e->only)
		expect_judge_ports_only(x, out);
	if (out->failure == FAILURE_NONE && x->e->verb == ONLY_REACHES)
		expect_judge_nobody_else(x, out);
	if (out->failure == FAILURE_NONE && x->e->surviving_any_az)
		expect_judge_surviving(x, out);
	say_who_is_nobody(x, out, &to);
}

struct outcome
expect_one(struct reach *r, struct arena *a, const struct expectation *e,
    enum expect_detail detail)
{
	struct outcome out = { .of = e, .holds = HOLDS_YES };
	struct expecting x = { .r = r, .a = a, .e = e, .detail = detail };

	if (value_is_known(e->ports.is))
		out.on = e->ports.written;
	if (!find_names(&x, &out))
		return out;
	out.means.known = true;
	out.means.from = x.from;
	out.means.to = x.to;
	x.scratch = arena_new();
	x.asking = (struct asking_pairs){
		.r = r, .a = x.scratch, .from_means = &x.from,
		.to_means = &x.to,
		.from = ends_of(x.scratch, reach_places(r), &x.from, false,
		    NULL),
		.ports_given = value_is_known(e->ports.is),
		.ports = e->ports.v, .family = e->family
	};
	judge(&x, &out);
	arena_free(x.scratch);
	return out;
}

bool
expect_names_mean(struct reach *r, struct arena *a,
    const struct expectation *e, struct outcome *out)
{
	struct expecting x = { .r = r, .a = a, .e = e };

	*out = (struct outcome){ .of = e };
	return find_names(&x, out);
}

struct expect_question *
expect_question(struct reach *r, struct arena *a, const struct expectation *e)
{
	struct expect_question *q = arena_alloc(a, sizeof *q);
	struct expecting x = { .r = r, .a = a, .e = e };
	struct outcome unused = { .of = e };

	if (!find_names(&x, &unused))
		return NULL;
	q->from = x.from;
	q->to = x.to;
	q->asking = (struct asking_pairs){
		.r = r, .a = a, .from_means = &q->from, .to_means = &q->to,
		.from = ends_of(a, reach_places(r), &q->from, false, NULL),
		.ports_given = value_is_known(e->ports.is),
		.ports = e->ports.v, .family = e->family
	};
	return q;
}

/* Rules of groups and ACLs are read where they are asked for; a route or a
 * source check may change who is who, and so anything. */
bool
expect_hangs_on(const struct outcome *o, const struct mend *edits)
{
	for (size_t i = 0; i < edits->edits.n; i++) {
		const struct mending *e = &edits->edits.v[i];

		if ((e->kind != MENDING_GROUP_RULE &&
		    e->kind != MENDING_ACL_ENTRY) ||
		    read_list_has(&o->reads, e->of))
			return true;
	}
	return false;
}

static void
answer(struct expect_known *known, struct reach *r, struct arena *a,
    const struct expectation *e, enum expect_detail detail,
    struct outcome *out)
{
	struct reads *reads = reach_reads(r);

	if (expect_known_find(known, e, out))
		return;
	reads_begin(reads);
	*out = expect_one(r, a, e, detail);
	out->reads = reads_taken(reads, a);
	expect_known_tell(known, out);
}

struct outcomes
expect_all(struct reach *r, struct arena *a, enum expect_detail detail)
{
	const struct model *m = reach_model(r);
	struct outcomes all = {
		.v = arena_array(a, m->expectations.n, sizeof *all.v),
		.n = m->expectations.n
	};
	struct expect_known *known = expect_known_new(a, r);

	for (size_t i = 0; i < all.n; i++)
		answer(known, r, a, m->expectations.v[i], detail, &all.v[i]);
	return all;
}

struct outcomes
expect_all_after(struct reach *r, struct arena *a,
    const struct outcomes *before, const struct mend *edits)
{
	struct outcomes all = {
		.v = arena_array(a, before->n, sizeof *all.v),
		.n = before->n
	};
	struct expect_known *known = expect_known_new(a, r);

	for (size_t i = 0; i < all.n; i++) {
		all.v[i] = before->v[i];
		if (expect_hangs_on(&before->v[i], edits))
			answer(known, r, a, before->v[i].of, EXPECT_ANSWERS,
			    &all.v[i]);
	}
	return all;
}
