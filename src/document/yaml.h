/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_YAML_H
#define VPCPLAN_DOCUMENT_YAML_H

/*
 * YAML, as templates are written in it: read by libyaml and written anew as
 * JSON, with the place of each value.
 *
 * A short tag becomes its long form: !Ref x is {"Ref": "x"}, !GetAtt a.b is
 * {"Fn::GetAtt": ["a", "b"]}, !Condition c is {"Condition": "c"}, any other
 * !Name is {"Fn::Name": …}.  Anchors are expanded, merge keys (<<) merged.
 * Plain scalars mean what YAML 1.1 says (yes and off are booleans), but what
 * begins with a needless 0 stays a string: an account is no octal number.
 * A collection in a map stands where its key does, one in a list where its
 * dash does: the line that people call it by.
 *
 * Limits: DOCUMENT_DEPTH_MAX levels, as for JSON; aliases may make a text of
 * n values one of YAML_GROWTH_MAX x n + YAML_VALUES_FREE at most.
 */

#include "document/document.h"
#include "document/marks.h"

enum { YAML_GROWTH_MAX = 16, YAML_VALUES_FREE = 100000 };

/* Whether a text is to be read as YAML: its first line is KEY: … */
bool yaml_is_meant(const char *text, size_t length);

struct yaml_made {
	const char *text;	/* JSON, a NUL behind it */
	size_t length;
	struct marks marks;
};

/*
 * False if it cannot be read: *problem then says where and why, and is
 * fatal.  The file of its places is the caller's to set.
 */
bool yaml_translate(struct arena *a, const char *text, size_t length,
    struct yaml_made *out, struct document_problem *problem);

#endif
