/* SPDX-License-Identifier: MIT */
#include "plan/because_causes.h"

#include "base/str.h"

static const void *
deciding(const struct trace_step *s)
{
	if (s->rule != NULL)
		return s->rule;
	if (s->entry != NULL)
		return s->entry;
	if (s->hop->route != NULL)
		return s->hop->route;
	return s->hop->transit_route;
}

static const struct thing *
element(const struct trace_step *s)
{
	return s->group != NULL ? &s->group->is : s->hop->thing;
}

/* Whether two hops are the same station of the way. */
static bool
is_same_station(const struct causes *s, const struct hop *here,
    const struct hop *there)
{
	const struct pairing *p = s->g->c->pairing;

	if (here->kind != there->kind || here->reply != there->reply)
		return false;
	if (hop_is_groups(here->kind) || hop_is_acl(here->kind) ||
	    here->kind == HOP_ROUTE)
		return pairing_of(p, s->open, here->subnet == NULL ? NULL :
		    &here->subnet->is) == pairing_of(p, because_other(s->open),
		    there->subnet == NULL ? NULL : &there->subnet->is);
	return pairing_of(p, s->open, here->thing) ==
	    pairing_of(p, because_other(s->open), there->thing);
}

/* What the other network's trace says at the same station, or NULL. */
static const struct trace_step *
counterpart(const struct causes *s, const struct trace_step *step)
{
	const struct trace *t = &s->trace[because_other(s->open)];
	const struct trace_steps *steps = step->hop->reply ? &t->back :
	    &t->forward;

	for (size_t i = 0; i < steps->n; i++)
		if (is_same_station(s, step->hop, steps->v[i].hop))
			return &steps->v[i];
	return NULL;
}

/* The subnet or workload may have come under another table, ACL or group. */
static bool
add_assignment(struct causes *s, enum when side, const struct hop *h)
{
	const struct comparison *c = s->g->c;
	const struct thing_change *change;
	const struct thing *t = NULL;

	if (hop_is_groups(h->kind) && h->end != NULL)
		t = h->end->workload != NULL ? &h->end->workload->is :
		    h->end->endpoint != NULL ? &h->end->endpoint->is :
		    h->end->interface != NULL ? &h->end->interface->is : NULL;
	else if (h->subnet != NULL)
		t = &h->subnet->is;
	change = comparison_of(c, side, t);
	if (change == NULL)
		return false;
	return because_add_whole(s, change) || because_add_fields(s, change,
	    hop_is_groups(h->kind) ? "security group" :
	    hop_is_acl(h->kind) ? "network ACL" : "route table");
}

/* The rule or route is as it was, but the prefix list that it names is not. */
static bool
add_list(struct causes *s, enum when side, const struct trace_step *step)
{
	const struct thing *list = step->rule != NULL ?
	    group_rule_to(step->rule) :
	    step->hop->route != NULL ? step->hop->route->list.to : NULL;
	const struct thing_change *c;

	if (list == NULL || list->kind != KIND_PREFIX_LIST)
		return false;
	c = comparison_of(s->g->c, side, list);
	return c != NULL && (because_add_whole(s, c) || because_add_fields(s, c, NULL));
}

static bool
add_station(struct causes *s, enum when side, const struct trace_step *step)
{
	const struct thing *t = element(step);
	const struct thing_change *c = comparison_of(s->g->c, side, t);
	bool found;

	if (add_list(s, side, step))
		return true;
	if (c == NULL)
		return add_assignment(s, side, step->hop);
	if (c->kind == CHANGE_ADDED || c->kind == CHANGE_REMOVED)
		return add_assignment(s, side, step->hop) || because_add_whole(s, c);
	found = deciding(step) != NULL && because_add_part(s, c, side,
	    deciding(step));
	if (!found)
		found = add_assignment(s, side, step->hop);
	if (!found && deciding(step) == NULL &&
	    !hop_is_groups(step->hop->kind) && !hop_is_acl(step->hop->kind) &&
	    step->hop->kind != HOP_ROUTE)
		found = because_add_fields(s, c, NULL);
	return found;
}

void
because_compare_steps(struct causes *s, enum when side,
    const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *step = &steps->v[i], *there;

		if (side == s->open) {
			there = s->traced[because_other(side)] ?
			    counterpart(s, step) : NULL;
			if (there == NULL || there->decision == TRACE_BLOCK ||
			    step->hop->kind == HOP_ROUTE)
				add_station(s, side, step);
		} else if (step->decision == TRACE_BLOCK ||
		    (s->out->kind == OPENING_REROUTES &&
		    step->hop->kind == HOP_ROUTE)) {
			add_station(s, side, step);
		}
	}
}

static bool
has_field(const struct thing_change *c, const char *key)
{
	for (size_t i = 0; c != NULL && i < c->fields.n; i++)
		if (str_starts_with(c->fields.v[i].is[c->fields.v[i].is[AFTER]
		    != NULL]->key, key))
			return true;
	return false;
}

/* By its rules, or by a list that they name. */
static bool
group_is_changed(const struct comparison *c, const struct security_group *g)
{
	const struct rule_list *lists[] = { &g->ingress, &g->egress };

	for (size_t d = 0; d < 2; d++)
		for (size_t i = 0; i < lists[d]->n; i++) {
			const struct thing *to =
			    group_rule_to(lists[d]->v[i]);

			if (to != NULL && to->kind == KIND_PREFIX_LIST &&
			    comparison_of(c, AFTER, to) != NULL)
				return true;
		}
	return comparison_of(c, AFTER, &g->is) != NULL;
}

/* Whether a station is another one than before: by its element, by a group of
 * its end, or because its subnet comes under another one. */
static bool
is_changed(const struct causes *s, const struct trace_step *step)
{
	const struct comparison *c = s->g->c;
	const struct hop *h = step->hop;
	const struct end *e = hop_is_groups(h->kind) ? h->end : NULL;

	for (size_t i = 0; e != NULL && i < e->groups.n; i++)
		if (group_is_changed(c, e->groups.v[i]))
			return true;
	if (e != NULL && e->workload != NULL && has_field(comparison_of(c,
	    AFTER, &e->workload->is), "security group"))
		return true;
	if (h->subnet != NULL &&
	    (hop_is_acl(h->kind) || h->kind == HOP_ROUTE) &&
	    has_field(comparison_of(c, AFTER, &h->subnet->is),
	    hop_is_acl(h->kind) ? "network ACL" : "route table"))
		return true;
	/* Of what a VPC or a network has not one has heard. */
	return h->kind == HOP_LISTENS || (h->thing != NULL &&
	    (h->thing->kind == KIND_VPC || h->thing->kind == KIND_NETWORK ||
	    comparison_of(c, AFTER, h->thing) != NULL));
}

static const char *
station_text(const struct causes *s, const struct trace_step *step)
{
	struct arena *a = s->g->a;
	const struct hop *h = step->hop;
	const char *direction = hop_direction(h->kind);
	const char *what = h->thing != NULL ? thing_title(a, h->thing) :
	    step->group != NULL ? thing_title(a, &step->group->is) :
	    hop_is_groups(h->kind) && h->end != NULL && h->end->groups.n > 0 ?
	    thing_title(a, &h->end->groups.v[0]->is) : hop_label(h);

	return direction == NULL ?
	    arena_printf(a, "%s %s", what, step->text) :
	    arena_printf(a, "%s, %s: %s", what, direction, step->text);
}

/* Nobody sends or receives it any more: what is traced instead stops for
 * reasons of its own. */
static bool
is_of_gone_subnet(const struct causes *s)
{
	const struct pair_answer *v = s->traced[BEFORE] ? s->pair[BEFORE] :
	    NULL;
	const struct end *ends[] = { v == NULL ? NULL : v->from,
		v == NULL ? NULL : v->to };

	for (size_t i = 0; i < 2; i++) {
		const struct thing_change *c = ends[i] == NULL ||
		    ends[i]->subnet == NULL ? NULL : comparison_of(s->g->c,
		    BEFORE, &ends[i]->subnet->is);

		if (c != NULL && c->kind == CHANGE_REMOVED)
			return true;
	}
	return false;
}

/* The first that stops it after the change, where that is not what changed:
 * a gateway that a new route leads to, an ACL that knows the old block. */
const char *
because_stopped(const struct causes *s)
{
	bool one_way = s->out->kind == OPENING_ONE_WAY;
	const struct trace_steps *steps = one_way ? &s->trace[AFTER].back :
	    &s->trace[AFTER].forward;

	if (!s->traced[AFTER] || (!one_way && s->open == AFTER) ||
	    opening_sign(s->out->kind) == '?' || is_of_gone_subnet(s))
		return NULL;
	if (!one_way && steps->arrives)
		steps = &s->trace[AFTER].back;
	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *step = &steps->v[i];

		if (step->decision != TRACE_BLOCK || step->text == NULL)
			continue;
		if (is_changed(s, step))
			return NULL;
		return arena_printf(s->g->a, "%s%s", step->hop->reply ?
		    "on the way back, " : "", station_text(s, step));
	}
	return NULL;
}
