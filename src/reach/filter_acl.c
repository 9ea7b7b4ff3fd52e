/* SPDX-License-Identifier: MIT */

/*
 * First match without order.  A packet is admitted if some allow entry
 * matches it and no earlier deny entry does: the first entry that matches is
 * then an allow.  So a stretch of entries is known by two sets, what it
 * admits and what it denies, and two neighbouring stretches make one:
 *
 *	admits = earlier.admits + (later.admits - earlier.denies)
 *	denies = earlier.denies + later.denies
 *
 * Stretches are joined as a tournament: each entry takes part in log n
 * joins, however allows and denies alternate.
 *
 * Bounds: what is surely admitted has no earlier entry that may deny it, and
 * what may be admitted no earlier one that surely does.  An entry of unknown
 * number stands, for each bound, where it does the most harm to it.
 */

#include "model/stand_in.h"
#include "reach/filter_compile.h"
#include "reach/missing.h"

#include <stdlib.h>

/* A stretch of entries, in one family and for one bound. */
struct stretch {
	struct service_set admits, denies;
};

struct entries {
	const struct acl_entry **v;
	size_t n, cap;
	const struct filter_setting *in;
	const struct network_acl *acl;	/* for messages */
	enum direction direction;
};

static int
compare_entries(const void *x, const void *y)
{
	const struct acl_entry *a = *(const struct acl_entry *const *)x;
	const struct acl_entry *b = *(const struct acl_entry *const *)y;

	if (a->number.v != b->number.v)
		return a->number.v < b->number.v ? -1 : 1;
	return place_compare(a->at, b->at);
}

/* Undecided in the branch of the list: what is decided is left out of the
 * list, or its condition out of account. */
static bool
is_conditional(const struct entries *of, const struct acl_entry *e)
{
	return branch_presence(of->in->branch, e->exists) == UNDECIDED;
}

static bool
is_doubtful(const struct entries *of, const struct acl_entry *e)
{
	return is_conditional(of, e) || !value_is_known(e->number.is) ||
	    !value_is_known(e->ports.is) || !block_is_usable(&e->cidr);
}

static const char *
why_doubtful(struct arena *a, const struct entries *of,
    const struct acl_entry *e)
{
	const char *part, *why, *is = "is";

	if (is_conditional(of, e))
		return arena_printf(a, "an %s entry of %s depends on %s",
		    direction_name(of->direction),
		    thing_title(a, &of->acl->is), e->exists->text);
	if (!value_is_known(e->number.is)) {
		part = "number";
		why = e->number.is.why;
	} else if (!value_is_known(e->ports.is)) {
		part = "ports";
		is = "are";
		why = e->ports.is.why;
	} else {
		part = "block";
		why = e->cidr.is.why;
	}
	return arena_printf(a, "the %s of an %s entry of %s %s not known%s%s",
	    part, direction_name(of->direction), thing_title(a, &of->acl->is),
	    is, why != NULL ? ": " : "", why != NULL ? why : "");
}

/* All that an entry may match in a family; what is unknown matches all.  What
 * Amazon chooses is matched if it may lie in the block (may), or surely does. */
static struct service_set
matched(struct arena *a, const struct entries *of, const struct acl_entry *e,
    enum family family, bool may)
{
	struct port_set ports = value_is_known(e->ports.is) ? e->ports.v :
	    port_set_everything();

	if (!block_is_usable(&e->cidr))
		return e->cidr.v.family == 0 || e->cidr.v.family == family ?
		    service_set_of(a, ports, range_set_everything(family)) :
		    service_set_empty(family);
	if (e->cidr.v.family != family)
		return service_set_empty(family);
	return service_set_of(a, ports, of->in->has_stand_ins &&
	    !block_is_stand_in(&e->cidr) ?
	    stand_in_prefix(a, of->in->choice, e->cidr.v, may) :
	    range_set_of_cidr(a, e->cidr.v));
}

/* What an entry does for a bound: a doubtful one admits only possibly, and
 * denies only where the sure bound must reckon with it. */
static struct stretch
stretch_of(struct arena *a, const struct entries *of,
    const struct acl_entry *e, enum family family, enum bound bound)
{
	struct stretch s = { service_set_empty(family),
		service_set_empty(family) };
	bool doubtful = is_doubtful(of, e);

	if (e->allow && (!doubtful || bound == FILTER_POSSIBLE))
		s.admits = matched(a, of, e, family, bound == FILTER_POSSIBLE);
	if (!e->allow && (!doubtful || bound == FILTER_SURE))
		s.denies = matched(a, of, e, family, bound == FILTER_SURE);
	return s;
}

static struct stretch
join(struct arena *a, struct stretch earlier, struct stretch later)
{
	struct stretch s;

	s.admits = service_set_union(a, earlier.admits,
	    service_set_subtract(a, later.admits, earlier.denies));
	s.denies = service_set_union(a, earlier.denies, later.denies);
	return s;
}

static struct service_set
admitted(struct arena *a, const struct entries *entries, enum family family,
    enum bound bound)
{
	struct arena *scratch = arena_new();
	struct stretch *v = arena_array(scratch, entries->n, sizeof *v);
	struct service_set all = service_set_empty(family);
	size_t n = entries->n;

	for (size_t i = 0; i < n; i++)
		v[i] = stretch_of(scratch, entries, entries->v[i], family,
		    bound);
	for (; n > 1; n = (n + 1) / 2) {
		for (size_t i = 0; i + 1 < n; i += 2)
			v[i / 2] = join(scratch, v[i], v[i + 1]);
		if (n % 2 != 0)
			v[n / 2] = v[n - 1];
	}
	if (n > 0)	/* a copy that outlives the scratch */
		all = service_set_union(a, v[0].admits, all);
	arena_free(scratch);
	return all;
}

/* In order of their numbers; those of unknown number first, where a deny
 * takes the most from the sure bound and an allow gives the most to the
 * other. */
static struct entries
in_order(struct arena *a, const struct filter_setting *in,
    struct acl_entry *const *v, size_t n)
{
	struct entries unknown = { .in = in }, known = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (branch_presence(in->branch, v[i]->exists) == ABSENT)
			continue;
		if (value_is_known(v[i]->number.is))
			vec_push(a, &known, v[i]);
		else
			vec_push(a, &unknown, v[i]);
	}
	vec_sort(&known, compare_entries);
	for (size_t i = 0; i < known.n; i++)
		vec_push(a, &unknown, known.v[i]);
	return unknown;
}

static const char *
first_doubt(struct arena *a, const struct entries *entries)
{
	for (size_t i = 0; i < entries->n; i++)
		if (is_doubtful(entries, entries->v[i]))
			return why_doubtful(a, entries, entries->v[i]);
	return NULL;
}

/* The first entry of which it is Amazon's choice whether it matches. */
static const char *
first_chosen(struct arena *a, const struct entries *entries)
{
	for (size_t i = 0; entries->in->has_stand_ins && i < entries->n; i++) {
		const struct acl_entry *e = entries->v[i];

		if (value_is_known(e->cidr.is) &&
		    stand_in_match(entries->in->choice, e->cidr.v) ==
		    MAY_STAND_INSIDE)
			return filter_chosen_text(a, "entry",
			    entries->direction, &entries->acl->is, e->cidr.v);
	}
	return NULL;
}

static const char *
first_condition(const struct entries *entries)
{
	for (size_t i = 0; i < entries->n; i++)
		if (is_conditional(entries, entries->v[i]))
			return entries->v[i]->exists->text;
	return NULL;
}

void
filter_compile_acl(struct arena *a, const struct filter_setting *in,
    const struct network_acl *acl, enum direction direction,
    struct compiled_acl *out)
{
	static const enum family families[] = { IPV4, IPV6 };
	struct arena *scratch;
	struct entries entries;

	*out = (struct compiled_acl){ .why = NULL };
	for (size_t f = 0; f < 2; f++) {
		out->addresses.of[f][FILTER_SURE] =
		    service_set_empty(families[f]);
		out->addresses.of[f][FILTER_POSSIBLE] = service_set_of(a,
		    port_set_everything(), range_set_everything(families[f]));
	}
	if (acl == NULL || !acl->entries_known) {
		out->why = acl == NULL ? "a network ACL is not known" :
		    arena_printf(a, "the entries of %s are not %s%s",
		    thing_title(a, &acl->is), acl->is.created ?
		    "all known" : "in the input", missing_call(a,
		    &acl->is, KIND_NETWORK_ACL));
		return;
	}
	scratch = arena_new();
	entries = direction == INGRESS ?
	    in_order(scratch, in, acl->ingress.v, acl->ingress.n) :
	    in_order(scratch, in, acl->egress.v, acl->egress.n);
	entries.acl = acl;
	entries.direction = direction;
	out->why = first_doubt(a, &entries);
	if (out->why == NULL)
		out->why = first_chosen(a, &entries);
	out->condition = first_condition(&entries);
	for (size_t f = 0; f < 2; f++) {
		struct service_set *of = out->addresses.of[f];

		of[FILTER_SURE] = admitted(a, &entries, families[f],
		    FILTER_SURE);
		of[FILTER_POSSIBLE] = out->why == NULL ? of[FILTER_SURE] :
		    admitted(a, &entries, families[f], FILTER_POSSIBLE);
	}
	arena_free(scratch);
}
