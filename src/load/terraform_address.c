/* SPDX-License-Identifier: MIT */
#include "load/terraform_address.h"

#include "load/terraform_read.h"
#include "net/addr.h"

/*
 * Who has an address, for targets that are told by one.
 */

/* What the input has with that address, where it is one thing. */
static void
note_address(struct terraform *x, struct thing *t,
    const struct address_value *a)
{
	char text[ADDR_TEXT_MAX];
	void *had;

	if (!value_is_known(a->is) || t->island != x->island)
		return;
	addr_format(a->v, a->family, text);
	had = map_get(&x->addresses, text);
	/* Of several it is nobody's. */
	*map_slot(&x->addresses, arena_strdup(x->a, text)) =
	    had == NULL || had == t ? (void *)t : (void *)x;
}

static void
note_addresses(struct terraform *x)
{
	for (size_t i = 0; i < x->m->workloads.n; i++)
		for (size_t j = 0; j < x->m->workloads.v[i]->addresses.n; j++)
			note_address(x, &x->m->workloads.v[i]->is,
			    &x->m->workloads.v[i]->addresses.v[j]);
	for (size_t i = 0; i < x->m->interfaces.n; i++)
		for (size_t j = 0; j < x->m->interfaces.v[i]->addresses.n; j++)
			note_address(x, &x->m->interfaces.v[i]->is,
			    &x->m->interfaces.v[i]->addresses.v[j]);
	x->has_addresses = true;
}

struct thing *
terraform_at_address(struct terraform *x, const char *text)
{
	void *found;

	if (!x->has_addresses)
		note_addresses(x);
	found = map_get(&x->addresses, text);
	return found != x ? found : NULL;
}
