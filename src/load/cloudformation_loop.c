/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Fn::ForEach among the resources: what it holds is entered once for each
 * value of its list, in a copy of the template in which the loop's name means
 * that value.
 */

enum { ENTERED_MAX = 2000 };

const char *
cfn_bound(const struct cfn_template *t, const char *name)
{
	for (; t != NULL && t->outer != NULL; t = t->outer)
		if (str_equal(t->variable, name))
			return t->bound;
	return NULL;
}

/* "${name}" and "&{name}" of one loop; the latter leaves what is no letter
 * or digit out. */
static const char *
replace(struct cfn_template *t, const char *text)
{
	const char *name = t->variable, *value = t->bound;
	size_t n = strlen(name);
	struct str s = str_new(t->x->a);

	while (*text != '\0') {
		bool hit = (text[0] == '$' || text[0] == '&') &&
		    text[1] == '{' && strncmp(text + 2, name, n) == 0 &&
		    text[2 + n] == '}';

		if (!hit) {
			str_add_char(&s, *text++);
			continue;
		}
		for (const char *p = value; *p != '\0'; p++)
			if (text[0] == '$' || (*p >= '0' && *p <= '9') ||
			    (*p >= 'A' && *p <= 'Z') ||
			    (*p >= 'a' && *p <= 'z'))
				str_add_char(&s, *p);
		text += n + 3;
	}
	return str_text(&s);
}

const char *
cfn_resolved(struct cfn_template *t, const char *text)
{
	if (text == NULL || t->outer == NULL || strstr(text, "{") == NULL)
		return text;
	for (; t->outer != NULL; t = t->outer)
		text = replace(t, text);
	return text;
}

/* A name may be made by a function, where language extensions are on. */
const char *
cfn_node_text(struct cfn_template *t, struct node n)
{
	struct cfn_value v;

	if (node_kind(n) != NODE_MAP)
		return cfn_resolved(t, node_text(t->x->a, n));
	v = cfn_single(t->x, cfn_eval(t, n));
	return v.kind == CFN_TEXT ? v.text : NULL;
}

static void
enter_once(struct cfn_template *t, struct node body, const char *variable,
    const char *value)
{
	struct cfn_template *inner = arena_alloc(t->x->a, sizeof *inner);

	*inner = *t;
	inner->outer = t;
	inner->variable = variable;
	inner->bound = value;
	for (struct node c = node_first(body); node_exists(c);
	    c = node_next(c))
		if (node_kind(c) != NODE_NULL)
			cfn_enter_resource(inner, c);
}

/* "Fn::ForEach::Name": [ variable, list, { … } ]; false: not expanded. */
bool
cfn_enter_loop(struct cfn_template *t, struct node loop)
{
	struct node name = node_first(loop), list = node_next(name);
	struct node body = node_next(list);
	const char *variable = node_text(t->x->a, name);
	struct cfn_value all;

	if (node_kind(loop) != NODE_LIST || variable == NULL ||
	    node_kind(body) != NODE_MAP)
		return false;
	all = cfn_single(t->x, cfn_eval(t, list));
	if (all.kind == CFN_LIST)	/* a list may be one of lists */
		for (size_t i = 0; i < all.n; i++)
			if (all.v[i].kind == CFN_LIST && all.n == 1)
				all = all.v[0];
	if (all.kind != CFN_LIST)
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].kind != CFN_TEXT)
			return false;
	for (size_t i = 0; i < all.n; i++) {
		if (t->x->looped++ >= ENTERED_MAX)
			return false;
		enter_once(t, body, read_intern(t->x->l, variable),
		    read_intern(t->x->l, all.v[i].text));
	}
	return true;
}
