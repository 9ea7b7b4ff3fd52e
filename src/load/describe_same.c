/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Whether two descriptions of one id say the same.  The order of members and
 * of list elements means nothing in what AWS prints, so hashes of both are
 * added up; the hash of a scalar is FNV-1a of its bytes.
 */

static uint64_t
hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		hash ^= (unsigned char)bytes[i];
		hash *= 0x100000001b3;
	}
	return hash;
}

static uint64_t
hash_text(const char *text)
{
	return hash_bytes(0xcbf29ce484222325, text, strlen(text));
}

/* Spread, so that sums of different parts do not meet. */
static uint64_t
mix(uint64_t hash)
{
	hash ^= hash >> 31;
	hash *= 0x9e3779b97f4a7c15;
	return hash ^ hash >> 29;
}

/* 0 for what says nothing.  As deep as documents go (DOCUMENT_DEPTH_MAX). */
static uint64_t
hash_node(struct arena *scratch, struct node n)
{
	uint64_t sum = 0;
	const char *text;
	bool yes = false;

	switch (node_kind(n)) {
	case NODE_NONE:
	case NODE_NULL:
		return 0;
	case NODE_BOOL:
		node_bool(n, &yes);
		return yes ? 1 : 0;
	case NODE_NUMBER:
	case NODE_STRING:
		text = node_text(scratch, n);
		if (text == NULL)
			text = node_excerpt(scratch, n);
		return *text == '\0' ? 0 : hash_text(text);
	case NODE_LIST:
	case NODE_MAP:
		break;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		uint64_t part = hash_node(scratch, c);
		const char *key = node_key(c);

		if (part != 0)
			sum += mix(part + (key != NULL ? hash_text(key) : 3));
	}
	return sum;
}

static bool
counts(const struct describe_object *o, struct node member)
{
	for (const struct describe_member *row = o->members;
	    row->key != NULL; row++)
		if (node_key_is(member, row->key))
			return !row->drifts;
	return false;
}

uint64_t
describe_content(const struct describe_object *o, struct node n)
{
	struct arena *scratch = arena_new();
	uint64_t sum = 0;

	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		uint64_t part = counts(o, c) ? hash_node(scratch, c) : 0;

		if (part != 0)
			sum += mix(part + hash_text(node_key(c)));
	}
	arena_free(scratch);
	return sum > 1 ? sum : 2;
}
