/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_EXPORT_SPEC_SCHEMA_H
#define VPCPLAN_EXPORT_SPEC_SCHEMA_H

/*
 * Between the two files that write the schema of the spec; nobody else
 * includes it.
 */

#include "base/map.h"
#include "document/writer.h"
#include "load/spec.h"

struct schema {
	struct arena *a;
	struct writer w;
	struct map seen;		/* definitions by name */
	VEC(const struct spec_object *) objects;
};

/* What the value of a key may be: the members of its property. */
void schema_put_form(struct schema *s, const struct spec_key *k);

/* Keys that begin with // are comments: a member of an object. */
void schema_put_comments(struct schema *s);

/* { "type": … }, as a value. */
void schema_write_type(struct schema *s, const char *type);

#endif
