/* SPDX-License-Identifier: MIT */
#include "cli/completion.h"

#include "cli/commands.h"

/* In single quotes fish knows two escapes. */
static void
add_quoted(struct str *out, const char *text)
{
	str_add_char(out, '\'');
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\'' || *p == '\\')
			str_add_char(out, '\\');
		str_add_char(out, *p);
	}
	str_add_char(out, '\'');
}

static void
add_condition(struct str *out, const char *function, const char *title)
{
	str_addf(out, "complete -c vpcplan -n '%s%s%s'", function,
	    *title == '\0' ? "" : " ", title);
}

static void
add_words(struct str *out, const char *const *words)
{
	str_add(out, " -a '");
	for (size_t i = 0; words[i] != NULL; i++)
		str_addf(out, "%s%s", i == 0 ? "" : " ", words[i]);
	str_add(out, "'");
}

static void
add_rules(struct str *out)
{
	str_add(out, " -a '(vpcplan rules --format codes 2>/dev/null)'");
}

static void
add_option(struct str *out, const char *title, const struct option *o)
{
	add_condition(out, "__vpcplan_at", title);
	if (o->letter != 0)
		str_addf(out, " -s %c", o->letter);
	str_addf(out, " -l %s", o->name);
	switch (o->kind) {
	case OPTION_FLAG:
		break;
	case OPTION_FILE:
		str_add(out, " -r -F");
		break;
	case OPTION_WORD:
		str_add(out, " -x");
		add_words(out, o->words);
		break;
	case OPTION_RULES:
		str_add(out, " -x");
		add_rules(out);
		break;
	case OPTION_REPORTS:
		str_add(out, " -x -a '");
		for (size_t i = 0; o->words[i] != NULL; i++)
			str_addf(out, "%s%s=", i == 0 ? "" : " ", o->words[i]);
		str_add(out, "'");
		break;
	case OPTION_TEXT:
	case OPTION_LIST:
	case OPTION_PAIR:
	case OPTION_NUMBER:
		str_add(out, " -x");
		break;
	}
	str_add(out, " -d ");
	add_quoted(out, o->help);
	str_add_char(out, '\n');
}

static void
add_commands(struct str *out, const char *title,
    const struct command *const *list)
{
	for (; *list != NULL; list++) {
		add_condition(out, "__vpcplan_after", title);
		str_addf(out, " -a %s -d ", (*list)->name);
		add_quoted(out, (*list)->summary);
		str_add_char(out, '\n');
	}
}

static void
add_operand(struct str *out, const struct titled_command *t)
{
	if (t->c->operands == NULL)
		return;
	switch (t->c->operand_kind) {
	case OPERAND_OTHER:
		return;
	case OPERAND_FILE:
		add_condition(out, "__vpcplan_at", t->title);
		str_add(out, " -F");
		break;
	case OPERAND_RULE:
		add_condition(out, "__vpcplan_at", t->title);
		add_rules(out);
		break;
	case OPERAND_COMMAND:
		add_commands(out, t->title, commands);
		return;
	case OPERAND_WORD:
		add_condition(out, "__vpcplan_at", t->title);
		add_words(out, t->c->operand_words);
		break;
	}
	str_add_char(out, '\n');
}

void
completion_fish(struct str *out)
{
	struct titled_commands all = command_all(out->a);

	str_add(out, "# SPDX-License-Identifier: MIT\n"
	    "# Completions of fish for vpcplan.\n"
	    "# Written by: vpcplan completion fish\n"
	    "\n"
	    "# Whether the words so far begin with these.\n"
	    "function __vpcplan_at\n"
	    "\tset -l words (commandline -opc)\n"
	    "\tset -e words[1]\n"
	    "\tfor i in (seq (count $argv))\n"
	    "\t\ttest \"$words[$i]\" = \"$argv[$i]\"; or return 1\n"
	    "\tend\n"
	    "end\n"
	    "\n"
	    "# Whether the words so far are these and no more.\n"
	    "function __vpcplan_after\n"
	    "\t__vpcplan_at $argv; and test (count (commandline -opc)) -eq "
	    "(math (count $argv) + 1)\n"
	    "end\n"
	    "\n"
	    "complete -c vpcplan -f\n"
	    "complete -c vpcplan -n __vpcplan_after -F\n"
	    "complete -c vpcplan -n __vpcplan_after -l version "
	    "-d 'print the version'\n"
	    "complete -c vpcplan -n __vpcplan_after -l help "
	    "-d 'describe the program'\n");
	add_commands(out, "", commands);
	for (size_t i = 0; commands[i] != NULL; i++)
		if (commands[i]->subcommands != NULL)
			add_commands(out, commands[i]->name,
			    commands[i]->subcommands);
	for (size_t i = 0; i < all.n; i++) {
		for (size_t k = 0; command_option(all.v[i].c, k) != NULL; k++)
			add_option(out, all.v[i].title,
			    command_option(all.v[i].c, k));
		add_operand(out, &all.v[i]);
	}
}
