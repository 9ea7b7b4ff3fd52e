/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/facts.h"
#include "model/notices.h"
#include "model/stand_in.h"
#include "net/special.h"
#include "unit.h"

#include <string.h>

START_TEST(every_fact_has_its_page)
{
	for (unsigned f = 0; f < FACT_COUNT; f++) {
		const struct fact_row *row = fact((enum fact)f);

		ck_assert_msg(row->what != NULL && row->source != NULL &&
		    row->read != NULL, "fact %u", f);
		ck_assert_int_gt(row->value, 0);
		ck_assert_msg(row->key != NULL || !row->is_quota, "%s",
		    row->what);
		if (row->is_quota)
			ck_assert(fact_is_quota(row->key));
		if (row->key != NULL)
			ck_assert(fact_is_settable(row->key));
	}
	ck_assert(!fact_is_quota("security_group_rule"));
	ck_assert_int_eq(fact_value(FACT_GROUP_RULES), 60);
}
END_TEST

static struct cidr
cidr_of(const char *text)
{
	struct cidr c;

	ck_assert_int_eq(cidr_parse(text, strlen(text), &c), ADDR_OK);
	return c;
}

static void
check_ranges(const struct fact_range *v, size_t n)
{
	char text[CIDR_TEXT_MAX];

	ck_assert_uint_gt(n, 0);
	for (size_t i = 0; i < n; i++) {
		ck_assert_str_eq(cidr_format(v[i].block, text), v[i].text);
		ck_assert(cidr_equal(v[i].block, cidr_of(v[i].text)));
	}
}

START_TEST(ranges_are_what_their_texts_say)
{
	char text[CIDR_TEXT_MAX];
	const struct fact_range *v;
	size_t n;

	v = fact_vpc_forbidden(IPV4, &n);
	check_ranges(v, n);
	v = fact_vpc_forbidden(IPV6, &n);
	check_ranges(v, n);
	v = fact_route_forbidden(IPV4, &n);
	check_ranges(v, n);
	v = fact_route_forbidden(IPV6, &n);
	check_ranges(v, n);
	v = fact_used_by_software(&n);
	check_ranges(v, n);
	ck_assert_str_eq(cidr_format(fact_nat64_prefix(), text),
	    "64:ff9b::/96");
}
END_TEST

START_TEST(the_internet_is_what_is_not_special)
{
	static const struct {
		const char *address;
		bool inside;
	} rows[] = {
		{ "8.8.8.8", true }, { "1.0.0.0", true },
		{ "223.255.255.255", true }, { "203.0.113.9", true },
		{ "192.0.2.1", true }, { "198.51.100.1", true },
		{ "10.0.0.1", false }, { "172.16.0.1", false },
		{ "172.32.0.1", true }, { "192.168.0.1", false },
		{ "100.64.0.1", false }, { "127.0.0.1", false },
		{ "169.254.169.254", false }, { "0.0.0.1", false },
		{ "224.0.0.1", false }, { "240.0.0.1", false },
		{ "255.255.255.255", false }, { "198.18.0.1", false },
		{ "2001:4860:4860::8888", true }, { "2001:db8::1", true },
		{ "fd00::1", false }, { "fe80::1", false }, { "::1", false },
		{ "ff02::1", false }, { "64:ff9b::808:808", false },
		{ "4000::1", false },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		enum family family;
		struct addr address;

		ck_assert_int_eq(addr_parse(rows[i].address,
		    strlen(rows[i].address), &family, &address), ADDR_OK);
		ck_assert_msg(range_set_has(fact_internet(family),
		    address) == rows[i].inside, "%s", rows[i].address);
	}
	arena_free(a);
}
END_TEST

/* The world without what the registries give away; of IPv6 only 2000::/3. */
START_TEST(the_internet_is_what_registries_leave)
{
	struct arena *a = arena_new();
	struct range_set delegated = range_set_of_cidr(a, cidr_of("2000::/3"));

	ck_assert(range_set_equal(fact_internet(IPV4),
	    range_set_complement(a, special_space(a, IPV4, false))));
	ck_assert(range_set_equal(fact_internet(IPV6),
	    range_set_subtract(a, delegated,
	    special_space(a, IPV6, false))));
	arena_free(a);
}
END_TEST

/* Of the internet but what is for documentation, of protocols (2001::/23), and
 * what stands in for it. */
START_TEST(amazon_chooses_of_the_internet)
{
	static const char *const kept[] = { "2001::/23", "2001:db8::/32",
		"3fff::/20", "3f00::/16" };
	struct arena *a = arena_new();
	struct range_set left = fact_internet(IPV6);

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		left = range_set_subtract(a, left,
		    range_set_of_cidr(a, cidr_of(kept[i])));
	ck_assert(range_set_equal(fact_amazon_ipv6(), left));
	ck_assert(!range_set_overlaps(fact_amazon_ipv6(),
	    special_space(a, IPV6, true)));
	ck_assert(range_set_equal(range_set_of_range(a, IPV6,
	    stand_in_space()), range_set_of_cidr(a, cidr_of("3f00::/16"))));
	arena_free(a);
}
END_TEST

START_TEST(what_amazon_chooses_is_in_a_prefix_or_not)
{
	static const struct {
		const char *prefix;
		enum stand_in_match match;
	} rows[] = {
		{ "::/0", STANDS_INSIDE }, { "::/1", STANDS_INSIDE },
		{ "2000::/3", STANDS_INSIDE },
		{ "2000::/4", MAY_STAND_INSIDE },
		{ "3000::/4", MAY_STAND_INSIDE },
		{ "2600:1f00::/24", MAY_STAND_INSIDE },
		{ "2a05:d018:1:2::/64", MAY_STAND_INSIDE },
		{ "8000::/1", STANDS_OUTSIDE }, { "fd00::/8", STANDS_OUTSIDE },
		{ "2001:db8::/32", STANDS_OUTSIDE },
		{ "2002::/16", STANDS_OUTSIDE },
		{ "3f00::/16", STANDS_OUTSIDE },
		{ "64:ff9b::/96", STANDS_OUTSIDE },
		{ "0.0.0.0/0", STANDS_OUTSIDE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(stand_in_match(fact_amazon_ipv6(),
		    cidr_of(rows[i].prefix)) ==
		    rows[i].match, "%s", rows[i].prefix);
}
END_TEST

START_TEST(usable_addresses)
{
	ck_assert_int_eq(fact_usable(cidr_of("10.0.0.0/28")), 11);
	ck_assert_int_eq(fact_usable(cidr_of("10.0.0.0/27")), 27);
	ck_assert_int_eq(fact_usable(cidr_of("10.0.0.0/24")), 251);
	ck_assert_int_eq(fact_usable(cidr_of("10.0.0.0/16")), 65531);
	ck_assert_int_eq(fact_usable(cidr_of("10.0.0.0/29")), 3);
	ck_assert_int_eq(fact_usable(cidr_of("10.0.0.0/30")), 0);
	ck_assert_int_eq(fact_usable(cidr_of("10.0.0.0/32")), 0);
	ck_assert_int_eq(fact_usable(cidr_of("2001:db8::/64")), 0);
}
END_TEST

START_TEST(blocks_that_do_not_go_together)
{
	static const struct {
		const char *existing, *candidate;
		bool refused;
	} rows[] = {
		{ "10.5.0.0/16", "10.6.0.0/16", false },
		{ "10.5.0.0/16", "10.0.0.0/16", false },
		{ "10.1.0.0/16", "10.0.0.0/16", true },
		{ "10.0.0.0/24", "10.0.1.0/24", true },
		{ "10.1.0.0/16", "10.2.0.0/16", false },
		{ "10.5.0.0/16", "172.20.0.0/16", true },
		{ "10.5.0.0/16", "192.168.1.0/24", true },
		{ "10.5.0.0/16", "198.19.0.0/24", true },
		{ "10.5.0.0/16", "100.64.0.0/16", false },
		{ "10.5.0.0/16", "8.8.0.0/16", false },
		{ "172.20.0.0/16", "172.31.0.0/16", true },
		{ "172.20.0.0/16", "172.21.0.0/16", false },
		{ "192.168.0.0/24", "192.168.1.0/24", false },
		{ "192.168.0.0/24", "10.0.0.0/16", true },
		{ "198.19.0.0/24", "192.168.0.0/16", true },
		{ "198.19.0.0/24", "198.19.1.0/24", false },
		{ "198.19.0.0/24", "100.64.0.0/16", false },
		{ "100.64.0.0/16", "100.65.0.0/16", false },
		{ "100.64.0.0/16", "10.0.0.0/16", true },
		{ "8.8.0.0/16", "198.19.0.0/16", true },
		{ "8.8.0.0/16", "9.9.0.0/16", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *why = fact_block_refused(cidr_of(rows[i].existing),
		    cidr_of(rows[i].candidate));

		ck_assert_msg((why != NULL) == rows[i].refused,
		    "%s + %s: %s", rows[i].existing, rows[i].candidate,
		    why != NULL ? why : "taken");
	}
}
END_TEST

START_TEST(prefix_lists_of_aws_have_weights)
{
	ck_assert_int_eq(fact_prefix_list_weight("com.amazonaws.eu-west-1.s3"),
	    1);
	ck_assert_int_eq(fact_prefix_list_weight(
	    "com.amazonaws.global.cloudfront.origin-facing"), 55);
	ck_assert_int_eq(fact_prefix_list_weight("com.amazonaws.x.unheard-of"),
	    0);
	ck_assert_int_eq(fact_prefix_list_weight("my.s3"), 0);
}
END_TEST

START_TEST(notices_are_complete_and_in_order)
{
	const char *before = "";

	for (size_t i = 0; notices_of_readers[i] != NULL; i++) {
		const struct notice *n = notices_of_readers[i];

		ck_assert_int_lt(strcmp(before, n->code), 0);
		before = n->code;
		ck_assert_msg(n->name != NULL && n->title != NULL &&
		    n->aws != NULL && n->why != NULL && n->intent != NULL &&
		    n->bad != NULL && n->good != NULL && n->reference != NULL,
		    "%s", n->code);
		ck_assert_int_ne(n->severity, SEVERITY_OFF);
		ck_assert_str_ne(n->bad, n->good);
		ck_assert(!str_ends_with(n->title, "."));
		ck_assert(str_ends_with(n->aws, "."));
		ck_assert(str_ends_with(n->why, "."));
		ck_assert(str_ends_with(n->intent, "."));
	}
	ck_assert_str_eq(before, "SG011");
}
END_TEST

Suite *suite_facts(void);

Suite *
suite_facts(void)
{
	return unit_suite_of("facts", (const TTest *const[]){
		every_fact_has_its_page, ranges_are_what_their_texts_say,
		the_internet_is_what_is_not_special,
		the_internet_is_what_registries_leave,
		amazon_chooses_of_the_internet,
		what_amazon_chooses_is_in_a_prefix_or_not,
		usable_addresses,
		blocks_that_do_not_go_together,
		prefix_lists_of_aws_have_weights,
		notices_are_complete_and_in_order, NULL });
}
