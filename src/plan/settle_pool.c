/* SPDX-License-Identifier: MIT */
#include "plan/settle_ground.h"

#include <string.h>

/* The pool of a VPC: the one it names, or the only one there is. */
static const struct address_pool *
pool_of(struct settling *g, const struct vpc *v)
{
	const struct model *m = g->m;
	const char *name = value_is_known(v->pool.is) ? v->pool.v : NULL;

	for (size_t i = 0; i < m->pools.n; i++)
		if (name == NULL ? m->pools.n == 1 :
		    str_equal(m->pools.v[i]->name, name))
			return m->pools.v[i];
	settle_problem(g->s, name != NULL ? v->pool.is.at : v->size.is.at,
	    name != NULL ? arena_printf(g->s->a, "there is no pool \"%s\"",
	    name) : arena_printf(g->s->a, "VPC \"%s\" states a size and no "
	    "pool", thing_label(&v->is)), "state the pool it is to lie in: "
	    "\"pools\" of the plan lists them, \"pool\" of the VPC names one");
	return NULL;
}

static bool
is_open(const struct vpc *v)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is))
			return false;
	return value_is_known(v->size.is);
}

static void
take_known(struct settling *g, struct settled_ground *ground,
    const char *name, const struct cidr_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i].is) && v[i].v.family == IPV4)
			vec_push(g->s->a, &ground->ipv4.taken,
			    ((struct occupied){ v[i].v, name, NULL }));
}

/* A network around a block of the pool sums up what lies in it. */
static bool
is_summary(const struct settled_ground *ground, const struct network *n)
{
	for (size_t i = 0; i < n->cidrs.n; i++)
		for (size_t k = 0; k < ground->ipv4.blocks.n; k++)
			if (value_is_known(n->cidrs.v[i].is) &&
			    cidr_contains(n->cidrs.v[i].v,
			    ground->ipv4.blocks.v[k]))
				return true;
	return false;
}

/*
 * Whether an entry is that of a subnet: "shop/app-a" of the VPC "shop", which
 * is in the plan or was.  A VPC's own name may have a slash.
 */
static bool
is_of_subnet(struct settling *g, const struct map *vpcs,
    const struct lock_entry *e)
{
	const char *slash = e->kind == LOCK_VPC ? NULL :
	    strchr(e->name, '/');

	if (e->kind == LOCK_SUBNET || e->kind == LOCK_ROOM)
		return true;
	for (; slash != NULL; slash = strchr(slash + 1, '/')) {
		const char *vpc = arena_strndup(g->s->a, e->name,
		    (size_t)(slash - e->name));

		if (map_get(vpcs, vpc) != NULL ||
		    lock_find(g->before, LOCK_VPC, vpc) != NULL ||
		    lock_find(g->before, LOCK_TOMBSTONE, vpc) != NULL)
			return true;
	}
	return false;
}

/* Everybody's addresses, and those of VPCs that are gone. */
static void
take_others(struct settling *g, struct settled_ground *ground)
{
	const struct model *m = g->m;
	struct map vpcs = map_new(g->s->a);

	for (size_t i = 0; i < m->vpcs.n; i++)
		*map_slot(&vpcs, settle_name(g->s->a, &m->vpcs.v[i]->is)) = g;
	for (size_t i = 0; i < m->vpcs.n; i++)
		take_known(g, ground, thing_label(&m->vpcs.v[i]->is),
		    m->vpcs.v[i]->cidrs.v, m->vpcs.v[i]->cidrs.n);
	for (size_t i = 0; i < m->networks.n; i++)
		if (!is_summary(ground, m->networks.v[i]))
			take_known(g, ground,
			    thing_label(&m->networks.v[i]->is),
			    m->networks.v[i]->cidrs.v,
			    m->networks.v[i]->cidrs.n);
	for (size_t i = 0; g->before != NULL && i < g->before->v.n; i++) {
		const struct lock_entry *e = g->before->v.v[i];

		if (e->cidr.family == 0 || is_of_subnet(g, &vpcs, e) ||
		    settle_old(g, e->kind, e->name) == NULL)
			continue;
		/* Of those that are there, their placement tells. */
		if (map_get(&g->placed, e->name) == NULL)
			vec_push(g->s->a, &ground->ipv4.taken,
			    ((struct occupied){ e->cidr, e->name, NULL }));
	}
}

static void
add_vpc(struct settling *g, struct settled_ground *ground,
    const struct vpc *v)
{
	struct arena *a = g->s->a;
	unsigned shortest = (unsigned)model_fact(g->m, FACT_VPC_LENGTH_MIN);
	unsigned longest = (unsigned)model_fact(g->m, FACT_VPC_LENGTH_MAX);
	struct placement p = { .of = &v->is, .vpc = v,
		.name = settle_name(a, &v->is), .fate = FATE_ADDED,
		.wants_ipv4 = true, .length = (unsigned)v->size.v,
		.room = (unsigned)v->size.v,
		.why = arena_printf(a, "size %u", (unsigned)v->size.v) };

	if (p.length < shortest || p.length > longest) {
		settle_problem(g->s, v->size.is.at, arena_printf(a, "\"%s\" "
		    "would be a /%u; AWS takes /%u to /%u for a VPC", p.name,
		    p.length, shortest, longest), "state another size");
		p.fate = FATE_UNPLACED;
		p.wants_ipv4 = false;
	} else {
		settle_known(g, ground, &p, LOCK_VPC);
	}
	vec_push(a, &g->s->v, p);
	*map_slot(&g->placed, p.name) = (void *)(uintptr_t)g->s->v.n;
	settle_take(g, ground, &p);
}

void
settle_pools(struct settling *g, struct vpc *const *v, size_t n)
{
	struct arena *a = g->s->a;
	const struct address_pool **of = arena_array(a, n, sizeof *of);

	for (size_t i = 0; i < n; i++)
		of[i] = is_open(v[i]) ? pool_of(g, v[i]) : NULL;
	for (size_t k = 0; k < g->m->pools.n; k++) {
		const struct address_pool *pool = g->m->pools.v[k];
		struct settled_ground ground = { .first = g->s->v.n,
			.name = arena_printf(a, "pool %s", pool->name),
			.ipv4 = { .family = IPV4 },
			.ipv6 = { .family = IPV6 } };

		for (size_t i = 0; i < pool->cidrs.n; i++)
			if (value_is_known(pool->cidrs.v[i].is))
				vec_push(a, &ground.ipv4.blocks,
				    pool->cidrs.v[i].v);
		for (size_t i = 0; i < n; i++)
			if (of[i] == pool)
				add_vpc(g, &ground, v[i]);
		ground.n = g->s->v.n - ground.first;
		take_others(g, &ground);
		settle_place(g, &ground);
		vec_push(a, &g->s->grounds, ground);
	}
}
