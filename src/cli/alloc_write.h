/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_ALLOC_WRITE_H
#define VPCPLAN_CLI_ALLOC_WRITE_H

/* "alloc --write": the blocks go into the plan itself. */

#include "load/load.h"
#include "plan/settle.h"

/*
 * Write the blocks of all that was placed into the files that leave them
 * open.  False after a complaint; each file is then as it was, or whole.
 */
bool alloc_write(const struct load *l, const struct settlement *s);

#endif
