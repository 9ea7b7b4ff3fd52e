/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/acl_judge.h"
#include "lint/words.h"
#include "lint/world.h"
#include "model/facts.h"
#include "model/notation.h"

/*
 * Network ACLs between the VPC and the internet: the answers that NAT gateways
 * wait for, and the ports of administrators.
 */

/* A table whose subnets go out through a NAT gateway. */
struct user {
	const struct nat_gateway *nat;
	const struct route_table *table;
	const struct condition *given;	/* of the route; NULL: surely */
};

struct users {
	struct user *v;
	size_t n, cap;
};

static int
compare_users(const void *x, const void *y)
{
	const struct user *a = x, *b = y;

	if (a->nat != b->nat)
		return a->nat->is.order < b->nat->is.order ? -1 : 1;
	if ((a->given == NULL) != (b->given == NULL))
		return a->given == NULL ? -1 : 1;
	return (a->table->is.order > b->table->is.order) -
	    (a->table->is.order < b->table->is.order);
}

static struct users
users_of(struct acl_judge *j)
{
	const struct model *m = j->l->m;
	struct users all = { 0 };

	for (size_t i = 0; i < m->route_tables.n; i++) {
		const struct route_table *t = m->route_tables.v[i];

		for (size_t k = 0; k < t->routes.n; k++) {
			const struct route *r = t->routes.v[k];

			if (r->target_kind == TARGET_THING &&
			    r->target.to != NULL && t->subnets.n > 0 &&
			    r->target.to->kind == KIND_NAT_GATEWAY) {
				struct user one = { (const struct nat_gateway *)
					r->target.to, t, r->exists };

				vec_push(j->a, &all, one);
			}
		}
	}
	vec_sort(&all, compare_users);
	return all;
}

/* The ACL in front of a public NAT gateway, if it denies anything. */
static const struct network_acl *
acl_before(const struct acl_judge *j, const struct nat_gateway *n,
    const struct subnet **at)
{
	const struct subnet *s = (const struct subnet *)n->subnet.to;

	if (s == NULL || s->is.kind != KIND_SUBNET || s->acl == NULL ||
	    flag_or(n->is_private, false) || !j->closed[s->acl->is.order])
		return NULL;
	*at = s;
	return s->acl;
}

static struct port_set
wide_ports(struct arena *a)
{
	return port_set_of_ports(a, PROTOCOL_TCP,
	    (unsigned)fact_value(FACT_EPHEMERAL_WIDE_FIRST),
	    (unsigned)fact_value(FACT_EPHEMERAL_WIDE_LAST));
}

static struct finding *
flag_nat(struct acl_judge *j, const struct nat_gateway *n,
    const struct network_acl *acl, enum direction d, const char *what,
    const char *ports, const char *peer, const struct condition *given)
{
	struct lint *l = j->l;
	struct finding *f = flag(l, &acl->is, acl->is.at, "%s stands before "
	    "%s and %s", thing_title(l->a, &acl->is),
	    thing_title(l->a, &n->is), what);

	lint_given(l, f, given != NULL ? given : n->is.exists);
	f->key = arena_printf(l->a, "%s %s", thing_label(&n->is),
	    direction_name(d));
	finding_passes(l->findings, f, network_acl_side(acl, d, true));
	finding_witness(l->findings, f, "direction", "%s", direction_name(d));
	finding_witness(l->findings, f, "lost", "%s", ports);
	finding_related(l->findings, f, n->is.at, "the NAT gateway");
	finding_help(l->findings, f, "allow tcp/1024-65535 and udp/1024-65535 "
	    "%s %s", d == INGRESS ? "from" : "to", peer);
	return f;
}

/*
 * Answers from the internet.  A port or two that are denied on purpose (3389)
 * cost one connection in thousands: that is not what this is about.
 */
static void
check_from_internet(struct acl_judge *j, const struct world *w,
    const struct nat_gateway *n, const struct network_acl *acl,
    const struct condition *given)
{
	struct port_set wide = wide_ports(j->a);
	struct port_set lost = port_set_subtract(j->a, wide, world_ports(j->a,
	    w, filter_acl(j->filters, acl, INGRESS, IPV4, FILTER_POSSIBLE),
	    EXTENT_WORLD));
	const char *ports;

	if (port_set_count(lost) <= port_set_count(wide) / 100)
		return;
	ports = notation_ports_format(j->l->a, lost);
	flag_nat(j, n, acl, INGRESS, arena_printf(j->l->a, "lets no answers "
	    "of the internet in to %s: its clients lose them", ports), ports,
	    "0.0.0.0/0", given);
}

static struct port_range
widest_client(const struct subnet *s)
{
	struct port_range all = acl_judge_anybody();

	for (size_t i = 0; i < s->interfaces.n; i++) {
		const struct workload *w = s->interfaces.v[i]->workload;
		struct port_range one = acl_judge_client(s->interfaces.v[i]);

		if (w == NULL || w->ephemeral_why != NULL)
			continue;
		all = acl_judge_either(all, one);
	}
	return all;
}

static bool
check_to_client(struct acl_judge *j, const struct nat_gateway *n,
    const struct network_acl *acl, const struct subnet *client,
    const struct condition *given)
{
	struct port_range range = widest_client(client);
	struct port_set lost, wide = port_set_of_ports(j->a, PROTOCOL_TCP,
	    range.first, range.last);
	const char *ports;
	struct finding *f;

	if (!value_is_known(client->cidr.is))
		return false;
	lost = port_set_subtract(j->a, wide, acl_judge_admits(j, acl, EGRESS,
	    range_set_of_cidr(j->a, client->cidr.v), FILTER_POSSIBLE));
	if (port_set_count(lost) <= port_set_count(wide) / 100)
		return false;
	ports = notation_ports_format(j->l->a, lost);
	f = flag_nat(j, n, acl, EGRESS, arena_printf(j->l->a, "lets no answers "
	    "out to %s of its clients in %s", ports,
	    thing_title(j->l->a, &client->is)), ports,
	    words_cidr(j->l->a, client->cidr.v), client->is.exists != NULL ?
	    client->is.exists : given);
	finding_related(j->l->findings, f, client->is.at, "the clients");
	return true;
}

/* On what it depends whether anybody goes out that way: the route, or the one
 * subnet there is. */
static const struct condition *
condition_of(const struct user *u)
{
	const struct route_table *t = u->table;

	if (u->given != NULL)
		return u->given;
	for (size_t i = 0; i < t->subnets.n; i++)
		if (t->subnets.v[i]->is.exists == NULL)
			return NULL;
	return t->subnets.v[0]->is.exists;
}

static void
check_nats(struct lint *l, const struct model *m)
{
	struct arena *a = arena_new();
	struct acl_judge j = acl_judge_new(l, a);
	struct users all = acl_judge_any_closed(&j) ? users_of(&j) :
	    (struct users){ 0 };
	struct world *w = world_new(a);

	(void)m;
	for (size_t i = 0, end; i < all.n; i = end) {
		const struct subnet *at = NULL;
		const struct network_acl *acl = acl_before(&j, all.v[i].nat,
		    &at);
		bool said = false;

		for (end = i; end < all.n && all.v[end].nat == all.v[i].nat;
		    end++)
			;
		if (acl == NULL)
			continue;
		check_from_internet(&j, w, all.v[i].nat, acl,
		    condition_of(&all.v[i]));
		for (size_t k = i; k < end && !said; k++) {
			const struct route_table *t = all.v[k].table;

			for (size_t s = 0; s < t->subnets.n && !said; s++)
				said = t->subnets.v[s] != at &&
				    check_to_client(&j, all.v[i].nat, acl,
				    t->subnets.v[s], all.v[k].given);
		}
	}
	arena_free(a);
}

static void
check_admin_of(struct acl_judge *j, const struct world *w,
    const struct network_acl *acl)
{
	struct lint *l = j->l;
	struct port_set admin = port_set_union(j->a,
	    port_set_of_ports(j->a, PROTOCOL_TCP, 22, 22),
	    port_set_of_ports(j->a, PROTOCOL_TCP, 3389, 3389));
	const enum family families[] = { IPV4, IPV6 };
	struct port_set open = port_set_empty();
	struct finding *f;
	const char *ports;

	for (size_t i = 0; i < 2; i++)
		open = port_set_union(j->a, open, port_set_intersect(j->a,
		    admin, world_ports(j->a, w, filter_acl(j->filters, acl,
		    INGRESS, families[i], FILTER_SURE), EXTENT_WORLD)));
	if (port_set_is_empty(open))
		return;
	ports = notation_ports_format(l->a, open);
	f = flag(l, &acl->is, acl->is.at, "%s lets the internet in to %s, "
	    "after all its entries in their order",
	    thing_title(l->a, &acl->is), ports);
	finding_witness(l->findings, f, "ports", "%s", ports);
	finding_help(l->findings, f, "deny them before what allows them");
}

static void
check_admin(struct lint *l, const struct model *m)
{
	struct arena *a = arena_new();
	struct acl_judge j = acl_judge_new(l, a);
	struct world *w = world_new(a);

	for (size_t i = 0; i < m->network_acls.n; i++)
		if (m->network_acls.v[i]->is.at.file != 0 &&
		    m->network_acls.v[i]->subnets.n > 0)
			check_admin_of(&j, w, m->network_acls.v[i]);
	arena_free(a);
}

#define NAT_SUBNET(ingress)						\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)	\
	JSON("internet_gateway": "igw", "subnets": {)			\
	JSON("web-a": {"az": "a", "cidr": "10.0.0.0/24", "route_table": "web",) \
	JSON("network_acl": "web"},)					\
	JSON("app-a": {"az": "a", "cidr": "10.0.2.0/24", "route_table": "app"}},) \
	JSON("nat_gateways": {"nat": {"subnet": "web-a"}}, "route_tables": {) \
	JSON("web": {"routes": {"0.0.0.0/0": "igw"}},)			\
	JSON("app": {"routes": {"0.0.0.0/0": "nat"}}},)			\
	JSON("network_acls": {"web": {"ingress": ["100 allow tcp/443 from 0.0.0.0/0",) \
	JSON(ingress], "egress": ["100 allow all to 0.0.0.0/0"]}}}}})
#define ADMIN_ACL(entries)						\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("app-a": {"az": "a", "cidr": "10.0.1.0/24", "network_acl": "app"}},) \
	JSON("network_acls": {"app": {"ingress": [)			\
	entries								\
	JSON("100 allow all from 0.0.0.0/0"],)				\
	JSON("egress": ["100 allow all to 0.0.0.0/0"]}}}}})

const struct rule rules_acl_internet[] = {
	{ .check = check_nats, .is = {
		.code = "NA006",
		.name = "nat-subnet-ephemeral",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a network ACL that drops the answers which a NAT gateway waits for",
		.aws = "A NAT gateway uses the ports 1024-65535.  The ACL of its subnet must let "
		    "answers in to them from the internet, and out to the clients' own ports.",
		.why = "Nothing that goes out through the gateway gets an answer, or only some of "
		    "it does.",
		.intent = "The same.  Up to one port in a hundred that is denied on purpose is not "
		    "counted.",
		.bad = NAT_SUBNET("110 allow tcp/80 from 0.0.0.0/0"),
		.good = NAT_SUBNET("110 allow tcp/1024-65535 from 0.0.0.0/0"),
		.reference = "Amazon VPC User Guide, Work with NAT gateways: troubleshooting",
	} },
	{ .check = check_admin, .is = {
		.code = "NA007",
		.name = "admin-port-after-first-match",
		.severity = SEVERITY_OFF,
		.class = CLASS_POLICY,
		.title = "a network ACL that lets the internet in to SSH or RDP",
		.aws = "The entry with the lowest number that matches decides; later ones are not "
		    "looked at.",
		.why = "Some audits want these ports closed by the network ACL as well, "
		    "whatever the security groups say.",
		.intent = "The same.  Default ACLs that stand nowhere are not looked at.",
		.bad = ADMIN_ACL(),
		.good = ADMIN_ACL(JSON("10 deny tcp/22 from 0.0.0.0/0",)
		JSON("20 deny tcp/3389 from 0.0.0.0/0",)),
		.reference = "Amazon VPC User Guide, Network ACLs: rules",
	} },
	{ .check = NULL }
};
