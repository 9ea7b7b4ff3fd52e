/* SPDX-License-Identifier: MIT */
#include "twin_network_parts.h"

/* VPCs of random networks: subnets, tables, gateways, endpoints. */

/* The names of AZs are an account's own: another account's "a" is this one's
 * "b", as their ids say. */
static void
write_zone(struct making *m, const struct planned_vpc *v, unsigned zone)
{
	str_addf(&m->out, "{\"az\": \"%c\"", "abc"[zone]);
	if (v->zone_ids)
		str_addf(&m->out, ", \"az_id\": \"%s-az%u\"",
		    v->abroad ? "euc1" : "euw1",
		    1 + (zone + v->foreign) % 3);
}

static void
write_subnets(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];

	comma(m);
	str_add(&m->out, "\n   \"subnets\": {");
	for (unsigned i = 0; i < v->n_subnets; i++) {
		const struct planned_subnet *s = &v->subnets[i];

		comma(m);
		str_addf(&m->out, "\n    \"v%us%u\": ", number, i);
		write_zone(m, v, s->zone);
		if (chance(m, 8))
			str_add(&m->out, ", \"shared_with\": "
			    "[\"777788889999\"]");
		if (s->six_only)
			str_add(&m->out, ", \"ipv6_only\": true");
		else
			str_addf(&m->out, ", \"cidr\": \"%s.0/24\"",
			    subnet_prefix(m, number, i));
		if (s->ipv6)
			str_addf(&m->out, ", \"ipv6_cidr\": "
			    "\"2600:1f13:0:%u0%u::/64\"", number + 1, i);
		if (s->table < v->n_tables)
			str_addf(&m->out, ", \"route_table\": \"v%ut%u\"",
			    number, s->table);
		if (s->acl < v->n_acls)
			str_addf(&m->out, ", \"network_acl\": \"v%un%u\"",
			    number, s->acl);
		str_add(&m->out, "}");
	}
	str_add(&m->out, "}");
}

static void
write_regional(struct making *m, unsigned number, unsigned i)
{
	const struct planned_vpc *v = &m->vpcs[number];

	str_addf(&m->out, "\"v%unat%u\": {\"regional\": true, "
	    "\"addresses\": [\"eip%u\"]", number, i, m->n_eips++);
	if (chance(m, 40))
		str_addf(&m->out, ", \"routes\": {\"0.0.0.0/0\": \"v%uigw\""
		    "%s}", number, !v->attached ? "" : arena_printf(m->a,
		    ", \"10.%u.0.0/16\": \"%s\"", (number + 1) % 3,
		    gateway_of(m, v)));
	str_add(&m->out, "}");
}

static void
write_nats(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];

	comma(m);
	str_add(&m->out, "\n   \"nat_gateways\": {");
	for (unsigned i = 0; i < v->n_nats; i++) {
		comma(m);
		if (v->nat_regional[i])
			write_regional(m, number, i);
		else if (v->nat_private[i])
			str_addf(&m->out, "\"v%unat%u\": {\"subnet\": "
			    "\"v%us%u\", \"private\": true%s}", number, i,
			    number, v->nats[i], chance(m, 8) ?
			    ", \"state\": \"pending\"" : "");
		else
			str_addf(&m->out, "\"v%unat%u\": {\"subnet\": "
			    "\"v%us%u\", \"addresses\": [\"eip%u\"]%s}",
			    number, i, number, v->nats[i], m->n_eips++,
			    chance(m, 3) ? ", \"state\": \"failed\"" :
			    chance(m, 3) ? ", \"state\": \"available\"" : "");
	}
	str_add(&m->out, "}");
}

static void
write_route(struct making *m, const char *to, const char *via)
{
	if (has_route(m, to))
		return;
	comma(m);
	str_addf(&m->out, "\"%s\": \"%s\"", to, via);
}

/* A way out of the VPC that it has, or NULL. */
static const char *
way_out(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];
	unsigned what = below(m, 100);

	if (what < 30 && v->igw)
		return arena_printf(m->a, "v%uigw", number);
	if (what < 60 && v->n_nats > 0)
		return arena_printf(m->a, "v%unat%u", number,
		    below(m, v->n_nats));
	if (what < 75 && v->attached)
		return gateway_of(m, v);
	if (what < 85 && v->box)
		return box_name(m, number);
	if (what < 90 && v->firewall)
		return arena_printf(m->a, "v%ufw", number);
	return what < 93 ? "blackhole" : NULL;
}

static void
write_defaults(struct making *m, unsigned number, unsigned table)
{
	const struct planned_vpc *v = &m->vpcs[number];
	const char *via = way_out(m, number), *other = way_out(m, number);

	if (table == 0 && v->igw && chance(m, 88))
		via = arena_printf(m->a, "v%uigw", number);
	if (chance(m, 6)) {
		if (via != NULL)
			write_route(m, "0.0.0.0/1", via);
		if (other != NULL)
			write_route(m, "128.0.0.0/1", other);
	} else if (via != NULL) {
		write_route(m, "0.0.0.0/0", via);
	}
	if (!v->ipv6 || chance(m, 15))
		return;
	if (v->eigw && chance(m, 50))
		write_route(m, "::/0", arena_printf(m->a, "v%ueigw", number));
	else if (v->igw && chance(m, 80))
		write_route(m, "::/0", arena_printf(m->a, "v%uigw", number));
	else if (v->attached)
		write_route(m, "::/0", gateway_of(m, v));
}

/* To another VPC: by peering, or by the transit gateway. */
static void
write_ways_to(struct making *m, unsigned number, unsigned other)
{
	const struct planned_vpc *v = &m->vpcs[number];
	bool peered = m->peered[number + other - 1];
	const char *via = NULL;

	if (peered && (chance(m, 70) || !v->attached))
		via = arena_printf(m->a, "pcx%u", number + other - 1);
	else if (v->attached)
		via = gateway_of(m, v);
	if (via == NULL || chance(m, 12))
		return;
	if (chance(m, 85))
		write_route(m, arena_printf(m->a, "10.%u.0.0/16", other),
		    via);
	else
		write_route(m, arena_printf(m->a, "10.%u.%u.0/24", other,
		    below(m, 3)), via);
	if (v->ipv6 && m->vpcs[other].ipv6 && chance(m, 80))
		write_route(m, arena_printf(m->a, "2600:1f13:0:%u00::/56",
		    other + 1), via);
}

/* More specific than local, or instead of it. */
static void
write_inner_routes(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];
	unsigned s = below(m, v->n_subnets);
	const char *via = NULL;

	if (v->box && v->box_two && chance(m, 40))
		s = v->box_subnet;
	if (v->box && chance(m, 25))
		via = box_name(m, number);
	else if (v->firewall && chance(m, 30))
		via = arena_printf(m->a, "v%ufw", number);
	else if (v->n_nats > 0 && chance(m, 4))
		via = arena_printf(m->a, "v%unat0", number);
	if (via == NULL)
		return;
	if (chance(m, 10))
		write_route(m, arena_printf(m->a, "10.%u.0.0/16", number),
		    via);
	else if (!v->subnets[s].six_only)
		write_route(m, arena_printf(m->a, "%s.0/24",
		    subnet_prefix(m, number, s)), via);
	if (v->subnets[s].ipv6 && v->firewall && chance(m, 40))
		write_route(m, arena_printf(m->a, "2600:1f13:0:%u0%u::/64",
		    number + 1, s), arena_printf(m->a, "v%ufw", number));
}

static void
write_odd_routes(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];
	const char *via = way_out(m, number);

	if (via != NULL && chance(m, 10))
		write_route(m, "203.0.113.0/24", via);
	via = way_out(m, number);
	if (via != NULL && m->lists && chance(m, 20))
		write_route(m, "partners", via);
	if (m->lists && v->attached && chance(m, 15))
		write_route(m, "inner", gateway_of(m, v));
	else if (m->lists && number > 0 && m->peered[number - 1] &&
	    chance(m, 15))
		write_route(m, "inner", arena_printf(m->a, "pcx%u",
		    number - 1));
	if (m->lab > OFFICE_NOWHERE && chance(m, 40)) {
		if (m->lab == OFFICE_TRANSIT && v->attached)
			write_route(m, "172.20.0.0/16", gateway_of(m, v));
		else if (m->lab == OFFICE_VPN_GATEWAY + number)
			write_route(m, "172.20.0.0/16",
			    arena_printf(m->a, "v%uvgw", number));
	}
	if (m->office == OFFICE_TRANSIT && v->attached && chance(m, 70))
		write_route(m, "192.168.0.0/16", gateway_of(m, v));
	if (v->vgw && chance(m, 30))
		write_route(m, "192.168.0.0/16",
		    arena_printf(m->a, "v%uvgw", number));
	if (v->n_nats > 0 && v->ipv6 && chance(m, 50))
		write_route(m, "64:ff9b::/96", arena_printf(m->a, "v%unat%u",
		    number, below(m, v->n_nats)));
	write_inner_routes(m, number);
}

static void
write_edge(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];
	unsigned s = some_subnet(m, number);
	const char *via = v->firewall ? arena_printf(m->a, "v%ufw", number) :
	    box_name(m, number);

	if (v->n_nats > 0 && chance(m, 12))
		via = arena_printf(m->a, "v%unat0", number);
	str_addf(&m->out, "\n    \"v%uedge\": {\"edge_of\": "
	    "\"v%u%s\", \"routes\": {", number, number,
	    v->vgw && chance(m, 40) ? "vgw" : "igw");
	write_route(m, chance(m, 15) ? arena_printf(m->a, "10.%u.0.0/16",
	    number) : arena_printf(m->a, "%s.0/24", subnet_prefix(m, number,
	    s)), via);
	if (v->subnets[s].ipv6 && v->firewall && chance(m, 60))
		write_route(m, arena_printf(m->a, "2600:1f13:0:%u0%u::/64",
		    number + 1, s), arena_printf(m->a, "v%ufw", number));
	str_add(&m->out, "}}");
}

static void
write_tables(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];

	comma(m);
	str_add(&m->out, "\n   \"route_tables\": {");
	for (unsigned i = 0; i < v->n_tables; i++) {
		comma(m);
		str_addf(&m->out, "\n    \"v%ut%u\": {\"main\": %s, "
		    "\"routes\": {", number, i,
		    i + 1 == v->n_tables ? "true" : "false");
		write_defaults(m, number, i);
		for (unsigned j = 0; j < m->n_vpcs; j++)
			if (j != number)
				write_ways_to(m, number, j);
		write_odd_routes(m, number);
		str_add(&m->out, "}");
		if (v->vgw && chance(m, 60))
			str_addf(&m->out, ", \"propagates\": [\"v%uvgw\"]",
			    number);
		str_add(&m->out, "}");
	}
	if (v->igw && (v->box || v->firewall) && chance(m, 35)) {
		comma(m);
		write_edge(m, number);
	}
	str_add(&m->out, "}");
}

static void
write_endpoints(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];

	comma(m);
	str_add(&m->out, "\n   \"endpoints\": {");
	if (v->s3) {
		comma(m);
		str_addf(&m->out, "\"v%us3\": {\"service\": \"s3\", \"type\": "
		    "\"gateway\", \"route_tables\": [\"v%ut%u\"]}", number,
		    number, below(m, v->n_tables));
	}
	if (v->s3 && chance(m, 30)) {
		comma(m);
		str_addf(&m->out, "\"v%us3i\": {\"service\": \"s3\", "
		    "\"type\": \"interface\", \"subnets\": [\"v%us%u\"], "
		    "\"private_dns\": %s}", number, number,
		    some_subnet(m, number), chance(m, 40) ? "true" : "false");
	}
	if (m->vpcs[(number + 1) % m->n_vpcs].service && chance(m, 80)) {
		comma(m);
		str_addf(&m->out, "\"v%ulink\": {\"service\": \"v%usvc\", "
		    "\"type\": \"interface\", \"subnets\": [\"v%us%u\"], "
		    "\"security_groups\": [\"v%ug%u\"], "
		    "\"private_dns\": false}", number,
		    (number + 1) % m->n_vpcs, number, some_subnet(m, number),
		    number, below(m, v->n_groups));
	}
	if (v->sqs) {
		comma(m);
		str_addf(&m->out, "\"v%usqs\": {\"service\": \"sqs\", "
		    "\"type\": \"interface\", \"subnets\": [\"v%us%u\"], "
		    "\"security_groups\": [\"v%ug%u\"]%s}", number, number,
		    some_subnet(m, number), number, below(m, v->n_groups),
		    chance(m, 20) ? ", \"private_dns\": false" :
		    chance(m, 6) ? ", \"state\": \"pendingAcceptance\"" : "");
	}
	if (v->firewall) {
		comma(m);
		str_addf(&m->out, "\"v%ufw\": {\"type\": "
		    "\"gateway_load_balancer\", \"subnet\": \"v%us%u\"",
		    number, number, v->firewall_subnet);
		write_forwards(m);
		str_add(&m->out, "}");
	}
	str_add(&m->out, "}");
}

static void
write_gateways(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];

	if (v->igw)
		str_addf(&m->out, ", \"internet_gateway\": \"v%uigw\"",
		    number);
	if (v->eigw)
		str_addf(&m->out, ", \"egress_only_gateway\": \"v%ueigw\"",
		    number);
	if (v->vgw)
		str_addf(&m->out, ", \"vpn_gateway\": \"v%uvgw\"", number);
	if (chance(m, 80))
		str_addf(&m->out, ", \"dns\": {\"hostnames\": true%s}",
		    chance(m, 8) ? ", \"support\": false" : "");
	if (v->abroad)
		str_add(&m->out, ", \"region\": \"eu-central-1\"");
	if (v->foreign)
		str_add(&m->out, ", \"account\": \"444455556666\"");
}

void
write_vpc(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];

	comma(m);
	str_addf(&m->out, "\n  \"v%u\": {\"cidrs\": [\"10.%u.0.0/16\"%s]",
	    number, number, v->second ? arena_printf(m->a,
	    ", \"100.64.%u.0/24\"", number) : "");
	if (v->ipv6)
		str_addf(&m->out, ", \"ipv6_cidrs\": "
		    "[\"2600:1f13:0:%u00::/56\"]", number + 1);
	write_gateways(m, number);
	write_subnets(m, number);
	write_nats(m, number);
	write_tables(m, number);
	write_endpoints(m, number);
	write_groups(m, number);
	write_acls(m, number);
	write_workloads(m, number);
	if (v->service)
		str_addf(&m->out, ",\n   \"services\": {\"v%usvc\": "
		    "{\"load_balancer\": \"v%uown\"}}", number, number);
	str_add(&m->out, "}");
}
