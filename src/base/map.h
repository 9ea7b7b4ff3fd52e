/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_MAP_H
#define VPCPLAN_BASE_MAP_H

/*
 * A sorted map from text to a pointer, in an arena.
 *
 * Keys come from input, and no choice of keys may make it slow: look-up and
 * insertion take O(log n) comparisons at most, and two or three of keys that
 * nobody chose to be alike (balanced trees by a hash).  What is walked goes
 * in the order of the keys, and so prints the same on every machine.
 */

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map {
	struct arena *a;
	struct map_node *few;		/* the only tree of a small map */
	struct map_node **trees;	/* else 1 << bits of them */
	unsigned bits;
	size_t n;
};

struct map map_new(struct arena *a);

/* The value of key, or NULL if there is none. */
void *map_get(const struct map *m, const char *key);

/*
 * The slot of key, made with the value NULL if it was not there.  The key is
 * borrowed and must live as long as the map.  The slot moves at no time.
 */
void **map_slot(struct map *m, const char *key);

/* The key as it was first stored, or NULL. */
const char *map_key(const struct map *m, const char *key);

/* Call visit for every key in byte order until it returns false. */
void map_walk(const struct map *m,
    bool (*visit)(void *context, const char *key, void *value), void *context);

#endif
