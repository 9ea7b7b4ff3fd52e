/* SPDX-License-Identifier: MIT */

/*
 * questions FILE: what questions cost once a network is read, each on a line
 * of its own: classes of all interfaces, one query between them, the internet
 * exposure of all, the matrix of who reaches whom (each AZ of each VPC, and the
 * internet); and the memory of it all.
 */

#include "base/str.h"
#include "base/vec.h"
#include "load/load.h"
#include "reach/cell.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

enum { QUERIES = 20000, KEPT = 256, HTTPS = 443 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
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

/* ---------------------------------------------------------------- matrix */

struct parties {
	struct ends *v;
	size_t n, cap;
};

static bool
is_of(const struct ends *party, const struct end *e)
{
	return party->v[0]->vpc == e->vpc &&
	    str_equal(end_az(party->v[0]), end_az(e));
}

static struct parties
parties_of(struct arena *a, const struct reach *r, const struct ends *c)
{
	struct selection internet = { .what = SELECTED_INTERNET };
	struct parties all = { 0 };

	vec_push(a, &all, ends_of(a, reach_places(r), &internet, false,
	    NULL));
	for (size_t i = 0; i < c->n; i++) {
		size_t k = 1;

		while (k < all.n && !is_of(&all.v[k], c->v[i]))
			k++;
		if (k == all.n)
			vec_push(a, &all, ((struct ends){ 0 }));
		vec_push(a, &all.v[k], c->v[i]);
	}
	return all;
}

static struct crowd *
crowd_of(struct arena *a, struct reach *r, const struct ends *party, bool to)
{
	const struct crowd_asked asked = { .r = r, .a = a, .receives = to,
		.family = IPV4 };

	return crowd_new(&asked, party);
}

/* Cells in which something gets through; false: not all were told. */
static bool
fill_matrix(struct reach *r, const struct ends *c, size_t *cells, size_t *open)
{
	struct arena *a = arena_new();
	struct parties all = parties_of(a, r, c);
	struct crowd **to = arena_array(a, all.n, sizeof *to);
	bool told = true;

	for (size_t i = 0; i < all.n; i++)
		to[i] = crowd_of(a, r, &all.v[i], true);
	*cells = all.n * all.n - 1;	/* the internet to itself is no cell */
	*open = 0;
	for (size_t i = 0; i < all.n; i++) {
		struct arena *row = arena_new();
		struct crowd *from = crowd_of(row, r, &all.v[i], false);

		for (size_t k = i == 0; k < all.n; k++) {
			struct arena *scratch = arena_new();
			struct cell cell;

			told &= reach_cell(scratch, from, to[k],
			    port_set_everything(), &cell);
			*open += !port_set_is_empty(cell.ports);
			arena_free(scratch);
		}
		arena_free(row);
	}
	arena_free(a);
	return told;
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
	size_t cells, open;
	bool told;
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
	t = line("internet exposure of all", t, 1e3, "ms", more);
	told = fill_matrix(r, &classes, &cells, &open);
	snprintf(more, sizeof more, "  %zu cells, %zu of them open%s", cells,
	    open, told ? "" : ", not all told");
	line("class matrix", t, 1e3, "ms", more);
	getrusage(RUSAGE_SELF, &use);
	printf("  %-28s %10.2f MiB\n", "memory", (double)use.ru_maxrss / 1024);
	arena_free(a);
	return 0;
}
