/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_TRAFFIC_H
#define VPCPLAN_LOAD_TRAFFIC_H

/*
 * Kinds of traffic as AWS's API and all that is modelled on it spell them: a
 * protocol by name or number, and two numbers, ports or type and code.
 */

#include "load/load.h"

/*
 * -1, "all" and names, in capitals or not; from and to absent are any.  AWS
 * lets every port through where the protocol has none of them, whatever
 * stands there.  Ports out of range are unknown, and SG011.
 */
struct ports_value traffic_ports(struct load *l, struct place at,
    const char *protocol, struct number_value from, struct number_value to);

/* Whether AWS refuses a rule for it that states not both numbers. */
bool traffic_wants_ports(const char *protocol);

/* Whether AWS knows it, by its name or its number. */
bool traffic_is_protocol(const char *text);

/* Whether it is all protocols, so that ports say nothing. */
bool traffic_is_all(const char *protocol);

#endif
