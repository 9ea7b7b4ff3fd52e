/* SPDX-License-Identifier: MIT */
#include "report/formats.h"

#include "document/writer.h"
#include "report/common.h"
#include "text/sanitise.h"

/*
 * What reviewdog reads.  Its columns count bytes, ours code points: they are
 * worked out anew from the place.
 */

static uint32_t
byte_column(const struct report *r, struct place at, struct position p)
{
	const char *line;
	size_t length;

	if (at.file == 0 || !place_line(r->files, at, &line, &length))
		return p.column;
	return at.offset + 1 -
	    (uint32_t)(line - files_get(r->files, at.file)->text);
}

static void
write_point(struct writer *w, const char *key, uint32_t line, uint32_t column)
{
	writer_key(w, key);
	writer_begin_map_inline(w);
	writer_member_integer(w, "line", line);
	writer_member_integer(w, "column", column);
	writer_end(w);
}

static void
write_range(struct writer *w, const struct report *r, struct place at,
    struct place end, struct position start)
{
	uint32_t first = byte_column(r, at, start);
	struct position last = { .line = start.line, .column = first + 1 };

	if (end.file != 0 && end.offset > at.offset) {
		last = place_position(r->files, end);
		last.column = byte_column(r, end, last);
	}
	writer_key(w, "range");
	writer_begin_map(w);
	write_point(w, "start", start.line, first);
	write_point(w, "end", last.line, last.column);
	writer_end(w);
}

static void
write_location(struct writer *w, const struct report *r, struct place at,
    struct position start)
{
	struct place end = at;

	if (at.file != 0)
		end = report_token_end(r, at);
	writer_key(w, "location");
	writer_begin_map(w);
	writer_member_text(w, "path", report_path(start.file));
	write_range(w, r, at, end, start);
	writer_end(w);
}

static void
write_suggestions(struct writer *w, const struct report *r,
    const struct finding *f)
{
	struct place at, end;

	writer_key(w, "suggestions");
	writer_begin_list(w);
	for (size_t i = 0; report_has_fix(r, f) && i < f->edits.n; i++) {
		if (!report_edit_range(r, &f->edits.v[i], &at, &end))
			continue;
		writer_begin_map(w);
		write_range(w, r, at, end, place_position(r->files, at));
		writer_member_text(w, "text", f->edits.v[i].to);
		writer_end(w);
	}
	writer_end(w);
}

static void
write_related(struct writer *w, const struct report *r,
    const struct finding *f)
{
	struct position start, end;

	writer_key(w, "related_locations");
	writer_begin_list(w);
	for (size_t i = 0; i < f->related.n; i++) {
		if (!report_related(r, &f->related.v[i], &start, &end))
			continue;
		writer_begin_map(w);
		writer_member_text(w, "message", f->related.v[i].text);
		write_location(w, r, f->related.v[i].at, start);
		writer_end(w);
	}
	writer_end(w);
}

static const char *
severity_of(enum severity severity)
{
	return severity == SEVERITY_ERROR ? "ERROR" :
	    severity == SEVERITY_WARNING ? "WARNING" : "INFO";
}

static void
write_finding(struct writer *w, const struct report *r, const struct shown *s)
{
	const struct finding *f = s->f;

	writer_begin_map(w);
	writer_member_text(w, "message", arena_printf(r->a, "%s%s%s%s",
	    report_message(r->a, s), report_accepted_text(r, f), f->help == NULL ? "" :
	    "\nhelp: ", f->help == NULL ? "" : f->help));
	write_location(w, r, f->at, s->start);
	writer_member_text(w, "severity", severity_of(report_is_accepted(f) ?
	    SEVERITY_NOTE : f->severity));
	writer_key(w, "code");
	writer_begin_map_inline(w);
	writer_member_text(w, "value", f->notice->code);
	writer_end(w);
	write_suggestions(w, r, f);
	write_related(w, r, f);
	writer_end(w);
}

static void
write_rdjson(struct str *out, const struct report *r)
{
	struct writer w = writer_new(out);
	size_t n;
	const struct shown *shown = report_shown(r, &n);

	writer_begin_map(&w);
	writer_key(&w, "source");
	writer_begin_map_inline(&w);
	writer_member_text(&w, "name", "vpcplan");
	writer_end(&w);
	writer_key(&w, "diagnostics");
	writer_begin_list(&w);
	for (size_t i = 0; i < n; i++)
		write_finding(&w, r, &shown[i]);
	writer_end(&w);
	writer_end(&w);
	writer_finish(&w);
}

const struct format format_rdjson = {
	.name = "rdjson",
	.summary = "for reviewdog",
	.write = write_rdjson
};
