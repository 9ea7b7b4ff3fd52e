/* SPDX-License-Identifier: MIT */
#include "base/names.h"

#include "base/str.h"

#include <string.h>

struct names
names_new(struct arena *a)
{
	struct names n = { .texts = map_new(a) };

	return n;
}

const char *
names_intern(struct names *n, const char *text, size_t length)
{
	char small[128];
	const char *key;
	char *copy;

	/* Look before copying: most texts have been seen. */
	if (length < sizeof small) {
		memcpy(small, text, length);
		small[length] = '\0';
		key = map_key(&n->texts, small);
		if (key != NULL)
			return key;
	}
	copy = arena_strndup(n->texts.a, text, length);
	key = length < sizeof small ? NULL : map_key(&n->texts, copy);
	if (key != NULL)
		return key;
	*map_slot(&n->texts, copy) = copy;
	return copy;
}

const char *
names_nearest(const char *wanted, const char *const *candidates, size_t n)
{
	size_t limit = strlen(wanted) / 3;
	const char *nearest = NULL;

	if (limit == 0)
		limit = 1;
	for (size_t i = 0; i < n; i++)
		if (str_equal_but_case(wanted, candidates[i]))
			return candidates[i];
	for (size_t i = 0; i < n; i++) {
		size_t distance = str_distance(wanted, candidates[i], limit);

		if (distance <= limit) {
			nearest = candidates[i];
			if (distance == 0)
				break;
			limit = distance - 1;
		}
	}
	return nearest;
}
