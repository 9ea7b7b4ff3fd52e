/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_YAML_SCALAR_H
#define VPCPLAN_DOCUMENT_YAML_SCALAR_H

/*
 * What a scalar of a YAML text means, written as JSON.  YAML 1.1, as
 * templates are read: https://yaml.org/type/bool.html, null.html, int.html;
 * without octal, base 60 and dates, which nobody means.
 */

#include "base/str.h"

struct yaml_scalar {
	const char *v;
	size_t n;
	bool plain;		/* stood there without quotes and tag */
};

void yaml_scalar_write(struct str *out, const struct yaml_scalar *s);

/* A JSON string of n bytes. */
void yaml_scalar_quote(struct str *out, const char *bytes, size_t n);

/* Whether a text that begins with a tag says that it is a string. */
bool yaml_scalar_is_text(const char *tagged, size_t n);

#endif
