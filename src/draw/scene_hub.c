/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "draw/glyph.h"
#include "reach/transit_view.h"

#include <string.h>

/*
 * VPCs and sites as cards, and what joins them.  Which card stands for what
 * is found by the thing's order, in a map: there may be hundreds.
 */

enum {
	CARD_CIDRS = 2,		/* blocks that a card names; more: +k */
	ROUTES_SHOWN = 3,	/* over a peering from one end; more: +k */
	BADGE_MAX = 10,		/* of a table's name as its own badge */
	WORD_MAX = 16
};

struct hubs {
	struct builder *b;
	struct map cards;	/* of things, by key_of() */
	struct transit_views *views;
};

static const char *
key_of(struct hubs *h, const struct thing *t)
{
	return arena_printf(h->b->a, "%u", (unsigned)t->order);
}

static struct scene_card *
card_of(struct hubs *h, const struct thing *t)
{
	return t != NULL ? map_get(&h->cards, key_of(h, t)) : NULL;
}

/* --------------------------------------------------------------- cards */

static void
add_line(struct builder *b, struct scene_card *card, const char *text)
{
	vec_push(b->a, &card->lines, text);
}

static void
add_blocks(struct builder *b, struct scene_card *card,
    const struct cidr_value *v, size_t n)
{
	for (size_t i = 0; i < n && i < CARD_CIDRS; i++) {
		const char *text = scene_cidr(b, &v[i]);

		if (i + 1 == CARD_CIDRS && n > CARD_CIDRS)
			text = arena_printf(b->a, "%s +%zu", text,
			    n - CARD_CIDRS);
		add_line(b, card, text);
	}
}

static size_t
count_interface_endpoints(const struct vpc *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->endpoints.n; i++)
		n += v->endpoints.v[i]->type != ENDPOINT_GATEWAY;
	return n;
}

/* Whether each of several AZs has one NAT gateway of its own. */
static bool
has_nat_per_zone(const struct draft_vpc *d)
{
	const struct vpc *v = d->vpc;
	size_t zones = d->scene->zones.n, n = v->nat_gateways.n;

	if (zones < 2 || n != zones)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct thing *in = v->nat_gateways.v[i]->subnet.to;
		const char *az = in != NULL && in->kind == KIND_SUBNET ?
		    ((const struct subnet *)in)->az_key : NULL;

		if (az == NULL)
			return false;
		for (size_t k = 0; k < i; k++)
			if (str_equal(az, ((const struct subnet *)
			    v->nat_gateways.v[k]->subnet.to)->az_key))
				return false;
	}
	return true;
}

/* "2 NAT, 6 VPCE, 12 workloads", as far as there is any. */
static const char *
contents_text(struct builder *b, const struct draft_vpc *d)
{
	const struct vpc *v = d->vpc;
	bool per_zone = has_nat_per_zone(d);
	const struct { size_t n; const char *word; } parts[] = {
		{ per_zone ? 1 : v->nat_gateways.n,
		    per_zone ? "NAT per AZ" : "NAT" },
		{ count_interface_endpoints(v), "VPCE" },
		{ v->workloads.n, v->workloads.n == 1 ? "workload" :
		    "workloads" }
	};
	struct str out = str_new(b->a);

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i].n > 0)
			str_addf(&out, "%s%zu %s", out.n > 0 ? ", " : "",
			    parts[i].n, parts[i].word);
	return str_text(&out);
}

/* "0/0 ► NAT, IGW": where default routes of the VPC's tables lead. */
static const char *
exits_text(struct builder *b, const struct draft_vpc *d)
{
	const char *words[WORD_MAX];
	struct str out = str_new(b->a);
	size_t n = 0;

	for (size_t i = 0; i < d->tables.n; i++) {
		const struct scene_table *t = d->tables.v[i];

		for (size_t k = 0; k < t->exits.n && t->used; k++) {
			const char *word = t->exits.v[k].kind ==
			    EXIT_DEFAULT_IPV4 && str_equal(
			    t->exits.v[k].word, "tgw") ? "TGW" :
			    t->exits.v[k].word;
			size_t j = 0;

			while (j < n && strcmp(words[j], word) != 0)
				j++;
			if (t->exits.v[k].kind == EXIT_DEFAULT_IPV4 &&
			    j == n && n < WORD_MAX)
				words[n++] = word;
		}
	}
	for (size_t i = 0; i < n; i++)
		str_addf(&out, "%s%s", i > 0 ? ", " : "0/0 ► ", words[i]);
	return str_text(&out);
}

static void
add_vpc_card(struct hubs *h, const struct draft_vpc *d, bool accounts)
{
	struct builder *b = h->b;
	const struct vpc *v = d->vpc;
	struct scene_card *card = arena_alloc(b->a, sizeof *card);
	const char *text;

	card->is.type = d->scene->is.type;
	card->is.label = d->scene->is.label;
	card->vpc = d->scene;
	card->is_public = v->internet_gateways.n > 0;
	add_blocks(b, card, v->cidrs.v, v->cidrs.n);
	add_blocks(b, card, v->ipv6_cidrs.v, v->ipv6_cidrs.n);
	if (accounts && v->is.account != NULL)
		add_line(b, card, arena_printf(b->a, "acct %s",
		    glyph_label(b->a, v->is.account)));
	if (d->scene->zones.n > 0)
		add_line(b, card, arena_printf(b->a, "%zu AZ, %zu subnet%s",
		    d->scene->zones.n, v->subnets.n,
		    v->subnets.n == 1 ? "" : "s"));
	else
		add_line(b, card, arena_printf(b->a, "%zu subnet%s",
		    v->subnets.n, v->subnets.n == 1 ? "" : "s"));
	text = contents_text(b, d);
	if (*text != '\0')
		add_line(b, card, text);
	text = exits_text(b, d);
	if (*text != '\0')
		add_line(b, card, text);
	*map_slot(&h->cards, key_of(h, &v->is)) = card;
	scene_bind(b, &v->is, &card->is);
	card->number = b->scene->cards.n;
	vec_push(b->a, &b->scene->cards, card);
}

static void
add_site(struct hubs *h, const struct network *n)
{
	struct builder *b = h->b;
	struct scene_card *card = arena_alloc(b->a, sizeof *card);

	card->is.type = "on-prem";
	card->is.label = scene_label(b, &n->is);
	add_blocks(b, card, n->cidrs.v, n->cidrs.n);
	add_line(b, card, "outside AWS");
	for (size_t i = 0; i < n->vpns.n && i < CARD_CIDRS; i++)
		add_line(b, card, arena_printf(b->a, "VPN %s%s",
		    scene_label(b, &n->vpns.v[i]->is),
		    flag_or(n->vpns.v[i]->is_static, false) ? ", static" :
		    ", BGP"));
	*map_slot(&h->cards, key_of(h, &n->is)) = card;
	scene_bind(b, &n->is, &card->is);
	card->number = b->scene->cards.n;
	vec_push(b->a, &b->scene->cards, card);
}

/* ---------------------------------------------------------------- hubs */

/* Where an attachment leads, by the name of what is there. */
static const char *
attachment_label(struct builder *b, const struct attachment *t)
{
	if (t->vpc != NULL)
		return scene_label(b, &t->vpc->is);
	if (t->target.to != NULL)
		return scene_label(b, t->target.to);
	return scene_label(b, &t->is);
}

static const char *
target_label(struct builder *b, const struct transit_route *r)
{
	if (r->blackhole)
		return "blackhole";
	if (r->target.to != NULL && r->target.to->kind == KIND_ATTACHMENT)
		return attachment_label(b,
		    (const struct attachment *)r->target.to);
	if (r->target.text != NULL)
		return arena_printf(b->a, "%s ?",
		    glyph_label(b->a, r->target.text));
	return "?";
}

/* Of the table of that name and number, from 0. */
static const char *
badge_of(struct builder *b, const char *name, size_t number)
{
	return strlen(name) <= BADGE_MAX ? name :
	    arena_printf(b->a, "T%zu", number + 1);
}

static struct scene_table *
add_table(struct hubs *h, struct scene_hub *hub,
    const struct transit_table *t)
{
	struct builder *b = h->b;
	struct scene_table *out = arena_alloc(b->a, sizeof *out);
	const struct transit_view *view = transit_view_find(h->views, t);
	const char *name = scene_label(b, &t->is);

	out->is.type = "";
	out->is.label = name;
	out->used = true;
	out->badge = badge_of(b, name, hub->tables.n);
	for (size_t i = 0; i < view->n; i++) {
		const struct transit_route *r = view->v[i];
		struct scene_route one = { .target = target_label(b, r) };

		one.destination = r->list.to != NULL || r->list.text != NULL ?
		    r->list.to != NULL ? scene_label(b, r->list.to) :
		    glyph_label(b->a, r->list.text) :
		    scene_cidr(b, &r->cidr);
		vec_push(b->a, &out->routes, one);
	}
	if (view->unknown)
		out->remark = "and what is not known";
	scene_bind(b, &t->is, &hub->is);
	vec_push(b->a, &hub->tables, out);
	return out;
}

static void
add_spoke(struct hubs *h, struct scene_hub *hub, const struct attachment *t,
    struct scene_card *card, const char *badge)
{
	struct scene_spoke s = {
		.card = card, .badge = badge, .upper = card->is_public ||
		    card->vpc == NULL
	};

	if (card->hub != NULL && card->hub != hub)
		vec_push(h->b->a, &card->lines, arena_printf(h->b->a,
		    "also on TGW %s", hub->is.label));
	if (card->hub != NULL)
		return;
	card->hub = hub;
	if (t->to != ATTACHMENT_VPC)
		s.label = t->target.to != NULL ?
		    scene_label(h->b, t->target.to) :
		    scene_label(h->b, &t->is);
	vec_push(h->b->a, &hub->spokes, s);
}

/* The cards at the other end of an attachment: a VPC, or sites. */
static void
add_attachment(struct hubs *h, struct scene_hub *hub,
    const struct attachment *t, const struct map *badges)
{
	const char *badge = t->associated != NULL ? map_get(badges,
	    key_of(h, &t->associated->is)) : NULL;
	struct scene_card *card = t->vpc != NULL ? card_of(h, &t->vpc->is) :
	    NULL;

	scene_bind(h->b, &t->is, &hub->is);
	if (card != NULL)
		add_spoke(h, hub, t, card, badge);
	if (t->target.to == NULL || t->target.to->kind != KIND_VPN)
		return;
	for (size_t i = 0; i < h->b->m->networks.n; i++) {
		const struct network *n = h->b->m->networks.v[i];

		for (size_t k = 0; k < n->vpns.n; k++)
			if (&n->vpns.v[k]->is == t->target.to)
				add_spoke(h, hub, t, card_of(h, &n->is),
				    badge);
	}
}

/* Who uses the same table as one with a way to the internet is a hub too. */
static void
raise_equals(struct scene_hub *hub)
{
	const char *badges[WORD_MAX];
	size_t n = 0;

	for (size_t i = 0; i < hub->spokes.n && n < WORD_MAX; i++) {
		const struct scene_spoke *s = &hub->spokes.v[i];
		size_t k = 0;

		while (k < n && !str_equal(badges[k], s->badge))
			k++;
		if (s->card->is_public && s->badge != NULL && k == n)
			badges[n++] = s->badge;
	}
	for (size_t i = 0; i < hub->spokes.n && hub->tables.n > 1; i++)
		for (size_t k = 0; k < n; k++)
			if (str_equal(badges[k], hub->spokes.v[i].badge))
				hub->spokes.v[i].upper = true;
}

static void
add_hub(struct hubs *h, const struct transit_gateway *g)
{
	struct builder *b = h->b;
	struct scene_hub *hub = arena_alloc(b->a, sizeof *hub);
	struct map badges = map_new(b->a);

	hub->is.type = "TGW";
	hub->is.label = scene_extra_label(b, &g->is, "TGW");
	scene_bind(b, &g->is, &hub->is);
	for (size_t i = 0; i < g->tables.n; i++) {
		const struct scene_table *t = add_table(h, hub,
		    g->tables.v[i]);

		*map_slot(&badges, key_of(h, &g->tables.v[i]->is)) =
		    arena_strdup(b->a, t->badge);
	}
	for (size_t i = 0; i < g->attachments.n; i++) {
		const struct attachment *t = g->attachments.v[i];

		add_attachment(h, hub, t, &badges);
		if (t->to == ATTACHMENT_PEER)
			vec_push(b->a, &hub->facts, arena_printf(b->a,
			    "peered with %s", t->target.to != NULL ?
			    scene_label(b, t->target.to) :
			    glyph_label(b->a, t->target.text)));
	}
	raise_equals(hub);
	vec_push(b->a, &hub->facts, arena_printf(b->a, "%zu attachment%s",
	    g->attachments.n, g->attachments.n == 1 ? "" : "s"));
	if (hub->spokes.n > 0)
		vec_push(b->a, &b->scene->hubs, hub);
}

/* --------------------------------------------------------------- links */

/* A route of the table to a transit gateway that the longer one overrules. */
static const struct route *
overruled_by(const struct route_table *t, const struct route *over)
{
	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = t->routes.v[i];

		if (r->target.to != NULL &&
		    r->target.to->kind == KIND_TRANSIT_GATEWAY &&
		    value_is_known(r->cidr.is) &&
		    value_is_known(over->cidr.is) &&
		    r->cidr.v.length < over->cidr.v.length &&
		    cidr_contains(r->cidr.v, over->cidr.v))
			return r;
	}
	return NULL;
}

/*
 * Destinations that tables of a VPC send over a peering, each once; *instead
 * becomes a route to a transit gateway that they overrule.
 */
static const char *
routes_over(struct builder *b, const struct vpc *v, const struct peering *p,
    const struct route **instead)
{
	struct map seen = map_new(b->a);
	struct str out = str_new(b->a);
	size_t n = 0;

	for (size_t i = 0; i < v->route_tables.n; i++) {
		const struct route_table *t = v->route_tables.v[i];

		for (size_t k = 0; k < t->routes.n; k++) {
			const struct route *r = t->routes.v[k];
			const char *to = r->written != NULL ?
			    glyph_label(b->a, r->written) : "?";

			if (r->target.to != &p->is ||
			    *map_slot(&seen, to) != NULL)
				continue;
			*map_slot(&seen, to) = t->routes.v[k];
			if (*instead == NULL)
				*instead = overruled_by(t, r);
			if (n++ < ROUTES_SHOWN)
				str_addf(&out, "%s%s", n > 1 ? " " : "", to);
		}
	}
	if (n > ROUTES_SHOWN)
		str_addf(&out, " +%zu", n - ROUTES_SHOWN);
	return n > 0 ? str_text(&out) : NULL;
}

/* "prod ► 10.20.0.0/16 · dev ► 10.10.0.0/16"; an end without any says so. */
static const char *
peering_routes(struct builder *b, const struct peering *p)
{
	struct str out = str_new(b->a);
	const struct route *instead = NULL;
	const char *over[2];

	for (size_t i = 0; i < 2; i++)
		over[i] = routes_over(b, p->vpcs[i], p, &instead);
	if (over[0] == NULL && over[1] == NULL)
		return "no route leads over it";
	for (size_t i = 0; i < 2; i++)
		str_addf(&out, over[i] != NULL ? "%s%s ► %s" :
		    "%s%s has no route", i > 0 ? " · " : "",
		    scene_label(b, &p->vpcs[i]->is), over[i]);
	if (instead != NULL)
		str_addf(&out, " · more specific than %s ► %s",
		    scene_cidr(b, &instead->cidr),
		    scene_label(b, instead->target.to));
	return str_text(&out);
}

static struct scene_link *
add_link(struct hubs *h, const char *type, const struct thing *t,
    const struct scene_card *from, const struct scene_card *to,
    const char *remark)
{
	struct scene_link *link = arena_alloc(h->b->a, sizeof *link);

	link->is.type = type;
	link->is.label = scene_extra_label(h->b, t, type);
	link->ends[0] = from;
	link->ends[1] = to;
	link->remark = remark;
	scene_bind(h->b, t, &link->is);
	vec_push(h->b->a, &h->b->scene->links, link);
	return link;
}

static void
add_peerings(struct hubs *h)
{
	const struct model *m = h->b->m;

	for (size_t i = 0; i < m->peerings.n; i++) {
		const struct peering *p = m->peerings.v[i];
		const struct scene_card *from, *to;
		const char *state = p->state;

		if (p->vpcs[0] == NULL || p->vpcs[1] == NULL)
			continue;
		from = card_of(h, &p->vpcs[0]->is);
		to = card_of(h, &p->vpcs[1]->is);
		if (state == NULL || strcmp(state, "active") == 0)
			state = NULL;
		if (from != NULL && to != NULL && from != to)
			add_link(h, "PCX", &p->is, from, to, state != NULL ?
			    glyph_label(h->b->a, state) : NULL)->routes =
			    peering_routes(h->b, p);
	}
}

/* VPNs that end on a VPC's own gateway. */
static void
add_vpns(struct hubs *h)
{
	const struct model *m = h->b->m;

	for (size_t i = 0; i < m->networks.n; i++) {
		const struct network *n = m->networks.v[i];
		const struct scene_card *site = card_of(h, &n->is);

		for (size_t k = 0; k < n->vpns.n; k++) {
			const struct thing *on = n->vpns.v[k]->on.to;
			const struct scene_card *card = on != NULL &&
			    on->kind == KIND_VPN_GATEWAY && on->vpc != NULL ?
			    card_of(h, &on->vpc->is) : NULL;

			if (card != NULL && site != NULL)
				add_link(h, "VPN", &n->vpns.v[k]->is, card,
				    site, NULL);
		}
	}
}

/* Which VPCs of the hub its tables keep apart. */
static void
add_gaps(struct hubs *h, const struct transit_gateway *g)
{
	for (size_t i = 0; i < g->tables.n; i++) {
		const struct transit_table *t = g->tables.v[i];
		VEC(struct scene_gap_member) members = { 0 };
		const char *name = scene_label(h->b, &t->is);

		for (size_t k = 0; k < g->attachments.n; k++) {
			const struct attachment *one = g->attachments.v[k];
			const struct scene_card *card = one->vpc != NULL ?
			    card_of(h, &one->vpc->is) : NULL;

			if (one->associated == t && card != NULL)
				vec_push(h->b->a, &members,
				    ((struct scene_gap_member){ one->vpc,
				    card }));
		}
		scene_add_gap(h->b, transit_view_find(h->views, t),
		    badge_of(h->b, name, i), members.v, members.n);
	}
}

void
scene_add_hubs(struct builder *b)
{
	struct hubs h = { .b = b, .cards = map_new(b->a) };
	bool accounts = b->scene->accounts.n > 1;

	if (!b->several)
		return;
	for (size_t i = 0; i < b->vpcs.n; i++)
		add_vpc_card(&h, b->vpcs.v[i], accounts);
	for (size_t i = 0; i < b->m->networks.n; i++)
		add_site(&h, b->m->networks.v[i]);
	if (b->m->transit_gateways.n > 0)
		h.views = transit_views_new(b->a, b->m);
	for (size_t i = 0; i < b->m->transit_gateways.n; i++)
		add_hub(&h, b->m->transit_gateways.v[i]);
	add_peerings(&h);
	add_vpns(&h);
	for (size_t i = 0; i < b->m->transit_gateways.n; i++)
		add_gaps(&h, b->m->transit_gateways.v[i]);
}
