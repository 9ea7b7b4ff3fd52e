/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_DOUBT_H
#define VPCPLAN_MODEL_DOUBT_H

/*
 * What a reader did not read but conclude, and what it could not tell.
 *
 * An inference is a link that the input does not state: the network is right
 * only if it holds, so every answer about that thing says so.  What is untold
 * is a statement of the input whose meaning is not known: what it adds, or to
 * what, is in no list of the model.
 */

#include "model/thing.h"

struct model;

/* All texts are sanitised. */
struct inference {
	const struct thing *of;		/* that it is said of */
	struct place at;
	const char *object, *key;	/* the resource and its attribute … */
	const char *to;			/* … that is taken to mean this, … */
	const char *from;		/* … "local.vpc_id, which a plan does
					   not tell" */
};

struct untold {
	struct place at;
	const char *object;		/* the resource that says it */
	const char *text;		/* a clause: what of it is not known */
};

/* Readers, before link. */
void model_infer(struct model *m, struct inference what);
void model_leave(struct model *m, struct untold what);

/* link: follow what was merged, and put the inferences of a thing together. */
void model_sort_doubts(struct model *m);

/*
 * The inferences about a thing of a linked model: the first one, and *n, how
 * many there are.
 */
const struct inference *model_inferences(const struct model *m,
    const struct thing *of, size_t *n);

/* Whether two conclude the same in the same way, perhaps of two things. */
bool inference_is_like(const struct inference *a, const struct inference *b);

/* "vpc_id" as aws_vpc.a, inferred from …: of the thing, or of many alike. */
const char *inference_text(struct arena *a, const struct inference *i);

/* The same, with the resource that has it. */
const char *inference_title(struct arena *a, const struct inference *i);

#endif
