/* SPDX-License-Identifier: MIT */
#include "document/scan_state.h"

#include "base/str.h"
#include "document/found.h"

enum { FAULTS_TOLD_MAX = 20 };

/* What there is more of. */
static const char *const more[FAULTS] = {
	[FAULT_OTHER] = "faults",
	[FAULT_QUOTE] = "texts without double quotes",
	[FAULT_BARE] = "texts without quotes",
	[FAULT_NUMBER] = "numbers that JSON does not have",
	[FAULT_WORD] = "words that JSON does not have",
	[FAULT_ESCAPE] = "strings with wrong backslashes",
	[FAULT_CONTROL] = "strings with control characters",
	[FAULT_NO_COMMA] = "missing commas",
	[FAULT_SPARE_COMMA] = "commas too many",
	[FAULT_COLON] = "wrong or missing colons",
	[FAULT_STRANGE] = "characters that JSON does not have",
	[FAULT_DEPTH] = NULL
};

static struct document_problem *
tell(struct scan *s, uint32_t at, const char *text)
{
	struct document_problem problem = {
		.at = { s->d->file, at }, .text = text, .fatal = true
	};

	s->explained = true;
	vec_push(s->d->a, s->problems, problem);
	return &s->problems->v[s->problems->n - 1];
}

struct document_problem *
scan_fault(struct scan *s, enum fault kind, uint32_t at, const char *text)
{
	bool again = s->broken && at == s->last;

	s->broken = true;
	s->last = at;
	s->faults++;
	if (s->quiet)
		scan_note_lost(s, at, scan_line_tail(&s->s, at));
	if (s->quiet || again || s->told[kind] > FAULTS_TOLD_MAX ||
	    (kind == FAULT_DEPTH && s->told[kind] > 0))
		return NULL;
	if (s->told[kind]++ < FAULTS_TOLD_MAX)
		return tell(s, at, text);
	tell(s, at, arena_printf(s->d->a, "more %s, which are not listed",
	    more[kind]));
	return NULL;
}

bool
scan_is_guarded(struct scan *s)
{
	if (s->guard == GUARD_UNASKED)
		s->guard = document_holds_secrets(s->s.text, s->s.end)
		    ? GUARD_YES : GUARD_NO;
	return s->guard == GUARD_YES;
}

void
scan_expected(struct scan *s, enum fault kind, const char *expected,
    const char *found)
{
	struct arena *a = s->d->a;
	struct document_problem *problem;
	uint32_t open;

	if (found == NULL)
		found = found_at(a, &s->s, s->at, scan_is_guarded(s));
	problem = scan_fault(s, kind, s->at, arena_printf(a,
	    "expected %s, found %s", expected, found));
	if (problem == NULL || s->depth == 0)
		return;
	open = s->open[s->depth - 1].at;
	problem->also = (struct place){ s->d->file, open };
	problem->also_text = s->s.text[open] == '{'
	    ? "the '{' that is open here" : "the '[' that is open here";
}

/*
 * Keys that lie in one map only because a bracket is missing are not twice
 * in it: these are told when the brackets are right.
 */
static void
forget_unsure(struct scan *s, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < s->problems->n; i++) {
		const struct document_problem *p = &s->problems->v[i];

		if (p->fatal || p->also_text == NULL ||
		    p->at.offset < s->unsure)
			s->problems->v[kept++] = *p;
	}
	s->problems->n = kept;
}

void
scan_finish(struct scan *s, size_t first)
{
	if (s->faults >= SCAN_FAULTS_MAX &&
	    s->told[FAULT_OTHER] <= FAULTS_TOLD_MAX)
		tell(s, s->at, "more faults, which are not listed");
	if (s->faults >= SCAN_FAULTS_MAX)
		scan_note_refused(s);
	if (s->depth > 0)
		scan_note_end(s);
	for (; s->depth > 0; s->depth--) {
		uint32_t number = s->open[s->depth - 1].entry;
		struct entry *entry = index_entry(s->d, number);

		entry->count = (s->d->n - number) & DOCUMENT_VALUES_MAX;
		if (entry->kind == NODE_MAP)
			duplicates_close(&s->duplicates, s->d, s->depth - 1,
			    s->problems);
	}
	forget_unsure(s, first);
}
