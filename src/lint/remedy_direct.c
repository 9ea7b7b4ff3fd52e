/* SPDX-License-Identifier: MIT */
#include "lint/remedy_direct.h"

#include "base/str.h"

struct directing {
	struct arena *a;
	const struct pairing *p;
	const struct finding *f;
	struct mend *out;
	struct expect_question *asked;
};

struct thing *
remedy_copy_of(const struct pairing *p, const struct thing *t)
{
	const struct thing_pair *pair = pairing_of(p, BEFORE, t);
	const struct model *m = p->model[AFTER];

	for (size_t i = 0; pair != NULL && i < m->things[t->kind].n; i++)
		if (m->things[t->kind].v[i] == pair->is[AFTER])
			return m->things[t->kind].v[i];
	return NULL;
}

/* The same route of the copy, which was read from the same texts. */
static struct route *
copy_of_route(const struct pairing *p, const struct route *r)
{
	struct route_table *t = (struct route_table *)remedy_copy_of(p,
	    &r->table->is);

	for (size_t i = 0; t != NULL && i < t->routes.n; i++)
		if (place_compare(t->routes.v[i]->at, r->at) == 0 &&
		    str_equal(t->routes.v[i]->written, r->written))
			return t->routes.v[i];
	return NULL;
}

static void
edit(const struct directing *x, struct mending e)
{
	vec_push(x->a, &x->out->edits, e);
}

static struct selection
whole_vpc(struct vpc *v)
{
	return (struct selection){ .what = SELECTED_VPC, .thing = &v->is };
}

/* ----------------------------------------------------------------- GW006 */

static struct interface *
interface_of(struct thing *t)
{
	struct workload *w = (struct workload *)t;

	if (t->kind == KIND_INTERFACE)
		return (struct interface *)t;
	return w->interfaces.n > 0 ? w->interfaces.v[0] : NULL;
}

/* The route says who is to go through, and where to. */
static bool
direct_source_check(const struct directing *x)
{
	const struct route *r = x->f->passes.v[0];
	struct thing *t = remedy_copy_of(x->p, x->f->passes.v[1]);
	struct interface *i = t != NULL ? interface_of(t) : NULL;
	struct route *to = copy_of_route(x->p, r);

	if (i == NULL || to == NULL || to->table->is.vpc == NULL ||
	    to->destination != DESTINATION_CIDR ||
	    !value_is_known(to->cidr.is))
		return false;
	edit(x, mending_source_check(x->a, i));
	x->asked->from = whole_vpc((struct vpc *)remedy_copy_of(x->p,
	    &r->table->is.vpc->is));
	x->asked->to = to->cidr.v.length == 0 ?
	    (struct selection){ .what = SELECTED_INTERNET } :
	    (struct selection){ .what = SELECTED_CIDR, .cidr = to->cidr.v };
	return true;
}

/* ----------------------------------------------------------------- RT010 */

/* The only table that anything follows: which of several are to answer is
 * not in the input. */
static struct route_table *
only_table(const struct vpc *v)
{
	struct route_table *found = NULL;

	for (size_t i = 0; i < v->route_tables.n; i++) {
		if (v->route_tables.v[i]->subnets.n == 0 &&
		    v->route_tables.n > 1)
			continue;
		if (found != NULL)
			return NULL;
		found = v->route_tables.v[i];
	}
	return found;
}

static bool
direct_route_back(const struct directing *x)
{
	struct peering *p = (struct peering *)remedy_copy_of(x->p,
	    x->f->about);
	const struct route *there = x->f->passes.v[0];
	enum family family = str_equal(x->f->key, family_name(IPV6)) ? IPV6 :
	    IPV4;
	struct vpc *near = (struct vpc *)remedy_copy_of(x->p,
	    &there->table->is.vpc->is), *far;
	struct route_table *t;
	const struct cidr_value *v;
	size_t n;

	if (p == NULL || near == NULL)
		return false;
	far = p->vpcs[p->vpcs[0] == near];
	t = only_table(far);
	v = family == IPV4 ? near->cidrs.v : near->ipv6_cidrs.v;
	n = family == IPV4 ? near->cidrs.n : near->ipv6_cidrs.n;
	for (size_t i = 0; t != NULL && i < n; i++) {
		if (!value_is_known(v[i].is))
			return false;
		edit(x, mending_route(x->a, t, v[i].v, &p->is));
	}
	x->asked->from = whole_vpc(near);
	x->asked->to = whole_vpc(far);
	return x->out->edits.n > 0;
}

/* ----------------------------------------------------------------- EP004 */

/* Private DNS sends it what the whole VPC asks of the service. */
static bool
direct_endpoint(const struct directing *x)
{
	enum { HTTPS = 443 };
	struct endpoint *e = (struct endpoint *)remedy_copy_of(x->p,
	    x->f->about);
	struct security_group *g = x->f->needs.n > 0 || e == NULL ||
	    e->interfaces.n == 0 || e->interfaces.v[0]->groups.n != 1 ? NULL :
	    e->interfaces.v[0]->groups.v[0];
	struct vpc *v = e != NULL ? e->is.vpc : NULL;
	struct port_set ports = port_set_of_ports(x->a, PROTOCOL_TCP, HTTPS,
	    HTTPS);

	if (g == NULL || v == NULL)
		return false;
	for (size_t i = 0; i < v->cidrs.n; i++) {
		if (!value_is_known(v->cidrs.v[i].is))
			return false;
		edit(x, mending_rule(x->a, g, INGRESS, ports,
		    v->cidrs.v[i].v));
	}
	x->asked->from = whole_vpc(v);
	x->asked->to = (struct selection){ .what = SELECTED_ENDPOINT,
		.thing = &e->is };
	x->asked->asking.ports = ports;
	return x->out->edits.n > 0;
}

/* ----------------------------------------------------------------- EP001 */

static bool
direct_endpoint_table(const struct directing *x)
{
	struct endpoint *e = (struct endpoint *)remedy_copy_of(x->p,
	    x->f->about);
	struct route_table *t = (struct route_table *)remedy_copy_of(x->p,
	    x->f->passes.v[0]);

	if (e == NULL || t == NULL || e->is.vpc == NULL ||
	    !value_is_known(e->service.is))
		return false;
	edit(x, mending_endpoint_table(x->a, e, t));
	x->asked->from = whole_vpc(e->is.vpc);
	x->asked->to = (struct selection){ .what = SELECTED_SERVICE,
		.name = e->service.v };
	return true;
}

/* ----------------------------------------------------------------- RT014 */

/* The answers are to pass the firewall that the questions pass. */
static bool
direct_way_back(const struct directing *x)
{
	const struct route *there = copy_of_route(x->p,
	    x->f->passes.v[0]);
	struct subnet *s = (struct subnet *)remedy_copy_of(x->p,
	    x->f->passes.v[1]);
	struct route_table *t = (struct route_table *)remedy_copy_of(x->p,
	    x->f->passes.v[2]);

	if (there == NULL || there->target.to == NULL || s == NULL ||
	    t == NULL || s->is.vpc == NULL || !value_is_known(s->cidr.is))
		return false;
	for (size_t i = 0; i < t->routes.n; i++)
		if (value_is_known(t->routes.v[i]->cidr.is) &&
		    cidr_equal(t->routes.v[i]->cidr.v, s->cidr.v))
			return false;
	edit(x, mending_route(x->a, t, s->cidr.v, there->target.to));
	x->asked->from = whole_vpc(s->is.vpc);
	x->asked->to = (struct selection){ .what = SELECTED_INTERNET };
	return true;
}

/* ----------------------------------------------------------------- table */

static const struct {
	const char *code;
	size_t passes;			/* what it is known by, at least */
	bool (*find)(const struct directing *x);
} direct[] = {
	{ "EP001", 1, direct_endpoint_table },
	{ "EP004", 1, direct_endpoint },
	{ "GW006", 2, direct_source_check },
	{ "RT010", 1, direct_route_back },
	{ "RT014", 3, direct_way_back },
};

enum { DIRECT = sizeof direct / sizeof direct[0] };

static size_t
row_of(const struct finding *f)
{
	size_t i = 0;

	while (i < DIRECT && (!str_equal(direct[i].code, f->notice->code) ||
	    f->passes.n < direct[i].passes || f->about == NULL))
		i++;
	return i;
}

bool
remedy_is_direct(const struct finding *f)
{
	return row_of(f) < DIRECT;
}

bool
remedy_direct(struct arena *a, const struct pairing *p,
    const struct finding *f, struct mend *out, struct expect_question *asked)
{
	struct directing x = { a, p, f, out, asked };

	asked->asking.ports = port_set_everything();
	asked->asking.ports_given = true;
	return direct[row_of(f)].find(&x);
}
