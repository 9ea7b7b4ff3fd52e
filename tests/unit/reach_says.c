/* SPDX-License-Identifier: MIT */
#include "reach_says.h"

#include "load/load.h"
#include "model/notation.h"
#include "unit.h"

#include <string.h>

static const char *
holds_name(enum holds h)
{
	return h == HOLDS_YES ? "holds" : h == HOLDS_NO ? "does not hold" :
	    "is undecided";
}

/* ' stands for ". */
static const char *
quoted(struct arena *a, const char *text)
{
	char *out = arena_strdup(a, text);

	for (char *p = out; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	return out;
}

static void
check(const struct says *row)
{
	struct arena *a = arena_new();
	const char *spec = quoted(a, row->spec);
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);
	struct expectation e = { .island = 0 };
	const struct model *m;
	struct outcome out;
	const char *why;

	load_bytes(l, "row.json", spec, strlen(spec), true);
	m = load_finish(l);
	ck_assert_msg(l->complaints.n == 0, "%s: the network is not read",
	    row->name);
	for (size_t i = 0; i < l->findings.n; i++)
		ck_assert_msg(strncmp(l->findings.v[i]->notice->code, "IN",
		    2) != 0, "%s: %s", row->name,
		    l->findings.v[i]->message);
	why = notation_expectation_parse(a, row->sentence, &e);
	ck_assert_msg(why == NULL, "%s: %s", row->name, why);
	out = expect_one(reach_new(a, m, routes_new(a, m)), a, &e,
	    EXPECT_ANSWERS);
	ck_assert_msg(out.verdict == row->verdict && out.holds == row->holds,
	    "%s: \"%s\" is %s and %s, not %s and %s (%s)\n%s", row->name,
	    row->sentence, verdict_key(out.verdict), holds_name(out.holds),
	    verdict_key(row->verdict), holds_name(row->holds),
	    out.because != NULL ? out.because : "", spec);
	arena_free(a);
}

void
reach_says(const struct says *rows)
{
	for (size_t i = 0; rows[i].name != NULL; i++)
		check(&rows[i]);
}
