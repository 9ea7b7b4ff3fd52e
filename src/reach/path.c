/* SPDX-License-Identifier: MIT */
#include "reach/path.h"

#include "base/fatal.h"
#include "base/str.h"
#include "text/sanitise.h"

const char *
hop_kind_key(enum hop_kind kind)
{
	switch (kind) {
	case HOP_GROUP_OUT:
	case HOP_GROUP_IN:
		return "security_group";
	case HOP_ACL_OUT:
	case HOP_ACL_IN:
		return "network_acl";
	case HOP_ROUTE:
	case HOP_EDGE_ROUTE:
		return "route_table";
	case HOP_LOCAL:
		return "local";
	case HOP_INTERNET_GATEWAY:
		return "internet_gateway";
	case HOP_EGRESS_ONLY_GATEWAY:
		return "egress_only_internet_gateway";
	case HOP_NAT_GATEWAY:
		return "nat_gateway";
	case HOP_PEERING:
		return "peering";
	case HOP_ATTACHMENT:
		return "transit_gateway_attachment";
	case HOP_TRANSIT_ROUTE:
		return "transit_gateway_table";
	case HOP_VPN:
		return "vpn";
	case HOP_ENDPOINT:
		return "endpoint";
	case HOP_APPLIANCE:
		return "appliance";
	case HOP_BALANCER:
		return "load_balancer";
	case HOP_BLOCK_PUBLIC_ACCESS:
		return "block_public_access";
	case HOP_LISTENS:
		return "workload";
	}
	BUG("no such kind of hop");
}

bool
hop_is_filter(enum hop_kind kind)
{
	return hop_is_groups(kind) || hop_is_acl(kind) || kind == HOP_LISTENS ||
	    kind == HOP_BALANCER || kind == HOP_BLOCK_PUBLIC_ACCESS;
}

const char *
hop_direction(enum hop_kind kind)
{
	switch (kind) {
	case HOP_GROUP_OUT:
	case HOP_ACL_OUT:
		return "egress";
	case HOP_GROUP_IN:
	case HOP_ACL_IN:
		return "ingress";
	case HOP_ROUTE:
	case HOP_EDGE_ROUTE:
	case HOP_LOCAL:
	case HOP_INTERNET_GATEWAY:
	case HOP_EGRESS_ONLY_GATEWAY:
	case HOP_NAT_GATEWAY:
	case HOP_PEERING:
	case HOP_ATTACHMENT:
	case HOP_TRANSIT_ROUTE:
	case HOP_VPN:
	case HOP_ENDPOINT:
	case HOP_APPLIANCE:
	case HOP_BALANCER:
	case HOP_BLOCK_PUBLIC_ACCESS:
	case HOP_LISTENS:
		return NULL;
	}
	BUG("no such kind of hop");
}

const char *
hop_label(const struct hop *h)
{
	if (h->kind == HOP_BLOCK_PUBLIC_ACCESS)
		return h->thing != NULL && h->thing->account != NULL ?
		    h->thing->account : "account";
	return h->thing != NULL && h->thing->label != NULL ?
	    h->thing->label : "";
}

struct blocker
blocker_listening(const struct end *e)
{
	struct blocker b = { .at = { .kind = HOP_LISTENS, .end = e,
		.subnet = e->subnet }, .text = "does not listen there",
		.code = "ENI_ADDRESS_RESTRICTION" };

	if (e->workload != NULL) {
		b.at.thing = &e->workload->is;
	} else if (e->endpoint != NULL) {
		b.at.kind = HOP_ENDPOINT;
		b.at.thing = &e->endpoint->is;
		b.text = "answers TCP and nothing else";
		b.code = "PROTOCOL_RESTRICTION";
	} else if (e->kind == END_HOST_SERVICE) {
		b.at.thing = &e->vpc->is;
	}
	return b;
}

/* The names of the groups that an end carries: "app, common". */
static const char *
group_names(struct arena *a, const struct end *e)
{
	struct str out = str_new(a);

	if (e == NULL || e->groups.n == 0)
		return "(none)";
	for (size_t i = 0; i < e->groups.n; i++)
		str_addf(&out, "%s%s", i > 0 ? ", " : "",
		    sanitise_text(a, e->groups.v[i]->is.label));
	return str_text(&out);
}

const char *
blocker_title(struct arena *a, const struct blocker *b)
{
	const struct hop *h = &b->at;
	struct str out = str_new(a);

	if (h->kind == HOP_LOCAL && h->thing == NULL)
		return "";		/* the text has its own subject */
	str_add(&out, hop_kind_key(h->kind));
	if (hop_is_groups(h->kind))
		str_addf(&out, " %s", group_names(a, h->end));
	else if (h->thing != NULL)
		str_addf(&out, " %s", sanitise_text(a, hop_label(h)));
	if (h->route != NULL)
		str_addf(&out, " %s", sanitise_text(a, h->route->written));
	if (h->transit_route != NULL)
		str_addf(&out, " %s",
		    sanitise_text(a, h->transit_route->cidr.written));
	if (hop_direction(h->kind) != NULL)
		str_addf(&out, " %s", hop_direction(h->kind));
	return str_text(&out);
}
