/* SPDX-License-Identifier: MIT */
#include "report/text.h"

#include "base/fatal.h"
#include "diag/suppression.h"
#include "plan/expect.h"
#include "text/sanitise.h"

#include <string.h>

void
text_add_lines(struct arena *scratch, struct str *out, const char *block)
{
	while (*block != '\0') {
		size_t length = strcspn(block, "\n");

		str_add(out, sanitise_line(scratch,
		    arena_strndup(scratch, block, length)));
		str_add_char(out, '\n');
		block += length + (block[length] == '\n');
	}
}

enum role
text_role(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR:
		return ROLE_ERROR;
	case SEVERITY_WARNING:
		return ROLE_WARNING;
	case SEVERITY_NOTE:
		return ROLE_NOTE;
	case SEVERITY_OFF:
		return ROLE_NONE;
	}
	BUG("no such severity");
}

static void
add_count(struct str *out, size_t n, const char *thing)
{
	str_addf(out, "%zu %s%s", n, thing, n == 1 ? "" : "s");
}

void
text_add_expectations(struct str *out, const struct report *r,
    const char *before)
{
	size_t hold = 0, n = r->outcomes.n + r->expectations_unread;

	for (size_t i = 0; i < r->outcomes.n; i++)
		hold += r->outcomes.v[i]->holds == HOLDS_YES;
	if (n > 0)
		str_addf(out, "%s%zu of %zu expectation%s hold%s", before,
		    hold, n, n == 1 ? "" : "s",
		    hold == 1 || n == 1 ? "s" : "");
	if (r->expectations_unread > 0)
		str_addf(out, ", %zu could not be read",
		    r->expectations_unread);
}

void
text_add_summary(struct str *out, const struct report *r)
{
	struct counts c = report_counts(r);
	size_t n = c.errors + c.warnings + c.notes;
	const char *before = ": ";

	if (r->quiet || r->n_inputs == 0)
		return;
	add_count(out, r->n_inputs, "file");
	str_add(out, ", ");
	add_count(out, n, "finding");
	if (c.errors > 0) {
		str_add(out, before);
		add_count(out, c.errors, "error");
		before = ", ";
	}
	if (c.warnings > 0) {
		str_add(out, before);
		add_count(out, c.warnings, "warning");
		before = ", ";
	}
	if (c.notes > 0) {
		str_add(out, before);
		add_count(out, c.notes, "note");
	}
	if (c.suppressed > 0)
		str_addf(out, "; %zu suppressed", c.suppressed);
	if (c.baselined > 0)
		str_addf(out, "; %zu in the baseline", c.baselined);
	text_add_expectations(out, r, "; ");
	str_add_char(out, '\n');
}

bool
report_is_accepted(const struct finding *f)
{
	return f->suppressed != NULL || f->baselined;
}

const char *
report_accepted_text(const struct report *r, const struct finding *f)
{
	struct str s = str_new(r->a);

	text_add_suppressed(&s, r, f);
	return str_text(&s);
}

void
text_add_suppressed(struct str *out, const struct report *r,
    const struct finding *f)
{
	const struct suppression *s = f->suppressed;

	if (s != NULL)
		str_addf(out, " (suppressed: %s)", s->reason == NULL ?
		    "no reason given" : sanitise_text(r->a, s->reason));
	else if (f->baselined)
		str_add(out, " (in the baseline)");
}
