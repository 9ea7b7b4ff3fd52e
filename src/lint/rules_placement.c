/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/exposed.h"
#include "lint/intents.h"
#include "lint/spread.h"
#include "lint/way.h"
#include "lint/words.h"
#include "model/facts.h"
#include "model/notation.h"
#include "model/select.h"
#include "plan/capacity.h"

#include <string.h>

/*
 * Whether workloads stand where they can do their work: in public subnets
 * what faces the internet, and nowhere near it what holds data.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define BALANCERS "Elastic Load Balancing, Application Load Balancers: subnets"
#define RDS_IN_VPC "Amazon RDS User Guide, Working with a DB instance in a VPC"

/* The n-th subnet of a workload, or NULL if that is not known. */
static const struct subnet *
subnet_of(const struct workload *w, size_t n)
{
	const struct thing *t = w->subnet_refs.v[n].to;

	return t != NULL && t->kind == KIND_SUBNET ?
	    (const struct subnet *)t : NULL;
}

static void
name_subnet(struct lint *l, struct finding *f, const struct subnet *s)
{
	f->key = thing_label(&s->is);
	finding_passes(l->findings, f, &s->is);
	finding_witness(l->findings, f, "subnet", "%s", thing_label(&s->is));
	finding_related(l->findings, f, s->is.at, "%s",
	    thing_title(l->a, &s->is));
}

/* ----------------------------------------- internet-lb-in-private-subnet */

static void
check_balancer_in(struct lint *l, const struct workload *w,
    const struct subnet *s)
{
	const char *unknown;
	enum exposure is = routes_exposure_any(l->routes, s, &unknown);
	const struct route *r;
	struct finding *f;

	if (is == EXPOSURE_PUBLIC || way_is_misnamed(l, s) ||
	    way_has_middlebox(l, s))
		return;
	if (unknown != NULL) {
		lint_weakened(l, unknown);
		return;
	}
	if (way_may_be_added(l, s, IPV4))
		return;
	f = flag(l, &w->is, w->is.at, "%s faces the internet and stands in %s, "
	    "which is %s: nobody on the internet reaches it there",
	    thing_title(l->a, &w->is), thing_title(l->a, &s->is),
	    is == EXPOSURE_NONE ? "not public" :
	    exposure_name(is));
	name_subnet(l, f, s);
	if (s->table != NULL)
		finding_passes(l->findings, f, &s->table->is);
	r = way_to_internet(l, s->table, IPV4);
	if (r != NULL && way_target(r) != NULL)
		finding_passes(l->findings, f, way_target(r));
	finding_help(l->findings, f, "put it into the public subnets, or make "
	    "it internal");
}

static void
check_balancers(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];

		if (!workload_type(w->kind)->is_load_balancer ||
		    !value_is_known(w->scheme.is) ||
		    !str_equal(w->scheme.v, "internet-facing"))
			continue;
		for (size_t j = 0; j < w->subnet_refs.n; j++)
			if (subnet_of(w, j) != NULL)
				check_balancer_in(l, w, subnet_of(w, j));
	}
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
		const struct subnet *s = subnet_of(w, i);

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
		name_subnet(l, f, first);
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

/* -------------------------------------------------- functions and tasks */

static bool
is_internet_gateway(const struct route *r)
{
	const struct thing *t = r != NULL ? way_target(r) : NULL;

	return t != NULL && t->kind == KIND_INTERNET_GATEWAY;
}

/* Why a function does not get out of a subnet; NULL if it may. */
static const char *
why_shut_in(struct lint *l, const struct subnet *s, const struct intent *i)
{
	const struct route *r = way_to_internet(l, s->table, IPV4);

	if (is_internet_gateway(r))
		return arena_printf(l->a, "whose way out is %s: a function "
		    "never has a public address, so nothing comes back",
		    words_target(l->a, r));
	/* A service that is nowhere is EP002's. */
	if (r == NULL && s->table != NULL && i->to.what == SELECTED_INTERNET &&
	    way_to_internet(l, s->table, IPV6) == NULL &&
	    !way_is_untold(l, s->table, IPV4) &&
	    !way_is_untold(l, s->table, IPV6))
		return "which has no way out at all";
	return NULL;
}

static void
check_function(struct lint *l, const struct workload *w,
    const struct intent *i)
{
	for (size_t k = 0; k < w->subnet_refs.n; k++) {
		const struct subnet *s = subnet_of(w, k);
		const char *why = s != NULL ? why_shut_in(l, s, i) : NULL;
		struct finding *f;

		if (why == NULL)
			continue;
		f = flag(l, &w->is, w->is.at, "%s is to reach %s from %s, %s",
		    thing_title(l->a, &w->is), i->e->to,
		    thing_title(l->a, &s->is), why);
		f->key = i->e->to;
		name_subnet(l, f, s);
		finding_needs(l->findings, f, i->e);
		finding_related(l->findings, f, i->e->at, "who says so");
		finding_help(l->findings, f, "move it to a subnet whose way out "
		    "is a NAT gateway, or give it an endpoint");
		return;
	}
}

static void
check_functions(struct lint *l, const struct model *m)
{
	const struct intents *all;

	if (m->expectations.n == 0)
		return;
	all = lint_intents(l);
	for (size_t i = 0; i < all->n; i++) {
		const struct intent *one = &all->v[i];
		const struct workload *w =
		    (const struct workload *)one->from.thing;

		if (one->from.what == SELECTED_WORKLOAD &&
		    w->kind == WORKLOAD_LAMBDA && intent_is_missed(one) &&
		    (one->to.what == SELECTED_INTERNET ||
		    one->to.what == SELECTED_SERVICE))
			check_function(l, w, one);
	}
}

/* What pulls an image by itself, before it does anything else. */
static bool
pulls_images(const struct workload *w)
{
	return w->kind == WORKLOAD_FARGATE_SERVICE ||
	    w->kind == WORKLOAD_EKS_NODES;
}

/* What it takes without a way to the internet: the registry's two names, and
 * S3 for the layers. */
static const char *const image_services[] = { "ecr.api", "ecr.dkr", "s3" };
#define N_IMAGE_SERVICES (sizeof image_services / sizeof image_services[0])

static bool
has_open_table(const struct endpoint *e)
{
	for (size_t i = 0; i < e->table_refs.n; i++)
		if (value_is_unknown(e->table_refs.v[i].is))
			return true;
	return false;
}

/* The endpoint that a service's name leads to from a subnet, or NULL. */
static const struct endpoint *
endpoint_from(struct lint *l, const struct subnet *s, const char *service)
{
	const struct vpc *v = s->is.vpc;
	const struct route_view *view = routes_view(l->routes, s->table, IPV4);
	const struct route *r = view != NULL ?
	    route_find_service(view, service) : NULL;

	if (r != NULL && r->target.to != NULL &&
	    r->target.to->kind == KIND_ENDPOINT)
		return (const struct endpoint *)r->target.to;
	for (size_t i = 0; v != NULL && i < v->endpoints.n; i++) {
		const struct endpoint *e = v->endpoints.v[i];

		/* One of which something is not known may be the one. */
		if (e->type != ENDPOINT_GATEWAY_LOAD_BALANCER &&
		    !value_is_known(e->service.is))
			return e;
		if (!value_is_known(e->service.is) ||
		    !str_equal(e->service.v, service))
			continue;
		if (e->type == ENDPOINT_GATEWAY ? has_open_table(e) :
		    flag_or(e->private_dns, true))
			return e;
	}
	return NULL;
}

/* Why an image cannot be pulled from there; NULL if it may be. */
static const char *
why_no_image(struct lint *l, const struct interface *x)
{
	const struct subnet *s = x->subnet;
	const struct route *r = way_to_internet(l, s->table, IPV4);
	const char *unknown;

	if (s->table == NULL || (flag_or(x->ipv6, false) &&
	    way_to_internet(l, s->table, IPV6) != NULL))
		return NULL;
	routes_exposure(l->routes, s, IPV4, &unknown);
	if (unknown != NULL || value_is_unknown(x->public_ip.is) ||
	    way_is_untold(l, s->table, IPV4))
		return NULL;
	if (r == NULL)
		return "no way to the internet";
	if (!is_internet_gateway(r) || flag_or(x->public_ip, false) ||
	    x->public_addresses.n > 0)
		return NULL;
	return "a way through the internet gateway and no public address to "
	    "take it with";
}

/* The need for such a service, and the endpoints for one, are explained. */
static void
pass_image_services(struct lint *l, struct finding *f,
    const struct workload *w)
{
	const struct vpc *v = w->is.vpc;
	const struct intents *all = l->m->expectations.n > 0 ?
	    lint_intents(l) : NULL;

	for (size_t k = 0; k < N_IMAGE_SERVICES; k++) {
		const char *service = image_services[k];

		for (size_t i = 0; v != NULL && i < v->endpoints.n; i++)
			if (value_is_known(v->endpoints.v[i]->service.is) &&
			    str_equal(v->endpoints.v[i]->service.v, service))
				finding_passes(l->findings, f,
				    &v->endpoints.v[i]->is);
		for (size_t i = 0; all != NULL &&
		    i < all->of_thing[0][w->is.order].n; i++) {
			const struct intent *one =
			    all->of_thing[0][w->is.order].v[i];

			if (one->to.what == SELECTED_SERVICE &&
			    select_serves(service, one->to.name))
				finding_needs(l->findings, f, one->e);
		}
	}
}

static void
flag_image(struct lint *l, const struct workload *w,
    const struct interface *x, const char *why)
{
	struct words_list missing = { .a = l->a };
	struct finding *f;

	for (size_t i = 0; i < N_IMAGE_SERVICES; i++)
		if (endpoint_from(l, x->subnet, image_services[i]) == NULL)
			words_add(&missing, image_services[i]);
	if (missing.n == 0 || !lint_knows_all(l, KIND_ENDPOINT, w->is.vpc))
		return;
	f = flag(l, &w->is, w->is.at, "%s cannot pull its image in %s: it has "
	    "%s, and no endpoint there for %s", thing_title(l->a, &w->is),
	    thing_title(l->a, &x->subnet->is), why, words_join(&missing));
	name_subnet(l, f, x->subnet);
	pass_image_services(l, f, w);
	finding_witness(l->findings, f, "missing", "%s",
	    words_join(&missing));
	finding_help(l->findings, f, "route to a NAT gateway, give it a public "
	    "address in a public subnet, or add what is missing of endpoints "
	    "for ecr.api, ecr.dkr and s3 (whose route tables count)");
}

static void
check_images(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *w = m->workloads.v[i];

		for (size_t k = 0; pulls_images(w) && k < w->interfaces.n;
		    k++) {
			const struct interface *x = w->interfaces.v[k];
			const char *why = x->subnet != NULL ?
			    why_no_image(l, x) : NULL;

			if (why == NULL)
				continue;
			flag_image(l, w, x, why);
			break;
		}
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
		f = flag(l, &w->is, w->is.at, "%s leaves %lld addresses for %s: "
		    "an EKS cluster needs %lld free in each of its subnets",
		    thing_title(l->a, &s.v[i]->is),
		    (long long)(left > 0 ? left : 0),
		    thing_title(l->a, &w->is), (long long)wanted);
		name_subnet(l, f, s.v[i]);
		finding_help(l->findings, f, "give it larger subnets; sixteen "
		    "free addresses are advised");
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
		return value_is_known(w->scheme.is) &&
		    str_equal(w->scheme.v, "internet-facing");
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
#define FUNCTION(target, ...)						\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("internet_gateway": "igw", "nat_gateways": {"nat": {"regional": true}},) \
	JSON("subnets": {"fn-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "fn"}},) \
	JSON("route_tables": {"fn": {"routes": {"0.0.0.0/0": target}}},) \
	JSON("security_groups": {"fn": {}}, "workloads": {"fn": {__VA_ARGS__,) \
	JSON("subnets": ["fn-a"], "security_groups": ["fn"]}}}}})
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
	{ .check = check_functions, .is = {
		.code = "PL006",
		.name = "function-without-egress",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a function that is to get out of a subnet which does not let it",
		.aws = "A function in a VPC never has a public address, whatever its subnet "
		    "says; an internet gateway drops what comes from an address that has "
		    "no public one.",
		.why = "The most frequent question of the field: calls time out, though the "
		    "subnet is public.",
		.intent = "Silent: it looks at functions that are expected to reach the "
		    "internet, or need it.",
		.bad = FUNCTION("igw", "kind": "lambda", "needs": ["internet"]),
		.good = FUNCTION("nat", "kind": "lambda", "needs": ["internet"]),
		.reference = "AWS Lambda Developer Guide, Internet access for VPC functions",
	} },
	{ .check = check_images, .is = {
		.code = "PL007",
		.name = "task-cannot-pull-image",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "tasks or nodes that cannot pull their image",
		.aws = "Fargate tasks and EKS nodes pull images before they start: through "
		    "a NAT gateway, with a public address in a public subnet, or by "
		    "endpoints for ecr.api, ecr.dkr and S3.",
		.why = "Nothing starts: CannotPullContainerError, nodes that do not join.",
		.intent = SAME_WITHOUT_INTENT,
		.bad = FUNCTION("igw", "kind": "fargate_service"),
		.good = FUNCTION("nat", "kind": "fargate_service"),
		.reference = "Amazon ECS Developer Guide, Fargate task networking",
	} },
	{ .check = check_clusters, .is = {
		.code = "PL008",
		.name = "eks-subnet-requirements",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "subnets that AWS does not take for an EKS cluster",
		.aws = "A cluster has subnets in two AZs or more, each with six free "
		    "addresses (sixteen are advised) for the control plane.",
		.why = "AWS refuses to create it, or to upgrade it later.",
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
