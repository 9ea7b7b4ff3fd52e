/* SPDX-License-Identifier: MIT */
#include "cli/output.h"

#include "text/sanitise.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool
output_write(const struct str *out)
{
	size_t at = 0;

	while (at < out->n) {
		ssize_t n = write(STDOUT_FILENO, out->v + at, out->n - at);

		if (n < 0 && errno != EINTR)
			return false;
		at += n > 0 ? (size_t)n : 0;
	}
	return true;
}

void
output_disarm(struct arena *a, struct str *out)
{
	struct str safe = str_new(a);
	const char *text = str_text(out);

	if (strstr(text, "::") == NULL && strstr(text, "##") == NULL)
		return;
	str_reserve(&safe, out->n);
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		const char *line = arena_strndup(a, text, length);

		str_add(&safe, sanitise_line(a, line));
		if (text[length] == '\n')
			str_add_char(&safe, text[length++]);
		text += length;
	}
	*out = safe;
}
