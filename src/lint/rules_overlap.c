/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/free_space.h"
#include "lint/nest.h"
#include "lint/words.h"
#include "model/facts.h"

#include <stdlib.h>

/*
 * Blocks and addresses that get in each other's way.  Blocks never overlap in
 * part, so every question here is which block lies in which (nest.h).
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define VPC_CIDRS "Amazon VPC User Guide, VPC CIDR blocks"
#define SUBNET_CIDRS "Amazon VPC User Guide, Subnet CIDR blocks"

static void
add_block(struct nest *v, size_t *n, const struct cidr_value *c,
    uint32_t order, const void *of)
{
	if (!value_is_known(c->is))
		return;
	v[*n] = (struct nest){ .cidr = c->v, .order = order, .of = of };
	++*n;
}

/* ------------------------------------------------------- subnet-overlap */

static const struct cidr_value *
block_of(const struct subnet *s, struct cidr c)
{
	return c.family == IPV4 ? &s->cidr : &s->ipv6_cidr;
}

static void
flag_overlap(struct lint *l, struct free_space *space, const struct nest *x,
    const struct nest *y)
{
	const struct nest *later = x->order > y->order ? x : y;
	const struct nest *earlier = later == x ? y : x;
	const struct subnet *s = later->of, *other = earlier->of;
	/* Of two blocks that overlap the longer one is what they share. */
	struct cidr shared = x->cidr.length > y->cidr.length ?
	    x->cidr : y->cidr;
	struct finding *f;

	f = flag(l, &s->is, block_of(s, later->cidr)->is.at,
	    "%s (%s) overlaps %s (%s): they share %s",
	    thing_title(l->a, &s->is), words_cidr(l->a, later->cidr),
	    thing_title(l->a, &other->is), words_cidr(l->a, earlier->cidr),
	    words_cidr(l->a, shared));
	/* In the order of the blocks, whichever stands first in the file. */
	f->key = arena_printf(l->a, "%s %s", words_cidr(l->a,
	    cidr_compare(x->cidr, y->cidr) < 0 ? x->cidr : y->cidr),
	    words_cidr(l->a, cidr_compare(x->cidr, y->cidr) < 0 ? y->cidr :
	    x->cidr));
	finding_passes(l->findings, f, block_of(s, later->cidr));
	finding_passes(l->findings, f, block_of(other, later->cidr));
	finding_witness(l->findings, f, "cidr", "%s",
	    words_cidr(l->a, later->cidr));
	finding_witness(l->findings, f, "other_cidr", "%s",
	    words_cidr(l->a, earlier->cidr));
	finding_witness(l->findings, f, "shared", "%s",
	    words_cidr(l->a, shared));
	finding_related(l->findings, f, block_of(other, earlier->cidr)->is.at,
	    "%s is here", thing_title(l->a, &other->is));
	free_space_propose(l, f, space, later->cidr.length);
}

/* A subnet overlaps each distinct block around it, and its equals. */
static void
check_overlap_of(struct lint *l, const struct vpc *v, enum family family)
{
	struct nest *blocks = arena_array(l->a, v->subnets.n, sizeof *blocks);
	struct free_space *space = NULL;
	size_t n = 0;

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];
		const struct cidr_value *c = family == IPV4 ? &s->cidr :
		    &s->ipv6_cidr;

		if (value_is_unknown(c->is) && s->is.created && v->subnets.n > 1)
			lint_weakened(l, arena_printf(l->a, "the block of %s is "
			    "not known", thing_title(l->a, &s->is)));
		add_block(blocks, &n, c, s->is.order, s);
	}
	nest_sort(blocks, n);
	for (size_t i = 0; i < n; i++) {
		if (blocks[i].first == i && blocks[i].outer == NEST_NONE)
			continue;
		if (space == NULL)
			space = free_space_new(l->a, v, family);
		if (blocks[i].first != i)
			flag_overlap(l, space, &blocks[i],
			    &blocks[blocks[i].first]);
		for (size_t j = blocks[i].outer; j != NEST_NONE;
		    j = blocks[j].outer)
			flag_overlap(l, space, &blocks[i], &blocks[j]);
	}
}

static void
check_subnet_overlap(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		check_overlap_of(l, m->vpcs.v[i], IPV4);
		check_overlap_of(l, m->vpcs.v[i], IPV6);
	}
}

/* ------------------------------------------ secondary-cidr-not-allowed */

static struct finding *
flag_secondary(struct lint *l, const struct vpc *v, const struct cidr_value *c,
    const struct cidr_value *other, const char *why)
{
	struct finding *f = flag(l, &v->is, c->is.at,
	    "%s cannot have the block %s beside %s: %s",
	    thing_title(l->a, &v->is), words_cidr(l->a, c->v),
	    words_cidr(l->a, other->v), why);

	f->key = words_cidr(l->a, c->v);
	finding_passes(l->findings, f, c);
	finding_witness(l->findings, f, "cidr", "%s", f->key);
	finding_witness(l->findings, f, "other_cidr", "%s",
	    words_cidr(l->a, other->v));
	finding_related(l->findings, f, other->is.at, "the other block");
	return f;
}

/*
 * AWS's table says which block may join which, one by one, so the order of
 * joining matters: 10.0.0.0/16 with 100.64.0.0/16 may take 10.1.0.0/16 only
 * before the latter.  The primary block is always the first.  Of two others
 * no order helps only if each refuses the other.  (Longer circles would need
 * three blocks that refuse each other in a ring; the table has none.)  Blocks
 * that the table treats alike stand for one another, so each is compared with
 * the first of each sort.
 */
enum { SORTS_MAX = 16 };

static bool
refuse_each_other(struct cidr x, struct cidr y)
{
	return fact_block_refused(x, y) != NULL &&
	    fact_block_refused(y, x) != NULL;
}

/* Whether the table makes no difference between the two. */
static bool
are_alike(struct cidr x, struct cidr y)
{
	return (fact_block_refused(x, y) != NULL) ==
	    (fact_block_refused(y, x) != NULL) &&
	    (fact_block_refused(x, x) != NULL) ==
	    (fact_block_refused(y, y) != NULL) &&
	    !refuse_each_other(x, y);
}

/* Where AWS lets a VPC with those two blocks have another one. */
static void
help_secondary(struct lint *l, struct finding *f, struct cidr primary,
    struct cidr other)
{
	static const char *const ranges[] = { "10.0.0.0/8", "172.16.0.0/12",
		"192.168.0.0/16", "100.64.0.0/10" };
	struct str may = str_new(l->a);

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
		struct cidr c;

		if (cidr_parse(ranges[i], strlen(ranges[i]), &c) == ADDR_OK &&
		    fact_block_refused(primary, c) == NULL &&
		    (cidr_equal(primary, other) ||
		    !refuse_each_other(other, c)))
			str_addf(&may, "%s%s", may.n > 0 ? " or " : "",
			    ranges[i]);
	}
	if (may.n > 0)
		finding_help(l->findings, f, "take a block of %s, or a VPC "
		    "of its own", str_text(&may));
	else
		finding_help(l->findings, f, "give it a VPC of its own");
}

static void
check_joining(struct lint *l, const struct vpc *v, const bool *overlaps)
{
	const struct cidr_value *sorts[SORTS_MAX];
	size_t n = 0;

	for (size_t i = 1; i < v->cidrs.n; i++) {
		const struct cidr_value *c = &v->cidrs.v[i];
		const struct cidr_value *primary = &v->cidrs.v[0];
		const char *why = NULL;
		bool alike = false;

		if (overlaps[i] || !value_is_known(c->is) ||
		    !value_is_known(primary->is))
			continue;
		why = fact_block_refused(primary->v, c->v);
		if (why != NULL) {
			help_secondary(l, flag_secondary(l, v, c, primary,
			    why), primary->v, primary->v);
			continue;
		}
		for (size_t j = 0; j < n && why == NULL; j++) {
			alike |= are_alike(sorts[j]->v, c->v);
			if (!refuse_each_other(sorts[j]->v, c->v))
				continue;
			why = fact_block_refused(sorts[j]->v, c->v);
			help_secondary(l, flag_secondary(l, v, c, sorts[j],
			    why), primary->v, sorts[j]->v);
		}
		if (why == NULL && !alike && n < SORTS_MAX)
			sorts[n++] = c;
	}
}

/* Blocks of one VPC that overlap each other; overlaps[i] is set for those
 * IPv4 blocks that were flagged. */
static void
check_own_overlap(struct lint *l, const struct vpc *v, enum family family,
    bool *overlaps)
{
	size_t most = family == IPV4 ? v->cidrs.n : v->ipv6_cidrs.n, n = 0;
	const struct cidr_value *c =
	    family == IPV4 ? v->cidrs.v : v->ipv6_cidrs.v;
	struct nest *blocks = arena_array(l->a, most, sizeof *blocks);

	for (size_t i = 0; i < most; i++)
		add_block(blocks, &n, &c[i], (uint32_t)i, &c[i]);
	nest_sort(blocks, n);
	for (size_t i = 0; i < n; i++) {
		size_t j = blocks[i].first != i ? blocks[i].first :
		    blocks[i].outer;
		const struct nest *later = &blocks[i], *earlier;
		struct finding *f;

		if (j == NEST_NONE)
			continue;
		earlier = &blocks[j];
		if (earlier->order > later->order) {
			later = &blocks[j];
			earlier = &blocks[i];
		}
		f = flag_secondary(l, v, later->of, earlier->of,
		    "blocks of one VPC must not overlap");
		finding_help(l->findings, f, "write a block outside of %s, or "
		    "leave this one out", words_cidr(l->a, earlier->cidr));
		if (family == IPV4)
			overlaps[later->order] = true;
	}
}

static void
check_secondary(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];
		bool *overlaps;

		/* What stands was accepted, whatever the table says today. */
		if (!v->is.created)
			continue;
		overlaps = arena_array(l->a, v->cidrs.n, sizeof *overlaps);
		check_own_overlap(l, v, IPV4, overlaps);
		check_own_overlap(l, v, IPV6, NULL);
		check_joining(l, v, overlaps);
	}
}

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
			add_block(blocks, &n, &v->cidrs.v[j], (uint32_t)i, v);
		for (size_t j = 0; j < v->ipv6_cidrs.n; j++)
			add_block(blocks, &n, &v->ipv6_cidrs.v[j],
			    (uint32_t)i, v);
	}
	for (size_t i = 0; i < m->networks.n; i++)
		for (size_t j = 0; j < m->networks.v[i]->cidrs.n; j++)
			add_block(blocks, &n, &m->networks.v[i]->cidrs.v[j],
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
			add_block(blocks, &n, &a->vpc->cidrs.v[j],
			    a->is.order, a);
		for (size_t j = 0; a->vpc != NULL &&
		    j < a->vpc->ipv6_cidrs.n; j++)
			add_block(blocks, &n, &a->vpc->ipv6_cidrs.v[j],
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

const struct rule rules_overlap[] = {
	{ .check = check_subnet_overlap, .is = {
		.code = "AD006",
		.name = "subnet-overlap",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "two subnets of a VPC that share addresses",
		.aws = "The blocks of the subnets of a VPC must not overlap.",
		.why = "AWS answers with InvalidSubnet.Conflict for whichever is "
		    "created second.  All overlaps are shown at once, each "
		    "with the next block of the same size that is free.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/23"},)
		JSON("app-b": {"az": "b", "cidr": "10.0.1.0/24"}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {)
		JSON("app-a": {"az": "a", "cidr": "10.0.0.0/23"},)
		JSON("app-b": {"az": "b", "cidr": "10.0.2.0/24"}}}}}),
		.reference = SUBNET_CIDRS,
	} },
	{ .check = check_secondary, .is = {
		.code = "AD009",
		.name = "secondary-cidr-not-allowed",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a block that AWS does not add to this VPC",
		.aws = "A table says which blocks may join which: a VPC in "
		    "10.0.0.0/8 takes none in 172.16.0.0/12, 192.168.0.0/16 or "
		    "198.19.0.0/16, and so on; 100.64.0.0/10 and public space "
		    "join all.  No block may overlap another of its VPC.",
		.why = "AWS answers with InvalidVpc.Range when the VPC stands and "
		    "is in use.  Many guides, and some tools, have the table "
		    "wrong.",
		.intent = "The same, for what is to be created; it fires only if "
		    "no order that begins with the primary block would do.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {)
		JSON("cidrs": ["10.0.0.0/16", "192.168.0.0/20"]}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {)
		JSON("cidrs": ["10.0.0.0/16", "100.64.0.0/20"]}}}),
		.reference = "Amazon VPC User Guide, IPv4 CIDR block association "
		    "restrictions",
	} },
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
