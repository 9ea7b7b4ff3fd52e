/* SPDX-License-Identifier: MIT */
#include "twin_compare.h"

#include <string.h>

enum { ASSUMPTIONS = 5, PAIRS = 24, PACKETS = 8, TRIES = 4 };

static void
note_block(struct comparison *c, struct cidr block)
{
	unsigned f = FAMILY_INDEX(block.family);

	if (block.family == 0)
		return;
	vec_push(c->a, &c->addresses[f], block.base);
	vec_push(c->a, &c->addresses[f], cidr_last(block));
}

static void
note_rules(struct comparison *c, struct group_rule *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		note_block(c, group_rule_block(v[i]));
}

static void
note_entries(struct comparison *c, struct acl_entry *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		note_block(c, v[i]->cidr.v);
}

/* The ends of all blocks: where mistakes are. */
static void
note_addresses(struct comparison *c)
{
	const struct model *m = c->m;

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		note_rules(c, g->ingress.v, g->ingress.n);
		note_rules(c, g->egress.v, g->egress.n);
	}
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *n = m->network_acls.v[i];

		note_entries(c, n->ingress.v, n->ingress.n);
		note_entries(c, n->egress.v, n->egress.n);
	}
	for (size_t i = 0; i < m->prefix_lists.n; i++)
		for (size_t j = 0; j < m->prefix_lists.v[i]->entries.n; j++)
			note_block(c,
			    m->prefix_lists.v[i]->entries.v[j].v);
	for (size_t i = 0; i < m->route_tables.n; i++)
		for (size_t j = 0; j < m->route_tables.v[i]->routes.n; j++)
			note_block(c,
			    m->route_tables.v[i]->routes.v[j]->cidr.v);
}

static void
note_things(struct comparison *c)
{
	const struct model *m = c->m;

	for (size_t i = 0; i < m->workloads.n; i++)
		for (unsigned j = 0; j < 3; j++)
			vec_push(c->a, &c->names, m->workloads.v[i]->is.name);
	for (size_t i = 0; i < m->subnets.n; i++) {
		vec_push(c->a, &c->names, m->subnets.v[i]->is.name);
		if (m->subnets.v[i]->az_key != NULL)
			vec_push(c->a, &c->zones, m->subnets.v[i]->az_key);
	}
	for (size_t i = 0; i < m->networks.n; i++)
		vec_push(c->a, &c->names, m->networks.v[i]->is.name);
	for (size_t i = 0; i < m->endpoints.n; i++)
		if (m->endpoints.v[i]->type == ENDPOINT_INTERFACE)
			vec_push(c->a, &c->names,
			    m->endpoints.v[i]->is.name);
	for (size_t i = 0; i < m->elastic_ips.n; i++) {
		char text[ADDR_TEXT_MAX];
		const struct address_value *v =
		    &m->elastic_ips.v[i]->address;

		if (value_is_known(v->is) && v->family == IPV4)
			vec_push(c->a, &c->names, arena_strdup(c->a,
			    addr_format(v->v, IPV4, text)));
	}
}

static void
note_names(struct comparison *c)
{
	static const char *const always[] = {
		"internet", "internet", "internet", "s3", "sqs", "dynamodb",
		"8.8.8.8", "203.0.113.9", "10.0.0.10", "10.1.1.11",
		"10.0.1.200", "192.168.9.1", "10.0.0.2", "169.254.169.253",
		"169.254.169.254", "169.254.169.123", "fd00:ec2::254",
		"fd00:ec2::253", "100.64.0.9", "64:ff9b::808:808",
		"64:ff9b::a00:10b", "64:ff9b::a01:10b", "64:ff9b::/96",
		"64:ff9b::c0a8:901"
	};

	note_things(c);
	for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
		vec_push(c->a, &c->names, always[i]);
}

struct comparison *
comparison_new(struct arena *a, const char *text, size_t length)
{
	struct load_options options = { .format = NULL };
	struct load *l = load_new(a, &options);
	struct comparison *c = arena_alloc(a, sizeof *c);

	load_bytes(l, "made.json", text, length, true);
	c->a = a;
	c->m = load_finish(l);
	if (l->complaints.n > 0)
		return NULL;
	c->reach = reach_new(a, c->m, routes_new(a, c->m));
	c->selector = reach_selector(c->reach);
	note_names(c);
	note_addresses(c);
	return c;
}

/* An address of the set: at its ends, where a block ends, or anywhere. */
static struct addr
choose_address(struct comparison *c, struct unit_random *r,
    struct range_set set)
{
	unsigned f = FAMILY_INDEX(set.family);
	struct range in = set.v[unit_random_below(r, (uint32_t)set.n)];
	struct addr a;

	for (unsigned i = 0; i < 6 && c->addresses[f].n > 0; i++) {
		a = c->addresses[f].v[unit_random_below(r,
		    (uint32_t)c->addresses[f].n)];
		if (range_set_has(set, a) && unit_random_below(r, 2) == 0)
			return a;
	}
	switch (unit_random_below(r, 3)) {
	case 0:
		return in.first;
	case 1:
		return in.last;
	default:
		a = addr_add(in.first, addr_from_u64(unit_random_below(r,
		    200)));
		return addr_compare(a, in.last) <= 0 ? a : in.last;
	}
}

/* The interface of the class that has the address. */
static const struct interface *
interface_with(const struct end *e, enum family family, struct addr a)
{
	const struct subnet *s = e->subnet;

	for (size_t i = 0; s != NULL && i < s->interfaces.n; i++) {
		const struct interface *x = s->interfaces.v[i];
		size_t n = family == IPV4 ? x->addresses.n :
		    x->ipv6_addresses.n;

		if (x->workload != e->workload || x->endpoint != e->endpoint)
			continue;
		for (size_t j = 0; j < n; j++)
			if (addr_equal(family == IPV4 ?
			    x->addresses.v[j].v : x->ipv6_addresses.v[j].v,
			    a))
				return x;
	}
	return e->interface;
}

struct twin_place
twin_place_of(const struct end *e, enum family family, struct addr a)
{
	static const enum twin_kind kinds[] = {
		[END_INTERFACES] = TWIN_INTERFACE,
		[END_ADDRESSES] = TWIN_BARE,
		[END_NOWHERE] = TWIN_NOWHERE,
		[END_INTERNET] = TWIN_INTERNET,
		[END_NETWORK] = TWIN_NETWORK,
		[END_SERVICE] = TWIN_SERVICE,
		[END_HOST_SERVICE] = TWIN_HOST,
	};
	struct twin_place p = { .kind = kinds[e->kind], .address = a,
		.subnet = e->subnet, .vpc = e->vpc, .network = e->network,
		.service = e->service, .by_public = e->by_public,
		.by_nat64 = e->by_nat64 };

	if (e->by_nat64)
		p.address = twin_nat64_address(a);
	/* A public one is known; what it is inside, the interface says. */
	if (e->by_nat64 && e->by_public)
		p.address = e->addresses[0].v[0].first;
	if (p.kind == TWIN_INTERFACE)
		p.interface = interface_with(e, e->by_nat64 ? IPV4 : family,
		    p.address);
	return p;
}

static bool
has(struct flow f, uint32_t point, struct addr from, struct addr to,
    bool any_to)
{
	for (size_t i = 0; i < f.n; i++)
		if (port_set_has(f.v[i].ports, point) &&
		    range_set_has(f.v[i].from, from) &&
		    (any_to || range_set_has(f.v[i].to, to)))
			return true;
	return false;
}

struct asking {			/* one packet, and what both say of it */
	uint32_t point;
	struct addr to_address;	/* as it was asked for: perhaps public */
	const char *from_name, *to_name;
	const struct end *from, *to;
	const struct answer *answer;
	struct twin_question q;
	struct twin_answer twin;
	const char *engine;
	bool engine_arrives;
};

static bool
is_in(const struct asking *k, struct flow f)
{
	return has(f, k->point, k->q.from.address, k->to_address,
	    k->to->kind == END_SERVICE);
}

static const char *
part_of(const struct asking *k)
{
	const struct answer *a = k->answer;
	const struct {
		const char *name;
		struct flow flow;
	} parts[] = {
		{ "yes", a->yes }, { "some", a->some },
		{ "one-way", a->one_way }, { "no", a->no },
		{ "unknown", a->unknown },
	};
	const char *out = NULL;

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (!is_in(k, parts[i].flow))
			continue;
		if (out != NULL && k->to->kind != END_SERVICE)
			return "two parts at once";
		out = parts[i].name;
	}
	return out != NULL ? out : "no part at all";
}

static void
report(struct comparison *c, const struct asking *k)
{
	char from[ADDR_TEXT_MAX], to[ADDR_TEXT_MAX];

	if (c->difference != NULL)
		return;
	c->difference = arena_printf(c->a, "%s (%s) to %s (%s%s), "
	    "%s to %s, protocol %u port %u%s%s: the engine says %s%s, "
	    "the twin %s%s (%s, port %u)", k->from_name,
	    end_title(c->a, k->from), k->to_name, end_title(c->a, k->to),
	    k->to->by_public ? ", by its public address" : "",
	    addr_format(k->q.from.address, k->q.family, from),
	    addr_format(k->q.to.address, k->q.family, to),
	    k->q.protocol, k->q.port,
	    k->q.lost_az != NULL ? ", losing " : "",
	    k->q.lost_az != NULL ? k->q.lost_az : "", k->engine,
	    k->engine_arrives ? " (arrives)" : "",
	    twin_verdict_name(k->twin.verdict),
	    k->twin.arrives ? " (arrives)" : "",
	    k->twin.why != NULL ? k->twin.why : "", k->twin.why_port);
}

struct traffic {
	unsigned protocol, port;
};

static struct traffic
choose_traffic(struct unit_random *r, enum family family)
{
	static const struct traffic some[] = {
		{ PROTOCOL_TCP, 443 }, { PROTOCOL_TCP, 443 },
		{ PROTOCOL_TCP, 22 }, { PROTOCOL_TCP, 80 },
		{ PROTOCOL_TCP, 5432 }, { PROTOCOL_TCP, 40000 },
		{ PROTOCOL_TCP, 8080 }, { PROTOCOL_UDP, 53 },
		{ PROTOCOL_TCP, 1023 }, { PROTOCOL_TCP, 40001 },
		{ PROTOCOL_UDP, 40000 }, { 50, 0 }, { 0, 0 },
		{ PROTOCOL_UDP, 123 }, { PROTOCOL_TCP, 53 },
	};
	struct traffic t = some[unit_random_below(r,
	    sizeof some / sizeof some[0])];
	bool echo = unit_random_below(r, 3) > 0;

	if (t.protocol != 0)
		return t;
	if (family == IPV4)
		return (struct traffic){ PROTOCOL_ICMP, echo ? 8 << 8 :
			3 << 8 | 4 };
	return (struct traffic){ PROTOCOL_ICMPV6, echo ? 128 << 8 : 2 << 8 };
}

/*
 * The engine may not know either; but if it is sure, it is right whatever the
 * addresses are that neither knows.
 */
static void
judge_doubt(struct comparison *c, struct asking *k)
{
	unsigned f = FAMILY_INDEX(k->q.family);

	if (str_equal(k->engine, "unknown"))
		return;
	k->q.assumed = c->addresses[f].v;
	k->q.n_assumed = c->addresses[f].n;
	for (k->q.assume = 1; k->q.assume <= ASSUMPTIONS; k->q.assume++) {
		k->twin = twin_ask(&k->q);
		if (k->twin.verdict != TWIN_DOUBT && !str_equal(k->engine,
		    twin_verdict_name(k->twin.verdict)))
			report(c, k);
	}
}

static void
judge(struct comparison *c, struct asking *k)
{
	const struct answer *a = k->answer;

	k->point = port_point(k->q.protocol, k->q.port);
	k->to_address = k->to->by_nat64 ? k->to_address : k->to->by_public ?
	    k->to->public_addresses.v[0].first : k->q.to.address;
	k->twin = twin_ask(&k->q);
	k->engine = part_of(k);
	k->engine_arrives = is_in(k, a->arrives);
	c->tally.packets++;
	c->tally.by_verdict[k->twin.verdict]++;
	if (k->twin.verdict == TWIN_DOUBT) {
		judge_doubt(c, k);
		return;
	}
	if (!str_equal(k->engine, twin_verdict_name(k->twin.verdict)) ||
	    k->engine_arrives != k->twin.arrives ||
	    is_in(k, a->may_arrive) != k->twin.arrives)
		report(c, k);
}

/* Ends between which nothing of the network lies, or that send nothing. */
static bool
is_beside(const struct end *from, const struct end *to)
{
	return from->kind == END_SERVICE || from->kind == END_NOWHERE ||
	    (from->kind == END_INTERNET && to->kind != END_INTERFACES &&
	    to->kind != END_ADDRESSES) ||
	    (from->kind == END_NETWORK && from->network == to->network);
}

static bool
is_lost(const struct end *e, const char *zone)
{
	const char *az = end_az(e);

	return zone != NULL && az != NULL && str_equal(az, zone);
}

/* Both ends cannot have one address, if they are planned or bare. */
static bool
is_one(const struct asking *k)
{
	return k->from->vpc != NULL && k->from->vpc == k->to->vpc &&
	    (addr_equal(k->q.from.address, k->q.to.address) ||
	    (k->to->by_public && k->q.from.interface ==
	    k->q.to.interface));
}

/* Some packets between two ends of one family. */
static void
ask_ends(struct comparison *c, struct asking k, enum family family,
    unsigned packets)
{
	unsigned f = FAMILY_INDEX(family);
	struct unit_random *r = c->r;
	struct arena *scratch;
	struct question q = { .from = k.from, .to = k.to, .family = family };
	struct answer answer;

	if (range_set_is_empty(k.from->addresses[f]) ||
	    range_set_is_empty(k.to->addresses[f]) ||
	    is_beside(k.from, k.to) || (k.to->by_nat64 && family == IPV4))
		return;
	if (c->zones.n > 0 && unit_random_below(r, 10) == 0)
		q.lost_az = c->zones.v[unit_random_below(r,
		    (uint32_t)c->zones.n)];
	if (is_lost(k.from, q.lost_az) || is_lost(k.to, q.lost_az))
		return;
	scratch = arena_new();
	q.ports = port_set_everything();
	answer = reach_ask(c->reach, scratch, &q);
	k.answer = &answer;
	for (unsigned i = 0; i < packets; i++) {
		struct traffic t = choose_traffic(r, family);

		k.q = (struct twin_question){ .m = c->m, .family = family,
			.protocol = t.protocol, .port = t.port,
			.lost_az = q.lost_az };
		k.q.from = twin_place_of(k.from, family, choose_address(c, r,
		    k.from->addresses[f]));
		k.to_address = choose_address(c, r, k.to->addresses[f]);
		k.q.to = twin_place_of(k.to, family, k.to_address);
		if (!is_one(&k))
			judge(c, &k);
	}
	arena_free(scratch);
}

static bool
select_name(struct comparison *c, const char *name, struct selection *out)
{
	const char *why;

	return select_find(c->a, c->selector, 0, NULL, name, out, &why) ==
	    SELECT_OK;
}

static void
ask_names(struct comparison *c, const char *from_name, const char *to_name,
    unsigned packets)
{
	struct selection from, to;
	const struct places *places = reach_places(c->reach);
	struct asking k = { .from_name = from_name, .to_name = to_name };
	struct ends froms, tos;

	if (!select_name(c, from_name, &from) ||
	    !select_name(c, to_name, &to))
		return;
	froms = ends_of(c->a, places, &from, false, NULL);
	if (froms.n == 0)
		return;
	k.from = froms.v[unit_random_below(c->r, (uint32_t)froms.n)];
	tos = ends_of(c->a, places, &to, true, k.from);
	if (tos.n == 0)
		return;
	k.to = tos.v[unit_random_below(c->r, (uint32_t)tos.n)];
	ask_ends(c, k, unit_random_below(c->r, 4) == 0 ? IPV6 : IPV4,
	    packets);
}

/*
 * Of two things that do not meet little is learned: most such pairs are passed
 * over after a packet.
 */
static void
ask_random(struct comparison *c, unsigned packets)
{
	uint32_t n = (uint32_t)c->names.n;

	for (unsigned i = 0; i < TRIES; i++) {
		const char *from = c->names.v[unit_random_below(c->r, n)];
		const char *to = c->names.v[unit_random_below(c->r, n)];
		size_t no = c->tally.by_verdict[TWIN_NO];

		ask_names(c, from, to, 1);
		if (c->tally.by_verdict[TWIN_NO] > no)
			continue;
		ask_names(c, from, to, packets);
		return;
	}
}

void
comparison_run(struct comparison *c, struct unit_random *r,
    struct twin_tally *tally)
{
	c->r = r;
	for (unsigned i = 0; i < PAIRS; i++)
		ask_random(c, PACKETS);
	tally->packets += c->tally.packets;
	for (unsigned i = 0; i < TWIN_VERDICTS; i++)
		tally->by_verdict[i] += c->tally.by_verdict[i];
}

void
comparison_ask(struct comparison *c, struct unit_random *r, const char *from,
    const char *to, unsigned packets)
{
	c->r = r;
	ask_names(c, from, to, packets);
}

void
comparison_ask_all(struct comparison *c, struct unit_random *r,
    unsigned packets)
{
	c->r = r;
	for (size_t i = 0; i < c->names.n; i++)
		for (size_t j = 0; j < c->names.n; j++)
			ask_names(c, c->names.v[i], c->names.v[j], packets);
}
