/* SPDX-License-Identifier: MIT */
#include "report/diff.h"

#include "base/str.h"
#include "model/notation.h"

struct diff_counts
diff_count(const struct diff_report *r)
{
	struct diff_counts n = { 0 };

	for (size_t i = 0; i < r->layout->n; i++) {
		enum change_kind kind = r->layout->v[i]->kind;

		n.added += kind == CHANGE_ADDED;
		n.removed += kind == CHANGE_REMOVED;
		n.changed += kind != CHANGE_ADDED && kind != CHANGE_REMOVED;
	}
	for (size_t i = 0; i < r->reach->n; i++) {
		enum opening_kind kind = r->reach->v[i]->kind;
		char sign = opening_sign(kind);

		n.opened += sign == '+';
		n.closed += sign == '-';
		n.altered += sign == '~';
		n.undecided += kind == OPENING_MAY_OPEN ||
		    kind == OPENING_MAY_CLOSE;
		n.decided += kind == OPENING_IS_OPEN ||
		    kind == OPENING_IS_CLOSED;
		n.may_open += kind == OPENING_MAY_OPEN ||
		    kind == OPENING_IS_OPEN;
		n.may_close += kind == OPENING_MAY_CLOSE ||
		    kind == OPENING_IS_CLOSED;
	}
	return n;
}

const char *
diff_reach_line(const struct diff_report *r)
{
	struct diff_counts n = diff_count(r);
	struct str s = str_new(r->a);

	str_addf(&s, "Reach: %zu opened, %zu closed", n.opened, n.closed);
	if (n.altered > 0)
		str_addf(&s, ", %zu altered", n.altered);
	if (n.undecided > 0)
		str_addf(&s, ", %zu no longer known", n.undecided);
	if (n.decided > 0)
		str_addf(&s, ", %zu now known", n.decided);
	if (r->reach->counted)
		str_addf(&s, ", %zu unchanged", r->reach->unchanged);
	else
		str_add(&s, ", all else unchanged");
	if (r->reach->undecided > 0)
		str_addf(&s, ", %zu undecided before and after",
		    r->reach->undecided);
	return str_text(&s);
}

const char *
diff_layout_words(const struct diff_report *r)
{
	struct diff_counts n = diff_count(r);
	size_t moved = 0;

	for (size_t i = 0; i < r->layout->n; i++)
		moved += r->layout->v[i]->kind == CHANGE_MOVED;
	return arena_printf(r->a, "%zu moved, %zu added, %zu removed, "
	    "%zu changed", moved, n.added, n.removed, n.changed - moved);
}

/* An address that AWS is still to give is that of its end. */
static const char *
address_text(struct arena *a, const struct opening *o, struct addr v,
    const char *end)
{
	char text[ADDR_TEXT_MAX];

	return addr_equal(v, addr_first(o->family)) ? end :
	    arena_strdup(a, addr_format(v, o->family, text));
}

const char *
diff_packet_text(struct arena *a, const struct opening *o)
{
	const char *from = address_text(a, o, o->packet.from, o->from);
	const char *to = address_text(a, o, o->packet.to, o->to);
	unsigned protocol = o->packet.point >> 16;
	unsigned port = o->packet.point & 0xffff;

	if (protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP)
		return arena_printf(a, "%s %s -> %s port %u", protocol ==
		    PROTOCOL_TCP ? "tcp" : "udp", from, to, port);
	return arena_printf(a, "%s %s -> %s", notation_ports_format(a,
	    port_set_of_protocol(a, protocol)), from, to);
}

const char *
diff_title(struct arena *a, const struct thing_change *c)
{
	const struct thing *t = c->pair->is[c->pair->is[AFTER] != NULL];

	return arena_printf(a, "%s %s", t->kind == KIND_WORKLOAD ?
	    workload_type(((const struct workload *)t)->kind)->words :
	    kind_name(t->kind), c->title);
}

const char *
diff_because_word(const struct opening *o, size_t i)
{
	return i == 0 ? "because" : o->all_needed ? "and" : "with";
}

const char *
diff_because_note(const struct opening *o, size_t i)
{
	if (!o->all_needed || i + 1 < o->because.n)
		return "";
	if (o->instead.n > 0)
		return " (together)";
	return o->because.n == 2 ? " (both are needed)" :
	    " (all are needed)";
}

const char *
diff_how_text(struct arena *a, const struct opening *o)
{
	const char *part = o->is != NULL ? o->is : o->was;
	const char *word = "";

	switch (o->kind) {
	case OPENING_MAY_OPEN:
		return ": unknown now, was closed";
	case OPENING_MAY_CLOSE:
		return ": unknown now, was open";
	case OPENING_IS_OPEN:
	case OPENING_IS_CLOSED:
		return ": was unknown";
	default:
		break;
	}
	if (o->kind == OPENING_REROUTES)
		return arena_printf(a, ": %s (was %s)", o->is, o->was);
	if (part == NULL)
		return "";
	if (str_starts_with(part, "from ") || str_starts_with(part, "to "))
		word = o->kind == OPENING_WIDENS ? "now also " :
		    o->kind == OPENING_NARROWS ? "no longer " : "";
	return arena_printf(a, ": %s%s", word, part);
}
