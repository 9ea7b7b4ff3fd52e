/* SPDX-License-Identifier: MIT */
#include "draw/addresses_space.h"

#include "draw/fit.h"
#include "draw/glyph.h"
#include "text/width.h"
#include "text/wrap.h"

#include <inttypes.h>
#include <string.h>

enum {
	LETTERS = 52,
	NARROW = 70		/* below: no counts in the list */
};

char
addresses_letter(size_t i)
{
	return i < LETTERS / 2 ? (char)('A' + i) : i < LETTERS ?
	    (char)('a' + i - LETTERS / 2) : '*';
}

const char *
addresses_bar(struct arena *a, uint64_t used, uint64_t all, size_t width)
{
	struct str out = str_new(a);
	size_t full = all > 0 ? (size_t)(used * width / all) : 0;

	if (used > 0 && full == 0)
		full = 1;
	if (full > width)
		full = width;
	for (size_t i = 0; i < width; i++)
		str_add(&out, i < full ? "█" : "░");
	return str_text(&out);
}

static enum role
fill_role(uint64_t used, uint64_t all)
{
	enum { WARN_AT = 80, FULL_AT = 95 };
	uint64_t percent = all > 0 ? used * PERCENT / all : 0;

	return percent >= FULL_AT ? ROLE_ERROR : percent >= WARN_AT ?
	    ROLE_WARNING : ROLE_NONE;
}

/* Widths of the list's columns; 0: the column is left out. */
struct columns {
	size_t name, cidr, count, bar;
};

static struct columns
find_columns(const struct space *m)
{
	struct columns c = { .name = 6 };
	size_t rest, width = m->s->width;
	char text[CIDR_TEXT_MAX];
	bool counted = false;

	for (size_t i = 0; i < m->v.n; i++) {
		size_t name = text_width(m->v.v[i].subnet->is.label);
		size_t cidr = strlen(cidr_format(m->v.v[i].block, text));

		c.name = name > c.name ? name : c.name;
		c.cidr = cidr > c.cidr ? cidr : c.cidr;
		counted = counted || m->v.v[i].subnet->has_usable;
	}
	c.name = c.name < NAME_MOST ? c.name : NAME_MOST;
	/* " A  name  cidr" and the percentage */
	rest = 4 + c.cidr + 2 + 8;
	if (c.name + rest > width)
		c.name = width > rest + 3 ? width - rest : 3;
	if (m->block.family == IPV6 || !counted)
		return c;
	rest = 4 + c.name + 2 + c.cidr;
	if (rest + 26 <= width && width >= NARROW)
		c.count = 6;
	rest += c.count > 0 ? 20 : 0;
	if (rest + 2 + BAR_LEAST + 12 <= width)
		c.bar = width - rest - 14;
	c.bar = c.bar < BAR_MOST ? c.bar : BAR_MOST;
	return c;
}

static void
pad(struct space *m, enum role role, const char *text, size_t width)
{
	size_t cells = text_width(text);

	glyph_add(m->s, m->out, role, text);
	str_add_repeat(m->out, ' ', cells < width ? width - cells : 0);
}

static const char *
count_text(struct arena *a, bool known, uint64_t n)
{
	return known ? arena_printf(a, "%" PRIu64, n) : "?";
}

/* The counts and the bar of a subnet. */
static void
list_usage(struct space *m, const struct scene_subnet *s,
    const struct columns *c)
{
	bool known = s->has_used;
	uint64_t used = s->used < s->usable ? s->used : s->usable;

	if (!s->has_usable)
		return;
	if (c->count > 0)
		str_addf(m->out, "%8s%6s%6s",
		    count_text(m->a, true, s->usable),
		    count_text(m->a, known, s->used),
		    count_text(m->a, known, s->usable - used));
	if (c->bar > 0 && known) {
		str_add(m->out, "  ");
		glyph_add(m->s, m->out, fill_role(used, s->usable),
		    addresses_bar(m->a, used, s->usable, c->bar));
	}
	if (known)
		str_addf(m->out, " %3" PRIu64 "%%",
		    used * PERCENT / s->usable);
}

static void
list_subnet(struct space *m, size_t i, const struct columns *c)
{
	const struct scene_subnet *s = m->v.v[i].subnet;
	char text[CIDR_TEXT_MAX];
	const char *marks = fit_marks(m->a, &s->is);
	const char *cidr = arena_strdup(m->a,
	    cidr_format(m->v.v[i].block, text));
	size_t room = m->s->width < NARROW ? 2 : 6;

	str_addf(m->out, " %c  ", addresses_letter(i));
	pad(m, fit_exposure_role(s), cut_middle(m->a, s->is.label, c->name,
	    "…"), c->name + 2);
	pad(m, ROLE_NONE, cidr, c->cidr);
	if (m->block.family == IPV4)
		list_usage(m, s, c);
	if (*marks != '\0') {
		str_add_char(m->out, ' ');
		glyph_add(m->s, m->out, fit_marks_role(&s->is),
		    text_width(marks) <= room ? marks : "!");
	}
	while (m->out->v[m->out->n - 1] == ' ')
		str_cut(m->out, m->out->n - 1);
	str_add_char(m->out, '\n');
}

void
addresses_list_subnets(struct space *m)
{
	struct columns c = find_columns(m);

	if (m->v.n == 0)
		return;
	str_add(m->out, "\n    ");
	pad(m, ROLE_BOLD, "subnet", c.name + 2);
	pad(m, ROLE_BOLD, "cidr", c.count > 0 ? c.cidr : 0);
	if (c.count > 0)
		str_addf(m->out, "%8s%6s%6s", "usable", "used", "free");
	str_add_char(m->out, '\n');
	for (size_t i = 0; i < m->v.n; i++)
		list_subnet(m, i, &c);
}

/* What nobody may take, and for whom. */
void
addresses_list_kept(struct space *m)
{
	enum { WHAT = 12, LEAST = 4 };
	size_t name = LEAST, cidr = 0, around;
	char text[CIDR_TEXT_MAX];

	for (size_t i = 0; i < m->kept.n; i++) {
		size_t n = text_width(m->kept.v[i]->label);
		size_t c = strlen(cidr_format(m->kept.v[i]->block, text));

		name = n > name ? n : name;
		cidr = c > cidr ? c : cidr;
	}
	around = LEAST + 2 + cidr + 2 + WHAT;
	name = name < NAME_MOST ? name : NAME_MOST;
	if (name + around > m->s->width)
		name = m->s->width > around + LEAST ?
		    m->s->width - around : LEAST;
	if (m->kept.n > 0) {
		str_add(m->out, "\n    ");
		addresses_line(m, ROLE_BOLD, "kept");
	}
	for (size_t i = 0; i < m->kept.n; i++) {
		const struct scene_kept *k = m->kept.v[i];

		str_addf(m->out, " %c  ", k->cell != 0 ? k->cell : ' ');
		pad(m, ROLE_NONE, cut_middle(m->a, k->label, name, "…"),
		    name + 2);
		pad(m, ROLE_NONE, cidr_format(k->block, text), cidr + 2);
		addresses_line(m, ROLE_DIM, k->what);
	}
}
