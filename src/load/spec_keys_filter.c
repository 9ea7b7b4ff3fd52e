/* SPDX-License-Identifier: MIT */

/* The vocabulary of the spec: groups, network ACLs, prefix lists. */

#include "load/spec_keys.h"

static const char *const actions[] = { "allow", "deny", NULL };

static const struct spec_key ingress_rule_keys[] = {
	{ "ports", FORM_PORTS, "kinds of traffic, such as \"tcp/443\"", AT(rule_draft, ports),
	  .required = true },
	{ "from", FORM_PEER, "a CIDR, group, prefix list, self or anywhere",
	  .required = true },
	{ "id", FORM_NAME, "AWS's id of the rule", AT(rule_draft, id) },
	REASON_KEYS(rule_draft),
	{ 0 }
};

static const struct spec_key egress_rule_keys[] = {
	{ "ports", FORM_PORTS, "kinds of traffic, such as \"tcp/443\"", AT(rule_draft, ports),
	  .required = true },
	{ "to", FORM_PEER, "a CIDR, group, prefix list, self or anywhere",
	  .required = true },
	{ "id", FORM_NAME, "AWS's id of the rule", AT(rule_draft, id) },
	REASON_KEYS(rule_draft),
	{ 0 }
};

const struct spec_object spec_ingress_rule = {
	.name = "ingress_rule", .title = "an ingress rule",
	.about = "what a security group lets in", .keys = ingress_rule_keys,
};

const struct spec_object spec_egress_rule = {
	.name = "egress_rule", .title = "an egress rule",
	.about = "what a security group lets out", .keys = egress_rule_keys,
};

static const struct spec_key security_group_keys[] = {
	{ "ingress", FORM_RULES, "what it lets in; absent: nothing",
	  AT(security_group, ingress.v), .object = &spec_ingress_rule },
	{ "egress", FORM_RULES, "what it lets out; absent: all",
	  AT(security_group, egress.v),
	  STATED(security_group, egress_stated), .object = &spec_egress_rule },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_security_group = {
	.name = "security_group", .title = "security group",
	.about = "a stateful filter that interfaces carry",
	.keys = security_group_keys, .make = spec_make_security_group,
	.done = spec_finish_security_group,
	.kind = KIND_SECURITY_GROUP,
};

const struct spec_object spec_default_group = {
	.name = "default_security_group", .title = "security group",
	.about = "the group of interfaces that name none",
	.default_name = "default",
	.keys = security_group_keys, .make = spec_make_default_group,
	.kind = KIND_SECURITY_GROUP,
};

static const struct spec_key ingress_entry_keys[] = {
	{ "number", FORM_NUMBER, "its place in the order, 1 to 32766",
	  AT(acl_entry, number), .required = true, .min = INT32_MIN,
	  .max = INT32_MAX },
	{ "action", FORM_ACTION, "what happens to the packet",
	  .required = true, .words = actions },
	{ "ports", FORM_PORTS, "kinds of traffic, such as \"tcp/443\"", AT(acl_entry, ports),
	  .required = true },
	{ "from", FORM_CIDR, "the other side, a block", AT(acl_entry, cidr),
	  .required = true },
	REASON_KEYS(acl_entry),
	{ 0 }
};

static const struct spec_key egress_entry_keys[] = {
	{ "number", FORM_NUMBER, "its place in the order, 1 to 32766",
	  AT(acl_entry, number), .required = true, .min = INT32_MIN,
	  .max = INT32_MAX },
	{ "action", FORM_ACTION, "what happens to the packet",
	  .required = true, .words = actions },
	{ "ports", FORM_PORTS, "kinds of traffic, such as \"tcp/443\"", AT(acl_entry, ports),
	  .required = true },
	{ "to", FORM_CIDR, "the other side, a block", AT(acl_entry, cidr),
	  .required = true },
	REASON_KEYS(acl_entry),
	{ 0 }
};

const struct spec_object spec_ingress_entry = {
	.name = "ingress_entry", .title = "an ingress entry",
	.about = "an entry for packets into the subnet",
	.keys = ingress_entry_keys,
};

const struct spec_object spec_egress_entry = {
	.name = "egress_entry", .title = "an egress entry",
	.about = "an entry for packets out of the subnet",
	.keys = egress_entry_keys,
};

static const struct spec_key network_acl_keys[] = {
	{ "default", FORM_DEFAULT_ACL, "whether it is the VPC's default one",
	  AT(network_acl, is_default) },
	{ "ingress", FORM_ENTRIES, "entries for packets in; absent: none",
	  AT(network_acl, ingress.v), .object = &spec_ingress_entry },
	{ "egress", FORM_ENTRIES, "entries for packets out; absent: none",
	  AT(network_acl, egress.v), .object = &spec_egress_entry },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_network_acl = {
	.name = "network_acl", .title = "network ACL",
	.about = "a stateless filter at the edge of subnets",
	.keys = network_acl_keys, .make = spec_make_network_acl,
	.kind = KIND_NETWORK_ACL,
};

static const char *const prefix_list_needs[] = {
	"entries", "managed", NULL
};

static const struct spec_key prefix_list_keys[] = {
	{ "entries", FORM_CIDRS, "the blocks in it",
	  AT(prefix_list, entries.v), STATED(prefix_list, entries_known) },
	{ "max", FORM_NUMBER, "how many entries it may have: what it weighs",
	  AT(prefix_list, max), .min = 0, .max = SPEC_COUNT_MAX },
	{ "managed", FORM_TEXT, "the name of a list that AWS keeps",
	  AT(prefix_list, managed) },
	OWNER_KEYS,
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_prefix_list = {
	.name = "prefix_list", .title = "prefix list",
	.about = "blocks under one name, for rules and routes",
	.keys = prefix_list_keys, .make = spec_make_prefix_list,
	.kind = KIND_PREFIX_LIST,
	.needs = prefix_list_needs,
	.sample = "{ \"entries\": [\"203.0.113.0/28\"] }",
};
