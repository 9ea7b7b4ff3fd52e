/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DIAG_FINDING_H
#define VPCPLAN_DIAG_FINDING_H

/*
 * One thing said about an input: which notice, where, in which words, with
 * which witness.  Texts live in the arena of the list; messages are clauses
 * in lower case without a full stop and hold sanitised names only.
 */

#include "base/place.h"
#include "base/vec.h"
#include "diag/notice.h"

struct witness {		/* evidence: two CIDRs, an entry, a packet */
	const char *key;	/* snake_case, as in the JSON report */
	const char *value;
};

struct related {		/* a second place: "the other subnet" */
	struct place at;
	const char *text;
};

/*
 * A change that mends it: inside the token that stands at a place, one text
 * becomes another; or the scalar there goes out of its list.  Only where the
 * input is written by hand.
 */
struct edit {
	struct place at;
	const char *from, *to;	/* as they stand in the token; from NULL and
				   to "": it goes; from "": it is put in at
				   the place, as it is */
};

/* What mends it, to be pasted in the language of the input. */
struct snippet {
	const char *language;	/* "json-patch", "hcl", "yaml", "json" */
	const char *text;	/* whole lines; NULL: there is none */
};

struct finding {
	const struct notice *notice;
	enum severity severity;
	const char *message;
	struct place at;
	const char *object;	/* resource address or id; NULL: the pointer
				   of at, which the report computes */
	const char *help;	/* what to do, or NULL */
	const char *key;	/* essential canonical values, for the
				   fingerprint; NULL: the object suffices */
	VEC(struct witness) witness;
	VEC(struct related) related;
	VEC(struct related) way;	/* the hops of a packet that shows it, in
					   its order, there and back */
	const char *fix;	/* what the edits do, "write 10.0.0.0/16" … */
	VEC(struct edit) edits;	/* … or NULL, and none */
	bool closes;		/* of the whole run: it stands behind all */
	bool proved;		/* the fix was made in memory, and all of it
				   judged again */
	struct snippet snippet;

	/*
	 * For supersession: what the finding is about, and what its witness
	 * passes.  Identities of things of the model; never followed here.
	 */
	const void *about;
	VEC(const void *) passes;
	VEC(const void *) needs;	/* the expectations that fail with it */

	/* The flow that it misses: two things of the model and a kind of
	 * traffic as in port_set; from NULL: none. */
	struct {
		const void *from, *to;
		uint32_t point;
	} wants;

	/* Two ends whose traffic it is about: things of the model; from NULL:
	 * the internet; to NULL: it is about no such two. */
	struct {
		const void *from, *to;
	} between;

	/* What a diagram marks for it: things of the model, and no others. */
	VEC(const void *) marks;

	struct finding *caused_by;	/* the finding that stands for it */
	size_t affects;			/* how many this one stands for */
	const struct suppression *suppressed;	/* NULL: reported */
	bool baselined;		/* it was there when the baseline was made */
};

struct findings {
	struct arena *a;
	struct finding **v;
	size_t n, cap;
};

struct findings findings_new(struct arena *a);

/* Append a finding with the notice's default severity; never NULL. */
struct finding *finding_add(struct findings *list, const struct notice *notice,
    struct place at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

void finding_witness(struct findings *list, struct finding *f,
    const char *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void finding_related(struct findings *list, struct finding *f,
    struct place at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void finding_hop(struct findings *list, struct finding *f, struct place at,
    const char *text);
void finding_help(struct findings *list, struct finding *f,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* One change that mends it, with a clause that says so; later ones add to it. */
void finding_edit(struct findings *list, struct finding *f, struct place at,
    const char *from, const char *to);
void finding_edit_out(struct findings *list, struct finding *f,
    struct place at);
void finding_passes(struct findings *list, struct finding *f,
    const void *thing);
void finding_needs(struct findings *list, struct finding *f,
    const void *expectation);
void finding_marks(struct findings *list, struct finding *f,
    const void *thing);

/* The findings once more, to be changed: each its own, what they list shared. */
struct findings findings_copy(struct arena *a, const struct findings *list);

/* By file, offset, code, message: the order of every report.  What closes it
 * is last. */
int finding_compare(const struct finding *a, const struct finding *b);

/* Sort by finding_compare() and drop exact repetitions. */
void findings_sort(struct findings *list);

#endif
