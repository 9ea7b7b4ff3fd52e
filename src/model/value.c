/* SPDX-License-Identifier: MIT */
#include "model/value.h"

struct value
value_known(struct place at)
{
	return (struct value){ .state = VALUE_KNOWN, .at = at };
}

struct value
value_derived(struct place at)
{
	return (struct value){ .state = VALUE_KNOWN, .origin = ORIGIN_DERIVED,
		.at = at };
}

struct value
value_implicit(void)
{
	return (struct value){ .state = VALUE_KNOWN,
		.origin = ORIGIN_IMPLICIT };
}

struct value
value_unknown(struct place at, const char *why)
{
	return (struct value){ .state = VALUE_UNKNOWN, .at = at, .why = why };
}

bool
value_is_known(struct value is)
{
	return is.state == VALUE_KNOWN;
}

bool
value_is_unknown(struct value is)
{
	return is.state == VALUE_UNKNOWN;
}

bool
flag_or(struct flag_value f, bool otherwise)
{
	return value_is_known(f.is) ? f.v : otherwise;
}

int64_t
number_or(struct number_value n, int64_t otherwise)
{
	return value_is_known(n.is) ? n.v : otherwise;
}
