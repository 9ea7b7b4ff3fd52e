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
		    (size_t)(item.fault - item.start) + 1);
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
	    "1:1 10.0.0.0/8; 2:5 ! not exactly four octets; "
	    "3:1 10.0.0.0/9" },
	{ "10.0.0.0/8\xc2\xa0shop", "1:11 ! unexpected text behind it" },
	{ "10.0.0.5-10.0.0.1\n", "1:10 ! range ends before it begins" },
	{ "1.2.3.4.5\n", "1:8 ! not exactly four octets" },
	{ "10.0.0.0/8junk\n", "1:11 ! unexpected text behind it" },
	{ "256.0.0.1\n", "1:1 ! octet above 255" },
	{ "1.2.3.256\n", "1:7 ! octet above 255" },
	{ "1.2.3.4/33\n",
	    "1:9 ! prefix length is not a number in range" },
	{ "1.2.3.4/032\n",
	    "1:9 ! leading zero, which some programs read as octal" },
	{ "1.2.3.4/00\n",
	    "1:9 ! leading zero, which some programs read as octal" },
	{ "0.0.0.0/0\n255.255.255.255/32\n255.255.255.254/31\n",
	    "1:1 0.0.0.0/0; 2:1 255.255.255.255/32; 3:1 255.255.255.254/31" },
	{ "128.0.0.0/0\n", "1:1 ! host bits are set" },
	{ "0.0.0.1/31\n", "1:1 ! host bits are set" },
	{ "2001:db8::g\n", "1:11 ! unexpected text behind it" },
	{ "2001:db8:::1\n", "1:11 ! \"::\" more than once" },
	{ "2001:db8::1::\n", "1:12 ! \"::\" more than once" },
	{ "2001:12345::\n", "1:6 ! group of more than four hex digits" },
	{ "1:2:3\n", "1:6 ! not eight groups of hex digits" },
	{ "::1.2.3.256/128\n", "1:9 ! octet above 255" },
	{ "fe80::1%eth0\n", "1:8 ! zone, which means nothing outside one host" },
	{ "::/129\n", "1:4 ! prefix length is not a number in range" },
	{ "::1/64\n", "1:1 ! host bits are set" },
	{ "10.0.0.0/255.0.255.0\n", "1:10 ! mask is not contiguous" },
	{ "10.0.0.1-::2\n", "1:10 ! range from one family to the other" },
	{ "10.0.0.1-10.0.0.x\n",
	    "1:17 ! neither a dotted quad nor an IPv6 address" },
	{ "shop 10.0.0.0/40\n",
	    "1:15 ! prefix length is not a number in range" }
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
	ck_assert_str_eq(says, "1:11 ! unexpected text behind it; "
	    "2:9 ! unexpected text behind it");
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

/*
 * The usual lines have a reader of their own, which wants the newline.  So
 * a line must say with one what it says without.
 */
static void
check_line(const char *line, size_t n)
{
	char with[64], says[200], says_with[200];

	memcpy(with, line, n);
	with[n] = '\n';
	with[n + 1] = '\0';
	describe(with, n + 1, false, says_with, sizeof says_with);
	with[n] = '\0';
	describe(with, n, false, says, sizeof says);
	ck_assert_msg(strcmp(says, says_with) == 0, "\"%s\": %s, but with a "
	    "newline %s", with, says, says_with);
}

static unsigned state;

static unsigned
below(unsigned limit)
{
	state = state * 1103515245 + 12345;
	return (state >> 16) % limit;
}

/* A line made of pieces of lines, now and then with a byte changed. */
static size_t
make_line(char *line)
{
	static const char *const parts[] = {
		"0", "1", "10", "255", "256", "00", ".", ".", ".", "0.0.0",
		"10.1.2.3", "/", "/0", "/8", "/32", "/33", "/64", "/128",
		"/129", "/1280", ":", "::", "::", "2001:db8", "ffff", "fffff",
		"A:b:C", "1:2:3:4:5:6:7", ":8", " ", "\t", "shop", "a.b",
		"vpc.x", "b:1", "-", "#", ",", "%", "\r", "x-1"
	};
	size_t n = 0;

	for (unsigned k = 1 + below(5); k > 0; k--) {
		const char *part = parts[below(sizeof parts /
		    sizeof *parts)];

		memcpy(line + n, part, strlen(part));
		n += strlen(part);
	}
	if (below(8) == 0)
		line[below((unsigned)n)] = (char)(' ' + (int)below(95));
	return n;
}

START_TEST(the_fast_reader_reads_the_same)
{
	char line[80];

	state = 7;
	for (int i = 0; i < 200000; i++) {
		size_t n = make_line(line);

		if (n <= 60)
			check_line(line, n);
	}
}
END_TEST

Suite *suite_list(void);

Suite *
suite_list(void)
{
	return unit_suite_of("list", (const TTest *const[]){
		lines_say_what_they_say, a_nul_is_no_end,
		host_bits_are_mended_where_asked,
		the_fast_reader_reads_the_same, NULL });
}
