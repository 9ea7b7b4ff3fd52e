/* SPDX-License-Identifier: MIT */
#include "reach/cell_sorts.h"

#include "base/vec.h"
#include "reach/filter.h"

#include <stdlib.h>

struct sort {
	const struct end *first;
	struct port_set listens;	/* of receivers */
	struct service_set cidrs;	/* what its rules admit by blocks that
					   may meet the other side */
	struct range_set addresses;
};

struct sorts {
	struct sort *v;
	size_t n, cap;
	struct range_set addresses;	/* of all */
};

/* One range of addresses of a sort of senders. */
struct sender {
	struct range range;
	uint32_t sort;
	struct addr reach;	/* the greatest last address up to here */
};

/* An element of a list that belongs to a group; 0 ends it. */
struct of_group {
	uint32_t sort;
	struct port_set ports;	/* of rules that refer to the group */
	uint32_t next;
};

struct by_group {
	uint32_t *first;	/* by order of declaration */
	VEC(struct of_group) v;	/* v[0] is nobody */
};

struct joining {
	struct cell_sides sides;
	struct arena *a;
	struct service_set everything;	/* what has no groups admits */
	struct sorts from, to;
	struct {
		struct sender *v;
		size_t n, cap;
	} senders;
	struct by_group carriers;	/* senders that carry a group */
	struct by_group referring;	/* senders that refer to one */
	VEC(uint32_t) outs;		/* senders, one for each different
					   set of blocks that is not empty */
	struct port_set ports;		/* that get through, so far */
	const struct sort *receiver;	/* whose references are visited */
	uint32_t sender;		/* … */
};

/* ----------------------------------------------------------------- sorts */

static int
compare_groups(const struct end *a, const struct end *b)
{
	if (a->groups.n != b->groups.n)
		return a->groups.n < b->groups.n ? -1 : 1;
	for (size_t i = 0; i < a->groups.n; i++) {
		uint32_t x = a->groups.v[i]->is.order;
		uint32_t y = b->groups.v[i]->is.order;

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

/* Ends that are no interfaces have no groups that would stop anything. */
static int
compare_filters(const struct end *a, const struct end *b)
{
	bool x = a->kind == END_INTERFACES, y = b->kind == END_INTERFACES;

	return x != y ? (x ? 1 : -1) : compare_groups(a, b);
}

static struct service_set
admits_by_block(const struct joining *j, const struct end *e,
    enum direction direction)
{
	return e->kind != END_INTERFACES ? j->everything : filter_groups(
	    j->sides.filters, e->groups, direction, j->sides.family,
	    FILTER_SURE);
}

/* By groups, then by what listens. */
static int
compare_ends(const void *x, const void *y)
{
	const struct end *a = *(struct end *const *)x;
	const struct end *b = *(struct end *const *)y;
	const struct workload *w = a->workload, *v = b->workload;
	int order = compare_filters(a, b);

	if (order != 0 || w == v)
		return order;
	if (w == NULL || v == NULL)
		return w == NULL ? -1 : 1;
	return w->is.order < v->is.order ? -1 : 1;
}

static struct range_set
addresses_of(const struct joining *j, struct end *const *v, size_t n)
{
	size_t family = FAMILY_INDEX(j->sides.family), ranges = 0;
	struct range *all;

	for (size_t i = 0; i < n; i++)
		ranges += v[i]->addresses[family].n;
	all = arena_array(j->a, ranges, sizeof *all);
	ranges = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < v[i]->addresses[family].n; k++)
			all[ranges++] = v[i]->addresses[family].v[k];
	return range_set_of_ranges(j->a, j->sides.family, all, ranges);
}

static void
make_sorts(const struct joining *j, const struct ends *ends, bool receive,
    struct sorts *out)
{
	struct end **v = arena_array(j->a, ends->n, sizeof *v);
	size_t end;

	for (size_t i = 0; i < ends->n; i++)
		v[i] = ends->v[i];
	qsort(v, ends->n, sizeof *v, compare_ends);
	for (size_t i = 0; i < ends->n; i = end) {
		struct sort s = { .first = v[i] };

		for (end = i + 1; end < ends->n && (receive ?
		    compare_ends(&v[i], &v[end]) :
		    compare_filters(v[i], v[end])) == 0; end++)
			;
		s.addresses = addresses_of(j, v + i, end - i);
		if (receive)
			s.listens = end_listens(j->a, v[i]);
		vec_push(j->a, out, s);
	}
	out->addresses = addresses_of(j, v, ends->n);
}

/* The services of x whose peers lie about where the others are. */
static struct service_set
near(struct arena *a, struct service_set x, struct range_set others)
{
	struct range all = { others.v[0].first, others.v[others.n - 1].last };
	struct service *v;
	size_t n = 0;

#define IS_NEAR(s)							\
	(addr_compare((s)->peers.v[0].first, all.last) <= 0 &&		\
	addr_compare((s)->peers.v[(s)->peers.n - 1].last, all.first) >= 0)
	for (size_t i = 0; i < x.n; i++)
		n += IS_NEAR(&x.v[i]);
	if (n == x.n)
		return x;
	v = arena_array(a, n, sizeof *v);
	n = 0;
	for (size_t i = 0; i < x.n; i++)
		if (IS_NEAR(&x.v[i]))
			v[n++] = x.v[i];
#undef IS_NEAR
	return (struct service_set){ x.family, n, v };
}

static void
find_cidrs(const struct joining *j, struct sorts *sorts,
    enum direction direction, struct range_set others)
{
	for (size_t i = 0; i < sorts->n; i++)
		sorts->v[i].cidrs = near(j->a, admits_by_block(j,
		    sorts->v[i].first, direction), others);
}

/* --------------------------------------------------------------- senders */

static int
compare_senders(const void *x, const void *y)
{
	const struct sender *a = x, *b = y;
	int order = addr_compare(a->range.first, b->range.first);

	return order != 0 ? order : (a->sort > b->sort) - (a->sort < b->sort);
}

static void
index_addresses(struct joining *j)
{
	for (uint32_t i = 0; i < j->from.n; i++) {
		struct range_set own = j->from.v[i].addresses;

		for (size_t k = 0; k < own.n; k++)
			vec_push(j->a, &j->senders, ((struct sender){
			    own.v[k], i, own.v[k].last }));
	}
	vec_sort(&j->senders, compare_senders);
	for (size_t i = 1; i < j->senders.n; i++)
		if (addr_compare(j->senders.v[i].reach,
		    j->senders.v[i - 1].reach) < 0)
			j->senders.v[i].reach = j->senders.v[i - 1].reach;
}

static struct by_group
by_group_new(struct joining *j)
{
	struct by_group g = {
		.first = arena_array(j->a, j->sides.n_groups + 1,
		    sizeof *g.first)
	};

	vec_push(j->a, &g.v, ((struct of_group){ 0 }));
	return g;
}

static uint32_t *
first_of(const struct joining *j, const struct by_group *g,
    const struct security_group *of)
{
	return &g->first[of->is.order - j->sides.first_group];
}

static void
put(struct joining *j, struct by_group *g, const struct security_group *of,
    uint32_t sort, struct port_set ports)
{
	uint32_t *first = first_of(j, g, of);
	struct of_group one = { sort, ports, *first };

	*first = (uint32_t)g->v.n;
	vec_push(j->a, &g->v, one);
}

static void
note_reference(void *context, const struct security_group *to,
    struct port_set ports)
{
	struct joining *j = context;

	put(j, &j->referring, to, j->sender, ports);
}

static void
index_groups(struct joining *j)
{
	j->carriers = by_group_new(j);
	j->referring = by_group_new(j);
	for (uint32_t i = 0; i < j->from.n; i++) {
		struct group_list own = j->from.v[i].first->groups;

		for (size_t k = 0; k < own.n; k++)
			put(j, &j->carriers, own.v[k], i, port_set_empty());
		j->sender = i;
		filter_each_reference(j->sides.filters, own, EGRESS,
		    note_reference, j);
	}
}

static uint64_t
hash_of(struct service_set x)
{
	uint64_t hash = x.n;

	for (size_t i = 0; i < x.n; i++) {
		hash = (hash ^ x.v[i].ports.first) * 0x9e3779b97f4a7c15;
		hash = (hash ^ x.v[i].ports.last) * 0x9e3779b97f4a7c15;
		hash = (hash ^ x.v[i].peers.v[0].first.lo) *
		    0x9e3779b97f4a7c15;
	}
	return hash ^ hash >> 29;
}

/* A table of chance keys would do; chosen ones make it a walk, no more. */
static void
find_outs(struct joining *j)
{
	size_t size = 8;
	uint32_t *table;

	while (size < 2 * j->from.n)
		size *= 2;
	table = arena_array(j->a, size, sizeof *table);
	for (uint32_t i = 0; i < j->from.n; i++) {
		struct service_set own = j->from.v[i].cidrs;
		size_t at = (size_t)hash_of(own) & (size - 1);

		if (own.n == 0)
			continue;
		while (table[at] != 0 && !service_set_equal(own,
		    j->from.v[table[at] - 1].cidrs))
			at = (at + 1) & (size - 1);
		if (table[at] != 0)
			continue;
		table[at] = i + 1;
		vec_push(j->a, &j->outs, i);
	}
}

/* ------------------------------------------------------ what gets through */

static bool
is_told(const struct joining *j, struct port_set ports)
{
	return port_set_contains(j->ports, ports);
}

static void
tell(struct joining *j, struct port_set ports)
{
	if (!is_told(j, ports))
		j->ports = port_set_union(j->a, j->ports, ports);
}

/* Of these ports, those that a sender's blocks let out to the receiver. */
static void
let_out_by_cidr(struct joining *j, const struct sort *from,
    struct port_set ports)
{
	const struct sort *to = j->receiver;

	for (size_t i = 0; i < from->cidrs.n; i++) {
		const struct service *s = &from->cidrs.v[i];
		struct port_set all = { 1, &s->ports };

		if (port_set_overlaps(all, ports) &&
		    range_set_overlaps(s->peers, to->addresses))
			tell(j, port_set_intersect(j->a, ports, all));
	}
}

static void
let_out(struct joining *j, const struct sort *from, struct port_set ports)
{
	struct group_list own = from->first->groups;
	struct group_list theirs = j->receiver->first->groups;

	let_out_by_cidr(j, from, ports);
	if (filter_refers(j->sides.filters, own, EGRESS, theirs))
		tell(j, port_set_intersect(j->a, ports, filter_references(
		    j->sides.filters, own, EGRESS, theirs, FILTER_SURE)));
}

/* The same of all senders. */
static void
let_all_out(struct joining *j, struct port_set ports)
{
	struct group_list theirs = j->receiver->first->groups;

	for (size_t i = 0; i < j->outs.n && !is_told(j, ports); i++)
		let_out_by_cidr(j, &j->from.v[j->outs.v[i]], ports);
	for (size_t i = 0; i < theirs.n; i++)
		for (uint32_t k = *first_of(j, &j->referring,
		    theirs.v[i]);
		    k != 0; k = j->referring.v.v[k].next)
			tell(j, port_set_intersect(j->a, ports,
			    j->referring.v.v[k].ports));
}

/* The first sender's range, by number, that may end at a or later. */
static size_t
first_reaching(const struct joining *j, struct addr a)
{
	size_t low = 0, high = j->senders.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (addr_compare(j->senders.v[middle].reach, a) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Ports that the receiver lets in from these addresses. */
static void
let_in_from(struct joining *j, struct range_set peers, struct port_set ports)
{
	if (range_set_contains(peers, j->from.addresses)) {
		let_all_out(j, ports);
		return;
	}
	for (size_t i = 0; i < peers.n; i++)
		for (size_t k = first_reaching(j, peers.v[i].first);
		    k < j->senders.n && !is_told(j, ports) &&
		    addr_compare(j->senders.v[k].range.first,
		    peers.v[i].last) <= 0; k++)
			if (addr_compare(j->senders.v[k].range.last,
			    peers.v[i].first) >= 0)
				let_out(j, &j->from.v[j->senders.v[k].sort],
				    ports);
}

/* What the receiver's service can have of some ports. */
static struct port_set
heard(const struct joining *j, struct port_set ports)
{
	struct port_set open = j->sides.open, listens = j->receiver->listens;

	if (!port_set_is_everything(open))
		ports = port_set_intersect(j->a, ports, open);
	if (!port_set_is_everything(listens))
		ports = port_set_intersect(j->a, ports, listens);
	return ports;
}

static void
let_in_referred(void *context, const struct security_group *to,
    struct port_set ports)
{
	struct joining *j = context;
	uint32_t k = *first_of(j, &j->carriers, to);

	if (k == 0)
		return;
	ports = heard(j, ports);
	for (; k != 0 && !is_told(j, ports); k = j->carriers.v.v[k].next)
		let_out(j, &j->from.v[j->carriers.v.v[k].sort], ports);
}

static void
receive(struct joining *j, const struct sort *to)
{
	j->receiver = to;
	for (size_t i = 0; i < to->cidrs.n; i++) {
		struct port_set ports = heard(j, (struct port_set){ 1,
		    &to->cidrs.v[i].ports });

		if (!is_told(j, ports))
			let_in_from(j, to->cidrs.v[i].peers, ports);
	}
	filter_each_reference(j->sides.filters, to->first->groups, INGRESS,
	    let_in_referred, j);
}

/* ------------------------------------------------- everybody to everybody */

/* Whether a sort's rules admit what gets through for all these addresses of
 * the other side; other NULL: by blocks alone. */
static bool
admits_all(const struct joining *j, const struct sort *own,
    enum direction direction, struct range_set addresses,
    const struct sort *other, struct port_set wanted)
{
	struct port_set ports = service_set_ports_from_all(j->a, own->cidrs,
	    addresses);

	if (port_set_contains(ports, wanted))
		return true;
	return other != NULL && port_set_contains(port_set_union(j->a, ports,
	    filter_references(j->sides.filters, own->first->groups,
	    direction, other->first->groups, FILTER_SURE)), wanted);
}

/* Each sort of one side for each of the other. */
static bool
all_admit(const struct joining *j, const struct sorts *side,
    enum direction direction, const struct sorts *others,
    struct port_set wanted)
{
	for (size_t i = 0; i < side->n; i++) {
		const struct sort *s = &side->v[i];

		if (admits_all(j, s, direction, others->addresses, NULL,
		    wanted))
			continue;
		for (size_t k = 0; k < others->n; k++)
			if (!admits_all(j, s, direction,
			    others->v[k].addresses, &others->v[k],
			    wanted))
				return false;
	}
	return true;
}

bool
cell_join_is_whole(const struct joining *j, struct port_set ports)
{
	if (!port_set_contains(j->sides.open, ports))
		return false;
	for (size_t i = 0; i < j->to.n; i++)
		if (!port_set_contains(j->to.v[i].listens, ports))
			return false;
	return all_admit(j, &j->from, EGRESS, &j->to, ports) &&
	    all_admit(j, &j->to, INGRESS, &j->from, ports);
}

struct port_set
cell_join_ports(const struct joining *j)
{
	return j->ports;
}

struct joining *
cell_join(const struct cell_sides *sides)
{
	struct joining *j = arena_alloc(sides->a, sizeof *j);

	j->sides = *sides;
	j->a = sides->a;
	j->ports = port_set_empty();
	j->everything = service_set_of(j->a, port_set_everything(),
	    range_set_everything(sides->family));
	make_sorts(j, &sides->from, false, &j->from);
	make_sorts(j, &sides->to, true, &j->to);
	find_cidrs(j, &j->from, EGRESS, j->to.addresses);
	find_cidrs(j, &j->to, INGRESS, j->from.addresses);
	index_addresses(j);
	index_groups(j);
	find_outs(j);
	for (size_t i = 0; i < j->to.n; i++)
		receive(j, &j->to.v[i]);
	return j;
}
