/* SPDX-License-Identifier: MIT */
#include "model_plan.h"

#include <string.h>

static void
declare_whole(struct plan *p)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		model_declare_complete(p->m, kind, p->island, NULL);
}

struct plan *
plan_new(void)
{
	struct arena *a = arena_new();
	struct plan *p = arena_alloc(a, sizeof *p);

	p->a = a;
	p->m = model_new(a);
	p->findings = findings_new(a);
	plan_new_island(p);
	return p;
}

void
plan_free(struct plan *p)
{
	arena_free(p->a);
}

void
plan_new_island(struct plan *p)
{
	p->island = model_new_island(p->m);
	declare_whole(p);
}

struct place
plan_place(struct plan *p)
{
	struct place at = { 1, p->line++ };

	return at;
}

struct ref
plan_ref(struct plan *p, const char *text)
{
	struct ref r = { .is = value_known(plan_place(p)), .text = text };

	return r;
}

struct flag_value
plan_flag(struct plan *p, bool v)
{
	struct flag_value f = { .is = value_known(plan_place(p)), .v = v };

	return f;
}

struct text_value
plan_text(struct plan *p, const char *text)
{
	struct text_value t = { .is = value_known(plan_place(p)), .v = text };

	return t;
}

struct cidr_value
plan_cidr(struct plan *p, const char *text)
{
	struct cidr_value c = { .is = value_known(plan_place(p)),
		.written = text };

	ck_assert_int_eq(cidr_parse(text, strlen(text), &c.v), ADDR_OK);
	return c;
}

struct address_value
plan_address(struct plan *p, const char *text)
{
	struct address_value a = { .is = value_known(plan_place(p)) };

	ck_assert_int_eq(addr_parse(text, strlen(text), &a.family, &a.v),
	    ADDR_OK);
	return a;
}

void
plan_name(struct thing *t, const char *name)
{
	t->name = name;
	t->created = true;
}

struct vpc *
plan_vpc(struct plan *p, const char *name, const char *cidr)
{
	struct vpc *v = model_new_vpc(p->m, plan_place(p), p->island);

	plan_name(&v->is, name);
	vec_push(p->a, &v->cidrs, plan_cidr(p, cidr));
	return v;
}

struct subnet *
plan_subnet(struct plan *p, struct vpc *v, const char *name,
    const char *cidr)
{
	struct subnet *s = model_new_subnet(p->m, plan_place(p), p->island,
	    v);

	plan_name(&s->is, name);
	s->cidr = plan_cidr(p, cidr);
	return s;
}

struct route_table *
plan_table(struct plan *p, struct vpc *v, const char *name)
{
	struct route_table *t = model_new_route_table(p->m, plan_place(p),
	    p->island, v);

	plan_name(&t->is, name);
	return t;
}

struct route *
plan_route(struct plan *p, struct route_table *t, const char *to,
    const char *via)
{
	struct route *r = model_new_route(p->m, plan_place(p));

	r->destination = DESTINATION_CIDR;
	r->cidr = plan_cidr(p, to);
	r->written = to;
	r->target_kind = TARGET_THING;
	r->target = plan_ref(p, via);
	vec_push(p->a, &t->routes, r);
	return r;
}

struct internet_gateway *
plan_gateway(struct plan *p, struct vpc *v, const char *name)
{
	struct internet_gateway *g = model_new_internet_gateway(p->m,
	    plan_place(p), p->island, v);

	plan_name(&g->is, name);
	g->attachment_known = true;
	return g;
}

struct nat_gateway *
plan_nat(struct plan *p, struct vpc *v, const char *name, const char *subnet)
{
	struct nat_gateway *nat = model_new_nat_gateway(p->m, plan_place(p),
	    p->island, v);

	plan_name(&nat->is, name);
	if (subnet != NULL)
		nat->subnet = plan_ref(p, subnet);
	return nat;
}

struct security_group *
plan_group(struct plan *p, struct vpc *v, const char *name)
{
	struct security_group *g = model_new_security_group(p->m,
	    plan_place(p), p->island, v);

	plan_name(&g->is, name);
	g->ingress_known = g->egress_known = true;
	return g;
}

struct group_rule *
plan_rule(struct plan *p, struct security_group *g, enum direction direction,
    const char *peer)
{
	return plan_rule_of(p, g, direction, plan_ref(p, peer));
}

struct group_rule *
plan_rule_of(struct plan *p, struct security_group *g,
    enum direction direction, struct ref peer)
{
	struct rule_draft d = { .at = plan_place(p), .direction = direction,
		.peer_kind = PEER_GROUP, .peer = peer };
	struct group_rule *r;

	d.ports.is = value_known(plan_place(p));
	d.ports.v = port_set_of_ports(p->a, PROTOCOL_TCP, 443, 443);
	d.ports.written = "tcp/443";
	r = model_new_group_rule(p->m, &d);
	if (direction == INGRESS)
		vec_push(p->a, &g->ingress, r);
	else
		vec_push(p->a, &g->egress, r);
	return r;
}

struct network_acl *
plan_acl(struct plan *p, struct vpc *v, const char *name)
{
	struct network_acl *acl = model_new_network_acl(p->m, plan_place(p),
	    p->island, v);

	plan_name(&acl->is, name);
	acl->entries_known = true;
	return acl;
}

struct workload *
plan_workload(struct plan *p, struct vpc *v, const char *name,
    enum workload_kind kind)
{
	struct workload *w = model_new_workload(p->m, plan_place(p),
	    p->island, v);

	plan_name(&w->is, name);
	w->kind = kind;
	w->listeners_known = true;
	return w;
}

void
plan_place_in(struct plan *p, struct workload *w, const char *subnet)
{
	vec_push(p->a, &w->subnet_refs, plan_ref(p, subnet));
	w->subnets_stated = true;
}

void
plan_link(struct plan *p)
{
	const struct model *m = model_link(p->m, &p->findings);

	ck_assert_ptr_eq(m, p->m);
	ck_assert(m->linked);
}

static const struct finding *
last(const struct plan *p, const char *code, size_t *count)
{
	const struct finding *f = NULL;

	*count = 0;
	for (size_t i = 0; i < p->findings.n; i++) {
		if (strcmp(p->findings.v[i]->notice->code, code) == 0) {
			f = p->findings.v[i];
			++*count;
		}
	}
	return f;
}

size_t
plan_count(const struct plan *p, const char *code)
{
	size_t count;

	last(p, code, &count);
	return count;
}

const char *
plan_message(const struct plan *p, const char *code)
{
	size_t count;
	const struct finding *f = last(p, code, &count);

	return f != NULL ? f->message : "";
}

const char *
plan_help(const struct plan *p, const char *code)
{
	size_t count;
	const struct finding *f = last(p, code, &count);

	return f != NULL && f->help != NULL ? f->help : "";
}
