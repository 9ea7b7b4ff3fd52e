/* SPDX-License-Identifier: MIT */
#include "plan/settle_ground.h"

#include <stdlib.h>

/* What mends that somebody is in the way: nobody needs a tombstone or a room
 * any more who says so. */
static const char *
mend_by_other(const struct settling *g, const struct occupied *other)
{
	enum lock_kind kind = LOCK_TOMBSTONE;

	if (other == NULL)
		return "";
	if (settle_old(g, kind, other->name) == NULL)
		kind = LOCK_ROOM;
	if (map_get(&g->placed, other->name) != NULL ||
	    settle_old(g, kind, other->name) == NULL)
		return "";
	return arena_printf(g->s->a, "that is %s: vpcplan alloc --release "
	    "'%s' PLAN gives it up; or ", kind == LOCK_TOMBSTONE ?
	    "a tombstone" : "kept for another AZ", other->name);
}

/* Who else is in a block; NULL if nobody is. */
static const struct occupied *
in_the_way(const struct terrain *t, struct cidr block, const char *name)
{
	for (size_t i = 0; i < t->taken.n; i++)
		if (cidr_overlaps(t->taken.v[i].block, block) &&
		    !str_equal(t->taken.v[i].name, name))
			return &t->taken.v[i];
	return NULL;
}

static void
replace_taken(struct terrain *t, const char *name, struct cidr block)
{
	for (size_t i = 0; i < t->taken.n; i++)
		if (str_equal(t->taken.v[i].name, name))
			t->taken.v[i].block = block;
}

static void
resize(struct settling *g, struct settled_ground *ground,
    struct placement *p)
{
	struct arena *a = g->s->a;
	struct cidr block = cidr_around(p->before.base, IPV4, p->length);
	const struct occupied *other = in_the_way(&ground->ipv4, block,
	    p->name);

	if (other != NULL || !settle_lies_in(&ground->ipv4, block)) {
		settle_problem(g->s, p->of->at, arena_printf(a, "\"%s\" is "
		    "%s and cannot become a /%u where it is: %s%s%s",
		    p->name, cidr_text(a, p->before), p->length,
		    other == NULL ? "the VPC ends" : other->name,
		    other == NULL ? "" : " has ", other == NULL ? "" :
		    cidr_text(a, other->block)), arena_printf(a,
		    "%sstate the size it had (%u) and add a subnet; or %s",
		    mend_by_other(g, other), p->before.length,
		    settle_mend_by_release(a, p->name)));
		p->cidr = p->before;
		p->fate = FATE_UNPLACED;
		return;
	}
	p->cidr = block;
	replace_taken(&ground->ipv4, p->name, block);
}

/* Keep as much room around what stays as the plan says now. */
static void
fit_room(struct settling *g, struct settled_ground *ground,
    struct placement *p)
{
	struct arena *a = g->s->a;
	struct cidr with_room = cidr_around(p->cidr.base, IPV4, p->room);
	struct cidr had = p->keeps;
	const struct occupied *other;

	/* Most stay as they are. */
	if (p->fate != FATE_RESIZED && (p->room == p->length ?
	    had.family == 0 : had.family != 0 && cidr_equal(had, with_room)))
		return;
	p->keeps = (struct cidr){ .family = 0 };
	if (p->room == p->length) {
		replace_taken(&ground->ipv4, p->name, p->cidr);
		return;
	}
	other = in_the_way(&ground->ipv4, with_room, p->name);
	if ((other == NULL && settle_lies_in(&ground->ipv4, with_room)) ||
	    (had.family != 0 && cidr_equal(had, with_room))) {
		p->keeps = with_room;
		replace_taken(&ground->ipv4, p->name, with_room);
		return;
	}
	settle_problem(g->s, p->of->at, arena_printf(a, "\"%s\" (%s) cannot "
	    "keep room to grow to a /%u: %s%s%s", p->name,
	    cidr_text(a, p->cidr), p->room, other == NULL ? "the VPC ends" :
	    other->name, other == NULL ? "" : " has ", other == NULL ? "" :
	    cidr_text(a, other->block)), arena_printf(a, "%sa smaller "
	    "\"grow\"; or %s", mend_by_other(g, other),
	    settle_mend_by_release(a, p->name)));
}

/* A room of the old lock that nobody has moved into yet. */
struct room {
	const struct lock_entry *of;
	const char *tier;
	bool used;
};

struct rooms {
	struct room *v;
	size_t n, cap;
};

static struct rooms
find_rooms(struct settling *g, const struct settled_ground *ground)
{
	struct rooms rooms = { 0 };

	for (size_t i = 0; g->before != NULL && i < g->before->v.n; i++) {
		const struct lock_entry *e = g->before->v.v[i];
		const char *tier = settle_tier_of_room(g->s->a, e, ground->name);

		if (tier != NULL && settle_old(g, e->kind, e->name) != NULL)
			vec_push(g->s->a, &rooms, ((struct room){ e, tier,
			    false }));
	}
	return rooms;
}

static bool
is_open(const struct placement *p)
{
	return p->wants_ipv4 && p->fate == FATE_ADDED && p->cidr.family == 0;
}

static void
set_block(struct placement *p, struct cidr block)
{
	p->cidr = cidr_around(block.base, block.family, p->length);
	if (p->room < p->length)
		p->keeps = cidr_around(block.base, block.family, p->room);
}

/* Move into rooms that were kept for the tier. */
static void
move_in(struct settling *g, struct settled_ground *ground,
    struct rooms *rooms)
{
	for (size_t i = 0; i < ground->n; i++) {
		struct placement *p = &g->s->v.v[ground->first + i];

		for (size_t k = 0; is_open(p) && k < rooms->n; k++) {
			struct room *room = &rooms->v[k];

			if (room->used || !str_equal(room->tier, p->tier) ||
			    room->of->cidr.length > p->room ||
			    in_the_way(&ground->ipv4, room->of->cidr,
			    room->of->name) != NULL)
				continue;
			room->used = true;
			p->with_tier = true;
			set_block(p, room->of->cidr);
			replace_taken(&ground->ipv4, room->of->name,
			    p->keeps.family != 0 ? p->keeps : p->cidr);
		}
	}
	for (size_t k = 0; k < rooms->n; k++)
		if (!rooms->v[k].used)
			lock_add(g->s->next, *rooms->v[k].of);
}

struct requests {
	struct request *v;
	size_t n, cap;
};

/* The largest subnet of a tier, with its room to grow, and how many rooms it has in next. */
static unsigned
measure_tier(const struct settling *g, const struct settled_ground *ground,
    const char *tier, size_t *rooms)
{
	unsigned length = 33;

	*rooms = 0;
	for (size_t i = 0; i < ground->n; i++) {
		const struct placement *p = &g->s->v.v[ground->first + i];

		if (p->wants_ipv4 && str_equal(p->tier, tier) &&
		    p->room < length)
			length = p->room;
	}
	while (lock_find(g->s->next, LOCK_ROOM, arena_printf(g->s->a,
	    "%s/%s~%zu", ground->name, tier, *rooms + 1)) != NULL)
		(*rooms)++;
	return length;
}

static bool
has_az(const struct placement *p)
{
	return p->of->kind == KIND_SUBNET &&
	    ((const struct subnet *)p->of)->az.is.state != VALUE_ABSENT;
}

/* Ask for rooms of the tiers, up to as many as are wanted of each. */
static void
ask_for_rooms(struct settling *g, const struct settled_ground *ground,
    struct requests *requests)
{
	struct arena *a = g->s->a;
	struct map seen = map_new(a);

	for (size_t i = 0; i < ground->n; i++) {
		const struct placement *p = &g->s->v.v[ground->first + i];
		unsigned length;
		size_t rooms = 0;

		if (!p->wants_ipv4 || p->tier == NULL || !has_az(p) ||
		    g->options->reserve_azs == 0 ||
		    map_get(&seen, p->tier) != NULL)
			continue;
		*map_slot(&seen, p->tier) = g;
		length = measure_tier(g, ground, p->tier, &rooms);
		for (; rooms < g->options->reserve_azs; rooms++)
			vec_push(a, requests, ((struct request){
			    .name = arena_printf(a, "%s/%s~%zu",
			    ground->name, p->tier, rooms + 1),
			    .tier = p->tier, .length = length }));
	}
}

static int
compare_declared(const void *x, const void *y)
{
	const struct placement *const *a = x, *const *b = y;

	return ((*a)->of->order > (*b)->of->order) -
	    ((*a)->of->order < (*b)->of->order);
}

/* What wants a block of the family, in the order of the plan's text. */
static size_t
find_open(struct settling *g, const struct settled_ground *ground,
    enum family family, struct placement **v)
{
	size_t n = 0;

	for (size_t i = 0; i < ground->n; i++) {
		struct placement *p = &g->s->v.v[ground->first + i];

		if (family == IPV4 ? is_open(p) :
		    p->wants_ipv6 && p->ipv6.family == 0)
			v[n++] = p;
	}
	if (n > 1)
		qsort(v, n, sizeof *v, compare_declared);
	return n;
}

static void
answer(struct settling *g, struct terrain *t, struct placement *p,
    const struct request *r)
{
	p->with_tier = r->with_tier;
	if (!r->placed) {
		p->fate = FATE_UNPLACED;
		return;
	}
	if (t->family == IPV4)
		set_block(p, r->block);
	else
		p->ipv6 = r->block;
	vec_push(g->s->a, &t->taken, ((struct occupied){ r->block, p->name,
	    p->tier }));
}

static void
place_family(struct settling *g, struct settled_ground *ground,
    struct terrain *t)
{
	enum { IPV6_SUBNET = 64 };
	struct arena *a = g->s->a;
	struct placement **v = arena_array(a, ground->n, sizeof *v);
	size_t n = find_open(g, ground, t->family, v);
	struct requests requests = { 0 };

	for (size_t i = 0; i < n; i++)
		vec_push(a, &requests, ((struct request){ .name = v[i]->name,
		    .tier = v[i]->tier, .length = t->family == IPV4 ?
		    v[i]->room : IPV6_SUBNET }));
	if (t->family == IPV4)
		ask_for_rooms(g, ground, &requests);
	if (requests.n == 0)
		return;
	allocate(t, requests.v, requests.n, g->options->fit,
	    g->options->order);
	for (size_t i = 0; i < n; i++)
		answer(g, t, v[i], &requests.v[i]);
	for (size_t i = n; i < requests.n; i++) {
		const struct request *r = &requests.v[i];

		if (!r->placed) {
			settle_problem(g->s, (struct place){ 0, 0 },
			    arena_printf(a, "there is no room for another AZ "
			    "of tier \"%s\" in \"%s\": no /%u is free",
			    r->tier, ground->name, r->length),
			    "a smaller --reserve-azs");
			continue;
		}
		vec_push(a, &t->taken, ((struct occupied){ r->block, r->name,
		    r->tier }));
		lock_add(g->s->next, (struct lock_entry){ .kind = LOCK_ROOM,
		    .name = r->name, .cidr = r->block,
		    .why = arena_printf(a, "another AZ of %s", r->tier) });
	}
}

void
settle_place(struct settling *g, struct settled_ground *ground)
{
	struct rooms rooms = find_rooms(g, ground);

	settle_check_overlaps(g, ground, &ground->ipv4);
	settle_check_overlaps(g, ground, &ground->ipv6);
	if (ground->vpc != NULL)
		settle_take_others(g, ground);
	else
		settle_take_forbidden(g, ground);
	for (size_t i = 0; i < ground->n; i++) {
		struct placement *p = &g->s->v.v[ground->first + i];

		if (p->fate == FATE_RESIZED)
			resize(g, ground, p);
		if (p->before.family != 0 && p->fate != FATE_UNPLACED)
			fit_room(g, ground, p);
	}
	move_in(g, ground, &rooms);
	place_family(g, ground, &ground->ipv4);
	place_family(g, ground, &ground->ipv6);
}
