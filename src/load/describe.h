/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_DESCRIBE_H
#define VPCPLAN_LOAD_DESCRIBE_H

/*
 * Output of "aws … describe-*" and of the collectors that save it.
 */

#include "load/load.h"

extern const struct loader loader_describe;

#endif
