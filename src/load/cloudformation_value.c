/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "model/notices.h"

#include <string.h>

/*
 * Properties as the model takes them.  CloudFormation takes a number or a
 * boolean as a string, and one thing for a list of one: so do these.
 */

/* ------------------------------------------------------------- structure */

struct cfn_value
cfn_get(struct cfn_resource *r, const char *property)
{
	return cfn_eval(r->in, node_get(r->properties, property));
}

/* Something else stands there than what its property takes. */
static void
complain(struct cfn *x, const struct cfn_value *v, const char *expected)
{
	const char *found = v->kind == CFN_LIST ? "a list" :
	    v->kind == CFN_MAP ? "a map" : arena_printf(x->a, "\"%s\"",
	    read_clean(x->l, v->text));

	finding_add(&x->l->findings, &notice_wrong_type, v->at,
	    "expected %s, found %s", expected, found);
}

struct cfn_value
cfn_member(const struct cfn_value *v, const char *key)
{
	struct cfn_value out = { .kind = CFN_ABSENT, .at = v->at };

	if (v->kind == CFN_MAP)
		return cfn_eval(v->in, node_get(v->node, key));
	if (v->kind == CFN_UNKNOWN)
		return *v;
	if ((v->kind == CFN_TEXT || v->kind == CFN_LIST) && v->in != NULL) {
		complain(v->in->x, v, "a map");
		return cfn_unknown(v->at, cfn_malformed);
	}
	if (v->kind == CFN_CHOICE) {
		struct arena *a = v->v[0].in != NULL ? v->v[0].in->x->a :
		    v->v[1].in != NULL ? v->v[1].in->x->a : NULL;

		if (a == NULL)
			return out;
		out = *v;
		out.v = arena_array(a, 2, sizeof *out.v);
		out.v[0] = cfn_member(&v->v[0], key);
		out.v[1] = cfn_member(&v->v[1], key);
	}
	return out;
}

static bool
is_same(const struct cfn_value *x, const struct cfn_value *y)
{
	return x->kind == y->kind && (x->kind == CFN_ABSENT ||
	    (x->kind == CFN_TEXT && str_equal(x->text, y->text)) ||
	    (x->kind == CFN_RESOURCE && x->resource == y->resource &&
	    x->n == y->n && str_equal(x->text, y->text) &&
	    str_equal(x->delimiter, y->delimiter)));
}

struct cfn_value
cfn_single(struct cfn *x, struct cfn_value v)
{
	struct cfn_value yes, no;

	if (v.kind != CFN_CHOICE)
		return v;
	yes = cfn_single(x, v.v[0]);
	no = cfn_single(x, v.v[1]);
	if (is_same(&yes, &no))
		return yes;
	return cfn_unknown(v.at, arena_printf(x->a,
	    "it depends on condition %s", v.when->text));
}

static void
add_items(struct cfn *x, struct cfn_items *out, struct cfn_value v,
    const struct condition *exists)
{
	struct cfn_item item = { v, exists };
	const struct condition *not;

	switch (v.kind) {
	case CFN_ABSENT:
		return;
	case CFN_CHOICE:
		not = cfn_opposite(x, v.when);
		if (!cfn_excludes(exists, v.when))
			add_items(x, out, v.v[0], cfn_both(x, exists,
			    v.when));
		if (!cfn_excludes(exists, not))
			add_items(x, out, v.v[1], cfn_both(x, exists, not));
		return;
	case CFN_LIST:
		if (out->cap == 0) {
			out->v = arena_array(x->a, v.n, sizeof *out->v);
			out->cap = v.n;
		}
		for (size_t i = 0; i < v.n; i++)
			add_items(x, out, v.v[i], exists);
		return;
	default:
		vec_push(x->a, out, item);
	}
}

bool
cfn_may_be_absent(struct cfn *x, const struct cfn_value *v,
    const struct condition **when)
{
	for (size_t i = 0; v->kind == CFN_CHOICE && i < 2; i++) {
		const struct condition *side = i == 0 ? v->when :
		    cfn_opposite(x, v->when), *inner = NULL;

		if (v->v[i].kind == CFN_ABSENT ||
		    cfn_may_be_absent(x, &v->v[i], &inner)) {
			*when = cfn_both(x, side, inner);
			return true;
		}
	}
	return false;
}

struct cfn_value
cfn_required(struct cfn_value v)
{
	for (size_t i = 0; v.kind == CFN_CHOICE && i < 2; i++)
		if (v.v[i].kind == CFN_ABSENT)
			return cfn_required(v.v[1 - i]);
	return v;
}

struct cfn_items
cfn_items(struct cfn *x, struct cfn_value v)
{
	struct cfn_items out = { 0 };

	add_items(x, &out, v, NULL);
	return out;
}

/* --------------------------------------------------------------- scalars */

struct value
cfn_is(const struct cfn_value *v)
{
	switch (v->kind) {
	case CFN_ABSENT:
		return (struct value){ .state = VALUE_ABSENT, .at = v->at };
	case CFN_TEXT:
		return v->literal ? value_known(v->at) : value_derived(v->at);
	case CFN_UNKNOWN:
		return value_unknown(v->at, v->text);
	case CFN_RESOURCE:
		return value_unknown(v->at,
		    "known when the stack is created");
	default:
		return value_unknown(v->at, "no single value");
	}
}

struct text_value
cfn_text_of(struct cfn *x, struct cfn_value v)
{
	struct text_value out;

	v = cfn_single(x, v);
	out = (struct text_value){ .is = cfn_is(&v) };
	if (v.kind == CFN_TEXT)
		out.v = read_intern(x->l, v.text);
	else if (v.kind == CFN_LIST || v.kind == CFN_MAP)
		complain(x, &v, "a text");
	return out;
}

const char *
cfn_word(struct cfn *x, struct cfn_value v)
{
	v = cfn_single(x, v);
	return v.kind == CFN_TEXT ? v.text : NULL;
}

struct flag_value
cfn_flag(struct cfn *x, struct cfn_value v)
{
	static const struct {
		const char *word;
		bool means;
	} words[] = {
		{ "true", true }, { "false", false }, { "True", true },
		{ "False", false }, { "enable", true }, { "disable", false },
		{ "ENABLED", true }, { "DISABLED", false }, { "on", true },
		{ "off", false }, { "TRUE", true }, { "FALSE", false },
		{ "1", true }, { "0", false }, { NULL, false }
	};
	struct flag_value out;

	v = cfn_single(x, v);
	out = (struct flag_value){ .is = cfn_is(&v) };
	if (v.kind != CFN_TEXT)
		return out;
	for (size_t i = 0; words[i].word != NULL; i++)
		if (str_equal(v.text, words[i].word)) {
			out.v = words[i].means;
			return out;
		}
	complain(x, &v, "true or false");
	out.is = value_unknown(v.at, "it is neither true nor false");
	return out;
}

struct number_value
cfn_number(struct cfn *x, struct cfn_value v)
{
	static const char no_number[] = "it is no number";
	struct number_value out;
	const char *p;
	bool negative;

	v = cfn_single(x, v);
	out = (struct number_value){ .is = cfn_is(&v) };
	if (v.kind != CFN_TEXT)
		return out;
	p = v.text;
	negative = *p == '-';
	p += negative;
	if (*p == '\0' || strlen(p) > 15)
		out.is = value_unknown(v.at, no_number);
	for (; *p >= '0' && *p <= '9'; p++)
		out.v = out.v * 10 + (*p - '0');
	if (*p == '.' && p[1] == '0' && p[2] == '\0')
		p += 2;			/* 80.0 */
	if (*p != '\0')
		out.is = value_unknown(v.at, no_number);
	if (value_is_unknown(out.is))
		complain(x, &v, "a number");
	if (negative)
		out.v = -out.v;
	return out;
}

/* The first, and in the model only, IPv6 block of a VPC or subnet of the
 * template: "Select: [0, GetAtt: Vpc.Ipv6CidrBlocks]". */
static void
take_own_block(struct cfn *x, struct cidr_value *out,
    const struct cfn_value *v)
{
	struct thing *t = v->kind == CFN_RESOURCE && v->n == 1 &&
	    str_equal(v->text, "Ipv6CidrBlocks") ? v->resource->thing : NULL;

	if (t == NULL || (t->kind != KIND_VPC && t->kind != KIND_SUBNET))
		return;
	x->m->names_own_blocks = true;
	out->block_of = t;
	out->v.family = IPV6;
	out->written = read_intern(x->l, arena_printf(x->a,
	    "the IPv6 block of %s", read_clean(x->l, v->resource->name)));
	out->is.why = read_intern(x->l, arena_printf(x->a,
	    "%s, known when the stack is created", out->written));
}

struct cidr_value
cfn_cidr(struct cfn *x, struct cfn_value v, unsigned family)
{
	struct cidr_value out;
	bool literal;

	v = cfn_single(x, v);
	if (v.kind == CFN_LIST || v.kind == CFN_MAP)
		complain(x, &v, "a CIDR block");
	out = (struct cidr_value){ .is = cfn_is(&v) };
	if (v.kind != CFN_TEXT) {
		take_own_block(x, &out, &v);
		return out;
	}
	literal = v.literal;
	out = read_cidr_text(x->l, v.at, v.text, family);
	if (value_is_known(out.is) && !literal)
		out.is.origin = ORIGIN_DERIVED;
	return out;
}

struct address_value
cfn_address(struct cfn *x, struct cfn_value v, unsigned family)
{
	struct address_value out;

	v = cfn_single(x, v);
	out = (struct address_value){ .is = cfn_is(&v) };
	if (v.kind == CFN_RESOURCE) {
		out.elastic_ip = cfn_ref(x, v,
		    KIND_BIT(KIND_ELASTIC_IP));
		if (out.elastic_ip.to != NULL)
			out.is = value_derived(v.at);
	} else if (v.kind == CFN_TEXT && !read_looks_like_address(v.text)) {
		out.elastic_ip = cfn_ref(x, v,
		    KIND_BIT(KIND_ELASTIC_IP));
	} else if (v.kind == CFN_TEXT && (addr_parse(v.text, strlen(v.text),
	    &out.family, &out.v) != ADDR_OK ||
	    (family != 0 && out.family != family))) {
		out.family = 0;
		out.is = value_unknown(v.at, "it is no such address");
	}
	return out;
}

/* ------------------------------------------------------------- references */

/* Attributes that are the id of what they are of. */
static bool
is_id(const char *attribute)
{
	static const char *const ids[] = { "Id", "Arn", "VpcId", "SubnetId",
		"GroupId", "GroupName", "AllocationId", "PublicIp", "PublicIP",
		"RouteTableId", "NatGatewayId", "InternetGatewayId",
		"VPNGatewayId", "AttachmentId", "TransitGatewayArn",
		"PrefixListId", "LoadBalancerArn", "CustomerGatewayId",
		"VpnConnectionId", "TransitGatewayRouteTableId",
		"TransitGatewayAttachmentId", "InstanceId", "EndpointId",
		NULL };

	for (size_t i = 0; attribute != NULL && ids[i] != NULL; i++)
		if (str_equal(ids[i], attribute))
			return true;
	return attribute == NULL;
}

/* The VPC's own default group or ACL, made when somebody names it. */
static struct thing *
default_of(struct cfn *x, struct vpc *v, const char *attribute)
{
	if (str_equal(attribute, "DefaultSecurityGroup")) {
		if (v->default_group == NULL) {
			v->default_group = model_new_default_group(x->m, v);
		}
		return &v->default_group->is;
	}
	if (str_equal(attribute, "DefaultNetworkAcl")) {
		if (v->default_acl == NULL) {
			v->default_acl = model_new_default_acl(x->m, v);
		}
		return &v->default_acl->is;
	}
	return NULL;
}

static struct thing *
thing_of(struct cfn *x, const struct cfn_value *v)
{
	struct thing *t = v->resource->thing;

	struct security_group *g;

	if (t == NULL || is_id(v->text))
		return t;
	if (str_equal(v->text, "ClusterSecurityGroupId")) {
		g = cfn_cluster_group(x, v->resource);
		return g == NULL ? NULL : &g->is;
	}
	return t->kind == KIND_VPC ? default_of(x, (struct vpc *)t,
	    v->text) : NULL;
}

struct thing *
cfn_thing(struct cfn *x, const struct cfn_value *v)
{
	return v->kind == CFN_RESOURCE ? thing_of(x, v) : NULL;
}

static void
complain_kind(struct cfn *x, const struct cfn_value *v, struct ref *out)
{
	finding_add(&x->l->findings, &notice_wrong_type, v->at,
	    "\"%s\" is a resource of type %s, which cannot stand here",
	    v->resource->name, v->resource->full_type);
	out->to = NULL;
	out->is = value_unknown(v->at, "it refers to something else");
}

static const char *
why_no_thing(struct cfn *x, const struct cfn_value *v)
{
	const struct cfn_resource *r = v->resource;

	if (r->is_out)
		return arena_printf(x->a, "%s is not in the input: its "
		    "condition does not hold", r->name);
	return arena_printf(x->a, "what %s%s%s of type %s means is not looked "
	    "into", r->name, v->text != NULL ? "." : "",
	    v->text != NULL ? v->text : "", r->full_type);
}

struct ref
cfn_ref(struct cfn *x, struct cfn_value v, uint32_t kinds)
{
	struct ref out;

	v = cfn_single(x, v);
	out = (struct ref){ .is = cfn_is(&v) };
	if (v.kind == CFN_LIST || v.kind == CFN_MAP) {
		complain(x, &v, "the id of a resource");
	} else if (v.kind == CFN_TEXT) {
		/* An id of something that was there before. */
		out.text = read_intern(x->l, v.text);
		if (!str_equal(v.text, "local"))
			out.is = value_unknown(v.at, arena_printf(x->a,
			    "\"%s\" is not in the input", out.text));
	} else if (v.kind == CFN_RESOURCE) {
		out.to = thing_of(x, &v);
		out.text = v.resource->name;
		out.exists = v.resource->exists;
		out.is = out.to != NULL ? value_derived(v.at) :
		    value_unknown(v.at, why_no_thing(x, &v));
		if (out.to != NULL && (kinds >> out.to->kind & 1) == 0)
			complain_kind(x, &v, &out);
	}
	return out;
}

void
cfn_add_ref(struct cfn *x, void *to, struct ref ref)
{
	struct refs { struct ref *v; size_t n, cap; } *list = to;

	vec_push(x->a, list, ref);
}

bool
cfn_refs(struct cfn *x, void *to, struct cfn_value v, uint32_t kinds)
{
	struct cfn_items items = cfn_items(x, v);
	const struct condition *when;

	for (size_t i = 0; i < items.n; i++) {
		struct ref ref = cfn_ref(x, items.v[i].value, kinds);

		ref.exists = cfn_both(x, ref.exists, items.v[i].exists);
		cfn_add_ref(x, to, ref);
	}
	if ((kinds & (KIND_BIT(KIND_SUBNET) | KIND_BIT(
	    KIND_SECURITY_GROUP))) != 0 && cfn_may_be_absent(x, &v, &when))
		cfn_add_ref(x, to, (struct ref){ .is = cfn_depends(x, v.at,
		    when) });
	return v.kind != CFN_ABSENT;
}

bool
cfn_group_refs(struct cfn *x, void *to, struct cfn_value v)
{
	bool empty = v.kind == CFN_LIST && cfn_items(x, v).n == 0;

	return cfn_refs(x, to, v, KIND_BIT(KIND_SECURITY_GROUP)) && !empty;
}

struct cfn_owners
cfn_owners(struct cfn *x, struct cfn_resource *r, struct cfn_value v,
    enum kind kind)
{
	struct cfn_items items = cfn_items(x, v);
	struct cfn_owners out = { 0 };

	for (size_t i = 0; i < items.n; i++) {
		struct ref ref = cfn_ref(x, items.v[i].value, KIND_BIT(kind));
		struct cfn_owner o = { ref.to, cfn_both(x, r->exists,
		    items.v[i].exists) };

		if (cfn_may_be_any(&items.v[i].value))
			cfn_add_any(x, &out, r, &items.v[i], kind);
		else if (ref.to != NULL && ref.to->kind == kind &&
		    !cfn_excludes(r->exists, items.v[i].exists))
			vec_push(x->a, &out, o);
	}
	return out;
}

struct cfn_resource *
cfn_meant(struct cfn *x, struct cfn_value v)
{
	v = cfn_single(x, v);
	return v.kind == CFN_RESOURCE ? v.resource : NULL;
}

struct place
cfn_place(const struct cfn_value *v, const struct cfn_resource *r)
{
	return v->at.file != 0 ? v->at : r->at;
}

/*
 * What tells an unknown VPC from others, and names it: the id, the name of
 * what would say it, or what a condition chooses between.  NULL: nothing.
 */
static const char *
unknown_key(struct cfn *x, const struct cfn_value *v)
{
	const char *yes, *no;

	if (v->kind == CFN_TEXT)
		return v->text;
	if (v->kind == CFN_RESOURCE)
		return v->text == NULL ? v->resource->name : arena_printf(
		    x->a, "%s.%s", v->resource->name, v->text);
	if (v->kind == CFN_UNKNOWN && v->called != NULL)
		return v->called;
	if (v->kind == CFN_UNKNOWN)
		return v->text == cfn_null || v->text == cfn_malformed ?
		    NULL : v->text;
	if (v->kind != CFN_CHOICE)
		return NULL;
	yes = unknown_key(x, &v->v[0]);
	no = unknown_key(x, &v->v[1]);
	return yes == NULL || no == NULL ? NULL : arena_printf(x->a,
	    "%s or %s", v->when->negated ? no : yes,
	    v->when->negated ? yes : no);
}

/* What stands in it may not be all that does. */
static void
leave_open(struct cfn *x, struct vpc *v)
{
	for (int kind = 0; kind < KIND_COUNT; kind++)
		model_declare_incomplete(x->m, (enum kind)kind, x->island, v);
}

/* Nor in the VPCs of the template that a condition may choose. */
static void
leave_choices_open(struct cfn *x, const struct cfn_value *v)
{
	for (size_t i = 0; v->kind == CFN_CHOICE && i < 2; i++)
		leave_choices_open(x, &v->v[i]);
	if (v->kind == CFN_RESOURCE && v->text == NULL &&
	    v->resource->thing != NULL &&
	    v->resource->thing->kind == KIND_VPC)
		leave_open(x, (struct vpc *)v->resource->thing);
	for (size_t i = 0; cfn_may_be_any(v) && i < x->m->vpcs.n; i++)
		if (x->m->vpcs.v[i]->is.island == x->island)
			leave_open(x, x->m->vpcs.v[i]);
}

/*
 * Things of one template that name the same unknown VPC live in the same:
 * one that nothing is known of but how it is named.  What says nothing that
 * could be named is one of its own, and so no VPC.
 */
static struct vpc *
unknown_vpc(struct cfn *x, const struct cfn_value *v)
{
	bool is_id = v->kind == CFN_TEXT;
	const char *name = unknown_key(x, v);
	const char *why = is_id ? "the VPC is not in the input" :
	    v->kind == CFN_UNKNOWN ? v->text :
	    v->kind == CFN_CHOICE ? "which VPC it is depends on a condition" :
	    "what makes the VPC is not looked into";
	void **slot;
	struct vpc *vpc;

	if (name == NULL)
		return NULL;
	slot = map_slot(&x->vpcs, name);
	vpc = *slot;
	if (vpc == NULL) {
		vpc = model_new_vpc(x->m, v->at, x->island);
		if (is_id && str_starts_with(name, "vpc-"))
			vpc->is.id = name;
		else
			vpc->is.address = name;
		vpc->dns_support.is = vpc->dns_hostnames.is =
		    vpc->is_default.is = value_unknown(v->at, why);
		leave_open(x, vpc);
		vpc->either = v->kind == CFN_CHOICE || cfn_may_be_any(v);
		if (vpc->either)
			leave_choices_open(x, v);
		*slot = vpc;
	}
	return vpc;
}

/* Of what is not read: a stack's output, a resource of one's own. */
static bool
may_give_vpc(const struct cfn_value *v)
{
	const char *type = v->resource->type;

	return v->resource->thing == NULL &&
	    (str_starts_with(type, "Custom::") || str_starts_with(type,
	    "CloudFormation::") || str_equal(v->text, "VpcId"));
}

void
cfn_live_in(struct cfn *x, struct cfn_resource *r, struct thing *t,
    struct cfn_value v)
{
	struct cfn_value one;

	/* Of these a group alone, in the default VPC, does without. */
	if (t->kind != KIND_SECURITY_GROUP)
		v = cfn_required(v);
	one = cfn_single(x, v);
	t->vpc_ref = cfn_ref(x, one, KIND_BIT(KIND_VPC));
	if (t->vpc_ref.to != NULL)
		t->vpc = (struct vpc *)t->vpc_ref.to;
	else if (one.kind == CFN_TEXT || (one.kind == CFN_RESOURCE &&
	    may_give_vpc(&one)))
		t->vpc = unknown_vpc(x, &one);
	else if (one.kind == CFN_UNKNOWN)
		t->vpc = unknown_vpc(x, &v);
	if (t->vpc != NULL)
		t->vpc_ref = (struct ref){ .is = value_derived(v.at),
			.to = &t->vpc->is, .text = thing_label(&t->vpc->is) };
	if (t->exists == NULL)
		t->exists = r->exists;
}

struct cfn_value
cfn_get_anywhere(struct cfn_resource *r, const char *property,
    const char *region)
{
	struct load_options *o = &r->in->x->l->options;
	const char *kept = o->region;
	struct cfn_value v;

	if (kept == NULL)
		o->region = region;
	v = cfn_get(r, property);
	o->region = kept;
	return v;
}
