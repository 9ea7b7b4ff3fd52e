/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/free_space.h"
#include "lint/nest.h"
#include "lint/words.h"
#include "model/facts.h"

#include <stdlib.h>

/*
 * Blocks of one VPC that get in each other's way.  Blocks never overlap in
 * part, so every question here is which block lies in which (nest.h).
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define SUBNET_CIDRS "Amazon VPC User Guide, Subnet CIDR blocks"

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
	lint_given(l, f, other->is.exists);
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
		nest_add(blocks, &n, c, s->is.order, s);
	}
	nest_sort(blocks, n);
	for (size_t i = 0; i < n; i++) {
		if (blocks[i].first == i && blocks[i].outer == NEST_NONE)
			continue;
		if (space == NULL)
			space = free_space_of(l, v, family);
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
		nest_add(blocks, &n, &c[i], (uint32_t)i, &c[i]);
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
	{ .check = NULL }
};
