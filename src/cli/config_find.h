/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_CONFIG_FIND_H
#define VPCPLAN_CLI_CONFIG_FIND_H

/* Where a configuration is; what is in it is config.h's. */

#include "base/arena.h"

#include <stdbool.h>

struct config_place {
	const char *path;	/* to open, and to show */
	const char *folder;	/* resolved: two operands may have one */
};

/* Look upwards from an operand, as config.h says; false if there is none. */
bool config_find_path(struct arena *a, const char *operand,
    struct config_place *out);

/* Of a file that was named; false if its folder is not there. */
bool config_place_of(struct arena *a, const char *path,
    struct config_place *out);

/* The name of a file as seen from a folder; the name itself where the file
 * is not below it. */
const char *config_relative(struct arena *a, const char *folder,
    const char *file);

#endif
