/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

#include <string.h>

void
describe_each(struct describe *x, void *to, struct node n,
    void (*read)(struct describe *x, void *to, struct node element))
{
	if (node_kind(n) != NODE_LIST) {
		read_complain_type(x->l, n, "a list");
		return;
	}
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (node_kind(c) != NODE_NULL)
			read(x, to, c);
}

/* Whether a string, null and "" apart: "" is how some say absent. */
static bool
is_empty(struct node n)
{
	return node_text_is(n, "");
}

void
describe_name(struct describe *x, void *to, struct node n)
{
	const char **name = to;

	if (!is_empty(n))
		*name = read_name(x->l, n);
}

void
describe_words(struct describe *x, void *to, struct node n)
{
	const char **words = to;
	const char *raw;
	size_t length;

	if (node_kind(n) != NODE_STRING || node_plain(n, &length) != NULL ||
	    node_text(x->a, n) != NULL) {
		describe_name(x, to, n);
		return;
	}
	raw = node_excerpt(x->a, n);	/* in quotes, and safe to print */
	*words = names_intern(&x->m->names, raw + 1,
	    strlen(raw) - (str_ends_with(raw, "\"") ? 2 : 1));
}

void
describe_state(struct describe *x, void *to, struct node n)
{
	const char **state = to, *text = NULL;
	char *lower;

	describe_name(x, &text, n);
	if (text == NULL)
		return;
	lower = arena_strdup(x->a, text);
	for (char *p = lower; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	*state = str_equal(lower, "available") || str_equal(lower, "active")
	    ? NULL : lower;
}

struct text_value
describe_text_of(struct describe *x, struct node n)
{
	struct text_value none = { 0 };

	return is_empty(n) ? none : read_text(x->l, n);
}

void
describe_text(struct describe *x, void *to, struct node n)
{
	struct text_value *text = to;

	*text = describe_text_of(x, n);
}

void
describe_flag(struct describe *x, void *to, struct node n)
{
	struct flag_value *flag = to;

	*flag = read_flag(x->l, n);
}

void
describe_true(struct describe *x, void *to, struct node n)
{
	bool *flag = to;

	if (!node_bool(n, flag))
		read_complain_type(x->l, n, "true or false");
}

void
describe_number(struct describe *x, void *to, struct node n)
{
	struct number_value *number = to;

	*number = read_number(x->l, n, -1, UINT32_MAX);
}

void
describe_cidr4(struct describe *x, void *to, struct node n)
{
	struct cidr_value *cidr = to;

	if (!is_empty(n))
		*cidr = read_cidr(x->l, n, IPV4);
}

void
describe_cidr6(struct describe *x, void *to, struct node n)
{
	struct cidr_value *cidr = to;

	if (!is_empty(n))
		*cidr = read_cidr(x->l, n, IPV6);
}

void
describe_cidr(struct describe *x, void *to, struct node n)
{
	struct cidr_value *cidr = to;

	if (!is_empty(n))
		*cidr = read_cidr(x->l, n, 0);
}

void
describe_ref(struct describe *x, void *to, struct node n)
{
	struct ref *ref = to;

	if (!is_empty(n))
		*ref = read_ref(x->l, n);
}

static void
read_vpc(struct describe *x, void *to, struct node n)
{
	struct thing *t = to;
	const char *id = NULL;

	describe_name(x, &id, n);
	if (id == NULL || t->kind == KIND_VPC)
		return;
	t->vpc_ref = read_ref_text(x->l, node_place(n), id);
	t->vpc = describe_vpc(x, id, node_place(n));
	t->vpc_ref.to = &t->vpc->is;
}

static void
read_tag(struct describe *x, void *to, struct node n)
{
	struct thing *t = to;
	struct tag tag = { 0 };
	static const struct describe_member members[] = {
		{ "Key", describe_words, offsetof(struct tag, key), false },
		{ "Value", describe_words, offsetof(struct tag, value),
		  false },
		{ 0 }
	};

	describe_members(x, members, &tag, n);
	if (tag.key == NULL)
		return;
	if (tag.value == NULL)
		tag.value = "";
	if (str_equal(tag.key, "Name") && *tag.value != '\0')
		t->name = tag.value;
	vec_push(x->a, &t->tags, tag);
}

static void
read_tags(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_tag);
}

void
describe_arn(struct describe *x, void *to, struct node n)
{
	read_arn(x->l, to, node_text(x->a, n));
}

/* Any VEC(struct ref): what all of them are made of. */
struct refs {
	struct ref *v;
	size_t n, cap;
};

void
describe_add_ref(struct describe *x, void *to, struct ref ref)
{
	struct refs refs;

	if (ref.is.state == VALUE_ABSENT)
		return;
	memcpy(&refs, to, sizeof refs);
	vec_push(x->a, &refs, ref);
	memcpy(to, &refs, sizeof refs);
}

void
describe_refs(struct describe *x, void *to, struct node n)
{
	if (node_kind(n) != NODE_LIST) {
		read_complain_type(x->l, n, "a list");
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct ref ref = { 0 };

		if (node_kind(c) != NODE_NULL)
			describe_ref(x, &ref, c);
		describe_add_ref(x, to, ref);
	}
}

void
describe_refs_by(struct describe *x, void *to, struct node n,
    const char *key)
{
	if (node_kind(n) != NODE_LIST) {
		read_complain_type(x->l, n, "a list");
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct node member = node_get(c, key);
		struct ref ref = { 0 };

		if (node_kind(member) > NODE_NULL)
			describe_ref(x, &ref, member);
		describe_add_ref(x, to, ref);
	}
}

void
describe_groups(struct describe *x, void *to, struct node n)
{
	describe_refs_by(x, to, n, "GroupId");
}

/* Members that many objects have, in one meaning. */
static const struct describe_member common[] = {
	{ "OwnerId", describe_name, offsetof(struct thing, account), false },
	{ "Region", describe_name, offsetof(struct thing, region), false },
	{ "TagList", read_tags, 0, true },
	{ "TagSet", read_tags, 0, true },
	{ "Tags", read_tags, 0, true },
	{ "VpcId", read_vpc, 0, false },
	{ 0 }
};

static const struct describe_member *
row_of(const struct describe_member *members, struct node member)
{
	for (const struct describe_member *row = members; row->key != NULL;
	    row++)
		if (node_key_is(member, row->key))
			return row;
	return NULL;
}

static void
read_member(struct describe *x, const struct describe_member *row,
    void *base, struct node member)
{
	if (node_kind(member) != NODE_NULL)
		row->read(x, (char *)base + row->at, member);
}

void
describe_members(struct describe *x, const struct describe_member *members,
    void *base, struct node n)
{
	if (node_kind(n) != NODE_MAP) {
		read_complain_type(x->l, n, "an object");
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const struct describe_member *row = row_of(members, c);

		if (row != NULL)
			read_member(x, row, base, c);
	}
}

/* As describe_members(), for a thing: with what all things have. */
static void
read_thing(struct describe *x, const struct describe_object *o,
    struct thing *t, struct node n)
{
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const struct describe_member *row;

		if (node_key_is(c, o->id)) {
			describe_name(x, &t->id, c);
			continue;
		}
		row = row_of(o->members, c);
		if (row == NULL)
			row = row_of(common, c);
		if (row != NULL)
			read_member(x, row, t, c);
	}
}

/*
 * Remember a thing that is whole.  Its content is asked for only if it comes
 * again: then those of both are compared (model_link() does).
 */
static void
see(struct describe *x, const struct describe_object *o, struct thing *t,
    struct node n)
{
	struct describe_seen *seen;
	void **slot;

	if (t->id == NULL || (!x->claims && !o->merges))
		return;
	slot = map_slot(&x->seen[o->kind], t->id);
	t->content = 1;
	if (*slot == NULL) {
		seen = arena_alloc(x->a, sizeof *seen);
		seen->thing = t;
		seen->node = n;
		seen->object = o;
		*slot = seen;
		return;
	}
	seen = *slot;
	if (seen->thing == t)
		return;
	if (seen->thing->content == 1)
		seen->thing->content = describe_content(seen->object,
		    seen->node);
	t->content = describe_content(o, n);
}

void
describe_remember(struct describe *x, struct thing *t)
{
	struct describe_seen *seen = arena_alloc(x->a, sizeof *seen);

	seen->thing = t;
	*map_slot(&x->seen[t->kind], t->id) = seen;
}

void
describe_fill(struct describe *x, const struct describe_object *o,
    void *made, struct node n)
{
	struct thing *t = made;

	read_thing(x, o, t, n);
	if (t->account == NULL)
		t->account = x->account;
	if (t->region == NULL)
		t->region = x->region;
	if (o->done != NULL)
		o->done(x, t, n);
	see(x, o, t, n);
}

/* What another list has already told of the thing. */
static void *
known_part(struct describe *x, const struct describe_object *o,
    struct node n)
{
	struct node member = node_get(n, o->id);
	const char *id = NULL;

	if (node_kind(member) == NODE_STRING)
		describe_name(x, &id, member);
	return id != NULL ? describe_find(x, o->kind, id) : NULL;
}

void *
describe_thing(struct describe *x, const struct describe_object *o,
    struct node n)
{
	void *made;

	if (node_kind(n) != NODE_MAP) {
		read_complain_type(x->l, n, "an object");
		return NULL;
	}
	made = o->merges ? known_part(x, o, n) : NULL;
	if (made == NULL)
		made = o->make(x->m, node_place(n), x->island);
	describe_fill(x, o, made, n);
	return made;
}

struct thing *
describe_find(const struct describe *x, enum kind kind, const char *id)
{
	const struct describe_seen *seen = map_get(&x->seen[kind], id);

	return seen != NULL ? seen->thing : NULL;
}
