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

/* What others can join, use or add to by its id. */
#define HANDED	(USED | KIND_BIT(KIND_ROUTE_TABLE) |			\
	KIND_BIT(KIND_NETWORK_ACL) | KIND_BIT(KIND_PREFIX_LIST) |	\
	KIND_BIT(KIND_NAT_GATEWAY) | KIND_BIT(KIND_INTERNET_GATEWAY))

enum { DEPTH_MAX = 8 };		/* lists, their blocks, what is in these */

/* Types that name groups and subnets and carry no traffic themselves. */
static bool
is_plain(const char *type)
{
	static const char *const endings[] = { "_subnet_group", "_subnetgroup",
		"_network_acl_association", "_ec2_tag", "_flow_log",
		"_security_group", NULL };

	for (size_t i = 0; endings[i] != NULL; i++)
		if (str_ends_with(type, endings[i]))
			return true;
	return !str_starts_with(type, "aws");
}

/* Types that carry traffic, lead it elsewhere, or make what does, whatever
 * their attributes are. */
static bool
is_of_traffic(const char *type)
{
	static const char *const begins[] = { "aws_cloudcontrolapi_resource",
		"aws_cloudformation_stack", "aws_cloudfront_vpc_origin",
		"aws_dx_", "aws_ec2_carrier_gateway",
		"aws_ec2_client_vpn_authorization_rule",
		"aws_ec2_client_vpn_route", "aws_ec2_fleet",
		"aws_ec2_local_gateway_route",
		"aws_ec2_transit_gateway_connect",
		"aws_ec2_transit_gateway_policy_table",
		"aws_elastic_beanstalk_environment",
		"aws_globalaccelerator_endpoint_group",
		"aws_networkfirewall_firewall", "aws_networkmanager_",
		"aws_serverlessapplicationrepository_cloudformation_stack",
		"aws_spot_fleet_request", "aws_vpclattice_service_network_",
		NULL };
	/* Those are about such things, and change no way. */
	static const char *const not[] = { "aws_networkfirewall_firewall_",
		"aws_dx_hosted_connection", "aws_dx_macsec_key_association",
		NULL };

	for (size_t i = 0; not[i] != NULL; i++)
		if (str_starts_with(type, not[i]))
			return false;
	for (size_t i = 0; begins[i] != NULL; i++)
		if (str_starts_with(type, begins[i]))
			return true;
	return false;
}

/* A hosted zone of a VPC says where names of AWS's services lead, if it has
 * such: those of somebody's own change no answer. */
static bool
is_zone_of_vpc(struct terraform *x, const char *type,
    const struct terraform_resource *r, struct node written)
{
	struct node name = node_get(r->values, "name");

	if (str_equal(type, "aws_service_discovery_private_dns_namespace"))
		return node_kind(name) != NODE_STRING ||
		    terraform_is_name_of_service(node_text(x->a, name));
	return str_equal(type, "awscc_route53_hosted_zone") &&
	    (node_kind(name) != NODE_STRING ||
	    terraform_is_name_of_service(node_text(x->a, name))) &&
	    (node_exists(node_first(node_get(r->values, "vp_cs"))) ||
	    node_exists(node_get(written, "vp_cs")));
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
	return key != NULL && (strstr(key, "subnet") != NULL ||
	    str_equal(key, "vpc_zone_identifier"));
}

static void
use(struct terraform_resource *r)
{
	if (r->thing != NULL)
		r->thing->handed_out = true;
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
		r = id != NULL ? terraform_with_id(x, id, UINT32_MAX).to : NULL;
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

static struct unread *
name_one(struct terraform *x, const char *type, struct place at)
{
	void **slot = map_slot(&x->unread_types, type);
	struct unread *u = *slot;

	if (u == NULL) {
		*slot = u = arena_alloc(x->a, sizeof *u);
		u->type = read_clean(x->l, type);
		u->at = at;
	}
	u->n++;
	return u;
}

void
terraform_name_unread(struct terraform *x, const char *type, struct place at)
{
	name_one(x, type, at);
}

void
terraform_name_unsettled(struct terraform *x, const char *type,
    struct place at, const char *what)
{
	name_one(x, type, at)->unsettled = what;
}

void
terraform_enter_unread(struct terraform *x, const char *type,
    struct terraform_resource r)
{
	static const struct terraform_type nothing = { .name = "" };
	struct node written = node_get(r.written, "expressions");
	struct terraform_resource *kept;

	if (r.is_data || is_plain(type) || r.address == NULL ||
	    !(is_of_traffic(type) || is_zone_of_vpc(x, type, &r, written) ||
	    has(r.values, is_of_groups, 0) || has(written, is_of_groups, 0) ||
	    has(r.values, is_of_subnets, 0) || has(written, is_of_subnets, 0)))
		return;
	kept = arena_alloc(x->a, sizeof *kept);
	*kept = r;
	kept->type = &nothing;
	vec_push(x->a, &x->unread, kept);
	terraform_name_unread(x, type, r.at);
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
		use_written(x, &root, node_get(n, "expression"), HANDED);
}

static bool
say(void *context, const char *type, void *value)
{
	struct terraform *x = context;

	(void)type;
	vec_push(x->a, &x->m->unread, *(struct unread *)value);
	return true;
}

void
terraform_use_carried(struct terraform *x, struct terraform_resource *r)
{
	use_values(x, r->values, 0);
	use_expressions(x, r, node_get(r->written, "expressions"), 0);
}

void
terraform_use_unread(struct terraform *x)
{
	for (size_t i = 0; i < x->unread.n; i++)
		terraform_use_carried(x, x->unread.v[i]);
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
