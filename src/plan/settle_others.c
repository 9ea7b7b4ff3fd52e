/* SPDX-License-Identifier: MIT */
#include "plan/settle_ground.h"

#include "model/facts.h"

/*
 * Addresses inside of a ground that others are known to have: networks that
 * the plan names, VPCs that this one meets at a peering or a transit gateway,
 * and what AWS lets no VPC have.  What already stands there is left to check;
 * nothing new is placed there.
 */

static void
take_block(struct settling *g, struct terrain *t, const char *name,
    struct cidr block)
{
	for (size_t i = 0; i < t->blocks.n; i++) {
		struct cidr own = t->blocks.v[i];

		/* A network around all of it is a summary, not a neighbour. */
		if (block.family == own.family && cidr_overlaps(own, block) &&
		    !cidr_contains(block, own))
			vec_push(g->s->a, &t->taken,
			    ((struct occupied){ block, name, NULL }));
	}
}

static void
take_blocks(struct settling *g, struct settled_ground *ground,
    const char *name, const struct cidr_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!value_is_known(v[i].is))
			continue;
		take_block(g, v[i].v.family == IPV4 ? &ground->ipv4 :
		    &ground->ipv6, name, v[i].v);
	}
}

static void
take_vpc(struct settling *g, struct settled_ground *ground,
    const struct vpc *v)
{
	if (v == NULL || v == ground->vpc)
		return;
	take_blocks(g, ground, thing_label(&v->is), v->cidrs.v, v->cidrs.n);
	take_blocks(g, ground, thing_label(&v->is), v->ipv6_cidrs.v,
	    v->ipv6_cidrs.n);
}

static const struct vpc *
vpc_of(const struct attachment *x)
{
	const struct thing *t = x->target.to;

	return t != NULL && t->kind == KIND_VPC ? (const struct vpc *)t :
	    NULL;
}

/* The VPCs on the transit gateways that this one is on. */
static void
take_attached(struct settling *g, struct settled_ground *ground)
{
	const struct model *m = g->m;

	for (size_t i = 0; i < m->attachments.n; i++) {
		const struct attachment *own = m->attachments.v[i];

		if (own->gateway == NULL || vpc_of(own) != ground->vpc)
			continue;
		for (size_t k = 0; k < m->attachments.n; k++)
			if (m->attachments.v[k]->gateway == own->gateway)
				take_vpc(g, ground,
				    vpc_of(m->attachments.v[k]));
	}
}

void
settle_take_others(struct settling *g, struct settled_ground *ground)
{
	const struct model *m = g->m;

	for (size_t i = 0; i < m->networks.n; i++)
		take_blocks(g, ground, thing_label(&m->networks.v[i]->is),
		    m->networks.v[i]->cidrs.v, m->networks.v[i]->cidrs.n);
	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		if (p->vpcs[0] == ground->vpc)
			take_vpc(g, ground, p->vpcs[1]);
		else if (p->vpcs[1] == ground->vpc)
			take_vpc(g, ground, p->vpcs[0]);
	}
	take_attached(g, ground);
}

void
settle_take_forbidden(struct settling *g, struct settled_ground *ground)
{
	size_t n;
	const struct fact_range *v = fact_vpc_forbidden(IPV4, &n);

	for (size_t i = 0; i < n; i++)
		vec_push(g->s->a, &ground->ipv4.taken, ((struct occupied){
		    v[i].block, v[i].what, NULL }));
}
