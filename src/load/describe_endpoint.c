/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"
#include "load/service_name.h"

#include <string.h>

/*
 * VPC endpoints.
 */

static void
read_service(struct describe *x, void *to, struct node n)
{
	struct text_value *service = to;

	describe_text(x, service, n);
	if (value_is_known(service->is))
		service->v = read_intern(x->l, service_short_name(service->v));
}

static void
read_type(struct describe *x, void *to, struct node n)
{
	struct endpoint *e = to;

	(void)x;
	if (node_text_is(n, "Gateway"))
		e->type = ENDPOINT_GATEWAY;
	else if (node_text_is(n, "Interface"))
		e->type = ENDPOINT_INTERFACE;
	else if (node_text_is(n, "GatewayLoadBalancer"))
		e->type = ENDPOINT_GATEWAY_LOAD_BALANCER;
	else
		e->type = ENDPOINT_OTHER;
}

static void
read_groups(struct describe *x, void *to, struct node n)
{
	struct endpoint *e = to;

	e->groups_stated = true;
	describe_groups(x, &e->group_refs, n);
}

static void
read_interface(struct describe *x, void *to, struct node n)
{
	struct describe_owned owned = { .endpoint = to };

	describe_name(x, &owned.interface, n);
	if (owned.interface != NULL)
		vec_push(x->a, &x->owned, owned);
}

static void
read_interfaces(struct describe *x, void *to, struct node n)
{
	describe_each(x, to, n, read_interface);
}

static void
read_address_type(struct describe *x, void *to, struct node n)
{
	struct flag_value *ipv6 = to;
	struct text_value type = describe_text_of(x, n);

	ipv6->is = type.is;
	ipv6->v = value_is_known(type.is) && !str_equal(type.v, "ipv4");
}

static const struct describe_member members[] = {
	{ "Groups", read_groups, 0, false },
	{ "IpAddressType", read_address_type,
	  offsetof(struct endpoint, ipv6), false },
	{ "NetworkInterfaceIds", read_interfaces, 0, false },
	{ "PrivateDnsEnabled", describe_flag,
	  offsetof(struct endpoint, private_dns), false },
	{ "RouteTableIds", describe_refs,
	  offsetof(struct endpoint, table_refs), false },
	{ "ServiceName", read_service, offsetof(struct endpoint, service),
	  false },
	{ "State", describe_state, offsetof(struct endpoint, state), true },
	{ "SubnetIds", describe_refs,
	  offsetof(struct endpoint, subnet_refs), false },
	{ "VpcEndpointType", read_type, 0, false },
	{ 0 }
};

/* Output from before interface endpoints (2017) states no type. */
static void *
make(struct model *m, struct place at, unsigned island)
{
	struct endpoint *e = model_new_endpoint(m, at, island, NULL);

	e->type = ENDPOINT_GATEWAY;
	return e;
}

/* The output has these members for gateways too, where they mean nothing. */
static void
finish(struct describe *x, void *made, struct node n)
{
	struct endpoint *e = made;
	struct node policy = node_get(n, "PolicyDocument");

	if (node_kind(policy) > NODE_NULL && !node_text_is(policy, ""))
		read_policy(x->m, "VPC endpoint", node_place(n), policy);
	if (e->type != ENDPOINT_GATEWAY)
		return;
	e->groups_stated = false;
	e->private_dns = (struct flag_value){ 0 };
}

const struct describe_object describe_object_endpoint = {
	.id = "VpcEndpointId",
	.kind = KIND_ENDPOINT,
	.make = make,
	.members = members,
	.done = finish,
};

void
describe_finish_endpoints(struct describe *x)
{
	for (size_t i = 0; i < x->owned.n; i++) {
		struct interface *e = (struct interface *)describe_find(x,
		    KIND_INTERFACE, x->owned.v[i].interface);

		if (e != NULL && e->endpoint == NULL)
			e->endpoint = x->owned.v[i].endpoint;
	}
}
