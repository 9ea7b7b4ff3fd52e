/* SPDX-License-Identifier: MIT */
#include "lint/pattern.h"

#include "base/str.h"

#include <string.h>

struct pattern_tree {
	struct arena *a;
	struct map below;		/* segment -> struct pattern_tree * */
	struct pattern_tree *any;	/* below `*` */
	VEC(void *) items;		/* patterns that end here */
};

/* The end of the segment of an address that begins at p. */
static const char *
address_segment_end(const char *p)
{
	bool quoted = false;
	bool bracket = *p == '[';

	for (; *p != '\0'; p++) {
		if (*p == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (bracket && *p == ']')
			return p + 1;
		if (!bracket && (*p == '.' || *p == '['))
			return p;
	}
	return p;
}

static void
add_segment(struct arena *a, struct segments *s, const char *from,
    const char *to)
{
	const char *text = arena_strndup(a, from, (size_t)(to - from));

	vec_push(a, s, text);
}

struct segments
pattern_segments(struct arena *a, const char *text)
{
	struct segments s = { 0 };
	const char *p = text, *end;

	if (*p == '/') {
		do {
			end = p + 1 + strcspn(p + 1, "/");
			add_segment(a, &s, p + 1, end);
			p = end;
		} while (*p == '/');
		return s;
	}
	while (*p != '\0') {
		end = address_segment_end(p);
		add_segment(a, &s, p, end);
		p = *end == '.' ? end + 1 : end;
	}
	return s;
}

const char *
pattern_fault(const char *text)
{
	if (*text != '/')
		return *text == '\0' ? "it is empty" : NULL;
	for (const char *p = text; (p = strchr(p, '~')) != NULL; p++)
		if (p[1] != '0' && p[1] != '1')
			return "in a JSON pointer \"~\" is followed by 0 or 1 "
			    "(RFC 6901)";
	if (str_ends_with(text, "/"))
		return "it ends in a slash, so it names a member whose key is "
		    "empty";
	return NULL;
}

struct pattern_tree *
pattern_tree_new(struct arena *a)
{
	struct pattern_tree *t = arena_alloc(a, sizeof *t);

	t->a = a;
	t->below = map_new(a);
	return t;
}

static bool
is_any(const char *segment)
{
	return str_equal(segment, "*") || str_equal(segment, "[*]");
}

void
pattern_tree_add(struct pattern_tree *t, const char *pattern, void *item)
{
	struct segments s = pattern_segments(t->a, pattern);

	for (size_t i = 0; i < s.n; i++) {
		struct pattern_tree **next = &t->any;

		if (!is_any(s.v[i]))
			next = (struct pattern_tree **)map_slot(&t->below,
			    s.v[i]);
		if (*next == NULL)
			*next = pattern_tree_new(t->a);
		t = *next;
	}
	vec_push(t->a, &t->items, item);
}

/*
 * Level by level: the nodes that the object's segments so far lead to.  A
 * star doubles them at most, and there are no more than patterns have nodes.
 */
struct level {
	const struct pattern_tree **v;
	size_t n, cap;
};

static void
enter(struct arena *a, struct level *level, const struct pattern_tree *t,
    void (*visit)(void *context, void *item), void *context)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->items.n; i++)
		visit(context, t->items.v[i]);
	vec_push(a, level, t);
}

void
pattern_tree_match(const struct pattern_tree *t, const char *object,
    void (*visit)(void *context, void *item), void *context)
{
	struct arena *scratch = arena_new();
	struct segments s = pattern_segments(scratch, object);
	struct level now = { 0 };

	enter(scratch, &now, t, visit, context);
	for (size_t i = 0; i < s.n && now.n > 0; i++) {
		struct level next = { 0 };

		for (size_t j = 0; j < now.n; j++) {
			enter(scratch, &next, map_get(&now.v[j]->below,
			    s.v[i]), visit, context);
			enter(scratch, &next, now.v[j]->any, visit, context);
		}
		now = next;
	}
	arena_free(scratch);
}
