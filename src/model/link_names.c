/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "model/link.h"
#include "model/notation.h"

#include <string.h>

/*
 * What a reference means.
 *
 * A text is tried as it stands first: ids and addresses of other formats hold
 * anything, and people leave the quotes off names that need them.  Only then
 * is it taken apart: kind:name, vpc/name, 'a name', workload.interface.
 *
 * Each attempt asks in the order of design.md: the names of the own VPC (or
 * transit gateway); what stands outside of VPCs; a name that is unique
 * elsewhere in the island; the ids of all islands.
 */

static const struct {
	const char *begins;
	enum kind kind;
} id_kinds[] = {
	{ "tgw-attach-", KIND_ATTACHMENT },
	{ "tgw-rtb-", KIND_TRANSIT_TABLE },
	{ "vpce-svc-", KIND_ENDPOINT_SERVICE },
	{ "eipalloc-", KIND_ELASTIC_IP },
	{ "subnet-", KIND_SUBNET },
	{ "vpce-", KIND_ENDPOINT },
	{ "eigw-", KIND_EGRESS_ONLY_GATEWAY },
	{ "acl-", KIND_NETWORK_ACL },
	{ "cgw-", KIND_CUSTOMER_GATEWAY },
	{ "eni-", KIND_INTERFACE },
	{ "igw-", KIND_INTERNET_GATEWAY },
	{ "nat-", KIND_NAT_GATEWAY },
	{ "pcx-", KIND_PEERING },
	{ "rtb-", KIND_ROUTE_TABLE },
	{ "tgw-", KIND_TRANSIT_GATEWAY },
	{ "vgw-", KIND_VPN_GATEWAY },
	{ "vpc-", KIND_VPC },
	{ "vpn-", KIND_VPN },
	{ "pl-", KIND_PREFIX_LIST },
	{ "sg-", KIND_SECURITY_GROUP },
	{ "i-", KIND_WORKLOAD },
	/* Things of AWS's that the model does not have. */
	{ "cagw-", KIND_COUNT },
	{ "lgw-", KIND_COUNT },
	{ "odb-", KIND_COUNT },
};

static const struct {
	const char *prefix;
	enum kind kind;
} prefix_kinds[] = {
	{ "endpoint", KIND_ENDPOINT },
	{ "nat", KIND_NAT_GATEWAY },
	{ "net", KIND_NETWORK },
	{ "pl", KIND_PREFIX_LIST },
	{ "sg", KIND_SECURITY_GROUP },
	{ "subnet", KIND_SUBNET },
	{ "vpc", KIND_VPC },
	{ "workload", KIND_WORKLOAD },
};

static const uint32_t scoped_kinds = KINDS_OF_VPC | KINDS_OF_GATEWAY;

bool
id_shape(const char *text, enum kind *kind)
{
	enum { HEX_MIN = 8 };

	for (size_t i = 0; i < sizeof id_kinds / sizeof id_kinds[0]; i++) {
		const char *rest;
		size_t digits;

		if (!str_starts_with(text, id_kinds[i].begins))
			continue;
		rest = text + strlen(id_kinds[i].begins);
		digits = strspn(rest, "0123456789abcdef");
		if (digits < HEX_MIN || rest[digits] != '\0')
			continue;
		*kind = id_kinds[i].kind;
		return true;
	}
	if (str_starts_with(text, "arn:")) {
		*kind = KIND_COUNT;
		return true;
	}
	return false;
}

const char *
kind_prefix(enum kind kind)
{
	for (size_t i = 0; i < sizeof prefix_kinds / sizeof prefix_kinds[0];
	    i++)
		if (prefix_kinds[i].kind == kind)
			return prefix_kinds[i].prefix;
	return NULL;
}

static uint32_t
kinds_of_prefix(const char *prefix)
{
	for (size_t i = 0; i < sizeof prefix_kinds / sizeof prefix_kinds[0];
	    i++)
		if (strcmp(prefix_kinds[i].prefix, prefix) == 0)
			return KIND_BIT(prefix_kinds[i].kind);
	return 0;
}

static void
add_matches(struct matches *found, struct text_range range)
{
	for (size_t i = 0; i < range.n && found->n + i < MATCHES_SHOWN; i++)
		found->v[found->n + i] = range.v[i].to;
	found->n += range.n;
}

/* Every kind of the set, in one scope; or (everywhere) in the island. */
static void
gather(struct linker *l, struct matches *found, struct text_range texts,
    const struct use *u, uint32_t kinds)
{
	for (unsigned kind = 0; kinds != 0; kind++, kinds >>= 1) {
		const struct thing *scope;

		if ((kinds & 1) == 0)
			continue;
		scope = (scoped_kinds >> kind & 1) != 0 ? u->scope : NULL;
		add_matches(found, index_in_scope(l, texts, u->owner->island,
		    kind, scope));
	}
}

static void
gather_everywhere(struct linker *l, struct matches *found,
    struct text_range texts, unsigned island, uint32_t kinds)
{
	for (unsigned kind = 0; kinds != 0; kind++, kinds >>= 1)
		if ((kinds & 1) != 0)
			add_matches(found,
			    index_of_kind(l, texts, island, kind));
}

/* Look for one text, whole. */
static void
look(struct linker *l, struct matches *found, const char *text,
    const struct use *u)
{
	struct text_range texts = index_text(l, text);
	uint32_t inside = u->kinds & scoped_kinds;
	uint32_t outside = u->kinds & ~scoped_kinds;

	found->n = 0;
	if (texts.n == 0)
		return;
	if (u->scope != NULL)
		gather(l, found, texts, u, inside | (u->flat ? outside : 0));
	if (found->n == 0)
		gather(l, found, texts, u, outside);
	if (found->n == 0)
		gather_everywhere(l, found, texts, u->owner->island,
		    u->kinds);
	if (found->n == 0)
		gather_everywhere(l, found, texts, ANY_ISLAND, u->kinds);
	/* An id that several islands know by itself is still one thing. */
	if (found->n > 1 && found->v[0]->id != NULL &&
	    strcmp(found->v[0]->id, text) == 0)
		found->n = 1;
}

/* The VPC or transit gateway that a name is qualified with. */
static const struct thing *
qualifier(struct linker *l, const struct use *u, const char *name)
{
	struct matches found = { 0 };
	struct use of_vpc = {
		.owner = u->owner,
		.kinds = KIND_BIT(KIND_VPC) | KIND_BIT(KIND_TRANSIT_GATEWAY),
	};

	look(l, &found, name, &of_vpc);
	return found.n == 1 ? found.v[0] : NULL;
}

/* kind:name, vpc/name, 'a name'. */
static void
look_apart(struct linker *l, struct matches *found, const char *text,
    const struct use *u)
{
	struct name_text name;
	struct use narrowed = *u;

	if (notation_name_parse(l->m->a, text, &name) != NULL)
		return;
	if (name.prefix != NULL)
		narrowed.kinds &= kinds_of_prefix(name.prefix);
	if (name.vpc == NULL) {
		if (name.prefix != NULL || name.quoted)
			look(l, found, name.name, &narrowed);
		return;
	}
	narrowed.scope = qualifier(l, u, name.vpc);
	if (narrowed.scope != NULL)
		gather(l, found, index_text(l, name.name), &narrowed,
		    narrowed.kinds & scoped_kinds);
}

/* workload.interface; either may hold dots itself. */
static void
look_member(struct linker *l, struct matches *found, const char *text,
    const struct use *u)
{
	struct use of_workload = *u;
	const char *dot;

	if ((u->kinds & KIND_BIT(KIND_INTERFACE)) == 0)
		return;
	of_workload.kinds = KIND_BIT(KIND_WORKLOAD);
	for (dot = strchr(text, '.'); dot != NULL && found->n == 0;
	    dot = strchr(dot + 1, '.')) {
		struct matches workload = { 0 };
		const char *name = arena_strndup(l->m->a, text,
		    (size_t)(dot - text));

		look(l, &workload, name, &of_workload);
		if (workload.n == 0)
			look_apart(l, &workload, name, &of_workload);
		if (workload.n == 1)
			add_matches(found, index_in_scope(l,
			    index_text(l, dot + 1), workload.v[0]->island,
			    KIND_MEMBER, workload.v[0]));
	}
}

static bool
is_cross_vpc(const struct use *u, const struct thing *found)
{
	const struct thing *own = use_vpc(u);

	return !u->abroad && u->owner->created && found->vpc != NULL &&
	    own != NULL && &found->vpc->is != own;
}

/* A table that a VPC's or VPN's attachment names, of another gateway.  A
 * peering's attachment is one thing of both. */
static bool
is_cross_gateway(const struct use *u, const struct thing *found)
{
	const struct attachment *from = (const struct attachment *)u->owner;

	return found->kind == KIND_TRANSIT_TABLE &&
	    u->owner->kind == KIND_ATTACHMENT && u->owner->created &&
	    (from->to == ATTACHMENT_VPC || from->to == ATTACHMENT_VPN) &&
	    u->scope != NULL && u->scope->kind == KIND_TRANSIT_GATEWAY &&
	    thing_around(found) != NULL && thing_around(found) != u->scope;
}

static struct thing *
accept(struct linker *l, struct ref *r, const struct use *u,
    struct thing *found)
{
	if (is_cross_gateway(u, found)) {
		complain_cross_gateway(l, r, u, found);
		r->to = NULL;
		return NULL;
	}
	if (is_cross_vpc(u, found)) {
		if (!vpcs_may_be_one(found->vpc,
		    (const struct vpc *)use_vpc(u)))
			complain_cross_vpc(l, r, u, found);
		found = NULL;
	}
	r->to = found;
	return found;
}

static bool
is_named_by_key(const struct thing *t, const char *text)
{
	return str_equal(t->id, text) || str_equal(t->address, text);
}

/*
 * Whether what was found, by a name that others may have, stands where names
 * are looked up last, while something that is not in the input may have the
 * name where they are looked up first.
 */
static bool
may_be_hidden(struct linker *l, const struct ref *r, const struct use *u,
    const struct matches *found)
{
	const struct thing *first = found->v[0];
	bool is_inside = (scoped_kinds & KIND_BIT(first->kind)) != 0;

	if (is_named_by_key(first, r->text) || !is_inside)
		return false;
	if (u->lost)
		return found->n > 1 || model_island_is_partial(l->m,
		    first->kind, u->owner->island);
	return u->scope != NULL && thing_around(first) != u->scope &&
	    strchr(r->text, '/') == NULL && !use_absence_is_sure(l, r, u);
}

/* What a name is qualified with says where it is not. */
static void
complain_lost(struct linker *l, const struct ref *r, const struct use *u)
{
	struct name_text name;
	struct use there = *u;

	if (strchr(r->text, '/') != NULL && notation_name_parse(l->m->a,
	    r->text, &name) == NULL && name.vpc != NULL) {
		there.scope = qualifier(l, u, name.vpc);
		if (there.scope == NULL && model_island_is_partial(l->m,
		    KIND_VPC, u->owner->island))
			return;
		if (there.scope == NULL)
			there.scope = u->scope;
	}
	complain_dangling(l, r, &there);
}

struct thing *
link_resolve(struct linker *l, struct ref *r, const struct use *u)
{
	struct matches found = { 0 };

	if (!value_is_known(r->is))
		return NULL;
	if (r->to != NULL)
		return accept(l, r, u, r->to->merged_into != NULL ?
		    r->to->merged_into : r->to);
	if (r->text == NULL)
		return NULL;
	look(l, &found, r->text, u);
	if (found.n == 0)
		look_apart(l, &found, r->text, u);
	if (found.n == 0)
		look_member(l, &found, r->text, u);
	if (found.n > 0 && may_be_hidden(l, r, u, &found))
		return NULL;
	if (found.n == 1)
		return accept(l, r, u, found.v[0]);
	if (found.n == 0)
		complain_lost(l, r, u);
	else
		complain_ambiguous(l, r, u, &found);
	return NULL;
}
