/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * References of the model: each points to its thing, or is unknown and says
 * why; only an id of what is not in the input stays a text, which another
 * file may explain.
 */

struct ref
terraform_ref_to(struct terraform *x, struct terraform_value v,
    struct thing *to)
{
	struct ref r = { .to = to, .text = to->address };

	(void)x;
	r.is = value_derived(terraform_place(v));
	if (r.text == NULL)
		r.text = thing_label(to);
	return r;
}

struct thing *
terraform_meaning(struct terraform *x, const struct terraform_found *f,
    uint32_t kinds)
{
	struct thing *t = f->to->thing;

	if (t == NULL)
		return NULL;
	if (str_equal(f->attribute, TERRAFORM_CLUSTER_GROUP))
		return (kinds & KIND_BIT(KIND_SECURITY_GROUP)) != 0 ?
		    f->to->beside : NULL;
	if (t->kind == KIND_VPC && f->attribute != NULL) {
		if ((kinds & KIND_BIT(KIND_ROUTE_TABLE)) != 0)
			return terraform_default(x, (struct vpc *)t,
			    KIND_ROUTE_TABLE);
		if ((kinds & KIND_BIT(KIND_NETWORK_ACL)) != 0)
			return terraform_default(x, (struct vpc *)t,
			    KIND_NETWORK_ACL);
		if ((kinds & KIND_BIT(KIND_SECURITY_GROUP)) != 0)
			return terraform_default(x, (struct vpc *)t,
			    KIND_SECURITY_GROUP);
	}
	return (KIND_BIT(t->kind) & kinds) != 0 ? t : NULL;
}

/* A VPC that is only mentioned, by its id. */
struct vpc *
terraform_vpc(struct terraform *x, const char *id, struct place at)
{
	void **slot = map_slot(&x->vpcs, id);
	struct vpc *v = *slot;
	struct cidr_value block = {
		.is = value_unknown(at, "the VPC is not in the input"),
		.v = { .family = IPV4 }
	};

	if (v != NULL)
		return v;
	v = model_new_vpc(x->m, at, x->island);
	v->is.id = id;
	vec_push(x->a, &v->cidrs, block);
	*slot = v;
	return v;
}

void
terraform_leave(struct terraform *x, struct terraform_value v,
    const char *text)
{
	struct untold one = { .at = v.of->at };

	one.object = read_clean(x->l, v.of->address);
	one.text = read_clean(x->l, text);
	if (!v.of->is_gone)
		model_leave(x->m, one);
}

/* The words of a link that was not found. */
struct ref
terraform_unfound(struct terraform *x, struct terraform_value v,
    uint32_t kinds, const char *why)
{
	struct ref r = { .is = value_unknown(terraform_place(v), why) };

	if ((kinds & KIND_BIT(KIND_SECURITY_GROUP)) != 0 &&
	    strstr(v.of->type->name, "security_group") == NULL)
		x->is_carried_untold = true;
	terraform_leave(x, v, arena_printf(x->a, "\"%s\" is %s", v.key, why));
	vec_push(x->a, &x->open, ((struct terraform_open){ v.of, v.key, why,
	    v.of->is_gone ? 0 : x->m->untold.n }));
	return r;
}

void
terraform_infer(struct terraform *x, struct inference one)
{
	if (x->n_inferred++ == 0)
		x->inferred = inference_title(x->a, &one);
	model_infer(x->m, one);
}

void
terraform_note_of(struct terraform *x, const struct thing *of,
    struct terraform_value v, const struct terraform_search *s, const char *to)
{
	struct inference one = { .of = of, .at = v.of->at };

	if (s->from == NULL || v.of->is_gone)
		return;
	one.object = read_clean(x->l, v.of->address);
	one.key = v.key;
	one.to = read_clean(x->l, to);
	one.from = read_clean(x->l, s->from);
	if (v.of->thing == NULL)
		vec_push(x->a, &v.of->notes, one);
	if (of != NULL)
		terraform_infer(x, one);
}

void
terraform_pass_notes(struct terraform *x, const struct terraform_resource *from,
    struct thing *to)
{
	for (size_t i = 0; i < from->notes.n; i++) {
		struct inference one = from->notes.v[i];

		one.of = to;
		terraform_infer(x, one);
	}
}

void
terraform_note(struct terraform *x, struct terraform_value v,
    const struct terraform_search *s, struct thing *to)
{
	if (to != NULL)
		terraform_note_of(x, v.of->thing != NULL ? v.of->thing : to, v,
		    s, to->address != NULL ? to->address : thing_label(to));
}

void
terraform_lose(struct terraform *x, struct terraform_resource *r,
    uint32_t kinds)
{
	struct terraform_lost lost = { r, kinds };

	if (!r->is_gone)
		vec_push(x->a, &x->lost, lost);
}

/* The thing of a resource of the input that has that id; or NULL. */
struct thing *
terraform_by_id(struct terraform *x, const char *id, uint32_t kinds)
{
	struct terraform_found f = terraform_with_id(x, id, kinds);

	return f.to != NULL ? terraform_meaning(x, &f, kinds) : NULL;
}

/* Written as it is: it stays what it is, whatever is made anew. */
static bool
is_constant(struct terraform_value v)
{
	return node_exists(node_get(v.written, "constant_value"));
}

/* An id: of a resource of the input, or of something else. */
static struct ref
ref_by_id(struct terraform *x, struct terraform_value v, uint32_t kinds)
{
	const char *id = terraform_word(x, v);
	struct thing *to = id != NULL ? terraform_by_id(x, id, kinds) : NULL;
	struct ref ref = { 0 };

	if (to != NULL && terraform_having_id(x, id, kinds) == NULL &&
	    map_get(&x->old_ids, id) != NULL && is_constant(v))
		return terraform_unfound(x, v, kinds, arena_printf(x->a,
		    "written as %s, which %s has no longer: the plan "
		    "replaces it", id, to->address));

	if (to != NULL)
		return terraform_ref_to(x, v, to);
	if (id == NULL) {
		ref.is = read_malformed(v.value);
		return ref;
	}
	if (kinds == KIND_BIT(KIND_VPC)) {
		ref = terraform_ref_to(x, v, &terraform_vpc(x, id,
		    node_place(v.value))->is);
		ref.text = id;
		return ref;
	}
	terraform_lose(x, v.of, kinds);
	ref.is = value_derived(node_place(v.value));
	ref.text = id;
	return ref;
}

struct ref
terraform_ref(struct terraform *x, struct terraform_value v, uint32_t kinds)
{
	struct terraform_search s;
	struct ref none = { 0 };
	struct thing *to;

	switch (terraform_state(v)) {
	case VALUE_ABSENT:
		return none;
	case VALUE_KNOWN:
		return ref_by_id(x, v, kinds);
	case VALUE_UNKNOWN:
		break;
	}
	terraform_search(x, v, kinds, false, &s);
	if (s.found.n == 0)
		return terraform_unfound(x, v, kinds, s.why);
	to = terraform_meaning(x, &s.found.v[0], kinds);
	if (to == NULL)
		return terraform_unfound(x, v, kinds, arena_printf(x->a,
		    "known after apply: it is \"%s\" of %s",
		    s.found.v[0].attribute != NULL ? s.found.v[0].attribute :
		    "id", s.found.v[0].to->address));
	terraform_note(x, v, &s, to);
	return terraform_ref_to(x, v, to);
}

/* Any VEC(struct ref): what all of them are made of. */
struct refs {
	struct ref *v;
	size_t n, cap;
};

void
terraform_add_ref(struct terraform *x, void *to, struct ref ref)
{
	struct refs refs;

	if (ref.is.state == VALUE_ABSENT)
		return;
	memcpy(&refs, to, sizeof refs);
	vec_push(x->a, &refs, ref);
	memcpy(to, &refs, sizeof refs);
}

static bool
has_thing(const void *to, const struct thing *t)
{
	enum { LOOK = 64 };
	struct refs refs;

	memcpy(&refs, to, sizeof refs);
	for (size_t i = 0; i < refs.n && i < LOOK; i++)
		if (refs.v[i].to == t)
			return true;
	return false;
}

void
terraform_add_ref_once(struct terraform *x, void *to, struct ref ref)
{
	if (ref.to == NULL || !has_thing(to, ref.to))
		terraform_add_ref(x, to, ref);
}

/* v is one of several: under a condition, that one. */
static void
add_maybe(struct terraform *x, void *to, struct terraform_value v,
    struct thing *t)
{
	struct condition *c = arena_alloc(x->a, sizeof *c);
	struct ref ref = terraform_ref_to(x, v, t);

	c->text = read_intern(x->l, arena_printf(x->a, "%s of %s is %s",
	    v.key, v.of->address, t->address != NULL ? t->address :
	    thing_label(t)));
	ref.exists = c;
	terraform_add_ref(x, to, ref);
}

/* Add what the references of a list lead to; how many are new. */
static size_t
add_found(struct terraform *x, void *to, struct terraform_value v,
    uint32_t kinds, struct terraform_search *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		struct thing *t = terraform_meaning(x, &s->found.v[i], kinds);

		if (t == NULL || has_thing(to, t))
			continue;
		terraform_add_ref(x, to, terraform_ref_to(x, v, t));
		terraform_note(x, v, s, t);
		n++;
	}
	return n;
}

/*
 * Several names lead to the elements of a list of which nothing else is known:
 * whether one stands for want of another, or beside it, is not told.
 */
static void
add_some(struct terraform *x, void *to, struct terraform_value v,
    uint32_t kinds, struct terraform_search *s)
{
	for (size_t i = 0; i < s->found.n; i++) {
		struct thing *t = terraform_meaning(x, &s->found.v[i], kinds);

		if (t != NULL && !has_thing(to, t))
			add_maybe(x, to, v, t);
	}
	terraform_leave(x, v, arena_printf(x->a, "\"%s\" is known after apply: "
	    "it may have %zu things, or some of them", v.key, s->found.n));
}

/*
 * A list of which some or all is unknown.  Where it says how many are (want),
 * and the references lead to another number, it is not known which.
 */
static void
add_unknown(struct terraform *x, void *to, struct terraform_value v,
    uint32_t kinds, size_t want)
{
	struct terraform_search s;
	struct node nothing = { 0 };

	v.value = nothing;
	v.hidden = true;
	terraform_search(x, v, kinds, true, &s);
	/* As many as there can be are all of them. */
	if (s.found.n == 0 && want > 1 && s.maybe.n == want)
		for (size_t i = 0; i < want; i++)
			vec_push(x->a, &s.found, s.maybe.v[i]);
	if ((want == 0 && s.several && s.found.n > 1) || (s.is_beside &&
	    s.found.n > 0 && (want == 0 || s.found.n >= want))) {
		add_some(x, to, v, kinds, &s);
		if (s.is_beside && !s.several)
			terraform_add_ref(x, to, terraform_unfound(x, v, kinds,
			    "known after apply: what it is besides is not "
			    "told"));
	} else if (s.found.n > 0 && (want == 0 || s.found.n == want)) {
		add_found(x, to, v, kinds, &s);
		if (want == 0 && s.is_part)
			terraform_add_ref(x, to, terraform_unfound(x, v, kinds,
			    "known after apply: what else the list has is "
			    "not told"));
	} else if (want == 1) {
		terraform_add_ref(x, to, terraform_ref(x, v, kinds));
	} else {
		if (s.found.n < want)
			add_found(x, to, v, kinds, &s);
		terraform_add_ref(x, to, terraform_unfound(x, v, kinds,
		    s.why != NULL ? s.why : "known after apply: the "
		    "configuration does not tell which of several"));
	}
}

bool
terraform_refs(struct terraform *x, void *to, struct terraform_value v,
    uint32_t kinds)
{
	enum value_state state = terraform_state(v);
	size_t unknown = 0;

	if (state == VALUE_ABSENT)
		return false;
	if (state == VALUE_UNKNOWN || node_kind(v.value) != NODE_LIST) {
		if (state == VALUE_KNOWN)
			terraform_add_ref(x, to, ref_by_id(x, v, kinds));
		else
			add_unknown(x, to, v, kinds, 0);
		return true;
	}
	for (struct terraform_each e = terraform_each(v); e.more;
	    terraform_next(&e)) {
		if (terraform_state(e.v) == VALUE_KNOWN)
			terraform_add_ref(x, to, ref_by_id(x, e.v, kinds));
		else
			unknown++;
	}
	if (unknown > 0)
		add_unknown(x, to, v, kinds, unknown);
	return true;
}

/* Things that any of the blocks, as they are written, leads to. */
static void
search_blocks(struct terraform *x, struct terraform_value blocks,
    const char *key, uint32_t kinds, struct terraform_search *all)
{
	for (struct node n = node_first(blocks.written); node_exists(n);
	    n = node_next(n)) {
		struct terraform_value v = { .of = blocks.of, .key = key,
			.block = blocks.block, .hidden = true };
		struct terraform_search s;

		v.written = node_get(n, key);
		terraform_search(x, v, kinds, false, &s);
		for (size_t i = 0; i < s.found.n; i++)
			vec_push(x->a, &all->found, s.found.v[i]);
		if (all->from == NULL)
			all->from = s.from;
	}
}

/* Some blocks name what is known, some what is not: that is all that is
 * written and was not known. */
static void
add_others(struct terraform *x, void *to, struct terraform_value blocks,
    struct terraform_value some, uint32_t kinds, size_t want)
{
	struct terraform_search s = { 0 };
	size_t kept = 0;

	search_blocks(x, blocks, some.key, kinds, &s);
	for (size_t i = 0; i < s.found.n; i++) {
		struct thing *t = terraform_meaning(x, &s.found.v[i], kinds);

		if (t != NULL && !has_thing(to, t))
			s.found.v[kept++] = s.found.v[i];
	}
	s.found.n = kept;
	if (kept == want)
		add_found(x, to, some, kinds, &s);
	else
		terraform_add_ref(x, to, terraform_unfound(x, some, kinds,
		    "known after apply: the blocks do not tell which of "
		    "several"));
}

void
terraform_block_refs(struct terraform *x, void *to,
    struct terraform_value blocks, const char *key, uint32_t kinds)
{
	struct terraform_value some = { .of = blocks.of, .key = key };
	size_t known = 0, unknown = 0;

	if (terraform_state(blocks) == VALUE_UNKNOWN) {
		if (terraform_is_written(blocks))
			add_unknown(x, to, terraform_member(blocks, key),
			    kinds, 0);
		return;
	}
	for (struct terraform_each e = terraform_each(blocks); e.more;
	    terraform_next(&e)) {
		struct terraform_value v = terraform_member(e.v, key);

		if (terraform_state(v) == VALUE_KNOWN) {
			terraform_add_ref(x, to, ref_by_id(x, v, kinds));
			known++;
		} else if (terraform_state(v) == VALUE_UNKNOWN) {
			some = v;
			unknown++;
		}
	}
	if (unknown == 0)
		return;
	if (some.dynamic || unknown + known == 1 ||
	    node_exists(node_get(blocks.written, "references"))) {
		add_unknown(x, to, some, kinds, unknown);
		return;
	}
	if (known > 0) {
		add_others(x, to, blocks, some, kinds, unknown);
		return;
	}
	for (struct terraform_each e = terraform_each(blocks); e.more;
	    terraform_next(&e))
		terraform_add_ref(x, to, terraform_ref(x, terraform_member(e.v,
		    key), kinds));
}

bool
terraform_one_ref(struct terraform *x, void *to, struct terraform_value v,
    uint32_t kinds)
{
	struct terraform_search s = { 0 };
	struct ref ref;

	if (terraform_state(v) != VALUE_KNOWN && !terraform_is_written(v))
		return false;
	ref = terraform_ref(x, v, kinds);
	if (value_is_unknown(ref.is) && terraform_state(v) == VALUE_UNKNOWN)
		terraform_search(x, v, kinds, false, &s);
	for (size_t i = 0; i < s.maybe.n; i++) {
		struct thing *t = terraform_meaning(x, &s.maybe.v[i], kinds);

		if (t != NULL)
			add_maybe(x, to, v, t);
	}
	if (s.maybe.n == 0)
		terraform_add_ref(x, to, ref);
	return ref.is.state != VALUE_ABSENT;
}

bool
terraform_stated_refs(struct terraform *x, void *to, struct terraform_value v,
    uint32_t kinds)
{
	if (terraform_state(v) != VALUE_KNOWN && !terraform_is_written(v))
		return false;
	return terraform_refs(x, to, v, kinds);
}

void
terraform_live_in(struct terraform *x, struct thing *t,
    struct terraform_value v)
{
	struct ref r = terraform_ref(x, v, KIND_BIT(KIND_VPC));

	t->vpc_ref = r;
	if (value_is_known(r.is) && r.to != NULL && t->kind != KIND_VPC)
		t->vpc = (struct vpc *)r.to;
}
