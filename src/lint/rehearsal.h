/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_REHEARSAL_H
#define VPCPLAN_LINT_REHEARSAL_H

/*
 * A network once more, with what is known of it: where edits are made and
 * judged before anybody is told of them.
 */

#include "diag/finding.h"
#include "plan/expect.h"
#include "plan/pairing.h"

struct rehearsal {
	struct model *m;
	struct outcomes outcomes;	/* of its expectations, as they are */
	struct findings read;		/* what readers said */
	const struct pairing *pairing;	/* BEFORE: the network; AFTER: m */
};

/* In memory of a; outcomes and read are of the network that is copied. */
struct rehearsal rehearsal_of(struct arena *a, const struct model *m,
    const struct outcomes *outcomes, const struct findings *read);

#endif
