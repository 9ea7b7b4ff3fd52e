/* SPDX-License-Identifier: MIT */
#include "twin_change.h"

#include "base/str.h"
#include "load/load.h"

#include <string.h>

enum { CHANGES_MAX = 2 };

struct piece {
	const char *at;
	size_t length;
};

/* A text or a member that can be taken out: rules, entries, routes. */
static bool
is_removable(const char *text, size_t n)
{
	static const char *const signs[] = { " from ", " to ", "/0\": \"",
		"/8\": \"", "/16\": \"", NULL };

	for (size_t i = 0; signs[i] != NULL; i++)
		for (size_t k = 0; k + strlen(signs[i]) <= n; k++)
			if (memcmp(text + k, signs[i], strlen(signs[i])) == 0)
				return true;
	return false;
}

/* The items between brackets and commas that are nothing but texts. */
static size_t
pieces_of(struct arena *a, const char *text, struct piece **out)
{
	VEC(struct piece) all = { 0 };
	const char *start = text;
	bool quoted = false;

	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '"')
			quoted = !quoted;
		if (quoted || strchr("{}[],", *p) == NULL)
			continue;
		if (is_removable(start, (size_t)(p - start)) &&
		    memchr(start, '"', (size_t)(p - start)) != NULL) {
			struct piece piece = { start, (size_t)(p - start) };

			vec_push(a, &all, piece);
		}
		start = p + 1;
	}
	*out = all.v;
	return all.n;
}

static const char *
without(struct arena *a, const char *text, struct piece p)
{
	struct str out = str_new(a);
	const char *before = p.at - 1, *after = p.at + p.length;

	if (*after == ',')
		after++;
	else if (*before == ',')
		before--;
	str_add_bytes(&out, text, (size_t)(before - text) + 1);
	str_add(&out, after);
	return str_text(&out);
}

const char *
twin_change(struct arena *a, const char *text, struct unit_random *r)
{
	size_t n = 1 + unit_random_below(r, CHANGES_MAX);

	for (size_t i = 0; i < n; i++) {
		struct piece *v;
		size_t pieces = pieces_of(a, text, &v);

		if (pieces > 0)
			text = without(a, text, v[unit_random_below(r,
			    (uint32_t)pieces)]);
	}
	return text;
}

struct twin_engine
twin_engine_read(struct arena *a, const char *text)
{
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);
	struct twin_engine n;

	load_bytes(l, "network.json", text, strlen(text), true);
	n.m = load_finish(l);
	ck_assert_msg(l->complaints.n == 0, "not read: %s", text);
	n.r = reach_new(a, n.m, routes_new(a, n.m));
	return n;
}
