/* SPDX-License-Identifier: MIT */
#include "cli/commands.h"
#include "cli/terminal.h"
#include "lint/lint.h"
#include "text/wrap.h"

#include <string.h>

enum { INDENT = 2 };

static const char *const class_texts[] = {
	[CLASS_REJECT] = "AWS refuses it",
	[CLASS_BROKEN] = "deploys, but does not work",
	[CLASS_EXPOSURE] = "works for people it should not work for",
	[CLASS_FRAGILE] = "works until a zone is lost or something grows",
	[CLASS_WASTE] = "costs or clutters, and does nothing",
	[CLASS_POLICY] = "an opinion, off until it is selected",
	[CLASS_META] = "about the check itself",
};

static void
add_heading(struct str *out, const struct style *style, const char *text)
{
	str_add_char(out, '\n');
	style_add(style, out, ROLE_BOLD, text);
	str_add_char(out, '\n');
}

static void
add_paragraph(struct str *out, const struct style *style,
    const char *heading, const char *text)
{
	if (text == NULL)
		return;
	add_heading(out, style, heading);
	str_add_repeat(out, ' ', INDENT);
	wrap_text(out, text, style->width, INDENT, INDENT);
	str_add_char(out, '\n');
}

/* Lines of JSON: indented, never wrapped. */
static void
add_example(struct str *out, const struct style *style, const char *heading,
    const char *text)
{
	if (text == NULL)
		return;
	add_heading(out, style, heading);
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		str_add_repeat(out, ' ', INDENT);
		str_add_bytes(out, text, length);
		str_add_char(out, '\n');
		text += length + (text[length] == '\n');
	}
}

static void
explain(struct str *out, const struct style *style, const struct notice *n)
{
	style_add(style, out, ROLE_BOLD, n->code);
	str_addf(out, " %s\n", n->name);
	wrap_text(out, n->title, style->width, 0, 0);
	str_addf(out, "\n\nseverity  %s\nclass     %s: %s\n",
	    severity_name(n->severity), notice_class_name(n->class),
	    class_texts[n->class]);
	add_paragraph(out, style, "What AWS does", n->aws);
	add_paragraph(out, style, "Why it matters", n->why);
	add_paragraph(out, style, "Where no intent is declared", n->intent);
	add_example(out, style, "Wrong", n->bad);
	add_example(out, style, "Right", n->good);
	add_paragraph(out, style, "Options", n->options);
	add_example(out, style, "To accept it, on the object or above it",
	    arena_printf(out->a, "\"ignore\": [{ \"rule\": \"%s\", "
	    "\"reason\": \"...\" }]", n->code));
	add_paragraph(out, style, "See", n->reference);
}

/* People type codes in lower case; files must have them as they are. */
static const struct notice *
find_typed(struct arena *a, const char *word)
{
	const struct notice *n = registry_find(word);
	char *code = arena_strdup(a, word);

	for (char *p = code; n == NULL && *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return n != NULL ? n : registry_find(code);
}

static enum exit_status
run_explain(struct arguments *args)
{
	enum exit_status status = EXIT_STATUS_CLEAN;
	struct style style;

	if (!terminal_style(args, &style))
		return EXIT_STATUS_REFUSED;
	for (size_t i = 0; i < args->n_operands; i++) {
		const char *word = args->operand[i];
		const struct notice *n = find_typed(args->a, word);
		const char *near = registry_nearest(word);

		if (n != NULL) {
			str_add(args->out, args->out->n > 0 ? "\n" : "");
			explain(args->out, &style, n);
			continue;
		}
		complain("explain: no rule is called \"%s\"%s%s%s", word,
		    near == NULL ? "" : "; did you mean \"",
		    near == NULL ? "" : near, near == NULL ? "" : "\"?");
		status = EXIT_STATUS_REFUSED;
	}
	return status;
}

static const struct option *const shared[] = { options_terminal, NULL };

const struct command command_explain = {
	.name = "explain",
	.operands = "RULE...",
	.operand_kind = OPERAND_RULE,
	.operands_min = 1,
	.summary = "say all about a rule: what AWS does, why it matters, "
	    "what is right",
	.details = "Says all about rules, named by code or name: what AWS "
	    "does, why it matters, what is wrong and what is right.",
	.shared = shared,
	.run = run_explain
};
