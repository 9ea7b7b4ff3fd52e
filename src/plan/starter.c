/* SPDX-License-Identifier: MIT */
#include "plan/starter.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/notation.h"
#include "plan/nodes.h"

/* Pairs of workloads are told one by one up to this many workloads. */
enum { WORKLOADS_MAX = 40 };

struct starting {
	struct reach *r;
	struct arena *a;
	struct starter out;
};

/* ----------------------------------------------------------------- names */

static const char *
print_name(struct arena *a, const char *prefix, const struct vpc *v,
    const char *name)
{
	struct name_text text = { .prefix = prefix, .name = name,
		.vpc = v != NULL ? thing_label(&v->is) : NULL };

	return notation_name_print(a, &text);
}

/* Whether a name, looked up, means what it is to mean. */
static bool
means(const struct starting *s, const char *name, const struct selection *is)
{
	struct selection found;
	const char *why;

	return select_find(s->a, reach_selector(s->r), 0, NULL, name, &found,
	    &why) == SELECT_OK && found.what == is->what &&
	    found.thing == is->thing && found.vpc == is->vpc &&
	    (is->name == NULL || str_equal(found.name, is->name));
}

/* The shortest name that means it, or NULL: no name does. */
static const char *
name_of(const struct starting *s, const struct selection *is)
{
	static const char *const prefixes[] = { NULL, "tier" };
	const char *name = is->thing != NULL ? thing_label(is->thing) :
	    is->name;
	const struct vpc *v = is->thing != NULL ? is->thing->vpc : is->vpc;

	if (is->what == SELECTED_INTERNET)
		return "internet";
	for (size_t i = 0; i < 4; i++) {
		const char *prefix = prefixes[i / 2], *text;

		if (prefix != NULL && is->what != SELECTED_TIER)
			break;
		text = print_name(s->a, prefix, i % 2 == 0 ? NULL : v, name);
		if (means(s, text, is))
			return text;
	}
	return NULL;
}

/* ------------------------------------------------------------- sentences */

/* Add a sentence if it holds, and of something. */
static bool
add_if_it_holds(struct starting *s, const char *sentence)
{
	struct expectation e = { .island = 0 };
	struct outcome out;

	if (notation_expectation_parse(s->a, sentence, &e) != NULL)
		return false;
	out = expect_one(s->r, s->a, &e, EXPECT_ANSWERS);
	if (out.holds != HOLDS_YES || out.vacuous)
		return false;
	vec_push(s->a, &s->out, notation_expectation_format(s->a, &e));
	return true;
}

static void
say(struct starting *s, const struct plan_node *from,
    const struct plan_node *to, bool also_never)
{
	struct asking_pairs base = { .r = s->r, .a = s->a };
	const char *f = name_of(s, &from->means), *t = name_of(s, &to->means);
	struct passage_between p;
	const char *ports;

	if (f == NULL || t == NULL)
		return;
	p = nodes_ask(&base, from, to);
	if (p.kind != PASSAGE_PORTS) {
		if (also_never)
			add_if_it_holds(s, arena_printf(s->a,
			    "%s never reaches %s", f, t));
		return;
	}
	ports = notation_ports_format(s->a, p.ports);
	if (to->means.what == SELECTED_INTERNET ||
	    port_set_is_everything(p.ports))
		add_if_it_holds(s, arena_printf(s->a, "%s reaches %s", f, t));
	else if (!add_if_it_holds(s, arena_printf(s->a,
	    "%s reaches %s on %s only", f, t, ports)) &&
	    !add_if_it_holds(s, arena_printf(s->a, "%s reaches %s on %s", f,
	    t, ports)))
		add_if_it_holds(s, arena_printf(s->a, "%s reaches %s", f, t));
}

static bool
is_inside(const struct plan_node *n)
{
	return n->means.what != SELECTED_INTERNET &&
	    n->means.what != SELECTED_NETWORK;
}

/* What the internet reaches and what reaches it, no less than what does
 * not; between the others, what is open. */
static void
say_all(struct starting *s, const struct plan_nodes *nodes, bool pairs)
{
	for (size_t i = 0; i < nodes->n; i++) {
		/* The internet is the first of them. */
		size_t n = pairs || nodes->v[i].means.what ==
		    SELECTED_INTERNET ? nodes->n : 1;

		for (size_t j = 0; j < n; j++) {
			const struct plan_node *from = &nodes->v[i],
			    *to = &nodes->v[j];
			bool outside = from->means.what == SELECTED_INTERNET ||
			    to->means.what == SELECTED_INTERNET;

			if (i == j || from->means.what == SELECTED_SERVICE ||
			    (from->means.what == SELECTED_INTERNET &&
			    to->means.what == SELECTED_SERVICE) ||
			    to->means.what == SELECTED_ENDPOINT ||
			    from->means.what == SELECTED_SUBNET ||
			    to->means.what == SELECTED_SUBNET ||
			    (!is_inside(from) && !is_inside(to)))
				continue;
			if (outside || pairs)
				say(s, from, to, outside);
		}
	}
}

static size_t
count_inhabitants(const struct plan_nodes *nodes)
{
	size_t n = 0;

	for (size_t i = 0; i < nodes->n; i++)
		n += nodes->v[i].means.what == SELECTED_WORKLOAD ||
		    nodes->v[i].means.what == SELECTED_INTERFACE;
	return n;
}

struct starter
starter_expectations(struct reach *r, struct arena *a)
{
	const struct model *m = reach_model(r);
	struct starting s = { .r = r, .a = a };
	struct plan_nodes workloads = nodes_of_workloads(a, m);
	struct plan_nodes tiers = nodes_of_tiers(a, m);
	size_t n = count_inhabitants(&workloads);
	bool few = n <= WORKLOADS_MAX;

	say_all(&s, &workloads, few);
	if (!few || n == 0)
		say_all(&s, &tiers, true);
	return s.out;
}
