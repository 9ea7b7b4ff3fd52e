/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/block_size.h"
#include "lint/free_space.h"
#include "lint/words.h"
#include "model/facts.h"
#include "model/notices.h"
#include "net/special.h"

/*
 * Blocks one by one: their sizes, and where AWS allows them.  What blocks do
 * to one another is rules_overlap.c's.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define VPC_CIDRS "Amazon VPC User Guide, VPC CIDR blocks"
#define SUBNET_CIDRS "Amazon VPC User Guide, Subnet CIDR blocks"

/* ---------------------------------------------------------------- sizes */

static void
check_size(struct lint *l, const struct thing *t, const struct cidr_value *c,
    const struct vpc *of)
{
	const char *wrong;
	struct finding *f;

	if (!value_is_known(c->is))
		return;
	wrong = block_size_wrong(l->a, c->v, of != NULL ? &block_sizes_vpc :
	    &block_sizes_subnet);
	if (wrong == NULL)
		return;
	f = flag(l, t, c->is.at, "the block %s of %s %s",
	    words_cidr(l->a, c->v), thing_title(l->a, t), wrong);
	f->key = words_cidr(l->a, c->v);
	finding_passes(l->findings, f, c);
	finding_witness(l->findings, f, "cidr", "%s", f->key);
	block_size_help(l, f, of, c);
}

/* One that is wished for, and that "vpcplan alloc" will not place. */
static void
check_wish(struct lint *l, const struct thing *t,
    const struct number_value *size, const struct block_sizes *sizes)
{
	int64_t min = fact_value(sizes->ipv4_min);
	int64_t max = fact_value(sizes->ipv4_max);
	struct finding *f;

	if (!value_is_known(size->is) || (size->v >= min && size->v <= max))
		return;
	f = flag(l, t, size->is.at, "%s is to have a /%lld: AWS takes /%lld "
	    "to /%lld", thing_title(l->a, t), (long long)size->v,
	    (long long)min, (long long)max);
	f->key = arena_printf(l->a, "/%lld", (long long)size->v);
	finding_witness(l->findings, f, "size", "%lld", (long long)size->v);
	finding_help(l->findings, f, "write a size from %lld to %lld",
	    (long long)min, (long long)max);
}

static void
check_vpc_size(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];

		for (size_t j = 0; j < v->cidrs.n; j++)
			check_size(l, &v->is, &v->cidrs.v[j], v);
		for (size_t j = 0; j < v->ipv6_cidrs.n; j++)
			check_size(l, &v->is, &v->ipv6_cidrs.v[j], v);
		if (v->cidrs.n == 0 || !value_is_known(v->cidrs.v[0].is))
			check_wish(l, &v->is, &v->size, &block_sizes_vpc);
	}
}

static void
check_subnet_size(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];

		check_size(l, &s->is, &s->cidr, NULL);
		check_size(l, &s->is, &s->ipv6_cidr, NULL);
		if (s->cidr.is.state == VALUE_ABSENT)
			check_wish(l, &s->is, &s->size, &block_sizes_subnet);
	}
}

/* -------------------------------------------------- subnet-outside-vpc */

/* What is known of the blocks of one VPC, and its free space if needed. */
struct home {
	const struct vpc *v;
	enum family family;
	const struct cidr_value *blocks;
	size_t n;
	struct free_space *space;	/* NULL until asked for */
};

static bool
all_known(const struct home *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (!value_is_known(h->blocks[i].is))
			return false;
	return true;
}

static bool
is_inside(const struct home *h, struct cidr c)
{
	for (size_t i = 0; i < h->n; i++)
		if (cidr_contains(h->blocks[i].v, c))
			return true;
	return false;
}

/* How far two blocks that share nothing are from each other. */
static struct addr
gap(struct cidr a, struct cidr b)
{
	return addr_compare(a.base, b.base) < 0 ?
	    addr_subtract(b.base, cidr_last(a)) :
	    addr_subtract(a.base, cidr_last(b));
}

/* The block that c overlaps, else the one with the fewest addresses between. */
static const struct cidr_value *
nearest_block(const struct home *h, struct cidr c)
{
	const struct cidr_value *best = &h->blocks[0];

	for (size_t i = 0; i < h->n; i++) {
		const struct cidr_value *b = &h->blocks[i];

		if (cidr_overlaps(b->v, c))
			return b;
		if (addr_compare(gap(b->v, c), gap(best->v, c)) < 0)
			best = b;
	}
	return best;
}

static void
flag_outside(struct lint *l, struct home *h, const struct subnet *s,
    const struct cidr_value *c)
{
	const struct cidr_value *near = NULL;
	struct finding *f;

	if (h->n == 0) {
		f = flag(l, &s->is, c->is.at, "%s has the %s block %s, but %s "
		    "has no %s block to hold it", thing_title(l->a, &s->is),
		    family_name(h->family), words_cidr(l->a, c->v),
		    thing_title(l->a, &h->v->is), family_name(h->family));
	} else {
		near = nearest_block(h, c->v);
		f = flag(l, &s->is, c->is.at, "%s (%s) is not inside a block "
		    "of %s: %s %s", thing_title(l->a, &s->is),
		    words_cidr(l->a, c->v), thing_title(l->a, &h->v->is),
		    cidr_contains(c->v, near->v) ? "it is larger than" :
		    "the nearest is", words_cidr(l->a, near->v));
		finding_witness(l->findings, f, "vpc_cidr", "%s",
		    words_cidr(l->a, near->v));
	}
	f->key = words_cidr(l->a, c->v);
	finding_passes(l->findings, f, c);
	for (size_t i = 0; i < h->n; i++)
		finding_passes(l->findings, f, &h->blocks[i]);
	finding_witness(l->findings, f, "cidr", "%s", f->key);
	finding_related(l->findings, f, near != NULL ? near->is.at :
	    h->v->is.at, "the block of %s", thing_title(l->a, &h->v->is));
	if (h->space == NULL)
		h->space = free_space_of(l, h->v, h->family);
	free_space_propose(l, f, h->space, c->v.length);
}

/* A block with host bits may be another than was meant: then so is what is
 * outside of it. */
static void
note_host_bits(struct lint *l, const struct home *h)
{
	for (size_t i = 0; i < l->findings->n; i++) {
		struct finding *f = l->findings->v[i];

		if (f->notice != &notice_cidr_host_bits)
			continue;
		for (size_t j = 0; j < h->n; j++)
			if (place_compare(f->at, h->blocks[j].is.at) == 0)
				finding_passes(l->findings, f, &h->blocks[j]);
	}
}

static void
check_home(struct lint *l, struct home *h)
{
	bool known = all_known(h);
	size_t before = l->findings->n;

	for (size_t i = 0; i < h->v->subnets.n; i++) {
		const struct subnet *s = h->v->subnets.v[i];
		const struct cidr_value *c =
		    h->family == IPV4 ? &s->cidr : &s->ipv6_cidr;

		if (value_is_unknown(c->is) && s->is.created)
			lint_weakened(l, arena_printf(l->a, "the block of %s is "
			    "not known", thing_title(l->a, &s->is)));
		if (!value_is_known(c->is) || is_inside(h, c->v))
			continue;
		if (known)
			flag_outside(l, h, s, c);
		else
			lint_weakened(l, "a block of the VPC is not known");
	}
	if (l->findings->n > before)
		note_host_bits(l, h);
}

static void
check_outside(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];
		struct home four = { v, IPV4, v->cidrs.v, v->cidrs.n, NULL };
		struct home six = { v, IPV6, v->ipv6_cidrs.v,
		    v->ipv6_cidrs.n, NULL };

		/* A VPC that is only mentioned has no blocks in the input. */
		if (v->cidrs.n == 0)
			continue;
		check_home(l, &four);
		check_home(l, &six);
	}
}

/* ----------------------------------------- where a VPC's blocks may lie */

static void
check_public_space(struct lint *l, const struct model *m)
{
	struct range_set owned = range_set_complement(l->a,
	    special_space(l->a, IPV4, true));

	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];

		for (size_t j = 0; j < v->cidrs.n; j++) {
			const struct cidr_value *c = &v->cidrs.v[j];
			struct finding *f;

			if (!value_is_known(c->is) || !range_set_overlaps(owned,
			    range_set_of_cidr(l->a, c->v)))
				continue;
			f = flag(l, &v->is, c->is.at, "the block %s of %s is "
			    "public address space: inside the VPC it hides "
			    "whoever owns it on the internet",
			    words_cidr(l->a, c->v), thing_title(l->a, &v->is));
			f->key = words_cidr(l->a, c->v);
			finding_passes(l->findings, f, c);
			finding_witness(l->findings, f, "cidr", "%s", f->key);
			finding_help(l->findings, f, "use 10.0.0.0/8, "
			    "172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10");
		}
	}
}

/* The range among the n that the block meets, or NULL. */
static const struct fact_range *
meets(const struct fact_range *ranges, size_t n, struct cidr c)
{
	for (size_t i = 0; i < n; i++)
		if (cidr_overlaps(ranges[i].block, c))
			return &ranges[i];
	return NULL;
}

static void
check_reserved_block(struct lint *l, const struct vpc *v,
    const struct cidr_value *c)
{
	const struct fact_range *ranges, *hit;
	struct finding *f;
	size_t n;

	if (!value_is_known(c->is))
		return;
	ranges = fact_vpc_forbidden((enum family)c->v.family, &n);
	hit = meets(ranges, n, c->v);
	if (hit == NULL)
		return;
	f = flag(l, &v->is, c->is.at, "the block %s of %s lies in %s (%s), "
	    "which no VPC may use", words_cidr(l->a, c->v),
	    thing_title(l->a, &v->is), hit->text, hit->what);
	f->key = words_cidr(l->a, c->v);
	finding_passes(l->findings, f, c);
	finding_witness(l->findings, f, "cidr", "%s", f->key);
	finding_witness(l->findings, f, "reserved", "%s", hit->text);
	finding_help(l->findings, f, "use 10.0.0.0/8, 172.16.0.0/12, "
	    "192.168.0.0/16 or 100.64.0.0/10");
}

static void
check_reserved_route(struct lint *l, const struct route_table *t,
    const struct route *r)
{
	const struct fact_range *ranges, *hit = NULL;
	struct finding *f;
	size_t n;

	if (r->destination != DESTINATION_CIDR || !value_is_known(r->cidr.is))
		return;
	ranges = fact_route_forbidden((enum family)r->cidr.v.family, &n);
	for (size_t i = 0; i < n && hit == NULL; i++)
		if (cidr_contains(ranges[i].block, r->cidr.v))
			hit = &ranges[i];
	if (hit == NULL)
		return;
	f = flag(l, &t->is, r->at, "%s leads into %s (%s), which AWS refuses "
	    "as a destination", words_route(l->a, r), hit->text, hit->what);
	f->key = words_destination(l->a, r);
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "destination", "%s", f->key);
	finding_witness(l->findings, f, "reserved", "%s", hit->text);
	finding_help(l->findings, f, "take the route out");
}

static void
check_reserved(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];

		for (size_t j = 0; j < v->cidrs.n; j++)
			check_reserved_block(l, v, &v->cidrs.v[j]);
		for (size_t j = 0; j < v->ipv6_cidrs.n; j++)
			check_reserved_block(l, v, &v->ipv6_cidrs.v[j]);
	}
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++)
			check_reserved_route(l, t, t->routes.v[j]);
	}
}

static void
flag_software(struct lint *l, const struct thing *t,
    const struct cidr_value *c, const struct fact_range *hit)
{
	struct finding *f = flag(l, t, c->is.at, "the block %s of %s meets %s, "
	    "which %s uses inside hosts: from there it is not reached",
	    words_cidr(l->a, c->v), thing_title(l->a, t), hit->text,
	    hit->what);

	f->key = words_cidr(l->a, c->v);
	finding_witness(l->findings, f, "cidr", "%s", f->key);
	finding_witness(l->findings, f, "used_by_software", "%s", hit->text);
	finding_help(l->findings, f, "choose another block, or give the "
	    "software another one");
}

static void
check_software(struct lint *l, const struct model *m)
{
	size_t n;
	const struct fact_range *ranges = fact_used_by_software(&n), *hit;

	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];

		for (size_t j = 0; j < v->cidrs.n; j++) {
			const struct cidr_value *c = &v->cidrs.v[j];

			if (!value_is_known(c->is))
				continue;
			hit = meets(ranges, n, c->v);
			if (hit != NULL)
				flag_software(l, &v->is, c, hit);
		}
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_addressing[] = {
	{ .check = check_vpc_size, .is = {
		.code = "AD003",
		.name = "vpc-cidr-size",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a VPC block of a size that AWS does not take",
		.aws = "IPv4 blocks of a VPC, primary or secondary, go from "
		    "/16 to /28; IPv6 blocks from /44 to /60 in steps of 4.",
		.why = "The VPC cannot be created.  A larger network is made of "
		    "several blocks or several VPCs.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/8"}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"}}}),
		.reference = VPC_CIDRS,
	} },
	{ .check = check_subnet_size, .is = {
		.code = "AD004",
		.name = "subnet-cidr-size",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a subnet block of a size that AWS does not take",
		.aws = "IPv4 blocks of a subnet go from /16 to /28; IPv6 blocks "
		    "from /44 to /64 in steps of 4.",
		.why = "The subnet cannot be created.  AWS keeps five addresses "
		    "of each subnet, so a /28 has 11 to give.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/29"}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/28"}}}}}),
		.reference = SUBNET_CIDRS,
	} },
	{ .check = check_outside, .is = {
		.code = "AD005",
		.name = "subnet-outside-vpc",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a subnet that is not inside a block of its VPC",
		.aws = "The block of a subnet equals or lies inside one of the "
		    "blocks of its VPC, primary or secondary.",
		.why = "AWS answers with InvalidSubnet.Range when the VPC "
		    "already stands.",
		.intent = "The same.  It is silent while a block of the VPC is "
		    "not known (IPAM, a block that AWS provides).",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.1.1.0/24"}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24"}}}}}),
		.reference = SUBNET_CIDRS,
	} },
	{ .check = check_public_space, .is = {
		.code = "AD007",
		.name = "vpc-cidr-public-range",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "a VPC block in public address space",
		.aws = "AWS allows it and still calls the addresses private: "
		    "the local route wins, and the internet gateway does not "
		    "route them as themselves.",
		.why = "The real owners of those addresses cannot be reached "
		    "from the VPC any more, and the failure looks like theirs.",
		.intent = "The same.  Space reserved for documentation, for "
		    "benchmarks and for carriers is nobody's and not meant.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "52.0.0.0/16"}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "100.64.0.0/16"}}}),
		.reference = VPC_CIDRS,
	} },
	{ .check = check_reserved, .is = {
		.code = "AD008",
		.name = "cidr-reserved-range",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a block or a destination in a range that AWS reserves",
		.aws = "No VPC block may lie in 0.0.0.0/8, 127.0.0.0/8, "
		    "169.254.0.0/16 or 224.0.0.0/4; no route may lead to "
		    "169.254.168.0/22 or fd00:ec2::/32 or into them.",
		.why = "The call is refused.  A wider route is accepted, but "
		    "packets to those ranges are not forwarded by it.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "169.254.0.0/16"}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"}}}),
		.reference = VPC_CIDRS,
	} },
	{ .check = check_software, .is = {
		.code = "AD011",
		.name = "service-default-range",
		.severity = SEVERITY_NOTE,
		.class = CLASS_FRAGILE,
		.title = "a VPC block that common software uses inside hosts",
		.aws = "172.17.0.0/16 is the default bridge of Docker; Cloud9 "
		    "and SageMaker AI use it too, and AWS advises against it.",
		.why = "Packets from such a host to the VPC stay on the host: "
		    "some machines cannot reach some others, now and then.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "172.17.0.0/16"}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "172.18.0.0/16"}}}),
		.reference = VPC_CIDRS,
	} },
	{ .check = NULL }
};
