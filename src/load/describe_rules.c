/* SPDX-License-Identifier: MIT */
#include "load/describe_read.h"

#include "base/str.h"
#include "text/sanitise.h"

/*
 * Rules of groups in a list of their own (describe-security-group-rules).
 * They are kept by group until all files are read, for the group may be
 * described in a later file, or nowhere.
 */

struct rule {
	struct rule_draft r;
	const char *group, *protocol;
	struct number_value from, to;
	bool is_egress;
};

static void
read_referenced_group(struct describe *x, void *to, struct node n)
{
	static const struct describe_member members[] = {
		{ "GroupId", describe_ref,
		  offsetof(struct rule_draft, peer), false },
		{ 0 }
	};
	struct rule *rule = to;

	rule->r.peer_kind = PEER_GROUP;
	describe_members(x, members, &rule->r, n);
}

static void
read_list(struct describe *x, void *to, struct node n)
{
	struct rule *rule = to;

	rule->r.peer_kind = PEER_PREFIX_LIST;
	describe_ref(x, &rule->r.peer, n);
}

static void
read_cidr4(struct describe *x, void *to, struct node n)
{
	struct rule *rule = to;

	if (!read_plain_cidr(n, IPV4, &rule->r.cidr))
		describe_cidr4(x, &rule->r.cidr, n);
}

static void
read_cidr6(struct describe *x, void *to, struct node n)
{
	struct rule *rule = to;

	if (!read_plain_cidr(n, IPV6, &rule->r.cidr))
		describe_cidr6(x, &rule->r.cidr, n);
}

static void
read_why(struct describe *x, void *to, struct node n)
{
	struct rule *rule = to;

	describe_words(x, &rule->r.why, n);
}

static void
read_id(struct describe *x, void *to, struct node n)
{
	struct rule *rule = to;
	size_t length;
	const char *id = node_plain(n, &length);

	/* No other is the same: it needs no place among the names. */
	if (id != NULL && length > 0 && is_clean(id, length))
		rule->r.id = arena_strndup(x->a, id, length);
	else
		describe_name(x, &rule->r.id, n);
}

static const struct describe_member members[] = {
	{ "CidrIpv4", read_cidr4, 0, false },
	{ "CidrIpv6", read_cidr6, 0, false },
	{ "Description", read_why, 0, false },
	{ "FromPort", describe_number, offsetof(struct rule, from), false },
	{ "GroupId", describe_name, offsetof(struct rule, group), false },
	{ "IpProtocol", describe_name, offsetof(struct rule, protocol),
	  false },
	{ "IsEgress", describe_true, offsetof(struct rule, is_egress),
	  false },
	{ "PrefixListId", read_list, 0, false },
	{ "ReferencedGroupInfo", read_referenced_group, 0, false },
	{ "SecurityGroupRuleId", read_id, 0, false },
	{ "ToPort", describe_number, offsetof(struct rule, to), false },
	{ 0 }
};

static struct describe_rules *
rules_of(struct describe *x, const char *group, struct place at)
{
	void **slot = map_slot(&x->rules, group);
	struct describe_rules *rules = *slot;

	if (rules == NULL) {
		rules = arena_alloc(x->a, sizeof *rules);
		rules->group = group;
		rules->at = at;
		*slot = rules;
		vec_push(x->a, &x->rules_of_groups, rules);
	}
	return rules;
}

static void
keep(struct describe *x, struct rule *rule)
{
	struct rule_draft *d = &rule->r;
	struct describe_rules *rules = rules_of(x, rule->group, d->at);
	struct group_rule *r;

	rules->partial = rules->partial || x->partial || !x->claims;
	rules->several = rules->several || rules->at.file != d->at.file;
	if (d->peer_kind == PEER_GROUP && str_equal(d->peer.text,
	    rule->group)) {
		d->peer_kind = PEER_SELF;
		d->peer = (struct ref){ 0 };
	}
	d->direction = rule->is_egress ? EGRESS : INGRESS;
	d->number = (uint32_t)(rule->is_egress ? rules->egress.n :
	    rules->ingress.n) + 1;
	r = group_rule_new(x->a, d, describe_ports(x, d->at, rule->protocol,
	    rule->from, rule->to));
	if (rule->is_egress)
		vec_push(x->a, &rules->egress, r);
	else
		vec_push(x->a, &rules->ingress, r);
}

void
describe_read_rule(struct describe *x, struct node n)
{
	struct rule rule = { .r.at = node_place(n) };
	struct rule_draft *r = &rule.r;

	describe_members(x, members, &rule, n);
	if (node_kind(n) != NODE_MAP)
		return;
	if (rule.group == NULL || rule.protocol == NULL) {
		read_complain(x->l, n, rule.group == NULL ?
		    "a rule without \"GroupId\"" :
		    "a rule without \"IpProtocol\"");
		if (rule.group != NULL)
			rules_of(x, rule.group, r->at)->partial = true;
		return;
	}
	if (r->cidr.is.state == VALUE_ABSENT &&
	    r->peer.is.state == VALUE_ABSENT) {
		r->peer_kind = PEER_UNKNOWN;
		r->peer.is = value_unknown(r->at,
		    "its peer is of a kind that is not known here");
	}
	keep(x, &rule);
}

/* A group that is known by its rules alone. */
static struct security_group *
new_group(struct describe *x, const struct describe_rules *rules)
{
	struct security_group *g = model_new_security_group(x->m, rules->at,
	    x->island, NULL);

	g->is.id = rules->group;
	return g;
}

/* Whether the rule is the first with its id. */
static bool
is_new(struct map *ids, struct group_rule *r)
{
	void **slot;

	if (r->id == NULL)
		return true;
	slot = map_slot(ids, r->id);
	if (*slot != NULL)
		return false;
	*slot = r;
	return true;
}

/* Of rules from several files those that say nothing new are dropped. */
static void
drop_known(struct map *ids, struct rule_list *rules)
{
	size_t n = 0;

	for (size_t i = 0; i < rules->n; i++)
		if (is_new(ids, rules->v[i]))
			rules->v[n++] = rules->v[i];
	rules->n = n;
}

static void
give_list(struct describe *x, const struct describe_rules *rules,
    struct map *ids, struct rule_list from, struct rule_list *to)
{
	if (rules->several)
		drop_known(ids, &from);
	if (to->n == 0)
		*to = from;
	else
		for (size_t i = 0; i < from.n; i++)
			vec_push(x->a, to, from.v[i]);
}

static void
give_rules(struct describe *x, const struct describe_rules *rules)
{
	struct security_group *g = (struct security_group *)describe_find(x,
	    KIND_SECURITY_GROUP, rules->group);
	struct map ids = map_new(x->a);

	if (g == NULL)
		g = new_group(x, rules);
	if (!g->ingress_known)
		give_list(x, rules, &ids, rules->ingress, &g->ingress);
	if (!g->egress_known)
		give_list(x, rules, &ids, rules->egress, &g->egress);
	if (!rules->partial)
		g->ingress_known = g->egress_known = g->egress_stated = true;
}

void
describe_finish_rules(struct describe *x)
{
	for (size_t i = 0; i < x->rules_of_groups.n; i++)
		give_rules(x, x->rules_of_groups.v[i]);
}
