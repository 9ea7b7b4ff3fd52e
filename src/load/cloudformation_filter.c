/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "load/traffic.h"
#include "model/notices.h"

/*
 * Security groups, network ACLs, prefix lists.
 */

static void *
make_group(struct model *m, struct place at, unsigned island)
{
	struct security_group *g = model_new_security_group(m, at, island,
	    NULL);

	g->ingress_known = g->egress_known = true;
	return g;
}

static void *
make_acl(struct model *m, struct place at, unsigned island)
{
	struct network_acl *acl = model_new_network_acl(m, at, island, NULL);

	acl->entries_known = true;
	return acl;
}

static void *
make_list(struct model *m, struct place at, unsigned island)
{
	return model_new_prefix_list(m, at, island);
}

/* ----------------------------------------------------------------- rules */

static struct ports_value
ports_of(struct cfn *x, struct place at, struct cfn_value protocol,
    struct cfn_value from, struct cfn_value to)
{
	struct text_value name = cfn_text_of(x, protocol);
	struct number_value first = cfn_number(x, from);
	struct number_value last = cfn_number(x, to);
	struct ports_value out = { .is = value_known(at) };

	if (name.is.state == VALUE_ABSENT)
		out.is = value_unknown(at, "it states no protocol");
	else if (!value_is_known(name.is))
		out.is = name.is;
	else if (value_is_unknown(first.is) && !str_equal(name.v, "-1"))
		out.is = first.is;
	else if (value_is_unknown(last.is) && !str_equal(name.v, "-1"))
		out.is = last.is;
	if (value_is_known(name.is) && !traffic_is_protocol(name.v))
		finding_add(&x->l->findings, &notice_wrong_type,
		    name.is.at, "there is no protocol \"%s\"", name.v);
	if (!value_is_known(out.is))
		return out;
	/* That AWS refuses it, the callers say; one port, as it reads. */
	if (last.is.state == VALUE_ABSENT)
		last = first;
	return traffic_ports(x->l, at, name.v, first, last);
}

/* A group's rule without what AWS wants of its protocol is refused: it lets
 * nobody through, and what it was to be is not known. */
static void
check_ports(struct cfn *x, struct place at, struct cfn_value protocol,
    struct cfn_value from, struct cfn_value to, struct ports_value *ports)
{
	struct text_value name = cfn_text_of(x, protocol);

	if (!value_is_known(ports->is) || !value_is_known(name.is) ||
	    !traffic_wants_ports(name.v) ||
	    (from.kind != CFN_ABSENT && to.kind != CFN_ABSENT))
		return;
	finding_add(&x->l->findings, &notice_protocol_port_mismatch, at,
	    "a rule for protocol \"%s\" states %s: AWS wants both with TCP, "
	    "UDP and ICMP", read_clean(x->l, name.v), to.kind != CFN_ABSENT ?
	    "no FromPort" : from.kind != CFN_ABSENT ? "no ToPort" :
	    "neither FromPort nor ToPort");
	ports->is = value_unknown(at, "its ports are missing");
}

/* What of a rule its resource or its item in a list says. */
struct rule_source {
	struct cfn_resource *r;		/* of a rule of its own; or NULL */
	const struct cfn_value *map;	/* of one in a list */
};

static struct cfn_value
rule_property(const struct rule_source *s, const char *key)
{
	return s->r != NULL ? cfn_get(s->r, key) : cfn_member(s->map, key);
}

/* Whom it admits: for each key that says so a kind of peer and a family. */
static const struct peer_key {
	const char *ingress, *egress;
	enum peer_kind kind;
	unsigned family;
} peer_keys[] = {
	{ "CidrIp", "CidrIp", PEER_CIDR, 4 },
	{ "CidrIpv6", "CidrIpv6", PEER_CIDR, 6 },
	{ "SourceSecurityGroupId", "DestinationSecurityGroupId", PEER_GROUP,
	  0 },
	{ "SourcePrefixListId", "DestinationPrefixListId", PEER_PREFIX_LIST,
	  0 },
	{ "SourceSecurityGroupName", NULL, PEER_GROUP, 0 }
};

static void
set_peer(struct cfn *x, const struct peer_key *key, struct cfn_value v,
    struct rule_draft *rule)
{
	rule->peer_kind = key->kind;
	if (key->kind == PEER_CIDR) {
		rule->cidr = cfn_cidr(x, v, key->family);
		rule->peer.is = rule->cidr.is;
	} else {
		rule->peer = cfn_ref(x, v, key->kind == PEER_GROUP ?
		    KIND_BIT(KIND_SECURITY_GROUP) :
		    KIND_BIT(KIND_PREFIX_LIST));
	}
	if (!value_is_known(rule->peer.is) && rule->cidr.block_of == NULL)
		rule->peer_kind = PEER_UNKNOWN;
}

static void
push_rule(struct cfn *x, struct security_group *g, struct rule_draft *rule,
    const struct condition *exists)
{
	struct group_rule *made;

	rule->exists = condition_same(exists, g->is.exists) ? NULL : exists;
	rule->number = (uint32_t)(rule->direction == INGRESS ? g->ingress.n :
	    g->egress.n) + 1;
	made = model_new_group_rule(x->m, rule);
	if (rule->direction == INGRESS)
		vec_push(x->a, &g->ingress, made);
	else
		vec_push(x->a, &g->egress, made);
}

/* A rule has one peer; of a list each is read, and said to be too many. */
static struct cfn_items
peers_of(struct cfn *x, const char *key, struct cfn_value v)
{
	if (v.kind == CFN_LIST)
		finding_add(&x->l->findings, &notice_wrong_type, v.at,
		    "%s takes one value, and this is a list: AWS refuses it, "
		    "each needs a rule of its own", key);
	return cfn_items(x, v);
}

/*
 * AWS takes one peer a rule, so where several keys have a value it is by
 * opposite conditions: each makes a rule of its own.
 */
static void
add_rule(struct cfn *x, struct security_group *g, enum direction direction,
    const struct rule_source *s, struct place at,
    const struct condition *exists)
{
	struct rule_draft rule = { .at = at, .direction = direction };
	struct cfn_value why = rule_property(s, "Description");
	bool any = false, stated = false;

	rule.ports = ports_of(x, at, rule_property(s, "IpProtocol"),
	    rule_property(s, "FromPort"), rule_property(s, "ToPort"));
	check_ports(x, at, rule_property(s, "IpProtocol"),
	    rule_property(s, "FromPort"), rule_property(s, "ToPort"),
	    &rule.ports);
	rule.why = cfn_text_of(x, why).v;
	for (size_t i = 0; i < sizeof peer_keys / sizeof *peer_keys &&
	    !any; i++) {
		const char *key = direction == INGRESS ?
		    peer_keys[i].ingress : peer_keys[i].egress;
		struct cfn_items peers = { 0 };

		if (key != NULL)
			peers = peers_of(x, key, rule_property(s, key));
		for (size_t k = 0; k < peers.n; k++) {
			const struct condition *when = peers.v[k].exists;
			struct rule_draft one = rule;

			if (cfn_excludes(exists, when))
				continue;
			any |= when == NULL;
			set_peer(x, &peer_keys[i], peers.v[k].value, &one);
			push_rule(x, g, &one, cfn_both(x, exists, when));
		}
		stated |= peers.n > 0;
	}
	if (stated)
		return;
	rule.peer_kind = PEER_UNKNOWN;
	rule.peer.is = value_unknown(at, "it states no peer");
	push_rule(x, g, &rule, exists);
}

static void
lose_rule(struct security_group *g, enum direction direction)
{
	if (direction == INGRESS)
		g->ingress_known = false;
	else
		g->egress_known = false;
}

/* AWS's own rule, where a condition takes all that are stated away. */
static void
add_open_egress(struct cfn *x, struct cfn_resource *r,
    const struct cfn_value *list)
{
	const struct condition *when;
	struct rule_draft d = { .at = list->at, .direction = EGRESS,
		.peer_kind = PEER_ANYWHERE };

	if (!cfn_may_be_absent(x, list, &when) ||
	    cfn_excludes(r->exists, when))
		return;
	d.ports = (struct ports_value){ .is = value_derived(list->at),
		.v = port_set_everything(), .written = "all" };
	push_rule(x, (struct security_group *)r->thing, &d,
	    cfn_both(x, r->exists, when));
}

static void
add_rules(struct cfn *x, struct cfn_resource *r, const char *property,
    enum direction direction)
{
	struct security_group *g = (struct security_group *)r->thing;
	struct cfn_value list = cfn_get(r, property);
	struct cfn_items items = cfn_items(x, list);

	for (size_t i = 0; i < items.n; i++) {
		struct cfn_value *v = &items.v[i].value;
		struct rule_source s = { NULL, v };

		if (v->kind == CFN_MAP)
			add_rule(x, g, direction, &s, v->at, cfn_both(x,
			    r->exists, items.v[i].exists));
		else
			lose_rule(g, direction);
		if (v->kind == CFN_TEXT)
			(void)cfn_member(v, "IpProtocol");	/* complains */
	}
	if (direction == EGRESS)
		add_open_egress(x, r, &list);
	if (direction == EGRESS && items.n > 0)
		g->egress_stated = true;
	else if (direction == EGRESS && list.kind == CFN_LIST)
		g->egress_emptied = true;
}

static void
read_group(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_value vpc = cfn_get(r, "VpcId");

	if (r->thing->name == NULL)
		r->thing->name = cfn_text_of(x, cfn_get(r, "GroupName")).v;
	if (vpc.kind != CFN_ABSENT)
		cfn_live_in(x, r, r->thing, vpc);
	else
		cfn_live_in(x, r, r->thing, cfn_unknown(r->at,
		    "the default VPC"));
	add_rules(x, r, "SecurityGroupIngress", INGRESS);
	add_rules(x, r, "SecurityGroupEgress", EGRESS);
}

/* By its id, or in the default VPC also by its name. */
static struct cfn_value
group_of(struct cfn_resource *r)
{
	struct cfn_value v = cfn_get(r, "GroupId");

	return v.kind != CFN_ABSENT ? v : cfn_get(r, "GroupName");
}

static void
join_rule(struct cfn *x, struct cfn_resource *r, enum direction direction)
{
	struct cfn_owners of = cfn_owners(x, r, group_of(r),
	    KIND_SECURITY_GROUP);
	struct cfn_resource *group = cfn_meant(x, group_of(r));
	struct rule_source s = { r, NULL };

	if (of.n == 0)
		cfn_lose(x, r, node_exists(node_get(r->properties,
		    "GroupId")) ? "GroupId" : "GroupName",
		    KIND_SECURITY_GROUP);
	for (size_t i = 0; i < of.n; i++) {
		struct security_group *g = (struct security_group *)
		    of.v[i].thing;
		size_t before = g->egress.n;

		add_rule(x, g, direction, &s, r->at, of.v[i].when);
		if (direction == EGRESS && group != NULL &&
		    group->thing == &g->is)
			while (before < g->egress.n)
				cfn_set_apart(x, group, r,
				    g->egress.v[before++]);
		else if (direction == EGRESS && of.v[i].when == NULL)
			g->egress_stated = true;
		else if (direction == EGRESS && !g->egress_stated)
			lose_rule(g, EGRESS);
	}
}

static void
join_ingress(struct cfn *x, struct cfn_resource *r)
{
	join_rule(x, r, INGRESS);
}

static void
join_egress(struct cfn *x, struct cfn_resource *r)
{
	join_rule(x, r, EGRESS);
}

/* --------------------------------------------------------------- entries */

static void
read_acl(struct cfn *x, struct cfn_resource *r)
{
	cfn_live_in(x, r, r->thing, cfn_get(r, "VpcId"));
}

static bool
is_whole(const char *text)
{
	text += *text == '-';
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* The names that are taken in security groups are not here. */
static const char *
advice(const char *name)
{
	static const struct {
		const char *name, *advice;
	} known[] = {
		{ "tcp", "tcp is 6" }, { "udp", "udp is 17" },
		{ "icmp", "icmp is 1" }, { "icmpv6", "icmpv6 is 58" },
		{ "all", "all protocols are -1" }, { NULL, NULL }
	};

	for (size_t i = 0; known[i].name != NULL; i++)
		if (str_equal(known[i].name, name))
			return known[i].advice;
	return "tcp is 6, udp 17, icmp 1, all are -1";
}

static struct ports_value
ports_of_entry(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_value protocol = cfn_get(r, "Protocol");
	struct cfn_value range = cfn_get(r, "PortRange");
	struct cfn_value icmp = cfn_get(r, "Icmp");
	const char *number = cfn_word(x, protocol);

	if (number != NULL && !is_whole(number))
		finding_add(&x->l->findings, &notice_wrong_type, protocol.at,
		    "Protocol of an entry is a number: %s", advice(number));
	if (str_equal(number, "1") || str_equal(number, "58"))
		return ports_of(x, r->at, protocol, cfn_member(&icmp, "Type"),
		    cfn_member(&icmp, "Code"));
	return ports_of(x, r->at, protocol, cfn_member(&range, "From"),
	    cfn_member(&range, "To"));
}

/* What it does with what it fits: AWS takes two words. */
static bool
is_action(struct cfn *x, struct cfn_resource *r, struct text_value action)
{
	if (!value_is_known(action.is))
		return false;
	if (str_equal(action.v, "allow") || str_equal(action.v, "deny"))
		return true;
	read_complain(x->l, node_get(r->properties, "RuleAction"),
	    "RuleAction is \"allow\" or \"deny\"");
	return false;
}

static void
add_entry(struct cfn *x, struct cfn_resource *r, const struct cfn_owner *of,
    const struct cfn_item *block, unsigned family)
{
	struct network_acl *acl = (struct network_acl *)of->thing;
	struct flag_value egress = cfn_flag(x, cfn_get(r, "Egress"));
	struct text_value action = cfn_text_of(x, cfn_get(r, "RuleAction"));
	struct acl_entry *e;

	if (cfn_excludes(of->when, block->exists))
		return;
	e = model_new_acl_entry(x->m, r->at, flag_or(egress, false) ? EGRESS :
	    INGRESS);
	e->number = cfn_number(x, cfn_get(r, "RuleNumber"));
	e->allow = str_equal(action.v, "allow");
	e->ports = ports_of_entry(x, r);
	e->cidr = cfn_cidr(x, block->value, family);
	e->cidr.v.family = family == 6 ? IPV6 : IPV4;
	e->exists = cfn_both(x, of->when, block->exists);
	if (condition_same(e->exists, acl->is.exists))
		e->exists = NULL;
	if (e->direction == INGRESS)
		vec_push(x->a, &acl->ingress, e);
	else
		vec_push(x->a, &acl->egress, e);
}

/* One block, or by opposite conditions one of either family. */
static void
add_entries(struct cfn *x, struct cfn_resource *r, const struct cfn_owner *of)
{
	struct cfn_items ipv6 = cfn_items(x, cfn_get(r, "Ipv6CidrBlock"));
	struct cfn_items ipv4 = cfn_items(x, cfn_get(r, "CidrBlock"));
	struct cfn_item none = { .value = { .kind = CFN_ABSENT } };
	bool any = false;

	for (size_t i = 0; i < ipv6.n; i++) {
		add_entry(x, r, of, &ipv6.v[i], 6);
		any |= ipv6.v[i].exists == NULL;
	}
	for (size_t i = 0; i < ipv4.n && !any; i++)
		add_entry(x, r, of, &ipv4.v[i], 4);
	if (ipv6.n == 0 && ipv4.n == 0)
		add_entry(x, r, of, &none, 4);
}

static void
join_entry(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners of = cfn_owners(x, r, cfn_get(r, "NetworkAclId"),
	    KIND_NETWORK_ACL);
	struct flag_value egress = cfn_flag(x, cfn_get(r, "Egress"));
	struct text_value action = cfn_text_of(x, cfn_get(r, "RuleAction"));
	bool known = is_action(x, r, action) && !value_is_unknown(egress.is);

	if (of.n == 0)
		cfn_lose(x, r, "NetworkAclId", KIND_NETWORK_ACL);
	for (size_t i = 0; i < of.n; i++)
		if (known)
			add_entries(x, r, &of.v[i]);
		else
			((struct network_acl *)of.v[i].thing)->entries_known =
			    false;
}

/* Every ACL that it may mean, on every subnet. */
static void
join_acl_association(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_owners subnets = cfn_owners(x, r, cfn_get(r, "SubnetId"),
	    KIND_SUBNET);
	struct cfn_items acls = cfn_items(x, cfn_get(r, "NetworkAclId"));
	bool is_any = cfn_is_of_any(r);

	for (size_t i = 0; i < acls.n; i++) {
		struct ref acl = cfn_ref(x, acls.v[i].value,
		    KIND_BIT(KIND_NETWORK_ACL)), own = acl;

		acl.exists = cfn_both(x, acl.exists, acls.v[i].exists);
		for (size_t k = 0; k < subnets.n; k++) {
			own.exists = cfn_both(x, acl.exists,
			    subnets.v[k].when);
			/* One that has an ACL is not given another. */
			if (!is_any || ((struct subnet *)subnets.v[k].thing)->
			    acl_refs.n == 0)
				cfn_add_ref(x, &((struct subnet *)
				    subnets.v[k].thing)->acl_refs, own);
		}
		if (subnets.n == 0 && acl.to != NULL && acl.to->kind ==
		    KIND_NETWORK_ACL) {
			own = cfn_ref(x, cfn_get(r, "SubnetId"),
			    KIND_BIT(KIND_SUBNET));
			own.exists = cfn_both(x, own.exists, r->exists);
			cfn_add_ref(x, &((struct network_acl *)acl.to)->
			    subnet_refs, own);
		}
	}
}

/* ----------------------------------------------------------- prefix lists */

static void
read_list(struct cfn *x, struct cfn_resource *r)
{
	struct prefix_list *l = (struct prefix_list *)r->thing;
	struct cfn_items items = cfn_items(x, cfn_get(r, "Entries"));

	if (r->thing->name == NULL)
		r->thing->name = cfn_text_of(x, cfn_get(r,
		    "PrefixListName")).v;
	l->max = cfn_number(x, cfn_get(r, "MaxEntries"));
	l->entries_known = true;
	for (size_t i = 0; i < items.n; i++) {
		struct cidr_value block = cfn_cidr(x, cfn_member(
		    &items.v[i].value, "Cidr"), 0);

		if (value_is_known(block.is) && items.v[i].exists == NULL)
			vec_push(x->a, &l->entries, block);
		else
			l->entries_known = false;
	}
}

const struct cfn_type cfn_types_filter[] = {
	{ "EC2::SecurityGroup", make_group, read_group, cfn_settle_egress,
	  true },
	{ "EC2::SecurityGroupIngress", NULL, NULL, join_ingress, false },
	{ "EC2::SecurityGroupEgress", NULL, NULL, join_egress, false },
	{ "EC2::NetworkAcl", make_acl, read_acl, NULL, false },
	{ "EC2::NetworkAclEntry", NULL, NULL, join_entry, false },
	{ "EC2::SubnetNetworkAclAssociation", NULL, NULL,
	  join_acl_association, false },
	{ "EC2::PrefixList", make_list, read_list, NULL, false },
	{ .name = NULL }
};
