/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_TRAITS_OUT_H
#define VPCPLAN_PLAN_TRAITS_OUT_H

/* What the files that write traits share; nobody else includes it.  The values
 * that things have in common are in traits_put.c. */

#include "plan/traits.h"

struct traits_out {
	const struct pairing *p;
	struct arena *a;
	enum when when;
	const struct thing *of;
	enum trait_part part;		/* of what is put next */
	struct traits traits;
};

/* Add a row; key and value are borrowed. */
struct trait *put_trait(struct traits_out *o, const char *key,
    const char *value);

/* A part that the input does not hold. */
void put_unseen(struct traits_out *o, enum trait_part part);

/* Nothing for a value that is absent. */
void put_trait_text(struct traits_out *o, const char *key,
    const struct text_value *v);
void put_trait_number(struct traits_out *o, const char *key,
    const struct number_value *v);
void put_trait_cidr(struct traits_out *o, const char *key,
    const struct cidr_value *v);
void put_trait_ref(struct traits_out *o, const char *key,
    const struct ref *r);

/* A flag and what it is when absent; no row where it is that. */
void put_trait_flag(struct traits_out *o, const char *key,
    const struct flag_value *v, bool otherwise);

/* A row for each: "CIDR 10.0.0.0/16", "security group app". */
void put_trait_cidrs(struct traits_out *o, const char *key,
    const struct cidr_value *v, size_t n);
void put_trait_refs(struct traits_out *o, const char *key,
    const struct ref *v, size_t n);
void put_trait_addresses(struct traits_out *o, const char *key,
    const struct address_value *v, size_t n);

/* The text of a reference, or of why it is not known. */
const char *trait_ref_text(struct traits_out *o, const struct ref *r);

/* The row that was put last is a value of its thing, of so many bytes. */
void put_plain(struct traits_out *o, const void *value, size_t size);

/* A row for a thing that it comes under or stands in; none for NULL. */
void put_trait_thing(struct traits_out *o, const char *key,
    const struct thing *t);

/* traits_workload.c: what runs, its interfaces, what an appliance forwards */
void put_trait_forwards(struct traits_out *o, const struct forwards *f);
void put_traits_of_interface(struct traits_out *o, const struct interface *i);
void put_traits_of_workload(struct traits_out *o, const struct workload *w);

/* traits_planned.c: logs, sharing, what is kept of addresses */
void put_traits_planned_vpc(struct traits_out *o, const struct vpc *v);
void put_traits_planned_subnet(struct traits_out *o, const struct subnet *s);
void put_traits_planned_workload(struct traits_out *o,
    const struct workload *w);

/* The interface of the other side, or what stands for it there; or NULL. */
const struct interface *traits_twin_of(const struct traits_out *o,
    const struct interface *i);

/* traits_ipv6.c: whether an interface, or all that a workload has, has IPv6 */
void put_trait_ipv6(struct traits_out *o, const char *key,
    const struct interface *i);
void put_trait_ipv6_of(struct traits_out *o, const struct workload *w);

/* traits_filter.c: rules, entries, routes */
void put_traits_of_group(struct traits_out *o,
    const struct security_group *g);
void put_traits_of_acl(struct traits_out *o, const struct network_acl *acl);
void put_traits_of_routes(struct traits_out *o, struct route *const *v,
    size_t n);
void put_traits_of_transit_routes(struct traits_out *o,
    struct transit_route *const *v, size_t n);

#endif
