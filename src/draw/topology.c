/* SPDX-License-Identifier: MIT */
#include "draw/topology.h"

#include "draw/canvas.h"
#include "draw/cards.h"
#include "draw/fit.h"
#include "draw/ports.h"
#include "text/width.h"
#include "text/wrap.h"

#include <string.h>

/*
 * Everything is drawn from the top down; y is the next free row.  A frame is
 * drawn when its contents are, because only then its height is known, and
 * titles after the frame, because text goes over lines.
 */
struct pen {
	struct canvas *c;
	const struct layout *l;
	struct arena *a;
	size_t y;
	VEC(char) gutter;	/* by row: what changed there; 0: nothing */
};

enum { SERVICE_HEIGHT = 3 };

/* -------------------------------------------------------------- gutter */

/* Rows on which all that changed agrees have its mark, others "!". */
static void
mark_rows(struct pen *p, size_t y, size_t n, enum scene_state state)
{
	static const char marks[] = " +-!";

	if (!p->l->gutter || state == STATE_SAME)
		return;
	while (p->gutter.n < y + n)
		vec_push(p->a, &p->gutter, '\0');
	for (size_t i = y; i < y + n; i++)
		p->gutter.v[i] = p->gutter.v[i] == '\0' ||
		    p->gutter.v[i] == marks[state] ? marks[state] : '!';
}

static void
mark_gateways(struct pen *p, const struct scene_vpc *v, enum scene_side side,
    size_t y)
{
	for (size_t i = 0; i < v->gateways.n; i++)
		if (v->gateways.v[i]->side == side)
			mark_rows(p, y, 1, v->gateways.v[i]->is.state);
}

/* Of a box: all of it, or where it says what changed. */
static void
mark_box(struct pen *p, const struct layout_box *box, size_t head,
    size_t height, size_t lines)
{
	enum scene_state state = box->subnet->is.state;

	if (state == STATE_CHANGED) {
		mark_rows(p, p->y, 1, state);
		mark_rows(p, p->y + height - 1, 1, state);
	} else {
		mark_rows(p, p->y, height, state);
	}
	for (size_t i = 0; i < lines && state != STATE_ADDED &&
	    state != STATE_REMOVED; i++)
		if (box->lines[i] != NULL)
			mark_rows(p, p->y + 1 + head + i, 1,
			    box->lines[i]->is.state);
}

static void
print_with_gutter(const struct pen *p, const struct style *s, struct str *out)
{
	struct str lines = str_new(p->a);
	size_t y = 0;

	canvas_print(p->c, s, &lines);
	for (const char *line = str_text(&lines); *line != '\0'; y++) {
		const char *end = strchr(line, '\n');
		char mark = y < p->gutter.n ? p->gutter.v[y] : '\0';
		char text[2] = { mark != '\0' ? mark : ' ', '\0' };

		if (mark != '\0')
			style_add(s, out, mark == '+' ? ROLE_ADDED :
			    mark == '-' ? ROLE_REMOVED : ROLE_CHANGED, text);
		else if (end > line)
			str_add_char(out, ' ');
		if (end > line)
			str_add_char(out, ' ');
		str_add_bytes(out, line, (size_t)(end - line) + 1);
		line = end + 1;
	}
}

/* ------------------------------------------------------------- subnets */

/* "left … right marks" between x and x + width. */
static void
draw_line(struct pen *p, size_t x, size_t y, size_t width,
    const struct fit_line *line)
{
	size_t end = x + width - text_width(line->marks);

	canvas_text(p->c, x, y, line->role, line->left);
	canvas_text(p->c, end, y, line->marks_role, line->marks);
	if (*line->marks != '\0')
		end--;
	if (*line->right != '\0')
		canvas_text(p->c, end - text_width(line->right), y,
		    line->role, line->right);
}

/* CIDR and usage, on one line or on two, and the IPv6 CIDR. */
static void
draw_head(struct pen *p, const struct layout_vpc *v,
    const struct layout_row *row, const struct scene_subnet *s, size_t x)
{
	size_t y = p->y + 1, width = p->l->column - 4;
	struct fit_line line = { .left = "", .right = "", .marks = "" };

	if (s->cidr != NULL)
		line.left = text_width(s->cidr) <= width ||
		    s->brief_cidr == NULL ? s->cidr : s->brief_cidr;
	if (v->one_line)
		line.right = fit_usage(p->a, s);
	draw_line(p, x + 2, y++, width, &line);
	if (v->any_usage && !v->one_line) {
		line.left = "";
		line.right = v->bars ? fit_usage_bar(p->a, s, width) :
		    fit_usage(p->a, s);
		draw_line(p, x + 2, y++, width, &line);
	}
	if (row->ipv6 && s->ipv6_cidr != NULL)
		canvas_text(p->c, x + 2, y, ROLE_NONE, s->ipv6_cidr);
}

static void
draw_edges(struct pen *p, const struct scene_subnet *s, size_t x,
    size_t height)
{
	enum role role = fit_exposure_role(s);
	size_t y = p->y, width = p->l->column;
	struct fit_line title = fit_title(p->a, s, width);
	struct fit_line foot = fit_foot(p->a, s, width);
	struct frame frame = {
		.x = x, .y = y, .width = width, .height = height,
		.across = s->exposure == EXPOSURE_PUBLIC ? LINE_DOUBLE :
		    LINE_LIGHT,
		.down = LINE_LIGHT, .role = role
	};

	canvas_frame(p->c, frame);
	canvas_text(p->c, x + 2, y, role,
	    arena_printf(p->a, " %s ", title.left));
	canvas_text(p->c, x + width - 4 - text_width(title.right), y, role,
	    arena_printf(p->a, " %s ", title.right));
	y += height - 1;
	x += 2;
	x += canvas_text(p->c, x, y, ROLE_NONE, " ");
	x += canvas_text(p->c, x, y, ROLE_BADGE, foot.left);
	x += canvas_text(p->c, x, y, ROLE_NONE,
	    arena_printf(p->a, " %s ", foot.right));
	if (*foot.marks != '\0') {
		x += canvas_text(p->c, x, y, foot.marks_role, foot.marks);
		canvas_text(p->c, x, y, ROLE_NONE, " ");
	}
}

static void
draw_box(struct pen *p, const struct layout_vpc *v,
    const struct layout_row *row, const struct layout_box *box)
{
	size_t x = layout_box_x(p->l, box->column);
	size_t head = layout_head(v, row);

	mark_box(p, box, head, layout_height(v, row), row->lines);
	draw_edges(p, box->subnet, x, layout_height(v, row));
	draw_head(p, v, row, box->subnet, x);
	for (size_t i = 0; i < row->lines; i++) {
		struct fit_line line;

		if (box->lines[i] == NULL)
			continue;
		line = fit_resource(p->a, box->lines[i], p->l->column - 4);
		draw_line(p, x + 2, p->y + 1 + head + i, p->l->column - 4,
		    &line);
	}
}

/* The links of resources that stand in neighbouring boxes. */
static void
draw_links(struct pen *p, const struct layout_vpc *v,
    const struct layout_row *row)
{
	size_t y = p->y + 1 + layout_head(v, row);

	for (size_t i = 0; i + 1 < row->boxes.n; i++) {
		const struct layout_box *one = &row->boxes.v[i];
		const struct layout_box *two = one + 1;
		size_t from = layout_box_x(p->l, one->column) +
		    p->l->column - 1;

		if (two->column != one->column + 1)
			continue;
		for (size_t k = 0; k < row->lines; k++)
			if (one->lines[k] != NULL && two->lines[k] != NULL &&
			    one->lines[k]->span != 0 &&
			    one->lines[k]->span == two->lines[k]->span)
				canvas_across(p->c, y + k, from,
				    from + p->l->rung->gap + 1, LINE_LIGHT,
				    ROLE_NONE);
	}
}

/* "···· AZ 2a ····": text in the middle of dots. */
static void
draw_heading(struct pen *p, size_t x, size_t width, const char *text)
{
	size_t cells = text_width(text) + 2;
	size_t before = width > cells ? (width - cells) / 2 : 0;
	size_t after = width > cells + before ? width - cells - before : 0;

	x += canvas_repeat(p->c, x, p->y, ROLE_DIM, "·", before);
	x += canvas_text(p->c, x, p->y, ROLE_DIM,
	    arena_printf(p->a, " %s ", text));
	canvas_repeat(p->c, x, p->y, ROLE_DIM, "·", after);
}

/* All zones of a VPC are named in full or all in short. */
static bool
zones_are_brief(const struct pen *p, const struct scene_vpc *v)
{
	for (size_t i = 0; i < v->zones.n; i++)
		if (text_width(v->zones.v[i].name) + 7 > p->l->column)
			return true;
	return false;
}

static void
draw_zones(struct pen *p, const struct layout_vpc *v,
    const struct layout_band *band)
{
	bool brief = zones_are_brief(p, v->vpc);
	size_t width = p->l->column;

	if (v->vpc->zones.n == 0 && p->l->rung->routes == 0)
		return;
	for (size_t i = 0; i < band->columns && v->vpc->zones.n > 0; i++) {
		const struct scene_zone *z =
		    &v->vpc->zones.v[band->first + i];
		const char *name = brief ? z->brief : z->name;

		draw_heading(p, layout_box_x(p->l, i), width,
		    arena_printf(p->a, "AZ %s", width > 7 ?
		    cut_middle(p->a, name, width - 7, "…") : name));
	}
	if (p->l->rung->routes > 0)
		draw_heading(p, layout_routes_x(p->l, v), p->l->rung->routes,
		    "routes");
	p->y++;
}

static void
draw_cards(struct pen *p, const struct layout_vpc *v)
{
	struct cards cards = cards_new(p->l, v);
	size_t x = layout_routes_x(p->l, v);

	for (size_t i = 0; i < cards.v.n; i++) {
		const struct card *card = cards.v.v[i];

		for (size_t k = 0; k < card->lines.n; k++)
			canvas_text(p->c, x, p->y + card->y + k,
			    k < card->n_heads ? ROLE_BADGE : ROLE_NONE,
			    card->lines.v[k]);
	}
}

/* "▼ tcp/8080  ALB web ► app-1 app-2" */
static void
draw_flow(struct pen *p, const struct layout_band *band,
    const struct scene_flow *flows, size_t n)
{
	size_t x = layout_box_x(p->l, 0) + 2;
	size_t end = layout_box_x(p->l, band->columns - 1) + p->l->column;

	canvas_text(p->c, x, p->y, ROLE_FLOW, fit_flows(p->a, flows, n,
	    end - x));
	p->y++;
}

static void
draw_band(struct pen *p, const struct layout_vpc *v,
    const struct layout_band *band)
{
	draw_zones(p, v, band);
	if (p->l->rung->routes > 0)
		draw_cards(p, v);
	for (size_t i = 0; i < band->rows.n; i++) {
		const struct layout_row *row = band->rows.v[i];

		if (row->n_flows > 0)
			draw_flow(p, band, row->flows, row->n_flows);
		for (size_t k = 0; k < row->boxes.n; k++)
			draw_box(p, v, row, &row->boxes.v[k]);
		draw_links(p, v, row);
		p->y += layout_height(v, row);
	}
}

/* ----------------------------------------------------------------- VPC */

static size_t
frame_width(const struct layout *l)
{
	return l->width - 2 * layout_frame_x(l);
}

/*
 * The parts of a title that fit into cells, joined by " · "; *next is set to
 * the first that does not.
 */
static const char *
join_title(struct arena *a, const char *first, const char *const *parts,
    size_t n, size_t cells, size_t *next)
{
	struct str out = str_new(a);
	size_t used = text_width(first);

	str_add(&out, first);
	for (; *next < n; (*next)++) {
		size_t width = text_width(parts[*next]);

		if (used > 0 && used + 3 + width > cells)
			break;
		if (used > 0)
			str_add(&out, " · ");
		used += width + (used > 0 ? 3 : 0);
		str_add(&out, parts[*next]);
	}
	return str_text(&out);
}

/* What of a VPC's title found no room on its edge, on rows of its own. */
static size_t
draw_title_rest(struct pen *p, const struct scene_vpc *v, size_t next)
{
	size_t rows = 0, x = layout_inner_x(p->l) + p->l->rung->pad;
	size_t room = frame_width(p->l) - 2 - 2 * p->l->rung->pad;

	while (next < v->cidrs.n) {
		canvas_text(p->c, x, p->y++, ROLE_VPC,
		    join_title(p->a, "", v->cidrs.v, v->cidrs.n, room, &next));
		rows++;
	}
	return rows;
}

static void
draw_vpc_inside(struct pen *p, const struct layout_vpc *v, size_t next)
{
	size_t air = p->l->rung->air;

	if (draw_title_rest(p, v->vpc, next) == 0)
		p->y += air;
	if (v->vpc->subnets.n == 0) {
		canvas_text(p->c, layout_box_x(p->l, 0), p->y++, ROLE_DIM,
		    "no subnets in the input");
	}
	for (size_t i = 0; i < v->bands.n && v->vpc->subnets.n > 0; i++) {
		if (i > 0)
			p->y++;
		draw_band(p, v, v->bands.v[i]);
	}
	p->y += air;
}

static const char *
service_text(struct pen *p, const struct scene_service *service)
{
	return *service->detail == '\0' ? service->label :
	    arena_printf(p->a, "%s (%s)", service->label, service->detail);
}

static void
draw_service(struct pen *p, const char *text, size_t x, size_t y,
    size_t width)
{
	struct frame box = {
		.x = x, .y = y, .width = width, .height = SERVICE_HEIGHT,
		.across = LINE_LIGHT, .down = LINE_LIGHT,
		.role = ROLE_GATEWAY
	};

	canvas_frame(p->c, box);
	canvas_text(p->c, x + 2, y + 1, ROLE_NONE, cut_middle(p->a, text,
	    width - 4, "…"));
}

/* Services that nothing leads to, behind x, on as many rows as they take. */
static void
draw_apart(struct pen *p, const struct scene_vpc *v, size_t x, size_t y)
{
	size_t left = layout_frame_x(p->l) + 2;
	size_t end = layout_frame_x(p->l) + frame_width(p->l);

	for (size_t i = 0; i < v->apart.n; i++) {
		const char *text = service_text(p, v->apart.v[i]);
		size_t width = text_width(text) + 4;

		if (x > left && x + width > end) {
			x = left;
			y += SERVICE_HEIGHT;
		}
		if (x + width > end)
			width = end - x;
		draw_service(p, text, x, y, width);
		x += width + 2;
	}
	if (v->apart.n > 0 && p->y < y + SERVICE_HEIGHT)
		p->y = y + SERVICE_HEIGHT;
}

/* Lines from the lower ports to the boxes of services, and the boxes. */
static void
draw_services(struct pen *p, const struct scene_vpc *v,
    const struct ports *lower, size_t bottom)
{
	size_t next = layout_frame_x(p->l) + 2;

	for (size_t i = 0; i < lower->v.n; i++) {
		const struct port *port = &lower->v.v[i];

		if (port->service == NULL)
			continue;
		draw_service(p, service_text(p, port->service), port->box_x,
		    bottom + 2, port->box_width);
		canvas_down(p->c, port->line, bottom, bottom + 2, LINE_LIGHT,
		    ROLE_DIM);
		next = port->box_x + port->box_width + 2;
		p->y = bottom + 2 + SERVICE_HEIGHT;
	}
	draw_apart(p, v, next, bottom + 2);
}

static void
draw_vpc_title(struct pen *p, const struct scene_vpc *v,
    const struct ports *upper, size_t top, size_t *next)
{
	size_t x = layout_frame_x(p->l);
	size_t room = ports_free(upper, x, frame_width(p->l));
	const char *marks = fit_marks(p->a, &v->is), *name, *title;
	size_t marks_width = *marks != '\0' ? 1 + text_width(marks) : 0;

	/* "╔═ " in front and " " behind */
	room = room > 4 + marks_width ? room - 4 - marks_width : 0;
	name = cut_middle(p->a, fit_name(p->a, &v->is), room, "…");
	title = join_title(p->a, name, v->cidrs.v, v->cidrs.n, room, next);
	x += 2;
	x += canvas_text(p->c, x, top, ROLE_VPC,
	    arena_printf(p->a, " %s ", title));
	if (*marks != '\0') {
		x += canvas_text(p->c, x, top, fit_marks_role(&v->is), marks);
		canvas_text(p->c, x, top, ROLE_VPC, " ");
	}
}

static void
draw_vpc(struct pen *p, const struct layout_vpc *v, const struct ports *upper)
{
	size_t x = layout_frame_x(p->l), width = frame_width(p->l);
	size_t top = p->y, next = 0;
	struct ports lower = ports_new(p->a, v->vpc, SIDE_PRIVATE, x, width);
	struct frame frame = {
		.x = x, .y = top, .width = width,
		.across = LINE_DOUBLE, .down = LINE_DOUBLE, .role = ROLE_VPC
	};
	struct canvas *c = p->c;

	draw_vpc_title(p, v->vpc, upper, top, &next);
	mark_rows(p, top, 1, v->vpc->is.state);
	mark_gateways(p, v->vpc, SIDE_INTERNET, top);
	p->y++;
	draw_vpc_inside(p, v, next);
	frame.height = p->y - top + 1;
	canvas_frame(c, frame);
	ports_draw(c, upper, top);
	ports_draw(c, &lower, p->y);
	mark_gateways(p, v->vpc, SIDE_PRIVATE, p->y);
	if (v->vpc->is.state != STATE_CHANGED)
		mark_rows(p, top, frame.height, v->vpc->is.state);
	p->y++;
	draw_services(p, v->vpc, &lower, frame.y + frame.height - 1);
}

/* ------------------------------------------------------------- account */

/* What the upper ports lead to, and their lines down to row to. */
static void
draw_above(struct pen *p, const struct ports *upper, size_t to)
{
	for (size_t i = 0; i < upper->v.n; i++) {
		const struct port *port = &upper->v.v[i];

		canvas_text(p->c, port->line - text_width(port->above) / 2,
		    p->y, ROLE_DIM, port->above);
		canvas_down(p->c, port->line, p->y, to, LINE_LIGHT, ROLE_DIM);
	}
}

/*
 * The account's title on the upper edge of its frame, up to the first line
 * that crosses it; the region on the lower edge if it finds no room.
 */
static void
draw_account_title(struct pen *p, const struct scene_account *account,
    const struct ports *upper, size_t top)
{
	size_t end = upper->v.n > 0 ? upper->v.v[0].line : p->l->width;
	size_t room = end > 8 ? end - 8 : 0, next = 0;
	const char *parts[1] = { account->region };
	size_t n = account->region != NULL ? 1 : 0;
	const char *title = cut_middle(p->a, account->title, room, "…");

	title = join_title(p->a, title, parts, n, room, &next);
	canvas_text(p->c, 2, top, ROLE_ACCOUNT,
	    arena_printf(p->a, " %s ", title));
	if (next < n)
		canvas_text(p->c, 2, p->y, ROLE_ACCOUNT,
		    arena_printf(p->a, " %s ", cut_middle(p->a,
		    account->region, p->l->width - 8, "…")));
}

/* Without a frame: the title is a line of its own. */
static void
draw_account_line(struct pen *p, const struct scene_account *account)
{
	const char *parts[1] = { account->region };
	size_t n = account->region != NULL ? 1 : 0, next = 0;
	const char *title = cut_middle(p->a, account->title, p->l->width, "…");

	title = join_title(p->a, title, parts, n, p->l->width, &next);
	canvas_text(p->c, 0, p->y++, ROLE_ACCOUNT, title);
	if (next < n)
		canvas_text(p->c, 0, p->y++, ROLE_ACCOUNT,
		    cut_middle(p->a, account->region, p->l->width, "…"));
}

static void
draw_account(struct pen *p, const struct scene_account *account,
    struct layout_vpc *const *vpcs)
{
	const struct rung *r = p->l->rung;
	size_t x = layout_frame_x(p->l), width = frame_width(p->l);
	struct ports first = { .joined = false };
	struct frame frame = {
		.width = p->l->width, .across = LINE_LIGHT,
		.down = LINE_LIGHT, .role = ROLE_ACCOUNT
	};
	size_t top = 0;

	if (!r->account)
		draw_account_line(p, account);
	for (size_t i = 0; i < account->vpcs.n; i++) {
		struct ports upper = ports_new(p->a, account->vpcs.v[i],
		    SIDE_INTERNET, x, width);
		size_t above = upper.v.n > 0 ? 2 : 0;
		size_t under = r->account && i == 0 ? 1 + r->air : 0;

		if (i > 0)
			p->y++;
		else
			first = upper;
		draw_above(p, &upper, p->y + above + under);
		if (i == 0)
			top = p->y + above;
		p->y += above + under;
		draw_vpc(p, vpcs[i], &upper);
	}
	if (!r->account)
		return;
	frame.y = top;
	frame.height = p->y - top + 1;
	canvas_frame(p->c, frame);
	draw_account_title(p, account, &first, top);
}

void
topology_draw(const struct layout *l, const struct style *s, struct str *out)
{
	size_t done = 0;

	for (size_t i = 0; i < l->scene->accounts.n; i++) {
		const struct scene_account *account = l->scene->accounts.v[i];
		struct pen p = {
			.c = canvas_new(l->a, l->width), .l = l, .a = l->a
		};

		if (i > 0)
			str_add_char(out, '\n');
		draw_account(&p, account, l->vpcs.v + done);
		if (l->gutter)
			print_with_gutter(&p, s, out);
		else
			canvas_print(p.c, s, out);
		done += account->vpcs.n;
	}
}

bool
topology_joins_ports(const struct layout *l, const struct scene_vpc *v)
{
	size_t x = layout_frame_x(l), width = frame_width(l);

	return ports_new(l->a, v, SIDE_INTERNET, x, width).joined ||
	    ports_new(l->a, v, SIDE_PRIVATE, x, width).joined;
}
