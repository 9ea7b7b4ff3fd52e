/* SPDX-License-Identifier: MIT */
#include "draw/canvas.h"

#include "base/utf8.h"
#include "text/width.h"

#include <string.h>

struct canvas *
canvas_new(struct arena *a, size_t width)
{
	struct canvas *c = arena_alloc(a, sizeof *c);

	c->a = a;
	c->width = width;
	return c;
}

static struct cell *
cell_at(struct canvas *c, size_t x, size_t y)
{
	while (c->rows.n <= y)
		vec_push(c->a, &c->rows,
		    arena_array(c->a, c->width, sizeof(struct cell)));
	return &c->rows.v[y][x];
}

static void
raise_line(uint8_t *arm, enum line line)
{
	if (*arm < line)
		*arm = (uint8_t)line;
}

void
canvas_across(struct canvas *c, size_t y, size_t from, size_t to,
    enum line line, enum role role)
{
	for (size_t x = from; x <= to && x < c->width; x++) {
		struct cell *cell = cell_at(c, x, y);

		if (x > from)
			raise_line(&cell->joint.left, line);
		if (x < to)
			raise_line(&cell->joint.right, line);
		if (cell->text == NULL)
			cell->role = (uint8_t)role;
	}
}

void
canvas_down(struct canvas *c, size_t x, size_t from, size_t to,
    enum line line, enum role role)
{
	if (x >= c->width)
		return;
	for (size_t y = from; y <= to; y++) {
		struct cell *cell = cell_at(c, x, y);

		if (y > from)
			raise_line(&cell->joint.up, line);
		if (y < to)
			raise_line(&cell->joint.down, line);
		if (cell->text == NULL)
			cell->role = (uint8_t)role;
	}
}

void
canvas_frame(struct canvas *c, struct frame f)
{
	size_t right = f.x + f.width - 1, bottom = f.y + f.height - 1;

	canvas_across(c, f.y, f.x, right, f.across, f.role);
	canvas_across(c, bottom, f.x, right, f.across, f.role);
	canvas_down(c, f.x, f.y, bottom, f.down, f.role);
	canvas_down(c, right, f.y, bottom, f.down, f.role);
}

/* Write n bytes of a character of width cells; it must fit. */
static void
put_character(struct canvas *c, size_t x, size_t y, enum role role,
    const char *text, size_t n, unsigned width)
{
	for (unsigned i = 0; i < width; i++) {
		struct cell *cell = cell_at(c, x + i, y);

		if (cell->second && i == 0) {
			cell[-1].text = " ";
			cell[-1].length = 1;
		}
		if (x + i + 1 < c->width && cell[1].second && i + 1 == width) {
			cell[1].text = " ";
			cell[1].length = 1;
			cell[1].second = false;
		}
		cell->text = i == 0 ? text : "";
		cell->length = i == 0 ? (uint32_t)n : 0;
		cell->second = i > 0;
		cell->role = (uint8_t)role;
	}
}

/* The bytes of the character at text with the marks on it; its width. */
static size_t
character(const char *text, size_t left, unsigned *width)
{
	uint32_t point;
	size_t n = utf8_decode(text, left, &point), all;

	n = n > 0 ? n : 1;
	*width = point_width(point);
	for (all = n; all < left; all += n) {
		n = utf8_decode(text + all, left - all, &point);
		if (n == 0 || point_width(point) > 0)
			break;
	}
	return all;
}

size_t
canvas_text(struct canvas *c, size_t x, size_t y, enum role role,
    const char *text)
{
	size_t start = x, left = strlen(text);

	while (left > 0) {
		unsigned width;
		size_t n = character(text, left, &width);

		if (width > 0) {
			if (x + width > c->width)
				break;
			put_character(c, x, y, role, text, n, width);
		}
		x += width;
		text += n;
		left -= n;
	}
	return x - start;
}

size_t
canvas_repeat(struct canvas *c, size_t x, size_t y, enum role role,
    const char *glyph, size_t n)
{
	for (size_t i = 0; i < n; i++)
		canvas_text(c, x + i, y, role, glyph);
	return n;
}

static bool
is_empty(const struct cell *cell)
{
	if (cell->text != NULL)
		return cell->length == 1 && cell->text[0] == ' ';
	return cell->joint.up == 0 && cell->joint.down == 0 &&
	    cell->joint.left == 0 && cell->joint.right == 0;
}

static void
print_row(const struct canvas *c, const struct cell *row,
    const struct style *s, struct str *out)
{
	struct str run = str_new(out->a);
	enum role role = ROLE_NONE;
	size_t end = c->width;

	while (end > 0 && is_empty(&row[end - 1]))
		end--;
	for (size_t x = 0; x < end; x++) {
		const struct cell *cell = &row[x];
		/* a blank shows no role: the run goes on */
		enum role next = is_empty(cell) ? role :
		    (enum role)cell->role;

		if (cell->second)
			continue;
		if (next != role) {
			glyph_add(s, out, role, str_text(&run));
			str_cut(&run, 0);
			role = next;
		}
		if (cell->text != NULL)
			str_add_bytes(&run, cell->text, cell->length);
		else
			str_add(&run, glyph_joint(cell->joint));
	}
	glyph_add(s, out, role, str_text(&run));
	str_add_char(out, '\n');
}

void
canvas_print(const struct canvas *c, const struct style *s, struct str *out)
{
	for (size_t y = 0; y < c->rows.n; y++)
		print_row(c, c->rows.v[y], s, out);
}
