/* SPDX-License-Identifier: MIT */
#include "report/formats.h"

#include "diag/suppression.h"
#include "document/writer.h"
#include "plan/expect.h"
#include "text/sanitise.h"

/*
 * The report for programs.  Every key is always there, so that nobody's
 * script depends on what happens to be found.
 */

static void
write_position(struct writer *w, const char *file, struct position p)
{
	writer_member_text(w, "file", file);
	writer_member_integer(w, "line", p.line);
	writer_member_integer(w, "column", p.column);
}

static void
write_related(struct writer *w, const struct report *r,
    const struct finding *f)
{
	writer_key(w, "related");
	writer_begin_list(w);
	for (size_t i = 0; i < f->related.n; i++) {
		struct position p = place_position(r->files,
		    f->related.v[i].at);

		if (p.file == NULL)
			p.line = p.column = 1;
		writer_begin_map_inline(w);
		write_position(w, p.file == NULL ? NULL :
		    sanitise_text(r->a, p.file), p);
		writer_member_text(w, "message", f->related.v[i].text);
		writer_end(w);
	}
	writer_end(w);
}

/* The same key twice would be lost to most readers: the second is "key_2". */
static const char *
witness_key(struct arena *a, const struct finding *f, size_t i)
{
	const char *key = f->witness.v[i].key;
	size_t before = 0;

	for (size_t j = 0; j < i; j++)
		before += str_equal(f->witness.v[j].key, key);
	return before == 0 ? key : arena_printf(a, "%s_%zu", key, before + 1);
}

static void
write_witness(struct writer *w, const struct report *r,
    const struct finding *f)
{
	writer_key(w, "witness");
	if (f->witness.n == 0) {
		writer_null(w);
		return;
	}
	writer_begin_map(w);
	for (size_t i = 0; i < f->witness.n; i++)
		writer_member_text(w, witness_key(r->a, f, i),
		    f->witness.v[i].value);
	writer_end(w);
}

static void
write_suppressed(struct writer *w, const struct report *r,
    const struct suppression *s)
{
	struct position p;

	writer_key(w, "suppressed");
	if (s == NULL) {
		writer_null(w);
		return;
	}
	p = place_position(r->files, s->at);
	if (p.file == NULL)
		p.line = p.column = 1;
	writer_begin_map(w);
	writer_member_text(w, "rule", sanitise_text(r->a, s->rule));
	writer_member_text(w, "reason", sanitise_text(r->a, s->reason));
	writer_member_text(w, "until", s->until == NULL ? NULL :
	    sanitise_text(r->a, s->until));
	write_position(w, p.file == NULL ? NULL :
	    sanitise_text(r->a, p.file), p);
	writer_end(w);
}

static void
write_edit(struct writer *w, const struct report *r, const struct edit *e)
{
	struct place at, end;
	struct position p;

	if (!report_edit_range(r, e, &at, &end))
		return;
	p = place_position(r->files, at);
	writer_begin_map_inline(w);
	write_position(w, sanitise_text(r->a, p.file), p);
	p = place_position(r->files, end);
	writer_member_integer(w, "end_line", p.line);
	writer_member_integer(w, "end_column", p.column);
	writer_member_text(w, "text", e->to);
	writer_end(w);
}

static void
write_fix(struct writer *w, const struct report *r, const struct finding *f)
{
	bool exact = report_has_fix(r, f);

	writer_key(w, "fix");
	if (!exact && !f->proved) {
		writer_null(w);
		return;
	}
	writer_begin_map(w);
	writer_member_text(w, "text", f->fix);
	writer_member_bool(w, "proved", f->proved);
	writer_key(w, "edits");
	writer_begin_list(w);
	for (size_t i = 0; exact && i < f->edits.n; i++)
		write_edit(w, r, &f->edits.v[i]);
	writer_end(w);
	report_snippet(w, &f->snippet);
	writer_end(w);
}

static const char *
fingerprint_text(struct arena *a, uint64_t fingerprint)
{
	return arena_printf(a, "%016llx", (unsigned long long)fingerprint);
}

static void
write_finding(struct writer *w, const struct report *r, const struct shown *s)
{
	const struct finding *f = s->f;

	writer_begin_map(w);
	writer_member_text(w, "rule", f->notice->code);
	writer_member_text(w, "slug", f->notice->name);
	writer_member_text(w, "class", notice_class_name(f->notice->class));
	writer_member_text(w, "severity", severity_name(f->severity));
	writer_member_text(w, "message", f->message);
	write_position(w, s->start.file, s->start);
	writer_member_integer(w, "end_line", s->end.line);
	writer_member_integer(w, "end_column", s->end.column);
	writer_member_text(w, "object", s->object);
	write_related(w, r, f);
	write_witness(w, r, f);
	writer_member_text(w, "help", f->help);
	write_fix(w, r, f);
	writer_member_text(w, "caused_by", f->caused_by == NULL ? NULL :
	    fingerprint_text(r->a, s->caused_by));
	writer_member_integer(w, "affects", (int64_t)f->affects);
	writer_member_text(w, "fingerprint",
	    fingerprint_text(r->a, s->fingerprint));
	write_suppressed(w, r, f->suppressed);
	writer_member_bool(w, "baselined", f->baselined);
	writer_end(w);
}

static void
write_blockers(struct writer *w, const struct outcome *o)
{
	writer_key(w, "blockers");
	writer_begin_list(w);
	for (size_t i = 0; i < o->blockers.n; i++) {
		const struct shown_blocker *b = &o->blockers.v[i];

		writer_begin_map_inline(w);
		writer_member_text(w, "kind", b->kind);
		writer_member_text(w, "vpc", b->vpc);
		writer_member_text(w, "name", b->name);
		writer_member_text(w, "direction", b->direction);
		writer_member_text(w, "rule", b->rule);
		writer_end(w);
	}
	writer_end(w);
}

static void
write_outcome(struct writer *w, const struct report *r,
    const struct outcome *o)
{
	const struct expectation *e = o->of;
	struct position p = place_position(r->files, e->at);

	writer_begin_map(w);
	writer_member_text(w, "text", e->text);
	writer_member_text(w, "from", sanitise_text(r->a, e->from));
	writer_member_text(w, "to", sanitise_text(r->a, e->to));
	writer_member_text(w, "on", o->on);
	writer_key(w, "holds");
	if (o->holds == HOLDS_UNDECIDED)
		writer_null(w);
	else
		writer_bool(w, o->holds == HOLDS_YES);
	writer_member_text(w, "verdict", verdict_key(o->verdict));
	writer_member_text(w, "because", o->because);
	writer_member_text(w, "witness", o->witness);
	write_blockers(w, o);
	write_position(w, p.file == NULL ? NULL :
	    sanitise_text(r->a, p.file), p);
	writer_end(w);
}

static void
write_summary(struct writer *w, const struct report *r)
{
	struct counts c = report_counts(r);

	writer_key(w, "summary");
	writer_begin_map(w);
	writer_member_integer(w, "error", (int64_t)c.errors);
	writer_member_integer(w, "warning", (int64_t)c.warnings);
	writer_member_integer(w, "note", (int64_t)c.notes);
	writer_member_integer(w, "suppressed", (int64_t)c.suppressed);
	writer_member_integer(w, "baselined", (int64_t)c.baselined);
	writer_end(w);
}

/* What the baseline has is listed: a program can tell it from the rest. */
static bool
is_listed(const struct report *r, const struct finding *f)
{
	return f->suppressed == NULL || r->show_suppressed;
}

/*
 * Findings, or those that another stands for: a list of their own, so that
 * the first one has what calls for action and no more.
 */
static void
write_findings(struct writer *w, const struct report *r,
    const struct shown *shown, size_t n, bool superseded)
{
	writer_key(w, superseded ? "consequences" : "findings");
	writer_begin_list(w);
	for (size_t i = 0; i < n; i++) {
		const struct finding *f = shown[i].f;

		if ((f->caused_by != NULL) == superseded && is_listed(r, f) &&
		    (!superseded || is_listed(r, f->caused_by)))
			write_finding(w, r, &shown[i]);
	}
	writer_end(w);
}

static void
write_json(struct str *out, const struct report *r)
{
	struct writer w = writer_new(out);
	size_t n;
	const struct shown *shown = report_all(r, &n);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.report/1");
	writer_key(&w, "tool");
	writer_begin_map_inline(&w);
	writer_member_text(&w, "name", "vpcplan");
	writer_member_text(&w, "version", r->version);
	writer_end(&w);
	writer_key(&w, "files");
	writer_begin_list(&w);
	for (size_t i = 0; i < r->n_inputs; i++)
		writer_text(&w, sanitise_text(r->a, r->inputs[i]));
	writer_end(&w);
	write_findings(&w, r, shown, n, false);
	write_findings(&w, r, shown, n, true);
	writer_key(&w, "expectations");
	writer_begin_list(&w);
	for (size_t i = 0; i < r->outcomes.n; i++)
		write_outcome(&w, r, r->outcomes.v[i]);
	writer_end(&w);
	write_summary(&w, r);
	writer_end(&w);
	writer_finish(&w);
}

const struct format format_json = {
	.name = "json",
	.summary = "for programs; vpcplan schema report describes it",
	.write = write_json
};
