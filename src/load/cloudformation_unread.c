/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Resources of types that are not read.  Those that may carry traffic are
 * named, each type once; and what they or the outputs of the template refer
 * to is in use, though by whom cannot be told.
 */

bool
cfn_is_plain(const char *type)
{
	static const char *const plain[] = {
		"RDS::DBSubnetGroup", "ElastiCache::SubnetGroup",
		"Redshift::ClusterSubnetGroup", "DocDB::DBSubnetGroup",
		"Neptune::DBSubnetGroup", "DAX::SubnetGroup",
		"MemoryDB::SubnetGroup", "S3::AccessPoint",
		"Route53Resolver::ResolverRuleAssociation",
		"Route53Resolver::FirewallRuleGroupAssociation",
		"DMS::ReplicationSubnetGroup", "EC2::DHCPOptions",
		"EC2::VPCDHCPOptionsAssociation", "Route53::HostedZone",
		"ServiceDiscovery::PrivateDnsNamespace",
		"EC2::VPCEndpointConnectionNotification",
		"EC2::VPCEndpointServicePermissions",
		"Custom::VpcRestrictDefaultSG", NULL
	}, *const areas[] = {
		"IAM::", "SSM::", "CloudWatch::", "Logs::", "S3::", "SNS::",
		"SQS::", "Route53::RecordSet", "WAF", "KMS::",
		"CloudFormation::Wait", "ECS::TaskDef",
		"ApplicationAutoScaling::", "AutoScaling::", "StepFunctions::",
		"Custom::AWSCDK-EKS-", "RAM::", NULL
	};

	for (size_t i = 0; plain[i] != NULL; i++)
		if (str_equal(plain[i], type))
			return true;
	for (size_t i = 0; areas[i] != NULL; i++)
		if (str_starts_with(type, areas[i]))
			return true;
	return false;
}

/* Types that carry traffic, lead it elsewhere, or make what does, though they
 * name no part of a network: by an ARN, or in texts. */
static bool
is_of_traffic(const char *type)
{
	static const char *const begins[] = { "CloudFront::VpcOrigin",
		"DirectConnect::", "EC2::ClientVpnAuthorizationRule",
		"EC2::ClientVpnRoute", "EC2::EC2Fleet",
		"EC2::LocalGatewayRoute",
		"EC2::SpotFleet", "ElasticBeanstalk::Environment",
		"GlobalAccelerator::EndpointGroup", NULL };

	for (size_t i = 0; begins[i] != NULL; i++)
		if (str_starts_with(type, begins[i]))
			return true;
	return false;
}

/* What holds ids of a network: all such members that a resource type has,
 * wherever they stand in it. */
static bool
is_network_key(struct node n)
{
	static const char *const keys[] = { "SubnetId", "SubnetIds", "Subnets",
		"SecurityGroupIds", "SecurityGroups", "VpcId", "VpcConfig",
		"VpcSecurityGroupIds", "SubnetMappings", "VpcArn",
		"SubnetArn", "SubnetArns", "VpcConfiguration", "RouteTableId",
		"RouteTableIds", "TransitGatewayId", "TransitGatewayArn",
		"TransitGatewayAttachmentId", "TransitGatewayRouteTableArn",
		"TransportTransitGatewayAttachmentId", "NetworkConfiguration",
		"NetworkInterfaceId", "SecurityGroup", "SecurityGroupId",
		"SecurityGroupArns", "SecurityGroupIdList", "SubnetIdList",
		"VpcSubnetIds", "VpcSubnets", "VpcSecurityGroups",
		"Ec2SubnetId", "Ec2SubnetIds", "Ec2SecurityGroupIds",
		"CustomSecurityGroupIds", "PeerNetworkRouteTableIds",
		"StagingAreaSubnetId", "TargetVpcSubnetId", "VPCOptions",
		"TargetRouteTableId", "VirtualGatewayId", "AssociatedGatewayId",
		"VpcOptions", "VpcSettings", "VpcEndpointId", "VPCId", NULL };

	for (size_t i = 0; keys[i] != NULL; i++)
		if (node_key_is(n, keys[i]))
			return true;
	return false;
}

/* Not in the names of a text's parts, nor in what a program is handed. */
static bool
is_of_program(struct node n)
{
	return node_key_is(n, "Fn::Sub") || node_key_is(n, "Environment") ||
	    node_key_is(n, "UserData");
}

static bool
has_key(struct node all, unsigned depth)
{
	enum { DEEP = 12 };
	bool map = node_kind(all) == NODE_MAP;

	if (!map && node_kind(all) != NODE_LIST)
		return false;
	for (struct node c = node_first(all); node_exists(c) && depth < DEEP;
	    c = node_next(c)) {
		if (map && is_of_program(c))
			continue;
		if ((map && is_network_key(c)) || has_key(c, depth + 1))
			return true;
	}
	return false;
}

/* Whether that is a part of the network that others are put into or join. */
static bool
is_place(const struct cfn_resource *r)
{
	static const char *const types[] = { "EC2::VPC", "EC2::Subnet",
		"EC2::SecurityGroup", "EC2::RouteTable", "EC2::NetworkAcl",
		"EC2::NetworkInterface", "EC2::TransitGateway",
		"EC2::TransitGatewayRouteTable", "EC2::TransitGatewayAttachment",
		"EC2::TransitGatewayVpcAttachment", "EC2::VPNConnection",
		"EC2::VPNGateway", NULL };

	for (size_t i = 0; types[i] != NULL; i++)
		if (str_equal(r->type, types[i]))
			return true;
	return false;
}

static bool
names_place(const struct cfn_resource *r)
{
	for (const struct cfn_need *n = r->needs; n != NULL; n = n->next)
		if (!n->waits && is_place(n->to))
			return true;
	return false;
}

/*
 * What a stack makes that is not given may be anything, but it does not reach
 * into what it is not handed: the tables, ACLs and groups that AWS makes for a
 * VPC of this template are as they were.
 */
#define STACKS_ADD (~(KIND_BIT(KIND_ROUTE_TABLE) |			\
	KIND_BIT(KIND_NETWORK_ACL) | KIND_BIT(KIND_SECURITY_GROUP) |	\
	KIND_BIT(KIND_BLOCK_PUBLIC_ACCESS)))

bool
cfn_is_stack(const struct cfn_resource *r)
{
	return str_equal(r->type, "CloudFormation::Stack") ||
	    str_equal(r->type, "Serverless::Application");
}

void
cfn_note_unread(struct cfn *x, struct cfn_resource *r)
{
	struct unread *u;
	void **slot;

	if (cfn_is_stack(r))
		x->stacks += r->nested == NULL;
	if (cfn_is_stack(r) ? r->nested != NULL : r->is != NULL ||
	    cfn_is_plain(r->type) || (!is_of_traffic(r->type) &&
	    !has_key(r->properties, 0) && !names_place(r)))
		return;
	slot = map_slot(&x->unread, r->full_type);
	if (*slot == NULL) {
		u = arena_alloc(x->a, sizeof *u);
		u->type = r->full_type;
		u->at = r->at;
		u->help = r->advice;
		*slot = u;
	}
	((struct unread *)*slot)->n++;
}

/* ----------------------------------------------------------- what is used */

/* Whether it says all about an address by what is read of it. */
static bool
takes_addresses(const struct cfn_resource *by)
{
	return str_equal(by->type, "EC2::NatGateway") ||
	    str_equal(by->type, "EC2::EIPAssociation") ||
	    str_equal(by->type, "ElasticLoadBalancingV2::LoadBalancer");
}

/* An address that is taken is so whoever else refers to it. */
static void
take_addresses(struct cfn_resource *by)
{
	for (const struct cfn_need *n = by->needs; n != NULL; n = n->next)
		if (!n->waits && n->to->thing != NULL &&
		    n->to->thing->kind == KIND_ELASTIC_IP)
			n->to->extra = by;
}

/* A balancer without listeners, that is handed to others, has theirs. */
static void
doubt_listeners(struct thing *t)
{
	struct workload *w = (struct workload *)t;

	if (t->kind == KIND_WORKLOAD && w->listeners.n == 0)
		w->listeners_known = false;
}

/* by refers to it; NULL: an output, or a program is handed it.  What is not
 * read may do anything with it. */
static void
use(struct cfn_resource *r, const struct cfn_resource *by)
{
	struct elastic_ip *e;

	if (r->thing == NULL)
		return;
	e = (struct elastic_ip *)r->thing;
	if (by == NULL || by->is == NULL) {
		r->thing->handed_out = true;
		doubt_listeners(r->thing);
		if (r->thing->kind == KIND_SECURITY_GROUP)
			((struct security_group *)r->thing)->
			    has_members_unseen = true;
	}
	if (r->thing->kind == KIND_ELASTIC_IP && r->extra == NULL &&
	    e->attached_to.is.state == VALUE_ABSENT)
		e->attached_to.is = value_unknown(r->at,
		    "something that is not looked into refers to it");
}

static void
use_all(const struct cfn_need *n, const struct cfn_resource *by)
{
	for (; n != NULL; n = n->next)
		if (!n->waits)
			use(n->to, n->by_program ? NULL : by);
}

static bool
say(void *context, const char *type, void *value)
{
	struct cfn *x = context;

	(void)type;
	vec_push(x->a, &x->m->unread, *(struct unread *)value);
	return true;
}

void
cfn_say_unread(struct cfn *x)
{
	for (size_t i = 0; i < x->templates.n; i++) {
		struct cfn_template *t = x->templates.v[i];

		for (size_t k = 0; k < t->list.n; k++)
			if (takes_addresses(t->list.v[k]))
				take_addresses(t->list.v[k]);
		use_all(t->output_needs, NULL);
		for (size_t k = 0; k < t->list.n; k++)
			use_all(t->list.v[k]->needs, t->list.v[k]);
	}
	if (x->unread.n > 0) {
		model_declare_incomplete(x->m, KIND_WORKLOAD, x->island,
		    NULL);
		model_declare_incomplete(x->m, KIND_INTERFACE, x->island,
		    NULL);
	}
	map_walk(&x->unread, say, x);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		if (x->loops > 0 || x->nulls > 0 || (x->stacks > 0 &&
		    (STACKS_ADD & KIND_BIT(kind)) != 0))
			model_declare_incomplete(x->m, (enum kind)kind,
			    x->island, NULL);
	if (x->loops == 0)
		return;
	load_remark(x->l, "%zu %s not expanded (%s%s): what %s would add is "
	    "not in any answer", x->loops, x->loops == 1 ? "Fn::ForEach is" :
	    "Fn::ForEach are", x->why_loop, x->loops == 1 ? "" : "; …",
	    x->loops == 1 ? "it" : "they");
}
