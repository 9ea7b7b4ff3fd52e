/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Which of several things that an expression leads to is meant.
 */

/* The number that a key is, if it is one. */
bool
terraform_is_number(const char *key, size_t *out)
{
	*out = 0;
	for (const char *p = key; *p != '\0'; p++) {
		if (*p < '0' || *p > '9' || *out > TERRAFORM_FOUND_MAX)
			return false;
		*out = *out * 10 + (size_t)(*p - '0');
	}
	return *key != '\0';
}

static void
keep_one(struct terraform_search *s, size_t i)
{
	s->found.v[0] = s->found.v[i];
	s->found.n = 1;
}

/* The first step that was a guess is the one to tell. */
void
terraform_infer_from(struct terraform_search *s, const char *from)
{
	if (s->from == NULL)
		s->from = from;
}

/* Whether a block has the name of another, or begins it: aws_subnet.redshift
 * for aws_subnet.redshift_public. */
static bool
has_name_of(const struct terraform_block *b, const struct terraform_block *of,
    bool begins)
{
	const char *name = strrchr(b->name, '.'), *own = strrchr(of->name, '.');
	size_t n = strlen(name);

	return begins ? strncmp(own, name, n) == 0 &&
	    (own[n] == '_' || own[n] == '-') : str_equal(name, own);
}

static bool
keep_of_name(struct terraform_search *s, const struct terraform_resource *r,
    bool begins)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->found.n; i++)
		if (s->found.v[i].to->module == r->module && has_name_of(
		    s->found.v[i].to->block, r->block, begins))
			s->found.v[kept++] = s->found.v[i];
	if (kept == 0)
		return false;
	if (kept < s->found.n)
		terraform_infer_from(s, "its name");
	s->found.n = kept;
	return true;
}

/* Of what is in several blocks, what is in one that has the same name as r and
 * stands beside it, or one that the name of r begins with. */
static void
choose_block(struct terraform_search *s, const struct terraform_resource *r)
{
	if (!keep_of_name(s, r, false))
		keep_of_name(s, r, true);
}

bool
terraform_found_one_block(const struct terraform_search *s)
{
	for (size_t i = 1; i < s->found.n; i++)
		if (s->found.v[i].to->block != s->found.v[0].to->block)
			return false;
	return true;
}

/* [a.x.id, a.y.id][count.index]: one of each block, one for each instance. */
static bool
is_list_of_all(const struct terraform_search *s,
    const struct terraform_resource *r)
{
	for (size_t i = 0; i < s->found.n; i++)
		if (s->found.v[i].to->block->of.n != 1)
			return false;
	return s->found.n == r->block->of.n;
}

/* concat(a.x[*].id, a.y[*].id)[count.index]: where there are as many of it as
 * of those together, it goes through them in that order. */
static void
choose_of_all(struct terraform_search *s, const struct terraform_resource *r)
{
	enum { FEW = 8 };
	const struct terraform_block *blocks[FEW];
	size_t n = 0, all = 0, index;

	for (size_t i = 0; i < s->found.n; i++) {
		const struct terraform_block *b = s->found.v[i].to->block;
		size_t j = 0;

		while (j < n && blocks[j] != b)
			j++;
		if (j < n)
			continue;
		if (n == FEW)
			return;
		blocks[n++] = b;
		all += b->of.n;
	}
	if (n < 2 || all != r->block->of.n ||
	    !terraform_is_number(r->key, &index) || index >= all)
		return;
	n = 0;
	while (index >= blocks[n]->of.n)
		index -= blocks[n++]->of.n;
	s->found.v[0] = (struct terraform_found){ blocks[n]->of.v[index],
		NULL };
	s->found.n = 1;
	terraform_infer_from(s, "its index");
}

/* Whether a key is one of the words that another is made of: "a" of "a-10", as
 * keys over products of sets are; numbers are too short to tell. */
bool
terraform_is_word_of(const char *word, const char *key)
{
	static const char between[] = "-_./:|, ";
	size_t length = word != NULL ? strlen(word) : 0, digits;

	if (key == NULL || length == 0 || terraform_is_number(word, &digits))
		return false;
	for (const char *p = strstr(key, word); p != NULL;
	    p = strstr(p + 1, word))
		if ((p == key || strchr(between, p[-1]) != NULL) &&
		    (p[length] == '\0' || strchr(between, p[length]) != NULL))
			return true;
	return false;
}

/* Whether all keys that are in that of r are in that one, too: "prod" beside
 * "prod-eu" of "prod-eu-a". */
static bool
is_longest(const struct terraform_search *s, size_t which,
    const struct terraform_resource *r)
{
	const char *longest = s->found.v[which].to->key;

	for (size_t i = 0; i < s->found.n; i++) {
		const char *key = s->found.v[i].to->key;

		if (i != which && terraform_is_word_of(key, r->key) &&
		    !terraform_is_word_of(key, longest))
			return false;
	}
	return true;
}

/*
 * Of one block, the only instance of which the key is in that of r, or the
 * longest such; else the only one that has the key of r in its own.
 */
static void
choose_by_word(struct terraform_search *s, const struct terraform_resource *r)
{
	size_t n = 0, around = 0, which = 0, outer = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		const char *key = s->found.v[i].to->key;

		if (terraform_is_word_of(r->key, key)) {
			around++;
			outer = i;
		}
		if (!terraform_is_word_of(key, r->key))
			continue;
		if (n == 0 || strlen(key) >
		    strlen(s->found.v[which].to->key))
			which = i;
		n++;
	}
	if (n == 0 && around == 1)
		which = outer;
	else if (n == 0 || !is_longest(s, which, r))
		return;
	terraform_infer_from(s, "its key");
	keep_one(s, which);
}

/* "0" of "ssm-0": the number at its end, that of "10.0.0.0/8" is none. */
static const char *
number_at_end(const char *key)
{
	const char *end = key + strlen(key), *p = end;

	while (p > key && p[-1] >= '0' && p[-1] <= '9')
		p--;
	return p < end && p > key && strchr("-_:|, ", p[-1]) != NULL ? p :
	    NULL;
}

/* The key of the innermost module around that has one; or NULL. */
static const char *
key_of_module(const struct terraform_resource *r)
{
	const struct terraform_module *m = r->module;

	while (m != NULL && m->key == NULL)
		m = m->parent;
	return m != NULL ? m->key : NULL;
}

/* Of several instances of a module, those of the longest key that is in that of
 * r: module.vpc["dev"] of "dev-0". */
static void
choose_module(struct terraform_search *s, const struct terraform_resource *r)
{
	const char *longest = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		const char *key = key_of_module(s->found.v[i].to);

		if (!terraform_is_word_of(key, r->key))
			continue;
		if (longest == NULL || terraform_is_word_of(longest, key))
			longest = key;
		else if (!terraform_is_word_of(key, longest))
			return;
	}
	for (size_t i = 0; longest != NULL && i < s->found.n; i++)
		if (str_equal(key_of_module(s->found.v[i].to), longest))
			s->found.v[kept++] = s->found.v[i];
	if (kept == 0 || kept == s->found.n)
		return;
	s->found.n = kept;
	terraform_infer_from(s, "its key");
}

/* Of one block with numbers for keys, the one at the end of the key of r. */
static void
choose_by_last(struct terraform_search *s, const struct terraform_resource *r)
{
	const char *last = number_at_end(r->key);

	for (size_t i = 0; last != NULL && i < s->found.n; i++)
		if (str_equal(s->found.v[i].to->key, last)) {
			terraform_infer_from(s, "its key");
			keep_one(s, i);
		}
}

/* Whether the block has instances for some of those of the other, by key. */
static bool
is_for_some(const struct terraform_block *some,
    const struct terraform_block *all)
{
	size_t number;

	for (size_t i = 0; i < some->of.n; i++)
		if (some->of.v[i]->key == NULL ||
		    terraform_is_number(some->of.v[i]->key, &number) ||
		    map_get(&all->by_key, some->of.v[i]->key) == NULL)
			return false;
	return some->of.n < all->of.n;
}

/*
 * each.value.public ? one.id : some[each.key].id, where there are some for a
 * part of the keys alone: it is those that have one.
 */
static void
choose_by_part(struct terraform_search *s, const struct terraform_resource *r)
{
	enum { FEW = 16 };
	size_t kept = 0;

	if (s->found.n > FEW || terraform_found_one_block(s))
		return;
	for (size_t i = 0; i < s->found.n; i++) {
		const struct terraform_resource *to = s->found.v[i].to;

		if (!is_for_some(to->block, r->block)) {
			s->found.v[kept++] = s->found.v[i];
		} else if (str_equal(to->key, r->key)) {
			keep_one(s, i);
			kept = 1;
			break;
		}
	}
	if (kept == 0 || kept == s->found.n)
		return;
	s->found.n = kept;
	terraform_infer_from(s, "its key");
}

/* The name of its block alone: "public" of "aws_route_table.public". */
static const char *
own_name(const struct terraform_found *f)
{
	return strrchr(f->to->block->name, '.') + 1;
}

/* Keep what is of a block with a name (is), or of one without. */
static bool
keep_named(struct terraform_search *s, const char *word, bool whole, bool is)
{
	enum { FEW = 64 };
	bool named[FEW];
	size_t n = 0, kept = 0;

	if (s->found.n > FEW)
		return false;
	for (size_t i = 0; i < s->found.n; i++) {
		const char *name = own_name(&s->found.v[i]);

		named[i] = whole ? str_equal(name, word) :
		    terraform_is_word_of(word, name);
		n += named[i] == is;
	}
	if (n == 0 || n == s->found.n)
		return false;
	for (size_t i = 0; i < s->found.n; i++)
		if (named[i] == is)
			s->found.v[kept++] = s->found.v[i];
	s->found.n = kept;
	return true;
}

/*
 * each.value.public ? aws_route_table.public.id : …, or each.value.tier ==
 * "public" ? …: where the value is told, a block that has the name of the flag
 * or of the value is what goes with it.
 */
static void
choose_by_value(struct terraform *x, struct terraform_search *s,
    struct terraform_value v)
{
	for (struct node n = node_first(node_get(v.written, "references"));
	    node_exists(n) && s->found.n > 1; n = node_next(n)) {
		const char *name = node_text(x->a, n), *dot, *text;
		struct node value;
		bool chosen, is;

		if (name == NULL || !str_starts_with(name, "each.value."))
			continue;
		value = terraform_each_value(x, v.of->module, v.of->key,
		    v.of->written, name);
		dot = strrchr(name, '.') + 1;
		text = node_kind(value) == NODE_STRING ?
		    node_text(x->a, value) : NULL;
		chosen = text != NULL ? keep_named(s, text, true, true) :
		    node_bool(value, &is) && keep_named(s, dot, false, is);
		if (chosen)
			terraform_infer_from(s, name);
	}
}

/* a.x[index(var.azs, each.value.az)] */
static void
choose_by_position(struct terraform *x, struct terraform_search *s,
    struct terraform_value v)
{
	for (struct node n = node_first(node_get(v.written, "references"));
	    node_exists(n); n = node_next(n)) {
		const char *name = node_text(x->a, n), *text = NULL;
		size_t position, number;

		if (str_equal(name, "each.key"))
			text = v.of->key;
		else if (name != NULL && str_starts_with(name, "each.value"))
			text = terraform_each_text(x, v.of->module, v.of->key,
			    v.of->written, name);
		if (text == NULL || !terraform_position(x, v.of->module,
		    v.written, text, &position))
			continue;
		for (size_t i = 0; i < s->found.n; i++)
			if (s->found.v[i].to->key != NULL &&
			    terraform_is_number(s->found.v[i].to->key,
			    &number) && number == position) {
				terraform_infer_from(s, name);
				keep_one(s, i);
				return;
			}
	}
}

/* each.key == "public" ? aws_route_table.public.id : …: of the key that a block
 * has for a name, that; of others, what is left. */
static void
choose_by_name(struct terraform_search *s, const struct terraform_resource *r)
{
	const char *name = NULL;
	bool chosen = keep_named(s, r->key, true, true);

	for (size_t i = 0; !chosen && i < s->found.n && name == NULL; i++)
		if (map_get(&r->block->by_key, own_name(&s->found.v[i])) !=
		    NULL)
			name = own_name(&s->found.v[i]);
	if (name != NULL)
		chosen = keep_named(s, name, true, false);
	if (chosen)
		terraform_infer_from(s, "its key");
}

/* By a shared name, by key, by number (element() begins again at the end). */
void
terraform_choose(struct terraform *x, struct terraform_search *s,
    struct terraform_value v, struct terraform_speech of)
{
	const struct terraform_resource *r = v.of;
	size_t same = 0, which = 0, number;

	if (r->key != NULL && of.count && !of.local)
		choose_of_all(s, r);
	if (s->found.n > 1)
		choose_block(s, r);
	if (s->found.n > 1 && r->key != NULL && of.each)
		choose_by_value(x, s, v);
	if (s->found.n > 1 && r->key != NULL && of.key)
		choose_by_name(s, r);
	if (s->found.n > 1 && r->key != NULL && of.key)
		choose_by_part(s, r);
	if (s->found.n > 1 && r->key != NULL && of.each)
		choose_module(s, r);
	if (s->found.n < 2 || r->key == NULL ||
	    !(terraform_found_one_block(s) || is_list_of_all(s, r)) ||
	    !(of.count || of.each))
		return;
	for (size_t i = 0; i < s->found.n; i++)
		if (str_equal(s->found.v[i].to->key, r->key)) {
			same++;
			which = i;
		}
	if (same == 0 && of.each && terraform_found_one_block(s))
		choose_by_position(x, s, v);
	if (s->found.n == 1)
		return;
	if (same == 1) {
		terraform_infer_from(s, "its index");
		keep_one(s, which);
	} else if (of.count && same == 0 &&
	    terraform_is_number(r->key, &number)) {
		/* A local may say which key is of which number. */
		if (of.local && s->found.v[0].to->key != NULL &&
		    !terraform_is_number(s->found.v[0].to->key, &which))
			return;
		terraform_infer_from(s, "its index");
		keep_one(s, number % s->found.n);
	} else if (of.each && same == 0 && terraform_found_one_block(s)) {
		choose_by_word(s, r);
		choose_by_last(s, r);
	}
}
