/* SPDX-License-Identifier: MIT */
#include "report/common.h"

#include "text/sanitise.h"

#include <string.h>

const char *
report_path(const char *file)
{
	while (str_starts_with(file, "./") && file[2] != '\0')
		for (file += 2; *file == '/' && file[1] != '\0';)
			file++;
	return file;
}

const char *
report_uri(struct arena *a, const char *file)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-._~/";
	struct str out = str_new(a);

	file = report_path(file);
	if (*file == '/')
		str_add(&out, "file://");
	for (; *file != '\0'; file++) {
		if (strchr(plain, *file) != NULL)
			str_add_char(&out, *file);
		else
			str_addf(&out, "%%%02X", (unsigned char)*file);
	}
	return str_text(&out);
}

bool
report_related(const struct report *r, const struct related *related,
    struct position *start, struct position *end)
{
	struct position p = place_position(r->files, related->at);

	if (p.file == NULL)
		return false;
	p.file = sanitise_text(r->a, p.file);
	*start = p;
	*end = place_position(r->files, report_token_end(r, related->at));
	end->file = p.file;
	if (end->line != p.line || end->column <= p.column) {
		*end = p;
		end->column++;
	}
	return true;
}

const char *
report_message(struct arena *a, const struct shown *s)
{
	const char *message = s->f->message;

	if (*s->object == '\0' || *s->object == '/' ||
	    strstr(message, s->object) != NULL)
		return message;
	return arena_printf(a, "%s (%s)", message, sanitise_text(a, s->object));
}

const char *
report_shorten(struct arena *a, const char *text, size_t max)
{
	size_t n = strlen(text);

	if (n <= max)
		return text;
	for (n = max - 3; n > 0 && text[n] != ' ';)
		n--;
	return arena_printf(a, "%.*s...", (int)n, text);
}

int
report_compare_notices(const void *a, const void *b)
{
	const struct notice *const *x = a, *const *y = b;

	return strcmp((*x)->code, (*y)->code);
}
