/* SPDX-License-Identifier: MIT */
#include "export/spec_write.h"

/*
 * Which lists are not whole.  A kind stands at the top level if nothing at
 * all is whole of it, and in a VPC if it is not whole there but is elsewhere.
 */

static bool
is_of_vpc(enum kind kind)
{
	return (KINDS_OF_VPC & KIND_BIT(kind)) != 0;
}

static bool
is_incomplete_everywhere(const struct spec_out *o, enum kind kind)
{
	const struct model *m = o->m;

	if (!is_of_vpc(kind) || m->vpcs.n == 0)
		return !model_is_complete(m, kind, NULL);
	for (size_t i = 0; i < m->vpcs.n; i++)
		if (model_is_complete(m, kind, m->vpcs.v[i]))
			return false;
	return true;
}

/* Asked of each VPC, and the same each time. */
static bool
is_missing(struct spec_out *o, enum kind kind)
{
	if (!o->knows_missing)
		for (int k = 0; k < KIND_COUNT; k++)
			if (is_incomplete_everywhere(o, (enum kind)k))
				o->missing |= KIND_BIT(k);
	o->knows_missing = true;
	return (o->missing & KIND_BIT(kind)) != 0;
}

static bool
is_incomplete(struct spec_out *o, enum kind kind, const struct vpc *v)
{
	if (v == NULL)
		return is_missing(o, kind);
	return is_of_vpc(kind) && !model_is_complete(o->m, kind, v) &&
	    !is_missing(o, kind);
}

void
put_incomplete(struct spec_out *o, const struct vpc *v)
{
	bool begun = false;

	for (int kind = 0; kind < KIND_COUNT; kind++) {
		if (!is_incomplete(o, (enum kind)kind, v))
			continue;
		if (!begun) {
			writer_key(&o->w, "incomplete");
			writer_begin_list_fit(&o->w);
			begun = true;
		}
		writer_text(&o->w, kind_key((enum kind)kind));
	}
	if (begun)
		writer_end(&o->w);
}
