/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_READING_H
#define VPCPLAN_CLI_READING_H

/*
 * From the operands of a command to a linked model, for all commands that
 * read networks; their tables share options_input.
 */

#include "cli/command.h"
#include "load/load.h"

struct reading {
	struct load *load;
	const struct model *m;
	bool refused;	/* something could not be read: exit status 2, after
			   all that can be done has been */
};

/*
 * Read n files, folders or "-" as one network; expect is a file beside them,
 * or NULL.  What could not be read is complained of, except for what could
 * not be parsed: that is a finding, too.
 */
struct reading reading_open(const struct arguments *args,
    const char *const *paths, size_t n, const char *expect);

/* The same without the blocks that a lock beside a plan has. */
struct reading reading_open_unlocked(const struct arguments *args,
    const char *const *paths, size_t n);

/*
 * Read the texts of a reading that has plans once more: the network before
 * their change.
 */
struct reading reading_open_before(const struct arguments *args,
    const struct reading *after, const char *expect);

/*
 * Read the texts of a reading once more, those that are no JSON or YAML as
 * they were meant (document_mend): what is wrong in what could not be read.
 * Nothing is complained of; no lock is looked at.
 */
struct load *reading_mended(const struct arguments *args,
    const struct reading *r, const char *expect);

/* Complain of what could not be parsed and has no finding in said, which may
 * be NULL. */
void reading_complain(const struct reading *r, const struct findings *said);

/* The same of a lock that is out of date, for commands that show no findings. */
void reading_complain_lock(const struct reading *r);

/* The documents as lint/ and report/ take them; *n is their number. */
struct document *const *reading_documents(const struct reading *r, size_t *n);

/* The exit status of a command that has done its work. */
enum exit_status reading_status(const struct reading *r, bool found);

#endif
