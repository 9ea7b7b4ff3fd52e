/* SPDX-License-Identifier: MIT */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

/*
 * Trees by the hash of a key, four times as many whenever there are four keys
 * for each: a tree has a few keys, where nobody chose the keys, and is
 * balanced, where somebody did.  A few keys need no more than one tree.
 *
 * Where there are more, a tree is in the order of the hashes first: each key
 * lies in memory of its own, and is not looked at for the hash of another.
 *
 * The tree: Arne Andersson, "Balanced Search Trees Made Simple" (WADS 1993),
 * a red-black tree in which only right children may be red.  level counts the
 * black nodes down to the leaves; skew turns a red left child to the right,
 * split breaks up two reds in a row.  Recursion is as deep as the tree, at
 * most 2 log2(n + 1).
 */

enum {
	FEW = 16,		/* keys, for which one tree is enough */
	FULL = 4,		/* keys of a tree, where there are more */
	BITS_MAX = 24		/* trees, as a power of two */
};

struct map_node {
	const char *key;
	void *value;
	struct map_node *left, *right;
	unsigned level;
	uint32_t hash;		/* of the key; 0 among a few */
};

struct map
map_new(struct arena *a)
{
	struct map m = { .a = a };

	return m;
}

/* FNV-1a, mixed once more for the upper bits. */
static uint32_t
hash(const char *key)
{
	uint64_t h = 14695981039346656037u;

	for (; *key != '\0'; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211u;
	return (uint32_t)(((h ^ h >> 32) * 0x9e3779b97f4a7c15u) >> 32);
}

/* Where the tree begins that has the key of that hash, if any has. */
static struct map_node **
tree_of(struct map_node **trees, unsigned bits, uint32_t h)
{
	return &trees[h >> (32 - bits)];
}

static int
compare(const char *key, uint32_t h, const struct map_node *n)
{
	if (h != n->hash)
		return h < n->hash ? -1 : 1;
	return strcmp(key, n->key);
}

/* What the map's nodes have for a hash. */
static uint32_t
hash_in(const struct map *m, const char *key)
{
	return m->bits == 0 ? 0 : hash(key);
}

static struct map_node *
find(const struct map *m, const char *key, uint32_t h)
{
	struct map_node *n = m->bits == 0 ? m->few
	    : *tree_of(m->trees, m->bits, h);

	while (n != NULL) {
		int order = compare(key, h, n);

		if (order == 0)
			return n;
		n = order < 0 ? n->left : n->right;
	}
	return NULL;
}

void *
map_get(const struct map *m, const char *key)
{
	const struct map_node *n = find(m, key, hash_in(m, key));

	return n != NULL ? n->value : NULL;
}

const char *
map_key(const struct map *m, const char *key)
{
	const struct map_node *n = find(m, key, hash_in(m, key));

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

/* The node of made->key: made, unless the tree below n has one already. */
static struct map_node *
insert(struct map_node *n, struct map_node *made, struct map_node **found)
{
	int order;

	if (n == NULL) {
		made->left = made->right = NULL;
		made->level = 1;
		*found = made;
		return made;
	}
	order = compare(made->key, made->hash, n);
	if (order == 0) {
		*found = n;
		return n;
	}
	if (order < 0)
		n->left = insert(n->left, made, found);
	else
		n->right = insert(n->right, made, found);
	return split(skew(n));
}

struct trees {
	struct map_node **v;
	unsigned bits;
	bool rehash;		/* the nodes come from the few */
};

static void
move(struct trees *to, struct map_node *n)
{
	struct map_node *left, *right, *found, **tree;

	if (n == NULL)
		return;
	left = n->left;
	right = n->right;
	n->hash = to->rehash ? hash(n->key) : n->hash;
	tree = tree_of(to->v, to->bits, n->hash);
	*tree = insert(*tree, n, &found);
	move(to, left);
	move(to, right);
}

static void
plant(struct map *m)
{
	struct trees more = {
		.bits = m->bits == 0 ? 4 : m->bits + 2,
		.rehash = m->bits == 0
	};

	more.v = arena_array(m->a, (size_t)1 << more.bits, sizeof *more.v);
	move(&more, m->few);
	for (size_t i = 0; m->bits > 0 && i < (size_t)1 << m->bits; i++)
		move(&more, m->trees[i]);
	m->few = NULL;
	m->trees = more.v;
	m->bits = more.bits;
}

void **
map_slot(struct map *m, const char *key)
{
	uint32_t h = hash_in(m, key);
	struct map_node *made, *found = find(m, key, h), **tree;

	if (found != NULL)
		return &found->value;
	if (m->bits < BITS_MAX && m->n >= (m->bits == 0 ? FEW :
	    (size_t)FULL << m->bits)) {
		plant(m);
		h = hash_in(m, key);
	}
	made = arena_alloc(m->a, sizeof *made);
	made->key = key;
	made->hash = h;
	tree = m->bits == 0 ? &m->few : tree_of(m->trees, m->bits, h);
	*tree = insert(*tree, made, &found);
	m->n++;
	return &found->value;
}

static void
collect(struct map_node *n, struct map_node ***to)
{
	if (n == NULL)
		return;
	collect(n->left, to);
	*(*to)++ = n;
	collect(n->right, to);
}

static int
by_key(const void *a, const void *b)
{
	const struct map_node *const *x = a, *const *y = b;

	return strcmp((*x)->key, (*y)->key);
}

void
map_walk(const struct map *m,
    bool (*visit)(void *context, const char *key, void *value), void *context)
{
	struct map_node **all, **end;
	size_t n = m->n;

	if (n == 0)
		return;
	all = end = arena_array(m->a, n, sizeof *all);
	collect(m->few, &end);
	for (size_t i = 0; m->bits > 0 && i < (size_t)1 << m->bits; i++)
		collect(m->trees[i], &end);
	if (m->bits > 0)
		qsort(all, n, sizeof *all, by_key);
	for (size_t i = 0; i < n && visit(context, all[i]->key,
	    all[i]->value); i++)
		;
}
