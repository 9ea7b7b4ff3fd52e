/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/exposed.h"
#include "lint/intents.h"
#include "lint/spread.h"
#include "lint/way.h"
#include "lint/words.h"
#include "model/facts.h"
#include "model/notation.h"
#include "plan/capacity.h"
#include "plan/pairs.h"

/*
 * Whether workloads stand where they can do their work: in public subnets
 * what faces the internet, and nowhere near it what holds data.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define BALANCERS "Elastic Load Balancing, Application Load Balancers: subnets"
#define RDS_IN_VPC "Amazon RDS User Guide, Working with a DB instance in a VPC"

/* ----------------------------------------- internet-lb-in-private-subnet */

/* What of the internet does not reach it for want of a way, and for nothing
 * that a filter does. */
static void
pass_intents(struct lint *l, struct finding *f, const struct workload *w)
{
	const struct intents *all = lint_intents(l);
	const struct intent_list *to = &all->of_thing[1][w->is.order];

	for (size_t i = 0; i < to->n; i++)
		if (to->v[i]->from.what == SELECTED_INTERNET &&
		    intent_is_missed(to->v[i]) &&
		    !intent_is_filtered(to->v[i]))
			finding_needs(l->findings, f, to->v[i]->e);
}

/* Whether the internet does not come to the subnet, for certain. */
static bool
is_apart(struct lint *l, const struct subnet *s)
{
	const char *unknown;
	enum exposure is = routes_exposure_any(l->routes, s, &unknown);

	/* One for a partner alone needs no way to the others. */
	if (is == EXPOSURE_PUBLIC || way_is_misnamed(l, s) ||
	    way_has_middlebox(l, s) || way_to_gateway(l, s->table, IPV4))
		return false;
	if (unknown != NULL)
		lint_weakened(l, unknown);
	return unknown == NULL && !way_may_be_added(l, s, IPV4);
}

static void
name_apart(struct lint *l, struct finding *f, const struct subnet *s)
{
	const struct route *r = way_to_internet(l, s->table, IPV4);

	spread_name(l, f, s);
	if (s->table != NULL)
		finding_passes(l->findings, f, &s->table->is);
	if (r != NULL && way_target(r) != NULL)
		finding_passes(l->findings, f, way_target(r));
}

/* One finding of all its subnets that are so: one move mends them. */
static void
check_balancer(struct lint *l, const struct workload *w)
{
	VEC(const struct subnet *) apart = { 0 };
	struct words_list list = { .a = l->a };
	enum exposure is = EXPOSURE_NONE;
	bool alike = true;
	struct finding *f;

	for (size_t j = 0; j < w->subnet_refs.n; j++) {
		const struct subnet *s = spread_subnet(&w->subnet_refs.v[j]);
		enum exposure one;

		if (s == NULL || !is_apart(l, s))
			continue;
		one = routes_exposure_any(l->routes, s, NULL);
		alike = alike && (apart.n == 0 || one == is);
		is = one;
		words_add(&list, thing_title(l->a, &s->is));
		vec_push(l->a, &apart, s);
	}
	if (apart.n == 0)
		return;
	f = flag(l, &w->is, w->is.at, "%s faces the internet and stands in %s, "
	    "which %s %s: nobody on the internet reaches it there",
	    thing_title(l->a, &w->is), words_join(&list),
	    apart.n == 1 ? "is" : "are", is == EXPOSURE_NONE || !alike ?
	    "not public" : exposure_name(is));
	for (size_t i = 0; i < apart.n; i++)
		name_apart(l, f, apart.v[i]);
	f->key = NULL;
	pass_intents(l, f, w);
	finding_help(l->findings, f, "put it into the public subnets, or make "
	    "it internal");
}

static void
check_balancers(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++)
		if (flag_or(workload_faces_internet(m->workloads.v[i]), false))
			check_balancer(l, m->workloads.v[i]);
}

/* -------------------------------------------------------- data in public */

/* What holds data and is asked for it; file systems are mounted. */
static bool
is_database(const struct workload *w)
{
	return workload_type(w->kind)->is_data_store &&
	    w->kind != WORKLOAD_EFS && w->kind != WORKLOAD_FSX;
}

/* The public ones of the subnets it may stand in, in words; the first. */
static const struct subnet *
public_subnets(struct lint *l, const struct workload *w,
    struct words_list *list)
{
	const struct subnet *first = NULL;

	for (size_t i = 0; i < w->subnet_refs.n; i++) {
		const struct subnet *s = spread_subnet(&w->subnet_refs.v[i]);

		if (s == NULL || routes_exposure_any(l->routes, s, NULL) !=
		    EXPOSURE_PUBLIC)
			continue;
		words_add(list, thing_title(l->a, &s->is));
		first = first != NULL ? first : s;
	}
	return first;
}

static void
check_database_subnets(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];
		struct words_list list = { .a = l->a };
		const struct subnet *first = is_database(w) ?
		    public_subnets(l, w, &list) : NULL;
		struct finding *f;

		if (first == NULL)
			continue;
		f = flag(l, &w->is, w->is.at, "%s holds data and stands in %s, "
		    "which %s public", thing_title(l->a, &w->is),
		    words_join(&list), list.n == 1 ? "is" : "are");
		spread_name(l, f, first);
		finding_help(l->findings, f, "move it to private or isolated "
		    "subnets: later that means creating it anew");
	}
}

/* The kinds of traffic it serves, as far as that is said. */
static struct port_set
served(struct arena *a, const struct workload *w)
{
	const char *text = workload_type(w->kind)->ports;
	struct port_set ports;

	if (value_is_known(w->ports.is))
		return w->ports.v;
	if (text == NULL && value_is_known(w->engine.is))
		text = engine_ports(w->kind, w->engine.v);
	if (text == NULL ||
	    notation_ports_parse(a, text, &ports, NULL) != NULL)
		return port_set_everything();
	return ports;
}

static void
check_accessible(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];
		struct port_set ports;
		struct exposure_found best = { .is = EXPOSED_NO };
		struct finding *f;

		if (!flag_or(w->publicly_accessible, false))
			continue;
		ports = served(l->a, w);
		for (size_t j = 0; j < w->interfaces.n &&
		    best.is != EXPOSED_YES; j++) {
			struct exposure_found found = exposed_interface(l,
			    w->interfaces.v[j], ports);

			if (found.is > best.is || j == 0)
				best = found;
		}
		if (best.is == EXPOSED_DECLARED)
			continue;
		f = flag(l, &w->is, w->publicly_accessible.is.at, "%s is "
		    "publicly accessible%s", thing_title(l->a, &w->is),
		    best.is == EXPOSED_YES ? ", and the internet gets through "
		    "to it" : best.is == EXPOSED_MAYBE ? ", and the internet "
		    "may get through to it" : best.is == EXPOSED_ONE_WAY ?
		    "; no answer of it gets back to the internet" :
		    "; no path from the internet leads to it yet");
		if (best.is != EXPOSED_YES)
			f->severity = SEVERITY_WARNING;
		else
			finding_passes(l->findings, f, &w->is);
		if (best.witness != NULL)
			finding_witness(l->findings, f, "packet", "%s",
			    best.witness);
		finding_help(l->findings, f, "make it private, and reach it "
		    "through a VPN or a bastion");
	}
}

/* ----------------------------------------------- eks-subnet-requirements */

static void
check_cluster(struct lint *l, const struct capacity *c,
    const struct workload *w)
{
	int64_t wanted = model_fact(l->m, FACT_EKS_FREE);
	unsigned zones = workload_type(w->kind)->zones;
	struct spread s = spread_of(l, w->subnet_refs.v, w->subnet_refs.n);
	int64_t own = (int64_t)workload_type(w->kind)->addresses;

	if (s.known && s.zones < zones)
		spread_flag(l, &w->is, &s, arena_printf(l->a, "is in %s and "
		    "must be in %u", words_count(l->a, s.zones, "AZ"),
		    zones));
	for (size_t i = 0; i < s.n; i++) {
		const struct subnet_use *use = capacity_of(c, s.v[i]);
		int64_t left = use->usable - use->now + own;
		struct finding *f;

		if (use->usable == 0 || left >= wanted)
			continue;
		f = flag(l, &w->is, w->is.at, "%s leaves %lld address%s for %s: "
		    "an EKS cluster needs %lld free in each of its subnets",
		    thing_title(l->a, &s.v[i]->is),
		    (long long)(left > 0 ? left : 0), left == 1 ? "" : "es",
		    thing_title(l->a, &w->is), (long long)wanted);
		spread_name(l, f, s.v[i]);
		finding_help(l->findings, f, "give it larger subnets; sixteen "
		    "free addresses are advised");
	}
}

/* Whether nothing of the nodes gets through to the control plane. */
static bool
are_cut_off(struct lint *l, struct arena *a, struct workload *nodes,
    struct workload *cluster)
{
	enum { API_SERVER = 443 };
	struct selection from = { .what = SELECTED_WORKLOAD,
		.thing = &nodes->is };
	struct selection to = { .what = SELECTED_WORKLOAD,
		.thing = &cluster->is };
	struct asking_pairs q = { .r = lint_reach(l), .a = a,
		.from_means = &from, .to_means = &to, .ports_given = true,
		.ports = port_set_of_ports(a, PROTOCOL_TCP, API_SERVER,
		API_SERVER) };
	struct pair_answers p;

	q.from = ends_of(a, reach_places(q.r), &from, false, NULL);
	p = pairs_ask(&q);
	return p.n > 0 && p.untold == NULL && pairs_verdict(&p) == VERDICT_NO;
}

static void
flag_cut_off(struct lint *l, const struct workload *nodes,
    const struct workload *cluster)
{
	const struct intent_list *to =
	    &lint_intents(l)->of_thing[1][cluster->is.order];
	struct finding *f = flag(l, &cluster->is, cluster->is.at, "%s cannot "
	    "talk to %s: nothing gets through to its control plane on tcp/443",
	    thing_title(l->a, &nodes->is), thing_title(l->a, &cluster->is));

	finding_passes(l->findings, f, &nodes->is);
	finding_related(l->findings, f, nodes->is.at, "%s",
	    thing_title(l->a, &nodes->is));
	finding_witness(l->findings, f, "nodes", "%s", thing_label(&nodes->is));
	finding_witness(l->findings, f, "ports", "tcp/443");
	finding_help(l->findings, f, "admit tcp/443 from the nodes' groups to "
	    "the cluster's, and tcp/10250 back, or give the nodes the group "
	    "of the cluster; vpcplan reach --from %s --to %s tells what blocks "
	    "it", thing_label(&nodes->is), thing_label(&cluster->is));
	for (size_t i = 0; i < to->n; i++)
		if (to->v[i]->from.thing == &nodes->is &&
		    intent_is_missed(to->v[i]) &&
		    intent_is_filtered(to->v[i]))
			finding_needs(l->findings, f, to->v[i]->e);
}

/* Of each VPC, by its order, its one cluster. */
static struct workload **
find_clusters(struct lint *l, const struct model *m)
{
	struct workload **only = arena_array(l->a, m->next_order,
	    sizeof *only);
	bool *several = arena_array(l->a, m->next_order, sizeof *several);

	for (size_t i = 0; i < m->workloads.n; i++) {
		struct workload *w = m->workloads.v[i];
		uint32_t at;

		if (w->kind != WORKLOAD_EKS_CLUSTER || w->is.vpc == NULL)
			continue;
		at = w->is.vpc->is.order;
		several[at] = several[at] || only[at] != NULL;
		only[at] = several[at] ? NULL : w;
	}
	return only;
}

/*
 * Nodes and the cluster of their VPC, where there is but one.  Groups that it
 * does not state are EKS's own, which nodes get as well.
 */
static void
check_nodes(struct lint *l, const struct model *m)
{
	struct workload **clusters = find_clusters(l, m);

	for (size_t i = 0; i < m->workloads.n; i++) {
		struct workload *w = m->workloads.v[i], *cluster;
		struct arena *scratch;

		if (w->kind != WORKLOAD_EKS_NODES || w->is.vpc == NULL)
			continue;
		cluster = clusters[w->is.vpc->is.order];
		if (cluster == NULL || !cluster->groups_stated)
			continue;
		scratch = arena_new();
		if (are_cut_off(l, scratch, w, cluster))
			flag_cut_off(l, w, cluster);
		arena_free(scratch);
	}
}

static void
check_clusters(struct lint *l, const struct model *m)
{
	struct capacity *c = lint_capacity(l);

	for (size_t i = 0; i < m->workloads.n; i++)
		if (m->workloads.v[i]->kind == WORKLOAD_EKS_CLUSTER &&
		    m->workloads.v[i]->is.created)
			check_cluster(l, c, m->workloads.v[i]);
	check_nodes(l, m);
}

/* --------------------------------------------------- mixed-exposure-subnet */

/* What the internet is to reach there: a balancer, a public address. */
static bool
is_facing(const struct interface *x)
{
	const struct workload *w = x->workload;

	if (w == NULL || workload_type(w->kind)->is_data_store)
		return false;
	if (workload_type(w->kind)->is_load_balancer)
		return flag_or(workload_faces_internet(w), false);
	return flag_or(x->public_ip, false) || x->public_addresses.n > 0;
}

static void
check_mixed(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];
		const struct workload *facing = NULL, *data = NULL;
		struct finding *f;

		for (size_t k = 0; k < s->interfaces.n; k++) {
			const struct interface *x = s->interfaces.v[k];

			if (facing == NULL && is_facing(x))
				facing = x->workload;
			if (data == NULL && x->workload != NULL &&
			    workload_type(x->workload->kind)->is_data_store)
				data = x->workload;
		}
		if (facing == NULL || data == NULL ||
		    routes_exposure_any(l->routes, s, NULL) != EXPOSURE_PUBLIC)
			continue;
		f = flag(l, &s->is, s->is.at, "%s holds %s, which faces the "
		    "internet, and %s, which holds data: no network ACL can "
		    "come between them", thing_title(l->a, &s->is),
		    thing_title(l->a, &facing->is),
		    thing_title(l->a, &data->is));
		lint_given(l, f, facing->is.exists);
		if (!condition_same(data->is.exists, facing->is.exists))
			lint_given(l, f, data->is.exists);
		finding_passes(l->findings, f, &data->is);
		finding_witness(l->findings, f, "facing", "%s",
		    thing_label(&facing->is));
		finding_witness(l->findings, f, "data", "%s",
		    thing_label(&data->is));
		finding_related(l->findings, f, data->is.at, "%s",
		    thing_title(l->a, &data->is));
		finding_help(l->findings, f, "give what holds data subnets of "
		    "its own");
	}
}

/* ---------------------------------------------------------------- table */

#define BALANCER(scheme)						\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("lb-a": {"az": "a", "cidr": "10.0.0.0/24"},)		\
	JSON("lb-b": {"az": "b", "cidr": "10.0.1.0/24"}},)		\
	JSON("security_groups": {"lb": {}}, "workloads": {"lb":)	\
	JSON({"kind": "application_load_balancer", "scheme": scheme,)	\
	JSON("subnets": ["lb-a", "lb-b"], "security_groups": ["lb"]}}}}})
#define DATABASE(table)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("internet_gateway": "igw", "subnets": {)			\
	JSON("db-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": table},) \
	JSON("db-b": {"az": "b", "cidr": "10.0.1.0/24", "route_table": table}},) \
	JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}}, "db": {}},) \
	JSON("security_groups": {"db": {"ingress": ["tcp/5432 from 0.0.0.0/0"]}},) \
	JSON("workloads": {"db": {"kind": "rds", "engine": "postgres",)	\
	JSON("subnets": ["db-a", "db-b"], "security_groups": ["db"],)
#define CLUSTER(az)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("eks-1": {"az": "a", "cidr": "10.0.0.0/24"},)		\
	JSON("eks-2": {"az": az, "cidr": "10.0.1.0/24"}},)		\
	JSON("security_groups": {"eks": {}}, "workloads": {"eks": {"kind": "eks_cluster",) \
	JSON("subnets": ["eks-1", "eks-2"], "security_groups": ["eks"]}}}}})

#define SHARED(subnet)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("internet_gateway": "igw", "subnets": {)			\
	JSON("web-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "web"},) \
	JSON("data-a": {"az": "a", "cidr": "10.0.1.0/24", "route_table": "data"}},) \
	JSON("route_tables": {"web": {"routes": {"0.0.0.0/0": "igw"}}, "data": {}},) \
	JSON("security_groups": {"web": {}, "files": {"ingress": ["tcp/2049 from web"]}},) \
	JSON("workloads": {"web": {"kind": "instance", "subnets": ["web-a"],) \
	JSON("security_groups": ["web"], "public_ip": true},)		\
	JSON("files": {"kind": "efs", "subnets": [subnet], "security_groups": ["files"]}}}}})

const struct rule rules_placement[] = {
	{ .check = check_balancers, .is = {
		.code = "PL001",
		.name = "internet-lb-in-private-subnet",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a load balancer that faces the internet where it does not come",
		.aws = "A load balancer that faces the internet needs a route to an "
		    "internet gateway in each of its subnets.",
		.why = "Its name resolves to addresses that do not answer: from some, or "
		    "from all AZs, connections time out.",
		.intent = SAME_WITHOUT_INTENT,
		.bad = BALANCER("internet-facing"),
		.good = BALANCER("internal"),
		.reference = BALANCERS,
	} },
	{ .check = check_database_subnets, .is = {
		.code = "PL004",
		.name = "data-store-in-public-subnet",
		.severity = SEVERITY_ERROR,
		.class = CLASS_EXPOSURE,
		.title = "a database or cache in a public subnet",
		.aws = "In a subnet with a route to an internet gateway a flag or an "
		    "address is all that is missing to be on the internet.",
		.why = "Making it public is then one change that nobody notices; moving it "
		    "later means creating it anew.",
		.intent = SAME_WITHOUT_INTENT,
		.bad = DATABASE("web")
		JSON("multi_az": true}}}}}),
		.good = DATABASE("db")
		JSON("multi_az": true}}}}}),
		.reference = RDS_IN_VPC,
	} },
	{ .check = check_accessible, .is = {
		.code = "PL005",
		.name = "data-store-publicly-accessible",
		.severity = SEVERITY_ERROR,
		.class = CLASS_EXPOSURE,
		.title = "a database that is publicly accessible",
		.aws = "PubliclyAccessible gives the instance a public address and a public "
		    "name; its subnets must be public for that to work.",
		.why = "Databases on the internet are found within hours.",
		.intent = "The same.  An error where the internet gets through, else a "
		    "warning.",
		.bad = DATABASE("web")
		JSON("publicly_accessible": true}}}}}),
		.good = DATABASE("db")
		JSON("publicly_accessible": false}}}}}),
		.reference = RDS_IN_VPC,
	} },
	{ .check = check_clusters, .is = {
		.code = "PL008",
		.name = "eks-subnet-requirements",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "subnets or groups with which an EKS cluster cannot work",
		.aws = "A cluster has subnets in two AZs or more, each with six free "
		    "addresses (sixteen are advised) for the control plane.  Nodes "
		    "call it on tcp/443, where its groups must admit them.",
		.why = "AWS refuses to create it, or to upgrade it later; nodes that "
		    "cannot call it never join.",
		.intent = "The same, for what is to be created.",
		.bad = CLUSTER("a"),
		.good = CLUSTER("b"),
		.reference = "Amazon EKS User Guide, VPC and subnet requirements",
	} },
	{ .check = check_mixed, .is = {
		.code = "PL009",
		.name = "mixed-exposure-subnet",
		.severity = SEVERITY_NOTE,
		.class = CLASS_FRAGILE,
		.title = "what faces the internet and what holds data in one subnet",
		.aws = "Network ACLs and routes are those of a subnet: all that stands in it "
		    "shares them, and what passes between its parts passes no ACL.",
		.why = "Security groups alone stand between the two, and one mistake in them is "
		    "enough.",
		.intent = SAME_WITHOUT_INTENT,
		.bad = SHARED("web-a"),
		.good = SHARED("data-a"),
		.reference = "Amazon VPC User Guide, Security best practices for your VPC",
	} },
	{ .check = NULL }
};
