/* SPDX-License-Identifier: MIT */

/*
 * What a text, a list or true stands for where an object belongs: a block for
 * a network or a subnet, a list of services for endpoints, a subnet for a NAT
 * gateway, a VPC for an attachment.  The object to write is made of what stands
 * there, and of what else the plan says.
 */

#include "load/spec_read.h"

#include "base/str.h"
#include "load/spec_foreign.h"
#include "model/facts.h"
#include "model/notation.h"
#include "text/sanitise.h"

#include <string.h>

enum { SHOWN = 6 };

static const char some[] = "[ \xe2\x80\xa6 ]";

/* The text of a string; NULL: it is none. */
static const char *
text_of(struct spec *s, struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;

	return text == NULL || *text == '\0' ? NULL : read_clean(s->l, text);
}

static bool
is_true(struct node n)
{
	bool yes;

	return node_bool(n, &yes) && yes;
}

static const char *
quoted(struct spec *s, const char *text)
{
	return arena_printf(s->l->a, "\"%s\"", text);
}

/* What the key of n says; "…": nothing. */
static const char *
name_of(struct spec *s, struct node n)
{
	const char *key = node_key(n);

	return key != NULL && *key != '\0' ? sanitise_text(s->l->a, key) :
	    "\xe2\x80\xa6";
}

/* `["app"]` of the only key of a map; which of several is meant is not known. */
static const char *
only_key(struct spec *s, struct node map)
{
	struct node only = { 0 };

	for (struct node c = node_kind(map) == NODE_MAP ? node_first(map) :
	    (struct node){ 0 }; node_exists(c); c = node_next(c)) {
		if (spec_is_comment(c))
			continue;
		if (node_exists(only))
			return some;
		only = c;
	}
	return !node_exists(only) ? some : arena_printf(s->l->a, "[\"%s\"]",
	    sanitise_text(s->l->a, node_key(only)));
}

/* `["a", "b"]` of a list of strings, `["a"]` of one; NULL: neither. */
static const char *
list_of(struct spec *s, struct node n)
{
	size_t count;
	const char *items = node_kind(n) == NODE_LIST ?
	    spec_items(s, n, &count) : text_of(s, n) != NULL ?
	    node_excerpt(s->l->a, n) : NULL;

	return items == NULL ? NULL : arena_printf(s->l->a, "[%s]", items);
}

/* ----------------------------------------------------------------- blocks */

/* `"cidr": "10.0.0.0/16"`, or several under the other key; NULL: no block. */
static const char *
blocks_under(struct spec *s, struct node n, const char *one,
    const char *several)
{
	struct blocks_meant m;
	struct str out = str_new(s->l->a);
	const char *text = text_of(s, n);

	if (text == NULL)
		return node_kind(n) != NODE_LIST || list_of(s, n) == NULL ?
		    NULL : arena_printf(s->l->a, "\"%s\": %s", several,
		    list_of(s, n));
	if (!notation_blocks_meant(s->l->a, text, &m) || m.n < m.all)
		return NULL;
	if (m.n == 1 && one != NULL)
		return arena_printf(s->l->a, "\"%s\": \"%s\"", one, m.v[0]);
	for (size_t i = 0; i < m.n; i++)
		str_addf(&out, "%s\"%s\"", i > 0 ? ", " : "", m.v[i]);
	return arena_printf(s->l->a, "\"%s\": [%s]", several, str_text(&out));
}

static const char *
network_of(struct spec *s, struct node n)
{
	return blocks_under(s, n, "cidr", "cidrs");
}

static const char *
vpc_of(struct spec *s, struct node n)
{
	const char *blocks = network_of(s, n);

	return blocks == NULL ? NULL : arena_printf(s->l->a,
	    "%s, \xe2\x80\xa6", blocks);
}

static const char *
prefix_list_of(struct spec *s, struct node n)
{
	const char *text = text_of(s, n);

	if (text != NULL && str_starts_with(text, "com.amazonaws."))
		return arena_printf(s->l->a, "\"managed\": \"%s\"", text);
	return blocks_under(s, n, NULL, "entries");
}

static bool
is_zone(const char *word)
{
	size_t n = strlen(word);

	return n > 0 && word[n - 1] >= 'a' && word[n - 1] <= 'z' &&
	    (n == 1 || (n > 2 && word[n - 2] >= '0' && word[n - 2] <= '9' &&
	    strchr(word, '-') != NULL));
}

/* "10.0.5.0/24", "10.0.5.0/24 a", ["10.0.5.0/24", "a"]; the AZ may be at the
 * end of the name. */
static const char *
subnet_of(struct spec *s, struct node n)
{
	const char *key = node_key(n), *zone = NULL, *block = NULL;
	const char *dash = key != NULL ? strrchr(key, '-') : NULL;
	struct node c = node_kind(n) == NODE_LIST ? node_first(n) : n;
	struct blocks_meant m;

	for (; node_exists(c); c = node_next(c)) {
		const char *text = text_of(s, c), *word, *rest;

		if (text == NULL)
			return NULL;
		for (; *text != '\0'; text = rest + strspn(rest, " ,;")) {
			size_t length = strcspn(text, " ,;");

			word = arena_strndup(s->l->a, text, length);
			rest = text + length;
			if (is_zone(word) && zone == NULL)
				zone = word;
			else if (block == NULL && strchr(word, '/') != NULL &&
			    notation_blocks_meant(s->l->a, word, &m) &&
			    m.all == 1)
				block = m.v[0];
			else
				return NULL;
		}
		if (node_kind(n) != NODE_LIST)
			break;
	}
	if (zone == NULL && dash != NULL && is_zone(dash + 1) &&
	    dash[2] == '\0')
		zone = dash + 1;
	return block == NULL ? NULL : arena_printf(s->l->a, "\"az\": \"%s\", "
	    "\"cidr\": \"%s\"", zone != NULL ? zone : "\xe2\x80\xa6", block);
}

static const char *
elastic_ip_of(struct spec *s, struct node n)
{
	const char *text = text_of(s, n);

	if (is_true(n))
		return "";
	return text == NULL || !notation_is_address(text) ? NULL :
	    arena_printf(s->l->a, "\"address\": \"%s\"", text);
}

/* -------------------------------------------------------- inside of a VPC */

/* The first subnet that is meant to be public, quoted; NULL: none says so. */
static const char *
public_subnet(struct spec *s, struct node vpc)
{
	struct node subnets = node_get(vpc, "subnets");

	for (struct node c = node_kind(subnets) == NODE_MAP ?
	    node_first(subnets) : (struct node){ 0 }; node_exists(c);
	    c = node_next(c))
		if (node_text_is(node_get(c, "exposure"), "public"))
			return quoted(s, sanitise_text(s->l->a, node_key(c)));
	return NULL;
}

static bool
is_subnet(struct spec *s, const char *name)
{
	return node_exists(node_get(node_get(spec_own_vpc(s), "subnets"), name));
}

static const char *
nat_gateway_of(struct spec *s, struct node n)
{
	const char *subnet = text_of(s, n) != NULL ? node_excerpt(s->l->a, n) :
	    is_true(n) ? public_subnet(s, spec_own_vpc(s)) : NULL;

	return subnet == NULL ? NULL : arena_printf(s->l->a,
	    "\"subnet\": %s", subnet);
}

static bool
is_endpoint_type(const char *word)
{
	return spec_same_word(word, "gateway") ||
	    spec_same_word(word, "interface") ||
	    spec_same_word(word, "gateway_load_balancer");
}

/* "s3" of "com.amazonaws.eu-west-1.s3", whose Region is that of the VPC. */
static const char *
short_service(const char *service)
{
	const char *rest = str_starts_with(service, "com.amazonaws.") ?
	    strchr(service + strlen("com.amazonaws."), '.') : NULL;

	return rest != NULL && str_starts_with(service, "com.amazonaws.vpce.")
	    == false ? rest + 1 : service;
}

/* An endpoint of a service, with the tables that lead there or the subnets
 * that it stands in: those that are named, or the only table of the VPC. */
static const char *
endpoint_to(struct spec *s, const char *service, const char *type,
    const char *where)
{
	struct node vpc = spec_own_vpc(s);
	bool gateway;

	service = short_service(service);
	gateway = type != NULL ? spec_same_word(type, "gateway") :
	    fact_has_gateway_endpoint(service);
	if (gateway)
		return arena_printf(s->l->a, "\"service\": \"%s\", \"type\": "
		    "\"gateway\", \"route_tables\": %s", service, where != NULL ?
		    where : only_key(s, node_get(vpc, "route_tables")));
	return arena_printf(s->l->a, "\"service\": \"%s\", \"type\": \"%s\", "
	    "\"subnets\": %s", service, type != NULL &&
	    spec_same_word(type, "gateway_load_balancer") ?
	    "gateway_load_balancer" : "interface", where != NULL ? where :
	    some);
}

static const char *
endpoint_of(struct spec *s, struct node n)
{
	const char *text = text_of(s, n);

	if (text != NULL && is_endpoint_type(text))
		return endpoint_to(s, name_of(s, n), text, NULL);
	if (text != NULL)
		return endpoint_to(s, text, NULL, NULL);
	if (node_kind(n) == NODE_LIST && list_of(s, n) != NULL)
		return endpoint_to(s, name_of(s, n), NULL, list_of(s, n));
	return is_true(n) ? endpoint_to(s, name_of(s, n), NULL, NULL) : NULL;
}

/* The lines of rules that stand in a list or alone. */
static const char *
security_group_of(struct spec *s, struct node n)
{
	struct str out = str_new(s->l->a);
	struct node c = node_kind(n) == NODE_LIST ? node_first(n) : n;
	size_t count = 0;

	for (; node_exists(c); c = node_next(c)) {
		const char *text = text_of(s, c);
		const char *lines = text != NULL ? spec_rule_lines(s, text,
		    INGRESS) : NULL;

		if (lines == NULL)
			return NULL;
		if (count++ < SHOWN)
			str_addf(&out, "%s%s", count > 1 ? ", " : "", lines);
		if (node_kind(n) != NODE_LIST)
			break;
	}
	return count == 0 ? NULL : arena_printf(s->l->a, "\"ingress\": [%s%s]",
	    str_text(&out), count > SHOWN ? ", \xe2\x80\xa6" : "");
}

static const char *
network_acl_of(struct spec *s, struct node n)
{
	enum { FIRST = 100, STEP = 10 };
	struct str out = str_new(s->l->a);
	struct node c = node_kind(n) == NODE_LIST ? node_first(n) : n;
	size_t count = 0;

	for (; node_exists(c); c = node_next(c)) {
		const char *text = text_of(s, c);
		const char *line = text != NULL ? notation_entry_meant(s->l->a,
		    text, INGRESS, FIRST + STEP * (int)count) : NULL;

		if (line == NULL)
			return NULL;
		if (count++ < SHOWN)
			str_addf(&out, "%s\"%s\"", count > 1 ? ", " : "",
			    sanitise_text(s->l->a, line));
		if (node_kind(n) != NODE_LIST)
			break;
	}
	return count == 0 ? NULL : arena_printf(s->l->a, "\"ingress\": [%s%s], "
	    "\"egress\": %s", str_text(&out), count > SHOWN ?
	    ", \xe2\x80\xa6" : "", some);
}

/* "igw" for the default route; ["10.0.0.0/8 core"]. */
static const char *
route_table_of(struct spec *s, struct node n)
{
	struct str out = str_new(s->l->a);
	const char *text = text_of(s, n);
	struct name_text name;

	if (text != NULL && notation_name_parse(s->l->a, text, &name) == NULL)
		return arena_printf(s->l->a, "\"routes\": { \"0.0.0.0/0\": "
		    "\"%s\" }", text);
	for (struct node c = node_kind(n) == NODE_LIST ? node_first(n) :
	    (struct node){ 0 }; node_exists(c); c = node_next(c)) {
		const char *route = text_of(s, c) != NULL ?
		    spec_foreign_route_text(s->l, c) : NULL;

		if (route == NULL)
			return NULL;
		str_addf(&out, "%s%s", out.n > 0 ? ", " : "", route);
	}
	return out.n == 0 ? NULL : arena_printf(s->l->a, "\"routes\": [%s]",
	    str_text(&out));
}

/* "instance"; ["app-a"] of where it stands. */
static const char *
workload_of(struct spec *s, struct node n)
{
	const char *text = text_of(s, n);
	const char *const *kinds = spec_workload_kinds(s->l->a);
	const char *meant;
	bool by_alias;

	if (text == NULL)
		return list_of(s, n) == NULL ? NULL : arena_printf(s->l->a,
		    "\"kind\": \"\xe2\x80\xa6\", \"subnets\": %s", list_of(s,
		    n));
	meant = spec_meant(text, kinds, WORKLOAD_KIND_COUNT, &by_alias);
	return meant == NULL ? NULL : arena_printf(s->l->a, "\"kind\": \"%s\", "
	    "\"subnets\": %s", meant, some);
}

static const char *
service_of(struct spec *s, struct node n)
{
	return text_of(s, n) == NULL ? NULL : arena_printf(s->l->a,
	    "\"load_balancer\": %s", node_excerpt(s->l->a, n));
}

static const char *
dns_of(struct spec *s, struct node n)
{
	bool yes;

	(void)s;
	if (!node_bool(n, &yes))
		return NULL;
	return yes ? "\"support\": true, \"hostnames\": true" :
	    "\"support\": false";
}

/* --------------------------------------------------------- between of VPCs */

static bool
is_vpc(struct spec *s, const char *name)
{
	return node_exists(node_get(node_get(s->root, "vpcs"), name));
}

/* ["shop", "data"], "shop-data", "shop <-> data"; "data" under "shop". */
static const char *
peering_of(struct spec *s, struct node n)
{
	const char *text = text_of(s, n), *key = name_of(s, n);

	if (text == NULL)
		return list_of(s, n) == NULL ? NULL : arena_printf(s->l->a,
		    "\"between\": %s", list_of(s, n));
	for (size_t i = 1; text[i] != '\0'; i++) {
		const char *first = arena_strndup(s->l->a, text, i);
		const char *second = text + i + strspn(text + i, " -<>,/_:&");

		if (str_starts_with(second, "and ") ||
		    str_starts_with(second, "to "))
			second = strchr(second, ' ') + 1;
		if (second > text + i && is_vpc(s, first) && is_vpc(s, second))
			return arena_printf(s->l->a, "\"between\": [\"%s\", "
			    "\"%s\"]", first, second);
	}
	return !is_vpc(s, text) || !is_vpc(s, key) ? NULL :
	    arena_printf(s->l->a, "\"between\": [\"%s\", \"%s\"]", key, text);
}

/* `["tgw-a", "tgw-b"]`: a subnet of each AZ of the VPC, none of which is meant
 * to be public if there are others. */
static const char *
subnet_each_zone(struct spec *s, struct node vpc)
{
	struct node subnets = node_get(vpc, "subnets");
	VEC(const char *) zones = { 0 };
	struct str out = str_new(s->l->a);

	for (int pass = 0; pass < 2 && node_kind(subnets) == NODE_MAP; pass++)
		for (struct node c = node_first(subnets); node_exists(c);
		    c = node_next(c)) {
			const char *zone = text_of(s, node_get(c, "az"));
			bool seen = zone == NULL || zones.n == SHOWN;

			for (size_t i = 0; i < zones.n; i++)
				seen |= str_equal(zones.v[i], zone);
			if (seen || (pass == 0 && node_text_is(node_get(c,
			    "exposure"), "public")))
				continue;
			vec_push(s->l->a, &zones, zone);
			str_addf(&out, "%s\"%s\"", out.n > 0 ? ", " : "",
			    sanitise_text(s->l->a, node_key(c)));
		}
	return out.n == 0 ? some : arena_printf(s->l->a, "[%s]",
	    str_text(&out));
}

static const char *
attachment_to(struct spec *s, const char *vpc)
{
	return arena_printf(s->l->a, "\"vpc\": \"%s\", \"subnets\": %s", vpc,
	    subnet_each_zone(s, node_get(node_get(s->root, "vpcs"), vpc)));
}

static const char *
attachment_of(struct spec *s, struct node n)
{
	const char *text = text_of(s, n), *key = name_of(s, n);

	if (text != NULL && node_exists(node_get(node_get(s->root, "vpns"),
	    text)))
		return arena_printf(s->l->a, "\"vpn\": \"%s\"", text);
	if (text != NULL)
		return attachment_to(s, text);
	if (node_kind(n) == NODE_LIST && is_vpc(s, key) &&
	    list_of(s, n) != NULL)
		return arena_printf(s->l->a, "\"vpc\": \"%s\", \"subnets\": "
		    "%s", key, list_of(s, n));
	return is_true(n) && is_vpc(s, key) ? attachment_to(s, key) : NULL;
}

/* `"shop": { "vpc": "shop", "subnets": ["app-a"] }` of each VPC that is named
 * in a text, a list or the keys of a map; NULL: they are not VPCs. */
static const char *
attachments_of(struct spec *s, struct node n)
{
	struct str out = str_new(s->l->a);
	bool several = node_kind(n) == NODE_LIST || node_kind(n) == NODE_MAP;
	size_t count = 0;

	for (struct node c = several ? node_first(n) : n; node_exists(c);
	    c = node_next(c)) {
		const char *vpc = node_kind(n) == NODE_MAP ? name_of(s, c) :
		    text_of(s, c);

		if (vpc == NULL || !is_vpc(s, vpc))
			return NULL;
		if (count++ < SHOWN)
			str_addf(&out, "%s\"%s\": { %s }", count > 1 ? ", " :
			    "", vpc, attachment_to(s, vpc));
		if (!several)
			break;
	}
	if (count > SHOWN)
		str_add(&out, ", \xe2\x80\xa6");
	return count == 0 ? NULL : str_text(&out);
}

const char *
spec_attachments_help(struct spec *s, struct node n)
{
	const char *written = attachments_of(s, n);
	struct node vpcs = node_get(s->root, "vpcs");
	struct node first = node_kind(vpcs) == NODE_MAP ? node_first(vpcs) :
	    (struct node){ 0 };

	if (written == NULL)
		written = arena_printf(s->l->a, "\"%s\": { %s }, \xe2\x80\xa6",
		    node_exists(first) ? name_of(s, first) : "\xe2\x80\xa6",
		    attachment_to(s, node_exists(first) ? name_of(s, first) :
		    "\xe2\x80\xa6"));
	return arena_printf(s->l->a, "write \"attachments\": { %s }", written);
}

static const char *
transit_gateway_of(struct spec *s, struct node n)
{
	const char *attachments = node_kind(n) == NODE_LIST ||
	    text_of(s, n) != NULL ? attachments_of(s, n) : NULL;

	return attachments == NULL ? NULL : arena_printf(s->l->a,
	    "\"attachments\": { %s }", attachments);
}

/* "core" of what it is on; ["office"] of what lies behind it. */
static const char *
vpn_of(struct spec *s, struct node n)
{
	const char *text = text_of(s, n);

	if (text != NULL)
		return arena_printf(s->l->a, "\"on\": \"%s\", \"networks\": %s",
		    text, only_key(s, node_get(s->root, "networks")));
	return list_of(s, n) == NULL ? NULL : arena_printf(s->l->a,
	    "\"on\": \"\xe2\x80\xa6\", \"networks\": %s", list_of(s, n));
}

/* ------------------------------------------------------------------- table */

static const struct {
	const char *object;
	const char *(*of)(struct spec *s, struct node n);
} forms[] = {
	{ "network", network_of }, { "vpc", vpc_of },
	{ "subnet", subnet_of }, { "prefix_list", prefix_list_of },
	{ "elastic_ip", elastic_ip_of }, { "nat_gateway", nat_gateway_of },
	{ "endpoint", endpoint_of }, { "security_group", security_group_of },
	{ "network_acl", network_acl_of }, { "route_table", route_table_of },
	{ "workload", workload_of }, { "service", service_of },
	{ "dns", dns_of }, { "peering", peering_of },
	{ "attachment", attachment_of },
	{ "transit_gateway", transit_gateway_of }, { "vpn", vpn_of },
};

static const char *
members_of(struct spec *s, const struct spec_object *o, struct node n)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (str_equal(forms[i].object, o->name))
			return forms[i].of(s, n);
	return NULL;
}

/* The name of the thing that a text in a list stands for: of an endpoint its
 * service, of what has no name in it a number. */
static const char *
name_for(struct spec *s, const struct spec_object *o, const char *text,
    size_t number)
{
	struct name_text name;

	if (o->kind == KIND_ENDPOINT)
		text = short_service(text);
	if (o->kind == KIND_NAT_GATEWAY)
		text = arena_printf(s->l->a, "nat-%s", text);
	if (notation_is_address(text) || notation_name_parse(s->l->a, text,
	    &name) != NULL || name.quoted)
		text = o->kind == KIND_PREFIX_LIST ? "list" :
		    o->kind == KIND_ELASTIC_IP ? "eip" : o->name;
	else
		return text;
	return arena_printf(s->l->a, "%s-%zu", text, number);
}

const char *
spec_short_things(struct spec *s, const struct spec_key *row, struct node n)
{
	const struct spec_object *o = row->object;
	bool several = node_kind(n) == NODE_LIST;
	struct str out = str_new(s->l->a);
	size_t count = 0;

	if (o->kind == KIND_ATTACHMENT && attachments_of(s, n) != NULL)
		return attachments_of(s, n);
	if (o->kind == KIND_NAT_GATEWAY && is_true(n) &&
	    nat_gateway_of(s, n) != NULL)
		return arena_printf(s->l->a, "\"nat\": { %s }",
		    nat_gateway_of(s, n));
	for (struct node c = several ? node_first(n) : n; node_exists(c);
	    c = node_next(c)) {
		const char *text = text_of(s, c), *members, *name;

		members = text != NULL ? members_of(s, o, c) : NULL;
		name = members != NULL ? name_for(s, o, text, count + 1) :
		    NULL;
		if (members != NULL && o->kind == KIND_NAT_GATEWAY &&
		    !is_subnet(s, text)) {
			name = text;
			members = "\"subnet\": \"\xe2\x80\xa6\"";
		}
		if (members == NULL)
			return NULL;
		if (count++ < SHOWN)
			str_addf(&out, "%s\"%s\": { %s }", count > 1 ? ", " :
			    "", name, members);
		if (!several)
			break;
	}
	if (count > SHOWN)
		str_add(&out, ", \xe2\x80\xa6");
	return count == 0 ? NULL : str_text(&out);
}

const char *
spec_short_object(struct spec *s, const struct spec_object *o, struct node n)
{
	const char *members = members_of(s, o, n);

	return members == NULL ? NULL : *members == '\0' ? "{ }" :
	    arena_printf(s->l->a, "{ %s }", members);
}
