/* SPDX-License-Identifier: MIT */
#include "base/vec.h"

#include "base/fatal.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *
vec_room(struct arena *a, void *v, size_t n, size_t *cap, size_t size)
{
	/* Most lists of large items (addresses, references) have one. */
	size_t more;

	if (n < *cap)
		return v;
	if (*cap == 0) {
		*cap = size < 32 ? 4 : size < 64 ? 2 : 1;
		return arena_array(a, *cap, size);
	}
	more = *cap * 2;
	if (more < *cap || more > SIZE_MAX / size)
		fatal_no_memory();
	v = arena_grow(a, v, n * size, more * size);
	*cap = more;
	return v;
}

enum { FEW_ITEMS = 12, SMALL_ITEM = 128 };

/* As what a program wrote often is. */
static bool
is_sorted(const char *first, const char *end, size_t size,
    int (*compare)(const void *, const void *))
{
	for (const char *p = first + size; p < end; p += size)
		if (compare(p - size, p) > 0)
			return false;
	return true;
}

void
vec_sort_items(void *v, size_t n, size_t size,
    int (*compare)(const void *, const void *))
{
	char item[SMALL_ITEM], *first = v, *end;

	if (n < 2)
		return;
	end = first + n * size;
	if (n > FEW_ITEMS || size > sizeof item) {
		if (!is_sorted(first, end, size, compare))
			qsort(v, n, size, compare);
		return;
	}
	for (char *p = first + size; p < end; p += size) {
		char *to = p;

		while (to > first && compare(to - size, p) > 0)
			to -= size;
		if (to == p)
			continue;
		memcpy(item, p, size);
		memmove(to + size, to, (size_t)(p - to));
		memcpy(to, item, size);
	}
}
