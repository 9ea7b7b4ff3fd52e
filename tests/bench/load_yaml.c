/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <yaml.h>

/* The peer of reading YAML: libyaml's tree of the same bytes. */
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *in = fopen(argv[i], "rb");
		yaml_parser_t parser;
		yaml_document_t document;

		if (in == NULL || !yaml_parser_initialize(&parser))
			return 2;
		yaml_parser_set_input_file(&parser, in);
		if (!yaml_parser_load(&parser, &document)) {
			fprintf(stderr, "%s: %s\n", argv[i], parser.problem);
			return 1;
		}
		yaml_document_delete(&document);
		yaml_parser_delete(&parser);
		fclose(in);
	}
	return 0;
}
