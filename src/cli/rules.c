/* SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "cli/rules_man.h"
#include "cli/terminal.h"
#include "document/writer.h"
#include "lint/lint.h"
#include "text/table.h"

#include <string.h>

static const char *const format_words[] = {
	"text", "json", "man", "codes", NULL
};

/* Rows are borrowed from the catalogue. */
struct chosen {
	const struct notice **v;
	size_t n, cap;
};

static bool
is_meant(const struct arguments *args, const struct notice *n)
{
	for (size_t i = 0; i < args->n_operands; i++)
		if (registry_matches(args->operand[i], n))
			return true;
	return args->n_operands == 0;
}

/* False after a complaint: a word that means no rule. */
static bool
choose(const struct arguments *args, struct chosen *out)
{
	bool good = true;

	for (size_t i = 0; i < args->n_operands; i++) {
		const char *word = args->operand[i], *near;

		if (registry_matches_any(word))
			continue;
		near = registry_nearest(word);
		complain("rules: no rule is called \"%s\"%s%s%s", word,
		    near == NULL ? "" : "; did you mean \"",
		    near == NULL ? "" : near, near == NULL ? "" : "\"?");
		good = false;
	}
	for (size_t i = 0; registry_row(i) != NULL; i++)
		if (is_meant(args, registry_row(i)))
			vec_push(args->a, out, registry_row(i));
	return good;
}

static void
write_text(struct arguments *args, const struct chosen *rules,
    const struct style *style)
{
	struct table *t = table_new(args->a, "llll");

	for (size_t i = 0; i < rules->n; i++) {
		const struct notice *n = rules->v[i];

		table_row(t, (const char *[]){ n->code,
		    severity_name(n->severity), n->name, n->title });
	}
	table_print(t, args->out, 0, style->width);
}

static void
write_json(struct str *out, const struct chosen *rules)
{
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.rules/1");
	writer_key(&w, "rules");
	writer_begin_list(&w);
	for (size_t i = 0; i < rules->n; i++) {
		const struct notice *n = rules->v[i];

		writer_begin_map(&w);
		writer_member_text(&w, "rule", n->code);
		writer_member_text(&w, "slug", n->name);
		writer_member_text(&w, "severity", severity_name(n->severity));
		writer_member_text(&w, "class", notice_class_name(n->class));
		writer_member_text(&w, "title", n->title);
		writer_member_text(&w, "aws", n->aws);
		writer_member_text(&w, "why", n->why);
		writer_member_text(&w, "intent", n->intent);
		writer_member_text(&w, "bad", n->bad);
		writer_member_text(&w, "good", n->good);
		writer_member_text(&w, "options", n->options);
		writer_member_text(&w, "reference", n->reference);
		writer_end(&w);
	}
	writer_end(&w);
	writer_end(&w);
	writer_finish(&w);
}

static enum exit_status
run_rules(struct arguments *args)
{
	const char *format = argument(args, "format");
	struct chosen rules = { 0 };
	struct style style;

	if (!terminal_style(args, &style) || !choose(args, &rules))
		return EXIT_STATUS_REFUSED;
	if (str_equal(format, "json"))
		write_json(args->out, &rules);
	else if (str_equal(format, "man"))
		rules_man_write(args->out, rules.v, rules.n);
	else if (str_equal(format, "codes"))
		for (size_t i = 0; i < rules.n; i++)
			str_addf(args->out, "%s\n", rules.v[i]->code);
	else
		write_text(args, &rules, &style);
	return EXIT_STATUS_CLEAN;
}

static const struct option options[] = {
	{ .letter = 'f', .name = "format", .kind = OPTION_WORD,
	  .argument = "FORMAT", .words = format_words,
	  .help = "a table, all there is to say, the manual page, or codes "
	      "alone" },
	{ 0 }
};

static const struct option *const shared[] = { options_terminal, NULL };

const struct command command_rules = {
	.name = "rules",
	.operands = "[RULE...]",
	.operand_kind = OPERAND_RULE,
	.summary = "list the rules that check knows",
	.details = "Lists code, severity, name and title of each rule, or of "
	    "those that the operands mean: codes, names or beginnings of "
	    "codes. \"vpcplan explain RULE\" says all about one.",
	.options = options,
	.shared = shared,
	.run = run_rules
};
