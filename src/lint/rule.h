/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_RULE_H
#define VPCPLAN_LINT_RULE_H

/*
 * A rule: one static function and one row of a table beside it, in a file
 * per topic; registry.c lists the tables.  A rule looks at the whole model
 * and flags what it finds; it knows neither severities nor suppressions.
 *
 * How to write one:
 *  - flag() once a finding, about the thing that the reader has to change;
 *  - finding_witness(), finding_related() and finding_help() say what proves
 *    it, where the other side stands, and what mends it;
 *  - finding_passes() names what supersede.c joins findings by: the route, the
 *    gateway, the block that the finding is about in particular, and
 *    finding_needs() the expectations that cannot hold because of it;
 *  - f->key = …, where one thing can have several findings of the rule;
 *  - what rests on absence asks lint_knows_all() first;
 *  - no step may take more than n log n.
 */

#include "base/str.h"
#include "lint/lint.h"
#include "model/model.h"
#include "reach/route.h"

struct balanced_list;
struct capacity;
struct clients;
struct intents;
struct outcomes;
struct reach;
struct spaces;

struct lint {
	struct arena *a;
	const struct model *m;
	const struct routes *routes;
	const struct outcomes *outcomes;	/* NULL: none were asked for */
	/* Made when a rule first asks: lint_reach() and so on. */
	struct reach *reach;
	struct capacity *capacity;
	struct spaces *spaces;
	struct intents *intents;	/* lint/intents.h */
	struct balanced_list *balanced;	/* lint/balanced.h */
	struct clients *clients;	/* lint/clients.h */
	struct map free_spaces;		/* lint/free_space.h */
	struct findings *findings;
	const struct rule *rule;	/* the one that runs */
	int64_t today;			/* days since 1970-01-01 */
	const char *today_text;		/* "2026-11-24" */
	const bool *is_spec;		/* by number of file - 1: its things are
					   named by pointer, not by id */
	size_t n_files;
	size_t weakened;		/* absences that could not be judged */
	struct map weakened_by;		/* rule code -> reason, for MT005 */
	const struct policy *policy;	/* NULL: all as it is */
	struct {			/* what readers complained of and left
					   unknown: so many findings */
		size_t n, names;	/* … names: of them, IN004 */
		struct finding *only;	/* if it is one; else the last */
	} misread;
};

struct rule {
	struct notice is;
	/* NULL: raised by the run itself (suppress.c), not by looking at the
	 * model. */
	void (*check)(struct lint *l, const struct model *m);
	/* What can be set; a row without a name ends the list; may be NULL.
	 * is.options says the same in words. */
	const struct rule_option *options;
};

/* The tables, each in the order of codes; a row without a code ends one. */
extern const struct rule rules_acl_answer[];
extern const struct rule rules_acl_internet[];
extern const struct rule rules_addressing[];
extern const struct rule rules_overlap[];
extern const struct rule rules_joined[];
extern const struct rule rules_static_address[];
extern const struct rule rules_subnet[];
extern const struct rule rules_main_table[];
extern const struct rule rules_route[];
extern const struct rule rules_route_local[];
extern const struct rule rules_route_intent[];
extern const struct rule rules_transitive[];
extern const struct rule rules_peering[];
extern const struct rule rules_middlebox[];
extern const struct rule rules_gateway[];
extern const struct rule rules_security_group[];
extern const struct rule rules_group_overlap[];
extern const struct rule rules_group_source[];
extern const struct rule rules_network_acl[];
extern const struct rule rules_resilience[];
extern const struct rule rules_asymmetric[];
extern const struct rule rules_balancer[];
extern const struct rule rules_capacity[];
extern const struct rule rules_change[];
extern const struct rule rules_declared[];
extern const struct rule rules_space[];
extern const struct rule rules_dual_stack[];
extern const struct rule rules_endpoint[];
extern const struct rule rules_endpoint_set[];
extern const struct rule rules_exposure[];
extern const struct rule rules_placement[];
extern const struct rule rules_startup[];
extern const struct rule rules_private_dns[];
extern const struct rule rules_quota[];
extern const struct rule rules_zone[];
extern const struct rule rules_layout[];
extern const struct rule rules_hygiene[];
extern const struct rule rules_intent[];
extern const struct rule rules_meta[];
extern const struct rule rules_naming[];
extern const struct rule rules_needed[];
extern const struct rule rules_no_effect[];
extern const struct rule rules_route_list[];

/*
 * A line of a row's sample: JSON as it stands, without the backslashes that C
 * wants before quotes.  Blanks between two tokens become one.
 */
#define JSON(...) #__VA_ARGS__ "\n"

/*
 * Say something about a thing, at a place in it (nowhere: the thing's own
 * place, or that of its VPC where the thing stands nowhere itself).
 */
struct finding *flag(struct lint *l, const struct thing *about,
    struct place at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * What is set for an option of the running rule, which must have it: a
 * number, or what its table says; texts, or NULL where none are set.
 */
int64_t lint_number(const struct lint *l, const char *option);
const char *const *lint_texts(const struct lint *l, const char *option,
    size_t *n);

/* Say that the running rule had to stay silent, and why: counted in MT005. */
void lint_weakened(struct lint *l, const char *why);

/*
 * Whether absence of a thing of that kind in that VPC (NULL: anywhere) proves
 * anything; if not, the rule counts as weakened.
 */
bool lint_knows_all(struct lint *l, enum kind kind, const struct vpc *v);

/*
 * Whether others may use a thing, or add to it, that the input does not show;
 * if so, the rule counts as weakened.
 */
bool lint_is_handed_out(struct lint *l, const struct thing *t);

/* Whether a spec stands there, whose words then help. */
bool lint_is_spec(const struct lint *l, struct place at);

/*
 * Say of a finding that something is not known, because of that: if values of
 * the input could not be read, or names of it mean nothing, that these are to
 * be mended first; if one alone could not be read, and why says that it is the
 * reason, the complaint of it stands for f.  Without why names do not count.
 * False: all could be read.
 */
bool lint_is_misread(struct lint *l, struct finding *f, const char *why);

/*
 * What several rules need and most networks do not: who reaches whom, how
 * many addresses are planned, the addresses of VPCs and lists (space.h).
 * Made when a rule first asks.
 */
struct reach *lint_reach(struct lint *l);
struct capacity *lint_capacity(struct lint *l);
struct spaces *lint_spaces(struct lint *l);

/*
 * Say of a finding that it is so only where a condition holds: nothing, if
 * there is none, or if what the finding is about hangs on the same.
 */
void lint_given(struct lint *l, struct finding *f, const struct condition *c);

/* ", where condition IsProd holds", for one of several things that a message
 * about t names; "" as above. */
const char *lint_where(struct lint *l, const struct condition *c,
    const struct thing *t);

/* Whether a thing may be missing where another is there, as far as conditions
 * say; a route, itself or what it leads to, in its table. */
bool lint_is_maybe(const struct thing *t, const struct thing *where);
bool lint_route_is_maybe(const struct route *r);

/* Whether two conditions can never hold together: A and not A. */
bool conditions_exclude(const struct condition *x, const struct condition *y);

/* Whether they hold together where one of them does: of two that differ, which
 * may be one thing's either place, nobody knows that. */
bool conditions_coincide(const struct condition *x,
    const struct condition *y);

#endif
