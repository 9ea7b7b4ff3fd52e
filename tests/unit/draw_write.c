/* SPDX-License-Identifier: MIT */
#include "draw_write.h"

#include "draw/dot.h"
#include "draw/graph.h"
#include "draw/mermaid.h"
#include "draw/picture.h"
#include "draw/svg.h"
#include "draw_made.h"

#include <stdio.h>

enum { SCENES = 60, WIDTH_MIN = 60, WIDTHS = 4, WIDTH_STEP = 40 };

static bool
write_file(struct arena *a, const char *directory, unsigned number,
    const char *ending, const struct str *text)
{
	const char *path = arena_printf(a, "%s/scene-%02u.%s", directory,
	    number, ending);
	FILE *file = fopen(path, "w");
	bool good = file != NULL &&
	    fwrite(text->v, 1, text->n, file) == text->n;

	if (file != NULL && fclose(file) != 0)
		good = false;
	if (!good)
		perror(path);
	return good;
}

static bool
write_scene(struct arena *a, const char *directory, unsigned number,
    struct unit_random *r)
{
	struct scene *scene = made_random(a, r);
	const struct graph *g = graph_new(a, scene);
	const struct style coloured = { .colour = true, .unicode = true,
		.width = WIDTH_MIN + number % WIDTHS * WIDTH_STEP };
	struct str mermaid = str_new(a), dot = str_new(a), svg = str_new(a);
	struct str picture = str_new(a);

	picture_draw(a, scene, &coloured, false, &picture);
	svg_draw(a, str_text(&picture), "a scene", &svg);
	dot_draw(a, g, &dot);
	/* one that is too large for it is not there */
	return (!mermaid_draw(a, g, &mermaid) ||
	    write_file(a, directory, number, "mmd", &mermaid)) &&
	    write_file(a, directory, number, "dot", &dot) &&
	    write_file(a, directory, number, "svg", &svg);
}

int
draw_write(const char *directory)
{
	struct unit_random r = { .state = 8 };
	bool good = true;

	for (unsigned i = 0; i < SCENES && good; i++) {
		struct arena *a = arena_new();

		good = write_scene(a, directory, i, &r);
		arena_free(a);
	}
	return good ? 0 : 1;
}
