/* SPDX-License-Identifier: MIT */
#include "draw/route_list.h"

#include "draw/fit.h"
#include "draw/glyph.h"
#include "text/table.h"
#include "text/width.h"
#include "text/wrap.h"

#include <string.h>

enum { NAME_MOST = 28, NAME_LESS = 14, NARROW = 70, INDENT = 5 };

struct list {
	struct arena *a;
	const struct scene *scene;
	const struct style *s;
	struct str *out;
};

/* Print a table as the charset has it. */
static void
put_table(struct list *l, const struct table *t, size_t indent)
{
	struct str lines = str_new(l->a);

	table_print(t, &lines, indent, l->s->width);
	glyph_add(l->s, l->out, ROLE_NONE, str_text(&lines));
}

static void
put_line(struct list *l, enum role role, const char *text)
{
	glyph_add(l->s, l->out, role, cut_middle(l->a, text, l->s->width,
	    "…"));
	str_add_char(l->out, '\n');
}

static const char *
cut(struct list *l, const char *text)
{
	return cut_middle(l->a, text, l->s->width < NARROW ? NAME_LESS :
	    NAME_MOST, "…");
}

/* ---------------------------------------------------------- whole tables */

/* "public-a (public), app-a (private)": who uses the table. */
static const char *
users_text(struct list *l, const struct scene_vpc *v,
    const struct scene_table *t)
{
	struct str out = str_new(l->a);

	for (size_t i = 0; i < v->subnets.n; i++)
		if (v->subnets.v[i]->table == t)
			str_addf(&out, "%s%s (%s)", out.n > 0 ? ", " : "",
			    v->subnets.v[i]->is.label,
			    fit_exposure(v->subnets.v[i], false));
	if (out.n == 0)
		str_add(&out, t->remark != NULL ? t->remark :
		    "used by no subnet");
	return str_text(&out);
}

/* Text from column on, wrapped, the lines below it under where it begins. */
static void
put_wrapped(struct list *l, const char *text, size_t column, size_t indent)
{
	struct str lines = str_new(l->a);

	wrap_text(&lines, wrap_break_words(l->a, text, l->s->width - indent),
	    l->s->width, column, indent);
	glyph_add(l->s, l->out, ROLE_NONE, str_text(&lines));
	str_add_char(l->out, '\n');
}

static void
put_head(struct list *l, const struct scene_vpc *v,
    const struct scene_table *t)
{
	const char *marks = fit_marks(l->a, &t->is);
	const char *users = users_text(l, v, t);
	const char *head = arena_printf(l->a, " [%s] %s%s%s", t->badge,
	    cut(l, t->is.label), *marks != '\0' ? " " : "", marks);
	size_t column = text_width(head);

	glyph_add(l->s, l->out, ROLE_BADGE, head);
	if (column + 2 + text_width(arena_strndup(l->a, users,
	    strcspn(users, " "))) <= l->s->width) {
		str_add(l->out, "  ");
		column += 2;
	} else {
		str_add_char(l->out, '\n');
		str_add_repeat(l->out, ' ', INDENT);
		column = INDENT;
	}
	put_wrapped(l, users, column, INDENT);
}

static const char *
remark_text(struct list *l, const struct scene_route *r)
{
	if (!r->is_shadowed)
		return r->remark;
	return r->remark == NULL ?
	    "never wins: more specific routes cover it" :
	    arena_printf(l->a, "never wins; %s", r->remark);
}

/*
 * A route, its target from the given column on, and what is said of it from
 * another: on a line of its own where too little room is left.
 * A line never begins with "::", which runners of CI take for a command.
 */
static void
put_route(struct list *l, const struct scene_route *r, size_t target,
    size_t remark)
{
	enum { REMARK_LEAST = 24 };
	const char *said = remark_text(l, r);
	const char *to = arena_printf(l->a, "► %s", cut(l, r->target));
	struct str line = str_new(l->a);
	bool below = remark + REMARK_LEAST > l->s->width;
	size_t column;

	str_add_repeat(&line, ' ', INDENT);
	str_addf(&line, "· %s", r->destination);
	column = text_width(str_text(&line));
	str_add_repeat(&line, ' ', target - column);
	str_add(&line, to);
	glyph_add(l->s, l->out, ROLE_NONE, str_text(&line));
	if (said != NULL) {
		column = target + text_width(to);
		if (below)
			str_add_char(l->out, '\n');
		str_add_repeat(l->out, ' ', below ? INDENT + 2 :
		    remark - column);
		put_wrapped(l, said, below ? INDENT + 2 : remark,
		    below ? INDENT + 2 : remark);
	} else {
		str_add_char(l->out, '\n');
	}
}

static void
list_table(struct list *l, const struct scene_vpc *v,
    const struct scene_table *t)
{
	size_t destination = 0, target = 0;

	put_head(l, v, t);
	for (size_t i = 0; i < t->routes.n; i++) {
		size_t d = text_width(t->routes.v[i].destination);
		size_t to = text_width(cut(l, t->routes.v[i].target));

		destination = d > destination ? d : destination;
		target = to > target ? to : target;
	}
	destination += INDENT + 4;
	for (size_t i = 0; i < t->routes.n; i++)
		put_route(l, &t->routes.v[i], destination,
		    destination + target + 4);
}

static void
list_tables(struct list *l, const struct scene_vpc *v)
{
	for (size_t i = 0; i < l->scene->tables.n; i++)
		if (l->scene->tables.v[i]->vpc == v)
			list_table(l, v, l->scene->tables.v[i]);
}

/* ------------------------------------------------------------ one address */

static const struct scene_route *
chosen(const struct scene_table *t)
{
	for (size_t i = 0; t != NULL && i < t->routes.n; i++)
		if (t->routes.v[i].is_chosen)
			return &t->routes.v[i];
	return NULL;
}

static void
list_winners(struct list *l, const struct scene_vpc *v)
{
	struct table *rows = table_new(l->a, "lllll");

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct scene_subnet *s = v->subnets.v[i];
		const struct scene_route *r = chosen(s->table);
		const char *table = s->table == NULL ? "?" :
		    s->table->badge;
		const char *none = s->table == NULL || s->table->missing ?
		    "table not known" : "no route";

		table_row(rows, (const char *const[]){
		    cut(l, s->is.label),
		    arena_printf(l->a, "[%s]", table),
		    r != NULL ? r->destination : none,
		    r != NULL ? arena_printf(l->a, "► %s", cut(l, r->target)) : NULL,
		    r != NULL ? r->remark : NULL });
	}
	put_table(l, rows, 1);
}

void
route_list_draw(struct arena *a, const struct scene *scene,
    const char *asked, const struct style *s, struct str *out)
{
	struct list l = { .a = a, .scene = scene, .s = s, .out = out };
	bool any = false;

	put_line(&l, ROLE_BOLD, asked == NULL ?
	    "routes  every table as it works" :
	    arena_printf(a, "routes  which one wins for %s", asked));
	for (size_t i = 0; i < scene->accounts.n; i++)
		for (size_t k = 0; k < scene->accounts.v[i]->vpcs.n; k++) {
			const struct scene_vpc *v =
			    scene->accounts.v[i]->vpcs.v[k];

			any = true;
			str_add_char(out, '\n');
			put_line(&l, ROLE_VPC, fit_name(a, &v->is));
			if (asked == NULL)
				list_tables(&l, v);
			else
				list_winners(&l, v);
		}
	if (!any)
		str_add(out, "no VPC in the input\n");
}
