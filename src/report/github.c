/* SPDX-License-Identifier: MIT */
#include "report/formats.h"

#include "report/common.h"
#include "text/sanitise.h"

#include <string.h>

/*
 * Workflow commands, which GitHub shows as annotations at the lines of a
 * change.  It shows ten errors and ten warnings of a step and drops the rest
 * without a word: the worst come first, and a last line says how many there
 * are where there are more.
 */

enum { ANNOTATIONS_SHOWN = 10 };

static const char *
command(enum severity severity)
{
	return severity == SEVERITY_ERROR ? "error" :
	    severity == SEVERITY_WARNING ? "warning" : "notice";
}

/* In a property also what ends one. */
static void
add_escaped(struct str *out, const char *text, bool is_property)
{
	for (; *text != '\0'; text++) {
		if (*text == '%' || *text == '\r' || *text == '\n' ||
		    (is_property && (*text == ':' || *text == ',')))
			str_addf(out, "%%%02X", (unsigned char)*text);
		else
			str_add_char(out, *text);
	}
}

/* What is accepted is worth a notice, where it is asked for. */
static enum severity
severity_of(const struct finding *f)
{
	return report_is_accepted(f) ? SEVERITY_NOTE : f->severity;
}

static void
write_finding(struct str *out, const struct report *r, const struct shown *s)
{
	const struct finding *f = s->f;
	struct str text = str_new(r->a);

	str_addf(out, "::%s file=", command(severity_of(f)));
	add_escaped(out, report_path(s->start.file), true);
	str_addf(out, ",line=%u,endLine=%u,col=%u,endColumn=%u,title="
	    "vpcplan %s %s::", (unsigned)s->start.line,
	    (unsigned)s->end.line, (unsigned)s->start.column,
	    (unsigned)s->end.column, f->notice->code, f->notice->name);
	str_add(&text, report_message(r->a, s));
	str_add(&text, report_accepted_text(r, f));
	if (f->affects > 0)
		str_addf(&text, "\nalso affects %zu more", f->affects);
	if (f->help != NULL)
		str_addf(&text, "\nhelp: %s", f->help);
	add_escaped(out, sanitise_line(r->a, str_text(&text)), false);
	str_add_char(out, '\n');
}

static size_t
write_all_of(struct str *out, const struct report *r,
    const struct shown *shown, size_t n, enum severity severity)
{
	size_t written = 0;

	for (size_t i = 0; i < n; i++)
		if (severity_of(shown[i].f) == severity) {
			write_finding(out, r, &shown[i]);
			written++;
		}
	return written;
}

static void
write_github(struct str *out, const struct report *r)
{
	size_t n;
	const struct shown *shown = report_shown(r, &n);
	size_t errors, warnings, notes;

	for (size_t i = 0; i < r->n_failures; i++) {
		str_add(out, "::error title=vpcplan::");
		add_escaped(out, sanitise_line(r->a, r->failures[i]), false);
		str_add_char(out, '\n');
	}
	errors = write_all_of(out, r, shown, n, SEVERITY_ERROR);
	warnings = write_all_of(out, r, shown, n, SEVERITY_WARNING);
	notes = write_all_of(out, r, shown, n, SEVERITY_NOTE);
	if (errors > ANNOTATIONS_SHOWN || warnings > ANNOTATIONS_SHOWN ||
	    notes > ANNOTATIONS_SHOWN)
		str_addf(out, "::notice title=vpcplan::GitHub shows %d of "
		    "each, the log of the job has all: errors %zu, warnings "
		    "%zu, notes %zu\n", ANNOTATIONS_SHOWN, errors, warnings,
		    notes);
}

const struct format format_github = {
	.name = "github",
	.summary = "annotations of a GitHub workflow",
	.write = write_github
};
