/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_JUDGE_H
#define VPCPLAN_CLI_JUDGE_H

/*
 * From the operands of a command to findings, for all commands that report
 * them; their tables share options_input and options_judge.
 */

#include "cli/command.h"
#include "cli/policy.h"
#include "plan/expect.h"
#include "report/report.h"

/* What was found in one reading, or with --separate in several of them. */
struct judged {
	struct arena *a;
	struct files files;
	struct {
		struct document **v;
		size_t n, cap;
	} documents;
	struct findings findings;
	VEC(const char *) inputs;
	VEC(const char *) read;		/* every file that was opened */
	VEC(const char *) failures;	/* what could not be read, and why */
	struct {
		const struct outcome **v;
		size_t n, cap;
	} outcomes;
	size_t expectations_unread;
	bool refused;
};

extern const struct option options_judge[];	/* expect separate */

/* What is looked for besides the findings, because somebody shows it. */
struct judging {
	enum expect_detail detail;
	bool remedies;			/* what to do, tried out on a copy of
					   the network */
};

/* Read and judge the operands. */
struct judged judge_operands(const struct arguments *args,
    const struct policy *policy, struct judging how);

/* A report on it, all else as it is without options. */
struct report judge_report(const struct judged *j);

#endif
