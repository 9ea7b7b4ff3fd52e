/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "plan/nodes.h"

#include <string.h>

/*
 * The parties of the matrix are rows of the picture: a tier as it is drawn,
 * which may be several of the input ("public1", "public2").  Members are asked
 * one by one, and what they say is summed up.
 */

static struct matrix_party *
add_party(struct builder *b, struct matrix_parties *p, const char *title)
{
	struct matrix_party one = { .title = title };

	vec_push(b->a, &p->v, one);
	return &p->v.v[p->v.n - 1];
}

static struct matrix_party *
add_alone(struct builder *b, struct matrix_parties *p, const char *title,
    struct selection means)
{
	struct matrix_party *party = add_party(b, p, title);

	vec_push(b->a, &party->members, means);
	return party;
}

/* ----------------------------------------------------------------- tiers */

/* Whether all subnets of the input's tier stand in one tier of the picture. */
static bool
is_whole(const struct draft_vpc *d, const struct subnet *s, size_t tier)
{
	for (size_t i = 0; i < d->boxes.n; i++)
		if (d->boxes.v[i]->tier != tier &&
		    value_is_known(d->subnets.v[i]->tier.is) &&
		    str_equal(d->subnets.v[i]->tier.v, s->tier.v))
			return false;
	return true;
}

static bool
has_tier(const struct matrix_party *p, const char *name)
{
	for (size_t i = 0; i < p->members.n; i++)
		if (p->members.v[i].what == SELECTED_TIER &&
		    str_equal(p->members.v[i].name, name))
			return true;
	return false;
}

static void
add_subnet(struct builder *b, const struct draft_vpc *d, struct matrix_party *party,
    size_t i)
{
	const struct subnet *s = d->subnets.v[i];
	struct selection means = { .what = SELECTED_SUBNET, .is_said = true,
		.thing = (struct thing *)(uintptr_t)&s->is };

	if (value_is_known(s->tier.is) && is_whole(d, s,
	    d->boxes.v[i]->tier)) {
		if (has_tier(party, s->tier.v))
			return;
		means = (struct selection){ .what = SELECTED_TIER,
			.vpc = s->is.vpc, .name = s->tier.v, .is_said = true };
	}
	vec_push(b->a, &party->members, means);
}

static void
add_tiers(struct builder *b, struct matrix_parties *p, const struct draft_vpc *d)
{
	for (size_t tier = 0; tier < d->scene->tiers.n; tier++) {
		const char *name = d->scene->tiers.v[tier];
		struct matrix_party *party = add_party(b, p, b->several ?
		    arena_printf(b->a, "%s/%s", scene_label(b, &d->vpc->is),
		    name) : name);

		party->is_many = true;
		for (size_t i = 0; i < d->boxes.n; i++)
			if (d->boxes.v[i]->tier == tier)
				add_subnet(b, d, party, i);
	}
}

/* -------------------------------------------------------------- the others */

static void
add_services(struct builder *b, struct matrix_parties *p)
{
	struct map seen = map_new(b->a);

	for (size_t i = 0; i < b->vpcs.n; i++) {
		const struct vpc *v = b->vpcs.v[i]->vpc;

		for (size_t k = 0; k < v->endpoints.n; k++) {
			const struct endpoint *e = v->endpoints.v[k];
			void **slot;

			if (e->type != ENDPOINT_GATEWAY ||
			    !value_is_known(e->service.is))
				continue;
			slot = map_slot(&seen, e->service.v);
			if (*slot != NULL)
				continue;
			*slot = p;
			add_alone(b, p, scene_service_name(b, e->service.v),
			    (struct selection){ .what = SELECTED_SERVICE,
			    .name = e->service.v })->only_receives = true;
		}
	}
}

static bool
is_joined(const struct builder *b, const struct vpc *one,
    const struct vpc *other)
{
	size_t n, m;
	const struct vpc_joint *of = scene_joints(b, one, &n);
	const struct vpc_joint *to = scene_joints(b, other, &m);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			if (of[i].peering != NULL ?
			    of[i].peering == to[k].peering :
			    to[k].attachment != NULL &&
			    of[i].attachment->gateway != NULL &&
			    of[i].attachment->gateway ==
			    to[k].attachment->gateway)
				return true;
	return false;
}

/* Of one VPC alone: those that it is joined with, each as a whole. */
static void
add_neighbours(struct builder *b, struct matrix_parties *p)
{
	for (size_t i = 0; b->wishes->vpc != NULL && i < b->m->vpcs.n; i++) {
		struct vpc *v = b->m->vpcs.v[i];

		if (v == b->wishes->vpc || !is_joined(b, b->wishes->vpc, v))
			continue;
		add_alone(b, p, arena_printf(b->a, "VPC %s",
		    scene_label(b, &v->is)), (struct selection){
		    .what = SELECTED_VPC, .thing = &v->is, .is_said = true });
	}
}

static struct matrix_parties
find_parties(struct builder *b)
{
	struct matrix_parties p = { 0 };

	add_alone(b, &p, "internet",
	    (struct selection){ .what = SELECTED_INTERNET });
	for (size_t i = 0; i < b->vpcs.n; i++)
		add_tiers(b, &p, b->vpcs.v[i]);
	add_services(b, &p);
	add_neighbours(b, &p);
	for (size_t i = 0; i < b->m->networks.n; i++)
		add_alone(b, &p, scene_label(b, &b->m->networks.v[i]->is),
		    (struct selection){ .what = SELECTED_NETWORK,
		    .thing = &b->m->networks.v[i]->is });
	return p;
}

/* ------------------------------------------------------------------ asking */

/* Which of two reasons why nothing gets through is told. */
static enum passage_kind
worse_kind(enum passage_kind x, enum passage_kind y)
{
	static const unsigned ranks[] = {
		[PASSAGE_NOBODY] = 0, [PASSAGE_NO_ROUTE] = 1,
		[PASSAGE_FILTERED] = 2, [PASSAGE_ONE_WAY] = 3,
		[PASSAGE_UNKNOWN] = 4, [PASSAGE_PORTS] = 5
	};

	return ranks[x] > ranks[y] ? x : y;
}

static void
add_answer(struct builder *b, struct passage_between *sum,
    const struct passage_between *more)
{
	if (more->kind == PASSAGE_NOBODY)
		return;
	if (sum->kind == PASSAGE_NOBODY) {
		*sum = *more;
		return;
	}
	sum->partly = sum->partly || more->partly ||
	    (sum->kind != PASSAGE_UNKNOWN && more->kind != PASSAGE_UNKNOWN &&
	    !port_set_equal(sum->ports, more->ports));
	sum->undecided = sum->undecided || more->undecided;
	if (sum->because == NULL)
		sum->because = more->because;
	if (more->kind == PASSAGE_PORTS)
		sum->via = sum->kind == PASSAGE_PORTS ?
		    sum->via & more->via : more->via;
	sum->kind = worse_kind(sum->kind, more->kind);
	sum->ports = port_set_union(b->a, sum->ports, more->ports);
}

static enum scene_passage_kind
shown_kind(enum passage_kind kind)
{
	static const enum scene_passage_kind kinds[] = {
		[PASSAGE_PORTS] = PASS_PORTS,
		[PASSAGE_ONE_WAY] = PASS_ONE_WAY,
		[PASSAGE_FILTERED] = PASS_FILTERED,
		[PASSAGE_NO_ROUTE] = PASS_NO_ROUTE,
		[PASSAGE_UNKNOWN] = PASS_UNKNOWN,
		[PASSAGE_NOBODY] = PASS_NOBODY
	};

	return kinds[kind];
}

static struct scene_passage
ask(struct builder *b, const struct matrix_party *from, const struct matrix_party *to)
{
	struct scene_passage out = { .ports = "", .via = "" };
	struct passage_between sum = { .kind = PASSAGE_NOBODY,
		.ports = port_set_empty() };
	bool told = nodes_ask_together(b->wishes->matrix, from->crowd,
	    to->crowd, &sum);

	if (!told)
		sum = (struct passage_between){ .kind = PASSAGE_NOBODY,
			.ports = port_set_empty() };
	for (size_t i = 0; !told && i < from->members.n; i++)
		for (size_t k = 0; k < to->members.n; k++) {
			const struct plan_node sender = { from->title,
				from->members.v[i] };
			const struct plan_node receiver = { to->title,
				to->members.v[k] };
			struct passage_between p = from->members.n *
			    to->members.n > 1 ? nodes_ask(b->wishes->matrix,
			    &sender, &receiver) : nodes_ask_one_by_one(
			    b->wishes->matrix, &sender, &receiver);

			add_answer(b, &sum, &p);
		}
	out.kind = shown_kind(sum.kind);
	out.undecided = sum.undecided;
	out.because = sum.because;
	if (sum.kind != PASSAGE_PORTS)
		return out;
	if (nodes_lack_answers(b->a, sum.ports)) {
		out.kind = PASS_ONE_WAY;
		return out;
	}
	out.partly = sum.partly;
	out.ports = nodes_ports_text(b->a, sum.ports);
	out.via = nodes_via_text(b->a, sum.via);
	return out;
}

/* Whether somebody is in any of it, or may be. */
static enum inhabited
inhabited(struct builder *b, const struct matrix_party *p)
{
	enum inhabited all = INHABITED_BY_NOBODY;

	for (size_t i = 0; i < p->members.n; i++) {
		enum inhabited one = nodes_inhabited(b->wishes->matrix,
		    &p->members.v[i], true);

		if (one == INHABITED)
			return one;
		if (one == INHABITED_UNTOLD)
			all = one;
	}
	return p->members.n > 0 ? all : INHABITED;
}

void
scene_add_matrix(struct builder *b)
{
	struct scene_matrix *matrix = arena_alloc(b->a, sizeof *matrix);
	struct matrix_parties p = find_parties(b);
	size_t n = p.v.n < MATRIX_MAX ? p.v.n : MATRIX_MAX;

	b->parties = p;
	matrix->left_out = p.v.n - n;
	for (size_t i = 0; i < n; i++)
		p.v.v[i].crowd = nodes_crowd(b->wishes->matrix,
		    p.v.v[i].members.v, p.v.v[i].members.n);
	matrix->passages = arena_array(b->a, n * n,
	    sizeof *matrix->passages);
	for (size_t i = 0; i < n; i++) {
		enum inhabited who = inhabited(b, &p.v.v[i]);

		vec_push(b->a, &matrix->parties, ((struct scene_party){
		    p.v.v[i].title, p.v.v[i].only_receives,
		    who == INHABITED_BY_NOBODY, who == INHABITED_UNTOLD }));
		for (size_t k = 0; k < n; k++) {
			struct scene_passage *one =
			    &matrix->passages[i * n + k];

			if (i == k && !p.v.v[i].is_many)
				*one = (struct scene_passage){
				    .kind = PASS_ITSELF, .ports = "",
				    .via = "" };
			else
				*one = ask(b, &p.v.v[i], &p.v.v[k]);
		}
	}
	b->scene->matrix = matrix;
}
