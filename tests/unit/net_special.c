/* SPDX-License-Identifier: MIT */
#include "net/special.h"
#include "unit.h"

#include <string.h>

static struct addr
address(const char *text, enum family *family)
{
	struct addr a = { 0, 0 };

	ck_assert_msg(addr_parse(text, strlen(text), family, &a) == ADDR_OK,
	    "%s", text);
	return a;
}

START_TEST(the_most_specific_block_is_found)
{
	static const struct {
		const char *text, *block;
		enum reachable global;
	} rows[] = {
		{ "0.0.0.0", "0.0.0.0/32", REACHABLE_NO },
		{ "0.0.0.1", "0.0.0.0/8", REACHABLE_NO },
		{ "9.255.255.255", NULL, REACHABLE_YES },
		{ "10.255.255.255", "10.0.0.0/8", REACHABLE_NO },
		{ "100.63.255.255", NULL, REACHABLE_YES },
		{ "100.127.255.255", "100.64.0.0/10", REACHABLE_NO },
		{ "172.31.255.255", "172.16.0.0/12", REACHABLE_NO },
		{ "172.32.0.0", NULL, REACHABLE_YES },
		{ "192.0.0.9", "192.0.0.9/32", REACHABLE_YES },
		{ "192.0.0.7", "192.0.0.0/29", REACHABLE_NO },
		{ "192.0.0.11", "192.0.0.0/24", REACHABLE_NO },
		{ "192.88.99.1", "192.88.99.0/24", REACHABLE_NOT_STATED },
		{ "239.255.255.255", "224.0.0.0/4", REACHABLE_NOT_STATED },
		{ "255.255.255.254", "240.0.0.0/4", REACHABLE_NO },
		{ "255.255.255.255", "255.255.255.255/32", REACHABLE_NO },
		{ "::", "::/128", REACHABLE_NO },
		{ "::1", "::1/128", REACHABLE_NO },
		{ "::2", NULL, REACHABLE_YES },
		{ "::ffff:10.0.0.1", "::ffff:0.0.0.0/96", REACHABLE_NO },
		{ "64:ff9b::1", "64:ff9b::/96", REACHABLE_YES },
		{ "2001:1::2", "2001:1::2/128", REACHABLE_YES },
		{ "2001:1::4", "2001::/23", REACHABLE_NO },
		{ "2001:0:1::", "2001::/32", REACHABLE_NOT_STATED },
		{ "2001:db8::1", "2001:db8::/32", REACHABLE_NO },
		{ "2001:4860:4860::8888", NULL, REACHABLE_YES },
		{ "2600::1", NULL, REACHABLE_YES },
		{ "fdff::1", "fc00::/7", REACHABLE_NO },
		{ "fe80::1", "fe80::/10", REACHABLE_NO },
		{ "ff02::1", "ff00::/8", REACHABLE_NOT_STATED }
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum family f = IPV4;
		struct addr a = address(rows[i].text, &f);
		const struct special *s = special_find(f, a);
		char text[CIDR_TEXT_MAX];

		ck_assert_msg((s == NULL) == (rows[i].block == NULL), "%s",
		    rows[i].text);
		if (s == NULL)
			continue;
		ck_assert_str_eq(cidr_format(s->block, text), rows[i].block);
		ck_assert_msg(s->global == rows[i].global, "%s",
		    rows[i].text);
	}
}
END_TEST

START_TEST(the_tables_are_sorted_and_canonical)
{
	static const enum family families[] = { IPV4, IPV6 };

	for (size_t f = 0; f < 2; f++) {
		size_t n = 0;
		const struct special *t = special_table(families[f], &n);

		ck_assert_uint_gt(n, 20);
		for (size_t i = 0; i < n; i++) {
			ck_assert_uint_eq(t[i].block.family, families[f]);
			ck_assert(cidr_equal(t[i].block, cidr_around(
			    t[i].block.base, families[f],
			    t[i].block.length)));
			ck_assert(i == 0 || cidr_compare(t[i - 1].block,
			    t[i].block) < 0);
		}
	}
}
END_TEST

START_TEST(the_space_is_what_nobody_outside_reaches)
{
	struct arena *a = arena_new();
	static const struct {
		const char *text;
		bool with, without;	/* documentation */
	} rows[] = {
		{ "10.0.0.1", true, true },
		{ "192.0.0.8", true, true },
		{ "192.0.0.9", false, false },
		{ "192.0.2.1", true, false },
		{ "198.51.100.255", true, false },
		{ "203.0.113.0", true, false },
		{ "224.0.0.1", true, true },
		{ "255.255.255.255", true, true },
		{ "8.8.8.8", false, false },
		{ "2001:db8::1", true, false },
		{ "3fff::1", true, false },
		{ "2001::1", true, true },
		{ "2001:20::1", false, false },
		{ "64:ff9b::1", false, false },
		{ "fd00::1", true, true },
		{ "2600::1", false, false }
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum family f = IPV4;
		struct addr at = address(rows[i].text, &f);

		ck_assert_msg(range_set_has(special_space(a, f, true), at) ==
		    rows[i].with, "%s", rows[i].text);
		ck_assert_msg(range_set_has(special_space(a, f, false), at) ==
		    rows[i].without, "%s", rows[i].text);
	}
	arena_free(a);
}
END_TEST

Suite *suite_special(void);

Suite *
suite_special(void)
{
	return unit_suite_of("special", (const TTest *const[]){
		the_most_specific_block_is_found,
		the_tables_are_sorted_and_canonical,
		the_space_is_what_nobody_outside_reaches, NULL });
}
