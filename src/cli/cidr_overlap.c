/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"
#include "cli/cidr_output.h"
#include "cli/terminal.h"
#include "net/overlap.h"
#include "text/sanitise.h"
#include "text/table.h"


static const enum family families[] = { IPV4, IPV6 };

enum { LIMIT_DEFAULT = 1000 };

/* --------------------------------------------------------------- count */

static uint64_t
count_bag(struct range_bag *bag)
{
	return range_bag_overlaps(bag, IPV4) + range_bag_overlaps(bag, IPV6);
}

/* The pairs of all items; with between, less those of each operand alone. */
static uint64_t
count_items(const struct cidr_items *items, bool between)
{
	struct arena *a = arena_new();
	struct range_bag all = range_bag_new(a);
	uint64_t pairs, within = 0;

	for (size_t i = 0; i < items->n; i++)
		range_bag_add(&all, items->v[i].term.family,
		    items->v[i].term.range.first,
		    items->v[i].term.range.last);
	pairs = count_bag(&all);
	/* The items of an operand stand together. */
	for (size_t i = 0, k; between && i < items->n; i = k) {
		struct range_bag own = range_bag_new(a);

		for (k = i; k < items->n &&
		    items->v[k].source == items->v[i].source; k++)
			range_bag_add(&own, items->v[k].term.family,
			    items->v[k].term.range.first,
			    items->v[k].term.range.last);
		within += count_bag(&own);
	}
	arena_free(a);
	return pairs - within;
}

/* The same without keeping the items. */
static uint64_t
count_operands(struct cidr_input *in, bool between)
{
	struct arguments *args = in->args;
	struct range_bag all = range_bag_new(args->a);
	uint64_t within = 0;

	for (size_t i = 0; i < args->n_operands; i++) {
		struct range_bag own = range_bag_new(args->a);

		if (!between) {
			cidr_fill(in, i, &all);
			continue;
		}
		cidr_fill(in, i, &own);
		range_bag_append(&all, &own);
		within += count_bag(&own);
	}
	return count_bag(&all) - within;
}

static enum exit_status
run_count(struct cidr_input *in, bool between)
{
	uint64_t pairs = count_operands(in, between);

	if (cidr_wants_json(in->args)) {
		struct writer w = cidr_begin_json(in->args);

		writer_member_integer(&w, "pairs", (int64_t)pairs);
		cidr_end_json(&w);
	} else {
		str_addf(in->args->out, cidr_wants_csv(in->args) ?
		    "pairs\n%llu\n" : "%llu pairs\n",
		    (unsigned long long)pairs);
	}
	return cidr_status(in, pairs > 0);
}

/* -------------------------------------------------------------- listing */

struct listing {
	struct cidr_input *in;
	const struct cidr_items *items;
	struct writer *w;	/* NULL: text */
	uint64_t shown, limit;
};

static const char *
relation_of(const struct overlap_item *a, const struct overlap_item *b)
{
	if (addr_equal(a->range.first, b->range.first) &&
	    addr_equal(a->range.last, b->range.last))
		return "equals";
	if (addr_compare(a->range.last, b->range.last) >= 0)
		return "contains";
	return "overlaps";
}

/* The items of a line of CSV, and between them how they relate. */
static void
add_csv(const struct listing *l, const struct cidr_item *x,
    const char *relation, const struct cidr_item *y)
{
	const char *fields[2 * CIDR_ITEM_FIELDS + 2];

	cidr_item_fields(l->in, x, fields);
	fields[CIDR_ITEM_FIELDS] = relation;
	cidr_item_fields(l->in, y, fields + CIDR_ITEM_FIELDS + 1);
	fields[2 * CIDR_ITEM_FIELDS + 1] = NULL;
	cidr_add_csv(l->in->args->out, fields);
}

static bool
list_pair(void *context, const struct overlap_item *a,
    const struct overlap_item *b)
{
	struct listing *l = context;
	const struct cidr_item *x = &l->items->v[a->id];
	const struct cidr_item *y = &l->items->v[b->id];
	struct str *out = l->in->args->out;

	if (l->shown == l->limit)
		return false;
	l->shown++;
	if (l->w != NULL) {
		writer_begin_map(l->w);
		writer_key(l->w, "a");
		cidr_write_item(l->w, l->in, x);
		writer_member_text(l->w, "relation", relation_of(a, b));
		writer_key(l->w, "b");
		cidr_write_item(l->w, l->in, y);
		writer_end(l->w);
	} else if (cidr_wants_csv(l->in->args)) {
		add_csv(l, x, relation_of(a, b), y);
	} else {
		cidr_add_item(out, l->in, x);
		str_addf(out, " %s ", relation_of(a, b));
		cidr_add_item(out, l->in, y);
		str_add_char(out, '\n');
	}
	return cidr_flush(l->in->args);
}

static void
list_pairs(struct listing *l, bool between)
{
	struct arena *a = arena_new();
	size_t n = l->items->n;
	struct overlap_item *v = arena_array(a, n, sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct overlap_item){
			.range = l->items->v[i].term.range,
			.id = (uint32_t)i, .group = l->items->v[i].source,
			.family = l->items->v[i].term.family
		};
	overlap_pairs(v, n, between, list_pair, l);
	arena_free(a);
}

static enum exit_status
run_list(struct cidr_input *in, bool between)
{
	struct arguments *args = in->args;
	struct cidr_items items = { .n = 0 };
	struct listing l = {
		.in = in, .items = &items,
		.limit = cidr_number(args, "limit", LIMIT_DEFAULT)
	};
	struct writer w;
	uint64_t pairs;

	for (size_t i = 0; i < args->n_operands; i++)
		cidr_collect(in, i, &items);
	pairs = count_items(&items, between);
	if (cidr_wants_json(args)) {
		w = cidr_begin_json(args);
		l.w = &w;
		writer_member_integer(&w, "pairs", (int64_t)pairs);
		writer_key(&w, "overlaps");
		writer_begin_list(&w);
	} else if (cidr_wants_csv(args)) {
		str_add(args->out, "a,a_label,a_file,a_line,relation,"
		    "b,b_label,b_file,b_line\n");
	}
	list_pairs(&l, between);
	if (l.w != NULL) {
		writer_end(&w);
		cidr_end_json(&w);
	} else if (l.shown < pairs && cidr_wants_csv(args)) {
		complain("%llu pairs in all, of which %llu are shown "
		    "(--limit)", (unsigned long long)pairs,
		    (unsigned long long)l.shown);
	} else if (l.shown < pairs) {
		str_addf(args->out, "# %llu pairs in all, of which %llu are "
		    "shown (--limit)\n", (unsigned long long)pairs,
		    (unsigned long long)l.shown);
	}
	return cidr_status(in, pairs > 0);
}

/* --------------------------------------------------------------- matrix */

struct matrix {
	struct cidr_input *in;
	size_t n;
	struct range_set *set[2];	/* a family: one an operand */
};

static struct matrix
read_matrix(struct cidr_input *in)
{
	struct arena *a = in->args->a;
	struct matrix m = { .in = in, .n = in->args->n_operands };

	for (int f = 0; f < 2; f++)
		m.set[f] = arena_array(a, m.n, sizeof *m.set[f]);
	for (size_t i = 0; i < m.n; i++) {
		struct range_bag bag = range_bag_new(a);

		cidr_fill(in, i, &bag);
		for (int f = 0; f < 2; f++)
			m.set[f][i] = range_bag_union(&bag, families[f], a);
	}
	return m;
}

/* How many addresses two operands share, in decimal; *any if there are. */
static const char *
count_shared(const struct matrix *m, int f, size_t i, size_t k, bool *any)
{
	struct arena *a = arena_new();
	struct range_set both = range_set_intersect(a, m->set[f][i],
	    m->set[f][k]);
	bool overflow = false;
	struct addr n = range_set_count(both, &overflow);
	char *text = arena_alloc(m->in->args->a, ADDR_DECIMAL_MAX);

	if (i != k && !range_set_is_empty(both))
		*any = true;
	addr_format_decimal(overflow ? addr_last(IPV6) : n, overflow, text);
	arena_free(a);
	return text;
}

static bool
has_family(const struct matrix *m, int f)
{
	for (size_t i = 0; i < m->n; i++)
		if (!range_set_is_empty(m->set[f][i]))
			return true;
	return false;
}

static void
print_matrix(const struct matrix *m, int f, bool *any)
{
	struct arguments *args = m->in->args;
	struct str columns = str_new(args->a);
	const char **cells = arena_array(args->a, m->n + 1, sizeof *cells);
	struct table *t;

	str_add_char(&columns, 'l');
	str_add_repeat(&columns, 'r', m->n);
	t = table_new(args->a, str_text(&columns));
	cells[0] = family_name(families[f]);
	for (size_t k = 0; k < m->n; k++)
		cells[k + 1] = sanitise_text(args->a, args->operand[k]);
	table_row(t, cells);
	for (size_t i = 0; i < m->n; i++) {
		cells[0] = sanitise_text(args->a, args->operand[i]);
		for (size_t k = 0; k < m->n; k++)
			cells[k + 1] = count_shared(m, f, i, k, any);
		table_row(t, cells);
	}
	table_print(t, args->out, 0, SIZE_MAX);
}

static void
write_matrix(const struct matrix *m, struct writer *w, int f, bool *any)
{
	writer_key(w, f == 0 ? "ipv4" : "ipv6");
	writer_begin_list(w);
	for (size_t i = 0; i < m->n; i++) {
		writer_begin_list_inline(w);
		for (size_t k = 0; k < m->n; k++)
			writer_text(w, count_shared(m, f, i, k, any));
		writer_end(w);
	}
	writer_end(w);
}

static enum exit_status
run_matrix(struct cidr_input *in)
{
	struct arguments *args = in->args;
	struct matrix m = read_matrix(in);
	bool any = false;

	if (cidr_wants_json(args)) {
		struct writer w = cidr_begin_json(args);

		writer_key(&w, "operands");
		writer_begin_list_inline(&w);
		for (size_t i = 0; i < m.n; i++)
			writer_text(&w, args->operand[i]);
		writer_end(&w);
		write_matrix(&m, &w, 0, &any);
		write_matrix(&m, &w, 1, &any);
		cidr_end_json(&w);
	} else {
		for (int f = 0; f < 2; f++)
			if (has_family(&m, f))
				print_matrix(&m, f, &any);
	}
	return cidr_status(in, any);
}

static enum exit_status
run_overlap(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	bool between = argument_given(args, "between");

	if (cidr_refuse_csv(args, "matrix"))
		return EXIT_STATUS_REFUSED;
	if (argument_given(args, "matrix"))
		return run_matrix(&in);
	if (argument_given(args, "count"))
		return run_count(&in, between);
	return run_list(&in, between);
}

static const struct option options[] = {
	{ .name = "between", .kind = OPTION_FLAG,
	  .help = "only pairs from different operands" },
	{ .name = "count", .kind = OPTION_FLAG,
	  .help = "print the number of pairs" },
	{ .name = "limit", .kind = OPTION_NUMBER, .argument = "N",
	  .min = 0, .max = 1000000000,
	  .help = "list at most so many pairs (1000)" },
	{ .name = "matrix", .kind = OPTION_FLAG,
	  .help = "print how many addresses any two operands share" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_cidr_table, NULL
};

const struct command command_cidr_overlap = {
	.name = "overlap",
	.operands = "TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 1,
	.summary = "which terms overlap, inside one list or between several",
	.details = "Each pair is printed once, with file, line and label: the "
	    "one that begins first contains, equals or overlaps the other. "
	    "The exit status is 1 if there are overlaps (with --matrix: "
	    "between operands).",
	.options = options,
	.shared = shared,
	.run = run_overlap
};
