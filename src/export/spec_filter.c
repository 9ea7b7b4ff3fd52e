/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

#include "base/str.h"
#include "model/notation.h"

static const char unread[] = "not in the input";
static const char beside[] = "what else is there is not known";

/* why, owner, expires, exists: what a short string has no place for. */
struct reasons {
	const char *why, *owner;
	const struct text_value *expires;
	const struct condition *exists;
	struct place at;
};

static bool
has_reasons(const struct spec_out *o, const struct reasons *r)
{
	return r->why != NULL || r->owner != NULL || r->exists != NULL ||
	    r->expires->is.state != VALUE_ABSENT ||
	    has_suppressions(o, r->at);
}

static void
put_reasons(struct spec_out *o, const struct reasons *r)
{
	put_name(o, "why", r->why);
	put_name(o, "owner", r->owner);
	put_text(o, "expires", r->expires);
	put_exists(o, r->exists);
	put_suppressions(o, r->at);
}

/* ---------------------------------------------------------------- rules */

static const char *
peer_text(const struct spec_out *o, const struct group_rule *r,
    bool in_string)
{
	struct ref peer = group_rule_peer(r);

	switch ((enum peer_kind)r->peer_kind) {
	case PEER_CIDR:
		return cidr_text(o->a, group_rule_block(r));
	case PEER_SELF:
		return "self";
	case PEER_ANYWHERE:
		return "anywhere";
	case PEER_GROUP:
	case PEER_PREFIX_LIST:
		return export_ref_text(o, &peer, BIT(KIND_SECURITY_GROUP) |
		    BIT(KIND_PREFIX_LIST), in_string);
	case PEER_UNKNOWN:
		break;
	}
	return NULL;
}

static struct reasons
reasons_of_rule(const struct group_rule *r)
{
	static const struct text_value none;

	return (struct reasons){ r->why, group_rule_owner(r),
	    r->rest != NULL ? &r->rest->expires : &none,
	    group_rule_exists(r), r->at };
}

/* Whom it admits is not known; nor which block of somebody's it names. */
static bool
is_untold(const struct group_rule *r)
{
	return r->peer_kind == PEER_UNKNOWN || (r->peer_kind == PEER_CIDR &&
	    !group_rule_has_block(r));
}

static void
write_rule(struct spec_out *o, const struct group_rule *r)
{
	const char *word = r->direction == INGRESS ? "from" : "to";
	struct reasons reasons = reasons_of_rule(r);
	const char *id = o->with_ids ? r->id : NULL;

	if (value_is_known(r->ports->is) && !is_untold(r) &&
	    id == NULL && !has_reasons(o, &reasons)) {
		writer_text(&o->w, arena_printf(o->a, "%s %s %s",
		    notation_ports_format(o->a, r->ports->v), word,
		    peer_text(o, r, true)));
		return;
	}
	writer_begin_map_fit(&o->w);
	put_ports(o, "ports", r->ports);
	writer_key(&o->w, word);
	if (r->peer_kind == PEER_UNKNOWN)
		write_unknown(o, group_rule_peer(r).is.why);
	else if (is_untold(r))
		write_unknown(o, group_rule_cidr(r).is.why);
	else
		writer_text(&o->w, peer_text(o, r, true));
	put_name(o, "id", id);
	put_reasons(o, &reasons);
	writer_end(&o->w);
}

/* Rules beside those that are known: any traffic, anybody. */
static void
write_rest(struct spec_out *o, enum direction d)
{
	writer_begin_map_fit(&o->w);
	writer_key(&o->w, "ports");
	write_unknown(o, beside);
	writer_key(&o->w, d == INGRESS ? "from" : "to");
	write_unknown(o, beside);
	writer_end(&o->w);
}

static void
put_rules(struct spec_out *o, const char *key, struct group_rule *const *v,
    size_t n, bool known)
{
	writer_key(&o->w, key);
	if (!known && n == 0) {
		write_unknown(o, unread);
		return;
	}
	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < n; i++)
		if (!v[i]->implicit)
			write_rule(o, v[i]);
	if (!known)
		write_rest(o, v[0]->direction);
	writer_end(&o->w);
}

static void
write_security_group(struct spec_out *o, const struct security_group *g)
{
	writer_begin_map_fit(&o->w);
	if (g->ingress.n > 0 || !g->ingress_known)
		put_rules(o, "ingress", g->ingress.v, g->ingress.n,
		    g->ingress_known);
	/* Absent means AWS's default; of what is observed all was seen. */
	if (g->egress_stated || !g->is.created || !g->egress_known)
		put_rules(o, "egress", g->egress.v, g->egress.n,
		    g->egress_known);
	put_thing(o, &g->is);
	writer_end(&o->w);
}

void
put_security_groups(struct spec_out *o, const struct vpc *v)
{
	struct order order = export_order(o, v->security_groups.v,
	    v->security_groups.n);
	const struct security_group *of_vpc = NULL;

	/* Of those without one, each may be of another. */
	for (size_t i = 0; i < order.n && of_vpc == NULL && o->vpc != NULL;
	    i++)
		if (((const struct security_group *)order.v[i])->is_default)
			of_vpc = (const struct security_group *)order.v[i];
	if (of_vpc != NULL) {
		writer_key(&o->w, "default_security_group");
		write_security_group(o, of_vpc);
	}
	if (order.n == (of_vpc != NULL))
		return;
	writer_key(&o->w, "security_groups");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		if (order.v[i] == (const struct thing *)of_vpc)
			continue;
		writer_key(&o->w, export_name(o, order.v[i]));
		write_security_group(o,
		    (const struct security_group *)order.v[i]);
	}
	writer_end(&o->w);
}

/* -------------------------------------------------------------- entries */

static void
write_entry(struct spec_out *o, const struct acl_entry *e)
{
	const char *word = e->direction == INGRESS ? "from" : "to";
	const char *action = e->allow ? "allow" : "deny";
	struct reasons reasons = { e->why, e->owner, &e->expires, e->exists,
		e->at };
	char text[CIDR_TEXT_MAX];

	if (value_is_known(e->number.is) && value_is_known(e->ports.is) &&
	    value_is_known(e->cidr.is) && !has_reasons(o, &reasons)) {
		writer_text(&o->w, arena_printf(o->a, "%lld %s %s %s %s",
		    (long long)e->number.v, action,
		    notation_ports_format(o->a, e->ports.v), word,
		    cidr_format(e->cidr.v, text)));
		return;
	}
	writer_begin_map_fit(&o->w);
	put_number(o, "number", &e->number);
	writer_member_text(&o->w, "action", action);
	put_ports(o, "ports", &e->ports);
	put_cidr(o, word, &e->cidr);
	put_reasons(o, &reasons);
	writer_end(&o->w);
}

/* Where others may stand among them that are not known, that is the last. */
static void
put_entries(struct spec_out *o, const char *key, struct acl_entry *const *v,
    size_t n, bool all)
{
	writer_key(&o->w, key);
	if (n == 0 && !all) {
		write_unknown(o, unread);
		return;
	}
	writer_begin_list_fit(&o->w);
	for (size_t i = 0; i < n; i++)
		if (!v[i]->implicit)
			write_entry(o, v[i]);
	if (!all)
		write_unknown(o, beside);
	writer_end(&o->w);
}

static void
write_network_acl(struct spec_out *o, const struct network_acl *acl)
{
	writer_begin_map_fit(&o->w);
	if (acl->is_default)
		writer_member_bool(&o->w, "default", true);
	put_entries(o, "ingress", acl->ingress.v, acl->ingress.n,
	    acl->entries_known);
	put_entries(o, "egress", acl->egress.v, acl->egress.n,
	    acl->entries_known);
	put_thing(o, &acl->is);
	writer_end(&o->w);
}

void
put_network_acls(struct spec_out *o, const struct vpc *v)
{
	struct order order = export_order(o, v->network_acls.v,
	    v->network_acls.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "network_acls");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		writer_key(&o->w, export_name(o, order.v[i]));
		write_network_acl(o, (const struct network_acl *)order.v[i]);
	}
	writer_end(&o->w);
}

/* --------------------------------------------------------- prefix lists */

/* Also one that is unknown is an entry: the list itself is known. */
void
put_prefix_lists(struct spec_out *o)
{
	struct order order = export_order(o, o->m->prefix_lists.v,
	    o->m->prefix_lists.n);

	if (order.n == 0)
		return;
	writer_key(&o->w, "prefix_lists");
	writer_begin_map(&o->w);
	for (size_t i = 0; i < order.n; i++) {
		const struct prefix_list *list =
		    (const struct prefix_list *)order.v[i];

		writer_key(&o->w, export_name(o, &list->is));
		writer_begin_map_fit(&o->w);
		if (list->entries_known) {
			writer_key(&o->w, "entries");
			write_cidrs(o, list->entries.v, list->entries.n);
		} else if (list->managed.is.state == VALUE_ABSENT) {
			writer_key(&o->w, "entries");
			write_unknown(o, unread);
		}
		put_number(o, "max", &list->max);
		put_text(o, "managed", &list->managed);
		put_owner(o, &list->is);
		put_thing(o, &list->is);
		writer_end(&o->w);
	}
	writer_end(&o->w);
}
