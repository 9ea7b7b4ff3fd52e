/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_RULE_H
#define VPCPLAN_LINT_RULE_H

/*
 * A rule: one static function and one row of a table beside it, in a file
 * per topic; registry.c lists the tables.  A rule looks at the whole model
 * and flags what it finds; it knows neither severities nor suppressions.
 */

#include "model/model.h"
#include "reach/route.h"

struct lint {
	struct arena *a;
	const struct model *m;
	const struct routes *routes;
	struct findings *findings;
	const struct rule *rule;	/* the one that runs */
	int64_t today;			/* days since 1970-01-01 */
	const char *today_text;		/* "2026-11-24" */
	bool *date_used;		/* set by a rule that asks for today */
	size_t weakened;		/* absences that could not be judged */
	struct map weakened_by;		/* rule code -> reason, for MT005 */
};

struct rule {
	struct notice is;
	void (*check)(struct lint *l, const struct model *m);
};

/* The rules of each topic; a row without a code ends the table. */
extern const struct rule rules_addressing[];
extern const struct rule rules_subnet[];
extern const struct rule rules_route[];
extern const struct rule rules_gateway[];
extern const struct rule rules_security_group[];
extern const struct rule rules_network_acl[];
extern const struct rule rules_resilience[];
extern const struct rule rules_hygiene[];
extern const struct rule rules_meta[];

/* Say something about a thing, at a place in it. */
struct finding *flag(struct lint *l, const struct thing *about,
    struct place at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Say that the running rule had to stay silent, and why: counted in MT005. */
void lint_weakened(struct lint *l, const char *why);

#endif
