/* SPDX-License-Identifier: MIT */
#include "report/formats.h"

const struct format *const formats[] = {
	&format_text,
	&format_full,
	&format_concise,
	&format_json,
	&format_sarif,
	&format_junit,
	&format_gitlab,
	&format_github,
	&format_rdjson,
	&format_markdown,
	NULL
};

const struct format *
format_find(const char *name)
{
	for (size_t i = 0; formats[i] != NULL; i++)
		if (str_equal(formats[i]->name, name))
			return formats[i];
	return NULL;
}
