/* SPDX-License-Identifier: MIT */
#include <jansson.h>
#include <stdio.h>

/* The named peer of all loading: json_load_file() of the same bytes. */
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		json_error_t error;
		json_t *root = json_load_file(argv[i], JSON_REJECT_DUPLICATES,
		    &error);

		if (root == NULL) {
			fprintf(stderr, "%s:%d: %s\n", argv[i], error.line,
			    error.text);
			return 1;
		}
		json_decref(root);
	}
	return 0;
}
