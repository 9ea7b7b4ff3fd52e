/* SPDX-License-Identifier: MIT */

/*
 * questions FILE: what questions cost once a network is read, each on a line
 * of its own: classes of all interfaces, one query between them, the internet
 * exposure of all, what gets through between tiers; and the memory of it all.
 */

#include "base/vec.h"
#include "load/load.h"
#include "plan/nodes.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

enum { QUERIES = 20000, KEPT = 256, HTTPS = 443 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
line(const char *what, double since, double parts, const char *unit,
    const char *more)
{
	printf("  %-28s %10.2f %s%s\n", what, (now() - since) * parts, unit,
	    more);
	return now();
}

static const struct model *
read_network(struct arena *a, const char *path)
{
	static const struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);

	load_path(l, path);
	return load_finish(l);
}

/* Interfaces that are nobody's are classes of their own. */
static struct ends
all_classes(struct arena *a, const struct model *m)
{
	struct ends all = { 0 };

	for (size_t i = 0; i < m->interfaces.n; i++) {
		struct end *e = end_of_interface(a, m->interfaces.v[i]);

		vec_push(a, &all, e);
	}
	return all;
}

/* Between classes far apart, so that each is asked for the first time. */
static void
ask_some(struct reach *r, const struct ends *c)
{
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < QUERIES; i++) {
		struct question q = { .from = c->v[i * 7919 % c->n],
			.to = c->v[i * 104729 % c->n], .family = IPV4 };

		q.ports = port_set_of_ports(scratch, PROTOCOL_TCP, HTTPS,
		    HTTPS);
		reach_ask(r, scratch, &q);
		if (i % KEPT == KEPT - 1) {
			arena_free(scratch);
			scratch = arena_new();
		}
	}
	arena_free(scratch);
}

static size_t
expose_all(struct arena *a, struct reach *r, const struct ends *c)
{
	struct selection internet = { .what = SELECTED_INTERNET };
	struct ends from = ends_of(a, reach_places(r), &internet, false, NULL);
	struct arena *scratch = arena_new();
	size_t exposed = 0;

	for (size_t i = 0; i < c->n; i++) {
		struct question q = { .from = from.v[0], .to = c->v[i],
			.ports = port_set_everything(), .family = IPV4 };
		struct answer answer = reach_ask(r, scratch, &q);

		exposed += !flow_is_empty(answer.may_arrive);
		if (i % KEPT == KEPT - 1) {
			arena_free(scratch);
			scratch = arena_new();
		}
	}
	arena_free(scratch);
	return exposed;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	double t = now();
	const struct model *m;
	struct reach *r;
	struct ends classes;
	struct rusage use;
	char more[80];

	if (argc != 2) {
		fputs("usage: questions FILE\n", stderr);
		return 2;
	}
	m = read_network(a, argv[1]);
	t = line("reading", t, 1e3, "ms", "");
	r = reach_new(a, m, routes_new(a, m));
	reach_prepare(r);
	classes = all_classes(a, m);
	snprintf(more, sizeof more, "  of %zu interfaces", classes.n);
	t = line("class building", t, 1e3, "ms", more);
	if (classes.n == 0)
		return 1;
	ask_some(r, &classes);
	t = line("one query", t, 1e6 / QUERIES, "us", "");
	snprintf(more, sizeof more, "  %zu may be reached",
	    expose_all(a, r, &classes));
	line("internet exposure of all", t, 1e3, "ms", more);
	getrusage(RUSAGE_SELF, &use);
	printf("  %-28s %10.2f MiB\n", "memory", (double)use.ru_maxrss / 1024);
	arena_free(a);
	return 0;
}
