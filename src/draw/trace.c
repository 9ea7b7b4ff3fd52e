/* SPDX-License-Identifier: MIT */
#include "draw/trace_step.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/notation.h"
#include "model/stand_in.h"
#include "reach/part.h"
#include "text/sanitise.h"
#include "text/width.h"
#include "text/wrap.h"

#include <limits.h>
#include <string.h>

static void
pad(struct str *out, const char *text, size_t cells)
{
	size_t n = text_width(text);

	str_add(out, text);
	str_add_repeat(out, ' ', n < cells ? cells - n : 0);
}

/* The cells that names of both ways have. */
static size_t
name_column(const struct drawing *g)
{
	enum { LEAST = 10, MOST = 28 };
	const struct trace *t = g->d->trace;
	const struct trace_steps *const ways[] = { &t->forward, &t->back };
	size_t most = LEAST;

	for (size_t w = 0; w < 2; w++) {
		for (size_t i = 0; i < ways[w]->n; i++) {
			size_t n = text_width(trace_name(g, &ways[w]->v[i]));

			if (n > most)
				most = n;
		}
	}
	return most < MOST ? most : MOST;
}

static void
draw_step(struct drawing *g, const struct trace_step *s, size_t column)
{
	struct str line = str_new(g->a);
	const char *name = trace_name(g, s);
	bool reached;

	if (trace_is_silent(s))
		return;
	reached = trace_is_reached(g, s, ++g->number);
	str_addf(&line, " %s %-3s", trace_glyph(g, "\u2502", "|"), reached ?
	    arena_printf(g->a, "%u", g->number) : ".");
	pad(&line, trace_word(s->hop), 6);
	pad(&line, cut_middle(g->a, name, column, trace_glyph(g, "\u2026", "~")),
	    column + 2);
	pad(&line, trace_side(s), 5);
	wrap_text(&line, trace_check(g, s, g->number), g->style->width,
	    text_width(str_text(&line)), 8 + column + 14);
	while (line.n > 0 && line.v[line.n - 1] == ' ')
		str_cut(&line, line.n - 1);
	style_add(g->style, g->out, s->decision == TRACE_BLOCK ? ROLE_ERROR :
	    reached ? ROLE_NONE : ROLE_DIM, str_text(&line));
	str_add_char(g->out, '\n');
}

/* -------------------------------------------------------------- the blocks */

const char *
trace_end(const struct drawing *g, const struct end *e, struct addr address)
{
	const char *title = end_title(g->a, e);
	const char *text = end_address_text(g->a, e, g->d->trace->family,
	    address);

	if (e->kind == END_SERVICE || (str_equal(title, text) &&
	    stand_in_holds(g->d->trace->family, address)))
		return title;
	return arena_printf(g->a, "%s  %s", title, text);
}

const char *
trace_outcome(const struct trace *t, bool back)
{
	const struct trace_steps *steps = back ? &t->back : &t->forward;

	/* what does not get there is not answered */
	return !t->forward.arrives || !steps->arrives ? "not reached" :
	    t->forward.undecided || steps->undecided ? "not known" :
	    "delivered";
}

/* What goes on where: "app ► db  tcp/5432". */
static void
draw_title(struct drawing *g, const char *way, const char *from,
    const char *to, const char *ports)
{
	str_addf(g->out, " %-8s %s %s %s  %s\n", way, from, trace_arrow(g), to,
	    ports);
}

static void
draw_corner(struct drawing *g, const char *unicode, const char *end,
    const char *outcome)
{
	str_addf(g->out, " %s %s%s%s\n", trace_glyph(g, unicode, "+-"), end,
	    *outcome == '\0' ? "" : "  ", outcome);
}

static void
draw_forward(struct drawing *g, const char *ports)
{
	const struct trace *t = g->d->trace;
	size_t column = name_column(g);

	draw_title(g, "forward", g->d->from, g->d->to, ports);
	draw_corner(g, "\u250c\u2500", trace_end(g, t->from, t->packet.from),
	    "");
	for (size_t i = 0; i < t->forward.n; i++)
		draw_step(g, &t->forward.v[i], column);
	draw_corner(g, "\u2514\u2500", trace_end(g, t->to, t->packet.to),
	    trace_outcome(t, false));
}

/* A group that let the packet pass lets the answer pass: no check. */
static void
draw_stateful(struct drawing *g, const struct trace_step *s, size_t column)
{
	struct str line = str_new(g->a);

	str_addf(&line, " %s -  ", trace_glyph(g, "\u2502", "|"));
	pad(&line, trace_word(s->hop), 6);
	pad(&line, cut_middle(g->a, trace_name(g, s), column,
	    trace_glyph(g, "\u2026", "~")), column + 2);
	pad(&line, str_equal(trace_side(s), "in") ? "out" : "in", 5);
	str_add(&line, "allow  stateful reply");
	style_add(g->style, g->out, ROLE_NONE, str_text(&line));
	str_add_char(g->out, '\n');
}

static void
draw_checks_back(struct drawing *g, size_t column)
{
	const struct trace *t = g->d->trace;
	struct trace_rows rows;

	if (!trace_pair_up(g, &rows)) {
		for (size_t i = 0; i < t->back.n; i++)
			draw_step(g, &t->back.v[i], column);
		return;
	}
	for (size_t i = rows.n; i-- > 0; ) {
		const struct trace_row *r = &rows.v[i];

		if (r->back != NULL)
			draw_step(g, r->back, column);
		else if (hop_is_groups(r->there->hop->kind) && r->answered)
			draw_stateful(g, r->there, column);
	}
}

static void
draw_back(struct drawing *g, const char *ports)
{
	const struct trace *t = g->d->trace;
	bool other = t->answerer != NULL;
	const char *start = other ? trace_end(g, t->answerer,
	    t->answers_from) : trace_end(g, t->to, t->packet.to);

	draw_title(g, "return", other ? end_title(g->a, t->answerer) :
	    g->d->to, g->d->from, ports);
	draw_corner(g, "\u250c\u2500", start, "");
	draw_checks_back(g, name_column(g));
	draw_corner(g, "\u2514\u2500", trace_end(g, t->from, t->packet.from),
	    trace_outcome(t, true));
}

static enum role
verdict_role(enum verdict v)
{
	return v == VERDICT_YES ? ROLE_ADDED : v == VERDICT_UNKNOWN ||
	    v == VERDICT_PARTLY ? ROLE_WARNING : ROLE_ERROR;
}

static void
draw_header(struct drawing *g)
{
	const struct drawn_trace *d = g->d;
	const char *word = verdict_word(d->verdict);
	const char *left = arena_printf(g->a, "trace  %s %s %s%s%s", d->from,
	    trace_arrow(g), d->to, d->on != NULL ? "  " : "",
	    d->on != NULL ? d->on : "");
	size_t used = text_width(left) + 2 + text_width(word);
	size_t width = g->style->width < 120 ? g->style->width : 120;

	str_add(g->out, left);
	str_add_repeat(g->out, ' ', used < width ? width - used + 2 : 2);
	style_add(g->style, g->out, verdict_role(d->verdict), word);
	str_add(g->out, "\n\n");
}

/* "BLOCKED    text …", wrapped under itself. */
static void
draw_note(struct drawing *g, const char *word, enum role role,
    const char *text)
{
	enum { COLUMN = 11 };

	style_add(g->style, g->out, role, word);
	str_add_repeat(g->out, ' ', COLUMN - text_width(word) % COLUMN);
	wrap_text(g->out, text, g->style->width, COLUMN, COLUMN);
	str_add_char(g->out, '\n');
}

/* "SG db ingress 1": a rule, or an entry, of its own name or place. */
static const char *
name_of_rule(struct drawing *g, const struct trace_step *s)
{
	const char *direction = hop_direction(s->hop->kind);
	const struct rule_list *rules;

	if (direction == NULL)
		return NULL;
	if (s->entry != NULL)
		return arena_printf(g->a, "NACL %s %s %lld", trace_name(g, s),
		    direction, (long long)number_or(s->entry->number, 0));
	if (s->rule == NULL || s->group == NULL)
		return NULL;
	rules = s->hop->kind == HOP_GROUP_IN ? &s->group->ingress :
	    &s->group->egress;
	for (size_t i = 0; i < rules->n; i++)
		if (rules->v[i] == s->rule)
			return arena_printf(g->a, "SG %s %s %zu",
			    trace_name(g, s), direction, i + 1);
	return NULL;
}

struct dependence {
	struct trace_texts rules;
	unsigned routes;		/* looked up */
};

static void
add_dependence(struct drawing *g, const struct trace_steps *steps,
    struct dependence *on)
{
	for (size_t i = 0; i < steps->n; i++) {
		const char *name = name_of_rule(g, &steps->v[i]);
		bool said = name == NULL;

		on->routes += !trace_is_silent(&steps->v[i]) &&
		    (steps->v[i].hop->route != NULL ||
		    steps->v[i].hop->transit_route != NULL);
		for (size_t k = 0; k < on->rules.n && !said; k++)
			said = str_equal(on->rules.v[k], name);
		if (!said)
			vec_push(g->a, &on->rules, name);
	}
}

/* What admitted it, both ways. */
static void
draw_reachable(struct drawing *g)
{
	struct dependence on = { .routes = 0 };
	struct str text = str_new(g->a);

	add_dependence(g, &g->d->trace->forward, &on);
	add_dependence(g, &g->d->trace->back, &on);
	str_addf(&text, "%u check%s", g->number, g->number == 1 ? "" : "s");
	if (on.routes > 0)
		str_addf(&text, ", %u route look-up%s", on.routes,
		    on.routes == 1 ? "" : "s");
	for (size_t i = 0; i < on.rules.n; i++)
		str_addf(&text, "%s%s", i == 0 ? "; depends on: " : ", ",
		    on.rules.v[i]);
	draw_note(g, verdict_word(g->d->verdict), ROLE_ADDED, str_text(&text));
}

/* What nothing matches, but this comes nearest to. */
static void
draw_nearest(struct drawing *g, const struct trace_step *s)
{
	uint32_t point = s->lost.n > 0 ? s->lost.v[0].first :
	    g->d->trace->packet.point;
	const struct group_rule *r = s->nearest_rule;
	const struct acl_entry *e = s->nearest_entry;
	struct trace_step as = *s;
	bool same_port;

	if (s->rule != NULL || (r == NULL && e == NULL))
		return;
	as.decision = TRACE_PASS;
	as.rule = r;
	as.entry = e;
	same_port = port_set_has(r != NULL ? r->ports->v :
	    e->ports.v, point);
	draw_note(g, "nearest", ROLE_DIM, arena_printf(g->a, "%s %s: %s%s",
	    trace_word(s->hop), trace_name(g, &as), r != NULL ?
	    trace_rule(g, &as) : trace_entry(g, &as),
	    same_port && r != NULL && r->peer_kind != PEER_CIDR &&
	    s->code != NULL && str_equal(s->code,
	    "SG_REFERENCES_NOT_PRESERVED") ? ", a reference that is lost on "
	    "the way" : s->nearest_comes_late ? ", which comes behind it" :
	    same_port ? ", which is for another peer" :
	    ", which is for other ports"));
}

/* Of a filter: the entry that denies it, or what no rule or entry allows;
 * asked are the ports of that way. */
static const char *
why_blocked(struct drawing *g, const struct trace_step *s,
    struct port_set asked)
{
	const char *direction = hop_direction(s->hop->kind);

	if (direction == NULL || s->lost.n == 0 || (s->code != NULL &&
	    str_equal(s->code, "SG_REFERENCES_NOT_PRESERVED")))
		return s->text != NULL ? s->text : "blocks it";
	if (s->entry != NULL && !s->entry->allow)
		return arena_printf(g->a, "entry %lld denies %s",
		    (long long)number_or(s->entry->number, 0),
		    port_set_contains(s->lost, asked) ? "it" :
		    notation_ports_format(g->a, s->lost));
	return arena_printf(g->a, "has no %s that allows %s",
	    hop_is_acl(s->hop->kind) ? "entry" : "rule",
	    notation_ports_format(g->a, s->lost));
}

static void
draw_blockers(struct drawing *g, const struct trace_steps *steps,
    unsigned *number, bool back)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *s = &steps->v[i];
		struct blocker b = { .at = *s->hop };

		if (trace_is_silent(s))
			continue;
		++*number;
		if (s->decision != TRACE_BLOCK)
			continue;
		draw_note(g, back && g->d->verdict != VERDICT_NO ?
		    verdict_word(g->d->verdict) : "BLOCKED", ROLE_ERROR, arena_printf(g->a,
		    "hop %u%s: %s%s%s%s%s%s", *number,
		    back ? ", return" : "", blocker_title(g->a, &b),
		    *blocker_title(g->a, &b) != '\0' ? " " : "",
		    why_blocked(g, s, back ? g->d->trace->answers :
		    flow_ports(g->a, g->d->answer->asked)),
		    s->code != NULL ? " (" : "",
		    s->code != NULL ? s->code : "",
		    s->code != NULL ? ")" : ""));
		if (back && hop_is_acl(s->hop->kind))
			draw_note(g, "", ROLE_NONE, "network ACLs are "
			    "stateless: answers need an entry of their own");
		draw_nearest(g, s);
	}
}

static void
draw_given(struct drawing *g)
{
	struct str all = str_new(g->a);

	for (size_t i = 0; i < g->d->trace->given.n; i++)
		str_addf(&all, "%s%s", i > 0 ? ", " : "",
		    sanitise_text(g->a, g->d->trace->given.v[i]));
	if (all.n > 0)
		draw_note(g, "given", ROLE_DIM, str_text(&all));
	for (size_t i = 0; i < g->d->trace->inferred.n; i++)
		draw_note(g, i == 0 ? "given" : "", ROLE_DIM, sanitise_text(
		    g->a, g->d->trace->inferred.v[i]));
}

/* A packet that shows it, as a capture would. */
static void
draw_packet(struct drawing *g)
{
	const struct trace *t = g->d->trace;
	unsigned protocol = t->packet.point >> 16,
	    port = t->packet.point & 0xffff;
	bool ports = protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP,
	    six = t->family == IPV6;
	struct port_range one = { t->packet.point, t->packet.point };
	struct port_set set = { 1, &one };
	const char *from = end_address_text(g->a, t->from, t->family,
	    t->packet.from);
	const char *to = end_address_text(g->a, t->to, t->family,
	    t->packet.to);

	if (t->to->kind == END_SERVICE)
		return;		/* nobody knows its addresses */
	draw_note(g, "packet", ROLE_DIM, !ports ?
	    arena_printf(g->a, "%s  %s %s %s",
	    notation_ports_format(g->a, set), from, trace_arrow(g), to) :
	    arena_printf(g->a, "%s  %s%s%s:%u %s %s%s%s:%u",
	    protocol == PROTOCOL_TCP ? "tcp" : "udp", six ? "[" : "", from,
	    six ? "]" : "", (unsigned)t->client_port, trace_arrow(g),
	    six ? "[" : "", to, six ? "]" : "", port));
}

/* To be pasted: not wrapped.  What a spec says the fixes say already. */
static void
draw_snippet(struct drawing *g)
{
	const struct snippet *s = &g->d->snippet;
	const char *line = s->text;

	if (line == NULL || str_equal(s->language, "json-patch"))
		return;
	draw_note(g, "code", ROLE_NOTE, str_equal(s->language, "hcl") ?
	    "in Terraform:" : "in the template:");
	while (*line != '\0') {
		size_t length = strcspn(line, "\n");

		if (length > 0)
			str_addf(g->out, "%11s%.*s", "", (int)length, line);
		str_add_char(g->out, '\n');
		line += length + (line[length] == '\n');
	}
}

static void
draw_mend(struct drawing *g)
{
	const struct drawn_trace *d = g->d;

	for (size_t i = 0; i < d->n_fixes; i++)
		draw_note(g, i == 0 ? "fix" : "and", ROLE_NOTE, d->fixes[i]);
	if (d->n_fixes > 0)
		draw_note(g, "after fix", ROLE_DIM, arena_printf(g->a,
		    "%s (re-checked with %s)", verdict_word(VERDICT_YES),
		    d->n_fixes == 1 ? "this change" : "these changes"));
	draw_snippet(g);
	for (size_t i = 0; i < d->n_advice; i++)
		draw_note(g, "advice", ROLE_NOTE, d->advice[i]);
}

/* Of what works in part: which part does, and which not. */
static void
draw_parts(struct drawing *g)
{
	const struct answer *is = g->d->answer;
	const struct {
		const char *word;
		struct flow flow;
		const char *but;
	} parts[] = {
		{ "works", is->yes, "" },
		{ "in part", is->some, ": some answers are lost" },
		{ "one way", is->one_way, ": all answers are lost" },
		{ "blocked", is->no, "" }, { "unknown", is->unknown, "" }
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (!flow_is_empty(parts[i].flow) && (*parts[i].but != '\0' ||
		    !flow_contains(g->a, parts[i].flow, is->asked)))
			draw_note(g, parts[i].word, ROLE_DIM, arena_printf(
			    g->a, "%s%s", part_text(g->a, parts[i].flow,
			    is->asked), parts[i].but));
}

static void
draw_verdict(struct drawing *g)
{
	const struct drawn_trace *d = g->d;
	const struct trace *t = d->trace;
	unsigned number = 0;

	str_add_char(g->out, '\n');
	if (d->verdict == VERDICT_YES)
		draw_reachable(g);
	draw_blockers(g, &t->forward, &number, false);
	draw_blockers(g, &t->back, &number, true);
	if (d->verdict == VERDICT_PARTLY)
		draw_parts(g);
	/* What is open beside a way that is proved, or that is closed whatever
	 * the open thing is, changes nothing. */
	for (size_t i = 0; d->verdict != VERDICT_YES &&
	    d->verdict != VERDICT_NO && i < d->answer->n_unknowns; i++)
		draw_note(g, "UNKNOWN", ROLE_WARNING, d->answer->unknowns[i]);
	if (d->untold != NULL)
		draw_note(g, "UNKNOWN", ROLE_WARNING, d->untold);
	draw_mend(g);
	draw_given(g);
	draw_packet(g);
	draw_note(g, "path", ROLE_DIM, trace_line(g->a, t));
	if (d->others > 0)
		draw_note(g, "also", ROLE_DIM, arena_printf(g->a,
		    "%zu more pair%s of ends stand%s behind these names; "
		    "--format json lists all", d->others,
		    d->others == 1 ? "" : "s", d->others == 1 ? "s" : ""));
}

/* The number of the first check that blocks, of those drawn; there are none
 * after UINT_MAX. */
static unsigned
first_block(const struct trace *t)
{
	const struct trace_steps *ways[] = { &t->forward, &t->back };
	unsigned number = 0;

	for (size_t way = 0; way < 2; way++) {
		for (size_t i = 0; i < ways[way]->n; i++) {
			if (trace_is_silent(&ways[way]->v[i]))
				continue;
			number++;
			if (ways[way]->v[i].decision == TRACE_BLOCK)
				return number;
		}
	}
	return UINT_MAX;
}

void
draw_trace(struct arena *a, struct str *out, const struct drawn_trace *d,
    const struct style *style)
{
	struct drawing g = { .a = a, .out = out, .d = d, .style = style,
		.stop = first_block(d->trace) };
	const struct trace *t = d->trace;
	struct port_range one = { t->packet.point, t->packet.point };
	struct port_set ports = { 1, &one };

	draw_header(&g);
	if (!t->needs_no_answer && t->back.n > 0 &&
	    trace_draw_lanes(&g, notation_ports_format(a, ports),
	    notation_ports_format(a, t->answers))) {
		draw_verdict(&g);
		return;
	}
	draw_forward(&g, notation_ports_format(a, ports));
	if (t->needs_no_answer) {
		str_add(out, "\n return   none is needed\n");
	} else if (t->back.n > 0 || t->back.arrives) {
		str_add_char(out, '\n');
		draw_back(&g, notation_ports_format(a, t->answers));
	}
	draw_verdict(&g);
}
