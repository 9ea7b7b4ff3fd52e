/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/shadow.h"
#include "lint/words.h"
#include "model/facts.h"
#include "model/notation.h"

#include <stdlib.h>

/*
 * Rules of a security group that say what others of it say already.  Groups
 * are unions, so order does not matter; but of two equal rules the later is
 * the one to take out.
 *
 * A rule about addresses is compared with rules about addresses, one about a
 * group or a prefix list with those about the same one: who will carry the
 * group, or stand in the list, is not known here.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define GROUP_RULES "Amazon VPC User Guide, Security group rules"

struct item {
	const struct group_rule *r;
	const struct thing *peer;	/* NULL: addresses */
	struct shade shade;
	size_t place;			/* in its list; of pieces: in the items */
};

static struct range
any_range(enum family family)
{
	return cidr_range(cidr_everything(family));
}

/* What the rule admits; false if that is not certain. */
static bool
describe(const struct security_group *g, const struct group_rule *r,
    struct item *out)
{
	struct item i = { .r = r, .shade = { .ports = r->ports->v } };
	size_t family;

	if (!value_is_known(r->ports->is) || group_rule_exists(r) != NULL ||
	    r->implicit)
		return false;
	switch ((enum peer_kind)r->peer_kind) {
	case PEER_CIDR:
		if (!group_rule_has_block(r))
			return false;
		family = r->family == IPV4 ? 0 : 1;
		i.shade.has[family] = true;
		i.shade.range[family] = cidr_range(group_rule_block(r));
		break;
	case PEER_ANYWHERE:
		i.shade.has[0] = i.shade.has[1] = true;
		i.shade.range[0] = any_range(IPV4);
		i.shade.range[1] = any_range(IPV6);
		break;
	case PEER_SELF:
		i.peer = &g->is;
		break;
	case PEER_GROUP:
	case PEER_PREFIX_LIST:
		i.peer = group_rule_to(r);
		if (i.peer == NULL)
			return false;
		break;
	case PEER_UNKNOWN:
		return false;
	}
	if (i.peer != NULL) {
		i.shade.has[0] = true;
		i.shade.range[0] = any_range(IPV4);
	}
	*out = i;
	return true;
}

static int
compare_ports(struct port_set x, struct port_set y)
{
	for (size_t i = 0; i < x.n && i < y.n; i++) {
		if (x.v[i].first != y.v[i].first)
			return x.v[i].first < y.v[i].first ? -1 : 1;
		if (x.v[i].last != y.v[i].last)
			return x.v[i].last < y.v[i].last ? -1 : 1;
	}
	return (x.n > y.n) - (x.n < y.n);
}

static int
compare_peers(const struct item *a, const struct item *b)
{
	if (a->peer == b->peer)
		return 0;
	if (a->peer == NULL || b->peer == NULL)
		return a->peer == NULL ? -1 : 1;
	return a->peer->order < b->peer->order ? -1 : 1;
}

/* By peer, then by what is admitted: equal rules come together. */
static int
compare_content(const void *x, const void *y)
{
	const struct item *a = x, *b = y;
	int order = compare_peers(a, b);

	for (size_t i = 0; order == 0 && i < 2; i++) {
		if (a->shade.has[i] != b->shade.has[i])
			return a->shade.has[i] ? -1 : 1;
		order = addr_compare(a->shade.range[i].first,
		    b->shade.range[i].first);
		if (order == 0)
			order = addr_compare(a->shade.range[i].last,
			    b->shade.range[i].last);
	}
	if (order == 0)
		order = compare_ports(a->shade.ports, b->shade.ports);
	return order;
}

static int
compare_items(const void *x, const void *y)
{
	const struct item *a = x, *b = y;
	int order = compare_content(a, b);

	if (order != 0)
		return order;
	return (a->place > b->place) - (a->place < b->place);
}

static int
compare_places(const void *x, const void *y)
{
	const struct item *a = x, *b = y;
	int order = compare_peers(a, b);

	if (order != 0)
		return order;
	return (a->place > b->place) - (a->place < b->place);
}

/* The certain rules of one direction. */
struct items {
	struct item *v;
	size_t n, cap;
};

static struct items
collect(struct arena *a, const struct security_group *g,
    enum direction direction)
{
	size_t n = direction == INGRESS ? g->ingress.n : g->egress.n;
	struct group_rule *const *rules =
	    direction == INGRESS ? g->ingress.v : g->egress.v;
	struct items items = { .v = arena_array(a, n, sizeof *items.v) };

	for (size_t i = 0; i < n; i++)
		if (describe(g, rules[i], &items.v[items.n]))
			items.v[items.n++].place = i;
	return items;
}

static struct finding *
flag_rule(struct lint *l, const struct security_group *g,
    const struct group_rule *r, const char *what)
{
	struct finding *f = flag(l, &g->is, r->at, "the %s rule \"%s\" of %s "
	    "%s", direction_name(r->direction), words_group_rule(l->a, r),
	    thing_title(l->a, &g->is), what);

	f->key = arena_printf(l->a, "%s %s", direction_name(r->direction),
	    words_group_rule(l->a, r));
	finding_passes(l->findings, f, r);
	finding_witness(l->findings, f, "rule", "%s",
	    words_group_rule(l->a, r));
	return f;
}

/* Call visit for both directions of every group, with its own arena. */
static void
each_list(struct lint *l, const struct model *m,
    void (*visit)(struct lint *l, const struct security_group *g,
    struct items items))
{
	static const enum direction directions[] = { INGRESS, EGRESS };

	for (size_t i = 0; i < m->security_groups.n; i++) {
		const struct security_group *g = m->security_groups.v[i];

		for (size_t d = 0; d < 2; d++) {
			struct arena *a;

			if ((directions[d] == INGRESS ? g->ingress.n :
			    g->egress.n) < 2)
				continue;
			a = arena_new();
			visit(l, g, collect(a, g, directions[d]));
			arena_free(a);
		}
	}
}

/* What AWS counts as a rule: one range of ports, one family. */
static struct items
pieces_of(struct arena *a, struct items items)
{
	struct items all = { 0 };

	for (size_t i = 0; i < items.n; i++)
		for (size_t k = 0; k < items.v[i].shade.ports.n; k++)
			for (size_t f = 0; f < 2; f++) {
				struct item one = items.v[i];

				if (!one.shade.has[f])
					continue;
				one.place = i;
				one.shade.ports = (struct port_set){ 1,
				    &items.v[i].shade.ports.v[k] };
				one.shade.has[1 - f] = false;
				one.shade.range[1 - f] = (struct range){ 0 };
				vec_push(a, &all, one);
			}
	vec_sort(&all, compare_items);
	return all;
}

/* -------------------------------------------------------- duplicate-rule */

static void
flag_duplicate(struct lint *l, const struct security_group *g,
    const struct item *first, const struct item *second, bool whole)
{
	const char *part = notation_ports_format(l->a, second->shade.ports);
	const char *as = words_group_rule(l->a, first->r);
	bool is_alike = str_equal(as, words_group_rule(l->a, second->r));
	struct finding *f = flag_rule(l, g, second->r, arena_printf(l->a,
	    "is there already%s%s%s%s%s%s", whole ? "" : " for ",
	    whole ? "" : part, whole ? "" : second->shade.has[0] ?
	    " by IPv4" : " by IPv6", is_alike ? "" : ", as \"",
	    is_alike ? "" : as, is_alike ? "" : "\""));

	finding_related(l->findings, f, first->r->at, "the first one");
	if (whole) {
		finding_help(l->findings, f, "take one of them out");
		finding_edit_out(l->findings, f, second->r->at);
	} else {
		finding_help(l->findings, f, "take %s out of one of them",
		    part);
	}
}

static void
visit_duplicates(struct lint *l, const struct security_group *g,
    struct items items)
{
	struct arena *a = arena_new();
	struct items all = pieces_of(a, items);
	size_t *pieces = arena_array(a, items.n, sizeof *pieces);
	const struct item **twin = arena_array(a, items.n, sizeof *twin);
	const struct item **piece = arena_array(a, items.n, sizeof *piece);
	size_t *twins = arena_array(a, items.n, sizeof *twins);
	size_t first = 0;

	for (size_t i = 0; i < all.n; i++) {
		size_t at = all.v[i].place;

		pieces[at]++;
		if (compare_content(&all.v[first], &all.v[i]) != 0)
			first = i;
		if (all.v[first].place == at)
			continue;
		twins[at]++;
		if (twin[at] == NULL) {
			twin[at] = &items.v[all.v[first].place];
			piece[at] = &all.v[i];
		}
	}
	for (size_t i = 0; i < items.n; i++)
		/* Not one rule that two files give. */
		if (twin[i] != NULL && (twin[i]->r->id == NULL ||
		    !str_equal(twin[i]->r->id, items.v[i].r->id)))
			flag_duplicate(l, g, twin[i], piece[i],
			    twins[i] == pieces[i]);
	arena_free(a);
}

static void
check_duplicates(struct lint *l, const struct model *m)
{
	each_list(l, m, visit_duplicates);
}

/* --------------------------------------------------------- shadowed-rule */

enum { SEARCHED_MAX = 4096 };

/* The rules that cover the one at i: one that does so alone, else some that
 * have part in it. */
static void
name_coverers(struct lint *l, struct finding *f, const struct item *v,
    size_t n, size_t i)
{
	struct words_list list = { .a = l->a };
	size_t alone = n;

	for (size_t j = 0; j < n && j < SEARCHED_MAX && alone == n; j++)
		if (j != i && !v[j].shade.covered &&
		    shadow_contains(&v[j].shade, &v[i].shade))
			alone = j;
	for (size_t j = 0; j < n && j < SEARCHED_MAX && list.n < 4; j++) {
		if (j == i || v[j].shade.covered ||
		    (alone < n && j != alone) ||
		    !shadow_meet(&v[j].shade, &v[i].shade))
			continue;
		words_add(&list, arena_printf(l->a, "\"%s\"",
		    words_group_rule(l->a, v[j].r)));
		finding_related(l->findings, f, v[j].r->at, "%s",
		    words_group_rule(l->a, v[j].r));
	}
	f->message = arena_printf(l->a, "%s%s", f->message,
	    words_join(&list));
	finding_witness(l->findings, f, "covered_by", "%s",
	    words_join(&list));
}

/* The items v[0..n) have one peer, are distinct and in order of place. */
static void
flag_shadowed(struct lint *l, const struct security_group *g, struct item *v,
    size_t n)
{
	struct arena *a;
	struct shade *shades;

	if (n < 2)
		return;
	a = arena_new();
	shades = arena_array(a, n, sizeof *shades);
	for (size_t i = 0; i < n; i++)
		shades[i] = v[i].shade;
	shadow_find(shades, n);
	for (size_t i = 0; i < n; i++)
		v[i].shade.covered = shades[i].covered;
	arena_free(a);
	for (size_t i = 0; i < n; i++) {
		struct finding *f;

		if (!v[i].shade.covered)
			continue;
		f = flag_rule(l, g, v[i].r, v[i].r->direction ==
		    INGRESS ? "admits nothing new beside " :
		    "lets nothing new out beside ");
		name_coverers(l, f, v, n, i);
		finding_help(l->findings, f, "take it out, or narrow the "
		    "others if they are wider than meant");
	}
}

/* From the last: whether all its pieces are pieces of others that stay. */
static bool *
find_repeated(struct arena *a, struct items items)
{
	struct items all = pieces_of(a, items);
	bool *repeated = arena_array(a, items.n, sizeof *repeated);
	size_t *count = arena_array(a, all.n, sizeof *count);	/* by first */
	size_t *first = arena_array(a, all.n, sizeof *first);
	VEC(size_t) *of = arena_array(a, items.n, sizeof *of);

	for (size_t i = 0; i < all.n; i++) {
		first[i] = i > 0 && compare_content(&all.v[i - 1],
		    &all.v[i]) == 0 ? first[i - 1] : i;
		count[first[i]]++;
		vec_push(a, &of[all.v[i].place], first[i]);
	}
	for (size_t i = items.n; i-- > 0; ) {
		repeated[i] = of[i].n > 0;
		for (size_t k = 0; k < of[i].n; k++)
			repeated[i] &= count[of[i].v[k]] > 1;
		for (size_t k = 0; repeated[i] && k < of[i].n; k++)
			count[of[i].v[k]]--;
	}
	return repeated;
}

static void
visit_shadowed(struct lint *l, const struct security_group *g,
    struct items items)
{
	struct arena *a;
	size_t kept = 0;
	bool *repeated;

	if (items.n > (size_t)fact_value(FACT_RULES_PER_INTERFACE)) {
		lint_weakened(l, "a group has more rules than AWS allows");
		return;
	}
	/* Those are SG005's. */
	a = arena_new();
	repeated = find_repeated(a, items);
	for (size_t i = 0; i < items.n; i++)
		if (!repeated[i])
			items.v[kept++] = items.v[i];
	arena_free(a);
	qsort(items.v, kept, sizeof *items.v, compare_places);
	for (size_t i = 0, end; i < kept; i = end) {
		for (end = i + 1; end < kept &&
		    compare_peers(&items.v[i], &items.v[end]) == 0; end++)
			;
		flag_shadowed(l, g, items.v + i, end - i);
	}
}

static void
check_shadowed(struct lint *l, const struct model *m)
{
	each_list(l, m, visit_shadowed);
}

/* ---------------------------------------------------------------- table */

const struct rule rules_group_overlap[] = {
	{ .check = check_duplicates, .is = {
		.code = "SG005",
		.name = "duplicate-rule",
		.severity = SEVERITY_WARNING,
		.class = CLASS_WASTE,
		.title = "a rule that stands twice in its security group",
		.aws = "AWS refuses a rule that is there already "
		    "(InvalidPermission.Duplicate); addresses are compared with "
		    "their host bits cleared.",
		.why = "The apply fails, or two people own one rule and one of them "
		    "takes it away from the other.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("security_groups": {"web": {"ingress": [)
		JSON("tcp/443 from 10.0.0.0/8", "tcp/443 from 10.0.0.0/8"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("security_groups": {"web": {"ingress": [)
		JSON("tcp/443 from 10.0.0.0/8", "udp/443 from 10.0.0.0/8"]}}}}}),
		.reference = GROUP_RULES,
	} },
	{ .check = check_shadowed, .is = {
		.code = "SG006",
		.name = "shadowed-rule",
		.severity = SEVERITY_WARNING,
		.class = CLASS_WASTE,
		.title = "a rule that admits nothing the others do not admit",
		.aws = "A security group admits the union of its rules; there is no "
		    "order and no deny.",
		.why = "Narrowing or removing such a rule changes nothing, though it "
		    "looks as if it did; and it counts against the quota.",
		.intent = SAME_WITHOUT_INTENT "  A reference to a group is never "
		    "covered by addresses.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("security_groups": {"web": {"ingress": ["tcp/1-500 from 10.0.0.0/8",)
		JSON("tcp/501-1000 from 10.0.0.0/8", "tcp/400-600 from 10.0.0.0/16"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("security_groups": {"web": {"ingress": ["tcp/1-500 from 10.0.0.0/8",)
		JSON("tcp/501-1000 from 10.0.0.0/8"]}}}}}),
		.reference = GROUP_RULES,
	} },
	{ .check = NULL }
};
