/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Network firewalls.  A firewall puts an endpoint into each of its subnets;
 * routes lead to those through the attribute EndpointIds, a list of
 * "zone:endpoint" in an order that is not told.  So an index into it picks one
 * of them, which: a condition that nothing decides; cut at "zone:" it is that
 * of the zone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
 * aws-resource-networkfirewall-firewall.html
 */

/* One endpoint, as if it were a resource of its own. */
struct firewall {
	VEC(struct cfn_resource *) endpoints;
};

static void
add_endpoint(struct cfn *x, struct cfn_resource *firewall, struct ref subnet,
    struct place at, bool only)
{
	struct endpoint *e = model_new_endpoint(x->m, at, x->island, NULL);
	struct cfn_resource *own = arena_alloc(x->a, sizeof *own);
	const char *of = subnet.text != NULL ? subnet.text : "?";

	*own = *firewall;
	own->at = at;
	own->thing = &e->is;
	cfn_dress(x, own);
	if (!only) {
		own->name = arena_printf(x->a, "%s.%s", own->name, of);
		e->is.address = arena_printf(x->a, "%s.%s", e->is.address,
		    of);
		if (e->is.name != NULL)
			e->is.name = arena_printf(x->a, "%s.%s", e->is.name,
			    of);
	}
	e->is.exists = cfn_both(x, e->is.exists, subnet.exists);
	e->type = ENDPOINT_GATEWAY_LOAD_BALANCER;
	cfn_add_ref(x, &e->subnet_refs, subnet);
	cfn_live_in(x, firewall, &e->is, cfn_get(firewall, "VpcId"));
	vec_push(x->a, &((struct firewall *)firewall->extra)->endpoints, own);
}

static void
read_firewall(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_items all = cfn_items(x, cfn_get(r, "SubnetMappings"));

	r->extra = arena_alloc(x->a, sizeof(struct firewall));
	for (size_t i = 0; i < all.n; i++) {
		struct ref subnet = cfn_ref(x, cfn_member(&all.v[i].value,
		    "SubnetId"), KIND_BIT(KIND_SUBNET));

		subnet.exists = all.v[i].exists;
		add_endpoint(x, r, subnet, all.v[i].value.at, all.n == 1);
	}
}

/* One more endpoint of a firewall, as a resource of its own. */
static void *
make_association(struct model *m, struct place at, unsigned island)
{
	struct endpoint *e = model_new_endpoint(m, at, island, NULL);

	e->type = ENDPOINT_GATEWAY_LOAD_BALANCER;
	return e;
}

static void
read_association(struct cfn *x, struct cfn_resource *r)
{
	struct endpoint *e = (struct endpoint *)r->thing;
	struct cfn_value mapping = cfn_get(r, "SubnetMapping");

	cfn_refs(x, &e->subnet_refs, cfn_member(&mapping, "SubnetId"),
	    KIND_BIT(KIND_SUBNET));
	cfn_live_in(x, r, &e->is, cfn_get(r, "VpcId"));
}

/* ----------------------------------------------------------- as a target */

/* "eu-west-1a:" picks what is in that zone; without a Region the subnet's
 * zone may be its letter alone. */
static bool
is_in_zone(const struct cfn_resource *endpoint, const char *zone)
{
	const struct endpoint *e = (const struct endpoint *)endpoint->thing;
	const struct subnet *s = e->subnet_refs.n != 1 ? NULL :
	    (const struct subnet *)e->subnet_refs.v[0].to;
	size_t n = strlen(zone) - 1;
	size_t m;

	if (s == NULL || !value_is_known(s->az.is))
		return false;
	m = strlen(s->az.v);
	return m <= n && strncmp(zone + n - m, s->az.v, m) == 0;
}

static struct cfn_resource *
endpoint_in_zone(const struct firewall *f, const char *zone)
{
	struct cfn_resource *found = NULL;

	if (zone == NULL || strlen(zone) < 2)
		return NULL;
	for (size_t i = 0; i < f->endpoints.n; i++)
		if (is_in_zone(f->endpoints.v[i], zone)) {
			if (found != NULL)
				return NULL;
			found = f->endpoints.v[i];
		}
	return found;
}

static void
add_item(struct cfn *x, struct cfn_items *to, struct cfn_item item,
    struct cfn_resource *endpoint, const struct condition *when)
{
	item.value.resource = endpoint;
	item.value.text = NULL;
	item.exists = cfn_both(x, item.exists, when);
	vec_push(x->a, to, item);
}

/*
 * One of them, whichever: the first under a condition, the next under another
 * … the last where the one before is not it.
 */
static void
add_any(struct cfn *x, struct cfn_items *to, struct cfn_item item,
    const struct firewall *f)
{
	const struct condition *when = NULL;

	for (size_t i = 0; i < f->endpoints.n; i++) {
		struct condition *c = arena_alloc(x->a, sizeof *c);

		c->text = arena_printf(x->a, "%s.EndpointIds[%zu] = %s",
		    item.value.resource->name, item.value.n == 0 ? 0 :
		    item.value.n - 1, f->endpoints.v[i]->name);
		if (i + 1 < f->endpoints.n || when == NULL)
			when = f->endpoints.n == 1 ? NULL : c;
		else
			when = cfn_opposite(x, when);
		add_item(x, to, item, f->endpoints.v[i], when);
	}
}

void
cfn_add_target(struct cfn *x, struct cfn_items *to, struct cfn_item item)
{
	const struct cfn_value *v = &item.value;
	const struct firewall *f;
	struct cfn_resource *only;

	if (v->kind != CFN_RESOURCE || !str_equal(v->resource->type,
	    "NetworkFirewall::Firewall") || v->resource->extra == NULL ||
	    !str_equal(v->text, "EndpointIds")) {
		vec_push(x->a, to, item);
		return;
	}
	f = v->resource->extra;
	only = endpoint_in_zone(f, v->delimiter);
	if (only != NULL)
		add_item(x, to, item, only, NULL);
	else if (f->endpoints.n > 0)
		add_any(x, to, item, f);
	else
		vec_push(x->a, to, item);
}

const struct cfn_type cfn_types_firewall[] = {
	{ "NetworkFirewall::Firewall", NULL, read_firewall, NULL, false },
	{ "NetworkFirewall::VpcEndpointAssociation", make_association,
	  read_association, NULL, false },
	{ .name = NULL }
};
