/* SPDX-License-Identifier: MIT */
#include "draw/addresses_space.h"

#include "draw/canvas.h"
#include "text/width.h"
#include "text/wrap.h"

#include <inttypes.h>
#include <string.h>

enum {
	ROW_WIDE = 64, ROW_NARROW = 32,
	ROW_WIDE_FROM = 76,	/* budget from which rows are wide */
	TICK = 8		/* cells between two labels of the scale */
};

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
			cells[k] = cells[k] == '\0' ? addresses_letter(i) :
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

void
addresses_draw_map(struct space *m)
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

void
addresses_draw_key(struct space *m)
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
	addresses_line(m, ROLE_DIM, str_text(&lines));
}
