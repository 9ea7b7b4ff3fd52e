/* SPDX-License-Identifier: MIT */
#include "text/wrap.h"

#include "text/width.h"

#include <string.h>

/* Where the pen stands on the line being written. */
struct pen {
	struct str *out;
	size_t column;		/* cells used so far */
	size_t due;		/* blanks to write before the next word */
};

static void
break_line(struct pen *pen, size_t indent)
{
	struct str *out = pen->out;

	while (out->n > 0 && out->v[out->n - 1] == ' ')
		str_cut(out, out->n - 1);
	str_add_char(out, '\n');
	pen->column = 0;
	pen->due = indent;
}

void
wrap_text(struct str *out, const char *text, size_t width,
    size_t first_column, size_t indent)
{
	struct pen pen = { .out = out, .column = first_column };

	while (*text != '\0') {
		size_t gap = strspn(text, " "), length, cells;
		const char *word = text + gap;

		length = strcspn(word, " \n");
		cells = text_width(arena_strndup(out->a, word, length));
		if (length > 0 && pen.column > indent &&
		    pen.column + pen.due + gap + cells > width) {
			break_line(&pen, indent);
			gap = 0;
		}
		pen.due += gap;
		if (length > 0) {
			str_add_repeat(out, ' ', pen.due);
			str_add_bytes(out, word, length);
			pen.column += pen.due + cells;
			pen.due = 0;
		}
		text = word + length;
		if (*text == '\n') {
			break_line(&pen, indent);
			text++;
		}
	}
}

const char *
cut_middle(struct arena *a, const char *text, size_t cells,
    const char *ellipsis)
{
	size_t head, tail, width = text_width(text);

	if (width <= cells)
		return text;
	if (cells == 0)
		return "";
	head = text_fit(text, (cells - 1) - (cells - 1) * 2 / 5);
	tail = text_fit_end(text, (cells - 1) * 2 / 5);
	return arena_printf(a, "%.*s%s%s", (int)head, text, ellipsis,
	    text + strlen(text) - tail);
}

const char *
wrap_break_words(struct arena *a, const char *text, size_t room)
{
	struct str out = str_new(a);

	while (*text != '\0') {
		size_t n = strcspn(text, " \n"), fit;
		const char *word = arena_strndup(a, text, n);

		while (text_width(word) > room) {
			fit = text_fit(word, room);
			fit = fit > 0 ? fit : strlen(word);
			str_add_bytes(&out, word, fit);
			word += fit;
			if (*word != '\0')
				str_add_char(&out, ' ');
		}
		str_add(&out, word);
		text += n;
		if (*text != '\0')
			str_add_char(&out, *text++);
	}
	return str_text(&out);
}
