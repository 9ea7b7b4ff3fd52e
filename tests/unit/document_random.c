/* SPDX-License-Identifier: MIT */
#include "document_exercise.h"
#include "unit.h"

#include <string.h>

/* The fuzz target's promises, held over texts mutated from a fixed seed. */

static const char *const seeds[] = {
	"{\"vpcs\": {\"shop\": {\"cidr\": \"10.0.0.0/16\"}}}",
	"[1, -2.5e3, true, false, null, \"a\\u0041\\n\", {}, []]",
	"{ /* c */ \"a\": 1, // d\n \"\\u0061\": {\"b\": [[[]]]}, \"b\":0 }",
	"\"\xea\xb0\x80\\ud83d\\ude00\"",
	"{\"a\":{\"b\":{\"c\":[{\"d\":\"e\"},{\"f\":[1,2,3]}]}},\"g\":\"//\"}",
	"a: &x\n  - !Ref b\n  - c: !GetAtt d.e\nf: *x\n",
	"# c\nk: |\n  text\n  more\nm: {<<: &y {a: 1}, b: 'q', c: yes}\n",
	"\xea\xb0\x80: \xea\xb0\x81 # \xea\xb0\x82\nl: [012, 1.5, ~, !Sub '${x}']\n"
};

enum { SEEDS = sizeof seeds / sizeof seeds[0], LENGTH_MAX = 256 };

static size_t
mutate(struct unit_random *r, char *text, size_t length)
{
	static const char alphabet[] = "{}[]\",:\\/*0123456789.eE+-tfnu \n\x80&!|'#<"
	    "\xff\xea\x01";
	size_t at = length > 0 ? unit_random_below(r, (uint32_t)length) : 0;
	char c = alphabet[unit_random_below(r, sizeof alphabet)];

	switch (unit_random_below(r, 5)) {
	case 0:
		if (length > 0)
			text[at] = c;
		return length;
	case 1:
		if (length == LENGTH_MAX)
			return length;
		memmove(text + at + 1, text + at, length - at);
		text[at] = c;
		return length + 1;
	case 2:
		if (length == 0)
			return length;
		memmove(text + at, text + at + 1, length - at - 1);
		return length - 1;
	case 3:
		return at;
	default:
		if (length > 1) {
			size_t other = unit_random_below(r, (uint32_t)length);

			c = text[at];
			text[at] = text[other];
			text[other] = c;
		}
		return length;
	}
}

/* Pieces of templates: any text is YAML behind its mark. */
static const char *const yaml_seeds[] = {
	"a: &x {b: !Ref c, d: [1, 2]}\ne:\n  <<: [*x, {f: g}]\n  d: !Sub |\n"
	    "    t\n\nh: *x\n",
	"- !If [a, !GetAtt 'b.c.d', !Ref AWS::NoValue]\n- ? k\n  : v\n-\n",
	"\"q\\u00e9\": 'it''s' # c\nf: >+\n  one\n\n  two\n\ng: !!str 1\n",
	"a: &y [*y]\nb: {<<: *y, <<: {c: 1}}\n? {d: e}\n: f\n"
};

START_TEST(mutated_yaml_keeps_every_promise)
{
	enum { N = sizeof yaml_seeds / sizeof yaml_seeds[0] };
	struct unit_random r = { 21 };
	int read = 0, refused = 0;

	for (int round = 0; round < 30000; round++) {
		const char *seed = yaml_seeds[unit_random_below(&r, N)];
		char text[4 + LENGTH_MAX + 1] = "---\n";
		size_t length = strlen(seed);

		memcpy(text + 4, seed, length);
		for (uint32_t n = unit_random_below(&r, 4); n > 0; n--)
			length = mutate(&r, text + 4, length);
		if (document_exercise(text, 4 + length))
			read++;
		else
			refused++;
	}
	ck_assert_int_gt(read, 2000);
	ck_assert_int_gt(refused, 2000);
}
END_TEST

/* What fuzzing found, byte for byte. */
static const char *const found[] = {
	/* a comment behind a tag that a lone carriage return ends */
	" \r\n\n!:  \r\n\n\r  \r#\"\r\r  s\"\"\"\"\"\"sh\"\"`dr\":   "
	    "                          "
};

START_TEST(what_was_found_keeps_every_promise)
{
	for (size_t i = 0; i < sizeof found / sizeof found[0]; i++)
		ck_assert(document_exercise(found[i], strlen(found[i])));
}
END_TEST

START_TEST(mutated_texts_keep_every_promise)
{
	struct unit_random r = { 20 };
	int read = 0, refused = 0;

	for (int round = 0; round < 30000; round++) {
		const char *seed = seeds[unit_random_below(&r, SEEDS)];
		char text[LENGTH_MAX + 1];
		size_t length = strlen(seed);

		memcpy(text, seed, length);
		for (uint32_t n = unit_random_below(&r, 4); n > 0; n--)
			length = mutate(&r, text, length);
		if (document_exercise(text, length))
			read++;
		else
			refused++;
	}
	/* The run is worth something only if both happen often. */
	ck_assert_int_gt(read, 2000);
	ck_assert_int_gt(refused, 2000);
}
END_TEST

Suite *suite_random(void);

Suite *
suite_random(void)
{
	return unit_suite_of("random", (const TTest *const[]){
		what_was_found_keeps_every_promise,
		mutated_texts_keep_every_promise,
		mutated_yaml_keeps_every_promise, NULL });
}
