/* SPDX-License-Identifier: MIT */
#include "diag/suppression.h"
#include "report_made.h"
#include "unit.h"

static const char plan[] =
    "{\n"
    "  \"a\": \"10.0.0.0/33\",\n"
    "  \"b\": { \"c\": true }\n"
    "}\n";

static const struct suppression accepted = { .reason = "cost" };

START_TEST(positions_are_those_of_the_token)
{
	struct made m = made_new();
	uint32_t file = made_file(&m, "plan.json", plan);
	struct report r = made_report(&m);
	struct shown *s;
	size_t n;

	made_finding(&m, &made_error, file, "\"10.0.0.0/33\"");
	made_finding(&m, &made_error, file, "{ \"c\"");
	made_finding(&m, &made_error, file, "true");
	s = report_shown(&r, &n);
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(s[0].start.line, 2);
	ck_assert_uint_eq(s[0].start.column, 8);
	ck_assert_uint_eq(s[0].end.column, 8 + 13);
	ck_assert_uint_eq(s[1].start.line, 3);
	ck_assert_uint_eq(s[1].end.column, s[1].start.column + 1);
	ck_assert_uint_eq(s[2].end.column, s[2].start.column + 4);
	arena_free(m.a);
}
END_TEST

START_TEST(nowhere_is_the_start_of_the_first_input)
{
	struct made m = made_new();
	struct report r;
	struct shown *s;
	size_t n;

	made_file(&m, "b\033.json", plan);
	r = made_report(&m);
	finding_add(&m.findings, &made_note, (struct place){ 0 }, "x");
	s = report_shown(&r, &n);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(s[0].start.file, "b?.json");
	ck_assert_uint_eq(s[0].start.line, 1);
	ck_assert_uint_eq(s[0].start.column, 1);
	ck_assert_uint_eq(s[0].end.column, 2);
	ck_assert_str_eq(s[0].object, "");
	arena_free(m.a);
}
END_TEST

START_TEST(superseded_and_suppressed_ones_are_left_out)
{
	struct made m = made_new();
	uint32_t file = made_file(&m, "plan.json", plan);
	struct finding *cause = made_finding(&m, &made_error, file, "\"a\"");
	struct finding *f;
	struct report r = made_report(&m);
	struct counts c;
	struct shown *s;
	size_t n;

	f = made_finding(&m, &made_warning, file, "\"b\"");
	f->caused_by = cause;
	f = made_finding(&m, &made_note, file, "\"c\"");
	f->caused_by = cause;
	f = made_finding(&m, &made_note, file, "true");
	f->caused_by = cause;
	cause->affects = 3;
	f = made_finding(&m, &made_note, file, "}");
	f->suppressed = &accepted;
	s = report_shown(&r, &n);
	ck_assert_uint_eq(n, 1);
	ck_assert_ptr_eq(s[0].f, cause);
	ck_assert_str_eq(s[0].explains, "TN003 (2), TW002");
	r.show_suppressed = true;
	s = report_shown(&r, &n);
	ck_assert_uint_eq(n, 2);
	ck_assert_ptr_eq(s[1].f, f);
	ck_assert_ptr_null(s[1].explains);
	c = report_counts(&r);
	ck_assert_uint_eq(c.errors, 1);
	ck_assert_uint_eq(c.warnings, 0);
	ck_assert_uint_eq(c.notes, 0);
	ck_assert_uint_eq(c.suppressed, 1);
	arena_free(m.a);
}
END_TEST

static uint64_t
fingerprint_in(const char *name, const char *text, const char *key)
{
	struct made m = made_new();
	uint32_t file = made_file(&m, name, text);
	struct report r = made_report(&m);
	uint64_t fingerprint;
	size_t n;

	made_finding(&m, &made_error, file, "\"b\"")->key = key;
	fingerprint = report_shown(&r, &n)[0].fingerprint;
	arena_free(m.a);
	return fingerprint;
}

START_TEST(fingerprints_outlive_edits_elsewhere)
{
	uint64_t f = fingerprint_in("plan.json", plan, NULL);

	ck_assert_uint_eq(f, fingerprint_in("./plan.json", plan, NULL));
	ck_assert_uint_eq(f, fingerprint_in("plan.json",
	    "\n\n{ \"x\": 1, \"b\": 2 }", NULL));
	ck_assert_uint_ne(f, fingerprint_in("other.json", plan, NULL));
	ck_assert_uint_ne(f, fingerprint_in("plan.json", plan, "tcp/22"));
}
END_TEST

/* FNV-1a, 64 bits, of "TE001", "plan.json", "\"b\"" and "", each with its
 * NUL; worked out by another program. */
START_TEST(fingerprints_do_not_change_between_versions)
{
	ck_assert_uint_eq(fingerprint_in("plan.json", plan, NULL),
	    UINT64_C(0x182dd97d0243a742));
}
END_TEST

START_TEST(equal_fingerprints_are_told_apart)
{
	struct made m = made_new();
	uint32_t file = made_file(&m, "plan.json", plan);
	struct report r = made_report(&m);
	struct shown *s;
	uint64_t second;
	size_t n;

	for (size_t i = 0; i < 3; i++)
		made_finding(&m, &made_error, file, "true");
	s = report_shown(&r, &n);
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_ne(s[0].fingerprint, s[1].fingerprint);
	ck_assert_uint_ne(s[1].fingerprint, s[2].fingerprint);
	ck_assert_uint_ne(s[0].fingerprint, s[2].fingerprint);
	/* accepting the first does not make the others new */
	second = s[1].fingerprint;
	m.findings.v[0]->suppressed = &accepted;
	s = report_shown(&r, &n);
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(s[0].fingerprint, second);
	arena_free(m.a);
}
END_TEST

Suite *suite_shown(void);

Suite *
suite_shown(void)
{
	return unit_suite_of("shown", (const TTest *const[]){
		positions_are_those_of_the_token,
		nowhere_is_the_start_of_the_first_input,
		superseded_and_suppressed_ones_are_left_out,
		fingerprints_outlive_edits_elsewhere,
		fingerprints_do_not_change_between_versions,
		equal_fingerprints_are_told_apart, NULL });
}
