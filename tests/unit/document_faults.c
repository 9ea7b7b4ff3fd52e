/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "document_reading.h"
#include "unit.h"

/*
 * Texts with several faults: each is told, in one run, and none twice.
 */

static const char *
told(struct reading *r)
{
	struct str s = str_new(r->a);

	for (size_t i = 0; i < r->problems.n; i++) {
		const struct document_problem *p = &r->problems.v[i];
		struct position at = place_position(&r->files, p->at);

		str_addf(&s, "%u:%u %s\n", at.line, at.column, p->text);
	}
	return str_text(&s);
}

static const struct {
	const char *text, *told;
} rows[] = {
	/* commas */
	{ "[,1,,2,,,3,]", "1:2 expected a value or ']', found ','\n"
	  "1:5 two commas in a row\n1:8 two commas in a row\n"
	  "1:11 trailing comma before ']'\n" },
	{ "[1 2 \"a\" {} true]", "1:4 expected ',' or ']', found '2'\n"
	  "1:6 expected ',' or ']', found the string \"a\"\n"
	  "1:10 expected ',' or ']', found '{'\n"
	  "1:13 expected ',' or ']', found 'true'\n" },
	{ "{\"a\": 1\n \"b\": 2\n c: 3}",
	  "2:2 expected ',' or '}', found the string \"b\"\n"
	  "3:2 expected ',' or '}', found 'c'\n" },
	{ "{\"a\":1;\"b\":2\xef\xbc\x8c\"c\":3\xef\xbc\x9b}",
	  "1:7 expected ',' or '}', found ';' (JSON writes ',')\n"
	  "1:13 expected ',' or '}', found a full-width comma "
	  "(JSON writes ',')\n"
	  "1:19 expected ',' or '}', found a full-width semicolon "
	  "(JSON writes ',')\n" },

	/* colons */
	{ "{\"a\" 1, \"b\" = 2, \"c\" => 3, \"d\":: 4, : 5}",
	  "1:6 expected ':' behind the key \"a\", found '1'\n"
	  "1:13 expected ':' behind the key \"b\", found '=' (JSON writes "
	  "':')\n1:22 expected ':' behind the key \"c\", found '=' (JSON "
	  "writes ':')\n1:32 expected a value, found ':'\n"
	  "1:37 expected a key, found ':'\n" },
	{ "[\"a\": 1, \"b\": 2]", "1:5 expected ',' or ']', found ':'\n" },
	{ "[\"a\": 1, \"b\": 2}", "1:5 expected ',' or ']', found ':'\n" },
	{ "{\"a\", \"b\", \"c\"}",
	  "1:5 expected ':' behind the key \"a\", found ','\n" },
	{ "{{\"a\":1},{\"b\":.5}}", "1:2 expected a key or '}', found '{'\n"
	  "1:15 '.5' needs a digit before '.'\n" },
	{ "{\"a\":,\"b\":}", "1:6 expected a value, found ','\n"
	  "1:11 expected a value, found '}'\n" },

	/* quotes */
	{ "{'a': True, 'b': None, 'c': 'it\\'s'}",
	  "1:2 expected a key or '}', found a single quote (JSON writes \")\n"
	  "1:7 expected a value, found 'True' (JSON writes true)\n"
	  "1:13 expected a key, found a single quote (JSON writes \")\n"
	  "1:18 expected a value, found 'None' (JSON writes null)\n"
	  "1:24 expected a key, found a single quote (JSON writes \")\n"
	  "1:29 expected a value, found a single quote (JSON writes \")\n" },
	{ "{\xe2\x80\x9c" "a\xe2\x80\x9d: \xe2\x80\x9c" "b\", \"c\": 01}",
	  "1:2 expected a key or '}', found a typographic quote (JSON writes "
	  "\")\n1:7 expected a value, found a typographic quote (JSON writes "
	  "\")\n1:17 '01' has a leading zero\n" },
	{ "{a: b, 0.0.0.0/0: igw, ::/0: ::/0}",
	  "1:2 expected a key or '}', found 'a' (a key stands in quotes)\n"
	  "1:5 expected a value, found 'b' (a text stands in quotes)\n"
	  "1:8 expected a key, found '0.0.0.0/0' (a key stands in quotes)\n"
	  "1:19 expected a value, found 'igw' (a text stands in quotes)\n"
	  "1:24 expected a key, found '::/0' (a key stands in quotes)\n"
	  "1:30 expected a value, found '::/0' (a text stands in quotes)\n" },
	{ "[tcp/443 from 0.0.0.0/0, /22, 10.0.0.0/16, 2001:db8::/56]",
	  "1:2 expected a value or ']', found 'tcp/443 from 0.0.0.0/0' (a "
	  "text stands in quotes)\n"
	  "1:26 expected a value, found '/22' (a text stands in quotes)\n"
	  "1:31 '10.0.0.0/16' is no number: a text stands in quotes\n"
	  "1:44 '2001:db8::/56' is no number: a text stands in quotes\n" },
	{ "{\"a: 1, \"b\": 02}", "1:2 unterminated string: a quote is missing "
	  "before the ':'\n1:14 '02' has a leading zero\n" },
	{ "{\"cidr: \"10.0.0.0/16\", \"x\": 01}", "1:2 unterminated string: a "
	  "quote is missing before the ':'\n1:29 '01' has a leading zero\n" },
	{ "{\"a\": \"b, \"c\": 2, \"d\": 01}", "1:7 unterminated string: a "
	  "quote is missing before the ','\n1:24 '01' has a leading zero\n" },
	{ "{a\": b\", \"c\": 01}",
	  "1:2 expected a key or '}', found 'a\"' (a key stands in quotes)\n"
	  "1:6 expected a value, found 'b\"' (a text stands in quotes)\n"
	  "1:15 '01' has a leading zero\n" },
	{ "{\"\"a\": \"b\"\", \"c\": 01}", "1:4 a quote too many before it, or "
	  "one within the string (JSON writes \\\")\n1:11 a quote too many "
	  "before it, or one within the string (JSON writes \\\")\n"
	  "1:19 '01' has a leading zero\n" },
	{ "{\"why\": \"the \"big\" one\", \"c\": 01}", "1:15 expected ',' or "
	  "'}', found 'big' right behind a string (a quote is missing, or one "
	  "too many; within a string JSON writes \\\")\n"
	  "1:31 '01' has a leading zero\n" },
	{ "{\"a\": \"b,\n \"c\": \"d\n }", "1:7 unterminated string: the line "
	  "ends before its quote\n2:7 unterminated string: the line ends "
	  "before its quote\n" },
	{ "{\"a\": \"one\ntwo, three\nfour\", \"b\": 1}",
	  "1:7 unterminated string: the line ends before its quote\n" },

	/* strings, numbers, words */
	{ "[\"\\q \\z\", \"a\tb\x01\", \"\\u12\"]",
	  "1:3 '\\q' is no escape of JSON (a backslash is \\\\)\n"
	  "1:13 a tab within a string (JSON writes \\t)\n"
	  "1:20 \\u needs four hexadecimal digits\n" },
	{ "[01, -, 1., 2e, +1, .5, 0x10, NaN, -Infinity, undefined]",
	  "1:2 '01' has a leading zero\n1:6 '-' needs a digit behind '-'\n"
	  "1:9 '1.' needs a digit behind '.'\n"
	  "1:13 '2e' needs a digit in its exponent\n"
	  "1:17 '+1' has a '+' (JSON writes none)\n"
	  "1:21 '.5' needs a digit before '.'\n"
	  "1:25 '0x10' is no number: a text stands in quotes\n"
	  "1:31 expected a value, found 'NaN' (JSON has no such number)\n"
	  "1:36 expected a value, found '-Infinity' (JSON has no such number)"
	  "\n1:47 expected a value, found 'undefined' (JSON writes null)\n" },

	/* comments and what nobody sees */
	{ "# x\n{ # y\n\"a\":\xc2\xa0\xc2\xa0" "1, # z\n}",
	  "1:1 expected a value, found '#' (comments begin with //)\n"
	  "2:3 expected a key or '}', found '#' (comments begin with //)\n"
	  "3:5 expected a value, found a no-break space (U+00A0)\n"
	  "3:10 expected a key, found '#' (comments begin with //)\n"
	  "4:1 expected a key, found '}'\n" },

	{ "\x1b[1;39m{\x1b[34m\"a\"\x1b[0m: 1\x1b[m}",
	  "1:1 expected a value, found the control character U+001B\n"
	  "1:9 expected a key or '}', found the control character U+001B\n"
	  "1:17 expected ':' behind the key \"a\", found the control "
	  "character U+001B\n"
	  "1:24 expected ',' or '}', found the control character U+001B\n" },

	/* brackets */
	{ "{\"a\": [1, 2}, \"b\": 01}",
	  "1:12 expected ',' or ']', found '}'\n"
	  "1:20 '01' has a leading zero\n" },
	{ "{\n  \"a\": {\n    \"b\": [1,\n      2\n  },\n  \"c\": 01\n}",
	  "5:3 expected ',' or ']', found '}'\n6:8 '01' has a leading zero\n" },
	{ "{\n  \"a\": [\n    1\n  },\n  \"c\": 01\n}",
	  "4:3 expected ',' or ']', found '}'\n5:8 '01' has a leading zero\n" },
	{ "{\"a\": {\"b\": 01}}, \"c\": 02}", "1:13 '01' has a leading zero\n"
	  "1:17 text behind the end of the document: ','\n"
	  "1:24 '02' has a leading zero\n" },
	{ "{\"a\": [{\"b\": 01", "1:16 expected ',' or '}', found the end of "
	  "the text: all that is open is closed by }]}\n" },
	{ "[x\"\\", "1:5 expected ',' or ']', found the end of the text\n" },
	{ "{\"a\": [01, {\"b\": \"c", "1:8 '01' has a leading zero\n"
	  "1:18 unterminated string: the text ends before its quote\n" },

	/* what is also told of a good text */
	{ "{\"a\": 1, \"a\": 01, \"b\": {\"c\": 1, \"c\": 2}}",
	  "1:10 duplicate key \"a\"\n1:15 '01' has a leading zero\n"
	  "1:33 duplicate key \"c\"\n" },
	{ "{\"a\": 1, \"a\": 2, \"b\": [", "1:10 duplicate key \"a\"\n1:24 "
	  "expected a value or ']', found the end of the text: all that is "
	  "open is closed by ]}\n" },
	{ "[\"\xff\", 01]", "1:3 the byte 0xFF is not UTF-8: strings with "
	  "such bytes are not read; save the file as UTF-8\n"
	  "1:7 '01' has a leading zero\n" },

	/* keys that only seem to be twice in a map: the brace is missing */
	{ "{\n  \"a\": {\n    \"x\": 1,\n  \"b\": {\n    \"x\": 2\n  },\n"
	  "  \"x\": 3\n}\n", "9:1 expected ',' or '}', found the end of the "
	  "text\n" },

	/* no JSON at all: one message is enough */
	{ "foo bar {\"a\": 01}",
	  "1:1 expected a value, found 'foo'\n" },
	{ "# Title\nSome prose, and more.\n",
	  "1:1 expected a value, found '#' (comments begin with //)\n" }
};

START_TEST(all_faults_are_told_in_one_run)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading r = reading_of(rows[i].text);

		ck_assert_msg(r.d == NULL, "read: %s", rows[i].text);
		ck_assert_str_eq(told(&r), rows[i].told);
		reading_free(&r);
	}
}
END_TEST

/* The bracket that is really missing, by the way the text is laid out. */
START_TEST(the_layout_shows_what_is_not_closed)
{
	struct reading r = reading_of("{\n  \"a\": {\n    \"x\": {\n"
	    "      \"y\": 1\n  },\n  \"b\": 2\n}\n");
	const struct document_problem *p = &r.problems.v[0];
	struct position at = place_position(&r.files, p->also);

	ck_assert_uint_eq(r.problems.n, 1);
	ck_assert_str_eq(p->also_text, "the '{' that seems not to be closed: "
	    "see the indentation of what follows");
	ck_assert_uint_eq(at.line, 3);
	reading_free(&r);
	r = reading_of("{\n  \"a\": {\n    \"x\": 1\n    }\n  },\n  \"b\": 2\n"
	    "}\n,");
	p = &r.problems.v[0];
	at = place_position(&r.files, p->also);
	ck_assert_str_eq(p->text, "text behind the end of the document: ','");
	ck_assert_uint_eq(at.line, 4);
	reading_free(&r);
}
END_TEST

/* A mistake of one character is no flood of messages. */
static const char laid_out[] =
    "{\n"
    "  \"vpcplan\": 1,\n"
    "  \"vpcs\": {\n"
    "    \"shop\": {\n"
    "      \"cidr\": \"10.0.0.0/16\",\n"
    "      \"subnets\": {\n"
    "        \"app-a\": { \"az\": \"a\", \"cidr\": \"10.0.0.0/24\" },\n"
    "        \"app-c\": { \"az\": \"c\", \"cidr\": \"10.0.1.0/24\" }\n"
    "      },\n"
    "      \"route_tables\": { \"app\": { \"routes\": { \"::/0\": \"igw\" } } },\n"
    "      \"security_groups\": {\n"
    "        \"web\": { \"ingress\": [\"tcp/443 from 0.0.0.0/0\", { \"ports\": 1 }] }\n"
    "      }\n"
    "    }\n"
    "  },\n"
    "  \"expect\": [\n"
    "    \"internet reaches web\",\n"
    "    { \"from\": \"web\", \"why\": \"PCI\" }\n"
    "  ]\n"
    "}\n";

/* The text with the character at i left out, doubled or another. */
static void
spoil(char *out, size_t i, int how)
{
	static const char of[] = "{}[]\",:", other[] = "[]{}';=";
	size_t length = sizeof laid_out;

	memcpy(out, laid_out, length);
	if (how == 0)
		memmove(out + i, laid_out + i + 1, length - i - 1);
	else if (how == 1)
		memmove(out + i + 1, laid_out + i, length - i);
	else
		out[i] = other[strchr(of, laid_out[i]) - of];
}

START_TEST(one_cause_has_hardly_more_than_one_message)
{
	size_t texts = 0, messages = 0;

	for (size_t i = 0; i < sizeof laid_out - 1; i++)
		for (int how = 0; how < 3; how++) {
			char text[sizeof laid_out + 1];
			struct reading r;

			if (strchr("{}[]\",:", laid_out[i]) == NULL)
				continue;
			spoil(text, i, how);
			r = reading_of(text);
			ck_assert_msg(r.problems.n <= 3, "%s\n%s", text,
			    told(&r));
			ck_assert_msg(r.d != NULL || r.problems.n > 0,
			    "refused without a reason: %s", text);
			texts++;
			messages += r.problems.n;
			reading_free(&r);
		}
	ck_assert_uint_gt(texts, 300);
	ck_assert_msg(messages * 100 <= texts * 110, "%zu for %zu", messages,
	    texts);
}
END_TEST

static const char *
repeated(struct arena *a, const char *first, const char *each, size_t times)
{
	struct str s = str_new(a);

	str_add(&s, first);
	for (size_t i = 0; i < times; i++)
		str_add(&s, each);
	return str_text(&s);
}

START_TEST(many_of_a_kind_are_bounded_and_said)
{
	struct arena *a = arena_new();
	struct reading r = reading_of(repeated(a, "[1", ", True", 50));

	ck_assert_uint_eq(r.problems.n, 22);
	ck_assert_str_eq(r.problems.v[20].text,
	    "more words that JSON does not have, which are not listed");
	ck_assert_str_eq(r.problems.v[21].text,
	    "expected ',' or ']', found the end of the text");
	reading_free(&r);
	/* those of another kind are not hidden by them */
	r = reading_of(repeated(a, "[1", ", True, .5", 2000));
	ck_assert_uint_eq(r.problems.n, 43);
	ck_assert_str_eq(r.problems.v[42].text,
	    "more faults, which are not listed");
	reading_free(&r);
	arena_free(a);
}
END_TEST

/* Ten times the text must not take a hundred times as long. */
START_TEST(hostile_texts_take_linear_time)
{
	static const char *const each[] = { "\"", "'", "`", "\\\"", "{", "[",
		"}", "]", "[}", "{]", ",", ":", "\"a\" ", "\"a\":", "a", "\\",
		"/", "/*", "#", "=", "\xc2\xa0", "\"\\", "'\\", "{'", "[\"",
		"\xe2\x80\x9c", "\",", "x\"\\", "\"\n", "'\n", "{a", "[a\"" };

	for (size_t i = 0; i < sizeof each / sizeof each[0]; i++)
		for (int list = 0; list < 2; list++) {
			struct arena *a = arena_new();
			struct reading r = reading_of(repeated(a,
			    list ? "[" : "{", each[i], 1000000));

			ck_assert_ptr_null(r.d);
			ck_assert_uint_ge(r.problems.n, 1);
			ck_assert_uint_le(r.problems.n, 300);
			reading_free(&r);
			arena_free(a);
		}
}
END_TEST

Suite *suite_faults(void);

Suite *
suite_faults(void)
{
	return unit_suite_of("faults", (const TTest *const[]){
		all_faults_are_told_in_one_run,
		the_layout_shows_what_is_not_closed,
		one_cause_has_hardly_more_than_one_message,
		many_of_a_kind_are_bounded_and_said,
		hostile_texts_take_linear_time, NULL });
}
