/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/way.h"
#include "lint/words.h"
#include "reach/transit_view.h"

/*
 * Firewalls remember connections.  What they see in one direction only, or
 * each half of it somewhere else, they drop.  Looked at are gateway load
 * balancer endpoints: they alone surely leave addresses as they are.
 */

/* The firewall's endpoint that a route leads to, or NULL. */
static const struct endpoint *
firewall_of(const struct route *r)
{
	const struct thing *t = r != NULL ? way_target(r) : NULL;
	const struct endpoint *e = (const struct endpoint *)t;

	return t != NULL && t->kind == KIND_ENDPOINT &&
	    e->type == ENDPOINT_GATEWAY_LOAD_BALANCER ? e : NULL;
}

/* The route that wins for the IPv4 addresses of a block. */
static const struct route *
route_to_block(const struct lint *l, const struct route_table *t,
    const struct cidr_value *block)
{
	const struct route_view *view = routes_view(l->routes, t, IPV4);
	const struct route_span *span;

	if (view == NULL || view->has_unknown || !value_is_known(block->is))
		return NULL;
	/* The first addresses are AWS's; any further one is a host's. */
	span = route_find(view, cidr_last(block->v));
	return span != NULL ? span->route : NULL;
}

static const struct route *
route_to(const struct lint *l, const struct route_table *t,
    const struct subnet *s)
{
	return route_to_block(l, t, &s->cidr);
}

/* The finding, for its help. */
static struct finding *
flag_asymmetric(struct lint *l, const struct route *there, const char *whose,
    const struct subnet *s, const struct route_table *back_table,
    const struct route *back, const char *what)
{
	struct finding *f = flag(l, &there->table->is, there->at, "%s leads "
	    "%s%s through %s, and %s: the answers %s",
	    words_route(l->a, there), whose, thing_title(l->a, &s->is),
	    words_target(l->a, there), what,
	    firewall_of(back) != NULL ? arena_printf(l->a, "pass %s, which "
	    "knows nothing of them", words_target(l->a, back)) :
	    "pass no firewall, which then drops what follows");

	lint_given(l, f, s->is.exists);
	f->key = arena_printf(l->a, "%s %s", words_destination(l->a, there),
	    thing_label(&s->is));
	finding_passes(l->findings, f, there);
	finding_passes(l->findings, f, &s->is);
	if (back_table != NULL)
		finding_passes(l->findings, f, &back_table->is);
	finding_witness(l->findings, f, "there", "%s",
	    words_target(l->a, there));
	finding_witness(l->findings, f, "back", "%s",
	    back != NULL ? words_target(l->a, back) : "none");
	if (back_table != NULL)
		finding_related(l->findings, f, back != NULL &&
		    back->at.file != 0 ? back->at : back_table->is.at,
		    "the way back");
	return f;
}

static void
flag_answers_to(struct lint *l, const struct route *there,
    const struct subnet *s, const struct route_table *back_table,
    const struct route *back, const char *what)
{
	struct finding *f = flag_asymmetric(l, there, "", s, back_table, back,
	    what);

	finding_help(l->findings, f, "lead the addresses of %s back through "
	    "%s%s%s", thing_title(l->a, &s->is), words_target(l->a, there),
	    back_table != NULL ? " in " : "", back_table != NULL ?
	    thing_title(l->a, &back_table->is) : "");
}

/* The edge table of a gateway, or NULL. */
static const struct route_table *
edge_table(const struct thing *gateway)
{
	for (size_t i = 0; gateway->vpc != NULL &&
	    i < gateway->vpc->route_tables.n; i++)
		if (gateway->vpc->route_tables.v[i]->edge_of.to == gateway)
			return gateway->vpc->route_tables.v[i];
	return NULL;
}

static bool
has_open_edge(const struct vpc *v)
{
	for (size_t i = 0; v != NULL && i < v->route_tables.n; i++)
		if (value_is_unknown(v->route_tables.v[i]->edge_of.is) ||
		    (v->route_tables.v[i]->edge_of.to != NULL &&
		    lint_is_maybe(&v->route_tables.v[i]->is, &v->is)))
			return true;
	return false;
}

/* Whether nobody knows where a route leads. */
static bool
is_open(struct lint *l, const struct route *r)
{
	const char *why;

	if (way_is_open(l, r, NULL))
		return true;
	if (routes_state(l->routes, r, &why) != ROUTE_UNDECIDED)
		return false;
	lint_weakened(l, why);
	return true;
}

/* A route that has to lead to the firewall as that one does. */
static void
help_as_well(struct lint *l, struct finding *f, const struct route *there,
    const struct route *back)
{
	finding_help(l->findings, f, "lead %s of %s to %s too",
	    words_destination(l->a, back), thing_title(l->a, &back->table->is),
	    words_target(l->a, there));
}

/* What the subnet of the firewall sends the internet to, or NULL. */
static const struct thing *
exit_behind(struct lint *l, const struct endpoint *firewall)
{
	const struct subnet *at = firewall->subnet_refs.n == 1 ?
	    (const struct subnet *)firewall->subnet_refs.v[0].to : NULL;
	const struct route *onward = at != NULL &&
	    at->is.kind == KIND_SUBNET ? way_to_internet(l, at->table, IPV4) :
	    NULL;

	return onward != NULL && !way_is_open(l, onward, NULL) ?
	    way_target(onward) : NULL;
}

/* Behind the firewall: a NAT gateway, or the internet gateway itself. */
static void
check_way_out(struct lint *l, const struct route *there,
    const struct subnet *s, const struct endpoint *firewall)
{
	const struct thing *exit = exit_behind(l, firewall);
	const struct route_table *table = NULL;
	const struct route *back;

	if (exit == NULL || exit->kind == KIND_ENDPOINT)
		return;
	if (exit->kind == KIND_NAT_GATEWAY)
		table = ((const struct nat_gateway *)exit)->table;
	else if (exit->kind == KIND_INTERNET_GATEWAY)
		table = edge_table(exit);
	else
		return;
	if (table == NULL && (exit->kind == KIND_NAT_GATEWAY ||
	    !lint_knows_all(l, KIND_ROUTE_TABLE, exit->vpc)))
		return;
	if (table == NULL && has_open_edge(exit->vpc)) {
		lint_weakened(l, "of which gateway a table is is not known");
		return;
	}
	back = table != NULL ? route_to(l, table, s) : NULL;
	if (table != NULL && (back == NULL || is_open(l, back) ||
	    (exit->kind == KIND_INTERNET_GATEWAY &&
	    lint_is_maybe(&table->is, &exit->vpc->is))))
		return;
	if (firewall_of(back) != firewall)
		flag_answers_to(l, there, s, table, back, arena_printf(l->a,
		    "%s hands answers back %s", thing_title(l->a, exit),
		    back == NULL || firewall_of(back) == NULL ? "directly" :
		    "another way"));
}

/* Whether anybody in it talks by himself: a NAT gateway does not. */
static bool
is_lived_in(const struct subnet *s)
{
	for (size_t i = 0; i < s->interfaces.n; i++)
		if (s->interfaces.v[i]->workload != NULL)
			return true;
	return false;
}

/* The attachment that enters the VPC by a subnet where nobody lives. */
static const struct attachment *
attachment_in(const struct model *m, const struct subnet *s)
{
	for (size_t i = 0; !is_lived_in(s) && i < m->attachments.n; i++)
		for (size_t k = 0; k < m->attachments.v[i]->subnets.n; k++)
			if (m->attachments.v[i]->subnets.v[k] == s)
				return m->attachments.v[i];
	return NULL;
}

/*
 * What enters by a transit gateway has addresses of other VPCs: its answers
 * must not go from the NAT gateway straight to the transit gateway.
 */
static void
check_transit(struct lint *l, const struct route *there,
    const struct subnet *s, const struct endpoint *firewall,
    const struct attachment *in)
{
	const struct thing *exit = exit_behind(l, firewall);
	const struct route_table *table = exit != NULL &&
	    exit->kind == KIND_NAT_GATEWAY ?
	    ((const struct nat_gateway *)exit)->table : NULL;

	for (size_t i = 0; table != NULL && i < table->routes.n; i++) {
		const struct route *back = table->routes.v[i];

		if (in->gateway == NULL ||
		    way_target(back) != &in->gateway->is ||
		    lint_route_is_maybe(back))
			continue;
		help_as_well(l, flag_asymmetric(l, there, "what enters by ",
		    s, table, back, arena_printf(l->a, "%s hands answers to "
		    "%s", thing_title(l->a, exit), words_target(l->a, back))),
		    there, back);
		return;
	}
}

/* From one subnet of the VPC to another, by a route for just that. */
static void
check_inside(struct lint *l, const struct route *there,
    const struct subnet *from, const struct subnet *to,
    const struct endpoint *firewall)
{
	const struct route *back = to->table != NULL ?
	    route_to(l, to->table, from) : NULL;

	if (back != NULL && from != to && !is_open(l, back) &&
	    firewall_of(back) != firewall &&
	    is_lived_in(from) && is_lived_in(to))
		flag_answers_to(l, there, from, to->table, back,
		    arena_printf(l->a, "%s answers %s",
		    thing_title(l->a, &to->is), firewall_of(back) == NULL ?
		    "directly" : "another way"));
}

static const struct subnet *
subnet_with(const struct vpc *v, const struct route *r)
{
	for (size_t i = 0; v != NULL && i < v->subnets.n; i++)
		if (value_is_known(v->subnets.v[i]->cidr.is) &&
		    cidr_equal(v->subnets.v[i]->cidr.v, r->cidr.v))
			return v->subnets.v[i];
	return NULL;
}

/*
 * What comes in is led through it by the edge table: what goes out, and what
 * answers, must not leave by the gateway alone.
 */
static void
check_edge(struct lint *l, const struct route_table *edge,
    const struct route *there, const struct subnet *s,
    const struct endpoint *firewall)
{
	const struct route *back = s->table != NULL && route_to(l, edge, s) ==
	    there ? way_to_internet(l, s->table, IPV4) : NULL;
	const struct thing *exit = back != NULL && !is_open(l, back) ?
	    way_target(back) : NULL;

	/* Of another firewall on the way out its own route tells. */
	if (exit == NULL || exit != edge->edge_of.to ||
	    (firewall->subnet_refs.n > 0 &&
	    firewall->subnet_refs.v[0].to == &s->is))
		return;
	help_as_well(l, flag_asymmetric(l, there, "what comes in for ", s,
	    s->table, back, arena_printf(l->a, "%s leads to %s",
	    words_route(l->a, back), words_target(l->a, back))), there, back);
}

static void
check_route(struct lint *l, const struct model *m,
    const struct route_table *t, const struct route *r)
{
	const struct endpoint *firewall = firewall_of(r);
	const struct subnet *to;
	const struct attachment *in;

	if (firewall == NULL || lint_route_is_maybe(r) ||
	    r->destination != DESTINATION_CIDR ||
	    !value_is_known(r->cidr.is) || r->cidr.v.family != IPV4)
		return;
	for (size_t i = 0; t->edge_of.to != NULL &&
	    t->edge_of.to->kind == KIND_INTERNET_GATEWAY &&
	    t->is.vpc != NULL && i < t->is.vpc->subnets.n; i++)
		check_edge(l, t, r, t->is.vpc->subnets.v[i], firewall);
	to = subnet_with(t->is.vpc, r);
	for (size_t i = 0; i < t->subnets.n; i++) {
		if (to != NULL)
			check_inside(l, r, t->subnets.v[i], to, firewall);
		else if (way_to_internet(l, t, IPV4) != r)
			continue;
		else if ((in = attachment_in(m, t->subnets.v[i])) != NULL)
			check_transit(l, r, t->subnets.v[i], firewall, in);
		else
			check_way_out(l, r, t->subnets.v[i], firewall);
	}
}

/* ------------------------------------------------- behind a transit gateway */

/* Of those that send to a VPC of firewalls, so many are compared. */
enum { SENDERS_MAX = 16 };

/* A VPC of firewalls, and who is attached beside it. */
struct inspected {
	const struct attachment *by;
	const struct transit_views *views;
	const struct attachment *v[SENDERS_MAX];
	size_t n;
};

/* Where one sends what another answers, AZ by AZ. */
struct crossing_way {
	const struct attachment *from, *to;
	const struct subnet *out, *back;	/* by which it enters the VPC */
	const struct route *there, *here;
};

static bool
is_of_a_vpc(const struct attachment *a)
{
	return a->vpc != NULL && a->is.exists == NULL &&
	    a->vpc->cidrs.n > 0 && value_is_known(a->vpc->cidrs.v[0].is);
}

/* Whether the transit gateway leads what one sends to another into the VPC. */
static bool
leads_through(const struct inspected *x, const struct attachment *from,
    const struct attachment *to)
{
	const struct cidr block = to->vpc->cidrs.v[0].v;
	const struct transit_view *view = from->associated != NULL ?
	    transit_view_find(x->views, from->associated) : NULL;

	for (size_t i = 0; view != NULL && !view->unknown && i < view->n;
	    i++) {
		const struct transit_route *r = view->v[i];

		if (!value_is_known(r->cidr.is))
			return false;
		if (cidr_contains_addr(r->cidr.v, IPV4, cidr_last(block)))
			return !r->blackhole && r->target.to == &x->by->is;
	}
	return false;
}

/* The route to a firewall that the VPC's subnet has for another VPC. */
static const struct route *
inspects(const struct lint *l, const struct subnet *s,
    const struct attachment *to)
{
	const struct route *r = s->table == NULL ? NULL :
	    route_to_block(l, s->table, &to->vpc->cidrs.v[0]);

	return firewall_of(r) != NULL && !lint_route_is_maybe(r) ? r : NULL;
}

static const struct subnet *
in_az(const struct attachment *a, const char *az)
{
	for (size_t i = 0; az != NULL && i < a->subnets.n; i++)
		if (str_equal(a->subnets.v[i]->az_key, az))
			return a->subnets.v[i];
	return NULL;
}

/* Two AZs in which the two directions meet two firewalls. */
static bool
find_crossing(const struct lint *l, const struct inspected *x,
    struct crossing_way *way)
{
	for (size_t i = 0; i < way->from->subnets.n; i++)
		for (size_t k = 0; k < way->to->subnets.n; k++) {
			way->out = in_az(x->by, way->from->subnets.v[i]->az_key);
			way->back = in_az(x->by, way->to->subnets.v[k]->az_key);
			if (way->out == NULL || way->back == NULL ||
			    way->out == way->back)
				continue;
			way->there = inspects(l, way->out, way->to);
			way->here = inspects(l, way->back, way->from);
			if (way->there != NULL && way->here != NULL &&
			    way_target(way->there) != way_target(way->here))
				return true;
		}
	return false;
}

static void
flag_appliance_mode(struct lint *l, const struct inspected *x,
    const struct crossing_way *way)
{
	struct finding *f = flag(l, &x->by->is, x->by->is.at,
	    "%s is not in appliance mode: what %s sends from AZ %s to AZ %s "
	    "of %s goes through %s, and the answers go through %s, which "
	    "knows nothing of them", thing_title(l->a, &x->by->is),
	    thing_title(l->a, &way->from->vpc->is), way->out->az.v,
	    way->back->az.v, thing_title(l->a, &way->to->vpc->is),
	    words_target(l->a, way->there), words_target(l->a, way->here));

	finding_passes(l->findings, f, &x->by->is);
	finding_passes(l->findings, f, way->there);
	finding_witness(l->findings, f, "there", "%s",
	    words_target(l->a, way->there));
	finding_witness(l->findings, f, "back", "%s",
	    words_target(l->a, way->here));
	finding_help(l->findings, f, "switch appliance mode on for %s: both "
	    "directions of a flow then keep to one AZ",
	    thing_title(l->a, &x->by->is));
}

/*
 * A transit gateway hands over in the AZ of who sends, so that answers from
 * another AZ meet another firewall, unless the attachment is in appliance
 * mode ("Appliance in a shared services VPC").
 */
static void
check_attachment(struct lint *l, struct inspected *x)
{
	const struct transit_gateway *g = x->by->gateway;
	struct crossing_way way;

	for (size_t i = 0; i < g->attachments.n && x->n < SENDERS_MAX; i++)
		if (g->attachments.v[i] != x->by &&
		    is_of_a_vpc(g->attachments.v[i]))
			x->v[x->n++] = g->attachments.v[i];
	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < x->n; k++) {
			way.from = x->v[i];
			way.to = x->v[k];
			if (i == k || !leads_through(x, way.from, way.to) ||
			    !leads_through(x, way.to, way.from) ||
			    !find_crossing(l, x, &way))
				continue;
			if (value_is_unknown(x->by->appliance_mode.is))
				lint_weakened(l, x->by->appliance_mode.is.why);
			else
				flag_appliance_mode(l, x, &way);
			return;
		}
}

/* Whether any of its subnets leads to a firewall: few attachments do. */
static bool
has_firewalls(const struct attachment *a)
{
	for (size_t i = 0; i < a->subnets.n; i++) {
		const struct route_table *t = a->subnets.v[i]->table;

		for (size_t k = 0; t != NULL && k < t->routes.n; k++)
			if (firewall_of(t->routes.v[k]) != NULL)
				return true;
	}
	return false;
}

static void
check_attachments(struct lint *l, const struct model *m)
{
	const struct transit_views *views = NULL;

	for (size_t i = 0; i < m->attachments.n; i++) {
		struct inspected x = { .by = m->attachments.v[i] };

		if (!is_of_a_vpc(x.by) || x.by->gateway == NULL ||
		    flag_or(x.by->appliance_mode, false) ||
		    x.by->subnets.n < 2 || !has_firewalls(x.by))
			continue;
		if (views == NULL)
			views = transit_views_new(l->a, m);
		x.views = views;
		check_attachment(l, &x);
	}
}

static void
check_tables(struct lint *l, const struct model *m)
{
	check_attachments(l, m);
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t k = 0; k < t->routes.n; k++)
			check_route(l, m, t, t->routes.v[k]);
	}
}

#define INSPECTED(...)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("internet_gateway": "igw", "subnets": {)			\
	JSON("app-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"},) \
	JSON("fw-a": {"az": "a", "cidr": "10.0.1.0/28", "route_table": "fw"},) \
	JSON("nat-a": {"az": "a", "cidr": "10.0.1.16/28", "route_table": "nat"}},) \
	JSON("nat_gateways": {"nat": {"subnet": "nat-a"}},)		\
	JSON("endpoints": {"inspect": {"type": "gateway_load_balancer", "subnet": "fw-a"}},) \
	JSON("route_tables": {"app": {"routes": {"0.0.0.0/0": "inspect"}},) \
	JSON("fw": {"routes": {"0.0.0.0/0": "nat"}},)			\
	JSON("nat": {"routes": __VA_ARGS__}}}}})

const struct rule rules_asymmetric[] = {
	{ .check = check_tables, .is = {
		.code = "RT014",
		.name = "asymmetric-middlebox",
		.severity = SEVERITY_WARNING,
		.class = CLASS_BROKEN,
		.title = "a firewall that sees one direction of what it is to inspect",
		.aws = "Routes are chosen for each packet by its destination; nothing makes "
		    "answers take the way that the request took.",
		.why = "A firewall that sees half of a connection drops it, or lets it pass "
		    "without looking.",
		.intent = "The same, for gateway load balancer endpoints.  Looked at are ways to "
		    "the internet, from it by the edge table of its gateway, to other "
		    "subnets of the VPC, and, behind a transit gateway without appliance mode, "
		    "between VPCs.",
		.bad = INSPECTED({"0.0.0.0/0": "igw"}),
		.good = INSPECTED({"0.0.0.0/0": "igw", "10.0.0.0/24": "inspect"}),
		.reference = "Amazon VPC User Guide, Middlebox routing",
	} },
	{ .check = NULL }
};
