/* SPDX-License-Identifier: MIT */
#include "report/formats.h"

#include "base/map.h"
#include "base/utf8.h"
#include "diag/suppression.h"
#include "report/common.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

/*
 * JUnit's XML has no official schema; this is what Jenkins, GitLab and Azure
 * all read.  A file is a suite, a finding a test that failed; what nothing
 * was found in is a test that passed, because a suite without tests is shown
 * as a mistake.  A test has one failure at most: Jenkins keeps no more.
 */

/* -------------------------------------------------------------- escaping */

/* Every character that XML 1.0 does not allow becomes "?". */
static void
add_point(struct str *out, uint32_t point, const char *bytes, size_t length)
{
	if (point == '&')
		str_add(out, "&amp;");
	else if (point == '<')
		str_add(out, "&lt;");
	else if (point == '>')
		str_add(out, "&gt;");
	else if (point == '"')
		str_add(out, "&quot;");
	else if ((point < ' ' && point != '\n' && point != '\t') ||
	    point == 0xfffe || point == 0xffff)
		str_add_char(out, '?');
	else
		str_add_bytes(out, bytes, length);
}

/* "##[" is an order to some runners of CI, whatever file it is in. */
static void
add_text(struct str *out, const char *text)
{
	bool is_order = strstr(text, "##") != NULL;

	for (size_t left = strlen(text); left > 0;) {
		uint32_t point;
		size_t step = utf8_decode(text, left, &point);

		if (step == 0) {
			str_add_char(out, '?');
			step = 1;
		} else if (point == '[' && is_order) {
			str_add(out, "&#91;");
		} else {
			add_point(out, point, text, step);
		}
		text += step;
		left -= step;
	}
}

/* A line end in an attribute would be read as a blank. */
static void
add_attribute(struct str *out, const char *name, const char *value)
{
	str_addf(out, " %s=\"", name);
	for (;;) {
		size_t n = strcspn(value, "\n");

		add_text(out, arena_strndup(out->a, value, n));
		if (value[n] == '\0')
			break;
		str_add(out, "&#10;");
		value += n + 1;
	}
	str_add_char(out, '"');
}

/* ------------------------------------------------------------------ tests */

/* A suite under construction. */
struct suite {
	const struct report *r;
	struct arena *a;
	const char *name;
	struct str tests;
	size_t n, failures, errors, skipped;
	struct map names;	/* of tests -> how often */
};

static struct suite
suite_new(const struct report *r, const char *name)
{
	return (struct suite){
		.r = r, .a = r->a, .name = name, .tests = str_new(r->a),
		.names = map_new(r->a)
	};
}

/* Tests are told apart by their names. */
static const char *
unique(struct suite *s, const char *name)
{
	void **slot = map_slot(&s->names, name);
	size_t before = (size_t)(uintptr_t)*slot;

	*slot = (void *)(uintptr_t)(before + 1);
	return before == 0 ? name :
	    arena_printf(s->a, "%s (%zu)", name, before + 1);
}

static void
begin_test(struct suite *s, const char *name)
{
	s->n++;
	str_add(&s->tests, "    <testcase");
	add_attribute(&s->tests, "name", unique(s, name));
	add_attribute(&s->tests, "classname", s->name);
	str_add(&s->tests, " time=\"0\"");
}

static void
add_passed(struct suite *s, const char *name)
{
	begin_test(s, name);
	str_add(&s->tests, "/>\n");
}

static void
add_details(struct suite *s, const struct shown *shown)
{
	const struct finding *f = shown->f;
	struct str text = str_new(s->a);

	str_addf(&text, "%s:%u:%u: %s: %s [%s]", shown->start.file,
	    (unsigned)shown->start.line, (unsigned)shown->start.column,
	    severity_name(f->severity), f->message, f->notice->code);
	for (size_t i = 0; i < f->related.n; i++) {
		struct position start, end;

		if (report_related(s->r, &f->related.v[i], &start, &end))
			str_addf(&text, "\n%s:%u:%u: note: %s", start.file,
			    (unsigned)start.line, (unsigned)start.column,
			    f->related.v[i].text);
	}
	for (size_t i = 0; i < f->witness.n; i++)
		str_addf(&text, "\n%s = %s", f->witness.v[i].key,
		    f->witness.v[i].value);
	if (f->help != NULL)
		str_addf(&text, "\nhelp: %s", f->help);
	for (const char *line = str_text(&text); *line != '\0';) {
		size_t n = strcspn(line, "\n");

		add_text(&s->tests, sanitise_line(s->a,
		    arena_strndup(s->a, line, n)));
		line += n;
		if (*line == '\n')
			str_add_char(&s->tests, *line++);
	}
}

static void
add_skipped(struct suite *s, const struct finding *f)
{
	s->skipped++;
	str_add(&s->tests, "      <skipped");
	add_attribute(&s->tests, "message", f->suppressed == NULL ?
	    "baseline" : sanitise_text(s->a, f->suppressed->reason));
	str_add(&s->tests, "/>\n");
}

static void
add_finding(struct suite *s, const struct shown *shown)
{
	const struct finding *f = shown->f;
	bool is_error = str_equal(f->notice->code, "IN001");
	const char *element = is_error ? "error" : "failure";

	begin_test(s, *shown->object == '\0' ? f->notice->code :
	    arena_printf(s->a, "%s %s", f->notice->code, shown->object));
	str_add(&s->tests, ">\n");
	if (f->suppressed != NULL || f->baselined) {
		add_skipped(s, f);
	} else {
		s->errors += is_error;
		s->failures += !is_error;
		str_addf(&s->tests, "      <%s", element);
		add_attribute(&s->tests, "type", severity_name(f->severity));
		add_attribute(&s->tests, "message", f->message);
		str_add_char(&s->tests, '>');
		add_details(s, shown);
		str_addf(&s->tests, "</%s>\n", element);
	}
	str_add(&s->tests, "    </testcase>\n");
}

static void
add_failure(struct suite *s, const char *text)
{
	s->errors++;
	begin_test(s, text);
	str_add(&s->tests, ">\n      <error");
	add_attribute(&s->tests, "type", "error");
	add_attribute(&s->tests, "message", text);
	str_add(&s->tests, "/>\n    </testcase>\n");
}

/* ----------------------------------------------------------------- suites */

struct sums {
	struct str suites;
	size_t n, failures, errors, skipped;
};

static void
add_numbers(struct str *out, size_t tests, size_t failures, size_t errors)
{
	str_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", tests,
	    failures, errors);
}

static void
end_suite(struct sums *sums, const struct suite *s)
{
	str_add(&sums->suites, "  <testsuite");
	add_attribute(&sums->suites, "name", s->name);
	add_numbers(&sums->suites, s->n, s->failures, s->errors);
	str_addf(&sums->suites, " skipped=\"%zu\" time=\"0\">\n", s->skipped);
	str_add(&sums->suites, str_text(&s->tests));
	str_add(&sums->suites, "  </testsuite>\n");
	sums->n += s->n;
	sums->failures += s->failures;
	sums->errors += s->errors;
}

/* The suites of a report, by the names of their files. */
struct suites {
	const struct report *r;
	struct map by_name;
	VEC(struct suite *) list;
};

static struct suite *
suite_of(struct suites *all, const char *file)
{
	struct suite **slot =
	    (struct suite **)map_slot(&all->by_name, file);

	if (*slot == NULL) {
		*slot = arena_alloc(all->r->a, sizeof **slot);
		**slot = suite_new(all->r, report_path(file));
		vec_push(all->r->a, &all->list, *slot);
	}
	return *slot;
}

/* Inputs in their order, then files beside them that have findings. */
static void
write_files(struct sums *sums, const struct report *r,
    const struct shown *shown, size_t n)
{
	struct suites all = { .r = r, .by_name = map_new(r->a) };

	for (size_t i = 0; i < r->n_inputs; i++)
		suite_of(&all, sanitise_text(r->a, r->inputs[i]));
	for (size_t i = 0; i < n; i++)
		add_finding(suite_of(&all, shown[i].start.file), &shown[i]);
	for (size_t i = 0; i < all.list.n; i++) {
		struct suite *s = all.list.v[i];

		/* What is broken was not judged. */
		if (s->errors == 0)
			add_passed(s, s->n > 0 ? "all other rules" :
			    "all rules");
		end_suite(sums, s);
	}
}

static void
write_junit(struct str *out, const struct report *r)
{
	struct sums sums = { .suites = str_new(r->a) };
	size_t n;
	const struct shown *shown = report_shown(r, &n);

	write_files(&sums, r, shown, n);
	if (r->n_failures > 0) {
		struct suite s = suite_new(r, "vpcplan");

		for (size_t i = 0; i < r->n_failures; i++)
			add_failure(&s, r->failures[i]);
		end_suite(&sums, &s);
	}
	str_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<testsuites name=\"vpcplan\"");
	add_numbers(out, sums.n, sums.failures, sums.errors);
	str_add(out, ">\n");
	str_add(out, str_text(&sums.suites));
	str_add(out, "</testsuites>\n");
}

const struct format format_junit = {
	.name = "junit",
	.summary = "JUnit's XML, for Jenkins, GitLab and others",
	.write = write_junit
};
