/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

/*
 * What a template is made of: sections that are maps, resources with a type,
 * properties and the names that they wait for.  Where a macro will have made
 * it anew, nobody knows what it will be.
 */

static void
expect_map(struct cfn_template *t, struct node n)
{
	if (node_exists(n) && node_kind(n) != NODE_MAP &&
	    node_kind(n) != NODE_NULL)
		read_complain_type(t->x->l, n, "a map");
}

static void
expect_text(struct cfn_template *t, struct node n)
{
	if (node_exists(n) && node_kind(n) != NODE_STRING)
		read_complain_type(t->x->l, n, "a text");
}

/* A section's member that has a type. */
static void
check_typed(struct cfn_template *t, struct node n, const char *what)
{
	struct node type = node_get(n, "Type");

	if (node_key_begins(n, "Fn::"))
		return;
	if (node_kind(n) != NODE_MAP)
		read_complain_type(t->x->l, n, what);
	else if (!node_exists(type))
		read_complain(t->x->l, n, "it states no Type");
	else
		expect_text(t, type);
}

static void
check_depends(struct cfn_template *t, struct node all)
{
	if (node_kind(all) != NODE_LIST) {
		expect_text(t, all);
		return;
	}
	for (struct node c = node_first(all); node_exists(c);
	    c = node_next(c))
		expect_text(t, c);
}

void
cfn_check_form(struct cfn_template *t)
{
	static const char *const sections[] = { "Parameters", "Mappings",
		"Conditions", "Resources", "Outputs", "Rules", NULL };
	struct node parameters = node_get(t->root, sections[0]);

	for (size_t i = 0; sections[i] != NULL; i++)
		expect_map(t, node_get(t->root, sections[i]));
	if (cfn_is_transformed(t))
		return;
	for (struct node c = node_kind(parameters) == NODE_MAP ?
	    node_first(parameters) : (struct node){ 0 }; node_exists(c);
	    c = node_next(c))
		check_typed(t, c, "a parameter");
	for (size_t i = 0; i < t->list.n; i++) {
		struct cfn_resource *r = t->list.v[i];

		check_typed(t, r->node, "a resource");
		expect_map(t, r->properties);
		expect_text(t, node_get(r->node, "Condition"));
		check_depends(t, node_get(r->node, "DependsOn"));
	}
}
