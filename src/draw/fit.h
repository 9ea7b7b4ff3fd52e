/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_FIT_H
#define VPCPLAN_DRAW_FIT_H

/*
 * Texts of the scene, made to fit into a number of cells.  What gives way
 * first: the right side, then known words for short ones, then trailing
 * parts with "+k" in their place, then the middle of a name.  CIDRs, badges
 * and marks of findings are never cut.
 */

#include "draw/scene.h"
#include "text/style.h"

/* Of two extents in cells. */
static inline size_t
larger(size_t x, size_t y)
{
	return x > y ? x : y;
}

static inline size_t
smaller(size_t x, size_t y)
{
	return x < y ? x : y;
}

/* "NAT nat-a"; one of both if there is no more. */
const char *fit_name(struct arena *a, const struct scene_node *node);

/* The role of what is not the same in both networks. */
enum role fit_state_role(enum scene_state state, enum role otherwise);

/* "!1 !4", runs as "!2-5"; "" if nothing was found. */
const char *fit_marks(struct arena *a, const struct scene_node *node);

enum role fit_severity_role(enum severity severity);

/* The role of those marks: that of the worst finding. */
enum role fit_marks_role(const struct scene_node *node);

/* Left and right texts of a line, and marks, each "" if it has none. */
struct fit_line {
	const char *left, *right, *marks;
	enum role marks_role;
	enum role role;		/* of left and right */
};

/* A resource: "EC2 app-1" and its detail. */
struct fit_line fit_resource(struct arena *a, const struct scene_resource *r,
    size_t cells);

/*
 * The title of a subnet's box: name, and the word of its exposure.  cells is
 * the width of the box.
 */
struct fit_line fit_title(struct arena *a, const struct scene_subnet *s,
    size_t cells);

/* The foot of a subnet's box: left is the badge, right the exits. */
struct fit_line fit_foot(struct arena *a, const struct scene_subnet *s,
    size_t cells);

/* All exits of a table in full, for a legend: "0/0 ► nat-a  s3". */
const char *fit_exits(struct arena *a, const struct scene_table *t);

/* "▼ tcp/8080  ALB web ► app-1 app-2 · ops ► app-1", and "· +2" of those that
 * find no room; the ports of what is shown are never left out. */
const char *fit_flows(struct arena *a, const struct scene_flow *flows,
    size_t n, size_t cells);

/* "3/251 IPs"; "" if nothing is known. */
const char *fit_usage(struct arena *a, const struct scene_subnet *s);

/* "███░░ 24/502 4%", to the full width; without numbers where it is narrow. */
const char *fit_usage_bar(struct arena *a, const struct scene_subnet *s,
    size_t cells);

/* "public", "private?"; in short "pub". */
const char *fit_exposure(const struct scene_subnet *s, bool brief);

/* The role of a subnet's frame. */
enum role fit_exposure_role(const struct scene_subnet *s);

/* Cells a subnet's box takes when nothing gives way, and when all does. */
size_t fit_natural(struct arena *a, const struct scene_subnet *s);
size_t fit_least(struct arena *a, const struct scene_subnet *s);

#endif
