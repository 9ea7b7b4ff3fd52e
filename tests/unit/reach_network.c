/* SPDX-License-Identifier: MIT */
#include "reach_network.h"

#include "unit.h"

#include <string.h>

static const struct place nowhere;

struct cidr
cidr_of(const char *text)
{
	struct cidr c;

	ck_assert_msg(cidr_parse(text, strlen(text), &c) == ADDR_OK, "%s",
	    text);
	return c;
}

struct addr
addr_of(const char *text)
{
	enum family family;
	struct addr address;

	ck_assert_msg(addr_parse(text, strlen(text), &family, &address) ==
	    ADDR_OK, "%s", text);
	return address;
}

static struct cidr_value
known_cidr(const char *text)
{
	return (struct cidr_value){ .is = value_known(nowhere),
		.v = cidr_of(text), .written = text };
}

static struct route *
add(struct network_fixture *f, const char *to)
{
	struct route *r = model_new_route(f->m, nowhere);

	r->table = f->t;
	r->destination = DESTINATION_CIDR;
	r->written = to;
	if (to != NULL)
		r->cidr = known_cidr(to);
	vec_push(f->a, &f->t->routes, r);
	return r;
}

struct route *
fixture_local(struct network_fixture *f, const char *to)
{
	struct route *r = add(f, to);

	r->target_kind = TARGET_LOCAL;
	r->origin = ROUTE_IMPLICIT;
	return r;
}

static void
lead_to(struct route *r, void *target)
{
	r->target_kind = TARGET_THING;
	r->target.is = value_known(nowhere);
	r->target.to = target;
}

struct route *
fixture_route(struct network_fixture *f, const char *to, void *target)
{
	struct route *r = add(f, to);

	lead_to(r, target);
	return r;
}

struct route *
fixture_blackhole(struct network_fixture *f, const char *to)
{
	struct route *r = add(f, to);

	r->target_kind = TARGET_BLACKHOLE;
	return r;
}

struct route *
fixture_route_unknown(struct network_fixture *f, void *target)
{
	struct route *r = add(f, NULL);

	r->destination = DESTINATION_UNKNOWN;
	r->cidr.is = value_unknown(nowhere, "known after apply");
	lead_to(r, target);
	return r;
}

struct route *
fixture_target_unknown(struct network_fixture *f, const char *to)
{
	struct route *r = add(f, to);

	r->target_kind = TARGET_UNKNOWN;
	r->target.is = value_unknown(nowhere, "known after apply");
	return r;
}

struct route *
fixture_route_list(struct network_fixture *f, const char *const *entries,
    void *target)
{
	struct prefix_list *list = model_new_prefix_list(f->m, nowhere, 1);
	struct route *r = add(f, NULL);

	list->entries_known = true;
	for (; *entries != NULL; entries++)
		vec_push(f->a, &list->entries, known_cidr(*entries));
	r->destination = DESTINATION_PREFIX_LIST;
	r->list.is = value_known(nowhere);
	r->list.to = &list->is;
	lead_to(r, target);
	return r;
}

static void
make_gateways(struct network_fixture *f)
{
	struct model *m = f->m;
	struct attachment *attachment;

	f->igw = model_new_internet_gateway(m, nowhere, 1, f->v);
	f->igw->is.name = "igw";
	f->igw->attachment_known = true;
	f->eigw = model_new_egress_only_gateway(m, nowhere, 1, f->v);
	f->nat = model_new_nat_gateway(m, nowhere, 1, f->v);
	f->nat->is.name = "nat";
	f->vgw = model_new_vpn_gateway(m, nowhere, 1, f->v);
	f->vgw->attachment_known = true;
	f->tgw = model_new_transit_gateway(m, nowhere, 1);
	f->tgw->is.name = "core";
	attachment = model_new_attachment(m, nowhere, 1);
	attachment->to = ATTACHMENT_VPC;
	attachment->gateway = f->tgw;
	attachment->vpc = f->v;
	f->pcx = model_new_peering(m, nowhere, 1);
	f->pcx->is.name = "pcx";
	f->pcx->vpcs[0] = f->v;
	f->s3 = model_new_endpoint(m, nowhere, 1, f->v);
	f->s3->type = ENDPOINT_GATEWAY;
	f->s3->service.is = value_known(nowhere);
	f->s3->service.v = "s3";
}

struct network_fixture
fixture_new(void)
{
	struct network_fixture f = { .a = arena_new() };

	f.m = model_new(f.a);
	ck_assert_uint_eq(model_new_island(f.m), 1);
	f.v = model_new_vpc(f.m, nowhere, 1);
	f.v->is.created = true;
	vec_push(f.a, &f.v->cidrs, known_cidr("10.0.0.0/16"));
	vec_push(f.a, &f.v->ipv6_cidrs, known_cidr("2001:db8:1::/56"));
	make_gateways(&f);
	for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
		model_declare_complete(f.m, kind, 1, NULL);
		model_declare_complete(f.m, kind, 1, f.v);
	}
	f.t = model_new_route_table(f.m, nowhere, 1, f.v);
	f.t->is.created = true;
	f.s = model_new_subnet(f.m, nowhere, 1, f.v);
	f.s->cidr = known_cidr("10.0.0.0/24");
	f.s->ipv6_cidr = known_cidr("2001:db8:1::/64");
	f.s->table = f.t;
	fixture_local(&f, "10.0.0.0/16");
	fixture_local(&f, "2001:db8:1::/56");
	return f;
}
