/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_LOCATE_H
#define VPCPLAN_LINT_LOCATE_H

#include "diag/finding.h"
#include "model/model.h"
#include "document/document.h"

/*
 * For each file, whether it is a spec: there the object of a finding is the
 * JSON pointer of its place, whatever ids the spec carries.
 */
bool *locate_specs(struct arena *a, struct document *const *documents,
    size_t n_documents);

/*
 * Give the findings that have no object the pointer of their place.
 * documents[i] is the document of file i + 1, or NULL.  One pass over each
 * document that has such findings.
 */
void locate_findings(struct arena *a, struct document *const *documents,
    size_t n_documents, struct findings *findings);

/*
 * What readers and link find has a place and often no thing: find the
 * innermost thing that the place stands in, for diagrams to mark and for
 * supersession.
 */
void locate_things(struct arena *a, const struct model *m,
    struct document *const *documents, size_t n_documents,
    struct findings *findings);

#endif
