/* SPDX-License-Identifier: MIT */
#include "model/thing.h"

#include "base/fatal.h"
#include "base/str.h"
#include "model/model.h"

#include <string.h>

/* With the article, behind which the name begins; and the spec's word. */
static const struct {
	const char *name, *key;
} kinds[KIND_COUNT] = {
	[KIND_VPC] = { "a VPC", "vpcs" },
	[KIND_SUBNET] = { "a subnet", "subnets" },
	[KIND_ROUTE_TABLE] = { "a route table", "route_tables" },
	[KIND_INTERNET_GATEWAY] =
	    { "an internet gateway", "internet_gateways" },
	[KIND_EGRESS_ONLY_GATEWAY] =
	    { "an egress-only internet gateway", "egress_only_gateways" },
	[KIND_NAT_GATEWAY] = { "a NAT gateway", "nat_gateways" },
	[KIND_VPN_GATEWAY] = { "a VPN gateway", "vpn_gateways" },
	[KIND_CUSTOMER_GATEWAY] = { "a customer gateway", "customer_gateways" },
	[KIND_VPN] = { "a VPN connection", "vpns" },
	[KIND_TRANSIT_GATEWAY] = { "a transit gateway", "transit_gateways" },
	[KIND_ATTACHMENT] = { "a transit gateway attachment", "attachments" },
	[KIND_TRANSIT_TABLE] = { "a transit gateway route table", "tables" },
	[KIND_PEERING] = { "a peering connection", "peerings" },
	[KIND_ENDPOINT] = { "an endpoint", "endpoints" },
	[KIND_ENDPOINT_SERVICE] = { "an endpoint service", "services" },
	[KIND_PREFIX_LIST] = { "a prefix list", "prefix_lists" },
	[KIND_NETWORK_ACL] = { "a network ACL", "network_acls" },
	[KIND_SECURITY_GROUP] = { "a security group", "security_groups" },
	[KIND_INTERFACE] = { "a network interface", "interfaces" },
	[KIND_ELASTIC_IP] = { "an Elastic IP", "elastic_ips" },
	[KIND_WORKLOAD] = { "a workload", "workloads" },
	[KIND_NETWORK] = { "a network", "networks" },
	[KIND_BLOCK_PUBLIC_ACCESS] =
	    { "a block public access setting", "block_public_access" },
};

const char *
kind_with_article(enum kind kind)
{
	if (kind >= KIND_COUNT)
		BUG("no such kind of thing");
	return kinds[kind].name;
}

const char *
kind_name(enum kind kind)
{
	return strchr(kind_with_article(kind), ' ') + 1;
}

const char *
kind_key(enum kind kind)
{
	if (kind >= KIND_COUNT)
		BUG("no such kind of thing");
	return kinds[kind].key;
}

bool
kind_find(const char *key, enum kind *out)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		if (strcmp(kinds[kind].key, key) == 0) {
			*out = kind;
			return true;
		}
	}
	return false;
}

bool
condition_same(const struct condition *a, const struct condition *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->negated == b->negated && str_equal(a->text, b->text);
}

const char *
thing_label(const struct thing *t)
{
	if (t->label != NULL)
		return t->label;
	if (t->name != NULL)
		return t->name;
	if (t->id != NULL)
		return t->id;
	return t->address != NULL ? t->address : "";
}

const struct thing *
thing_around(const struct thing *t)
{
	const struct transit_gateway *gateway = NULL;

	if (t->kind == KIND_ATTACHMENT)
		gateway = ((const struct attachment *)t)->gateway;
	else if (t->kind == KIND_TRANSIT_TABLE)
		gateway = ((const struct transit_table *)t)->gateway;
	if (gateway != NULL)
		return &gateway->is;
	return t->vpc != NULL ? &t->vpc->is : NULL;
}

const char *
thing_title(struct arena *a, const struct thing *t)
{
	const struct thing *around = thing_around(t);
	const char *label = thing_label(t);

	/* One for each account and Region, with no name of its own. */
	if (*label == '\0' && t->kind == KIND_BLOCK_PUBLIC_ACCESS &&
	    t->account != NULL)
		return arena_printf(a, "%s of account %s%s%s",
		    kind_name(t->kind), t->account, t->region != NULL ?
		    " in " : "", t->region != NULL ? t->region : "");
	if (*label == '\0')
		return arena_printf(a, "%s without a name",
		    kind_name(t->kind));
	if (around == NULL ||
	    (around->kind == KIND_VPC && !t->among_vpcs))
		return arena_printf(a, "%s \"%s\"", kind_name(t->kind),
		    label);
	return arena_printf(a, "%s \"%s/%s\"", kind_name(t->kind),
	    thing_label(around), label);
}

int
thing_compare(const struct thing *a, const struct thing *b)
{
	int order = str_natural_compare(thing_label(a), thing_label(b));

	if (order == 0 && a->id != NULL && b->id != NULL)
		order = str_natural_compare(a->id, b->id);
	if (order == 0 && (a->id != NULL) != (b->id != NULL))
		order = a->id != NULL ? -1 : 1;
	if (order == 0 && a->order != b->order)
		order = a->order < b->order ? -1 : 1;
	return order;
}
