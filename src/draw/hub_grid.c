/* SPDX-License-Identifier: MIT */
#include "draw/hub_grid.h"

#include "draw/fit.h"
#include "text/width.h"

#include <stdlib.h>

static int
compare_spots(const void *x, const void *y)
{
	const struct spot *a = x, *b = y;

	if (a->degree != b->degree)
		return a->degree > b->degree ? -1 : 1;
	return (a->card->number > b->card->number) -
	    (a->card->number < b->card->number);
}

void
hub_find_links(struct grid *g)
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

void
hub_add_spot(struct grid *g, struct spots *spots, const struct scene_card *card,
    const struct scene_spoke *spoke)
{
	struct spot one = { card, spoke, g->linked[card->number].v.n };

	g->taken[card->number] = true;
	vec_push(g->a, &spots->v, one);
}

/* Cards on no bar stand beside the one in the list that they are linked to. */
void
hub_add_linked(struct grid *g, struct spots *spots)
{
	for (size_t i = 0; i < spots->v.n; i++) {
		size_t number = spots->v.v[i].card->number;
		const struct places *to = &g->linked[number];

		for (size_t k = 0; k < to->v.n; k++) {
			const struct scene_card *card =
			    g->scene->cards.v[to->v.v[k]];

			if (card->hub == NULL && !g->taken[card->number])
				hub_add_spot(g, spots, card, NULL);
		}
	}
}

/*
 * Those that are linked most come first, each followed by one that it is
 * linked to: neighbours get a line.
 */
void
hub_order_spots(struct grid *g, struct spots *spots)
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
void
hub_find_sizes(struct grid *g, size_t budget)
{
	measure(g, budget);
	g->x = is_block(g) ? 0 : 1;
	if (g->x > 0)
		measure(g, budget - g->x);
}

size_t
hub_column_x(const struct grid *g, size_t column)
{
	return g->x + column * (g->card + g->gap);
}
