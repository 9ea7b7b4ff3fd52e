/* SPDX-License-Identifier: MIT */

/*
 * generate spec VPCS SUBNETS GROUPS RULES
 * generate describe GROUPS RULES INTERFACES
 *
 * Print a large but ordinary network: a spec, or what describe-vpcs,
 * -subnets, -route-tables, -security-groups, -security-group-rules and
 * -network-interfaces would print, as one object.  Counts are totals.  The
 * same arguments give the same bytes.
 */

#include <inttypes.h>
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

static void
describe_layout(void)
{
	printf("{\n    \"Vpcs\": [\n        {\n"
	    "            \"VpcId\": \"vpc-0000000000000001\",\n"
	    "            \"CidrBlock\": \"10.0.0.0/16\",\n"
	    "            \"OwnerId\": \"111122223333\",\n"
	    "            \"State\": \"available\"\n        }\n    ],\n"
	    "    \"Subnets\": [");
	for (unsigned s = 0; s < 200; s++)
		printf("%s\n        {\n            \"SubnetId\": "
		    "\"subnet-%017x\",\n            \"VpcId\": "
		    "\"vpc-0000000000000001\",\n            \"CidrBlock\": "
		    "\"10.0.%u.0/24\",\n            \"AvailabilityZone\": "
		    "\"eu-west-1%c\",\n            \"State\": \"available\"\n"
		    "        }", s > 0 ? "," : "", s, s, "abc"[s % 3]);
	printf("\n    ],\n");
}

static void
describe_rules(unsigned groups, unsigned rules)
{
	printf("    \"SecurityGroups\": [");
	for (unsigned g = 0; g < groups; g++)
		printf("%s\n        {\n            \"GroupId\": "
		    "\"sg-%017x\",\n            \"GroupName\": \"group-%u\",\n"
		    "            \"VpcId\": \"vpc-0000000000000001\",\n"
		    "            \"OwnerId\": \"111122223333\"\n        }",
		    g > 0 ? "," : "", g, g);
	printf("\n    ],\n    \"SecurityGroupRules\": [");
	for (unsigned r = 0; r < rules; r++) {
		unsigned port = 1 + below(65000);

		printf("%s\n        {\n            \"SecurityGroupRuleId\": "
		    "\"sgr-%017x\",\n            \"GroupId\": \"sg-%017x\",\n"
		    "            \"GroupOwnerId\": \"111122223333\",\n"
		    "            \"IsEgress\": %s,\n"
		    "            \"IpProtocol\": \"tcp\",\n"
		    "            \"FromPort\": %u,\n"
		    "            \"ToPort\": %u,\n", r > 0 ? "," : "", r,
		    r % groups, below(5) == 0 ? "true" : "false", port, port);
		if (below(10) < 3)
			printf("            \"ReferencedGroupInfo\": {\n"
			    "                \"GroupId\": \"sg-%017x\",\n"
			    "                \"UserId\": \"111122223333\"\n"
			    "            },\n", below(groups));
		else
			printf("            \"CidrIpv4\": \"10.%u.%u.%u/32\",\n",
			    below(200), below(256), below(256));
		printf("            \"Tags\": []\n        }");
	}
	printf("\n    ],\n");
}

static void
describe_interfaces(unsigned interfaces, unsigned groups)
{
	printf("    \"NetworkInterfaces\": [");
	for (unsigned i = 0; i < interfaces; i++)
		printf("%s\n        {\n            \"NetworkInterfaceId\": "
		    "\"eni-%017x\",\n            \"SubnetId\": "
		    "\"subnet-%017x\",\n            \"VpcId\": "
		    "\"vpc-0000000000000001\",\n            \"InterfaceType\": "
		    "\"interface\",\n            \"SourceDestCheck\": true,\n"
		    "            \"Status\": \"in-use\",\n            \"Groups\""
		    ": [\n                { \"GroupId\": \"sg-%017x\", "
		    "\"GroupName\": \"group\" }\n            ],\n"
		    "            \"PrivateIpAddress\": \"10.0.%u.%u\"\n"
		    "        }", i > 0 ? "," : "", i, i % 200, below(groups),
		    i % 200, 4 + i / 200 % 250);
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
	if (argc == 5 && strcmp(argv[1], "describe") == 0) {
		describe_layout();
		describe_rules(number(argv[2]), number(argv[3]));
		describe_interfaces(number(argv[4]), number(argv[2]));
		return 0;
	}
	fputs("usage: generate spec VPCS SUBNETS GROUPS RULES\n"
	    "       generate describe GROUPS RULES INTERFACES\n", stderr);
	return 2;
}
