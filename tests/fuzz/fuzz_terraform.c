/* SPDX-License-Identifier: MIT */
#include "load/load.h"

/* Any bytes as a Terraform plan or state, before and after its change. */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	for (unsigned before = 0; before < 2; before++) {
		const struct load_options options = { .format = "terraform",
			.before = before == 1 };
		struct arena *a = arena_new();
		struct load *l = load_new(a, &options);

		load_bytes(l, "plan.json", (const char *)bytes, length, true);
		load_finish(l);
		arena_free(a);
	}
	return 0;
}
