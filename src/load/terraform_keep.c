/* SPDX-License-Identifier: MIT */
#include "load/terraform_hunt.h"

#include "base/str.h"

#include <string.h>

/*
 * Of what a name leads to, that which an index, a key or a name goes on to.
 */

/* Keep of what was found from begin on that which the path goes on to. */
void
terraform_narrow(struct terraform_hunt *h, size_t begin,
    const struct terraform_path *p, size_t i)
{
	struct terraform_search *s = h->s;
	size_t n = s->found.n - begin, number, kept = begin;

	if (i >= p->n || !p->v[i].is_index || n < 2)
		return;
	if (terraform_is_number(p->v[i].text, &number) && number < n) {
		s->found.v[begin] = s->found.v[begin + number];
		s->found.n = begin + 1;
		return;
	}
	for (size_t j = begin; j < s->found.n; j++)
		if (str_equal(s->found.v[j].to->key, p->v[i].text))
			s->found.v[kept++] = s->found.v[j];
	if (kept > begin)
		s->found.n = kept;
	else if (!terraform_is_number(p->v[i].text, &number) &&
	    !str_equal(p->v[i].text, "*"))
		h->untold = true;	/* a key of a map that was made */
}

/* Keep of what was found from begin on the one block that has that name. */
bool
terraform_keep_of_name(struct terraform_search *s, size_t begin,
    const char *name)
{
	const struct terraform_block *only = NULL;
	size_t kept = begin;

	for (size_t i = begin; i < s->found.n; i++) {
		const struct terraform_block *b = s->found.v[i].to->block;

		if (!str_equal(strrchr(b->name, '.') + 1, name))
			continue;
		if (only != NULL && b != only)
			return false;
		only = b;
	}
	for (size_t i = begin; only != NULL && i < s->found.n; i++)
		if (s->found.v[i].to->block == only)
			s->found.v[kept++] = s->found.v[i];
	if (only != NULL)
		s->found.n = kept;
	return only != NULL;
}

/* Keep of what was found from begin on what is of a module of that name, or of
 * its instance of that key. */
bool
terraform_keep_of_module(struct terraform_search *s, size_t begin,
    const char *name)
{
	size_t kept = begin;

	for (size_t i = begin; i < s->found.n; i++) {
		const struct terraform_module *m = s->found.v[i].to->module;

		while (m != NULL && !str_equal(m->name, name) &&
		    !str_equal(m->key, name))
			m = m->parent;
		if (m != NULL)
			s->found.v[kept++] = s->found.v[i];
	}
	if (kept > begin)
		s->found.n = kept;
	return kept > begin;
}

/* Whether a resource has the text for what for_each often goes by, where what
 * it goes over has numbers: "{ for s in aws_subnet.x : s.availability_zone =>
 * s.id }". */
static bool
has_trait(struct terraform *x, struct terraform_resource *r, const char *text)
{
	static const char *const traits[] = { "availability_zone",
		"cidr_block", "name", NULL };

	for (size_t i = 0; traits[i] != NULL; i++)
		if (str_equal(terraform_word(x, terraform_get(r, traits[i])),
		    text))
			return true;
	return str_equal(terraform_word(x, terraform_member(terraform_get(r,
	    "tags"), "Name")), text);
}

/* Keep of what was found from begin on the only one of a block with numbers
 * that has such. */
bool
terraform_keep_of_trait(struct terraform_hunt *h, size_t begin,
    const char *text)
{
	struct terraform_search *s = h->s;
	size_t n = 0, which = 0, number;

	for (size_t i = begin; i < s->found.n; i++) {
		struct terraform_resource *r = s->found.v[i].to;

		if (r->key == NULL || !terraform_is_number(r->key, &number) ||
		    r->block != s->found.v[begin].to->block)
			return false;
		if (!has_trait(h->x, r, text))
			continue;
		which = i;
		n++;
	}
	if (n != 1)
		return false;
	s->found.v[begin] = s->found.v[which];
	s->found.n = begin + 1;
	return true;
}

