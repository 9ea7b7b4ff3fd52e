/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "draw/glyph.h"
#include "model/zone.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/*
 * Where a subnet stands.  A column is an AZ, a row one of a tier: the k-th
 * subnet of each AZ shares the k-th row of its tier.  If no AZ is known there
 * are no columns to speak of, and subnets flow in the order of their blocks.
 */

enum { FLOW_COLUMNS = 3 };	/* side by side where no AZ is known */

struct seat {
	const struct subnet *subnet;
	struct scene_subnet *box;
	struct tier *tier;
	const char *zone;	/* NULL: unknown */
};

struct tier {
	const char *name;
	enum exposure exposure;	/* the widest of its subnets */
	uint32_t order;		/* of the first of them in the input */
	size_t members, index;
};

/* Unknown blocks last. */
static int
compare_blocks(const struct cidr_value *a, const struct cidr_value *b)
{
	bool x = value_is_known(a->is), y = value_is_known(b->is);

	if (x != y)
		return x ? -1 : 1;
	return x ? cidr_compare(a->v, b->v) : 0;
}

static int
compare_subnets(const struct subnet *a, const struct subnet *b)
{
	int order = compare_blocks(&a->cidr, &b->cidr);

	if (order == 0)
		order = compare_blocks(&a->ipv6_cidr, &b->ipv6_cidr);
	return order != 0 ? order : thing_compare(&a->is, &b->is);
}

static int
compare_tiers(const void *x, const void *y)
{
	const struct tier *a = *(struct tier *const *)x;
	const struct tier *b = *(struct tier *const *)y;

	if (a->exposure != b->exposure)
		return a->exposure > b->exposure ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* By tier, column, block. */
static int
compare_seats(const void *x, const void *y)
{
	const struct seat *a = x, *b = y;

	if (a->tier->index != b->tier->index)
		return a->tier->index < b->tier->index ? -1 : 1;
	if (a->box->column != b->box->column)
		return a->box->column < b->box->column ? -1 : 1;
	return compare_subnets(a->subnet, b->subnet);
}

/* By row, then column: the order of the picture. */
static int
compare_places(const void *x, const void *y)
{
	const struct seat *a = x, *b = y;

	if (a->box->row != b->box->row)
		return a->box->row < b->box->row ? -1 : 1;
	return (a->box->column > b->box->column) -
	    (a->box->column < b->box->column);
}

/* By exposure, then block: the flow of subnets without tiers and AZs. */
static int
compare_flow(const void *x, const void *y)
{
	const struct seat *a = x, *b = y;

	if (a->box->exposure != b->box->exposure)
		return a->box->exposure > b->box->exposure ? -1 : 1;
	return compare_subnets(a->subnet, b->subnet);
}

/* --------------------------------------------------------------- zones */

static const char *
region_of(const struct subnet *s)
{
	if (s->is.region != NULL)
		return s->is.region;
	return s->is.vpc != NULL ? s->is.vpc->is.region : NULL;
}

/* "ap-northeast-2a", also where the input only says "a" or "2a". */
static const char *
zone_name(struct builder *b, const struct subnet *s)
{
	const char *region = region_of(s), *az = s->az.v;
	size_t n = region != NULL ? strlen(region) : 0, named;

	/* One zone has one name, however each subnet writes it. */
	if (s->az_key != NULL && zone_form(s->az_key, &named) == ZONE_NAME)
		return glyph_label(b->a, s->az_key);
	if (!value_is_known(s->az.is))
		return value_is_known(s->az_id.is) ?
		    glyph_label(b->a, s->az_id.v) : NULL;
	if (n > 0 && strlen(az) == 1)
		az = arena_printf(b->a, "%s%s", region, az);
	else if (n > 0 && strlen(az) == 2 && az[0] == region[n - 1])
		az = arena_printf(b->a, "%s%s", region, az + 1);
	return glyph_label(b->a, az);
}

/* "2a" of "ap-northeast-2a", "lax-1a" of "us-west-2-lax-1a". */
static const char *
brief_zone(const char *name, const char *region)
{
	const char *rest = region != NULL ? strrchr(region, '-') : NULL;

	if (region != NULL && str_starts_with(name, region)) {
		const char *after = name + strlen(region);

		if (*after == '-')
			return after + 1;
		if (*after != '\0' && rest != NULL)
			return name + (rest - region) + 1;
	}
	rest = strrchr(name, '-');
	return rest != NULL && rest[1] != '\0' ? rest + 1 : name;
}

static int
compare_zones(const void *x, const void *y)
{
	const struct scene_zone *a = x, *b = y;

	return str_natural_compare(a->name, b->name);
}

/* Columns in natural order of their names, the unknown one last. */
static void
find_zones(struct builder *b, struct draft_vpc *d, struct seat *seats)
{
	struct map columns = map_new(b->a);
	struct scene_vpc *v = d->scene;
	bool unknown = false;

	for (size_t i = 0; i < d->subnets.n; i++) {
		struct scene_zone z;
		void **slot;

		seats[i].zone = zone_name(b, d->subnets.v[i]);
		if (seats[i].zone == NULL) {
			unknown = true;
			continue;
		}
		slot = map_slot(&columns, seats[i].zone);
		if (*slot != NULL)
			continue;
		*slot = &v->zones;
		z.name = seats[i].zone;
		z.brief = brief_zone(z.name, region_of(d->subnets.v[i]));
		vec_push(b->a, &v->zones, z);
	}
	vec_sort(&v->zones, compare_zones);
	if (v->zones.n == 0)
		return;
	for (size_t i = 0; i < v->zones.n; i++) {
		size_t *column = arena_alloc(b->a, sizeof *column);

		*column = i;
		*map_slot(&columns, v->zones.v[i].name) = column;
	}
	for (size_t i = 0; i < d->subnets.n; i++)
		seats[i].box->column = seats[i].zone == NULL ? v->zones.n :
		    *(size_t *)map_get(&columns, seats[i].zone);
	if (unknown) {
		struct scene_zone z = { "?", "?" };

		vec_push(b->a, &v->zones, z);
	}
}

/* --------------------------------------------------------------- tiers */

/* "[0]" of "private[0]", "3" of "Subnet3", "Two" and "B" behind small letters:
 * where what people number subnets by begins; n if nothing does. */
static size_t
number_start(const char *name, size_t n)
{
	static const char *const words[] = {
		"One", "Two", "Three", "Four", "Five", "Six"
	};
	size_t start = n > 0 && name[n - 1] == ']' ? n - 1 : n, end = start;

	while (start > 0 && name[start - 1] >= '0' && name[start - 1] <= '9')
		start--;
	if (end < n)
		return start < end && start > 0 && name[start - 1] == '[' ?
		    start - 1 : n;
	for (size_t i = 0; start == n && i < sizeof words / sizeof words[0];
	    i++)
		if (str_ends_with(name, words[i]))
			start = n - strlen(words[i]);
	if (start == n && n > 1 && name[n - 1] >= 'A' && name[n - 1] <= 'F' &&
	    name[n - 2] >= 'a' && name[n - 2] <= 'z')
		start = n - 1;
	return start;
}

/* Where the AZ begins that the name ends in, however it is written; n if it
 * does not, or nothing stands before it. */
static size_t
zone_start(const char *name, size_t n, const char *az)
{
	enum { LEAST = 4 };	/* letters and digits: "a" says nothing */
	size_t start = n, left = strlen(az), matched = 0;

	while (left > 0) {
		unsigned char c = (unsigned char)az[--left];

		if (!isalnum(c))
			continue;
		while (start > 0 && strchr("-_. ", name[start - 1]) != NULL)
			start--;
		if (start == 0 || tolower((unsigned char)name[start - 1]) !=
		    tolower(c))
			return n;
		start--;
		matched++;
	}
	return matched >= LEAST && start > 0 ? start : n;
}

const char *
scene_tier_base(struct arena *a, const struct subnet *s)
{
	const struct text_value *tier = &s->tier;
	size_t whole, n;

	if (!value_is_known(tier->is) || tier->is.origin != ORIGIN_DERIVED)
		return NULL;
	whole = strlen(tier->v);
	n = value_is_known(s->az.is) ? zone_start(tier->v, whole, s->az.v) :
	    whole;
	if (n == whole)
		n = number_start(tier->v, whole);
	if (n == whole)
		return NULL;
	while (n > 0 && strchr("-_. ", tier->v[n - 1]) != NULL)
		n--;
	return n > 0 ? arena_strndup(a, tier->v, n) : NULL;
}

/*
 * "PrivateSubnet" of "PrivateSubneta" in AZ a; NULL if the name does not end so.
 * Only siblings tell it from "data": see find_hints().
 */
static const char *
lettered_base(struct arena *a, const struct subnet *s)
{
	enum { LEAST = 4 };
	const char *name = s->tier.v, *az = s->az.v;
	size_t n;

	if (!value_is_known(s->tier.is) || !value_is_known(s->az.is) ||
	    s->tier.is.origin != ORIGIN_DERIVED)
		return NULL;
	n = strlen(name);
	if (n < LEAST || *az == '\0' || name[n - 1] != az[strlen(az) - 1] ||
	    !islower((unsigned char)name[n - 1]) ||
	    !isalnum((unsigned char)name[n - 2]))
		return NULL;
	return arena_strndup(a, name, n - 1);
}

/* A name that follows from the subnet's is as short as that. */
static const char *
tier_label(struct builder *b, const struct subnet *s)
{
	return glyph_label(b->a, s->tier.is.origin == ORIGIN_DERIVED ?
	    scene_short_name(b, &s->is, s->tier.v) : s->tier.v);
}

static const char *
exposure_word(enum exposure exposure)
{
	return exposure == EXPOSURE_NONE ? "subnets" :
	    exposure_name(exposure);
}

static const char *
numbered_key(struct builder *b, const char *base, enum exposure exposure)
{
	return arena_printf(b->a, "%s\n%s", base, exposure_word(exposure));
}

/* What the names of a VPC's subnets say of each other. */
struct hints {
	struct map numbered;	/* keys of tiers whose subnets are numbered */
	struct map lettered;	/* bases of names that end in the letter of
				   their AZ: an AZ, or "" if in several */
};

static struct hints
find_hints(struct builder *b, const struct draft_vpc *d,
    const struct seat *seats)
{
	struct hints out = { map_new(b->a), map_new(b->a) };

	for (size_t i = 0; i < d->subnets.n; i++) {
		const struct subnet *s = d->subnets.v[i];
		const char *base = scene_tier_base(b->a, s);
		const char **az;

		if (base != NULL)
			*map_slot(&out.numbered, numbered_key(b, base,
			    seats[i].box->exposure)) = b;
		base = lettered_base(b->a, s);
		if (base == NULL)
			continue;
		az = (const char **)(void *)map_slot(&out.lettered, base);
		*az = *az == NULL || str_equal(*az, s->az.v) ? s->az.v : "";
	}
	return out;
}

static const char *
base_of(struct builder *b, const struct subnet *s, const struct hints *hints)
{
	const char *base = scene_tier_base(b->a, s), *az;

	if (base != NULL)
		return base;
	base = lettered_base(b->a, s);
	az = base != NULL ? map_get(&hints->lettered, base) : NULL;
	return az != NULL && *az == '\0' ? base : NULL;
}

/*
 * The tier's name, and a key that keeps apart what only has the same name.
 * A tier that is stated counts as it is.  One that follows from the subnet's
 * name may end in a number, as people number what they have one of per AZ, but
 * for the first at times; a subnet without a name stands with its kind.
 */
static const char *
tier_name(struct builder *b, const struct subnet *s, enum exposure exposure,
    const struct hints *hints, const char **key)
{
	const char *name = value_is_known(s->tier.is) ? tier_label(b, s) : "";
	const char *word = exposure_word(exposure), *base;

	*key = value_is_known(s->tier.is) ? s->tier.v : "";
	if (*name == '\0') {
		*key = arena_printf(b->a, "\n%s", word);
		return word;
	}
	base = base_of(b, s, hints);
	if (base == NULL) {
		const char *alike = numbered_key(b, s->tier.v, exposure);

		if (s->tier.is.origin == ORIGIN_DERIVED &&
		    map_get(&hints->numbered, alike) != NULL)
			*key = alike;
		return name;
	}
	*key = numbered_key(b, base, exposure);
	return glyph_label(b->a, scene_short_name(b, &s->is, base));
}

/* Whether name is the whole of a name, or what stands behind a path. */
static bool
is_called(const char *whole, const char *name)
{
	size_t n = strlen(name), all = whole != NULL ? strlen(whole) : 0;

	return str_equal(whole, name) || (n > 0 && all > n &&
	    strcmp(whole + all - n, name) == 0 &&
	    strchr("/.", whole[all - n - 1]) != NULL);
}

bool
scene_is_named(const struct thing *t, const char *name)
{
	return is_called(thing_label(t), name) || str_equal(t->id, name) ||
	    is_called(t->address, name);
}

bool
scene_tier_is_named(struct arena *a, const struct subnet *s,
    const char *name)
{
	return value_is_known(s->tier.is) && (is_called(s->tier.v, name) ||
	    is_called(scene_tier_base(a, s), name) ||
	    str_equal(lettered_base(a, s), name));
}

struct tiers {
	VEC(struct tier *) v;
};

static struct tiers
find_tiers(struct builder *b, struct draft_vpc *d, struct seat *seats)
{
	struct hints hints = find_hints(b, d, seats);
	struct map names = map_new(b->a);
	struct tiers tiers = { 0 };

	for (size_t i = 0; i < d->subnets.n; i++) {
		const struct subnet *s = d->subnets.v[i];
		const char *key, *name = tier_name(b, s,
		    seats[i].box->exposure, &hints, &key);
		void **slot = map_slot(&names, key);
		struct tier *t = *slot;

		if (t == NULL) {
			*slot = t = arena_alloc(b->a, sizeof *t);
			t->name = name;
			t->order = s->is.order;
			vec_push(b->a, &tiers.v, t);
		}
		t->members++;
		if (s->is.order < t->order)
			t->order = s->is.order;
		if (seats[i].box->exposure > t->exposure)
			t->exposure = seats[i].box->exposure;
		seats[i].tier = t;
	}
	vec_sort(&tiers.v, compare_tiers);
	for (size_t i = 0; i < tiers.v.n; i++) {
		tiers.v.v[i]->index = i;
		vec_push(b->a, &d->scene->tiers, tiers.v.v[i]->name);
	}
	return tiers;
}

/* ---------------------------------------------------------------- rows */

/* Seats are sorted by tier, column, block: count down each column. */
static void
place_in_zones(struct scene_vpc *v, struct seat *seats, size_t n)
{
	size_t base = 0, next = 0, k = 0;

	for (size_t i = 0; i < n; i++) {
		const struct seat *before = i > 0 ? &seats[i - 1] : NULL;

		if (before != NULL && before->tier != seats[i].tier) {
			base = next;
			k = 0;
		} else if (before != NULL &&
		    before->box->column == seats[i].box->column) {
			k++;
		} else {
			k = 0;
		}
		seats[i].box->row = base + k;
		if (base + k + 1 > next)
			next = base + k + 1;
	}
	v->rows = next;
	v->columns = v->zones.n;
}

/* Tiers of several subnets are rows of their own; else all flow as one. */
static void
place_in_flow(struct scene_vpc *v, struct seat *seats, size_t n, bool tiers)
{
	size_t row = 0, k = 0;

	v->columns = 1;
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (k + 1 == FLOW_COLUMNS || (tiers &&
		    seats[i - 1].tier != seats[i].tier))) {
			row++;
			k = 0;
		} else if (i > 0) {
			k++;
		}
		seats[i].box->row = row;
		seats[i].box->column = k;
		if (k + 1 > v->columns)
			v->columns = k + 1;
	}
	v->rows = n > 0 ? row + 1 : 0;
}

void
scene_place(struct builder *b, struct draft_vpc *d)
{
	size_t n = d->subnets.n;
	struct seat *seats = arena_array(b->a, n, sizeof *seats);
	struct tiers tiers;

	for (size_t i = 0; i < n; i++) {
		seats[i].subnet = d->subnets.v[i];
		seats[i].box = d->boxes.v[i];
	}
	find_zones(b, d, seats);
	tiers = find_tiers(b, d, seats);
	if (n > 0)
		qsort(seats, n, sizeof *seats, compare_seats);
	if (d->scene->zones.n > 0) {
		place_in_zones(d->scene, seats, n);
	} else {
		if (n > 0 && tiers.v.n == n)
			qsort(seats, n, sizeof *seats, compare_flow);
		place_in_flow(d->scene, seats, n, tiers.v.n < n);
	}
	if (n > 0)
		qsort(seats, n, sizeof *seats, compare_places);
	for (size_t i = 0; i < n; i++) {
		seats[i].box->tier = seats[i].tier->index;
		d->subnets.v[i] = seats[i].subnet;
		d->boxes.v[i] = seats[i].box;
		vec_push(b->a, &d->scene->subnets, seats[i].box);
	}
}
