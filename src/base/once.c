/* SPDX-License-Identifier: MIT */
#include "base/once.h"

#include "base/str.h"

static bool
put(struct map *m, const char *text)
{
	static char mark;
	void **slot = map_slot(m, text);
	bool is_new = *slot == NULL;

	*slot = &mark;
	return is_new;
}

bool
once_is_new(struct once *o, struct arena *a, const char *text)
{
	if (o->n > ONCE_FEW)
		return put(&o->map, text);
	for (size_t i = 0; i < o->n; i++)
		if (str_equal(o->few[i], text))
			return false;
	if (o->n < ONCE_FEW) {
		o->few[o->n++] = text;
		return true;
	}
	o->map = map_new(a);
	for (size_t i = 0; i < ONCE_FEW; i++)
		put(&o->map, o->few[i]);
	o->n++;
	return put(&o->map, text);
}
