/* SPDX-License-Identifier: MIT */

/*
 * What to write where names stand in a form that is another's: a function of
 * CloudFormation, a map by name, the two ends of a peering under two keys.
 */

#include "load/spec_read.h"

#include "base/str.h"

/* X of { "Ref": "X" }, quoted; or NULL. */
static const char *
referred(struct spec *s, struct node n)
{
	struct node first = node_kind(n) == NODE_MAP ? node_first(n) : n;

	if (node_kind(n) != NODE_MAP || node_kind(first) != NODE_STRING ||
	    node_exists(node_next(first)) ||
	    !str_equal(node_key(first), "Ref"))
		return NULL;
	return node_excerpt(s->l->a, first);
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

/* "v" of "v", { "vpc": "v" } and { "Ref": "v" }; or NULL. */
static const char *
vpc_named(struct spec *s, struct node n)
{
	struct node vpc = node_kind(n) == NODE_MAP ? node_get(n, "vpc") : n;

	if (node_kind(vpc) == NODE_STRING)
		return node_excerpt(s->l->a, vpc);
	return referred(s, n);
}

const char *
spec_between_help(struct spec *s, struct node member)
{
	static const struct {
		const char *first, *second;
	} ends[] = {
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
	const char *v = NULL, *w = NULL;
	const char *key = node_key(member);

	if (node_exists(node_get(s->object, "between")))
		return NULL;
	if (spec_same_word(key, "vpcs") && node_kind(member) == NODE_LIST) {
		struct node first = node_first(member);
		struct node second = node_exists(first) ? node_next(first) :
		    first;

		if (!node_exists(second) || node_exists(node_next(second)))
			return NULL;
		v = vpc_named(s, first);
		w = vpc_named(s, second);
	}
	for (size_t i = 0; v == NULL && i < sizeof ends / sizeof *ends; i++) {
		struct node first = node_get(s->object, ends[i].first);
		struct node second = node_get(s->object, ends[i].second);

		if (!node_exists(first) || !node_exists(second) ||
		    (!str_equal(key, ends[i].first) &&
		    !str_equal(key, ends[i].second)))
			continue;
		v = vpc_named(s, first);
		w = vpc_named(s, second);
	}
	return v == NULL || w == NULL ? NULL : arena_printf(s->l->a,
	    "write \"between\": [%s, %s]", v, w);
}
