/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "model/notices.h"

#include <string.h>

/*
 * What a template refers to, all over it: names that mean nothing, functions
 * that there are not, and resources that wait for one another in a circle.
 * Values are evaluated where the network asks for them; a wrong name in a
 * script that starts an instance fails the stack just the same.
 */

enum { CIRCLE_MAX = 20 };	/* names that a finding lists */

struct walk {
	struct cfn_template *t;
	struct cfn_need **needs;	/* what is referred to goes there */
	bool depends;			/* in DependsOn */
	bool decides;			/* in a condition */
	bool program;			/* in what a program is handed */
	bool silent;			/* a transform may make what is not
					   there */
};

/* That resource is needed first. */
static void
need(struct walk *w, struct cfn_resource *to, struct place at)
{
	struct cfn_need *n;

	for (n = *w->needs; n != NULL; n = n->next)
		if (n->to == to) {
			n->by_program |= w->program;
			return;
		}
	n = arena_alloc(w->t->x->a, sizeof *n);
	n->to = to;
	n->at = at;
	n->waits = w->depends;
	n->by_program = w->program;
	n->next = *w->needs;
	*w->needs = n;
}

/* only_resource: nothing else has attributes, as that one (or NULL). */
static void
name_is_used(struct walk *w, const char *name, struct place at,
    bool only_resource, const char *attribute)
{
	const char *dot = strchr(name, '.');
	struct cfn_resource *to;

	if (dot != NULL) {
		name = arena_strndup(w->t->x->a, name, (size_t)(dot - name));
		attribute = dot + 1;
	}
	to = cfn_resource(w->t, name);
	if (to != NULL && attribute != NULL && !w->silent && !w->decides)
		cfn_check_attribute(w->t, to, attribute, at);
	if (to != NULL && w->decides && !w->silent)
		finding_add(&w->t->x->l->findings, &notice_wrong_type, at,
		    "\"%s\" is a resource: conditions are decided before "
		    "there are any", to->name);
	else if (to != NULL)
		need(w, to, at);
	else if (!w->silent && (only_resource || dot != NULL ||
	    !cfn_is_name(w->t, name)))
		cfn_undeclared(w->t, name, at);
}

/* "${name}" but for those of a map beside it, and "${!name}". */
static void
text_is_used(struct walk *w, struct node text_node, struct node map)
{
	const char *text = cfn_node_text(w->t, text_node);

	while (text != NULL && (text = strstr(text, "${")) != NULL) {
		const char *close = strchr(text, '}');
		const char *name;

		if (close == NULL)
			return;
		name = arena_strndup(w->t->x->a, text + 2,
		    (size_t)(close - text - 2));
		if (*name != '!' && !node_exists(node_get(map, name)))
			name_is_used(w, name, node_place(text_node), false,
			    NULL);
		text = close + 1;
	}
}

static void walk_all(struct walk *w, struct node n);

/* The attribute in ["Name", "Attribute"], if it is one that is told. */
static const char *
attribute_text(struct walk *w, const char *function, struct node name)
{
	struct node attribute = node_next(name);

	struct cfn_value v;

	if (!str_equal(function, "GetAtt"))
		return NULL;
	if (node_kind(attribute) == NODE_STRING)
		return cfn_node_text(w->t, attribute);
	/* By a Ref of a parameter that says it, which may be unknown. */
	v = node_kind(attribute) == NODE_MAP && !w->silent ?
	    cfn_eval(w->t, attribute) : (struct cfn_value){ 0 };
	return v.kind == CFN_TEXT ? v.text : NULL;
}

static const char no_value[] = "a condition gives no value: AWS takes this "
    "function in the section Conditions";

static bool
is_deciding(const char *function)
{
	return str_equal(function, "Equals") || str_equal(function, "And") ||
	    str_equal(function, "Or") || str_equal(function, "Not");
}

static void
walk_function(struct walk *w, struct node n, const char *name,
    struct node argument)
{
	bool list = node_kind(argument) == NODE_LIST;
	struct node first = list ? node_first(argument) : argument;
	const char *text;

	if (str_equal(name, "Ref") || str_equal(name, "GetAtt")) {
		text = node_kind(first) == NODE_STRING ||
		    (node_kind(first) == NODE_MAP && !w->silent) ?
		    cfn_node_text(w->t, first) : NULL;
		if (text != NULL)
			name_is_used(w, text, node_place(argument),
			    list && !str_equal(name, "Ref"),
			    attribute_text(w, name, first));
	} else if (str_equal(name, "Sub")) {
		text_is_used(w, first, list ? node_next(first) :
		    (struct node){ 0 });
	} else if (str_equal(name, "If") || str_equal(name, "Condition")) {
		text = node_kind(first) == NODE_STRING ? cfn_node_text(w->t,
		    first) : NULL;
		if (text != NULL && !w->silent)
			cfn_is_condition(w->t, text, node_place(first));
	} else if (!w->silent && !cfn_is_function(name)) {
		cfn_no_function(w->t, n, name);
	} else if (!w->silent && !w->decides && is_deciding(name)) {
		read_complain(w->t->x->l, n, no_value);
	}
	if (!w->silent)
		cfn_check_shape(w->t, name, argument);
	if (node_kind(argument) != NODE_STRING)
		walk_all(w, argument);
}

/* Programs may put to use whatever id they are handed. */
static bool
is_for_program(struct node n)
{
	static const char *const keys[] = { "Environment", "UserData", "Code",
		"EnvironmentVariables", NULL };

	if (strchr("EUC\\", node_key_initial(n)) == NULL)
		return false;
	for (size_t i = 0; keys[i] != NULL; i++)
		if (node_key_is(n, keys[i]))
			return true;
	return false;
}

/* … but where the text of the only member is a condition's name, that was
 * meant. */
static void
check_no_condition(struct walk *w, struct node n, struct node argument)
{
	struct node all = node_get(w->t->root, "Conditions");
	const char *text = node_kind(argument) == NODE_STRING ?
	    node_text(w->t->x->a, argument) : NULL;

	if (text != NULL && !w->silent && node_exists(node_get(all, text)))
		read_complain(w->t->x->l, n, no_value);
}

static void
walk_all(struct walk *w, struct node n)
{
	struct node argument;
	const char *name = cfn_function(n, &argument);

	/* A member named Condition is one of many things: a policy's … */
	if (name != NULL && !w->decides && str_equal(name, "Condition")) {
		check_no_condition(w, n, argument);
	} else if (name != NULL) {
		walk_function(w, n, name, argument);
		return;
	}
	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		bool program = w->program;

		if (node_kind(c) != NODE_MAP && node_kind(c) != NODE_LIST)
			continue;
		w->program |= is_for_program(c);
		if (!node_key_begins(c, "Fn::ForEach"))
			walk_all(w, c);
		w->program = program;
	}
}

static void
walk_depends(struct walk *w, struct node all)
{
	struct node one = node_kind(all) == NODE_LIST ? node_first(all) : all;

	w->depends = true;
	for (; node_exists(one); one = node_next(one)) {
		const char *name = cfn_node_text(w->t, one);

		if (name != NULL)
			name_is_used(w, name, node_place(one), true, NULL);
		if (node_kind(all) != NODE_LIST)
			break;
	}
	w->depends = false;
}

/* A condition says nothing of the network by itself. */
static void
walk_conditions(struct walk *w)
{
	static const char *const decide[] = { "And", "Condition", "Equals",
		"Not", "Or", NULL };
	struct node all = node_get(w->t->root, "Conditions");

	w->decides = true;
	for (struct node c = node_first(all); node_exists(c) && !w->silent;
	    c = node_next(c)) {
		struct node argument;
		const char *name = cfn_function(c, &argument);
		size_t i = 0;

		if (node_key_begins(c, "Fn::ForEach"))
			continue;
		while (decide[i] != NULL && !str_equal(decide[i], name))
			i++;
		if (decide[i] == NULL && node_kind(c) != NODE_NULL)
			read_complain(w->t->x->l, c, "a condition is one of "
			    "Fn::And, Fn::Equals, Fn::Not and Fn::Or");
		walk_all(w, c);
	}
	w->decides = false;
}

static void
walk_outputs(struct walk *w)
{
	struct node all = node_get(w->t->root, "Outputs");

	walk_all(w, all);
	for (struct node c = node_first(all); node_exists(c) && !w->silent;
	    c = node_next(c)) {
		struct node condition = node_get(c, "Condition");
		const char *name = node_kind(condition) == NODE_STRING ?
		    cfn_node_text(w->t, condition) : NULL;

		if (name != NULL)
			cfn_is_condition(w->t, name, node_place(condition));
	}
}

/* --------------------------------------------------------------- circles */

static void
say_circle(struct cfn *x, struct cfn_resource *const *path, size_t from,
    size_t n, struct place at)
{
	struct str s = str_new(x->a);

	for (size_t i = from; i < n && i < from + CIRCLE_MAX; i++)
		str_addf(&s, "\"%s\" needs ", path[i]->name);
	str_addf(&s, "\"%s\"", path[from]->name);
	finding_add(&x->l->findings, &notice_wrong_type, at, "resources that "
	    "wait for one another in a circle: %s%s", str_text(&s),
	    n - from > CIRCLE_MAX ? " by many more" : "");
}

struct step {
	struct cfn_resource *r;
	const struct cfn_need *next;
};

/* Depth first, with a stack of its own: what is on it is a way to here. */
static void
find_circles(struct cfn *x, struct cfn_resource *start)
{
	VEC(struct step) stack = { 0 };
	VEC(struct cfn_resource *) path = { 0 };
	struct step first = { start, start->needs };

	start->visit = VISIT_OPEN;
	vec_push(x->a, &stack, first);
	vec_push(x->a, &path, start);
	while (stack.n > 0) {
		struct step *top = &stack.v[stack.n - 1];
		const struct cfn_need *n = top->next;
		struct step deeper;

		if (n == NULL) {
			top->r->visit = VISIT_DONE;
			stack.n--;
			path.n--;
			continue;
		}
		top->next = n->next;
		if (n->to->visit == VISIT_OPEN) {
			for (size_t i = 0; i < path.n; i++)
				if (path.v[i] == n->to)
					say_circle(x, path.v, i, path.n,
					    n->at);
		} else if (n->to->visit == VISIT_NEW) {
			n->to->visit = VISIT_OPEN;
			deeper = (struct step){ n->to, n->to->needs };
			vec_push(x->a, &stack, deeper);
			vec_push(x->a, &path, n->to);
		}
	}
}

void
cfn_check_names(struct cfn_template *t)
{
	struct walk w = { .t = t, .silent = cfn_is_transformed(t) };

	for (size_t i = 0; i < t->list.n; i++) {
		struct cfn_resource *r = t->list.v[i];

		w.t = r->in;
		w.needs = &r->needs;
		walk_all(&w, r->properties);
		walk_depends(&w, node_get(r->node, "DependsOn"));
	}
	w.t = t;
	w.needs = &t->output_needs;
	walk_conditions(&w);
	walk_outputs(&w);
	for (size_t i = 0; i < t->list.n && !w.silent; i++)
		if (t->list.v[i]->visit == VISIT_NEW)
			find_circles(t->x, t->list.v[i]);
}
