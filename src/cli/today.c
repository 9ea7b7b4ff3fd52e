/* SPDX-License-Identifier: MIT */
#include "cli/today.h"

#include "cli/command.h"
#include "model/notation.h"

#include <stdlib.h>
#include <time.h>

enum { SECONDS_OF_DAY = 86400 };

/* 9999-12-31 23:59:59: what a date of four digits can say. */
#define SECONDS_MAX INT64_C(253402300799)

static bool
parse_seconds(const char *text, int64_t *out)
{
	int64_t n = 0;

	for (const char *p = text; *p != '\0'; p++) {
		if (*p < '0' || *p > '9' || n > SECONDS_MAX)
			return false;
		n = n * 10 + (*p - '0');
	}
	if (*text == '\0' || n > SECONDS_MAX)
		return false;
	*out = n;
	return true;
}

static void
from_seconds(struct arena *a, int64_t seconds, struct today *out)
{
	out->days = seconds / SECONDS_OF_DAY;
	out->text = notation_date_format(a, out->days);
}

const char *
today_decide(struct arena *a, const char *asked,
    const char *source_date_epoch, int64_t clock, struct today *out)
{
	int64_t n;

	if (asked != NULL) {
		if (!notation_date_parse(asked, &n))
			return arena_printf(a, "option \"--today\" takes a "
			    "date like 2027-03-31, not \"%s\"", asked);
		out->days = n;
		out->text = asked;
		return NULL;
	}
	if (source_date_epoch != NULL && *source_date_epoch != '\0') {
		if (!parse_seconds(source_date_epoch, &n))
			return arena_printf(a, "SOURCE_DATE_EPOCH is \"%s\", "
			    "not a number of seconds since 1970",
			    source_date_epoch);
		from_seconds(a, n, out);
		return NULL;
	}
	from_seconds(a, clock, out);
	return NULL;
}

bool
today_find(struct arena *a, const char *asked, struct today *out)
{
	const char *wrong = today_decide(a, asked,
	    getenv("SOURCE_DATE_EPOCH"), (int64_t)time(NULL), out);

	if (wrong != NULL)
		complain("%s", wrong);
	return wrong == NULL;
}
