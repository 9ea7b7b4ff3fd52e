/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/words.h"

/*
 * What a plan makes anew, and what goes with it.
 */

static bool
is_replaced(const struct thing *t)
{
	return t != NULL && t->change == CHANGE_REPLACE;
}

/* What goes along: the first are named in the message, the rest beside it. */
enum { BESIDE_MAX = 32 };

struct along {
	struct lint *l;
	struct words_list list;
	struct {
		struct place at;
		const char *text;
	} beside[BESIDE_MAX];
	size_t n;
};

static void
take(struct along *a, struct place at, const char *text)
{
	size_t named = sizeof a->list.v / sizeof *a->list.v;

	if (a->list.n >= named && a->n < BESIDE_MAX) {
		a->beside[a->n].at = at;
		a->beside[a->n++].text = text;
	}
	words_add(&a->list, text);
}

/* What the plan makes was not there, and so does not go. */
static void
take_thing(struct along *a, const struct thing *t)
{
	if (t->change != CHANGE_CREATE)
		take(a, t->at, thing_title(a->l->a, t));
}

static void
take_routes(struct along *a, const struct model *m,
    const struct thing *target)
{
	if (target->change == CHANGE_CREATE)
		return;
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++)
			if (t->routes.v[j]->target.to == target &&
			    t->is.change != CHANGE_CREATE)
				take(a, t->routes.v[j]->at, words_route(
				    a->l->a, t->routes.v[j]));
	}
}

/* Whose an interface is; or it. */
static const struct thing *
holder_of(const struct interface *e)
{
	return e->workload != NULL ? &e->workload->is :
	    e->endpoint != NULL ? &e->endpoint->is : &e->is;
}

static bool
stands_in(const struct attachment *t, const struct subnet *s)
{
	for (size_t i = 0; i < t->subnets.n; i++)
		if (t->subnets.v[i] == s)
			return true;
	return false;
}

/* A gateway in it takes the routes that lead there. */
static void
take_of_subnet(struct along *a, const struct model *m,
    const struct subnet *s)
{
	const struct thing *last = NULL;

	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		if (m->nat_gateways.v[i]->subnet.to != &s->is)
			continue;
		take_thing(a, &m->nat_gateways.v[i]->is);
		take_routes(a, m, &m->nat_gateways.v[i]->is);
	}
	/* Those of one workload stand together. */
	for (size_t i = 0; i < s->interfaces.n; i++) {
		const struct thing *t = holder_of(s->interfaces.v[i]);

		if (t != last)
			take_thing(a, t);
		last = t;
	}
	for (size_t i = 0; i < m->attachments.n; i++)
		if (stands_in(m->attachments.v[i], s))
			take_thing(a, &m->attachments.v[i]->is);
}

static void
take_gateways(struct along *a, const struct vpc *v)
{
	for (size_t i = 0; i < v->internet_gateways.n; i++)
		take_thing(a, &v->internet_gateways.v[i]->is);
	for (size_t i = 0; i < v->egress_only_gateways.n; i++)
		take_thing(a, &v->egress_only_gateways.v[i]->is);
	for (size_t i = 0; i < v->vpn_gateways.n; i++)
		take_thing(a, &v->vpn_gateways.v[i]->is);
}

/* What stands in a VPC, and what joins it to others. */
static void
take_of_vpc(struct along *a, const struct model *m, const struct vpc *v)
{
	for (size_t i = 0; i < v->subnets.n; i++)
		take_thing(a, &v->subnets.v[i]->is);
	for (size_t i = 0; i < v->nat_gateways.n; i++)
		take_thing(a, &v->nat_gateways.v[i]->is);
	for (size_t i = 0; i < v->workloads.n; i++)
		take_thing(a, &v->workloads.v[i]->is);
	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		if (p->vpcs[0] != v && p->vpcs[1] != v)
			continue;
		take_thing(a, &p->is);
		take_routes(a, m, &p->is);
	}
	for (size_t i = 0; i < m->attachments.n; i++)
		if (m->attachments.v[i]->vpc == v)
			take_thing(a, &m->attachments.v[i]->is);
	for (size_t i = 0; i < v->interfaces.n; i++)
		if (holder_of(v->interfaces.v[i]) == &v->interfaces.v[i]->is)
			take_thing(a, &v->interfaces.v[i]->is);
	for (size_t i = 0; i < v->endpoints.n; i++)
		take_thing(a, &v->endpoints.v[i]->is);
	take_gateways(a, v);
}

static void
say(const struct along *a, const struct thing *t)
{
	struct lint *l = a->l;
	struct finding *f;

	if (a->list.n == 0)
		f = flag(l, t, (struct place){ 0 }, "the plan deletes %s and "
		    "makes it anew", thing_title(l->a, t));
	else
		f = flag(l, t, (struct place){ 0 }, "the plan deletes %s and "
		    "makes it anew; with it goes, or is cut off, %s",
		    thing_title(l->a, t), words_join(&a->list));
	finding_witness(l->findings, f, "takes along", "%zu", a->list.n);
	for (size_t i = 0; i < a->n; i++)
		finding_related(l->findings, f, a->beside[i].at, "%s",
		    a->beside[i].text);
	finding_help(l->findings, f, "see what forces it (\"forces "
	    "replacement\" in the plan); where only an address changed, a "
	    "moved block keeps it");
}

/* Of things in one another, the outermost that is replaced is told. */
static void
check_replaced(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		struct along a = { .l = l, .list.a = l->a };
		const struct vpc *v = m->vpcs.v[i];

		if (!is_replaced(&v->is))
			continue;
		take_of_vpc(&a, m, v);
		say(&a, &v->is);
	}
	for (size_t i = 0; i < m->subnets.n; i++) {
		struct along a = { .l = l, .list.a = l->a };
		const struct subnet *s = m->subnets.v[i];

		if (!is_replaced(&s->is) || (s->is.vpc != NULL &&
		    is_replaced(&s->is.vpc->is)))
			continue;
		take_of_subnet(&a, m, s);
		say(&a, &s->is);
	}
	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		struct along a = { .l = l, .list.a = l->a };
		const struct nat_gateway *g = m->nat_gateways.v[i];

		if (!is_replaced(&g->is) || is_replaced(g->subnet.to) ||
		    (g->is.vpc != NULL && is_replaced(&g->is.vpc->is)))
			continue;
		take_routes(&a, m, &g->is);
		say(&a, &g->is);
	}
	for (size_t i = 0; i < m->peerings.n; i++) {
		struct along a = { .l = l, .list.a = l->a };
		const struct peering *p = m->peerings.v[i];

		if (!is_replaced(&p->is) || is_replaced(p->ends[0].to) ||
		    is_replaced(p->ends[1].to))
			continue;
		take_routes(&a, m, &p->is);
		say(&a, &p->is);
	}
}

/* --------------------------------------------- secondary-cidr-vs-route */

static const struct cidr_value *
block_of(const struct vpc *v, struct cidr c)
{
	for (size_t i = 0; i < v->cidrs.n; i++)
		if (value_is_known(v->cidrs.v[i].is) &&
		    cidr_equal(v->cidrs.v[i].v, c))
			return &v->cidrs.v[i];
	return NULL;
}

static void
flag_routed(struct lint *l, const struct vpc *v, const struct cidr_value *c,
    const struct route *r)
{
	struct finding *f = flag(l, &v->is, c->is.at, "the block %s that the "
	    "plan adds to %s %s the destination of a route that stands: %s",
	    words_cidr(l->a, c->v), thing_title(l->a, &v->is),
	    cidr_equal(c->v, r->cidr.v) ? "is" : "holds", words_route(l->a,
	    r));

	f->key = words_cidr(l->a, c->v);
	finding_passes(l->findings, f, c);
	finding_witness(l->findings, f, "cidr", "%s", f->key);
	finding_witness(l->findings, f, "destination", "%s",
	    words_destination(l->a, r));
	finding_related(l->findings, f, r->at, "%s", words_route(l->a, r));
	finding_help(l->findings, f, "take the route out first, or add a "
	    "block that lies inside of its destination or apart from it");
}

/* One is enough to be refused. */
static void
check_routed(struct lint *l, const struct vpc *v, const struct cidr_value *c)
{
	for (size_t i = 0; i < v->route_tables.n; i++) {
		const struct route_table *t = v->route_tables.v[i];

		for (size_t k = 0; k < t->routes.n; k++) {
			const struct route *r = t->routes.v[k];

			if (!r->stands || r->exists != NULL ||
			    r->destination != DESTINATION_CIDR ||
			    r->target_kind == TARGET_LOCAL ||
			    !value_is_known(r->cidr.is) ||
			    !cidr_contains(c->v, r->cidr.v))
				continue;
			flag_routed(l, v, c, r);
			return;
		}
	}
}

static void
check_added(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];

		if (v->is.change == CHANGE_CREATE ||
		    v->is.change == CHANGE_REPLACE)
			continue;
		for (size_t k = 0; k < v->added.n; k++) {
			const struct cidr_value *c = block_of(v,
			    v->added.v[k]);

			if (c != NULL)
				check_routed(l, v, c);
		}
	}
}

/* A plan of a VPC that stands, with a route, and a block that it adds. */
#define ADDS_A_BLOCK(BLOCK)						\
	JSON({"format_version": "1.2", "planned_values": {"root_module": {"resources":) \
	JSON([{"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a",) \
	JSON("values": {"id": "vpc-0a1b2c3d", "cidr_block": "10.0.0.0/16"}},) \
	JSON({"address": "aws_route_table.t", "mode": "managed", "type": "aws_route_table",) \
	JSON("name": "t", "values": {"vpc_id": "vpc-0a1b2c3d", "route":)	\
	JSON([{"cidr_block": "10.1.0.0/24", "gateway_id": "vgw-0a1b2c3d"}]}},) \
	JSON({"address": "aws_vpc_ipv4_cidr_block_association.b", "mode": "managed",) \
	JSON("type": "aws_vpc_ipv4_cidr_block_association", "name": "b", "values":) \
	JSON({"vpc_id": "vpc-0a1b2c3d", "cidr_block": BLOCK}}]}}, "resource_changes":) \
	JSON([{"address": "aws_vpc.a", "type": "aws_vpc", "change": {"actions": ["no-op"]}},) \
	JSON({"address": "aws_route_table.t", "type": "aws_route_table",) \
	JSON("change": {"actions": ["no-op"]}},)				\
	JSON({"address": "aws_vpc_ipv4_cidr_block_association.b",)	\
	JSON("type": "aws_vpc_ipv4_cidr_block_association",)		\
	JSON("change": {"actions": ["create"]}}]})

const struct rule rules_change[] = {
	{ .check = check_added, .is = {
		.code = "AD010",
		.name = "secondary-cidr-vs-route",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "a block added to a VPC that is, or holds, where a route leads",
		.aws = "A block that is added to a VPC must not equal or contain the "
		    "destination of a route in any table of the VPC; it may lie inside "
		    "of one.",
		.why = "AWS refuses the block half-way through the change.  Such a route "
		    "mostly leads to a network that has these addresses already.",
		.intent = "The same.  Only a Terraform plan tells what stands already: "
		    "of other inputs nothing is said.",
		.bad = ADDS_A_BLOCK("10.1.0.0/16"),
		.good = ADDS_A_BLOCK("10.1.0.0/25"),
		.reference = "Amazon VPC User Guide, VPC CIDR blocks",
	} },
	{ .check = check_replaced, .is = {
		.code = "IN009",
		.name = "network-replaced",
		.severity = SEVERITY_WARNING,
		.class = CLASS_FRAGILE,
		.title = "a plan deletes a VPC, subnet, NAT gateway or peering and "
		    "makes it anew",
		.aws = "A VPC's and a subnet's CIDR, a subnet's AZ, a NAT gateway's "
		    "subnet and both ends of a peering cannot be changed: "
		    "Terraform deletes the one and creates another, with a new "
		    "id and new addresses.",
		.why = "What stands in it goes with it, and routes lead nowhere "
		    "until the new one is there.  In a plan of hundreds of lines "
		    "nobody sees it.",
		.intent = "The same.  Only a Terraform plan tells of changes; of "
		    "things in one another the outermost is told.",
		.bad =
		JSON({"format_version": "1.2", "planned_values": {"root_module": {"resources":)
		JSON([{"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc",)
		JSON("name": "a", "values": {"cidr_block": "10.0.0.0/16"}}]}},)
		JSON("resource_changes": [{"address": "aws_vpc.a", "type": "aws_vpc",)
		JSON("change": {"actions": ["delete", "create"]}}]}),
		.good =
		JSON({"format_version": "1.2", "planned_values": {"root_module": {"resources":)
		JSON([{"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc",)
		JSON("name": "a", "values": {"cidr_block": "10.0.0.0/16"}}]}},)
		JSON("resource_changes": [{"address": "aws_vpc.a", "type": "aws_vpc",)
		JSON("change": {"actions": ["update"]}}]}),
		.reference = "Terraform, JSON Output Format: Change Representation",
	} },
	{ .check = NULL }
};
