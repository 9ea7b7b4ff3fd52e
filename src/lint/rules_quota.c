/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/words.h"
#include "model/facts.h"
#include "model/notation.h"

#include <stdlib.h>
#include <string.h>

/*
 * How many of a thing AWS allows.  What stands was allowed, perhaps by a
 * raised quota that no file tells of; so only what is to be created is
 * counted.  A spec may state its own quotas.
 */
#define QUOTAS "Amazon VPC User Guide, Amazon VPC quotas"
#define CREATED_ONLY "The same, for what is to be created; \"quotas\" in a spec " \
	"states what was raised."

/* Where AWS raises it no further; as far as that is known. */
static int64_t
hard_limit(enum fact f)
{
	return f == FACT_ACL_ENTRIES ? fact_value(FACT_ACL_ENTRIES_MAX) :
	    f == FACT_GROUPS_PER_INTERFACE ?
	    fact_value(FACT_GROUPS_PER_INTERFACE_MAX) : INT64_MAX;
}

/* What was raised is believed up to there. */
static int64_t
quota(const struct lint *l, enum fact f)
{
	int64_t stated = model_fact(l->m, f);

	return stated < hard_limit(f) ? stated : hard_limit(f);
}

static void
help_raise(struct lint *l, struct finding *found, enum fact f, int64_t n)
{
	if (fact(f)->key == NULL)
		return;
	if (n > hard_limit(f))
		finding_help(l->findings, found, "have fewer: AWS does not "
		    "raise this quota above %lld", (long long)hard_limit(f));
	else
		finding_help(l->findings, found, "have fewer, or have the "
		    "quota raised and state it: \"quotas\": {\"%s\": %lld}",
		    fact(f)->key, (long long)n);
}

static struct finding *
flag_quota(struct lint *l, const struct thing *t, int64_t n, enum fact f,
    const char *what)
{
	int64_t most = quota(l, f);
	struct finding *found = flag(l, t, t->at, "%s has %lld %s; the quota "
	    "is %lld", thing_title(l->a, t), (long long)n, what,
	    (long long)most);

	found->key = what;
	finding_witness(l->findings, found, "count", "%lld", (long long)n);
	finding_witness(l->findings, found, "quota", "%lld",
	    (long long)most);
	help_raise(l, found, f, n);
	return found;
}

/* ---------------------------------------------------- rules of a group */

/* By family: IPv4, IPv6. */
struct weights {
	int64_t v[2];
};

/* "A rule that references a security group or a prefix list counts in both
 * families"; a list that is known counts as often as it may have entries. */
static int64_t
list_weight(const struct group_rule *r)
{
	const struct prefix_list *p =
	    (const struct prefix_list *)group_rule_to(r);

	if (p == NULL || p->is.kind != KIND_PREFIX_LIST)
		return 1;
	if (value_is_known(p->managed.is) &&
	    fact_prefix_list_weight(p->managed.v) > 0)
		return fact_prefix_list_weight(p->managed.v);
	if (value_is_known(p->max.is))
		return p->max.v;
	return p->entries.n > 0 ? (int64_t)p->entries.n : 1;
}

static struct weights
weigh(const struct group_rule *r)
{
	int64_t rules = value_is_known(r->ports->is) ?
	    (int64_t)notation_ports_rules(r->ports->v) : 1;
	struct weights w = { { rules, rules } };

	switch ((enum peer_kind)r->peer_kind) {
	case PEER_CIDR:
		if (group_rule_has_block(r))
			w.v[r->family == IPV4 ? 1 : 0] = 0;
		break;
	case PEER_PREFIX_LIST:
		w.v[0] = w.v[1] = rules * list_weight(r);
		break;
	case PEER_UNKNOWN:
		w.v[0] = w.v[1] = 0;
		break;
	case PEER_GROUP:
	case PEER_SELF:
	case PEER_ANYWHERE:
		break;
	}
	return w;
}

static void
check_group(struct lint *l, const struct security_group *g,
    enum direction direction)
{
	static const char *const names[] = { "IPv4", "IPv6" };
	struct group_rule *const *v =
	    direction == INGRESS ? g->ingress.v : g->egress.v;
	size_t n = direction == INGRESS ? g->ingress.n : g->egress.n;
	struct weights sum = { { 0, 0 } };

	for (size_t i = 0; i < n; i++) {
		struct weights w = weigh(v[i]);

		if (group_rule_exists(v[i]) != NULL || v[i]->implicit)
			continue;
		sum.v[0] += w.v[0];
		sum.v[1] += w.v[1];
	}
	/* One finding a direction: both families mostly grow together. */
	for (size_t i = 0; i < 2; i++)
		if (sum.v[i] > quota(l, FACT_GROUP_RULES)) {
			flag_quota(l, &g->is, sum.v[i], FACT_GROUP_RULES,
			    arena_printf(l->a, "%s rules for %s, prefix lists "
			    "counted by their size",
			    direction_name(direction), names[i]));
			return;
		}
}

/* Rules of all the groups that an interface carries, in one direction. */
static int64_t
rules_carried(struct security_group *const *v, size_t n)
{
	int64_t most = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t in = (int64_t)v[i]->ingress.n;
		int64_t out = (int64_t)v[i]->egress.n;

		most = in > most ? in : most;
		most = out > most ? out : most;
	}
	return most * (int64_t)n;
}

static void
check_carrier(struct lint *l, const struct thing *t,
    struct security_group *const *groups, size_t n)
{
	int64_t product = rules_carried(groups, n);

	if ((int64_t)n > quota(l, FACT_GROUPS_PER_INTERFACE))
		flag_quota(l, t, (int64_t)n, FACT_GROUPS_PER_INTERFACE,
		    "security groups on one interface");
	else if (product > quota(l, FACT_RULES_PER_INTERFACE))
		flag_quota(l, t, product, FACT_RULES_PER_INTERFACE,
		    "rules on one interface (rules of a group times groups)");
}

static void
check_groups(struct lint *l, const struct model *m)
{
	bool *seen = arena_array(l->a, m->next_order, sizeof *seen);

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		if (!g->is.created)
			continue;
		check_group(l, g, INGRESS);
		check_group(l, g, EGRESS);
	}
	for (size_t i = 0; i < m->interfaces.n; i++) {
		const struct interface *x = m->interfaces.v[i];
		const struct thing *t = x->workload != NULL ?
		    &x->workload->is : x->endpoint != NULL ?
		    &x->endpoint->is : &x->is;

		if (!t->created || seen[t->order])
			continue;
		seen[t->order] = true;
		check_carrier(l, t, x->groups.v, x->groups.n);
	}
}

/* --------------------------------------------------------- entries of ACLs */

static void
check_acl(struct lint *l, const struct network_acl *acl,
    enum direction direction)
{
	static const char *const names[] = { "IPv4", "IPv6" };
	struct acl_entry *const *v =
	    direction == INGRESS ? acl->ingress.v : acl->egress.v;
	size_t n = direction == INGRESS ? acl->ingress.n : acl->egress.n;
	int64_t sum[2] = { 0, 0 };

	for (size_t i = 0; i < n; i++)
		if (!v[i]->implicit && v[i]->exists == NULL &&
		    value_is_known(v[i]->cidr.is))
			sum[v[i]->cidr.v.family == IPV4 ? 0 : 1] +=
			    value_is_known(v[i]->ports.is) ? (int64_t)
			    notation_ports_rules(v[i]->ports.v) : 1;
	for (size_t i = 0; i < 2; i++)
		if (sum[i] > quota(l, FACT_ACL_ENTRIES))
			flag_quota(l, &acl->is, sum[i], FACT_ACL_ENTRIES,
			    arena_printf(l->a, "%s entries for %s",
			    direction_name(direction), names[i]));
}

static void
check_acls(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];

		if (!acl->is.created)
			continue;
		check_acl(l, acl, INGRESS);
		check_acl(l, acl, EGRESS);
	}
}

/* ------------------------------------------------------------- everything */

/* The blocks of one VPC. */
static void
check_vpc(struct lint *l, const struct vpc *v)
{
	const struct {
		enum fact fact;
		size_t n;
		const char *what;
	} rows[] = {
		{ FACT_VPC_CIDRS, v->cidrs.n, "IPv4 blocks" },
		{ FACT_VPC_IPV6_CIDRS, v->ipv6_cidrs.n, "IPv6 blocks" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if ((int64_t)rows[i].n > quota(l, rows[i].fact))
			flag_quota(l, &v->is, (int64_t)rows[i].n,
			    rows[i].fact, rows[i].what);
}

static int64_t
route_weight(const struct route *r)
{
	const struct prefix_list *p = (const struct prefix_list *)r->list.to;

	if (r->destination != DESTINATION_PREFIX_LIST || p == NULL ||
	    p->is.kind != KIND_PREFIX_LIST)
		return 1;
	return value_is_known(p->max.is) ? p->max.v : (int64_t)p->entries.n;
}

static void
check_table(struct lint *l, const struct route_table *t)
{
	static const char *const names[] = { "IPv4", "IPv6" };
	int64_t sum[2] = { 0, 0 };

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];

		if (r->origin == ROUTE_STATIC && !lint_route_is_maybe(r))
			sum[r->destination == DESTINATION_CIDR &&
			    value_is_known(r->cidr.is) &&
			    r->cidr.v.family == IPV6] += route_weight(r);
	}
	for (size_t i = 0; i < 2; i++)
		if (sum[i] > quota(l, FACT_ROUTES_PER_TABLE))
			flag_quota(l, &t->is, sum[i], FACT_ROUTES_PER_TABLE,
			    arena_printf(l->a, "%s routes", names[i]));
}

/* A zonal NAT gateway and the AZ it counts in. */
struct placed {
	const struct nat_gateway *g;
	const struct subnet *s;
};

static int
compare_placed(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	const char *p = a->g->is.account, *q = b->g->is.account;
	int order = strcmp(a->s->az_key, b->s->az_key);

	if (order == 0)
		order = strcmp(p != NULL ? p : "", q != NULL ? q : "");
	if (order != 0)
		return order;
	return a->g->is.order < b->g->is.order ? -1 : 1;
}

static bool
same_zone(const struct placed *a, const struct placed *b)
{
	return str_equal(a->s->az_key, b->s->az_key) &&
	    str_equal(a->g->is.account, b->g->is.account);
}

static void
flag_zone(struct lint *l, const struct placed *v, size_t n)
{
	int64_t most = quota(l, FACT_NATS_PER_AZ);
	const struct placed *last = &v[most < (int64_t)n ? (size_t)most : 0];
	struct finding *f;

	if ((int64_t)n <= most)
		return;
	f = flag(l, &last->g->is, last->g->is.at, "%zu NAT gateways are in the "
	    "AZ of %s; the quota is %lld, and %s is one too many", n,
	    thing_title(l->a, &last->s->is), (long long)most,
	    thing_title(l->a, &last->g->is));
	finding_witness(l->findings, f, "count", "%zu", n);
	finding_witness(l->findings, f, "quota", "%lld", (long long)most);
	finding_help(l->findings, f, "one in each AZ serves all of its subnets; "
	    "or have the quota raised and state it: \"quotas\": {\"%s\": %zu}",
	    fact(FACT_NATS_PER_AZ)->key, n);
}

static void
check_zones(struct lint *l, const struct model *m)
{
	struct placed *v = arena_array(l->a, m->nat_gateways.n, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		const struct nat_gateway *g = m->nat_gateways.v[i];
		const struct thing *t = g->subnet.to;

		if (g->is.created && g->is.exists == NULL && t != NULL &&
		    t->kind == KIND_SUBNET &&
		    ((const struct subnet *)t)->az_key != NULL)
			v[n++] = (struct placed){ g,
			    (const struct subnet *)t };
	}
	if (n > 1)
		qsort(v, n, sizeof *v, compare_placed);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && same_zone(&v[i], &v[end]); end++)
			;
		flag_zone(l, v + i, end - i);
	}
}

/* ------------------------------------------------ of a VPC, beside its own */

/* What is surely there, by the VPC's order. */
static size_t *
count_sure(struct lint *l, const struct model *m, enum kind kind)
{
	size_t *n = arena_array(l->a, m->next_order, sizeof *n);

	for (size_t i = 0; i < m->things[kind].n; i++) {
		const struct thing *t = m->things[kind].v[i];

		if (t->vpc != NULL && t->vpc->is.created &&
		    !lint_is_maybe(t, &t->vpc->is))
			n[t->vpc->is.order]++;
	}
	return n;
}

static size_t *
count_endpoints(struct lint *l, const struct model *m)
{
	size_t *n = arena_array(l->a, m->next_order, sizeof *n);

	for (size_t i = 0; i < m->endpoints.n; i++) {
		const struct endpoint *e = m->endpoints.v[i];

		if (e->is.vpc != NULL && e->is.created &&
		    !lint_is_maybe(&e->is, &e->is.vpc->is) &&
		    (e->type == ENDPOINT_INTERFACE ||
		    e->type == ENDPOINT_GATEWAY_LOAD_BALANCER))
			n[e->is.vpc->is.order]++;
	}
	return n;
}

static size_t *
count_peerings(struct lint *l, const struct model *m)
{
	size_t *n = arena_array(l->a, m->next_order, sizeof *n);

	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		for (size_t k = 0; k < 2; k++)
			if (p->vpcs[k] != NULL && p->is.created &&
			    !lint_is_maybe(&p->is, &p->vpcs[k]->is) &&
			    (p->state == NULL ||
			    str_equal(p->state, "active")))
				n[p->vpcs[k]->is.order]++;
	}
	return n;
}

static void
check_beside_vpcs(struct lint *l, const struct model *m)
{
	const struct {
		enum fact fact;
		const size_t *n;
		const char *what;
	} rows[] = {
		{ FACT_SUBNETS_PER_VPC, count_sure(l, m, KIND_SUBNET),
		    "subnets" },
		{ FACT_ROUTE_TABLES_PER_VPC, count_sure(l, m,
		    KIND_ROUTE_TABLE), "route tables" },
		{ FACT_ACLS_PER_VPC, count_sure(l, m, KIND_NETWORK_ACL),
		    "network ACLs" },
		{ FACT_INTERFACE_ENDPOINTS_PER_VPC, count_endpoints(l, m),
		    "interface and gateway load balancer endpoints" },
		{ FACT_PEERINGS_PER_VPC, count_peerings(l, m),
		    "active peering connections" },
	};

	for (size_t i = 0; i < m->vpcs.n; i++)
		for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
			const struct thing *t = &m->vpcs.v[i]->is;
			int64_t n = (int64_t)rows[k].n[t->order];

			if (n > quota(l, rows[k].fact))
				flag_quota(l, t, n, rows[k].fact,
				    rows[k].what);
		}
}

/* ------------------------------------------------------------- of a Region */

struct standing {
	const struct thing **v;
	size_t n, cap;
};

static int
compare_regions(const struct thing *a, const struct thing *b)
{
	int order = strcmp(a->account != NULL ? a->account : "",
	    b->account != NULL ? b->account : "");

	return order != 0 ? order : strcmp(
	    a->region != NULL ? a->region : "",
	    b->region != NULL ? b->region : "");
}

static int
compare_standing(const void *x, const void *y)
{
	const struct thing *a = *(const struct thing *const *)x;
	const struct thing *b = *(const struct thing *const *)y;
	int order = compare_regions(a, b);

	return order != 0 ? order : (a->order > b->order) -
	    (a->order < b->order);
}

/* What else stands in a Region is in no plan: only a quota that the spec
 * states is held against what it creates. */
static bool
is_stated(const struct lint *l, enum fact f)
{
	for (size_t i = 0; i < l->m->quotas.n; i++)
		if (str_equal(l->m->quotas.v[i].key, fact(f)->key))
			return true;
	return false;
}

static void
check_region_of(struct lint *l, enum fact f, const char *what,
    struct standing all)
{
	size_t most = (size_t)quota(l, f);

	vec_sort(&all, compare_standing);
	for (size_t i = 0, end; i < all.n; i = end) {
		struct finding *found;
		const struct thing *last;

		for (end = i + 1; end < all.n &&
		    compare_regions(all.v[i], all.v[end]) == 0; end++)
			;
		if (end - i <= most)
			continue;
		last = all.v[i + most];
		found = flag(l, last, last->at, "%zu %s are in one Region; the "
		    "quota is %zu, and %s is one too many", end - i, what,
		    most, thing_title(l->a, last));
		found->key = what;
		finding_witness(l->findings, found, "count", "%zu", end - i);
		finding_witness(l->findings, found, "quota", "%zu", most);
		finding_help(l->findings, found, "have fewer, or have the "
		    "quota raised and state it: \"quotas\": {\"%s\": %zu}",
		    fact(f)->key, end - i);
	}
}

#define CHECK_REGION(f, what, list, condition)				\
	do {								\
		struct standing all = { 0 };				\
									\
		for (size_t i = 0; is_stated(l, f) && i < (list).n; i++)	\
			if ((list).v[i]->is.created &&			\
			    (list).v[i]->is.exists == NULL &&		\
			    !(list).v[i]->is.implicit && (condition))	\
				vec_push(l->a, &all, &(list).v[i]->is);	\
		check_region_of(l, f, what, all);			\
	} while (0)

static void
check_regions(struct lint *l, const struct model *m)
{
	CHECK_REGION(FACT_VPCS, "VPCs", m->vpcs, true);
	CHECK_REGION(FACT_INTERNET_GATEWAYS, "internet gateways",
	    m->internet_gateways, true);
	CHECK_REGION(FACT_ELASTIC_IPS, "Elastic IPs", m->elastic_ips, true);
	CHECK_REGION(FACT_GROUPS, "security groups", m->security_groups, true);
	CHECK_REGION(FACT_GATEWAY_ENDPOINTS, "gateway endpoints",
	    m->endpoints, m->endpoints.v[i]->type == ENDPOINT_GATEWAY);
	CHECK_REGION(FACT_TRANSIT_GATEWAYS, "transit gateways",
	    m->transit_gateways, true);
	CHECK_REGION(FACT_VPN_GATEWAYS, "VPN gateways", m->vpn_gateways, true);
}

static void
check_lists(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->prefix_lists.n; i++) {
		const struct prefix_list *p = m->prefix_lists.v[i];
		int64_t n = value_is_known(p->max.is) ? p->max.v :
		    (int64_t)p->entries.n;

		if (p->is.created && n > quota(l, FACT_PREFIX_LIST_ENTRIES))
			flag_quota(l, &p->is, n, FACT_PREFIX_LIST_ENTRIES,
			    "entries");
	}
}

static void
check_quotas(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++)
		if (m->vpcs.v[i]->is.created)
			check_vpc(l, m->vpcs.v[i]);
	for (size_t i = 0; i < m->route_tables.n; i++)
		if (m->route_tables.v[i]->is.created)
			check_table(l, m->route_tables.v[i]);
	check_lists(l, m);
	check_beside_vpcs(l, m);
	check_zones(l, m);
	check_regions(l, m);
}

/* ---------------------------------------------------------------- table */

const struct rule rules_quota[] = {
	{ .check = check_quotas, .is = {
		.code = "CP005",
		.name = "service-quota",
		.severity = SEVERITY_WARNING,
		.class = CLASS_REJECT,
		.title = "more of a thing than AWS allows by default",
		.aws = "Quotas limit the blocks, subnets, tables, ACLs, endpoints and "
		    "peerings of a VPC, the routes of a table, the entries of a prefix list "
		    "and the NAT gateways of an AZ; what a Region holds is counted where "
		    "\"quotas\" states how much.  Most can be raised on request.",
		.why = "The deployment stops half way, and raising a quota takes days.",
		.intent = CREATED_ONLY,
		.bad =
		JSON({"vpcplan": 1, "quotas": {"subnets_per_vpc": 1},)
		JSON("vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24"},)
		JSON("app-b": {"az": "b", "cidr": "10.0.1.0/24"}}}}}),
		.good =
		JSON({"vpcplan": 1, "quotas": {"subnets_per_vpc": 2},)
		JSON("vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24"},)
		JSON("app-b": {"az": "b", "cidr": "10.0.1.0/24"}}}}}),
		.reference = QUOTAS,
	} },
	{ .check = check_acls, .is = {
		.code = "NA011",
		.name = "acl-quota",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a network ACL with more entries than AWS allows",
		.aws = "An ACL takes 20 entries in each direction, IPv4 and IPv6 counted "
		    "apart; on request up to 40, with slower packets.",
		.why = "AWS refuses the entries beyond, and which those are depends on the "
		    "order.",
		.intent = CREATED_ONLY,
		.bad =
		JSON({"vpcplan": 1, "quotas": {"network_acl_entries": 1},)
		JSON("vpcs": {"shop": {"cidr": "10.0.0.0/16", "network_acls": {"edge":)
		JSON({"ingress": ["100 allow tcp/443 from 0.0.0.0/0",)
		JSON("110 allow tcp/80 from 0.0.0.0/0"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "quotas": {"network_acl_entries": 1},)
		JSON("vpcs": {"shop": {"cidr": "10.0.0.0/16", "network_acls": {"edge":)
		JSON({"ingress": ["100 allow tcp/443 from 0.0.0.0/0",)
		JSON("110 allow tcp/443 from ::/0"]}}}}}),
		.reference = QUOTAS,
	} },
	{ .check = check_groups, .is = {
		.code = "SG015",
		.name = "rule-quota",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "more rules in a group, or groups on an interface, than AWS allows",
		.aws = "A group takes 60 rules in each direction, IPv4 and IPv6 counted "
		    "apart; an interface carries 5 groups, and rules times groups stay "
		    "below 1,000.  A prefix list counts as often as it may have entries, "
		    "a range of ports once, each single port once.",
		.why = "AWS refuses the rules beyond; a list whose size was raised fills a "
		    "group without a rule being added.",
		.intent = CREATED_ONLY,
		.bad =
		JSON({"vpcplan": 1, "prefix_lists": {"partners":)
		JSON({"entries": ["203.0.113.0/28"], "max": 100}},)
		JSON("vpcs": {"shop": {"cidr": "10.0.0.0/16", "security_groups":)
		JSON({"web": {"ingress": ["tcp/443 from partners"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "prefix_lists": {"partners":)
		JSON({"entries": ["203.0.113.0/28"], "max": 20}},)
		JSON("vpcs": {"shop": {"cidr": "10.0.0.0/16", "security_groups":)
		JSON({"web": {"ingress": ["tcp/443 from partners"]}}}}}),
		.reference = "Amazon VPC User Guide, Security group rules",
	} },
	{ .check = NULL }
};
