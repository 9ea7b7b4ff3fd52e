/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"

/*
 * What leads out of a VPC to other networks: peering, VPN; and prefix lists,
 * block public access and flow logs, which belong to no VPC.
 *
 * VPN connections carry secrets (CustomerGatewayConfiguration, PreSharedKey):
 * no row reads them, so they never enter the model.
 */

static void
read_end(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "VpcId", describe_ref, 0, false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

static void
read_status(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "Code", describe_state, 0, false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

static const struct describe_member peering_members[] = {
	{ "AccepterVpcInfo", read_end, offsetof(struct peering, ends[1]),
	  false },
	{ "RequesterVpcInfo", read_end, offsetof(struct peering, ends[0]),
	  false },
	{ "Status", read_status, offsetof(struct peering, state), true },
	{ 0 }
};

static void *
make_peering(struct model *m, struct place at, unsigned island)
{
	return model_new_peering(m, at, island);
}

const struct describe_object describe_object_peering = {
	.id = "VpcPeeringConnectionId",
	.kind = KIND_PEERING,
	.make = make_peering,
	.members = peering_members,
};

static void
read_gateway_address(struct describe *x, void *to, struct node n)
{
	struct address_value *address = to;

	if (!node_text_is(n, ""))
		*address = read_address(x->l, n, 0);
}

static const struct describe_member customer_members[] = {
	{ "IpAddress", read_gateway_address,
	  offsetof(struct customer_gateway, address), false },
	{ 0 }
};

static void *
make_customer_gateway(struct model *m, struct place at, unsigned island)
{
	return model_new_customer_gateway(m, at, island);
}

const struct describe_object describe_object_customer_gateway = {
	.id = "CustomerGatewayId",
	.kind = KIND_CUSTOMER_GATEWAY,
	.make = make_customer_gateway,
	.members = customer_members,
};

static void
read_vpn_options(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "StaticRoutesOnly", describe_flag,
		  offsetof(struct vpn, is_static), false },
		{ 0 }
	};

	describe_members(x, members, to, n);
}

static void
read_vpn_route(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "DestinationCidrBlock", describe_cidr, 0, false },
		{ 0 }
	};
	struct cidr_value cidr = { 0 };
	struct vpn *v = to;

	if (node_text_is(node_get(n, "State"), "deleted"))
		return;
	describe_members(x, members, &cidr, n);
	if (cidr.is.state != VALUE_ABSENT)
		vec_push(x->a, &v->cidrs, cidr);
}

static void
read_vpn_routes(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_vpn_route);
}

static void
read_core_network(struct describe *x, void *to, struct node n)
{
	struct ref *on = to;

	(void)x;
	if (!node_text_is(n, ""))
		on->is = value_unknown(node_place(n),
		    "a core network (Cloud WAN) is not modelled");
}

static const struct describe_member vpn_members[] = {
	{ "CoreNetworkArn", read_core_network, offsetof(struct vpn, on),
	  false },
	{ "CustomerGatewayId", describe_ref,
	  offsetof(struct vpn, customer_gateway), false },
	{ "Options", read_vpn_options, 0, false },
	{ "Routes", read_vpn_routes, 0, false },
	{ "State", describe_state, offsetof(struct vpn, state), true },
	{ "TransitGatewayId", describe_ref, offsetof(struct vpn, on),
	  false },
	{ "VpnGatewayId", describe_ref, offsetof(struct vpn, on), false },
	{ 0 }
};

static void *
make_vpn(struct model *m, struct place at, unsigned island)
{
	return model_new_vpn(m, at, island);
}

/* What a peer announces by BGP stands nowhere in the output. */
static void
finish_vpn(struct describe *x, void *made, struct node n)
{
	struct vpn *v = made;
	struct cidr_value learned = {
		.is = value_unknown(node_place(n), "routes learned by BGP "
		    "are not in the output"),
		.v = { .family = IPV4 }
	};

	if (v->cidrs.n == 0 && !flag_or(v->is_static, false))
		vec_push(x->a, &v->cidrs, learned);
}

static const struct describe_object vpn = {
	.id = "VpnConnectionId",
	.kind = KIND_VPN,
	.make = make_vpn,
	.members = vpn_members,
	.done = finish_vpn,
};

/* Deleted ones are listed for a while. */
void
describe_read_vpn(struct describe *x, struct node n)
{
	if (!node_text_is(node_get(n, "State"), "deleted"))
		describe_thing(x, &vpn, n);
}

static void
read_list_name(struct describe *x, void *to, struct node n)
{
	struct prefix_list *list = to;

	describe_name(x, &list->is.address, n);
	if (list->is.address == NULL ||
	    !str_starts_with(list->is.address, "com.amazonaws."))
		return;
	list->managed.is = value_known(node_place(n));
	list->managed.v = list->is.address;
}

static void
read_list_block(struct describe *x, void *to, struct node n)
{
	struct prefix_list *list = to;
	struct cidr_value cidr = { 0 };

	describe_cidr(x, &cidr, n);
	if (cidr.is.state != VALUE_ABSENT)
		vec_push(x->a, &list->entries, cidr);
}

static void
read_list_blocks(struct describe *x, void *to, struct node n)
{
	struct prefix_list *list = to;

	list->entries_known = true;
	describe_each(x, to, n, read_list_block);
}

/* AWS's own lists say "AWS", which is no account. */
static void
read_list_owner(struct describe *x, void *to, struct node n)
{
	struct prefix_list *list = to;

	if (!node_text_is(n, "AWS"))
		describe_name(x, &list->is.account, n);
}

static const struct describe_member list_members[] = {
	{ "Cidrs", read_list_blocks, 0, false },
	{ "MaxEntries", describe_number, offsetof(struct prefix_list, max),
	  false },
	{ "OwnerId", read_list_owner, 0, false },
	{ "PrefixListArn", describe_arn, 0, true },
	{ "PrefixListName", read_list_name, 0, false },
	{ 0 }
};

static void *
make_list(struct model *m, struct place at, unsigned island)
{
	return model_new_prefix_list(m, at, island);
}

static void
finish_list(struct describe *x, void *made, struct node n)
{
	struct prefix_list *list = made;

	(void)x;
	(void)n;
	if (list->is.name == NULL)
		list->is.name = list->is.address;
}

const struct describe_object describe_object_prefix_list = {
	.id = "PrefixListId",
	.kind = KIND_PREFIX_LIST,
	.merges = true,
	.make = make_list,
	.members = list_members,
	.done = finish_list,
};

/* An entry of a list that only the name of the file can name. */
struct describe_list_entry {
	const char *list;
	struct cidr_value cidr;
};

void
describe_read_list_entry(struct describe *x, struct node n)
{
	static const struct describe_member members[] = {
		{ "Cidr", describe_cidr,
		  offsetof(struct describe_list_entry, cidr), false },
		{ 0 }
	};
	struct describe_list_entry *entry = arena_alloc(x->a, sizeof *entry);

	entry->list = describe_id_in_name(x, "pl-");
	if (entry->list == NULL && !x->nameless) {
		x->nameless = true;
		load_remark(x->l, "%s does not say of which prefix list it "
		    "is and is left out: put the id (pl-...) into the name "
		    "of the file", x->file);
	}
	describe_members(x, members, entry, n);
	if (entry->list != NULL && entry->cidr.is.state != VALUE_ABSENT)
		vec_push(x->a, &x->list_entries, entry);
}

static struct prefix_list *
list_of_entry(struct describe *x, const struct describe_list_entry *entry)
{
	struct prefix_list *list = (struct prefix_list *)describe_find(x,
	    KIND_PREFIX_LIST, entry->list);

	if (list == NULL) {
		list = model_new_prefix_list(x->m, entry->cidr.is.at,
		    x->island);
		list->is.id = entry->list;
		describe_remember(x, &list->is);
	}
	return list;
}

void
describe_finish_lists(struct describe *x)
{
	for (size_t i = 0; i < x->list_entries.n; i++) {
		struct prefix_list *list = list_of_entry(x,
		    x->list_entries.v[i]);

		list->entries_known = true;
		vec_push(x->a, &list->entries, x->list_entries.v[i]->cidr);
	}
}

/* The one setting of an account in a region, and what is excluded from it. */
struct exclusions {
	struct exclusion of;
	const char *state;
};

static struct block_public_access *
block_of(struct describe *x, struct place at)
{
	void **slot = map_slot(&x->blocks, arena_printf(x->a, "%s %s",
	    x->account != NULL ? x->account : "",
	    x->region != NULL ? x->region : ""));
	struct block_public_access *b = *slot;

	if (b == NULL) {
		*slot = b = model_new_block_public_access(x->m, at, x->island);
		b->is.account = x->account;
		b->is.region = x->region;
	}
	return b;
}

void
describe_read_block(struct describe *x, struct node n)
{
	struct node mode = node_get(n, "InternetGatewayBlockMode");
	struct block_public_access *b = block_of(x, node_place(n));

	b->is.at = node_place(n);
	if (node_text_is(mode, "block-bidirectional"))
		b->mode = BLOCK_BIDIRECTIONAL;
	else if (node_text_is(mode, "block-ingress"))
		b->mode = BLOCK_INGRESS;
	else
		b->mode = BLOCK_OFF;
}

/* "vpc-1" of "arn:aws:ec2:eu-west-1:1111…:vpc/vpc-1" */
static void
read_excluded(struct describe *x, void *to, struct node n)
{
	const char *arn = NULL, *id;
	struct ref *of = to;

	describe_name(x, &arn, n);
	if (arn == NULL)
		return;
	id = arn;
	for (const char *p = arn; *p != '\0'; p++)
		if (*p == '/')
			id = p + 1;
	*of = read_ref_text(x->l, node_place(n), id);
}

void
describe_read_exclusion(struct describe *x, struct node n)
{
	static const struct describe_member members[] = {
		{ "ResourceArn", read_excluded,
		  offsetof(struct exclusion, of), false },
		{ 0 }
	};
	struct exclusion e = { .at = node_place(n) };
	struct block_public_access *b;

	if (node_text_is(node_get(n, "State"), "delete-complete"))
		return;
	describe_members(x, members, &e, n);
	e.mode = node_text_is(node_get(n, "InternetGatewayExclusionMode"),
	    "allow-egress") ? EXCLUSION_EGRESS : EXCLUSION_BIDIRECTIONAL;
	b = block_of(x, node_place(n));
	if (e.of.is.state != VALUE_ABSENT)
		vec_push(x->a, &b->exclusions, e);
}

/* A flow log of a whole VPC; those of subnets and interfaces say less. */
void
describe_read_flow_log(struct describe *x, struct node n)
{
	const char *id = NULL;
	struct node of = node_get(n, "ResourceId");

	if (node_kind(of) == NODE_STRING)
		describe_name(x, &id, of);
	if (id != NULL && str_starts_with(id, "vpc-"))
		describe_vpc(x, id, node_place(of))->flow_logs =
		    (struct flag_value){ .is = value_known(node_place(of)),
			.v = true };
}
