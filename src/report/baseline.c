/* SPDX-License-Identifier: MIT */
#include "report/baseline.h"

#include "document/writer.h"
#include "report/common.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

/* ----------------------------------------------------------------- order */

static int
compare_entries(const void *x, const void *y)
{
	const struct baseline_entry *a = x, *b = y;
	int order = strcmp(a->file, b->file);

	if (order == 0)
		order = strcmp(a->rule, b->rule);
	if (order == 0)
		order = strcmp(a->object, b->object);
	if (order == 0)
		order = (a->fingerprint > b->fingerprint) -
		    (a->fingerprint < b->fingerprint);
	return order;
}

static int
compare_fingerprints(const void *x, const void *y)
{
	const struct baseline_entry *a = x, *b = y;

	if (a->fingerprint != b->fingerprint)
		return a->fingerprint < b->fingerprint ? -1 : 1;
	return compare_entries(a, b);
}

/*
 * One entry a fingerprint, with what it says of the first of them; then in
 * the order in which people read it.
 */
static void
settle(struct baseline *b)
{
	size_t kept = 0;

	vec_sort(&b->entries, compare_fingerprints);
	for (size_t i = 0; i < b->entries.n; i++) {
		struct baseline_entry *e = &b->entries.v[i];
		struct baseline_entry *last = kept == 0 ? NULL :
		    &b->entries.v[kept - 1];

		if (last != NULL && last->fingerprint == e->fingerprint)
			last->count += e->count;
		else
			b->entries.v[kept++] = *e;
	}
	b->entries.n = kept;
	vec_sort(&b->entries, compare_entries);
}

/* ---------------------------------------------------------------- reading */

static bool
parse_fingerprint(const char *text, uint64_t *out)
{
	static const char digits[] = "0123456789abcdef";
	uint64_t n = 0;

	if (text == NULL || strlen(text) != 16)
		return false;
	for (; *text != '\0'; text++) {
		const char *digit = strchr(digits, *text);

		if (digit == NULL)
			return false;
		n = n << 4 | (uint64_t)(digit - digits);
	}
	*out = n;
	return true;
}

static const char *
read_entry(struct arena *a, struct node n, struct baseline_entry *e)
{
	struct node count = node_get(n, "count");

	e->at = node_place(n);
	e->rule = node_text(a, node_get(n, "rule"));
	e->file = node_text(a, node_get(n, "file"));
	e->object = node_text(a, node_get(n, "object"));
	e->count = 1;
	if (!parse_fingerprint(node_text(a, node_get(n, "fingerprint")),
	    &e->fingerprint))
		return "an entry needs a \"fingerprint\" of 16 hexadecimal "
		    "digits";
	if (e->rule == NULL || e->file == NULL || e->object == NULL)
		return "an entry needs \"rule\", \"file\" and \"object\"";
	if (node_exists(count) &&
	    (!node_integer(count, &e->count) || e->count < 1))
		return "\"count\" is a whole number of at least 1";
	return NULL;
}

const char *
baseline_read(struct arena *a, struct node root, struct baseline *out,
    struct place *at)
{
	struct node list = node_get(root, "findings");
	int64_t version;

	*at = node_place(root);
	*out = (struct baseline){ 0 };
	if (!node_integer(node_get(root, "version"), &version) ||
	    version != 1 || node_kind(list) != NODE_LIST)
		return "this is no baseline: expected \"version\": 1 and a "
		    "list \"findings\"";
	for (struct node c = node_first(list); node_exists(c);
	    c = node_next(c)) {
		struct baseline_entry e = { 0 };
		const char *wrong = read_entry(a, c, &e);

		*at = node_place(c);
		if (wrong != NULL)
			return wrong;
		vec_push(a, &out->entries, e);
	}
	settle(out);
	return NULL;
}

/* ---------------------------------------------------------------- looking */

/* Entries by fingerprint, to be looked up in. */
struct index {
	struct baseline_entry **v;
	size_t n;
};

static int
compare_pointed(const void *x, const void *y)
{
	return compare_fingerprints(*(struct baseline_entry *const *)x,
	    *(struct baseline_entry *const *)y);
}

static struct index
index_of(struct arena *a, const struct baseline *b)
{
	struct index index = {
		arena_array(a, b->entries.n, sizeof *index.v), b->entries.n
	};

	for (size_t i = 0; i < b->entries.n; i++)
		index.v[i] = &b->entries.v[i];
	if (index.n > 1)
		qsort(index.v, index.n, sizeof *index.v, compare_pointed);
	return index;
}

static struct baseline_entry *
find(const struct index *index, uint64_t fingerprint)
{
	size_t low = 0, high = index->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->v[middle]->fingerprint < fingerprint)
			low = middle + 1;
		else
			high = middle;
	}
	return low < index->n && index->v[low]->fingerprint == fingerprint ?
	    index->v[low] : NULL;
}

/* ---------------------------------------------------------------- making */

/* Of findings that are alike the first has the entry, and all are counted. */
static void
add(struct arena *a, struct baseline *b, const struct shown *s)
{
	struct baseline_entry e = {
		.fingerprint = s->base,
		.rule = s->f->notice->code,
		.file = report_path(s->start.file),
		.object = s->object,
		.count = 1
	};

	vec_push(a, &b->entries, e);
}

struct baseline
baseline_of(const struct report *r,
    bool (*accept)(void *context, const struct finding *f), void *context)
{
	struct baseline b = { 0 };
	size_t n;
	const struct shown *all = report_all(r, &n);

	for (size_t i = 0; i < n; i++) {
		const struct finding *f = all[i].f;

		if (f->suppressed == NULL && accept(context, f) &&
		    (f->caused_by == NULL || accept(context, f->caused_by)))
			add(r->a, &b, &all[i]);
	}
	settle(&b);
	return b;
}

void
baseline_write(struct str *out, const struct baseline *b)
{
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_member_integer(&w, "version", 1);
	writer_member_text(&w, "tool", "vpcplan");
	writer_key(&w, "findings");
	writer_begin_list(&w);
	for (size_t i = 0; i < b->entries.n; i++) {
		const struct baseline_entry *e = &b->entries.v[i];

		writer_begin_map_inline(&w);
		writer_member_text(&w, "file", e->file);
		writer_member_text(&w, "rule", e->rule);
		writer_member_text(&w, "object", e->object);
		writer_member_text(&w, "fingerprint", arena_printf(out->a,
		    "%016llx", (unsigned long long)e->fingerprint));
		writer_member_integer(&w, "count", e->count);
		writer_end(&w);
	}
	writer_end(&w);
	writer_end(&w);
	writer_finish(&w);
}

/* ---------------------------------------------------------------- applying */

/* What follows from an accepted cause and was not there with it is new. */
static void
release_new(const struct report *r)
{
	for (size_t i = 0; i < r->findings->n; i++) {
		struct finding *f = r->findings->v[i];

		if (f->caused_by == NULL || !f->caused_by->baselined ||
		    f->baselined || f->suppressed != NULL)
			continue;
		f->caused_by->affects--;
		f->caused_by = NULL;
	}
}

void
baseline_apply(struct baseline *b, const struct report *r,
    bool (*accept)(void *context, const struct finding *f), void *context)
{
	struct index index = index_of(r->a, b);
	size_t n;
	const struct shown *all = report_all(r, &n);

	for (size_t i = 0; i < n; i++) {
		struct finding *f = r->findings->v[i];
		struct baseline_entry *e;

		if (f->suppressed != NULL || !accept(context, f))
			continue;
		e = find(&index, all[i].base);
		if (e == NULL || e->met >= e->count)
			continue;
		e->met++;
		f->baselined = true;
	}
	release_new(r);
}

bool
baseline_is_judged(const struct report *r, const struct baseline_entry *e)
{
	for (size_t i = 0; i < r->n_inputs; i++)
		if (str_equal(report_path(sanitise_text(r->a,
		    r->inputs[i])), e->file))
			return true;
	return false;
}

struct baseline
baseline_pruned(const struct baseline *b, const struct report *r)
{
	struct baseline left = { 0 };

	for (size_t i = 0; i < b->entries.n; i++) {
		struct baseline_entry e = b->entries.v[i];

		if (baseline_is_judged(r, &e))
			e.count = e.met;
		if (e.count > 0)
			vec_push(r->a, &left.entries, e);
	}
	return left;
}

struct baseline
baseline_joined(struct arena *a, const struct baseline *x,
    const struct baseline *y)
{
	struct baseline both = { 0 };
	struct index index = index_of(a, x);

	for (size_t i = 0; i < x->entries.n; i++)
		vec_push(a, &both.entries, x->entries.v[i]);
	for (size_t i = 0; i < y->entries.n; i++) {
		const struct baseline_entry *e = &y->entries.v[i];
		struct baseline_entry *there = find(&index, e->fingerprint);

		if (there == NULL)
			vec_push(a, &both.entries, *e);
		else if (there->count < e->count)
			both.entries.v[there - x->entries.v].count = e->count;
	}
	vec_sort(&both.entries, compare_entries);
	return both;
}
