/* SPDX-License-Identifier: MIT */
#include "net/carve.h"
#include "unit.h"

#include <string.h>

static struct cidr
cidr(const char *text)
{
	struct cidr c = { .length = 0 };

	ck_assert_msg(cidr_parse(text, strlen(text), &c) == ADDR_OK, "%s",
	    text);
	return c;
}

static struct addr
number(const char *text)
{
	struct addr n = { 0, 0 };

	ck_assert(addr_parse_decimal(text, strlen(text), &n));
	return n;
}

START_TEST(subnets_are_numbered)
{
	static const struct {
		const char *parent;
		unsigned new_bits;
		const char *n, *subnet;		/* NULL: there is none */
	} rows[] = {
		{ "10.0.0.0/16", 8, "2", "10.0.2.0/24" },
		{ "10.0.0.0/16", 0, "0", "10.0.0.0/16" },
		{ "10.0.0.0/16", 0, "1", NULL },
		{ "10.0.0.0/16", 8, "255", "10.0.255.0/24" },
		{ "10.0.0.0/16", 8, "256", NULL },
		{ "10.0.0.0/16", 17, "0", NULL },
		{ "10.0.0.0/32", 0, "0", "10.0.0.0/32" },
		{ "0.0.0.0/0", 32, "4294967295", "255.255.255.255/32" },
		{ "0.0.0.0/0", 32, "4294967296", NULL },
		{ "::/0", 3, "7", "e000::/3" },
		{ "fd00::/8", 56, "3", "fd00:0:0:3::/64" },
		{ "2001:db8::/32", 96, "79228162514264337593543950335",
		    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128" },
		{ "2001:db8::/32", 96, "79228162514264337593543950336",
		    NULL },
		{ "2001:db8::/32", 64, "18446744073709551616", NULL },
		{ "::ffff:10.0.0.0/104", 8, "1", "::ffff:10.1.0.0/112" },
		{ "::/0", 128, "340282366920938463463374607431768211455",
		    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cidr c = cidr("0.0.0.0/0");
		char text[CIDR_TEXT_MAX];
		bool found = carve_subnet(cidr(rows[i].parent),
		    rows[i].new_bits, number(rows[i].n), &c);

		ck_assert_msg(found == (rows[i].subnet != NULL), "%s %u %s",
		    rows[i].parent, rows[i].new_bits, rows[i].n);
		if (found)
			ck_assert_str_eq(cidr_format(c, text),
			    rows[i].subnet);
	}
}
END_TEST

START_TEST(hosts_are_numbered_from_both_ends)
{
	static const struct {
		const char *prefix, *n;
		bool from_end;
		const char *host;		/* NULL: there is none */
	} rows[] = {
		{ "10.0.0.0/16", "5", false, "10.0.0.5" },
		{ "10.0.0.0/16", "1", true, "10.0.255.255" },
		{ "10.0.0.0/16", "65536", true, "10.0.0.0" },
		{ "10.0.0.0/16", "65537", true, NULL },
		{ "10.0.0.0/16", "65535", false, "10.0.255.255" },
		{ "10.0.0.0/16", "65536", false, NULL },
		{ "10.0.0.0/16", "0", true, NULL },
		{ "10.0.0.9/32", "0", false, "10.0.0.9" },
		{ "10.0.0.9/32", "1", false, NULL },
		{ "10.0.0.8/31", "1", false, "10.0.0.9" },
		{ "fd00::/64", "18446744073709551616", false, NULL },
		{ "10.0.0.0/24", "18446744073709551617", false, NULL },
		{ "fd00::/8", "1329227995784915872903807060280344575", false,
		    "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
		{ "fd00::/8", "1", true,
		    "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
		{ "::/0", "340282366920938463463374607431768211455", true,
		    "::1" },
		{ "::ffff:10.0.0.0/104", "1", false, "::ffff:10.0.0.1" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cidr c = cidr(rows[i].prefix);
		struct addr a = { 0, 0 };
		char text[ADDR_TEXT_MAX];
		bool found = carve_host(c, number(rows[i].n),
		    rows[i].from_end, &a);

		ck_assert_msg(found == (rows[i].host != NULL), "%s %s",
		    rows[i].prefix, rows[i].n);
		if (found)
			ck_assert_str_eq(addr_format(a, c.family, text),
			    rows[i].host);
	}
}
END_TEST

START_TEST(rows_align_and_end_at_the_end)
{
	static const struct {
		const char *within;
		unsigned length[5];		/* 0 ends */
		const char *subnet[5];		/* NULL: does not fit */
	} rows[] = {
		{ "10.0.0.0/16", { 24, 20, 24, 24 },
		    { "10.0.0.0/24", "10.0.16.0/20", "10.0.32.0/24",
		    "10.0.33.0/24" } },
		{ "10.0.0.0/16", { 17, 17, 17 },
		    { "10.0.0.0/17", "10.0.128.0/17", NULL } },
		{ "255.255.255.0/24", { 25, 25, 32 },
		    { "255.255.255.0/25", "255.255.255.128/25", NULL } },
		{ "255.255.255.0/24", { 26, 25, 26 },
		    { "255.255.255.0/26", "255.255.255.128/25", NULL } },
		{ "10.0.0.0/16", { 15, 16 }, { NULL, "10.0.0.0/16" } },
		{ "ffff::/16", { 17, 17, 128 },
		    { "ffff::/17", "ffff:8000::/17", NULL } },
		{ "10.0.0.0/30", { 31, 30, 32 },
		    { "10.0.0.0/31", NULL, "10.0.0.2/32" } }
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct carve_row row = carve_row_start(cidr(rows[i].within));

		for (size_t k = 0; rows[i].length[k] != 0; k++) {
			struct cidr c = cidr("0.0.0.0/0");
			char text[CIDR_TEXT_MAX];
			bool fits = carve_row_next(&row, rows[i].length[k],
			    &c);

			ck_assert_msg(fits == (rows[i].subnet[k] != NULL),
			    "%s, %zu", rows[i].within, k);
			if (fits)
				ck_assert_str_eq(cidr_format(c, text),
				    rows[i].subnet[k]);
		}
	}
}
END_TEST

START_TEST(sizes_become_lengths)
{
	static const struct {
		enum family family;
		const char *addresses;
		int length;			/* -1: there is none */
	} rows[] = {
		{ IPV4, "0", -1 }, { IPV4, "1", 32 }, { IPV4, "2", 31 },
		{ IPV4, "3", 30 }, { IPV4, "256", 24 }, { IPV4, "257", 23 },
		{ IPV4, "4294967296", 0 }, { IPV4, "4294967297", -1 },
		{ IPV6, "18446744073709551616", 64 },
		{ IPV6, "18446744073709551617", 63 },
		{ IPV6, "340282366920938463463374607431768211455", 0 }
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unsigned length = 999;
		bool found = carve_length(rows[i].family,
		    number(rows[i].addresses), &length);

		ck_assert_int_eq(found ? (int)length : -1, rows[i].length);
	}
	ck_assert(addr_equal(carve_last_number(0), addr_first(IPV6)));
	ck_assert(addr_equal(carve_last_number(32), addr_last(IPV4)));
	ck_assert(addr_equal(carve_last_number(128), addr_last(IPV6)));
}
END_TEST

Suite *suite_carve(void);

Suite *
suite_carve(void)
{
	return unit_suite_of("carve", (const TTest *const[]){
		subnets_are_numbered, hosts_are_numbered_from_both_ends,
		rows_align_and_end_at_the_end, sizes_become_lengths, NULL });
}
