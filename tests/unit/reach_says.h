/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_TESTS_UNIT_REACH_SAYS_H
#define VPCPLAN_TESTS_UNIT_REACH_SAYS_H

/*
 * A network, a sentence about it, and what the program must say: the shortest
 * way to state what reachability means.  In the text of a network ' stands
 * for ", so that it can be read.
 */

#include "plan/expect.h"

struct says {
	const char *name;	/* the statement, in a few words */
	const char *spec;
	const char *sentence;
	enum verdict verdict;
	enum holds holds;
};

/* Check rows up to one without a name; a failure names its row. */
void reach_says(const struct says *rows);

/* A statement: a test with rows of its own. */
#define STATEMENT(name, ...)						\
START_TEST(name)							\
{									\
	static const struct says rows[] = { __VA_ARGS__ { 0 } };	\
									\
	reach_says(rows);						\
}									\
END_TEST

#define YES VERDICT_YES, HOLDS_YES
#define NO VERDICT_NO, HOLDS_NO
#define NEVER VERDICT_NO, HOLDS_YES
#define ONE_WAY VERDICT_ONE_WAY, HOLDS_NO
#define PARTLY VERDICT_PARTLY, HOLDS_NO
#define UNDECIDED VERDICT_UNKNOWN, HOLDS_UNDECIDED

/* The text of a network without VPCs, and with one VPC, "v". */
#define NETWORK(members)						\
	"{'vpcplan': 1, 'account': '111122223333', "			\
	"'region': 'eu-west-1', " members "}"
#define ONE_VPC(members, more)						\
	NETWORK("'vpcs': {'v': {'cidr': '10.0.0.0/16', " members "}}"	\
	more)

/* Two VPCs. */
#define TWO_VPCS(a, b, more)						\
	NETWORK("'vpcs': {'a': {'cidr': '10.1.0.0/16', " a "}, "	\
	"'b': {'cidr': '10.2.0.0/16', " b "}}" more)

/* A group that lets everything in, and an instance that carries it. */
#define OPEN "'open': {'ingress': ['all from anywhere']}"
#define GROUPS(more) "'security_groups': {" OPEN more "}"
#define INSTANCE(name, subnet, more)					\
	"'" name "': {'kind': 'instance', 'subnets': ['" subnet "'], "	\
	"'security_groups': ['open']" more "}"
#define EIP ", 'elastic_ips': {'eip': {'address': '52.95.110.20'}}"

#endif
