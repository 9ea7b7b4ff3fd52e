/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"
#include "model/facts.h"

/*
 * Network ACLs.  Every list ends with entries of AWS's own that deny the
 * rest, above the highest number that a user may give (32767 and 32768):
 * they are no entries of the plan.
 */

struct entry {
	struct number_value number, type, code, from, to;
	bool is_egress;
	const char *protocol, *action;
	struct cidr_value cidr;
};

static void
read_port_range(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "From", describe_number, offsetof(struct entry, from),
		  false },
		{ "To", describe_number, offsetof(struct entry, to), false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

static void
read_icmp(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "Code", describe_number, offsetof(struct entry, code),
		  false },
		{ "Type", describe_number, offsetof(struct entry, type),
		  false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

static const struct describe_member entry_members[] = {
	{ "CidrBlock", describe_cidr4, offsetof(struct entry, cidr), false },
	{ "Egress", describe_true, offsetof(struct entry, is_egress),
	  false },
	{ "IcmpTypeCode", read_icmp, 0, false },
	{ "Ipv6CidrBlock", describe_cidr6, offsetof(struct entry, cidr),
	  false },
	{ "PortRange", read_port_range, 0, false },
	{ "Protocol", describe_name, offsetof(struct entry, protocol),
	  false },
	{ "RuleAction", describe_name, offsetof(struct entry, action),
	  false },
	{ "RuleNumber", describe_number, offsetof(struct entry, number),
	  false },
	{ 0 }
};

/* Type and code where the protocol has them, else ports. */
static struct ports_value
ports_of_entry(struct describe *x, const struct entry *e, struct place at)
{
	if (e->type.is.state != VALUE_ABSENT &&
	    (str_equal(e->protocol, "1") || str_equal(e->protocol, "58") ||
	    str_starts_with(e->protocol, "icmp")))
		return *describe_ports(x, at, e->protocol, e->type, e->code);
	return *describe_ports(x, at, e->protocol, e->from, e->to);
}

static const char *
missing(const struct entry *e)
{
	if (e->number.is.state == VALUE_ABSENT)
		return "an entry without \"RuleNumber\"";
	if (e->protocol == NULL)
		return "an entry without \"Protocol\"";
	if (e->action == NULL)
		return "an entry without \"RuleAction\"";
	if (e->cidr.is.state == VALUE_ABSENT)
		return "an entry without \"CidrBlock\" or \"Ipv6CidrBlock\"";
	return NULL;
}

static void
read_entry(struct describe *x, void *to, struct node n)
{
	struct network_acl *acl = to;
	struct entry e = { 0 };
	struct acl_entry *entry;

	describe_members(x, entry_members, &e, n);
	if (node_kind(n) != NODE_MAP || missing(&e) != NULL) {
		if (node_kind(n) == NODE_MAP)
			read_complain(x->l, n, missing(&e));
		acl->entries_known = false;
		return;
	}
	if (number_or(e.number, 0) > fact_value(FACT_ACL_NUMBER_MAX))
		return;
	entry = model_new_acl_entry(x->m, node_place(n),
	    e.is_egress ? EGRESS : INGRESS);
	entry->number = e.number;
	entry->allow = str_equal(e.action, "allow");
	entry->ports = ports_of_entry(x, &e, node_place(n));
	entry->ports.is.at = node_place(n);
	entry->cidr = e.cidr;
	if (e.is_egress)
		vec_push(x->a, &acl->egress, entry);
	else
		vec_push(x->a, &acl->ingress, entry);
}

static void
read_entries(struct describe *x, void *to, struct node n)
{
	struct network_acl *acl = to;

	acl->entries_known = true;
	describe_each(x, to, n, read_entry);
}

static void
read_associations(struct describe *x, void *to, struct node n)
{
	struct network_acl *acl = to;

	describe_refs_by(x, &acl->subnet_refs, n, "SubnetId");
}

static const struct describe_member acl_members[] = {
	{ "Associations", read_associations, 0, false },
	{ "Entries", read_entries, 0, false },
	{ "IsDefault", describe_true,
	  offsetof(struct network_acl, is_default), false },
	{ 0 }
};

static void *
make(struct model *m, struct place at, unsigned island)
{
	return model_new_network_acl(m, at, island, NULL);
}

const struct describe_object describe_object_network_acl = {
	.id = "NetworkAclId",
	.kind = KIND_NETWORK_ACL,
	.make = make,
	.members = acl_members,
};
