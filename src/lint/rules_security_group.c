/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/words.h"
#include "model/facts.h"

#include <stdlib.h>

/*
 * Security groups as things that others carry and refer to.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define GROUP_RULES "Amazon VPC User Guide, Security group rules"

static const struct security_group *
peer_group(const struct group_rule *r)
{
	const struct thing *t = r->peer_kind == PEER_GROUP ?
	    group_rule_to(r) : NULL;

	return t != NULL && t->kind == KIND_SECURITY_GROUP ?
	    (const struct security_group *)t : NULL;
}

/* A rule of a group that names another one. */
struct reference {
	const struct security_group *g, *peer;
	const struct group_rule *r;
};

static void
each_reference(struct lint *l, const struct model *m, void *context,
    void (*visit)(struct lint *l, void *context,
    const struct reference *ref))
{
	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		for (size_t j = 0; j < g->ingress.n + g->egress.n; j++) {
			struct reference ref = { .g = g };

			ref.r = j < g->ingress.n ? g->ingress.v[j] :
			    g->egress.v[j - g->ingress.n];
			ref.peer = peer_group(ref.r);
			if (ref.peer != NULL && ref.peer != g)
				visit(l, context, &ref);
		}
	}
}

static struct finding *
flag_reference(struct lint *l, const struct reference *ref, const char *why)
{
	const struct group_rule *r = ref->r;
	const struct thing *peer = &ref->peer->is;
	struct finding *f = flag(l, &ref->g->is, r->at, "the %s rule \"%s\" "
	    "of %s %s", direction_name(r->direction),
	    words_group_rule(l->a, r), thing_title(l->a, &ref->g->is), why);

	f->key = arena_printf(l->a, "%s %s", direction_name(r->direction),
	    words_group_rule(l->a, r));
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "rule", "%s",
	    words_group_rule(l->a, r));
	finding_related(l->findings, f, peer->at, "%s is here",
	    thing_title(l->a, peer));
	return f;
}

/* ------------------------------------------------- reference-to-empty-sg */

/* What may carry a group stands in lists that are not whole. */
static void
weaken_by_lists(struct lint *l, const struct vpc *v)
{
	static const enum kind carriers[] = { KIND_WORKLOAD, KIND_INTERFACE,
		KIND_ENDPOINT };

	for (size_t i = 0; i < sizeof carriers / sizeof carriers[0]; i++)
		if (!lint_knows_all(l, carriers[i], v))
			return;
}

/* Whether nothing carries it: for certain, or it weakens the rule. */
static bool
is_empty(struct lint *l, const struct security_group *g)
{
	if (g->members.n > 0)
		return false;
	if (g->members_untold)
		weaken_by_lists(l, g->is.vpc);
	return !g->has_members_unseen;
}

static void
visit_empty(struct lint *l, void *context, const struct reference *ref)
{
	const char *title;
	struct finding *f;

	(void)context;
	if (!is_empty(l, ref->peer))
		return;
	title = thing_title(l->a, &ref->peer->is);
	f = flag_reference(l, ref, arena_printf(l->a,
	    "never matches: nothing carries %s", title));
	finding_help(l->findings, f, "let the workloads that are meant carry "
	    "%s, or name another group", title);
	finding_passes(l->findings, f, &ref->peer->is);
}

static void
check_empty(struct lint *l, const struct model *m)
{
	each_reference(l, m, NULL, visit_empty);
}

/* ------------------------------------------------ reference-not-resolvable */

/* Two VPCs with an active peering, the earlier one first. */
struct bridge {
	const struct vpc *x, *y;
};

struct bridges {
	struct bridge *v;
	size_t n, cap;
};

static int
compare_bridges(const void *p, const void *q)
{
	const struct bridge *a = p, *b = q;

	if (a->x != b->x)
		return a->x->is.order < b->x->is.order ? -1 : 1;
	if (a->y != b->y)
		return a->y->is.order < b->y->is.order ? -1 : 1;
	return 0;
}

static struct bridge
between(const struct vpc *x, const struct vpc *y)
{
	struct bridge b = { .x = x, .y = y };

	if (x->is.order > y->is.order) {
		b.x = y;
		b.y = x;
	}
	return b;
}

static struct bridges
find_peerings(struct lint *l, const struct model *m)
{
	struct bridges bridges = { 0 };

	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];
		struct bridge b;

		if (p->vpcs[0] == NULL || p->vpcs[1] == NULL ||
		    (p->state != NULL && !str_equal(p->state, "active")))
			continue;
		b = between(p->vpcs[0], p->vpcs[1]);
		vec_push(l->a, &bridges, b);
	}
	vec_sort(&bridges, compare_bridges);
	return bridges;
}

/* Attachments of VPCs, by VPC and gateway. */
struct attachments {
	const struct attachment **v;
	size_t n, cap;
};

static int
compare_attachments(const void *p, const void *q)
{
	const struct attachment *a = *(const struct attachment *const *)p;
	const struct attachment *b = *(const struct attachment *const *)q;

	if (a->vpc != b->vpc)
		return a->vpc->is.order < b->vpc->is.order ? -1 : 1;
	if (a->gateway != b->gateway)
		return a->gateway->is.order < b->gateway->is.order ? -1 : 1;
	return (a->is.order > b->is.order) - (a->is.order < b->is.order);
}

static struct attachments
find_attachments(struct lint *l, const struct model *m)
{
	struct attachments all = { 0 };

	for (size_t i = 0; i < m->attachments.n; i++)
		if (m->attachments.v[i]->vpc != NULL &&
		    m->attachments.v[i]->gateway != NULL)
			vec_push(l->a, &all, m->attachments.v[i]);
	vec_sort(&all, compare_attachments);
	return all;
}

/* The first attachment of v in the sorted list, or its end. */
static size_t
first_of(const struct attachments *all, const struct vpc *v)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (all->v[middle]->vpc->is.order < v->is.order)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

enum transit { TRANSIT_NONE, TRANSIT_CLOSED, TRANSIT_OPEN };

/* Whether it does, for all that is known. */
static bool
allows_references(const struct attachment *a)
{
	return (value_is_unknown(a->gateway->sg_references.is) ||
	    flag_or(a->gateway->sg_references, false)) &&
	    (value_is_unknown(a->sg_references.is) ||
	    flag_or(a->sg_references, true));
}

/* Whether a transit gateway joins the two, and lets references through; on
 * the way the attachments of both are walked in step. */
static enum transit
transit_between(const struct attachments *all, const struct vpc *x,
    const struct vpc *y)
{
	size_t i = first_of(all, x), j = first_of(all, y);
	enum transit best = TRANSIT_NONE;

	while (i < all->n && j < all->n && all->v[i]->vpc == x &&
	    all->v[j]->vpc == y) {
		const struct attachment *a = all->v[i], *b = all->v[j];

		if (a->gateway->is.order < b->gateway->is.order) {
			i++;
			continue;
		}
		if (a->gateway->is.order > b->gateway->is.order) {
			j++;
			continue;
		}
		if (allows_references(a) && allows_references(b))
			return TRANSIT_OPEN;
		best = TRANSIT_CLOSED;
		i++;
		j++;
	}
	return best;
}

struct reach_of_references {
	struct bridges peerings;
	struct attachments attachments;
};

static bool
other_region(const struct vpc *x, const struct vpc *y)
{
	return x->is.region != NULL && y->is.region != NULL &&
	    !str_equal(x->is.region, y->is.region);
}

/* Why the reference cannot be resolved, or NULL if it can. */
static const char *
why_unresolved(struct lint *l, const struct reach_of_references *reach,
    const struct vpc *own, const struct vpc *theirs,
    const struct group_rule *r)
{
	struct bridge wanted = between(own, theirs);
	const char *title = thing_title(l->a, &theirs->is);
	bool peered = reach->peerings.n > 0 && bsearch(&wanted,
	    reach->peerings.v, reach->peerings.n, sizeof wanted,
	    compare_bridges) != NULL;
	enum transit transit;

	if (other_region(own, theirs))
		return arena_printf(l->a, "names a group of %s in another "
		    "Region, %s: references do not cross Regions", title,
		    theirs->is.region);
	if (peered)
		return NULL;
	transit = transit_between(&reach->attachments, own, theirs);
	if (transit == TRANSIT_OPEN && r->direction == INGRESS)
		return NULL;
	if (transit == TRANSIT_OPEN)
		return arena_printf(l->a, "names a group of %s: through a "
		    "transit gateway only ingress rules may", title);
	if (transit == TRANSIT_CLOSED)
		return arena_printf(l->a, "names a group of %s, but the transit "
		    "gateway between them does not support references to "
		    "groups", title);
	return arena_printf(l->a, "names a group of %s, with which there is "
	    "neither an active peering connection nor a transit gateway",
	    title);
}

/* Whether some connection may be one between any two VPCs. */
static bool
has_open_connection(struct lint *l)
{
	bool open = false;

	for (size_t i = 0; i < l->m->peerings.n; i++) {
		const struct peering *p = l->m->peerings.v[i];

		open |= value_is_unknown(p->ends[0].is) ||
		    value_is_unknown(p->ends[1].is) ||
		    fact_state_is_unknown(p->state);
	}
	for (size_t i = 0; i < l->m->attachments.n; i++)
		open |= value_is_unknown(l->m->attachments.v[i]->target.is);
	if (open)
		lint_weakened(l, "what a connection joins is not known");
	return open;
}

static void
visit_unresolved(struct lint *l, void *context, const struct reference *ref)
{
	const struct vpc *own = ref->g->is.vpc;
	const struct vpc *theirs = ref->peer->is.vpc;
	const char *why;
	struct finding *f;

	/* What stands was accepted by AWS. */
	if (own == NULL || theirs == NULL || own == theirs ||
	    !ref->g->is.created)
		return;
	if (vpcs_may_be_one(own, theirs)) {
		lint_weakened(l, "which VPC a condition chooses is not known");
		return;
	}
	why = why_unresolved(l, context, own, theirs, ref->r);
	/* Two that stand elsewhere may be joined there, or be one. */
	if (why != NULL && !own->is.created && !theirs->is.created) {
		lint_weakened(l, "what joins VPCs outside of the input is not "
		    "known");
		return;
	}
	if (why == NULL || !lint_knows_all(l, KIND_PEERING, NULL) ||
	    !lint_knows_all(l, KIND_ATTACHMENT, NULL) ||
	    has_open_connection(l))
		return;
	f = flag_reference(l, ref, why);
	finding_help(l->findings, f, "name the addresses instead: the blocks "
	    "of the subnets that are meant");
}

static void
check_unresolved(struct lint *l, const struct model *m)
{
	struct reach_of_references reach = {
		.peerings = find_peerings(l, m),
		.attachments = find_attachments(l, m),
	};

	each_reference(l, m, &reach, visit_unresolved);
}

/* ------------------------------------------------------------ unattached */

static void
visit_reference(struct lint *l, void *context, const struct reference *ref)
{
	bool *by_others = context;

	(void)l;
	by_others[ref->peer->is.order] = true;
}

/* Whether a rule of some group may name a group that is not known. */
static bool
is_peer_open(const struct model *m)
{
	bool open = false;

	for (size_t i = 0; i < m->security_groups.n && !open; i++) {
		const struct security_group *g = m->security_groups.v[i];

		open = !g->ingress_known || !g->egress_known;
		for (size_t k = 0; k < g->ingress.n; k++)
			open |= g->ingress.v[k]->peer_kind == PEER_UNKNOWN;
		for (size_t k = 0; k < g->egress.n; k++)
			open |= g->egress.v[k]->peer_kind == PEER_UNKNOWN;
	}
	return open;
}

static void
check_unattached(struct lint *l, const struct model *m)
{
	bool *by_others = arena_array(l->a, m->next_order, sizeof *by_others);
	bool open = is_peer_open(m);

	for (size_t i = 0; i < m->vpcs.n && !open; i++)
		open = !model_is_complete(m, KIND_SECURITY_GROUP, m->vpcs.v[i]);
	each_reference(l, m, by_others, visit_reference);
	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		struct finding *f;

		if (g->is_default || by_others[g->is.order] ||
		    !is_empty(l, g))
			continue;
		if (open) {
			lint_weakened(l, "who a rule admits is not known");
			continue;
		}
		f = flag(l, &g->is, g->is.at, "nothing carries %s, and no "
		    "other group refers to it", thing_title(l->a, &g->is));
		finding_witness(l->findings, f, "members", "0");
		finding_help(l->findings, f, "take it out, or let the "
		    "workloads that it was made for carry it");
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_security_group[] = {
	{ .check = check_empty, .is = {
		.code = "SG008",
		.name = "reference-to-empty-sg",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "a rule about a security group that nothing carries",
		.aws = "A rule that names a group admits the interfaces that carry "
		    "that group; its rules mean nothing here.",
		.why = "The rule never matches, so whoever it was written for is "
		    "kept out; mostly the wrong group is named.",
		.intent = "The same.  Silent where the interfaces of the VPC are "
		    "not all known.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"jump": {"ingress": []},)
		JSON("app": {"ingress": ["tcp/22 from jump"]}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
		JSON("security_groups": ["app"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"jump": {"ingress": []},)
		JSON("app": {"ingress": ["tcp/22 from jump"]}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
		JSON("security_groups": ["app", "jump"]}}}}}),
		.reference = GROUP_RULES,
	} },
	{ .check = check_unresolved, .is = {
		.code = "SG009",
		.name = "reference-not-resolvable",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a rule about a security group that it cannot name",
		.aws = "A rule may name a group of another VPC if both are in one "
		    "Region and joined by an active peering connection, or (for "
		    "ingress) by a transit gateway that supports it at the "
		    "gateway and at both attachments.",
		.why = "AWS refuses the rule, or lists it as stale and admits "
		    "nothing by it.",
		.intent = "The same, for groups that are to be created.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("security_groups": {"db": {"ingress": ["tcp/5432 from hub/app"]}}},)
		JSON("hub": {"cidr": "10.1.0.0/16", "security_groups": {"app": {}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("security_groups": {"db": {"ingress": ["tcp/5432 from hub/app"]}}},)
		JSON("hub": {"cidr": "10.1.0.0/16", "security_groups": {"app": {}}}},)
		JSON("peerings": {"shop-hub": {"between": ["shop", "hub"]}}}),
		.reference = "VPC Peering Guide, Update your security groups to "
		    "reference peer security groups",
	} },
	{ .check = check_unattached, .is = {
		.code = "SG013",
		.name = "unattached",
		.severity = SEVERITY_NOTE,
		.class = CLASS_WASTE,
		.title = "a security group that nothing carries and nobody refers to",
		.aws = "A group does something only for interfaces that carry it, "
		    "and in rules of others that name it.",
		.why = "It is a leftover, or the workload it was made for carries "
		    "another one.",
		.intent = "The same.  Silent where the interfaces of the VPC are "
		    "not all known, and for default groups.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("security_groups": {"old": {"ingress": ["tcp/443 from 10.0.0.0/8"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("security_groups": {"old": {"ingress": ["tcp/443 from 10.0.0.0/8"]}},)
		JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
		JSON("security_groups": ["old"]}}}}}),
		.reference = GROUP_RULES,
	} },
	{ .check = NULL }
};
