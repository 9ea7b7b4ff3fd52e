/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/balanced.h"
#include "lint/exposed.h"
#include "lint/intents.h"
#include "lint/words.h"
#include "lint/world.h"
#include "model/facts.h"
#include "model/notation.h"
#include "reach/branch.h"
#include "reach/filter.h"
#include "reach/reach.h"

#include <stdlib.h>

/*
 * Network ACLs have no memory: the answer to a connection needs an entry of
 * its own, for the port that the client happens to use.
 */
#define ACLS "Amazon VPC User Guide, Network ACLs: ephemeral ports"

/* A client of whom nothing is known. */
static const struct end anybody = { .kind = END_ADDRESSES };

/* What the ACLs of a run admit, and what has been said of them. */
struct judge {
	struct lint *l;
	struct arena *a;		/* scratch */
	struct filters *filters;
	bool *closed;			/* by order: it denies something */
	bool *said[2];			/* by direction and order */
};

static struct judge
judge_new(struct lint *l, struct arena *a)
{
	struct judge j = { .l = l, .a = a };

	j.filters = filters_new(a, l->m, branch_new(a));
	j.closed = arena_array(a, l->m->next_order, sizeof *j.closed);
	j.said[0] = arena_array(a, l->m->next_order, sizeof *j.said[0]);
	j.said[1] = arena_array(a, l->m->next_order, sizeof *j.said[1]);
	for (size_t i = 0; i < l->m->network_acls.n; i++) {
		const struct network_acl *acl = l->m->network_acls.v[i];

		j.closed[acl->is.order] = acl->entries_known;
		for (size_t k = 0; k < acl->ingress.n &&
		    k < acl->egress.n && k < 1; k++) {
			const struct acl_entry *in = acl->ingress.v[0];
			const struct acl_entry *out = acl->egress.v[0];
			bool open = in->allow && out->allow &&
			    value_is_known(in->ports.is) &&
			    value_is_known(out->ports.is) &&
			    value_is_known(in->cidr.is) &&
			    value_is_known(out->cidr.is) &&
			    in->cidr.v.family == IPV4 &&
			    out->cidr.v.family == IPV4 &&
			    in->cidr.v.length == 0 &&
			    out->cidr.v.length == 0 &&
			    port_set_is_everything(in->ports.v) &&
			    port_set_is_everything(out->ports.v);

			j.closed[acl->is.order] &= !open;
		}
	}
	return j;
}

static struct port_set
clients(struct judge *j, unsigned protocol, struct port_range r)
{
	return port_set_of_ports(j->l->a, protocol, r.first, r.last);
}

/* What the two rules say of an answer that an ACL drops. */
static struct finding *
flag_answer(struct judge *j, const struct network_acl *acl,
    enum direction direction, struct port_set set, const char *peer,
    const char *what)
{
	struct lint *l = j->l;
	const char *ports = notation_ports_format(l->a, set);
	bool *said = &j->said[direction][acl->is.order];
	struct finding *f;

	if (*said)
		return NULL;
	*said = true;
	f = flag(l, &acl->is, acl->is.at, "%s drops the answers of %s: they "
	    "go to the client's ports (%s), and its %s entries %s",
	    thing_title(l->a, &acl->is), what, ports,
	    direction_name(direction), filter_acl_may_allow(j->filters, j->a,
	    acl, direction, set) ? "do not allow all of them" : "allow none of them");
	f->key = direction_name(direction);
	finding_passes(l->findings, f, network_acl_side(acl, direction, true));
	finding_witness(l->findings, f, "direction", "%s", f->key);
	finding_witness(l->findings, f, "ports", "%s", ports);
	finding_help(l->findings, f, "allow %s %s %s (%s)", ports,
	    direction == EGRESS ? "to" : "from", peer, f->key);
	return f;
}

/* ------------------------------------------- expectations, and balancers */

/* The ports that the client of an expectation uses; the widest of its ends. */
static struct port_range
client_ports(struct judge *j, const struct selection *from)
{
	const struct places *places = reach_places(lint_reach(j->l));
	struct ends ends = ends_of(j->a, places, from, false, NULL);
	struct port_range all = end_ephemeral(&anybody);

	for (size_t i = 0; i < ends.n; i++) {
		struct port_range one = end_ephemeral(ends.v[i]);

		if (i == 0 || one.first < all.first)
			all.first = one.first;
		if (i == 0 || one.last > all.last)
			all.last = one.last;
	}
	return all;
}

static unsigned
protocol_of(const struct expectation *e)
{
	return value_is_known(e->ports.is) && e->ports.v.n > 0 &&
	    e->ports.v.v[0].first >> 16 == PROTOCOL_UDP ? PROTOCOL_UDP :
	    PROTOCOL_TCP;
}

static void
check_intent(struct judge *j, const struct intent *i)
{
	for (size_t k = 0; intent_is_answered(i) && k < i->o->blockers.n; k++) {
		const struct shown_blocker *b = &i->o->blockers.v[k];
		const struct network_acl *acl;
		struct finding *f;

		if (!b->reply || b->thing == NULL ||
		    b->thing->kind != KIND_NETWORK_ACL)
			continue;
		acl = (const struct network_acl *)b->thing;
		f = flag_answer(j, acl, b->direction[0] == 'e' ? EGRESS :
		    INGRESS, clients(j, protocol_of(i->e),
		    client_ports(j, &i->from)), "the other side",
		    arena_printf(j->l->a, "\"%s\"", i->e->text));
		if (f != NULL)
			finding_related(j->l->findings, f, i->e->at,
			    "who waits for them");
	}
}

static void
check_balanced(struct judge *j, const struct balanced *b)
{
	for (size_t k = 0; k < b->answer.blockers.n; k++) {
		const struct hop *at = &b->answer.blockers.v[k].at;
		const struct network_acl *acl;
		const char *direction = hop_direction(at->kind);
		struct finding *f;

		if (!at->reply || at->thing == NULL || direction == NULL ||
		    at->thing->kind != KIND_NETWORK_ACL)
			continue;
		acl = (const struct network_acl *)at->thing;
		f = flag_answer(j, acl, direction[0] == 'e' ? EGRESS : INGRESS,
		    clients(j, b->protocol, end_ephemeral(b->from)),
		    direction[0] == 'e' ? "the load balancer's subnets" :
		    "the targets' subnets", arena_printf(j->l->a, "%s to %s",
		    thing_title(j->l->a, b->target),
		    thing_title(j->l->a, &b->lb->is)));
		if (f == NULL)
			continue;
		finding_related(j->l->findings, f, b->lb->is.at,
		    "the load balancer");
		f->wants.from = &b->lb->is;
		f->wants.to = b->target;
		f->wants.point = port_point(b->protocol, b->port);
	}
}

/* -------------------------------------------- flows that references state */

/* The members of a group in the subnets of one ACL. */
struct side {
	const struct network_acl *acl;
	const struct subnet **v;	/* its subnets, each once */
	size_t n, cap;
	struct range_set addresses[2];
	struct port_range client;
};

struct sides {
	bool made, any_closed;
	struct side *v;
	size_t n, cap;
};

static int
compare_members(const void *x, const void *y)
{
	const struct subnet *a = (*(struct interface *const *)x)->subnet;
	const struct subnet *b = (*(struct interface *const *)y)->subnet;

	if (a->acl != b->acl)
		return a->acl->is.order < b->acl->is.order ? -1 : 1;
	return (a->is.order > b->is.order) - (a->is.order < b->is.order);
}

/* An endpoint takes any port, as what stands outside does. */
static struct port_range
ephemeral_of(const struct interface *x)
{
	const struct end e = { .workload = x->workload, .kind =
		x->endpoint != NULL ? END_NETWORK : END_INTERFACES };

	return end_ephemeral(&e);
}

static void
add_member(struct judge *j, struct sides *out, const struct interface *x)
{
	struct port_range r = ephemeral_of(x);
	struct side *s = out->n > 0 ? &out->v[out->n - 1] : NULL;

	if (s == NULL || s->acl != x->subnet->acl) {
		struct side fresh = { .acl = x->subnet->acl, .client = r,
			.addresses = { range_set_empty(IPV4),
			range_set_empty(IPV6) } };

		vec_push(j->a, out, fresh);
		s = &out->v[out->n - 1];
		out->any_closed |= j->closed[s->acl->is.order];
	}
	if (r.first < s->client.first)
		s->client.first = r.first;
	if (r.last > s->client.last)
		s->client.last = r.last;
	if (s->n == 0 || s->v[s->n - 1] != x->subnet)
		vec_push(j->a, s, x->subnet);
}

static struct range_set
addresses_of(struct arena *a, const struct subnet *const *v, size_t n,
    enum family family)
{
	struct cidr *all = arena_array(a, n, sizeof *all);
	size_t known = 0;

	for (size_t i = 0; i < n; i++) {
		const struct cidr_value *c = family == IPV4 ? &v[i]->cidr :
		    &v[i]->ipv6_cidr;

		if (value_is_known(c->is))
			all[known++] = c->v;
	}
	return range_set_of_cidrs(a, family, all, known);
}

/* Whether it is known where it is, and from which ports it opens flows. */
static bool
is_told(struct lint *l, const struct interface *x)
{
	if (x->workload != NULL && x->workload->ephemeral_why != NULL)
		lint_weakened(l, x->workload->ephemeral_why);
	else
		return x->subnet != NULL && x->subnet->acl != NULL;
	return false;
}

static const struct sides *
sides_of(struct judge *j, struct sides *by_group,
    const struct security_group *g)
{
	struct sides *out = &by_group[g->is.order];
	struct interface **v;
	size_t n = 0;

	if (out->made)
		return out;
	out->made = true;
	v = arena_array(j->a, g->members.n, sizeof *v);
	for (size_t i = 0; i < g->members.n; i++)
		if (is_told(j->l, g->members.v[i]))
			v[n++] = g->members.v[i];
	if (n > 1)
		qsort(v, n, sizeof *v, compare_members);
	for (size_t i = 0; i < n; i++)
		add_member(j, out, v[i]);
	for (size_t i = 0; i < out->n; i++) {
		struct side *s = &out->v[i];

		s->addresses[0] = addresses_of(j->a, s->v, s->n, IPV4);
		s->addresses[1] = addresses_of(j->a, s->v, s->n, IPV6);
	}
	return out;
}

/* A flow of one kind between two places that have an ACL each. */
struct crossing_acls {
	const struct network_acl *client, *server;
	struct range_set from, to;
	struct port_set ports, answers;
};

static struct port_set
admits(struct judge *j, const struct network_acl *acl, enum direction d,
    struct range_set peers, enum bound bound)
{
	return service_set_ports_from_all(j->a, filter_acl(j->filters, acl, d,
	    peers.family, bound), peers);
}

/* Which ACL surely drops answers of what surely gets there; or NULL. */
static const struct network_acl *
drops_answers(struct judge *j, const struct crossing_acls *x,
    enum direction *direction)
{
	struct port_set there = port_set_intersect(j->a, x->ports,
	    port_set_intersect(j->a,
	    admits(j, x->client, EGRESS, x->to, FILTER_SURE),
	    admits(j, x->server, INGRESS, x->from, FILTER_SURE)));

	if (range_set_is_empty(x->from) || range_set_is_empty(x->to) ||
	    port_set_is_empty(there))
		return NULL;
	*direction = EGRESS;
	if (!port_set_contains(admits(j, x->server, EGRESS, x->from,
	    FILTER_POSSIBLE), x->answers))
		return x->server;
	*direction = INGRESS;
	return port_set_contains(admits(j, x->client, INGRESS, x->to,
	    FILTER_POSSIBLE), x->answers) ? NULL : x->client;
}

/* Two subnets between which answers are dropped; inside one, no ACL looks. */
static const struct network_acl *
find_subnets(struct judge *j, struct crossing_acls x, const struct side *client,
    const struct side *server, enum direction *d, const struct subnet **from,
    const struct subnet **to)
{
	enum family family = x.from.family;

	for (size_t i = 0; i < client->n; i++)
		for (size_t k = 0; k < server->n; k++) {
			const struct network_acl *acl;

			if (client->v[i] == server->v[k])
				continue;
			x.from = addresses_of(j->a, client->v + i, 1, family);
			x.to = addresses_of(j->a, server->v + k, 1, family);
			acl = drops_answers(j, &x, d);
			*from = client->v[i];
			*to = server->v[k];
			if (acl != NULL)
				return acl;
		}
	return NULL;
}

static void
check_sides(struct judge *j, const struct security_group *g,
    const struct security_group *peer, const struct group_rule *r,
    const struct side *client, const struct side *server,
    unsigned protocol)
{
	struct port_set kind = port_set_of_protocol(j->a, protocol);
	const struct subnet *from, *to;
	const struct network_acl *acl;
	enum direction d;
	struct finding *f;

	for (size_t i = 0; i < 2; i++) {
		struct crossing_acls x = { client->acl, server->acl,
			client->addresses[i], server->addresses[i],
			port_set_intersect(j->a, r->ports->v, kind),
			port_set_of_ports(j->a, protocol, client->client.first,
			client->client.last) };

		if (port_set_is_empty(x.ports) ||
		    drops_answers(j, &x, &d) == NULL)
			continue;
		acl = find_subnets(j, x, client, server, &d, &from, &to);
		if (acl == NULL)
			continue;
		f = flag_answer(j, acl, d, clients(j, protocol,
		    client->client), thing_title(j->l->a, d == EGRESS ?
		    &from->is : &to->is), arena_printf(j->l->a,
		    "%s to %s, though %s has \"%s\"",
		    thing_title(j->l->a, &to->is),
		    thing_title(j->l->a, &from->is),
		    thing_title(j->l->a, &g->is),
		    words_group_rule(j->l->a, r)));
		if (f == NULL)
			continue;
		f->severity = SEVERITY_WARNING;
		finding_related(j->l->findings, f, r->at, "the rule");
		f->wants.from = exposed_member_in(peer, from);
		f->wants.to = exposed_member_in(g, to);
		f->wants.point = x.ports.v[0].first;
	}
}

static void
check_reference(struct judge *j, struct sides *by_group,
    const struct security_group *g, const struct group_rule *r)
{
	const struct security_group *peer = r->peer_kind == PEER_SELF ? g :
	    (const struct security_group *)group_rule_to(r);
	const struct sides *clients, *servers;

	if ((r->peer_kind != PEER_SELF && r->peer_kind != PEER_GROUP) ||
	    peer == NULL || peer->is.kind != KIND_SECURITY_GROUP ||
	    !value_is_known(r->ports->is) || group_rule_exists(r) != NULL)
		return;
	clients = sides_of(j, by_group, peer);
	servers = sides_of(j, by_group, g);
	if (!clients->any_closed && !servers->any_closed)
		return;
	for (size_t i = 0; i < clients->n; i++)
		for (size_t k = 0; k < servers->n; k++) {
			const struct side *a = &clients->v[i];
			const struct side *b = &servers->v[k];

			if (!j->closed[a->acl->is.order] &&
			    !j->closed[b->acl->is.order])
				continue;
			check_sides(j, g, peer, r, a, b, PROTOCOL_TCP);
			check_sides(j, g, peer, r, a, b, PROTOCOL_UDP);
		}
}

static void
check_references(struct judge *j)
{
	const struct model *m = j->l->m;
	struct sides *by_group = arena_array(j->a, m->next_order,
	    sizeof *by_group);

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		for (size_t k = 0; g->members.n > 0 && k < g->ingress.n; k++)
			check_reference(j, by_group, g, g->ingress.v[k]);
	}
}

static bool
any_closed(const struct judge *j)
{
	for (size_t i = 0; i < j->l->m->network_acls.n; i++)
		if (j->closed[j->l->m->network_acls.v[i]->is.order])
			return true;
	return false;
}

static void
check_answers(struct lint *l, const struct model *m)
{
	struct arena *a = arena_new();
	struct judge j = judge_new(l, a);
	const struct intents *intents;
	const struct balanced_list *balanced;

	if (any_closed(&j)) {
		intents = lint_intents(l);
		for (size_t i = 0; i < intents->n; i++)
			if (intent_is_missed(&intents->v[i]))
				check_intent(&j, &intents->v[i]);
		balanced = lint_balanced(l);
		for (size_t i = 0; i < balanced->n; i++)
			check_balanced(&j, &balanced->v[i]);
		if (m->expectations.n == 0)
			check_references(&j);
	}
	arena_free(a);
}

/* ----------------------------------------------------- nat-subnet-ephemeral */

/* A table whose subnets go out through a NAT gateway. */
struct user {
	const struct nat_gateway *nat;
	const struct route_table *table;
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
	return (a->table->is.order > b->table->is.order) -
	    (a->table->is.order < b->table->is.order);
}

static struct users
users_of(struct judge *j)
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
					r->target.to, t };

				vec_push(j->a, &all, one);
			}
		}
	}
	vec_sort(&all, compare_users);
	return all;
}

/* The ACL in front of a public NAT gateway, if it denies anything. */
static const struct network_acl *
acl_before(const struct judge *j, const struct nat_gateway *n,
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
flag_nat(struct judge *j, const struct nat_gateway *n,
    const struct network_acl *acl, enum direction d, const char *what,
    const char *ports, const char *peer)
{
	struct lint *l = j->l;
	struct finding *f = flag(l, &acl->is, acl->is.at, "%s stands before "
	    "%s and %s", thing_title(l->a, &acl->is),
	    thing_title(l->a, &n->is), what);

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
check_from_internet(struct judge *j, const struct world *w,
    const struct nat_gateway *n, const struct network_acl *acl)
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
	    "0.0.0.0/0");
}

static struct port_range
widest_client(const struct subnet *s)
{
	struct port_range all = end_ephemeral(&anybody);

	for (size_t i = 0; i < s->interfaces.n; i++) {
		const struct workload *w = s->interfaces.v[i]->workload;
		struct port_range one = ephemeral_of(s->interfaces.v[i]);

		if (w == NULL || w->ephemeral_why != NULL)
			continue;
		if (one.first < all.first)
			all.first = one.first;
		if (one.last > all.last)
			all.last = one.last;
	}
	return all;
}

static bool
check_to_client(struct judge *j, const struct nat_gateway *n,
    const struct network_acl *acl, const struct subnet *client)
{
	struct port_range range = widest_client(client);
	struct port_set lost, wide = port_set_of_ports(j->a, PROTOCOL_TCP,
	    range.first, range.last);
	const char *ports;
	struct finding *f;

	if (!value_is_known(client->cidr.is))
		return false;
	lost = port_set_subtract(j->a, wide, admits(j, acl, EGRESS,
	    range_set_of_cidr(j->a, client->cidr.v), FILTER_POSSIBLE));
	if (port_set_count(lost) <= port_set_count(wide) / 100)
		return false;
	ports = notation_ports_format(j->l->a, lost);
	f = flag_nat(j, n, acl, EGRESS, arena_printf(j->l->a, "lets no answers "
	    "out to %s of its clients in %s", ports,
	    thing_title(j->l->a, &client->is)), ports,
	    words_cidr(j->l->a, client->cidr.v));
	finding_related(j->l->findings, f, client->is.at, "the clients");
	return true;
}

static void
check_nats(struct lint *l, const struct model *m)
{
	struct arena *a = arena_new();
	struct judge j = judge_new(l, a);
	struct users all = any_closed(&j) ? users_of(&j) :
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
		check_from_internet(&j, w, all.v[i].nat, acl);
		for (size_t k = i; k < end && !said; k++) {
			const struct route_table *t = all.v[k].table;

			for (size_t s = 0; s < t->subnets.n && !said; s++)
				said = t->subnets.v[s] != at &&
				    check_to_client(&j, all.v[i].nat, acl,
				    t->subnets.v[s]);
		}
	}
	arena_free(a);
}

/* --------------------------------------------- admin-port-after-first-match */

static void
check_admin_of(struct judge *j, const struct world *w,
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
	struct judge j = judge_new(l, a);
	struct world *w = world_new(a);

	for (size_t i = 0; i < m->network_acls.n; i++)
		if (m->network_acls.v[i]->is.at.file != 0 &&
		    m->network_acls.v[i]->subnets.n > 0)
			check_admin_of(&j, w, m->network_acls.v[i]);
	arena_free(a);
}

/* ---------------------------------------------------------------- table */

#define TWO_TIERS(egress)						\
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {) \
	JSON("app-a": {"az": "a", "cidr": "10.0.1.0/24"},)		\
	JSON("db-a": {"az": "a", "cidr": "10.0.2.0/24", "network_acl": "db"}},) \
	JSON("security_groups": {"app": {}, "db": {"ingress": ["tcp/5432 from app"]}},) \
	JSON("network_acls": {"db": {"ingress": ["100 allow tcp/5432 from 10.0.1.0/24"],) \
	JSON("egress": [egress]}},)					\
	JSON("workloads": {)						\
	JSON("app": {"kind": "instance", "subnets": ["app-a"], "security_groups": ["app"]},) \
	JSON("db": {"kind": "instance", "subnets": ["db-a"], "security_groups": ["db"]}}}},) \
	JSON("expect": ["app reaches db on tcp/5432"]})
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

const struct rule rules_acl_answer[] = {
	{ .check = check_answers, .is = {
		.code = "NA005",
		.name = "ephemeral-return-blocked",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a network ACL that drops the answers of a flow that is meant",
		.aws = "Network ACLs are stateless.  An answer goes to the port that the client "
		    "chose: 32768-60999 for Linux, 1024-65535 for load balancers, NAT gateways, "
		    "Lambda and clients of the internet.",
		.why = "The request arrives and the answer is dropped: connections time out, and "
		    "nothing but flow logs shows where.",
		.intent = "Without expectations it looks at load balancers and their targets, and "
		    "at flows that rules about groups state; of the latter it warns.",
		.bad = TWO_TIERS("100 allow tcp/443 to 10.0.1.0/24"),
		.good = TWO_TIERS("100 allow tcp/1024-65535 to 10.0.1.0/24"),
		.reference = ACLS,
	} },
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
