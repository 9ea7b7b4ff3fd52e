/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_BROKEN_H
#define VPCPLAN_CLI_BROKEN_H

/*
 * What else is wrong with a text that is no JSON or YAML, told in the same
 * run as that.  The text is read as it was meant; of that, what the readers
 * say is shown where it is sure (a key that nobody knows, a wrong type, a name
 * that points nowhere), and no more: no rule judges such a network, and no
 * expectation is said to hold.
 */

#include "cli/policy.h"
#include "cli/reading.h"
#include "plan/expect.h"

struct broken {
	const struct arguments *args;
	const struct reading *reading;
	struct load *mended;	/* what was read once more; NULL: all could
				   be read at once */
	struct document **documents;	/* of it: those that were mended */
};

struct broken broken_of(const struct arguments *args,
    const struct reading *reading);

/*
 * Before anything is judged: what the readers said of other files, and what
 * is so only because of what could not be read, is taken back.
 */
void broken_take_back(const struct broken *b);

/* The expectations, of which none is decided. */
struct outcomes broken_outcomes(const struct broken *b);

/* When all is judged: add what is wrong in the broken texts. */
void broken_tell(const struct broken *b, const struct policy *policy);

#endif
