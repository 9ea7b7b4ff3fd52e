/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_CLOUDFORMATION_H
#define VPCPLAN_LOAD_CLOUDFORMATION_H

/*
 * CloudFormation templates, JSON and YAML, also as CDK writes them.
 *
 * Templates given together are one input: what one exports another imports,
 * and a nested stack is a template among them, or a file beside the one that
 * names it.
 */

#include "load/load.h"

extern const struct loader loader_cloudformation;

#endif
