/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "draw/glyph.h"
#include "model/select.h"
#include "text/sanitise.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void
scene_bind(struct builder *b, const struct thing *t, struct scene_node *node)
{
	struct binding one = { t, node };

	if (node->thing == NULL)
		node->thing = t;
	vec_push(b->a, &b->bindings, one);
}

void
scene_remark(struct builder *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vec_push(b->a, &b->scene->remarks,
	    arena_vprintf(b->a, format, args));
	va_end(args);
}

/* --------------------------------------------------------------- joints */

static int
compare_joints(const void *x, const void *y)
{
	const struct vpc_joint *a = x, *b = y;

	if (a->vpc != b->vpc)
		return a->vpc < b->vpc ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static void
find_joints(struct builder *b)
{
	const struct model *m = b->m;
	uint32_t order = 0;

	for (size_t i = 0; i < m->attachments.n; i++) {
		const struct attachment *t = m->attachments.v[i];

		if (t->vpc != NULL) {
			struct vpc_joint one = { t->vpc->is.order, order++, t,
			    NULL };

			vec_push(b->a, &b->joints, one);
		}
	}
	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];

		for (int end = 0; end < 2; end++) {
			struct vpc_joint one = { 0, order++, NULL, p };

			if (p->vpcs[end] == NULL ||
			    (end == 1 && p->vpcs[0] == p->vpcs[1]))
				continue;
			one.vpc = p->vpcs[end]->is.order;
			vec_push(b->a, &b->joints, one);
		}
	}
	vec_sort(&b->joints, compare_joints);
}

const struct vpc_joint *
scene_joints(const struct builder *b, const struct vpc *v, size_t *n)
{
	size_t low = 0, high = b->joints.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (b->joints.v[middle].vpc < v->is.order)
			low = middle + 1;
		else
			high = middle;
	}
	*n = 0;
	while (low + *n < b->joints.n &&
	    b->joints.v[low + *n].vpc == v->is.order)
		++*n;
	return *n > 0 ? &b->joints.v[low] : NULL;
}

/* ------------------------------------------------------------- gateways */

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

static void
add_internet_side(struct builder *b, struct draft_vpc *d)
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

static void
add_private_side(struct builder *b, struct draft_vpc *d)
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

/* ----------------------------------------------------------------- VPCs */

const char *
scene_cidr(struct builder *b, const struct cidr_value *c)
{
	char text[CIDR_TEXT_MAX];

	return value_is_known(c->is) ?
	    arena_strdup(b->a, cidr_format(c->v, text)) : "?";
}

static void
add_cidr(struct builder *b, struct scene_vpc *v, const struct cidr_value *c)
{
	vec_push(b->a, &v->cidrs, scene_cidr(b, c));
	if (value_is_known(c->is))
		vec_push(b->a, &v->blocks, c->v);
}

static int
compare_kept(const void *x, const void *y)
{
	const struct scene_kept *a = x, *b = y;
	int order = cidr_compare(a->block, b->block);

	return order != 0 ? order : str_natural_compare(a->label, b->label);
}

/* What the lock keeps, and what subnets reserve. */
static void
add_kept(struct builder *b, struct scene_vpc *to, const struct vpc *v)
{
	static const char *const words[] = {
		[KEPT_FOR_ZONE] = "another AZ",
		[KEPT_FOR_GROWTH] = "its growth",
		[KEPT_FOR_ITSELF] = "by the lock",
		[KEPT_FOR_GONE] = "tombstone"
	};

	for (size_t i = 0; i < v->kept.n; i++) {
		const struct kept_block *k = &v->kept.v[i];

		vec_push(b->a, &to->kept, ((struct scene_kept){ k->block,
		    sanitise_text(b->a, k->name), words[k->what],
		    k->what == KEPT_FOR_GONE ? '%' : ':' }));
	}
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct subnet *s = v->subnets.v[i];

		for (size_t k = 0; k < s->reservations.n; k++)
			if (value_is_known(s->reservations.v[k].cidr.is))
				vec_push(b->a, &to->kept, ((struct scene_kept){
				    s->reservations.v[k].cidr.v,
				    scene_label(b, &s->is), arena_printf(b->a,
				    "reserved, %s", s->reservations.v[k].type),
				    0 }));
	}
	vec_sort(&to->kept, compare_kept);
}

/* What stands for the block of a subnet, also where it is not known. */
static const char *
block_text(struct builder *b, const struct subnet *s)
{
	char text[CIDR_TEXT_MAX];

	if (value_is_known(s->cidr.is))
		return arena_strdup(b->a, cidr_format(s->cidr.v, text));
	if (number_or(s->size, 0) > 0)
		return arena_printf(b->a, "? /%d", (int)number_or(s->size, 0));
	if (number_or(s->hosts, 0) > 0)
		return arena_printf(b->a, "? %lld hosts",
		    (long long)number_or(s->hosts, 0));
	if (value_is_unknown(s->cidr.is))
		return "?";
	return s->ipv6_cidr.is.state != VALUE_ABSENT ? "IPv6 only" : "?";
}

static bool
is_focused(const struct builder *b, const struct subnet *s)
{
	const char *name = b->wishes->focus;

	return name != NULL && (scene_is_named(&s->is, name) ||
	    scene_tier_is_named(b->a, s, name) ||
	    (s->is.vpc != NULL && scene_is_named(&s->is.vpc->is, name)));
}

static struct scene_subnet *
make_box(struct builder *b, const struct subnet *s)
{
	struct scene_subnet *box = arena_alloc(b->a, sizeof *box);
	const char *unknown = NULL;
	char text[CIDR_TEXT_MAX];

	box->is.type = "";
	box->is.label = scene_label(b, &s->is);
	box->exposure = routes_exposure_any(b->routes, s, &unknown);
	box->exposure_unknown = unknown != NULL;
	if (value_is_known(s->cidr.is))
		box->block = s->cidr.v;
	if (value_is_known(s->ipv6_cidr.is))
		box->ipv6_block = s->ipv6_cidr.v;
	box->cidr = block_text(b, s);
	box->acl = s->acl != NULL ? s->acl->is.order + 1 : 0;
	if (value_is_known(s->ipv6_cidr.is))
		box->ipv6_cidr = arena_strdup(b->a,
		    cidr_format(s->ipv6_cidr.v, text));
	else if (value_is_unknown(s->ipv6_cidr.is))
		box->ipv6_cidr = "IPv6 ?";
	box->members = 1;
	box->focused = is_focused(b, s);
	scene_bind(b, &s->is, &box->is);
	return box;
}

static void
add_vpc(struct builder *b, struct scene_account *account, const struct vpc *v)
{
	struct draft_vpc *d = arena_alloc(b->a, sizeof *d);

	d->vpc = v;
	d->scene = arena_alloc(b->a, sizeof *d->scene);
	d->scene->is.type = "VPC";
	d->scene->is.label = scene_extra_label(b, &v->is, "VPC");
	d->scene->columns = 1;
	scene_bind(b, &v->is, &d->scene->is);
	for (size_t i = 0; i < v->cidrs.n; i++)
		add_cidr(b, d->scene, &v->cidrs.v[i]);
	for (size_t i = 0; i < v->ipv6_cidrs.n; i++)
		add_cidr(b, d->scene, &v->ipv6_cidrs.v[i]);
	add_kept(b, d->scene, v);
	for (size_t i = 0; i < v->subnets.n; i++) {
		vec_push(b->a, &d->subnets, v->subnets.v[i]);
		vec_push(b->a, &d->boxes, make_box(b, v->subnets.v[i]));
	}
	scene_place(b, d);
	scene_fill(b, d);
	scene_add_tables(b, d);
	add_internet_side(b, d);
	add_private_side(b, d);
	vec_push(b->a, &account->vpcs, d->scene);
	vec_push(b->a, &b->vpcs, d);
}

/* -------------------------------------------------------------- account */

/* A VPC, and the place of its account in the picture. */
struct owned {
	const struct vpc *vpc;
	struct scene_account *account;
	size_t place;
};

static struct scene_account *
find_account(struct builder *b, struct map *accounts, const struct vpc *v,
    size_t *place)
{
	const char *id = v->is.account != NULL ? v->is.account : "";
	const char *region = v->is.region != NULL ? v->is.region : "";
	void **slot = map_slot(accounts, arena_printf(b->a, "%s\n%s", id,
	    region));
	struct owned *known = *slot;
	struct scene_account *account;

	if (known != NULL) {
		*place = known->place;
		return known->account;
	}
	*slot = known = arena_alloc(b->a, sizeof *known);
	known->account = account = arena_alloc(b->a, sizeof *account);
	known->place = *place = b->scene->accounts.n;
	account->title = *id != '\0' ? arena_printf(b->a, "AWS account %s",
	    glyph_label(b->a, id)) : "AWS account";
	if (*region != '\0')
		account->region = glyph_label(b->a, region);
	vec_push(b->a, &b->scene->accounts, account);
	return account;
}

static int
compare_vpcs(const void *x, const void *y)
{
	const struct vpc *a = *(struct vpc *const *)x;
	const struct vpc *b = *(struct vpc *const *)y;

	return (a->is.order > b->is.order) - (a->is.order < b->is.order);
}

static int
compare_owned(const void *x, const void *y)
{
	const struct owned *a = x, *b = y;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return compare_vpcs(&a->vpc, &b->vpc);
}

/* ------------------------------------------------- what has no place */

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* Things of the whole model that no VPC of the picture can show. */
static void
remark_on_homeless(struct builder *b)
{
	const struct model *m = b->m;
	size_t subnets = 0, interfaces = 0, workloads = 0;

	for (size_t i = 0; i < m->subnets.n; i++)
		subnets += m->subnets.v[i]->is.vpc == NULL;
	for (size_t i = 0; i < m->interfaces.n; i++)
		interfaces += m->interfaces.v[i]->subnet == NULL;
	for (size_t i = 0; i < m->workloads.n; i++)
		workloads += m->workloads.v[i]->interfaces.n == 0;
	if (subnets > 0)
		scene_remark(b, "%zu subnet%s not drawn: of no VPC in the "
		    "input", subnets, plural(subnets));
	if (interfaces > 0)
		scene_remark(b, "%zu interface%s not drawn: in no subnet of "
		    "the input", interfaces, plural(interfaces));
	if (workloads > 0)
		scene_remark(b, "%zu workload%s not drawn: the input names no "
		    "subnet for %s", workloads, plural(workloads),
		    workloads == 1 ? "it" : "them");
}

/* In the order of the input, those of one account together. */
static void
add_vpcs(struct builder *b)
{
	struct map accounts = map_new(b->a);
	VEC(struct vpc *) vpcs = { 0 };
	VEC(struct owned) owned = { 0 };

	for (size_t i = 0; i < b->m->vpcs.n; i++)
		if (b->wishes->vpc == NULL ||
		    b->wishes->vpc == b->m->vpcs.v[i])
			vec_push(b->a, &vpcs, b->m->vpcs.v[i]);
	vec_sort(&vpcs, compare_vpcs);
	b->several = vpcs.n > 1;
	for (size_t i = 0; i < vpcs.n; i++) {
		struct owned one = { .vpc = vpcs.v[i] };

		one.account = find_account(b, &accounts, one.vpc,
		    &one.place);
		vec_push(b->a, &owned, one);
	}
	vec_sort(&owned, compare_owned);
	for (size_t i = 0; i < owned.n; i++)
		add_vpc(b, owned.v[i].account, owned.v[i].vpc);
}

struct scene *
scene_new(struct arena *a, const struct model *m, const struct routes *routes,
    const struct scene_wishes *wishes)
{
	struct builder b = { .a = a, .m = m, .routes = routes,
		.wishes = wishes, .aliases = map_new(a),
		.alias_counts = map_new(a), .short_names = map_new(a) };

	b.scene = arena_alloc(a, sizeof *b.scene);
	find_joints(&b);
	add_vpcs(&b);
	scene_find_shared(&b);
	scene_add_badges(&b);
	scene_add_hubs(&b);
	if (wishes->vpc == NULL)
		remark_on_homeless(&b);
	if (wishes->flows)
		scene_add_flows(&b);
	if (wishes->matrix != NULL)
		scene_add_matrix(&b);
	if (wishes->findings != NULL)
		scene_add_notes(&b, wishes->findings, wishes->vpc == NULL);
	scene_sort_names(&b);
	return b.scene;
}
