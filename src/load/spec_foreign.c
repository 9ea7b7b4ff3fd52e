/* SPDX-License-Identifier: MIT */
#include "load/spec_foreign.h"

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notices.h"
#include "net/cidr.h"
#include "text/sanitise.h"

#include <string.h>

const char *
spec_foreign_text(struct load *l, struct node n)
{
	const char *text;

	if (node_kind(n) == NODE_MAP)	/* of CloudFormation: the name */
		n = node_get(n, "Ref");
	text = node_kind(n) == NODE_STRING ? node_text(l->a, n) :
	    node_kind(n) == NODE_NUMBER ? node_excerpt(l->a, n) : NULL;

	return text != NULL ? sanitise_text(l->a, text) : NULL;
}

bool
spec_foreign_says_nothing(struct node n)
{
	if (str_starts_with(node_key(n), "//") || node_kind(n) == NODE_NULL)
		return true;
	if (node_kind(n) == NODE_MAP || node_kind(n) == NODE_LIST)
		return !node_exists(node_first(n));
	return node_text_is(n, "");
}

const char *
spec_foreign_left(struct load *l, const struct foreign_keys *left)
{
	struct str out = str_new(l->a);

	for (size_t i = 0; i < left->n; i++)
		str_addf(&out, "%s\"%s\"", i == 0 ? "" : i + 1 < left->n ?
		    ", " : " and ", sanitise_text(l->a, left->v[i]));
	return arena_printf(l->a, "nothing is proposed: what %s say%s could "
	    "not be carried over", str_text(&out), left->n == 1 ? "s" : "");
}

bool
spec_foreign_complain(struct load *l, struct node n, const char *what,
    const char *help)
{
	struct finding *f = finding_add(&l->findings, &notice_wrong_type,
	    node_place(n), "this %s is written as AWS or Terraform writes it",
	    what);

	finding_help(&l->findings, f, "%s", help);
	return true;
}

static const char *const destination_keys[] = { "destination_cidr_block",
	"DestinationCidrBlock", "cidr_block", "ipv6_cidr_block",
	"destination_ipv6_cidr_block", "DestinationIpv6CidrBlock",
	"destination_prefix_list_id", "DestinationPrefixListId", "destination",
	"dest", "dst", "cidr", "address_prefix", "dest_range", "prefix",
	"network", NULL };
static const char *const target_keys[] = { "gateway_id", "GatewayId",
	"nat_gateway_id", "NatGatewayId", "transit_gateway_id",
	"TransitGatewayId", "vpc_peering_connection_id",
	"VpcPeeringConnectionId", "network_interface_id", "NetworkInterfaceId",
	"vpc_endpoint_id", "VpcEndpointId", "egress_only_gateway_id",
	"EgressOnlyInternetGatewayId", "instance_id", "InstanceId", "target",
	"gateway", "next_hop", "nat_gateway", "next_hop_type",
	"next_hop_gateway", "next_hop_instance", "nexthop", NULL };

/* What Azure and GCP call what leads out, and nowhere. */
static const char *
target_of(const char *via)
{
	static const struct {
		const char *theirs, *ours;
	} words[] = {
		{ "Internet", "igw" }, { "default_internet_gateway", "igw" },
		{ "VnetLocal", "local" }, { "None", "blackhole" },
		{ "Null0", "blackhole" },
	};

	for (size_t i = 0; via != NULL && i < sizeof words / sizeof *words; i++)
		if (spec_same_word(words[i].theirs, via))
			return words[i].ours;
	return via;
}

static const char *
route_line(struct load *l, const char *to, const char *via)
{
	via = target_of(via);
	return arena_printf(l->a, "{ \"to\": \"%s\", \"via\": \"%s\" }",
	    to != NULL ? to : "…", via != NULL ? via : "…");
}

static bool
is_block(const char *text)
{
	struct cidr block;

	return text != NULL &&
	    cidr_parse(text, strlen(text), &block) == ADDR_OK;
}

/* Where a route leads, of an object as others write it. */
struct foreign_route {
	struct node to, via, name;
	struct foreign_keys left;
};

static bool
is_one_of(const char *key, const char *const *keys, const char *own)
{
	for (size_t i = 0; keys[i] != NULL; i++)
		if (spec_same_word(keys[i], key))
			return true;
	return spec_same_word(key, own);
}

static struct foreign_route
take_route(struct load *l, struct node n)
{
	struct foreign_route r = { 0 };

	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const char *key = node_key(c);
		struct node *to = is_one_of(key, destination_keys, "to") ?
		    &r.to : is_one_of(key, target_keys, "via") ? &r.via : NULL;

		if (to == NULL && (spec_same_word(key, "name") ||
		    spec_same_word(key, "description")))
			to = &r.name;
		if (spec_foreign_says_nothing(c))
			continue;
		if (to == NULL || node_exists(*to) ||
		    spec_foreign_text(l, c) == NULL)
			vec_push(l->a, &r.left, key);
		else
			*to = c;
	}
	return r;
}

static const char *
write_or_left(struct load *l, const struct foreign_route *r, const char *write)
{
	return r->left.n > 0 ? spec_foreign_left(l, &r->left) :
	    arena_printf(l->a, "write %s", write);
}

bool
spec_foreign_route(struct load *l, struct node n)
{
	struct node first = node_first(n);
	struct foreign_route r;
	const char *line;

	if (node_kind(n) != NODE_MAP || node_exists(node_get(n, "via")))
		return false;
	if (node_exists(first) && is_block(node_key(first)) &&
	    !node_exists(node_next(first)))
		return spec_foreign_complain(l, n, "route", arena_printf(l->a,
		    "write %s", route_line(l, node_key(first),
		    spec_foreign_text(l, first))));
	r = take_route(l, n);
	if (!node_exists(r.via) && (!node_exists(r.to) ||
	    str_equal(node_key(r.to), "to")))
		return false;
	line = route_line(l, spec_foreign_text(l, r.to),
	    spec_foreign_text(l, r.via));
	if (node_exists(r.name))
		line = arena_printf(l->a, "%.*s, \"why\": \"%s\" }",
		    (int)(strlen(line) - strlen(" }")), line,
		    spec_foreign_text(l, r.name));
	return spec_foreign_complain(l, n, "route", write_or_left(l, &r,
	    line));
}

const char *
spec_foreign_target(struct load *l, struct node via)
{
	return target_of(spec_foreign_text(l, via));
}

bool
spec_foreign_route_ends(struct load *l, struct node n, struct node *to,
    struct node *via)
{
	struct foreign_route r = take_route(l, n);

	if (r.left.n > 0 || spec_foreign_text(l, r.to) == NULL ||
	    spec_foreign_target(l, r.via) == NULL)
		return false;
	*to = r.to;
	*via = r.via;
	return true;
}

bool
spec_foreign_only_route(struct load *l, struct node n)
{
	struct foreign_route r;
	const char *to, *via;

	if (node_kind(n) != NODE_MAP)
		return false;
	r = take_route(l, n);
	if (!node_exists(r.to) || !node_exists(r.via))
		return false;
	if (node_exists(r.name))
		vec_push(l->a, &r.left, node_key(r.name));
	to = spec_foreign_text(l, r.to);
	via = spec_foreign_text(l, r.via);
	return spec_foreign_complain(l, n, "route", write_or_left(l, &r,
	    arena_printf(l->a, "{ \"%s\": \"%s\" }", to, via)));
}

const char *
spec_foreign_route_text(struct load *l, struct node n)
{
	const char *text = spec_foreign_text(l, n), *rest;
	char block[CIDR_TEXT_MAX];
	size_t length;

	if (text == NULL)
		return NULL;
	length = strcspn(text, " =>");
	if (length == 0 || length >= sizeof block)
		return NULL;
	rest = text + length;
	if (text[length - 1] == ':')
		length--;
	memcpy(block, text, length);
	block[length] = '\0';
	if (!is_block(block))
		return NULL;
	rest += strspn(rest, " =>-");
	if (str_starts_with(rest, "via "))
		rest += strlen("via ");
	return route_line(l, block, *rest != '\0' ? rest : NULL);
}
