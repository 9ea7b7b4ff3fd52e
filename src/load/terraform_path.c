/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include <string.h>

/*
 * A reference as the configuration has it: names with dots between them, and
 * indexes in brackets, numbers or quoted.
 */

static void
add(struct arena *a, struct terraform_path *p, const char *text,
    size_t length, bool is_index)
{
	p->v[p->n].text = arena_strndup(a, text, length);
	p->v[p->n++].is_index = is_index;
}

/* The index in brackets at text; where it ends, or NULL. */
static const char *
parse_index(struct arena *a, const char *text, struct terraform_path *p)
{
	const char *end;

	if (text[1] == '"') {
		end = strstr(text + 2, "\"]");
		if (end == NULL)
			return NULL;
		add(a, p, text + 2, (size_t)(end - text - 2), true);
		return end + 2;
	}
	end = strchr(text, ']');
	if (end == NULL)
		return NULL;
	add(a, p, text + 1, (size_t)(end - text - 1), true);
	return end + 1;
}

bool
terraform_path_parse(struct arena *a, const char *text,
    struct terraform_path *out)
{
	out->n = 0;
	while (*text != '\0' && out->n < TERRAFORM_STEPS_MAX) {
		size_t length;

		if (*text == '[') {
			text = parse_index(a, text, out);
			if (text == NULL)
				return false;
			continue;
		}
		if (*text == '.' && out->n > 0)
			text++;
		length = strcspn(text, ".[");
		if (length == 0)
			return false;
		add(a, out, text, length, false);
		text += length;
	}
	return out->n > 0;
}
