/* SPDX-License-Identifier: MIT */
#include "draw/union.h"

#include "base/map.h"
#include "draw/fold.h"
#include "draw/graph.h"
#include "draw/layout.h"
#include "draw/legend.h"
#include "draw/mermaid.h"
#include "draw/outline.h"
#include "draw/scene.h"
#include "draw/topology.h"

#include <stdlib.h>

/*
 * The scene of the network after, into which what is only in the one before
 * is put.  Elements find each other through the pairs of their things.
 */

enum { GUTTER = 2 };

struct merger {
	struct arena *a;
	const struct comparison *c;
	struct scene *scene;	/* after; becomes the union */
	struct map vpcs;	/* of it, by the order of their things */
	size_t removed_tables;
};

static const char *
key_of(struct merger *m, const struct thing *t)
{
	return arena_printf(m->a, "%u", (unsigned)t->order);
}

/* The thing that the one shown became; NULL if it is gone. */
static const struct thing *
after_of(struct merger *m, const struct scene_node *node)
{
	const struct thing_pair *pair = node->thing == NULL ? NULL :
	    pairing_of(m->c->pairing, BEFORE, node->thing);

	return pair != NULL ? pair->is[AFTER] : NULL;
}

static const struct thing *
before_of(struct merger *m, const struct scene_node *node)
{
	const struct thing_pair *pair = node->thing == NULL ? NULL :
	    pairing_of(m->c->pairing, AFTER, node->thing);

	return pair != NULL ? pair->is[BEFORE] : NULL;
}

static void
set_state(struct merger *m, struct scene_node *node)
{
	if (node->thing == NULL)
		return;
	if (before_of(m, node) == NULL)
		node->state = STATE_ADDED;
	else if (comparison_of(m->c, AFTER, node->thing) != NULL)
		node->state = STATE_CHANGED;
}

/* -------------------------------------------------------------- resources */

static struct scene_resource *
find_resource(const struct scene_subnet *s, const struct thing *t)
{
	for (size_t i = 0; i < s->resources.n; i++)
		if (s->resources.v[i]->is.thing == t)
			return s->resources.v[i];
	return NULL;
}

/* Both are one subnet, before and after. */
static void
merge_resources(struct merger *m, struct scene_subnet *after,
    const struct scene_subnet *before)
{
	for (size_t i = 0; i < after->resources.n; i++) {
		struct scene_resource *r = after->resources.v[i];
		const struct thing *was = before_of(m, &r->is);

		r->is.state = STATE_SAME;
		if (was == NULL || find_resource(before, was) == NULL)
			r->is.state = STATE_ADDED;
		else if (comparison_of(m->c, AFTER, r->is.thing) != NULL)
			r->is.state = STATE_CHANGED;
	}
	for (size_t i = 0; i < before->resources.n; i++) {
		struct scene_resource *r = before->resources.v[i];
		const struct thing *now = after_of(m, &r->is);

		if (now != NULL && find_resource(after, now) != NULL)
			continue;
		r->is.state = STATE_REMOVED;
		r->span = 0;
		vec_push(m->a, &after->resources, r);
	}
}

/* ---------------------------------------------------------------- subnets */

static size_t
column_of(struct merger *m, struct scene_vpc *v, const struct scene_vpc *from,
    const struct scene_subnet *s)
{
	size_t i = 0;

	if (from->zones.n == 0 || v->zones.n == 0)
		return s->column < v->columns ? s->column : 0;
	while (i < v->zones.n && !str_equal(v->zones.v[i].name,
	    from->zones.v[s->column].name))
		i++;
	if (i == v->zones.n) {
		vec_push(m->a, &v->zones, from->zones.v[s->column]);
		v->columns = v->zones.n;
	}
	return i;
}

static size_t
tier_of(struct merger *m, struct scene_vpc *v, const char *name)
{
	size_t i = 0;

	while (i < v->tiers.n && !str_equal(v->tiers.v[i], name))
		i++;
	if (i == v->tiers.n)
		vec_push(m->a, &v->tiers, name);
	return i;
}

/* The table after that was the given one, or itself with a badge of its own. */
static struct scene_table *
table_of(struct merger *m, struct scene_vpc *v, struct scene_table *t)
{
	const struct thing *now = t != NULL ? after_of(m, &t->is) : NULL;

	for (size_t i = 0; now != NULL && i < m->scene->tables.n; i++)
		if (m->scene->tables.v[i]->is.thing == now)
			return m->scene->tables.v[i];
	if (t == NULL || t->is.state == STATE_REMOVED)
		return t;
	t->is.state = STATE_REMOVED;
	t->vpc = v;
	t->badge = arena_printf(m->a, "R%zu", ++m->removed_tables);
	vec_push(m->a, &m->scene->tables, t);
	return t;
}

static void
add_removed(struct merger *m, struct scene_vpc *v,
    const struct scene_vpc *from, struct scene_subnet *s)
{
	s->is.state = STATE_REMOVED;
	s->column = column_of(m, v, from, s);
	s->tier = tier_of(m, v, from->tiers.v[s->tier]);
	s->table = table_of(m, v, s->table);
	for (size_t i = 0; i < s->resources.n; i++) {
		s->resources.v[i]->is.state = STATE_REMOVED;
		s->resources.v[i]->span = 0;
	}
	vec_push(m->a, &v->subnets, s);
}

static struct scene_subnet *
find_subnet(const struct map *subnets, struct merger *m,
    const struct thing *t)
{
	return t != NULL ? map_get(subnets, key_of(m, t)) : NULL;
}

/* A subnet has changed, too, where the table that it uses has. */
static void
judge_subnet(struct merger *m, struct scene_subnet *s)
{
	set_state(m, &s->is);
	if (s->is.state == STATE_SAME && s->table != NULL &&
	    s->table->is.thing != NULL &&
	    comparison_of(m->c, AFTER, s->table->is.thing) != NULL)
		s->is.state = STATE_CHANGED;
	if (s->is.state == STATE_ADDED)
		for (size_t i = 0; i < s->resources.n; i++)
			s->resources.v[i]->is.state = STATE_ADDED;
}

static int
compare_boxes(const void *x, const void *y)
{
	const struct scene_subnet *a = *(struct scene_subnet *const *)x;
	const struct scene_subnet *b = *(struct scene_subnet *const *)y;

	if (a->tier != b->tier)
		return a->tier < b->tier ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	if (a->block.family != b->block.family)
		return a->block.family > b->block.family ? -1 : 1;
	if (!cidr_equal(a->block, b->block))
		return cidr_compare(a->block, b->block);
	return (a->is.state > b->is.state) - (a->is.state < b->is.state);
}

/* --------------------------------------------------------------- gateways */

static bool
has_gateway(const struct scene_vpc *v, const struct thing *t)
{
	for (size_t i = 0; t != NULL && i < v->gateways.n; i++)
		if (v->gateways.v[i]->is.thing == t)
			return true;
	return false;
}

/* Sides stay together: what is gone goes behind its own. */
static void
merge_gateways(struct merger *m, struct scene_vpc *after,
    const struct scene_vpc *before)
{
	VEC(struct scene_gateway *) gone = { 0 };
	size_t n;

	for (size_t i = 0; i < before->gateways.n; i++) {
		struct scene_gateway *g = before->gateways.v[i];

		if (g->is.thing == NULL ||
		    has_gateway(after, after_of(m, &g->is)))
			continue;
		g->is.state = STATE_REMOVED;
		vec_push(m->a, &gone, g);
	}
	for (size_t i = 0; i < gone.n; i++) {
		vec_push(m->a, &after->gateways, gone.v[i]);
		n = after->gateways.n - 1;
		while (n > 0 && gone.v[i]->side == SIDE_INTERNET &&
		    after->gateways.v[n - 1]->side == SIDE_PRIVATE) {
			after->gateways.v[n] = after->gateways.v[n - 1];
			after->gateways.v[--n] = gone.v[i];
		}
	}
}

/* ------------------------------------------------------------------- VPCs */

static void
merge_vpc(struct merger *m, struct scene_vpc *after,
    const struct scene_vpc *before)
{
	struct map subnets = map_new(m->a);

	for (size_t i = 0; i < after->subnets.n; i++)
		*map_slot(&subnets, key_of(m, after->subnets.v[i]->is.thing)) =
		    after->subnets.v[i];
	for (size_t i = 0; i < before->subnets.n; i++) {
		struct scene_subnet *was = before->subnets.v[i];
		struct scene_subnet *now = find_subnet(&subnets, m,
		    after_of(m, &was->is));

		if (now == NULL)
			add_removed(m, after, before, was);
		else
			merge_resources(m, now, was);
	}
	merge_gateways(m, after, before);
}

static void
judge_vpc(struct merger *m, struct scene_vpc *v)
{
	set_state(m, &v->is);
	for (size_t i = 0; i < v->gateways.n; i++)
		set_state(m, &v->gateways.v[i]->is);
	for (size_t i = 0; i < v->subnets.n; i++) {
		judge_subnet(m, v->subnets.v[i]);
		for (size_t k = 0; k < v->subnets.v[i]->resources.n; k++)
			if (v->subnets.v[i]->is.state != STATE_ADDED)
				set_state(m,
				    &v->subnets.v[i]->resources.v[k]->is);
	}
	*map_slot(&m->vpcs, key_of(m, v->is.thing)) = v;
}

static void
remove_vpc(struct merger *m, struct scene_account *account,
    struct scene_vpc *v)
{
	struct scene_account *home = NULL;

	v->is.state = STATE_REMOVED;
	for (size_t i = 0; i < v->gateways.n; i++)
		v->gateways.v[i]->is.state = STATE_REMOVED;
	for (size_t i = 0; i < v->subnets.n; i++) {
		struct scene_subnet *s = v->subnets.v[i];

		s->is.state = STATE_REMOVED;
		s->table = table_of(m, v, s->table);
		for (size_t k = 0; k < s->resources.n; k++)
			s->resources.v[k]->is.state = STATE_REMOVED;
	}
	for (size_t i = 0; i < m->scene->accounts.n && home == NULL; i++)
		if (str_equal(m->scene->accounts.v[i]->title,
		    account->title) && str_equal(
		    m->scene->accounts.v[i]->region, account->region))
			home = m->scene->accounts.v[i];
	if (home == NULL) {
		home = arena_alloc(m->a, sizeof *home);
		home->title = account->title;
		home->region = account->region;
		vec_push(m->a, &m->scene->accounts, home);
	}
	vec_push(m->a, &home->vpcs, v);
}

static void
merge_scene(struct merger *m, const struct scene *before)
{
	for (size_t i = 0; i < before->accounts.n; i++) {
		struct scene_account *account = before->accounts.v[i];

		for (size_t k = 0; k < account->vpcs.n; k++) {
			struct scene_vpc *v = account->vpcs.v[k];
			const struct thing *now = after_of(m, &v->is);
			struct scene_vpc *to = now != NULL ?
			    map_get(&m->vpcs, key_of(m, now)) : NULL;

			if (to == NULL)
				remove_vpc(m, account, v);
			else
				merge_vpc(m, to, v);
		}
	}
}

/* Give what came together its place anew. */
static void
place_all(struct merger *m)
{
	for (size_t i = 0; i < m->scene->accounts.n; i++)
		for (size_t k = 0; k < m->scene->accounts.v[i]->vpcs.n; k++) {
			struct scene_vpc *v = m->scene->accounts.v[i]->vpcs.v[k];

			if (v->zones.n == 0)
				continue;	/* they flow: as they came */
			vec_sort(&v->subnets, compare_boxes);
			fold_place(v);
		}
}

/* Without zones boxes flow in rows; those that are gone come behind. */
static void
flow_removed(struct merger *m)
{
	for (size_t i = 0; i < m->scene->accounts.n; i++)
		for (size_t k = 0; k < m->scene->accounts.v[i]->vpcs.n; k++) {
			struct scene_vpc *v = m->scene->accounts.v[i]->vpcs.v[k];
			size_t row = v->rows, column = 0;

			if (v->zones.n > 0 || v->is.state == STATE_REMOVED)
				continue;
			for (size_t j = 0; j < v->subnets.n; j++) {
				struct scene_subnet *s = v->subnets.v[j];

				if (s->is.state != STATE_REMOVED)
					continue;
				s->row = row;
				s->column = column++;
				v->rows = row + 1;
				if (column == v->columns) {
					column = 0;
					row++;
				}
			}
		}
}

static struct scene *
union_scene(struct arena *a, const struct comparison *c,
    const struct routes *const routes[2], enum fold_detail detail)
{
	const struct scene_wishes wishes = { .findings = NULL };
	struct merger m = { .a = a, .c = c, .vpcs = map_new(a) };
	const struct scene *before = scene_new(a, c->pairing->model[BEFORE],
	    routes[BEFORE], &wishes);

	m.scene = scene_new(a, c->pairing->model[AFTER], routes[AFTER],
	    &wishes);
	for (size_t i = 0; i < m.scene->accounts.n; i++)
		for (size_t k = 0; k < m.scene->accounts.v[i]->vpcs.n; k++)
			judge_vpc(&m, m.scene->accounts.v[i]->vpcs.v[k]);
	merge_scene(&m, before);
	place_all(&m);
	flow_removed(&m);
	fold_union(a, m.scene, detail);
	return m.scene;
}

void
union_draw(struct arena *a, struct str *out, const struct comparison *c,
    const struct routes *const routes[2], const struct style *style)
{
	struct scene *scene = union_scene(a, c, routes, DETAIL_BY_SIZE);
	struct layout *l = layout_new(a, scene, style->width > GUTTER ?
	    style->width - GUTTER : 0);

	if (l->rung == NULL) {
		outline_draw(a, scene, style, out);
	} else {
		l->gutter = true;
		topology_draw(l, style, out);
	}
	legend_remarks(a, scene, style, out);
}

bool
union_mermaid(struct arena *a, struct str *out, const struct comparison *c,
    const struct routes *const routes[2])
{
	static const enum fold_detail ladder[] = { DETAIL_FULL,
		DETAIL_GROUPS };

	for (size_t i = 0; i < sizeof ladder / sizeof ladder[0]; i++)
		if (mermaid_draw(a, graph_new(a, union_scene(a, c, routes,
		    ladder[i])), out))
			return true;
	return false;
}
