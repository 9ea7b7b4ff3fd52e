/* SPDX-License-Identifier: MIT */
#include "text/table.h"

#include "base/vec.h"
#include "text/width.h"
#include "text/wrap.h"

#include <string.h>

enum { GAP = 2 };

struct table {
	struct arena *a;
	const char *align;	/* one letter a column */
	size_t n_columns;
	size_t *widths;		/* of each column's widest cell */
	VEC(const char **) rows;
};

struct table *
table_new(struct arena *a, const char *columns)
{
	struct table *t = arena_alloc(a, sizeof *t);
	struct str align = str_new(a);

	for (; *columns != '\0'; columns++)
		if (*columns != ' ')
			str_add_char(&align, *columns);
	t->a = a;
	t->align = str_text(&align);
	t->n_columns = align.n;
	t->widths = arena_array(a, align.n, sizeof *t->widths);
	return t;
}

void
table_row(struct table *t, const char *const *cells)
{
	const char **row = arena_array(t->a, t->n_columns, sizeof *row);

	for (size_t i = 0; i < t->n_columns; i++) {
		size_t width;

		row[i] = cells[i] != NULL ? cells[i] : "";
		width = text_width(row[i]);
		if (width > t->widths[i])
			t->widths[i] = width;
	}
	vec_push(t->a, &t->rows, row);
}

/*
 * One row.  Blanks are owed and paid only when more text follows, so that no
 * line ends in them.
 */
static void
print_row(const struct table *t, struct str *out, const char *const *row,
    size_t indent, size_t width)
{
	size_t column = 0, start = indent;

	for (size_t i = 0; i < t->n_columns; i++) {
		size_t cells = text_width(row[i]);
		size_t lead = t->align[i] == 'r' ? t->widths[i] - cells : 0;

		if (t->widths[i] == 0)
			continue;
		if (cells > 0) {
			str_add_repeat(out, ' ', start + lead - column);
			column = start + lead;
			if (i + 1 == t->n_columns)
				wrap_text(out, row[i], width, column, column);
			else
				str_add(out, row[i]);
			column += cells;
		}
		start += t->widths[i] + GAP;
	}
	str_add_char(out, '\n');
}

void
table_print(const struct table *t, struct str *out, size_t indent,
    size_t width)
{
	for (size_t i = 0; i < t->rows.n; i++)
		print_row(t, out, t->rows.v[i], indent, width);
}
