/* SPDX-License-Identifier: MIT */
#include "twin_network_parts.h"

/* Workloads of random networks. */

static void
write_some_groups(struct making *m, unsigned number)
{
	unsigned first = below(m, m->vpcs[number].n_groups);

	str_addf(&m->out, ", \"security_groups\": [\"v%ug%u\"", number,
	    first);
	if (chance(m, 30))
		str_addf(&m->out, ", \"v%ug%u\"", number,
		    (first + 1) % m->vpcs[number].n_groups);
	str_add(&m->out, "]");
}

static void
write_addresses(struct making *m, unsigned number, unsigned s, unsigned last)
{
	const struct planned_subnet *in = &m->vpcs[number].subnets[s];

	if (!in->six_only)
		str_addf(&m->out, "\"%s.%u\"", subnet_prefix(m, number, s),
		    last);
	if (in->ipv6)
		str_addf(&m->out, "%s\"2600:1f13:0:%u0%u::%u\"",
		    in->six_only ? "" : ", ", number + 1, s, last);
}

/* "in" and "out", each with an address and groups of its own, in two subnets
 * or in one, where they may be alike. */
static void
write_two_interfaces(struct making *m, unsigned number, unsigned s,
    unsigned last)
{
	const struct planned_vpc *v = &m->vpcs[number];
	unsigned other = chance(m, 40) ? s : some_subnet(m, number);

	str_add(&m->out, "\"interfaces\": {");
	for (unsigned i = 0; i < 2; i++) {
		comma(m);
		str_addf(&m->out, "\"%s\": {\"subnet\": \"v%us%u\", "
		    "\"addresses\": [", i == 0 ? "in" : "out", number, s);
		write_addresses(m, number, s, last + i);
		str_add(&m->out, "]");
		if (v->igw && !v->subnets[s].six_only && chance(m, 50))
			str_addf(&m->out, ", \"public_ip\": \"eip%u\"",
			    m->n_eips++);
		write_some_groups(m, number);
		str_add(&m->out, "}");
		s = other;
	}
	str_add(&m->out, "}");
}

static void
write_instance(struct making *m, unsigned number, unsigned i)
{
	const struct planned_vpc *v = &m->vpcs[number];
	unsigned s = below(m, v->n_subnets);

	str_addf(&m->out, "\"kind\": \"instance\", \"subnets\": [\"v%us%u\"]",
	    number, s);
	if (chance(m, 70)) {
		str_add(&m->out, ", \"addresses\": [");
		write_addresses(m, number, s, 10 + i);
		str_add(&m->out, "]");
	}
	if (v->subnets[s].ipv6 && chance(m, 6))
		str_addf(&m->out, ", \"ipv6\": %s",
		    v->subnets[s].six_only ? "true" : "false");
	if (v->igw && !v->subnets[s].six_only && chance(m, 65))
		str_addf(&m->out, ", \"public_ip\": \"eip%u\"", m->n_eips++);
	if (chance(m, 20))
		str_addf(&m->out, ", \"ports\": \"%s\"", chance(m, 50) ?
		    "tcp/80,443" : "tcp/22");
	if (chance(m, 10))
		str_add(&m->out, ", \"ephemeral\": \"1024-65535\"");
}

static void
write_two_subnets(struct making *m, unsigned number)
{
	unsigned n = m->vpcs[number].n_subnets, s = some_subnet(m, number);
	unsigned other = (s + 1) % n;

	if (m->vpcs[number].subnets[other].six_only)
		other = s == 0 ? n : 0;
	str_addf(&m->out, ", \"subnets\": [\"v%us%u\"", number, s);
	if (other < n)
		str_addf(&m->out, ", \"v%us%u\"", number, other);
	str_add(&m->out, "]");
}

/* The first workload of a VPC or one interface of it; sometimes another's. */
static void
write_target(struct making *m, unsigned number, unsigned of)
{
	comma(m);
	str_add(&m->out, "\"");
	if (of != number)
		str_addf(&m->out, "v%u/", of);
	str_addf(&m->out, "v%uw0%s\"", of, !m->vpcs[of].target_two ||
	    of != number ? "" : chance(m, 50) ? ".in" : ".out");
}

static void
write_targets(struct making *m, unsigned number)
{
	unsigned other = below(m, m->n_vpcs);

	if (chance(m, 88))
		write_target(m, number, number);
	else
		write_target(m, number, other);
	if (chance(m, 15) && other != number)
		write_target(m, number, other);
	else if (m->vpcs[number].target_more && chance(m, 60))
		str_addf(&m->out, ", \"v%uw1\"", number);
}

static void
write_health(struct making *m)
{
	if (chance(m, 15))
		str_add(&m->out, ", \"health\": \"tcp/22\"");
}

static void
write_network_balancer(struct making *m, unsigned number)
{
	static const char *const listeners[] = {
		"tcp/80", "tcp/443", "udp/53", "tcp_udp/53", "tls/443", NULL
	};

	str_addf(&m->out, "\"kind\": \"network_load_balancer\", "
	    "\"scheme\": \"%s\"", m->vpcs[number].igw && chance(m, 60) ?
	    "internet-facing" : "internal");
	write_two_subnets(m, number);
	if (m->vpcs[number].ipv6 && chance(m, 30))
		str_add(&m->out, ", \"ipv6\": true");
	str_addf(&m->out, ", \"cross_zone\": %s, \"listeners\": {\"%s\": "
	    "{\"to\": [", chance(m, 50) ? "true" : "false",
	    pick(m, listeners));
	write_targets(m, number);
	str_add(&m->out, "], \"on\": \"tcp/8080\"");
	write_health(m);
	if (chance(m, 60))
		str_addf(&m->out, ", \"target\": \"%s\"", chance(m, 50) ?
		    "ip" : "instance");
	if (chance(m, 40))
		str_addf(&m->out, ", \"preserve_client\": %s",
		    chance(m, 50) ? "true" : "false");
	str_add(&m->out, "}");
	if (chance(m, 25))
		str_addf(&m->out, ", \"tcp/22\": \"v%uw0\"", number);
	str_add(&m->out, "}");
	if (chance(m, 35))
		write_some_groups(m, number);
}

static void
write_balancer(struct making *m, unsigned number)
{
	bool classic = chance(m, 30);

	str_addf(&m->out, "\"kind\": \"%s_load_balancer\", "
	    "\"scheme\": \"%s\"", classic ? "classic" : "application",
	    m->vpcs[number].igw && chance(m, 60) ?
	    "internet-facing" : "internal");
	write_two_subnets(m, number);
	if (!classic && m->vpcs[number].ipv6 && chance(m, 30))
		str_add(&m->out, ", \"ipv6\": true");
	str_add(&m->out, ", \"listeners\": {\"tcp/443\": {\"to\": [");
	write_targets(m, number);
	str_add(&m->out, "], \"on\": \"tcp/8080\"");
	write_health(m);
	str_add(&m->out, "}}");
	write_some_groups(m, number);
}

static void
write_managed(struct making *m, unsigned number)
{
	static const char *const kinds[] = {
		"\"rds\", \"engine\": \"postgres\"", "\"lambda\"",
		"\"auto_scaling_group\"", "\"auto_scaling_group\"",
		"\"fargate_service\"", "\"opensearch\"", NULL
	};

	str_addf(&m->out, "\"kind\": %s", pick(m, kinds));
	write_two_subnets(m, number);
	if (chance(m, 90))
		write_some_groups(m, number);
}

static void
write_workload(struct making *m, unsigned number, unsigned i)
{
	unsigned what = i == 0 ? 0 : below(m, 100);

	comma(m);
	str_addf(&m->out, "\n    \"v%uw%u\": {", number, i);
	if (i > 0 && what < 5) {
		str_add(&m->out, "\"kind\": \"instance\", ");
		write_two_interfaces(m, number, some_subnet(m, number),
		    20 + 2 * i);
	} else if (i == 0 && m->vpcs[number].target_two) {
		str_add(&m->out, "\"kind\": \"instance\", ");
		write_two_interfaces(m, number, some_subnet(m, number), 20);
	} else if (i == 0 && chance(m, 20)) {
		str_add(&m->out, "\"kind\": \"auto_scaling_group\"");
		write_two_subnets(m, number);
		write_some_groups(m, number);
	} else if (what < 55 || (i == 1 && m->vpcs[number].target_more)) {
		write_instance(m, number, i);
		if (chance(m, 90))
			write_some_groups(m, number);
	} else if (what < 70) {
		write_network_balancer(m, number);
	} else if (what < 78) {
		write_balancer(m, number);
	} else {
		write_managed(m, number);
	}
	str_add(&m->out, "}");
}

void
write_forwards(struct making *m)
{
	str_addf(&m->out, ", \"forwards\": [{\"ports\": \"%s\", \"from\": "
	    "\"%s\", \"to\": \"%s\"}]", chance(m, 60) ? "all" : "tcp",
	    chance(m, 70) ? "anywhere" : "10.0.0.0/8",
	    chance(m, 70) ? "anywhere" : "0.0.0.0/0");
}

static void
write_box(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];
	bool nat_instance = chance(m, 35);

	comma(m);
	str_addf(&m->out, "\n    \"v%ubox\": {\"kind\": \"%s\", ", number,
	    nat_instance ? "nat_instance" : "appliance");
	if (v->box_two)
		write_two_interfaces(m, number, v->box_subnet, 98);
	else
		str_addf(&m->out, "\"subnets\": [\"v%us%u\"]", number,
		    v->box_subnet);
	if (!v->box_two && chance(m, 60))
		str_addf(&m->out, ", \"addresses\": [\"%s.99\"]",
		    subnet_prefix(m, number, v->box_subnet));
	if (v->igw && !v->box_two && chance(m, 70))
		str_addf(&m->out, ", \"public_ip\": \"eip%u\"", m->n_eips++);
	if (!nat_instance) {
		write_forwards(m);
		if (chance(m, 30))
			str_add(&m->out, ", \"nat\": true");
	}
	if (chance(m, 10))
		str_add(&m->out, ", \"source_check\": true");
	if (!v->box_two)
		write_some_groups(m, number);
	str_add(&m->out, "}");
}

void
write_workloads(struct making *m, unsigned number)
{
	comma(m);
	str_add(&m->out, "\n   \"workloads\": {");
	for (unsigned i = 0; i < m->vpcs[number].n_workloads; i++)
		write_workload(m, number, i);
	if (m->vpcs[number].box)
		write_box(m, number);
	if (m->vpcs[number].service) {
		comma(m);
		str_addf(&m->out, "\n    \"v%uown\": {", number);
		write_network_balancer(m, number);
		str_add(&m->out, "}");
	}
	str_add(&m->out, "}");
}
