/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/map.h"
#include "base/str.h"
#include "text/sanitise.h"

#include <stdlib.h>

/*
 * In the matrix, cells are marked, on maps VPCs and subnets, and what is about
 * none of them is left out.  Else:
 *
 * A finding is about a thing; the elements that show the thing carry its
 * mark.  Security groups and network ACLs are not drawn themselves: what
 * carries a group, and the subnets behind an ACL, stand for them.
 *
 * Marks are numbered in the order in which the eye meets them: VPC, gateways,
 * subnets row by row with what is in them, then tables that nobody uses.
 */

struct marked {
	const struct finding *finding;	/* NULL: it was concluded */
	struct scene_note *note;
};

struct notes {
	struct builder *b;
	VEC(struct marked) all;		/* in the order of the report */
	unsigned next;
};

/* Things are told apart by their number; pointers would differ by run. */
static int
compare_bindings(const void *x, const void *y)
{
	const struct binding *a = x, *b = y;

	return (a->thing->order > b->thing->order) -
	    (a->thing->order < b->thing->order);
}

/* ------------------------------------------- what stands for filters */

static void
bind_like(struct builder *b, const struct thing *shown,
    const struct thing *filter, size_t n)
{
	struct binding key = { .thing = shown };
	const struct binding *found;
	size_t i;

	if (n == 0)
		return;
	found = bsearch(&key, b->bindings.v, n, sizeof key, compare_bindings);
	if (found == NULL)
		return;
	i = (size_t)(found - b->bindings.v);
	while (i > 0 && compare_bindings(&b->bindings.v[i - 1], &key) == 0)
		i--;
	for (; i < n && compare_bindings(&b->bindings.v[i], &key) == 0; i++)
		scene_bind(b, filter, b->bindings.v[i].node);
}

/* The first n bindings are sorted; those of filters go behind them. */
static void
bind_filters(struct builder *b)
{
	const struct model *m = b->m;
	size_t n = b->bindings.n;

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		const struct thing *last = NULL;

		for (size_t k = 0; k < g->members.n; k++) {
			const struct interface *e = g->members.v[k];
			const struct thing *owner = e->workload != NULL ?
			    &e->workload->is : e->endpoint != NULL ?
			    &e->endpoint->is : &e->is;

			if (owner != last)
				bind_like(b, owner, &g->is, n);
			last = owner;
		}
	}
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];

		for (size_t k = 0; k < acl->subnets.n; k++)
			bind_like(b, &acl->subnets.v[k]->is, &acl->is, n);
	}
}

/* ------------------------------------------------------------- marking */

/* What a node raised, until numbers are given: findings by their place. */
struct raised {
	struct scene_node *node;
	size_t finding;
};

struct raises {
	VEC(struct raised) v;
};

static int
compare_raised(const void *x, const void *y)
{
	const struct raised *a = x, *b = y;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	return (a->finding > b->finding) - (a->finding < b->finding);
}

static void
raise(struct notes *n, struct raises *raises, size_t finding,
    const struct thing *marked)
{
	struct builder *b = n->b;
	const struct binding key = { .thing = marked };
	size_t low = 0, high = b->bindings.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_bindings(&b->bindings.v[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < b->bindings.n &&
	    compare_bindings(&b->bindings.v[low], &key) == 0; low++) {
		struct raised one = { b->bindings.v[low].node, finding };

		vec_push(b->a, &raises->v, one);
	}
}

/*
 * Number what a node raised.  raises is sorted by the nodes' addresses: only
 * to find them again, no output follows from that order.
 */
static void
number_node(struct notes *n, const struct raises *raises,
    struct scene_node *node)
{
	struct raised key = { .node = node };
	size_t low = 0, high = raises->v.n;

	if (node->notes.n > 0)
		return;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (raises->v.v[middle].node < key.node)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < raises->v.n && raises->v.v[low].node == node; low++) {
		struct scene_note *note =
		    n->all.v[raises->v.v[low].finding].note;

		if (low > 0 && raises->v.v[low - 1].node == node &&
		    raises->v.v[low - 1].finding == raises->v.v[low].finding)
			continue;
		if (note->number == 0)
			note->number = n->next++;
		vec_push(n->b->a, &node->notes, note);
	}
}

static void
number_vpc(struct notes *n, const struct raises *r, struct scene_vpc *v)
{
	number_node(n, r, &v->is);
	for (size_t i = 0; i < v->gateways.n; i++)
		number_node(n, r, &v->gateways.v[i]->is);
	for (size_t i = 0; i < v->subnets.n; i++) {
		struct scene_subnet *s = v->subnets.v[i];

		for (size_t k = 0; k < s->resources.n; k++)
			number_node(n, r, &s->resources.v[k]->is);
		number_node(n, r, &s->is);
		if (s->table != NULL)
			number_node(n, r, &s->table->is);
	}
}

static int
compare_notes(const void *x, const void *y)
{
	const struct scene_note *a = *(struct scene_note *const *)x;
	const struct scene_note *b = *(struct scene_note *const *)y;

	return (a->number > b->number) - (a->number < b->number);
}

static void
sort_node(struct scene_node *node)
{
	vec_sort(&node->notes, compare_notes);
}

static void
sort_all(struct scene *scene)
{
	for (size_t i = 0; i < scene->accounts.n; i++)
		for (size_t k = 0; k < scene->accounts.v[i]->vpcs.n; k++) {
			struct scene_vpc *v = scene->accounts.v[i]->vpcs.v[k];

			sort_node(&v->is);
			for (size_t j = 0; j < v->gateways.n; j++)
				sort_node(&v->gateways.v[j]->is);
			for (size_t j = 0; j < v->subnets.n; j++) {
				struct scene_subnet *s = v->subnets.v[j];

				sort_node(&s->is);
				for (size_t q = 0; q < s->resources.n; q++)
					sort_node(&s->resources.v[q]->is);
			}
		}
	for (size_t i = 0; i < scene->hubs.n; i++)
		sort_node(&scene->hubs.v[i]->is);
	for (size_t i = 0; i < scene->links.n; i++)
		sort_node(&scene->links.v[i]->is);
	for (size_t i = 0; i < scene->cards.n; i++)
		sort_node(&scene->cards.v[i]->is);
	for (size_t i = 0; i < scene->tables.n; i++)
		sort_node(&scene->tables.v[i]->is);
}

/* ----------------------------------------------------------- footnotes */

/* Marked ones by number, then the others; what is too much is counted. */
static void
list_notes(struct notes *n)
{
	struct scene *scene = n->b->scene;
	const struct scene_note **by_number = arena_array(n->b->a, n->next,
	    sizeof *by_number);
	struct map seen = map_new(n->b->a);
	size_t unmarked = 0;
	void **slot;

	for (size_t i = 0; i < n->all.n; i++)
		by_number[n->all.v[i].note->number] = n->all.v[i].note;
	for (unsigned i = 1; i < n->next; i++)
		vec_push(n->b->a, &scene->notes, by_number[i]);
	for (size_t i = 0; i < n->all.n; i++) {
		if (n->all.v[i].note->number > 0 ||
		    n->all.v[i].finding == NULL || scene->matrix != NULL ||
		    n->b->wishes->spaces)
			continue;
		/* of several in the same words one is enough */
		slot = map_slot(&seen, arena_printf(n->b->a, "%s %s",
		    n->all.v[i].note->code, n->all.v[i].note->text));
		if (*slot == NULL && unmarked < SCENE_UNMARKED_MAX) {
			unmarked++;
			vec_push(n->b->a, &scene->notes, n->all.v[i].note);
		} else {
			scene->notes_left_out++;
		}
		*slot = n->all.v[i].note;
	}
	if (scene->notes.n > SCENE_NOTES_MAX) {
		scene->notes_left_out += scene->notes.n - SCENE_NOTES_MAX;
		scene->notes.n = SCENE_NOTES_MAX;
	}
}

/* Whether the finding is shown: reported, and of a VPC that is drawn. */
static bool
is_shown(const struct builder *b, const struct finding *f, bool whole)
{
	if (f->caused_by != NULL || f->suppressed != NULL ||
	    f->severity == SEVERITY_OFF)
		return false;
	/* how far the check itself could see is no part of the picture */
	if (f->notice->class == CLASS_META && f->severity == SEVERITY_NOTE)
		return false;
	for (size_t i = 0; !whole && b->bindings.n > 0 && i < f->marks.n;
	    i++) {
		struct binding key = { .thing = f->marks.v[i] };

		if (bsearch(&key, b->bindings.v, b->bindings.n, sizeof key,
		    compare_bindings) != NULL)
			return true;
	}
	return whole;
}

/* What was concluded of things, of many alike once. */
static void
add_inferred(struct notes *n, struct raises *raises)
{
	const struct model *m = n->b->m;
	struct map seen = map_new(n->b->a);

	for (size_t i = 0; i < m->inferences.n; i++) {
		const struct inference *inferred = &m->inferences.v[i];
		const char *text = inference_text(n->b->a, inferred);
		void **slot = map_slot(&seen, text);
		struct marked one = { 0 };

		if (*slot == NULL) {
			one.note = arena_alloc(n->b->a, sizeof *one.note);
			one.note->severity = SEVERITY_NOTE;
			one.note->code = "inferred";
			one.note->text = sanitise_text(n->b->a, text);
			vec_push(n->b->a, &n->all, one);
			*slot = (void *)(uintptr_t)n->all.n;
		}
		raise(n, raises, (size_t)(uintptr_t)*slot - 1, inferred->of);
	}
}

/* A finding about what two parties send each other marks that cell. */
static void
raise_cells(struct notes *n, struct raises *raises, const struct finding *f,
    const struct selector *names)
{
	struct scene_cells cells = scene_find_cells(n->b, f, names);

	for (size_t i = 0; i < cells.v.n; i++) {
		struct raised one = { cells.v.v[i], n->all.n - 1 };

		vec_push(n->b->a, &raises->v, one);
	}
}

static void
number_cells(struct notes *n, const struct raises *r)
{
	const struct scene_matrix *m = n->b->scene->matrix;

	for (size_t i = 0; i < m->parties.n * m->parties.n; i++) {
		number_node(n, r, &m->passages[i].is);
		sort_node(&m->passages[i].is);
	}
}

/* In the order in which the eye meets them. */
static void
number_all(struct notes *n, const struct raises *raises)
{
	struct builder *b = n->b;

	if (b->scene->matrix != NULL) {
		number_cells(n, raises);
		return;
	}
	for (size_t i = 0; i < b->vpcs.n && b->wishes->spaces; i++) {
		struct scene_vpc *v = b->vpcs.v[i]->scene;

		number_node(n, raises, &v->is);
		for (size_t k = 0; k < v->subnets.n; k++)
			number_node(n, raises, &v->subnets.v[k]->is);
	}
	if (b->wishes->spaces)
		return;
	for (size_t i = 0; i < b->vpcs.n; i++)
		number_vpc(n, raises, b->vpcs.v[i]->scene);
	for (size_t i = 0; i < b->scene->hubs.n; i++)
		number_node(n, raises, &b->scene->hubs.v[i]->is);
	for (size_t i = 0; i < b->scene->links.n; i++)
		number_node(n, raises, &b->scene->links.v[i]->is);
	for (size_t i = 0; i < b->scene->cards.n; i++)
		number_node(n, raises, &b->scene->cards.v[i]->is);
	for (size_t i = 0; i < b->scene->tables.n; i++)
		number_node(n, raises, &b->scene->tables.v[i]->is);
}

void
scene_add_notes(struct builder *b, const struct findings *findings,
    bool whole)
{
	struct notes n = { .b = b, .next = 1 };
	struct raises raises = { 0 };
	const struct selector *names = b->scene->matrix != NULL ?
	    selector_new(b->a, b->m) : NULL;

	vec_sort(&b->bindings, compare_bindings);
	bind_filters(b);
	vec_sort(&b->bindings, compare_bindings);
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *f = findings->v[i];
		struct marked one = { .finding = f };

		if (!is_shown(b, f, whole || b->scene->matrix != NULL))
			continue;
		one.note = arena_alloc(b->a, sizeof *one.note);
		one.note->severity = f->severity;
		one.note->code = f->notice->code;
		one.note->text = sanitise_text(b->a, f->message);
		vec_push(b->a, &n.all, one);
		if (b->scene->matrix != NULL)
			raise_cells(&n, &raises, f, names);
		for (size_t k = 0; k < f->marks.n &&
		    b->scene->matrix == NULL; k++)
			raise(&n, &raises, n.all.n - 1, f->marks.v[k]);
	}
	if (b->scene->matrix == NULL)
		add_inferred(&n, &raises);
	vec_sort(&raises.v, compare_raised);
	number_all(&n, &raises);
	sort_all(b->scene);
	list_notes(&n);
}
