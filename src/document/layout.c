/* SPDX-License-Identifier: MIT */
#include "document/layout.h"

#include "document/writer.h"

/*
 * The text is the writer's own, so it is known to be well-formed: strings
 * and brackets are all that must be told apart.
 */

static size_t
code_points(const char *text, size_t n)
{
	size_t width = 0;

	for (size_t i = 0; i < n; i++)
		width += ((unsigned char)text[i] & 0xc0) != 0x80;
	return width;
}

static bool
fits(size_t width, char open)
{
	return width + sizeof "," - 1 <=
	    (open == '{' ? WRITER_MAP_WIDTH : WRITER_LIST_WIDTH);
}

bool
layout_fits(const char *line, size_t n, char open)
{
	return fits(code_points(line, n), open);
}

/* The byte behind the string that begins at i. */
static size_t
string_end(const char *text, size_t n, size_t i)
{
	for (i++; i < n && text[i] != '"'; i++)
		if (text[i] == '\\')
			i++;
	return i + 1;
}

/* The byte behind the member or element that begins at i. */
static size_t
child_end(const char *text, size_t n, size_t i)
{
	unsigned open = 0;

	while (i < n) {
		char c = text[i];

		if (c == '"') {
			i = string_end(text, n, i);
			continue;
		}
		if (c == '{' || c == '[')
			open++;
		if (open == 0 && (c == ',' || c == '}' || c == ']'))
			return i;
		if (c == '}' || c == ']')
			open--;
		i++;
	}
	return n;
}

static void
new_line(struct str *out, unsigned depth)
{
	str_add_char(out, '\n');
	str_add_repeat(out, ' ', 2 * (size_t)depth);
}

/* The offset of the value in a member; 0 for an element of a list. */
static size_t
value_offset(const char *text, size_t n, bool member)
{
	return member ? string_end(text, n, 0) + sizeof ": " - 1 : 0;
}

static void
lay_out_child(struct str *out, const char *text, size_t n, bool member,
    unsigned depth)
{
	size_t value = value_offset(text, n, member);
	char open = text[value];

	if ((open != '{' && open != '[') ||
	    fits(2 * (size_t)depth + code_points(text, n), open)) {
		str_add_bytes(out, text, n);
		return;
	}
	str_add_bytes(out, text, value);
	layout_container(out, text + value, n - value, depth);
}

void
layout_container(struct str *out, const char *text, size_t n, unsigned depth)
{
	bool is_map = text[0] == '{';
	size_t i = 1;

	str_add_char(out, text[0]);
	while (i < n - 1) {
		size_t end;

		while (text[i] == ' ' || text[i] == ',')
			i++;
		if (i >= n - 1)
			break;
		end = child_end(text, n, i);
		while (text[end - 1] == ' ')
			end--;
		new_line(out, depth + 1);
		lay_out_child(out, text + i, end - i, is_map, depth + 1);
		i = end;
		while (text[i] == ' ')
			i++;
		if (text[i] == ',')
			str_add_char(out, ',');
	}
	new_line(out, depth);
	str_add_char(out, text[n - 1]);
}
