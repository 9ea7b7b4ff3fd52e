/* SPDX-License-Identifier: MIT */
#include "cli/help.h"

#include "cli/commands.h"
#include "cli/terminal.h"
#include "text/table.h"
#include "text/wrap.h"

enum { INDENT = 2 };

static void
add_paragraphs(struct str *out, const char *text)
{
	wrap_text(out, text, terminal_width(), 0, 0);
	str_add(out, "\n");
}

static void
add_commands(struct str *out, const struct command *const *list)
{
	struct table *t = table_new(out->a, "ll");

	for (; *list != NULL; list++)
		table_row(t, (const char *[]){
		    (*list)->name, (*list)->summary });
	table_print(t, out, INDENT, terminal_width());
}

void
help_program(struct str *out)
{
	str_add(out, "usage: vpcplan COMMAND [OPTION...] [OPERAND...]\n"
	    "       vpcplan FILE...             "
	    "(the same as vpcplan check FILE...)\n\n");
	add_paragraphs(out, "Reads planned or existing AWS networks from files "
	    "and answers offline: is the plan valid, what can reach what, "
	    "and what does it look like?");
	str_add(out, "\ncommands:\n");
	add_commands(out, commands);
	str_add(out, "\n\"vpcplan COMMAND --help\" describes one command, "
	    "\"vpcplan --version\" names the version.\n"
	    "Exit status: 0 clean, 1 findings, 2 the request cannot be "
	    "carried out, 3 the program failed.\n");
}

const char *
help_option_title(struct arena *a, const struct option *o)
{
	struct str s = str_new(a);

	if (o->letter != 0)
		str_addf(&s, "-%c, ", o->letter);
	else
		str_add(&s, "    ");
	str_addf(&s, "--%s", o->name);
	if (o->argument != NULL)
		str_addf(&s, " %s", o->argument);
	return str_text(&s);
}

const char *
help_option_text(struct arena *a, const struct option *o)
{
	struct str s = str_new(a);

	str_add(&s, o->help);
	if (o->kind == OPTION_NUMBER)
		str_addf(&s, "; %ld to %ld", o->min, o->max);
	for (size_t i = 0; o->kind == OPTION_WORD && o->words[i] != NULL; i++)
		str_addf(&s, "%s%s", i == 0 ? ": " : ", ", o->words[i]);
	return str_text(&s);
}

static void
add_options(struct str *out, const struct command *c)
{
	struct table *t = table_new(out->a, "ll");

	for (size_t i = 0; command_option(c, i) != NULL; i++) {
		const struct option *o = command_option(c, i);

		table_row(t, (const char *[]){
		    help_option_title(out->a, o),
		    help_option_text(out->a, o) });
	}
	table_print(t, out, INDENT, terminal_width());
}

void
help_command(struct str *out, const struct command *c, const char *title)
{
	if (c->subcommands != NULL)
		str_addf(out, "usage: vpcplan %s SUBCOMMAND [OPTION...] "
		    "[OPERAND...]\n\n", title);
	else
		str_addf(out, "usage: vpcplan %s [OPTION...]%s%s\n\n", title,
		    c->operands == NULL ? "" : " ",
		    c->operands == NULL ? "" : c->operands);
	add_paragraphs(out, c->details);
	if (c->subcommands != NULL) {
		str_add(out, "\nsubcommands:\n");
		add_commands(out, c->subcommands);
		str_addf(out, "\n\"vpcplan %s SUBCOMMAND --help\" describes "
		    "one.\n", title);
	} else {
		str_add(out, "\noptions:\n");
		add_options(out, c);
	}
}

static enum exit_status
run_help(struct arguments *args)
{
	const struct command *const *list = commands;
	const struct command *c = NULL;
	struct str title = str_new(args->a);

	for (size_t i = 0; i < args->n_operands; i++) {
		const char *word = args->operand[i];

		c = list == NULL ? NULL : command_find(list, word);
		if (c == NULL) {
			const char *near = list == NULL ? NULL :
			    command_nearest(args->a, list, word);

			complain("help: unknown command \"%s\"%s%s%s", word,
			    near == NULL ? "" : "; did you mean \"",
			    near == NULL ? "" : near,
			    near == NULL ? "" : "\"?");
			return EXIT_STATUS_REFUSED;
		}
		str_addf(&title, "%s%s", i == 0 ? "" : " ", word);
		list = c->subcommands;
	}
	if (c == NULL)
		help_program(args->out);
	else
		help_command(args->out, c, str_text(&title));
	return EXIT_STATUS_CLEAN;
}

const struct command command_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.operand_kind = OPERAND_COMMAND,
	.operands_max = 2,
	.summary = "describe the program or one command",
	.details = "Describes the program or one command, as \"vpcplan "
	    "--help\" and \"vpcplan COMMAND --help\" do.",
	.run = run_help
};
