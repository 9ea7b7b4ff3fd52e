/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/names.h"
#include "base/str.h"
#include "model/notices.h"

#include <string.h>

/*
 * What Fn::GetAtt gives of a type: the attributes under "Return values" of its
 * page in AWS's resource reference, and what the type's schema marks as
 * read-only (the schemas that aws-cdk-lib 2.276.0 was made from).  A name with
 * a dot at its end stands for all that begin so.  Of a type that is not here
 * nothing is known: nested stacks, modules, custom resources, other services.
 */
enum { ATTRIBUTES_MAX = 24 };

static const struct attributes {
	const char *type;
	const char *names[ATTRIBUTES_MAX];
} known[] = {
	{ "AutoScaling::AutoScalingGroup", { "AutoScalingGroupARN" } },
	{ "EC2::CarrierGateway", { "CarrierGatewayId", "OwnerId", "State" } },
	{ "EC2::ClientVpnEndpoint", { "Id" } },
	{ "EC2::CustomerGateway", { "CustomerGatewayId" } },
	{ "EC2::DHCPOptions", { "DhcpOptionsId" } },
	{ "EC2::EIP", { "AllocationId", "PublicIp" } },
	{ "EC2::EIPAssociation", { "Id" } },
	{ "EC2::EgressOnlyInternetGateway", { "Id" } },
	{ "EC2::FlowLog", { "Id" } },
	{ "EC2::GatewayRouteTableAssociation", { "AssociationId" } },
	{ "EC2::Instance", { "AvailabilityZone", "InstanceId",
	    "PrivateDnsName", "PrivateIp", "PublicDnsName", "PublicIp",
	    "State", "State.", "VpcId" } },
	{ "EC2::InternetGateway", { "InternetGatewayId" } },
	{ "EC2::LaunchTemplate", { "DefaultVersionNumber",
	    "LatestVersionNumber", "LaunchTemplateId" } },
	{ "EC2::NatGateway", { "AutoProvisionZones", "AutoScalingIps", "EniId",
	    "NatGatewayId", "RouteTableId" } },
	{ "EC2::NetworkAcl", { "Id" } },
	{ "EC2::NetworkAclEntry", { "Id" } },
	{ "EC2::NetworkInterface", { "Id", "PrimaryIpv6Address",
	    "PrimaryPrivateIpAddress", "PublicIpDnsNameOptions",
	    "PublicIpDnsNameOptions.", "SecondaryPrivateIpAddresses",
	    "VpcId" } },
	{ "EC2::NetworkInterfaceAttachment", { "AttachmentId" } },
	{ "EC2::PrefixList", { "Arn", "OwnerId", "PrefixListId", "Version" } },
	{ "EC2::Route", { "CidrBlock" } },
	{ "EC2::RouteTable", { "RouteTableId" } },
	/* The name is in no list, and templates that work ask for it. */
	{ "EC2::SecurityGroup", { "GroupId", "GroupName", "Id", "VpcId" } },
	{ "EC2::SecurityGroupEgress", { "Id" } },
	{ "EC2::SecurityGroupIngress", { "Id" } },
	{ "EC2::Subnet", { "AvailabilityZone", "AvailabilityZoneId",
	    "BlockPublicAccessStates", "BlockPublicAccessStates.",
	    "CidrBlock", "Ipv6CidrBlocks", "NetworkAclAssociationId",
	    "OutpostArn", "SubnetId", "VpcId" } },
	{ "EC2::SubnetCidrBlock", { "Id", "IpSource",
	    "Ipv6AddressAttribute" } },
	{ "EC2::SubnetNetworkAclAssociation", { "AssociationId" } },
	{ "EC2::SubnetRouteTableAssociation", { "Id" } },
	{ "EC2::TransitGateway", { "EncryptionSupportState", "Id",
	    "TransitGatewayArn" } },
	{ "EC2::TransitGatewayAttachment", { "Id" } },
	{ "EC2::TransitGatewayPeeringAttachment", { "CreationTime", "State",
	    "Status", "Status.", "TransitGatewayAttachmentId" } },
	{ "EC2::TransitGatewayRouteTable", { "TransitGatewayRouteTableId" } },
	{ "EC2::TransitGatewayVpcAttachment", { "Id" } },
	{ "EC2::VPC", { "CidrBlock", "CidrBlockAssociations",
	    "DefaultNetworkAcl", "DefaultSecurityGroup", "Ipv6CidrBlocks",
	    "VpcEncryptionControl", "VpcEncryptionControl.", "VpcId" } },
	{ "EC2::VPCCidrBlock", { "Id", "IpSource", "Ipv6AddressAttribute" } },
	{ "EC2::VPCEndpoint", { "CreationTimestamp", "DnsEntries", "Id",
	    "NetworkInterfaceIds" } },
	{ "EC2::VPCEndpointService", { "PrivateDnsNameConfiguration",
	    "PrivateDnsNameConfiguration.", "ServiceId" } },
	{ "EC2::VPCGatewayAttachment", { "AttachmentType" } },
	{ "EC2::VPCPeeringConnection", { "Id" } },
	{ "EC2::VPNConnection", { "VpnConnectionId" } },
	{ "EC2::VPNGateway", { "VPNGatewayId" } },
	{ "EFS::FileSystem", { "Arn", "FileSystemId" } },
	{ "EFS::MountTarget", { "Id", "IpAddress" } },
	{ "EKS::Cluster", { "Arn", "CertificateAuthority.",
	    "CertificateAuthorityData", "ClusterSecurityGroupId",
	    "EncryptionConfigKeyArn", "Endpoint", "Id",
	    "KubernetesNetworkConfig.", "OpenIdConnectIssuerUrl" } },
	{ "ElastiCache::CacheCluster", { "ConfigurationEndpoint",
	    "ConfigurationEndpoint.", "RedisEndpoint", "RedisEndpoint." } },
	{ "ElastiCache::ReplicationGroup", { "ConfigurationEndPoint",
	    "ConfigurationEndPoint.", "EffectiveDurability",
	    "PrimaryEndPoint", "PrimaryEndPoint.", "ReadEndPoint",
	    "ReadEndPoint.", "ReaderEndPoint", "ReaderEndPoint." } },
	{ "ElasticLoadBalancing::LoadBalancer", { "CanonicalHostedZoneName",
	    "CanonicalHostedZoneNameID", "DNSName", "SourceSecurityGroup",
	    "SourceSecurityGroup." } },
	{ "ElasticLoadBalancingV2::Listener", { "ListenerArn" } },
	{ "ElasticLoadBalancingV2::LoadBalancer", { "CanonicalHostedZoneID",
	    "DNSName", "LoadBalancerArn", "LoadBalancerFullName",
	    "LoadBalancerName", "SecurityGroups" } },
	{ "ElasticLoadBalancingV2::TargetGroup", { "LoadBalancerArns",
	    "TargetGroupArn", "TargetGroupFullName", "TargetGroupName" } },
	{ "NetworkFirewall::Firewall", { "EndpointIds", "FirewallArn",
	    "FirewallId", "NumberOfAssociations",
	    "TransitGatewayAttachmentId" } },
	{ "RDS::DBCluster", { "DBClusterArn", "DBClusterResourceId",
	    "Endpoint", "Endpoint.", "MasterUserSecret", "MasterUserSecret.",
	    "ReadEndpoint", "ReadEndpoint.", "StorageEncryptionType",
	    "StorageThroughput" } },
	{ "RDS::DBInstance", { "AutomaticRestartTime", "CertificateDetails",
	    "CertificateDetails.", "DBInstanceArn", "DBInstanceStatus",
	    "DBSystemId", "DbiResourceId", "Endpoint", "Endpoint.",
	    "InstanceCreateTime", "IsStorageConfigUpgradeAvailable",
	    "LatestRestorableTime", "ListenerEndpoint", "ListenerEndpoint.",
	    "MasterUserSecret", "MasterUserSecret.", "PercentProgress",
	    "ReadReplicaDBClusterIdentifiers",
	    "ReadReplicaDBInstanceIdentifiers",
	    "ResumeFullAutomationModeTime", "SecondaryAvailabilityZone",
	    "StatusInfos", "StorageOperationPercentProgress",
	    "StorageOperationStatus" } },
	{ .type = NULL }
};

static const struct attributes *
attributes_of(const char *type)
{
	for (const struct attributes *a = known; a->type != NULL; a++)
		if (str_equal(a->type, type))
			return a;
	return NULL;
}

static size_t
count(const struct attributes *a)
{
	size_t n = 0;

	while (n < ATTRIBUTES_MAX && a->names[n] != NULL)
		n++;
	return n;
}

bool
cfn_has_attribute(const struct cfn_resource *r, const char *attribute)
{
	const struct attributes *a = attributes_of(r->type);

	if (a == NULL || !str_starts_with(r->full_type, "AWS::"))
		return true;
	for (size_t i = 0; i < count(a); i++)
		if (str_equal(a->names[i], attribute) ||
		    (str_ends_with(a->names[i], ".") &&
		    str_starts_with(attribute, a->names[i])))
			return true;
	return false;
}

void
cfn_check_attribute(struct cfn_template *t, const struct cfn_resource *r,
    const char *attribute, struct place at)
{
	struct findings *findings = &t->x->l->findings;
	const struct attributes *a;
	struct finding *f;
	const char *near;

	if (cfn_has_attribute(r, attribute))
		return;
	a = attributes_of(r->type);
	f = finding_add(findings, &notice_dangling_reference, at,
	    "%s \"%s\" has no attribute \"%s\"", r->full_type, r->name,
	    read_intern(t->x->l, attribute));
	near = names_nearest(attribute, a->names, count(a));
	if (near != NULL && !str_ends_with(near, "."))
		finding_help(findings, f, "did you mean \"%s\"?", near);
}
