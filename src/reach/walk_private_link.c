/* SPDX-License-Identifier: MIT */
#include "reach/walk.h"

#include "base/str.h"
#include "model/facts.h"

#include <string.h>

/*
 * An interface endpoint answers for its service.  If that is one of AWS's or
 * of somebody who is not in the plan, it ends here.  Behind a service of the
 * plan's own stands a network load balancer: the flow goes on from there, with
 * the balancer's address, to whoever it sends to; "Network Load Balancers
 * guide, Edit target group attributes".
 */

static bool
is_own(const struct endpoint *e)
{
	const struct endpoint_service *s = e->own_service;

	return s != NULL && (s->load_balancer.to == NULL ||
	    s->load_balancer.to->kind == KIND_WORKLOAD);
}

/* Why it is not known whether that is one of the plan's own, whose balancer
 * may not listen; or NULL. */
static const char *
service_is_open(const struct walk *w, const struct endpoint *e)
{
	if (value_is_unknown(e->service.is))
		return e->service.is.why;
	if (e->own_service == NULL && value_is_known(e->service.is) &&
	    !str_starts_with(e->service.v, "com.amazonaws.") &&
	    model_island_is_partial(w->r->m, KIND_ENDPOINT_SERVICE,
	    e->is.island))
		return "not all services of the plan are known";
	return NULL;
}

static bool
is_in_az(const struct interface *e, const char *az)
{
	return e->subnet != NULL && az != NULL &&
	    str_equal(e->subnet->az_key, az);
}

/* Whether a node of the balancer stands in the endpoint's AZ: then that one
 * gets what comes by it. */
static bool
has_node_there(struct walk *w, const struct workload *b, const char *az)
{
	for (size_t i = 0; i < b->interfaces.n; i++)
		if (is_in_az(b->interfaces.v[i], az) &&
		    !walk_is_lost(w, b->interfaces.v[i]->subnet))
			return true;
	return false;
}

/* Whether that is not known of one of its nodes, nor which takes what comes. */
static bool
is_of_unknown_az(const struct workload *b)
{
	for (size_t i = 0; i < b->interfaces.n; i++)
		if (b->interfaces.v[i]->subnet == NULL || value_is_unknown(
		    b->interfaces.v[i]->subnet->az.is))
			return true;
	return false;
}

static void
to_balancer(struct walk *w, struct trip t, const struct end *e,
    const struct thing *balancer)
{
	struct selection s = { .what = SELECTED_WORKLOAD };
	const struct workload *b = (const struct workload *)balancer;
	bool near = has_node_there(w, b, end_az(e));
	struct ends nodes;

	if (!near && is_of_unknown_az(b)) {
		walk_unknown(w, t, arena_printf(w->a, "in which AZs %s is is "
		    "not known", thing_title(w->a, balancer)));
		return;
	}
	memcpy(&s.thing, &balancer, sizeof s.thing);
	nodes = ends_of(w->a, w->r->places, &s, true, NULL);
	t.seen_as = NULL;
	t.crossing = CROSSED_OTHER;
	for (size_t i = 0; i < nodes.n; i++) {
		const struct end *node = nodes.v[i];
		struct trip mine = t;

		if (node->subnet == NULL || walk_is_lost(w, node->subnet) ||
		    (near &&
		    !is_in_az(node->interface, end_az(e))))
			continue;
		mine.vpc = node->vpc;
		mine.subnet = node->subnet;
		if (walk_groups_in(w, &mine, node))
			walk_balancer(w, mine, node);
	}
}

void
walk_private_link(struct walk *w, struct trip t, const struct end *e)
{
	const struct endpoint *n = e->endpoint;
	struct hop at = { .kind = HOP_ENDPOINT, .thing = &n->is, .end = e };

	if (fact_state_is_unknown(n->state)) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the state of %s is not known",
		    thing_title(w->a, &n->is)));
	} else if (!fact_state_carries(n->state)) {
		walk_block(w, &t, at, "BAD_STATE", "is not available");
	} else if (service_is_open(w, n) != NULL) {
		walk_unknown(w, t, arena_printf(w->a,
		    "what answers behind %s is not known: %s",
		    thing_title(w->a, &n->is), service_is_open(w, n)));
	} else if (!is_own(n)) {
		walk_arrived(w, t);
	} else if (n->own_service->load_balancer.to == NULL) {
		walk_unknown(w, t, arena_printf(w->a,
		    "the balancer behind %s is not in the input",
		    thing_title(w->a, &n->own_service->is)));
	} else {
		to_balancer(w, t, e, n->own_service->load_balancer.to);
	}
}
