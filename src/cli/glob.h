/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_GLOB_H
#define VPCPLAN_CLI_GLOB_H

#include <stdbool.h>

/*
 * Whether a path with slashes matches a pattern: `*` any run without a slash,
 * `?` one character but a slash, a doubled star any run; as a segment of its
 * own also none ("a/ ** /b", written together, means a/b too).  A pattern
 * without a slash is held against the last part of the path alone.  Time in
 * proportion to the product of the lengths.
 */
bool glob_matches(const char *pattern, const char *path);

#endif
