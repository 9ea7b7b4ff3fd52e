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
	size_t moved, renamed;			/* of those changed */
	size_t opened, closed;
	size_t one_way;			/* of those opened */
	size_t widened, narrowed, rerouted;	/* ~ */
	size_t may_open, may_close;		/* ?: not decided any more */
	size_t is_open, is_closed;		/* ?: were not decided */
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

/* "2 added, 1 removed, 3 changed, 1 moved". */
const char *diff_layout_words(const struct diff_report *r);

/* '"app reaches db on tcp/5432" holds no longer', and its sign. */
char diff_expectation_sign(const struct expectation_change *e);
const char *diff_expectation_words(struct arena *a,
    const struct expectation_change *e);

/* "tcp 198.51.100.7 -> 10.0.48.4 port 5432". */
const char *diff_packet_text(struct arena *a, const struct opening *o);

/* "subnet app-a": the kind and the title. */
const char *diff_title(struct arena *a, const struct thing_change *c);

/* What does it, row by row. */
struct diff_row {
	const char *word;		/* "because", "and", "or"; or "": how
					   those above go together */
	const char *text;
};

struct diff_rows {
	struct diff_row *v;
	size_t n, cap;
};

/* After a flow whose rows were *last, of which nothing is said again. */
struct diff_rows diff_because_rows(struct arena *a, const struct opening *o,
    struct diff_rows *last);

/* Where an end is gone or new: "shop/bastion is gone"; else NULL. */
const char *diff_end_text(struct arena *a, const struct opening *o);

struct diff_findings {
	const struct finding **v;
	size_t n, cap;
};

/* The worst first, else as they were. */
struct diff_findings diff_findings_in_order(struct arena *a,
    const struct finding *const *v, size_t n);

/* "+ new error", "- fixed warning": before the message of a finding. */
const char *diff_finding_text(struct arena *a, const struct finding *f,
    bool is_new);

/* "route table shop/a  renamed from b  (paired by the subnets that use it)". */
const char *diff_change_text(struct arena *a, const struct thing_change *c);

/* Below a thing that stands in one more subnet, where that changes no flow of
 * it; or NULL. */
const char *diff_places_text(const struct diff_report *r,
    const struct thing_change *c);

/* "opens over IPv6", "widens: now also from 10.0.0.0/9": what a flow does. */
const char *diff_how_text(struct arena *a, const struct opening *o);

#endif
