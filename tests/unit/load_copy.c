/* SPDX-License-Identifier: MIT */
#include "load/load.h"
#include "model/copy.h"
#include "unit.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * A network once more: of every input among the golden cases, nothing in the
 * copy leads back into the first one.
 */

/* Addresses of things, routes, rules …, sorted. */
struct addresses {
	struct arena *a;
	VEC(const void *) all;
	struct {
		struct stretch {
			const char *from;
			size_t n;
		} *v;
		size_t n, cap;
	} memory;		/* of the first network */
	size_t hits;
};

/* What ends in a zero byte may be a flag that is false, and what by chance lies
 * in the room behind it. */
static bool
may_be_a_flag(const void *p)
{
	return ((uintptr_t)p & UINT8_MAX) == 0;
}

static int
compare_addresses(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)*(const void *const *)x;
	uintptr_t b = (uintptr_t)*(const void *const *)y;

	return (a > b) - (a < b);
}

#define ADD(out, list) do {						\
	for (size_t i_ = 0; i_ < (list).n; i_++)			\
		vec_push((out)->a, &(out)->all,				\
		    (const void *)(list).v[i_]);			\
	if ((list).n > 0)						\
		vec_push((out)->a, &(out)->all, (const void *)(list).v);\
} while (0)

static void
add_parts(struct addresses *out, const struct thing *t)
{
	const struct route_table *r = (const struct route_table *)t;
	const struct nat_gateway *n = (const struct nat_gateway *)t;
	const struct transit_table *tt = (const struct transit_table *)t;
	const struct network_acl *acl = (const struct network_acl *)t;
	const struct security_group *g = (const struct security_group *)t;
	const struct workload *w = (const struct workload *)t;

	switch (t->kind) {
	case KIND_ROUTE_TABLE:
		ADD(out, r->routes);
		break;
	case KIND_NAT_GATEWAY:
		ADD(out, n->routes);
		break;
	case KIND_TRANSIT_TABLE:
		ADD(out, tt->routes);
		break;
	case KIND_NETWORK_ACL:
		ADD(out, acl->ingress);
		ADD(out, acl->egress);
		break;
	case KIND_SECURITY_GROUP:
		ADD(out, g->ingress);
		ADD(out, g->egress);
		break;
	case KIND_WORKLOAD:
		ADD(out, w->listeners);
		break;
	default:
		break;
	}
}

static struct addresses
addresses_of(struct arena *a, const struct model *m)
{
	struct addresses out = { .a = a };

	for (int kind = 0; kind < KIND_COUNT; kind++) {
		ADD(&out, m->things[kind]);
		for (size_t i = 0; i < m->things[kind].n; i++)
			add_parts(&out, m->things[kind].v[i]);
	}
	ADD(&out, m->expectations);
	ADD(&out, m->pools);
	ADD(&out, m->suppressions);
	vec_sort(&out.all, compare_addresses);
	return out;
}

static bool
is_among(const struct addresses *of, const void *word)
{
	return of->all.n > 0 && !may_be_a_flag(word) && bsearch(&word,
	    of->all.v, of->all.n, sizeof word, compare_addresses) != NULL;
}

/* One that begins inside of the other is the same. */
static int
compare_stretches(const void *x, const void *y)
{
	const struct stretch *a = x, *b = y;

	if (a->from >= b->from && a->from < b->from + b->n)
		return 0;
	if (b->from >= a->from && b->from < a->from + a->n)
		return 0;
	return (a->from > b->from) - (a->from < b->from);
}

static void
remember(void *context, const void *bytes, size_t n)
{
	struct addresses *of = context;
	struct stretch one = { bytes, n };

	vec_push(of->a, &of->memory, one);
}

static bool
is_memory(const struct addresses *of, const char *p, size_t n)
{
	const struct stretch wanted = { p, n };
	const struct stretch *s = of->memory.n == 0 ? NULL : bsearch(&wanted,
	    of->memory.v, of->memory.n, sizeof *of->memory.v,
	    compare_stretches);

	return s != NULL && p + n <= s->from + s->n;
}

/* A list of things, or of references that are known. */
static bool
is_list(const struct addresses *of, const void *word)
{
	const void *first;
	struct ref r;

	if (may_be_a_flag(word) || !is_memory(of, word, sizeof first))
		return false;
	memcpy(&first, word, sizeof first);
	if (is_among(of, first))
		return true;
	if (!is_memory(of, word, sizeof r))
		return false;
	memcpy(&r, word, sizeof r);
	return r.is.state == VALUE_KNOWN && r.is.origin <= ORIGIN_IMPLICIT &&
	    is_among(of, r.to);
}

static void
look(void *context, const void *bytes, size_t n)
{
	struct addresses *of = context;
	const void *word;

	for (size_t i = 0; i + sizeof word <= n; i += sizeof word) {
		memcpy(&word, (const char *)bytes + i, sizeof word);
		of->hits += is_among(of, word) || is_list(of, word);
	}
}

static const struct model *
read_case(struct arena *a, const char *path)
{
	static const struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);

	load_path(l, path);
	return load_finish(l);
}

static size_t
check_case(const char *path)
{
	struct arena *a = arena_new(), *b = arena_new();
	const struct model *m = read_case(a, path);
	const struct model *copy = model_copy(b, m, NULL);
	struct addresses of = addresses_of(a, m);
	size_t n = of.all.n;

	arena_walk(a, remember, &of);
	vec_sort(&of.memory, compare_stretches);
	arena_walk(b, look, &of);
	if (of.hits > 0)
		ck_abort_msg("%s: %zu pointers of the copy lead back", path,
		    of.hits);
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		ck_assert_uint_eq(copy->things[kind].n, m->things[kind].n);
		for (size_t i = 0; i < m->things[kind].n; i++) {
			const struct thing *t = copy->things[kind].v[i];

			ck_assert_ptr_ne(t, m->things[kind].v[i]);
			ck_assert_uint_eq(t->order,
			    m->things[kind].v[i]->order);
		}
	}
	/* The search itself sees what is to be seen. */
	arena_walk(a, look, &of);
	ck_assert(n == 0 || of.hits > 0);
	arena_free(b);
	arena_free(a);
	return n;
}

static size_t
check_area(const char *area)
{
	DIR *d = opendir(area);
	struct dirent *e;
	struct arena *a = arena_new();
	size_t n = 0;

	ck_assert_ptr_nonnull(d);
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			n += check_case(arena_printf(a, "%s/%s", area,
			    e->d_name));
	closedir(d);
	arena_free(a);
	return n;
}

START_TEST(nothing_in_a_copy_leads_back)
{
	static const char *const areas[] = { "reach", "rules", "describe",
		"terraform", "cfn", "fixes", "diff", NULL };
	const char *srcdir = getenv("srcdir");
	struct arena *a = arena_new();

	for (size_t i = 0; areas[i] != NULL; i++)
		ck_assert_uint_gt(check_area(arena_printf(a,
		    "%s/tests/golden/%s", srcdir != NULL ? srcdir : ".",
		    areas[i])), 0);
	arena_free(a);
}
END_TEST

static const char network[] = "{ \"vpcplan\": 1, \"vpcs\": { \"v\": {"
    "\"cidr\": \"10.0.0.0/16\", \"subnets\": { \"a\": { \"az\": \"a\", "
    "\"cidr\": \"10.0.0.0/24\" } }, \"security_groups\": { \"g\": { "
    "\"ingress\": [\"tcp/22 from g\"] } }, \"network_acls\": { \"n\": {} } "
    "} } }";

START_TEST(pointers_into_a_network_move)
{
	static const struct load_options options = { .format = NULL };
	struct arena *a = arena_new();
	struct load *l = load_new(a, &options);
	struct moves moves = { 0 };
	const struct model *m, *copy;
	const struct security_group *g;
	const struct network_acl *acl;
	const void *of[5];

	load_bytes(l, "-", network, sizeof network - 1, true);
	m = load_finish(l);
	g = m->security_groups.v[1];
	acl = m->network_acls.v[0];
	of[0] = g;
	of[1] = g->ingress.v[0];
	of[2] = network_acl_side(acl, EGRESS, true);
	of[3] = l;			/* of no network */
	of[4] = g;			/* once more */
	for (size_t i = 0; i < 5; i++) {
		struct moved one = { .was = of[i] };

		vec_push(a, &moves, one);
	}
	copy = model_copy(a, m, &moves);
	ck_assert_ptr_eq(moved_to(&moves, g), copy->security_groups.v[1]);
	ck_assert_ptr_eq(moved_to(&moves, of[1]),
	    copy->security_groups.v[1]->ingress.v[0]);
	ck_assert_ptr_eq(moved_to(&moves, of[2]),
	    network_acl_side(copy->network_acls.v[0], EGRESS, true));
	ck_assert_ptr_null(moved_to(&moves, of[3]));
	ck_assert_ptr_null(moved_to(&moves, m->vpcs.v[0]));
	ck_assert_ptr_null(moved_to(&moves, NULL));
	ck_assert_ptr_eq(group_rule_to(copy->security_groups.v[1]->
	    ingress.v[0]), &copy->security_groups.v[1]->is);
	arena_free(a);
}
END_TEST

Suite *suite_copy(void);

Suite *
suite_copy(void)
{
	const TTest *const tests[] = {
		nothing_in_a_copy_leads_back, pointers_into_a_network_move, NULL
	};

	return unit_suite_of("copy", tests);
}
