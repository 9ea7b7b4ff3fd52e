/* SPDX-License-Identifier: MIT */
#include "report/reach_trace.h"

#include "document/writer.h"
#include "model/notation.h"
#include "text/sanitise.h"

static const char *
decision(const struct trace_step *s)
{
	return s->decision == TRACE_BLOCK ? "block" : s->unsure ? "unknown" :
	    "pass";
}

static const char *
rule_text(struct arena *a, const struct hop *h, const struct group_rule *r)
{
	return arena_printf(a, "%s %s %s", sanitise_text(a, r->ports->written),
	    h->kind == HOP_GROUP_IN ? "from" : "to", sanitise_text(a,
	    group_rule_peer_text(a, r)));
}

static const char *
entry_text(struct arena *a, const struct hop *h, const struct acl_entry *e)
{
	return arena_printf(a, "%lld %s %s %s %s",
	    (long long)number_or(e->number, 0), e->allow ? "allow" : "deny",
	    sanitise_text(a, e->ports.written), h->kind == HOP_ACL_IN ?
	    "from" : "to", sanitise_text(a, e->cidr.written));
}

/* The rule, entry or route that decides, as a spec writes it. */
static const char *
by_what(struct arena *a, const struct trace_step *s)
{
	if (s->unsure)
		return NULL;
	if (s->rule != NULL)
		return rule_text(a, s->hop, s->rule);
	if (s->entry != NULL)
		return entry_text(a, s->hop, s->entry);
	if (s->hop->route != NULL)
		return s->hop->route->written == NULL ? "local" :
		    sanitise_text(a, s->hop->route->written);
	if (s->hop->transit_route != NULL)
		return sanitise_text(a, s->hop->transit_route->cidr.written);
	return NULL;
}

/* Where nothing admits it: what comes nearest. */
static const char *
nearest_text(struct arena *a, const struct trace_step *s)
{
	return s->rule != NULL ? NULL : s->nearest_rule != NULL ?
	    rule_text(a, s->hop, s->nearest_rule) : s->nearest_entry != NULL ?
	    entry_text(a, s->hop, s->nearest_entry) : NULL;
}

static const char *
rewritten(struct arena *a, const struct hop *h)
{
	char text[ADDR_TEXT_MAX];

	if (!h->rewrites || range_set_is_empty(h->becomes) ||
	    h->becomes.n != 1 || !addr_equal(h->becomes.v[0].first,
	    h->becomes.v[0].last))
		return NULL;
	addr_format(h->becomes.v[0].first, h->becomes.family, text);
	return arena_strdup(a, text);
}

static void
write_step(struct writer *w, struct arena *a, const struct trace_step *s)
{
	const struct hop *h = s->hop;
	bool groups = hop_is_groups(h->kind);
	const char *name = sanitise_text(a, hop_label(h));

	if (groups)
		name = s->group != NULL ? sanitise_text(a,
		    s->group->is.label) : h->end != NULL &&
		    h->end->groups.n > 0 ? sanitise_text(a,
		    h->end->groups.v[0]->is.label) : NULL;
	writer_begin_map_inline(w);
	writer_member_text(w, "kind", hop_kind_key(h->kind));
	writer_member_text(w, "name", name);
	writer_member_text(w, "id", h->thing != NULL ? h->thing->id : NULL);
	writer_member_text(w, "direction", hop_direction(h->kind));
	writer_member_text(w, "decision", decision(s));
	writer_member_text(w, "by", by_what(a, s));
	writer_member_text(w, "because", s->text);
	writer_member_text(w, "code", s->code);
	writer_member_text(w, "nearest", nearest_text(a, s));
	writer_member_text(w, "source_becomes", h->side == FLOW_FROM ?
	    rewritten(a, h) : NULL);
	writer_member_text(w, "destination_becomes", h->side == FLOW_TO ?
	    rewritten(a, h) : NULL);
	writer_end(w);
}

static void
write_steps(struct writer *w, struct arena *a, const char *key,
    const struct trace_steps *steps)
{
	writer_key(w, key);
	writer_begin_list(w);
	for (size_t i = 0; i < steps->n; i++)
		write_step(w, a, &steps->v[i]);
	writer_end(w);
}

void
report_trace(struct writer *w, struct arena *a, const struct trace *t)
{
	struct port_range one;
	struct port_set set = { 1, &one };

	if (t == NULL) {
		writer_null(w);
		return;
	}
	one.first = one.last = t->packet.point;
	writer_begin_map(w);
	writer_member_text(w, "family", family_name(t->family));
	writer_member_text(w, "on", notation_ports_format(a, set));
	writer_member_text(w, "source", end_address_text(a, t->from,
	    t->family, t->packet.from));
	/* A service has some address, and no file says which. */
	writer_member_text(w, "destination", t->to->kind == END_SERVICE ?
	    NULL : end_address_text(a, t->to, t->family, t->packet.to));
	writer_member_integer(w, "client_port", (int64_t)t->client_port);
	write_steps(w, a, "forward", &t->forward);
	write_steps(w, a, "back", &t->back);
	writer_key(w, "given");
	writer_begin_list(w);
	for (size_t i = 0; i < t->given.n; i++)
		writer_text(w, sanitise_text(a, t->given.v[i]));
	for (size_t i = 0; i < t->inferred.n; i++)
		writer_text(w, sanitise_text(a, t->inferred.v[i]));
	writer_end(w);
	writer_end(w);
}
