/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

/*
 * What each.value is.  What for_each goes over is told where it is a constant,
 * a variable of which the plan has the value, or the instances of a resource:
 * then each.value.x may be a text that is the key of another resource.
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

/*
 * for_each = aws_subnet.all: each.value is the instance with the same key, of
 * the only one of the blocks named that has such.
 */
static struct node
value_of_instance(struct terraform *x, const struct terraform_module *in,
    const char *key, struct node expression)
{
	struct terraform_resource *only = NULL;
	struct node none = { 0 };

	for (struct node n = node_first(node_get(expression, "references"));
	    node_exists(n); n = node_next(n)) {
		const char *name = node_text(x->a, n);
		const struct terraform_block *b;
		struct terraform_resource *r;

		b = name != NULL ? map_get(&in->blocks, name) : NULL;
		r = b != NULL ? map_get(&b->by_key, key) : NULL;
		if (r != NULL && only != NULL && r != only)
			return none;
		if (r != NULL)
			only = r;
	}
	return only != NULL ? only->values : none;
}

struct node
terraform_each_value(struct terraform *x, const struct terraform_module *in,
    const char *key, struct node block, const char *reference)
{
	struct node expression = node_get(block, "for_each_expression");
	struct node n = value_of(x, in, expression), none = { 0 };
	struct terraform_path p;

	if (key == NULL || !terraform_path_parse(x->a, reference, &p) ||
	    p.n < 2)
		return none;
	n = node_exists(n) ? node_get(n, key) :
	    value_of_instance(x, in, key, expression);
	for (size_t i = 2; i < p.n; i++)
		n = node_get(n, p.v[i].text);
	return n;
}

const char *
terraform_each_text(struct terraform *x, const struct terraform_module *in,
    const char *key, struct node block, const char *reference)
{
	struct node n = value_of(x, in, node_get(block,
	    "for_each_expression"));
	struct terraform_path p;

	/* Of a set the value is the key. */
	if (key != NULL && node_kind(n) == NODE_LIST)
		return terraform_path_parse(x->a, reference, &p) && p.n == 2 ?
		    key : NULL;
	n = terraform_each_value(x, in, key, block, reference);
	return node_kind(n) == NODE_STRING ? node_text(x->a, n) : NULL;
}
