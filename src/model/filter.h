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

struct group_rule {
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

struct security_group {
	struct thing is;
	VEC(struct group_rule *) ingress, egress;
	bool ingress_known, egress_known;	/* false: not in the input, and
						   no default may be assumed */
	bool egress_stated;	/* false in a created group whose egress is
				   known: link adds AWS's default, all to
				   anywhere */
	bool is_default;

	/* link */
	VEC(struct interface *) members;
	bool has_members_unseen;	/* carried by something not modelled */
	VEC(struct group_rule *) referenced_by;
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
