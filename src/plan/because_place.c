/* SPDX-License-Identifier: MIT */
#include "plan/because_take.h"

#include "base/str.h"

/*
 * Where a thing stands, which two it joins, what it leaves out: a workload or
 * endpoint in another subnet, a NAT gateway or attachment in another, the ends
 * of a peering, what is excluded from Block Public Access.
 */

static bool
has_interfaces(enum kind kind)
{
	return kind == KIND_WORKLOAD || kind == KIND_ENDPOINT;
}

/* ------------------------------------------------------------ interfaces */

/* What a row is about: of an endpoint that names the subnet. */
static struct interface *
interface_of_row(struct thing *owner, const void *of)
{
	struct carriers all = turning_carriers(&owner);

	for (size_t i = 0; i < all.n; i++)
		if ((const void *)all.v[i] == of ||
		    (const void *)all.v[i]->subnet == of)
			return all.v[i];
	return NULL;
}

/* A copy of one of the other network's, for its owner in the base. */
static struct interface *
import_interface(struct turning *t, struct thing *owner,
    const struct interface *of)
{
	struct interface *copy = (struct interface *)turning_copy(t, &of->is);
	struct security_group **groups;

	if (copy != NULL || of == NULL || of->subnet == NULL)
		return copy;
	copy = arena_alloc(t->a, sizeof *copy);
	groups = arena_array(t->a, of->groups.n + 1, sizeof *groups);
	*copy = *of;
	copy->subnet = (struct subnet *)turning_in_base(t, &of->subnet->is);
	if (copy->subnet == NULL)
		return NULL;
	copy->subnet_ref.to = &copy->subnet->is;
	copy->is.vpc = copy->subnet->is.vpc;
	copy->workload = owner->kind != KIND_WORKLOAD ? NULL :
	    (struct workload *)owner;
	copy->endpoint = owner->kind != KIND_ENDPOINT ? NULL :
	    (struct endpoint *)owner;
	copy->groups.v = groups;
	copy->groups.cap = of->groups.n + 1;
	for (size_t i = 0; i < of->groups.n; i++) {
		groups[i] = (struct security_group *)turning_in_base(t,
		    &of->groups.v[i]->is);
		if (groups[i] == NULL)
			return NULL;
	}
	turning_enter(t, &of->is, &copy->is);
	return copy;
}

/* What nobody wrote it has of its owner, as that is now. */
static void
settle_in(struct turning *t, struct thing *owner, struct interface *e)
{
	struct carriers all = turning_carriers(&owner);

	turning_keep(t, e, sizeof *e);
	e->public_ip = e->ipv6 = e->source_check = (struct flag_value){ 0 };
	e->forwards = (struct forwards){ 0 };
	interface_inherit(e);
	if (all.n > 0 && all.v[0]->is.implicit) {
		e->groups.v = all.v[0]->groups.v;
		e->groups.n = all.v[0]->groups.n;
		e->groups.cap = all.v[0]->groups.cap;
		e->groups_known = all.v[0]->groups_known;
	}
}

static void
change_interfaces(struct turning *t, struct thing *owner,
    struct interface *out, struct interface *in)
{
	struct subnet *from = out == NULL ? NULL : out->subnet;
	struct subnet *to = in == NULL ? NULL : in->subnet;

	if (in != NULL && in->is.implicit)
		settle_in(t, owner, in);
	if (owner->kind == KIND_WORKLOAD)
		TURNING_CHANGE(t, &((struct workload *)owner)->interfaces, out,
		    in);
	else
		TURNING_CHANGE(t, &((struct endpoint *)owner)->interfaces, out,
		    in);
	TURNING_CHANGE(t, &t->m->interfaces, out, in);
	if (from != NULL) {
		TURNING_CHANGE(t, &from->interfaces, out,
		    (struct interface *)NULL);
		if (from->is.vpc != NULL)
			TURNING_CHANGE(t, &from->is.vpc->interfaces, out,
			    (struct interface *)NULL);
	}
	if (to != NULL) {
		TURNING_CHANGE(t, &to->interfaces, (struct interface *)NULL,
		    in);
		if (to->is.vpc != NULL)
			TURNING_CHANGE(t, &to->is.vpc->interfaces,
			    (struct interface *)NULL, in);
	}
}

static struct interface *
interface_given(struct turning *t, struct thing *now,
    const struct change_part *p)
{
	const void *was = part_of_side(p, turning_other(t));
	struct thing *twin = (struct thing *)(uintptr_t)p->change->pair->is[
	    turning_other(t)];

	return was == NULL ? NULL : import_interface(t, now,
	    interface_of_row(twin, was));
}

/* ------------------------------------------------------------- the ends */

/* An attachment stands in subnets of the VPC that it is of. */
static void
turn_attached(struct turning *t, struct attachment *at,
    const struct attachment *twin, struct thing *in)
{
	struct subnet **v = arena_array(t->a, twin->subnets.n + 1, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < twin->subnets.n; i++) {
		struct thing *s = turning_in_base(t, &twin->subnets.v[i]->is);

		if (s != NULL)
			v[n++] = (struct subnet *)s;
	}
	turning_keep(t, at, sizeof *at);
	at->target.to = in;
	at->vpc = (struct vpc *)in;
	at->subnets.v = v;
	at->subnets.n = n;
	at->subnets.cap = twin->subnets.n + 1;
}

static void
turn_end(struct turning *t, struct thing *now, const struct thing *twin,
    struct thing *in, const char *key)
{
	struct nat_gateway *nat = (struct nat_gateway *)now;
	struct peering *peering = (struct peering *)now;
	size_t side = !str_equal(key, "requester");

	switch (now->kind) {
	case KIND_NAT_GATEWAY:
		turning_keep(t, nat, sizeof *nat);
		nat->subnet.to = in;
		nat->table = ((struct subnet *)in)->table;
		break;
	case KIND_VPN:
		turning_end_on(t, (struct vpn *)now,
		    (const struct vpn *)twin, in);
		break;
	case KIND_PEERING:
		turning_keep(t, peering, sizeof *peering);
		peering->ends[side].to = in;
		peering->vpcs[side] = (struct vpc *)in;
		break;
	default:
		turn_attached(t, (struct attachment *)now,
		    (const struct attachment *)twin, in);
		break;
	}
}

/* Between two that are of the same kind, and in both networks. */
static bool
can_turn_end(const struct turning *t, const struct thing *now,
    const struct change_part *p)
{
	const struct thing *is = part_of_side(p, t->base);
	const struct thing *was = part_of_side(p, turning_other(t));
	enum kind kind = now->kind == KIND_NAT_GATEWAY ? KIND_SUBNET :
	    KIND_VPC;

	return is != NULL && was != NULL && (now->kind == KIND_VPN ||
	    (is->kind == kind && was->kind == kind));
}

/* ------------------------------------------------------------ exclusions */

static bool
same_exclusion(const struct exclusion *x, const struct exclusion *y)
{
	return y != NULL && x->of.to == y->of.to && x->mode == y->mode;
}

static void
turn_exclusion(struct turning *t, struct block_public_access *b,
    const struct exclusion *out, const struct exclusion *was)
{
	const struct exclusion *old = b->exclusions.v;
	size_t n = b->exclusions.n, k = 0;
	struct exclusion *v = arena_array(t->a, n + 1, sizeof *v);

	for (size_t i = 0; i < n; i++)
		if (!same_exclusion(&old[i], out))
			v[k++] = old[i];
	if (was != NULL) {
		v[k] = *was;
		v[k++].of.to = turning_in_base(t, was->of.to);
	}
	turning_keep(t, &b->exclusions, sizeof b->exclusions);
	b->exclusions.v = v;
	b->exclusions.n = k;
	b->exclusions.cap = n + 1;
}

/* ------------------------------------------------------------------- all */

bool
turning_is_place(const struct change_part *p, const struct thing *now)
{
	enum trait_part part = part_any_side(p)->part;

	return part == TRAIT_SUBNET || part == TRAIT_END ||
	    (part == TRAIT_ENTRIES && now->kind == KIND_BLOCK_PUBLIC_ACCESS);
}

bool
turning_can_place(struct turning *t, struct thing *now,
    const struct change_part *p)
{
	const void *was = part_of_side(p, turning_other(t));
	const struct exclusion *x = was;

	switch (part_any_side(p)->part) {
	case TRAIT_SUBNET:
		if (has_interfaces(now->kind))
			return was == NULL || interface_given(t, now, p) !=
			    NULL;
		return was == NULL || turning_in_base(t, was) != NULL;
	case TRAIT_END:
		if (!can_turn_end(t, now, p) || turning_in_base(t, was) ==
		    NULL)
			return false;
		if (now->kind == KIND_VPN)
			turning_import_attachments(t,
			    p->change->pair->is[turning_other(t)]);
		return true;
	default:
		return x == NULL || (x->of.to != NULL &&
		    turning_in_base(t, x->of.to) != NULL);
	}
}

void
turning_place(struct turning *t, struct thing *now,
    const struct change_part *p)
{
	const void *out = part_of_side(p, t->base), *was = part_of_side(p, turning_other(t));
	struct thing *in;

	switch (part_any_side(p)->part) {
	case TRAIT_SUBNET:
		if (has_interfaces(now->kind)) {
			change_interfaces(t, now, out == NULL ? NULL :
			    interface_of_row(now, out), interface_given(t, now,
			    p));
			return;
		}
		in = was == NULL ? NULL : turning_in_base(t, was);
		TURNING_CHANGE(t, &((struct attachment *)now)->subnets,
		    (const struct subnet *)out, (struct subnet *)in);
		return;
	case TRAIT_END:
		turn_end(t, now, p->change->pair->is[turning_other(t)],
		    turning_in_base(t, was), part_any_side(p)->key);
		return;
	default:
		turn_exclusion(t, (struct block_public_access *)now, out, was);
	}
}
