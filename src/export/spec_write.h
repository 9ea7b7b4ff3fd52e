/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_EXPORT_SPEC_WRITE_H
#define VPCPLAN_EXPORT_SPEC_WRITE_H

/*
 * What the files that write a spec share; nobody else includes it.
 *
 * A function that begins with put_ writes a member, key and value, or nothing where
 * the value is absent.
 */

#include "document/writer.h"
#include "export/spec.h"

/* A suppression and whether its object was written. */
struct scoped {
	const struct suppression *is;
	bool written;
};

struct spec_out {
	struct arena *a;
	const struct model *m;
	struct writer w;
	bool with_ids;
	const char **names;		/* of things, by their order */
	struct map taken;		/* names by scope and kind */
	struct map targets;		/* by scope: how many route targets */
	const struct selector *selector;	/* what ends of flows mean */
	struct scoped *scoped;		/* by the place of their scope */
	size_t n_scoped;
	const char *account, *region;	/* what the top level states */
	uint32_t missing;		/* kinds that are whole nowhere … */
	bool knows_missing;		/* … once that was asked */
	const struct vpc *vpc;		/* inside of it; NULL: outside */
	const struct condition *under;	/* of the thing that is written */
};

/* Things in the order of the names they are written under. */
struct order {
	const struct thing **v;
	size_t n;
};

/* spec_names.c: give every thing a name that is unique where it is used. */
void export_assign_names(struct spec_out *o);
const char *export_name(const struct spec_out *o, const struct thing *t);

/*
 * The n pointers to things at pointers, without those that link added (but
 * with VPCs that are known by their id alone), by their names in the spec:
 * not by those in the model, as reading the spec again must not change it.
 */
struct order export_order(const struct spec_out *o, const void *pointers,
    size_t n);

/*
 * The text by which the thing is meant from where the writer is, where a name
 * could also mean one of the other kinds (a bit per kind).  in_string: it
 * stands among other words and needs its quotes.
 */
const char *export_ref_text(const struct spec_out *o, const struct ref *r,
    uint32_t kinds, bool in_string);

/* spec_value.c */
void put_name(struct spec_out *o, const char *key, const char *text);
void put_state(struct spec_out *o, const char *state);
void put_text(struct spec_out *o, const char *key, const struct text_value *v);
void put_flag(struct spec_out *o, const char *key, const struct flag_value *v);

/* Nothing for a flag that says what AWS does anyway. */
void put_flag_unless(struct spec_out *o, const char *key,
    const struct flag_value *v, bool otherwise);
void put_number(struct spec_out *o, const char *key,
    const struct number_value *v);
void put_cidr(struct spec_out *o, const char *key, const struct cidr_value *v);
/* The list alone; a block that stands in it twice once. */
void write_cidrs(struct spec_out *o, const struct cidr_value *v, size_t n);
void put_cidrs(struct spec_out *o, const char *key,
    const struct cidr_value *v, size_t n);
void put_ports(struct spec_out *o, const char *key,
    const struct ports_value *v);
void put_ref(struct spec_out *o, const char *key, const struct ref *r,
    uint32_t kinds);
void put_needed_ref(struct spec_out *o, const char *key, const struct ref *r,
    uint32_t kinds);		/* unknown where it is absent */
void put_refs(struct spec_out *o, const char *key, const struct ref *v,
    size_t n, uint32_t kinds);
void put_addresses(struct spec_out *o, const char *key,
    const struct address_value *v, size_t n);
void put_exists(struct spec_out *o, const struct condition *c);

/* The value alone, behind a key. */
void write_unknown(struct spec_out *o, const char *why);
void write_cidr(struct spec_out *o, const struct cidr_value *v);
void write_ref(struct spec_out *o, const struct ref *r, uint32_t kinds);
void write_address(struct spec_out *o, const struct address_value *v);

/* Whether there is a tag that put_thing() would write. */
bool has_tags(const struct spec_out *o, const struct thing *t);

/* tags, exists, id, source, ignore: the end of every thing. */
void put_thing(struct spec_out *o, const struct thing *t);
void put_owner(struct spec_out *o, const struct thing *t);
void put_suppressions(struct spec_out *o, struct place at);
bool has_suppressions(const struct spec_out *o, struct place at);

/* spec_intent.c */
void export_sort_suppressions(struct spec_out *o);
void put_ignore_of_root(struct spec_out *o);
void put_expectations(struct spec_out *o);

/* spec_filter.c */
void put_security_groups(struct spec_out *o, const struct vpc *v);
void put_network_acls(struct spec_out *o, const struct vpc *v);
void put_prefix_lists(struct spec_out *o);

/* spec_route.c */
void put_route_tables(struct spec_out *o, const struct vpc *v);
void put_routes(struct spec_out *o, struct route *const *v, size_t n,
    bool stated);

/* spec_vpc.c */
void put_vpcs(struct spec_out *o);
void put_loose_gateways(struct spec_out *o);
void put_unplaced(struct spec_out *o);

/* spec_workload.c */
void put_workloads(struct spec_out *o, const struct vpc *v);
void put_forwards(struct spec_out *o, const struct forwards *f);

/* spec_transit.c */
void put_peerings(struct spec_out *o);
void put_transit_gateways(struct spec_out *o);
void put_outside(struct spec_out *o);

/* spec_complete.c */
void put_incomplete(struct spec_out *o, const struct vpc *v);

#define BIT(kind) (UINT32_C(1) << (kind))

/* What a route may lead to. */
#define TARGETS								\
	(BIT(KIND_INTERNET_GATEWAY) | BIT(KIND_EGRESS_ONLY_GATEWAY) |	\
	BIT(KIND_NAT_GATEWAY) | BIT(KIND_VPN_GATEWAY) |			\
	BIT(KIND_TRANSIT_GATEWAY) | BIT(KIND_PEERING) |			\
	BIT(KIND_ENDPOINT) | BIT(KIND_WORKLOAD) | BIT(KIND_INTERFACE))

#endif
