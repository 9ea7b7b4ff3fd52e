/* SPDX-License-Identifier: MIT */
#include "lint/rehearsal.h"

#include "base/vec.h"

struct rehearsal
rehearsal_of(struct arena *a, const struct model *m,
    const struct outcomes *outcomes, const struct findings *read)
{
	struct moves moves = { 0 };
	struct rehearsal out = {
		.outcomes = outcomes_note(a, outcomes, &moves),
		.read = findings_copy(a, read)
	};

	/* Readers say no more of the network than what it is about. */
	for (size_t i = 0; i < out.read.n; i++) {
		struct moved one = { .was = out.read.v[i]->about };

		if (one.was != NULL)
			vec_push(a, &moves, one);
	}
	out.m = model_copy(a, m, &moves);
	outcomes_follow(&out.outcomes, &moves);
	for (size_t i = 0; i < out.read.n; i++)
		out.read.v[i]->about = moved_to(&moves,
		    out.read.v[i]->about);
	out.pairing = pairing_of_copy(a, m, out.m);
	return out;
}
