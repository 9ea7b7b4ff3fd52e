/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "draw/glyph.h"
#include "model/facts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/*
 * What stands in a subnet: one line for each workload and endpoint that has
 * interfaces there, for each interface that belongs to neither, for NAT
 * gateways and transit gateway attachments.  The same pass counts addresses:
 * what AWS said is free, else what is there, else what the plan will take.
 */

/* One line of a box, before it is known where else its owner stands. */
struct item {
	const struct thing *owner;
	size_t box;		/* of the draft */
	const struct interface *first;	/* NULL for a NAT gateway */
	size_t interfaces, addresses;
	size_t further;		/* of a line for one more address: which */
	size_t part, parts;	/* the part-th of so many boxes */
	struct scene_resource *r;
};

struct items {
	VEC(struct item *) v;
};

enum { RANK_TRANSIT = 121, RANK_BARE = 130 };

static const struct thing *
owner_of(const struct interface *e)
{
	if (e->workload != NULL)
		return &e->workload->is;
	if (e->endpoint != NULL)
		return &e->endpoint->is;
	return &e->is;
}

/* AWS's own interfaces are drawn as what they belong to. */
static const struct bare_type {
	const char *type;	/* InterfaceType */
	const char *word;
	unsigned rank;
} bare_types[] = {
	{ "load_balancer", "ELB", 22 },
	{ "network_load_balancer", "NLB", 20 },
	{ "gateway_load_balancer", "GWLB", 21 },
	{ "gateway_load_balancer_endpoint", "GWLBE", RANK_ENDPOINT },
	{ "vpc_endpoint", "VPCE", RANK_ENDPOINT },
	{ "transit_gateway", "TGW", RANK_TRANSIT },
	{ "lambda", "Lambda", 80 }
};

static bool
is_of_nat(const struct interface *e)
{
	return str_equal(e->type, "natGateway") ||
	    str_equal(e->type, "nat_gateway");
}

static const struct bare_type *
bare_type(const struct interface *e)
{
	static const struct bare_type other = { "", "ENI", RANK_BARE };

	for (size_t i = 0; i < sizeof bare_types / sizeof bare_types[0]; i++)
		if (str_equal(e->type, bare_types[i].type))
			return &bare_types[i];
	return &other;
}

/* ------------------------------------------------------------- details */

/* The first address of an interface, or the n-th further one. */
static const char *
address_text(struct arena *a, const struct interface *e, size_t n)
{
	const struct address_value *v = NULL;

	if (e == NULL)
		return NULL;
	if (e->addresses.n > n)
		v = &e->addresses.v[n];
	else if (e->ipv6_addresses.n > 0)
		v = &e->ipv6_addresses.v[0];
	if (v == NULL || !value_is_known(v->is) || v->family == 0)
		return NULL;
	return addr_text(a, v->v, v->family);
}

static const char *
part_text(struct arena *a, struct item *item)
{
	if (item->parts < 2)
		return NULL;
	item->r->parts = (uint32_t)item->parts;
	item->r->part = arena_printf(a, "%zu of %zu", item->part, item->parts);
	return item->r->part;
}

static void
set_details(struct item *item, const char *full, const char *brief)
{
	item->r->details[0] = full != NULL ? full : brief;
	item->r->details[1] = full != NULL ? brief : NULL;
}

/* An address, and whether the internet has one for it too. */
static void
describe_address(struct arena *a, struct item *item)
{
	const char *address = address_text(a, item->first, item->further);
	bool public = item->first != NULL &&
	    flag_or(item->first->public_ip, false);

	if (item->interfaces > 1)
		set_details(item, arena_printf(a, "×%zu", item->interfaces),
		    NULL);
	else if (address != NULL && public)
		set_details(item, arena_printf(a, "%s public", address),
		    address);
	else
		set_details(item, address, public ? "public" : NULL);
}

static void
describe_balancer(struct arena *a, struct item *item,
    const struct workload *w)
{
	const char *part = part_text(a, item), *scheme = NULL;

	if (value_is_known(w->scheme.is))
		scheme = glyph_label(a, w->scheme.v);
	if (scheme != NULL && part != NULL)
		scheme = arena_printf(a, "%s %s", scheme, part);
	set_details(item, scheme, part);
}

/* Which of its subnets a database is in, as far as the input says. */
static void
describe_store(struct arena *a, struct item *item, const struct workload *w)
{
	const struct subnet *s = item->first != NULL ? item->first->subnet :
	    NULL;
	bool multi = flag_or(w->multi_az, false);

	if (value_is_known(w->az.is) && s != NULL &&
	    value_is_known(s->az.is)) {
		if (strcmp(w->az.v, s->az.v) == 0)
			set_details(item, "primary", NULL);
		else if (multi)
			set_details(item, "standby", NULL);
		return;
	}
	set_details(item, multi ? "multi-AZ" : NULL, part_text(a, item));
	if (item->r->details[0] == NULL)
		describe_address(a, item);
}

/* "6..24", "×3", "3 in all"; false if it is one. */
static bool
describe_count(struct arena *a, struct item *item, const struct workload *w)
{
	int64_t n = number_or(w->count, 1), max = number_or(w->max, 0);
	const char *range = arena_printf(a, "%" PRId64 "..%" PRId64, n, max);

	if (max > n)
		set_details(item, item->parts > 1 ? arena_printf(a,
		    "%s in all", range) : range, item->parts > 1 ? range :
		    NULL);
	else if (n > 1)
		set_details(item, arena_printf(a, item->parts > 1 ?
		    "%" PRId64 " in all" : "×%" PRId64, n), NULL);
	return max > n || n > 1;
}

static void
describe_workload(struct builder *b, struct item *item)
{
	const struct workload *w = (const struct workload *)item->owner;
	const struct workload_type *type = workload_type(w->kind);

	item->r->is.type = workload_short_word(w);
	if (!type->is_load_balancer && !type->is_data_store &&
	    item->parts < 2 && number_or(w->count, 1) > 1)
		item->r->count = (uint32_t)number_or(w->count, 1);
	item->r->rank = type->rank;
	if (type->is_load_balancer)
		describe_balancer(b->a, item, w);
	else if (type->is_data_store)
		describe_store(b->a, item, w);
	else if (describe_count(b->a, item, w))
		return;
	else if (item->further > 0 || b->wishes->addresses ||
	    (item->interfaces == 1 && item->parts < 2))
		describe_address(b->a, item);
	else
		set_details(item, part_text(b->a, item), NULL);
}

static void
describe_endpoint(struct builder *b, struct item *item)
{
	const struct endpoint *e = (const struct endpoint *)item->owner;
	const char *service = value_is_known(e->service.is) ?
	    glyph_label(b->a, e->service.v) : NULL;

	item->r->is.type = e->type == ENDPOINT_GATEWAY_LOAD_BALANCER ?
	    "GWLBE" : "VPCE";
	item->r->rank = RANK_ENDPOINT;
	/* CDK calls an endpoint after its VPC */
	if (*scene_extra_label(b, &e->is, item->r->is.type) == '\0' &&
	    service != NULL)
		item->r->is.label = service;
	if (str_equal(service, item->r->is.label))
		service = NULL;
	set_details(item, service, part_text(b->a, item));
}

static void
describe_nat(struct builder *b, struct item *item)
{
	const struct nat_gateway *n = (const struct nat_gateway *)item->owner;
	char text[ADDR_TEXT_MAX];
	const char *full = NULL;

	item->r->is.type = "NAT";
	item->r->rank = RANK_NAT_GATEWAY;
	if (flag_or(n->is_private, false)) {
		set_details(item, "private", NULL);
		return;
	}
	if (n->addresses_stated && n->addresses.n == 0) {
		set_details(item, "no EIP", NULL);
		return;
	}
	if (n->addresses.n > 0 && value_is_known(n->addresses.v[0].is) &&
	    n->addresses.v[0].family != 0)
		full = arena_printf(b->a, "EIP %s", addr_format(
		    n->addresses.v[0].v, n->addresses.v[0].family, text));
	set_details(item, full, "EIP");
}

static void
describe(struct builder *b, struct item *item)
{
	struct scene_resource *r = item->r;

	r->is.label = scene_label(b, item->owner);
	if (item->further > 0)
		r->is.label = arena_printf(b->a, "%s ·%zu", r->is.label,
		    item->further + 1);
	switch (item->owner->kind) {
	case KIND_WORKLOAD:
		describe_workload(b, item);
		break;
	case KIND_ENDPOINT:
		describe_endpoint(b, item);
		break;
	case KIND_NAT_GATEWAY:
		describe_nat(b, item);
		break;
	case KIND_TRANSIT_GATEWAY:
		r->is.type = "TGW";
		r->rank = RANK_TRANSIT;
		break;
	default:
		r->is.type = bare_type(item->first)->word;
		r->rank = bare_type(item->first)->rank;
		describe_address(b->a, item);
		break;
	}
}

/* ------------------------------------------------------------ counting */

/*
 * Addresses that an item takes in its subnet.  A kind that says how many it
 * needs per subnet takes as many; else the count is spread over the subnets,
 * rounded up.
 */
static uint64_t
planned(const struct item *item)
{
	const struct workload *w;
	uint64_t least = item->addresses > item->interfaces ?
	    item->addresses : item->interfaces, n;
	unsigned each;

	if (item->first == NULL)
		return 1;
	if (item->owner->kind != KIND_WORKLOAD || !item->first->is.implicit)
		return least;
	w = (const struct workload *)item->owner;
	each = workload_type(w->kind)->addresses;
	n = (uint64_t)number_or(w->count, 1);
	n = each > 0 ? each : (n + item->parts - 1) / item->parts;
	if (w->has_pods && w->pods.subnet_refs.n == 0 &&
	    number_or(w->pods.per_node, 0) > 0)
		n += n * (uint64_t)number_or(w->pods.per_node, 0);
	return n > least ? n : least;
}

/* Whether the list of what takes addresses there is known to be whole. */
static bool
is_whole(struct builder *b, const struct vpc *v)
{
	return model_is_complete(b->m, KIND_INTERFACE, v) &&
	    model_is_complete(b->m, KIND_WORKLOAD, v);
}

static void
set_usable(struct scene_subnet *s, const struct subnet *subnet)
{
	int64_t free;

	if (!value_is_known(subnet->cidr.is))
		return;
	s->has_usable = true;
	s->usable = (uint64_t)fact_usable(subnet->cidr.v);
	free = number_or(subnet->available, -1);
	if (free >= 0 && (uint64_t)free <= s->usable) {
		s->has_used = true;
		s->used = s->usable - (uint64_t)free;
	}
}

/* ------------------------------------------------------------- filling */

static struct item *
add_item(struct builder *b, struct items *items, const struct thing *owner,
    size_t box)
{
	struct item *item = arena_alloc(b->a, sizeof *item);

	item->owner = owner;
	item->box = box;
	item->r = arena_alloc(b->a, sizeof *item->r);
	item->r->count = 1;
	vec_push(b->a, &items->v, item);
	return item;
}

static int
compare_owners(const void *x, const void *y)
{
	const struct interface *a = *(struct interface *const *)x;
	const struct interface *b = *(struct interface *const *)y;
	uint32_t p = owner_of(a)->order, q = owner_of(b)->order;

	if (p != q)
		return p < q ? -1 : 1;
	return thing_compare(&a->is, &b->is);
}

/* Lines for what addresses an interface has besides its first. */
static void
add_further(struct builder *b, struct items *items, const struct interface *e,
    size_t box)
{
	for (size_t i = 1; i < e->addresses.n; i++) {
		struct item *item = add_item(b, items, owner_of(e), box);

		item->first = e;
		item->further = i;
	}
}

/*
 * The interfaces of a subnet, those of one owner as one item, or each and
 * every address of its own.
 */
static void
add_interfaces(struct builder *b, struct items *items, const struct subnet *s,
    size_t box)
{
	size_t n = s->interfaces.n;
	const struct interface **sorted = arena_array(b->a, n, sizeof *sorted);
	struct item *item = NULL;

	for (size_t i = 0; i < n; i++)
		sorted[i] = s->interfaces.v[i];
	if (n > 0)
		qsort(sorted, n, sizeof *sorted, compare_owners);
	for (size_t i = 0; i < n; i++) {
		const struct thing *owner = owner_of(sorted[i]);

		if (is_of_nat(sorted[i]))
			continue;
		if (item == NULL || item->owner != owner ||
		    b->wishes->addresses) {
			item = add_item(b, items, owner, box);
			item->first = sorted[i];
		}
		item->interfaces++;
		item->addresses += sorted[i]->addresses.n > 1 ?
		    sorted[i]->addresses.n : 1;
		if (b->wishes->addresses)
			add_further(b, items, sorted[i], box);
	}
}

/* The box of a subnet: its place in the draft, found by order. */
struct seat {
	const struct subnet *subnet;
	size_t box;
};

static int
compare_seats(const void *x, const void *y)
{
	const struct seat *a = x, *b = y;

	return (a->subnet->is.order > b->subnet->is.order) -
	    (a->subnet->is.order < b->subnet->is.order);
}

struct seats {
	struct seat *v;
	size_t n;
};

static struct seats
sort_seats(struct builder *b, const struct draft_vpc *d)
{
	struct seats seats = { .n = d->subnets.n };

	seats.v = arena_array(b->a, seats.n, sizeof *seats.v);
	for (size_t i = 0; i < seats.n; i++)
		seats.v[i] = (struct seat){ d->subnets.v[i], i };
	if (seats.n > 0)
		qsort(seats.v, seats.n, sizeof *seats.v, compare_seats);
	return seats;
}

static const struct seat *
find_seat(const struct seats *seats, const struct thing *subnet)
{
	struct seat key = { (const struct subnet *)subnet, 0 };

	if (subnet == NULL || seats->n == 0)
		return NULL;
	return bsearch(&key, seats->v, seats->n, sizeof key, compare_seats);
}

static void
add_nats(struct builder *b, struct items *items, const struct draft_vpc *d,
    const struct seats *seats)
{
	for (size_t i = 0; i < d->vpc->nat_gateways.n; i++) {
		const struct nat_gateway *n = d->vpc->nat_gateways.v[i];
		const struct seat *seat = find_seat(seats, n->subnet.to);

		if (seat != NULL)
			add_item(b, items, &n->is, seat->box);
		else if (!flag_or(n->regional, false))
			scene_remark(b, "NAT gateway %s is not drawn: its "
			    "subnet is not in the input",
			    scene_label(b, &n->is));
	}
}

/* Whether AWS's list shows the attachment's interface in that subnet. */
static bool
has_transit_interface(const struct subnet *s)
{
	for (size_t i = 0; i < s->interfaces.n; i++)
		if (str_equal(s->interfaces.v[i]->type, "transit_gateway"))
			return true;
	return false;
}

static void
add_attachments(struct builder *b, struct items *items,
    const struct draft_vpc *d, const struct seats *seats)
{
	size_t n;
	const struct vpc_joint *joints = scene_joints(b, d->vpc, &n);

	for (size_t i = 0; i < n; i++) {
		const struct attachment *t = joints[i].attachment;

		if (t == NULL || t->gateway == NULL)
			continue;
		for (size_t k = 0; k < t->subnets.n; k++) {
			const struct seat *seat = find_seat(seats,
			    &t->subnets.v[k]->is);

			if (seat != NULL &&
			    !has_transit_interface(seat->subnet))
				add_item(b, items, &t->gateway->is,
				    seat->box);
		}
	}
}

/* By owner, then box: one owner's items stand together, in grid order. */
static int
compare_items(const void *x, const void *y)
{
	const struct item *a = *(struct item *const *)x;
	const struct item *b = *(struct item *const *)y;

	if (a->owner->order != b->owner->order)
		return a->owner->order < b->owner->order ? -1 : 1;
	return (a->box > b->box) - (a->box < b->box);
}

/* Those that span boxes first, by name; then by rank and name. */
static int
compare_resources(const void *x, const void *y)
{
	const struct scene_resource *a = *(struct scene_resource *const *)x;
	const struct scene_resource *b = *(struct scene_resource *const *)y;
	int order;

	if ((a->span > 0) != (b->span > 0))
		return a->span > 0 ? -1 : 1;
	if (a->span == 0 && a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	order = str_natural_compare(a->is.label, b->is.label);
	if (order == 0)
		order = strcmp(a->is.type, b->is.type);
	return order != 0 ? order : (a->span > b->span) - (a->span < b->span);
}

static void
find_parts(struct items *items, bool spans)
{
	uint32_t span = 0;

	for (size_t i = 0, end; i < items->v.n; i = end) {
		for (end = i + 1; end < items->v.n; end++)
			if (items->v.v[end]->owner != items->v.v[i]->owner)
				break;
		span++;
		for (size_t k = i; k < end; k++) {
			items->v.v[k]->part = k - i + 1;
			items->v.v[k]->parts = end - i;
			items->v.v[k]->r->span = spans && end - i > 1 ? span :
			    0;
		}
	}
}

void
scene_fill(struct builder *b, struct draft_vpc *d)
{
	struct seats seats = sort_seats(b, d);
	struct items items = { 0 };
	bool whole = is_whole(b, d->vpc);

	for (size_t i = 0; i < d->subnets.n; i++)
		add_interfaces(b, &items, d->subnets.v[i], i);
	add_nats(b, &items, d, &seats);
	add_attachments(b, &items, d, &seats);
	vec_sort(&items.v, compare_items);
	find_parts(&items, !b->wishes->addresses);
	for (size_t i = 0; i < d->boxes.n; i++)
		set_usable(d->boxes.v[i], d->subnets.v[i]);
	for (size_t i = 0; i < items.v.n; i++) {
		struct item *item = items.v.v[i];
		struct scene_subnet *s = d->boxes.v[item->box];

		describe(b, item);
		vec_push(b->a, &s->resources, item->r);
		scene_bind(b, item->owner, &item->r->is);
		if (number_or(d->subnets.v[item->box]->available, -1) < 0)
			s->used += planned(item);
	}
	for (size_t i = 0; i < d->boxes.n; i++) {
		struct scene_subnet *s = d->boxes.v[i];

		s->has_used = s->has_used || (whole && s->has_usable);
		vec_sort(&s->resources, compare_resources);
	}
}
