/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "model/select.h"

#include <stdlib.h>
#include <string.h>

/*
 * Private DNS of interface endpoints: what it needs of its VPC.
 */
#define PRIVATELINK "AWS PrivateLink Guide, Create an interface endpoint"

/* --------------------------------------------- private-dns-prerequisite */

static bool
has_private_dns(const struct endpoint *e)
{
	if (e->type != ENDPOINT_INTERFACE || !e->is.created)
		return false;
	if (value_is_known(e->private_dns.is))
		return e->private_dns.v;
	/* Of somebody else's service it is up to that somebody. */
	return e->private_dns.is.state == VALUE_ABSENT &&
	    value_is_known(e->service.is) && select_is_service(e->service.v);
}

static void
check_prerequisite(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->endpoints.n; i++) {
		const struct endpoint *e = m->endpoints.v[i];
		const struct vpc *v = e->is.vpc;
		bool support, hostnames;
		struct finding *f;

		if (!has_private_dns(e) || v == NULL || !v->is.created)
			continue;
		if (value_is_unknown(v->dns_support.is) ||
		    value_is_unknown(v->dns_hostnames.is)) {
			lint_weakened(l, "DNS of the VPC is not known");
			continue;
		}
		support = flag_or(v->dns_support, true);
		hostnames = flag_or(v->dns_hostnames,
		    flag_or(v->is_default, false));
		if (support && hostnames)
			continue;
		f = flag(l, &e->is, e->is.at, "%s has private DNS, and %s has "
		    "%s off: AWS refuses that", thing_title(l->a, &e->is),
		    thing_title(l->a, &v->is), !support ? "DNS support" :
		    "DNS hostnames");
		finding_passes(l->findings, f, &v->is);
		finding_witness(l->findings, f, "dns_support", "%s",
		    support ? "true" : "false");
		finding_witness(l->findings, f, "dns_hostnames", "%s",
		    hostnames ? "true" : "false");
		finding_related(l->findings, f, v->is.at, "%s",
		    thing_title(l->a, &v->is));
		finding_help(l->findings, f, "switch both on in the VPC: "
		    "\"dns\": {\"support\": true, \"hostnames\": true}");
	}
}

/* ------------------------------------------------- private-dns-duplicate */

static int
compare_services(const void *x, const void *y)
{
	const struct endpoint *a = *(const struct endpoint *const *)x;
	const struct endpoint *b = *(const struct endpoint *const *)y;
	int order;

	if (a->is.vpc != b->is.vpc)
		return a->is.vpc->is.order < b->is.vpc->is.order ? -1 : 1;
	order = strcmp(a->service.v, b->service.v);
	if (order != 0)
		return order;
	return (a->is.order > b->is.order) - (a->is.order < b->is.order);
}

static void
check_twice(struct lint *l, const struct model *m)
{
	const struct endpoint **v = arena_array(l->a, m->endpoints.n,
	    sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < m->endpoints.n; i++)
		if (has_private_dns(m->endpoints.v[i]) &&
		    m->endpoints.v[i]->is.vpc != NULL &&
		    value_is_known(m->endpoints.v[i]->service.is))
			v[n++] = m->endpoints.v[i];
	if (n > 1)
		qsort(v, n, sizeof *v, compare_services);
	for (size_t i = 1; i < n; i++) {
		const struct endpoint *x = v[i - 1], *y = v[i];
		struct finding *f;

		if (x->is.vpc != y->is.vpc ||
		    !str_equal(x->service.v, y->service.v) ||
		    conditions_exclude(x->is.exists, y->is.exists))
			continue;
		f = flag(l, &y->is, y->is.at, "%s and %s both have private DNS "
		    "for %s in %s: AWS allows one", thing_title(l->a, &x->is),
		    thing_title(l->a, &y->is), y->service.v,
		    thing_title(l->a, &y->is.vpc->is));
		lint_given(l, f, x->is.exists);
		finding_witness(l->findings, f, "service", "%s",
		    y->service.v);
		finding_related(l->findings, f, x->is.at, "the other one");
		finding_help(l->findings, f, "switch private DNS off at one, "
		    "or have one endpoint in all the subnets");
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_private_dns[] = {
	{ .check = check_prerequisite, .is = {
		.code = "EP005",
		.name = "private-dns-prerequisite",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "private DNS in a VPC whose DNS is off",
		.aws = "Private DNS of an endpoint needs DNS support and DNS hostnames in "
		    "the VPC; hostnames are off in a VPC that was not made by default.",
		.why = "AWS refuses the endpoint.",
		.intent = "The same, for what is to be created.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"ep": {"ingress": ["tcp/443 from 10.0.0.0/16"]}},)
		JSON("endpoints": {"sqs": {"service": "sqs", "type": "interface",)
		JSON("subnets": ["app-a"], "security_groups": ["ep"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("dns": {"support": true, "hostnames": true},)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"ep": {"ingress": ["tcp/443 from 10.0.0.0/16"]}},)
		JSON("endpoints": {"sqs": {"service": "sqs", "type": "interface",)
		JSON("subnets": ["app-a"], "security_groups": ["ep"]}}}}}),
		.reference = PRIVATELINK,
	} },
	{ .check = check_twice, .is = {
		.code = "EP006",
		.name = "private-dns-duplicate",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "two endpoints of a VPC with private DNS for one service",
		.aws = "A name is answered by one endpoint: AWS refuses a second one with "
		    "private DNS for the same service in a VPC.",
		.why = "The second endpoint is not created.",
		.intent = "The same, for what is to be created.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("dns": {"support": true, "hostnames": true},)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"ep": {"ingress": ["tcp/443 from 10.0.0.0/16"]}},)
		JSON("endpoints": {)
		JSON("sqs": {"service": "sqs", "type": "interface", "subnets": ["app-a"],)
		JSON("security_groups": ["ep"]},)
		JSON("sqs-2": {"service": "sqs", "type": "interface", "subnets": ["app-a"],)
		JSON("security_groups": ["ep"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("dns": {"support": true, "hostnames": true},)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"ep": {"ingress": ["tcp/443 from 10.0.0.0/16"]}},)
		JSON("endpoints": {)
		JSON("sqs": {"service": "sqs", "type": "interface", "subnets": ["app-a"],)
		JSON("security_groups": ["ep"]},)
		JSON("sqs-2": {"service": "sqs", "type": "interface", "subnets": ["app-a"],)
		JSON("security_groups": ["ep"], "private_dns": false}}}}}),
		.reference = PRIVATELINK,
	} },
	{ .check = NULL }
};
