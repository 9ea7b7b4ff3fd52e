/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_REMEDY_DIRECT_H
#define VPCPLAN_LINT_REMEDY_DIRECT_H

/*
 * Findings that miss no single flow, and that one change mends all the same:
 * a source check that is on, a peer without the route back, an endpoint that
 * lets nobody in.  Only where the network leaves no choice.
 */

#include "plan/expect_parts.h"
#include "plan/mend.h"
#include "plan/pairing.h"
#include "diag/finding.h"

/* Whether a finding is of such a rule. */
bool remedy_is_direct(const struct finding *f);

/*
 * The edits, to things of the copy, and between whom they are meant to open
 * something; false: there is more than one way, or none.  asked->r is of the
 * copy.
 */
bool remedy_direct(struct arena *a, const struct pairing *p,
    const struct finding *f, struct mend *out, struct expect_question *asked);

/* What the copy of a pairing has for a thing of the network; or NULL. */
struct thing *remedy_copy_of(const struct pairing *p, const struct thing *t);

#endif
