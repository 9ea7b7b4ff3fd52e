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

/* What stands in a subnet, by name. */
static void
add_of_subnet(struct words_list *list, const struct subnet *s)
{
	for (size_t i = 0; i < s->interfaces.n; i++) {
		const struct interface *e = s->interfaces.v[i];

		words_add(list, thing_title(list->a, e->workload != NULL ?
		    &e->workload->is : e->endpoint != NULL ?
		    &e->endpoint->is : &e->is));
	}
}

static void
add_nats(struct words_list *list, const struct model *m,
    const struct subnet *s)
{
	for (size_t i = 0; i < m->nat_gateways.n; i++)
		if (m->nat_gateways.v[i]->subnet.to == &s->is)
			words_add(list, thing_title(list->a,
			    &m->nat_gateways.v[i]->is));
}

static void
add_routes(struct words_list *list, const struct model *m,
    const struct thing *target)
{
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++)
			if (t->routes.v[j]->target.to == target)
				words_add(list, words_route(list->a,
				    t->routes.v[j]));
	}
}

static void
say(struct lint *l, const struct thing *t, const struct words_list *list)
{
	struct finding *f;

	if (list->n == 0)
		f = flag(l, t, (struct place){ 0 }, "the plan deletes %s and "
		    "makes it anew", thing_title(l->a, t));
	else
		f = flag(l, t, (struct place){ 0 }, "the plan deletes %s and "
		    "makes it anew; with it goes, or is cut off, %s",
		    thing_title(l->a, t), words_join(list));
	finding_witness(l->findings, f, "takes along", "%zu", list->n);
	finding_help(l->findings, f, "see what forces it (\"forces "
	    "replacement\" in the plan); where only an address changed, a "
	    "moved block keeps it");
}

/* Of things in one another, the outermost that is replaced is told. */
static void
check_replaced(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		struct words_list list = { .a = l->a };
		const struct vpc *v = m->vpcs.v[i];

		for (size_t j = 0; j < v->subnets.n; j++)
			words_add(&list, thing_title(l->a,
			    &v->subnets.v[j]->is));
		if (is_replaced(&v->is))
			say(l, &v->is, &list);
	}
	for (size_t i = 0; i < m->subnets.n; i++) {
		struct words_list list = { .a = l->a };
		const struct subnet *s = m->subnets.v[i];

		if (!is_replaced(&s->is) || (s->is.vpc != NULL &&
		    is_replaced(&s->is.vpc->is)))
			continue;
		add_nats(&list, m, s);
		add_of_subnet(&list, s);
		say(l, &s->is, &list);
	}
	for (size_t i = 0; i < m->nat_gateways.n; i++) {
		struct words_list list = { .a = l->a };
		const struct nat_gateway *g = m->nat_gateways.v[i];

		if (!is_replaced(&g->is) || is_replaced(g->subnet.to) ||
		    (g->is.vpc != NULL && is_replaced(&g->is.vpc->is)))
			continue;
		add_routes(&list, m, &g->is);
		say(l, &g->is, &list);
	}
	for (size_t i = 0; i < m->peerings.n; i++) {
		struct words_list list = { .a = l->a };
		const struct peering *p = m->peerings.v[i];

		if (!is_replaced(&p->is) || is_replaced(p->ends[0].to) ||
		    is_replaced(p->ends[1].to))
			continue;
		add_routes(&list, m, &p->is);
		say(l, &p->is, &list);
	}
}

const struct rule rules_change[] = {
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
