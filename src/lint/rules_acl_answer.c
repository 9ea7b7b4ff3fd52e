/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/acl_judge.h"
#include "lint/balanced.h"
#include "lint/exposed.h"
#include "lint/intents.h"
#include "lint/words.h"
#include "model/notation.h"
#include "reach/reach.h"

#include <stdlib.h>

/*
 * Network ACLs have no memory: the answer to a connection needs an entry of
 * its own, for the port that the client happens to use.
 */

struct judge {
	struct lint *l;
	struct arena *a;		/* scratch */
	const struct acl_judge *acls;
	bool *said[2];		/* by direction and order: of that list the
				   rule has spoken */
};

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
	    direction_name(direction), filter_acl_may_allow(j->acls->filters, j->a,
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
	struct port_range all = acl_judge_anybody();

	for (size_t i = 0; i < ends.n; i++) {
		struct port_range one = end_ephemeral(ends.v[i]);

		all = i == 0 ? one : acl_judge_either(all, one);
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

/* Whether an entry that may not be there allows something: perhaps the answers
 * that are lost without it. */
static bool
may_let_out(struct lint *l, const struct network_acl *acl,
    enum direction direction)
{
	size_t n = direction == EGRESS ? acl->egress.n : acl->ingress.n;
	struct acl_entry *const *v = direction == EGRESS ? acl->egress.v :
	    acl->ingress.v;

	for (size_t i = 0; i < n; i++)
		if (v[i]->allow && v[i]->exists != NULL &&
		    !condition_same(v[i]->exists, acl->is.exists)) {
			lint_weakened(l, "an entry depends on a condition");
			return true;
		}
	return false;
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
		if (may_let_out(j->l, acl, b->direction[0] == 'e' ? EGRESS :
		    INGRESS))
			continue;
		f = flag_answer(j, acl, b->direction[0] == 'e' ? EGRESS :
		    INGRESS, clients(j, protocol_of(i->e),
		    client_ports(j, &i->from)), "the other side",
		    arena_printf(j->l->a, "\"%s\"", i->e->text));
		if (f == NULL)
			continue;
		finding_related(j->l->findings, f, i->e->at,
		    "who waits for them");
		if (i->o->witness != NULL)
			finding_witness(j->l->findings, f, "unanswered", "%s",
			    i->o->witness);
		if (i->o->from != NULL)
			finding_witness(j->l->findings, f, "ends", "%s -> %s",
			    i->o->from, i->o->to);
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
		if (may_let_out(j->l, acl, direction[0] == 'e' ? EGRESS :
		    INGRESS))
			continue;
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

static void
add_member(struct judge *j, struct sides *out, const struct interface *x)
{
	struct port_range r = acl_judge_client(x);
	struct side *s = out->n > 0 ? &out->v[out->n - 1] : NULL;

	if (s == NULL || s->acl != x->subnet->acl) {
		struct side fresh = { .acl = x->subnet->acl, .client = r,
			.addresses = { range_set_empty(IPV4),
			range_set_empty(IPV6) } };

		vec_push(j->a, out, fresh);
		s = &out->v[out->n - 1];
		out->any_closed |= j->acls->closed[s->acl->is.order];
	}
	s->client = acl_judge_either(s->client, r);
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

/* A rule of a group that names another, or the same: it states flows. */
struct stated {
	const struct security_group *group, *peer;
	const struct group_rule *rule;
};

/* Which ACL surely drops answers of what surely gets there; or NULL. */
static const struct network_acl *
drops_answers(struct judge *j, const struct crossing_acls *x,
    enum direction *direction)
{
	struct port_set there = port_set_intersect(j->a, x->ports,
	    port_set_intersect(j->a,
	    acl_judge_admits(j->acls, x->client, EGRESS, x->to, FILTER_SURE),
	    acl_judge_admits(j->acls, x->server, INGRESS, x->from, FILTER_SURE)));

	if (range_set_is_empty(x->from) || range_set_is_empty(x->to) ||
	    port_set_is_empty(there))
		return NULL;
	*direction = EGRESS;
	if (!port_set_contains(acl_judge_admits(j->acls, x->server, EGRESS, x->from,
	    FILTER_POSSIBLE), x->answers))
		return x->server;
	*direction = INGRESS;
	return port_set_contains(acl_judge_admits(j->acls, x->client, INGRESS, x->to,
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
check_sides(struct judge *j, const struct stated *of,
    const struct side *client, const struct side *server, unsigned protocol)
{
	struct port_set kind = port_set_of_protocol(j->a, protocol);
	const struct subnet *from, *to;
	const struct network_acl *acl;
	enum direction d;
	struct finding *f;

	for (size_t i = 0; i < 2; i++) {
		struct crossing_acls x = { client->acl, server->acl,
			client->addresses[i], server->addresses[i],
			port_set_intersect(j->a, of->rule->ports->v, kind),
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
		    thing_title(j->l->a, &of->group->is),
		    words_group_rule(j->l->a, of->rule)));
		if (f == NULL)
			continue;
		f->severity = SEVERITY_WARNING;
		finding_related(j->l->findings, f, of->rule->at, "the rule");
		f->wants.from = exposed_member_in(of->peer, from);
		f->wants.to = exposed_member_in(of->group, to);
		f->wants.point = x.ports.v[0].first;
	}
}

static void
check_reference(struct judge *j, struct sides *by_group,
    const struct security_group *g, const struct group_rule *r)
{
	const struct security_group *peer = r->peer_kind == PEER_SELF ? g :
	    (const struct security_group *)group_rule_to(r);
	const struct stated of = { g, peer, r };
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

			if (!j->acls->closed[a->acl->is.order] &&
			    !j->acls->closed[b->acl->is.order])
				continue;
			check_sides(j, &of, a, b, PROTOCOL_TCP);
			check_sides(j, &of, a, b, PROTOCOL_UDP);
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

static void
check_answers(struct lint *l, const struct model *m)
{
	struct arena *a = arena_new();
	struct acl_judge acls = acl_judge_new(l, a);
	struct judge j = { l, a, &acls, {
		arena_array(a, m->next_order, sizeof *j.said[0]),
		arena_array(a, m->next_order, sizeof *j.said[1]) } };
	const struct intents *intents;
	const struct balanced_list *balanced;

	if (acl_judge_any_closed(&acls)) {
		intents = lint_intents(l);
		for (size_t i = 0; i < intents->n; i++)
			if (intent_is_missed(&intents->v[i]))
				check_intent(&j, &intents->v[i]);
		balanced = lint_balanced(l);
		for (size_t i = 0; i < balanced->n; i++)
			check_balanced(&j, &balanced->v[i]);
		if (!intents_are_declared(m))
			check_references(&j);
	}
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
		.reference = "Amazon VPC User Guide, Network ACLs: ephemeral ports",
	} },
	{ .check = NULL }
};
