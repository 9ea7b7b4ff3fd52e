/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"
#include "cli/cidr_output.h"

/* The first few prefixes say enough of what is outside. */
enum { OUTSIDE_SHOWN = 3 };

struct containing {
	struct cidr_input *in;
	struct range_set outer[2];
	struct writer *w;	/* NULL: text */
	bool all;		/* so far */
};

static void
add_outside(struct str *out, const struct cidr *v, size_t n)
{
	for (size_t i = 0; i < n && i < OUTSIDE_SHOWN; i++) {
		char text[CIDR_TEXT_MAX];

		str_addf(out, "%s%s", i == 0 ? ": " : ", ",
		    cidr_format(v[i], text));
	}
	if (n > OUTSIDE_SHOWN)
		str_addf(out, " and %zu more prefixes are outside",
		    n - OUTSIDE_SHOWN);
	else
		str_add(out, n == 1 ? " is outside" : " are outside");
}

static void
print_text(struct containing *c, const struct cidr_item *item,
    const char *verdict, const struct cidr *outside, size_t n)
{
	struct str *out = c->in->args->out;

	str_addf(out, "%-6s  ", verdict);
	cidr_add_item(out, c->in, item);
	if (n > 0)
		add_outside(out, outside, n);
	str_add_char(out, '\n');
}

static void
print_json(struct containing *c, const struct cidr_item *item,
    const char *verdict, const struct cidr *outside, size_t n)
{
	writer_begin_map(c->w);
	writer_key(c->w, "item");
	cidr_write_item(c->w, c->in, item);
	writer_member_text(c->w, "contained", verdict);
	writer_key(c->w, "outside");
	writer_begin_list_inline(c->w);
	for (size_t i = 0; i < n; i++) {
		char text[CIDR_TEXT_MAX];

		writer_text(c->w, cidr_format(outside[i], text));
	}
	writer_end(c->w);
	writer_end(c->w);
}

static void
judge_item(struct containing *c, const struct cidr_item *item)
{
	struct arena *a = arena_new();
	enum family family = item->term.family;
	struct range_set outer = c->outer[family == IPV6];
	struct range_set inner = range_set_of_range(a, family,
	    item->term.range);
	struct range_set outside = range_set_subtract(a, inner, outer);
	const char *verdict = range_set_is_empty(outside) ? "yes" :
	    range_set_equal(outside, inner) ? "no" : "partly";
	size_t n = 0;
	struct cidr *v = range_set_to_cidrs(a, outside, &n);

	c->all = c->all && n == 0;
	if (c->w != NULL)
		print_json(c, item, verdict, v, n);
	else
		print_text(c, item, verdict, v, n);
	arena_free(a);
}

static enum exit_status
run_contains(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	struct range_bag bag = range_bag_new(args->a);
	struct cidr_items items = { .n = 0 };
	struct containing c = { .in = &in, .all = true };
	struct writer w;

	cidr_fill(&in, 0, &bag);
	c.outer[0] = range_bag_union(&bag, IPV4, args->a);
	c.outer[1] = range_bag_union(&bag, IPV6, args->a);
	for (size_t i = 1; i < args->n_operands; i++)
		cidr_collect(&in, i, &items);
	if (cidr_wants_json(args)) {
		w = cidr_begin_json(args);
		c.w = &w;
		writer_key(&w, "items");
		writer_begin_list(&w);
	}
	for (size_t i = 0; i < items.n && cidr_flush(args); i++)
		judge_item(&c, &items.v[i]);
	if (c.w != NULL) {
		writer_end(&w);
		writer_member_bool(&w, "all", c.all);
		cidr_end_json(&w);
	}
	return cidr_status(&in, !c.all);
}

static const struct option *const shared[] = { options_cidr, NULL };

const struct command command_cidr_contains = {
	.name = "contains",
	.operands = "OUTER TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 2,
	.summary = "whether the first operand contains the others",
	.details = "OUTER, a term or a file of many, is taken as one set of "
	    "addresses: halves of a prefix contain the prefix. For each of "
	    "the other terms the answer is yes, partly or no, and what is "
	    "outside. The exit status is 1 unless all answers are yes.",
	.shared = shared,
	.run = run_contains
};
