/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_TERMINAL_H
#define VPCPLAN_CLI_TERMINAL_H

/*
 * How to print: colour, width, characters.  What is asked for wins over what
 * the environment says, and that over what the terminal is.
 *
 *	colour	--color, NO_COLOR, CLICOLOR_FORCE or FORCE_COLOR, TERM=dumb,
 *		whether standard output is a terminal; empty variables are
 *		taken as not set, CLICOLOR_FORCE=0 and FORCE_COLOR=0 too
 *	width	--width, VPCPLAN_WIDTH, the terminal's up to 140, else 100
 *	charset	--charset; a terminal whose locale is not UTF-8, or which is
 *		dumb, gets ASCII; everything else Unicode
 */

#include "cli/command.h"
#include "text/style.h"

/* What there is to know; any text may be NULL. */
struct terminal {
	bool is_terminal;
	size_t columns;		/* 0: not known */
	const char *no_color, *clicolor_force, *force_color, *term;
	const char *lc_all, *lc_ctype, *lang;
	const char *vpcplan_width;
	const char *color, *width, *charset;	/* the options */
};

/*
 * The decision.  False, with *out untouched, if VPCPLAN_WIDTH is no number
 * from 40 to 400 and is needed.
 */
bool terminal_decide(const struct terminal *t, struct style *out);

/*
 * The same for the terminal that standard output is and for args, whose
 * command shares options_terminal.  False after a complaint.
 */
bool terminal_style(const struct arguments *args, struct style *out);

/* For a file: no colour, and what the environment says of a terminal does not
 * count; --width and --charset do. */
struct style terminal_style_of_file(const struct arguments *args);

/* For output that has no such options: help and the like. */
size_t terminal_width(void);

#endif
