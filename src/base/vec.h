/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_BASE_VEC_H
#define VPCPLAN_BASE_VEC_H

/*
 * A growing array in an arena.  VEC(struct subnet *) declares one as a
 * struct { v, n, cap }; all zero is empty.  Arrays of pointers are the rule:
 * what they point to keeps its address while the array grows.
 *
 *	VEC(const char *) words = { 0 };
 *	vec_push(a, &words, "one");
 *	for (size_t i = 0; i < words.n; i++) ... words.v[i] ...
 */

#include "base/arena.h"

#include <stddef.h>

#define VEC(type)			\
	struct {			\
		type *v;		\
		size_t n, cap;		\
	}

/* Append item; the array may move, the arena keeps the old copy. */
#define vec_push(a, vec, item)						\
	((vec)->n < (vec)->cap ? (void)0 :				\
	     (void)((vec)->v = vec_room((a), (vec)->v, (vec)->n,	\
	     &(vec)->cap, sizeof *(vec)->v)),				\
	    (vec)->v[(vec)->n++] = (item))

/* Sort with a qsort comparison of two items' addresses. */
#define vec_sort(vec, compare)						\
	vec_sort_items((vec)->v, (vec)->n, sizeof *(vec)->v, (compare))

/* qsort(), without its cost for the few items that most lists have. */
void vec_sort_items(void *v, size_t n, size_t size,
    int (*compare)(const void *, const void *));

/* Room for one more item of size bytes; *cap is raised by doubling. */
void *vec_room(struct arena *a, void *v, size_t n, size_t *cap, size_t size);

#endif
