/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_MENDS_H
#define VPCPLAN_DOCUMENT_MENDS_H

/*
 * How a text with faults is understood: what the scan notes while it goes on
 * behind them, for document_mend().  Offsets are those of the file.
 */

#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

/* What a token, other than one of JSON, is taken for. */
enum mend {
	MEND_GAP,		/* nothing: it stands between two */
	MEND_BARE,		/* a text without quotes */
	MEND_QUOTED,		/* a text in other quotes */
	MEND_OPEN,		/* a string without its closing quote */
	MEND_RAW,		/* a string with wrong escapes or controls */
	MEND_WORD,		/* another language's truth or null */
	MEND_NUMBER,		/* a number in another language's form */
	MEND_UNKNOWN		/* a key or value that cannot be told */
};

struct mend_token {
	uint32_t at, end;
	enum mend how;
};

/*
 * What is said of these bytes, or of the list or map around them (where its
 * key and its bracket stand), may follow from the fault alone.
 */
struct mend_doubt {
	uint32_t at, end;
	uint32_t key, open;	/* NO_DOUBT: of the bytes only */
};
#define NO_DOUBT UINT32_MAX

struct mends {
	VEC(struct mend_token) tokens;	/* by offset, none twice */
	VEC(struct mend_doubt) doubts;
	uint32_t unsure;	/* what stands from there on may lie deeper or
				   higher than it was meant to; NO_DOUBT */
	bool lost;		/* something was passed over, or is missing */
	bool refused;		/* it cannot be mended */
};

#endif
