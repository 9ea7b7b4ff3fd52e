/* SPDX-License-Identifier: MIT */
#include "cli/rules_man.h"

#include <string.h>

/* The areas, by the first two letters of a code, in order of the page. */
static const struct {
	const char *letters, *title;
} areas[] = {
	{ "AD", "ADDRESSING" },
	{ "CP", "CAPACITY" },
	{ "EP", "ENDPOINTS" },
	{ "GW", "GATEWAYS" },
	{ "HA", "RESILIENCE" },
	{ "HY", "HYGIENE" },
	{ "IN", "INPUT" },
	{ "LB", "LOAD BALANCERS" },
	{ "MT", "THE CHECK ITSELF" },
	{ "NA", "NETWORK ACLS" },
	{ "PL", "PLACEMENT" },
	{ "RI", "REACHABILITY AND INTENT" },
	{ "RT", "ROUTING" },
	{ "SG", "SECURITY GROUPS" },
	{ "SN", "SUBNETS" },
};

static void
add_char(struct str *out, char c)
{
	switch (c) {
	case '\\':
		str_add(out, "\\e");
		break;
	case '-':
		str_add(out, "\\-");
		break;
	case '`':
		str_add(out, "\\(ga");
		break;
	case '\'':
		str_add(out, "\\(aq");
		break;
	default:
		str_add_char(out, c);
	}
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n';
}

/* Whether the blank at p, the last of a run, stands between two sentences. */
static bool
between_sentences(const char *text, const char *p)
{
	const char *before = p;

	while (before > text && is_blank(*before))
		before--;
	return strchr(".!?", *before) != NULL && p[1] >= 'A' && p[1] <= 'Z';
}

/*
 * Text as roff takes it: hyphens and backslashes are escaped, a sentence
 * begins on a line of its own, and no line begins with a control character.
 * Newlines stay where verbatim, else a run of blanks is one blank.
 */
static void
add_text(struct str *out, const char *text, bool verbatim)
{
	bool at_start = true;

	for (const char *p = text; *p != '\0'; p++) {
		bool ends = verbatim ? *p == '\n' :
		    is_blank(*p) && between_sentences(text, p);

		if (!verbatim && is_blank(*p) && is_blank(p[1]))
			continue;
		if (at_start && (*p == '.' || *p == '\''))
			str_add(out, "\\&");
		if (ends && p[1] == '\0')
			break;
		if (ends)
			str_add_char(out, '\n');
		else if (is_blank(*p))
			str_add_char(out, ' ');
		else
			add_char(out, *p);
		at_start = ends;
	}
	str_add_char(out, '\n');
}

/*
 * An argument of a macro: quoted, so that no word in it is taken for another
 * macro and punctuation stays where it is.
 */
static void
add_quoted(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (const char *p = text; *p != '\0'; p++)
		if (*p == '"')
			str_add(out, "\"\"");
		else
			add_char(out, *p);
	str_add_char(out, '"');
}

static void
add_labelled(struct str *out, const char *label, const char *text)
{
	if (text == NULL)
		return;
	str_add(out, ".Pp\n.Em ");
	add_quoted(out, label);
	str_add_char(out, '\n');
	add_text(out, text, false);
}

static void
add_example(struct str *out, const char *label, const char *text)
{
	if (text == NULL)
		return;
	str_add(out, ".Pp\n.Em ");
	add_quoted(out, label);
	str_add(out, "\n.Bd -literal -offset indent -compact\n");
	add_text(out, text, true);
	str_add(out, ".Ed\n");
}

static void
add_rule(struct str *out, const struct notice *n)
{
	str_addf(out, ".Ss %s ", n->code);
	add_quoted(out, n->name);
	str_add_char(out, '\n');
	add_text(out, n->title, false);
	str_addf(out, "(%s, class %s).\n", severity_name(n->severity),
	    notice_class_name(n->class));
	add_labelled(out, "What AWS does:", n->aws);
	add_labelled(out, "Why it matters:", n->why);
	add_labelled(out, "Where no intent is declared:", n->intent);
	add_example(out, "Wrong:", n->bad);
	add_example(out, "Right:", n->good);
	add_labelled(out, "Options:", n->options);
	add_labelled(out, "See:", n->reference);
}

void
rules_man_write(struct str *out, const struct notice *const *rules, size_t n)
{
	const char *letters = "";

	str_add(out, ".\\\" SPDX-License-Identifier: MIT\n"
	    ".\\\" Written by: vpcplan rules --format man\n"
	    ".Dd November 24, 2026\n"
	    ".Dt VPCPLAN-RULES 7\n"
	    ".Os\n"
	    ".Sh NAME\n"
	    ".Nm vpcplan-rules\n"
	    ".Nd what vpcplan checks in a network\n"
	    ".Sh DESCRIPTION\n"
	    "Every finding of\n"
	    ".Ql vpcplan check\n"
	    "carries the code of a rule described here.\n"
	    "Options take codes, names and beginnings of codes; the same text "
	    "about one rule is printed by\n"
	    ".Ql vpcplan explain Ar RULE .\n"
	    "An accepted finding is stated in the input, on the object or "
	    "above it, with its reason:\n"
	    ".Bd -literal -offset indent\n"
	    "\"ignore\": [{ \"rule\": \"HA002\", \"reason\": \"cost, accepted"
	    "\" }]\n"
	    ".Ed\n");
	for (size_t i = 0; i < n; i++) {
		if (strncmp(letters, rules[i]->code, 2) != 0) {
			letters = rules[i]->code;
			for (size_t k = 0; k < sizeof areas / sizeof *areas;
			    k++)
				if (strncmp(areas[k].letters, letters, 2) == 0)
					str_addf(out, ".Sh %s\n",
					    areas[k].title);
		}
		add_rule(out, rules[i]);
	}
	str_add(out, ".Sh SEE ALSO\n"
	    ".Xr vpcplan 1 ,\n"
	    ".Xr vpcplan-spec 5\n");
}
