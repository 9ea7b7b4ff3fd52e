/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Security groups, and the three ways to write their rules.
 *
 * Terraform takes away the rule that AWS gives a new group, which lets
 * everything out: what no rule lets out stays in.
 */

#define GROUP	KIND_BIT(KIND_SECURITY_GROUP)
#define LIST	KIND_BIT(KIND_PREFIX_LIST)

static void *
make_group(struct model *m, struct place at, unsigned island)
{
	return model_new_security_group(m, at, island, NULL);
}

/* One rule as it is written, which may be many of AWS's. */
struct rule {
	struct terraform_resource *resource;
	struct security_group *group;
	enum direction direction;
	struct place at;
	struct ports_value ports;
	const char *why;
	bool apart;		/* a resource of its own */
	const struct condition *exists;
};

static bool
same_peer(const struct group_rule *a, const struct group_rule *b)
{
	const char *text;

	if (a->peer_kind != b->peer_kind)
		return false;
	switch ((enum peer_kind)a->peer_kind) {
	case PEER_CIDR:
		return group_rule_has_block(a) && group_rule_has_block(b) &&
		    cidr_equal(group_rule_block(a), group_rule_block(b));
	case PEER_GROUP:
	case PEER_PREFIX_LIST:
		if (group_rule_to(a) != NULL)
			return group_rule_to(a) == group_rule_to(b);
		text = group_rule_peer(a).text;
		return text != NULL &&
		    str_equal(text, group_rule_peer(b).text);
	default:
		return a->peer_kind == PEER_SELF;
	}
}

static bool
same_rule(const struct group_rule *a, const struct group_rule *b)
{
	return value_is_known(a->ports->is) && value_is_known(b->ports->is) &&
	    port_set_equal(a->ports->v, b->ports->v) && same_peer(a, b);
}

/* The rules of one direction: what both lists of a group are made of. */
struct rules {
	struct group_rule **v;
	size_t n, cap;
};

/*
 * A group's own attribute shows, once it was refreshed, also the rules that
 * stand apart: those count.
 */
static bool
replaces(struct terraform *x, const struct rule *rule, struct group_rule *r,
    struct rules *list)
{
	const struct terraform_resource *of = terraform_of(x,
	    &rule->group->is);

	if (!rule->apart || of == NULL)
		return rule->resource->is_gone;
	for (size_t i = 0; i < list->n && i < of->n_inline; i++) {
		if (!same_rule(list->v[i], r))
			continue;
		r->number = list->v[i]->number;
		if (rule->resource->is_gone)
			terraform_remove(list, i);
		else
			list->v[i] = r;
		return true;
	}
	return rule->resource->is_gone;
}

static void
add(struct terraform *x, const struct rule *rule, struct rule_draft *d)
{
	struct security_group *g = rule->group;
	struct group_rule *r;
	void *to = rule->direction == INGRESS ? (void *)&g->ingress :
	    (void *)&g->egress;
	struct rules list;

	d->ports = rule->ports;
	d->why = rule->why;
	d->exists = terraform_both(x, rule->exists, d->exists);
	r = model_new_group_rule(x->m, d);
	memcpy(&list, to, sizeof list);
	if (!replaces(x, rule, r, &list)) {
		r->number = (uint32_t)list.n + 1;
		vec_push(x->a, &list, r);
	}
	memcpy(to, &list, sizeof list);
}

static struct rule_draft
new_rule(struct terraform *x, const struct rule *rule, enum peer_kind peer)
{
	struct rule_draft d = { .at = rule->at, .direction = rule->direction,
		.peer_kind = peer };

	d.id = rule->apart ? terraform_word(x, terraform_get(rule->resource,
	    "security_group_rule_id")) : NULL;
	return d;
}

static size_t
add_cidr(struct terraform *x, const struct rule *rule,
    struct terraform_value v, unsigned family)
{
	struct rule_draft d;

	if (terraform_state(v) == VALUE_ABSENT)
		return 0;
	d = new_rule(x, rule, PEER_CIDR);
	d.cidr = terraform_cidr(x, v, family);
	if (value_is_unknown(d.cidr.is)) {
		d.peer_kind = PEER_UNKNOWN;
		d.peer.is = d.cidr.is;
	}
	add(x, rule, &d);
	return 1;
}

static size_t
add_cidrs(struct terraform *x, const struct rule *rule,
    struct terraform_value list, unsigned family)
{
	size_t n = 0;

	if (terraform_state(list) == VALUE_UNKNOWN)
		return terraform_is_written(list) ?
		    add_cidr(x, rule, list, family) : 0;
	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e))
		n += add_cidr(x, rule, e.v, family);
	return n;
}

/* "123456789012/sg-0a1b" is a group of another account. */
static void
settle_group(struct rule_draft *r, const struct security_group *g)
{
	if (value_is_unknown(r->peer.is)) {
		r->peer_kind = PEER_UNKNOWN;
	} else if (r->peer.to == &g->is || (g->is.id != NULL &&
	    str_equal(r->peer.text, g->is.id))) {
		r->peer_kind = PEER_SELF;
		r->peer = (struct ref){ 0 };
	}
}

static size_t
add_peers(struct terraform *x, const struct rule *rule,
    struct terraform_value v, uint32_t kinds)
{
	enum { FEW = 8 };
	VEC(struct ref) peers = { 0 };

	if (terraform_state(v) == VALUE_UNKNOWN && !terraform_is_written(v))
		return 0;
	/* Lists are named in the plural, and "security_groups" of a block. */
	if (str_ends_with(v.key, "s"))
		terraform_refs(x, &peers, v, kinds);
	else
		terraform_one_ref(x, &peers, v, kinds);
	if (!str_ends_with(v.key, "s") && peers.n > FEW) {
		peers.n = 1;
		peers.v[0] = (struct ref){ .is = value_unknown(rule->at,
		    "known after apply: it may be one of many") };
	}
	for (size_t i = 0; i < peers.n; i++) {
		struct rule_draft d = new_rule(x, rule, kinds == GROUP ?
		    PEER_GROUP : PEER_PREFIX_LIST);

		d.peer = peers.v[i];
		d.exists = d.peer.exists;
		settle_group(&d, rule->group);
		add(x, rule, &d);
	}
	return peers.n;
}

static size_t
add_self(struct terraform *x, const struct rule *rule,
    struct terraform_value v)
{
	struct flag_value self = terraform_flag(x, v);
	struct rule_draft d = new_rule(x, rule, PEER_SELF);

	if (value_is_unknown(self.is) && terraform_is_written(v)) {
		d.peer_kind = PEER_UNKNOWN;
		d.peer.is = self.is;
	} else if (!flag_or(self, false)) {
		return 0;
	}
	add(x, rule, &d);
	return 1;
}

/* A rule without anybody is one that is not known. */
static void
add_nobody(struct terraform *x, const struct rule *rule, const char *why)
{
	struct rule_draft d = new_rule(x, rule, PEER_UNKNOWN);

	d.peer.is = value_unknown(rule->at, why);
	add(x, rule, &d);
}

static void
set_known(struct security_group *g, enum direction d, bool known)
{
	if (d == INGRESS)
		g->ingress_known = known;
	else
		g->egress_known = known;
}

/* Blocks of the group itself. */
static void
read_inline(struct terraform *x, struct terraform_resource *resource,
    enum direction direction)
{
	struct security_group *g = (struct security_group *)resource->thing;
	struct terraform_value list = terraform_get(resource,
	    direction_name(direction));

	if (terraform_state(list) == VALUE_UNKNOWN) {
		/* Computed, unless it is written. */
		set_known(g, direction, !terraform_is_written(list));
		return;
	}
	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e)) {
		struct rule rule = { .resource = resource, .group = g,
			.direction = direction,
			.at = terraform_place(e.v) };
		size_t n;

		rule.ports = terraform_ports(x, rule.at,
		    terraform_member(e.v, "protocol"),
		    terraform_member(e.v, "from_port"),
		    terraform_member(e.v, "to_port"));
		rule.why = terraform_word(x, terraform_member(e.v,
		    "description"));
		n = add_cidrs(x, &rule, terraform_member(e.v, "cidr_blocks"),
		    IPV4);
		n += add_cidrs(x, &rule, terraform_member(e.v,
		    "ipv6_cidr_blocks"), IPV6);
		n += add_peers(x, &rule, terraform_member(e.v,
		    "prefix_list_ids"), LIST);
		n += add_peers(x, &rule, terraform_member(e.v,
		    "security_groups"), GROUP);
		n += add_self(x, &rule, terraform_member(e.v, "self"));
		if (n == 0 && e.v.hidden)
			add_nobody(x, &rule, "known after apply");
	}
}

static void
read_group(struct terraform *x, struct terraform_resource *r)
{
	struct security_group *g = (struct security_group *)r->thing;
	struct terraform_value v = terraform_get(r, "vpc_id");
	const char *name = terraform_word(x, terraform_get(r, "name"));

	/* Computed: unknown without being written is the default VPC. */
	if (terraform_state(v) == VALUE_KNOWN || terraform_is_written(v) ||
	    !node_exists(r->written))
		terraform_live_in(x, &g->is, v);
	if (g->is.name == NULL)
		g->is.name = name;
	if (r->is_data)
		return;
	g->ingress_known = g->egress_known = g->egress_stated = true;
	read_inline(x, r, INGRESS);
	r->n_inline = g->ingress.n;
	read_inline(x, r, EGRESS);
	if (g->egress.n > r->n_inline)
		r->n_inline = g->egress.n;
}

/* Terraform takes it over and takes all its rules away first. */
static void
read_default_group(struct terraform *x, struct terraform_resource *r)
{
	struct security_group *g = (struct security_group *)r->thing;

	read_group(x, r);
	g->is_default = true;
	if (g->is.name == NULL)
		g->is.name = "default";
	terraform_be_default(x, &g->is);
}

/*
 * A rule that stands apart, of the group that it names, or under a condition
 * of each that it may mean.  Where nothing is known of it, the rules of none
 * of the module's groups are all known.
 */
static void
for_groups(struct terraform *x, struct terraform_resource *r,
    enum direction direction,
    void (*read)(struct terraform *x, struct rule *rule))
{
	struct terraform_value v = terraform_get(r, str_starts_with(
	    r->type->name, "awscc_") ? "group_id" : "security_group_id");
	struct terraform_owners groups = terraform_owners(x, v, GROUP);
	struct rule rule = { .resource = r, .at = r->at, .apart = true,
		.direction = direction };

	rule.why = terraform_word(x, terraform_get(r, "description"));
	for (size_t i = 0; i < groups.of.n; i++) {
		rule.group = (struct security_group *)groups.of.v[i];
		if (groups.many) {
			set_known(rule.group, direction, false);
			continue;
		}
		rule.exists = terraform_condition(x, &groups, r,
		    groups.of.v[i]);
		if (groups.sure)
			terraform_complain_mixed(x, r, terraform_of(x,
			    groups.of.v[i]), direction_name(direction));
		read(x, &rule);
	}
}

/* An older rule: one resource, any number of peers. */
static void
read_old_rule(struct terraform *x, struct rule *rule)
{
	struct terraform_resource *r = rule->resource;
	size_t n;

	rule->ports = terraform_ports(x, r->at, terraform_get(r, "protocol"),
	    terraform_get(r, "from_port"), terraform_get(r, "to_port"));
	n = add_cidrs(x, rule, terraform_get(r, "cidr_blocks"), IPV4);
	n += add_cidrs(x, rule, terraform_get(r, "ipv6_cidr_blocks"), IPV6);
	n += add_peers(x, rule, terraform_get(r, "prefix_list_ids"), LIST);
	n += add_self(x, rule, terraform_get(r, "self"));
	if (n == 0)
		n += add_peers(x, rule, terraform_get(r,
		    "source_security_group_id"), GROUP);
	if (n == 0)
		add_nobody(x, rule, "known after apply");
}

/* Which way it is may not be known: then neither is what else there is. */
static void
read_neither(struct terraform *x, struct rule *rule)
{
	(void)x;
	set_known(rule->group, INGRESS, false);
	set_known(rule->group, EGRESS, false);
}

static void
join_old_rule(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value type = terraform_get(r, "type");

	if (terraform_state(type) == VALUE_UNKNOWN) {
		terraform_leave(x, type, "\"type\" is known after apply: "
		    "whether it lets in or out");
		for_groups(x, r, INGRESS, read_neither);
		return;
	}
	for_groups(x, r, terraform_text_is(type, "egress") ? EGRESS : INGRESS,
	    read_old_rule);
}

/* How rules with one peer each name it. */
struct spelling {
	const char *ipv4, *ipv6, *list, *group;
};

static const struct spelling spelled_aws = { "cidr_ipv4", "cidr_ipv6",
	"prefix_list_id", "referenced_security_group_id" };
static const struct spelling spelled_awscc[] = {
	[INGRESS] = { "cidr_ip", "cidr_ipv_6", "source_prefix_list_id",
	  "source_security_group_id" },
	[EGRESS] = { "cidr_ip", "cidr_ipv_6", "destination_prefix_list_id",
	  "destination_security_group_id" }
};

/* A rule with one peer: a resource, or a block of one. */
static void
read_spelled(struct terraform *x, struct rule *rule,
    const struct terraform_value *block, const struct spelling *s)
{
	struct terraform_resource *r = rule->resource;
	size_t n;

#define ASK(key) (block != NULL ? terraform_member(*block, (key)) :	\
	    terraform_get(r, (key)))
	rule->ports = terraform_ports(x, rule->at, ASK("ip_protocol"),
	    ASK("from_port"), ASK("to_port"));
	terraform_wants_ports(x, ASK("ip_protocol"), ASK("from_port"),
	    ASK("to_port"), &rule->ports);
	n = add_cidr(x, rule, ASK(s->ipv4), IPV4);
	n += add_cidr(x, rule, ASK(s->ipv6), IPV6);
	n += add_peers(x, rule, ASK(s->list), LIST);
	n += add_peers(x, rule, ASK(s->group), GROUP);
#undef ASK
	if (n == 0)
		add_nobody(x, rule, "known after apply");
}

static void
read_rule(struct terraform *x, struct rule *rule)
{
	read_spelled(x, rule, NULL, str_starts_with(
	    rule->resource->type->name, "awscc_") ?
	    &spelled_awscc[rule->direction] : &spelled_aws);
}

static void
join_ingress(struct terraform *x, struct terraform_resource *r)
{
	for_groups(x, r, INGRESS, read_rule);
}

static void
join_egress(struct terraform *x, struct terraform_resource *r)
{
	for_groups(x, r, EGRESS, read_rule);
}

static void
read_blocks(struct terraform *x, struct terraform_resource *r,
    enum direction d, const char *key)
{
	struct security_group *g = (struct security_group *)r->thing;
	struct terraform_value list = terraform_get(r, key);

	set_known(g, d, terraform_state(list) != VALUE_UNKNOWN ||
	    !terraform_is_written(list));
	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e)) {
		struct rule rule = { .resource = r, .group = g,
			.direction = d, .at = terraform_place(e.v) };

		rule.why = terraform_word(x, terraform_member(e.v,
		    "description"));
		read_spelled(x, &rule, &e.v, &spelled_awscc[d]);
	}
}

/* Cloud Control leaves AWS's own rule where the group states no egress. */
static void
read_cloud_group(struct terraform *x, struct terraform_resource *r)
{
	struct security_group *g = (struct security_group *)r->thing;

	terraform_live_in(x, &g->is, terraform_get(r, "vpc_id"));
	if (g->is.name == NULL)
		g->is.name = terraform_word(x, terraform_get(r, "group_name"));
	if (g->is.id == NULL)
		g->is.id = terraform_word(x, terraform_get(r, "group_id"));
	if (r->is_data)
		return;
	read_blocks(x, r, INGRESS, "security_group_ingress");
	read_blocks(x, r, EGRESS, "security_group_egress");
	g->egress_stated = g->egress.n > 0;
	r->n_inline = g->ingress.n > g->egress.n ? g->ingress.n :
	    g->egress.n;
}

static void *
make_list(struct model *m, struct place at, unsigned island)
{
	return model_new_prefix_list(m, at, island);
}

static void
add_entries(struct terraform *x, struct terraform_value list,
    struct prefix_list *to)
{
	for (struct terraform_each e = terraform_each(list); e.more;
	    terraform_next(&e)) {
		struct cidr_value c = terraform_cidr(x,
		    node_kind(e.v.value) == NODE_STRING ? e.v :
		    terraform_member(e.v, "cidr"), 0);

		if (c.is.state != VALUE_ABSENT)
			vec_push(x->a, &to->entries, c);
	}
}

static void
read_list(struct terraform *x, struct terraform_resource *r)
{
	struct prefix_list *list = (struct prefix_list *)r->thing;
	const char *name = terraform_word(x, terraform_get(r, "name"));

	if (list->is.name == NULL)
		list->is.name = name;
	if (r->is_data && name != NULL &&
	    str_starts_with(name, "com.amazonaws."))
		list->managed = terraform_text(x, terraform_get(r, "name"));
	list->max = terraform_number(x, terraform_get(r, "max_entries"));
	list->entries_known = !r->is_data || node_kind(terraform_get(r,
	    "entries").value) == NODE_LIST || node_kind(terraform_get(r,
	    "cidr_blocks").value) == NODE_LIST;
	if (terraform_state(terraform_get(r, "entry")) == VALUE_UNKNOWN &&
	    terraform_is_written(terraform_get(r, "entry")))
		list->entries_known = false;
	add_entries(x, terraform_get(r, "entry"), list);
	add_entries(x, terraform_get(r, "entries"), list);
	add_entries(x, terraform_get(r, "cidr_blocks"), list);
}

/* An entry of a list, of which it is not known which. */
static void
open_lists(struct terraform *x, struct terraform_value v)
{
	struct terraform_owners lists = terraform_candidates(x, v, LIST);

	for (size_t i = 0; i < lists.of.n; i++)
		((struct prefix_list *)lists.of.v[i])->entries_known = false;
}

/* Where the list has that block; NULL there: it has not. */
static void **
entry_slot(struct terraform *x, const struct prefix_list *list, struct cidr c)
{
	return map_slot(&x->entries, arena_printf(x->a, "%u %s",
	    (unsigned)list->is.order, cidr_text(x->a, c)));
}

/* Enter what the list has of its own, when the first is added to it. */
static void
enter_entries(struct terraform *x, struct prefix_list *list)
{
	void **all = map_slot(&x->entries, arena_printf(x->a, "%u",
	    (unsigned)list->is.order));

	if (*all != NULL)
		return;
	*all = list;
	for (size_t i = 0; i < list->entries.n; i++)
		if (value_is_known(list->entries.v[i].is))
			*entry_slot(x, list, list->entries.v[i].v) = list;
}

static void
join_list_entry(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value v = terraform_get(r, "prefix_list_id");
	struct prefix_list *list = (struct prefix_list *)terraform_ref(x, v,
	    LIST).to;
	struct cidr_value c = terraform_cidr(x, terraform_get(r, "cidr"), 0);

	if (list == NULL && terraform_state(v) == VALUE_UNKNOWN)
		open_lists(x, v);
	if (list == NULL || c.is.state == VALUE_ABSENT)
		return;
	if (value_is_known(c.is)) {
		enter_entries(x, list);
		if (*entry_slot(x, list, c.v) != NULL)
			return;
		*entry_slot(x, list, c.v) = list;
	}
	vec_push(x->a, &list->entries, c);
}

const struct terraform_type terraform_types_group[] = {
	{ "aws_security_group", GROUP, make_group, read_group, NULL },
	{ "aws_default_security_group", GROUP, make_group,
	  read_default_group, NULL },
	{ "aws_security_group_rule", 0, NULL, NULL, join_old_rule },
	{ "aws_vpc_security_group_ingress_rule", 0, NULL, NULL,
	  join_ingress },
	{ "aws_vpc_security_group_egress_rule", 0, NULL, NULL, join_egress },
	{ "awscc_ec2_security_group", GROUP, make_group, read_cloud_group,
	  NULL },
	{ "awscc_ec2_security_group_ingress", 0, NULL, NULL, join_ingress },
	{ "awscc_ec2_security_group_egress", 0, NULL, NULL, join_egress },
	{ "aws_ec2_managed_prefix_list", LIST, make_list, read_list, NULL },
	{ "aws_prefix_list", LIST, make_list, read_list, NULL },
	{ "aws_ec2_managed_prefix_list_entry", 0, NULL, NULL,
	  join_list_entry },
	{ 0 }
};
