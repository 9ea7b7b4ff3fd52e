/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_TERM_H
#define VPCPLAN_NET_TERM_H

/*
 * What people write where addresses are wanted: a prefix (10.0.0.0/8, also
 * 10.0.0.0/255.0.0.0 and 10.0.0.0/0xff000000), an address, or a range
 * (10.0.0.5-10.0.0.9).
 */

#include "net/cidr.h"

enum term_kind { TERM_PREFIX, TERM_ADDRESS, TERM_RANGE };

struct term {
	struct range range;
	uint8_t family;		/* enum family */
	uint8_t kind;		/* enum term_kind */
	uint8_t length;		/* of the prefix; of an address 32 or 128 */
	bool mended;		/* host bits cleared, or a wildcard taken */
};

/*
 * Read one term at the start of the text from *p to end, and set *p to what
 * follows it.  With fix, host bits are cleared and a wildcard (0.0.0.255) is
 * taken for the mask it stands for; without, both are refused.  On failure
 * *p is the place of the fault and *out untouched.
 */
enum addr_error term_scan(const char **p, const char *end, bool fix,
    struct term *out);

/* Read exactly one term. */
enum addr_error term_parse(const char *text, size_t length, bool fix,
    struct term *out);

/* The prefix of a term that is not a range. */
struct cidr term_cidr(struct term t);

enum { TERM_TEXT_MAX = 2 * ADDR_TEXT_MAX };

/* The canonical text: of a range "first-last". */
char *term_format(struct term t, char out[TERM_TEXT_MAX]);

#endif
