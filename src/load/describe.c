/* SPDX-License-Identifier: MIT */
#include "load/describe.h"

#include "base/str.h"
#include "load/describe_read.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

/*
 * The documents: which lists they hold, and whether those are whole.
 *
 * A response of AWS is an object whose members are lists; several responses
 * may have been poured into one object, and collectors write the same lists
 * under keys of their own.  Around that may stand a wrapper ("data",
 * "ResponseMetadata").  What `--query` leaves may be a bare list, or a list of
 * lists: then the elements are told by the id they carry, and claim nothing:
 * a query may have dropped members and elements alike.
 */

/* The key of the row, or what collectors make of it: they write lists. */
static bool
has_key_of(struct node member, const struct describe_list *row)
{
	if (node_key_is(member, row->key))
		return true;
	return row->collected != NULL && node_kind(member) != NODE_MAP &&
	    node_key_is(member, row->collected);
}

static const struct describe_list *
list_of(struct node member)
{
	for (const struct describe_list *row = describe_lists;
	    row->key != NULL; row++)
		if (has_key_of(member, row) && (row->sign == NULL ||
		    node_exists(node_get(row->is_object ? member :
		    node_first(member), row->sign))))
			return row;
	return NULL;
}

static const struct describe_list *
list_by_key(const char *key)
{
	for (const struct describe_list *row = describe_lists;
	    row->key != NULL; row++)
		if (str_equal(row->key, key))
			return row;
	return NULL;
}

/*
 * What an element without a list is, by the id it carries.  Things name each
 * other: the first that is there is its own.
 */
static const struct {
	const char *id, *list;
} ids[] = {
	{ "Instances", "Reservations" },
	{ "SecurityGroupRuleId", "SecurityGroupRules" },
	{ "NatGatewayId", "NatGateways" },
	{ "VpcEndpointId", "VpcEndpoints" },
	{ "AllocationId", "Addresses" },
	{ "NetworkInterfaceId", "NetworkInterfaces" },
	{ "InstanceId", "Instances" },
	{ "RouteTableId", "RouteTables" },
	{ "NetworkAclId", "NetworkAcls" },
	{ "InternetGatewayId", "InternetGateways" },
	{ "EgressOnlyInternetGatewayId", "EgressOnlyInternetGateways" },
	{ "VpcPeeringConnectionId", "VpcPeeringConnections" },
	{ "VpnConnectionId", "VpnConnections" },
	{ "VpnGatewayId", "VpnGateways" },
	{ "CustomerGatewayId", "CustomerGateways" },
	{ "TransitGatewayAttachmentId", "TransitGatewayAttachments" },
	{ "TransitGatewayRouteTableId", "TransitGatewayRouteTables" },
	{ "TransitGatewayId", "TransitGateways" },
	{ "PrefixListId", "PrefixLists" },
	{ "LoadBalancerArn", "LoadBalancers" },
	{ "DBInstanceIdentifier", "DBInstances" },
	{ "GroupId", "SecurityGroups" },
	{ "SubnetId", "Subnets" },
	{ "VpcId", "Vpcs" },
	{ NULL, NULL }
};

static const struct describe_list *
list_of_element(struct node element)
{
	for (size_t i = 0; ids[i].id != NULL; i++)
		if (node_exists(node_get(element, ids[i].id)))
			return list_by_key(ids[i].list);
	return NULL;
}

/* The object that holds the lists: the root, or what a wrapper has inside. */
static struct node
unwrap(struct node root)
{
	struct node data = node_get(root, "data");

	return node_kind(data) == NODE_MAP &&
	    node_exists(node_get(root, "status_code")) ? data : root;
}

/* The first element of a list, or of the first list inside of it. */
static struct node
first_element(struct node list)
{
	struct node n = list;

	while (node_kind(n) == NODE_LIST)
		n = node_first(n);
	return n;
}

static bool
holds_lists(struct node object)
{
	for (struct node c = node_first(object); node_exists(c);
	    c = node_next(c))
		if (list_of(c) != NULL)
			return true;
	return false;
}

static bool
is_attribute(struct node object)
{
	return node_exists(node_get(object, "VpcId")) &&
	    (node_exists(node_get(object, "EnableDnsSupport")) ||
	    node_exists(node_get(object, "EnableDnsHostnames")));
}

static bool
recognise(struct node root)
{
	struct node object = unwrap(root);

	if (node_kind(object) == NODE_LIST)
		return list_of_element(first_element(object)) != NULL;
	return holds_lists(object) || list_of_element(object) != NULL;
}

/* Whether a default thing of its kind, which every VPC has. */
static bool
is_default(const struct thing *t)
{
	switch (t->kind) {
	case KIND_ROUTE_TABLE:
		return flag_or(((const struct route_table *)t)->main, false);
	case KIND_NETWORK_ACL:
		return ((const struct network_acl *)t)->is_default;
	case KIND_SECURITY_GROUP:
		return ((const struct security_group *)t)->is_default;
	default:
		return false;
	}
}

/* Declare what a whole list proves; first is the first thing that it made. */
static void
declare(struct describe *x, const struct describe_list *row, size_t first)
{
	enum kind kind = row->object->kind;

	for (size_t i = first; i < x->m->things[kind].n; i++) {
		const struct thing *t = x->m->things[kind].v[i];

		if (t->vpc != NULL && (row->proof == PROOF_BY_VPC ||
		    is_default(t)))
			model_declare_complete(x->m, kind, x->island, t->vpc);
	}
}

/* AWS lists what is in a VPC beside it, and so nothing inside is read. */
static void
complain_nested(struct describe *x, struct node vpc)
{
	for (struct node c = node_first(vpc); node_exists(c);
	    c = node_next(c)) {
		const struct describe_list *row = list_of(c);
		struct finding *f;

		if (row == NULL || row->is_object ||
		    node_kind(first_element(c)) != NODE_MAP)
			continue;
		f = read_complain(x->l, c, "this list inside of a VPC is not "
		    "read: AWS lists such things beside their VPC");
		finding_help(&x->l->findings, f, "write { \"Vpcs\": [ … ], "
		    "\"%s\": [ … ] }, each with its \"VpcId\"; or write a "
		    "plan, where names are keys: \"vpcs\": "
		    "{ \"core\": { … } }", row->key);
	}
}

static void
read_element(struct describe *x, const struct describe_list *row,
    struct node n)
{
	if (row->object == &describe_object_vpc)
		complain_nested(x, n);
	if (row->read != NULL)
		row->read(x, n);
	else
		describe_thing(x, row->object, n);
}

/* A list that is not modelled: say so if it may carry traffic. */
static void
pass_over(struct describe *x, const struct describe_list *row, struct node n)
{
	size_t count = 0;

	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		count++;
	if (row->matters != NULL && count > 0)
		load_remark(x->l, "%s: \"%s\" (%zu) is not modelled: %s",
		    x->file, row->key, count, row->matters);
}

/* What only a plan says, and who reads it here would take it for kept. */
static bool
complain_intent(struct describe *x, struct node n)
{
	static const char *const keys[] = { "expect", "ignore", NULL };
	struct finding *f;

	for (size_t i = 0; keys[i] != NULL; i++) {
		if (!node_key_is(n, keys[i]))
			continue;
		f = finding_add(&x->l->findings, &notice_unknown_key,
		    node_key_place(n), "\"%s\" is not read beside what AWS "
		    "lists", keys[i]);
		finding_help(&x->l->findings, f, "put it into a file of its "
		    "own: { \"%s\": [ … ] }, and give that with --expect",
		    keys[i]);
		return true;
	}
	return false;
}

/* Whether objects stand under it that may be things: in a list, or deeper. */
static bool
may_hold_things(struct node n)
{
	if (node_kind(n) == NODE_LIST)
		return node_kind(first_element(n)) == NODE_MAP &&
		    !node_key_is(n, "Tags");
	return node_kind(n) == NODE_MAP && (holds_lists(n) ||
	    list_of_element(node_first(n)) != NULL);
}

static bool
is_collected_key(struct node member)
{
	for (const struct describe_list *row = describe_lists;
	    row->key != NULL; row++)
		if (row->collected != NULL &&
		    node_key_is(member, row->collected))
			return true;
	return false;
}

/* A key that no response has, or none that is known: what it may hide is
 * said. */
static void
pass_over_key(struct describe *x, struct node n)
{
	size_t count = 0;

	if (complain_intent(x, n))
		return;
	if (node_kind(n) == NODE_MAP && is_collected_key(n)) {
		read_complain_type(x->l, n, "a list");
		return;
	}
	if (!may_hold_things(n))
		return;
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		count++;
	load_remark(x->l, "%s: \"%s\" (%zu) is not read: what it lists is "
	    "missing from what is judged", x->file, sanitise_text(x->l->a,
	    node_key(n)), count);
}

static size_t
count_kept(const struct describe *x)
{
	return x->nat_interfaces.n + x->gone.n;
}

/* What was read is forgotten, but for elements that are kept for later. */
static void
read_elements(struct describe *x, const struct describe_list *row,
    struct node n)
{
	struct node none = { 0 }, from = node_first(n);
	size_t kept = count_kept(x);

	for (struct node c = from; node_exists(c); c = node_next(c)) {
		if (count_kept(x) > kept) {
			kept = count_kept(x);
			from = c;
		}
		node_forget(&from, c);
		if (node_kind(c) == NODE_MAP)
			read_element(x, row, c);
		else if (node_kind(c) != NODE_NULL)
			read_complain_type(x->l, c, "an object");
	}
	if (count_kept(x) == kept)
		node_forget(&from, none);
}

static void
read_list(struct describe *x, const struct describe_list *row, struct node n)
{
	size_t first;

	if (row->object == NULL && row->read == NULL) {
		pass_over(x, row, n);
		return;
	}
	first = row->object != NULL ? x->m->things[row->object->kind].n : 0;
	read_elements(x, row, n);
	if (row->object == NULL || row->proof == PROOF_NONE)
		return;
	if (x->partial)
		model_declare_incomplete(x->m, row->object->kind, x->island,
		    NULL);
	else if (x->claims)
		declare(x, row, first);
}

/* More was to come when the response was cut into pages. */
static bool
has_more(struct node object)
{
	static const char *const tokens[] = { "NextToken", "NextMarker",
		"Marker", NULL };

	for (size_t i = 0; tokens[i] != NULL; i++) {
		struct node token = node_get(object, tokens[i]);

		if (node_kind(token) == NODE_STRING &&
		    !node_text_is(token, ""))
			return true;
	}
	return false;
}

static void
read_object(struct describe *x, struct node object)
{
	x->claims = true;
	x->partial = has_more(object);
	x->targets_of = NULL;
	if (node_kind(node_get(object, "TargetGroupArn")) == NODE_STRING)
		describe_name(x, &x->targets_of,
		    node_get(object, "TargetGroupArn"));
	for (struct node c = node_first(object); node_exists(c);
	    c = node_next(c)) {
		const struct describe_list *row = list_of(c);

		if (node_kind(c) == NODE_NULL)
			continue;
		if (row == NULL)
			pass_over_key(x, c);
		else if (row->is_object)
			read_element(x, row, c);
		else if (node_kind(c) == NODE_LIST)
			read_list(x, row, c);
		else
			read_complain_type(x->l, c, "a list");
	}
	if (x->partial)
		load_remark(x->l, "%s is not whole: it ends with a token for "
		    "the next page; run the command without --max-items",
		    x->file);
}

/* What a query left: as deep as documents go, at most. */
static void
read_bare(struct describe *x, struct node n)
{
	const struct describe_list *row = list_of_element(n);

	if (node_kind(n) == NODE_LIST)
		for (struct node c = node_first(n); node_exists(c);
		    c = node_next(c))
			read_bare(x, c);
	else if (row != NULL)
		read_element(x, row, n);
	else if (node_kind(n) != NODE_NULL)
		read_complain_type(x->l, n, "an object with an id of AWS's");
}

const char *
describe_id_in_name(struct describe *x, const char *begins)
{
	const char *at = strstr(x->file, begins);
	size_t length, digits;

	/* The last one: folders may have names as well. */
	for (const char *next = at; next != NULL;
	    next = strstr(next + 1, begins))
		at = next;
	if (at == NULL)
		return NULL;
	length = strlen(begins);
	digits = strspn(at + length, "0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	return digits > 0 ? names_intern(&x->m->names, at, length + digits)
	    : NULL;
}

static struct describe *
describe_of(struct load *l)
{
	struct describe *x = l->describe;

	if (x != NULL)
		return x;
	x = arena_alloc(l->a, sizeof *x);
	x->l = l;
	x->m = l->model;
	x->a = l->model->a;
	x->island = model_new_island(l->model);
	x->blocks = map_new(x->a);
	x->vpcs = map_new(x->a);
	x->ports = map_new(x->a);
	x->rules = map_new(x->a);
	x->targets = map_new(x->a);
	x->of_nats = map_new(x->a);
	x->cache_subnets = map_new(x->a);
	for (size_t i = 0; i < KIND_COUNT; i++)
		x->seen[i] = map_new(x->a);
	l->describe = x;
	return x;
}

static void
load(struct load *l, struct document *d)
{
	struct describe *x = describe_of(l);
	struct node object = unwrap(node_root(d));

	x->file = sanitise_text(l->a,
	    files_get(&l->files, document_file(d))->name);
	describe_take_folder(x, files_get(&l->files, document_file(d))->name);
	x->claims = x->partial = x->nameless = false;
	if (is_attribute(object))
		describe_read_vpc_attribute(x, object);
	else if (node_kind(object) == NODE_MAP && holds_lists(object))
		read_object(x, object);
	else
		read_bare(x, object);
}

/* What needs all files: in this order, for one builds on the other. */
static void
finish(struct load *l)
{
	struct describe *x = l->describe;

	if (x == NULL)
		return;
	describe_finish_vpcs(x);
	describe_finish_lists(x);
	describe_finish_nats(x);
	describe_finish_routes(x);
	describe_finish_rules(x);
	describe_finish_interfaces(x);
	describe_finish_endpoints(x);
	describe_finish_managed(x);
	describe_finish_nodes(x);
	describe_finish_client_vpns(x);
	describe_finish_health(x);
	describe_finish_balancers(x);
	describe_finish_transit(x);
	describe_finish_reservations(x);
	read_place_rest(x->m, x->island, "the input does not tell its "
	    "subnets");
}

const struct loader loader_describe = {
	.name = "describe",
	.summary = "output of aws ... describe-*",
	.sign = "a member such as \"Vpcs\", \"Subnets\", "
	    "\"SecurityGroups\"",
	.recognise = recognise,
	.load = load,
	.finish = finish,
};
