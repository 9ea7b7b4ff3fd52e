/* SPDX-License-Identifier: MIT */

/*
 * What to write where names stand in a form that is another's: a function of
 * CloudFormation, a map by name, the two ends of a peering under two keys.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notation.h"

/* X of { "Ref": "X" }, { "GroupId": "X" }, { "Fn::GetAtt": ["X", "Id"] }: an
 * object that says a name and nothing else; no value: it is none. */
static struct node
referred_node(struct node n)
{
	static const char *const keys[] = { "Ref", "GroupId", "SubnetId",
		"VpcId", "RouteTableId", "GroupName", "id", "name", "Name",
		NULL };
	struct node first = node_first(n), none = { 0 };

	if (node_kind(n) == NODE_MAP && !node_exists(node_next(first)) &&
	    node_key_is(first, "Fn::GetAtt") && node_kind(first) == NODE_LIST)
		return node_kind(node_first(first)) == NODE_STRING ?
		    node_first(first) : none;
	if (node_kind(n) != NODE_MAP || node_kind(first) != NODE_STRING ||
	    node_exists(node_next(first)))
		return none;
	for (size_t i = 0; keys[i] != NULL; i++)
		if (str_equal(node_key(first), keys[i]))
			return first;
	return none;
}

const char *
spec_referred(struct spec *s, struct node n)
{
	struct node to = referred_node(n);
	const char *text = node_exists(to) ? node_text(s->l->a, to) : NULL;

	return text != NULL && *text != '\0' ? text : NULL;
}

/* The same, quoted. */
static const char *
referred(struct spec *s, struct node n)
{
	return spec_referred(s, n) != NULL ?
	    node_excerpt(s->l->a, referred_node(n)) : NULL;
}

const char *
spec_refs_help(struct spec *s, const struct spec_key *row, struct node n)
{
	const char *name = referred(s, n);
	struct str names = str_new(s->l->a);
	size_t found = 0;

	if (name != NULL)
		return arena_printf(s->l->a, "write \"%s\": %s", row->key,
		    spec_takes_list(row->form) ? arena_printf(s->l->a,
		    "[%s]", name) : name);
	if (node_kind(n) != NODE_LIST)
		return NULL;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		name = referred(s, c);
		found += name != NULL;
		if (name == NULL && node_kind(c) == NODE_STRING)
			name = node_excerpt(s->l->a, c);
		if (name == NULL)
			return NULL;
		str_addf(&names, "%s%s", names.n > 0 ? ", " : "", name);
	}
	return found == 0 ? NULL : arena_printf(s->l->a,
	    "write \"%s\": [%s]", row->key, str_text(&names));
}

bool
spec_is_address(struct spec *s, struct node n)
{
	const char *text = node_text(s->l->a, n);

	return text != NULL && read_looks_like_address(text);
}

bool
spec_is_ports(struct spec *s, struct node n)
{
	const char *text = node_text(s->l->a, n);
	struct port_set ports;

	return text != NULL &&
	    notation_ports_parse(s->l->a, text, &ports, NULL) == NULL;
}

/* The value that says v in "v", { "vpc": "v" } and { "Ref": "v" }. */
static struct node
vpc_named(struct node n)
{
	struct node vpc = node_kind(n) == NODE_MAP ? node_get(n, "vpc") : n;

	if (node_kind(vpc) != NODE_STRING)
		vpc = referred_node(n);
	return vpc;
}

static bool
is_name(struct spec *s, struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;

	return text != NULL && *text != '\0';
}

/* The members of two keys that say the ends, if key is one of them. */
static bool
under_two_keys(struct spec *s, const char *key, struct node ends[2])
{
	static const struct {
		const char *first, *second;
	} keys[] = {
		{ "from", "to" }, { "requester", "accepter" },
		{ "local", "remote" }, { "a", "b" }, { "source", "target" },
		{ "source", "destination" }, { "vpc", "peer" },
		{ "vpc_id", "peer_vpc_id" }, { "vpc", "peer_vpc" },
		{ "source_vpc", "target_vpc" }, { "vpc_a", "vpc_b" },
		{ "requester_vpc", "accepter_vpc" },
		{ "local", "remoteVirtualNetwork" },
		{ "localVirtualNetwork", "remoteVirtualNetwork" },
		{ "network", "peer_network" }, { "network", "peerNetwork" },
		{ "vnet1", "vnet2" }, { "vpc1", "vpc2" }, { "from_vpc", "to_vpc" },
		{ "local_vpc", "remote_vpc" },
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		ends[0] = node_get(s->object, keys[i].first);
		ends[1] = node_get(s->object, keys[i].second);
		if (node_exists(ends[0]) && node_exists(ends[1]) &&
		    (str_equal(key, keys[i].first) ||
		    str_equal(key, keys[i].second)))
			return true;
	}
	return false;
}

bool
spec_between_ends(struct spec *s, struct node member, struct node ends[2])
{
	const char *key = node_key(member);

	if (node_exists(node_get(s->object, "between")))
		return false;
	if (spec_same_word(key, "vpcs") && node_kind(member) == NODE_LIST) {
		ends[0] = node_first(member);
		if (!node_exists(ends[0]))
			return false;
		ends[1] = node_next(ends[0]);
		if (!node_exists(ends[1]) || node_exists(node_next(ends[1])))
			return false;
	} else if (!under_two_keys(s, key, ends)) {
		return false;
	}
	for (size_t i = 0; i < 2; i++)
		ends[i] = vpc_named(ends[i]);
	return is_name(s, ends[0]) && is_name(s, ends[1]);
}

const char *
spec_between_help(struct spec *s, struct node member)
{
	struct node ends[2];

	return !spec_between_ends(s, member, ends) ? NULL :
	    arena_printf(s->l->a, "write \"between\": [%s, %s]",
	    node_excerpt(s->l->a, ends[0]), node_excerpt(s->l->a, ends[1]));
}
