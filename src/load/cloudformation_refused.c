/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "model/notices.h"

#include <string.h>

/*
 * IN012: properties that AWS refuses together, as a table.  Each row is a
 * sentence of the page of its type.  What a condition may leave out is not
 * judged, nor a text that may be empty; what another rule judges in every
 * format (GW002, RT001, SG011) is not here.
 */

enum demand {
	ONE,		/* exactly one of them */
	AT_MOST_ONE,
	NONE,		/* where the row's condition holds */
	SOME		/* the same: at least one of them */
};

enum { KEYS_MAX = 6 };

struct refusal {
	const char *type;
	enum demand demand;
	const char *when, *is;	/* NONE, SOME: where that property is this, or
				   (is NULL) is stated at all; "" is absent */
	const char *keys[KEYS_MAX];
	const char *inside;	/* they stand in the items of that property */
};

static const struct refusal refusals[] = {
	{ "EC2::VPC", SOME, "Ipv4IpamPoolId", "", { "CidrBlock" }, NULL },
	{ "EC2::VPC", AT_MOST_ONE, NULL, NULL,
	  { "CidrBlock", "Ipv4NetmaskLength" }, NULL },
	{ "EC2::VPCCidrBlock", AT_MOST_ONE, NULL, NULL,
	  { "CidrBlock", "AmazonProvidedIpv6CidrBlock", "Ipv6CidrBlock" },
	  NULL },
	{ "EC2::VPCCidrBlock", AT_MOST_ONE, NULL, NULL,
	  { "CidrBlock", "Ipv4NetmaskLength" }, NULL },
	{ "EC2::Subnet", AT_MOST_ONE, NULL, NULL,
	  { "CidrBlock", "Ipv4NetmaskLength" }, NULL },
	{ "EC2::Subnet", AT_MOST_ONE, NULL, NULL,
	  { "Ipv6CidrBlock", "Ipv6NetmaskLength" }, NULL },
	{ "EC2::Subnet", AT_MOST_ONE, NULL, NULL,
	  { "AvailabilityZone", "AvailabilityZoneId" }, NULL },
	{ "EC2::Subnet", NONE, "Ipv6Native", "true",
	  { "CidrBlock", "Ipv4IpamPoolId", "MapPublicIpOnLaunch" }, NULL },
	{ "EC2::Subnet", SOME, "Ipv6Native", "true",
	  { "Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6NetmaskLength" }, NULL },
	{ "EC2::Route", AT_MOST_ONE, NULL, NULL,
	  { "DestinationCidrBlock", "DestinationIpv6CidrBlock",
	    "DestinationPrefixListId" }, NULL },
	{ "EC2::VPCGatewayAttachment", ONE, NULL, NULL,
	  { "InternetGatewayId", "VpnGatewayId" }, NULL },
	{ "EC2::NatGateway", NONE, "AvailabilityMode", "regional",
	  { "SubnetId" }, NULL },
	{ "EC2::NatGateway", SOME, "AvailabilityMode", "regional",
	  { "VpcId" }, NULL },
	{ "EC2::NatGateway", SOME, "AvailabilityMode", "zonal",
	  { "SubnetId" }, NULL },
	{ "EC2::NatGateway", SOME, "AvailabilityMode", "", { "SubnetId" },
	  NULL },
	{ "EC2::NatGateway", AT_MOST_ONE, NULL, NULL,
	  { "SecondaryPrivateIpAddressCount", "SecondaryPrivateIpAddresses" },
	  NULL },
	{ "EC2::EIP", NONE, "Domain", "standard",
	  { "InstanceId", "IpamPoolId", "NetworkBorderGroup" }, NULL },
	{ "EC2::EIPAssociation", AT_MOST_ONE, NULL, NULL,
	  { "AllocationId", "EIP" }, NULL },
	{ "EC2::EIPAssociation", AT_MOST_ONE, NULL, NULL,
	  { "InstanceId", "NetworkInterfaceId" }, NULL },
	{ "EC2::SecurityGroupIngress", ONE, NULL, NULL,
	  { "CidrIp", "CidrIpv6", "SourcePrefixListId",
	    "SourceSecurityGroupId", "SourceSecurityGroupName" }, NULL },
	{ "EC2::SecurityGroupIngress", ONE, NULL, NULL,
	  { "GroupId", "GroupName" }, NULL },
	{ "EC2::SecurityGroupEgress", ONE, NULL, NULL,
	  { "CidrIp", "CidrIpv6", "DestinationPrefixListId",
	    "DestinationSecurityGroupId" }, NULL },
	{ "EC2::SecurityGroup", ONE, NULL, NULL,
	  { "CidrIp", "CidrIpv6", "SourcePrefixListId",
	    "SourceSecurityGroupId", "SourceSecurityGroupName" },
	  "SecurityGroupIngress" },
	{ "EC2::SecurityGroup", ONE, NULL, NULL,
	  { "CidrIp", "CidrIpv6", "DestinationPrefixListId",
	    "DestinationSecurityGroupId" }, "SecurityGroupEgress" },
	{ "EC2::NetworkAclEntry", ONE, NULL, NULL,
	  { "CidrBlock", "Ipv6CidrBlock" }, NULL },
	{ "EC2::NetworkAclEntry", SOME, "Protocol", "6", { "PortRange" },
	  NULL },
	{ "EC2::NetworkAclEntry", SOME, "Protocol", "17", { "PortRange" },
	  NULL },
	{ "EC2::NetworkAclEntry", SOME, "Protocol", "1", { "Icmp" }, NULL },
	{ "EC2::NetworkAclEntry", SOME, "Protocol", "58", { "Icmp" }, NULL },
	{ "EC2::NetworkInterface", AT_MOST_ONE, NULL, NULL,
	  { "Ipv6AddressCount", "Ipv6Addresses" }, NULL },
	{ "EC2::Instance", NONE, "NetworkInterfaces", NULL,
	  { "SubnetId", "SecurityGroupIds", "SecurityGroups",
	    "PrivateIpAddress" }, NULL },
	{ "EC2::Instance", NONE, "SubnetId", NULL, { "SecurityGroups" },
	  NULL },
	{ "EC2::LaunchTemplate", AT_MOST_ONE, NULL, NULL,
	  { "NetworkInterfaces", "SecurityGroupIds" }, "LaunchTemplateData" },
	{ "EC2::VPCEndpoint", NONE, "VpcEndpointType", "Gateway",
	  { "SubnetIds", "SecurityGroupIds", "PrivateDnsEnabled" }, NULL },
	{ "EC2::VPCEndpoint", NONE, "VpcEndpointType", "",
	  { "SubnetIds", "SecurityGroupIds", "PrivateDnsEnabled" }, NULL },
	{ "EC2::VPCEndpoint", NONE, "VpcEndpointType", "Interface",
	  { "RouteTableIds" }, NULL },
	{ "EC2::VPCEndpoint", NONE, "VpcEndpointType", "GatewayLoadBalancer",
	  { "RouteTableIds", "SecurityGroupIds", "PrivateDnsEnabled" }, NULL },
	{ "EC2::VPCEndpoint", AT_MOST_ONE, NULL, NULL,
	  { "ServiceName", "ResourceConfigurationArn", "ServiceNetworkArn" },
	  NULL },
	{ "EC2::VPCEndpointService", AT_MOST_ONE, NULL, NULL,
	  { "NetworkLoadBalancerArns", "GatewayLoadBalancerArns" }, NULL },
	{ "EC2::VPNConnection", AT_MOST_ONE, NULL, NULL,
	  { "VpnGatewayId", "TransitGatewayId" }, NULL },
	{ "EC2::VPCBlockPublicAccessExclusion", ONE, NULL, NULL,
	  { "VpcId", "SubnetId" }, NULL },
	{ "ElasticLoadBalancingV2::LoadBalancer", ONE, NULL, NULL,
	  { "Subnets", "SubnetMappings" }, NULL },
	{ "ElasticLoadBalancingV2::LoadBalancer", NONE, "Type", "gateway",
	  { "SecurityGroups", "Scheme" }, NULL },
	{ "ElasticLoadBalancing::LoadBalancer", ONE, NULL, NULL,
	  { "Subnets", "AvailabilityZones" }, NULL },
	{ "AutoScaling::AutoScalingGroup", ONE, NULL, NULL,
	  { "LaunchConfigurationName", "LaunchTemplate",
	    "MixedInstancesPolicy", "InstanceId" }, NULL },
	{ "RDS::DBInstance", NONE, "MultiAZ", "true", { "AvailabilityZone" },
	  NULL },
	{ "ECS::Service", AT_MOST_ONE, NULL, NULL,
	  { "LaunchType", "CapacityProviderStrategy" }, NULL },
	{ .type = NULL }
};

/* --------------------------------------------------------------- stated */

enum stated { NEVER, MAYBE, SURELY };

/* What stands there as it is, told without a look at its value. */
static bool
is_plain(struct node n, enum stated *out)
{
	struct node argument;

	switch (node_kind(n)) {
	case NODE_NONE:
		*out = NEVER;
		return true;
	case NODE_NUMBER:
		*out = SURELY;
		return true;
	case NODE_STRING:
		*out = SURELY;
		return !node_text_is(n, "") && !node_text_is(n, "false");
	case NODE_LIST:
		*out = node_exists(node_first(n)) ? SURELY : NEVER;
		return true;
	case NODE_MAP:
		*out = SURELY;
		return cfn_function(n, &argument) == NULL;
	default:
		return false;
	}
}

static enum stated
is_stated(struct cfn *x, struct cfn_value v)
{
	struct cfn_value one = cfn_single(x, v);

	switch (one.kind) {
	case CFN_ABSENT:
		return NEVER;
	case CFN_TEXT:
		return str_equal(one.text, "false") ? NEVER :
		    *one.text == '\0' ? MAYBE : SURELY;
	case CFN_LIST:
		return one.n == 0 ? NEVER : SURELY;
	case CFN_UNKNOWN:
		/* a parameter that has no value may be empty */
		return MAYBE;
	default:
		return SURELY;
	}
}

/* What is judged: properties, or what stands in one of them. */
struct judged {
	struct cfn *x;
	struct cfn_resource *r;
	const struct refusal *row;
	struct cfn_value in;
};

static struct cfn_value
get(const struct judged *j, const char *key)
{
	struct node n = node_get(j->in.node, key);

	return node_exists(n) ? cfn_eval(j->in.in, n) :
	    (struct cfn_value){ .kind = CFN_ABSENT, .at = j->in.at };
}

static struct finding *
flag(const struct judged *j, struct place at, const char *what)
{
	struct finding *f = finding_add(&j->x->l->findings,
	    &notice_properties_refused, at, "%s \"%s\" %s",
	    j->r->full_type, j->r->name, what);

	f->key = what;
	return f;
}

/* "A, B or C" */
static const char *
list_keys(const struct judged *j, const char *word)
{
	struct str s = str_new(j->x->a);
	size_t n = 0;

	while (n < KEYS_MAX && j->row->keys[n] != NULL)
		n++;
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s%s", i == 0 ? "" : i + 1 == n ? word : ", ",
		    j->row->keys[i]);
	return str_text(&s);
}

static void
judge_count(const struct judged *j)
{
	const struct refusal *row = j->row;
	const char *first = NULL;
	bool maybe = false;

	for (size_t i = 0; i < KEYS_MAX && row->keys[i] != NULL; i++) {
		struct node n = node_get(j->in.node, row->keys[i]);
		struct cfn_value v = { .at = node_place(n) };
		enum stated stated;

		if (!is_plain(n, &stated)) {
			v = get(j, row->keys[i]);
			stated = is_stated(j->x, v);
		}
		/* a value that is not known yet is one all the same */
		if (stated == MAYBE && v.kind == CFN_UNKNOWN &&
		    v.text != cfn_null)
			stated = first != NULL ? MAYBE : SURELY;
		maybe = maybe || stated == MAYBE;
		if (stated == SURELY && first != NULL) {
			finding_witness(&j->x->l->findings, flag(j, v.at,
			    arena_printf(j->x->a, "states both %s and %s, of "
			    "which AWS takes one", first, row->keys[i])),
			    "properties", "%s, %s", first, row->keys[i]);
			return;
		}
		if (stated == SURELY)
			first = row->keys[i];
	}
	if (first == NULL && !maybe && row->demand == ONE)
		flag(j, j->in.at, arena_printf(j->x->a, "states none of %s: "
		    "AWS takes one of them", list_keys(j, " and ")));
}

/* Whether the row's condition surely holds. */
static bool
applies(const struct judged *j)
{
	struct cfn_value v = get(j, j->row->when);
	const char *word;

	if (j->row->is == NULL)
		return is_stated(j->x, v) == SURELY;
	if (*j->row->is == '\0')
		return cfn_single(j->x, v).kind == CFN_ABSENT;
	word = cfn_word(j->x, v);
	if (str_equal(j->row->is, "true"))
		return word != NULL && flag_or(cfn_flag(j->x, v), false);
	return str_equal(word, j->row->is);
}

static const char *
words_of_condition(const struct judged *j)
{
	const struct refusal *row = j->row;

	if (row->is == NULL)
		return arena_printf(j->x->a, "with %s", row->when);
	return *row->is == '\0' ? arena_printf(j->x->a, "without %s",
	    row->when) : arena_printf(j->x->a, "with %s %s", row->when,
	    row->is);
}

static void
judge_condition(const struct judged *j)
{
	const struct refusal *row = j->row;
	bool some = false;

	if (!applies(j))
		return;
	for (size_t i = 0; i < KEYS_MAX && row->keys[i] != NULL; i++) {
		struct node n = node_get(j->in.node, row->keys[i]);
		struct cfn_value v = { .at = node_place(n) };
		enum stated stated;

		if (!is_plain(n, &stated)) {
			v = get(j, row->keys[i]);
			stated = is_stated(j->x, v);
		}
		some = some || stated != NEVER;
		if (row->demand == NONE && stated == SURELY)
			flag(j, v.at, arena_printf(j->x->a, "states %s, which "
			    "AWS refuses %s", row->keys[i],
			    words_of_condition(j)));
	}
	if (row->demand == SOME && !some)
		flag(j, j->in.at, arena_printf(j->x->a, "states no %s, which "
		    "AWS wants %s", list_keys(j, " or "),
		    words_of_condition(j)));
}

static void
judge(const struct judged *j)
{
	if (j->row->demand == ONE || j->row->demand == AT_MOST_ONE)
		judge_count(j);
	else
		judge_condition(j);
}

/* The rows of one type stand together. */
const struct refusal *
cfn_refusals_of(const char *type)
{
	for (const struct refusal *row = refusals; row->type != NULL; row++)
		if (str_equal(row->type, type))
			return row;
	return NULL;
}

void
cfn_check_refused(struct cfn *x, struct cfn_resource *r)
{
	for (const struct refusal *row = r->refusals; row != NULL &&
	    row->type != NULL && str_equal(row->type, r->type); row++) {
		struct judged j = { x, r, row, { .kind = CFN_MAP, .in = r->in,
			.node = r->properties, .at = r->at } };
		struct cfn_items all;

		if (row->inside == NULL) {
			judge(&j);
			continue;
		}
		all = cfn_items(x, cfn_get(r, row->inside));
		for (size_t i = 0; i < all.n; i++) {
			j.in = all.v[i].value;
			if (j.in.kind == CFN_MAP)
				judge(&j);
		}
	}
}
