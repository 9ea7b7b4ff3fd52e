/* SPDX-License-Identifier: MIT */
#include "report/schema.h"

void
report_write_schema(struct str *out, const char *const *lines)
{
	for (size_t i = 0; lines[i] != NULL; i++) {
		for (const char *p = lines[i]; *p != '\0'; p++)
			str_add_char(out, *p == '\'' ? '"' : *p);
		str_add_char(out, '\n');
	}
}
