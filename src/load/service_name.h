/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_SERVICE_NAME_H
#define VPCPLAN_LOAD_SERVICE_NAME_H

/*
 * "s3" of "com.amazonaws.eu-west-1.s3", also with China's "cn." in front; any
 * other name, as those of services that others offer
 * (com.amazonaws.vpce.eu-west-1.vpce-svc-…), stays whole.
 */
const char *service_short_name(const char *name);

#endif
