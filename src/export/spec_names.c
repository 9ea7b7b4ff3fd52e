/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/str.h"
#include "model/notation.h"

#include <stdlib.h>
#include <string.h>

/*
 * Names of the spec.
 *
 * A thing keeps its name (the key of a spec, the tag Name) where no other of
 * its kind has it in the same VPC; else it takes the name that its format
 * gives it, the address, or AWS's id.  What has none of these is numbered.
 *
 * Kinds that a route may lead to share one space, but for those that a prefix
 * tells apart: a thing that has another name to go by gives way there.
 */

/* What stands in front of a name where kinds must be told apart. */
static const char *
kind_prefix(enum kind kind)
{
	static const char *const prefixes[KIND_COUNT] = {
		[KIND_ENDPOINT] = "endpoint",
		[KIND_NAT_GATEWAY] = "nat",
		[KIND_NETWORK] = "net",
		[KIND_PREFIX_LIST] = "pl",
		[KIND_SECURITY_GROUP] = "sg",
		[KIND_SUBNET] = "subnet",
		[KIND_VPC] = "vpc",
		[KIND_WORKLOAD] = "workload",
	};

	return prefixes[kind];
}

/* The thing among whose names those of t stand; NULL: the plan. */
static const struct thing *
scope_of(const struct thing *t)
{
	const struct interface *i = (const struct interface *)t;

	if (t->kind == KIND_INTERFACE && i->workload != NULL)
		return &i->workload->is;
	return thing_around(t);
}

/* The kind under whose key a thing is written. */
static enum kind
written_kind(const struct thing *t)
{
	const struct interface *i = (const struct interface *)t;

	if (t->kind == KIND_INTERFACE && i->workload == NULL)
		return KIND_WORKLOAD;
	return t->kind;
}

static const char *
slot_key(const struct spec_out *o, const struct thing *scope, unsigned kind,
    const char *name)
{
	return arena_printf(o->a, "%lu %u %s", scope == NULL ? 0ul :
	    (unsigned long)scope->order + 1, kind, name);
}

static uintptr_t
count_at(const struct map *m, const char *key)
{
	return (uintptr_t)map_get(m, key);
}

static void
count_up(struct map *m, const char *key)
{
	void **slot = map_slot(m, key);

	*slot = (void *)((uintptr_t)*slot + 1);
}

static bool
is_target(enum kind kind)
{
	return (TARGETS & BIT(kind)) != 0;
}

enum { ANY_TARGET = KIND_COUNT };

/* Whether the name would be one of several in its place. */
static bool
is_shared(struct spec_out *o, const struct map *wishes,
    const struct thing *t, const char *name)
{
	enum kind kind = written_kind(t);
	const struct thing *scope = scope_of(t);

	if (count_at(wishes, slot_key(o, scope, kind, name)) > 1)
		return true;
	return is_target(kind) && kind_prefix(kind) == NULL &&
	    count_at(wishes, slot_key(o, scope, ANY_TARGET, name)) > 1;
}

/* The first of name, address and id that is t's alone; or the best of them. */
static const char *
wish(struct spec_out *o, const struct map *wishes, const struct thing *t)
{
	const char *candidates[] = { t->name, t->address, t->id };
	const char *first = NULL;

	if (t->kind == KIND_SECURITY_GROUP &&
	    ((const struct security_group *)t)->is_default)
		return "default";	/* its name with AWS, whatever its tag */
	for (size_t i = 0; i < 3; i++) {
		if (candidates[i] == NULL || *candidates[i] == '\0')
			continue;
		if (first == NULL)
			first = candidates[i];
		if (!is_shared(o, wishes, t, candidates[i]))
			return candidates[i];
	}
	return first != NULL ? first : kind_name(t->kind);
}

static void
take(struct spec_out *o, const struct thing *t, const char *name)
{
	count_up(&o->taken, slot_key(o, scope_of(t), written_kind(t), name));
	o->names[t->order] = name;
}

static void
assign(struct spec_out *o, const struct map *wishes, const struct thing *t)
{
	const char *name = wish(o, wishes, t), *key;
	uintptr_t n;

	key = slot_key(o, scope_of(t), written_kind(t), name);
	n = count_at(&o->taken, key);
	if (n == 0) {
		take(o, t, name);
		return;
	}
	for (;;) {
		const char *numbered;

		count_up(&o->taken, key);
		n = count_at(&o->taken, key);
		numbered = arena_printf(o->a, "%s-%lu", name,
		    (unsigned long)n);
		if (count_at(&o->taken, slot_key(o, scope_of(t),
		    written_kind(t), numbered)) == 0) {
			take(o, t, numbered);
			return;
		}
	}
}

static void
count_wishes(struct spec_out *o, struct map *wishes, const struct thing *t)
{
	const char *names[] = { t->name, t->address, t->id };

	for (size_t i = 0; i < 3; i++) {
		enum kind kind = written_kind(t);

		if (names[i] == NULL || (i > 0 && names[i] == names[i - 1]))
			continue;
		count_up(wishes, slot_key(o, scope_of(t), kind, names[i]));
		if (is_target(kind))
			count_up(wishes, slot_key(o, scope_of(t), ANY_TARGET,
			    names[i]));
	}
}

void
export_assign_names(struct spec_out *o)
{
	struct map wishes = map_new(o->a);

	o->taken = map_new(o->a);
	o->names = arena_array(o->a, o->m->next_order, sizeof *o->names);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < o->m->things[kind].n; i++)
			count_wishes(o, &wishes, o->m->things[kind].v[i]);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < o->m->things[kind].n; i++)
			assign(o, &wishes, o->m->things[kind].v[i]);
}

const char *
export_name(const struct spec_out *o, const struct thing *t)
{
	return o->names[t->order];
}

/* ---------------------------------------------------------------- order */

struct named {
	const char *name;
	const struct thing *t;
};

static int
compare_named(const void *x, const void *y)
{
	const struct named *a = x, *b = y;
	int order = str_natural_compare(a->name, b->name);

	if (order != 0)
		return order;
	return a->t->order < b->t->order ? -1 : a->t->order > b->t->order;
}

struct order
export_order(const struct spec_out *o, const void *pointers, size_t n)
{
	struct named *named = arena_array(o->a, n, sizeof *named);
	struct order order = {
		.v = arena_array(o->a, n, sizeof *order.v)
	};

	for (size_t i = 0; i < n; i++) {
		const struct thing *t;

		/* Each is a pointer to a struct that begins with a thing. */
		memcpy(&t, (const char *)pointers + i * sizeof t, sizeof t);
		if (t->implicit && t->kind != KIND_VPC)
			continue;
		named[order.n].name = export_name(o, t);
		named[order.n++].t = t;
	}
	if (order.n > 1)
		qsort(named, order.n, sizeof *named, compare_named);
	for (size_t i = 0; i < order.n; i++)
		order.v[i] = named[i].t;
	return order;
}

/* ----------------------------------------------------------- references */

/*
 * Whether another thing that the reference could mean has the same name where
 * names are looked up first.
 */
static bool
is_ambiguous(const struct spec_out *o, const struct thing *t, uint32_t kinds,
    const char *name)
{
	const struct thing *scope = scope_of(t);

	for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
		if ((kinds & BIT(kind)) == 0 || kind == written_kind(t))
			continue;
		if (count_at(&o->taken, slot_key(o, scope, kind, name)) > 0 ||
		    count_at(&o->taken, slot_key(o, NULL, kind, name)) > 0)
			return true;
		if (o->vpc != NULL && count_at(&o->taken, slot_key(o,
		    &o->vpc->is, kind, name)) > 0)
			return true;
	}
	return false;
}

/* An interface of a workload: "fw.out". */
static const char *
member_text(const struct spec_out *o, const struct interface *i)
{
	struct name_text name = {
		.vpc = i->is.vpc != NULL && i->is.vpc != o->vpc ?
		    export_name(o, &i->is.vpc->is) : NULL,
		.name = export_name(o, &i->workload->is),
	};

	return arena_printf(o->a, "%s.%s", notation_name_print(o->a, &name),
	    export_name(o, &i->is));
}

const char *
export_ref_text(const struct spec_out *o, const struct ref *r,
    uint32_t kinds, bool in_string)
{
	const struct thing *t = r->to;
	struct name_text name = { 0 };

	if (t == NULL)
		return r->text;
	if (t->kind == KIND_INTERFACE &&
	    ((const struct interface *)t)->workload != NULL)
		return member_text(o, (const struct interface *)t);
	name.name = export_name(o, t);
	name.quoted = notation_is_reserved(name.name);
	if (is_ambiguous(o, t, kinds, name.name))
		name.prefix = kind_prefix(written_kind(t));
	if (t->vpc != NULL && t->vpc != o->vpc)
		name.vpc = export_name(o, &t->vpc->is);
	if (name.prefix == NULL && name.vpc == NULL && !name.quoted &&
	    !in_string)
		return name.name;
	return notation_name_print(o->a, &name);
}
