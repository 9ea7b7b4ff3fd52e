/* SPDX-License-Identifier: MIT */
#include "draw_made.h"

#include "base/str.h"

struct scene_vpc *
made_vpc(struct arena *a, struct scene *scene, const char *label)
{
	struct scene_vpc *v = arena_alloc(a, sizeof *v);

	v->is.type = "VPC";
	v->is.label = label;
	v->columns = 1;
	vec_push(a, &scene->accounts.v[scene->accounts.n - 1]->vpcs, v);
	return v;
}

static struct scene_account *
made_account(struct arena *a, struct scene *scene, const char *title,
    const char *region)
{
	struct scene_account *account = arena_alloc(a, sizeof *account);

	account->title = title;
	account->region = region;
	vec_push(a, &scene->accounts, account);
	return account;
}

struct scene_subnet *
made_subnet(struct arena *a, struct scene_vpc *v, const char *label,
    size_t column, size_t row)
{
	struct scene_subnet *s = arena_alloc(a, sizeof *s);

	s->is.type = "";
	s->is.label = label;
	s->exposure = EXPOSURE_ISOLATED;
	s->column = column;
	s->row = row;
	s->members = 1;
	vec_push(a, &v->subnets, s);
	if (v->columns <= column)
		v->columns = column + 1;
	if (v->rows <= row)
		v->rows = row + 1;
	return s;
}

struct scene_resource *
made_resource(struct arena *a, struct scene_subnet *s, const char *type,
    const char *label, const char *detail)
{
	struct scene_resource *r = arena_alloc(a, sizeof *r);

	r->is.type = type;
	r->is.label = label;
	r->details[0] = detail;
	r->count = 1;
	vec_push(a, &s->resources, r);
	return r;
}

struct scene_table *
made_table(struct arena *a, struct scene *scene, const char *badge,
    const char *label)
{
	struct scene_table *t = arena_alloc(a, sizeof *t);

	t->is.type = "";
	t->is.label = label;
	t->badge = badge;
	t->group = scene->tables.n;
	t->used = true;
	vec_push(a, &scene->tables, t);
	return t;
}

void
made_route(struct arena *a, struct scene_table *t, const char *destination,
    const char *target)
{
	struct scene_route r = { .destination = destination,
	    .target = target, .is_local = str_equal(target, "local") };
	struct scene_exit e = { .kind = EXIT_ENDPOINT, .target = destination,
	    .word = destination };

	vec_push(a, &t->routes, r);
	if (r.is_local)
		return;
	if (str_equal(destination, "0.0.0.0/0"))
		e.kind = EXIT_DEFAULT_IPV4;
	else if (str_equal(destination, "::/0"))
		e.kind = EXIT_DEFAULT_IPV6;
	if (e.kind != EXIT_ENDPOINT) {
		e.target = target;
		e.word = str_starts_with(target, "IGW") ? "IGW" : "NAT";
	}
	vec_push(a, &t->exits, e);
}

struct scene_gateway *
made_gateway(struct arena *a, struct scene_vpc *v, enum scene_side side,
    const char *type, const char *label)
{
	struct scene_gateway *g = arena_alloc(a, sizeof *g);

	g->is.type = type;
	g->is.label = label;
	g->side = side;
	if (side == SIDE_INTERNET)
		g->leads_to = "internet";
	vec_push(a, &v->gateways, g);
	return g;
}

const struct scene_note *
made_note(struct arena *a, struct scene *scene, enum severity severity,
    const char *text)
{
	struct scene_note *note = arena_alloc(a, sizeof *note);

	note->number = (unsigned)scene->notes.n + 1;
	note->severity = severity;
	note->code = "HA002";
	note->text = text;
	vec_push(a, &scene->notes, note);
	return note;
}

static void
set_subnet(struct scene_subnet *s, enum exposure exposure, const char *cidr,
    uint64_t used, uint64_t usable)
{
	s->exposure = exposure;
	s->cidr = cidr;
	s->used = used;
	s->usable = usable;
	s->has_used = s->has_usable = usable > 0;
}

static void
add_zone(struct arena *a, struct scene_vpc *v, const char *name,
    const char *brief)
{
	struct scene_zone z = { name, brief };

	vec_push(a, &v->zones, z);
}

static void
add_service(struct arena *a, struct scene_vpc *v, struct scene_gateway *g,
    const char *label)
{
	struct scene_service *service = arena_alloc(a, sizeof *service);

	service->label = label;
	service->detail = "regional";
	g->service = service;
	vec_push(a, &v->services, service);
}

struct scene *
made_shop(struct arena *a)
{
	struct scene *scene = arena_alloc(a, sizeof *scene);
	struct scene_table *public, *app, *data;
	struct scene_vpc *v;
	struct scene_subnet *s;
	const struct scene_note *note;

	made_account(a, scene, "AWS account shop (111122223333)",
	    "ap-northeast-2");
	v = made_vpc(a, scene, "shop-prod");
	vec_push(a, &v->cidrs, "10.0.0.0/16");
	add_zone(a, v, "ap-northeast-2a", "2a");
	add_zone(a, v, "ap-northeast-2c", "2c");
	public = made_table(a, scene, "A", "rt-public");
	made_route(a, public, "10.0.0.0/16", "local");
	made_route(a, public, "0.0.0.0/0", "IGW");
	app = made_table(a, scene, "B", "rt-app");
	made_route(a, app, "10.0.0.0/16", "local");
	made_route(a, app, "0.0.0.0/0", "nat-a");
	made_route(a, app, "s3", "vpce-s3");
	data = made_table(a, scene, "C", "rt-data");
	made_route(a, data, "10.0.0.0/16", "local");
	note = made_note(a, scene, SEVERITY_WARNING, "app-c (AZ 2c) leaves "
	    "through nat-a in AZ 2a: losing 2a cuts egress in both AZs");

	s = made_subnet(a, v, "public-a", 0, 0);
	set_subnet(s, EXPOSURE_PUBLIC, "10.0.0.0/24", 3, 251);
	s->table = public;
	made_resource(a, s, "ALB", "web", "1 of 2")->span = 1;
	made_resource(a, s, "NAT", "nat-a", "EIP");
	s = made_subnet(a, v, "public-c", 1, 0);
	set_subnet(s, EXPOSURE_PUBLIC, "10.0.1.0/24", 2, 251);
	s->table = public;
	made_resource(a, s, "ALB", "web", "2 of 2")->span = 1;
	s = made_subnet(a, v, "app-a", 0, 1);
	set_subnet(s, EXPOSURE_PRIVATE, "10.0.16.0/20", 1, 4091);
	s->table = app;
	made_resource(a, s, "EC2", "app-1", "10.0.16.10");
	s = made_subnet(a, v, "app-c", 1, 1);
	set_subnet(s, EXPOSURE_PRIVATE, "10.0.32.0/20", 1, 4091);
	s->table = app;
	vec_push(a, &s->is.notes, note);
	made_resource(a, s, "EC2", "app-2", "10.0.32.10");
	s = made_subnet(a, v, "data-a", 0, 2);
	set_subnet(s, EXPOSURE_ISOLATED, "10.0.48.0/24", 1, 251);
	s->table = data;
	made_resource(a, s, "RDS", "shop-db", "primary")->span = 2;
	s = made_subnet(a, v, "data-c", 1, 2);
	set_subnet(s, EXPOSURE_ISOLATED, "10.0.49.0/24", 1, 251);
	s->table = data;
	made_resource(a, s, "RDS", "shop-db", "standby")->span = 2;
	made_gateway(a, v, SIDE_INTERNET, "IGW", "igw-main");
	add_service(a, v, made_gateway(a, v, SIDE_PRIVATE, "VPCE",
	    "vpce-s3 (gateway)"), "S3");
	return scene;
}

struct scene *
made_korean(struct arena *a)
{
	struct scene *scene = made_shop(a);
	struct scene_account *account = scene->accounts.v[0];
	struct scene_vpc *v = account->vpcs.v[0];
	static const char *const names[] = {
		"공개-서브넷-a", "공개-서브넷-c", "내부-서브넷-a",
		"내부-서브넷-c", "자료-a", "자료-c"
	};

	account->title = "AWS account 쇼핑몰 (444455556666)";
	v->is.label = "운영망";
	vec_push(a, &v->cidrs, "2001:db8:1a00::/56");
	for (size_t i = 0; i < v->subnets.n; i++) {
		struct scene_subnet *s = v->subnets.v[i];

		s->is.label = names[i];
		s->ipv6_cidr = arena_printf(a, "2001:db8:1a00:%zx::/64", i);
		for (size_t k = 0; k < s->resources.n; k++)
			s->resources.v[k]->is.label = k == 0 ?
			    "정산-배치-서버-매일새벽" : "주소변환-a";
	}
	made_route(a, scene->tables.v[0], "::/0", "IGW");
	scene->tables.v[1]->exits.n = 1;
	made_route(a, scene->tables.v[1], "::/0", "EIGW");
	v->gateways.v[0]->is.label = "인터넷문";
	v->gateways.n = 1;
	made_gateway(a, v, SIDE_INTERNET, "EIGW", "송신전용")->outbound_only =
	    true;
	v->gateways.v[1]->leads_to = "internet v6";
	return scene;
}
