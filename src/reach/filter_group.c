/* SPDX-License-Identifier: MIT */
#include "reach/filter_compile.h"
#include "reach/missing.h"

#include "base/str.h"
#include "model/stand_in.h"

#include <stdlib.h>
#include <string.h>

/* What is gathered from the rules of one list. */
struct gather {
	struct arena *a, *scratch;
	VEC(struct service_set) sets[2][2];
	VEC(struct rule_reference) references;
	VEC(struct port_range) unnamed, unknown_peers;
	const struct filter_setting *in;
	const struct security_group *group;	/* for messages */
	enum direction direction;
	const char *why, *condition;
	const char *chosen;	/* why where that is Amazon's choice */
};

struct rule_reference {
	const struct security_group *to;
	struct port_set ports;
	bool sure;
};

struct filter_rules
filter_rules_of(const struct security_group *g, enum direction direction)
{
	struct filter_rules rules = {
		.v = g->ingress.v, .n = g->ingress.n, .known = g->ingress_known
	};

	if (direction == EGRESS)
		rules = (struct filter_rules){ g->egress.v, g->egress.n,
			g->egress_known };
	return rules;
}

static void
doubt(struct gather *g, const char *why)
{
	if (g->why == NULL)
		g->why = why;
}

/* A part of a rule that is not known: whose, and why where that is said. */
static void
doubt_part(struct gather *g, const char *part, const char *why)
{
	if (g->why == NULL)
		g->why = arena_printf(g->a, "the %s of an %s rule of %s %s "
		    "not known%s%s", part, direction_name(g->direction),
		    thing_title(g->scratch, &g->group->is),
		    str_equal(part, "ports") ? "are" : "is",
		    why != NULL ? ": " : "", why != NULL ? why : "");
}

static void
add_ranges(struct gather *g, struct port_range **v, size_t *n, size_t *cap,
    struct port_set ports)
{
	for (size_t i = 0; i < ports.n; i++) {
		*v = vec_room(g->scratch, *v, *n, cap, sizeof **v);
		(*v)[(*n)++] = ports.v[i];
	}
}

#define ADD_RANGES(g, vec, ports)					\
	add_ranges((g), &(vec)->v, &(vec)->n, &(vec)->cap, (ports))

/* ------------------------------------------------------------ one rule */

/* Admit ports from (or to) peers; what is not sure is possible only. */
static void
admit(struct gather *g, struct port_set ports, struct range_set peers,
    bool sure)
{
	struct service_set set = service_set_of(g->scratch, ports, peers);
	size_t family = peers.family == IPV4 ? 0 : 1;

	vec_push(g->scratch, &g->sets[family][FILTER_POSSIBLE], set);
	if (sure)
		vec_push(g->scratch, &g->sets[family][FILTER_SURE], set);
}

static void
admit_everyone(struct gather *g, struct port_set ports, bool sure)
{
	admit(g, ports, range_set_everything(IPV4), sure);
	admit(g, ports, range_set_everything(IPV6), sure);
}

/* Of what Amazon has yet to choose all, nothing or some may lie in it. */
static void
admit_known(struct gather *g, struct port_set ports, struct cidr c, bool sure)
{
	if (!g->in->has_stand_ins || c.family != IPV6) {
		admit(g, ports, range_set_of_cidr(g->scratch, c), sure);
		return;
	}
	admit(g, ports, stand_in_prefix(g->scratch, g->in->choice, c, false), sure);
	if (stand_in_match(g->in->choice, c) != MAY_STAND_INSIDE)
		return;
	admit(g, ports, range_set_of_range(g->scratch, IPV6,
	    stand_in_space()), false);
	if (g->chosen == NULL)
		g->chosen = filter_chosen_text(g->a, "rule", g->direction,
		    &g->group->is, c);
}

/* A block that is not known may be any, of its family if that is. */
static void
admit_block(struct gather *g, struct port_set ports,
    const struct cidr_value *c, bool sure)
{
	if (value_is_known(c->is)) {
		admit_known(g, ports, c->v, sure);
		return;
	}
	if (block_is_stand_in(c)) {
		admit(g, ports, range_set_of_cidr(g->scratch, c->v), sure);
		return;
	}
	doubt_part(g, "block", c->is.why);
	if (c->v.family == 0)
		admit_everyone(g, ports, false);
	else
		admit(g, ports, range_set_everything(c->v.family), false);
}

/* A list that AWS manages holds the addresses of its services, which are no
 * addresses that anybody can name: filter_service() answers for it. */
static bool
is_managed(const struct prefix_list *list)
{
	return list->managed.is.state != VALUE_ABSENT &&
	    !list->entries_known;
}

static void
admit_list(struct gather *g, struct port_set ports,
    const struct group_rule *r, bool sure)
{
	const struct prefix_list *list = (const struct prefix_list *)
	    group_rule_to(r);

	if (list == NULL) {
		doubt(g, "a prefix list of a rule is not in the input");
		admit_everyone(g, ports, false);
		return;
	}
	if (is_managed(list))
		return;
	if (!list->entries_known) {
		doubt(g, arena_printf(g->a, "the entries of %s are not "
		    "known%s", thing_title(g->scratch, &list->is),
		    missing_call(g->a, &list->is, KIND_PREFIX_LIST)));
		admit_everyone(g, ports, false);
	}
	for (size_t i = 0; i < list->entries.n; i++)
		admit_block(g, ports, &list->entries.v[i], sure);
}

static void
refer(struct gather *g, struct port_set ports,
    const struct security_group *to, bool sure)
{
	if (to == NULL)
		ADD_RANGES(g, &g->unnamed, ports);
	else
		vec_push(g->scratch, &g->references,
		    ((struct rule_reference){ to, ports, sure }));
}

/* Whether a rule is there, and the prefix list it names; *c is what that
 * hangs on if it is undecided. */
static enum presence
presence_of(const struct gather *g, const struct group_rule *r,
    const struct condition **c)
{
	enum presence there = branch_presence(g->in->branch,
	    group_rule_exists(r));

	*c = group_rule_exists(r);
	if (there == PRESENT && r->peer_kind == PEER_PREFIX_LIST &&
	    group_rule_to(r) != NULL) {
		*c = group_rule_to(r)->exists;
		there = branch_presence(g->in->branch, *c);
	}
	return there;
}

static void
add_rule(struct gather *g, const struct security_group *of,
    const struct group_rule *r)
{
	struct port_set ports = r->ports->v;
	const struct condition *c;
	struct cidr_value block;
	enum presence there = presence_of(g, r, &c);
	bool sure = there == PRESENT;

	if (there == ABSENT)
		return;
	if (!sure) {
		doubt(g, arena_printf(g->a, "an %s rule of %s depends on %s",
		    direction_name(g->direction),
		    thing_title(g->scratch, &g->group->is), c->text));
		g->condition = c->text;
	}
	if (!value_is_known(r->ports->is)) {
		ports = port_set_everything();
		sure = false;
		doubt_part(g, "ports", r->ports->is.why);
	}
	switch ((enum peer_kind)r->peer_kind) {
	case PEER_CIDR:
		block = group_rule_cidr(r);
		admit_block(g, ports, &block, sure);
		break;
	case PEER_ANYWHERE:
		admit_everyone(g, ports, sure);
		break;
	case PEER_PREFIX_LIST:
		admit_list(g, ports, r, sure);
		break;
	case PEER_SELF:
		refer(g, ports, of, sure);
		break;
	case PEER_GROUP:
		refer(g, ports, (const struct security_group *)group_rule_to(r),
		    sure);
		break;
	case PEER_UNKNOWN:
		doubt_part(g, "peer", group_rule_peer(r).is.why);
		admit_everyone(g, ports, false);
		ADD_RANGES(g, &g->unnamed, ports);
		ADD_RANGES(g, &g->unknown_peers, ports);
		break;
	}
}

/* ----------------------------------------------------------- the whole */

static int
compare_addresses(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)x, b = (uintptr_t)y;

	return a < b ? -1 : a > b;
}

static int
compare_rule_references(const void *x, const void *y)
{
	const struct rule_reference *a = x, *b = y;

	return compare_addresses(a->to, b->to);
}

static int
compare_references(const void *x, const void *y)
{
	const struct filter_reference *a = x, *b = y;

	return compare_addresses(a->to, b->to);
}

/* The ports of the rules first..end that are at least as sure as bound. */
static struct port_set
ports_of(struct gather *g, size_t first, size_t end, enum bound bound)
{
	VEC(struct port_range) v = { 0 };

	/* Most groups are referred to by one rule, which lives longer. */
	if (end - first == 1)
		return bound == FILTER_POSSIBLE || g->references.v[first].sure ?
		    g->references.v[first].ports : port_set_empty();
	for (size_t i = first; i < end; i++)
		if (bound == FILTER_POSSIBLE || g->references.v[i].sure)
			ADD_RANGES(g, &v, g->references.v[i].ports);
	return port_set_of_ranges(g->a, v.v, v.n);
}

static bool
all_sure(const struct gather *g, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (!g->references.v[i].sure)
			return false;
	return true;
}

/* One entry for each group that is referred to. */
static void
make_references(struct gather *g, struct compiled_list *out)
{
	size_t end;

	size_t n = 0;

	vec_sort(&g->references, compare_rule_references);
	for (size_t i = 0; i < g->references.n; i++)
		n += i == 0 || g->references.v[i].to !=
		    g->references.v[i - 1].to;
	out->references = arena_array(g->a, n, sizeof *out->references);
	for (size_t i = 0; i < g->references.n; i = end) {
		struct filter_reference *r =
		    &out->references[out->n_references++];
		struct port_set *possible;

		r->to = g->references.v[i].to;
		for (end = i; end < g->references.n &&
		    g->references.v[end].to == r->to; end++)
			;
		r->sure = ports_of(g, i, end, FILTER_SURE);
		if (!all_sure(g, i, end)) {
			possible = arena_alloc(g->a, sizeof *possible);
			*possible = ports_of(g, i, end, FILTER_POSSIBLE);
			r->possible = possible;
		}
	}
}

static void
make_addresses(struct gather *g, struct compiled_list *out)
{
	static const enum family families[] = { IPV4, IPV6 };

	for (size_t f = 0; f < 2; f++) {
		struct service_set *of = out->addresses.of[f];

		of[FILTER_SURE] = service_set_union_all(g->a, families[f],
		    g->sets[f][FILTER_SURE].v, g->sets[f][FILTER_SURE].n);
		/* What is possible beyond that was not gathered as sure. */
		if (g->sets[f][FILTER_SURE].n == g->sets[f][FILTER_POSSIBLE].n)
			of[FILTER_POSSIBLE] = of[FILTER_SURE];
		else
			of[FILTER_POSSIBLE] = service_set_union_all(g->a,
			    families[f], g->sets[f][FILTER_POSSIBLE].v,
			    g->sets[f][FILTER_POSSIBLE].n);
	}
}

static void
keep_lists(struct arena *a, struct filter_rules rules,
    struct compiled_list *out)
{
	size_t n = 0;

	for (size_t i = 0; i < rules.n; i++)
		n += rules.v[i]->peer_kind == PEER_PREFIX_LIST;
	out->of_lists = n > 0 ? arena_array(a, n, sizeof *out->of_lists) :
	    NULL;
	for (size_t i = 0; i < rules.n; i++)
		if (rules.v[i]->peer_kind == PEER_PREFIX_LIST)
			out->of_lists[out->n_of_lists++] = rules.v[i];
}

void
filter_compile_group(struct arena *a, const struct filter_setting *in,
    const struct security_group *group, enum direction direction,
    struct compiled_list *out)
{
	struct filter_rules rules = filter_rules_of(group, direction);
	struct gather g = { .a = a, .scratch = arena_new(),
		.in = in, .group = group, .direction = direction };

	for (size_t i = 0; i < rules.n; i++)
		add_rule(&g, group, rules.v[i]);
	if (!rules.known) {
		struct port_set all = port_set_everything();

		doubt(&g, arena_printf(a, "the %s rules of %s are not %s%s",
		    direction_name(direction), thing_title(g.scratch,
		    &group->is), group->is.created ? "all known" :
		    "in the input", missing_call(a,
		    &group->is, KIND_SECURITY_GROUP)));
		admit_everyone(&g, all, false);
		ADD_RANGES(&g, &g.unnamed, all);
		ADD_RANGES(&g, &g.unknown_peers, all);
	}
	make_addresses(&g, out);
	make_references(&g, out);
	out->unnamed = port_set_of_ranges(a, g.unnamed.v, g.unnamed.n);
	out->unknown_peers = port_set_of_ranges(a, g.unknown_peers.v,
	    g.unknown_peers.n);
	out->known = rules.known;
	keep_lists(a, rules, out);
	out->why = g.why != NULL ? g.why : g.chosen;
	out->condition = g.condition;
	arena_free(g.scratch);
}

const struct filter_reference *
filter_find_reference(const struct compiled_list *list,
    const struct security_group *to)
{
	struct filter_reference wanted = { .to = to };

	return bsearch(&wanted, list->references, list->n_references,
	    sizeof *list->references, compare_references);
}

bool
filter_names_service(const struct group_rule *r, const char *service,
    bool *sure)
{
	const struct prefix_list *list = (const struct prefix_list *)
	    group_rule_to(r);
	const char *name, *region;

	*sure = false;
	if (r->peer_kind != PEER_PREFIX_LIST)
		return false;
	if (list == NULL || value_is_unknown(list->managed.is))
		return true;
	name = list->managed.v;
	if (!value_is_known(list->managed.is) || name == NULL ||
	    !str_starts_with(name, "com.amazonaws."))
		return false;
	region = name + strlen("com.amazonaws.");
	region += strcspn(region, ".");
	*sure = true;
	return *region == '.' && strcmp(region + 1, service) == 0;
}
