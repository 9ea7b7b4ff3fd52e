/* SPDX-License-Identifier: MIT */
#include "draw/outline.h"

#include "draw/fit.h"
#include "draw/glyph.h"
#include "text/sanitise.h"
#include "text/width.h"
#include "text/wrap.h"

#include <string.h>

/*
 * A tree of lines.  trunk holds what stands in front of a line's branch:
 * "│  " where an ancestor has more children to come, else blanks.
 */
struct tree {
	struct arena *a;
	const struct style *s;
	struct str *out;
};

/* One line under construction: words, wrapped where the width ends. */
struct twig {
	const struct tree *t;
	const char *trunk;	/* of the lines that follow the first */
	size_t column;
	bool started;
	bool listed;		/* the last word ended in a comma */
};

static void
put(struct twig *g, enum role role, const char *text)
{
	glyph_add(g->t->s, g->t->out, role, text);
	g->column += text_width(text);
}

/*
 * Add a word, two blanks behind the one before (one in a list with commas), or
 * on a line of its own.
 */
static void
add_word(struct twig *g, enum role role, const char *word)
{
	size_t width = text_width(word), limit = g->t->s->width;
	size_t gap = !g->started ? 0 : g->listed ? 1 : 2;

	if (*word == '\0')
		return;
	if (g->started && g->column + gap + width > limit) {
		str_add_char(g->t->out, '\n');
		g->column = 0;
		put(g, ROLE_DIM, g->trunk);
		gap = 0;
	}
	if (g->column + gap + width > limit)
		word = cut_middle(g->t->a, word,
		    limit > g->column + gap ? limit - g->column - gap : 1,
		    "…");
	str_add_repeat(g->t->out, ' ', gap);
	g->column += gap;
	put(g, role, word);
	g->started = true;
	g->listed = str_ends_with(word, ",");
}

/*
 * Begin a line.  *trunk is what its own children are put behind; parent says
 * whether it has any: the lines it wraps to must then carry their stem.
 */
static struct twig
begin(const struct tree *t, const char *before, bool last, bool parent,
    const char **trunk)
{
	struct twig g = { .t = t };

	*trunk = arena_printf(t->a, "%s%s", before, last ? "   " : "│  ");
	g.trunk = arena_printf(t->a, "%s%s", *trunk, parent ? "│  " : "  ");
	put(&g, ROLE_DIM, before);
	put(&g, ROLE_DIM, last ? "└─ " : "├─ ");
	return g;
}

static void
end(struct twig *g)
{
	str_add_char(g->t->out, '\n');
}

/* The subnets of what is in several, by its number. */
struct spans {
	VEC(const struct scene_subnet *) *v;
	size_t n;
};

static struct spans
find_spans(struct arena *a, const struct scene_vpc *v)
{
	struct spans all = { 0 };

	for (size_t i = 0; i < v->subnets.n; i++)
		for (size_t k = 0; k < v->subnets.v[i]->resources.n; k++)
			if (v->subnets.v[i]->resources.v[k]->span >= all.n)
				all.n = v->subnets.v[i]->resources.v[k]->span
				    + 1;
	all.v = arena_array(a, all.n, sizeof *all.v);
	for (size_t i = 0; i < v->subnets.n; i++)
		for (size_t k = 0; k < v->subnets.v[i]->resources.n; k++)
			if (v->subnets.v[i]->resources.v[k]->span > 0)
				vec_push(a, &all.v[v->subnets.v[i]->
				    resources.v[k]->span], v->subnets.v[i]);
	return all;
}

/* "internet-facing", "(also public-c)": the others in place of "1 of 2", if
 * they are few and all in the drawing. */
static void
add_details(struct twig *g, const struct spans *spans,
    const struct scene_subnet *s, const struct scene_resource *r)
{
	enum { OTHERS_MAX = 4 };
	const char *detail = r->details[0];
	struct str also = str_new(g->t->a);

	if (r->span == 0 || r->part == NULL || r->parts > OTHERS_MAX + 1 ||
	    spans->v[r->span].n != r->parts) {
		add_word(g, ROLE_NONE, detail != NULL ? detail : "");
		return;
	}
	if (detail != NULL && str_ends_with(detail, r->part))
		add_word(g, ROLE_NONE, str_equal(detail, r->part) ? "" :
		    arena_printf(g->t->a, "%.*s", (int)(strlen(detail) -
		    strlen(r->part) - 1), detail));
	else if (detail != NULL)
		add_word(g, ROLE_NONE, detail);
	for (size_t i = 0; i < r->parts; i++)
		if (spans->v[r->span].v[i] != s)
			str_addf(&also, "%s%s", also.n == 0 ? "(also " : ", ",
			    spans->v[r->span].v[i]->is.label);
	str_add_char(&also, ')');
	add_word(g, ROLE_NONE, str_text(&also));
}

static void
draw_resource(const struct tree *t, const char *before,
    const struct spans *spans, const struct scene_subnet *s,
    const struct scene_resource *r, bool last)
{
	const char *trunk;
	struct twig g = begin(t, before, last, false, &trunk);

	add_word(&g, ROLE_NONE, fit_name(t->a, &r->is));
	add_details(&g, spans, s, r);
	add_word(&g, fit_marks_role(&r->is), fit_marks(t->a, &r->is));
	end(&g);
}

static void
draw_subnet(const struct tree *t, const char *before,
    const struct scene_vpc *v, const struct spans *spans,
    const struct scene_subnet *s, bool last)
{
	const char *trunk;
	struct twig g = begin(t, before, last, s->resources.n > 0, &trunk);
	const char *name = s->is.label;

	if (s->members > 1)
		name = arena_printf(t->a, "%s ×%u", name,
		    (unsigned)s->members);
	add_word(&g, fit_exposure_role(s), name);
	if (s->column < v->zones.n)
		add_word(&g, ROLE_NONE, v->zones.v[s->column].brief);
	if (s->cidr != NULL)
		add_word(&g, ROLE_NONE, s->cidr);
	if (s->ipv6_cidr != NULL)
		add_word(&g, ROLE_NONE, s->ipv6_cidr);
	add_word(&g, ROLE_NONE, fit_usage(t->a, s));
	add_word(&g, fit_marks_role(&s->is), fit_marks(t->a, &s->is));
	end(&g);
	for (size_t i = 0; i < s->resources.n; i++)
		draw_resource(t, trunk, spans, s, s->resources.v[i],
		    i + 1 == s->resources.n);
}

/* Subnets of one exposure and route table: one branch. */
struct branch {
	const struct scene_table *table;
	const struct scene_subnet *first;
	VEC(const struct scene_subnet *) subnets;
};

static bool
belongs(const struct branch *b, const struct scene_subnet *s)
{
	return b->table == s->table && b->first->exposure == s->exposure &&
	    b->first->exposure_unknown == s->exposure_unknown;
}

struct branches {
	struct branch **v;
	size_t n, cap;
};

/*
 * In order of first use.  Subnets stand in grid order, and neighbours mostly
 * share a table: the search begins at the newest branch.
 */
static struct branches
find_branches(struct arena *a, const struct scene_vpc *v)
{
	struct branches all = { 0 };

	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct scene_subnet *s = v->subnets.v[i];
		struct branch *b = NULL;

		for (size_t k = all.n; k-- > 0 && b == NULL;)
			if (belongs(all.v[k], s))
				b = all.v[k];
		if (b == NULL) {
			b = arena_alloc(a, sizeof *b);
			b->table = s->table;
			b->first = s;
			vec_push(a, &all, b);
		}
		vec_push(a, &b->subnets, s);
	}
	return all;
}

/* Its name, and all routes but the local ones. */
static void
add_table(struct twig *g, const struct scene_table *t)
{
	struct arena *a = g->t->a;
	size_t left = 0;

	add_word(g, ROLE_NONE, t->is.label);
	add_word(g, fit_marks_role(&t->is), fit_marks(a, &t->is));
	for (size_t i = 0; i < t->routes.n; i++)
		left += !t->routes.v[i].is_local;
	if (left == 0)
		add_word(g, ROLE_NONE, t->missing ? "" : "local only");
	for (size_t i = 0; i < t->routes.n; i++) {
		const struct scene_route *r = &t->routes.v[i];
		const char *to = r->destination;

		if (r->is_local)
			continue;
		if (str_equal(to, "0.0.0.0/0"))
			to = "0/0";
		to = arena_printf(a, "%s ► %s", to, r->target);
		if (r->remark != NULL)
			to = arena_printf(a, "%s (%s)", to, r->remark);
		add_word(g, ROLE_NONE, --left > 0 ?
		    arena_printf(a, "%s,", to) : to);
	}
	if (t->remark != NULL)
		add_word(g, ROLE_NONE, t->remark);
}

static void
draw_branch(const struct tree *t, const char *before,
    const struct scene_vpc *v, const struct spans *spans,
    const struct branch *b, bool last)
{
	const char *trunk;
	struct twig g = begin(t, before, last, true, &trunk);
	const struct scene_table *table = b->table;

	add_word(&g, fit_exposure_role(b->first),
	    fit_exposure(b->first, false));
	add_word(&g, ROLE_BADGE, arena_printf(t->a, "[%s]",
	    table != NULL ? table->badge : "?"));
	if (table != NULL)
		add_table(&g, table);
	else
		add_word(&g, ROLE_NONE, "table not known");
	end(&g);
	for (size_t i = 0; i < b->subnets.n; i++)
		draw_subnet(t, trunk, v, spans, b->subnets.v[i],
		    i + 1 == b->subnets.n);
}

static void
draw_gateway(const struct tree *t, const char *before,
    const struct scene_gateway *g, bool last)
{
	const char *trunk, *leads = g->leads_to;
	const char *name = fit_name(t->a, &g->is);
	struct twig twig = begin(t, before, last, false, &trunk);

	if (g->missing)
		name = arena_printf(t->a, "%s ?", name);
	if (g->service != NULL)
		leads = g->service->label;
	add_word(&twig, ROLE_GATEWAY, name);
	if (leads != NULL)
		add_word(&twig, ROLE_DIM, arena_printf(t->a, "► %s%s", leads,
		    g->outbound_only ? ", outbound only" : ""));
	add_word(&twig, fit_marks_role(&g->is), fit_marks(t->a, &g->is));
	end(&twig);
}

static void
draw_vpc(const struct tree *t, const char *before, const struct scene_vpc *v,
    bool last)
{
	struct branches branches = find_branches(t->a, v);
	struct spans spans = find_spans(t->a, v);
	size_t children = branches.n + v->gateways.n;
	const char *trunk;
	struct twig g = begin(t, before, last, children > 0, &trunk);

	add_word(&g, ROLE_VPC, fit_name(t->a, &v->is));
	for (size_t i = 0; i < v->cidrs.n; i++)
		add_word(&g, ROLE_VPC, v->cidrs.v[i]);
	add_word(&g, fit_marks_role(&v->is), fit_marks(t->a, &v->is));
	end(&g);
	for (size_t i = 0; i < branches.n; i++)
		draw_branch(t, trunk, v, &spans, branches.v[i],
		    --children == 0);
	for (size_t i = 0; i < v->gateways.n; i++)
		draw_gateway(t, trunk, v->gateways.v[i], --children == 0);
}

/* One line: the trees below need something to hang on. */
static const char *
account_line(const struct tree *t, const struct scene_account *account)
{
	size_t region, width = t->s->width;

	if (account->region == NULL)
		return account->title;
	region = 3 + text_width(account->region);
	return arena_printf(t->a, "%s · %s", cut_middle(t->a, account->title,
	    width > region ? width - region : 1, "…"), account->region);
}

/* A gateway's tables, and what is attached to it. */
static void
draw_hub(const struct tree *t, const char *before,
    const struct scene_hub *hub, bool last)
{
	size_t children = hub->tables.n + hub->spokes.n;
	const char *trunk, *leaf;
	struct twig g = begin(t, before, last, children > 0, &trunk);

	add_word(&g, ROLE_GATEWAY, fit_name(t->a, &hub->is));
	for (size_t i = 0; i < hub->facts.n; i++)
		add_word(&g, ROLE_NONE, hub->facts.v[i]);
	add_word(&g, fit_marks_role(&hub->is), fit_marks(t->a, &hub->is));
	end(&g);
	for (size_t i = 0; i < hub->tables.n; i++) {
		const struct scene_table *table = hub->tables.v[i];

		g = begin(t, trunk, --children == 0, false, &leaf);
		add_word(&g, ROLE_BADGE, arena_printf(t->a, "[%s]",
		    table->badge));
		add_table(&g, table);
		end(&g);
	}
	for (size_t i = 0; i < hub->spokes.n; i++) {
		const struct scene_spoke *s = &hub->spokes.v[i];

		g = begin(t, trunk, --children == 0, false, &leaf);
		add_word(&g, ROLE_VPC, fit_name(t->a, &s->card->is));
		if (s->label != NULL)
			add_word(&g, ROLE_NONE, s->label);
		if (s->badge != NULL)
			add_word(&g, ROLE_BADGE, arena_printf(t->a, "[%s]",
			    s->badge));
		end(&g);
	}
}

static void
add_gap(struct twig *g, const struct scene_gap *gap)
{
	add_word(g, ROLE_NONE, "no path between");
	for (size_t i = 0; i < gap->cards.n; i++)
		add_word(g, ROLE_NONE, arena_printf(g->t->a, "%s%s",
		    gap->cards.v[i]->is.label,
		    i + 1 < gap->cards.n ? "," : ":"));
	add_word(g, ROLE_NONE, gap->because);
}

/* What joins VPCs, below them. */
static void
draw_joints(const struct tree *t, const struct scene *scene)
{
	size_t left = scene->hubs.n + scene->links.n + scene->gaps.n;
	const char *trunk;
	struct twig g = { .t = t, .trunk = "  " };

	if (left == 0)
		return;
	str_add_char(t->out, '\n');
	add_word(&g, ROLE_BOLD, "connections");
	end(&g);
	for (size_t i = 0; i < scene->hubs.n; i++)
		draw_hub(t, " ", scene->hubs.v[i], --left == 0);
	for (size_t i = 0; i < scene->links.n; i++) {
		const struct scene_link *link = scene->links.v[i];

		g = begin(t, " ", --left == 0, false, &trunk);
		add_word(&g, ROLE_GATEWAY, fit_name(t->a, &link->is));
		add_word(&g, ROLE_NONE, arena_printf(t->a, "%s, %s",
		    fit_name(t->a, &link->ends[0]->is),
		    fit_name(t->a, &link->ends[1]->is)));
		if (link->remark != NULL)
			add_word(&g, ROLE_NONE, link->remark);
		add_word(&g, fit_marks_role(&link->is),
		    fit_marks(t->a, &link->is));
		end(&g);
	}
	for (size_t i = 0; i < scene->gaps.n; i++) {
		g = begin(t, " ", --left == 0, false, &trunk);
		add_gap(&g, &scene->gaps.v[i]);
		end(&g);
	}
}

void
outline_draw(struct arena *a, const struct scene *scene,
    const struct style *s, struct str *out)
{
	struct tree t = { .a = a, .s = s, .out = out };
	/* several trunks are set in, lest their lines begin with a frame */
	const char *before = scene->accounts.n > 1 ||
	    (scene->accounts.n > 0 && scene->accounts.v[0]->vpcs.n > 1) ?
	    " " : "";

	for (size_t i = 0; i < scene->accounts.n; i++) {
		const struct scene_account *account = scene->accounts.v[i];
		struct twig g = { .t = &t, .trunk = "  " };

		if (i > 0)
			str_add_char(out, '\n');
		add_word(&g, ROLE_ACCOUNT, account_line(&t, account));
		end(&g);
		for (size_t k = 0; k < account->vpcs.n; k++)
			draw_vpc(&t, before, account->vpcs.v[k],
			    k + 1 == account->vpcs.n);
	}
	draw_joints(&t, scene);
}
