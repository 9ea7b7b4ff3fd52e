/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"
#include "model/notices.h"

#include <string.h>

/*
 * What a resource adds to: rules to a group, routes to a table.  Where it is
 * not known which it is, it is of each that it may be, under a condition.
 */

/* A table that is only mentioned: all its other routes are not known. */
static struct thing *
see_table(struct terraform *x, struct place at, const char *id)
{
	struct route_table *t = model_new_route_table(x->m, at, x->island,
	    NULL);

	t->is.id = id;
	terraform_add_unknown_route(x, t, at, "not in the input");
	return &t->is;
}

/* Whether the input has a VPC that is there before it is applied. */
static bool
stands_already(const struct terraform *x)
{
	for (size_t i = 0; i < x->m->vpcs.n; i++)
		if (x->m->vpcs.v[i]->is.island == x->island &&
		    x->m->vpcs.v[i]->is.change != CHANGE_CREATE)
			return true;
	return false;
}

/*
 * What is only mentioned by its id and gets something: there is no more in
 * the input, which is said, but what it gets is in the answers.
 */
static struct thing *
seen(struct terraform *x, struct terraform_value v, const char *id,
    uint32_t kinds)
{
	void **slot = map_slot(&x->seen, id);
	struct thing *t = *slot;
	struct place at = node_place(v.value);

	terraform_leave(x, v, arena_printf(x->a, "it adds to %s, of which the input has "
	    "nothing else", id));
	/* It was there before: what is made now has nothing of it. */
	if (stands_already(x))
		terraform_lose(x, v.of, kinds);
	if (t != NULL)
		return t;
	if (kinds == KIND_BIT(KIND_ROUTE_TABLE))
		t = see_table(x, at, id);
	else if (kinds == KIND_BIT(KIND_NETWORK_ACL))
		t = &model_new_network_acl(x->m, at, x->island, NULL)->is;
	else
		t = &model_new_security_group(x->m, at, x->island, NULL)->is;
	t->id = id;
	*slot = t;
	return t;
}

/* What AWS made with a VPC can be named by its attributes, or by an id. */
static void
push_defaults(struct terraform *x, struct terraform_owners *all,
    struct vpc *v, uint32_t kinds)
{
	static const enum kind of[] = { KIND_ROUTE_TABLE, KIND_NETWORK_ACL,
		KIND_SECURITY_GROUP };

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		if ((KIND_BIT(of[i]) & kinds) != 0 &&
		    !terraform_is_replaced(x, v, of[i]))
			vec_push(x->a, &all->of, terraform_default(x, v,
			    of[i]));
}

static void
push_one(struct terraform *x, struct terraform_owners *all,
    const struct terraform_resource *r, uint32_t kinds)
{
	if (r->thing == NULL || r->is_data)
		return;
	if ((KIND_BIT(r->thing->kind) & kinds) != 0)
		vec_push(x->a, &all->of, r->thing);
	if (r->thing->kind == KIND_VPC)
		push_defaults(x, all, (struct vpc *)r->thing, kinds);
}

/* Everything of those kinds in a module; NULL: in the input. */
static void
push_all(struct terraform *x, struct terraform_owners *all,
    const struct terraform_module *module, uint32_t kinds)
{
	for (size_t i = 0; module != NULL && i < module->list.n; i++)
		push_one(x, all, module->list.v[i], kinds);
	for (size_t i = 0; module == NULL && i < x->list.n; i++)
		push_one(x, all, x->list.v[i], kinds);
}

/* What stands beside it, else anything: asked for again and again. */
static const struct terraform_owners *
anything(struct terraform *x, const struct terraform_module *module,
    uint32_t kinds)
{
	struct terraform_owners *of;

	for (size_t i = 0; i < TERRAFORM_ANY; i++)
		if (x->any[i].module == module && x->any[i].kinds == kinds &&
		    x->any[i].of.of.n > 0)
			return &x->any[i].of;
	x->any[x->next_any].module = module;
	x->any[x->next_any].kinds = kinds;
	of = &x->any[x->next_any].of;
	x->next_any = (x->next_any + 1) % TERRAFORM_ANY;
	*of = (struct terraform_owners){ 0 };
	push_all(x, of, module, kinds);
	if (of->of.n == 0)
		push_all(x, of, NULL, kinds);
	return of;
}

struct terraform_owners
terraform_candidates(struct terraform *x, struct terraform_value v,
    uint32_t kinds)
{
	enum { MANY = 64 };
	struct terraform_owners all = { 0 };
	struct terraform_search s;

	terraform_search(x, v, kinds, false, &s);
	for (size_t i = 0; i < s.maybe.n; i++) {
		struct thing *t = terraform_meaning(x, &s.maybe.v[i], kinds);

		if (t != NULL)
			vec_push(x->a, &all.of, t);
	}
	all.many = all.of.n == 0 || all.of.n > MANY;
	if (all.of.n == 0)
		all.of = anything(x, v.of->module, kinds)->of;
	return all;
}

struct terraform_owners
terraform_owners(struct terraform *x, struct terraform_value v,
    uint32_t kinds)
{
	struct terraform_owners all = { 0 };
	const char *id = terraform_state(v) == VALUE_KNOWN ?
	    terraform_word(x, v) : NULL;
	struct thing *t = id != NULL ? terraform_by_id(x, id, kinds) : NULL;
	struct ref r;

	if (id != NULL && t == NULL && !v.of->is_gone)
		t = seen(x, v, id, kinds);
	r = id != NULL ? (struct ref){ .to = t } : terraform_ref(x, v, kinds);
	if (r.to != NULL) {
		vec_push(x->a, &all.of, r.to);
		all.sure = true;
		return all;
	}
	return value_is_unknown(r.is) ? terraform_candidates(x, v, kinds) :
	    all;
}

bool
terraform_states(struct terraform *x, const struct thing *t, const char *key)
{
	struct terraform_resource *r = terraform_of(x, t);

	return r != NULL && node_exists(terraform_get(r, key).written);
}

void
terraform_take_away(struct terraform *x, struct terraform_resource *r,
    const char *name, struct thing *owner, const char *key, void *from)
{
	const char *id = terraform_word(x, terraform_get(r, name));
	struct terraform_resource *of = id != NULL ?
	    terraform_with_id(x, id, UINT32_MAX).to : NULL;
	VEC(struct ref) refs;

	if (of == NULL || of->thing == NULL || terraform_states(x, owner, key))
		return;
	memcpy(&refs, from, sizeof refs);
	for (size_t i = refs.n; i > 0; i--)
		if (refs.v[i - 1].to == of->thing) {
			for (size_t j = i; j < refs.n; j++)
				refs.v[j - 1] = refs.v[j];
			refs.n--;
		}
	memcpy(from, &refs, sizeof refs);
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
	    owner->at, v.hidden ? "%s may have %s blocks of its own and gets "
	    "more from %s: each apply would take away what the other made" :
	    "%s has %s blocks of its own and gets more from %s: each apply "
	    "takes away what the other made",
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
	c->whose = true;
	c->text = read_intern(x->l, arena_printf(x->a, "%s is of %s",
	    r->address, owner->address != NULL ? owner->address :
	    thing_label(owner)));
	return c;
}

const struct condition *
terraform_both(struct terraform *x, const struct condition *a,
    const struct condition *b)
{
	struct condition *c;

	if (a == NULL || b == NULL)
		return a != NULL ? a : b;
	c = arena_alloc(x->a, sizeof *c);
	c->whose = a->whose || b->whose;
	c->text = arena_printf(x->a, "%s%s and %s%s", a->negated ? "not " : "",
	    a->text, b->negated ? "not " : "", b->text);
	return c;
}
