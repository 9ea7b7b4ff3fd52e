/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_TODAY_H
#define VPCPLAN_CLI_TODAY_H

/*
 * The date that "until" and "expires" are held against: --today, else
 * SOURCE_DATE_EPOCH, else today in UTC.
 */

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct today {
	int64_t days;		/* since 1970-01-01 */
	const char *text;	/* "2026-11-24" */
};

/*
 * The date from what is asked for and what the environment says, either of
 * which may be NULL, and the clock's seconds since 1970.  NULL on success,
 * else what is wrong, in memory of a; *out is then untouched.
 */
const char *today_decide(struct arena *a, const char *asked,
    const char *source_date_epoch, int64_t clock, struct today *out);

/* The same for this run.  False after a complaint. */
bool today_find(struct arena *a, const char *asked, struct today *out);

#endif
