/* SPDX-License-Identifier: MIT */
#include "report_made.h"

#include "unit.h"

#include <string.h>

const struct notice made_error = {
	.code = "TE001", .name = "test-error", .severity = SEVERITY_ERROR,
	.class = CLASS_BROKEN
};
const struct notice made_warning = {
	.code = "TW002", .name = "test-warning",
	.severity = SEVERITY_WARNING, .class = CLASS_FRAGILE
};
const struct notice made_note = {
	.code = "TN003", .name = "test-note", .severity = SEVERITY_NOTE,
	.class = CLASS_WASTE
};

struct made
made_new(void)
{
	struct made m = { .a = arena_new() };

	m.files = files_new(m.a);
	m.findings = findings_new(m.a);
	return m;
}

uint32_t
made_file(struct made *m, const char *name, const char *text)
{
	struct document_problems problems = { 0 };

	ck_assert_uint_lt(m->n, MADE_FILES_MAX);
	m->inputs[m->n] = name;
	m->documents[m->n] = document_read(m->a, &m->files, name, text,
	    strlen(text), &problems);
	m->n++;
	return (uint32_t)m->n;
}

struct place
made_place(const struct made *m, uint32_t file, const char *word)
{
	const char *text = files_get(&m->files, file)->text;
	const char *at = strstr(text, word);

	ck_assert_ptr_nonnull(at);
	return (struct place){ .file = file,
	    .offset = (uint32_t)(at - text) };
}

struct finding *
made_finding(struct made *m, const struct notice *notice, uint32_t file,
    const char *word)
{
	struct finding *f = finding_add(&m->findings, notice,
	    made_place(m, file, word), "%s is wrong", word);

	f->object = word;
	return f;
}

struct report
made_report(const struct made *m)
{
	return (struct report){
		.a = m->a,
		.files = &m->files,
		.documents = m->documents,
		.n_documents = m->n,
		.findings = &m->findings,
		.inputs = m->inputs,
		.n_inputs = m->n,
		.style = { .unicode = true, .width = 80 },
		.version = "1.2.3"
	};
}

const char *
made_text(const struct made *m, const char *format)
{
	struct str out = str_new(m->a);
	struct report r = made_report(m);

	format_find(format)->write(&out, &r);
	return str_text(&out);
}
