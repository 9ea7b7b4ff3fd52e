/* SPDX-License-Identifier: MIT */
#include "plan/traits_out.h"

/*
 * Who has IPv6: what a side states, if the other is not so without stating it.
 * What follows from a subnet is said there.
 */

static bool
is_stated(const struct flag_value *v)
{
	return v->is.state != VALUE_ABSENT && v->is.origin == ORIGIN_LITERAL;
}

static void
put(struct traits_out *o, const char *key, const struct flag_value *stated,
    const struct flag_value *is, const struct flag_value *twin)
{
	struct trait *t;

	if (!is_stated(stated) && (twin == NULL || !is_stated(twin)))
		return;
	if (twin == NULL || !value_is_known(is->is) ||
	    !value_is_known(twin->is)) {
		put_trait_flag(o, key, stated, !flag_or(*stated, false));
		return;
	}
	if (is->v == twin->v)
		return;
	t = put_trait(o, key, is->v ? "yes" : "no");
	t->plain = stated;
	t->size = sizeof *stated;
}

const struct interface *
traits_twin_of(const struct traits_out *o, const struct interface *i)
{
	const struct thing_pair *pair = pairing_of(o->p, o->when, &i->is);
	const struct workload *w;

	if (pair != NULL && pair->is[1 - o->when] != NULL)
		return (const struct interface *)pair->is[1 - o->when];
	pair = i->workload == NULL ? NULL : pairing_of(o->p, o->when,
	    &i->workload->is);
	w = pair == NULL ? NULL :
	    (const struct workload *)pair->is[1 - o->when];
	return w != NULL && w->interfaces.n > 0 ? w->interfaces.v[0] : NULL;
}

static const struct flag_value *
twin_ipv6(const struct traits_out *o, const struct interface *i)
{
	const struct interface *twin = traits_twin_of(o, i);

	return twin == NULL ? NULL : &twin->ipv6;
}

void
put_trait_ipv6(struct traits_out *o, const char *key,
    const struct interface *i)
{
	put(o, key, &i->ipv6, &i->ipv6, twin_ipv6(o, i));
}

void
put_trait_ipv6_of(struct traits_out *o, const struct workload *w)
{
	if (w->interfaces.n > 0 && w->interfaces.v[0]->is.implicit)
		put(o, "IPv6", &w->ipv6, &w->interfaces.v[0]->ipv6,
		    twin_ipv6(o, w->interfaces.v[0]));
	else if (w->interfaces.n == 0)
		put_trait_flag(o, "IPv6", &w->ipv6, !flag_or(w->ipv6, false));
}
