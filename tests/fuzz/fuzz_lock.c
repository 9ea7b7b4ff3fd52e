/* SPDX-License-Identifier: MIT */

/*
 * Any bytes as a lock; what stands behind the first zero, if there is one, as
 * the plan that is settled against it.
 */

#include "lock_exercise.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *zero = size > 0 ? memchr(text, '\0', size) : NULL;
	size_t length = zero == NULL ? size : (size_t)(zero - text);

	if (size > 0)
		(void)lock_exercise(text, length, zero == NULL ? NULL :
		    zero + 1, zero == NULL ? 0 : size - length - 1);
	return 0;
}
