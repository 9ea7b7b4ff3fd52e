/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_SELECT_SEARCH_H
#define VPCPLAN_MODEL_SELECT_SEARCH_H

/*
 * Between select.c, which finds what a name means, select_index.c, which
 * keeps the names, and select_miss.c, which says why one means nothing.
 */

#include "model/notation.h"
#include "model/select.h"

/* Something that a name may mean: a thing, or a tier of a VPC. */
struct entry {
	const char *text;
	struct thing *thing;	/* of a tier: its first subnet */
	bool is_tier;
	bool is_default_tier;	/* all its subnets have it by their names */
	size_t tier_size;
	size_t order;		/* in which it was added */
};

struct entries {
	struct entry *v;
	size_t n, cap;
};

struct selector {
	struct arena *a;
	struct entries entries;		/* sorted by text */
};

/* A question on its way. */
struct search {
	struct arena *a;
	const struct selector *s;
	unsigned island;
	const struct vpc *own;
	const char *text;		/* as it was asked */
	struct name_text name;
	struct entries found;
	bool means_service;		/* an endpoint for it was passed over */
};

/* The first entry that is called so, or would stand there; and behind the last
 * one.  NULL, both, if there are no entries. */
const struct entry *select_first(const struct selector *s, const char *text);
const struct entry *select_end(const struct selector *s);

/* Whether the entry is what a qualified name asks for. */
bool select_fits(const struct search *q, const struct entry *e);

/* "sg" of notation, for what it stands for; or NULL. */
const char *select_prefix(const struct entry *e);

/* Whether it can send or receive packets; whether people name it where they
 * say which way a flow takes. */
bool select_is_end(const struct entry *e);
bool select_is_passed(const struct entry *e);

/* Whether a path may go by it at all: tables, groups and ACLs, too. */
bool select_may_be_passed(const struct entry *e);

/* A name in a message: sanitised, and cut if it is long. */
const char *select_shown(struct arena *a, const char *text);

/* Why a name as such can be no end of a flow, or NULL. */
const char *select_why_no_end(const struct search *q);

/* Clauses: nothing is called so, several things are (q->found), or nothing
 * that a path passes is. */
const char *select_why_none(const struct search *q);
const char *select_why_several(const struct search *q);
const char *select_why_not_passed(const struct search *q);

#endif
