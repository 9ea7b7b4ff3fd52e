/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

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

/* What the caller of a module gives for a variable; into out, where that is
 * written; or its value. */
static struct node
follow_variable(struct terraform *x, const struct terraform_module **in,
    const char *name, struct node *out)
{
	struct node none = { 0 };
	const struct terraform_call *call;
	struct terraform_path p;

	*out = none;
	if (!terraform_path_parse(x->a, name, &p) || p.n != 2 ||
	    !str_equal(p.v[0].text, "var"))
		return none;
	if ((*in)->parent == NULL)
		return is_sensitive(x, p.v[1].text) ? none : node_get(
		    node_get(x->variables, p.v[1].text), "value");
	call = (*in)->parent->config != NULL ?
	    map_get(&(*in)->parent->config->calls, (*in)->name) : NULL;
	*in = (*in)->parent;
	if (call != NULL)
		*out = node_get(node_get(call->node, "expressions"),
		    p.v[1].text);
	return none;
}

/* The value of an expression that is a constant, or one variable alone. */
static struct node
value_of(struct terraform *x, const struct terraform_module *in,
    struct node expression)
{
	struct node none = { 0 };

	for (int hop = 0; hop < HOPS_MAX && node_exists(expression); hop++) {
		struct node constant = node_get(expression, "constant_value");
		struct node references = node_get(expression, "references");
		const char *name = node_text(x->a, node_first(references));
		struct node value;

		if (node_exists(constant))
			return constant;
		if (name == NULL || node_exists(node_next(node_first(
		    references))))
			return none;
		value = follow_variable(x, &in, name, &expression);
		if (node_exists(value))
			return value;
	}
	return none;
}

struct node
terraform_variable(struct terraform *x, const struct terraform_module *in,
    const char *name)
{
	const struct terraform_module *own = in;
	struct node expression;
	struct node value = follow_variable(x, &in, name, &expression);

	if (node_exists(value) || own->parent == NULL)
		return value;
	if (node_exists(expression) || own->config == NULL)
		return value_of(x, in, expression);
	return node_get(node_get(node_get(own->config->node, "variables"),
	    name + strlen("var.")), "default");
}

/* Where the text is in a list, or among the keys of a map. */
static bool
position_in(struct terraform *x, struct node list, const char *text,
    size_t *out)
{
	bool keys = node_kind(list) == NODE_MAP;

	*out = 0;
	if (!keys && node_kind(list) != NODE_LIST)
		return false;
	for (struct node n = node_first(list); node_exists(n);
	    n = node_next(n), ++*out)
		if (str_equal(keys ? node_key(n) : node_kind(n) ==
		    NODE_STRING ? node_text(x->a, n) : NULL, text))
			return true;
	return false;
}

bool
terraform_position(struct terraform *x, const struct terraform_module *in,
    struct node written, const char *text, size_t *out)
{
	for (struct node n = node_first(node_get(written, "references"));
	    node_exists(n); n = node_next(n)) {
		const char *name = node_text(x->a, n);

		if (name != NULL && str_starts_with(name, "var.") &&
		    position_in(x, terraform_variable(x, in, name), text, out))
			return true;
	}
	return false;
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
