/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_EXPORT_SNIPPET_H
#define VPCPLAN_EXPORT_SNIPPET_H

/*
 * The edits of a mend in the language of the input: a JSON Patch (RFC 6902)
 * for a spec, a resource or block for Terraform (HCL) and CloudFormation
 * (YAML or JSON, as the template).  What other programs print has no
 * language to write it in.
 */

#include "diag/finding.h"
#include "document/document.h"
#include "plan/mend.h"

struct snippet_input {
	struct document *const *documents;	/* by number of file - 1 */
	size_t n_documents;
};

struct text_insertions {
	struct edit *v;
	size_t n, cap;
};

/*
 * The snippet, with no text where not every edit can be written so: a thing
 * that stands nowhere, that another module or template holds, or of which
 * there are several.  Of a JSON spec *edits gets the same as exact insertions
 * into the text; it may be NULL, and is untouched where they cannot be made.
 */
struct snippet snippet_of(struct arena *a, const struct snippet_input *in,
    const struct mend *mend, struct text_insertions *edits);

#endif
