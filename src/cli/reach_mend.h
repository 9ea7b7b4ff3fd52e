/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_REACH_MEND_H
#define VPCPLAN_CLI_REACH_MEND_H

/*
 * What would make the answer of reach yes: the smallest edits, made in a copy
 * of the network.  They are shown if every expectation that holds goes on
 * holding, and if nothing opens that was not asked for; else they are advice,
 * with what else they would do.
 */

#include "cli/reading.h"
#include "diag/finding.h"
#include "plan/mend.h"

struct reach_mend {
	struct mend mend;		/* of the copy's things */
	struct snippet snippet;
};

/* asked is what was asked of the reading by --from and --to. */
struct reach_mend reach_mend_find(const struct arguments *args,
    const struct reading *reading, const struct asking_pairs *asked);

#endif
