/* SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "cli/reading.h"
#include "export/spec.h"

static const char *const to_words[] = { "spec", NULL };

/* What reading found: the spec lacks what was wrong, and that must be seen. */
static bool
complain_findings(const struct reading *r)
{
	bool errors = false;

	findings_sort(&r->load->findings);
	for (size_t i = 0; i < r->load->findings.n; i++) {
		const struct finding *f = r->load->findings.v[i];
		struct position p = place_position(&r->load->files, f->at);

		complain("%s:%u:%u: %s: %s [%s]",
		    p.file == NULL ? "-" : p.file, (unsigned)p.line,
		    (unsigned)p.column, severity_name(f->severity),
		    f->message, f->notice->code);
		errors = errors || f->severity == SEVERITY_ERROR;
	}
	return errors;
}

static enum exit_status
run_convert(struct arguments *args)
{
	struct export_options options = {
		.with_ids = argument_given(args, "with-ids")
	};
	struct reading r = reading_open(args, args->operand,
	    args->n_operands, NULL);
	bool errors = complain_findings(&r);

	if (r.load->read.n > 0)
		export_spec(args->out, r.m, &options);
	return reading_status(&r, errors);
}

static const struct option options[] = {
	{ .name = "to", .kind = OPTION_WORD, .argument = "FORMAT",
	  .words = to_words, .help = "what to write" },
	{ .name = "with-ids", .kind = OPTION_FLAG,
	  .help = "keep AWS's ids and where things came from" },
	{ 0 }
};

static const struct option *const shared[] = { options_input, NULL };

const struct command command_convert = {
	.name = "convert",
	.operands = "FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "write any input as a spec",
	.details = "Reads networks as check does and writes them as one spec "
	    "in canonical form: the place to go on from with what no other "
	    "format can say. Converting the result again gives the same "
	    "bytes.\n\n"
	    "Exit status 1 says that reading found errors; the spec then "
	    "lacks what was wrong.",
	.options = options,
	.shared = shared,
	.run = run_convert
};
