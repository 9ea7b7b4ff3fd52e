/* SPDX-License-Identifier: MIT */
#include "twin_crowd.h"

#include "base/str.h"

enum { VPCS = 3, SUBNETS = 7, GROUPS = 4, TABLES = 2, ACLS = 2 };

struct crowd {
	struct unit_random *r;
	struct str out;
	unsigned n_vpcs, n_subnets;
	bool six, peered, transit, nat, overlap;
};

static unsigned
below(struct crowd *c, unsigned n)
{
	return unit_random_below(c->r, n);
}

static bool
chance(struct crowd *c, unsigned percent)
{
	return below(c, 100) < percent;
}

/* ---------------------------------------------------------------- filters */

/* A subnet, a part of one, a VPC, everybody; now and then by IPv6. */
static void
write_block(struct crowd *c, unsigned v)
{
	unsigned s = below(c, c->n_subnets);

	if (c->six && chance(c, 25)) {
		if (chance(c, 50))
			str_add(&c->out, "::/0");
		else
			str_addf(&c->out, "2600:1f13:0:%u%02x::/64", v + 1, s);
		return;
	}
	switch (below(c, 5)) {
	case 0:
		str_addf(&c->out, "10.%u.%u.0/24", v, s);
		break;
	case 1:
		str_addf(&c->out, "10.%u.%u.%u/32", v, s, 10 + below(c, 6));
		break;
	case 2:
		str_addf(&c->out, "10.%u.0.0/16", v);
		break;
	default:
		str_add(&c->out, "0.0.0.0/0");
	}
}

static void
write_ports(struct crowd *c)
{
	static const char *const ports[] = { "tcp/443", "tcp/80-90", "udp/53",
		"all", "tcp", "icmp" };

	str_add(&c->out, ports[below(c, sizeof ports / sizeof *ports)]);
}

static void
write_rules(struct crowd *c, unsigned v, const char *side)
{
	for (unsigned i = 0, n = below(c, 4); i < n; i++) {
		unsigned of = chance(c, 70) ? v : below(c, c->n_vpcs);

		str_add(&c->out, i > 0 ? ", \"" : "\"");
		write_ports(c);
		str_addf(&c->out, " %s ", side);
		if (chance(c, 60))
			write_block(c, of);
		else if (chance(c, 80) || !c->peered)
			str_addf(&c->out, "g%u", below(c, GROUPS));
		else
			str_addf(&c->out, "v%u/g%u", of, below(c, GROUPS));
		str_add(&c->out, "\"");
	}
}

static void
write_groups(struct crowd *c, unsigned v)
{
	str_add(&c->out, ",\n  \"security_groups\": {");
	for (unsigned g = 0; g < GROUPS; g++) {
		str_addf(&c->out, "%s\"g%u\": {\"ingress\": [",
		    g > 0 ? ",\n    " : "", g);
		write_rules(c, v, "from");
		str_add(&c->out, "]");
		if (chance(c, 30)) {
			str_add(&c->out, ", \"egress\": [");
			write_rules(c, v, "to");
			str_add(&c->out, "]");
		}
		str_add(&c->out, "}");
	}
	str_add(&c->out, "}");
}

static void
write_entries(struct crowd *c, unsigned v, const char *side)
{
	bool plain = chance(c, 65);

	for (unsigned i = 0, n = plain ? 0 : below(c, 3); i < n; i++) {
		str_addf(&c->out, "\"%u %s ", 10 + i,
		    chance(c, 50) ? "allow" : "deny");
		write_ports(c);
		str_addf(&c->out, " %s ", side);
		write_block(c, v);
		str_add(&c->out, "\", ");
	}
	str_addf(&c->out, "\"100 allow %s %s 0.0.0.0/0\"",
	    chance(c, 75) ? "all" : "tcp", side);
	if (c->six)
		str_addf(&c->out, ", \"110 allow %s %s ::/0\"",
		    chance(c, 75) ? "all" : "tcp/1024-65535", side);
}

static void
write_acls(struct crowd *c, unsigned v)
{
	str_add(&c->out, ",\n  \"network_acls\": {");
	for (unsigned i = 0; i < ACLS; i++) {
		str_addf(&c->out, "%s\"n%u\": {\"ingress\": [",
		    i > 0 ? ",\n    " : "", i);
		write_entries(c, v, "from");
		str_add(&c->out, "], \"egress\": [");
		write_entries(c, v, "to");
		str_add(&c->out, "]}");
	}
	str_add(&c->out, "}");
}

/* ----------------------------------------------------------------- layout */

static void
write_tables(struct crowd *c, unsigned v)
{
	str_add(&c->out, ",\n  \"route_tables\": {");
	for (unsigned t = 0; t < TABLES; t++) {
		const char *next = "";

		str_addf(&c->out, "%s\"t%u\": {\"routes\": {",
		    t > 0 ? ", " : "", t);
		if (chance(c, 80)) {
			str_addf(&c->out, "\"0.0.0.0/0\": \"%s\"%s",
			    t > 0 && c->nat ? "nat" : "igw",
			    c->six ? ", \"::/0\": \"igw\"" : "");
			next = ", ";
		}
		for (unsigned o = 0; o < c->n_vpcs; o++) {
			bool joined = o != v && (o == 0 || v == 0);
			const char *via = c->transit ? "core" : "pcx";

			if (!joined || !(c->peered || c->transit) ||
			    chance(c, 15))
				continue;
			str_addf(&c->out, "%s\"10.%u.%u.0/%u\": \"%s", next, o,
			    chance(c, 80) ? 0 : 2, chance(c, 80) ? 16 : 23,
			    via);
			if (!c->transit)
				str_addf(&c->out, "%u", o + v);
			str_add(&c->out, "\"");
			next = ", ";
		}
		str_add(&c->out, "}}");
	}
	str_add(&c->out, "}");
}

static void
write_subnets(struct crowd *c, unsigned v)
{
	str_add(&c->out, ",\n  \"subnets\": {");
	for (unsigned s = 0; s < c->n_subnets; s++) {
		str_addf(&c->out, "%s\"s%u\": {\"az\": \"%c\", \"cidr\": "
		    "\"10.%u.%u.0/%u\"", s > 0 ? ",\n    " : "", s,
		    chance(c, 80) ? 'a' : 'b', v, s, c->overlap &&
		    s + 1 < c->n_subnets && s % 2 == 0 ? 23 : 24);
		if (c->six)
			str_addf(&c->out, ", \"ipv6_cidr\": "
			    "\"2600:1f13:0:%u%02x::/64\"", v + 1, s);
		if (chance(c, 90))
			str_addf(&c->out, ", \"route_table\": \"t%u\"",
			    chance(c, 70));
		if (chance(c, 80))
			str_addf(&c->out, ", \"network_acl\": \"n%u\"",
			    chance(c, 70));
		str_add(&c->out, "}");
	}
	str_add(&c->out, "}");
}

static void
write_workload(struct crowd *c, unsigned i)
{
	static const char *const kinds[] = { "instance", "auto_scaling_group",
		"lambda", "rds", "application_load_balancer",
		"auto_scaling_group", "auto_scaling_group" };
	unsigned kind = below(c, sizeof kinds / sizeof *kinds);
	unsigned s = below(c, c->n_subnets);

	str_addf(&c->out, "%s\"w%u\": {\"kind\": \"%s\", \"subnets\": "
	    "[\"s%u\"", i > 0 ? ",\n    " : "", i, kinds[kind], s);
	for (unsigned k = 1, n = kind == 0 ? 1 : 1 + below(c, 3); k < n; k++)
		str_addf(&c->out, ", \"s%u\"", (s + k) % c->n_subnets);
	str_addf(&c->out, "], \"security_groups\": [\"g%u\"%s]",
	    below(c, GROUPS - 1), chance(c, 25) ? ", \"g3\"" : "");
	if (kind == 0 && chance(c, 60))
		str_addf(&c->out, ", \"public_ip\": %s",
		    chance(c, 60) ? "true" : "false");
	if (kind == 3)
		str_add(&c->out, ", \"engine\": \"postgres\"");
	if (kind == 4)
		str_add(&c->out, ", \"listeners\": {\"tcp/443\": \"w0 on "
		    "tcp/80\"}");
	if (kind < 2 && chance(c, 15))
		str_add(&c->out, ", \"ports\": \"tcp/443\"");
	if (kind < 2 && chance(c, 10))
		str_add(&c->out, ", \"ephemeral\": \"1024-65535\"");
	str_add(&c->out, "}");
}

static void
write_vpc(struct crowd *c, unsigned v)
{
	str_addf(&c->out, "%s\n \"v%u\": {\"cidr\": \"10.%u.0.0/16\", "
	    "\"internet_gateway\": \"igw\"", v > 0 ? "," : "", v, v);
	if (c->six)
		str_addf(&c->out, ", \"ipv6_cidrs\": "
		    "[\"2600:1f13:0:%u00::/56\"]", v + 1);
	write_subnets(c, v);
	if (c->nat)
		str_addf(&c->out, ",\n  \"nat_gateways\": {\"nat\": "
		    "{\"subnet\": \"s%u\"}}", c->n_subnets - 1);
	write_tables(c, v);
	write_acls(c, v);
	write_groups(c, v);
	str_add(&c->out, ",\n  \"workloads\": {");
	for (unsigned i = 0, n = 2 + below(c, 8); i < n; i++)
		write_workload(c, i);
	str_add(&c->out, "}}");
}

/* -------------------------------------------------------------- the joints */

static void
write_transit(struct crowd *c)
{
	str_addf(&c->out, ",\n\"transit_gateways\": {\"core\": "
	    "{\"sg_references\": %s, \"attachments\": {",
	    chance(c, 50) ? "true" : "false");
	for (unsigned v = 0; v < c->n_vpcs; v++)
		str_addf(&c->out, "%s\"a%u\": {\"vpc\": \"v%u\", "
		    "\"subnets\": [\"s%u\"]}", v > 0 ? ", " : "", v, v,
		    below(c, c->n_subnets));
	str_add(&c->out, "}}}");
}

static void
write_peerings(struct crowd *c)
{
	str_add(&c->out, ",\n\"peerings\": {");
	for (unsigned v = 1; v < c->n_vpcs; v++)
		str_addf(&c->out, "%s\"pcx%u\": {\"between\": [\"v0\", "
		    "\"v%u\"]}", v > 1 ? ", " : "", v, v);
	str_add(&c->out, "}");
}

const char *
twin_crowd_make(struct arena *a, struct unit_random *r)
{
	struct crowd c = { .r = r, .out = str_new(a) };

	c.n_vpcs = 1 + below(&c, VPCS);
	c.n_subnets = 3 + below(&c, SUBNETS - 2);
	c.six = chance(&c, 40);
	c.nat = chance(&c, 60);
	c.transit = chance(&c, 35);
	c.peered = !c.transit && chance(&c, 70);
	c.overlap = chance(&c, 10);
	str_add(&c.out, "{\"vpcplan\": 1, \"name\": \"crowd\", \"account\": "
	    "\"111122223333\", \"region\": \"eu-west-1\", \"vpcs\": {");
	for (unsigned v = 0; v < c.n_vpcs; v++)
		write_vpc(&c, v);
	str_add(&c.out, "},\n\"networks\": {\"office\": {\"cidrs\": "
	    "[\"192.168.0.0/16\"]}},\n\"vpns\": {}");
	if (c.transit)
		write_transit(&c);
	if (c.peered)
		write_peerings(&c);
	str_add(&c.out, "}\n");
	return str_text(&c.out);
}
