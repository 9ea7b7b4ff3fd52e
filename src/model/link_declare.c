/* SPDX-License-Identifier: MIT */

/*
 * What to write where a name of the spec points nowhere.  People name what
 * they have not declared by the words that AWS's own names begin with ("igw",
 * "nat-a"): they tell which kind is meant where several may be.
 */

#include "base/str.h"
#include "model/facts.h"
#include "model/link.h"
#include "model/notation.h"

#include <string.h>

/* How a thing of the kind is declared; the hole is its name. */
static const struct {
	enum kind kind;
	const char *begins, *ends;
} ways[] = {
	{ KIND_VPC, "\"vpcs\": { \"", "\": { \"cidr\": … } }" },
	{ KIND_SUBNET, "\"subnets\": { \"", "\": { \"cidr\": … } }" },
	{ KIND_ROUTE_TABLE, "\"route_tables\": { \"",
	  "\": { \"routes\": { … } } }" },
	{ KIND_INTERNET_GATEWAY, "\"internet_gateway\": \"", "\"" },
	{ KIND_EGRESS_ONLY_GATEWAY, "\"egress_only_gateway\": \"", "\"" },
	{ KIND_VPN_GATEWAY, "\"vpn_gateway\": \"", "\"" },
	{ KIND_NAT_GATEWAY, "\"nat_gateways\": { \"",
	  "\": { \"subnet\": … } }" },
	{ KIND_ENDPOINT, "\"endpoints\": { \"", "\": { \"service\": … } }" },
	{ KIND_SECURITY_GROUP, "\"security_groups\": { \"",
	  "\": { \"ingress\": [ … ] } }" },
	{ KIND_NETWORK_ACL, "\"network_acls\": { \"",
	  "\": { \"ingress\": [ … ] } }" },
	{ KIND_PEERING, "\"peerings\": { \"", "\": { \"between\": [ … ] } }" },
	{ KIND_TRANSIT_GATEWAY, "\"transit_gateways\": { \"",
	  "\": { \"attachments\": { … } } }" },
	{ KIND_ELASTIC_IP, "\"elastic_ips\": { \"", "\": { } }" },
	{ KIND_PREFIX_LIST, "\"prefix_lists\": { \"",
	  "\": { \"entries\": [ … ] } }" },
	{ KIND_NETWORK, "\"networks\": { \"", "\": { \"cidr\": … } }" },
};

/* In this order: "eigw" holds "igw", "vpce" is no "vpc". */
static const struct {
	const char *part;
	enum kind kind;
} parts[] = {
	{ "eigw", KIND_EGRESS_ONLY_GATEWAY },
	{ "egress", KIND_EGRESS_ONLY_GATEWAY },
	{ "igw", KIND_INTERNET_GATEWAY },
	{ "internet", KIND_INTERNET_GATEWAY },
	{ "vgw", KIND_VPN_GATEWAY },
	{ "vpn", KIND_VPN_GATEWAY },
	{ "nat", KIND_NAT_GATEWAY },
	{ "pcx", KIND_PEERING },
	{ "peer", KIND_PEERING },
	{ "tgw", KIND_TRANSIT_GATEWAY },
	{ "transit", KIND_TRANSIT_GATEWAY },
	{ "vpce", KIND_ENDPOINT },
	{ "endpoint", KIND_ENDPOINT },
};

/* What people write who name no gateway but what it is. */
static const char *const kind_words[] = { "internet", "internetgateway",
	"natgateway", "natgateways", "transitgateway", "vpngateway",
	"virtualnetworkgateway", "virtualprivategateway", "vpcpeering",
	"egressonlyinternetgateway", "vnetpeering", NULL };

/* Where nothing goes, in other notations. */
static const char *const nowheres[] = { "null0", "null", "drop", "discard",
	"none", "reject", "unreachable", "nowhere", "deny", NULL };

/* In small letters, without what parts words. */
static const char *
bare_word(struct arena *a, const char *text)
{
	struct str s = str_new(a);

	for (; *text != '\0'; text++)
		if (strchr(" -_.", *text) == NULL)
			str_add_char(&s, *text >= 'A' && *text <= 'Z' ?
			    (char)(*text - 'A' + 'a') : *text);
	return str_text(&s);
}

static bool
is_listed(const char *const *words, const char *word)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (str_equal(words[i], word))
			return true;
	return false;
}

bool
declare_is_kind_word(struct arena *a, const char *text)
{
	return is_listed(kind_words, bare_word(a, text));
}

bool
declare_is_nowhere(struct arena *a, const char *text, const struct use *u)
{
	return (u->kinds & KIND_BIT(KIND_INTERNET_GATEWAY)) != 0 &&
	    (u->kinds & KIND_BIT(KIND_NAT_GATEWAY)) != 0 &&
	    is_listed(nowheres, bare_word(a, text));
}

/* The one kind of a set; KIND_COUNT: there are several. */
static enum kind
only_kind(uint32_t kinds)
{
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		if (kinds == KIND_BIT(kind))
			return kind;
	return KIND_COUNT;
}

uint32_t
declare_kinds_meant(struct arena *a, const char *text, const struct use *u)
{
	struct name_text name;

	if (notation_name_parse(a, text, &name) == NULL &&
	    name.prefix != NULL)
		for (enum kind kind = 0; kind < KIND_COUNT; kind++)
			if ((u->kinds & KIND_BIT(kind)) != 0 &&
			    str_equal(kind_prefix(kind), name.prefix))
				return KIND_BIT(kind);
	if (declare_is_kind_word(a, text))
		text = bare_word(a, text);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if ((u->kinds & KIND_BIT(parts[i].kind)) != 0 &&
		    strstr(text, parts[i].part) != NULL)
			return KIND_BIT(parts[i].kind);
	return u->kinds;
}

/* `"main"`: the VPC that the name is looked for in; NULL: none. */
static const char *
vpc_of(const struct name_text *name, const struct use *u)
{
	if (name->vpc != NULL)
		return name->vpc;
	return u->scope != NULL && u->scope->kind == KIND_VPC ?
	    thing_label(u->scope) : NULL;
}

static const char *
one_way(struct arena *a, enum kind kind, const char *text,
    const struct use *u)
{
	struct name_text name = { .name = text };
	const char *vpc;
	size_t i = 0, n = sizeof ways / sizeof *ways;

	while (i < n && ways[i].kind != kind)
		i++;
	if (i == n)
		return NULL;
	if (notation_name_parse(a, text, &name) != NULL)
		name = (struct name_text){ .name = text };
	if (kind == KIND_PREFIX_LIST && fact_has_gateway_endpoint(name.name))
		return arena_printf(a, "write \"prefix_lists\": { \"%s\": "
		    "{ \"managed\": \"%s\" } } at the top level", name.name,
		    fact_managed_list(a, u->owner->region, name.name));
	if ((KINDS_OF_VPC & KIND_BIT(kind)) == 0)
		return arena_printf(a, "write %s%s%s at the top level",
		    ways[i].begins, name.name, ways[i].ends);
	vpc = vpc_of(&name, u);
	if (vpc == NULL || *vpc == '\0')
		return arena_printf(a, "write %s%s%s in its VPC",
		    ways[i].begins, name.name, ways[i].ends);
	return arena_printf(a, "write %s%s%s in VPC \"%s\"", ways[i].begins,
	    name.name, ways[i].ends, vpc);
}

/* `"nat_gateways" or "endpoints" in a VPC`: the keys that declare kinds. */
static void
add_keys(struct str *out, uint32_t kinds, const char *where)
{
	size_t count = 0, all = 0;

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		all += (kinds & KIND_BIT(ways[i].kind)) != 0;
	if (all == 0)
		return;
	str_add(out, out->n > 0 ? ", or under " : "declare it under ");
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		const char *key = ways[i].begins + 1;

		if ((kinds & KIND_BIT(ways[i].kind)) == 0)
			continue;
		count++;
		str_addf(out, "%s\"%.*s\"", count == 1 ? "" :
		    count == all ? " or " : ", ", (int)strcspn(key, "\""),
		    key);
	}
	str_add(out, where);
}

const char *
declare_how(struct arena *a, const char *text, uint32_t kinds,
    const struct use *u)
{
	struct str out = str_new(a);
	enum kind kind = only_kind(kinds);

	if (!u->owner->created || u->owner->address != NULL)
		return NULL;		/* not of a spec */
	if (kind != KIND_COUNT)
		return one_way(a, kind, text, u);
	add_keys(&out, kinds & KINDS_OF_VPC, " in a VPC");
	add_keys(&out, kinds & ~KINDS_OF_VPC, " at the top level");
	return out.n > 0 ? str_text(&out) : NULL;
}

/* `its block, 10.0.0.0/24`; NULL: it has none, or several. */
static const char *
block_instead(struct arena *a, const struct cidr_value *v, size_t n)
{
	char block[CIDR_TEXT_MAX];

	if (n != 1 || !value_is_known(v->is))
		return NULL;
	return arena_printf(a, "write its block, %s", cidr_format(v->v,
	    block));
}

/* Groups admit a service by AWS's list of its addresses. */
static const char *
list_instead(struct arena *a, const struct endpoint *e)
{
	if (!value_is_known(e->service.is) ||
	    !fact_has_gateway_endpoint(e->service.v))
		return NULL;
	return arena_printf(a, "write pl:%s and, at the top level, "
	    "\"prefix_lists\": { \"%s\": { \"managed\": \"%s\" } }",
	    e->service.v, e->service.v, fact_managed_list(a, e->is.region,
	    e->service.v));
}

const char *
declare_instead(struct arena *a, const struct thing *t, const struct use *u)
{
	const struct workload *w = (const struct workload *)t;

	/* The peer of a rule, or a destination. */
	if ((u->kinds & KIND_BIT(KIND_PREFIX_LIST)) == 0 ||
	    ((u->kinds & KIND_BIT(KIND_SECURITY_GROUP)) == 0 &&
	    (u->kinds != KIND_BIT(KIND_PREFIX_LIST) ||
	    t->kind == KIND_ENDPOINT || t->kind == KIND_WORKLOAD)))
		return NULL;
	if (t->kind == KIND_SUBNET)
		return block_instead(a, &((const struct subnet *)t)->cidr, 1);
	if (t->kind == KIND_VPC)
		return block_instead(a, ((const struct vpc *)t)->cidrs.v,
		    ((const struct vpc *)t)->cidrs.n);
	if (t->kind == KIND_ENDPOINT)
		return list_instead(a, (const struct endpoint *)t);
	if (t->kind == KIND_NETWORK)
		return block_instead(a, ((const struct network *)t)->cidrs.v,
		    ((const struct network *)t)->cidrs.n);
	if (t->kind != KIND_WORKLOAD)
		return NULL;
	if (w->group_refs.n == 1 && w->group_refs.v[0].text != NULL)
		return arena_printf(a, "write its security group, \"%s\"",
		    w->group_refs.v[0].text);
	return "write one of its security groups";
}
