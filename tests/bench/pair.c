/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE		/* wait4(): the memory of one child */

/*
 * pair [-beyond N] ROUNDS NAME COMMAND... -- NAME COMMAND...
 *
 * Run two commands in turn (A B A B …) as whole processes, output thrown
 * away, and print the median time and the largest memory of each, and the
 * ratio of the first to the second.  In turn, because a noisy machine is
 * noisy for both: quote the ratio, not the seconds.  -beyond N also prints
 * what is left of the first when N times the second are taken off, in times
 * of the second.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MAX = 1000 };

struct side {
	const char *name;
	char **command;
	double seconds[ROUNDS_MAX];
	long kib;			/* largest resident set */
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
run_once(struct side *s, size_t round)
{
	double start = now();
	struct rusage used;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		execvp(s->command[0], s->command);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0) {
		perror("pair");
		exit(2);
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 127) {
		fprintf(stderr, "pair: %s did not run\n", s->command[0]);
		exit(2);
	}
	s->seconds[round] = now() - start;
	if (used.ru_maxrss > s->kib)
		s->kib = used.ru_maxrss;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(struct side *s, size_t rounds)
{
	qsort(s->seconds, rounds, sizeof s->seconds[0], compare);
	return s->seconds[rounds / 2];
}

int
main(int argc, char **argv)
{
	static struct side a, b;
	size_t rounds;
	unsigned long beyond = 0;
	double ta, tb;
	int i;

	if (argc > 3 && strcmp(argv[1], "-beyond") == 0) {
		beyond = strtoul(argv[2], NULL, 10);
		argc -= 2;
		argv += 2;
	}
	if (argc < 6)
		return 2;
	rounds = (size_t)strtoul(argv[1], NULL, 10);
	if (rounds == 0 || rounds > ROUNDS_MAX)
		return 2;
	a.name = argv[2];
	a.command = argv + 3;
	for (i = 4; i < argc && strcmp(argv[i], "--") != 0; i++)
		;
	if (i + 2 >= argc)
		return 2;
	argv[i] = NULL;
	b.name = argv[i + 1];
	b.command = argv + i + 2;
	for (size_t round = 0; round < rounds; round++) {
		run_once(&a, round);
		run_once(&b, round);
	}
	ta = median(&a, rounds);
	tb = median(&b, rounds);
	printf("%-34s %9.2f ms %7.1f MiB   %-22s %9.2f ms %7.1f MiB   ratio %5.2f  memory %5.2f",
	    a.name, ta * 1e3, (double)a.kib / 1024, b.name, tb * 1e3,
	    (double)b.kib / 1024, ta / tb, (double)a.kib / (double)b.kib);
	if (beyond > 0)
		printf("  beyond %lu of those %5.2f", beyond,
		    ta / tb - (double)beyond);
	putchar('\n');
	return 0;
}
