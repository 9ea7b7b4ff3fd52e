/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_DIFF_H
#define VPCPLAN_REPORT_DIFF_H

/*
 * What a change does to a network, for people, for programs, and for the
 * comment under a pull request.
 */

#include "lint/turnover.h"
#include "plan/expect.h"
#include "plan/openings.h"
#include "text/style.h"

/* An expectation that is another today; a side that has it not is NULL. */
struct expectation_change {
	const struct outcome *is[2];	/* by enum when */
};

struct diff_report {
	struct arena *a;
	const char *before, *after;	/* what was compared, clean */
	const char *version;
	const struct comparison *layout;
	const struct openings *reach;
	const struct turnover *findings;
	struct {
		struct expectation_change *v;
		size_t n, cap;
	} expectations;
	struct style style;
	size_t max_bytes;		/* of Markdown; 0: any number */
};

struct diff_counts {
	size_t added, removed, changed;		/* moved and replaced too */
	size_t opened, closed, altered;		/* altered: ~ */
	size_t undecided, decided;		/* ?: now, and no longer */
	size_t may_open, may_close;		/* of those */
};
struct diff_counts diff_count(const struct diff_report *r);

void report_diff_text(struct str *out, const struct diff_report *r);
void report_diff_json(struct str *out, const struct diff_report *r);
void report_diff_markdown(struct str *out, const struct diff_report *r);

/* The JSON Schema of what report_diff_json() writes. */
void report_diff_schema(struct str *out);

/* What the forms for people share. */

/* "Reach: 2 opened, 1 closed, 14 unchanged", without a line end. */
const char *diff_reach_line(const struct diff_report *r);

/* "2 added, 1 removed, 3 changed". */
const char *diff_layout_words(const struct diff_report *r);

/* "tcp 198.51.100.7 -> 10.0.48.4 port 5432". */
const char *diff_packet_text(struct arena *a, const struct opening *o);

/* "subnet app-a": the kind and the title. */
const char *diff_title(struct arena *a, const struct thing_change *c);

/* Before the i-th clause: "because", then "and" where it takes all as proved
 * by turning them back, "with" where they were only found together. */
const char *diff_because_word(const struct opening *o, size_t i);

/* Behind the i-th clause of because: " (both are needed)", or "". */
const char *diff_because_note(const struct opening *o, size_t i);

/* Behind what a flow does: ": now also from 10.0.0.0/9", "". */
const char *diff_how_text(struct arena *a, const struct opening *o);

#endif
