/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_ALLOC_PRINT_H
#define VPCPLAN_CLI_ALLOC_PRINT_H

/* What alloc prints: the plan of addresses, and why one is where it is. */

#include "model/model.h"
#include "plan/settle.h"
#include "base/str.h"

struct alloc_answer {
	struct arena *a;
	const struct model *m;
	const struct settlement *s;
	const char *lock;	/* the path of its file */
	bool changed;		/* the lock differs from that on disk */
	const struct files *files;	/* for places of problems */
	const char *version;
	enum fit fit;		/* how new ones are placed */
	size_t width;
};

void alloc_print_text(struct str *out, const struct alloc_answer *r);
void alloc_print_json(struct str *out, const struct alloc_answer *r);

/* A line of its own, indented and wrapped. */
void alloc_print_line(struct str *out, const struct alloc_answer *r,
    const char *text);

/* Why a name has its place; false if the plan has no such name. */
bool alloc_explain(struct str *out, const struct alloc_answer *r,
    const char *name);

#endif
