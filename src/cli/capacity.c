/* SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "cli/reading.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "report/capacity.h"

#include <string.h>

static const char *const format_words[] = { "text", "json", NULL };

enum { GROWTH_MAX = 1000 };

/* "1.5" as thousandths: digits, and up to three behind a point. */
static bool
parse_growth(const char *text, int64_t *out)
{
	size_t whole = strspn(text, "0123456789"), part = 0;
	const char *behind = text + whole;
	int64_t n = 0;

	if (*behind == '.') {
		part = strspn(++behind, "0123456789");
		if (part == 0)
			return false;
	}
	if (whole == 0 || whole > 4 || part > 3 || behind[part] != '\0')
		return false;
	for (size_t i = 0; i < whole; i++)
		n = n * 10 + (text[i] - '0');
	for (size_t i = 0; i < 3; i++)
		n = n * 10 + (i < part ? behind[i] - '0' : 0);
	*out = n;
	return n >= CAPACITY_SAME && n <= GROWTH_MAX * CAPACITY_SAME;
}

static bool
fits(const struct capacity_report *r)
{
	for (size_t i = 0; i < r->m->subnets.n; i++)
		if (!capacity_report_fits(r, r->m->subnets.v[i]))
			return false;
	for (size_t i = 0; i < r->m->vpcs.n; i++)
		if (space_place(r->a, r->m->vpcs.v[i]).n > 0)
			return false;
	return true;
}

/* --fail AZ: "a" or the zone's whole name. */
static bool
read_lost(const struct arguments *args, struct capacity_report *r)
{
	r->lost_name = argument(args, "fail");
	if (r->lost_name == NULL)
		return true;
	for (size_t i = 0; i < r->m->subnets.n; i++) {
		const struct subnet *s = r->m->subnets.v[i];

		if (str_equal(s->az.v, r->lost_name) ||
		    str_equal(s->az_id.v, r->lost_name) ||
		    str_equal(s->az_key, r->lost_name))
			r->lost = s->az_key;
	}
	if (r->lost == NULL)
		complain("--fail %s: no subnet is in this AZ", r->lost_name);
	return r->lost != NULL;
}

static enum exit_status
run_capacity(struct arguments *args)
{
	struct capacity_report r = {
		.a = args->a, .growth = argument(args, "growth"),
		.version = version_number()
	};
	struct reading reading;
	int64_t growth = CAPACITY_SAME;

	if (r.growth != NULL && !parse_growth(r.growth, &growth)) {
		complain("option \"--growth\" takes a factor from 1 to %d such "
		    "as 1.5, not \"%s\"", GROWTH_MAX, r.growth);
		return EXIT_STATUS_REFUSED;
	}
	if (!terminal_style(args, &r.style))
		return EXIT_STATUS_REFUSED;
	reading = reading_open(args, args->operand, args->n_operands, NULL);
	reading_complain(&reading, NULL);
	reading_complain_lock(&reading);
	r.m = reading.m;
	if (!read_lost(args, &r))
		return EXIT_STATUS_REFUSED;
	r.now = capacity_without(args->a, r.m, CAPACITY_SAME, r.lost);
	if (r.growth != NULL)
		r.grown = capacity_without(args->a, r.m, growth, r.lost);
	if (str_equal(argument(args, "format"), "json"))
		report_capacity_json(args->out, &r);
	else if (reading.load->read.n > 0)
		report_capacity_text(args->out, &r);
	return reading_status(&reading, !fits(&r));
}

static const struct option options[] = {
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = format_words,
	  .help = "a table, or everything for programs" },
	{ .name = "growth", .kind = OPTION_TEXT, .argument = "FACTOR",
	  .help = "also with so many times as many of what has a count, such "
	      "as 1.5" },
	{ .name = "fail", .kind = OPTION_TEXT, .argument = "AZ",
	  .help = "as if this availability zone were lost: does what is planned "
	      "fit into the others" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_input, options_terminal, NULL
};

const struct command command_capacity = {
	.name = "capacity",
	.operands = "FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "count addresses: used, planned, free; and what has no room",
	.details = "Counts the IPv4 addresses of every subnet and VPC: what "
	    "stands (as AWS counts it), what is planned, what that comes to "
	    "with maxima and rolling updates, and what is left. Load "
	    "balancers, endpoints, NAT gateways, databases and functions are "
	    "counted by what AWS takes for them, pods by their mode, in whole "
	    "/28 blocks where they take those. Of each VPC it says what fits "
	    "still, by size, what the lock keeps, and where free addresses "
	    "lie too scattered, what is in the way.\n\n"
	    "Exit status: 0 everything has room, 1 something has not, 2 "
	    "something could not be read or was asked for wrongly.",
	.options = options,
	.shared = shared,
	.run = run_capacity
};
