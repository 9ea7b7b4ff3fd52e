/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700	/* realpath */
#include "cli/config_find.h"

#include "base/str.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char name[] = ".vpcplan.json";

/* The folder that an operand is in, as it is written: "." for "plan.json". */
static const char *
folder_of(struct arena *a, const char *operand)
{
	const char *slash = strrchr(operand, '/');
	struct stat is;

	if (str_equal(operand, "-"))
		return ".";
	if (stat(operand, &is) == 0 && S_ISDIR(is.st_mode))
		return operand;
	if (slash == NULL)
		return ".";
	return slash == operand ? "/" :
	    arena_strndup(a, operand, (size_t)(slash - operand));
}

static const char *
resolve(struct arena *a, const char *path)
{
	char real[PATH_MAX];

	return realpath(path, real) != NULL ? arena_strdup(a, real) : NULL;
}

static bool
has(struct arena *a, const char *folder, const char *entry)
{
	return access(arena_printf(a, "%s/%s", folder, entry), F_OK) == 0;
}

/* The folder above an absolute one; NULL above the root. */
static const char *
above(struct arena *a, const char *folder)
{
	const char *slash = strrchr(folder, '/');

	if (folder[1] == '\0')
		return NULL;
	return slash == folder ? "/" :
	    arena_strndup(a, folder, (size_t)(slash - folder));
}

static bool
is_inside(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 &&
	    (path[n] == '\0' || path[n] == '/' || folder[n - 1] == '/');
}

/* The last folder that is looked into. */
static const char *
limit_of(struct arena *a, const char *start)
{
	const char *here;

	for (const char *f = start; f != NULL; f = above(a, f))
		if (has(a, f, ".git"))
			return f;
	here = resolve(a, ".");
	return here != NULL && is_inside(start, here) ? here : start;
}

/* "net/../.vpcplan.json": what can be opened, and says nothing of the host. */
static const char *
path_above(struct arena *a, const char *folder, size_t levels)
{
	struct str s = str_new(a);

	if (!str_equal(folder, "."))
		str_addf(&s, "%s%s", folder,
		    str_ends_with(folder, "/") ? "" : "/");
	for (size_t i = 0; i < levels; i++)
		str_add(&s, "../");
	str_add(&s, name);
	return str_text(&s);
}

bool
config_find_path(struct arena *a, const char *operand,
    struct config_place *out)
{
	const char *folder = folder_of(a, operand);
	const char *start = resolve(a, folder), *limit;
	size_t levels = 0;

	if (start == NULL)
		return false;
	limit = limit_of(a, start);
	for (const char *f = start; f != NULL; f = above(a, f), levels++) {
		if (has(a, f, name)) {
			out->path = path_above(a, folder, levels);
			out->folder = f;
			return true;
		}
		if (str_equal(f, limit))
			break;
	}
	return false;
}

bool
config_place_of(struct arena *a, const char *path, struct config_place *out)
{
	out->path = path;
	out->folder = resolve(a, folder_of(a, path));
	return out->folder != NULL;
}

const char *
config_relative(struct arena *a, const char *folder, const char *file)
{
	const char *real = resolve(a, file);

	if (real == NULL || !is_inside(real, folder))
		return file;
	real += strlen(folder);
	return *real == '/' ? real + 1 : real;
}
