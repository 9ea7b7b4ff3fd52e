/* SPDX-License-Identifier: MIT */
#include "cli/version.h"

#include "cli/commands.h"

const char *
version_number(void)
{
	return PACKAGE_VERSION;
}

void
version_print(struct str *out)
{
	str_addf(out, "vpcplan %s\n", version_number());
}

static enum exit_status
run_version(struct arguments *args)
{
	version_print(args->out);
	return EXIT_STATUS_CLEAN;
}

const struct command command_version = {
	.name = "version",
	.summary = "print the version of the program",
	.details = "Prints the version of the program, as \"vpcplan "
	    "--version\" does.",
	.run = run_version
};
