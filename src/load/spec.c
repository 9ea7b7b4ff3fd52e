/* SPDX-License-Identifier: MIT */
#include "load/spec_read.h"

#include "base/str.h"
#include "load/spec_keys.h"
#include "model/notices.h"

#include <string.h>

/*
 * The walk over an object: each member is looked up in the object's table and
 * read in the form that its row names.  What is wrong is said and left out;
 * everything else is read, so that one run tells all.
 */

bool
spec_is_comment(struct node member)
{
	return node_key_begins(member, "//");
}

void *
spec_at(const struct spec_key *row, void *base)
{
	return (char *)base + row->at;
}

/* "a", "b" or "c" */
static const char *
alternatives(struct arena *a, const char *const *words)
{
	struct str s = str_new(a);

	for (size_t i = 0; words[i] != NULL; i++) {
		if (i > 0)
			str_add(&s, words[i + 1] == NULL ? " or " : ", ");
		str_addf(&s, "\"%s\"", words[i]);
	}
	return str_text(&s);
}

/* Keys that somebody meant and misspelt: their absence is no second fault. */
struct meant {
	VEC(const char *) keys;
};

static bool
is_meant(const struct meant *meant, const char *key)
{
	for (size_t i = 0; i < meant->keys.n; i++)
		if (str_equal(meant->keys.v[i], key))
			return true;
	return false;
}

static bool
is_any_meant(const struct meant *meant, const char *const *keys)
{
	for (; *keys != NULL; keys++)
		if (is_meant(meant, *keys))
			return true;
	return false;
}

static size_t
count_members(struct node n, const char *const *keys, struct node *last)
{
	size_t count = 0;

	for (; *keys != NULL; keys++) {
		struct node member = node_get(n, *keys);

		if (node_exists(member)) {
			count++;
			*last = member;
		}
	}
	return count;
}

static void
complain_missing(struct spec *s, const struct spec_object *o,
    const void *base, struct node n, const struct spec_key *k)
{
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    node_place(n), "%s has no \"%s\": %s", spec_title(s, o, base),
	    k->key, k->about);
	const char *const *words = k->words;

	if (k->form == FORM_WORKLOAD_KIND)
		words = spec_workload_kinds(s->l->a);
	if (words != NULL)
		spec_list_words(s, f, words);
	else if (o->sample != NULL)
		finding_help(&s->l->findings, f, "write it like %s",
		    o->sample);
}

static void
read_value(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	if (row->stated > 0)
		*(bool *)((char *)base + row->stated) = true;
	spec_readers[row->form](s, row, base, n);
}

/* As read_value(), of what stands in o: with help where something else than
 * the row's form stands there. */
static void
read_own_value(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, void *base, struct node n)
{
	size_t before = s->l->findings.n;

	read_value(s, row, base, n);
	if (s->l->findings.n > before)
		spec_advise(s, before, spec_shape_help(s, o, row, n));
}

/* Intent, and what is not of the network: nothing depends on it. */
static bool
says_nothing(const struct spec_key *row)
{
	return row->form == FORM_VERSION || row->form == FORM_NAME ||
	    row->form == FORM_EXISTS || row->form == FORM_EXPECT ||
	    row->form == FORM_IGNORE || row->form >= FORM_END_OF_FLOW;
}

/* What stands, or should stand, under a key cannot be told. */
static void
read_unread(struct spec *s, const struct spec_key *row, void *base,
    struct node n, const char *why)
{
	const char *before = s->l->unread;

	if (says_nothing(row))
		return;
	s->l->unread = why;
	read_value(s, row, base, n);
	s->l->unread = before;
}

void
spec_read_unread(struct spec *s, const struct spec_object *o, void *base,
    struct node n, const char *why)
{
	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		read_unread(s, k, base, n, why);
}

void
spec_doubt(struct spec *s)
{
	if (s->unfit != NULL)
		*s->unfit = true;
}

bool
spec_complained(const struct spec *s, size_t before)
{
	for (size_t i = before; i < s->l->findings.n; i++) {
		const struct finding *f = s->l->findings.v[i];

		if (f->notice == &notice_wrong_type ||
		    f->notice == &notice_unknown_key)
			return true;
	}
	return false;
}

/*
 * Keys that must be there, of which one must be, of which only one may be.
 * What should stand under a missing one is not known.
 */
static void
check_presence(struct spec *s, const struct spec_object *o, void *base,
    struct node n, const struct meant *meant)
{
	struct findings *list = &s->l->findings;
	struct node last = n;

	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		if (k->required && !node_exists(node_get(n, k->key)) &&
		    !is_meant(meant, k->key)) {
			complain_missing(s, o, base, n, k);
			read_unread(s, k, base, n, read_malformed_reason);
		}
	if (o->needs != NULL && count_members(n, o->needs, &last) == 0 &&
	    !is_any_meant(meant, o->needs)) {
		finding_help(list, finding_add(list, &notice_wrong_type,
		    node_place(n), "%s has no %s", spec_title(s, o, base),
		    alternatives(s->l->a, o->needs)), "write it like %s",
		    o->sample);
		read_unread(s, spec_key_find(o, *o->needs), base, n,
		    read_malformed_reason);
	}
	if (o->either != NULL && count_members(n, o->either, &last) > 1)
		finding_add(list, &notice_wrong_type, node_place(last),
		    "%s takes one of %s, not several", spec_title(s, o, base),
		    alternatives(s->l->a, o->either));
}

/* Whether n looks as what stands under a key of that form does. */
static bool
looks_like(const struct spec_key *row, struct node n)
{
	enum node_kind kind = node_kind(n);

	switch (row->form) {
	case FORM_THINGS:
		return kind == NODE_MAP;
	case FORM_GATEWAY:
		return kind == NODE_BOOL || kind == NODE_STRING;
	case FORM_REF:
	case FORM_CIDR:
	case FORM_CIDR_AS_LIST:
		return kind == NODE_STRING;
	case FORM_REF_OR_REFS:
		return kind == NODE_STRING || kind == NODE_LIST;
	case FORM_REFS:
	case FORM_CIDRS:
	case FORM_RULES:
	case FORM_ENTRIES:
		return kind == NODE_LIST;
	default:
		return false;
	}
}

/* Whether what stands under a second key of that form can only be added. */
static bool
is_open_list(const struct spec_key *row)
{
	return row->form == FORM_THINGS || row->form == FORM_RULES ||
	    row->form == FORM_ENTRIES || row->form == FORM_TRANSIT_ROUTES ||
	    row->form == FORM_GATEWAY;
}

/* A letter or two: further off the guess may name another key, of which
 * nothing is said then. */
static bool
is_close(const char *wrong, const char *key)
{
	enum { CLOSE = 2 };

	return str_distance(wrong, key, CLOSE) <= CLOSE;
}

/*
 * What stands under a misspelt key; if it is nothing of the kind, that is no
 * second fault, but a guess that may have been wrong; unless it is known what
 * to write.  said: the key was complained of.
 */
static void
read_meant(struct spec *s, const struct spec_key *row, void *base,
    struct node member, bool said)
{
	struct findings *list = &s->l->findings;
	size_t before = list->n;

	read_value(s, row, base, member);
	if (said && list->n == before + 1 &&
	    list->v[before]->notice == &notice_wrong_type &&
	    list->v[before]->help == NULL &&
	    place_compare(list->v[before]->at, node_place(member)) == 0)
		list->n = before;
}

/*
 * A misspelt key is read as the one that was meant, unless that is there too:
 * else all that names what stands under it would be wrong as well.  Under
 * another word for it stands what may look different: if it does, what is
 * meant is not known.  A route is one wherever it stands.
 */
static void
read_unknown_key(struct spec *s, const struct spec_object *o, void *base,
    struct node member, struct meant *meant)
{
	const struct spec_key *row;
	bool by_alias;
	size_t before = s->l->findings.n;
	const char *key = spec_complain_key(s, o, base, member, &by_alias);
	bool said = s->l->findings.n > before;

	if (key == NULL) {
		row = spec_misplaced_route(o, node_key(member));
		if (row != NULL)
			spec_read_misplaced_route(s, row, base, member);
		return;
	}
	vec_push(s->l->a, &meant->keys, key);
	row = spec_key_find(o, key);
	if (node_exists(node_get(s->object, key))) {
		/* Things beside those that are read: there are more. */
		if (is_open_list(row))
			read_unread(s, row, base, member,
			    read_malformed_reason);
		return;
	}
	if (spec_same_word(node_key(member), key))
		read_own_value(s, o, row, base, member);
	else if (by_alias ? looks_like(row, member) :
	    is_close(node_key(member), key) &&
	    spec_shape_help(s, o, row, member) == NULL)
		read_meant(s, row, base, member, said);
	else
		read_unread(s, row, base, member, read_malformed_reason);
}

/* As spec_key_find(), by the key as it stands in the text. */
static const struct spec_key *
spec_key_of(const struct spec_object *o, struct node member)
{
	size_t length;
	const char *key = node_plain_key(member, &length);

	if (key == NULL)
		return spec_key_find(o, node_key(member));
	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		if (k->key[0] == key[0] &&
		    strncmp(k->key, key, length) == 0 &&
		    k->key[length] == '\0')
			return k;
	return NULL;
}

static void
read_member(struct spec *s, const struct spec_object *o, void *base,
    struct node member, struct meant *meant)
{
	const struct spec_key *row = spec_key_of(o, member);

	if (row != NULL)
		read_own_value(s, o, row, base, member);
	else
		read_unknown_key(s, o, base, member, meant);
}

void
spec_read_object(struct spec *s, const struct spec_object *o, void *base,
    struct node n)
{
	struct spec inner = *s;
	struct meant meant = { 0 };

	if (s->l->unread != NULL) {
		spec_read_unread(s, o, base, n, s->l->unread);
		return;
	}
	if (node_kind(n) != NODE_MAP) {
		spec_complain_not_object(s, o, n);
		if (o->make == NULL)
			spec_read_unread(s, o, base, n,
			    read_malformed_reason);
		return;
	}
	inner.object = n;
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (!spec_is_comment(c))
			read_member(&inner, o, base, c, &meant);
	check_presence(s, o, base, n, &meant);
	if (o->done != NULL)
		o->done(&inner, base);
}

/* ---------------------------------------------------------- the document */

/*
 * Everything that a spec creates is listed in it, unless "incomplete" says
 * otherwise: that wins, whichever is declared first.
 */
static void
declare_complete(struct spec *s)
{
	for (int kind = 0; kind < KIND_COUNT; kind++)
		model_declare_complete(s->m, (enum kind)kind, s->island, NULL);
}

/* What lives in a VPC belongs to the VPC's owner. */
static void
hand_down_owners(struct spec *s)
{
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		for (size_t i = 0; i < s->m->things[kind].n; i++) {
			struct thing *t = s->m->things[kind].v[i];

			if (t->island != s->island || t->vpc == NULL)
				continue;
			if (t->account == NULL)
				t->account = t->vpc->is.account;
			if (t->region == NULL)
				t->region = t->vpc->is.region;
		}
	}
}

static struct spec
begin(struct load *l, struct document *d)
{
	struct spec s = {
		.l = l,
		.said = arena_alloc(l->a, sizeof *s.said),
		.m = l->model,
		.root = node_root(d),
		.account = l->options.account,
		.region = l->options.region,
	};

	return s;
}

/* The owner of all that follows, wherever in the file it is stated. */
static void
read_owner(struct spec *s)
{
	struct node account = node_get(s->root, "account");
	struct node region = node_get(s->root, "region");

	if (node_kind(account) == NODE_STRING)
		s->account = read_name(s->l, account);
	if (node_kind(region) == NODE_STRING)
		s->region = spec_region(s, region);
}

/* Whether it is an object, or a list of them. */
static bool
holds_objects(struct node n)
{
	return node_kind(n) == NODE_MAP || (node_kind(n) == NODE_LIST &&
	    node_kind(node_first(n)) == NODE_MAP);
}

/*
 * What only a plan says: things by name, be it in the wrong place, intent, and
 * what is accepted.  Owner and name may stand in the head of any file.
 */
static bool
is_plans_own(struct node member)
{
	const char *key = node_key(member);
	const struct spec_key *k = spec_key_find(&spec_root, key);

	if (k == NULL) {
		k = spec_key_find(&spec_vpc, key);
		return k != NULL && k->object != NULL &&
		    node_kind(member) == NODE_MAP;
	}
	if (k->form == FORM_NAME || k->form == FORM_OWNER)
		return false;
	return node_kind(member) == NODE_MAP || k->form == FORM_EXPECT ||
	    k->form == FORM_IGNORE || k->form == FORM_INCOMPLETE;
}

/* The subnets of a VPC inside of it: AWS lists them beside. */
static bool
is_nested(struct node member)
{
	const struct spec_key *k = spec_key_find(&spec_vpc,
	    node_key(member));

	return k != NULL && k->object != NULL && holds_objects(member);
}

static bool
has_member(struct node n, bool (*is)(struct node member))
{
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (is(c))
			return true;
	return false;
}

/*
 * Collectors save the output of describe-vpcs under "vpcs" too: as a list of
 * what AWS says, where a plan has names.  A plan may be written in AWS's words
 * as well; it is told by what AWS does not say.
 */
static bool
is_collected(struct node root, struct node vpcs)
{
	struct node first = node_first(vpcs);

	return node_kind(vpcs) == NODE_LIST &&
	    node_exists(node_get(first, "VpcId")) &&
	    !has_member(root, is_plans_own) && !has_member(first, is_nested);
}

static bool
recognise(struct node root)
{
	struct node vpcs = node_get(root, "vpcs");

	return node_exists(node_get(root, "vpcplan")) ||
	    (node_exists(vpcs) && !is_collected(root, vpcs));
}

static void
load(struct load *l, struct document *d)
{
	struct spec s = begin(l, d);
	const char *name = s.m->name;

	s.island = s.intent_island = model_new_island(s.m);
	l->intent_read = true;
	read_owner(&s);
	declare_complete(&s);
	spec_read_object(&s, &spec_root, s.m, s.root);
	hand_down_owners(&s);
	spec_check_zones(&s);
	if (name != NULL)		/* the first file's */
		s.m->name = name;
	else
		s.m->at = node_place(s.root);
}

const struct loader loader_spec = {
	.name = "spec",
	.summary = "vpcplan's own JSON",
	.sign = "a member \"vpcplan\" or \"vpcs\"",
	.recognise = recognise,
	.load = load,
};

void
spec_load_expect(struct load *l, struct document *d)
{
	struct spec s = begin(l, d);

	s.island = s.m->islands > 0 ? s.m->islands : model_new_island(s.m);
	l->intent_read = true;
	spec_read_object(&s, &spec_expect_root, s.m, s.root);
}
