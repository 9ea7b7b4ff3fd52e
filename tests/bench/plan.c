/* SPDX-License-Identifier: MIT */

/*
 * plan MODULES
 *
 * Print a Terraform plan, as terraform show -json does: in one line, every
 * resource in the planned values, in the list of changes and, once for each
 * module, in the configuration.  Each module has a VPC with subnets in three
 * zones, NAT gateways, tables, groups and their rules, and, as real plans
 * do, much that is no network.  About 200 KB a module.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { ZONES = 3, GROUPS = 12, RULES = 40, ROLES = 30 };

static bool values;		/* planned values; else changes */
static bool first;
static unsigned module;

/* One resource: what is known of it, and what is not. */
static void
resource(const char *type, const char *name, int index, const char *known,
    const char *unknown)
{
	char suffix[16] = "";

	if (index >= 0)
		snprintf(suffix, sizeof suffix, "[%d]", index);
	printf("%s{\"address\":\"module.n%u.%s.%s%s\",", first ? "" : ",",
	    module, type, name, suffix);
	first = false;
	if (!values)
		printf("\"module_address\":\"module.n%u\",", module);
	printf("\"mode\":\"managed\",\"type\":\"%s\",\"name\":\"%s\",", type,
	    name);
	if (index >= 0)
		printf("\"index\":%d,", index);
	printf("\"provider_name\":\"registry.terraform.io/hashicorp/aws\",");
	if (values)
		printf("\"schema_version\":1,\"values\":{%s},"
		    "\"sensitive_values\":{\"tags_all\":{}}}", known);
	else
		printf("\"change\":{\"actions\":[\"create\"],\"before\":null,"
		    "\"after\":{%s},\"after_unknown\":{\"id\":true,"
		    "\"arn\":true%s},\"before_sensitive\":false,"
		    "\"after_sensitive\":{\"tags_all\":{}}}}", known, unknown);
}

static void
subnets(void)
{
	char known[400];

	for (int i = 0; i < 2 * ZONES; i++) {
		snprintf(known, sizeof known, "\"cidr_block\":\"10.%u.%d.0/24\","
		    "\"availability_zone\":\"eu-west-1%c\","
		    "\"map_public_ip_on_launch\":false,"
		    "\"ipv6_cidr_block\":null,\"enable_dns64\":false,"
		    "\"tags\":{\"Name\":\"n%u-%s-%c\",\"Stage\":\"prod\"},"
		    "\"tags_all\":{\"Name\":\"n%u-%s-%c\",\"Stage\":\"prod\"}",
		    module % 250, i, 'a' + i % ZONES, module, i < ZONES ?
		    "public" : "private", 'a' + i % ZONES, module, i < ZONES ?
		    "public" : "private", 'a' + i % ZONES);
		resource("aws_subnet", i < ZONES ? "public" : "private",
		    i % ZONES, known, ",\"vpc_id\":true,\"owner_id\":true");
	}
}

static void
routing(void)
{
	for (int i = 0; i < ZONES; i++) {
		resource("aws_eip", "nat", i, "\"domain\":\"vpc\"",
		    ",\"public_ip\":true,\"instance\":true");
		resource("aws_nat_gateway", "n", i,
		    "\"connectivity_type\":\"public\"",
		    ",\"subnet_id\":true,\"allocation_id\":true");
		resource("aws_route_table", "private", i, "\"tags\":null",
		    ",\"vpc_id\":true,\"route\":true");
		resource("aws_route", "private", i,
		    "\"destination_cidr_block\":\"0.0.0.0/0\","
		    "\"gateway_id\":null", ",\"route_table_id\":true,"
		    "\"nat_gateway_id\":true");
		resource("aws_route_table_association", "private", i,
		    "\"gateway_id\":null",
		    ",\"subnet_id\":true,\"route_table_id\":true");
		resource("aws_route_table_association", "public", i,
		    "\"gateway_id\":null",
		    ",\"subnet_id\":true,\"route_table_id\":true");
	}
	resource("aws_route_table", "public", -1, "\"tags\":null",
	    ",\"vpc_id\":true,\"route\":true");
	resource("aws_route", "public", -1,
	    "\"destination_cidr_block\":\"0.0.0.0/0\",\"nat_gateway_id\":null",
	    ",\"route_table_id\":true,\"gateway_id\":true");
}

static void
groups(void)
{
	char known[300];

	for (int i = 0; i < GROUPS; i++) {
		snprintf(known, sizeof known, "\"name\":\"g%u-%d\","
		    "\"description\":\"managed by Terraform\",\"tags\":null",
		    module, i);
		resource("aws_security_group", "g", i, known, ",\"vpc_id\":true,"
		    "\"ingress\":true,\"egress\":true");
	}
	for (int i = 0; i < RULES; i++) {
		snprintf(known, sizeof known, "\"cidr_ipv4\":\"10.%d.0.0/16\","
		    "\"cidr_ipv6\":null,\"from_port\":%d,\"to_port\":%d,"
		    "\"ip_protocol\":\"tcp\",\"prefix_list_id\":null,"
		    "\"referenced_security_group_id\":null", i, 1000 + i,
		    1000 + i);
		resource("aws_vpc_security_group_ingress_rule", "r", i, known,
		    ",\"security_group_id\":true");
	}
}

/* What is no network: most of a real plan. */
static void
others(void)
{
	for (int i = 0; i < ROLES; i++)
		resource("aws_iam_role", "r", i, "\"name\":\"role\","
		    "\"assume_role_policy\":\"{\\\"Version\\\":"
		    "\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":"
		    "\\\"Allow\\\",\\\"Principal\\\":{\\\"Service\\\":"
		    "\\\"ec2.amazonaws.com\\\"},\\\"Action\\\":"
		    "\\\"sts:AssumeRole\\\"}]}\",\"path\":\"/\","
		    "\"max_session_duration\":3600,\"inline_policy\":[],"
		    "\"force_detach_policies\":false,\"tags\":{\"Stage\":"
		    "\"prod\"},\"tags_all\":{\"Stage\":\"prod\"}",
		    ",\"unique_id\":true,\"create_date\":true");
}

static void
resources(void)
{
	char known[200];

	snprintf(known, sizeof known, "\"cidr_block\":\"10.%u.0.0/16\","
	    "\"enable_dns_support\":true,\"enable_dns_hostnames\":true,"
	    "\"tags\":{\"Name\":\"n%u\"}", module % 250, module);
	resource("aws_vpc", "v", -1, known, ",\"main_route_table_id\":true");
	resource("aws_internet_gateway", "i", -1, "\"tags\":null",
	    ",\"vpc_id\":true");
	subnets();
	routing();
	groups();
	others();
}

static void
written(const char *type, const char *name, const char *expressions)
{
	printf("%s{\"address\":\"%s.%s\",\"mode\":\"managed\",\"type\":\"%s\","
	    "\"name\":\"%s\",\"provider_config_key\":\"aws\","
	    "\"expressions\":{%s},\"schema_version\":1}", first ? "" : ",",
	    type, name, type, name, expressions);
	first = false;
}

#define TO(key, what)							\
	"\"" key "\":{\"references\":[\"" what ".id\",\"" what "\"]}"
#define OF(key, what)							\
	"\"" key "\":{\"references\":[\"" what "\",\"count.index\"]}"

static void
configuration(void)
{
	printf("%s\"n%u\":{\"source\":\"./n\",\"module\":{\"resources\":[",
	    module == 0 ? "" : ",", module);
	first = true;
	written("aws_vpc", "v", "");
	written("aws_internet_gateway", "i", TO("vpc_id", "aws_vpc.v"));
	written("aws_subnet", "public", TO("vpc_id", "aws_vpc.v"));
	written("aws_subnet", "private", TO("vpc_id", "aws_vpc.v"));
	written("aws_eip", "nat", "");
	written("aws_nat_gateway", "n", OF("subnet_id", "aws_subnet.public")
	    "," OF("allocation_id", "aws_eip.nat"));
	written("aws_route_table", "public", TO("vpc_id", "aws_vpc.v"));
	written("aws_route_table", "private", TO("vpc_id", "aws_vpc.v"));
	written("aws_route", "public", TO("route_table_id",
	    "aws_route_table.public") "," TO("gateway_id",
	    "aws_internet_gateway.i"));
	written("aws_route", "private", OF("route_table_id",
	    "aws_route_table.private") "," OF("nat_gateway_id",
	    "aws_nat_gateway.n"));
	written("aws_route_table_association", "public", OF("subnet_id",
	    "aws_subnet.public") "," TO("route_table_id",
	    "aws_route_table.public"));
	written("aws_route_table_association", "private", OF("subnet_id",
	    "aws_subnet.private") "," OF("route_table_id",
	    "aws_route_table.private"));
	written("aws_security_group", "g", TO("vpc_id", "aws_vpc.v"));
	written("aws_vpc_security_group_ingress_rule", "r",
	    OF("security_group_id", "aws_security_group.g"));
	written("aws_iam_role", "r", "");
	printf("]}}");
}

int
main(int argc, char **argv)
{
	unsigned modules = argc == 2 ? (unsigned)atoi(argv[1]) : 1;

	printf("{\"format_version\":\"1.2\",\"terraform_version\":\"1.9.8\","
	    "\"planned_values\":{\"root_module\":{\"child_modules\":[");
	values = true;
	for (module = 0; module < modules; module++) {
		printf("%s{\"resources\":[", module == 0 ? "" : ",");
		first = true;
		resources();
		printf("],\"address\":\"module.n%u\"}", module);
	}
	printf("]}},\"resource_changes\":[");
	values = false;
	first = true;
	for (module = 0; module < modules; module++)
		resources();
	printf("],\"configuration\":{\"root_module\":{\"module_calls\":{");
	for (module = 0; module < modules; module++)
		configuration();
	printf("}}}}\n");
	return 0;
}
