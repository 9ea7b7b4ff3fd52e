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

/* Of what is in several blocks, what is in one that has the same name as r and
 * stands beside it. */
static void
choose_block(struct terraform_search *s, const struct terraform_resource *r)
{
	const char *name = strchr(r->block->name, '.');
	size_t kept = 0;

	for (size_t i = 0; i < s->found.n; i++)
		if (s->found.v[i].to->module == r->module && str_equal(
		    strchr(s->found.v[i].to->block->name, '.'), name))
			s->found.v[kept++] = s->found.v[i];
	if (kept == 0 || kept == s->found.n)
		return;
	s->found.n = kept;
	terraform_infer_from(s, "its name");
}

static bool
is_of_one_block(const struct terraform_search *s)
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

/* Whether a key is one of the words that another is made of: "a" of "a-10", as
 * keys over products of sets are; numbers are too short to tell. */
static bool
is_word_of(const char *word, const char *key)
{
	static const char between[] = "-_./:|, ";
	size_t length = word != NULL ? strlen(word) : 0, digits;

	if (length == 0 || terraform_is_number(word, &digits))
		return false;
	for (const char *p = strstr(key, word); p != NULL;
	    p = strstr(p + 1, word))
		if ((p == key || strchr(between, p[-1]) != NULL) &&
		    (p[length] == '\0' || strchr(between, p[length]) != NULL))
			return true;
	return false;
}

/* Of one block, the only instance of which the key is in that of r. */
static void
choose_by_word(struct terraform_search *s, const struct terraform_resource *r)
{
	size_t n = 0, which = 0;

	for (size_t i = 0; i < s->found.n; i++)
		if (is_word_of(s->found.v[i].to->key, r->key)) {
			n++;
			which = i;
		}
	if (n != 1)
		return;
	terraform_infer_from(s, "its key");
	keep_one(s, which);
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

	if (s->found.n > FEW || is_of_one_block(s))
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

/* By a shared name, by key, by number (element() begins again at the end). */
void
terraform_choose(struct terraform_search *s,
    const struct terraform_resource *r, struct terraform_speech of)
{
	size_t same = 0, which = 0, number;

	choose_block(s, r);
	if (s->found.n > 1 && r->key != NULL && of.key)
		choose_by_part(s, r);
	if (s->found.n < 2 || r->key == NULL ||
	    !(is_of_one_block(s) || is_list_of_all(s, r)) ||
	    !(of.count || of.each))
		return;
	for (size_t i = 0; i < s->found.n; i++)
		if (str_equal(s->found.v[i].to->key, r->key)) {
			same++;
			which = i;
		}
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
	} else if (of.each && same == 0 && is_of_one_block(s)) {
		choose_by_word(s, r);
	}
}
