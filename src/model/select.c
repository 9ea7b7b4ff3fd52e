/* SPDX-License-Identifier: MIT */
#include "model/select_search.h"

#include "base/str.h"

#include <string.h>

static bool
is_endpoint_for(const struct entry *e, const char *word)
{
	const struct endpoint *endpoint = (const struct endpoint *)e->thing;

	return e->thing->kind == KIND_ENDPOINT &&
	    value_is_known(endpoint->service.is) &&
	    select_serves(endpoint->service.v, word);
}

static void
collect(struct search *q)
{
	const struct entry *e = select_first(q->s, q->name.name);
	const struct entry *end = select_end(q->s);
	bool is_service = q->name.vpc == NULL && q->name.prefix == NULL &&
	    select_is_service(q->name.name);

	for (; e != end && strcmp(e->text, q->name.name) == 0; e++) {
		if (!select_fits(q, e))
			continue;
		if (is_service && is_endpoint_for(e, q->name.name))
			q->means_service = true;
		else if (select_is_end(e))
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

enum { TIERS_WEIGHED_MAX = 64 };

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
		    "and no endpoint is for it", select_shown(q->a, q->name.name));
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
		*why = select_why_several(q);
		return SELECT_AMBIGUOUS;
	}
	if (is_service && find_service(q) != NULL)
		return take_service(q, out, why);
	*why = select_why_none(q);
	return SELECT_UNKNOWN_NAME;
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
	const char *malformed = *why, *slash = strrchr(q->text, '/');

	q->name = (struct name_text){ .name = q->text, .quoted = true };
	result = take_name(q, out, why);
	if (result != SELECT_UNKNOWN_NAME)
		return result;
	/* "core:1/app:2": a VPC's name and a name in it, both with a colon */
	if (slash != NULL) {
		q->name.vpc = arena_strndup(q->a, q->text,
		    (size_t)(slash - q->text));
		q->name.name = slash + 1;
		if (take_name(q, out, why) == SELECT_OK)
			return SELECT_OK;
	}
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
	*why = select_why_no_end(&q);
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

static struct passables
all_called(const struct search *q)
{
	const struct entry *end = select_end(q->s);
	struct passables all = { 0 };

	for (const struct entry *e = select_first(q->s, q->name.name);
	    e != end && strcmp(e->text, q->name.name) == 0; e++)
		if (!e->is_tier && select_may_be_passed(e) &&
		    select_fits(q, e))
			vec_push(q->a, &all, e->thing);
	return all;
}

struct passables
select_passed(struct arena *a, const struct selector *s, unsigned island,
    const char *text, const char **why)
{
	struct search q = { .a = a, .s = s, .island = island, .text = text };
	struct passables all = { 0 };
	const struct name_text whole = { .name = text, .quoted = true };
	struct name_text parsed = whole;

	if (notation_name_parse(a, text, &q.name) == NULL) {
		parsed = q.name;
		all = all_called(&q);
	}
	/* "Stack/Nat" of CDK is a name with a slash. */
	if (all.n == 0) {
		q.name = whole;
		all = all_called(&q);
	}
	if (all.n > 0)
		return all;
	q.name = parsed;
	*why = select_why_not_passed(&q);
	return all;
}
