/* SPDX-License-Identifier: MIT */
#include "draw/ports.h"

#include "draw/fit.h"
#include "text/width.h"

#include <string.h>

enum {
	CORNER = 3,		/* cells of an edge beside its corner */
	CAPS = 4,		/* "╡ " and " ╞" */
	APART = 2,		/* line cells between two ports */
	APART_BOXES = 3,	/* the same on the lower edge */
	INSET = 3,		/* a line from the left side of its box, if it can */
	LABELS_APART = 3,	/* what stands above two lines */
	TITLE_LEAST = 14,	/* of the upper edge, for the VPC's name */
	TITLE_APART = 4		/* between a title and the first port */
};

/* How much of a gateway's name its port tells. */
enum detail { DETAIL_LABELS, DETAIL_TYPES, DETAIL_JOINED, DETAIL_COUNT };

static size_t
first_word(const char *text)
{
	size_t n = strcspn(text, " "), cells = 0;

	for (size_t i = 0; i < n; i++)
		cells += ((unsigned char)text[i] & 0xc0) != 0x80;
	return cells;
}

static const char *
port_text(struct arena *a, const struct scene_gateway *g, enum detail detail)
{
	const char *name = detail == DETAIL_LABELS ? fit_name(a, &g->is) :
	    g->is.type;

	return g->missing ? arena_printf(a, "%s ?", name) : name;
}

static void
add_port(struct arena *a, struct ports *p, const struct scene_gateway *g,
    enum detail detail)
{
	struct port port = {
		.text = port_text(a, g, detail),
		.marks = fit_marks(a, &g->is),
		.marks_role = fit_marks_role(&g->is),
		.above = g->leads_to,
		.service = g->service
	};

	if (g->leads_to != NULL && g->outbound_only)
		port.above = arena_printf(a, "%s ▲", g->leads_to);
	vec_push(a, &p->v, port);
}

/* One port for all gateways of a type: "5 VPCE". */
static void
add_joined(struct arena *a, struct ports *p, const struct scene_gateway *g,
    size_t n)
{
	struct port port = {
		.text = arena_printf(a, "%zu %s", n, g->is.type),
		.marks = "",
		.above = g->leads_to
	};

	vec_push(a, &p->v, port);
	p->joined = true;
}

/* The ports of one side, in the order of the scene. */
static void
collect(struct arena *a, const struct scene_vpc *v, enum scene_side side,
    enum detail detail, struct ports *p)
{
	p->v.n = 0;
	for (size_t i = 0, end; i < v->gateways.n; i = end) {
		const struct scene_gateway *g = v->gateways.v[i];

		for (end = i + 1; end < v->gateways.n; end++)
			if (v->gateways.v[end]->side != g->side ||
			    strcmp(v->gateways.v[end]->is.type,
			    g->is.type) != 0)
				break;
		if (g->side != side)
			continue;
		if (detail == DETAIL_JOINED && end - i > 1) {
			add_joined(a, p, g, end - i);
			continue;
		}
		for (size_t k = i; k < end; k++)
			add_port(a, p, v->gateways.v[k], detail);
	}
}

static void
measure(struct arena *a, struct port *port)
{
	size_t service;

	if (*port->marks != '\0')
		port->text = arena_printf(a, "%s ", port->text);
	port->width = CAPS + text_width(port->text) + text_width(port->marks);
	if (port->service == NULL)
		return;
	service = text_width(port->service->label);
	if (*port->service->detail != '\0')
		service += 3 + text_width(port->service->detail);
	port->box_width = CAPS + service;
}

/*
 * From the right: the first gateway of the scene is outermost.  What stands
 * above the lines must not run together.
 */
static bool
place_upper(struct ports *p, size_t x, size_t width)
{
	size_t right = x + width - CORNER, label = SIZE_MAX;

	for (size_t i = 0; i < p->v.n; i++) {
		struct port *port = &p->v.v[i];
		size_t half = text_width(port->above) / 2;

		if (port->width + TITLE_LEAST + x > right)
			return false;
		port->x = right - port->width;
		port->line = port->x + 2 + first_word(port->text) / 2;
		if (label < port->line + half + LABELS_APART) {
			size_t shift = port->line + half + LABELS_APART -
			    label;

			if (port->x < x + TITLE_LEAST + shift)
				return false;
			port->x -= shift;
			port->line -= shift;
		}
		if (port->line < half)
			return false;
		label = port->line - half;
		right = port->x - APART;
	}
	for (size_t i = 0; i < p->v.n / 2; i++) {
		struct port port = p->v.v[i];

		p->v.v[i] = p->v.v[p->v.n - 1 - i];
		p->v.v[p->v.n - 1 - i] = port;
	}
	return true;
}

/*
 * From the left; the boxes of services below must stand apart, and lines meet
 * them inset cells from their left side at least.
 */
static bool
place_lower(struct ports *p, size_t x, size_t width, size_t inset)
{
	size_t left = x + CORNER, box = x + 2;

	for (size_t i = 0; i < p->v.n; i++) {
		struct port *port = &p->v.v[i];

		port->x = left;
		port->line = left + 2 + first_word(port->text) / 2;
		if (port->service != NULL) {
			while (port->line < box + inset) {
				port->line++;
				port->x++;
			}
			port->box_x = port->line - port->box_width / 2;
			if (port->line < port->box_width / 2 + box)
				port->box_x = box;
			box = port->box_x + port->box_width + APART;
			if (box > x + width)
				return false;
		}
		left = port->x + port->width + APART_BOXES;
		if (port->x + port->width + CORNER > x + width)
			return false;
	}
	return true;
}

struct ports
ports_new(struct arena *a, const struct scene_vpc *v, enum scene_side side,
    size_t x, size_t width)
{
	struct ports p = { .joined = false };

	for (int detail = 0; detail < DETAIL_COUNT; detail++) {
		collect(a, v, side, (enum detail)detail, &p);
		for (size_t i = 0; i < p.v.n; i++)
			measure(a, &p.v.v[i]);
		if (side == SIDE_INTERNET ? place_upper(&p, x, width) :
		    place_lower(&p, x, width, INSET) ||
		    place_lower(&p, x, width, 1))
			return p;
	}
	/* not even then: the legend says what the edge cannot */
	p.v.n = 0;
	p.joined = true;
	return p;
}

size_t
ports_free(const struct ports *p, size_t x, size_t width)
{
	size_t end = p->v.n > 0 ? p->v.v[0].x : x + width;

	return end > x + TITLE_APART ? end - x - TITLE_APART : 0;
}

void
ports_draw(struct canvas *c, const struct ports *p, size_t y)
{
	for (size_t i = 0; i < p->v.n; i++) {
		const struct port *port = &p->v.v[i];
		size_t x = port->x;

		x += canvas_text(c, x, y, ROLE_GATEWAY, "╡ ");
		x += canvas_text(c, x, y, ROLE_GATEWAY, port->text);
		x += canvas_text(c, x, y, port->marks_role, port->marks);
		canvas_text(c, x, y, ROLE_GATEWAY, " ╞");
	}
}
