/* SPDX-License-Identifier: MIT */
#include "plan/traits_out.h"

#include "base/str.h"
#include "model/notation.h"

static const char *
block_text(struct traits_out *o, const struct cidr_value *v)
{
	return value_is_known(v->is) ? cidr_text(o->a, v->v) :
	    v->block_of != NULL ? v->written : "an unknown block";
}

static const char *
ports_text(struct traits_out *o, const struct ports_value *p)
{
	return value_is_known(p->is) ? notation_ports_format(o->a, p->v) :
	    "unknown ports";
}

/* What exists under a condition is another row than what surely does. */
static const char *
if_text(struct traits_out *o, const struct condition *c)
{
	return c == NULL ? "" : arena_printf(o->a, " if %s%s",
	    c->negated ? "not " : "", c->text);
}

/* ---------------------------------------------------------------- rules */

static const char *
peer_text(struct traits_out *o, const struct group_rule *r)
{
	struct cidr_value block = group_rule_cidr(r);
	struct ref peer = group_rule_peer(r);

	switch ((enum peer_kind)r->peer_kind) {
	case PEER_CIDR:
		return block_text(o, &block);
	case PEER_SELF:
		return "self";
	case PEER_ANYWHERE:
		return "anywhere";
	case PEER_GROUP:
	case PEER_PREFIX_LIST:
		/* A group that names itself is the same as "self". */
		return peer.to == o->of ? "self" :
		    trait_ref_text(o, &peer);
	case PEER_UNKNOWN:
		break;
	}
	return "an unknown peer";
}

static void
put_rule(struct traits_out *o, const struct group_rule *r, const char *peer)
{
	const char *direction = direction_name(r->direction);
	const char *ports = ports_text(o, r->ports);
	const char *rest = arena_printf(o->a, "%s %s%s",
	    r->direction == INGRESS ? "from" : "to", peer,
	    if_text(o, group_rule_exists(r)));
	struct trait *t;

	t = put_trait(o, arena_printf(o->a, "%s %s %s", direction, ports,
	    rest), "");
	t->apart = arena_printf(o->a, "%s %s", direction, rest);
	t->ports = ports;
	t->of = r;
	t->at = r->at;
	t->unknown = r->peer_kind == PEER_UNKNOWN ||
	    !value_is_known(r->ports->is);
}

/* AWS adds its rules for IPv6 where the VPC has a block of it: what is added
 * with the block is told by that. */
static bool
has_ipv6(const struct traits_out *o)
{
	const struct thing_pair *pair = o->of->vpc == NULL ? NULL :
	    pairing_of(o->p, o->when, &o->of->vpc->is);

	for (size_t w = BEFORE; pair != NULL && w <= AFTER; w++) {
		const struct vpc *v = (const struct vpc *)pair->is[w];

		if (v != NULL && v->ipv6_cidrs.n == 0)
			return false;
	}
	return true;
}

static void
put_rules(struct traits_out *o, enum trait_part part,
    struct group_rule *const *v, size_t n, bool known)
{
	if (!known) {
		put_unseen(o, part);
		return;
	}
	o->part = part;
	for (size_t i = 0; i < n; i++) {
		/* "anywhere" is the two rules that it stands for: formats
		 * differ in how they write it. */
		if (v[i]->peer_kind == PEER_ANYWHERE) {
			put_rule(o, v[i], "0.0.0.0/0");
			if (!v[i]->implicit || has_ipv6(o))
				put_rule(o, v[i], "::/0");
		} else {
			put_rule(o, v[i], peer_text(o, v[i]));
		}
	}
	o->part = TRAIT_FIELD;
}

void
put_traits_of_group(struct traits_out *o, const struct security_group *g)
{
	put_rules(o, TRAIT_INGRESS, g->ingress.v, g->ingress.n,
	    g->ingress_known);
	put_rules(o, TRAIT_EGRESS, g->egress.v, g->egress.n, g->egress_known);
}

/* -------------------------------------------------------------- entries */

static void
put_entries(struct traits_out *o, struct acl_entry *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct acl_entry *e = v[i];
		struct trait *t;

		if (e->implicit && e->cidr.v.family == (uint8_t)IPV6 &&
		    !has_ipv6(o))
			continue;
		t = put_trait(o, arena_printf(o->a, "%s %s",
		    direction_name(e->direction),
		    value_is_known(e->number.is) ? arena_printf(o->a, "%lld",
		    (long long)e->number.v) : "?"),
		    arena_printf(o->a, "%s %s %s %s%s",
		    e->allow ? "allow" : "deny", ports_text(o, &e->ports),
		    e->direction == INGRESS ? "from" : "to",
		    block_text(o, &e->cidr), if_text(o, e->exists)));
		t->of = e;
		t->at = e->at;
		t->unknown = !value_is_known(e->number.is) ||
		    !value_is_known(e->ports.is) ||
		    !value_is_known(e->cidr.is);
	}
}

void
put_traits_of_acl(struct traits_out *o, const struct network_acl *acl)
{
	if (!acl->entries_known) {
		put_unseen(o, TRAIT_ENTRIES);
		return;
	}
	o->part = TRAIT_ENTRIES;
	put_entries(o, acl->ingress.v, acl->ingress.n);
	put_entries(o, acl->egress.v, acl->egress.n);
	o->part = TRAIT_FIELD;
}

/* --------------------------------------------------------------- routes */

static const char *
destination_text(struct traits_out *o, const struct route *r)
{
	switch (r->destination) {
	case DESTINATION_CIDR:
		return block_text(o, &r->cidr);
	case DESTINATION_PREFIX_LIST:
		return trait_ref_text(o, &r->list);
	case DESTINATION_SERVICE:
		return r->service == NULL ? "a service" : r->service;
	case DESTINATION_UNKNOWN:
		break;
	}
	return "an unknown block";
}

static const char *
target_text(struct traits_out *o, const struct route *r)
{
	switch (r->target_kind) {
	case TARGET_THING:
		/* It is often called like the service that it is for. */
		return r->target.to != NULL &&
		    r->target.to->kind == KIND_ENDPOINT ?
		    arena_printf(o->a, "endpoint %s", trait_ref_text(o,
		    &r->target)) : trait_ref_text(o, &r->target);
	case TARGET_LOCAL:
		return "local";
	case TARGET_BLACKHOLE:
		return "blackhole";
	case TARGET_NONE:
		return "nothing";
	case TARGET_SEVERAL:
		return "several targets";
	case TARGET_UNKNOWN:
		break;
	}
	return "unknown";
}

void
put_traits_of_routes(struct traits_out *o, struct route *const *v, size_t n)
{
	o->part = TRAIT_ROUTES;
	for (size_t i = 0; i < n; i++) {
		const struct route *r = v[i];
		struct trait *t;

		/* A VPC's own blocks: the VPC says them. */
		if (r->target_kind == TARGET_LOCAL &&
		    (r->origin == ROUTE_IMPLICIT || o->of->vpc != NULL))
			continue;
		t = put_trait(o, destination_text(o, r), arena_printf(o->a,
		    "%s%s%s", target_text(o, r), r->is_blackhole &&
		    r->target_kind != TARGET_BLACKHOLE ? " (blackhole)" :
		    value_is_unknown(r->state) ? " (state not known)" : "",
		    if_text(o, r->exists)));
		t->of = r;
		t->at = r->at;
		t->unknown = r->target_kind == TARGET_UNKNOWN ||
		    r->destination == DESTINATION_UNKNOWN;
	}
	o->part = TRAIT_FIELD;
}

void
put_traits_of_transit_routes(struct traits_out *o,
    struct transit_route *const *v, size_t n)
{
	o->part = TRAIT_ROUTES;
	for (size_t i = 0; i < n; i++) {
		const struct transit_route *r = v[i];
		struct trait *t;

		t = put_trait(o, r->list.is.state == VALUE_ABSENT ?
		    block_text(o, &r->cidr) : trait_ref_text(o, &r->list),
		    r->blackhole ? "blackhole" :
		    trait_ref_text(o, &r->target));
		t->of = r;
		t->at = r->at;
	}
	o->part = TRAIT_FIELD;
}
