/* SPDX-License-Identifier: MIT */

/*
 * Keys that an object does not have: what stands under one is read as what was
 * meant, so that one run tells what is wrong in it too, and that what names it
 * finds it.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notices.h"

#include <string.h>

/* A list of objects, which may be things that say their names. */
static bool
lists_objects(struct node n)
{
	return node_kind(n) == NODE_LIST &&
	    node_kind(node_first(n)) == NODE_MAP;
}

/* Whether n looks as what stands under a key of that form does. */
static bool
looks_like(const struct spec_key *row, struct node n)
{
	enum node_kind kind = node_kind(n);

	switch (row->form) {
	case FORM_THINGS:
		return kind == NODE_MAP || lists_objects(n);
	case FORM_GATEWAY:
		return kind == NODE_BOOL || kind == NODE_STRING ||
		    kind == NODE_MAP;
	case FORM_REF:
	case FORM_CIDR:
	case FORM_CIDR_AS_LIST:
	case FORM_TEXT:
	case FORM_REGION:
	case FORM_OWNER:
	case FORM_STATE:
	case FORM_EXPOSURE:
	case FORM_WORKLOAD_KIND:
	case FORM_ENDPOINT_TYPE:
	case FORM_PORTS:
	case FORM_PORT:
	case FORM_PEER:
	case FORM_ATTACHED:
	case FORM_ADDRESS:
	case FORM_END_OF_FLOW:
		return kind == NODE_STRING;
	case FORM_PUBLIC_IP:
	case FORM_INTERFACE_PUBLIC_IP:
		return kind == NODE_STRING || kind == NODE_BOOL;
	case FORM_NUMBER:
		return kind == NODE_NUMBER;
	case FORM_FLAG:
		return kind == NODE_BOOL;
	case FORM_REFS:
	case FORM_REF_OR_REFS:
		return kind == NODE_STRING || kind == NODE_LIST;
	case FORM_TEXTS:
	case FORM_CIDRS:
	case FORM_ADDRESSES:
	case FORM_PRIVATE_ADDRESSES:
	case FORM_INTERFACE_ADDRESSES:
	case FORM_RULES:
	case FORM_ENTRIES:
	case FORM_EXPECT:
		return kind == NODE_LIST;
	case FORM_ROUTES:
	case FORM_TRANSIT_ROUTES:
		return kind == NODE_MAP || kind == NODE_LIST;
	case FORM_LISTENERS:
	case FORM_PART:
	case FORM_TAGS:
		return kind == NODE_MAP;
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

/* Whether both give a name that only one of them can have. */
static bool
share_a_name(struct node n, struct node there)
{
	if (node_kind(n) != NODE_MAP || node_kind(there) != NODE_MAP)
		return true;
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (!spec_is_comment(c) &&
		    node_exists(node_get(there, node_key(c))))
			return true;
	return false;
}

/* A letter or two: further off the guess may name another key, of which
 * nothing is said then. */
static bool
is_close(const char *wrong, const char *key)
{
	enum { CLOSE = 2 };

	return str_distance(wrong, key, CLOSE) <= CLOSE;
}

/* Take back what is said in n of what its key's complaint says to write. */
static void
drop_told(struct spec *s, struct node n, size_t before)
{
	struct findings *list = &s->l->findings;
	struct place at = node_place(n);
	size_t kept = before;

	for (size_t i = before; i < list->n; i++) {
		const struct finding *f = list->v[i];

		if (f->notice != &notice_wrong_type || f->at.file != at.file ||
		    f->at.offset < at.offset || f->at.offset >= node_end(n))
			list->v[kept++] = list->v[i];
	}
	list->n = kept;
}

/*
 * What stands under a misspelt key; if it is nothing of the kind, that is no
 * second fault, but a guess that may have been wrong; unless it is known what
 * to write.
 */
static void
read_meant(struct spec *s, const struct spec_key *row, void *base,
    struct node member, const struct key_meant *meant)
{
	struct findings *list = &s->l->findings;
	struct spec inner = *s;
	size_t before = list->n;

	if (row->object != NULL && row->object->kind == KIND_WORKLOAD)
		inner.kind_word = spec_kind_of_key(s, node_key(member));
	spec_read_value(&inner, row, base, member);
	if (meant->is_told)
		drop_told(s, member, before);
	else if (meant->is_said && list->n == before + 1 &&
	    list->v[before]->notice == &notice_wrong_type &&
	    list->v[before]->help == NULL &&
	    place_compare(list->v[before]->at, node_place(member)) == 0)
		list->n = before;
}

/* Beside the right key: things of other names are some more. */
static void
read_beside(struct spec *s, const struct spec_key *row, void *base,
    struct node member, const struct key_meant *meant)
{
	if (row->form == FORM_EXPECT ? node_kind(member) == NODE_LIST :
	    row->form == FORM_THINGS && !share_a_name(member,
	    node_get(s->object, row->key)))
		read_meant(s, row, base, member, meant);
	else if (is_open_list(row))
		spec_read_key_unread(s, row, base, member,
		    read_malformed_reason);
}

/* What stands one too deep, under "Properties", or under "spec". */
static void
read_properties(struct spec *s, const struct spec_object *o, void *base,
    struct node n, struct meant_keys *meant)
{
	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		const struct spec_key *row = spec_key_find(o, node_key(c));

		if (spec_is_comment(c))
			continue;
		if (row != NULL)
			vec_push(s->l->a, meant, row->key);
		spec_read_member(s, o, base, c, meant);
	}
}

/* "Associations" of a route table or network ACL: subnets say it here. */
static bool
associates(const struct spec_object *o, const char *key)
{
	static const char *const keys[] = { "subnets", "subnet", "subnet_ids",
		"subnet_id", "associations", NULL };

	if (o->make == NULL || (o->kind != KIND_ROUTE_TABLE &&
	    o->kind != KIND_NETWORK_ACL))
		return false;
	for (size_t i = 0; keys[i] != NULL; i++)
		if (spec_same_word(keys[i], key))
			return true;
	return false;
}

static void
associate(struct spec *s)
{
	if (s->vpc != NULL && (s->associated->n == 0 ||
	    s->associated->v[s->associated->n - 1] != s->vpc))
		vec_push(s->l->a, s->associated, s->vpc);
}

void
spec_leave_associations_open(struct spec *s)
{
	for (size_t i = 0; i < s->associated->n; i++)
		for (size_t k = 0; k < s->m->subnets.n; k++) {
			struct subnet *v = s->m->subnets.v[k];
			struct ref open = { .is = value_unknown(v->is.at,
			    read_malformed_reason) };

			if (v->is.vpc != s->associated->v[i])
				continue;
			if (v->table_refs.n == 0)
				vec_push(s->l->a, &v->table_refs, open);
			if (v->acl_refs.n == 0)
				vec_push(s->l->a, &v->acl_refs, open);
		}
}

/* Another key should be written in its place, of which nothing is known then;
 * its absence is no second fault. */
static void
read_instead(struct spec *s, const struct spec_object *o, void *base,
    struct node member, const char *instead, struct meant_keys *meant)
{
	struct node ends[2];

	for (size_t i = 0; i < meant->n; i++)
		if (str_equal(meant->v[i], instead))
			return;
	if (node_exists(node_get(s->object, instead)))
		return;
	vec_push(s->l->a, meant, instead);
	if (o->kind == KIND_PEERING && spec_between_ends(s, member, ends)) {
		struct peering *p = base;

		p->ends[0] = read_ref(s->l, ends[0]);
		p->ends[1] = read_ref(s->l, ends[1]);
		return;
	}
	spec_read_key_unread(s, spec_key_find(o, instead), base, member,
	    read_malformed_reason);
}

/* A key that no other stands for. */
static void
read_foreign(struct spec *s, const struct spec_object *o, void *base,
    struct node member, const char *instead, struct meant_keys *meant)
{
	const char *key = node_key(member);
	const struct spec_key *row = spec_misplaced_route(o, key);

	if (row != NULL)
		spec_read_misplaced_route(s, row, base, member);
	else if ((str_equal(key, "Properties") ||
	    (o == &spec_root && str_equal(key, "spec"))) &&
	    node_kind(member) == NODE_MAP)
		read_properties(s, o, base, member, meant);
	else if (spec_is_id_key(o, key) &&
	    node_kind(member) == NODE_STRING &&
	    (row = spec_key_find(o, "id")) != NULL)
		spec_read_value(s, row, base, member);
	else if (associates(o, key))
		associate(s);
	else if (instead != NULL)
		read_instead(s, o, base, member, instead, meant);
}

/*
 * A misspelt key is read as the one that was meant, unless that is there too:
 * else all that names what stands under it would be wrong as well.  Under
 * another word for it stands what may look different: if it does, what is
 * meant is not known.  A route is one wherever it stands.
 */
void
spec_read_unknown_key(struct spec *s, const struct spec_object *o, void *base,
    struct node member, struct meant_keys *meant_keys)
{
	struct key_meant meant = spec_complain_key(s, o, base, member);
	const char *word = spec_without_provider(node_key(member));
	const struct spec_key *row;

	if (meant.key == NULL) {
		read_foreign(s, o, base, member, meant.instead, meant_keys);
		return;
	}
	vec_push(s->l->a, meant_keys, meant.key);
	row = spec_key_find(o, meant.key);
	if (node_exists(node_get(s->object, meant.key)))
		read_beside(s, row, base, member, &meant);
	else if (spec_same_word(node_key(member), meant.key))
		spec_read_own_value(s, o, row, base, member);
	else if (meant.gives_way)
		return;
	else if (meant.by_alias || spec_same_word(word, meant.key) ?
	    looks_like(row, member) : is_close(word, meant.key) &&
	    (meant.is_told || spec_shape_help(s, o, row, member) == NULL))
		read_meant(s, row, base, member, &meant);
	else
		spec_read_key_unread(s, row, base, member,
		    read_malformed_reason);
}
