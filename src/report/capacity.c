/* SPDX-License-Identifier: MIT */
#include "report/capacity.h"

#include "report/capacity_space.h"
#include "report/text.h"
#include "text/sanitise.h"
#include "text/table.h"
#include "text/wrap.h"

/*
 *	VPC shop · 10.0.0.0/16: 65536 addresses, 56320 free
 *
 *	  subnet    AZ  block         usable  taken  most  free
 *	  public-a  a   10.0.0.0/24      251      9     9   242  8 ALB web, …
 *
 *	  free blocks: 10.0.128.0/17, 10.0.64.0/18
 *
 * "taken" is what stands and what is planned, "most" what it comes to with
 * maxima and surges, "free" what "taken" leaves.
 */

enum { HOLES_SHOWN = 8, INDENT = 2 };

bool
capacity_report_lost(const struct capacity_report *r, const struct subnet *s)
{
	return r->lost != NULL && str_equal(s->az_key, r->lost);
}

bool
capacity_report_fits(const struct capacity_report *r, const struct subnet *s)
{
	const struct subnet_use *use = capacity_of(r->now, s);

	return capacity_report_lost(r, s) || (capacity_fits_now(use) && capacity_fits_most(use) &&
	    (r->grown == NULL ||
	    (capacity_fits_now(capacity_of(r->grown, s)) &&
	    capacity_fits_most(capacity_of(r->grown, s)))));
}

static const char *
number(struct arena *a, int64_t n, bool at_least)
{
	return arena_printf(a, "%lld%s", (long long)n, at_least ? "+" : "");
}

/* "8 ALB web", "480..960 pods of nodes". */
static const char *
taker(struct arena *a, const struct appetite *by)
{
	struct str s = str_new(a);
	const struct thing *t = by->of;

	str_addf(&s, "%lld", (long long)by->now);
	if (by->most > by->now)
		str_addf(&s, "..%lld", (long long)by->most);
	if (by->is_pods)
		str_add(&s, " pods of");
	else if (t->kind == KIND_WORKLOAD)
		str_addf(&s, " %s",
		    workload_short_word((const struct workload *)t));
	else
		str_addf(&s, " %s", kind_name(t->kind));
	str_addf(&s, " %s", sanitise_text(a, thing_label(t)));
	return str_text(&s);
}

static const char *
takers(struct arena *a, const struct subnet_use *use)
{
	struct str s = str_new(a);

	if (use->standing > 0)
		str_addf(&s, "%lld that stand", (long long)use->standing);
	for (size_t i = 0; i < use->takes.n; i++)
		str_addf(&s, "%s%s", s.n > 0 ? ", " : "",
		    taker(a, &use->takes.v[i]));
	if (use->prefixes_most > 0)
		str_addf(&s, " (%lld..%lld blocks /28, room for %lld at best)",
		    (long long)use->prefixes_now,
		    (long long)use->prefixes_most,
		    (long long)capacity_prefix_room(use, use->standing +
		    use->most - use->prefixes_most * 16));
	return str_text(&s);
}

static const char *
block_text(struct arena *a, const struct subnet *s)
{
	unsigned length;

	if (value_is_known(s->cidr.is))
		return cidr_text(a, s->cidr.v);
	if (space_wanted(s, &length))
		return arena_printf(a, "/%u, no block yet", length);
	return value_is_unknown(s->cidr.is) ? "not known" : "no IPv4";
}

/* What has no room, in a word. */
static const char *
trouble(const struct capacity_report *r, const struct subnet *s)
{
	const struct subnet_use *use = capacity_of(r->now, s);

	if (capacity_report_lost(r, s))
		return "lost";
	if (!capacity_fits_now(use))
		return "no room";
	if (!capacity_fits_most(use))
		return "no room at most";
	return capacity_report_fits(r, s) ? "" : "no room grown";
}

static void
add_subnet(struct table *t, const struct capacity_report *r,
    const struct subnet *s)
{
	const struct subnet_use *use = capacity_of(r->now, s);
	const struct subnet_use *grown = r->grown == NULL ? NULL :
	    capacity_of(r->grown, s);
	int64_t taken = use->standing + use->now;
	bool known = use->usable > 0;
	const char *cells[10];
	size_t n = 0;

	cells[n++] = sanitise_text(r->a, thing_label(&s->is));
	cells[n++] = value_is_known(s->az.is) ? sanitise_text(r->a, s->az.v) :
	    "-";
	cells[n++] = block_text(r->a, s);
	cells[n++] = known ? number(r->a, use->usable, false) : "-";
	cells[n++] = number(r->a, taken, use->unknown);
	cells[n++] = number(r->a, use->standing + use->most, use->unknown);
	if (grown != NULL)
		cells[n++] = number(r->a, grown->standing + grown->most,
		    grown->unknown);
	cells[n++] = known ? number(r->a, use->usable - taken, false) : "-";
	cells[n++] = trouble(r, s);
	cells[n++] = takers(r->a, use);
	table_row(t, cells);
}

static void
add_subnets(struct str *out, const struct capacity_report *r,
    const struct vpc *v)
{
	struct table *t = table_new(r->a, r->grown == NULL ?
	    "lllrrrrll" : "lllrrrrrll");
	const char *const plain[] = { "subnet", "AZ", "block", "usable",
		"taken", "most", "free", "", "" };
	const char *const with_growth[] = { "subnet", "AZ", "block",
		"usable", "taken", "most", arena_printf(r->a, "x%s",
		r->growth != NULL ? r->growth : ""), "free", "", "" };

	table_row(t, r->grown == NULL ? plain : with_growth);
	for (size_t i = 0; i < v->subnets.n; i++)
		add_subnet(t, r, v->subnets.v[i]);
	table_print(t, out, INDENT, r->style.width);
}

static void
add_holes(struct str *out, const struct capacity_report *r,
    const struct block_space *b)
{
	struct str s = str_new(r->a);
	char text[CIDR_TEXT_MAX];

	str_addf(&s, "free of %s: ", cidr_format(b->block, text));
	if (b->n_holes == 0)
		str_add(&s, "nothing");
	for (size_t i = 0; i < b->n_holes && i < HOLES_SHOWN; i++)
		str_addf(&s, "%s%s", i > 0 ? ", " : "",
		    cidr_format(b->holes[i], text));
	if (b->n_holes > HOLES_SHOWN)
		str_addf(&s, " and %zu smaller ones",
		    b->n_holes - HOLES_SHOWN);
	str_add_repeat(out, ' ', INDENT);
	wrap_text(out, str_text(&s), r->style.width, INDENT, INDENT);
	str_add_char(out, '\n');
}

static void
add_vpc(struct str *out, const struct capacity_report *r,
    const struct vpc *v)
{
	struct vpc_space space = space_of_vpc(r->a, v);
	char text[CIDR_TEXT_MAX];

	style_add(&r->style, out, ROLE_BOLD, arena_printf(r->a, "VPC %s",
	    sanitise_text(r->a, thing_label(&v->is))));
	for (size_t i = 0; i < space.blocks.n; i++)
		str_addf(out, "%s%s", i == 0 ? "  " : ", ",
		    cidr_format(space.blocks.v[i].block, text));
	if (space.blocks.n > 0)
		str_addf(out, ": %lld addresses, %lld in no subnet",
		    (long long)space.size, (long long)space.free);
	str_add(out, "\n\n");
	if (v->subnets.n > 0) {
		add_subnets(out, r, v);
		str_add_char(out, '\n');
	}
	for (size_t i = 0; i < space.blocks.n; i++)
		add_holes(out, r, &space.blocks.v[i]);
	capacity_space_text(out, r, v);
}

/* What has no other AZ to go to. */
static void
add_gone(struct str *out, const struct capacity_report *r)
{
	struct str names = str_new(r->a);

	if (r->lost == NULL)
		return;
	for (size_t i = 0; i < r->m->workloads.n; i++)
		if (capacity_is_gone(r->m->workloads.v[i], r->lost))
			str_addf(&names, "%s %s", names.n == 0 ? "" : ",",
			    sanitise_text(r->a, thing_label(
			    &r->m->workloads.v[i]->is)));
	wrap_text(out, arena_printf(r->a, "with AZ %s lost; in no other one, "
	    "so gone:%s", sanitise_text(r->a, r->lost_name), names.n > 0 ?
	    str_text(&names) : " nothing"), r->style.width, 0, INDENT);
	str_add_char(out, '\n');
}

void
report_capacity_text(struct str *out, const struct capacity_report *r)
{
	struct str all = str_new(r->a);
	size_t short_of = 0;

	for (size_t i = 0; i < r->m->vpcs.n; i++) {
		if (i > 0)
			str_add_char(&all, '\n');
		add_vpc(&all, r, r->m->vpcs.v[i]);
	}
	for (size_t i = 0; i < r->m->subnets.n; i++)
		short_of += !capacity_report_fits(r, r->m->subnets.v[i]);
	str_addf(&all, "\n%zu subnet%s, %zu without room for all of it\n",
	    r->m->subnets.n, r->m->subnets.n == 1 ? "" : "s", short_of);
	add_gone(&all, r);
	text_add_lines(r->a, out, str_text(&all));
}
