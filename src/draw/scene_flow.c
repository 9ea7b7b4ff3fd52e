/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "draw/fold.h"
#include "plan/nodes.h"

#include <stdlib.h>

/*
 * A line between two tiers: what the engine lets through from the workloads
 * of one to those of the next, and from the internet to the first.  All else
 * is in the matrix: arrows from everything to everything tell nothing.
 */

enum {
	ASKED_MAX = 6,		/* workloads of a tier; more: the tier */
	TIERS_MAX = 12		/* of a VPC; more are no picture of flows */
};

struct party {
	struct plan_node node;
};

/* Those of a tier that are asked one by one, or the tier itself. */
struct parties {
	VEC(struct party) v;
};

static void
add_party(struct builder *b, struct parties *p, const char *title,
    struct selection means)
{
	struct party one = { .node = { title, means } };

	vec_push(b->a, &p->v, one);
}

/* "ALB web", "RDS db", but "app": what serves says what it is. */
static const char *
party_title(struct builder *b, const struct workload *w)
{
	const struct workload_type *type = workload_type(w->kind);
	const char *label = scene_label(b, &w->is);

	if (!type->is_load_balancer && !type->is_data_store)
		return label;
	return arena_printf(b->a, "%s %s", workload_short_word(w), label);
}

static bool
has_party(const struct parties *p, const struct workload *w)
{
	for (size_t i = 0; i < p->v.n; i++)
		if (p->v.v[i].node.means.thing == &w->is)
			return true;
	return false;
}

/* False if there are too many to ask each. */
static bool
add_workloads(struct builder *b, struct parties *p, const struct subnet *s)
{
	for (size_t i = 0; i < s->interfaces.n; i++) {
		struct workload *w = s->interfaces.v[i]->workload;

		if (w == NULL || has_party(p, w))
			continue;
		if (p->v.n == ASKED_MAX)
			return false;
		add_party(b, p, party_title(b, w), (struct selection){
		    .what = SELECTED_WORKLOAD, .thing = &w->is });
	}
	return true;
}

/* The tier as a whole, if all its subnets say they are of it. */
static struct parties
whole_tier(struct builder *b, const struct draft_vpc *d, size_t tier)
{
	struct parties p = { 0 };
	const struct subnet *first = NULL;

	for (size_t i = 0; i < d->boxes.n; i++) {
		const struct subnet *s = d->subnets.v[i];

		if (d->boxes.v[i]->tier != tier)
			continue;
		if (first == NULL)
			first = s;
		if (!value_is_known(s->tier.is) ||
		    !str_equal(s->tier.v, first->tier.v))
			return p;
	}
	if (first != NULL)
		add_party(b, &p, d->scene->tiers.v[tier], (struct selection){
		    .what = SELECTED_TIER, .vpc = first->is.vpc,
		    .name = first->tier.v });
	return p;
}

static int
compare_parties(const void *x, const void *y)
{
	const struct party *a = x, *b = y;
	int order = str_natural_compare(a->node.title, b->node.title);

	return order != 0 ? order : thing_compare(a->node.means.thing,
	    b->node.means.thing);
}

static struct parties
parties_of(struct builder *b, const struct draft_vpc *d, size_t tier)
{
	struct parties p = { 0 };

	for (size_t i = 0; i < d->boxes.n; i++)
		if (d->boxes.v[i]->tier == tier &&
		    !add_workloads(b, &p, d->subnets.v[i]))
			return whole_tier(b, d, tier);
	vec_sort(&p.v, compare_parties);
	return p;
}

/* "tcp/443" for what the matrix, which has no room, calls "443". */
static const char *
ports_of(struct builder *b, struct port_set ports)
{
	const char *text = nodes_ports_text(b->a, ports);

	return *text >= '0' && *text <= '9' ?
	    arena_printf(b->a, "tcp/%s", text) : text;
}

/* What one of the upper tier may send to some of the lower, all alike. */
struct reached {
	const char *ports;
	const char *from;
	VEC(const char *) to;
};

struct reached_list {
	struct reached *v;
	size_t n, cap;
};

static void
add_reached(struct builder *b, struct reached_list *list, size_t first,
    const char *from, const char *ports, const char *to)
{
	size_t i = first;

	while (i < list->n && !str_equal(list->v[i].ports, ports))
		i++;
	if (i == list->n)
		vec_push(b->a, list, ((struct reached){ .ports = ports,
		    .from = from }));
	vec_push(b->a, &list->v[i].to, to);
}

static bool
is_of_flow(const struct reached *x, const struct scene_flow *f)
{
	if (x->to.n != f->to.n || !str_equal(x->ports, f->ports))
		return false;
	for (size_t i = 0; i < x->to.n; i++)
		if (x->to.v[i] != f->to.v[i])
			return false;
	return true;
}

/* A flow for those that reach the same by the same ports: what stands on one
 * line holds for every pair of it. */
static void
add_flows(struct builder *b, struct draft_vpc *d, const struct reached *x,
    size_t first, size_t tier)
{
	size_t i = first;

	while (i < d->scene->flows.n &&
	    !is_of_flow(x, &d->scene->flows.v[i]))
		i++;
	if (i == d->scene->flows.n) {
		struct scene_flow flow = { .tier = tier, .ports = x->ports };

		for (size_t k = 0; k < x->to.n; k++)
			vec_push(b->a, &flow.to, x->to.v[k]);
		vec_push(b->a, &d->scene->flows, flow);
	}
	vec_push(b->a, &d->scene->flows.v[i].from, x->from);
	for (size_t k = 0; k < x->to.n; k++)
		vec_push(b->a, &d->scene->flows.v[i].pairs,
		    ((struct scene_pair){ x->from, x->to.v[k], x->ports }));
}

static void
add_flow(struct builder *b, struct reach *r, struct draft_vpc *d,
    const struct parties *from, const struct parties *to, size_t tier)
{
	struct asking_pairs base = { .r = r, .a = b->a };
	struct reached_list list = { 0 };
	size_t first = d->scene->flows.n;

	for (size_t i = 0; i < from->v.n; i++) {
		const struct plan_node *x = &from->v.v[i].node;
		size_t mine = list.n;

		for (size_t k = 0; k < to->v.n; k++) {
			const struct plan_node *y = &to->v.v[k].node;
			struct passage_between p;

			/* one that is in both tiers */
			if (x->means.thing != NULL &&
			    x->means.thing == y->means.thing)
				continue;
			p = nodes_ask(&base, x, y);
			if (p.kind == PASSAGE_PORTS &&
			    !nodes_lack_answers(b->a, p.ports))
				add_reached(b, &list, mine, x->title,
				    ports_of(b, p.ports), y->title);
		}
	}
	for (size_t i = 0; i < list.n; i++)
		add_flows(b, d, &list.v[i], first, tier);
}

/* Whether something of a tier was asked for; of all, where nothing was. */
static bool
is_wanted(const struct builder *b, const struct draft_vpc *d, size_t tier)
{
	if (b->wishes->focus == NULL)
		return true;
	for (size_t i = 0; i < d->boxes.n; i++)
		if (d->boxes.v[i]->tier == tier && d->boxes.v[i]->focused)
			return true;
	return false;
}

static void
add_flows_of(struct builder *b, struct reach *r, struct draft_vpc *d)
{
	struct parties above = { 0 };

	add_party(b, &above, "internet",
	    (struct selection){ .what = SELECTED_INTERNET });
	for (size_t tier = 0; tier < d->scene->tiers.n; tier++) {
		struct parties here = parties_of(b, d, tier);

		if (is_wanted(b, d, tier) ||
		    (tier > 0 && is_wanted(b, d, tier - 1)))
			add_flow(b, r, d, &above, &here, tier);
		above = here;
	}
}

void
scene_add_flows(struct builder *b)
{
	struct reach *r = NULL;

	bool all = b->wishes->all_flows || b->wishes->focus != NULL;

	if (!all && b->vpcs.n > FOLD_VPCS)
		return;
	for (size_t i = 0; i < b->vpcs.n; i++) {
		struct draft_vpc *d = b->vpcs.v[i];

		if (d->scene->tiers.n == 0 ||
		    d->scene->tiers.n > TIERS_MAX ||
		    (!all && fold_is_due(d->scene)))
			continue;
		if (r == NULL)
			r = reach_new(b->a, b->m, b->routes);
		add_flows_of(b, r, d);
	}
}
