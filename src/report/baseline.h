/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REPORT_BASELINE_H
#define VPCPLAN_REPORT_BASELINE_H

/*
 * Findings that were there when somebody began to look: they are not
 * reported again, and what comes on top of them is.  A baseline knows them by
 * fingerprint and by how many there are of each; file, rule and object stand
 * beside for people who read its changes.
 */

#include "document/node.h"
#include "report/report.h"

struct baseline_entry {
	uint64_t fingerprint;
	const char *rule, *file, *object;
	int64_t count;
	int64_t met;		/* how many of these baseline_apply() found */
	struct place at;	/* in the file it was read from; or nowhere */
};

struct baseline {
	VEC(struct baseline_entry) entries;	/* sorted: file, rule, object,
						   fingerprint */
};

/*
 * Read one from the root of its document.  NULL on success, else a clause
 * that says what is wrong, and *at, where.
 */
const char *baseline_read(struct arena *a, struct node root,
    struct baseline *out, struct place *at);

/*
 * One of the findings of a report that accept says yes to; they are those
 * that are not suppressed, with what they stand for: that comes on top when
 * more of it follows later.
 */
struct baseline baseline_of(const struct report *r,
    bool (*accept)(void *context, const struct finding *f), void *context);

/* As a file, an entry a line: the same entries give the same bytes. */
void baseline_write(struct str *out, const struct baseline *b);

/*
 * Mark the findings of a report that the baseline has and accept says yes
 * to, and count them in it.  What such a one stands for and the baseline has
 * not is a finding of its own from here on.
 */
void baseline_apply(struct baseline *b, const struct report *r,
    bool (*accept)(void *context, const struct finding *f), void *context);

/*
 * What is left of a baseline that was applied: entries with what was met of
 * them, and those of files that the report has not.
 */
struct baseline baseline_pruned(const struct baseline *b,
    const struct report *r);

/* Both together; counts of what both have are those of the higher. */
struct baseline baseline_joined(struct arena *a, const struct baseline *x,
    const struct baseline *y);

/* Whether the entry is of a file that the report has. */
bool baseline_is_judged(const struct report *r,
    const struct baseline_entry *e);

#endif
