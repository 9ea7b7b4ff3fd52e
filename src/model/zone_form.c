/* SPDX-License-Identifier: MIT */
#include "model/zone.h"

#include <string.h>

/*
 * AWS names Regions and zones by a pattern and adds new ones every year, so
 * the pattern is what is known here and not a list:
 *
 *	region		ap-northeast-2, us-gov-west-1, eusc-de-east-1
 *	zone		the region and a letter: ap-northeast-2a
 *	Local Zone	us-west-2-lax-1a
 *	Wavelength	us-east-1-wl1-bos-wlz-1
 *	id of a zone	apne2-az1, usw2-lax1-az1, use1-wl1-bos-wlz1
 */

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
letters(const char *p)
{
	size_t n = 0;

	while (is_lower(p[n]))
		n++;
	return n;
}

static size_t
digits(const char *p)
{
	size_t n = 0;

	while (is_digit(p[n]))
		n++;
	return n;
}

/* The length of the region's name at the beginning; 0: there is none. */
static size_t
region_length(const char *text)
{
	size_t words = 0, n = 0;

	for (; letters(text + n) > 0 && text[n + letters(text + n)] == '-';
	    words++)
		n += letters(text + n) + 1;
	if (words < 2 || letters(text) > 4 || digits(text + n) == 0 ||
	    digits(text + n) > 2)
		return 0;
	return n + digits(text + n);
}

bool
zone_is_region(const char *text)
{
	size_t n = region_length(text);

	return n > 0 && text[n] == '\0';
}

/* "-lax-1a", "-wl1-bos-wlz-1" behind a region. */
static bool
is_edge_zone(const char *rest)
{
	const char *last = strrchr(rest, '-');
	size_t n;

	if (*rest != '-' || last == rest || rest[1] == '-')
		return false;
	for (const char *p = rest; p < last; p++)
		if (!is_lower(*p) && !is_digit(*p) && *p != '-')
			return false;
	n = digits(last + 1);
	if (n == 0)
		return false;
	if (last[1 + n] == '\0')
		return last - rest >= 4 && strncmp(last - 4, "-wlz", 4) == 0;
	return is_lower(last[1 + n]) && last[2 + n] == '\0';
}

/* A short form of a region, perhaps of a place, and the number of a zone. */
static bool
is_id(const char *text)
{
	size_t n = letters(text);
	const char *last = strrchr(text, '-');

	if (n < 3 || digits(text + n) == 0 || last == NULL ||
	    text[n + digits(text + n)] != '-')
		return false;
	for (const char *p = text; p < last; p++)
		if (!is_lower(*p) && !is_digit(*p) && *p != '-')
			return false;
	last++;
	n = letters(last);
	return digits(last + n) > 0 && last[n + digits(last + n)] == '\0' &&
	    ((n == 2 && strncmp(last, "az", 2) == 0) ||
	    (n == 3 && strncmp(last, "wlz", 3) == 0));
}

enum zone_form
zone_form(const char *text, size_t *region)
{
	size_t n = region_length(text);

	*region = 0;
	if (is_lower(text[0]) && text[1] == '\0')
		return ZONE_LETTER;
	if (is_digit(text[0]) && is_lower(text[1]) && text[2] == '\0')
		return ZONE_SHORT;
	if (n > 0 && ((is_lower(text[n]) && text[n + 1] == '\0') ||
	    is_edge_zone(text + n))) {
		*region = n;
		return ZONE_NAME;
	}
	return is_id(text) ? ZONE_ID : ZONE_OTHER;
}
