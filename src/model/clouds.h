/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_CLOUDS_H
#define VPCPLAN_MODEL_CLOUDS_H

/*
 * What a cloud keeps of an IPv4 subnet.  Of AWS the facts tell, which a user
 * may set; of the others this is all that the program knows, for those who
 * plan addresses that several clouds share.
 */

#include "net/cidr.h"

#include <stdbool.h>

struct cloud {
	const char *word;	/* for --usable: "azure" */
	const char *name;	/* for people */
	unsigned front, back;	/* addresses kept at either end */
	unsigned longest;	/* prefix length of the smallest subnet */
	const char *source;	/* the page, and when it was read */
};

/* All but AWS, in alphabetical order; the end has no word. */
extern const struct cloud clouds[];

/* The cloud of that word, AWS too; false if there is none, or word is NULL. */
bool cloud_find(const char *word, struct cloud *out);

/*
 * What it leaves of a prefix, also of one that is too long for a subnet, and of
 * IPv6 alike; false if that is nothing.
 */
bool cloud_usable(const struct cloud *cloud, struct cidr c, struct range *out);

#endif
