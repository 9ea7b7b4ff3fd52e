/* SPDX-License-Identifier: MIT */
#include "plan/because_causes.h"

#include "base/str.h"

void
because_add(struct causes *s, const char *text)
{
	for (size_t i = 0; i < s->out->because.n; i++)
		if (str_equal(s->out->because.v[i], text))
			return;
	vec_push(s->g->a, &s->out->because, text);
}

static const char *
kind_word(const struct thing *t)
{
	switch (t->kind) {
	case KIND_SECURITY_GROUP:
		return "sg:";
	case KIND_ROUTE_TABLE:
		return "rt:";
	case KIND_NETWORK_ACL:
		return "acl:";
	case KIND_SUBNET:
		return "subnet:";
	case KIND_PREFIX_LIST:
		return "pl:";
	case KIND_ATTACHMENT:
		return "attachment:";
	case KIND_TRANSIT_GATEWAY:
		return "tgw:";
	case KIND_TRANSIT_TABLE:
		return "tgw-rt:";
	case KIND_PEERING:
		return "peering:";
	case KIND_VPN:
		return "vpn:";
	case KIND_NETWORK:
		return "net:";
	case KIND_ENDPOINT_SERVICE:
		return "service:";
	case KIND_ELASTIC_IP:
		return "eip:";
	default:
		return "";
	}
}

const char *
because_clause(struct arena *a, const struct thing_change *c,
    const struct difference *d)
{
	const struct thing *t = c->pair->is[c->pair->is[AFTER] != NULL];

	return arena_printf(a, "%s%s %s", kind_word(t), c->title,
	    difference_text(a, d));
}

const char *
because_whole(struct arena *a, const struct thing_change *c)
{
	const struct thing *t = c->pair->is[c->pair->is[AFTER] != NULL];
	const char *what = kind_word(t);

	/* A workload is known by its name, and what has none says its kind. */
	if (what[0] == '\0' && t->kind != KIND_WORKLOAD &&
	    !str_starts_with(c->title, "the "))
		what = arena_printf(a, "%s ", kind_name(t->kind));
	return arena_printf(a, "%s%s is %s", what, c->title,
	    c->kind == CHANGE_ADDED ? "new" : "gone");
}

/* "x is new", or "x is gone", whichever way the packet passes. */
bool
because_add_whole(struct causes *s, const struct thing_change *c)
{
	if (c->kind != CHANGE_ADDED && c->kind != CHANGE_REMOVED)
		return false;
	because_add(s, because_whole(s->g->a, c));
	return true;
}

/* The field that holds this rule, entry or route on one side. */
bool
because_add_part(struct causes *s, const struct thing_change *c, enum when side,
    const void *of)
{
	for (size_t i = 0; i < c->fields.n; i++) {
		const struct difference *d = &c->fields.v[i];

		if (d->is[side] != NULL && d->is[side]->of == of) {
			because_add(s, because_clause(s->g->a, c, d));
			return true;
		}
	}
	return false;
}

/* A gateway endpoint's tables: each has a route to it, and says so. */
static bool
is_told_by_routes(const struct thing_change *c, const struct trait *t)
{
	const struct thing *of = c->pair->is[c->pair->is[AFTER] != NULL];

	return of->kind == KIND_ENDPOINT && str_starts_with(t->key,
	    "route table ");
}

bool
because_add_fields(struct causes *s, const struct thing_change *c, const char *key)
{
	bool found = false;

	for (size_t i = 0; i < c->fields.n; i++) {
		const struct difference *d = &c->fields.v[i];
		const struct trait *t = d->is[d->is[AFTER] != NULL];

		if (key != NULL ? !str_starts_with(t->key, key) :
		    is_told_by_routes(c, t))
			continue;
		because_add(s, because_clause(s->g->a, c, d));
		found = true;
	}
	return found;
}
