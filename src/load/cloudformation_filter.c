/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "load/traffic.h"

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
	if (!value_is_known(out.is))
		return out;
	/* One port where only the first is stated. */
	if (last.is.state == VALUE_ABSENT)
		last = first;
	return traffic_ports(x->l, at, name.v, first, last);
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

static bool
set_peer(struct cfn *x, const struct rule_source *s, struct rule_draft *rule)
{
	bool in = rule->direction == INGRESS;
	const struct {
		const char *key;
		enum peer_kind kind;
		unsigned family;
	} peers[] = {
		{ "CidrIp", PEER_CIDR, 4 },
		{ "CidrIpv6", PEER_CIDR, 6 },
		{ in ? "SourceSecurityGroupId" : "DestinationSecurityGroupId",
		  PEER_GROUP, 0 },
		{ in ? "SourcePrefixListId" : "DestinationPrefixListId",
		  PEER_PREFIX_LIST, 0 },
		{ "SourceSecurityGroupName", PEER_GROUP, 0 }
	};

	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
		struct cfn_value v = rule_property(s, peers[i].key);

		if (v.kind == CFN_ABSENT)
			continue;
		rule->peer_kind = peers[i].kind;
		if (rule->peer_kind == PEER_CIDR) {
			rule->cidr = cfn_cidr(x, v, peers[i].family);
			rule->peer.is = rule->cidr.is;
		} else {
			rule->peer = cfn_ref(x, v, peers[i].kind == PEER_GROUP ?
			    KIND_BIT(KIND_SECURITY_GROUP) :
			    KIND_BIT(KIND_PREFIX_LIST));
		}
		if (!value_is_known(rule->peer.is))
			rule->peer_kind = PEER_UNKNOWN;
		return true;
	}
	return false;
}

static struct group_rule *
add_rule(struct cfn *x, struct security_group *g, enum direction direction,
    const struct rule_source *s, struct place at,
    const struct condition *exists)
{
	struct rule_draft rule = { .at = at, .direction = direction };
	struct group_rule *made;
	struct cfn_value why = rule_property(s, "Description");

	rule.ports = ports_of(x, at, rule_property(s, "IpProtocol"),
	    rule_property(s, "FromPort"), rule_property(s, "ToPort"));
	if (!set_peer(x, s, &rule)) {
		rule.peer_kind = PEER_UNKNOWN;
		rule.peer.is = value_unknown(at, "it states no peer");
	}
	rule.why = cfn_text_of(x, why).v;
	rule.exists = condition_same(exists, g->is.exists) ? NULL : exists;
	rule.number = (uint32_t)(direction == INGRESS ? g->ingress.n :
	    g->egress.n) + 1;
	made = model_new_group_rule(x->m, &rule);
	if (direction == INGRESS)
		vec_push(x->a, &g->ingress, made);
	else
		vec_push(x->a, &g->egress, made);
	return made;
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
		else if (direction == INGRESS)
			g->ingress_known = false;
		else
			g->egress_known = false;
	}
	if (direction == EGRESS && items.n > 0)
		g->egress_stated = true;
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

static void
join_rule(struct cfn *x, struct cfn_resource *r, enum direction direction)
{
	struct ref of = cfn_ref(x, cfn_get(r, "GroupId"),
	    KIND_BIT(KIND_SECURITY_GROUP));
	struct cfn_resource *group = cfn_meant(x, cfn_get(r, "GroupId"));
	struct rule_source s = { r, NULL };
	struct group_rule *rule;

	if (of.to == NULL || of.to->kind != KIND_SECURITY_GROUP)
		return;
	rule = add_rule(x, (struct security_group *)of.to, direction, &s,
	    r->at, r->exists);
	if (direction == EGRESS && group != NULL && group->thing == of.to)
		cfn_set_apart(x, group, r, rule);
	else if (direction == EGRESS && r->exists == NULL)
		((struct security_group *)of.to)->egress_stated = true;
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

static struct ports_value
ports_of_entry(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_value protocol = cfn_get(r, "Protocol");
	struct cfn_value range = cfn_get(r, "PortRange");
	struct cfn_value icmp = cfn_get(r, "Icmp");
	const char *number = cfn_word(x, protocol);

	if (str_equal(number, "1") || str_equal(number, "58"))
		return ports_of(x, r->at, protocol, cfn_member(&icmp, "Type"),
		    cfn_member(&icmp, "Code"));
	return ports_of(x, r->at, protocol, cfn_member(&range, "From"),
	    cfn_member(&range, "To"));
}

static void
join_entry(struct cfn *x, struct cfn_resource *r)
{
	struct ref of = cfn_ref(x, cfn_get(r, "NetworkAclId"),
	    KIND_BIT(KIND_NETWORK_ACL));
	struct network_acl *acl = (struct network_acl *)of.to;
	struct flag_value egress = cfn_flag(x, cfn_get(r, "Egress"));
	struct text_value action = cfn_text_of(x, cfn_get(r, "RuleAction"));
	struct cfn_value ipv6 = cfn_get(r, "Ipv6CidrBlock");
	struct acl_entry *e;

	if (acl == NULL || acl->is.kind != KIND_NETWORK_ACL)
		return;
	if (value_is_unknown(egress.is) || !value_is_known(action.is)) {
		acl->entries_known = false;
		return;
	}
	e = model_new_acl_entry(x->m, r->at, flag_or(egress, false) ? EGRESS :
	    INGRESS);
	e->number = cfn_number(x, cfn_get(r, "RuleNumber"));
	e->allow = str_equal(action.v, "allow");
	e->ports = ports_of_entry(x, r);
	e->cidr = ipv6.kind != CFN_ABSENT ? cfn_cidr(x, ipv6, 6) :
	    cfn_cidr(x, cfn_get(r, "CidrBlock"), 4);
	e->cidr.v.family = ipv6.kind != CFN_ABSENT ? IPV6 : IPV4;
	e->exists = condition_same(r->exists, acl->is.exists) ? NULL :
	    r->exists;
	if (e->direction == INGRESS)
		vec_push(x->a, &acl->ingress, e);
	else
		vec_push(x->a, &acl->egress, e);
}

static void
join_acl_association(struct cfn *x, struct cfn_resource *r)
{
	struct ref subnet = cfn_ref(x, cfn_get(r, "SubnetId"),
	    KIND_BIT(KIND_SUBNET));
	struct ref acl = cfn_ref(x, cfn_get(r, "NetworkAclId"),
	    KIND_BIT(KIND_NETWORK_ACL));

	acl.exists = cfn_both(x, acl.exists, r->exists);
	subnet.exists = cfn_both(x, subnet.exists, r->exists);
	if (subnet.to != NULL && subnet.to->kind == KIND_SUBNET)
		cfn_add_ref(x, &((struct subnet *)subnet.to)->acl_refs, acl);
	else if (acl.to != NULL && acl.to->kind == KIND_NETWORK_ACL)
		cfn_add_ref(x, &((struct network_acl *)acl.to)->subnet_refs,
		    subnet);
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
