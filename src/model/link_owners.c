/* SPDX-License-Identifier: MIT */
#include "model/link.h"

/*
 * Where things live.  Most readers put a thing into its VPC as they make it;
 * the others name the VPC by its id, which may stand in a later file, or in
 * none: then the VPC is made here, known by its id alone, so that what lives
 * in it is still seen together.
 */

static void
label_things(struct model *m)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < m->things[kind].n; i++) {
			struct thing *t = m->things[kind].v[i];

			t->label = thing_label(t);
		}
	for (size_t i = 0; i < m->things[KIND_INTERFACE].n; i++) {
		struct interface *e =
		    (struct interface *)m->things[KIND_INTERFACE].v[i];

		if (e->workload != NULL && e->is.name != NULL)
			e->is.label = arena_printf(m->a, "%s.%s",
			    thing_label(&e->workload->is), e->is.name);
	}
}

static struct use
use_of_vpc(const struct thing *t)
{
	struct use u = {
		.owner = t, .kinds = KIND_BIT(KIND_VPC), .foreign = true,
		.at = t->at,
	};

	return u;
}

/* A known id that nothing has, of a thing that has no VPC yet. */
static bool
needs_stub(const struct thing *t)
{
	enum kind kind;

	return t->vpc == NULL && value_is_known(t->vpc_ref.is) &&
	    t->vpc_ref.text != NULL && id_shape(t->vpc_ref.text, &kind) &&
	    kind == KIND_VPC;
}

static void
add_unknown_block(struct model *m, struct vpc *v, enum family family)
{
	struct cidr_value block = {
		.is = value_unknown(v->is.at, "the VPC is not in the input"),
		.v = { .family = (uint8_t)family },
	};

	if (family == IPV4)
		vec_push(m->a, &v->cidrs, block);
	else
		vec_push(m->a, &v->ipv6_cidrs, block);
}

static struct vpc *
new_stub(struct model *m, const struct thing *t)
{
	struct vpc *v = model_new_vpc(m, t->vpc_ref.is.at, t->island);

	v->is.id = t->vpc_ref.text;
	v->is.label = v->is.id;
	v->is.account = t->account;
	v->is.region = t->region;
	v->is.implicit = true;
	add_unknown_block(m, v, IPV4);
	add_unknown_block(m, v, IPV6);
	return v;
}

static void
make_stubs(struct linker *l)
{
	struct model *m = l->m;
	struct map stubs = map_new(m->a);

	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		for (size_t i = 0; i < m->things[kind].n; i++) {
			struct thing *t = m->things[kind].v[i];
			void **slot;

			if (!needs_stub(t))
				continue;
			slot = map_slot(&stubs, t->vpc_ref.text);
			if (*slot == NULL)
				*slot = new_stub(m, t);
			t->vpc = *slot;
			t->vpc_ref.to = &t->vpc->is;
		}
	}
}

static void
find_vpcs(struct linker *l)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		for (size_t i = 0; i < l->m->things[kind].n; i++) {
			struct thing *t = l->m->things[kind].v[i];
			struct use u = use_of_vpc(t);

			if (t->vpc == NULL)
				t->vpc = (struct vpc *)link_resolve(l,
				    &t->vpc_ref, &u);
		}
	}
}

static struct transit_gateway *
find_gateway(struct linker *l, struct thing *t, struct ref *r)
{
	struct use u = {
		.owner = t, .kinds = KIND_BIT(KIND_TRANSIT_GATEWAY),
		.foreign = true, .at = t->at,
	};

	return (struct transit_gateway *)link_resolve(l, r, &u);
}

static void
find_gateways(struct linker *l)
{
	struct model *m = l->m;

	for (size_t i = 0; i < m->things[KIND_ATTACHMENT].n; i++) {
		struct attachment *a =
		    (struct attachment *)m->things[KIND_ATTACHMENT].v[i];

		if (a->gateway == NULL)
			a->gateway = find_gateway(l, &a->is, &a->gateway_ref);
	}
	for (size_t i = 0; i < m->things[KIND_TRANSIT_TABLE].n; i++) {
		struct transit_table *t = (struct transit_table *)
		    m->things[KIND_TRANSIT_TABLE].v[i];

		if (t->gateway == NULL)
			t->gateway = find_gateway(l, &t->is, &t->gateway_ref);
	}
}

void
link_adopt(struct linker *l)
{
	struct model *m = l->m;

	for (size_t i = 0; i < m->workloads.n; i++)
		for (size_t j = 0; j < m->workloads.v[i]->interfaces.n; j++)
			m->workloads.v[i]->interfaces.v[j]->workload =
			    m->workloads.v[i];
	for (size_t i = 0; i < m->endpoints.n; i++)
		for (size_t j = 0; j < m->endpoints.v[i]->interfaces.n; j++)
			m->endpoints.v[i]->interfaces.v[j]->endpoint =
			    m->endpoints.v[i];
	for (size_t i = 0; i < m->transit_gateways.n; i++) {
		struct transit_gateway *g = m->transit_gateways.v[i];

		for (size_t j = 0; j < g->attachments.n; j++)
			g->attachments.v[j]->gateway = g;
		for (size_t j = 0; j < g->tables.n; j++)
			g->tables.v[j]->gateway = g;
	}
}

void
link_owners(struct linker *l)
{
	struct model *m = l->m;

	label_things(m);
	find_vpcs(l);
	make_stubs(l);
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < m->things[kind].n; i++)
			m->things[kind].v[i]->among_vpcs =
			    m->things[KIND_VPC].n > 1;
	find_gateways(l);
	for (size_t i = 0; i < m->things[KIND_INTERFACE].n; i++) {
		struct interface *e =
		    (struct interface *)m->things[KIND_INTERFACE].v[i];

		if (e->is.vpc == NULL && e->workload != NULL)
			e->is.vpc = e->workload->is.vpc;
		if (e->is.vpc == NULL && e->endpoint != NULL)
			e->is.vpc = e->endpoint->is.vpc;
	}
}
