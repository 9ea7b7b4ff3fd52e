/* SPDX-License-Identifier: MIT */
#include "plan/nodes.h"

#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "model/notation.h"
#include "reach/cell.h"
#include "reach/missing.h"
#include "text/sanitise.h"

#include <string.h>

enum { PORTS_SHOWN = 3 };

/* ------------------------------------------------------------------ lists */

static void
add(struct arena *a, struct plan_nodes *list, const char *title,
    struct selection means)
{
	struct plan_node n = { sanitise_text(a, title), means };

	vec_push(a, list, n);
}

static void
add_internet(struct arena *a, struct plan_nodes *list)
{
	add(a, list, "internet",
	    (struct selection){ .what = SELECTED_INTERNET });
}

/* By its own name, or in front of it that of its VPC if there are several. */
static void
add_of_vpc(struct arena *a, struct plan_nodes *list, const struct model *m,
    const struct thing *vpc, const char *name, struct selection means)
{
	add(a, list, m->vpcs.n > 1 ? arena_printf(a, "%s/%s", vpc->label,
	    name) : name, means);
}

/* Subnets that are of no tier stand by themselves. */
static void
add_tiers(struct arena *a, struct plan_nodes *list, const struct model *m)
{
	for (size_t i = 0; i < m->vpcs.n; i++) {
		struct vpc *v = m->vpcs.v[i];
		struct map seen = map_new(a);

		for (size_t j = 0; j < v->subnets.n; j++) {
			struct thing *s = &v->subnets.v[j]->is;
			const struct text_value *tier = &v->subnets.v[j]->tier;
			bool known = value_is_known(tier->is);

			if (known && *map_slot(&seen, tier->v) != NULL)
				continue;
			if (known)
				*map_slot(&seen, tier->v) = v;
			add_of_vpc(a, list, m, &v->is, known ? tier->v :
			    s->label, known ? (struct selection){
			    .what = SELECTED_TIER, .vpc = v,
			    .name = tier->v, .is_said = true } :
			    (struct selection){ .what = SELECTED_SUBNET,
			    .thing = s, .is_said = true });
		}
	}
}

static void
add_services(struct arena *a, struct plan_nodes *list, const struct model *m)
{
	struct map seen = map_new(a);

	for (size_t i = 0; i < m->endpoints.n; i++) {
		const struct endpoint *e = m->endpoints.v[i];

		if (e->type != ENDPOINT_GATEWAY ||
		    !value_is_known(e->service.is) ||
		    *map_slot(&seen, e->service.v) != NULL)
			continue;
		*map_slot(&seen, e->service.v) = m->endpoints.v[i];
		add(a, list, e->service.v, (struct selection){
		    .what = SELECTED_SERVICE, .name = e->service.v });
	}
}

static void
add_networks(struct arena *a, struct plan_nodes *list, const struct model *m)
{
	for (size_t i = 0; i < m->networks.n; i++)
		add(a, list, m->networks.v[i]->is.label, (struct selection){
		    .what = SELECTED_NETWORK,
		    .thing = &m->networks.v[i]->is });
}

/* ------------------------------------------------- two of the same name */

/* What may tell things of one title apart, the best first. */
static const char *
trait_of(const struct plan_node *n, unsigned which)
{
	const struct thing *t = n->means.thing;
	const struct thing *v = n->means.vpc != NULL ? &n->means.vpc->is :
	    t != NULL && t->vpc != NULL ? &t->vpc->is : NULL;
	const struct thing *owner = t != NULL && (t->account != NULL ||
	    t->region != NULL) ? t : v;

	switch (which) {
	case 0:
		return v != NULL ? thing_label(v) : NULL;
	case 1:
		return owner != NULL ? owner->account : NULL;
	case 2:
		return owner != NULL ? owner->region : NULL;
	default:
		return t != NULL && t->id != NULL ? t->id : t != NULL ?
		    t->address : v != NULL ? v->id : NULL;
	}
}

enum { TRAITS = 4 };

static int
compare_titles(const void *x, const void *y)
{
	const struct plan_node *a = *(struct plan_node *const *)x;
	const struct plan_node *b = *(struct plan_node *const *)y;
	int order = strcmp(a->title, b->title);

	return order != 0 ? order : (a > b) - (a < b);
}

static bool
all_differ(struct arena *a, struct plan_node *const *v, size_t n,
    unsigned which)
{
	struct map seen = map_new(a);

	for (size_t i = 0; i < n; i++) {
		const char *text = trait_of(v[i], which);
		void **slot = text != NULL ? map_slot(&seen, text) : NULL;

		if (slot == NULL || *slot != NULL)
			return false;
		*slot = v[i];
	}
	return true;
}

/* By one trait that all have and each has another of; else by all. */
static void
qualify(struct arena *a, struct plan_node *const *v, size_t n)
{
	unsigned which = 0;

	while (which < TRAITS && !all_differ(a, v, n, which))
		which++;
	for (size_t i = 0; i < n; i++) {
		struct str s = str_new(a);

		for (unsigned k = 0; k < TRAITS; k++) {
			const char *text = which == TRAITS || which == k ?
			    trait_of(v[i], k) : NULL;

			if (text != NULL)
				str_addf(&s, "%s%s", s.n > 0 ? ", " : "",
				    sanitise_text(a, text));
		}
		if (s.n > 0)
			v[i]->title = arena_printf(a, "%s (%s)", v[i]->title,
			    str_text(&s));
	}
}

static void
tell_apart(struct arena *a, struct plan_nodes *list)
{
	struct plan_node **v = arena_array(a, list->n,
	    sizeof(struct plan_node *));
	size_t end;

	for (size_t i = 0; i < list->n; i++)
		v[i] = &list->v[i];
	vec_sort_items(v, list->n, sizeof(struct plan_node *),
	    compare_titles);
	for (size_t i = 0; i < list->n; i = end) {
		for (end = i + 1; end < list->n && str_equal(v[i]->title,
		    v[end]->title); end++)
			;
		if (end - i > 1)
			qualify(a, v + i, end - i);
	}
}

struct plan_nodes
nodes_of_tiers(struct arena *a, const struct model *m)
{
	struct plan_nodes list = { 0 };

	add_internet(a, &list);
	add_tiers(a, &list, m);
	add_services(a, &list, m);
	add_networks(a, &list, m);
	tell_apart(a, &list);
	return list;
}

/* Of databases and the like an interface does not say which one has it: where
 * any are in the input, it may be theirs, and they have rows. */
static bool
has_managed(const struct model *m)
{
	for (size_t i = 0; i < m->workloads.n; i++)
		if (m->workloads.v[i]->kind != WORKLOAD_INSTANCE &&
		    m->workloads.v[i]->kind != WORKLOAD_AUTO_SCALING_GROUP)
			return true;
	return false;
}

struct plan_nodes
nodes_of_workloads(struct arena *a, const struct model *m)
{
	struct plan_nodes list = { 0 };
	bool managed = has_managed(m);

	add_internet(a, &list);
	for (size_t i = 0; i < m->workloads.n; i++) {
		struct thing *t = &m->workloads.v[i]->is;

		add(a, &list, m->vpcs.n > 1 && t->vpc != NULL ?
		    arena_printf(a, "%s/%s", t->vpc->is.label, t->label) :
		    t->label, (struct selection){ .what = SELECTED_WORKLOAD,
		    .thing = t });
	}
	for (size_t i = 0; i < m->interfaces.n; i++) {
		struct interface *e = m->interfaces.v[i];

		if (e->workload == NULL && interface_is_inhabited(e) &&
		    (e->holder != NULL || !managed))
			add(a, &list, e->is.label, (struct selection){
			    .what = SELECTED_INTERFACE, .thing = &e->is });
	}
	for (size_t i = 0; i < m->endpoints.n; i++)
		if (m->endpoints.v[i]->type == ENDPOINT_INTERFACE)
			add(a, &list, m->endpoints.v[i]->is.label,
			    (struct selection){ .what = SELECTED_ENDPOINT,
			    .thing = &m->endpoints.v[i]->is });
	add_services(a, &list, m);
	add_networks(a, &list, m);
	tell_apart(a, &list);
	return list;
}

const char *
nodes_left_out(struct arena *a, const struct model *m)
{
	struct str of = str_new(a);
	size_t n = 0;

	for (size_t i = 0; i < m->vpcs.n; i++) {
		const struct thing *v = &m->vpcs.v[i]->is;

		if (model_is_complete(m, KIND_INTERFACE, m->vpcs.v[i]))
			continue;
		if (n++ == 0)
			str_add(&of, thing_title(a, v));
	}
	if (n == 0)
		return NULL;
	if (n > 1)
		str_addf(&of, " and %zu more", n - 1);
	return arena_printf(a, "others may be there: the interfaces of %s are "
	    "not all known%s", str_text(&of), missing_call(a,
	    &m->vpcs.v[0]->is, KIND_INTERFACE));
}

/* ----------------------------------------------------------------- asking */

static enum passage_kind
why_not(const struct pair_answers *p)
{
	bool one_way = false, unknown = p->untold != NULL, routed = false;

	for (size_t i = 0; i < p->n; i++) {
		const struct blockers *b = &p->v[i].answer.blockers;
		bool no_route = false;

		one_way |= p->v[i].tally.one_way || p->v[i].tally.some;
		unknown |= p->v[i].tally.unknown;
		for (size_t j = 0; j < b->n; j++)
			no_route |= !hop_is_filter(b->v[j].at.kind) &&
			    !b->v[j].at.reply;
		routed |= !no_route;
	}
	if (unknown)
		return PASSAGE_UNKNOWN;
	if (one_way)
		return PASSAGE_ONE_WAY;
	return routed ? PASSAGE_FILTERED : PASSAGE_NO_ROUTE;
}

static struct port_set
kept_ports(struct arena *a, struct port_set ports)
{
	if (ports.n == 0)
		return ports;
	return port_set_of_ranges(a, memcpy(arena_array(a, ports.n,
	    sizeof *ports.v), ports.v, ports.n * sizeof *ports.v), ports.n);
}

static const struct {
	enum hop_kind kind;
	enum passage_via via;
	const char *word;
} via_words[] = {
	{ HOP_VPN, VIA_VPN, "vpn" },
	{ HOP_ATTACHMENT, VIA_TRANSIT, "tgw" },
	{ HOP_PEERING, VIA_PEERING, "pcx" },
	{ HOP_APPLIANCE, VIA_FIREWALL, "fw" },
	{ HOP_NAT_GATEWAY, VIA_NAT, "nat" },
	{ HOP_ENDPOINT, VIA_ENDPOINT, "ep" }
};

enum { VIA_WORDS = sizeof via_words / sizeof via_words[0] };

static unsigned
via_of_way(const struct way *w)
{
	unsigned via = 0;

	for (const struct hop *h = w->hops; h != NULL; h = h->previous)
		for (size_t i = 0; i < VIA_WORDS; i++)
			if (h->kind == via_words[i].kind && !h->reply)
				via |= via_words[i].via;
	return via;
}

/* An interface endpoint is passed by being where the flow ends. */
static unsigned
via_of_end(const struct end *to)
{
	return to->kind == END_INTERFACES && to->endpoint != NULL ?
	    VIA_ENDPOINT : 0;
}

/* What all ways have in common. */
static unsigned
common_via(const struct pair_answers *p)
{
	unsigned via = ~0u;

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->v[i].answer.n_ways; k++)
			via &= via_of_way(&p->v[i].answer.ways[k]) |
			    via_of_end(p->v[i].to);
	return via == ~0u ? 0 : via;
}

const char *
nodes_via_text(struct arena *a, unsigned via)
{
	struct str out = str_new(a);

	for (size_t i = 0; i < VIA_WORDS; i++)
		if ((via & via_words[i].via) != 0)
			str_addf(&out, "%s%s", out.n > 0 ? " " : "",
			    via_words[i].word);
	return str_text(&out);
}

bool
nodes_lack_answers(struct arena *a, struct port_set ports)
{
	enum { ECHO = 8 };
	struct port_set icmp = port_set_of_protocol(a, PROTOCOL_ICMP);
	struct port_set silent = port_set_subtract(a, icmp,
	    port_set_of_icmp(a, PROTOCOL_ICMP, ECHO, -1));

	return !port_set_is_empty(ports) && port_set_is_empty(
	    port_set_subtract(a, ports, port_set_union(a, icmp,
	    port_set_of_protocol(a, PROTOCOL_ICMPV6)))) &&
	    port_set_equal(port_set_intersect(a, ports, icmp), silent);
}

/* Fewer pairs than these are asked one by one. */
enum { PAIRS_MIN = 4 };

static unsigned
via_of_kinds(unsigned kinds)
{
	unsigned via = 0;

	for (size_t i = 0; i < VIA_WORDS; i++)
		if ((kinds >> via_words[i].kind & 1) != 0)
			via |= via_words[i].via;
	return via;
}

static bool
is_same_for_all(const struct selection *to)
{
	return to->what != SELECTED_SERVICE && to->what != SELECTED_CIDR;
}

static void
add_ends(const struct asking_pairs *q, const struct selection *s, bool as_to,
    struct ends *all)
{
	struct ends more = ends_of(q->a, reach_places(q->r), s, as_to, NULL);

	for (size_t i = 0; i < more.n; i++)
		vec_push(q->a, all, more.v[i]);
}

static struct crowd *
crowd_of(const struct asking_pairs *q, const struct ends *ends, bool receives)
{
	const struct crowd_asked asked = { .r = q->r, .a = q->a,
		.receives = receives, .family = q->family,
		.lost_az = q->lost_az };

	return crowd_new(&asked, ends);
}

/*
 * The same without asking pair by pair, where that can be told.  Who receives
 * is the same whoever sends, but for services and addresses.
 */
static bool
ask_cell(struct arena *scratch, struct crowd *from, struct crowd *to,
    struct port_set ports, struct arena *a, struct passage_between *out)
{
	struct cell cell;

	if (!reach_cell(scratch, from, to, ports, &cell))
		return false;
	if (cell.nobody)
		out->kind = PASSAGE_NOBODY;
	else if (port_set_is_empty(cell.ports))
		out->kind = cell.routed ? PASSAGE_FILTERED : PASSAGE_NO_ROUTE;
	else
		out->via = via_of_kinds(cell.passed);
	out->partly = cell.partly;
	out->ports = kept_ports(a, cell.ports);
	return true;
}

/* Who receives nothing is not asked, or is not the same for all. */
static bool
ask_crowds(const struct asking_pairs *q, const struct ends *to,
    struct arena *a, struct passage_between *out)
{
	return q->taken == NULL && q->from.n * to->n >= PAIRS_MIN &&
	    ask_cell(q->a, crowd_of(q, &q->from, false),
	    crowd_of(q, to, true), q->ports, a, out);
}

/* Whether something about them is not known, and the first reason. */
static void
tell_undecided(const struct pair_answers *p, struct arena *a,
    struct passage_between *out)
{
	if (p->untold != NULL) {
		out->undecided = true;
		out->because = arena_strdup(a, p->untold);
	}
	for (size_t i = 0; i < p->n; i++) {
		const struct answer *answer = &p->v[i].answer;

		if (flow_is_empty(answer->unknown))
			continue;
		out->undecided = true;
		if (out->because == NULL && answer->n_unknowns > 0)
			out->because = arena_strdup(a, answer->unknowns[0]);
	}
}

static bool
has_sure(const struct pair_answers *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (pairs_maybe(&p->v[i]) == NULL)
			return true;
	return false;
}

/* Beside those who are surely there others prove nothing. */
static bool
counts(const struct pair_answer *p, bool sure)
{
	return !sure || pairs_maybe(p) == NULL;
}

/* Whether those who may not be there would get more through. */
static void
tell_maybes(const struct asking_pairs *q, const struct pair_answers *p,
    struct port_set ports, struct arena *a, struct passage_between *out)
{
	for (size_t i = 0; i < p->n; i++) {
		const char *why = pairs_maybe(&p->v[i]);

		if (why == NULL || port_set_contains(ports, flow_ports(q->a,
		    p->v[i].answer.yes)))
			continue;
		out->undecided = true;
		if (out->because == NULL)
			out->because = arena_strdup(a, why);
	}
}

/* What all pairs say, in memory that is gone afterwards. */
static void
ask_pairs(const struct asking_pairs *q, struct arena *a,
    struct passage_between *out)
{
	struct port_set ports = port_set_empty();
	struct pair_answers p = pairs_ask(q);
	bool sure;

	if (p.n == 0) {
		out->kind = p.untold != NULL ? PASSAGE_UNKNOWN :
		    PASSAGE_NOBODY;
		out->because = p.untold != NULL ? arena_strdup(a, p.untold) :
		    NULL;
		return;
	}
	sure = has_sure(&p);
	for (size_t i = 0; i < p.n; i++)
		if (counts(&p.v[i], sure))
			ports = port_set_union(q->a, ports,
			    flow_ports(q->a, p.v[i].answer.yes));
	tell_undecided(&p, a, out);
	if (sure)
		tell_maybes(q, &p, ports, a, out);
	if (port_set_is_empty(ports)) {
		out->kind = out->undecided ? PASSAGE_UNKNOWN : why_not(&p);
		return;
	}
	for (size_t i = 0; i < p.n; i++)
		out->partly |= counts(&p.v[i], sure) && !flow_contains(q->a,
		    flow_union(q->a, p.v[i].answer.yes,
		    p.v[i].answer.unknown),
		    flow_with_ports(q->a, p.v[i].answer.asked, ports));
	out->ports = kept_ports(a, ports);
	out->via = common_via(&p);
}

/* With scratch memory, and all ports if none are given. */
static struct asking_pairs
asking_of(const struct asking_pairs *base)
{
	struct asking_pairs q = *base;

	q.a = arena_new();
	q.from = (struct ends){ 0 };
	q.explain = true;
	if (!q.ports_given) {
		q.ports_given = true;
		q.ports = port_set_everything();
	}
	return q;
}

static struct passage_between
ask(const struct asking_pairs *base, const struct plan_node *from,
    const struct plan_node *to, bool in_crowds)
{
	struct passage_between out = { .ports = port_set_empty() };
	struct asking_pairs q;
	struct ends others = { 0 };

	if (from->means.what == SELECTED_SERVICE) {
		out.kind = PASSAGE_NO_ROUTE;	/* a service never begins */
		return out;
	}
	q = asking_of(base);
	q.from_means = &from->means;
	q.to_means = &to->means;
	add_ends(&q, &from->means, false, &q.from);
	if (in_crowds && is_same_for_all(&to->means))
		add_ends(&q, &to->means, true, &others);
	if (!in_crowds || !ask_crowds(&q, &others, base->a, &out))
		ask_pairs(&q, base->a, &out);
	arena_free(q.a);
	return out;
}

struct passage_between
nodes_ask(const struct asking_pairs *base, const struct plan_node *from,
    const struct plan_node *to)
{
	return ask(base, from, to, true);
}

const char *
nodes_nobody_is(const struct asking_pairs *base, const struct plan_node *node,
    bool as_to)
{
	struct ends ends = { 0 };

	add_ends(base, &node->means, as_to, &ends);
	return pairs_nobody_has(base->a, &node->means, &ends, node->title);
}

enum inhabited
nodes_inhabited(const struct asking_pairs *base,
    const struct selection *means, bool as_to)
{
	struct ends ends = { 0 };

	add_ends(base, means, as_to, &ends);
	return pairs_inhabited(&ends);
}

struct passage_between
nodes_ask_one_by_one(const struct asking_pairs *base,
    const struct plan_node *from, const struct plan_node *to)
{
	return ask(base, from, to, false);
}

struct plan_crowd {
	struct crowd *of[2];		/* who sends, who receives; NULL: not
					   the same whoever is on the other
					   side */
};

struct plan_crowd *
nodes_crowd(const struct asking_pairs *base, const struct selection *s,
    size_t n)
{
	struct plan_crowd *c = arena_alloc(base->a, sizeof *c);
	struct ends ends[2] = { { 0 }, { 0 } };
	bool known = base->taken == NULL;

	for (size_t i = 0; i < n; i++)
		known = known && is_same_for_all(&s[i]);
	for (size_t k = 0; known && k < 2; k++) {
		for (size_t i = 0; i < n; i++)
			add_ends(base, &s[i], k == 1, &ends[k]);
		c->of[k] = crowd_of(base, &ends[k], k == 1);
	}
	return c;
}

bool
nodes_ask_together(const struct asking_pairs *base,
    const struct plan_crowd *from, const struct plan_crowd *to,
    struct passage_between *out)
{
	struct asking_pairs q = asking_of(base);
	bool told = from->of[0] != NULL && to->of[1] != NULL;

	*out = (struct passage_between){ .ports = port_set_empty() };
	told = told && ask_cell(q.a, from->of[0], to->of[1], q.ports,
	    base->a, out);
	arena_free(q.a);
	return told;
}

/* "443" for tcp/443, which is what most are; NULL for anything else. */
static const char *
tcp_numbers(struct arena *a, struct port_set ports)
{
	struct port_set tcp = port_set_of_protocol(a, PROTOCOL_TCP);
	struct str out = str_new(a);

	if (port_set_is_empty(ports) || port_set_equal(tcp, ports) ||
	    !port_set_equal(port_set_intersect(a, ports, tcp), ports))
		return NULL;
	for (size_t i = 0; i < ports.n; i++) {
		unsigned first = ports.v[i].first & 0xffff;
		unsigned last = ports.v[i].last & 0xffff;

		if (first == last)
			str_addf(&out, "%s%u", i > 0 ? "," : "", first);
		else
			str_addf(&out, "%s%u-%u", i > 0 ? "," : "", first,
			    last);
	}
	return str_text(&out);
}

const char *
nodes_ports_text(struct arena *a, struct port_set ports)
{
	const char *numbers;

	if (ports.n > PORTS_SHOWN && !port_set_has(ports,
	    port_point(UINT8_MAX, 0)))	/* "all except" is short by itself */
		return arena_printf(a, "%s +%zu", nodes_ports_text(a,
		    (struct port_set){ PORTS_SHOWN, ports.v }),
		    ports.n - PORTS_SHOWN);
	numbers = tcp_numbers(a, ports);
	return numbers != NULL ? numbers : notation_ports_format(a, ports);
}
