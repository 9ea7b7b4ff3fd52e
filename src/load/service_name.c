/* SPDX-License-Identifier: MIT */
#include "load/service_name.h"

#include "base/str.h"

#include <string.h>

/* "eu-west-1": letters and digits in at least three parts, a digit last. */
static bool
is_region(const char *text, size_t length)
{
	size_t dashes = 0;

	for (size_t i = 0; i < length; i++)
		dashes += text[i] == '-';
	return dashes >= 2 && length > 0 && text[length - 1] >= '0' &&
	    text[length - 1] <= '9';
}

const char *
service_short_name(const char *name)
{
	static const char begins[] = "com.amazonaws.";
	const char *rest = str_starts_with(name, "cn.") ? name + 3 : name;
	const char *dot;

	if (!str_starts_with(rest, begins))
		return name;
	rest += strlen(begins);
	dot = strchr(rest, '.');
	if (dot == NULL || !is_region(rest, (size_t)(dot - rest)))
		return name;
	return dot + 1;
}
