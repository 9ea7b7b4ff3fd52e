/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_REPORT_H
#define VPCPLAN_REPORT_REPORT_H

/*
 * Findings into bytes.  One file per format, each exporting one row; the
 * formats do not know where findings come from.
 */

#include "base/place.h"
#include "base/str.h"
#include "diag/finding.h"
#include "text/style.h"

struct document;
struct outcome;

struct report {
	struct arena *a;
	const struct files *files;
	struct document *const *documents;	/* by number of file - 1; may
						   hold NULL */
	size_t n_documents;
	const struct findings *findings;	/* sorted */
	const char *const *inputs;		/* names, in order */
	size_t n_inputs;
	struct style style;
	bool quiet;				/* no summary line */
	bool show_suppressed;			/* accepted findings too, and those
						   of the baseline */
	bool refused;				/* not all that was asked for could be
						   done … */
	const char *const *failures;		/* … because: sanitised clauses that no
						   finding says */
	size_t n_failures;
	size_t max_bytes;			/* of a Markdown report; 0: any */
	struct {				/* in order */
		const struct outcome **v;
		size_t n, cap;
	} outcomes;
	size_t expectations_unread;		/* whose text could not be read */
	const char *version;
};

struct format {
	const char *name, *summary;	/* a clause each */
	void (*write)(struct str *out, const struct report *r);
	bool without_remedies;		/* it does not say what to do */
};

extern const struct format *const formats[];	/* NULL ends the list */

const struct format *format_find(const char *name);

/* What every format shows of a finding, spelled out once for all of them. */
struct shown {
	const struct finding *f;
	struct position start, end;	/* end exclusive, same line; what
					   stands nowhere is at the start of
					   the first input */
	const char *object;		/* pointer, address or id; never NULL */
	const char *explains;		/* what it stands for: "RT002, SN003
					   (2)"; NULL if nothing */
	uint64_t fingerprint;		/* of rule, file, object, key; no two
					   findings of a report share one */
	uint64_t base;			/* what it would be if it were the only
					   one of its kind … */
	uint32_t ordinal;		/* … and how many like it come before */
	uint64_t caused_by;		/* the fingerprint of what stands for
					   it, if f->caused_by */
};

/* All findings in order, and *n, their number. */
struct shown *report_all(const struct report *r, size_t *n);

/*
 * Those that are reported: not superseded, and neither suppressed nor
 * baselined unless the report shows these too.  Names of hundreds of bytes are
 * cut in their texts: for people, who need the beginning alone.
 */
struct shown *report_shown(const struct report *r, size_t *n);

/* Those that call for action, whatever the report shows besides. */
struct shown *report_open(const struct report *r, size_t *n);

/* Accepted in the input or by configuration, or there in the baseline. */
bool report_is_accepted(const struct finding *f);

/* " (suppressed: NET-12)", " (in the baseline)"; "" of those that are not. */
const char *report_accepted_text(const struct report *r,
    const struct finding *f);

struct counts {
	size_t errors, warnings, notes, suppressed, baselined;
};

/*
 * Suppressed and baselined findings count as such only, whether they are
 * shown or not; superseded ones do not count.
 */
struct counts report_counts(const struct report *r);

/* Where the token at a place ends (exclusive); at + 1 in a broken text. */
struct place report_token_end(const struct report *r, struct place at);

/*
 * Where an edit of a finding takes effect: from *at to *end.  False where the
 * input is not written by hand, or does not hold the text to be replaced
 * exactly once in that token.
 */
bool report_edit_range(const struct report *r, const struct edit *e,
    struct place *at, struct place *end);

/* Whether all edits of a finding can be made; false if it has none. */
bool report_has_fix(const struct report *r, const struct finding *f);

struct writer;

/* "patch" and "snippet" of a fix, the one that there is; else null. */
void report_snippet(struct writer *w, const struct snippet *s);

/* What a snippet is, for people: "as JSON Patch", "in HCL". */
const char *report_snippet_title(const struct snippet *s);

/* Instead of the findings: how many each rule has, the most frequent first. */
void report_statistics(struct str *out, const struct report *r);

/* The JSON Schema of the JSON report. */
void report_schema(struct str *out);

#endif
