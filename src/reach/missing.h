/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_REACH_MISSING_H
#define VPCPLAN_REACH_MISSING_H

/* What call to AWS would have told what an observed network does not say. */

#include "model/model.h"

/*
 * " (aws ec2 describe-route-tables)" for things of a kind, where what they
 * belong to was observed; "" where the input creates it and says no more.
 */
const char *missing_call(struct arena *a, const struct thing *about,
    enum kind kind);

/* The same for the id of a route's target: "nat-0ab1". */
const char *missing_call_of_id(struct arena *a, const struct thing *about,
    const char *id);

#endif
