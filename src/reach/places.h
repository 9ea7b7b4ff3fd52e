/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_PLACES_H
#define VPCPLAN_REACH_PLACES_H

/* Between the files that find ends: who has which address. */

#include "base/vec.h"
#include "reach/end.h"
#include "reach/targets.h"

struct owned {
	enum family family;
	struct addr address;
	const struct interface *interface;
};

struct owned_list {
	struct owned *v;
	size_t n, cap;
};

struct places {
	struct arena *a;
	const struct model *m;
	struct owned_list private_owners, public_owners;
	VEC(const struct thing *) routed;	/* interfaces and workloads
					   that routes lead to, sorted by
					   address */
	VEC(struct interface *) homeless;	/* of workloads, in no subnet that
					   is known */
	struct targets *targets;	/* of load balancers */
	struct range_set internet[2];
	struct range_set elastic;	/* IPv4 addresses that are ours, whoever
					   has them: a NAT gateway or nobody */
	bool *has_open_address;	/* by order of a subnet: somebody in it has an
				   address that is not known */
	struct end **alone;	/* of each interface asked for, by its order:
				   the class that it would be by itself */
};

/* Say of an end that it may not be in, or of, what somebody names: where it is
 * there under a condition that is not the condition of that. */
void places_mark_maybe(struct arena *a, struct end *e, const struct thing *in);

/* The address that a value means; false if it is not known. */
bool places_address_of(const struct address_value *value, enum family *family,
    struct addr *out);

bool places_has_unknown(const struct address_value *v, size_t n);

/* Whether routes lead to it. */
bool places_is_routed(const struct places *p, const struct thing *t);

struct end *places_end(struct arena *a, enum end_kind kind,
    const struct vpc *v, const struct subnet *s);

/* places_class.c: the classes of some interfaces, in order of declaration. */
void places_add_classes(struct arena *a, const struct places *p,
    struct ends *out, struct interface *const *v, size_t n);

/* A subnet's block without the addresses that AWS keeps. */
struct range_set places_usable(struct arena *a, struct cidr_value block,
    enum family family);

/* places_subnet.c: why no address of a subnet is known that the plan only gives
 * a size; NULL: it has a block, or none in that family. */
const char *places_awaiting(struct arena *a, const struct subnet *s,
    enum family family);

/* The ends that a subnet, tier or VPC stands for. */
void places_add_subnets(struct arena *a, const struct places *p,
    struct ends *out, const struct selection *s);

struct range_set places_of_network(struct arena *a, const struct places *p,
    const struct network *n, enum family family);

/* places_cidr.c: the ends that a prefix stands for. */
void places_of_cidr(struct arena *a, const struct places *p, struct ends *out,
    struct cidr c, bool as_to, const struct end *from);

#endif
