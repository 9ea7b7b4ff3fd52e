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
	bool show_suppressed;			/* accepted findings too */
	struct {				/* in order */
		const struct outcome **v;
		size_t n, cap;
	} outcomes;
	const char *version;
};

struct format {
	const char *name, *summary;
	void (*write)(struct str *out, const struct report *r);
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
};

/*
 * All findings that are reported in order: not superseded, and not
 * suppressed unless the report shows these too; *n is their number.
 */
struct shown *report_shown(const struct report *r, size_t *n);

struct counts {
	size_t errors, warnings, notes, suppressed;
};

/* Suppressed findings count as such only, whether they are shown or not. */
struct counts report_counts(const struct report *r);

/* Where the token at a place ends (exclusive); at + 1 in a broken text. */
struct place report_token_end(const struct report *r, struct place at);

/* The JSON Schema of the JSON report. */
void report_schema(struct str *out);

#endif
