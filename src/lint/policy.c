/* SPDX-License-Identifier: MIT */
#include "lint/policy.h"

#include "base/str.h"
#include "lint/registry.h"

static bool
is_always_said(const struct notice *n)
{
	return n->class == CLASS_META || str_equal(n->code, "IN001");
}

static bool
selects_by_name(const struct policy *p, const struct notice *n)
{
	for (size_t i = 0; i < p->select.n; i++)
		if (registry_names(p->select.v[i], n))
			return true;
	return false;
}

static const struct severity_setting *
setting_of(const struct policy *p, const struct notice *n)
{
	for (size_t i = p->n_severities; i > 0; i--)
		if (registry_matches(p->severities[i - 1].rule, n))
			return &p->severities[i - 1];
	return NULL;
}

enum severity
policy_severity_of(const struct policy *p, const struct notice *n)
{
	const struct severity_setting *set = setting_of(p, n);

	return set != NULL ? set->severity : n->severity;
}

bool
policy_runs(const struct policy *p, const struct notice *n)
{
	return policy_severity_of(p, n) != SEVERITY_OFF || selects_by_name(p, n);
}

/*
 * The rules set a severity by effect: lower than their own where nothing
 * comes of it.  What is configured holds for the worst, and lowers the rest
 * with it.
 */
void
policy_set_severities(const struct policy *p, struct findings *findings)
{
	for (size_t i = 0; p->n_severities > 0 && i < findings->n; i++) {
		struct finding *f = findings->v[i];
		const struct severity_setting *set = setting_of(p, f->notice);

		if (set == NULL || set->severity == SEVERITY_OFF)
			continue;
		if (f->notice->severity == SEVERITY_OFF ||
		    f->severity >= f->notice->severity ||
		    set->severity < f->severity)
			f->severity = set->severity;
	}
}

bool
policy_may_accept(const struct policy *p, const struct notice *n)
{
	for (size_t i = 0; i < p->unsuppressible.n; i++)
		if (registry_matches(p->unsuppressible.v[i], n))
			return false;
	return n->class != CLASS_META;
}

bool
policy_keeps(const struct policy *p, const struct notice *n)
{
	for (size_t i = 0; i < p->ignore.n; i++)
		if (registry_matches(p->ignore.v[i], n))
			return false;
	if (!is_always_said(n) && n->severity != SEVERITY_OFF &&
	    !policy_runs(p, n))
		return false;
	if (p->select.n == 0 || is_always_said(n))
		return true;
	for (size_t i = 0; i < p->select.n; i++)
		if (registry_matches(p->select.v[i], n))
			return true;
	return false;
}

bool
policy_asks(const struct policy *p, const struct notice *n)
{
	return policy_runs(p, n) && policy_keeps(p, n);
}

void
policy_apply(const struct policy *p, struct findings *findings)
{
	size_t kept = 0;

	for (size_t i = 0; i < findings->n; i++)
		if (policy_keeps(p, findings->v[i]->notice))
			findings->v[kept++] = findings->v[i];
	findings->n = kept;
}
