/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

/*
 * Resources of one's own, which a function of the template's author makes,
 * and stacks that are not given; and parts of something that is not told.
 * One that is given a route table may put routes into it, one that is given a
 * network ACL entries, and so on: what is in there is unknown then.
 */

bool
cfn_is_custom(const struct cfn_resource *r)
{
	return str_starts_with(r->type, "Custom::") ||
	    str_equal(r->type, "CloudFormation::CustomResource");
}

bool
cfn_may_be_any(const struct cfn_value *v)
{
	return (v->kind == CFN_RESOURCE || v->kind == CFN_UNKNOWN) &&
	    v->resource != NULL && v->resource->thing == NULL &&
	    cfn_is_custom(v->resource);
}

/* Of more things than these it is not told apart which one may be meant. */
enum { ANY_MAX = 32 };

void
cfn_add_any(struct cfn *x, struct cfn_owners *out, struct cfn_resource *r,
    const struct cfn_item *item, enum kind kind)
{
	struct cfn_template *t = cfn_whole(r->in);
	const struct cfn_value *v = &item->value;
	const struct condition *when = cfn_both(x, r->exists, item->exists);
	size_t before = out->n;

	/* Routes of one that may be any table's would each be judged. */
	if (kind == KIND_ROUTE_TABLE || cfn_excludes(r->exists, item->exists))
		return;
	for (size_t i = 0; i < t->list.n; i++) {
		struct cfn_resource *one = t->list.v[i];
		struct condition *is;
		struct cfn_owner o = { .thing = one->thing };

		if (o.thing == NULL || o.thing->kind != kind)
			continue;
		is = arena_alloc(x->a, sizeof *is);
		is->text = arena_printf(x->a, "\"%s%s%s is %s\"",
		    v->resource->name, v->kind == CFN_RESOURCE &&
		    v->text != NULL ? "." : "", v->kind == CFN_RESOURCE &&
		    v->text != NULL ? v->text : "", one->name);
		o.when = cfn_both(x, when, is);
		vec_push(x->a, out, o);
	}
	if (out->n - before > ANY_MAX)
		out->n = before;
}

bool
cfn_is_of_any(struct cfn_resource *r)
{
	static const char *const owners[] = { "SubnetId",
		"TransitGatewayAttachmentId", NULL };
	struct cfn_value v;

	if (r->thing != NULL || r->is == NULL)
		return false;
	for (size_t i = 0; owners[i] != NULL; i++)
		if (node_exists(node_get(r->properties, owners[i]))) {
			v = cfn_get(r, owners[i]);
			return cfn_may_be_any(&v);
		}
	return false;
}

/* What r may do to a table. */
static const char *
why_doubted(struct cfn *x, const struct cfn_resource *r)
{
	if (str_equal(r->type, "EC2::Route"))
		return arena_printf(x->a, "route \"%s\" may be one of it",
		    r->name);
	return arena_printf(x->a, "%s \"%s\" may add routes to it",
	    cfn_is_custom(r) ? "custom resource" : cfn_is_stack(r) ? "stack" :
	    "resource", r->name);
}

/* A route of which nothing is known but that it may be there. */
static void
doubt_table(struct cfn *x, struct route_table *t, struct cfn_resource *r)
{
	struct route *to = model_new_route(x->m, r->at);
	const char *why = why_doubted(x, r);

	to->destination = DESTINATION_UNKNOWN;
	to->written = "a block that is not known";
	to->cidr.is = value_unknown(r->at, why);
	to->target_kind = TARGET_UNKNOWN;
	to->target.is = value_unknown(r->at, why);
	to->exists = condition_same(r->exists, t->is.exists) ? NULL :
	    r->exists;
	vec_push(x->a, &t->routes, to);
}

/* singular: by a property that means this group and no other. */
static void
doubt(struct cfn *x, struct cfn_resource *r, struct thing *t, bool singular)
{
	switch (t->kind) {
	case KIND_ROUTE_TABLE:
		doubt_table(x, (struct route_table *)t, r);
		return;
	case KIND_NETWORK_ACL:
		((struct network_acl *)t)->entries_known = false;
		return;
	case KIND_TRANSIT_TABLE:
		((struct transit_table *)t)->routes_known = false;
		return;
	case KIND_SECURITY_GROUP:
		if (singular) {
			((struct security_group *)t)->ingress_known = false;
			((struct security_group *)t)->egress_known = false;
		}
		return;
	default:
		return;
	}
}

static void
look_into(struct cfn *x, struct cfn_resource *r, struct node n)
{
	struct node argument;
	struct cfn_items all;

	if (cfn_function(n, &argument) == NULL) {
		for (struct node c = node_first(n); node_exists(c);
		    c = node_next(c))
			look_into(x, r, c);
		return;
	}
	all = cfn_items(x, cfn_eval(r->in, n));
	for (size_t i = 0; i < all.n; i++) {
		struct thing *t = cfn_thing(x, &all.v[i].value);

		if (t != NULL)
			doubt(x, r, t, str_equal(node_key(n),
			    "SecurityGroupId") || str_equal(node_key(n),
			    "GroupId"));
	}
}

/* CDK's way to empty the default group of a VPC. */
static bool
restrict_default(struct cfn *x, struct cfn_resource *r)
{
	struct ref of = cfn_ref(x, cfn_get(r, "DefaultSecurityGroupId"),
	    KIND_BIT(KIND_SECURITY_GROUP));
	struct security_group *g = (struct security_group *)of.to;
	size_t kept = 0;

	if (g == NULL || g->is.kind != KIND_SECURITY_GROUP ||
	    !g->is_default || r->exists != NULL)
		return false;
	for (size_t i = 0; i < g->ingress.n; i++)
		if (g->ingress.v[i]->peer_kind != PEER_SELF)
			g->ingress.v[kept++] = g->ingress.v[i];
	g->ingress.n = kept;
	g->egress_stated = true;
	return true;
}

/* Of a type that is not read: a table that it names it may put routes into. */
static void
doubt_named(struct cfn *x, struct cfn_resource *r)
{
	for (const struct cfn_need *n = r->needs; n != NULL; n = n->next)
		if (!n->waits && !n->by_program && n->to->thing != NULL &&
		    n->to->thing->kind != KIND_SECURITY_GROUP)
			doubt(x, r, n->to->thing, false);
}

void
cfn_join_custom(struct cfn *x, struct cfn_resource *r)
{
	if (r->is == NULL && !cfn_is_custom(r) && !cfn_is_stack(r) &&
	    !cfn_is_plain(r->type))
		doubt_named(x, r);
	if (!cfn_is_custom(r) && !(cfn_is_stack(r) && r->nested == NULL))
		return;
	if (str_equal(r->type, "Custom::VpcRestrictDefaultSG") &&
	    restrict_default(x, r))
		return;
	for (struct node c = node_first(r->properties); node_exists(c);
	    c = node_next(c))
		look_into(x, r, c);
}

/* ------------------------------------------------------------ lost parts */

/* Whether it may mean something of this template. */
static bool
may_be_ours(const struct cfn_value *v)
{
	return v->kind == CFN_ABSENT || cfn_may_be_any(v) ||
	    (v->kind == CFN_UNKNOWN &&
	    (v->text == cfn_null || v->text == cfn_malformed ||
	    v->text == cfn_nothing));
}

void
cfn_lose(struct cfn *x, struct cfn_resource *r, const char *owner,
    enum kind kind)
{
	struct cfn_template *t = cfn_whole(r->in);
	struct cfn_value v = cfn_get(r, owner);
	struct cfn_items items = cfn_items(x, v);
	bool lost = items.n == 0, ours = may_be_ours(&v);

	for (size_t i = 0; i < items.n; i++) {
		lost |= cfn_thing(x, &items.v[i].value) == NULL;
		ours |= may_be_ours(&items.v[i].value);
	}
	if (lost && x->lost++ == 0)
		x->first_lost = r;
	for (size_t i = 0; ours && i < t->list.n; i++) {
		struct thing *thing = t->list.v[i]->thing;

		if (thing != NULL && thing->kind == kind)
			doubt(x, r, thing, true);
	}
}

void
cfn_say_lost(struct cfn *x)
{
	if (x->lost > 0)
		load_remark(x->l, "%zu %s in the input, such as %s: %s in no "
		    "answer", x->lost, x->lost == 1 ? "rule or route is of a "
		    "group, table or ACL that is not" : "rules and routes are "
		    "of groups, tables or ACLs that are not",
		    x->first_lost->name, x->lost == 1 ? "it is" : "they are");
}
