/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_INPUT_H
#define VPCPLAN_LOAD_INPUT_H

/*
 * Files and folders: from a path to bytes.
 */

#include "base/arena.h"
#include "base/vec.h"

#include <stdbool.h>

struct input {
	const char *bytes;	/* a NUL behind them */
	size_t length;
};

/*
 * Read a file of any kind that can be read to its end ("-" is the standard
 * input).  Returns NULL, or why it cannot be read ("No such file or
 * directory"); what is longer than DOCUMENT_SIZE_MAX is not read.
 */
const char *input_read(struct arena *a, const char *path, struct input *out);

bool input_is_folder(const char *path);

struct input_paths {
	const char **v;
	size_t n, cap;
};

/*
 * Add the regular files below a folder, in natural order of their paths:
 * hidden files and folders are left out, links are not followed.  Returns
 * NULL, or why some folder could not be read, with its name in *where: what
 * could be read is added all the same.
 */
const char *input_list(struct arena *a, const char *folder,
    struct input_paths *out, const char **where);

#endif
