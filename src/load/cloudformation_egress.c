/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "model/notices.h"

/*
 * Egress rules as resources of their own.  Adding one, CloudFormation takes
 * the rule away that lets everything out to 0.0.0.0/0: the one that AWS puts
 * into a new group, and one like it that the template states.  Rules that
 * come later stay, so of two resources, one of which lets everything out, it
 * depends on the order whether that one does.
 * https://github.com/aws-cloudformation/cfn-language-discussion/issues/157,
 * https://github.com/aws/aws-cdk/issues/987
 */

/* What stands apart from a group, at the group's resource. */
struct apart {
	VEC(struct group_rule *) rules;
	VEC(const char *) names;	/* of their resources */
};

void
cfn_set_apart(struct cfn *x, struct cfn_resource *group,
    struct cfn_resource *r, struct group_rule *rule)
{
	struct apart *apart = group->extra;

	if (apart == NULL)
		apart = group->extra = arena_alloc(x->a, sizeof *apart);
	vec_push(x->a, &apart->rules, rule);
	vec_push(x->a, &apart->names, r->name);
}

/* The rule that AWS gives a new group, also where a template states it. */
static bool
is_open(const struct group_rule *r)
{
	return value_is_known(r->ports->is) && port_set_is_everything(
	    r->ports->v) && group_rule_has_block(r) && r->family == IPV4 &&
	    r->length == 0;
}

static bool
is_apart(const struct apart *apart, const struct group_rule *r)
{
	for (size_t i = 0; i < apart->rules.n; i++)
		if (apart->rules.v[i] == r)
			return true;
	return false;
}

/* The first that takes an open rule away: surely if there is such a one, else
 * under a condition; NULL: none. */
static const struct group_rule *
taker(const struct apart *apart, const char **name)
{
	const struct group_rule *found = NULL;

	for (size_t i = 0; i < apart->rules.n; i++) {
		const struct group_rule *r = apart->rules.v[i];

		if (is_open(r) || (found != NULL &&
		    group_rule_exists(r) != NULL))
			continue;
		found = r;
		*name = apart->names.v[i];
		if (group_rule_exists(r) == NULL)
			return found;
	}
	return found;
}

static void
say(struct cfn *x, const struct security_group *g,
    const struct group_rule *open, const struct group_rule *by,
    const char *name, bool sure)
{
	struct finding *f = finding_add(&x->l->findings,
	    &notice_egress_taken_away, open->at, sure ?
	    "CloudFormation takes this rule of security group \"%s\" away: it "
	    "does so when it adds egress rule \"%s\"" :
	    "CloudFormation takes this rule of security group \"%s\" away if "
	    "it adds egress rule \"%s\" after it", thing_label(&g->is), name);

	finding_related(&x->l->findings, f, by->at, "the rule that is added");
	finding_witness(&x->l->findings, f, "added", "%s", name);
	finding_help(&x->l->findings, f, "state all egress rules inside the "
	    "group, or none that lets everything out");
}

/* An open rule that is stated: it goes, or may go. */
static bool
goes(struct cfn *x, const struct apart *apart, struct security_group *g,
    struct group_rule *r)
{
	const char *name = NULL;
	const struct group_rule *by = taker(apart, &name);
	struct condition *later;

	if (by == NULL || !is_open(r))
		return false;
	if (is_apart(apart, r)) {
		later = arena_alloc(x->a, sizeof *later);
		later->text = arena_printf(x->a, "%s is added last",
		    thing_label(&g->is));
		say(x, g, r, by, name, false);
		group_rule_set_exists(x->a, r, cfn_both(x,
		    group_rule_exists(r), later));
		return false;
	}
	if (group_rule_exists(by) != NULL) {
		group_rule_set_exists(x->a, r, cfn_both(x,
		    group_rule_exists(r), cfn_opposite(x,
		    group_rule_exists(by))));
		return false;
	}
	say(x, g, r, by, name, true);
	return true;
}

/* Of a group that states no egress: AWS's own, unless one apart is there. */
static void
settle_default(struct cfn *x, const struct apart *apart,
    struct security_group *g)
{
	const struct condition *when =
	    group_rule_exists(apart->rules.v[0]);
	struct rule_draft d = { .at = g->is.at, .direction = EGRESS,
		.peer_kind = PEER_ANYWHERE };

	g->egress_stated = true;
	for (size_t i = 0; i < apart->rules.n; i++)
		if (group_rule_exists(apart->rules.v[i]) == NULL)
			return;
	d.ports = (struct ports_value){ .is = value_derived(g->is.at),
		.v = port_set_everything(), .written = "all" };
	d.exists = cfn_opposite(x, when);
	d.number = (uint32_t)g->egress.n + 1;
	vec_push(x->a, &g->egress, model_new_group_rule(x->m, &d));
}

void
cfn_settle_egress(struct cfn *x, struct cfn_resource *group)
{
	struct security_group *g = (struct security_group *)group->thing;
	const struct apart *apart = group->extra;
	size_t kept = 0;

	if (apart == NULL)
		return;
	for (size_t i = 0; i < g->egress.n; i++)
		if (!goes(x, apart, g, g->egress.v[i]))
			g->egress.v[kept++] = g->egress.v[i];
	g->egress.n = kept;
	if (!g->egress_stated)
		settle_default(x, apart, g);
}
