/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TEXT_TABLE_H
#define VPCPLAN_TEXT_TABLE_H

/*
 * Columns of text, each as wide as its widest cell, two blanks between.  The
 * last column wraps with a hanging indent when a line would pass the width.
 *
 *	struct table *t = table_new(a, "lr l");  (left, right; blank ignored)
 *	table_row(t, (const char *[]){ "app-a", "4091", "free" });
 *	table_print(t, out, indent, width);
 */

#include "base/str.h"

struct table;

/* One letter a column: 'l' left, 'r' right. */
struct table *table_new(struct arena *a, const char *columns);

/* As many texts as there are columns; borrowed until printed; NULL is "". */
void table_row(struct table *t, const char *const *cells);

void table_print(const struct table *t, struct str *out, size_t indent,
    size_t width);

#endif
