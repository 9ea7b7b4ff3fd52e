/* SPDX-License-Identifier: MIT */

/*
 * Any bytes as a spec: read, linked, written as a spec, and that read again.
 * What the program writes it must recognise.
 */

#include "base/fatal.h"
#include "export/spec.h"
#include "load/load.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct model *
read_spec(struct arena *a, const char *bytes, size_t size, struct load **l)
{
	static const struct load_options options = {
		.format = "spec", .mend = true
	};

	*l = load_new(a, &options);
	load_bytes(*l, "spec", bytes, size, true);
	return load_finish(*l);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct export_options options;
	struct arena *a = arena_new();
	struct load *first, *second;
	const struct model *m;
	struct str out = str_new(a);

	m = read_spec(a, arena_strndup(a, (const char *)data, size), size,
	    &first);
	export_spec(&out, m, &options);
	if (first->complaints.n == 0) {
		read_spec(a, out.v, out.n, &second);
		if (second->complaints.n > 0)
			BUG("the program does not read what it writes");
	}
	arena_free(a);
	return 0;
}
