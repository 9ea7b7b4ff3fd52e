/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_CIDR_WISHES_H
#define VPCPLAN_CLI_CIDR_WISHES_H

/* "vpcplan cidr split --hosts": blocks for stated numbers of hosts. */

#include "cli/cidr_input.h"

/* The words of --order; NULL ends the list. */
extern const char *const cidr_order_words[];

/* The whole answer, from the options hosts, order, usable and format. */
enum exit_status cidr_split_by_hosts(struct cidr_input *in,
    struct cidr parent);

#endif
