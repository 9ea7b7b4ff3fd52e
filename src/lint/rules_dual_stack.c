/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/words.h"
#include "lint/world.h"
#include "model/notation.h"

/*
 * IPv6 beside IPv4: the family that was forgotten, in either direction.
 */

/* ------------------------------------------------------------ ipv6-unhandled */

static bool
has_family(struct acl_entry *const *v, size_t n, enum family family)
{
	for (size_t i = 0; i < n; i++)
		if (v[i]->allow && (!value_is_known(v[i]->cidr.is) ||
		    v[i]->cidr.v.family == family))
			return true;
	return false;
}

static bool
has_any(struct acl_entry *const *v, size_t n, enum family family)
{
	for (size_t i = 0; i < n; i++)
		if (!value_is_known(v[i]->cidr.is) ||
		    v[i]->cidr.v.family == family)
			return true;
	return false;
}

/* IPv4 is let through and IPv6 not even mentioned. */
static bool
forgets_ipv6(struct acl_entry *const *v, size_t n)
{
	return has_family(v, n, IPV4) && !has_any(v, n, IPV6);
}

static void
check_acls(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];
		struct words_list list = { .a = l->a };
		bool in = forgets_ipv6(acl->ingress.v, acl->ingress.n);
		bool out = forgets_ipv6(acl->egress.v, acl->egress.n);
		struct finding *f;

		if (!acl->entries_known || (!in && !out))
			continue;
		for (size_t j = 0; j < acl->subnets.n; j++)
			if (value_is_known(acl->subnets.v[j]->ipv6_cidr.is))
				words_add(&list, thing_title(l->a,
				    &acl->subnets.v[j]->is));
		if (list.n == 0)
			continue;
		f = flag(l, &acl->is, acl->is.at, "%s has entries for IPv4 "
		    "only (%s), and %s speaks IPv6 as well: all of that is "
		    "denied", thing_title(l->a, &acl->is),
		    in && out ? "both directions" : in ? "ingress" : "egress",
		    words_join(&list));
		finding_witness(l->findings, f, "subnets", "%s",
		    words_join(&list));
		finding_help(l->findings, f, "add the entries that IPv6 is to "
		    "have; a deny of ::/0 says that none is meant");
	}
}

/* ------------------------------------------------------------------ ipv6-gap */

static const struct interface *
dual_stack_member(const struct security_group *g)
{
	for (size_t i = 0; i < g->members.n; i++)
		if (flag_or(g->members.v[i]->ipv6, false))
			return g->members.v[i];
	return NULL;
}

static void
check_gap_of(struct lint *l, struct arena *a, const struct world *w,
    const struct security_group *g, const struct interface *x)
{
	struct service_set four = world_admitted(a, g, INGRESS, IPV4);
	struct service_set six = world_admitted(a, g, INGRESS, IPV6);
	/* Open to all of IPv6, and to some of IPv4 but not to all of it: there
	 * somebody thought about who may come. */
	struct port_set open = port_set_subtract(a,
	    world_ports(a, w, six, EXTENT_WORLD),
	    world_ports(a, w, four, EXTENT_WORLD));
	struct port_set gap = port_set_intersect(a, open,
	    world_ports(a, w, four, EXTENT_NARROW));
	const struct thing *who = x->workload != NULL ? &x->workload->is :
	    &x->is;
	struct finding *f;

	if (port_set_is_empty(gap))
		return;
	f = flag(l, &g->is, g->is.at, "%s admits %s from few by IPv4 and from "
	    "all by IPv6, which %s has", thing_title(l->a, &g->is),
	    notation_ports_format(l->a, gap), thing_title(l->a, who));
	finding_passes(l->findings, f, who);
	finding_witness(l->findings, f, "ports", "%s",
	    notation_ports_format(l->a, gap));
	finding_related(l->findings, f, who->at, "%s",
	    thing_title(l->a, who));
	finding_help(l->findings, f, "restrict the IPv6 rule as the IPv4 one "
	    "is");
}

static void
check_gaps(struct lint *l, const struct model *m)
{
	struct world *w = world_new(l->a);

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		const struct interface *x;
		struct arena *a;

		if (!world_may_be_wide(g, INGRESS))
			continue;
		x = dual_stack_member(g);
		if (x == NULL)
			continue;
		a = arena_new();
		check_gap_of(l, a, w, g, x);
		arena_free(a);
	}
}

/* ---------------------------------------------------------------- table */

#define DUAL(rest)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("ipv6_cidrs": ["2600:1f18:aa00::/56"], "subnets": {"app-a": {"az": "a",) \
	JSON("cidr": "10.0.0.0/24", "ipv6_cidr": "2600:1f18:aa00::/64",) \
	JSON("network_acl": "app"}},)					\
	rest

#define ENTRIES(...)							\
	DUAL(JSON("network_acls": {"app": {"ingress": [__VA_ARGS__],)	\
	JSON("egress": ["100 allow all to 0.0.0.0/0", "110 allow all to ::/0"]}}}}}))

#define RULES(...)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("ipv6_cidrs": ["2600:1f18:aa00::/56"], "subnets": {"app-a": {"az": "a",) \
	JSON("cidr": "10.0.0.0/24", "ipv6_cidr": "2600:1f18:aa00::/64"}},) \
	JSON("security_groups": {"app": {"ingress": [__VA_ARGS__]}},)	\
	JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],) \
	JSON("security_groups": ["app"]}}}}})

const struct rule rules_dual_stack[] = {
	{ .check = check_acls, .is = {
		.code = "NA009",
		.name = "ipv6-unhandled",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "a network ACL of a dual-stack subnet that knows IPv4 only",
		.aws = "Entries for IPv4 never match IPv6; what no entry matches is denied.",
		.why = "Clients that prefer IPv6 time out, and work again where IPv6 is "
		    "off: a fault that comes and goes.",
		.intent = "The same: it needs no declared intent.",
		.bad = ENTRIES("100 allow all from 0.0.0.0/0"),
		.good = ENTRIES("100 allow all from 0.0.0.0/0", "110 allow all from ::/0"),
		.reference = "Amazon VPC User Guide, Custom network ACLs",
	} },
	{ .check = check_gaps, .is = {
		.code = "SG016",
		.name = "ipv6-gap",
		.severity = SEVERITY_WARNING,
		.class = CLASS_EXPOSURE,
		.title = "ports restricted by IPv4 and open by IPv6",
		.aws = "Rules for IPv4 and IPv6 are separate; an IPv6 address of an "
		    "interface is public.",
		.why = "Who was kept out by IPv4 comes in by IPv6.",
		.intent = "The same.  Silent while nothing with IPv6 carries the group.",
		.bad = RULES("tcp/8443 from 203.0.113.0/28", "tcp/8443 from ::/0"),
		.good = RULES("tcp/8443 from 203.0.113.0/28"),
		.reference = "Amazon VPC User Guide, Security group rules",
	} },
	{ .check = NULL }
};
