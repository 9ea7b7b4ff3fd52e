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

/* Codes, names, prefixes of codes. */
struct rule_words {
	const char *const *v;
	size_t n;
};

/* A severity that is not the one of the catalogue; the last one counts. */
struct severity_setting {
	const char *rule;		/* a word as above */
	enum severity severity;
};

/* A value for one of a rule's options. */
struct option_setting {
	const struct notice *rule;
	const char *option;
	int64_t number;			/* as the option's kind says */
	const char *const *texts;
	size_t n_texts;
};

struct policy {
	struct rule_words select, ignore;
	struct rule_words unsuppressible;	/* neither accepted in the input
						   nor in a baseline */
	const struct severity_setting *severities;
	size_t n_severities;
	const struct option_setting *options;
	size_t n_options;
	bool no_suppress;		/* as if nothing were accepted */
	int64_t today;			/* days since 1970-01-01 */
	const char *today_text;
};

/* What may be set for a rule. */
enum option_type { OPTION_IS_NUMBER, OPTION_IS_TEXT, OPTION_IS_TEXTS };

struct rule_option {
	const char *name;		/* "threshold"; NULL ends a list */
	enum option_type type;
	int64_t otherwise, min, max;	/* a number, and what it is if not set;
					   texts are then absent */
	const char *about;		/* one line, no full stop */
};

/* The options of a row of the catalogue, never NULL. */
const struct rule_option *registry_options(const struct notice *n);

/* Whether findings of the row are reported at all, and how severe they are. */
bool policy_asks(const struct policy *p, const struct notice *n);
enum severity policy_severity_of(const struct policy *p,
    const struct notice *n);

/* Whether policy lets suppressions and baselines cover findings of the row. */
bool policy_may_accept(const struct policy *p, const struct notice *n);

/*
 * The rows of the catalogue in order of code, one after the other:
 *
 *	struct registry_walk w = { 0 };
 *	while ((row = registry_next(&w)) != NULL)
 */
enum { REGISTRY_TABLES_MAX = 96 };

struct registry_walk {
	unsigned short next[REGISTRY_TABLES_MAX], next_reader;
};

const struct notice *registry_next(struct registry_walk *w);

/* The n-th of them, or NULL behind the last; it walks from the first. */
const struct notice *registry_row(size_t n);

/* The row with that code or name, or NULL. */
const struct notice *registry_find(const char *code_or_name);

/* Whether any row is meant by a code, name or prefix of codes. */
bool registry_matches_any(const char *word);
bool registry_matches_class(const char *word, enum notice_class class);
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

/* The same without any rule: what the readers said, as lint_run() leaves it. */
void lint_readers(struct arena *a, const struct lint_input *in,
    const struct policy *policy, struct findings *findings);

#endif
