/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_ZONE_H
#define VPCPLAN_MODEL_ZONE_H

/*
 * Availability Zones as they stand in names: "app-a", "db_az2",
 * "web.ap-northeast-2c".
 */

#include <stddef.h>

/*
 * The length of name without the Availability Zone at its end and without
 * what separates the two ("app-2a": 3); strlen(name) if there is none.  Never
 * 0, and a bare last letter ("appa") is no zone.
 */
size_t name_length_without_zone(const char *name);

#endif
