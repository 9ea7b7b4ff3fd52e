/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_CONFIG_H
#define VPCPLAN_CLI_CONFIG_H

/*
 * .vpcplan.json: what a repository wants checked, and how strictly.
 *
 * It is found upwards from the input, as far as the repository's root (the
 * folder that has .git) and no further; without a repository as far as the
 * working directory if the input is below it, else beside the input alone.
 * One file is used, nothing is merged; what is asked for on the command line
 * wins over it.
 */

#include "cli/command.h"
#include "lint/lint.h"
#include "load/load.h"

/* Findings of some rules in files whose name matches are accepted. */
struct config_ignore {
	const char *glob;	/* relative to the folder of the configuration */
	struct rule_words rules;
	const char *reason;
};

struct config {
	const char *path;	/* as in messages */
	const char *folder;	/* resolved, to compare names of inputs with */
	struct rule_words select, ignore, unsuppressible;
	VEC(struct severity_setting) severities;
	VEC(struct option_setting) options;
	VEC(struct config_ignore) per_file;
	VEC(struct quota) quotas;
	const char *fail_on, *format;	/* NULL: not set */
	const char *baseline;		/* a path to open, or NULL */
};

/* What --format and --fail-on take; NULL ends each. */
extern const char *const report_format_words[];
extern const char *const fail_on_words[];

/*
 * The configuration for the operands of a command, in *out: NULL where there
 * is none.  False after complaints: it cannot be read, something in it means
 * nothing, or the operands have several.
 */
bool config_find(const struct arguments *args, const struct config **out);

/* What it accepts in the files that were read, added to suppressions. */
void config_accept(const struct config *c, struct arena *a,
    const struct files *files, struct suppressions *suppressions);

/* The JSON Schema of it. */
void config_schema(struct str *out);

#endif
