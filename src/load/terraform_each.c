/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * What each.value is.  A map that for_each goes over is told where it is a
 * constant, or a variable of which the plan has the value: then each.value.x
 * is a text, which may be the key of another resource.
 */

enum { HOPS_MAX = 16 };

static bool
is_sensitive(struct terraform *x, const char *variable)
{
	return x->config != NULL && node_exists(node_get(node_get(node_get(
	    x->config->node, "variables"), variable), "sensitive"));
}

/* The value of an expression that is a constant, or one variable alone. */
static struct node
value_of(struct terraform *x, const struct terraform_module *in,
    struct node expression)
{
	struct node none = { 0 };

	for (int hop = 0; hop < HOPS_MAX; hop++) {
		struct node constant = node_get(expression, "constant_value");
		struct node references = node_get(expression, "references");
		const char *name = node_text(x->a, node_first(references));
		const struct terraform_call *call;
		struct terraform_path p;

		if (node_exists(constant))
			return constant;
		if (name == NULL || node_exists(node_next(node_first(
		    references))) || !terraform_path_parse(x->a, name, &p) ||
		    p.n != 2 || !str_equal(p.v[0].text, "var"))
			return none;
		if (in->parent == NULL)
			return is_sensitive(x, p.v[1].text) ? none : node_get(
			    node_get(x->variables, p.v[1].text), "value");
		call = in->parent->config != NULL ?
		    map_get(&in->parent->config->calls, in->name) : NULL;
		if (call == NULL)
			return none;
		expression = node_get(node_get(call->node, "expressions"),
		    p.v[1].text);
		in = in->parent;
	}
	return none;
}

const char *
terraform_each_text(struct terraform *x, const struct terraform_module *in,
    const char *key, struct node block, const char *reference)
{
	struct node n = value_of(x, in, node_get(block,
	    "for_each_expression"));
	struct terraform_path p;

	if (key == NULL || !node_exists(n) ||
	    !terraform_path_parse(x->a, reference, &p) || p.n < 2)
		return NULL;
	/* Of a set the value is the key. */
	if (node_kind(n) == NODE_LIST)
		return p.n == 2 ? key : NULL;
	n = node_get(n, key);
	for (size_t i = 2; i < p.n; i++)
		n = node_get(n, p.v[i].text);
	return node_kind(n) == NODE_STRING ? node_text(x->a, n) : NULL;
}
