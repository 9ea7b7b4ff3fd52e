/* SPDX-License-Identifier: MIT */
#include "draw/scene_json.h"

#include "document/writer.h"
#include "draw/fit.h"

static void
write_notes(struct writer *w, const struct scene_node *node)
{
	writer_key(w, "findings");
	writer_begin_list_inline(w);
	for (size_t i = 0; i < node->notes.n; i++)
		writer_integer(w, node->notes.v[i]->number);
	writer_end(w);
}

/* What all elements have. */
static void
write_node(struct writer *w, const struct scene_node *node)
{
	writer_member_text(w, "type", node->type);
	writer_member_text(w, "label", node->label);
	write_notes(w, node);
}

static void
write_texts(struct writer *w, const char *key, const char *const *v, size_t n)
{
	writer_key(w, key);
	writer_begin_list_fit(w);
	for (size_t i = 0; i < n; i++)
		writer_text(w, v[i]);
	writer_end(w);
}

static void
write_resource(struct writer *w, const struct scene_resource *r)
{
	writer_begin_map_fit(w);
	write_node(w, &r->is);
	writer_member_text(w, "detail", r->details[0]);
	writer_member_integer(w, "span", r->span);
	writer_member_integer(w, "count", r->count);
	writer_end(w);
}

static void
write_subnet(struct writer *w, const struct scene_subnet *s)
{
	writer_begin_map(w);
	write_node(w, &s->is);
	writer_member_text(w, "exposure", fit_exposure(s, false));
	writer_member_text(w, "cidr", s->cidr);
	writer_member_text(w, "ipv6_cidr", s->ipv6_cidr);
	writer_key(w, "used");
	if (s->has_used)
		writer_integer(w, (int64_t)s->used);
	else
		writer_null(w);
	writer_key(w, "usable");
	if (s->has_usable)
		writer_integer(w, (int64_t)s->usable);
	else
		writer_null(w);
	writer_member_integer(w, "column", (int64_t)s->column);
	writer_member_integer(w, "row", (int64_t)s->row);
	writer_member_integer(w, "tier", (int64_t)s->tier);
	writer_member_text(w, "table", s->table != NULL ? s->table->badge :
	    NULL);
	writer_member_integer(w, "members", s->members);
	writer_key(w, "resources");
	writer_begin_list(w);
	for (size_t i = 0; i < s->resources.n; i++)
		write_resource(w, s->resources.v[i]);
	writer_end(w);
	writer_end(w);
}

static void
write_gateway(struct writer *w, const struct scene_gateway *g)
{
	writer_begin_map_fit(w);
	write_node(w, &g->is);
	writer_member_text(w, "side", g->side == SIDE_INTERNET ? "internet" :
	    "private");
	writer_member_text(w, "leads_to", g->service != NULL ?
	    g->service->label : g->leads_to);
	writer_member_bool(w, "outbound_only", g->outbound_only);
	writer_member_bool(w, "missing", g->missing);
	writer_end(w);
}

static void
write_flow(struct writer *w, const struct scene_flow *f)
{
	writer_begin_map_fit(w);
	writer_member_integer(w, "tier", (int64_t)f->tier);
	writer_member_text(w, "ports", f->ports);
	write_texts(w, "from", f->from.v, f->from.n);
	write_texts(w, "to", f->to.v, f->to.n);
	writer_end(w);
}

static void
write_vpc(struct writer *w, const struct scene_vpc *v)
{
	writer_begin_map(w);
	write_node(w, &v->is);
	write_texts(w, "cidrs", v->cidrs.v, v->cidrs.n);
	writer_key(w, "zones");
	writer_begin_list_fit(w);
	for (size_t i = 0; i < v->zones.n; i++)
		writer_text(w, v->zones.v[i].name);
	writer_end(w);
	write_texts(w, "tiers", v->tiers.v, v->tiers.n);
	writer_key(w, "subnets");
	writer_begin_list(w);
	for (size_t i = 0; i < v->subnets.n; i++)
		write_subnet(w, v->subnets.v[i]);
	writer_end(w);
	writer_key(w, "gateways");
	writer_begin_list(w);
	for (size_t i = 0; i < v->gateways.n; i++)
		write_gateway(w, v->gateways.v[i]);
	writer_end(w);
	writer_key(w, "flows");
	writer_begin_list(w);
	for (size_t i = 0; i < v->flows.n; i++)
		write_flow(w, &v->flows.v[i]);
	writer_end(w);
	writer_end(w);
}

static void
write_table(struct writer *w, const struct scene_table *t)
{
	writer_begin_map(w);
	write_node(w, &t->is);
	writer_member_text(w, "badge", t->badge);
	writer_member_bool(w, "missing", t->missing);
	writer_member_bool(w, "used", t->used);
	writer_member_text(w, "remark", t->remark);
	writer_key(w, "routes");
	writer_begin_list(w);
	for (size_t i = 0; i < t->routes.n; i++) {
		writer_begin_map_fit(w);
		writer_member_text(w, "destination",
		    t->routes.v[i].destination);
		writer_member_text(w, "target", t->routes.v[i].target);
		writer_member_text(w, "remark", t->routes.v[i].remark);
		writer_end(w);
	}
	writer_end(w);
	writer_end(w);
}

static void
write_hub(struct writer *w, const struct scene_hub *hub)
{
	writer_begin_map(w);
	write_node(w, &hub->is);
	writer_key(w, "tables");
	writer_begin_list(w);
	for (size_t i = 0; i < hub->tables.n; i++)
		write_table(w, hub->tables.v[i]);
	writer_end(w);
	writer_key(w, "spokes");
	writer_begin_list(w);
	for (size_t i = 0; i < hub->spokes.n; i++) {
		writer_begin_map_fit(w);
		writer_member_integer(w, "card",
		    (int64_t)hub->spokes.v[i].card->number);
		writer_member_text(w, "table", hub->spokes.v[i].badge);
		writer_member_text(w, "label", hub->spokes.v[i].label);
		writer_end(w);
	}
	writer_end(w);
	writer_end(w);
}

static void
write_gaps(struct writer *w, const struct scene *scene)
{
	writer_key(w, "gaps");
	writer_begin_list(w);
	for (size_t i = 0; i < scene->gaps.n; i++) {
		const struct scene_gap *gap = &scene->gaps.v[i];

		writer_begin_map_fit(w);
		writer_key(w, "cards");
		writer_begin_list_inline(w);
		for (size_t k = 0; k < gap->cards.n; k++)
			writer_integer(w, (int64_t)gap->cards.v[k]->number);
		writer_end(w);
		writer_member_text(w, "because", gap->because);
		writer_end(w);
	}
	writer_end(w);
}

static void
write_joints(struct writer *w, const struct scene *scene)
{
	writer_key(w, "cards");
	writer_begin_list(w);
	for (size_t i = 0; i < scene->cards.n; i++) {
		writer_begin_map_fit(w);
		write_node(w, &scene->cards.v[i]->is);
		write_texts(w, "lines", scene->cards.v[i]->lines.v,
		    scene->cards.v[i]->lines.n);
		writer_end(w);
	}
	writer_end(w);
	writer_key(w, "hubs");
	writer_begin_list(w);
	for (size_t i = 0; i < scene->hubs.n; i++)
		write_hub(w, scene->hubs.v[i]);
	writer_end(w);
	writer_key(w, "links");
	writer_begin_list(w);
	for (size_t i = 0; i < scene->links.n; i++) {
		const struct scene_link *link = scene->links.v[i];

		writer_begin_map_fit(w);
		write_node(w, &link->is);
		writer_key(w, "ends");
		writer_begin_list_inline(w);
		writer_integer(w, (int64_t)link->ends[0]->number);
		writer_integer(w, (int64_t)link->ends[1]->number);
		writer_end(w);
		writer_member_text(w, "remark", link->remark);
		writer_member_text(w, "routes", link->routes);
		writer_end(w);
	}
	writer_end(w);
	write_gaps(w, scene);
}

static void
write_accounts(struct writer *w, const struct scene *scene)
{
	writer_key(w, "accounts");
	writer_begin_list(w);
	for (size_t i = 0; i < scene->accounts.n; i++) {
		const struct scene_account *account = scene->accounts.v[i];

		writer_begin_map(w);
		writer_member_text(w, "title", account->title);
		writer_member_text(w, "region", account->region);
		writer_key(w, "vpcs");
		writer_begin_list(w);
		for (size_t k = 0; k < account->vpcs.n; k++)
			write_vpc(w, account->vpcs.v[k]);
		writer_end(w);
		writer_end(w);
	}
	writer_end(w);
}

static const char *
passage_word(enum scene_passage_kind kind)
{
	static const char *const words[] = {
		[PASS_PORTS] = "ports", [PASS_ONE_WAY] = "one-way",
		[PASS_FILTERED] = "filtered", [PASS_NO_ROUTE] = "no route",
		[PASS_UNKNOWN] = "unknown", [PASS_NOBODY] = "nobody",
		[PASS_ITSELF] = "itself"
	};

	return words[kind];
}

static void
write_passage(struct writer *w, const struct scene_matrix *m, size_t i)
{
	const struct scene_passage *p = &m->passages[i];

	writer_begin_map_inline(w);
	writer_member_text(w, "from", m->parties.v[i / m->parties.n].label);
	writer_member_text(w, "to", m->parties.v[i % m->parties.n].label);
	writer_member_text(w, "is", passage_word(p->kind));
	writer_member_text(w, "ports", p->ports);
	writer_member_bool(w, "partly", p->partly);
	writer_member_bool(w, "undecided", p->undecided);
	writer_member_text(w, "because", p->because);
	writer_member_text(w, "via", p->via);
	write_notes(w, &p->is);
	writer_end(w);
}

/* Null where it was not asked for. */
static void
write_matrix(struct writer *w, const struct scene_matrix *m)
{
	writer_key(w, "matrix");
	if (m == NULL) {
		writer_null(w);
		return;
	}
	writer_begin_list(w);
	for (size_t i = 0; i < m->parties.n * m->parties.n; i++)
		if (!m->parties.v[i / m->parties.n].only_receives)
			write_passage(w, m, i);
	writer_end(w);
}

void
scene_json(const struct scene *scene, struct str *out)
{
	struct writer w = writer_new(out);

	writer_begin_map(&w);
	writer_member_text(&w, "schema", "vpcplan.scene/1");
	write_accounts(&w, scene);
	writer_key(&w, "tables");
	writer_begin_list(&w);
	for (size_t i = 0; i < scene->tables.n; i++)
		write_table(&w, scene->tables.v[i]);
	writer_end(&w);
	write_joints(&w, scene);
	writer_key(&w, "findings");
	writer_begin_list(&w);
	for (size_t i = 0; i < scene->notes.n; i++) {
		const struct scene_note *n = scene->notes.v[i];

		writer_begin_map_fit(&w);
		writer_member_integer(&w, "number", n->number);
		writer_member_text(&w, "severity",
		    severity_name(n->severity));
		writer_member_text(&w, "code", n->code);
		writer_member_text(&w, "text", n->text);
		writer_end(&w);
	}
	writer_end(&w);
	write_texts(&w, "remarks", scene->remarks.v, scene->remarks.n);
	write_matrix(&w, scene->matrix);
	writer_end(&w);
	writer_finish(&w);
}
