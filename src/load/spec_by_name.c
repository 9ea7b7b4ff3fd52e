/* SPDX-License-Identifier: MIT */

/*
 * Things by name, and what people write instead: a list of things that say
 * their names themselves, or one thing without a name.  It is told once, and
 * read on inside as if each stood under its name, so that one run tells what
 * is wrong in it and what names it finds it.
 */

#include "load/spec_read.h"

#include "base/once.h"
#include "base/str.h"
#include "model/notices.h"
#include "net/cidr.h"

#include <string.h>

/* Members that say what a thing is called, in the order in which they count;
 * AWS's own are of a kind.  In "Tags" stands another. */
static const struct {
	enum kind kind;			/* KIND_COUNT: any */
	const char *key;
} namers[] = {
	{ KIND_COUNT, "name" },
	{ KIND_SECURITY_GROUP, "group_name" },
	{ KIND_SECURITY_GROUP, "security_group_name" },
	{ KIND_PREFIX_LIST, "prefix_list_name" },
	{ KIND_VPC, "vpc_name" }, { KIND_SUBNET, "subnet_name" },
	{ KIND_WORKLOAD, "load_balancer_name" },
	{ KIND_WORKLOAD, "db_instance_identifier" },
	{ KIND_WORKLOAD, "db_cluster_identifier" },
	{ KIND_WORKLOAD, "auto_scaling_group_name" },
	{ KIND_WORKLOAD, "function_name" },
	{ KIND_WORKLOAD, "cluster_name" }, { KIND_WORKLOAD, "service_name" },
	{ KIND_COUNT, "label" }, { KIND_COUNT, "title" },
	{ KIND_COUNT, "id" }, { KIND_COUNT, "identifier" },
	{ KIND_VPC, "vpc_id" }, { KIND_SUBNET, "subnet_id" },
	{ KIND_ROUTE_TABLE, "route_table_id" },
	{ KIND_NAT_GATEWAY, "nat_gateway_id" },
	{ KIND_SECURITY_GROUP, "group_id" },
	{ KIND_NETWORK_ACL, "network_acl_id" },
	{ KIND_ENDPOINT, "vpc_endpoint_id" },
	{ KIND_PREFIX_LIST, "prefix_list_id" },
	{ KIND_ELASTIC_IP, "allocation_id" },
	{ KIND_WORKLOAD, "instance_id" },
	{ KIND_PEERING, "vpc_peering_connection_id" },
	{ KIND_TRANSIT_GATEWAY, "transit_gateway_id" },
	{ KIND_VPN, "vpn_connection_id" },
	{ KIND_ATTACHMENT, "vpc" }, { KIND_ATTACHMENT, "vpn" },
	{ KIND_ATTACHMENT, "peer" },
};

bool
spec_is_id_key(const struct spec_object *o, const char *key)
{
	for (size_t i = 0; i < sizeof namers / sizeof *namers; i++)
		if (namers[i].kind == o->kind && o->make != NULL &&
		    str_ends_with(namers[i].key, "_id") &&
		    spec_same_word(namers[i].key, key))
			return true;
	return false;
}

static struct node
named_tag(struct node tags)
{
	struct node none = { 0 };

	if (node_kind(tags) == NODE_MAP)
		return node_get(tags, "Name");
	for (struct node c = node_first(tags); node_exists(c);
	    c = node_next(c))
		if (node_text_is(node_get(c, "Key"), "Name"))
			return node_get(c, "Value");
	return none;
}

static bool
says_name(struct spec *s, struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;

	return text != NULL && *text != '\0';
}

/* The member of a thing that says its name, or no value. */
static struct node
naming_member(struct spec *s, const struct spec_object *o, struct node thing)
{
	struct node none = { 0 }, tag;
	bool ids = false;

	if (node_kind(thing) != NODE_MAP)
		return none;
	for (size_t i = 0; i < sizeof namers / sizeof *namers; i++) {
		if (!ids && str_equal(namers[i].key, "id")) {
			ids = true;
			tag = node_get(thing, "Tags");
			if (!node_exists(tag))
				tag = node_get(thing, "tags");
			tag = named_tag(tag);
			if (says_name(s, tag))
				return tag;
		}
		if (namers[i].kind != KIND_COUNT && namers[i].kind != o->kind)
			continue;
		for (struct node c = node_first(thing); node_exists(c);
		    c = node_next(c))
			if (spec_same_word(node_key(c), namers[i].key) &&
			    says_name(s, c))
				return c;
	}
	return none;
}

/* [{ "shop": { … } }]: each element holds things by name, none of whose names
 * is a key. */
static bool
holds_by_name(const struct spec_object *o, struct node n)
{
	size_t count = 0;

	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		if (spec_is_comment(c))
			continue;
		if (node_kind(c) != NODE_MAP ||
		    spec_key_find(o, node_key(c)) != NULL)
			return false;
		count++;
	}
	return count > 0;
}

/* ----------------------------------------------------------------- help */

/* "subnet-1", for a thing that says no name. */
static const char *
made_up_name(struct spec *s, const struct spec_object *o)
{
	char *name = arena_printf(s->l->a, "%s-1", o->title);

	for (char *p = name; *p != '\0'; p++)
		if (*p == ' ')
			*p = '-';
	return name;
}

/* `"cidr": "10.0.0.0/16"` of a member whose meaning is clear; or NULL. */
static const char *
plain_member(struct spec *s, const struct spec_object *o, struct node member)
{
	VEC(const char *) keys = { 0 };
	const struct spec_key *row;
	const char *key, *text = node_kind(member) == NODE_STRING ?
	    node_text(s->l->a, member) : NULL;
	struct cidr block;
	bool by_alias;

	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		vec_push(s->l->a, &keys, k->key);
	key = spec_meant(node_key(member), keys.v, keys.n, &by_alias);
	if (text == NULL || key == NULL ||
	    (!by_alias && !spec_same_word(node_key(member), key)))
		return NULL;
	row = spec_key_find(o, key);
	if (row->form != FORM_REF && ((row->form != FORM_CIDR &&
	    row->form != FORM_CIDR_AS_LIST) || cidr_parse(text, strlen(text),
	    &block) != ADDR_OK))
		return NULL;
	return arena_printf(s->l->a, "\"%s\": %s", key,
	    node_excerpt(s->l->a, member));
}

/* `"between": ["a", "b"]` of a peering that says its ends otherwise. */
static const char *
between_of(struct spec *s, struct node n)
{
	struct spec inner = *s;
	const char *help = NULL;

	inner.object = n;
	for (struct node c = node_first(n); node_exists(c) && help == NULL;
	    c = node_next(c))
		help = spec_between_help(&inner, c);
	return help != NULL && str_starts_with(help, "write ") ?
	    help + strlen("write ") : NULL;
}

/* `{ "cidr": "10.0.0.0/16", … }` of a thing, without the member that names
 * it. */
static const char *
outline(struct spec *s, const struct spec_object *o, struct node n,
    struct node named)
{
	const char *shown = NULL;
	size_t others = 0;

	if (o->kind == KIND_PEERING && (shown = between_of(s, n)) != NULL)
		return arena_printf(s->l->a, "{ %s }", shown);
	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		const char *member;

		if (spec_is_comment(c) || (spec_key_find(o, node_key(c)) ==
		    NULL && node_exists(named) && place_compare(node_place(c),
		    node_place(named)) == 0))
			continue;
		member = shown == NULL ? plain_member(s, o, c) : NULL;
		if (member != NULL)
			shown = member;
		else
			others++;
	}
	if (shown == NULL)
		return "{ … }";
	return arena_printf(s->l->a, "{ %s%s }", shown,
	    others > 0 ? ", …" : "");
}

/* The first thing of the list under its name, as it should stand. */
static const char *
first_by_name(struct spec *s, const struct spec_key *row, struct node list)
{
	const struct spec_object *o = row->object;
	struct node first = node_first(list), named;
	const char *name;

	if (node_kind(first) == NODE_STRING) {
		if (!says_name(s, first) || read_looks_like_address(
		    node_text(s->l->a, first)))
			return NULL;
		name = read_clean(s->l, node_text(s->l->a, first));
		if (o->kind == KIND_NAT_GATEWAY && node_exists(node_get(
		    node_get(s->object, "subnets"), name)))
			return arena_printf(s->l->a, "\"nat-%s\": { "
			    "\"subnet\": \"%s\" }", name, name);
		if (o->kind == KIND_ATTACHMENT)
			return arena_printf(s->l->a, "\"%s\": { \"vpc\": "
			    "\"%s\", \"subnets\": [ … ] }", name, name);
		return arena_printf(s->l->a, "\"%s\": { … }", name);
	}
	if (node_kind(first) != NODE_MAP)
		return NULL;
	named = naming_member(s, o, first);
	if (node_exists(named))
		return arena_printf(s->l->a, "\"%s\": %s", read_clean(s->l,
		    node_text(s->l->a, named)), outline(s, o, first, named));
	if (holds_by_name(o, first))
		return arena_printf(s->l->a, "\"%s\": { … }", read_clean(s->l,
		    node_key(node_first(first))));
	return arena_printf(s->l->a, "\"%s\": %s", made_up_name(s, o),
	    outline(s, o, first, named));
}

static void
complain_list(struct spec *s, const struct spec_key *row, struct node n)
{
	const struct spec_object *o = row->object;
	const char *things = spec_short_things(s, row, n);
	const char *first = things == NULL && node_kind(n) == NODE_LIST ?
	    first_by_name(s, row, n) : NULL;
	struct findings *list = &s->l->findings;
	struct finding *f;
	bool several = node_exists(node_first(n)) &&
	    node_exists(node_next(node_first(n)));

	read_complain_type(s->l, n, "an object keyed by name");
	f = list->v[list->n - 1];
	if (things != NULL)
		finding_help(list, f, "names are keys here: write \"%s\": { "
		    "%s }", row->key, things);
	else if (first != NULL)
		finding_help(list, f, "names are keys here: write \"%s\": { "
		    "%s%s }", row->key, first, several ? ", …" : "");
	else if (o->sample != NULL)
		finding_help(list, f, "names are keys here: write \"%s\": { "
		    "\"a\": %s }", row->key, o->sample);
	else if (node_kind(n) == NODE_LIST)
		finding_help(list, f, "names are keys here: { \"app-a\": "
		    "{ … }, \"app-b\": { … } }");
}

/* -------------------------------------------------------------- reading */

/* The thing at n, of which named says the name; no value: it has none. */
static void
read_named(struct spec *s, const struct spec_object *o, struct node n,
    struct node named, struct once *seen)
{
	struct spec inner = *s;
	const char *name = NULL;

	if (node_exists(named)) {
		inner.naming = named;
		name = read_intern(s->l, node_text(s->l->a, named));
	}
	if (name != NULL && !once_is_new(seen, s->l->a, name)) {
		finding_help(&s->l->findings, read_complain(s->l, n,
		    arena_printf(s->l->a, "\"%s\" stands in this list twice",
		    name)), "give it another name");
		name = NULL;
	}
	spec_read_thing(&inner, o, name, n);
}

/* False: of some the name is not known. */
static bool
read_element(struct spec *s, const struct spec_object *o, struct node n,
    struct once *seen)
{
	struct node named = naming_member(s, o, n);

	if (node_kind(n) != NODE_MAP)
		return false;
	if (node_exists(named) || !holds_by_name(o, n)) {
		read_named(s, o, n, named, seen);
		return node_exists(named);
	}
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (!spec_is_comment(c))
			spec_read_thing(s, o, read_intern(s->l, node_key(c)),
			    c);
	return true;
}

static void
read_list(struct spec *s, const struct spec_key *row, struct node n)
{
	struct once seen = { 0 };
	bool whole = node_kind(n) == NODE_LIST;
	size_t read = 0;

	complain_list(s, row, n);
	for (struct node c = node_first(n); whole && node_exists(c);
	    c = node_next(c), read++)
		;
	for (struct node c = node_first(n); node_kind(n) == NODE_LIST &&
	    node_exists(c); c = node_next(c))
		whole &= read_element(s, row->object, c, &seen);
	if (!whole || read == 0)
		spec_leave_list_open(s, row->object, n, read_malformed_reason);
}

/* --------------------------------------------------------- one, nameless */

/* Its block, under the spec's word for it or AWS's; a node of none if none. */
static struct node
block_of(struct node vpc)
{
	static const char *const keys[] = { "cidr", "cidrs", "size",
		"cidr_block", "CidrBlock", NULL };
	struct node block = node_get(vpc, keys[0]);

	for (size_t i = 1; keys[i] != NULL && !node_exists(block); i++)
		block = node_get(vpc, keys[i]);
	return block;
}

bool
spec_is_one_vpc(struct node n)
{
	struct node block = block_of(n), subnets = node_get(n, "subnets");

	if (node_kind(n) != NODE_MAP)
		return false;
	return (node_exists(block) && node_kind(block) != NODE_MAP) ||
	    (node_exists(subnets) && !node_exists(block_of(subnets)));
}

/*
 * Whether what should be things by name is one of them: it holds no object,
 * and most of its keys are those of a thing.
 */
static bool
is_one_thing(struct spec *s, const struct spec_object *o, struct node n)
{
	enum { LOOKED_AT = 20 };
	VEC(const char *) keys = { 0 };
	size_t count = 0, known = 0;
	bool by_alias;

	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		vec_push(s->l->a, &keys, k->key);
	for (struct node c = node_first(n); node_exists(c) &&
	    count < LOOKED_AT; c = node_next(c)) {
		const char *key = node_key(c);
		const char *meant;

		if (node_kind(c) == NODE_MAP)
			return false;
		count++;
		meant = spec_meant(key, keys.v, keys.n, &by_alias);
		known += str_equal(key, "name") || (meant != NULL &&
		    (by_alias || spec_same_word(key, meant))) ||
		    (node_kind(c) == NODE_STRING &&
		    spec_key_advice(s, o, NULL, c) != NULL);
	}
	return count > 0 && known * 2 >= count;
}

/* It is read as if it stood under the name that it says, or "main". */
static void
read_one(struct spec *s, const struct spec_key *row, struct node n)
{
	static const char no_name[] = "main";
	const struct spec_object *o = row->object;
	struct node named = naming_member(s, o, n);
	struct spec inner = *s;
	const char *name = node_exists(named) ? read_intern(s->l,
	    node_text(s->l->a, named)) : no_name;
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    node_place(n), "this is one %s without a name", o->title);

	finding_help(&s->l->findings, f, "names are keys here: write \"%s\": "
	    "{ \"%s\": %s }", row->key, name, outline(s, o, n, named));
	inner.naming = named;
	spec_read_thing(&inner, o, name, n);
	/* { "main": 1.5 } may be a table of that name. */
	if (o->kind != KIND_VPC)
		spec_leave_list_open(s, o, n, read_malformed_reason);
}

/* ---------------------------------------------------------------- things */

static void
read_by_name(struct spec *s, const struct spec_object *o, struct node n)
{
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const char *name = node_key(c);

		if (spec_is_comment(c))
			continue;
		if (*name == '\0')
			read_complain(s->l, c, "a name cannot be empty");
		else if (!node_key_is_text(c))
			finding_add(&s->l->findings, &notice_wrong_type,
			    node_key_place(c), "\"%s\": a name that cannot be "
			    "decoded: it holds a NUL or half of a surrogate "
			    "pair", read_clean(s->l, name));
		spec_read_thing(s, o, *name != '\0' ?
		    read_intern(s->l, name) : NULL, c);
	}
}

void
spec_read_things(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const struct spec_object *o = row->object;
	const char *why;

	(void)base;
	if (read_unknown(s->l, n, &why))
		spec_leave_list_open(s, o, n, why);
	else if (node_kind(n) != NODE_MAP)
		read_list(s, row, n);
	else if (o->kind == KIND_VPC ? spec_is_one_vpc(n) :
	    is_one_thing(s, o, n))
		read_one(s, row, n);
	else
		read_by_name(s, o, n);
}
