/* SPDX-License-Identifier: MIT */
#include "draw/addresses.h"

#include "draw/canvas.h"
#include "draw/fit.h"
#include "net/range_set.h"
#include "text/width.h"
#include "text/wrap.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	CELLS_BITS = 8,		/* a map has at most 2^8 cells */
	ROW_WIDE = 64, ROW_NARROW = 32,
	ROW_WIDE_FROM = 76,	/* budget from which rows are wide */
	TICK = 8,		/* cells between two labels of the scale */
	CELL_IPV4 = 28, CELL_IPV6 = 64,	/* no subnet is smaller */
	NAME_MOST = 24, NAME_LEAST = 6, BAR_MOST = 22, BAR_LEAST = 6,
	LETTERS = 52,
	FREE_SHOWN = 8,		/* free blocks; then +k smaller */
	FITS_STEP = 2, FITS_SHOWN = 6,
	PERCENT = 100,
	NARROW = 70		/* below: no counts in the list */
};

/* A subnet with its block of the map's family. */
struct stretch {
	const struct scene_subnet *subnet;
	struct cidr block;
};

struct space {
	struct arena *a;
	const struct style *s;
	struct str *out;
	struct cidr block;
	unsigned cell;		/* length of a cell's prefix */
	size_t cells;		/* a power of two */
	VEC(struct stretch) v;	/* by address */
	VEC(const struct scene_kept *) kept;	/* by address */
};

static int
compare_stretches(const void *x, const void *y)
{
	const struct stretch *a = x, *b = y;
	int order = cidr_compare(a->block, b->block);

	return order != 0 ? order : str_natural_compare(
	    a->subnet->is.label, b->subnet->is.label);
}

/* A … Z, a … z, then "*". */
static char
letter_of(size_t i)
{
	return i < LETTERS / 2 ? (char)('A' + i) : i < LETTERS ?
	    (char)('a' + i - LETTERS / 2) : '*';
}

static void
line(struct space *m, enum role role, const char *text)
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

/* ------------------------------------------------------------------ map */

/* The number of the cell in which an address lies. */
static size_t
cell_of(const struct space *m, struct addr at)
{
	return (size_t)addr_shift_right(addr_subtract(at, m->block.base),
	    family_bits(m->block.family) - m->cell).lo;
}

static struct addr
cell_address(const struct space *m, size_t cell)
{
	return addr_add(m->block.base, addr_shift_left(addr_from_u64(cell),
	    family_bits(m->block.family) - m->cell));
}

/* What is kept, where no subnet is. */
static void
add_kept_cells(const struct space *m, char *cells)
{
	for (size_t i = 0; i < m->kept.n; i++) {
		const struct scene_kept *k = m->kept.v[i];
		size_t to = cell_of(m, cidr_last(k->block));

		for (size_t c = cell_of(m, k->block.base);
		    k->cell != 0 && c <= to; c++)
			if (cells[c] == '\0')
				cells[c] = k->cell;
	}
}

static char *
fill_cells(const struct space *m)
{
	char *cells = arena_alloc(m->a, m->cells);
	struct addr last = m->block.base;
	bool any = false;

	for (size_t i = 0; i < m->v.n; i++) {
		struct cidr b = m->v.v[i].block;
		size_t from = cell_of(m, b.base);
		size_t to = cell_of(m, cidr_last(b));

		for (size_t k = from; k <= to; k++)
			cells[k] = cells[k] == '\0' ? letter_of(i) :
			    cells[k] == '!' ? '!' : '+';
		if (any && addr_compare(b.base, last) <= 0) {
			struct addr end = addr_compare(cidr_last(b), last) < 0
			    ? cidr_last(b) : last;

			for (size_t k = from; k <= cell_of(m, end); k++)
				cells[k] = '!';
		}
		if (!any || addr_compare(cidr_last(b), last) > 0)
			last = cidr_last(b);
		any = true;
	}
	add_kept_cells(m, cells);
	return cells;
}

/* What the scale says of a cell: how far it is from where its row begins. */
static const char *
tick_text(const struct space *m, size_t cell)
{
	unsigned bits = family_bits(m->block.family) - m->cell;
	uint64_t n = (uint64_t)cell;

	if (m->block.family == IPV6)
		return arena_printf(m->a, ":%" PRIx64, n);
	n <<= bits;
	if (bits >= 16)
		return arena_printf(m->a, "+%" PRIu64, n >> 16);
	if (bits >= 8)
		return arena_printf(m->a, ".%" PRIu64, n >> 8);
	return n < 256 ? arena_printf(m->a, ".%" PRIu64, n) :
	    arena_printf(m->a, ".%" PRIu64 ".%" PRIu64, n >> 8, n & 255);
}

static const char *
row_text(const struct space *m, size_t cell)
{
	char text[ADDR_TEXT_MAX];

	addr_format(cell_address(m, cell), (enum family)m->block.family,
	    text);
	return arena_strdup(m->a, text);
}

static void
draw_map(struct space *m)
{
	size_t row = m->s->width < ROW_WIDE_FROM ? ROW_NARROW : ROW_WIDE;
	size_t names = 0, x, y = 1;
	char *cells = fill_cells(m);
	struct canvas *c;
	struct frame frame = {
		.y = 1, .across = LINE_LIGHT, .down = LINE_LIGHT,
		.role = ROLE_DIM
	};

	if (row > m->cells)
		row = m->cells;
	for (size_t i = 0; i < m->cells; i += row) {
		size_t width = text_width(row_text(m, i));

		names = width > names ? width : names;
	}
	while (row > TICK && names + 5 + row > m->s->width)
		row /= 2;
	if (names + 5 + row > m->s->width)
		names = 0;	/* not even then: the list has them */
	x = names + 3;
	c = canvas_new(m->a, x + row + 2);
	for (size_t i = 0; i < row; i += TICK)
		canvas_text(c, x + 1 + i, 0, ROLE_DIM, tick_text(m, i));
	for (size_t i = 0; i < m->cells; i += row) {
		y++;
		if (names > 0)
			canvas_text(c, 1, y, ROLE_NONE, row_text(m, i));
		for (size_t k = 0; k < row; k++) {
			char cell = cells[i + k];

			canvas_text(c, x + 1 + k, y, cell == '!' ?
			    ROLE_ERROR : cell == '\0' ? ROLE_DIM : ROLE_NONE,
			    cell == '\0' ? "·" :
			    arena_printf(m->a, "%c", cell));
		}
	}
	frame.x = x;
	frame.width = row + 2;
	frame.height = y + 1;
	canvas_frame(c, frame);
	canvas_print(c, m->s, m->out);
}

static void
draw_key(struct space *m)
{
	const char *cells = fill_cells(m);
	struct str key = str_new(m->a);
	struct str lines = str_new(m->a);

	str_add(&key, "letter = subnet below");
	if (memchr(cells, '+', m->cells) != NULL)
		str_add(&key, "   + = several subnets in one cell");
	if (memchr(cells, '!', m->cells) != NULL)
		str_add(&key, "   ! = overlap");
	if (memchr(cells, '*', m->cells) != NULL)
		str_add(&key, "   * = one beyond the letters");
	if (memchr(cells, ':', m->cells) != NULL)
		str_add(&key, "   : = kept");
	if (memchr(cells, '%', m->cells) != NULL)
		str_add(&key, "   % = tombstone");
	str_add(&key, "   · = free");
	str_add_repeat(&lines, ' ', 3);
	wrap_text(&lines, str_text(&key), m->s->width, 3, 3);
	line(m, ROLE_DIM, str_text(&lines));
}

/* ----------------------------------------------------------------- list */

static const char *
bar_text(struct arena *a, uint64_t used, uint64_t all, size_t width)
{
	struct str out = str_new(a);
	size_t full = all > 0 ? (size_t)(used * width / all) : 0;

	if (used > 0 && full == 0)
		full = 1;
	if (full > width)
		full = width;
	for (size_t i = 0; i < width; i++)
		str_add(&out, i < full ? "█" : "░");
	return str_text(&out);
}

static enum role
fill_role(uint64_t used, uint64_t all)
{
	enum { WARN_AT = 80, FULL_AT = 95 };
	uint64_t percent = all > 0 ? used * PERCENT / all : 0;

	return percent >= FULL_AT ? ROLE_ERROR : percent >= WARN_AT ?
	    ROLE_WARNING : ROLE_NONE;
}

/* Widths of the list's columns; 0: the column is left out. */
struct columns {
	size_t name, cidr, count, bar;
};

static struct columns
find_columns(const struct space *m)
{
	struct columns c = { .name = 6 };
	size_t rest, width = m->s->width;
	char text[CIDR_TEXT_MAX];
	bool counted = false;

	for (size_t i = 0; i < m->v.n; i++) {
		size_t name = text_width(m->v.v[i].subnet->is.label);
		size_t cidr = strlen(cidr_format(m->v.v[i].block, text));

		c.name = name > c.name ? name : c.name;
		c.cidr = cidr > c.cidr ? cidr : c.cidr;
		counted = counted || m->v.v[i].subnet->has_usable;
	}
	c.name = c.name < NAME_MOST ? c.name : NAME_MOST;
	/* " A  name  cidr" and the percentage */
	rest = 4 + c.cidr + 2 + 8;
	if (c.name + rest > width)
		c.name = width > rest + 3 ? width - rest : 3;
	if (m->block.family == IPV6 || !counted)
		return c;
	rest = 4 + c.name + 2 + c.cidr;
	if (rest + 26 <= width && width >= NARROW)
		c.count = 6;
	rest += c.count > 0 ? 20 : 0;
	if (rest + 2 + BAR_LEAST + 12 <= width)
		c.bar = width - rest - 14;
	c.bar = c.bar < BAR_MOST ? c.bar : BAR_MOST;
	return c;
}

static void
pad(struct space *m, enum role role, const char *text, size_t width)
{
	size_t cells = text_width(text);

	glyph_add(m->s, m->out, role, text);
	str_add_repeat(m->out, ' ', cells < width ? width - cells : 0);
}

static const char *
count_text(struct arena *a, bool known, uint64_t n)
{
	return known ? arena_printf(a, "%" PRIu64, n) : "?";
}

/* The counts and the bar of a subnet. */
static void
list_usage(struct space *m, const struct scene_subnet *s,
    const struct columns *c)
{
	bool known = s->has_used;
	uint64_t used = s->used < s->usable ? s->used : s->usable;

	if (!s->has_usable)
		return;
	if (c->count > 0)
		str_addf(m->out, "%8s%6s%6s",
		    count_text(m->a, true, s->usable),
		    count_text(m->a, known, s->used),
		    count_text(m->a, known, s->usable - used));
	if (c->bar > 0 && known) {
		str_add(m->out, "  ");
		glyph_add(m->s, m->out, fill_role(used, s->usable),
		    bar_text(m->a, used, s->usable, c->bar));
	}
	if (known)
		str_addf(m->out, " %3" PRIu64 "%%",
		    used * PERCENT / s->usable);
}

static void
list_subnet(struct space *m, size_t i, const struct columns *c)
{
	const struct scene_subnet *s = m->v.v[i].subnet;
	char text[CIDR_TEXT_MAX];
	const char *marks = fit_marks(m->a, &s->is);
	const char *cidr = arena_strdup(m->a,
	    cidr_format(m->v.v[i].block, text));
	size_t room = m->s->width < NARROW ? 2 : 6;

	str_addf(m->out, " %c  ", letter_of(i));
	pad(m, fit_exposure_role(s), cut_middle(m->a, s->is.label, c->name,
	    "…"), c->name + 2);
	pad(m, ROLE_NONE, cidr, c->cidr);
	if (m->block.family == IPV4)
		list_usage(m, s, c);
	if (*marks != '\0') {
		str_add_char(m->out, ' ');
		glyph_add(m->s, m->out, fit_marks_role(&s->is),
		    text_width(marks) <= room ? marks : "!");
	}
	while (m->out->v[m->out->n - 1] == ' ')
		str_cut(m->out, m->out->n - 1);
	str_add_char(m->out, '\n');
}

static void
list_subnets(struct space *m)
{
	struct columns c = find_columns(m);

	if (m->v.n == 0)
		return;
	str_add(m->out, "\n    ");
	pad(m, ROLE_BOLD, "subnet", c.name + 2);
	pad(m, ROLE_BOLD, "cidr", c.count > 0 ? c.cidr : 0);
	if (c.count > 0)
		str_addf(m->out, "%8s%6s%6s", "usable", "used", "free");
	str_add_char(m->out, '\n');
	for (size_t i = 0; i < m->v.n; i++)
		list_subnet(m, i, &c);
}

/* What nobody may take, and for whom. */
static void
list_kept(struct space *m)
{
	enum { WHAT = 12, LEAST = 4 };
	size_t name = LEAST, cidr = 0, around;
	char text[CIDR_TEXT_MAX];

	for (size_t i = 0; i < m->kept.n; i++) {
		size_t n = text_width(m->kept.v[i]->label);
		size_t c = strlen(cidr_format(m->kept.v[i]->block, text));

		name = n > name ? n : name;
		cidr = c > cidr ? c : cidr;
	}
	around = LEAST + 2 + cidr + 2 + WHAT;
	name = name < NAME_MOST ? name : NAME_MOST;
	if (name + around > m->s->width)
		name = m->s->width > around + LEAST ?
		    m->s->width - around : LEAST;
	if (m->kept.n > 0) {
		str_add(m->out, "\n    ");
		line(m, ROLE_BOLD, "kept");
	}
	for (size_t i = 0; i < m->kept.n; i++) {
		const struct scene_kept *k = m->kept.v[i];

		str_addf(m->out, " %c  ", k->cell != 0 ? k->cell : ' ');
		pad(m, ROLE_NONE, cut_middle(m->a, k->label, name, "…"),
		    name + 2);
		pad(m, ROLE_NONE, cidr_format(k->block, text), cidr + 2);
		line(m, ROLE_DIM, k->what);
	}
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
	line(m, ROLE_NONE, str_text(&lines));
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
		str_addf(&text, "   %s", bar_text(m->a, n, all, BAR_MOST));
	str_add_char(m->out, '\n');
	line(m, ROLE_NONE, str_text(&text));
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
		line(m, ROLE_VPC, arena_printf(m->a, "%s · %s", title, cell));
	} else {
		line(m, ROLE_VPC, title);
		line(m, ROLE_NONE, arena_printf(m->a, " %s", cell));
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
	draw_map(m);
	draw_key(m);
	list_subnets(m);
	list_kept(m);
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
	line(m, ROLE_NONE, str_text(&lines));
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
