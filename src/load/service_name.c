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

/* The domains of AWS's partitions, the last label first. */
static const char *
after_domain(const char *name)
{
	static const char *const domains[] = { "com.amazonaws.",
		"cn.com.amazonaws.", "eu.amazonaws.", "uk.adc-e.cloud.",
		"gov.ic.c2s.", "gov.sgov.sc2s.", "gov.ic.hci.csp.", NULL };

	for (size_t i = 0; domains[i] != NULL; i++)
		if (str_starts_with(name, domains[i]))
			return name + strlen(domains[i]);
	return NULL;
}

const char *
service_short_name(const char *name)
{
	const char *rest = after_domain(name);
	const char *dot;

	if (rest == NULL)
		return name;
	dot = strchr(rest, '.');
	if (dot == NULL || !is_region(rest, (size_t)(dot - rest)))
		return name;
	return dot + 1;
}
