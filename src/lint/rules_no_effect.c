/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/nest.h"
#include "lint/way.h"
#include "lint/words.h"

#include <stdlib.h>
#include <string.h>

/*
 * What is there and changes nothing, or is more than it has to be.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."

/* ------------------------------------------------------------ eigw-useless */

static bool
leads_to(const struct route_table *t, const struct thing *gateway)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (way_target(t->routes.v[i]) == gateway)
			return true;
	return false;
}

static bool
has_open_route(struct lint *l, const struct route_table *t)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i]->target_kind == TARGET_UNKNOWN) {
			lint_weakened(l, "a route's target is not known");
			return true;
		}
	return false;
}

static const char *
why_useless(struct lint *l, const struct egress_only_gateway *g)
{
	const struct vpc *v = g->is.vpc;

	if (v == NULL)
		return NULL;
	/* Every VPC has a block: this one was only named. */
	if (!v->is.created &&
	    (v->cidrs.n == 0 || !value_is_known(v->cidrs.v[0].is))) {
		lint_weakened(l, "a VPC is not in the input");
		return NULL;
	}
	if (v->ipv6_cidrs.n == 0)
		return arena_printf(l->a, "%s has no IPv6 block",
		    thing_title(l->a, &v->is));
	for (size_t i = 0; i < v->route_tables.n; i++)
		if (leads_to(v->route_tables.v[i], &g->is) ||
		    has_open_route(l, v->route_tables.v[i]))
			return NULL;
	return lint_knows_all(l, KIND_ROUTE_TABLE, v) ?
	    "no route leads to it" : NULL;
}

static void
check_egress_only(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->egress_only_gateways.n; i++) {
		const struct egress_only_gateway *g =
		    m->egress_only_gateways.v[i];
		const char *why = why_useless(l, g);
		struct finding *f;

		if (why == NULL)
			continue;
		f = flag(l, &g->is, g->is.at, "%s does nothing: %s",
		    thing_title(l->a, &g->is), why);
		finding_witness(l->findings, f, "because", "%s", why);
		finding_help(l->findings, f, "route ::/0 to it from subnets "
		    "with IPv6, or take it out");
	}
}

/* ------------------------------------------------------ entry-has-no-effect */

/* The address of the resolver of a VPC: the third of its primary block. */
static bool
is_resolver(const struct vpc *v, struct cidr c)
{
	struct addr x;

	if (v == NULL || v->cidrs.n == 0 || c.family != IPV4 ||
	    c.length != 32 || !value_is_known(v->cidrs.v[0].is))
		return false;
	x = addr_next(addr_next(v->cidrs.v[0].v.base));
	return addr_equal(x, c.base);
}

static bool
is_link_local(struct cidr c)
{
	const struct cidr block = { .base = { .lo = 0xa9fe0000 },
		.family = IPV4, .length = 16 };

	return c.family == IPV4 && cidr_contains(block, c);
}

/* Why no packet of an entry ever meets the ACL; or NULL. */
static const char *
why_unseen(struct lint *l, const struct network_acl *acl, struct cidr c)
{
	const struct subnet *only = acl->subnets.n == 1 ? acl->subnets.v[0] :
	    NULL;

	if (is_link_local(c))
		return "metadata, time and DNS at link-local addresses pass "
		    "no network ACL";
	if (is_resolver(acl->is.vpc, c))
		return "what goes to the VPC's resolver passes no network ACL";
	if (only == NULL ||
	    !model_is_complete(l->m, KIND_SUBNET, acl->is.vpc))
		return NULL;
	if ((value_is_known(only->cidr.is) &&
	    cidr_contains(only->cidr.v, c)) ||
	    (value_is_known(only->ipv6_cidr.is) &&
	    cidr_contains(only->ipv6_cidr.v, c)))
		return arena_printf(l->a, "what stays inside %s, its only "
		    "subnet, passes no network ACL",
		    thing_title(l->a, &only->is));
	return NULL;
}

static void
check_entries_of(struct lint *l, const struct network_acl *acl,
    struct acl_entry *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct acl_entry *e = v[i];
		const char *why = value_is_known(e->cidr.is) && !e->implicit ?
		    why_unseen(l, acl, e->cidr.v) : NULL;
		struct finding *f;

		if (why == NULL)
			continue;
		f = flag(l, &acl->is, e->at, "the %s entry \"%s\" of %s has no "
		    "effect: %s", direction_name(e->direction),
		    words_acl_entry(l->a, e), thing_title(l->a, &acl->is), why);
		f->key = arena_printf(l->a, "%s %s",
		    direction_name(e->direction), words_acl_entry(l->a, e));
		finding_passes(l->findings, f, e);
		finding_witness(l->findings, f, "entry", "%s",
		    words_acl_entry(l->a, e));
		finding_help(l->findings, f, "drop it; to close this, use "
		    "security groups");
	}
}

static void
check_entries(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];

		if (acl->subnets.n == 0)
			continue;
		check_entries_of(l, acl, acl->ingress.v, acl->ingress.n);
		check_entries_of(l, acl, acl->egress.v, acl->egress.n);
	}
}

/* --------------------------------------------------------- mergeable-rules */

/* Rules of one direction by what they admit, then by whom. */
static int
compare_rules(const void *x, const void *y)
{
	const struct group_rule *a = *(struct group_rule *const *)x;
	const struct group_rule *b = *(struct group_rule *const *)y;
	struct cidr of_a = group_rule_block(a), of_b = group_rule_block(b);
	int order = strcmp(a->ports->written, b->ports->written);

	if (order != 0)
		return order;
	order = (of_a.family > of_b.family) - (of_a.family < of_b.family);
	return order != 0 ? order : cidr_compare(of_a, of_b);
}

/* Blocks that lie in no other of the n: SG005 and SG006 have the rest. */
static size_t
count_outermost(struct arena *a, struct group_rule *const *v, size_t n)
{
	struct nest *all = arena_array(a, n, sizeof *all);
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		all[i].cidr = group_rule_block(v[i]);
		all[i].order = (uint32_t)i;
	}
	nest_sort(all, n);
	for (size_t i = 0; i < n; i++)
		if (all[i].outer == NEST_NONE && all[i].first == i)
			count++;
	return count;
}

static void
check_alike(struct lint *l, struct arena *a, const struct security_group *g,
    struct group_rule *const *v, size_t n)
{
	struct cidr *blocks = arena_array(a, n, sizeof *blocks), *merged;
	size_t outermost = count_outermost(a, v, n), left;
	struct words_list list = { .a = l->a };
	struct finding *f;

	for (size_t i = 0; i < n; i++)
		blocks[i] = group_rule_block(v[i]);
	merged = range_set_to_cidrs(a, range_set_of_cidrs(a,
	    (enum family)blocks[0].family, blocks, n), &left);
	if (left >= outermost)
		return;
	for (size_t i = 0; i < left; i++)
		words_add(&list, words_cidr(l->a, merged[i]));
	f = flag(l, &g->is, v[0]->at, "%zu %s rules of %s for %s can be %s: %s",
	    outermost, direction_name(v[0]->direction),
	    thing_title(l->a, &g->is), v[0]->ports->written,
	    left == 1 ? "one" : arena_printf(l->a, "%zu", left),
	    words_join(&list));
	f->severity = SEVERITY_NOTE;
	f->key = arena_printf(l->a, "%s %s %s",
	    direction_name(v[0]->direction), v[0]->ports->written,
	    family_name((enum family)blocks[0].family));
	finding_witness(l->findings, f, "blocks", "%s", words_join(&list));
	finding_help(l->findings, f, "write the blocks together, if nothing "
	    "tells them apart: rules are counted");
}

static void
check_mergeable_of(struct lint *l, const struct security_group *g,
    struct group_rule *const *rules, size_t n)
{
	struct arena *a = arena_new();
	struct group_rule **v = arena_array(a, n, sizeof *v);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (group_rule_has_block(rules[i]) &&
		    value_is_known(rules[i]->ports->is) &&
		    rules[i]->ports->written != NULL &&
		    group_rule_exists(rules[i]) == NULL)
			v[kept++] = rules[i];
	if (kept > 1)
		qsort(v, kept, sizeof *v, compare_rules);
	for (size_t i = 0, end; i < kept; i = end) {
		for (end = i + 1; end < kept && str_equal(
		    v[end]->ports->written, v[i]->ports->written) &&
		    v[end]->family == v[i]->family; end++)
			;
		if (end - i > 1)
			check_alike(l, a, g, v + i, end - i);
	}
	arena_free(a);
}

static void
check_mergeable(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		check_mergeable_of(l, g, g->ingress.v, g->ingress.n);
		check_mergeable_of(l, g, g->egress.v, g->egress.n);
	}
}

/* ---------------------------------------------------------------- table */

#define EGRESS_ONLY(block)						\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	block								\
	JSON("egress_only_gateway": true, "subnets": {)			\
	JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},) \
	JSON("route_tables": {"app": {"routes": {"::/0": "eigw"}}}}}})
#define ENTRIES(cidr)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("app-a": {"az": "a", "cidr": "10.0.1.0/24", "network_acl": "app"}},) \
	JSON("network_acls": {"app": {"ingress": [cidr, "110 allow all from 10.0.0.0/16"],) \
	JSON("egress": ["100 allow all to 0.0.0.0/0"]}}}}})
#define HALVES(second)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("app-a": {"az": "a", "cidr": "10.0.1.0/24"}},)		\
	JSON("security_groups": {"app": {"ingress": ["tcp/443 from 10.0.2.0/25",) \
	JSON(second]}},)						\
	JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],) \
	JSON("security_groups": ["app"]}}}}})

const struct rule rules_no_effect[] = {
	{ .check = check_egress_only, .is = {
		.code = "GW008",
		.name = "eigw-useless",
		.severity = SEVERITY_NOTE,
		.class = CLASS_WASTE,
		.title = "an egress-only internet gateway that does nothing",
		.aws = "An egress-only internet gateway carries IPv6 alone, from subnets whose "
		    "table leads to it.",
		.why = "IPv6 was planned and not finished, or is gone and this was left.",
		.intent = SAME_WITHOUT_INTENT,
		.bad = EGRESS_ONLY(),
		.good = EGRESS_ONLY(JSON("ipv6_cidrs": ["2001:db8:1a00::/56"],)),
		.reference = "Amazon VPC User Guide, Egress-only internet gateways",
	} },
	{ .check = check_entries, .is = {
		.code = "NA010",
		.name = "entry-has-no-effect",
		.severity = SEVERITY_NOTE,
		.class = CLASS_WASTE,
		.title = "an entry about packets that no network ACL ever sees",
		.aws = "Network ACLs look at what enters and leaves a subnet.  What stays inside, "
		    "and what goes to the VPC's resolver, to metadata or to the time service, is "
		    "not looked at.",
		.why = "A deny that is written so does not deny; an allow is not needed.",
		.intent = SAME_WITHOUT_INTENT,
		.bad = ENTRIES("100 deny tcp/80 from 169.254.169.254/32"),
		.good = ENTRIES("100 deny tcp/80 from 10.0.2.0/24"),
		.reference = "Amazon VPC User Guide, Network ACL basics",
	} },
	{ .check = check_mergeable, .is = {
		.code = "SG007",
		.name = "mergeable-rules",
		.severity = SEVERITY_OFF,
		.class = CLASS_WASTE,
		.title = "rules whose blocks can be written as fewer",
		.aws = "A group holds 60 rules in each direction and family; a block is one rule, "
		    "however large it is.",
		.why = "Fewer rules are read more easily, and leave room under the quota.",
		.intent = SAME_WITHOUT_INTENT,
		.bad = HALVES("tcp/443 from 10.0.2.128/25"),
		.good = HALVES("tcp/443 from 10.0.3.0/25"),
		.reference = "Amazon VPC User Guide, Amazon VPC quotas",
	} },
	{ .check = NULL }
};
