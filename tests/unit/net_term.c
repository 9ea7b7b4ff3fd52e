/* SPDX-License-Identifier: MIT */
#include "net/term.h"
#include "unit.h"

#include <string.h>

static const struct {
	const char *text;
	const char *plain;	/* as strict reading prints it, or NULL */
	enum addr_error error;	/* of strict reading */
	const char *mended;	/* as mending prints it, or NULL */
} rows[] = {
	{ "10.0.0.0/8", "10.0.0.0/8", ADDR_OK, "10.0.0.0/8" },
	{ "10.0.0.1", "10.0.0.1", ADDR_OK, "10.0.0.1" },
	{ "2001:DB8::/32", "2001:db8::/32", ADDR_OK, "2001:db8::/32" },
	{ "10.0.0.5-10.0.0.9", "10.0.0.5-10.0.0.9", ADDR_OK,
	    "10.0.0.5-10.0.0.9" },
	{ "::-::f", "::-::f", ADDR_OK, "::-::f" },
	{ "0.0.0.0-255.255.255.255", "0.0.0.0-255.255.255.255", ADDR_OK,
	    "0.0.0.0-255.255.255.255" },
	{ "10.0.0.0/255.0.0.0", "10.0.0.0/8", ADDR_OK, "10.0.0.0/8" },
	{ "0.0.0.0/0.0.0.0", "0.0.0.0/0", ADDR_OK, "0.0.0.0/0" },
	{ "10.0.0.1/255.255.255.255", "10.0.0.1/32", ADDR_OK, "10.0.0.1/32" },
	{ "10.0.0.0/0xff000000", "10.0.0.0/8", ADDR_OK, "10.0.0.0/8" },
	{ "10.0.0.0/0xFFFF0000", "10.0.0.0/16", ADDR_OK, "10.0.0.0/16" },
	{ "10.0.0.1/8", NULL, ADDR_HOST_BITS, "10.0.0.0/8" },
	{ "10.0.0.1/255.0.0.0", NULL, ADDR_HOST_BITS, "10.0.0.0/8" },
	{ "2001:db8::1/64", NULL, ADDR_HOST_BITS, "2001:db8::/64" },
	{ "10.0.0.0/0.0.0.255", NULL, ADDR_WILDCARD, "10.0.0.0/24" },
	{ "10.0.0.7/0.0.0.255", NULL, ADDR_WILDCARD, "10.0.0.0/24" },
	{ "10.0.0.0/255.0.255.0", NULL, ADDR_MASK_HOLES, NULL },
	{ "10.0.0.0/0xff00ff00", NULL, ADDR_MASK_HOLES, NULL },
	{ "10.0.0.0/0x", NULL, ADDR_TRAILING, NULL },
	{ "10.0.0.0/0x0ff00000f", NULL, ADDR_TRAILING, NULL },
	{ "10.0.0.0/255.0.0.0.0", NULL, ADDR_LENGTH_RANGE, NULL },
	{ "10.0.0.0/256.0.0.0", NULL, ADDR_LENGTH_RANGE, NULL },
	{ "10.0.0.0/::", NULL, ADDR_LENGTH_RANGE, NULL },
	{ "::/255.0.0.0", NULL, ADDR_LENGTH_RANGE, NULL },
	{ "10.0.0.0/08", NULL, ADDR_LEADING_ZERO, NULL },
	{ "10.0.0.0/", NULL, ADDR_NO_LENGTH, NULL },
	{ "10.0.0.0/-1", NULL, ADDR_LENGTH_RANGE, NULL },
	{ "10.0.0.0/33", NULL, ADDR_LENGTH_RANGE, NULL },
	{ "10.0.0.0/8junk", NULL, ADDR_TRAILING, NULL },
	{ "10.0.0.5-10.0.0.1", NULL, ADDR_RANGE_REVERSED, NULL },
	{ "10.0.0.5-::1", NULL, ADDR_FAMILIES_MIXED, NULL },
	{ "10.0.0.5-", NULL, ADDR_EMPTY, NULL },
	{ "10.0.0.0/24-10.0.1.0/24", NULL, ADDR_TRAILING, NULL },
	{ "10.0.0.5-10.0.0.9/32", NULL, ADDR_TRAILING, NULL },
	{ "fe80::1%eth0/64", NULL, ADDR_ZONE, NULL },
	{ "010.0.0.1", NULL, ADDR_LEADING_ZERO, NULL },
	{ "", NULL, ADDR_EMPTY, NULL }
};

START_TEST(terms_are_read_strictly_or_mended)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *text = rows[i].text;
		struct term t = { .length = 99 };
		char printed[TERM_TEXT_MAX];
		enum addr_error error = term_parse(text, strlen(text), false,
		    &t);

		ck_assert_msg(error == rows[i].error, "\"%s\": %s", text,
		    addr_error_text(error));
		if (error == ADDR_OK) {
			ck_assert_str_eq(term_format(t, printed),
			    rows[i].plain);
			ck_assert_msg(!t.mended, "%s", text);
		} else {
			ck_assert_uint_eq(t.length, 99);
		}
		error = term_parse(text, strlen(text), true, &t);
		ck_assert_msg((error == ADDR_OK) == (rows[i].mended != NULL),
		    "\"%s\" mended", text);
		if (error != ADDR_OK)
			continue;
		ck_assert_str_eq(term_format(t, printed), rows[i].mended);
		ck_assert_msg(t.mended == (rows[i].error != ADDR_OK), "%s",
		    text);
	}
}
END_TEST

Suite *suite_term(void);

Suite *
suite_term(void)
{
	return unit_suite_of("term", (const TTest *const[]){
		terms_are_read_strictly_or_mended, NULL });
}
