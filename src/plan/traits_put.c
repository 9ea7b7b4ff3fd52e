/* SPDX-License-Identifier: MIT */
#include "plan/traits_out.h"

struct trait *
put_trait(struct traits_out *o, const char *key, const char *value)
{
	struct trait t = { .part = o->part, .key = key, .value = value,
		.at = o->of->at };

	vec_push(o->a, &o->traits, t);
	return &o->traits.v[o->traits.n - 1];
}

void
put_unseen(struct traits_out *o, enum trait_part part)
{
	o->traits.unseen |= UINT32_C(1) << part;
}

/* False, and said so, if there is nothing to write of a value. */
static bool
is_written(struct traits_out *o, const char *key, struct value is)
{
	if (value_is_unknown(is))
		put_trait(o, key, "unknown")->unknown = true;
	return value_is_known(is);
}

/* The row that was put last is a value of its thing. */
void
put_plain(struct traits_out *o, const void *value, size_t size)
{
	struct trait *t = &o->traits.v[o->traits.n - 1];

	t->plain = value;
	t->size = size;
}

void
put_trait_text(struct traits_out *o, const char *key,
    const struct text_value *v)
{
	if (is_written(o, key, v->is))
		put_trait(o, key, v->v);
	if (v->is.state != VALUE_ABSENT)
		put_plain(o, v, sizeof *v);
}

void
put_trait_number(struct traits_out *o, const char *key,
    const struct number_value *v)
{
	if (is_written(o, key, v->is))
		put_trait(o, key, arena_printf(o->a, "%lld",
		    (long long)v->v));
	if (v->is.state != VALUE_ABSENT)
		put_plain(o, v, sizeof *v);
}

void
put_trait_cidr(struct traits_out *o, const char *key,
    const struct cidr_value *v)
{
	if (is_written(o, key, v->is))
		put_trait(o, key, cidr_text(o->a, v->v));
	if (v->is.state != VALUE_ABSENT)
		put_plain(o, v, sizeof *v);
}

const char *
trait_ref_text(struct traits_out *o, const struct ref *r)
{
	if (value_is_unknown(r->is))
		return "unknown";
	if (r->to != NULL)
		return pairing_name(o->p, o->a, o->when, r->to, o->of);
	return r->text == NULL ? "unknown" : r->text;
}

void
put_trait_ref(struct traits_out *o, const char *key, const struct ref *r)
{
	if (r->is.state != VALUE_ABSENT || r->to != NULL)
		put_trait(o, key, trait_ref_text(o, r))->unknown =
		    value_is_unknown(r->is);
}

void
put_trait_flag(struct traits_out *o, const char *key,
    const struct flag_value *v, bool otherwise)
{
	if (is_written(o, key, v->is) && v->v != otherwise)
		put_trait(o, key, v->v ? "yes" : "no");
	else if (!value_is_unknown(v->is))
		return;
	put_plain(o, v, sizeof *v);
}

void
put_trait_cidrs(struct traits_out *o, const char *key,
    const struct cidr_value *v, size_t n)
{
	char text[CIDR_TEXT_MAX];

	for (size_t i = 0; i < n; i++)
		if (is_written(o, key, v[i].is))
			put_trait(o, arena_printf(o->a, "%s %s", key,
			    cidr_format(v[i].v, text)), "")->of = &v[i];
}

void
put_trait_refs(struct traits_out *o, const char *key, const struct ref *v,
    size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct trait *t = put_trait(o, arena_printf(o->a, "%s %s", key,
		    trait_ref_text(o, &v[i])), "");

		t->unknown = value_is_unknown(v[i].is);
		t->of = v[i].to;
	}
}

/* That of an Elastic IP, where it is known: others state that itself. */
static const struct address_value *
address_of(const struct address_value *v)
{
	const struct elastic_ip *e = (const struct elastic_ip *)
	    v->elastic_ip.to;

	return v->family == 0 && e != NULL && e->is.kind == KIND_ELASTIC_IP &&
	    value_is_known(e->address.is) && e->address.family != 0 ?
	    &e->address : v;
}

void
put_trait_addresses(struct traits_out *o, const char *key,
    const struct address_value *v, size_t n)
{
	const struct address_value *is;
	char text[ADDR_TEXT_MAX];

	for (size_t i = 0; i < n; i++) {
		if (!is_written(o, key, v[i].is))
			continue;
		is = address_of(&v[i]);
		put_trait(o, arena_printf(o->a, "%s %s", key,
		    is->family != 0 ? addr_format(is->v, is->family, text) :
		    trait_ref_text(o, &v[i].elastic_ip)), "");
	}
}

void
put_trait_thing(struct traits_out *o, const char *key, const struct thing *t)
{
	if (t != NULL)
		put_trait(o, key, pairing_name(o->p, o->a, o->when, t,
		    o->of))->of = t;
}
