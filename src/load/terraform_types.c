/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

/* Every type that is read, by the file that reads it. */
const struct terraform_type *const terraform_types[] = {
	terraform_types_vpc,
	terraform_types_route,
	terraform_types_gateway,
	terraform_types_group,
	terraform_types_acl,
	terraform_types_endpoint,
	terraform_types_transit,
	terraform_types_remote,
	terraform_types_interface,
	terraform_types_placed,
	terraform_types_service,
	terraform_types_balancer,
	terraform_types_firewall,
	terraform_types_zone,
	NULL
};
