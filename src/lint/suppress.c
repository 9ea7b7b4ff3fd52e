/* SPDX-License-Identifier: MIT */
#include "lint/suppress.h"

#include "base/str.h"
#include "document/node.h"
#include "lint/pattern.h"
#include "lint/registry.h"
#include "model/notation.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

/*
 * Suppressions are looked up by rule: for every row of the catalogue that has
 * findings, those that mean it, the scopes sorted by where they begin.  Scopes
 * are JSON objects, so two of them are disjoint or nested, and the ones around
 * a finding are found with a stack in one pass over the findings in order of
 * their places.
 */
struct entry {
	const struct suppression *s;
	bool used;
	bool own_file_only;	/* a pointer into the plan it stands in */
};

/* An entry as one rule sees it: "SG" may be used by SG005 and not by SG006. */
struct scope {
	struct entry *entry;
	const struct suppression *s;
	bool used;
};

struct by_rule {
	const struct notice *notice;
	VEC(struct scope) scopes;	/* sorted by file, then from */
	struct pattern_tree *patterns;
	VEC(struct finding *) findings;	/* sorted by place */
};

struct run {
	struct lint *l;
	struct arena *a;		/* scratch */
	VEC(struct entry *) entries;	/* the valid ones */
	struct map rules;		/* code -> struct by_rule * */
	VEC(struct by_rule *) list;
};

/* ------------------------------------------------------------- validity */

static struct finding *
complain(struct lint *l, const char *code, const struct suppression *s,
    const char *text)
{
	return finding_add(l->findings, registry_find(code), s->at, "%s",
	    text);
}

static bool
check_rule(struct lint *l, const struct suppression *s)
{
	struct finding *f;
	const char *word, *nearest;

	if (s->rule == NULL) {
		complain(l, "MT002", s,
		    "a suppression without a rule suppresses nothing");
		return false;
	}
	word = sanitise_text(l->a, s->rule);
	if (!registry_matches_any(s->rule)) {
		f = complain(l, "MT002", s, arena_printf(l->a,
		    "\"%s\" is no rule, nor the beginning of a code", word));
		nearest = registry_nearest(s->rule);
		if (nearest != NULL)
			finding_help(l->findings, f, "did you mean \"%s\"?",
			    nearest);
		return false;
	}
	if (registry_matches_class(s->rule, CLASS_META)) {
		complain(l, "MT002", s, arena_printf(l->a, "%s speaks about "
		    "the check itself and cannot be suppressed", word));
		return false;
	}
	return true;
}

/* A rule that configuration wants to see whatever the input says. */
static bool
check_allowed(struct lint *l, const struct suppression *s)
{
	struct registry_walk w = { 0 };
	const struct notice *row;
	struct finding *f;
	bool covers = false;

	if (l->policy == NULL || l->policy->unsuppressible.n == 0)
		return true;
	while ((row = registry_next(&w)) != NULL)
		if (registry_matches(s->rule, row)) {
			if (policy_may_accept(l->policy, row))
				return true;
			covers = true;
		}
	if (!covers)
		return true;
	f = complain(l, "MT002", s, arena_printf(l->a, "findings of %s may not "
	    "be accepted here: the configuration says so",
	    sanitise_text(l->a, s->rule)));
	finding_help(l->findings, f, "mend what it covers");
	return false;
}

static bool
check_reason(struct lint *l, const struct suppression *s)
{
	struct finding *f;

	if (s->reason != NULL && s->reason[strspn(s->reason, " \t\r\n")])
		return true;
	f = complain(l, "MT002", s, arena_printf(l->a,
	    "the suppression of %s gives no reason, so it does not hold",
	    s->rule != NULL ? sanitise_text(l->a, s->rule) : "nothing"));
	finding_help(l->findings, f,
	    "say in \"reason\" who accepted it, and why");
	return false;
}

static bool
check_pattern(struct lint *l, const struct suppression *s)
{
	const char *fault;

	if (s->pattern == NULL)
		return true;
	fault = pattern_fault(s->pattern);
	if (fault == NULL)
		return true;
	complain(l, "MT002", s, arena_printf(l->a,
	    "\"%s\" is no JSON pointer or address: %s",
	    sanitise_text(l->a, s->pattern), fault));
	return false;
}

/* Whether a segment of a pointer, with its ~0 and ~1, is the key. */
static bool
segment_is(const char *segment, const char *key)
{
	for (; *segment != '\0'; segment++, key++) {
		char c = *segment;

		if (c == '~' && (segment[1] == '0' || segment[1] == '1'))
			c = *++segment == '0' ? '~' : '/';
		if (*key != c)
			return false;
	}
	return *key == '\0';
}

static struct node
child_meant(struct arena *a, const char *segment, struct node parent)
{
	bool is_list = node_kind(parent) == NODE_LIST;
	struct node child = node_first(parent);

	for (size_t i = 0; node_exists(child); child = node_next(child), i++)
		if (segment_is(segment, is_list ? arena_printf(a, "%zu", i) :
		    node_key(child)))
			return child;
	return child;
}

static bool
leads_somewhere(struct arena *a, struct node from,
    const struct segments *path)
{
	for (size_t i = 0; i < path->n && node_exists(from); i++)
		from = child_meant(a, path->v[i], from);
	return node_exists(from);
}

/* Whether it is in force today. */
static bool
check_date(struct lint *l, const struct suppression *s)
{
	struct finding *f;
	int64_t until;

	if (s->until == NULL)
		return true;
	if (!notation_date_parse(s->until, &until)) {
		complain(l, "MT002", s, arena_printf(l->a,
		    "\"%s\" is no date of the form 2027-03-31",
		    sanitise_text(l->a, s->until)));
		return false;
	}
	if (until >= l->today)
		return true;
	f = complain(l, "MT003", s, arena_printf(l->a, "the suppression of %s "
	    "held until %s; today is %s, so it suppresses nothing any more",
	    sanitise_text(l->a, s->rule), s->until, l->today_text));
	finding_witness(l->findings, f, "until", "%s", s->until);
	finding_help(l->findings, f, "mend what it covers, or have it accepted "
	    "anew with a later \"until\"");
	return false;
}

static bool
is_valid(struct lint *l, const struct suppression *s)
{
	bool rule = check_rule(l, s);
	bool reason = check_reason(l, s);
	bool pattern = check_pattern(l, s);

	return rule && reason && pattern && check_allowed(l, s) &&
	    check_date(l, s);
}

/* -------------------------------------------------------------- look-up */

static struct by_rule *
rule_of(struct run *r, const struct notice *n)
{
	struct by_rule **slot =
	    (struct by_rule **)map_slot(&r->rules, n->code);

	if (*slot == NULL) {
		*slot = arena_alloc(r->a, sizeof **slot);
		(*slot)->notice = n;
		(*slot)->patterns = pattern_tree_new(r->a);
		vec_push(r->a, &r->list, *slot);
	}
	return *slot;
}

/*
 * A pointer that stands in a plan means that plan.  In a file of nothing but
 * expectations, accepted findings and networks (--expect) it means the inputs
 * beside it.
 */
static bool
is_beside(struct document *const *documents, size_t n, uint32_t file)
{
	static const char *const plan[] = { "vpcs", "peerings",
		"transit_gateways", "vpns", "prefix_lists", "elastic_ips" };

	if (file == 0 || file > n || documents[file - 1] == NULL)
		return false;
	for (size_t i = 0; i < sizeof plan / sizeof plan[0]; i++)
		if (node_exists(node_first(node_get(
		    node_root(documents[file - 1]), plan[i]))))
			return false;
	return true;
}

/* The plan that a suppression stands in, or NULL. */
static const struct document *
own_document(const struct suppression *s, struct document *const *documents,
    size_t n)
{
	return s->configured || s->at.file == 0 || s->at.file > n ||
	    is_beside(documents, n, s->at.file) ? NULL :
	    documents[s->at.file - 1];
}

static void
enter(struct run *r, struct entry *e)
{
	for (size_t i = 0; i < r->list.n; i++) {
		struct by_rule *rule = r->list.v[i];
		struct scope scope = { .entry = e, .s = e->s };

		if (!registry_matches(e->s->rule, rule->notice) ||
		    (r->l->policy != NULL &&
		    !policy_may_accept(r->l->policy, rule->notice)))
			continue;
		if (e->s->pattern != NULL)
			pattern_tree_add(rule->patterns, e->s->pattern, e);
		else
			vec_push(r->a, &rule->scopes, scope);
	}
}

static int
compare_scopes(const void *x, const void *y)
{
	const struct suppression *a = ((const struct scope *)x)->s;
	const struct suppression *b = ((const struct scope *)y)->s;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	return place_compare(a->at, b->at);
}

static int
compare_places(const void *x, const void *y)
{
	const struct finding *a = *(struct finding *const *)x;
	const struct finding *b = *(struct finding *const *)y;

	return finding_compare(a, b);
}

static void
use(struct entry *e, struct finding *f)
{
	e->used = true;
	if (f->suppressed == NULL)
		f->suppressed = e->s;
}

static bool
begins_by(const struct suppression *s, struct place at)
{
	return s->file < at.file ||
	    (s->file == at.file && s->from <= at.offset);
}

static bool
is_open(const struct suppression *s, struct place at)
{
	return s->file == at.file && at.offset < s->to;
}

/* The innermost scope that is still open at a place, from *top down. */
static void
close_before(struct scope *const *open, size_t *top, struct place at)
{
	while (*top > 0 && !is_open(open[*top - 1]->s, at))
		--*top;
}

/*
 * Find the scopes around each finding.  Once a scope was used, those around
 * it on the stack were, too: so the stack is walked down only as far as the
 * first used one, and all walks together cost no more than the scopes.
 */
static void
apply_scopes(struct run *r, struct by_rule *rule)
{
	struct scope **open = arena_array(r->a, rule->scopes.n, sizeof *open);
	size_t top = 0, next = 0;

	vec_sort(&rule->scopes, compare_scopes);
	for (size_t i = 0; i < rule->findings.n; i++) {
		struct finding *f = rule->findings.v[i];

		for (; next < rule->scopes.n &&
		    begins_by(rule->scopes.v[next].s, f->at); next++) {
			struct scope *s = &rule->scopes.v[next];
			struct place from = { s->s->file, s->s->from };

			close_before(open, &top, from);
			open[top++] = s;
		}
		close_before(open, &top, f->at);
		for (size_t j = top; j > 0; j--) {
			bool was_used = open[j - 1]->used;

			open[j - 1]->used = true;
			use(open[j - 1]->entry, f);
			if (was_used)
				break;
		}
	}
}

static void
use_pattern(void *context, void *item)
{
	struct finding *f = context;
	struct entry *e = item;

	if (!e->own_file_only || e->s->at.file == f->at.file)
		use(e, f);
}

static void
apply_patterns(struct by_rule *rule)
{
	for (size_t i = 0; i < rule->findings.n; i++) {
		struct finding *f = rule->findings.v[i];

		if (f->object != NULL)
			pattern_tree_match(rule->patterns, f->object,
			    use_pattern, f);
	}
}

/* ------------------------------------------------------------------ run */

/*
 * Why a suppression that was not used cannot be: its pointer into the plan
 * that it stands in finds nothing there.  NULL if it might have been; a `*`
 * may well find nothing for a while.
 */
static const char *
why_lost(struct run *r, const struct suppression *s, const struct document *d)
{
	struct arena *a = r->l->a;
	struct segments path;

	if (d == NULL || s->pattern == NULL)
		return NULL;
	/* An address or id means an input beside the plan. */
	if (s->pattern[0] != '/')
		return r->l->n_files > 1 || !r->l->is_spec[s->at.file - 1] ?
		    NULL : arena_printf(a, "\"%s\" is no JSON pointer, and "
		    "nothing in a plan has an address",
		    sanitise_text(a, s->pattern));
	path = pattern_segments(r->a, s->pattern);
	for (size_t i = 0; i < path.n; i++)
		if (str_equal(path.v[i], "*"))
			return NULL;
	return leads_somewhere(r->a, node_root(d), &path) ? NULL :
	    arena_printf(a, "\"%s\" points at nothing in this plan",
	    sanitise_text(a, s->pattern));
}

/* What could not be decided may be what is suppressed. */
static bool
is_undecided(const struct lint *l, const char *rule)
{
	const struct notice *is = registry_find(rule);

	return is != NULL && map_get(&l->weakened_by, is->code) != NULL;
}

static void
report_unused(struct run *r, struct document *const *documents, size_t n)
{
	for (size_t i = 0; i < r->entries.n; i++) {
		const struct suppression *s = r->entries.v[i]->s;
		const char *where = "here or below", *why;
		struct finding *f;

		if (r->entries.v[i]->used || s->configured ||
		    is_undecided(r->l, s->rule))
			continue;
		why = why_lost(r, s, own_document(s, documents, n));
		if (why != NULL) {
			f = complain(r->l, "MT002", s, why);
			finding_help(r->l->findings, f, "point at a thing that "
			    "is there (\"/vpcs/…\"), or take it out");
			continue;
		}
		if (s->pattern != NULL)
			where = arena_printf(r->l->a, "at %s or below",
			    sanitise_text(r->l->a, s->pattern));
		f = complain(r->l, "MT001", s, arena_printf(r->l->a,
		    "no finding of %s %s: this suppression does nothing",
		    sanitise_text(r->l->a, s->rule), where));
		finding_help(r->l->findings, f, "take it out");
	}
}

void
suppress(struct lint *l, const struct suppressions *suppressions,
    struct document *const *documents, size_t n_documents)
{
	struct run r = { .l = l };

	if (suppressions->n == 0)
		return;
	r.a = arena_new();
	r.rules = map_new(r.a);
	for (size_t i = 0; i < l->findings->n; i++) {
		struct finding *f = l->findings->v[i];

		vec_push(r.a, &rule_of(&r, f->notice)->findings, f);
	}
	for (size_t i = 0; i < suppressions->n; i++) {
		const struct suppression *s = suppressions->v[i];
		struct entry *e;

		if (!is_valid(l, s))
			continue;
		e = arena_alloc(r.a, sizeof *e);
		e->s = s;
		e->own_file_only = s->pattern != NULL &&
		    s->pattern[0] == '/' &&
		    !is_beside(documents, n_documents, s->at.file);
		vec_push(r.a, &r.entries, e);
		enter(&r, e);
	}
	for (size_t i = 0; i < r.list.n; i++) {
		vec_sort(&r.list.v[i]->findings, compare_places);
		apply_scopes(&r, r.list.v[i]);
		apply_patterns(r.list.v[i]);
	}
	report_unused(&r, documents, n_documents);
	arena_free(r.a);
}
