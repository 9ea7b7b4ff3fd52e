/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_TWIN_PLACE_H
#define VPCPLAN_TESTS_UNIT_TWIN_PLACE_H

#include "reach/reach.h"
#include "twin.h"

/* An end of the engine's at one of its addresses, as the twin knows it. */
struct twin_place twin_place_of(const struct end *e, enum family family,
    struct addr a);

#endif
