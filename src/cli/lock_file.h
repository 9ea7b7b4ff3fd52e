/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_LOCK_FILE_H
#define VPCPLAN_CLI_LOCK_FILE_H

/* Where the lock of a plan is, and what it says. */

#include "base/place.h"
#include "cli/command.h"
#include "plan/lock.h"

#define LOCK_FILE_NAME "vpcplan.lock.json"

struct lock_file {
	const char *path;	/* to open, and to show */
	struct lock *lock;	/* NULL: there is none, or it is broken */
	const char *bytes;	/* as read; NULL: there is none */
	size_t length;
	bool broken;		/* it is there and cannot be built upon */
};

/* The path of the lock beside an operand: a file or a folder. */
const char *lock_file_beside(struct arena *a, const char *operand);

/*
 * Read the lock at path, which need not be there.  What is wrong is
 * complained of.
 */
struct lock_file lock_file_read(struct arena *a, struct files *files,
    const char *path);

/* Complain of problems, with both places and what mends them. */
void lock_file_complain(const struct files *files,
    const struct lock_problems *problems);

#endif
