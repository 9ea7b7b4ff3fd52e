/* SPDX-License-Identifier: MIT */
#include "reach/targets.h"

#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"

#include <stdlib.h>

struct named {			/* an interface that listeners name */
	const struct interface *interface;
	unsigned sort;
};

struct targets {
	VEC(struct target) all;	/* by balancer, then by what it leads to */
	VEC(struct named) named;	/* by order of declaration */
};

static uint32_t
order_of(const struct thing *t)
{
	return t != NULL ? t->order : UINT32_MAX;
}

static int
compare_orders(uint32_t x, uint32_t y)
{
	return x < y ? -1 : x > y;
}

static int
compare_targets(const void *x, const void *y)
{
	const struct target *a = x, *b = y;
	int order = compare_orders(order_of(&a->balancer->is),
	    order_of(&b->balancer->is));

	return order != 0 ? order : compare_orders(order_of(a->to),
	    order_of(b->to));
}

static int
compare_named(const void *x, const void *y)
{
	const struct named *a = x, *b = y;

	return compare_orders(a->interface->is.order, b->interface->is.order);
}

/* By what they are named: the listeners' numbers, in order. */
struct naming {
	const struct interface *interface;
	unsigned listener;
};

static int
compare_namings(const void *x, const void *y)
{
	const struct naming *a = x, *b = y;
	int order = compare_orders(a->interface->is.order,
	    b->interface->is.order);

	return order != 0 ? order : compare_orders(a->listener, b->listener);
}

struct namings {
	struct naming *v;
	size_t n, cap;
};

static void
sort_out(struct arena *a, struct targets *t, struct namings *all)
{
	struct map sorts = map_new(a);
	unsigned n = 0;

	vec_sort(all, compare_namings);
	for (size_t i = 0; i < all->n; ) {
		struct named one = { .interface = all->v[i].interface };
		struct str key = str_new(a);
		void **sort;

		for (; i < all->n && all->v[i].interface == one.interface; i++)
			str_addf(&key, "%u ", all->v[i].listener);
		sort = map_slot(&sorts, str_text(&key));
		if (*sort == NULL) {
			unsigned *number = arena_alloc(a, sizeof *number);

			*number = ++n;
			*sort = number;
		}
		one.sort = *(const unsigned *)*sort;
		vec_push(a, &t->named, one);
	}
}

struct targets *
targets_new(struct arena *a, const struct model *m)
{
	struct targets *t = arena_alloc(a, sizeof *t);
	struct namings namings = { 0 };
	unsigned number = 0;

	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];

		for (size_t j = 0; j < w->listeners.n; j++, number++)
			for (size_t k = 0; k < w->listeners.v[j]->targets.n;
			    k++) {
				const struct listener *l = w->listeners.v[j];
				struct target one = { w, l->targets.v[k].to, l,
					&l->targets.v[k] };
				struct naming by = { .listener = number };

				vec_push(a, &t->all, one);
				if (one.to == NULL ||
				    one.to->kind != KIND_INTERFACE)
					continue;
				by.interface =
				    (const struct interface *)one.to;
				vec_push(a, &namings, by);
			}
	}
	vec_sort(&t->all, compare_targets);
	sort_out(a, t, &namings);
	return t;
}

const struct target *
targets_of(const struct targets *t, const struct workload *balancer,
    const struct thing *to, size_t *n)
{
	struct target wanted = { .balancer = balancer, .to = to };
	size_t low = 0, high = t->all.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_targets(&t->all.v[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (*n = 0; low + *n < t->all.n &&
	    compare_targets(&t->all.v[low + *n], &wanted) == 0; )
		++*n;
	return *n > 0 ? &t->all.v[low] : NULL;
}

unsigned
targets_sort(const struct targets *t, const struct interface *i)
{
	struct named wanted = { .interface = i }, *found;

	if (t->named.n == 0)
		return 0;
	found = bsearch(&wanted, t->named.v, t->named.n, sizeof *t->named.v,
	    compare_named);
	return found != NULL ? found->sort : 0;
}
