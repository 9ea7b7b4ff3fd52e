/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TEXT_STYLE_H
#define VPCPLAN_TEXT_STYLE_H

/*
 * Colour by role.  A colour only repeats what a word or a mark says; with
 * colour off nothing is emitted, and stripping SGR sequences from coloured
 * output gives the plain output byte for byte.
 */

#include "base/str.h"

#include <stdbool.h>

enum role {
	ROLE_NONE,
	ROLE_ACCOUNT, ROLE_VPC, ROLE_PUBLIC, ROLE_PRIVATE, ROLE_ISOLATED,
	ROLE_GATEWAY, ROLE_FLOW, ROLE_BADGE, ROLE_DIM,
	ROLE_ERROR, ROLE_WARNING, ROLE_NOTE, ROLE_HELP, ROLE_BOLD,
	ROLE_ADDED, ROLE_REMOVED, ROLE_CHANGED,
	ROLE_COUNT
};

struct style {
	bool colour;		/* emit SGR sequences */
	bool unicode;		/* box drawing and arrows, else ASCII */
	size_t width;		/* cells a line may have; at least 40 */
};

/* Append text in that role. */
void style_add(const struct style *s, struct str *out, enum role role,
    const char *text);

/* The sequence that starts a role, or "" (no colour, or ROLE_NONE). */
const char *style_start(const struct style *s, enum role role);

/* The sequence that ends any role, or "". */
const char *style_end(const struct style *s, enum role role);

#endif
