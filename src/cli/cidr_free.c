/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"
#include "cli/cidr_output.h"
#include "net/carve.h"
#include "net/pool.h"

#include <string.h>

/* The prefixes of --in and what is used of each family. */
struct parents {
	struct cidr *v;		/* as they were given */
	size_t n;
	struct range_set used[2];
};

/* False after a complaint. */
static bool
read_parents(struct cidr_input *in, struct parents *p)
{
	struct arguments *args = in->args;
	struct range_bag bag = range_bag_new(args->a);
	size_t n = 0;
	const char *const *texts = argument_list(args, "in", &n);

	if (n == 0) {
		complain("%s: option \"--in\" says where to look: give a "
		    "prefix", args->title);
		in->refused = true;
		return false;
	}
	p->v = arena_array(args->a, n, sizeof *p->v);
	for (size_t i = 0; i < n; i++)
		if (cidr_read_prefix(in, texts[i], &p->v[p->n]))
			p->n++;
	for (size_t i = 0; i < args->n_operands; i++)
		cidr_fill(in, i, &bag);
	p->used[0] = range_bag_union(&bag, IPV4, args->a);
	p->used[1] = range_bag_union(&bag, IPV6, args->a);
	return p->n == n;
}

static struct range_set
free_in(struct arena *a, const struct parents *p, struct cidr parent)
{
	return range_set_subtract(a, range_set_of_cidr(a, parent),
	    p->used[parent.family == IPV6]);
}

/* ----------------------------------------------------------------- free */

/* How many blocks of each length are free, and how many could be cut. */
struct lengths {
	size_t blocks[129];
	struct addr possible[129];
	bool overflow[129];	/* 2^128, of all of IPv6 */
	unsigned shortest, longest;
};

static void
count_block(struct lengths *l, struct cidr c)
{
	if (l->shortest > c.length)
		l->shortest = c.length;
	if (l->longest < c.length)
		l->longest = c.length;
	l->blocks[c.length]++;
	for (unsigned i = c.length; i <= family_bits(c.family); i++) {
		struct addr sum = addr_add(l->possible[i], addr_next(
		    carve_last_number(i - c.length)));

		l->overflow[i] = addr_equal(sum, addr_first(IPV6));
		l->possible[i] = sum;
	}
}

static const char *
possible_text(const struct lengths *l, unsigned i,
    char text[ADDR_DECIMAL_MAX])
{
	return addr_format_decimal(l->overflow[i] ? addr_last(IPV6) :
	    l->possible[i], l->overflow[i], text);
}

static void
print_lengths(struct arguments *args, struct writer *w,
    const struct lengths *l, enum family family)
{
	for (unsigned i = l->shortest; i <= l->longest; i++) {
		char text[ADDR_DECIMAL_MAX];

		possible_text(l, i, text);
		if (w == NULL) {
			str_addf(args->out, "%s /%-3u  %zu whole, %s can be "
			    "cut\n", family_name(family), i, l->blocks[i],
			    text);
			continue;
		}
		writer_begin_map_inline(w);
		writer_member_text(w, "family", family_name(family));
		writer_member_integer(w, "length", i);
		writer_member_integer(w, "free", (int64_t)l->blocks[i]);
		writer_member_text(w, "possible", text);
		writer_end(w);
	}
}

static void
print_by_length(struct arguments *args, const struct range_set free[2])
{
	struct writer w = { .out = args->out };
	bool json = cidr_wants_json(args);

	if (json) {
		w = cidr_begin_json(args);
		writer_key(&w, "lengths");
		writer_begin_list(&w);
	}
	for (int f = 0; f < 2; f++) {
		struct lengths l = { .shortest = 129 };
		size_t n = 0;
		struct cidr *v = range_set_to_cidrs(args->a, free[f], &n);

		for (size_t i = 0; i < n; i++)
			count_block(&l, v[i]);
		print_lengths(args, json ? &w : NULL, &l, free[f].family);
	}
	if (json) {
		writer_end(&w);
		cidr_end_json(&w);
	}
}

static enum exit_status
run_free(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	struct parents p = { .n = 0 };
	struct range_set free[2] = { range_set_empty(IPV4),
		range_set_empty(IPV6) };
	struct cidr_list list;

	if (cidr_refuse_csv(args, "by-length"))
		return EXIT_STATUS_REFUSED;
	if (!read_parents(&in, &p))
		return cidr_status(&in, false);
	for (size_t i = 0; i < p.n; i++) {
		int f = p.v[i].family == IPV6;

		free[f] = range_set_union(args->a, free[f],
		    free_in(args->a, &p, p.v[i]));
	}
	if (argument_given(args, "by-length")) {
		print_by_length(args, free);
		return cidr_status(&in, false);
	}
	list = cidr_list_begin(args);
	cidr_list_set(&list, free[0]);
	cidr_list_set(&list, free[1]);
	cidr_list_end(&list);
	return cidr_status(&in, false);
}

static const struct option free_options[] = {
	{ .name = "in", .kind = OPTION_LIST, .argument = "PREFIX",
	  .help = "the prefixes to look in; needed" },
	{ .name = "by-length", .kind = OPTION_FLAG,
	  .help = "print how many blocks of each length are free" },
	{ 0 }
};

static const struct option *const free_shared[] = {
	options_cidr_list, options_cidr_table, NULL
};

const struct command command_cidr_free = {
	.name = "free",
	.operands = "[USED...]",
	.operand_kind = OPERAND_FILE,
	.summary = "what is free in a prefix",
	.details = "What of the prefixes of --in no operand covers, as the "
	    "fewest prefixes.",
	.options = free_options,
	.shared = free_shared,
	.run = run_free
};

/* ----------------------------------------------------------------- next */

static const char *const fit_words[] = {
	[FIT_FIRST] = "first",
	[FIT_LAST] = "last",
	[FIT_BEST] = "best",
	[FIT_SPARSE] = "sparse",
	NULL
};

/* What is asked for, and the free space of each parent, in order. */
struct request {
	struct cidr_input *in;
	struct parents parents;
	enum family family;
	enum fit fit;
	unsigned align;
	struct pool **pool;	/* one a parent */
	unsigned *length;
	size_t n_lengths;
	size_t times;		/* each length so many times */
};

/* "24" or "/24", at most bits; false after a complaint. */
static bool
read_length(struct cidr_input *in, const char *option, const char *text,
    unsigned bits, unsigned *out)
{
	const char *digits = text[0] == '/' ? text + 1 : text;
	struct addr n = { 0, 0 };

	if (addr_parse_decimal(digits, strlen(digits), &n) &&
	    addr_compare(n, addr_from_u64(bits)) <= 0) {
		*out = (unsigned)n.lo;
		return true;
	}
	complain("%s: option \"--%s\" takes prefix lengths up to %u, not "
	    "\"%s\"", in->args->title, option, bits, text);
	in->refused = true;
	return false;
}

static bool
read_lengths(struct request *r)
{
	struct arguments *args = r->in->args;
	size_t n = 0;
	const char *const *texts = argument_list(args, "size", &n);
	unsigned bits = family_bits(r->family);
	const char *align = argument(args, "align");

	if (n == 0) {
		complain("%s: option \"--size\" says how large: give a prefix "
		    "length", args->title);
		r->in->refused = true;
		return false;
	}
	r->length = arena_array(args->a, n, sizeof *r->length);
	for (size_t i = 0; i < n; i++)
		if (!read_length(r->in, "size", texts[i], bits,
		    &r->length[i]))
			return false;
	r->n_lengths = n;
	r->align = bits;
	return align == NULL ||
	    read_length(r->in, "align", align, bits, &r->align);
}

static bool
read_request(struct request *r)
{
	struct arguments *args = r->in->args;
	const char *fit = argument(args, "fit");

	if (!read_parents(r->in, &r->parents))
		return false;
	r->family = r->parents.v[0].family;
	for (size_t i = 1; i < r->parents.n; i++)
		if (r->parents.v[i].family != r->family) {
			complain("%s: the prefixes of \"--in\" are of both "
			    "families; ask for one at a time", args->title);
			r->in->refused = true;
			return false;
		}
	for (size_t i = 0; fit_words[i] != NULL; i++)
		if (str_equal(fit, fit_words[i]))
			r->fit = (enum fit)i;
	r->times = cidr_number(args, "count", 1);
	return read_lengths(r);
}

static void
fill_pools(struct request *r)
{
	struct arena *a = r->in->args->a;
	size_t n_parents = r->parents.n;

	r->pool = arena_array(a, n_parents, sizeof *r->pool);
	for (size_t i = 0; i < n_parents; i++) {
		struct cidr parent = r->parents.v[i];
		size_t n = 0;
		struct cidr *v = range_set_to_cidrs(a,
		    free_in(a, &r->parents, parent), &n);

		r->pool[i] = pool_new(a, r->family, r->fit, r->align);
		for (size_t k = 0; k < n; k++)
			pool_add(r->pool[i], v[k]);
		/* Parents may overlap: what one offers, none other does. */
		r->parents.used[r->family == IPV6] = range_set_union(a,
		    r->parents.used[r->family == IPV6],
		    range_set_of_cidr(a, parent));
	}
}

static bool
take(struct request *r, unsigned length, struct cidr *out)
{
	for (size_t i = 0; i < r->parents.n; i++)
		if (pool_take(r->pool[i], length, out))
			return true;
	return false;
}

/* Print what is found; false where one was not. */
static bool
take_all(struct request *r, struct cidr_list *list)
{
	for (size_t i = 0; i < r->n_lengths; i++)
		for (size_t k = 0; k < r->times && !list->stopped; k++) {
			struct cidr c;

			if (!take(r, r->length[i], &c)) {
				complain("no /%u is free%s", r->length[i],
				    r->align < r->length[i] ?
				    " at that alignment" : "");
				return false;
			}
			cidr_list_range(list, r->family, c.base,
			    cidr_last(c));
		}
	return true;
}

static enum exit_status
run_next(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	struct request r = { .in = &in };
	struct cidr_list list = { .args = args };
	bool found;

	if (!read_request(&r))
		return cidr_status(&in, false);
	fill_pools(&r);
	list.json = cidr_wants_json(args);
	if (list.json) {
		list.w = cidr_begin_json(args);
		writer_key(&list.w, "prefixes");
		writer_begin_list(&list.w);
		list.open = true;
	}
	found = take_all(&r, &list);
	cidr_list_close(&list);
	if (list.json) {
		writer_member_bool(&list.w, "all", found);
		cidr_end_json(&list.w);
	}
	return cidr_status(&in, !found);
}

static const struct option next_options[] = {
	{ .name = "in", .kind = OPTION_LIST, .argument = "PREFIX",
	  .help = "the prefixes to take from, in this order; needed" },
	{ .name = "size", .kind = OPTION_LIST, .argument = "LENGTH",
	  .help = "the lengths of the prefixes to find; needed" },
	{ .name = "count", .kind = OPTION_NUMBER, .argument = "N",
	  .min = 1, .max = 10000000, .help = "so many of each" },
	{ .name = "fit", .kind = OPTION_WORD, .argument = "HOW",
	  .words = fit_words,
	  .help = "lowest address, highest, in the smallest free block, or in "
	      "the middle of the largest" },
	{ .name = "align", .kind = OPTION_TEXT, .argument = "LENGTH",
	  .help = "only at multiples of a prefix of that length" },
	{ 0 }
};

static const struct option *const next_shared[] = { options_cidr, NULL };

const struct command command_cidr_next = {
	.name = "next",
	.operands = "[USED...]",
	.operand_kind = OPERAND_FILE,
	.summary = "the next free prefixes of given lengths",
	.details = "Finds free prefixes in those of --in, given what the "
	    "operands use. --align leaves each of them room to grow; --fit "
	    "sparse keeps them far apart. The exit status is 1 if one was not "
	    "found.",
	.options = next_options,
	.shared = next_shared,
	.run = run_next
};
