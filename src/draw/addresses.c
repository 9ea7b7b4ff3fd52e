/* SPDX-License-Identifier: MIT */
#include "draw/addresses_space.h"

#include "draw/canvas.h"
#include "draw/fit.h"
#include "net/range_set.h"
#include "text/width.h"
#include "text/wrap.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
	CELLS_BITS = 8,		/* a map has at most 2^8 cells */
	FREE_SHOWN = 8,		/* free blocks; then +k smaller */
	FITS_STEP = 2, FITS_SHOWN = 6
};

static int
compare_stretches(const void *x, const void *y)
{
	const struct stretch *a = x, *b = y;
	int order = cidr_compare(a->block, b->block);

	return order != 0 ? order : str_natural_compare(
	    a->subnet->is.label, b->subnet->is.label);
}

void
addresses_line(struct space *m, enum role role, const char *text)
{
	glyph_add(m->s, m->out, role, text);
	str_add_char(m->out, '\n');
}

/* 2^bits in decimals, or as a power where that is a long number. */
static const char *
power_text(struct arena *a, unsigned bits)
{
	enum { LONGEST = 32 };

	return bits > LONGEST ? arena_printf(a, "2^%u", bits) :
	    arena_printf(a, "%" PRIu64, UINT64_C(1) << bits);
}

/* ----------------------------------------------------------- what is free */

static int
compare_free(const void *x, const void *y)
{
	const struct cidr *a = x, *b = y;

	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return addr_compare(a->base, b->base);
}

static struct range_set
taken_of(struct space *m)
{
	struct cidr *v = arena_array(m->a, m->v.n, sizeof *v);

	for (size_t i = 0; i < m->v.n; i++)
		v[i] = m->v.v[i].block;
	return range_set_of_cidrs(m->a, (enum family)m->block.family, v,
	    m->v.n);
}

static struct range_set
kept_of(struct space *m)
{
	struct cidr *v = arena_array(m->a, m->kept.n, sizeof *v);

	for (size_t i = 0; i < m->kept.n; i++)
		v[i] = m->kept.v[i]->block;
	return range_set_of_cidrs(m->a, (enum family)m->block.family, v,
	    m->kept.n);
}

/* "1×/17 or 3×/18 or 12×/20": how many more of a size would fit. */
static const char *
fits_text(struct space *m, const struct cidr *free, size_t n)
{
	struct str out = str_new(m->a);
	unsigned last = m->block.family == IPV4 ? CELL_IPV4 : CELL_IPV6;
	unsigned length = n > 0 ? free[0].length : last + 1;
	size_t shown = 0;

	for (; length <= last && shown < FITS_SHOWN; length +=
	    shown > 1 ? FITS_STEP : 1) {
		uint64_t count = 0;

		for (size_t i = 0; i < n && free[i].length <= length; i++)
			count += UINT64_C(1) << (length - free[i].length);
		str_addf(&out, "%s%" PRIu64 "×/%u", shown > 0 ? " or " : "",
		    count, length);
		shown++;
	}
	return str_text(&out);
}

static void
labelled(struct space *m, const char *label, const char *text)
{
	struct str lines = str_new(m->a);

	str_addf(&lines, " %-6s", label);
	wrap_text(&lines, text, m->s->width, 7, 7);
	addresses_line(m, ROLE_NONE, str_text(&lines));
}

static void
say_allocated(struct space *m, struct range_set taken)
{
	unsigned shift = m->block.family == IPV6 ? 128 - CELL_IPV6 : 0;
	uint64_t n = addr_shift_right(range_set_count(taken, NULL),
	    shift).lo;
	unsigned bits = family_bits(m->block.family) - shift -
	    m->block.length;
	uint64_t all = UINT64_C(1) << bits;
	struct str text = str_new(m->a);

	str_addf(&text, " allocated %" PRIu64 " of %s%s (%" PRIu64 "%%)", n,
	    power_text(m->a, bits), shift > 0 ? " /64" : "",
	    n >= all ? PERCENT : n * PERCENT / all);
	if (text.n + 3 + BAR_MOST <= m->s->width)
		str_addf(&text, "   %s", addresses_bar(m->a, n, all, BAR_MOST));
	str_add_char(m->out, '\n');
	addresses_line(m, ROLE_NONE, str_text(&text));
}

static void
say_free(struct space *m)
{
	struct range_set taken = taken_of(m);
	struct range_set free = range_set_subtract(m->a,
	    range_set_of_cidr(m->a, m->block), range_set_union(m->a, taken,
	    kept_of(m)));
	size_t n;
	struct cidr *blocks = range_set_to_cidrs(m->a, free, &n);
	struct str text = str_new(m->a);
	char one[CIDR_TEXT_MAX];
	const char *fits;

	say_allocated(m, taken);
	if (n == 0) {
		labelled(m, "free", "nothing");
		return;
	}
	qsort(blocks, n, sizeof *blocks, compare_free);
	for (size_t i = 0; i < n && i < FREE_SHOWN; i++)
		str_addf(&text, "%s%s", i > 0 ? " " : "",
		    cidr_format(blocks[i], one));
	if (n > FREE_SHOWN)
		str_addf(&text, " +%zu smaller", n - FREE_SHOWN);
	labelled(m, "free", str_text(&text));
	fits = fits_text(m, blocks, n);
	if (*fits != '\0')	/* less than the smallest subnet */
		labelled(m, "fits", fits);
}

/* ----------------------------------------------------------------- a VPC */

static void
draw_title(struct space *m, const struct scene_vpc *v)
{
	unsigned bits = family_bits(m->block.family);
	char text[CIDR_TEXT_MAX];
	const char *space = arena_printf(m->a, "%s · %s addresses",
	    cidr_format(m->block, text),
	    power_text(m->a, bits - m->block.length));
	const char *cell = arena_printf(m->a, "one cell = /%u%s", m->cell,
	    m->block.family == IPV6 ? "" : arena_printf(m->a, " (%s)",
	    power_text(m->a, bits - m->cell)));
	const char *marks = fit_marks(m->a, &v->is);
	size_t taken = text_width(space) + 3;
	const char *title;

	marks = *marks != '\0' ? arena_printf(m->a, " %s", marks) : "";
	/* where the name would have no room, the list below tells them */
	if (taken + text_width(marks) + NAME_LEAST > m->s->width)
		marks = "";
	taken += text_width(marks);
	title = arena_printf(m->a, "%s%s · %s", cut_middle(m->a,
	    fit_name(m->a, &v->is), m->s->width > taken ?
	    m->s->width - taken : 0, "…"), marks, space);
	if (text_width(title) + 3 + text_width(cell) <= m->s->width) {
		addresses_line(m, ROLE_VPC, arena_printf(m->a, "%s · %s", title, cell));
	} else {
		addresses_line(m, ROLE_VPC, title);
		addresses_line(m, ROLE_NONE, arena_printf(m->a, " %s", cell));
	}
	str_add_char(m->out, '\n');
}

static void
draw_space(struct space *m, const struct scene_vpc *v)
{
	unsigned most = m->block.family == IPV4 ? CELL_IPV4 : CELL_IPV6;

	m->cell = m->block.length + (unsigned)CELLS_BITS;
	if (m->cell > most)
		m->cell = most > m->block.length ? most : m->block.length;
	m->cells = (size_t)1 << (m->cell - m->block.length);
	for (size_t i = 0; i < v->subnets.n; i++) {
		struct stretch one = { v->subnets.v[i], v->subnets.v[i]->block };

		if (m->block.family == IPV6)
			one.block = v->subnets.v[i]->ipv6_block;
		if (one.block.family != 0 &&
		    cidr_contains(m->block, one.block))
			vec_push(m->a, &m->v, one);
	}
	vec_sort(&m->v, compare_stretches);
	for (size_t i = 0; i < v->kept.n; i++)
		if (v->kept.v[i].block.family == m->block.family &&
		    cidr_contains(m->block, v->kept.v[i].block))
			vec_push(m->a, &m->kept, &v->kept.v[i]);
	draw_title(m, v);
	addresses_draw_map(m);
	addresses_draw_key(m);
	addresses_list_subnets(m);
	addresses_list_kept(m);
	say_free(m);
}

/* Subnets that no map shows, by name and what their block is. */
static void
say_unmapped(struct space *m, const struct scene_vpc *v)
{
	struct str text = str_new(m->a), lines = str_new(m->a);

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct scene_subnet *s = v->subnets.v[i];
		bool inside = s->ipv6_block.family != 0;

		for (size_t k = 0; k < v->blocks.n && !inside; k++)
			inside = s->block.family != 0 &&
			    cidr_contains(v->blocks.v[k], s->block);
		if (!inside)
			str_addf(&text, "%s%s (%s)", text.n > 0 ? ", " : "",
			    cut_middle(m->a, s->is.label, NAME_MOST, "…"),
			    s->cidr != NULL ? s->cidr : "?");
	}
	if (text.n == 0)
		return;
	str_add(&lines, " not on the map: ");
	wrap_text(&lines, str_text(&text), m->s->width, lines.n, 7);
	addresses_line(m, ROLE_NONE, str_text(&lines));
}

void
addresses_draw(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out)
{
	bool any = false;

	for (size_t i = 0; i < scene->accounts.n; i++)
		for (size_t k = 0; k < scene->accounts.v[i]->vpcs.n; k++) {
			const struct scene_vpc *v =
			    scene->accounts.v[i]->vpcs.v[k];
			struct space rest = { .a = a, .s = s, .out = out };

			for (size_t j = 0; j < v->blocks.n; j++) {
				struct space m = { .a = a, .s = s, .out = out,
					.block = v->blocks.v[j] };

				if (any)
					str_add_char(out, '\n');
				any = true;
				draw_space(&m, v);
			}
			say_unmapped(&rest, v);
		}
	if (!any)
		str_add(out, "no VPC with a known block in the input\n");
}
