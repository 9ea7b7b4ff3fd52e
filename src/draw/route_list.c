/* SPDX-License-Identifier: MIT */
#include "draw/route_list.h"

#include "draw/fit.h"
#include "draw/glyph.h"
#include "text/table.h"
#include "text/width.h"
#include "text/wrap.h"

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

/* A line never begins with "::", which runners of CI take for a command. */
static void
list_table(struct list *l, const struct scene_vpc *v,
    const struct scene_table *t)
{
	struct table *rows = table_new(l->a, "lll");
	struct str head = str_new(l->a), lines = str_new(l->a);
	const char *marks = fit_marks(l->a, &t->is);

	str_addf(&head, " [%s] %s%s%s  ", t->badge, cut(l, t->is.label),
	    *marks != '\0' ? " " : "", marks);
	glyph_add(l->s, l->out, ROLE_BADGE, str_text(&head));
	wrap_text(&lines, users_text(l, v, t), l->s->width,
	    text_width(str_text(&head)), INDENT);
	glyph_add(l->s, l->out, ROLE_NONE, str_text(&lines));
	str_add_char(l->out, '\n');
	for (size_t i = 0; i < t->routes.n; i++) {
		const struct scene_route *r = &t->routes.v[i];
		const char *remark = r->remark;

		if (r->is_shadowed && remark == NULL)
			remark = "never wins: more specific routes cover it";
		else if (r->is_shadowed)
			remark = arena_printf(l->a, "never wins; %s", remark);
		table_row(rows, (const char *const[]){
		    arena_printf(l->a, "· %s", r->destination),
		    arena_printf(l->a, "► %s", cut(l, r->target)), remark });
	}
	if (t->routes.n > 0)
		put_table(l, rows, INDENT);
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
