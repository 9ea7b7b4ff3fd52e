/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_SPEC_FOREIGN_PART_H
#define VPCPLAN_LOAD_SPEC_FOREIGN_PART_H

/* A rule or an entry that is taken apart: between the files that do it. */

#include "load/spec_foreign.h"

enum role {
	ROLE_NONE, PROTOCOL, FIRST_PORT, LAST_PORT, PORTS, OTHER_PORTS,
	ICMP_TYPE, ICMP_CODE, ICMP_BOTH, PEER, LIST_PEER, SOURCE, DESTINATION,
	SOURCE_LIST, DESTINATION_LIST, SELF, NUMBER, ACTION, IS_EGRESS, WAY,
	WHY, NAME, ALLOWED, CARRIERS
};

struct foreign_peer {
	const char *text, *why;
	bool is_list;		/* a prefix list */
};

/* A rule or an entry that is taken apart; NULL: not said. */
struct foreign {
	struct load *l;
	enum direction direction;
	bool is_entry;
	const char *protocol, *protocol_key;
	const char *first, *last, *port_key;
	const char *type, *code, *icmp_key;
	const char *number, *action, *why, *name;
	const char *order_key, *carriers_key;	/* which no rule of a group says */
	bool says_ports;
	const char *other_end;		/* nor who is at its own end */
	const char *own_key;		/* where that stands */
	const char *azure;		/* a word that Azure alone knows */
	VEC(const char *) items;		/* of ports */
	VEC(const char *) sets;		/* whole PORTS, of "allowed" */
	VEC(struct foreign_peer) peers;
	struct foreign_keys left;	/* what could not be carried over */
};

/* What a member of such an object says. */
enum role spec_foreign_role(struct load *l, struct node member);

/* "*", "any", "internet" … */
bool spec_foreign_is_any(const char *text);

/* Text for one place; false: it is taken, or this is no text. */
bool spec_foreign_take_text(struct foreign *f, const char **to,
    struct node n);

/* Ports in any shape, and an ICMP type with its code; false: not all. */
bool spec_foreign_take_ports(struct foreign *f, struct node n);
bool spec_foreign_take_icmp(struct foreign *f, struct node n);

/* PORTS of [{ "IPProtocol": "tcp", "ports": ["80"] }]; false: not all. */
bool spec_foreign_take_allowed(struct foreign *f, struct node n);

/* "tcp/443", "all"; "…" if nothing is said; NULL: they cannot be told. */
const char *spec_foreign_ports(struct foreign *f);

#endif
