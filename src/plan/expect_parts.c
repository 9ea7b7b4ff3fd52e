/* SPDX-License-Identifier: MIT */
#include "plan/expect_parts.h"

#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "model/notation.h"
#include "model/stand_in.h"
#include "reach/branch.h"
#include "text/sanitise.h"

/* ------------------------------------------------------------------ via */

struct via_word {
	const char *word;
	enum hop_kind kinds[3];
	size_t n;
};

static const struct via_word via_words[] = {
	{ "igw", { HOP_INTERNET_GATEWAY }, 1 },
	{ "nat", { HOP_NAT_GATEWAY }, 1 },
	{ "tgw", { HOP_ATTACHMENT }, 1 },
	{ "vpn", { HOP_VPN }, 1 },
	{ "peering", { HOP_PEERING }, 1 },
	{ "endpoint", { HOP_ENDPOINT }, 1 },
	{ "firewall", { HOP_APPLIANCE }, 1 },
	{ "internet", { HOP_INTERNET_GATEWAY, HOP_EGRESS_ONLY_GATEWAY }, 2 }
};

static const struct via_word *
via_word(const char *text)
{
	for (size_t i = 0; i < sizeof via_words / sizeof via_words[0]; i++)
		if (str_equal(via_words[i].word, text))
			return &via_words[i];
	return NULL;
}

/* What a clause is about: a sort of hop, or things. */
struct wanted {
	const struct via_word *word;	/* NULL: things */
	struct passables things;
};

static bool
is_wanted(const struct wanted *w, const struct thing *t)
{
	for (size_t i = 0; i < w->things.n; i++)
		if (w->things.v[i] == t)
			return true;
	return false;
}

/* It is a NAT as well as a firewall. */
static bool
is_nat_instance(const struct hop *h)
{
	const struct workload *w = NULL;

	if (h->kind != HOP_APPLIANCE || h->thing == NULL)
		return false;
	if (h->thing->kind == KIND_INTERFACE)
		w = ((const struct interface *)h->thing)->workload;
	else if (h->thing->kind == KIND_WORKLOAD)
		w = (const struct workload *)h->thing;
	return w != NULL && w->kind == WORKLOAD_NAT_INSTANCE;
}

static bool
hop_is_of(const struct hop *h, const struct via_word *word)
{
	for (size_t i = 0; i < word->n; i++)
		if (h->kind == word->kinds[i])
			return true;
	return str_equal(word->word, "nat") && is_nat_instance(h);
}

/* A thing is meant by its own name, or by that of what it belongs to. */
static bool
hop_is(const struct hop *h, const struct wanted *w)
{
	const struct thing *t = h->thing;

	if (w->word != NULL)
		return hop_is_of(h, w->word);
	if (t == NULL)
		return false;
	if (t->kind == KIND_ATTACHMENT &&
	    is_wanted(w, &((const struct attachment *)t)->gateway->is))
		return true;
	if (t->kind == KIND_INTERFACE &&
	    ((const struct interface *)t)->workload != NULL &&
	    is_wanted(w, &((const struct interface *)t)->workload->is))
		return true;
	return is_wanted(w, t);
}

/* An interface endpoint is passed by being where the flow ends. */
static bool
ends_at(const struct pair_answer *p, const struct wanted *w)
{
	if (p->to->kind != END_INTERFACES || p->to->endpoint == NULL)
		return false;
	return w->word != NULL ? str_equal(w->word->word, "endpoint") :
	    is_wanted(w, &p->to->endpoint->is);
}

/* The hop of that way that is what is wanted; NULL: none is. */
static const struct hop *
hop_wanted(const struct way *way, const struct wanted *w)
{
	for (const struct hop *h = way->hops; h != NULL; h = h->previous)
		if (hop_is(h, w))
			return h;
	return NULL;
}

/* "NAT gateway "nat-a"", or what was said where the hop is no thing. */
static const char *
hop_title(struct arena *a, const struct hop *h, const char *text)
{
	return h != NULL && h->thing != NULL ? thing_title(a, h->thing) :
	    sanitise_text(a, text);
}

/* The gateways, NATs and the like that a way goes by, in its order. */
static const char *
gateways_of(struct arena *a, const struct way *w)
{
	const char *all = NULL;

	for (const struct hop *h = w->hops; h != NULL; h = h->previous)
		for (size_t i = 0; h->thing != NULL && i < sizeof via_words /
		    sizeof via_words[0]; i++)
			if (hop_is_of(h, &via_words[i])) {
				all = arena_printf(a, "%s%s%s",
				    thing_title(a, h->thing),
				    all != NULL ? " and " : "",
				    all != NULL ? all : "");
				break;
			}
	return all;
}

/* The last route that leads a packet on its way to h (NULL: to the end). */
static const struct hop *
route_before(const struct way *w, const struct hop *h)
{
	for (h = h != NULL ? h->previous : w->hops; h != NULL;
	    h = h->previous)
		if (h->kind == HOP_ROUTE && h->route != NULL && !h->reply)
			return h;
	return NULL;
}

/* The first, which leaves the sender's subnet. */
static const struct hop *
first_route(const struct way *w)
{
	const struct hop *first = NULL;

	for (const struct hop *h = w->hops; h != NULL; h = h->previous)
		if (h->kind == HOP_ROUTE && !h->reply)
			first = h;
	return first;
}

/* "the route 0.0.0.0/0 of route table "app-a"" */
static const char *
route_title(struct arena *a, const struct route *r)
{
	const char *to = r->destination == DESTINATION_CIDR &&
	    value_is_known(r->cidr.is) ? cidr_text(a, r->cidr.v) : "it takes";

	return r->table == NULL ? arena_printf(a, "the route %s", to) :
	    arena_printf(a, "the route %s of %s", to,
	    thing_title(a, &r->table->is));
}

/* What a route may lead to, as a clause names it; NULL: no route does. */
static const char *
routed_to(struct arena *a, const struct wanted *w)
{
	static const struct {
		const char *word, *title;
	} titles[] = {
		{ "igw", "an internet gateway" }, { "nat", "a NAT gateway" },
		{ "tgw", "a transit gateway" }, { "vpn", "a VPN gateway" },
		{ "peering", "a peering connection" },
		{ "firewall", "an appliance or a gateway load balancer "
		  "endpoint" }, { "internet", "an internet gateway" },
	};
	const struct thing *t = w->things.n == 1 ? w->things.v[0] : NULL;

	for (size_t i = 0; w->word != NULL &&
	    i < sizeof titles / sizeof *titles; i++)
		if (str_equal(titles[i].word, w->word->word))
			return titles[i].title;
	if (t == NULL || (t->kind == KIND_WORKLOAD &&
	    ((const struct workload *)t)->kind != WORKLOAD_APPLIANCE &&
	    ((const struct workload *)t)->kind != WORKLOAD_NAT_INSTANCE))
		return NULL;
	return t->kind == KIND_SECURITY_GROUP || t->kind == KIND_NETWORK_ACL ||
	    t->kind == KIND_ROUTE_TABLE || t->kind == KIND_TRANSIT_TABLE ?
	    NULL : thing_title(a, t);
}

/* Whether it filters, or forwards, what stays inside of a VPC. */
static bool
stands_between(const struct wanted *w)
{
	const struct thing *t = w->things.n == 1 ? w->things.v[0] : NULL;

	return w->word != NULL ? str_equal(w->word->word, "firewall") :
	    t != NULL && (t->kind == KIND_WORKLOAD ||
	    t->kind == KIND_INTERFACE || t->kind == KIND_ENDPOINT);
}

/* An endpoint for the service takes it past NATs and gateways. */
static const char *
endpoint_help(struct expecting *x, const struct way *w)
{
	const struct hop *h = first_route(w);

	if (fact_has_gateway_endpoint(x->to.name) && h != NULL &&
	    h->thing != NULL)
		return arena_printf(x->a, "a gateway endpoint for %s that "
		    "has %s among its tables takes it there", x->to.name,
		    thing_title(x->a, h->thing));
	return arena_printf(x->a, "an interface endpoint for %s in its VPC, "
	    "with private DNS, takes it there", x->to.name);
}

static const char *
not_via_help(struct expecting *x, const struct way *w, const struct hop *h)
{
	const struct hop *by = route_before(w, h);

	if (x->to.what == SELECTED_SERVICE &&
	    (h == NULL || h->kind != HOP_ENDPOINT))
		return endpoint_help(x, w);
	return by == NULL ? NULL : arena_printf(x->a, "%s leads it there: "
	    "give it another target, or a longer one beside it",
	    route_title(x->a, by->route));
}

static const char *
via_help(struct expecting *x, const struct wanted *wanted,
    const struct way *w)
{
	const struct hop *by = first_route(w);
	const char *to = routed_to(x->a, wanted);

	if (x->to.what == SELECTED_SERVICE && (to == NULL ||
	    (wanted->things.n == 1 &&
	    wanted->things.v[0]->kind == KIND_ENDPOINT)))
		return endpoint_help(x, w);
	if (to == NULL)
		return NULL;
	if (by == NULL || by->route == NULL ||
	    by->route->target_kind == TARGET_LOCAL)
		return stands_between(wanted) ? arena_printf(x->a, "inside of "
		    "a VPC a route for the whole block of a subnet leads to "
		    "%s", to) : "it stays in its VPC, and passes nothing of "
		    "the kind there: leave the \"via\" out";
	if (by->route->destination != DESTINATION_CIDR)
		return arena_printf(x->a, "take %s out of the tables of the "
		    "endpoint that it leads to", by->route->table != NULL ?
		    thing_title(x->a, &by->route->table->is) : "its table");
	return arena_printf(x->a, "let %s lead to %s",
	    route_title(x->a, by->route), to);
}

/* One way passes, or does not pass, what the clause forbids or wants. */
static void
break_via(struct expecting *x, struct outcome *out, const struct via *via,
    const struct pair_answer *p, const struct way *w,
    const struct wanted *wanted)
{
	const struct hop *h = hop_wanted(w, wanted);
	const char *by = via->negated ? hop_title(x->a, h, via->text) :
	    gateways_of(x->a, w);

	expect_fail(out, via->negated ? FAILURE_POSSIBLE : FAILURE_PARTIAL,
	    via->negated ?
	    arena_printf(x->a, "%s reaches it via %s",
	    end_title(x->a, p->from), by) :
	    arena_printf(x->a, "%s reaches it %s%s, not via %s",
	    end_title(x->a, p->from), by != NULL ? "via " : "directly",
	    by != NULL ? by : "", sanitise_text(x->a, via->text)));
	expect_show(x, out, p, w->flow);
	out->way_help = via->negated ? not_via_help(x, w, h) :
	    via_help(x, wanted, w);
}

const char *
expect_why_no_via(struct expecting *x)
{
	const char *why = NULL;

	for (size_t v = 0; v < x->e->vias.n && why == NULL; v++)
		if (via_word(x->e->vias.v[v].text) == NULL)
			(void)select_passed(x->a, reach_selector(x->r),
			    x->e->island, x->e->vias.v[v].text, &why);
	return why;
}

/* Whether a way passes what the clause forbids, or not what it wants. */
static bool
breaks(const struct pair_answer *p, const struct way *w,
    const struct via *via, const struct wanted *wanted)
{
	return (ends_at(p, wanted) || hop_wanted(w, wanted) != NULL) ==
	    via->negated;
}

/* The branch of a condition in which no way breaks the clause; or NULL. */
static const struct branch *
branch_unbroken(const struct pair_answer *p, const struct via *via,
    const struct wanted *wanted)
{
	const struct answer *all = &p->answer;

	for (size_t i = 0; i < all->n_ways; i++) {
		bool broken = false;

		for (size_t j = 0; j < all->n_ways && !broken; j++)
			broken = all->ways[j].branch == all->ways[i].branch &&
			    breaks(p, &all->ways[j], via, wanted);
		if (!broken)
			return all->ways[i].branch;
	}
	return NULL;
}

static void
judge_via(struct expecting *x, struct outcome *out, const struct via *via)
{
	struct wanted wanted = { .word = via_word(via->text) };
	const struct branch *unbroken;
	const char *why;

	if (wanted.word == NULL)
		wanted.things = select_passed(x->scratch,
		    reach_selector(x->r), x->e->island, via->text, &why);
	for (size_t i = 0; i < x->pairs.n; i++) {
		const struct pair_answer *p = &x->pairs.v[i];

		for (size_t j = 0; j < p->answer.n_ways; j++) {
			if (!breaks(p, &p->answer.ways[j], via, &wanted))
				continue;
			unbroken = branch_unbroken(p, via, &wanted);
			if (unbroken == NULL) {
				break_via(x, out, via, p, &p->answer.ways[j],
				    &wanted);
				return;
			}
			expect_fail(out, FAILURE_UNDECIDED, arena_printf(x->a,
			    "by which way %s reaches it depends on %s",
			    end_title(x->a, p->from), unbroken->text));
			break;
		}
	}
}

void
expect_judge_vias(struct expecting *x, struct outcome *out)
{
	for (size_t v = 0; v < x->e->vias.n &&
	    out->failure == FAILURE_NONE; v++)
		judge_via(x, out, &x->e->vias.v[v]);
}

/* ----------------------------------------------------------------- only */

void
expect_judge_ports_only(struct expecting *x, struct outcome *out)
{
	struct asking_pairs all = x->asking;
	struct pair_answers p;

	all.ports_given = true;
	all.ports = port_set_everything();
	p = pairs_ask(&all);
	for (size_t i = 0; i < p.n; i++) {
		struct port_set mine = x->asking.ports_given ?
		    x->asking.ports : pairs_default_ports(x->scratch,
		    p.v[i].to);
		struct port_set others = port_set_complement(x->scratch, mine);
		struct flow sure = flow_with_ports(x->scratch,
		    flow_union(x->scratch, p.v[i].answer.yes,
		    flow_union(x->scratch, p.v[i].answer.some,
		    p.v[i].answer.one_way)), others);
		struct flow maybe = flow_with_ports(x->scratch,
		    p.v[i].answer.unknown, others);

		if (!flow_is_empty(sure)) {
			expect_fail(out, FAILURE_POSSIBLE, arena_printf(x->a,
			    "also reachable on %s", notation_ports_format(
			    x->a, flow_ports(x->scratch, sure))));
			expect_show(x, out, &p.v[i], sure);
			expect_show_path(x, out, &p.v[i], sure);
			return;
		}
		if (!flow_is_empty(maybe))
			expect_fail(out, FAILURE_UNDECIDED,
			    "other ports are not decided");
	}
	if (p.untold != NULL)
		expect_fail(out, FAILURE_UNDECIDED, arena_strdup(x->a, p.untold));
}

/* Whether others reach TO; true if that breaks the expectation. */
static bool
judge_other(struct expecting *x, struct outcome *out,
    const struct selection *other)
{
	struct asking_pairs q = x->asking;
	struct pair_answers p;

	q.from_means = other;
	q.from = ends_of(x->scratch, reach_places(x->r), other, false, NULL);
	p = pairs_ask(&q);
	for (size_t i = 0; i < p.n; i++) {
		if (!flow_is_empty(p.v[i].answer.arrives)) {
			expect_fail(out, FAILURE_POSSIBLE, arena_printf(x->a,
			    "%s reaches it too",
			    end_title(x->a, p.v[i].from)));
			expect_show(x, out, &p.v[i], p.v[i].answer.arrives);
			expect_show_path(x, out, &p.v[i],
			    p.v[i].answer.arrives);
			return true;
		}
		if (!flow_is_empty(p.v[i].answer.may_arrive))
			expect_fail(out, FAILURE_UNDECIDED, arena_printf(x->a,
			    "whether %s reaches it is not decided",
			    end_title(x->a, p.v[i].from)));
	}
	if (p.untold != NULL)
		expect_fail(out, FAILURE_UNDECIDED, arena_strdup(x->a, p.untold));
	return false;
}

/* Why there may be others whom the input does not have; or NULL. */
static const char *
others_untold(const struct model *m)
{
	if (model_island_is_partial(m, KIND_NETWORK, 0))
		return "the networks are not all known";
	return model_island_is_partial(m, KIND_WORKLOAD, 0) ||
	    model_island_is_partial(m, KIND_INTERFACE, 0) ?
	    "the workloads are not all known" : NULL;
}

static bool
is_in(const struct ends *from, const struct workload *w)
{
	for (size_t i = 0; i < from->n; i++)
		if (from->v[i]->workload == w)
			return true;
	return false;
}

void
expect_judge_nobody_else(struct expecting *x, struct outcome *out)
{
	const struct model *m = reach_model(x->r);
	struct selection internet = { .what = SELECTED_INTERNET };

	for (size_t i = 0; i < m->workloads.n; i++) {
		struct selection s = { .what = SELECTED_WORKLOAD,
			.thing = &m->workloads.v[i]->is };

		if (is_in(&x->asking.from, m->workloads.v[i]) ||
		    s.thing == x->to.thing)
			continue;
		if (judge_other(x, out, &s))
			return;
	}
	for (size_t i = 0; i < m->networks.n; i++) {
		struct selection s = { .what = SELECTED_NETWORK,
			.thing = &m->networks.v[i]->is };

		if (s.thing != x->from.thing && judge_other(x, out, &s))
			return;
	}
	if (x->from.what != SELECTED_INTERNET && judge_other(x, out, &internet))
		return;
	if (others_untold(m) != NULL)
		expect_fail(out, FAILURE_UNDECIDED, others_untold(m));
}

/* ------------------------------------------------------------ surviving */

struct azs {
	const char **v;
	size_t n, cap;
};

static struct azs
all_azs(struct arena *a, const struct model *m)
{
	struct azs out = { 0 };
	struct map seen = map_new(a);

	for (size_t i = 0; i < m->subnets.n; i++) {
		const char *az = m->subnets.v[i]->az_key;

		if (az == NULL || *map_slot(&seen, az) != NULL)
			continue;
		*map_slot(&seen, az) = m->subnets.v[i];
		vec_push(a, &out, az);
	}
	return out;
}

/* Every end that is left of FROM fully reaches some end that is left. */
static enum verdict
remaining(const struct pair_answers *p)
{
	struct tally all = { 0 };

	for (size_t i = 0; i < p->n; ) {
		const struct end *from = p->v[i].from;
		struct tally best = { 0 };
		bool good = false;

		for (; i < p->n && p->v[i].from == from; i++) {
			if (tally_verdict(&p->v[i].tally) == VERDICT_YES)
				good = true;
			best.unknown |= p->v[i].tally.unknown;
		}
		if (good)
			all.yes = true;
		else if (best.unknown)
			all.unknown = true;
		else
			all.no = true;
	}
	if (p->untold != NULL && all.no) {
		all.no = false;		/* there may be more that is left */
		all.unknown = true;
	}
	return tally_verdict(&all);
}

/* Whether a subnet of a workload, or its block, is not known: then some of it
 * may be where nothing was lost. */
static bool
may_be_left(const struct selection *s, const char *lost_az)
{
	const struct workload *w = (const struct workload *)s->thing;

	if (s->what != SELECTED_WORKLOAD)
		return false;
	for (size_t i = 0; i < w->subnet_refs.n; i++) {
		const struct ref *r = &w->subnet_refs.v[i];
		const struct subnet *at = (const struct subnet *)r->to;

		if (value_is_unknown(r->is))
			return true;
		if (at != NULL && at->is.kind == KIND_SUBNET &&
		    !str_equal(at->az_key, lost_az) &&
		    (value_is_unknown(at->cidr.is) ||
		    subnet_awaits_block(at, IPV4)))
			return true;
	}
	return false;
}

static bool
all_in_az(struct interface *const *v, size_t n, const char *az)
{
	for (size_t i = 0; i < n; i++)
		if (v[i]->subnet == NULL ||
		    !str_equal(v[i]->subnet->az_key, az))
			return false;
	return n > 0;
}

/* Whether something on the way is gone with an AZ as a whole. */
static bool
is_gone_with(const struct thing *t, const char *az)
{
	const struct nat_gateway *nat = (const struct nat_gateway *)t;
	const struct workload *w = (const struct workload *)t;
	const struct endpoint *e = (const struct endpoint *)t;

	if (t == NULL)
		return false;
	if (t->kind == KIND_NAT_GATEWAY)
		return nat->subnet.to != NULL &&
		    nat->subnet.to->kind == KIND_SUBNET && str_equal(
		    ((const struct subnet *)nat->subnet.to)->az_key, az);
	if (t->kind == KIND_WORKLOAD)
		return all_in_az(w->interfaces.v, w->interfaces.n, az);
	return t->kind == KIND_ENDPOINT &&
	    all_in_az(e->interfaces.v, e->interfaces.n, az);
}

/* What is known of an AZ that leaves no pair to ask about. */
static enum verdict
nobody_left(const struct expecting *x, const struct pair_answers *p,
    const char *lost_az)
{
	bool maybe_from = may_be_left(&x->from, lost_az);
	bool maybe_to = may_be_left(&x->to, lost_az);

	if (p->untold != NULL)
		return VERDICT_UNKNOWN;
	if ((p->lost_from && !maybe_from) || (p->lost_to && !maybe_to))
		return VERDICT_NO;
	return maybe_from || maybe_to ? VERDICT_UNKNOWN : VERDICT_NO;
}

/* Nothing of an end, or of both, is left. */
static const char *
lost_end_because(struct expecting *x, struct outcome *out,
    const struct pair_answers *p, const char *az)
{
	const char *from = sanitise_text(x->a, x->e->from);
	const char *to = sanitise_text(x->a, x->e->to);
	bool both = p->lost_from && p->lost_to && !str_equal(from, to);
	const char *end = both ? arena_printf(x->a, "%s and %s", from, to) :
	    p->lost_from ? from : to;

	out->spread = arena_printf(x->a, "let %s stand in a second AZ, too",
	    end);
	return arena_printf(x->a, "with AZ %s lost, nothing of %s is left",
	    az, end);
}

/* Why what remains of both ends is not enough, or is not known to be. */
static const char *
lost_because(struct expecting *x, struct outcome *out,
    const struct asking_pairs *q, const struct pair_answers *p,
    enum verdict v)
{
	const char *az = sanitise_text(x->a, q->lost_az);

	if (p->n == 0 && v == VERDICT_UNKNOWN)
		return arena_printf(x->a, "with AZ %s lost, whether anything "
		    "of %s is left is not known", az, sanitise_text(x->a,
		    p->lost_from ? x->e->from : x->e->to));
	if (p->lost_from || p->lost_to)
		return lost_end_because(x, out, p, az);
	if (p->n > 0 && v != VERDICT_UNKNOWN) {
		const struct thing *t;

		(void)expect_explain(x, out, q);
		t = out->blockers.n > 0 ? out->blockers.v[0].thing : NULL;
		if (is_gone_with(t, q->lost_az))
			out->spread = arena_printf(x->a, "have one such as %s "
			    "in each AZ, and lead the subnets of each to "
			    "their own", thing_title(x->a, t));
		if (out->blockers.n > 0)
			return arena_printf(x->a, "with AZ %s lost, %s", az,
			    expect_blocked_by(x->a, out));
	}
	return arena_printf(x->a, "with AZ %s lost, what is left does not "
	    "reach it", az);
}

/* The first subnet whose AZ is not known, as a reason; or NULL. */
static const char *
unknown_az(struct arena *a, const struct model *m)
{
	for (size_t i = 0; i < m->subnets.n; i++)
		if (reach_is_open_zone(m->subnets.v[i]))
			return arena_printf(a, "the AZ of %s is not known",
			    thing_title(a, &m->subnets.v[i]->is));
	return NULL;
}

static bool
is_of_unknown_zones(const struct selection *s)
{
	const struct workload *w = (const struct workload *)s->thing;

	return s->what == SELECTED_WORKLOAD && (value_is_unknown(w->az.is) ||
	    value_is_unknown(w->multi_az.is));
}

/*
 * A subnet of unknown AZ is lost with any of them, or with none that is known:
 * where the way meets one, what fails need not, and what holds may not.
 */
void
expect_judge_surviving(struct expecting *x, struct outcome *out)
{
	const char *unknown = unknown_az(x->a, reach_model(x->r));
	struct azs azs = all_azs(x->scratch, reach_model(x->r));
	bool always = is_of_unknown_zones(&x->from) ||
	    is_of_unknown_zones(&x->to);
	bool open = always || (azs.n == 0 && unknown != NULL);

	if (always)
		unknown = "in how many AZs one of its ends is is not known";
	for (size_t i = 0; i < azs.n; i++) {
		struct asking_pairs q = x->asking;
		struct pair_answers p;
		enum verdict v;

		q.lost_az = azs.v[i];
		p = pairs_ask(&q);
		open |= p.met_open_zone;
		v = p.n > 0 ? remaining(&p) :
		    nobody_left(x, &p, q.lost_az);
		if (v == VERDICT_YES)
			continue;
		if (v != VERDICT_UNKNOWN && (always || p.met_open_zone)) {
			expect_fail(out, FAILURE_UNDECIDED, unknown);
			continue;
		}
		expect_fail(out, v == VERDICT_UNKNOWN ? FAILURE_UNDECIDED :
		    FAILURE_PARTIAL, lost_because(x, out, &q, &p, v));
		if (out->failure == FAILURE_PARTIAL)
			return;
	}
	if (open && out->failure == FAILURE_NONE)
		expect_fail(out, FAILURE_UNDECIDED, unknown);
}
