/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_TRACE_STEP_H
#define VPCPLAN_DRAW_TRACE_STEP_H

/* Between the files that draw traces: what a step is called and says. */

#include "draw/trace.h"

struct drawing {
	struct arena *a;
	struct str *out;
	const struct drawn_trace *d;
	const struct style *style;
	unsigned number;		/* of checks, over both ways */
	unsigned stop;			/* the check at which the packet stops;
					   later ones it does not reach */
};

/* A glyph and its ASCII image. */
const char *trace_glyph(const struct drawing *g, const char *unicode,
    const char *ascii);
const char *trace_arrow(const struct drawing *g);

const char *trace_word(const struct hop *h);	/* "NACL" */
const char *trace_name(const struct drawing *g, const struct trace_step *s);
const char *trace_side(const struct trace_step *s);	/* "in", "out", "" */
const char *trace_rule(const struct drawing *g, const struct trace_step *s);
const char *trace_entry(const struct drawing *g, const struct trace_step *s);

/* What an element decided, and by what. */
const char *trace_evidence(const struct drawing *g,
    const struct trace_step *s);

/*
 * The same of check number n.  Of those that the packet does not reach only
 * what would block it too is told: all that must change is seen.
 */
const char *trace_check(const struct drawing *g, const struct trace_step *s,
    unsigned n);
bool trace_is_reached(const struct drawing *g, const struct trace_step *s,
    unsigned n);

/* Local delivery goes without saying. */
bool trace_is_silent(const struct trace_step *s);

/* Of the way there or back: "delivered", "not reached", "not known". */
const char *trace_outcome(const struct trace *t, bool back);

/* "app in app-a  10.0.16.4" */
const char *trace_end(const struct drawing *g, const struct end *e,
    struct addr address);

/*
 * The checks of both ways, an element that both pass in one row; in the order
 * of the way there.  last is the number of the last check.
 */
struct trace_row {
	const struct trace_step *there, *back;	/* NULL: not passed */
	unsigned there_number, back_number;
	bool answered;			/* the answer comes as far as this */
};

struct trace_rows {
	struct trace_row *v;
	size_t n, cap;
	unsigned last;
};

/* False: there are too many to be paired up. */
bool trace_pair_up(const struct drawing *g, struct trace_rows *out);

/*
 * Both ways side by side, the same element on the same line; false, and
 * nothing drawn, if that does not fit.
 */
bool trace_draw_lanes(struct drawing *g, const char *forward,
    const char *back);

#endif
