/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_TERRAFORM_H
#define VPCPLAN_LOAD_TERRAFORM_H

/*
 * Terraform and OpenTofu: `show -json` of a plan or a state, and the raw
 * state file.
 */

#include "load/load.h"

extern const struct loader loader_terraform;

#endif
