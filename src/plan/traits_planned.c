/* SPDX-License-Identifier: MIT */
#include "plan/traits_out.h"

#include "base/str.h"

/*
 * What is planned beside what carries packets: logs, sharing, addresses that
 * are kept or will be wanted.  Few formats can say these: what the other side
 * says and this one has no word for is no change.
 */

enum source { SOURCE_SPEC, SOURCE_TEMPLATE, SOURCE_TERRAFORM,
	SOURCE_OBSERVED };

static enum source
source_of(const struct thing *t)
{
	if (t->address != NULL)
		return t->by_pointer ? SOURCE_TEMPLATE : SOURCE_TERRAFORM;
	return t->id != NULL ? SOURCE_OBSERVED : SOURCE_SPEC;
}

/* Whether what is not said here is not there: a spec states all that is
 * planned, and two of one format what it can state. */
static bool
says_all(const struct traits_out *o)
{
	const struct thing_pair *pair = pairing_of(o->p, o->when, o->of);
	const struct thing *twin = pair == NULL ? NULL :
	    pair->is[1 - o->when];
	enum source source = source_of(o->of);

	return source == SOURCE_SPEC || (source != SOURCE_OBSERVED &&
	    twin != NULL && source_of(twin) == source);
}

static void
begin(struct traits_out *o, enum trait_part part, bool stated)
{
	o->part = part;
	if (!stated && !says_all(o))
		put_unseen(o, part);
}

void
put_traits_planned_vpc(struct traits_out *o, const struct vpc *v)
{
	begin(o, TRAIT_PLANNED, v->flow_logs.is.state != VALUE_ABSENT ||
	    v->size.is.state != VALUE_ABSENT ||
	    v->pool.is.state != VALUE_ABSENT);
	put_trait_flag(o, "flow logs", &v->flow_logs, false);
	put_trait_number(o, "size", &v->size);
	put_trait_text(o, "pool", &v->pool);
	o->part = TRAIT_FIELD;
}

void
put_traits_planned_subnet(struct traits_out *o, const struct subnet *s)
{
	begin(o, TRAIT_PLANNED, s->shared_with.n > 0 ||
	    s->declared != EXPOSURE_NONE);
	if (s->declared != EXPOSURE_NONE)
		put_trait(o, "declared", exposure_name(s->declared));
	for (size_t i = 0; i < s->shared_with.n; i++)
		put_trait(o, arena_printf(o->a, "shared with %s",
		    s->shared_with.v[i]), "");
	begin(o, TRAIT_RESERVED, s->reservations.n > 0);
	for (size_t i = 0; i < s->reservations.n; i++) {
		const struct reservation *r = &s->reservations.v[i];
		char text[CIDR_TEXT_MAX];

		if (value_is_known(r->cidr.is))
			put_trait(o, arena_printf(o->a, "reserved %s",
			    cidr_format(r->cidr.v, text)), r->type);
	}
	o->part = TRAIT_FIELD;
}

void
put_traits_planned_workload(struct traits_out *o, const struct workload *w)
{
	begin(o, TRAIT_PLANNED, w->surge.is.state != VALUE_ABSENT ||
	    w->connections.is.state != VALUE_ABSENT || w->has_pods);
	put_trait_number(o, "surge", &w->surge);
	put_trait_number(o, "connections", &w->connections);
	put_trait_number(o, "pods per node", &w->pods.per_node);
	put_trait_text(o, "pods by", &w->pods.mode);
	put_trait_refs(o, "pods in", w->pods.subnet_refs.v,
	    w->pods.subnet_refs.n);
	o->part = TRAIT_FIELD;
}
