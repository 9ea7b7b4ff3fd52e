/* SPDX-License-Identifier: MIT */
#include "document_exercise.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* With a mark before it, whatever follows is read as YAML. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const char mark[] = "---\n";
	char *text = malloc(sizeof mark + length);

	if (text == NULL)
		return 0;
	memcpy(text, mark, sizeof mark - 1);
	memcpy(text + sizeof mark - 1, bytes, length);
	document_exercise(text, sizeof mark - 1 + length);
	free(text);
	return 0;
}
