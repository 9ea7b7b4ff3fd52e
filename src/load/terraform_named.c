/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * What others name by a name that is no id of AWS's: states show nothing else
 * of such a link.  Of each sort the names are entered once, where one is asked
 * for first.
 */

struct sort {
	const char *ending;	/* of the type, or all of it */
	const char *key;	/* the attribute that has the name */
};

static const struct sort sorts[] = {
	[TERRAFORM_NAMED_CLUSTER] = { "_cluster", "cluster_identifier" },
	[TERRAFORM_NAMED_SCALING] = { "aws_autoscaling_group", "name" },
	[TERRAFORM_NAMED_CLASSIC] = { "aws_elb", "name" },
};

static void
enter(struct terraform *x, enum terraform_named sort)
{
	x->named[sort] = map_new(x->a);
	for (size_t i = 0; i < x->list.n; i++) {
		struct terraform_resource *r = x->list.v[i];
		const char *name;
		void **slot;

		if (!str_ends_with(r->type->name, sorts[sort].ending))
			continue;
		name = terraform_word(x, terraform_get(r, sorts[sort].key));
		if (name == NULL)
			continue;
		/* The first of a name has it. */
		slot = map_slot(&x->named[sort], name);
		if (*slot == NULL)
			*slot = r;
	}
}

struct terraform_resource *
terraform_with_name(struct terraform *x, enum terraform_named sort,
    const char *name)
{
	if (name == NULL)
		return NULL;
	if (x->named[sort].a == NULL)
		enter(x, sort);
	return map_get(&x->named[sort], name);
}
