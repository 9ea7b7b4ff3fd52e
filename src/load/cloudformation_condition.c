/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "model/facts.h"
#include "model/notices.h"

/*
 * Conditions.  One that nothing decides is a literal by its name; one that
 * only says that another does not hold is the same literal, negated: so the
 * two branches of a template are known to be opposite.
 */

static const struct condition *
literal(struct cfn *x, const char *text, bool negated)
{
	struct condition *c = arena_alloc(x->a, sizeof *c);

	c->text = text;
	c->negated = negated;
	return c;
}

const struct condition *
cfn_opposite(struct cfn *x, const struct condition *c)
{
	return c == NULL ? NULL : literal(x, c->text, !c->negated);
}

const struct condition *
cfn_both(struct cfn *x, const struct condition *a, const struct condition *b)
{
	if (a == NULL || condition_same(a, b))
		return b;
	if (b == NULL)
		return a;
	return literal(x, arena_printf(x->a, "%s%s and %s%s",
	    a->negated ? "not " : "", a->text, b->negated ? "not " : "",
	    b->text), false);
}

bool
cfn_excludes(const struct condition *a, const struct condition *b)
{
	return a != NULL && b != NULL && a->negated != b->negated &&
	    str_equal(a->text, b->text);
}

struct value
cfn_depends(struct cfn *x, struct place at, const struct condition *when)
{
	return value_unknown(at, arena_printf(x->a, "it depends on condition "
	    "%s%s", when->negated ? "not " : "", when->text));
}

/* --------------------------------------------------------------- functions */

static enum cfn_truth
negate(enum cfn_truth t)
{
	return t == CFN_UNDECIDED ? t : t == CFN_TRUE ? CFN_FALSE : CFN_TRUE;
}

static enum cfn_truth
equals(struct cfn_template *t, struct node n)
{
	struct node first = node_first(n);
	struct cfn_value a = cfn_single(t->x, cfn_eval(t, first));
	struct cfn_value b = cfn_single(t->x, cfn_eval(t, node_next(first)));

	if (a.kind != CFN_TEXT || b.kind != CFN_TEXT)
		return CFN_UNDECIDED;
	return str_equal(a.text, b.text) ? CFN_TRUE : CFN_FALSE;
}

/* Fn::And, Fn::Or: how many there may be. */
static void
check_number(struct cfn_template *t, struct node n)
{
	size_t found = 0;
	struct node over = { 0 };

	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		if (++found == (size_t)fact_value(FACT_CONDITIONS_MAX) + 1)
			over = c;
	if (node_kind(n) != NODE_LIST ||
	    found < (size_t)fact_value(FACT_CONDITIONS_MIN))
		read_complain(t->x->l, n, "takes a list of 2 to 10 "
		    "conditions");
	else if (node_exists(over))
		cfn_flag_limit(t, node_place(over), FACT_CONDITIONS_MAX,
		    found, arena_printf(t->x->a, "there are %zu conditions",
		    found));
}

/* All of them, or with any: one. */
static enum cfn_truth
all(struct cfn_template *t, struct node n, bool any,
    const struct condition **out)
{
	enum cfn_truth result = any ? CFN_FALSE : CFN_TRUE;
	enum cfn_truth decides = any ? CFN_TRUE : CFN_FALSE;
	const struct condition *rest = NULL;
	size_t undecided = 0;

	check_number(t, n);
	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		const struct condition *one = NULL;
		enum cfn_truth truth = cfn_truth_of(t, c, &one);

		if (truth == decides)
			return decides;
		if (truth == CFN_UNDECIDED) {
			undecided++;
			rest = one;
			result = CFN_UNDECIDED;
		}
	}
	*out = undecided == 1 ? rest : NULL;
	return result;
}

enum cfn_truth
cfn_truth_of(struct cfn_template *t, struct node n,
    const struct condition **out)
{
	struct node argument;
	const char *name = cfn_function(n, &argument);
	enum cfn_truth truth = CFN_UNDECIDED;

	*out = NULL;
	if (++t->x->depth > DOCUMENT_DEPTH_MAX || name == NULL) {
		t->x->depth--;
		return CFN_UNDECIDED;
	}
	if (str_equal(name, "Condition")) {
		const char *text = node_text(t->x->a, argument);

		if (text != NULL)
			truth = cfn_condition(t, text, node_place(argument),
			    out);
	} else if (str_equal(name, "Equals")) {
		truth = equals(t, argument);
	} else if (str_equal(name, "Not")) {
		truth = negate(cfn_truth_of(t, node_first(argument), out));
		*out = cfn_opposite(t->x, *out);
	} else if (str_equal(name, "And")) {
		truth = all(t, argument, false, out);
	} else if (str_equal(name, "Or")) {
		truth = all(t, argument, true, out);
	}
	t->x->depth--;
	return truth;
}

bool
cfn_is_condition(struct cfn_template *t, const char *name, struct place at)
{
	if (map_get(&t->conditions, name) != NULL)
		return true;
	finding_add(&t->x->l->findings, &notice_dangling_reference, at,
	    "condition \"%s\" is not declared",
	    read_intern(t->x->l, name));
	return false;
}

void
cfn_check_conditions(struct cfn_template *t)
{
	struct node all = node_get(t->root, "Conditions");

	for (struct node c = node_first(all); node_exists(c);
	    c = node_next(c)) {
		const struct condition *literal;

		if (node_kind(all) == NODE_MAP)
			cfn_condition(t, read_intern(t->x->l, node_key(c)),
			    node_place(c), &literal);
	}
}

/*
 * Conditions of two templates are two things, however they are named: one that
 * others have too is told from theirs by where it stands.
 */
static const char *
own_name(struct cfn_template *t, const char *name)
{
	struct cfn_template *whole = cfn_whole(t);
	size_t here = 0, others = 0, beside = 0;

	for (size_t i = 0; i < t->x->templates.n; i++) {
		struct cfn_template *one = t->x->templates.v[i];

		if (one == whole) {
			here = beside + 1;
			beside++;
			continue;
		}
		others += map_get(&one->conditions, name) != NULL;
		beside += str_equal(one->file, whole->file);
	}
	if (others == 0)
		return name;
	return beside == 1 ? arena_printf(t->x->a, "%s of %s", name,
	    whole->file) : arena_printf(t->x->a, "%s of stack %zu of %s",
	    name, here, whole->file);
}

/* By name; *out is set where it is undecided. */
enum cfn_truth
cfn_condition(struct cfn_template *t, const char *name, struct place at,
    const struct condition **out)
{
	struct cfn_condition *c = map_get(&t->conditions, name);

	*out = NULL;
	if (!cfn_is_condition(t, name, at)) {
		*out = literal(t->x, read_intern(t->x->l, name), false);
		return CFN_UNDECIDED;
	}
	if (!c->decided && c->visiting) {
		read_complain(t->x->l, c->node, arena_printf(t->x->a,
		    "condition \"%s\" depends on itself", c->name));
		c->decided = true;
		c->truth = CFN_UNDECIDED;
	}
	if (!c->decided) {
		c->visiting = true;
		c->truth = cfn_truth_of(t, c->node, &c->literal);
		c->visiting = false;
		c->decided = true;
	}
	if (c->truth == CFN_UNDECIDED && c->literal == NULL)
		c->literal = literal(t->x, own_name(t, c->name), false);
	*out = c->truth == CFN_UNDECIDED ? c->literal : NULL;
	return c->truth;
}
