/* SPDX-License-Identifier: MIT */

/*
 * Readers of lists and maps of single values.
 */

#include "load/spec_read.h"

#include "base/once.h"
#include "base/str.h"
#include "model/facts.h"
#include "model/notices.h"
#include "text/sanitise.h"

#include <string.h>

/*
 * Every VEC() has its members in the same order; only the type of v differs.
 * Through memcpy() no type of pointer is taken for another.
 */
struct any_vec {
	void *v;
	size_t n, cap;
};

void
spec_push(struct spec *s, void *base, size_t at, const void *item,
    size_t size)
{
	char *place = (char *)base + at;
	struct any_vec vec;

	memcpy(&vec, place, sizeof vec);
	vec.v = vec_room(s->l->a, vec.v, vec.n, &vec.cap, size);
	memcpy((char *)vec.v + vec.n * size, item, size);
	vec.n++;
	memcpy(place, &vec, sizeof vec);
}

/*
 * Whether the list said the same before: then it counts once, and somebody
 * meant another.  NULL: it is not known what it says.
 */
static bool
is_again(struct spec *s, const struct spec_key *row, struct once *seen,
    struct node n, const char *text)
{
	struct finding *f;

	if (text == NULL || once_is_new(seen, s->l->a, text))
		return false;
	f = finding_add(&s->l->findings, &notice_wrong_type, node_place(n),
	    "\"%s\": \"%s\" stands in this list twice", row->key, text);
	finding_help(&s->l->findings, f, "write it once, or the one that was "
	    "meant");
	return true;
}

static bool
has_several(struct node list)
{
	return node_exists(node_first(list)) &&
	    node_exists(node_next(node_first(list)));
}

void
spec_read_names(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct once seen = { 0 };
	const char *why;

	if (read_unless(s->l, n, NODE_LIST, "a list of strings", &why))
		return;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const char *name = read_name(s->l, c);

		if (name != NULL && !is_again(s, row, &seen, c, name))
			spec_push(s, base, row->at, &name, sizeof name);
	}
}

void
spec_read_texts(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct text_value text = { 0 };
	struct once seen = { 0 };
	const char *why;

	if (read_unless(s->l, n, NODE_LIST, "a list of names", &why)) {
		text.is = value_unknown(node_place(n), why);
		spec_push(s, base, row->at, &text, sizeof text);
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		text = read_text(s->l, c);
		if (!is_again(s, row, &seen, c, text.v))
			spec_push(s, base, row->at, &text, sizeof text);
	}
}

void
spec_read_cidr_as_list(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	size_t before = s->l->findings.n;
	struct cidr_value cidr = read_cidr(s->l, n, row->family);

	if (s->l->findings.n > before)
		spec_advise_block(s, before, row, n);
	spec_push(s, base, row->at, &cidr, sizeof cidr);
}

static const char *
block_text(struct spec *s, const struct cidr_value *cidr)
{
	char text[CIDR_TEXT_MAX];

	if (!value_is_known(cidr->is))
		return NULL;
	cidr_format(cidr->v, text);
	return arena_strdup(s->l->a, text);
}

void
spec_read_cidrs(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct cidr_value cidr = { 0 };
	struct once seen = { 0 };
	size_t before;
	bool several;
	const char *why;

	if (read_unless(s->l, n, NODE_LIST, row->family == 6 ?
	    "a list of blocks such as [\"2001:db8:1a00::/56\"]" :
	    "a list of blocks such as [\"10.0.0.0/16\"]", &why)) {
		cidr.is = value_unknown(node_place(n), why);
		if (row->stated > 0)
			*(bool *)((char *)base + row->stated) = false;
		else
			spec_push(s, base, row->at, &cidr, sizeof cidr);
		return;
	}
	/* Of a VPC's, AD009 says it. */
	several = has_several(n) && base != s->vpc;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		before = s->l->findings.n;
		cidr = read_cidr(s->l, c, row->family);
		if (s->l->findings.n > before)
			spec_advise_block(s, before, row, c);
		if (!several || !is_again(s, row, &seen, c,
		    block_text(s, &cidr)))
			spec_push(s, base, row->at, &cidr, sizeof cidr);
	}
}

/* ------------------------------------------------------------ addresses */

static void
push_address(struct spec *s, size_t at, void *base, struct address_value v)
{
	spec_push(s, base, at, &v, sizeof v);
}

static void
push_unknown_address(struct spec *s, size_t at, void *base, struct node n,
    const char *why)
{
	push_address(s, at, base, (struct address_value){
	    .is = value_unknown(node_place(n), why) });
}

static const char *
address_text(struct spec *s, const struct address_value *v)
{
	char text[ADDR_TEXT_MAX];

	if (value_is_known(v->elastic_ip.is))
		return v->elastic_ip.text;
	return value_is_known(v->is) ? arena_strdup(s->l->a,
	    addr_format(v->v, v->family, text)) : NULL;
}

void
spec_read_addresses(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct once seen = { 0 };
	const char *why;

	if (read_unless(s->l, n, NODE_LIST, "a list of Elastic IPs: names or "
	    "addresses", &why)) {
		push_unknown_address(s, row->at, base, n, why);
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct address_value v = read_address(s->l, c, row->family);

		if (!is_again(s, row, &seen, c, address_text(s, &v)))
			push_address(s, row->at, base, v);
	}
}

/* One address of an interface: no name can stand for it. */
static struct address_value
private_address(struct spec *s, struct node n)
{
	struct address_value address = read_address(s->l, n, 0);

	if (!value_is_known(address.elastic_ip.is))
		return address;
	read_complain_type(s->l, n, "a private address such as \"10.0.0.10\"");
	return (struct address_value){ .is = read_malformed(n) };
}

/* One that stands twice is AD014's. */
void
spec_read_private_addresses(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	const char *why;

	if (read_unless(s->l, n, NODE_LIST, "a list of addresses such as "
	    "[\"10.0.0.10\"]", &why)) {
		push_unknown_address(s, row->at, base, n, why);
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		push_address(s, row->at, base, private_address(s, c));
	}
}

void
spec_read_interface_addresses(struct spec *s, const struct spec_key *row,
    void *base, struct node n)
{
	const char *why;

	if (read_unless(s->l, n, NODE_LIST, "a list of addresses such as "
	    "[\"10.0.0.9\"]", &why)) {
		push_unknown_address(s, row->at, base, n, why);
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct address_value address = private_address(s, c);

		push_address(s, address.family == IPV6 ?
		    offsetof(struct interface, ipv6_addresses.v) : row->at,
		    base, address);
	}
}

/* ----------------------------------------------------------------- refs */

/* Whether what is not read would only say again that a list of names is not
 * whole: several keys may lead to one list. */
static bool
is_open_already(const struct spec *s, const struct spec_key *row,
    const void *base)
{
	const struct ref *last;
	struct any_vec vec;

	if (s->l->unread == NULL)
		return false;
	memcpy(&vec, (const char *)base + row->at, sizeof vec);
	if (vec.n == 0)
		return false;
	last = (const struct ref *)vec.v + vec.n - 1;
	return value_is_unknown(last->is);
}

void
spec_read_ref_as_list(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct ref ref = read_ref(s->l, n);

	if (!is_open_already(s, row, base))
		spec_push(s, base, row->at, &ref, sizeof ref);
}

/* "app-a", where a list of names belongs, can mean one thing only. */
static bool
is_one_name(struct spec *s, struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;

	return text != NULL && *text != '\0' && strpbrk(text, ",; []") ==
	    NULL && !read_looks_like_address(text) &&
	    strchr(text, '*') == NULL && !str_equal_but_case(text, "none") &&
	    !str_equal_but_case(text, "nothing");
}

/* Complain of "private-*" where a name stands, which is none that there is. */
static bool
is_pattern(struct spec *s, const struct spec_key *row, struct node n)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(s->l->a, n) : NULL;
	const char *help = text != NULL && strchr(text, '*') != NULL ?
	    spec_names_help(s, row->key, n) : NULL;

	if (help == NULL)
		return false;
	finding_help(&s->l->findings, read_complain(s->l, n, "a name stands "
	    "for one thing, and a star in it for nothing"), "%s", help);
	return true;
}

void
spec_read_refs(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct once seen = { 0 };
	struct ref ref = { 0 };
	const char *why, *objects;

	if (read_unless(s->l, n, NODE_LIST, "a list of names such as "
	    "[\"app-a\"]", &why)) {
		if (is_open_already(s, row, base))
			return;
		/* Looked up, though it is not known what the list holds. */
		if (why == read_malformed_reason && s->l->unread == NULL &&
		    is_one_name(s, n))
			spec_read_ref_as_list(s, row, base, n);
		ref.is = value_unknown(node_place(n), why);
		spec_push(s, base, row->at, &ref, sizeof ref);
		return;
	}
	objects = spec_refs_help(s, row, n);
	if (objects != NULL)
		finding_help(&s->l->findings, read_complain(s->l, n,
		    "expected a list of names such as [\"app-a\"], found one "
		    "of objects"), "%s", objects);
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		const char *to = objects != NULL ? spec_referred(s, c) : NULL;

		ref = to != NULL ? read_ref_text(s->l, node_place(c), to) :
		    is_pattern(s, row, c) ? (struct ref){
		    .is = read_malformed(c) } : read_ref(s->l, c);
		if (!is_again(s, row, &seen, c, ref.text) &&
		    !is_open_already(s, row, base))
			spec_push(s, base, row->at, &ref, sizeof ref);
	}
}

void
spec_read_ref_or_refs(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	if (node_kind(n) == NODE_LIST)
		spec_read_refs(s, row, base, n);
	else
		spec_read_ref_as_list(s, row, base, n);
}

/* The two ends of a peering connection. */
void
spec_read_between(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct peering *to = base;
	const char *why;
	size_t count = 0;

	(void)row;
	if (read_unless(s->l, n, NODE_LIST, "a list of two VPCs", &why)) {
		to->ends[0].is = to->ends[1].is =
		    value_unknown(node_place(n), why);
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		if (count < 2)
			to->ends[count] = read_ref(s->l, c);
		count++;
	}
	for (size_t i = count; i < 2; i++)
		to->ends[i].is = read_malformed(n);
	if (count != 2)
		read_complain(s->l, n, arena_printf(s->l->a, "expected two "
		    "VPCs, the requester first; found %zu", count));
}

/* ----------------------------------------------------------------- maps */

/* What a block public access leaves out: a VPC, or "vpc/subnet". */
void
spec_read_exclude(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	static const enum exclusion_mode modes[] = {
		EXCLUSION_BIDIRECTIONAL, EXCLUSION_EGRESS
	};
	struct block_public_access *to = base;
	struct exclusion any = { .at = node_place(n),
		.mode = EXCLUSION_UNKNOWN };
	const char *why;
	bool unknown;

	if (read_unless(s->l, n, NODE_MAP, "an object such as { \"shop\": "
	    "\"allow-egress\" }", &why)) {
		any.of.is = value_unknown(any.at, why);
		vec_push(s->l->a, &to->exclusions, any);
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct exclusion e = { .at = node_place(c) };
		int word;

		if (spec_is_comment(c))
			continue;
		word = spec_read_word(s, c, row->words, &unknown);
		e.mode = word >= 0 ? modes[word] : EXCLUSION_UNKNOWN;
		e.of = read_ref_text(s->l, node_key_place(c), node_key(c));
		vec_push(s->l->a, &to->exclusions, e);
	}
}

void
spec_read_reserved(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	struct subnet *to = base;
	const char *why;
	bool unknown;

	if (read_unless(s->l, n, NODE_MAP, "an object such as "
	    "{ \"10.0.16.16/28\": \"prefix\" }", &why))
		return;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct reservation r = { 0 };
		int word;

		if (spec_is_comment(c))
			continue;
		word = spec_read_word(s, c, row->words, &unknown);
		r.cidr = read_cidr_text(s->l, node_key_place(c), node_key(c),
		    0);
		r.type = word >= 0 ? row->words[word] : NULL;
		vec_push(s->l->a, &to->reservations, r);
	}
}

void
spec_read_tags(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *why;

	if (read_unless(s->l, n, NODE_MAP,
	    "an object of tags and their values", &why))
		return;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct tag tag = { .key = read_intern(s->l, node_key(c)) };
		struct text_value text;

		if (spec_is_comment(c))
			continue;
		text = read_text(s->l, c);
		tag.value = text.v;
		if (value_is_known(text.is))
			spec_push(s, base, row->at, &tag, sizeof tag);
	}
}

/* A pool is a block or a list of them. */
static void
read_pool(struct spec *s, struct node n)
{
	struct address_pool *pool = arena_alloc(s->l->a, sizeof *pool);
	struct node c;

	pool->name = sanitise_text(s->l->a, node_key(n));
	pool->at = node_key_place(n);
	if (node_kind(n) != NODE_LIST)
		vec_push(s->l->a, &pool->cidrs, read_cidr(s->l, n, IPV4));
	for (c = node_first(n); node_kind(n) == NODE_LIST && node_exists(c);
	    c = node_next(c))
		vec_push(s->l->a, &pool->cidrs, read_cidr(s->l, c, IPV4));
	vec_push(s->l->a, &s->m->pools, pool);
}

void
spec_read_pools(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *why;

	(void)row;
	(void)base;
	if (read_unless(s->l, n, NODE_MAP, "an object such as "
	    "{ \"main\": \"10.0.0.0/8\" }", &why))
		return;
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (!spec_is_comment(c))
			read_pool(s, c);
}

static const char *
nearest_quota(struct spec *s, const char *key)
{
	VEC(const char *) keys = { 0 };
	bool by_alias;

	for (int f = 0; f < FACT_COUNT; f++)
		if (fact((enum fact)f)->is_quota)
			vec_push(s->l->a, &keys, fact((enum fact)f)->key);
	return spec_meant(key, keys.v, keys.n, &by_alias);
}

static void
complain_quota(struct spec *s, struct node member)
{
	const char *key = sanitise_text(s->l->a, node_key(member));
	const char *nearest = nearest_quota(s, key);
	struct str list = str_new(s->l->a);
	struct finding *f;

	for (int i = 0; i < FACT_COUNT; i++)
		if (fact((enum fact)i)->is_quota)
			str_addf(&list, "%s%s", list.n > 0 ? ", " : "",
			    fact((enum fact)i)->key);
	if (nearest != NULL)
		f = finding_add(&s->l->findings, &notice_unknown_key,
		    node_key_place(member), "unknown quota \"%s\"; did you "
		    "mean \"%s\"?", key, nearest);
	else
		f = finding_add(&s->l->findings, &notice_unknown_key,
		    node_key_place(member), "unknown quota \"%s\"", key);
	finding_help(&s->l->findings, f, "the quotas are %s", str_text(&list));
}

/* Any of them may be another than AWS's. */
static void
leave_quotas_open(struct spec *s, struct node n, const char *why)
{
	for (int f = 0; f < FACT_COUNT; f++) {
		struct quota q = { .key = fact((enum fact)f)->key,
			.n.is = value_unknown(node_place(n), why) };

		if (fact((enum fact)f)->is_quota)
			vec_push(s->l->a, &s->m->quotas, q);
	}
}

void
spec_read_quotas(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *why;

	(void)row;
	(void)base;
	if (read_unless(s->l, n, NODE_MAP, "an object such as "
	    "{ \"security_group_rules\": 120 }", &why)) {
		leave_quotas_open(s, n, why);
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		struct quota q = { .key = node_key(c) };

		if (spec_is_comment(c))
			continue;
		if (!fact_is_quota(q.key)) {
			complain_quota(s, c);
			continue;
		}
		q.n = read_number(s->l, c, 0, INT32_MAX);
		vec_push(s->l->a, &s->m->quotas, q);
	}
}

/* The keys of all kinds, but for those that no spec lists. */
static const char *const *
kind_keys(struct arena *a)
{
	const char **words = arena_array(a, KIND_COUNT + 1, sizeof *words);

	for (int kind = 0; kind < KIND_COUNT; kind++)
		words[kind] = kind_key((enum kind)kind);
	return words;
}

/* Any list may lack something. */
static void
leave_kinds_open(struct spec *s)
{
	for (int kind = 0; kind < KIND_COUNT; kind++)
		model_declare_incomplete(s->m, (enum kind)kind, s->island,
		    s->vpc);
}

void
spec_read_incomplete(struct spec *s, const struct spec_key *row, void *base,
    struct node n)
{
	const char *why;
	bool unknown;

	(void)row;
	(void)base;
	if (read_unless(s->l, n, NODE_LIST, "a list of kinds such as "
	    "[\"network_acls\"]", &why)) {
		leave_kinds_open(s);
		return;
	}
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		int kind = spec_read_word(s, c, kind_keys(s->l->a), &unknown);

		if (kind >= 0)
			model_declare_incomplete(s->m, (enum kind)kind,
			    s->island, s->vpc);
		else
			leave_kinds_open(s);
	}
}
