/* SPDX-License-Identifier: MIT */
#include "report/diff.h"

#include "base/str.h"
#include "model/notation.h"
#include "model/stand_in.h"
#include "plan/openings_node.h"

static bool
is_renamed(const struct thing_change *c)
{
	return c->kind == CHANGE_CHANGED && c->was != NULL &&
	    c->fields.n == 0;
}

static void
count_opening(struct diff_counts *n, enum opening_kind kind)
{
	size_t *const of[] = {
		[OPENING_OPENS] = &n->opened,
		[OPENING_ONE_WAY] = &n->opened,
		[OPENING_MAY_OPEN] = &n->may_open,
		[OPENING_IS_OPEN] = &n->is_open,
		[OPENING_WIDENS] = &n->widened,
		[OPENING_CLOSES] = &n->closed,
		[OPENING_MAY_CLOSE] = &n->may_close,
		[OPENING_IS_CLOSED] = &n->is_closed,
		[OPENING_NARROWS] = &n->narrowed,
		[OPENING_REROUTES] = &n->rerouted
	};

	++*of[kind];
	n->one_way += kind == OPENING_ONE_WAY;
}

struct diff_counts
diff_count(const struct diff_report *r)
{
	struct diff_counts n = { 0 };

	for (size_t i = 0; i < r->layout->n; i++) {
		enum change_kind kind = r->layout->v[i]->kind;

		n.added += kind == CHANGE_ADDED;
		n.removed += kind == CHANGE_REMOVED;
		n.changed += kind != CHANGE_ADDED && kind != CHANGE_REMOVED;
		n.moved += kind == CHANGE_MOVED;
		n.renamed += is_renamed(r->layout->v[i]);
	}
	for (size_t i = 0; i < r->reach->n; i++)
		count_opening(&n, r->reach->v[i]->kind);
	return n;
}

static void
add_count(struct str *s, size_t n, const char *words)
{
	if (n > 0)
		str_addf(s, ", %zu %s", n, words);
}

const char *
diff_reach_line(const struct diff_report *r)
{
	struct diff_counts n = diff_count(r);
	struct str s = str_new(r->a);

	str_addf(&s, "Reach: %zu opened", n.opened);
	if (n.one_way > 0)
		str_addf(&s, " (%zu of them one way)", n.one_way);
	str_addf(&s, ", %zu closed", n.closed);
	add_count(&s, n.widened, "widened");
	add_count(&s, n.narrowed, "narrowed");
	add_count(&s, n.rerouted, "rerouted");
	add_count(&s, n.may_open, "may open");
	add_count(&s, n.may_close, "may close");
	add_count(&s, n.is_open, "now known open");
	add_count(&s, n.is_closed, "now known closed");
	if (r->reach->counted)
		str_addf(&s, ", %zu unchanged", r->reach->unchanged);
	else
		str_add(&s, ", all else unchanged");
	add_count(&s, r->reach->undecided, "undecided before and after");
	return str_text(&s);
}

const char *
diff_layout_words(const struct diff_report *r)
{
	struct diff_counts n = diff_count(r);
	struct str s = str_new(r->a);

	str_addf(&s, "%zu added, %zu removed, %zu changed", n.added,
	    n.removed, n.changed - n.moved - n.renamed);
	add_count(&s, n.moved, "moved");
	add_count(&s, n.renamed, "renamed");
	return str_text(&s);
}

char
diff_expectation_sign(const struct expectation_change *e)
{
	const struct outcome *now = e->is[AFTER];

	return now == NULL || now->holds == HOLDS_UNDECIDED ? '~' :
	    now->holds == HOLDS_YES ? '+' : '-';
}

static const char *
now_words(const struct outcome *now, bool held)
{
	if (now->holds == HOLDS_UNDECIDED)
		return "cannot be decided";
	if (now->holds == HOLDS_YES)
		return "holds";
	if (now->failure == FAILURE_PARTIAL)
		return held ? "holds in part only now" : "holds in part only";
	return held ? "holds no longer" : "does not hold";
}

/* Quoted: its own words may end in a word that reads on. */
const char *
diff_expectation_words(struct arena *a, const struct expectation_change *e)
{
	static const char *const before[] = {
		[HOLDS_NO] = "did not hold", [HOLDS_YES] = "held",
		[HOLDS_UNDECIDED] = "could not be decided"
	};
	const struct outcome *was = e->is[BEFORE], *now = e->is[AFTER];
	bool held = was != NULL && was->holds == HOLDS_YES;

	if (now == NULL)
		return arena_printf(a, "\"%s\" is not expected any more; it "
		    "%s", was->of->text, before[was->holds]);
	if (was == NULL)
		return arena_printf(a, "\"%s\" is expected now, and %s",
		    now->of->text, now_words(now, false));
	if (held && now->holds == HOLDS_NO)
		return arena_printf(a, "\"%s\" %s", now->of->text,
		    now_words(now, true));
	return arena_printf(a, "\"%s\" %s; before, it %s", now->of->text,
	    now_words(now, false), before[was->holds]);
}

/* An address that AWS is still to give is that of its end. */
static const char *
address_text(struct arena *a, const struct opening *o, struct addr v,
    const char *end)
{
	return addr_equal(v, addr_first(o->family)) ||
	    stand_in_holds(o->family, v) ? end : addr_text(a, v, o->family);
}

const char *
diff_packet_text(struct arena *a, const struct opening *o)
{
	const char *from = address_text(a, o, o->packet.from, o->from);
	/* A service is known by its name, whatever that resolves to. */
	const char *to = o->ends[1]->means[AFTER].what == SELECTED_SERVICE ?
	    o->to : address_text(a, o, o->packet.to, o->to);
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

struct diff_findings
diff_findings_in_order(struct arena *a, const struct finding *const *v,
    size_t n)
{
	struct diff_findings out = { 0 };

	for (int s = SEVERITY_ERROR; s >= SEVERITY_OFF; s--)
		for (size_t i = 0; i < n; i++)
			if (v[i]->severity == (enum severity)s)
				vec_push(a, &out, v[i]);
	return out;
}

const char *
diff_finding_text(struct arena *a, const struct finding *f, bool is_new)
{
	return arena_printf(a, "%s %s: %s [%s]", is_new ? "new" : "no longer",
	    severity_name(f->severity), f->message, f->notice->code);
}

/* By what, where it is not the name. */
static const char *
pairing_text(const struct thing_change *c)
{
	if (c->pair->is[BEFORE] == NULL || c->pair->is[AFTER] == NULL)
		return NULL;
	switch (c->pair->by) {
	case PAIRED_BY_ADDRESS:
		return c->was == NULL ? NULL : "by its address in the input";
	case PAIRED_BY_ID:
		return c->was == NULL ? NULL : "by its id";
	case PAIRED_BY_NAME:
		return NULL;
	case PAIRED_BY_CIDR:
		return "by its CIDR";
	case PAIRED_BY_ROLE:
		return c->pair->role;
	}
	return NULL;
}

const char *
diff_change_text(struct arena *a, const struct thing_change *c)
{
	const char *by = pairing_text(c);
	struct str s = str_new(a);

	str_add(&s, diff_title(a, c));
	if (c->kind == CHANGE_MOVED || c->kind == CHANGE_REPLACED)
		str_addf(&s, "  %s", change_kind_word(c->kind));
	if (c->was != NULL)
		str_addf(&s, "  renamed from %s", c->was);
	if (by != NULL)
		str_addf(&s, "  (paired %s)", by);
	return str_text(&s);
}

/* A flow is told of no thing that is in one more subnet: not all reach it from
 * there, or are reached, only where that was so of its other subnets. */
const char *
diff_places_text(const struct diff_report *r, const struct thing_change *c)
{
	bool more = false;

	if (c->kind != CHANGE_CHANGED || r->reach->undecided > 0 ||
	    c->pair->is[AFTER]->kind != KIND_WORKLOAD)
		return NULL;
	for (size_t i = 0; i < c->fields.n; i++)
		more |= c->fields.v[i].is[BEFORE] == NULL && str_starts_with(
		    c->fields.v[i].is[AFTER]->key, "subnet ");
	for (size_t i = 0; more && i < r->reach->n; i++)
		more = !str_equal(r->reach->v[i]->from, c->title) &&
		    !str_equal(r->reach->v[i]->to, c->title);
	return more ? "what it reaches, and what reaches it, is as before"
	    : NULL;
}

static void
add_detail(struct str *s, const char *word, const char *text)
{
	if (text != NULL)
		str_addf(s, "%s%s%s", s->n == 0 ? "" : "; ", word, text);
}

/* Of what opens and closes, widens and narrows. */
static const char *
details(struct arena *a, const struct opening *o)
{
	bool opens = o->kind == OPENING_OPENS || o->kind == OPENING_WIDENS;
	const char *part = opens ? o->is : o->was;
	bool by_ports = !port_set_is_empty(o->beside);
	const char *named = part != NULL && (str_starts_with(part, "from ") ||
	    str_starts_with(part, "to ")) ? "" : NULL;
	struct str s = str_new(a);

	add_detail(&s, "", diff_end_text(a, o));
	add_detail(&s, o->kind == OPENING_CLOSES ||
	    (o->kind == OPENING_NARROWS && by_ports) ? "was " :
	    named == NULL || by_ports ? "" :
	    o->kind == OPENING_WIDENS ? "now also " :
	    o->kind == OPENING_NARROWS ? "no longer " : "", part);
	if (by_ports)
		add_detail(&s, "", arena_printf(a, opens ?
		    "%s was open already" : "%s stays open",
		    notation_ports_format_of(a, o->beside, o->family)));
	if (o->one_way)
		add_detail(&s, "", opens ? "its answers were lost" :
		    "its answers are lost");
	return str_text(&s);
}

static const char *
how(struct arena *a, const struct opening *o)
{
	switch (o->kind) {
	case OPENING_MAY_OPEN:
		return "unknown now, was closed";
	case OPENING_MAY_CLOSE:
		return "unknown now, was open";
	case OPENING_IS_OPEN:
	case OPENING_IS_CLOSED:
		return "was unknown";
	case OPENING_ONE_WAY:
		return "its answers are lost";
	case OPENING_REROUTES:
		return o->reroute != NULL ? o->reroute :
		    arena_printf(a, "%s (was %s)", o->is, o->was);
	default:
		return details(a, o);
	}
}

const char *
diff_how_text(struct arena *a, const struct opening *o)
{
	const char *text = how(a, o);

	return arena_printf(a, "%s%s%s%s", opening_word(o->kind),
	    o->family == IPV6 ? " over IPv6" : "", text[0] == '\0' ? "" :
	    ": ", text);
}
