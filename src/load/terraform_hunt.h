/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_TERRAFORM_HUNT_H
#define VPCPLAN_LOAD_TERRAFORM_HUNT_H

/*
 * What following references (terraform_resolve.c) and guessing what they do not
 * tell (terraform_infer.c) share: one hunt for what a value leads to.
 */

#include "load/terraform_read.h"

enum { TERRAFORM_HOPS_MAX = 32 };

struct terraform_context {
	struct terraform_module *in;
	const char *key;	/* of the resource or module that is written */
	struct node block;	/* it, for its for_each */
	unsigned hops;
	size_t instances;	/* of what is written */
};

struct terraform_hunt {
	struct terraform *x;
	struct terraform_search *s;
	const char *attribute;		/* that is looked for: "vpc_id" */
	const char *local;		/* the last that was met … */
	struct terraform_path local_path;	/* … with what follows … */
	struct terraform_module *local_in;	/* … and where */
	size_t first;			/* steps when it began */
	struct node expression;		/* that is followed, and whether … */
	bool by_count, by_each, by_key;	/* … it speaks of its index, by
					   each.value or each.key */
	bool branched;			/* several names lead to something */
	bool several;			/* each.value does, and another */
	bool untold;			/* which is whose is not told */
	bool each_local;		/* its own for_each goes over a local */
	VEC(const char *) besides;	/* names that may hold what no plan
					   tells */
	struct terraform_texts *texts;	/* these are looked for; or NULL */
};

/* What a text of an expression leads to, is entered among what was found. */
void terraform_push(struct terraform_hunt *h, struct terraform_resource *to,
    const char *attribute);
void terraform_collect(struct terraform_hunt *h, struct terraform_context at,
    struct node written);
/* The same elsewhere: whether it speaks of its index is its own matter. */
void terraform_collect_apart(struct terraform_hunt *h,
    struct terraform_context at, struct node written);
void terraform_meet_variable(struct terraform_hunt *h,
    struct terraform_context at, const struct terraform_path *p);
/* --- terraform_keep.c: keep of what was found from begin on that which the
 * path goes on to; the one block of a name; what is of a module of that name or
 * key; what has that text, as the only one of a block with numbers.  False:
 * there is none, and all is kept. */
void terraform_narrow(struct terraform_hunt *h, size_t begin,
    const struct terraform_path *p, size_t i);
bool terraform_keep_of_name(struct terraform_search *s, size_t begin,
    const char *name);
bool terraform_keep_of_module(struct terraform_search *s, size_t begin,
    const char *name);
bool terraform_keep_of_trait(struct terraform_hunt *h, size_t begin,
    const char *text);

/* Add what v may lead to besides, where the references do not tell all. */
void terraform_infer_links(struct terraform_hunt *h,
    struct terraform_context at, struct terraform_value v, bool many);

#endif
