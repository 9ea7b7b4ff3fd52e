/* SPDX-License-Identifier: MIT */
#include "net/overlap.h"

#include "base/vec.h"

#include <stdlib.h>

/*
 * A sweep in the order of first addresses keeps lists of the items that may
 * reach beyond the place it has come to.  An item is compared with all of a
 * list; each comparison either finds a pair or drops an item from the list
 * for ever.  To find pairs between groups only there is a list for each
 * group, and an item goes through those of the others: no work is done for
 * pairs that nobody asks for.
 */

struct open_list {
	VEC(const struct overlap_item *) items;
};

struct sweep {
	struct arena *a;
	struct open_list *list;
	size_t n_lists;
	overlap_visit *visit;
	void *context;
};

static int
compare_items(const void *x, const void *y)
{
	const struct overlap_item *a = x, *b = y;
	int order;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	order = addr_compare(a->range.first, b->range.first);
	if (order == 0)
		order = addr_compare(b->range.last, a->range.last);
	if (order == 0)
		order = (a->id > b->id) - (a->id < b->id);
	return order;
}

/* Visit the pairs of item with what is open, and drop what has ended. */
static bool
visit_open(struct sweep *s, struct open_list *list,
    const struct overlap_item *item)
{
	size_t kept = 0;
	bool go_on = true;

	for (size_t i = 0; i < list->items.n; i++) {
		const struct overlap_item *open = list->items.v[i];

		if (open->family != item->family || addr_compare(
		    open->range.last, item->range.first) < 0)
			continue;
		list->items.v[kept++] = open;
		go_on = go_on && s->visit(s->context, open, item);
	}
	list->items.n = kept;
	return go_on;
}

static bool
sweep_item(struct sweep *s, const struct overlap_item *item, bool between)
{
	size_t own = between ? item->group : 0;

	for (size_t i = 0; i < s->n_lists; i++)
		if ((!between || i != own) &&
		    !visit_open(s, &s->list[i], item))
			return false;
	vec_push(s->a, &s->list[own].items, item);
	return true;
}

void
overlap_pairs(struct overlap_item *v, size_t n, bool between,
    overlap_visit *visit, void *context)
{
	struct sweep s = {
		.a = arena_new(), .n_lists = 1, .visit = visit,
		.context = context
	};

	for (size_t i = 0; between && i < n; i++)
		if (v[i].group >= s.n_lists)
			s.n_lists = (size_t)v[i].group + 1;
	s.list = arena_array(s.a, s.n_lists, sizeof *s.list);
	if (n > 1)
		qsort(v, n, sizeof *v, compare_items);
	for (size_t i = 0; i < n && sweep_item(&s, &v[i], between); i++)
		continue;
	arena_free(s.a);
}
