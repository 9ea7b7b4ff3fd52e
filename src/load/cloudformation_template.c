/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"

#include <string.h>

/*
 * The sections of a template: parameters, conditions, resources, outputs.
 */

struct cfn_template *
cfn_whole(struct cfn_template *t)
{
	while (t->outer != NULL)
		t = t->outer;
	return t;
}

struct cfn_resource *
cfn_resource(struct cfn_template *t, const char *name)
{
	return map_get(&cfn_whole(t)->resources, name);
}

/* AWS::LanguageExtensions adds functions, which are read; others rewrite. */
bool
cfn_is_transformed(struct cfn_template *t)
{
	struct node all = node_get(t->root, "Transform");
	struct node one = node_kind(all) == NODE_LIST ? node_first(all) : all;

	for (; node_exists(one); one = node_next(one)) {
		if (!str_equal(node_text(t->x->a, one),
		    "AWS::LanguageExtensions"))
			return true;
		if (node_kind(all) != NODE_LIST)
			break;
	}
	return false;
}

/* ------------------------------------------------------------- parameters */

static const struct load_parameter *
option_of(const struct cfn *x, const char *name)
{
	const struct load_options *o = &x->l->options;

	for (size_t i = o->n_parameters; i-- > 0; )
		if (str_equal(o->parameters[i].name, name))
			return &o->parameters[i];
	return NULL;
}

static void
enter_parameters(struct cfn_template *t)
{
	struct node all = node_get(t->root, "Parameters");

	for (struct node c = node_first(all); node_exists(c);
	    c = node_next(c)) {
		struct cfn_parameter *p = arena_alloc(t->x->a, sizeof *p);
		const struct load_parameter *o;

		if (node_key(c) == NULL)
			continue;
		p->name = read_intern(t->x->l, node_key(c));
		p->node = c;
		p->type = node_text(t->x->a, node_get(c, "Type"));
		o = option_of(t->x, p->name);
		if (o != NULL) {
			p->given = true;
			p->value = cfn_text(node_place(c), o->value);
		}
		*map_slot(&t->parameters, p->name) = p;
	}
}

/* "a, b" of a parameter that is a list. */
static struct cfn_value
split_list(struct cfn *x, struct cfn_value v)
{
	VEC(struct cfn_value) all = { 0 };
	const char *text = v.text;

	while (text != NULL) {
		const char *comma = strchr(text, ',');
		size_t n = comma == NULL ? strlen(text) :
		    (size_t)(comma - text);

		while (n > 0 && *text == ' ') {
			text++;
			n--;
		}
		while (n > 0 && text[n - 1] == ' ')
			n--;
		if (n > 0)
			vec_push(x->a, &all, cfn_text(v.at, arena_strndup(
			    x->a, text, n)));
		text = comma == NULL ? NULL : comma + 1;
	}
	return (struct cfn_value){ .kind = CFN_LIST, .at = v.at,
		.v = all.v, .n = all.n };
}

static bool
is_allowed(struct cfn *x, const struct cfn_parameter *p, const char *text)
{
	struct node all = node_get(p->node, "AllowedValues");

	if (node_kind(all) != NODE_LIST)
		return true;
	for (struct node c = node_first(all); node_exists(c);
	    c = node_next(c)) {
		const char *one = node_kind(c) == NODE_STRING ?
		    node_text(x->a, c) : node_excerpt(x->a, c);

		if (str_equal(one, text))
			return true;
	}
	return false;
}

/* A pattern is a regular expression out of the input: it is not run. */
static void
note_pattern(struct cfn *x, struct cfn_parameter *p)
{
	if (!p->given || p->noted ||
	    !node_exists(node_get(p->node, "AllowedPattern")))
		return;
	p->noted = true;
	load_remark(x->l, "whether the value of parameter \"%s\" fits its "
	    "AllowedPattern is not checked", p->name);
}

/* What is given for such a one, or is its default, is a name to look up. */
static bool
is_looked_up(const struct cfn_parameter *p)
{
	return p->type != NULL && str_starts_with(p->type,
	    "AWS::SSM::Parameter::Value<");
}

struct cfn_value
cfn_parameter(struct cfn_template *t, const char *name, struct place at)
{
	struct cfn_parameter *p = map_get(&t->parameters, name);
	struct node otherwise = node_get(p->node, "Default");
	struct cfn_value v;
	bool list = p->type != NULL && (str_starts_with(p->type, "List<") ||
	    str_equal(p->type, "CommaDelimitedList") ||
	    strstr(p->type, "<List<") != NULL);

	if (is_looked_up(p) && (p->given || node_exists(otherwise)))
		return cfn_unknown_of(at, p->name, arena_printf(t->x->a,
		    "parameter \"%s\" is looked up in Parameter Store",
		    p->name));
	if (p->given) {
		v = p->value;
	} else if (node_exists(otherwise) &&
	    node_kind(otherwise) != NODE_MAP) {
		v = cfn_eval(t, otherwise);
		/* Things that exist have ids, which nobody gives as "". */
		if (v.kind == CFN_TEXT && *v.text == '\0' && p->type != NULL &&
		    str_starts_with(p->type, "AWS::EC2::"))
			v.kind = CFN_ABSENT;
	} else {
		return cfn_unknown_of(at, p->name, arena_printf(t->x->a,
		    "parameter \"%s\" has no value", p->name));
	}
	note_pattern(t->x, p);
	if (v.kind == CFN_TEXT && !list && !is_allowed(t->x, p, v.text)) {
		read_complain(t->x->l, p->node, arena_printf(t->x->a,
		    "\"%s\" is not among the allowed values of parameter "
		    "\"%s\"", read_intern(t->x->l, v.text), p->name));
		return cfn_unknown(at, "its value is not allowed");
	}
	v.literal = false;
	v.at = at;
	if (list && v.kind == CFN_UNKNOWN && str_equal(v.delimiter, ","))
		v.kind = CFN_LIST;	/* of ids, that a stack above joined */
	return list && v.kind == CFN_TEXT ? split_list(t->x, v) : v;
}

/* -------------------------------------------------------------- resources */

static void
enter_conditions(struct cfn_template *t)
{
	struct node all = node_get(t->root, "Conditions");

	for (struct node c = node_first(all); node_exists(c) &&
	    node_kind(all) == NODE_MAP; c = node_next(c)) {
		struct cfn_condition *k = arena_alloc(t->x->a, sizeof *k);

		k->name = read_intern(t->x->l, node_key(c));
		k->node = c;
		*map_slot(&t->conditions, k->name) = k;
	}
}

/* What there is about a type of resource: looked for once a type. */
struct type_entry {
	const struct cfn_type *is;
	const struct cfn_placed *placed;
	const struct refusal *refusals;
};

typedef bool same_text(const char *a, const char *b);

static const struct cfn_type *
find_type(const char *name, same_text *same)
{
	static const struct cfn_type *const tables[] = {
		cfn_types_vpc, cfn_types_route, cfn_types_gateway,
		cfn_types_filter, cfn_types_transit, cfn_types_workload,
		cfn_types_balancer, cfn_types_firewall
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const struct cfn_type *t = tables[i]; t->name != NULL;
		    t++)
			if (same(t->name, name))
				return t;
	return NULL;
}

static const struct type_entry *type_of(struct cfn *x, const char *name);

/* "AWS::EC2::Vpc", which CloudFormation does not know: what was meant. */
static const struct type_entry *
complain_case(struct cfn *x, struct cfn_resource *r, struct node type)
{
	const struct cfn_type *meant = r->type == r->full_type ? NULL :
	    find_type(r->type, str_equal_but_case);
	struct finding *f;

	if (meant == NULL)
		return type_of(x, r->type);
	f = read_complain(x->l, type, arena_printf(x->a, "CloudFormation has "
	    "no type \"%s\"; did you mean \"AWS::%s\"?", r->full_type,
	    meant->name));
	finding_witness(&x->l->findings, f, "nearest", "AWS::%s",
	    meant->name);
	r->type = meant->name;
	return type_of(x, r->type);
}

static const struct type_entry *
type_of(struct cfn *x, const char *name)
{
	void **slot = map_slot(&x->types, name);
	struct type_entry *e = *slot;

	if (e == NULL) {
		e = *slot = arena_alloc(x->a, sizeof *e);
		e->placed = cfn_placed_of(name);
		e->is = e->placed != NULL ? &cfn_type_placed :
		    find_type(name, str_equal);
		e->refusals = cfn_refusals_of(name);
	}
	return e;
}

void
cfn_enter_resource(struct cfn_template *t, struct node n)
{
	struct cfn_resource *r = arena_alloc(t->x->a, sizeof *r);
	struct cfn_template *whole = cfn_whole(t);
	const char *type = node_text(t->x->a, node_get(n, "Type"));
	struct node metadata = node_get(n, "Metadata");
	const struct type_entry *known;

	if (node_kind(n) != NODE_MAP) {
		if (str_starts_with(node_key(n), "Fn::ForEach"))
			cfn_enter_loop(t, n);
		else
			read_complain_type(t->x->l, n, "a resource");
		return;
	}
	r->name = read_clean(t->x->l, cfn_resolved(t, node_key(n)));
	r->full_type = type == NULL ? "" : read_intern(t->x->l, type);
	r->type = str_starts_with(r->full_type, "AWS::") ? r->full_type +
	    strlen("AWS::") : r->full_type;
	known = type_of(t->x, r->type);
	if (known->is == NULL)
		known = complain_case(t->x, r, node_get(n, "Type"));
	r->is = known->is;
	r->placed = known->placed;
	r->refusals = known->refusals;
	r->in = t;
	r->node = n;
	r->properties = node_get(n, "Properties");
	r->at = node_place(n);
	r->path = node_text(t->x->a, node_get(metadata, "aws:cdk:path"));
	*map_slot(&whole->resources, r->name) = r;
	vec_push(t->x->a, &whole->list, r);
}

struct nulls {
	struct node first;
	size_t n;
};

/* "Fn::GetAZs": null is what tools make of one without a region. */
static void
find_nulls(struct nulls *found, struct node n)
{
	if (node_kind(n) == NODE_NULL && !str_equal(node_key(n),
	    "Fn::GetAZs") && found->n++ == 0)
		found->first = n;
	if (node_kind(n) == NODE_MAP || node_kind(n) == NODE_LIST)
		for (struct node c = node_first(n); node_exists(c);
		    c = node_next(c))
			find_nulls(found, c);
}

/* Where tags of YAML were lost on the way, there are many: told once. */
static void
complain_nulls(struct cfn_template *t)
{
	static const char *const sections[] = { "Conditions", "Outputs",
		NULL };
	struct nulls found = { .n = 0 };

	if (node_exists(node_get(t->root, "Transform")))
		return;			/* a macro may take them out */
	for (size_t i = 0; i < t->list.n; i++)
		if (node_may_hold(t->list.v[i]->properties, NODE_NULL))
			find_nulls(&found, t->list.v[i]->properties);
	t->x->nulls += found.n;
	/* What no resource has makes nothing unknown of the network. */
	for (size_t i = 0; sections[i] != NULL; i++)
		find_nulls(&found, node_get(t->root, sections[i]));
	if (found.n == 1)
		read_complain(t->x->l, found.first, "CloudFormation takes no "
		    "null; what was meant is unknown");
	else if (found.n > 1)
		read_complain(t->x->l, found.first, arena_printf(t->x->a,
		    "CloudFormation takes no null; what is meant by this and "
		    "%zu more is unknown", found.n - 1));
}

void
cfn_enter(struct cfn *x, struct document *d, struct node root)
{
	struct cfn_template *t = arena_alloc(x->a, sizeof *t);
	struct node all;

	t->x = x;
	t->d = d;
	t->file = files_get(&x->l->files, document_file(d))->name;
	t->root = root;
	t->parameters = map_new(x->a);
	t->conditions = map_new(x->a);
	t->resources = map_new(x->a);
	enter_parameters(t);
	enter_conditions(t);
	all = node_get(t->root, "Resources");
	for (struct node c = node_first(all); node_exists(c) &&
	    node_kind(all) == NODE_MAP; c = node_next(c))
		cfn_enter_resource(t, c);
	complain_nulls(t);
	cfn_check_form(t);
	cfn_check_limits(t);
	cfn_check_names(t);
	vec_push(x->a, &x->templates, t);
}

struct cfn_value
cfn_output(struct cfn_template *t, const char *name, struct place at)
{
	struct node output = node_get(node_get(t->root, "Outputs"), name);
	struct cfn_value v;

	if (!node_exists(output))
		return cfn_unknown(at, arena_printf(t->x->a, "the nested "
		    "stack has no output \"%s\"", read_intern(t->x->l,
		    name)));
	v = cfn_eval(t, node_get(output, "Value"));
	v.literal = false;
	return v;
}
