/* SPDX-License-Identifier: MIT */
#include "plan/because_causes.h"

#include "base/str.h"

/*
 * One packet is traced in both networks.  What decided in the one where it
 * passes and is not there in the other, and what stopped it in the other and
 * is not there in the one, is the cause.  Elements that let it pass in both
 * are none, whatever else about them changed.
 */

static bool
is_asked(const struct pair_answer *v, struct packet p)
{
	for (size_t k = 0; k < v->answer.asked.n; k++)
		if (range_set_has(v->answer.asked.v[k].from, p.from) &&
		    range_set_has(v->answer.asked.v[k].to, p.to))
			return true;
	return false;
}

static const struct thing_pair *
place_of(const struct causes *s, enum when w, const struct end *e)
{
	return pairing_of(s->g->c->pairing, w, e->subnet == NULL ? NULL :
	    &e->subnet->is);
}

/* Whether both are between the same subnets, each in its network. */
static bool
is_alike(const struct causes *s, enum when w, const struct pair_answer *v,
    const struct pair_answer *there)
{
	return place_of(s, w, v->from) == place_of(s, because_other(w),
	    there->from) && place_of(s, w, v->to) == place_of(s, because_other(w),
	    there->to);
}

/* The pair of ends that the packet is of; else the one that is where the pair
 * of the other network is; else the first of its family. */
static const struct pair_answer *
pair_of_packet(const struct causes *s, enum when w,
    const struct pair_answers *p, struct packet packet)
{
	const struct pair_answer *there = s->pair[because_other(w)];
	const struct pair_answer *alike = NULL, *first = NULL;

	for (size_t i = 0; p != NULL && i < p->n; i++) {
		const struct pair_answer *v = &p->v[i];

		if (v->family != s->out->family ||
		    flow_is_empty(v->answer.asked))
			continue;
		if (is_asked(v, packet))
			return v;
		if (first == NULL)
			first = v;
		if (alike == NULL && there != NULL &&
		    is_alike(s, w, v, there))
			alike = v;
	}
	return alike != NULL ? alike : first;
}

/* Whether one network asks about the packet, its addresses being there. */
static bool
has_packet(const struct pair_answers *p, struct packet packet)
{
	for (size_t i = 0; p != NULL && i < p->n; i++)
		if (is_asked(&p->v[i], packet))
			return true;
	return false;
}

/* Nodes of a load balancer that count as one have no address of their own:
 * that of the first. */
static struct addr
address_of_node(const struct pair_answer *v, struct addr to)
{
	struct range_set own = v->to->addresses[FAMILY_INDEX(v->family)];

	return v->to->workload != NULL && !v->to->by_public &&
	    !range_set_is_empty(own) && addr_equal(to, addr_first(v->family)) ? own.v[0].first : to;
}

static void
trace_in(struct causes *s, enum when w, const struct passage *of)
{
	struct packet packet = s->out->packet;
	const struct pair_answer *v = pair_of_packet(s, w, of[w].pairs,
	    packet);
	struct question q;

	if (v == NULL)
		return;
	if (!is_asked(v, packet)) {
		/* Its addresses have changed: the same port of those it has. */
		uint32_t point = packet.point;

		packet = flow_witness(v->answer.asked);
		packet.point = point;
	}
	packet.to = address_of_node(v, packet.to);
	q = (struct question){ .from = v->from, .to = v->to,
		.ports = port_set_everything(), .family = v->family,
		.explain = true };
	s->trace[w] = reach_trace(s->g->r[w], s->g->scratch, &q, packet);
	s->traced[w] = true;
	s->pair[w] = v;
}

static void
add_end(struct causes *s, const struct diff_node *n)
{
	if (n->is[BEFORE] != n->is[AFTER])
		because_add(s, arena_printf(s->g->a, "%s is %s", n->title,
		    n->is[AFTER] ? "new" : "gone"));
}

/* Nothing decides otherwise: what carries the packet is not as it was. */
static void
add_carriers(struct causes *s, enum when w, const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct hop *h = steps->v[i].hop;
		const struct thing *t = hop_is_groups(h->kind) ||
		    hop_is_acl(h->kind) || h->kind == HOP_ROUTE ? NULL :
		    h->thing;

		/* An attachment, and the transit gateway that it is of. */
		for (; t != NULL; t = t->kind == KIND_ATTACHMENT ?
		    thing_around(t) : NULL) {
			const struct thing_change *c = comparison_of(s->g->c,
			    w, t);

			if (c != NULL && !because_add_whole(s, c))
				because_add_fields(s, c, NULL);
		}
	}
}

static void
add_other(struct causes *s, enum when w, const struct thing *t)
{
	const struct thing_change *c = t == NULL ? NULL :
	    comparison_of(s->g->c, w, t);

	if (c != NULL && !because_add_whole(s, c))
		because_add_fields(s, c, NULL);
}

/* What says more of an end than it says itself: the service behind an
 * endpoint, an Elastic IP that names its holder. */
static void
add_behind(struct causes *s, enum when w)
{
	const struct end *ends[] = { s->pair[w]->from, s->pair[w]->to };

	for (size_t i = 0; i < 2; i++) {
		const struct interface *n = ends[i]->interface;

		if (ends[i]->endpoint != NULL &&
		    ends[i]->endpoint->own_service != NULL)
			add_other(s, w, &ends[i]->endpoint->own_service->is);
		for (size_t k = 0; n != NULL && k < n->public_addresses.n; k++)
			add_other(s, w,
			    n->public_addresses.v[k].elastic_ip.to);
	}
}

/* The ends themselves: their public addresses, what a network has. */
static void
add_ends(struct causes *s, const struct diff_node *from,
    const struct diff_node *to)
{
	const struct diff_node *const ends[] = { from, to };

	for (size_t i = 0; i < 2; i++) {
		const struct thing *t = ends[i]->means[AFTER].thing;
		const struct thing_change *c = t == NULL ? NULL :
		    comparison_of(s->g->c, AFTER, t);

		if (c == NULL)
			continue;
		because_add_fields(s, c, t->kind == KIND_NETWORK ? "CIDR" :
		    "public address");
	}
}

/* Who has no block of its own to tell of stands in one that Amazon chooses. */
static void
add_choice(struct causes *s, enum when w, const struct subnet *of)
{
	const struct thing_change *c = of == NULL || of->is.vpc == NULL ? NULL :
	    comparison_of(s->g->c, w, &of->is.vpc->is);

	if (c != NULL)
		because_add_fields(s, c, "IPv6 CIDR of Amazon");
}

/* No element on the way is another: then its ends stand somewhere else. */
static void
add_places(struct causes *s, enum when w)
{
	const struct end *ends[] = { s->pair[w]->from, s->pair[w]->to };

	for (size_t i = 0; i < 2; i++) {
		const struct end *e = ends[i];
		const struct thing_change *c = e->subnet == NULL ? NULL :
		    comparison_of(s->g->c, w, &e->subnet->is);

		if (c != NULL && !because_add_whole(s, c))
			because_add_fields(s, c, s->out->family == IPV6 ? "IPv6" :
			    "CIDR");
		c = comparison_of(s->g->c, w, e->workload != NULL ?
		    &e->workload->is : e->endpoint != NULL ?
		    &e->endpoint->is : e->interface != NULL ?
		    &e->interface->is : NULL);
		if (c != NULL && !because_add_fields(s, c, "subnet") &&
		    s->out->family == IPV6)
			because_add_fields(s, c, "IPv6");
		if (s->out->because.n == 0 && s->out->family == IPV6)
			add_choice(s, w, e->subnet);
	}
}

/* Of what is not decided: what is not known. */
static void
add_unknowns(struct causes *s)
{
	bool was = s->out->kind == OPENING_IS_OPEN ||
	    s->out->kind == OPENING_IS_CLOSED;
	const struct pair_answer *p = s->pair[was ? BEFORE : AFTER];

	if (p != NULL && p->answer.n_unknowns > 0)
		because_add(s, arena_printf(s->g->a, "%s%s", was ?
		    "before, " : "", p->answer.unknowns[0]));
}

/* Where there is nothing to ask because nobody knows an address. */
static void
add_untold(struct causes *s, const struct passage of[2])
{
	for (size_t w = 0; w < 2 && s->out->because.n == 0; w++) {
		const struct pair_answers *p = of[AFTER - w].pairs;

		if (p != NULL && p->untold != NULL)
			because_add(s, arena_printf(s->g->a, "%s%s",
			    w == 0 ? "" : "before, ", p->untold));
	}
}

/* Nothing decides it in a word of its own: what stops it where it stops. */
static void
add_blockers(struct causes *s)
{
	const struct trace_steps *steps = &s->trace[because_other(s->open)].forward;

	if (!s->traced[because_other(s->open)])
		return;
	if (opening_sign(s->out->kind) == '?') {
		add_unknowns(s);
		return;
	}
	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *step = &steps->v[i];

		if (step->decision == TRACE_BLOCK && step->text != NULL)
			because_add(s, arena_printf(s->g->a, "%s%s%s",
			    step->hop->thing == NULL ? "" : thing_title(
			    s->g->a, step->hop->thing), step->hop->thing ==
			    NULL ? "" : ": ", step->text));
	}
}

/* What a service's name means, inside of the VPC that it is asked in. */
static void
add_name(struct causes *s, const struct diff_node *from,
    const struct diff_node *to)
{
	for (size_t w = BEFORE; w <= AFTER; w++) {
		const struct model *m = s->g->c->pairing->model[w];
		const struct thing *t = from->means[w].thing;

		for (size_t i = 0; t != NULL && i < m->endpoints.n; i++) {
			const struct endpoint *e = m->endpoints.v[i];
			const struct thing_change *c;

			if (to->means[w].what != SELECTED_SERVICE ||
			    e->type != ENDPOINT_INTERFACE ||
			    e->is.vpc != t->vpc ||
			    !str_equal(e->service.v, to->means[w].name))
				continue;
			c = comparison_of(s->g->c, (enum when)w, &e->is);
			if (c != NULL && !because_add_whole(s, c)) {
				because_add_fields(s, c, "private DNS");
				because_add_fields(s, c, "service");
			}
			c = comparison_of(s->g->c, (enum when)w,
			    &e->is.vpc->is);
			if (c != NULL)
				because_add_fields(s, c, "DNS");
		}
	}
}

/* Subnets of the ends that one network has not: who stands in them takes, or
 * took, another way. */
static void
add_subnets(struct causes *s, const struct passage of[2])
{
	for (size_t w = BEFORE; w <= AFTER; w++)
		for (size_t i = 0; of[w].pairs != NULL &&
		    i < of[w].pairs->n; i++) {
			const struct pair_answer *v = &of[w].pairs->v[i];
			const struct end *ends[] = { v->from, v->to };

			for (size_t k = 0; k < 2; k++) {
				const struct thing_change *c =
				    ends[k]->subnet == NULL ? NULL :
				    comparison_of(s->g->c, (enum when)w,
				    &ends[k]->subnet->is);

				if (c != NULL)
					(void)because_add_whole(s, c);
			}
		}
}

void
because_find(const struct comparing *g, const struct diff_node *from,
    const struct diff_node *to, const struct passage of[2], enum when open,
    struct opening *out)
{
	struct causes s = { .g = g, .out = out, .open = open };
	enum when first;

	add_end(&s, from);
	add_end(&s, to);
	add_name(&s, from, to);
	if (out->because.n > 0)
		return;
	first = has_packet(of[open].pairs, out->packet) ? open : because_other(open);
	trace_in(&s, first, of);
	trace_in(&s, because_other(first), of);
	for (size_t w = BEFORE; w <= AFTER; w++) {
		if (!s.traced[w])
			continue;
		because_compare_steps(&s, (enum when)w, &s.trace[w].forward);
		if (out->kind != OPENING_ONE_WAY)
			because_compare_steps(&s, (enum when)w, &s.trace[w].back);
	}
	/* Nobody has an address that a packet could have. */
	if (!s.traced[BEFORE] && !s.traced[AFTER])
		add_untold(&s, of);
	if (s.traced[BEFORE] || s.traced[AFTER])
		because_least(g, from, to, (const struct trace *const[2]){
		    s.traced[BEFORE] ? &s.trace[BEFORE] : NULL,
		    s.traced[AFTER] ? &s.trace[AFTER] : NULL }, open, out);
	/* It passes in both: what is not there in the one is no reason. */
	if (out->kind == OPENING_REROUTES) {
		if (out->because.n == 0)
			add_subnets(&s, of);
		return;
	}
	for (size_t w = BEFORE; w <= AFTER && out->because.n == 0; w++)
		if (s.traced[w])
			add_carriers(&s, (enum when)w, &s.trace[w].forward);
	for (size_t w = BEFORE; w <= AFTER && out->because.n == 0; w++)
		if (s.traced[w])
			add_behind(&s, (enum when)w);
	if (out->because.n == 0)
		add_ends(&s, from, to);
	for (size_t w = BEFORE; w <= AFTER && out->because.n == 0; w++)
		if (s.traced[w])
			add_places(&s, (enum when)w);
	if (out->because.n == 0)
		add_blockers(&s);
	if (opening_sign(out->kind) == '?')
		add_untold(&s, of);
	out->stopped = because_stopped(&s);
}
