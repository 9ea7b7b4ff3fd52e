/* SPDX-License-Identifier: MIT */
#include "model/select.h"

#include "base/str.h"
#include "model/notation.h"
#include "text/sanitise.h"

#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_SHOWN = 4, NAME_MAX_SHOWN = 60, TIERS_WEIGHED_MAX = 64 };

/* Something that a name may mean: a thing, or a tier of a VPC. */
struct entry {
	const char *text;
	struct thing *thing;	/* of a tier: its first subnet */
	bool is_tier;
	bool is_default_tier;	/* all its subnets have it by their names */
	size_t tier_size;
	size_t order;		/* in which it was added */
};

struct entries {
	struct entry *v;
	size_t n, cap;
};

struct selector {
	struct arena *a;
	struct entries entries;		/* sorted by text */
};

/* A question on its way. */
struct search {
	struct arena *a;
	const struct selector *s;
	unsigned island;
	const struct vpc *own;
	const char *text;		/* as it was asked */
	struct name_text name;
	struct entries found;
	bool means_service;		/* an endpoint for it was passed over */
};

/* ----------------------------------------------------------------- index */

static int
compare_entries(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int order = strcmp(a->text, b->text);

	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void
add(struct selector *s, const char *text, struct entry e)
{
	if (text == NULL || *text == '\0')
		return;
	e.text = text;
	e.order = s->entries.n;
	vec_push(s->a, &s->entries, e);
}

/* The texts that mean a thing.  An interface of a workload is called by
 * both names (fw.out), as the label has it. */
static void
add_thing(struct selector *s, struct thing *t)
{
	const struct interface *i = (const struct interface *)t;
	struct entry e = { .thing = t };

	if (t->kind == KIND_INTERFACE && t->implicit)
		return;
	add(s, t->id, e);
	if (!str_equal(t->address, t->id))
		add(s, t->address, e);
	if (t->kind == KIND_INTERFACE && i->workload != NULL) {
		if (!str_equal(t->label, t->id))
			add(s, t->label, e);
	} else if (!str_equal(t->name, t->id) &&
	    !str_equal(t->name, t->address)) {
		add(s, t->name, e);
	}
}

static int
compare_tiers(const void *x, const void *y)
{
	const struct subnet *a = *(struct subnet *const *)x;
	const struct subnet *b = *(struct subnet *const *)y;
	int order = strcmp(a->tier.v, b->tier.v);
	uint32_t u = a->is.vpc != NULL ? a->is.vpc->is.order + 1 : 0;
	uint32_t w = b->is.vpc != NULL ? b->is.vpc->is.order + 1 : 0;

	if (order != 0)
		return order;
	if (u != w)
		return u < w ? -1 : 1;
	return a->is.order < b->is.order ? -1 : a->is.order > b->is.order;
}

/* One entry for the subnets of one VPC that have one tier. */
static void
add_tiers(struct selector *s, const struct model *m)
{
	VEC(struct subnet *) v = { 0 };
	size_t end;

	for (size_t i = 0; i < m->subnets.n; i++)
		if (value_is_known(m->subnets.v[i]->tier.is))
			vec_push(s->a, &v, m->subnets.v[i]);
	vec_sort(&v, compare_tiers);
	for (size_t i = 0; i < v.n; i = end) {
		struct entry e = { .thing = &v.v[i]->is, .is_tier = true,
			.is_default_tier = true };

		for (end = i; end < v.n &&
		    v.v[end]->is.vpc == v.v[i]->is.vpc &&
		    strcmp(v.v[end]->tier.v, v.v[i]->tier.v) == 0; end++)
			if (v.v[end]->tier.is.origin != ORIGIN_DERIVED)
				e.is_default_tier = false;
		e.tier_size = end - i;
		add(s, v.v[i]->tier.v, e);
	}
}

struct selector *
selector_new(struct arena *a, const struct model *m)
{
	struct selector *s = arena_alloc(a, sizeof *s);

	s->a = a;
	for (enum kind kind = 0; kind < KIND_COUNT; kind++)
		for (size_t i = 0; i < m->things[kind].n; i++)
			add_thing(s, m->things[kind].v[i]);
	add_tiers(s, m);
	vec_sort(&s->entries, compare_entries);
	return s;
}

/* ------------------------------------------------------------ candidates */

/* What the prefixes of notation mean here. */
static const struct {
	const char *prefix;
	enum kind kind;
	bool is_tier, is_end;
} prefixes[] = {
	{ "endpoint", KIND_ENDPOINT, false, true },
	{ "nat", KIND_NAT_GATEWAY, false, false },
	{ "net", KIND_NETWORK, false, true },
	{ "pl", KIND_PREFIX_LIST, false, false },
	{ "sg", KIND_SECURITY_GROUP, false, false },
	{ "subnet", KIND_SUBNET, false, true },
	{ "tier", KIND_SUBNET, true, true },
	{ "vpc", KIND_VPC, false, true },
	{ "workload", KIND_WORKLOAD, false, true },
};

enum { N_PREFIXES = sizeof prefixes / sizeof prefixes[0] };

static const char *
prefix_of(const struct entry *e)
{
	for (size_t i = 0; i < N_PREFIXES; i++)
		if (prefixes[i].kind == e->thing->kind &&
		    prefixes[i].is_tier == e->is_tier)
			return prefixes[i].prefix;
	return NULL;
}

/* Whether it can send or receive packets. */
static bool
is_end(const struct entry *e)
{
	switch (e->thing->kind) {
	case KIND_ENDPOINT:
		return ((const struct endpoint *)e->thing)->type !=
		    ENDPOINT_GATEWAY;
	case KIND_INTERFACE:
	case KIND_NETWORK:
	case KIND_SUBNET:
	case KIND_VPC:
	case KIND_WORKLOAD:
		return true;
	default:
		return false;
	}
}

static bool
is_called(const struct thing *t, const char *text)
{
	return str_equal(t->name, text) || str_equal(t->id, text) ||
	    str_equal(t->address, text);
}

/* Whether the entry is what a qualified name asks for. */
static bool
fits(const struct search *q, const struct entry *e)
{
	const struct thing *t = e->thing;
	const char *prefix = prefix_of(e);

	if (q->island != 0 && t->island != q->island)
		return false;
	if (q->name.vpc != NULL && (t->vpc == NULL ||
	    !is_called(&t->vpc->is, q->name.vpc)))
		return false;
	return q->name.prefix == NULL ||
	    (prefix != NULL && strcmp(prefix, q->name.prefix) == 0);
}

static bool
is_endpoint_for(const struct entry *e, const char *word)
{
	const struct endpoint *endpoint = (const struct endpoint *)e->thing;

	return e->thing->kind == KIND_ENDPOINT &&
	    value_is_known(endpoint->service.is) &&
	    select_serves(endpoint->service.v, word);
}

/* Behind the last entry; NULL, as the first one then, if there are none. */
static const struct entry *
end_of(const struct selector *s)
{
	return s->entries.n > 0 ? s->entries.v + s->entries.n : NULL;
}

static const struct entry *
first_called(const struct selector *s, const char *text)
{
	size_t low = 0, high = s->entries.n;

	if (high == 0)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(s->entries.v[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return s->entries.v + low;
}

static void
collect(struct search *q)
{
	const struct entry *e = first_called(q->s, q->name.name);
	const struct entry *end = end_of(q->s);
	bool is_service = q->name.vpc == NULL && q->name.prefix == NULL &&
	    select_is_service(q->name.name);

	for (; e != end && strcmp(e->text, q->name.name) == 0; e++) {
		if (!fits(q, e))
			continue;
		if (is_service && is_endpoint_for(e, q->name.name))
			q->means_service = true;
		else if (is_end(e))
			vec_push(q->a, &q->found, *e);
	}
}

/* Keep what lies in the own VPC, if anything does. */
static void
prefer_own(struct search *q)
{
	size_t kept = 0;

	for (size_t i = 0; i < q->found.n; i++)
		if (q->own != NULL && q->found.v[i].thing->vpc == q->own)
			q->found.v[kept++] = q->found.v[i];
	if (kept > 0)
		q->found.n = kept;
}

/* Whether a thing found stands for the same name better than a tier that
 * only its subnets' names make. */
static bool
beats_default_tier(const struct entry *e, const struct entry *tier)
{
	if (e->thing->vpc != tier->thing->vpc || e->is_tier)
		return false;
	return e->thing->kind == KIND_WORKLOAD || (e->thing == tier->thing &&
	    tier->tier_size == 1);
}

static void
drop_default_tiers(struct search *q)
{
	struct entries kept = { 0 };

	/* Every tier that is dropped leaves what beat it: so many things stay
	 * ambiguous in any case. */
	if (q->found.n > TIERS_WEIGHED_MAX)
		return;
	for (size_t i = 0; i < q->found.n; i++) {
		bool beaten = false;

		for (size_t k = 0; q->found.v[i].is_default_tier &&
		    k < q->found.n; k++)
			beaten = beaten || beats_default_tier(&q->found.v[k],
			    &q->found.v[i]);
		if (!beaten)
			vec_push(q->a, &kept, q->found.v[i]);
	}
	q->found = kept;
}

/* -------------------------------------------------------------- messages */

static const char *
shown(struct arena *a, const char *text)
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
		name.prefix = prefix_of(e);
	if (by_vpc && e->thing->vpc != NULL)
		name.vpc = thing_label(&e->thing->vpc->is);
	return notation_name_print(q->a, &name);
}

static const char *
ambiguous(const struct search *q)
{
	struct str s = str_new(q->a);

	str_addf(&s, "\"%s\" may be", shown(q->a, q->text));
	for (size_t i = 0; i < q->found.n && i < CANDIDATES_SHOWN; i++)
		str_addf(&s, "%s %s (%s)", i == 0 ? "" :
		    i + 1 == q->found.n ? " or" : ",",
		    article_and_kind(&q->found.v[i]),
		    shown(q->a, unambiguous(q, &q->found.v[i])));
	if (q->found.n > CANDIDATES_SHOWN)
		str_addf(&s, " or %zu more", q->found.n - CANDIDATES_SHOWN);
	return str_text(&s);
}

/* The things that a mistyped name may have meant; the search looks at those
 * of about its length alone, which most are not. */
static const char *
nearest(const struct search *q)
{
	VEC(const char *) names = { 0 };
	size_t n = strlen(q->name.name);
	size_t slack = n / 3 > 0 ? n / 3 : 1;

	for (size_t i = 0; i < q->s->entries.n; i++) {
		const struct entry *e = &q->s->entries.v[i];
		size_t length = strlen(e->text);

		if (is_end(e) && fits(q, e) && length <= n + slack &&
		    n <= length + slack)
			vec_push(q->a, &names, e->text);
	}
	vec_push(q->a, &names, "internet");
	return names_nearest(q->name.name, names.v, names.n);
}

/* Something has the name, and is no end of a flow. */
static const struct entry *
find_other(const struct search *q)
{
	const struct entry *e = first_called(q->s, q->name.name);
	const struct entry *end = end_of(q->s);

	for (; e != end && strcmp(e->text, q->name.name) == 0; e++)
		if (fits(q, e))
			return e;
	return NULL;
}

static const char *
not_found(const struct search *q)
{
	const struct entry *other = find_other(q);
	const char *near = nearest(q);
	const struct endpoint *e;

	if (other != NULL && other->thing->kind == KIND_ENDPOINT) {
		e = (const struct endpoint *)other->thing;
		return arena_printf(q->a, "\"%s\" is a gateway endpoint, a "
		    "target of routes and no end of a flow; its service %s is "
		    "one", shown(q->a, q->text),
		    value_is_known(e->service.is) ?
		    shown(q->a, e->service.v) : "by name");
	}
	if (other != NULL)
		return arena_printf(q->a, "\"%s\" is %s, and no end of a flow; "
		    "expected a workload, endpoint, subnet, tier, VPC, network "
		    "or service", shown(q->a, q->text),
		    kind_with_article(other->thing->kind));
	return arena_printf(q->a, "no workload, endpoint, subnet, tier, VPC, "
	    "network or service is called \"%s\"%s%s%s", shown(q->a, q->text),
	    near != NULL ? "; did you mean \"" : "",
	    near != NULL ? shown(q->a, near) : "", near != NULL ? "\"?" : "");
}

/* ---------------------------------------------------------------- answers */

static struct selection
selection_of(const struct entry *e)
{
	struct selection s = { .thing = e->thing };

	if (e->is_tier) {
		s.what = SELECTED_TIER;
		s.thing = NULL;
		s.vpc = e->thing->vpc;
		s.name = e->text;
		return s;
	}
	s.what = e->thing->kind == KIND_WORKLOAD ? SELECTED_WORKLOAD :
	    e->thing->kind == KIND_INTERFACE ? SELECTED_INTERFACE :
	    e->thing->kind == KIND_ENDPOINT ? SELECTED_ENDPOINT :
	    e->thing->kind == KIND_SUBNET ? SELECTED_SUBNET :
	    e->thing->kind == KIND_VPC ? SELECTED_VPC : SELECTED_NETWORK;
	return s;
}

/* "com.amazonaws.eu-west-1.s3" is s3. */
static const char *
service_word(const char *name)
{
	const char *region, *rest;

	if (!str_starts_with(name, "com.amazonaws."))
		return name;
	region = name + strlen("com.amazonaws.");
	rest = strchr(region, '.');
	return rest != NULL && select_is_service(rest + 1) ? rest + 1 : name;
}

/* A service of somebody else's is one if the plan has an endpoint for it. */
static const char *
find_service(const struct search *q)
{
	const char *word = service_word(q->name.name);

	if (select_is_service(word))
		return word;
	if (q->name.prefix == NULL)
		return NULL;
	for (size_t i = 0; i < q->s->entries.n; i++) {
		const struct thing *t = q->s->entries.v[i].thing;
		const struct endpoint *e = (const struct endpoint *)t;

		if (t->kind == KIND_ENDPOINT && value_is_known(e->service.is) &&
		    strcmp(e->service.v, word) == 0)
			return word;
	}
	return NULL;
}

static enum select_result
take_service(struct search *q, struct selection *out, const char **why)
{
	const char *word = find_service(q);

	if (word == NULL) {
		*why = arena_printf(q->a, "no service called \"%s\" is known, "
		    "and no endpoint is for it", shown(q->a, q->name.name));
		return SELECT_UNKNOWN_NAME;
	}
	*out = (struct selection){ .what = SELECTED_SERVICE,
		.name = arena_strdup(q->a, word) };
	return SELECT_OK;
}

static enum select_result
take_name(struct search *q, struct selection *out, const char **why)
{
	bool is_service = q->name.vpc == NULL &&
	    (q->name.prefix == NULL ||
	    strcmp(q->name.prefix, "service") == 0);

	if (q->name.prefix != NULL && is_service)
		return take_service(q, out, why);
	collect(q);
	prefer_own(q);
	drop_default_tiers(q);
	if (q->found.n == 1) {
		*out = selection_of(&q->found.v[0]);
		return SELECT_OK;
	}
	if (q->found.n > 1) {
		*why = ambiguous(q);
		return SELECT_AMBIGUOUS;
	}
	if (is_service && find_service(q) != NULL)
		return take_service(q, out, why);
	*why = not_found(q);
	return SELECT_UNKNOWN_NAME;
}

/* Why a name as such can be no end of a flow, or NULL. */
static const char *
why_no_end(const struct search *q)
{
	const struct name_text *name = &q->name;

	if (name->prefix == NULL && name->vpc == NULL && !name->quoted &&
	    notation_is_reserved(name->name))
		return arena_printf(q->a, "\"%s\" is a reserved word and no "
		    "end of a flow", name->name);
	for (size_t i = 0; name->prefix != NULL && i < N_PREFIXES; i++)
		if (strcmp(name->prefix, prefixes[i].prefix) == 0 &&
		    !prefixes[i].is_end)
			return arena_printf(q->a, "%s: stands for %s, which is "
			    "no end of a flow", name->prefix,
			    kind_with_article(prefixes[i].kind));
	return NULL;
}

static enum select_result
take_address(struct search *q, struct selection *out, const char **why)
{
	struct cidr c;

	*why = notation_address_parse(q->a, q->text, &c);
	if (*why != NULL)
		return SELECT_MALFORMED;
	*out = (struct selection){ .what = SELECTED_CIDR, .cidr = c,
		.is_address = strchr(q->text, '/') == NULL };
	return SELECT_OK;
}

/* What needs quotes in a sentence (a name with blanks, an address of
 * Terraform's) may stand alone without. */
static enum select_result
take_plain_text(struct search *q, struct selection *out, const char **why)
{
	enum select_result result;
	const char *malformed = *why;

	q->name = (struct name_text){ .name = q->text, .quoted = true };
	result = take_name(q, out, why);
	if (result != SELECT_UNKNOWN_NAME)
		return result;
	*why = malformed;
	return SELECT_MALFORMED;
}

static enum select_result
find_it(struct arena *a, const struct selector *s, unsigned island,
    const struct vpc *vpc, const char *text, struct selection *out,
    const char **why)
{
	struct search q = { .a = a, .s = s, .island = island, .own = vpc,
		.text = text };
	enum select_result result;
	const char *unknown;

	if (strcmp(text, "internet") == 0) {
		*out = (struct selection){ .what = SELECTED_INTERNET };
		return SELECT_OK;
	}
	if (notation_is_address(text))
		return take_address(&q, out, why);
	*why = notation_name_parse(a, text, &q.name);
	if (*why != NULL)
		return take_plain_text(&q, out, why);
	*why = why_no_end(&q);
	if (*why != NULL)
		return SELECT_MALFORMED;
	result = take_name(&q, out, why);
	if (result != SELECT_UNKNOWN_NAME || q.name.vpc == NULL)
		return result;
	/* "Stack/Web" of CDK is a name with a slash, and no "vpc/name". */
	unknown = *why;
	if (take_plain_text(&q, out, why) == SELECT_OK)
		return SELECT_OK;
	*why = unknown;
	return result;
}

enum select_result
select_find(struct arena *a, const struct selector *s, unsigned island,
    const struct vpc *vpc, const char *text, struct selection *out,
    const char **why)
{
	enum select_result result = find_it(a, s, island, vpc, text, out, why);

	if (result == SELECT_OK)
		out->is_said = true;
	return result;
}

/* ---------------------------------------------------------- on the way */

/* Whether people name it where they say which way a flow takes. */
static bool
is_passed(const struct entry *e)
{
	switch (e->thing->kind) {
	case KIND_INTERNET_GATEWAY:
	case KIND_EGRESS_ONLY_GATEWAY:
	case KIND_NAT_GATEWAY:
	case KIND_VPN_GATEWAY:
	case KIND_VPN:
	case KIND_TRANSIT_GATEWAY:
	case KIND_ATTACHMENT:
	case KIND_PEERING:
	case KIND_ENDPOINT:
	case KIND_INTERFACE:
	case KIND_WORKLOAD:
		return true;
	default:
		return false;
	}
}

static struct passables
all_called(const struct search *q)
{
	const struct entry *end = end_of(q->s);
	struct passables all = { 0 };

	for (const struct entry *e = first_called(q->s, q->name.name);
	    e != end && strcmp(e->text, q->name.name) == 0; e++)
		if (!e->is_tier && fits(q, e))
			vec_push(q->a, &all, e->thing);
	return all;
}

static const char *
nearest_passed(const struct search *q)
{
	static const char *const words[] = { "igw", "nat", "tgw", "vpn",
		"peering", "endpoint", "firewall", "internet", NULL };
	VEC(const char *) names = { 0 };

	for (const char *const *w = words; *w != NULL; w++)
		vec_push(q->a, &names, *w);
	for (size_t i = 0; i < q->s->entries.n; i++)
		if (is_passed(&q->s->entries.v[i]) &&
		    fits(q, &q->s->entries.v[i]))
			vec_push(q->a, &names, q->s->entries.v[i].text);
	return names_nearest(q->name.name, names.v, names.n);
}

struct passables
select_passed(struct arena *a, const struct selector *s, unsigned island,
    const char *text, const char **why)
{
	struct search q = { .a = a, .s = s, .island = island, .text = text };
	struct passables all = { 0 };
	const char *near;

	if (notation_name_parse(a, text, &q.name) == NULL)
		all = all_called(&q);
	/* "Stack/Nat" of CDK is a name with a slash. */
	if (all.n == 0) {
		q.name = (struct name_text){ .name = text, .quoted = true };
		all = all_called(&q);
	}
	if (all.n > 0)
		return all;
	near = nearest_passed(&q);
	*why = str_equal(text, "ipv4") || str_equal(text, "ipv6") ?
	    arena_printf(a, "\"via\" names what is passed; did you mean "
	    "\"over %s\"?", text) :
	    arena_printf(a, "nothing that a path passes is called \"%s\"%s%s%s",
	    shown(a, text), near != NULL ? "; did you mean \"" : "",
	    near != NULL ? shown(a, near) : "", near != NULL ? "\"?" : "");
	return all;
}
