/* SPDX-License-Identifier: MIT */
#include "report/diff.h"

#include "base/str.h"
#include "model/notation.h"
#include "report/diff_fold.h"

/*
 * A comment for a pull request: the summary, then what is dangerous, then the
 * rest folded.  A bot that finds the marker of the first line in its own
 * comment replaces that comment.  Blocks are fenced as diffs, which GitHub and
 * GitLab colour.
 */

struct writing {
	struct str *out;
	const struct diff_report *r;
	const char *fence;
	size_t left_out;		/* lines, for want of room */
	bool is_open;			/* a block is */
};

/* Room for the closing fence and the line that says what was left out. */
enum { TAIL_MAX = 160 };

static size_t
longest_run(const char *text, char c)
{
	size_t longest = 0, run = 0;

	for (; *text != '\0'; text++) {
		run = *text == c ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	return longest;
}

/* One line inside a fence, or nothing where there is no room for it. */
static void
write_line(struct writing *w, char sign, const char *text)
{
	size_t max = w->r->max_bytes;
	size_t length = 4;

	for (const char *c = text; *c != '\0'; c++)
		length++;
	if (max > 0 && (w->left_out > 0 ||
	    w->out->n + length + TAIL_MAX > max)) {
		w->left_out++;
		return;
	}
	str_add_char(w->out, sign);
	str_addf(w->out, " %s\n", text);
}

static void
write_because(struct writing *w, const struct opening *o,
    struct diff_rows *last)
{
	struct arena *a = w->r->a;
	struct diff_rows rows = diff_because_rows(a, o, last);

	for (size_t i = 0; i < rows.n; i++)
		write_line(w, ' ', arena_printf(a, "    %-7s %s",
		    rows.v[i].word, rows.v[i].text));
}

static void
write_opening(struct writing *w, const struct opening *o)
{
	struct arena *a = w->r->a;
	char sign = opening_sign(o->kind);

	write_line(w, sign == '~' ? '!' : sign, arena_printf(a,
	    "%s -> %s  %s  %s", o->from, o->to, notation_ports_format_of(a,
	    o->ports, o->family), diff_how_text(a, o)));
}

static void
write_reach(struct writing *w)
{
	const struct openings *all = w->r->reach;
	struct diff_fold **fold = diff_folds(w->r->a, all);
	struct diff_rows last = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		if (fold[i] == NULL)
			write_opening(w, all->v[i]);
		else if (fold[i]->first == all->v[i])
			write_line(w, '?', diff_fold_text(w->r->a, fold[i]));
		else
			continue;
		write_because(w, all->v[i], &last);
	}
}

static void
write_change(struct writing *w, const struct thing_change *c)
{
	struct arena *a = w->r->a;
	char sign = c->kind == CHANGE_ADDED ? '+' :
	    c->kind == CHANGE_REMOVED ? '-' : '!';

	write_line(w, sign, diff_change_text(a, c));
	for (size_t i = 0; i < c->fields.n; i++)
		write_line(w, ' ', arena_printf(a, "    %s",
		    difference_text(a, &c->fields.v[i])));
	for (size_t i = 0; i < c->along.n; i++)
		write_line(w, ' ', arena_printf(a, "    %s", c->along.v[i]));
	if (diff_places_text(w->r, c) != NULL)
		write_line(w, ' ', arena_printf(a, "    %s",
		    diff_places_text(w->r, c)));
}

static void
write_findings(struct writing *w, char sign, const struct finding *const *v,
    size_t n)
{
	struct arena *a = w->r->a;
	struct diff_findings all = diff_findings_in_order(a, v, n);

	for (size_t i = 0; i < n; i++)
		write_line(w, sign, diff_finding_text(a, all.v[i],
		    sign == '+'));
}

static void
write_expectation(struct writing *w, const struct expectation_change *e)
{
	const struct outcome *now = e->is[AFTER];
	char sign = diff_expectation_sign(e);

	write_line(w, sign == '~' ? '!' : sign,
	    diff_expectation_words(w->r->a, e));
	if (now != NULL && now->because != NULL)
		write_line(w, ' ', arena_printf(w->r->a, "    because %s",
		    now->because));
}

static void
open_block(struct writing *w, const char *title, bool folded)
{
	w->is_open = w->left_out == 0;
	if (!w->is_open)
		return;
	if (folded)
		str_addf(w->out, "\n<details><summary>%s</summary>\n\n",
		    title);
	else
		str_addf(w->out, "\n**%s**\n\n", title);
	str_addf(w->out, "%sdiff\n", w->fence);
}

static void
close_block(struct writing *w, bool folded)
{
	if (w->is_open)
		str_addf(w->out, "%s\n%s", w->fence, folded ?
		    "\n</details>\n" : "");
}

static void
write_blocks(struct writing *w)
{
	const struct diff_report *r = w->r;

	if (r->reach->n > 0) {
		open_block(w, "What can reach what", false);
		write_reach(w);
		close_block(w, false);
	}
	if (r->expectations.n > 0) {
		open_block(w, "Expectations", false);
		for (size_t i = 0; i < r->expectations.n; i++)
			write_expectation(w, &r->expectations.v[i]);
		close_block(w, false);
	}
	if (r->findings->arisen.n + r->findings->fixed.n > 0) {
		open_block(w, "Findings", true);
		write_findings(w, '+', r->findings->arisen.v,
		    r->findings->arisen.n);
		write_findings(w, '-', r->findings->fixed.v,
		    r->findings->fixed.n);
		close_block(w, true);
	}
	if (r->layout->n > 0) {
		open_block(w, "Layout", true);
		for (size_t i = 0; i < r->layout->n; i++)
			write_change(w, r->layout->v[i]);
		close_block(w, true);
	}
}

/* A fence longer than any run of its character in what it will hold. */
static const char *
fence_for(const struct diff_report *r)
{
	struct diff_report all = *r;
	struct str text = str_new(r->a), fence = str_new(r->a);
	struct writing w = { .out = &text, .r = &all, .fence = "" };
	size_t n;

	all.max_bytes = 0;
	write_blocks(&w);
	n = longest_run(str_text(&text), '`') + 1;
	str_add_repeat(&fence, '`', n < 3 ? 3 : n);
	return str_text(&fence);
}

void
report_diff_markdown(struct str *out, const struct diff_report *r)
{
	struct writing w = { .out = out, .r = r, .fence = fence_for(r) };
	const struct turnover *t = r->findings;

	str_add(out, "<!-- vpcplan:diff -->\n### Network change\n\n");
	str_addf(out, "%s  \nFindings: %zu new, %zu fixed, %zu unchanged  \n"
	    "Layout: %s\n", diff_reach_line(r), t->arisen.n, t->fixed.n,
	    t->unchanged, diff_layout_words(r));
	write_blocks(&w);
	if (w.left_out > 0)
		str_addf(out, "\n%zu more lines were left out for want of "
		    "room.\n", w.left_out);
}
