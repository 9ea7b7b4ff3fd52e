/* SPDX-License-Identifier: MIT */
#include "reach/route_target.h"

#include "base/fatal.h"
#include "base/str.h"
#include "model/facts.h"
#include "net/range_set.h"
#include "reach/missing.h"

#include <stdlib.h>
#include <string.h>

/* The blocks of a VPC. */
struct space {
	const struct vpc *vpc;
	struct range_set ipv4, ipv6;
};

/* A transit gateway's attachment to a VPC. */
struct link {
	const struct thing *gateway, *vpc;
	const struct attachment *attachment;
};

struct route_targets {
	struct arena *a;
	const struct model *m;
	struct space *spaces;		/* sorted by address of the VPC */
	size_t n_spaces;
	struct link *links;		/* sorted by both addresses */
	size_t n_links;
};

/* -------------------------------------------------------------- indexes */

static int
compare_pointers(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)x, b = (uintptr_t)y;

	return a < b ? -1 : a > b;
}

static int
compare_spaces(const void *x, const void *y)
{
	const struct space *a = x, *b = y;

	return compare_pointers(a->vpc, b->vpc);
}

static int
compare_links(const void *x, const void *y)
{
	const struct link *a = x, *b = y;
	int order = compare_pointers(a->gateway, b->gateway);

	return order != 0 ? order : compare_pointers(a->vpc, b->vpc);
}

static struct range_set
blocks_of(struct arena *a, enum family family, const struct cidr_value *v,
    size_t n)
{
	struct cidr *known = arena_array(a, n, sizeof *known);
	size_t n_known = 0;

	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i].is))
			known[n_known++] = v[i].v;
	return range_set_of_cidrs(a, family, known, n_known);
}

static void
index_spaces(struct route_targets *t)
{
	const struct model *m = t->m;

	t->spaces = arena_array(t->a, m->vpcs.n, sizeof *t->spaces);
	t->n_spaces = m->vpcs.n;
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];

		t->spaces[i].vpc = v;
		t->spaces[i].ipv4 = blocks_of(t->a, IPV4, v->cidrs.v,
		    v->cidrs.n);
		t->spaces[i].ipv6 = blocks_of(t->a, IPV6, v->ipv6_cidrs.v,
		    v->ipv6_cidrs.n);
	}
	qsort(t->spaces, t->n_spaces, sizeof *t->spaces, compare_spaces);
}

/* AWS lists for a while what was there before: of several attachments of a VPC
 * the one that works. */
static bool
is_better(const struct attachment *x, const struct attachment *than)
{
	bool works = fact_state_carries(x->state);
	bool open = works || fact_state_is_unknown(x->state);

	if (works != fact_state_carries(than->state))
		return works;
	if (open != (fact_state_carries(than->state) ||
	    fact_state_is_unknown(than->state)))
		return open;
	return x->is.order < than->is.order;
}

static void
drop_repeated_links(struct route_targets *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->n_links; i++) {
		struct link *last = kept > 0 ? &t->links[kept - 1] : NULL;

		if (last == NULL || compare_links(last, &t->links[i]) != 0)
			t->links[kept++] = t->links[i];
		else if (is_better(t->links[i].attachment, last->attachment))
			*last = t->links[i];
	}
	t->n_links = kept;
}

static void
index_links(struct route_targets *t)
{
	const struct model *m = t->m;

	t->links = arena_array(t->a, m->attachments.n, sizeof *t->links);
	for (size_t i = 0; i < m->attachments.n; i++) {
		const struct attachment *at = m->attachments.v[i];

		if (at->gateway == NULL || at->vpc == NULL)
			continue;
		t->links[t->n_links++] = (struct link){
			.gateway = &at->gateway->is, .vpc = &at->vpc->is,
			.attachment = at
		};
	}
	if (t->n_links > 1)
		qsort(t->links, t->n_links, sizeof *t->links, compare_links);
	drop_repeated_links(t);
}

struct route_targets *
route_targets_new(struct arena *a, const struct model *m)
{
	struct route_targets *t = arena_alloc(a, sizeof *t);

	t->a = a;
	t->m = m;
	index_spaces(t);
	index_links(t);
	return t;
}

/* Whether the block lies in the VPC: then the route leads to a middlebox or
 * nowhere, but not out. */
static bool
is_inside(const struct route_targets *t, const struct vpc *v,
    struct cidr block)
{
	struct space wanted = { .vpc = v };
	const struct space *found = bsearch(&wanted, t->spaces, t->n_spaces,
	    sizeof *t->spaces, compare_spaces);

	if (found == NULL)
		return false;
	return range_set_contains_range(
	    block.family == IPV4 ? found->ipv4 : found->ipv6,
	    cidr_range(block));
}

/* -------------------------------------------------------------- targets */

/* What a target of a kind leads to, and how its id begins. */
static const struct {
	const char *prefix;
	enum kind kind;
	enum route_way way;
} id_prefixes[] = {
	{ "igw-", KIND_INTERNET_GATEWAY, ROUTE_WAY_INTERNET },
	{ "eigw-", KIND_EGRESS_ONLY_GATEWAY, ROUTE_WAY_PRIVATE },
	{ "nat-", KIND_NAT_GATEWAY, ROUTE_WAY_PRIVATE },
	{ "vgw-", KIND_VPN_GATEWAY, ROUTE_WAY_PRIVATE },
	{ "tgw-", KIND_TRANSIT_GATEWAY, ROUTE_WAY_PRIVATE },
	{ "pcx-", KIND_PEERING, ROUTE_WAY_PRIVATE },
	{ "vpce-", KIND_ENDPOINT, ROUTE_WAY_PRIVATE },
	{ "eni-", KIND_INTERFACE, ROUTE_WAY_PRIVATE },
	{ "i-", KIND_WORKLOAD, ROUTE_WAY_PRIVATE },
	/* gateways of Outposts and Wavelength, core networks: not modelled */
	{ "lgw-", KIND_COUNT, ROUTE_WAY_PRIVATE },
	{ "cagw-", KIND_COUNT, ROUTE_WAY_PRIVATE },
	{ "arn:", KIND_COUNT, ROUTE_WAY_PRIVATE },
};

enum { N_PREFIXES = sizeof id_prefixes / sizeof id_prefixes[0] };

static enum route_way
way_of_kind(enum kind kind)
{
	return kind == KIND_INTERNET_GATEWAY ? ROUTE_WAY_INTERNET :
	    ROUTE_WAY_PRIVATE;
}

static bool
is_of_aws(const struct prefix_list *l)
{
	return l == NULL || value_is_known(l->managed.is);
}

bool
route_is_service(const struct route *r)
{
	const struct endpoint *e = (const struct endpoint *)r->target.to;

	if (r->destination == DESTINATION_SERVICE)
		return true;
	if (r->destination != DESTINATION_PREFIX_LIST ||
	    r->target_kind != TARGET_THING)
		return false;
	if (e != NULL)
		return e->is.kind == KIND_ENDPOINT &&
		    e->type == ENDPOINT_GATEWAY;
	/* Observed, without the endpoints: of all endpoints only these come
	 * with a prefix list that AWS manages. */
	return r->target.text != NULL &&
	    is_of_aws((const struct prefix_list *)r->list.to) &&
	    str_starts_with(r->target.text, "vpce-");
}

static struct route_verdict
live(enum route_way way)
{
	return (struct route_verdict){ ROUTE_LIVE, NULL, way };
}

static struct route_verdict
dead(const char *why)
{
	return (struct route_verdict){ ROUTE_DEAD, why, ROUTE_WAY_NONE };
}

static struct route_verdict
undecided(const char *why, enum route_way way)
{
	return (struct route_verdict){ ROUTE_UNDECIDED,
		why != NULL ? why : "its target is not known", way };
}

static const char *
bad_state(const struct route_targets *t, const struct thing *target,
    const char *state)
{
	if (fact_state_carries(state))
		return NULL;
	return arena_printf(t->a, "%s is %s", thing_title(t->a, target),
	    state);
}

static struct route_verdict
state_not_known(const struct route_targets *t, const struct thing *target)
{
	return undecided(arena_printf(t->a, "the state of %s is not known",
	    thing_title(t->a, target)), ROUTE_WAY_PRIVATE);
}

/* A gateway must be attached to the VPC of the table. */
static struct route_verdict
judge_gateway(const struct route_targets *t, const struct thing *gateway,
    bool attachment_known, const struct vpc *v)
{
	enum route_way way = way_of_kind(gateway->kind);

	if (gateway->vpc == NULL && !attachment_known)
		return undecided(arena_printf(t->a, "it is not known whether "
		    "%s is attached", thing_title(t->a, gateway)), way);
	if (gateway->vpc == NULL)
		return dead(arena_printf(t->a, "%s is attached to no VPC",
		    thing_title(t->a, gateway)));
	if (v != NULL && gateway->vpc != v)
		return dead(arena_printf(t->a, "%s is attached to another VPC",
		    thing_title(t->a, gateway)));
	return live(way);
}

static bool
blocks_meet(struct cidr_value x, struct cidr_value y)
{
	return value_is_known(x.is) && value_is_known(y.is) &&
	    cidr_overlaps(x.v, y.v);
}

/* AWS fails a peering of VPCs that share addresses, used or not. */
static bool
overlap(const struct vpc *x, const struct vpc *y)
{
	for (size_t i = 0; i < x->cidrs.n; i++)
		for (size_t j = 0; j < y->cidrs.n; j++)
			if (blocks_meet(x->cidrs.v[i], y->cidrs.v[j]))
				return true;
	for (size_t i = 0; i < x->ipv6_cidrs.n; i++)
		for (size_t j = 0; j < y->ipv6_cidrs.n; j++)
			if (blocks_meet(x->ipv6_cidrs.v[i],
			    y->ipv6_cidrs.v[j]))
				return true;
	return false;
}

static struct route_verdict
judge_peering(const struct route_targets *t, const struct peering *p,
    const struct vpc *v)
{
	if (fact_state_is_unknown(p->state))
		return state_not_known(t, &p->is);
	if (p->state != NULL && !str_equal(p->state, "active"))
		return dead(arena_printf(t->a, "%s is %s, not active",
		    thing_title(t->a, &p->is), p->state));
	if (v != NULL && p->vpcs[0] != v && p->vpcs[1] != v &&
	    (vpcs_may_be_one(p->vpcs[0], v) || vpcs_may_be_one(p->vpcs[1], v)))
		return undecided(arena_printf(t->a, "whether %s is one of those "
		    "that %s joins is not known", thing_title(t->a, &v->is),
		    thing_title(t->a, &p->is)), ROUTE_WAY_PRIVATE);
	if (v != NULL && p->vpcs[0] != NULL && p->vpcs[1] != NULL &&
	    p->vpcs[0] != v && p->vpcs[1] != v)
		return dead(arena_printf(t->a, "%s connects two other VPCs",
		    thing_title(t->a, &p->is)));
	if (p->vpcs[0] != NULL && p->vpcs[1] != NULL &&
	    overlap(p->vpcs[0], p->vpcs[1]))
		return dead(arena_printf(t->a, "%s joins VPCs whose blocks "
		    "overlap, so that it fails",
		    thing_title(t->a, &p->is)));
	return live(ROUTE_WAY_PRIVATE);
}

/*
 * Whether the attachment may be of this VPC, though it does not say so: of one
 * that the input does not hold, or of what could not be read, or of a name that
 * is nobody's and may well be this one's.
 */
static bool
may_attach(const struct route_targets *t, const struct attachment *a,
    const struct vpc *v)
{
	switch (a->to) {
	case ATTACHMENT_VPC:
		return a->vpc == NULL || vpcs_may_be_one(a->vpc, v);
	case ATTACHMENT_VPN:
		return value_is_known(a->target.is) && a->target.to == NULL &&
		    model_island_is_complete(t->m, KIND_VPN, a->is.island);
	case ATTACHMENT_PEER:
		return value_is_known(a->target.is) && a->target.to == NULL &&
		    model_island_is_complete(t->m, KIND_TRANSIT_GATEWAY,
		    a->is.island);
	case ATTACHMENT_OTHER:
		return value_is_unknown(a->target.is);
	}
	BUG("no such attachment");
}

static bool
may_be_attached(const struct route_targets *t,
    const struct transit_gateway *g, const struct vpc *v)
{
	for (size_t i = 0; i < g->attachments.n; i++)
		if (may_attach(t, g->attachments.v[i], v))
			return true;
	return false;
}

/* A table may route to a transit gateway that has an attachment in its VPC;
 * "Transit Gateway Guide, VPC attachments". */
static struct route_verdict
judge_transit(const struct route_targets *t, const struct thing *gateway,
    const struct vpc *v)
{
	struct link wanted = { .gateway = gateway, .vpc = &v->is };
	const struct link *found;
	const char *wrong;

	found = bsearch(&wanted, t->links, t->n_links, sizeof *t->links,
	    compare_links);
	if (found != NULL && fact_state_is_unknown(found->attachment->state))
		return state_not_known(t, &found->attachment->is);
	wrong = found == NULL ? NULL : bad_state(t, &found->attachment->is,
	    found->attachment->state);
	if (found != NULL && wrong == NULL)
		return live(ROUTE_WAY_PRIVATE);
	if (!may_be_attached(t, (const struct transit_gateway *)gateway, v)) {
		if (found != NULL)
			return dead(wrong);
		if (model_island_is_complete(t->m, KIND_ATTACHMENT,
		    gateway->island))
			return dead(arena_printf(t->a, "%s has no attachment "
			    "in this VPC", thing_title(t->a, gateway)));
	}
	return undecided(arena_printf(t->a, "it is not known whether %s has "
	    "an attachment in this VPC", thing_title(t->a, gateway)),
	    ROUTE_WAY_PRIVATE);
}

static struct route_verdict
judge_endpoint(const struct route_targets *t, const struct endpoint *e)
{
	const char *wrong = bad_state(t, &e->is, e->state);

	if (fact_state_is_unknown(e->state))
		return state_not_known(t, &e->is);
	if (wrong != NULL)
		return dead(wrong);
	if (e->type == ENDPOINT_INTERFACE)
		return dead(arena_printf(t->a, "%s is an interface endpoint, "
		    "which is no target of routes",
		    thing_title(t->a, &e->is)));
	if (e->type == ENDPOINT_OTHER)
		return undecided(arena_printf(t->a, "of which kind %s is, is "
		    "not known%s", thing_title(t->a, &e->is), e->is.created ?
		    "" : " (aws ec2 describe-vpc-endpoints)"),
		    ROUTE_WAY_PRIVATE);
	return live(e->type == ENDPOINT_GATEWAY ? ROUTE_WAY_NONE :
	    ROUTE_WAY_PRIVATE);
}

/* What lives in a VPC is a target in that VPC only. */
static struct route_verdict
judge_in_vpc(const struct route_targets *t, const struct thing *target,
    const char *state, const struct vpc *v)
{
	const char *wrong = bad_state(t, target, state);

	if (fact_state_is_unknown(state))
		return state_not_known(t, target);
	if (wrong != NULL)
		return dead(wrong);
	if (v != NULL && target->vpc != NULL && target->vpc != v)
		return dead(arena_printf(t->a, "%s is in another VPC",
		    thing_title(t->a, target)));
	return live(ROUTE_WAY_PRIVATE);
}

static struct route_verdict
judge_thing(const struct route_targets *t, const struct thing *target,
    const struct vpc *v)
{
	switch (target->kind) {
	case KIND_INTERNET_GATEWAY:
		return judge_gateway(t, target,
		    ((const struct internet_gateway *)target)->
		    attachment_known, v);
	case KIND_VPN_GATEWAY:
		return judge_gateway(t, target,
		    ((const struct vpn_gateway *)target)->attachment_known,
		    v);
	case KIND_EGRESS_ONLY_GATEWAY:
		return judge_gateway(t, target,
		    !value_is_unknown(target->vpc_ref.is), v);
	case KIND_NAT_GATEWAY:
		return judge_in_vpc(t, target,
		    ((const struct nat_gateway *)target)->state, v);
	case KIND_PEERING:
		return judge_peering(t, (const struct peering *)target, v);
	case KIND_TRANSIT_GATEWAY:
		if (v == NULL)
			return live(ROUTE_WAY_PRIVATE);
		return judge_transit(t, target, v);
	case KIND_ENDPOINT:
		return judge_endpoint(t, (const struct endpoint *)target);
	case KIND_INTERFACE:
	case KIND_WORKLOAD:
		return judge_in_vpc(t, target, NULL, v);
	default:
		return dead(arena_printf(t->a, "%s is no target of routes",
		    thing_title(t->a, target)));
	}
}

/* --------------------------------------------------- targets not found */

/* Whether every list that a target may stand in is whole. */
static bool
targets_are_complete(const struct route_targets *t,
    const struct route_table *table)
{
	const struct vpc *v = table->is.vpc;

	for (size_t i = 0; i < N_PREFIXES; i++) {
		enum kind kind = id_prefixes[i].kind;

		if (kind == KIND_COUNT)
			continue;
		if (v != NULL ? !model_is_complete(t->m, kind, v) :
		    !model_island_is_complete(t->m, kind, table->is.island))
			return false;
	}
	return true;
}

/*
 * The input names a target and does not hold it.  Of a table that was
 * observed AWS itself says that the route is active, so the target is there.
 */
static struct route_verdict
judge_missing(const struct route_targets *t, const struct route *r)
{
	const char *text = r->target.text != NULL ? r->target.text : "";
	const struct route_table *table = r->table;
	enum route_way way = ROUTE_WAY_INTERNET;

	for (size_t i = 0; i < N_PREFIXES; i++)
		if (str_starts_with(text, id_prefixes[i].prefix)) {
			way = id_prefixes[i].way;
			if (r->is_active ||
			    (table != NULL && !table->is.created))
				return live(way);
		}
	if (table != NULL && targets_are_complete(t, table))
		return dead(arena_printf(t->a, "\"%s\" names no target that "
		    "this table may have", text));
	return undecided(arena_printf(t->a, "\"%s\" is not in the input%s",
	    text, missing_call_of_id(t->a, table != NULL ? &table->is : NULL,
	    text)), way);
}

static struct route_verdict
judge_target(const struct route_targets *t, const struct route *r)
{
	const struct vpc *v = r->table != NULL ? r->table->is.vpc : NULL;

	switch (r->target_kind) {
	case TARGET_LOCAL:
		return live(ROUTE_WAY_NONE);
	case TARGET_BLACKHOLE:
		return dead("it is a blackhole");
	case TARGET_NONE:
		return dead("it has no target");
	case TARGET_SEVERAL:
		return dead("it has several targets");
	case TARGET_UNKNOWN:
		return undecided(r->target.is.why, ROUTE_WAY_INTERNET);
	case TARGET_THING:
		if (value_is_unknown(r->target.is) && r->target.to == NULL)
			return undecided(r->target.is.why,
			    ROUTE_WAY_INTERNET);
		if (r->target.to == NULL)
			return judge_missing(t, r);
		return judge_thing(t, r->target.to, v);
	}
	BUG("no such kind of target");
}

struct route_verdict
route_judge(const struct route_targets *t, const struct route *r)
{
	const struct vpc *v = r->table != NULL ? r->table->is.vpc : NULL;
	struct route_verdict verdict;

	if (r->is_blackhole && r->target_kind != TARGET_BLACKHOLE)
		return dead("AWS reports it as a blackhole: its target is "
		    "gone");
	verdict = judge_target(t, r);
	if (value_is_unknown(r->state) && verdict.state == ROUTE_LIVE)
		verdict = undecided(arena_printf(t->a, "whether it is a "
		    "blackhole is not known: %s", r->state.why), verdict.way);
	if (route_is_service(r) || (r->destination == DESTINATION_CIDR &&
	    value_is_known(r->cidr.is) && is_inside(t, v, r->cidr.v)))
		verdict.way = ROUTE_WAY_NONE;
	return verdict;
}
