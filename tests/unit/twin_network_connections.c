/* SPDX-License-Identifier: MIT */
#include "twin_network_parts.h"

/* What connects the VPCs of random networks, and what is outside. */

static void
write_peerings(struct making *m)
{
	comma(m);
	str_add(&m->out, "\n \"peerings\": {");
	for (unsigned i = 0; i < m->n_vpcs; i++)
		for (unsigned j = i + 1; j < m->n_vpcs; j++) {
			if (!m->peered[i + j - 1])
				continue;
			comma(m);
			str_addf(&m->out, "\"pcx%u\": {\"between\": "
			    "[\"v%u\", \"v%u\"]%s}", i + j - 1, i, j,
			    chance(m, 8) ? ", \"state\": "
			    "\"pending-acceptance\"" : "");
		}
	str_add(&m->out, "}");
}

/* One subnet an AZ, not always in every AZ. */
static void
write_attachment_subnets(struct making *m, unsigned number)
{
	const struct planned_vpc *v = &m->vpcs[number];
	bool done[3] = { false, false, false };

	str_add(&m->out, "\"subnets\": [");
	for (unsigned i = 0; i < v->n_subnets; i++) {
		unsigned s = v->n_subnets - 1 - i;

		if (done[v->subnets[s].zone] || v->subnets[s].six_only ||
		    (s > 0 && chance(m, 15)))
			continue;
		done[v->subnets[s].zone] = true;
		comma(m);
		str_addf(&m->out, "\"v%us%u\"", number, s);
	}
	str_add(&m->out, "]");
}

static void
write_tables_of(struct making *m, const char *other)
{
	static const char *const tables[] = { "spoke", "hub", NULL };

	if (!m->tgw_tables)
		return;
	if (chance(m, 92))
		str_addf(&m->out, ", \"table\": \"%s\"", pick(m, tables));
	else if (chance(m, 30))
		str_add(&m->out, ", \"table\": null");
	if (chance(m, 80))
		str_addf(&m->out, ", \"propagates_to\": [\"%s\"%s]",
		    pick(m, tables), chance(m, 50) ? "" : other);
}

/* What was there before, and is still listed: written so that no change brings
 * it back, for a VPC has one attachment alone. */
static void
write_gone(struct making *m, unsigned number)
{
	comma(m);
	str_addf(&m->out, "\n   \"0old%u\": {\"vpc\": \"v%u\", \"state\" : "
	    "\"rejected\", ", number, number);
	write_attachment_subnets(m, number);
	write_tables_of(m, "");
	str_add(&m->out, "}");
}

static void
write_attachments(struct making *m, bool far)
{
	comma(m);
	str_add(&m->out, "\"attachments\": {");
	for (unsigned i = 0; i < m->n_vpcs; i++) {
		if (!is_attached(&m->vpcs[i], far))
			continue;
		if (chance(m, 4))
			write_gone(m, i);
		comma(m);
		str_addf(&m->out, "\n   \"a%u\": {\"vpc\": \"v%u\", ", i, i);
		write_attachment_subnets(m, i);
		write_tables_of(m, "");
		if (chance(m, 15))
			str_add(&m->out, ", \"sg_references\": false");
		if (chance(m, 15))
			str_add(&m->out, ", \"appliance_mode\": true");
		if (chance(m, 4))
			str_add(&m->out, ", \"state\": \"pendingAcceptance\"");
		str_add(&m->out, "}");
	}
	if (m->far) {
		comma(m);
		str_addf(&m->out, "\n   \"%s\": {\"peer\": \"%s\"",
		    far ? "back" : "over", far ? "core" : "far");
		write_tables_of(m, "");
		str_add(&m->out, "}");
	}
	if (m->office == OFFICE_TRANSIT && !far) {
		comma(m);
		str_add(&m->out, "\n   \"dc\": {\"vpn\": \"vpn\"");
		write_tables_of(m, "");
		str_add(&m->out, "}");
	}
	if (m->lab == OFFICE_TRANSIT && far == m->far) {
		comma(m);
		str_add(&m->out, "\n   \"lab\": {\"vpn\": \"wire\"");
		write_tables_of(m, "");
		str_add(&m->out, "}");
	}
	str_add(&m->out, "}");
}

/* To what is attached to the other one. */
static void
write_peer_routes(struct making *m, bool far)
{
	const char *via = far ? "back" : "over";

	if (!m->far)
		return;
	for (unsigned i = 0; i < m->n_vpcs; i++) {
		if (!m->vpcs[i].attached || m->vpcs[i].far == far)
			continue;
		if (chance(m, 80)) {
			comma(m);
			str_addf(&m->out, "\"10.%u.0.0/16\": \"%s\"", i, via);
		}
		if (m->vpcs[i].ipv6 && chance(m, 60)) {
			comma(m);
			str_addf(&m->out, "\"2600:1f13:0:%u00::/56\": "
			    "\"%s\"", i + 1, via);
		}
	}
	if (far && m->office == OFFICE_TRANSIT && chance(m, 60)) {
		comma(m);
		str_add(&m->out, "\"192.168.0.0/16\": \"back\"");
	}
}

static void
write_transit_routes(struct making *m, bool far)
{
	unsigned to = below(m, m->n_vpcs);

	str_add(&m->out, "{\"routes\": {");
	if (m->far && chance(m, 20)) {
		comma(m);
		str_addf(&m->out, "\"0.0.0.0/0\": \"%s\"",
		    far ? "back" : "over");
	} else if (is_attached(&m->vpcs[to], far) &&
	    chance(m, 60)) {
		comma(m);
		str_addf(&m->out, "\"0.0.0.0/0\": \"a%u\"", to);
	}
	if (!far && m->office == OFFICE_TRANSIT && chance(m, 40)) {
		comma(m);
		str_add(&m->out, "\"192.168.0.0/16\": \"dc\"");
	}
	if (m->lists && is_attached(&m->vpcs[to], far) &&
	    chance(m, 20)) {
		comma(m);
		str_addf(&m->out, "\"partners\": \"a%u\"", to);
	}
	if (m->lists && is_attached(&m->vpcs[to], far) && chance(m, 15)) {
		comma(m);
		str_addf(&m->out, "\"inner\": \"%s\"", chance(m, 80) ?
		    arena_printf(m->a, "a%u", to) : "blackhole");
	}
	if (m->lab == OFFICE_TRANSIT && far == m->far && chance(m, 40)) {
		comma(m);
		str_add(&m->out, "\"172.20.0.0/16\": \"lab\"");
	}
	write_peer_routes(m, far);
	if (chance(m, 8)) {
		comma(m);
		str_addf(&m->out, "\"10.%u.%u.0/24\": \"blackhole\"",
		    below(m, m->n_vpcs), below(m, 3));
	}
	if (chance(m, 20)) {
		comma(m);
		str_add(&m->out, "\"10.0.0.0/8\": \"blackhole\"");
	}
	to = below(m, m->n_vpcs);
	if (is_attached(&m->vpcs[to], far) &&
	    !has_route(m, arena_printf(m->a, "10.%u.0.0/16", to)) &&
	    chance(m, 30)) {
		comma(m);
		str_addf(&m->out, "\"10.%u.0.0/16\": \"%s\"", to,
		    chance(m, 75) ? arena_printf(m->a, "a%u", to) :
		    "blackhole");
	}
	str_add(&m->out, "}}");
}

static void
write_gateway(struct making *m, bool far)
{
	comma(m);
	str_addf(&m->out, "\"%s\": {", far ? "far" : "core");
	if (chance(m, 60))
		str_add(&m->out, "\"sg_references\": true");
	write_attachments(m, far);
	if (m->tgw_tables) {
		str_add(&m->out, ",\n  \"tables\": {\"spoke\": ");
		write_transit_routes(m, far);
		str_add(&m->out, ", \"hub\": ");
		write_transit_routes(m, far);
		str_add(&m->out, "}");
		if (chance(m, 40))
			str_add(&m->out, ", \"default\": {\"association\": "
			    "\"spoke\", \"propagation\": \"hub\"}");
	}
	str_add(&m->out, "}");
}

static void
write_transit(struct making *m)
{
	comma(m);
	str_add(&m->out, "\n \"transit_gateways\": {");
	write_gateway(m, false);
	if (m->far)
		write_gateway(m, true);
	str_add(&m->out, "}");
}

static void
write_vpn(struct making *m, const char *name, unsigned on,
    const char *gateway, const char *network)
{
	comma(m);
	str_addf(&m->out, "\"%s\": {\"on\": \"%s\", \"networks\": "
	    "[\"%s\"]", name, on == OFFICE_TRANSIT ? gateway :
	    arena_printf(m->a, "v%uvgw", on - OFFICE_VPN_GATEWAY), network);
	if (on == OFFICE_TRANSIT && chance(m, 25))
		str_add(&m->out, ", \"static\": true");
	if (chance(m, 5))
		str_add(&m->out, ", \"state\": \"deleted\"");
	str_add(&m->out, "}");
}

static void
write_office(struct making *m)
{
	comma(m);
	str_add(&m->out, "\n \"networks\": {\"office\": {\"cidrs\": "
	    "[\"192.168.0.0/16\"]}, \"lab\": {\"cidrs\": "
	    "[\"172.20.0.0/17\", \"172.20.128.0/17\"]}}");
	comma(m);
	str_add(&m->out, "\n \"vpns\": {");
	if (m->office != OFFICE_NOWHERE)
		write_vpn(m, "vpn", m->office, "core", "office");
	if (m->lab != OFFICE_NOWHERE)
		write_vpn(m, "wire", m->lab, m->far ? "far" : "core", "lab");
	str_add(&m->out, "}");
}

static void
write_lists(struct making *m)
{
	comma(m);
	str_add(&m->out, "\n \"prefix_lists\": {\"partners\": {\"entries\": "
	    "[\"203.0.113.0/28\", \"8.8.8.0/25\"], \"max\": 5}, "
	    "\"inner\": {\"entries\": [\"10.0.0.0/16\", \"192.168.0.0/16\", "
	    "\"10.1.0.0/16\"], \"max\": 5}, "
	    "\"six\": {\"entries\": [\"2600:1f13:0:200::/56\", "
	    "\"2001:4860::/32\"], \"max\": 5}, "
	    "\"aws-s3\": {\"managed\": \"com.amazonaws.eu-west-1.s3\"}}");
}

static void
write_block(struct making *m)
{
	static const char *const modes[] = {
		"block-ingress", "block-ingress", "block-bidirectional",
		NULL
	};
	static const char *const exclusions[] = {
		"allow-egress", "allow-bidirectional", NULL
	};

	comma(m);
	str_addf(&m->out, "\n \"block_public_access\": [{\"account\": "
	    "\"111122223333\", \"region\": \"eu-west-1\", \"mode\": \"%s\"",
	    pick(m, modes));
	if (chance(m, 40))
		str_addf(&m->out, ", \"exclude\": {\"v%u\": \"%s\"}",
		    below(m, m->n_vpcs), pick(m, exclusions));
	else if (chance(m, 60))
		str_addf(&m->out, ", \"exclude\": {\"v0/v0s0\": \"%s\", "
		    "\"v0/v0s1\": \"%s\"}", pick(m, exclusions),
		    pick(m, exclusions));
	str_add(&m->out, "}]");
}

void
write_connections(struct making *m)
{
	write_peerings(m);
	if (m->tgw)
		write_transit(m);
	write_office(m);
	if (m->lists)
		write_lists(m);
	if (chance(m, 8))
		write_block(m);
}
