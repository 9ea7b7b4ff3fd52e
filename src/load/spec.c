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

static bool
is_meant(const struct meant_keys *meant, const char *key)
{
	for (size_t i = 0; i < meant->n; i++)
		if (str_equal(meant->v[i], key))
			return true;
	return false;
}

static bool
is_any_meant(const struct meant_keys *meant, const char *const *keys)
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

/* The kind of a workload that does not state it, from the key that lists it or
 * from its engine; NULL: it cannot be told. */
static const char *
kind_meant(struct spec *s, const struct spec_key *k, const char *engine)
{
	const char *kind = engine != NULL ? spec_kind_of_engine(engine) : NULL;

	if (k->form != FORM_WORKLOAD_KIND)
		return NULL;
	return kind != NULL ? kind : s->kind_word;
}

static const char *
engine_of(struct spec *s, struct node n)
{
	struct node engine = node_get(n, "engine");

	return node_kind(engine) == NODE_STRING ?
	    node_text(s->l->a, engine) : NULL;
}

/* What to write for what has a service of AWS as its engine. */
static const char *
service_help(struct spec *s, struct node n)
{
	const char *engine = engine_of(s, n);

	return engine != NULL ? spec_service_help(s, engine) : NULL;
}

/* True: it is told what must stand there, and read as if it did. */
static bool
complain_missing(struct spec *s, const struct spec_object *o,
    void *base, struct node n, const struct spec_key *k)
{
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    node_place(n), "%s has no \"%s\": %s", spec_title(s, o, base),
	    k->key, k->about);
	const char *const *words = k->words;
	const char *kind = kind_meant(s, k, engine_of(s, n));
	const char *service = k->form == FORM_WORKLOAD_KIND ?
	    service_help(s, n) : NULL;

	if (service != NULL) {
		finding_help(&s->l->findings, f, "%s", service);
		return false;
	}
	if (kind != NULL) {
		finding_help(&s->l->findings, f, "write \"%s\": \"%s\"",
		    k->key, kind);
		return workload_kind_find(kind, spec_at(k, base));
	}
	if (k->form == FORM_WORKLOAD_KIND)
		words = spec_workload_kinds(s->l->a);
	if (words != NULL)
		spec_list_words(s, f, words);
	else if (o->sample != NULL)
		finding_help(&s->l->findings, f, "write it like %s",
		    o->sample);
	return false;
}

void
spec_read_value(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	if (row->stated > 0)
		*(bool *)((char *)base + row->stated) = true;
	spec_readers[row->form](s, row, base, n);
}

/* As spec_read_value(), of what stands in o: with help where something else than
 * the row's form stands there. */
void
spec_read_own_value(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, void *base, struct node n)
{
	size_t before = s->l->findings.n;

	spec_read_value(s, row, base, n);
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
void
spec_read_key_unread(struct spec *s, const struct spec_key *row, void *base,
    struct node n, const char *why)
{
	const char *before = s->l->unread;

	if (says_nothing(row))
		return;
	s->l->unread = why;
	spec_read_value(s, row, base, n);
	s->l->unread = before;
}

void
spec_read_unread(struct spec *s, const struct spec_object *o, void *base,
    struct node n, const char *why)
{
	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		spec_read_key_unread(s, k, base, n, why);
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
    struct node n, const struct meant_keys *meant)
{
	struct findings *list = &s->l->findings;
	struct node last = n;

	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		if (k->required && !node_exists(node_get(n, k->key)) &&
		    !is_meant(meant, k->key) &&
		    !complain_missing(s, o, base, n, k)) {
			spec_read_key_unread(s, k, base, n,
			    read_malformed_reason);
			if (k->form == FORM_WORKLOAD_KIND &&
			    service_help(s, n) != NULL)
				return;		/* it is no workload */
		}
	if (o->needs != NULL && count_members(n, o->needs, &last) == 0 &&
	    !is_any_meant(meant, o->needs)) {
		finding_help(list, finding_add(list, &notice_wrong_type,
		    node_place(n), "%s has no %s", spec_title(s, o, base),
		    alternatives(s->l->a, o->needs)), "write it like %s",
		    o->sample);
		spec_read_key_unread(s, spec_key_find(o, *o->needs), base,
		    n, read_malformed_reason);
	}
	if (o->either != NULL && count_members(n, o->either, &last) > 1)
		finding_add(list, &notice_wrong_type, node_place(last),
		    "%s takes one of %s, not several", spec_title(s, o, base),
		    alternatives(s->l->a, o->either));
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

/* What says a name that should be a key was complained of there. */
static bool
is_naming(const struct spec *s, struct node member)
{
	return node_exists(s->naming) && place_compare(node_place(s->naming),
	    node_place(member)) == 0;
}

void
spec_read_member(struct spec *s, const struct spec_object *o, void *base,
    struct node member, struct meant_keys *meant)
{
	const struct spec_key *row = spec_key_of(o, member);

	if (row != NULL)
		spec_read_own_value(s, o, row, base, member);
	else if (!is_naming(s, member))
		spec_read_unknown_key(s, o, base, member, meant);
}

void
spec_read_object(struct spec *s, const struct spec_object *o, void *base,
    struct node n)
{
	struct spec inner = *s;
	struct meant_keys meant = { 0 };

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
			spec_read_member(&inner, o, base, c, &meant);
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
		.associated = arena_alloc(l->a, sizeof *s.associated),
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

/* VPCs by name, with subnets by name, under Azure's word for them. */
static bool
is_networks(struct node member)
{
	const char *key = node_key(member);
	struct node subnets = node_get(node_first(member), "subnets");

	return (spec_same_word(key, "virtual_networks") ||
	    spec_same_word(key, "vnets")) && node_kind(member) == NODE_MAP &&
	    node_kind(subnets) == NODE_MAP;
}

static bool
recognise(struct node root)
{
	struct node vpcs = node_get(root, "vpcs");
	struct node inside = node_get(node_get(root, "spec"), "vpcs");

	return node_exists(node_get(root, "vpcplan")) ||
	    (node_exists(vpcs) && !is_collected(root, vpcs)) ||
	    node_kind(inside) == NODE_MAP || (node_kind(root) == NODE_MAP &&
	    has_member(root, is_networks));
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
	spec_leave_associations_open(&s);
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
