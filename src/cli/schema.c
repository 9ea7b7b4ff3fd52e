/* SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "cli/config.h"
#include "draw/scene_json.h"
#include "export/spec.h"
#include "report/alloc.h"
#include "report/capacity.h"
#include "report/diff.h"
#include "report/reach.h"
#include "report/report.h"

static const char *const schema_words[] = { "spec", "config", "report", "diff", "reach",
	"capacity", "alloc", "lock", "scene", NULL };

static enum exit_status
run_schema(struct arguments *args)
{
	if (str_equal(args->operand[0], "spec"))
		export_spec_schema(args->out);
	else if (str_equal(args->operand[0], "config"))
		config_schema(args->out);
	else if (str_equal(args->operand[0], "capacity"))
		report_capacity_schema(args->out);
	else if (str_equal(args->operand[0], "diff"))
		report_diff_schema(args->out);
	else if (str_equal(args->operand[0], "reach"))
		report_reach_schema(args->out);
	else if (str_equal(args->operand[0], "alloc"))
		report_alloc_schema(args->out);
	else if (str_equal(args->operand[0], "lock"))
		report_lock_schema(args->out);
	else if (str_equal(args->operand[0], "scene"))
		scene_schema(args->out);
	else
		report_schema(args->out);
	return EXIT_STATUS_CLEAN;
}

const struct command command_schema = {
	.name = "schema",
	.operands = "NAME",
	.operand_kind = OPERAND_WORD,
	.operand_words = schema_words,
	.operands_min = 1,
	.operands_max = 1,
	.summary = "print a JSON Schema: of the spec, the configuration, the JSON reports",
	.details = "Prints the JSON Schema of the spec, of "
	    ".vpcplan.json (config), or of what \"vpcplan "
	    "check --format json\" (report), \"vpcplan diff --format json\" "
	    "(diff), \"vpcplan reach --format json\" (reach), \"vpcplan "
	    "capacity --format json\" or \"vpcplan "
	    "alloc --format json\" print, or of vpcplan.lock.json (lock); "
	    "scene is what \"vpcplan draw --format scene\" prints.",
	.run = run_schema
};
