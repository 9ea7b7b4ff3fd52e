/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_YAML_PLACE_H
#define VPCPLAN_DOCUMENT_YAML_PLACE_H

/*
 * Where in the file what libyaml speaks of stands: bytes of its marks.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yaml.h>

/*
 * libyaml counts characters and a place is a byte.  Its marks go forward but
 * for a few steps, so the byte is found by walking from the last one.
 */
struct yaml_cursor {
	const char *text;
	uint32_t length;
	bool ascii;		/* a character is a byte */
	size_t index;
	uint32_t at;
};

/* Where a value stands, and how: from its begin to its end, behind its tag. */
struct yaml_spot {
	const char *tag;	/* as libyaml says it, or NULL */
	uint32_t begin, end;
	uint32_t tag_at;	/* or begin */
};

struct yaml_cursor yaml_cursor_of(const char *text, uint32_t length);

uint32_t yaml_byte_of(struct yaml_cursor *c, yaml_mark_t mark);

/*
 * The span of a value: libyaml's begins with its tag and anchor, and that of
 * a block ends behind the blanks that follow it.
 * properties: it has a tag or an anchor.
 */
struct yaml_spot yaml_spot_of(struct yaml_cursor *c,
    const yaml_event_t *event, const yaml_char_t *tag, bool properties);

/* The dash of a list that stands before that offset, or the offset. */
uint32_t yaml_dash_before(const struct yaml_cursor *c, uint32_t at);

#endif
