/* SPDX-License-Identifier: MIT */
#include "plan/pairs.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "text/sanitise.h"

enum { HTTPS = 443 };

struct port_set
pairs_default_ports(struct arena *a, const struct end *to)
{
	struct port_set listens;

	if (to->kind == END_INTERNET || to->kind == END_SERVICE ||
	    (to->kind == END_INTERFACES && (to->endpoint != NULL ||
	    to->of_endpoint)))
		return port_set_of_ports(a, PROTOCOL_TCP, HTTPS, HTTPS);
	listens = end_listens(a, to);
	return port_set_is_everything(listens) ? port_set_empty() : listens;
}

static bool
is_lost(const struct asking_pairs *q, const struct end *e)
{
	return q->lost_az != NULL && str_equal(end_az(e), q->lost_az);
}

/*
 * The internet can address a workload without a public IPv4 address by IPv6
 * alone: where it has that, IPv4 is not asked about.
 */
static bool
is_asked(const struct asking_pairs *q, const struct end *from,
    const struct end *to, enum family family)
{
	size_t i = FAMILY_INDEX(family);

	if (q->family != 0 && q->family != (unsigned)family)
		return false;
	if (to->by_nat64 && family != IPV6)
		return false;
	if (to->by_public && !to->by_nat64 ? family != IPV4 :
	    range_set_is_empty(to->addresses[i]))
		return false;
	if (range_set_is_empty(from->addresses[i]))
		return false;
	return !(family == IPV4 && from->kind == END_INTERNET &&
	    to->kind == END_INTERFACES && to->is_public == CERTAINLY_NOT &&
	    q->family == 0 && !range_set_is_empty(to->addresses[1]) &&
	    !range_set_is_empty(from->addresses[1]));
}

/* Whether it would not be asked about if the address that it may have were
 * known to be none. */
static bool
may_be_left_out(const struct asking_pairs *q, const struct end *from,
    const struct end *to, enum family family)
{
	return family == IPV4 && from->kind == END_INTERNET &&
	    to->kind == END_INTERFACES && to->is_public == UNCERTAIN &&
	    q->family == 0 && !range_set_is_empty(to->addresses[1]) &&
	    !range_set_is_empty(from->addresses[1]);
}

/* What is to be said where nothing better is known of what is open. */
static void
add_reason(struct arena *a, struct answer *v, const char *why)
{
	const char **all;

	if (v->n_unknowns > 0)
		return;
	all = arena_array(a, 1, sizeof *all);
	all[0] = why;
	v->unknowns = all;
	v->n_unknowns = 1;
}

/* ----------------------------------------- several nodes that are one TO */

static bool
is_network_balancer(const struct end *e)
{
	return e->kind == END_INTERFACES && e->workload != NULL &&
	    e->workload->kind == WORKLOAD_NETWORK_LOAD_BALANCER;
}

static struct flow
with_one_destination(struct arena *a, struct flow f, struct range_set to)
{
	struct flow all = flow_empty(f.family);

	for (size_t i = 0; i < f.n; i++)
		all = flow_union(a, all, flow_of(a, f.v[i].ports, f.v[i].from,
		    to));
	return all;
}

/* What reaches every address of a node: of a planned one, any may be it. */
static struct flow
of_every_address(struct arena *a, struct flow asked, struct flow f,
    struct range_set to)
{
	struct flow lacking = with_one_destination(a, flow_subtract(a, asked,
	    f), to);

	return flow_subtract(a, with_one_destination(a, asked, to), lacking);
}

/*
 * By name, a network load balancer is reached if one of its nodes is: its
 * name resolves to those that serve.
 */
static struct answer
merge_nodes(struct arena *a, const struct answer *v, size_t n)
{
	struct range r = { addr_first(v[0].asked.family),
		addr_first(v[0].asked.family) };
	struct range_set to = range_set_of_range(a, v[0].asked.family, r);
	struct answer out = v[0];
	struct flow may = flow_empty(v[0].asked.family), open = may;

	out.asked = with_one_destination(a, v[0].asked, to);
	out.yes = out.some = out.one_way = out.arrives = out.may_arrive = may;
	for (size_t i = 0; i < n; i++) {
		out.yes = flow_union(a, out.yes, of_every_address(a,
		    v[i].asked, v[i].yes, to));
		out.some = flow_union(a, out.some,
		    with_one_destination(a, v[i].some, to));
		out.one_way = flow_union(a, out.one_way,
		    with_one_destination(a, v[i].one_way, to));
		out.arrives = flow_union(a, out.arrives,
		    with_one_destination(a, v[i].arrives, to));
		out.may_arrive = flow_union(a, out.may_arrive,
		    with_one_destination(a, v[i].may_arrive, to));
		open = flow_union(a, open, with_one_destination(a,
		    v[i].unknown, to));
		may = flow_union(a, may, with_one_destination(a,
		    flow_subtract(a, v[i].asked, v[i].no), to));
	}
	out.no = flow_subtract(a, out.asked, may);
	/* A node of which it is not known may do better than the others. */
	out.some = flow_subtract(a, flow_subtract(a, out.some, out.yes), open);
	out.one_way = flow_subtract(a, out.one_way, open);
	out.one_way = flow_subtract(a, flow_subtract(a, out.one_way, out.yes),
	    out.some);
	out.unknown = flow_subtract(a, flow_subtract(a, flow_subtract(a,
	    flow_subtract(a, out.asked, out.yes), out.no), out.some),
	    out.one_way);
	return out;
}

/* What all of the nodes have, of which one at least is there. */
static void
keep_of_each(struct arena *a, struct answer *least, const struct answer *v,
    size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct answer one = merge_nodes(a, &v[i], 1);

		least->yes = flow_intersect(a, least->yes, one.yes);
		least->some = flow_intersect(a, least->some, one.some);
		least->one_way = flow_intersect(a, least->one_way,
		    one.one_way);
		least->arrives = flow_intersect(a, least->arrives,
		    one.arrives);
	}
}

/*
 * Of the nodes those behind the first, sure, may not be there: what is by them
 * alone is not known.
 */
static struct answer
merge_maybe_nodes(struct arena *a, const struct answer *v, size_t sure,
    size_t n, const char *why)
{
	struct answer all = merge_nodes(a, v, n), least = all;

	if (sure == n || n == 1)
		return all;
	if (sure > 0)
		least = merge_nodes(a, v, sure);
	else
		keep_of_each(a, &least, v, n);
	all.yes = least.yes;
	all.arrives = least.arrives;
	all.some = flow_intersect(a, all.some, least.some);
	all.one_way = flow_intersect(a, all.one_way, least.one_way);
	all.unknown = flow_subtract(a, flow_subtract(a, flow_subtract(a,
	    flow_subtract(a, all.asked, all.yes), all.no), all.some),
	    all.one_way);
	if (!flow_is_empty(all.unknown))
		add_reason(a, &all, why);
	return all;
}

/* Those first that are surely there. */
static void
sort_maybes(struct arena *a, struct end **v, size_t n)
{
	struct end **sorted = arena_array(a, n, sizeof *sorted);
	size_t k = 0;

	for (int maybe = 0; maybe < 2; maybe++)
		for (size_t i = 0; i < n; i++)
			if ((v[i]->maybe != NULL) == (maybe == 1))
				sorted[k++] = v[i];
	for (size_t i = 0; i < n; i++)
		v[i] = sorted[i];
}

/* Another node may be reached, of which nothing is known. */
static void
doubt_what_is_lost(struct arena *a, struct answer *v)
{
	struct flow none = flow_empty(v->asked.family);

	v->unknown = flow_subtract(a, v->asked, v->yes);
	v->no = v->some = v->one_way = none;
}

/* --------------------------------------------------------------- asking */

static struct port_set
ports_for(const struct asking_pairs *q, const struct end *to, bool *any)
{
	struct port_set ports;

	*any = false;
	if (q->ports_given)
		return q->ports;
	ports = pairs_default_ports(q->a, to);
	if (!port_set_is_empty(ports))
		return ports;
	*any = true;
	return port_set_everything();
}

static struct flow
but_pairs_of(struct arena *a, struct flow all, struct flow f)
{
	for (size_t i = 0; i < f.n; i++)
		all = flow_subtract(a, all, flow_of(a, port_set_everything(),
		    f.v[i].from, f.v[i].to));
	return all;
}

/*
 * Of a pair where one port will do: every pair of addresses that has one
 * counts as reached.  What nobody answers (ICMP but for echo) is such a port
 * only where no answer of anything else is lost, or may be.  Where the port
 * that will do may be one of which nothing is known, nothing is.
 */
static void
tally_any_port(struct arena *a, struct tally *t, const struct answer *v)
{
	struct flow lost = flow_union(a, v->one_way, v->some);
	struct flow yes = flow_with_ports(a, v->yes, port_set_complement(a,
	    reach_unanswered(a)));
	struct flow rest = but_pairs_of(a, v->asked, yes), silent;

	silent = but_pairs_of(a, flow_intersect(a, rest, v->yes),
	    flow_union(a, lost, v->unknown));
	t->yes |= !flow_is_empty(yes) || !flow_is_empty(silent);
	rest = but_pairs_of(a, rest, silent);
	if (flow_is_empty(rest))
		return;
	t->unknown |= !flow_is_empty(flow_intersect(a, rest, v->unknown));
	rest = but_pairs_of(a, rest, v->unknown);
	t->some |= !flow_is_empty(flow_intersect(a, rest, v->some));
	if (!flow_is_empty(flow_intersect(a, rest, v->one_way)))
		t->one_way = true;
	else if (!flow_is_empty(flow_intersect(a, rest, v->no)))
		t->no = true;
}

static unsigned
kinds_in(const struct tally *t)
{
	return (t->yes ? 1u : 0) + (t->some ? 1u : 0) + (t->one_way ? 1u : 0) +
	    (t->no ? 1u : 0) + (t->unknown ? 1u : 0);
}

/*
 * Of a TO of which it is not known on which ports it listens, nor therefore
 * which are asked about.  What holds of all that may be holds of those that
 * are; else what does not get through counts on those alone that surely are.
 */
static void
tally_open_ports(struct arena *a, struct tally *t, struct answer *v,
    const struct end *to)
{
	struct port_set sure = end_listens_surely(a, to);
	struct answer asked = *v;

	tally_add(t, v);
	if (kinds_in(t) <= 1)
		return;
	asked.some = flow_with_ports(a, v->some, sure);
	asked.one_way = flow_with_ports(a, v->one_way, sure);
	asked.no = flow_with_ports(a, v->no, sure);
	*t = (struct tally){ .unknown = true };
	tally_add(t, &asked);
	add_reason(a, v, end_listens_unknown(a, to));
}

static const char *
untold(const struct end *e, enum family family)
{
	return family == IPV4 ? e->untold : e->untold_ipv6;
}

/* Why the two cannot be asked about in a family, which they may have in
 * common; NULL: they can, or have not. */
static const char *
why_untold(const struct asking_pairs *q, const struct end *from,
    const struct end *to, enum family family)
{
	const char *own = untold(from, family), *other = untold(to, family);
	size_t i = FAMILY_INDEX(family);

	if ((own == NULL && other == NULL) || is_lost(q, to) ||
	    (q->family != 0 && q->family != (unsigned)family) ||
	    (to->by_nat64 && family == IPV4))
		return NULL;
	if ((own == NULL && range_set_is_empty(from->addresses[i])) ||
	    (other == NULL && !(to->by_public && family == IPV4) &&
	    range_set_is_empty(to->addresses[i])))
		return NULL;
	return own != NULL ? own : other;
}

static const char *
note_untold(const struct asking_pairs *q, struct pair_answers *out,
    const struct end *from, const struct end *to, enum family family)
{
	const char *why = why_untold(q, from, to, family);
	struct untold_pair one = { from, to, family };

	if (why != NULL)
		vec_push(q->a, &out->untold_pairs, one);
	return why;
}

static void
ask_pair(const struct asking_pairs *q, struct pair_answers *out,
    const struct end *from, struct end *const *to, size_t n,
    enum family family)
{
	struct pair_answer p = { .from = from, .to = to[0],
		.family = family };
	struct answer *v = arena_array(q->a, n, sizeof *v);
	const char *why = NULL;
	size_t asked = 0, sure = 0;

	/* NAT64 turns the one ICMP into the other. */
	if (q->ports_given && !to[0]->by_nat64 &&
	    !reach_is_of_family(q->ports, family)) {
		out->other_family = true;
		return;
	}
	p.ports = ports_for(q, to[0], &p.at_least_one);
	out->met_open_zone |= q->lost_az != NULL &&
	    reach_is_open_zone(from->subnet);
	for (size_t i = 0; i < n; i++) {
		struct question question = { .from = from, .to = to[i],
			.ports = p.ports, .family = family,
			.lost_az = q->lost_az, .explain = q->explain };

		if (is_asked(q, from, to[i], family) && !is_lost(q, to[i]) &&
		    untold(from, family) == NULL &&
		    untold(to[i], family) == NULL) {
			v[asked++] = reach_ask(q->r, q->a, &question);
			sure += to[i]->maybe == NULL;
		} else if (why == NULL) {
			why = note_untold(q, out, from, to[i], family);
		}
	}
	for (size_t i = 0; i < n; i++)
		out->met_open_zone |= q->lost_az != NULL &&
		    reach_is_open_zone(to[i]->subnet);
	for (size_t i = 0; i < asked; i++)
		out->met_open_zone |= v[i].met_open_zone;
	if (out->untold == NULL)
		out->untold = why;
	if (asked == 0)
		return;
	p.answer = is_network_balancer(to[0]) ? merge_maybe_nodes(q->a, v,
	    sure, asked, to[n - 1]->maybe) : v[0];
	if (why != NULL || may_be_left_out(q, from, to[0], family))
		doubt_what_is_lost(q->a, &p.answer);
	if (p.at_least_one)
		tally_any_port(q->a, &p.tally, &p.answer);
	else if (!q->ports_given && end_listens_unknown(q->a, to[0]) != NULL)
		tally_open_ports(q->a, &p.tally, &p.answer, to[0]);
	else
		tally_add(&p.tally, &p.answer);
	vec_push(q->a, out, p);
}

static void
ask_from(const struct asking_pairs *q, struct pair_answers *out,
    const struct end *from)
{
	struct ends to = ends_of(q->a, reach_places(q->r), q->to_means, true,
	    from);
	bool by_name = q->to_means->what == SELECTED_WORKLOAD;

	if (to.n == 0)
		out->no_to = true;
	for (size_t i = 0; i < to.n; ) {
		size_t n = by_name && is_network_balancer(to.v[i]) ?
		    to.n - i : 1;

		if (n > 1)
			sort_maybes(q->a, &to.v[i], n);
		for (size_t f = 0; f < 2; f++)
			ask_pair(q, out, from, &to.v[i], n,
			    f == 0 ? IPV4 : IPV6);
		i += n;
	}
}

/* The first of the addresses that are asked about for want of somebody. */
static const struct end *
bare_addresses(const struct ends *ends)
{
	const struct end *untold = NULL;

	for (size_t i = 0; i < ends->n; i++) {
		const struct end *e = ends->v[i];

		if (e->kind == END_ADDRESSES && e->groups.known)
			return e;
		if (e->kind == END_ADDRESSES && e->maybe == NULL &&
		    e->subnet != NULL && untold == NULL)
			untold = e;
	}
	return untold;
}

enum inhabited
pairs_inhabited(const struct ends *ends)
{
	const struct end *e = bare_addresses(ends);

	return e == NULL ? INHABITED : e->groups.known ? INHABITED_BY_NOBODY :
	    INHABITED_UNTOLD;
}

const char *
pairs_nobody_has(struct arena *a, const struct selection *s,
    const struct ends *ends, const char *name)
{
	const struct end *e = bare_addresses(ends);
	const char *who;

	if (e == NULL)
		return NULL;
	who = s->what == SELECTED_CIDR ? end_title(a, e) :
	    sanitise_text(a, name);
	if (!e->groups.known)
		return arena_printf(a, "who %s %s is not known: no security "
		    "group is asked there", s->what == SELECTED_CIDR ?
		    "has" : "is in", who);
	return arena_printf(a, "no workload in the input %s %s: no security "
	    "group is asked there", s->what == SELECTED_CIDR ? "has" :
	    "is in", who);
}

const char *
pairs_maybe(const struct pair_answer *p)
{
	return p->from->maybe != NULL ? p->from->maybe : p->to->maybe;
}

/* What somebody does who may not be there. */
static void
leave_open(struct arena *a, struct pair_answer *p, const char *why)
{
	struct answer *v = &p->answer;

	v->unknown = v->may_arrive = v->asked;
	v->yes = v->some = v->one_way = v->no = v->arrives =
	    flow_empty(v->asked.family);
	p->tally = (struct tally){ .unknown = true };
	add_reason(a, v, why);
}

static void
add_tally(struct tally *to, const struct tally *t)
{
	to->yes |= t->yes;
	to->some |= t->some;
	to->one_way |= t->one_way;
	to->no |= t->no;
	to->unknown |= t->unknown;
}

/*
 * Of those who may not be there, or of whom one alone is, the verdict must not
 * hang on who is: with them it is that of all who surely are, or where nobody
 * is, the same of each.
 */
static void
settle_maybes(const struct asking_pairs *q, struct pair_answers *out)
{
	struct tally sure = { .unknown = out->untold != NULL }, all = sure;
	bool any_sure = sure.unknown, any = false, agree = true;
	enum verdict first = VERDICT_UNKNOWN;

	for (size_t i = 0; i < out->n; i++) {
		const struct tally *t = &out->v[i].tally;

		add_tally(&all, t);
		if (pairs_maybe(&out->v[i]) == NULL) {
			add_tally(&sure, t);
			any_sure = true;
			continue;
		}
		agree &= !any || tally_verdict(t) == first;
		first = tally_verdict(t);
		any = true;
	}
	if (any_sure)
		agree = tally_verdict(&sure) == tally_verdict(&all) &&
		    tally_verdict(&sure) != VERDICT_UNKNOWN;
	for (size_t i = 0; any && !agree && i < out->n; i++)
		if (pairs_maybe(&out->v[i]) != NULL)
			leave_open(q->a, &out->v[i], pairs_maybe(&out->v[i]));
}

static bool
all_lost(const struct asking_pairs *q, const struct ends *ends)
{
	for (size_t i = 0; i < ends->n; i++)
		if (!is_lost(q, ends->v[i]))
			return false;
	return ends->n > 0;
}

/* Which of the two the AZ takes away, or both. */
static void
note_lost(const struct asking_pairs *q, struct pair_answers *out)
{
	struct ends to = ends_of(q->a, reach_places(q->r), q->to_means, true,
	    q->from.n > 0 ? q->from.v[0] : NULL);

	out->lost_from = all_lost(q, &q->from);
	out->lost_to = all_lost(q, &to);
}

struct pair_answers
pairs_ask(const struct asking_pairs *q)
{
	struct pair_answers out = { 0 };

	out.no_from = q->from.n == 0;
	for (size_t i = 0; i < q->from.n; i++)
		if (!is_lost(q, q->from.v[i]))
			ask_from(q, &out, q->from.v[i]);
	settle_maybes(q, &out);
	if (q->lost_az != NULL && out.n == 0)
		note_lost(q, &out);
	return out;
}

enum verdict
pairs_verdict(const struct pair_answers *p)
{
	struct tally all = { .unknown = p->untold != NULL };

	for (size_t i = 0; i < p->n; i++)
		add_tally(&all, &p->v[i].tally);
	return tally_verdict(&all);
}

/* Whether it has addresses of the one family and not of the other. */
static bool
has_alone(const struct end *e, enum family family)
{
	return !range_set_is_empty(e->addresses[FAMILY_INDEX(family)]) &&
	    range_set_is_empty(e->addresses[1 - FAMILY_INDEX(family)]);
}

/* "64:ff9b::808:808", or what those of several begin with. */
static const char *
nat64_text(struct arena *a, const struct end *to)
{
	struct cidr prefix = fact_nat64_prefix();
	struct range_set v = to->addresses[0];
	char text[CIDR_TEXT_MAX];

	if (v.n == 1 && addr_equal(v.v[0].first, v.v[0].last))
		return arena_strdup(a, addr_format(addr_add(prefix.base,
		    v.v[0].first), IPV6, text));
	cidr_format(prefix, text);
	return arena_printf(a, "an address of %s", text);
}

/* Who has what; and how an IPv6 client gets there all the same. */
static const char *
no_common_family(struct arena *a, const struct reach *r,
    const struct end *from, const struct end *to)
{
	const char *none = "the two ends have no address family in common";
	const struct route *nat;

	if (has_alone(from, IPV4) && has_alone(to, IPV6))
		return arena_printf(a, "%s: %s has IPv4 alone, %s IPv6", none,
		    end_title(a, from), end_title(a, to));
	if (!has_alone(from, IPV6) || !has_alone(to, IPV4))
		return none;
	nat = reach_nat64_route(r, from->subnet);
	none = arena_printf(a, "%s: %s has IPv6 alone, %s IPv4", none,
	    end_title(a, from), end_title(a, to));
	return nat == NULL ? none : arena_printf(a, "%s; by NAT64 it asks "
	    "for %s, and %s leads to %s: ask about that", none,
	    nat64_text(a, to), nat->written, thing_title(a, nat->target.to));
}

const char *
pairs_why_none(struct arena *a, const struct asking_pairs *q,
    const struct pair_answers *p)
{
	struct ends to;

	if (p->other_family)
		return "ICMP is of IPv4 and ICMPv6 of IPv6, which the two "
		    "ends do not have in common";
	to = ends_of(a, reach_places(q->r), q->to_means, true, q->from.n > 0 ?
	    q->from.v[0] : NULL);
	return q->from.n > 0 && to.n > 0 ? no_common_family(a, q->r,
	    q->from.v[0], to.v[0]) :
	    "the two ends have no address family in common";
}
