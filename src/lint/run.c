/* SPDX-License-Identifier: MIT */
#include "lint/lint.h"

#include "base/fatal.h"
#include "base/str.h"
#include "lint/locate.h"
#include "lint/policy.h"
#include "lint/registry.h"
#include "lint/space.h"
#include "lint/supersede.h"
#include "lint/suppress.h"
#include "model/notices.h"
#include "plan/capacity.h"
#include "plan/expect.h"
#include "reach/reach.h"
#include "text/sanitise.h"

/* ------------------------------------------------------- what rules call */

static struct place
place_of(const struct thing *about)
{
	if (about->at.file == 0 && about->vpc != NULL)
		return about->vpc->is.at;
	return about->at;
}

bool
lint_is_spec(const struct lint *l, struct place at)
{
	return at.file > 0 && at.file <= l->n_files &&
	    l->is_spec[at.file - 1];
}

/* What the format calls a thing; of what nobody wrote, what it belongs to. */
static const char *
object_of(const struct thing *t)
{
	const struct interface *e = (const struct interface *)t;

	if (t->by_pointer)
		return NULL;
	if (t->address != NULL || t->id != NULL)
		return t->address != NULL ? t->address : t->id;
	if (t->kind == KIND_INTERFACE && e->workload != NULL)
		return object_of(&e->workload->is);
	if (t->kind == KIND_INTERFACE && e->endpoint != NULL)
		return object_of(&e->endpoint->is);
	if (t->implicit && t->vpc != NULL)
		return object_of(&t->vpc->is);
	return NULL;
}

struct finding *
flag(struct lint *l, const struct thing *about, struct place at,
    const char *format, ...)
{
	const char *object = object_of(about);
	struct finding *f;
	va_list args;

	if (at.file == 0)
		at = place_of(about);
	va_start(args, format);
	f = finding_add(l->findings, &l->rule->is, at, "%s",
	    arena_vprintf(l->a, format, args));
	va_end(args);
	f->about = about;
	finding_marks(l->findings, f, about);
	if (object != NULL && !lint_is_spec(l, at))
		f->object = sanitise_text(l->a, object);
	/* A rule that is off by default runs because somebody asked. */
	if (f->severity == SEVERITY_OFF)
		f->severity = SEVERITY_WARNING;
	return f;
}

void
lint_weakened(struct lint *l, const char *why)
{
	void **slot = map_slot(&l->weakened_by, l->rule->is.code);

	l->weakened++;
	if (*slot == NULL)
		*slot = arena_strdup(l->a, why);
}

bool
lint_knows_all(struct lint *l, enum kind kind, const struct vpc *v)
{
	if (model_is_complete(l->m, kind, v))
		return true;
	lint_weakened(l, arena_printf(l->a, "the %ss are not all known",
	    kind_name(kind)));
	return false;
}

bool
lint_is_handed_out(struct lint *l, const struct thing *t)
{
	if (t->handed_out)
		lint_weakened(l, arena_printf(l->a, "others that are not in "
		    "the input may use %s or add to it", thing_title(l->a, t)));
	return t->handed_out;
}

/* What is set for an option of the running rule, or NULL. */
static const struct option_setting *
setting(const struct lint *l, const char *option)
{
	const struct policy *p = l->policy;

	for (size_t i = p != NULL ? p->n_options : 0; i > 0; i--)
		if (p->options[i - 1].rule == &l->rule->is &&
		    str_equal(p->options[i - 1].option, option))
			return &p->options[i - 1];
	return NULL;
}

int64_t
lint_number(const struct lint *l, const char *option)
{
	const struct option_setting *set = setting(l, option);
	const struct rule_option *o = l->rule->options;

	if (set != NULL)
		return set->number;
	while (o != NULL && o->name != NULL && !str_equal(o->name, option))
		o++;
	if (o == NULL || o->name == NULL)
		BUG("a rule asks for an option that it does not have");
	return o->otherwise;
}

const char *const *
lint_texts(const struct lint *l, const char *option, size_t *n)
{
	const struct option_setting *set = setting(l, option);

	*n = set != NULL ? set->n_texts : 0;
	return set != NULL ? set->texts : NULL;
}

struct reach *
lint_reach(struct lint *l)
{
	if (l->reach == NULL)
		l->reach = reach_new(l->a, l->m, l->routes);
	return l->reach;
}

struct capacity *
lint_capacity(struct lint *l)
{
	if (l->capacity == NULL)
		l->capacity = capacity_new(l->a, l->m);
	return l->capacity;
}

struct spaces *
lint_spaces(struct lint *l)
{
	if (l->spaces == NULL)
		l->spaces = spaces_new(l->a, l->m);
	return l->spaces;
}

const char *
lint_where(struct lint *l, const struct condition *c, const struct thing *t)
{
	if (c == NULL || condition_same(c, t->exists))
		return "";
	return c->whose ? arena_printf(l->a, ", where %s", c->text) :
	    arena_printf(l->a, ", where condition %s %s", c->text,
	    c->negated ? "does not hold" : "holds");
}

void
lint_given(struct lint *l, struct finding *f, const struct condition *c)
{
	f->message = arena_printf(l->a, "%s%s", f->message, lint_where(l, c,
	    f->about));
}

bool
lint_is_maybe(const struct thing *t, const struct thing *where)
{
	return t->exists != NULL && !condition_same(t->exists, where->exists);
}

bool
lint_route_is_maybe(const struct route *r)
{
	const struct thing *table = &r->table->is;

	return (r->exists != NULL &&
	    !condition_same(r->exists, table->exists)) ||
	    (r->target.to != NULL && lint_is_maybe(r->target.to, table)) ||
	    (r->list.to != NULL && lint_is_maybe(r->list.to, table));
}

bool
conditions_exclude(const struct condition *x, const struct condition *y)
{
	return x != NULL && y != NULL && x->negated != y->negated &&
	    str_equal(x->text, y->text);
}

bool
conditions_coincide(const struct condition *x, const struct condition *y)
{
	return x == NULL || y == NULL || condition_same(x, y);
}

/* ------------------------------------------------- what could not be told */

struct listing {
	struct lint *l;
	const struct policy *policy;
	struct str text;
	size_t n;
};

static bool
list_weakened(void *context, const char *key, void *value)
{
	struct listing *list = context;

	if (!policy_keeps(list->policy, registry_find(key)))
		return true;
	if (list->n++ > 0)
		str_add(&list->text, ", ");
	str_addf(&list->text, "%s (%s)", key, (const char *)value);
	return true;
}

/* What readers complained of, and names of nothing, before any rule has
 * run. */
static void
count_misread(struct lint *l)
{
	static const char *const codes[] = { "IN002", "IN003", "IN004",
		"AD001", "RT001", "SG011", NULL };

	for (size_t i = 0; i < l->findings->n; i++)
		for (const char *const *code = codes; *code != NULL; code++) {
			struct finding *f = l->findings->v[i];
			bool is_name = str_equal(*code, "IN004");

			if (!str_equal(f->notice->code, *code))
				continue;
			if (!is_name || l->misread.n == l->misread.names)
				l->misread.only = f;
			l->misread.n++;
			l->misread.names += is_name;
		}
}

bool
lint_is_misread(struct lint *l, struct finding *f, const char *why)
{
	struct finding *only = l->misread.only;
	size_t unread = l->misread.n - l->misread.names;
	/* What rests on a list that is not whole has nothing of names. */
	size_t names = why != NULL ? l->misread.names : 0;
	size_t n = unread + names;

	if (n == 0)
		return false;
	finding_help(l->findings, f, "first mend what could not be %s "
	    "(%zu finding%s: %s%s): what hangs on it cannot be decided before",
	    names == 0 ? "read" : names == n ? "found" : "read or found",
	    n, n == 1 ? "" : "s", only->notice->code,
	    n == 1 ? "" : " and the like");
	if (unread == 1 && why != NULL && strstr(why, VALUE_MALFORMED) != NULL) {
		finding_passes(l->findings, only, only);
		finding_passes(l->findings, f, only);
	}
	return true;
}

static void
report_weakened(struct lint *l, const struct policy *policy)
{
	struct listing list = { l, policy, str_new(l->a), 0 };
	struct finding *f;

	map_walk(&l->weakened_by, list_weakened, &list);
	if (list.n == 0)
		return;
	f = finding_add(l->findings, registry_find("MT005"), l->m->at,
	    "%zu rule%s could not decide everything: %s", list.n,
	    list.n == 1 ? "" : "s", str_text(&list.text));
	f->key = "weakened";
	f->closes = true;
	if (!lint_is_misread(l, f, NULL))
		finding_help(l->findings, f, "give the missing lists too, or "
		    "leave it: what is not known is not judged");
}

/* What readers could not tell, by file: each a note of one finding. */
static void
report_untold(struct lint *l)
{
	const struct model *m = l->m;
	const struct notice *n = registry_find("MT005");

	for (size_t i = 0, end; i < m->untold.n; i = end) {
		struct finding *f;

		for (end = i; end < m->untold.n &&
		    m->untold.v[end].at.file == m->untold.v[i].at.file; end++)
			;
		f = finding_add(l->findings, n, m->untold.v[i].at, end - i == 1 ?
		    "%s: %s" : "%s: %s; and %zu more that could not be told",
		    m->untold.v[i].object, m->untold.v[i].text, end - i - 1);
		f->object = m->untold.v[i].object;
		f->key = "untold";
		for (size_t k = i + 1; k < end; k++)
			finding_related(l->findings, f, m->untold.v[k].at,
			    "%s: %s", m->untold.v[k].object, m->untold.v[k].text);
		finding_help(l->findings, f, "read the state after apply, "
		    "which tells them, or leave it: what is not known is not "
		    "judged");
	}
}

/* What was concluded, by where what it was concluded of stands. */
struct conclusions {
	VEC(const struct inference *) of;
};

static int
compare_places_of(const void *x, const void *y)
{
	const struct inference *const *a = x, *const *b = y;

	return place_compare((*a)->at, (*b)->at);
}

static struct conclusions
conclusions_of(struct lint *l)
{
	struct conclusions all = { 0 };

	for (size_t i = 0; i < l->m->inferences.n; i++)
		vec_push(l->a, &all.of, &l->m->inferences.v[i]);
	vec_sort(&all.of, compare_places_of);
	return all;
}

/* The first that stands there, or behind it. */
static size_t
first_at(const struct conclusions *all, struct place at)
{
	size_t low = 0, high = all->of.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (place_compare(all->of.v[middle]->at, at) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct telling {
	struct lint *l;
	struct finding *f;
	const struct inference *told[4];
	size_t n;
};

static void
tell(struct telling *t, const struct inference *v)
{
	if (t->n == sizeof t->told / sizeof *t->told)
		return;
	for (size_t i = 0; i < t->n; i++)
		if (inference_is_like(t->told[i], v))
			return;
	t->told[t->n++] = v;
	finding_related(t->l->findings, t->f, v->at, "%s",
	    inference_title(t->l->a, v));
}

/* A finding about what a reader concluded, or that names it, holds only if
 * that does. */
static void
tell_inferences(struct lint *l, const struct conclusions *all,
    struct finding *f)
{
	struct telling t = { .l = l, .f = f };
	size_t named = f->related.n;

	for (size_t i = 0; i < f->marks.n; i++) {
		size_t n;
		const struct inference *v = model_inferences(l->m,
		    f->marks.v[i], &n);

		for (size_t k = 0; k < n; k++)
			tell(&t, &v[k]);
	}
	for (size_t i = 0; i < named; i++) {
		struct place at = f->related.v[i].at;

		for (size_t k = first_at(all, at); k < all->of.n &&
		    place_compare(all->of.v[k]->at, at) == 0; k++)
			tell(&t, all->of.v[k]);
	}
}

/* What the reader met and could not make anything of. */
static void
report_unread(struct lint *l)
{
	for (size_t i = 0; i < l->m->unread.n; i++) {
		const struct unread *u = &l->m->unread.v[i];
		struct finding *f = finding_add(l->findings,
		    registry_find("MT005"), u->at, "%s", unread_text(l->a,
		    u));

		f->key = u->type;
		finding_witness(l->findings, f, "type", "%s", u->type);
		finding_witness(l->findings, f, "resources", "%zu", u->n);
		if (u->help != NULL)
			finding_help(l->findings, f, "%s", u->help);
	}
}

static void
report_name(struct lint *l, const struct outcome *o)
{
	struct finding *f = finding_add(l->findings, o->ambiguous_name ?
	    &notice_ambiguous_name : &notice_dangling_reference,
	    o->of->at, "%s", o->because);

	f->about = o->of;
	f->key = o->of->text;
}

/* Names in expectations that mean nothing, or several things; and in those of
 * which only the names could be read. */
static void
report_names(struct lint *l)
{
	struct outcome half;

	if (l->outcomes == NULL)
		return;
	for (size_t i = 0; i < l->outcomes->n; i++)
		if (l->outcomes->v[i].failure == FAILURE_NAME)
			report_name(l, &l->outcomes->v[i]);
	for (size_t i = 0; i < l->m->expectations_half.n; i++)
		if (!expect_names_mean(lint_reach(l), l->a,
		    l->m->expectations_half.v[i], &half))
			report_name(l, &half);
}

/* ------------------------------------------------------------------ run */

static void
run_rules(struct lint *l, const struct policy *policy)
{
	struct registry_rules w = { 0 };

	while ((l->rule = registry_next_rule(&w)) != NULL)
		if (l->rule->check != NULL &&
		    policy_runs(policy, &l->rule->is))
			l->rule->check(l, l->m);
}

static struct lint
new_lint(struct arena *a, const struct lint_input *in,
    const struct policy *policy, struct findings *findings)
{
	struct lint l = {
		.a = a,
		.m = in->m,
		.routes = in->routes,
		.outcomes = in->outcomes,
		.reach = in->reach,
		.findings = findings,
		.today = policy->today,
		.today_text = policy->today_text,
		.is_spec = locate_specs(a, in->documents, in->n_documents),
		.n_files = in->n_documents,
		.weakened_by = map_new(a),
		.free_spaces = map_new(a),
		.policy = policy,
	};

	return l;
}

/*
 * The order matters.  Suppressions are looked at before policy, so that one
 * is not called unused because its rule was not selected this time; policy
 * before supersession, so that a cause that nobody will see does not swallow
 * what follows from it.
 */
static void
settle(struct lint *l, const struct lint_input *in,
    const struct policy *policy)
{
	struct findings *findings = l->findings;

	locate_findings(l->a, in->documents, in->n_documents, findings);
	policy_set_severities(policy, findings);
	if (!policy->no_suppress)
		suppress(l, &in->m->suppressions, in->documents,
		    in->n_documents);
	policy_apply(policy, findings);
	findings_sort(findings);
	supersede(l->a, findings);
	locate_findings(l->a, in->documents, in->n_documents, findings);
}

void
lint_readers(struct arena *a, const struct lint_input *in,
    const struct policy *policy, struct findings *findings)
{
	struct lint l = new_lint(a, in, policy, findings);

	findings_sort(findings);
	settle(&l, in, policy);
}

void
lint_run(struct arena *a, const struct lint_input *in,
    const struct policy *policy, struct findings *findings)
{
	struct lint l = new_lint(a, in, policy, findings);
	struct conclusions conclusions;

	count_misread(&l);
	run_rules(&l, policy);
	report_names(&l);
	report_weakened(&l, policy);
	report_untold(&l);
	report_unread(&l);
	findings_sort(findings);
	locate_things(a, in->m, in->documents, in->n_documents, findings);
	conclusions = conclusions_of(&l);
	for (size_t i = 0; conclusions.of.n > 0 && i < findings->n; i++)
		tell_inferences(&l, &conclusions, findings->v[i]);
	settle(&l, in, policy);
}
