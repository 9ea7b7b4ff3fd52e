/* SPDX-License-Identifier: MIT */
#include "plan/mend_propose.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/facts.h"
#include "model/notation.h"
#include "model/stand_in.h"
#include "text/sanitise.h"

enum { BLOCKS_MAX = 8, STEP = 10, FIRST = 100 };

struct proposing {
	const struct asking_pairs *asking;
	const struct pair_answer *p;
	const struct blocker *b;
	struct arena *a;
	struct proposals *out;
	enum direction direction;
	const struct end *other;	/* whom the filter looks at */
};

/* ---------------------------------------------------- the other side */

/* Whether the end's workload carries the group, and nobody else does. */
static bool
is_of_end_alone(const struct security_group *g, const struct end *other)
{
	if (g->has_members_unseen || g->members.n == 0)
		return false;
	for (size_t i = 0; i < g->members.n; i++)
		if (other->workload == NULL ||
		    g->members.v[i]->workload != other->workload)
			return false;
	return true;
}

/* A group that stands for the other end and no one else; or NULL. */
static struct security_group *
group_of_other(const struct proposing *x)
{
	const struct end *own = x->b->at.end, *e = x->other;

	if (x->b->translated || x->b->unnamed || own == NULL || e->kind != END_INTERFACES ||
	    e->by_public || e->by_nat64 || e->vpc != own->vpc ||
	    !e->groups.known)
		return NULL;
	for (size_t i = 0; i < e->groups.n; i++)
		if (is_of_end_alone(e->groups.v[i], e))
			return e->groups.v[i];
	return NULL;
}

/* The group to put a rule into: best one that nobody else carries. */
static struct security_group *
group_of_own(const struct end *own)
{
	for (size_t i = 0; i < own->groups.n; i++)
		if (!own->groups.v[i]->is.implicit &&
		    is_of_end_alone(own->groups.v[i], own))
			return own->groups.v[i];
	return own->groups.v[0];
}

/* The block of the subnet of which a set has every usable address. */
static bool
whole_subnet(const struct proposing *x, struct range_set s, struct cidr *out)
{
	const struct model *m = reach_model(x->asking->r);
	struct addr few = addr_from_u64(8);

	for (size_t i = 0; s.n == 1 && i < m->subnets.n; i++) {
		const struct cidr_value *c = s.family == IPV4 ?
		    &m->subnets.v[i]->cidr : &m->subnets.v[i]->ipv6_cidr;
		struct range r;

		if (!value_is_known(c->is) ||
		    c->v.family != (uint8_t)s.family)
			continue;
		r = cidr_range(c->v);
		if (addr_compare(r.first, s.v[0].first) <= 0 &&
		    addr_compare(s.v[0].last, r.last) <= 0 &&
		    addr_compare(addr_subtract(s.v[0].first, r.first),
		    few) < 0 &&
		    addr_compare(addr_subtract(r.last, s.v[0].last),
		    few) < 0) {
			*out = c->v;
			return true;
		}
	}
	return false;
}

/* What AWS keeps for itself in the subnets of the other end's VPC: nobody
 * sends from there, so that a block may hold it. */
static struct range_set
kept_by_aws(const struct proposing *x, struct range_set s)
{
	const struct vpc *v = x->other->vpc;
	struct range_set kept = range_set_empty(s.family);

	for (size_t i = 0; v != NULL && i < v->subnets.n; i++) {
		const struct cidr_value *c = s.family == IPV4 ?
		    &v->subnets.v[i]->cidr : &v->subnets.v[i]->ipv6_cidr;
		struct range r, first, last;

		if (!value_is_known(c->is) ||
		    c->v.family != (uint8_t)s.family || !range_set_overlaps(s,
		    range_set_of_cidr(x->a, c->v)))
			continue;
		r = cidr_range(c->v);
		first = (struct range){ r.first, addr_add(r.first,
		    addr_from_u64((uint64_t)fact_value(
		    FACT_SUBNET_RESERVED_FIRST) - 1)) };
		last = (struct range){ r.last, r.last };
		kept = range_set_union(x->a, kept, range_set_union(x->a,
		    range_set_of_range(x->a, s.family, first),
		    range_set_of_range(x->a, s.family, last)));
	}
	return kept;
}

/* The fewest blocks that hold a set, and besides it what nobody uses. */
static struct cidr *
fewest_blocks(const struct proposing *x, struct range_set s, size_t *n)
{
	struct cidr *exact = range_set_to_cidrs(x->a, s, n), *wide;
	size_t n_wide = 0, kept = 0;

	wide = range_set_to_cidrs(x->a, range_set_union(x->a, s,
	    kept_by_aws(x, s)), &n_wide);
	for (size_t i = 0; i < n_wide; i++)
		if (range_set_overlaps(s, range_set_of_cidr(x->a, wide[i])))
			wide[kept++] = wide[i];
	if (kept >= *n)
		return exact;
	*n = kept;
	return wide;
}

/* The blocks that a rule must name; 0: too many, or none that one can. */
static size_t
blocks(const struct proposing *x, struct cidr v[BLOCKS_MAX])
{
	enum family family = x->p->family;
	struct range_set s = x->b->translated ? x->b->seen :
	    flow_addresses(x->a, x->b->lost, x->other == x->p->from ?
	    FLOW_FROM : FLOW_TO);
	struct cidr *all;
	size_t n = 0;

	if (x->other->kind == END_SERVICE && !x->b->translated)
		return 0;
	if (whole_subnet(x, s, &v[0]))
		return 1;
	/* Of what Amazon has yet to choose there is no block to be named. */
	if (reach_model(x->asking->r)->has_stand_ins && family == IPV6 &&
	    range_set_overlaps(s, range_set_of_range(x->a, IPV6,
	    stand_in_space())))
		return 0;
	all = fewest_blocks(x, s, &n);
	if (n > BLOCKS_MAX && x->other->kind == END_INTERNET) {
		v[0] = (struct cidr){ .family = (uint8_t)family };
		return 1;
	}
	if (n > BLOCKS_MAX)
		return 0;
	for (size_t i = 0; i < n; i++)
		v[i] = all[i];
	return n;
}

/* ------------------------------------------------------------ the edits */

static const char *
word(const struct proposing *x)
{
	return x->direction == INGRESS ? "from" : "to";
}

static void
finish(struct arena *a, struct mending *e, enum direction direction)
{
	e->list = direction_name(direction);
	e->direction = direction;
	e->says = arena_printf(a, "%s %s: add \"%s\"", thing_title(a, e->of),
	    e->list, e->text);
}

static struct rule_draft
new_rule(struct arena *a, const struct security_group *g,
    enum direction direction, struct port_set ports, enum peer_kind peer)
{
	struct rule_draft d = { .at = g->is.at, .direction = direction,
		.peer_kind = peer };

	d.ports.is = value_derived(g->is.at);
	d.ports.v = ports;
	d.ports.written = notation_ports_format(a, ports);
	return d;
}

static struct group_rule *
keep_rule(struct arena *a, const struct rule_draft *d)
{
	struct ports_value *ports = arena_alloc(a, sizeof *ports);

	*ports = d->ports;
	return group_rule_new(a, d, ports);
}

struct mending
mending_rule(struct arena *a, struct security_group *g,
    enum direction direction, struct port_set ports, struct cidr peer)
{
	struct mending e = { .kind = MENDING_GROUP_RULE, .of = &g->is };
	struct rule_draft d = new_rule(a, g, direction, ports, PEER_CIDR);
	char text[CIDR_TEXT_MAX];

	d.cidr.is = value_derived(g->is.at);
	d.cidr.v = peer;
	e.rule = keep_rule(a, &d);
	e.text = arena_printf(a, "%s %s %s", d.ports.written,
	    direction == INGRESS ? "from" : "to", cidr_format(peer, text));
	finish(a, &e, direction);
	return e;
}

static struct port_set
ports_of(const struct proposing *x)
{
	return x->b->ports.n > 0 ? x->b->ports :
	    flow_ports(x->a, x->b->lost);
}

/* One rule for each kind of traffic, where one text cannot state them all. */
static void propose_rule_of(const struct proposing *x, struct port_set ports);

static void
propose_rules(const struct proposing *x)
{
	struct port_set ports = ports_of(x), as_written;
	const char *written = notation_ports_format(x->a, ports);

	if (notation_ports_parse(x->a, written, &as_written, NULL) == NULL &&
	    port_set_equal(as_written, ports)) {
		propose_rule_of(x, ports);
		return;
	}
	for (unsigned protocol = 0; protocol <= UINT8_MAX; protocol++) {
		struct port_set one = port_set_intersect(x->a, ports,
		    port_set_of_protocol(x->a, protocol));

		if (!port_set_is_empty(one))
			propose_rule_of(x, one);
	}
}

/* The prefix list that holds all of the other end's addresses. */
static const char *
list_of(const struct proposing *x, const struct security_group *g)
{
	if (x->other->kind != END_SERVICE ||
	    !fact_has_gateway_endpoint(x->other->service))
		return "a prefix list";
	return arena_printf(x->a, "AWS's prefix list %s",
	    fact_managed_list(x->a, g->is.region, x->other->service));
}

static void
propose_rule_of(const struct proposing *x, struct port_set ports)
{
	const struct end *own = x->b->at.end;
	struct security_group *g, *of_other;
	struct cidr v[BLOCKS_MAX];
	size_t n;

	if (own == NULL || own->groups.n == 0) {
		x->out->advice = arena_printf(x->a, "give %s a security group "
		    "that admits it", own != NULL ? end_title(x->a, own) :
		    "it");
		return;
	}
	g = group_of_own(own);
	of_other = group_of_other(x);
	if (of_other != NULL) {
		struct mending e = { .kind = MENDING_GROUP_RULE, .of = &g->is };
		struct rule_draft d = new_rule(x->a, g, x->direction, ports,
		    PEER_GROUP);

		d.peer.is = value_derived(g->is.at);
		d.peer.text = of_other->is.label;
		d.peer.to = &of_other->is;
		e.rule = keep_rule(x->a, &d);
		e.text = arena_printf(x->a, "%s %s %s", d.ports.written,
		    word(x), sanitise_text(x->a, notation_name_format(x->a,
		    thing_label(&of_other->is))));
		finish(x->a, &e, x->direction);
		vec_push(x->a, x->out, e);
		return;
	}
	n = blocks(x, v);
	for (size_t i = 0; i < n; i++)
		vec_push(x->a, x->out, mending_rule(x->a, g, x->direction,
		    ports, v[i]));
	if (n == 0)
		x->out->advice = arena_printf(x->a, "let %s admit %s %s %s, "
		    "by %s", thing_title(x->a, &g->is),
		    notation_ports_format(x->a, ports), word(x),
		    end_title(x->a, x->other), list_of(x, g));
}

void
mend_take_numbers(struct arena *a, const struct mend *mend,
    struct taken_numbers *out)
{
	for (size_t i = 0; i < mend->edits.n; i++) {
		const struct mending *e = &mend->edits.v[i];
		struct taken_number one = { .acl = e->of,
			.direction = e->direction, .text = e->text };

		if (e->kind != MENDING_ACL_ENTRY)
			continue;
		one.number = e->entry->number.v;
		vec_push(a, out, one);
	}
}

static const char *
entry_text(const struct proposing *x, const struct acl_entry *e,
    int64_t number)
{
	return arena_printf(x->a, "%lld allow %s %s %s", (long long)number,
	    e->ports.written, word(x), e->cidr.written);
}

/* By an entry that is there, is proposed beside it, or by another fix. */
static bool
number_is_taken(const struct proposing *x, const struct network_acl *acl,
    const struct acl_entry *e, int64_t number)
{
	const struct taken_numbers *taken = x->asking->taken;
	struct acl_entry *const *v = x->direction == INGRESS ?
	    acl->ingress.v : acl->egress.v;
	size_t n = x->direction == INGRESS ? acl->ingress.n : acl->egress.n;

	for (size_t i = 0; i < n; i++)
		if (value_is_known(v[i]->number.is) &&
		    v[i]->number.v == number)
			return true;
	for (size_t i = 0; i < x->out->n; i++)
		if (x->out->v[i].entry != NULL && x->out->v[i].of == &acl->is &&
		    x->out->v[i].direction == x->direction &&
		    x->out->v[i].entry->number.v == number)
			return true;
	for (size_t i = 0; taken != NULL && i < taken->n; i++)
		if (taken->v[i].acl == &acl->is &&
		    taken->v[i].direction == x->direction &&
		    taken->v[i].number == number &&
		    !str_equal(taken->v[i].text, entry_text(x, e, number)))
			return true;
	return false;
}

/* Before the first deny that meets it; else behind the last; 0: no room. */
static int64_t
free_number(const struct proposing *x, const struct network_acl *acl,
    const struct acl_entry *wanted)
{
	struct acl_entry *const *v = x->direction == INGRESS ?
	    acl->ingress.v : acl->egress.v;
	size_t n = x->direction == INGRESS ? acl->ingress.n : acl->egress.n;
	struct port_set ports = wanted->ports.v;
	struct cidr c = wanted->cidr.v;
	int64_t last = fact_value(FACT_ACL_NUMBER_MAX);
	int64_t before = last + 1, after = 0, number;

	for (size_t i = 0; i < n; i++) {
		const struct acl_entry *e = v[i];

		if (!value_is_known(e->number.is))
			continue;
		if (!e->allow && value_is_known(e->cidr.is) &&
		    value_is_known(e->ports.is) &&
		    cidr_overlaps(e->cidr.v, c) &&
		    port_set_overlaps(e->ports.v, ports) &&
		    e->number.v < before)
			before = e->number.v;
		if (e->number.v > after && e->number.v <= last)
			after = e->number.v;
	}
	number = after == 0 ? FIRST : (after / STEP + 1) * STEP;
	for (; number < before; number += STEP)
		if (!number_is_taken(x, acl, wanted, number))
			return number;
	for (number = (before - 1) / STEP * STEP; number > 0; number -= STEP)
		if (!number_is_taken(x, acl, wanted, number))
			return number;
	for (number = before - 1; number > 0; number--)
		if (!number_is_taken(x, acl, wanted, number))
			return number;
	return 0;
}

static struct network_acl *
acl_of(const struct proposing *x)
{
	const struct model *m = reach_model(x->asking->r);

	for (size_t i = 0; i < m->network_acls.n; i++)
		if (&m->network_acls.v[i]->is == x->b->at.thing)
			return m->network_acls.v[i];
	return NULL;
}

static void
propose_entry(const struct proposing *x, struct network_acl *acl,
    struct port_range range, struct cidr c)
{
	struct mending e = { .kind = MENDING_ACL_ENTRY, .of = &acl->is };
	struct port_range *one = arena_alloc(x->a, sizeof *one);
	struct acl_entry *entry = arena_alloc(x->a, sizeof *entry);

	*one = range;
	entry->at = acl->is.at;
	entry->direction = x->direction;
	entry->allow = true;
	entry->ports.is = entry->cidr.is = entry->number.is =
	    value_derived(acl->is.at);
	entry->ports.v = (struct port_set){ 1, one };
	entry->ports.written = notation_ports_format(x->a, entry->ports.v);
	entry->cidr.v = c;
	entry->cidr.written = cidr_text(x->a, c);
	entry->number.v = free_number(x, acl, entry);
	if (entry->number.v <= 0)
		return;
	e.entry = entry;
	e.text = entry_text(x, entry, entry->number.v);
	finish(x->a, &e, x->direction);
	vec_push(x->a, x->out, e);
}

static void
propose_entries(const struct proposing *x)
{
	struct port_set ports = ports_of(x);
	struct network_acl *acl = acl_of(x);
	struct cidr v[BLOCKS_MAX];
	size_t n = blocks(x, v);

	for (size_t i = 0; acl != NULL && !acl->is.implicit && i < n; i++)
		for (size_t k = 0; k < ports.n; k++)
			propose_entry(x, acl, ports.v[k], v[i]);
	if (x->out->n == 0)
		x->out->advice = arena_printf(x->a, "let the network ACL of "
		    "%s allow %s %s %s", x->b->at.subnet != NULL ?
		    thing_title(x->a, &x->b->at.subnet->is) : "the subnet",
		    notation_ports_format(x->a, ports), word(x),
		    end_title(x->a, x->other));
}

/* --------------------------------------------------------------- others */

static struct interface *
interface_of(const struct proposing *x)
{
	const struct model *m = reach_model(x->asking->r);
	const struct thing *t = x->b->at.thing;

	for (size_t i = 0; t != NULL && i < m->interfaces.n; i++)
		if (&m->interfaces.v[i]->is == t ||
		    (m->interfaces.v[i]->workload != NULL &&
		    &m->interfaces.v[i]->workload->is == t))
			return m->interfaces.v[i];
	return NULL;
}

struct mending
mending_source_check(struct arena *a, struct interface *i)
{
	const struct thing *of = mending_is_of_workload(i) ?
	    &i->workload->is : &i->is;
	struct flag_value off = { .is = value_derived(of->at), .v = false };

	return (struct mending){ .kind = MENDING_SOURCE_CHECK, .of = &i->is,
		.source_check = { off, off }, .list = "source_check",
		.text = "false", .says = arena_printf(a,
		"%s: set \"source_check\" to false", thing_title(a, of)) };
}

static void
propose_source_check(const struct proposing *x)
{
	struct interface *i = interface_of(x);

	if (i != NULL && flag_or(i->source_check, true))
		vec_push(x->a, x->out, mending_source_check(x->a, i));
}

/* Whose it is, however many classes it has. */
static const char *
whose(const struct proposing *x, const struct end *e)
{
	return e->workload != NULL ? thing_title(x->a, &e->workload->is) :
	    end_title(x->a, e);
}

/* Not so of a balancer's target. */
static bool
is_same_end(const struct end *e, const struct end *to)
{
	return e == to || (e->workload != NULL && e->workload == to->workload);
}

/* What has to be built, or asked otherwise; other blockers say enough. */
static void
propose_in_words(const struct proposing *x)
{
	const char *code = x->b->code;

	if (code == NULL)
		return;
	if (str_equal(code, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"))
		x->out->advice = arena_printf(x->a, "put a load balancer in "
		    "front of %s, or give it a public address",
		    whose(x, x->p->to));
	else if (str_equal(code, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS") &&
	    x->b->at.end == NULL)
		x->out->advice = arena_printf(x->a, "send what %s sends to a "
		    "public NAT gateway in %s", whose(x, x->p->from),
		    thing_title(x->a, &x->b->at.thing->vpc->is));
	else if (str_equal(code, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"))
		x->out->advice = arena_printf(x->a, "send what %s sends to a "
		    "public NAT gateway, or give %s a public address",
		    whose(x, x->p->from), is_same_end(x->b->at.end,
		    x->p->from) ? "it" : whose(x, x->b->at.end));
	else if (str_equal(code, "ELBV2_LISTENERS_MISMATCH"))
		x->out->advice = arena_printf(x->a, "ask for what %s serves: "
		    "%s", whose(x, x->b->at.end), notation_ports_format(
		    x->a, end_listens(x->a, x->b->at.end)));
	else if (x->b->at.kind == HOP_LISTENS &&
	    !is_same_end(x->b->at.end, x->p->to))
		x->out->advice = arena_printf(x->a, "lead the listener of %s "
		    "to what %s serves: %s", whose(x, x->p->to),
		    whose(x, x->b->at.end), notation_ports_format(x->a,
		    end_listens(x->a, x->b->at.end)));
	else if (x->b->at.kind == HOP_ATTACHMENT &&
	    str_equal(code, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"))
		x->out->advice = arena_printf(x->a, "let the table of the "
		    "transit gateway route what goes to %s to the attachment "
		    "of its VPC or VPN, not back to %s",
		    whose(x, x->b->at.reply ? x->p->from : x->p->to),
		    thing_title(x->a, x->b->at.thing));
	else if (x->b->at.kind == HOP_LISTENS)
		x->out->advice = arena_printf(x->a, "ask for what %s serves: "
		    "%s", whose(x, x->p->to), notation_ports_format(
		    x->a, end_listens(x->a, x->p->to)));
}

void
mend_propose(const struct asking_pairs *asking, const struct pair_answer *p,
    const struct blocker *b, struct proposals *out)
{
	const char *direction = hop_direction(b->at.kind);
	struct proposing x = { .asking = asking, .p = p, .b = b,
		.a = asking->a, .out = out };
	bool in = direction != NULL && str_equal(direction, "ingress");

	x.direction = in ? INGRESS : EGRESS;
	x.other = in != b->at.reply ? p->from : p->to;
	switch (b->at.kind) {
	case HOP_GROUP_IN:
	case HOP_GROUP_OUT:
		propose_rules(&x);
		break;
	case HOP_ACL_IN:
	case HOP_ACL_OUT:
		propose_entries(&x);
		break;
	case HOP_ROUTE:
	case HOP_NAT_GATEWAY:
	case HOP_INTERNET_GATEWAY:
	case HOP_EGRESS_ONLY_GATEWAY:
		mend_propose_route(asking, p, b, out);
		break;
	case HOP_TRANSIT_ROUTE:
	case HOP_ATTACHMENT:
		mend_propose_transit(asking, p, b, out);
		break;
	case HOP_APPLIANCE:
		if (b->code != NULL && str_equal(b->code,
		    "ENI_SOURCE_DEST_CHECK_RESTRICTION"))
			propose_source_check(&x);
		break;
	default:
		break;
	}
	if (out->n == 0 && out->advice == NULL)
		propose_in_words(&x);
}
