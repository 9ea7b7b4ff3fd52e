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
		if (v[i]->allow && v[i]->exists == NULL && (!value_is_known(v[i]->cidr.is) ||
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
				words_add(&list, arena_printf(l->a, "%s%s",
				    thing_title(l->a,
				    &acl->subnets.v[j]->is), lint_where(l,
				    acl->subnets.v[j]->is.exists, &acl->is)));
		if (list.n == 0)
			continue;
		f = flag(l, &acl->is, acl->is.at, "%s has entries for IPv4 "
		    "only (%s), and %s %s IPv6 as well: all of that is "
		    "denied", thing_title(l->a, &acl->is),
		    in && out ? "both directions" : in ? "ingress" : "egress",
		    words_join(&list), list.n == 1 ? "speaks" : "speak");
		finding_witness(l->findings, f, "subnets", "%s",
		    words_join(&list));
		finding_help(l->findings, f, "add the entries that IPv6 is to "
		    "have; a deny of ::/0 says that none is meant");
	}
}

/* ------------------------------------------------------------------ ipv6-gap */

/* A member with IPv6, if possible one that the internet may reach by it. */
static const struct interface *
dual_stack_member(struct lint *l, const struct security_group *g,
    bool *reachable)
{
	const struct interface *x = NULL;

	*reachable = false;
	for (size_t i = 0; i < g->members.n; i++) {
		const struct subnet *s = g->members.v[i]->subnet;
		const char *unknown;

		if (!flag_or(g->members.v[i]->ipv6, false))
			continue;
		if (s != NULL && s->table != NULL &&
		    routes_exposure(l->routes, s, IPV6, &unknown) ==
		    EXPOSURE_PUBLIC && unknown == NULL) {
			*reachable = true;
			return g->members.v[i];
		}
		if (x == NULL)
			x = g->members.v[i];
	}
	return x;
}

/* From where the first of the ports is admitted by both families. */
static const char *
sources(struct lint *l, struct service_set four, struct service_set six,
    struct port_set gap)
{
	struct words_list by4 = { .a = l->a }, by6 = { .a = l->a };

	if (port_set_is_empty(gap))
		return NULL;
	words_add_blocks(&by4, service_set_peers(four, gap.v[0].first));
	words_add_blocks(&by6, service_set_peers(six, gap.v[0].first));
	return arena_printf(l->a, "from %s by IPv4 and from %s by IPv6",
	    words_join(&by4), by6.n > 0 ? words_join(&by6) : "nobody");
}

static void
flag_gap(struct lint *l, const struct security_group *g,
    const struct interface *x, struct port_set gap, const char *from,
    const char *help)
{
	const struct thing *who = x->workload != NULL ? &x->workload->is :
	    &x->is;
	const char *ports = notation_ports_format(l->a, gap);
	struct finding *f;

	if (port_set_is_empty(gap))
		return;
	f = flag(l, &g->is, g->is.at, "%s admits %s %s, which %s has",
	    thing_title(l->a, &g->is), ports, from,
	    thing_title(l->a, who));
	lint_given(l, f, who->exists);
	f->key = from;
	finding_passes(l->findings, f, who);
	finding_witness(l->findings, f, "ports", "%s", ports);
	finding_related(l->findings, f, who->at, "%s",
	    thing_title(l->a, who));
	finding_help(l->findings, f, "%s", help);
}

/* Whether something about its rules is not known, which may be IPv6. */
static bool
may_admit_more(const struct security_group *g)
{
	for (size_t i = 0; i < g->ingress.n; i++) {
		const struct group_rule *r = g->ingress.v[i];
		const struct prefix_list *p =
		    (const struct prefix_list *)group_rule_to(r);

		if (group_rule_exists(r) != NULL ||
		    !value_is_known(r->ports->is) ||
		    r->peer_kind == PEER_UNKNOWN ||
		    (r->peer_kind == PEER_CIDR &&
		    !group_rule_has_block(r)) ||
		    (r->peer_kind == PEER_PREFIX_LIST && (p == NULL ||
		    p->is.kind != KIND_PREFIX_LIST || !p->entries_known)))
			return true;
	}
	return !g->ingress_known;
}

/* What all of a member's groups together leave out for IPv6: services for all
 * of IPv4 that answer nobody by IPv6. */
static struct port_set
unanswered(struct arena *a, const struct world *w, const struct interface *x,
    struct port_set open)
{
	struct port_set left = port_set_intersect(a, open, port_set_union(a,
	    port_set_of_protocol(a, PROTOCOL_TCP),
	    port_set_of_protocol(a, PROTOCOL_UDP)));

	for (size_t i = 0; i < x->groups.n; i++) {
		const struct security_group *g = x->groups.v[i];

		if (may_admit_more(g))
			return port_set_empty();
		left = port_set_subtract(a, left, world_ports(a, w,
		    world_admitted(a, g, INGRESS, IPV6), EXTENT_NARROW));
	}
	return left;
}

static void
check_gap_of(struct lint *l, struct arena *a, const struct world *w,
    const struct security_group *g, const struct interface *x, bool reachable)
{
	struct service_set four = world_admitted(a, g, INGRESS, IPV4);
	struct service_set six = world_admitted(a, g, INGRESS, IPV6);
	struct port_set all4 = world_ports(a, w, four, EXTENT_WORLD);
	struct port_set all6 = world_ports(a, w, six, EXTENT_WORLD);
	/* Open to all of IPv6, and to some of IPv4 but not to all of it: there
	 * somebody thought about who may come. */
	struct port_set open = port_set_intersect(a, port_set_subtract(a,
	    all6, all4), world_ports(a, w, four, EXTENT_NARROW));
	struct port_set closed = unanswered(a, w, x, all4);

	flag_gap(l, g, x, open, sources(l, four, six, open),
	    "restrict the IPv6 rule as the IPv4 one is");
	if (reachable)
		flag_gap(l, g, x, closed, sources(l, four, six, closed),
		    "admit ::/0 as well, or say that it has no IPv6: "
		    "\"ipv6\": false");
}

static void
check_gaps(struct lint *l, const struct model *m)
{
	struct world *w = world_new(l->a);

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		const struct interface *x;
		bool reachable;
		struct arena *a;

		if (!world_may_be_wide(g, INGRESS))
			continue;
		x = dual_stack_member(l, g, &reachable);
		if (x == NULL)
			continue;
		a = arena_new();
		check_gap_of(l, a, w, g, x, reachable);
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
		.title = "ports open by one of IPv4 and IPv6, and not by the other",
		.aws = "Rules for IPv4 and IPv6 are separate; an IPv6 address of an "
		    "interface is public.",
		.why = "Who was kept out by IPv4 comes in by IPv6; or who prefers IPv6 waits "
		    "for an answer that IPv4 would have given.",
		.intent = "The same.  Silent while nothing with IPv6 carries the group.",
		.bad = RULES("tcp/8443 from 203.0.113.0/28", "tcp/8443 from ::/0"),
		.good = RULES("tcp/8443 from 203.0.113.0/28"),
		.reference = "Amazon VPC User Guide, Security group rules",
	} },
	{ .check = NULL }
};
