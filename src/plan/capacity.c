/* SPDX-License-Identifier: MIT */
#include "plan/capacity.h"

#include "base/str.h"
#include "model/facts.h"

struct capacity {
	struct arena *a;
	struct subnet_use *by_order;	/* of the subnet */
	struct map functions;		/* subnet and groups of functions seen */
	int64_t growth;			/* thousandths */
	const char *lost;		/* key of an AZ; NULL: none */
};

/* How many of a thing there are; and whether that is known. */
struct crowd {
	int64_t now, most;
	bool unknown;
};

static int64_t
divide_up(int64_t n, size_t by)
{
	return (n + (int64_t)by - 1) / (int64_t)by;
}

static int64_t
at_least(int64_t n, int64_t least)
{
	return n > least ? n : least;
}

static void
take(struct capacity *c, const struct subnet *s, const struct appetite *by,
    bool unknown)
{
	struct subnet_use *use = &c->by_order[s->is.order];

	use->now += by->now;
	use->most += by->most;
	use->prefixes_now += by->prefixes_now;
	use->prefixes_most += by->prefixes_most;
	use->unknown = use->unknown || unknown;
	vec_push(c->a, &use->takes, *by);
}

/* The subnets among the references, each once. */
struct subnets {
	const struct subnet **v;
	size_t n, cap;
};

static bool
is_lost(const struct capacity *c, const struct subnet *s)
{
	return c->lost != NULL && str_equal(s->az_key, c->lost);
}

static struct subnets
subnets_of(struct capacity *c, const struct ref *v, size_t n)
{
	struct subnets found = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct subnet *s = (const struct subnet *)v[i].to;

		if (s != NULL && s->is.kind == KIND_SUBNET && !is_lost(c, s))
			vec_push(c->a, &found, s);
	}
	return found;
}

bool
capacity_is_gone(const struct workload *w, const char *az_key)
{
	for (size_t i = 0; i < w->subnet_refs.n; i++) {
		const struct thing *t = w->subnet_refs.v[i].to;

		if (t == NULL || t->kind != KIND_SUBNET || !str_equal(
		    ((const struct subnet *)t)->az_key, az_key))
			return false;
	}
	return w->subnet_refs.n > 0;
}

/* ------------------------------------------------------------- workloads */

/* Numbers of a plan are small; whatever is larger than this is enough to
 * fill any subnet, and cannot overflow a sum. */
static int64_t
sane(int64_t n)
{
	enum { ENOUGH = 1 << 28 };

	return n < 0 ? 0 : n > ENOUGH ? ENOUGH : n;
}

/* Those whose number is what a plan says, not what the service is. */
static bool
can_grow(const struct workload *w)
{
	const struct workload_type *type = workload_type(w->kind);

	return !type->is_load_balancer && !type->is_data_store &&
	    w->kind != WORKLOAD_LAMBDA && w->kind != WORKLOAD_EKS_CLUSTER &&
	    w->kind != WORKLOAD_INTERFACE;
}

static int64_t
grow(const struct capacity *c, const struct workload *w, int64_t n)
{
	return !can_grow(w) ? n : sane(divide_up(sane(n) * c->growth,
	    CAPACITY_SAME));
}

static struct crowd
crowd_of(const struct capacity *of, const struct workload *w)
{
	struct crowd c = {
		.now = grow(of, w, sane(number_or(w->count, 1)))
	};
	int64_t most = grow(of, w, sane(number_or(w->max, 0)));

	c.most = at_least(most, c.now) + sane(number_or(w->surge, 0));
	c.unknown = value_is_unknown(w->count.is) ||
	    value_is_unknown(w->max.is) || value_is_unknown(w->surge.is);
	return c;
}

/* Functions that carry the same groups in a subnet share one interface. */
static bool
is_shared_function(struct capacity *c, const struct workload *w,
    const struct subnet *s)
{
	struct str key = str_new(c->a);
	void **slot;

	if (w->kind != WORKLOAD_LAMBDA)
		return false;
	str_addf(&key, "%lu", (unsigned long)s->is.order);
	for (size_t i = 0; i < w->group_refs.n; i++)
		if (w->group_refs.v[i].to != NULL)
			str_addf(&key, " %lu", (unsigned long)
			    w->group_refs.v[i].to->order);
	slot = map_slot(&c->functions, str_text(&key));
	if (*slot != NULL)
		return true;
	*slot = c;
	return false;
}

/*
 * A node stands in one subnet with all its pods, so it is nodes that are
 * spread, not pods.
 */
static void
add_pods(struct capacity *c, const struct workload *w, struct crowd nodes)
{
	enum { PREFIX_ADDRESSES = 16 };	/* a /28 at a time */
	const struct pods *p = &w->pods;
	int64_t each = sane(number_or(p->per_node, 0));
	struct subnets s = p->subnet_refs.n > 0 ?
	    subnets_of(c, p->subnet_refs.v, p->subnet_refs.n) :
	    subnets_of(c, w->subnet_refs.v, w->subnet_refs.n);
	struct appetite by = {
		.of = &w->is, .subnets = s.n, .is_pods = true
	};

	if (!w->has_pods || s.n == 0)
		return;
	by.now = divide_up(nodes.now, s.n);
	by.most = divide_up(nodes.most, s.n);
	if (value_is_known(p->mode.is) && str_equal(p->mode.v, "prefix")) {
		int64_t blocks = divide_up(each, PREFIX_ADDRESSES);

		by.prefixes_now = sane(by.now * blocks);
		by.prefixes_most = sane(by.most * blocks);
		each = blocks * PREFIX_ADDRESSES;
	}
	by.now = sane(by.now * each);
	by.most = sane(by.most * each);
	for (size_t i = 0; i < s.n; i++)
		take(c, s.v[i], &by, nodes.unknown ||
		    value_is_unknown(p->per_node.is));
}

static void
add_workload(struct capacity *c, const struct workload *w)
{
	int64_t least = w->kind_untold ? 1 :
	    (int64_t)workload_type(w->kind)->addresses;
	struct crowd n = crowd_of(c, w);
	struct subnets s = subnets_of(c, w->subnet_refs.v, w->subnet_refs.n);
	struct appetite by = { .of = &w->is, .subnets = s.n };

	add_pods(c, w, n);
	/* Stated interfaces come with the others, one by one. */
	if (w->interfaces_stated || s.n == 0)
		return;
	by.now = at_least(divide_up(n.now, s.n), least);
	by.most = at_least(divide_up(n.most, s.n), least);
	for (size_t i = 0; i < s.n; i++)
		if (!is_shared_function(c, w, s.v[i]))
			take(c, s.v[i], &by, n.unknown);
}

/* ---------------------------------------------------------- all the rest */

static void
add_one_each(struct capacity *c, const struct thing *of, struct subnets s)
{
	struct appetite by = { .of = of, .now = 1, .most = 1,
		.subnets = s.n };

	for (size_t i = 0; i < s.n; i++)
		take(c, s.v[i], &by, false);
}

static void
add_interface(struct capacity *c, const struct interface *x)
{
	struct appetite by = { .of = &x->is, .subnets = 1 };

	if (x->subnet == NULL || is_lost(c, x->subnet) ||
	    x->endpoint != NULL || !x->is.created ||
	    (x->workload != NULL && !x->workload->interfaces_stated))
		return;
	by.now = by.most = at_least((int64_t)x->addresses.n, 1);
	take(c, x->subnet, &by, false);
}

static void
add_infrastructure(struct capacity *c, const struct model *m)
{
	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		const struct nat_gateway *g = m->nat_gateways.v[i];

		if (g->is.created)
			add_one_each(c, &g->is, subnets_of(c, &g->subnet, 1));
	}
	for (size_t i = 0; i < m->endpoints.n; i++) {
		const struct endpoint *e = m->endpoints.v[i];

		if (e->is.created && e->type != ENDPOINT_GATEWAY)
			add_one_each(c, &e->is, subnets_of(c,
			    e->subnet_refs.v, e->subnet_refs.n));
	}
	for (size_t i = 0; i < m->attachments.n; i++) {
		const struct attachment *a = m->attachments.v[i];

		if (a->is.created)
			add_one_each(c, &a->is, subnets_of(c,
			    a->subnet_refs.v, a->subnet_refs.n));
	}
}

/* What the block gives, and what AWS says is taken of it. */
static void
add_subnet(struct capacity *c, const struct subnet *s)
{
	struct subnet_use *use = &c->by_order[s->is.order];

	if (!value_is_known(s->cidr.is))
		return;
	use->usable = fact_usable(s->cidr.v);
	use->length = s->cidr.v.length;
	if (!value_is_known(s->available.is))
		return;
	use->standing = use->usable - sane(s->available.v);
	if (use->standing < 0)
		use->standing = 0;
}

struct capacity *
capacity_grown(struct arena *a, const struct model *m, int64_t thousandths)
{
	return capacity_without(a, m, thousandths, NULL);
}

struct capacity *
capacity_without(struct arena *a, const struct model *m, int64_t thousandths,
    const char *az_key)
{
	struct capacity *c = arena_alloc(a, sizeof *c);

	c->a = a;
	c->lost = az_key;
	c->growth = thousandths;
	c->functions = map_new(a);
	c->by_order = arena_array(a, m->next_order, sizeof *c->by_order);
	for (size_t i = 0; i < m->subnets.n; i++)
		add_subnet(c, m->subnets.v[i]);
	for (size_t i = 0; i < m->workloads.n; i++)
		if (m->workloads.v[i]->is.created)
			add_workload(c, m->workloads.v[i]);
	for (size_t i = 0; i < m->interfaces.n; i++)
		add_interface(c, m->interfaces.v[i]);
	add_infrastructure(c, m);
	return c;
}

struct capacity *
capacity_new(struct arena *a, const struct model *m)
{
	return capacity_grown(a, m, CAPACITY_SAME);
}

/*
 * The first block of a subnet has four addresses of AWS's in it and the last
 * one has one: neither can be had whole, others can be in them.
 */
int64_t
capacity_prefix_room(const struct subnet_use *use, int64_t others)
{
	enum { BLOCK_LENGTH = 28, BLOCK = 16, BROKEN = 2, IN_BROKEN = 27 };
	int64_t blocks;

	if (use->usable == 0 || use->length >= BLOCK_LENGTH)
		return 0;
	blocks = ((int64_t)1 << (BLOCK_LENGTH - use->length)) - BROKEN;
	if (others > IN_BROKEN)
		blocks -= divide_up(others - IN_BROKEN, BLOCK);
	return blocks > 0 ? blocks : 0;
}

static bool
fits(const struct subnet_use *use, int64_t planned, int64_t prefixes)
{
	enum { BLOCK = 16 };
	int64_t all = use->standing + planned;

	if (use->usable == 0)
		return true;
	return all <= use->usable && (prefixes == 0 || prefixes <=
	    capacity_prefix_room(use, all - prefixes * BLOCK));
}

bool
capacity_fits_now(const struct subnet_use *use)
{
	return fits(use, use->now, use->prefixes_now);
}

bool
capacity_fits_most(const struct subnet_use *use)
{
	return fits(use, use->most, use->prefixes_most);
}

const struct subnet_use *
capacity_of(const struct capacity *c, const struct subnet *s)
{
	return &c->by_order[s->is.order];
}
