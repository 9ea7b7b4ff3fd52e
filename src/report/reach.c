/* SPDX-License-Identifier: MIT */
#include "report/reach.h"

#include "document/writer.h"
#include "model/notation.h"
#include "reach/part.h"
#include "report/reach_trace.h"
#include "report/report.h"
#include "text/sanitise.h"

static void
write_flow(struct writer *w, struct arena *a, const char *key, struct flow f)
{
	writer_key(w, key);
	if (flow_is_empty(f)) {
		writer_null(w);
		return;
	}
	writer_text(w, notation_ports_format(a, flow_ports(a, f)));
}

static void
write_blockers(struct writer *w, struct arena *a, const struct answer *is)
{
	const struct blockers *all = &is->blockers;

	writer_key(w, "blockers");
	writer_begin_list(w);
	for (size_t i = 0; i < all->n; i++) {
		const struct blocker *b = &all->v[i];

		writer_begin_map_inline(w);
		writer_member_text(w, "what", blocker_title(a, b));
		writer_member_text(w, "direction", hop_direction(b->at.kind));
		writer_member_bool(w, "reply", b->at.reply);
		writer_member_text(w, "because", b->text);
		writer_member_text(w, "code", b->code);
		writer_member_text(w, "lost", flow_is_empty(b->lost) ? NULL :
		    part_text(a, b->lost, is->asked));
		writer_end(w);
	}
	writer_end(w);
}

static void
write_pair(struct writer *w, struct arena *a, const struct pair_answer *p)
{
	writer_begin_map(w);
	writer_member_text(w, "from", end_title(a, p->from));
	writer_member_text(w, "to", end_title(a, p->to));
	writer_member_text(w, "family", family_name(p->family));
	writer_member_text(w, "verdict",
	    verdict_key(tally_verdict(&p->tally)));
	write_flow(w, a, "yes", p->answer.yes);
	write_flow(w, a, "partly", p->answer.some);
	write_flow(w, a, "one_way", p->answer.one_way);
	write_flow(w, a, "no", p->answer.no);
	write_flow(w, a, "unknown", p->answer.unknown);
	write_blockers(w, a, &p->answer);
	writer_key(w, "unknowns");
	writer_begin_list(w);
	for (size_t i = 0; i < p->answer.n_unknowns; i++)
		writer_text(w, p->answer.unknowns[i]);
	writer_end(w);
	writer_end(w);
}

static void
write_mend(struct writer *w, const struct mend *mend,
    const struct snippet *snippet)
{
	writer_key(w, "fix");
	writer_begin_list(w);
	for (size_t i = 0; i < mend->edits.n; i++) {
		const struct mending *e = &mend->edits.v[i];

		writer_begin_map_inline(w);
		writer_member_text(w, "kind", kind_key(e->of->kind));
		writer_member_text(w, "name", thing_label(e->of));
		writer_member_text(w, "id", e->of->id);
		writer_member_text(w, "list", e->list);
		writer_member_text(w, "add", e->text);
		writer_end(w);
	}
	writer_end(w);
	writer_key(w, "advice");
	writer_begin_list(w);
	for (size_t i = 0; i < mend->advice.n; i++)
		writer_text(w, mend->advice.v[i]);
	writer_end(w);
	report_snippet(w, snippet);
}

void
report_reach_json(struct arena *a, struct str *out,
    const struct reach_report *r)
{
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.reach/1");
	writer_member_text(&w, "from", sanitise_text(a, r->from));
	writer_member_text(&w, "to", sanitise_text(a, r->to));
	writer_member_text(&w, "on", r->on);
	writer_member_text(&w, "verdict",
	    verdict_key(pairs_verdict(r->pairs)));
	writer_member_text(&w, "because", r->pairs->untold != NULL ?
	    r->pairs->untold : r->because);
	writer_key(&w, "pairs");
	writer_begin_list(&w);
	for (size_t i = 0; i < r->pairs->n; i++)
		write_pair(&w, a, &r->pairs->v[i]);
	writer_end(&w);
	writer_key(&w, "trace");
	report_trace(&w, a, r->trace);
	write_mend(&w, r->mend, &r->snippet);
	writer_end(&w);
	writer_finish(&w);
}

static const char *
passage_key(const struct passage_between *p)
{
	switch (p->kind) {
	case PASSAGE_PORTS:
		return p->partly ? "partly" : p->undecided ? "unknown" :
		    "yes";
	case PASSAGE_ONE_WAY:
		return "one-way";
	case PASSAGE_FILTERED:
	case PASSAGE_NO_ROUTE:
	case PASSAGE_NOBODY:
		return "no";
	case PASSAGE_UNKNOWN:
		break;
	}
	return "unknown";
}

static const char *
why_not(const struct passage_between *p)
{
	switch (p->kind) {
	case PASSAGE_FILTERED:
		return "filtered";
	case PASSAGE_NO_ROUTE:
		return "no route";
	case PASSAGE_NOBODY:
		return "nobody is there";
	default:
		return p->because;
	}
}

/* Of each node, that nobody is there. */
static const char **
nobody_in(const struct asking_pairs *base, const struct plan_nodes *nodes,
    bool as_to)
{
	const char **v = arena_array(base->a, nodes->n, sizeof *v);

	for (size_t i = 0; i < nodes->n; i++)
		v[i] = nodes_nobody_is(base, &nodes->v[i], as_to);
	return v;
}

static struct plan_crowd **
crowds_of(const struct asking_pairs *base, const struct plan_nodes *nodes)
{
	struct plan_crowd **v = arena_array(base->a, nodes->n, sizeof *v);

	for (size_t i = 0; i < nodes->n; i++)
		v[i] = nodes_crowd(base, &nodes->v[i].means, 1);
	return v;
}

void
report_cells_json(struct arena *a, struct str *out,
    const struct reach_cells *c)
{
	struct writer w = writer_new(out);
	struct plan_crowd **from = crowds_of(c->base, c->from), **to =
	    c->to == c->from ? from : crowds_of(c->base, c->to);
	const char **nobody_from = nobody_in(c->base, c->from, false);
	const char **nobody_to = nobody_in(c->base, c->to, true);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.reach-table/1");
	writer_key(&w, "cells");
	writer_begin_list(&w);
	for (size_t i = 0; i < c->from->n; i++)
		for (size_t k = 0; k < c->to->n; k++) {
			struct passage_between p;
			const char *why;

			if (!nodes_ask_together(c->base, from[i], to[k], &p))
				p = nodes_ask_one_by_one(c->base,
				    &c->from->v[i], &c->to->v[k]);
			why = why_not(&p);
			if (why == NULL)
				why = nobody_to[k] != NULL ? nobody_to[k] :
				    nobody_from[i];
			writer_begin_map_inline(&w);
			writer_member_text(&w, "from", c->from->v[i].title);
			writer_member_text(&w, "to", c->to->v[k].title);
			writer_member_text(&w, "verdict", passage_key(&p));
			writer_member_text(&w, "ports",
			    p.kind == PASSAGE_PORTS ?
			    notation_ports_format(a, p.ports) : NULL);
			writer_member_text(&w, "because", why);
			writer_end(&w);
		}
	writer_end(&w);
	writer_member_text(&w, "left_out", nodes_left_out(a,
	    reach_model(c->base->r)));
	writer_end(&w);
	writer_finish(&w);
}
