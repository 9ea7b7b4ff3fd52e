/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/way.h"
#include "lint/words.h"
#include "model/facts.h"

#include <stdlib.h>

/*
 * Who a rule of a security group names, and whether anybody of those can get
 * as far as the group at all.
 */

/* -------------------------------------------------- source-has-no-route */

/* The addresses from which the members of a group can be called. */
struct callers {
	struct range_set set[2];
	bool known;
};

static int
compare_tables(const void *x, const void *y)
{
	const struct route_table *a = *(const struct route_table *const *)x;
	const struct route_table *b = *(const struct route_table *const *)y;

	return (a->is.order > b->is.order) - (a->is.order < b->is.order);
}

static bool
is_internet_gateway(const struct route *r)
{
	const struct thing *t = way_target(r);

	return t != NULL && t->kind == KIND_INTERNET_GATEWAY;
}

/* What leaves through these comes back only as an answer. */
static bool
lets_in(const struct lint *l, const struct route *r)
{
	const struct thing *t = way_target(r);

	if (routes_state(l->routes, r, NULL) == ROUTE_DEAD)
		return false;
	return t == NULL || (t->kind != KIND_NAT_GATEWAY &&
	    t->kind != KIND_EGRESS_ONLY_GATEWAY);
}

static void
add_table(struct lint *l, struct arena *a, struct callers *c,
    const struct route_table *t)
{
	static const enum family families[] = { IPV4, IPV6 };

	for (size_t k = 0; k < 2; k++) {
		const struct route_view *view = routes_view(l->routes, t,
		    families[k]);
		struct range *v, *public;
		size_t n = 0, n_public = 0;

		if (view == NULL || view->has_unknown ||
		    view->has_stand_ins) {
			c->known = false;
			return;
		}
		v = arena_array(a, view->n, sizeof *v);
		public = arena_array(a, view->n, sizeof *public);
		for (size_t i = 0; i < view->n; i++)
			if (is_internet_gateway(view->v[i].route) &&
			    lets_in(l, view->v[i].route))
				public[n_public++] = view->v[i].range;
			else if (lets_in(l, view->v[i].route))
				v[n++] = view->v[i].range;
		c->set[k] = range_set_union(a, c->set[k],
		    range_set_of_ranges(a, families[k], v, n));
		/* An internet gateway drops what comes from private space. */
		c->set[k] = range_set_union(a, c->set[k],
		    range_set_intersect(a, fact_internet(families[k]),
		    range_set_of_ranges(a, families[k], public, n_public)));
	}
}

static struct callers
callers_of(struct lint *l, struct arena *a, const struct security_group *g)
{
	struct callers c = { .set = { range_set_empty(IPV4),
		range_set_empty(IPV6) }, .known = g->members.n > 0 &&
		!g->has_members_unseen };
	const struct route_table **v = arena_array(a, g->members.n, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; c.known && i < g->members.n; i++) {
		const struct subnet *s = g->members.v[i]->subnet;

		c.known = s != NULL && s->table != NULL;
		if (c.known)
			v[n++] = s->table;
	}
	if (c.known && n > 1)
		qsort(v, n, sizeof *v, compare_tables);
	for (size_t i = 0; c.known && i < n; i++)
		if (i == 0 || v[i] != v[i - 1])
			add_table(l, a, &c, v[i]);
	return c;
}

static void
check_source(struct lint *l, struct arena *a, const struct callers *c,
    const struct security_group *g, const struct group_rule *r)
{
	struct cidr block = group_rule_block(r);
	enum family family = (enum family)block.family;
	struct finding *f;

	if (!group_rule_has_block(r))
		return;
	if (range_set_overlaps(c->set[family == IPV4 ? 0 : 1],
	    range_set_of_cidr(a, block)))
		return;
	f = flag(l, &g->is, r->at, "the rule \"%s\" of %s admits nobody: no "
	    "route of what carries it leads to such an address, so none of "
	    "them is answered", words_group_rule(l->a, r),
	    thing_title(l->a, &g->is));
	f->severity = SEVERITY_NOTE;
	f->key = words_group_rule(l->a, r);
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "source", "%s",
	    words_cidr(l->a, block));
	finding_help(l->findings, f, "drop the rule, or add the route");
}

static void
check_sources(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];
		struct arena *a;
		struct callers c;

		if (g->ingress.n == 0)
			continue;
		a = arena_new();
		c = callers_of(l, a, g);
		for (size_t k = 0; c.known && k < g->ingress.n; k++)
			check_source(l, a, &c, g, g->ingress.v[k]);
		arena_free(a);
	}
}

/* ---------------------------------------------------------- egress-implicit */

/* Whether no group that it may carry lets anything out. */
static bool
is_shut_in(const struct interface *e)
{
	if (!e->groups_known || e->maybe_groups.n > 0)
		return false;
	for (size_t i = 0; i < e->groups.n; i++)
		if (!e->groups.v[i]->egress_known ||
		    e->groups.v[i]->egress.n > 0)
			return false;
	return true;
}

/* A member that opens connections by itself, and can open none; data stores
 * and endpoints wait for theirs. */
static const struct workload *
client_of(const struct security_group *g)
{
	for (size_t i = 0; i < g->members.n; i++) {
		const struct workload *w = g->members.v[i]->workload;

		if (w != NULL && !workload_type(w->kind)->is_data_store &&
		    is_shut_in(g->members.v[i]))
			return w;
	}
	return NULL;
}

/* A spec says what it means by leaving egress out; and an AWS that stands
 * states all its rules. */
static bool
is_generated(const struct lint *l, const struct thing *t)
{
	return t->created && t->at.file > 0 && t->at.file <= l->n_files &&
	    !l->is_spec[t->at.file - 1];
}

/* Terraform's: who carries it opens no connection. */
static void
flag_taken_away(struct lint *l, const struct security_group *g)
{
	const struct workload *client = client_of(g);
	struct finding *f;

	if (client == NULL)
		return;
	f = flag(l, &g->is, g->is.at, "%s states no egress: "
	    "Terraform takes AWS's own rule away, so that %s opens no "
	    "connection", thing_title(l->a, &g->is),
	    thing_title(l->a, &client->is));

	finding_witness(l->findings, f, "egress", "none");
	finding_related(l->findings, f, client->is.at, "%s",
	    thing_title(l->a, &client->is));
	finding_help(l->findings, f, "say what may go out");
}

/* CloudFormation takes an empty list for none: whoever wrote it meant less. */
static void
flag_emptied(struct lint *l, const struct security_group *g)
{
	struct finding *f = flag(l, &g->is, g->is.at, "%s has an empty list of "
	    "egress rules, which takes nothing away: AWS's own rule stays, "
	    "which lets everything out", thing_title(l->a, &g->is));

	f->severity = SEVERITY_WARNING;
	finding_witness(l->findings, f, "egress", "all to anywhere");
	finding_help(l->findings, f, "any rule replaces AWS's own: state what "
	    "may go out, or one rule to 127.0.0.1/32, which lets nothing out");
}

struct left_open {
	const struct security_group **v;
	size_t n, cap;
};

/* CloudFormation's: one finding a template, where most groups are so. */
static void
flag_left_open(struct lint *l, const struct left_open *all)
{
	for (size_t i = 0, end; i < all->n; i = end) {
		const struct security_group *g = all->v[i];
		struct words_list list = { .a = l->a };
		struct finding *f;

		for (end = i; end < all->n && all->v[end]->is.at.file ==
		    g->is.at.file; end++)
			words_add(&list, thing_label(&all->v[end]->is));
		f = flag(l, &g->is, g->is.at, "%s %s no egress (%s): AWS's own "
		    "rule stays, which lets everything out",
		    words_count(l->a, list.n, "security group"),
		    list.n == 1 ? "states" : "state", words_join(&list));
		finding_witness(l->findings, f, "egress", "all to anywhere");
		finding_witness(l->findings, f, "groups", "%s",
		    words_join(&list));
		for (size_t k = i + 1; k < end && k < i + 4; k++)
			finding_related(l->findings, f, all->v[k]->is.at, "%s",
			    thing_title(l->a, &all->v[k]->is));
		finding_help(l->findings, f, "say what may go out, so that the "
		    "tool does not decide");
	}
}

static int
compare_places(const void *x, const void *y)
{
	const struct security_group *a =
	    *(const struct security_group *const *)x;
	const struct security_group *b =
	    *(const struct security_group *const *)y;

	return place_compare(a->is.at, b->is.at);
}

static void
check_implicit(struct lint *l, const struct model *m)
{
	struct left_open open = { 0 };

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		if (!is_generated(l, &g->is) || !g->egress_known ||
		    g->is_default || g->is.implicit)
			continue;
		if (!g->egress_stated && g->egress_emptied)
			flag_emptied(l, g);
		else if (!g->egress_stated)
			vec_push(l->a, &open, g);
		else if (g->egress.n == 0)
			flag_taken_away(l, g);
	}
	vec_sort(&open, compare_places);
	flag_left_open(l, &open);
}

/* ---------------------------------------------------------------- table */

#define SOURCE(cidr)							\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("db-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "db"}},) \
	JSON("route_tables": {"db": {}},)				\
	JSON("security_groups": {"db": {"ingress": [cidr]}},) \
	JSON("workloads": {"db": {"kind": "instance", "subnets": ["db-a"],) \
	JSON("security_groups": ["db"]}}}}})

#define PLAN(...)							\
	JSON({"format_version": "1.2", "planned_values": {"root_module": {"resources": [) \
	JSON({"address": "aws_vpc.main", "mode": "managed", "type": "aws_vpc",) \
	JSON("name": "main", "values": {"cidr_block": "10.0.0.0/16"}},)	\
	JSON({"address": "aws_subnet.a", "mode": "managed", "type": "aws_subnet",) \
	JSON("name": "a", "values": {"cidr_block": "10.0.0.0/24"}},)	\
	JSON({"address": "aws_security_group.app", "mode": "managed",)	\
	JSON("type": "aws_security_group", "name": "app", "values": {"egress": [__VA_ARGS__]}},) \
	JSON({"address": "aws_instance.app", "mode": "managed",)	\
	JSON("type": "aws_instance", "name": "app", "values": {}}]}},)	\
	JSON("configuration": {"root_module": {"resources": [)		\
	JSON({"address": "aws_vpc.main", "mode": "managed", "type": "aws_vpc",) \
	JSON("name": "main", "expressions": {}},)			\
	JSON({"address": "aws_subnet.a", "mode": "managed", "type": "aws_subnet",) \
	JSON("name": "a", "expressions": {"vpc_id": {"references": ["aws_vpc.main.id"]}}},) \
	JSON({"address": "aws_security_group.app", "mode": "managed",)	\
	JSON("type": "aws_security_group", "name": "app", "expressions":) \
	JSON({"vpc_id": {"references": ["aws_vpc.main.id"]}}},)		\
	JSON({"address": "aws_instance.app", "mode": "managed",)	\
	JSON("type": "aws_instance", "name": "app", "expressions": {)	\
	JSON("subnet_id": {"references": ["aws_subnet.a.id"]}, "vpc_security_group_ids":) \
	JSON({"references": ["aws_security_group.app.id"]}}}]}}})

const struct rule rules_group_source[] = {
	{ .check = check_sources, .is = {
		.code = "SG010",
		.name = "source-has-no-route",
		.severity = SEVERITY_OFF,
		.class = CLASS_WASTE,
		.title = "a rule about addresses that nothing leads to",
		.aws = "A security group looks at the source of a packet, not at whether "
		    "packets from there can come, or answers get back.",
		.why = "The rule admits nobody today; it is left over, or a route was forgotten.",
		.intent = "The same, where all that carries the group is known with its routes.",
		.bad = SOURCE("tcp/5432 from 192.168.0.0/16"),
		.good = SOURCE("tcp/5432 from 10.0.1.0/24"),
		.reference = "Amazon VPC User Guide, Security group rules",
	} },
	{ .check = check_implicit, .is = {
		.code = "SG012",
		.name = "egress-implicit",
		.severity = SEVERITY_NOTE,
		.class = CLASS_FRAGILE,
		.title = "a group of which the tool decides what goes out",
		.aws = "A new security group has one egress rule, all to anywhere.  "
		    "CloudFormation leaves it where a template states no egress; Terraform "
		    "takes it away.",
		.why = "The same words mean everything in one tool and nothing in the other: "
		    "moved from one to the other, a group opens or shuts.",
		.intent = "The same, for Terraform plans and CloudFormation templates.  Silent "
		    "for a group of Terraform's that is carried by nobody, or by what opens "
		    "no connections.",
		.bad = PLAN(),
		.good = PLAN({"from_port": 443, "to_port": 443, "protocol": "tcp",
		    "cidr_blocks": ["0.0.0.0/0"]}),
		.reference = "Terraform AWS provider, aws_security_group; AWS CloudFormation User "
		    "Guide, AWS::EC2::SecurityGroup",
	} },
	{ .check = NULL }
};
