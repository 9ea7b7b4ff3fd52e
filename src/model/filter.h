/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_FILTER_H
#define VPCPLAN_MODEL_FILTER_H

/*
 * Security groups, network ACLs and prefix lists.
 */

#include "model/network.h"

enum direction { INGRESS, EGRESS };

const char *direction_name(enum direction d);	/* "ingress", "egress" */

/* Kinds of traffic as a rule states them; unknown where is.state says so. */
struct ports_value {
	struct value is;
	struct port_set v;
	const char *written;	/* canonical short form: "tcp/80,443" */
};

enum peer_kind {
	PEER_CIDR,
	PEER_GROUP,		/* or any name: link makes it a prefix list
				   where it is one */
	PEER_PREFIX_LIST,
	PEER_SELF,
	PEER_ANYWHERE,		/* 0.0.0.0/0 and ::/0 */
	PEER_UNKNOWN		/* peer.is.why says why */
};

/*
 * A rule of a security group as a reader finds it: model_new_group_rule()
 * keeps what it says.  Of peer and cidr the one counts that the kind of peer
 * asks for.
 */
struct rule_draft {
	struct place at;
	enum direction direction;
	uint32_t number;	/* position in its list, from 1 */
	struct ports_value ports;
	enum peer_kind peer_kind;
	struct cidr_value cidr;	/* PEER_CIDR */
	struct ref peer;	/* PEER_GROUP, PEER_PREFIX_LIST */
	const char *id;		/* sgr-…, or NULL */
	const char *why, *owner;
	struct text_value expires;
	const struct condition *exists;
	bool implicit;		/* AWS's default egress, added by link */
};

/* What few rules have: who answers for it, until when; and a peer that is
 * not simply known, or far from where the rule begins. */
struct rule_rest {
	const char *owner;
	struct text_value expires;
	const struct condition *exists;
	struct value peer;		/* state VALUE_ABSENT: as in the rule */
	const struct condition *peer_exists;
	const char *written;		/* a block that is not written as
					   cidr_format() does; or NULL */
	struct thing *block_of;		/* as in struct cidr_value */
};

/*
 * A rule as it is kept.  A large network has a million, and each costs this:
 * 64 bytes, so what is common is packed, what is alike is shared (ports) and
 * what is rare stands apart (rest, 104 bytes; most rules have none).  Ask the
 * functions below for what has no field of its own.
 */
struct group_rule {
	struct place at;
	uint32_t number;		/* position in its list, from 1 */
	uint32_t direction : 1;		/* enum direction */
	uint32_t peer_kind : 3;		/* enum peer_kind */
	uint32_t implicit : 1;		/* AWS's default egress, by link */
	uint32_t state : 2;		/* enum value_state of the peer */
	uint32_t origin : 2;		/* enum value_origin of the peer */
	uint32_t family : 3;		/* of a block: 4, 6; 0: not known */
	uint32_t length : 8;		/* … and its prefix length */
	uint32_t offset : 12;		/* of the peer from at */
	const struct ports_value *ports;	/* never NULL; one for all
						   rules with the same, so it
						   has no place */
	union {
		struct addr base;	/* PEER_CIDR */
		struct {
			struct thing *to;
			const char *text;
		} name;			/* every other kind */
	} peer;
	const char *id;			/* sgr-…, or NULL */
	const char *why;
	const struct rule_rest *rest;	/* or NULL */
};

/*
 * A rule in memory of a.  ports is what the draft says of them, and lives as
 * long as the rule.  Makers of models call model_new_group_rule().
 */
struct group_rule *group_rule_new(struct arena *a, const struct rule_draft *d,
    const struct ports_value *ports);

/* The block of a PEER_CIDR; absent for any other.  "written" is NULL where
 * it is what cidr_format() gives. */
struct cidr_value group_rule_cidr(const struct group_rule *r);

/* Whether its peer is a block that is known; and that, or a zeroed one. */
static inline bool
group_rule_has_block(const struct group_rule *r)
{
	return r->peer_kind == PEER_CIDR && r->state == VALUE_KNOWN;
}

struct cidr group_rule_block(const struct group_rule *r);

/* The block as in the input; "" if that holds none. */
const char *group_rule_block_text(struct arena *a,
    const struct group_rule *r);

/* Whom it admits, by the name that people know: "10.0.0.0/8", "web", "self";
 * as the input writes it, so not sanitised. */
const char *group_rule_peer_text(struct arena *a, const struct group_rule *r);

/* What any other peer says, as a reference; absent for a PEER_CIDR. */
struct ref group_rule_peer(const struct group_rule *r);

/* The group or prefix list that the rule names, if it is known; else NULL. */
static inline struct thing *
group_rule_to(const struct group_rule *r)
{
	return r->peer_kind != PEER_CIDR ? r->peer.name.to : NULL;
}

/* For link: what the name means; and that it means a prefix list. */
void group_rule_set_to(struct group_rule *r, struct thing *to);
void group_rule_set_kind(struct group_rule *r, enum peer_kind kind);

/* For link: the block of a PEER_CIDR that names somebody's own. */
void group_rule_set_block(struct arena *a, struct group_rule *r,
    const struct cidr_value *block);

static inline const struct condition *
group_rule_exists(const struct group_rule *r)
{
	return r->rest != NULL ? r->rest->exists : NULL;
}

void group_rule_set_exists(struct arena *a, struct group_rule *r,
    const struct condition *exists);

/* Who answers for it, or NULL; until when, or absent. */
const char *group_rule_owner(const struct group_rule *r);
struct text_value group_rule_expires(const struct group_rule *r);

struct rule_list {
	struct group_rule **v;
	size_t n, cap;		/* as a VEC() */
};

struct security_group {
	struct thing is;
	struct rule_list ingress, egress;
	bool ingress_known, egress_known;	/* false: not in the input, and
						   no default may be assumed */
	bool egress_stated;	/* false in a created group whose egress is
				   known: link adds AWS's default, all to
				   anywhere */
	bool egress_emptied;	/* that though an empty list stands there */
	bool is_default;
	struct workload *made_with;	/* EKS makes it with that cluster; or
					   NULL */

	/* link */
	VEC(struct interface *) members;
	bool has_members_unseen;	/* carried by something not modelled */
	bool members_untold;		/* the same, but only for want of the
					   lists of what may carry it */
};

struct acl_entry {
	struct place at;
	enum direction direction;
	struct number_value number;
	bool allow;
	struct ports_value ports;
	struct cidr_value cidr;
	const char *why, *owner;
	struct text_value expires;
	const struct condition *exists;
	bool implicit;
};

struct network_acl {
	struct thing is;
	VEC(struct ref) subnet_refs;	/* associations that the ACL states:
					   link moves them to the subnets */
	bool is_default;
	VEC(struct acl_entry *) ingress, egress;	/* link sorts by number */
	bool entries_known;	/* false: the input does not hold them */

	VEC(struct subnet *) subnets;	/* link */
};

/* What the entries of a direction do to requests, or to answers: an identity,
 * never followed. */
static inline const void *
network_acl_side(const struct network_acl *acl, enum direction d, bool answers)
{
	return (const char *)(d == INGRESS ? (const void *)&acl->ingress :
	    (const void *)&acl->egress) + (answers ? 1 : 0);
}

struct prefix_list {
	struct thing is;
	VEC(struct cidr_value) entries;
	bool entries_known;
	struct number_value max;
	struct text_value managed;	/* AWS's name, or absent */

	/* link */
	uint32_t uses;			/* rules and routes that name it */
};

#endif
