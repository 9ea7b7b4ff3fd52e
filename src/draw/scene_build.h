/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_SCENE_BUILD_H
#define VPCPLAN_DRAW_SCENE_BUILD_H

/*
 * The steps in which a scene is built; for scene*.c alone.
 *
 *	scene.c		 accounts, VPCs; calls the others
 *	scene_gateway.c	 what stands on the two sides of a VPC
 *	scene_grid.c	 AZ columns, tier rows, the place of every subnet
 *	scene_resource.c what stands in subnets, and the addresses it takes
 *	scene_table.c	 route tables, exits, badges
 *	scene_flow.c	 what gets through from one tier to the next
 *	scene_matrix.c	 who reaches whom
 *	scene_cell.c	 which cells of that a finding is about
 *	scene_hub.c	 what joins VPCs: transit gateways, peerings, VPNs
 *	scene_gap.c	 which VPCs these keep apart
 *	scene_name.c	 labels
 *	scene_note.c	 findings to the elements they are about
 */

#include "base/map.h"
#include "draw/scene.h"
#include "model/select.h"

/* An element that shows a thing of the model, also in part. */
struct binding {
	const struct thing *thing;
	struct scene_node *node;
};

/* What joins a VPC with others, to be found by the VPC's order. */
struct vpc_joint {
	uint32_t vpc, order;
	const struct attachment *attachment;	/* one of the two */
	const struct peering *peering;
};

/* A VPC under construction; arrays run in parallel. */
struct draft_vpc {
	const struct vpc *vpc;
	struct scene_vpc *scene;
	VEC(const struct subnet *) subnets;
	VEC(struct scene_subnet *) boxes;
	VEC(struct scene_table *) tables;	/* in order of first use */
};

struct plan_crowd;

/* Who has a row and a column of the matrix: what it is put together from. */
struct matrix_party {
	const char *title;
	VEC(struct selection) members;
	struct plan_crowd *crowd;	/* all of them in one */
	bool is_many;		/* has something to say to itself */
	bool only_receives;
};

struct matrix_parties {
	VEC(struct matrix_party) v;
};

struct builder {
	struct arena *a;
	const struct model *m;
	const struct routes *routes;
	struct scene *scene;
	const struct scene_wishes *wishes;
	struct map aliases;	/* labels that stand for names, by thing */
	struct map alias_counts;	/* ids made so far, by word */
	struct map short_names;	/* things, by what they are called in short */
	bool several;		/* VPCs are drawn: names say which */
	VEC(struct binding) bindings;
	VEC(struct draft_vpc *) vpcs;	/* in the order of the scene */
	VEC(struct vpc_joint) joints;		/* sorted */
	size_t groups;		/* of tables, made so far */
	struct matrix_parties parties;	/* of the matrix, where there is one */
};

/*
 * A name of the thing without what its VPC's name says already, and an address
 * without its type: "app1" of "shop/vpc/app1", "private[0]" of
 * "aws_subnet.private[0]".
 */
const char *scene_short_name(struct builder *b, const struct thing *t,
    const char *name);

/* A thing's label, safe to draw; never "" (then its kind). */
const char *scene_label(struct builder *b, const struct thing *t);

/* The same, but "" where it only repeats type: "igw" of an "IGW"; or the name
 * of the VPC, after which CDK calls its gateways. */
const char *scene_extra_label(struct builder *b, const struct thing *t,
    const char *type);

/* Put ids of one kind together in the list of names, last of all. */
void scene_sort_names(struct builder *b);

void scene_bind(struct builder *b, const struct thing *t,
    struct scene_node *node);

/* Find what the labels of one kind in a VPC share; once all are there. */
void scene_find_shared(struct builder *b);

/* Say what could not be placed. */
void scene_remark(struct builder *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Find columns, tiers and rows, and sort subnets and boxes by them. */
void scene_place(struct builder *b, struct draft_vpc *d);

/* Fill boxes with resources and addresses; after scene_place(). */
void scene_fill(struct builder *b, struct draft_vpc *d);

/* Make the tables that the boxes use, and the others; after scene_place(). */
void scene_add_tables(struct builder *b, struct draft_vpc *d);

/* Give all tables their badges, once all VPCs have them. */
void scene_add_badges(struct builder *b);

/* The joints of a VPC; *n is their number.  O(log n). */
const struct vpc_joint *scene_joints(const struct builder *b,
    const struct vpc *v, size_t *n);

/* Gateways to the internet; and those that lead elsewhere in private, with the
 * services that endpoints are for.  After scene_add_tables(). */
void scene_add_internet_side(struct builder *b, struct draft_vpc *d);
void scene_add_private_side(struct builder *b, struct draft_vpc *d);

/* "S3" of "s3". */
const char *scene_service_name(struct builder *b, const char *service);

/* A CIDR that may not be known, as text. */
const char *scene_cidr(struct builder *b, const struct cidr_value *c);

/* What a target is called in a route: "nat-a", and in short "NAT". */
struct scene_exit scene_exit_of(struct builder *b, const struct route *r);

/* Make cards, hubs and links, once all VPCs are there. */
void scene_add_hubs(struct builder *b);

/* A VPC that uses a table of a transit gateway. */
struct scene_gap_member {
	const struct vpc *vpc;
	const struct scene_card *card;
};

struct transit_view;

/* Note those of them that the table keeps apart; once all links are there. */
void scene_add_gap(struct builder *b, const struct transit_view *view,
    const char *badge, const struct scene_gap_member *v, size_t n);

/* Ask what gets through between the tiers of the VPCs; last but notes. */
void scene_add_flows(struct builder *b);

/* Ask what gets through between all parties of the picture. */
void scene_add_matrix(struct builder *b);

/* The cells of the matrix that a finding is about. */
struct scene_cells {
	VEC(struct scene_node *) v;
};

struct scene_cells scene_find_cells(struct builder *b,
    const struct finding *f, const struct selector *names);

/* Hang findings on their elements and number them, last of all. */
void scene_add_notes(struct builder *b, const struct findings *findings,
    bool whole);

#endif
