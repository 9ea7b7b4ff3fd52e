/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Network firewalls.  A firewall puts an endpoint into each of its subnets;
 * routes lead to those through what the firewall says of itself after it was
 * made: a set of states, each with a zone, a subnet and an endpoint.  A set
 * has no order, so an index into it tells nothing; an expression that speaks
 * of a subnet of the firewall's, or of a zone, means the endpoint there.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/
 * resources/networkfirewall_firewall
 */

#define ENDPOINT	KIND_BIT(KIND_ENDPOINT)
#define SUBNET		KIND_BIT(KIND_SUBNET)

struct terraform_parts {
	VEC(struct terraform_resource *) of;
};

/* Its endpoints are no resources, but are found as if they were. */
static const struct terraform_type part_type = { "aws_networkfirewall_firewall",
	ENDPOINT, NULL, NULL, NULL };

/* The endpoint of a subnet, by id, in what a firewall says of itself. */
static const char *
endpoint_id(struct terraform *x, struct node values, const char *subnet)
{
	struct node status = node_first(node_get(values, "firewall_status"));
	struct node states = node_get(status, "sync_states");

	for (struct node n = node_first(states); subnet != NULL &&
	    node_exists(n); n = node_next(n)) {
		struct node a = node_first(node_get(n, "attachment"));
		struct node id = node_get(a, "endpoint_id");

		if (node_text_is(node_get(a, "subnet_id"), subnet) &&
		    node_kind(id) == NODE_STRING)
			return node_text(x->a, id);
	}
	return NULL;
}

/* "zone:endpoint", where Cloud Control knows it. */
static const char *
endpoint_in_zone(struct terraform *x, struct node values, const char *zone)
{
	struct node list = node_get(values, "endpoint_ids");

	for (struct node n = node_first(list); zone != NULL && node_exists(n);
	    n = node_next(n)) {
		const char *text = node_kind(n) == NODE_STRING ?
		    node_text(x->a, n) : NULL;

		if (text != NULL && str_starts_with(text, zone) &&
		    text[strlen(zone)] == ':')
			return text + strlen(zone) + 1;
	}
	return NULL;
}

static const char *
zone_of(struct terraform *x, const struct ref *subnet)
{
	struct terraform_resource *r = subnet->to != NULL ?
	    terraform_of(x, subnet->to) : NULL;

	return r != NULL ? terraform_word(x, terraform_get(r,
	    "availability_zone")) : NULL;
}

/* "fw[0]" of "module.vpc.aws_subnet.fw[0]". */
static const char *
short_name(struct terraform *x, const struct ref *subnet, size_t i)
{
	struct terraform_resource *r = subnet->to != NULL ?
	    terraform_of(x, subnet->to) : NULL;

	if (r == NULL)
		return subnet->text != NULL ? subnet->text :
		    arena_printf(x->a, "%zu", i);
	return arena_printf(x->a, r->key == NULL ? "%s" : "%s[%s]",
	    strchr(r->block->name, '.') + 1, r->key);
}

/* What leads to an id leads to the part that has it, or had it. */
static void
enter_id(struct terraform *x, struct map *ids, const char *id,
    struct terraform_resource *part)
{
	void **slot = id != NULL && *id != '\0' ? map_slot(ids, id) : NULL;

	(void)x;
	if (slot != NULL && *slot == NULL)
		*slot = part;
}

static void
enter_part(struct terraform *x, struct terraform_resource *firewall,
    struct terraform_resource *part)
{
	struct endpoint *e = (struct endpoint *)part->thing;
	const struct node *change = map_get(&x->changes, firewall->address);
	const char *zone = zone_of(x, &e->subnet_refs.v[0]);
	const struct thing *to = e->subnet_refs.v[0].to;
	struct terraform_resource *r = to != NULL ? terraform_of(x, to) : NULL;
	const char *subnet = r != NULL ? terraform_word(x, terraform_get(r,
	    "id")) : e->subnet_refs.v[0].text;

	e->is.id = endpoint_id(x, firewall->values, subnet);
	if (e->is.id == NULL)
		e->is.id = endpoint_in_zone(x, firewall->values, zone);
	enter_id(x, &x->ids, e->is.id, part);
	if (change != NULL && firewall->change == CHANGE_REPLACE)
		enter_id(x, &x->old_ids, endpoint_id(x, node_get(*change,
		    "before"), subnet), part);
}

static void
add_endpoint(struct terraform *x, struct terraform_resource *firewall,
    struct ref subnet, bool only)
{
	struct endpoint *e = model_new_endpoint(x->m, firewall->at, x->island,
	    NULL);
	struct terraform_resource *part = firewall;
	const char *name = short_name(x, &subnet, firewall->parts->of.n);

	if (!only) {
		part = arena_alloc(x->a, sizeof *part);
		*part = *firewall;
		part->type = &part_type;
		part->parts = NULL;
		part->is_part = true;
		part->key = zone_of(x, &subnet);
		part->address = arena_printf(x->a, "%s.%s", firewall->address,
		    name);
		vec_push(x->a, &x->list, part);
		*map_slot(&x->resources, part->address) = part;
		vec_push(x->a, &firewall->parts->of, part);
	}
	terraform_make(x, part, &e->is);
	terraform_head(x, part);
	if (e->is.name == NULL)
		e->is.name = terraform_word(x, terraform_get(firewall,
		    "name"));
	if (!only && e->is.name != NULL)
		e->is.name = read_intern(x->l, arena_printf(x->a, "%s.%s",
		    e->is.name, name));
	e->type = ENDPOINT_GATEWAY_LOAD_BALANCER;
	terraform_add_ref(x, &e->subnet_refs, subnet);
	terraform_live_in(x, &e->is, terraform_get(firewall, "vpc_id"));
	e->is.id = NULL;		/* until now that of the firewall */
	enter_part(x, firewall, part);
}

/* A firewall stands in subnets, or is an attachment of a transit gateway. */
static void
read_firewall(struct terraform *x, struct terraform_resource *r)
{
	struct terraform_value list = terraform_get(r, "subnet_mapping");
	VEC(struct ref) subnets = { 0 };

	terraform_block_refs(x, &subnets, list, "subnet_id", SUBNET);
	if (subnets.n == 0) {
		if (!r->is_data)
			terraform_enter_unread(x, r->type->name, *r);
		return;
	}
	r->parts = arena_alloc(x->a, sizeof *r->parts);
	for (size_t i = 0; i < subnets.n; i++)
		add_endpoint(x, r, subnets.v[i], subnets.n == 1);
	if (subnets.n == 1)
		r->parts = NULL;
}

/* One more endpoint of a firewall, as a resource of its own. */
static void *
make_association(struct model *m, struct place at, unsigned island)
{
	struct endpoint *e = model_new_endpoint(m, at, island, NULL);

	e->type = ENDPOINT_GATEWAY_LOAD_BALANCER;
	return e;
}

static void
read_association(struct terraform *x, struct terraform_resource *r)
{
	struct endpoint *e = (struct endpoint *)r->thing;
	const char *id = terraform_word(x, terraform_get(r, "endpoint_id"));
	struct node status = node_first(node_get(r->values,
	    "vpc_endpoint_association_status"));
	struct node state = node_first(node_get(status,
	    "association_sync_state"));
	struct node attachment = node_first(node_get(state, "attachment"));
	struct node own = node_get(attachment, "endpoint_id");

	terraform_block_refs(x, &e->subnet_refs, terraform_get(r,
	    "subnet_mapping"), "subnet_id", SUBNET);
	terraform_live_in(x, &e->is, terraform_get(r, "vpc_id"));
	if (node_kind(own) == NODE_STRING)
		id = node_text(x->a, own);
	e->is.id = id;
	enter_id(x, &x->ids, id, r);
}

/* ----------------------------------------------------------- as a target */


/* Keep one, if it is one alone that fits. */
static bool
keep_only(struct terraform_search *s, struct terraform_found only, size_t n)
{
	if (n != 1)
		return false;
	s->found.v[0] = only;
	s->found.n = 1;
	return true;
}

/* The endpoint in a subnet that the expression speaks of. */
static bool
choose_by_subnet(struct terraform *x, struct terraform_value v,
    struct terraform_search *s)
{
	struct terraform_search subnets;
	struct terraform_found only = { 0 };
	size_t n = 0;

	terraform_search(x, v, SUBNET, true, &subnets);
	for (size_t i = 0; i < s->found.n; i++) {
		struct endpoint *e = (struct endpoint *)
		    s->found.v[i].to->thing;
		bool is = false;

		for (size_t j = 0; e != NULL && e->is.kind == KIND_ENDPOINT &&
		    j < subnets.found.n && !is; j++)
			is = e->subnet_refs.n == 1 && e->subnet_refs.v[0].to !=
			    NULL && e->subnet_refs.v[0].to ==
			    subnets.found.v[j].to->thing;
		if (is)
			only = s->found.v[i];
		n += is;
	}
	if (!keep_only(s, only, n))
		return false;
	if (s->from == NULL)
		s->from = subnets.from;
	return true;
}

/* The endpoint in a zone that the expression speaks of, by name. */
static bool
choose_by_zone(struct terraform *x, struct terraform_value v,
    struct terraform_search *s)
{
	struct terraform_texts texts = terraform_texts(x, v);
	struct terraform_found only = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		bool is = false;

		for (size_t j = 0; j < texts.of.n && !is; j++)
			is = str_equal(texts.of.v[j], s->found.v[i].to->key);
		if (is)
			only = s->found.v[i];
		n += is;
	}
	if (!keep_only(s, only, n))
		return false;
	if (s->from == NULL)
		s->from = "the zone that it speaks of";
	return true;
}

static bool
has_parts(const struct terraform_search *s)
{
	for (size_t i = 0; i < s->found.n; i++)
		if (s->found.v[i].to->parts != NULL)
			return true;
	return false;
}

bool
terraform_choose_endpoint(struct terraform *x, struct terraform_value v,
    struct terraform_search *s)
{
	struct terraform_search all = { .from = s->from };

	if (!has_parts(s))
		return false;
	for (size_t i = 0; i < s->found.n; i++) {
		struct terraform_parts *parts = s->found.v[i].to->parts;

		if (parts == NULL)
			vec_push(x->a, &all.found, s->found.v[i]);
		for (size_t j = 0; parts != NULL && j < parts->of.n; j++) {
			struct terraform_found f = { parts->of.v[j], NULL };

			vec_push(x->a, &all.found, f);
		}
	}
	s->found.n = 0;
	for (size_t i = 0; i < all.found.n; i++)
		vec_push(x->a, &s->found, all.found.v[i]);
	return !choose_by_subnet(x, v, s) && !choose_by_zone(x, v, s);
}

const struct terraform_type terraform_types_firewall[] = {
	{ "aws_networkfirewall_firewall", ENDPOINT, NULL, read_firewall,
	  NULL },
	{ "aws_networkfirewall_vpc_endpoint_association", ENDPOINT,
	  make_association, read_association, NULL },
	{ "awscc_networkfirewall_firewall", ENDPOINT, NULL, read_firewall,
	  NULL },
	{ "awscc_networkfirewall_vpc_endpoint_association", ENDPOINT,
	  make_association, read_association, NULL },
	{ .name = NULL }
};
