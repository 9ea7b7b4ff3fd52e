/* SPDX-License-Identifier: MIT */
#include "draw/mermaid.h"

#include <string.h>

struct inside {
	VEC(size_t) clusters, nodes;
};

/* Quotes and what Mermaid or its Markdown could read are written as codes. */
static void
add_label(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (; *text != '\0'; text++)
		if (strchr("\"<>&#;`\\*_{}|~$", *text) != NULL)
			str_addf(out, "#%d;", *text);
		else
			str_add_char(out, *text);
	str_add_char(out, '"');
}

static void
indent(struct str *out, size_t depth)
{
	str_add_repeat(out, ' ', 2 * depth);
}

static void
add_node(struct str *out, const struct graph_node *n, size_t depth)
{
	bool round = strcmp(n->class, "external") == 0;
	bool hexagon = strcmp(n->class, "gateway") == 0;

	indent(out, depth);
	str_addf(out, "%s%s", n->id, round ? "([" : hexagon ? "{{" : "[");
	add_label(out, n->label);
	str_addf(out, "%s:::%s\n", round ? "])" : hexagon ? "}}" : "]",
	    n->class);
}

static void
add_cluster(const struct graph *g, const struct inside *inside, size_t i,
    size_t depth, struct str *out)
{
	const struct graph_cluster *c = &g->clusters.v[i];

	indent(out, depth);
	str_addf(out, "subgraph %s[", c->id);
	add_label(out, c->label);
	str_add(out, "]\n");
	indent(out, depth + 1);
	str_add(out, "direction TB\n");
	for (size_t k = 0; k < inside[i].nodes.n; k++)
		add_node(out, &g->nodes.v[inside[i].nodes.v[k]], depth + 1);
	for (size_t k = 0; k < inside[i].clusters.n; k++)
		add_cluster(g, inside, inside[i].clusters.v[k], depth + 1,
		    out);
	indent(out, depth);
	str_add(out, "end\n");
}

static void
add_edge(const struct graph *g, const struct graph_edge *e, struct str *out)
{
	static const char *const arrows[] = {
		[EDGE_PORT] = "---", [EDGE_SPAN] = "-.-", [EDGE_FLOW] = "-->",
		[EDGE_ATTACH] = "===", [EDGE_LINK] = "-.-"
	};

	str_addf(out, "  %s %s", g->nodes.v[e->from].id, arrows[e->kind]);
	if (e->label != NULL) {
		str_add_char(out, '|');
		add_label(out, e->label);
		str_add_char(out, '|');
	}
	str_addf(out, " %s\n", g->nodes.v[e->to].id);
}

static void
add_classes(const struct graph *g, struct str *out)
{
	static const char *const classes[] = {
		"account fill:none,stroke:#656d76",
		"vpc fill:none,stroke:#8250df,stroke-width:2px",
		"az fill:none,stroke:#8d96a0,stroke-dasharray:3 3",
		"public fill:none,stroke:#1a7f37",
		"private fill:none,stroke:#0b7285",
		"isolated fill:none,stroke:#656d76",
		"block fill:none,stroke:none",
		"gateway stroke-width:2px",
		"resource stroke:#656d76",
		"service stroke:#656d76",
		"external stroke:#656d76"
	};

	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		str_addf(out, "  classDef %s\n", classes[i]);
	for (size_t i = 0; i < g->clusters.n; i++)
		str_addf(out, "  class %s %s\n", g->clusters.v[i].id,
		    g->clusters.v[i].class);
}

bool
mermaid_draw(struct arena *a, const struct graph *g, struct str *out)
{
	struct inside *inside = arena_array(a, g->clusters.n + 1,
	    sizeof *inside);
	size_t top = g->clusters.n, start = out->n;

	if (g->edges.n > MERMAID_EDGES_MAX)
		return false;
	for (size_t i = 0; i < g->clusters.n; i++)
		vec_push(a, &inside[g->clusters.v[i].parent == GRAPH_TOP ?
		    top : g->clusters.v[i].parent].clusters, i);
	for (size_t i = 0; i < g->nodes.n; i++)
		vec_push(a, &inside[g->nodes.v[i].parent == GRAPH_TOP ? top :
		    g->nodes.v[i].parent].nodes, i);
	str_add(out, "flowchart TB\n");
	for (size_t i = 0; i < inside[top].nodes.n; i++)
		add_node(out, &g->nodes.v[inside[top].nodes.v[i]], 1);
	for (size_t i = 0; i < inside[top].clusters.n; i++)
		add_cluster(g, inside, inside[top].clusters.v[i], 1, out);
	for (size_t i = 0; i < g->edges.n; i++)
		add_edge(g, &g->edges.v[i], out);
	add_classes(g, out);
	if (out->n - start <= MERMAID_TEXT_MAX)
		return true;
	str_cut(out, start);
	return false;
}
