/* SPDX-License-Identifier: MIT */

/* The vocabulary of the spec: what runs in a VPC. */

#include "load/spec_keys.h"

static const char *const schemes[] = { "internet-facing", "internal", NULL };
static const char *const target_types[] = {
	"instance", "ip", "lambda", "load_balancer", NULL
};

static const struct spec_key listener_keys[] = {
	{ "to", FORM_REF_OR_REFS, "the workloads behind it",
	  AT(listener, targets.v), .required = true },
	{ "on", FORM_PORT, "the targets' port; absent: the listener's",
	  AT(listener, target_port) },
	{ "health", FORM_PORT, "the port of health checks; absent: the "
	  "targets'", AT(listener, health_port) },
	{ "target", FORM_TARGET_TYPE, "how targets are registered",
	  AT(listener, target_type), .words = target_types },
	{ "preserve_client", FORM_FLAG, "whether targets see the client's "
	  "address", AT(listener, preserve_client) },
	{ "id", FORM_NAME, "AWS's ARN of the listener", AT(listener, id) },
	{ 0 }
};

const struct spec_object spec_listener = {
	.name = "listener", .title = "a listener",
	.about = "where a load balancer sends what it accepts",
	.keys = listener_keys,
};

static const struct spec_key interface_keys[] = {
	{ "subnet", FORM_REF, "the subnet it stands in",
	  AT(interface, subnet_ref), .required = true },
	{ "addresses", FORM_INTERFACE_ADDRESSES, "its private addresses",
	  AT(interface, addresses.v) },
	{ "security_groups", FORM_REFS, "its groups; absent: the workload's",
	  AT(interface, group_refs.v), STATED(interface, groups_stated) },
	{ "public_ip", FORM_INTERFACE_PUBLIC_IP, .about = "whether it has a public "
	  "address, or which" },
	{ "ipv6", FORM_FLAG, "whether it has an IPv6 address",
	  AT(interface, ipv6) },
	{ "source_check", FORM_FLAG, "false: it may forward",
	  AT(interface, source_check) },
	{ "nat", FORM_FLAG, "whether it forwards under its own address",
	  AT(interface, forwards.nat) },
	{ "forwards", FORM_FORWARDS, "what it lets pass; absent: unknown",
	  AT(interface, forwards), .object = &spec_forward },
	THING_KEYS,
	{ 0 }
};

static const struct spec_object interface = {
	.name = "interface", .title = "interface",
	.about = "one network interface of a workload",
	.keys = interface_keys, .make = spec_make_interface,
	.kind = KIND_INTERFACE,
};

static const struct spec_key pods_keys[] = {
	{ "per_node", FORM_NUMBER, "addresses that one node's pods take",
	  AT(workload, pods.per_node), .min = 0, .max = SPEC_COUNT_MAX },
	{ "mode", FORM_TEXT, "how they get them: secondary, prefix",
	  AT(workload, pods.mode) },
	{ "subnets", FORM_REFS, "where from; absent: the nodes' subnets",
	  AT(workload, pods.subnet_refs.v) },
	{ 0 }
};

static const struct spec_object pods = {
	.name = "pods", .title = "\"pods\"",
	.about = "what the pods of a node group need", .keys = pods_keys,
};

static const char *const workload_needs[] = { "subnets", "interfaces", NULL };
static const char *const workload_either[] = { "subnets", "interfaces", NULL };

static const struct spec_key workload_keys[] = {
	{ "kind", FORM_WORKLOAD_KIND, "what it is", AT(workload, kind),
	  .required = true },
	{ "engine", FORM_TEXT, "of a database or cache: postgres, redis …",
	  AT(workload, engine) },
	{ "scheme", FORM_TEXT, "of a load balancer; absent: internet-facing",
	  AT(workload, scheme), .words = schemes },
	{ "multi_az", FORM_FLAG, "whether a standby is kept in another AZ",
	  AT(workload, multi_az) },
	{ "az", FORM_TEXT, "the AZ of what lives in one", AT(workload, az) },
	{ "subnets", FORM_REFS, "where it has interfaces",
	  AT(workload, subnet_refs.v), STATED(workload, subnets_stated) },
	{ "interfaces", FORM_THINGS, "instead of subnets: each by itself",
	  STATED(workload, interfaces_stated), .object = &interface },
	{ "security_groups", FORM_REFS, "its groups; absent: the default one",
	  AT(workload, group_refs.v), STATED(workload, groups_stated) },
	{ "public_ip", FORM_PUBLIC_IP, .about = "whether it has public addresses, or an "
	  "Elastic IP; absent: the subnet's setting" },
	{ "publicly_accessible", FORM_FLAG, "whether a database has a public "
	  "address", AT(workload, publicly_accessible) },
	{ "addresses", FORM_PRIVATE_ADDRESSES, "fixed private addresses",
	  AT(workload, addresses.v) },
	{ "ipv6", FORM_FLAG, "whether it has IPv6 addresses",
	  AT(workload, ipv6) },
	{ "source_check", FORM_FLAG, "false: it may forward",
	  AT(workload, source_check) },
	{ "ports", FORM_PORTS, "what it serves; others are closed",
	  AT(workload, ports) },
	{ "ephemeral", FORM_EPHEMERAL, .about = "TCP ports it opens flows "
	  "from" },
	{ "count", FORM_NUMBER, "how many there are", AT(workload, count),
	  .min = 0, .max = SPEC_COUNT_MAX },
	{ "max", FORM_NUMBER, "how many there may be", AT(workload, max),
	  .min = 0, .max = SPEC_COUNT_MAX },
	{ "surge", FORM_NUMBER, "how many more during a deployment",
	  AT(workload, surge), .min = 0, .max = SPEC_COUNT_MAX },
	{ "connections", FORM_NUMBER, "how many connections all of it has at "
	  "once to one destination outside", AT(workload, connections),
	  .min = 0, .max = INT32_MAX },
	{ "cross_zone", FORM_FLAG, "whether balancing crosses AZs",
	  AT(workload, cross_zone) },
	{ "listeners", FORM_LISTENERS, "ports of a load balancer and where "
	  "they lead", AT(workload, listeners.v), .object = &spec_listener },
	{ "nat", FORM_FLAG, "whether it forwards under its own address",
	  AT(workload, forwards.nat) },
	{ "forwards", FORM_FORWARDS, "what it lets pass; absent: unknown",
	  AT(workload, forwards), .object = &spec_forward },
	{ "pods", FORM_PART, "the pods of a node group",
	  STATED(workload, has_pods), .object = &pods },
	{ "needs", FORM_TEXTS, "what it must reach on tcp/443",
	  AT(workload, needs.v) },
	THING_KEYS,
	{ 0 }
};

const struct spec_object spec_workload = {
	.name = "workload", .title = "workload",
	.about = "interfaces that are alike, under one name",
	.keys = workload_keys, .make = spec_make_workload,
	.kind = KIND_WORKLOAD,
	.done = spec_finish_workload,
	.sample = "{ \"kind\": \"instance\", \"subnets\": [\"app-a\"] }",
	.needs = workload_needs, .either = workload_either,
};
