/* SPDX-License-Identifier: MIT */
#include "draw/hub_grid.h"

#include "draw/canvas.h"
#include "draw/fit.h"
#include "text/width.h"
#include "text/wrap.h"

#include <stdlib.h>

enum {
	BAR_ROUTES = 24, BAR_TABLES = 8,	/* that a bar lists */
	LINES_MIN = 2,		/* of a card: a link needs the second */
	LINK_ROW = 2		/* of a card: where links leave it */
};

bool
hub_is_due(const struct scene *scene)
{
	return scene->cards.n > 0 && (scene->cards_only ||
	    scene->hubs.n > 0 || scene->links.n > 0);
}

/* --------------------------------------------------------------- cards */

static void
draw_title(struct grid *g, const struct scene_card *card, size_t x,
    size_t reserved)
{
	const char *marks = fit_marks(g->a, &card->is);
	size_t room = g->card - TITLE_AROUND - reserved;
	size_t taken = *marks != '\0' ? 1 + text_width(marks) : 0;
	enum role role = card->vpc != NULL ? ROLE_VPC : ROLE_DIM;

	if (taken > room) {	/* the findings are listed below as well */
		marks = "!";
		taken = 2;
	}
	x += 2;
	x += canvas_text(g->c, x, g->y, role, arena_printf(g->a, " %s ",
	    cut_middle(g->a, fit_name(g->a, &card->is), room - taken, "…")));
	if (*marks != '\0') {
		x += canvas_text(g->c, x, g->y, fit_marks_role(&card->is),
		    marks);
		canvas_text(g->c, x, g->y, role, " ");
	}
}

static void
draw_port(struct grid *g, size_t x)
{
	size_t at = x + g->card - PORT_WIDTH;

	canvas_down(g->c, at + 3, g->y - 1, g->y, LINE_LIGHT, ROLE_DIM);
	canvas_text(g->c, at, g->y, ROLE_GATEWAY, "╡ IGW ╞");
	canvas_text(g->c, at - 1, g->y - 2, ROLE_DIM, "internet");
}

static void
draw_card(struct grid *g, const struct scene_card *card, size_t x,
    size_t height, bool upper)
{
	bool has_port = upper && card->is_public;
	enum line line = card->vpc != NULL ? LINE_DOUBLE : LINE_LIGHT;
	struct frame frame = {
		.x = x, .y = g->y, .width = g->card, .height = height,
		.across = line, .down = line,
		.role = card->vpc != NULL ? ROLE_VPC : ROLE_DIM
	};

	canvas_frame(g->c, frame);
	draw_title(g, card, x, has_port ? PORT_BESIDE : upper ? 0 : LINE_AT);
	if (has_port)
		draw_port(g, x);
	for (size_t i = 0; i < card->lines.n; i++)
		canvas_text(g->c, x + 2, g->y + 1 + i, ROLE_NONE,
		    cut_middle(g->a, card->lines.v[i], g->card - SIDES, "…"));
}

/* "[spoke] vpn-dc │": the line to the bar, from row from to row to. */
static void
draw_attachment(struct grid *g, const struct scene_spoke *spoke, size_t x,
    size_t from, size_t to)
{
	size_t line = x + g->card - 1 - LINE_AT;
	const char *badge = spoke != NULL && spoke->badge != NULL ?
	    arena_printf(g->a, "[%s]", spoke->badge) : "";
	size_t room = line - x - 1, taken = text_width(badge);
	const char *label = "";

	if (spoke == NULL)
		return;
	canvas_down(g->c, line, from, to, LINE_LIGHT, ROLE_DIM);
	if (spoke->label != NULL && taken + 4 < room)
		label = arena_printf(g->a, " %s", cut_middle(g->a,
		    spoke->label, room - taken - 1, "…"));
	canvas_text(g->c, line - 1 - taken - text_width(label), from + 1,
	    ROLE_BADGE, badge);
	canvas_text(g->c, line - 1 - text_width(label), from + 1, ROLE_NONE,
	    label);
}

/* A line between neighbours that are linked, its name above it. */
static void
draw_link(struct grid *g, const struct scene_card *left,
    const struct scene_card *right, size_t x, size_t y)
{
	const struct scene *s = g->scene;
	const struct scene_link *link = NULL;
	size_t n = 0, last = 0;
	const char *label;

	if (g->linked[left->number].v.n == 0)
		return;
	for (size_t i = 0; i < s->links.n; i++) {
		if ((s->links.v[i]->ends[0] != left ||
		    s->links.v[i]->ends[1] != right) &&
		    (s->links.v[i]->ends[0] != right ||
		    s->links.v[i]->ends[1] != left))
			continue;
		link = s->links.v[i];
		last = i;
		n++;
	}
	if (n == 0)
		return;
	label = n > 1 ? arena_printf(g->a, "%zu links", n) :
	    *link->is.label != '\0' ? link->is.label : link->is.type;
	if (n == 1 && text_width(label) + 1 <= g->gap)
		g->drawn[last] = true;	/* else the list tells it */
	label = cut_middle(g->a, label, g->gap - 1, "…");
	canvas_across(g->c, y + LINK_ROW, x - 1, x + g->gap, LINE_LIGHT,
	    ROLE_DIM);
	canvas_text(g->c, x + (g->gap - text_width(label) + 1) / 2,
	    y + LINK_ROW - 1, ROLE_DIM, label);
}

/* The next spots of a list, as many as a row holds; above a bar or below. */
static size_t
take_row(struct grid *g, struct spots *spots, const struct spot **row)
{
	size_t n = smaller(g->columns, spots->v.n - spots->next);

	*row = spots->v.v + spots->next;
	spots->next += n;
	return n;
}

static size_t
row_height(const struct spot *row, size_t n)
{
	size_t lines = LINES_MIN;

	for (size_t i = 0; i < n; i++)
		lines = larger(lines, row[i].card->lines.n);
	return lines + 2;
}

/* Draw cards side by side; upper: they may have a port on their upper edge. */
static void
draw_cards(struct grid *g, const struct spot *row, size_t n, bool upper)
{
	size_t height = row_height(row, n);
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any = any || row[i].card->is_public;
	if (upper && any)
		g->y += 2;
	for (size_t i = 0; i < n; i++) {
		size_t x = hub_column_x(g, i);

		draw_card(g, row[i].card, x, height, upper);
		if (i > 0)
			draw_link(g, row[i - 1].card, row[i].card,
			    x - g->gap, g->y);
	}
	g->y += height;
}

/* ----------------------------------------------------------------- bar */

struct bar_lines {
	VEC(const char *) v;
};

/* "[spoke]  0.0.0.0/0 ► egress · …", torn only between routes. */
static void
add_table(struct grid *g, struct bar_lines *lines,
    const struct scene_table *t, size_t badge)
{
	size_t room = g->width - SIDES, indent = badge + 2, column, n;
	struct str line = str_new(g->a);
	const char *head = arena_printf(g->a, "[%s]", t->badge);

	str_add(&line, head);
	str_add_repeat(&line, ' ', indent - text_width(head));
	column = indent;
	if (!str_equal(t->badge, t->is.label)) {
		head = cut_middle(g->a, t->is.label, room - indent, "…");
		str_addf(&line, "%s", head);
		column += text_width(head);
	}
	n = smaller(t->routes.n, BAR_ROUTES);
	for (size_t i = 0; i <= n; i++) {
		const char *item = i < n ? arena_printf(g->a, "%s ► %s",
		    t->routes.v[i].destination, t->routes.v[i].target) :
		    t->routes.n > n ? arena_printf(g->a, "+%zu more",
		    t->routes.n - n) : t->routes.n == 0 ? "no routes" : NULL;
		size_t width = item != NULL ? text_width(item) : 0;

		if (item == NULL)
			break;
		if (column > indent && column + 3 + width > room) {
			vec_push(g->a, &lines->v, arena_strdup(g->a,
			    str_text(&line)));
			str_cut(&line, 0);
			str_add_repeat(&line, ' ', indent);
			column = indent;
		} else if (column > indent) {
			str_add(&line, " · ");
			column += 3;
		}
		item = cut_middle(g->a, item, room - column, "…");
		str_add(&line, item);
		column += text_width(item);
	}
	vec_push(g->a, &lines->v, str_text(&line));
}

static struct bar_lines
bar_lines(struct grid *g, const struct scene_hub *hub)
{
	struct bar_lines lines = { 0 };
	size_t badge = 0;

	for (size_t i = 0; i < hub->tables.n; i++)
		badge = larger(badge, 2 +
		    text_width(hub->tables.v[i]->badge));
	for (size_t i = 0; i < hub->tables.n && i < BAR_TABLES; i++)
		add_table(g, &lines, hub->tables.v[i], badge);
	if (hub->tables.n > BAR_TABLES)
		vec_push(g->a, &lines.v, arena_printf(g->a,
		    "and %zu more tables", hub->tables.n - BAR_TABLES));
	return lines;
}

static void
draw_bar(struct grid *g, const struct scene_hub *hub, bool first)
{
	struct bar_lines lines = { 0 };
	const char *marks = fit_marks(g->a, &hub->is);
	const char *title = fit_name(g->a, &hub->is);
	size_t x = g->x + 2, room = g->width - SIDES;
	struct frame frame = {
		.x = g->x, .y = g->y, .width = g->width,
		.across = LINE_DOUBLE, .down = LINE_DOUBLE,
		.role = ROLE_GATEWAY
	};

	if (first)
		lines = bar_lines(g, hub);
	for (size_t i = 0; i < hub->facts.n && first; i++)
		title = arena_printf(g->a, "%s · %s", title, hub->facts.v[i]);
	if (!first)
		title = arena_printf(g->a, "%s (continued)", title);
	if (text_width(marks) + 8 > room)
		marks = "!";
	frame.height = lines.v.n + 3;
	canvas_frame(g->c, frame);
	g->y++;
	x += canvas_text(g->c, x, g->y++, ROLE_GATEWAY, cut_middle(g->a,
	    title, room - text_width(marks) - 1, "…"));
	if (first)
		canvas_text(g->c, x + 1, g->y - 1, fit_marks_role(&hub->is),
		    marks);
	for (size_t i = 0; i < lines.v.n; i++)
		canvas_text(g->c, g->x + 2, g->y++, ROLE_NONE, lines.v.v[i]);
	g->y++;
}

/* One row above the bar, the bar, one row below it. */
static void
draw_segment(struct grid *g, const struct scene_hub *hub,
    struct spots *above, struct spots *below, bool first)
{
	const struct spot *row;
	size_t n, bottom;

	n = take_row(g, above, &row);
	if (n > 0) {
		draw_cards(g, row, n, true);
		for (size_t i = 0; i < n; i++)
			draw_attachment(g, row[i].spoke, hub_column_x(g, i),
			    g->y - 1, g->y + 1);
		g->y++;
	}
	draw_bar(g, hub, first);
	bottom = g->y - 1;
	n = take_row(g, below, &row);
	if (n == 0)
		return;
	g->y++;
	for (size_t i = 0; i < n; i++)
		draw_attachment(g, row[i].spoke, hub_column_x(g, i), bottom,
		    g->y);
	draw_cards(g, row, n, false);
}

static size_t
waiting(const struct spots *s)
{
	return s->v.n - s->next;
}

static void
draw_hub(struct grid *g, const struct scene_hub *hub)
{
	struct spots upper = { 0 }, lower = { 0 };
	bool first = true;

	for (size_t i = 0; i < hub->spokes.n; i++) {
		const struct scene_spoke *s = &hub->spokes.v[i];

		hub_add_spot(g, s->upper ? &upper : &lower, s->card, s);
	}
	hub_add_linked(g, &upper);
	hub_add_linked(g, &lower);
	hub_order_spots(g, &upper);
	hub_order_spots(g, &lower);
	while (first || waiting(&upper) > 0 || waiting(&lower) > 0) {
		/* a side that has run out takes from the other */
		bool spill_up = waiting(&upper) == 0 &&
		    waiting(&lower) > g->columns;
		bool spill_down = waiting(&lower) == 0 &&
		    waiting(&upper) > g->columns;

		if (!first)
			g->y++;
		draw_segment(g, hub, spill_up ? &lower : &upper,
		    spill_down ? &upper : &lower, first);
		first = false;
	}
}

static void
draw_loose(struct grid *g)
{
	struct spots spots = { 0 };
	const struct spot *row;
	size_t n;

	for (size_t i = 0; i < g->scene->cards.n; i++)
		if (!g->taken[i])
			hub_add_spot(g, &spots, g->scene->cards.v[i], NULL);
	hub_order_spots(g, &spots);
	while ((n = take_row(g, &spots, &row)) > 0) {
		if (g->y > 0)
			g->y++;
		draw_cards(g, row, n, true);
	}
}

void
hub_draw(struct arena *a, const struct scene *scene, const struct style *s,
    struct str *out)
{
	struct grid g = { .a = a, .scene = scene };

	hub_find_links(&g);
	hub_find_sizes(&g, s->width);
	g.c = canvas_new(a, s->width);
	for (size_t i = 0; i < scene->hubs.n; i++) {
		if (i > 0)
			g.y++;
		draw_hub(&g, scene->hubs.v[i]);
	}
	draw_loose(&g);
	canvas_print(g.c, s, out);
	hub_list_links(&g, s, out);
}
