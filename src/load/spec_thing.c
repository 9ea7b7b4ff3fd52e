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
 * What a workload names it may name besides others: so that wrong names are
 * told.
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
		w->interfaces.n = 0;
	}
	spec_read_unread(s, o, t, n, read_malformed_reason);
}

void
spec_read_thing(struct spec *s, const struct spec_object *o, const char *name,
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
void
spec_leave_list_open(struct spec *s, const struct spec_object *o, struct node n,
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
		spec_read_thing(s, row->object, NULL, c);
}

static const char *const yes_words[] = { "yes", "true", "on", "enabled", NULL };
static const char *const no_words[] = { "no", "false", "off", "none",
	"disabled", NULL };

/* Nobody calls a gateway that. */
static bool
is_one_of(const char *const *words, const char *name)
{
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

/* What a gateway is called that stands under its name, { "igw": { … } }, or
 * says AWS's id; no value: it does neither. */
static struct node
gateway_naming(struct node n)
{
	static const char *const keys[] = { "InternetGatewayId",
		"internet_gateway_id", "VpnGatewayId", "vpn_gateway_id",
		"EgressOnlyInternetGatewayId", NULL };
	struct node first = node_first(n), none = { 0 };

	if (node_kind(n) != NODE_MAP)
		return none;
	for (size_t i = 0; keys[i] != NULL; i++) {
		struct node named = node_get(n, keys[i]);

		if (node_kind(named) == NODE_STRING)
			return named;
	}
	return node_kind(first) == NODE_MAP &&
	    !node_exists(node_next(first)) ? first : none;
}

static const char *
gateway_name(struct spec *s, const struct spec_object *o, struct node n)
{
	struct node named = gateway_naming(n);
	const char *text = node_kind(named) == NODE_STRING ?
	    node_text(s->l->a, named) : NULL;

	if (node_kind(named) == NODE_MAP &&
	    spec_key_find(o, node_key(named)) == NULL &&
	    !str_equal(node_key(named), "Properties") &&
	    !str_equal(node_key(named), "unknown"))
		text = node_key(named);
	/* "InternetGateway": { "Type": "AWS::EC2::InternetGateway" } */
	if (text == NULL && node_key(n) != NULL &&
	    node_kind(node_get(n, "Type")) == NODE_STRING)
		text = node_key(n);
	return text != NULL && *text != '\0' ? read_intern(s->l, text) : NULL;
}

const char *
spec_gateway_help(struct spec *s, const struct spec_key *row, struct node n)
{
	const char *name = gateway_name(s, row->object, n);

	return name == NULL ? NULL : arena_printf(s->l->a,
	    "write \"%s\": \"%s\"", gateway_key(row->object), name);
}

static void
read_gateway_object(struct spec *s, const struct spec_object *o,
    struct node n)
{
	struct spec inner = *s;
	const char *name = gateway_name(s, o, n);

	if (name == NULL) {
		spec_read_thing(s, o, o->default_name, n);
		return;
	}
	read_complain_type(s->l, n, "a name, or true");
	finding_help(&s->l->findings,
	    s->l->findings.v[s->l->findings.n - 1], "write \"%s\": \"%s\"",
	    gateway_key(o), name);
	new_thing(&inner, o, name, n);
}

static void
read_gateway(struct spec *s, const struct spec_object *o, struct node n)
{
	struct spec inner = *s;
	const char *name = o->default_name;
	bool wanted;

	if (node_kind(n) == NODE_MAP) {
		read_gateway_object(s, o, n);
		return;
	}
	if (node_bool(n, &wanted)) {
		if (wanted)
			new_thing(&inner, o, name, n);
		return;
	}
	name = spec_read_string(s, n, "a name, or true");
	wanted = name != NULL && is_one_of(yes_words, name);
	if (wanted || (name != NULL && is_one_of(no_words, name))) {
		read_complain_type(s->l, n, "a name, or true");
		finding_help(&s->l->findings,
		    s->l->findings.v[s->l->findings.n - 1], "write \"%s\": %s",
		    gateway_key(o), wanted ? "true" : "false");
		if (!wanted)
			return;
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
	spec_read_thing(s, row->object, row->object->default_name, n);
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
