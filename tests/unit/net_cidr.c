/* SPDX-License-Identifier: MIT */
#include "net/cidr.h"
#include "unit.h"

#include <string.h>

static const struct {
	const char *text;
	enum addr_error error;
} refused[] = {
	{ "", ADDR_EMPTY },
	{ "/8", ADDR_NOT_AN_ADDRESS },
	{ "10.0.0.0", ADDR_NO_LENGTH },
	{ "10.0.0.0/", ADDR_NO_LENGTH },
	{ "10.0.0.0/-1", ADDR_LENGTH_RANGE },
	{ "10.0.0.0/+8", ADDR_LENGTH_RANGE },
	{ "10.0.0.0/ 8", ADDR_LENGTH_RANGE },
	{ "10.0.0.0/x", ADDR_LENGTH_RANGE },
	{ "10.0.0.0/33", ADDR_LENGTH_RANGE },
	{ "::/129", ADDR_LENGTH_RANGE },
	{ "::/18446744073709551617", ADDR_LENGTH_RANGE },
	{ "10.0.0.0/08", ADDR_LEADING_ZERO },
	{ "10.0.0.0/00", ADDR_LEADING_ZERO },
	{ "10.0.0.0/0x8", ADDR_TRAILING },
	{ "10.0.0.0/8junk", ADDR_TRAILING },
	{ "10.0.0.0/8/8", ADDR_TRAILING },
	{ "10.0.0.0/8 ", ADDR_TRAILING },
	{ "10.0.0.0 /8", ADDR_TRAILING },
	{ "10.0.0.1/8", ADDR_HOST_BITS },
	{ "10.0.0.1/0", ADDR_HOST_BITS },
	{ "2001:db8::1/64", ADDR_HOST_BITS },
	{ "010.0.0.0/8", ADDR_LEADING_ZERO },
	{ "10/8", ADDR_NOT_AN_ADDRESS },
	{ "10.0/16", ADDR_OCTET_COUNT },
	{ "256.0.0.0/8", ADDR_OCTET_RANGE },
	{ "10.0.0.0/0.0.0.255", ADDR_WILDCARD },
	{ "10.0.0.0/255.0.255.0", ADDR_MASK_HOLES },
	{ "10.0.0.0/255.0.0.0", ADDR_LENGTH_RANGE },
	{ "fe80::1%eth0/64", ADDR_ZONE },
	{ "fe80::%eth0/64", ADDR_ZONE },
	{ "10.0.0.5-10.0.0.1", ADDR_TRAILING },
	{ "1::2::3/64", ADDR_TWO_ELLIPSES },
	{ "12345::/16", ADDR_GROUP_RANGE }
};

START_TEST(what_is_no_prefix_is_refused)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct cidr c = { { 7, 7 }, 7, 7 };
		enum addr_error error = cidr_parse(refused[i].text,
		    strlen(refused[i].text), &c);

		ck_assert_msg(error == refused[i].error, "\"%s\": %s",
		    refused[i].text, addr_error_text(error));
		ck_assert(c.base.hi == 7 && c.base.lo == 7 && c.family == 7 &&
		    c.length == 7);
	}
}
END_TEST

static const struct {
	const char *text, *printed, *last;
} taken[] = {
	{ "0.0.0.0/0", "0.0.0.0/0", "255.255.255.255" },
	{ "10.0.0.0/8", "10.0.0.0/8", "10.255.255.255" },
	{ "255.255.255.254/31", "255.255.255.254/31", "255.255.255.255" },
	{ "255.255.255.255/32", "255.255.255.255/32", "255.255.255.255" },
	{ "0.0.0.0/32", "0.0.0.0/32", "0.0.0.0" },
	{ "::/0", "::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	{ "2001:db8::/56", "2001:db8::/56", "2001:db8:0:ff:ffff:ffff:ffff:ffff" },
	{ "2001:DB8:0::/64", "2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff" },
	{ "::/65", "::/65", "::7fff:ffff:ffff:ffff" },
	{ "::ffff:10.0.0.0/104", "::ffff:10.0.0.0/104", "::ffff:10.255.255.255" },
	{ "::1/128", "::1/128", "::1" },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" }
};

START_TEST(prefixes_are_read_and_printed)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		const char *text = taken[i].text;
		char printed[CIDR_TEXT_MAX], last[ADDR_TEXT_MAX];
		struct cidr c = { .length = 0 };

		ck_assert_msg(cidr_parse(text, strlen(text), &c) == ADDR_OK,
		    "%s", text);
		ck_assert_str_eq(cidr_format(c, printed), taken[i].printed);
		ck_assert_str_eq(cidr_text(a, c), taken[i].printed);
		ck_assert_str_eq(addr_format(cidr_last(c), c.family, last),
		    taken[i].last);
		ck_assert_str_eq(addr_text(a, cidr_last(c), c.family),
		    taken[i].last);
	}
	arena_free(a);
}
END_TEST

START_TEST(host_bits_are_cleared_and_told)
{
	struct cidr c = { .length = 0 };
	bool had = false;
	char text[CIDR_TEXT_MAX];

	ck_assert(cidr_parse_masking("10.0.0.9/8", 10, &c, &had) == ADDR_OK);
	ck_assert(had);
	ck_assert_str_eq(cidr_format(c, text), "10.0.0.0/8");
	ck_assert(cidr_parse_masking("10.0.0.0/8", 10, &c, &had) == ADDR_OK);
	ck_assert(!had);
	ck_assert(cidr_parse_masking("10.0.0.0/8x", 11, &c, &had) ==
	    ADDR_TRAILING);
	ck_assert(cidr_parse_masking("2001:db8:ffff::/33", 18, &c, &had) ==
	    ADDR_OK);
	ck_assert(had);
	ck_assert_str_eq(cidr_format(c, text), "2001:db8:8000::/33");
}
END_TEST

START_TEST(masks_of_every_length_are_told_apart)
{
	static const enum family families[] = { IPV4, IPV6 };

	for (size_t i = 0; i < 2; i++) {
		enum family f = families[i];
		unsigned bits = family_bits(f);

		for (unsigned length = 0; length <= bits; length++) {
			struct addr mask = cidr_mask(f, length);
			struct addr wildcard = addr_and(addr_not(mask),
			    addr_last(f));
			unsigned read = 999;

			ck_assert(cidr_length_of_mask(f, mask, &read));
			ck_assert_uint_eq(read, length);
			ck_assert(cidr_length_of_wildcard(f, wildcard, &read));
			ck_assert_uint_eq(read, length);
			ck_assert(cidr_length_of_mask(f, wildcard, &read) ==
			    (length == 0 || length == bits));
		}
	}
	ck_assert(!cidr_length_of_mask(IPV4, addr_from_u64(0xff00ff00),
	    &(unsigned){ 0 }));
}
END_TEST

static struct cidr
cidr(const char *text)
{
	struct cidr c = { .length = 0 };

	ck_assert_msg(cidr_parse(text, strlen(text), &c) == ADDR_OK, "%s",
	    text);
	return c;
}

START_TEST(containment_is_by_family_and_bits)
{
	static const struct {
		const char *outer, *inner;
		bool contains, overlaps;
	} rows[] = {
		{ "10.0.0.0/8", "10.1.0.0/16", true, true },
		{ "10.1.0.0/16", "10.0.0.0/8", false, true },
		{ "10.0.0.0/8", "10.0.0.0/8", true, true },
		{ "10.0.0.0/8", "11.0.0.0/8", false, false },
		{ "0.0.0.0/0", "255.255.255.255/32", true, true },
		{ "0.0.0.0/0", "::/0", false, false },
		{ "::/0", "10.0.0.0/8", false, false },
		{ "::/0", "::ffff:10.0.0.0/104", true, true },
		{ "2001:db8::/64", "2001:db8:0:1::/64", false, false },
		{ "2001:db8::/63", "2001:db8:0:1::/64", true, true }
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cidr outer = cidr(rows[i].outer);
		struct cidr inner = cidr(rows[i].inner);

		ck_assert_msg(cidr_contains(outer, inner) == rows[i].contains,
		    "%s in %s", rows[i].inner, rows[i].outer);
		ck_assert_msg(cidr_overlaps(outer, inner) == rows[i].overlaps,
		    "%s and %s", rows[i].inner, rows[i].outer);
		ck_assert_msg(cidr_overlaps(inner, outer) == rows[i].overlaps,
		    "%s and %s", rows[i].outer, rows[i].inner);
	}
}
END_TEST

START_TEST(containers_sort_before_their_content)
{
	static const char *const sorted[] = {
		"0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/32",
		"10.0.1.0/24", "255.255.255.255/32", "::/0", "::/64", "1::/16"
	};

	for (size_t i = 0; i < sizeof sorted / sizeof *sorted; i++)
		for (size_t j = 0; j < sizeof sorted / sizeof *sorted; j++) {
			int order = cidr_compare(cidr(sorted[i]),
			    cidr(sorted[j]));

			ck_assert_int_eq((order > 0) - (order < 0),
			    (i > j) - (i < j));
			ck_assert(cidr_equal(cidr(sorted[i]),
			    cidr(sorted[j])) == (i == j));
		}
}
END_TEST

START_TEST(ranges_are_cut_into_the_largest_prefixes)
{
	static const struct {
		const char *first, *last, *prefix;
	} rows[] = {
		{ "0.0.0.0", "255.255.255.255", "0.0.0.0/0" },
		{ "0.0.0.0", "255.255.255.254", "0.0.0.0/1" },
		{ "0.0.0.0", "0.0.0.0", "0.0.0.0/32" },
		{ "255.255.255.250", "255.255.255.255", "255.255.255.250/31" },
		{ "255.255.255.252", "255.255.255.255", "255.255.255.252/30" },
		{ "10.0.0.0", "10.0.0.6", "10.0.0.0/30" },
		{ "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128" },
		{ "::1", "::ffff", "::1/128" },
		{ "1::", "1::ffff:ffff:ffff:ffff", "1::/64" },
		{ "1::", "1::1:0:0:0:0", "1::/64" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum family f = IPV4, g = IPV4;
		struct addr first = { 0, 0 }, last = { 0, 0 };
		char text[CIDR_TEXT_MAX];

		ck_assert(addr_parse(rows[i].first, strlen(rows[i].first), &f,
		    &first) == ADDR_OK);
		ck_assert(addr_parse(rows[i].last, strlen(rows[i].last), &g,
		    &last) == ADDR_OK);
		ck_assert_str_eq(cidr_format(cidr_largest_at(first, last, f),
		    text), rows[i].prefix);
	}
}
END_TEST

Suite *suite_cidr(void);

Suite *
suite_cidr(void)
{
	return unit_suite_of("cidr", (const TTest *const[]){
		what_is_no_prefix_is_refused, prefixes_are_read_and_printed,
		host_bits_are_cleared_and_told,
		masks_of_every_length_are_told_apart,
		containment_is_by_family_and_bits,
		containers_sort_before_their_content,
		ranges_are_cut_into_the_largest_prefixes, NULL });
}
