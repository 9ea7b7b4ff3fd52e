/* SPDX-License-Identifier: MIT */
#include "model/workload.h"

#include "base/str.h"

/*
 * AWS's InterfaceType of hosts: the others belong to gateways and endpoints,
 * which are things of their own.  EC2 API Reference, NetworkInterface.
 */
static bool
is_of_a_host(const struct interface *e)
{
	static const char *const types[] = { "interface", "efa", "efa-only",
		"branch", "trunk", "lambda", "load_balancer",
		"network_load_balancer", NULL };
	/* Before there were these types, the description alone told. */
	static const char *const others[] = { "VPC Endpoint Interface",
		"Interface for NAT Gateway",
		"Network Interface for Transit Gateway", NULL };
	bool is = e->type == NULL;

	for (const char *const *t = types; *t != NULL; t++)
		is = is || str_equal(e->type, *t);
	for (const char *const *d = others; *d != NULL; d++)
		is = is && (e->description == NULL ||
		    !str_starts_with(e->description, *d));
	return is;
}

bool
interface_is_inhabited(const struct interface *e)
{
	return e->workload != NULL || (e->endpoint == NULL &&
	    (e->holder != NULL || (e->of_service && is_of_a_host(e))));
}

bool
interface_is_of_balancer(const struct interface *e)
{
	return (e->description != NULL &&
	    str_starts_with(e->description, "ELB ")) ||
	    str_equal(e->type, "load_balancer") ||
	    str_equal(e->type, "network_load_balancer") ||
	    str_equal(e->type, "gateway_load_balancer");
}

bool
interface_is_of_endpoint(const struct interface *e)
{
	return str_equal(e->type, "vpc_endpoint") ||
	    str_equal(e->type, "gateway_load_balancer_endpoint") || (e->type == NULL &&
	    e->description != NULL && str_starts_with(e->description,
	    "VPC Endpoint Interface"));
}
