/* SPDX-License-Identifier: MIT */
#include "cli/baseline.h"
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/judge.h"
#include "cli/policy.h"
#include "cli/reading.h"
#include "cli/save.h"
#include "cli/terminal.h"
#include "report/report.h"
#include "report/starter.h"

#include <string.h>

const char *const report_format_words[] = {
	"text", "full", "concise", "json", "sarif", "junit", "gitlab",
	"github", "rdjson", "markdown", NULL
};
const char *const fail_on_words[] = {
	"error", "warning", "note", "never", NULL
};

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

static struct report
report_of(const struct arguments *args, const struct judged *j)
{
	struct report r = judge_report(j);

	r.quiet = argument_given(args, "quiet");
	r.show_suppressed = argument_given(args, "show-suppressed");
	r.max_bytes = (size_t)argument_number(args, "max-bytes", 0);
	return r;
}

/* The format of --report FORMAT=FILE. */
static const struct format *
format_of_file(const struct arguments *args, const char *report)
{
	return format_find(arena_strndup(args->a, report,
	    (size_t)(strchr(report, '=') - report)));
}

/*
 * --report FORMAT=FILE, each as it would be off a terminal.  What cannot be
 * written is complained of, and keeps nothing else from being written.
 */
static bool
write_files(const struct arguments *args, const struct judged *j)
{
	struct save_inputs inputs = { j->read.v, j->read.n };
	size_t n;
	const char *const *v = argument_list(args, "report", &n);
	bool good = true;

	for (size_t i = 0; i < n; i++) {
		struct report r = report_of(args, j);
		struct str out = str_new(args->a);
		const char *equals = strchr(v[i], '='), *wrong;

		r.style = terminal_style_of_file(args);
		format_of_file(args, v[i])->write(&out, &r);
		wrong = save_file(args->a, equals + 1, str_text(&out), out.n,
		    &inputs);
		if (wrong == NULL)
			continue;
		complain("cannot write %s: %s", equals + 1, wrong);
		good = false;
	}
	return good;
}

/* Two reports that go to one file are a slip: one of them would be lost. */
static bool
are_apart(const struct arguments *args)
{
	size_t n;
	const char *const *v = argument_list(args, "report", &n);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++) {
			if (!str_equal(strchr(v[i], '='), strchr(v[k], '=')))
				continue;
			complain("two reports go to %s", strchr(v[i], '=') + 1);
			return false;
		}
	return true;
}

/* --expect-from-now: expectations to begin with, and nothing else. */
static enum exit_status
write_starter(const struct arguments *args)
{
	struct reading r = reading_open(args, args->operand, args->n_operands,
	    NULL);
	struct starter s;

	reading_complain(&r, NULL);
	if (r.load->read.n == 0)
		return EXIT_STATUS_REFUSED;
	s = starter_expectations(reach_new(args->a, r.m,
	    routes_new(args->a, r.m)), args->a);
	report_starter_json(args->out, &s);
	return reading_status(&r, false);
}

/* From the command line, else as configured, else NULL. */
static const char *
setting(const struct arguments *args, const char *option)
{
	const char *asked = argument(args, option);

	if (asked != NULL || args->config == NULL)
		return asked;
	return str_equal(option, "format") ? args->config->format :
	    args->config->fail_on;
}

static const char *
baseline_of(const struct arguments *args)
{
	const char *asked = argument(args, "baseline");

	if (asked != NULL || args->config == NULL)
		return asked;
	return args->config->baseline;
}

/* The JSON report shows what stops what must not be; no other does. */
static void
add_wishes(struct judging *how, const struct format *format)
{
	if (str_equal(format->name, "json"))
		how->detail = EXPECT_BLOCKERS;
	how->remedies |= !format->without_remedies;
}

/* NULL: there are files at most. */
static struct judging
judging_for(const struct arguments *args, const struct format *format)
{
	size_t n;
	const char *const *v = argument_list(args, "report", &n);
	struct judging how = { .detail = EXPECT_ANSWERS };

	if (format != NULL)
		add_wishes(&how, format);
	for (size_t i = 0; i < n; i++)
		add_wishes(&how, format_of_file(args, v[i]));
	return how;
}

static enum exit_status
run_check(struct arguments *args)
{
	const char *asked, *fail_on;
	const struct format *format = NULL;
	struct policy policy;
	struct style style;
	struct judged j;
	struct report r;
	struct counts counts;

	if (argument_given(args, "expect-from-now"))
		return write_starter(args);
	if (!policy_find(args, &policy) || !terminal_style(args, &style) ||
	    !are_apart(args))
		return EXIT_STATUS_REFUSED;
	if (argument_given(args, "statistics") &&
	    argument_given(args, "format")) {
		complain("options \"--statistics\" and \"--format\" exclude "
		    "each other; \"--report\" goes with either");
		return EXIT_STATUS_REFUSED;
	}
	policy.no_suppress = argument_given(args, "no-suppress");
	asked = setting(args, "format");
	if (!argument_given(args, "statistics"))
		format = format_find(asked == NULL ? "text" : asked);
	fail_on = setting(args, "fail-on");
	j = judge_operands(args, &policy, judging_for(args, format));
	if (baseline_of(args) != NULL &&
	    !baseline_use(&j, &policy, baseline_of(args)))
		return EXIT_STATUS_REFUSED;
	r = report_of(args, &j);
	r.style = style;
	counts = report_counts(&r);
	if (format == NULL)
		report_statistics(args->out, &r);
	else
		format->write(args->out, &r);
	if (!write_files(args, &j) || j.refused)
		return EXIT_STATUS_REFUSED;
	return is_found(&counts, fail_on) ?
	    EXIT_STATUS_FOUND : EXIT_STATUS_CLEAN;
}

static const struct option options[] = {
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = report_format_words,
	  .help = "how to write what was found" },
	{ .name = "report", .kind = OPTION_REPORTS,
	  .argument = "FORMAT=FILE", .words = report_format_words,
	  .help = "write a report of that format into a file as well; may be "
	      "repeated" },
	{ .name = "fail-on", .kind = OPTION_WORD, .argument = "LEVEL",
	  .words = fail_on_words,
	  .help = "from which severity on findings give exit status 1 "
	      "(error)" },
	{ .letter = 'q', .name = "quiet", .kind = OPTION_FLAG,
	  .help = "findings only, no line that sums them up" },
	{ .name = "show-suppressed", .kind = OPTION_FLAG,
	  .help = "show accepted findings too, with the reason given" },
	{ .name = "expect-from-now", .kind = OPTION_FLAG,
	  .help = "print a file of expectations that hold now, to begin with, "
	      "and check nothing" },
	{ .name = "no-suppress", .kind = OPTION_FLAG,
	  .help = "report accepted findings as if nobody had accepted them" },
	{ .name = "statistics", .kind = OPTION_FLAG,
	  .help = "print how many findings each rule has, not the findings" },
	{ .name = "baseline", .kind = OPTION_FILE, .argument = "FILE",
	  .help = "leave out the findings of this baseline" },
	{ .name = "max-bytes", .kind = OPTION_NUMBER, .argument = "N",
	  .min = 1000, .max = 1000000000,
	  .help = "how long a Markdown report may be; what does not fit is "
	      "counted" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_judge, options_policy, options_input, options_terminal, NULL
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
	    "spec, the output of \"aws ec2 describe-...\", a Terraform plan or "
	    "state, or a CloudFormation template.\n\n"
	    "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 "
	    "something could not be read or was asked for wrongly.",
	.options = options,
	.shared = shared,
	.run = run_check
};
