/* SPDX-License-Identifier: MIT */

/*
 * Rules of groups and entries of ACLs as others write them.  A line to write
 * instead is worse than none if it says something else: it is proposed only
 * when every member of the object was understood and is in it.
 */

#include "load/spec_foreign_part.h"

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notation.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

/* Compared without case and what parts words: spec_same_word(). */
static const struct {
	const char *key;
	enum role role;
} roles[] = {
	{ "protocol", PROTOCOL }, { "ip_protocol", PROTOCOL },
	{ "proto", PROTOCOL },
	{ "from_port", FIRST_PORT }, { "start_port", FIRST_PORT },
	{ "port_from", FIRST_PORT },
	{ "to_port", LAST_PORT }, { "end_port", LAST_PORT },
	{ "port_to", LAST_PORT },
	{ "port", PORTS }, { "ports", PORTS }, { "port_range", PORTS },
	{ "service", PORTS }, { "application", PORTS },
	{ "port_ranges", PORTS }, { "destination_port", PORTS },
	{ "destination_ports", PORTS }, { "destination_port_range", PORTS },
	{ "destination_port_ranges", PORTS }, { "dst_port", PORTS },
	{ "dest_port", PORTS }, { "dport", PORTS },
	{ "source_port", OTHER_PORTS }, { "source_ports", OTHER_PORTS },
	{ "source_port_range", OTHER_PORTS },
	{ "source_port_ranges", OTHER_PORTS },
	{ "icmp_type", ICMP_TYPE }, { "icmp_code", ICMP_CODE },
	{ "icmp", ICMP_BOTH }, { "icmp_type_code", ICMP_BOTH },
	{ "cidr_blocks", PEER }, { "ipv6_cidr_blocks", PEER },
	{ "cidr_block", PEER }, { "ipv6_cidr_block", PEER },
	{ "cidr_ipv4", PEER }, { "cidr_ipv6", PEER }, { "cidr_ip", PEER },
	{ "cidr", PEER }, { "cidrs", PEER }, { "peer", PEER },
	{ "ip_ranges", PEER }, { "ipv6_ranges", PEER },
	{ "user_id_group_pairs", PEER }, { "security_groups", PEER },
	{ "source_security_group_id", PEER },	/* Terraform's, both ways */
	{ "referenced_security_group_id", PEER },
	{ "referenced_security_group", PEER }, { "security_group", PEER },
	{ "security_group_id", PEER }, { "source_security_group", PEER },
	{ "peer_security_group", PEER }, { "source_group", PEER },
	{ "group", PEER }, { "sg", PEER }, { "source_sg", PEER },
	{ "prefix_list_ids", LIST_PEER }, { "prefix_list_id", LIST_PEER },
	{ "prefix_list", LIST_PEER }, { "prefix_lists", LIST_PEER },
	{ "source", SOURCE }, { "src", SOURCE }, { "sources", SOURCE },
	{ "source_address_prefix", SOURCE },
	{ "source_address_prefixes", SOURCE }, { "source_ranges", SOURCE },
	{ "source_cidr", SOURCE }, { "source_ip", SOURCE },
	{ "source_ips", SOURCE }, { "source_ip_range", SOURCE },
	{ "source_address", SOURCE }, { "source_addresses", SOURCE },
	{ "source_ip_ranges", SOURCE }, { "src_ip", SOURCE },
	{ "source_tags", SOURCE }, { "source_service_accounts", SOURCE },
	{ "source_application_security_groups", SOURCE },
	{ "src_ip_ranges", SOURCE }, { "saddr", SOURCE },
	{ "destination", DESTINATION }, { "dest", DESTINATION },
	{ "dst", DESTINATION }, { "destinations", DESTINATION },
	{ "destination_address_prefix", DESTINATION },
	{ "destination_address_prefixes", DESTINATION },
	{ "destination_ranges", DESTINATION },
	{ "destination_cidr", DESTINATION }, { "destination_ip", DESTINATION },
	{ "destination_address", DESTINATION },
	{ "destination_addresses", DESTINATION },
	{ "destination_ip_range", DESTINATION },
	{ "dest_ip_ranges", DESTINATION }, { "daddr", DESTINATION },
	{ "destination_security_group_id", DESTINATION },
	{ "source_prefix_list_id", SOURCE_LIST },
	{ "destination_prefix_list_id", DESTINATION_LIST },
	{ "self", SELF },
	{ "rule_number", NUMBER }, { "rule_no", NUMBER },
	{ "number", NUMBER }, { "priority", NUMBER }, { "rule", NUMBER },
	{ "seq", NUMBER }, { "sequence", NUMBER }, { "order", NUMBER },
	{ "rule#", NUMBER },
	{ "rule_action", ACTION }, { "action", ACTION },
	{ "access", ACTION }, { "effect", ACTION }, { "allow/deny", ACTION },
	{ "policy", ACTION }, { "verdict", ACTION },
	{ "egress", IS_EGRESS },
	{ "direction", WAY }, { "type", WAY },
	{ "description", WHY }, { "why", WHY }, { "comment", WHY },
	{ "remark", WHY }, { "name", NAME }, { "label", NAME },
	{ "allowed", ALLOWED }, { "allow", ALLOWED },
	{ "target_tags", CARRIERS }, { "target_service_accounts", CARRIERS },
	{ "destination_application_security_groups", CARRIERS },
	{ "applied_to", CARRIERS }, { "apply_to", CARRIERS },
};

/* "from" and "to" are ours, and hold a peer; a number there is a port. */
enum role
spec_foreign_role(struct load *l, struct node member)
{
	const char *key = node_key(member), *text;
	bool first = spec_same_word(key, "from");

	if (first || spec_same_word(key, "to")) {
		text = spec_foreign_text(l, member);
		if (text != NULL && text[strspn(text, "0123456789")] == '\0')
			return first ? FIRST_PORT : LAST_PORT;
		return first ? SOURCE : DESTINATION;
	}
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (spec_same_word(roles[i].key, key))
			return roles[i].role;
	return ROLE_NONE;
}

/* What stands in "properties", as Azure has it, stands in the rule. */
static struct node
properties_of(struct node n)
{
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (spec_same_word(node_key(c), "properties") &&
		    node_kind(c) == NODE_MAP)
			return c;
	return (struct node){ 0 };
}

static void
leave(struct foreign *f, const char *key)
{
	for (size_t i = 0; i < f->left.n; i++)
		if (str_equal(f->left.v[i], key))
			return;
	vec_push(f->l->a, &f->left, key);
}

/* ---------------------------------------------------------------- peers */

/* What Azure knows by a name of its own, and a plan does not. */
static bool
is_word_of_azure(const char *text)
{
	return spec_same_word(text, "virtual_network") ||
	    spec_same_word(text, "azure_load_balancer") ||
	    str_starts_with(text, "AzureCloud");
}

/* "host 10.0.0.1", "10.0.0.1-10.0.0.9": blocks that no CIDR says as it is. */
static bool
means_blocks(struct arena *a, const char *text, struct blocks_meant *out)
{
	struct cidr block;

	if (cidr_parse(text, strlen(text), &block) == ADDR_OK)
		return false;
	return ((*text >= '0' && *text <= '9') || strchr(text, ' ') != NULL ||
	    strchr(text, ':') != NULL) && !str_starts_with(text, "sg:") &&
	    strchr(text, '/') != text && notation_blocks_meant(a, text, out);
}

static bool
add_peer(struct foreign *f, const char *text, const char *why, bool is_list)
{
	struct arena *a = f->l->a;
	struct foreign_peer peer = { text, why, is_list };
	struct blocks_meant blocks;
	struct name_text name;
	struct cidr block;

	if (spec_foreign_is_any(text))
		peer.text = f->is_entry ? "0.0.0.0/0" : "anywhere";
	else if (is_word_of_azure(text)) {
		f->azure = text;
		return false;
	}
	else if (means_blocks(a, text, &blocks)) {
		for (size_t i = 0; i < blocks.n; i++) {
			peer.text = blocks.v[i];
			vec_push(a, &f->peers, peer);
		}
		return blocks.n == blocks.all;
	}
	else if (notation_is_address(text)) {
		if (notation_address_parse(a, text, &block) != NULL)
			return false;
	} else if (f->is_entry) {
		return false;	/* it knows no names */
	} else if (!str_equal(text, "self")) {
		peer.text = notation_name_format(a, text);
		if (notation_name_parse(a, peer.text, &name) != NULL)
			return false;
		if (is_list)
			peer.text = arena_printf(a, "pl:%s", peer.text);
	}
	vec_push(a, &f->peers, peer);
	return true;
}

/* {"CidrIp": …, "Description": …}, {"GroupId": …, "UserId": …} */
static bool
take_peer_object(struct foreign *f, struct node n)
{
	const char *peer = NULL, *why = NULL;
	bool by_name = false, is_list = false;

	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const char *key = node_key(c);

		if (spec_foreign_says_nothing(c) ||
		    str_equal(key, "UserId") || str_equal(key, "PeeringStatus"))
			continue;
		if (str_equal(key, "Description")) {
			why = spec_foreign_text(f->l, c);
		} else if (str_equal(key, "GroupName")) {
			peer = spec_foreign_text(f->l, c);
			by_name = true;
		} else if (str_equal(key, "GroupId")) {
			if (!by_name)
				peer = spec_foreign_text(f->l, c);
		} else if (str_equal(key, "CidrIp") ||
		    str_equal(key, "CidrIpv6") ||
		    str_equal(key, "PrefixListId")) {
			if (peer != NULL)
				return false;
			peer = spec_foreign_text(f->l, c);
			is_list = str_equal(key, "PrefixListId");
		} else {
			return false;
		}
	}
	return peer != NULL && add_peer(f, peer, why, is_list);
}

static bool
take_peers(struct foreign *f, struct node n, bool is_list)
{
	const char *text = spec_foreign_text(f->l, n);
	bool all = true;

	if (text != NULL)
		return (node_kind(n) != NODE_MAP ||
		    !node_exists(node_next(node_first(n)))) &&
		    add_peer(f, text, NULL, is_list);
	if (node_kind(n) == NODE_MAP)
		return take_peer_object(f, n);
	if (node_kind(n) != NODE_LIST)
		return false;
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		all &= node_kind(c) != NODE_LIST && take_peers(f, c, is_list);
	return all;
}

/* The end of the traffic that the group or the subnet is itself. */
static bool
is_own_end(struct foreign *f, struct node n)
{
	const char *text = spec_foreign_text(f->l, n);

	return text != NULL && spec_foreign_is_any(text);
}

/* The same of addresses, which narrow what a rule lets to all of them. */
static bool
take_own_end(struct foreign *f, struct node n)
{
	const char *text = spec_foreign_text(f->l, n);
	struct node first = node_first(n);

	if (text == NULL && node_kind(n) == NODE_LIST &&
	    node_exists(first) && !node_exists(node_next(first)))
		text = spec_foreign_text(f->l, first);
	if (text == NULL || f->other_end != NULL)
		return false;
	if (!spec_foreign_is_any(text))
		f->own_key = node_key(n);
	if (!spec_foreign_is_any(text) && !str_equal(text, "0.0.0.0/0"))
		f->other_end = text;
	return true;
}

/* ------------------------------------------------------- rules, entries */

static bool
take_action(struct foreign *f, struct node n)
{
	static const char *const allows[] = { "allow", "permit", "accept" };
	static const char *const denies[] = { "deny", "drop", "block",
		"reject" };
	const char *text = spec_foreign_text(f->l, n), *action = NULL;

	for (size_t i = 0; text != NULL && i < 3; i++)
		if (str_equal_but_case(allows[i], text))
			action = "allow";
	for (size_t i = 0; text != NULL && i < 4; i++)
		if (str_equal_but_case(denies[i], text))
			action = "deny";
	if (action == NULL || (f->action != NULL &&
	    !str_equal(f->action, action)))
		return false;
	f->action = action;
	return true;
}

/* Which way the object says that it looks; false: it does not say. */
static bool
way_of(struct foreign *f, struct node n, enum role role, enum direction *way)
{
	static const char *const words[] = { "ingress", "inbound", "in",
		"egress", "outbound", "out" };
	const char *text = spec_foreign_text(f->l, n);
	bool egress;

	if (role == IS_EGRESS && node_bool(n, &egress)) {
		*way = egress ? EGRESS : INGRESS;
		return true;
	}
	for (size_t i = 0; role == WAY && text != NULL && i < 6; i++)
		if (str_equal_but_case(words[i], text)) {
			*way = i < 3 ? INGRESS : EGRESS;
			return true;
		}
	return false;
}

static bool
take_self(struct foreign *f, struct node n)
{
	bool self;

	if (!node_bool(n, &self))
		return false;
	return !self || add_peer(f, "self", NULL, false);
}

/* "HTTPS (443)" of AWS's console; of no matter beside a protocol and ports. */
static bool
take_type(struct foreign *f, struct node n)
{
	const char *text = spec_foreign_text(f->l, n);
	struct ports_meant meant;

	if (text == NULL || f->sets.n > 0)
		return false;
	if (f->says_ports)
		return true;
	if (!notation_ports_list_meant(f->l->a, text, &meant))
		return false;
	for (size_t i = 0; i < meant.n; i++)
		vec_push(f->l->a, &f->sets, meant.v[i]);
	return true;
}

/* "allow" says an action, or which kinds of traffic. */
static bool
take_allowed(struct foreign *f, struct node n)
{
	return node_kind(n) == NODE_LIST || node_kind(n) == NODE_MAP ?
	    spec_foreign_take_allowed(f, n) : take_action(f, n);
}

/* One of both ends: the peer, or what the rule is of itself. */
static bool
take_side(struct foreign *f, struct node n, enum role role)
{
	bool is_source = role == SOURCE || role == SOURCE_LIST;

	if (is_source != (f->direction == INGRESS))
		return take_own_end(f, n);
	return take_peers(f, n, role == SOURCE_LIST ||
	    role == DESTINATION_LIST);
}

/* Take one member; false: it is not, or not wholly, understood. */
static bool
take(struct foreign *f, struct node n, enum role role)
{
	enum direction way;

	switch (role) {
	case PROTOCOL:
		f->protocol_key = node_key(n);
		return spec_foreign_take_text(f, &f->protocol, n);
	case FIRST_PORT:
	case LAST_PORT:
		f->port_key = node_key(n);
		return spec_foreign_take_text(f, role == FIRST_PORT ? &f->first : &f->last,
		    n);
	case PORTS:
		f->port_key = node_key(n);
		return spec_foreign_take_ports(f, n);
	case OTHER_PORTS:
		return is_own_end(f, n);
	case ICMP_TYPE:
	case ICMP_CODE:
		f->icmp_key = node_key(n);
		return spec_foreign_take_text(f, role == ICMP_TYPE ? &f->type : &f->code,
		    n);
	case ICMP_BOTH:
		f->icmp_key = node_key(n);
		return spec_foreign_take_icmp(f, n);
	case PEER:
	case LIST_PEER:
		return take_peers(f, n, role == LIST_PEER);
	case SOURCE:
	case SOURCE_LIST:
	case DESTINATION:
	case DESTINATION_LIST:
		return take_side(f, n, role);
	case SELF:
		return take_self(f, n);
	case NUMBER:
		if (!f->is_entry)
			f->order_key = node_key(n);
		return spec_foreign_take_text(f, &f->number, n);
	case ACTION:
		return take_action(f, n);
	case IS_EGRESS:
	case WAY:
		return way_of(f, n, role, &way) ? way == f->direction :
		    role == WAY && take_type(f, n);
	case NAME:
		return spec_foreign_take_text(f, &f->name, n) &&
		    strpbrk(f->name, "\"\\") == NULL;
	case ALLOWED:
		return take_allowed(f, n);
	case CARRIERS:
		f->carriers_key = node_key(n);
		return !f->is_entry;
	case WHY:
		return spec_foreign_take_text(f, &f->why, n) &&
		    strpbrk(f->why, "\"\\") == NULL;
	case ROLE_NONE:
		break;
	}
	return false;
}

static void
take_apart(struct foreign *f, struct node n)
{
	struct node inner = properties_of(n);

	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		enum role role = spec_foreign_role(f->l, c);

		way_of(f, c, role, &f->direction);
		f->says_ports |= role == PROTOCOL || role == PORTS;
	}
	if (node_exists(inner))
		take_apart(f, inner);
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (!spec_foreign_says_nothing(c) &&
		    place_compare(node_place(c), node_exists(inner) ?
		    node_place(inner) : node_place(n)) != 0 &&
		    !take(f, c, spec_foreign_role(f->l, c)))
			leave(f, node_key(c));
}

enum { LINES_MAX = 4 };

static void
add_line(struct foreign *f, struct str *out, const char *ports,
    const struct foreign_peer *peer)
{
	const char *side = f->direction == INGRESS ? "from" : "to";
	const char *why = peer->why != NULL ? peer->why : f->why != NULL ?
	    f->why : f->name;
	const char *number = f->number != NULL ? f->number : "…";
	const char *action = f->action != NULL ? f->action : "…";

	if (why == NULL && f->is_entry)
		str_addf(out, "\"%s %s %s %s %s\"", number, action, ports,
		    side, peer->text);
	else if (why == NULL)
		str_addf(out, "\"%s %s %s\"", ports, side, peer->text);
	else if (f->is_entry)
		str_addf(out, "{ \"number\": %s, \"action\": \"%s\", "
		    "\"ports\": \"%s\", \"%s\": \"%s\", \"why\": \"%s\" }",
		    number, action, ports, side, peer->text, why);
	else
		str_addf(out, "{ \"ports\": \"%s\", \"%s\": \"%s\", "
		    "\"why\": \"%s\" }", ports, side, peer->text, why);
}

/* `"tcp/443 from 0.0.0.0/0", "tcp/443 from ::/0"`, a line for each peer; NULL
 * if they would not say all that stands there. */
static const char *
lines_of(struct foreign *f)
{
	static const struct foreign_peer nobody = { "…", NULL, false };
	struct str out = str_new(f->l->a);
	const char *ports = spec_foreign_ports(f);

	/* Only one end is said, and that on the wrong side. */
	if (f->peers.n == 0 && f->own_key != NULL)
		leave(f, f->own_key);
	if (ports == NULL && f->left.n == 0) {
		if (f->protocol_key != NULL)
			leave(f, f->protocol_key);
		if (f->port_key != NULL)
			leave(f, f->port_key);
		if (f->icmp_key != NULL)
			leave(f, f->icmp_key);
	}
	if (ports == NULL || f->left.n > 0)
		return NULL;
	if (f->sets.n == 0)
		vec_push(f->l->a, &f->sets, ports);
	else if (!str_equal(ports, "…"))
		return NULL;
	if (f->peers.n == 0)
		vec_push(f->l->a, &f->peers, nobody);
	for (size_t i = 0; i < f->sets.n * f->peers.n; i++) {
		if (i == LINES_MAX) {
			str_add(&out, ", …");
			break;
		}
		if (i > 0)
			str_add(&out, ", ");
		add_line(f, &out, f->sets.v[i / f->peers.n],
		    &f->peers.v[i % f->peers.n]);
	}
	return str_text(&out);
}

/* What no rule says and has to be known of the lines. */
static const char *
rest_of(struct foreign *f)
{
	struct str out = str_new(f->l->a);

	if (f->other_end != NULL)
		str_addf(&out, "; its other end is whatever %s, and not %s "
		    "alone", f->is_entry ? "stands in the subnets of the ACL" :
		    "has the group", f->other_end);
	if (f->order_key != NULL)
		str_addf(&out, "; \"%s\" means nothing to a group, whose rules "
		    "have no order", sanitise_text(f->l->a, f->order_key));
	if (f->carriers_key != NULL)
		str_addf(&out, "; for \"%s\", let what is meant carry the group",
		    sanitise_text(f->l->a, f->carriers_key));
	return str_text(&out);
}

/* Whether an object is no rule of ours with a wrong key or two. */
static bool
is_foreign(struct load *l, struct node n, bool is_entry)
{
	bool has_ports = node_exists(node_get(n, "ports"));
	bool foreign = false, way = false;

	if (node_kind(n) != NODE_MAP)
		return false;
	if (node_exists(properties_of(n)) &&
	    is_foreign(l, properties_of(n), is_entry))
		return true;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		enum role role = spec_foreign_role(l, c);
		const char *key = node_key(c);

		if (role == PROTOCOL || role == FIRST_PORT ||
		    role == LAST_PORT || role == OTHER_PORTS ||
		    role == ICMP_TYPE || role == ICMP_BOTH ||
		    role == IS_EGRESS || (role == ALLOWED &&
		    (node_kind(c) == NODE_LIST || node_kind(c) == NODE_MAP)))
			foreign = true;
		else if (role == PORTS)
			foreign |= !spec_same_word(key, "port") &&
			    !spec_same_word(key, "ports");
		else if (role == WAY)
			way = true;
		else if (role != ROLE_NONE && role <= DESTINATION_LIST)
			foreign |= !has_ports && !spec_same_word(key, "from") &&
			    !spec_same_word(key, "to");
	}
	return foreign || (way && is_entry);
}

/* A group only allows: to write its line would let in what is to be kept
 * out. */
bool
spec_foreign_deny(struct load *l, struct node n)
{
	struct finding *f = finding_add(&l->findings, &notice_wrong_type,
	    node_place(n), "a security group knows no deny: it lets through "
	    "what its rules name, and nothing else");

	finding_help(&l->findings, f, "if another rule lets it through, narrow "
	    "that one, or deny it in a network ACL (\"network_acls\" of the "
	    "VPC); else leave this out");
	return true;
}

static bool
denies(struct foreign *f, struct node n)
{
	if (node_exists(properties_of(n)) && denies(f, properties_of(n)))
		return true;
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (spec_foreign_role(f->l, c) == ACTION && take_action(f, c) &&
		    str_equal(f->action, "deny"))
			return true;
	return false;
}

static bool
complain_of(struct foreign *f, struct node n, enum direction direction)
{
	const char *what = f->is_entry ? "entry" : "rule", *lines, *help;

	take_apart(f, n);
	lines = lines_of(f);
	help = lines == NULL ? spec_foreign_left(f->l, &f->left) :
	    arena_printf(f->l->a, "write %s%s", lines, rest_of(f));
	if (f->azure != NULL)
		help = arena_printf(f->l->a, "%s: \"%s\" is a word of Azure's; "
		    "write the blocks that it stands for", help, f->azure);
	if (f->direction != direction)
		help = arena_printf(f->l->a, "it says that it belongs under "
		    "\"%s\"%s%s", f->direction == EGRESS ? "egress" :
		    "ingress", lines != NULL ? ": there, " : "; ", help);
	return spec_foreign_complain(f->l, n, what, help);
}

const char *
spec_foreign_lines(struct load *l, struct node n, enum direction direction)
{
	struct foreign f = { .l = l, .direction = direction };
	const char *lines;

	if (!is_foreign(l, n, false) || denies(&f, n))
		return NULL;
	take_apart(&f, n);
	lines = lines_of(&f);
	return f.direction == direction ? lines : NULL;
}

/* {"tcp/22": "from office"}: a line that was parted at a colon. */
static const char *
parted_line(struct load *l, struct node n, enum direction direction)
{
	struct node first = node_first(n);
	const char *rest = spec_foreign_text(l, first);
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
	struct foreign f = { .l = l, .direction = direction };
	const char *line = parted_line(l, n, direction);

	if (line != NULL) {
		finding_help(&l->findings, finding_add(&l->findings,
		    &notice_wrong_type, node_place(n), "a rule is one text"),
		    "write \"%s\"", sanitise_text(l->a, line));
		return true;
	}
	if (denies(&f, n))
		return spec_foreign_deny(l, n);
	return is_foreign(l, n, false) && complain_of(&f, n, direction);
}

bool
spec_foreign_entry(struct load *l, struct node n, enum direction direction)
{
	struct foreign f = { .l = l, .direction = direction,
		.is_entry = true };

	return is_foreign(l, n, true) && complain_of(&f, n, direction);
}
