/* SPDX-License-Identifier: MIT */
#include "cli/cidr_wishes.h"

#include "base/map.h"
#include "cli/cidr_output.h"
#include "model/clouds.h"
#include "model/facts.h"
#include "net/carve.h"
#include "net/pool.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

static bool
refuse(struct cidr_input *in)
{
	in->refused = true;
	return false;
}

enum order { ORDER_GIVEN, ORDER_SIZE, ORDER_STABLE };

const char *const cidr_order_words[] = {
	[ORDER_GIVEN] = "given",
	[ORDER_SIZE] = "size",
	[ORDER_STABLE] = "stable",
	NULL
};

struct wish {
	const char *name;	/* NULL: none */
	struct addr hosts;
	unsigned length;
	struct cidr c;		/* what it gets */
	bool placed;
};

struct wishes {
	struct cidr_input *in;
	struct cidr parent;
	struct wish *v;
	size_t n;
	bool in_cloud;		/* --usable: count what that cloud keeps */
	struct cloud cloud;
};

/* How many addresses of a block are not for hosts. */
static unsigned
overhead_of(const struct wishes *x, struct addr hosts)
{
	if (x->in_cloud)
		return x->cloud.front + x->cloud.back;
	/* A /31 and a /32, a /127 and a /128 are all hosts. */
	if (addr_compare(hosts, addr_from_u64(2)) <= 0)
		return 0;
	return x->parent.family == IPV4 ? 2 : 1;
}

/* The same of AWS, where IPv6 goes in steps. */
static bool
fit_aws(const struct wishes *x, unsigned *length)
{
	bool ipv4 = x->parent.family == IPV4;
	unsigned least = (unsigned)fact_value(ipv4 ? FACT_SUBNET_LENGTH_MIN :
	    FACT_SUBNET_IPV6_LENGTH_MIN);
	unsigned most = (unsigned)fact_value(ipv4 ? FACT_SUBNET_LENGTH_MAX :
	    FACT_SUBNET_IPV6_LENGTH_MAX);
	unsigned step = ipv4 ? 1 : (unsigned)fact_value(FACT_IPV6_LENGTH_STEP);

	if (*length > most)
		*length = most;
	*length -= *length % step;
	return *length >= least;
}

/* What the cloud makes of a length: not too small. */
static bool
fit_cloud(const struct wishes *x, unsigned *length)
{
	if (str_equal(x->cloud.word, "aws"))
		return fit_aws(x, length);
	if (x->parent.family == IPV4 && *length > x->cloud.longest)
		*length = x->cloud.longest;
	return true;
}

/* "web=500" or "500"; false after a complaint. */
static bool
read_wish(struct wishes *x, const char *text, struct wish *wish)
{
	const char *equals = strrchr(text, '=');
	const char *digits = equals != NULL ? equals + 1 : text;
	struct arena *a = x->in->args->a;
	struct addr needed;

	if (equals != NULL)
		wish->name = sanitise_line(a, sanitise(a, text,
		    (size_t)(equals - text)));
	if (!addr_parse_decimal(digits, strlen(digits), &wish->hosts) ||
	    wish->hosts.hi > UINT32_MAX || addr_equal(wish->hosts,
	    addr_first(IPV6))) {
		complain("%s: option \"--hosts\" takes numbers of hosts, such "
		    "as 500 or web=500, not \"%s\"", x->in->args->title,
		    text);
		return refuse(x->in);
	}
	needed = addr_add(wish->hosts,
	    addr_from_u64(overhead_of(x, wish->hosts)));
	if (!carve_length(x->parent.family, needed, &wish->length) ||
	    (x->in_cloud && !fit_cloud(x, &wish->length))) {
		complain("%s hosts: no subnet %s%s%shas so many addresses",
		    digits, x->in_cloud ? "of " : "",
		    x->in_cloud ? x->cloud.name : "",
		    x->in_cloud ? " " : "");
		return refuse(x->in);
	}
	return true;
}

static bool
read_wishes(struct wishes *x)
{
	struct arguments *args = x->in->args;
	const char *const *texts = argument_list(args, "hosts", &x->n);

	x->v = arena_array(args->a, x->n, sizeof *x->v);
	for (size_t i = 0; i < x->n; i++)
		if (!read_wish(x, texts[i], &x->v[i]))
			return false;
	return true;
}

/* One behind the other, in the order of order[]. */
static bool
place_in_row(struct wishes *x, const size_t *order)
{
	struct carve_row row = carve_row_start(x->parent);
	bool all = true;

	for (size_t i = 0; i < x->n; i++) {
		struct wish *wish = &x->v[order[i]];

		wish->placed = carve_row_next(&row, wish->length, &wish->c);
		all = all && wish->placed;
	}
	return all;
}

struct sized {
	unsigned length;
	size_t at;
};

static int
compare_sized(const void *x, const void *y)
{
	const struct sized *a = x, *b = y;

	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* As given, or the largest first: then none leaves a gap behind it. */
static size_t *
make_order(const struct wishes *x, bool by_size)
{
	struct arena *a = x->in->args->a;
	struct sized *sized = arena_array(a, x->n, sizeof *sized);
	size_t *order = arena_array(a, x->n, sizeof *order);

	for (size_t i = 0; i < x->n; i++)
		sized[i] = (struct sized){ x->v[i].length, i };
	if (by_size && x->n > 1)
		qsort(sized, x->n, sizeof *sized, compare_sized);
	for (size_t i = 0; i < x->n; i++)
		order[i] = sized[i].at;
	return order;
}

/* Read what is to be kept, by name, and pool what it leaves free. */
static struct pool *
read_kept(struct wishes *x, struct cidr_items *kept, struct map *names)
{
	struct arguments *args = x->in->args;
	enum family family = x->parent.family;
	struct range_bag used = range_bag_new(args->a);
	struct pool *pool = pool_new(args->a, family, FIT_BEST,
	    family_bits(family));
	size_t n = 0;
	struct cidr *free;

	for (size_t i = 1; i < args->n_operands; i++)
		cidr_collect(x->in, i, kept);
	for (size_t i = 0; i < kept->n; i++) {
		struct cidr_item *item = &kept->v[i];

		range_bag_add(&used, item->term.family,
		    item->term.range.first, item->term.range.last);
		if (item->label > 0)
			*map_slot(names, cidr_label(x->in, item->label)) =
			    item;
	}
	free = range_set_to_cidrs(args->a, range_set_subtract(args->a,
	    range_set_of_cidr(args->a, x->parent),
	    range_bag_union(&used, family, args->a)), &n);
	for (size_t i = 0; i < n; i++)
		pool_add(pool, free[i]);
	return pool;
}

/*
 * What the further operands state stays where it is, if it is large enough;
 * the others go into the smallest free blocks that hold them.
 */
static bool
place_stable(struct wishes *x)
{
	struct arguments *args = x->in->args;
	struct cidr_items kept = { .n = 0 };
	struct map names = map_new(args->a);
	struct pool *pool = read_kept(x, &kept, &names);
	const size_t *order = make_order(x, true);
	bool all = true;

	for (size_t i = 0; i < x->n; i++) {
		struct wish *wish = &x->v[order[i]];
		const struct cidr_item *old = wish->name == NULL ? NULL :
		    map_get(&names, wish->name);

		if (old != NULL && old->term.kind == TERM_PREFIX &&
		    old->term.length <= wish->length) {
			wish->c = term_cidr(old->term);
			wish->placed = true;
		} else if (old == NULL) {
			wish->placed = pool_take(pool, wish->length,
			    &wish->c);
		}
		all = all && wish->placed;
	}
	return all;
}

/*
 * The addresses that lie free between the first and the last block that was
 * given away.
 */
static struct addr
gaps_of(const struct wishes *x)
{
	struct arena *a = arena_new();
	struct range_bag bag = range_bag_new(a);
	struct range_set given;
	struct addr gaps = { 0, 0 };

	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].placed)
			range_bag_add(&bag, x->parent.family,
			    x->v[i].c.base, cidr_last(x->v[i].c));
	given = range_bag_union(&bag, x->parent.family, a);
	for (size_t i = 1; i < given.n; i++)
		gaps = addr_add(gaps, addr_previous(addr_subtract(
		    given.v[i].first, given.v[i - 1].last)));
	arena_free(a);
	return gaps;
}

static struct addr
usable_of(const struct wishes *x, const struct wish *wish)
{
	struct addr size_less_one = addr_subtract(cidr_last(wish->c),
	    wish->c.base);
	unsigned overhead = wish->c.length + 1U >=
	    family_bits(x->parent.family) && !x->in_cloud ? 0 :
	    overhead_of(x, wish->hosts);

	/* A block taken over may be larger than two hosts ask for. */
	if (!x->in_cloud && overhead == 0 && wish->c.length + 1U <
	    family_bits(x->parent.family))
		overhead = x->parent.family == IPV4 ? 2 : 1;
	return addr_next(addr_subtract(size_less_one,
	    addr_from_u64(overhead)));
}

static void
print_wish(const struct wishes *x, struct writer *w, const struct wish *wish)
{
	struct str *out = x->in->args->out;
	char text[CIDR_TEXT_MAX], hosts[ADDR_DECIMAL_MAX];
	char usable[ADDR_DECIMAL_MAX];

	addr_format_decimal(wish->hosts, false, hosts);
	if (wish->placed) {
		cidr_format(wish->c, text);
		addr_format_decimal(usable_of(x, wish), false, usable);
	}
	if (w != NULL) {
		writer_begin_map_inline(w);
		writer_member_text(w, "prefix", wish->placed ? text : NULL);
		writer_member_text(w, "name", wish->name);
		writer_member_text(w, "hosts", hosts);
		writer_member_text(w, "usable",
		    wish->placed ? usable : NULL);
		writer_end(w);
	} else if (wish->placed) {
		str_addf(out, "%s%s%s  # %s of %s hosts\n", text,
		    wish->name != NULL ? " " : "",
		    wish->name != NULL ? wish->name : "", hosts, usable);
	}
}

static void
complain_unplaced(const struct wishes *x)
{
	char text[CIDR_TEXT_MAX];

	for (size_t i = 0; i < x->n; i++)
		if (!x->v[i].placed)
			complain("no room in %s for %s%sa /%u",
			    cidr_format(x->parent, text),
			    x->v[i].name != NULL ? x->v[i].name : "",
			    x->v[i].name != NULL ? ", " : "",
			    x->v[i].length);
}

/* What the other order would leave between the blocks, as a hint. */
static void
print_gaps(const struct wishes *x, struct writer *w, enum order order)
{
	struct wishes other = *x;
	char gaps[ADDR_DECIMAL_MAX], less[ADDR_DECIMAL_MAX];
	struct addr found = gaps_of(x), better;

	addr_format_decimal(found, false, gaps);
	if (w != NULL) {
		writer_member_text(w, "order", cidr_order_words[order]);
		writer_member_text(w, "between", gaps);
		return;
	}
	str_addf(x->in->args->out, "# %s addresses lie free between them",
	    gaps);
	if (order == ORDER_GIVEN) {
		other.v = arena_array(x->in->args->a, x->n, sizeof *other.v);
		memcpy(other.v, x->v, x->n * sizeof *other.v);
		if (place_in_row(&other, make_order(&other, true))) {
			better = gaps_of(&other);
			if (addr_compare(better, found) < 0)
				str_addf(x->in->args->out, "; %s with "
				    "--order size", addr_format_decimal(
				    better, false, less));
		}
	}
	str_add_char(x->in->args->out, '\n');
}

/* Print what was placed, and complain of the rest. */
static void
print_wishes(const struct wishes *x, enum order order)
{
	struct arguments *args = x->in->args;
	bool json = cidr_wants_json(args);
	struct writer w = { .out = args->out };

	if (json) {
		w = cidr_begin_json(args);
		writer_key(&w, "prefixes");
		writer_begin_list(&w);
	}
	for (size_t i = 0; i < x->n; i++)
		print_wish(x, json ? &w : NULL, &x->v[i]);
	if (json)
		writer_end(&w);
	print_gaps(x, json ? &w : NULL, order);
	if (json)
		cidr_end_json(&w);
	complain_unplaced(x);
}

enum exit_status
cidr_split_by_hosts(struct cidr_input *in, struct cidr parent)
{
	struct arguments *args = in->args;
	struct wishes x = {
		.in = in, .parent = parent
	};
	const char *usable = argument(args, "usable");
	const char *word = argument(args, "order");
	enum order order = ORDER_GIVEN;
	bool all;

	x.in_cloud = cloud_find(usable != NULL ? usable : "aws", &x.cloud);
	for (size_t k = 0; cidr_order_words[k] != NULL; k++)
		if (str_equal(word, cidr_order_words[k]))
			order = (enum order)k;
	if (args->n_operands > 1 && order != ORDER_STABLE) {
		complain("%s: only --order stable keeps what is stated",
		    args->title);
		in->refused = true;
		return cidr_status(in, false);
	}
	if (!read_wishes(&x))
		return cidr_status(in, false);
	all = order == ORDER_STABLE ? place_stable(&x) :
	    place_in_row(&x, make_order(&x, order == ORDER_SIZE));
	print_wishes(&x, order);
	return cidr_status(in, !all);
}
