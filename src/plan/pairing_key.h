/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_PAIRING_KEY_H
#define VPCPLAN_PLAN_PAIRING_KEY_H

/* Between the files of pairing.h; nobody else includes it. */

#include "plan/pairing.h"

/* A text that a thing has in common with its partner and with no other of its
 * kind; NULL: it has none. */
typedef const char *pairing_key_function(const struct pairing *p,
    struct arena *a, enum when when, const struct thing *t);

/* For use in keys: a text for a thing that is paired, the same on both sides;
 * NULL if it is not, or there is none. */
const char *pairing_key(const struct pairing *p, struct arena *a,
    enum when when, const struct thing *t);

/* pairing_role.c: by what else things are known, the surest first; the last
 * has no key. */
struct pairing_role {
	enum kind kind;
	pairing_key_function *key;
	const char *words;	/* "by its subnet" */
	bool in_order;		/* several of one key are interchangeable: the
				   first is the first, the second the second */
};

extern const struct pairing_role pairing_roles[];

#endif
