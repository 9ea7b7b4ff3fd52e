/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * Network ACLs, with entries inside and apart.
 */

#define ACL	KIND_BIT(KIND_NETWORK_ACL)

static void *
make_acl(struct model *m, struct place at, unsigned island)
{
	return model_new_network_acl(m, at, island, NULL);
}

/* One entry, wherever it stands; the two forms have other words. */
struct source {
	struct terraform_resource *r;
	struct terraform_value block;
	bool inside;
};

static struct terraform_value
ask(const struct source *s, const char *inside, const char *apart)
{
	return s->inside ? terraform_member(s->block, inside) :
	    terraform_get(s->r, apart);
}

static bool
is_icmp(struct terraform_value protocol)
{
	return terraform_text_is(protocol, "icmp") ||
	    terraform_text_is(protocol, "icmpv6") ||
	    terraform_text_is(protocol, "1") ||
	    terraform_text_is(protocol, "58");
}

static struct acl_entry *
read_entry(struct terraform *x, const struct source *s, enum direction d,
    struct place at)
{
	struct acl_entry *e = model_new_acl_entry(x->m, at, d);
	struct terraform_value protocol = ask(s, "protocol", "protocol");
	const char *from = is_icmp(protocol) ? "icmp_type" : "from_port";
	const char *to = is_icmp(protocol) ? "icmp_code" : "to_port";
	struct terraform_value six = ask(s, "ipv6_cidr_block",
	    "ipv6_cidr_block");

	e->number = terraform_number(x, ask(s, "rule_no", "rule_number"));
	e->allow = terraform_text_is(ask(s, "action", "rule_action"),
	    "allow") || terraform_text_is(ask(s, "action", "rule_action"),
	    "ALLOW");
	e->ports = terraform_ports(x, at, protocol,
	    ask(s, from, from), ask(s, to, to));
	e->cidr = terraform_cidr(x, ask(s, "cidr_block", "cidr_block"),
	    IPV4);
	if (!value_is_known(e->cidr.is) && terraform_state(six) !=
	    VALUE_ABSENT)
		e->cidr = terraform_cidr(x, six, IPV6);
	return e;
}

/* What it does, or when, is not known: nor is then what any other decides. */
static bool
is_untold(struct terraform *x, const struct source *s,
    const struct acl_entry *e)
{
	struct terraform_value action = ask(s, "action", "rule_action");

	if (value_is_known(e->number.is) &&
	    terraform_state(action) == VALUE_KNOWN)
		return false;
	terraform_leave(x, action, "it has an entry of which the number or "
	    "the action is not known");
	return true;
}

static void
push(struct terraform *x, struct network_acl *acl, struct acl_entry *e)
{
	if (e->direction == INGRESS)
		vec_push(x->a, &acl->ingress, e);
	else
		vec_push(x->a, &acl->egress, e);
}

static void
read_inline(struct terraform *x, struct terraform_resource *r,
    enum direction d)
{
	struct network_acl *acl = (struct network_acl *)r->thing;
	struct terraform_value list = terraform_get(r, direction_name(d));

	if (terraform_state(list) == VALUE_UNKNOWN &&
	    terraform_is_written(list))
		acl->entries_known = false;
	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e)) {
		struct source s = { r, e.v, true };
		struct acl_entry *one = read_entry(x, &s, d,
		    terraform_place(e.v));

		/* One that is made by a dynamic block is any number of them. */
		if (is_untold(x, &s, one))
			acl->entries_known = false;
		else
			push(x, acl, one);
	}
}

static void
read_acl(struct terraform *x, struct terraform_resource *r)
{
	struct network_acl *acl = (struct network_acl *)r->thing;
	struct terraform_value subnets = terraform_get(r, "subnet_ids");

	if (terraform_state(terraform_get(r, "vpc_id")) == VALUE_KNOWN ||
	    terraform_is_written(terraform_get(r, "vpc_id")))
		terraform_live_in(x, &acl->is, terraform_get(r, "vpc_id"));
	acl->entries_known = !r->is_data;
	if (terraform_state(subnets) == VALUE_KNOWN ||
	    terraform_is_written(subnets))
		terraform_refs(x, &acl->subnet_refs, subnets,
		    KIND_BIT(KIND_SUBNET));
	/* Some subnet does not use the default ACL, and nobody knows which. */
	for (size_t i = 0; i < acl->subnet_refs.n; i++)
		if (value_is_unknown(acl->subnet_refs.v[i].is))
			terraform_lose(x, r, ACL);
	read_inline(x, r, INGRESS);
	read_inline(x, r, EGRESS);
	r->n_inline = acl->ingress.n + acl->egress.n;
}

static void
read_cloud_acl(struct terraform *x, struct terraform_resource *r)
{
	struct network_acl *acl = (struct network_acl *)r->thing;

	terraform_live_in(x, &acl->is, terraform_get(r, "vpc_id"));
	acl->entries_known = false;
}

/* Named by an attribute of the VPC; Terraform takes all entries away. */
static void
read_default_acl(struct terraform *x, struct terraform_resource *r)
{
	struct network_acl *acl = (struct network_acl *)r->thing;
	struct terraform_value id = terraform_get(r,
	    "default_network_acl_id");
	struct terraform_search s;

	read_acl(x, r);
	acl->is_default = true;
	if (acl->is.vpc == NULL && terraform_state(id) == VALUE_UNKNOWN) {
		terraform_search(x, id, ACL, false, &s);
		if (s.found.n == 1 && s.found.v[0].to->thing != NULL &&
		    s.found.v[0].to->thing->kind == KIND_VPC) {
			acl->is.vpc = (struct vpc *)s.found.v[0].to->thing;
			terraform_note(x, id, &s, &acl->is.vpc->is);
		} else {
			terraform_live_in(x, &acl->is, id);
		}
	}
	terraform_be_default(x, &acl->is);
}

static bool
same_entry(const struct acl_entry *a, const struct acl_entry *b)
{
	return value_is_known(a->number.is) && value_is_known(b->number.is) &&
	    a->number.v == b->number.v;
}

/* An ACL that was refreshed shows the entries that stand apart as well. */
static bool
replaces(const struct terraform_resource *of, struct acl_entry *e,
    struct acl_entry **v, size_t n)
{
	for (size_t i = 0; of != NULL && of->n_inline > 0 && i < n; i++)
		if (same_entry(v[i], e) &&
		    place_compare(v[i]->at, node_place(of->values)) > 0 &&
		    v[i]->at.offset < node_end(of->values)) {
			v[i] = e;
			return true;
		}
	return false;
}

static void
remove_entry(struct network_acl *acl, const struct acl_entry *e)
{
	for (size_t i = acl->ingress.n; i > 0; i--)
		if (e->direction == INGRESS &&
		    same_entry(acl->ingress.v[i - 1], e))
			terraform_remove(&acl->ingress, i - 1);
	for (size_t i = acl->egress.n; i > 0; i--)
		if (e->direction == EGRESS &&
		    same_entry(acl->egress.v[i - 1], e))
			terraform_remove(&acl->egress, i - 1);
}

static void
join_entry(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_owners acls = terraform_owners(x, terraform_get(r,
	    "network_acl_id"), ACL);
	struct flag_value egress = terraform_stated_flag(x, terraform_get(r,
	    "egress"));
	enum direction d = flag_or(egress, false) ? EGRESS : INGRESS;
	struct source s = { .r = r };
	bool untold = is_untold(x, &s, read_entry(x, &s, d, r->at));

	if (value_is_unknown(egress.is)) {
		terraform_leave(x, terraform_get(r, "egress"), "\"egress\" is "
		    "known after apply: whether it is of what comes in or "
		    "goes out");
		untold = true;
	}
	for (size_t i = 0; (acls.many || untold) && i < acls.of.n; i++)
		((struct network_acl *)acls.of.v[i])->entries_known = false;
	for (size_t i = 0; !acls.many && !untold && i < acls.of.n; i++) {
		struct network_acl *acl = (struct network_acl *)acls.of.v[i];
		const struct terraform_resource *of = terraform_of(x,
		    &acl->is);
		struct acl_entry *e = read_entry(x, &s, d, r->at);

		if (acls.sure)
			terraform_complain_mixed(x, r, terraform_of(x,
			    &acl->is), direction_name(d));
		e->exists = terraform_condition(x, &acls, r, &acl->is);
		if (r->is_gone)
			remove_entry(acl, e);
		else if (!(d == INGRESS ? replaces(of, e, acl->ingress.v,
		    acl->ingress.n) : replaces(of, e, acl->egress.v,
		    acl->egress.n)))
			push(x, acl, e);
	}
}

static void
join_association(struct terraform *x, struct terraform_resource *r)
{
	struct ref acl = terraform_ref(x, terraform_get(r, "network_acl_id"),
	    ACL);
	struct ref subnet = terraform_ref(x, terraform_get(r, "subnet_id"),
	    KIND_BIT(KIND_SUBNET));

	if (r->is_gone && acl.to != NULL)
		terraform_take_away(x, r, "subnet_id", acl.to, "subnet_ids",
		    &((struct network_acl *)acl.to)->subnet_refs);
	if (r->is_gone)
		return;
	if (subnet.to != NULL)
		terraform_add_ref(x, &((struct subnet *)subnet.to)->acl_refs,
		    acl);
	else if (acl.to != NULL)
		terraform_add_ref(x,
		    &((struct network_acl *)acl.to)->subnet_refs, subnet);
	if (value_is_unknown(subnet.is))
		terraform_lose(x, r, ACL);
}

const struct terraform_type terraform_types_acl[] = {
	{ "aws_network_acl", ACL, make_acl, read_acl, NULL },
	/* Cloud Control has its entries elsewhere. */
	{ "awscc_ec2_network_acl", ACL, make_acl, read_cloud_acl, NULL },
	{ "awscc_ec2_subnet_network_acl_association", 0, NULL, NULL,
	  join_association },
	{ "aws_default_network_acl", ACL, make_acl, read_default_acl, NULL },
	{ "aws_network_acl_rule", 0, NULL, NULL, join_entry },
	{ "aws_network_acl_association", 0, NULL, NULL, join_association },
	{ 0 }
};
