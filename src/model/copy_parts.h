/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_COPY_PARTS_H
#define VPCPLAN_MODEL_COPY_PARTS_H

/*
 * What in the structs of the model leads to others: for the files of copy
 * alone.  A field that leads to a thing or to memory of its own and has no
 * row here is shared by a network and its copy; a test looks for those.
 */

#include "model/model.h"

enum part_how {
	PART_END,
	PART_THING,		/* a pointer to a thing of any kind */
	PART_INSIDE,		/* a struct in this one */
	PART_THINGS,		/* a VEC of pointers to things */
	PART_LIST,		/* a VEC of structs */
	PART_OWNED,		/* a VEC of pointers to structs of its own */
	PART_RULES		/* a rule_list */
};

struct part {
	enum part_how how;
	size_t offset;
	size_t size;			/* of one struct of a list */
	const struct part *parts;	/* of that struct */
};

/* A struct and its parts. */
struct layout {
	size_t size;
	const struct part *parts;
};

/* By kind; the struct thing in front has parts of its own. */
extern const struct layout layouts_of_kinds[KIND_COUNT];
extern const struct part parts_of_thing[];
extern const struct part parts_of_model[];

#endif
