/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"

/*
 * A finding about traffic names two ends; each end is in the parties that have
 * a subnet of it, and the finding is about what they send each other.
 */

struct end_found {
	struct selection means;
	VEC(const struct subnet *) subnets;
};

struct holders {
	VEC(size_t) v;		/* numbers of parties */
};

/* --------------------------------------------------- subnets of an end */

static void
add_subnet(struct builder *b, struct end_found *end, const struct subnet *s)
{
	if (s != NULL && (end->subnets.n == 0 ||
	    end->subnets.v[end->subnets.n - 1] != s))
		vec_push(b->a, &end->subnets, s);
}

static bool
is_of_tier(const struct subnet *s, const struct selection *tier)
{
	return s->is.vpc == tier->vpc && value_is_known(s->tier.is) &&
	    str_equal(s->tier.v, tier->name);
}

static void
add_matching(struct builder *b, struct end_found *end)
{
	const struct selection *means = &end->means;

	for (size_t i = 0; i < b->m->subnets.n; i++) {
		const struct subnet *s = b->m->subnets.v[i];

		if (means->what == SELECTED_TIER ? is_of_tier(s, means) :
		    value_is_known(s->cidr.is) &&
		    cidr_overlaps(s->cidr.v, means->cidr))
			add_subnet(b, end, s);
	}
}

static void
add_interfaces(struct builder *b, struct end_found *end,
    struct interface *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add_subnet(b, end, v[i]->subnet);
}

static void
add_thing(struct builder *b, struct end_found *end, const struct thing *t)
{
	const struct workload *w = (const struct workload *)t;
	const struct endpoint *e = (const struct endpoint *)t;
	const struct security_group *g = (const struct security_group *)t;
	const struct vpc *v = (const struct vpc *)t;

	switch (t->kind) {
	case KIND_WORKLOAD:
		add_interfaces(b, end, w->interfaces.v, w->interfaces.n);
		break;
	case KIND_ENDPOINT:
		add_interfaces(b, end, e->interfaces.v, e->interfaces.n);
		break;
	case KIND_SECURITY_GROUP:
		add_interfaces(b, end, g->members.v, g->members.n);
		break;
	case KIND_INTERFACE:
		add_subnet(b, end, ((const struct interface *)t)->subnet);
		break;
	case KIND_SUBNET:
		add_subnet(b, end, (const struct subnet *)t);
		break;
	case KIND_VPC:
		for (size_t i = 0; i < v->subnets.n; i++)
			add_subnet(b, end, v->subnets.v[i]);
		break;
	default:
		break;
	}
}

/* ------------------------------------------------------------- parties */

static bool
holds_subnet(const struct selection *member, const struct subnet *s)
{
	return member->what == SELECTED_TIER ? is_of_tier(s, member) :
	    member->what == SELECTED_VPC ?
	    s->is.vpc != NULL && member->thing == &s->is.vpc->is :
	    member->what == SELECTED_SUBNET && member->thing == &s->is;
}

static bool
has_block(const struct network *n, struct cidr block)
{
	for (size_t i = 0; i < n->cidrs.n; i++)
		if (value_is_known(n->cidrs.v[i].is) &&
		    cidr_contains(n->cidrs.v[i].v, block))
			return true;
	return false;
}

static bool
is_member(const struct selection *member, const struct end_found *end)
{
	const struct selection *means = &end->means;

	if (means->what == SELECTED_INTERNET)
		return member->what == SELECTED_INTERNET;
	if (means->what == SELECTED_SERVICE)
		return member->what == SELECTED_SERVICE &&
		    str_equal(member->name, means->name);
	if (means->what == SELECTED_NETWORK)
		return member->what == SELECTED_NETWORK &&
		    member->thing == means->thing;
	if (means->what == SELECTED_CIDR && member->what == SELECTED_NETWORK)
		return has_block((const struct network *)member->thing,
		    means->cidr);
	for (size_t i = 0; i < end->subnets.n; i++)
		if (holds_subnet(member, end->subnets.v[i]))
			return true;
	return false;
}

static struct holders
find_holders(struct builder *b, struct selection means)
{
	struct end_found end = { .means = means };
	struct holders out = { 0 };

	if (means.what == SELECTED_TIER || means.what == SELECTED_CIDR)
		add_matching(b, &end);
	else if (means.thing != NULL)
		add_thing(b, &end, means.thing);
	for (size_t i = 0; i < b->scene->matrix->parties.n; i++) {
		const struct matrix_party *p = &b->parties.v.v[i];
		size_t k = 0;

		while (k < p->members.n && !is_member(&p->members.v[k], &end))
			k++;
		if (k < p->members.n)
			vec_push(b->a, &out.v, i);
	}
	return out;
}

/* ---------------------------------------------------------------- ends */

/* The two ends of an expectation that the finding is about. */
static bool
find_expected(struct builder *b, const struct finding *f,
    const struct selector *names, struct selection ends[2])
{
	const char *why;

	for (size_t i = 0; i < b->m->expectations.n; i++) {
		const struct expectation *e = b->m->expectations.v[i];

		if (e == f->about)
			return select_find(b->a, names, e->island, e->vpc,
			    e->from, &ends[0], &why) == SELECT_OK &&
			    select_find(b->a, names, e->island, e->vpc,
			    e->to, &ends[1], &why) == SELECT_OK;
	}
	return false;
}

/* A thing as an end: what it is counts, or what carries it. */
static struct selection
end_of(const void *thing)
{
	return thing == NULL ?
	    (struct selection){ .what = SELECTED_INTERNET } :
	    (struct selection){ .what = SELECTED_WORKLOAD,
	    .thing = (struct thing *)(uintptr_t)thing };
}

struct scene_cells
scene_find_cells(struct builder *b, const struct finding *f,
    const struct selector *names)
{
	const struct scene_matrix *m = b->scene->matrix;
	struct scene_cells out = { 0 };
	struct selection ends[2];
	struct holders from, to;

	if (f->between.to != NULL) {
		ends[0] = end_of(f->between.from);
		ends[1] = end_of(f->between.to);
	} else if (!find_expected(b, f, names, ends)) {
		return out;
	}
	from = find_holders(b, ends[0]);
	to = find_holders(b, ends[1]);
	for (size_t i = 0; i < from.v.n; i++)
		for (size_t k = 0; k < to.v.n; k++) {
			size_t at = from.v.v[i] * m->parties.n + to.v.v[k];

			if (!m->parties.v[from.v.v[i]].only_receives)
				vec_push(b->a, &out.v, &m->passages[at].is);
		}
	return out;
}
