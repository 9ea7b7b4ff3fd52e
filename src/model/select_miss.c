/* SPDX-License-Identifier: MIT */
#include "model/select_search.h"

#include "base/str.h"
#include "model/notation.h"
#include "text/sanitise.h"

#include <string.h>

enum { CANDIDATES_SHOWN = 4, NAME_MAX_SHOWN = 60 };

const char *
select_shown(struct arena *a, const char *text)
{
	size_t n = strlen(text);

	return sanitise(a, text, n < NAME_MAX_SHOWN ? n : NAME_MAX_SHOWN);
}

static const char *
article_and_kind(const struct entry *e)
{
	return e->is_tier ? "a tier" : kind_with_article(e->thing->kind);
}

static bool
same_kind(const struct entry *a, const struct entry *b)
{
	return a->thing->kind == b->thing->kind && a->is_tier == b->is_tier;
}

/* The text that would have meant this candidate alone. */
static const char *
unambiguous(const struct search *q, const struct entry *e)
{
	struct name_text name = { .name = q->name.name };
	bool by_kind = false, by_vpc = false;

	for (size_t i = 0; i < q->found.n; i++) {
		const struct entry *other = &q->found.v[i];

		if (other->thing == e->thing && other->is_tier == e->is_tier)
			continue;
		if (!same_kind(other, e))
			by_kind = true;
		else if (other->thing->vpc == e->thing->vpc)
			name.name = e->thing->id != NULL && !e->is_tier ?
			    e->thing->id : name.name;
		else
			by_vpc = true;
	}
	if (by_kind)
		name.prefix = select_prefix(e);
	if (by_vpc && e->thing->vpc != NULL)
		name.vpc = thing_label(&e->thing->vpc->is);
	return notation_name_print(q->a, &name);
}

const char *
select_why_several(const struct search *q)
{
	struct str s = str_new(q->a);

	str_addf(&s, "\"%s\" may be", select_shown(q->a, q->text));
	for (size_t i = 0; i < q->found.n && i < CANDIDATES_SHOWN; i++)
		str_addf(&s, "%s %s (%s)", i == 0 ? "" :
		    i + 1 == q->found.n ? " or" : ",",
		    article_and_kind(&q->found.v[i]),
		    select_shown(q->a, unambiguous(q, &q->found.v[i])));
	if (q->found.n > CANDIDATES_SHOWN)
		str_addf(&s, " or %zu more", q->found.n - CANDIDATES_SHOWN);
	return str_text(&s);
}

/* What a mistyped name may have meant, things before services; it looks at those
 * of about its length alone, which most are not. */
static const char *
nearest(const struct search *q)
{
	VEC(const char *) names = { 0 };
	const char *const *services;
	size_t n = strlen(q->name.name);
	size_t slack = n / 3 > 0 ? n / 3 : 1;

	for (size_t i = 0; i < q->s->entries.n; i++) {
		const struct entry *e = &q->s->entries.v[i];
		size_t length = strlen(e->text);

		if (select_is_end(e) && select_fits(q, e) && length <= n + slack &&
		    n <= length + slack)
			vec_push(q->a, &names, e->text);
	}
	vec_push(q->a, &names, "internet");
	for (size_t i = 0, all = q->name.prefix == NULL &&
	    q->name.vpc == NULL ? select_services(&services) : 0; i < all; i++)
		vec_push(q->a, &names, services[i]);
	return names_nearest(q->name.name, names.v, names.n);
}

/*
 * What there is instead of a name that is near nothing: "; there are "app",
 * "db" and others": of workloads and networks, which are meant most often.
 */
static const char *
instead(const struct search *q)
{
	struct str s = str_new(q->a);
	const char *last = NULL;
	size_t n = 0;

	for (size_t i = 0; i < q->s->entries.n; i++) {
		const struct entry *e = &q->s->entries.v[i];

		if (e->is_tier || !select_fits(q, e) ||
		    str_equal(e->text, last) ||
		    (e->thing->kind != KIND_WORKLOAD &&
		    e->thing->kind != KIND_NETWORK))
			continue;
		last = e->text;
		if (n++ == CANDIDATES_SHOWN) {
			str_add(&s, " and others");
			break;
		}
		str_addf(&s, "%s\"%s\"", n == 1 ? "; there are " : ", ",
		    select_shown(q->a, e->text));
	}
	return str_text(&s);
}

/* Something has the name, and is no end of a flow. */
static const struct entry *
find_other(const struct search *q)
{
	const struct entry *e = select_first(q->s, q->name.name);
	const struct entry *end = select_end(q->s);

	for (; e != end && strcmp(e->text, q->name.name) == 0; e++)
		if (select_fits(q, e))
			return e;
	return NULL;
}

/* "nobody", "everyone": words for what other words say; or NULL. */
static const char *
not_a_name(const struct search *q)
{
	static const char *const everybody[] = { "everyone", "everybody",
		"anyone", "anybody", "world", "public", "outside", "wan", NULL };
	static const char *const nobody[] = { "nobody", "none", "noone",
		"nothing", NULL };

	if (q->name.quoted || q->name.vpc != NULL || q->name.prefix != NULL)
		return NULL;
	for (size_t i = 0; everybody[i] != NULL; i++)
		if (str_equal_but_case(everybody[i], q->name.name))
			return arena_printf(q->a, "nothing is called \"%s\"; "
			    "did you mean \"internet\"?", q->name.name);
	for (size_t i = 0; nobody[i] != NULL; i++)
		if (str_equal_but_case(nobody[i], q->name.name))
			return arena_printf(q->a, "nothing is called \"%s\"; "
			    "say who must not: \"internet never reaches …\", "
			    "and the same of each VPC", q->name.name);
	return NULL;
}

/* "shop/app" of "shop.app" and "shop:app", where VPC "shop" has an "app". */
static const char *
with_slash(const struct search *q)
{
	size_t n = strcspn(q->text, ".:");
	const char *rest = q->text + n + strspn(q->text + n, ".:");
	struct search by_vpc = *q;

	if (q->text[n] == '\0' || n == 0)
		return NULL;
	by_vpc.name = (struct name_text){
		.vpc = arena_strndup(q->a, q->text, n), .name = rest };
	for (size_t i = 0; i < q->s->entries.n; i++) {
		const struct entry *e = &q->s->entries.v[i];

		if (str_equal(e->text, rest) && select_is_end(e) &&
		    select_fits(&by_vpc, e))
			return notation_name_print(q->a, &by_vpc.name);
	}
	return NULL;
}

const char *
select_why_none(const struct search *q)
{
	const struct entry *other = find_other(q);
	const char *slashed = with_slash(q);
	const char *near = slashed != NULL ? slashed : nearest(q);
	const struct endpoint *e;

	if (other == NULL && not_a_name(q) != NULL)
		return not_a_name(q);
	if (other != NULL && other->thing->kind == KIND_ENDPOINT) {
		e = (const struct endpoint *)other->thing;
		return arena_printf(q->a, "\"%s\" is a gateway endpoint, a "
		    "target of routes and no end of a flow; its service %s is "
		    "one", select_shown(q->a, q->text),
		    value_is_known(e->service.is) ?
		    select_shown(q->a, e->service.v) : "by name");
	}
	if (other != NULL)
		return arena_printf(q->a, "\"%s\" is %s, and no end of a flow; "
		    "expected a workload, endpoint, subnet, tier, VPC, network "
		    "or service", select_shown(q->a, q->text),
		    kind_with_article(other->thing->kind));
	return arena_printf(q->a, "no workload, endpoint, subnet, tier, VPC, "
	    "network or service is called \"%s\"%s%s%s", select_shown(q->a, q->text),
	    near != NULL ? "; did you mean \"" : instead(q),
	    near != NULL ? select_shown(q->a, near) : "", near != NULL ? "\"?" : "");
}

/* The words of VIA, and others for them. */
static const char *const via_words[] = { "igw", "nat", "peering", "tgw",
	"vpn", "endpoint", "firewall", "internet", NULL };

static const struct {
	const char *wrong, *right;
} via_meant[] = {
	{ "internet-gateway", "igw" }, { "internet_gateway", "igw" },
	{ "natgw", "nat" }, { "nat-gateway", "nat" }, { "nat_gateway", "nat" },
	{ "ngw", "nat" }, { "pcx", "peering" }, { "vpc-peering", "peering" },
	{ "vpc_peering", "peering" }, { "peer", "peering" },
	{ "transit", "tgw" }, { "transit-gateway", "tgw" },
	{ "transit_gateway", "tgw" }, { "vgw", "vpn" }, { "ipsec", "vpn" },
	{ "vpn-gateway", "vpn" }, { "vpn_gateway", "vpn" },
	{ "vpce", "endpoint" }, { "privatelink", "endpoint" },
	{ "vpc-endpoint", "endpoint" }, { "vpc_endpoint", "endpoint" },
	{ "gwlb", "firewall" }, { "gwlbe", "firewall" }, { "fw", "firewall" },
	{ "appliance", "firewall" }, { "inspection", "firewall" },
	{ "nfw", "firewall" }, { "eigw", "internet" },
	{ "public", "internet" },
};

static const char *
nearest_passed(const struct search *q)
{
	VEC(const char *) names = { 0 };

	for (size_t i = 0; i < sizeof via_meant / sizeof *via_meant; i++)
		if (q->name.vpc == NULL && str_equal_but_case(q->name.name,
		    via_meant[i].wrong))
			return via_meant[i].right;
	for (const char *const *w = via_words; *w != NULL; w++)
		vec_push(q->a, &names, *w);
	for (size_t i = 0; i < q->s->entries.n; i++)
		if (select_is_passed(&q->s->entries.v[i]) &&
		    select_fits(q, &q->s->entries.v[i]))
			vec_push(q->a, &names, q->s->entries.v[i].text);
	return names_nearest(q->name.name, names.v, names.n);
}

/* Gateways, endpoints and the like by name; most workloads are only ends. */
static bool
is_gateway(const struct entry *e)
{
	const struct workload *w = (const struct workload *)e->thing;

	if (e->is_tier || !select_is_passed(e) ||
	    e->thing->kind == KIND_INTERFACE)
		return false;
	return e->thing->kind != KIND_WORKLOAD ||
	    w->kind == WORKLOAD_APPLIANCE || w->kind == WORKLOAD_NAT_INSTANCE;
}

/* "expected igw, nat … or a name such as "nat-a", "nat-c"" */
static const char *
passables(const struct search *q)
{
	struct str s = str_new(q->a);
	const char *last = NULL;
	size_t n = 0;

	for (const char *const *w = via_words; *w != NULL; w++)
		str_addf(&s, "%s%s", w == via_words ? "expected " : ", ", *w);
	for (size_t i = 0; i < q->s->entries.n && n < CANDIDATES_SHOWN; i++) {
		const struct entry *e = &q->s->entries.v[i];

		if (!is_gateway(e) || !select_fits(q, e) ||
		    str_equal(e->text, last))
			continue;
		last = e->text;
		str_addf(&s, "%s\"%s\"", n++ == 0 ? " or a name such as " :
		    ", ", select_shown(q->a, e->text));
	}
	if (n == 0)
		str_add(&s, " or the name of such a thing");
	return str_text(&s);
}

const char *
select_why_not_passed(const struct search *q)
{
	const struct entry *other = find_other(q);
	const char *near = other == NULL ? nearest_passed(q) : NULL;

	if (str_equal_but_case(q->text, "ipv4") ||
	    str_equal_but_case(q->text, "ipv6"))
		return arena_printf(q->a, "\"via\" names what is passed; did "
		    "you mean \"over ipv%c\"?", q->text[strlen("ipv")]);
	if (near != NULL)
		return arena_printf(q->a, "nothing that a path passes is "
		    "called \"%s\"; did you mean \"%s\"?",
		    select_shown(q->a, q->text), select_shown(q->a, near));
	if (other != NULL)
		return arena_printf(q->a, "\"%s\" is %s, which is nothing "
		    "that a path passes; %s", select_shown(q->a, q->text),
		    article_and_kind(other), passables(q));
	return arena_printf(q->a, "nothing that a path passes is called "
	    "\"%s\"; %s", select_shown(q->a, q->text), passables(q));
}
