/* SPDX-License-Identifier: MIT */
#include "plan/because_take.h"

/*
 * Between networks: attachments, transit gateways and VPNs of the other
 * network, in the base as if they were not there, and then as if they were.
 */

/* --------------------------------------------------------- as if it were not */

static bool
import_subnets(struct turning *t, struct attachment *copy,
    const struct attachment *of)
{
	struct subnet **v = arena_array(t->a, of->subnets.n + 1, sizeof *v);

	for (size_t i = 0; i < of->subnets.n; i++) {
		v[i] = (struct subnet *)turning_in_base(t,
		    &of->subnets.v[i]->is);
		if (v[i] == NULL)
			return false;
	}
	copy->subnets.v = v;
	copy->subnets.cap = of->subnets.n + 1;
	return true;
}

struct thing *
turning_absent_attachment(struct turning *t, const struct attachment *of)
{
	struct attachment *copy = arena_alloc(t->a, sizeof *copy);
	struct transit_gateway *g = of->gateway == NULL ? NULL :
	    (struct transit_gateway *)turning_in_base(t, &of->gateway->is);
	struct thing *to = of->target.to == NULL ? NULL :
	    turning_in_base(t, of->target.to);

	/* It came with its gateway or VPN. */
	if (turning_copy(t, &of->is) != NULL)
		return turning_copy(t, &of->is);
	*copy = *of;
	if (g == NULL || (of->target.to != NULL && to == NULL) ||
	    of->peer != NULL || !import_subnets(t, copy, of))
		return NULL;
	copy->gateway = g;
	copy->target.to = to;
	copy->vpc = of->vpc == NULL ? NULL : (struct vpc *)to;
	copy->state = "deleted";
	copy->propagations.v = NULL;
	copy->propagations.n = copy->propagations.cap = 0;
	turning_enter(t, &of->is, &copy->is);
	if (of->associated != NULL)
		copy->associated = (struct transit_table *)turning_in_base(t,
		    &of->associated->is);
	for (size_t i = 0; i < of->propagations.n; i++)
		(void)turning_in_base(t, &of->propagations.v[i]->is);
	TURNING_CHANGE(t, &t->m->attachments, NULL, copy);
	TURNING_CHANGE(t, &g->attachments, NULL, copy);
	return &copy->is;
}

struct thing *
turning_absent_gateway(struct turning *t, const struct transit_gateway *of)
{
	struct transit_gateway *copy = arena_alloc(t->a, sizeof *copy);

	*copy = *of;
	copy->attachments.v = NULL;
	copy->attachments.n = copy->attachments.cap = 0;
	copy->tables.v = NULL;
	copy->tables.n = copy->tables.cap = 0;
	turning_enter(t, &of->is, &copy->is);
	TURNING_CHANGE(t, &t->m->transit_gateways, NULL, copy);
	for (size_t i = 0; i < of->tables.n; i++)
		(void)turning_in_base(t, &of->tables.v[i]->is);
	for (size_t i = 0; i < of->attachments.n; i++)
		(void)turning_in_base(t, &of->attachments.v[i]->is);
	return &copy->is;
}

/* Those of the other network that lead to it. */
static const struct attachment *
attachment_to(const struct turning *t, const struct thing *of, size_t *at)
{
	const struct model *m = t->c->pairing->model[turning_other(t)];

	while (*at < m->attachments.n) {
		const struct attachment *one = m->attachments.v[(*at)++];

		if (one->target.to == of)
			return one;
	}
	return NULL;
}

struct thing *
turning_absent_vpn(struct turning *t, const struct vpn *of)
{
	struct vpn *copy = arena_alloc(t->a, sizeof *copy);
	struct ref *networks = arena_array(t->a, of->networks.n + 1,
	    sizeof *networks);

	*copy = *of;
	if (of->on.to == NULL)
		return NULL;
	copy->on.to = turning_in_base(t, of->on.to);
	if (copy->on.to == NULL)
		return NULL;
	copy->networks.v = networks;
	copy->networks.cap = of->networks.n + 1;
	for (size_t k = 0; k < of->networks.n; k++) {
		networks[k] = of->networks.v[k];
		networks[k].to = of->networks.v[k].to == NULL ? NULL :
		    turning_in_base(t, of->networks.v[k].to);
	}
	copy->state = "deleted";
	turning_enter(t, &of->is, &copy->is);
	TURNING_CHANGE(t, &t->m->vpns, NULL, copy);
	if (copy->on.to->kind == KIND_VPN_GATEWAY)
		TURNING_CHANGE(t, &((struct vpn_gateway *)copy->on.to)->vpns,
		    NULL, copy);
	turning_import_attachments(t, &of->is);
	return &copy->is;
}

void
turning_import_attachments(struct turning *t, const struct thing *of)
{
	const struct attachment *at;
	size_t i = 0;

	while ((at = attachment_to(t, of, &i)) != NULL)
		(void)turning_in_base(t, &at->is);
}

/* -------------------------------------------------------------- as if it were */

void
turning_give_attachment(struct turning *t, const struct attachment *of)
{
	struct attachment *copy = (struct attachment *)turning_copy(t,
	    &of->is);

	if (copy == NULL)
		return;
	turning_keep(t, copy, sizeof *copy);
	copy->state = of->state;
	for (size_t i = 0; i < of->propagations.n; i++) {
		struct transit_table *to = (struct transit_table *)
		    turning_in_base(t, &of->propagations.v[i]->is);

		if (to != NULL)
			TURNING_CHANGE(t, &copy->propagations, NULL, to);
	}
}

void
turning_give_gateway(struct turning *t, const struct transit_gateway *of)
{
	for (size_t i = 0; i < of->attachments.n; i++)
		turning_give_attachment(t, of->attachments.v[i]);
}

/* The routes that tables of the other network have by the blocks of a VPN. */
static void
give_routes(struct turning *t, const struct vpn *of)
{
	const struct model *m = t->c->pairing->model[turning_other(t)];

	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *theirs = m->route_tables.v[i];
		struct route_table *table = (struct route_table *)
		    turning_in_base(t, &theirs->is);

		for (size_t k = 0; table != NULL && k < theirs->routes.n;
		    k++) {
			const struct route *r = theirs->routes.v[k];

			if (r->origin == ROUTE_PROPAGATED && r->target.to ==
			    of->on.to && turning_has_block(of, r->cidr.v))
				TURNING_CHANGE(t, &table->routes, NULL,
				    turning_route(t, table, r));
		}
	}
}

void
turning_give_vpn(struct turning *t, const struct vpn *of)
{
	struct vpn *copy = (struct vpn *)turning_copy(t, &of->is);
	const struct attachment *at;
	size_t i = 0;

	if (copy == NULL)
		return;
	turning_keep(t, &copy->state, sizeof copy->state);
	copy->state = of->state;
	for (size_t k = 0; k < copy->networks.n; k++) {
		struct network *n = (struct network *)copy->networks.v[k].to;

		if (n != NULL)
			TURNING_CHANGE(t, &n->vpns, NULL, copy);
	}
	if (copy->on.to->kind == KIND_VPN_GATEWAY)
		give_routes(t, of);
	while ((at = attachment_to(t, &of->is, &i)) != NULL)
		turning_give_attachment(t, at);
}

void
turning_end_on(struct turning *t, struct vpn *v, const struct vpn *twin,
    struct thing *in)
{
	const struct attachment *at;
	size_t i = 0;

	for (size_t k = 0; k < t->m->attachments.n; k++)
		if (t->m->attachments.v[k]->target.to == &v->is &&
		    turning_own(t, &t->m->attachments.v[k]->is) != NULL)
			turning_take_attachment(t, t->m->attachments.v[k]);
	if (v->on.to != NULL && v->on.to->kind == KIND_VPN_GATEWAY)
		TURNING_CHANGE(t, &((struct vpn_gateway *)v->on.to)->vpns, v,
		    (struct vpn *)NULL);
	turning_keep(t, &v->on, sizeof v->on);
	v->on.to = in;
	if (in->kind == KIND_VPN_GATEWAY)
		TURNING_CHANGE(t, &((struct vpn_gateway *)in)->vpns,
		    (struct vpn *)NULL, v);
	while ((at = attachment_to(t, &twin->is, &i)) != NULL)
		turning_give_attachment(t, at);
}
