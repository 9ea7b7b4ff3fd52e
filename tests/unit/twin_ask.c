/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

#include "base/str.h"
#include "model/facts.h"

/*
 * A question to the twin: the packet is sent; if it arrives, its answer is
 * sent back for ports that the client may use.  Only network ACLs tell ports
 * of answers apart, so the ends of the range and the ends of what ACL entries
 * say are enough.  Each thing that rewrites the source (a NAT gateway, a
 * balancer) chooses a port of its own: all combinations are tried.
 */

enum { CANDIDATES_MAX = 64 };

struct candidates {
	unsigned v[CANDIDATES_MAX];
	size_t n;
};

static struct owner
owner_of(const struct twin_place *p)
{
	return (struct owner){ .interface = p->interface,
		.subnet = p->subnet, .vpc = p->vpc };
}

/* What the packet says it is for. */
static struct spot
destination(const struct twin_question *q)
{
	bool outside = q->from.kind == TWIN_INTERNET || q->to.by_public;

	if (q->to.by_nat64) {
		struct spot s = q->to.by_public ? public_spot(q->to.interface)
		    : spot_of(IPV4, q->to.address);

		return nat64_spot(s.block.base);
	}
	if (q->to.kind == TWIN_SERVICE)
		return (struct spot){ .service = q->to.service,
			.block = cidr_everything(q->family) };
	if (q->family == IPV4 && outside && q->to.kind == TWIN_INTERFACE)
		return public_spot(q->to.interface);
	return spot_of(q->family, q->to.address);
}

static bool
from_network(struct trip *t)
{
	const struct network *n = t->q->from.network;
	const struct trip start = *t;

	drop(t, "nothing leads to the network");
	for (size_t i = 0; i < n->vpns.n; i++) {
		*t = start;
		if (enter_by_vpn(t, n->vpns.v[i]) || t->doubt)
			return !t->doubt;
	}
	return false;
}

static bool
start(struct trip *t)
{
	const struct twin_question *q = t->q;

	switch (q->from.kind) {
	case TWIN_INTERFACE:
	case TWIN_BARE:
		return leave(t, q->from.subnet);
	case TWIN_NETWORK:
		return from_network(t);
	case TWIN_INTERNET:
		if (q->family == IPV4 && q->to.kind == TWIN_INTERFACE &&
		    !has_public(q->to.interface))
			return drop(t, "it has no public address");
		return enter_from_internet(t);
	default:
		return drop(t, "nobody is there to send");
	}
}

/* The sender's groups see the packet as it sends it. */
static bool
may_leave(struct trip *t, const struct twin_packet *sent)
{
	const struct twin_packet now = t->p;
	bool out;

	if (t->q->from.kind != TWIN_INTERFACE)
		return true;
	t->p = *sent;
	out = groups_admit(t, t->q->from.interface, EGRESS,
	    named_by_egress(t, t->q->from.vpc));
	t->p = now;
	return out;
}

/* A balancer sends to targets in AZs that it is enabled in. */
static bool
serves_az(struct trip *t)
{
	const struct interface *from = t->q->from.interface;
	const struct twin_place *to = &t->q->to;

	if (from == NULL || from->workload == NULL ||
	    !workload_type(from->workload->kind)->is_load_balancer ||
	    to->subnet == NULL || to->vpc != t->q->from.vpc ||
	    to->by_public)
		return true;
	for (size_t i = 0; i < from->workload->interfaces.n; i++)
		if (str_equal(from->workload->interfaces.v[i]->subnet->az_key,
		    to->subnet->az_key))
			return true;
	return drop(t, "the balancer is not enabled in the AZ");
}

static bool
send_packet(struct trip *t)
{
	const struct twin_question *q = t->q;

	t->p = (struct twin_packet){
		.protocol = q->protocol, .port = q->port,
		.from = spot_of(q->family, q->from.address),
		.to = destination(q),
		.owner = owner_of(&q->from),
		.named = q->from.interface,
	};
	t->n_ports = 1;
	t->family = q->family;
	const struct twin_packet sent = t->p;

	return opens_flow_to(t) && serves_az(t) && start(t) && may_leave(t, &sent);
}

/* Which answer a packet gets; false if it needs none. */
static bool
answer_port(const struct trip *t, unsigned *port)
{
	unsigned type = t->p.port >> 8;

	switch (t->p.protocol) {
	case PROTOCOL_TCP:
	case PROTOCOL_UDP:
		*port = t->ports[t->n_ports - 1];
		return true;
	case PROTOCOL_ICMP:
		*port = 0;
		return type == 8;
	case PROTOCOL_ICMPV6:
		*port = 129 << 8;
		return type == 128;
	default:
		*port = t->p.port;
		return true;
	}
}

static bool
start_answer(struct trip *t)
{
	const struct twin_place *to = &t->q->to;
	const struct station *last = top(t);

	switch (to->kind) {
	case TWIN_INTERFACE:
		if (last != NULL && last->kind == STATION_BALANCER)
			return back_through_balancer(t);
		return leave(t, t->receiver != NULL ? t->receiver->subnet :
		    to->subnet);
	case TWIN_BARE:
		return leave(t, to->subnet);
	case TWIN_NETWORK:
		return enter_by_vpn(t, t->vpn);
	case TWIN_SERVICE:
		if (last == NULL || last->kind != STATION_SERVICE)
			return come_back_from_internet(t);
		t->n--;
		t->p.to = last->before.from;
		t->p.to_owner = last->before.owner;
		return arrive(t, last->vpc, NULL);
	case TWIN_INTERNET:
		return come_back_from_internet(t);
	case TWIN_NOWHERE:
	case TWIN_HOST:
		break;
	}
	return drop(t, "nobody is there to answer");
}

/* The same things in the other order. */
static bool
send_answer(const struct trip *there, const unsigned *ports,
    struct twin_answer *out, bool *doubt)
{
	struct trip t = *there;
	unsigned port;
	bool back;

	t.ports = ports;
	t.reply = true;
	t.delivered = false;
	t.hops = 0;
	t.az = NULL;
	if (!answer_port(&t, &port))
		return true;
	t.p.port = port;
	t.p.from = there->p.to;
	t.p.to = there->p.from;
	t.p.to_owner = there->p.owner;
	t.p.named = t.p.balancer = NULL;
	t.p.owner = owner_of(&t.q->to);
	if (there->receiver != NULL)
		t.p.owner = (struct owner){ .interface = there->receiver,
			.subnet = there->receiver->subnet,
			.vpc = there->receiver->is.vpc };
	back = start_answer(&t) && t.delivered && !t.doubt;
	if (!back) {
		out->why = t.why;
		out->why_port = port;
	}
	*doubt |= t.doubt;
	return back;
}

static struct port_range
client_ports(const struct twin_place *from)
{
	struct port_range narrow = {
		(uint32_t)fact_value(FACT_EPHEMERAL_FIRST),
		(uint32_t)fact_value(FACT_EPHEMERAL_LAST)
	}, wide = {
		(uint32_t)fact_value(FACT_EPHEMERAL_WIDE_FIRST),
		(uint32_t)fact_value(FACT_EPHEMERAL_WIDE_LAST)
	};
	const struct workload *w = from->interface != NULL ?
	    from->interface->workload : NULL;

	if (from->kind == TWIN_INTERNET || from->kind == TWIN_NETWORK)
		return wide;
	if (w == NULL)
		return narrow;
	if (w->ephemeral.last != 0)
		return w->ephemeral;
	return workload_type(w->kind)->wide_ephemeral ? wide : narrow;
}

static void
add(struct candidates *c, struct port_range within, int64_t port)
{
	if (port < (int64_t)within.first || port > (int64_t)within.last ||
	    c->n == CANDIDATES_MAX)
		return;
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i] == (unsigned)port)
			return;
	c->v[c->n++] = (unsigned)port;
}

static void
add_entry(struct candidates *c, struct port_range within, unsigned protocol,
    const struct acl_entry *e)
{
	for (size_t i = 0; i < e->ports.v.n; i++) {
		int64_t first = (int64_t)e->ports.v.v[i].first -
		    ((int64_t)protocol << 16);
		int64_t last = (int64_t)e->ports.v.v[i].last -
		    ((int64_t)protocol << 16);

		add(c, within, first - 1);
		add(c, within, first);
		add(c, within, last);
		add(c, within, last + 1);
	}
}

static struct candidates
find_candidates(const struct twin_question *q, struct port_range within)
{
	struct candidates c = { .n = 0 };
	const struct model *m = q->m;

	add(&c, within, within.first);
	add(&c, within, within.last);
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];

		for (size_t j = 0; j < acl->ingress.n; j++)
			add_entry(&c, within, q->protocol,
			    acl->ingress.v[j]);
		for (size_t j = 0; j < acl->egress.n; j++)
			add_entry(&c, within, q->protocol, acl->egress.v[j]);
	}
	return c;
}

/* All combinations of ports, as digits of one number. */
static enum twin_verdict
try_ports(const struct trip *there, struct twin_answer *out)
{
	const struct twin_question *q = there->q;
	struct port_range wide = {
		(uint32_t)fact_value(FACT_EPHEMERAL_WIDE_FIRST),
		(uint32_t)fact_value(FACT_EPHEMERAL_WIDE_LAST)
	};
	struct candidates own = find_candidates(q, client_ports(&q->from));
	struct candidates rewritten = find_candidates(q, wide);
	bool has_ports = q->protocol == PROTOCOL_TCP ||
	    q->protocol == PROTOCOL_UDP;
	size_t total = has_ports ? own.n : 1, back = 0;
	bool doubt = false;

	for (unsigned i = 1; has_ports && i < there->n_ports; i++)
		total *= rewritten.n;
	for (size_t i = 0; i < total; i++) {
		unsigned ports[TWIN_PORTS_MAX] = { own.v[i % own.n] };
		size_t rest = i / own.n;

		for (unsigned j = 1; j < there->n_ports; j++) {
			ports[j] = rewritten.v[rest % rewritten.n];
			rest /= rewritten.n;
		}
		back += send_answer(there, ports, out, &doubt);
	}
	if (doubt)
		return TWIN_DOUBT;
	return back == total ? TWIN_YES : back > 0 ? TWIN_SOME :
	    TWIN_ONE_WAY;
}

static struct twin_answer
ask(const struct twin_question *q, unsigned choice, unsigned *n_choices)
{
	struct trip t = { .q = q, .choice = choice };
	struct twin_answer out = { .verdict = TWIN_NO };
	bool sent = send_packet(&t);

	*n_choices = t.n_choices;
	out.why = t.why;
	if (t.doubt)
		out.verdict = TWIN_DOUBT;
	if (!sent || t.doubt)
		return out;
	out.arrives = true;
	if (t.unheard || (q->to.kind == TWIN_INTERFACE &&
	    !listens(q->to.interface, q->protocol, q->port))) {
		out.why = "nobody listens";
		return out;
	}
	out.verdict = try_ports(&t, &out);
	return out;
}

/* A balancer has a target for it: one that works is enough. */
static void
take_better(struct twin_answer *best, const struct twin_answer *other)
{
	best->arrives |= other->arrives;
	if (other->verdict == TWIN_DOUBT || (best->verdict != TWIN_DOUBT &&
	    other->verdict > best->verdict)) {
		best->verdict = other->verdict;
		best->why = other->why;
		best->why_port = other->why_port;
	}
}

/* It is asked on the host: by interfaces and by bare addresses of a VPC. */
static struct twin_answer
ask_host(const struct twin_question *q)
{
	struct twin_answer out = { .verdict = TWIN_NO,
		.why = "nobody answers there on the host" };

	if (q->from.vpc == NULL || !is_on_host(q->from.vpc, q->family,
	    q->to.address))
		return out;
	out.arrives = true;
	if (!host_serves(q))
		return out;
	out.verdict = TWIN_YES;
	out.why = NULL;
	return out;
}

struct twin_answer
twin_ask(const struct twin_question *q)
{
	unsigned n, same;
	struct twin_answer out, other;

	if (q->from.interface != NULL && q->from.interface->endpoint != NULL)
		return (struct twin_answer){ .verdict = TWIN_NO,
			.why = "an endpoint only answers" };
	if (q->to.kind == TWIN_HOST)
		return ask_host(q);
	out = ask(q, 0, &n);
	for (unsigned i = 1; i < n; i++) {
		other = ask(q, i, &same);
		take_better(&out, &other);
	}
	return out;
}

const char *
twin_verdict_name(enum twin_verdict v)
{
	static const char *const names[] = {
		[TWIN_NO] = "no", [TWIN_ONE_WAY] = "one-way",
		[TWIN_SOME] = "some", [TWIN_YES] = "yes",
		[TWIN_DOUBT] = "doubt",
	};

	return names[v];
}
