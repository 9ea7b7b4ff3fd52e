/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_NET_CARVE_H
#define VPCPLAN_NET_CARVE_H

/*
 * Cutting prefixes and addresses out of a prefix by number, on 128 bits:
 * what Terraform's cidrsubnet(), cidrsubnets() and cidrhost() are for, without
 * wrapping, without leaving the prefix, without a limit at 64 bits.
 */

#include "net/cidr.h"

/*
 * The prefix number n, from 0, of those that are new_bits longer than parent.
 * False if they would be longer than an address, or there are not so many.
 */
bool carve_subnet(struct cidr parent, unsigned new_bits, struct addr n,
    struct cidr *out);

/*
 * The address number n of c: from the start, from 0, or from the end, from 1.
 * False if c has not so many.
 */
bool carve_host(struct cidr c, struct addr n, bool from_end,
    struct addr *out);

/*
 * Prefixes of given lengths one behind the other: each is the next aligned
 * one behind the last; what alignment leaves free is not gone back to.
 */
struct carve_row {
	struct cidr within;
	struct addr next;	/* the first address not given away */
	bool full;		/* there is none */
};

struct carve_row carve_row_start(struct cidr within);

/* False, and nothing given away, if it would lie outside. */
bool carve_row_next(struct carve_row *row, unsigned length,
    struct cidr *out);

/*
 * The length of the smallest prefix of a family that has at least that many
 * addresses; false if none has, or for zero.
 */
bool carve_length(enum family family, struct addr addresses,
    unsigned *length);

/* 2^bits - 1 for 0..128: the number of the last of 2^bits things. */
struct addr carve_last_number(unsigned bits);

#endif
