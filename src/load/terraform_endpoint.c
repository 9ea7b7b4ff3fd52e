/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"
#include "load/service_name.h"

#include <string.h>

/*
 * VPC endpoints, what is associated with them apart, and endpoint services.
 */

#define ENDPOINT	KIND_BIT(KIND_ENDPOINT)

static void *
make_endpoint(struct model *m, struct place at, unsigned island)
{
	struct endpoint *e = model_new_endpoint(m, at, island, NULL);

	e->type = ENDPOINT_GATEWAY;	/* the provider's default */
	return e;
}

static enum endpoint_type
type_of(struct terraform_value v)
{
	if (terraform_state(v) == VALUE_UNKNOWN && terraform_is_written(v))
		return ENDPOINT_OTHER;
	if (terraform_state(v) != VALUE_KNOWN ||
	    terraform_text_is(v, "Gateway"))
		return ENDPOINT_GATEWAY;
	if (terraform_text_is(v, "Interface"))
		return ENDPOINT_INTERFACE;
	if (terraform_text_is(v, "GatewayLoadBalancer"))
		return ENDPOINT_GATEWAY_LOAD_BALANCER;
	return ENDPOINT_OTHER;
}

/* A list that is computed where it is not written says nothing. */
static bool
read_list(struct terraform *x, struct terraform_resource *r, void *to,
    const char *key, enum kind kind)
{
	return terraform_stated_refs(x, to, terraform_get(r, key),
	    KIND_BIT(kind));
}

/* Of a service that is made in the same plan, whose name is not known yet:
 * what stands for that is the address, which no other service has. */
static struct terraform_resource *
find_service(struct terraform *x, struct terraform_resource *r,
    struct endpoint *e)
{
	struct terraform_value name = terraform_get(r, "service_name");
	struct terraform_resource *of;

	if (terraform_state(name) != VALUE_UNKNOWN)
		return NULL;
	of = terraform_find_written(x, name, KIND_BIT(KIND_ENDPOINT_SERVICE));
	if (of == NULL || of->thing == NULL)
		return NULL;
	e->told_service = (const struct endpoint_service *)of->thing;
	e->service.is = value_derived(r->at);
	e->service.v = of->thing->address;
	return of;
}

/* Such a service tells the type of its endpoints by what is behind it. */
static enum endpoint_type
type_by_service(struct terraform_resource *service)
{
	struct terraform_value v = terraform_get(service,
	    "gateway_load_balancer_arns");

	return terraform_is_written(v) && (terraform_state(v) ==
	    VALUE_UNKNOWN || node_exists(node_first(v.value))) ?
	    ENDPOINT_GATEWAY_LOAD_BALANCER : ENDPOINT_INTERFACE;
}

static struct terraform_resource *
read_service(struct terraform *x, struct terraform_resource *r,
    struct endpoint *e)
{
	struct text_value *service = &e->service;

	*service = terraform_text(x, terraform_get(r, "service_name"));
	if (value_is_known(service->is))
		service->v = read_intern(x->l, service_short_name(service->v));
	return find_service(x, r, e);
}

static void
take_policy(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r, "policy");

	if (!r->is_data && (terraform_state(v) == VALUE_KNOWN ||
	    (terraform_state(v) == VALUE_UNKNOWN && terraform_is_written(v))))
		read_policy(x->m, r->type->name, r->at, v.value);
}

static void
read_endpoint(struct terraform *x, struct terraform_resource *r)
{
	struct endpoint *e = (struct endpoint *)r->thing;
	struct terraform_value private = terraform_get(r,
	    "private_dns_enabled");
	struct terraform_value type = terraform_get(r, "vpc_endpoint_type");
	struct terraform_resource *service = read_service(x, r, e);
	const char *name;

	terraform_live_in(x, &e->is, terraform_get(r, "vpc_id"));
	take_policy(x, r);
	e->type = type_of(type);
	if (e->type == ENDPOINT_OTHER && terraform_state(type) ==
	    VALUE_UNKNOWN) {
		if (service != NULL)
			e->type = type_by_service(service);
		else
			terraform_leave(x, type, "\"vpc_endpoint_type\" is "
			    "known after apply");
	}
	name = terraform_word(x, terraform_get(r, "service_name"));
	/* A data source finds only what AWS has taken. */
	if (name != NULL && e->is.created)
		service_check_gateway(x->l, e, name,
		    "vpc_endpoint_type = \"Interface\"");
	/* One for all kinds may name tables of the others: those have none. */
	if (e->type != ENDPOINT_INTERFACE || terraform_state(terraform_get(r,
	    "route_table_ids")) == VALUE_KNOWN)
		read_list(x, r, &e->table_refs, "route_table_ids",
		    KIND_ROUTE_TABLE);
	if (e->type == ENDPOINT_GATEWAY)
		return;
	read_list(x, r, &e->subnet_refs, "subnet_ids", KIND_SUBNET);
	if (read_list(x, r, &e->group_refs, "security_group_ids",
	    KIND_SECURITY_GROUP))
		e->groups_stated = e->group_refs.n > 0;
	/* Where nothing is said of it, Terraform switches it off. */
	e->private_dns = terraform_flag(x, private);
	if (e->private_dns.is.state == VALUE_ABSENT ||
	    (value_is_unknown(e->private_dns.is) &&
	    !terraform_is_written(private)))
		e->private_dns.is = value_derived(r->at);
	if (terraform_state(terraform_get(r, "ip_address_type")) ==
	    VALUE_KNOWN)
		e->ipv6 = (struct flag_value){ .is = value_derived(r->at),
			.v = !terraform_text_is(terraform_get(r,
			    "ip_address_type"), "ipv4") };
}

static struct endpoint *
endpoint_of(struct terraform *x, struct terraform_resource *r)
{
	return (struct endpoint *)terraform_ref(x, terraform_get(r,
	    "vpc_endpoint_id"), ENDPOINT).to;
}

/* It is the table of one of several: of each, that is not known. */
static void
add_to_any(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r, "vpc_endpoint_id");
	struct terraform_owners all = { 0 };

	if (terraform_state(v) == VALUE_UNKNOWN)
		all = terraform_candidates(x, v, ENDPOINT);
	else
		terraform_lose(x, r, ENDPOINT);
	for (size_t i = 0; i < all.of.n; i++)
		terraform_add_ref(x, &((struct endpoint *)
		    all.of.v[i])->table_refs, (struct ref){
		    .is = value_unknown(r->at, read_intern(x->l, arena_printf(
		    x->a, "%s may be of it", r->address))) });
}

static void
join_table(struct terraform *x, struct terraform_resource *r)
{
	struct endpoint *e = endpoint_of(x, r);
	struct ref table = terraform_ref(x, terraform_get(r,
	    "route_table_id"), KIND_BIT(KIND_ROUTE_TABLE));

	if (r->is_gone && e != NULL)
		terraform_take_away(x, r, "route_table_id", &e->is,
		    "route_table_ids", &e->table_refs);
	if (r->is_gone)
		return;
	if (e == NULL)
		add_to_any(x, r);
	else
		terraform_add_ref_once(x, &e->table_refs, table);
}

/* The switch for private DNS, as a resource of its own. */
static void
join_private_dns(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r, "vpc_endpoint_id");
	struct endpoint *e = endpoint_of(x, r);
	struct terraform_owners all = { 0 };

	if (e != NULL)
		e->private_dns = terraform_flag(x, terraform_get(r,
		    "private_dns_enabled"));
	else if (terraform_state(v) == VALUE_UNKNOWN)
		all = terraform_candidates(x, v, ENDPOINT);
	for (size_t i = 0; i < all.of.n; i++)
		((struct endpoint *)all.of.v[i])->private_dns.is =
		    value_unknown(r->at, "a switch apart may be of it");
}

/* The same of what an endpoint of several has: those of it are not known. */
static void
add_place(struct terraform *x, struct terraform_resource *r, bool group)
{
	struct terraform_value v = terraform_get(r, "vpc_endpoint_id");
	struct terraform_owners all = { 0 };
	struct ref ref = { .is = value_unknown(r->at, read_intern(x->l,
	    arena_printf(x->a, "%s may be of it", r->address))) };

	if (terraform_state(v) == VALUE_UNKNOWN)
		all = terraform_candidates(x, v, ENDPOINT);
	for (size_t i = 0; i < all.of.n; i++) {
		struct endpoint *e = (struct endpoint *)all.of.v[i];

		if (e->type != ENDPOINT_INTERFACE)
			continue;
		terraform_add_ref(x, group ? (void *)&e->group_refs :
		    (void *)&e->subnet_refs, ref);
		e->groups_stated |= group;
	}
}

static void
join_subnet(struct terraform *x, struct terraform_resource *r)
{
	struct endpoint *e = endpoint_of(x, r);
	struct ref subnet = terraform_ref(x, terraform_get(r, "subnet_id"),
	    KIND_BIT(KIND_SUBNET));

	if (r->is_gone && e != NULL)
		terraform_take_away(x, r, "subnet_id", &e->is, "subnet_ids",
		    &e->subnet_refs);
	if (r->is_gone)
		return;
	if (e == NULL)
		add_place(x, r, false);
	else
		terraform_add_ref_once(x, &e->subnet_refs, subnet);
}

static void
join_group(struct terraform *x, struct terraform_resource *r)
{
	struct endpoint *e = endpoint_of(x, r);
	struct ref group = terraform_ref(x, terraform_get(r,
	    "security_group_id"), KIND_BIT(KIND_SECURITY_GROUP));

	if (r->is_gone && e != NULL)
		terraform_take_away(x, r, "security_group_id", &e->is,
		    "security_group_ids", &e->group_refs);
	if (r->is_gone)
		return;
	if (e == NULL) {
		add_place(x, r, true);
		if (group.to != NULL)
			((struct security_group *)
			    group.to)->has_members_unseen = true;
		return;
	}
	e->groups_stated = true;
	terraform_add_ref_once(x, &e->group_refs, group);
}

static void *
make_service(struct model *m, struct place at, unsigned island)
{
	return model_new_endpoint_service(m, at, island, NULL);
}

static void
read_endpoint_service(struct terraform *x, struct terraform_resource *r)
{
	struct endpoint_service *s = (struct endpoint_service *)r->thing;
	struct terraform_value network = terraform_get(r,
	    "network_load_balancer_arns");
	struct terraform_value gateway = terraform_get(r,
	    "gateway_load_balancer_arns");
	VEC(struct ref) balancers = { 0 };

	s->service = terraform_text(x, terraform_get(r, "service_name"));
	if (terraform_is_written(network))
		terraform_refs(x, &balancers, network,
		    KIND_BIT(KIND_WORKLOAD));
	if (terraform_is_written(gateway))
		terraform_refs(x, &balancers, gateway,
		    KIND_BIT(KIND_WORKLOAD));
	if (balancers.n > 0)
		s->load_balancer = balancers.v[0];
}

const struct terraform_type terraform_types_endpoint[] = {
	{ "aws_vpc_endpoint_policy", 0, NULL, take_policy, NULL },
	{ "aws_vpc_endpoint", ENDPOINT, make_endpoint, read_endpoint, NULL },
	{ "awscc_ec2_vpc_endpoint", ENDPOINT, make_endpoint, read_endpoint,
	  NULL },
	{ "aws_vpc_endpoint_route_table_association", 0, NULL, NULL,
	  join_table },
	{ "aws_vpc_endpoint_private_dns", 0, NULL, NULL, join_private_dns },
	{ "aws_vpc_endpoint_subnet_association", 0, NULL, NULL,
	  join_subnet },
	{ "aws_vpc_endpoint_security_group_association", 0, NULL, NULL,
	  join_group },
	{ "aws_vpc_endpoint_service", KIND_BIT(KIND_ENDPOINT_SERVICE),
	  make_service, read_endpoint_service, NULL },
	{ 0 }
};
