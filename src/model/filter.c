/* SPDX-License-Identifier: MIT */
#include "model/filter.h"

#include "base/fatal.h"
#include "base/str.h"

const char *
direction_name(enum direction d)
{
	return d == INGRESS ? "ingress" : "egress";
}

/* The offset of the peer from the rule, or OFFSET_NONE if it has no room. */
enum { OFFSET_MAX = (1 << 12) - 2, OFFSET_NONE = (1 << 12) - 1 };

static uint32_t
offset_of(struct place peer, struct place rule)
{
	if (peer.file != rule.file || peer.offset < rule.offset ||
	    peer.offset - rule.offset > OFFSET_MAX)
		return OFFSET_NONE;
	return peer.offset - rule.offset;
}

static const struct value *
value_of_peer(const struct rule_draft *d)
{
	return d->peer_kind == PEER_CIDR ? &d->cidr.is : &d->peer.is;
}

/* The text of a block, if it is not the one that its value has. */
static const char *
odd_text(const struct rule_draft *d)
{
	char text[CIDR_TEXT_MAX];

	if (d->peer_kind != PEER_CIDR || d->cidr.written == NULL ||
	    (value_is_known(d->cidr.is) &&
	    str_equal(d->cidr.written, cidr_format(d->cidr.v, text))))
		return NULL;
	return d->cidr.written;
}

/* What does not fit into the rule; NULL if all of it does. */
static const struct rule_rest *
rest_of(struct arena *a, const struct rule_draft *d)
{
	const struct value *is = value_of_peer(d);
	struct rule_rest *kept, rest = { .owner = d->owner,
		.expires = d->expires, .exists = d->exists,
		.written = odd_text(d) };

	if (d->peer_kind != PEER_CIDR)
		rest.peer_exists = d->peer.exists;
	else
		rest.block_of = d->cidr.block_of;
	if (is->state != VALUE_ABSENT && (is->why != NULL ||
	    offset_of(is->at, d->at) == OFFSET_NONE))
		rest.peer = *is;
	if (rest.owner == NULL && rest.exists == NULL &&
	    rest.expires.is.state == VALUE_ABSENT && rest.written == NULL &&
	    rest.peer_exists == NULL && rest.block_of == NULL &&
	    rest.peer.state == VALUE_ABSENT)
		return NULL;
	kept = arena_alloc(a, sizeof *kept);
	*kept = rest;
	return kept;
}

struct group_rule *
group_rule_new(struct arena *a, const struct rule_draft *d,
    const struct ports_value *ports)
{
	struct group_rule *r = arena_alloc(a, sizeof *r);
	const struct value *is = value_of_peer(d);

	r->at = d->at;
	r->number = d->number;
	r->direction = d->direction == EGRESS;
	r->implicit = d->implicit;
	r->state = (uint32_t)is->state & 3;
	r->origin = (uint32_t)is->origin & 3;
	r->offset = offset_of(is->at, d->at) & OFFSET_NONE;
	group_rule_set_kind(r, d->peer_kind);
	r->ports = ports;
	r->id = d->id;
	r->why = d->why;
	r->rest = rest_of(a, d);
	if (d->peer_kind == PEER_CIDR) {
		r->family = (uint32_t)d->cidr.v.family & 7;
		r->length = d->cidr.v.length;
		r->peer.base = d->cidr.v.base;
	} else {
		r->peer.name.to = d->peer.to;
		r->peer.name.text = d->peer.text;
	}
	return r;
}

static struct value
peer_value(const struct group_rule *r)
{
	struct value is = { .state = (enum value_state)r->state,
		.origin = (enum value_origin)r->origin, .at = r->at };

	if (r->rest != NULL && r->rest->peer.state != VALUE_ABSENT)
		return r->rest->peer;
	if (r->state == VALUE_ABSENT)
		return (struct value){ .state = VALUE_ABSENT };
	is.at.offset += r->offset;
	return is;
}

struct cidr_value
group_rule_cidr(const struct group_rule *r)
{
	struct cidr_value c = { .is = { .state = VALUE_ABSENT } };

	if (r->peer_kind != PEER_CIDR)
		return c;
	c.is = peer_value(r);
	c.v.base = r->peer.base;
	c.v.family = (uint8_t)r->family;
	c.v.length = (uint8_t)r->length;
	c.written = r->rest != NULL ? r->rest->written : NULL;
	c.block_of = r->rest != NULL ? r->rest->block_of : NULL;
	return c;
}

struct cidr
group_rule_block(const struct group_rule *r)
{
	struct cidr none = { .family = 0 };

	return r->peer_kind == PEER_CIDR ? group_rule_cidr(r).v : none;
}

const char *
group_rule_block_text(struct arena *a, const struct group_rule *r)
{
	struct cidr_value c = group_rule_cidr(r);

	if (c.written != NULL)
		return c.written;
	return value_is_known(c.is) ?
	    cidr_text(a, c.v) : "";
}

const char *
group_rule_peer_text(struct arena *a, const struct group_rule *r)
{
	switch ((enum peer_kind)r->peer_kind) {
	case PEER_CIDR:
		return group_rule_block_text(a, r);
	case PEER_GROUP:
	case PEER_PREFIX_LIST:
		return group_rule_to(r) != NULL ?
		    thing_label(group_rule_to(r)) : group_rule_peer(r).text;
	case PEER_SELF:
		return "self";
	case PEER_ANYWHERE:
		return "anywhere";
	case PEER_UNKNOWN:
		break;
	}
	return "?";
}

struct ref
group_rule_peer(const struct group_rule *r)
{
	struct ref ref = { .is = { .state = VALUE_ABSENT } };

	if (r->peer_kind == PEER_CIDR)
		return ref;
	ref.is = peer_value(r);
	ref.to = r->peer.name.to;
	ref.text = r->peer.name.text;
	ref.exists = r->rest != NULL ? r->rest->peer_exists : NULL;
	return ref;
}

void
group_rule_set_to(struct group_rule *r, struct thing *to)
{
	if (r->peer_kind == PEER_CIDR)
		BUG("a block is no name");
	r->peer.name.to = to;
}

void
group_rule_set_kind(struct group_rule *r, enum peer_kind kind)
{
	r->peer_kind = (uint32_t)kind & 7;
}

void
group_rule_set_block(struct arena *a, struct group_rule *r,
    const struct cidr_value *block)
{
	struct rule_rest *rest = arena_alloc(a, sizeof *rest);

	if (r->rest != NULL)
		*rest = *r->rest;
	rest->peer = block->is;
	rest->written = block->written;
	r->rest = rest;
	r->state = (uint32_t)block->is.state & 3;
	r->origin = (uint32_t)block->is.origin & 3;
	r->family = (uint32_t)block->v.family & 7;
	r->length = block->v.length;
	r->peer.base = block->v.base;
}

void
group_rule_set_exists(struct arena *a, struct group_rule *r,
    const struct condition *exists)
{
	struct rule_rest *rest;

	if (exists == group_rule_exists(r))
		return;
	rest = arena_alloc(a, sizeof *rest);
	if (r->rest != NULL)
		*rest = *r->rest;
	rest->exists = exists;
	r->rest = rest;
}

const char *
group_rule_owner(const struct group_rule *r)
{
	return r->rest != NULL ? r->rest->owner : NULL;
}

struct text_value
group_rule_expires(const struct group_rule *r)
{
	struct text_value none = { .is = { .state = VALUE_ABSENT } };

	return r->rest != NULL ? r->rest->expires : none;
}
