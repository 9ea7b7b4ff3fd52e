/* SPDX-License-Identifier: MIT */
#include "document/node.h"

#include "base/pages.h"
#include "base/str.h"
#include "base/utf8.h"
#include "document/found.h"
#include "document/index.h"
#include "document/json.h"
#include "document/syntax.h"

#include <string.h>

enum { EXCERPT_CELLS = 60, FORGOTTEN_MIN = 1 << 16 };

static const struct node no_node = { NULL, 0, 0 };

static struct entry *
entry_of(struct node n)
{
	return index_known(n.document, n.at);
}

static struct syntax
syntax_of(const struct document *d)
{
	struct syntax s = { d->text, d->length };

	return s;
}

static uint32_t
value_offset(struct node n)
{
	return document_value_at(n.document, n.at);
}

/* Where it stands in the file, if the text is not the file's; or NULL. */
static const struct source *
source_of(struct node n)
{
	const struct document *d = n.document;

	return d->sources.n > 0 ? &d->sources.v[n.at] : NULL;
}

/* The bytes of a scalar. */
static const char *
raw_of(struct node n, size_t *length)
{
	struct syntax s = syntax_of(n.document);
	uint32_t at = value_offset(n);

	*length = syntax_scalar_end(&s, at) - at;
	return s.text + at;
}

/* The bytes of a member's key, without the quotes. */
static const char *
raw_key_of(struct node n, size_t *length)
{
	struct syntax s = syntax_of(n.document);
	uint32_t at = entry_of(n)->offset;

	*length = syntax_string_end(&s, at) - at - 2;
	return s.text + at + 1;
}

/* Its first byte; the quote behind an empty one. */
static const char *
first_of_key(struct node n)
{
	return n.document->text + entry_of(n)->offset + 1;
}

uint32_t
document_value_at(const struct document *d, uint32_t e)
{
	const struct entry *entry = index_known(d, e);
	struct syntax s = syntax_of(d);

	return entry->has_key ? syntax_member_value(&s, entry->offset)
	    : entry->offset;
}

struct node
node_root(const struct document *d)
{
	struct node root = { d, 0, d->n };

	return root;
}

bool
node_exists(struct node n)
{
	return n.document != NULL;
}

enum node_kind
node_kind(struct node n)
{
	return node_exists(n) ? (enum node_kind)entry_of(n)->kind : NODE_NONE;
}

const char *
node_kind_name(enum node_kind kind)
{
	static const char *const names[] = {
		[NODE_NONE] = "nothing",
		[NODE_NULL] = "null",
		[NODE_BOOL] = "true or false",
		[NODE_NUMBER] = "a number",
		[NODE_STRING] = "a string",
		[NODE_LIST] = "a list",
		[NODE_MAP] = "a map"
	};

	return names[kind];
}

struct place
node_place(struct node n)
{
	struct place nowhere = { 0 };
	const struct source *source;

	if (!node_exists(n))
		return nowhere;
	source = source_of(n);
	return (struct place){ n.document->file,
	    source != NULL ? source->begin : value_offset(n) };
}

uint32_t
node_end(struct node n)
{
	struct syntax s;

	if (!node_exists(n))
		return 0;
	if (source_of(n) != NULL)
		return source_of(n)->end;
	s = syntax_of(n.document);
	return syntax_value_end(&s, value_offset(n));
}

/* The node itself, or its first sibling behind that was not dropped. */
static struct node
not_dropped(struct node n)
{
	while (n.at < n.end && entry_of(n)->kind == ENTRY_DROPPED)
		n.at += entry_of(n)->count;
	return n.at < n.end ? n : no_node;
}

struct node
node_first(struct node parent)
{
	enum node_kind kind = node_kind(parent);
	struct node first = parent;

	if (kind != NODE_LIST && kind != NODE_MAP)
		return no_node;
	first.at = parent.at + 1;
	first.end = parent.at + entry_of(parent)->count;
	return not_dropped(first);
}

struct node
node_next(struct node child)
{
	const struct entry *entry;

	if (!node_exists(child))
		return no_node;
	entry = entry_of(child);
	document_come_to(child.document, entry->offset);
	child.at += entry->count;
	return not_dropped(child);
}

/* As many entries from begin to end as lie side by side in memory. */
static uint32_t
side_by_side(const struct document *d, uint32_t begin, uint32_t end)
{
	const struct entry *first = index_entry(d, begin);
	uint32_t at = (begin | (INDEX_PIECE - 1)) + 1;

	while (at < end && index_entry(d, at) == first + (at - begin))
		at += INDEX_PIECE;
	return (at < end ? at : end) - begin;
}

void
node_forget(struct node *from, struct node child)
{
	const struct document *d = from->document;
	uint32_t begin = from->at, n;
	uint32_t end = node_exists(child) ? child.at : from->end;

	if (d == NULL || d->file_text != NULL || d->remembers ||
	    end - begin < FORGOTTEN_MIN)
		return;
	for (; begin < end; begin += n) {
		n = side_by_side(d, begin, end);
		pages_clear(index_entry(d, begin), n * sizeof(struct entry));
	}
	d->self->forgot = true;
	*from = child;
}

static bool
has_key(struct node n)
{
	return node_exists(n) && entry_of(n)->has_key;
}

const char *
node_key(struct node member)
{
	const struct document *d = member.document;
	const char *raw, *key = NULL;
	struct arena *scratch;
	size_t length;

	if (!has_key(member))
		return NULL;
	raw = raw_key_of(member, &length);
	if (memchr(raw, '\\', length) == NULL)
		return names_intern(d->keys, raw, length);
	scratch = arena_new();
	key = json_decode_text(scratch, raw - 1, length + 2);
	key = key != NULL ? names_intern(d->keys, key, strlen(key))
	    : names_intern(d->keys, raw, length);
	arena_free(scratch);
	return key;
}

bool
node_key_is_text(struct node member)
{
	struct arena *scratch;
	const char *raw;
	size_t length;
	bool is_text;

	if (!has_key(member))
		return false;
	raw = raw_key_of(member, &length);
	if (memchr(raw, '\\', length) == NULL)
		return true;
	scratch = arena_new();
	is_text = json_decode_text(scratch, raw - 1, length + 2) != NULL;
	arena_free(scratch);
	return is_text;
}

struct place
node_key_place(struct node member)
{
	struct place nowhere = { 0 };
	const struct source *source;

	if (!has_key(member))
		return nowhere;
	source = source_of(member);
	return (struct place){ member.document->file,
	    source != NULL ? source->key : entry_of(member)->offset };
}

const char *
node_plain_key(struct node member, size_t *length)
{
	const char *raw;

	if (!has_key(member))
		return NULL;
	raw = raw_key_of(member, length);
	return memchr(raw, '\\', *length) == NULL ? raw : NULL;
}

/* As many bytes of a raw key as are those of a text and mean themselves. */
static size_t
same_bytes(const char *raw, const char *text)
{
	size_t n = 0;

	while (raw[n] == text[n] && text[n] != '\0' && raw[n] != '"' &&
	    raw[n] != '\\')
		n++;
	return n;
}

char
node_key_initial(struct node member)
{
	return has_key(member) ? *first_of_key(member) : '\0';
}

bool
node_key_is(struct node member, const char *key)
{
	const char *raw;
	size_t n;

	if (!has_key(member))
		return false;
	/* Told without a search for the raw key's end, but for escapes. */
	raw = first_of_key(member);
	n = same_bytes(raw, key);
	if (raw[n] == '\\')
		return str_equal(node_key(member), key);
	return raw[n] == '"' && key[n] == '\0';
}

bool
node_key_begins(struct node member, const char *prefix)
{
	const char *raw;
	size_t n;

	if (!has_key(member))
		return false;
	raw = first_of_key(member);
	n = same_bytes(raw, prefix);
	if (prefix[n] != '\0' && raw[n] == '\\')
		return str_starts_with(node_key(member), prefix);
	return prefix[n] == '\0';
}

/* As node_first(), node_next() and node_key_is() would find it. */
struct node
node_get(struct node map, const char *key)
{
	const struct document *d = map.document;
	struct node member = map;

	if (node_kind(map) != NODE_MAP)
		return no_node;
	member.end = map.at + entry_of(map)->count;
	for (member.at = map.at + 1; member.at < member.end;) {
		const struct entry *entry = entry_of(member);
		const char *raw = d->text + entry->offset + 1;

		if (entry->kind != ENTRY_DROPPED) {
			if ((*raw == *key || *raw == '\\' || *key == '\0') &&
			    node_key_is(member, key))
				return member;
			document_come_to(d, entry->offset);
		}
		member.at += entry->count;
	}
	return no_node;
}

bool
node_may_hold(struct node n, enum node_kind kind)
{
	uint32_t end;

	if (!node_exists(n))
		return false;
	end = n.at + entry_of(n)->count;
	for (uint32_t at = n.at; at < end; at++)
		if (index_known(n.document, at)->kind == kind)
			return true;
	return false;
}

const char *
node_text(struct arena *a, struct node n)
{
	const char *raw;
	size_t length;

	if (node_kind(n) != NODE_STRING)
		return NULL;
	raw = raw_of(n, &length);
	return json_decode_text(a, raw, length);
}

const char *
node_plain(struct node n, size_t *length)
{
	const char *raw;

	if (node_kind(n) != NODE_STRING)
		return NULL;
	raw = raw_of(n, length);
	*length -= 2;
	if (memchr(raw + 1, '\\', *length) != NULL ||
	    !utf8_is_valid(raw + 1, *length))
		return NULL;
	return raw + 1;
}

bool
node_text_is(struct node n, const char *text)
{
	size_t wanted = strlen(text), length;
	struct arena *scratch;
	const char *raw;
	bool equal;

	if (node_kind(n) != NODE_STRING)
		return false;
	raw = raw_of(n, &length);
	if (memchr(raw, '\\', length) == NULL)
		return length - 2 == wanted &&
		    memcmp(raw + 1, text, wanted) == 0;
	scratch = arena_new();
	equal = str_equal(json_decode_text(scratch, raw, length), text);
	arena_free(scratch);
	return equal;
}

bool
node_integer(struct node n, int64_t *out)
{
	const char *raw;
	size_t length;

	if (node_kind(n) != NODE_NUMBER)
		return false;
	raw = raw_of(n, &length);
	return json_decode_integer(raw, length, out);
}

bool
node_bool(struct node n, bool *out)
{
	size_t length;

	if (node_kind(n) != NODE_BOOL)
		return false;
	*out = *raw_of(n, &length) == 't';
	return true;
}

const char *
node_excerpt(struct arena *a, struct node n)
{
	enum node_kind kind = node_kind(n);
	struct str out = str_new(a);
	const char *raw;
	size_t length;

	if (kind == NODE_NONE || kind == NODE_LIST || kind == NODE_MAP)
		return node_kind_name(kind);
	raw = raw_of(n, &length);
	found_add_excerpt(&out, raw, length, EXCERPT_CELLS);
	return str_text(&out);
}
