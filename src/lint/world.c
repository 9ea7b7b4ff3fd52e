/* SPDX-License-Identifier: MIT */
#include "lint/world.h"

#include "model/facts.h"
#include "net/special.h"

struct world {
	struct range_set internet[2];	/* IPv4, IPv6 */
	struct addr half[2];		/* of its addresses */
};

static size_t
index_of(enum family family)
{
	return family == IPV4 ? 0 : 1;
}

struct world *
world_new(struct arena *a)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct world *w = arena_alloc(a, sizeof *w);

	for (size_t i = 0; i < 2; i++) {
		w->internet[i] = fact_internet(families[i]);
		w->half[i] = addr_shift_right(
		    range_set_count(w->internet[i], NULL), 1);
	}
	return w;
}

struct range_set
world_public(struct arena *a, const struct world *w, struct range_set s)
{
	return range_set_intersect(a, s, w->internet[index_of(s.family)]);
}

enum extent
world_extent(const struct world *w, struct range_set s)
{
	enum { WIDE_LENGTH = 16 };
	struct addr wide = addr_shift_left(addr_from_u64(1),
	    family_bits(s.family) - WIDE_LENGTH);
	struct arena *a = arena_new();
	struct addr n = range_set_count(world_public(a, w, s), NULL);

	arena_free(a);
	if (addr_compare(n, w->half[index_of(s.family)]) >= 0)
		return EXTENT_WORLD;
	return addr_compare(n, wide) >= 0 ? EXTENT_WIDE : EXTENT_NARROW;
}

static bool
is_certain(const struct group_rule *r)
{
	return value_is_known(r->ports->is) && group_rule_exists(r) == NULL;
}

static const struct prefix_list *
list_of(const struct group_rule *r)
{
	const struct thing *t = r->peer_kind == PEER_PREFIX_LIST ?
	    group_rule_to(r) : NULL;

	return t != NULL && t->kind == KIND_PREFIX_LIST ?
	    (const struct prefix_list *)t : NULL;
}

static struct range_set
peers_of(struct arena *a, const struct group_rule *r, enum family family)
{
	const struct prefix_list *p = list_of(r);
	struct cidr *blocks;
	size_t n = 0;

	if (r->peer_kind == PEER_ANYWHERE)
		return range_set_everything(family);
	if (group_rule_has_block(r) && r->family == family)
		return range_set_of_cidr(a, group_rule_block(r));
	if (p == NULL)
		return range_set_empty(family);
	blocks = arena_array(a, p->entries.n, sizeof *blocks);
	for (size_t i = 0; i < p->entries.n; i++)
		if (value_is_known(p->entries.v[i].is))
			blocks[n++] = p->entries.v[i].v;
	return range_set_of_cidrs(a, family, blocks, n);
}

bool
world_takes_part(struct arena *a, const struct world *w,
    const struct group_rule *r, enum family family, struct port_set ports)
{
	return is_certain(r) && port_set_overlaps(r->ports->v, ports) &&
	    !range_set_is_empty(world_public(a, w, peers_of(a, r, family)));
}

struct service_set
world_admitted(struct arena *a, const struct security_group *g,
    enum direction direction, enum family family)
{
	size_t n = direction == INGRESS ? g->ingress.n : g->egress.n;
	struct group_rule *const *rules =
	    direction == INGRESS ? g->ingress.v : g->egress.v;
	struct service_set *v = arena_array(a, n, sizeof *v);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct range_set peers;

		if (!is_certain(rules[i]))
			continue;
		peers = peers_of(a, rules[i], family);
		if (!range_set_is_empty(peers))
			v[kept++] = service_set_of(a, rules[i]->ports->v,
			    peers);
	}
	return service_set_union_all(a, family, v, kept);
}

/* The size of a block in units of 2^-48 of its family's space. */
static uint64_t
size_of(struct cidr c)
{
	enum { UNITS = 48 };

	return c.length >= UNITS ? 1 : (uint64_t)1 << (UNITS - c.length);
}

/* The same, 0 if it lies in special-purpose space altogether: 192.0.0.0/8
 * begins in some, and goes on. */
static uint64_t
public_size(struct cidr c)
{
	const struct special *s = special_find((enum family)c.family, c.base);

	return s != NULL && s->block.length <= c.length ? 0 : size_of(c);
}

/* Whether the blocks of one family have 2^32 units together. */
static bool
sums_up(struct group_rule *const *rules, size_t n, bool only_public)
{
	uint64_t wide = (uint64_t)1 << 32, sum[2] = { 0, 0 };

	for (size_t i = 0; i < n; i++) {
		const struct group_rule *r = rules[i];
		struct cidr block;
		uint64_t *of;

		if (!group_rule_has_block(r))
			continue;
		block = group_rule_block(r);
		of = &sum[index_of((enum family)block.family)];
		*of += only_public ? public_size(block) : size_of(block);
		if (*of >= wide)
			return true;
	}
	return false;
}

bool
world_may_be_wide(const struct security_group *g, enum direction direction)
{
	size_t n = direction == INGRESS ? g->ingress.n : g->egress.n;
	struct group_rule *const *rules =
	    direction == INGRESS ? g->ingress.v : g->egress.v;

	for (size_t i = 0; i < n; i++)
		if (rules[i]->peer_kind == PEER_ANYWHERE ||
		    list_of(rules[i]) != NULL)
			return true;
	/* Which blocks are public is asked only where it can matter. */
	return sums_up(rules, n, false) && sums_up(rules, n, true);
}

struct port_set
world_ports(struct arena *a, const struct world *w,
    struct service_set admitted, enum extent extent)
{
	struct port_range *v = arena_array(a, admitted.n, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < admitted.n; i++)
		if (world_extent(w, admitted.v[i].peers) >= extent)
			v[n++] = admitted.v[i].ports;
	return port_set_of_ranges(a, v, n);
}
