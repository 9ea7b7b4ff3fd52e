/* SPDX-License-Identifier: MIT */
#include "document/duplicates.h"

#include "base/str.h"
#include "document/found.h"
#include "document/json.h"

#include <stdlib.h>
#include <string.h>

enum {
	/* Up to here every key is compared with every other, which is quicker
	 * than sorting and takes no memory. */
	FEW_KEYS = 16,
	KEY_CELLS = 40
};

/* A key as it is compared: decoded. */
struct item {
	const char *text;
	size_t length;
	const struct duplicates_key *key;
};

struct duplicates
duplicates_new(struct arena *scratch)
{
	struct duplicates u = { .a = scratch };

	return u;
}

void
duplicates_open(struct duplicates *u, uint32_t depth)
{
	while (u->begins.n <= depth)
		vec_push(u->a, &u->begins, 0);
	u->begins.v[depth] = u->keys.n;
}

void
duplicates_add(struct duplicates *u, struct duplicates_key key)
{
	vec_push(u->a, &u->keys, key);
}

static bool
is_comment(const char *text, size_t length)
{
	return length >= 2 && text[0] == '/' && text[1] == '/';
}

/* Drop the member of the later key and say so. */
static void
drop(struct duplicates *u, struct document *d, struct document_problems *out,
    const struct duplicates_key *first, const struct duplicates_key *later)
{
	struct document_problem problem = {
		.at = { d->file, later->at - 1 },
		.also = { d->file, first->at - 1 },
		.also_text = "the first one, which counts",
		.help = "put what stands here into the first one, or leave "
		    "it out"
	};
	struct str text = str_new(d->a);

	index_entry(d, later->entry)->kind = ENTRY_DROPPED;
	if (u->told > DUPLICATES_TOLD_MAX)
		return;
	if (u->told++ == DUPLICATES_TOLD_MAX) {
		str_add(&text, "more duplicate keys, which are not listed");
		problem.also = (struct place){ 0 };
		problem.also_text = NULL;
	} else {
		str_add(&text, "duplicate key \"");
		found_add_excerpt(&text, d->text + later->at, later->length,
		    KEY_CELLS);
		str_add_char(&text, '"');
	}
	problem.text = str_text(&text);
	vec_push(d->a, out, problem);
}

static bool
same_bytes(const struct document *d, const struct duplicates_key *x,
    const struct duplicates_key *y)
{
	return x->length == y->length &&
	    memcmp(d->text + x->at, d->text + y->at, x->length) == 0;
}

static void
compare_few(struct duplicates *u, struct document *d,
    struct document_problems *out, const struct duplicates_key *keys, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (is_comment(d->text + keys[i].at, keys[i].length))
			continue;
		for (size_t j = 0; j < i; j++)
			if (same_bytes(d, &keys[i], &keys[j])) {
				drop(u, d, out, &keys[j], &keys[i]);
				break;
			}
	}
}

static struct item
item_of(struct arena *a, const struct document *d,
    const struct duplicates_key *key)
{
	struct item item = {
		.text = d->text + key->at, .length = key->length, .key = key
	};
	const char *decoded;

	if (!key->escaped)
		return item;
	decoded = json_decode_text(a, item.text - 1, item.length + 2);
	if (decoded != NULL) {
		item.text = decoded;
		item.length = strlen(decoded);
	}
	return item;
}

static int
compare_items(const void *x, const void *y)
{
	const struct item *a = x, *b = y;
	size_t shorter = a->length < b->length ? a->length : b->length;
	int order = memcmp(a->text, b->text, shorter);

	if (order != 0)
		return order;
	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return a->key->at < b->key->at ? -1 : a->key->at > b->key->at;
}

static void
compare_many(struct duplicates *u, struct document *d,
    struct document_problems *out, const struct duplicates_key *keys, size_t n)
{
	struct arena *a = arena_new();
	struct item *items = arena_array(a, n, sizeof *items);
	size_t first = 0;

	for (size_t i = 0; i < n; i++)
		items[i] = item_of(a, d, &keys[i]);
	qsort(items, n, sizeof *items, compare_items);
	for (size_t i = 1; i < n; i++) {
		if (items[i].length != items[first].length ||
		    memcmp(items[i].text, items[first].text,
		    items[i].length) != 0)
			first = i;
		else if (!is_comment(items[i].text, items[i].length))
			drop(u, d, out, items[first].key, items[i].key);
	}
	arena_free(a);
}

void
duplicates_close(struct duplicates *u, struct document *d, uint32_t depth,
    struct document_problems *problems)
{
	size_t begin = u->begins.v[depth], n = u->keys.n - begin;
	const struct duplicates_key *keys;
	bool escaped = false;

	u->keys.n = begin;
	if (n < 2)
		return;
	keys = u->keys.v + begin;
	for (size_t i = 0; i < n && !escaped; i++)
		escaped = keys[i].escaped;
	if (n > FEW_KEYS || escaped)
		compare_many(u, d, problems, keys, n);
	else
		compare_few(u, d, problems, keys, n);
}
