/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_LOCK_H
#define VPCPLAN_PLAN_LOCK_H

/*
 * The memory of alloc, vpcplan.lock.json: which name has which block.  It is
 * read by people in reviews and merged by git, so an entry is a line, lines
 * are sorted by name, and nothing in it depends on when or where it was
 * written.
 *
 *	{
 *	  "vpcplan_lock": 1,
 *	  "vpcs": {
 *	    "shop": { "cidr": "10.0.0.0/16", "why": "size 16" }
 *	  },
 *	  "subnets": {
 *	    "shop/app-a": { "cidr": "10.0.0.0/20", "why": "size 20" }
 *	  },
 *	  "rooms": {
 *	    "shop/app~1": { "cidr": "10.0.48.0/20", "why": "another AZ" }
 *	  },
 *	  "tombstones": {
 *	    "shop/old-a": { "cidr": "10.0.64.0/24", "why": "size 24" }
 *	  }
 *	}
 */

#include "base/map.h"
#include "base/place.h"
#include "base/str.h"
#include "base/vec.h"
#include "net/cidr.h"

enum { LOCK_VERSION = 1 };

/* The why of a block that alloc has not chosen. */
#define LOCK_WHY_STATED "stated in the plan"

enum lock_kind {
	LOCK_VPC,
	LOCK_SUBNET,
	LOCK_ROOM,		/* kept for a subnet that does not exist yet */
	LOCK_TOMBSTONE,		/* of a subnet or VPC that was removed */
	LOCK_KINDS
};

struct lock_entry {
	enum lock_kind kind;
	const char *name;
	struct cidr cidr;	/* family 0: none */
	struct cidr ipv6;	/* family 0: none */
	struct cidr keeps;	/* cidr and the room for its growth; family 0:
				   no room */
	const char *why;
	struct place at;	/* of its name in the file, or nowhere */
};

struct lock {
	struct arena *a;
	VEC(struct lock_entry *) v;
	struct map of[LOCK_KINDS];	/* by name */
};

struct lock *lock_new(struct arena *a);

/* The entry of that name, or NULL. */
struct lock_entry *lock_find(const struct lock *l, enum lock_kind kind,
    const char *name);

/* Add a copy of an entry, whose name is new in its kind. */
struct lock_entry *lock_add(struct lock *l, struct lock_entry entry);

/* Something wrong with a lock, with what mends it. */
struct lock_problem {
	struct place at, also;	/* also: or nowhere */
	const char *text;	/* a clause */
	const char *also_text;
	const char *mend;	/* "vpcplan alloc --release shop/app-a …" */
};

struct lock_problems {
	struct lock_problem *v;
	size_t n, cap;
};

/*
 * Read a lock; NULL if it cannot be used at all.  Problems, if there are any,
 * are errors: the lock is not to be built upon.  Whether entries overlap is not
 * looked at: releasing one may mend that.  The file is entered into
 * files under name, and shown names are sanitised.
 */
struct lock *lock_read(struct arena *a, struct files *files,
    const char *name, const char *bytes, size_t length,
    struct lock_problems *problems);

/* Say which entries overlap. */
void lock_overlaps(const struct lock *l, struct lock_problems *problems);

/* The canonical text: the same entries give the same bytes. */
void lock_write(struct str *out, const struct lock *l);

#endif
