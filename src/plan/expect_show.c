/* SPDX-License-Identifier: MIT */
#include "plan/expect_parts.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/notation.h"
#include "model/stand_in.h"
#include "reach/trace.h"
#include "text/sanitise.h"

static const char *
packet_text(struct arena *a, const struct model *m, struct flow f,
    const struct end *from, const struct end *to)
{
	struct packet p = flow_telling_witness(a, f);
	struct port_range one = { p.point, p.point };
	unsigned protocol = p.point >> 16;
	struct port_set ports = { 1, &one };

	if (protocol != PROTOCOL_TCP && protocol != PROTOCOL_UDP &&
	    protocol != PROTOCOL_ICMP && protocol != PROTOCOL_ICMPV6)
		ports = port_set_of_protocol(a, protocol);
	return arena_printf(a, "%s %s -> %s",
	    notation_ports_format(a, ports),
	    from->kind == END_SERVICE ? end_title(a, from) :
	    stand_in_address(a, m, f.family, p.from),
	    to->kind == END_SERVICE ? end_title(a, to) :
	    stand_in_address(a, m, f.family, p.to));
}

/*
 * The nodes of a network load balancer are one receiver by their name, and its
 * address is the first of all: a packet shows one that a node has.
 */
static struct flow
to_its_address(struct arena *a, const struct end *to, struct flow f)
{
	struct range_set own = to->addresses[FAMILY_INDEX(f.family)];
	struct flow shown = flow_empty(f.family);

	if (to->kind != END_INTERFACES || range_set_is_empty(own) ||
	    !addr_equal(flow_telling_witness(a, f).to, addr_first(f.family)))
		return f;
	for (size_t i = 0; i < f.n; i++)
		shown = flow_union(a, shown, flow_of(a, f.v[i].ports,
		    f.v[i].from, own));
	return shown;
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

void
expect_fail(struct outcome *out, enum failure failure, const char *because)
{
	out->holds = failure == FAILURE_UNDECIDED ? HOLDS_UNDECIDED :
	    HOLDS_NO;
	out->failure = failure;
	out->because = because;
}

void
expect_add_blockers(const struct expecting *x, struct outcome *out,
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

/* A route by its table, or of one that leads to a dead target by that. */
static const char *
blocking_route(struct arena *a, const struct shown_blocker *b,
    const char *what)
{
	if (b->thing->kind == KIND_ROUTE_TABLE)
		return arena_printf(a, "the route %s of %s: %s", b->rule, what,
		    b->text);
	if (str_starts_with(b->text, what))
		return arena_printf(a, "the route %s: %s", b->rule, b->text);
	return arena_printf(a, "the route %s of %s %s", b->rule, what,
	    b->text);
}

const char *
expect_blocked_by(struct arena *a, const struct outcome *out)
{
	const struct shown_blocker *b = &out->blockers.v[0];
	const char *what = b->thing != NULL ? thing_title(a, b->thing) :
	    kind_words(a, b->kind);

	if (b->thing == NULL && b->text != NULL && str_equal(b->kind, "local"))
		return b->text;
	if (b->direction != NULL && b->rule == NULL)
		return arena_printf(a, "%s, %s: %s", what, b->direction,
		    b->text != NULL ? b->text : "");
	if (b->rule != NULL && b->thing != NULL && b->text != NULL)
		return blocking_route(a, b, what);
	return arena_printf(a, "%s%s%s%s%s %s", what,
	    b->rule != NULL ? " " : "", b->rule != NULL ? b->rule : "",
	    b->direction != NULL ? " " : "",
	    b->direction != NULL ? b->direction : "",
	    b->text != NULL ? b->text : "");
}

const char *
expect_why_unknown(struct arena *a, const struct pair_answers *p)
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
	out->witness = arena_strdup(x->a, packet_text(x->scratch,
	    reach_model(x->r), to_its_address(x->scratch, p->to, f),
	    p->from, p->to));
	t = arena_alloc(x->scratch, sizeof *t);
	*t = reach_trace(x->r, x->scratch, &q,
	    flow_telling_witness(x->scratch, f));
	x->shown = t;
	add_steps(x->a, out, &t->forward);
	if (!t->needs_no_answer)
		add_steps(x->a, out, &t->back);
	out->from = end_title(x->a, p->from);
	out->to = end_title(x->a, p->to);
}

/* The last rule on the way: it is nearest to what must not be reached. */
static void
note_what_lets(struct outcome *out, const struct trace_steps *steps)
{
	for (size_t i = 0; steps->arrives && i < steps->n; i++) {
		const struct trace_step *s = &steps->v[i];

		if (s->rule != NULL) {
			out->lets.group = s->group;
			out->lets.rule = s->rule;
		} else if (s->hop->route != NULL) {
			out->lets.route = s->hop->route;
		}
	}
}

/* The way of what must not get through. */
void
expect_show_path(struct expecting *x, struct outcome *out,
    const struct pair_answer *p, struct flow f)
{
	struct question q = { .from = p->from, .to = p->to,
		.ports = flow_ports(x->scratch, f), .family = p->family };
	struct trace t;

	if (out->path != NULL)
		return;
	t = reach_trace(x->r, x->scratch, &q,
	    flow_telling_witness(x->scratch, f));
	if (t.forward.arrives)
		out->path = trace_line(x->a, &t);
	note_what_lets(out, &t.forward);
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
		expect_add_blockers(x, out, &p.v[i].answer.blockers);
	}
	return p;
}

/* Whether all that was asked of the two comes about. */
static bool
is_whole(const struct pair_answer *p)
{
	return !flow_is_empty(p->answer.yes) && p->tally.yes &&
	    flow_is_empty(p->answer.no) && flow_is_empty(p->answer.one_way) &&
	    flow_is_empty(p->answer.some) && flow_is_empty(p->answer.unknown);
}

/* Between which ends all of it works; NULL: between none. */
static const char *
whole_pairs(struct arena *a, const struct pair_answers *p)
{
	enum { NAMED_MAX = 3 };
	struct str s = str_new(a);
	bool both = false;
	size_t n = 0;

	for (size_t i = 1; i < p->n; i++)
		both |= p->v[i].family != p->v[0].family;
	for (size_t i = 0; i < p->n; i++)
		if (is_whole(&p->v[i]) && n++ < NAMED_MAX)
			str_addf(&s, "%s%s -> %s%s", s.n > 0 ? ", " : "",
			    end_title(a, p->v[i].from),
			    end_title(a, p->v[i].to), !both ? "" :
			    p->v[i].family == IPV4 ? " by IPv4" : " by IPv6");
	if (n > NAMED_MAX)
		str_addf(&s, " and %zu more", n - NAMED_MAX);
	return n > 0 ? str_text(&s) : NULL;
}

/* What of it works: some of the ports, or between some of the ends. */
static const char *
what_works(struct expecting *x, const struct pair_answers *p)
{
	struct port_set asked = port_set_empty(), yes = asked;

	for (size_t i = 0; i < p->n; i++) {
		if (p->v[i].at_least_one)
			return NULL;
		asked = port_set_union(x->scratch, asked, p->v[i].ports);
		yes = port_set_union(x->scratch, yes,
		    flow_ports(x->scratch, p->v[i].answer.yes));
	}
	if (!port_set_is_empty(yes) && !port_set_equal(asked, yes))
		return notation_ports_format(x->a, yes);
	return whole_pairs(x->a, p);
}

/* Say why the verdict is not what was wanted. */
void
expect_say_why(struct expecting *x, struct outcome *out)
{
	struct pair_answers p = expect_explain(x, out, &x->asking);

	if (out->verdict == VERDICT_PARTLY)
		out->works = what_works(x, &p);
	if (out->verdict == VERDICT_UNKNOWN)
		out->because = expect_why_unknown(x->a, &p);
	else if (out->blockers.n > 0)
		out->because = expect_blocked_by(x->a, out);
	else if (out->because == NULL)
		out->because = "nothing leads there";
}
