/* SPDX-License-Identifier: MIT */
#include "plan/traits_out.h"

#include "base/str.h"
#include "model/notation.h"

#include <stddef.h>

/* What an appliance lets pass, as one: nothing stated is another thing than
 * nothing, and what it is known to forward is all of it. */
void
put_trait_forwards(struct traits_out *o, const struct forwards *f)
{
	struct str s = str_new(o->a);

	for (size_t i = 0; i < f->n; i++)
		str_addf(&s, "%s%s from %s to %s", i > 0 ? ", " : "",
		    f->v[i].ports_text, f->v[i].from, f->v[i].to);
	if (f->stated) {
		put_trait(o, "forwards", f->n == 0 ? "nothing" :
		    str_text(&s));
		put_plain(o, f, offsetof(struct forwards, nat));
	}
	if (f->untold)
		put_trait(o, "forwards", "not known")->unknown = true;
	put_trait_flag(o, "NAT", &f->nat, false);
}

/* of: behind each, whose they are: " of out"; or "". */
static void
put_groups(struct traits_out *o, const struct interface *i, const char *of)
{
	o->part = TRAIT_GROUPS;
	if (!i->groups_known)
		put_unseen(o, TRAIT_GROUPS);
	for (size_t k = 0; k < i->groups.n; k++)
		put_trait(o, arena_printf(o->a, "security group %s%s",
		    pairing_name(o->p, o->a, o->when, &i->groups.v[k]->is,
		    o->of), of), "")->of = i->groups.v[k];
	o->part = TRAIT_FIELD;
}

static bool
tells_address(const struct interface *i)
{
	for (size_t k = 0; k < i->public_addresses.n; k++) {
		const struct address_value *v = &i->public_addresses.v[k];

		if (!value_is_known(v->is) || v->family == 0 ||
		    v->elastic_ip.to != NULL)
			return false;
	}
	return i->public_addresses.n > 0;
}

/* The public addresses that AWS gave, where both sides tell them; of what an
 * Elastic IP gives that itself tells. */
static void
put_public(struct traits_out *o, const struct interface *i, const char *of)
{
	const struct interface *twin = traits_twin_of(o, i);
	bool told = twin != NULL && tells_address(i) && tells_address(twin);

	for (size_t k = 0; told && k < i->public_addresses.n; k++)
		put_trait(o, arena_printf(o->a, "public address %s%s",
		    addr_text(o->a, i->public_addresses.v[k].v,
		    i->public_addresses.v[k].family), of), "");
}

void
put_traits_of_interface(struct traits_out *o, const struct interface *i)
{
	if (i->subnet != NULL)
		put_trait_thing(o, "subnet", &i->subnet->is);
	put_groups(o, i, "");
	put_trait_addresses(o, "address", i->addresses.v, i->addresses.n);
	put_trait_addresses(o, "IPv6 address", i->ipv6_addresses.v,
	    i->ipv6_addresses.n);
	put_trait_flag(o, "public address", &i->public_ip, false);
	put_public(o, i, "");
	put_trait_flag(o, "source check", &i->source_check, true);
	if (i->denial_stated && i->denies_internet)
		put_trait(o, "internet by IPv6", "dropped");
	put_trait_ipv6(o, "IPv6", i);
	put_trait_forwards(o, &i->forwards);
}

/* Whether targets are registered so, as stated or by their kind. */
static bool
by_address(const struct listener *l)
{
	if (l->target_type != TARGET_TYPE_ABSENT)
		return l->target_type == TARGET_TYPE_IP;
	for (size_t i = 0; i < l->targets.n; i++) {
		const struct workload *w =
		    (const struct workload *)l->targets.v[i].to;

		if (w != NULL && w->is.kind == KIND_WORKLOAD &&
		    w->kind == WORKLOAD_FARGATE_SERVICE)
			return true;
	}
	return false;
}

static const char *
listener_text(struct traits_out *o, const struct listener *l)
{
	struct str s = str_new(o->a);

	for (size_t i = 0; i < l->targets.n; i++)
		str_addf(&s, "%s%s", i > 0 ? ", " : "",
		    trait_ref_text(o, &l->targets.v[i]));
	if (value_is_known(l->target_port.is))
		str_addf(&s, "%son %lld", s.n > 0 ? " " : "",
		    (long long)l->target_port.v);
	if (by_address(l))
		str_add(&s, ", by address");
	if (value_is_known(l->health_port.is))
		str_addf(&s, ", health on %lld",
		    (long long)l->health_port.v);
	if (value_is_known(l->preserve_client.is))
		str_addf(&s, ", client address %s", l->preserve_client.v ?
		    "kept" : "replaced");
	return str_text(&s);
}

static void
put_listeners(struct traits_out *o, const struct workload *w)
{
	o->part = TRAIT_LISTENERS;
	if (!w->listeners_known && w->listeners.n == 0)
		put_unseen(o, TRAIT_LISTENERS);
	for (size_t i = 0; i < w->listeners.n; i++) {
		const struct listener *l = w->listeners.v[i];

		put_trait(o, arena_printf(o->a, "listener %s/%s",
		    listener_protocol_name(l->protocol),
		    value_is_known(l->port.is) ? arena_printf(o->a, "%lld",
		    (long long)l->port.v) : "?"), listener_text(o, l))->of =
		    l;
	}
	o->part = TRAIT_FIELD;
}

/* Groups and subnets are those of its interfaces, however they were said; of
 * several that have names it is said of which. */
static void
put_members(struct traits_out *o, const struct workload *w)
{
	const struct thing_pair *pair = pairing_of(o->p, o->when, &w->is);
	const struct workload *twin = pair == NULL ? NULL :
	    (const struct workload *)pair->is[1 - o->when];
	bool several = w->interfaces.n > 1 || (twin != NULL &&
	    twin->interfaces.n > 1);

	for (size_t i = 0; i < w->interfaces.n; i++) {
		const struct interface *n = w->interfaces.v[i];
		const char *of = n->is.implicit || n->is.name == NULL ||
		    !several ? "" : arena_printf(o->a, " of %s", n->is.name);

		o->part = TRAIT_SUBNET;
		if (n->subnet != NULL)
			put_trait(o, arena_printf(o->a, "subnet %s%s",
			    pairing_name(o->p, o->a, o->when, &n->subnet->is,
			    o->of), of), "")->of = n;
		o->part = TRAIT_FIELD;
		put_trait_addresses(o, "address", n->addresses.v,
		    n->addresses.n);
		put_trait_addresses(o, "IPv6 address", n->ipv6_addresses.v,
		    n->ipv6_addresses.n);
		put_public(o, n, of);
		if (!n->is.implicit) {
			put_trait_flag(o, arena_printf(o->a,
			    "public address%s", of), &n->public_ip, false);
			put_trait_ipv6(o, arena_printf(o->a, "IPv6%s", of), n);
			put_trait_flag(o, arena_printf(o->a,
			    "source check%s", of), &n->source_check,
			    workload_type(w->kind)->source_check);
			put_trait_forwards(o, &n->forwards);
		}
		put_groups(o, n, of);
	}
}

void
put_traits_of_workload(struct traits_out *o, const struct workload *w)
{
	const struct workload_type *type = workload_type(w->kind);

	put_trait(o, "kind", w->kind_untold ? "load balancer of a kind that is "
	    "not known" : type->words);
	put_plain(o, &w->kind, sizeof w->kind);
	put_members(o, w);
	/* A database's own flag decides; readers set both. */
	put_trait_flag(o, "public address", type->is_data_store &&
	    w->publicly_accessible.is.state != VALUE_ABSENT ?
	    &w->publicly_accessible : &w->public_ip, false);
	put_trait_addresses(o, "address", w->addresses.v, w->addresses.n);
	put_trait_flag(o, "source check", &w->source_check,
	    type->source_check);
	put_trait_text(o, "scheme", &w->scheme);
	put_trait_text(o, "engine", &w->engine);
	put_trait_number(o, "count", &w->count);
	put_trait_number(o, "max", &w->max);
	put_traits_planned_workload(o, w);
	put_trait_flag(o, "drops the internet by IPv6", &w->denies_internet,
	    flag_or(w->denies_internet, false));
	put_trait_flag(o, "multi-AZ", &w->multi_az, false);
	put_trait_flag(o, "cross-zone", &w->cross_zone, !flag_or(
	    w->cross_zone, false));
	put_trait_ipv6_of(o, w);
	if (w->ephemeral_why != NULL) {
		put_trait(o, "ephemeral", "unknown")->unknown = true;
	} else if (w->ephemeral.last != 0) {
		put_trait(o, "ephemeral", arena_printf(o->a, "%u-%u",
		    (unsigned)w->ephemeral.first, (unsigned)w->ephemeral.last));
		put_plain(o, &w->ephemeral, sizeof w->ephemeral);
	}
	put_trait_forwards(o, &w->forwards);
	if (value_is_known(w->ports.is)) {
		put_trait(o, "ports", notation_ports_format(o->a,
		    w->ports.v));
		put_plain(o, &w->ports, sizeof w->ports);
	}
	if (type->is_load_balancer)
		put_listeners(o, w);
}
