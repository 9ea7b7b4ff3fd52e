/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Values.  A plan leaves out what is known only after apply and says so in a
 * tree of its own; a third tree says what is sensitive.  Sensitive values are
 * not looked at: what is not read cannot be printed.
 */

static const char after_apply[] = "known after apply";
const char terraform_secret[] = "sensitive, so it is not looked at";

/* The member of a tree; of a list of one block, that of the block. */
static struct node
member_of(struct node tree, const char *key)
{
	if (node_kind(tree) == NODE_LIST)
		tree = node_first(tree);
	return node_get(tree, key);
}

static bool
is_true(struct node n)
{
	bool yes = false;

	return node_bool(n, &yes) && yes;
}

/* Whether anything in a tree of unknowns is true: as deep as documents go. */
static bool
has_true(struct node n)
{
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (is_true(c) || has_true(c))
			return true;
	return false;
}

/* A raw state lists paths of steps, the first of which names the attribute: what
 * is inside of the attribute is taken to be all of it. */
static bool
is_listed(const struct terraform_resource *r, const char *key)
{
	for (struct node n = node_first(r->secrets); node_exists(n);
	    n = node_next(n)) {
		struct node first = node_kind(n) == NODE_LIST ?
		    node_first(n) : n;

		if (node_text_is(node_get(first, "value"), key))
			return true;
	}
	return false;
}

/* What Cloud Control writes in another way than the provider of AWS. */
static const char *
spelled(const struct terraform_resource *r, const char *key)
{
	static const struct {
		const char *aws, *awscc;
		const char *type;	/* of those that begin so; or NULL */
	} words[] = {
		{ "ipv6_cidr_block", "ipv_6_cidr_block", NULL },
		{ "ipv6_native", "ipv_6_native", NULL },
		{ "enable_dns64", "enable_dns_64", NULL },
		{ "assign_ipv6_address_on_creation",
		  "assign_ipv_6_address_on_creation", NULL },
		{ "destination_ipv6_cidr_block",
		  "destination_ipv_6_cidr_block", NULL },
		{ "vpc_security_group_ids", "security_group_ids",
		  "awscc_ec2_instance" },
		{ "private_ip", "private_ip_address", "awscc_ec2_instance" },
		{ "name", "db_subnet_group_name",
		  "awscc_rds_db_subnet_group" },
		{ "load_balancer_type", "type",
		  "awscc_elasticloadbalancingv2_" },
		{ "subnet_mapping", "subnet_mappings",
		  "awscc_networkfirewall_firewall" },
		{ "subnet_mapping", "subnet_mappings",
		  "awscc_elasticloadbalancingv2_" },
		{ "default_action", "default_actions",
		  "awscc_elasticloadbalancingv2_" },
		{ "action", "actions", "awscc_elasticloadbalancingv2_" },
		{ "load_balancer", "load_balancers", "awscc_ecs_service" },
		{ NULL, NULL, NULL }
	};

	if (r->type->name == NULL || !str_starts_with(r->type->name, "awscc_"))
		return key;
	for (size_t i = 0; words[i].aws != NULL; i++)
		if (str_equal(words[i].aws, key) && (words[i].type == NULL ||
		    str_starts_with(r->type->name, words[i].type)))
			return words[i].awscc;
	return key;
}

/* Attributes that lead to other things, or hold what does. */
static bool
is_link(const char *key)
{
	static const char *const keys[] = { "allocation_id", "egress",
		"gateway_id", "ingress", "load_balancer_arn", "nat_gateway_id",
		"network_acl_id", "network_interface_id", "route",
		"route_table_id", "route_table_ids", "security_group_id",
		"security_group_ids", "security_groups", "subnet_id",
		"subnet_ids", "subnets", "target_group_arn", "target_id",
		"transit_gateway_id", "vpc_id", "vpc_security_group_ids",
		"vpc_zone_identifier", NULL };

	for (size_t i = 0; keys[i] != NULL; i++)
		if (str_equal(key, keys[i]))
			return true;
	return false;
}

struct terraform_value
terraform_get(struct terraform_resource *r, const char *key)
{
	struct terraform_value v = { .of = r, .key = key, .block = key };

	key = spelled(r, key);
	v.value = node_get(r->values, key);
	v.unknown = node_get(r->unknown, key);
	v.sensitive = node_get(r->sensitive, key);
	v.written = node_get(node_get(r->written, "expressions"), key);
	v.hidden = is_true(r->unknown) || is_true(v.unknown) ||
	    (!node_exists(v.value) && (has_true(v.unknown) ||
	    (r->has_values_alone && is_link(key))));
	v.secret = is_true(r->sensitive) || is_true(v.sensitive) ||
	    is_listed(r, key);
	v.dynamic = is_true(v.unknown) && !node_exists(v.written) &&
	    node_exists(r->written) && terraform_is_never_computed(r, key);
	v.any_number = v.dynamic;
	return v;
}

/*
 * A member of a block.  Where blocks are written as attributes, the
 * configuration has one expression for all of them: it stands for each
 * member, and what it refers to is told apart by type.
 */
struct terraform_value
terraform_member(struct terraform_value v, const char *key)
{
	struct terraform_value m = v;

	m.key = key;
	m.value = member_of(v.value, key);
	m.unknown = member_of(v.unknown, key);
	m.sensitive = member_of(v.sensitive, key);
	if (!node_exists(node_get(v.written, "references")))
		m.written = member_of(v.written, key);
	/* Of a constant everything is known: what is not is beside it. */
	m.dynamic = v.dynamic || (node_kind(v.value) >= NODE_LIST &&
	    (!node_exists(v.written) || node_exists(node_get(v.written,
	    "constant_value"))));
	m.hidden = v.hidden || is_true(m.unknown) ||
	    (!node_exists(m.value) && has_true(m.unknown));
	m.secret = v.secret || is_true(m.sensitive);
	return m;
}

bool
terraform_is_written(struct terraform_value v)
{
	return node_exists(v.written) || v.dynamic ||
	    !node_exists(v.of->written);
}

enum value_state
terraform_state(struct terraform_value v)
{
	if (v.secret)
		return VALUE_UNKNOWN;
	if (node_kind(v.value) > NODE_NULL)
		return node_text_is(v.value, "") ? VALUE_ABSENT : VALUE_KNOWN;
	if (v.hidden)
		return VALUE_UNKNOWN;
	/* Without the tree of unknowns: what is written and not there. */
	if (!node_exists(v.value) && !v.of->has_unknown &&
	    node_exists(node_get(v.written, "references")))
		return VALUE_UNKNOWN;
	return VALUE_ABSENT;
}

/* An excerpt shows what stands there: nothing that is sensitive. */
struct place
terraform_place(struct terraform_value v)
{
	return node_exists(v.value) && !v.secret ? node_place(v.value) :
	    v.of->at;
}

struct value
terraform_is(struct terraform *x, struct terraform_value v)
{
	struct value none = { 0 };

	(void)x;
	switch (terraform_state(v)) {
	case VALUE_KNOWN:
		return value_derived(terraform_place(v));
	case VALUE_UNKNOWN:
		return value_unknown(terraform_place(v),
		    v.secret ? terraform_secret : after_apply);
	case VALUE_ABSENT:
		break;
	}
	return none;
}

static bool
is_list(struct terraform_value v)
{
	return node_kind(v.value) == NODE_LIST;
}

static void
set_element(struct terraform_each *e)
{
	struct node nothing = { 0 };

	e->v.hidden = e->list.hidden || is_true(e->v.unknown);
	e->v.secret = e->list.secret || is_true(e->v.sensitive);
	e->more = node_exists(e->v.value);
	if (node_kind(e->list.written) != NODE_LIST)
		return;
	e->v.written = nothing;
	/* What is known needs no reference. */
	if (is_true(e->v.unknown) || has_true(e->v.unknown))
		e->v.written = terraform_written_block(&e->list, &e->v,
		    e->position);
	e->v.dynamic = e->list.dynamic || !node_exists(e->v.written);
}

struct terraform_each
terraform_each(struct terraform_value v)
{
	struct terraform_each e = { .v = v, .list = v };

	if (!is_list(v)) {
		e.more = node_kind(v.value) == NODE_MAP;
		return e;
	}
	e.v.value = node_first(v.value);
	e.v.unknown = node_first(v.unknown);
	e.v.sensitive = node_first(v.sensitive);
	set_element(&e);
	return e;
}

static struct node
step(struct node n)
{
	struct node none = { 0 };

	return node_exists(n) ? node_next(n) : none;
}

void
terraform_next(struct terraform_each *e)
{
	if (!is_list(e->list)) {
		e->more = false;
		return;
	}
	e->v.value = step(e->v.value);
	e->v.unknown = step(e->v.unknown);
	e->v.sensitive = step(e->v.sensitive);
	e->position++;
	set_element(e);
}

struct terraform_value
terraform_first(struct terraform_value v)
{
	if (node_kind(v.written) == NODE_LIST)
		v.written = node_first(v.written);
	if (is_list(v)) {
		v.value = node_first(v.value);
		v.unknown = node_first(v.unknown);
		v.sensitive = node_first(v.sensitive);
	}
	v.hidden = v.hidden || is_true(v.unknown);
	v.secret = v.secret || is_true(v.sensitive);
	return v;
}

/* A value is computed, never a text to edit. */
static struct value
derived(struct value is)
{
	if (value_is_known(is))
		is.origin = ORIGIN_DERIVED;
	return is;
}

struct text_value
terraform_text(struct terraform *x, struct terraform_value v)
{
	struct text_value t = { .is = terraform_is(x, v) };

	if (value_is_known(t.is)) {
		t = read_text(x->l, v.value);
		t.is = derived(t.is);
	}
	return t;
}

struct flag_value
terraform_flag(struct terraform *x, struct terraform_value v)
{
	struct flag_value f = { .is = terraform_is(x, v) };

	if (!value_is_known(f.is))
		return f;
	if (node_text_is(v.value, "true") || node_text_is(v.value, "false")) {
		f.v = node_text_is(v.value, "true");
		return f;
	}
	f = read_flag(x->l, v.value);
	f.is = derived(f.is);
	return f;
}

struct flag_value
terraform_stated_flag(struct terraform *x, struct terraform_value v)
{
	struct flag_value none = { 0 };

	return terraform_state(v) == VALUE_KNOWN || terraform_is_written(v) ?
	    terraform_flag(x, v) : none;
}

/* Numbers come in strings too, from providers that did not mind. */
static bool
number_in_text(struct arena *a, struct node n, int64_t *out)
{
	const char *text = node_kind(n) == NODE_STRING ? node_text(a, n) : NULL;
	size_t sign = text != NULL && *text == '-';
	size_t digits = text != NULL ? strspn(text + sign, "0123456789") : 0;

	if (digits == 0 || digits > 9 || text[sign + digits] != '\0')
		return false;
	*out = 0;
	for (size_t i = 0; i < digits; i++)
		*out = *out * 10 + (text[sign + i] - '0');
	if (sign == 1)
		*out = -*out;
	return true;
}

struct number_value
terraform_number(struct terraform *x, struct terraform_value v)
{
	struct number_value number = { .is = terraform_is(x, v) };

	if (!value_is_known(number.is) ||
	    number_in_text(x->a, v.value, &number.v))
		return number;
	number = read_number(x->l, v.value, INT32_MIN, UINT32_MAX);
	number.is = derived(number.is);
	return number;
}

/* What was computed cannot be mended where it stands. */
static void
without_edits(struct terraform *x, size_t first)
{
	for (size_t i = first; i < x->l->findings.n; i++) {
		x->l->findings.v[i]->edits.n = 0;
		x->l->findings.v[i]->fix = NULL;
	}
}

struct cidr_value
terraform_cidr(struct terraform *x, struct terraform_value v,
    unsigned family)
{
	struct cidr_value cidr = { .is = terraform_is(x, v) };
	size_t first = x->l->findings.n;

	cidr.v.family = (uint8_t)family;
	if (!value_is_known(cidr.is))
		return cidr;
	cidr = read_cidr(x->l, v.value, family);
	cidr.is = derived(cidr.is);
	without_edits(x, first);
	return cidr;
}

struct address_value
terraform_address(struct terraform *x, struct terraform_value v,
    unsigned family)
{
	struct address_value address = { .is = terraform_is(x, v) };

	if (!value_is_known(address.is))
		return address;
	address = read_address(x->l, v.value, family);
	address.is = derived(address.is);
	return address;
}

bool
terraform_text_is(struct terraform_value v, const char *text)
{
	return !v.secret && node_text_is(v.value, text);
}

const char *
terraform_word(struct terraform *x, struct terraform_value v)
{
	const char *text = NULL;

	if (!v.secret && node_kind(v.value) == NODE_STRING)
		text = node_text(x->a, v.value);
	return text != NULL && *text != '\0' ? read_intern(x->l, text) : NULL;
}
