/* SPDX-License-Identifier: MIT */
#include "cli/completion.h"

#include "cli/commands.h"

/* "check|draw|cidr" of a list of commands. */
static void
add_names(struct str *out, const struct command *const *list,
    const char *between)
{
	for (size_t i = 0; list[i] != NULL; i++)
		str_addf(out, "%s%s", i == 0 ? "" : between, list[i]->name);
}

static void
add_words(struct str *out, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		str_addf(out, "%s%s", i == 0 ? "" : " ", words[i]);
}

/* Which words name the command: "check" where none does. */
static void
add_title(struct str *out)
{
	str_add(out, "\tlocal title=check first=${COMP_WORDS[1]}\n\n"
	    "\tif ((COMP_CWORD == 1)); then\n"
	    "\t\ttitle=\n"
	    "\telse\n"
	    "\t\tcase $first in\n"
	    "\t\t");
	add_names(out, commands, "|");
	str_add(out, ") title=$first ;;\n\t\tesac\n\tfi\n");
	for (size_t i = 0; commands[i] != NULL; i++)
		if (commands[i]->subcommands != NULL)
			str_addf(out,
			    "\tif [[ $title == %s ]] && ((COMP_CWORD > 2)); "
			    "then\n"
			    "\t\ttitle=\"%s ${COMP_WORDS[2]}\"\n"
			    "\tfi\n", commands[i]->name, commands[i]->name);
}

static void
add_value(struct str *out, const char *title, const struct option *o)
{
	str_addf(out, "\t\"%s --%s\"", title, o->name);
	if (o->letter != 0)
		str_addf(out, "|\"%s -%c\"", title, o->letter);
	str_add(out, ")\n");
	switch (o->kind) {
	case OPTION_FLAG:
		break;
	case OPTION_WORD:
		str_add(out, "\t\t_vpcplan_words \"");
		add_words(out, o->words);
		str_add(out, "\"\n");
		break;
	case OPTION_RULES:
		str_add(out, "\t\t_vpcplan_rules\n");
		break;
	case OPTION_REPORTS:
		str_add(out, "\t\tcompopt -o nospace\n\t\t_vpcplan_words \"");
		for (size_t i = 0; o->words[i] != NULL; i++)
			str_addf(out, "%s%s=", i == 0 ? "" : " ", o->words[i]);
		str_add(out, "\"\n");
		break;
	case OPTION_FILE:
		break;		/* no words: bash goes on to files */
	case OPTION_TEXT:
	case OPTION_LIST:
	case OPTION_PAIR:
	case OPTION_NUMBER:
		str_add(out, "\t\tcompopt +o default\n");
		break;
	}
	str_add(out, "\t\treturn\n\t\t;;\n");
}

static void
add_values(struct str *out, const struct titled_commands *all)
{
	str_add(out, "\tcase \"$title $before\" in\n");
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; command_option(all->v[i].c, k) != NULL;
		    k++) {
			const struct option *o =
			    command_option(all->v[i].c, k);

			if (o->kind != OPTION_FLAG)
				add_value(out, all->v[i].title, o);
		}
	str_add(out, "\tesac\n");
}

static void
add_options(struct str *out, const struct titled_commands *all)
{
	str_add(out, "\tif [[ $word == -* ]]; then\n"
	    "\t\tcase $title in\n"
	    "\t\t\"\") _vpcplan_words \"--help --version\" ;;\n");
	for (size_t i = 0; i < all->n; i++) {
		const struct command *c = all->v[i].c;

		str_addf(out, "\t\t\"%s\") _vpcplan_words \"",
		    all->v[i].title);
		for (size_t k = 0; command_option(c, k) != NULL; k++)
			str_addf(out, "%s--%s", k == 0 ? "" : " ",
			    command_option(c, k)->name);
		str_add(out, "\" ;;\n");
	}
	str_add(out, "\t\tesac\n\t\treturn\n\tfi\n");
}

static void
add_operand(struct str *out, const struct titled_command *t)
{
	const struct command *c = t->c;

	if (c->operands != NULL && c->operand_kind == OPERAND_FILE)
		return;		/* no words: bash goes on to files */
	str_addf(out, "\t\"%s\") ", t->title);
	if (c->operands == NULL)
		str_add(out, "compopt +o default");
	else if (c->operand_kind == OPERAND_RULE)
		str_add(out, "_vpcplan_rules");
	else if (c->operand_kind == OPERAND_COMMAND) {
		str_add(out, "_vpcplan_words \"");
		add_names(out, commands, " ");
		str_add(out, "\"");
	} else if (c->operand_kind == OPERAND_WORD) {
		str_add(out, "_vpcplan_words \"");
		add_words(out, c->operand_words);
		str_add(out, "\"");
	} else
		str_add(out, ":");
	str_add(out, " ;;\n");
}

static void
add_operands(struct str *out, const struct titled_commands *all)
{
	str_add(out, "\tcase $title in\n\t\"\")\n"
	    "\t\tCOMPREPLY=($(compgen -W \"");
	add_names(out, commands, " ");
	str_add(out, "\" -- \"$word\"))\n\t\t;;\n");
	for (size_t i = 0; commands[i] != NULL; i++) {
		if (commands[i]->subcommands == NULL)
			continue;
		str_addf(out, "\t\"%s\") _vpcplan_words \"",
		    commands[i]->name);
		add_names(out, commands[i]->subcommands, " ");
		str_add(out, "\" ;;\n");
	}
	for (size_t i = 0; i < all->n; i++)
		add_operand(out, &all->v[i]);
	str_add(out, "\tesac\n");
}

void
completion_bash(struct str *out)
{
	struct titled_commands all = command_all(out->a);

	str_add(out, "# SPDX-License-Identifier: MIT\n"
	    "# Completions of bash for vpcplan.\n"
	    "# Written by: vpcplan completion bash\n"
	    "\n"
	    "_vpcplan_words() {\t# _vpcplan_words WORDS: and no files\n"
	    "\tcompopt +o default\n"
	    "\tCOMPREPLY=($(compgen -W \"$1\" -- \"$word\"))\n"
	    "}\n"
	    "\n"
	    "_vpcplan_rules() {\t# codes, the last one of a list with commas\n"
	    "\tlocal list=\n"
	    "\n"
	    "\tcompopt +o default\n"
	    "\t[[ $word != *,* ]] || list=${word%,*},\n"
	    "\tCOMPREPLY=($(compgen -P \"$list\" -W \"$(\n"
	    "\t    vpcplan rules --format codes 2>/dev/null)\" -- "
	    "\"${word##*,}\"))\n"
	    "}\n"
	    "\n"
	    "_vpcplan() {\n"
	    "\tlocal word=${COMP_WORDS[COMP_CWORD]}\n"
	    "\tlocal before=${COMP_WORDS[COMP_CWORD - 1]}\n");
	add_title(out);
	str_add(out, "\tif [[ $word == = ]]; then\t# --name=\n"
	    "\t\tword=\n"
	    "\telif [[ $before == = ]]; then\t# --name=VALUE\n"
	    "\t\tbefore=${COMP_WORDS[COMP_CWORD - 2]}\n"
	    "\tfi\n");
	add_values(out, &all);
	add_options(out, &all);
	add_operands(out, &all);
	str_add(out, "}\n\ncomplete -o default -F _vpcplan vpcplan\n");
}
