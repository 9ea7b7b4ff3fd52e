/* SPDX-License-Identifier: MIT */

/* load FILE: read a network and do nothing with it. */

#include "load/load.h"

#include <stdio.h>

int
main(int argc, char **argv)
{
	static const struct load_options options = { .format = NULL };
	struct arena *a = arena_new();
	struct load *l = load_new(a, &options);

	if (argc != 2) {
		fputs("usage: load FILE\n", stderr);
		return 2;
	}
	load_path(l, argv[1]);
	(void)load_finish(l);
	return l->read.n == 1 ? 0 : 1;
}
