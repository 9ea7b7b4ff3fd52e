/* SPDX-License-Identifier: MIT */
#include "model/link.h"

#include <string.h>

#include "base/str.h"

/*
 * A workload, and an endpoint, has an interface in each of its subnets, or
 * those it states.  What an interface carries follows from its owner, from
 * the kind table and from its subnet; here every field is settled, so that
 * later rooms ask the interface alone.
 */

static bool
has_ipv6_block(const struct subnet *s)
{
	return s->ipv6_cidr.is.state != VALUE_ABSENT;
}

static struct flag_value
implicit_flag(bool v)
{
	struct flag_value f = { .is = value_implicit(), .v = v };

	return f;
}

static struct flag_value
unknown_flag(struct place at, const char *why)
{
	struct flag_value f = { .is = value_unknown(at, why) };

	return f;
}

/* f, or if nothing is said the other. */
static struct flag_value
stated_or(struct flag_value f, struct flag_value otherwise)
{
	return f.is.state != VALUE_ABSENT ? f : otherwise;
}

/* What keeps the subnet from being known keeps what follows from it, too. */
static const char *
why_no_subnet(const struct interface *e)
{
	return value_is_unknown(e->subnet_ref.is) ? e->subnet_ref.is.why :
	    "its subnet is not known";
}

static struct flag_value
public_by_subnet(const struct interface *e)
{
	if (e->subnet == NULL)
		return unknown_flag(e->is.at, why_no_subnet(e));
	return stated_or(e->subnet->public_ip, implicit_flag(false));
}

/*
 * Whether an interface of a workload has a public IPv4 address.  A subnet
 * gives them to what is launched there with one interface ("EC2 instance IP
 * addressing"); load balancers have them by their scheme, databases by a flag
 * of their own.
 */
static struct flag_value
public_of_workload(const struct interface *e)
{
	const struct workload *w = e->workload;
	const struct workload_type *type = workload_type(w->kind);
	bool alone = w->interfaces.n <= 1 || !w->interfaces_stated;

	if (type->is_load_balancer)
		return stated_or(w->public_ip, workload_faces_internet(w));
	if (type->is_data_store)
		return stated_or(w->publicly_accessible,
		    stated_or(w->public_ip, implicit_flag(false)));
	if (!alone)
		return implicit_flag(false);
	return stated_or(w->public_ip, public_by_subnet(e));
}

/* "The nodes of an internal load balancer have only private IP addresses", and
 * some kinds never have others. */
static bool
is_never_public(const struct interface *e)
{
	const struct workload *w = e->workload;
	const struct workload_type *type;

	if (w == NULL)
		return false;
	type = workload_type(w->kind);
	return !type->can_be_public || (type->is_load_balancer &&
	    value_is_known(w->scheme.is) && str_equal(w->scheme.v, "internal"));
}

static struct flag_value
public_of(const struct interface *e)
{
	bool seen = !e->is.created && !e->is.implicit;

	if (e->public_ip.is.state != VALUE_ABSENT &&
	    (seen || !flag_or(e->public_ip, true) || !is_never_public(e)))
		return e->public_ip;
	if (is_never_public(e))
		return implicit_flag(false);
	if (e->public_addresses.n > 0)
		return implicit_flag(true);
	if (e->endpoint != NULL)
		return implicit_flag(false);
	if (seen)
		return unknown_flag(e->is.at, "the input does not say");
	if (e->workload != NULL)
		return public_of_workload(e);
	return public_by_subnet(e);
}

static struct flag_value
ipv6_by_subnet(const struct interface *e)
{
	if (e->subnet == NULL)
		return unknown_flag(e->is.at, why_no_subnet(e));
	if (!has_ipv6_block(e->subnet))
		return implicit_flag(false);
	if (value_is_unknown(e->subnet->ipv6_cidr.is) &&
	    e->subnet->ipv6.is.state == VALUE_ABSENT)
		return unknown_flag(e->is.at, "whether its subnet has an IPv6 "
		    "block is not known");
	return stated_or(e->subnet->ipv6, implicit_flag(true));
}

/*
 * Whether it has an IPv6 address: kinds that take one where their subnet has
 * a block, the others only where they say so; nobody without a block.
 */
static struct flag_value
ipv6_of(const struct interface *e)
{
	const struct workload *w = e->workload;
	struct flag_value said = e->ipv6;
	bool takes = true;

	if (e->ipv6_addresses.n > 0)
		return stated_or(said, implicit_flag(true));
	if (!e->is.created && !e->is.implicit)
		return stated_or(said, implicit_flag(false));
	if (w != NULL) {
		said = stated_or(said, w->ipv6);
		takes = workload_type(w->kind)->takes_ipv6;
	} else if (e->endpoint != NULL) {
		said = stated_or(said, e->endpoint->ipv6);
		takes = false;
	}
	if (said.is.state == VALUE_ABSENT)
		return takes ? ipv6_by_subnet(e) : implicit_flag(false);
	if (flag_or(said, false) && e->subnet != NULL &&
	    !has_ipv6_block(e->subnet))
		return implicit_flag(false);
	return said;
}

static struct flag_value
source_check_of(const struct interface *e)
{
	struct flag_value said = e->source_check;
	bool checked = true;

	if (e->workload != NULL) {
		said = stated_or(said, e->workload->source_check);
		checked = workload_type(e->workload->kind)->source_check;
	} else if (e->endpoint != NULL) {
		checked = e->endpoint->type != ENDPOINT_GATEWAY_LOAD_BALANCER;
	}
	return stated_or(said, implicit_flag(checked));
}

struct groups {			/* what is said of the groups of a thing */
	const struct ref *v;
	size_t n;
	bool stated;
	bool has_default;	/* the VPC's default group, if nothing is */
};

static struct groups
groups_of(const struct interface *e)
{
	const struct workload *w = e->workload;
	struct groups g = { e->group_refs.v, e->group_refs.n,
		e->groups_stated || e->group_refs.n > 0, true };

	if (w != NULL) {
		g.has_default = workload_type(w->kind)->has_groups;
		if (!g.stated) {
			g.v = w->group_refs.v;
			g.n = w->group_refs.n;
			g.stated = w->groups_stated || g.n > 0;
		}
	} else if (e->endpoint != NULL) {
		g.has_default =
		    e->endpoint->type != ENDPOINT_GATEWAY_LOAD_BALANCER;
		g.v = e->endpoint->group_refs.v;
		g.n = e->endpoint->group_refs.n;
		g.stated = e->endpoint->groups_stated || g.n > 0;
	}
	return g;
}

/* AWS admits sixteen groups at most; behind them nobody counts twice. */
enum { GROUPS_MAX = 16 };

static bool
carries(const struct interface *e, const struct security_group *g)
{
	for (size_t i = 0; i < e->groups.n && i < GROUPS_MAX; i++)
		if (e->groups.v[i] == g)
			return true;
	return false;
}

static void
set_groups(struct model *m, struct interface *e)
{
	struct groups said = groups_of(e);
	struct vpc *v = e->is.vpc;

	e->groups.n = e->maybe_groups.n = 0;
	e->groups_known = said.stated || !said.has_default;
	e->groups_depend = e->groups_known;
	for (size_t i = 0; i < said.n; i++) {
		struct security_group *g =
		    (struct security_group *)said.v[i].to;

		if (g == NULL)
			e->groups_known = e->groups_depend = false;
		else if (!ref_is_sure(&said.v[i], &e->is))
			vec_push(m->a, &e->maybe_groups, said.v[i]);
		else if (!carries(e, g))
			vec_push(m->a, &e->groups, g);
	}
	if (e->maybe_groups.n > 0)
		e->groups_known = false;
	/* What is only observed may carry any group: silence says nothing. */
	if (said.stated || !said.has_default || !e->is.created)
		return;
	if (v != NULL && v->default_group != NULL) {
		vec_push(m->a, &e->groups, v->default_group);
		e->groups_known = true;
	}
}

void
interface_inherit(struct interface *e)
{
	e->public_ip = public_of(e);
	e->ipv6 = ipv6_of(e);
	e->source_check = source_check_of(e);
	if (!e->forwards.stated && !e->forwards.untold && e->workload != NULL)
		e->forwards = e->workload->forwards;
	else if (!e->forwards.stated && !e->forwards.untold &&
	    e->endpoint != NULL)
		e->forwards = e->endpoint->forwards;
}

static void
settle(struct model *m, struct interface *e)
{
	e->subnet = (struct subnet *)e->subnet_ref.to;
	if (e->is.vpc == NULL && e->subnet != NULL)
		e->is.vpc = e->subnet->is.vpc;
	interface_inherit(e);
	set_groups(m, e);
}

/* An interface of owner in the subnet that r names; nobody wrote it. */
static struct interface *
new_interface(struct model *m, const struct thing *owner, const struct ref *r)
{
	struct interface *e = model_new_interface(m, owner->at,
	    owner->island, owner->vpc);

	e->is.label = arena_printf(m->a, "%s.%s", thing_label(owner),
	    r->to != NULL ? thing_label(r->to) :
	    r->text != NULL ? r->text : "?");
	e->is.account = owner->account;
	e->is.region = owner->region;
	e->is.exists = r->exists != NULL ? r->exists : owner->exists;
	e->is.change = owner->change;
	e->is.created = owner->created;
	e->is.among_vpcs = owner->among_vpcs;
	e->is.implicit = true;
	e->subnet_ref = *r;
	return e;
}

/* The addresses of the workload that its subnet's block holds. */
static void
take_addresses(struct model *m, struct interface *e, const struct workload *w)
{
	const struct subnet *s = (const struct subnet *)e->subnet_ref.to;

	for (size_t i = 0; i < w->addresses.n; i++) {
		const struct address_value *a = &w->addresses.v[i];

		if (s == NULL || !value_is_known(a->is) || a->family == 0)
			continue;
		if (a->family == IPV4 && value_is_known(s->cidr.is) &&
		    cidr_contains_addr(s->cidr.v, IPV4, a->v))
			vec_push(m->a, &e->addresses, *a);
		if (a->family == IPV6 && value_is_known(s->ipv6_cidr.is) &&
		    cidr_contains_addr(s->ipv6_cidr.v, IPV6, a->v))
			vec_push(m->a, &e->ipv6_addresses, *a);
	}
}

static bool
is_in_zone_of(struct model *m, const struct workload *w, const struct ref *r)
{
	return r->to != NULL && subnet_is_in_zone(m->a,
	    (const struct subnet *)r->to, w->az.v);
}

/*
 * Whether the workload stays in the one AZ that it names: then its other
 * subnets are only where it might have been.  A subnet whose AZ is not known
 * may be the one, so any such makes it undecided, and all count.
 */
static bool
is_in_one_zone(struct model *m, const struct workload *w)
{
	bool any = false;

	if (!value_is_known(w->az.is) || value_is_unknown(w->multi_az.is) ||
	    flag_or(w->multi_az, false))
		return false;
	for (size_t i = 0; i < w->subnet_refs.n; i++) {
		const struct subnet *s =
		    (const struct subnet *)w->subnet_refs.v[i].to;

		if (s == NULL || s->az_key == NULL)
			return false;
		any = any || is_in_zone_of(m, w, &w->subnet_refs.v[i]);
	}
	return any;
}

/* An instance lives in one subnet, by conditions in one of several; everything
 * else in each of its own. */
static size_t
count_subnets(const struct workload *w)
{
	size_t n = 0;

	if (w->kind != WORKLOAD_INSTANCE)
		return w->subnet_refs.n;
	while (n < w->subnet_refs.n)
		if (w->subnet_refs.v[n++].exists == NULL)
			break;
	return n;
}

static void
make_interfaces_of_workload(struct model *m, struct workload *w)
{
	size_t n = count_subnets(w);
	bool one_zone;

	if (w->interfaces_stated || w->interfaces.n > 0)
		return;
	one_zone = is_in_one_zone(m, w);
	for (size_t i = 0; i < n; i++) {
		struct interface *e;

		if (one_zone && !is_in_zone_of(m, w, &w->subnet_refs.v[i]))
			continue;
		e = new_interface(m, &w->is, &w->subnet_refs.v[i]);
		e->workload = w;
		take_addresses(m, e, w);
		if (w->public_address.is.state != VALUE_ABSENT)
			vec_push(m->a, &e->public_addresses,
			    w->public_address);
		vec_push(m->a, &w->interfaces, e);
	}
}

static void
make_interfaces_of_endpoint(struct model *m, struct endpoint *e)
{
	if (e->type == ENDPOINT_GATEWAY || e->interfaces.n > 0)
		return;
	for (size_t i = 0; i < e->subnet_refs.n; i++) {
		struct interface *new = new_interface(m, &e->is,
		    &e->subnet_refs.v[i]);

		new->endpoint = e;
		vec_push(m->a, &e->interfaces, new);
	}
}

/* An Elastic IP that says whose it is, and whose holder does not know. */
static void
attach(struct model *m, struct elastic_ip *eip)
{
	struct thing *to = eip->attached_to.to;
	struct address_value address = eip->address;
	struct interface *e = NULL;

	if (to != NULL && to->kind == KIND_INTERFACE)
		e = (struct interface *)to;
	else if (to != NULL && to->kind == KIND_WORKLOAD &&
	    ((struct workload *)to)->interfaces.n > 0)
		e = ((struct workload *)to)->interfaces.v[0];
	if (e == NULL || e->public_addresses.n > 0)
		return;
	address.elastic_ip = (struct ref){ .is = value_implicit(),
		.text = thing_label(&eip->is), .to = &eip->is };
	if (address.is.state == VALUE_ABSENT)
		address.is = address.elastic_ip.is;
	vec_push(m->a, &e->public_addresses, address);
}

void
link_interfaces(struct linker *l)
{
	struct model *m = l->m;

	for (size_t i = 0; i < m->workloads.n; i++)
		make_interfaces_of_workload(m, m->workloads.v[i]);
	for (size_t i = 0; i < m->endpoints.n; i++)
		make_interfaces_of_endpoint(m, m->endpoints.v[i]);
	for (size_t i = 0; i < m->elastic_ips.n; i++)
		attach(m, m->elastic_ips.v[i]);
	for (size_t i = 0; i < m->interfaces.n; i++)
		settle(m, m->interfaces.v[i]);
}
