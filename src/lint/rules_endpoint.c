/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/clients.h"
#include "lint/intents.h"
#include "lint/way.h"
#include "plan/expect.h"
#include "reach/reach.h"

/*
 * VPC endpoints: whether those who declare that they use a service get to it.
 */
#define PRIVATELINK "AWS PrivateLink Guide, Create an interface endpoint"
#define GATEWAY "AWS PrivateLink Guide, Gateway endpoints"
#define NEEDS_INTENT "Silent: it looks at what workloads say they need."

/* Whether the table of the subnet leads to the service by an endpoint. */
static bool
has_gateway_route(const struct lint *l, const struct client *c)
{
	const struct route_view *view =
	    routes_view(l->routes, c->s->table, IPV4);

	return view != NULL && route_find_service(view, c->service) != NULL;
}

/* ---------------------------------------------- gateway-endpoint-not-routed */

/* Whether it names a table that is not there: said already (IN004, IN005). */
static bool
names_lost_table(const struct endpoint *e)
{
	for (size_t i = 0; i < e->table_refs.n; i++)
		if (e->table_refs.v[i].to == NULL)
			return true;
	return false;
}

static void
visit_not_routed(struct lint *l, const struct client *c)
{
	const struct endpoint *e = client_endpoint(c, ENDPOINT_GATEWAY);
	struct finding *f;

	if (e == NULL || c->s->table == NULL ||
	    client_endpoint(c, ENDPOINT_INTERFACE) != NULL ||
	    has_gateway_route(l, c) || names_lost_table(e) ||
	    client_said_before(l, c, &e->is, thing_label(&c->s->table->is)))
		return;
	f = flag(l, &e->is, e->is.at, "%s is not in %s, which %s follows: %s "
	    "needs %s there", thing_title(l->a, &e->is),
	    thing_title(l->a, &c->s->table->is),
	    thing_title(l->a, &c->s->is), thing_title(l->a, &c->w->is),
	    c->service);
	c->flagged[e->is.order] = true;
	f->key = thing_label(&c->s->table->is);
	finding_passes(l->findings, f, &c->s->table->is);
	finding_needs(l->findings, f, c->need);
	finding_witness(l->findings, f, "route_table", "%s",
	    thing_label(&c->s->table->is));
	finding_related(l->findings, f, c->s->table->is.at,
	    "the table without it");
	finding_help(l->findings, f, "add %s to the %s of %s",
	    thing_title(l->a, &c->s->table->is), lint_is_spec(l, e->is.at) ?
	    "\"route_tables\"" : "tables", thing_title(l->a, &e->is));
}

static void
check_not_routed(struct lint *l, const struct model *m)
{
	const bool *flagged = each_client(l, m, visit_not_routed);

	for (size_t i = 0; i < m->endpoints.n; i++) {
		const struct endpoint *e = m->endpoints.v[i];
		struct finding *f;

		if (e->type != ENDPOINT_GATEWAY || e->table_refs.n > 0 ||
		    !e->is.created || flagged[e->is.order])
			continue;
		f = flag(l, &e->is, e->is.at, "%s is in no route table, so "
		    "nobody uses it", thing_title(l->a, &e->is));
		finding_help(l->findings, f, "add the tables of the subnets "
		    "that use the service%s", lint_is_spec(l, e->is.at) ?
		    ": \"route_tables\": [ … ]" : "");
	}
}

/* ------------------------------------------------------- endpoint-missing */

static void
visit_missing(struct lint *l, const struct client *c)
{
	const struct vpc *v = c->w->is.vpc;
	struct finding *f;

	if (c->s->table == NULL || way_of_either_family(l, c->s->table) != NULL ||
	    way_is_untold(l, c->s->table, IPV4) ||
	    way_is_untold(l, c->s->table, IPV6) || directory_may_serve(c->endpoints,
	    c->w->is.vpc, c->service) ||
	    !lint_knows_all(l, KIND_ENDPOINT, v) ||
	    client_said_before(l, c, &c->w->is, c->service))
		return;
	f = flag(l, &c->w->is, c->w->is.at, "%s needs %s, and %s has neither an "
	    "endpoint for it nor a way to the internet",
	    thing_title(l->a, &c->w->is), c->service,
	    thing_title(l->a, &c->s->is));
	f->key = c->service;
	finding_needs(l->findings, f, c->need);
	finding_witness(l->findings, f, "service", "%s", c->service);
	finding_witness(l->findings, f, "subnet", "%s",
	    thing_label(&c->s->is));
	finding_related(l->findings, f, c->s->is.at, "%s",
	    thing_title(l->a, &c->s->is));
	finding_help(l->findings, f, "add an endpoint for %s to %s",
	    c->service, thing_title(l->a, &v->is));
}

static void
check_missing(struct lint *l, const struct model *m)
{
	each_client(l, m, visit_missing);
}

/* -------------------------------------------------- nat-carries-s3-traffic */

static void
visit_nat(struct lint *l, const struct client *c)
{
	const struct vpc *v = c->w->is.vpc;
	const struct route *r = way_to_internet(l, c->s->table, IPV4);
	const struct thing *t = r != NULL ? way_target(r) : NULL;
	struct finding *f;

	/* Gateway endpoints cost nothing. */
	if (!fact_has_gateway_endpoint(c->service) || t == NULL ||
	    t->kind != KIND_NAT_GATEWAY)
		return;
	if (directory_may_serve(c->endpoints,
	    c->w->is.vpc, c->service) || !lint_knows_all(l, KIND_ENDPOINT, v) ||
	    client_said_before(l, c, &c->s->table->is, c->service))
		return;
	f = flag(l, &c->s->table->is, c->s->table->is.at, "what %s sends to %s "
	    "goes by %s through %s and is charged by the byte; a gateway "
	    "endpoint is free", thing_title(l->a, &c->w->is), c->service,
	    thing_title(l->a, &c->s->table->is), thing_title(l->a, t));
	lint_given(l, f, c->w->is.exists);
	lint_given(l, f, r->exists != NULL ? r->exists : t->exists);
	f->key = c->service;
	finding_witness(l->findings, f, "service", "%s", c->service);
	finding_related(l->findings, f, r->at, "the route");
	finding_help(l->findings, f, "add a gateway endpoint for %s to %s, in "
	    "%s", c->service, thing_title(l->a, &v->is),
	    thing_title(l->a, &c->s->table->is));
}

static void
check_nat(struct lint *l, const struct model *m)
{
	each_client(l, m, visit_nat);
}

/* ---------------------------------------------- endpoint-sg-blocks-clients */

static bool
carries(const struct endpoint *e, const struct thing *group)
{
	for (size_t i = 0; i < e->interfaces.n; i++) {
		const struct interface *x = e->interfaces.v[i];

		for (size_t j = 0; j < x->groups.n; j++)
			if (&x->groups.v[j]->is == group)
				return true;
	}
	return false;
}

static bool
stands_behind(const struct endpoint *e, const struct thing *acl)
{
	for (size_t i = 0; i < e->interfaces.n; i++) {
		const struct subnet *s = e->interfaces.v[i]->subnet;

		if (s != NULL && s->acl != NULL && &s->acl->is == acl)
			return true;
	}
	return false;
}

/* Whether it is the endpoint's own group or ACL that lets clients not in. */
static bool
is_own_filter(const struct endpoint *e, const struct shown_blocker *b)
{
	if (b->thing == NULL || b->reply || !str_equal(b->direction, "ingress"))
		return false;
	if (str_equal(b->kind, "security_group"))
		return carries(e, b->thing);
	return str_equal(b->kind, "network_acl") && stands_behind(e, b->thing);
}

/* The endpoint that an expectation goes through by name, and that stops it by
 * a filter of its own: whether it does. */
static bool
check_blocked_by(struct lint *l, const struct outcome *o,
    const struct endpoint *e)
{
	for (size_t i = 0; i < o->blockers.n; i++) {
		const struct shown_blocker *b = &o->blockers.v[i];
		const char *ports = o->on != NULL ? o->on : "tcp/443";
		struct finding *f;

		if (!is_own_filter(e, b))
			continue;
		f = flag(l, &e->is, e->is.at, "%s does not admit %s: %s has no "
		    "%s for %s from there", thing_title(l->a, &e->is),
		    o->from != NULL ? o->from : "its clients",
		    thing_title(l->a, b->thing),
		    str_equal(b->kind, "network_acl") ? "allow entry" : "rule",
		    ports);
		f->key = o->of->text;
		finding_needs(l->findings, f, o->of);
		finding_passes(l->findings, f, b->subject);
		if (o->witness != NULL)
			finding_witness(l->findings, f, "packet", "%s",
			    o->witness);
		finding_witness(l->findings, f, b->kind, "%s",
		    thing_label(b->thing));
		finding_related(l->findings, f, b->thing->at, "the filter");
		finding_related(l->findings, f, o->of->at, "who needs it");
		finding_help(l->findings, f, "admit %s from the clients' "
		    "%s in %s", ports, str_equal(b->kind, "network_acl") ?
		    "subnets" : "groups or subnets",
		    thing_title(l->a, b->thing));
		return true;
	}
	return false;
}

/* The first group of an endpoint whose groups, all of them known, have no
 * ingress rule, nor get one from elsewhere; or NULL. */
static const struct security_group *
closed_group(struct lint *l, const struct endpoint *e)
{
	for (size_t i = 0; i < e->group_refs.n; i++) {
		const struct security_group *g =
		    (const struct security_group *)e->group_refs.v[i].to;

		if (g == NULL || !g->ingress_known || g->ingress.n > 0 ||
		    g->is_default || !g->is.created)
			return NULL;
		if (lint_is_handed_out(l, &g->is))
			return NULL;
	}
	return e->group_refs.n == 0 ? NULL :
	    (const struct security_group *)e->group_refs.v[0].to;
}

/* Nobody has to need it: what lets nobody in is of no use to anybody. */
static void
check_closed(struct lint *l, const struct endpoint *e)
{
	const struct security_group *g = closed_group(l, e);
	struct finding *f;

	if (g == NULL)
		return;
	f = flag(l, &e->is, e->is.at, "%s lets nobody in: %s has no ingress "
	    "rule", thing_title(l->a, &e->is), thing_title(l->a, &g->is));
	finding_passes(l->findings, f, &g->is);
	finding_witness(l->findings, f, "security_group", "%s",
	    thing_label(&g->is));
	finding_related(l->findings, f, g->is.at, "the filter");
	finding_help(l->findings, f, "admit tcp/443 from the clients' groups or "
	    "subnets in %s", thing_title(l->a, &g->is));
}

static void
check_blocked(struct lint *l, const struct model *m)
{
	const struct directory *d = &lint_clients(l)->endpoints;
	bool *said = arena_array(l->a, m->next_order, sizeof *said);

	for (size_t i = 0; l->outcomes != NULL && i < l->outcomes->n; i++) {
		const struct outcome *o = &l->outcomes->v[i];
		const struct endpoint *e = directory_find(d, o->of->vpc,
		    o->of->to, ENDPOINT_INTERFACE);

		if (e != NULL && (o->failure == FAILURE_BLOCKED ||
		    o->failure == FAILURE_PARTIAL) &&
		    check_blocked_by(l, o, e))
			said[e->is.order] = true;
	}
	for (size_t i = 0; i < m->endpoints.n; i++)
		if (m->endpoints.v[i]->type == ENDPOINT_INTERFACE &&
		    !said[m->endpoints.v[i]->is.order])
			check_closed(l, m->endpoints.v[i]);
}

/* ---------------------------------------------------------------- table */

#define NEEDS_S3(rest)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},) \
	JSON("security_groups": {"app": {}}, "route_tables": {"app": {}},) \
	JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],) \
	JSON("security_groups": ["app"], "needs": ["s3"]}},)		\
	rest

const struct rule rules_endpoint[] = {
	{ .check = check_not_routed, .is = {
		.code = "EP001",
		.name = "gateway-endpoint-not-routed",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "a gateway endpoint that its clients have no route to",
		.aws = "A gateway endpoint is a route in the tables that it is associated "
		    "with, and in no other; the main table says nothing for subnets that "
		    "have a table of their own.",
		.why = "The clients go the default way, through a NAT gateway that is "
		    "charged by the byte, or nowhere.",
		.intent = "An endpoint in no table at all is found; which tables miss it, "
		    "workloads say by what they need.",
		.bad = NEEDS_S3(
		JSON("endpoints": {"s3": {"service": "s3", "type": "gateway",)
		JSON("route_tables": []}}}}})),
		.good = NEEDS_S3(
		JSON("endpoints": {"s3": {"service": "s3", "type": "gateway",)
		JSON("route_tables": ["app"]}}}}})),
		.reference = GATEWAY,
	} },
	{ .check = check_missing, .is = {
		.code = "EP002",
		.name = "endpoint-missing",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a needed service that is neither in the VPC nor in reach",
		.aws = "AWS's services are outside of the VPC: they are reached through an "
		    "endpoint, or through the internet.",
		.why = "Calls to the service time out.",
		.intent = NEEDS_INTENT,
		.bad = NEEDS_S3(JSON("endpoints": {}}}})),
		.good = NEEDS_S3(
		JSON("endpoints": {"s3": {"service": "s3", "type": "gateway",)
		JSON("route_tables": ["app"]}}}}})),
		.reference = "AWS PrivateLink Guide, AWS services that integrate",
	} },
	{ .check = check_nat, .is = {
		.code = "EP003",
		.name = "nat-carries-s3-traffic",
		.severity = SEVERITY_NOTE,
		.class = CLASS_WASTE,
		.title = "S3 or DynamoDB through a NAT gateway",
		.aws = "NAT gateways are charged by the byte; gateway endpoints for S3 and "
		    "DynamoDB are free.",
		.why = "Images, logs and backups through NAT are often the largest line of "
		    "the bill.",
		.intent = NEEDS_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},)
		JSON("internet_gateway": "igw", "nat_gateways": {"nat": {"regional": true}},)
		JSON("route_tables": {"app": {"routes": {"0.0.0.0/0": "nat"}}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app": {"kind": "instance",)
		JSON("subnets": ["app-a"], "security_groups": ["app"], "needs": ["s3"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},)
		JSON("internet_gateway": "igw", "nat_gateways": {"nat": {"regional": true}},)
		JSON("endpoints": {"s3":)
		JSON({"service": "s3", "type": "gateway", "route_tables": ["app"]}},)
		JSON("route_tables": {"app": {"routes": {"0.0.0.0/0": "nat"}}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app": {"kind": "instance",)
		JSON("subnets": ["app-a"], "security_groups": ["app"], "needs": ["s3"]}}}}}),
		.reference = GATEWAY,
	} },
	{ .check = check_blocked, .is = {
		.code = "EP004",
		.name = "endpoint-sg-blocks-clients",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "an interface endpoint whose group keeps its clients out",
		.aws = "An interface endpoint is an interface with groups of its own; its "
		    "clients must be admitted on the service's port, mostly 443.  Private "
		    "DNS sends every call of the VPC to it.",
		.why = "The service worked through NAT before; since the endpoint is there, "
		    "calls time out.",
		.intent = "An endpoint whose groups have no ingress rule at all; "
		    "whom others let in is compared with what expectations and "
		    "\"needs\" want.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("dns": {"support": true, "hostnames": true},)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"app": {}, "ep": {"ingress": []}},)
		JSON("endpoints": {"sqs": {"service": "sqs", "type": "interface",)
		JSON("subnets": ["app-a"], "security_groups": ["ep"]}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "needs": ["sqs"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("dns": {"support": true, "hostnames": true},)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"app": {}, "ep": {"ingress": ["tcp/443 from app"]}},)
		JSON("endpoints": {"sqs": {"service": "sqs", "type": "interface",)
		JSON("subnets": ["app-a"], "security_groups": ["ep"]}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
		JSON("security_groups": ["app"], "needs": ["sqs"]}}}}}),
		.reference = PRIVATELINK,
	} },
	{ .check = NULL }
};
