/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_VERSION_H
#define VPCPLAN_CLI_VERSION_H

#include "base/str.h"

/* "vpcplan 0.1.0" and a line end. */
void version_print(struct str *out);

/* "0.1.0" */
const char *version_number(void);

#endif
