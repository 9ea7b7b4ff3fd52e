/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_VALUE_H
#define VPCPLAN_MODEL_VALUE_H

/*
 * Values of the model.  A value is absent, unknown with a reason, or known;
 * who uses one must ask which.  The zeroed struct is absent.  An unknown
 * value is a state and never a zero: a plan knows no ids before it is
 * applied, a template no parameters, and a rule that read a zero there would
 * be wrong about a network that is right.
 */

#include "base/place.h"
#include "net/cidr.h"

enum value_state { VALUE_ABSENT, VALUE_UNKNOWN, VALUE_KNOWN };

enum value_origin {
	ORIGIN_LITERAL,		/* stands in the input as it is: can be edited */
	ORIGIN_DERIVED,		/* computed from other values: advice only */
	ORIGIN_IMPLICIT		/* a default of AWS's, stands nowhere */
};

struct value {
	enum value_state state;
	enum value_origin origin;
	struct place at;
	const char *why;	/* why unknown: "known after apply"; else NULL */
};

struct flag_value {
	struct value is;
	bool v;
};

struct number_value {
	struct value is;
	int64_t v;
};

struct text_value {
	struct value is;
	const char *v;
};

struct thing;
struct condition;

struct cidr_value {
	struct value is;
	struct cidr v;		/* canonical: host bits cleared */
	const char *written;	/* as in the input, sanitised */
	struct thing *block_of;	/* unknown, but the one IPv6 block of that VPC
				   or subnet, whichever it gets: link gives it
				   the same (stand_in.h); or NULL */
};

/*
 * A name or id that means another thing.  model_link() sets to; a reader that
 * knows the thing itself (an import, a resolved expression) may set it first,
 * and link keeps that.  After link, a known reference with to == NULL means
 * nothing that may be used: it was reported (IN004 not declared, where that
 * list is complete; IN005 of another VPC; IN006 ambiguous), or the list is
 * not whole and the thing may well exist.
 */
struct ref {
	struct value is;
	const char *text;	/* as in the input, sanitised */
	struct thing *to;
	const struct condition *exists;	/* it holds under this alone; NULL: as
					   surely as what states it is there */
};

/* An address given literally, or by the name of an Elastic IP. */
struct address_value {
	struct value is;
	enum family family;	/* when known as an address; else 0 */
	struct addr v;
	struct ref elastic_ip;	/* when known as a name; else absent */
};

/* Makers for readers: a known value, and one that is unknown because. */
struct value value_known(struct place at);
struct value value_derived(struct place at);
struct value value_implicit(void);
struct value value_unknown(struct place at, const char *why);

bool value_is_known(struct value is);
bool value_is_unknown(struct value is);

/* The reason of what stands in the input and cannot be read. */
#define VALUE_MALFORMED "malformed in the input"

/* The flag, or what it is when absent or unknown. */
bool flag_or(struct flag_value f, bool otherwise);
int64_t number_or(struct number_value n, int64_t otherwise);

#endif
