/* SPDX-License-Identifier: MIT */
#include "draw_made.h"

#include "base/str.h"
#include "draw/glyph.h"

/* A name: of some script, some length, perhaps hostile. */
static const char *
random_name(struct arena *a, struct unit_random *r)
{
	static const char *const names[] = {
		"app-a", "b", "", "public-subnet-for-the-web-tier-in-zone-a",
		"공개-서브넷-a", "한", "子网-a", "サーバー",
		"re\xcc\x81seau", "Zoë", "rocket 🚀 go", "e\xcc\x81\xcc\x81",
		"│─╬", "##[group]x", "::error", "a\033[31mb", "x · y",
		"正体字的一个非常长的名字一二三四五六七八九十", "\xe2\x80\x8b",
		"a　", "tab\there", "……►", "\xff\xfe"
	};
	const char *name = names[unit_random_below(r,
	    sizeof names / sizeof names[0])];

	if (unit_random_below(r, 8) == 0)
		name = arena_printf(a, "%s-%s", name, names[
		    unit_random_below(r, sizeof names / sizeof names[0])]);
	return glyph_label(a, name);
}

static const char *
random_word(struct unit_random *r)
{
	static const char *const words[] = {
		"EC2", "ALB", "NAT", "RDS", "ENI", "OpenSearch", "VPCE"
	};

	return words[unit_random_below(r, sizeof words / sizeof words[0])];
}

static void
random_notes(struct arena *a, struct unit_random *r, struct scene *scene,
    struct scene_node *node)
{
	size_t n = scene->notes.n, k;

	if (n == 0 || unit_random_below(r, 4) != 0)
		return;
	k = unit_random_below(r, (uint32_t)n);
	for (; k < n && node->notes.n < 5; k += 1 + unit_random_below(r, 2))
		vec_push(a, &node->notes, scene->notes.v[k]);
}

static void
random_tables(struct arena *a, struct unit_random *r, struct scene *scene)
{
	static const char *const to[] = {
		"0.0.0.0/0", "::/0", "s3", "dynamodb", "10.20.0.0/16",
		"2001:db8:1a00:1234::/64", "pl-0123456789abcdef0"
	};
	size_t n = unit_random_below(r, 8);

	for (size_t i = 0; i < n; i++) {
		struct scene_table *t = made_table(a, scene,
		    arena_printf(a, "%c%zu", 'A' + (int)(i % 26), i),
		    random_name(a, r));

		t->used = unit_random_below(r, 5) != 0;
		t->own_zone = unit_random_below(r, 2) == 0;
		t->group = unit_random_below(r, 3);
		t->missing = unit_random_below(r, 9) == 0;
		if (t->missing)
			t->remark = "not in the plan";
		if (unit_random_below(r, 2) == 0)
			made_route(a, t, "10.0.0.0/16", "local");
		for (size_t k = 0; k < 7; k++)
			if (unit_random_below(r, 4) == 0)
				made_route(a, t, to[k], arena_printf(a, "x%s",
				    random_name(a, r)));
		random_notes(a, r, scene, &t->is);
	}
}

static void
random_gateways(struct arena *a, struct unit_random *r, struct scene *scene,
    struct scene_vpc *v)
{
	size_t upper = unit_random_below(r, 4) % 3;
	size_t lower = unit_random_below(r, 9);

	for (size_t i = 0; i < upper; i++) {
		struct scene_gateway *g = made_gateway(a, v, SIDE_INTERNET,
		    i == 0 ? "IGW" : "EIGW", random_name(a, r));

		if (i > 0) {
			g->leads_to = "internet v6";
			g->outbound_only = true;
		}
		g->missing = unit_random_below(r, 5) == 0;
		random_notes(a, r, scene, &g->is);
	}
	for (size_t i = 0; i < lower; i++) {
		struct scene_gateway *g = made_gateway(a, v, SIDE_PRIVATE,
		    i < 6 ? "VPCE" : "TGW", random_name(a, r));

		if (unit_random_below(r, 2) == 0) {
			g->service = arena_alloc(a, sizeof *g->service);
			g->service->label = unit_random_below(r, 2) ?
			    "S3" : "DynamoDB";
			g->service->detail = unit_random_below(r, 2) ?
			    "regional" : "";
		}
		random_notes(a, r, scene, &g->is);
	}
}

static void
random_subnet(struct arena *a, struct unit_random *r, struct scene *scene,
    struct scene_subnet *s)
{
	static uint32_t const masks[] = { 16, 20, 24, 28 };
	size_t n = unit_random_below(r, 5);

	do
		s->is.label = random_name(a, r);
	while (*s->is.label == '\0');
	s->exposure = (enum exposure)unit_random_below(r, 4);
	s->exposure_unknown = unit_random_below(r, 6) == 0;
	if (unit_random_below(r, 9) != 0)
		s->cidr = arena_printf(a, "10.%u.%u.%u/%u",
		    unit_random_below(r, 256), unit_random_below(r, 256),
		    unit_random_below(r, 256), masks[unit_random_below(r, 4)]);
	if (unit_random_below(r, 3) == 0)
		s->ipv6_cidr = arena_printf(a, "2001:db8:%x:%x::/64",
		    unit_random_below(r, 65536), unit_random_below(r, 65536));
	if (unit_random_below(r, 2) == 0)
		s->block = cidr_around(addr_from_u64(0x0a000000 +
		    unit_random_below(r, 65536)), IPV4,
		    20 + unit_random_below(r, 9));
	s->has_usable = s->cidr != NULL && unit_random_below(r, 9) != 0;
	s->has_used = s->has_usable && unit_random_below(r, 3) != 0;
	s->usable = 11 + unit_random_below(r, 65520);
	s->used = unit_random_below(r, 5000);
	if (scene->tables.n > 0 && unit_random_below(r, 9) != 0)
		s->table = scene->tables.v[unit_random_below(r,
		    (uint32_t)scene->tables.n)];
	for (size_t i = 0; i < n; i++) {
		struct scene_resource *one = made_resource(a, s,
		    random_word(r), random_name(a, r),
		    unit_random_below(r, 2) ? "10.0.0.10 public" : NULL);

		one->rank = unit_random_below(r, 3);
		if (unit_random_below(r, 2) == 0)
			one->span = 1 + (uint32_t)i;
		random_notes(a, r, scene, &one->is);
	}
	random_notes(a, r, scene, &s->is);
}

static void
random_flows(struct arena *a, struct unit_random *r, struct scene_vpc *v,
    size_t tiers)
{
	static const char *const ports[] = {
		"all", "tcp/443", "tcp/22,443,8080-8090", "udp/53"
	};

	for (size_t i = 0; i < tiers; i++) {
		struct scene_flow f = {
			.tier = i, .ports = ports[unit_random_below(r, 4)]
		};

		if (unit_random_below(r, 2) == 0)
			continue;
		for (size_t k = unit_random_below(r, 5) + 1; k > 0; k--)
			vec_push(a, &f.from, random_name(a, r));
		for (size_t k = unit_random_below(r, 5) + 1; k > 0; k--)
			vec_push(a, &f.to, random_name(a, r));
		vec_push(a, &v->flows, f);
	}
}

static void
random_vpc(struct arena *a, struct unit_random *r, struct scene *scene)
{
	struct scene_vpc *v = made_vpc(a, scene, random_name(a, r));
	size_t columns = 1 + unit_random_below(r, 5);
	size_t rows = unit_random_below(r, 4);
	bool zones = unit_random_below(r, 3) != 0;

	for (size_t i = unit_random_below(r, 4); i > 0; i--)
		vec_push(a, &v->cidrs, i % 2 ? "10.0.0.0/16" :
		    "2001:db8:1a00::/56");
	for (size_t i = 0; i < columns && zones; i++) {
		struct scene_zone z = {
			.name = arena_printf(a, "ap-northeast-2%c",
			    'a' + (int)i),
			.brief = arena_printf(a, "2%c", 'a' + (int)i)
		};

		vec_push(a, &v->zones, z);
	}
	if (unit_random_below(r, 2) == 0)
		vec_push(a, &v->blocks, cidr_around(addr_from_u64(0x0a000000),
		    IPV4, 16 + unit_random_below(r, 13)));
	v->columns = columns;
	for (size_t row = 0; row < rows; row++)
		for (size_t i = 0; i < columns; i++)
			if (unit_random_below(r, 5) != 0) {
				struct scene_subnet *box = made_subnet(a, v,
				    "", i, row);

				box->tier = row;
				random_subnet(a, r, scene, box);
			}
	random_flows(a, r, v, rows);
	for (size_t i = 0; i < rows; i++)
		vec_push(a, &v->tiers, "tier");
	for (size_t i = unit_random_below(r, 6); i > 3; i--) {
		struct scene_service *s = arena_alloc(a, sizeof *s);

		s->label = arena_printf(a, "s%s", random_name(a, r));
		s->detail = "no endpoint";
		vec_push(a, &v->apart, s);
	}
	random_gateways(a, r, scene, v);
	random_notes(a, r, scene, &v->is);
}

static struct scene_card *
random_card(struct arena *a, struct unit_random *r, struct scene *scene,
    const struct scene_vpc *v)
{
	struct scene_card *card = arena_alloc(a, sizeof *card);

	card->is.type = v != NULL ? "VPC" : "on-prem";
	card->is.label = v != NULL ? v->is.label : random_name(a, r);
	card->vpc = v;
	card->is_public = v != NULL && unit_random_below(r, 2) == 0;
	for (size_t i = unit_random_below(r, 6); i > 0; i--)
		vec_push(a, &card->lines, random_name(a, r));
	card->number = scene->cards.n;
	vec_push(a, &scene->cards, card);
	random_notes(a, r, scene, &card->is);
	return card;
}

static void
random_hub(struct arena *a, struct unit_random *r, struct scene *scene)
{
	struct scene_hub *hub = arena_alloc(a, sizeof *hub);

	hub->is.type = "TGW";
	hub->is.label = random_name(a, r);
	vec_push(a, &hub->facts, "7 attachments");
	random_notes(a, r, scene, &hub->is);
	for (size_t i = unit_random_below(r, 4); i > 0; i--) {
		struct scene_table *t = arena_alloc(a, sizeof *t);

		t->is.type = "";
		t->is.label = t->badge = random_name(a, r);
		if (unit_random_below(r, 3) == 0)
			t->badge = "T1";
		for (size_t k = unit_random_below(r, 30); k > 0; k--)
			made_route(a, t, "10.0.0.0/8", arena_printf(a,
			    "x%s", random_name(a, r)));
		vec_push(a, &hub->tables, t);
	}
	for (size_t i = 0; i < scene->cards.n; i++) {
		struct scene_spoke s = { .card = scene->cards.v[i] };

		if (s.card->hub != NULL || unit_random_below(r, 5) == 0)
			continue;
		s.card->hub = hub;
		s.upper = unit_random_below(r, 2) == 0;
		s.badge = unit_random_below(r, 3) ? "hub" : NULL;
		s.label = unit_random_below(r, 3) ? NULL : random_name(a, r);
		vec_push(a, &hub->spokes, s);
	}
	if (hub->spokes.n > 0)
		vec_push(a, &scene->hubs, hub);
}

/* What joins the VPCs, in every other scene. */
static void
random_joints(struct arena *a, struct unit_random *r, struct scene *scene)
{
	if (unit_random_below(r, 2) == 0)
		return;
	for (size_t i = 0; i < scene->accounts.n; i++)
		for (size_t k = 0; k < scene->accounts.v[i]->vpcs.n; k++)
			random_card(a, r, scene,
			    scene->accounts.v[i]->vpcs.v[k]);
	for (size_t i = unit_random_below(r, 12); i > 0; i--)
		random_card(a, r, scene, NULL);
	for (size_t i = unit_random_below(r, 3); i > 0; i--)
		random_hub(a, r, scene);
	for (size_t i = unit_random_below(r, 8); i > 0; i--) {
		struct scene_link *link = arena_alloc(a, sizeof *link);
		uint32_t n = (uint32_t)scene->cards.n;

		link->is.type = "PCX";
		link->is.label = random_name(a, r);
		link->ends[0] = scene->cards.v[unit_random_below(r, n)];
		link->ends[1] = scene->cards.v[unit_random_below(r, n)];
		link->remark = unit_random_below(r, 3) ? NULL : "deleted";
		if (link->ends[0] != link->ends[1])
			vec_push(a, &scene->links, link);
	}
}

struct scene *
made_random(struct arena *a, struct unit_random *r)
{
	struct scene *scene = arena_alloc(a, sizeof *scene);
	size_t accounts = 1 + unit_random_below(r, 5) / 4;

	for (size_t i = unit_random_below(r, 9); i > 0; i--)
		made_note(a, scene, (enum severity)unit_random_below(r, 4),
		    unit_random_below(r, 2) ? "a short one" :
		    "a longer one, with ::/0 and 10.0.0.0/16 in it, and more "
		    "words than fit on any line, so that it wraps");
	random_tables(a, r, scene);
	for (size_t i = 0; i < accounts; i++) {
		struct scene_account *account =
		    arena_alloc(a, sizeof *account);
		size_t vpcs = 1 + unit_random_below(r, 4) / 2;

		account->title = glyph_label(a, arena_printf(a,
		    "AWS account %s", random_name(a, r)));
		if (unit_random_below(r, 2) == 0)
			account->region = "ap-northeast-2";
		vec_push(a, &scene->accounts, account);
		for (size_t k = 0; k < vpcs; k++)
			random_vpc(a, r, scene);
	}
	random_joints(a, r, scene);
	if (unit_random_below(r, 2) == 0)
		vec_push(a, &scene->remarks, "3 interfaces lie in no subnet "
		    "that the input names");
	return scene;
}
