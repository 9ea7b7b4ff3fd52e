/* SPDX-License-Identifier: MIT */
#include "net/list.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* What a text says: "line:column term [label]; …", or "! why" for a term. */
static void
describe(const char *text, size_t length, bool fix, char *out, size_t size)
{
	struct list_reader r = list_read(text, length, fix);
	struct list_item item;
	enum list_event event;
	size_t n = 0;

	out[0] = '\0';
	while ((event = list_next(&r, &item)) != LIST_END) {
		char term[TERM_TEXT_MAX];

		n += (size_t)snprintf(out + n, size - n, "%s%zu:%zu ",
		    n > 0 ? "; " : "", item.line,
		    (size_t)(item.token - item.start) + 1);
		if (event == LIST_BAD)
			n += (size_t)snprintf(out + n, size - n, "! %s",
			    item.why);
		else
			n += (size_t)snprintf(out + n, size - n, "%s%s%.*s",
			    term_format(item.term, term),
			    item.label_length > 0 ? " " : "",
			    (int)item.label_length, item.label_length > 0 ?
			    item.label : "");
	}
}

static const struct {
	const char *text, *says;
} rows[] = {
	{ "", "" },
	{ "\n\n \t\r\n", "" },
	{ "10.0.0.0/8", "1:1 10.0.0.0/8" },
	{ "10.0.0.0/8\n::1\n", "1:1 10.0.0.0/8; 2:1 ::1" },
	{ "10.0.0.0/8\r\n10.0.0.1\r\n", "1:1 10.0.0.0/8; 2:1 10.0.0.1" },
	{ "\xef\xbb\xbf" "10.0.0.0/8\n", "1:1 10.0.0.0/8" },
	{ "# all\n10.0.0.0/8 # ten\n#\n", "2:1 10.0.0.0/8" },
	{ "  10.0.0.0/8  ", "1:3 10.0.0.0/8" },
	{ "10.0.0.0/8 shop", "1:1 10.0.0.0/8 shop" },
	{ "10.0.0.0/8\tthe shop\t", "1:1 10.0.0.0/8 the shop" },
	{ "10.0.0.0/8,shop", "1:1 10.0.0.0/8 shop" },
	{ "10.0.0.0/8 shop#1 # one", "1:1 10.0.0.0/8 shop#1" },
	{ " shop 10.0.0.0/8", "1:7 10.0.0.0/8 shop" },
	{ " the shop;10.0.0.0/8", "1:11 10.0.0.0/8 the shop" },
	{ "10.0.0.5 - 10.0.0.9", "1:1 10.0.0.5-10.0.0.9" },
	{ "10.0.0.5 - 10.0.0.9 dhcp", "1:1 10.0.0.5-10.0.0.9 dhcp" },
	{ "10.0.0.5 - dhcp", "1:1 10.0.0.5 - dhcp" },
	{ "10.0.0.0/255.0.0.0\n", "1:1 10.0.0.0/8" },
	{ "10.0.0.0/8 10.1.0.0/16",
	    "1:12 ! second address on the line; write one a line" },
	{ "10.0.0.0 255.0.0.0",
	    "1:10 ! second address on the line; write one a line" },
	{ "10.0.0.0/8,10.1.0.0/16",
	    "1:12 ! second address on the line; write one a line" },
	{ "shop 10.0.0.5 - 10.0.0.9",
	    "1:17 ! second address on the line; write one a line" },
	{ "shop 10.0.0.1/8", "1:6 ! host bits are set" },
	{ "010.0.0.1", "1:1 ! leading zero, which some programs read as octal" },
	{ "shop", "1:1 ! neither a dotted quad nor an IPv6 address" },
	{ "the shop", "1:1 ! neither a dotted quad nor an IPv6 address" },
	{ "10.0.0.0/8\n10.1\n10.0.0.0/9\n",
	    "1:1 10.0.0.0/8; 2:1 ! not exactly four octets; "
	    "3:1 10.0.0.0/9" },
	{ "10.0.0.0/8\xc2\xa0shop", "1:1 ! unexpected text behind it" },
	{ "10.0.0.5-10.0.0.1\n", "1:1 ! range ends before it begins" },
	{ "1.2.3.4.5\n", "1:1 ! not exactly four octets" },
	{ "10.0.0.0/8junk\n", "1:1 ! unexpected text behind it" },
	{ "256.0.0.1\n", "1:1 ! octet above 255" },
	{ "1.2.3.256\n", "1:1 ! octet above 255" },
	{ "1.2.3.4/33\n",
	    "1:1 ! prefix length is not a number in range" },
	{ "1.2.3.4/032\n",
	    "1:1 ! leading zero, which some programs read as octal" },
	{ "1.2.3.4/00\n",
	    "1:1 ! leading zero, which some programs read as octal" },
	{ "0.0.0.0/0\n255.255.255.255/32\n255.255.255.254/31\n",
	    "1:1 0.0.0.0/0; 2:1 255.255.255.255/32; 3:1 255.255.255.254/31" },
	{ "128.0.0.0/0\n", "1:1 ! host bits are set" },
	{ "0.0.0.1/31\n", "1:1 ! host bits are set" }
};

START_TEST(lines_say_what_they_say)
{
	char says[500];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		describe(rows[i].text, strlen(rows[i].text), false, says,
		    sizeof says);
		ck_assert_str_eq(says, rows[i].says);
	}
}
END_TEST

START_TEST(a_nul_is_no_end)
{
	static const char text[] = "10.0.0.0/8\0\n10.0.0.1\0";
	char says[200];

	describe(text, sizeof text - 1, false, says, sizeof says);
	ck_assert_str_eq(says, "1:1 ! unexpected text behind it; "
	    "2:1 ! unexpected text behind it");
}
END_TEST

START_TEST(host_bits_are_mended_where_asked)
{
	char says[200];

	describe("10.0.0.1/8 a\nb 10.0.0.0/0.0.0.255\n::1/64\n", 41, true,
	    says, sizeof says);
	ck_assert_str_eq(says,
	    "1:1 10.0.0.0/8 a; 2:3 10.0.0.0/24 b; 3:1 ::/64");
}
END_TEST

Suite *suite_list(void);

Suite *
suite_list(void)
{
	return unit_suite_of("list", (const TTest *const[]){
		lines_say_what_they_say, a_nul_is_no_end,
		host_bits_are_mended_where_asked, NULL });
}
