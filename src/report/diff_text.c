/* SPDX-License-Identifier: MIT */
#include "report/diff.h"

#include "base/str.h"
#include "model/notation.h"
#include "report/diff_fold.h"
#include "text/width.h"
#include "text/wrap.h"

enum { BELOW = 13 };	/* where the text behind "because" stands */

struct writing {
	struct str *out;
	const struct diff_report *r;
};

static enum role
role_of(char sign)
{
	return sign == '+' ? ROLE_ADDED : sign == '-' ? ROLE_REMOVED :
	    ROLE_CHANGED;
}

/* A line under a sign, wrapped with an indent. */
static void
write_line(const struct writing *w, char sign, size_t indent,
    const char *text)
{
	const struct style *style = &w->r->style;
	char mark[] = { sign, '\0' };

	if (sign != ' ')
		str_add(w->out, style_start(style, role_of(sign)));
	str_add(w->out, mark);
	str_add_repeat(w->out, ' ', indent - 1);
	wrap_text(w->out, text, style->width, indent, indent + 2);
	if (sign != ' ')
		str_add(w->out, style_end(style, role_of(sign)));
	str_add_char(w->out, '\n');
}

static void
write_heading(const struct writing *w, const char *text)
{
	style_add(&w->r->style, w->out, ROLE_BOLD, text);
	str_add_char(w->out, '\n');
}

/* ----------------------------------------------------------------- reach */

static void
write_because(const struct writing *w, const struct opening *o,
    struct diff_rows *last)
{
	struct arena *a = w->r->a;
	struct diff_rows rows = diff_because_rows(a, o, last);

	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].word[0] == '\0')
			write_line(w, ' ', BELOW, rows.v[i].text);
		else
			write_line(w, ' ', 4, arena_printf(a, "%-8s %s",
			    rows.v[i].word, rows.v[i].text));
}

static void
write_opening(const struct writing *w, const struct opening *o)
{
	struct arena *a = w->r->a;

	write_line(w, opening_sign(o->kind), 2, arena_printf(a,
	    "%s -> %s  %s  %s", o->from, o->to, notation_ports_format_of(a,
	    o->ports, o->family), diff_how_text(a, o)));
	write_line(w, ' ', 4, arena_printf(a, "packet   %s",
	    diff_packet_text(a, o)));
}

static void
write_reach(const struct writing *w)
{
	const struct openings *all = w->r->reach;
	struct diff_fold **fold = diff_folds(w->r->a, all);
	struct diff_rows last = { 0 };

	if (all->n == 0)
		return;
	write_heading(w, "Reach");
	for (size_t i = 0; i < all->n; i++) {
		if (fold[i] == NULL)
			write_opening(w, all->v[i]);
		else if (fold[i]->first == all->v[i])
			write_line(w, '?', 2, diff_fold_text(w->r->a,
			    fold[i]));
		else
			continue;
		write_because(w, all->v[i], &last);
	}
	str_add_char(w->out, '\n');
}

/* ---------------------------------------------------------------- layout */

static char
sign_of(enum change_kind kind)
{
	return kind == CHANGE_ADDED ? '+' : kind == CHANGE_REMOVED ? '-' :
	    '~';
}

static void
write_change(const struct writing *w, const struct thing_change *c)
{
	struct arena *a = w->r->a;

	write_line(w, sign_of(c->kind), 2, diff_change_text(a, c));
	for (size_t i = 0; i < c->fields.n; i++)
		write_line(w, ' ', 4, difference_text(a, &c->fields.v[i]));
	for (size_t i = 0; i < c->along.n; i++)
		write_line(w, ' ', 4, c->along.v[i]);
	if (diff_places_text(w->r, c) != NULL)
		write_line(w, ' ', 4, diff_places_text(w->r, c));
}

static void
write_layout(const struct writing *w)
{
	const struct comparison *c = w->r->layout;

	if (c->n == 0)
		return;
	write_heading(w, "Layout");
	for (size_t i = 0; i < c->n; i++)
		write_change(w, c->v[i]);
	str_add_char(w->out, '\n');
}

/* ------------------------------------------------- findings, expectations */

static void
write_findings_of(const struct writing *w, char sign,
    const struct finding *const *v, size_t n)
{
	struct arena *a = w->r->a;
	struct diff_findings all = diff_findings_in_order(a, v, n);

	for (size_t i = 0; i < n; i++)
		write_line(w, sign, 2, diff_finding_text(a, all.v[i],
		    sign == '+'));
}

static void
write_findings(const struct writing *w)
{
	const struct turnover *t = w->r->findings;

	if (t->arisen.n + t->fixed.n == 0)
		return;
	write_heading(w, "Findings");
	write_findings_of(w, '+', t->arisen.v, t->arisen.n);
	write_findings_of(w, '-', t->fixed.v, t->fixed.n);
	str_add_char(w->out, '\n');
}

static void
write_expectations(const struct writing *w)
{
	const struct diff_report *r = w->r;

	if (r->expectations.n == 0)
		return;
	write_heading(w, "Expectations");
	for (size_t i = 0; i < r->expectations.n; i++) {
		const struct expectation_change *e = &r->expectations.v[i];
		const struct outcome *now = e->is[AFTER];

		write_line(w, diff_expectation_sign(e), 2,
		    diff_expectation_words(r->a, e));
		if (now != NULL && now->because != NULL)
			write_line(w, ' ', 4, arena_printf(r->a, "because %s",
			    now->because));
	}
	str_add_char(w->out, '\n');
}

void
report_diff_text(struct str *out, const struct diff_report *r)
{
	struct writing w = { out, r };
	const struct turnover *t = r->findings;

	write_reach(&w);
	write_layout(&w);
	write_findings(&w);
	write_expectations(&w);
	if (r->layout->unseen > 0)
		str_addf(out, "Not compared: %zu thing%s of one side, of "
		    "kinds that the other input does not list whole.\n",
		    r->layout->unseen, r->layout->unseen == 1 ? "" : "s");
	str_addf(out, "Layout: %s\n", diff_layout_words(r));
	str_addf(out, "Findings: %zu new, %zu fixed, %zu unchanged\n",
	    t->arisen.n, t->fixed.n, t->unchanged);
	str_addf(out, "%s\n", diff_reach_line(r));
}
