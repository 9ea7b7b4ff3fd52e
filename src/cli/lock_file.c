/* SPDX-License-Identifier: MIT */
#include "cli/lock_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { LOCK_SIZE_MAX = 256 << 20 };

const char *
lock_file_beside(struct arena *a, const char *operand)
{
	struct stat st;
	const char *slash = strrchr(operand, '/');

	if (stat(operand, &st) == 0 && S_ISDIR(st.st_mode))
		return arena_printf(a, "%s%s%s", operand,
		    str_ends_with(operand, "/") ? "" : "/", LOCK_FILE_NAME);
	if (slash == NULL)
		return LOCK_FILE_NAME;
	return arena_printf(a, "%.*s/%s", (int)(slash - operand), operand,
	    LOCK_FILE_NAME);
}

/* "file:1:2: ", or nothing for nowhere. */
static const char *
place_text(struct arena *a, const struct files *files, struct place at)
{
	struct position p;

	if (at.file == 0)
		return "";
	p = place_position(files, at);
	return arena_printf(a, "%s:%u:%u: ", p.file, (unsigned)p.line,
	    (unsigned)p.column);
}

void
lock_file_complain(const struct files *files,
    const struct lock_problems *problems)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < problems->n; i++) {
		const struct lock_problem *p = &problems->v[i];

		complain("%s%s", place_text(a, files, p->at), p->text);
		if (p->also.file != 0 && p->also_text != NULL)
			complain("  %s%s", place_text(a, files, p->also),
			    p->also_text);
		if (p->mend != NULL)
			complain("  mend: %s", p->mend);
	}
	arena_free(a);
}

static bool
read_all(struct arena *a, FILE *f, struct str *out)
{
	char *piece = arena_alloc(a, BUFSIZ);
	size_t n;

	while ((n = fread(piece, 1, BUFSIZ, f)) > 0 &&
	    out->n <= LOCK_SIZE_MAX)
		str_add_bytes(out, piece, n);
	return ferror(f) == 0 && out->n <= LOCK_SIZE_MAX;
}

struct lock_file
lock_file_read(struct arena *a, struct files *files, const char *path)
{
	struct lock_file file = { .path = path };
	struct lock_problems problems = { 0 };
	struct str text = str_new(a);
	FILE *f = fopen(path, "rbe");

	if (f == NULL) {
		file.broken = errno != ENOENT && errno != ENOTDIR;
		if (file.broken)
			complain("%s: %s", path, strerror(errno));
		return file;
	}
	if (!read_all(a, f, &text)) {
		complain("%s: it cannot be read", path);
		file.broken = true;
	}
	(void)fclose(f);
	if (file.broken)
		return file;
	file.bytes = str_text(&text);
	file.length = text.n;
	file.lock = lock_read(a, files, path, file.bytes, file.length,
	    &problems);
	lock_file_complain(files, &problems);
	file.broken = file.lock == NULL || problems.n > 0;
	return file;
}
