/* SPDX-License-Identifier: MIT */
#include "draw/dot.h"

#include "text/wrap.h"

#include <string.h>

static const struct look {
	const char *class, *attributes;
} looks[] = {
	{ "account", "color=\"#656d76\", style=solid" },
	{ "vpc", "color=\"#8250df\", style=bold" },
	{ "az", "color=\"#8d96a0\", style=dotted" },
	{ "public", "color=\"#1a7f37\", style=\"filled,rounded\", "
	    "fillcolor=\"#eaf6ec\"" },
	{ "private", "color=\"#0b7285\", style=\"filled,rounded\", "
	    "fillcolor=\"#e8f5f7\"" },
	{ "isolated", "color=\"#656d76\", style=\"filled,rounded\", "
	    "fillcolor=\"#f6f8fa\"" },
	{ "block", "shape=plaintext, fontsize=10" },
	{ "gateway", "shape=cds, style=bold" },
	{ "service", "shape=cylinder" },
	{ "external", "shape=ellipse" },
	{ "resource", "shape=box" }
};

static const char *
attributes(const char *class)
{
	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
		if (strcmp(looks[i].class, class) == 0)
			return looks[i].attributes;
	return "shape=box";
}

static void
add_quoted(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			str_add_char(out, '\\');
		str_add_char(out, *text);
	}
	str_add_char(out, '"');
}

static void
indent(struct str *out, size_t depth)
{
	str_add_repeat(out, ' ', 2 * depth);
}

/* What stands directly in each cluster, to be found without a search. */
struct inside {
	VEC(size_t) clusters, nodes;
};

static void
add_node(struct str *out, const struct graph_node *n, size_t depth)
{
	indent(out, depth);
	str_addf(out, "%s [label=", n->id);
	add_quoted(out, n->label);
	str_addf(out, ", %s];\n", attributes(n->class));
}

/* The notes below the picture, line by line. */
static void
add_notes(struct arena *a, const struct graph *g, struct str *out)
{
	enum { WIDTH = 100, INDENT = 4 };

	if (g->notes.n == 0)
		return;
	str_add(out, "  graph [labelloc=b, labeljust=l, fontsize=10, "
	    "label=\"");
	for (size_t i = 0; i < g->notes.n; i++) {
		struct str lines = str_new(a);

		wrap_text(&lines, g->notes.v[i], WIDTH, 0, INDENT);
		for (const char *at = str_text(&lines); *at != '\0'; at++) {
			if (*at == '"' || *at == '\\')
				str_add_char(out, '\\');
			if (*at == '\n')
				str_add(out, "\\l");
			else
				str_add_char(out, *at);
		}
		str_add(out, "\\l");
	}
	str_add(out, "\"];\n");
}

/* Clusters nest four deep. */
static void
add_cluster(const struct graph *g, const struct inside *inside, size_t i,
    size_t depth, struct str *out)
{
	const struct graph_cluster *c = &g->clusters.v[i];

	indent(out, depth);
	str_addf(out, "subgraph cluster_%s {\n", c->id);
	indent(out, depth + 1);
	str_add(out, "label=");
	add_quoted(out, c->label);
	str_addf(out, "; %s\n", strcmp(c->class, "vpc") == 0 ?
	    "penwidth=2; color=\"#8250df\";" : "");
	if (strcmp(c->class, "vpc") != 0) {
		indent(out, depth + 1);
		str_addf(out, "graph [%s];\n", attributes(c->class));
	}
	for (size_t k = 0; k < inside[i].nodes.n; k++)
		add_node(out, &g->nodes.v[inside[i].nodes.v[k]], depth + 1);
	for (size_t k = 0; k < inside[i].clusters.n; k++)
		add_cluster(g, inside, inside[i].clusters.v[k], depth + 1,
		    out);
	indent(out, depth);
	str_add(out, "}\n");
}

/* What holds the tiers of a zone below one another, unseen. */
static void
add_stack(const struct graph *g, struct str *out)
{
	for (size_t i = 0; i < g->stacks.n; i++) {
		const struct graph_node *upper =
		    &g->nodes.v[g->stacks.v[i].upper];
		const struct graph_node *lower =
		    &g->nodes.v[g->stacks.v[i].lower];

		if (upper->rank > 0 && upper->rank < lower->rank)
			str_addf(out, "  %s -> %s [style=invis, weight=9];\n",
			    upper->id, lower->id);
	}
}

/* All of a tier on one level, whatever cluster it is in. */
static void
add_ranks(struct arena *a, const struct graph *g, struct str *out)
{
	struct str *ranks = arena_array(a, g->ranks + 1, sizeof *ranks);

	for (size_t i = 0; i < g->nodes.n; i++) {
		const struct graph_node *n = &g->nodes.v[i];

		if (n->rank == 0)
			continue;
		if (ranks[n->rank].a == NULL)
			ranks[n->rank] = str_new(a);
		str_addf(&ranks[n->rank], " %s;", n->id);
	}
	for (size_t i = 1; i <= g->ranks; i++)
		if (ranks[i].n > 0)
			str_addf(out, "  { rank=same;%s }\n",
			    str_text(&ranks[i]));
}

/*
 * Nodes are made from the top down.  Edges that follow that order cannot make
 * a circle with the tiers, of which dot is known to fail to rank the nodes;
 * ignoring constraints edge by edge has the same effect.
 */
static void
add_edge(const struct graph *g, const struct graph_edge *e, struct str *out)
{
	static const char *const styles[] = {
		[EDGE_PORT] = "dir=none",
		[EDGE_SPAN] = "dir=none, style=dotted",
		[EDGE_FLOW] = "color=\"#0969da\", fontcolor=\"#0969da\"",
		[EDGE_ATTACH] = "dir=none, style=bold",
		[EDGE_LINK] = "dir=none, style=dashed"
	};
	bool upward = e->from > e->to;

	str_addf(out, "  %s -> %s [%s",
	    g->nodes.v[upward ? e->to : e->from].id,
	    g->nodes.v[upward ? e->from : e->to].id, styles[e->kind]);
	if (upward && e->kind == EDGE_FLOW)
		str_add(out, ", dir=back");
	if (e->label != NULL) {
		str_add(out, ", label=");
		add_quoted(out, e->label);
	}
	str_add(out, "];\n");
}

void
dot_draw(struct arena *a, const struct graph *g, struct str *out)
{
	struct inside *inside = arena_array(a, g->clusters.n + 1,
	    sizeof *inside);
	size_t top = g->clusters.n;

	for (size_t i = 0; i < g->clusters.n; i++)
		vec_push(a, &inside[g->clusters.v[i].parent == GRAPH_TOP ?
		    top : g->clusters.v[i].parent].clusters, i);
	for (size_t i = 0; i < g->nodes.n; i++)
		vec_push(a, &inside[g->nodes.v[i].parent == GRAPH_TOP ? top :
		    g->nodes.v[i].parent].nodes, i);
	str_add(out, "digraph network {\n  graph [newrank=true, compound=true, "
	    "fontname=\"sans-serif\", rankdir=TB];\n"
	    "  node [fontname=\"sans-serif\", fontsize=11];\n"
	    "  edge [fontname=\"sans-serif\", fontsize=10];\n");
	for (size_t i = 0; i < inside[top].nodes.n; i++)
		add_node(out, &g->nodes.v[inside[top].nodes.v[i]], 1);
	for (size_t i = 0; i < inside[top].clusters.n; i++)
		add_cluster(g, inside, inside[top].clusters.v[i], 1, out);
	add_ranks(a, g, out);
	add_stack(g, out);
	for (size_t i = 0; i < g->edges.n; i++)
		add_edge(g, &g->edges.v[i], out);
	add_notes(a, g, out);
	str_add(out, "}\n");
}
