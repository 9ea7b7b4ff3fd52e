/* SPDX-License-Identifier: MIT */
#include "load/spec_read.h"

#include "base/names.h"
#include "base/str.h"
#include "model/notices.h"
#include "net/cidr.h"
#include "text/sanitise.h"

#include <string.h>

const char *
spec_title(struct spec *s, const struct spec_object *o, const void *base)
{
	const struct thing *t = base;

	if (o->make == NULL)
		return o->title;
	if (t->name == NULL)
		return arena_printf(s->l->a, "a %s", o->title);
	return arena_printf(s->l->a, "%s \"%s\"", o->title, t->name);
}

/* Whether the key of o holds things or lists, and not a word of its own. */
static bool
has_home(const struct spec_object *o, const char *key)
{
	const struct spec_key *k = spec_key_find(o, key);

	return k != NULL && (k->object != NULL || k->form == FORM_QUOTAS);
}

/* "it belongs in a VPC", where a key is at home in another object; or NULL. */
static const char *
home_of(struct arena *a, const struct spec_object *o, const char *key)
{
	const struct spec_object *vpc =
	    spec_key_find(&spec_root, "vpcs")->object;
	struct str homes = str_new(a);

	/* "expect" in an expectation says how it should come out. */
	if (o != &spec_root && has_home(&spec_root, key) &&
	    spec_key_find(&spec_root, key)->object != o)
		return "it belongs at the top level of the plan";
	if (o == &spec_root && has_home(vpc, key))
		return "it belongs inside a VPC";
	for (const struct spec_key *k = vpc->keys; k->key != NULL; k++)
		if (k->object != NULL && k->object != o &&
		    k->form == FORM_THINGS && has_home(k->object, key))
			str_addf(&homes, "%s%s", homes.n > 0 ? ", " :
			    "it belongs to: ", k->key);
	return homes.n > 0 ? str_text(&homes) : NULL;
}

/* "routes, tags": all that o may have. */
static const char *
all_keys(struct arena *a, const struct spec_object *o)
{
	struct str list = str_new(a);

	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		str_addf(&list, "%s%s", list.n > 0 ? ", " : "", k->key);
	return str_text(&list);
}

bool
spec_said_before(struct spec *s, const void *list)
{
	for (size_t i = 0; i < s->said->n; i++)
		if (s->said->v[i] == list)
			return true;
	vec_push(s->l->a, s->said, list);
	return false;
}

static void
list_keys(struct spec *s, const struct spec_object *o, struct finding *f)
{
	if (spec_said_before(s, o)) {
		finding_help(&s->l->findings, f, "the keys of %s are listed "
		    "with the first such finding", o->make != NULL ?
		    kind_with_article(o->kind) : o->title);
		return;
	}
	finding_help(&s->l->findings, f, "it may have %s; a key that "
	    "begins with // is a comment", all_keys(s->l->a, o));
}

const struct spec_key *
spec_misplaced_route(const struct spec_object *o, const char *key)
{
	struct cidr block;

	if (cidr_parse(key, strlen(key), &block) != ADDR_OK)
		return NULL;
	return spec_key_find(o, "routes");
}

void
spec_complain_not_object(struct spec *s, const struct spec_object *o,
    struct node n)
{
	struct findings *list = &s->l->findings;
	const char *help;

	read_complain_type(s->l, n, "an object");
	help = spec_short_object(s, o, n);
	if (help != NULL) {
		finding_help(list, list->v[list->n - 1], "write %s", help);
		return;
	}
	list_keys(s, o, list->v[list->n - 1]);
}

static struct finding *
add_unknown_key(struct spec *s, const char *title, struct node member,
    const char *home, const char *meant, bool fits)
{
	struct findings *list = &s->l->findings;
	const char *key = sanitise_text(s->l->a, node_key(member));
	struct place at = node_key_place(member);
	struct finding *f;

	if (home != NULL)
		return finding_add(list, &notice_unknown_key, at,
		    "unknown key \"%s\" in %s; %s", key, title, home);
	if (meant == NULL)
		return finding_add(list, &notice_unknown_key, at,
		    "unknown key \"%s\" in %s", key, title);
	f = finding_add(list, &notice_unknown_key, at,
	    "unknown key \"%s\" in %s; did you mean \"%s\"?", key, title,
	    meant);
	finding_witness(list, f, "nearest", "%s", meant);
	if (fits)
		finding_edit(list, f, at, key, meant);
	return f;
}

/* Where an object has "ingress" already, "engress" is its "egress". */
static const char *
meant_key(struct spec *s, const struct spec_object *o, const char *key,
    bool *by_alias)
{
	VEC(const char *) keys = { 0 }, absent = { 0 };
	const char *meant, *other;
	size_t far;

	for (const struct spec_key *k = o->keys; k->key != NULL; k++) {
		vec_push(s->l->a, &keys, k->key);
		if (!node_exists(node_get(s->object, k->key)))
			vec_push(s->l->a, &absent, k->key);
	}
	meant = spec_meant(key, keys.v, keys.n, by_alias);
	if (meant == NULL && spec_kind_of_key(s, key) != NULL &&
	    spec_key_find(o, "workloads") != NULL) {
		meant = "workloads";
		*by_alias = true;
	}
	if (meant == NULL || *by_alias || spec_same_word(key, meant) ||
	    !node_exists(node_get(s->object, meant)))
		return meant;
	far = str_distance(key, meant, strlen(key));
	other = names_nearest(key, absent.v, absent.n);
	return other != NULL && str_distance(key, other, far) <= far ?
	    other : meant;
}

/* Where else the key belongs; NULL: it is known nowhere, or meant here. */
static const char *
home_elsewhere(struct spec *s, const struct spec_object *o, const char *key,
    const char *meant)
{
	const char *home = NULL;

	if (meant != NULL && spec_same_word(key, meant))
		return NULL;
	if (spec_misplaced_route(o, key) != NULL)
		return "a route belongs under \"routes\"";
	if (meant == NULL || o == &spec_root)
		home = home_of(s->l->a, o, key);
	return home;
}

/* The key of o in `write "between": …`; or NULL. */
static const char *
written_instead(struct spec *s, const struct spec_object *o,
    const char *advice)
{
	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		if (str_starts_with(advice, arena_printf(s->l->a,
		    "write \"%s\": ", k->key)))
			return k->key;
	return NULL;
}

struct key_meant
spec_complain_key(struct spec *s, const struct spec_object *o,
    const void *base, struct node member)
{
	const char *key = node_key(member), *home, *advice, *shape, *twice;
	struct key_meant meant = { 0 };
	struct finding *f;

	meant.key = meant_key(s, o, key, &meant.by_alias);
	home = home_elsewhere(s, o, key, meant.key);
	if (o == &spec_root && str_equal(meant.key, "vpcs") &&
	    spec_is_one_vpc(member) &&
	    !node_exists(node_get(s->root, meant.key)))
		return meant;
	advice = spec_key_advice(s, o, base, member);
	if (advice != NULL && spec_is_id_key(o, key) &&
	    node_kind(member) == NODE_STRING)
		advice = arena_printf(s->l->a, "write \"id\": %s, or leave "
		    "it out where nothing names it by that",
		    node_excerpt(s->l->a, member));
	if (advice != NULL && !meant.by_alias)
		meant.key = home = NULL;
	shape = meant.key != NULL ? spec_value_advice(s, o, meant.key,
	    member) : NULL;
	if (advice == NULL)
		advice = shape;
	twice = spec_twice_advice(s, o, base, member, meant.key, advice);
	if (twice != NULL)
		advice = twice;
	f = add_unknown_key(s, spec_title(s, o, base), member, home,
	    meant.key, advice == NULL);
	meant.is_said = true;
	if (advice != NULL) {
		finding_help(&s->l->findings, f, "%s", advice);
		meant.is_told = meant.key != NULL && str_starts_with(advice,
		    arena_printf(s->l->a, "write \"%s\": ", meant.key));
		meant.gives_way = str_starts_with(advice, "leave it out");
		if (meant.key == NULL)
			meant.instead = written_instead(s, o, advice);
	} else if (o->make != NULL && str_equal(key, "name"))
		finding_help(&s->l->findings, f,
		    "the key of an object is its name; it needs no other");
	else if (meant.key == NULL && home == NULL)
		list_keys(s, o, f);
	if (home != NULL)
		meant.key = NULL;
	return meant;
}
