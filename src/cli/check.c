/* SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "cli/policy.h"
#include "cli/reading.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "lint/lint.h"
#include "plan/expect.h"
#include "report/report.h"

#include <string.h>

static const char *const format_words[] = {
	"text", "full", "concise", "json", NULL
};
static const char *const level_words[] = {
	"error", "warning", "note", "never", NULL
};

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
	struct {
		const struct outcome **v;
		size_t n, cap;
	} outcomes;
	bool refused;
};

/* Files get new numbers behind those that are there. */
static void
move_place(struct place *at, uint32_t by)
{
	if (at->file != 0)
		at->file += by;
}

static void
move_places(struct load *l, uint32_t by)
{
	for (size_t i = 0; i < l->findings.n; i++) {
		struct finding *f = l->findings.v[i];

		move_place(&f->at, by);
		for (size_t k = 0; k < f->related.n; k++)
			move_place(&f->related.v[k].at, by);
	}
	for (size_t i = 0; i < l->model->suppressions.n; i++)
		move_place(&l->model->suppressions.v[i]->at, by);
	for (size_t i = 0; i < l->model->expectations.n; i++)
		move_place(&l->model->expectations.v[i]->at, by);
}

/* What counts as a file of the report: what was read, and broken texts. */
static void
add_inputs(struct judged *j, const struct load *l)
{
	size_t read = 0;

	for (size_t i = 0; i < l->files.n; i++) {
		const char *name = l->files.v[i]->name;
		bool is_next = read < l->read.n &&
		    str_equal(l->read.v[read], name);

		if (is_next || l->documents.v[i] == NULL)
			vec_push(j->a, &j->inputs, name);
		read += is_next;
	}
}

static void
add_reading(struct judged *j, const struct reading *r)
{
	struct load *l = r->load;

	move_places(l, (uint32_t)j->files.n);
	for (size_t i = 0; i < l->files.n; i++)
		vec_push(j->a, &j->files, l->files.v[i]);
	for (size_t i = 0; i < l->documents.n; i++)
		vec_push(j->a, &j->documents, l->documents.v[i]);
	for (size_t i = 0; i < l->findings.n; i++)
		vec_push(j->a, &j->findings, l->findings.v[i]);
	add_inputs(j, l);
	j->refused = j->refused || r->refused;
}

static void
judge(struct judged *j, const struct arguments *args,
    const struct policy *policy, const char *const *paths, size_t n)
{
	struct reading r = reading_open(args, paths, n,
	    argument(args, "expect"));
	struct lint_input in = { .m = r.m, .routes = routes_new(args->a, r.m) };
	struct outcomes outcomes = { 0 };

	in.documents = reading_documents(&r, &in.n_documents);
	if (r.m->expectations.n > 0) {
		in.reach = reach_new(args->a, r.m, in.routes);
		outcomes = expect_all(in.reach, args->a);
	}
	in.outcomes = &outcomes;
	lint_run(args->a, &in, policy, &r.load->findings);
	for (size_t i = 0; i < outcomes.n; i++)
		vec_push(args->a, &j->outcomes, &outcomes.v[i]);
	reading_complain(&r, &r.load->findings);
	add_reading(j, &r);
}

static bool
is_found(const struct counts *c, const char *level)
{
	if (str_equal(level, "never"))
		return false;
	if (str_equal(level, "note"))
		return c->errors + c->warnings + c->notes > 0;
	if (str_equal(level, "warning"))
		return c->errors + c->warnings > 0;
	return c->errors > 0;
}

static enum exit_status
write_report(const struct arguments *args, const struct judged *j,
    const struct style *style)
{
	const char *format = argument(args, "format");
	struct report r = {
		.a = args->a,
		.files = &j->files,
		.documents = j->documents.v,
		.n_documents = j->documents.n,
		.findings = &j->findings,
		.inputs = j->inputs.v,
		.n_inputs = j->inputs.n,
		.style = *style,
		.quiet = argument_given(args, "quiet"),
		.show_suppressed = argument_given(args, "show-suppressed"),
		.version = version_number(),
		.outcomes = { j->outcomes.v, j->outcomes.n, 0 }
	};
	struct counts counts = report_counts(&r);

	format_find(format == NULL ? "text" : format)->write(args->out, &r);
	if (j->refused)
		return EXIT_STATUS_REFUSED;
	return is_found(&counts, argument(args, "fail-on")) ?
	    EXIT_STATUS_FOUND : EXIT_STATUS_CLEAN;
}

static enum exit_status
run_check(struct arguments *args)
{
	struct judged j = {
		.a = args->a,
		.files = files_new(args->a),
		.findings = findings_new(args->a)
	};
	struct policy policy;
	struct style style;

	if (!policy_find(args, &policy) || !terminal_style(args, &style))
		return EXIT_STATUS_REFUSED;
	if (argument_given(args, "separate"))
		for (size_t i = 0; i < args->n_operands; i++)
			judge(&j, args, &policy, &args->operand[i], 1);
	else
		judge(&j, args, &policy, args->operand, args->n_operands);
	return write_report(args, &j, &style);
}

static const struct option options[] = {
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = format_words,
	  .help = "how to write what was found" },
	{ .name = "fail-on", .kind = OPTION_WORD, .argument = "LEVEL",
	  .words = level_words,
	  .help = "from which severity on findings give exit status 1 "
	      "(error)" },
	{ .letter = 'q', .name = "quiet", .kind = OPTION_FLAG,
	  .help = "findings only, no line that sums them up" },
	{ .name = "show-suppressed", .kind = OPTION_FLAG,
	  .help = "show accepted findings too, with the reason given" },
	{ .name = "expect", .kind = OPTION_FILE, .argument = "FILE",
	  .help = "a spec whose \"expect\", \"ignore\" and \"networks\" hold "
	      "for the input" },
	{ .name = "separate", .kind = OPTION_FLAG,
	  .help = "judge each operand alone, not all as one network" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_policy, options_input, options_terminal, NULL
};

const struct command command_check = {
	.name = "check",
	.operands = "FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "report conflicts, dead routes and mistakes of a network",
	.details = "Reads networks from files, folders or standard input (-) "
	    "and reports everything that AWS would refuse, that would deploy "
	    "and not work, or that contradicts what the plan says of itself. "
	    "The format of a file is recognised by its content: vpcplan's own "
	    "spec, or the output of \"aws ec2 describe-...\".\n\n"
	    "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 "
	    "something could not be read or was asked for wrongly.",
	.options = options,
	.shared = shared,
	.run = run_check
};
