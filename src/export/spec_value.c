/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/once.h"
#include "base/str.h"
#include "model/facts.h"
#include "model/notation.h"

#include <stdlib.h>

void
write_unknown(struct spec_out *o, const char *why)
{
	writer_begin_map_fit(&o->w);
	writer_member_text(&o->w, "unknown", why != NULL ? why :
	    "not in the input");
	writer_end(&o->w);
}

/* Write the key, and the value if it is unknown; true: a known one is left. */
static bool
begin_value(struct spec_out *o, const char *key, struct value is)
{
	if (is.state == VALUE_ABSENT || is.origin == ORIGIN_IMPLICIT)
		return false;
	writer_key(&o->w, key);
	if (is.state == VALUE_KNOWN)
		return true;
	write_unknown(o, is.why);
	return false;
}

void
put_name(struct spec_out *o, const char *key, const char *text)
{
	if (text != NULL)
		writer_member_text(&o->w, key, text);
}

/* A state that is not known must not pass for the default. */
void
put_state(struct spec_out *o, const char *state)
{
	if (!fact_state_is_unknown(state)) {
		put_name(o, "state", state);
		return;
	}
	writer_key(&o->w, "state");
	write_unknown(o, NULL);
}

void
put_text(struct spec_out *o, const char *key, const struct text_value *v)
{
	if (begin_value(o, key, v->is))
		writer_text(&o->w, v->v);
}

void
put_flag(struct spec_out *o, const char *key, const struct flag_value *v)
{
	if (begin_value(o, key, v->is))
		writer_bool(&o->w, v->v);
}

void
put_flag_unless(struct spec_out *o, const char *key,
    const struct flag_value *v, bool otherwise)
{
	if (!value_is_known(v->is) || v->v != otherwise)
		put_flag(o, key, v);
}

void
put_number(struct spec_out *o, const char *key, const struct number_value *v)
{
	if (begin_value(o, key, v->is))
		writer_integer(&o->w, v->v);
}

void
write_cidr(struct spec_out *o, const struct cidr_value *v)
{
	char text[CIDR_TEXT_MAX];

	if (value_is_known(v->is))
		writer_text(&o->w, cidr_format(v->v, text));
	else
		write_unknown(o, v->is.why);
}

void
put_cidr(struct spec_out *o, const char *key, const struct cidr_value *v)
{
	if (v->is.state == VALUE_ABSENT)
		return;
	writer_key(&o->w, key);
	write_cidr(o, v);
}

/* A list of one unknown is an unknown list. */
static bool
put_unknown_list(struct spec_out *o, const char *key, size_t n,
    struct value first)
{
	writer_key(&o->w, key);
	if (n != 1 || !value_is_unknown(first))
		return false;
	write_unknown(o, first.why);
	return true;
}

/* Whether a list of n has the block already: a spec says it once. */
static bool
is_again(struct spec_out *o, struct once *seen, const struct cidr_value *v,
    size_t n)
{
	char text[CIDR_TEXT_MAX];

	if (n < 2 || !value_is_known(v->is))
		return false;
	cidr_format(v->v, text);
	return !once_is_new(seen, o->a, arena_strdup(o->a, text));
}

void
write_cidrs(struct spec_out *o, const struct cidr_value *v, size_t n)
{
	struct once seen = { 0 };

	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < n; i++)
		if (!is_again(o, &seen, &v[i], n))
			write_cidr(o, &v[i]);
	writer_end(&o->w);
}

void
put_cidrs(struct spec_out *o, const char *key, const struct cidr_value *v,
    size_t n)
{
	struct value none = { 0 };

	if (!put_unknown_list(o, key, n, n > 0 ? v[0].is : none))
		write_cidrs(o, v, n);
}

void
put_ports(struct spec_out *o, const char *key, const struct ports_value *v)
{
	const char *text;
	struct port_set same;

	if (!begin_value(o, key, v->is))
		return;
	text = notation_ports_format(o->a, v->v);
	if (notation_ports_parse(o->a, text, &same, NULL) == NULL)
		writer_text(&o->w, text);
	else	/* such as tcp/53 and udp/53 in one */
		write_unknown(o, text);
}

/* ----------------------------------------------------------- references */

void
write_ref(struct spec_out *o, const struct ref *r, uint32_t kinds)
{
	if (!value_is_known(r->is))
		write_unknown(o, r->is.why);
	else
		writer_text(&o->w, export_ref_text(o, r, kinds, false));
}

void
put_ref(struct spec_out *o, const char *key, const struct ref *r,
    uint32_t kinds)
{
	if (r->is.state == VALUE_ABSENT)
		return;
	writer_key(&o->w, key);
	write_ref(o, r, kinds);
}

void
put_needed_ref(struct spec_out *o, const char *key, const struct ref *r,
    uint32_t kinds)
{
	writer_key(&o->w, key);
	write_ref(o, r, kinds);
}

static bool
is_of_other_condition(const struct spec_out *o, const struct ref *r)
{
	return value_is_known(r->is) && r->exists != NULL &&
	    !condition_same(r->exists, o->under);
}

static void
write_maybe_ref(struct spec_out *o, const struct ref *r, uint32_t kinds)
{
	write_unknown(o, arena_printf(o->a, "%s %s %s", export_ref_text(o, r,
	    kinds, false), r->exists->negated ? "unless" : "if",
	    r->exists->text));
}

void
put_refs(struct spec_out *o, const char *key, const struct ref *v, size_t n,
    uint32_t kinds)
{
	struct value none = { 0 };
	struct once seen = { 0 };

	if (put_unknown_list(o, key, n, n > 0 ? v[0].is : none))
		return;
	if (n == 1 && is_of_other_condition(o, &v[0])) {
		write_maybe_ref(o, &v[0], kinds);
		return;
	}
	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < n; i++) {
		const char *text = value_is_known(v[i].is) ?
		    export_ref_text(o, &v[i], kinds, false) : NULL;

		/* A template may name one twice, and means it once. */
		if (is_of_other_condition(o, &v[i]))
			write_maybe_ref(o, &v[i], kinds);
		else if (text == NULL || once_is_new(&seen, o->a, text))
			write_ref(o, &v[i], kinds);
	}
	writer_end(&o->w);
}

void
write_address(struct spec_out *o, const struct address_value *v)
{
	char text[ADDR_TEXT_MAX];

	if (!value_is_known(v->is))
		write_unknown(o, v->is.why);
	else if (v->family != 0 && v->elastic_ip.to == NULL)
		writer_text(&o->w, addr_format(v->v, v->family, text));
	else
		write_ref(o, &v->elastic_ip, BIT(KIND_ELASTIC_IP));
}

void
put_addresses(struct spec_out *o, const char *key,
    const struct address_value *v, size_t n)
{
	struct value first = { 0 };
	struct once seen = { 0 };
	char text[ADDR_TEXT_MAX];

	/* What link could not find is as little known as what a spec says
	 * is not known: the next time it is read as that. */
	if (n > 0)
		first = value_is_unknown(v[0].elastic_ip.is) ?
		    v[0].elastic_ip.is : v[0].is;
	if (put_unknown_list(o, key, n, first))
		return;
	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < n; i++)
		if (!value_is_known(v[i].is) || v[i].family == 0 ||
		    once_is_new(&seen, o->a, arena_strdup(o->a,
		    addr_format(v[i].v, v[i].family, text))))
			write_address(o, &v[i]);
	writer_end(&o->w);
}

/* ---------------------------------------------------------------- things */

void
put_exists(struct spec_out *o, const struct condition *c)
{
	if (c == NULL)
		return;
	writer_key(&o->w, "exists");
	writer_begin_map_fit(&o->w);
	writer_member_text(&o->w, "maybe", c->negated ?
	    arena_printf(o->a, "not %s", c->text) : c->text);
	writer_end(&o->w);
}

/*
 * The tag Name says again what the key says; tags that AWS's own services set
 * ("aws:…") tell where a thing came from.
 */
static bool
is_written(const struct spec_out *o, const struct thing *t,
    const struct tag *tag)
{
	if (str_equal(tag->key, "Name"))
		return !str_equal(tag->value, export_name(o, t));
	return o->with_ids || !str_starts_with(tag->key, "aws:");
}

bool
has_tags(const struct spec_out *o, const struct thing *t)
{
	for (size_t i = 0; i < t->tags.n; i++)
		if (is_written(o, t, &t->tags.v[i]))
			return true;
	return false;
}

static int
compare_tags(const void *x, const void *y)
{
	const struct tag *a = x, *b = y;

	return str_natural_compare(a->key, b->key);
}

static void
put_tags(struct spec_out *o, const struct thing *t)
{
	VEC(struct tag) tags = { 0 };

	for (size_t i = 0; i < t->tags.n; i++)
		if (is_written(o, t, &t->tags.v[i]))
			vec_push(o->a, &tags, t->tags.v[i]);
	if (tags.n == 0)
		return;
	vec_sort(&tags, compare_tags);
	writer_key(&o->w, "tags");
	writer_begin_map_fit(&o->w);
	for (size_t i = 0; i < tags.n; i++)
		writer_member_text(&o->w, tags.v[i].key, tags.v[i].value);
	writer_end(&o->w);
}

void
put_thing(struct spec_out *o, const struct thing *t)
{
	o->under = NULL;
	put_tags(o, t);
	put_exists(o, t->exists);
	if (o->with_ids) {
		put_name(o, "id", t->id);
		put_name(o, "source", t->address);
	}
	put_suppressions(o, t->at);
}

void
put_owner(struct spec_out *o, const struct thing *t)
{
	if (!str_equal(t->account, o->account))
		put_name(o, "account", t->account);
	if (!str_equal(t->region, o->region))
		put_name(o, "region", t->region);
}
