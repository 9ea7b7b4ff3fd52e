/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/nest.h"
#include "lint/words.h"

#include <stdlib.h>

/*
 * Blocks of networks that are joined, or are to be: peered VPCs, those of one
 * transit gateway, networks behind a VPN.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."

/* ----------------------------------------------------- peer-cidr-overlap */

static struct range_set
blocks_of(struct lint *l, const struct vpc *v, enum family family)
{
	size_t n = 0;
	size_t most = family == IPV4 ? v->cidrs.n : v->ipv6_cidrs.n;
	struct cidr *blocks = arena_array(l->a, most, sizeof *blocks);

	for (size_t i = 0; i < most; i++) {
		const struct cidr_value *c = family == IPV4 ?
		    &v->cidrs.v[i] : &v->ipv6_cidrs.v[i];

		if (value_is_known(c->is))
			blocks[n++] = c->v;
	}
	return range_set_of_cidrs(l->a, family, blocks, n);
}

/* The block of v that holds x; x comes from the set of its blocks. */
static const struct cidr_value *
block_with(const struct vpc *v, enum family family, struct addr x)
{
	size_t n = family == IPV4 ? v->cidrs.n : v->ipv6_cidrs.n;
	const struct cidr_value *c =
	    family == IPV4 ? v->cidrs.v : v->ipv6_cidrs.v;

	for (size_t i = 0; i + 1 < n; i++)
		if (value_is_known(c[i].is) &&
		    cidr_contains_addr(c[i].v, family, x))
			return &c[i];
	return &c[n - 1];
}

static void
check_peer_overlap_of(struct lint *l, const struct peering *p,
    enum family family)
{
	const struct vpc *x = p->vpcs[0], *y = p->vpcs[1];
	struct range_set both = range_set_intersect(l->a,
	    blocks_of(l, x, family), blocks_of(l, y, family));
	const struct cidr_value *of_x, *of_y;
	struct finding *f;
	const char *shared;

	if (range_set_is_empty(both))
		return;
	of_x = block_with(x, family, both.v[0].first);
	of_y = block_with(y, family, both.v[0].first);
	shared = words_range(l->a, family, both.v[0]);
	f = flag(l, &p->is, p->is.at, "%s joins %s (%s) and %s (%s), which "
	    "share %s: AWS refuses to peer VPCs whose blocks overlap",
	    thing_title(l->a, &p->is), thing_title(l->a, &x->is),
	    words_cidr(l->a, of_x->v), thing_title(l->a, &y->is),
	    words_cidr(l->a, of_y->v), shared);
	f->key = shared;
	finding_passes(l->findings, f, &x->is);
	finding_passes(l->findings, f, &y->is);
	finding_witness(l->findings, f, "cidr", "%s",
	    words_cidr(l->a, of_x->v));
	finding_witness(l->findings, f, "other_cidr", "%s",
	    words_cidr(l->a, of_y->v));
	finding_witness(l->findings, f, "shared", "%s", shared);
	finding_related(l->findings, f, of_x->is.at, "the block of %s",
	    thing_title(l->a, &x->is));
	finding_related(l->findings, f, of_y->is.at, "the block of %s",
	    thing_title(l->a, &y->is));
	finding_help(l->findings, f, "renumber one of the two, or join them "
	    "with an interface endpoint or a private NAT gateway instead");
}

static bool
is_live(const struct peering *p)
{
	return p->state == NULL || str_equal(p->state, "active") ||
	    str_equal(p->state, "pending-acceptance") ||
	    str_equal(p->state, "provisioning") ||
	    str_equal(p->state, "initiating-request");
}

static void
check_peer_overlap(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		if (!is_live(p))
			continue;
		if (p->vpcs[0] == NULL || p->vpcs[1] == NULL) {
			lint_weakened(l, "one of the peered VPCs is not in "
			    "the input");
			continue;
		}
		check_peer_overlap_of(l, p, IPV4);
		check_peer_overlap_of(l, p, IPV6);
	}
}

/* ------------------------------------------------------ external-overlap */

static void
flag_external(struct lint *l, const struct nest *inner,
    const struct nest *outer)
{
	const struct network *net = inner->of;
	const struct vpc *v = outer->of;
	const char *cidr = words_cidr(l->a, inner->cidr);
	struct finding *f = flag(l, &net->is, net->is.at, "%s (%s) lies inside "
	    "%s (%s): packets to it stay in the VPC",
	    thing_title(l->a, &net->is), cidr, thing_title(l->a, &v->is),
	    words_cidr(l->a, outer->cidr));

	lint_given(l, f, v->is.exists);
	f->key = arena_printf(l->a, "%s %s", cidr, thing_title(l->a, &v->is));
	finding_passes(l->findings, f, &v->is);
	finding_witness(l->findings, f, "cidr", "%s", cidr);
	finding_witness(l->findings, f, "vpc_cidr", "%s",
	    words_cidr(l->a, outer->cidr));
	finding_related(l->findings, f, v->is.at, "%s is here",
	    thing_title(l->a, &v->is));
	finding_help(l->findings, f, "renumber the VPC, or translate the "
	    "addresses on the way");
}

/* The blocks of all VPCs come before those of networks among equals, so the
 * first of equals is a VPC's if any is. */
static void
check_external(struct lint *l, const struct model *m)
{
	struct nest *blocks;
	size_t most = 0, n = 0;

	for (size_t i = 0; i < m->vpcs.n; i++)
		most += m->vpcs.v[i]->cidrs.n + m->vpcs.v[i]->ipv6_cidrs.n;
	for (size_t i = 0; i < m->networks.n; i++)
		most += m->networks.v[i]->cidrs.n;
	blocks = arena_array(l->a, most, sizeof *blocks);
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];

		for (size_t j = 0; j < v->cidrs.n; j++)
			nest_add(blocks, &n, &v->cidrs.v[j], (uint32_t)i, v);
		for (size_t j = 0; j < v->ipv6_cidrs.n; j++)
			nest_add(blocks, &n, &v->ipv6_cidrs.v[j],
			    (uint32_t)i, v);
	}
	for (size_t i = 0; i < m->networks.n; i++)
		for (size_t j = 0; j < m->networks.v[i]->cidrs.n; j++)
			nest_add(blocks, &n, &m->networks.v[i]->cidrs.v[j],
			    (uint32_t)(m->vpcs.n + i), m->networks.v[i]);
	nest_sort(blocks, n);
	for (size_t i = 0; i < n; i++) {
		size_t j = blocks[i].first != i ? blocks[i].first :
		    blocks[i].outer;

		if (blocks[i].order < m->vpcs.n)
			continue;
		while (j != NEST_NONE && blocks[j].order >= m->vpcs.n)
			j = blocks[j].outer;
		if (j != NEST_NONE)
			flag_external(l, &blocks[i], &blocks[j]);
	}
}

/* ------------------------------------------------- attached-cidr-overlap */

static void
flag_attached(struct lint *l, const struct transit_gateway *g,
    const struct nest *x, const struct nest *y)
{
	const struct nest *later = x->order > y->order ? x : y;
	const struct nest *earlier = later == x ? y : x;
	const struct attachment *a = later->of, *other = earlier->of;
	struct cidr shared = x->cidr.length > y->cidr.length ?
	    x->cidr : y->cidr;
	struct finding *f = flag(l, &a->is, a->is.at, "%s (%s) and %s (%s) are "
	    "both attached to %s and share %s: the block of the second is not "
	    "propagated", thing_title(l->a, &other->vpc->is),
	    words_cidr(l->a, earlier->cidr), thing_title(l->a, &a->vpc->is),
	    words_cidr(l->a, later->cidr), thing_title(l->a, &g->is),
	    words_cidr(l->a, shared));

	lint_given(l, f, other->is.exists);
	f->key = words_cidr(l->a, later->cidr);
	finding_passes(l->findings, f, &g->is);
	finding_witness(l->findings, f, "cidr", "%s",
	    words_cidr(l->a, later->cidr));
	finding_witness(l->findings, f, "other_cidr", "%s",
	    words_cidr(l->a, earlier->cidr));
	finding_related(l->findings, f, other->is.at,
	    "the other attachment");
	finding_help(l->findings, f, "renumber one of the two VPCs, or give "
	    "each a secondary block of its own to be reached by");
}

static void
check_attached_to(struct lint *l, const struct transit_gateway *g)
{
	struct nest *blocks;
	size_t most = 0, n = 0;

	for (size_t i = 0; i < g->attachments.n; i++) {
		const struct vpc *v = g->attachments.v[i]->vpc;

		if (v != NULL)
			most += v->cidrs.n + v->ipv6_cidrs.n;
	}
	blocks = arena_array(l->a, most, sizeof *blocks);
	for (size_t i = 0; i < g->attachments.n; i++) {
		const struct attachment *a = g->attachments.v[i];

		for (size_t j = 0; a->vpc != NULL && j < a->vpc->cidrs.n; j++)
			nest_add(blocks, &n, &a->vpc->cidrs.v[j],
			    a->is.order, a);
		for (size_t j = 0; a->vpc != NULL &&
		    j < a->vpc->ipv6_cidrs.n; j++)
			nest_add(blocks, &n, &a->vpc->ipv6_cidrs.v[j],
			    a->is.order, a);
	}
	nest_sort(blocks, n);
	for (size_t i = 0; i < n; i++) {
		size_t j = blocks[i].first != i ? blocks[i].first :
		    blocks[i].outer;

		if (j != NEST_NONE && ((const struct attachment *)
		    blocks[i].of)->vpc != ((const struct attachment *)
		    blocks[j].of)->vpc)
			flag_attached(l, g, &blocks[i], &blocks[j]);
	}
}

static void
check_attached(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->transit_gateways.n; i++)
		check_attached_to(l, m->transit_gateways.v[i]);
}

/* ---------------------------------------------------------------- table */

const struct rule rules_joined[] = {
	{ .check = check_peer_overlap, .is = {
		.code = "AD012",
		.name = "peer-cidr-overlap",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a peering between VPCs that share addresses",
		.aws = "VPCs with matching or overlapping IPv4 or IPv6 blocks "
		    "cannot be peered, not even if only a secondary block "
		    "overlaps that is not used.",
		.why = "The peering connection fails as soon as it is accepted.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"},)
		JSON("data": {"cidr": "10.0.128.0/17"}},)
		JSON("peerings": {"shop-data": {"between": ["shop", "data"]}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"},)
		JSON("data": {"cidr": "10.1.0.0/16"}},)
		JSON("peerings": {"shop-data": {"between": ["shop", "data"]}}}),
		.reference = "VPC Peering Guide, How VPC peering works",
	} },
	{ .check = check_external, .is = {
		.code = "AD013",
		.name = "external-overlap",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "a network outside whose addresses a VPC has too",
		.aws = "The local route of a VPC covers its blocks; a propagated "
		    "route that overlaps it loses, even if it is more specific.",
		.why = "Packets to that office or partner stay inside the VPC.",
		.intent = "The same, for declared networks.  A network that "
		    "contains the block (10.0.0.0/8 as a summary) is ordinary.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"}},)
		JSON("networks": {"office": {"cidrs": ["10.0.8.0/24"]}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"}},)
		JSON("networks": {"office": {"cidrs": ["192.168.8.0/24"]}}}),
		.reference = "Site-to-Site VPN User Guide, Route tables and route "
		    "priority",
	} },
	{ .check = check_attached, .is = {
		.code = "AD015",
		.name = "attached-cidr-overlap",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "two VPCs on one transit gateway that share addresses",
		.aws = "Both attachments succeed, but the block of the second VPC "
		    "is not propagated to the tables that have the first.",
		.why = "Nobody reaches the second VPC through the gateway, and "
		    "nothing says so.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {)
		JSON("shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"a": {"cidr": "10.0.0.0/28"}}},)
		JSON("data": {"cidr": "10.0.0.0/20",)
		JSON("subnets": {"a": {"cidr": "10.0.0.0/28"}}}},)
		JSON("transit_gateways": {"core": {"attachments": {)
		JSON("shop": {"vpc": "shop", "subnets": ["shop/a"]},)
		JSON("data": {"vpc": "data", "subnets": ["data/a"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {)
		JSON("shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"a": {"cidr": "10.0.0.0/28"}}},)
		JSON("data": {"cidr": "10.1.0.0/20",)
		JSON("subnets": {"a": {"cidr": "10.1.0.0/28"}}}},)
		JSON("transit_gateways": {"core": {"attachments": {)
		JSON("shop": {"vpc": "shop", "subnets": ["shop/a"]},)
		JSON("data": {"vpc": "data", "subnets": ["data/a"]}}}}}),
		.reference = "Transit Gateway Guide, How transit gateways work",
	} },
	{ .check = NULL }
};
