/* SPDX-License-Identifier: MIT */
#include "lint/space.h"

struct entry {
	bool made;
	struct space v[2];		/* IPv4, IPv6 */
};

struct spaces {
	struct arena *a;
	struct entry *by_order;		/* of the thing */
};

struct spaces *
spaces_new(struct arena *a, const struct model *m)
{
	struct spaces *s = arena_alloc(a, sizeof *s);

	s->a = a;
	s->by_order = arena_array(a, m->next_order, sizeof *s->by_order);
	return s;
}

static struct space
space_of(struct arena *a, enum family family, const struct cidr_value *v,
    size_t n)
{
	struct cidr *blocks = arena_array(a, n, sizeof *blocks);
	struct space s = { .known = true };
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (value_is_known(v[i].is))
			blocks[kept++] = v[i].v;
		else
			s.known = false;
	}
	s.set = range_set_of_cidrs(a, family, blocks, kept);
	return s;
}

static struct space
pick(const struct entry *e, enum family family)
{
	return e->v[family == IPV4 ? 0 : 1];
}

struct space
spaces_of_vpc(struct spaces *s, const struct vpc *v, enum family family)
{
	struct entry *e = &s->by_order[v->is.order];

	if (e->made)
		return pick(e, family);
	e->made = true;
	e->v[0] = space_of(s->a, IPV4, v->cidrs.v, v->cidrs.n);
	e->v[1] = space_of(s->a, IPV6, v->ipv6_cidrs.v, v->ipv6_cidrs.n);
	/* A VPC always has an IPv4 block; without, it is only mentioned. */
	if (v->cidrs.n == 0)
		e->v[0].known = e->v[1].known = false;
	/* The other end of a peering is often seen in part. */
	if (v->ipv6_cidrs.n == 0 && !v->is.created && v->is.content == 0)
		e->v[1].known = false;
	return pick(e, family);
}

struct space
spaces_of_list(struct spaces *s, const struct prefix_list *p,
    enum family family)
{
	struct entry *e = &s->by_order[p->is.order];

	if (e->made)
		return pick(e, family);
	e->made = true;
	e->v[0] = space_of(s->a, IPV4, p->entries.v, p->entries.n);
	e->v[1] = space_of(s->a, IPV6, p->entries.v, p->entries.n);
	if (!p->entries_known)
		e->v[0].known = e->v[1].known = false;
	return pick(e, family);
}

struct space
spaces_of_route(struct spaces *s, const struct route *r, enum family family)
{
	struct space none = { .set = range_set_empty(family) };

	switch (r->destination) {
	case DESTINATION_CIDR:
		if (!value_is_known(r->cidr.is))
			return none;
		none.known = true;
		if (r->cidr.v.family == family)
			none.set = range_set_of_cidr(s->a, r->cidr.v);
		return none;
	case DESTINATION_PREFIX_LIST:
		if (r->list.to != NULL && r->list.to->kind ==
		    KIND_PREFIX_LIST)
			return spaces_of_list(s, (const struct prefix_list *)
			    r->list.to, family);
		return none;
	case DESTINATION_SERVICE:
	case DESTINATION_UNKNOWN:
		return none;
	}
	return none;
}
