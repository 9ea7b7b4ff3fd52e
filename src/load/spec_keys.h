/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_SPEC_KEYS_H
#define VPCPLAN_LOAD_SPEC_KEYS_H

/*
 * What the tables of keys share.  They lie in spec_keys*.c, by topic; rows
 * stand in the order in which the canonical spec writes them.
 */

#include "load/spec_read.h"

enum {
	SPEC_COUNT_MAX = 1000000	/* things alike; far above any quota */
};

#define AT(type, field) .at = offsetof(struct type, field)
#define STATED(type, field) .stated = offsetof(struct type, field)

/* What every thing may say besides. */
#define THING_KEYS							\
	{ "tags", FORM_TAGS, "tags of AWS: key and value",		\
	  AT(thing, tags.v) },						\
	{ "exists", FORM_EXISTS, "a condition that is not decided yet",	\
	  AT(thing, exists) },						\
	{ "id", FORM_NAME, "AWS's id, such as subnet-0ab1",		\
	  AT(thing, id) },						\
	{ "source", FORM_NAME, "how the input it was converted from names it", \
	  AT(thing, address) },						\
	{ "ignore", FORM_IGNORE, "findings here and below that are accepted", \
	  .object = &spec_suppression }

#define OWNER_KEYS							\
	{ "account", FORM_NAME, "the AWS account it belongs to",	\
	  AT(thing, account) },						\
	{ "region", FORM_REGION, "the AWS Region it lies in",		\
	  AT(thing, region) }

#define REASON_KEYS(type)						\
	{ "why", FORM_NAME, "why it is there", AT(type, why) },		\
	{ "owner", FORM_NAME, "who asked for it", AT(type, owner) },	\
	{ "expires", FORM_DATE, "the day after which it should be gone", \
	  AT(type, expires) },						\
	{ "exists", FORM_EXISTS, "a condition that is not decided yet",	\
	  AT(type, exists) },						\
	{ "ignore", FORM_IGNORE, "findings of it that are accepted",	\
	  .object = &spec_suppression }

/* Of one file's tables, for those of another. */
extern const struct spec_object spec_security_group;
extern const struct spec_object spec_default_group;
extern const struct spec_object spec_network_acl;
extern const struct spec_object spec_prefix_list;
extern const struct spec_object spec_route_table;
extern const struct spec_object spec_subnet;
extern const struct spec_object spec_nat_gateway;
extern const struct spec_object spec_endpoint;
extern const struct spec_object spec_endpoint_service;
extern const struct spec_object spec_internet_gateway;
extern const struct spec_object spec_egress_only_gateway;
extern const struct spec_object spec_vpn_gateway;
extern const struct spec_object spec_loose_internet_gateway;
extern const struct spec_object spec_loose_vpn_gateway;
extern const struct spec_object spec_workload;
extern const struct spec_object spec_vpc;
extern const struct spec_object spec_peering;
extern const struct spec_object spec_transit_gateway;
extern const struct spec_object spec_vpn;
extern const struct spec_object spec_network;
extern const struct spec_object spec_elastic_ip;
extern const struct spec_object spec_block_public_access;

#endif
