/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_READ_H
#define VPCPLAN_LOAD_READ_H

/*
 * Typed readers over nodes: each takes what a format wants and reports what
 * is not so (IN003 with what was expected, AD001, AD002) at the right place,
 * so that a reader of a format reads like a description of it.
 *
 * A value that is {"unknown": "reason"} gives an unknown value everywhere.
 */

#include "load/load.h"

/* "expected a string, found a list" as IN003. */
void read_complain_type(struct load *l, struct node n, const char *expected);

struct text_value read_text(struct load *l, struct node n);
struct flag_value read_flag(struct load *l, struct node n);
struct number_value read_number(struct load *l, struct node n, int64_t min,
    int64_t max);

/* family 4 or 6, or 0 for either; host bits are masked and reported. */
struct cidr_value read_cidr(struct load *l, struct node n, unsigned family);

/* The same for a text that stands in a larger string, or is a key. */
struct cidr_value read_cidr_text(struct load *l, struct place at,
    const char *text, unsigned family);

struct ref read_ref(struct load *l, struct node n);
struct address_value read_address(struct load *l, struct node n,
    unsigned family);

/* An interned, sanitised copy of a string node; NULL if it is none. */
const char *read_name(struct load *l, struct node n);

/* {"unknown": "reason"}: true, and the reason. */
bool read_unknown(struct load *l, struct node n, const char **why);

#endif
