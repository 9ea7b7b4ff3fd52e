/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

/*
 * What is there in the branch of a walk.  What is undecided is taken to be
 * there, and the condition noted: then the walk does not count, and the
 * question is asked again in two branches (answer.c).
 */

void
walk_depends_on(struct walk *w, const char *condition)
{
	if (w->condition != NULL && *w->condition == NULL)
		*w->condition = condition;
}

bool
walk_has(struct walk *w, const struct condition *c)
{
	enum presence there = branch_presence(w->branch, c);

	if (there != UNDECIDED)
		return there == PRESENT;
	walk_depends_on(w, c->text);
	if (w->took_for_granted != NULL)
		*w->took_for_granted = true;
	return true;
}

/* What a subnet is associated with: the first that is there, or what serves
 * where none is; NULL: not known. */
static struct thing *
associated(struct walk *w, const struct subnet *s, const struct ref *v,
    size_t n, struct thing *otherwise)
{
	for (size_t i = 0; i < n; i++)
		if (walk_has(w, v[i].exists) &&
		    (v[i].to == NULL || walk_has(w, v[i].to->exists)))
			return v[i].to;
	return otherwise != NULL && model_is_complete(w->r->m,
	    otherwise->kind, s->is.vpc) ? otherwise : NULL;
}

const struct route_table *
walk_table(struct walk *w, const struct subnet *s)
{
	const struct vpc *v = s->is.vpc;
	struct thing *main = v != NULL && v->main_table != NULL ?
	    &v->main_table->is : NULL;

	if (s->table != NULL || s->table_refs.n == 0)
		return s->table;
	return (const struct route_table *)associated(w, s, s->table_refs.v,
	    s->table_refs.n, main);
}

const struct network_acl *
walk_acl_of(struct walk *w, const struct subnet *s)
{
	const struct vpc *v = s->is.vpc;
	struct thing *usual = v != NULL && v->default_acl != NULL ?
	    &v->default_acl->is : NULL;

	if (s->acl != NULL || s->acl_refs.n == 0)
		return s->acl;
	return (const struct network_acl *)associated(w, s, s->acl_refs.v,
	    s->acl_refs.n, usual);
}

/* Whoever asks a table takes it to be there, and what hangs on the same. */
static bool
has_beside(struct walk *w, const struct condition *c,
    const struct route_table *t)
{
	return condition_same(c, t->is.exists) || walk_has(w, c);
}

bool
walk_has_route(struct walk *w, const struct route *r,
    const struct route_table *t)
{
	return has_beside(w, r->exists, t) &&
	    (r->target.to == NULL || has_beside(w, r->target.to->exists, t)) &&
	    (r->list.to == NULL || has_beside(w, r->list.to->exists, t));
}

const struct route_choice *
walk_choice(struct walk *w, const struct route_view *view,
    const struct route_choice *c)
{
	while (c != NULL && c->maybe &&
	    !walk_has_route(w, c->route, view->table))
		c = c->otherwise;
	return c;
}

/* The groups of an interface, with those that it carries under conditions. */
static struct group_list
groups_there(struct walk *w, const struct interface *i)
{
	struct group_list out = { .known = i->groups_known ||
		i->groups_depend };
	struct security_group **v = arena_array(w->a,
	    i->groups.n + i->maybe_groups.n, sizeof *v);

	for (size_t k = 0; k < i->groups.n; k++)
		v[out.n++] = i->groups.v[k];
	for (size_t k = 0; k < i->maybe_groups.n; k++)
		if (walk_has(w, i->maybe_groups.v[k].exists) &&
		    walk_has(w, i->maybe_groups.v[k].to->exists))
			v[out.n++] = (struct security_group *)
			    i->maybe_groups.v[k].to;
	out.v = v;
	return out;
}

const struct end *
walk_end_there(struct walk *w, const struct end *e)
{
	struct end *there;

	if (e->kind != END_INTERFACES || e->interface->maybe_groups.n == 0)
		return e;
	there = arena_alloc(w->a, sizeof *there);
	*there = *e;
	there->groups = groups_there(w, e->interface);
	return there;
}
