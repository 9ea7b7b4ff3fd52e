/* SPDX-License-Identifier: MIT */
#include "cli/options.h"
#include "unit.h"

static const char *const size_words[] = { "small", "medium", "large", NULL };

static const struct option options[] = {
	{ .letter = 's', .name = "size", .kind = OPTION_WORD,
	  .argument = "SIZE", .words = size_words, .help = "how large" },
	{ .letter = 'q', .name = "quiet", .kind = OPTION_FLAG,
	  .help = "say less" },
	{ .letter = 'v', .name = "verbose", .kind = OPTION_FLAG,
	  .help = "say more" },
	{ .letter = 'l', .name = "list", .kind = OPTION_LIST,
	  .argument = "THINGS", .help = "some things" },
	{ .letter = 'n', .name = "number", .kind = OPTION_NUMBER,
	  .argument = "N", .min = 40, .max = 400, .help = "how many" },
	{ .letter = 'o', .name = "output", .kind = OPTION_FILE,
	  .argument = "FILE", .help = "where to" },
	{ 0 }
};

static const struct command takes_files = {
	.name = "test", .operands = "FILE...", .operand_kind = OPERAND_FILE,
	.options = options
};

static const struct command takes_one_word = {
	.name = "test", .operands = "SIZE", .operand_kind = OPERAND_WORD,
	.operand_words = size_words, .operands_min = 1, .operands_max = 1
};

static const struct command takes_nothing = { .name = "test" };

enum { WORDS_MAX = 8 };

static const char *
parse(struct arguments *args, const struct command *c,
    const char *const words[WORDS_MAX])
{
	size_t n = 0;

	while (words[n] != NULL)
		n++;
	*args = (struct arguments){ .a = arena_new(), .command = c };
	return options_parse(args, words, n);
}

/* What stands on the line, canonical: size|flags|list|number|output|files. */
static const char *
spelled_out(const struct arguments *args)
{
	struct str s = str_new(args->a);
	const char *const *list;
	size_t n;

	str_add(&s, argument_given(args, "size") ?
	    argument(args, "size") : "");
	str_addf(&s, "|%s%s|", argument_given(args, "quiet") ? "q" : "",
	    argument_given(args, "verbose") ? "v" : "");
	list = argument_list(args, "list", &n);
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s%s", i == 0 ? "" : "+", list[i]);
	str_addf(&s, "|%s|%s|", argument_given(args, "number") ?
	    argument(args, "number") : "", argument_given(args, "output") ?
	    argument(args, "output") : "");
	for (size_t i = 0; i < args->n_operands; i++)
		str_addf(&s, "%s%s", i == 0 ? "" : " ", args->operand[i]);
	return str_text(&s);
}

START_TEST(lines_are_understood)
{
	static const struct {
		const char *words[WORDS_MAX];
		const char *meaning;
	} rows[] = {
		{ { NULL }, "|||||" },
		{ { "a", "b" }, "|||||a b" },
		{ { "--size", "small" }, "small|||||" },
		{ { "--size=small" }, "small|||||" },
		{ { "-s", "small" }, "small|||||" },
		{ { "-ssmall" }, "small|||||" },
		{ { "--size=small", "--size", "large" }, "large|||||" },
		{ { "-qv" }, "|qv||||" },
		{ { "-vqslarge", "a" }, "large|qv||||a" },
		{ { "-qs", "large", "a" }, "large|q||||a" },
		{ { "a", "-q", "b", "--verbose" }, "|qv||||a b" },
		{ { "--list", "a,b", "-l", "c" }, "||a+b+c|||" },
		{ { "-n40", "--output=x=y" }, "|||40|x=y|" },
		{ { "--number", "400" }, "|||400||" },
		{ { "-q", "--", "-v", "--size" }, "|q||||-v --size" },
		{ { "-", "--", "--" }, "|||||- --" },
		{ { "-o", "-", "-" }, "||||-|-" },
		{ { "-o", "--", "-q" }, "|q|||--|" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arguments args;
		const char *wrong = parse(&args, &takes_files, rows[i].words);

		ck_assert_msg(wrong == NULL, "row %zu: %s", i, wrong);
		ck_assert_str_eq(spelled_out(&args), rows[i].meaning);
		arena_free(args.a);
	}
}
END_TEST

START_TEST(mistakes_are_named)
{
	static const struct {
		const struct command *c;
		const char *words[WORDS_MAX];
		const char *wrong;
	} rows[] = {
		{ &takes_files, { "--sise" },
		  "unknown option \"--sise\"; did you mean \"--size\"?" },
		{ &takes_files, { "--verb" },
		  "unknown option \"--verb\"; did you mean \"--verbose\"?" },
		{ &takes_files, { "--sise=large" },
		  "unknown option \"--sise\"; did you mean \"--size\"?" },
		{ &takes_files, { "--zzzzzz" },
		  "unknown option \"--zzzzzz\"" },
		{ &takes_files, { "-x" }, "unknown option \"-x\"" },
		{ &takes_files, { "-qx" }, "unknown option \"-x\"" },
		{ &takes_files, { "--quiet=yes" },
		  "option \"--quiet\" takes no argument" },
		{ &takes_files, { "--size" },
		  "option \"--size\" needs its SIZE" },
		{ &takes_files, { "-qs" },
		  "option \"--size\" needs its SIZE" },
		{ &takes_files, { "--size=smal" },
		  "option \"--size\" does not know \"smal\"; "
		  "did you mean \"small\"?" },
		{ &takes_files, { "--size=" },
		  "option \"--size\" does not know \"\"; "
		  "it takes small, medium or large" },
		{ &takes_files, { "--number=39" },
		  "option \"--number\" takes a number from 40 to 400, "
		  "not \"39\"" },
		{ &takes_files, { "--number=401" },
		  "option \"--number\" takes a number from 40 to 400, "
		  "not \"401\"" },
		{ &takes_files, { "--number", "99999999999999999999" },
		  "option \"--number\" takes a number from 40 to 400, "
		  "not \"99999999999999999999\"" },
		{ &takes_files, { "--number= 50" },
		  "option \"--number\" takes a number from 40 to 400, "
		  "not \" 50\"" },
		{ &takes_files, { "--list=a,,b" },
		  "option \"--list\" has an empty item in its list" },
		{ &takes_files, { "--list=" },
		  "option \"--list\" has an empty item in its list" },
		{ &takes_files, { "--output=" },
		  "option \"--output\" is given an empty text" },
		{ &takes_one_word, { NULL }, "needs SIZE" },
		{ &takes_one_word, { "small", "large" },
		  "one operand too many: \"large\"" },
		{ &takes_one_word, { "samll" },
		  "does not know \"samll\"; did you mean \"small\"?" },
		{ &takes_nothing, { "x" }, "takes no operand, got \"x\"" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arguments args;
		const char *wrong = parse(&args, rows[i].c, rows[i].words);

		ck_assert_msg(wrong != NULL, "row %zu is accepted", i);
		ck_assert_str_eq(wrong, rows[i].wrong);
		arena_free(args.a);
	}
}
END_TEST

START_TEST(help_needs_no_operands)
{
	struct arguments args;
	const char *wrong = parse(&args, &takes_one_word,
	    (const char *const[WORDS_MAX]){ "--help" });

	ck_assert_ptr_null(wrong);
	ck_assert(argument_given(&args, "help"));
	arena_free(args.a);
}
END_TEST

Suite *suite_options(void);

Suite *
suite_options(void)
{
	return unit_suite_of("options", (const TTest *const[]){
		lines_are_understood, mistakes_are_named,
		help_needs_no_operands, NULL });
}
