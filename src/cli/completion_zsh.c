/* SPDX-License-Identifier: MIT */
#include "cli/completion.h"

#include "cli/commands.h"

/*
 * A text inside single quotes inside a specification of _arguments, where
 * brackets and colons have a meaning of their own.
 */
static void
add_escaped(struct str *out, const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\'')
			str_add(out, "'\\''");
		else if (*p == '[' || *p == ']' || *p == ':' || *p == '\\')
			str_addf(out, "\\%c", *p);
		else
			str_add_char(out, *p);
	}
}

static void
add_words(struct str *out, const char *const *words)
{
	str_add_char(out, '(');
	for (size_t i = 0; words[i] != NULL; i++)
		str_addf(out, "%s%s", i == 0 ? "" : " ", words[i]);
	str_add_char(out, ')');
}

/* "[help]" and, where there is an argument, ":FORMAT:(text json)'". */
static void
add_meaning(struct str *out, const struct option *o)
{
	str_add_char(out, '[');
	add_escaped(out, o->help);
	str_add_char(out, ']');
	if (o->kind != OPTION_FLAG)
		str_addf(out, ":%s:", o->argument);
	switch (o->kind) {
	case OPTION_FLAG:
	case OPTION_TEXT:
	case OPTION_LIST:
	case OPTION_PAIR:
	case OPTION_NUMBER:
		break;
	case OPTION_FILE:
		str_add(out, "_files");
		break;
	case OPTION_WORD:
	case OPTION_REPORTS:
		add_words(out, o->words);
		break;
	case OPTION_RULES:
		str_add(out, "_vpcplan_rules");
		break;
	}
	str_add(out, "'");
}

static void
add_option(struct str *out, const struct option *o)
{
	bool flag = o->kind == OPTION_FLAG;
	bool again = o->kind == OPTION_LIST || o->kind == OPTION_PAIR ||
	    o->kind == OPTION_RULES || o->kind == OPTION_REPORTS;

	str_add(out, " \\\n\t\t    ");
	if (o->letter == 0) {
		str_addf(out, "'%s--%s%s", again ? "*" : "", o->name,
		    flag ? "" : "=");
	} else {
		if (again)
			str_add(out, "'*'");
		else
			str_addf(out, "'(-%c --%s)'", o->letter, o->name);
		str_addf(out, "{-%c%s,--%s%s}'", o->letter, flag ? "" : "+",
		    o->name, flag ? "" : "=");
	}
	add_meaning(out, o);
}

static void
add_operand(struct str *out, const struct command *c)
{
	if (c->operands == NULL)
		return;
	str_addf(out, " \\\n\t\t    '%s:",
	    c->operands_max == 1 ? "1" : "*");
	add_escaped(out, c->operands);
	str_add_char(out, ':');
	switch (c->operand_kind) {
	case OPERAND_FILE:
		str_add(out, "_files");
		break;
	case OPERAND_RULE:
		str_add(out, "_vpcplan_rules");
		break;
	case OPERAND_COMMAND:
		str_add(out, "_vpcplan_commands");
		break;
	case OPERAND_WORD:
		add_words(out, c->operand_words);
		break;
	case OPERAND_OTHER:
		str_add_char(out, ' ');
		break;
	}
	str_add(out, "'");
}

static void
add_commands(struct str *out, const char *function,
    const struct command *const *list)
{
	str_addf(out, "%s() {\n\tlocal -a list\n\tlist=(\n", function);
	for (; *list != NULL; list++) {
		str_addf(out, "\t    '%s:", (*list)->name);
		add_escaped(out, (*list)->summary);
		str_add(out, "'\n");
	}
	str_add(out, "\t)\n\t_describe command list\n}\n\n");
}

static void
add_arguments(struct str *out, const struct titled_commands *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct command *c = all->v[i].c;

		str_addf(out, "\t'%s')\n\t\t_arguments -s -S",
		    all->v[i].title);
		for (size_t k = 0; command_option(c, k) != NULL; k++)
			add_option(out, command_option(c, k));
		add_operand(out, c);
		str_add(out, "\n\t\t;;\n");
	}
}

/* Groups: their name alone asks for a subcommand. */
static void
add_groups(struct str *out)
{
	for (size_t i = 0; commands[i] != NULL; i++) {
		const char *name = commands[i]->name;

		if (commands[i]->subcommands == NULL)
			continue;
		str_addf(out, "\tif [[ $title == %s ]]; then\n"
		    "\t\tif ((CURRENT == 2)); then\n"
		    "\t\t\t_vpcplan_%s\n"
		    "\t\t\treturn\n"
		    "\t\tfi\n"
		    "\t\ttitle=\"%s $words[2]\"\n"
		    "\t\tshift words\n"
		    "\t\t((CURRENT--))\n"
		    "\tfi\n", name, name, name);
	}
}

void
completion_zsh(struct str *out)
{
	struct titled_commands all = command_all(out->a);

	str_add(out, "#compdef vpcplan\n"
	    "# SPDX-License-Identifier: MIT\n"
	    "# Completions of zsh for vpcplan.\n"
	    "# Written by: vpcplan completion zsh\n"
	    "\n"
	    "_vpcplan_rules() {\n"
	    "\tcompset -P '*,'\n"
	    "\tcompadd -- $(vpcplan rules --format codes 2>/dev/null)\n"
	    "}\n"
	    "\n");
	add_commands(out, "_vpcplan_commands", commands);
	for (size_t i = 0; commands[i] != NULL; i++)
		if (commands[i]->subcommands != NULL)
			add_commands(out, arena_printf(out->a, "_vpcplan_%s",
			    commands[i]->name), commands[i]->subcommands);
	str_add(out, "_vpcplan() {\n"
	    "\tlocal title=check\n"
	    "\n"
	    "\tif ((CURRENT == 2)); then\n"
	    "\t\t_arguments '--version[print the version]' "
	    "'--help[describe the program]' \\\n"
	    "\t\t    '1: :_vpcplan_commands' && return\n"
	    "\t\t_files\n"
	    "\t\treturn\n"
	    "\tfi\n"
	    "\tcase $words[2] in\n\t");
	for (size_t i = 0; commands[i] != NULL; i++)
		str_addf(out, "%s%s", i == 0 ? "" : "|", commands[i]->name);
	str_add(out, ")\n"
	    "\t\ttitle=$words[2]\n"
	    "\t\tshift words\n"
	    "\t\t((CURRENT--))\n"
	    "\t\t;;\n"
	    "\tesac\n");
	add_groups(out);
	str_add(out, "\tcase $title in\n");
	add_arguments(out, &all);
	str_add(out, "\tesac\n}\n\n_vpcplan \"$@\"\n");
}
