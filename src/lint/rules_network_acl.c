/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "lint/words.h"
#include "model/facts.h"
#include "net/service_set.h"

#include <stdlib.h>

/*
 * Network ACLs: numbered entries, the first that matches decides.  An entry
 * is judged against what the ones before it have decided already, which is
 * kept as sets of packets.
 */
#define SAME_WITHOUT_INTENT "The same: it needs no declared intent."
#define ACLS "Amazon VPC User Guide, Network ACLs"

static struct finding *
flag_entry(struct lint *l, const struct network_acl *acl,
    const struct acl_entry *e, const char *what)
{
	struct finding *f = flag(l, &acl->is, e->at, "the %s entry \"%s\" of "
	    "%s %s", direction_name(e->direction), words_acl_entry(l->a, e),
	    thing_title(l->a, &acl->is), what);

	f->key = arena_printf(l->a, "%s %s", direction_name(e->direction),
	    words_acl_entry(l->a, e));
	finding_passes(l->findings, f, e);
	finding_witness(l->findings, f, "entry", "%s",
	    words_acl_entry(l->a, e));
	return f;
}

/* One direction of one ACL; the entries are sorted by number. */
struct list {
	const struct network_acl *acl;
	struct acl_entry *const *v;
	size_t n;
};

static void
each_list(struct lint *l, const struct model *m,
    void (*visit)(struct lint *l, const struct list *list))
{
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];
		struct list in = { acl, acl->ingress.v, acl->ingress.n };
		struct list out = { acl, acl->egress.v, acl->egress.n };

		visit(l, &in);
		visit(l, &out);
	}
}

/* --------------------------------------------------------------- numbers */

static void
visit_numbers(struct lint *l, const struct list *list)
{
	for (size_t i = 1; i < list->n; i++) {
		const struct acl_entry *x = list->v[i - 1], *y = list->v[i];
		struct finding *f;

		if (!value_is_known(x->number.is) ||
		    !value_is_known(y->number.is) ||
		    x->number.v != y->number.v || x->implicit || y->implicit ||
		    !conditions_coincide(x->exists, y->exists))
			continue;
		f = flag_entry(l, list->acl, y, arena_printf(l->a, "has the "
		    "number of \"%s\"", words_acl_entry(l->a, x)));
		finding_related(l->findings, f, x->at, "the first one");
		finding_help(l->findings, f, "give each entry of a direction "
		    "a number of its own");
	}
}

static void
check_numbers(struct lint *l, const struct model *m)
{
	each_list(l, m, visit_numbers);
}

/* AWS's own last entries have numbers above the range. */
static void
visit_range(struct lint *l, const struct list *list)
{
	int64_t min = fact_value(FACT_ACL_NUMBER_MIN);
	int64_t max = fact_value(FACT_ACL_NUMBER_MAX);

	for (size_t i = 0; list->acl->is.created && i < list->n; i++) {
		const struct acl_entry *e = list->v[i];
		struct finding *f;

		if (!value_is_known(e->number.is) || e->implicit ||
		    (e->number.v >= min && e->number.v <= max))
			continue;
		f = flag_entry(l, list->acl, e, arena_printf(l->a,
		    "has a number outside of %lld to %lld", (long long)min,
		    (long long)max));
		finding_witness(l->findings, f, "number", "%lld",
		    (long long)e->number.v);
		finding_help(l->findings, f, "number it within the range; "
		    "steps of 10 or 100 leave room");
	}
}

static void
check_range(struct lint *l, const struct model *m)
{
	each_list(l, m, visit_range);
}

/* ------------------------------------------------------ order of entries */

/* What has been decided by the entries so far, in one family. */
struct decided {
	enum family family;
	struct service_set allowed, denied;
	struct service_set offered;	/* of all allows, decided or not */
};

struct judgement {
	struct arena *a;		/* scratch, of one list */
	struct lint *l;
	const struct list *list;
	bool shadowed;			/* which of the two rules runs */
};

static bool
is_certain(const struct acl_entry *e)
{
	return value_is_known(e->number.is) && value_is_known(e->ports.is) &&
	    value_is_known(e->cidr.is) && e->exists == NULL;
}

static struct service_set
region_of(struct arena *a, const struct acl_entry *e)
{
	return service_set_of(a, e->ports.v, range_set_of_cidr(a, e->cidr.v));
}

static bool
entries_meet(const struct acl_entry *x, const struct acl_entry *y)
{
	return cidr_overlaps(x->cidr.v, y->cidr.v) &&
	    port_set_overlaps(x->ports.v, y->ports.v);
}

static bool
entry_contains(const struct acl_entry *outer, const struct acl_entry *inner)
{
	return cidr_contains(outer->cidr.v, inner->cidr.v) &&
	    port_set_contains(outer->ports.v, inner->ports.v);
}

/* The entries before the i-th that decide of its packets with that action. */
static const char *
earlier(const struct judgement *j, struct finding *f, size_t i, bool allow)
{
	const struct acl_entry *e = j->list->v[i];
	struct words_list list = { .a = j->l->a };

	for (size_t k = 0; k < i; k++) {
		const struct acl_entry *x = j->list->v[k];

		if (x->allow != allow || !entries_meet(x, e) ||
		    x->number.v == e->number.v)
			continue;
		words_add(&list, arena_printf(j->l->a, "\"%s\"",
		    words_acl_entry(j->l->a, x)));
		if (list.n <= 4)
			finding_related(j->l->findings, f, x->at, "%s",
			    words_acl_entry(j->l->a, x));
	}
	return words_join(&list);
}

static void
judge_shadowed(const struct judgement *j, const struct decided *d, size_t i)
{
	const struct acl_entry *e = j->list->v[i];
	struct service_set same = e->allow ? d->allowed : d->denied;
	struct lint *l = j->l;
	struct finding *f;

	if (!service_set_contains(same, region_of(j->a, e)))
		return;
	f = flag_entry(l, j->list->acl, e, "");
	f->message = arena_printf(l->a, "%sdecides nothing: all of it is %s "
	    "before, by %s", f->message, e->allow ? "allowed" : "denied",
	    earlier(j, f, i, e->allow));
	finding_help(l->findings, f, "take it out");
	finding_edit_out(l->findings, f, e->at);
}

/* What of the packets x that earlier allows let through is no exception made
 * on purpose: those allows reach beyond the deny. */
static struct service_set
beyond_exceptions(const struct judgement *j, struct service_set x, size_t i)
{
	const struct acl_entry *deny = j->list->v[i];

	for (size_t k = 0; k < i && !service_set_is_empty(x); k++) {
		const struct acl_entry *e = j->list->v[k];

		if (e->allow && e->cidr.v.family == deny->cidr.v.family &&
		    entry_contains(deny, e))
			x = service_set_subtract(j->a, x, region_of(j->a, e));
	}
	return x;
}

/* One of them, rather on the internet than 0.0.0.0. */
static struct addr
an_address(const struct judgement *j, struct range_set peers)
{
	struct range_set outside = range_set_intersect(j->a, peers,
	    fact_internet(peers.family));

	return outside.n > 0 ? outside.v[0].first : peers.v[0].first;
}

/* One of the services, rather of TCP than of protocol 0. */
static const struct service *
a_service(struct service_set x, uint32_t *point)
{
	uint32_t first = port_point(PROTOCOL_TCP, 0);
	uint32_t last = port_point(PROTOCOL_TCP, 65535);

	for (size_t i = 0; i < x.n; i++) {
		if (x.v[i].ports.last < first || x.v[i].ports.first > last)
			continue;
		*point = x.v[i].ports.first > first ?
		    x.v[i].ports.first : first;
		return &x.v[i];
	}
	*point = x.v[0].ports.first;
	return &x.v[0];
}

static void
flag_ineffective(const struct judgement *j, size_t i, struct service_set x,
    bool wholly)
{
	const struct acl_entry *e = j->list->v[i];
	enum family family = (enum family)e->cidr.v.family;
	uint32_t point;
	const struct service *one = a_service(x, &point);
	const char *packet = arena_printf(j->l->a, "%s %s %s",
	    words_point(j->l->a, point),
	    e->direction == INGRESS ? "from" : "to",
	    words_addr(j->l->a, family, an_address(j, one->peers)));
	struct finding *f = flag_entry(j->l, j->list->acl, e, "");

	f->message = arena_printf(j->l->a, "%s%s is allowed before, by %s; %s "
	    "still passes", f->message, wholly ? "denies nothing: all of it" :
	    "comes too late: part of it", earlier(j, f, i, true), packet);
	finding_witness(j->l->findings, f, "packet", "%s", packet);
	if (!wholly)
		f->severity = SEVERITY_WARNING;
	finding_help(j->l->findings, f, "give it a lower number than those");
}

/* The last entry of AWS's own lists, written out: nobody means to take back
 * by it what the entries before it allow. */
static bool
denies_all(const struct acl_entry *e)
{
	return e->cidr.v.length == 0 && port_set_is_everything(e->ports.v);
}

static void
judge_ineffective(const struct judgement *j, const struct decided *d,
    size_t i)
{
	const struct acl_entry *e = j->list->v[i];
	struct service_set region = region_of(j->a, e), passing, rest;

	passing = service_set_intersect(j->a, region, d->allowed);
	if (service_set_is_empty(passing))
		return;
	if (service_set_contains(d->offered, region)) {
		flag_ineffective(j, i, passing, true);
		return;
	}
	rest = beyond_exceptions(j, passing, i);
	if (!service_set_is_empty(rest))
		flag_ineffective(j, i, rest, false);
}

static void
decide(struct arena *a, struct decided *d, const struct acl_entry *e)
{
	struct service_set region = region_of(a, e);
	struct service_set before = service_set_union(a, d->allowed,
	    d->denied);
	struct service_set now = service_set_subtract(a, region, before);

	if (e->allow) {
		d->allowed = service_set_union(a, d->allowed, now);
		d->offered = service_set_union(a, d->offered, region);
	} else {
		d->denied = service_set_union(a, d->denied, now);
	}
}

/* Whether the running rule needs the sets to judge the i-th entry. */
static bool
is_suspect(const struct judgement *j, size_t i)
{
	const struct acl_entry *e = j->list->v[i];

	if (e->implicit)
		return false;
	if (!j->shadowed)
		return !e->allow && !denies_all(e);
	for (size_t k = 0; k < i; k++)
		if (j->list->v[k]->allow == e->allow &&
		    entries_meet(j->list->v[k], e))
			return true;
	return port_set_is_empty(e->ports.v);
}

/*
 * More entries than an ACL can be raised to are NA011's, and are not judged
 * one by one.  Behind an entry that is not wholly known anything may have
 * been decided, so nothing is said of those that follow.
 */
static void
judge_list(struct lint *l, const struct list *list, bool shadowed)
{
	struct judgement j = { .l = l, .list = list, .shadowed = shadowed };
	struct decided families[2] = { { .family = IPV4 },
		{ .family = IPV6 } };

	if (!list->acl->entries_known && list->acl->is.created &&
	    list->n > 0) {
		lint_weakened(l, "an entry is not known");
		return;
	}
	if (list->n < 2)
		return;
	if (list->n > 4 * (size_t)fact_value(FACT_ACL_ENTRIES_MAX)) {
		lint_weakened(l, "an ACL has more entries than AWS allows");
		return;
	}
	for (size_t i = 0; i < list->n; i++)
		if (!value_is_known(list->v[i]->number.is)) {
			lint_weakened(l, "the number of an entry is not "
			    "known");
			return;
		}
	j.a = arena_new();
	for (size_t i = 0; i < 2; i++) {
		struct service_set none =
		    service_set_empty(families[i].family);

		families[i].allowed = families[i].denied =
		    families[i].offered = none;
	}
	for (size_t i = 0, done = 0; i < list->n; i++) {
		const struct acl_entry *e = list->v[i];
		struct decided *d;

		if (!is_certain(e)) {
			lint_weakened(l, "an entry is not known");
			break;
		}
		if (!is_suspect(&j, i))
			continue;
		/* Which of two of one number AWS takes is not known (NA001). */
		for (; done < i && list->v[done]->number.v != e->number.v;
		    done++)
			decide(j.a, &families[list->v[done]->cidr.v.family ==
			    IPV4 ? 0 : 1], list->v[done]);
		d = &families[e->cidr.v.family == IPV4 ? 0 : 1];
		if (shadowed)
			judge_shadowed(&j, d, i);
		else
			judge_ineffective(&j, d, i);
	}
	arena_free(j.a);
}

static void
visit_shadowed(struct lint *l, const struct list *list)
{
	judge_list(l, list, true);
}

static void
check_shadowed(struct lint *l, const struct model *m)
{
	each_list(l, m, visit_shadowed);
}

static void
visit_ineffective(struct lint *l, const struct list *list)
{
	judge_list(l, list, false);
}

static void
check_ineffective(struct lint *l, const struct model *m)
{
	each_list(l, m, visit_ineffective);
}

/* ------------------------------------------------- empty-or-one-way-acl */

/* Whether something gets through, or may: an allow that comes after a deny of
 * all of it lets nobody in. */
static bool
may_allow(struct acl_entry *const *v, size_t n)
{
	struct arena *a = arena_new();
	struct service_set denied[] = { service_set_empty(IPV4),
		service_set_empty(IPV6) };
	bool allows = false;

	for (size_t i = 0; i < n && !allows; i++) {
		struct service_set region, *before;

		if (!is_certain(v[i])) {
			/* Of one that cannot be read not even that is known. */
			allows = v[i]->allow || !value_is_known(v[i]->ports.is);
			continue;
		}
		region = region_of(a, v[i]);
		before = &denied[v[i]->cidr.v.family == IPV4 ? 0 : 1];
		if (v[i]->allow)
			allows = !service_set_is_empty(
			    service_set_subtract(a, region, *before));
		else
			*before = service_set_union(a, *before, region);
	}
	arena_free(a);
	return allows;
}

/* Whether an entry decides all that each allow of the list would let pass. */
static bool
denies_all_allows(struct acl_entry *const *v, size_t n, size_t deny)
{
	struct arena *a = arena_new();
	bool all = is_certain(v[deny]) && !v[deny]->allow;

	for (size_t i = 0; i < n && all; i++)
		if (v[i]->allow)
			all = i > deny && is_certain(v[i]) &&
			    v[i]->cidr.v.family == v[deny]->cidr.v.family &&
			    service_set_contains(region_of(a, v[deny]),
			    region_of(a, v[i]));
	arena_free(a);
	return all;
}

/* Of a side that allows nothing and has allows, what keeps them from ever
 * deciding is the order; NULL: it has none. */
static const char *
wrong_order(struct lint *l, struct acl_entry *const *v, size_t n)
{
	struct words_list allows = { .a = l->a };
	size_t deny = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i]->allow && value_is_known(v[i]->number.is))
			words_add(&allows, arena_printf(l->a, "%lld",
			    (long long)v[i]->number.v));
	if (allows.n == 0)
		return NULL;
	while (deny < n && !denies_all_allows(v, n, deny))
		deny++;
	return deny < n ? arena_printf(l->a, "\"%s\" decides before %s, "
	    "which would allow: give it the last number, or take it out",
	    words_acl_entry(l->a, v[deny]), words_join(&allows)) :
	    arena_printf(l->a, "what %s would allow is denied before: give "
	    "those denies later numbers, or take them out",
	    words_join(&allows));
}

/* What opens the sides that allow nothing. */
static void
help_one_way(struct lint *l, struct finding *f, const struct network_acl *acl,
    bool in, bool out)
{
	const char *order[2] = {
		in ? NULL : wrong_order(l, acl->ingress.v, acl->ingress.n),
		out ? NULL : wrong_order(l, acl->egress.v, acl->egress.n)
	};

	if (order[0] != NULL || order[1] != NULL)
		finding_help(l->findings, f, "%s%s%s", order[0] != NULL ?
		    order[0] : "", order[0] != NULL && order[1] != NULL ?
		    "; and " : "", order[1] != NULL ? order[1] : "");
	else
		finding_help(l->findings, f, "an ACL keeps no state: allow the "
		    "answers too, to the clients' ports");
}

static void
check_one_way(struct lint *l, const struct model *m)
{
	for (size_t i = 0; i < m->network_acls.n; i++) {
		const struct network_acl *acl = m->network_acls.v[i];
		bool in = may_allow(acl->ingress.v, acl->ingress.n);
		bool out = may_allow(acl->egress.v, acl->egress.n);
		struct words_list list = { .a = l->a };
		struct finding *f;

		if (!acl->entries_known && acl->is.created &&
		    acl->subnets.n > 0 && !(in && out))
			lint_weakened(l, "an entry is not known");
		if (!acl->entries_known || acl->subnets.n == 0 ||
		    (in && out) || lint_is_handed_out(l, &acl->is))
			continue;
		for (size_t j = 0; j < acl->subnets.n; j++)
			words_add(&list, arena_printf(l->a, "%s%s",
			    thing_title(l->a, &acl->subnets.v[j]->is),
			    lint_where(l, acl->subnets.v[j]->is.exists,
			    &acl->is)));
		f = flag(l, &acl->is, acl->is.at, "%s allows nothing %s: no "
		    "connection of %s works, in either direction",
		    thing_title(l->a, &acl->is), !in && !out ?
		    "in or out" : !in ? "in (ingress)" : "out (egress)",
		    words_join(&list));
		for (size_t side = 0; side < 4; side++)
			if (side / 2 == INGRESS ? !in : !out)
				finding_passes(l->findings, f,
				    network_acl_side(acl,
				    (enum direction)(side / 2),
				    side % 2 == 1));
		finding_witness(l->findings, f, "ingress", "%s",
		    in ? "allows" : "allows nothing");
		finding_witness(l->findings, f, "egress", "%s",
		    out ? "allows" : "allows nothing");
		help_one_way(l, f, acl, in, out);
	}
}

/* ---------------------------------------------------------------- table */

const struct rule rules_network_acl[] = {
	{ .check = check_numbers, .is = {
		.code = "NA001",
		.name = "duplicate-rule-number",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "two entries of one direction with one number",
		.aws = "In each direction of a network ACL a number stands once, "
		    "for both families together.",
		.why = "The second entry is refused, or replaces the first.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("network_acls": {"edge": {"ingress": ["100 allow tcp/443 from 0.0.0.0/0",)
		JSON("100 allow tcp/80 from 0.0.0.0/0"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("network_acls": {"edge": {"ingress": ["100 allow tcp/443 from 0.0.0.0/0",)
		JSON("110 allow tcp/80 from 0.0.0.0/0"]}}}}}),
		.reference = ACLS,
	} },
	{ .check = check_range, .is = {
		.code = "NA002",
		.name = "rule-number-range",
		.severity = SEVERITY_ERROR,
		.class = CLASS_REJECT,
		.title = "an entry with a number that AWS does not take",
		.aws = "Numbers go from 1 to 32766; 32767 and above are AWS's own, "
		    "for the entries that deny the rest.",
		.why = "AWS refuses the entry.",
		.intent = "The same, for ACLs that are to be created.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("network_acls": {"edge": {"ingress": ["40000 deny all from 0.0.0.0/0"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("network_acls": {"edge": {"ingress": ["32766 deny all from 0.0.0.0/0"]}}}}}),
		.reference = ACLS,
	} },
	{ .check = check_shadowed, .is = {
		.code = "NA003",
		.name = "shadowed-entry",
		.severity = SEVERITY_WARNING,
		.class = CLASS_WASTE,
		.title = "an entry whose packets earlier ones decide the same way",
		.aws = "Entries are looked at in the order of their numbers; the "
		    "first that matches decides.",
		.why = "The entry does nothing, and takes one of the few places "
		    "that an ACL has.",
		.intent = SAME_WITHOUT_INTENT,
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("network_acls": {"edge": {"ingress": ["100 allow tcp/443 from 10.0.0.0/9",)
		JSON("110 allow tcp/443 from 10.128.0.0/9",)
		JSON("120 allow tcp/443 from 10.0.0.0/8"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("network_acls": {"edge": {"ingress": ["100 allow tcp/443 from 10.0.0.0/9",)
		JSON("120 allow tcp/443 from 10.0.0.0/8"]}}}}}),
		.reference = ACLS,
	} },
	{ .check = check_ineffective, .is = {
		.code = "NA004",
		.name = "ineffective-deny",
		.severity = SEVERITY_ERROR,
		.class = CLASS_EXPOSURE,
		.title = "a deny that comes after what it is to stop was allowed",
		.aws = "The first entry that matches decides; a deny behind a "
		    "wider allow is never looked at.",
		.why = "Somebody meant to keep those packets out, and they pass.",
		.intent = "The same.  A deny that allows run across is a warning, "
		    "with a packet that passes; an allow inside the deny is an "
		    "exception made on purpose, and silent.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("network_acls": {"edge": {"ingress": ["100 allow all from 0.0.0.0/0",)
		JSON("110 deny tcp/22 from 0.0.0.0/0"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
		JSON("network_acls": {"edge": {"ingress": ["100 deny tcp/22 from 0.0.0.0/0",)
		JSON("110 allow all from 0.0.0.0/0"]}}}}}),
		.reference = ACLS,
	} },
	{ .check = check_one_way, .is = {
		.code = "NA008",
		.name = "empty-or-one-way-acl",
		.severity = SEVERITY_ERROR,
		.class = CLASS_BROKEN,
		.title = "a network ACL in use that allows nothing in one direction",
		.aws = "A network ACL keeps no state: answers need an entry of their "
		    "own.  A new one denies everything.",
		.why = "Every connection into and out of its subnets fails, though "
		    "one direction looks open.",
		.intent = SAME_WITHOUT_INTENT "  Silent while no subnet uses it.",
		.bad =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {"app-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "network_acl": "app"}},)
		JSON("network_acls": {"app": {"ingress": ["100 allow all from 0.0.0.0/0"]}}}}}),
		.good =
		JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16", "subnets": {"app-a":)
		JSON({"az": "a", "cidr": "10.0.0.0/24", "network_acl": "app"}},)
		JSON("network_acls": {"app": {"ingress": ["100 allow all from 0.0.0.0/0"],)
		JSON("egress": ["100 allow all to 0.0.0.0/0"]}}}}}),
		.reference = ACLS,
	} },
	{ .check = NULL }
};
