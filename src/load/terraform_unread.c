/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Resources of types that are not read.  Those that stand in subnets or carry
 * security groups are named, each type once, and what they carry is in use,
 * though by whom cannot be told.  So is what the root module hands out, and
 * all groups where it is not known which somebody carries.
 */

#define USED	(KIND_BIT(KIND_SECURITY_GROUP) | KIND_BIT(KIND_ELASTIC_IP))

enum { DEPTH_MAX = 3 };		/* a list, its blocks, their attributes */

/* Types that name groups and subnets and carry no traffic themselves. */
static bool
is_plain(const char *type)
{
	static const char *const endings[] = { "_subnet_group", "_subnetgroup",
		"_route53_zone", "_route53_zone_association",
		"_network_acl_association", "_ec2_tag",
		"_security_group", NULL };

	for (size_t i = 0; endings[i] != NULL; i++)
		if (str_ends_with(type, endings[i]))
			return true;
	return !str_starts_with(type, "aws");
}

/* Attributes that name groups, or Elastic IPs. */
static bool
is_of_groups(const char *key)
{
	return key != NULL && (strstr(key, "security_group") != NULL ||
	    strstr(key, "allocation_id") != NULL || str_equal(key, "groups"));
}

static bool
is_of_subnets(const char *key)
{
	static const char *const keys[] = { "subnet_id", "subnet_ids",
		"subnets", "subnet_mapping", "private_subnet_ids", NULL };

	for (size_t i = 0; key != NULL && keys[i] != NULL; i++)
		if (str_equal(keys[i], key))
			return true;
	return false;
}

static void
use(struct terraform_resource *r)
{
	if (r->thing != NULL && r->thing->kind == KIND_SECURITY_GROUP)
		((struct security_group *)r->thing)->has_members_unseen =
		    true;
	if (r->thing != NULL && r->thing->kind == KIND_ELASTIC_IP &&
	    ((struct elastic_ip *)r->thing)->attached_to.is.state ==
	    VALUE_ABSENT)
		((struct elastic_ip *)r->thing)->attached_to.is =
		    value_unknown(r->at, "something that is not looked into "
		    "refers to it");
}

static void
use_all(struct terraform *x)
{
	for (size_t i = 0; i < x->list.n; i++)
		if ((x->list.v[i]->type->gives &
		    KIND_BIT(KIND_SECURITY_GROUP)) != 0)
			use(x->list.v[i]);
}

/* Whatever an expression may mean. */
static void
use_written(struct terraform *x, struct terraform_resource *r,
    struct node written, uint32_t kinds)
{
	struct terraform_value v = { .of = r, .key = "", .written = written,
		.hidden = true };
	struct terraform_search s;

	if (!node_exists(node_get(written, "references")))
		return;
	terraform_search(x, v, kinds, true, &s);
	for (size_t i = 0; i < s.found.n; i++)
		use(s.found.v[i].to);
	for (size_t i = 0; i < s.maybe.n; i++)
		use(s.maybe.v[i].to);
}

/* Ids that stand in values, as deep as they may be. */
static void
use_ids(struct terraform *x, struct node n, int depth)
{
	struct terraform_resource *r;
	const char *id;

	if (node_kind(n) == NODE_STRING) {
		id = node_text(x->a, n);
		r = id != NULL ? terraform_with_id(x, id).to : NULL;
		if (r != NULL)
			use(r);
		return;
	}
	for (struct node c = node_first(n); node_exists(c) &&
	    depth < DEPTH_MAX; c = node_next(c))
		use_ids(x, c, depth + 1);
}

/* Whether a block has a member of that sort, itself or in its blocks. */
static bool
has(struct node n, bool (*is)(const char *key), int depth)
{
	for (struct node c = node_first(n); node_exists(c) &&
	    depth < DEPTH_MAX; c = node_next(c))
		if ((is(node_key(c)) && node_kind(c) > NODE_NULL) ||
		    (node_kind(c) >= NODE_LIST && has(c, is, depth + 1)))
			return true;
	return false;
}

static void
use_values(struct terraform *x, struct node n, int depth)
{
	for (struct node c = node_first(n); node_exists(c) &&
	    depth < DEPTH_MAX; c = node_next(c)) {
		if (is_of_groups(node_key(c)))
			use_ids(x, c, depth);
		else if (node_kind(c) >= NODE_LIST)
			use_values(x, c, depth + 1);
	}
}

static void
use_expressions(struct terraform *x, struct terraform_resource *r,
    struct node n, int depth)
{
	for (struct node c = node_first(n); node_exists(c) &&
	    depth < DEPTH_MAX; c = node_next(c)) {
		if (is_of_groups(node_key(c)))
			use_written(x, r, c, USED);
		else if (node_kind(c) >= NODE_LIST)
			use_expressions(x, r, c, depth + 1);
	}
}

void
terraform_enter_unread(struct terraform *x, const char *type,
    struct terraform_resource r, bool is_said)
{
	static const struct terraform_type nothing = { .name = "" };
	struct node written = node_get(r.written, "expressions");
	struct terraform_resource *kept;
	void **slot;

	if (r.is_data || is_plain(type) || r.address == NULL ||
	    !(has(r.values, is_of_groups, 0) || has(written, is_of_groups, 0) ||
	    has(r.values, is_of_subnets, 0) || has(written, is_of_subnets, 0)))
		return;
	kept = arena_alloc(x->a, sizeof *kept);
	*kept = r;
	kept->type = &nothing;
	vec_push(x->a, &x->unread, kept);
	if (is_said)
		return;
	slot = map_slot(&x->unread_types, type);
	*slot = (void *)((uintptr_t)*slot + 1);
}

/* What is handed out is for others to carry. */
static void
use_outputs(struct terraform *x)
{
	struct terraform_resource root = { .module = x->root, .address = "" };
	struct node outputs = x->config != NULL ?
	    node_get(x->config->node, "outputs") : (struct node){ 0 };

	for (struct node n = node_first(outputs); node_exists(n);
	    n = node_next(n))
		use_written(x, &root, node_get(n, "expression"),
		    KIND_BIT(KIND_SECURITY_GROUP));
}

static bool
say(void *context, const char *type, void *count)
{
	struct terraform *x = context;
	uintptr_t n = (uintptr_t)count;

	load_remark(x->l, "%s: %zu %s of type %s %s not looked into: no "
	    "answer speaks of %s", x->file, (size_t)n, n == 1 ? "resource" :
	    "resources", read_clean(x->l, type), n == 1 ? "is" : "are",
	    n == 1 ? "it" : "them");
	return true;
}

void
terraform_use_unread(struct terraform *x)
{
	for (size_t i = 0; i < x->unread.n; i++) {
		struct terraform_resource *r = x->unread.v[i];

		use_values(x, r->values, 0);
		use_expressions(x, r, node_get(r->written, "expressions"), 0);
	}
	use_outputs(x);
	if (x->is_carried_untold)
		use_all(x);
	if (x->unread.n > 0) {
		model_declare_incomplete(x->m, KIND_WORKLOAD, x->island, NULL);
		model_declare_incomplete(x->m, KIND_INTERFACE, x->island,
		    NULL);
	}
	map_walk(&x->unread_types, say, x);
}
