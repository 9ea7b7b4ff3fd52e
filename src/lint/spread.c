/* SPDX-License-Identifier: MIT */
#include "lint/spread.h"

#include "lint/words.h"

#include <stdlib.h>
#include <string.h>

const char *
spread_az(const struct subnet *s)
{
	if (value_is_known(s->az.is))
		return s->az.v;
	return value_is_known(s->az_id.is) ? s->az_id.v : "?";
}

static int
compare_zones(const void *x, const void *y)
{
	const struct subnet *a = *(const struct subnet *const *)x;
	const struct subnet *b = *(const struct subnet *const *)y;
	int order = strcmp(a->az_key, b->az_key);

	return order != 0 ? order : thing_compare(&a->is, &b->is);
}

struct spread
spread_of(struct lint *l, const struct ref *v, size_t n)
{
	struct spread s = { .known = true };

	for (size_t i = 0; i < n; i++) {
		const struct subnet *one = (const struct subnet *)v[i].to;

		if (one == NULL || one->is.kind != KIND_SUBNET ||
		    one->az_key == NULL)
			s.known = false;
		else
			vec_push(l->a, &s, one);
	}
	vec_sort(&s, compare_zones);
	for (size_t i = 0; i < s.n; i++) {
		if (i > 0 && str_equal(s.v[i]->az_key, s.v[i - 1]->az_key)) {
			s.twice[0] = s.v[i - 1];
			s.twice[1] = s.v[i];
			continue;
		}
		s.zones++;
	}
	return s;
}

void
spread_flag(struct lint *l, const struct thing *t, const struct spread *s,
    const char *what)
{
	struct words_list list = { .a = l->a };
	struct finding *f;

	for (size_t i = 0; i < s->n; i++)
		words_add(&list, arena_printf(l->a, "%s (AZ %s)",
		    thing_title(l->a, &s->v[i]->is), spread_az(s->v[i])));
	f = flag(l, t, t->at, "%s %s: %s", thing_title(l->a, t), what,
	    list.n > 0 ? words_join(&list) : "no subnet");
	f->key = what;
	for (size_t i = 0; i < s->n && i < 4; i++)
		finding_related(l->findings, f, s->v[i]->is.at, "%s",
		    thing_title(l->a, &s->v[i]->is));
	finding_witness(l->findings, f, "zones", "%zu", s->zones);
	finding_help(l->findings, f, "give it one subnet in each of two AZs or "
	    "more");
}

const struct subnet *
spread_subnet(const struct ref *r)
{
	return r->to != NULL && r->to->kind == KIND_SUBNET ?
	    (const struct subnet *)r->to : NULL;
}

void
spread_name(struct lint *l, struct finding *f, const struct subnet *s)
{
	f->key = thing_label(&s->is);
	finding_passes(l->findings, f, &s->is);
	finding_witness(l->findings, f, "subnet", "%s", thing_label(&s->is));
	finding_related(l->findings, f, s->is.at, "%s",
	    thing_title(l->a, &s->is));
}

int
spread_compare_tiers(const void *x, const void *y)
{
	const struct subnet *a = *(const struct subnet *const *)x;
	const struct subnet *b = *(const struct subnet *const *)y;
	int order = strcmp(a->tier.v, b->tier.v);

	return order != 0 ? order : thing_compare(&a->is, &b->is);
}
