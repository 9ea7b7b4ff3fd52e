/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * Internet, egress-only, NAT and VPN gateways, and Elastic IPs.
 */

#define VPC	KIND_BIT(KIND_VPC)

static void *
make_internet(struct model *m, struct place at, unsigned island)
{
	return model_new_internet_gateway(m, at, island, NULL);
}

/* Without vpc_id it is attached by a resource of its own, or not at all. */
static void
read_internet(struct terraform *x, struct terraform_resource *r)
{
	struct internet_gateway *g = (struct internet_gateway *)r->thing;
	struct terraform_value v = terraform_get(r, "vpc_id");

	/* A state may have been cut down to what somebody needed. */
	g->attachment_known = !r->is_data && (node_exists(v.value) ||
	    node_exists(r->written));
	if (terraform_state(v) == VALUE_KNOWN || terraform_is_written(v))
		terraform_live_in(x, &g->is, v);
	if (value_is_unknown(g->is.vpc_ref.is))
		g->attachment_known = false;
	for (struct terraform_each e = terraform_each(terraform_get(r,
	    "attachments")); e.more; terraform_next(&e)) {
		if (terraform_word(x, terraform_member(e.v, "vpc_id")) == NULL)
			continue;
		g->attachment_known = true;
		terraform_live_in(x, &g->is,
		    terraform_member(e.v, "vpc_id"));
	}
}

static bool *
attachment_known_of(struct thing *t)
{
	return t->kind == KIND_INTERNET_GATEWAY ?
	    &((struct internet_gateway *)t)->attachment_known :
	    &((struct vpn_gateway *)t)->attachment_known;
}

/* One of several gateways is attached: which of them is not known. */
static void
attach_any(struct terraform *x, struct terraform_resource *r,
    struct terraform_value v, enum kind kind)
{
	struct terraform_owners all = terraform_candidates(x, v,
	    KIND_BIT(kind));

	for (size_t i = 0; i < all.of.n; i++) {
		if (all.of.v[i]->vpc != NULL)
			continue;
		all.of.v[i]->vpc_ref.is = value_unknown(r->at, read_intern(
		    x->l, arena_printf(x->a, "%s may be of it", r->address)));
		*attachment_known_of(all.of.v[i]) = false;
	}
}

/* The plan takes it off, though the gateway still shows its VPC. */
static void
detach(struct terraform *x, struct thing *gateway)
{
	if (gateway == NULL || terraform_states(x, gateway, "vpc_id"))
		return;
	gateway->vpc = NULL;
	gateway->vpc_ref = (struct ref){ 0 };
	*attachment_known_of(gateway) = true;
}

static void
attach(struct terraform *x, struct terraform_resource *r, const char *key,
    enum kind kind)
{
	struct terraform_value v = terraform_get(r, key);
	struct ref gateway;

	if (terraform_state(v) != VALUE_KNOWN && !terraform_is_written(v))
		return;
	gateway = terraform_ref(x, v, KIND_BIT(kind));
	if (r->is_gone) {
		detach(x, gateway.to);
		return;
	}
	if (value_is_unknown(gateway.is))
		attach_any(x, r, v, kind);
	if (gateway.to == NULL)
		/* The VPC has one more than the input. */
		terraform_lose(x, r, KIND_BIT(kind));
	if (gateway.to == NULL || gateway.to->vpc != NULL)
		return;
	terraform_live_in(x, gateway.to, terraform_get(r, "vpc_id"));
	if (value_is_unknown(gateway.to->vpc_ref.is))
		*attachment_known_of(gateway.to) = false;
}

static void
join_attachment(struct terraform *x, struct terraform_resource *r)
{
	attach(x, r, "internet_gateway_id", KIND_INTERNET_GATEWAY);
	attach(x, r, "vpn_gateway_id", KIND_VPN_GATEWAY);
}

static void *
make_egress_only(struct model *m, struct place at, unsigned island)
{
	return model_new_egress_only_gateway(m, at, island, NULL);
}

static void *
make_vpn(struct model *m, struct place at, unsigned island)
{
	return model_new_vpn_gateway(m, at, island, NULL);
}

static void
read_in_vpc(struct terraform *x, struct terraform_resource *r)
{
	terraform_live_in(x, r->thing, terraform_get(r, "vpc_id"));
}

/* vpc_id is computed: unknown without being written is none. */
static void
read_vpn(struct terraform *x, struct terraform_resource *r)
{
	struct vpn_gateway *g = (struct vpn_gateway *)r->thing;
	struct terraform_value v = terraform_get(r, "vpc_id");

	g->attachment_known = !r->is_data;
	if (terraform_state(v) == VALUE_KNOWN || terraform_is_written(v))
		terraform_live_in(x, &g->is, v);
	if (value_is_unknown(g->is.vpc_ref.is))
		g->attachment_known = false;
}

static void *
make_nat(struct model *m, struct place at, unsigned island)
{
	return model_new_nat_gateway(m, at, island, NULL);
}

static void
add_elastic(struct terraform *x, struct nat_gateway *g,
    struct terraform_value v)
{
	struct address_value a = { 0 };

	if (terraform_state(v) == VALUE_ABSENT ||
	    (terraform_state(v) == VALUE_UNKNOWN && !terraform_is_written(v)))
		return;
	a.elastic_ip = terraform_ref(x, v, KIND_BIT(KIND_ELASTIC_IP));
	a.is = a.elastic_ip.is;
	g->addresses_stated = true;
	vec_push(x->a, &g->addresses, a);
}

static void
read_addresses(struct terraform *x, struct terraform_resource *r,
    struct nat_gateway *g)
{
	struct address_value private = terraform_address(x,
	    terraform_get(r, "private_ip"), IPV4);
	VEC(struct ref) more = { 0 };

	add_elastic(x, g, terraform_get(r, "allocation_id"));
	if (terraform_is_written(terraform_get(r, "secondary_allocation_ids")))
		terraform_refs(x, &more, terraform_get(r,
		    "secondary_allocation_ids"), KIND_BIT(KIND_ELASTIC_IP));
	for (size_t i = 0; i < more.n; i++) {
		struct address_value a = { .is = more.v[i].is,
			.elastic_ip = more.v[i] };

		vec_push(x->a, &g->addresses, a);
	}
	if (value_is_known(private.is))
		vec_push(x->a, &g->private_addresses, private);
	/* Without one it would not be there. */
	if (!g->addresses_stated && !r->is_data &&
	    !flag_or(g->is_private, false) && !flag_or(g->regional, false)) {
		struct address_value a = { .is = value_unknown(r->at,
		    "the input does not tell its Elastic IP") };

		a.elastic_ip.is = a.is;
		g->addresses_stated = true;
		vec_push(x->a, &g->addresses, a);
	}
}

/* One of two words, the second of which is AWS's default. */
static struct flag_value
is_word(struct terraform *x, struct terraform_value v, const char *yes)
{
	struct flag_value f = { .is = terraform_is(x, v) };

	if (value_is_unknown(f.is) && !terraform_is_written(v))
		f.is = (struct value){ 0 };
	f.v = terraform_text_is(v, yes);
	return f;
}

static void
read_nat(struct terraform *x, struct terraform_resource *r)
{
	struct nat_gateway *g = (struct nat_gateway *)r->thing;
	struct terraform_value v = terraform_get(r, "vpc_id");

	if (terraform_state(v) == VALUE_KNOWN || terraform_is_written(v))
		terraform_live_in(x, &g->is, v);
	v = terraform_get(r, "subnet_id");
	if (terraform_state(v) == VALUE_KNOWN || terraform_is_written(v))
		g->subnet = terraform_ref(x, v, KIND_BIT(KIND_SUBNET));
	if (g->is.vpc == NULL && g->subnet.to != NULL)
		g->is.vpc = g->subnet.to->vpc;
	g->is_private = is_word(x, terraform_get(r, "connectivity_type"),
	    "private");
	g->regional = is_word(x, terraform_get(r, "availability_mode"),
	    "regional");
	read_addresses(x, r, g);
}

static void *
make_elastic_ip(struct model *m, struct place at, unsigned island)
{
	return model_new_elastic_ip(m, at, island);
}

#define HOLDERS	(KIND_BIT(KIND_INTERFACE) | KIND_BIT(KIND_WORKLOAD))

/* The attributes that name who has an address: of the address, and of an
 * association or as Cloud Control calls them. */
static const char *const *
holders_of(const struct terraform_resource *r)
{
	static const char *const own[] = { "network_interface", "instance",
		NULL };
	static const char *const others[] = { "network_interface_id",
		"instance_id", NULL };

	return str_equal(r->type->name, "aws_eip") ? own : others;
}

/* One that has a public address of AWS's has one in any case. */
static void
may_be_public(struct flag_value *public, struct place at, const char *why)
{
	if (!flag_or(*public, false))
		public->is = value_unknown(at, why);
}

static bool
is_mapped(const struct workload *w)
{
	const struct subnet *s = w->subnet_refs.n == 1 ?
	    (const struct subnet *)w->subnet_refs.v[0].to : NULL;

	return w->public_ip.is.state == VALUE_ABSENT && s != NULL &&
	    flag_or(s->public_ip, false);
}

/* It is not known whose the address is: any that may hold one may be public. */
static void
hold_any(struct terraform *x, const struct elastic_ip *e,
    struct terraform_value v)
{
	struct terraform_owners all;
	const char *why;

	if (e->attached_to.to != NULL || v.of->is_data ||
	    terraform_state(v) != VALUE_UNKNOWN || !terraform_is_written(v))
		return;
	all = terraform_candidates(x, v, HOLDERS);
	why = read_intern(x->l, arena_printf(x->a, "%s may be of it",
	    v.of->address));
	for (size_t i = 0; i < all.of.n; i++) {
		struct thing *t = all.of.v[i];
		struct workload *w = (struct workload *)t;

		if (t->kind == KIND_INTERFACE) {
			may_be_public(&((struct interface *)t)->public_ip,
			    v.of->at, why);
			continue;
		}
		if (w->kind != WORKLOAD_INSTANCE || is_mapped(w))
			continue;
		may_be_public(&w->public_ip, v.of->at, why);
		if (w->interfaces.n > 0)
			may_be_public(&w->interfaces.v[0]->public_ip,
			    v.of->at, why);
	}
}

static void
hold(struct terraform *x, struct elastic_ip *e, struct terraform_value v)
{
	struct ref r = { 0 };

	if (terraform_state(v) == VALUE_KNOWN || (terraform_state(v) ==
	    VALUE_UNKNOWN && terraform_is_written(v)))
		r = terraform_ref(x, v, HOLDERS);
	/* An id that is not in the input is of what AWS runs: a NAT, an ALB. */
	if (r.to != NULL)
		e->attached_to = r;
	else if (r.is.state != VALUE_ABSENT)
		e->attachment_known = false;
}

static void
read_elastic_ip(struct terraform *x, struct terraform_resource *r)
{
	struct elastic_ip *e = (struct elastic_ip *)r->thing;
	struct terraform_value address = terraform_get(r, "public_ip");
	const char *const *keys = holders_of(r);

	e->attachment_known = !r->is_data;
	if (terraform_state(address) == VALUE_KNOWN)
		e->address = terraform_address(x, address, IPV4);
	for (size_t i = 0; keys[i] != NULL; i++)
		hold(x, e, terraform_get(r, keys[i]));
}

/* When all that may hold it are read. */
static void
join_holders(struct terraform *x, struct terraform_resource *r)
{
	const struct elastic_ip *e = (const struct elastic_ip *)r->thing;
	const char *const *keys = holders_of(r);

	for (size_t i = 0; keys[i] != NULL; i++)
		hold_any(x, e, terraform_get(r, keys[i]));
}

static void
join_association(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value id = terraform_get(r, "allocation_id");
	const char *const *keys = holders_of(r);
	struct elastic_ip *e;

	if (r->is_data)
		return;
	e = (struct elastic_ip *)terraform_ref(x, id,
	    KIND_BIT(KIND_ELASTIC_IP)).to;
	if (r->is_gone) {
		if (e != NULL && !terraform_states(x, &e->is, "instance") &&
		    !terraform_states(x, &e->is, "network_interface")) {
			e->attached_to = (struct ref){ 0 };
			e->attachment_known = true;
		}
		return;
	}
	/* An address of another input, or one of several: it is there. */
	if (e == NULL) {
		e = model_new_elastic_ip(x->m, r->at, x->island);
		e->is.address = read_clean(x->l, r->address);
		e->is.id = terraform_state(id) == VALUE_KNOWN ?
		    terraform_word(x, id) : NULL;
		e->is.change = r->change;
		e->address = terraform_address(x, terraform_get(r,
		    "public_ip"), IPV4);
	}
	for (size_t i = 0; keys[i] != NULL; i++) {
		hold(x, e, terraform_get(r, keys[i]));
		hold_any(x, e, terraform_get(r, keys[i]));
	}
}

/* Of an instance with several interfaces, the first is meant. */
void
terraform_finish_addresses(struct terraform *x)
{
	for (size_t i = 0; i < x->m->elastic_ips.n; i++) {
		struct elastic_ip *e = x->m->elastic_ips.v[i];
		struct thing *t = e->attached_to.to;
		struct interface *first;

		if (e->is.island != x->island || t == NULL ||
		    t->kind != KIND_WORKLOAD ||
		    ((struct workload *)t)->interfaces.n < 2)
			continue;
		first = ((struct workload *)t)->interfaces.v[0];
		e->attached_to.to = &first->is;
		e->attached_to.text = thing_label(&first->is);
	}
}

const struct terraform_type terraform_types_gateway[] = {
	{ "aws_internet_gateway", KIND_BIT(KIND_INTERNET_GATEWAY),
	  make_internet, read_internet, NULL },
	{ "awscc_ec2_internet_gateway", KIND_BIT(KIND_INTERNET_GATEWAY),
	  make_internet, read_internet, NULL },
	{ "aws_internet_gateway_attachment", 0, NULL, NULL,
	  join_attachment },
	{ "aws_vpn_gateway_attachment", 0, NULL, NULL, join_attachment },
	{ "awscc_ec2_vpc_gateway_attachment", 0, NULL, NULL,
	  join_attachment },
	{ "aws_egress_only_internet_gateway",
	  KIND_BIT(KIND_EGRESS_ONLY_GATEWAY), make_egress_only, read_in_vpc,
	  NULL },
	{ "awscc_ec2_egress_only_internet_gateway",
	  KIND_BIT(KIND_EGRESS_ONLY_GATEWAY), make_egress_only, read_in_vpc,
	  NULL },
	{ "aws_vpn_gateway", KIND_BIT(KIND_VPN_GATEWAY), make_vpn, read_vpn,
	  NULL },
	{ "awscc_ec2_vpn_gateway", KIND_BIT(KIND_VPN_GATEWAY), make_vpn,
	  read_vpn, NULL },
	{ "aws_nat_gateway", KIND_BIT(KIND_NAT_GATEWAY), make_nat, read_nat,
	  NULL },
	{ "awscc_ec2_nat_gateway", KIND_BIT(KIND_NAT_GATEWAY), make_nat,
	  read_nat, NULL },
	{ "aws_eip", KIND_BIT(KIND_ELASTIC_IP), make_elastic_ip,
	  read_elastic_ip, join_holders },
	{ "awscc_ec2_eip", KIND_BIT(KIND_ELASTIC_IP), make_elastic_ip,
	  read_elastic_ip, join_holders },
	{ "aws_eip_association", 0, NULL, NULL, join_association },
	{ 0 }
};
