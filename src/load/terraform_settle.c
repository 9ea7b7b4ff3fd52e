/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * What the rest tells of what a resource leaves open, when all are read: the
 * VPC of what only others show, IPv6, the region.
 *
 * A table serves subnets of its own VPC only, and routes to gateways of that:
 * "VPC User Guide, subnet route tables".  So where one end of such a link has
 * a VPC and the VPC of the other is not known, it is the same.
 */

/* Its VPC is stated, and not known. */
static bool
is_homeless(const struct thing *t)
{
	if (t->vpc != NULL)
		return false;
	return value_is_unknown(t->vpc_ref.is) ||
	    (t->kind == KIND_NAT_GATEWAY && value_is_unknown(
	    ((const struct nat_gateway *)t)->subnet.is));
}

static void
settle(struct terraform *x, struct thing *t, struct vpc *v, const char *from)
{
	struct inference one = { .of = t, .at = t->at, .object = t->address,
		.key = "vpc_id", .from = from };
	struct terraform_resource *of = terraform_of(x, t);

	if (of != NULL)
		of->is_settled = true;
	t->vpc = v;
	if (t->kind == KIND_INTERNET_GATEWAY)
		((struct internet_gateway *)t)->attachment_known = true;
	if (t->kind == KIND_VPN_GATEWAY)
		((struct vpn_gateway *)t)->attachment_known = true;
	one.to = v->is.address != NULL ? v->is.address : thing_label(&v->is);
	terraform_infer(x, one);
}

/* Two of one VPC: what is known of one is known of the other. */
static bool
put_together(struct terraform *x, struct thing *a, const struct ref *ref)
{
	struct thing *b = ref->to;

	if (b == NULL || ref->exists != NULL)
		return false;
	if (a->vpc != NULL && is_homeless(b)) {
		settle(x, b, a->vpc, thing_title(x->a, a));
		return true;
	}
	if (b->vpc != NULL && is_homeless(a)) {
		settle(x, a, b->vpc, thing_title(x->a, b));
		return true;
	}
	return false;
}

static bool
put_all_together(struct terraform *x, struct thing *t, const struct ref *v,
    size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any |= put_together(x, t, &v[i]);
	return any;
}

/* Gateways of a VPC: others join several. */
static bool
is_of_one_vpc(const struct thing *t)
{
	const uint32_t kinds = KIND_BIT(KIND_INTERNET_GATEWAY) |
	    KIND_BIT(KIND_EGRESS_ONLY_GATEWAY) | KIND_BIT(KIND_VPN_GATEWAY) |
	    KIND_BIT(KIND_NAT_GATEWAY);

	return t != NULL && (KIND_BIT(t->kind) & kinds) != 0;
}

static bool
settle_by_table(struct terraform *x, struct route_table *t)
{
	bool any = put_all_together(x, &t->is, t->subnet_refs.v,
	    t->subnet_refs.n);

	any |= put_all_together(x, &t->is, t->propagates.v, t->propagates.n);
	any |= put_together(x, &t->is, &t->edge_of);
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->exists == NULL &&
		    is_of_one_vpc(t->routes.v[i]->target.to))
			any |= put_together(x, &t->is,
			    &t->routes.v[i]->target);
	return any;
}

static bool
settle_by_links(struct terraform *x, struct thing *t)
{
	const struct subnet *s = (const struct subnet *)t;
	const struct network_acl *acl = (const struct network_acl *)t;
	const struct endpoint *e = (const struct endpoint *)t;
	bool any;

	switch (t->kind) {
	case KIND_SUBNET:
		any = put_all_together(x, t, s->table_refs.v,
		    s->table_refs.n);
		any |= put_all_together(x, t, s->acl_refs.v, s->acl_refs.n);
		return any;
	case KIND_NETWORK_ACL:
		return put_all_together(x, t, acl->subnet_refs.v,
		    acl->subnet_refs.n);
	case KIND_ENDPOINT:
		any = put_all_together(x, t, e->table_refs.v,
		    e->table_refs.n);
		any |= put_all_together(x, t, e->subnet_refs.v,
		    e->subnet_refs.n);
		return any;
	case KIND_ROUTE_TABLE:
		return settle_by_table(x, (struct route_table *)t);
	default:
		return false;
	}
}

/* What was settled settles others: a gateway by a table, that by a subnet. */
static void
settle_homes(struct terraform *x)
{
	enum { ROUNDS = 6 };
	bool any = false;

	for (size_t i = 0; i < x->list.n && !any; i++)
		any = x->list.v[i]->thing != NULL &&
		    is_homeless(x->list.v[i]->thing);
	for (unsigned round = 0; any && round < ROUNDS; round++) {
		any = false;
		for (size_t i = 0; i < x->list.n; i++)
			if (x->list.v[i]->thing != NULL)
				any |= settle_by_links(x,
				    x->list.v[i]->thing);
	}
}

/* A subnet has no IPv6 block where its VPC has none, whatever is computed. */
static void
settle_ipv6(struct terraform *x)
{
	for (size_t i = 0; i < x->list.n; i++) {
		struct subnet *s = (struct subnet *)x->list.v[i]->thing;

		if (s != NULL && s->is.kind == KIND_SUBNET &&
		    value_is_unknown(s->ipv6_cidr.is) && s->is.vpc != NULL &&
		    s->is.vpc->is.created && s->is.vpc->ipv6_cidrs.n == 0)
			s->ipv6_cidr = (struct cidr_value){ 0 };
	}
}

/* The only region that the input tells is that of all of it. */
static void
settle_region(struct terraform *x)
{
	const char *only = NULL;

	/* Another provider of the same may be of any. */
	if (x->n_providers > 1)
		return;
	for (size_t i = 0; i < x->list.n; i++) {
		const struct thing *t = x->list.v[i]->thing;

		if (t == NULL || t->region == NULL)
			continue;
		if (only != NULL && !str_equal(only, t->region))
			return;
		only = t->region;
	}
	for (size_t i = 0; i < x->list.n && only != NULL; i++)
		if (x->list.v[i]->thing != NULL)
			x->list.v[i]->thing->region = only;
}

struct blocks {
	struct map by_block;	/* text: struct vpc *, or &many of several */
	bool untold;		/* one that is not known may hold anything */
};

static struct vpc many;		/* by its address alone */

static void
enter_blocks(struct terraform *x, struct blocks *b)
{
	b->by_block = map_new(x->a);
	for (size_t i = 0; i < x->m->vpcs.n; i++) {
		struct vpc *v = x->m->vpcs.v[i];

		for (size_t j = 0; j < v->cidrs.n; j++) {
			void **slot;

			b->untold |= !value_is_known(v->cidrs.v[j].is);
			if (b->untold || v->is.island != x->island)
				continue;
			slot = map_slot(&b->by_block, cidr_text(x->a,
			    v->cidrs.v[j].v));
			*slot = *slot == NULL || *slot == v ? v : &many;
		}
	}
}

/* The only VPC with a block that holds the subnet's; or NULL. */
static struct vpc *
vpc_around(const struct blocks *b, const struct subnet *s)
{
	struct vpc *only = NULL;

	for (unsigned n = 0; n <= s->cidr.v.length; n++) {
		char text[CIDR_TEXT_MAX];
		struct vpc *v = map_get(&b->by_block, cidr_format(cidr_around(
		    s->cidr.v.base, s->cidr.v.family, n), text));

		if (v == NULL || v == only)
			continue;
		if (v == &many || only != NULL)
			return NULL;
		only = v;
	}
	return only;
}

static void
say_of_block(struct terraform *x, const struct subnet *s)
{
	struct inference one = { .of = &s->is, .at = s->is.at,
		.object = s->is.address, .key = "vpc_id",
		.from = "its block" };

	one.to = s->is.vpc->is.address != NULL ? s->is.vpc->is.address :
	    thing_label(&s->is.vpc->is);
	terraform_infer(x, one);
}

static void
settle_subnets(struct terraform *x)
{
	struct blocks blocks = { .untold = false };
	bool entered = false;

	for (size_t i = 0; i < x->list.n; i++) {
		struct subnet *s = (struct subnet *)x->list.v[i]->thing;

		if (s == NULL || s->is.kind != KIND_SUBNET ||
		    s->is.vpc != NULL || !value_is_known(s->cidr.is))
			continue;
		if (!entered)
			enter_blocks(x, &blocks);
		entered = true;
		if (blocks.untold)
			return;
		s->is.vpc = vpc_around(&blocks, s);
		if (s->is.vpc == NULL)
			continue;
		x->list.v[i]->is_settled = true;
		say_of_block(x, s);
	}
}

/* Ids of subnets or VPCs that the input does not have. */
static bool
has_other_subnets(const struct terraform *x)
{
	const uint32_t kinds = KIND_BIT(KIND_SUBNET) | KIND_BIT(KIND_VPC);

	for (size_t i = 0; i < x->lost.n; i++)
		if ((x->lost.v[i].kinds & kinds) != 0)
			return true;
	return false;
}

static void
place(struct terraform *x, struct workload *w, struct vpc *only)
{
	struct inference one = { .of = &w->is, .at = w->is.at,
		.key = "vpc_id", .from = "it being the only VPC of the "
		"input" };

	w->is.vpc = only;
	for (size_t i = 0; i < w->subnet_refs.n; i++)
		if (w->subnet_refs.v[i].to != NULL)
			return;		/* that tells it */
	one.object = w->is.address != NULL ? w->is.address :
	    thing_label(&w->is);
	one.to = only->is.address != NULL ? only->is.address :
	    thing_label(&only->is);
	terraform_infer(x, one);
}

/* Where the input has one VPC alone, what stands in a subnet that is not
 * known stands in that. */
static void
settle_place(struct terraform *x)
{
	struct vpc *only = NULL;

	for (size_t i = 0; i < x->m->vpcs.n; i++)
		if (x->m->vpcs.v[i]->is.island == x->island) {
			if (only != NULL)
				return;
			only = x->m->vpcs.v[i];
		}
	if (only == NULL || !only->is.created || has_other_subnets(x))
		return;
	for (size_t i = 0; i < x->m->workloads.n; i++) {
		struct workload *w = x->m->workloads.v[i];

		if (w->is.island == x->island && w->is.vpc == NULL &&
		    w->subnet_refs.n > 0)
			place(x, w, only);
	}
}

/* What was settled is told as inferred, and not as unknown besides. */
static void
close_links(struct terraform *x)
{
	size_t kept = 0, next = 0;

	for (size_t i = 0; i < x->open.n; i++) {
		const struct terraform_open *o = &x->open.v[i];
		bool settled = o->of->is_settled && str_equal(o->key,
		    "vpc_id");

		if (!settled && x->n_unfound++ == 0)
			x->unfound = arena_printf(x->a, "\"%s\" of %s is %s",
			    o->key, o->of->address, o->why);
		if (!settled || o->untold == 0)
			continue;
		for (; next + 1 < o->untold; next++)
			x->m->untold.v[kept++] = x->m->untold.v[next];
		next++;
	}
	for (; next < x->m->untold.n; next++)
		x->m->untold.v[kept++] = x->m->untold.v[next];
	x->m->untold.n = kept;
}

void
terraform_settle(struct terraform *x)
{
	settle_homes(x);
	settle_subnets(x);
	settle_homes(x);
	settle_ipv6(x);
	settle_region(x);
	settle_place(x);
	read_place_rest(x->m, x->island, READ_DEFAULT_VPC);
	close_links(x);
}
