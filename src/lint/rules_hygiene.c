/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/words.h"
#include "model/notation.h"

/*
 * What nobody uses, and what was to be gone by now.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define GROUP_RULES "Amazon VPC User Guide, Security group rules"

/* ---------------------------------------------------------- unused-object */

static void
flag_unused(struct lint *l, const struct thing *t, const char *why)
{
	struct finding *f = flag(l, t, t->at, "%s is not used: %s",
	    thing_title(l->a, t), why);

	finding_help(l->findings, f, "use it, or take it out");
}

static void
own(bool *owned, const struct ref *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].to != NULL)
			owned[v[i].to->order] = true;
}

/* Tables that regional NAT gateways have for themselves, and what a subnet
 * names beside another: SN002 says so, or a condition chooses. */
static bool *
owned_by_others(struct lint *l, const struct model *m)
{
	bool *owned = arena_array(l->a, m->next_order, sizeof *owned);

	for (size_t i = 0; i < m->subnets.n; i++) {
		const struct subnet *s = m->subnets.v[i];

		own(owned, s->table_refs.v, s->table_refs.n);
		own(owned, s->acl_refs.v, s->acl_refs.n);
	}
	for (size_t i = 0; i < m->nat_gateways.n; i++)
		if (m->nat_gateways.v[i]->table != NULL &&
		    flag_or(m->nat_gateways.v[i]->regional, false))
			owned[m->nat_gateways.v[i]->table->is.order] = true;
	return owned;
}

/* Whether some subnet of the VPC names a table (or ACL) that is not known. */
static bool
is_association_open(struct lint *l, const struct vpc *v, bool of_acl)
{
	for (size_t i = 0; v != NULL && i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];
		const struct ref *refs = of_acl ? s->acl_refs.v :
		    s->table_refs.v;
		size_t n = of_acl ? s->acl_refs.n : s->table_refs.n;

		for (size_t k = 0; k < n; k++)
			if (value_is_unknown(refs[k].is)) {
				lint_weakened(l, "what a subnet is associated "
				    "with is not known");
				return true;
			}
	}
	return false;
}

/* Whether a table (or ACL) has a subnet, and nobody knows which. */
static bool
has_unknown(struct lint *l, const struct ref *subnets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value_is_unknown(subnets[i].is)) {
			lint_weakened(l, "what it is associated with is not "
			    "known");
			return true;
		}
	return false;
}

/* Whether some rule or route names a prefix list that is not known. */
static bool
is_use_open(struct lint *l, const struct model *m)
{
	bool open = false;

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		open |= !g->ingress_known || !g->egress_known;
		for (size_t k = 0; k < g->ingress.n; k++)
			open |= g->ingress.v[k]->peer_kind == PEER_UNKNOWN;
		for (size_t k = 0; k < g->egress.n; k++)
			open |= g->egress.v[k]->peer_kind == PEER_UNKNOWN;
	}
	for (size_t i = 0; i < m->route_tables.n && !open; i++)
		for (size_t k = 0; k < m->route_tables.v[i]->routes.n; k++)
			open |= m->route_tables.v[i]->routes.v[k]->
			    destination == DESTINATION_UNKNOWN;
	open |= m->transit_gateways.n == 0 && model_island_is_partial(m,
	    KIND_TRANSIT_GATEWAY, 0);
	open |= model_island_is_partial(m, KIND_TRANSIT_TABLE, 0);
	for (size_t i = 0; i < m->transit_tables.n && !open; i++) {
		const struct transit_table *t = m->transit_tables.v[i];

		open |= !t->routes_known && t->is.created;
		for (size_t k = 0; k < t->routes.n; k++)
			open |= t->routes.v[k]->list.to == NULL &&
			    value_is_unknown(t->routes.v[k]->cidr.is);
	}
	if (open)
		lint_weakened(l, "who a rule admits is not known");
	return open;
}

static void
check_unused_tables(struct lint *l, const struct model *m)
{
	bool *owned = owned_by_others(l, m);

	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		if (t->subnets.n > 0 || t->is.implicit ||
		    flag_or(t->main, false) || owned[t->is.order] ||
		    value_is_unknown(t->main.is) ||
		    t->edge_of.is.state != VALUE_ABSENT ||
		    (t->is.vpc != NULL && t->is.vpc->main_table == t))
			continue;
		if (!lint_is_handed_out(l, &t->is) &&
		    lint_knows_all(l, KIND_SUBNET, t->is.vpc) &&
		    !has_unknown(l, t->subnet_refs.v, t->subnet_refs.n) &&
		    !is_association_open(l, t->is.vpc, false))
			flag_unused(l, &t->is, "no subnet and no gateway is "
			    "associated with it");
	}
}

static void
check_unused_acls(struct lint *l, const struct model *m)
{
	bool *owned = owned_by_others(l, m);

	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];

		if (acl->subnets.n > 0 || acl->is_default ||
		    acl->is.implicit || owned[acl->is.order])
			continue;
		if (!lint_is_handed_out(l, &acl->is) &&
		    lint_knows_all(l, KIND_SUBNET, acl->is.vpc) &&
		    !has_unknown(l, acl->subnet_refs.v, acl->subnet_refs.n) &&
		    !is_association_open(l, acl->is.vpc, true))
			flag_unused(l, &acl->is,
			    "no subnet is associated with it");
	}
}

/* AWS's own lists are there whether anybody wants them or not. */
static void
check_unused_lists(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->prefix_lists.n; i++) {
		const struct prefix_list *p = m->prefix_lists.v[i];

		if (p->uses > 0 || p->managed.is.state != VALUE_ABSENT)
			continue;
		if (!lint_is_handed_out(l, &p->is) && !is_use_open(l, m) &&
		    lint_knows_all(l, KIND_SECURITY_GROUP, NULL) &&
		    lint_knows_all(l, KIND_ROUTE_TABLE, NULL))
			flag_unused(l, &p->is, "no rule and no route names it");
	}
}

/* Whether some attachment of the gateway may be associated with any table. */
static bool
is_attached_unseen(struct lint *l, const struct model *m,
    const struct transit_gateway *g)
{
	const char *why = NULL;

	if (value_is_unknown(g->default_association.is))
		why = "which table attachments have by default is not known";
	for (size_t i = 0; i < g->attachments.n; i++)
		if (!g->attachments.v[i]->association_known)
			why = "what an attachment is associated with is not "
			    "known";
	for (size_t i = 0; i < m->attachments.n; i++)
		if (m->attachments.v[i]->gateway == NULL)
			why = "which transit gateway an attachment is of is "
			    "not known";
	if (why != NULL)
		lint_weakened(l, why);
	return why != NULL;
}

static bool
is_associated(const struct transit_table *t)
{
	const struct transit_gateway *g = t->gateway;

	if (t->is_default_association || g->default_association.to == &t->is)
		return true;
	for (size_t i = 0; i < g->attachments.n; i++)
		if (g->attachments.v[i]->associated == t)
			return true;
	return false;
}

/*
 * What only propagates to a table does not look into it.  Tables that stand
 * apart from their gateway may have attachments of other configurations.
 */
static void
check_unused_transit_tables(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->transit_tables.n; i++) {
		const struct transit_table *t = m->transit_tables.v[i];

		if (t->gateway == NULL || t->is.implicit ||
		    t->gateway_ref.is.state != VALUE_ABSENT ||
		    is_associated(t))
			continue;
		if (!lint_is_handed_out(l, &t->is) &&
		    lint_knows_all(l, KIND_ATTACHMENT, NULL) &&
		    !is_attached_unseen(l, m, t->gateway))
			flag_unused(l, &t->is, "no attachment is associated "
			    "with it");
	}
}

static void
check_unused(struct lint *l, const struct model *m)
{
	check_unused_tables(l, m);
	check_unused_acls(l, m);
	check_unused_lists(l, m);
	check_unused_transit_tables(l, m);
}

/* ----------------------------------------------------------- rule-expired */

static void
check_date(struct lint *l, const struct thing *t, struct place at,
    const struct text_value *expires, const char *what)
{
	struct finding *f;
	int64_t day;

	if (!value_is_known(expires->is) ||
	    !notation_date_parse(expires->v, &day) || day >= l->today)
		return;
	f = flag(l, t, at, "%s was to go on %s; today is %s", what,
	    expires->v, l->today_text);
	f->key = what;
	finding_witness(l->findings, f, "expires", "%s", expires->v);
	finding_witness(l->findings, f, "today", "%s", l->today_text);
	finding_help(l->findings, f, "take it out, or have it approved anew "
	    "with a later date");
}

static bool
has_date(const struct text_value *expires)
{
	return expires->is.state != VALUE_ABSENT;
}

static void
check_rule_dates(struct lint *l, const struct security_group *g,
    struct group_rule *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct text_value expires = group_rule_expires(v[i]);

		if (has_date(&expires))
			check_date(l, &g->is, v[i]->at, &expires,
			    arena_printf(l->a, "the %s rule \"%s\" of %s",
			    direction_name(v[i]->direction),
			    words_group_rule(l->a, v[i]),
			    thing_title(l->a, &g->is)));
	}
}

static void
check_entry_dates(struct lint *l, const struct network_acl *acl,
    struct acl_entry *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has_date(&v[i]->expires))
			check_date(l, &acl->is, v[i]->at, &v[i]->expires,
			    arena_printf(l->a, "the %s entry \"%s\" of %s",
			    direction_name(v[i]->direction),
			    words_acl_entry(l->a, v[i]),
			    thing_title(l->a, &acl->is)));
}

static void
check_expired(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		check_rule_dates(l, g, g->ingress.v, g->ingress.n);
		check_rule_dates(l, g, g->egress.v, g->egress.n);
	}
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];

		check_entry_dates(l, acl, acl->ingress.v, acl->ingress.n);
		check_entry_dates(l, acl, acl->egress.v, acl->egress.n);
	}
	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t j = 0; j < t->routes.n; j++)
			if (has_date(&t->routes.v[j]->expires))
				check_date(l, &t->is, t->routes.v[j]->at,
				    &t->routes.v[j]->expires,
				    words_route(l->a, t->routes.v[j]));
	}
}

/* ------------------------------------------------------ opinions on VPCs */

static void
check_flow_logs(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];
		struct finding *f;

		if (value_is_unknown(v->flow_logs.is))
			lint_weakened(l, "flow logs are not known");
		/* Of a VPC that stands, silence says nothing. */
		if (flag_or(v->flow_logs, v->is.implicit) ||
		    value_is_unknown(v->flow_logs.is) ||
		    (v->flow_logs.is.state == VALUE_ABSENT && !v->is.created))
			continue;
		f = flag(l, &v->is, v->is.at, "%s has no flow log",
		    thing_title(l->a, &v->is));
		finding_help(l->findings, f, "add one, and say so: "
		    "\"flow_logs\": true");
	}
}

/* That the default VPC is there is nobody's doing; that it is used is. */
static void
check_default_vpc(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct vpc *v = m->vpcs.v[i];
		struct finding *f;

		if (!flag_or(v->is_default, false) ||
		    v->workloads.n + v->interfaces.n == 0)
			continue;
		f = flag(l, &v->is, v->is.at, "%s is the default VPC of its "
		    "Region, and in use: every subnet of it is public",
		    thing_title(l->a, &v->is));
		finding_witness(l->findings, f, "interfaces", "%zu",
		    v->interfaces.n);
		finding_help(l->findings, f, "make a VPC of your own for what "
		    "is to stay");
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_hygiene[] = {
	{ .check = check_unused, .is = {
		.code = "HY001",
		.name = "unused-object",
		.severity = SEVERITY_NOTE,
		.class = CLASS_WASTE,
		.title = "a route table, network ACL or prefix list that nothing uses",
		.aws = "A table or an ACL acts on the subnets that are associated "
		    "with it, a transit gateway's table on the attachments that "
		    "are, a prefix list where a rule or a route names it.",
		.why = "It looks as if it did something.  Often the association "
		    "was forgotten, and the main table or the default ACL is in "
		    "force instead.",
		.intent = "The same.  Silent where the list that would use it is "
		    "not whole; gateways and groups have rules of their own.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.0.0/24"}},)
		JSON("route_tables": {"app": {}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("subnets": {"app-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "route_table": "app"}},)
		JSON("route_tables": {"app": {}}}}}),
		.reference = "Amazon VPC User Guide, Subnet route tables",
	} },
	{ .check = check_flow_logs, .is = {
		.code = "HY002",
		.name = "flow-logs-missing",
		.severity = SEVERITY_OFF,
		.class = CLASS_POLICY,
		.title = "a VPC without flow logs",
		.aws = "Flow logs record which connections were accepted and refused; they "
		    "are off until somebody asks for them.",
		.why = "After an incident there is nothing to look at.  What they cost, and "
		    "whether another account collects them, is not in the plan: so this is "
		    "an opinion, and off.",
		.intent = "The same, for VPCs that are to be created.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16"}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "flow_logs": true}}}),
		.reference = "Amazon VPC User Guide, VPC Flow Logs",
	} },
	{ .check = check_default_vpc, .is = {
		.code = "HY004",
		.name = "default-vpc",
		.severity = SEVERITY_WARNING,
		.class = CLASS_POLICY,
		.title = "workloads in the default VPC",
		.aws = "Every account has a default VPC in each Region: one address range "
		    "for all, an internet gateway, public subnets, public addresses for "
		    "whatever starts in them.",
		.why = "What stands in it is public unless its groups say otherwise, its "
		    "range overlaps that of every other default VPC, and moving out later "
		    "means creating everything anew.",
		.intent = SAME_WITHOUT_INTENT "  Silent for a default VPC that nothing uses.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"default": {"cidr": "172.31.0.0/16", "default": true,)
		JSON("subnets": {"a": {"az": "a", "cidr": "172.31.0.0/20"}},)
		JSON("security_groups": {"app": {}}, "workloads": {"app":)
		JSON({"kind": "instance", "subnets": ["a"], "security_groups": ["app"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"default": {"cidr": "172.31.0.0/16", "default": true,)
		JSON("subnets": {"a": {"az": "a", "cidr": "172.31.0.0/20"}}}}}),
		.reference = "Amazon VPC User Guide, Default VPC components",
	} },
	{ .check = check_expired, .is = {
		.code = "HY006",
		.name = "rule-expired",
		.severity = SEVERITY_WARNING,
		.class = CLASS_EXPOSURE,
		.title = "a rule, entry or route whose date has passed",
		.aws = "AWS knows no expiry of rules: they stay until somebody takes "
		    "them out.",
		.why = "It was opened for a time, and the time is over.",
		.intent = SAME_WITHOUT_INTENT "  It fires on \"expires\" alone.  Today "
		    "is --today, else SOURCE_DATE_EPOCH, else the day in UTC.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "security_groups":)
		JSON({"web": {"ingress": [{"ports": "tcp/22", "from": "10.0.0.0/8",)
		JSON("why": "migration", "expires": "2020-01-01"}]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "security_groups":)
		JSON({"web": {"ingress": [{"ports": "tcp/22", "from": "10.0.0.0/8",)
		JSON("why": "migration", "expires": "9999-12-31"}]}}}}}),
		.reference = GROUP_RULES,
	} },
	{ .check = NULL }
};
