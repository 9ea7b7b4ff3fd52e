/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_LOCK_LAY_H
#define VPCPLAN_CLI_LOCK_LAY_H

/*
 * Blocks that the lock beside a plan has for subnets and VPCs of which the
 * plan only states a size: all commands but alloc see them as if the plan had
 * stated them, and what the lock keeps for others as kept.
 */

#include "load/load.h"

/*
 * Give them to the things of l, which is read and not yet linked.  The lock
 * stands beside the file that a thing is in, or beside the first operand.
 * What the lock does not say of the plan, or says otherwise, is a finding.
 * False if a lock is there and cannot be used; that is complained of.
 */
bool lock_lay(struct load *l, const char *operand);

#endif
