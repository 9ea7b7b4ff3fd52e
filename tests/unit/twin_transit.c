/* SPDX-License-Identifier: MIT */
#include "twin_parts.h"

#include "base/str.h"

/* Peering, transit gateways, VPN. */

static bool
overlap(const struct vpc *x, const struct vpc *y)
{
	for (size_t i = 0; i < x->cidrs.n; i++)
		for (size_t j = 0; j < y->cidrs.n; j++)
			if (cidr_overlaps(x->cidrs.v[i].v, y->cidrs.v[j].v))
				return true;
	for (size_t i = 0; i < x->ipv6_cidrs.n; i++)
		for (size_t j = 0; j < y->ipv6_cidrs.n; j++)
			if (cidr_overlaps(x->ipv6_cidrs.v[i].v,
			    y->ipv6_cidrs.v[j].v))
				return true;
	return false;
}

bool
through_peering(struct trip *t, const struct peering *p, struct crossing c)
{
	const struct vpc *other;

	if (!carries_state(p->state))
		return drop(t, "the peering is not active");
	if (p->vpcs[0] != c.vpc && p->vpcs[1] != c.vpc)
		return drop(t, "the peering is not of this VPC");
	other = p->vpcs[0] == c.vpc ? p->vpcs[1] : p->vpcs[0];
	if (other != NULL && overlap(c.vpc, other))
		return drop(t, "overlapping VPCs are no peers");
	if (other == NULL || (t->p.to_owner.nat != NULL ?
	    t->p.to_owner.nat->is.vpc != other : !vpc_has(other, &t->p.to)))
		return drop(t, "the peer does not have the address");
	if (c.from_transit || t->p.owner.vpc != c.vpc)
		return drop(t, "a peering carries what its VPCs send");
	if (!str_equal(c.vpc->is.region, other->is.region))
		t->p.named = t->p.balancer = NULL;
	return arrive(t, other, NULL);
}

static bool
knows(const struct vpn *vpn, const struct spot *to)
{
	for (size_t i = 0; i < vpn->cidrs.n; i++)
		if (spot_in(vpn->cidrs.v[i].v, to) == YES)
			return true;
	for (size_t i = 0; i < vpn->networks.n; i++) {
		const struct network *n =
		    (const struct network *)vpn->networks.v[i].to;

		if (n != NULL && network_has(n, to))
			return true;
	}
	return false;
}

/* Another network may have the address, too. */
static bool
leads_to(const struct vpn *vpn, const struct network *n)
{
	for (size_t i = 0; i < n->vpns.n; i++)
		if (n->vpns.v[i] == vpn)
			return true;
	return false;
}

/* Out to what is behind a VPN. */
static bool
leave_by_vpn(struct trip *t, const struct vpn *vpn)
{
	const struct twin_place *end = t->reply ? &t->q->from : &t->q->to;

	if (!knows(vpn, &t->p.to))
		return drop(t, "the VPN does not know the address");
	if (!carries_state(vpn->state))
		return drop(t, "the VPN is not available");
	if (t->reply && t->n > 0)
		return drop(t, "the answer misses what its flow went through");
	if (end->kind != TWIN_NETWORK || !spot_is(&t->p.to, end->address) ||
	    !leads_to(vpn, end->network))
		return drop(t, "somebody else has the address");
	t->vpn = vpn;
	return deliver(t, NULL);
}

bool
through_vpn_gateway(struct trip *t, const struct vpn_gateway *g,
    struct crossing c)
{
	if (g->is.vpc != c.vpc)
		return drop(t, "the VPN gateway is not attached");
	if (t->family != IPV4)
		return drop(t, "a VPN gateway carries no IPv6");
	if (c.from_transit || t->p.owner.vpc != c.vpc)
		return drop(t, "a VPN gateway carries what its VPC sends");
	for (size_t i = 0; i < g->vpns.n; i++)
		if (carries_state(g->vpns.v[i]->state) &&
		    knows(g->vpns.v[i], &t->p.to))
			return leave_by_vpn(t, g->vpns.v[i]);
	return drop(t, "the VPN gateway does not know the address");
}

static bool
is_usable(const struct attachment *a)
{
	return carries_state(a->state);
}

/* References to groups pass where both sides say so, and not in an AZ that AWS
 * excepts; who stands in it and in another is not told. */
static void
keep_references(struct trip *t, const struct attachment *a)
{
	size_t excepted = 0;

	for (size_t i = 0; i < a->subnets.n; i++)
		excepted += a->subnets.v[i]->az_id.v != NULL &&
		    str_equal(a->subnets.v[i]->az_id.v, "use1-az3");
	if (!flag_or(a->gateway->sg_references, false) ||
	    !flag_or(a->sg_references, true) ||
	    (excepted > 0 && excepted == a->subnets.n))
		t->p.named = t->p.balancer = NULL;
	else if (excepted > 0 && t->p.named != NULL)
		t->doubt = true;
}

/* The subnet of an attachment in that AZ. */
static const struct subnet *
subnet_in_az(const struct trip *t, const struct attachment *a, const char *az)
{
	for (size_t i = 0; i < a->subnets.n; i++)
		if (az != NULL && !is_lost(t, a->subnets.v[i]) &&
		    str_equal(a->subnets.v[i]->az_key, az))
			return a->subnets.v[i];
	return NULL;
}

/* Into a gateway again packets go in the AZ that they are in. */
static bool
goes_back(const struct route_table *table)
{
	for (size_t i = 0; table != NULL && i < table->routes.n; i++)
		if (table->routes.v[i]->target.to != NULL &&
		    table->routes.v[i]->target.to->kind ==
		    KIND_TRANSIT_GATEWAY)
			return true;
	return false;
}

/* One of an attachment's subnets, where it does not matter which. */
static const struct subnet *
any_subnet(struct trip *t, const struct attachment *a,
    const struct subnet *for_it)
{
	const struct subnet *s = NULL;

	for (size_t i = 0; i < a->subnets.n; i++) {
		const struct subnet *u = a->subnets.v[i];

		if (is_lost(t, u))
			continue;
		if (s != NULL && (s->table != u->table || s->acl != u->acl ||
		    s == for_it || u == for_it || (goes_back(u->table) &&
		    !str_equal(s->az_key, u->az_key))))
			unsure(t, "which subnet does it come in by");
		s = u;
	}
	return s;
}

static bool
enter_from_transit(struct trip *t, const struct attachment *a)
{
	const struct vpc *v = a->vpc;
	const struct subnet *for_it = NULL, *s = NULL;

	if (v == NULL)
		return drop(t, "no such VPC");
	if (t->p.to_owner.nat != NULL && t->p.to_owner.nat->is.vpc == v)
		for_it = (const struct subnet *)t->p.to_owner.nat->subnet.to;
	else if (vpc_has(v, &t->p.to))
		for_it = subnet_of_spot(t, v, &t->p.to);
	/* It stays in the AZ it came from; or else AWS chooses. */
	if (!flag_or(a->appliance_mode, false))
		s = subnet_in_az(t, a, t->az);
	if (s == NULL)
		s = any_subnet(t, a, for_it);
	if (t->doubt)
		return false;
	if (s == NULL)
		return drop(t, "the attachment has no subnet");
	if (s == for_it)
		return arrive(t, v, s);
	return follow(t, s->table, (struct crossing){ .vpc = v, .subnet = s,
	    .from_transit = true });
}

static bool
pass_transit(struct trip *t, const struct attachment *in)
{
	struct transit_choice c;

	if (++t->hops > TWIN_HOPS_MAX)
		return drop(t, "it goes in circles");
	if (in->associated == NULL)
		return drop(t, "the attachment has no table");
	c = find_transit_route(t, in->associated, &t->p.to);
	if (t->doubt)
		return false;
	if (c.to == NULL || c.to == in || !is_usable(c.to))
		return drop(t, "no route in the transit gateway");
	keep_references(t, c.to);
	switch (c.to->to) {
	case ATTACHMENT_VPC:
		return enter_from_transit(t, c.to);
	case ATTACHMENT_VPN:
		return leave_by_vpn(t, (const struct vpn *)c.to->target.to);
	case ATTACHMENT_PEER:
		if (c.to->peer == NULL || !is_usable(c.to->peer))
			return drop(t, "the gateways are not peered");
		t->p.named = t->p.balancer = NULL;
		return pass_transit(t, c.to->peer);
	case ATTACHMENT_OTHER:
		break;
	}
	return unsure(t, "an attachment of another kind");
}

bool
through_transit(struct trip *t, const struct transit_gateway *g,
    struct crossing c)
{
	const struct attachment *a = NULL;
	const struct subnet *s;

	for (size_t i = 0; i < g->attachments.n; i++)
		if (g->attachments.v[i]->to == ATTACHMENT_VPC &&
		    g->attachments.v[i]->vpc == c.vpc &&
		    is_usable(g->attachments.v[i]))
			a = g->attachments.v[i];
	if (a == NULL)
		return drop(t, "the VPC is not attached");
	if (c.subnet == NULL)
		return unsure(t, "which AZ does it come from");
	s = subnet_in_az(t, a, c.subnet->az_key);
	if (s == NULL)
		return drop(t, "the attachment is not in the sender's AZ");
	if (!acl_admits(t, s, INGRESS))
		return false;
	keep_references(t, a);
	t->az = c.subnet->az_key;
	return pass_transit(t, a);
}

bool
enter_by_vpn(struct trip *t, const struct vpn *vpn)
{
	const struct vpn_gateway *g = (const struct vpn_gateway *)vpn->on.to;
	const struct model *m = t->q->m;

	t->vpn = vpn;
	if (vpn->on.to == NULL)
		return drop(t, "the VPN ends nowhere");
	if (!carries_state(vpn->state))
		return drop(t, "the VPN is not available");
	if (vpn->on.to->kind == KIND_VPN_GATEWAY) {
		if (g->is.vpc == NULL || t->family != IPV4 ||
		    (t->p.to_owner.nat != NULL ? t->p.to_owner.nat->is.vpc != g->is.vpc :
		    !vpc_has(g->is.vpc, &t->p.to)))
			return drop(t, "the VPN does not lead there");
		t->by_vpn_gateway = true;
		return enter_by_gateway(t, g->is.vpc, g);
	}
	for (size_t i = 0; i < m->attachments.n; i++)
		if (m->attachments.v[i]->to == ATTACHMENT_VPN &&
		    m->attachments.v[i]->target.to == &vpn->is &&
		    is_usable(m->attachments.v[i]))
			return pass_transit(t, m->attachments.v[i]);
	return drop(t, "the VPN is not attached");
}
