/* SPDX-License-Identifier: MIT */
#include "load/service_name.h"

#include "base/str.h"
#include "load/read.h"
#include "model/facts.h"
#include "model/notices.h"
#include "text/sanitise.h"

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

const char *
service_no_gateway(struct arena *a, const char *service, const char *instead)
{
	return arena_printf(a, "AWS has gateway endpoints for \"s3\", "
	    "\"s3express\" and \"dynamodb\" alone, and not for \"%s\"; other "
	    "services take %s", sanitise_text(a, service), instead);
}

void
service_check_gateway(struct load *l, struct endpoint *e, const char *name,
    const char *instead)
{
	const char *service = service_short_name(name);

	if (e->type != ENDPOINT_GATEWAY || service == name ||
	    fact_has_gateway_endpoint(service))
		return;
	finding_add(&l->findings, &notice_wrong_type, e->service.is.at, "%s",
	    service_no_gateway(l->a, service, instead));
	e->service.is = value_unknown(e->service.is.at,
	    "malformed in the input");
	e->service.v = NULL;
}
