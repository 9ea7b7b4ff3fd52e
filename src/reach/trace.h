/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_TRACE_H
#define VPCPLAN_REACH_TRACE_H

/*
 * One packet, hop by hop, there and back: what each element decided, and by
 * which rule.  A trace goes on past what blocks, so that all blockers on the
 * way are seen; where no way leads on, it ends.
 */

#include "reach/reach.h"

enum trace_decision { TRACE_PASS, TRACE_BLOCK };

struct trace_step {
	const struct hop *hop;
	enum trace_decision decision;
	bool unsure;			/* passes, of all that is known: whether
					   the filter lets it is not */
	const struct group_rule *rule;	/* that admits it; of groups */
	const struct security_group *group;	/* whose rule it is */
	const struct acl_entry *entry;	/* that decides; NULL: "*" */
	const struct group_rule *nearest_rule;	/* where nothing admits it: what
					   comes nearest, or NULL */
	const struct acl_entry *nearest_entry;
	bool nearest_comes_late;	/* it would, but for an earlier denial */
	const char *text;		/* why it blocks, or NULL */
	const char *code;		/* AWS's explanation code, or NULL */
	struct port_set lost;		/* what it stops of the ports asked for */
};

struct trace_steps {
	struct trace_step *v;
	size_t n, cap;
	bool arrives;			/* at the end of the way */
	bool undecided;			/* … if what is not known lets it */
};

struct trace {
	struct packet packet;
	enum family family;
	const struct end *from, *to;
	struct trace_steps forward, back;
	const struct end *answerer;	/* the target that a balancer chose, */
	struct addr answers_from;	/* … at this address; or NULL: to */
	bool needs_no_answer;
	uint32_t client_port;		/* of the packet, if it has ports */
	struct port_set answers;	/* ports that the answer goes to */
	const char *const *unknowns;	/* why the verdict is not certain */
	size_t n_unknowns;
	struct trace_texts {	/* what is taken for granted: "IsProd",
				   "not IsProd" */
		const char **v;
		size_t n, cap;
	} given, inferred;	/* … and links that the input does not state */
};

/* Trace one packet of a question, in memory of a. */
struct trace reach_trace(struct reach *r, struct arena *a,
    const struct question *q, struct packet packet);

/*
 * The forward way in one line: "app -> sg:app -> acl:app -> rt:app ->
 * | acl:data | -> db"; what blocks stands between bars.
 */
const char *trace_line(struct arena *a, const struct trace *t);

#endif
