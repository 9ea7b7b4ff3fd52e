/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/clients.h"
#include "lint/intents.h"
#include "lint/spread.h"
#include "lint/way.h"
#include "lint/words.h"
#include "model/select.h"

/*
 * Functions and tasks that do not get what they start with: the internet, or
 * the services from which an image is pulled.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."

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
	if (r != NULL || s->table == NULL ||
	    way_to_internet(l, s->table, IPV6) != NULL ||
	    way_is_untold(l, s->table, IPV4) ||
	    way_is_untold(l, s->table, IPV6))
		return NULL;
	if (i->to.what == SELECTED_INTERNET)
		return "which has no way out at all";
	if (i->to.what == SELECTED_SERVICE && s->is.vpc != NULL &&
	    !directory_may_serve(&lint_clients(l)->endpoints, s->is.vpc,
	    i->to.name) && lint_knows_all(l, KIND_ENDPOINT, s->is.vpc))
		return "which has no way out, and there is no endpoint for it";
	return NULL;
}

static void
check_function(struct lint *l, const struct workload *w,
    const struct intent *i)
{
	for (size_t k = 0; k < w->subnet_refs.n; k++) {
		const struct subnet *s = spread_subnet(&w->subnet_refs.v[k]);
		const char *why = s != NULL ? why_shut_in(l, s, i) : NULL;
		struct finding *f;

		if (why == NULL)
			continue;
		f = flag(l, &w->is, w->is.at, "%s is to reach %s from %s, %s",
		    thing_title(l->a, &w->is), i->e->to,
		    thing_title(l->a, &s->is), why);
		f->key = i->e->to;
		spread_name(l, f, s);
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
		if (e->type == ENDPOINT_GATEWAY ? endpoint_has_open_table(e) :
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
	spread_name(l, f, x->subnet);
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
			const char *why = x->subnet != NULL &&
			    !lint_is_maybe(&x->is, &w->is) ?
			    why_no_image(l, x) : NULL;

			if (why == NULL)
				continue;
			flag_image(l, w, x, why);
			break;
		}
	}
}

#define FUNCTION(target, ...)						\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("internet_gateway": "igw", "nat_gateways": {"nat": {"regional": true}},) \
	JSON("subnets": {"fn-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "fn"}},) \
	JSON("route_tables": {"fn": {"routes": {"0.0.0.0/0": target}}},) \
	JSON("security_groups": {"fn": {}}, "workloads": {"fn": {__VA_ARGS__,) \
	JSON("subnets": ["fn-a"], "security_groups": ["fn"]}}}}})

const struct rule rules_startup[] = {
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
	{ .check = NULL }
};
