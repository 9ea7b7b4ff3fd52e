/* SPDX-License-Identifier: MIT */

/*
 * Longest prefix match, made once for all destinations.
 *
 * Prefixes either nest or are apart.  Sorted by base, longer ones behind the
 * shorter ones that contain them, they are the opening brackets of a nest:
 * one pass with a stack of the prefixes that are open at a point meets every
 * border, and between two borders the innermost prefix wins.  Routes for the
 * same prefix are sorted so that the best is innermost.  What lies below on
 * the stack is what wins if the innermost does not exist: every route keeps
 * a link to it.
 *
 *	10.0.0.0/8     |------------------------------|   tgw
 *	10.0.0.0/16        |---------|                    local
 *	10.0.1.0/24           |---|                       (propagated)
 *	spans          tgw | local   | tgw            |
 *
 * A propagated route inside a local one is left out, however long it is: it
 * never wins (S2S, "Route tables and route priority").
 */

#include "reach/route_view.h"

#include "base/fatal.h"
#include "base/str.h"
#include "model/facts.h"
#include "model/stand_in.h"
#include "reach/route_target.h"

#include <stdlib.h>

/* Order among routes for one prefix, best first; UG "How route priority
 * works".  A route that is stated replaces the local one that is implied. */
enum rank { RANK_STATED, RANK_IMPLICIT, RANK_LIST, RANK_PROPAGATED };

struct candidate {
	struct cidr cidr;
	const struct route *route;
	enum rank rank;
	size_t order;		/* in the table: earlier is better */
};

/* A choice with what the pass needs to know of those below it. */
struct open {
	struct route_choice is;
	struct addr last;
	bool in_local;			/* it or one below is local */
	const struct open *list;	/* it or the next below that comes
					   from a prefix list */
	const struct open *below;
};

struct candidates {
	struct candidate *v;
	size_t n, cap;
};

struct build {
	struct arena *a;
	struct route_view *view;
	struct candidates candidates;
	VEC(struct route_span) spans;
	const struct open *top;
	struct addr next;		/* first address not yet decided */
	bool at_end;			/* there is none: next is meaningless */
};

/* ----------------------------------------------------------- candidates */

/* Whether its destination may be a subnet of its own VPC: AWS takes a route
 * to a middlebox there, and to no gateway; "Route tables", considerations. */
static bool
may_be_inside(const struct route *r)
{
	if (r->origin != ROUTE_STATIC)
		return false;
	if (r->target_kind != TARGET_THING || r->target.to == NULL)
		return r->target_kind == TARGET_THING ||
		    r->target_kind == TARGET_UNKNOWN;
	switch (r->target.to->kind) {
	case KIND_INTERFACE:
	case KIND_WORKLOAD:
	case KIND_NAT_GATEWAY:
		return true;
	case KIND_ENDPOINT:
		return ((const struct endpoint *)r->target.to)->type !=
		    ENDPOINT_GATEWAY;
	default:
		return false;
	}
}

static void
add_unknown(struct build *b, const struct route *r, const char *why)
{
	struct route_view *view = b->view;

	/* once for a route, however many entries of its list are unknown */
	if (view->unknown.n > 0 && view->unknown.v[view->unknown.n - 1] == r)
		return;
	vec_push(b->a, &view->unknown, r);
	view->has_unknown = true;
	view->unknown_inside |= may_be_inside(r);
	if (view->why == NULL)
		view->why = why;
}

static void
add_candidate(struct build *b, const struct route *r, struct cidr cidr,
    size_t order)
{
	struct candidate c = { .cidr = cidr, .route = r, .order = order };

	if (cidr.family != b->view->family)
		return;
	if (r->origin == ROUTE_PROPAGATED)
		c.rank = RANK_PROPAGATED;
	else if (r->destination == DESTINATION_PREFIX_LIST)
		c.rank = RANK_LIST;
	else
		c.rank = r->origin == ROUTE_IMPLICIT ? RANK_IMPLICIT :
		    RANK_STATED;
	vec_push(b->a, &b->candidates, c);
}

/* Whose destination is not known, and why where that is said. */
static const char *
unknown_block(const struct build *b, const struct route *r,
    const struct cidr_value *block)
{
	const char *why = block->is.why;

	return arena_printf(b->a, "the destination of a route%s%s is not "
	    "known%s%s", r->table != NULL ? " of " : "", r->table != NULL ?
	    thing_title(b->a, &r->table->is) : "", why != NULL ? ": " : "",
	    why != NULL ? why : "");
}

static void
add_list(struct build *b, const struct route *r, size_t order)
{
	const struct prefix_list *list = (const struct prefix_list *)
	    r->list.to;

	if (list == NULL) {
		add_unknown(b, r, r->list.is.why != NULL ? r->list.is.why :
		    "a prefix list of a route is not in the input");
		return;
	}
	if (!list->entries_known)
		add_unknown(b, r, arena_printf(b->a, "the entries of %s are "
		    "not known", thing_title(b->a, &list->is)));
	for (size_t i = 0; i < list->entries.n; i++) {
		const struct cidr_value *entry = &list->entries.v[i];

		if (value_is_known(entry->is))
			add_candidate(b, r, entry->v, order);
		else
			add_unknown(b, r, unknown_block(b, r, entry));
	}
}

static void
add_block(struct build *b, const struct route *r, size_t order)
{
	/* An unknown block may still say its family. */
	if ((r->destination == DESTINATION_CIDR &&
	    value_is_known(r->cidr.is)) || block_is_stand_in(&r->cidr))
		add_candidate(b, r, r->cidr.v, order);
	else if (r->cidr.v.family == 0 ||
	    r->cidr.v.family == b->view->family)
		add_unknown(b, r, unknown_block(b, r, &r->cidr));
}

static void
add_service(struct build *b, const struct route *r)
{
	const struct endpoint *e = (const struct endpoint *)r->target.to;
	struct route_service s = { .service = r->service, .route = r };

	if (s.service == NULL && e != NULL && value_is_known(e->service.is))
		s.service = e->service.v;
	vec_push(b->a, &b->view->services, s);
}

static void
add_route(struct build *b, const struct route *r, size_t order)
{
	/* AWS refuses such a route: its destinations go another way. */
	if (r->target_kind == TARGET_NONE || r->target_kind == TARGET_SEVERAL)
		return;
	if (route_is_service(r)) {
		add_service(b, r);
		return;
	}
	switch (r->destination) {
	case DESTINATION_CIDR:
	case DESTINATION_UNKNOWN:
		add_block(b, r, order);
		return;
	case DESTINATION_PREFIX_LIST:
		add_list(b, r, order);
		return;
	case DESTINATION_SERVICE:
		break;
	}
	BUG("no such kind of destination");
}

/* Opening brackets: outer before inner, of equal ones the worse first. */
static int
compare_candidates(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;
	int order = cidr_compare(a->cidr, b->cidr);

	if (order != 0)
		return order;
	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	return a->order > b->order ? -1 : a->order < b->order;
}

/* ------------------------------------------------------------- the pass */

/* Everything from next to last goes to the innermost open prefix. */
static void
decide_until(struct build *b, struct addr last)
{
	struct route_span span;

	if (b->top != NULL && !b->at_end &&
	    addr_compare(b->next, last) <= 0) {
		span.range.first = b->next;
		span.range.last = last;
		span.route = b->top->is.route;
		span.cidr = b->top->is.cidr;
		span.choice = &b->top->is;
		vec_push(b->a, &b->spans, span);
	}
}

static void
close_top(struct build *b)
{
	struct addr last = b->top->last;

	decide_until(b, last);
	if (addr_equal(last, addr_last(b->view->family)))
		b->at_end = true;
	else if (addr_compare(b->next, last) <= 0)
		b->next = addr_next(last);
	b->top = b->top->below;
}

/* Whether a condition is undecided beside that of the table itself: whoever
 * asks the table takes it to exist. */
static bool
is_undecided(const struct condition *c, const struct condition *table)
{
	if (c == NULL)
		return false;
	return table == NULL || c->negated != table->negated ||
	    !str_equal(c->text, table->text);
}

static bool
may_be_absent(const struct route *r, const struct route_table *t)
{
	const struct condition *table = t->is.exists;

	return is_undecided(r->exists, table) ||
	    (r->target.to != NULL &&
	    is_undecided(r->target.to->exists, table)) ||
	    (r->list.to != NULL && is_undecided(r->list.to->exists, table));
}

static bool
same_target(const struct route *a, const struct route *b)
{
	return a->target_kind == b->target_kind &&
	    a->target.to == b->target.to &&
	    (a->target.to != NULL || a->target_kind != TARGET_THING);
}

static void
open_prefix(struct build *b, const struct candidate *c)
{
	const struct open *below = b->top;
	struct open *o;

	if (c->rank == RANK_PROPAGATED && below != NULL && below->in_local)
		return;
	/* what stands before the new prefix */
	if (below != NULL && addr_compare(b->next, c->cidr.base) < 0)
		decide_until(b, addr_previous(c->cidr.base));
	if (addr_compare(b->next, c->cidr.base) < 0)
		b->next = c->cidr.base;
	o = arena_alloc(b->a, sizeof *o);
	o->is.route = c->route;
	o->is.cidr = c->cidr;
	o->is.maybe = may_be_absent(c->route, b->view->table);
	o->is.otherwise = below != NULL ? &below->is : NULL;
	o->last = cidr_last(c->cidr);
	o->below = below;
	o->in_local = c->route->target_kind == TARGET_LOCAL ||
	    (below != NULL && below->in_local);
	o->list = below != NULL ? below->list : NULL;
	if (c->rank == RANK_LIST) {
		o->is.ambiguous = o->list != NULL && (o->list->is.ambiguous ||
		    !same_target(o->list->is.route, c->route));
		o->list = o;
	}
	b->top = o;
}

static void
make_spans(struct build *b)
{
	for (size_t i = 0; i < b->candidates.n; i++) {
		const struct candidate *c = &b->candidates.v[i];

		while (b->top != NULL &&
		    addr_compare(b->top->last, c->cidr.base) < 0)
			close_top(b);
		open_prefix(b, c);
	}
	while (b->top != NULL)
		close_top(b);
}

/* ------------------------------------- what Amazon has yet to choose */

/* The stand-in of a VPC's block, as against a prefix that holds it. */
static bool
is_of_stand_in(const struct candidate *c)
{
	return block_is_stand_in(&c->route->cidr);
}

/*
 * A prefix that holds some of what Amazon may choose is a contender for all
 * of that: but not for the block of the VPC itself, unless it is as long as
 * this will be; nor does it matter where it leads to the same.
 */
static const struct route *
contender_of(const struct candidates *may, const struct route_span *span)
{
	const struct route_choice *is = span->choice;

	for (size_t i = 0; i < may->n; i++) {
		const struct candidate *c = &may->v[i];

		if (is != NULL && block_is_stand_in(&is->route->cidr) &&
		    (c->cidr.length < AMAZON_IPV6_LENGTH ||
		    c->rank == RANK_PROPAGATED))
			continue;
		if (is == NULL || is->maybe || !same_target(is->route,
		    c->route))
			return c->route;
	}
	return NULL;
}

/* One span of the space, and its contender. */
static void
add_stand_in_span(struct build *b, const struct candidates *may,
    struct route_span span)
{
	const struct route *other = contender_of(may, &span);
	struct route_choice *choice;

	if (span.choice == NULL && other == NULL)
		return;
	choice = arena_alloc(b->a, sizeof *choice);
	if (span.choice != NULL) {
		*choice = *span.choice;
	} else {
		*choice = (struct route_choice){ .route = other };
		choice->cidr = other->cidr.v;
	}
	choice->contender = other;
	span.choice = choice;
	span.route = choice->route;
	span.cidr = choice->cidr;
	vec_push(b->a, &b->spans, span);
}

/* Spans with their gaps, inside the space. */
static void
fill_space(struct build *b, const struct build *made,
    const struct candidates *may)
{
	struct range space = stand_in_space();
	struct addr next = space.first;
	bool done = false;

	for (size_t i = 0; i < made->spans.n && !done; i++) {
		struct route_span span = made->spans.v[i];

		if (addr_compare(span.range.last, next) < 0 ||
		    addr_compare(span.range.first, space.last) > 0)
			continue;
		if (addr_compare(span.range.first, next) > 0)
			add_stand_in_span(b, may, (struct route_span){
			    .range = { next,
			    addr_previous(span.range.first) } });
		else
			span.range.first = next;
		done = addr_compare(span.range.last, space.last) >= 0;
		if (done)
			span.range.last = space.last;
		add_stand_in_span(b, may, span);
		next = addr_next(span.range.last);
	}
	if (!done)
		add_stand_in_span(b, may, (struct route_span){
		    .range = { next, space.last } });
}

/* All that is outside the space, as it is. */
static void
keep_outside(struct build *b, const struct build *made, bool behind)
{
	struct range space = stand_in_space();

	for (size_t i = 0; i < made->spans.n; i++) {
		struct route_span span = made->spans.v[i];

		if (!behind && addr_compare(span.range.last, space.first) >= 0)
			span.range.last = addr_previous(space.first);
		if (behind && addr_compare(span.range.first, space.last) <= 0)
			span.range.first = addr_next(space.last);
		if (addr_compare(span.range.first, span.range.last) <= 0)
			vec_push(b->a, &b->spans, span);
	}
}

/* The space is decided apart: by prefixes that surely hold what Amazon will
 * choose, and by what stands for it. */
static void
make_spans_apart(struct build *b, struct range_set choice)
{
	struct build outside = { .a = b->a, .view = b->view,
		.next = addr_first(IPV6) };
	struct build inside = outside;
	struct candidates may = { 0 };

	for (size_t i = 0; i < b->candidates.n; i++) {
		const struct candidate *c = &b->candidates.v[i];

		if (is_of_stand_in(c)) {
			vec_push(b->a, &inside.candidates, *c);
			continue;
		}
		vec_push(b->a, &outside.candidates, *c);
		switch (stand_in_match(choice, c->cidr)) {
		case STANDS_INSIDE:
			vec_push(b->a, &inside.candidates, *c);
			break;
		case MAY_STAND_INSIDE:
			vec_push(b->a, &may, *c);
			break;
		case STANDS_OUTSIDE:
			break;
		}
	}
	make_spans(&outside);
	make_spans(&inside);
	keep_outside(b, &outside, false);
	fill_space(b, &inside, &may);
	keep_outside(b, &outside, true);
}

void
route_view_build(struct arena *a, const struct route_table *t,
    enum family family, const struct range_set *choice,
    struct route_view *out)
{
	struct build b = { .a = a, .view = out,
		.next = addr_first(family) };

	*out = (struct route_view){ .table = t, .family = family };
	for (size_t i = 0; i < t->routes.n; i++)
		add_route(&b, t->routes.v[i], i);
	vec_sort(&b.candidates, compare_candidates);
	out->has_stand_ins = choice != NULL && family == IPV6;
	if (out->has_stand_ins)
		make_spans_apart(&b, *choice);
	else
		make_spans(&b);
	out->v = b.spans.v;
	out->n = b.spans.n;
}
