/* SPDX-License-Identifier: MIT */
#include "cli/command.h"

#include "text/sanitise.h"

#include <stdio.h>

/* The words may hold names from the command line or from files. */
void
complain(const char *format, ...)
{
	struct arena *a = arena_new();
	struct str line = str_new(a);
	va_list args;

	str_add(&line, "vpcplan: ");
	va_start(args, format);
	str_add(&line, sanitise_text(a, arena_vprintf(a, format, args)));
	va_end(args);
	/* Where standard error is closed there is nobody left to tell. */
	(void)fputs(sanitise_line(a, str_text(&line)), stderr);
	(void)fputc('\n', stderr);
	arena_free(a);
}
