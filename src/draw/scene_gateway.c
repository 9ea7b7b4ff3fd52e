/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "draw/glyph.h"
#include "model/select.h"

#include <string.h>

static struct scene_gateway *
add_gateway(struct builder *b, struct scene_vpc *v, enum scene_side side,
    const char *type, const struct thing *t)
{
	struct scene_gateway *g = arena_alloc(b->a, sizeof *g);

	g->is.type = type;
	g->is.label = t != NULL ? scene_extra_label(b, t, type) : "";
	g->side = side;
	if (t != NULL)
		scene_bind(b, t, &g->is);
	vec_push(b->a, &v->gateways, g);
	return g;
}

/*
 * A gateway that a route names and the VPC does not have: another VPC's, or
 * nobody's, or one of a list that the input does not hold.
 */
static bool
is_missing_gateway(const struct route *r, const struct vpc *v, enum kind kind,
    const char *prefix)
{
	if (r->target_kind != TARGET_THING)
		return false;
	if (r->target.to != NULL)
		return r->target.to->kind == kind && r->target.to->vpc != v;
	return r->target.text != NULL &&
	    str_starts_with(r->target.text, prefix);
}

static const struct route *
find_missing_gateway(const struct vpc *v, enum kind kind, const char *prefix)
{
	for (size_t i = 0; i < v->route_tables.n; i++) {
		const struct route_table *t = v->route_tables.v[i];

		for (size_t k = 0; k < t->routes.n; k++)
			if (is_missing_gateway(t->routes.v[k], v, kind,
			    prefix))
				return t->routes.v[k];
	}
	return NULL;
}

static void
add_missing(struct builder *b, struct draft_vpc *d, enum kind kind,
    const char *type)
{
	const struct route *r = find_missing_gateway(d->vpc, kind,
	    kind == KIND_INTERNET_GATEWAY ? "igw" : "eigw");
	struct scene_gateway *g;

	if (r == NULL)
		return;
	g = add_gateway(b, d->scene, SIDE_INTERNET, type, NULL);
	g->missing = r->target.to != NULL ||
	    model_is_complete(b->m, kind, d->vpc);
	if (!g->missing)
		g->is.label = glyph_label(b->a, r->target.text);
}

void
scene_add_internet_side(struct builder *b, struct draft_vpc *d)
{
	const struct vpc *v = d->vpc;
	struct scene_vpc *s = d->scene;
	size_t before = s->gateways.n;

	for (size_t i = 0; i < v->internet_gateways.n; i++)
		add_gateway(b, s, SIDE_INTERNET, "IGW",
		    &v->internet_gateways.v[i]->is);
	if (s->gateways.n == before)
		add_missing(b, d, KIND_INTERNET_GATEWAY, "IGW");
	for (size_t i = before; i < s->gateways.n; i++)
		s->gateways.v[i]->leads_to = "internet";
	/* a regional NAT gateway stands in no subnet: the VPC's edge it is */
	for (size_t i = 0; i < v->nat_gateways.n; i++)
		if (flag_or(v->nat_gateways.v[i]->regional, false)) {
			struct scene_gateway *g = add_gateway(b, s,
			    SIDE_INTERNET, "NAT", &v->nat_gateways.v[i]->is);

			g->leads_to = "internet";
			g->outbound_only = true;
		}
	before = s->gateways.n;
	for (size_t i = 0; i < v->egress_only_gateways.n; i++)
		add_gateway(b, s, SIDE_INTERNET, "EIGW",
		    &v->egress_only_gateways.v[i]->is);
	if (s->gateways.n == before)
		add_missing(b, d, KIND_EGRESS_ONLY_GATEWAY, "EIGW");
	for (size_t i = before; i < s->gateways.n; i++) {
		s->gateways.v[i]->leads_to = "internet v6";
		s->gateways.v[i]->outbound_only = true;
	}
}

const char *
scene_service_name(struct builder *b, const char *service)
{
	static const struct {
		const char *key, *name;
	} rows[] = {
		{ "s3", "S3" }, { "dynamodb", "DynamoDB" },
		{ "s3express", "S3 Express" }
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (strcmp(service, rows[i].key) == 0)
			return rows[i].name;
	return glyph_label(b->a, service);
}

static void
add_service_endpoints(struct builder *b, struct draft_vpc *d)
{
	for (size_t i = 0; i < d->vpc->endpoints.n; i++) {
		const struct endpoint *e = d->vpc->endpoints.v[i];
		struct scene_service *service;
		struct scene_gateway *g;

		if (e->type != ENDPOINT_GATEWAY)
			continue;
		g = add_gateway(b, d->scene, SIDE_PRIVATE, "VPCE", &e->is);
		if (*g->is.label == '\0' && value_is_known(e->service.is))
			g->is.label = glyph_label(b->a, e->service.v);
		service = arena_alloc(b->a, sizeof *service);
		service->label = value_is_known(e->service.is) ?
		    scene_service_name(b, e->service.v) : "service ?";
		service->detail = "regional";
		g->service = service;
		vec_push(b->a, &d->scene->services, service);
	}
}

static bool
has_service(const struct scene_vpc *v, const char *label)
{
	for (size_t i = 0; i < v->services.n; i++)
		if (str_equal(v->services.v[i]->label, label))
			return true;
	for (size_t i = 0; i < v->apart.n; i++)
		if (str_equal(v->apart.v[i]->label, label))
			return true;
	return false;
}

/* Whether an interface endpoint stands for it in a subnet. */
static bool
has_interface_endpoint(const struct vpc *v, const char *word)
{
	for (size_t i = 0; i < v->endpoints.n; i++)
		if (value_is_known(v->endpoints.v[i]->service.is) &&
		    select_serves(v->endpoints.v[i]->service.v, word))
			return true;
	return false;
}

/* Services that workloads need and no endpoint leads to. */
static void
add_services_apart(struct builder *b, struct draft_vpc *d)
{
	for (size_t i = 0; i < d->vpc->workloads.n; i++) {
		const struct workload *w = d->vpc->workloads.v[i];

		for (size_t k = 0; k < w->needs.n; k++) {
			const char *word = w->needs.v[k].v, *label;
			struct scene_service *service;

			if (!value_is_known(w->needs.v[k].is) ||
			    !select_is_service(word) ||
			    has_interface_endpoint(d->vpc, word))
				continue;
			label = scene_service_name(b, word);
			if (has_service(d->scene, label))
				continue;
			service = arena_alloc(b->a, sizeof *service);
			service->label = label;
			service->detail = "no endpoint";
			vec_push(b->a, &d->scene->apart, service);
		}
	}
}

/* A box below a port, for what is at the other end. */
static void
lead_to(struct builder *b, struct scene_gateway *g, const char *label)
{
	struct scene_service *service = arena_alloc(b->a, sizeof *service);

	service->label = label;
	service->detail = "";
	service->is_peer = true;
	g->service = service;
}

/* The networks behind the VPNs of a gateway; NULL if none is named. */
static const char *
networks_behind(struct builder *b, const struct vpn_gateway *vgw)
{
	struct str out = str_new(b->a);

	for (size_t i = 0; i < b->m->networks.n; i++) {
		const struct network *n = b->m->networks.v[i];

		for (size_t k = 0; k < n->vpns.n; k++)
			if (n->vpns.v[k]->on.to == &vgw->is) {
				str_addf(&out, "%s%s", out.n > 0 ? ", " :
				    "on-prem ", scene_label(b, &n->is));
				break;
			}
	}
	return out.n > 0 ? str_text(&out) : NULL;
}

static void
add_vpn_gateways(struct builder *b, struct draft_vpc *d)
{
	for (size_t i = 0; i < d->vpc->vpn_gateways.n; i++) {
		const struct vpn_gateway *vgw = d->vpc->vpn_gateways.v[i];
		struct scene_gateway *g = add_gateway(b, d->scene,
		    SIDE_PRIVATE, "VGW", &vgw->is);
		const char *behind = networks_behind(b, vgw);

		if (behind != NULL)
			lead_to(b, g, behind);
	}
}

static void
add_peerings(struct builder *b, struct draft_vpc *d)
{
	size_t n;
	const struct vpc_joint *joints = scene_joints(b, d->vpc, &n);

	for (size_t i = 0; i < n; i++) {
		const struct peering *p = joints[i].peering;
		struct scene_gateway *g;
		int other;

		if (p == NULL)
			continue;
		g = add_gateway(b, d->scene, SIDE_PRIVATE, "PCX", &p->is);
		other = p->vpcs[0] == d->vpc ? 1 : 0;
		if (p->vpcs[other] != NULL)
			lead_to(b, g, arena_printf(b->a, "VPC %s",
			    scene_label(b, &p->vpcs[other]->is)));
	}
}

void
scene_add_private_side(struct builder *b, struct draft_vpc *d)
{
	size_t n;
	const struct vpc_joint *joints = scene_joints(b, d->vpc, &n);

	add_service_endpoints(b, d);
	for (size_t i = 0; i < n; i++) {
		const struct attachment *t = joints[i].attachment;
		struct scene_gateway *g;

		if (t == NULL || t->gateway == NULL)
			continue;
		g = add_gateway(b, d->scene, SIDE_PRIVATE, "TGW",
		    &t->gateway->is);
		scene_bind(b, &t->is, &g->is);
	}
	add_services_apart(b, d);
	add_vpn_gateways(b, d);
	add_peerings(b, d);
}
