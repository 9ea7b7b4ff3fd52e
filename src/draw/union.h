/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_UNION_H
#define VPCPLAN_DRAW_UNION_H

/*
 * Two networks as one picture: all that is in either, laid out once.  What
 * was added, removed or changed says so by a mark before its name, a word,
 * and a gutter as in a unified diff, which pages colour in a "diff" fence.
 */

#include "base/str.h"
#include "plan/compare.h"
#include "reach/route.h"
#include "text/style.h"

/* routes: of both models of the comparison, by enum when. */
void union_draw(struct arena *a, struct str *out, const struct comparison *c,
    const struct routes *const routes[2], const struct style *style);

/*
 * The same in Mermaid, in full or else folded.  False, and out as it was, if it
 * is more than renderers take.
 */
bool union_mermaid(struct arena *a, struct str *out,
    const struct comparison *c, const struct routes *const routes[2]);

#endif
