/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "base/vec.h"
#include "text/sanitise.h"

struct flow
walk_filter_flow(struct arena *a, struct flow f, struct seen s,
    struct service_set admitted, enum bound bound)
{
	struct port_set ports;

	if (!s.constant)
		return flow_filter(a, f, s.side, admitted);
	ports = bound == FILTER_SURE ?
	    service_set_ports_from_all(a, admitted, s.set) :
	    service_set_ports_from_any(a, admitted, s.set);
	return flow_with_ports(a, f, ports);
}

/* Why a filter cannot tell, if it asks for that address; or NULL. */
/* Who gave the packet the address, if anybody on its way has: the last. */
static const struct thing *
translator(const struct trip *t, struct range_set set)
{
	for (const struct hop *h = t->path; h != NULL; h = h->previous)
		if (h->rewrites && range_set_equal(h->becomes, set))
			return h->thing;
	return NULL;
}

const char *
walk_seen_unknown(struct walk *w, const struct trip *t, struct seen s)
{
	const struct thing *by;

	if (!s.constant || (s.set.n == 1 &&
	    addr_equal(s.set.v[0].first, s.set.v[0].last)))
		return NULL;
	by = translator(t, s.set);
	if (by != NULL)
		return arena_printf(w->a, "which address %s gives it is not "
		    "known", thing_title(w->a, by));
	if (w->target != NULL && w->target->kind == END_SERVICE)
		return arena_printf(w->a, "which addresses %s has is not known",
		    sanitise_text(w->a, w->target->service));
	return "it depends on an address that is not known";
}

void
walk_note_unknown(struct walk *w, const char *why)
{
	*w->met_unknown = true;
	if (why == NULL || w->unknowns == NULL)
		return;
	for (size_t i = 0; i < w->unknowns->n; i++)
		if (str_equal(w->unknowns->v[i], why))
			return;
	vec_push(w->a, w->unknowns, why);
}

void
walk_hop(struct walk *w, struct trip *t, struct hop at)
{
	struct hop *h = arena_alloc(w->a, sizeof *h);

	*h = at;
	h->previous = t->path;
	h->reply = w->reply != NULL;
	t->path = h;
	t->depth++;
}

void
walk_rewrites(struct walk *w, struct trip *t, enum flow_side side,
    struct range_set becomes)
{
	struct hop *h;

	if (t->path == NULL)
		return;
	h = arena_alloc(w->a, sizeof *h);
	*h = *t->path;
	h->rewrites = true;
	h->side = side;
	h->becomes = becomes;
	t->path = h;
}

/* The address that a filter looks at. */
static void
note_seen(struct blocker *b, const struct trip *t)
{
	const char *direction = hop_direction(b->at.kind);
	const struct seen *s;

	if (direction == NULL)
		return;
	s = str_equal(direction, "ingress") ? &t->source : &t->destination;
	b->translated = s->constant;
	b->seen = s->set;
}

static void
blame(struct walk *w, const struct trip *t, struct flow lost, struct hop at,
    const char *code, const char *text)
{
	struct blocker b = { .at = at, .text = text, .code = code,
		.lost = lost };

	if (w->blockers == NULL || flow_is_empty(lost))
		return;
	b.at.previous = t->path;
	b.at.reply = w->reply != NULL;
	b.order = (uint32_t)w->blockers->n;
	note_seen(&b, t);
	vec_push(w->a, w->blockers, b);
}

void
walk_block(struct walk *w, const struct trip *t, struct hop at,
    const char *code, const char *text)
{
	blame(w, t, t->flow, at, code, text);
}

bool
walk_keep(struct walk *w, struct trip *t, struct flow kept, struct hop at,
    const char *code, const char *text)
{
	if (w->blockers != NULL)
		blame(w, t, flow_subtract(w->a, t->flow, kept), at, code,
		    text);
	if (!w->explain)
		t->flow = kept;
	walk_hop(w, t, at);
	return !flow_is_empty(t->flow);
}

bool
reach_is_open_zone(const struct subnet *s)
{
	return s != NULL && s->az_key == NULL && value_is_unknown(s->az.is);
}

bool
walk_is_lost(const struct walk *w, const struct subnet *s)
{
	if (w->lost_az != NULL && w->met_open_zone != NULL &&
	    reach_is_open_zone(s))
		*w->met_open_zone = true;
	return w->lost_az != NULL && s != NULL &&
	    str_equal(s->az_key, w->lost_az);
}

struct flow
walk_destinations(struct walk *w, const struct trip *t, struct range_set set)
{
	bool in;

	if (!t->destination.constant)
		return flow_with_addresses(w->a, t->flow, t->destination.side,
		    set);
	in = w->bound == FILTER_SURE ?
	    range_set_contains(set, t->destination.set) :
	    range_set_overlaps(set, t->destination.set);
	return in ? t->flow : flow_empty(t->flow.family);
}

bool
walk_destination_within(struct walk *w, const struct trip *t,
    struct range_set set)
{
	struct range_set to = t->destination.constant ? t->destination.set :
	    flow_addresses(w->a, t->flow, t->destination.side);

	return range_set_contains(set, to);
}

/* In the walk of what is possible: does what is unknown here matter? */
void
walk_note_if_it_matters(struct walk *w, struct flow kept, struct flow surely,
    const char *why, const char *condition)
{
	if (flow_contains(w->a, surely, kept))
		return;
	walk_note_unknown(w, why);
	if (condition != NULL)
		walk_depends_on(w, condition);
}

const char *
walk_acl_unknown(struct walk *w, const struct subnet *s,
    enum direction direction)
{
	const struct network_acl *acl = walk_acl_of(w, s);

	return acl != NULL ? filter_acl_unknown(w->filters, acl, direction) :
	    arena_printf(w->a, "the network ACL of %s is not known%s",
	    thing_title(w->a, &s->is), missing_call(w->a, &s->is,
	    KIND_NETWORK_ACL));
}

const char *
walk_condition_between(struct walk *w, const struct end *from,
    const struct end *to)
{
	const struct subnet *s[2] = { from->subnet, to->subnet };
	const char *text = filter_groups_condition(w->filters, to->groups,
	    INGRESS);

	if (text == NULL)
		text = filter_groups_condition(w->filters, from->groups,
		    EGRESS);
	for (size_t i = 0; text == NULL && i < 4; i++)
		text = filter_acl_condition(w->filters,
		    walk_acl_of(w, s[i / 2]), i % 2 == 0 ? INGRESS : EGRESS);
	return text;
}

bool
walk_acl(struct walk *w, struct trip *t, const struct subnet *s,
    enum direction direction)
{
	struct filters *f = w->filters;
	const struct network_acl *acl = walk_acl_of(w, s);
	enum family family = t->flow.family;
	struct seen side = direction == INGRESS ? t->source : t->destination;
	struct hop at = {
		.kind = direction == INGRESS ? HOP_ACL_IN : HOP_ACL_OUT,
		.thing = acl != NULL ? &acl->is : NULL,
		.subnet = s
	};
	struct flow kept = walk_filter_flow(w->a, t->flow, side,
	    filter_acl(f, acl, direction, family, w->bound), w->bound);
	const char *why = walk_acl_unknown(w, s, direction);

	if (why == NULL)
		why = walk_seen_unknown(w, t, side);
	if (w->bound == FILTER_POSSIBLE && why != NULL)
		walk_note_if_it_matters(w, kept, walk_filter_flow(w->a,
		    t->flow, side, filter_acl(f, acl, direction, family,
		    FILTER_SURE), FILTER_SURE), why,
		    filter_acl_condition(f, acl, direction));
	return walk_keep(w, t, kept, at, "SUBNET_ACL_RESTRICTION",
	    "no entry allows it");
}

/* What a set of groups admits of a flow: by address, reference, service. */
struct admission {
	struct group_list groups, peer;
	const struct end *other;	/* whose groups the peer's are, or NULL */
	enum direction direction;
	struct seen side;
	bool references;	/* identities count */
	const char *service;	/* the peer is this service, or NULL */
};

static struct flow
admitted(struct walk *w, const struct trip *t, const struct admission *by,
    enum bound bound)
{
	struct filters *f = w->filters;
	struct flow kept = walk_filter_flow(w->a, t->flow, by->side,
	    filter_groups(f, by->groups, by->direction, t->flow.family,
	    bound), bound);

	if (by->references)
		kept = flow_union(w->a, kept, flow_with_ports(w->a, t->flow,
		    filter_references(f, by->groups, by->direction, by->peer,
		    bound)));
	if (by->service != NULL)
		kept = flow_union(w->a, kept, flow_with_ports(w->a, t->flow,
		    filter_service(f, by->groups, by->direction, by->service,
		    bound)));
	return kept;
}

/* All its groups are empty in that direction. */
static bool
have_no_rules(const struct admission *by)
{
	for (size_t i = 0; i < by->groups.n; i++) {
		const struct security_group *g = by->groups.v[i];

		if (by->direction == INGRESS ? g->ingress.n > 0 ||
		    !g->ingress_known : g->egress.n > 0 || !g->egress_known)
			return false;
	}
	return by->groups.known;
}

/* Which groups somebody carries whom a rule may name by one. */
static const char *
carried_untold(struct walk *w, const struct end *e)
{
	const struct thing *s = e->subnet != NULL ? &e->subnet->is : NULL;

	if (e->kind == END_ADDRESSES && s != NULL)
		return arena_printf(w->a, "who is in %s, and in which groups, "
		    "is not known%s", thing_title(w->a, s),
		    missing_call(w->a, s, KIND_INTERFACE));
	return arena_printf(w->a, "the groups of %s are not known%s",
	    end_title(w->a, e), missing_call(w->a, e->interface != NULL ?
	    &e->interface->is : s, KIND_INTERFACE));
}

static bool
pass_groups(struct walk *w, struct trip *t, const struct admission *by,
    struct hop at)
{
	size_t blamed = w->blockers != NULL ? w->blockers->n : 0;
	bool left;
	struct flow kept = admitted(w, t, by, w->bound);
	const char *why = filter_groups_unknown(w->filters, by->groups,
	    by->direction);

	if (w->bound == FILTER_POSSIBLE && why == NULL && by->references)
		why = by->peer.known ? NULL : carried_untold(w, by->other);
	if (why == NULL)
		why = walk_seen_unknown(w, t, by->side);
	if (w->bound == FILTER_POSSIBLE && why != NULL)
		walk_note_if_it_matters(w, kept,
		    admitted(w, t, by, FILTER_SURE), why,
		    filter_groups_condition(w->filters, by->groups,
		    by->direction));
	left = walk_keep(w, t, kept, at, have_no_rules(by) ?
	    "SG_HAS_NO_RULES" : "ENI_SG_RULES_MISMATCH",
	    "no rule allows it");
	if (w->blockers != NULL && w->blockers->n > blamed)
		w->blockers->v[blamed].unnamed = !by->references;
	return left;
}

static bool
same_region(const struct vpc *x, const struct vpc *y)
{
	return x->is.region == NULL || y->is.region == NULL ||
	    str_equal(x->is.region, y->is.region);
}

/* Whether some peering may join any two VPCs: then it does, and does not. */
static bool
may_be_peered(struct walk *w)
{
	const struct model *m = w->r->m;

	if (model_island_is_partial(m, KIND_PEERING, 0)) {
		walk_note_unknown(w, "the peering connections are not all "
		    "known");
		return w->bound != FILTER_SURE;
	}
	for (size_t i = 0; i < m->peerings.n; i++)
		if (value_is_unknown(m->peerings.v[i]->ends[0].is) ||
		    value_is_unknown(m->peerings.v[i]->ends[1].is)) {
			walk_note_unknown(w, arena_printf(w->a,
			    "what %s joins is not known", thing_title(w->a,
			    &m->peerings.v[i]->is)));
			return w->bound != FILTER_SURE;
		}
	return false;
}

static bool
are_peered(struct walk *w, const struct vpc *x, const struct vpc *y)
{
	const struct model *m = w->r->m;

	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		if (((p->vpcs[0] == x && p->vpcs[1] == y) ||
		    (p->vpcs[0] == y && p->vpcs[1] == x)) &&
		    (p->state == NULL || str_equal(p->state, "active")) &&
		    walk_has(w, p->is.exists))
			return true;
	}
	return may_be_peered(w);
}

/* Network and gateway load balancers that were made without groups. */
bool
walk_filters_nothing(const struct end *e)
{
	return e->unfiltered || (e->groups.n == 0 && e->groups.known &&
	    e->workload != NULL &&
	    !workload_type(e->workload->kind)->has_groups);
}

bool
walk_names_groups_of(struct walk *w, const struct end *e, const struct end *to)
{
	return to->vpc != NULL && e->vpc != NULL && (to->vpc == e->vpc ||
	    (same_region(to->vpc, e->vpc) &&
	    are_peered(w, e->vpc, to->vpc)));
}

bool
walk_groups_out(struct walk *w, struct trip *t, const struct end *e,
    bool references)
{
	const struct end *to = w->target;
	struct admission by = {
		.groups = e->groups, .peer = to->groups, .other = to,
		.direction = EGRESS, .side = t->destination,
		.service = to->kind == END_SERVICE ? to->service : NULL
	};
	struct hop at = { .kind = HOP_GROUP_OUT, .end = e,
		.subnet = e->subnet };

	if (walk_filters_nothing(e))
		return true;
	by.references = references && (to->kind == END_INTERFACES ||
	    (to->kind == END_ADDRESSES && !to->groups.known)) &&
	    !to->by_public && !to->by_nat64 &&
	    walk_names_groups_of(w, e, to);
	return pass_groups(w, t, &by, at);
}

bool
walk_groups_in(struct walk *w, struct trip *t, const struct end *e)
{
	struct admission by = {
		.groups = e->groups, .direction = INGRESS, .side = t->source
	};
	struct hop at = { .kind = HOP_GROUP_IN, .end = e, .subnet = e->subnet };

	if (walk_filters_nothing(e))
		return true;
	by.references = t->seen_as != NULL && t->crossing != CROSSED_OTHER;
	if (by.references) {
		by.peer = t->seen_as->groups;
		by.other = t->seen_as;
	}
	return pass_groups(w, t, &by, at);
}

/*
 * Nobody knows where it goes from here; but who it is for lets in only what
 * his groups let in: from whom it is sent, or from somebody, if something on
 * the way may translate it.
 */
static bool
may_be_let_in(struct walk *w, struct trip *t, bool as_sent)
{
	const struct end *to = w->target;
	struct admission by = {
		.direction = INGRESS, .references = !as_sent,
		.side = { .constant = true,
			.set = range_set_everything(t->flow.family) }
	};
	struct hop at = { .kind = HOP_GROUP_IN };
	struct flow kept;

	if (w->reply != NULL || to == NULL || to->kind != END_INTERFACES ||
	    to->by_nat64 || walk_filters_nothing(to))
		return true;
	at.end = to;
	at.subnet = to->subnet;
	by.groups = to->groups;
	if (as_sent)
		by.side = t->source;
	kept = admitted(w, t, &by, FILTER_POSSIBLE);
	if (w->blockers != NULL)
		blame(w, t, flow_subtract(w->a, t->flow, kept), at,
		    "ENI_SG_RULES_MISMATCH", "no rule allows it");
	if (!w->explain)
		t->flow = kept;
	return !flow_is_empty(kept);
}

static void
lose_sight(struct walk *w, struct trip t, const char *why, bool as_sent)
{
	struct arrival here = { .leg = t.leg, .path = t.path,
		.undecided = true };

	walk_note_unknown(w, why);
	if (w->bound == FILTER_POSSIBLE && !flow_is_empty(t.flow) &&
	    may_be_let_in(w, &t, as_sent)) {
		here.flow = t.flow;
		vec_push(w->a, &w->arrivals, here);
	}
}

void
walk_unknown(struct walk *w, struct trip t, const char *why)
{
	lose_sight(w, t, why, false);
}

void
walk_unknown_as_sent(struct walk *w, struct trip t, const char *why)
{
	lose_sight(w, t, why, true);
}
