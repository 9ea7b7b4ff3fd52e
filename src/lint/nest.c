/* SPDX-License-Identifier: MIT */
#include "lint/nest.h"

#include <stdlib.h>

static int
compare(const void *x, const void *y)
{
	const struct nest *a = x, *b = y;
	int order = cidr_compare(a->cidr, b->cidr);

	if (order != 0)
		return order;
	return (a->order > b->order) - (a->order < b->order);
}

void
nest_sort(struct nest *v, size_t n)
{
	size_t top = NEST_NONE;	/* the stack is linked through outer */

	if (n > 1)
		qsort(v, n, sizeof *v, compare);
	for (size_t i = 0; i < n; i++) {
		while (top != NEST_NONE &&
		    !cidr_contains(v[top].cidr, v[i].cidr))
			top = v[top].outer;
		if (top != NEST_NONE && cidr_equal(v[top].cidr, v[i].cidr)) {
			v[i].first = top;
			v[i].outer = v[top].outer;
			continue;
		}
		v[i].first = i;
		v[i].outer = top;
		top = i;
	}
}

size_t
nest_find(const struct nest *v, size_t n, enum family family, struct addr x)
{
	struct cidr point = { .base = x, .family = (uint8_t)family,
	    .length = (uint8_t)family_bits(family) };
	size_t low = 0, high = n, at;

	/* The last block that does not begin behind x. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cidr_compare(v[middle].cidr, point) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NEST_NONE;
	at = v[low - 1].first;
	while (at != NEST_NONE && !cidr_contains_addr(v[at].cidr, family, x))
		at = v[at].outer;
	return at;
}

void
nest_add(struct nest *v, size_t *n, const struct cidr_value *c,
    uint32_t order, const void *of)
{
	if (!value_is_known(c->is))
		return;
	v[*n] = (struct nest){ .cidr = c->v, .order = order, .of = of };
	++*n;
}
