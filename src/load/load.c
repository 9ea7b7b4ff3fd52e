/* SPDX-License-Identifier: MIT */
#include "load/load.h"

#include "base/str.h"
#include "load/detect.h"
#include "load/extract.h"
#include "load/input.h"
#include "load/odd_name.h"
#include "load/spec.h"
#include "load/terraform.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct load *
load_new(struct arena *a, const struct load_options *options)
{
	struct load *l = arena_alloc(a, sizeof *l);

	l->a = a;
	l->files = files_new(a);
	l->findings = findings_new(a);
	l->model = model_new(a);
	if (options != NULL)
		l->options = *options;
	return l;
}

void
load_complain(struct load *l, const char *format, ...)
{
	struct complaint complaint = { 0 };
	va_list args;

	va_start(args, format);
	complaint.text = arena_vprintf(l->a, format, args);
	va_end(args);
	vec_push(l->a, &l->complaints, complaint);
}

void
load_complain_partly(struct load *l, const char *text)
{
	load_complain(l, "%s", text);
	l->n_partly++;
}

void
load_remark(struct load *l, const char *format, ...)
{
	const char *remark;
	va_list args;

	va_start(args, format);
	remark = arena_vprintf(l->a, format, args);
	va_end(args);
	vec_push(l->a, &l->remarks, remark);
}

const struct document *
load_document(const struct load *l, uint32_t file)
{
	if (file == 0 || file > l->documents.n)
		return NULL;
	return l->documents.v[file - 1];
}

static const char *
clean(struct load *l, const char *name)
{
	return str_equal(name, "-") ? "standard input"
	    : sanitise_text(l->a, name);
}

/* IN001, and what a command that prints no findings says instead. */
static void
report_problem(struct load *l, const struct document_problem *p,
    const char *advice)
{
	struct position at = place_position(&l->files, p->at);
	struct finding *f = finding_add(&l->findings, &notice_json_syntax,
	    p->at, "%s", p->text);

	if (p->also.file != 0)
		finding_related(&l->findings, f, p->also, "%s", p->also_text);
	if (advice != NULL)
		finding_help(&l->findings, f, "%s", advice);
	else if (p->help != NULL)
		finding_help(&l->findings, f, "%s", p->help);
	/* The rest is read, but no request is carried out in full without
	 * what a second key says, or a string that nobody can decode. */
	if (!p->fatal)
		l->n_partly++;
	load_complain(l, "%s%s%s: line %u, column %u: %s%s%s",
	    clean(l, at.file), p->fatal ? " is not " : "",
	    p->fatal ? p->language : "", at.line, at.column, p->text,
	    advice != NULL ? "; " : "", advice != NULL ? advice : "");
	l->complaints.v[l->complaints.n - 1].file = p->at.file;
}

/*
 * Parse a text, which is entered among the files and documents either way;
 * NULL, after a finding and a complaint, if it is neither JSON nor YAML, or
 * what was meant if that is asked for.
 */
static struct document *
parse(struct load *l, const char *name, const char *bytes, size_t length)
{
	struct document_problems problems = { 0 };
	struct document *d = document_read(l->a, &l->files, name, bytes,
	    length, &problems);
	uint32_t number = (uint32_t)l->files.n;
	const struct file *file = files_get(&l->files, number);
	const char *advice = NULL;
	bool is_input;

	if (problems.n > 0)
		files_get(&l->files, number)->is_guarded =
		    document_holds_secrets(file->text, file->length);
	if (d == NULL)
		advice = detect_advice(file->text, file->length, &is_input);
	if (d == NULL && advice == NULL && l->options.mend)
		d = document_mend(l->a, number, file->text, file->length);
	vec_push(l->a, &l->documents, d);
	/* What is something else is not wrong in so many places. */
	for (size_t i = 0; i < problems.n && (advice == NULL || i == 0); i++)
		report_problem(l, &problems.v[i], advice);
	return d;
}

static void
complain_format(struct load *l, const char *name, const struct document *d)
{
	const struct file *file = files_get(&l->files, document_file(d));
	const char *unread = detect_unread(d);
	bool is_input;

	if (unread == NULL)	/* prose with a colon is read as YAML */
		unread = detect_advice(file->text, file->length, &is_input);
	if (unread == NULL)
		unread = detect_near(l->a, d);
	if (unread != NULL)
		load_complain(l, "%s: %s; tried: %s", clean(l, name), unread,
		    detect_signs(l->a));
	else
		load_complain(l, "%s is of no format that is read; tried: %s",
		    clean(l, name), detect_signs(l->a));
}

static void
read_text_of(struct load *l, const char *name, const struct input *text,
    bool named)
{
	const struct loader *loader;
	struct document *d;
	struct input inside = *text;

	if (text->length == 0) {
		load_complain(l, "%s is empty", clean(l, name));
		return;
	}
	if (extract_is_log(text->bytes, text->length))
		switch (extract_json(l->a, &inside)) {
		case EXTRACTED_ONE:
			load_remark(l, "%s has other text around its JSON, "
			    "which is passed over", clean(l, name));
			break;
		case EXTRACTED_SEVERAL:
			load_complain(l, "%s holds several plans or states of "
			    "Terraform: give one of them", clean(l, name));
			return;
		case EXTRACTED_NOTHING:
			break;
		}
	d = parse(l, name, inside.bytes, inside.length);
	if (d == NULL)
		return;
	loader = l->options.format != NULL
	    ? detect_by_name(l->options.format) : detect_loader(d);
	/* Where secrets stand may be what is broken. */
	if (document_is_mended(d) && loader == &loader_terraform)
		loader = NULL;
	if (loader != NULL) {
		size_t refusals = l->complaints.n - l->n_partly;

		loader->load(l, d);
		if (l->complaints.n - l->n_partly == refusals)
			vec_push(l->a, &l->read, name);
	} else if (named) {
		complain_format(l, name, d);
	} else {
		l->not_recognised++;
	}
}

void
load_bytes(struct load *l, const char *name, const char *bytes,
    size_t length, bool named)
{
	struct input text = {
		arena_strndup(l->a, bytes, length), length
	};

	read_text_of(l, name, &text, named);
}

static bool
read_or_complain(struct load *l, const char *path, struct input *text)
{
	const char *why = input_read(l->a, path, text);

	if (why != NULL)
		load_complain(l, "cannot read %s: %s", clean(l, path), why);
	return why == NULL;
}

/* A file of a folder: what does not look like JSON is passed over. */
static void
load_file_of_folder(struct load *l, const char *path)
{
	struct input text;
	const char *advice;
	bool is_input;

	if (!read_or_complain(l, path, &text))
		return;
	advice = detect_advice(text.bytes, text.length, &is_input);
	if (str_ends_with(path, ".json") ||
	    detect_is_yaml(path, text.bytes, text.length) ||
	    detect_is_json(text.bytes, text.length) || is_input) {
		read_text_of(l, path, &text, false);
		return;
	}
	l->not_recognised++;
	if (advice != NULL && l->hint == NULL)
		l->hint = arena_printf(l->a, "%s: %s", clean(l, path), advice);
}

static void
load_folder(struct load *l, const char *folder)
{
	struct input_paths files = { 0 };
	size_t read = l->read.n, complaints = l->complaints.n;
	const char *where;
	const char *why = input_list(l->a, folder, &files, &where);

	if (why != NULL)
		load_complain(l, "cannot read %s: %s", clean(l, where), why);
	for (size_t i = 0; i < files.n; i++)
		load_file_of_folder(l, files.v[i]);
	if (l->read.n == read && l->complaints.n == complaints)
		load_complain(l, "%s holds no file of a format that is read; "
		    "tried: %s", clean(l, folder), detect_signs(l->a));
}

void
load_path(struct load *l, const char *path)
{
	struct input text;

	if (!str_equal(path, "-") && input_is_folder(path))
		load_folder(l, path);
	else if (read_or_complain(l, path, &text))
		read_text_of(l, path, &text, true);
}

static void
read_expect(struct load *l, const char *name, const char *bytes, size_t length)
{
	struct document *d = parse(l, name, bytes, length);

	if (d == NULL)
		return;
	vec_push(l->a, &l->read, name);
	spec_load_expect(l, d);
}

void
load_expect(struct load *l, const char *path)
{
	struct input text;

	if (read_or_complain(l, path, &text))
		read_expect(l, path, text.bytes, text.length);
}

void
load_expect_bytes(struct load *l, const char *name, const char *bytes,
    size_t length)
{
	read_expect(l, name, arena_strndup(l->a, bytes, length), length);
}

static int
compare_addresses(const void *x, const void *y)
{
	const struct load_address *a = x, *b = y;

	return place_compare(a->from, b->from);
}

/* Findings of linking in what has addresses are called by those. */
static void
name_findings(struct load *l)
{
	vec_sort(&l->addresses, compare_addresses);
	for (size_t i = 0; i < l->findings.n && l->addresses.n > 0; i++) {
		struct finding *f = l->findings.v[i];
		size_t low = 0, high = l->addresses.n;

		if (f->object != NULL)
			continue;
		while (high - low > 1) {
			size_t middle = low + (high - low) / 2;

			if (place_compare(l->addresses.v[middle].from,
			    f->at) <= 0)
				low = middle;
			else
				high = middle;
		}
		if (f->at.file == l->addresses.v[low].from.file &&
		    f->at.offset >= l->addresses.v[low].from.offset &&
		    f->at.offset < l->addresses.v[low].to)
			f->object = l->addresses.v[low].address;
	}
}

/* A file of another key or type reads as one that describes nothing. */
static void
remark_nothing(struct load *l)
{
	if (l->read.n == 0 || l->complaints.n > 0 || l->findings.n > 0 ||
	    l->options.may_be_empty)
		return;
	for (int kind = 0; kind < KIND_COUNT; kind++)
		if (l->model->things[kind].n > 0)
			return;
	if (l->read.n == 1)
		load_remark(l, "%s: nothing to judge: no VPC, and no part "
		    "of one, is read from it", clean(l, l->read.v[0]));
	else
		load_remark(l, "nothing to judge in these %zu files: no "
		    "VPC, and no part of one, is read from them", l->read.n);
}

const struct model *
load_finish(struct load *l)
{
	for (size_t i = 0; loaders[i] != NULL; i++)
		if (loaders[i]->finish != NULL)
			loaders[i]->finish(l);
	for (size_t i = 0; i < l->options.n_quotas; i++)
		vec_push(l->model->a, &l->model->quotas,
		    l->options.quotas[i]);
	if (l->not_recognised > 0)
		load_remark(l, "%zu %s passed over: of no format that is "
		    "read%s%s", l->not_recognised, l->not_recognised == 1
		    ? "file of a folder was" : "files of folders were",
		    l->hint != NULL ? "; " : "",
		    l->hint != NULL ? l->hint : "");
	model_link(l->model, &l->findings);
	odd_name_tell(l);
	name_findings(l);
	remark_nothing(l);
	return l->model;
}
