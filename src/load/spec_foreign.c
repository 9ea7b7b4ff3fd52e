/* SPDX-License-Identifier: MIT */
#include "load/spec_foreign.h"

#include "base/str.h"
#include "model/notation.h"
#include "model/notices.h"
#include "net/cidr.h"
#include "text/sanitise.h"

#include <string.h>

/* The first member that has one of those keys. */
static struct node
any_of(struct node n, const char *const *keys)
{
	for (size_t i = 0; keys[i] != NULL; i++) {
		struct node member = node_get(n, keys[i]);

		if (node_exists(member))
			return member;
	}
	return (struct node){ 0 };
}

static const char *const protocol_keys[] = { "IpProtocol", "ip_protocol",
	"protocol", "Protocol", "proto", NULL };
static const char *const from_keys[] = { "FromPort", "from_port", "From",
	NULL };
/* What may stand for both, beside keys that are theirs. */
static const char *const port_keys[] = { "port", "Port", "ports", NULL };
static const char *const to_keys[] = { "ToPort", "to_port", "To", NULL };
static const char *const peer_keys[] = { "cidr_blocks", "ipv6_cidr_blocks",
	"cidr_block", "ipv6_cidr_block", "cidr_ipv4", "cidr_ipv6", "CidrIp",
	"CidrIpv6", "CidrIpv4", "CidrBlock", "Ipv6CidrBlock", "IpRanges",
	"Ipv6Ranges", "UserIdGroupPairs", "PrefixListIds", "prefix_list_ids",
	"prefix_list_id", "security_groups", "source_security_group_id",
	"referenced_security_group_id", "SourceSecurityGroupId",
	"DestinationSecurityGroupId", "SourcePrefixListId",
	"DestinationPrefixListId", "cidr", "Cidr", "cidrs", "source", "src",
	"destination", "dest", "peer", NULL };
/* Where a block or a name stands, beside ports under other keys. */
static const char *const own_peer_keys[] = { "from", "to", NULL };
/* In what a peer list of AWS's holds. */
static const char *const inner_keys[] = { "CidrIp", "CidrIpv6", "GroupName",
	"GroupId", "PrefixListId", NULL };

static const char *
text_of(struct load *l, struct node n)
{
	const char *text;

	if (node_kind(n) == NODE_MAP)	/* of CloudFormation: the name */
		n = node_get(n, "Ref");
	text = node_kind(n) == NODE_STRING ? node_text(l->a, n) :
	    node_kind(n) == NODE_NUMBER ? node_excerpt(l->a, n) : NULL;

	return text != NULL ? sanitise_text(l->a, text) : NULL;
}

static const char *
protocol_of(struct load *l, struct node n)
{
	static const struct {
		const char *theirs, *ours;
	} words[] = {
		{ "-1", "all" }, { "all", "all" }, { "6", "tcp" },
		{ "17", "udp" }, { "1", "icmp" }, { "58", "icmpv6" },
		{ NULL, NULL }
	};
	const char *text = text_of(l, any_of(n, protocol_keys));

	for (size_t i = 0; text != NULL && words[i].theirs != NULL; i++)
		if (str_equal(words[i].theirs, text))
			return words[i].ours;
	return text;
}

/* "tcp/443", "TCP/80-90", "all", of what they say. */
static const char *
their_ports(struct load *l, struct node n)
{
	static const char *const range_keys[] = { "PortRange", "port_range",
		NULL };
	struct node range = any_of(n, range_keys);
	struct node within = node_kind(range) == NODE_MAP ? range : n;
	const char *protocol = protocol_of(l, n);
	const char *from = text_of(l, any_of(within, from_keys));
	const char *to = text_of(l, any_of(within, to_keys));

	if (from == NULL)
		from = text_of(l, any_of(within, port_keys));
	if (str_equal(protocol, "all"))
		return "all";
	if (protocol == NULL)
		protocol = "tcp";
	if (from == NULL)
		return protocol;
	if (str_equal(protocol, "icmp") || str_equal(protocol, "icmpv6"))
		return protocol;
	if (to == NULL || str_equal(from, to))
		return arena_printf(l->a, "%s/%s", protocol, from);
	if (str_equal(from, "0") && str_equal(to, "65535"))
		return protocol;
	return arena_printf(l->a, "%s/%s-%s", protocol, from, to);
}

/* The same as PORTS: "tcp/443"; "…" where they cannot be told. */
static const char *
ports_of(struct load *l, struct node n)
{
	const char *theirs = their_ports(l, n), *ours;
	struct port_set ports;

	if (notation_ports_parse(l->a, theirs, &ports, NULL) == NULL)
		return theirs;
	ours = notation_ports_meant(l->a, theirs);
	return ours != NULL ? ours : "…";
}

struct texts {
	VEC(const char *) v;
};

static void
add_peers(struct load *l, struct texts *out, struct node n)
{
	const char *text = text_of(l, n);

	if (text != NULL) {
		vec_push(l->a, &out->v, text);
		return;
	}
	if (node_kind(n) == NODE_MAP) {
		text = text_of(l, any_of(n, inner_keys));
		if (text != NULL)
			vec_push(l->a, &out->v, text);
		return;
	}
	if (node_kind(n) != NODE_LIST)
		return;
	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		text = text_of(l, c);
		if (text == NULL)
			text = text_of(l, any_of(c, inner_keys));
		if (text != NULL)
			vec_push(l->a, &out->v, text);
	}
}

static struct texts
peers_of(struct load *l, struct node n)
{
	struct texts peers = { 0 };
	bool self;

	for (size_t i = 0; peer_keys[i] != NULL; i++)
		add_peers(l, &peers, node_get(n, peer_keys[i]));
	for (size_t i = 0; own_peer_keys[i] != NULL; i++)
		if (node_kind(node_get(n, own_peer_keys[i])) == NODE_STRING)
			add_peers(l, &peers, node_get(n, own_peer_keys[i]));
	if (node_bool(node_get(n, "self"), &self) && self)
		vec_push(l->a, &peers.v, "self");
	if (peers.v.n == 0)
		vec_push(l->a, &peers.v, "…");
	return peers;
}

static const char *
quoted(struct load *l, const char *text)
{
	return read_looks_like_address(text) || str_equal(text, "self") ||
	    str_equal(text, "…") ? text : notation_name_format(l->a, text);
}

enum { LINES_MAX = 4 };

/* A line for each peer: `"tcp/443 from 0.0.0.0/0", "tcp/443 from ::/0"`. */
static const char *
lines_of(struct load *l, struct node n, const char *before,
    enum direction direction)
{
	struct texts peers = peers_of(l, n);
	struct str out = str_new(l->a);

	for (size_t i = 0; i < peers.v.n && i < LINES_MAX; i++)
		str_addf(&out, "%s\"%s%s %s %s\"", i > 0 ? ", " : "", before,
		    ports_of(l, n), direction == INGRESS ? "from" : "to",
		    quoted(l, peers.v.v[i]));
	if (peers.v.n > LINES_MAX)
		str_add(&out, ", …");
	return str_text(&out);
}

static bool
is_foreign(struct node n)
{
	return node_kind(n) == NODE_MAP &&
	    (!node_exists(node_get(n, "ports")) ||
	    node_exists(node_get(n, "protocol"))) &&
	    (node_exists(any_of(n, protocol_keys)) ||
	    node_exists(any_of(n, from_keys)) ||
	    node_exists(any_of(n, peer_keys)));
}

static bool
complain(struct load *l, struct node n, const char *what, const char *write)
{
	struct finding *f = finding_add(&l->findings, &notice_wrong_type,
	    node_place(n), "this %s is written as AWS or Terraform writes it",
	    what);

	finding_help(&l->findings, f, "write %s", write);
	return true;
}

const char *
spec_foreign_lines(struct load *l, struct node n, enum direction direction)
{
	return is_foreign(n) ? lines_of(l, n, "", direction) : NULL;
}

/* {"tcp/22": "from office"}: a line that was parted at a colon. */
static const char *
parted_line(struct load *l, struct node n, enum direction direction)
{
	struct node first = node_first(n);
	const char *rest = text_of(l, first);
	const char *before = direction == INGRESS ? "from " : "to ";

	if (node_kind(n) != NODE_MAP || node_exists(node_next(first)) ||
	    rest == NULL || strpbrk(node_key(first), "0123456789") == NULL)
		return NULL;
	return notation_rule_meant(l->a, arena_printf(l->a, "%s %s%s",
	    node_key(first), str_starts_with(rest, before) ? "" : before,
	    rest), direction);
}

bool
spec_foreign_rule(struct load *l, struct node n, enum direction direction)
{
	const char *line = parted_line(l, n, direction);

	if (line != NULL) {
		finding_help(&l->findings, finding_add(&l->findings,
		    &notice_wrong_type, node_place(n), "a rule is one text"),
		    "write \"%s\"", sanitise_text(l->a, line));
		return true;
	}
	return is_foreign(n) && complain(l, n, "rule",
	    lines_of(l, n, "", direction));
}

bool
spec_foreign_entry(struct load *l, struct node n, enum direction direction)
{
	static const char *const numbers[] = { "RuleNumber", "rule_number",
		"rule_no", "number", NULL };
	static const char *const actions[] = { "RuleAction", "rule_action",
		"action", NULL };
	static const char *const egress_keys[] = { "Egress", "egress", NULL };
	static const char *const way_keys[] = { "direction", "Direction",
		"type", NULL };
	const char *way;
	const char *number = text_of(l, any_of(n, numbers));
	const char *action = text_of(l, any_of(n, actions));
	bool egress;

	if (node_bool(any_of(n, egress_keys), &egress))
		direction = egress ? EGRESS : INGRESS;
	way = text_of(l, any_of(n, way_keys));
	if (way != NULL && (str_equal_but_case(way, "egress") ||
	    str_equal_but_case(way, "outbound")))
		direction = EGRESS;

	if (!is_foreign(n))
		return false;
	return complain(l, n, "entry", lines_of(l, n, arena_printf(l->a,
	    "%s %s ", number != NULL ? number : "100", action != NULL ?
	    action : "allow"), direction));
}

static const char *const destination_keys[] = { "destination_cidr_block",
	"DestinationCidrBlock", "cidr_block", "ipv6_cidr_block",
	"destination_ipv6_cidr_block", "DestinationIpv6CidrBlock",
	"destination_prefix_list_id", "DestinationPrefixListId", "destination",
	"dest", "dst", "cidr", NULL };
static const char *const target_keys[] = { "gateway_id", "GatewayId",
	"nat_gateway_id", "NatGatewayId", "transit_gateway_id",
	"TransitGatewayId", "vpc_peering_connection_id",
	"VpcPeeringConnectionId", "network_interface_id", "NetworkInterfaceId",
	"vpc_endpoint_id", "VpcEndpointId", "egress_only_gateway_id",
	"EgressOnlyInternetGatewayId", "instance_id", "InstanceId", "target",
	"gateway", "next_hop", "nat_gateway", NULL };

static const char *
route_line(struct load *l, const char *to, const char *via)
{
	return arena_printf(l->a, "{ \"to\": \"%s\", \"via\": \"%s\" }",
	    to != NULL ? to : "…", via != NULL ? via : "…");
}

static bool
is_block(const char *text)
{
	struct cidr block;

	return text != NULL &&
	    cidr_parse(text, strlen(text), &block) == ADDR_OK;
}

bool
spec_foreign_route(struct load *l, struct node n)
{
	struct node first = node_first(n), to, via;

	if (node_kind(n) != NODE_MAP || node_exists(node_get(n, "via")))
		return false;
	if (node_exists(first) && is_block(node_key(first)))
		return complain(l, n, "route", route_line(l, node_key(first),
		    text_of(l, first)));
	to = any_of(n, destination_keys);
	via = any_of(n, target_keys);
	if (!node_exists(to) && !node_exists(via))
		return false;
	if (!node_exists(to))
		to = node_get(n, "to");
	return complain(l, n, "route", route_line(l, text_of(l, to),
	    text_of(l, via)));
}

bool
spec_foreign_only_route(struct load *l, struct node n)
{
	struct node to = any_of(n, destination_keys);
	struct node via = any_of(n, target_keys);
	const char *block, *target;

	if (!node_exists(to))
		to = node_get(n, "to");
	if (!node_exists(via))
		via = node_get(n, "via");
	if (!node_exists(to) || !node_exists(via))
		return false;
	block = text_of(l, to);
	target = text_of(l, via);
	return complain(l, n, "route", arena_printf(l->a, "{ \"%s\": \"%s\" }",
	    block != NULL ? block : "…", target != NULL ? target : "…"));
}

const char *
spec_foreign_route_text(struct load *l, struct node n)
{
	const char *text = text_of(l, n), *rest;
	char block[CIDR_TEXT_MAX];
	size_t length;

	if (text == NULL)
		return NULL;
	length = strcspn(text, " =>");
	if (length == 0 || length >= sizeof block)
		return NULL;
	rest = text + length;
	if (text[length - 1] == ':')
		length--;
	memcpy(block, text, length);
	block[length] = '\0';
	if (!is_block(block))
		return NULL;
	rest += strspn(rest, " =>-");
	if (str_starts_with(rest, "via "))
		rest += strlen("via ");
	return route_line(l, block, *rest != '\0' ? rest : NULL);
}
