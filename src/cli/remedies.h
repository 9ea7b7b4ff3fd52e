/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_REMEDIES_H
#define VPCPLAN_CLI_REMEDIES_H

/*
 * What mends findings, found and proved on a copy of the network and written
 * into the findings, for every report.
 */

#include "cli/reading.h"
#include "lint/lint.h"

struct remedies_asked {
	const struct arguments *args;
	const struct reading *reading;
	const struct findings *read;	/* what its readers said */
	const struct lint_input *judged;
	const struct policy *policy;
};

/* For the findings of the reading, which are judged. */
void remedies_add(const struct remedies_asked *x);

#endif
