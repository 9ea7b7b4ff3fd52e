/* SPDX-License-Identifier: MIT */
#include "draw/fold.h"

#include "base/str.h"
#include "draw/fit.h"
#include "text/width.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A line of counts fits into the narrowest box of the ladder. */
enum { COUNTS_WIDTH = 18 };

/* ----------------------------------------------------------- resources */

/* It carries a mark, of a finding or of a change. */
static bool
is_kept(const struct scene_node *n)
{
	return n->notes.n > 0 || n->state != STATE_SAME;
}

static int
compare_types(const void *x, const void *y)
{
	const struct scene_resource *a = *(struct scene_resource *const *)x;
	const struct scene_resource *b = *(struct scene_resource *const *)y;

	if (is_kept(&a->is) != is_kept(&b->is))
		return is_kept(&a->is) ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return strcmp(a->is.type, b->is.type);
}

/* A line "80 EC2 16 Lambda" for as many types as fit. */
static void
add_counts(struct arena *a, struct scene_subnet *s, const struct str *line,
    uint32_t count)
{
	struct scene_resource *r = arena_alloc(a, sizeof *r);

	r->is.type = arena_strdup(a, str_text(line));
	r->is.label = "";
	r->count = count;
	vec_push(a, &s->resources, r);
}

/* The n resources at v carry no mark and are sorted by type. */
static void
count_types(struct arena *a, struct scene_subnet *s,
    struct scene_resource *const *v, size_t n)
{
	struct str line = str_new(a);
	uint32_t on_line = 0;

	for (size_t i = 0, end; i < n; i = end) {
		uint32_t count = 0;
		const char *word;

		for (end = i; end < n && strcmp(v[end]->is.type,
		    v[i]->is.type) == 0; end++)
			count += v[end]->count;
		word = arena_printf(a, "%" PRIu32 " %s", count, v[i]->is.type);
		if (line.n > 0 && text_width(str_text(&line)) + 1 +
		    text_width(word) > COUNTS_WIDTH) {
			add_counts(a, s, &line, on_line);
			str_cut(&line, 0);
			on_line = 0;
		}
		str_addf(&line, "%s%s", line.n > 0 ? " " : "", word);
		on_line += count;
	}
	if (line.n > 0)
		add_counts(a, s, &line, on_line);
}

/* Resources of a box by type; those with a mark stay, and stand first. */
static void
fold_resources(struct arena *a, struct scene_subnet *s)
{
	size_t n = s->resources.n, kept = 0;
	struct scene_resource **all = arena_array(a, n, sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = s->resources.v[i];
	if (n > 0)
		qsort(all, n, sizeof *all, compare_types);
	while (kept < n && is_kept(&all[kept]->is))
		kept++;
	s->resources.n = 0;
	for (size_t i = 0; i < kept; i++)
		vec_push(a, &s->resources, all[i]);
	count_types(a, s, all + kept, n - kept);
}

/* ------------------------------------------------------------- subnets */

/* Of all subnets but those that were asked for. */
static size_t
count_resources(const struct scene_vpc *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->subnets.n; i++)
		if (!v->subnets.v[i]->focused)
			n += v->subnets.v[i]->resources.n;
	return n;
}

/* Of those, the ones that carry no mark: what is shown as counts. */
static size_t
count_unmarked(const struct scene_vpc *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->subnets.n; i++)
		for (size_t k = 0; k < v->subnets.v[i]->resources.n; k++)
			n += !v->subnets.v[i]->focused && !is_kept(
			    &v->subnets.v[i]->resources.v[k]->is);
	return n;
}

/* It was asked for, or the subnet or a resource in it carries a mark. */
static bool
stands_out(const struct scene_subnet *s)
{
	if (s->focused || is_kept(&s->is))
		return true;
	for (size_t i = 0; i < s->resources.n; i++)
		if (is_kept(&s->resources.v[i]->is))
			return true;
	return false;
}

/* By route table, network ACL and exposure. */
static int
compare_kinds(const struct scene_subnet *x, const struct scene_subnet *y)
{
	int order;

	if (x->table != y->table) {
		if (x->table == NULL || y->table == NULL)
			return x->table == NULL ? 1 : -1;
		order = str_natural_compare(x->table->badge, y->table->badge);
		if (order == 0)	/* two that are missing */
			order = strcmp(x->table->is.label, y->table->is.label);
		if (order != 0)
			return order;
	}
	if (x->acl != y->acl)
		return x->acl < y->acl ? -1 : 1;
	if (x->exposure != y->exposure)
		return x->exposure > y->exposure ? -1 : 1;
	return (x->exposure_unknown > y->exposure_unknown) -
	    (x->exposure_unknown < y->exposure_unknown);
}

static bool
are_alike(const struct scene_subnet *x, const struct scene_subnet *y)
{
	return x->tier == y->tier && x->column == y->column &&
	    x->table == y->table && compare_kinds(x, y) == 0;
}

/* The smallest block that holds both. */
static struct cidr
join_blocks(struct cidr x, struct cidr y)
{
	unsigned length = x.length < y.length ? x.length : y.length;

	while (length > 0 && !cidr_contains(cidr_around(x.base,
	    (enum family)x.family, length), y))
		length--;
	return cidr_around(x.base, (enum family)x.family, length);
}

/* Whether the n blocks, of which no two overlap, fill more than half of the
 * block around: it says then where they are. */
static bool
fill_half(struct scene_subnet *const *v, size_t n, struct cidr around)
{
	uint64_t left = UINT64_C(1) << (32 - around.length), half = left / 2;

	for (size_t i = 0; i < n; i++) {
		uint64_t size = UINT64_C(1) << (32 - v[i]->block.length);

		if (size > left)
			return false;
		left -= size;
	}
	return left < half;
}

/* "10.8.6..9" of 10.8.6.0 to 10.8.9.255; else where it begins: "10.8.6.0..". */
static const char *
brief_span(struct arena *a, uint64_t first, uint64_t last)
{
	enum { OCTET = 0xff };
	const unsigned octets[] = {
		(unsigned)(first >> 24 & OCTET),
		(unsigned)(first >> 16 & OCTET), (unsigned)(first >> 8 & OCTET)
	};
	unsigned end = (unsigned)(last >> 8 & OCTET);

	if (first >> 16 != last >> 16 || (first & OCTET) != 0 ||
	    (last & OCTET) != OCTET)
		return arena_printf(a, "%u.%u.%u.%u..", octets[0], octets[1],
		    octets[2], (unsigned)(first & OCTET));
	return arena_printf(a, "%u.%u.%u..%u", octets[0], octets[1],
	    octets[2], end);
}

/* "4×/22 in 10.8.16.0/20", or from the first to the last address. */
static void
name_blocks(struct arena *a, struct scene_subnet *group,
    struct scene_subnet *const *v, size_t n)
{
	struct cidr around = v[0]->block;
	struct addr first = v[0]->block.base, last = cidr_last(v[0]->block);
	char text[CIDR_TEXT_MAX], end[ADDR_TEXT_MAX];
	const char *what = arena_printf(a, "%zu×/%u", n,
	    (unsigned)v[0]->block.length);

	for (size_t i = 0; i < n; i++) {
		if (v[i]->block.family != IPV4) {
			group->cidr = arena_printf(a, "%zu blocks", n);
			return;
		}
		if (v[i]->block.length != v[0]->block.length)
			what = arena_printf(a, "%zu", n);
		around = join_blocks(around, v[i]->block);
		if (addr_compare(v[i]->block.base, first) < 0)
			first = v[i]->block.base;
		if (addr_compare(cidr_last(v[i]->block), last) > 0)
			last = cidr_last(v[i]->block);
	}
	if (fill_half(v, n, around)) {
		cidr_format(around, text);
		group->cidr = arena_printf(a, "%s in %s", what, text);
		group->brief_cidr = arena_printf(a, "%s%s %s", what,
		    strchr(what, '/') != NULL ? "" : " in", text);
	} else {
		addr_format(first, IPV4, text);
		addr_format(last, IPV4, end);
		group->cidr = arena_printf(a, "%s %s..%s", what, text, end);
		group->brief_cidr = arena_printf(a, "%s %s", what,
		    brief_span(a, first.lo, last.lo));
	}
}

static struct scene_subnet *
make_group(struct arena *a, const struct scene_vpc *vpc,
    struct scene_subnet *const *v, size_t n)
{
	struct scene_subnet *group = arena_alloc(a, sizeof *group);

	*group = *v[0];
	group->is.label = vpc->tiers.v[group->tier];
	group->is.shared = 0;
	group->members = (uint32_t)n;
	group->used = group->usable = 0;
	group->resources.v = NULL;
	group->resources.n = group->resources.cap = 0;
	name_blocks(a, group, v, n);
	if (group->ipv6_cidr != NULL)
		group->ipv6_cidr = arena_printf(a, "%zu×/64", n);
	for (size_t i = 0; i < n; i++) {
		group->used += v[i]->used;
		group->usable += v[i]->usable;
		group->has_used = group->has_used && v[i]->has_used;
		group->has_usable = group->has_usable && v[i]->has_usable;
		for (size_t k = 0; k < v[i]->resources.n; k++)
			vec_push(a, &group->resources, v[i]->resources.v[k]);
	}
	fold_resources(a, group);
	return group;
}

/* A subnet to be placed anew, and the order it came in. */
struct spot {
	struct scene_subnet *subnet;
	size_t order;
	bool kept;		/* carries a mark, or was asked for */
};

/* By tier, column, then what is alike together, in the order it came. */
static int
compare_alike(const void *x, const void *y)
{
	const struct spot *a = x, *b = y;
	int order;

	if (a->subnet->tier != b->subnet->tier)
		return a->subnet->tier < b->subnet->tier ? -1 : 1;
	if (a->subnet->column != b->subnet->column)
		return a->subnet->column < b->subnet->column ? -1 : 1;
	if (a->kept != b->kept)
		return a->kept ? 1 : -1;
	order = compare_kinds(a->subnet, b->subnet);
	if (order != 0 && !a->kept)
		return order;
	return (a->order > b->order) - (a->order < b->order);
}

static int
compare_places(const void *x, const void *y)
{
	const struct scene_subnet *a = *(struct scene_subnet *const *)x;
	const struct scene_subnet *b = *(struct scene_subnet *const *)y;

	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return (a->column > b->column) - (a->column < b->column);
}

/*
 * Boxes stand by tier and column: count rows anew.  The boxes of a tier
 * begin on one row in all columns.
 */
void
fold_place(struct scene_vpc *v)
{
	size_t base = 0, next = 0, k = 0;

	for (size_t i = 0; i < v->subnets.n; i++) {
		struct scene_subnet *s = v->subnets.v[i];
		const struct scene_subnet *before = i > 0 ?
		    v->subnets.v[i - 1] : NULL;

		if (before != NULL && before->tier != s->tier)
			base = next;
		k = before != NULL && before->tier == s->tier &&
		    before->column == s->column ? k + 1 : 0;
		s->row = base + k;
		if (s->row + 1 > next)
			next = s->row + 1;
	}
	v->rows = next;
	vec_sort(&v->subnets, compare_places);
}

/* Several tiers or zones must be there for a group to say something. */
static void
fold_subnets(struct arena *a, struct scene_vpc *v)
{
	size_t n = v->subnets.n;
	struct spot *spots = arena_array(a, n, sizeof *spots);
	struct scene_subnet **alike = arena_array(a, n, sizeof *alike);

	for (size_t i = 0; i < n; i++)
		spots[i] = (struct spot){ v->subnets.v[i], i,
		    stands_out(v->subnets.v[i]) };
	if (n > 0)
		qsort(spots, n, sizeof *spots, compare_alike);
	v->subnets.n = 0;
	for (size_t i = 0, end; i < n; i = end) {
		struct scene_subnet *first = spots[i].subnet;

		alike[0] = first;
		for (end = i + 1; end < n && !spots[i].kept &&
		    !spots[end].kept &&
		    are_alike(first, spots[end].subnet); end++)
			alike[end - i] = spots[end].subnet;
		if (end - i > 1)
			first = make_group(a, v, alike, end - i);
		else if (!first->focused)
			fold_resources(a, first);
		vec_push(a, &v->subnets, first);
	}
	fold_place(v);
}

/* --------------------------------------------------------------- scene */


/* The first tier that was folded, as --focus takes it. */
static const char *
focus_name(struct arena *a, const struct scene_vpc *v)
{
	const char *name = v->tiers.v[0];

	for (size_t i = v->subnets.n; i-- > 0;)
		if (!v->subnets.v[i]->focused)
			name = v->tiers.v[v->subnets.v[i]->tier];
	return strchr(name, ' ') != NULL ? arena_printf(a, "'%s'", name) :
	    name;
}

static void
remark(struct arena *a, struct scene *scene, const struct scene_vpc *v,
    size_t subnets, size_t resources, bool hints)
{
	struct str out = str_new(a);

	if (*v->is.label != '\0')
		str_addf(&out, "VPC %s folded: ", v->is.label);
	else
		str_add(&out, "VPC folded: ");
	if (subnets != v->subnets.n)
		str_addf(&out, "%zu subnets as %zu boxes (of one tier, AZ, "
		    "route table and network ACL)", subnets, v->subnets.n);
	if (resources > 0)
		str_addf(&out, "%s%zu resource%s as counts", subnets !=
		    v->subnets.n ? ", " : "", resources, resources == 1 ? "" :
		    "s");
	if (hints && v->tiers.n > 1)
		str_addf(&out, "; one tier in full: --focus %s",
		    focus_name(a, v));
	if (hints)
		str_add(&out, "; all: --detail 3");
	vec_push(a, &scene->remarks, str_text(&out));
}

bool
fold_is_due(const struct scene_vpc *v)
{
	return v->subnets.n > FOLD_SUBNETS ||
	    count_resources(v) > FOLD_RESOURCES;
}

/* What is in focus keeps the flows that lead there and on from there. */
static bool
has_focus(const struct scene_vpc *v)
{
	for (size_t i = 0; i < v->subnets.n; i++)
		if (v->subnets.v[i]->focused)
			return true;
	return false;
}

/* "40 subnets", "458 IPs": what is folded, in the title. */
static void
add_contents(struct arena *a, struct scene_vpc *v)
{
	uint64_t used = 0;

	for (size_t i = 0; i < v->subnets.n; i++)
		used += v->subnets.v[i]->used;
	vec_push(a, &v->cidrs, arena_printf(a, "%zu subnets", v->subnets.n));
	if (used > 0 && v->subnets.n > FOLD_SUBNETS)
		vec_push(a, &v->cidrs, arena_printf(a, "%" PRIu64 " IPs",
		    used));
}

static void
fold_vpc(struct arena *a, struct scene *scene, struct scene_vpc *v,
    enum fold_detail detail, bool hints)
{
	size_t subnets = v->subnets.n, resources = count_unmarked(v);

	if (detail == DETAIL_BY_SIZE) {
		detail = DETAIL_FULL;
		if (count_resources(v) > FOLD_RESOURCES)
			detail = DETAIL_COUNTS;
		if (subnets > FOLD_SUBNETS)
			detail = DETAIL_GROUPS;
	}
	if (detail >= DETAIL_FULL)
		return;
	if (!has_focus(v))
		v->flows.n = 0;
	if (detail <= DETAIL_GROUPS && subnets > 1)
		add_contents(a, v);
	if (detail <= DETAIL_GROUPS && v->zones.n > 0)
		fold_subnets(a, v);
	else
		for (size_t i = 0; i < subnets; i++)
			if (!v->subnets.v[i]->focused)
				fold_resources(a, v->subnets.v[i]);
	if (resources > 0 || subnets != v->subnets.n)
		remark(a, scene, v, subnets, resources, hints);
}

static size_t
count_vpcs(const struct scene *scene)
{
	size_t n = 0;

	for (size_t i = 0; i < scene->accounts.n; i++)
		n += scene->accounts.v[i]->vpcs.n;
	return n;
}

static void
gather(struct arena *a, struct scene_node *all, const struct scene_node *node)
{
	for (size_t i = 0; i < node->notes.n; i++)
		vec_push(a, &all->notes, node->notes.v[i]);
}

static int
compare_notes(const void *x, const void *y)
{
	const struct scene_note *a = *(const struct scene_note *const *)x;
	const struct scene_note *b = *(const struct scene_note *const *)y;

	return (a->number > b->number) - (a->number < b->number);
}

/* Where a VPC is a card, the card says which findings are in it. */
static void
mark_card(struct arena *a, struct scene_card *card)
{
	struct scene_node all = { .type = "", .label = "" };
	const struct scene_vpc *v = card->vpc;
	size_t n = 0;

	for (size_t i = 0; i < v->gateways.n; i++)
		gather(a, &all, &v->gateways.v[i]->is);
	for (size_t i = 0; i < v->subnets.n; i++) {
		const struct scene_subnet *s = v->subnets.v[i];

		gather(a, &all, &s->is);
		if (s->table != NULL)
			gather(a, &all, &s->table->is);
		for (size_t k = 0; k < s->resources.n; k++)
			gather(a, &all, &s->resources.v[k]->is);
	}
	vec_sort(&all.notes, compare_notes);
	for (size_t i = 0; i < all.notes.n; i++)
		if (n == 0 || all.notes.v[n - 1] != all.notes.v[i])
			all.notes.v[n++] = all.notes.v[i];
	all.notes.n = n;
	if (n > 0)
		vec_push(a, &card->lines, arena_printf(a, "findings %s",
		    fit_marks(a, &all)));
}

static void
fold_all(struct arena *a, struct scene *scene, enum fold_detail detail,
    bool hints)
{
	for (size_t i = 0; i < scene->accounts.n; i++)
		for (size_t k = 0; k < scene->accounts.v[i]->vpcs.n; k++)
			fold_vpc(a, scene, scene->accounts.v[i]->vpcs.v[k],
			    detail, hints);
}

void
fold_scene(struct arena *a, struct scene *scene, enum fold_detail detail)
{
	size_t vpcs = count_vpcs(scene);

	if (vpcs <= 1 || (detail != DETAIL_CARDS &&
	    (detail != DETAIL_BY_SIZE || vpcs <= FOLD_VPCS))) {
		fold_all(a, scene, detail, true);
		return;
	}
	scene->cards_only = true;
	for (size_t i = 0; i < scene->cards.n; i++)
		if (scene->cards.v[i]->vpc != NULL)
			mark_card(a, scene->cards.v[i]);
	vec_push(a, &scene->remarks, arena_printf(a, "%zu VPCs as cards; one "
	    "in full: --vpc NAME; all: --detail 3", vpcs));
}

static bool
has_changed(const struct scene_vpc *v)
{
	if (v->is.state != STATE_SAME)
		return true;
	for (size_t i = 0; i < v->gateways.n; i++)
		if (v->gateways.v[i]->is.state != STATE_SAME)
			return true;
	for (size_t i = 0; i < v->subnets.n; i++)
		if (stands_out(v->subnets.v[i]))
			return true;
	return false;
}

/* Leave out VPCs that are the same in both, and say how many. */
static void
drop_unchanged(struct arena *a, struct scene *scene)
{
	size_t dropped = 0, accounts = 0;

	for (size_t i = 0; i < scene->accounts.n; i++) {
		struct scene_account *account = scene->accounts.v[i];
		size_t kept = 0;

		for (size_t k = 0; k < account->vpcs.n; k++)
			if (has_changed(account->vpcs.v[k]))
				account->vpcs.v[kept++] = account->vpcs.v[k];
		dropped += account->vpcs.n - kept;
		account->vpcs.n = kept;
		if (kept > 0)
			scene->accounts.v[accounts++] = account;
	}
	scene->accounts.n = accounts;
	if (dropped > 0)
		vec_push(a, &scene->remarks, arena_printf(a, "%zu VPC%s not "
		    "drawn: nothing in %s differs", dropped, dropped == 1 ?
		    "" : "s", dropped == 1 ? "it" : "them"));
}

void
fold_union(struct arena *a, struct scene *scene, enum fold_detail detail)
{
	if (count_vpcs(scene) > FOLD_VPCS || detail == DETAIL_GROUPS)
		drop_unchanged(a, scene);
	fold_all(a, scene, detail, false);
}
