/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_TERRAFORM_ADDRESS_H
#define VPCPLAN_LOAD_TERRAFORM_ADDRESS_H

struct terraform;
struct thing;

/* What alone of the input has that address; NULL: nothing, or several. */
struct thing *terraform_at_address(struct terraform *x, const char *text);

#endif
