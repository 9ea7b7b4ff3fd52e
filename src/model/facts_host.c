/* SPDX-License-Identifier: MIT */
#include "model/facts.h"

#include <string.h>

#define DNS_PAGE	"Amazon VPC User Guide, Understanding Amazon DNS"
#define METADATA_PAGE	"Amazon EC2 User Guide, Instance metadata"
#define TIME_PAGE	"Amazon EC2 User Guide, Set the time reference"
#define WINDOWS_PAGE	"Amazon EC2 User Guide, Activate Windows instances"
#define TASKS_PAGE	"Amazon ECS Developer Guide, Task metadata endpoint"
#define PODS_PAGE	"Amazon EKS User Guide, Pod Identity Agent"
#define STUDY		"2025-2026"
#define PODS_DAY	"2026-11-28"

enum { DNS = 53, HTTP = 80, NTP = 123, KMS = 1688, RESOLVER_OFFSET = 2 };

static const struct fact_host_service services[] = {
	{ "metadata", "169.254.169.254", 0, HTTP, 0, METADATA_PAGE, STUDY },
	{ "metadata", "fd00:ec2::254", 0, HTTP, 0, METADATA_PAGE, STUDY },
	{ HOST_RESOLVER, NULL, RESOLVER_OFFSET, DNS, DNS, DNS_PAGE, STUDY },
	{ HOST_RESOLVER, "169.254.169.253", 0, DNS, DNS, DNS_PAGE, STUDY },
	{ HOST_RESOLVER, "fd00:ec2::253", 0, DNS, DNS, DNS_PAGE, STUDY },
	{ "time", "169.254.169.123", 0, 0, NTP, TIME_PAGE, STUDY },
	{ "time", "fd00:ec2::123", 0, 0, NTP, TIME_PAGE, STUDY },
	{ "task metadata", "169.254.170.2", 0, HTTP, 0, TASKS_PAGE, STUDY },
	{ "pod identity", "169.254.170.23", 0, HTTP, 0, PODS_PAGE, PODS_DAY },
	{ "pod identity", "fd00:ec2::23", 0, HTTP, 0, PODS_PAGE, PODS_DAY },
	{ "activation", "169.254.169.250", 0, KMS, 0, WINDOWS_PAGE, STUDY },
	{ "activation", "169.254.169.251", 0, KMS, 0, WINDOWS_PAGE, STUDY },
	{ "activation", "fd00:ec2::250", 0, KMS, 0, WINDOWS_PAGE, STUDY }
};

const struct fact_host_service *
fact_host_service(size_t i)
{
	return i < sizeof services / sizeof services[0] ? &services[i] : NULL;
}

/*
 * "pending: is being created and is not ready to process traffic", EC2 API
 * Reference, NatGateway; what is being modified is there as before.  AWS
 * writes states in several cases: "pendingAcceptance", "Available".
 */
static const char *const carrying[] = {
	"active", "available", "modifying", "associated"
};

static bool
is_word(const char *state, const char *word)
{
	while (*state != '\0' && (*state | 0x20) == (*word | 0x20)) {
		state++;
		word++;
	}
	return *state == '\0' && *word == '\0';
}

bool
fact_state_carries(const char *state)
{
	for (size_t i = 0; i < sizeof carrying / sizeof carrying[0]; i++)
		if (state == NULL || is_word(state, carrying[i]))
			return true;
	return false;
}

bool
fact_state_is_unknown(const char *state)
{
	return state != NULL && strcmp(state, STATE_UNKNOWN) == 0;
}
