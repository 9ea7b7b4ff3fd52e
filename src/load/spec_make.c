/* SPDX-License-Identifier: MIT */

/*
 * What each object of a spec makes, and what is true of it before a key of it
 * is read: a list that a spec does not give is empty, not unknown.
 */

#include "load/spec_read.h"

#include "base/names.h"
#include "base/str.h"
#include "load/service_name.h"
#include "model/facts.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

void *
spec_make_vpc(struct spec *s, struct place at)
{
	s->vpc = model_new_vpc(s->m, at, s->island);
	return s->vpc;
}

void *
spec_make_subnet(struct spec *s, struct place at)
{
	return model_new_subnet(s->m, at, s->island, s->vpc);
}

void *
spec_make_route_table(struct spec *s, struct place at)
{
	return model_new_route_table(s->m, at, s->island, s->vpc);
}

void *
spec_make_internet_gateway(struct spec *s, struct place at)
{
	struct internet_gateway *g = model_new_internet_gateway(s->m, at,
	    s->island, s->vpc);

	g->attachment_known = true;
	return g;
}

void *
spec_make_egress_only_gateway(struct spec *s, struct place at)
{
	return model_new_egress_only_gateway(s->m, at, s->island, s->vpc);
}

void *
spec_make_vpn_gateway(struct spec *s, struct place at)
{
	struct vpn_gateway *g = model_new_vpn_gateway(s->m, at, s->island,
	    s->vpc);

	g->attachment_known = true;
	return g;
}

void *
spec_make_nat_gateway(struct spec *s, struct place at)
{
	return model_new_nat_gateway(s->m, at, s->island, s->vpc);
}

void *
spec_make_endpoint(struct spec *s, struct place at)
{
	struct endpoint *e = model_new_endpoint(s->m, at, s->island, s->vpc);

	e->type = ENDPOINT_OTHER;
	return e;
}

void *
spec_make_endpoint_service(struct spec *s, struct place at)
{
	return model_new_endpoint_service(s->m, at, s->island, s->vpc);
}

void *
spec_make_security_group(struct spec *s, struct place at)
{
	struct security_group *g = model_new_security_group(s->m, at,
	    s->island, s->vpc);

	g->ingress_known = true;
	g->egress_known = true;
	return g;
}

void *
spec_make_default_group(struct spec *s, struct place at)
{
	struct security_group *g = spec_make_security_group(s, at);

	g->is_default = true;
	return g;
}

void *
spec_make_network_acl(struct spec *s, struct place at)
{
	struct network_acl *acl = model_new_network_acl(s->m, at, s->island,
	    s->vpc);

	acl->entries_known = true;
	return acl;
}

void *
spec_make_workload(struct spec *s, struct place at)
{
	s->workload = model_new_workload(s->m, at, s->island, s->vpc);
	s->workload->listeners_known = true;
	return s->workload;
}

void *
spec_make_interface(struct spec *s, struct place at)
{
	struct interface *i = model_new_interface(s->m, at, s->island,
	    s->vpc);

	i->workload = s->workload;
	vec_push(s->m->a, &s->workload->interfaces, i);
	return i;
}

void *
spec_make_peering(struct spec *s, struct place at)
{
	return model_new_peering(s->m, at, s->island);
}

void *
spec_make_transit_gateway(struct spec *s, struct place at)
{
	s->gateway = model_new_transit_gateway(s->m, at, s->island);
	return s->gateway;
}

void *
spec_make_attachment(struct spec *s, struct place at)
{
	struct attachment *a = model_new_attachment(s->m, at, s->island);

	a->gateway = s->gateway;
	a->to = ATTACHMENT_OTHER;
	return a;
}

void *
spec_make_transit_table(struct spec *s, struct place at)
{
	struct transit_table *t = model_new_transit_table(s->m, at, s->island);

	t->gateway = s->gateway;
	t->routes_known = true;
	return t;
}

void *
spec_make_vpn(struct spec *s, struct place at)
{
	return model_new_vpn(s->m, at, s->island);
}

void *
spec_make_network(struct spec *s, struct place at)
{
	return model_new_network(s->m, at, s->island);
}

void *
spec_make_prefix_list(struct spec *s, struct place at)
{
	return model_new_prefix_list(s->m, at, s->island);
}

void *
spec_make_elastic_ip(struct spec *s, struct place at)
{
	return model_new_elastic_ip(s->m, at, s->island);
}

void *
spec_make_block_public_access(struct spec *s, struct place at)
{
	return model_new_block_public_access(s->m, at, s->island);
}

/* A VPC without a block that alloc is to give it: which one is not known. */
void
spec_check_vpc(struct spec *s, void *made)
{
	struct vpc *v = made;

	if (value_is_known(v->size.is) && v->cidrs.n == 0)
		vec_push(s->l->a, &v->cidrs, ((struct cidr_value){
		    .is = value_unknown(v->size.is.at, "it has no block yet; "
		    "vpcplan alloc gives it one"),
		    .v = { .family = IPV4 } }));
	if (flag_or(v->amazon_ipv6, false) && v->ipv6_cidrs.n == 0)
		vec_push(s->l->a, &v->ipv6_cidrs, ((struct cidr_value){
		    .is = value_unknown(v->amazon_ipv6.is.at,
		    "Amazon chooses it"), .v = { .family = IPV6 } }));
	else if (value_is_unknown(v->amazon_ipv6.is) && v->ipv6_cidrs.n == 0)
		vec_push(s->l->a, &v->ipv6_cidrs, ((struct cidr_value){
		    .is = v->amazon_ipv6.is, .v = { .family = IPV6 } }));
}

/* "Every VPC has a main route table": one, the first that says so. */
void
spec_check_route_table(struct spec *s, void *made)
{
	const struct route_table *t = made;

	if (!flag_or(t->main, false) || t->is.vpc == NULL)
		return;
	for (size_t i = 0; i < s->m->route_tables.n; i++) {
		const struct route_table *other = s->m->route_tables.v[i];
		struct finding *f;

		if (other == t || other->is.vpc != t->is.vpc ||
		    !flag_or(other->main, false))
			continue;
		f = read_complain(s->l, node_get(s->object, "main"),
		    arena_printf(s->l->a, "a VPC has one main table, and route "
		    "table \"%s\" is that already",
		    sanitise_text(s->l->a, other->is.name)));
		finding_help(&s->l->findings, f, "say it of one of them");
		return;
	}
}

/* A regional one is public and stands in no subnet. */
void
spec_check_nat_gateway(struct spec *s, void *made)
{
	const struct nat_gateway *g = made;

	if (!flag_or(g->regional, false))
		return;
	if (flag_or(g->is_private, false))
		read_complain(s->l, node_get(s->object, "private"),
		    "a regional NAT gateway is public: drop \"private\" or "
		    "\"regional\"");
	if (g->subnet.is.state != VALUE_ABSENT)
		read_complain(s->l, node_get(s->object, "subnet"),
		    "a regional NAT gateway stands in no subnet: drop "
		    "\"subnet\" or \"regional\"");
}

/* What stands in subnets is a VPC's, though it is not said whose. */
void
spec_check_attachment(struct spec *s, void *made)
{
	struct attachment *a = made;

	(void)s;
	if (a->to == ATTACHMENT_OTHER && a->subnets_stated &&
	    value_is_unknown(a->target.is))
		a->to = ATTACHMENT_VPC;
}

/* Whether the VPC that is read states IPv6 blocks, perhaps behind its subnets. */
static bool
has_ipv6(const struct spec *s)
{
	return s->vpc != NULL && s->vpc->is.name != NULL &&
	    node_exists(node_get(node_get(node_get(s->root, "vpcs"),
	    s->vpc->is.name), "ipv6_cidrs"));
}

/* A flag that says something else than yes or no. */
static bool
is_unread(struct spec *s, const char *key, const struct flag_value *flag)
{
	struct node n = node_get(s->object, key);
	const char *why;

	return value_is_unknown(flag->is) && !read_unknown(s->l, n, &why);
}

/* A subnet of IPv6 alone has a block of that family, and of that only.  alloc
 * gives it one where the VPC has some. */
void
spec_check_subnet(struct spec *s, void *made)
{
	struct subnet *v = made;

	/* "ipv6": "2001:db8::/64" may be the block. */
	if (is_unread(s, "ipv6", &v->ipv6) &&
	    v->ipv6_cidr.is.state == VALUE_ABSENT)
		v->ipv6_cidr = (struct cidr_value){ .is = v->ipv6.is,
		    .v = { .family = IPV6 } };
	if (is_unread(s, "ipv6_only", &v->ipv6_only) &&
	    v->cidr.is.state == VALUE_ABSENT)
		v->cidr = (struct cidr_value){ .is = v->ipv6_only.is,
		    .v = { .family = IPV4 } };
	if (!flag_or(v->ipv6_only, false))
		return;
	if (v->cidr.is.state != VALUE_ABSENT)
		read_complain(s->l, s->object, "a subnet with \"ipv6_only\" has "
		    "no IPv4 block: drop \"cidr\" or \"ipv6_only\"");
	else if (v->ipv6_cidr.is.state == VALUE_ABSENT &&
	    v->size.is.state == VALUE_ABSENT &&
	    v->hosts.is.state == VALUE_ABSENT && !has_ipv6(s))
		read_complain(s->l, s->object, "a subnet with \"ipv6_only\" "
		    "needs an \"ipv6_cidr\"");
}

/* Another service was meant, or another type: which, is not known. */
static void
refuse_service(struct spec *s, struct endpoint *e)
{
	static const char *const services[] = { "s3", "dynamodb",
		"s3express" };
	struct node n = node_get(s->object, "service");
	const char *meant = spec_service_meant(e->service.v, services,
	    3);
	struct finding *f = read_complain(s->l, n, service_no_gateway(s->l->a,
	    e->service.v, "\"type\": \"interface\""));

	if (meant != NULL)
		finding_help(&s->l->findings, f, "did you mean \"%s\"?",
		    meant);
	e->service.is = read_malformed(n);
	e->service.v = NULL;
}

/* The member of the endpoint that names something, under one of two keys. */
static struct node
naming(struct spec *s, const char *key, const char *other)
{
	struct node n = node_get(s->object, key);
	bool names;

	if (!node_exists(n))
		n = node_get(s->object, other);
	names = node_kind(n) == NODE_STRING || (node_kind(n) == NODE_LIST &&
	    node_exists(node_first(n)));
	return names ? n : (struct node){ 0 };
}

/*
 * What the other type has: read by nobody, it would be dropped in silence.
 * Where the type's own is missing, another type may have been meant.
 */
static void
refuse_of_gateway(struct spec *s, bool has_own)
{
	struct findings *list = &s->l->findings;
	const struct node wrong[] = { naming(s, "subnets", "subnet"),
		naming(s, "security_groups", "security_groups") };
	size_t before = list->n;

	for (size_t i = 0; i < 2; i++) {
		if (!node_exists(wrong[i]))
			continue;
		read_complain(s->l, wrong[i], i == 0 ? "a gateway endpoint "
		    "stands in no subnet: route tables lead to it" :
		    "a gateway endpoint has no security groups");
		finding_help(list, list->v[list->n - 1], has_own ||
		    list->n > before + 1 ? "leave it out" : "write "
		    "\"route_tables\": [ … ] in its place, or \"type\": "
		    "\"interface\"");
	}
	if (list->n > before && !has_own)
		spec_doubt(s);
}

static void
refuse_tables(struct spec *s, const struct endpoint *e, struct node tables,
    bool has_own)
{
	struct finding *f = read_complain(s->l, tables, "route tables lead to "
	    "gateway endpoints alone: this one has an interface in each of "
	    "its subnets");
	bool both = value_is_known(e->service.is) &&
	    fact_has_gateway_endpoint(e->service.v);

	finding_help(&s->l->findings, f, has_own ? "leave it out" : both ?
	    "write \"type\": \"gateway\", or \"subnets\": [ … ] in its place" :
	    "write \"subnets\": [ … ] in its place");
	if (!has_own)
		spec_doubt(s);
}

static void
refuse_other_type(struct spec *s, const struct endpoint *e)
{
	struct node tables = naming(s, "route_tables", "route_tables");

	if (e->type == ENDPOINT_GATEWAY)
		refuse_of_gateway(s, node_exists(tables));
	else if (e->type != ENDPOINT_OTHER && node_exists(tables))
		refuse_tables(s, e, tables,
		    node_exists(naming(s, "subnets", "subnet")));
}

void
spec_check_endpoint(struct spec *s, void *made)
{
	struct endpoint *e = made;

	if (value_is_known(e->service.is))
		e->service.v = read_intern(s->l,
		    service_short_name(e->service.v));
	if (e->type != ENDPOINT_GATEWAY_LOAD_BALANCER &&
	    e->type != ENDPOINT_OTHER && e->service.is.state == VALUE_ABSENT)
		read_complain(s->l, s->object, arena_printf(s->l->a,
		    "an endpoint of that type needs a \"service\", such as "
		    "\"s3\" or \"ecr.api\""));
	if (e->type == ENDPOINT_INTERFACE && value_is_known(e->service.is))
		spec_check_service(s, e);
	if (e->type == ENDPOINT_GATEWAY && value_is_known(e->service.is) &&
	    !fact_has_gateway_endpoint(e->service.v))
		refuse_service(s, e);
	refuse_other_type(s, e);
}

/* AWS gives the name to one group of a VPC and to no other. */
void
spec_finish_security_group(struct spec *s, void *made)
{
	struct security_group *g = made;

	(void)s;
	g->is_default = str_equal(g->is.name, "default");
}

/*
 * An instance lives in one subnet: of several nobody knows in which.  Those
 * that are unknown themselves may be what a condition chooses among, as where
 * a template was converted, and are nobody's mistake.
 */
static void
check_one_subnet(struct spec *s, struct workload *w)
{
	size_t known = 0;
	struct finding *f;

	if (w->kind != WORKLOAD_INSTANCE || w->subnet_refs.n < 2)
		return;
	for (size_t i = 0; i < w->subnet_refs.n; i++) {
		struct ref *r = &w->subnet_refs.v[i];
		struct condition *c = arena_alloc(s->m->a, sizeof *c);

		if (!value_is_known(r->is))
			continue;
		known++;
		c->whose = true;
		c->text = read_intern(s->l, arena_printf(s->l->a,
		    "%s/%s is in %s", s->vpc->is.name, w->is.name, r->text));
		r->exists = c;
	}
	/* Of a kind that could not be read there is nothing to say. */
	if (known < 2 || !node_text_is(node_get(s->object, "kind"),
	    "instance"))
		return;
	f = read_complain(s->l, node_get(s->object, "subnets"),
	    arena_printf(s->l->a, "an instance lives in one subnet, and these "
	    "are %zu", w->subnet_refs.n));
	finding_help(&s->l->findings, f, "write a workload for each subnet, "
	    "or \"kind\": \"auto_scaling_group\", which has instances in "
	    "each");
}

/* Why such a workload has no public address; NULL: it may have one. */
static const char *
why_never_public(struct arena *a, const struct workload *w)
{
	const struct workload_type *type = workload_type(w->kind);

	if (!type->can_be_public)
		return arena_printf(a, "%s %s never has a public address",
		    strchr("AEIOU", type->words[0]) != NULL ? "an" : "a",
		    type->words);
	if (type->is_load_balancer && value_is_known(w->scheme.is) &&
	    str_equal(w->scheme.v, "internal"))
		return "the nodes of an internal load balancer have only "
		    "private addresses";
	return NULL;
}

static void
refuse_public(struct spec *s, const struct workload *w, struct place at,
    const char *why)
{
	struct finding *f = finding_add(&s->l->findings, &notice_wrong_type,
	    at, "\"public_ip\": %s", why);

	if (workload_type(w->kind)->can_be_public)
		finding_help(&s->l->findings, f, "drop \"public_ip\", or "
		    "write \"scheme\": \"internet-facing\"");
	else
		finding_help(&s->l->findings, f, "drop \"public_ip\"");
}

/* What is refused is as if it were not said. */
static void
check_public(struct spec *s, struct workload *w)
{
	const char *why = why_never_public(s->l->a, w);

	if (why == NULL)
		return;
	if (flag_or(w->public_ip, false)) {
		refuse_public(s, w, w->public_ip.is.at, why);
		w->public_ip = (struct flag_value){ 0 };
		w->public_address = (struct address_value){ 0 };
	}
	for (size_t i = 0; i < w->interfaces.n; i++) {
		struct interface *e = w->interfaces.v[i];

		if (!flag_or(e->public_ip, false))
			continue;
		refuse_public(s, w, e->public_ip.is.at, why);
		e->public_ip = (struct flag_value){ 0 };
		e->public_addresses.n = 0;
	}
}

/* What is refused is as if it were not said. */
static void
check_fixed_addresses(struct spec *s, struct workload *w)
{
	struct finding *f;

	if (!node_text_is(node_get(s->object, "kind"), "auto_scaling_group") ||
	    w->addresses.n == 0)
		return;
	f = read_complain(s->l, node_get(s->object, "addresses"),
	    "\"addresses\": an auto scaling group launches instances with "
	    "addresses of their subnets: nobody chooses them");
	finding_help(&s->l->findings, f, "leave it out, or write \"kind\": "
	    "\"instance\", a workload for each subnet");
	w->addresses.n = 0;
}

void
spec_finish_workload(struct spec *s, void *made)
{
	struct workload *w = made;

	spec_check_engine(s, w);
	check_one_subnet(s, w);
	check_public(s, w);
	check_fixed_addresses(s, w);
	if (value_is_known(w->count.is) && value_is_known(w->max.is) &&
	    w->max.v < w->count.v)
		read_complain(s->l, node_get(s->object, "max"),
		    "there may be fewer (\"max\") than there are (\"count\")");
	spec_add_needs(s, made);
}
