/* SPDX-License-Identifier: MIT */
#include "reach/route.h"

#include "base/str.h"
#include "model/facts.h"
#include "reach/route_target.h"
#include "reach/route_view.h"

#include <stdlib.h>

/* How far a chain of routes that may not exist is followed; what lies behind
 * counts as undecided.  It bounds the work on a hostile table. */
enum { CHAIN_MAX = 32 };

/* What follows from a table for its subnets, in one family. */
struct outlook {
	enum exposure exposure;
	const char *unknown;		/* why it may be more; or NULL */
	const struct route *way_out;
};

struct table_routes {
	const struct route_table *table;
	struct route_view views[2];	/* IPv4, IPv6 */
	struct outlook outlooks[2];
};

struct route_facts {
	const struct route *route;
	struct route_verdict verdict;
};

struct routes {
	struct arena *a;
	struct table_routes *tables;	/* sorted by address of the table */
	size_t n_tables;
	struct route_facts *facts;	/* sorted by address of the route */
	size_t n_facts;
	struct range_set internet[2];
};

static size_t
family_index(enum family family)
{
	return family == IPV4 ? 0 : 1;
}

static int
compare_addresses(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)x, b = (uintptr_t)y;

	return a < b ? -1 : a > b;
}

static int
compare_tables(const void *x, const void *y)
{
	const struct table_routes *a = x, *b = y;

	return compare_addresses(a->table, b->table);
}

static int
compare_facts(const void *x, const void *y)
{
	const struct route_facts *a = x, *b = y;

	return compare_addresses(a->route, b->route);
}

static const struct table_routes *
find_table(const struct routes *r, const struct route_table *t)
{
	struct table_routes wanted = { .table = t };

	if (t == NULL)
		return NULL;
	return bsearch(&wanted, r->tables, r->n_tables, sizeof *r->tables,
	    compare_tables);
}

static const struct route_verdict *
verdict_of(const struct routes *r, const struct route *route)
{
	static const struct route_verdict strange = { ROUTE_UNDECIDED,
		"the route is in no table", ROUTE_WAY_NONE };
	struct route_facts wanted = { .route = route };
	const struct route_facts *found = bsearch(&wanted, r->facts,
	    r->n_facts, sizeof *r->facts, compare_facts);

	return found != NULL ? &found->verdict : &strange;
}

/* ------------------------------------------------------------- exposure */

/* The widest way a span surely has, and the widest it may have. */
struct ways {
	enum route_way sure, possible;
	const char *why;		/* why they differ */
};

static bool
are_opposite(const struct condition *a, const struct condition *b)
{
	return a != NULL && b != NULL && a->negated != b->negated &&
	    str_equal(a->text, b->text);
}

/* Fold the way of one more alternative into what is known. */
static void
add_alternative(struct ways *w, const struct route_verdict *v, bool first)
{
	enum route_way sure = v->state == ROUTE_UNDECIDED ? ROUTE_WAY_NONE :
	    v->way;

	if (first || sure < w->sure)
		w->sure = sure;
	if (v->way > w->possible)
		w->possible = v->way;
	if (v->state == ROUTE_UNDECIDED && w->why == NULL)
		w->why = v->why;
}

/*
 * The ways of a choice: of the route itself, and while that may be absent,
 * of the next.  The opposite condition of one before is certainly there.
 */
static struct ways
ways_of(const struct routes *r, const struct route_choice *choice)
{
	const struct condition *before = NULL;
	struct ways w = { ROUTE_WAY_NONE, ROUTE_WAY_NONE, NULL };
	size_t steps = 0;

	for (; choice != NULL; choice = choice->otherwise) {
		add_alternative(&w, verdict_of(r, choice->route),
		    steps++ == 0);
		if (!choice->maybe ||
		    are_opposite(before, choice->route->exists))
			return w;
		before = choice->route->exists;
		if (w.why == NULL)
			w.why = before != NULL ? arena_printf(r->a,
			    "a route depends on %s", before->text) :
			    "the target of a route may not exist";
		if (steps == CHAIN_MAX)
			break;
	}
	w.sure = ROUTE_WAY_NONE;
	return w;
}

/* What is gathered over a table to find its outlook. */
struct survey {
	const struct routes *r;
	const struct route_view *view;
	struct ways found;		/* the widest of all spans */
	VEC(struct range) sure, possible;	/* routes to the internet */
};

static void
survey_spans(struct survey *s)
{
	struct range_set internet =
	    s->r->internet[family_index(s->view->family)];

	for (size_t i = 0; i < s->view->n; i++) {
		const struct route_span *span = &s->view->v[i];
		struct ways w = ways_of(s->r, span->choice);

		/* A way to the internet that no address of it takes. */
		if (w.possible == ROUTE_WAY_INTERNET &&
		    !range_set_overlaps(internet, (struct range_set){
		    .family = s->view->family, .n = 1, .v = &span->range })) {
			w.possible = ROUTE_WAY_PRIVATE;
			if (w.sure == ROUTE_WAY_INTERNET)
				w.sure = ROUTE_WAY_PRIVATE;
		}
		if (w.sure > s->found.sure)
			s->found.sure = w.sure;
		if (w.possible > s->found.possible)
			s->found.possible = w.possible;
		if (w.possible > w.sure && s->found.why == NULL)
			s->found.why = w.why;
	}
}

/* Where the routes to internet gateways lead, by their prefixes: a longer
 * prefix that leads elsewhere does not make a public subnet less so. */
static void
survey_prefixes(struct survey *s)
{
	const struct route_choice *before = NULL;

	for (size_t i = 0; i < s->view->n; i++) {
		const struct route_choice *c = s->view->v[i].choice;
		size_t steps = 0;

		if (c == before)
			continue;
		before = c;
		for (; c != NULL && steps < CHAIN_MAX; c = c->otherwise) {
			const struct route_verdict *v = verdict_of(s->r,
			    c->route);

			if (v->way == ROUTE_WAY_INTERNET) {
				vec_push(s->r->a, &s->possible,
				    cidr_range(c->cidr));
				if (!c->maybe && v->state == ROUTE_LIVE)
					vec_push(s->r->a, &s->sure,
					    cidr_range(c->cidr));
			}
			if (!c->maybe)
				break;
			steps++;
		}
	}
}

/* Routes of unknown destination lead out all the same. */
static void
survey_unknown(struct survey *s, bool *maybe_public)
{
	for (size_t i = 0; i < s->view->unknown.n; i++) {
		const struct route *route = s->view->unknown.v[i];
		const struct route_verdict *v = verdict_of(s->r, route);

		if (v->way == ROUTE_WAY_NONE)
			continue;
		if (v->state == ROUTE_LIVE && route->exists == NULL &&
		    s->found.sure < ROUTE_WAY_PRIVATE)
			s->found.sure = ROUTE_WAY_PRIVATE;
		if (v->way > s->found.possible)
			s->found.possible = v->way;
		if (v->way == ROUTE_WAY_INTERNET)
			*maybe_public = true;
		if (s->found.why == NULL)
			s->found.why = s->view->why;
	}
}

static enum exposure
exposure_of(enum route_way way, bool covers_internet)
{
	if (way == ROUTE_WAY_INTERNET && covers_internet)
		return EXPOSURE_PUBLIC;
	return way == ROUTE_WAY_NONE ? EXPOSURE_ISOLATED : EXPOSURE_PRIVATE;
}

static bool
covers_internet(const struct survey *s, struct range *v, size_t n)
{
	enum family family = s->view->family;

	return range_set_contains(range_set_of_ranges(s->r->a, family, v, n),
	    s->r->internet[family_index(family)]);
}

/* The widest of the routes that surely win somewhere and lead that way. */
static const struct route *
find_way_out(const struct routes *r, const struct route_view *view,
    enum route_way way)
{
	const struct route_span *best = NULL;

	for (size_t i = 0; i < view->n; i++) {
		const struct route_span *span = &view->v[i];

		if (span->choice->maybe ||
		    verdict_of(r, span->route)->state != ROUTE_LIVE ||
		    verdict_of(r, span->route)->way != way)
			continue;
		if (best == NULL || span->cidr.length < best->cidr.length)
			best = span;
	}
	return best != NULL ? best->route : NULL;
}

static const struct route *
find_any_way_out(const struct routes *r, const struct route_view *view,
    enum exposure exposure)
{
	const struct route *found;

	if (exposure == EXPOSURE_PUBLIC)
		return find_way_out(r, view, ROUTE_WAY_INTERNET);
	if (exposure != EXPOSURE_PRIVATE)
		return NULL;
	found = find_way_out(r, view, ROUTE_WAY_PRIVATE);
	return found != NULL ? found :
	    find_way_out(r, view, ROUTE_WAY_INTERNET);
}

/* A table that the input only mentions: nothing is said of its routes. */
static bool
is_only_mentioned(const struct route_table *t)
{
	return t->routes.n == 0 && t->is.content == 0 && !t->is.created &&
	    !t->is.implicit;
}

static struct outlook
outlook_of(const struct routes *r, const struct route_view *view)
{
	struct survey s = { .r = r, .view = view };
	struct outlook out = { .exposure = EXPOSURE_NONE };
	bool maybe_public = false;
	enum exposure possible;

	if (is_only_mentioned(view->table)) {
		out.unknown = arena_printf(r->a, "the routes of %s are not in "
		    "the input", thing_title(r->a, &view->table->is));
		return out;
	}
	survey_spans(&s);
	survey_prefixes(&s);
	survey_unknown(&s, &maybe_public);
	out.exposure = exposure_of(s.found.sure,
	    covers_internet(&s, s.sure.v, s.sure.n));
	possible = exposure_of(s.found.possible, maybe_public ||
	    covers_internet(&s, s.possible.v, s.possible.n));
	if (possible > out.exposure)
		out.unknown = s.found.why != NULL ? s.found.why :
		    "a route is not known";
	out.way_out = find_any_way_out(r, view, out.exposure);
	return out;
}

/* --------------------------------------------------------------- making */

static void
add_table(struct routes *r, const struct route_table *t)
{
	r->tables[r->n_tables++].table = t;
}

/* Every table once; a regional NAT gateway may have one of its own that
 * stands in no list. */
static void
collect_tables(struct routes *r, const struct model *m)
{
	size_t kept = 0;

	r->tables = arena_array(r->a, m->route_tables.n + m->nat_gateways.n,
	    sizeof *r->tables);
	for (size_t i = 0; i < m->route_tables.n; i++)
		add_table(r, m->route_tables.v[i]);
	for (size_t i = 0; i < m->nat_gateways.n; i++)
		if (m->nat_gateways.v[i]->table != NULL)
			add_table(r, m->nat_gateways.v[i]->table);
	if (r->n_tables > 1)
		qsort(r->tables, r->n_tables, sizeof *r->tables,
		    compare_tables);
	for (size_t i = 0; i < r->n_tables; i++)
		if (kept == 0 ||
		    r->tables[kept - 1].table != r->tables[i].table)
			r->tables[kept++].table = r->tables[i].table;
	r->n_tables = kept;
}

static void
judge_routes(struct routes *r, const struct model *m)
{
	struct route_targets *targets = route_targets_new(r->a, m);
	size_t n = 0;

	for (size_t i = 0; i < r->n_tables; i++)
		n += r->tables[i].table->routes.n;
	r->facts = arena_array(r->a, n, sizeof *r->facts);
	for (size_t i = 0; i < r->n_tables; i++) {
		const struct route_table *t = r->tables[i].table;

		for (size_t k = 0; k < t->routes.n; k++) {
			struct route_facts *f = &r->facts[r->n_facts++];

			f->route = t->routes.v[k];
			f->verdict = route_judge(targets, f->route);
		}
	}
	if (r->n_facts > 1)
		qsort(r->facts, r->n_facts, sizeof *r->facts, compare_facts);
}

struct routes *
routes_new(struct arena *a, const struct model *m)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct routes *r = arena_alloc(a, sizeof *r);

	r->a = a;
	r->internet[0] = fact_internet(IPV4);
	r->internet[1] = fact_internet(IPV6);
	collect_tables(r, m);
	judge_routes(r, m);
	for (size_t i = 0; i < r->n_tables; i++) {
		struct table_routes *t = &r->tables[i];

		for (size_t k = 0; k < 2; k++) {
			route_view_build(a, t->table, families[k],
			    m->has_stand_ins ? &m->amazon_choice : NULL,
			    &t->views[k]);
			t->outlooks[k] = outlook_of(r, &t->views[k]);
		}
	}
	return r;
}

/* --------------------------------------------------------------- asking */

const struct route_view *
routes_view(const struct routes *r, const struct route_table *t,
    enum family family)
{
	const struct table_routes *found = find_table(r, t);

	return found != NULL ? &found->views[family_index(family)] : NULL;
}

const struct route_span *
route_find(const struct route_view *view, struct addr destination)
{
	size_t low = 0, high = view->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct route_span *span = &view->v[middle];

		if (addr_compare(destination, span->range.first) < 0)
			high = middle;
		else if (addr_compare(destination, span->range.last) > 0)
			low = middle + 1;
		else
			return span;
	}
	return NULL;
}

const struct route *
route_find_service(const struct route_view *view, const char *service)
{
	for (size_t i = 0; i < view->services.n; i++)
		if (view->services.v[i].service != NULL &&
		    str_equal(view->services.v[i].service, service))
			return view->services.v[i].route;
	return NULL;
}

enum route_state
routes_state(const struct routes *r, const struct route *route,
    const char **why)
{
	const struct route_verdict *v = verdict_of(r, route);

	if (why != NULL)
		*why = v->why;
	return v->state;
}

const char *
routes_dead(const struct routes *r, const struct route *route)
{
	const struct route_verdict *v = verdict_of(r, route);

	return v->state == ROUTE_DEAD ? v->why : NULL;
}

enum route_way
routes_way(const struct routes *r, const struct route *route,
    const char **unknown)
{
	const struct route_verdict *v = verdict_of(r, route);

	if (unknown != NULL)
		*unknown = v->state == ROUTE_UNDECIDED ? v->why : NULL;
	return v->way;
}

enum exposure
routes_exposure_of_table(const struct routes *r, const struct route_table *t,
    enum family family, const char **unknown)
{
	const struct table_routes *found = find_table(r, t);
	const struct outlook *outlook;

	if (found == NULL) {
		if (unknown != NULL)
			*unknown = "its route table is not known";
		return EXPOSURE_NONE;
	}
	outlook = &found->outlooks[family_index(family)];
	if (unknown != NULL)
		*unknown = outlook->unknown;
	return outlook->exposure;
}

static bool
has_family(const struct subnet *s, enum family family)
{
	bool ipv6_only = flag_or(s->ipv6_only, false);

	if (family == IPV4)
		return !ipv6_only;
	return ipv6_only || s->ipv6_cidr.is.state != VALUE_ABSENT;
}

static bool
are_opposite_refs(const struct ref *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (are_opposite(v[i].exists, v[j].exists))
				return true;
	return false;
}

/*
 * Of a subnet with associations under conditions: what is certain whichever
 * holds; with a reason if they differ, or none may hold and what serves then
 * is not known.
 */
static enum exposure
exposure_of_choices(const struct routes *r, const struct subnet *s,
    enum family family, const char **unknown)
{
	enum exposure least = EXPOSURE_PUBLIC, most = EXPOSURE_NONE;
	const char *why = NULL;

	for (size_t i = 0; i < s->table_refs.n; i++) {
		enum exposure one = routes_exposure_of_table(r,
		    (const struct route_table *)s->table_refs.v[i].to, family,
		    &why);

		if (why != NULL)
			break;
		least = one < least ? one : least;
		most = one > most ? one : most;
	}
	if (why == NULL && (least != most || !are_opposite_refs(
	    s->table_refs.v, s->table_refs.n)))
		why = arena_printf(r->a, "its route table depends on %s",
		    s->table_refs.v[0].exists->text);
	if (unknown != NULL)
		*unknown = why;
	return why == NULL || are_opposite_refs(s->table_refs.v,
	    s->table_refs.n) ? least : EXPOSURE_NONE;
}

enum exposure
routes_exposure(const struct routes *r, const struct subnet *s,
    enum family family, const char **unknown)
{
	if (unknown != NULL)
		*unknown = NULL;
	if (!has_family(s, family))
		return EXPOSURE_NONE;
	if (s->table == NULL && s->table_refs.n > 1 &&
	    s->table_refs.v[0].exists != NULL)
		return exposure_of_choices(r, s, family, unknown);
	return routes_exposure_of_table(r, s->table, family, unknown);
}

enum exposure
routes_exposure_any(const struct routes *r, const struct subnet *s,
    const char **unknown)
{
	const char *why4, *why6;
	enum exposure ipv4 = routes_exposure(r, s, IPV4, &why4);
	enum exposure ipv6 = routes_exposure(r, s, IPV6, &why6);
	enum exposure wider = ipv4 > ipv6 ? ipv4 : ipv6;

	/* What may be more does not matter once the most is certain. */
	if (unknown != NULL)
		*unknown = wider == EXPOSURE_PUBLIC ? NULL :
		    why4 != NULL ? why4 : why6;
	return wider;
}

const struct route *
routes_way_out(const struct routes *r, const struct subnet *s,
    enum family family)
{
	const struct table_routes *found = find_table(r, s->table);

	if (found == NULL || !has_family(s, family))
		return NULL;
	return found->outlooks[family_index(family)].way_out;
}
