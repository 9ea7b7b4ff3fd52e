/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/balanced.h"
#include "lint/intents.h"
#include "lint/words.h"
#include "model/stand_in.h"

/*
 * Load balancers and those behind them: whether what a listener sends, and
 * the checks that tell who is healthy, get to the targets.
 */

/* The engine's blockers, each thing once; what has no name for itself. */
static void
add_blockers(struct lint *l, struct finding *f, const struct balanced *b)
{
	for (size_t i = 0; i < b->answer.blockers.n; i++) {
		const struct blocker *x = &b->answer.blockers.v[i];
		const struct hop *at = &x->at;
		bool is_group = hop_is_groups(at->kind);

		finding_passes(l->findings, f, at->route != NULL ?
		    (const void *)at->route : is_group && at->end != NULL &&
		    at->end->groups.n > 0 ?
		    (const void *)&at->end->groups.v[0]->is :
		    at->thing != NULL && at->thing->kind == KIND_NETWORK_ACL ?
		    network_acl_side((const struct network_acl *)at->thing,
		    at->kind == HOP_ACL_IN ? INGRESS : EGRESS, at->reply) :
		    at->thing != NULL ? (const void *)at->thing : x);
		finding_witness(l->findings, f, "blocker", "%s%s",
		    blocker_title(l->a, x), at->reply ? " (answer)" : "");
		if (is_group && at->end != NULL && at->end->groups.n > 0)
			finding_related(l->findings, f,
			    at->end->groups.v[0]->is.at, "%s",
			    thing_title(l->a, &at->end->groups.v[0]->is));
		else if (at->thing != NULL)
			finding_related(l->findings, f, at->thing->at, "%s",
			    thing_title(l->a, at->thing));
	}
}

static bool
is_named(const struct finding *f, const void *subject)
{
	for (size_t k = 0; k < f->passes.n; k++)
		if (f->passes.v[k] == subject)
			return true;
	return false;
}

/* Whether an expectation about the same two fails for the same reason: nothing
 * else is in its way. */
static bool
is_explained(const struct finding *f, const struct intent *i)
{
	for (size_t k = 0; i->o != NULL && k < i->o->blockers.n; k++)
		if (!is_named(f, i->o->blockers.v[k].subject))
			return false;
	return true;
}

static void
pass_intents(struct lint *l, struct finding *f, const struct balanced *b)
{
	const struct intents *all = lint_intents(l);
	const struct intent_list *to = &all->of_thing[1][b->target->order];

	for (size_t i = 0; i < to->n; i++)
		if (to->v[i]->from.thing == &b->lb->is &&
		    is_explained(f, to->v[i]))
			finding_needs(l->findings, f, to->v[i]->e);
	to = &all->of_thing[1][b->lb->is.order];
	for (size_t i = 0; i < to->n &&
	    b->lb->kind == WORKLOAD_NETWORK_LOAD_BALANCER; i++)
		if (is_explained(f, to->v[i]))
			finding_needs(l->findings, f, to->v[i]->e);
}

static const char *
why_not(struct lint *l, const struct balanced *b)
{
	const struct blocker *x = b->answer.blockers.n > 0 ?
	    &b->answer.blockers.v[0] : NULL;

	if (x == NULL)
		return "nothing leads there";
	return arena_printf(l->a, "%s%s: %s", blocker_title(l->a, x),
	    x->at.reply ? " (on the way back)" : "",
	    x->text != NULL ? x->text : "it does not let it pass");
}

static const char *
sender(struct lint *l, const struct balanced *b)
{
	return b->from->subnet == NULL ? thing_title(l->a, &b->lb->is) :
	    arena_printf(l->a, "%s in %s", thing_title(l->a, &b->lb->is),
	    thing_title(l->a, &b->from->subnet->is));
}

/*
 * Whom the targets are to admit: a balancer without groups by the blocks of
 * its subnets, all of them, so that one change is enough.
 */
static const char *
whom(struct lint *l, const struct balanced *b)
{
	struct str blocks = str_new(l->a);

	if (b->from->groups.n > 0)
		return "the load balancer there";
	for (size_t i = 0; i < b->lb->interfaces.n; i++) {
		const struct subnet *s = b->lb->interfaces.v[i]->subnet;
		const struct cidr_value *block = s == NULL ? NULL :
		    b->family == IPV4 ? &s->cidr : &s->ipv6_cidr;
		char text[CIDR_TEXT_MAX];

		if (block == NULL || !value_is_known(block->is))
			return "the load balancer there";
		cidr_format(block->v, text);
		str_addf(&blocks, "%s%s", blocks.n > 0 ? ", " : "", text);
	}
	return arena_printf(l->a, "%s there: the load balancer has no groups, "
	    "so its subnets are named by their blocks", str_text(&blocks));
}

static void
check_one(struct lint *l, const struct balanced *b)
{
	struct flow lost = !flow_is_empty(b->answer.no) ? b->answer.no :
	    b->answer.one_way;
	struct packet p;
	struct finding *f;

	if (flow_is_empty(lost))
		return;
	p = flow_witness(lost);
	f = flag(l, &b->lb->is, b->lb->is.at, "%s%s does not reach %s on %s: "
	    "%s", b->is_health ? "the health check of " : "",
	    sender(l, b), thing_title(l->a, b->target),
	    words_point(l->a, p.point), why_not(l, b));
	f->key = arena_printf(l->a, "%s %s", thing_label(b->target),
	    words_point(l->a, p.point));
	f->between.from = &b->lb->is;
	f->between.to = b->target;
	f->wants.from = &b->lb->is;
	f->wants.to = b->target;
	f->wants.point = p.point;
	finding_witness(l->findings, f, "packet", "%s %s -> %s",
	    words_point(l->a, p.point),
	    stand_in_address(l->a, l->m, b->family, p.from),
	    stand_in_address(l->a, l->m, b->family, p.to));
	finding_related(l->findings, f, b->target->at, "the target");
	add_blockers(l, f, b);
	pass_intents(l, f, b);
	if (b->answer.blockers.n > 0 && b->answer.blockers.v[0].at.reply)
		finding_help(l->findings, f, "let the answers back to the load "
		    "balancer's ports, 1024-65535");
	else if (b->answer.blockers.n > 0 &&
	    b->answer.blockers.v[0].at.kind == HOP_LISTENS)
		finding_help(l->findings, f, "%s a port that %s listens on",
		    b->is_health ? "check" : "send to",
		    thing_title(l->a, b->target));
	else
		finding_help(l->findings, f, "admit %s from %s%s",
		    words_point(l->a, p.point), whom(l, b), b->is_health ?
		    "; or check another port: unhealthy targets get no "
		    "traffic" : "");
}

static void
check_targets(struct lint *l, const struct model *m)
{
	const struct balanced_list *all = lint_balanced(l);

	(void)m;
	for (size_t i = 0; i < all->n; i++)
		check_one(l, &all->v[i]);
}

/* ---------------------------------------------------------------- table */

#define BALANCED(listener)						\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("lb-a": {"az": "a", "cidr": "10.0.1.0/24"},)		\
	JSON("lb-b": {"az": "b", "cidr": "10.0.2.0/24"}},)		\
	JSON("security_groups": {"lb": {}, "app": {"ingress": ["tcp/8080 from lb"]}},) \
	JSON("workloads": {"lb": {"kind": "application_load_balancer",)	\
	JSON("scheme": "internal", "subnets": ["lb-a", "lb-b"], "security_groups": ["lb"],) \
	JSON("listeners": {"tcp/443": listener}},)			\
	JSON("app": {"kind": "auto_scaling_group", "subnets": ["lb-a", "lb-b"],) \
	JSON("security_groups": ["app"]}}}}})

const struct rule rules_balancer[] = {
	{ .check = check_targets, .is = {
		.code = "PL002",
		.name = "lb-cannot-reach-targets",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a load balancer that cannot reach its targets",
		.aws = "A load balancer opens connections of its own to each target, and checks "
		    "its health on the traffic port or on another.  Its groups, the targets' "
		    "groups and the network ACLs of both subnets must admit them, there and "
		    "back.",
		.why = "Targets that are not reached are unhealthy, and whoever calls gets an "
		    "error.",
		.intent = "The same: listeners say who is to be reached.  Clients whose address a "
		    "network load balancer hands on are a matter of expectations.",
		.bad = BALANCED("app on tcp/8081"),
		.good = BALANCED("app on tcp/8080"),
		.reference = "Elastic Load Balancing, Application Load Balancers: health checks",
	} },
	{ .check = NULL }
};
