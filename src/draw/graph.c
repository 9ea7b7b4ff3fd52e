/* SPDX-License-Identifier: MIT */
#include "draw/graph.h"

#include "base/map.h"
#include "base/str.h"
#include "draw/fit.h"

struct maker {
	struct arena *a;
	const struct scene *scene;
	struct graph *g;
	struct map nodes;	/* of cards' VPCs and names, by key: number + 1
				   as a size_t */
	size_t internet;	/* its node + 1; 0: none yet */
	size_t *card_nodes;	/* by card, + 1 */
	size_t *gateways;	/* of the VPC at hand: their nodes */
	size_t rank;		/* of the first tier of the VPC at hand */
	size_t tier;		/* rank of the subnet at hand */
};

static size_t
add_cluster(struct maker *m, const char *word, const char *label,
    const char *class, size_t parent)
{
	struct graph_cluster one = {
		arena_printf(m->a, "%s%zu", word, m->g->clusters.n), label,
		class, parent, STATE_SAME
	};

	vec_push(m->a, &m->g->clusters, one);
	return m->g->clusters.n - 1;
}

static size_t
add_node(struct maker *m, const char *label, const char *class,
    size_t parent)
{
	struct graph_node one = {
		.id = arena_printf(m->a, "n%zu", m->g->nodes.n),
		.label = label, .class = class, .parent = parent
	};

	vec_push(m->a, &m->g->nodes, one);
	return m->g->nodes.n - 1;
}

static void
add_edge(struct maker *m, size_t from, size_t to, enum graph_edge_kind kind,
    const char *label)
{
	struct graph_edge one = { from, to, kind, label };

	vec_push(m->a, &m->g->edges, one);
}

static size_t
internet_of(struct maker *m)
{
	if (m->internet == 0)
		m->internet = add_node(m, "internet", "external",
		    GRAPH_TOP) + 1;
	return m->internet - 1;
}

/* What became of a subnet is told by a sign, as fit_name() has for others. */
static void
set_cluster_state(struct maker *m, size_t i, enum scene_state state)
{
	static const char *const signs[] = {
		[STATE_SAME] = "", [STATE_ADDED] = "+ ",
		[STATE_REMOVED] = "- ", [STATE_CHANGED] = "~ "
	};
	struct graph_cluster *c = &m->g->clusters.v[i];

	c->state = state;
	c->label = arena_printf(m->a, "%s%s", signs[state], c->label);
	m->g->has_states |= state != STATE_SAME;
}

static void
set_node_state(struct maker *m, size_t i, enum scene_state state)
{
	m->g->nodes.v[i].state = state;
	m->g->has_states |= state != STATE_SAME;
}

static const char *
marked(struct maker *m, const char *label, const struct scene_node *node)
{
	const char *marks = fit_marks(m->a, node);

	return *marks != '\0' ? arena_printf(m->a, "%s %s", label, marks) :
	    label;
}

static const char *
exposure_class(const struct scene_subnet *s)
{
	switch (s->exposure) {
	case EXPOSURE_PUBLIC:
		return "public";
	case EXPOSURE_PRIVATE:
		return "private";
	case EXPOSURE_ISOLATED:
	case EXPOSURE_NONE:
		break;
	}
	return "isolated";
}

/* The node of a name that a flow tells, the first of its VPC. */
static size_t *
slot_of(struct maker *m, struct map *names, const char *name)
{
	void **slot = map_slot(names, name);

	if (*slot == NULL)
		*slot = arena_alloc(m->a, sizeof(size_t));
	return *slot;
}

static void
add_resource(struct maker *m, struct map *names, struct map *spans,
    const struct scene_resource *r, size_t parent)
{
	const char *label = fit_name(m->a, &r->is);
	size_t node, *slot;

	if (r->details[0] != NULL)
		label = arena_printf(m->a, "%s · %s", label, r->details[0]);
	node = add_node(m, marked(m, label, &r->is), "resource", parent);
	m->g->nodes.v[node].rank = m->tier;
	set_node_state(m, node, r->is.state);
	slot = slot_of(m, names, fit_name(m->a, &r->is));
	if (*slot == 0)
		*slot = node + 1;
	slot = slot_of(m, names, r->is.label);
	if (*slot == 0)
		*slot = node + 1;
	if (r->span == 0)
		return;
	slot = slot_of(m, spans, arena_printf(m->a, "%u",
	    (unsigned)r->span));
	if (*slot != 0)
		add_edge(m, *slot - 1, node, EDGE_SPAN, NULL);
	*slot = node + 1;
}

static size_t
add_subnet(struct maker *m, struct map *names, struct map *spans,
    const struct scene_subnet *s, size_t parent)
{
	const char *title = s->members > 1 ? arena_printf(m->a, "%s ×%u",
	    s->is.label, (unsigned)s->members) : s->is.label;
	size_t cluster = add_cluster(m, "subnet", marked(m, arena_printf(m->a,
	    "%s · %s", title, fit_exposure(s, false)), &s->is),
	    exposure_class(s), parent);
	struct str text = str_new(m->a);
	size_t node;

	set_cluster_state(m, cluster, s->is.state);
	str_add(&text, s->cidr != NULL ? s->cidr : "?");
	if (s->ipv6_cidr != NULL)
		str_addf(&text, " · %s", s->ipv6_cidr);
	if (s->has_usable)
		str_addf(&text, " · %s", fit_usage(m->a, s));
	if (s->table != NULL)
		str_addf(&text, " · [%s] %s", s->table->badge,
		    fit_exits(m->a, s->table));
	node = add_node(m, str_text(&text), "block", cluster);
	m->tier = m->rank + s->tier;
	m->g->nodes.v[node].rank = m->tier;
	for (size_t i = 0; i < s->resources.n; i++)
		add_resource(m, names, spans, s->resources.v[i], cluster);
	return node;
}

static void
stack(struct maker *m, size_t upper, size_t lower)
{
	struct graph_stack one = { upper, lower };

	vec_push(m->a, &m->g->stacks, one);
}

/* Gateways of one side, which are the first nodes of the VPC, and a subnet. */
static void
stack_gateways(struct maker *m, const struct scene_vpc *v,
    enum scene_side side, size_t block)
{
	for (size_t i = 0; i < v->gateways.n; i++)
		if (v->gateways.v[i]->side != side)
			continue;
		else if (side == SIDE_INTERNET)
			stack(m, m->gateways[i], block);
		else
			stack(m, block, m->gateways[i]);
}

/* Subnets of one AZ after the other. */
static void
add_zones(struct maker *m, struct map *names, const struct scene_vpc *v,
    size_t parent)
{
	struct map spans = map_new(m->a);
	size_t n = v->zones.n > 0 ? v->zones.n : 1;
	size_t *clusters = arena_array(m->a, n, sizeof *clusters);
	size_t *last = arena_array(m->a, n, sizeof *last);

	for (size_t i = 0; i < n; i++)
		clusters[i] = v->zones.n == 0 ? parent : add_cluster(m, "az",
		    arena_printf(m->a, "AZ %s", v->zones.v[i].name), "az",
		    parent);
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct scene_subnet *s = v->subnets.v[i];
		size_t zone = v->zones.n > 0 ? s->column : 0;
		size_t block = add_subnet(m, names, &spans, s, clusters[zone]);

		if (last[zone] > 0)
			stack(m, last[zone] - 1, block);
		else
			stack_gateways(m, v, SIDE_INTERNET, block);
		last[zone] = block + 1;
	}
	for (size_t i = 0; i < n; i++)
		if (last[i] > 0)
			stack_gateways(m, v, SIDE_PRIVATE, last[i] - 1);
}

static size_t
add_gateway(struct maker *m, const struct scene_gateway *g, size_t parent,
    size_t outside)
{
	const char *name = fit_name(m->a, &g->is);
	size_t node = add_node(m, marked(m, g->missing ? arena_printf(m->a,
	    "%s ?", name) : name, &g->is), "gateway", parent);

	set_node_state(m, node, g->is.state);
	if (g->leads_to != NULL)
		add_edge(m, g->outbound_only ? node : internet_of(m),
		    g->outbound_only ? internet_of(m) : node, EDGE_PORT,
		    g->outbound_only ? g->leads_to : NULL);
	if (g->service != NULL && !g->service->is_peer)
		add_edge(m, node, add_node(m, g->service->label, "service",
		    outside), EDGE_PORT, NULL);
	return node;
}

static void
add_flows(struct maker *m, struct map *names, const struct scene_vpc *v)
{
	for (size_t i = 0; i < v->flows.n; i++) {
		const struct scene_flow *f = &v->flows.v[i];

		for (size_t k = 0; k < f->pairs.n; k++) {
			const struct scene_pair *p = &f->pairs.v[k];
			size_t *to = map_get(names, p->to);
			size_t *from = map_get(names, p->from);

			if (to == NULL || *to == 0)
				continue;
			if (from != NULL && *from != 0)
				add_edge(m, *from - 1, *to - 1, EDGE_FLOW,
				    p->ports);
			else if (str_equal(p->from, "internet"))
				add_edge(m, internet_of(m), *to - 1,
				    EDGE_FLOW, p->ports);
		}
	}
}

static const char *
vpc_label(struct maker *m, const struct scene_vpc *v)
{
	struct str out = str_new(m->a);

	str_add(&out, fit_name(m->a, &v->is));
	for (size_t i = 0; i < v->cidrs.n; i++)
		str_addf(&out, " · %s", v->cidrs.v[i]);
	return marked(m, str_text(&out), &v->is);
}

static void
add_vpc(struct maker *m, const struct scene_vpc *v, size_t account)
{
	struct map names = map_new(m->a);
	size_t cluster = add_cluster(m, "vpc", vpc_label(m, v), "vpc",
	    account);

	m->g->clusters.v[cluster].state = v->is.state;
	m->g->has_states |= v->is.state != STATE_SAME;
	m->rank = m->g->ranks + 1;
	m->gateways = arena_array(m->a, v->gateways.n, sizeof *m->gateways);
	for (size_t i = 0; i < v->gateways.n; i++)
		m->gateways[i] = add_gateway(m, v->gateways.v[i], cluster,
		    account);
	add_zones(m, &names, v, cluster);
	add_flows(m, &names, v);
	m->g->ranks += v->tiers.n > 0 ? v->tiers.n : 1;
}

/* A card's node: of its own, or where VPCs are drawn, the VPC's first. */
static void
add_cards(struct maker *m, size_t *first_of)
{
	for (size_t i = 0; i < m->scene->cards.n; i++) {
		const struct scene_card *card = m->scene->cards.v[i];
		struct str label = str_new(m->a);

		if (first_of[i] > 0) {
			m->card_nodes[i] = first_of[i];
			continue;
		}
		str_add(&label, fit_name(m->a, &card->is));
		for (size_t k = 0; k < card->lines.n; k++)
			str_addf(&label, " · %s", card->lines.v[k]);
		m->card_nodes[i] = add_node(m, marked(m, str_text(&label),
		    &card->is), card->vpc != NULL ? "vpc" : "external",
		    GRAPH_TOP) + 1;
		set_node_state(m, m->card_nodes[i] - 1, card->is.state);
	}
}

static void
add_joints(struct maker *m)
{
	const struct scene *s = m->scene;

	for (size_t i = 0; i < s->hubs.n; i++) {
		const struct scene_hub *hub = s->hubs.v[i];
		size_t node = add_node(m, marked(m, fit_name(m->a, &hub->is),
		    &hub->is), "gateway", GRAPH_TOP);

		set_node_state(m, node, hub->is.state);
		for (size_t k = 0; k < hub->spokes.n; k++)
			add_edge(m, m->card_nodes[
			    hub->spokes.v[k].card->number] - 1, node,
			    EDGE_ATTACH, hub->spokes.v[k].badge);
	}
	for (size_t i = 0; i < s->links.n; i++)
		add_edge(m, m->card_nodes[s->links.v[i]->ends[0]->number] - 1,
		    m->card_nodes[s->links.v[i]->ends[1]->number] - 1,
		    EDGE_LINK, fit_name(m->a, &s->links.v[i]->is));
}

static bool
leads_out(const struct scene_vpc *v)
{
	for (size_t i = 0; i < v->gateways.n; i++)
		if (v->gateways.v[i]->leads_to != NULL)
			return true;
	return false;
}

/* The internet stands above everything that leads there. */
static void
add_internet(struct maker *m)
{
	for (size_t i = 0; i < m->scene->accounts.n; i++) {
		const struct scene_account *account = m->scene->accounts.v[i];

		for (size_t k = 0; k < account->vpcs.n; k++)
			if (leads_out(account->vpcs.v[k]))
				internet_of(m);
	}
}

/* "!1  warning HA002: …"; what has no mark is check's to tell. */
static void
add_notes(struct maker *m)
{
	const struct scene *s = m->scene;

	for (size_t i = 0; i < s->notes.n; i++)
		if (s->notes.v[i]->number > 0)
			vec_push(m->a, &m->g->notes, arena_printf(m->a,
			    "!%u %s %s: %s", s->notes.v[i]->number,
			    severity_name(s->notes.v[i]->severity),
			    s->notes.v[i]->code, s->notes.v[i]->text));
	for (size_t i = 0; i < s->remarks.n; i++)
		vec_push(m->a, &m->g->notes, arena_printf(m->a, "note: %s",
		    s->remarks.v[i]));
}

struct graph *
graph_new(struct arena *a, const struct scene *scene)
{
	struct maker m = { .a = a, .scene = scene };
	size_t *first_of = arena_array(a, scene->cards.n, sizeof *first_of);
	size_t card = 0;

	m.g = arena_alloc(a, sizeof *m.g);
	m.card_nodes = arena_array(a, scene->cards.n, sizeof(size_t));
	if (!scene->cards_only)
		add_internet(&m);
	for (size_t i = 0; i < scene->accounts.n && !scene->cards_only; i++) {
		const struct scene_account *account = scene->accounts.v[i];
		size_t cluster = add_cluster(&m, "account",
		    account->region != NULL ? arena_printf(a, "%s · %s",
		    account->title, account->region) : account->title,
		    "account", GRAPH_TOP);

		for (size_t k = 0; k < account->vpcs.n; k++) {
			size_t first = m.g->nodes.n;

			/* cards stand in the order of the VPCs */
			add_vpc(&m, account->vpcs.v[k], cluster);
			while (first < m.g->nodes.n &&
			    m.g->nodes.v[first].parent == GRAPH_TOP)
				first++;	/* the internet is none's */
			if (card < scene->cards.n &&
			    scene->cards.v[card]->vpc == account->vpcs.v[k])
				first_of[card++] = first < m.g->nodes.n ?
				    first + 1 : 0;
		}
	}
	add_cards(&m, first_of);
	add_joints(&m);
	add_notes(&m);
	return m.g;
}
