/* SPDX-License-Identifier: MIT */
#include "lint/clients.h"

#include "lint/intents.h"
#include "reach/end.h"
#include "reach/reach.h"

#include <string.h>

static const char *
directory_key(struct arena *a, const struct vpc *v, enum endpoint_type type,
    const char *service, size_t length)
{
	return arena_printf(a, "%lu %d %.*s", (unsigned long)v->is.order,
	    (int)type, (int)length, service);
}

static struct directory
directory_of(struct lint *l)
{
	struct directory d = { l->a, map_new(l->a) };

	for (size_t i = 0; i < l->m->endpoints.n; i++) {
		struct endpoint *e = l->m->endpoints.v[i];
		size_t whole, first;

		if (e->is.vpc == NULL || !value_is_known(e->service.is))
			continue;
		whole = strlen(e->service.v);
		first = strcspn(e->service.v, ".");
		*map_slot(&d.endpoints, directory_key(l->a, e->is.vpc,
		    e->type, e->service.v, whole)) = e;
		*map_slot(&d.endpoints, directory_key(l->a, e->is.vpc,
		    e->type, e->service.v, first)) = e;
	}
	return d;
}

const struct endpoint *
directory_find(const struct directory *d, const struct vpc *v,
    const char *service, enum endpoint_type type)
{
	if (v == NULL)
		return NULL;
	return map_get(&d->endpoints, directory_key(d->a, v, type, service,
	    strlen(service)));
}

/* The service that an expectation wants reached, or NULL. */
static const char *
wanted_service(const struct intent *i)
{
	const struct endpoint *e = (const struct endpoint *)i->to.thing;

	if (i->e->verb == NEVER_REACHES)
		return NULL;
	if (i->to.what == SELECTED_SERVICE)
		return i->to.name;
	return i->to.what == SELECTED_ENDPOINT && value_is_known(e->service.is) ?
	    e->service.v : NULL;
}

/* Whether an endpoint is meant by its name that stands in another VPC: that
 * is one of its interfaces to reach, and no service to find an endpoint for. */
static bool
is_elsewhere(const struct intent *i, const struct workload *w)
{
	return i->to.what == SELECTED_ENDPOINT &&
	    i->to.thing->vpc != w->is.vpc;
}

/* Once for each workload, subnet and service, however many say so. */
static void
add_clients(struct lint *l, struct clients *all, const struct intent *i,
    struct map *seen)
{
	struct client c = { .need = i->e, .service = wanted_service(i) };
	struct ends from = ends_of(l->a, reach_places(lint_reach(l)),
	    &i->from, false, NULL);

	for (size_t k = 0; k < from.n; k++) {
		void **slot;

		c.w = from.v[k]->workload;
		c.s = from.v[k]->subnet;
		if (c.w == NULL || c.s == NULL || is_elsewhere(i, c.w))
			continue;
		slot = map_slot(seen, arena_printf(l->a, "%lu %lu %s",
		    (unsigned long)c.w->is.order,
		    (unsigned long)c.s->is.order, c.service));
		if (*slot != NULL)
			continue;
		*slot = all;
		vec_push(l->a, all, c);
	}
}

/* Whether the VPC has one of which it is not known what it is for. */
static bool
has_open_endpoint(const struct vpc *v)
{
	for (size_t i = 0; v != NULL && i < v->endpoints.n; i++)
		if (!value_is_known(v->endpoints.v[i]->service.is) &&
		    v->endpoints.v[i]->type != ENDPOINT_GATEWAY_LOAD_BALANCER)
			return true;
	return false;
}

bool
endpoint_has_open_table(const struct endpoint *e)
{
	for (size_t i = 0; i < e->table_refs.n; i++)
		if (value_is_unknown(e->table_refs.v[i].is))
			return true;
	return false;
}

bool
directory_may_serve(const struct directory *d, const struct vpc *v,
    const char *service)
{
	return has_open_endpoint(v) ||
	    directory_find(d, v, service, ENDPOINT_INTERFACE) != NULL ||
	    directory_find(d, v, service, ENDPOINT_GATEWAY) != NULL ||
	    directory_find(d, v, service, ENDPOINT_OTHER) != NULL;
}

bool
directory_may_serve_all(const struct directory *d, const struct vpc *v,
    const char *service)
{
	const struct endpoint *e = directory_find(d, v, service,
	    ENDPOINT_GATEWAY);

	if (e == NULL)
		return directory_may_serve(d, v, service);
	return has_open_endpoint(v) || endpoint_has_open_table(e) ||
	    directory_find(d, v, service, ENDPOINT_INTERFACE) != NULL;
}

const struct clients *
lint_clients(struct lint *l)
{
	struct map seen = map_new(l->a);
	const struct intents *intents;

	if (l->clients != NULL)
		return l->clients;
	l->clients = arena_alloc(l->a, sizeof *l->clients);
	l->clients->endpoints = directory_of(l);
	if (l->m->expectations.n == 0)
		return l->clients;
	intents = lint_intents(l);
	for (size_t i = 0; i < intents->n; i++)
		if (wanted_service(&intents->v[i]) != NULL)
			add_clients(l, l->clients, &intents->v[i], &seen);
	return l->clients;
}

const struct endpoint *
client_endpoint(const struct client *c, enum endpoint_type type)
{
	return directory_find(c->endpoints, c->w->is.vpc, c->service, type);
}

bool
client_said_before(struct lint *l, const struct client *c,
    const struct thing *t, const char *what)
{
	void **slot = map_slot(c->said, arena_printf(l->a, "%lu %s",
	    (unsigned long)t->order, what));
	bool before = *slot != NULL;

	*slot = c->said;
	return before;
}

const bool *
each_client(struct lint *l, const struct model *m, client_visitor *visit)
{
	const struct clients *all = lint_clients(l);
	bool *flagged = arena_array(l->a, m->next_order, sizeof *flagged);
	struct map said = map_new(l->a);

	for (size_t i = 0; i < all->n; i++) {
		struct client c = all->v[i];

		c.endpoints = &all->endpoints;
		c.flagged = flagged;
		c.said = &said;
		visit(l, &c);
	}
	return flagged;
}
