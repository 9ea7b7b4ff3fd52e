/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_MEND_H
#define VPCPLAN_DOCUMENT_MEND_H

/*
 * A broken JSON text anew, as the scan understood it: for document_mend().
 */

#include "document/index.h"
#include "document/mends.h"

/*
 * Fill in the index of d, whose text is set and becomes the mended one.  False
 * if there is no telling what was meant.
 */
bool mend_json(struct document *d, struct mends *mends);

/* What was noted at that offset, or NULL. */
const struct mend_token *mend_token_at(const struct mends *m, uint32_t at);

#endif
