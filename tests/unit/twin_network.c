/* SPDX-License-Identifier: MIT */
#include "twin_network.h"
#include "twin_network_parts.h"

#include <string.h>

/*
 * A network is first planned (what there is), then written.  Names say where
 * a thing is: v0 is a VPC, v0s1 a subnet of it, v0t1 a route table, v0n0 a
 * network ACL, v0g2 a group, v0w1 a workload.
 */

unsigned
below(struct making *m, unsigned n)
{
	return unit_random_below(m->r, n);
}

bool
chance(struct making *m, unsigned percent)
{
	return below(m, 100) < percent;
}

const char *
pick(struct making *m, const char *const *words)
{
	unsigned n = 0;

	while (words[n] != NULL)
		n++;
	return words[below(m, n)];
}

static void
plan_subnet(struct making *m, struct planned_vpc *v, unsigned i)
{
	static const unsigned zones[] = { 0, 0, 0, 1, 1, 2 };
	struct planned_subnet *s = &v->subnets[i];

	s->zone = i == 0 ? 0 : zones[below(m, 6)];
	s->table = i == 0 ? 0 : below(m, v->n_tables + 1);
	s->acl = chance(m, 30) ? below(m, v->n_acls) : v->n_acls;
	s->ipv6 = v->ipv6 && chance(m, 80);
	s->six_only = i > 0 && s->ipv6 && chance(m, 20);
	s->second = i > 1 && i + 1 == v->n_subnets && v->second &&
	    !s->six_only && chance(m, 70);
}

/* One that has IPv4: the first has. */
unsigned
some_subnet(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];
	unsigned s = below(m, v->n_subnets);

	return v->subnets[s].six_only ? 0 : s;
}

/* "10.0.1": what the addresses of a subnet begin with. */
const char *
subnet_prefix(struct making *m, unsigned number, unsigned s)
{
	if (m->vpcs[number].subnets[s].second)
		return arena_printf(m->a, "100.64.%u", number);
	return arena_printf(m->a, "10.%u.%u", number, s);
}

/* What routes to the appliance of a VPC name. */
const char *
box_name(struct making *m, unsigned number)
{
	return arena_printf(m->a, "v%ubox%s", number,
	    m->vpcs[number].box_two ? ".in" : "");
}

/* A transit gateway that a VPC is attached to. */
const char *
gateway_of(struct making *m, const struct planned_vpc *v)
{
	return (v->both ? chance(m, 50) : v->far) ? "far" : "core";
}

bool
is_attached(const struct planned_vpc *v, bool far)
{
	return v->attached && (v->both || v->far == far);
}

static void
plan_nats(struct making *m, struct planned_vpc *v)
{
	v->n_nats = v->igw ? (chance(m, 75) ? 1 + below(m, 2) : 0) :
	    chance(m, 20);
	for (unsigned i = 0; i < v->n_nats; i++) {
		v->nats[i] = i == 0 || chance(m, 50) ? 0 :
		    some_subnet(m, (unsigned)(v - m->vpcs));
		v->nat_private[i] = chance(m, 12);
		v->nat_regional[i] = v->igw && !v->nat_private[i] &&
		    !v->second && chance(m, 8);
		if (!v->nat_regional[i])
			v->subnets[v->nats[i]].whole = true;
	}
}

static void
plan_vpc(struct making *m, unsigned number)
{
	struct planned_vpc *v = &m->vpcs[number];

	v->n_subnets = 2 + below(m, 4);
	v->n_tables = 1 + below(m, 3);
	v->n_acls = 1 + below(m, 2);
	v->n_groups = 2 + below(m, 3);
	v->n_workloads = 2 + below(m, 4);
	v->ipv6 = chance(m, 35);
	v->igw = chance(m, 80);
	v->eigw = v->ipv6 && chance(m, 50);
	v->vgw = chance(m, 30);
	v->second = chance(m, 15);
	v->s3 = chance(m, 35);
	v->sqs = chance(m, 25);
	v->attached = m->tgw && chance(m, 85);
	v->box = chance(m, 22);
	v->firewall = chance(m, 10);
	v->service = chance(m, 15);
	v->far = m->far && number > 0 && chance(m, 60);
	v->both = m->far && v->attached && chance(m, 20);
	v->target_two = chance(m, 6);
	v->target_more = chance(m, 25);
	v->zone_ids = chance(m, 30);
	v->abroad = v->both ? false : v->far ? chance(m, 60) : number == 2 && chance(m, 20);
	v->foreign = chance(m, 12);
	for (unsigned i = 0; i < v->n_subnets; i++)
		plan_subnet(m, v, i);
	v->box_subnet = some_subnet(m, number);
	v->box_two = chance(m, 20);
	v->firewall_subnet = some_subnet(m, number);
	plan_nats(m, v);
	if (v->box && chance(m, 60))
		v->subnets[v->box_subnet].whole = true;
}

static void
plan(struct making *m)
{
	m->n_vpcs = chance(m, 45) ? 1 : 2 + below(m, 2);
	m->tgw = chance(m, m->n_vpcs > 1 ? 60 : 20);
	m->far = m->tgw && m->n_vpcs > 1 && chance(m, 25);
	m->tgw_tables = m->tgw && (m->far || chance(m, 50));
	m->lists = chance(m, 40);
	for (unsigned i = 0; i < m->n_vpcs; i++)
		plan_vpc(m, i);
	for (unsigned i = 0; i < 3; i++)
		m->peered[i] = chance(m, 55);
	m->office = OFFICE_NOWHERE;
	if (m->tgw && chance(m, 50))
		m->office = OFFICE_TRANSIT;
	for (unsigned i = 0; i < m->n_vpcs; i++)
		if (m->office == OFFICE_NOWHERE && m->vpcs[i].vgw)
			m->office = OFFICE_VPN_GATEWAY + i;
	m->lab = OFFICE_NOWHERE;
	if (m->tgw && chance(m, 15))
		m->lab = OFFICE_TRANSIT;
	for (unsigned i = 0; i < m->n_vpcs; i++)
		if (m->lab == OFFICE_NOWHERE && m->vpcs[i].vgw &&
		    chance(m, 25))
			m->lab = OFFICE_VPN_GATEWAY + i;
}

/* Objects and lists: commas between their members. */
void
comma(struct making *m)
{
	if (m->out.n > 0 && m->out.v[m->out.n - 1] != '{' &&
	    m->out.v[m->out.n - 1] != '[')
		str_add(&m->out, ", ");
}

/* Whether the object that is being written, of routes, has that one: a key
 * that stands twice means what its reader likes. */
bool
has_route(struct making *m, const char *to)
{
	const char *text = str_text(&m->out), *routes = text, *next;

	while ((next = strstr(routes + 1, "\"routes\": {")) != NULL)
		routes = next;
	return strstr(routes, arena_printf(m->a, "\"%s\": ", to)) != NULL;
}

static void
write_elastic_ips(struct making *m)
{
	comma(m);
	str_add(&m->out, "\n \"elastic_ips\": {");
	for (unsigned i = 0; i < m->n_eips; i++) {
		comma(m);
		str_addf(&m->out, "\"eip%u\": {\"address\": "
		    "\"52.95.110.%u\"}", i, 10 + i);
	}
	str_add(&m->out, "}");
}

struct unit_random
twin_network_seed(uint64_t number)
{
	/* Numbers that follow one another give states that do not. */
	return (struct unit_random){ number * 0x9e3779b97f4a7c15 };
}

const char *
twin_network_make(struct arena *a, struct unit_random *r)
{
	struct making m = { .r = r, .a = a, .out = str_new(a) };

	plan(&m);
	str_add(&m.out, "{\"vpcplan\": 1, \"name\": \"made\", "
	    "\"account\": \"111122223333\", \"region\": \"eu-west-1\",\n"
	    " \"vpcs\": {");
	for (unsigned i = 0; i < m.n_vpcs; i++)
		write_vpc(&m, i);
	str_add(&m.out, "}");
	write_connections(&m);
	write_elastic_ips(&m);
	str_add(&m.out, "}\n");
	return str_text(&m.out);
}
