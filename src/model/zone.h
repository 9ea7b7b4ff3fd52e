/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_ZONE_H
#define VPCPLAN_MODEL_ZONE_H

/*
 * Availability Zones, as inputs write them and as they stand in names:
 * "app-a", "db_az2", "web.ap-northeast-2c".
 */

#include <stdbool.h>
#include <stddef.h>

enum zone_form {
	ZONE_OTHER,	/* no form of AWS's */
	ZONE_LETTER,	/* "a": of the Region that is meant */
	ZONE_SHORT,	/* "2a": with the Region's number */
	ZONE_NAME,	/* "ap-northeast-2a", "us-west-2-lax-1a" */
	ZONE_ID		/* "apne2-az1" */
};

/* What text is; *region is how much of a ZONE_NAME names the Region, else 0. */
enum zone_form zone_form(const char *text, size_t *region);

/*
 * Whether a ZONE_LETTER, ZONE_SHORT or ZONE_NAME ends in a letter that a Region
 * may have: a to h.  The most that one has are six (us-east-1; AWS Regions and
 * Availability Zones, 2026).
 */
bool zone_letter_is_used(const char *az);

/* Whether text is formed as the name of a Region: "ap-northeast-2". */
bool zone_is_region(const char *text);

/* The directions that stand in the names of Regions ("central"), all that AWS
 * has (2026); NULL ends them. */
extern const char *const zone_directions[];

/*
 * The length of name without the Availability Zone at its end and without
 * what separates the two ("app-2a": 3); strlen(name) if there is none.  Never
 * 0, and a bare last letter ("appa") is no zone.
 */
size_t name_length_without_zone(const char *name);

#endif
