/* SPDX-License-Identifier: MIT */
#include "plan/openings_pair.h"
#include "plan/openings_skip.h"

#include "base/map.h"
#include "base/str.h"

/* Up to so many pairs are asked about for the sake of their number alone. */
enum { COUNTED_PAIRS_MAX = 10000 };

const char *
opening_word(enum opening_kind kind)
{
	static const char *const words[] = { "opens", "opens one way",
		"may open", "is open", "widens", "closes", "may close",
		"is closed", "narrows", "reroutes" };

	return words[kind];
}

char
opening_sign(enum opening_kind kind)
{
	return "++??~-??~~"[kind];
}

/* The most dangerous first: what opens to the internet, what opens … */
static int
compare_openings(const void *x, const void *y)
{
	const struct opening *a = *(struct opening *const *)x;
	const struct opening *b = *(struct opening *const *)y;
	int order;

	if (a->kind <= OPENING_WIDENS && b->kind <= OPENING_WIDENS &&
	    a->from_outside != b->from_outside)
		return a->from_outside ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	order = str_natural_compare(a->from, b->from);
	if (order == 0)
		order = str_natural_compare(a->to, b->to);
	if (order == 0)
		order = (int)a->family - (int)b->family;
	return order != 0 ? order : (a->packet.point > b->packet.point) -
	    (a->packet.point < b->packet.point);
}

struct finding_openings {
	struct comparing g;
	const struct diff_nodes *nodes;
	const struct diff_skip *skip;
	struct openings *out;
};

/* One interface that nobody else is like: what it sends to itself meets no
 * filter of AWS. */
static bool
is_one_host(const struct diff_node *n)
{
	for (size_t w = BEFORE; w <= AFTER; w++) {
		const struct workload *of =
		    (const struct workload *)n->means[w].thing;

		if (!n->is[w] || n->means[w].what == SELECTED_INTERFACE)
			continue;
		if (n->means[w].what != SELECTED_WORKLOAD ||
		    of->kind != WORKLOAD_INSTANCE || of->interfaces.n != 1 ||
		    number_or(of->count, 1) != 1)
			return false;
	}
	return true;
}

static void
ask_pair(struct finding_openings *f, const struct diff_node *from,
    const struct diff_node *to)
{
	bool touched;

	if (!from->sends || (from->outside && to->outside) ||
	    diff_is_apart(f->skip, from, to) ||
	    (from == to && is_one_host(from)))
		return;
	touched = diff_is_touched(f->skip, from, to);
	if (!touched && !f->out->counted)
		return;
	f->g.scratch = arena_new();
	if (touched)
		openings_of_pair(&f->g, f->out, from, to);
	else
		openings_count_pair(&f->g, f->out, from, to);
	arena_free(f->g.scratch);
}

/* Each costs about as much as a network has parts: together not too much. */
static size_t
tries_for(const struct model *m)
{
	enum { PARTS = 4000000, TRIES_MAX = 2000 };
	size_t n = 100 + m->interfaces.n;

	for (size_t i = 0; i < m->security_groups.n; i++)
		n += m->security_groups.v[i]->ingress.n +
		    m->security_groups.v[i]->egress.n;
	for (size_t i = 0; i < m->route_tables.n; i++)
		n += m->route_tables.v[i]->routes.n;
	return PARTS / n < TRIES_MAX ? PARTS / n : TRIES_MAX;
}

/*
 * In a large network few pairs are touched, and nobody looks at each.  Of
 * those whose changed rules are the same, one tells for all: whether a sender
 * is admitted by receivers, and which receivers are those of a sender's.
 */
struct alike {
	const struct diff_node **v;
	size_t n, cap;
	bool touched;		/* … by the sender that is looked at */
};

struct alikes {
	struct alike **v;	/* in the order of the first of each */
	size_t n, cap;
	struct map by_rules;
};

/* Its changed rules of one direction, as a text that tells them. */
static const char *
key_of_rules(struct arena *a, const struct diff_node *n, enum direction d)
{
	struct str s = str_new(a);

	if (n->touched)
		return "touched";
	for (size_t i = 0; i < n->rules[d].n; i++)
		str_addf(&s, " %d%p", (int)n->rules[d].v[i].when,
		    (const void *)n->rules[d].v[i].is);
	return str_text(&s);
}

static struct alike *
alike_of(struct arena *a, struct alikes *all, const struct diff_node *n,
    enum direction d)
{
	void **slot = map_slot(&all->by_rules, key_of_rules(a, n, d));

	if (*slot == NULL) {
		*slot = arena_alloc(a, sizeof(struct alike));
		vec_push(a, all, (struct alike *)*slot);
	}
	return *slot;
}

/* Who may be touched as a receiver, by what of them is. */
struct receivers {
	struct alikes alikes;
	struct alike **of;	/* by the position of the node; or NULL */
};

static struct receivers
receivers_of(struct arena *a, const struct diff_nodes *nodes)
{
	struct receivers out = { { .by_rules = map_new(a) },
		arena_array(a, nodes->n, sizeof *out.of) };

	for (size_t i = 0; i < nodes->n; i++) {
		const struct diff_node *n = &nodes->v[i];

		if (!n->touched && n->rules[INGRESS].n == 0)
			continue;
		out.of[i] = alike_of(a, &out.alikes, n, INGRESS);
		vec_push(a, out.of[i], n);
	}
	return out;
}

/* Those that the changed rules of a sender may speak of, found once. */
static const struct alike *
addressed_by(struct arena *a, const struct finding_openings *f,
    struct alikes *senders, const struct diff_node *from)
{
	struct alike *out = alike_of(a, senders, from, EGRESS);

	if (out->touched)
		return out;
	out->touched = true;
	for (size_t i = 0; i < f->nodes->n; i++)
		if (diff_sends_anew(f->skip, from, &f->nodes->v[i]))
			vec_push(a, out, &f->nodes->v[i]);
	return out;
}

/* From one that is not touched but for its rules. */
static void
ask_touched(struct arena *a, struct finding_openings *f,
    struct alikes *senders, const struct receivers *to,
    const struct diff_node *from)
{
	const struct alike *addressed;

	for (size_t i = 0; i < to->alikes.n; i++) {
		struct alike *one = to->alikes.v[i];

		one->touched = one->v[0]->touched || diff_receives_anew(
		    f->skip, from, one->v[0]);
		for (size_t k = 0; one->touched && k < one->n; k++)
			ask_pair(f, from, one->v[k]);
	}
	if (from->rules[EGRESS].n == 0)
		return;
	addressed = addressed_by(a, f, senders, from);
	for (size_t i = 0; i < addressed->n; i++) {
		const struct alike *of =
		    to->of[addressed->v[i] - f->nodes->v];

		if (of == NULL || !of->touched)
			ask_pair(f, from, addressed->v[i]);
	}
}

static void
ask_all(struct arena *a, struct finding_openings *f)
{
	struct receivers to = receivers_of(a, f->nodes);
	struct alikes senders = { .by_rules = map_new(a) };

	for (size_t i = 0; i < f->nodes->n; i++) {
		const struct diff_node *from = &f->nodes->v[i];

		if (!f->out->counted && !f->nodes->all_touched &&
		    !from->touched) {
			ask_touched(a, f, &senders, &to, from);
			continue;
		}
		for (size_t k = 0; k < f->nodes->n; k++)
			ask_pair(f, from, &f->nodes->v[k]);
	}
}

struct openings
openings_find(struct arena *a, const struct comparison *c,
    struct reach *const r[2])
{
	struct diff_nodes nodes = diff_nodes_of(a, c);
	size_t tries = tries_for(reach_model(r[AFTER]));
	struct openings out = { .counted = nodes.n * nodes.n <=
		COUNTED_PAIRS_MAX };
	struct finding_openings f = { .g = { .a = a, .c = c, .r = r,
			.tries = &tries },
		.nodes = &nodes, .out = &out,
		.skip = diff_skip_new(a, c, &nodes) };

	ask_all(a, &f);
	vec_sort(&out, compare_openings);
	return out;
}
