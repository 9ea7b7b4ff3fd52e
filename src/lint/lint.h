/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_LINT_H
#define VPCPLAN_LINT_LINT_H

/*
 * The catalogue, and a run of it: check every rule, let one root cause stand
 * for what follows from it, apply policy and suppressions.
 */

#include "model/model.h"
#include "reach/route.h"

struct document;
struct outcomes;
struct reach;

struct policy {
	struct {
		const char *const *v;	/* codes, names, prefixes of codes */
		size_t n;
	} select, ignore;
	int64_t today;			/* days since 1970-01-01 */
	const char *today_text;
};

/* The n-th row of the catalogue in order of code, or NULL behind the last. */
const struct notice *registry_row(size_t n);

/* The row with that code or name, or NULL. */
const struct notice *registry_find(const char *code_or_name);

/* Whether any row is meant by a code, name or prefix of codes. */
bool registry_matches_any(const char *word);
bool registry_matches(const char *word, const struct notice *n);

/* The nearest code or name, for "did you mean"; or NULL. */
const char *registry_nearest(const char *word);

/*
 * Run all rules over a linked model.  findings already holds what the
 * readers said.  When done it is sorted; every finding has its object (the
 * JSON pointer of its place where nothing better was set, from the document
 * of its file; documents[i] is the one of file i + 1, or NULL); superseded
 * findings point to their cause, suppressed ones to their suppression; what
 * policy turned off is gone.
 */
struct lint_input {
	const struct model *m;
	const struct routes *routes;
	const struct outcomes *outcomes;	/* of its expectations; or NULL */
	struct reach *reach;	/* what answered them; NULL: made if needed */
	struct document *const *documents;
	size_t n_documents;
};

void lint_run(struct arena *a, const struct lint_input *in,
    const struct policy *policy, struct findings *findings);

#endif
