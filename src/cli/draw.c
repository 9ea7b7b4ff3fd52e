/* SPDX-License-Identifier: MIT */
#include "draw/draw.h"

#include "cli/commands.h"
#include "cli/policy.h"
#include "cli/reading.h"
#include "cli/terminal.h"

static const char *const detail_words[] = { "1", "2", "3", NULL };
static const char *const format_words[] = { "text", "outline", NULL };

static unsigned
detail_of(const struct arguments *args)
{
	const char *text = argument(args, "detail");

	return text != NULL ? (unsigned)(text[0] - '0') : 0;
}

static enum exit_status
run_draw(struct arguments *args)
{
	struct draw_options options = {
		.outline = str_equal(argument(args, "format"), "outline"),
		.no_findings = argument_given(args, "no-findings"),
		.vpc = argument(args, "vpc"),
		.detail = detail_of(args)
	};
	struct policy policy;
	struct reading r;
	struct lint_input in = { 0 };

	if (!policy_find(args, &policy) ||
	    !terminal_style(args, &options.style))
		return EXIT_STATUS_REFUSED;
	r = reading_open(args, args->operand, args->n_operands, NULL);
	reading_complain(&r, NULL);
	in.documents = reading_documents(&r, &in.n_documents);
	in.m = r.m;
	in.routes = routes_new(args->a, r.m);
	lint_run(args->a, &in, &policy, &r.load->findings);
	if (r.load->read.n > 0)
		draw_topology(args->a, args->out, r.m, in.routes,
		    &r.load->findings, &options);
	return reading_status(&r, false);
}

static const struct option options[] = {
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = format_words,
	  .help = "a diagram, or a list for narrow places and screen readers" },
	{ .name = "vpc", .kind = OPTION_TEXT, .argument = "NAME",
	  .help = "draw this VPC only" },
	{ .name = "detail", .kind = OPTION_WORD, .argument = "N",
	  .words = detail_words,
	  .help = "one box for subnets that are alike (1), resources as "
	      "counts (2), everything (3); without it by size" },
	{ .name = "no-findings", .kind = OPTION_FLAG,
	  .help = "leave out what check would report" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_policy, options_input, options_terminal, NULL
};

const struct command command_draw = {
	.name = "draw",
	.operands = "FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "draw the topology of a network as text",
	.details = "Draws accounts, VPCs, availability zones, subnets with "
	    "what is in them, gateways and the ways out, in the width at hand. "
	    "What check would report is marked in the picture and explained "
	    "below it.",
	.options = options,
	.shared = shared,
	.run = run_draw
};
