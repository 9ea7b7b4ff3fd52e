/* SPDX-License-Identifier: MIT */
#include "reach/branch.h"

#include "base/str.h"

struct branch *
branch_new(struct arena *a)
{
	return arena_alloc(a, sizeof (struct branch));
}

struct branch *
branch_where(struct arena *a, struct branch *w, const char *text, bool holds)
{
	struct branch *child = w->first_child;

	while (child != NULL && (child->holds != holds ||
	    !str_equal(child->text, text)))
		child = child->next_sibling;
	if (child != NULL)
		return child;
	child = arena_alloc(a, sizeof *child);
	child->parent = w;
	child->text = arena_strdup(a, text);
	child->holds = holds;
	child->depth = w->depth + 1;
	child->next_sibling = w->first_child;
	w->first_child = child;
	return child;
}

enum presence
branch_presence(const struct branch *w, const struct condition *c)
{
	if (c == NULL)
		return PRESENT;
	for (; w->parent != NULL; w = w->parent)
		if (str_equal(w->text, c->text))
			return w->holds != c->negated ? PRESENT : ABSENT;
	return UNDECIDED;
}
