/* SPDX-License-Identifier: MIT */
#include "base/map.h"

#include <string.h>

/*
 * Arne Andersson, "Balanced Search Trees Made Simple" (WADS 1993): a
 * red-black tree in which only right children may be red.  level counts the
 * black nodes down to the leaves; skew turns a red left child to the right,
 * split breaks up two reds in a row.  Recursion is as deep as the tree, at
 * most 2 log2(n + 1).
 */

struct map_node {
	const char *key;
	void *value;
	struct map_node *left, *right;
	unsigned level;
};

struct map
map_new(struct arena *a)
{
	struct map m = { .a = a };

	return m;
}

static const struct map_node *
find(const struct map *m, const char *key)
{
	const struct map_node *n = m->root;

	while (n != NULL) {
		int order = strcmp(key, n->key);

		if (order == 0)
			return n;
		n = order < 0 ? n->left : n->right;
	}
	return NULL;
}

void *
map_get(const struct map *m, const char *key)
{
	const struct map_node *n = find(m, key);

	return n != NULL ? n->value : NULL;
}

const char *
map_key(const struct map *m, const char *key)
{
	const struct map_node *n = find(m, key);

	return n != NULL ? n->key : NULL;
}

static struct map_node *
skew(struct map_node *n)
{
	struct map_node *left = n->left;

	if (left == NULL || left->level != n->level)
		return n;
	n->left = left->right;
	left->right = n;
	return left;
}

static struct map_node *
split(struct map_node *n)
{
	struct map_node *right = n->right;

	if (right == NULL || right->right == NULL ||
	    right->right->level != n->level)
		return n;
	n->right = right->left;
	right->left = n;
	right->level++;
	return right;
}

static struct map_node *
insert(struct map *m, struct map_node *n, const char *key,
    struct map_node **found)
{
	int order;

	if (n == NULL) {
		n = arena_alloc(m->a, sizeof *n);
		n->key = key;
		n->level = 1;
		m->n++;
		*found = n;
		return n;
	}
	order = strcmp(key, n->key);
	if (order == 0) {
		*found = n;
		return n;
	}
	if (order < 0)
		n->left = insert(m, n->left, key, found);
	else
		n->right = insert(m, n->right, key, found);
	return split(skew(n));
}

void **
map_slot(struct map *m, const char *key)
{
	struct map_node *found = NULL;

	m->root = insert(m, m->root, key, &found);
	return &found->value;
}

static bool
walk(const struct map_node *n,
    bool (*visit)(void *context, const char *key, void *value), void *context)
{
	return n == NULL || (walk(n->left, visit, context) &&
	    visit(context, n->key, n->value) &&
	    walk(n->right, visit, context));
}

void
map_walk(const struct map *m,
    bool (*visit)(void *context, const char *key, void *value), void *context)
{
	(void)walk(m->root, visit, context);
}
