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

		if (select_is_end(e) && select_fits(q, e) && length <= n + slack &&
		    n <= length + slack)
			vec_push(q->a, &names, e->text);
	}
	vec_push(q->a, &names, "internet");
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

const char *
select_why_none(const struct search *q)
{
	const struct entry *other = find_other(q);
	const char *near = nearest(q);
	const struct endpoint *e;

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

static const char *
nearest_passed(const struct search *q)
{
	static const char *const words[] = { "igw", "nat", "tgw", "vpn",
		"peering", "endpoint", "firewall", "internet", NULL };
	VEC(const char *) names = { 0 };

	for (const char *const *w = words; *w != NULL; w++)
		vec_push(q->a, &names, *w);
	for (size_t i = 0; i < q->s->entries.n; i++)
		if (select_is_passed(&q->s->entries.v[i]) &&
		    select_fits(q, &q->s->entries.v[i]))
			vec_push(q->a, &names, q->s->entries.v[i].text);
	return names_nearest(q->name.name, names.v, names.n);
}

const char *
select_why_not_passed(const struct search *q)
{
	const char *near = nearest_passed(q);

	if (str_equal(q->text, "ipv4") || str_equal(q->text, "ipv6"))
		return arena_printf(q->a, "\"via\" names what is passed; did "
		    "you mean \"over %s\"?", q->text);
	return arena_printf(q->a, "nothing that a path passes is called "
	    "\"%s\"%s%s%s", select_shown(q->a, q->text),
	    near != NULL ? "; did you mean \"" : "",
	    near != NULL ? select_shown(q->a, near) : "",
	    near != NULL ? "\"?" : "");
}
