/* SPDX-License-Identifier: MIT */
#include "cli/command.h"

#include "base/names.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/version.h"

#include <string.h>
#include <unistd.h>

const struct command *
command_find(const struct command *const *list, const char *name)
{
	for (; *list != NULL; list++)
		if (str_equal((*list)->name, name))
			return *list;
	return NULL;
}

const char *
command_nearest(struct arena *a, const struct command *const *list,
    const char *name)
{
	VEC(const char *) names = { 0 };

	for (; *list != NULL; list++)
		vec_push(a, &names, (*list)->name);
	return names_nearest(name, names.v, names.n);
}

struct titled_commands
command_all(struct arena *a)
{
	struct titled_commands all = { 0 };

	for (size_t i = 0; commands[i] != NULL; i++) {
		const struct command *c = commands[i];

		if (c->subcommands == NULL)
			vec_push(a, &all, ((struct titled_command){
			    .c = c, .title = c->name }));
		for (size_t k = 0; c->subcommands != NULL &&
		    c->subcommands[k] != NULL; k++)
			vec_push(a, &all, ((struct titled_command){
			    .c = c->subcommands[k],
			    .title = arena_printf(a, "%s %s", c->name,
			    c->subcommands[k]->name) }));
	}
	return all;
}

static void
complain_unknown(struct arena *a, const struct command *const *list,
    const char *title, const char *name)
{
	const char *near = command_nearest(a, list, name);

	if (near != NULL)
		complain("unknown command \"%s%s\"; did you mean \"%s%s\"?",
		    title, name, title, near);
	else
		complain("unknown command \"%s%s\"; \"vpcplan %s--help\" "
		    "lists them", title, name, title);
}

/* A word that is neither a path nor a file can only be meant as a command. */
static bool
means_command(const char *word)
{
	return word[0] != '-' && strpbrk(word, "./") == NULL &&
	    access(word, F_OK) != 0;
}

static enum exit_status
refuse_usage(const struct arguments *args, const char *wrong)
{
	complain("%s: %s", args->title, wrong);
	complain("\"vpcplan %s --help\" says what it takes", args->title);
	return EXIT_STATUS_REFUSED;
}

/*
 * The one report that consists of commands for a CI runner.  The answers of
 * the calculator are addresses, "::/0" among them, and no names but what it
 * made safe where it read them.
 */
static bool
gives_orders(const struct arguments *args)
{
	const struct option *o;

	if (str_starts_with(args->title, "cidr "))
		return true;
	for (size_t i = 0; (o = command_option(args->command, i)) != NULL; i++)
		if (str_equal(o->name, "format"))
			return str_equal(args->value[i], "github");
	return false;
}

static enum exit_status
run_command(struct arguments *args, const char *const *words, size_t n)
{
	const char *wrong = options_parse(args, words, n);
	enum exit_status status;

	if (wrong != NULL)
		return refuse_usage(args, wrong);
	if (argument_given(args, "help")) {
		help_command(args->out, args->command, args->title);
		return EXIT_STATUS_CLEAN;
	}
	status = args->command->run(args);
	if (!gives_orders(args))
		output_disarm(args->a, args->out);
	return status;
}

/* A command with subcommands: the next word says which. */
static enum exit_status
run_subcommand(struct arguments *args, const char *const *words, size_t n)
{
	const struct command *group = args->command;

	if (n > 0 && (str_equal(words[0], "--help") ||
	    str_equal(words[0], "-h"))) {
		help_command(args->out, group, args->title);
		return EXIT_STATUS_CLEAN;
	}
	if (n == 0)
		return refuse_usage(args, "needs a subcommand");
	args->command = command_find(group->subcommands, words[0]);
	if (args->command == NULL) {
		complain_unknown(args->a, group->subcommands,
		    arena_printf(args->a, "%s ", args->title), words[0]);
		return EXIT_STATUS_REFUSED;
	}
	args->title = arena_printf(args->a, "%s %s", args->title, words[0]);
	return run_command(args, words + 1, n - 1);
}

/* No command is named: check, but say so where something else was meant. */
static enum exit_status
run_default(struct arguments *args, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (command_find(commands, words[i]) != NULL &&
		    means_command(words[i])) {
			complain("options of \"%s\" stand behind it: "
			    "vpcplan %s ...", words[i], words[i]);
			return EXIT_STATUS_REFUSED;
		}
	args->command = commands[0];
	args->title = args->command->name;
	return run_command(args, words, n);
}

enum exit_status
command_dispatch(struct arena *a, struct str *out, const char *const *words,
    size_t n)
{
	struct arguments args = { .a = a, .out = out };

	if (n == 0) {
		complain("needs a command or a file; "
		    "\"vpcplan --help\" lists the commands");
		return EXIT_STATUS_REFUSED;
	}
	if (str_equal(words[0], "--help") || str_equal(words[0], "-h")) {
		help_program(out);
		return EXIT_STATUS_CLEAN;
	}
	if (str_equal(words[0], "--version")) {
		version_print(out);
		return EXIT_STATUS_CLEAN;
	}
	args.command = command_find(commands, words[0]);
	if (args.command == NULL) {
		if (!means_command(words[0]))
			return run_default(&args, words, n);
		complain_unknown(a, commands, "", words[0]);
		return EXIT_STATUS_REFUSED;
	}
	args.title = words[0];
	if (args.command->subcommands != NULL)
		return run_subcommand(&args, words + 1, n - 1);
	return run_command(&args, words + 1, n - 1);
}
