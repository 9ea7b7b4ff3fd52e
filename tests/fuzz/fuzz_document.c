/* SPDX-License-Identifier: MIT */
#include "document_exercise.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	document_exercise((const char *)bytes, length);
	return 0;
}
