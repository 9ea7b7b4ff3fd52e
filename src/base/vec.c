/* SPDX-License-Identifier: MIT */
#include "base/vec.h"

#include "base/fatal.h"

#include <stdint.h>

void *
vec_room(struct arena *a, void *v, size_t n, size_t *cap, size_t size)
{
	size_t more;

	if (n < *cap)
		return v;
	more = *cap > 0 ? *cap * 2 : 4;
	if (more < *cap || more > SIZE_MAX / size)
		fatal_no_memory();
	v = arena_grow(a, v, n * size, more * size);
	*cap = more;
	return v;
}
