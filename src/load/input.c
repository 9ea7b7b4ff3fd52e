/* SPDX-License-Identifier: MIT */
#include "load/input.h"

#include "base/str.h"
#include "document/document.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A smaller file is read at once, and may then change as it likes. */
enum { MAPPED_MIN = 16 << 20 };

static const char too_large[] = "larger than 1 GiB";

/* Read until length bytes are there or the file ends; false: errno says. */
static bool
read_fully(int fd, char *bytes, size_t length, size_t *got)
{
	*got = 0;
	while (*got < length) {
		ssize_t n = read(fd, bytes + *got, length - *got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			break;
		*got += (size_t)n;
	}
	return true;
}

/* A pipe does not tell its length: grow, then keep what was needed. */
static const char *
read_stream(struct arena *a, int fd, struct input *out)
{
	struct arena *scratch = arena_new();
	size_t cap = 1 << 16, n = 0, got = 0;
	char *bytes = arena_alloc(scratch, cap);
	const char *why = NULL;

	while (why == NULL) {
		if (!read_fully(fd, bytes + n, cap - n, &got))
			why = strerror(errno);
		n += got;
		if (n < cap)
			break;
		if (n > DOCUMENT_SIZE_MAX)
			why = too_large;
		else
			bytes = arena_grow(scratch, bytes, cap, 2 * cap);
		cap *= 2;
	}
	if (why == NULL && n > DOCUMENT_SIZE_MAX)
		why = too_large;
	if (why == NULL) {
		out->bytes = arena_strndup(a, bytes, n);
		out->length = n;
	}
	arena_free(scratch);
	return why;
}

static const char *
read_open_file(struct arena *a, int fd, struct input *out)
{
	struct stat st;
	char *bytes;
	size_t got;

	if (fstat(fd, &st) != 0)
		return strerror(errno);
	if (S_ISDIR(st.st_mode))
		return "it is a folder";
	if (!S_ISREG(st.st_mode) || st.st_size == 0)
		return read_stream(a, fd, out);
	if ((uintmax_t)st.st_size > DOCUMENT_SIZE_MAX)
		return too_large;
	out->length = (size_t)st.st_size;
	if (out->length >= MAPPED_MIN &&
	    (out->bytes = arena_map(a, fd, out->length)) != NULL)
		return NULL;
	bytes = arena_alloc(a, (size_t)st.st_size + 1);
	if (!read_fully(fd, bytes, (size_t)st.st_size, &got))
		return strerror(errno);
	out->bytes = bytes;
	out->length = got;
	return NULL;
}

const char *
input_read(struct arena *a, const char *path, struct input *out)
{
	const char *why;
	int fd;

	if (str_equal(path, "-"))
		return read_stream(a, STDIN_FILENO, out);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return strerror(errno);
	why = read_open_file(a, fd, out);
	close(fd);
	return why;
}

bool
input_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

struct listing {
	struct arena *a;
	struct input_paths *files;
	struct input_paths folders;	/* still to be read */
	const char *why, *where;	/* the first that could not be */
};

static void
add_entry(struct listing *l, const char *folder, const char *name)
{
	const char *path = arena_printf(l->a, "%s%s%s", folder,
	    str_ends_with(folder, "/") ? "" : "/", name);
	struct stat st;

	if (lstat(path, &st) != 0) {
		if (l->why == NULL) {
			l->why = strerror(errno);
			l->where = path;
		}
	} else if (S_ISDIR(st.st_mode)) {
		vec_push(l->a, &l->folders, path);
	} else if (S_ISREG(st.st_mode)) {
		vec_push(l->a, l->files, path);
	}
}

static void
read_folder(struct listing *l, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	if (dir == NULL) {
		if (l->why == NULL) {
			l->why = strerror(errno);
			l->where = folder;
		}
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.' && !str_equal(entry->d_name,
		    "vpcplan.lock.json"))
			add_entry(l, folder, entry->d_name);
	closedir(dir);
}

static int
compare_paths(const void *x, const void *y)
{
	return str_natural_compare(*(const char *const *)x,
	    *(const char *const *)y);
}

const char *
input_list(struct arena *a, const char *folder, struct input_paths *out,
    const char **where)
{
	struct listing l = { .a = a, .files = out };
	size_t begin = out->n;

	vec_push(a, &l.folders, folder);
	for (size_t i = 0; i < l.folders.n; i++)
		read_folder(&l, l.folders.v[i]);
	if (out->n > begin)
		qsort(out->v + begin, out->n - begin, sizeof *out->v,
		    compare_paths);
	*where = l.where;
	return l.why;
}
