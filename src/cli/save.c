/* SPDX-License-Identifier: MIT */
#include "cli/save.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
save_is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 &&
	    x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool
write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, bytes, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

static mode_t
mode_of_new_file(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* Write to a new file beside path, then give it the name. */
static const char *
replace(struct arena *a, const char *path, const char *bytes, size_t length,
    mode_t mode)
{
	char *beside = arena_printf(a, "%s.XXXXXX", path);
	int fd = mkstemp(beside), error = 0;

	if (fd < 0)
		return strerror(errno);
	if (!write_all(fd, bytes, length) || fchmod(fd, mode) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0 && rename(beside, path) != 0)
		error = errno;
	if (error == 0)
		return NULL;
	unlink(beside);
	return strerror(error);
}

/* A terminal, a pipe, /dev/null: there is nothing to replace. */
static const char *
write_into(const char *path, const char *bytes, size_t length)
{
	int fd = open(path, O_WRONLY | O_NOFOLLOW);
	int error = 0;

	if (fd < 0)
		return strerror(errno);
	if (!write_all(fd, bytes, length))
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	return error == 0 || error == EPIPE ? NULL : strerror(error);
}

const char *
save_file(struct arena *a, const char *path, const char *bytes,
    size_t length, const struct save_inputs *inputs)
{
	struct stat is;

	if (str_equal(path, "-"))
		return "a file is wanted here, not standard output; "
		    "./- is a file of that name";
	if (lstat(path, &is) != 0)
		return errno == ENOENT ? replace(a, path, bytes, length,
		    mode_of_new_file()) : strerror(errno);
	if (S_ISLNK(is.st_mode))
		return "it is a link, and links are not followed";
	if (S_ISDIR(is.st_mode))
		return "it is a folder";
	for (size_t i = 0; inputs != NULL && i < inputs->n; i++)
		if (!str_equal(inputs->v[i], "-") &&
		    save_is_same_file(inputs->v[i], path))
			return "it is one of the files that were read";
	if (!S_ISREG(is.st_mode))
		return write_into(path, bytes, length);
	return replace(a, path, bytes, length, is.st_mode & 07777);
}
