/* SPDX-License-Identifier: MIT */
#include "report/formats.h"

#include "report/common.h"
#include "report/excerpt.h"
#include "report/text.h"

#include <string.h>

/*
 * A comment on a pull request: a table, the worst first, and below it each
 * finding folded with its excerpt, its witness and what to do.  The first
 * line is a mark by which whoever posts it finds the comment of last time.
 *
 * Where a comment may have only so many bytes, details go first, the last
 * ones before the others, then rows; what is missing is said.
 *
 * Everything from the input is code.  What a code span cannot keep from
 * having an effect (a backquote, a bar in a table) is replaced or escaped.
 */

enum {
	EXCERPT_WIDTH = 100,
	REST_MAX = 200		/* bytes of the lines that say what is missing */
};

static const char marker[] = "<!-- vpcplan-report -->\n";

/* -------------------------------------------------------------- escaping */

/* A span; in a table a bar ends the cell even there. */
static void
add_code(struct str *out, const char *text, size_t length)
{
	str_add_char(out, '`');
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '`')
			str_add_char(out, '\'');
		else if (text[i] == '|')
			str_add(out, "\\|");
		else
			str_add_char(out, text[i]);
	}
	str_add_char(out, '`');
}

/* Whether a word means itself wherever it stands. */
static bool
is_plain(const char *word, size_t length)
{
	static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789.,;:/()\"'%+=?-";

	for (size_t i = 0; i < length; i++)
		if (strchr(safe, word[i]) == NULL)
			return false;
	for (size_t i = 0; i + 2 < length; i++)
		if (memcmp(word + i, "://", 3) == 0 ||
		    memcmp(word + i, "www", 3) == 0 ||
		    memcmp(word + i, "WWW", 3) == 0)
			return false;
	return true;
}

/* A text of ours with names in it: words that could be markup are code. */
static void
add_words(struct str *out, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, " \n");

		if (is_plain(text, n))
			str_add_bytes(out, text, n);
		else
			add_code(out, text, n);
		text += n;
		if (*text != '\0') {
			str_add_char(out, ' ');
			text++;
		}
	}
}

/* Inside <code>, where no mark of Markdown's counts. */
static void
add_html(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			str_add(out, "&amp;");
		else if (*text == '<')
			str_add(out, "&lt;");
		else if (*text == '>')
			str_add(out, "&gt;");
		else
			str_add_char(out, *text);
	}
}

/* A block with fences that are longer than any run of backquotes in it. */
static void
add_fenced(struct str *out, const char *text)
{
	size_t longest = 2, run = 0;

	for (const char *p = text; *p != '\0'; p++) {
		run = *p == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	str_add_repeat(out, '`', longest + 1);
	str_addf(out, "text\n%s", text);
	str_add_repeat(out, '`', longest + 1);
	str_add_char(out, '\n');
}

/* ----------------------------------------------------------------- pieces */

static const char *
place_text(struct arena *a, const struct shown *s)
{
	return arena_printf(a, "%s:%u:%u", report_path(s->start.file),
	    (unsigned)s->start.line, (unsigned)s->start.column);
}

static const char *
row_of(const struct report *r, const struct shown *s)
{
	struct str out = str_new(r->a);
	const char *place = place_text(r->a, s);

	str_addf(&out, "| %s | %s | ", severity_name(s->f->severity),
	    s->f->notice->code);
	add_code(&out, place, strlen(place));
	str_add(&out, " | ");
	add_words(&out, report_message(r->a, s));
	add_words(&out, report_accepted_text(r, s->f));
	if (s->f->affects > 0)
		str_addf(&out, " (also affects %zu more)", s->f->affects);
	str_add(&out, " |\n");
	return str_text(&out);
}

static const char *
block_of(const struct report *r, const struct shown *s)
{
	struct str out = str_new(r->a);
	const struct finding *f = s->f;
	struct position start, end;
	struct excerpt e;

	if (excerpt_take(r->a, r->files, f->at, report_token_end(r, f->at),
	    EXCERPT_WIDTH, r->style.unicode ? "\u2026" : "~", &e)) {
		str_addf(&out, "%5u | %s\n      | ", (unsigned)s->start.line,
		    e.text);
		str_add_repeat(&out, ' ', e.column);
		str_add_repeat(&out, '^', e.cells);
		str_add_char(&out, '\n');
	}
	str_addf(&out, "%s: %s\n", severity_name(f->severity),
	    report_message(r->a, s));
	for (size_t i = 0; i < f->related.n; i++)
		if (report_related(r, &f->related.v[i], &start, &end))
			str_addf(&out, "note: %s:%u:%u: %s", start.file,
			    (unsigned)start.line, (unsigned)start.column,
			    arena_printf(r->a, "%s\n", f->related.v[i].text));
	for (size_t i = 0; i < f->witness.n; i++)
		str_addf(&out, "%s = %s\n", f->witness.v[i].key,
		    f->witness.v[i].value);
	if (f->help != NULL)
		str_addf(&out, "help: %s\n", f->help);
	if (f->proved)
		str_addf(&out, "fix: %s\n", f->fix);
	if (f->proved && f->snippet.text != NULL)
		str_addf(&out, "%s:\n%s", report_snippet_title(&f->snippet),
		    f->snippet.text);
	str_addf(&out, "more: vpcplan explain %s\n", f->notice->code);
	return str_text(&out);
}

static const char *
details_of(const struct report *r, const struct shown *s)
{
	struct str out = str_new(r->a);

	str_addf(&out, "\n<details><summary>%s %s %s <code>",
	    severity_name(s->f->severity), s->f->notice->code,
	    s->f->notice->name);
	add_html(&out, place_text(r->a, s));
	str_add(&out, "</code></summary>\n\n");
	add_fenced(&out, block_of(r, s));
	str_add(&out, "\n</details>\n");
	return str_text(&out);
}

/* ---------------------------------------------------------------- summary */

static void
add_count(struct str *out, size_t n, const char *thing, const char **before)
{
	if (n == 0)
		return;
	str_addf(out, "%s%zu %s%s", *before, n, thing, n == 1 ? "" : "s");
	*before = ", ";
}

static void
add_heading(struct str *out, const struct report *r)
{
	struct counts c = report_counts(r);
	const char *before = ": ";

	str_add(out, marker);
	str_add(out, "### vpcplan");
	add_count(out, c.errors, "error", &before);
	add_count(out, c.warnings, "warning", &before);
	add_count(out, c.notes, "note", &before);
	if (c.errors + c.warnings + c.notes == 0)
		str_add(out, r->n_inputs == 0 ? ": nothing was read" :
		    r->refused ? ": no findings in what was read" :
		    ": no findings");
	str_add_char(out, '\n');
	if (r->outcomes.n + r->expectations_unread > 0) {
		text_add_expectations(out, r, "\n");
		str_add(out, ".\n");
	}
	if (c.suppressed > 0)
		str_addf(out, "\n%zu accepted in the input.\n", c.suppressed);
	if (c.baselined > 0)
		str_addf(out, "\n%zu in the baseline.\n", c.baselined);
}

/* The worst first; among equals the order of the report. */
static size_t *
by_severity(const struct report *r, const struct shown *shown, size_t n)
{
	size_t *order = arena_array(r->a, n, sizeof *order);
	size_t kept = 0;

	for (int severity = SEVERITY_ERROR; severity >= SEVERITY_OFF;
	    severity--)
		for (size_t i = 0; i < n; i++)
			if ((int)shown[i].f->severity == severity)
				order[kept++] = i;
	return order;
}

/* ------------------------------------------------------------------- run */

/* Append a piece if it leaves room for what may have to be said at the end. */
static bool
add_if_room(struct str *out, const struct report *r, size_t from,
    const char *piece)
{
	struct str safe = str_new(r->a);

	text_add_lines(r->a, &safe, piece);
	if (r->max_bytes > 0 &&
	    out->n - from + safe.n + REST_MAX > r->max_bytes)
		return false;
	str_add(out, str_text(&safe));
	return true;
}

static void
write_failures(struct str *out, const struct report *r, size_t from)
{
	for (size_t i = 0; i < r->n_failures; i++) {
		struct str line = str_new(r->a);

		str_add(&line, i == 0 ? "\n- not done: " : "- not done: ");
		add_words(&line, r->failures[i]);
		str_add_char(&line, '\n');
		if (!add_if_room(out, r, from, str_text(&line)))
			break;
	}
}

static void
write_findings(struct str *out, const struct report *r, size_t from,
    const struct shown *shown, size_t n)
{
	const size_t *order = by_severity(r, shown, n);
	size_t rows, details = 0;

	if (n == 0)
		return;
	str_add(out, "\n| | rule | where | what |\n"
	    "| --- | --- | --- | --- |\n");
	for (rows = 0; rows < n; rows++)
		if (!add_if_room(out, r, from, row_of(r, &shown[order[rows]])))
			break;
	for (; rows == n && details < n; details++)
		if (!add_if_room(out, r, from,
		    details_of(r, &shown[order[details]])))
			break;
	if (rows < n)
		str_addf(out, "\n%zu more findings do not fit here; "
		    "`vpcplan check` prints all.\n", n - rows);
	else if (details < n)
		str_addf(out, "\nThe details of %zu do not fit here; "
		    "`vpcplan check` prints all.\n", n - details);
}

/* Behind the rest, folded: they call for no action. */
static void
write_accepted(struct str *out, const struct report *r, size_t from)
{
	size_t n, accepted = 0, rows = 0;
	const struct shown *shown = report_shown(r, &n);

	for (size_t i = 0; i < n; i++)
		accepted += report_is_accepted(shown[i].f);
	if (accepted == 0 || !add_if_room(out, r, from, arena_printf(r->a,
	    "\n<details><summary>%zu accepted</summary>\n\n"
	    "| | rule | where | what |\n| --- | --- | --- | --- |\n",
	    accepted)))
		return;
	for (size_t i = 0; i < n; i++)
		if (report_is_accepted(shown[i].f) && add_if_room(out, r,
		    from, row_of(r, &shown[i])))
			rows++;
	str_add(out, "\n</details>\n");
	if (rows < accepted)
		str_addf(out, "\n%zu more accepted ones do not fit here.\n",
		    accepted - rows);
}

static void
write_markdown(struct str *out, const struct report *r)
{
	size_t n, from = out->n;
	const struct shown *shown = report_open(r, &n);

	add_heading(out, r);
	write_failures(out, r, from);
	write_findings(out, r, from, shown, n);
	write_accepted(out, r, from);
}

const struct format format_markdown = {
	.name = "markdown",
	.summary = "a comment on a pull request",
	.write = write_markdown
};
