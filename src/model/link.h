/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_LINK_H
#define VPCPLAN_MODEL_LINK_H

/*
 * Between the files of model_link() and their tests; nobody else includes
 * this.  The phases, in their order, are told in link.c.
 */

#include "model/model.h"

struct linker;

/* All phases, for tests that count steps. */
void linker_run(struct linker *l);

/* One name of one thing. */
struct index_entry {
	uint64_t hash;			/* of text */
	const char *text;
	unsigned island;		/* ANY_ISLAND: an id of AWS's */
	unsigned kind;			/* an enum kind, or KIND_MEMBER */
	const struct thing *scope;	/* the VPC, transit gateway or workload
					   in which it is a name; or NULL */
	struct thing *to;
};

enum {
	ANY_ISLAND = 0,			/* islands count from 1 */
	KIND_MEMBER = KIND_COUNT	/* an interface, named in its workload */
};

struct linker {
	struct model *m;
	struct findings *findings;
	struct {
		struct index_entry *v;
		size_t n, cap;
		uint32_t *first;	/* of each value of the top bits of
					   the fingerprint; and the end */
		unsigned bits;
	} index;
	size_t steps;		/* comparisons of names, for tests of growth */
	size_t suggestions;	/* names that may still be measured for "did
				   you mean": bounds the cost of many errors */
};

/* Whether r holds wherever its owner exists. */
static inline bool
ref_is_sure(const struct ref *r, const struct thing *owner)
{
	return r->exists == NULL || condition_same(r->exists, owner->exists);
}

/* What a reference is, to those who resolve it and complain about it. */
struct use {
	const struct thing *owner;	/* what holds the reference */
	const struct thing *scope;	/* whose names come first: a VPC or a
					   transit gateway; NULL: nobody's */
	uint32_t kinds;			/* a bit per kind that it may mean */
	bool lost;			/* it has a scope, and nobody knows which */
	bool flat;			/* names outside of the scope count
					   alike, else they come second */
	bool abroad;			/* may be of another VPC */
	bool foreign;			/* an id may be another account's */
	const char *what;		/* "target", for several kinds */
	const void *about;		/* the route or rule; NULL: owner */
	const char *within;		/* "ingress rule" … of the owner */
	const char *written;		/* … and which: "tcp/443"; or NULL */
	struct place at;		/* where, if the reference has no place */
};

/* Kinds whose names are names in a transit gateway. */
#define KINDS_OF_GATEWAY						\
	(KIND_BIT(KIND_ATTACHMENT) | KIND_BIT(KIND_TRANSIT_TABLE))

/* link_index.c: which things have a text as id, address or name. */
struct text_range {
	const struct index_entry *v;
	size_t n;
};
uint64_t text_hash(const char *text);
void index_enter(struct linker *l, struct index_entry e);
void index_sort(struct linker *l);	/* after the last entry */
void index_ids(struct linker *l);	/* ids; and VPCs, gateways wholly */
void index_names(struct linker *l);	/* everything, with its scope */
struct text_range index_text(struct linker *l, const char *text);
struct text_range index_of_kind(struct linker *l, struct text_range range,
    unsigned island, unsigned kind);
struct text_range index_in_scope(struct linker *l, struct text_range range,
    unsigned island, unsigned kind, const struct thing *scope);

/* link_merge.c: the same id twice; needs index_ids(), and renews it. */
void link_merge(struct linker *l);

/* link_owners.c: what lists of a workload, endpoint or gateway hold is its. */
void link_adopt(struct linker *l);

/* link_owners.c: labels, VPCs and gateways of things; needs index_ids(). */
void link_owners(struct linker *l);

/* What a text may mean: some of it, and how much. */
enum { MATCHES_SHOWN = 4 };

struct matches {
	struct thing *v[MATCHES_SHOWN];
	size_t n;		/* all of them */
};

/* link_names.c: what one reference means; sets r->to and returns it. */
struct thing *link_resolve(struct linker *l, struct ref *r,
    const struct use *u);

/* Whether a text has the shape of an id of AWS's; of which kind, or
 * KIND_COUNT if it is none that the model has. */
bool id_shape(const char *text, enum kind *kind);

/* What may stand in front of the name of a kind: "sg"; or NULL. */
const char *kind_prefix(enum kind kind);

/* link_complain.c: IN004, IN005, IN006. */
void complain_dangling(struct linker *l, const struct ref *r,
    const struct use *u);
/*
 * Whether the absence of everything that the text could mean is sure where it
 * is first looked for.  Ids of things outside of VPCs may belong to what was
 * there before the plan, or to another account.
 */
bool use_absence_is_sure(const struct linker *l, const struct ref *r,
    const struct use *u);
/* The VPC that a reference must stay in: its owner's, or the one that an
 * attachment is for; or NULL. */
const struct thing *use_vpc(const struct use *u);

/*
 * link_declare.c: what to write for a name that points nowhere.  The kinds
 * that the text speaks of, or all that it may mean; how one of them is
 * declared, NULL if not in a spec; and what a rule names instead of t.
 */
uint32_t declare_kinds_meant(struct arena *a, const char *text,
    const struct use *u);
const char *declare_how(struct arena *a, const char *text, uint32_t kinds,
    const struct use *u);

/* Whether the text says what a thing is, "nat gateway", and no name; whether,
 * as a route's target, it is a word for nowhere, "null0". */
bool declare_is_kind_word(struct arena *a, const char *text);
bool declare_is_nowhere(struct arena *a, const char *text,
    const struct use *u);
const char *declare_instead(struct arena *a, const struct thing *t,
    const struct use *u);

void complain_cross_vpc(struct linker *l, const struct ref *r,
    const struct use *u, const struct thing *found);
void complain_cross_gateway(struct linker *l, const struct ref *r,
    const struct use *u, const struct thing *found);
void complain_ambiguous(struct linker *l, const struct ref *r,
    const struct use *u, const struct matches *found);

/* link_references.c: all references of all things. */
void link_references(struct linker *l);

/* link_lists.c: the model's lists by kind and the lists of each VPC, in the
 * order of declaration, or (sorted) that of thing_compare(). */
void link_lists(struct linker *l, bool sorted);
int compare_thing_pointers(const void *a, const void *b);	/* for qsort */

/* link_subnets.c: zones, tiers; then tables and ACLs. */
void link_services(struct linker *l);
void link_zones(struct linker *l);
bool subnet_is_in_zone(struct arena *a, const struct subnet *s,
    const char *zone);
void link_associations(struct linker *l);

/* link_defaults.c: what AWS adds to what the input creates. */
void link_default_things(struct linker *l);	/* main table, ACL, group */
void link_default_rules(struct linker *l);

/* link_routes.c: routes that stand nowhere. */
void link_routes(struct linker *l);

/* stand_in.c: blocks in place of those that Amazon chooses; before routes. */
void link_stand_ins(struct linker *l);

/* link_interfaces.c */
void link_interfaces(struct linker *l);

/* link_transit.c: implied attachments; tables, propagations, peers. */
void link_implied_attachments(struct linker *l);
void link_transit(struct linker *l);

/* link_uses.c: the VPNs of gateways and networks; who uses what. */
void link_vpns(struct linker *l);
void link_uses(struct linker *l);

#endif
