/* SPDX-License-Identifier: MIT */
#include "plan/expect_known.h"

#include "base/map.h"
#include "base/str.h"
#include "plan/expect_parts.h"

/* Of two ends, over all their pairs: the ports of each part of the answers. */
struct profile {
	const char *nobody;	/* expect_nobody() of its ends */
	bool is_made;
	bool is_usable;
	bool vacuous;
	struct port_set yes, some, one_way, no, unknown;
	struct read_list reads;		/* what they were made of */
};

struct expect_known {
	struct arena *a;
	struct reach *r;
	struct map profiles;		/* of two ends: struct profile * */
	struct map outcomes;		/* of a sentence: struct outcome * */
	const char *asked;		/* the one that was not found last */
};

struct expect_known *
expect_known_new(struct arena *a, struct reach *r)
{
	struct expect_known *k = arena_alloc(a, sizeof *k);

	k->a = a;
	k->r = r;
	k->profiles = map_new(a);
	k->outcomes = map_new(a);
	return k;
}

/* What decides which two ends are meant: where names are looked up, too. */
static const char *
ends_key(struct arena *a, const struct expectation *e)
{
	return arena_printf(a, "%u\x1f%u\x1f%u\x1f%s\x1f%s", e->island,
	    e->vpc != NULL ? e->vpc->is.order + 1 : 0, e->family, e->from,
	    e->to);
}

static const char *
sentence_key(struct arena *a, const struct expectation *e)
{
	struct str key = str_new(a);

	str_addf(&key, "%s\x1f%d%d%d%d\x1f%s", ends_key(a, e), (int)e->verb,
	    (int)e->ports.is.state, (int)e->only, (int)e->surviving_any_az,
	    e->ports.written != NULL ? e->ports.written : "");
	for (size_t i = 0; i < e->vias.n; i++)
		str_addf(&key, "\x1f%d%s", (int)e->vias.v[i].negated,
		    e->vias.v[i].text);
	return str_text(&key);
}

static void
add_ports(struct arena *a, struct port_set *to, struct flow f)
{
	*to = port_set_union(a, *to, flow_ports(a, f));
}

/* Answers to all ports at once hold, port by port, what those to fewer do. */
static void
make_profile(struct expect_known *k, struct profile *p,
    const struct expectation *e)
{
	struct arena *scratch = arena_new();
	struct expect_question *q = expect_question(k->r, scratch, e);
	struct profile all = { .is_made = true, .vacuous = p->vacuous };
	struct pair_answers answers = { .n = 0 };
	struct ends to;
	struct reads *reads = reach_reads(k->r);

	reads_begin(reads);
	if (q != NULL) {
		q->asking.ports_given = true;
		q->asking.ports = port_set_everything();
		answers = pairs_ask(&q->asking);
		to = ends_of(scratch, reach_places(k->r), &q->to, true,
		    q->asking.from.n > 0 ? q->asking.from.v[0] : NULL);
		all.nobody = expect_nobody(k->a, e, &q->asking, &to);
	}
	all.is_usable = answers.n > 0 && answers.untold == NULL;
	for (size_t i = 0; all.is_usable && i < answers.n; i++) {
		const struct answer *v = &answers.v[i].answer;

		add_ports(scratch, &all.yes, v->yes);
		add_ports(scratch, &all.some, v->some);
		add_ports(scratch, &all.one_way, v->one_way);
		add_ports(scratch, &all.no, v->no);
		add_ports(scratch, &all.unknown, v->unknown);
	}
	*p = all;
	p->yes = port_set_copy(k->a, all.yes);
	p->some = port_set_copy(k->a, all.some);
	p->one_way = port_set_copy(k->a, all.one_way);
	p->no = port_set_copy(k->a, all.no);
	p->unknown = port_set_copy(k->a, all.unknown);
	p->reads = reads_taken(reads, k->a);
	arena_free(scratch);
}

/* Whether nothing is said but that all of some ports get through. */
static bool
is_plain(const struct expectation *e)
{
	return e->verb == REACHES && value_is_known(e->ports.is) && !e->only &&
	    e->vias.n == 0 && !e->surviving_any_az;
}

static bool
holds(const struct profile *p, struct port_set ports)
{
	const struct tally t = {
		.yes = port_set_overlaps(p->yes, ports),
		.some = port_set_overlaps(p->some, ports),
		.one_way = port_set_overlaps(p->one_way, ports),
		.no = port_set_overlaps(p->no, ports),
		.unknown = port_set_overlaps(p->unknown, ports)
	};

	return p->is_usable && tally_verdict(&t) == VERDICT_YES;
}

bool
expect_known_find(struct expect_known *k, const struct expectation *e,
    struct outcome *out)
{
	struct arena *scratch = arena_new();
	const char *key = sentence_key(scratch, e);
	const struct outcome *same = map_get(&k->outcomes, key);
	struct profile *p = !is_plain(e) ? NULL :
	    map_get(&k->profiles, ends_key(scratch, e));

	k->asked = same == NULL ? arena_strdup(k->a, key) : NULL;
	arena_free(scratch);
	if (same != NULL) {
		*out = *same;
		out->of = e;
		out->way.cap = out->way.n;	/* they are shared */
		out->blockers.cap = out->blockers.n;
		return true;
	}
	if (p != NULL && !p->is_made)
		make_profile(k, p, e);
	if (p == NULL || !holds(p, e->ports.v))
		return false;
	*out = (struct outcome){ .of = e, .holds = HOLDS_YES,
		.verdict = VERDICT_YES, .vacuous = p->vacuous,
		.because = p->nobody,
		.on = e->ports.written, .reads = p->reads };
	return true;
}

void
expect_known_tell(struct expect_known *k, const struct outcome *out)
{
	const struct expectation *e = out->of;
	struct outcome *same = arena_alloc(k->a, sizeof *same);
	struct profile **p;

	*same = *out;
	*map_slot(&k->outcomes, k->asked) = same;
	if (!is_plain(e))
		return;
	p = (struct profile **)map_slot(&k->profiles, ends_key(k->a, e));
	if (*p == NULL)
		*p = arena_alloc(k->a, sizeof **p);
	(*p)->vacuous = out->vacuous;
}
