/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/intents.h"
#include "lint/spread.h"
#include "lint/way.h"
#include "lint/words.h"

#include <stdlib.h>
#include <string.h>

/*
 * AZs that somebody forgot: targets where the balancer is not, traffic that
 * depends on a box in another AZ.
 */

/* The AZs of a spread are sorted by its subnets. */
static bool
has_zone(const struct spread *s, const char *az_key)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(s->v[middle]->az_key, az_key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->n && str_equal(s->v[low]->az_key, az_key);
}

/* -------------------------------------------------- target-az-not-enabled */

/* A flow that only the AZ keeps from the target fails for this reason. */
static void
pass_intents(struct lint *l, struct finding *f, const struct workload *lb,
    const struct workload *target)
{
	const struct intents *all = lint_intents(l);
	const struct intent_list *to = &all->of_thing[1][target->is.order];

	for (size_t i = 0; i < to->n; i++)
		if (to->v[i]->from.thing == &lb->is &&
		    intent_is_missed(to->v[i]) &&
		    intent_is_blocked_by(to->v[i], &lb->is))
			finding_needs(l->findings, f, to->v[i]->e);
}

static void
check_target(struct lint *l, const struct workload *lb,
    const struct spread *own, const struct workload *target)
{
	struct spread theirs = spread_of(l, target->subnet_refs.v,
	    target->subnet_refs.n);
	struct words_list list = { .a = l->a };
	struct finding *f;

	for (size_t i = 0; i < theirs.n; i++)
		if (!has_zone(own, theirs.v[i]->az_key))
			words_add(&list, arena_printf(l->a, "%s (AZ %s)",
			    thing_title(l->a, &theirs.v[i]->is),
			    spread_az(theirs.v[i])));
	if (list.n == 0)
		return;
	f = flag(l, &lb->is, lb->is.at, "%s has no subnet in the AZ of %s, "
	    "where %s is a target: it gets nothing there",
	    thing_title(l->a, &lb->is), words_join(&list),
	    thing_title(l->a, &target->is));
	f->key = thing_label(&target->is);
	finding_passes(l->findings, f, &target->is);
	pass_intents(l, f, lb, target);
	finding_witness(l->findings, f, "target", "%s",
	    thing_label(&target->is));
	finding_witness(l->findings, f, "subnets", "%s", words_join(&list));
	finding_related(l->findings, f, target->is.at, "the target");
	finding_help(l->findings, f, "give the load balancer a subnet in that "
	    "AZ, or take the target out of it");
}

static int
compare_targets(const void *x, const void *y)
{
	const struct workload *a = *(const struct workload *const *)x;
	const struct workload *b = *(const struct workload *const *)y;

	return (a->is.order > b->is.order) - (a->is.order < b->is.order);
}

struct targets {
	const struct workload **v;
	size_t n, cap;
};

/* Each target once, though several listeners may name it. */
static struct targets
targets_of(struct lint *l, const struct workload *lb)
{
	struct targets all = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < lb->listeners.n; i++)
		for (size_t j = 0; j < lb->listeners.v[i]->targets.n; j++) {
			const struct thing *t =
			    lb->listeners.v[i]->targets.v[j].to;

			if (t != NULL && t->kind == KIND_WORKLOAD)
				vec_push(l->a, &all,
				    (const struct workload *)t);
		}
	vec_sort(&all, compare_targets);
	for (size_t i = 0; i < all.n; i++)
		if (kept == 0 || all.v[kept - 1] != all.v[i])
			all.v[kept++] = all.v[i];
	all.n = kept;
	return all;
}

static void
check_targets(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++) {
		const struct workload *lb = m->workloads.v[i];
		struct spread own;
		struct targets targets;

		if (!workload_type(lb->kind)->is_load_balancer ||
		    lb->listeners.n == 0)
			continue;
		own = spread_of(l, lb->subnet_refs.v, lb->subnet_refs.n);
		if (!own.known || own.n == 0)
			continue;
		targets = targets_of(l, lb);
		for (size_t j = 0; j < targets.n; j++)
			check_target(l, lb, &own, targets.v[j]);
	}
}

/* ----------------------------------------------------- az-local-dependency */

/* The one subnet of a firewall's endpoint, if its AZ is known, and if the
 * route surely leads there. */
static const struct subnet *
firewall_subnet(const struct route *r)
{
	const struct thing *t = way_target(r);
	const struct endpoint *e = (const struct endpoint *)t;
	const struct subnet *s;

	if (t == NULL || t->kind != KIND_ENDPOINT || r->exists != NULL ||
	    e->type != ENDPOINT_GATEWAY_LOAD_BALANCER ||
	    e->subnet_refs.n != 1)
		return NULL;
	s = (const struct subnet *)e->subnet_refs.v[0].to;
	return s != NULL && s->is.kind == KIND_SUBNET && s->az_key != NULL ?
	    s : NULL;
}

static void
flag_dependency(struct lint *l, const struct thing *of,
    const struct route *r, const struct words_list *list, const char *what)
{
	struct finding *f = flag(l, of, of->at, "%s leads %s to %s, %s",
	    words_route(l->a, r), words_join(list), words_target(l->a, r),
	    what);

	lint_given(l, f, r->exists);
	f->key = words_route(l->a, r);
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "route", "%s",
	    words_destination(l->a, r));
	finding_witness(l->findings, f, "subnets", "%s", words_join(list));
	finding_related(l->findings, f, r->at, "the route");
	finding_help(l->findings, f, "have one in each AZ that sends to it");
}

static void
check_firewall_route(struct lint *l, const struct route_table *t,
    const struct route *r)
{
	const struct subnet *at = firewall_subnet(r);
	struct words_list list = { .a = l->a };

	for (size_t i = 0; at != NULL && i < t->subnets.n; i++) {
		const struct subnet *s = t->subnets.v[i];

		if (s->az_key != NULL && !str_equal(s->az_key, at->az_key))
			words_add(&list, arena_printf(l->a, "%s (AZ %s)",
			    thing_title(l->a, &s->is), spread_az(s)));
	}
	if (list.n > 0)
		flag_dependency(l, way_target(r), r, &list, arena_printf(l->a,
		    "which is in AZ %s: losing that AZ cuts them off",
		    spread_az(at)));
}

/* The attachments of one VPC, with the AZs they have subnets in. */
struct attached {
	const struct attachment *a;
	struct spread spread;
};

struct attached_list {
	struct attached *v;
	size_t n, cap;
};

static int
compare_attached(const void *x, const void *y)
{
	const struct attached *a = x, *b = y;

	if (a->a->vpc != b->a->vpc)
		return a->a->vpc->is.order < b->a->vpc->is.order ? -1 : 1;
	if (a->a->gateway != b->a->gateway)
		return a->a->gateway->is.order < b->a->gateway->is.order ?
		    -1 : 1;
	return (a->a->is.order > b->a->is.order) -
	    (a->a->is.order < b->a->is.order);
}

static struct attached_list
all_attached(struct lint *l, const struct model *m)
{
	struct attached_list list = { 0 };

	for (size_t i = 0; i < m->attachments.n; i++) {
		struct attached one = { .a = m->attachments.v[i] };

		if (one.a->vpc == NULL || one.a->gateway == NULL ||
		    !one.a->subnets_stated || one.a->subnet_refs.n == 0)
			continue;
		one.spread = spread_of(l, one.a->subnet_refs.v,
		    one.a->subnet_refs.n);
		if (one.spread.known)
			vec_push(l->a, &list, one);
	}
	vec_sort(&list, compare_attached);
	return list;
}

static const struct attached *
find_attached(const struct attached_list *list, const struct route *r)
{
	const struct thing *t = way_target(r);
	size_t low = 0, high = list->n;

	if (t == NULL || t->kind != KIND_TRANSIT_GATEWAY ||
	    r->table->is.vpc == NULL)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct attachment *a = list->v[middle].a;
		bool before = a->vpc != r->table->is.vpc ?
		    a->vpc->is.order < r->table->is.vpc->is.order :
		    a->gateway->is.order < t->order;

		if (before)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == list->n || list->v[low].a->vpc != r->table->is.vpc ||
	    &list->v[low].a->gateway->is != t)
		return NULL;
	return &list->v[low];
}

static void
check_transit_route(struct lint *l, const struct attached_list *all,
    const struct route_table *t, const struct route *r)
{
	const struct attached *one = find_attached(all, r);
	struct words_list list = { .a = l->a };

	for (size_t i = 0; one != NULL && i < t->subnets.n; i++) {
		const struct subnet *s = t->subnets.v[i];

		if (s->az_key != NULL && !has_zone(&one->spread, s->az_key))
			words_add(&list, arena_printf(l->a, "%s (AZ %s%s)",
			    thing_title(l->a, &s->is), spread_az(s),
			    lint_where(l, s->is.exists, &t->is)));
	}
	if (list.n > 0)
		flag_dependency(l, &one->a->is, r, &list, "whose attachment "
		    "has no subnet in that AZ: nothing gets there");
}

/* A subnet whose workloads use what is not in its AZ. */
struct remote_use {
	const struct thing *used;	/* an endpoint, a file system */
	const struct subnet *from;
	const struct intent *by;
};

struct remote_uses {
	struct remote_use *v;
	size_t n, cap;
};

static int
compare_uses(const void *x, const void *y)
{
	const struct remote_use *a = x, *b = y;

	if (a->used != b->used)
		return a->used->order < b->used->order ? -1 : 1;
	if (a->from != b->from)
		return a->from->is.order < b->from->is.order ? -1 : 1;
	return place_compare(a->by->e->at, b->by->e->at);
}

/*
 * An endpoint in two AZs or more serves the others when one is lost.  The
 * name of a file system means the mount target of the client's own AZ.
 */
static void
add_uses(struct lint *l, struct remote_uses *out, const struct intent *i,
    const struct thing *used, const struct spread *at, const struct ends *from)
{
	if (!at->known || at->n == 0 ||
	    (used->kind == KIND_ENDPOINT && at->zones > 1))
		return;
	for (size_t k = 0; k < from->n; k++) {
		struct remote_use one = { used, from->v[k]->subnet, i };

		if (one.from == NULL || one.from->az_key == NULL ||
		    one.from->is.vpc != used->vpc ||
		    has_zone(at, one.from->az_key))
			continue;
		vec_push(l->a, out, one);
	}
}

/* The interface endpoint that a name means to a VPC, or NULL. */
static const struct endpoint *
endpoint_meant(const struct selection *to, const struct vpc *v)
{
	if (to->what == SELECTED_ENDPOINT)
		return (const struct endpoint *)to->thing;
	for (size_t i = 0; to->what == SELECTED_SERVICE && v != NULL &&
	    i < v->endpoints.n; i++) {
		const struct endpoint *e = v->endpoints.v[i];

		if (e->type == ENDPOINT_INTERFACE &&
		    value_is_known(e->service.is) &&
		    select_serves(e->service.v, to->name))
			return e;
	}
	return NULL;
}

static void
add_uses_of(struct lint *l, struct remote_uses *out, const struct intent *i)
{
	const struct workload *w = (const struct workload *)i->to.thing;
	const struct endpoint *e;
	struct spread at;
	struct ends from;

	if (i->from.thing == NULL || i->e->verb == NEVER_REACHES)
		return;
	from = ends_of(l->a, reach_places(lint_reach(l)), &i->from, false,
	    NULL);
	if (i->to.what == SELECTED_WORKLOAD && w->kind == WORKLOAD_EFS) {
		at = spread_of(l, w->subnet_refs.v, w->subnet_refs.n);
		add_uses(l, out, i, &w->is, &at, &from);
		return;
	}
	e = endpoint_meant(&i->to, i->from.thing->kind == KIND_VPC ?
	    (const struct vpc *)i->from.thing : i->from.thing->vpc);
	if (e == NULL || e->type != ENDPOINT_INTERFACE)
		return;
	at = spread_of(l, e->subnet_refs.v, e->subnet_refs.n);
	add_uses(l, out, i, &e->is, &at, &from);
}

static void
flag_uses(struct lint *l, const struct remote_use *v, size_t n)
{
	struct words_list list = { .a = l->a };
	struct finding *f;

	for (size_t i = 0; i < n; i++)
		if (i == 0 || v[i].from != v[i - 1].from)
			words_add(&list, arena_printf(l->a, "%s (AZ %s)",
			    thing_title(l->a, &v[i].from->is),
			    spread_az(v[i].from)));
	f = flag(l, v->used, v->used->at, "%s has no subnet in the AZ of %s, "
	    "which \"%s\" is about: %s", thing_title(l->a, v->used),
	    words_join(&list), v->by->e->text,
	    v->used->kind == KIND_ENDPOINT ? "losing its one AZ cuts them "
	    "off, and each byte between AZs is charged" :
	    "its name does not resolve there");
	finding_witness(l->findings, f, "subnets", "%s", words_join(&list));
	finding_related(l->findings, f, v->from->is.at, "%s",
	    thing_title(l->a, &v->from->is));
	finding_related(l->findings, f, v->by->e->at, "who uses it");
	finding_help(l->findings, f, "give it a subnet in AZ %s",
	    spread_az(v->from));
}

/* Once for each thing that is used. */
static void
check_uses(struct lint *l, const struct model *m)
{
	struct remote_uses all = { 0 };
	const struct intents *intents;

	if (m->expectations.n == 0)
		return;
	intents = lint_intents(l);
	for (size_t i = 0; i < intents->n; i++)
		add_uses_of(l, &all, &intents->v[i]);
	vec_sort(&all, compare_uses);
	for (size_t i = 0, end; i < all.n; i = end) {
		for (end = i; end < all.n && all.v[end].used == all.v[i].used;
		    end++)
			;
		flag_uses(l, all.v + i, end - i);
	}
}

static void
check_dependencies(struct lint *l, const struct model *m)
{
	struct attached_list all = all_attached(l, m);

	check_uses(l, m);

	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++) {
			check_firewall_route(l, t, t->routes.v[j]);
			check_transit_route(l, &all, t, t->routes.v[j]);
		}
	}
}

/* ---------------------------------------------------------------- table */

#define TARGETS(...)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("a": {"az": "a", "cidr": "10.0.0.0/24"}, "b": {"az": "b", "cidr": "10.0.1.0/24"},) \
	JSON("c": {"az": "c", "cidr": "10.0.2.0/24"}}, "security_groups": {"app": {}},) \
	JSON("workloads": {"app": {"kind": "auto_scaling_group",)	\
	JSON("subnets": [__VA_ARGS__], "security_groups": ["app"]},)	\
	JSON("lb": {"kind": "application_load_balancer", "scheme": "internal",) \
	JSON("subnets": ["a", "b"], "security_groups": ["app"],)	\
	JSON("listeners": {"tcp/443": "app on tcp/8080"}}}}}})
#define ATTACHED(...)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"},) \
	JSON("b": {"az": "b", "cidr": "10.0.1.0/24", "route_table": "app"}},) \
	JSON("route_tables": {"app": {"routes": {"10.0.0.0/8": "core"}}}}},) \
	JSON("transit_gateways": {"core": {"attachments": {"shop":)	\
	JSON({"vpc": "shop", "subnets": [__VA_ARGS__]}}}}})

const struct rule rules_zone[] = {
	{ .check = check_targets, .is = {
		.code = "HA005",
		.name = "target-az-not-enabled",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "targets in an AZ where their load balancer is not",
		.aws = "A load balancer sends to targets in the AZs that it has a subnet "
		    "in; targets elsewhere are registered and get nothing.",
		.why = "Machines run, are paid for, and do no work; when another AZ is lost "
		    "they do not help either.",
		.intent = "The same: it needs no declared intent.",
		.bad = TARGETS("a", "c"),
		.good = TARGETS("a", "b"),
		.reference = "Elastic Load Balancing, Application Load Balancers: AZs",
	} },
	{ .check = check_dependencies, .is = {
		.code = "HA007",
		.name = "az-local-dependency",
		.severity = SEVERITY_WARNING,
		.class = CLASS_FRAGILE,
		.title = "traffic that depends on an endpoint or attachment in another AZ",
		.aws = "A firewall endpoint is in one AZ.  Traffic from an AZ where an "
		    "attachment has no subnet does not reach the transit gateway.  The "
		    "name of a file system means the mount target in the client's AZ.",
		.why = "Losing the one AZ takes the other's traffic with it, or it never "
		    "worked there.",
		.intent = "The same for routes.  Who uses an interface endpoint or a file "
		    "system, needs and expectations say; an endpoint in two AZs or more "
		    "serves them all.",
		.bad = ATTACHED("a"),
		.good = ATTACHED("a", "b"),
		.reference = "Transit Gateway Guide, VPC attachments",
	} },
	{ .check = NULL }
};
