/* SPDX-License-Identifier: MIT */
#include "plan/openings_ask.h"

#include "base/str.h"

/*
 * One packet is traced in both networks.  What decided in the one where it
 * passes and is not there in the other, and what stopped it in the other and
 * is not there in the one, is the cause.  Elements that let it pass in both
 * are none, whatever else about them changed.
 */

struct causes {
	const struct comparing *g;
	struct opening *out;
	enum when open;			/* where it passes */
	struct trace trace[2];
	bool traced[2];
	const struct pair_answer *pair[2];
};

static enum when
other(enum when w)
{
	return w == BEFORE ? AFTER : BEFORE;
}

static void
add_clause(struct causes *s, const char *text)
{
	for (size_t i = 0; i < s->out->because.n; i++)
		if (str_equal(s->out->because.v[i], text))
			return;
	vec_push(s->g->a, &s->out->because, text);
}

static const char *
kind_word(const struct thing *t)
{
	switch (t->kind) {
	case KIND_SECURITY_GROUP:
		return "sg:";
	case KIND_ROUTE_TABLE:
		return "rt:";
	case KIND_NETWORK_ACL:
		return "acl:";
	case KIND_SUBNET:
		return "subnet:";
	case KIND_PREFIX_LIST:
		return "pl:";
	case KIND_ATTACHMENT:
		return "attachment:";
	case KIND_TRANSIT_GATEWAY:
		return "tgw:";
	case KIND_TRANSIT_TABLE:
		return "tgw-rt:";
	case KIND_PEERING:
		return "peering:";
	case KIND_VPN:
		return "vpn:";
	case KIND_NETWORK:
		return "net:";
	case KIND_ENDPOINT_SERVICE:
		return "service:";
	case KIND_ELASTIC_IP:
		return "eip:";
	default:
		return "";
	}
}

const char *
because_clause(struct arena *a, const struct thing_change *c,
    const struct difference *d)
{
	const struct thing *t = c->pair->is[c->pair->is[AFTER] != NULL];

	return arena_printf(a, "%s%s %s", kind_word(t), c->title,
	    difference_text(a, d));
}

const char *
because_whole(struct arena *a, const struct thing_change *c)
{
	const struct thing *t = c->pair->is[c->pair->is[AFTER] != NULL];
	const char *what = kind_word(t);

	/* A workload is known by its name, and what has none says its kind. */
	if (what[0] == '\0' && t->kind != KIND_WORKLOAD &&
	    !str_starts_with(c->title, "the "))
		what = arena_printf(a, "%s ", kind_name(t->kind));
	return arena_printf(a, "%s%s is %s", what, c->title,
	    c->kind == CHANGE_ADDED ? "new" : "gone");
}

/* "x is new", or "x is gone", whichever way the packet passes. */
static bool
add_whole(struct causes *s, const struct thing_change *c)
{
	if (c->kind != CHANGE_ADDED && c->kind != CHANGE_REMOVED)
		return false;
	add_clause(s, because_whole(s->g->a, c));
	return true;
}

/* The field that holds this rule, entry or route on one side. */
static bool
add_part(struct causes *s, const struct thing_change *c, enum when side,
    const void *of)
{
	for (size_t i = 0; i < c->fields.n; i++) {
		const struct difference *d = &c->fields.v[i];

		if (d->is[side] != NULL && d->is[side]->of == of) {
			add_clause(s, because_clause(s->g->a, c, d));
			return true;
		}
	}
	return false;
}

/* A gateway endpoint's tables: each has a route to it, and says so. */
static bool
is_told_by_routes(const struct thing_change *c, const struct trait *t)
{
	const struct thing *of = c->pair->is[c->pair->is[AFTER] != NULL];

	return of->kind == KIND_ENDPOINT && str_starts_with(t->key,
	    "route table ");
}

static bool
add_fields(struct causes *s, const struct thing_change *c, const char *key)
{
	bool found = false;

	for (size_t i = 0; i < c->fields.n; i++) {
		const struct difference *d = &c->fields.v[i];
		const struct trait *t = d->is[d->is[AFTER] != NULL];

		if (key != NULL ? !str_starts_with(t->key, key) :
		    is_told_by_routes(c, t))
			continue;
		add_clause(s, because_clause(s->g->a, c, d));
		found = true;
	}
	return found;
}

/* ---------------------------------------------------------------- one hop */

static const void *
deciding(const struct trace_step *s)
{
	if (s->rule != NULL)
		return s->rule;
	if (s->entry != NULL)
		return s->entry;
	if (s->hop->route != NULL)
		return s->hop->route;
	return s->hop->transit_route;
}

static const struct thing *
element(const struct trace_step *s)
{
	return s->group != NULL ? &s->group->is : s->hop->thing;
}

static bool
is_group(const struct hop *h)
{
	return h->kind == HOP_GROUP_IN || h->kind == HOP_GROUP_OUT;
}

static bool
is_acl(const struct hop *h)
{
	return h->kind == HOP_ACL_IN || h->kind == HOP_ACL_OUT;
}

/* Whether two hops are the same station of the way. */
static bool
is_same_station(const struct causes *s, const struct hop *here,
    const struct hop *there)
{
	const struct pairing *p = s->g->c->pairing;

	if (here->kind != there->kind || here->reply != there->reply)
		return false;
	if (is_group(here) || is_acl(here) || here->kind == HOP_ROUTE)
		return pairing_of(p, s->open, here->subnet == NULL ? NULL :
		    &here->subnet->is) == pairing_of(p, other(s->open),
		    there->subnet == NULL ? NULL : &there->subnet->is);
	return pairing_of(p, s->open, here->thing) ==
	    pairing_of(p, other(s->open), there->thing);
}

/* What the other network's trace says at the same station, or NULL. */
static const struct trace_step *
counterpart(const struct causes *s, const struct trace_step *step)
{
	const struct trace *t = &s->trace[other(s->open)];
	const struct trace_steps *steps = step->hop->reply ? &t->back :
	    &t->forward;

	for (size_t i = 0; i < steps->n; i++)
		if (is_same_station(s, step->hop, steps->v[i].hop))
			return &steps->v[i];
	return NULL;
}

/* The subnet or workload may have come under another table, ACL or group. */
static bool
add_assignment(struct causes *s, enum when side, const struct hop *h)
{
	const struct comparison *c = s->g->c;
	const struct thing_change *change;
	const struct thing *t = NULL;

	if (is_group(h) && h->end != NULL)
		t = h->end->workload != NULL ? &h->end->workload->is :
		    h->end->endpoint != NULL ? &h->end->endpoint->is :
		    h->end->interface != NULL ? &h->end->interface->is : NULL;
	else if (h->subnet != NULL)
		t = &h->subnet->is;
	change = comparison_of(c, side, t);
	if (change == NULL)
		return false;
	return add_whole(s, change) || add_fields(s, change, is_group(h) ?
	    "security group" : is_acl(h) ? "network ACL" : "route table");
}

/* The rule or route is as it was, but the prefix list that it names is not. */
static bool
add_list(struct causes *s, enum when side, const struct trace_step *step)
{
	const struct thing *list = step->rule != NULL ?
	    group_rule_to(step->rule) :
	    step->hop->route != NULL ? step->hop->route->list.to : NULL;
	const struct thing_change *c;

	if (list == NULL || list->kind != KIND_PREFIX_LIST)
		return false;
	c = comparison_of(s->g->c, side, list);
	return c != NULL && (add_whole(s, c) || add_fields(s, c, NULL));
}

static bool
add_station(struct causes *s, enum when side, const struct trace_step *step)
{
	const struct thing *t = element(step);
	const struct thing_change *c = comparison_of(s->g->c, side, t);
	bool found;

	if (add_list(s, side, step))
		return true;
	if (c == NULL)
		return add_assignment(s, side, step->hop);
	if (c->kind == CHANGE_ADDED || c->kind == CHANGE_REMOVED)
		return add_assignment(s, side, step->hop) || add_whole(s, c);
	found = deciding(step) != NULL && add_part(s, c, side,
	    deciding(step));
	if (!found)
		found = add_assignment(s, side, step->hop);
	if (!found && deciding(step) == NULL && !is_group(step->hop) &&
	    !is_acl(step->hop) && step->hop->kind != HOP_ROUTE)
		found = add_fields(s, c, NULL);
	return found;
}

static void
compare_steps(struct causes *s, enum when side,
    const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *step = &steps->v[i], *there;

		if (side == s->open) {
			there = s->traced[other(side)] ?
			    counterpart(s, step) : NULL;
			if (there == NULL || there->decision == TRACE_BLOCK ||
			    step->hop->kind == HOP_ROUTE)
				add_station(s, side, step);
		} else if (step->decision == TRACE_BLOCK ||
		    (s->out->kind == OPENING_REROUTES &&
		    step->hop->kind == HOP_ROUTE)) {
			add_station(s, side, step);
		}
	}
}

/* ---------------------------------------------------------------- tracing */

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
	return place_of(s, w, v->from) == place_of(s, other(w),
	    there->from) && place_of(s, w, v->to) == place_of(s, other(w),
	    there->to);
}

/* The pair of ends that the packet is of; else the one that is where the pair
 * of the other network is; else the first of its family. */
static const struct pair_answer *
pair_of_packet(const struct causes *s, enum when w,
    const struct pair_answers *p, struct packet packet)
{
	const struct pair_answer *there = s->pair[other(w)];
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
		add_clause(s, arena_printf(s->g->a, "%s is %s", n->title,
		    n->is[AFTER] ? "new" : "gone"));
}

/* Nothing decides otherwise: what carries the packet is not as it was. */
static void
add_carriers(struct causes *s, enum when w, const struct trace_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++) {
		const struct hop *h = steps->v[i].hop;
		const struct thing *t = h->thing == NULL || is_group(h) ||
		    is_acl(h) || h->kind == HOP_ROUTE ? NULL : h->thing;

		/* An attachment, and the transit gateway that it is of. */
		for (; t != NULL; t = t->kind == KIND_ATTACHMENT ?
		    thing_around(t) : NULL) {
			const struct thing_change *c = comparison_of(s->g->c,
			    w, t);

			if (c != NULL && !add_whole(s, c))
				add_fields(s, c, NULL);
		}
	}
}

static void
add_other(struct causes *s, enum when w, const struct thing *t)
{
	const struct thing_change *c = t == NULL ? NULL :
	    comparison_of(s->g->c, w, t);

	if (c != NULL && !add_whole(s, c))
		add_fields(s, c, NULL);
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
		add_fields(s, c, t->kind == KIND_NETWORK ? "CIDR" :
		    "public address");
	}
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

		if (c != NULL && !add_whole(s, c))
			add_fields(s, c, s->out->family == IPV6 ? "IPv6" :
			    "CIDR");
		c = comparison_of(s->g->c, w, e->workload != NULL ?
		    &e->workload->is : e->endpoint != NULL ?
		    &e->endpoint->is : e->interface != NULL ?
		    &e->interface->is : NULL);
		if (c != NULL && !add_fields(s, c, "subnet") &&
		    s->out->family == IPV6)
			add_fields(s, c, "IPv6");
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
		add_clause(s, arena_printf(s->g->a, "%s%s", was ?
		    "before, " : "", p->answer.unknowns[0]));
}

/* Nothing decides it in a word of its own: what stops it where it stops. */
static void
add_blockers(struct causes *s)
{
	const struct trace_steps *steps = &s->trace[other(s->open)].forward;

	if (!s->traced[other(s->open)])
		return;
	if (opening_sign(s->out->kind) == '?') {
		add_unknowns(s);
		return;
	}
	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *step = &steps->v[i];

		if (step->decision == TRACE_BLOCK && step->text != NULL)
			add_clause(s, arena_printf(s->g->a, "%s%s%s",
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
			if (c != NULL && !add_whole(s, c)) {
				add_fields(s, c, "private DNS");
				add_fields(s, c, "service");
			}
			c = comparison_of(s->g->c, (enum when)w,
			    &e->is.vpc->is);
			if (c != NULL)
				add_fields(s, c, "DNS");
		}
	}
}

static bool
has_field(const struct thing_change *c, const char *key)
{
	for (size_t i = 0; c != NULL && i < c->fields.n; i++)
		if (str_starts_with(c->fields.v[i].is[c->fields.v[i].is[AFTER]
		    != NULL]->key, key))
			return true;
	return false;
}

/* By its rules, or by a list that they name. */
static bool
group_is_changed(const struct comparison *c, const struct security_group *g)
{
	const struct rule_list *lists[] = { &g->ingress, &g->egress };

	for (size_t d = 0; d < 2; d++)
		for (size_t i = 0; i < lists[d]->n; i++) {
			const struct thing *to =
			    group_rule_to(lists[d]->v[i]);

			if (to != NULL && to->kind == KIND_PREFIX_LIST &&
			    comparison_of(c, AFTER, to) != NULL)
				return true;
		}
	return comparison_of(c, AFTER, &g->is) != NULL;
}

/* Whether a station is another one than before: by its element, by a group of
 * its end, or because its subnet comes under another one. */
static bool
is_changed(const struct causes *s, const struct trace_step *step)
{
	const struct comparison *c = s->g->c;
	const struct hop *h = step->hop;
	const struct end *e = is_group(h) ? h->end : NULL;

	for (size_t i = 0; e != NULL && i < e->groups.n; i++)
		if (group_is_changed(c, e->groups.v[i]))
			return true;
	if (e != NULL && e->workload != NULL && has_field(comparison_of(c,
	    AFTER, &e->workload->is), "security group"))
		return true;
	if (h->subnet != NULL && (is_acl(h) || h->kind == HOP_ROUTE) &&
	    has_field(comparison_of(c, AFTER, &h->subnet->is), is_acl(h) ?
	    "network ACL" : "route table"))
		return true;
	/* Of what a VPC or a network has not one has heard. */
	return h->kind == HOP_LISTENS || (h->thing != NULL &&
	    (h->thing->kind == KIND_VPC || h->thing->kind == KIND_NETWORK ||
	    comparison_of(c, AFTER, h->thing) != NULL));
}

static const char *
station_text(const struct causes *s, const struct trace_step *step)
{
	struct arena *a = s->g->a;
	const struct hop *h = step->hop;
	const char *direction = hop_direction(h->kind);
	const char *what = h->thing != NULL ? thing_title(a, h->thing) :
	    step->group != NULL ? thing_title(a, &step->group->is) :
	    is_group(h) && h->end != NULL && h->end->groups.n > 0 ?
	    thing_title(a, &h->end->groups.v[0]->is) : hop_label(h);

	return direction == NULL ?
	    arena_printf(a, "%s %s", what, step->text) :
	    arena_printf(a, "%s, %s: %s", what, direction, step->text);
}

/* Nobody sends or receives it any more: what is traced instead stops for
 * reasons of its own. */
static bool
is_of_gone_subnet(const struct causes *s)
{
	const struct pair_answer *v = s->traced[BEFORE] ? s->pair[BEFORE] :
	    NULL;
	const struct end *ends[] = { v == NULL ? NULL : v->from,
		v == NULL ? NULL : v->to };

	for (size_t i = 0; i < 2; i++) {
		const struct thing_change *c = ends[i] == NULL ||
		    ends[i]->subnet == NULL ? NULL : comparison_of(s->g->c,
		    BEFORE, &ends[i]->subnet->is);

		if (c != NULL && c->kind == CHANGE_REMOVED)
			return true;
	}
	return false;
}

/* The first that stops it after the change, where that is not what changed:
 * a gateway that a new route leads to, an ACL that knows the old block. */
static const char *
stopped(const struct causes *s)
{
	bool one_way = s->out->kind == OPENING_ONE_WAY;
	const struct trace_steps *steps = one_way ? &s->trace[AFTER].back :
	    &s->trace[AFTER].forward;

	if (!s->traced[AFTER] || (!one_way && s->open == AFTER) ||
	    opening_sign(s->out->kind) == '?' || is_of_gone_subnet(s))
		return NULL;
	if (!one_way && steps->arrives)
		steps = &s->trace[AFTER].back;
	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *step = &steps->v[i];

		if (step->decision != TRACE_BLOCK || step->text == NULL)
			continue;
		if (is_changed(s, step))
			return NULL;
		return arena_printf(s->g->a, "%s%s", step->hop->reply ?
		    "on the way back, " : "", station_text(s, step));
	}
	return NULL;
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
					(void)add_whole(s, c);
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
	first = has_packet(of[open].pairs, out->packet) ? open : other(open);
	trace_in(&s, first, of);
	trace_in(&s, other(first), of);
	for (size_t w = BEFORE; w <= AFTER; w++) {
		if (!s.traced[w])
			continue;
		compare_steps(&s, (enum when)w, &s.trace[w].forward);
		if (out->kind != OPENING_ONE_WAY)
			compare_steps(&s, (enum when)w, &s.trace[w].back);
	}
	/* Nobody has an address that a packet could have. */
	for (size_t w = 0; out->because.n == 0 && w < 2 &&
	    !s.traced[BEFORE] && !s.traced[AFTER]; w++)
		if (of[AFTER - w].pairs != NULL &&
		    of[AFTER - w].pairs->untold != NULL)
			add_clause(&s, w == 0 ? of[AFTER].pairs->untold :
			    arena_printf(g->a, "before, %s",
			    of[BEFORE].pairs->untold));
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
	out->stopped = stopped(&s);
}
