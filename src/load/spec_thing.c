/* SPDX-License-Identifier: MIT */

/*
 * Readers of objects that become things of the model.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notices.h"

/* A thing of the object's kind; inner is then inside of it. */
static struct thing *
new_thing(struct spec *inner, const struct spec_object *o, const char *name,
    struct node n)
{
	struct thing *t = o->make(inner, node_place(n));

	inner->thing = t;
	t->name = name;
	t->created = true;
	if (t->vpc == NULL) {
		t->account = inner->account;
		t->region = inner->region;
	}
	return t;
}

/* The list of that kind is not whole: something in it could not be told. */
static void
declare_incomplete(struct spec *s, const struct spec_object *o)
{
	model_declare_incomplete(s->m, o->kind, s->island, s->vpc);
}

/*
 * Of a thing that cannot be read nothing is known but its name; of an
 * attachment, which is found by what it attaches, that there may be others.
 */
static void
leave_open(struct spec *s, const struct spec_object *o, struct thing *t,
    struct node n)
{
	struct workload *w = (struct workload *)t;

	if (t->kind == KIND_ATTACHMENT)
		declare_incomplete(s, o);
	if (t->kind == KIND_WORKLOAD) {
		s->m->things[KIND_INTERFACE].n -= w->interfaces.n;
		w->interfaces.n = w->subnet_refs.n = w->group_refs.n = 0;
	}
	spec_read_unread(s, o, t, n, read_malformed_reason);
}

static void
read_thing(struct spec *s, const struct spec_object *o, const char *name,
    struct node n)
{
	struct spec inner = *s;
	struct thing *t;
	bool unfit = false;

	inner.unfit = &unfit;
	t = new_thing(&inner, o, name, n);
	spec_read_object(&inner, o, t, n);
	if (unfit || node_kind(n) != NODE_MAP)
		leave_open(&inner, o, t, n);
}

/*
 * Of a list that cannot be read it is known that there are some: a workload
 * has interfaces, and what would stand in a VPC is not whole either.
 */
static void
leave_list_open(struct spec *s, const struct spec_object *o, struct node n,
    const char *why)
{
	struct spec inner = *s;
	bool names_read = o->kind == KIND_INTERFACE && s->l->unread != NULL &&
	    node_kind(n) == NODE_MAP;	/* before what holds them was given up */

	if (!names_read)
		declare_incomplete(s, o);
	if (o->kind == KIND_INTERFACE)
		spec_read_unread(&inner, o, new_thing(&inner, o, NULL, n), n,
		    why);
	for (const struct spec_key *k = o->keys; o->kind == KIND_VPC &&
	    k->key != NULL; k++)
		if (k->object != NULL && k->object->make != NULL)
			declare_incomplete(s, k->object);
}

/* "shop" of [{"name": "shop", …}] or ["shop"]; NULL: it says no name. */
static const char *
name_in_list(struct spec *s, struct node list)
{
	static const char *const keys[] = { "name", "Name", "id", "SubnetId",
		"VpcId", "GroupName", "GroupId", NULL };
	struct node n = node_first(list), named = n;

	for (size_t i = 0; keys[i] != NULL && node_kind(n) == NODE_MAP &&
	    node_kind(named) != NODE_STRING; i++)
		named = node_get(n, keys[i]);
	if (node_kind(n) == NODE_MAP && node_kind(named) != NODE_STRING &&
	    node_kind(node_first(n)) == NODE_MAP)
		return read_clean(s->l, node_key(node_first(n)));
	return node_kind(named) == NODE_STRING && node_text(s->l->a, named) !=
	    NULL ? read_clean(s->l, node_text(s->l->a, named)) : NULL;
}

static void
complain_not_by_name(struct spec *s, const struct spec_key *row,
    struct node n)
{
	const struct spec_object *o = row->object;
	const char *name = name_in_list(s, n);
	const char *things = spec_short_things(s, row, n);
	struct finding *f;

	read_complain_type(s->l, n, "an object keyed by name");
	f = s->l->findings.v[s->l->findings.n - 1];
	if (things != NULL)
		finding_help(&s->l->findings, f, "names are keys here: write "
		    "\"%s\": { %s }", row->key, things);
	else if (name != NULL && o->kind == KIND_NAT_GATEWAY && node_exists(
	    node_get(node_get(s->object, "subnets"), name)))
		finding_help(&s->l->findings, f, "names are keys here: write "
		    "\"%s\": { \"nat-%s\": { \"subnet\": \"%s\" }, … }",
		    row->key, name, name);
	else if (name != NULL && o->kind == KIND_ATTACHMENT)
		finding_help(&s->l->findings, f, "names are keys here: write "
		    "\"%s\": { \"%s\": { \"vpc\": \"%s\", \"subnets\": "
		    "[ … ] }, … }", row->key, name, name);
	else if (name != NULL)
		finding_help(&s->l->findings, f, "names are keys here: write "
		    "\"%s\": { \"%s\": { … }, … }", row->key, name);
	else if (o->sample != NULL)
		finding_help(&s->l->findings, f, "names are keys here: write "
		    "\"%s\": { \"a\": %s }", row->key, o->sample);
	else if (node_kind(n) == NODE_LIST)
		finding_help(&s->l->findings, f, "names are keys here: "
		    "{ \"app-a\": { … }, \"app-b\": { … } }");
}

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

static void
complain_one_vpc(struct spec *s, struct node n)
{
	struct node cidr = block_of(n);
	const char *text = node_kind(cidr) == NODE_STRING ?
	    node_text(s->l->a, cidr) : NULL;
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    node_place(n), "this is one VPC without a name");

	finding_help(&s->l->findings, f, "names are keys here: write \"vpcs\": "
	    "{ \"main\": { \"cidr\": \"%s\", … } }",
	    text != NULL ? read_clean(s->l, text) : "…");
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

static void
complain_one_thing(struct spec *s, const struct spec_object *o,
    const char *key, struct node n)
{
	struct node named = node_get(n, "name");
	const char *name = node_kind(named) == NODE_STRING ?
	    node_text(s->l->a, named) : NULL;
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    node_place(n), "this is one %s without a name", o->title);

	finding_help(&s->l->findings, f, "names are keys here: write \"%s\": "
	    "{ \"%s\": { … } }", key, name != NULL ?
	    read_clean(s->l, name) : "main");
}

void
spec_read_things(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *why;

	(void)base;
	if (read_unknown(s->l, n, &why)) {
		leave_list_open(s, row->object, n, why);
		return;
	}
	if (row->object->kind == KIND_VPC && spec_is_one_vpc(n)) {
		complain_one_vpc(s, n);
		leave_list_open(s, row->object, n, read_malformed_reason);
		return;
	}
	if (node_kind(n) != NODE_MAP) {
		complain_not_by_name(s, row, n);
		leave_list_open(s, row->object, n, read_malformed_reason);
		return;
	}
	if (is_one_thing(s, row->object, n)) {
		complain_one_thing(s, row->object, row->key, n);
		leave_list_open(s, row->object, n, read_malformed_reason);
		return;
	}
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
		read_thing(s, row->object, *name != '\0' ?
		    read_intern(s->l, name) : NULL, c);
	}
}

void
spec_read_thing_list(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *why;

	(void)base;
	if (read_unless(s->l, n, NODE_LIST, "a list of objects, [{ … }]",
	    &why)) {
		declare_incomplete(s, row->object);
		return;
	}
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		read_thing(s, row->object, NULL, c);
}

/* Nobody calls a gateway that. */
static bool
is_yes(const char *name)
{
	static const char *const words[] = { "yes", "true", "on", "enabled",
		NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		if (str_equal_but_case(words[i], name))
			return true;
	return false;
}

static const char *
gateway_key(const struct spec_object *o)
{
	return o->kind == KIND_VPN_GATEWAY ? "vpn_gateway" :
	    o->kind == KIND_INTERNET_GATEWAY ? "internet_gateway" :
	    "egress_only_gateway";
}

/* { "igw": { … } }: by name, as things of which there are several stand. */
static void
advise_gateway(struct spec *s, const struct spec_object *o, struct node n,
    size_t before)
{
	struct findings *list = &s->l->findings;
	struct node first = node_first(n);

	if (list->n == before || node_kind(first) != NODE_MAP ||
	    node_exists(node_next(first)) ||
	    spec_key_find(o, node_key(first)) != NULL ||
	    str_equal(node_key(first), "Properties"))
		return;
	finding_help(list, list->v[before], "write \"%s\": \"%s\"",
	    gateway_key(o), read_clean(s->l, node_key(first)));
}

static void
read_gateway(struct spec *s, const struct spec_object *o, struct node n)
{
	struct spec inner = *s;
	const char *name = o->default_name;
	bool wanted;

	if (node_kind(n) == NODE_MAP) {
		size_t before = s->l->findings.n;

		read_thing(s, o, name, n);
		advise_gateway(s, o, n, before);
		return;
	}
	if (node_bool(n, &wanted)) {
		if (wanted)
			new_thing(&inner, o, name, n);
		return;
	}
	name = spec_read_string(s, n, "a name, or true");
	if (name != NULL && is_yes(name)) {
		read_complain_type(s->l, n, "a name, or true");
		finding_help(&s->l->findings,
		    s->l->findings.v[s->l->findings.n - 1],
		    "write \"%s\": true", gateway_key(o));
		name = o->default_name;
	}
	if (name != NULL)
		new_thing(&inner, o, name, n);
	else
		declare_incomplete(s, o);
}

void
spec_read_gateway(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *why;

	(void)base;
	if (read_unknown(s->l, n, &why)) {
		declare_incomplete(s, row->object);
		return;
	}
	if (node_kind(n) != NODE_LIST) {
		read_gateway(s, row->object, n);
		return;
	}
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		read_gateway(s, row->object, c);
}

void
spec_read_default_group(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	(void)base;
	read_thing(s, row->object, row->object->default_name, n);
}

void
spec_read_part(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *why;

	if (read_unknown(s->l, n, &why))
		spec_read_unread(s, row->object, base, n, why);
	else
		spec_read_object(s, row->object, base, n);
}

const struct condition *
spec_condition(struct spec *s, const char *text)
{
	struct condition *c = arena_alloc(s->l->a, sizeof *c);

	c->negated = str_starts_with(text, "not ");
	c->text = read_intern(s->l, c->negated ? text + 4 : text);
	return c;
}

/* {"maybe": "IsProd"}, {"maybe": "not IsProd"}; true is the default. */
void
spec_read_exists(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const struct condition **to = spec_at(row, base);
	struct node maybe = node_get(n, "maybe");
	const char *why, *text;
	bool certain;

	if (read_unknown(s->l, n, &why)) {
		*to = spec_condition(s, why);
		return;
	}
	if (node_bool(n, &certain) && certain)
		return;
	if (!node_exists(maybe)) {
		read_complain_type(s->l, n,
		    "a condition such as { \"maybe\": \"IsProd\" }");
		return;
	}
	text = read_name(s->l, maybe);
	if (text != NULL)
		*to = spec_condition(s, text);
}
