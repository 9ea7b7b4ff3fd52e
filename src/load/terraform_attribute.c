/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * What it means that an expression names an attribute of a resource.
 */

/* Attributes that mean another thing than the resource they are of. */
static const struct {
	const char *attribute;
	uint32_t kinds;
} others[] = {
	{ "association_default_route_table_id", KIND_BIT(KIND_TRANSIT_TABLE) },
	{ TERRAFORM_CLUSTER_GROUP, KIND_BIT(KIND_SECURITY_GROUP) },
	{ "default_network_acl_id", KIND_BIT(KIND_NETWORK_ACL) },
	{ "default_route_table_id", KIND_BIT(KIND_ROUTE_TABLE) },
	{ "default_security_group_id", KIND_BIT(KIND_SECURITY_GROUP) },
	{ "main_route_table_id", KIND_BIT(KIND_ROUTE_TABLE) },
	{ "primary_network_interface_id", KIND_BIT(KIND_WORKLOAD) |
	  KIND_BIT(KIND_INTERFACE) },
	{ "propagation_default_route_table_id", KIND_BIT(KIND_TRANSIT_TABLE) },
	{ "transit_gateway_attachment_id", KIND_BIT(KIND_ATTACHMENT) },
	{ NULL, 0 }
};

uint32_t
terraform_kinds_of_other(const char *attribute)
{
	for (size_t i = 0; others[i].attribute != NULL; i++)
		if (str_equal(others[i].attribute, attribute))
			return others[i].kinds;
	return 0;
}

bool
terraform_is_identity(const char *attribute)
{
	static const char *const words[] = { "id", "arn", "name",
		"allocation_id", NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		if (str_equal(words[i], attribute))
			return true;
	return attribute == NULL;
}

bool
terraform_tells_endpoints(const struct terraform_resource *r, uint32_t kinds,
    const char *attribute)
{
	static const char *const words[] = { "endpoint_id", "endpoint_ids",
		"firewall_status", "vpc_endpoint_association_status", NULL };
	uint32_t both = r->type->gives & kinds;

	for (size_t i = 0; words[i] != NULL &&
	    (both & KIND_BIT(KIND_ENDPOINT)) != 0; i++)
		if (str_equal(words[i], attribute))
			return true;
	return false;
}
