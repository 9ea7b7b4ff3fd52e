/* SPDX-License-Identifier: MIT */
#include "draw/nodes.h"

#include "draw/canvas.h"
#include "draw/fit.h"
#include "text/width.h"
#include "text/wrap.h"

enum {
	FRAMES = 2 * 5,		/* "│ ║  " on either side */
	LEFT = 5,
	GAP = 6,		/* between subnets */
	COLUMN_MIN = 28,
	STEM = 2,		/* rows between a subnet and what hangs on it */
	NODE_HEIGHT = 3,
	AROUND = 4		/* "│ " and " │" */
};

/* The picture under construction; y is the next free row. */
struct pen {
	struct arena *a;
	const struct scene *scene;
	const struct scene_account *account;
	const struct scene_vpc *vpc;
	struct canvas *c;
	size_t column, width;	/* of a subnet, of the whole */
	size_t y;
	size_t internet;	/* column of the line out; 0: none */
};

/* The only VPC there is; NULL if there are none or several. */
static const struct scene_vpc *
only_vpc(const struct scene *scene)
{
	return scene->accounts.n == 1 && scene->accounts.v[0]->vpcs.n == 1 ?
	    scene->accounts.v[0]->vpcs.v[0] : NULL;
}

static const char *
vpc_title(struct arena *a, const struct scene_vpc *v)
{
	struct str out = str_new(a);

	str_add(&out, fit_name(a, &v->is));
	for (size_t i = 0; i < v->cidrs.n; i++)
		str_addf(&out, " · %s", v->cidrs.v[i]);
	return str_text(&out);
}

static const char *
account_title(struct arena *a, const struct scene_account *account)
{
	return account->region == NULL ? account->title : arena_printf(a,
	    "%s · %s", account->title, account->region);
}

/* "[B] local only", and marks. */
static const char *
table_text(struct arena *a, const struct scene_subnet *s)
{
	struct fit_line foot = fit_foot(a, s, SIZE_MAX);

	return arena_printf(a, "%s %s%s%s", foot.left, foot.right,
	    *foot.marks != '\0' ? " " : "", foot.marks);
}

static const char *
resource_text(struct arena *a, const struct scene_resource *r)
{
	struct fit_line line = fit_resource(a, r, SIZE_MAX);

	return arena_printf(a, "%s%s%s%s%s", line.left,
	    *line.right != '\0' ? "  " : "", line.right,
	    *line.marks != '\0' ? " " : "", line.marks);
}

static const struct scene_gateway *
internet_gateway(const struct scene_vpc *v)
{
	for (size_t i = 0; i < v->gateways.n; i++)
		if (v->gateways.v[i]->side == SIDE_INTERNET)
			return v->gateways.v[i];
	return NULL;
}

static size_t
find_column(struct arena *a, const struct scene_vpc *v)
{
	size_t most = COLUMN_MIN;

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct scene_subnet *s = v->subnets.v[i];

		most = larger(most, fit_natural(a, s));
		most = larger(most, text_width(table_text(a, s)) + AROUND);
		for (size_t k = 0; k < s->resources.n; k++)
			most = larger(most, AROUND + 2 +
			    text_width(resource_text(a, s->resources.v[k])));
	}
	return most;
}

static size_t
find_width(struct arena *a, const struct scene *scene,
    const struct scene_vpc *v)
{
	size_t n = v->subnets.n > 0 ? v->subnets.n : 1;
	size_t width = FRAMES + n * find_column(a, v) + (n - 1) * GAP;

	width = larger(width, text_width(vpc_title(a, v)) + FRAMES);
	return larger(width, text_width(account_title(a,
	    scene->accounts.v[0])) + FRAMES);
}

bool
nodes_fit(struct arena *a, const struct scene *scene, size_t width)
{
	const struct scene_vpc *v = only_vpc(scene);
	size_t resources = 0, upper = 0;

	if (v == NULL || v->subnets.n == 0 || v->subnets.n > NODES_SUBNETS)
		return false;
	for (size_t i = 0; i < v->subnets.n; i++)
		resources += v->subnets.v[i]->resources.n;
	for (size_t i = 0; i < v->gateways.n; i++)
		upper += v->gateways.v[i]->side == SIDE_INTERNET;
	return resources <= NODES_RESOURCES && upper <= 1 &&
	    v->is.notes.n == 0 && find_width(a, scene, v) <= width;
}

/* -------------------------------------------------------------- subnets */

static size_t
box_height(const struct scene_vpc *v)
{
	size_t lines = 2;

	for (size_t i = 0; i < v->subnets.n; i++)
		if (v->subnets.v[i]->ipv6_cidr != NULL)
			lines = 3;
	return lines + 2;
}

static void
draw_subnet(struct pen *p, const struct scene_subnet *s, size_t x,
    size_t height)
{
	enum role role = fit_exposure_role(s);
	struct fit_line title = fit_title(p->a, s, p->column);
	const char *usage = fit_usage(p->a, s);
	size_t y = p->y + 1;
	struct frame frame = {
		.x = x, .y = p->y, .width = p->column, .height = height,
		.across = s->exposure == EXPOSURE_PUBLIC ? LINE_DOUBLE :
		    LINE_LIGHT,
		.down = LINE_LIGHT, .role = role
	};

	canvas_frame(p->c, frame);
	canvas_text(p->c, x + 2, p->y, role,
	    arena_printf(p->a, " %s ", title.left));
	canvas_text(p->c, x + p->column - 4 - text_width(title.right), p->y,
	    role, arena_printf(p->a, " %s ", title.right));
	if (s->cidr != NULL)
		canvas_text(p->c, x + 2, y, ROLE_NONE, s->cidr);
	canvas_text(p->c, x + p->column - 2 - text_width(usage), y,
	    ROLE_NONE, usage);
	y++;
	if (s->ipv6_cidr != NULL)
		canvas_text(p->c, x + 2, y++, ROLE_NONE, s->ipv6_cidr);
	canvas_text(p->c, x + 2, y, ROLE_NONE, table_text(p->a, s));
}

/* A box on a stem that begins at row *y; *y becomes its lower edge. */
static void
hang(struct pen *p, const char *text, enum role role, size_t x, size_t *y,
    size_t stem)
{
	size_t width = text_width(text) + AROUND;
	size_t middle = x + p->column / 2, top = *y + stem + 1;
	struct frame box = {
		.x = middle - width / 2, .y = top, .width = width,
		.height = NODE_HEIGHT, .across = LINE_LIGHT,
		.down = LINE_LIGHT, .role = role
	};

	canvas_frame(p->c, box);
	canvas_down(p->c, middle, *y, top, LINE_LIGHT, ROLE_DIM);
	canvas_text(p->c, box.x + 2, top + 1, role, text);
	*y = top + NODE_HEIGHT - 1;
}

/* What is in the subnet, and the gateway if it leads there. */
static size_t
draw_hung(struct pen *p, const struct scene_subnet *s, size_t x, size_t y,
    bool gateway)
{
	const struct scene_gateway *g = internet_gateway(p->vpc);
	bool first = true;

	for (size_t i = 0; i < s->resources.n; i++) {
		hang(p, resource_text(p->a, s->resources.v[i]), ROLE_NONE, x,
		    &y, first ? STEM : 1);
		first = false;
	}
	if (gateway) {
		const char *marks = fit_marks(p->a, &g->is);

		hang(p, arena_printf(p->a, "%s%s%s%s", fit_name(p->a, &g->is),
		    g->missing ? " ?" : "", *marks != '\0' ? " " : "", marks),
		    ROLE_GATEWAY, x, &y, first ? STEM : 1);
		p->internet = x + p->column / 2;
	}
	return y;
}

/* Public ones to the right, where the line to the internet leaves. */
static void
draw_subnets(struct pen *p)
{
	size_t n = p->vpc->subnets.n, height = box_height(p->vpc), deepest;
	bool gateway = internet_gateway(p->vpc) != NULL;
	size_t line = p->y;

	deepest = p->y + height - 1;
	for (size_t i = 0; i < n; i++) {
		const struct scene_subnet *s = p->vpc->subnets.v[i];
		size_t x = LEFT + (n - 1 - i) * (p->column + GAP), y;

		draw_subnet(p, s, x, height);
		y = draw_hung(p, s, x, p->y + height - 1, gateway &&
		    (s->exposure == EXPOSURE_PUBLIC || i + 1 == n));
		if (p->internet > 0 && gateway) {
			gateway = false;
			line = y;
		}
		deepest = larger(deepest, y);
	}
	p->y = deepest + 1;
	if (p->internet > 0)
		canvas_down(p->c, p->internet, line, p->y, LINE_LIGHT,
		    ROLE_DIM);
}

/* --------------------------------------------------------------- around */

static const char *
outside_text(struct pen *p, size_t i)
{
	const struct scene_gateway *g;
	const struct scene_service *s;

	if (i < p->vpc->gateways.n) {
		g = p->vpc->gateways.v[i];
		if (g->side == SIDE_INTERNET)
			return NULL;
		return g->service == NULL ? fit_name(p->a, &g->is) :
		    arena_printf(p->a, "%s by %s", g->service->label,
		    fit_name(p->a, &g->is));
	}
	s = p->vpc->apart.v[i - p->vpc->gateways.n];
	return arena_printf(p->a, "%s (%s)", s->label, s->detail);
}

/* Services and private ways out, on either side of the line that leaves. */
static void
draw_outside(struct pen *p)
{
	size_t n = p->vpc->gateways.n + p->vpc->apart.n, x = 4, used = 0;

	for (size_t i = 0; i < n; i++) {
		const char *text = outside_text(p, i);
		size_t width = text != NULL ? text_width(text) + AROUND : 0;
		struct frame box = {
			.y = p->y, .height = NODE_HEIGHT, .across = LINE_LIGHT,
			.down = LINE_LIGHT, .role = ROLE_GATEWAY
		};

		if (text == NULL)
			continue;
		if (p->internet > 0 && x <= p->internet + 1 &&
		    x + width >= p->internet)
			x = p->internet + 2;
		if (used > 0 && x + width + 2 > p->width) {
			p->y += NODE_HEIGHT;
			x = 4;
			if (p->internet > 0 && x + width >= p->internet)
				x = p->internet + 2;
		}
		if (x + width + 2 > p->width)
			width = p->width - x - 2;
		box.x = x;
		box.y = p->y;
		box.width = width;
		canvas_frame(p->c, box);
		canvas_text(p->c, x + 2, p->y + 1, ROLE_NONE, cut_middle(
		    p->a, text, width - AROUND, "…"));
		x += width + 2;
		used++;
	}
	if (used > 0)
		p->y += NODE_HEIGHT;
}

static void
draw_frame(struct pen *p, size_t x, size_t top, enum line line,
    enum role role, const char *title)
{
	struct frame frame = {
		.x = x, .y = top, .width = p->width - 2 * x,
		.height = p->y - top + 1, .across = line, .down = line,
		.role = role
	};

	canvas_frame(p->c, frame);
	canvas_text(p->c, x + 2, top, role, arena_printf(p->a, " %s ",
	    title));
}

void
nodes_draw(struct arena *a, const struct scene *scene, const struct style *s,
    struct str *out)
{
	struct pen p = { .a = a, .scene = scene, .vpc = only_vpc(scene) };
	size_t bottom;

	if (p.vpc == NULL)
		return;
	p.account = scene->accounts.v[0];
	p.column = find_column(a, p.vpc);
	p.width = find_width(a, scene, p.vpc);
	p.c = canvas_new(a, p.width);
	p.y = 4;
	draw_subnets(&p);
	bottom = p.y;
	p.y++;
	draw_frame(&p, 2, 2, LINE_DOUBLE, ROLE_VPC, vpc_title(a, p.vpc));
	p.y += 2;
	draw_outside(&p);
	draw_frame(&p, 0, 0, LINE_LIGHT, ROLE_ACCOUNT,
	    account_title(a, p.account));
	if (p.internet > 0) {
		canvas_down(p.c, p.internet, bottom, p.y + 2, LINE_LIGHT,
		    ROLE_DIM);
		canvas_text(p.c, p.internet - 4, p.y + 2, ROLE_DIM,
		    "internet");
	}
	canvas_print(p.c, s, out);
}
