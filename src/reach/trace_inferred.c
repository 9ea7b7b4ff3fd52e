/* SPDX-License-Identifier: MIT */
#include "reach/trace_inferred.h"

#include "base/str.h"

/*
 * What a trace takes for granted because a reader concluded it: of the two
 * ends, and of everything that a hop passes; and that an address which nobody
 * has would let everything in and out.
 */

struct collecting {
	const struct model *m;
	struct arena *a;
	struct trace *out;
};

static void
add(struct collecting *c, const struct thing *t)
{
	const struct inference *v;
	size_t n;

	if (t == NULL)
		return;
	v = model_inferences(c->m, t, &n);
	for (size_t i = 0; i < n; i++) {
		const char *text = inference_title(c->a, &v[i]);
		bool said = false;

		for (size_t k = 0; k < c->out->inferred.n && !said; k++)
			said = str_equal(c->out->inferred.v[k], text);
		if (!said)
			vec_push(c->a, &c->out->inferred, text);
	}
}

static void
add_end(struct collecting *c, const struct end *e)
{
	if (e == NULL)
		return;
	if (e->subnet != NULL)
		add(c, &e->subnet->is);
	if (e->interface != NULL)
		add(c, &e->interface->is);
	if (e->workload != NULL)
		add(c, &e->workload->is);
	if (e->endpoint != NULL)
		add(c, &e->endpoint->is);
	for (size_t i = 0; i < e->groups.n; i++)
		add(c, &e->groups.v[i]->is);
}

static void
add_steps(struct collecting *c, const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct hop *h = steps->v[i].hop;

		if (h->subnet != NULL)
			add(c, &h->subnet->is);
		add(c, h->thing);
		add_end(c, h->end);
		if (h->route != NULL)
			add(c, h->route->target.to);
	}
}

/* An address that nobody holds, or nobody knows who: no group is asked.  It
 * need not be said where it is among what leaves the verdict open. */
static void
add_bare(struct collecting *c, const struct end *e, struct addr address)
{
	char text[ADDR_TEXT_MAX];

	if (e == NULL || e->kind != END_ADDRESSES ||
	    (!e->groups.known && c->out->n_unknowns > 0))
		return;
	addr_format(address, c->out->family, text);
	vec_push(c->a, &c->out->inferred, arena_printf(c->a, "%s %s%s: no "
	    "security group is asked there", e->groups.known ?
	    "no workload in the input has" : "who has", text,
	    e->groups.known ? "" : " is not known"));
}

void
trace_add_inferred(const struct model *m, struct arena *a, struct trace *out)
{
	struct collecting c = { m, a, out };

	add_bare(&c, out->from, out->packet.from);
	add_bare(&c, out->to, out->packet.to);
	if (m->inferences.n == 0)
		return;
	add_end(&c, out->from);
	add_steps(&c, &out->forward);
	add_end(&c, out->to);
	add_steps(&c, &out->back);
}
