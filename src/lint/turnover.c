/* SPDX-License-Identifier: MIT */
#include "lint/turnover.h"

#include "base/map.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct entry {
	const struct finding *f;
	bool matched;
};

struct entries {
	struct entry *v;
	size_t n, cap;
};

/* What a finding is about, if it is a thing, or a rule, entry or route of one. */
struct owned {
	const void *is;
	size_t pair;		/* number of the thing's pair … */
	bool found;		/* … once that is known */
};

struct comparing {
	struct arena *a;
	const struct pairing *p;
	enum when when;
	struct owned *owned;		/* of this side, by address */
	size_t n_owned;
	struct map names;		/* number of the pair + 1, by name */
	bool is_named;			/* … filled when first needed */
};

struct owned_list {
	struct owned *v;
	size_t n, cap;
};

static bool
is_reported(const struct finding *f)
{
	return f->caused_by == NULL && f->suppressed == NULL;
}

/* ------------------------------------------------------------------ keys */

static int
compare_pointers(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)((const struct owned *)x)->is;
	uintptr_t b = (uintptr_t)((const struct owned *)y)->is;

	return (a > b) - (a < b);
}

static struct owned *
owned_of(const struct comparing *g, const void *is)
{
	struct owned wanted = { .is = is };

	return is == NULL || g->n_owned == 0 ? NULL : bsearch(&wanted,
	    g->owned, g->n_owned, sizeof *g->owned, compare_pointers);
}

/* What a finding is about may be a thing or a part of one. */
static const char *
key_of_thing(struct comparing *g, const struct finding *f)
{
	const struct owned *found = owned_of(g, f->about);

	return found == NULL || !found->found ? NULL : arena_printf(g->a,
	    "%s %zu %s", f->notice->code, found->pair,
	    f->key == NULL ? "" : f->key);
}

/* What each side calls by another name is one thing: "tcp/80 from Web". */
static const char *
translated(const struct comparing *g, const char *key)
{
	struct str out = str_new(g->a);

	while (*key != '\0') {
		size_t n = strcspn(key, " ");
		const char *word = arena_strndup(g->a, key, n);
		const void *number = map_get(&g->names, word);

		if (number != NULL)
			str_addf(&out, "#%zu", (size_t)(uintptr_t)number);
		else
			str_add(&out, word);
		key += n;
		for (; *key == ' '; key++)
			str_add_char(&out, ' ');
	}
	return str_text(&out);
}

static void
name(struct comparing *g, const char *text, size_t pair)
{
	void **slot = text == NULL ? NULL : map_slot(&g->names, text);

	if (slot != NULL && *slot == NULL)
		*slot = (void *)(uintptr_t)(pair + 1);
}

/* Keys name groups most of all: of equal names theirs count. */
static void
name_things(struct comparing *g)
{
	g->is_named = true;
	for (unsigned round = 0; round < 2; round++)
		for (size_t i = 0; i < g->p->n; i++) {
			const struct thing *t = g->p->v[i]->is[g->when];

			if (t == NULL || (t->kind == KIND_SECURITY_GROUP) !=
			    (round == 0))
				continue;
			name(g, thing_label(t), g->p->v[i]->number);
			name(g, t->address, g->p->v[i]->number);
			name(g, t->id, g->p->v[i]->number);
		}
}

static const char *
key_of_names(struct comparing *g, const struct finding *f)
{
	struct finding named = *f;

	if (f->key == NULL || key_of_thing(g, f) == NULL)
		return NULL;
	if (!g->is_named)
		name_things(g);
	named.key = translated(g, f->key);
	return key_of_thing(g, &named);
}

static const char *
key_of_object(struct comparing *g, const struct finding *f)
{
	return f->object == NULL ? NULL : arena_printf(g->a, "%s %s %s",
	    f->notice->code, f->object, f->key == NULL ? "" : f->key);
}

/* The same values in another place: of two that overlap, either is blamed. */
static const char *
key_of_values(struct comparing *g, const struct finding *f)
{
	return f->key == NULL ? NULL : arena_printf(g->a, "%s %s",
	    f->notice->code, f->key);
}

static const char *
key_of_words(struct comparing *g, const struct finding *f)
{
	return arena_printf(g->a, "%s %s", f->notice->code, f->message);
}

/* ----------------------------------------------------------------- steps */

typedef const char *key_function(struct comparing *g,
    const struct finding *f);

/* Those of one key wait in a row, first come first served. */
struct waiting {
	size_t *v;
	size_t n, cap;
	size_t taken;
};

static void
step(struct comparing g[2], struct entries of[2], key_function *key)
{
	struct map waiting = map_new(g[BEFORE].a);

	for (size_t i = 0; i < of[BEFORE].n; i++) {
		const char *text = of[BEFORE].v[i].matched ? NULL :
		    key(&g[BEFORE], of[BEFORE].v[i].f);
		void **slot;

		if (text == NULL)
			continue;
		slot = map_slot(&waiting, text);
		if (*slot == NULL)
			*slot = arena_alloc(g[BEFORE].a,
			    sizeof(struct waiting));
		vec_push(g[BEFORE].a, (struct waiting *)*slot, i);
	}
	for (size_t i = 0; i < of[AFTER].n; i++) {
		const char *text = of[AFTER].v[i].matched ? NULL :
		    key(&g[AFTER], of[AFTER].v[i].f);
		struct waiting *w = text == NULL ? NULL :
		    map_get(&waiting, text);

		if (w == NULL || w->taken == w->n)
			continue;
		of[BEFORE].v[w->v[w->taken++]].matched = true;
		of[AFTER].v[i].matched = true;
	}
}

static void
own(const struct comparing *g, const void *part, size_t pair)
{
	struct owned *o = owned_of(g, part);

	if (o != NULL) {
		o->pair = pair;
		o->found = true;
	}
}

static void
own_parts(const struct comparing *g, const struct thing *t, size_t pair)
{
	const struct security_group *sg = (const struct security_group *)t;
	const struct route_table *r = (const struct route_table *)t;
	const struct network_acl *acl = (const struct network_acl *)t;

	own(g, t, pair);
	if (t->kind == KIND_SECURITY_GROUP) {
		for (size_t i = 0; i < sg->ingress.n; i++)
			own(g, sg->ingress.v[i], pair);
		for (size_t i = 0; i < sg->egress.n; i++)
			own(g, sg->egress.v[i], pair);
	} else if (t->kind == KIND_ROUTE_TABLE) {
		for (size_t i = 0; i < r->routes.n; i++)
			own(g, r->routes.v[i], pair);
	} else if (t->kind == KIND_NETWORK_ACL) {
		for (size_t i = 0; i < acl->ingress.n; i++)
			own(g, acl->ingress.v[i], pair);
		for (size_t i = 0; i < acl->egress.n; i++)
			own(g, acl->egress.v[i], pair);
	}
}

static struct comparing
side(struct arena *a, const struct pairing *p, enum when when,
    const struct findings *of)
{
	struct comparing g = { .a = a, .p = p, .when = when,
		.names = map_new(a) };
	struct owned_list list = { 0 };

	for (size_t i = 0; i < of->n; i++) {
		struct owned o = { .is = of->v[i]->about };

		if (is_reported(of->v[i]) && o.is != NULL)
			vec_push(a, &list, o);
	}
	vec_sort(&list, compare_pointers);
	for (size_t i = 0; i < list.n; i++)
		if (g.n_owned == 0 || list.v[g.n_owned - 1].is !=
		    list.v[i].is)
			list.v[g.n_owned++] = list.v[i];
	g.owned = list.v;
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i]->is[when] != NULL)
			own_parts(&g, p->v[i]->is[when], p->v[i]->number);
	return g;
}

struct turnover
turnover_of(struct arena *a, const struct pairing *p,
    const struct findings *const of[2])
{
	struct comparing g[2] = { side(a, p, BEFORE, of[BEFORE]),
		side(a, p, AFTER, of[AFTER]) };
	struct entries all[2] = { { 0 }, { 0 } };
	struct turnover out = { 0 };

	for (size_t w = BEFORE; w <= AFTER; w++)
		for (size_t i = 0; i < of[w]->n; i++) {
			struct entry e = { of[w]->v[i], false };

			if (is_reported(e.f))
				vec_push(a, &all[w], e);
		}
	step(g, all, key_of_thing);
	step(g, all, key_of_names);
	step(g, all, key_of_object);
	step(g, all, key_of_values);
	step(g, all, key_of_words);
	for (size_t i = 0; i < all[BEFORE].n; i++)
		if (!all[BEFORE].v[i].matched)
			vec_push(a, &out.fixed, all[BEFORE].v[i].f);
	for (size_t i = 0; i < all[AFTER].n; i++) {
		if (!all[AFTER].v[i].matched)
			vec_push(a, &out.arisen, all[AFTER].v[i].f);
		out.unchanged += all[AFTER].v[i].matched;
	}
	return out;
}
