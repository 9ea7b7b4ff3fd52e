/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"

#include "cli/commands.h"

static const char *const format_words[] = { "text", "json", NULL };
static const char *const table_words[] = { "text", "json", "csv", NULL };

#define FIX {								\
	.name = "fix", .kind = OPTION_FLAG,				\
	.help = "clear host bits, take a wildcard for a mask, and say so, "\
	    "instead of refusing"					\
}

const struct option options_cidr_table[] = {
	FIX,
	{ .name = "format", .kind = OPTION_WORD, .argument = "FORMAT",
	  .words = table_words, .help = "print this" },
	{ 0 }
};

const struct option options_cidr[] = {
	FIX,
	{ .name = "format", .kind = OPTION_WORD, .argument = "FORMAT",
	  .words = format_words, .help = "print this" },
	{ 0 }
};

/* In the order of --help: asking, sets, planning, numbering. */
static const struct command *const subcommands[] = {
	&command_cidr_info,
	&command_cidr_contains,
	&command_cidr_lookup,
	&command_cidr_overlap,
	&command_cidr_merge,
	&command_cidr_union,
	&command_cidr_intersect,
	&command_cidr_subtract,
	&command_cidr_xor,
	&command_cidr_complement,
	&command_cidr_split,
	&command_cidr_free,
	&command_cidr_next,
	&command_cidr_range,
	&command_cidr_hosts,
	&command_cidr_subnet,
	&command_cidr_subnets,
	NULL
};

const struct command command_cidr = {
	.name = "cidr",
	.summary = "calculate with prefixes, addresses and ranges",
	.details = "Arithmetic on IPv4 and IPv6 together, in any number. "
	    "An operand is a prefix (10.0.0.0/8, also with a mask), an "
	    "address, a range (10.0.0.5-10.0.0.9), a file of them, or - for "
	    "standard input. Files hold one a line, with a label before or "
	    "behind it if you like, and comments from # on.\n"
	    "\n"
	    "Reading is strict: no octal, short or hexadecimal addresses, no "
	    "host bits. Each bad line is named with its column; the rest is "
	    "answered, and the exit status is 2.",
	.subcommands = subcommands
};
