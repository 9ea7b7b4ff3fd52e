/* SPDX-License-Identifier: MIT */
#include "diag/suppression.h"
#include "report/text_module.h"
#include "report_made.h"
#include "unit.h"

#include <string.h>

static const char plan[] =
    "{\n"
    "  \"first\": \"10.0.0.0/33\",\n"
    "  \"second\": { \"c\": true }\n"
    "}\n";

START_TEST(nothing_found)
{
	struct made m = made_new();

	ck_assert_str_eq(made_text(&m, "full"), "");
	made_file(&m, "a.json", plan);
	ck_assert_str_eq(made_text(&m, "full"), "1 file, 0 findings\n");
	made_file(&m, "b.json", plan);
	ck_assert_str_eq(made_text(&m, "concise"), "2 files, 0 findings\n");
	arena_free(m.a);
}
END_TEST

START_TEST(full_shape)
{
	struct made m = made_new();
	uint32_t file = made_file(&m, "plan.json", plan);
	struct finding *f = made_finding(&m, &made_error, file,
	    "\"10.0.0.0/33\"");

	f->object = "/first";
	finding_related(&m.findings, f, made_place(&m, file, "{ \"c\""),
	    "the other one");
	finding_witness(&m.findings, f, "next_free", "10.1.0.0/16");
	finding_witness(&m.findings, f, "shared", "1 address");
	finding_help(&m.findings, f, "take another");
	f->affects = 2;
	made_finding(&m, &made_note, file, "true")->object = "/second/c";
	f = made_finding(&m, &made_note, file, "{ \"c\"");
	f->caused_by = m.findings.v[0];
	findings_sort(&m.findings);
	ck_assert_str_eq(made_text(&m, "full"),
	    "error[TE001] test-error\n"
	    "  --> plan.json:2:12   (/first)\n"
	    "    2 |   \"first\": \"10.0.0.0/33\",\n"
	    "      |            ^^^^^^^^^^^^^ \"10.0.0.0/33\" is wrong\n"
	    "   note: plan.json:3:13: the other one\n"
	    "   note: also affects 2 more: TN003\n"
	    "   witness: next free = 10.1.0.0/16; shared = 1 address\n"
	    "   help: take another   more: vpcplan explain TE001\n"
	    "\n"
	    "note[TN003] test-note\n"
	    "  --> plan.json:3:20   (/second/c)\n"
	    "    3 |   \"second\": { \"c\": true }\n"
	    "      |                    ^^^^ true is wrong\n"
	    "   more: vpcplan explain TN003\n"
	    "\n"
	    "1 file, 2 findings: 1 error, 1 note\n");
	arena_free(m.a);
}
END_TEST

START_TEST(long_messages_stand_below)
{
	struct made m = made_new();
	uint32_t file = made_file(&m, "plan.json", plan);
	struct finding *f = made_finding(&m, &made_warning, file, "true");

	f->message = "a message that is so long that it does not fit behind "
	    "the carets of the excerpt, whatever one does";
	ck_assert_str_eq(made_text(&m, "full"),
	    "warning[TW002] test-warning\n"
	    "  --> plan.json:3:20   (true)\n"
	    "    3 |   \"second\": { \"c\": true }\n"
	    "      |                    ^^^^\n"
	    "      | a message that is so long that it does not fit behind "
	    "the carets of the\n"
	    "      | excerpt, whatever one does\n"
	    "   more: vpcplan explain TW002\n"
	    "\n"
	    "1 file, 1 finding: 1 warning\n");
	arena_free(m.a);
}
END_TEST

START_TEST(concise_shape)
{
	static const struct suppression accepted = { .reason = "cost" };
	struct made m = made_new();
	uint32_t file = made_file(&m, "plan.json", plan);
	struct str out = str_new(m.a);
	struct report r = made_report(&m);

	made_finding(&m, &made_error, file, "\"first\"");
	made_finding(&m, &made_note, file, "true")->suppressed = &accepted;
	ck_assert_str_eq(made_text(&m, "concise"),
	    "plan.json:2:3: error: \"first\" is wrong [TE001]\n"
	    "1 file, 1 finding: 1 error; 1 suppressed\n");
	r.show_suppressed = true;
	r.quiet = true;
	format_find("concise")->write(&out, &r);
	ck_assert_str_eq(str_text(&out),
	    "plan.json:2:3: error: \"first\" is wrong [TE001]\n"
	    "plan.json:3:20: note: true is wrong [TN003] "
	    "(suppressed: cost)\n");
	arena_free(m.a);
}
END_TEST

/* CI runners take such lines for commands. */
START_TEST(no_line_is_a_command)
{
	struct made m = made_new();
	uint32_t file = made_file(&m, "::error file=x::",
	    "{\n  \"a\": 1,\n::warning::x\n}\n");
	struct finding *f = made_finding(&m, &made_error, file,
	    "::warning::x");

	f->message = "##[error]x";
	f->help = "do\n::set-output name=x::y";
	for (size_t i = 0; formats[i] != NULL; i++) {
		const char *text = made_text(&m, formats[i]->name);

		ck_assert_ptr_null(strstr(text, "##["));
		/* Its lines are commands, and its texts stand behind them. */
		if (str_equal(formats[i]->name, "github"))
			continue;
		while (text != NULL) {
			text += strspn(text, " \t\n");
			ck_assert_msg(strncmp(text, "::", 2) != 0, "%s",
			    formats[i]->name);
			text = strchr(text, '\n');
		}
	}
	arena_free(m.a);
}
END_TEST

START_TEST(colour_adds_nothing_but_colour)
{
	struct made m = made_new();
	uint32_t file = made_file(&m, "plan.json", plan);
	struct report r = made_report(&m);
	struct str coloured = str_new(m.a), stripped = str_new(m.a);

	made_finding(&m, &made_error, file, "\"first\"");
	r.style.colour = true;
	format_find("full")->write(&coloured, &r);
	for (const char *p = str_text(&coloured); *p != '\0'; p++) {
		if (*p == '\033')
			p += strcspn(p, "m");
		else
			str_add_char(&stripped, *p);
	}
	ck_assert_uint_gt(coloured.n, stripped.n);
	ck_assert_str_eq(str_text(&stripped), made_text(&m, "full"));
	arena_free(m.a);
}
END_TEST

/* An index may hold any byte, dots and brackets too. */
START_TEST(modules_of_addresses)
{
	static const struct {
		const char *address, *module;
	} rows[] = {
		{ "", "" },
		{ "aws_vpc.a", "" },
		{ "module.a.aws_vpc.a", "module.a" },
		{ "module.a[0].aws_vpc.a[1]", "module.a[0]" },
		{ "module.a[\"x.y]z\"].module.b.aws_vpc.a",
		  "module.a[\"x.y]z\"].module.b" },
		{ "module.a[\"x\\\"]\"].data.aws_vpc.a",
		  "module.a[\"x\\\"]\"]" },
		{ "module.a[\"x", "" },
		{ "module.a", "" },
		{ "module.", "" },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_str_eq(text_module_of(a, rows[i].address),
		    rows[i].module);
	arena_free(a);
}
END_TEST

Suite *suite_text_report(void);

Suite *
suite_text_report(void)
{
	return unit_suite_of("text", (const TTest *const[]){
		nothing_found, full_shape, long_messages_stand_below,
		concise_shape, no_line_is_a_command,
		colour_adds_nothing_but_colour, modules_of_addresses, NULL });
}
