/* SPDX-License-Identifier: MIT */
#include "text/style.h"

#include <string.h>

/*
 * Select Graphic Rendition, without its ESC [ and m.  No backgrounds, and
 * nothing that only a bright palette shows.
 */
static const char *const sequences[ROLE_COUNT] = {
	[ROLE_ACCOUNT] = "\033[2m",
	[ROLE_VPC] = "\033[35m",
	[ROLE_PUBLIC] = "\033[32m",
	[ROLE_PRIVATE] = "\033[36m",
	[ROLE_GATEWAY] = "\033[1m",
	[ROLE_FLOW] = "\033[2m",
	[ROLE_BADGE] = "\033[1m",
	[ROLE_DIM] = "\033[2m",
	[ROLE_ERROR] = "\033[1;31m",
	[ROLE_WARNING] = "\033[33m",
	[ROLE_NOTE] = "\033[36m",
	[ROLE_HELP] = "\033[32m",
	[ROLE_BOLD] = "\033[1m",
	[ROLE_ADDED] = "\033[32m",
	[ROLE_REMOVED] = "\033[31m",
	[ROLE_CHANGED] = "\033[33m"
};

const char *
style_start(const struct style *s, enum role role)
{
	return s->colour && sequences[role] != NULL ? sequences[role] : "";
}

const char *
style_end(const struct style *s, enum role role)
{
	return s->colour && sequences[role] != NULL ? "\033[0m" : "";
}

void
style_add(const struct style *s, struct str *out, enum role role,
    const char *text)
{
	/* Line by line: a pager that shows one line must not lose its end. */
	for (;;) {
		size_t n = strcspn(text, "\n");

		if (n > 0) {
			str_add(out, style_start(s, role));
			str_add_bytes(out, text, n);
			str_add(out, style_end(s, role));
		}
		if (text[n] == '\0')
			return;
		str_add_char(out, '\n');
		text += n + 1;
	}
}
