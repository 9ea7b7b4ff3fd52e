/* SPDX-License-Identifier: MIT */
#include "lint/rule.h"

#include "base/str.h"
#include "lint/intents.h"
#include "lint/words.h"
#include "plan/pairs.h"
#include "reach/reach.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

/*
 * Expectations that do not hold.  plan/ has answered them; a rule here says
 * in what way one fails.  The finding passes what stands in the way, so that
 * a finding about that very thing can stand for this one.
 */

static const char *
quoted(struct arena *a, const struct expectation *e)
{
	return arena_printf(a, "\"%s\"", e->text);
}

static void
add_evidence(struct lint *l, struct finding *f, const struct outcome *o)
{
	if (o->witness != NULL)
		finding_witness(l->findings, f, "packet", "%s", o->witness);
	if (o->failure == FAILURE_PARTIAL && o->from != NULL)
		finding_witness(l->findings, f, "ends", "%s -> %s", o->from,
		    o->to);
	if (o->works != NULL)
		finding_witness(l->findings, f, "works", "%s", o->works);
	if (o->path != NULL)
		finding_witness(l->findings, f, "path", "%s", o->path);
	for (size_t i = 0; i < o->way.n; i++)
		finding_hop(l->findings, f, o->way.v[i].at, o->way.v[i].text);
	finding_witness(l->findings, f, "verdict", "%s",
	    verdict_key(o->verdict));
	for (size_t i = 0; i < o->blockers.n; i++) {
		const struct shown_blocker *b = &o->blockers.v[i];

		/* What cannot be named stands for itself: then nothing
		 * else explains all that blocks. */
		finding_passes(l->findings, f, b->subject != NULL ?
		    b->subject : b);
		finding_witness(l->findings, f, "blocker", "%s%s%s%s%s%s%s",
		    b->name == NULL && str_equal(b->kind, "local") ?
		    "no VPC" : b->kind, b->name != NULL ? " " : "",
		    b->name != NULL ? b->name : "",
		    b->rule != NULL ? " " : "", b->rule != NULL ? b->rule : "",
		    b->direction != NULL ? " " : "",
		    b->direction != NULL ? b->direction : "");
	}
}

/* Where a spec says with which table an attachment is associated. */
static const char *
which_table(struct lint *l, const struct outcome *o)
{
	enum { SHOWN = 4 };
	const struct attachment *at = NULL;
	struct str names = str_new(l->a);
	size_t n;

	for (size_t i = 0; i < o->blockers.n && at == NULL; i++)
		if (str_equal(o->blockers.v[i].code,
		    "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"))
			at = (const struct attachment *)
			    o->blockers.v[i].thing;
	if (at == NULL || at->gateway == NULL || at->gateway->tables.n == 0 ||
	    !lint_is_spec(l, at->is.at))
		return NULL;
	n = at->gateway->tables.n;
	for (size_t i = 0; i < n && i < SHOWN; i++)
		str_addf(&names, "%s\"%s\"", i == 0 ? "" : i + 1 == n ?
		    " or " : ", ", sanitise_text(l->a, thing_label(
		    &at->gateway->tables.v[i]->is)));
	return arena_printf(l->a, "write in %s the table that routes what "
	    "comes from it, \"table\": %s%s; or in %s the one for all that "
	    "name none, \"default\": { \"association\": NAME, "
	    "\"propagation\": NAME }", thing_title(l->a, &at->is),
	    str_text(&names), n > SHOWN ? ", …" : "",
	    thing_title(l->a, &at->gateway->is));
}

/* What no proved fix is looked for: it is for people to say which way. */
static void
add_help(struct lint *l, struct finding *f, const struct outcome *o)
{
	if (o->failure == FAILURE_PARTIAL && o->spread != NULL)
		finding_help(l->findings, f, "%s", o->spread);
	else if (o->way_help != NULL)
		finding_help(l->findings, f, "%s", o->way_help);
	else if (which_table(l, o) != NULL)
		finding_help(l->findings, f, "%s", which_table(l, o));
	else if (o->failure == FAILURE_BLOCKED &&
	    strstr(o->because, "no address family in common") != NULL)
		finding_help(l->findings, f, "give one of them an address of "
		    "the other's family: a block of it for its subnet and its "
		    "VPC");
	if (o->failure != FAILURE_POSSIBLE)
		return;
	if (o->lets.rule != NULL && o->lets.group != NULL)
		finding_help(l->findings, f, "\"%s\" of %s, %s, lets it "
		    "pass: narrow it, or take it out",
		    words_group_rule(l->a, o->lets.rule),
		    thing_title(l->a, &o->lets.group->is),
		    direction_name(o->lets.rule->direction));
	else if (o->lets.route != NULL && o->way_help == NULL)
		finding_help(l->findings, f, "%s lets it pass: narrow it, or "
		    "take it out", words_route(l->a, o->lets.route));
}

/* What a spec may leave out and a walk must know. */
static void
advise_undecided(struct lint *l, struct finding *f, const struct outcome *o)
{
	if (!lint_is_misread(l, f, o->because) &&
	    lint_is_spec(l, o->of->at) &&
	    str_starts_with(o->because, "in which AZs transit gateway att") &&
	    str_ends_with(o->because, " has subnets is not known"))
		finding_help(l->findings, f, "say where it stands: "
		    "\"subnets\": [ … ] in the attachment, one for each AZ it "
		    "serves");
}

static void
flag_outcomes(struct lint *l, enum failure failure, const char *says)
{
	if (l->outcomes == NULL)
		return;
	for (size_t i = 0; i < l->outcomes->n; i++) {
		const struct outcome *o = &l->outcomes->v[i];
		struct finding *f;

		if (o->failure != failure)
			continue;
		f = finding_add(l->findings, &l->rule->is, o->of->at,
		    "%s %s: %s", quoted(l->a, o->of), says, o->because);
		f->about = o->of;
		f->key = o->of->text;
		if (failure == FAILURE_UNDECIDED)
			advise_undecided(l, f, o);
		add_evidence(l, f, o);
		add_help(l, f, o);
	}
}

static void
check_blocked(struct lint *l, const struct model *m)
{
	(void)m;
	flag_outcomes(l, FAILURE_BLOCKED, "is blocked");
}

static void
check_possible(struct lint *l, const struct model *m)
{
	(void)m;
	flag_outcomes(l, FAILURE_POSSIBLE, "does not hold");
}

static void
check_partial(struct lint *l, const struct model *m)
{
	(void)m;
	flag_outcomes(l, FAILURE_PARTIAL, "holds in part only");
}

static void
check_undecided(struct lint *l, const struct model *m)
{
	(void)m;
	flag_outcomes(l, FAILURE_UNDECIDED, "cannot be decided");
}

static void
check_vacuous(struct lint *l, const struct model *m)
{
	struct finding *f;

	(void)m;
	if (l->outcomes == NULL)
		return;
	for (size_t i = 0; i < l->outcomes->n; i++) {
		const struct outcome *o = &l->outcomes->v[i];

		if (!o->vacuous)
			continue;
		f = finding_add(l->findings, &l->rule->is, o->of->at,
		    "%s checks nothing: one of its ends has no member",
		    quoted(l->a, o->of));
		f->about = o->of;
		f->key = o->of->text;
	}
}

/* ------------------------------------------------------ contradictions */

/* An expectation by what its two ends mean, however they are written. */
struct meant {
	const struct expectation *e;
	const struct intent *i;
};

/*
 * What it is about where it does not say: a "never" is about all kinds of
 * traffic, anything else about what TO serves.  If that is not stated either,
 * some port will do: the last of all stands for it, so that only a "never"
 * about everything meets it.
 */
static struct port_set
ports_of(struct lint *l, const struct meant *m)
{
	static const struct port_range some = { PORT_POINT_LAST,
		PORT_POINT_LAST };
	struct port_set ports = port_set_empty();
	struct ends to;

	if (value_is_known(m->e->ports.is))
		return m->e->ports.v;
	if (m->e->verb == NEVER_REACHES)
		return port_set_everything();
	to = ends_of(l->a, reach_places(lint_reach(l)), &m->i->to, true, NULL);
	for (size_t k = 0; k < to.n; k++)
		ports = port_set_union(l->a, ports,
		    pairs_default_ports(l->a, to.v[k]));
	return port_set_is_empty(ports) ? (struct port_set){ 1, &some } :
	    ports;
}

static int
compare_things(const struct thing *a, const struct thing *b)
{
	if (a == b)
		return 0;
	if (a == NULL || b == NULL)
		return a == NULL ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static int
compare_selections(const struct selection *a, const struct selection *b)
{
	int order;

	if (a->what != b->what)
		return a->what < b->what ? -1 : 1;
	order = compare_things(a->thing, b->thing);
	if (order == 0)
		order = compare_things(a->vpc != NULL ? &a->vpc->is : NULL,
		    b->vpc != NULL ? &b->vpc->is : NULL);
	if (order == 0)
		order = strcmp(a->name != NULL ? a->name : "",
		    b->name != NULL ? b->name : "");
	return order == 0 && a->what == SELECTED_CIDR ?
	    cidr_compare(a->cidr, b->cidr) : order;
}

static int
compare_ends(const struct meant *a, const struct meant *b)
{
	int order;

	if (a->e->island != b->e->island)
		return a->e->island < b->e->island ? -1 : 1;
	order = compare_selections(&a->i->from, &b->i->from);
	return order != 0 ? order :
	    compare_selections(&a->i->to, &b->i->to);
}

static int
compare_meant(const void *x, const void *y)
{
	const struct meant *a = x, *b = y;
	int order = compare_ends(a, b);

	return order != 0 ? order : place_compare(a->e->at, b->e->at);
}

/* A stretch of ports that somebody wants open. */
struct wanted {
	struct port_range ports;
	const struct expectation *by;
	size_t widest;		/* among those up to this one, the one that
				   ends last */
};

struct wants {
	struct wanted *v;
	size_t n, cap;
};

static int
compare_wanted(const void *x, const void *y)
{
	const struct wanted *a = x, *b = y;

	if (a->ports.first != b->ports.first)
		return a->ports.first < b->ports.first ? -1 : 1;
	return place_compare(a->by->at, b->by->at);
}

/* What the n expectations want, to look up what meets a stretch. */
static struct wants
wants_of(struct lint *l, const struct meant *v, size_t n)
{
	struct wants all = { 0 };

	for (size_t i = 0; i < n; i++) {
		struct port_set ports = ports_of(l, &v[i]);

		for (size_t k = 0; v[i].e->verb != NEVER_REACHES &&
		    k < ports.n; k++) {
			struct wanted one = { ports.v[k], v[i].e, 0 };

			vec_push(l->a, &all, one);
		}
	}
	vec_sort(&all, compare_wanted);
	for (size_t i = 1; i < all.n; i++) {
		size_t before = all.v[i - 1].widest;

		all.v[i].widest = all.v[i].ports.last >
		    all.v[before].ports.last ? i : before;
	}
	return all;
}

/* An expectation that wants some of the stretch, or NULL. */
static const struct expectation *
who_wants(const struct wants *all, struct port_range r)
{
	size_t low = 0, high = all->n;
	const struct wanted *widest;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (all->v[middle].ports.first <= r.last)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NULL;
	widest = &all->v[all->v[low - 1].widest];
	return widest->ports.last >= r.first ? widest->by : NULL;
}

static void
flag_contradiction(struct lint *l, const struct expectation *never,
    const struct expectation *wants)
{
	struct finding *f = finding_add(l->findings, &l->rule->is, never->at,
	    "%s contradicts %s", quoted(l->a, never), quoted(l->a, wants));

	f->about = never;
	f->key = wants->text;
	finding_needs(l->findings, f, wants);
	finding_witness(l->findings, f, "wanted", "%s", wants->text);
	finding_related(l->findings, f, wants->at, "the other expectation");
	finding_help(l->findings, f, "say which ports the \"never\" is about, "
	    "or drop one of the two");
}

/* Among expectations of the same two ends, one wants what one forbids. */
static void
flag_contradictions(struct lint *l, const struct meant *v, size_t n)
{
	struct wants all = wants_of(l, v, n);

	for (size_t i = 0; all.n > 0 && i < n; i++) {
		struct port_set ports = ports_of(l, &v[i]);
		const struct expectation *wants = NULL;

		for (size_t k = 0; v[i].e->verb == NEVER_REACHES &&
		    wants == NULL && k < ports.n; k++)
			wants = who_wants(&all, ports.v[k]);
		if (wants != NULL)
			flag_contradiction(l, v[i].e, wants);
	}
}

/* What means the interfaces of whatever stands in it. */
static bool
is_wide(const struct selection *s)
{
	return s->what == SELECTED_SUBNET || s->what == SELECTED_TIER ||
	    s->what == SELECTED_VPC;
}

static bool
is_subnet_in(const struct subnet *s, const struct selection *wide)
{
	if (s == NULL)
		return false;
	switch (wide->what) {
	case SELECTED_SUBNET:
		return wide->thing == &s->is;
	case SELECTED_TIER:
		return wide->vpc == s->is.vpc && value_is_known(s->tier.is) &&
		    str_equal(s->tier.v, wide->name);
	case SELECTED_VPC:
		return s->is.vpc != NULL && wide->thing == &s->is.vpc->is;
	default:
		return false;
	}
}

/* Whether some of what one means is in the other, which is wide. */
static bool
is_partly_in(const struct selection *one, const struct selection *wide)
{
	const struct workload *w = (const struct workload *)one->thing;

	if (!is_wide(wide))
		return false;
	switch (one->what) {
	case SELECTED_WORKLOAD:
		for (size_t i = 0; i < w->interfaces.n; i++)
			if (is_subnet_in(w->interfaces.v[i]->subnet, wide))
				return true;
		return false;
	case SELECTED_SUBNET:
		return is_subnet_in((const struct subnet *)one->thing, wide);
	case SELECTED_TIER:
		return wide->what == SELECTED_VPC && one->vpc != NULL &&
		    wide->thing == &one->vpc->is;
	default:
		return false;
	}
}

static bool
share_somebody(const struct selection *a, const struct selection *b)
{
	return compare_selections(a, b) == 0 || is_partly_in(a, b) ||
	    is_partly_in(b, a);
}

/*
 * Whether an expectation wants what another forbids to a part of the same
 * two.  Where it states no ports it wants of each of TO what that serves: of
 * several this cannot be told here.
 */
static bool
is_forbidden_in_part(struct lint *l, const struct intent *wants,
    const struct intent *never)
{
	struct meant w = { wants->e, wants }, n = { never->e, never };

	return wants->e->verb != NEVER_REACHES &&
	    wants->e->island == never->e->island &&
	    compare_ends(&w, &n) != 0 &&
	    (value_is_known(wants->e->ports.is) || !is_wide(&wants->to)) &&
	    share_somebody(&wants->from, &never->from) &&
	    share_somebody(&wants->to, &never->to) &&
	    port_set_overlaps(ports_of(l, &w), ports_of(l, &n));
}

static bool
is_about_wide(const struct intent *i)
{
	return is_wide(&i->from) || is_wide(&i->to);
}

/* Whether one of the findings from that one on is about it. */
static bool
is_said(const struct lint *l, size_t first, const struct expectation *e)
{
	for (size_t i = first; i < l->findings->n; i++)
		if (l->findings->v[i]->about == e)
			return true;
	return false;
}

/* The first of those that want a part of what one forbids is named. */
static void
check_parts_of(struct lint *l, const struct intent *never,
    const struct intent_list *wants)
{
	for (size_t i = 0; i < wants->n; i++)
		if (is_forbidden_in_part(l, wants->v[i], never)) {
			flag_contradiction(l, never->e, wants->v[i]->e);
			return;
		}
}

/* Only where a subnet, tier or VPC is named can one mean a part of another. */
static void
check_parts(struct lint *l, const struct intents *all, size_t first)
{
	struct intent_list wants = { 0 }, wide = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		if (all->v[i].e->verb == NEVER_REACHES)
			continue;
		vec_push(l->a, &wants, &all->v[i]);
		if (is_about_wide(&all->v[i]))
			vec_push(l->a, &wide, &all->v[i]);
	}
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].e->verb == NEVER_REACHES &&
		    !is_said(l, first, all->v[i].e))
			check_parts_of(l, &all->v[i],
			    is_about_wide(&all->v[i]) ? &wants : &wide);
}

static void
check_contradictory(struct lint *l, const struct model *m)
{
	const struct intents *intents;
	VEC(struct meant) all = { 0 };
	size_t first = l->findings->n;

	if (m->expectations.n < 2)
		return;
	intents = lint_intents(l);
	for (size_t i = 0; i < intents->n; i++) {
		const struct intent *one = &intents->v[i];
		struct meant meant = { one->e, one };

		vec_push(l->a, &all, meant);
	}
	vec_sort(&all, compare_meant);
	for (size_t i = 0; i < all.n; ) {
		size_t n = 1;

		while (i + n < all.n &&
		    compare_ends(&all.v[i], &all.v[i + n]) == 0)
			n++;
		flag_contradictions(l, all.v + i, n);
		i += n;
	}
	check_parts(l, intents, first);
}

/* -------------------------------------------------------------- the table */

#define NETWORK_OF_TWO \
	JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",) \
	JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24"}},) \
	JSON("security_groups": {"app": {"ingress": []},) \
	JSON("db": {"ingress": ["tcp/5432 from app"]}},) \
	JSON("workloads": {) \
	JSON("app": {"kind": "instance", "subnets": ["app-a"],) \
	JSON("security_groups": ["app"]},) \
	JSON("db": {"kind": "instance", "subnets": ["app-a"],) \
	JSON("security_groups": ["db"]}}}},)
#define WITHOUT_INTENT "Silent: it speaks of declared expectations only."
#define ANALYSER "VPC Reachability Analyzer, How it works"

const struct rule rules_intent[] = {
	{
		.is = {
			.code = "RI001",
			.name = "required-flow-blocked",
			.severity = SEVERITY_ERROR,
			.class = CLASS_BROKEN,
			.title = "an expected flow does not get through",
			.aws = "A flow needs every element on its way, there and "
			    "back: security groups, network ACLs, routes, gateways.",
			.why = "The plan says that this must work, and it does "
			    "not: no packet arrives, or no answer comes back.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/3306"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432"]}),
			.reference = ANALYSER,
		},
		.check = check_blocked,
	},
	{
		.is = {
			.code = "RI002",
			.name = "forbidden-flow-possible",
			.severity = SEVERITY_ERROR,
			.class = CLASS_EXPOSURE,
			.title = "a forbidden flow is possible",
			.aws = "A packet arrives when every element on its way "
			    "admits it, whether an answer comes back or not.",
			.why = "The plan says that this must never be, and it is: "
			    "the packet named gets through.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["app never reaches db"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["db never reaches app"]}),
			.reference = ANALYSER,
		},
		.check = check_possible,
	},
	{
		.is = {
			.code = "RI003",
			.name = "required-flow-partial",
			.severity = SEVERITY_ERROR,
			.class = CLASS_BROKEN,
			.title = "an expected flow gets through in part",
			.aws = "Network ACLs, routes and AZs differ by subnet, so a "
			    "flow can work from one and not from another.",
			.why = "It works for some addresses, ports or AZs and fails "
			    "for others: the kind of fault that tests miss.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432-5433"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432"]}),
			.reference = ANALYSER,
		},
		.check = check_partial,
	},
	{
		.is = {
			.code = "RI006",
			.name = "vacuous-intent",
			.severity = SEVERITY_WARNING,
			.class = CLASS_BROKEN,
			.title = "an expectation about nobody",
			.aws = "AWS does not see expectations.",
			.why = "One of its ends has no member, so that it would "
			    "hold whatever the network does.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["192.168.7.0/24 never reaches db"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["db never reaches app"]}),
			.reference = "vpcplan, spec format: expect",
		},
		.check = check_vacuous,
	},
	{
		.is = {
			.code = "RI007",
			.name = "contradictory-intent",
			.severity = SEVERITY_ERROR,
			.class = CLASS_BROKEN,
			.title = "two expectations that cannot both hold",
			.aws = "AWS does not see expectations.",
			.why = "Whatever the network does, one of them fails.",
			.intent = WITHOUT_INTENT,
			.bad = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432", "app never reaches db"]}),
			.good = NETWORK_OF_TWO
			JSON("expect": ["app reaches db on tcp/5432",)
			JSON("app never reaches db on tcp/22"]}),
			.reference = "vpcplan, spec format: expect",
		},
		.check = check_contradictory,
	},
	{
		.is = {
			.code = "RI009",
			.name = "expectation-undecided",
			.severity = SEVERITY_ERROR,
			.class = CLASS_BROKEN,
			.title = "an expectation that cannot be decided",
			.aws = "What an appliance forwards, or a value that is known "
			    "after apply only, stands in no plan.",
			.why = "Something on the way is not known.  A flow that is "
			    "not proved counts as failed, and so does a \"never\".",
			.intent = WITHOUT_INTENT,
			.bad =
			JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
			JSON("internet_gateway": "igw",)
			JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24",)
			JSON("route_table": "app"}},)
			JSON("route_tables": {"app": {"routes": {"0.0.0.0/0":)
			JSON({"unknown": "known after apply"}}}},)
			JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"]}}}},)
			JSON("expect": ["app reaches internet"]}),
			.good =
			JSON({"vpcplan": 1, "vpcs": {"shop": {"cidr": "10.0.0.0/16",)
			JSON("internet_gateway": "igw",)
			JSON("subnets": {"app-a": {"az": "a", "cidr": "10.0.1.0/24",)
			JSON("route_table": "app"}},)
			JSON("route_tables": {"app": {"routes": {"0.0.0.0/0": "igw"}}},)
			JSON("workloads": {"app": {"kind": "instance", "subnets": ["app-a"],)
			JSON("public_ip": true}}}},)
			JSON("expect": ["app reaches internet"]}),
			.reference = ANALYSER,
		},
		.check = check_undecided,
	},
	{ .check = NULL }
};
