/* SPDX-License-Identifier: MIT */
#include "cli/broken.h"

#include "base/str.h"
#include "lint/lint.h"
#include "model/notices.h"
#include "text/sanitise.h"

/* The document of that file if it was mended, or NULL. */
static const struct document *
mended_at(const struct broken *b, uint32_t file)
{
	return file > 0 && file <= b->mended->documents.n
	    ? b->documents[file - 1] : NULL;
}

static bool
has_broken(const struct load *l)
{
	for (size_t i = 0; i < l->documents.n; i++)
		if (l->documents.v[i] == NULL)
			return true;
	return false;
}

/* Those that were of a format that is read. */
static void
find_mended(struct broken *b)
{
	const struct load *l = b->mended;
	size_t read = 0;

	for (size_t i = 0; i < l->documents.n && read < l->read.n; i++) {
		if (!str_equal(l->read.v[read], l->files.v[i]->name))
			continue;
		read++;
		if (document_is_mended(l->documents.v[i]))
			b->documents[i] = l->documents.v[i];
	}
}

struct broken
broken_of(const struct arguments *args, const struct reading *reading)
{
	struct broken b = { .args = args, .reading = reading };
	const struct load *l = reading->load;

	if (!has_broken(l))
		return b;
	b.mended = reading_mended(args, reading, argument(args, "expect"));
	b.documents = arena_array(args->a, l->documents.n,
	    sizeof *b.documents);
	find_mended(&b);
	return b;
}

/* What is said because something is not there. */
static bool
is_absence(const struct finding *f)
{
	return f->notice == &notice_dangling_reference ||
	    f->notice == &notice_cross_vpc_reference ||
	    f->notice == &notice_route_before_attachment;
}

/* Whether a sorted list has one of the same kind at the same place. */
static bool
is_among(const struct finding *f, const struct findings *list)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (place_compare(list->v[middle]->at, f->at) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < list->n && place_compare(list->v[low]->at, f->at) == 0;
	    low++)
		if (list->v[low]->notice == f->notice)
			return true;
	return false;
}

void
broken_take_back(const struct broken *b)
{
	struct findings *list = &b->reading->load->findings;
	size_t kept = 0;

	if (b->mended == NULL)
		return;
	findings_sort(&b->mended->findings);
	for (size_t i = 0; i < list->n; i++)
		if (!is_absence(list->v[i]) ||
		    is_among(list->v[i], &b->mended->findings))
			list->v[kept++] = list->v[i];
	list->n = kept;
}

/* The first file that could not be read. */
static const char *
first_broken(const struct broken *b)
{
	const struct load *l = b->reading->load;
	size_t i = 0;

	while (l->documents.v[i] != NULL)
		i++;
	return str_equal(l->files.v[i]->name, "-") ? "standard input"
	    : sanitise_text(b->args->a, l->files.v[i]->name);
}

struct outcomes
broken_outcomes(const struct broken *b)
{
	struct outcomes all = { 0 };
	const struct model *m = b->mended->model;
	const char *because = arena_printf(b->args->a,
	    "%s is broken (IN001), and the network is not known without it",
	    first_broken(b));

	all.v = arena_array(b->args->a, m->expectations.n, sizeof *all.v);
	for (size_t i = 0; i < m->expectations.n; i++) {
		const struct expectation *e = m->expectations.v[i];
		const struct document *d = mended_at(b, e->at.file);

		if (d != NULL && !document_is_sure(d, e->at.offset))
			continue;
		all.v[all.n++] = (struct outcome){ .of = e,
			.holds = HOLDS_UNDECIDED, .verdict = VERDICT_UNKNOWN,
			.because = because };
	}
	return all;
}

/* What is wrong for sure in what was mended, and was not said yet. */
static bool
is_told(const struct broken *b, const struct finding *f)
{
	const struct document *d = mended_at(b, f->at.file);

	return d != NULL && f->notice != &notice_json_syntax &&
	    document_is_sure(d, f->at.offset) &&
	    (document_is_whole(d) || !is_absence(f));
}

/* Nobody writes a change into a text that cannot be read. */
static void
take_edits(struct finding *f)
{
	f->edits.n = 0;
	f->fix = NULL;
}

static void
remark(const struct broken *b)
{
	for (size_t i = 0; i < b->reading->load->documents.n; i++)
		if (mended_at(b, (uint32_t)i + 1) != NULL)
			complain("%s is judged when it is mended: until then "
			    "only what is wrong in it for sure is told",
			    str_equal(b->mended->files.v[i]->name, "-")
			    ? "standard input" : sanitise_text(b->args->a,
			    b->mended->files.v[i]->name));
}

void
broken_tell(const struct broken *b, const struct policy *policy)
{
	struct load *l = b->reading->load;
	struct lint_input in = { 0 };
	struct findings *list;
	size_t kept = 0;

	if (b->mended == NULL)
		return;
	list = &b->mended->findings;
	for (size_t i = 0; i < list->n; i++)
		if (is_told(b, list->v[i])) {
			take_edits(list->v[i]);
			list->v[kept++] = list->v[i];
		}
	list->n = kept;
	in.m = b->mended->model;
	in.documents = b->mended->documents.v;
	in.n_documents = b->mended->documents.n;
	lint_readers(b->args->a, &in, policy, list);
	for (size_t i = 0; i < list->n; i++)
		if (mended_at(b, list->v[i]->at.file) != NULL &&
		    list->v[i]->notice->class != CLASS_META)
			vec_push(l->findings.a, &l->findings, list->v[i]);
	findings_sort(&l->findings);
	remark(b);
}
