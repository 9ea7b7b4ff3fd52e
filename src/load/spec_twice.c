/* SPDX-License-Identifier: MIT */

/*
 * Two keys that stand for one of the spec, both of them wrong or one: what each
 * is to become alone would be that key twice.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "text/sanitise.h"

#include <string.h>

static const char begin[] = "write \"";

/* Where the text that begins with a bracket closes it; NULL: not. */
static const char *
closing(const char *text)
{
	int depth = 0;

	for (; *text != '\0'; text++) {
		if (*text == '{' || *text == '[')
			depth++;
		else if ((*text == '}' || *text == ']') && --depth == 0)
			return text;
	}
	return NULL;
}

/*
 * The key of `write "dns": { "support": true }` and, without its brackets,
 * what is to stand under it; false: the advice has not that form.
 */
static bool
part(struct arena *a, const char *advice, const char **key, const char **rest)
{
	const char *p, *colon, *last;

	if (advice == NULL || !str_starts_with(advice, begin))
		return false;
	p = advice + strlen(begin);
	colon = strstr(p, "\": ");
	if (colon == NULL)
		return false;
	*key = arena_strndup(a, p, (size_t)(colon - p));
	p = colon + strlen("\": ");
	last = *p == '{' || *p == '[' ? closing(p) : NULL;
	if (last == NULL || last[1] != '\0')
		return false;
	p += 1 + strspn(p + 1, " ");
	while (last > p && last[-1] == ' ')
		last--;
	*rest = arena_strndup(a, p, (size_t)(last - p));
	return last > p;
}

/* The key that the wrong one stands for; NULL: no one in particular. */
static const char *
stands_for(struct spec *s, const struct spec_object *o, const void *base,
    struct node member)
{
	VEC(const char *) keys = { 0 };
	const char *key, *rest;
	bool by_alias;

	if (part(s->l->a, spec_key_advice(s, o, base, member), &key, &rest))
		return key;
	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		vec_push(s->l->a, &keys, k->key);
	key = spec_meant(node_key(member), keys.v, keys.n, &by_alias);
	return by_alias ? key : NULL;
}

/* A wrong key before member that stands for the same; or nothing. */
static struct node
first_for(struct spec *s, const struct spec_object *o, const void *base,
    const char *key, struct node member)
{
	enum { LOOKED_AT = 40 };
	size_t n = 0;
	struct node c;

	for (c = node_first(s->object); node_exists(c) && n < LOOKED_AT;
	    c = node_next(c), n++) {
		if (place_compare(node_place(c), node_place(member)) == 0)
			break;
		if (spec_key_find(o, node_key(c)) == NULL &&
		    node_kind(c) == node_kind(member) &&
		    str_equal(stands_for(s, o, base, c), key))
			return c;
	}
	return (struct node){ 0 };
}

/* Whether what is to be put there, `"nat": { … }`, is there already. */
static bool
holds(struct arena *a, struct node there, const char *rest)
{
	size_t n = *rest == '"' ? strcspn(rest + 1, "\"") : 0;

	return n > 0 && node_kind(there) == NODE_MAP &&
	    node_exists(node_get(there, arena_strndup(a, rest + 1, n)));
}

const char *
spec_twice_advice(struct spec *s, const struct spec_object *o,
    const void *base, struct node member, const char *meant,
    const char *advice)
{
	const char *key, *rest;
	enum node_kind kind = node_kind(member);
	struct node there, first;

	if (part(s->l->a, advice, &key, &rest)) {
		there = node_get(s->object, key);
		if (holds(s->l->a, there, rest))
			return arena_printf(s->l->a, "there is \"%s\" already: "
			    "leave this out", key);
		if (node_kind(there) == NODE_MAP && *rest == '"')
			return arena_printf(s->l->a, "there is \"%s\" already: "
			    "put %s into it", key, rest);
		first = first_for(s, o, base, key, member);
		/* What stands for the whole is said with the first. */
		if (!node_exists(first) || str_equal(advice,
		    spec_key_advice(s, o, base, first)))
			return NULL;
		return arena_printf(s->l->a, "put %s into the same \"%s\"",
		    rest, key);
	}
	if (meant == NULL || advice != NULL ||
	    (kind != NODE_LIST && kind != NODE_MAP) ||
	    !node_exists(first_for(s, o, base, meant, member)))
		return NULL;
	return arena_printf(s->l->a, "another key stands for \"%s\", too: put "
	    "what stands here into the same one", meant);
}

/* More blocks beside "cidr": one key has them all. */
static const char *
more_blocks(struct spec *s, struct node member, const char *meant)
{
	struct node first = node_get(s->object, "cidr");
	size_t count;
	const char *items = node_kind(member) == NODE_STRING ?
	    node_excerpt(s->l->a, member) : spec_items(s, member, &count);

	if (!str_equal(meant, "cidrs") || node_kind(first) != NODE_STRING ||
	    items == NULL || str_equal(node_key(member), "cidr"))
		return NULL;
	return arena_printf(s->l->a, "\"cidrs\" takes the place of \"cidr\": "
	    "write \"cidrs\": [%s, %s]", node_excerpt(s->l->a, first), items);
}

static const char *
there_already(struct spec *s, const struct spec_key *row, const char *meant,
    struct node member, struct node there)
{
	enum node_kind kind = node_kind(there);

	if (node_kind(member) == kind && (kind == NODE_LIST ||
	    (kind == NODE_MAP && row != NULL && row->object != NULL)))
		return arena_printf(s->l->a, "there is \"%s\" already: put "
		    "what stands here into it", meant);
	return arena_printf(s->l->a, "there is \"%s\" already: write there "
	    "what is to hold, and leave this out", meant);
}

/* "min_size" beside "desired_size": of words for one key the one that says
 * how many there are, else the first, counts. */
static bool
gives_way(struct node member, struct node other, bool earlier)
{
	bool least = str_starts_with(node_key(member), "min") ||
	    str_starts_with(node_key(member), "Min");
	bool other_least = str_starts_with(node_key(other), "min") ||
	    str_starts_with(node_key(other), "Min");

	return least != other_least ? least : earlier;
}

/* Another wrong key that stands for what member does, and says it better. */
static const char *
said_by_another(struct spec *s, const struct spec_object *o,
    const char *meant, struct node member)
{
	enum { LOOKED_AT = 40 };
	VEC(const char *) keys = { 0 };
	bool by_alias, earlier = true;
	size_t n = 0;

	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		vec_push(s->l->a, &keys, k->key);
	for (struct node c = node_first(s->object); node_exists(c) &&
	    n < LOOKED_AT; c = node_next(c), n++) {
		if (place_compare(node_place(c), node_place(member)) == 0) {
			earlier = false;
			continue;
		}
		if (spec_key_find(o, node_key(c)) == NULL &&
		    gives_way(member, c, earlier) &&
		    str_equal(spec_meant(node_key(c), keys.v, keys.n,
		    &by_alias), meant) && by_alias)
			return arena_printf(s->l->a, "leave it out: \"%s\" "
			    "stands for \"%s\", too",
			    sanitise_text(s->l->a, node_key(c)), meant);
	}
	return NULL;
}

const char *
spec_value_advice(struct spec *s, const struct spec_object *o,
    const char *meant, struct node member)
{
	const char *blocks = more_blocks(s, member, meant);
	const struct spec_key *row = spec_key_find(o, meant);
	struct node there = node_get(s->object, meant);
	const char *another;

	if (blocks != NULL)
		return blocks;
	/* Under its right name it would be there twice. */
	if (node_exists(there))
		return there_already(s, row, meant, member, there);
	if (spec_same_word(node_key(member), meant))
		return NULL;
	another = row != NULL && (row->form == FORM_NUMBER ||
	    row->form == FORM_FLAG || row->form == FORM_TEXT) ?
	    said_by_another(s, o, meant, member) : NULL;
	if (another != NULL)
		return another;
	return row != NULL ? spec_shape_help(s, o, row, member) : NULL;
}
