/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_SAVE_H
#define VPCPLAN_CLI_SAVE_H

/*
 * Files that the program writes.  A file is written beside its name and then
 * renamed, so that it is whole or as it was; one that is there keeps its
 * mode.  No link is followed, and no file that was read is written over.
 */

#include "base/arena.h"

#include <stdbool.h>

/* Names of files that must stay as they are. */
struct save_inputs {
	const char *const *v;
	size_t n;
};

/*
 * Put length bytes into the file at path; "-" and empty names among the
 * inputs mean no file.  NULL on success, else why not, a clause in memory of
 * a; the file is then as it was.
 */
const char *save_file(struct arena *a, const char *path, const char *bytes,
    size_t length, const struct save_inputs *inputs);

/* Whether two names mean one file, which is there. */
bool save_is_same_file(const char *a, const char *b);

#endif
