/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"
#include "model/notices.h"

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
	r.is = value_derived(node_exists(v.value) ? node_place(v.value) :
	    v.of->at);
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

/* The words of a link that was not found, and an example for the remark. */
static struct ref
unfound(struct terraform *x, struct terraform_value v, const char *why)
{
	struct ref r = { .is = terraform_is(x, v) };

	r.is.why = why;
	if (x->n_unfound++ == 0)
		x->unfound = arena_printf(x->a, "\"%s\" of %s is %s", v.key,
		    v.of->address, why);
	return r;
}

static void
note_inference(struct terraform *x, struct terraform_value v,
    const struct terraform_search *s)
{
	if (s->inferred && x->n_inferred++ == 0)
		x->inferred = arena_printf(x->a, "\"%s\" of %s as %s", v.key,
		    v.of->address, s->found.v[0].to->address);
}

void
terraform_lose(struct terraform *x, struct terraform_resource *r, uint32_t kinds)
{
	struct terraform_lost lost = { r, kinds };

	if (!r->is_gone)
		vec_push(x->a, &x->lost, lost);
}

/* An id: of a resource of the input, or of something else. */
static struct ref
ref_by_id(struct terraform *x, struct terraform_value v, uint32_t kinds)
{
	const char *id = terraform_word(x, v);
	struct terraform_resource *r = id != NULL ? map_get(&x->ids, id) :
	    NULL;
	struct terraform_found f = { r, NULL };
	struct thing *to = r != NULL ? terraform_meaning(x, &f, kinds) : NULL;
	struct ref ref = { 0 };

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
		return unfound(x, v, s.why);
	to = terraform_meaning(x, &s.found.v[0], kinds);
	if (to == NULL)
		return unfound(x, v, arena_printf(x->a,
		    "known after apply: it is \"%s\" of %s",
		    s.found.v[0].attribute != NULL ? s.found.v[0].attribute :
		    "id", s.found.v[0].to->address));
	note_inference(x, v, &s);
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
		n++;
	}
	if (n > 0)
		note_inference(x, v, s);
	return n;
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
	if (s.found.n > 0 && (want == 0 || s.found.n == want)) {
		add_found(x, to, v, kinds, &s);
	} else if (want == 1) {
		terraform_add_ref(x, to, terraform_ref(x, v, kinds));
	} else {
		if (s.found.n < want)
			add_found(x, to, v, kinds, &s);
		terraform_add_ref(x, to, unfound(x, v, s.why != NULL ? s.why :
		    "known after apply: the configuration does not tell "
		    "which of several"));
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

struct terraform_owners
terraform_owners(struct terraform *x, struct terraform_value v,
    uint32_t kinds)
{
	struct terraform_owners all = { 0 };
	struct ref r = terraform_ref(x, v, kinds);
	struct terraform_search s;

	if (r.to != NULL) {
		vec_push(x->a, &all.of, r.to);
		all.sure = true;
		return all;
	}
	if (!value_is_unknown(r.is)) {
		if (r.text != NULL && x->n_left++ == 0)
			x->left = arena_printf(x->a, "%s, which adds to %s",
			    read_clean(x->l, v.of->address), r.text);
		return all;
	}
	terraform_search(x, v, kinds, false, &s);
	for (size_t i = 0; i < s.maybe.n; i++) {
		struct thing *t = terraform_meaning(x, &s.maybe.v[i], kinds);

		if (t != NULL)
			vec_push(x->a, &all.of, t);
	}
	return all;
}

void
terraform_complain_mixed(struct terraform *x, struct terraform_resource *r,
    struct terraform_resource *owner, const char *key)
{
	struct terraform_value v;
	struct finding *f;

	if (owner == NULL || r->is_gone || owner->is_mixed || owner->is_data ||
	    !node_exists(owner->written))
		return;
	v = terraform_get(owner, key);
	if (!node_exists(v.written) || (node_kind(v.value) == NODE_LIST &&
	    !node_exists(node_first(v.value)) && !v.hidden))
		return;
	owner->is_mixed = true;
	f = finding_add(&x->l->findings, &notice_inline_and_separate,
	    owner->at, "%s has %s blocks of its own and gets more from %s: "
	    "each apply takes away what the other made",
	    read_clean(x->l, owner->address), key,
	    read_clean(x->l, r->address));
	f->object = read_clean(x->l, owner->address);
	f->about = owner->thing;
	finding_related(&x->l->findings, f, r->at, "%s",
	    read_clean(x->l, r->address));
	finding_help(&x->l->findings, f, "write all of them inside, or all of "
	    "them apart");
}

const struct condition *
terraform_condition(struct terraform *x, const struct terraform_owners *all,
    const struct terraform_resource *r, const struct thing *owner)
{
	struct condition *c;

	if (all->sure)
		return NULL;
	c = arena_alloc(x->a, sizeof *c);
	c->text = read_intern(x->l, arena_printf(x->a, "%s is of %s",
	    r->address, owner->address != NULL ? owner->address :
	    thing_label(owner)));
	return c;
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
