/* SPDX-License-Identifier: MIT */
#include "report/capacity_space.h"

#include "text/sanitise.h"
#include "text/wrap.h"

enum { INDENT = 2, LONGEST = 28 };

const char *
capacity_item_text(struct arena *a, const struct space_item *item)
{
	static const char *const words[] = {
		[KEPT_FOR_ZONE] = "room for another AZ of ",
		[KEPT_FOR_GROWTH] = "growth of ",
		[KEPT_FOR_ITSELF] = "the lock's block of ",
		[KEPT_FOR_GONE] = "tombstone of "
	};
	char text[CIDR_TEXT_MAX];

	return arena_printf(a, "%s%s (%s)", item->is_kept ?
	    words[item->what] : "", sanitise_text(a, item->name),
	    cidr_format(item->block, text));
}

static void
add_line(struct str *out, const struct capacity_report *r, const char *text)
{
	str_add_repeat(out, ' ', INDENT);
	wrap_text(out, text, r->style.width, INDENT, INDENT + INDENT);
	str_add_char(out, '\n');
}

/* "1 of /17, or 3 of /18, or 12 of /20": the largest and every other size. */
static const char *
fits_text(struct arena *a, const struct vpc_space *s)
{
	enum { SHOWN = 6 };
	struct str text = str_new(a);
	size_t shown = 0;

	for (unsigned length = 1; length <= LONGEST && shown < SHOWN;
	    length += shown > 1 ? 2 : 1) {
		uint64_t n = space_fits(s, length);

		if (n == 0)
			continue;
		str_addf(&text, "%s%llu of /%u", shown > 0 ? ", or " : "",
		    (unsigned long long)n, length);
		shown++;
	}
	return shown > 0 ? str_text(&text) : "nothing";
}

static void
add_fits(struct str *out, const struct capacity_report *r,
    const struct vpc *v)
{
	struct vpc_space now = space_of_vpc(r->a, v);
	struct vpc_space released;

	if (now.blocks.n == 0)
		return;
	add_line(out, r, arena_printf(r->a, "fits still: %s", fits_text(r->a,
	    &now)));
	if (space_kept(r->a, v, KEPT_FOR_GONE) == 0)
		return;
	released = space_released(r->a, v);
	add_line(out, r, arena_printf(r->a, "with all tombstones released: %s",
	    fits_text(r->a, &released)));
}

static void
add_kept(struct str *out, const struct capacity_report *r,
    const struct vpc *v)
{
	static const struct { enum kept_for what; const char *word; } rows[] = {
		{ KEPT_FOR_GROWTH, "for growth" },
		{ KEPT_FOR_ZONE, "for further AZs" },
		{ KEPT_FOR_ITSELF, "for what the plan has changed" },
		{ KEPT_FOR_GONE, "by tombstones" }
	};
	struct str text = str_new(r->a);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		long long n = space_kept(r->a, v, rows[i].what);

		if (n > 0)
			str_addf(&text, "%s%lld %s", text.n > 0 ? ", " : "",
			    n, rows[i].word);
	}
	if (text.n > 0)
		add_line(out, r, arena_printf(r->a, "kept by the lock: %s",
		    str_text(&text)));
}

/* "; 10.0.0.0/25 is free but for 32 of a (10.0.0.32/27)". */
static const char *
mending_text(const struct capacity_report *r, const struct vpc *v,
    unsigned length)
{
	enum { SHOWN = 4 };
	struct space_mending m;
	struct str text = str_new(r->a);
	char block[CIDR_TEXT_MAX];

	if (!space_mend(r->a, v, length, &m))
		return "";
	str_addf(&text, "; %s would be one but for ",
	    cidr_format(m.block, block));
	for (size_t i = 0; i < m.held_by.n && i < SHOWN; i++)
		str_addf(&text, "%s%s", i > 0 ? ", " : "",
		    capacity_item_text(r->a, &m.held_by.v[i]));
	if (m.held_by.n > SHOWN)
		str_addf(&text, " and %zu more", m.held_by.n - SHOWN);
	return str_text(&text);
}

static void
add_fragmented(struct str *out, const struct capacity_report *r,
    const struct vpc *v)
{
	struct vpc_space space = space_of_vpc(r->a, v);
	unsigned length = space_fragmented(&space);

	if (length > 0)
		add_line(out, r, arena_printf(r->a, "fragmented: %lld "
		    "addresses are free and no block is larger than a /%u%s",
		    (long long)space.free, length + 1, mending_text(r, v,
		    length)));
}

static void
add_unplaced(struct str *out, const struct capacity_report *r,
    const struct vpc *v)
{
	struct unplaced_list list = space_place(r->a, v);

	for (size_t i = 0; i < list.n; i++) {
		const struct unplaced *u = &list.v[i];

		add_line(out, r, arena_printf(r->a, "%s wants a /%u: %lld "
		    "addresses are free and no block is larger than a /%u%s",
		    sanitise_text(r->a, thing_label(&u->subnet->is)),
		    u->length, (long long)u->free, u->largest, mending_text(r,
		    v, u->length)));
	}
}

static const char *
grown_text(const struct capacity_report *r, const struct grown_subnet *g)
{
	const char *name = sanitise_text(r->a, thing_label(&g->subnet->is));
	char text[CIDR_TEXT_MAX];

	if (g->length == 0)
		return arena_printf(r->a, "%s needs more than AWS's largest "
		    "subnet has", name);
	return arena_printf(r->a, "%s needs a /%u (%s)", name, g->length,
	    g->has_room ? "kept for it" : !g->placed ? "no block is free" :
	    cidr_format(g->block, text));
}

static void
add_headroom(struct str *out, const struct capacity_report *r,
    const struct vpc *v)
{
	struct headroom h;
	struct str text = str_new(r->a);

	if (r->grown == NULL || v->subnets.n == 0)
		return;
	h = capacity_headroom(r->a, r->grown, v);
	str_addf(&text, "headroom after x%s: ", r->growth);
	if (h.left >= 0)
		str_addf(&text, "%lld addresses in no subnet",
		    (long long)h.left);
	else
		str_addf(&text, "%lld addresses too few", (long long)-h.left);
	for (size_t i = 0; i < h.larger.n; i++)
		str_addf(&text, "%s %s", i == 0 ? ";" : ",", grown_text(r,
		    &h.larger.v[i]));
	add_line(out, r, str_text(&text));
}

void
capacity_space_text(struct str *out, const struct capacity_report *r,
    const struct vpc *v)
{
	add_fits(out, r, v);
	add_kept(out, r, v);
	add_fragmented(out, r, v);
	add_unplaced(out, r, v);
	add_headroom(out, r, v);
}
