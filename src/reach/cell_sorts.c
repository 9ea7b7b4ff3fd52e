/* SPDX-License-Identifier: MIT */
#include "reach/cell_sorts.h"

#include "base/vec.h"
#include "reach/filter.h"

#include <stdlib.h>

struct sort {
	const struct end *first;
	struct port_set listens;	/* of receivers */
	struct service_set cidrs;	/* what its rules admit by blocks */
	struct range_set addresses;
};

/* One range of addresses of a sort of senders. */
struct sender {
	struct range range;
	uint32_t sort;
	struct addr reach;	/* the greatest last address up to here */
};

/* An element of a list that belongs to a group; 0 ends it. */
struct of_group {
	uint32_t sort, next;
	const struct port_set *ports;	/* of rules that refer to the group;
					   of who carries it: NULL */
};

struct by_group {
	uint32_t *first;	/* by order of declaration */
	struct of_group *v;	/* v[0] is nobody */
	uint32_t n;
};

struct sorts {
	struct sorts_made made;
	struct sort *v;
	size_t n;
	struct range_set addresses;	/* of all */
	/* Of senders: */
	struct {
		struct sender *v;
		size_t n;
	} senders;
	struct by_group carriers;	/* that carry a group */
	struct by_group referring;	/* that refer to one */
	VEC(uint32_t) outs;		/* one for each different set of blocks
					   that is not empty */
	uint32_t sender;		/* whose references are visited */
};

struct joining {
	struct arena *a;
	struct filters *filters;
	const struct sorts *from, *to;
	struct port_set open;
	struct port_set ports;		/* that get through, so far */
	const struct sort *receiver;	/* whose references are visited */
	uint32_t number;		/* of the receiver, from 1 */
	/* Of each sender: */
	unsigned char *near;		/* enum nearness */
	uint32_t *referring;		/* the last receiver that it refers to */
};

/* Whether blocks of a sender's rules meet the stretch of addresses where
 * receivers are at all. */
enum nearness { NEAR_UNASKED, NEAR_NO, NEAR_YES };

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
admits_by_block(const struct sorts *s, const struct end *e,
    enum direction direction)
{
	return e->kind != END_INTERFACES ? service_set_of(s->made.a,
	    port_set_everything(), range_set_everything(s->made.family)) :
	    filter_groups(s->made.filters, e->groups, direction,
	    s->made.family, FILTER_SURE);
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
addresses_of(const struct sorts *s, struct end *const *v, size_t n)
{
	size_t family = FAMILY_INDEX(s->made.family), ranges = 0;
	struct arena *scratch;
	struct range_set set;
	struct range *all;

	if (n == 1)
		return v[0]->addresses[family];
	scratch = arena_new();
	for (size_t i = 0; i < n; i++)
		ranges += v[i]->addresses[family].n;
	all = arena_array(scratch, ranges, sizeof *all);
	ranges = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < v[i]->addresses[family].n; k++)
			all[ranges++] = v[i]->addresses[family].v[k];
	set = range_set_copy(s->made.a, range_set_of_ranges(scratch,
	    s->made.family, all, ranges));
	arena_free(scratch);
	return set;
}

/* How many sorts these are, in their order. */
static size_t
count_sorts(struct end *const *v, size_t n, bool receive)
{
	size_t sorts = 0;

	for (size_t i = 0; i < n; i++)
		sorts += i == 0 || (receive ? compare_ends(&v[i - 1], &v[i]) :
		    compare_filters(v[i - 1], v[i])) != 0;
	return sorts;
}

static void
make_sorts(struct sorts *out, const struct ends *ends)
{
	bool receive = out->made.receive;
	struct arena *scratch = arena_new();
	struct end **v = arena_array(scratch, ends->n, sizeof *v);
	size_t end;

	for (size_t i = 0; i < ends->n; i++)
		v[i] = ends->v[i];
	qsort(v, ends->n, sizeof *v, compare_ends);
	out->v = arena_array(out->made.a, count_sorts(v, ends->n, receive),
	    sizeof *out->v);
	for (size_t i = 0; i < ends->n; i = end) {
		struct sort s = { .first = v[i] };

		for (end = i + 1; end < ends->n && (receive ?
		    compare_ends(&v[i], &v[end]) :
		    compare_filters(v[i], v[end])) == 0; end++)
			;
		s.addresses = addresses_of(out, v + i, end - i);
		s.cidrs = admits_by_block(out, v[i], receive ? INGRESS :
		    EGRESS);
		if (receive)
			s.listens = end_listens(out->made.a, v[i]);
		out->v[out->n++] = s;
	}
	out->addresses = addresses_of(out, v, ends->n);
	arena_free(scratch);
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
index_addresses(struct sorts *s)
{
	size_t n = 0;

	for (uint32_t i = 0; i < s->n; i++)
		n += s->v[i].addresses.n;
	s->senders.v = arena_array(s->made.a, n, sizeof *s->senders.v);
	for (uint32_t i = 0; i < s->n; i++) {
		struct range_set own = s->v[i].addresses;

		for (size_t k = 0; k < own.n; k++)
			s->senders.v[s->senders.n++] = (struct sender){
				own.v[k], i, own.v[k].last };
	}
	qsort(s->senders.v, n, sizeof *s->senders.v, compare_senders);
	for (size_t i = 1; i < s->senders.n; i++)
		if (addr_compare(s->senders.v[i].reach,
		    s->senders.v[i - 1].reach) < 0)
			s->senders.v[i].reach = s->senders.v[i - 1].reach;
}

/* With room for so many. */
static struct by_group
by_group_new(const struct sorts *s, size_t room)
{
	struct by_group g = {
		.first = arena_array(s->made.a, s->made.n_groups + 1,
		    sizeof *g.first),
		.v = arena_array(s->made.a, room + 1, sizeof *g.v),
		.n = 1
	};

	return g;
}

static uint32_t *
first_of(const struct sorts *s, const struct by_group *g,
    const struct security_group *of)
{
	return &g->first[of->is.order - s->made.first_group];
}

static void
put(const struct sorts *s, struct by_group *g,
    const struct security_group *of, uint32_t sort,
    const struct port_set *ports)
{
	uint32_t *first = first_of(s, g, of);

	g->v[g->n] = (struct of_group){ sort, *first, ports };
	*first = g->n++;
}

static void
count_reference(void *context, const struct security_group *to,
    const struct port_set *ports)
{
	size_t *n = context;

	(void)to;
	(void)ports;
	(*n)++;
}

static void
note_reference(void *context, const struct security_group *to,
    const struct port_set *ports)
{
	struct sorts *s = context;

	put(s, &s->referring, to, s->sender, ports);
}

static void
index_groups(struct sorts *s)
{
	size_t carried = 0, referred = 0;

	for (size_t i = 0; i < s->n; i++) {
		carried += s->v[i].first->groups.n;
		filter_each_reference(s->made.filters, s->v[i].first->groups,
		    EGRESS, count_reference, &referred);
	}
	s->carriers = by_group_new(s, carried);
	s->referring = by_group_new(s, referred);
	for (uint32_t i = 0; i < s->n; i++) {
		struct group_list own = s->v[i].first->groups;

		for (size_t k = 0; k < own.n; k++)
			put(s, &s->carriers, own.v[k], i, NULL);
		s->sender = i;
		filter_each_reference(s->made.filters, own, EGRESS,
		    note_reference, s);
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
find_outs(struct sorts *s)
{
	struct arena *scratch = arena_new();
	size_t size = 8;
	uint32_t *table;

	while (size < 2 * s->n)
		size *= 2;
	table = arena_array(scratch, size, sizeof *table);
	for (uint32_t i = 0; i < s->n; i++) {
		struct service_set own = s->v[i].cidrs;
		size_t at = (size_t)hash_of(own) & (size - 1);

		if (own.n == 0)
			continue;
		while (table[at] != 0 && !service_set_equal(own,
		    s->v[table[at] - 1].cidrs))
			at = (at + 1) & (size - 1);
		if (table[at] != 0)
			continue;
		table[at] = i + 1;
		vec_push(s->made.a, &s->outs, i);
	}
	arena_free(scratch);
}

struct sorts *
sorts_new(const struct sorts_made *made, const struct ends *ends)
{
	struct sorts *s = arena_alloc(made->a, sizeof *s);

	s->made = *made;
	make_sorts(s, ends);
	if (made->receive)
		return s;
	index_addresses(s);
	index_groups(s);
	find_outs(s);
	return s;
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

static bool
is_near(struct joining *j, uint32_t sender)
{
	struct service_set out = j->from->v[sender].cidrs;
	struct range_set all = j->to->addresses;

	if (j->near[sender] != NEAR_UNASKED)
		return j->near[sender] == NEAR_YES;
	j->near[sender] = NEAR_NO;
	for (size_t i = 0; i < out.n; i++) {
		struct range_set peers = out.v[i].peers;

		if (addr_compare(peers.v[0].first, all.v[all.n - 1].last) > 0 ||
		    addr_compare(peers.v[peers.n - 1].last,
		    all.v[0].first) < 0)
			continue;
		j->near[sender] = NEAR_YES;
		return true;
	}
	return false;
}

static bool
refers(const struct joining *j, uint32_t sender)
{
	return j->referring[sender] == j->number;
}

/* Mark the senders whose rules refer to the receiver. */
static void
mark_referring(struct joining *j)
{
	const struct by_group *all = &j->from->referring;
	struct group_list own = j->receiver->first->groups;

	for (size_t i = 0; i < own.n; i++)
		for (uint32_t k = *first_of(j->from, all, own.v[i]); k != 0;
		    k = all->v[k].next)
			j->referring[all->v[k].sort] = j->number;
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
let_out(struct joining *j, uint32_t sender, struct port_set ports)
{
	const struct sort *from = &j->from->v[sender];

	if (is_near(j, sender))
		let_out_by_cidr(j, from, ports);
	if (refers(j, sender))
		tell(j, port_set_intersect(j->a, ports, filter_references(
		    j->filters, from->first->groups, EGRESS,
		    j->receiver->first->groups, FILTER_SURE)));
}

/* The same of all senders. */
static void
let_all_out(struct joining *j, struct port_set ports)
{
	struct group_list theirs = j->receiver->first->groups;

	for (size_t i = 0; i < j->from->outs.n && !is_told(j, ports); i++)
		let_out_by_cidr(j, &j->from->v[j->from->outs.v[i]], ports);
	for (size_t i = 0; i < theirs.n; i++)
		for (uint32_t k = *first_of(
		    j->from, &j->from->referring, theirs.v[i]);
		    k != 0; k = j->from->referring.v[k].next)
			tell(j, port_set_intersect(j->a, ports,
			    *j->from->referring.v[k].ports));
}

/* The first sender's range, by number, that may end at a or later. */
static size_t
first_reaching(const struct joining *j, struct addr a)
{
	size_t low = 0, high = j->from->senders.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (addr_compare(j->from->senders.v[middle].reach, a) < 0)
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
	if (range_set_contains(peers, j->from->addresses)) {
		let_all_out(j, ports);
		return;
	}
	for (size_t i = 0; i < peers.n; i++)
		for (size_t k = first_reaching(j, peers.v[i].first);
		    k < j->from->senders.n && !is_told(j, ports) &&
		    addr_compare(j->from->senders.v[k].range.first,
		    peers.v[i].last) <= 0; k++)
			if (addr_compare(j->from->senders.v[k].range.last,
			    peers.v[i].first) >= 0)
				let_out(j, j->from->senders.v[k].sort, ports);
}

/* What the receiver's service can have of some ports. */
static struct port_set
heard(const struct joining *j, struct port_set ports)
{
	struct port_set open = j->open, listens = j->receiver->listens;

	if (!port_set_is_everything(open))
		ports = port_set_intersect(j->a, ports, open);
	if (!port_set_is_everything(listens))
		ports = port_set_intersect(j->a, ports, listens);
	return ports;
}

static void
let_in_referred(void *context, const struct security_group *to,
    const struct port_set *admitted)
{
	struct port_set ports = *admitted;
	struct joining *j = context;
	const struct by_group *all = &j->from->carriers;
	bool is_heard = false;

	for (uint32_t k = *first_of(j->from, all, to); k != 0;
	    k = all->v[k].next) {
		uint32_t sender = all->v[k].sort;

		if (!is_near(j, sender) && !refers(j, sender))
			continue;
		if (!is_heard)
			ports = heard(j, ports);
		is_heard = true;
		if (is_told(j, ports))
			return;
		let_out(j, sender, ports);
	}
}

static void
receive(struct joining *j, const struct sort *to)
{
	struct range_set all = j->from->addresses;

	j->receiver = to;
	j->number++;
	mark_referring(j);
	for (size_t i = 0; i < to->cidrs.n; i++) {
		struct range_set peers = to->cidrs.v[i].peers;
		struct port_set ports;

		/* Most are not about where the senders are. */
		if (addr_compare(peers.v[0].first, all.v[all.n - 1].last) > 0 ||
		    addr_compare(peers.v[peers.n - 1].last,
		    all.v[0].first) < 0)
			continue;
		ports = heard(j, (struct port_set){ 1,
		    &to->cidrs.v[i].ports });
		if (!is_told(j, ports))
			let_in_from(j, peers, ports);
	}
	filter_each_reference(j->filters, to->first->groups, INGRESS,
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
	    filter_references(j->filters, own->first->groups,
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
	if (!port_set_contains(j->open, ports))
		return false;
	for (size_t i = 0; i < j->to->n; i++)
		if (!port_set_contains(j->to->v[i].listens, ports))
			return false;
	return all_admit(j, j->from, EGRESS, j->to, ports) &&
	    all_admit(j, j->to, INGRESS, j->from, ports);
}

struct port_set
cell_join_ports(const struct joining *j)
{
	return j->ports;
}

struct joining *
cell_join(struct arena *a, const struct sorts *from, const struct sorts *to,
    struct port_set open)
{
	struct joining *j = arena_alloc(a, sizeof *j);

	*j = (struct joining){ .a = a, .filters = from->made.filters,
		.from = from, .to = to, .open = open,
		.ports = port_set_empty(),
		.near = arena_array(a, from->n, sizeof *j->near),
		.referring = arena_array(a, from->n, sizeof *j->referring) };
	for (size_t i = 0; i < to->n; i++)
		receive(j, &to->v[i]);
	return j;
}
