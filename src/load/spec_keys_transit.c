/* SPDX-License-Identifier: MIT */

/* The vocabulary of the spec: what connects VPCs, and what lies outside. */

#include "load/spec_keys.h"

static const char *const block_modes[] = {
	"off", "block-bidirectional", "block-ingress", NULL
};
static const char *const exclusions[] = {
	"allow-bidirectional", "allow-egress", NULL
};
static const char *const route_origins[] = { "static", "propagated", NULL };
/* AWS's VpcPeeringConnectionStateReasonCode. */
static const char *const peering_states[] = {
	"initiating-request", "pending-acceptance", "active", "deleted",
	"rejected", "failed", "expired", "provisioning", "deleting", NULL
};

static const struct spec_key peering_keys[] = {
	{ "between", FORM_BETWEEN, "the two VPCs, the requester first",
	  AT(peering, ends), .required = true },
	{ "state", FORM_STATE, "AWS's code; absent: active",
	  AT(peering, state), .words = peering_states },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_peering = {
	.name = "peering", .title = "peering connection",
	.about = "a direct way between two VPCs",
	.sample = "{ \"between\": [\"shop\", \"data\"] }",
	.keys = peering_keys, .make = spec_make_peering,
	.kind = KIND_PEERING,
};

static const char *const attachment_needs[] = { "vpc", "vpn", "peer", NULL };

static const struct spec_key attachment_keys[] = {
	{ "vpc", FORM_ATTACHED, "the VPC it attaches",
	  .min = ATTACHMENT_VPC },
	{ "vpn", FORM_ATTACHED, "the VPN connection it attaches",
	  .min = ATTACHMENT_VPN },
	{ "peer", FORM_ATTACHED, "the transit gateway it peers with",
	  .min = ATTACHMENT_PEER },
	{ "subnets", FORM_REFS, "one subnet for each AZ it serves",
	  AT(attachment, subnet_refs.v), STATED(attachment, subnets_stated) },
	{ "table", FORM_TABLE_OR_NULL, .about = "the table that routes what comes from "
	  "it; null: none; absent: the default" },
	{ "propagates_to", FORM_REFS, "tables that learn its CIDRs; absent: "
	  "the default", AT(attachment, propagates_to.v),
	  STATED(attachment, propagates_stated) },
	{ "appliance_mode", FORM_FLAG, "whether a flow keeps to one AZ",
	  AT(attachment, appliance_mode) },
	{ "sg_references", FORM_FLAG, "whether groups are seen across it; "
	  "absent: true", AT(attachment, sg_references) },
	{ "state", FORM_STATE, "AWS's state; absent: available",
	  AT(attachment, state) },
	THING_KEYS,
	{ 0 }
};

static const struct spec_object attachment = {
	.name = "attachment", .title = "attachment",
	.about = "what a transit gateway is connected to",
	.keys = attachment_keys, .make = spec_make_attachment,
	.done = spec_check_attachment, .kind = KIND_ATTACHMENT,
	.needs = attachment_needs, .either = attachment_needs,
	.sample = "{ \"vpc\": \"shop\", \"subnets\": [\"app-a\", "
	    "\"app-c\"] }, with a subnet for each AZ it serves",
};

static const struct spec_key transit_route_keys[] = {
	{ "to", FORM_TRANSIT_ROUTE_TO, "a CIDR or a prefix list",
	  .required = true },
	{ "via", FORM_TRANSIT_ROUTE_VIA, "an attachment, or blackhole",
	  .required = true },
	{ "origin", FORM_PROPAGATED, "where the route comes from",
	  AT(transit_route, propagated), .words = route_origins },
	{ 0 }
};

const struct spec_object spec_transit_route = {
	.name = "transit_route", .title = "a transit gateway route",
	.about = "where a transit gateway sends packets",
	.keys = transit_route_keys,
};

static const struct spec_key transit_table_keys[] = {
	{ "routes", FORM_TRANSIT_ROUTES, "destination and attachment",
	  AT(transit_table, routes.v), .object = &spec_transit_route },
	THING_KEYS,
	{ 0 }
};

static const struct spec_object transit_table = {
	.name = "transit_table", .title = "transit gateway route table",
	.about = "routes for the attachments that name it",
	.keys = transit_table_keys, .make = spec_make_transit_table,
	.kind = KIND_TRANSIT_TABLE,
};

static const struct spec_key transit_default_keys[] = {
	{ "association", FORM_REF, "the table of attachments that name none",
	  AT(transit_gateway, default_association) },
	{ "propagation", FORM_REF, "the table that learns from them",
	  AT(transit_gateway, default_propagation) },
	{ 0 }
};

const struct spec_object spec_transit_default = {
	.name = "transit_default", .title = "\"default\"",
	.about = "tables of attachments that name none",
	.keys = transit_default_keys,
};

static const struct spec_key transit_gateway_keys[] = {
	OWNER_KEYS,
	{ "sg_references", FORM_FLAG, "whether groups are seen across it; "
	  "absent: false", AT(transit_gateway, sg_references) },
	{ "default", FORM_PART, "tables of attachments that name none",
	  STATED(transit_gateway, default_stated),
	  .object = &spec_transit_default },
	{ "attachments", FORM_THINGS, "what it is connected to, by name",
	  .object = &attachment },
	{ "tables", FORM_THINGS, "its route tables by name",
	  STATED(transit_gateway, tables_stated), .object = &transit_table },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_transit_gateway = {
	.name = "transit_gateway", .title = "transit gateway",
	.about = "a router between VPCs, VPNs and other Regions",
	.keys = transit_gateway_keys, .make = spec_make_transit_gateway,
	.kind = KIND_TRANSIT_GATEWAY,
};

static const struct spec_key vpn_keys[] = {
	{ "on", FORM_REF, "a VPN gateway or a transit gateway", AT(vpn, on),
	  .required = true },
	{ "networks", FORM_REFS, "the networks behind it",
	  AT(vpn, networks.v) },
	{ "cidrs", FORM_CIDRS, "blocks behind it that no network has",
	  AT(vpn, cidrs.v) },
	{ "static", FORM_FLAG, "whether its routes are static; absent: BGP",
	  AT(vpn, is_static) },
	{ "state", FORM_STATE, "AWS's state; absent: available",
	  AT(vpn, state) },
	OWNER_KEYS,
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_vpn = {
	.name = "vpn", .title = "VPN connection",
	.about = "a tunnel to networks outside of AWS",
	.sample = "{ \"on\": \"core\", \"networks\": [\"office\"] }",
	.keys = vpn_keys, .make = spec_make_vpn,
	.kind = KIND_VPN,
};

static const char *const network_either[] = { "cidr", "cidrs", NULL };

static const struct spec_key network_keys[] = {
	{ "cidr", FORM_CIDR_AS_LIST, "its block", AT(network, cidrs.v) },
	{ "cidrs", FORM_CIDRS, "its blocks", AT(network, cidrs.v) },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_network = {
	.name = "network", .title = "network",
	.about = "a network outside of AWS",
	.keys = network_keys, .make = spec_make_network,
	.kind = KIND_NETWORK,
	.either = network_either,
};

static const struct spec_key elastic_ip_keys[] = {
	{ "address", FORM_ADDRESS, "the address; absent: not allocated yet",
	  AT(elastic_ip, address), .family = 4 },
	{ "attached_to", FORM_REF, "what holds it, if that does not name it",
	  AT(elastic_ip, attached_to) },
	OWNER_KEYS,
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_elastic_ip = {
	.name = "elastic_ip", .title = "Elastic IP",
	.about = "a public address of one's own",
	.keys = elastic_ip_keys, .make = spec_make_elastic_ip,
	.kind = KIND_ELASTIC_IP,
};

static const struct spec_key block_keys[] = {
	OWNER_KEYS,
	{ "mode", FORM_BLOCK_MODE, "what is blocked",
	  AT(block_public_access, mode), .required = true,
	  .words = block_modes },
	{ "exclude", FORM_EXCLUDE, "VPCs and subnets (vpc/subnet) left out",
	  AT(block_public_access, exclusions.v), .words = exclusions },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_block_public_access = {
	.name = "block_public_access", .title = "block public access",
	.about = "VPC block public access of an account and Region",
	.keys = block_keys, .make = spec_make_block_public_access,
	.kind = KIND_BLOCK_PUBLIC_ACCESS,
};
