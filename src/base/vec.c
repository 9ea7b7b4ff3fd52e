/* SPDX-License-Identifier: MIT */
#include "base/vec.h"

#include "base/fatal.h"

#include <stdint.h>

void *
vec_room(struct arena *a, void *v, size_t n, size_t *cap, size_t size)
{
	/* Most lists of large items (addresses, references) have one. */
	size_t more, first = size < 32 ? 4 : size < 64 ? 2 : 1;

	if (n < *cap)
		return v;
	more = *cap > 0 ? *cap * 2 : first;
	if (more < *cap || more > SIZE_MAX / size)
		fatal_no_memory();
	v = arena_grow(a, v, n * size, more * size);
	*cap = more;
	return v;
}
