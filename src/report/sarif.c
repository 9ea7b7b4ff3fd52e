/* SPDX-License-Identifier: MIT */
#include "report/formats.h"

#include "diag/suppression.h"
#include "document/writer.h"
#include "report/common.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

/*
 * SARIF 2.1.0 as code scanning pages take it: they refuse the whole file for
 * one result without a place, take only the first place of each result, and
 * know results again by partialFingerprints.
 */

enum { DESCRIPTION_MAX = 1024 };

/* --------------------------------------------------------------- places */

static void
write_region(struct writer *w, struct position start, struct position end)
{
	writer_key(w, "region");
	writer_begin_map_inline(w);
	writer_member_integer(w, "startLine", start.line);
	writer_member_integer(w, "startColumn", start.column);
	writer_member_integer(w, "endLine", end.line);
	writer_member_integer(w, "endColumn", end.column);
	writer_end(w);
}

static void
write_artifact(struct writer *w, const struct report *r, const char *file)
{
	writer_key(w, "artifactLocation");
	writer_begin_map_inline(w);
	writer_member_text(w, "uri", report_uri(r->a, file));
	writer_end(w);
}

static void
write_place(struct writer *w, const struct report *r, struct position start,
    struct position end)
{
	writer_key(w, "physicalLocation");
	writer_begin_map(w);
	write_artifact(w, r, start.file);
	write_region(w, start, end);
	writer_end(w);
}

static void
write_message(struct writer *w, const char *key, const char *text)
{
	writer_key(w, key);
	writer_begin_map_inline(w);
	writer_member_text(w, "text", text);
	writer_end(w);
}

static void
write_locations(struct writer *w, const struct report *r,
    const struct shown *s)
{
	writer_key(w, "locations");
	writer_begin_list(w);
	writer_begin_map(w);
	write_place(w, r, s->start, s->end);
	if (*s->object != '\0') {
		writer_key(w, "logicalLocations");
		writer_begin_list_inline(w);
		writer_begin_map(w);
		writer_member_text(w, "fullyQualifiedName", s->object);
		writer_end(w);
		writer_end(w);
	}
	writer_end(w);
	writer_end(w);
}

static void
write_related(struct writer *w, const struct report *r,
    const struct finding *f)
{
	writer_key(w, "relatedLocations");
	writer_begin_list(w);
	for (size_t i = 0; i < f->related.n; i++) {
		struct position start, end;

		if (!report_related(r, &f->related.v[i], &start, &end))
			continue;
		writer_begin_map(w);
		writer_member_integer(w, "id", (int64_t)i + 1);
		write_message(w, "message", f->related.v[i].text);
		write_place(w, r, start, end);
		writer_end(w);
	}
	writer_end(w);
}

/* ---------------------------------------------------------------- rules */

static const char *
level(enum severity severity)
{
	return severity == SEVERITY_OFF ? "none" : severity_name(severity);
}

/* What code scanning calls the severity of something that is no security. */
static const char *
problem_severity(enum severity severity)
{
	return severity == SEVERITY_ERROR ? "error" :
	    severity == SEVERITY_WARNING ? "warning" : "recommendation";
}

/* Given only to exposures: it makes a result a security alert. */
static const char *
security_severity(enum severity severity)
{
	return severity == SEVERITY_ERROR ? "8.0" :
	    severity == SEVERITY_WARNING ? "5.0" : "3.0";
}

static void
write_properties(struct writer *w, const struct notice *n)
{
	bool exposure = n->class == CLASS_EXPOSURE;

	writer_key(w, "properties");
	writer_begin_map(w);
	writer_key(w, "tags");
	writer_begin_list_inline(w);
	writer_text(w, "network");
	writer_text(w, notice_class_name(n->class));
	if (exposure)
		writer_text(w, "security");
	writer_end(w);
	writer_member_text(w, "precision",
	    n->severity == SEVERITY_ERROR ? "very-high" : "high");
	writer_member_text(w, "problem.severity",
	    problem_severity(n->severity));
	if (exposure)
		writer_member_text(w, "security-severity",
		    security_severity(n->severity));
	writer_end(w);
}

/* What AWS does, then why it matters, up to the longest that is taken. */
static const char *
description(struct arena *a, const struct notice *n)
{
	const char *text = n->aws == NULL || n->why == NULL ? n->name :
	    arena_printf(a, "%s  %s", n->aws, n->why);

	return report_shorten(a, text, DESCRIPTION_MAX);
}

static void
write_rule(struct writer *w, struct arena *a, const struct notice *n)
{
	const char *title = n->title != NULL ? n->title : n->name;

	writer_begin_map(w);
	writer_member_text(w, "id", n->code);
	writer_member_text(w, "name", n->name);
	write_message(w, "shortDescription", title);
	write_message(w, "fullDescription", description(a, n));
	writer_key(w, "help");
	writer_begin_map(w);
	writer_member_text(w, "text", arena_printf(a, "%s\n\n"
	    "\"vpcplan explain %s\" shows what is wrong and what is right.",
	    n->why != NULL ? n->why : title, n->code));
	writer_member_text(w, "markdown", arena_printf(a, "%s\n\n"
	    "`vpcplan explain %s` shows what is wrong and what is right.",
	    n->why != NULL ? n->why : title, n->code));
	writer_end(w);
	writer_key(w, "defaultConfiguration");
	writer_begin_map_inline(w);
	writer_member_text(w, "level", level(n->severity));
	writer_end(w);
	write_properties(w, n);
	writer_end(w);
}

struct rules {
	const struct notice **v;
	size_t n, cap;
};

/* Those with results, in order of codes. */
static struct rules
rules_of(struct arena *a, const struct shown *shown, size_t n)
{
	struct rules rules = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		vec_push(a, &rules, shown[i].f->notice);
	vec_sort(&rules, report_compare_notices);
	for (size_t i = 0; i < rules.n; i++)
		if (kept == 0 || rules.v[kept - 1] != rules.v[i])
			rules.v[kept++] = rules.v[i];
	rules.n = kept;
	return rules;
}

static size_t
index_of(const struct rules *rules, const struct notice *n)
{
	size_t low = 0, high = rules->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(rules->v[middle]->code, n->code) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* -------------------------------------------------------------- results */

/*
 * "[text](1)" is a link to the related place with that id; the same in a
 * name would be one to wherever the name likes.
 */
static void
add_unlinked(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '[' || *text == ']' || *text == '\\')
			str_add_char(out, '\\');
		str_add_char(out, *text);
	}
}

/* As it stands, unless it would be read as a link. */
static void
add_plain(struct str *out, const char *text)
{
	if (strstr(text, "](") != NULL)
		add_unlinked(out, text);
	else
		str_add(out, text);
}

static const char *
result_text(const struct report *r, const struct shown *s)
{
	const struct finding *f = s->f;
	struct str out = str_new(r->a);
	struct position start, end;

	add_plain(&out, f->message);
	for (size_t i = 0; i < f->related.n; i++) {
		if (!report_related(r, &f->related.v[i], &start, &end))
			continue;
		str_add(&out, i == 0 ? "; see [" : ", [");
		add_unlinked(&out, f->related.v[i].text);
		str_addf(&out, "](%zu)", i + 1);
	}
	if (f->help != NULL) {
		str_add(&out, "\nhelp: ");
		add_plain(&out, f->help);
	}
	if (f->proved) {
		str_add(&out, "\nfix: ");
		add_plain(&out, f->fix);
	}
	if (f->proved && f->snippet.text != NULL)
		str_addf(&out, "\n%s:\n%s", report_snippet_title(&f->snippet),
		    f->snippet.text);
	return str_text(&out);
}

/* The way of the packet that shows it; a hop that stands nowhere is none. */
static void
write_way(struct writer *w, const struct report *r, const struct finding *f)
{
	struct position start, end;
	bool begun = false;

	for (size_t i = 0; i < f->way.n; i++) {
		if (!report_related(r, &f->way.v[i], &start, &end))
			continue;
		if (!begun) {
			writer_key(w, "codeFlows");
			writer_begin_list(w);
			writer_begin_map(w);
			writer_key(w, "threadFlows");
			writer_begin_list(w);
			writer_begin_map(w);
			writer_key(w, "locations");
			writer_begin_list(w);
		}
		begun = true;
		writer_begin_map(w);
		writer_key(w, "location");
		writer_begin_map(w);
		write_message(w, "message", f->way.v[i].text);
		write_place(w, r, start, end);
		writer_end(w);
		writer_end(w);
	}
	for (size_t i = 0; begun && i < 5; i++)
		writer_end(w);
}

static void
write_suppressions(struct writer *w, const struct report *r,
    const struct finding *f)
{
	const struct suppression *s = f->suppressed;

	if (s == NULL && !f->baselined)
		return;
	writer_key(w, "suppressions");
	writer_begin_list(w);
	writer_begin_map_inline(w);
	writer_member_text(w, "kind", s != NULL && !s->configured ?
	    "inSource" : "external");
	writer_member_text(w, "status", "accepted");
	writer_member_text(w, "justification", s == NULL ?
	    "it was there when the baseline was made" :
	    sanitise_text(r->a, s->reason));
	writer_end(w);
	writer_end(w);
}

static void
write_replacement(struct writer *w, const struct report *r,
    const struct edit *e)
{
	struct place at, end;
	struct position start, last;

	if (!report_edit_range(r, e, &at, &end))
		return;
	start = place_position(r->files, at);
	last = place_position(r->files, end);
	writer_begin_map(w);
	write_artifact(w, r, sanitise_text(r->a, start.file));
	writer_key(w, "replacements");
	writer_begin_list(w);
	writer_begin_map(w);
	writer_key(w, "deletedRegion");
	writer_begin_map_inline(w);
	writer_member_integer(w, "startLine", start.line);
	writer_member_integer(w, "startColumn", start.column);
	writer_member_integer(w, "endLine", last.line);
	writer_member_integer(w, "endColumn", last.column);
	writer_end(w);
	write_message(w, "insertedContent", e->to);
	writer_end(w);
	writer_end(w);
	writer_end(w);
}

static void
write_fixes(struct writer *w, const struct report *r, const struct finding *f)
{
	if (!report_has_fix(r, f))
		return;
	writer_key(w, "fixes");
	writer_begin_list(w);
	writer_begin_map(w);
	write_message(w, "description", f->fix);
	writer_key(w, "artifactChanges");
	writer_begin_list(w);
	for (size_t i = 0; i < f->edits.n; i++)
		write_replacement(w, r, &f->edits.v[i]);
	writer_end(w);
	writer_end(w);
	writer_end(w);
}

static void
write_result(struct writer *w, const struct report *r,
    const struct rules *rules, const struct shown *s)
{
	const char *fingerprint = arena_printf(r->a, "%016llx",
	    (unsigned long long)s->fingerprint);

	writer_begin_map(w);
	writer_member_text(w, "ruleId", s->f->notice->code);
	writer_member_integer(w, "ruleIndex",
	    (int64_t)index_of(rules, s->f->notice));
	writer_member_text(w, "level", level(s->f->severity));
	write_message(w, "message", result_text(r, s));
	write_locations(w, r, s);
	if (s->f->related.n > 0)
		write_related(w, r, s->f);
	write_way(w, r, s->f);
	writer_key(w, "partialFingerprints");
	writer_begin_map(w);
	writer_member_text(w, "primaryLocationLineHash",
	    arena_printf(r->a, "%s:1", fingerprint));
	writer_member_text(w, "vpcplan/v1", fingerprint);
	writer_end(w);
	if (s->f->baselined)
		writer_member_text(w, "baselineState", "unchanged");
	write_suppressions(w, r, s->f);
	write_fixes(w, r, s->f);
	writer_end(w);
}

/* ------------------------------------------------------------------ run */

static void
write_tool(struct writer *w, const struct report *r,
    const struct rules *rules)
{
	writer_key(w, "tool");
	writer_begin_map(w);
	writer_key(w, "driver");
	writer_begin_map(w);
	writer_member_text(w, "name", "vpcplan");
	writer_member_text(w, "semanticVersion", r->version);
	writer_key(w, "rules");
	writer_begin_list(w);
	for (size_t i = 0; i < rules->n; i++)
		write_rule(w, r->a, rules->v[i]);
	writer_end(w);
	writer_end(w);
	writer_end(w);
}

static void
write_invocation(struct writer *w, const struct report *r)
{
	writer_key(w, "invocations");
	writer_begin_list(w);
	writer_begin_map(w);
	writer_member_bool(w, "executionSuccessful", !r->refused);
	writer_key(w, "toolExecutionNotifications");
	writer_begin_list(w);
	for (size_t i = 0; i < r->n_failures; i++) {
		writer_begin_map(w);
		writer_member_text(w, "level", "error");
		write_message(w, "message", r->failures[i]);
		writer_end(w);
	}
	writer_end(w);
	writer_end(w);
	writer_end(w);
}

static void
write_sarif(struct str *out, const struct report *r)
{
	struct writer w = writer_new(out);
	size_t n;
	const struct shown *shown = report_shown(r, &n);
	struct rules rules = rules_of(r->a, shown, n);

	writer_begin_map(&w);
	writer_member_text(&w, "$schema",
	    "https://json.schemastore.org/sarif-2.1.0.json");
	writer_member_text(&w, "version", "2.1.0");
	writer_key(&w, "runs");
	writer_begin_list(&w);
	writer_begin_map(&w);
	write_tool(&w, r, &rules);
	writer_key(&w, "automationDetails");
	writer_begin_map_inline(&w);
	writer_member_text(&w, "id", "vpcplan/");
	writer_end(&w);
	writer_member_text(&w, "columnKind", "unicodeCodePoints");
	write_invocation(&w, r);
	writer_key(&w, "results");
	writer_begin_list(&w);
	for (size_t i = 0; i < n; i++)
		write_result(&w, r, &rules, &shown[i]);
	writer_end(&w);
	writer_end(&w);
	writer_end(&w);
	writer_end(&w);
	writer_finish(&w);
}

const struct format format_sarif = {
	.name = "sarif",
	.summary = "SARIF 2.1.0, for code scanning",
	.write = write_sarif
};
