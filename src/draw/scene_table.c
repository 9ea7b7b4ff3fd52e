/* SPDX-License-Identifier: MIT */
#include "draw/scene_build.h"

#include "base/str.h"
#include "draw/glyph.h"

#include <stdlib.h>
#include <string.h>

/* A route and what is shown of it; sorted for the eye. */
struct route_line {
	const struct route *route;
	struct scene_exit exit;
	struct scene_route shown;
	bool is_nat;		/* leads to a NAT gateway */
	size_t order;
};

static const char *
label_or_word(struct builder *b, const struct ref *r, const char *word)
{
	const char *label = r->to != NULL ? scene_label(b, r->to) :
	    glyph_label(b->a, r->text);

	return *label != '\0' ? label : word;
}

/* What an id says about what it names, where nothing else does. */
static const struct id_row {
	const char *prefix, *word;
	enum scene_exit_kind exit;
	enum kind kind;
} id_rows[] = {
	{ "igw", "IGW", EXIT_OTHER, KIND_INTERNET_GATEWAY },
	{ "eigw", "EIGW", EXIT_OTHER, KIND_EGRESS_ONLY_GATEWAY },
	{ "nat", "NAT", EXIT_OTHER, KIND_NAT_GATEWAY },
	{ "tgw", "tgw", EXIT_TRANSIT, KIND_TRANSIT_GATEWAY },
	{ "vgw", "vgw", EXIT_VPN, KIND_VPN_GATEWAY },
	{ "pcx", "pcx", EXIT_PEERING, KIND_PEERING },
	{ "vpce", "vpce", EXIT_ENDPOINT, KIND_ENDPOINT }
};

static const struct id_row *
row_of_id(const char *id)
{
	static const struct id_row none = { "", "?", EXIT_OTHER,
	    KIND_COUNT };

	for (size_t i = 0; id != NULL &&
	    i < sizeof id_rows / sizeof id_rows[0]; i++)
		if (str_starts_with(id, id_rows[i].prefix))
			return &id_rows[i];
	return &none;
}

/*
 * Whether what a route names ought to be in the input.  Where the list it
 * would be in is not whole, the route itself is the proof that it is there.
 */
static bool
is_missed(struct builder *b, const struct route *r)
{
	const struct id_row *row = row_of_id(r->target.text);
	const struct vpc *v = r->table != NULL ? r->table->is.vpc : NULL;

	return row->kind == KIND_COUNT ||
	    model_is_complete(b->m, row->kind, v);
}

/* The exit of a route whose target is not in the input. */
static struct scene_exit
exit_by_id(struct builder *b, const struct route *r)
{
	const struct id_row *row = row_of_id(r->target.text);
	struct scene_exit e = { row->exit, row->word, row->word };

	if (row->kind != KIND_INTERNET_GATEWAY &&
	    row->kind != KIND_EGRESS_ONLY_GATEWAY)
		e.target = label_or_word(b, &r->target, row->word);
	if (is_missed(b, r)) {
		e.target = arena_printf(b->a, "%s ?", e.target);
		e.word = arena_printf(b->a, "%s ?", e.word);
	}
	return e;
}

static struct scene_exit
exit_by_kind(const struct thing *t)
{
	static const struct scene_exit by_kind[KIND_COUNT] = {
		[KIND_INTERNET_GATEWAY] = { EXIT_OTHER, NULL, "IGW" },
		[KIND_EGRESS_ONLY_GATEWAY] = { EXIT_OTHER, NULL, "EIGW" },
		[KIND_NAT_GATEWAY] = { EXIT_OTHER, NULL, "NAT" },
		[KIND_ENDPOINT] = { EXIT_ENDPOINT, NULL, "vpce" },
		[KIND_TRANSIT_GATEWAY] = { EXIT_TRANSIT, NULL, "tgw" },
		[KIND_ATTACHMENT] = { EXIT_TRANSIT, NULL, "tgw" },
		[KIND_VPN_GATEWAY] = { EXIT_VPN, NULL, "vgw" },
		[KIND_PEERING] = { EXIT_PEERING, NULL, "pcx" },
		[KIND_INTERFACE] = { EXIT_OTHER, NULL, "ENI" },
		[KIND_WORKLOAD] = { EXIT_OTHER, NULL, "EC2" }
	};
	struct scene_exit e = by_kind[t->kind];

	if (e.word == NULL)
		e = (struct scene_exit){ EXIT_OTHER, NULL, "?" };
	return e;
}

/* Of a gateway endpoint the service says more than its name. */
static bool
is_gateway_endpoint(const struct thing *t)
{
	return t != NULL && t->kind == KIND_ENDPOINT &&
	    ((const struct endpoint *)t)->type == ENDPOINT_GATEWAY;
}

static struct scene_exit
exit_by_service(struct builder *b, const struct endpoint *to,
    struct scene_exit e)
{
	if (!value_is_known(to->service.is))
		return e;
	e.target = e.word = glyph_label(b->a, to->service.v);
	if (strcmp(e.word, "dynamodb") == 0)
		e.word = "ddb";
	return e;
}

/* CDK names a NAT gateway like the subnet that it is in. */
static const char *
nat_text(struct builder *b, const struct thing *to, const char *label)
{
	const struct thing *subnet;

	if (to->kind != KIND_NAT_GATEWAY)
		return label;
	subnet = ((const struct nat_gateway *)to)->subnet.to;
	return subnet != NULL && str_equal(scene_label(b, subnet), label) ?
	    arena_printf(b->a, "NAT %s", label) : label;
}

struct scene_exit
scene_exit_of(struct builder *b, const struct route *r)
{
	const struct thing *to = r->target.to;
	struct scene_exit e = { EXIT_OTHER, "?", "?" };

	switch (r->target_kind) {
	case TARGET_BLACKHOLE:
		e.target = e.word = "blackhole";
		return e;
	case TARGET_SEVERAL:
		e.target = e.word = "several";
		return e;
	case TARGET_LOCAL:
		e.target = e.word = "local";
		return e;
	case TARGET_NONE:
	case TARGET_UNKNOWN:
		return e;
	case TARGET_THING:
		break;
	}
	if (to == NULL)
		return exit_by_id(b, r);
	e = exit_by_kind(to);
	e.target = nat_text(b, to, label_or_word(b, &r->target, e.word));
	if (str_equal(e.word, "IGW") || str_equal(e.word, "EIGW"))
		e.target = e.word;
	else if (is_gateway_endpoint(to))
		return exit_by_service(b, (const struct endpoint *)to, e);
	else if (e.kind == EXIT_ENDPOINT)
		e.kind = EXIT_OTHER;
	return e;
}

static const char *
destination_text(struct builder *b, const struct route *r)
{
	switch (r->destination) {
	case DESTINATION_CIDR:
		if (value_is_known(r->cidr.is))
			return cidr_text(b->a, r->cidr.v);
		break;
	case DESTINATION_PREFIX_LIST:
		if (r->list.text != NULL || r->list.to != NULL)
			return label_or_word(b, &r->list, "?");
		break;
	case DESTINATION_SERVICE:
		if (r->service != NULL)
			return glyph_label(b->a, r->service);
		break;
	case DESTINATION_UNKNOWN:
		break;
	}
	return r->written != NULL && *r->written != '\0' ?
	    glyph_label(b->a, r->written) : "?";
}

/* Whether it is the default route of its family. */
static bool
is_default(const struct route *r, enum family family)
{
	return r->destination == DESTINATION_CIDR &&
	    value_is_known(r->cidr.is) && r->cidr.v.family == family &&
	    r->cidr.v.length == 0;
}

/* Why a route may not do what it says; NULL if it does. */
static const char *
remark_on(struct builder *b, const struct route *r)
{
	const char *why = NULL;

	if (r->exists != NULL)
		return arena_printf(b->a, "%s %s",
		    r->exists->negated ? "unless" : "if",
		    glyph_label(b->a, r->exists->text));
	switch (r->target_kind) {
	case TARGET_LOCAL:
	case TARGET_BLACKHOLE:
		return NULL;
	case TARGET_NONE:
		return "names no target";
	case TARGET_SEVERAL:
		return "names several targets";
	case TARGET_UNKNOWN:
		return r->target.is.why != NULL ?
		    glyph_label(b->a, r->target.is.why) : "not known";
	case TARGET_THING:
		break;
	}
	if (r->target.to == NULL)
		return is_missed(b, r) ? "not in the input" : NULL;
	why = routes_dead(b->routes, r);
	return why != NULL ? glyph_label(b->a, why) : NULL;
}

/* The target's own name, or what it is where that says nothing new. */
static const char *
target_text(struct builder *b, const struct route *r,
    const struct route_line *line)
{
	const char *label;

	if (r->target.to == NULL)
		return r->target_kind == TARGET_THING ?
		    label_or_word(b, &r->target, line->exit.word) :
		    line->exit.target;
	label = scene_label(b, r->target.to);
	if (is_gateway_endpoint(r->target.to))
		return str_equal(label, line->shown.destination) ||
		    *scene_extra_label(b, r->target.to, "VPCE") == '\0' ?
		    "endpoint" : label;
	label = scene_extra_label(b, r->target.to, line->exit.word);
	return *label != '\0' ? nat_text(b, r->target.to, label) :
	    line->exit.word;
}

static struct route_line
make_line(struct builder *b, const struct route *r, size_t order)
{
	struct route_line line = { .route = r, .order = order };

	line.exit = scene_exit_of(b, r);
	line.shown.destination = destination_text(b, r);
	line.shown.target = target_text(b, r, &line);
	line.shown.is_local = r->target_kind == TARGET_LOCAL;
	line.shown.remark = remark_on(b, r);
	line.is_nat = r->target.to != NULL &&
	    r->target.to->kind == KIND_NAT_GATEWAY;
	if (is_default(r, IPV4))
		line.exit.kind = EXIT_DEFAULT_IPV4;
	else if (is_default(r, IPV6))
		line.exit.kind = EXIT_DEFAULT_IPV6;
	if (r->target_kind == TARGET_THING && r->target.to != NULL &&
	    line.shown.remark != NULL)
		line.exit.target = line.exit.word = arena_printf(b->a,
		    "%s (%s)", line.exit.target,
		    r->exists != NULL ? "?" : "dead");
	if (r->target.to != NULL &&
	    r->target.to->kind == KIND_EGRESS_ONLY_GATEWAY)
		line.shown.aside = "outbound only";
	return line;
}

/* Local ones first, then as exits are shown, then as in the table. */
static int
compare_lines(const void *x, const void *y)
{
	const struct route_line *a = x, *b = y;

	if (a->shown.is_local != b->shown.is_local)
		return a->shown.is_local ? -1 : 1;
	if (a->exit.kind != b->exit.kind)
		return a->exit.kind < b->exit.kind ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static bool
has_exit(const struct scene_table *t, const struct scene_exit *e)
{
	for (size_t i = 0; i < t->exits.n; i++)
		if (t->exits.v[i].kind == e->kind &&
		    str_equal(t->exits.v[i].target, e->target))
			return true;
	return false;
}

/* Beyond so many an exit is not looked for among those that are shown. */
enum { EXITS_MAX = 16 };

/*
 * What tables of one group have in common: all routes, of those to a NAT
 * gateway only that.
 */
static const char *
signature(struct builder *b, const struct vpc *v, const struct route_line *lines,
    size_t n)
{
	struct str out = str_new(b->a);

	str_addf(&out, "%u", (unsigned)v->is.order);
	for (size_t i = 0; i < n; i++)
		str_addf(&out, "\n%s>%s", lines[i].shown.destination,
		    lines[i].is_nat ? "NAT" : lines[i].shown.target);
	return str_text(&out);
}

/* Whether every NAT of the table is in the AZ of all that use the table. */
static bool
stays_in_zone(const struct route_table *t)
{
	bool any = false;

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct thing *to = t->routes.v[i]->target.to;
		const struct nat_gateway *nat;
		const struct subnet *home;

		if (to == NULL || to->kind != KIND_NAT_GATEWAY)
			continue;
		nat = (const struct nat_gateway *)to;
		home = (const struct subnet *)nat->subnet.to;
		if (home == NULL || home->az_key == NULL)
			return false;
		for (size_t k = 0; k < t->subnets.n; k++)
			if (!str_equal(t->subnets.v[k]->az_key, home->az_key))
				return false;
		any = true;
	}
	return any;
}

/* Group numbers by signature; slots hold number + 1. */
static size_t
group_of(struct builder *b, struct map *groups, const char *key)
{
	void **slot = map_slot(groups, key);

	if (*slot == NULL) {
		size_t *number = arena_alloc(b->a, sizeof *number);

		*number = b->groups++;
		*slot = number;
	}
	return *(size_t *)*slot;
}

static bool
wins_somewhere(const struct route_view *view, const struct route *r)
{
	for (size_t i = 0; view != NULL && i < view->n; i++)
		if (view->v[i].route == r)
			return true;
	return false;
}

/* Which routes of the table win, and which one for the address asked about. */
static void
mark_effective(struct builder *b, const struct route_table *t,
    struct route_line *lines, size_t n)
{
	const struct route_view *view[2] = {
		routes_view(b->routes, t, IPV4),
		routes_view(b->routes, t, IPV6)
	};
	struct cidr asked = b->wishes->asked;
	const struct route_span *won = NULL;

	if (asked.family != 0 && view[asked.family == IPV6] != NULL)
		won = route_find(view[asked.family == IPV6], asked.base);
	for (size_t i = 0; i < n; i++) {
		const struct route *r = lines[i].route;

		lines[i].shown.is_chosen = won != NULL && won->route == r;
		lines[i].shown.is_shadowed =
		    r->destination == DESTINATION_CIDR &&
		    value_is_known(r->cidr.is) &&
		    !is_gateway_endpoint(r->target.to) &&
		    !wins_somewhere(view[0], r) &&
		    !wins_somewhere(view[1], r);
	}
}

static struct scene_table *
make_table(struct builder *b, const struct draft_vpc *d, struct map *groups,
    const struct route_table *t)
{
	struct scene_table *out = arena_alloc(b->a, sizeof *out);
	size_t n = t->routes.n;
	struct route_line *lines = arena_array(b->a, n, sizeof *lines);

	out->is.type = "";
	out->is.label = scene_label(b, &t->is);
	out->vpc = d->scene;
	out->badge = "-";
	for (size_t i = 0; i < n; i++)
		lines[i] = make_line(b, t->routes.v[i], i);
	if (b->wishes->effective)
		mark_effective(b, t, lines, n);
	if (n > 0)
		qsort(lines, n, sizeof *lines, compare_lines);
	for (size_t i = 0; i < n; i++) {
		vec_push(b->a, &out->routes, lines[i].shown);
		if (!lines[i].shown.is_local && out->exits.n < EXITS_MAX &&
		    !has_exit(out, &lines[i].exit))
			vec_push(b->a, &out->exits, lines[i].exit);
	}
	out->group = group_of(b, groups, signature(b, d->vpc, lines, n));
	out->own_zone = stays_in_zone(t);
	scene_bind(b, &t->is, &out->is);
	return out;
}

/* A table that a subnet names and nobody declares, or that is not known. */
static struct scene_table *
find_missing(struct builder *b, struct draft_vpc *d, const struct subnet *s,
    struct map *by_name)
{
	const struct ref *r = s->table_refs.n > 0 ? &s->table_refs.v[0] : NULL;
	const char *name = r != NULL && value_is_known(r->is) ?
	    glyph_label(b->a, r->text) : "";
	void **slot = map_slot(by_name, name);
	struct scene_table *t = *slot;

	if (t != NULL)
		return t;
	*slot = t = arena_alloc(b->a, sizeof *t);
	t->is.type = "";
	t->is.label = name;
	t->vpc = d->scene;
	t->badge = "?";
	t->missing = true;
	t->used = true;
	t->group = b->groups++;
	if (*name != '\0')
		t->remark = arena_printf(b->a, "named by %s, not in the input",
		    scene_label(b, &s->is));
	else if (r != NULL && r->is.why != NULL)
		t->remark = glyph_label(b->a, r->is.why);
	else
		t->remark = "table not known";
	vec_push(b->a, &d->tables, t);
	return t;
}

static const char *
why_unused(struct builder *b, const struct route_table *t)
{
	bool whole = model_is_complete(b->m, KIND_SUBNET, t->is.vpc);

	if (t->edge_of.to != NULL || t->edge_of.text != NULL)
		return arena_printf(b->a, "edge of %s",
		    label_or_word(b, &t->edge_of, "a gateway"));
	return whole ? "used by no subnet" : "used by no subnet of the input";
}

void
scene_add_tables(struct builder *b, struct draft_vpc *d)
{
	struct map groups = map_new(b->a), missing = map_new(b->a);
	struct map by_key = map_new(b->a);
	size_t n = d->vpc->route_tables.n;
	struct scene_table *t;

	for (size_t i = 0; i < d->boxes.n; i++) {
		const struct subnet *s = d->subnets.v[i];
		void **slot;

		if (s->table == NULL) {
			d->boxes.v[i]->table = find_missing(b, d, s,
			    &missing);
			continue;
		}
		slot = map_slot(&by_key, arena_printf(b->a, "%u",
		    (unsigned)s->table->is.order));
		if (*slot == NULL) {
			*slot = t = make_table(b, d, &groups, s->table);
			t->used = true;
			vec_push(b->a, &d->tables, t);
		}
		d->boxes.v[i]->table = *slot;
	}
	for (size_t i = 0; i < n; i++) {
		const struct route_table *one = d->vpc->route_tables.v[i];

		/* nobody wrote an implicit one: it says nothing */
		if (one->is.implicit || map_get(&by_key, arena_printf(b->a,
		    "%u", (unsigned)one->is.order)) != NULL)
			continue;
		t = make_table(b, d, &groups, one);
		t->remark = why_unused(b, one);
		vec_push(b->a, &d->tables, t);
	}
}

/* A … Z, AA, AB … */
static const char *
letters(struct builder *b, size_t n)
{
	const char *text = "";

	for (n++; n > 0; n = (n - 1) / 26)
		text = arena_printf(b->a, "%c%s", 'A' + (int)((n - 1) % 26),
		    text);
	return text;
}

/* What is known of the groups of tables while badges are given. */
struct badges {
	size_t *members;	/* by group: tables in use */
	size_t *given;
	const char **letter;
	size_t next;
};

static void
give_badge(struct builder *b, struct badges *g, struct scene_table *t)
{
	if (g->letter[t->group] == NULL)
		g->letter[t->group] = letters(b, g->next++);
	t->badge = g->letter[t->group];
	if (g->members[t->group] > 1)
		t->badge = arena_printf(b->a, "%s%zu", t->badge,
		    ++g->given[t->group]);
}

/* Tables in use by first use, then the missing, then those not in use. */
static int
standing(const struct scene_table *t)
{
	return !t->used ? 2 : t->missing ? 1 : 0;
}

/* Letters go through all VPCs, so that a badge means one table. */
static void
add_badges_of(struct builder *b, struct badges *g, const struct draft_vpc *d)
{
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < d->tables.n; i++) {
			struct scene_table *t = d->tables.v[i];

			if (standing(t) != pass)
				continue;
			vec_push(b->a, &b->scene->tables, t);
			if (pass == 0)
				give_badge(b, g, t);
		}
}

void
scene_add_badges(struct builder *b)
{
	struct badges g = {
		.members = arena_array(b->a, b->groups, sizeof *g.members),
		.given = arena_array(b->a, b->groups, sizeof *g.given),
		.letter = arena_array(b->a, b->groups, sizeof *g.letter)
	};

	for (size_t i = 0; i < b->vpcs.n; i++)
		for (size_t k = 0; k < b->vpcs.v[i]->tables.n; k++)
			if (b->vpcs.v[i]->tables.v[k]->used)
				g.members[b->vpcs.v[i]->tables.v[k]->group]++;
	for (size_t i = 0; i < b->vpcs.n; i++)
		add_badges_of(b, &g, b->vpcs.v[i]);
}
