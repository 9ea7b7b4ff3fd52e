/* SPDX-License-Identifier: MIT */
#include "draw/trace.h"

#include "base/str.h"
#include "model/notation.h"
#include "text/sanitise.h"
#include "text/width.h"
#include "text/wrap.h"

struct drawing {
	struct arena *a;
	struct str *out;
	const struct drawn_trace *d;
	const struct style *style;
	unsigned number;		/* of checks, over both ways */
};

/* A glyph and its ASCII image. */
static const char *
glyph(const struct drawing *g, const char *unicode, const char *ascii)
{
	return g->style->unicode ? unicode : ascii;
}

static const char *
arrow(const struct drawing *g)
{
	return glyph(g, "\u25ba", ">");
}

/* --------------------------------------------------------------- one hop */

static const char *
hop_word(enum hop_kind kind)
{
	switch (kind) {
	case HOP_GROUP_OUT:
	case HOP_GROUP_IN:
		return "SG";
	case HOP_ACL_OUT:
	case HOP_ACL_IN:
		return "NACL";
	case HOP_ROUTE:
		return "RT";
	case HOP_EDGE_ROUTE:
		return "EDGE";
	case HOP_LOCAL:
		return "VPC";
	case HOP_INTERNET_GATEWAY:
		return "IGW";
	case HOP_EGRESS_ONLY_GATEWAY:
		return "EIGW";
	case HOP_NAT_GATEWAY:
		return "NAT";
	case HOP_PEERING:
		return "PCX";
	case HOP_ATTACHMENT:
		return "TGW";
	case HOP_TRANSIT_ROUTE:
		return "TGRT";
	case HOP_VPN:
		return "VPN";
	case HOP_ENDPOINT:
		return "VPCE";
	case HOP_APPLIANCE:
		return "FW";
	case HOP_BALANCER:
		return "NLB";
	case HOP_BLOCK_PUBLIC_ACCESS:
		return "BPA";
	case HOP_LISTENS:
		return "PORT";
	}
	return "?";
}

static const char *
label_of(const struct thing *t)
{
	return t == NULL ? "?" : t->label != NULL ? t->label :
	    t->kind == KIND_NETWORK_ACL ? "default" : "?";
}

static const char *
hop_name(const struct drawing *g, const struct trace_step *s)
{
	const struct hop *h = s->hop;

	if (h->kind == HOP_GROUP_OUT || h->kind == HOP_GROUP_IN) {
		if (s->group != NULL)
			return sanitise_text(g->a, label_of(&s->group->is));
		if (h->end == NULL || h->end->groups.n == 0)
			return "(no group)";
		return sanitise_text(g->a, arena_printf(g->a, "%s%s",
		    label_of(&h->end->groups.v[0]->is),
		    h->end->groups.n > 1 ? " …" : ""));
	}
	if (h->kind == HOP_ATTACHMENT && h->thing != NULL &&
	    h->thing->kind == KIND_ATTACHMENT &&
	    ((const struct attachment *)h->thing)->gateway != NULL)
		return sanitise_text(g->a, arena_printf(g->a, "%s/%s",
		    label_of(&((const struct attachment *)h->thing)->gateway
		    ->is), label_of(h->thing)));
	return sanitise_text(g->a, label_of(h->thing));
}

static const char *
peer_text(const struct drawing *g, const struct group_rule *r)
{
	switch (r->peer_kind) {
	case PEER_CIDR:
		return sanitise_text(g->a, r->cidr.written);
	case PEER_GROUP:
	case PEER_PREFIX_LIST:
		return sanitise_text(g->a, r->peer.to != NULL ?
		    label_of(r->peer.to) : r->peer.text);
	case PEER_SELF:
		return "self";
	case PEER_ANYWHERE:
		return "anywhere";
	case PEER_UNKNOWN:
		break;
	}
	return "?";
}

static const char *
rule_text(const struct drawing *g, const struct trace_step *s)
{
	bool in = s->hop->kind == HOP_GROUP_IN;

	return arena_printf(g->a, "%-5s  %s %s %s",
	    s->decision == TRACE_BLOCK ? "BLOCK" : "allow",
	    sanitise_text(g->a, s->rule->ports.written),
	    in ? glyph(g, "\u25c4", "<") : arrow(g), peer_text(g, s->rule));
}

static const char *
entry_text(const struct drawing *g, const struct trace_step *s)
{
	const struct acl_entry *e = s->entry;
	bool in = s->hop->kind == HOP_ACL_IN;

	return arena_printf(g->a, "%-5s  %lld  %s%s %s %s",
	    s->decision == TRACE_BLOCK ? "BLOCK" : "allow",
	    (long long)number_or(e->number, 0), e->allow ? "" : "deny ",
	    sanitise_text(g->a, e->ports.written),
	    in ? glyph(g, "\u25c4", "<") : arrow(g),
	    sanitise_text(g->a, e->cidr.written));
}

static const char *
route_text(const struct drawing *g, const struct hop *h)
{
	const struct route *r = h->route;

	return arena_printf(g->a, "%s %s %s", sanitise_text(g->a, r->written),
	    arrow(g), r->target_kind == TARGET_LOCAL ? "local" :
	    r->target_kind == TARGET_BLACKHOLE || r->is_blackhole ?
	    "blackhole" : r->target.to != NULL ?
	    sanitise_text(g->a, label_of(r->target.to)) :
	    sanitise_text(g->a, r->target.text));
}

/* What an element decided, and by what. */
static const char *
evidence(const struct drawing *g, const struct trace_step *s)
{
	const struct hop *h = s->hop;
	const char *blocks = s->decision == TRACE_BLOCK ? "BLOCK  " : "";

	if (s->rule != NULL)
		return rule_text(g, s);
	if (s->entry != NULL)
		return entry_text(g, s);
	if (h->kind == HOP_ACL_IN || h->kind == HOP_ACL_OUT)
		return s->decision == TRACE_BLOCK ?
		    "BLOCK  *  no entry matches" : "allow";
	if (h->route != NULL)
		return arena_printf(g->a, "%s%s%s%s", blocks,
		    route_text(g, h), s->text != NULL ? "  " : "",
		    s->text != NULL ? s->text : "");
	if (h->transit_route != NULL)
		return arena_printf(g->a, "%s%s%s%s", blocks,
		    sanitise_text(g->a, h->transit_route->cidr.written),
		    s->text != NULL ? "  " : "",
		    s->text != NULL ? s->text : "");
	return arena_printf(g->a, "%s%s", blocks,
	    s->text != NULL ? s->text : "");
}

static const char *
side(const struct trace_step *s)
{
	const char *d = hop_direction(s->hop->kind);

	return d == NULL ? "" : str_equal(d, "ingress") ? "in" : "out";
}

/* Local delivery goes without saying. */
static bool
is_silent(const struct trace_step *s)
{
	return s->hop->kind == HOP_LOCAL && s->decision == TRACE_PASS;
}

static void
pad(struct str *out, const char *text, size_t cells)
{
	size_t n = text_width(text);

	str_add(out, text);
	str_add_repeat(out, ' ', n < cells ? cells - n : 0);
}

static size_t
name_column(const struct drawing *g, const struct trace_steps *steps)
{
	size_t most = 10;

	for (size_t i = 0; i < steps->n; i++) {
		size_t n = text_width(hop_name(g, &steps->v[i]));

		if (n > most)
			most = n;
	}
	return most < 28 ? most : 28;
}

static void
draw_step(struct drawing *g, const struct trace_step *s, size_t column)
{
	struct str line = str_new(g->a);
	const char *name = hop_name(g, s);

	if (is_silent(s))
		return;
	str_addf(&line, " %s %-3u", glyph(g, "\u2502", "|"), ++g->number);
	pad(&line, hop_word(s->hop->kind), 6);
	pad(&line, cut_middle(g->a, name, column, glyph(g, "\u2026", "~")),
	    column + 2);
	pad(&line, side(s), 5);
	wrap_text(&line, evidence(g, s), g->style->width,
	    text_width(str_text(&line)), 8 + column + 14);
	while (line.n > 0 && line.v[line.n - 1] == ' ')
		str_cut(&line, line.n - 1);
	style_add(g->style, g->out, s->decision == TRACE_BLOCK ? ROLE_ERROR :
	    ROLE_NONE, str_text(&line));
	str_add_char(g->out, '\n');
}

/* -------------------------------------------------------------- the blocks */

static const char *
end_line(const struct drawing *g, const struct end *e, struct addr address)
{
	char text[ADDR_TEXT_MAX];

	addr_format(address, g->d->trace->family, text);
	if (e->kind == END_SERVICE)
		return end_title(g->a, e);
	return arena_printf(g->a, "%s  %s", end_title(g->a, e), text);
}

static void
draw_way(struct drawing *g, const char *title, const char *ports,
    const struct trace_steps *steps, bool back)
{
	const struct trace *t = g->d->trace;
	const char *from = end_line(g, t->from, t->packet.from);
	const char *to = end_line(g, t->to, t->packet.to);
	size_t column = name_column(g, steps);

	str_addf(g->out, " %-8s %s\n", title, ports);
	str_addf(g->out, " %s %s\n", glyph(g, "\u250c\u2500", "+-"),
	    back ? to : from);
	for (size_t i = 0; i < steps->n; i++)
		draw_step(g, &steps->v[i], column);
	str_addf(g->out, " %s %s  %s\n", glyph(g, "\u2514\u2500", "+-"),
	    back ? from : to, steps->arrives ? "delivered" : "not reached");
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
	    arrow(g), d->to, d->on != NULL ? "  " : "",
	    d->on != NULL ? d->on : "");
	size_t used = text_width(left) + 2 + text_width(word);
	size_t width = g->style->width < 100 ? g->style->width : 100;

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

static void
draw_blockers(struct drawing *g, const struct trace_steps *steps,
    unsigned *number, bool back)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *s = &steps->v[i];
		struct blocker b = { .at = *s->hop };

		if (is_silent(s))
			continue;
		++*number;
		if (s->decision != TRACE_BLOCK)
			continue;
		draw_note(g, back && g->d->verdict != VERDICT_NO ?
		    "ONE-WAY" : "BLOCKED", ROLE_ERROR, arena_printf(g->a,
		    "hop %u%s: %s %s%s%s%s", *number,
		    back ? ", return" : "", blocker_title(g->a, &b),
		    s->text != NULL ? s->text : "blocks it",
		    s->code != NULL ? " (" : "",
		    s->code != NULL ? s->code : "",
		    s->code != NULL ? ")" : ""));
	}
}

static void
draw_verdict(struct drawing *g)
{
	const struct drawn_trace *d = g->d;
	const struct trace *t = d->trace;
	unsigned number = 0;

	str_add_char(g->out, '\n');
	if (d->verdict == VERDICT_YES)
		draw_note(g, verdict_word(d->verdict), ROLE_ADDED,
		    arena_printf(g->a, "%u checks there and back", g->number));
	draw_blockers(g, &t->forward, &number, false);
	draw_blockers(g, &t->back, &number, true);
	for (size_t i = 0; i < d->answer->n_unknowns; i++)
		draw_note(g, "UNKNOWN", ROLE_WARNING, d->answer->unknowns[i]);
	draw_note(g, "path", ROLE_DIM, trace_line(g->a, t));
	if (d->others > 0)
		draw_note(g, "also", ROLE_DIM, arena_printf(g->a,
		    "%zu more pair%s of ends stand%s behind these names; "
		    "--format json lists all", d->others,
		    d->others == 1 ? "" : "s", d->others == 1 ? "s" : ""));
}

void
draw_trace(struct arena *a, struct str *out, const struct drawn_trace *d,
    const struct style *style)
{
	struct drawing g = { .a = a, .out = out, .d = d, .style = style };
	const struct trace *t = d->trace;
	struct port_range one = { t->packet.point, t->packet.point };
	struct port_set ports = { 1, &one };

	draw_header(&g);
	draw_way(&g, "forward", notation_ports_format(a, ports), &t->forward,
	    false);
	if (t->needs_no_answer) {
		str_add(out, "\n return   none is needed\n");
	} else if (t->back.n > 0 || t->back.arrives) {
		str_add_char(out, '\n');
		draw_way(&g, "return", notation_ports_format(a, t->answers),
		    &t->back, true);
	}
	draw_verdict(&g);
}
