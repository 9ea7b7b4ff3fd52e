/* SPDX-License-Identifier: MIT */
#include "load/load.h"

/* Any bytes as a file of describe output: read, linked, and all of it. */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const struct load_options options = { .format = "describe" };
	struct arena *a = arena_new();
	struct load *l = load_new(a, &options);
	size_t half = length / 2;

	/* Two files, so that what one says of the other's is met too. */
	load_bytes(l, "a-pl-0a1b2c3d.json", (const char *)bytes, length,
	    true);
	load_bytes(l, "b-tgw-rtb-0a1b2c3d.json", (const char *)bytes + half,
	    length - half, true);
	load_finish(l);
	arena_free(a);
	return 0;
}
