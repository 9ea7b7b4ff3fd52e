/* SPDX-License-Identifier: MIT */
#include "model/filter.h"

const char *
direction_name(enum direction d)
{
	return d == INGRESS ? "ingress" : "egress";
}
