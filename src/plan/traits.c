/* SPDX-License-Identifier: MIT */
#include "plan/traits_out.h"

#include "base/str.h"

#include <string.h>

/* ------------------------------------------------------------- the layout */

static void
put_vpc(struct traits_out *o, const struct vpc *v)
{
	put_trait_cidrs(o, "CIDR", v->cidrs.v, v->cidrs.n);
	put_trait_cidrs(o, "IPv6 CIDR", v->ipv6_cidrs.v, v->ipv6_cidrs.n);
	if (v->ipv6_cidrs.n == 1 && value_is_unknown(v->ipv6_cidrs.v[0].is))
		put_trait_flag(o, "IPv6 CIDR of Amazon", &v->amazon_ipv6,
		    false);
	/* Of a VPC that stands, a call of its own tells that. */
	o->part = TRAIT_DNS;
	if (!v->is.created && (value_is_unknown(v->dns_support.is) ||
	    value_is_unknown(v->dns_hostnames.is)))
		put_unseen(o, TRAIT_DNS);
	put_trait_flag(o, "DNS support", &v->dns_support, true);
	put_trait_flag(o, "DNS hostnames", &v->dns_hostnames,
	    flag_or(v->is_default, false));
	o->part = TRAIT_FIELD;
	put_traits_planned_vpc(o, v);
}

static size_t
zone_dashes(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == '-';
	return n;
}

/* "eu-west-1a" is "a" where no Region was told; a Local Zone is its name. */
static void
put_zone(struct traits_out *o, const struct text_value *az)
{
	const char *last = az->v == NULL ? NULL : strrchr(az->v, '-');
	struct text_value letter = *az;

	if (value_is_known(az->is) && last != NULL && last[1] >= '0' &&
	    last[1] <= '9' && last[2] >= 'a' && last[2] <= 'z' &&
	    last[3] == '\0' && zone_dashes(az->v) == 2)
		letter.v = last + 2;
	put_trait_text(o, "AZ", &letter);
	if (az->is.state != VALUE_ABSENT)
		put_plain(o, az, sizeof *az);
}

/* Its tier, where either side says so: else that is but its name; its zone's
 * id, where both do. */
static void
put_tier(struct traits_out *o, const struct subnet *s)
{
	const struct thing_pair *pair = pairing_of(o->p, o->when, &s->is);
	const struct subnet *twin = pair == NULL ? NULL :
	    (const struct subnet *)pair->is[1 - o->when];

	if (twin != NULL && value_is_known(twin->az_id.is))
		put_trait_text(o, "AZ id", &s->az_id);
	/* Formats have names and tags, or not. */
	if (twin != NULL && !value_is_known(twin->tier.is))
		return;
	if (s->tier.is.origin == ORIGIN_LITERAL || (twin != NULL &&
	    twin->tier.is.origin == ORIGIN_LITERAL))
		put_trait_text(o, "tier", &s->tier);
}

/* Where something stands. */
static void
put_subnets(struct traits_out *o, const struct ref *v, size_t n)
{
	o->part = TRAIT_SUBNET;
	put_trait_refs(o, "subnet", v, n);
	o->part = TRAIT_FIELD;
}

static void
put_end(struct traits_out *o, const char *key, const struct ref *r)
{
	if (r->is.state == VALUE_ABSENT && r->to == NULL)
		return;
	o->part = TRAIT_END;
	put_trait_ref(o, key, r);
	o->traits.v[o->traits.n - 1].of = r->to;
	o->part = TRAIT_FIELD;
}

static void
put_subnet(struct traits_out *o, const struct subnet *s)
{
	put_trait_cidr(o, "CIDR", &s->cidr);
	put_trait_cidr(o, "IPv6 CIDR", &s->ipv6_cidr);
	put_trait_number(o, "size", &s->size);
	put_trait_number(o, "hosts", &s->hosts);
	put_trait_number(o, "room to grow", &s->grow);
	put_zone(o, &s->az);
	put_tier(o, s);
	put_trait_flag(o, "public addresses", &s->public_ip, false);
	put_trait_flag(o, "IPv6 only", &s->ipv6_only, false);
	if (s->ipv6_cidr.is.state != VALUE_ABSENT)
		put_trait_flag(o, "IPv6", &s->ipv6, true);
	put_trait_flag(o, "DNS64", &s->dns64, false);
	o->part = TRAIT_TABLE;
	if (s->table == NULL)
		put_unseen(o, TRAIT_TABLE);
	else
		put_trait_thing(o, "route table", &s->table->is);
	o->part = TRAIT_ACL;
	if (s->acl == NULL)
		put_unseen(o, TRAIT_ACL);
	else
		put_trait_thing(o, "network ACL", &s->acl->is);
	o->part = TRAIT_FIELD;
	put_traits_planned_subnet(o, s);
}

static void
put_route_table(struct traits_out *o, const struct route_table *t)
{
	if (o->of->vpc != NULL && o->of->vpc->main_table == t)
		put_trait(o, "main", "yes");
	put_trait_ref(o, "edge table of", &t->edge_of);
	put_traits_of_routes(o, t->routes.v, t->routes.n);
}

static void
put_attached(struct traits_out *o, bool known)
{
	o->part = TRAIT_ATTACHED;
	if (!known)
		put_unseen(o, TRAIT_ATTACHED);
	else
		put_trait(o, "attached to", o->of->vpc == NULL ? "nothing" :
		    pairing_name(o->p, o->a, o->when, &o->of->vpc->is, NULL));
	o->part = TRAIT_FIELD;
}

/* What carries nothing while it is in another state than "available". */
static void
put_state(struct traits_out *o, const char *const *state)
{
	if (*state == NULL || str_equal(*state, "available"))
		return;
	put_trait(o, "state", *state);
	put_plain(o, state, sizeof *state);
}

static void
put_nat_gateway(struct traits_out *o, const struct nat_gateway *n)
{
	put_end(o, "subnet", &n->subnet);
	put_trait_flag(o, "private", &n->is_private, false);
	put_trait_flag(o, "regional", &n->regional, false);
	put_trait_addresses(o, "address", n->addresses.v, n->addresses.n);
	put_traits_of_routes(o, n->routes.v, n->routes.n);
	put_state(o, &n->state);
}

static void
put_endpoint(struct traits_out *o, const struct endpoint *e)
{
	static const char *const types[] = { "gateway", "interface",
		"gateway load balancer", "other" };

	put_trait_text(o, "service", &e->service);
	put_trait(o, "type", types[e->type]);
	put_trait_refs(o, "route table", e->table_refs.v, e->table_refs.n);
	put_subnets(o, e->subnet_refs.v, e->subnet_refs.n);
	o->part = TRAIT_GROUPS;
	put_trait_refs(o, "security group", e->group_refs.v, e->group_refs.n);
	o->part = TRAIT_FIELD;
	put_trait_flag(o, "private DNS", &e->private_dns,
	    e->type == ENDPOINT_INTERFACE);
	put_trait_flag(o, "IPv6", &e->ipv6, false);
	put_trait_forwards(o, &e->forwards);
	put_state(o, &e->state);
}

/* ------------------------------------------------ between the networks */

static void
put_peering(struct traits_out *o, const struct peering *p)
{
	put_end(o, "requester", &p->ends[0]);
	put_end(o, "accepter", &p->ends[1]);
	put_trait(o, "state", p->state == NULL ? "active" : p->state);
	put_plain(o, &p->state, sizeof p->state);
}

static void
put_attachment(struct traits_out *o, const struct attachment *t)
{
	put_end(o, "of", &t->target);
	put_subnets(o, t->subnet_refs.v, t->subnet_refs.n);
	o->part = TRAIT_TABLE;
	if (!t->association_known)
		put_unseen(o, TRAIT_TABLE);
	else if (t->associated != NULL)
		put_trait_thing(o, "table", &t->associated->is);
	o->part = TRAIT_ROUTES;
	if (!t->propagation_known)
		put_unseen(o, TRAIT_ROUTES);
	for (size_t i = 0; i < t->propagations.n; i++)
		put_trait(o, arena_printf(o->a, "propagates to %s",
		    pairing_name(o->p, o->a, o->when,
		    &t->propagations.v[i]->is, o->of)), "")->of =
		    t->propagations.v[i];
	o->part = TRAIT_FIELD;
	put_trait_flag(o, "appliance mode", &t->appliance_mode, false);
	put_trait_flag(o, "group references", &t->sg_references, true);
	put_state(o, &t->state);
}

static void
put_transit_table(struct traits_out *o, const struct transit_table *t)
{
	if (t->routes_known)
		put_traits_of_transit_routes(o, t->routes.v, t->routes.n);
	else
		put_unseen(o, TRAIT_ROUTES);
}

static void
put_vpn(struct traits_out *o, const struct vpn *v)
{
	put_end(o, "on", &v->on);
	put_trait_ref(o, "customer gateway", &v->customer_gateway);
	put_trait_refs(o, "network", v->networks.v, v->networks.n);
	put_trait_cidrs(o, "CIDR", v->cidrs.v, v->cidrs.n);
	put_trait_flag(o, "static", &v->is_static, false);
	put_state(o, &v->state);
}

static void
put_block(struct traits_out *o, const struct block_public_access *b)
{
	static const char *const exclusions[] = { "bidirectional", "egress",
		"unknown" };
	static const char *const modes[] = { "off", "bidirectional",
		"ingress", "unknown" };

	put_trait(o, "mode", modes[b->mode])->unknown =
	    b->mode == BLOCK_UNKNOWN;
	put_plain(o, &b->mode, sizeof b->mode);
	o->part = TRAIT_ENTRIES;
	for (size_t i = 0; i < b->exclusions.n; i++) {
		const struct exclusion *x = &b->exclusions.v[i];
		struct trait *t = put_trait(o, arena_printf(o->a,
		    "excludes %s", trait_ref_text(o, &x->of)),
		    exclusions[x->mode]);

		t->of = x;
		t->unknown = x->mode == EXCLUSION_UNKNOWN;
	}
	o->part = TRAIT_FIELD;
}

/* ------------------------------------------------------------------- all */

static void
put_transit_gateway(struct traits_out *o, const struct transit_gateway *g)
{
	put_trait_flag(o, "group references", &g->sg_references, false);
	put_trait_ref(o, "default association", &g->default_association);
	put_trait_ref(o, "default propagation", &g->default_propagation);
}

static void
put_prefix_list(struct traits_out *o, const struct prefix_list *l)
{
	put_trait_text(o, "managed", &l->managed);
	put_trait_number(o, "max", &l->max);
	o->part = TRAIT_ENTRIES;
	if (l->entries_known)
		put_trait_cidrs(o, "entry", l->entries.v, l->entries.n);
	else
		put_unseen(o, TRAIT_ENTRIES);
	o->part = TRAIT_FIELD;
}

#define PUTS(name, type)						\
	static void							\
	put_##name##_of(struct traits_out *o, const struct thing *t)	\
	{								\
		put_##name(o, (const struct type *)t);			\
	}

PUTS(vpc, vpc)
PUTS(subnet, subnet)
PUTS(route_table, route_table)
PUTS(nat_gateway, nat_gateway)
PUTS(vpn, vpn)
PUTS(transit_gateway, transit_gateway)
PUTS(attachment, attachment)
PUTS(transit_table, transit_table)
PUTS(peering, peering)
PUTS(endpoint, endpoint)
PUTS(prefix_list, prefix_list)
PUTS(traits_of_interface, interface)
PUTS(traits_of_workload, workload)
PUTS(block, block_public_access)
PUTS(traits_of_acl, network_acl)
PUTS(traits_of_group, security_group)

static void
put_internet_gateway_of(struct traits_out *o, const struct thing *t)
{
	put_attached(o, t->vpc != NULL ||
	    ((const struct internet_gateway *)t)->attachment_known);
}

static void
put_vpn_gateway_of(struct traits_out *o, const struct thing *t)
{
	put_attached(o, t->vpc != NULL ||
	    ((const struct vpn_gateway *)t)->attachment_known);
}

static void
put_egress_only_gateway_of(struct traits_out *o, const struct thing *t)
{
	put_attached(o, t->vpc != NULL);
}

static void
put_customer_gateway_of(struct traits_out *o, const struct thing *t)
{
	put_trait_addresses(o, "address",
	    &((const struct customer_gateway *)t)->address, 1);
}

static void
put_endpoint_service_of(struct traits_out *o, const struct thing *t)
{
	const struct endpoint_service *s = (const struct endpoint_service *)t;

	put_trait_text(o, "service", &s->service);
	put_trait_ref(o, "load balancer", &s->load_balancer);
}

static void
put_elastic_ip_of(struct traits_out *o, const struct thing *t)
{
	const struct elastic_ip *e = (const struct elastic_ip *)t;

	put_trait_addresses(o, "address", &e->address, 1);
	put_trait_ref(o, "attached to", &e->attached_to);
}

static void
put_network_of(struct traits_out *o, const struct thing *t)
{
	put_trait_cidrs(o, "CIDR", ((const struct network *)t)->cidrs.v,
	    ((const struct network *)t)->cidrs.n);
}

static void (*const put_of[KIND_COUNT])(struct traits_out *o,
    const struct thing *t) = {
	[KIND_VPC] = put_vpc_of,
	[KIND_SUBNET] = put_subnet_of,
	[KIND_ROUTE_TABLE] = put_route_table_of,
	[KIND_INTERNET_GATEWAY] = put_internet_gateway_of,
	[KIND_EGRESS_ONLY_GATEWAY] = put_egress_only_gateway_of,
	[KIND_NAT_GATEWAY] = put_nat_gateway_of,
	[KIND_VPN_GATEWAY] = put_vpn_gateway_of,
	[KIND_CUSTOMER_GATEWAY] = put_customer_gateway_of,
	[KIND_VPN] = put_vpn_of,
	[KIND_TRANSIT_GATEWAY] = put_transit_gateway_of,
	[KIND_ATTACHMENT] = put_attachment_of,
	[KIND_TRANSIT_TABLE] = put_transit_table_of,
	[KIND_PEERING] = put_peering_of,
	[KIND_ENDPOINT] = put_endpoint_of,
	[KIND_ENDPOINT_SERVICE] = put_endpoint_service_of,
	[KIND_PREFIX_LIST] = put_prefix_list_of,
	[KIND_NETWORK_ACL] = put_traits_of_acl_of,
	[KIND_SECURITY_GROUP] = put_traits_of_group_of,
	[KIND_INTERFACE] = put_traits_of_interface_of,
	[KIND_ELASTIC_IP] = put_elastic_ip_of,
	[KIND_WORKLOAD] = put_traits_of_workload_of,
	[KIND_NETWORK] = put_network_of,
	[KIND_BLOCK_PUBLIC_ACCESS] = put_block_of
};

static int
compare_traits(const void *x, const void *y)
{
	const struct trait *a = x, *b = y;
	int order = str_natural_compare(a->key, b->key);

	return order != 0 ? order : str_natural_compare(a->value, b->value);
}

struct traits
traits_of(const struct pairing *p, struct arena *a, enum when when,
    const struct thing *t)
{
	struct traits_out o = { .p = p, .a = a, .when = when, .of = t };
	size_t n = 0;

	put_of[t->kind](&o, t);
	if (t->exists != NULL)
		put_trait(&o, "exists", arena_printf(a, "if %s%s",
		    t->exists->negated ? "not " : "", t->exists->text));
	vec_sort(&o.traits, compare_traits);
	for (size_t i = 0; i < o.traits.n; i++)
		if (n == 0 || compare_traits(&o.traits.v[n - 1],
		    &o.traits.v[i]) != 0)
			o.traits.v[n++] = o.traits.v[i];
	o.traits.n = n;
	return o.traits;
}
