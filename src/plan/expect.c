/* SPDX-License-Identifier: MIT */
#include "plan/expect.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/notation.h"
#include "plan/expect_known.h"
#include "plan/expect_parts.h"
#include "reach/trace.h"
#include "text/sanitise.h"

/*
 * One expectation is one run of questions over all pairs of its ends.  What
 * it says beyond that (only, via, surviving any az) is asked after, of the
 * same pairs.  Only if it fails is it asked again with explanations, so that
 * ten thousand that hold cost ten thousand plain walks at most; what earlier
 * ones have shown is not asked again (plan/expect_known.h).
 */

/* ----------------------------------------------------------- explaining */

static const char *
packet_text(struct arena *a, struct flow f)
{
	struct packet p = flow_witness(f);
	struct port_range one = { p.point, p.point };
	char from[ADDR_TEXT_MAX], to[ADDR_TEXT_MAX];
	unsigned protocol = p.point >> 16;
	struct port_set ports = { 1, &one };

	if (protocol != PROTOCOL_TCP && protocol != PROTOCOL_UDP &&
	    protocol != PROTOCOL_ICMP && protocol != PROTOCOL_ICMPV6)
		ports = port_set_of_protocol(a, protocol);
	addr_format(p.from, f.family, from);
	addr_format(p.to, f.family, to);
	return arena_printf(a, "%s %s -> %s",
	    notation_ports_format(a, ports), from, to);
}

/* Where what decides about a packet stands. */
static struct place
place_of_step(const struct trace_step *s)
{
	const struct thing *t = s->group != NULL ? &s->group->is :
	    s->hop->thing;

	if (s->rule != NULL)
		return s->rule->at;
	if (s->entry != NULL)
		return s->entry->at;
	if (s->hop->route != NULL)
		return s->hop->route->at;
	return t != NULL ? t->at : (struct place){ 0, 0 };
}

static void
add_steps(struct arena *a, struct outcome *out,
    const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *s = &steps->v[i];
		const char *direction = hop_direction(s->hop->kind);
		const char *name = s->group != NULL ? s->group->is.label :
		    hop_label(s->hop);
		struct shown_hop hop = { .at = place_of_step(s) };

		hop.text = arena_printf(a, "%s%s%s%s%s%s: %s%s%s",
		    s->hop->reply ? "answer, " : "",
		    hop_kind_key(s->hop->kind),
		    name != NULL ? " " : "", name != NULL ?
		    sanitise_text(a, name) : "", direction != NULL ? " " : "",
		    direction != NULL ? direction : "",
		    s->decision == TRACE_BLOCK ? "stops it" : "passes it",
		    s->decision == TRACE_BLOCK && s->text != NULL ? ", " : "",
		    s->decision == TRACE_BLOCK && s->text != NULL ? s->text :
		    "");
		vec_push(a, &out->way, hop);
	}
}

static bool
same_blocker(const struct shown_blocker *x, const struct shown_blocker *y)
{
	return str_equal(x->kind, y->kind) && str_equal(x->vpc, y->vpc) &&
	    str_equal(x->name, y->name) &&
	    str_equal(x->direction, y->direction) &&
	    str_equal(x->rule, y->rule);
}

static const struct thing *
blamed_thing(const struct hop *h)
{
	if (hop_is_groups(h->kind) && h->end != NULL && h->end->groups.n > 0)
		return &h->end->groups.v[0]->is;
	return h->thing;
}

/* An ACL's entries of one direction, for one way, else the thing. */
static const void *
part_to_blame(const struct hop *h, const struct thing *t)
{
	if (h->route != NULL)
		return h->route;
	if (t != NULL && t->kind == KIND_NETWORK_ACL)
		return network_acl_side((const struct network_acl *)t,
		    h->kind == HOP_ACL_IN ? INGRESS : EGRESS, h->reply);
	return t;
}

static struct shown_blocker
show_blocker(struct arena *a, const struct blocker *b)
{
	const struct thing *t = blamed_thing(&b->at);
	struct shown_blocker s = {
		.kind = hop_kind_key(b->at.kind),
		.direction = hop_direction(b->at.kind),
		.text = b->text != NULL ? arena_strdup(a, b->text) : NULL,
		.code = b->code, .thing = t, .reply = b->at.reply,
		.subject = part_to_blame(&b->at, t)
	};

	if (t != NULL)
		s.name = arena_strdup(a, sanitise_text(a, t->label));
	if (t != NULL && t->vpc != NULL)
		s.vpc = arena_strdup(a, sanitise_text(a, t->vpc->is.label));
	if (b->at.route != NULL)
		s.rule = arena_strdup(a, sanitise_text(a,
		    b->at.route->written));
	else if (b->at.transit_route != NULL)
		s.rule = arena_strdup(a, sanitise_text(a,
		    b->at.transit_route->cidr.written));
	return s;
}

/* Which entry denies it, and not only that none allows it. */
static const char *
text_of_packet(struct arena *a, const struct trace *t,
    const struct blocker *b)
{
	const struct trace_steps *steps = b->at.reply ? &t->back :
	    &t->forward;

	for (size_t i = 0; i < steps->n; i++)
		if (steps->v[i].decision == TRACE_BLOCK &&
		    steps->v[i].entry != NULL && !steps->v[i].entry->allow &&
		    steps->v[i].hop->kind == b->at.kind &&
		    steps->v[i].hop->thing == b->at.thing)
			return arena_printf(a, "entry %lld denies it",
			    (long long)number_or(steps->v[i].entry->number,
			    0));
	return NULL;
}

static void
add_blockers(const struct expecting *x, struct outcome *out,
    const struct blockers *blockers)
{
	struct arena *a = x->a;

	for (size_t i = 0; i < blockers->n; i++) {
		struct shown_blocker s = show_blocker(a, &blockers->v[i]);
		const char *text = x->shown == NULL ? NULL :
		    text_of_packet(a, x->shown, &blockers->v[i]);
		bool seen = false;

		if (text != NULL)
			s.text = text;

		for (size_t j = 0; j < out->blockers.n; j++) {
			if (!same_blocker(&out->blockers.v[j], &s))
				continue;
			seen = true;
			out->blockers.v[j].reply |= s.reply;
		}
		if (!seen)
			vec_push(a, &out->blockers, s);
	}
}

/* The part of an answer that shows what is wrong. */
static struct flow
counter_example(const struct answer *v)
{
	if (!flow_is_empty(v->no))
		return v->no;
	if (!flow_is_empty(v->one_way))
		return v->one_way;
	if (!flow_is_empty(v->some))
		return v->some;
	return v->unknown;
}

/* The kind in words, where nothing has a name: "internet gateway". */
static const char *
kind_words(struct arena *a, const char *key)
{
	char *words = arena_strdup(a, key);

	for (char *p = words; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	return words;
}

const char *
expect_blocked_by(struct arena *a, const struct outcome *out)
{
	const struct shown_blocker *b = &out->blockers.v[0];
	const char *what = b->thing != NULL ? thing_title(a, b->thing) :
	    kind_words(a, b->kind);

	if (b->direction != NULL && b->rule == NULL)
		return arena_printf(a, "%s, %s: %s", what, b->direction,
		    b->text != NULL ? b->text : "");
	return arena_printf(a, "%s%s%s%s%s %s", what,
	    b->rule != NULL ? " " : "", b->rule != NULL ? b->rule : "",
	    b->direction != NULL ? " " : "",
	    b->direction != NULL ? b->direction : "",
	    b->text != NULL ? b->text : "");
}

static const char *
why_unknown(struct arena *a, const struct pair_answers *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].answer.n_unknowns > 0)
			return arena_strdup(a, p->v[i].answer.unknowns[0]);
	if (p->untold != NULL)
		return arena_strdup(a, p->untold);
	return "something on the way is not known";
}

void
expect_show(struct expecting *x, struct outcome *out,
    const struct pair_answer *p, struct flow f)
{
	struct question q = { .from = p->from, .to = p->to,
		.ports = p->ports, .family = p->family,
		.lost_az = x->lost_az, .explain = true };
	struct trace *t;

	if (out->witness != NULL || flow_is_empty(f))
		return;
	out->witness = arena_strdup(x->a, packet_text(x->scratch, f));
	t = arena_alloc(x->scratch, sizeof *t);
	*t = reach_trace(x->r, x->scratch, &q, flow_witness(f));
	x->shown = t;
	add_steps(x->a, out, &t->forward);
	if (!t->needs_no_answer)
		add_steps(x->a, out, &t->back);
	out->from = end_title(x->a, p->from);
	out->to = end_title(x->a, p->to);
}

/* The way of what must not get through. */
static void
show_path(struct expecting *x, struct outcome *out,
    const struct pair_answer *p, struct flow f)
{
	struct question q = { .from = p->from, .to = p->to,
		.ports = flow_ports(x->scratch, f), .family = p->family };
	struct trace t;

	if (out->path != NULL)
		return;
	t = reach_trace(x->r, x->scratch, &q, flow_witness(f));
	if (t.forward.arrives)
		out->path = trace_line(x->a, &t);
}

struct pair_answers
expect_explain(struct expecting *x, struct outcome *out,
    const struct asking_pairs *asking)
{
	struct asking_pairs again = *asking;
	struct pair_answers p;

	again.explain = true;
	x->lost_az = asking->lost_az;
	p = pairs_ask(&again);
	for (size_t i = 0; i < p.n; i++) {
		if (p.v[i].at_least_one && p.v[i].tally.yes &&
		    !p.v[i].tally.no && !p.v[i].tally.one_way)
			continue;
		expect_show(x, out, &p.v[i],
		    counter_example(&p.v[i].answer));
		add_blockers(x, out, &p.v[i].answer.blockers);
	}
	return p;
}

/* Say why the verdict is not what was wanted. */
static void
explain(struct expecting *x, struct outcome *out)
{
	struct pair_answers p = expect_explain(x, out, &x->asking);

	if (out->verdict == VERDICT_UNKNOWN)
		out->because = why_unknown(x->a, &p);
	else if (out->blockers.n > 0)
		out->because = expect_blocked_by(x->a, out);
	else if (out->because == NULL)
		out->because = "nothing leads there";
}

/* ---------------------------------------------------------------- verbs */

static void
fail(struct outcome *out, enum failure failure, const char *because)
{
	out->holds = failure == FAILURE_UNDECIDED ? HOLDS_UNDECIDED :
	    HOLDS_NO;
	out->failure = failure;
	out->because = because;
}

/* "app in app-a reaches db in db-a on tcp/5432". */
static const char *
arrival_text(const struct expecting *x, const struct pair_answer *p)
{
	const struct answer *v = &p->answer;
	bool answered = !flow_is_empty(v->yes) || !flow_is_empty(v->some);
	bool heard = answered || !flow_is_empty(v->one_way);
	const char *ports = notation_ports_format(x->a,
	    flow_ports(x->scratch, v->arrives));

	return arena_printf(x->a, answered ? "%s reaches %s on %s" : heard ?
	    "packets of %s arrive at %s on %s, though no answer comes back" :
	    "packets of %s arrive at %s on %s, though nothing is said to listen",
	    end_title(x->a, p->from), end_title(x->a, p->to), ports);
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
		add_blockers(x, out, &p.v[i].answer.blockers);
}

/*
 * Nothing of it arrives, answered or not, on any port.  Then nothing of what
 * would be asked about does, which is therefore not asked.
 */
static void
judge_never(struct expecting *x, struct outcome *out)
{
	struct asking_pairs all = x->asking;
	struct pair_answers p, asked;
	bool maybe = false;

	if (!all.ports_given) {
		all.ports_given = true;
		all.ports = port_set_everything();
	}
	p = pairs_ask(&all);
	maybe = p.untold != NULL;
	for (size_t i = 0; i < p.n; i++) {
		struct flow arrives = p.v[i].answer.arrives;

		maybe |= !flow_is_empty(p.v[i].answer.may_arrive);
		if (flow_is_empty(arrives))
			continue;
		if (out->failure == FAILURE_NONE)
			fail(out, FAILURE_POSSIBLE,
			    arrival_text(x, &p.v[i]));
		expect_show(x, out, &p.v[i], arrives);
		show_path(x, out, &p.v[i], arrives);
	}
	if (out->failure != FAILURE_NONE) {
		asked = x->asking.ports_given ? p : pairs_ask(&x->asking);
		out->verdict = verdict_of(&asked);
		if (out->verdict == VERDICT_NO)
			out->verdict = VERDICT_PARTLY;
	} else if (maybe) {
		out->verdict = VERDICT_UNKNOWN;
		fail(out, FAILURE_UNDECIDED, why_unknown(x->a, &p));
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
		fail(out, FAILURE_PARTIAL, NULL);
		break;
	case VERDICT_ONE_WAY:
	case VERDICT_NO:
		fail(out, FAILURE_BLOCKED, NULL);
		break;
	case VERDICT_UNKNOWN:
		fail(out, FAILURE_UNDECIDED, NULL);
		break;
	}
	if (out->failure != FAILURE_NONE)
		explain(x, out);
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
			fail(out, FAILURE_UNDECIDED, name_untold(x, names[i]));
			return false;
		}
		out->ambiguous_name = result == SELECT_AMBIGUOUS;
		fail(out, FAILURE_NAME, why);
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
	fail(out, FAILURE_NAME, why);
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

static void
judge(struct expecting *x, struct outcome *out)
{
	struct ends to = ends_of(x->scratch, reach_places(x->r), &x->to,
	    true, x->asking.from.n > 0 ? x->asking.from.v[0] : NULL);

	out->vacuous = is_nobody(&x->from, &x->asking.from) ||
	    is_nobody(&x->to, &to);
	if (x->e->verb == NEVER_REACHES) {
		judge_never(x, out);
		/* What is not decided has been looked at. */
		out->vacuous &= out->failure != FAILURE_UNDECIDED;
		return;
	}
	x->pairs = pairs_ask(&x->asking);
	out->verdict = verdict_of(&x->pairs);
	if (x->pairs.n == 0 && x->pairs.untold != NULL) {
		fail(out, FAILURE_UNDECIDED, arena_strdup(x->a,
		    x->pairs.untold));
		return;
	}
	if (x->pairs.n == 0) {
		fail(out, FAILURE_BLOCKED, x->pairs.no_from ||
		    x->pairs.no_to || out->vacuous ? "nobody is there" :
		    pairs_why_none(&x->pairs));
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
