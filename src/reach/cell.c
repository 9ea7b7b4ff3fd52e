/* SPDX-License-Identifier: MIT */
#include "reach/cell.h"

#include "base/str.h"
#include "base/vec.h"
#include "reach/cell_crowds.h"
#include "reach/cell_sorts.h"
#include "reach/cell_way.h"
#include "reach/lanes.h"
#include "reach/walk.h"

/* Lanes between which the same ways lie: one join for all of them. */
struct field {
	struct cell_way way;
	struct joining *joined;		/* NULL: nothing can get through */
	bool is_inside;			/* what more gets through inside of a
					   subnet that has ways of its own */
};

struct fields {
	struct field *v;
	size_t n, cap;
};

/* Many to many in one family. */
struct side {
	struct lanes lanes;
	struct ends left;		/* those with addresses */
	size_t *row;			/* of each lane: the first like it */
};

struct summing {
	struct reach *r;
	struct arena *a;
	const struct cell_question *q;
	enum family family;
	struct filters *filters;
	struct side from, to;
	struct cell_way *ways;		/* from one lane to one: i * n + k */
	struct fields fields;		/* of both families */
};

/* ----------------------------------------------------- who may take part */

static bool
is_known(const struct summing *u, const struct end *e)
{
	for (enum direction d = INGRESS; d <= EGRESS; d++)
		if (filter_groups_unknown(u->filters, e->groups, d) != NULL)
			return false;
	return true;
}

/* Interfaces that nothing but their groups and what they listen to tells
 * apart from others of their subnet. */
static bool
is_plain_interface(const struct summing *u, const struct end *e, bool receives)
{
	const struct workload *w = e->workload;

	return e->subnet != NULL && e->subnet->is.exists == NULL &&
	    e->vpc != NULL && e->vpc->is.exists == NULL &&
	    e->endpoint == NULL && e->interface->maybe_groups.n == 0 &&
	    e->interface->is.exists == NULL && e->groups.known &&
	    (w == NULL || (w->is.exists == NULL &&
	    workload_type(w->kind)->has_groups &&
	    (!workload_type(w->kind)->is_load_balancer || (receives &&
	    w->kind == WORKLOAD_APPLICATION_LOAD_BALANCER)))) &&
	    is_known(u, e);
}

static bool
is_plain(const struct summing *u, const struct end *e, bool receives)
{
	if (e->by_public || e->by_nat64 || e->untold != NULL ||
	    e->untold_ipv6 != NULL || e->instead != NULL)
		return false;
	switch (e->kind) {
	case END_INTERFACES:
		return is_plain_interface(u, e, receives);
	case END_ADDRESSES:
		return e->subnet != NULL && e->subnet->is.exists == NULL &&
		    e->vpc != NULL && e->vpc->is.exists == NULL;
	case END_INTERNET:
		return true;
	case END_NETWORK:	/* packets by one of several VPNs are copies */
		return receives || e->network->vpns.n < 2;
	case END_NOWHERE:
	case END_SERVICE:
	case END_HOST_SERVICE:
		break;
	}
	return false;
}

static bool
all_plain(const struct summing *u, const struct ends *ends, bool receive)
{
	for (size_t i = 0; i < ends->n; i++)
		if (!is_plain(u, ends->v[i], receive) ||
		    (ends->v[i]->kind == END_INTERNET && ends->n > 1))
			return false;
	return true;
}

/* The internet addresses by IPv4 nobody who has IPv6 and no public address. */
static bool
is_left(const struct summing *u, const struct end *e, bool receives)
{
	const struct ends *from = u->q->from;

	if (u->q->lost_az != NULL && str_equal(end_az(e), u->q->lost_az))
		return false;
	if (receives && u->family == IPV4 && u->q->family == 0 &&
	    from->n > 0 && from->v[0]->kind == END_INTERNET &&
	    e->kind == END_INTERFACES && e->is_public == CERTAINLY_NOT &&
	    !range_set_is_empty(e->addresses[1]) &&
	    !range_set_is_empty(from->v[0]->addresses[1]))
		return false;
	return !range_set_is_empty(e->addresses[FAMILY_INDEX(u->family)]);
}

static void
make_side(struct summing *u, const struct ends *ends, bool receives, bool fine,
    struct side *out)
{
	*out = (struct side){ .row = NULL };
	for (size_t i = 0; i < ends->n; i++)
		if (is_left(u, ends->v[i], receives))
			vec_push(u->a, &out->left, ends->v[i]);
	out->lanes = lanes_of(u->r, u->a, &out->left, fine);
	out->row = arena_array(u->a, out->lanes.n, sizeof *out->row);
}

/* ------------------------------------------------------------------- ways */

/* Whether packets of one lane to the other may leave a subnet for another. */
static bool
is_between(const struct lane *from, const struct lane *to)
{
	return from->n_subnets != 1 || to->n_subnets != 1 ||
	    from->members.v[0]->subnet != to->members.v[0]->subnet;
}

static bool
ask_way(struct summing *u, const struct lane *from, const struct lane *to,
    struct cell_way *out)
{
	bool in_place = !is_between(from, to);
	const struct cell_way_question q = {
		.r = u->r, .a = u->a, .family = u->family,
		.ports = u->q->ports, .lost_az = u->q->lost_az,
		.from = lane_end(u->a, from, 0, from->members.n, in_place),
		.to = lane_end(u->a, to, 0, to->members.n, in_place)
	};

	if (!in_place && (lane_overlaps(u->a, from, to, u->family) ||
	    lane_overlaps(u->a, to, from, u->family)))
		return false;
	return cell_way_ask(&q, out);
}

static bool
find_ways(struct summing *u)
{
	size_t n = u->to.lanes.n;

	u->ways = arena_array(u->a, u->from.lanes.n * n, sizeof *u->ways);
	for (size_t i = 0; i < u->from.lanes.n; i++)
		for (size_t k = 0; k < n; k++)
			if (!ask_way(u, &u->from.lanes.v[i],
			    &u->to.lanes.v[k], &u->ways[i * n + k]))
				return false;
	return true;
}

/* --------------------------------------------------------- the fields */

static struct joining *
join(struct summing *u, const struct cell_way *way, const struct ends *from,
    const struct ends *to)
{
	struct security_group *const *groups = u->r->m->security_groups.v;
	size_t n = u->r->m->security_groups.n;
	struct cell_sides sides = { .a = u->a, .filters = u->filters,
		.family = u->family, .from = *from, .to = *to,
		.open = way->yes };

	for (size_t i = 0; i < n; i++) {
		uint32_t order = groups[i]->is.order;
		uint32_t end = sides.first_group + sides.n_groups;

		if (i == 0 || order < sides.first_group)
			sides.first_group = order;
		if (i == 0 || order >= end)
			end = order + 1;
		sides.n_groups = end - sides.first_group;
	}
	return cell_join(&sides);
}

static void
add_field(struct summing *u, const struct cell_way *way,
    const struct ends *from, const struct ends *to, bool is_inside)
{
	struct field f = { .way = *way, .is_inside = is_inside };

	if (!port_set_is_empty(way->yes))
		f.joined = join(u, way, from, to);
	vec_push(u->a, &u->fields, f);
}

/* Of the lanes that are like lane first, all members. */
static struct ends
members_like(const struct summing *u, const struct side *side, size_t first)
{
	struct ends all = { 0 };

	for (size_t i = first; i < side->lanes.n; i++) {
		const struct ends *own = &side->lanes.v[i].members;

		for (size_t k = 0; side->row[i] == first && k < own->n; k++)
			vec_push(u->a, &all, own->v[k]);
	}
	return all;
}

static bool
rows_are_alike(const struct summing *u, size_t i, size_t j)
{
	size_t n = u->to.lanes.n;

	for (size_t k = 0; k < n; k++)
		if (!cell_way_equal(&u->ways[i * n + k], &u->ways[j * n + k]))
			return false;
	return true;
}

static bool
columns_are_alike(const struct summing *u, size_t i, size_t j)
{
	size_t n = u->to.lanes.n;

	for (size_t k = 0; k < u->from.lanes.n; k++)
		if (!cell_way_equal(&u->ways[k * n + i], &u->ways[k * n + j]))
			return false;
	return true;
}

static void
find_rows(struct summing *u, struct side *side, bool (*are_alike)(
    const struct summing *u, size_t i, size_t j))
{
	for (size_t i = 0; i < side->lanes.n; i++) {
		side->row[i] = i;
		for (size_t j = 0; j < i && side->row[i] == i; j++)
			if (side->row[j] == j && are_alike(u, i, j))
				side->row[i] = j;
	}
}

static void
add_fields(struct summing *u)
{
	find_rows(u, &u->from, rows_are_alike);
	find_rows(u, &u->to, columns_are_alike);
	for (size_t i = 0; i < u->from.lanes.n; i++) {
		struct ends from;

		if (u->from.row[i] != i)
			continue;
		from = members_like(u, &u->from, i);
		for (size_t k = 0; k < u->to.lanes.n; k++) {
			struct ends to;

			if (u->to.row[k] != k)
				continue;
			to = members_like(u, &u->to, k);
			add_field(u, &u->ways[i * u->to.lanes.n + k], &from,
			    &to, false);
		}
	}
}

/* -------------------------------------------------- inside of one subnet */

static struct lane
part_of(const struct lane *l, size_t first, size_t end)
{
	struct lane part = *l;

	part.members.v += first;
	part.members.n = end - first;
	part.n_subnets = 1;
	return part;
}

/*
 * What stays on the wire of a subnet meets no ACL and no route, so that at
 * least that gets through which gets from there to another one.
 */
static bool
add_inside(struct summing *u, const struct lane *from, const struct lane *to,
    const struct cell_way *between)
{
	struct cell_way inside;

	if (!ask_way(u, from, to, &inside))
		return false;
	if (cell_way_equal(&inside, between))
		return true;
	if (!port_set_contains(inside.yes, between->yes) ||
	    !port_set_is_empty(inside.lost) ||
	    !port_set_is_empty(between->lost))
		return false;
	add_field(u, &inside, &from->members, &to->members, true);
	return true;
}

static bool
add_insides_of(struct summing *u, const struct lane *from,
    const struct lane *to, const struct cell_way *between)
{
	size_t k = 0, end;

	if (from->is_alone || to->is_alone || !is_between(from, to))
		return true;
	for (size_t i = 0; i < from->members.n; i = end) {
		const struct subnet *s = from->members.v[i]->subnet;
		struct lane mine, theirs;

		end = lane_subnet_end(from, i);
		while (k < to->members.n && to->members.v[k]->subnet != s &&
		    to->members.v[k]->subnet->is.order < s->is.order)
			k++;
		if (k == to->members.n || to->members.v[k]->subnet != s)
			continue;
		mine = part_of(from, i, end);
		theirs = part_of(to, k, lane_subnet_end(to, k));
		if (!add_inside(u, &mine, &theirs, between))
			return false;
	}
	return true;
}

static bool
add_insides(struct summing *u)
{
	size_t n = u->to.lanes.n;

	for (size_t i = 0; i < u->from.lanes.n; i++)
		for (size_t k = 0; k < n; k++)
			if (!add_insides_of(u, &u->from.lanes.v[i],
			    &u->to.lanes.v[k], &u->ways[i * n + k]))
				return false;
	return true;
}

/* ---------------------------------------------------------------- the sum */

/* In which lanes references to groups count is known inside of a VPC alone. */
static bool
names_do_not_matter(struct summing *u)
{
	size_t n = u->to.lanes.n;

	for (size_t i = 0; i < u->from.lanes.n; i++)
		for (size_t k = 0; k < n; k++) {
			const struct cell_way *w = &u->ways[i * n + k];

			if (!w->is_local && !port_set_is_empty(w->taken))
				return !cell_ends_refer(u->filters, u->a,
				    u->r->m, &u->from.left, &u->to.left);
		}
	return true;
}

static bool
one_family(struct summing *u, enum family family)
{
	u->family = family;
	for (size_t fine = 0; fine < 2; fine++) {
		make_side(u, u->q->from, false, fine == 1, &u->from);
		make_side(u, u->q->to, true, fine == 1, &u->to);
		if (find_ways(u) && names_do_not_matter(u)) {
			add_fields(u);
			return add_insides(u);
		}
	}
	return false;
}

static void
sum_ports(const struct summing *u, struct cell *out)
{
	for (size_t i = 0; i < u->fields.n; i++) {
		const struct field *f = &u->fields.v[i];

		if (f->joined != NULL)
			out->ports = port_set_union(u->a, out->ports,
			    cell_join_ports(f->joined));
		out->routed |= f->way.is_routed;
	}
}

static void
sum_partly(const struct summing *u, struct cell *out)
{
	for (size_t i = 0; i < u->fields.n && !out->partly; i++) {
		const struct field *f = &u->fields.v[i];

		if (!f->is_inside)
			out->partly = f->joined == NULL ||
			    !cell_join_is_whole(f->joined, out->ports);
	}
}

/* What all ways have in common that anybody takes: where they differ, it has
 * to be known of each whether anybody does. */
static bool
sum_passed(const struct summing *u, struct cell *out)
{
	bool alike = true;

	out->passed = CELL_PASSED;
	for (size_t i = 0; i < u->fields.n; i++) {
		const struct cell_way *w = &u->fields.v[i].way;

		if (port_set_is_empty(w->taken))
			continue;
		alike &= out->passed == CELL_PASSED ||
		    w->passed == out->passed;
		out->passed = w->passed;
	}
	if (!alike)
		out->passed = CELL_PASSED;
	for (size_t i = 0; i < u->fields.n && !alike; i++) {
		const struct field *f = &u->fields.v[i];

		if (port_set_is_empty(f->way.taken))
			continue;
		if (f->joined != NULL &&
		    !port_set_is_empty(cell_join_ports(f->joined)))
			out->passed &= f->way.passed;
		else if (!port_set_equal(f->way.taken, f->way.yes))
			return false;
	}
	return true;
}

/* Nothing is answered: whether it is told that nothing arrives, either. */
static bool
arrives_nowhere(const struct summing *u)
{
	for (size_t i = 0; i < u->fields.n; i++)
		if (!port_set_is_empty(u->fields.v[i].way.lost))
			return false;
	return true;
}

static bool
has_pairs(struct summing *u, enum family family)
{
	bool from = false, to = false;

	u->family = family;
	for (size_t i = 0; i < u->q->from->n; i++)
		from |= is_left(u, u->q->from->v[i], false);
	for (size_t i = 0; i < u->q->to->n; i++)
		to |= is_left(u, u->q->to->v[i], true);
	return from && to && (u->q->family == 0 ||
	    u->q->family == (unsigned)family);
}

static bool
tell(struct summing *u, struct cell *out)
{
	sum_ports(u, out);
	if (port_set_is_empty(out->ports))
		return arrives_nowhere(u);
	sum_partly(u, out);
	return sum_passed(u, out);
}

bool
reach_cell(struct reach *r, struct arena *a, const struct cell_question *q,
    struct cell *out)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct summing u = { .r = r, .a = a, .q = q,
		.filters = reach_filters(r, r->branch) };
	bool pairs[2], told = true;

	*out = (struct cell){ .ports = port_set_empty() };
	if (!all_plain(&u, q->from, false) || !all_plain(&u, q->to, true))
		return false;
	for (size_t i = 0; i < 2; i++) {
		pairs[i] = has_pairs(&u, families[i]);
		told = told && (!pairs[i] || one_family(&u, families[i]));
	}
	out->nobody = !pairs[0] && !pairs[1];
	if (told)
		return tell(&u, out);
	return pairs[0] != pairs[1] && cell_by_crowds(r, a, q,
	    families[pairs[0] ? 0 : 1], out);
}
