/* SPDX-License-Identifier: MIT */
#include "draw/legend.h"

#include "draw/fit.h"
#include "draw/glyph.h"
#include "text/sanitise.h"
#include "text/width.h"
#include "text/wrap.h"

#include <string.h>

enum { NAME_MAX_CELLS = 24, INDENT = 1, GAP = 2, NARROW = 60 };

/* Where a line with a hanging indent is being filled, item by item. */
struct filler {
	struct arena *a;
	const struct style *s;
	struct str *out;
	size_t column, indent;
	size_t items;
};

static void
put(struct filler *f, enum role role, const char *text)
{
	glyph_add(f->s, f->out, role, text);
	f->column += text_width(text);
}

static void
pad_to(struct filler *f, size_t column)
{
	if (column > f->column) {
		str_add_repeat(f->out, ' ', column - f->column);
		f->column = column;
	}
}

static void
next_line(struct filler *f)
{
	str_add_char(f->out, '\n');
	f->column = 0;
	pad_to(f, f->indent);
}

/*
 * An item that is not torn apart if a line can hold it.  A line never begins
 * with "::": runners of CI take that for a command.
 */
static void
put_item(struct filler *f, const char *item)
{
	size_t width = text_width(item), lead = f->items > 0 ? 3 : 0;

	if (f->items > 0 && f->column + lead + width > f->s->width) {
		next_line(f);
		lead = 0;
		if (item[0] == ':')
			put(f, ROLE_NONE, "· ");
	} else if (f->items > 0) {
		put(f, ROLE_NONE, " · ");
	}
	f->items++;
	if (f->column + width > f->s->width)
		item = cut_middle(f->a, item, f->s->width > f->column ?
		    f->s->width - f->column : 0, "…");
	put(f, ROLE_NONE, item);
}

/* Text that wraps at blanks. */
static void
put_text(struct filler *f, const char *text)
{
	struct str lines = str_new(f->a);
	size_t width = f->s->width;
	const char *end;

	text = sanitise_line(f->a, text);
	/* what keeps "::" from a line's start takes a cell */
	if (strstr(text, "::") != NULL)
		width--;
	if (width > f->indent)
		text = wrap_break_words(f->a, text, width - f->indent);
	wrap_text(&lines, text, width, f->column, f->indent);
	text = str_text(&lines);
	for (size_t i = 0; text != NULL; i++) {
		const char *line;

		end = strchr(text, '\n');
		line = arena_strndup(f->a, text, end != NULL ?
		    (size_t)(end - text) : strlen(text));
		if (i > 0) {
			str_add_char(f->out, '\n');
			line = sanitise_line(f->a, line);
		}
		glyph_add(f->s, f->out, ROLE_NONE, line);
		text = end != NULL ? end + 1 : NULL;
	}
	str_add_char(f->out, '\n');
	f->column = 0;
}

/* -------------------------------------------------------------- routes */

static size_t
routes_beyond_local(const struct scene_table *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->routes.n; i++)
		n += !t->routes.v[i].is_local;
	return n;
}

static void
put_routes(struct filler *f, const struct scene_table *t)
{
	if (!t->missing && routes_beyond_local(t) == 0)
		put_item(f, "local only");
	for (size_t i = 0; i < t->routes.n; i++) {
		const struct scene_route *r = &t->routes.v[i];

		if (r->is_local)
			continue;
		const char *said = r->remark != NULL ? r->remark : r->aside;

		if (said != NULL)
			put_item(f, arena_printf(f->a, "%s ► %s (%s)",
			    r->destination, r->target, said));
		else
			put_item(f, arena_printf(f->a, "%s ► %s",
			    r->destination, r->target));
	}
	if (t->remark != NULL)
		put_item(f, t->remark);
	str_add_char(f->out, '\n');
}

/* The same routes in the same order. */
static bool
same_routes(const struct scene_table *x, const struct scene_table *y)
{
	if (x->routes.n != y->routes.n)
		return false;
	for (size_t i = 0; i < x->routes.n; i++)
		if (!str_equal(x->routes.v[i].destination,
		    y->routes.v[i].destination) ||
		    !str_equal(x->routes.v[i].target,
		    y->routes.v[i].target) ||
		    !str_equal(x->routes.v[i].remark, y->routes.v[i].remark))
			return false;
	return true;
}

static const char *
badge_text(struct arena *a, const struct scene_table *t)
{
	return arena_printf(a, "[%s]", t->badge);
}

static const char *
table_name(struct arena *a, const struct scene_table *t,
    const struct style *s)
{
	const char *name = cut_middle(a, t->is.label, s->width < NARROW ?
	    NAME_MAX_CELLS / 2 : NAME_MAX_CELLS, "…");
	const char *marks = fit_marks(a, &t->is);

	return *marks != '\0' ? arena_printf(a, "%s %s", name, marks) : name;
}

/* Tables that the legend shows, in the order of their badges. */
static bool
is_shown(const struct scene *scene, const struct scene_table *t, bool all)
{
	if (!t->used)
		return true;
	if (!all || *t->is.label == '\0')
		return false;
	return scene->tables.n <= LEGEND_TABLES_MAX || t->missing ||
	    t->is.notes.n > 0 || routes_beyond_local(t) > 1;
}

/* Where the columns of the legend begin, for all tables that it shows. */
struct columns {
	size_t badge, name;	/* widths */
	size_t shown, passed;
};

static struct columns
find_columns(struct arena *a, const struct scene *scene, bool all,
    const struct style *s)
{
	struct columns c = { 0 };

	for (size_t i = 0; i < scene->tables.n; i++) {
		const struct scene_table *t = scene->tables.v[i];
		size_t width = text_width(badge_text(a, t));

		if (!is_shown(scene, t, all)) {
			c.passed += *t->is.label != '\0';
			continue;
		}
		c.shown++;
		c.badge = width > c.badge ? width : c.badge;
		width = text_width(table_name(a, t, s));
		c.name = width > c.name ? width : c.name;
	}
	return c;
}

static void
put_table(struct filler *f, const struct scene_table *t,
    const struct scene_table *like, const struct columns *c)
{
	f->indent = INDENT + c->badge + GAP + c->name + GAP;
	f->items = 0;
	pad_to(f, INDENT);
	put(f, ROLE_BADGE, badge_text(f->a, t));
	pad_to(f, INDENT + c->badge + GAP);
	put(f, ROLE_NONE, table_name(f->a, t, f->s));
	pad_to(f, f->indent);
	if (like != NULL) {
		put(f, ROLE_NONE, arena_printf(f->a, "as %s\n",
		    badge_text(f->a, like)));
	} else {
		put_routes(f, t);
	}
	f->column = 0;
}

static bool
has_several_vpcs(const struct scene *scene)
{
	return scene->accounts.n > 1 ||
	    (scene->accounts.n > 0 && scene->accounts.v[0]->vpcs.n > 1);
}

void
legend_routes(struct arena *a, const struct scene *scene, bool all,
    const struct style *s, struct str *out)
{
	struct columns c = find_columns(a, scene, all, s);
	struct filler f = { .a = a, .s = s, .out = out };
	const struct scene_vpc *v = NULL;
	const struct scene_table *last = NULL;

	if (c.shown == 0)
		return;
	str_add(out, "\n");
	style_add(s, out, ROLE_BOLD, "routes");
	str_add(out, "\n");
	for (size_t i = 0; i < scene->tables.n; i++) {
		const struct scene_table *t = scene->tables.v[i];

		if (!is_shown(scene, t, all))
			continue;
		if (has_several_vpcs(scene) && t->vpc != v) {
			v = t->vpc;
			pad_to(&f, INDENT);
			put(&f, ROLE_VPC, cut_middle(a, fit_name(a, &v->is),
			    s->width - INDENT, "…"));
			str_add_char(out, '\n');
			f.column = 0;
		}
		/* several routes that the table before has too: said once */
		if (last == NULL || !t->used || t->missing ||
		    last->group != t->group ||
		    routes_beyond_local(t) < 2 || !same_routes(last, t))
			last = t;
		put_table(&f, t, last != t ? last : NULL, &c);
	}
	if (all && c.passed > 0)
		str_addf(out, " and %zu more with a default route at most\n",
		    c.passed);
}

void
legend_gateways(struct arena *a, const struct scene_vpc *v,
    const struct style *s, struct str *out)
{
	struct filler f = { .a = a, .s = s, .out = out };

	str_add(out, "\n");
	style_add(s, out, ROLE_BOLD, "gateways");
	str_add(out, "\n");
	pad_to(&f, INDENT);
	put(&f, ROLE_NONE, cut_middle(a, v->is.label, NAME_MAX_CELLS, "…"));
	if (f.column > INDENT)
		pad_to(&f, f.column + GAP);
	f.indent = f.column;
	for (size_t i = 0; i < v->gateways.n; i++) {
		const struct scene_gateway *g = v->gateways.v[i];
		const char *marks = fit_marks(a, &g->is);

		put_item(&f, arena_printf(a, "%s%s%s%s",
		    fit_name(a, &g->is), g->missing ? " ?" : "",
		    *marks != '\0' ? " " : "", marks));
	}
	str_add_char(out, '\n');
}

/* --------------------------------------------------------------- names */

void
legend_names(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out)
{
	enum { LABEL_MOST = 28 };
	size_t label = 0;

	if (scene->aliases.n == 0)
		return;
	str_add(out, "\n");
	style_add(s, out, ROLE_BOLD, "names");
	str_add(out, "\n");
	for (size_t i = 0; i < scene->aliases.n; i++) {
		size_t width = text_width(scene->aliases.v[i].label);

		label = width > label && width <= LABEL_MOST ? width : label;
	}
	for (size_t i = 0; i < scene->aliases.n; i++) {
		struct filler f = { .a = a, .s = s, .out = out };

		f.indent = INDENT + label + GAP;
		pad_to(&f, INDENT);
		if (text_width(scene->aliases.v[i].label) > LABEL_MOST) {
			/* one that is no label: on lines of its own */
			f.indent = INDENT;
			put_text(&f, scene->aliases.v[i].label);
			f.indent = INDENT + label + GAP;
		} else {
			put(&f, ROLE_NONE, scene->aliases.v[i].label);
		}
		pad_to(&f, f.indent);
		put_text(&f, scene->aliases.v[i].name);
	}
}

/* ------------------------------------------------------------ findings */

/* "error AD006": the word says what the colour of the mark repeats. */
static const char *
note_code(struct arena *a, const struct scene_note *note)
{
	return arena_printf(a, "%s %s", severity_name(note->severity),
	    note->code);
}

static const char *
note_mark(struct arena *a, const struct scene_note *note)
{
	return note->number > 0 ? arena_printf(a, "!%u", note->number) : " -";
}

void
legend_notes(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out)
{
	size_t mark = 0, code = 0;

	for (size_t i = 0; i < scene->notes.n; i++) {
		size_t width = text_width(note_mark(a, scene->notes.v[i]));

		mark = width > mark ? width : mark;
		width = text_width(note_code(a, scene->notes.v[i]));
		code = width > code ? width : code;
	}
	if (scene->notes.n > 0)
		str_add_char(out, '\n');
	for (size_t i = 0; i < scene->notes.n; i++) {
		const struct scene_note *note = scene->notes.v[i];
		struct filler f = { .a = a, .s = s, .out = out };

		f.indent = mark + GAP + code + GAP;
		put(&f, fit_severity_role(note->severity), note_mark(a, note));
		pad_to(&f, mark + GAP);
		put(&f, ROLE_NONE, note_code(a, note));
		pad_to(&f, f.indent);
		put_text(&f, note->text);
	}
	if (scene->notes_left_out > 0)
		str_addf(out, "and %zu more findings: see vpcplan check\n",
		    scene->notes_left_out);
}

void
legend_remarks(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out)
{
	static const char head[] = "note:  ";

	if (scene->remarks.n > 0)
		str_add_char(out, '\n');
	for (size_t i = 0; i < scene->remarks.n; i++) {
		struct filler f = { .a = a, .s = s, .out = out };

		f.indent = sizeof head - 1;
		put(&f, ROLE_NONE, head);
		put_text(&f, scene->remarks.v[i]);
	}
}
