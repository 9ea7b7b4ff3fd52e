/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"
#include "load/traffic.h"
#include "model/notation.h"
#include "model/notices.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Security groups and network ACLs.
 *
 * A group's rules come in two shapes: permissions inside of the group, each
 * with one kind of traffic and any number of peers; or rules in a list of
 * their own, each with one peer.  Where an input has both they say the same,
 * and the permissions are used.
 */

/*
 * The same few kinds of traffic come thousands of times: each is kept once,
 * single ports of TCP and UDP in tables of their own, as a large set has all
 * of them.
 */
enum { KINDS_KEPT_MAX = 4096, PORTS = 1 << 16 };

static const struct ports_value **
single_port(struct describe *x, const char *protocol, struct number_value from,
    struct number_value to)
{
	size_t i = str_equal(protocol, "udp");

	if (!value_is_known(from.is) || !value_is_known(to.is) ||
	    from.v != to.v || from.v < 0 || from.v >= PORTS ||
	    (i == 0 && !str_equal(protocol, "tcp")))
		return NULL;
	if (x->single_ports[i] == NULL)
		x->single_ports[i] = arena_array(x->a, PORTS,
		    sizeof *x->single_ports[i]);
	return &x->single_ports[i][from.v];
}

static const struct ports_value **
other_ports(struct describe *x, const char *protocol, struct number_value from,
    struct number_value to)
{
	char key[96];
	void *slot;

	if (strlen(protocol) > 40)
		return NULL;
	snprintf(key, sizeof key, "%s/%" PRId64 "/%" PRId64, protocol,
	    number_or(from, -1), number_or(to, -1));
	if (x->ports.n >= KINDS_KEPT_MAX && map_get(&x->ports, key) == NULL)
		return NULL;
	slot = map_slot(&x->ports, map_key(&x->ports, key) != NULL ? key :
	    arena_strdup(x->a, key));
	return slot;
}

const struct ports_value *
describe_ports(struct describe *x, struct place at, const char *protocol,
    struct number_value from, struct number_value to)
{
	struct ports_value *ports;
	const struct ports_value **kept;

	if (value_is_unknown(from.is) || value_is_unknown(to.is)) {
		ports = arena_alloc(x->a, sizeof *ports);
		ports->is = value_unknown(at,
		    "its ports are malformed in the input");
		return ports;
	}
	kept = single_port(x, protocol, from, to);
	if (kept == NULL)
		kept = other_ports(x, protocol, from, to);
	if (kept != NULL && *kept != NULL)
		return *kept;
	ports = arena_alloc(x->a, sizeof *ports);
	*ports = traffic_ports(x->l, at, protocol, from, to);
	if (kept != NULL && value_is_known(ports->is)) {
		ports->is.at = (struct place){ 0, 0 };
		*kept = ports;
	}
	return ports;
}

/* What the rules of one permission have in common. */
struct permission {
	const char *protocol;
	struct number_value from, to;
	struct security_group *group;
	enum direction direction;
	const struct ports_value *ports;
	struct node cidrs, ipv6_cidrs, lists, groups;
};

static void
read_node(struct describe *x, void *to, struct node n)
{
	struct node *node = to;

	(void)x;
	*node = n;
}

static void
add_rule(struct describe *x, struct permission *p, struct rule_draft *d)
{
	struct security_group *g = p->group;
	struct group_rule *r;

	d->direction = p->direction;
	d->number = (uint32_t)(d->direction == INGRESS ? g->ingress.n :
	    g->egress.n) + 1;
	r = group_rule_new(x->a, d, p->ports);
	if (p->direction == INGRESS)
		vec_push(x->a, &g->ingress, r);
	else
		vec_push(x->a, &g->egress, r);
}

/* An element of IpRanges or Ipv6Ranges. */
static void
read_range(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "CidrIp", describe_cidr4,
		  offsetof(struct rule_draft, cidr), false },
		{ "CidrIpv6", describe_cidr6,
		  offsetof(struct rule_draft, cidr), false },
		{ "Description", describe_words,
		  offsetof(struct rule_draft, why), false },
		{ 0 }
	};
	struct permission *p = to;
	struct rule_draft r = { .at = node_place(n), .peer_kind = PEER_CIDR };

	describe_members(x, members, &r, n);
	if (r.cidr.is.state != VALUE_ABSENT)
		add_rule(x, p, &r);
}

static void
read_prefix_list(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "Description", describe_words,
		  offsetof(struct rule_draft, why), false },
		{ "PrefixListId", describe_ref,
		  offsetof(struct rule_draft, peer), false },
		{ 0 }
	};
	struct permission *p = to;
	struct rule_draft r = { .at = node_place(n),
		.peer_kind = PEER_PREFIX_LIST };

	describe_members(x, members, &r, n);
	if (r.peer.is.state != VALUE_ABSENT)
		add_rule(x, p, &r);
}

/* A reference to the group it stands in is "self". */
static void
settle_peer_group(struct rule_draft *r, const char *group)
{
	r->peer_kind = PEER_GROUP;
	if (r->peer.text != NULL && str_equal(r->peer.text, group)) {
		r->peer_kind = PEER_SELF;
		r->peer = (struct ref){ 0 };
	}
}

static void
read_group_pair(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "Description", describe_words,
		  offsetof(struct rule_draft, why), false },
		{ "GroupId", describe_ref,
		  offsetof(struct rule_draft, peer), false },
		{ 0 }
	};
	struct permission *p = to;
	struct rule_draft r = { .at = node_place(n) };

	describe_members(x, members, &r, n);
	if (r.peer.is.state == VALUE_ABSENT)
		describe_ref(x, &r.peer, node_get(n, "GroupName"));
	if (r.peer.is.state == VALUE_ABSENT)
		return;
	settle_peer_group(&r, p->group->is.id);
	add_rule(x, p, &r);
}

/* A rule that cannot be read: the others are not all there are. */
static void
lose(struct permission *p)
{
	if (p->direction == INGRESS)
		p->group->ingress_known = false;
	else
		p->group->egress_known = false;
}

static void
read_permission(struct describe *x, struct permission *p, struct node n)
{
	static const struct describe_member members[] = {
		{ "FromPort", describe_number,
		  offsetof(struct permission, from), false },
		{ "IpProtocol", describe_name,
		  offsetof(struct permission, protocol), false },
		{ "IpRanges", read_node,
		  offsetof(struct permission, cidrs), false },
		{ "Ipv6Ranges", read_node,
		  offsetof(struct permission, ipv6_cidrs), false },
		{ "PrefixListIds", read_node,
		  offsetof(struct permission, lists), false },
		{ "ToPort", describe_number,
		  offsetof(struct permission, to), false },
		{ "UserIdGroupPairs", read_node,
		  offsetof(struct permission, groups), false },
		{ 0 }
	};

	describe_members(x, members, p, n);
	if (p->protocol == NULL) {
		if (node_kind(n) == NODE_MAP)
			read_complain(x->l, n, "a permission without "
			    "\"IpProtocol\"");
		lose(p);
		return;
	}
	p->ports = describe_ports(x, node_place(n), p->protocol, p->from,
	    p->to);
	if (node_exists(p->cidrs))
		describe_each(x, p, p->cidrs, read_range);
	if (node_exists(p->ipv6_cidrs))
		describe_each(x, p, p->ipv6_cidrs, read_range);
	if (node_exists(p->lists))
		describe_each(x, p, p->lists, read_prefix_list);
	if (node_exists(p->groups))
		describe_each(x, p, p->groups, read_group_pair);
}

static void
read_ingress(struct describe *x, void *to, struct node n)
{
	struct permission p = { .group = to, .direction = INGRESS };

	read_permission(x, &p, n);
}

static void
read_egress(struct describe *x, void *to, struct node n)
{
	struct permission p = { .group = to, .direction = EGRESS };

	read_permission(x, &p, n);
}

static void
read_permissions(struct describe *x, void *to, struct node n)
{
	struct security_group *g = to;

	g->ingress_known = true;
	describe_each(x, to, n, read_ingress);
}

static void
read_egress_permissions(struct describe *x, void *to, struct node n)
{
	struct security_group *g = to;

	g->egress_known = g->egress_stated = true;
	describe_each(x, to, n, read_egress);
}

/* The group's own name: what people call it where no tag says otherwise. */
static void
read_group_name(struct describe *x, void *to, struct node n)
{
	struct security_group *g = to;

	describe_name(x, &g->is.address, n);
	g->is_default = str_equal(g->is.address, "default");
}

/*
 * The group's id must be known before its rules are read, which may name it;
 * so the permissions wait until all other members were seen.
 */
static void
finish_group(struct describe *x, void *made, struct node n)
{
	struct security_group *g = made;
	struct node ingress = node_get(n, "IpPermissions");
	struct node egress = node_get(n, "IpPermissionsEgress");

	if (g->is.name == NULL)
		g->is.name = g->is.address;
	if (node_kind(ingress) > NODE_NULL)
		read_permissions(x, g, ingress);
	if (node_kind(egress) > NODE_NULL)
		read_egress_permissions(x, g, egress);
}

static void
read_later(struct describe *x, void *to, struct node n)
{
	(void)x;
	(void)to;
	(void)n;
}

static const struct describe_member group_members[] = {
	{ "GroupName", read_group_name, 0, false },
	{ "IpPermissions", read_later, 0, false },
	{ "IpPermissionsEgress", read_later, 0, false },
	{ 0 }
};

static void *
make_group(struct model *m, struct place at, unsigned island)
{
	return model_new_security_group(m, at, island, NULL);
}

const struct describe_object describe_object_security_group = {
	.id = "GroupId",
	.kind = KIND_SECURITY_GROUP,
	.make = make_group,
	.members = group_members,
	.done = finish_group,
};
