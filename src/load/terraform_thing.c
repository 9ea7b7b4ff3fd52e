/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"
#include "model/notices.h"

#include <string.h>

/*
 * What all things have: id, name, tags, region, account; and the things that
 * AWS makes with a VPC, where a plan names one.
 */

static void
add_tag(struct terraform *x, struct thing *t, const char *key,
    const char *value)
{
	struct tag tag = { read_intern(x->l, key), read_intern(x->l, value) };

	if (str_equal(key, "Name") && *value != '\0')
		t->name = tag.value;
	vec_push(x->a, &t->tags, tag);
}

static void
read_tag(struct terraform *x, struct thing *t, struct terraform_value v)
{
	const char *key = node_key(v.value), *value;

	if (v.secret)
		return;
	if (key == NULL) {		/* awscc: a list of key and value */
		struct terraform_value name = terraform_member(v, "key");

		v = terraform_member(v, "value");
		if (v.secret || name.secret)
			return;
		key = terraform_word(x, name);
	}
	value = node_kind(v.value) == NODE_STRING ? node_text(x->a, v.value) :
	    NULL;
	if (key != NULL && value != NULL)
		add_tag(x, t, key, value);
}

static void
read_tags(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value tags = terraform_get(r, "tags_all");
	struct terraform_value element;

	if (node_kind(tags.value) < NODE_LIST)
		tags = terraform_get(r, "tags");
	if (tags.secret)
		return;
	if (node_kind(tags.value) == NODE_LIST)
		for (struct terraform_each e = terraform_each(tags); e.more;
		    terraform_next(&e))
			read_tag(x, r->thing, e.v);
	for (struct node c = node_first(tags.value); node_exists(c);
	    c = node_next(c)) {
		bool yes = false;

		if (node_key(c) == NULL)
			continue;
		element = tags;
		element.value = c;
		element.secret = node_bool(node_get(tags.sensitive,
		    node_key(c)), &yes) && yes;
		read_tag(x, r->thing, element);
	}
}

void
terraform_head(struct terraform *x, struct terraform_resource *r)
{
	struct thing *t = r->thing;
	struct terraform_value arn = terraform_get(r, "arn");

	t->id = terraform_word(x, terraform_get(r, "id"));
	/* The id of a service is its name. */
	if (t->id != NULL && t->kind == KIND_WORKLOAD &&
	    !terraform_is_id(t->id))
		t->id = NULL;
	read_tags(x, r);
	t->region = terraform_word(x, terraform_get(r, "region"));
	t->account = terraform_word(x, terraform_get(r, "owner_id"));
	if (terraform_state(arn) == VALUE_KNOWN)
		read_arn(x->l, t, node_text(x->a, arn.value));
	terraform_take_provider(x, r);
	if (t->region == NULL)
		t->region = x->l->options.region;
	if (t->account == NULL)
		t->account = x->l->options.account;
	t->content = 0;
}

static void **
default_slot(struct terraform *x, const struct vpc *v, enum kind kind)
{
	return map_slot(&x->defaults, arena_printf(x->a, "%u %u",
	    (unsigned)kind, (unsigned)v->is.order));
}

void
terraform_be_default(struct terraform *x, struct thing *t)
{
	void **slot;

	if (t->vpc == NULL)
		return;
	slot = default_slot(x, t->vpc, t->kind);
	if (*slot == NULL)
		*slot = t;
}

static struct group_rule *
all_rule(struct terraform *x, struct place at, enum direction direction,
    enum peer_kind peer)
{
	struct rule_draft d = { .at = at, .direction = direction,
		.number = 1, .peer_kind = peer, .implicit = true };

	d.ports.is = value_implicit();
	d.ports.v = port_set_everything();
	d.ports.written = "all";
	return model_new_group_rule(x->m, &d);
}

static void
allow_all(struct terraform *x, struct network_acl *acl, enum family family)
{
	for (enum direction d = INGRESS; d <= EGRESS; d++) {
		struct acl_entry *e = model_new_acl_entry(x->m, acl->is.at, d);

		e->number.is = value_implicit();
		e->number.v = family == IPV4 ? 100 : 101;
		e->allow = e->implicit = true;
		e->ports.is = value_implicit();
		e->ports.v = port_set_everything();
		e->ports.written = "all";
		e->cidr.is = value_implicit();
		e->cidr.v = cidr_everything(family);
		e->cidr.written = family == IPV4 ? "0.0.0.0/0" : "::/0";
		if (d == INGRESS)
			vec_push(x->a, &acl->ingress, e);
		else
			vec_push(x->a, &acl->egress, e);
	}
}

/* As AWS makes them: what model_link() adds where nobody names them. */
static struct thing *
make_default(struct terraform *x, struct vpc *v, enum kind kind)
{
	struct place at = v->is.at;
	struct route_table *t;
	struct network_acl *acl;
	struct security_group *g;

	switch (kind) {
	case KIND_ROUTE_TABLE:
		t = model_new_route_table(x->m, at, x->island, v);
		t->main = (struct flag_value){ .is = value_derived(at),
			.v = true };
		return &t->is;
	case KIND_NETWORK_ACL:
		acl = model_new_network_acl(x->m, at, x->island, v);
		acl->is_default = true;
		acl->entries_known = v->is.created;
		if (v->is.created) {
			allow_all(x, acl, IPV4);
			allow_all(x, acl, IPV6);
		}
		return &acl->is;
	default:
		g = model_new_security_group(x->m, at, x->island, v);
		g->is_default = true;
		g->ingress_known = g->egress_known = v->is.created;
		if (v->is.created)
			vec_push(x->a, &g->ingress, all_rule(x, at, INGRESS,
			    PEER_SELF));
		return &g->is;
	}
}

static void **
main_slot(struct terraform *x, const struct vpc *v)
{
	return map_slot(&x->mains, arena_printf(x->a, "%u",
	    (unsigned)v->is.order));
}

void
terraform_associate_main(struct terraform *x, struct vpc *v,
    struct route_table *t, struct terraform_resource *r, bool untold)
{
	struct terraform_main *one = arena_alloc(x->a, sizeof *one);

	one->by = r;
	one->now = t;
	one->untold = untold;
	*main_slot(x, v) = one;
}

bool
terraform_is_replaced(struct terraform *x, const struct vpc *v,
    enum kind kind)
{
	return kind == KIND_ROUTE_TABLE && x->mains.n > 0 &&
	    *main_slot(x, v) != NULL;
}

/* IN014: the table that it was is taken over as well. */
static void
complain_twice(struct terraform *x, const struct terraform_main *one,
    struct terraform_resource *taken)
{
	const char *now = one->now->is.address;
	struct finding *f;

	if (taken == NULL || !str_equal(taken->type->name,
	    "aws_default_route_table"))
		return;
	if (one->untold)
		now = "another, which is not known,";
	else if (now == NULL)
		now = thing_label(&one->now->is);
	f = finding_add(&x->l->findings, &notice_main_table_twice, taken->at,
	    "%s takes over the main table of %s, and %s makes %s the main "
	    "one: routes of the first%s serve no subnet that has no table",
	    read_clean(x->l, taken->address), thing_title(x->a,
	    &one->now->is.vpc->is), read_clean(x->l, one->by->address), now,
	    one->untold ? " then" : "");
	f->object = read_clean(x->l, taken->address);
	f->about = taken->thing;
	finding_related(&x->l->findings, f, one->by->at, "%s",
	    read_clean(x->l, one->by->address));
	finding_help(&x->l->findings, f, "keep one of them for the VPC: write "
	    "the routes into the table that is taken over, or only associate "
	    "the other");
}

void
terraform_settle_mains(struct terraform *x)
{
	for (size_t i = 0; x->mains.n > 0 && i < x->m->route_tables.n; i++) {
		struct route_table *t = x->m->route_tables.v[i];
		struct terraform_main *one;

		if (t->is.island != x->island || t->is.vpc == NULL ||
		    !flag_or(t->main, false))
			continue;
		one = *main_slot(x, t->is.vpc);
		if (one == NULL || one->now == t)
			continue;
		one->before = t;
		t->main.v = false;
		if (one->untold)
			t->main.is = value_unknown(one->by->at, read_intern(
			    x->l, arena_printf(x->a, "%s may make another the "
			    "main one", one->by->address)));
		complain_twice(x, one, terraform_of(x, &t->is));
	}
}

/* The table that AWS made, where another is the main one. */
static struct thing *
default_table(struct terraform *x, struct vpc *v)
{
	struct terraform_main *one = *main_slot(x, v);

	if (one == NULL)
		return NULL;
	if (one->before == NULL) {
		one->before = (struct route_table *)make_default(x, v,
		    KIND_ROUTE_TABLE);
		one->before->main.v = false;
		one->before->is.name = "default";
		one->before->is.created = v->is.created;
	}
	return &one->before->is;
}

struct thing *
terraform_default(struct terraform *x, struct vpc *v, enum kind kind)
{
	struct thing *t = kind == KIND_ROUTE_TABLE && x->mains.n > 0 ?
	    default_table(x, v) : NULL;

	if (t == NULL)
		t = *default_slot(x, v, kind);
	if (t != NULL)
		return t;
	t = make_default(x, v, kind);
	terraform_be_default(x, t);
	t->name = kind == KIND_ROUTE_TABLE ? "main" : "default";
	t->created = v->is.created;
	t->region = v->is.region;
	t->account = v->is.account;
	return t;
}
