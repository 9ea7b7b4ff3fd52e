/* SPDX-License-Identifier: MIT */
#include "draw/hub_grid.h"

#include "draw/fit.h"
#include "draw/legend.h"
#include "text/table.h"
#include "text/wrap.h"

enum { NAME_LISTED = 16 };	/* cells of a name */

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
void
hub_list_links(struct grid *g, const struct style *s, struct str *out)
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
