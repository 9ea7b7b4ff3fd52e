/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_SERVICE_NAME_H
#define VPCPLAN_LOAD_SERVICE_NAME_H

struct arena;
struct endpoint;
struct load;

/*
 * "s3" of "com.amazonaws.eu-west-1.s3", also with China's "cn." in front; any
 * other name, as those of services that others offer
 * (com.amazonaws.vpce.eu-west-1.vpce-svc-…), stays whole.
 */
const char *service_short_name(const char *name);

/*
 * An endpoint of type Gateway, whose service is called so in full: IN003 where
 * AWS has none for that service, and the service is unknown then.  instead:
 * what to write for another type.  Names that are not of the form above say
 * nothing.
 */
void service_check_gateway(struct load *l, struct endpoint *e,
    const char *name, const char *instead);

/* "AWS has gateway endpoints for …, and not for …; other services take …". */
const char *service_no_gateway(struct arena *a, const char *service,
    const char *instead);

#endif
