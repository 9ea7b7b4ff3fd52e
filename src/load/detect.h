/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_DETECT_H
#define VPCPLAN_LOAD_DETECT_H

/*
 * Which format a text is in, told by what stands in it and never by the name
 * of its file.
 */

#include "load/load.h"

/* The loader of that name, or NULL. */
const struct loader *detect_by_name(const char *name);

/* The loader whose sign the document has, or NULL. */
const struct loader *detect_loader(const struct document *d);

/*
 * Whether bytes that are not known to be JSON are worth parsing: they begin
 * as a map or a list of things does, in any encoding.  For files of folders,
 * where READMEs and pictures lie beside the plan.
 */
bool detect_is_json(const char *bytes, size_t length);

/*
 * The same of YAML: the file is called so, and some line begins as one of a
 * template or a plan does; or it begins as aws --output yaml.  Much else in a repository is YAML.
 */
bool detect_is_yaml(const char *path, const char *bytes, size_t length);

/*
 * What a text that is no JSON looks like, with what to do about it: "the
 * output of aws --output text; run it with --output json".  NULL: nothing
 * known.  is_input: it was to be an input, and not what lies beside inputs as
 * archives and sources do.
 */
const char *detect_advice(const char *bytes, size_t length, bool *is_input);

/* The same for a document that is JSON and of no format that is read. */
const char *detect_unread(const struct document *d);

/*
 * The members it has, and the sign of a format that one of them is near to:
 * `it has "region", "vpc"; did you mean "vpcs"?`; NULL: none is.
 */
const char *detect_near(struct arena *a, const struct document *d);

/* "spec (a member "vpcplan"), describe (…)": what was tried, by what sign. */
const char *detect_signs(struct arena *a);

#endif
