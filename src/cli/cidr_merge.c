/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"
#include "cli/cidr_output.h"
#include "net/coarsen.h"
#include "net/range_bag.h"

#include <stdlib.h>
#include <string.h>

static const enum family families[] = { IPV4, IPV6 };

/* ------------------------------------------------------------- plainly */

static void
merge_plainly(struct cidr_input *in)
{
	struct arguments *args = in->args;
	struct range_bag bag = range_bag_new(args->a);
	struct cidr_list list;

	for (size_t i = 0; i < args->n_operands; i++)
		cidr_fill(in, i, &bag);
	list = cidr_list_begin(args);
	for (size_t i = 0; i < 2; i++) {
		struct range_walk walk = range_bag_walk(&bag, families[i]);
		struct range r;

		while (!list.stopped && range_walk_next(&walk, &r))
			cidr_list_range(&list, families[i], r.first,
			    r.last);
	}
	cidr_list_end(&list);
}

/* ------------------------------------------------------ with a budget */

/* What --max-entries and --waste allow. */
struct budget {
	size_t max_entries;
	struct addr max_waste;
};

static bool
read_budget(struct cidr_input *in, struct budget *budget)
{
	const char *waste = argument(in->args, "waste");

	budget->max_entries = cidr_number(in->args, "max-entries", 1);
	budget->max_waste = addr_last(IPV6);
	if (waste != NULL && !addr_parse_decimal(waste, strlen(waste),
	    &budget->max_waste)) {
		complain("%s: option \"--waste\" takes a number of "
		    "addresses, not \"%s\"", in->args->title, waste);
		in->refused = true;
		return false;
	}
	return true;
}

static void
merge_coarsely(struct cidr_input *in)
{
	struct arguments *args = in->args;
	struct range_bag bag = range_bag_new(args->a);
	struct coarsening c[2];
	struct cidr_list list;
	struct budget budget;

	if (!read_budget(in, &budget))
		return;
	for (size_t i = 0; i < args->n_operands; i++)
		cidr_fill(in, i, &bag);
	list = cidr_list_begin(args);
	for (size_t i = 0; i < 2; i++) {
		c[i] = coarsen(args->a, range_bag_union(&bag, families[i],
		    args->a), budget.max_entries, budget.max_waste);
		for (size_t k = 0; k < c[i].n && !list.stopped; k++)
			cidr_list_range(&list, families[i],
			    c[i].v[k].base, cidr_last(c[i].v[k]));
	}
	cidr_list_close(&list);
	for (size_t i = 0; i < 2; i++) {
		char text[ADDR_DECIMAL_MAX];

		addr_format_decimal(c[i].waste, false, text);
		if (list.json)
			writer_member_text(&list.w, i == 0 ? "ipv4_waste" :
			    "ipv6_waste", text);
		else if (c[i].n > 0 && list.csv)
			complain("%s: %s addresses more than were given",
			    family_name(families[i]), text);
		else if (c[i].n > 0)
			str_addf(args->out, "# %s: %s addresses more than "
			    "were given\n", family_name(families[i]), text);
	}
	cidr_list_end(&list);
}

/* ------------------------------------------------- with an explanation */

/* What became of an item. */
enum fate {
	FATE_KEPT,		/* it is in the result as it was */
	FATE_JOINED,		/* with others into something larger */
	FATE_SAME,		/* it repeats another */
	FATE_INSIDE		/* another contains it */
};

static const char *const fate_names[] = {
	[FATE_KEPT] = "kept",
	[FATE_JOINED] = "joined",
	[FATE_SAME] = "same",
	[FATE_INSIDE] = "inside"
};

/* Containers first; what is equal in the order in which it was read. */
static int
compare_items(const void *x, const void *y)
{
	const struct cidr_item *a = x, *b = y;
	int order;

	if (a->term.family != b->term.family)
		return a->term.family < b->term.family ? -1 : 1;
	order = addr_compare(a->term.range.first, b->term.range.first);
	if (order == 0)
		order = addr_compare(b->term.range.last, a->term.range.last);
	if (order == 0 && a->source != b->source)
		order = a->source < b->source ? -1 : 1;
	if (order == 0)
		order = (a->line > b->line) - (a->line < b->line);
	return order;
}

static bool
is_same_range(struct range a, struct range b)
{
	return addr_equal(a.first, b.first) && addr_equal(a.last, b.last);
}

/* Where an explanation has come to among the sorted items. */
struct explanation {
	struct cidr_input *in;
	const struct cidr_items *items;
	size_t at;
	const struct cidr_item *widest;	/* that which reaches farthest */
};

static enum fate
fate_of(struct explanation *e, const struct cidr_item *item,
    struct cidr result)
{
	const struct cidr_item *widest = e->widest;

	if (widest != NULL && widest->term.family == item->term.family &&
	    addr_compare(widest->term.range.last, item->term.range.last) >= 0)
		return is_same_range(widest->term.range, item->term.range) ?
		    FATE_SAME : FATE_INSIDE;
	e->widest = item;
	return is_same_range(item->term.range, cidr_range(result)) ?
	    FATE_KEPT : FATE_JOINED;
}

static void
write_fate(struct explanation *e, struct writer *w,
    const struct cidr_item *item, enum fate fate)
{
	writer_begin_map(w);
	writer_member_text(w, "how", fate_names[fate]);
	writer_key(w, "item");
	cidr_write_item(w, e->in, item);
	writer_key(w, "in");
	if (fate == FATE_SAME || fate == FATE_INSIDE)
		cidr_write_item(w, e->in, e->widest);
	else
		writer_null(w);
	writer_end(w);
}

static void
add_fate(struct explanation *e, const struct cidr_item *item, enum fate fate)
{
	struct str *out = e->in->args->out;

	str_addf(out, "  %-6s  ", fate_names[fate]);
	cidr_add_item(out, e->in, item);
	if (fate == FATE_SAME || fate == FATE_INSIDE) {
		str_add(out, fate == FATE_SAME ? " as " : " in ");
		cidr_add_item(out, e->in, e->widest);
	}
	str_add_char(out, '\n');
}

/* One prefix of the result, with all items that begin in it. */
static bool
explain_prefix(struct explanation *e, struct writer *w, struct cidr result)
{
	struct arguments *args = e->in->args;
	char text[CIDR_TEXT_MAX];
	bool json = cidr_wants_json(args);

	cidr_format(result, text);
	if (json) {
		writer_begin_map(w);
		writer_member_text(w, "prefix", text);
		writer_key(w, "from");
		writer_begin_list(w);
	} else {
		str_addf(args->out, "%s\n", text);
	}
	for (; e->at < e->items->n; e->at++) {
		const struct cidr_item *item = &e->items->v[e->at];
		enum fate fate;

		if (!cidr_contains_addr(result, item->term.family,
		    item->term.range.first))
			break;
		fate = fate_of(e, item, result);
		if (json)
			write_fate(e, w, item, fate);
		else
			add_fate(e, item, fate);
	}
	if (json) {
		writer_end(w);
		writer_end(w);
	}
	return cidr_flush(args);
}

static struct range_set
set_of_items(struct arena *a, const struct cidr_items *items,
    enum family family)
{
	struct range_bag bag = range_bag_new(a);

	for (size_t i = 0; i < items->n; i++)
		range_bag_add(&bag, items->v[i].term.family,
		    items->v[i].term.range.first,
		    items->v[i].term.range.last);
	return range_bag_union(&bag, family, a);
}

static void
merge_explained(struct cidr_input *in)
{
	struct arguments *args = in->args;
	struct cidr_items items = { .n = 0 };
	struct explanation e = { .in = in, .items = &items };
	struct writer w = { .out = args->out };
	bool go_on = true;

	for (size_t i = 0; i < args->n_operands; i++)
		cidr_collect(in, i, &items);
	vec_sort(&items, compare_items);
	if (cidr_wants_json(args)) {
		w = cidr_begin_json(args);
		writer_key(&w, "prefixes");
		writer_begin_list(&w);
	}
	for (size_t f = 0; f < 2; f++) {
		size_t n = 0;
		struct cidr *v = range_set_to_cidrs(args->a, set_of_items(
		    args->a, &items, families[f]), &n);

		for (size_t i = 0; i < n && go_on; i++)
			go_on = explain_prefix(&e, &w, v[i]);
	}
	if (cidr_wants_json(args)) {
		writer_end(&w);
		cidr_end_json(&w);
	}
}

static enum exit_status
run_merge(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	bool coarse = argument_given(args, "max-entries") ||
	    argument_given(args, "waste");

	if (argument_given(args, "explain") && (coarse ||
	    argument_given(args, "count") || argument_given(args, "ranges"))) {
		complain("%s: --explain explains the exact list of prefixes; "
		    "it goes with no other option", args->title);
		return EXIT_STATUS_REFUSED;
	}
	if (cidr_refuse_csv(args, "explain"))
		return EXIT_STATUS_REFUSED;
	if (argument_given(args, "explain"))
		merge_explained(&in);
	else if (coarse)
		merge_coarsely(&in);
	else
		merge_plainly(&in);
	return cidr_status(&in, false);
}

static const struct option options[] = {
	{ .name = "explain", .kind = OPTION_FLAG,
	  .help = "say of each prefix which ones it was made from, and which "
	      "ones were dropped for what" },
	{ .name = "max-entries", .kind = OPTION_NUMBER, .argument = "N",
	  .min = 1, .max = 1000000000,
	  .help = "at most N prefixes a family, covering a little more" },
	{ .name = "waste", .kind = OPTION_TEXT, .argument = "N",
	  .help = "as few prefixes as may be, covering at most N addresses "
	      "more a family" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_cidr_list, options_cidr_table, NULL
};

const struct command command_cidr_merge = {
	.name = "merge",
	.operands = "TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "the fewest prefixes for all that is given",
	.details = "Overlapping and neighbouring terms are joined; the result "
	    "covers exactly the same addresses, sorted. With --max-entries or "
	    "--waste it may cover more: neighbours are then replaced by the "
	    "block around both, the cheapest first, and how many addresses "
	    "were added is told.",
	.options = options,
	.shared = shared,
	.run = run_merge
};
