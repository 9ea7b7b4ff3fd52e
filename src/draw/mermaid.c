/* SPDX-License-Identifier: MIT */
#include "draw/mermaid.h"

#include <string.h>

/* Lists of notes take at most so many edges, which nobody sees. */
enum { EDGES_OF_NOTES = 13 };

struct inside {
	VEC(size_t) clusters, nodes;
};

/*
 * Whether a label begins as a list of Markdown does, "- x", "1. x", of which
 * Mermaid would only say that it cannot draw it: the place of what makes it one.
 */
static const char *
list_mark(const char *text)
{
	const char *at = text + strspn(text, "0123456789");

	if (at == text)
		return *at == '+' || *at == '-' ? at : NULL;
	return (*at == '.' || *at == ')') && at[1] == ' ' ? at : NULL;
}

/* Quotes and what Mermaid or its Markdown could read are written as codes. */
static void
add_label(struct str *out, const char *text)
{
	const char *mark = list_mark(text);

	str_add_char(out, '"');
	for (; *text != '\0'; text++)
		if (text == mark || strchr("\"<>&#;`\\*_{}|~$", *text) != NULL)
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

/* What became of it is told instead of what it is. */
static const char *
class_of(enum scene_state state, const char *class)
{
	switch (state) {
	case STATE_ADDED:
		return "added";
	case STATE_REMOVED:
		return "removed";
	case STATE_CHANGED:
		return "changed";
	case STATE_SAME:
		break;
	}
	return class;
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
	    class_of(n->state, n->class));
}

/*
 * What spans zones hangs on a dot above, outside of them, by dotted lines: an
 * edge from one zone to the next would push that one down.
 */
struct dots {
	size_t *of;		/* by node: its dot, from 1; 0: none */
	size_t *cluster;	/* by dot, from 1: the VPC it stands in */
	size_t n, lines;
};

static struct dots
find_dots(struct arena *a, const struct graph *g)
{
	struct dots d = { .of = arena_array(a, g->nodes.n, sizeof *d.of),
		.cluster = arena_array(a, g->edges.n + 1, sizeof *d.cluster) };

	for (size_t i = 0; i < g->edges.n; i++) {
		const struct graph_edge *e = &g->edges.v[i];
		size_t at = g->nodes.v[e->from].parent;

		if (e->kind != EDGE_SPAN)
			continue;
		/* edges of one span follow each other from node to node */
		if (d.of[e->from] == 0) {
			while (at != GRAPH_TOP &&
			    strcmp(g->clusters.v[at].class, "vpc") != 0)
				at = g->clusters.v[at].parent;
			d.of[e->from] = ++d.n;
			d.cluster[d.n] = at;
			d.lines++;
		}
		d.of[e->to] = d.of[e->from];
		d.lines++;
	}
	return d;
}

static void
add_dots(const struct dots *d, size_t cluster, size_t depth, struct str *out)
{
	for (size_t i = 1; i <= d->n; i++)
		if (d->cluster[i] == cluster) {
			indent(out, depth);
			str_addf(out, "s%zu((\" \")):::span\n", i);
		}
}

static void
add_dotted(const struct graph *g, const struct dots *d, struct str *out)
{
	for (size_t i = 0; i < g->nodes.n; i++)
		if (d->of[i] > 0)
			str_addf(out, "  s%zu -.- %s\n", d->of[i],
			    g->nodes.v[i].id);
}

static void
add_cluster(const struct graph *g, const struct inside *inside,
    const struct dots *dots, size_t i, size_t depth, struct str *out)
{
	const struct graph_cluster *c = &g->clusters.v[i];
	size_t n = inside[i].clusters.n;
	/* which stand side by side and are laid out from the right */
	bool zones = n > 0 && strcmp(g->clusters.v[
	    inside[i].clusters.v[0]].class, "az") == 0;

	indent(out, depth);
	str_addf(out, "subgraph %s[", c->id);
	add_label(out, c->label);
	str_add(out, "]\n");
	indent(out, depth + 1);
	str_add(out, "direction TB\n");
	for (size_t k = 0; k < inside[i].nodes.n; k++)
		add_node(out, &g->nodes.v[inside[i].nodes.v[k]], depth + 1);
	if (dots->n > 0 && strcmp(c->class, "vpc") == 0)
		add_dots(dots, i, depth + 1, out);
	for (size_t k = 0; k < n; k++)
		add_cluster(g, inside, dots, inside[i].clusters.v[zones ?
		    n - 1 - k : k], depth + 1, out);
	indent(out, depth);
	str_add(out, "end\n");
}

static size_t
count_edges(const struct graph *g)
{
	size_t n = g->stacks.n;

	for (size_t i = 0; i < g->edges.n; i++)
		n += g->edges.v[i].kind != EDGE_SPAN;
	return n;
}

/* Findings and notes below the picture, side by side in a few columns. */
static void
add_notes(const struct graph *g, struct str *out)
{
	enum { COLUMNS = 3, NOTES_MAX = EDGES_OF_NOTES - 1 };
	size_t n = g->notes.n < NOTES_MAX ? g->notes.n : NOTES_MAX;

	if (n == 0)
		return;
	str_add(out, "  subgraph notes[\"findings and notes\"]\n"
	    "    direction TB\n");
	for (size_t i = 0; i < n; i++) {
		str_addf(out, "    k%zu[", i);
		add_label(out, g->notes.v[i]);
		str_add(out, "]:::note\n");
	}
	if (g->notes.n > n)
		str_addf(out, "    k%zu[\"and %zu more: vpcplan check\"]"
		    ":::note\n", n, g->notes.n - n);
	str_add(out, "  end\n");
	for (size_t i = 0; i < n + (g->notes.n > n); i++)
		if (i >= COLUMNS)
			str_addf(out, "  k%zu ~~~ k%zu\n", i - COLUMNS, i);
		else if (g->nodes.n > 0)
			str_addf(out, "  %s ~~~~~ k%zu\n", g->nodes.v[g->stacks.n
			    > 0 ? g->stacks.v[g->stacks.n - 1].lower :
			    g->nodes.n - 1].id, i);
}

static void
add_edge(const struct graph *g, const struct graph_edge *e, struct str *out)
{
	static const char *const arrows[] = {
		[EDGE_PORT] = "---", [EDGE_FLOW] = "-->",
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

/*
 * Flows come first: an edge from the internet that stands behind that of its
 * gateway pulls the first zone to the right of all others.
 */
static void
add_edges(const struct graph *g, struct str *out)
{
	for (size_t i = 0; i < g->edges.n; i++)
		if (g->edges.v[i].kind == EDGE_FLOW)
			add_edge(g, &g->edges.v[i], out);
	for (size_t i = 0; i < g->edges.n; i++)
		if (g->edges.v[i].kind != EDGE_FLOW &&
		    g->edges.v[i].kind != EDGE_SPAN)
			add_edge(g, &g->edges.v[i], out);
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
		"external stroke:#656d76",
		"span fill:#8d96a0,stroke:#8d96a0,font-size:1px",
		"note fill:none,stroke:none"
	};

	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		str_addf(out, "  classDef %s\n", classes[i]);
	if (g->has_states)
		str_add(out, "  classDef added fill:none,stroke:#1a7f37,color:#1a7f37,"
		    "stroke-width:2px\n"
		    "  classDef removed fill:none,stroke:#cf222e,color:#cf222e,"
		    "stroke-width:2px,stroke-dasharray:5 4\n"
		    "  classDef changed fill:none,stroke:#9a6700,color:#9a6700,"
		    "stroke-width:2px\n");
	for (size_t i = 0; i < g->clusters.n; i++)
		str_addf(out, "  class %s %s\n", g->clusters.v[i].id,
		    class_of(g->clusters.v[i].state, g->clusters.v[i].class));
}

bool
mermaid_draw(struct arena *a, const struct graph *g, struct str *out)
{
	struct inside *inside = arena_array(a, g->clusters.n + 1,
	    sizeof *inside);
	size_t top = g->clusters.n, start = out->n, edges = count_edges(g);
	struct dots dots = find_dots(a, g);

	if (edges > MERMAID_EDGES_MAX - EDGES_OF_NOTES)
		return false;
	/* that something spans zones is also said in words */
	if (edges + dots.lines > MERMAID_EDGES_MAX - EDGES_OF_NOTES)
		dots = (struct dots){ .n = 0 };
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
		add_cluster(g, inside, &dots, inside[top].clusters.v[i], 1,
		    out);
	add_edges(g, out);
	if (dots.n > 0)
		add_dotted(g, &dots, out);
	for (size_t i = 0; i < g->stacks.n; i++)
		str_addf(out, "  %s ~~~ %s\n",
		    g->nodes.v[g->stacks.v[i].upper].id,
		    g->nodes.v[g->stacks.v[i].lower].id);
	add_notes(g, out);
	add_classes(g, out);
	if (out->n - start <= MERMAID_TEXT_MAX)
		return true;
	str_cut(out, start);
	return false;
}
