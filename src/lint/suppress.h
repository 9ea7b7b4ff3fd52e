/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LINT_SUPPRESS_H
#define VPCPLAN_LINT_SUPPRESS_H

/*
 * Accepted findings.  A suppression holds for the bytes of the object that
 * carries it, or for what its pattern names and all below that; the rules
 * about suppressions (MT) cannot be suppressed.
 */

#include "document/document.h"
#include "lint/rule.h"

/*
 * Point the findings to what suppresses them, and report suppressions that
 * are invalid (MT002), out of date (MT003) or that suppress nothing (MT001).
 * The findings have their objects.  O(n log n) in findings, suppressions and
 * the segments of their patterns.
 */
void suppress(struct lint *l, const struct suppressions *suppressions,
    struct document *const *documents, size_t n_documents);

#endif
