/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/once.h"
#include "base/str.h"

/* ------------------------------------------------------------- gateways */

/*
 * A gateway with nothing to tell is its name; true where that is the name it
 * has by default.
 */
static void
write_gateway(struct spec_out *o, const struct thing *t)
{
	const char *name = export_name(o, t);

	if (t->exists == NULL && !has_tags(o, t) && !o->with_ids &&
	    !has_suppressions(o, t->at)) {
		writer_text(&o->w, name);
		return;
	}
	writer_begin_map_fit(&o->w);
	writer_member_text(&o->w, "name", name);
	put_thing(o, t);
	writer_end(&o->w);
}

/* Those of the kind in the VPC (NULL: in none). */
static struct order
gateways_of(struct spec_out *o, enum kind kind, const struct vpc *v)
{
	VEC(const struct thing *) found = { 0 };

	for (size_t i = 0; i < o->m->things[kind].n; i++)
		if (o->m->things[kind].v[i]->vpc == v)
			vec_push(o->a, &found, o->m->things[kind].v[i]);
	return export_order(o, found.v, found.n);
}

static void
put_gateways(struct spec_out *o, const char *key, enum kind kind,
    const struct vpc *v)
{
	struct order order = gateways_of(o, kind, v);

	if (order.n == 0)
		return;
	writer_key(&o->w, key);
	if (order.n == 1) {
		write_gateway(o, order.v[0]);
		return;
	}
	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < order.n; i++)
		write_gateway(o, order.v[i]);
	writer_end(&o->w);
}

static void
put_loose(struct spec_out *o, const char *key, enum kind kind)
{
	struct order order = gateways_of(o, kind, NULL);

	if (order.n == 0)
		return;
	writer_key(&o->w, key);
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		writer_key(&o->w, export_name(o, order.v[i]));
		writer_begin_map_fit(&o->w);
		put_owner(o, order.v[i]);
		put_thing(o, order.v[i]);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

void
put_loose_gateways(struct spec_out *o)
{
	put_loose(o, "internet_gateways", KIND_INTERNET_GATEWAY);
	put_loose(o, "vpn_gateways", KIND_VPN_GATEWAY);
}

/* -------------------------------------------------------------- subnets */

static void
put_ref_or_refs(struct spec_out *o, const char *key, const struct ref *v,
    size_t n, enum kind kind)
{
	if (n == 1)
		put_ref(o, key, &v[0], BIT(kind));
	else if (n > 1)
		put_refs(o, key, v, n, BIT(kind));
}

static void
put_reserved(struct spec_out *o, const struct subnet *s)
{
	if (s->reservations.n == 0)
		return;
	writer_key(&o->w, "reserved");
	writer_begin_map_fit(&o->w);
	for (size_t i = 0; i < s->reservations.n; i++) {
		const struct reservation *r = &s->reservations.v[i];
		char text[CIDR_TEXT_MAX];

		if (value_is_known(r->cidr.is) && r->type != NULL)
			writer_member_text(&o->w, cidr_format(r->cidr.v,
			    text), r->type);
	}
	writer_end(&o->w);
}

static void
put_shared_with(struct spec_out *o, const struct subnet *s)
{
	struct once seen = { 0 };

	if (s->shared_with.n == 0)
		return;
	writer_key(&o->w, "shared_with");
	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < s->shared_with.n; i++)
		if (once_is_new(&seen, o->a, s->shared_with.v[i]))
			writer_text(&o->w, s->shared_with.v[i]);
	writer_end(&o->w);
}

/* Whether anything says how large the subnet is, or that it has no IPv4. */
static bool
has_room(const struct subnet *s)
{
	return s->cidr.is.state != VALUE_ABSENT ||
	    s->size.is.state != VALUE_ABSENT ||
	    s->hosts.is.state != VALUE_ABSENT ||
	    s->ipv6_only.is.state != VALUE_ABSENT;
}

static void
write_subnet(struct spec_out *o, const struct subnet *s)
{
	o->under = s->is.exists;
	writer_begin_map_fit(&o->w);
	put_text(o, "az", &s->az);
	put_text(o, "az_id", &s->az_id);
	if (has_room(s)) {
		put_cidr(o, "cidr", &s->cidr);
	} else {
		writer_key(&o->w, "cidr");
		write_unknown(o, NULL);
	}
	if (s->cidr.is.state == VALUE_ABSENT) {
		put_number(o, "size", &s->size);
		put_number(o, "hosts", &s->hosts);
	}
	put_number(o, "grow", &s->grow);
	put_cidr(o, "ipv6_cidr", &s->ipv6_cidr);
	put_flag_unless(o, "ipv6_only", &s->ipv6_only, false);
	if (s->ipv6_cidr.is.state != VALUE_ABSENT || flag_or(s->ipv6, true))
		put_flag(o, "ipv6", &s->ipv6);
	put_flag_unless(o, "dns64", &s->dns64, false);
	put_flag_unless(o, "public_ip", &s->public_ip, false);
	if (s->declared != EXPOSURE_NONE)
		put_name(o, "exposure", exposure_name(s->declared));
	if (s->tier.is.origin == ORIGIN_LITERAL)
		put_text(o, "tier", &s->tier);
	put_ref_or_refs(o, "route_table", s->table_refs.v, s->table_refs.n,
	    KIND_ROUTE_TABLE);
	put_ref_or_refs(o, "network_acl", s->acl_refs.v, s->acl_refs.n,
	    KIND_NETWORK_ACL);
	put_shared_with(o, s);
	put_reserved(o, s);
	put_thing(o, &s->is);
	writer_end(&o->w);
}

static void
put_subnets(struct spec_out *o, const struct vpc *v)
{
	struct order order = export_order(o, v->subnets.v, v->subnets.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "subnets");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		writer_key(&o->w, export_name(o, order.v[i]));
		write_subnet(o, (const struct subnet *)order.v[i]);
	}
	writer_end(&o->w);
}

/* --------------------------------------------------- NATs and endpoints */

static void
put_nat_gateways(struct spec_out *o, const struct vpc *v)
{
	struct order order = export_order(o, v->nat_gateways.v,
	    v->nat_gateways.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "nat_gateways");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct nat_gateway *n =
		    (const struct nat_gateway *)order.v[i];

		writer_key(&o->w, export_name(o, &n->is));
		writer_begin_map_fit(&o->w);
		if (n->subnet.is.state != VALUE_ABSENT ||
		    !(value_is_unknown(n->regional.is) || n->regional.v))
			put_needed_ref(o, "subnet", &n->subnet,
			    BIT(KIND_SUBNET));
		put_flag_unless(o, "private", &n->is_private, false);
		put_flag_unless(o, "regional", &n->regional, false);
		if (n->addresses_stated)
			put_addresses(o, "addresses", n->addresses.v,
			    n->addresses.n);
		if (n->private_addresses.n > 0)
			put_addresses(o, "private_addresses",
			    n->private_addresses.v, n->private_addresses.n);
		put_state(o, n->state);
		put_routes(o, n->routes.v, n->routes.n, n->routes_stated);
		put_thing(o, &n->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

static void
write_endpoint(struct spec_out *o, const struct endpoint *e)
{
	static const char *const types[] = {
		[ENDPOINT_GATEWAY] = "gateway",
		[ENDPOINT_INTERFACE] = "interface",
		[ENDPOINT_GATEWAY_LOAD_BALANCER] = "gateway_load_balancer",
	};

	o->under = e->is.exists;
	writer_begin_map_fit(&o->w);
	if (e->told_service != NULL)
		writer_member_text(&o->w, "service", export_name(o,
		    &e->told_service->is));
	else
		put_text(o, "service", &e->service);
	/* It has one, whether the input says which or not. */
	if (e->service.is.state == VALUE_ABSENT && e->type != ENDPOINT_OTHER &&
	    e->type != ENDPOINT_GATEWAY_LOAD_BALANCER) {
		writer_key(&o->w, "service");
		write_unknown(o, NULL);
	}
	writer_key(&o->w, "type");
	if (e->type != ENDPOINT_OTHER)
		writer_text(&o->w, types[e->type]);
	else
		write_unknown(o, "of another type");
	if (e->table_refs.n > 0)
		put_refs(o, "route_tables", e->table_refs.v, e->table_refs.n,
		    BIT(KIND_ROUTE_TABLE));
	if (e->subnet_refs.n > 0)
		put_refs(o, "subnets", e->subnet_refs.v, e->subnet_refs.n,
		    BIT(KIND_SUBNET));
	if (e->groups_stated)
		put_refs(o, "security_groups", e->group_refs.v,
		    e->group_refs.n, BIT(KIND_SECURITY_GROUP));
	put_flag_unless(o, "private_dns", &e->private_dns, true);
	put_flag(o, "ipv6", &e->ipv6);
	put_state(o, e->state);
	put_forwards(o, &e->forwards);
	put_thing(o, &e->is);
	writer_end(&o->w);
}

static void
put_endpoints(struct spec_out *o, const struct vpc *v)
{
	struct order order = export_order(o, v->endpoints.v, v->endpoints.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "endpoints");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		writer_key(&o->w, export_name(o, order.v[i]));
		write_endpoint(o, (const struct endpoint *)order.v[i]);
	}
	writer_end(&o->w);
}

static void
put_services(struct spec_out *o, const struct vpc *v)
{
	struct order order = export_order(o, v->endpoint_services.v,
	    v->endpoint_services.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "services");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct endpoint_service *s =
		    (const struct endpoint_service *)order.v[i];

		writer_key(&o->w, export_name(o, &s->is));
		writer_begin_map_fit(&o->w);
		put_needed_ref(o, "load_balancer", &s->load_balancer,
		    BIT(KIND_WORKLOAD));
		put_text(o, "service", &s->service);
		put_thing(o, &s->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}

/* ------------------------------------------------------------------ VPC */

static void
put_dns(struct spec_out *o, const struct vpc *v)
{
	if (v->dns_support.is.state == VALUE_ABSENT &&
	    v->dns_hostnames.is.state == VALUE_ABSENT)
		return;
	writer_key(&o->w, "dns");
	writer_begin_map_fit(&o->w);
	put_flag(o, "support", &v->dns_support);
	put_flag(o, "hostnames", &v->dns_hostnames);
	writer_end(&o->w);
}

/* A block that is stated again is the same one (AD009). */
static bool
has_one_block(const struct vpc *v)
{
	for (size_t i = 1; i < v->cidrs.n; i++)
		if (!value_is_known(v->cidrs.v[0].is) ||
		    !value_is_known(v->cidrs.v[i].is) ||
		    !cidr_equal(v->cidrs.v[0].v, v->cidrs.v[i].v))
			return false;
	return v->cidrs.n > 0;
}

static void
write_vpc(struct spec_out *o, const struct vpc *v)
{
	writer_begin_map(&o->w);
	put_owner(o, &v->is);
	if (value_is_known(v->size.is) && v->cidrs.n == 1 &&
	    !value_is_known(v->cidrs.v[0].is)) {
		put_number(o, "size", &v->size);
		put_text(o, "pool", &v->pool);
	} else if (has_one_block(v)) {
		put_cidr(o, "cidr", &v->cidrs.v[0]);
	} else {
		put_cidrs(o, "cidrs", v->cidrs.v, v->cidrs.n);
	}
	if (v->ipv6_cidrs.n > 0)
		put_cidrs(o, "ipv6_cidrs", v->ipv6_cidrs.v, v->ipv6_cidrs.n);
	put_flag_unless(o, "amazon_ipv6", &v->amazon_ipv6, false);
	put_flag_unless(o, "default", &v->is_default, false);
	put_dns(o, v);
	put_flag(o, "flow_logs", &v->flow_logs);
	put_gateways(o, "internet_gateway", KIND_INTERNET_GATEWAY, v);
	put_gateways(o, "egress_only_gateway", KIND_EGRESS_ONLY_GATEWAY,
	    v);
	put_gateways(o, "vpn_gateway", KIND_VPN_GATEWAY, v);
	put_subnets(o, v);
	put_nat_gateways(o, v);
	put_endpoints(o, v);
	put_route_tables(o, v);
	put_security_groups(o, v);
	put_network_acls(o, v);
	put_workloads(o, v);
	put_services(o, v);
	put_incomplete(o, v);
	put_thing(o, &v->is);
	writer_end(&o->w);
}

static bool
has_any(const struct vpc *v)
{
	return v->subnets.n + v->nat_gateways.n + v->endpoints.n +
	    v->route_tables.n + v->security_groups.n + v->network_acls.n +
	    v->workloads.n + v->interfaces.n > 0;
}

/* What is in a VPC that nobody knows. */
#define FILL(of, list, from)						\
	for (size_t i_ = 0; i_ < (from)->n; i_++)			\
		if ((from)->v[i_]->is.vpc == NULL &&			\
		    !(from)->v[i_]->is.implicit)			\
			vec_push((of)->a, list, (from)->v[i_])

void
put_unplaced(struct spec_out *o)
{
	const struct model *m = o->m;
	struct vpc none = { 0 };

	FILL(o, &none.subnets, &m->subnets);
	FILL(o, &none.nat_gateways, &m->nat_gateways);
	FILL(o, &none.endpoints, &m->endpoints);
	FILL(o, &none.route_tables, &m->route_tables);
	FILL(o, &none.security_groups, &m->security_groups);
	FILL(o, &none.network_acls, &m->network_acls);
	FILL(o, &none.workloads, &m->workloads);
	for (size_t i = 0; i < m->interfaces.n; i++)
		if (m->interfaces.v[i]->is.vpc == NULL &&
		    m->interfaces.v[i]->workload == NULL &&
		    m->interfaces.v[i]->endpoint == NULL)
			vec_push(o->a, &none.interfaces, m->interfaces.v[i]);
	if (!has_any(&none))
		return;
	writer_key(&o->w, "unplaced");
	writer_begin_map(&o->w);
	put_subnets(o, &none);
	put_nat_gateways(o, &none);
	put_endpoints(o, &none);
	put_route_tables(o, &none);
	put_security_groups(o, &none);
	put_network_acls(o, &none);
	put_workloads(o, &none);
	writer_end(&o->w);
}

void
put_vpcs(struct spec_out *o)
{
	struct order order = export_order(o, o->m->vpcs.v, o->m->vpcs.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "vpcs");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		o->vpc = (const struct vpc *)order.v[i];
		writer_key(&o->w, export_name(o, order.v[i]));
		write_vpc(o, o->vpc);
	}
	o->vpc = NULL;
	writer_end(&o->w);
}
