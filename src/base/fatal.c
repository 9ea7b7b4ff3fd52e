/* SPDX-License-Identifier: MIT */
#include "base/fatal.h"

#include <stdio.h>
#include <stdlib.h>

enum { EXIT_INTERNAL = 3 };

void
fatal_no_memory(void)
{
	fputs("vpcplan: out of memory\n", stderr);
	exit(EXIT_INTERNAL);
}

void
fatal_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "vpcplan: bug at %s:%d: %s\n", file, line, what);
	exit(EXIT_INTERNAL);
}
