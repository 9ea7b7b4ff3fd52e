/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_PLAN_BECAUSE_TAKE_H
#define VPCPLAN_PLAN_BECAUSE_TAKE_H

/* Between the files of because_turn.h; nobody else includes it. */

#include "plan/because_turn.h"

#include <string.h>

/* Bytes that were written over. */
struct turning_saved {
	void *at;
	size_t size;
	void *was;
};

void turning_keep(struct turning *t, void *at, size_t size);

/* One item of a list less, another one more; NULL: none.  The list that was
 * there is left as it is. */
#define TURNING_CHANGE(t, list, out, in) do {				\
	size_t n_ = (list)->n, k_ = 0;					\
	void *was_ = (list)->v;						\
									\
	turning_keep((t), (list), sizeof *(list));			\
	(list)->v = arena_array((t)->a, n_ + 1, sizeof *(list)->v);	\
	(list)->cap = n_ + 1;						\
	memcpy((list)->v, was_ == NULL ? (list)->v : was_,		\
	    n_ * sizeof *(list)->v);					\
	for (size_t i_ = 0; i_ < n_; i_++)				\
		if ((list)->v[i_] != (out))				\
			(list)->v[k_++] = (list)->v[i_];		\
	if ((in) != NULL)						\
		(list)->v[k_++] = (in);					\
	(list)->n = k_;							\
} while (0)

/* The same of blocks, which are known by what they say. */
#define TURNING_CHANGE_BLOCK(t, list, out, in) do {			\
	size_t n_ = (list)->n, k_ = 0;					\
	const struct cidr_value *was_ = (list)->v;			\
									\
	turning_keep((t), (list), sizeof *(list));			\
	(list)->v = arena_array((t)->a, n_ + 1, sizeof *(list)->v);	\
	(list)->cap = n_ + 1;						\
	for (size_t i_ = 0; i_ < n_; i_++)				\
		if ((out) == NULL ||					\
		    !turning_same_block(&was_[i_], (out)))		\
			(list)->v[k_++] = was_[i_];			\
	if ((in) != NULL)						\
		(list)->v[k_++] = *(in);				\
	(list)->n = k_;							\
} while (0)

bool turning_same_block(const struct cidr_value *x,
    const struct cidr_value *y);

/* because_vpn.c: what lies behind a VPN. */
bool turning_can_vpn(struct turning *t, const struct change_part *p);
void turning_vpn(struct turning *t, struct vpn *v,
    const struct change_part *p);
void turning_network_block(struct turning *t, struct network *n,
    const struct cidr_value *out, const struct cidr_value *in);

/* A thing of the base, to be written to. */
struct thing *turning_own(const struct turning *t, const struct thing *of);

/* because_import.c: what the base calls a thing of the other network; NULL: it
 * has none such, and gets no copy of it. */
struct thing *turning_in_base(struct turning *t, const struct thing *of);

/* The copy of a thing of the other network, if there is one, and a new one. */
struct thing *turning_copy(const struct turning *t, const struct thing *of);
struct thing *turning_enter(struct turning *t, const struct thing *of,
    struct thing *copy);

/* A copy of a gateway or peering that the base has not, as if it were not
 * there; NULL: there can be none.  And it as if it were. */
struct thing *turning_absent(struct turning *t, const struct thing *of);
void turning_give(struct turning *t, const struct thing *of);

/* because_give.c: of those between networks. */
struct thing *turning_absent_attachment(struct turning *t,
    const struct attachment *of);
struct thing *turning_absent_gateway(struct turning *t,
    const struct transit_gateway *of);
struct thing *turning_absent_vpn(struct turning *t, const struct vpn *of);
void turning_import_attachments(struct turning *t, const struct thing *of);
void turning_give_attachment(struct turning *t, const struct attachment *of);
void turning_give_gateway(struct turning *t,
    const struct transit_gateway *of);
void turning_give_vpn(struct turning *t, const struct vpn *of);

/* A VPN of the base ends on another gateway of the base: from it, or on it,
 * its attachments are those of the networks where it does. */
void turning_end_on(struct turning *t, struct vpn *v, const struct vpn *twin,
    struct thing *in);

/* Whether a VPN states a block, itself or by a network. */
bool turning_has_block(const struct vpn *v, struct cidr block);

/* Such of the other network, of the base; NULL if it names what that has not:
 * a rule would admit nobody, a route lead nowhere. */
struct group_rule *turning_rule(struct turning *t,
    const struct group_rule *of);
struct route *turning_route(struct turning *t, struct route_table *table,
    const struct route *of);
struct transit_route *turning_transit_route(struct turning *t,
    const struct transit_route *of);
struct listener *turning_listener(struct turning *t,
    const struct listener *of);

/* The interfaces of a thing; *t is kept for one that is its own. */
struct carriers {
	struct interface *const *v;
	size_t n;
};

struct carriers turning_carriers(struct thing **t);

/* because_place.c: a part that says where its thing stands, or which two it
 * joins; whether it can be turned; and it turned. */
bool turning_is_place(const struct change_part *p, const struct thing *now);
bool turning_can_place(struct turning *t, struct thing *now,
    const struct change_part *p);
void turning_place(struct turning *t, struct thing *now,
    const struct change_part *p);

/* because_take.c: nothing gets through an attachment any more; and the base
 * without that thing, as if it had never been. */
void turning_take_attachment(struct turning *t, struct attachment *at);
void turning_take(struct turning *t, struct thing *of);

#endif
