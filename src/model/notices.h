/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_NOTICES_H
#define VPCPLAN_MODEL_NOTICES_H

/*
 * The rows of the catalogue that reading and linking raise.  They stand here
 * and not in lint/, because readers must not see opinions; the catalogue
 * lists them first.
 */

#include "diag/notice.h"

extern const struct notice notice_json_syntax;		/* IN001 */
extern const struct notice notice_unknown_key;		/* IN002 */
extern const struct notice notice_wrong_type;		/* IN003 */
extern const struct notice notice_dangling_reference;	/* IN004 */
extern const struct notice notice_cross_vpc_reference;	/* IN005 */
extern const struct notice notice_ambiguous_name;	/* IN006 */
extern const struct notice notice_conflicting_definitions;	/* IN007 */
extern const struct notice notice_inline_and_separate;	/* IN008 */
extern const struct notice notice_main_table_twice;	/* IN015 */
extern const struct notice notice_route_before_attachment;	/* IN010 */
extern const struct notice notice_egress_taken_away;	/* IN011 */
extern const struct notice notice_properties_refused;	/* IN012 */
extern const struct notice notice_template_limit;	/* IN013 */
extern const struct notice notice_invisible_character;	/* IN015 */
extern const struct notice notice_cidr_malformed;	/* AD001 */
extern const struct notice notice_cidr_host_bits;	/* AD002 */
extern const struct notice notice_lock_out_of_date;	/* AD017 */
extern const struct notice notice_route_target_count;	/* RT001 */
extern const struct notice notice_protocol_port_mismatch;	/* SG011 */

/* All of them, in the order of their codes; NULL ends the list. */
extern const struct notice *const notices_of_readers[];

#endif
