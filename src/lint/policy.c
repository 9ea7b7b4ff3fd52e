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

bool
policy_runs(const struct policy *p, const struct notice *n)
{
	return n->severity != SEVERITY_OFF || selects_by_name(p, n);
}

bool
policy_keeps(const struct policy *p, const struct notice *n)
{
	for (size_t i = 0; i < p->ignore.n; i++)
		if (registry_matches(p->ignore.v[i], n))
			return false;
	if (p->select.n == 0 || is_always_said(n))
		return true;
	for (size_t i = 0; i < p->select.n; i++)
		if (registry_matches(p->select.v[i], n))
			return true;
	return false;
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
