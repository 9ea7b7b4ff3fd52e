/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/link.h"

#include <stdlib.h>

/*
 * What AWS adds to a VPC by itself: a main table, a default network ACL and
 * a default security group ("Subnet route tables", "Default network ACL",
 * "Default security groups").  They are added to a VPC that the input
 * creates, where the list of their kind is whole and has none; of an observed
 * VPC only what the input shows is known.
 */

/* AWS's numbers for "allow all" of each family in a default ACL. */
enum { ACL_ALLOW_IPV4 = 100, ACL_ALLOW_IPV6 = 101 };

static bool
may_add(const struct model *m, enum kind kind, const struct vpc *v)
{
	return v->is.created && model_is_complete(m, kind, v);
}

/* The head of a thing that nobody wrote. */
static void
make_implicit(struct thing *t, const struct vpc *v, const char *label)
{
	t->label = label;
	t->account = v->is.account;
	t->region = v->is.region;
	t->exists = v->is.exists;
	t->implicit = true;
	t->created = true;
	t->among_vpcs = v->is.among_vpcs;
}

static void
find_main_table(struct model *m, struct vpc *v)
{
	bool undecided = false;

	for (size_t i = 0; i < v->route_tables.n; i++) {
		struct route_table *t = v->route_tables.v[i];

		if (flag_or(t->main, false) && v->main_table == NULL &&
		    condition_same(t->is.exists, v->is.exists))
			v->main_table = t;
		undecided = undecided || value_is_unknown(t->main.is) ||
		    (flag_or(t->main, false) && v->main_table != t);
	}
	if (v->main_table != NULL || undecided ||
	    !may_add(m, KIND_ROUTE_TABLE, v))
		return;
	v->main_table = model_new_route_table(m, v->is.at, v->is.island, v);
	make_implicit(&v->main_table->is, v, "main");
	v->main_table->main.is = value_implicit();
	v->main_table->main.v = true;
}

static struct cidr_value
everything(enum family family)
{
	struct cidr_value c = { .is = value_implicit(),
		.v = cidr_everything(family) };

	c.written = family == IPV4 ? "0.0.0.0/0" : "::/0";
	return c;
}

static struct ports_value
all_ports(void)
{
	struct ports_value p = { .is = value_implicit(),
		.v = port_set_everything(), .written = "all" };

	return p;
}

static struct acl_entry *
allow_all(struct model *m, const struct vpc *v, enum direction direction,
    enum family family)
{
	struct acl_entry *e = model_new_acl_entry(m, v->is.at, direction);

	e->number.is = value_implicit();
	e->number.v = family == IPV4 ? ACL_ALLOW_IPV4 : ACL_ALLOW_IPV6;
	e->allow = true;
	e->ports = all_ports();
	e->cidr = everything(family);
	return e;
}

/* The head of what AWS makes and the input names. */
static void
make_named(struct thing *t, const struct vpc *v)
{
	t->name = "default";
	t->account = v->is.account;
	t->region = v->is.region;
	t->exists = v->is.exists;
	t->created = true;
}

struct network_acl *
model_new_default_acl(struct model *m, struct vpc *v)
{
	struct network_acl *acl = model_new_network_acl(m, v->is.at,
	    v->is.island, v);

	make_named(&acl->is, v);
	acl->is_default = true;
	acl->entries_known = true;
	vec_push(m->a, &acl->ingress, allow_all(m, v, INGRESS, IPV4));
	vec_push(m->a, &acl->ingress, allow_all(m, v, INGRESS, IPV6));
	vec_push(m->a, &acl->egress, allow_all(m, v, EGRESS, IPV4));
	vec_push(m->a, &acl->egress, allow_all(m, v, EGRESS, IPV6));
	return acl;
}

static void
find_default_acl(struct model *m, struct vpc *v)
{
	struct network_acl *acl;
	bool taken = false;

	for (size_t i = 0; i < v->network_acls.n; i++) {
		acl = v->network_acls.v[i];
		if (acl->is_default && v->default_acl == NULL)
			v->default_acl = acl;
		taken = taken || str_equal(acl->is.name, "default");
	}
	if (v->default_acl != NULL || !may_add(m, KIND_NETWORK_ACL, v))
		return;
	acl = model_new_default_acl(m, v);
	make_implicit(&acl->is, v, "default");
	acl->is.name = taken ? NULL : "default";
	for (size_t i = 0; i < acl->ingress.n; i++)
		acl->ingress.v[i]->implicit = true;
	for (size_t i = 0; i < acl->egress.n; i++)
		acl->egress.v[i]->implicit = true;
	v->default_acl = acl;
}

static struct group_rule *
all_rule(struct model *m, struct place at, enum direction direction,
    enum peer_kind peer)
{
	struct rule_draft d = { .at = at, .direction = direction,
		.number = 1, .ports = all_ports(), .peer_kind = peer };

	return model_new_group_rule(m, &d);
}

struct security_group *
model_new_default_group(struct model *m, struct vpc *v)
{
	struct security_group *g = model_new_security_group(m, v->is.at,
	    v->is.island, v);

	make_named(&g->is, v);
	g->is_default = true;
	g->ingress_known = g->egress_known = true;
	vec_push(m->a, &g->ingress,
	    all_rule(m, v->is.at, INGRESS, PEER_SELF));
	return g;
}

/*
 * "View Amazon EKS security group requirements for clusters": its members may
 * talk to one another, and what lets them out is for model_open_cluster_group().
 */
struct security_group *
model_new_cluster_group(struct model *m, struct workload *of,
    const char *name)
{
	const struct thing *cluster = &of->is;
	struct security_group *g = model_new_security_group(m, cluster->at,
	    cluster->island, cluster->vpc);

	g->made_with = of;
	g->is.name = arena_printf(m->a, "eks-cluster-sg-%s", name);
	g->is.account = cluster->account;
	g->is.region = cluster->region;
	g->is.exists = cluster->exists;
	g->is.change = cluster->change;
	g->is.created = cluster->created;
	g->ingress_known = g->egress_known = g->egress_stated = true;
	vec_push(m->a, &g->ingress,
	    all_rule(m, cluster->at, INGRESS, PEER_SELF));
	vec_push(m->a, &g->egress,
	    all_rule(m, cluster->at, EGRESS, PEER_SELF));
	return g;
}

void
model_open_cluster_group(struct model *m, struct security_group *g,
    enum family family, bool surely)
{
	struct rule_draft d = { .at = g->is.at, .direction = EGRESS,
		.number = (uint32_t)g->egress.n + 1, .ports = all_ports(),
		.peer_kind = PEER_CIDR, .cidr = everything(family) };
	struct condition *c;

	d.ports.is = value_derived(g->is.at);
	if (!surely) {
		c = arena_alloc(m->a, sizeof *c);
		c->text = arena_printf(m->a, "%s is open to %s",
		    g->is.name, d.cidr.written);
		d.exists = c;
	}
	vec_push(m->a, &g->egress, model_new_group_rule(m, &d));
}

static void
find_default_group(struct model *m, struct vpc *v)
{
	struct security_group *g;
	bool taken = false;

	for (size_t i = 0; i < v->security_groups.n; i++) {
		g = v->security_groups.v[i];
		if (g->is_default && v->default_group == NULL)
			v->default_group = g;
		taken = taken || str_equal(g->is.name, "default");
	}
	if (v->default_group != NULL || !may_add(m, KIND_SECURITY_GROUP, v))
		return;
	g = model_new_default_group(m, v);
	make_implicit(&g->is, v, "default");
	g->is.name = taken ? NULL : "default";
	g->ingress.v[0]->implicit = true;
	v->default_group = g;
}

void
link_default_things(struct linker *l)
{
	struct model *m = l->m;

	for (size_t i = 0; i < m->vpcs.n; i++) {
		find_main_table(m, m->vpcs.v[i]);
		find_default_acl(m, m->vpcs.v[i]);
		find_default_group(m, m->vpcs.v[i]);
	}
}

static int
compare_entries(const void *x, const void *y)
{
	const struct acl_entry *a = *(struct acl_entry *const *)x;
	const struct acl_entry *b = *(struct acl_entry *const *)y;
	bool known = value_is_known(a->number.is);

	if (known != value_is_known(b->number.is))
		return known ? -1 : 1;
	if (known && a->number.v != b->number.v)
		return a->number.v < b->number.v ? -1 : 1;
	return place_compare(a->at, b->at);
}

void
link_default_rules(struct linker *l)
{
	struct model *m = l->m;

	for (size_t i = 0; i < m->security_groups.n; i++) {
		struct security_group *g = m->security_groups.v[i];
		struct group_rule *r;

		if (!g->is.created || !g->egress_known || g->egress_stated)
			continue;
		r = all_rule(m, g->is.at, EGRESS, PEER_ANYWHERE);
		r->implicit = true;
		vec_push(m->a, &g->egress, r);
	}
	for (size_t i = 0; i < m->network_acls.n; i++) {
		vec_sort(&m->network_acls.v[i]->ingress, compare_entries);
		vec_sort(&m->network_acls.v[i]->egress, compare_entries);
	}
}
