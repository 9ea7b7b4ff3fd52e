/* SPDX-License-Identifier: MIT */
#include "twin_network.h"

#include "base/str.h"
#include "base/vec.h"
#include "load/load.h"
#include "model/notation.h"
#include "plan/expect.h"
#include "unit.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/*
 * What must not change a verdict: the order of a file, the names in it, a
 * block written as its two halves, a VPC beside the point.  The networks are
 * random ones, whose text is rewritten as text.
 */

enum { NETWORKS = 60, SENTENCES = 24 };

/* ------------------------------------------------ a text, written anew */

struct rewriting {
	struct arena *a;
	const char *p;			/* what is still to be read */
	struct unit_random *shuffle;	/* NULL: keep the order */
	bool split;			/* blocks of rules and entries */
};

struct texts {
	const char **v;
	size_t n, cap;
};

static const char *rewrite(struct rewriting *w, const char *key);

static void
skip_blanks(struct rewriting *w)
{
	while (isspace((unsigned char)*w->p) || *w->p == ',' ||
	    *w->p == ':')
		w->p++;
}

static void
mix(struct rewriting *w, struct texts *t)
{
	for (size_t i = t->n; w->shuffle != NULL && i > 1; i--) {
		size_t j = unit_random_below(w->shuffle, (uint32_t)i);
		const char *kept = t->v[i - 1];

		t->v[i - 1] = t->v[j];
		t->v[j] = kept;
	}
}

static const char *
join(struct arena *a, const struct texts *t, const char *ends)
{
	struct str out = str_new(a);

	str_add_char(&out, ends[0]);
	for (size_t i = 0; i < t->n; i++) {
		str_add(&out, i > 0 ? ", " : "");
		str_add(&out, t->v[i]);
	}
	str_add_char(&out, ends[1]);
	return str_text(&out);
}

/* A string, with its quotes: the texts that are made have no escapes. */
static const char *
copy_string(struct rewriting *w)
{
	const char *end = strchr(w->p + 1, '"');
	const char *out = arena_strndup(w->a, w->p, (size_t)(end + 1 - w->p));

	w->p = end + 1;
	return out;
}

static const char *
rewrite_object(struct rewriting *w)
{
	struct texts members = { 0 };

	w->p++;
	for (skip_blanks(w); *w->p != '}'; skip_blanks(w)) {
		const char *key = copy_string(w);

		skip_blanks(w);
		vec_push(w->a, &members, arena_printf(w->a, "%s: %s", key,
		    rewrite(w, key)));
	}
	w->p++;
	mix(w, &members);
	return join(w->a, &members, "{}");
}

/* The block at the end of a rule, as its two halves; false: it has none. */
static bool
halve(const char *rule, struct cidr half[2], size_t *before)
{
	const char *block = strrchr(rule, ' ');
	struct cidr c;

	if (block == NULL || cidr_parse(block + 1, strlen(block + 1) - 1,
	    &c) != ADDR_OK || c.length == family_bits(c.family))
		return false;
	*before = (size_t)(block + 1 - rule);
	half[0] = half[1] = c;
	half[0].length = half[1].length = (uint8_t)(c.length + 1);
	half[1].base = addr_or(c.base, addr_shift_left(addr_from_u64(1),
	    family_bits(c.family) - c.length - 1));
	return true;
}

/* A rule, or an entry: "30 allow all from 10.0.0.0/8", whose number is made
 * two: 60 and 61. */
static void
add_halves(struct rewriting *w, struct texts *out, const char *rule)
{
	struct cidr half[2];
	size_t before, digits = strspn(rule + 1, "0123456789");
	unsigned long number = strtoul(rule + 1, NULL, 10) * 2;
	bool halved = halve(rule, half, &before);
	char text[CIDR_TEXT_MAX];

	if (!halved && digits == 0)
		vec_push(w->a, out, rule);
	else if (!halved)
		vec_push(w->a, out, arena_printf(w->a, "\"%lu%s", number,
		    rule + 1 + digits));
	for (unsigned i = 0; halved && i < 2; i++) {
		struct str s = str_new(w->a);

		str_add_char(&s, '"');
		if (digits > 0)
			str_addf(&s, "%lu", number + i);
		str_add_bytes(&s, rule + 1 + digits, before - 1 - digits);
		str_addf(&s, "%s\"", cidr_format(half[i], text));
		vec_push(w->a, out, str_text(&s));
	}
}

static const char *
rewrite_list(struct rewriting *w, const char *key)
{
	bool rules = str_equal(key, "\"ingress\"") ||
	    str_equal(key, "\"egress\"");
	struct texts members = { 0 };

	w->p++;
	for (skip_blanks(w); *w->p != ']'; skip_blanks(w)) {
		const char *member = rewrite(w, NULL);

		if (rules && w->split)
			add_halves(w, &members, member);
		else
			vec_push(w->a, &members, member);
	}
	w->p++;
	if (rules)
		mix(w, &members);
	return join(w->a, &members, "[]");
}

static const char *
rewrite(struct rewriting *w, const char *key)
{
	const char *start;

	skip_blanks(w);
	start = w->p;
	switch (*w->p) {
	case '{':
		return rewrite_object(w);
	case '[':
		return rewrite_list(w, key);
	case '"':
		return copy_string(w);
	default:
		w->p += strcspn(w->p, ",}] \n");
		return arena_strndup(w->a, start, (size_t)(w->p - start));
	}
}

/* ----------------------------------------------------- what may be done */

static const char *
reorder(struct arena *a, struct unit_random *r, const char *text)
{
	struct rewriting w = { .a = a, .p = text, .shuffle = r };

	return rewrite(&w, NULL);
}

static const char *
split_blocks(struct arena *a, struct unit_random *r, const char *text)
{
	struct rewriting w = { .a = a, .p = text, .split = true };

	(void)r;
	return rewrite(&w, NULL);
}

/* Names begin with "v" and a digit; "v0" sorts before "v1", "y0" behind. */
static const char *
rename_things(struct arena *a, struct unit_random *r, const char *text)
{
	char *out = arena_strdup(a, text);

	(void)r;
	for (char *p = out + 1; *p != '\0'; p++)
		if (*p == 'v' && isdigit((unsigned char)p[1]) &&
		    !isalnum((unsigned char)p[-1]))
			*p = p[1] == '0' ? 'y' : 'x';
	return out;
}

static const char *
add_vpc(struct arena *a, struct unit_random *r, const char *text)
{
	static const char more[] = "\"beside\": {\"cidr\": \"10.99.0.0/16\", "
	    "\"internet_gateway\": \"beside-igw\", \"subnets\": "
	    "{\"beside-s\": {\"az\": \"a\", \"cidr\": \"10.99.0.0/24\"}}, "
	    "\"route_tables\": {\"beside-t\": {\"main\": true, \"routes\": "
	    "{\"0.0.0.0/0\": \"beside-igw\"}}}, \"workloads\": "
	    "{\"beside-w\": {\"kind\": \"instance\", \"subnets\": "
	    "[\"beside-s\"], \"public_ip\": true}}}, ";
	static const char where[] = "\"vpcs\": {";
	const char *at = strstr(text, where) + strlen(where);
	struct str out = str_new(a);

	(void)r;
	str_add_bytes(&out, text, (size_t)(at - text));
	str_add(&out, more);
	str_add(&out, at);
	return str_text(&out);
}

/* ------------------------------------------------------------- comparing */

static struct reach *
read_network(struct arena *a, const char *text)
{
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);
	const struct model *m;

	load_bytes(l, "made.json", text, strlen(text), true);
	m = load_finish(l);
	ck_assert_uint_eq(l->complaints.n, 0);
	return reach_new(a, m, routes_new(a, m));
}

static const char *
some_name(struct arena *a, const struct model *m, struct unit_random *r)
{
	uint32_t n = (uint32_t)m->workloads.n;

	switch (unit_random_below(r, 6)) {
	case 0:
		return "internet";
	case 1:
		return unit_random_below(r, 2) == 0 ? "office" : "s3";
	default:
		return arena_strdup(a,
		    m->workloads.v[unit_random_below(r, n)]->is.name);
	}
}

static const char *
some_sentence(struct arena *a, const struct model *m, struct unit_random *r)
{
	static const char *const words[] = {
		"%s reaches %s on tcp/443", "%s never reaches %s",
		"%s reaches %s on tcp/22 over ipv6", "%s reaches %s",
		"%s reaches %s on tcp/8080 surviving any az",
	};
	const char *from = some_name(a, m, r), *to = some_name(a, m, r);
	struct str out = str_new(a);

	for (const char *p = words[unit_random_below(r,
	    sizeof words / sizeof words[0])]; *p != '\0'; p++) {
		if (*p != '%') {
			str_add_char(&out, *p);
			continue;
		}
		str_add(&out, from);
		from = to;
		p++;
	}
	return str_text(&out);
}

static struct outcome
answer(struct arena *a, struct reach *r, const char *sentence)
{
	struct expectation e = { .island = 0 };

	ck_assert_msg(notation_expectation_parse(a, sentence, &e) == NULL,
	    "%s", sentence);
	return expect_one(r, a, &e, EXPECT_ANSWERS);
}

typedef const char *rewriter(struct arena *a, struct unit_random *r,
    const char *text);

static void
compare(uint64_t number, rewriter *change, bool renames)
{
	struct arena *a = arena_new();
	struct unit_random r = twin_network_seed(number);
	const char *text = twin_network_make(a, &r);
	const char *changed = change(a, &r, text);
	struct reach *before = read_network(a, text);
	struct reach *after = read_network(a, changed);

	for (unsigned i = 0; i < SENTENCES; i++) {
		const char *one = some_sentence(a, reach_model(before), &r);
		const char *other = renames ?
		    rename_things(a, &r, arena_printf(a, " %s", one)) + 1 :
		    one;
		struct outcome x = answer(a, before, one);
		struct outcome y = answer(a, after, other);

		ck_assert_msg(x.verdict == y.verdict && x.holds == y.holds,
		    "network %u, \"%s\": %s, then %s\n%s\n%s",
		    (unsigned)number, one, verdict_key(x.verdict),
		    verdict_key(y.verdict), text, changed);
	}
	arena_free(a);
}

static void
compare_all(uint64_t first, rewriter *change)
{
	for (unsigned i = 0; i < NETWORKS; i++)
		compare(first + i, change, change == rename_things);
}

START_TEST(the_order_of_a_file_means_nothing)
{
	compare_all(50000, reorder);
}
END_TEST

START_TEST(names_mean_nothing)
{
	compare_all(60000, rename_things);
}
END_TEST

START_TEST(two_halves_are_a_block)
{
	compare_all(70000, split_blocks);
}
END_TEST

START_TEST(a_vpc_beside_the_point_changes_nothing)
{
	compare_all(80000, add_vpc);
}
END_TEST

unit_suite suite_twin_metamorphic;

Suite *
suite_twin_metamorphic(void)
{
	return unit_suite_of("twin_metamorphic", (const TTest *const[]){
		the_order_of_a_file_means_nothing, names_mean_nothing,
		two_halves_are_a_block,
		a_vpc_beside_the_point_changes_nothing, NULL });
}
