/* SPDX-License-Identifier: MIT */

/*
 * generate spec VPCS SUBNETS GROUPS RULES
 * generate describe GROUPS RULES INTERFACES [changed]
 *
 * Print a large but ordinary network: a spec, or what describe-vpcs,
 * -subnets, -route-tables, -security-groups, -security-group-rules and
 * -network-interfaces would print, as one object.  Counts are totals.  The
 * same arguments give the same bytes; changed: but for the ports of ten rules.
 */

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static unsigned
below(unsigned limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state % limit);
}

static unsigned
number(const char *text)
{
	unsigned n = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		n = n * 10 + (unsigned)(*text - '0');
	return n;
}

/* ------------------------------------------------------------- a spec */

static void
spec_rules(unsigned rules, unsigned groups)
{
	for (unsigned i = 0; i < rules; i++) {
		unsigned port = 1 + below(65000);

		if (i > 0)
			printf(", ");
		switch (below(10)) {
		case 0: case 1: case 2:
			printf("\"tcp/%u from g%u\"", port, below(groups));
			break;
		case 3:
			printf("\"udp/%u-%u from 10.%u.0.0/16\"", port,
			    port + below(65535 - port), below(200));
			break;
		default:
			printf("\"tcp/%u from 10.%u.%u.%u/32\"", port,
			    below(200), below(256), below(256));
		}
	}
}

static void
spec_vpc(unsigned v, unsigned subnets, unsigned groups, unsigned rules)
{
	printf("%s\n    \"v%u\": {\n      \"cidr\": \"10.%u.0.0/16\",\n"
	    "      \"internet_gateway\": true,\n      \"subnets\": {",
	    v > 0 ? "," : "", v, v);
	for (unsigned s = 0; s < subnets; s++)
		printf("%s\n        \"s%u-%c\": { \"az\": \"%c\", \"cidr\": "
		    "\"10.%u.%u.0/24\", \"route_table\": \"t%u\" }",
		    s > 0 ? "," : "", s / 3, "abc"[s % 3], "abc"[s % 3], v, s,
		    s % 4);
	printf("\n      },\n      \"nat_gateways\": { \"nat\": { \"subnet\": "
	    "\"s0-a\" } },\n      \"route_tables\": {\n"
	    "        \"t0\": { \"routes\": { \"0.0.0.0/0\": \"igw\" } }");
	for (unsigned t = 1; t < 4; t++)
		printf(",\n        \"t%u\": { \"routes\": { \"0.0.0.0/0\": "
		    "\"nat\" } }", t);
	printf("\n      },\n      \"security_groups\": {");
	for (unsigned g = 0; g < groups; g++) {
		printf("%s\n        \"g%u\": { \"ingress\": [",
		    g > 0 ? "," : "", g);
		spec_rules(rules, groups);
		printf("] }");
	}
	printf("\n      },\n      \"workloads\": {");
	for (unsigned g = 0; g < groups; g++)
		printf("%s\n        \"w%u\": { \"kind\": "
		    "\"auto_scaling_group\", \"subnets\": [\"s%u-a\", "
		    "\"s%u-b\"], \"security_groups\": [\"g%u\"], "
		    "\"count\": 2 }", g > 0 ? "," : "", g, 1 + g % 2,
		    1 + g % 2, g);
	printf("\n      }\n    }");
}

static void
spec(unsigned vpcs, unsigned subnets, unsigned groups, unsigned rules)
{
	printf("{\n  \"vpcplan\": 1,\n  \"name\": \"large\",\n"
	    "  \"account\": \"111122223333\",\n"
	    "  \"region\": \"eu-west-1\",\n  \"vpcs\": {");
	for (unsigned v = 0; v < vpcs; v++)
		spec_vpc(v, subnets / vpcs, groups / vpcs, rules / groups);
	printf("\n  }\n}\n");
}

/* --------------------------------------------------- describe-* output */

static bool changed;

/* A VPC for every so many interfaces: its subnets hold no more. */
enum { PER_VPC = 40000, SUBNETS = 200 };

static unsigned
vpcs_for(unsigned interfaces)
{
	return 1 + (interfaces - 1) / PER_VPC;
}

static void
describe_vpc(unsigned v)
{
	printf("%s\n        {\n            \"VpcId\": \"vpc-%017x\",\n"
	    "            \"CidrBlock\": \"10.%u.0.0/16\",\n"
	    "            \"OwnerId\": \"111122223333\",\n"
	    "            \"State\": \"available\"\n        }",
	    v > 0 ? "," : "", v + 1, v);
}

static void
describe_table(unsigned v)
{
	printf("%s\n        {\n            \"RouteTableId\": \"rtb-%017x\",\n"
	    "            \"VpcId\": \"vpc-%017x\",\n"
	    "            \"Associations\": [ { \"Main\": true, "
	    "\"RouteTableId\": \"rtb-%017x\" } ],\n"
	    "            \"Routes\": [\n"
	    "                { \"DestinationCidrBlock\": \"10.%u.0.0/16\", "
	    "\"GatewayId\": \"local\", \"State\": \"active\" },\n"
	    "                { \"DestinationCidrBlock\": \"0.0.0.0/0\", "
	    "\"GatewayId\": \"igw-%017x\", \"State\": \"active\" }\n"
	    "            ]\n        }", v > 0 ? "," : "", v, v + 1, v, v, v);
}

static void
describe_gateway(unsigned v)
{
	printf("%s\n        {\n            \"InternetGatewayId\": "
	    "\"igw-%017x\",\n            \"Attachments\": [ { \"VpcId\": "
	    "\"vpc-%017x\", \"State\": \"available\" } ]\n        }",
	    v > 0 ? "," : "", v, v + 1);
}

static void
describe_acl(unsigned v)
{
	printf("%s\n        {\n            \"NetworkAclId\": \"acl-%017x\",\n"
	    "            \"VpcId\": \"vpc-%017x\",\n"
	    "            \"IsDefault\": true,\n"
	    "            \"Associations\": [", v > 0 ? "," : "", v, v + 1);
	for (unsigned s = 0; s < SUBNETS; s++)
		printf("%s\n                { \"NetworkAclId\": "
		    "\"acl-%017x\", \"SubnetId\": \"subnet-%017x\" }",
		    s > 0 ? "," : "", v, v * SUBNETS + s);
	printf("\n            ],\n            \"Entries\": [\n"
	    "                { \"RuleNumber\": 100, \"Egress\": true, "
	    "\"RuleAction\": \"allow\", \"Protocol\": \"-1\", "
	    "\"CidrBlock\": \"0.0.0.0/0\" },\n"
	    "                { \"RuleNumber\": 100, \"Egress\": false, "
	    "\"RuleAction\": \"allow\", \"Protocol\": \"-1\", "
	    "\"CidrBlock\": \"0.0.0.0/0\" }\n            ]\n        }");
}

static void
describe_list(const char *key, unsigned n, void (*describe)(unsigned v))
{
	printf("    \"%s\": [", key);
	for (unsigned v = 0; v < n; v++)
		describe(v);
	printf("\n    ],\n");
}

static void
describe_layout(unsigned vpcs)
{
	printf("{\n");
	describe_list("Vpcs", vpcs, describe_vpc);
	describe_list("RouteTables", vpcs, describe_table);
	describe_list("InternetGateways", vpcs, describe_gateway);
	describe_list("NetworkAcls", vpcs, describe_acl);
	printf("    \"Subnets\": [");
	for (unsigned s = 0; s < vpcs * SUBNETS; s++)
		printf("%s\n        {\n            \"SubnetId\": "
		    "\"subnet-%017x\",\n            \"VpcId\": "
		    "\"vpc-%017x\",\n            \"CidrBlock\": "
		    "\"10.%u.%u.0/24\",\n            \"AvailabilityZone\": "
		    "\"eu-west-1%c\",\n            \"State\": \"available\"\n"
		    "        }", s > 0 ? "," : "", s, s / SUBNETS + 1,
		    s / SUBNETS, s % SUBNETS, "abc"[s % 3]);
	printf("\n    ],\n");
}

static void
describe_rules(unsigned groups, unsigned rules, unsigned vpcs)
{
	printf("    \"SecurityGroups\": [");
	for (unsigned g = 0; g < groups; g++)
		printf("%s\n        {\n            \"GroupId\": "
		    "\"sg-%017x\",\n            \"GroupName\": \"group-%u\",\n"
		    "            \"VpcId\": \"vpc-%017x\",\n"
		    "            \"OwnerId\": \"111122223333\"\n        }",
		    g > 0 ? "," : "", g, g, g % vpcs + 1);
	printf("\n    ],\n    \"SecurityGroupRules\": [");
	for (unsigned r = 0; r < rules; r++) {
		unsigned port = 1 + below(65000), group = r % groups;

		if (changed && r % (rules / 10 + 1) == 0)
			port++;
		printf("%s\n        {\n            \"SecurityGroupRuleId\": "
		    "\"sgr-%017x\",\n            \"GroupId\": \"sg-%017x\",\n"
		    "            \"GroupOwnerId\": \"111122223333\",\n"
		    "            \"IsEgress\": %s,\n"
		    "            \"IpProtocol\": \"tcp\",\n"
		    "            \"FromPort\": %u,\n"
		    "            \"ToPort\": %u,\n", r > 0 ? "," : "", r,
		    group, below(5) == 0 ? "true" : "false", port, port);
		if (below(10) < 3)
			printf("            \"ReferencedGroupInfo\": {\n"
			    "                \"GroupId\": \"sg-%017x\",\n"
			    "                \"UserId\": \"111122223333\"\n"
			    "            },\n", below(groups / vpcs) * vpcs +
			    group % vpcs);
		else
			printf("            \"CidrIpv4\": \"10.%u.%u.%u/32\",\n",
			    below(200), below(256), below(256));
		printf("            \"Tags\": []\n        }");
	}
	printf("\n    ],\n");
}

/* One in ten has a public address. */
static void
describe_public(unsigned i)
{
	if (i % 10 == 0)
		printf(",\n            \"Association\": { \"PublicIp\": "
		    "\"52.%u.%u.%u\", \"IpOwnerId\": \"amazon\" }",
		    i / 65536, i / 256 % 256, i % 256);
}

static void
describe_interfaces(unsigned interfaces, unsigned groups, unsigned vpcs)
{
	printf("    \"NetworkInterfaces\": [");
	for (unsigned i = 0; i < interfaces; i++) {
		unsigned v = i / PER_VPC, s = i % SUBNETS;

		printf("%s\n        {\n            \"NetworkInterfaceId\": "
		    "\"eni-%017x\",\n            \"SubnetId\": "
		    "\"subnet-%017x\",\n            \"VpcId\": "
		    "\"vpc-%017x\",\n            \"InterfaceType\": "
		    "\"interface\",\n            \"SourceDestCheck\": true,\n"
		    "            \"Status\": \"in-use\",\n"
		    "            \"Attachment\": { \"InstanceId\": "
		    "\"i-%017x\", \"Status\": \"attached\" },\n"
		    "            \"Groups\""
		    ": [\n                { \"GroupId\": \"sg-%017x\", "
		    "\"GroupName\": \"group\" }\n            ],\n"
		    "            \"PrivateIpAddress\": \"10.%u.%u.%u\"",
		    i > 0 ? "," : "", i, v * SUBNETS + s, v + 1, i,
		    below(groups / vpcs) * vpcs + v, v, s,
		    4 + i % PER_VPC / SUBNETS);
		describe_public(i);
		printf("\n        }");
	}
	printf("\n    ]\n}\n");
}

int
main(int argc, char **argv)
{
	if (argc == 6 && strcmp(argv[1], "spec") == 0) {
		spec(number(argv[2]), number(argv[3]), number(argv[4]),
		    number(argv[5]));
		return 0;
	}
	changed = argc == 6 && strcmp(argv[5], "changed") == 0;
	if ((argc == 5 || changed) && strcmp(argv[1], "describe") == 0) {
		describe_layout(vpcs_for(number(argv[4])));
		describe_rules(number(argv[2]), number(argv[3]),
		    vpcs_for(number(argv[4])));
		describe_interfaces(number(argv[4]), number(argv[2]),
		    vpcs_for(number(argv[4])));
		return 0;
	}
	fputs("usage: generate spec VPCS SUBNETS GROUPS RULES\n"
	    "       generate describe GROUPS RULES INTERFACES "
	    "[changed]\n", stderr);
	return 2;
}
