/* SPDX-License-Identifier: MIT */
#include "report/formats.h"

#include "document/writer.h"
#include "report/common.h"

/*
 * GitLab's Code Quality report.  The widget does not show the name of the
 * check, so it stands in the description too; of two entries with the same
 * fingerprint it shows one.  Accepted findings stand in it where they are
 * asked for: the least severe ones, and said to be accepted.
 */

static const char *
severity_of(const struct finding *f)
{
	if (report_is_accepted(f))
		return "info";
	switch (f->severity) {
	case SEVERITY_ERROR:
		return f->notice->class == CLASS_EXPOSURE ? "critical" :
		    "major";
	case SEVERITY_WARNING:
		return "minor";
	case SEVERITY_NOTE:
	case SEVERITY_OFF:
		break;
	}
	return "info";
}

static void
write_finding(struct writer *w, const struct report *r, const struct shown *s)
{
	writer_begin_map(w);
	writer_member_text(w, "description", arena_printf(r->a, "%s: %s%s",
	    s->f->notice->code, report_message(r->a, s),
	    report_accepted_text(r, s->f)));
	writer_member_text(w, "check_name", s->f->notice->code);
	writer_member_text(w, "fingerprint", arena_printf(r->a, "%016llx",
	    (unsigned long long)s->fingerprint));
	writer_member_text(w, "severity", severity_of(s->f));
	writer_key(w, "location");
	writer_begin_map_inline(w);
	writer_member_text(w, "path", report_path(s->start.file));
	writer_key(w, "lines");
	writer_begin_map(w);
	writer_member_integer(w, "begin", s->start.line);
	writer_end(w);
	writer_end(w);
	writer_end(w);
}

static void
write_gitlab(struct str *out, const struct report *r)
{
	struct writer w = writer_new(out);
	size_t n;
	const struct shown *shown = report_shown(r, &n);

	writer_begin_list(&w);
	for (size_t i = 0; i < n; i++)
		write_finding(&w, r, &shown[i]);
	writer_end(&w);
	writer_finish(&w);
}

const struct format format_gitlab = {
	.name = "gitlab",
	.summary = "a Code Quality report for GitLab",
	.write = write_gitlab,
	.without_remedies = true
};
