/* SPDX-License-Identifier: MIT */
#include "twin_change.h"
#include "twin_chosen.h"
#include "twin_compare.h"
#include "twin_network.h"
#include "unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Without arguments the suites, as any unit-test program.  SEED PACKETS makes
 * networks from that number on and asks of them until so many packets have
 * been asked about; it prints the first disagreement with its network, else
 * how many there were:
 *
 *	./configure CFLAGS=-O2 && make tests/unit/twin.t
 *	tests/unit/twin.t 1 10000000
 *
 * is ten million questions in some minutes.  FILE compares engine and twin on
 * one spec, all pairs; FILE FROM TO one pair.  "change" NUMBER prints a pair
 * of networks that differences are looked for in.  "chosen" SEED NETWORKS tries
 * several IPv6 blocks for those that Amazon has yet to choose.
 */

enum { FILE_PACKETS = 40 };

static bool
show(const struct comparison *c, const char *text)
{
	if (c->difference == NULL)
		return true;
	printf("%s\n%s\n", text, c->difference);
	return false;
}

static int
run_packets(uint64_t seed, uint64_t packets)
{
	struct twin_tally tally = { .packets = 0 };
	uint64_t number = seed;

	for (; tally.packets < packets; number++) {
		struct arena *a = arena_new();
		struct unit_random r = twin_network_seed(number);
		const char *text = twin_network_make(a, &r);
		struct comparison *c = comparison_new(a, text, strlen(text));
		bool agree = c != NULL;

		if (c != NULL) {
			comparison_run(c, &r, &tally);
			agree = show(c, text);
		} else {
			printf("%s\nnot read\n", text);
		}
		arena_free(a);
		if (!agree) {
			printf("network %" PRIu64 "\n", number);
			return EXIT_FAILURE;
		}
	}
	printf("%zu packets in %" PRIu64 " networks, no disagreement: "
	    "twin says", tally.packets, number - seed);
	for (unsigned j = 0; j < TWIN_VERDICTS; j++)
		printf("%s %s %zu", j > 0 ? "," : "",
		    twin_verdict_name((enum twin_verdict)j),
		    tally.by_verdict[j]);
	printf("\n");
	return EXIT_SUCCESS;
}

static int
run_file(const char *path, const char *from, const char *to)
{
	struct arena *a = arena_new();
	struct unit_random r = { 1 };
	struct str text = str_new(a);
	FILE *in = fopen(path, "r");
	struct comparison *c;
	bool agree = false;
	int byte;

	if (in == NULL) {
		perror(path);
		arena_free(a);
		return EXIT_FAILURE;
	}
	while ((byte = getc(in)) != EOF)
		str_add_char(&text, (char)byte);
	fclose(in);
	c = comparison_new(a, str_text(&text), text.n);
	if (c == NULL) {
		printf("not read\n");
	} else {
		for (unsigned i = 0; from != NULL && i < FILE_PACKETS; i++)
			comparison_ask(c, &r, from, to, FILE_PACKETS);
		if (from == NULL)
			comparison_ask_all(c, &r, FILE_PACKETS);
		agree = show(c, "");
	}
	arena_free(a);
	return agree ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
show_change(unsigned number)
{
	struct arena *a = arena_new();
	const char *text[2];

	twin_change_make(a, number, text);
	printf("%s\n%s\n", text[0], text[1]);
	arena_free(a);
	return EXIT_SUCCESS;
}

static int
run_chosen(uint64_t seed, uint64_t networks)
{
	struct chosen_tally tally = { .asked = 0 };

	for (uint64_t i = 0; i < networks; i++)
		if (!twin_chosen_compare(seed + i, &tally))
			return EXIT_FAILURE;
	printf("%zu pairs, %zu decided, %zu that reach: as said for every "
	    "choice\n", tally.asked, tally.decided, tally.yes);
	return EXIT_SUCCESS;
}

unit_suite suite_twin, suite_twin_metamorphic, suite_twin_branch;
unit_suite suite_twin_cell, suite_twin_openings, suite_twin_difference;
unit_suite suite_twin_worked, suite_twin_chosen;

int
main(int argc, char **argv)
{
	static unit_suite *const suites[] = {
		suite_twin, suite_twin_metamorphic, suite_twin_branch,
		suite_twin_cell, suite_twin_openings, suite_twin_difference,
		suite_twin_worked, suite_twin_chosen, NULL
	};

	if (argc == 2)
		return run_file(argv[1], NULL, NULL);
	if (argc == 4 && strcmp(argv[1], "chosen") != 0)
		return run_file(argv[1], argv[2], argv[3]);
	if (argc == 4 && strcmp(argv[1], "chosen") == 0)
		return run_chosen(strtoull(argv[2], NULL, 10),
		    strtoull(argv[3], NULL, 10));
	if (argc == 3 && strcmp(argv[1], "change") == 0)
		return show_change((unsigned)strtoul(argv[2], NULL, 10));
	if (argc == 3)
		return run_packets(strtoull(argv[1], NULL, 10),
		    strtoull(argv[2], NULL, 10));
	return unit_main(suites);
}
