/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_GRAPH_H
#define VPCPLAN_DRAW_GRAPH_H

/*
 * The scene as clusters, nodes and edges, for languages that lay out graphs
 * themselves.  Clusters are account, VPC, AZ, subnet; a subnet has one node
 * of its own, which its tier's rank and edges hold on to.  Ids are made of a
 * word and a number and are safe in any language; labels are not escaped.
 */

#include "draw/scene.h"

enum graph_edge_kind { EDGE_PORT, EDGE_SPAN, EDGE_FLOW, EDGE_ATTACH,
	EDGE_LINK };

#define GRAPH_TOP SIZE_MAX	/* the parent of what is in no cluster */

struct graph_cluster {
	const char *id, *label, *class;
	size_t parent;
	enum scene_state state;		/* of two networks drawn as one; the
					   label begins with its sign */
};

struct graph_node {
	const char *id, *label, *class;
	size_t parent;			/* a cluster */
	size_t rank;			/* from 1: those alike stand on one
					   level; 0: none */
	enum scene_state state;
};

struct graph_edge {
	size_t from, to;		/* nodes */
	enum graph_edge_kind kind;
	const char *label;		/* or NULL */
};

/* Of two nodes of one VPC, which stands above the other, unseen. */
struct graph_stack {
	size_t upper, lower;
};

struct graph {
	VEC(struct graph_cluster) clusters;	/* parents first */
	VEC(struct graph_node) nodes;
	VEC(struct graph_edge) edges;
	VEC(struct graph_stack) stacks;	/* gateways to the internet, subnets
					   zone by zone, other gateways */
	VEC(const char *) notes;	/* findings that labels have marks of,
					   and what was folded or left out */
	size_t ranks;
	bool has_states;		/* not all are the same in both */
};

struct graph *graph_new(struct arena *a, const struct scene *scene);

#endif
