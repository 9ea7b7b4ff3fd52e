/* SPDX-License-Identifier: MIT */
#include "twin_network_parts.h"

/* Groups and ACLs of random networks: few ports, few blocks, many edges. */

const char *
some_ports(struct making *m)
{
	static const char *const ports[] = {
		"all", "all", "all", "tcp", "tcp", "tcp/22", "tcp/80,443",
		"tcp/443", "tcp/0-1023", "tcp/1024-65535", "udp", "udp/53",
		"icmp", "icmp/8", "icmpv6", "icmpv6/128", "proto/50",
		"tcp/32768-60999", "tcp/8080", "tcp/443-40000", NULL
	};

	return pick(m, ports);
}

static const char *
ephemeral_ports(struct making *m)
{
	static const char *const ports[] = {
		"tcp/1024-65535", "tcp/1024-65535", "tcp/32768-60999",
		"tcp/32768-65535", "tcp/1024-40000", "tcp/50000-65535",
		"udp/1024-65535", "udp/32768-65535", "icmp", "icmp/0",
		"icmpv6", "all", "tcp", NULL
	};

	return pick(m, ports);
}

static const char *
outside_block(struct making *m)
{
	static const char *const blocks[] = {
		"0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/1",
		"128.0.0.0/1", "8.8.8.0/24", "203.0.113.0/24",
		"192.168.0.0/16", "192.168.8.0/21", "10.0.0.0/8", NULL
	};

	return pick(m, blocks);
}

static const char *
outside_block6(struct making *m)
{
	static const char *const blocks[] = {
		"::/0", "::/0", "::/0", "2000::/3", "2600::/12",
		"2001:4860::/32", "64:ff9b::/96", NULL
	};

	return pick(m, blocks);
}

/* A block of one of the VPCs, of a subnet or of a part of it. */
static const char *
inside_block(struct making *m)
{
	unsigned n = below(m, m->n_vpcs);
	const struct planned_vpc *v = &m->vpcs[n];
	unsigned s = below(m, v->n_subnets);

	if (chance(m, 25))
		return arena_printf(m->a, "10.%u.0.0/16", n);
	if (chance(m, 50) || v->subnets[s].whole)
		return arena_printf(m->a, "%s.0/24", subnet_prefix(m, n, s));
	if (chance(m, 60))
		return arena_printf(m->a, "%s.%u/25", subnet_prefix(m, n, s),
		    128 * below(m, 2));
	return arena_printf(m->a, "%s.%u/32", subnet_prefix(m, n, s),
	    10 + below(m, 4));
}

static const char *
inside_block6(struct making *m)
{
	unsigned n = below(m, m->n_vpcs);
	unsigned s = below(m, m->vpcs[n].n_subnets);

	if (chance(m, 30))
		return arena_printf(m->a, "2600:1f13:0:%u00::/56", n + 1);
	return arena_printf(m->a, "2600:1f13:0:%u0%u::/64", n + 1, s);
}

const char *
some_block(struct making *m, unsigned number, bool ipv6)
{
	bool outside = chance(m, 55);

	(void)number;
	if (ipv6)
		return outside ? outside_block6(m) : inside_block6(m);
	return outside ? outside_block(m) : inside_block(m);
}

static void
write_entries(struct making *m, unsigned number, const char *word)
{
	const struct planned_vpc *v = &m->vpcs[number];
	unsigned n = below(m, 6), step = 7;

	for (unsigned i = 0; i < n; i++) {
		bool ipv6 = v->ipv6 && chance(m, 30);

		/* Numbers without order: the reader sorts them. */
		comma(m);
		str_addf(&m->out, "\"%u %s %s %s %s\"",
		    1 + (i * step + 3) % 11 * 10,
		    chance(m, 70) ? "allow" : "deny",
		    chance(m, 50) ? some_ports(m) : ephemeral_ports(m), word,
		    some_block(m, number, ipv6));
	}
	if (chance(m, 85)) {
		comma(m);
		str_addf(&m->out, "\"200 allow %s %s 0.0.0.0/0\"",
		    chance(m, 70) ? "all" : "tcp", word);
	}
	if (v->ipv6 && chance(m, 75)) {
		comma(m);
		str_addf(&m->out, "\"201 allow all %s ::/0\"", word);
	}
}

/* As people write them: services, and room for answers. */
static void
write_usual_entries(struct making *m, unsigned number, const char *word)
{
	const struct planned_vpc *v = &m->vpcs[number];

	comma(m);
	str_addf(&m->out, "\"100 allow tcp/0-1023 %s %s\", ", word,
	    some_block(m, number, false));
	str_addf(&m->out, "\"120 allow %s %s 0.0.0.0/0\", ",
	    ephemeral_ports(m), word);
	str_addf(&m->out, "\"110 %s %s %s 10.0.0.0/8\"",
	    chance(m, 70) ? "allow" : "deny", some_ports(m), word);
	if (v->ipv6) {
		comma(m);
		str_addf(&m->out, "\"101 allow tcp/0-1023 %s ::/0\", "
		    "\"121 allow %s %s ::/0\"", word, ephemeral_ports(m),
		    word);
	}
}

static void
write_list(struct making *m, unsigned number, const char *word)
{
	if (chance(m, 45))
		write_usual_entries(m, number, word);
	else
		write_entries(m, number, word);
}

void
write_acls(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];

	comma(m);
	str_add(&m->out, "\n   \"network_acls\": {");
	for (unsigned i = 0; i < v->n_acls; i++) {
		comma(m);
		str_addf(&m->out, "\n    \"v%un%u\": {\"ingress\": [",
		    number, i);
		write_list(m, number, "from");
		str_add(&m->out, "], \"egress\": [");
		write_list(m, number, "to");
		str_add(&m->out, "]}");
	}
	str_add(&m->out, "}");
}

static bool
are_peered(const struct making *m, unsigned x, unsigned y)
{
	return x != y && m->peered[x + y - 1];
}

static const char *
some_group(struct making *m, unsigned number)
{
	unsigned of = number;

	if (m->n_vpcs > 1 && chance(m, 35))
		of = below(m, m->n_vpcs);
	if (of != number && !are_peered(m, of, number) && !m->tgw)
		of = number;
	if (of == number)
		return arena_printf(m->a, "v%ug%u", of,
		    below(m, m->vpcs[of].n_groups));
	return arena_printf(m->a, "v%u/v%ug%u", of, of,
	    below(m, m->vpcs[of].n_groups));
}

static const char *
some_peer(struct making *m, unsigned number)
{
	static const char *const lists[] = {
		"pl:partners", "pl:aws-s3", "pl:inner", "pl:six", NULL
	};
	unsigned what = below(m, 100);

	if (what < 25)
		return "anywhere";
	if (what < 55)
		return some_group(m, number);
	if (what < 60)
		return "self";
	if (what < 68 && m->lists)
		return pick(m, lists);
	if (what < 74 && m->n_eips > 0)
		return arena_printf(m->a, "52.95.110.%u/32",
		    10 + below(m, m->n_eips));
	return some_block(m, number, m->vpcs[number].ipv6 && chance(m, 25));
}

static void
write_rules(struct making *m, unsigned number, const char *word, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		comma(m);
		str_addf(&m->out, "\"%s %s %s\"", some_ports(m), word,
		    some_peer(m, number));
	}
}

void
write_groups(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];

	comma(m);
	str_add(&m->out, "\n   \"security_groups\": {");
	for (unsigned i = 0; i < v->n_groups; i++) {
		comma(m);
		str_addf(&m->out, "\n    \"v%ug%u\": {\"ingress\": [",
		    number, i);
		if (chance(m, 55))
			str_add(&m->out, "\"all from anywhere\"");
		write_rules(m, number, "from", below(m, 4));
		str_add(&m->out, "]");
		if (chance(m, 25)) {
			str_add(&m->out, ", \"egress\": [");
			write_rules(m, number, "to", below(m, 4));
			str_add(&m->out, "]");
		}
		str_add(&m->out, "}");
	}
	str_add(&m->out, "}");
	if (chance(m, 15)) {
		str_add(&m->out, ", \"default_security_group\": "
		    "{\"ingress\": [");
		write_rules(m, number, "from", 1 + below(m, 3));
		str_add(&m->out, "]}");
	}
}
