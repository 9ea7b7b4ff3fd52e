/* SPDX-License-Identifier: MIT */
#include "draw/hub.h"

#include "draw/canvas.h"
#include "draw/fit.h"
#include "draw/legend.h"
#include "text/table.h"
#include "text/width.h"
#include "text/wrap.h"

#include <stdlib.h>

enum {
	CARD_MIN = 22, CARD_MAX = 34, CARD_STEP = 4,
	GAP_MIN = 4, GAP_MEAN = 7, GAP_MAX = 11,
	BAR_MIN = 60,		/* of a bar, if the budget has as much */
	TITLE_AROUND = 6,	/* "╔═ " and " ═╗" */
	PORT_WIDTH = 8,		/* "╡ IGW ╞" and the corner */
	PORT_BESIDE = 6,	/* what a port takes from a title */
	SIDES = 4,		/* "║ " and " ║" */
	LINE_AT = 3,		/* cells from a card's right edge to its line */
	BAR_ROUTES = 24, BAR_TABLES = 8,	/* that a bar lists */
	NAME_LISTED = 16,	/* cells of a name in the list of links */
	LINES_MIN = 2,		/* of a card: a link needs the second */
	LINK_ROW = 2		/* of a card: where links leave it */
};

/* A card to be placed. */
struct spot {
	const struct scene_card *card;
	const struct scene_spoke *spoke;	/* NULL: on no bar */
	size_t degree;		/* links to others */
};

struct spots {
	VEC(struct spot) v;
	size_t next;		/* the first that is not drawn yet */
};

struct places {
	VEC(size_t) v;
};

/* How wide things are; the same all over the picture. */
struct grid {
	struct arena *a;
	const struct scene *scene;
	struct canvas *c;
	struct places *linked;	/* by a card's number: the others' */
	size_t x;		/* where all begins */
	size_t card, gap, columns, width;
	size_t y;		/* the next free row */
	bool *drawn;		/* by link */
	bool *taken;		/* by card: it stands in some row */
};

bool
hub_is_due(const struct scene *scene)
{
	return scene->cards.n > 0 && (scene->cards_only ||
	    scene->hubs.n > 0 || scene->links.n > 0);
}

/* ------------------------------------------------------------ the order */

static int
compare_spots(const void *x, const void *y)
{
	const struct spot *a = x, *b = y;

	if (a->degree != b->degree)
		return a->degree > b->degree ? -1 : 1;
	return (a->card->number > b->card->number) -
	    (a->card->number < b->card->number);
}

static void
find_links(struct grid *g)
{
	const struct scene *s = g->scene;

	g->linked = arena_array(g->a, s->cards.n, sizeof *g->linked);
	g->drawn = arena_array(g->a, s->links.n, sizeof *g->drawn);
	g->taken = arena_array(g->a, s->cards.n, sizeof *g->taken);
	for (size_t i = 0; i < s->links.n; i++) {
		const struct scene_link *link = s->links.v[i];
		size_t x = link->ends[0]->number, y = link->ends[1]->number;

		vec_push(g->a, &g->linked[x].v, y);
		vec_push(g->a, &g->linked[y].v, x);
	}
}

static void
add_spot(struct grid *g, struct spots *spots, const struct scene_card *card,
    const struct scene_spoke *spoke)
{
	struct spot one = { card, spoke, g->linked[card->number].v.n };

	g->taken[card->number] = true;
	vec_push(g->a, &spots->v, one);
}

/* Cards on no bar stand beside the one in the list that they are linked to. */
static void
add_linked(struct grid *g, struct spots *spots)
{
	for (size_t i = 0; i < spots->v.n; i++) {
		size_t number = spots->v.v[i].card->number;
		const struct places *to = &g->linked[number];

		for (size_t k = 0; k < to->v.n; k++) {
			const struct scene_card *card =
			    g->scene->cards.v[to->v.v[k]];

			if (card->hub == NULL && !g->taken[card->number])
				add_spot(g, spots, card, NULL);
		}
	}
}

/*
 * Those that are linked most come first, each followed by one that it is
 * linked to: neighbours get a line.
 */
static void
order_spots(struct grid *g, struct spots *spots)
{
	size_t n = spots->v.n, next = 0;
	struct spot *sorted = arena_array(g->a, n, sizeof *sorted);
	size_t *at = arena_array(g->a, g->scene->cards.n, sizeof *at);

	vec_sort(&spots->v, compare_spots);
	for (size_t i = 0; i < n; i++) {
		sorted[i] = spots->v.v[i];
		at[sorted[i].card->number] = i + 1;
	}
	for (size_t i = 0; i < n; i++) {
		size_t here = i + 1;

		/* at[] is zeroed when a spot is placed */
		while (here > 0 && at[sorted[here - 1].card->number] > 0) {
			const struct spot *s = &sorted[here - 1];
			const struct places *to = &g->linked[s->card->number];

			spots->v.v[next++] = *s;
			at[s->card->number] = 0;
			here = 0;
			for (size_t k = 0; k < to->v.n && here == 0; k++)
				here = at[to->v.v[k]];
		}
	}
}

/* --------------------------------------------------------------- sizes */

static size_t
natural_card(struct arena *a, const struct scene *scene)
{
	size_t most = CARD_MIN;

	for (size_t i = 0; i < scene->cards.n; i++) {
		const struct scene_card *card = scene->cards.v[i];
		const char *marks = fit_marks(a, &card->is);
		size_t title = text_width(fit_name(a, &card->is)) +
		    TITLE_AROUND + (card->is_public ? PORT_BESIDE : LINE_AT);

		if (*marks != '\0')
			title += 1 + text_width(marks);
		most = larger(most, title);
		for (size_t k = 0; k < card->lines.n; k++)
			most = larger(most, SIDES +
			    text_width(card->lines.v[k]));
	}
	most = (most + CARD_STEP - 1) / CARD_STEP * CARD_STEP;
	return smaller(most, CARD_MAX);
}

/* The longest row that somebody asks for. */
static size_t
columns_wanted(const struct scene *scene)
{
	size_t most = 1, loose = 0;

	for (size_t i = 0; i < scene->hubs.n; i++) {
		const struct scene_hub *hub = scene->hubs.v[i];
		size_t upper = 0;

		for (size_t k = 0; k < hub->spokes.n; k++)
			upper += hub->spokes.v[k].upper;
		most = larger(most, larger(upper, hub->spokes.n - upper));
	}
	for (size_t i = 0; i < scene->cards.n; i++)
		loose += scene->cards.v[i]->hub == NULL;
	return scene->hubs.n == 0 || loose == 0 ? larger(most, loose) :
	    most + 1;
}

static void
measure(struct grid *g, size_t budget)
{
	size_t natural = natural_card(g->a, g->scene), most, least;

	least = smaller(natural, CARD_MIN);
	most = (budget + GAP_MIN) / (least + GAP_MIN);
	g->columns = smaller(columns_wanted(g->scene), larger(most, 1));
	g->card = (budget - (g->columns - 1) * GAP_MEAN) / g->columns;
	g->card = smaller(natural, larger(g->card, CARD_MIN));
	g->gap = g->columns > 1 ? smaller(GAP_MAX,
	    (budget - g->columns * g->card) / (g->columns - 1)) : GAP_MIN;
	g->width = g->columns * g->card + (g->columns - 1) * g->gap;
	if (g->scene->hubs.n > 0)
		g->width = larger(g->width, smaller(budget, BAR_MIN));
}

/* Whether there is one bar, with rows as long as it is, and nothing else. */
static bool
is_block(const struct grid *g)
{
	const struct scene *s = g->scene;
	size_t upper = 0;

	if (!s->cards_only || s->hubs.n != 1 ||
	    s->hubs.v[0]->spokes.n != s->cards.n ||
	    g->width != g->columns * g->card + (g->columns - 1) * g->gap)
		return false;
	for (size_t k = 0; k < s->cards.n; k++)
		upper += s->hubs.v[0]->spokes.v[k].upper;
	return upper % g->columns == 0 && s->cards.n % g->columns == 0;
}

/* Rows of several lengths are set in: else they look like one broken frame. */
static void
find_sizes(struct grid *g, size_t budget)
{
	measure(g, budget);
	g->x = is_block(g) ? 0 : 1;
	if (g->x > 0)
		measure(g, budget - g->x);
}

static size_t
column_x(const struct grid *g, size_t column)
{
	return g->x + column * (g->card + g->gap);
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
		size_t x = column_x(g, i);

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
			draw_attachment(g, row[i].spoke, column_x(g, i),
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
		draw_attachment(g, row[i].spoke, column_x(g, i), bottom,
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

		add_spot(g, s->upper ? &upper : &lower, s->card, s);
	}
	add_linked(g, &upper);
	add_linked(g, &lower);
	order_spots(g, &upper);
	order_spots(g, &lower);
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
			add_spot(g, &spots, g->scene->cards.v[i], NULL);
	order_spots(g, &spots);
	while ((n = take_row(g, &spots, &row)) > 0) {
		if (g->y > 0)
			g->y++;
		draw_cards(g, row, n, true);
	}
}

/* ---------------------------------------------------------------- below */

static const char *
listed_name(struct grid *g, const char *name)
{
	return cut_middle(g->a, name, NAME_LISTED, "…");
}

static const char *
card_name(struct grid *g, const struct scene_card *card)
{
	return listed_name(g, *card->is.label != '\0' ? card->is.label :
	    card->is.type);
}

/* What is told of a link: state, findings, the routes that lead over it. */
static const char *
said_of(struct grid *g, const struct scene_link *link, const char *marks)
{
	const char *parts[] = { link->remark, marks, link->routes };
	struct str out = str_new(g->a);

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i] != NULL && *parts[i] != '\0')
			str_addf(&out, "%s%s", out.n > 0 ? " " : "",
			    parts[i]);
	return str_text(&out);
}

/* "prod, staging, dev", "a, b, c +17". */
static const char *
gap_names(struct grid *g, const struct scene_gap *gap)
{
	enum { SHOWN = 3 };
	struct str out = str_new(g->a);

	for (size_t i = 0; i < gap->cards.n && i < SHOWN; i++)
		str_addf(&out, "%s%s", i > 0 ? ", " : "",
		    card_name(g, gap->cards.v[i]));
	if (gap->cards.n > SHOWN)
		str_addf(&out, " +%zu", gap->cards.n - SHOWN);
	return str_text(&out);
}

/* Links of which there is more to say than the picture has room for. */
static void
list_links(struct grid *g, const struct style *s, struct str *out)
{
	struct table *t = table_new(g->a, "lll");
	struct str lines = str_new(g->a);
	size_t n = 0;

	for (size_t i = 0; i < g->scene->links.n; i++) {
		const struct scene_link *link = g->scene->links.v[i];
		const char *marks = fit_marks(g->a, &link->is);

		if (g->drawn[i] && link->remark == NULL && *marks == '\0' &&
		    (link->routes == NULL ||
		    g->scene->links.n > LEGEND_TABLES_MAX))
			continue;
		n++;
		table_row(t, (const char *const[]){
		    listed_name(g, fit_name(g->a, &link->is)),
		    arena_printf(g->a, "%s, %s",
		    card_name(g, link->ends[0]),
		    card_name(g, link->ends[1])),
		    said_of(g, link, marks) });
	}
	for (size_t i = 0; i < g->scene->gaps.n; i++)
		table_row(t, (const char *const[]){ "no path",
		    gap_names(g, &g->scene->gaps.v[i]),
		    g->scene->gaps.v[i].because });
	if (n + g->scene->gaps.n == 0)
		return;
	str_add(out, "\n");
	style_add(s, out, ROLE_BOLD, "links");
	str_add(out, "\n");
	table_print(t, &lines, 1, s->width);
	glyph_add(s, out, ROLE_NONE, str_text(&lines));
}

void
hub_draw(struct arena *a, const struct scene *scene, const struct style *s,
    struct str *out)
{
	struct grid g = { .a = a, .scene = scene };

	find_links(&g);
	find_sizes(&g, s->width);
	g.c = canvas_new(a, s->width);
	for (size_t i = 0; i < scene->hubs.n; i++) {
		if (i > 0)
			g.y++;
		draw_hub(&g, scene->hubs.v[i]);
	}
	draw_loose(&g);
	canvas_print(g.c, s, out);
	list_links(&g, s, out);
}
