/* SPDX-License-Identifier: MIT */
#include "net/addr.h"
#include "unit.h"

#include <string.h>

/* What is refused, and why. */
static const struct {
	const char *text;
	enum addr_error error;
} refused[] = {
	{ "", ADDR_EMPTY },
	{ "host", ADDR_NOT_AN_ADDRESS },
	{ "167772161", ADDR_NOT_AN_ADDRESS },
	{ "0x0a000001", ADDR_NOT_AN_ADDRESS },
	{ "010.0.0.1", ADDR_LEADING_ZERO },
	{ "1.2.3.04", ADDR_LEADING_ZERO },
	{ "00.0.0.0", ADDR_LEADING_ZERO },
	{ "10.1", ADDR_OCTET_COUNT },
	{ "10.0.1", ADDR_OCTET_COUNT },
	{ "1.2.3.", ADDR_OCTET_COUNT },
	{ "1.2.3.4.", ADDR_OCTET_COUNT },
	{ "1.2.3.4.5", ADDR_OCTET_COUNT },
	{ "256.0.0.1", ADDR_OCTET_RANGE },
	{ "1.2.3.99999999999", ADDR_OCTET_RANGE },
	{ "1..2.3", ADDR_NOT_AN_ADDRESS },
	{ ".1.2.3", ADDR_NOT_AN_ADDRESS },
	{ " 1.2.3.4", ADDR_NOT_AN_ADDRESS },
	{ "+1.2.3.4", ADDR_NOT_AN_ADDRESS },
	{ "1.2.3.4 ", ADDR_TRAILING },
	{ "1.2.3.4\r", ADDR_TRAILING },
	{ "1.2.3.4,1.2.3.5", ADDR_TRAILING },
	{ "1.2.3.4:80", ADDR_TRAILING },
	{ "1.2.3.4\xc2\xa0", ADDR_TRAILING },
	{ "\xef\xbb\xbf" "1.2.3.4", ADDR_NOT_AN_ADDRESS },
	{ "10.0.0.1%eth0", ADDR_ZONE },
	{ ":", ADDR_GROUP_COUNT },
	{ ":1", ADDR_GROUP_COUNT },
	{ "1:", ADDR_GROUP_COUNT },
	{ "1:2:3:4:5:6:7", ADDR_GROUP_COUNT },
	{ "1:2:3:4:5:6:7:", ADDR_GROUP_COUNT },
	{ "1:2:3:4:5:6:7:8:", ADDR_GROUP_COUNT },
	{ "1:2:3:4:5:6:7:8:9", ADDR_GROUP_COUNT },
	{ "1:2:3:4:5:6:7:8::", ADDR_GROUP_COUNT },
	{ "::1:2:3:4:5:6:7:8", ADDR_GROUP_COUNT },
	{ "::1:", ADDR_GROUP_COUNT },
	{ "1:2:3:4:5:6:7:1.2.3.4", ADDR_GROUP_COUNT },
	{ "1:2:3:4:5:6::1.2.3.4", ADDR_GROUP_COUNT },
	{ "::1.2.3.4:5", ADDR_TRAILING },
	{ "::1.2.3", ADDR_OCTET_COUNT },
	{ "::1.2.3.256", ADDR_OCTET_RANGE },
	{ "::01.2.3.4", ADDR_LEADING_ZERO },
	{ "::a.2.3.4", ADDR_NOT_AN_ADDRESS },
	{ "::.2.3.4", ADDR_TRAILING },
	{ "1::2::3", ADDR_TWO_ELLIPSES },
	{ ":::", ADDR_TWO_ELLIPSES },
	{ "1:::2", ADDR_TWO_ELLIPSES },
	{ "12345::", ADDR_GROUP_RANGE },
	{ "::00001", ADDR_GROUP_RANGE },
	{ "::g", ADDR_TRAILING },
	{ "::1 ", ADDR_TRAILING },
	{ "[::1]", ADDR_NOT_AN_ADDRESS },
	{ "fe80::1%eth0", ADDR_ZONE },
	{ "fe80::%eth0", ADDR_ZONE }
};

START_TEST(what_is_no_address_is_refused)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		enum family family = IPV6;
		struct addr a = { 7, 7 };
		enum addr_error error = addr_parse(refused[i].text,
		    strlen(refused[i].text), &family, &a);

		ck_assert_msg(error == refused[i].error, "\"%s\": %s",
		    refused[i].text, addr_error_text(error));
		ck_assert(family == IPV6 && a.hi == 7 && a.lo == 7);
	}
}
END_TEST

START_TEST(bytes_behind_the_length_are_not_read)
{
	enum family family = IPV6;
	struct addr a = { 0, 0 };

	ck_assert(addr_parse("10.0.0.12", 8, &family, &a) == ADDR_OK);
	ck_assert_uint_eq(a.lo, 0x0a000001);
	ck_assert(addr_parse("::12", 3, &family, &a) == ADDR_OK);
	ck_assert_uint_eq(a.lo, 1);
	ck_assert(addr_parse("1.2.3.4\0", 8, &family, &a) == ADDR_TRAILING);
	ck_assert(addr_parse("1.2.\0" "3.4", 8, &family, &a) ==
	    ADDR_NOT_AN_ADDRESS);
}
END_TEST

/* What is taken, and how it is printed. */
static const struct {
	const char *text, *printed;
	enum family family;
	struct addr a;
} taken[] = {
	{ "0.0.0.0", "0.0.0.0", IPV4, { 0, 0 } },
	{ "10.0.0.1", "10.0.0.1", IPV4, { 0, 0x0a000001 } },
	{ "255.255.255.255", "255.255.255.255", IPV4, { 0, 0xffffffff } },
	{ "100.10.9.200", "100.10.9.200", IPV4, { 0, 0x640a09c8 } },
	{ "::", "::", IPV6, { 0, 0 } },
	{ "::1", "::1", IPV6, { 0, 1 } },
	{ "1::", "1::", IPV6, { 0x0001000000000000, 0 } },
	{ "::a00:1", "::a00:1", IPV6, { 0, 0x0a000001 } },
	{ "::1.2.3.4", "::102:304", IPV6, { 0, 0x01020304 } },
	{ "::ffff:10.0.0.1", "::ffff:10.0.0.1", IPV6,
	    { 0, 0xffff0a000001 } },
	{ "::ffff:a00:1", "::ffff:10.0.0.1", IPV6, { 0, 0xffff0a000001 } },
	{ "::FFFF:0:0", "::ffff:0.0.0.0", IPV6, { 0, 0xffff00000000 } },
	{ "64:ff9b::192.0.2.33", "64:ff9b::c000:221", IPV6,
	    { 0x0064ff9b00000000, 0xc0000221 } },
	{ "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304", IPV6,
	    { 0x0001000200030004, 0x0005000601020304 } },
	{ "1:2:3:0:5:6:7:8", "1:2:3:0:5:6:7:8", IPV6,
	    { 0x0001000200030000, 0x0005000600070008 } },
	{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0", IPV6,
	    { 0x0001000200030004, 0x0005000600070000 } },
	{ "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8", IPV6,
	    { 0x0000000200030004, 0x0005000600070008 } },
	{ "1:0:0:2:0:0:0:3", "1:0:0:2::3", IPV6,
	    { 0x0001000000000002, 3 } },
	{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1", IPV6,
	    { 0x20010db800000000, 0x0001000000000001 } },
	{ "2001:0DB8::00AB", "2001:db8::ab", IPV6,
	    { 0x20010db800000000, 0xab } },
	{ "1:2:3:4:5:6:0:0", "1:2:3:4:5:6::", IPV6,
	    { 0x0001000200030004, 0x0005000600000000 } },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", IPV6,
	    { UINT64_MAX, UINT64_MAX } },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", IPV6,
	    { UINT64_MAX, UINT64_MAX } }
};

START_TEST(addresses_are_read_and_printed)
{
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		const char *text = taken[i].text;
		enum family family = IPV4;
		struct addr a = { 0, 0 };
		char printed[ADDR_TEXT_MAX];

		ck_assert_msg(addr_parse(text, strlen(text), &family, &a) ==
		    ADDR_OK, "%s", text);
		ck_assert_msg(family == taken[i].family, "%s", text);
		ck_assert_msg(addr_equal(a, taken[i].a), "%s", text);
		ck_assert_str_eq(addr_format(a, family, printed),
		    taken[i].printed);
	}
}
END_TEST

START_TEST(what_is_printed_reads_back)
{
	struct unit_random r = { 2 };

	for (int i = 0; i < 20000; i++) {
		enum family family = IPV6, read = IPV4;
		struct addr a = { 0, 0 }, b = { 0, 0 };
		char text[ADDR_TEXT_MAX];

		for (int group = 0; group < 8; group++) {
			uint32_t bits = unit_random_below(&r, 3) == 0 ?
			    unit_random(&r) & 0xffff : 0;

			a = addr_or(addr_shift_left(a, 16),
			    addr_from_u64(bits));
		}
		if (i % 4 == 0) {
			family = IPV4;
			a = addr_from_u64(unit_random(&r));
		}
		addr_format(a, family, text);
		ck_assert_msg(addr_parse(text, strlen(text), &read, &b) ==
		    ADDR_OK, "%s", text);
		ck_assert_msg(read == family && addr_equal(a, b), "%s", text);
	}
}
END_TEST

START_TEST(carries_and_borrows_cross_the_words)
{
	struct addr low = { 0, UINT64_MAX }, high = { 1, 0 };
	struct addr last = addr_last(IPV6), zero = { 0, 0 };

	ck_assert(addr_equal(addr_next(low), high));
	ck_assert(addr_equal(addr_previous(high), low));
	ck_assert(addr_equal(addr_next(last), zero));
	ck_assert(addr_equal(addr_previous(zero), last));
	ck_assert(addr_equal(addr_add(last, last), addr_previous(last)));
	ck_assert(addr_equal(addr_subtract(low, last), high));
	ck_assert_int_lt(addr_compare(low, high), 0);
	ck_assert_int_gt(addr_compare(high, low), 0);
	ck_assert_int_eq(addr_compare(low, low), 0);
}
END_TEST

START_TEST(shifts_of_every_width_are_defined)
{
	struct addr one = { 0, 1 }, top = { (uint64_t)1 << 63, 0 };

	for (unsigned bits = 0; bits < 128; bits++) {
		struct addr a = addr_shift_left(one, bits);

		ck_assert_uint_eq(addr_trailing_zeros(a), bits);
		ck_assert(addr_equal(addr_shift_right(a, bits), one));
		ck_assert(addr_equal(addr_shift_right(top, 127 - bits), a));
	}
	ck_assert(addr_equal(addr_shift_left(one, 128), addr_first(IPV6)));
	ck_assert(addr_equal(addr_shift_right(top, 128), addr_first(IPV6)));
	ck_assert_uint_eq(addr_trailing_zeros(addr_first(IPV6)), 128);
}
END_TEST

START_TEST(counts_are_printed_up_to_all_addresses)
{
	char text[ADDR_DECIMAL_MAX];

	ck_assert_str_eq(addr_format_decimal(addr_first(IPV6), false, text),
	    "0");
	ck_assert_str_eq(addr_format_decimal(addr_last(IPV4), true, text),
	    "4294967296");
	ck_assert_str_eq(addr_format_decimal((struct addr){ 0, UINT64_MAX },
	    true, text), "18446744073709551616");
	ck_assert_str_eq(addr_format_decimal(addr_last(IPV6), false, text),
	    "340282366920938463463374607431768211455");
	ck_assert_str_eq(addr_format_decimal(addr_last(IPV6), true, text),
	    "340282366920938463463374607431768211456");
	ck_assert_str_eq(addr_format_decimal((struct addr){ 5, 10 }, false,
	    text), "92233720368547758090");
}
END_TEST

START_TEST(numbers_are_read_up_to_the_last)
{
	static const struct {
		const char *text;
		struct addr n;
		bool ok;
	} numbers[] = {
		{ "0", { 0, 0 }, true },
		{ "000", { 0, 0 }, true },
		{ "18446744073709551616", { 1, 0 }, true },
		{ "340282366920938463463374607431768211455",
		    { UINT64_MAX, UINT64_MAX }, true },
		{ "340282366920938463463374607431768211456", { 7, 7 },
		    false },
		{ "340282366920938463463374607431768211460", { 7, 7 },
		    false },
		{ "3402823669209384634633746074317682114550", { 7, 7 },
		    false },
		{ "", { 7, 7 }, false },
		{ "-1", { 7, 7 }, false },
		{ "+1", { 7, 7 }, false },
		{ "1.5", { 7, 7 }, false },
		{ "0x10", { 7, 7 }, false },
		{ " 1", { 7, 7 }, false }
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct addr n = { 7, 7 };

		ck_assert_msg(addr_parse_decimal(numbers[i].text,
		    strlen(numbers[i].text), &n) == numbers[i].ok, "%s",
		    numbers[i].text);
		ck_assert_msg(addr_equal(n, numbers[i].n), "%s",
		    numbers[i].text);
	}
}
END_TEST

START_TEST(every_error_has_a_text)
{
	for (int e = ADDR_OK; e <= ADDR_FAMILIES_MIXED; e++)
		ck_assert_uint_gt(strlen(addr_error_text((enum addr_error)e)),
		    0);
	ck_assert_str_eq(family_name(IPV4), "IPv4");
	ck_assert_str_eq(family_name(IPV6), "IPv6");
	ck_assert_uint_eq(family_bits(IPV4), 32);
	ck_assert_uint_eq(family_bits(IPV6), 128);
}
END_TEST

Suite *suite_addr(void);

Suite *
suite_addr(void)
{
	return unit_suite_of("addr", (const TTest *const[]){
		what_is_no_address_is_refused,
		bytes_behind_the_length_are_not_read,
		addresses_are_read_and_printed, what_is_printed_reads_back,
		carries_and_borrows_cross_the_words,
		shifts_of_every_width_are_defined,
		counts_are_printed_up_to_all_addresses,
		numbers_are_read_up_to_the_last, every_error_has_a_text,
		NULL });
}
