/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_THING_H
#define VPCPLAN_MODEL_THING_H

/*
 * What all things of the model have: kind, names, place, owner.  Every
 * struct of a kind begins with a struct thing named "is", so that a
 * struct thing * can be cast to the struct of its kind and back.
 */

#include "base/vec.h"
#include "model/value.h"

enum kind {
	KIND_VPC,
	KIND_SUBNET,
	KIND_ROUTE_TABLE,
	KIND_INTERNET_GATEWAY,
	KIND_EGRESS_ONLY_GATEWAY,
	KIND_NAT_GATEWAY,
	KIND_VPN_GATEWAY,
	KIND_CUSTOMER_GATEWAY,
	KIND_VPN,
	KIND_TRANSIT_GATEWAY,
	KIND_ATTACHMENT,
	KIND_TRANSIT_TABLE,
	KIND_PEERING,
	KIND_ENDPOINT,
	KIND_ENDPOINT_SERVICE,
	KIND_PREFIX_LIST,
	KIND_NETWORK_ACL,
	KIND_SECURITY_GROUP,
	KIND_INTERFACE,
	KIND_ELASTIC_IP,
	KIND_WORKLOAD,
	KIND_NETWORK,
	KIND_BLOCK_PUBLIC_ACCESS,
	KIND_COUNT
};

#define KIND_BIT(kind) (UINT32_C(1) << (kind))

/* Kinds that live in VPCs, where their names are names. */
#define KINDS_OF_VPC							\
	(KIND_BIT(KIND_SUBNET) | KIND_BIT(KIND_ROUTE_TABLE) |		\
	KIND_BIT(KIND_INTERNET_GATEWAY) |				\
	KIND_BIT(KIND_EGRESS_ONLY_GATEWAY) |				\
	KIND_BIT(KIND_NAT_GATEWAY) | KIND_BIT(KIND_VPN_GATEWAY) |	\
	KIND_BIT(KIND_ENDPOINT) | KIND_BIT(KIND_ENDPOINT_SERVICE) |	\
	KIND_BIT(KIND_NETWORK_ACL) | KIND_BIT(KIND_SECURITY_GROUP) |	\
	KIND_BIT(KIND_INTERFACE) | KIND_BIT(KIND_WORKLOAD))

/* What applying the input does to a thing. */
enum change { CHANGE_NONE, CHANGE_CREATE, CHANGE_UPDATE, CHANGE_REPLACE,
	CHANGE_DELETE };

/* A thing that may be there or not, depending on a condition. */
struct condition {
	const char *text;	/* "IsProd" */
	bool negated;		/* exists when the condition is false */
	bool whose;		/* which of several things has it is open, and
				   not whether one does */
};

/* Whether the two hold together always; NULL is certainty. */
bool condition_same(const struct condition *a, const struct condition *b);

struct tag {
	const char *key, *value;
};

struct thing {
	enum kind kind;
	bool by_pointer;	/* reports name it by the JSON pointer to it, as
				   everything of its file, and not by address */
	bool among_vpcs;	/* set by link: the model has several VPCs, so
				   titles say which */
	bool implicit;		/* added by link, stands nowhere */
	bool created;		/* the input creates it; false: observed */
	bool handed_out;	/* an output, or what is not read, refers to it:
				   others may use it and add to it, unseen */
	enum change change;
	unsigned island;	/* names are looked up inside one island only */
	uint32_t order;		/* of declaration, over the whole model */
	const char *id;		/* AWS's: "subnet-0ab1"; or NULL */
	const char *address;	/* the format's own: "aws_subnet.a[0]", a
				   logical id; or NULL */
	const char *name;	/* the spec's key, or the tag Name; or NULL */
	const char *label;	/* set by link: name, else id, else address */
	struct place at;	/* the whole object in the input */
	const char *account, *region;	/* or NULL where not stated */
	struct vpc *vpc;	/* the VPC it lives in; NULL outside of any */
	struct ref vpc_ref;	/* how the input names that VPC; absent where
				   it stands inside it */
	VEC(struct tag) tags;
	const struct condition *exists;	/* NULL: certainly */
	uint64_t content;	/* fingerprint of its content, for IN007; 0: only
				   mentioned or seen in part, claims nothing */
	struct thing *merged_into;	/* link: the thing of the same id that
					   stands for this one, which is then
					   in no list any more; or NULL */
};

/* "route table", and "route_tables" as in a spec; kind is below KIND_COUNT. */
const char *kind_name(enum kind kind);
const char *kind_key(enum kind kind);

/* The kind with that key ("route_tables"); false if there is none. */
bool kind_find(const char *key, enum kind *out);

/* "a route table", "an internet gateway": for messages. */
const char *kind_with_article(enum kind kind);

/* Among whose names those of t stand: its transit gateway, else its VPC, or
 * NULL. */
const struct thing *thing_around(const struct thing *t);

/* The label, also before link has set it; "" if it has no name at all. */
const char *thing_label(const struct thing *t);

/*
 * How messages name a thing: `subnet "app-a"`; with its VPC in front where
 * the model has several: `subnet "shop/app-a"`; tables and attachments with
 * their transit gateway.  Clean if the names are, as readers make them.
 */
const char *thing_title(struct arena *a, const struct thing *t);

/* By natural order of label, then id, then order of declaration. */
int thing_compare(const struct thing *a, const struct thing *b);

#endif
