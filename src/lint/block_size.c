/* SPDX-License-Identifier: MIT */
#include "lint/block_size.h"

#include "base/str.h"
#include "lint/words.h"
#include "net/special.h"

#include <string.h>

const struct block_sizes block_sizes_vpc = {
	FACT_VPC_LENGTH_MIN, FACT_VPC_LENGTH_MAX,
	FACT_VPC_IPV6_LENGTH_MIN, FACT_VPC_IPV6_LENGTH_MAX
};

const struct block_sizes block_sizes_subnet = {
	FACT_SUBNET_LENGTH_MIN, FACT_SUBNET_LENGTH_MAX,
	FACT_SUBNET_IPV6_LENGTH_MIN, FACT_SUBNET_IPV6_LENGTH_MAX
};

/* The lengths of one family: the largest block, the smallest, and the step. */
struct lengths {
	int64_t min, max, step;
};

static struct lengths
lengths_of(const struct block_sizes *s, unsigned family)
{
	bool ipv4 = family == IPV4;

	return (struct lengths){
		.min = fact_value(ipv4 ? s->ipv4_min : s->ipv6_min),
		.max = fact_value(ipv4 ? s->ipv4_max : s->ipv6_max),
		.step = ipv4 ? 1 : fact_value(FACT_IPV6_LENGTH_STEP)
	};
}

const char *
block_size_wrong(struct arena *a, struct cidr c, const struct block_sizes *s)
{
	struct lengths of = lengths_of(s, c.family);

	if (c.length < of.min)
		return arena_printf(a, "is too large: /%lld is the largest "
		    "that AWS allows", (long long)of.min);
	if (c.length > of.max)
		return arena_printf(a, "is too small: /%lld is the smallest "
		    "that AWS allows", (long long)of.max);
	if ((c.length - of.min) % of.step != 0)
		return arena_printf(a, "has a length that AWS does not offer: "
		    "IPv6 blocks go from /%lld to /%lld in steps of %lld",
		    (long long)of.min, (long long)of.max, (long long)of.step);
	return NULL;
}

/* The length nearest to it that AWS takes; of two the smaller block. */
static unsigned
right_length(struct lengths of, unsigned length)
{
	if (length < of.min)
		return (unsigned)of.min;
	if (length > of.max)
		return (unsigned)of.max;
	return (unsigned)(length + of.step - 1 -
	    (length - of.min + of.step - 1) % of.step);
}

/* The address as it was written: 192.168.1.0 of 192.168.1.0/8. */
static struct addr
written_address(const struct cidr_value *c)
{
	const char *slash = c->written != NULL ? strchr(c->written, '/') :
	    NULL;
	enum family family;
	struct addr address;

	if (slash == NULL || addr_parse(c->written,
	    (size_t)(slash - c->written), &family, &address) != ADDR_OK ||
	    (unsigned)family != c->v.family)
		return c->v.base;
	return address;
}

/* The subnets that no other block of the VPC holds. */
struct held {
	struct cidr *v;
	size_t n, cap;
};

static bool
is_in_another(const struct vpc *v, const struct cidr_value *but,
    struct cidr c)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (&v->cidrs.v[i] != but && value_is_known(v->cidrs.v[i].is) &&
		    cidr_contains(v->cidrs.v[i].v, c))
			return true;
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		if (&v->ipv6_cidrs.v[i] != but &&
		    value_is_known(v->ipv6_cidrs.v[i].is) &&
		    cidr_contains(v->ipv6_cidrs.v[i].v, c))
			return true;
	return false;
}

static struct held
held_by(struct arena *a, const struct vpc *v, const struct cidr_value *block)
{
	struct held held = { 0 };

	for (size_t i = 0; v != NULL && i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];
		const struct cidr_value *c = block->v.family == IPV4 ?
		    &s->cidr : &s->ipv6_cidr;

		if (value_is_known(c->is) && !is_in_another(v, block, c->v))
			vec_push(a, &held, c->v);
	}
	return held;
}

/* The smallest block around all of them. */
static struct cidr
around(const struct held *held)
{
	struct cidr all = held->v[0];

	for (size_t i = 1; i < held->n; i++)
		while (!cidr_contains(all, held->v[i]))
			all = cidr_around(all.base, (enum family)all.family,
			    all.length - 1u);
	return all;
}

/* Whether a VPC with it would be told so at once: AD007, AD008. */
static bool
is_unwelcome(struct arena *a, struct cidr c)
{
	const struct fact_range *ranges;
	size_t n;

	ranges = fact_vpc_forbidden((enum family)c.family, &n);
	for (size_t i = 0; i < n; i++)
		if (cidr_overlaps(ranges[i].block, c))
			return true;
	return c.family == IPV4 && range_set_overlaps(range_set_complement(a,
	    special_space(a, IPV4, true)), range_set_of_cidr(a, c));
}

enum {
	BLOCKS_SHOWN = 5,	/* as many as a VPC may have by default */
	SAME_RANGE = 8		/* one VPC has blocks of 10.0.0.0/8 alone, or of
				   another private range */
};

/* "10.0.0.0/16, 10.1.0.0/16": the largest blocks that hold them; NULL: they
 * would be too many, or of ranges that no VPC has together. */
static const char *
several_around(struct arena *a, const struct held *held, struct lengths of)
{
	struct cidr blocks[BLOCKS_SHOWN];
	struct str list = str_new(a);
	size_t n = 0;

	if (held->v[0].family == IPV4 && around(held).length < SAME_RANGE)
		return NULL;
	for (size_t i = 0; i < held->n; i++) {
		struct cidr c = held->v[i];
		size_t j;

		for (j = 0; j < n && !cidr_contains(blocks[j], c); j++)
			;
		if (j < n)
			continue;
		if (n == BLOCKS_SHOWN || c.length < of.min ||
		    is_unwelcome(a, c))
			return NULL;
		blocks[n++] = cidr_around(c.base, (enum family)c.family,
		    (unsigned)of.min);
		str_addf(&list, "%s%s", n > 1 ? ", " : "",
		    words_cidr(a, blocks[n - 1]));
	}
	return str_text(&list);
}

static void
help_vpc(struct lint *l, struct finding *f, const struct vpc *v,
    const struct cidr_value *c)
{
	struct lengths of = lengths_of(&block_sizes_vpc, c->v.family);
	struct held held = held_by(l->a, v, c);
	unsigned length = right_length(of, c->v.length);
	struct cidr all = held.n > 0 ? around(&held) : c->v;
	struct cidr right = cidr_around(written_address(c),
	    (enum family)c->v.family, length);
	const char *holds = held.n > 0 ? ", which holds its subnets" : "";
	const char *more = c->v.length < of.min ? "; a larger network takes "
	    "several blocks, or several VPCs" : held.n > 0 ? "" :
	    ", where nothing else has its addresses";

	if (held.n > 0 && all.length < of.min) {
		const char *list = several_around(l->a, &held, of);

		if (list != NULL)
			finding_help(l->findings, f, "write several blocks, "
			    "which hold its subnets: %s", list);
		else
			finding_help(l->findings, f, "write a private block "
			    "such as 10.0.0.0/%u, and its subnets in it, or "
			    "part them over several VPCs", length);
		return;
	}
	if (held.n > 0)
		right = cidr_around(all.base, (enum family)all.family,
		    (unsigned)(c->v.length < of.min ? of.min :
		    of.max < all.length ? of.max :
		    all.length - (all.length - of.min) % of.step));
	if (!is_unwelcome(l->a, right))
		finding_help(l->findings, f, "write a block such as %s%s%s",
		    words_cidr(l->a, right), holds, more);
	else
		finding_help(l->findings, f, "write a private block such as "
		    "10.0.0.0/%u%s", right.length, held.n > 0 ?
		    ", and its subnets in it" : "");
}

void
block_size_help(struct lint *l, struct finding *f, const struct vpc *v,
    const struct cidr_value *c)
{
	struct lengths of = lengths_of(&block_sizes_subnet, c->v.family);
	struct cidr right;

	if (v != NULL) {
		help_vpc(l, f, v, c);
		return;
	}
	right = cidr_around(written_address(c), (enum family)c->v.family,
	    right_length(of, c->v.length));
	if (c->v.length < right.length)
		finding_help(l->findings, f, "write a block such as %s, and "
		    "part what was to stand in it over several subnets",
		    words_cidr(l->a, right));
	else
		finding_help(l->findings, f, "write a block such as %s, where "
		    "nothing else has its addresses",
		    words_cidr(l->a, right));
}
