/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/clients.h"
#include "lint/intents.h"
#include "lint/way.h"
#include "reach/reach.h"

/* Endpoints of services that take several to be of use. */

/* What an endpoint for the first is of no use without. */
static const struct {
	const char *has, *wants;
} companions[] = {
	{ "ecr.api", "ecr.dkr" },
	{ "ecr.dkr", "ecr.api" },
	{ "ecr.api", "s3" },
	{ "ssm", "ssmmessages" },
};
#define N_COMPANIONS (sizeof companions / sizeof companions[0])

/* Whether nothing else leads a subnet to a service. */
static bool
is_shut_in(struct lint *l, const struct subnet *s, const char *service)
{
	const struct route_view *view = routes_view(l->routes, s->table, IPV4);

	return s->table != NULL && way_of_either_family(l, s->table) == NULL &&
	    !way_is_untold(l, s->table, IPV4) &&
	    !way_is_untold(l, s->table, IPV6) && (view == NULL ||
	    route_find_service(view, service) == NULL);
}

/* What calls AWS's services by itself: not what AWS runs. */
static bool
calls_services(const struct workload *w)
{
	return w != NULL && !workload_type(w->kind)->is_data_store &&
	    !workload_type(w->kind)->is_load_balancer;
}

/* Of an endpoint that nobody says he uses, those beside it will. */
static const struct subnet *
shut_in_beside(struct lint *l, const struct endpoint *e, const char *service)
{
	for (size_t i = 0; i < e->interfaces.n; i++) {
		const struct subnet *s = e->interfaces.v[i]->subnet;

		for (size_t j = 0; s != NULL && j < s->interfaces.n; j++)
			if (calls_services(s->interfaces.v[j]->workload) &&
			    is_shut_in(l, s, service))
				return s;
	}
	return NULL;
}

/* Whether any workload beside the endpoint may be its client. */
static bool
has_neighbours(const struct endpoint *e)
{
	for (size_t i = 0; i < e->interfaces.n; i++) {
		const struct subnet *s = e->interfaces.v[i]->subnet;

		for (size_t j = 0; s != NULL && j < s->interfaces.n; j++)
			if (calls_services(s->interfaces.v[j]->workload))
				return true;
	}
	return false;
}

/* Where nothing runs yet, the subnet of the endpoint itself, if it is shut in;
 * else NULL. */
static const struct subnet *
shut_in_itself(struct lint *l, const struct endpoint *e, const char *service)
{
	for (size_t i = 0; i < e->interfaces.n; i++)
		if (e->interfaces.v[i]->subnet != NULL && is_shut_in(l,
		    e->interfaces.v[i]->subnet, service))
			return e->interfaces.v[i]->subnet;
	return NULL;
}

static bool
has_clients(const struct vpc *v)
{
	for (size_t i = 0; i < v->workloads.n; i++)
		if (calls_services(v->workloads.v[i]))
			return true;
	return false;
}

/* A subnet of the VPC whose workloads have no other way, or NULL. */
static const struct subnet *
shut_in_anywhere(struct lint *l, const struct vpc *v, const char *service)
{
	for (size_t i = 0; i < v->workloads.n; i++)
		for (size_t j = 0; j < v->workloads.v[i]->subnet_refs.n; j++) {
			const struct thing *t =
			    v->workloads.v[i]->subnet_refs.v[j].to;
			const struct subnet *s = (const struct subnet *)t;

			if (t != NULL && t->kind == KIND_SUBNET &&
			    calls_services(v->workloads.v[i]) &&
			    is_shut_in(l, s, service))
				return s;
		}
	return NULL;
}

static void
flag_incomplete(struct lint *l, const struct endpoint *e,
    const struct subnet *s, const char *wants)
{
	const struct endpoint *other = directory_find(
	    &lint_clients(l)->endpoints, e->is.vpc, wants, ENDPOINT_GATEWAY);
	struct finding *f = flag(l, &e->is, e->is.at, "%s is of no use to %s "
	    "without %s %s: that subnet has no other way to it",
	    thing_title(l->a, &e->is), thing_title(l->a, &s->is),
	    other == NULL ? "an endpoint for" : "a route to", wants);

	f->key = wants;
	finding_witness(l->findings, f, "missing", "%s", wants);
	finding_related(l->findings, f, s->is.at, "%s",
	    thing_title(l->a, &s->is));
	if (other != NULL)
		finding_help(l->findings, f, "let %s enter %s, too",
		    thing_title(l->a, &other->is), s->table != NULL ?
		    thing_title(l->a, &s->table->is) : "its route table");
	else
		finding_help(l->findings, f, "add an endpoint for %s", wants);
}

static void
visit_companions(struct lint *l, const struct client *c)
{
	const struct endpoint *e = client_endpoint(c, ENDPOINT_INTERFACE);

	if (e == NULL)
		return;
	c->flagged[e->is.order] = true;
	for (size_t i = 0; i < N_COMPANIONS; i++) {
		const char *wants = companions[i].wants;

		if (!str_equal(companions[i].has, e->service.v) ||
		    directory_may_serve_all(c->endpoints, e->is.vpc, wants) ||
		    !is_shut_in(l, c->s, wants) ||
		    !lint_knows_all(l, KIND_ENDPOINT, e->is.vpc) ||
		    client_said_before(l, c, &e->is, wants))
			continue;
		flag_incomplete(l, e, c->s, wants);
		finding_needs(l->findings,
		    l->findings->v[l->findings->n - 1], c->need);
	}
}

/* The endpoints that nobody says he uses. */
static void
check_set_of(struct lint *l, const struct directory *d, const struct vpc *v,
    const bool *declared)
{
	for (size_t i = 0; i < N_COMPANIONS; i++) {
		const char *wants = companions[i].wants;
		const struct endpoint *e = directory_find(d, v,
		    companions[i].has, ENDPOINT_INTERFACE);
		const struct subnet *s;

		if (e == NULL || declared[e->is.order] ||
		    directory_may_serve_all(d, v, wants))
			continue;
		s = has_neighbours(e) ? shut_in_beside(l, e, wants) :
		    has_clients(v) ? shut_in_anywhere(l, v, wants) :
		    shut_in_itself(l, e, wants);
		if (s == NULL || !lint_knows_all(l, KIND_ENDPOINT, v) ||
		    (!has_clients(v) && !lint_knows_all(l, KIND_WORKLOAD, v)))
			continue;
		flag_incomplete(l, e, s, wants);
	}
}

static void
check_sets(struct lint *l, const struct model *m)
{
	const struct directory *d = &lint_clients(l)->endpoints;
	const bool *declared = each_client(l, m, visit_companions);

	for (size_t i = 0; i < m->vpcs.n; i++)
		check_set_of(l, d, m->vpcs.v[i], declared);
}

const struct rule rules_endpoint_set[] = {
	{ .check = check_sets, .is = {
		.code = "EP007",
		.name = "endpoint-set-incomplete",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "an endpoint that is of no use without another",
		.aws = "Pulling an image takes ecr.api, ecr.dkr and S3 (for the layers); "
		    "Session Manager takes ssm and ssmmessages.",
		.why = "Tasks hang in PENDING, sessions do not start, and no message names "
		    "the endpoint that is missing.",
		.intent = "The same.  Silent where the subnets with workloads have another "
		    "way to the service.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("dns": {"support": true, "hostnames": true},)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"app": {"ingress": ["tcp/443 from self"]}},)
		JSON("endpoints": {"ssm": {"service": "ssm", "type": "interface",)
		JSON("subnets": ["app-a"], "security_groups": ["app"]}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
		JSON("security_groups": ["app"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("dns": {"support": true, "hostnames": true},)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"app": {"ingress": ["tcp/443 from self"]}},)
		JSON("endpoints": {"ssm": {"service": "ssm", "type": "interface",)
		JSON("subnets": ["app-a"], "security_groups": ["app"]},)
		JSON("ssmmessages": {"service": "ssmmessages", "type": "interface",)
		JSON("subnets": ["app-a"], "security_groups": ["app"]}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
		JSON("security_groups": ["app"]}}}}}),
		.reference = "Amazon ECR User Guide, Interface VPC endpoints",
	} },
	{ .check = NULL }
};
