/* SPDX-License-Identifier: MIT */
#include "draw/trace_step.h"

#include "base/str.h"
#include "model/notation.h"
#include "text/sanitise.h"

/* A glyph and its ASCII image. */
const char *
trace_glyph(const struct drawing *g, const char *unicode, const char *ascii)
{
	return g->style->unicode ? unicode : ascii;
}

const char *
trace_arrow(const struct drawing *g)
{
	return trace_glyph(g, "\u25ba", ">");
}

/* --------------------------------------------------------------- one hop */

const char *
trace_word(const struct hop *h)
{
	switch (h->kind) {
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
		return h->thing != NULL && h->thing->kind == KIND_WORKLOAD ?
		    workload_type(((const struct workload *)h->thing)->kind)
		    ->short_word : "LB";
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

const char *
trace_name(const struct drawing *g, const struct trace_step *s)
{
	const struct hop *h = s->hop;

	if (hop_is_groups(h->kind)) {
		if (s->group != NULL)
			return sanitise_text(g->a, label_of(&s->group->is));
		if (h->end == NULL || h->end->groups.n == 0)
			return s->unsure ? "?" : "(no group)";
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
	if (h->kind == HOP_BLOCK_PUBLIC_ACCESS)
		return sanitise_text(g->a, hop_label(h));
	if (h->kind == HOP_LOCAL && h->thing == NULL)
		return "none";		/* behind the word "VPC" */
	return sanitise_text(g->a, label_of(h->thing));
}

const char *
trace_rule(const struct drawing *g, const struct trace_step *s)
{
	bool in = s->hop->kind == HOP_GROUP_IN;

	return arena_printf(g->a, "%-5s  %s %s %s",
	    s->decision == TRACE_BLOCK ? "BLOCK" : "allow",
	    sanitise_text(g->a, s->rule->ports->written),
	    in ? trace_glyph(g, "\u25c4", "<") : trace_arrow(g), sanitise_text(g->a,
	    group_rule_peer_text(g->a, s->rule)));
}

const char *
trace_entry(const struct drawing *g, const struct trace_step *s)
{
	const struct acl_entry *e = s->entry;
	bool in = s->hop->kind == HOP_ACL_IN;

	return arena_printf(g->a, "%-5s  %lld  %s%s %s %s",
	    s->decision == TRACE_BLOCK ? "BLOCK" : "allow",
	    (long long)number_or(e->number, 0), e->allow ? "" : "deny ",
	    sanitise_text(g->a, e->ports.written),
	    in ? trace_glyph(g, "\u25c4", "<") : trace_arrow(g),
	    sanitise_text(g->a, e->cidr.written));
}

static const char *
route_text(const struct drawing *g, const struct hop *h)
{
	const struct route *r = h->route;
	bool unnamed = r->written == NULL && r->target_kind == TARGET_LOCAL;

	return arena_printf(g->a, "%s %s %s", unnamed ? "the VPC's block" :
	    sanitise_text(g->a, r->written), trace_arrow(g),
	    r->target_kind == TARGET_LOCAL ? "local" :
	    r->target_kind == TARGET_BLACKHOLE || r->is_blackhole ?
	    "blackhole" : r->target.to != NULL ?
	    sanitise_text(g->a, label_of(r->target.to)) :
	    sanitise_text(g->a, r->target.text));
}

/* "source ► 52.95.110.10": what a translator makes of an address. */
static const char *
rewrite_text(const struct drawing *g, const struct hop *h)
{
	const char *becomes;
	char text[ADDR_TEXT_MAX];

	if (range_set_is_empty(h->becomes))
		return "";
	addr_format(h->becomes.v[0].first, h->becomes.family, text);
	becomes = h->becomes.n == 1 && addr_equal(h->becomes.v[0].first,
	    h->becomes.v[0].last) ? arena_strdup(g->a, text) :
	    h->side == FLOW_TO ? "the private address" :
	    h->kind == HOP_INTERNET_GATEWAY ? "a public address" :
	    "its own address";
	return arena_printf(g->a, "%s %s %s", h->side == FLOW_TO ?
	    "destination" : "source", trace_arrow(g), becomes);
}

/* "app in app-a, tcp/8080": where a load balancer sends it. */
static const char *
balanced_to(const struct drawing *g, const struct hop *h)
{
	struct port_range one = { h->point, h->point };
	struct port_set set = { 1, &one };

	return arena_printf(g->a, "%s, %s", end_title(g->a, h->end),
	    notation_ports_format(g->a, set));
}

/* What an element decided, and by what. */
const char *
trace_evidence(const struct drawing *g, const struct trace_step *s)
{
	const struct hop *h = s->hop;
	const char *blocks = s->decision == TRACE_BLOCK ? "BLOCK  " : "";

	if (s->unsure)
		return "not known";
	if (s->rule != NULL)
		return trace_rule(g, s);
	if (s->entry != NULL)
		return trace_entry(g, s);
	if (hop_is_acl(h->kind))
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
	if (h->point != 0 && s->decision == TRACE_PASS)
		return arena_printf(g->a, "%s %s%s%s", trace_arrow(g),
		    balanced_to(g, h), h->rewrites ? ", " : "",
		    h->rewrites ? rewrite_text(g, h) : "");
	if (h->rewrites && s->decision == TRACE_PASS)
		return rewrite_text(g, h);
	return arena_printf(g->a, "%s%s", blocks,
	    s->text != NULL ? s->text : "");
}

bool
trace_is_reached(const struct drawing *g, const struct trace_step *s,
    unsigned n)
{
	return n <= g->stop || s->decision == TRACE_BLOCK;
}

const char *
trace_check(const struct drawing *g, const struct trace_step *s, unsigned n)
{
	return trace_is_reached(g, s, n) ? trace_evidence(g, s) :
	    "not reached";
}

const char *
trace_side(const struct trace_step *s)
{
	const char *d = hop_direction(s->hop->kind);

	return d == NULL ? "" : str_equal(d, "ingress") ? "in" : "out";
}

/* Local delivery goes without saying. */
bool
trace_is_silent(const struct trace_step *s)
{
	return s->hop->kind == HOP_LOCAL && s->decision == TRACE_PASS;
}
