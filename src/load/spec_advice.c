/* SPDX-License-Identifier: MIT */

/*
 * What to write instead: the help of complaints about keys and about values
 * that stand in another shape than theirs, a list where one belongs, a number
 * where PORTS do.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "load/spec_foreign.h"
#include "model/notation.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

enum { ITEMS_SHOWN = 6 };

void
spec_advise(struct spec *s, size_t before, const char *help)
{
	struct findings *list = &s->l->findings;

	if (help != NULL && list->n > before &&
	    list->v[before]->help == NULL)
		finding_help(list, list->v[before], "%s", help);
}

void
spec_advise_line(struct spec *s, size_t before, const char *line)
{
	struct findings *list = &s->l->findings;

	if (line != NULL && list->n > before)
		finding_help(list, list->v[before], "write \"%s\"",
		    sanitise_text(s->l->a, line));
}

/* --------------------------------------------------------------- shapes */

bool
spec_takes_list(enum spec_form form)
{
	return form == FORM_NAMES || form == FORM_TEXTS ||
	    form == FORM_CIDRS || form == FORM_ADDRESSES ||
	    form == FORM_PRIVATE_ADDRESSES ||
	    form == FORM_INTERFACE_ADDRESSES || form == FORM_REFS;
}

static bool
takes_one(enum spec_form form)
{
	return form == FORM_CIDR || form == FORM_CIDR_AS_LIST ||
	    form == FORM_ADDRESS || form == FORM_REF ||
	    form == FORM_REF_AS_LIST || form == FORM_TEXT ||
	    form == FORM_NAME || form == FORM_ATTACHED ||
	    form == FORM_TABLE_OR_NULL || form == FORM_PUBLIC_IP ||
	    form == FORM_INTERFACE_PUBLIC_IP || form == FORM_EXPOSURE;
}

/* The string or number at n as text; NULL for anything else. */
static const char *
text_of(struct spec *s, struct node n)
{
	if (node_kind(n) == NODE_STRING)
		return node_text(s->l->a, n);
	return node_kind(n) == NODE_NUMBER ? node_excerpt(s->l->a, n) : NULL;
}

/* `"a", "b"` of a list of strings; NULL if something else is in it. */
static const char *
items_of(struct spec *s, struct node list, size_t *count)
{
	struct str out = str_new(s->l->a);

	*count = 0;
	for (struct node c = node_first(list); node_exists(c);
	    c = node_next(c)) {
		if (node_kind(c) != NODE_STRING)
			return NULL;
		if ((*count)++ < ITEMS_SHOWN)
			str_addf(&out, "%s%s", *count > 1 ? ", " : "",
			    node_excerpt(s->l->a, c));
	}
	if (*count > ITEMS_SHOWN)
		str_add(&out, ", …");
	return *count > 0 ? str_text(&out) : NULL;
}

/* The key of o that takes several of what row takes one of; or NULL. */
static const struct spec_key *
plural_of(struct spec *s, const struct spec_object *o,
    const struct spec_key *row)
{
	const struct spec_key *k = spec_key_find(o,
	    arena_printf(s->l->a, "%ss", row->key));

	return k != NULL && spec_takes_list(k->form) ? k : NULL;
}

static const char *
one_of_list(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, struct node n)
{
	const struct spec_key *plural = plural_of(s, o, row);
	size_t count;
	const char *items = items_of(s, n, &count);

	if (items == NULL)
		return NULL;
	if (count == 1)
		return arena_printf(s->l->a, "write \"%s\": %s", row->key,
		    items);
	if (plural != NULL)
		return arena_printf(s->l->a, "write \"%s\": [%s]",
		    plural->key, items);
	if (o->make == NULL)
		return arena_printf(s->l->a, "one belongs here: write %s for "
		    "each", o->title);
	return arena_printf(s->l->a, "one belongs here: write a %s for each",
	    o->title);
}

/* PORTS of 443, "443", [80, 443]. */
static const char *
ports_of(struct spec *s, const struct spec_key *row, struct node n)
{
	struct str text = str_new(s->l->a);
	const char *one = text_of(s, n);

	if (one != NULL)
		str_add(&text, one);
	for (struct node c = node_first(n); node_kind(n) == NODE_LIST &&
	    node_exists(c); c = node_next(c)) {
		one = text_of(s, c);
		if (one == NULL)
			return NULL;
		str_addf(&text, "%s%s", text.n > 0 ? "," : "", one);
	}
	one = notation_ports_meant(s->l->a, str_text(&text));
	return one == NULL ? NULL : arena_printf(s->l->a,
	    "write \"%s\": \"%s\"", row->key, one);
}

static const char *
flag_of(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, struct node n)
{
	static const char *const words[] = { "true", "yes", "on", "1",
		"enabled", "enable", "false", "no", "off", "0", "disabled",
		"disable" };
	size_t count = sizeof words / sizeof *words;
	const char *text = text_of(s, n);
	const struct spec_key *block = spec_key_find(o,
	    arena_printf(s->l->a, "%s_cidr", row->key));

	if (text == NULL)
		return NULL;
	if (block != NULL && read_looks_like_address(text))
		return arena_printf(s->l->a, "write \"%s\": \"%s\"",
		    block->key, read_clean(s->l, text));
	for (size_t i = 0; i < count; i++)
		if (str_equal_but_case(words[i], text))
			return arena_printf(s->l->a, "write \"%s\": %s",
			    row->key, i < count / 2 ? "true" : "false");
	return NULL;
}

/* "none", where an empty list is meant. */
static bool
is_nothing(struct spec *s, struct node n)
{
	const char *text = node_text(s->l->a, n);

	return text != NULL && (str_equal_but_case(text, "none") ||
	    str_equal(text, "[]") || str_equal_but_case(text, "nothing"));
}

/* `"tcp/5432 from app"` of { "postgres": "app" }; NULL: it is no such map. */
static const char *
pairs_of(struct spec *s, struct node n, enum direction direction)
{
	struct str out = str_new(s->l->a);

	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		const char *peer = node_kind(c) == NODE_STRING ?
		    node_text(s->l->a, c) : NULL;
		const char *ports = notation_ports_meant(s->l->a, node_key(c));
		const char *line = peer == NULL || ports == NULL ? NULL :
		    notation_rule_meant(s->l->a, arena_printf(s->l->a,
		    "%s %s %s", ports, direction == INGRESS ? "from" : "to",
		    peer), direction);

		if (line == NULL)
			return NULL;
		str_addf(&out, "%s\"%s\"", out.n > 0 ? ", " : "",
		    sanitise_text(s->l->a, line));
	}
	return out.n > 0 ? str_text(&out) : NULL;
}

/* One rule that should stand in a list; or "all", which needs none. */
static const char *
rules_of(struct spec *s, const struct spec_key *row, struct node n)
{
	bool ingress = row->object == &spec_ingress_rule;
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;
	const char *line;

	if (node_kind(n) == NODE_MAP) {
		line = spec_foreign_lines(s->l, n, ingress ? INGRESS :
		    EGRESS);
		if (line == NULL)
			line = pairs_of(s, n, ingress ? INGRESS : EGRESS);
	}
	else if (text == NULL)
		return NULL;
	else if (!ingress && (str_equal_but_case(text, "all") ||
	    str_equal_but_case(text, "any")))
		return "leave it out: without it everything is let out";
	else if ((line = notation_rule_meant(s->l->a, text, ingress ?
	    INGRESS : EGRESS)) != NULL)
		line = arena_printf(s->l->a, "\"%s\"",
		    sanitise_text(s->l->a, line));
	return line == NULL ? NULL : arena_printf(s->l->a,
	    "write \"%s\": [%s]", row->key, line);
}

/* [{"Key": "Name", "Value": "v"}] */
static const char *
tags_of(struct spec *s, const struct spec_key *row, struct node n)
{
	struct node key = node_get(node_first(n), "Key");
	struct node value = node_get(node_first(n), "Value");

	if (node_kind(key) != NODE_STRING || node_kind(value) != NODE_STRING)
		return NULL;
	return arena_printf(s->l->a, "write \"%s\": { %s: %s, … }", row->key,
	    node_excerpt(s->l->a, key), node_excerpt(s->l->a, value));
}

/* `"s3", "ecr"` of "s3, ecr". */
static const char *
parted(struct spec *s, struct node n)
{
	const char *text = node_text(s->l->a, n);
	struct str out = str_new(s->l->a);

	if (text == NULL || strpbrk(text, ",;") == NULL)
		return node_excerpt(s->l->a, n);
	for (text += strspn(text, " ,;"); *text != '\0';
	    text += strspn(text, " ,;")) {
		size_t length = strcspn(text, " ,;");

		str_addf(&out, "%s\"%s\"", out.n > 0 ? ", " : "",
		    read_clean(s->l, arena_strndup(s->l->a, text, length)));
		text += length;
	}
	return str_text(&out);
}

/* One entry that should stand in a list: "allow all". */
static const char *
entries_of(struct spec *s, const struct spec_key *row, struct node n)
{
	enum { FIRST = 100 };
	bool ingress = row->object == &spec_ingress_entry;
	const char *text = node_text(s->l->a, n);
	const char *line = text == NULL ? NULL : notation_entry_meant(s->l->a,
	    text, ingress ? INGRESS : EGRESS, FIRST);

	if (text != NULL && (line == NULL || strstr(line, "…") != NULL))
		line = notation_entry_meant(s->l->a, arena_printf(s->l->a,
		    "%s %s any", text, ingress ? "from" : "to"), ingress ?
		    INGRESS : EGRESS, FIRST);
	return line == NULL ? NULL : arena_printf(s->l->a, "write \"%s\": "
	    "[\"%s\"]", row->key, sanitise_text(s->l->a, line));
}

const char *
spec_shape_help(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, struct node n)
{
	enum node_kind kind = node_kind(n);
	bool listens = o == &spec_ingress_rule || o == &spec_egress_rule;
	const char *refs;

	if (row->form == FORM_PORTS && kind != NODE_STRING)
		return ports_of(s, row, n);
	if ((row->form == FORM_FLAG || row->form == FORM_NEVER ||
	    row->form == FORM_ONLY) && kind != NODE_BOOL)
		return flag_of(s, o, row, n);
	if (row->form == FORM_PEER && kind == NODE_LIST && listens)
		return "a rule has one peer: write a rule for each";
	if ((refs = spec_refs_help(s, row, n)) != NULL &&
	    (spec_takes_list(row->form) || takes_one(row->form) ||
	    row->form == FORM_REF_OR_REFS))
		return refs;
	if (row->form == FORM_OWNER && kind == NODE_NUMBER)
		return arena_printf(s->l->a, "write \"%s\": \"%s\"", row->key,
		    node_excerpt(s->l->a, n));
	if ((spec_takes_list(row->form) || row->form == FORM_RULES ||
	    row->form == FORM_ENTRIES) && kind == NODE_STRING &&
	    is_nothing(s, n))
		return arena_printf(s->l->a, "write \"%s\": []", row->key);
	if (row->form == FORM_RULES)
		return rules_of(s, row, n);
	if (row->form == FORM_TAGS && kind == NODE_LIST)
		return tags_of(s, row, n);
	if (row->form == FORM_LISTENERS && kind == NODE_LIST)
		return spec_foreign_listeners(s->l, row->key, n);
	if (str_equal(row->key, "az") && kind == NODE_NUMBER)
		return "write the letter of the AZ: \"az\": \"a\"";
	if (spec_takes_list(row->form) && kind == NODE_STRING)
		return arena_printf(s->l->a, "write \"%s\": [%s]", row->key,
		    parted(s, n));
	if (row->form == FORM_ENTRIES && kind == NODE_STRING)
		return entries_of(s, row, n);
	if (row->form == FORM_END_OF_FLOW && kind == NODE_LIST)
		return "one belongs here: write an expectation for each";
	if (row->form == FORM_WORKLOAD_KIND && kind == NODE_STRING)
		return spec_kind_help(s, row, n);
	if (takes_one(row->form) && kind == NODE_LIST)
		return one_of_list(s, o, row, n);
	return NULL;
}

/* ----------------------------------------------------------------- keys */

/* True of what stands inside of a VPC alone. */
static const char of_its_vpc[] = "leave it out: what stands inside of a VPC "
    "is of it";

static const char no_matter[] = "leave it out: it means nothing to the network";
static const char by_id[] = "write \"id\": \"…\", which may be left out";
static const char by_key[] = "leave it out: the key of an object is its name";

/* What no other key stands for, in the object of that name, or in any: the
 * first row that fits. */
static const struct {
	const char *in, *wrong, *advice;
} advices[] = {
	{ NULL, "enable_dns_support", "write \"dns\": { \"support\": true }" },
	{ NULL, "enable_dns_hostnames",
	  "write \"dns\": { \"hostnames\": true }" },
	{ "route_table", "subnets", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in each of them" },
	{ "route_table", "subnet_ids", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in each of them" },
	{ "route_table", "subnet", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in it" },
	{ "route_table", "subnet_id", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in it" },
	{ "route_table", "associations", "a subnet names its table: write "
	  "\"route_table\": \"%s\" in it" },
	{ "network_acl", "subnets", "a subnet names its network ACL: write "
	  "\"network_acl\": \"%s\" in each of them" },
	{ "network_acl", "subnet_ids", "a subnet names its network ACL: write "
	  "\"network_acl\": \"%s\" in each of them" },
	{ "network_acl", "associations", "a subnet names its network ACL: "
	  "write \"network_acl\": \"%s\" in each of them" },
	{ "transit_gateway", "vpcs", "write \"attachments\": { \"a\": { "
	  "\"vpc\": \"a\", \"subnets\": [ … ] } }" },
	{ "transit_gateway", "vpc", "write \"attachments\": { \"a\": { "
	  "\"vpc\": \"a\", \"subnets\": [ … ] } }" },
	{ "transit_gateway", "vpc_attachments", "write \"attachments\": { \"a\": { "
	  "\"vpc\": \"a\", \"subnets\": [ … ] } }" },
	{ NULL, "Ref", "a function of CloudFormation means nothing here: write "
	  "the name itself" },
	{ NULL, "Fn::GetAtt", "a function of CloudFormation means nothing "
	  "here: write the name itself" },
	{ "subnet", "region", "write the AZ, such as \"az\": \"a\"; the Region "
	  "stands in the VPC, or at the top level" },
	{ "subnet", "nat", "its route table leads there: write "
	  "\"route_table\": \"…\", and in that \"0.0.0.0/0\": \"…\"" },
	{ "subnet", "nat_gateway", "its route table leads there: write "
	  "\"route_table\": \"…\", and in that \"0.0.0.0/0\": \"…\"" },
	{ "vpc", "azs", "each subnet names its AZ: \"az\": \"a\"" },
	{ "vpc", "public_subnets", "write each under \"subnets\": { "
	  "\"public-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"public\" } }" },
	{ "vpc", "private_subnets", "write each under \"subnets\": { "
	  "\"private-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"private\" } }" },
	{ "vpc", "enable_nat_gateway", "write \"nat_gateways\": { \"nat\": { "
	  "\"subnet\": \"…\" } }" },
	{ "vpc", "single_nat_gateway", "write \"nat_gateways\": { \"nat\": { "
	  "\"subnet\": \"…\" } }" },
	{ "vpc", "peering", "write \"peerings\": { \"…\": { \"between\": "
	  "[\"%s\", \"…\"] } } at the top level" },
	{ "peering", "local", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "remote", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "from", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "to", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "requester", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "accepter", "write \"between\": [\"…\", \"…\"]" },
	{ "transit_gateway", "routes", "a table has them: write \"tables\": "
	  "{ \"main\": { \"routes\": { … } } }, and \"table\": \"main\" in "
	  "the attachments" },
	{ "vpn", "type", "write \"static\": true, or leave it out: BGP then" },
	{ NULL, "vpc_id", of_its_vpc }, { NULL, "vpc", of_its_vpc },
	{ "vpc", "nat_gateway", "write \"nat_gateways\": { \"nat\": { "
	  "\"subnet\": \"…\" } }" },
	{ "nat_gateway", "connectivity_type", "write \"private\": true, or "
	  "leave it out: it is public then" },
	{ "peering", "vpc_id", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "peer_vpc_id", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "accepter_vpc_info", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "requester_vpc_info", "write \"between\": [\"…\", "
	  "\"…\"]" },
	{ "peering", "a", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "b", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "source", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "target", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "peer", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "source_vpc", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "target_vpc", "write \"between\": [\"…\", \"…\"]" },
	{ "peering", "destination", "write \"between\": [\"…\", \"…\"]" },
	{ "vpc", "VpcId", by_id },
	{ "subnet", "SubnetId", by_id },
	{ "route_table", "RouteTableId", by_id },
	{ "nat_gateway", "NatGatewayId", by_id },
	{ "security_group", "GroupId", by_id },
	{ "network_acl", "NetworkAclId", by_id },
	{ "endpoint", "VpcEndpointId", by_id },
	{ "elastic_ip", "AllocationId", by_id },
	{ "prefix_list", "PrefixListId", by_id },
	{ "workload", "InstanceId", by_id },
	{ "security_group", "GroupName", by_key },
	{ "prefix_list", "PrefixListName", by_key },
	{ "vpc", "availability_zones", "each subnet names its AZ: \"az\": "
	  "\"a\"" },
	{ "vpc", "peering_connections", "write \"peerings\": { \"…\": { "
	  "\"between\": [\"%s\", \"…\"] } } at the top level" },
	{ "vpc", "database_subnets", "write each under \"subnets\": { "
	  "\"data-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"isolated\" } }" },
	{ "vpc", "intra_subnets", "write each under \"subnets\": { "
	  "\"data-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"isolated\" } }" },
	{ "vpc", "isolated_subnets", "write each under \"subnets\": { "
	  "\"data-a\": { \"az\": \"a\", \"cidr\": \"…\", \"exposure\": "
	  "\"isolated\" } }" },
	{ "vpc", "nat_gateway_count", "write \"nat_gateways\": { "
	  "\"nat-a\": { \"subnet\": \"…\" }, … }" },
	{ "vpc", "one_nat_gateway_per_az", "write \"nat_gateways\": { "
	  "\"nat-a\": { \"subnet\": \"…\" }, … }" },
	{ "vpc", "main_route_table_id", "write \"main\": true in that "
	  "route table" },
	{ NULL, "Properties", "what is in it stands here, without "
	  "\"Properties\"" },
	{ "subnet", "security_groups", "groups are of workloads: write "
	  "\"security_groups\" in what stands in the subnet" },
	{ "route_table", "destination", "write \"routes\": { "
	  "\"0.0.0.0/0\": \"…\" }" },
	{ "route_table", "destination_cidr_block", "write \"routes\": { "
	  "\"0.0.0.0/0\": \"…\" }" },
	{ "route_table", "gateway_id", "write \"routes\": { "
	  "\"0.0.0.0/0\": \"…\" }" },
	{ "route_table", "nat_gateway_id", "write \"routes\": { "
	  "\"0.0.0.0/0\": \"…\" }" },
	{ "route_table", "target", "write \"routes\": { \"0.0.0.0/0\": "
	  "\"…\" }" },
	{ "route_table", "via", "write \"routes\": { \"0.0.0.0/0\": \"…\" }" },
	{ "nat_gateway", "az", "leave it out: it is in the AZ of its subnet" },
	{ "nat_gateway", "type", "write \"private\": true, or leave it "
	  "out: it is public then" },
	{ "endpoint", "ip_address_type", "write \"ipv6\": true for "
	  "dual-stack, or leave it out" },
	{ "workload", "ip_address_type", "write \"ipv6\": true for "
	  "dual-stack, or leave it out" },
	{ "security_group", "GroupDescription", "leave it out, or make it "
	  "a comment: \"//\"" },
	{ "security_group", "deny", "a security group lets through what "
	  "its rules name, and nothing else: leave it out, or deny in a "
	  "network ACL" },
	{ "security_group", "ports", "write \"ingress\": [\"tcp/443 from "
	  "…\"]" },
	{ "security_group", "from", "write \"ingress\": [\"tcp/443 from …\"]" },
	{ "security_group", "cidr_blocks", "write \"ingress\": [\"tcp/443 "
	  "from …\"]" },
	{ "security_group", "ingress_cidr_blocks", "write \"ingress\": "
	  "[\"tcp/443 from …\"]" },
	{ "security_group", "allow", "write \"ingress\": [\"tcp/443 from "
	  "…\"]" },
	{ "workload", "target_group_arns", "a load balancer names its "
	  "targets: write \"listeners\": { \"tcp/443\": \"%s on "
	  "tcp/8080\" } in it" },
	{ "workload", "vpc_config", "write \"subnets\": [ … ], "
	  "\"security_groups\": [ … ] in the workload itself" },
	{ "workload", "network_configuration", "write \"subnets\": [ … ], "
	  "\"security_groups\": [ … ] in the workload itself" },
	{ "workload", "network", "write \"subnets\": [ … ], "
	  "\"security_groups\": [ … ] in the workload itself" },
	{ "workload", "scaling", "write \"count\": …, \"max\": …" },
	{ "workload", "size", "write \"count\": … for how many there are" },
	{ "workload", "health_check", "write it in a listener: { \"to\": "
	  "\"…\", \"health\": \"tcp/8081\" }" },
	{ "workload", "tier", "its subnets say it: write \"tier\" in them" },
	{ "vpn", "customer_gateway_id", "write what lies behind it: "
	  "\"networks\": [\"office\"], and \"networks\": { \"office\": { "
	  "\"cidr\": … } } at the top level" },
	{ "vpn", "routes", "write \"cidrs\": [ … ], or \"networks\"" },
	{ "vpn", "vpc", "write \"on\": \"…\", the VPN gateway of that VPC" },
	{ "transit_gateway", "default_route_table_association", "write "
	  "\"default\": { \"association\": \"…\" }, or leave it out: all "
	  "are in one table then" },
	{ "transit_gateway", "default_route_table_propagation", "write "
	  "\"default\": { \"propagation\": \"…\" }, or leave it out: all "
	  "are in one table then" },
	{ "attachment", "transit_gateway_id", "leave it out: it stands "
	  "inside of its transit gateway" },
	{ "attachment", "type", "leave it out: \"vpc\", \"vpn\" or "
	  "\"peer\" says it" },
	{ "attachment", "dns_support", no_matter },
	{ "transit_gateway", "dns_support", no_matter },
	{ "network", "via", "a VPN leads there: write \"vpns\": { \"…\": "
	  "{ \"on\": \"…\", \"networks\": [\"%s\"] } } at the top level" },
	{ "elastic_ip", "vpc", no_matter },
	{ "listener", "protocol", "the key says it: \"tcp/443\": \"app on "
	  "tcp/8080\"" },
	{ "listener", "default_action", "write \"to\": \"…\", the "
	  "workload behind it" },
	{ "listener", "default_actions", "write \"to\": \"…\", the "
	  "workload behind it" },
	{ "listener", "forward", "write \"to\": \"…\", the workload "
	  "behind it" },
	{ "vpc", "description", no_matter },
	{ "subnet", "description", no_matter },
	{ "route_table", "description", no_matter },
	{ "network_acl", "description", no_matter },
	{ "endpoint", "description", no_matter },
	{ "workload", "description", no_matter },
	{ "transit_gateway", "description", no_matter },
	{ "network", "description", no_matter },
	{ "prefix_list", "description", no_matter },
	{ "nat_gateway", "description", no_matter },
	{ NULL, "db_instance_class", no_matter },
	{ NULL, "instance_type", no_matter },
	{ NULL, "instance_class", no_matter },
	{ NULL, "image_id", no_matter },
	{ NULL, "ami", no_matter },
	{ NULL, "image", no_matter },
	{ NULL, "key_name", no_matter },
	{ NULL, "user_data", no_matter },
	{ NULL, "iam_instance_profile", no_matter },
	{ NULL, "iam_role", no_matter },
	{ NULL, "role", no_matter },
	{ NULL, "engine_version", no_matter },
	{ NULL, "allocated_storage", no_matter },
	{ NULL, "storage", no_matter },
	{ NULL, "storage_type", no_matter },
	{ NULL, "runtime", no_matter },
	{ NULL, "handler", no_matter },
	{ NULL, "memory_size", no_matter },
	{ NULL, "memory", no_matter },
	{ NULL, "cpu", no_matter },
	{ NULL, "cluster", no_matter },
	{ NULL, "task_definition", no_matter },
	{ NULL, "username", no_matter },
	{ NULL, "password", no_matter },
	{ NULL, "master_username", no_matter },
	{ NULL, "dns_name", no_matter },
	{ NULL, "node_type", no_matter },
	{ NULL, "launch_template", no_matter },
	{ NULL, "policy", no_matter },
	{ NULL, "policy_document", no_matter },
	{ NULL, "auto_accept", no_matter },
	{ NULL, "name_prefix", no_matter },
	{ NULL, "revoke_rules_on_delete", no_matter },
	{ NULL, "instance_tenancy", no_matter },
	{ NULL, "tenancy", no_matter },
	{ NULL, "enable_network_address_usage_metrics", no_matter },
	{ NULL, "outpost_arn", no_matter },
	{ NULL, "peer_owner_id", no_matter },
	{ NULL, "amazon_side_asn", no_matter },
	{ NULL, "auto_accept_shared_attachments", no_matter },
	{ NULL, "asn", no_matter },
	{ NULL, "bgp_asn", no_matter },
	{ NULL, "peer_ip", no_matter },
	{ NULL, "certificate_arn", no_matter },
	{ NULL, "ssl_policy", no_matter },
	{ NULL, "domain", no_matter },
	{ NULL, "address_family", no_matter },
	{ NULL, "parameter_group_name", no_matter },
	{ NULL, "backup_retention_period", no_matter },
	{ NULL, "deletion_protection", no_matter },
	{ NULL, "environment", no_matter },
	{ "security_group", "description",
	  "leave it out, or make it a comment: \"//\"" },
	{ NULL, NULL, NULL }
};

/* The same of keys that stand for something by what they say. */
static const struct {
	const char *in, *wrong;
	bool value;
	const char *advice;
} flag_advices[] = {
	{ "subnet", "public", true, "write \"exposure\": \"public\", which is "
	  "what it is meant to be; \"public_ip\": true gives what is in it "
	  "public addresses" },
	{ "subnet", "public", false, "write \"exposure\": \"private\", or "
	  "\"isolated\" if nothing in it may reach the internet" },
	{ "subnet", "is_public", true, "write \"exposure\": \"public\"" },
	{ "subnet", "is_public", false, "write \"exposure\": \"private\"" },
	{ "subnet", "is_private", true, "write \"exposure\": \"private\"" },
	{ "subnet", "private", true, "write \"exposure\": \"private\"" },
	{ "subnet", "private", false, "write \"exposure\": \"public\"" },
	{ "subnet", "isolated", true, "write \"exposure\": \"isolated\"" },
	{ "workload", "internal", true, "write \"scheme\": \"internal\"" },
	{ "workload", "internal", false,
	  "write \"scheme\": \"internet-facing\"" },
	{ "workload", "internet_facing", true,
	  "write \"scheme\": \"internet-facing\"" },
	{ "workload", "internet_facing", false,
	  "write \"scheme\": \"internal\"" },
	{ "nat_gateway", "public", true, "leave it out: a NAT gateway is "
	  "public unless it says \"private\": true" },
	{ "nat_gateway", "public", false, "write \"private\": true" },
	{ "vpc", "ipv6", true, "write the block under \"ipv6_cidrs\", or "
	  "\"amazon_ipv6\": true if Amazon gives it one" },
	{ "vpc", "ipv6", false, "leave it out: without \"ipv6_cidrs\" it has "
	  "none" },
	{ NULL, NULL, false, NULL }
};

static const char *
flag_advice(const struct spec_object *o, struct node member)
{
	bool value;

	if (!node_bool(member, &value))
		return NULL;
	for (size_t i = 0; flag_advices[i].wrong != NULL; i++)
		if (flag_advices[i].value == value &&
		    str_equal(flag_advices[i].in, o->name) &&
		    spec_same_word(flag_advices[i].wrong, node_key(member)))
			return flag_advices[i].advice;
	return NULL;
}

/* More blocks beside "cidr": one key has them all. */
static const char *
more_blocks(struct spec *s, struct node member, const char *meant)
{
	struct node first = node_get(s->object, "cidr");
	size_t count;
	const char *items = node_kind(member) == NODE_STRING ?
	    node_excerpt(s->l->a, member) : items_of(s, member, &count);

	if (!str_equal(meant, "cidrs") || node_kind(first) != NODE_STRING ||
	    items == NULL || str_equal(node_key(member), "cidr"))
		return NULL;
	return arena_printf(s->l->a, "\"cidrs\" takes the place of \"cidr\": "
	    "write \"cidrs\": [%s, %s]", node_excerpt(s->l->a, first), items);
}

const char *
spec_key_advice(struct spec *s, const struct spec_object *o,
    const void *base, struct node member)
{
	const struct thing *t = o->make != NULL ? base : NULL;
	const char *by_value = flag_advice(o, member);
	const char *between = str_equal(o->name, "peering") ?
	    spec_between_help(s, member) : NULL;

	if (o == &spec_expectation)
		return spec_expect_advice(s, member);
	if (between != NULL)
		return between;
	if (by_value != NULL)
		return by_value;
	for (size_t i = 0; advices[i].wrong != NULL; i++) {
		const char *text = advices[i].advice;
		const char *hole = strstr(text, "%s");

		if (!spec_same_word(advices[i].wrong, node_key(member)) ||
		    (advices[i].in == NULL ? o == &spec_root :
		    !str_equal(advices[i].in, o->name)))
			continue;
		if (text == of_its_vpc && (s->vpc == NULL ||
		    o->kind == KIND_VPC || spec_key_find(o, "vpc") != NULL))
			continue;
		if (hole == NULL)
			return text;
		return arena_printf(s->l->a, "%.*s%s%s", (int)(hole - text),
		    text, t != NULL && t->name != NULL ? t->name : "…",
		    hole + 2);
	}
	return NULL;
}

static const char *
there_already(struct spec *s, const struct spec_key *row, const char *meant,
    struct node member, struct node there)
{
	enum node_kind kind = node_kind(there);

	if (node_kind(member) == kind && (kind == NODE_LIST ||
	    (kind == NODE_MAP && row != NULL && row->object != NULL)))
		return arena_printf(s->l->a, "there is \"%s\" already: put "
		    "what stands here into it", meant);
	return arena_printf(s->l->a, "there is \"%s\" already: write there "
	    "what is to hold, and leave this out", meant);
}

/* "min_size" beside "desired_size": of words for one key the one that says
 * how many there are, else the first, counts. */
static bool
gives_way(struct node member, struct node other, bool earlier)
{
	bool least = str_starts_with(node_key(member), "min") ||
	    str_starts_with(node_key(member), "Min");
	bool other_least = str_starts_with(node_key(other), "min") ||
	    str_starts_with(node_key(other), "Min");

	return least != other_least ? least : earlier;
}

/* Another wrong key that stands for what member does, and says it better. */
static const char *
said_by_another(struct spec *s, const struct spec_object *o,
    const char *meant, struct node member)
{
	enum { LOOKED_AT = 40 };
	VEC(const char *) keys = { 0 };
	bool by_alias, earlier = true;
	size_t n = 0;

	for (const struct spec_key *k = o->keys; k->key != NULL; k++)
		vec_push(s->l->a, &keys, k->key);
	for (struct node c = node_first(s->object); node_exists(c) &&
	    n < LOOKED_AT; c = node_next(c), n++) {
		if (place_compare(node_place(c), node_place(member)) == 0) {
			earlier = false;
			continue;
		}
		if (spec_key_find(o, node_key(c)) == NULL &&
		    gives_way(member, c, earlier) &&
		    str_equal(spec_meant(node_key(c), keys.v, keys.n,
		    &by_alias), meant) && by_alias)
			return arena_printf(s->l->a, "leave it out: \"%s\" "
			    "stands for \"%s\", too",
			    sanitise_text(s->l->a, node_key(c)), meant);
	}
	return NULL;
}

const char *
spec_value_advice(struct spec *s, const struct spec_object *o,
    const char *meant, struct node member)
{
	const char *blocks = more_blocks(s, member, meant);
	const struct spec_key *row = spec_key_find(o, meant);
	struct node there = node_get(s->object, meant);
	const char *another;

	if (blocks != NULL)
		return blocks;
	/* Under its right name it would be there twice. */
	if (node_exists(there))
		return there_already(s, row, meant, member, there);
	if (spec_same_word(node_key(member), meant))
		return NULL;
	another = row != NULL && (row->form == FORM_NUMBER ||
	    row->form == FORM_FLAG || row->form == FORM_TEXT) ?
	    said_by_another(s, o, meant, member) : NULL;
	if (another != NULL)
		return another;
	return row != NULL ? spec_shape_help(s, o, row, member) : NULL;
}
