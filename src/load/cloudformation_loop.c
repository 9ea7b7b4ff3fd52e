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

/* The list of a loop; a list may be one of lists. */
static struct cfn_value
list_of(struct cfn_template *t, struct node n)
{
	struct cfn_value all = cfn_single(t->x, cfn_eval(t, n));

	return all.kind == CFN_LIST && all.n == 1 &&
	    all.v[0].kind == CFN_LIST ? all.v[0] : all;
}

/* Why no texts are told to go through; NULL: they are.  What no stack takes
 * is a finding. */
static const char *
why_no_texts(struct cfn_template *t, struct node at,
    const struct cfn_value *all)
{
	if (all->kind == CFN_TEXT || all->kind == CFN_MAP) {
		read_complain(t->x->l, at, cfn_takes("ForEach"));
		return cfn_malformed;
	}
	if (all->kind != CFN_LIST)
		return all->kind == CFN_UNKNOWN ? all->text :
		    "its list is not known";
	for (size_t i = 0; i < all->n; i++) {
		struct cfn_value one = cfn_single(t->x, all->v[i]);

		if (one.kind == CFN_TEXT)
			continue;
		if (one.kind == CFN_LIST || one.kind == CFN_MAP) {
			read_complain(t->x->l, at, "a list of Fn::ForEach "
			    "is one of texts");
			return cfn_malformed;
		}
		return one.kind == CFN_UNKNOWN ? one.text :
		    "its list is not known";
	}
	return NULL;
}

/* "Fn::ForEach::Name": [ variable, list, { … } ]. */
static const char *
enter_loop(struct cfn_template *t, struct node loop)
{
	struct node name = node_first(loop), list = node_next(name);
	struct node body = node_next(list);
	const char *variable = node_text(t->x->a, name), *why;
	struct cfn_value all;

	if (node_kind(loop) != NODE_LIST || node_kind(name) != NODE_STRING ||
	    node_kind(body) != NODE_MAP || node_exists(node_next(body))) {
		read_complain(t->x->l, loop, cfn_takes("ForEach"));
		return cfn_malformed;
	}
	all = list_of(t, list);
	why = why_no_texts(t, list, &all);
	for (size_t i = 0; why == NULL && i < all.n; i++) {
		struct cfn_value one = cfn_single(t->x, all.v[i]);

		if (t->x->looped++ >= ENTERED_MAX)
			return "it has too many turns";
		enter_once(t, body, read_intern(t->x->l, variable),
		    read_intern(t->x->l, one.text));
	}
	return why;
}

void
cfn_enter_loop(struct cfn_template *t, struct node loop)
{
	const char *why = enter_loop(t, loop);

	if (why == NULL)
		return;
	if (t->x->loops++ == 0)
		t->x->why_loop = arena_printf(t->x->a, "%s: %s",
		    read_intern(t->x->l, node_key(loop)), why);
}
