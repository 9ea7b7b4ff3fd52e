/* SPDX-License-Identifier: MIT */
#include "plan/mend_propose.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "text/sanitise.h"

/*
 * A table of a transit gateway without a route: the attachment that leads to
 * where the packet goes is to propagate its blocks there.  An attachment that
 * no table serves: the only table that there is.
 */

static struct transit_table *
table_of(const struct model *m, const struct thing *t)
{
	for (size_t i = 0; t != NULL && i < m->transit_tables.n; i++)
		if (&m->transit_tables.v[i]->is == t)
			return m->transit_tables.v[i];
	return NULL;
}

static bool
leads_to(const struct attachment *at, const struct end *e)
{
	if (!fact_state_carries(at->state))
		return false;
	if (e->kind != END_NETWORK)
		return at->vpc != NULL && at->vpc == e->vpc;
	for (size_t i = 0; i < e->network->vpns.n; i++)
		if (at->target.to == &e->network->vpns.v[i]->is)
			return true;
	return false;
}

static bool
propagates(const struct attachment *at, const struct transit_table *t)
{
	for (size_t i = 0; i < at->propagations.n; i++)
		if (at->propagations.v[i] == t)
			return true;
	return false;
}

/* The only one that leads there; NULL: none, or several. */
static struct attachment *
attachment_to(const struct transit_gateway *g, const struct end *e)
{
	struct attachment *found = NULL;

	for (size_t i = 0; i < g->attachments.n; i++) {
		if (!leads_to(g->attachments.v[i], e))
			continue;
		if (found != NULL)
			return NULL;
		found = g->attachments.v[i];
	}
	return found;
}

static void
add(struct arena *a, struct proposals *out, struct mending e,
    const char *what)
{
	e.text = sanitise_text(a, thing_label(&e.table->is));
	e.says = arena_printf(a, "%s: %s %s", thing_title(a, e.of), what,
	    thing_title(a, &e.table->is));
	vec_push(a, out, e);
}

static void
propose_propagation(const struct asking_pairs *asking,
    const struct pair_answer *p, const struct blocker *b,
    struct proposals *out)
{
	struct transit_table *t = table_of(reach_model(asking->r),
	    b->at.thing);
	struct attachment *at = t == NULL || t->gateway == NULL ? NULL :
	    attachment_to(t->gateway, b->at.reply ? p->from : p->to);

	if (at == NULL || !at->propagation_known || propagates(at, t))
		return;
	add(asking->a, out, (struct mending){ .kind = MENDING_PROPAGATION,
	    .of = &at->is, .table = t, .list = "propagates_to" },
	    "propagate to");
}

static void
propose_association(const struct asking_pairs *asking,
    const struct blocker *b, struct proposals *out)
{
	const struct model *m = reach_model(asking->r);

	for (size_t i = 0; i < m->attachments.n; i++) {
		struct attachment *at = m->attachments.v[i];

		if (&at->is != b->at.thing || at->gateway == NULL ||
		    at->gateway->tables.n != 1)
			continue;
		add(asking->a, out, (struct mending){
		    .kind = MENDING_ASSOCIATION, .of = &at->is,
		    .table = at->gateway->tables.v[0], .list = "table" },
		    "associate with");
	}
}

void
mend_propose_transit(const struct asking_pairs *asking,
    const struct pair_answer *p, const struct blocker *b,
    struct proposals *out)
{
	if (b->at.kind == HOP_TRANSIT_ROUTE && b->at.transit_route == NULL)
		propose_propagation(asking, p, b, out);
	else if (b->at.kind == HOP_ATTACHMENT && b->code != NULL &&
	    str_equal(b->code, "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"))
		propose_association(asking, b, out);
}
