/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "base/vec.h"
#include "model/notation.h"
#include "plan/openings.h"
#include "twin_change.h"
#include "unit.h"

#include <string.h>

/*
 * What a change opens and closes: of random networks and the same without one
 * or two of their rules, entries or routes.  Asking only where something is
 * touched must find what asking everybody finds, and the way back must be the
 * mirror of the way there.
 */

enum { NETWORKS = 150 };

static const char *
opening_text(struct arena *a, const struct opening *o, bool mirrored)
{
	static const enum opening_kind mirror[] = {
		[OPENING_OPENS] = OPENING_CLOSES,
		[OPENING_CLOSES] = OPENING_OPENS,
		[OPENING_WIDENS] = OPENING_NARROWS,
		[OPENING_NARROWS] = OPENING_WIDENS,
		[OPENING_ONE_WAY] = OPENING_ONE_WAY,
		[OPENING_MAY_OPEN] = OPENING_MAY_OPEN,
		[OPENING_MAY_CLOSE] = OPENING_MAY_CLOSE,
		[OPENING_IS_OPEN] = OPENING_IS_OPEN,
		[OPENING_IS_CLOSED] = OPENING_IS_CLOSED,
		[OPENING_REROUTES] = OPENING_REROUTES
	};

	return arena_printf(a, "%s %s %s %s %s", o->from, o->to,
	    family_name(o->family), notation_ports_format(a, o->ports),
	    opening_word(mirrored ? mirror[o->kind] : o->kind));
}

/* All of them in one text, in an order that does not depend on the sign. */
static const char *
openings_text(struct arena *a, const struct openings *all, bool mirrored,
    bool whole)
{
	struct str out = str_new(a);
	VEC(const char *) lines = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		enum opening_kind kind = all->v[i]->kind;

		/* Of what is half open or not decided nothing is the mirror. */
		if (whole || (kind != OPENING_ONE_WAY &&
		    kind != OPENING_MAY_OPEN && kind != OPENING_MAY_CLOSE &&
		    kind != OPENING_IS_OPEN && kind != OPENING_IS_CLOSED))
			vec_push(a, &lines, opening_text(a, all->v[i],
			    mirrored));
	}
	for (size_t i = 0; i < lines.n; i++)
		for (size_t k = i; k > 0 && strcmp(lines.v[k - 1],
		    lines.v[k]) > 0; k--) {
			const char *kept = lines.v[k];

			lines.v[k] = lines.v[k - 1];
			lines.v[k - 1] = kept;
		}
	for (size_t i = 0; i < lines.n; i++)
		str_addf(&out, "%s\n", lines.v[i]);
	return str_text(&out);
}

static struct openings
openings_between(struct arena *a, const struct twin_engine *x,
    const struct twin_engine *y, bool everybody)
{
	struct pairing *p = pairing_new(a, x->m, y->m);
	struct comparison *c = compare_models(a, p);
	struct reach *const r[2] = { x->r, y->r };

	for (size_t i = 0; everybody && i < p->n; i++)
		c->touched[i] = true;
	return openings_find(a, c, r);
}

static size_t
compare_one(uint64_t number)
{
	struct arena *a = arena_new();
	struct unit_random r = twin_network_seed(number);
	const char *text = twin_network_make(a, &r);
	const char *other = twin_change(a, text, &r);
	struct twin_engine x = twin_engine_read(a, text), y = twin_engine_read(a, other);
	struct openings some = openings_between(a, &x, &y, false);
	struct openings all = openings_between(a, &x, &y, true);
	struct openings back = openings_between(a, &y, &x, false);
	size_t n = some.n;

	ck_assert_msg(strcmp(openings_text(a, &some, false, true),
	    openings_text(a, &all, false, true)) == 0,
	    "network %u: asking some finds\n%sasking all finds\n%s%s\n%s",
	    (unsigned)number, openings_text(a, &some, false, true),
	    openings_text(a, &all, false, true), text, other);
	ck_assert_msg(strcmp(openings_text(a, &some, false, false),
	    openings_text(a, &back, true, false)) == 0,
	    "network %u: there\n%sand back\n%s%s\n%s", (unsigned)number,
	    openings_text(a, &some, false, false),
	    openings_text(a, &back, true, false), text, other);
	arena_free(a);
	return n;
}

START_TEST(touched_is_enough_and_back_is_the_mirror)
{
	size_t n = 0;

	for (unsigned i = 1; i <= NETWORKS; i++)
		n += compare_one(500000 + i);
	ck_assert_uint_gt(n, NETWORKS);
}
END_TEST

unit_suite suite_twin_openings;

Suite *
suite_twin_openings(void)
{
	const TTest *const tests[] = {
		touched_is_enough_and_back_is_the_mirror, NULL
	};

	return unit_suite_of("twin_openings", tests);
}
