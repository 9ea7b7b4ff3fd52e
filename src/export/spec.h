/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_EXPORT_SPEC_H
#define VPCPLAN_EXPORT_SPEC_H

/*
 * A linked model as the canonical spec: fixed order of keys, short strings
 * where they say all, names made unique, nothing that link added.  Reading
 * it back and writing it again gives the same bytes.
 */

#include "base/str.h"
#include "model/model.h"

struct export_options {
	bool with_ids;		/* AWS ids and provenance too */
};

void export_spec(struct str *out, const struct model *m,
    const struct export_options *options);

/* The published JSON Schema of the spec. */
void export_spec_schema(struct str *out);

#endif
