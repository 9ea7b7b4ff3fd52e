/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "plan/expect.h"

#include <stdlib.h>
#include <string.h>

/*
 * Expectations that do not hold.  plan/ has answered them; a rule here says
 * in what way one fails.  The finding passes what stands in the way, so that
 * a finding about that very thing can stand for this one.
 */

static const char *
quoted(struct arena *a, const struct expectation *e)
{
	return arena_printf(a, "\"%s\"", e->text);
}

static void
add_evidence(struct lint *l, struct finding *f, const struct outcome *o)
{
	if (o->witness != NULL)
		finding_witness(l->findings, f, "packet", "%s", o->witness);
	finding_witness(l->findings, f, "verdict", "%s",
	    verdict_key(o->verdict));
	for (size_t i = 0; i < o->blockers.n; i++) {
		const struct shown_blocker *b = &o->blockers.v[i];

		/* What cannot be named stands for itself: then nothing
		 * else explains all that blocks. */
		finding_passes(l->findings, f, b->subject != NULL ?
		    b->subject : b);
		finding_witness(l->findings, f, "blocker", "%s%s%s%s%s%s%s",
		    b->kind, b->name != NULL ? " " : "",
		    b->name != NULL ? b->name : "",
		    b->rule != NULL ? " " : "", b->rule != NULL ? b->rule : "",
		    b->direction != NULL ? " " : "",
		    b->direction != NULL ? b->direction : "");
	}
}

static void
flag_outcomes(struct lint *l, enum failure failure, const char *says)
{
	if (l->outcomes == NULL)
		return;
	for (size_t i = 0; i < l->outcomes->n; i++) {
		const struct outcome *o = &l->outcomes->v[i];
		struct finding *f;

		if (o->failure != failure)
			continue;
		f = finding_add(l->findings, &l->rule->is, o->of->at,
		    "%s %s: %s", quoted(l->a, o->of), says, o->because);
		f->about = o->of;
		f->key = o->of->text;
		add_evidence(l, f, o);
	}
}

static void
check_blocked(struct lint *l, const struct model *m)
{
	(void)m;
	flag_outcomes(l, FAILURE_BLOCKED, "is blocked");
}

static void
check_possible(struct lint *l, const struct model *m)
{
	(void)m;
	flag_outcomes(l, FAILURE_POSSIBLE, "does not hold");
}

static void
check_partial(struct lint *l, const struct model *m)
{
	(void)m;
	flag_outcomes(l, FAILURE_PARTIAL, "holds in part only");
}

static void
check_undecided(struct lint *l, const struct model *m)
{
	(void)m;
	flag_outcomes(l, FAILURE_UNDECIDED, "cannot be decided");
}

static void
check_vacuous(struct lint *l, const struct model *m)
{
	struct finding *f;

	(void)m;
	if (l->outcomes == NULL)
		return;
	for (size_t i = 0; i < l->outcomes->n; i++) {
		const struct outcome *o = &l->outcomes->v[i];

		if (!o->vacuous)
			continue;
		f = finding_add(l->findings, &l->rule->is, o->of->at,
		    "%s checks nothing: one of its ends has no member",
		    quoted(l->a, o->of));
		f->about = o->of;
		f->key = o->of->text;
	}
}

/* ------------------------------------------------------ contradictions */

static bool
speak_of_the_same(const struct expectation *x, const struct expectation *y)
{
	return str_equal(x->from, y->from) && str_equal(x->to, y->to) &&
	    x->vpc == y->vpc && x->island == y->island;
}

static bool
ports_meet(const struct expectation *x, const struct expectation *y)
{
	if (!value_is_known(x->ports.is) || !value_is_known(y->ports.is))
		return true;
	return port_set_overlaps(x->ports.v, y->ports.v);
}

static int
compare_ends(const void *x, const void *y)
{
	const struct expectation *a = *(struct expectation *const *)x;
	const struct expectation *b = *(struct expectation *const *)y;
	int order = strcmp(a->from, b->from);

	if (order == 0)
		order = strcmp(a->to, b->to);
	return order != 0 ? order : place_compare(a->at, b->at);
}

/* Among expectations of the same two ends, one wants what one forbids. */
static void
flag_contradictions(struct lint *l, struct expectation *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			struct finding *f;

			if (v[i]->verb != NEVER_REACHES ||
			    v[j]->verb == NEVER_REACHES ||
			    !speak_of_the_same(v[i], v[j]) ||
			    !ports_meet(v[i], v[j]))
				continue;
			f = finding_add(l->findings, &l->rule->is, v[i]->at,
			    "%s contradicts %s", quoted(l->a, v[i]),
			    quoted(l->a, v[j]));
			f->about = v[i];
			f->key = v[j]->text;
			finding_passes(l->findings, f, v[j]);
			finding_related(l->findings, f, v[j]->at,
			    "the other expectation");
			finding_help(l->findings, f, "say which ports the "
			    "\"never\" is about, or drop one of the two");
			break;
		}
}

static void
check_contradictory(struct lint *l, const struct model *m)
{
	VEC(struct expectation *) all = { 0 };

	for (size_t i = 0; i < m->expectations.n; i++)
		vec_push(l->a, &all, m->expectations.v[i]);
	vec_sort(&all, compare_ends);
	for (size_t i = 0; i < all.n; ) {
		size_t n = 1;

		while (i + n < all.n && str_equal(all.v[i]->from,
		    all.v[i + n]->from) && str_equal(all.v[i]->to,
		    all.v[i + n]->to))
			n++;
		flag_contradictions(l, all.v + i, n);
		i += n;
	}
}

/* -------------------------------------------------------------- the table */

#define NETWORK_OF_TWO \
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",) \
	JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24"}},) \
	JSON("security_groups": {"app": {"ingress": []},) \
	JSON("db": {"ingress": ["tcp/5432 from app"]}},) \
	JSON("workloads": {) \
	JSON("app": {"kind": "instance", "subnets": ["app-a"],) \
	JSON("security_groups": ["app"]},) \
	JSON("db": {"kind": "instance", "subnets": ["app-a"],) \
	JSON("security_groups": ["db"]}}}},)
#define WITHOUT_INTENT "Silent: it speaks of declared expectations only."
#define ANALYSER "VPC Reachability Analyzer, How it works"

const struct rule rules_intent[] = {
	{
		.is = {
			.code = "RI001",
			.name = "required-flow-blocked",
			.severity = SEVERITY_ERROR,
			.class = CLASS_BROKEN,
			.title = "an expected flow does not get through",
			.aws = "A flow needs every element on its way, there and "
			    "back: security groups, network ACLs, routes, gateways.",
			.why = "The plan says that this must work, and it does "
			    "not: no packet arrives, or no answer comes back.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/3306"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432"]}),
			.reference = ANALYSER,
		},
		.check = check_blocked,
	},
	{
		.is = {
			.code = "RI002",
			.name = "forbidden-flow-possible",
			.severity = SEVERITY_ERROR,
			.class = CLASS_EXPOSURE,
			.title = "a forbidden flow is possible",
			.aws = "A packet arrives when every element on its way "
			    "admits it, whether an answer comes back or not.",
			.why = "The plan says that this must never be, and it is: "
			    "the packet named gets through.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["app never reaches db"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["db never reaches app"]}),
			.reference = ANALYSER,
		},
		.check = check_possible,
	},
	{
		.is = {
			.code = "RI003",
			.name = "required-flow-partial",
			.severity = SEVERITY_ERROR,
			.class = CLASS_BROKEN,
			.title = "an expected flow gets through in part",
			.aws = "Network ACLs, routes and AZs differ by subnet, so a "
			    "flow can work from one and not from another.",
			.why = "It works for some addresses, ports or AZs and fails "
			    "for others: the kind of fault that tests miss.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432-5433"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432"]}),
			.reference = ANALYSER,
		},
		.check = check_partial,
	},
	{
		.is = {
			.code = "RI006",
			.name = "vacuous-intent",
			.severity = SEVERITY_WARNING,
			.class = CLASS_BROKEN,
			.title = "an expectation about nobody",
			.aws = "AWS does not see expectations.",
			.why = "One of its ends has no member, so that it would "
			    "hold whatever the network does.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["192.168.7.0/24 never reaches db"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["db never reaches app"]}),
			.reference = "vpcplan, spec format: expect",
		},
		.check = check_vacuous,
	},
	{
		.is = {
			.code = "RI007",
			.name = "contradictory-intent",
			.severity = SEVERITY_ERROR,
			.class = CLASS_BROKEN,
			.title = "two expectations that cannot both hold",
			.aws = "AWS does not see expectations.",
			.why = "Whatever the network does, one of them fails.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432", "app never reaches db"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432",)
			JSON("app never reaches db on tcp/22"]}),
			.reference = "vpcplan, spec format: expect",
		},
		.check = check_contradictory,
	},
	{
		.is = {
			.code = "RI009",
			.name = "expectation-undecided",
			.severity = SEVERITY_ERROR,
			.class = CLASS_BROKEN,
			.title = "an expectation that cannot be decided",
			.aws = "What an appliance forwards, or a value that is known "
			    "after apply only, stands in no plan.",
			.why = "Something on the way is not known.  A flow that is "
			    "not proved counts as failed, and so does a \"never\".",
			.intent = WITHOUT_INTENT,
			.bad =
			JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
			JSON("internet_gateway": "igw",)
			JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24",)
			JSON("route_table": "app"}},)
			JSON("route_tables": {"app": {"routes": {"0.0.0.0/0":)
			JSON({"unknown": "known after apply"}}}},)
			JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"]}}}},)
			JSON("expect": ["app reaches internet"]}),
			.good =
			JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
			JSON("internet_gateway": "igw",)
			JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24",)
			JSON("route_table": "app"}},)
			JSON("route_tables": {"app": {"routes": {"0.0.0.0/0": "igw"}}},)
			JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
			JSON("public_ip": true}}}},)
			JSON("expect": ["app reaches internet"]}),
			.reference = ANALYSER,
		},
		.check = check_undecided,
	},
	{ .check = NULL }
};
