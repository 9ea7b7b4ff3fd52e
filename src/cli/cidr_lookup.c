/* SPDX-License-Identifier: MIT */
#include "cli/cidr.h"
#include "cli/cidr_output.h"
#include "net/lookup.h"

#include <string.h>

/* A table entry that was written as a range: it is looked up by prefixes. */
struct range_entry {
	uint32_t id;
	struct term term;
};

/*
 * What is kept of an entry stands among the labels, right before its own
 * label, and its place there is the entry's number: so that what a match
 * prints is one jump in memory away.
 */
struct entry {
	uint32_t line;
	uint32_t length;	/* of the label, which a NUL ends */
};

struct table {
	struct cidr_input *in;
	struct lookup *lookup;
	size_t n;				/* entries */
	VEC(struct range_entry) ranges;		/* by id, as they come */
	bool full;
};

enum { TABLE_MAX = 1 << 30, LINE_SHORTEST = 8 };

static void
add_range(struct table *t, const struct term *term, uint32_t id)
{
	struct arena *a = arena_new();
	size_t n = 0;
	struct cidr *v = range_set_to_cidrs(a, range_set_of_range(a,
	    term->family, term->range), &n);

	for (size_t i = 0; i < n; i++)
		lookup_add(t->lookup, v[i], id);
	vec_push(t->in->args->a, &t->ranges,
	    ((struct range_entry){ id, *term }));
	arena_free(a);
}

static void
add_entry(void *context, const struct list_item *item, size_t source)
{
	struct table *t = context;
	struct str *labels = &t->in->labels;
	struct entry e = { .line = (uint32_t)item->line };
	size_t at = labels->n, label;

	(void)source;
	if (t->full)
		return;
	if (t->n == TABLE_MAX || at > UINT32_MAX) {
		complain("the table has more entries or longer labels than "
		    "can be held");
		t->in->refused = t->full = true;
		return;
	}
	t->n++;
	str_add_bytes(labels, (const char *)&e, sizeof e);
	label = cidr_keep_label(t->in, item);
	if (label > 0) {
		e.length = (uint32_t)(labels->n - label - 1);
		memcpy(labels->v + at, &e, sizeof e);
	}
	if (item->term.kind == TERM_RANGE)
		add_range(t, &item->term, (uint32_t)at);
	else
		lookup_add(t->lookup, term_cidr(item->term), (uint32_t)at);
}

static struct entry
entry_of(const struct table *t, uint32_t id)
{
	struct entry e;

	memcpy(&e, t->in->labels.v + id, sizeof e);
	return e;
}

/* Where the label of an entry stands; 0 if it has none. */
static size_t
label_of(const struct table *t, uint32_t id)
{
	return entry_of(t, id).length > 0 ? id + sizeof(struct entry) : 0;
}

/*
 * The table is a file of that many bytes.  Room is set aside at once: what
 * grows by doubling leaves its old halves behind.
 */
static void
expect_entries(struct table *t, size_t bytes)
{
	size_t most = bytes / LINE_SHORTEST;

	if (most == 0)
		return;
	lookup_expect(t->lookup, most);
	str_reserve(&t->in->labels, bytes + most);
}

static const struct term *
find_range(const struct table *t, uint32_t id)
{
	size_t low = 0, high = t->ranges.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->ranges.v[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->ranges.n && t->ranges.v[low].id == id ?
	    &t->ranges.v[low].term : NULL;
}

/* The entry that a row stands for, as it was written. */
static struct term
term_of_row(const struct table *t, enum family family, int32_t row)
{
	const struct term *range = t->ranges.n == 0 ? NULL :
	    find_range(t, lookup_id(t->lookup, family, row));
	struct cidr c = lookup_cidr(t->lookup, family, row);

	if (range != NULL)
		return *range;
	return (struct term){
		.range = { c.base, c.base }, .family = (uint8_t)family,
		.kind = TERM_PREFIX, .length = c.length
	};
}

/* Queries are looked up together: see lookup_find_many(). */
enum { BATCH = 128 };

struct querying {
	struct table *t;
	struct term batch[BATCH];
	size_t n_batch;
	struct writer *w;	/* NULL: text */
	bool csv;
	bool all;		/* --all */
	bool count_only;	/* --count */
	bool stopped;
	uint64_t found, missing;
};

/* Write the entry of a row at text; returns where it ends. */
static char *
write_row(char *text, const struct table *t, enum family family, int32_t row)
{
	if (t->ranges.n == 0)
		return cidr_write(text, lookup_cidr(t->lookup, family, row));
	term_format(term_of_row(t, family, row), text);
	return text + strlen(text);
}

static void
add_csv(struct querying *q, const struct term *query, int32_t row)
{
	const struct table *t = q->t;
	char query_text[TERM_TEXT_MAX], text[TERM_TEXT_MAX] = "";
	const char *label = "";

	if (row != LOOKUP_NONE) {
		term_format(term_of_row(t, query->family, row), text);
		label = cidr_label(t->in, label_of(t, lookup_id(t->lookup,
		    query->family, row)));
	}
	cidr_add_csv(t->in->args->out, (const char *const[]){
	    term_format(*query, query_text), text, label, NULL });
}

static char *
write_query(char *out, const struct term *query)
{
	if (query->kind == TERM_ADDRESS)
		return addr_write(out, query->range.first, query->family);
	if (query->kind == TERM_PREFIX)
		return cidr_write(out, term_cidr(*query));
	return out + strlen(term_format(*query, out));
}

static void
print_missing(struct querying *q, const struct term *query)
{
	char *end = str_room(q->t->in->args->out, TERM_TEXT_MAX + 3);

	end = write_query(end, query);
	memcpy(end, " -\n", 3);
	str_take(q->t->in->args->out, end + 3);
}

/* "ADDRESS PREFIX LABEL", written where it will stand. */
static void
print_match(struct querying *q, const struct term *query, int32_t row)
{
	const struct table *t = q->t;
	uint32_t id = lookup_id(t->lookup, query->family, row);
	struct entry e = entry_of(t, id);
	char *end = str_room(t->in->args->out, 2 * TERM_TEXT_MAX + e.length);

	end = write_query(end, query);
	*end++ = ' ';
	end = write_row(end, t, query->family, row);
	if (e.length > 0) {
		*end++ = ' ';
		memcpy(end, t->in->labels.v + id + sizeof e, e.length);
		end += e.length;
	}
	*end++ = '\n';
	str_take(t->in->args->out, end);
}

static void
write_match(struct querying *q, enum family family, int32_t row)
{
	uint32_t id = lookup_id(q->t->lookup, family, row);
	struct cidr_item item = {
		.term = term_of_row(q->t, family, row), .source = 0,
		.line = entry_of(q->t, id).line,
		.label = (uint32_t)label_of(q->t, id)
	};

	cidr_write_item(q->w, q->t->in, &item);
}

/* One row, and with --all those equal to it. */
static void
show_row(struct querying *q, const struct term *query, int32_t row)
{
	size_t n = q->all ? lookup_equal(q->t->lookup, query->family, row) :
	    1;

	for (size_t i = 0; i < n; i++) {
		if (q->w != NULL)
			write_match(q, query->family, row + (int32_t)i);
		else if (q->csv)
			add_csv(q, query, row + (int32_t)i);
		else
			print_match(q, query, row + (int32_t)i);
	}
}

static void
show_matches(struct querying *q, const struct term *query, int32_t row)
{
	if (q->w != NULL) {
		char text[TERM_TEXT_MAX];

		writer_begin_map(q->w);
		writer_member_text(q->w, "query", term_format(*query, text));
		writer_key(q->w, "matches");
		writer_begin_list(q->w);
	} else if (row == LOOKUP_NONE) {
		if (q->csv)
			add_csv(q, query, row);
		else
			print_missing(q, query);
	}
	while (row != LOOKUP_NONE) {
		show_row(q, query, row);
		row = q->all ? lookup_outer(q->t->lookup, query->family,
		    row) : LOOKUP_NONE;
	}
	if (q->w != NULL) {
		writer_end(q->w);
		writer_end(q->w);
	}
	q->stopped = !cidr_flush(q->t->in->args);
}

/* Also of a /32 or /128. */
static bool
is_address(const struct term *query)
{
	return addr_equal(query->range.first, query->range.last);
}

/* The rows of all addresses of one family in the batch. */
static void
find_addresses(const struct querying *q, enum family family,
    int32_t row[BATCH])
{
	struct addr a[BATCH] = { { 0, 0 } };
	int32_t found[BATCH];
	size_t at[BATCH], n = 0;

	for (size_t i = 0; i < q->n_batch; i++)
		if (is_address(&q->batch[i]) &&
		    q->batch[i].family == family) {
			a[n] = q->batch[i].range.first;
			at[n++] = i;
		}
	lookup_find_many(q->t->lookup, family, a, n, found);
	for (size_t i = 0; i < n; i++)
		row[at[i]] = found[i];
}

/* Ask for what print_match() will touch, which lies anywhere in memory. */
static void
touch_matches(const struct querying *q, const int32_t row[BATCH])
{
	const struct table *t = q->t;

	for (size_t i = 0; i < q->n_batch; i++)
		if (row[i] != LOOKUP_NONE)
			__builtin_prefetch(t->in->labels.v + lookup_id(
			    t->lookup, q->batch[i].family, row[i]));
}

static void
look_up_batch(struct querying *q)
{
	int32_t row[BATCH];

	find_addresses(q, IPV4, row);
	find_addresses(q, IPV6, row);
	for (size_t i = 0; i < q->n_batch; i++) {
		const struct term *query = &q->batch[i];

		if (!is_address(query))
			row[i] = lookup_find_range(q->t->lookup,
			    query->family, query->range);
		if (row[i] == LOOKUP_NONE)
			q->missing++;
		else
			q->found++;
	}
	if (!q->count_only) {
		touch_matches(q, row);
		for (size_t i = 0; i < q->n_batch && !q->stopped; i++)
			show_matches(q, &q->batch[i], row[i]);
	}
	q->n_batch = 0;
}

static void
look_up(void *context, const struct list_item *item, size_t source)
{
	struct querying *q = context;

	(void)source;
	if (q->stopped)
		return;
	q->batch[q->n_batch++] = item->term;
	if (q->n_batch == BATCH)
		look_up_batch(q);
}

static void
begin(struct querying *q, struct writer *w)
{
	if (q->csv)
		str_add(q->t->in->args->out, q->count_only ?
		    "found,not_found\n" : "query,prefix,label\n");
	if (!cidr_wants_json(q->t->in->args))
		return;
	*w = cidr_begin_json(q->t->in->args);
	q->w = w;
	if (!q->count_only) {
		writer_key(w, "queries");
		writer_begin_list(w);
	}
}

static void
finish(struct querying *q)
{
	if (q->w == NULL) {
		if (q->count_only)
			str_addf(q->t->in->args->out, q->csv ? "%llu,%llu\n" :
			    "%llu found, %llu not found\n",
			    (unsigned long long)q->found,
			    (unsigned long long)q->missing);
		return;
	}
	if (!q->count_only)
		writer_end(q->w);
	writer_member_integer(q->w, "found", (int64_t)q->found);
	writer_member_integer(q->w, "not_found", (int64_t)q->missing);
	cidr_end_json(q->w);
}

static enum exit_status
run_lookup(struct arguments *args)
{
	struct cidr_input in = cidr_input_new(args);
	struct table t = { .in = &in, .lookup = lookup_new(args->a) };
	struct querying q = {
		.t = &t, .all = argument_given(args, "all"),
		.count_only = argument_given(args, "count"),
		.csv = cidr_wants_csv(args)
	};
	struct writer w;

	expect_entries(&t, cidr_size(&in, 0));
	cidr_read(&in, 0, add_entry, &t);
	lookup_build(t.lookup);
	begin(&q, &w);
	for (size_t i = 1; i < args->n_operands && !q.stopped; i++)
		cidr_read(&in, i, look_up, &q);
	look_up_batch(&q);
	finish(&q);
	return cidr_status(&in, q.missing > 0);
}

static const struct option options[] = {
	{ .name = "all", .kind = OPTION_FLAG,
	  .help = "print every entry that contains it, the longest first" },
	{ .name = "count", .kind = OPTION_FLAG,
	  .help = "print how many were found, not where" },
	{ 0 }
};

static const struct option *const shared[] = {
	options_cidr_table, NULL
};

const struct command command_cidr_lookup = {
	.name = "lookup",
	.operands = "TABLE TERM|FILE...",
	.operand_kind = OPERAND_FILE,
	.operands_min = 2,
	.summary = "the longest prefix of a table that contains an address",
	.details = "For each address (or prefix, or range) the narrowest entry "
	    "of TABLE that contains all of it is printed, with its label; - "
	    "where there is none. The exit status is 1 if one was not found.",
	.options = options,
	.shared = shared,
	.run = run_lookup
};
