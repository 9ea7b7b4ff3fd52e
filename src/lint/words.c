/* SPDX-License-Identifier: MIT */
#include "lint/words.h"

#include "base/str.h"
#include "model/notation.h"
#include "text/sanitise.h"

const char *
words_cidr(struct arena *a, struct cidr c)
{
	return cidr_text(a, c);
}

const char *
words_addr(struct arena *a, enum family family, struct addr x)
{
	return addr_text(a, x, family);
}

const char *
words_range(struct arena *a, enum family family, struct range r)
{
	struct cidr c = cidr_largest_at(r.first, r.last, family);

	if (addr_equal(cidr_last(c), r.last))
		return words_cidr(a, c);
	return arena_printf(a, "%s-%s", words_addr(a, family, r.first),
	    words_addr(a, family, r.last));
}

const char *
words_point(struct arena *a, uint32_t point)
{
	struct port_range one = { point, point };
	unsigned protocol = point >> 16;

	if (protocol != PROTOCOL_TCP && protocol != PROTOCOL_UDP &&
	    protocol != PROTOCOL_ICMP && protocol != PROTOCOL_ICMPV6)
		return notation_ports_format(a,
		    port_set_of_protocol(a, protocol));
	return notation_ports_format(a, port_set_of_ranges(a, &one, 1));
}

const char *
words_destination(struct arena *a, const struct route *r)
{
	switch (r->destination) {
	case DESTINATION_CIDR:
		if (value_is_known(r->cidr.is))
			return words_cidr(a, r->cidr.v);
		break;
	case DESTINATION_PREFIX_LIST:
		if (r->list.to != NULL)
			return thing_title(a, r->list.to);
		break;
	case DESTINATION_SERVICE:
		return sanitise_text(a, r->service);
	case DESTINATION_UNKNOWN:
		break;
	}
	return r->written != NULL ? sanitise_text(a, r->written) :
	    "of unknown destination";
}

const char *
words_route(struct arena *a, const struct route *r)
{
	if (r->table == NULL)
		return arena_printf(a, "the route %s", words_destination(a, r));
	return arena_printf(a, "the route %s of %s", words_destination(a, r),
	    thing_title(a, &r->table->is));
}

const char *
words_target(struct arena *a, const struct route *r)
{
	switch (r->target_kind) {
	case TARGET_THING:
		if (r->target.to != NULL)
			return thing_title(a, r->target.to);
		return r->target.text != NULL ? r->target.text :
		    "a target that is not known";
	case TARGET_LOCAL:
		return "local";
	case TARGET_BLACKHOLE:
		return "a blackhole";
	case TARGET_NONE:
		return "nothing";
	case TARGET_SEVERAL:
		return "several targets";
	case TARGET_UNKNOWN:
		break;
	}
	return "a target that is not known";
}

/* As the input has it ("hub/app"), but rather a name than an id. */
static const char *
group_words(struct arena *a, const struct ref *peer)
{
	const struct thing *t = peer->to;

	if (t != NULL && (peer->text == NULL ||
	    str_equal(peer->text, t->id)))
		return sanitise_text(a, thing_label(t));
	return peer->text != NULL ? peer->text : "an unknown peer";
}

const char *
words_peer(struct arena *a, const struct group_rule *r)
{
	struct ref peer = group_rule_peer(r);

	switch ((enum peer_kind)r->peer_kind) {
	case PEER_CIDR:
		return group_rule_has_block(r) ?
		    words_cidr(a, group_rule_block(r)) : "an unknown block";
	case PEER_GROUP:
	case PEER_PREFIX_LIST:
		return group_words(a, &peer);
	case PEER_SELF:
		return "self";
	case PEER_ANYWHERE:
		return "anywhere";
	case PEER_UNKNOWN:
		break;
	}
	return "an unknown peer";
}

static const char *
ports_words(const struct ports_value *ports)
{
	if (value_is_known(ports->is) && ports->written != NULL)
		return ports->written;
	return "unknown ports";
}

const char *
words_group_rule(struct arena *a, const struct group_rule *r)
{
	return arena_printf(a, "%s %s %s", ports_words(r->ports),
	    r->direction == INGRESS ? "from" : "to", words_peer(a, r));
}

const char *
words_acl_entry(struct arena *a, const struct acl_entry *e)
{
	return arena_printf(a, "%lld %s %s %s %s",
	    (long long)number_or(e->number, 0), e->allow ? "allow" : "deny",
	    ports_words(&e->ports), e->direction == INGRESS ? "from" : "to",
	    value_is_known(e->cidr.is) ? words_cidr(a, e->cidr.v) :
	    "an unknown block");
}

const char *
words_count(struct arena *a, size_t n, const char *noun)
{
	return arena_printf(a, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

enum { NAMED_MAX = 4 };

void
words_add(struct words_list *list, const char *text)
{
	if (list->n < NAMED_MAX)
		list->v[list->n] = text;
	list->n++;
}

const char *
words_join(const struct words_list *list)
{
	size_t named = list->n < NAMED_MAX ? list->n : NAMED_MAX;
	struct str s = str_new(list->a);

	for (size_t i = 0; i < named; i++) {
		if (i > 0)
			str_add(&s, i + 1 == list->n ? " and " : ", ");
		str_add(&s, list->v[i]);
	}
	if (list->n > named)
		str_addf(&s, " and %zu more", list->n - named);
	return str_text(&s);
}

void
words_add_blocks(struct words_list *list, struct range_set s)
{
	size_t n;
	struct cidr *v = range_set_to_cidrs(list->a, s, &n);

	for (size_t i = 0; i < n; i++)
		words_add(list, words_cidr(list->a, v[i]));
}
