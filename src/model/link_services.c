/* SPDX-License-Identifier: MIT */
#include "model/link.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/*
 * Endpoints for a service of the network's own ("services" of a VPC): by its
 * name, or by AWS's full one.  What two services are called is neither's.
 */

struct called {
	const char *name;
	struct endpoint_service *service;
};

static int
compare_called(const void *x, const void *y)
{
	const struct called *a = x, *b = y;

	return strcmp(a->name, b->name);
}

static size_t
collect(struct called *v, const struct model *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->things[KIND_ENDPOINT_SERVICE].n; i++) {
		struct endpoint_service *s = (struct endpoint_service *)
		    m->things[KIND_ENDPOINT_SERVICE].v[i];

		if (s->is.name != NULL)
			v[n++] = (struct called){ s->is.name, s };
		if (value_is_known(s->service.is) && s->service.v != NULL &&
		    !str_equal(s->service.v, s->is.name))
			v[n++] = (struct called){ s->service.v, s };
	}
	if (n > 1)
		qsort(v, n, sizeof *v, compare_called);
	return n;
}

static bool
is_alone(const struct called *v, size_t n, const struct called *one)
{
	return (one == v || strcmp(one[-1].name, one->name) != 0) &&
	    (one + 1 == v + n || strcmp(one[1].name, one->name) != 0);
}

/* Who states no VPC lives in that of the balancer. */
static void
live_by_balancer(struct endpoint_service *s)
{
	if (s->is.vpc == NULL && s->load_balancer.to != NULL)
		s->is.vpc = s->load_balancer.to->vpc;
}

/*
 * What the appliances behind a gateway load balancer forward may be said of
 * the balancer, once for all endpoints that lead to it.
 */
static void
forward_as_balancer(struct endpoint *e, const struct endpoint_service *s)
{
	const struct workload *w = (const struct workload *)
	    s->load_balancer.to;

	if (!e->forwards.stated && !e->forwards.untold && w != NULL &&
	    w->is.kind == KIND_WORKLOAD &&
	    w->kind == WORKLOAD_GATEWAY_LOAD_BALANCER)
		e->forwards = w->forwards;
}

void
link_services(struct linker *l)
{
	const struct model *m = l->m;
	size_t n = m->things[KIND_ENDPOINT_SERVICE].n, n_called;
	struct called *v;

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		live_by_balancer((struct endpoint_service *)
		    m->things[KIND_ENDPOINT_SERVICE].v[i]);
	v = arena_array(l->m->a, 2 * n, sizeof *v);
	n_called = collect(v, m);
	for (size_t i = 0; i < m->things[KIND_ENDPOINT].n; i++) {
		struct endpoint *e =
		    (struct endpoint *)m->things[KIND_ENDPOINT].v[i];
		struct called key = { e->service.v, NULL };
		const struct endpoint_service *s = e->told_service;
		const struct called *found;

		if ((e->type != ENDPOINT_INTERFACE &&
		    e->type != ENDPOINT_GATEWAY_LOAD_BALANCER) ||
		    !value_is_known(e->service.is) || key.name == NULL)
			continue;
		found = s != NULL || n_called == 0 ? NULL : bsearch(&key, v,
		    n_called, sizeof *v, compare_called);
		if (found != NULL && is_alone(v, n_called, found))
			s = found->service;
		if (s != NULL && e->type == ENDPOINT_INTERFACE)
			e->own_service = s;
		else if (s != NULL)
			forward_as_balancer(e, s);
	}
}
