/* SPDX-License-Identifier: MIT */
#include "cli/output.h"

#include <errno.h>
#include <unistd.h>

bool
output_write(const struct str *out)
{
	size_t at = 0;

	while (at < out->n) {
		ssize_t n = write(STDOUT_FILENO, out->v + at, out->n - at);

		if (n < 0 && errno != EINTR)
			return false;
		at += n > 0 ? (size_t)n : 0;
	}
	return true;
}
