/* SPDX-License-Identifier: MIT */
#include "report/common.h"
#include "report/formats.h"
#include "report/text.h"

/*
 * file:line:column: severity: message [code]: what editors, reviewdog and
 * the problem matchers of CI runners read as a compiler's message.  Such a
 * line is never wrapped.
 */
static void
write_finding(struct str *out, const struct report *r, const struct shown *s)
{
	struct str line = str_new(r->a);

	str_addf(&line, "%s:%u:%u: ", s->start.file, (unsigned)s->start.line,
	    (unsigned)s->start.column);
	style_add(&r->style, &line, text_role(s->f->severity),
	    severity_name(s->f->severity));
	str_addf(&line, ": %s [%s]", report_message(r->a, s),
	    s->f->notice->code);
	text_add_suppressed(&line, r, s->f);
	text_add_lines(r->a, out, str_text(&line));
}

static void
write_concise(struct str *out, const struct report *r)
{
	size_t n;
	const struct shown *shown = report_shown(r, &n);

	for (size_t i = 0; i < n; i++) {
		struct report scratch = *r;

		scratch.a = arena_new();
		write_finding(out, &scratch, &shown[i]);
		arena_free(scratch.a);
	}
	text_add_summary(out, r);
}

const struct format format_concise = {
	.name = "concise",
	.summary = "one line a finding, as compilers print them",
	.write = write_concise,
	.without_remedies = true
};
