/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "load/input.h"

#include <string.h>

static bool
recognise(struct node root)
{
	struct node all;

	if (node_kind(root) == NODE_LIST)	/* of stacks, as CDK's tests */
		root = node_first(root);
	all = node_get(root, "Resources");
	if (node_kind(root) != NODE_MAP)
		return false;
	if (node_exists(node_get(root, "AWSTemplateFormatVersion")))
		return true;
	for (struct node c = node_first(all); node_exists(c);
	    c = node_next(c))
		if (node_kind(node_get(c, "Type")) == NODE_STRING)
			return node_kind(all) == NODE_MAP;
	return false;
}

static struct cfn *
cfn_of(struct load *l)
{
	struct cfn *x = l->cloudformation;

	if (x == NULL) {
		x = arena_alloc(l->a, sizeof *x);
		x->l = l;
		x->m = l->model;
		x->a = l->model->a;
		x->island = model_new_island(l->model);
		x->exports = map_new(l->a);
		x->types = map_new(l->a);
		x->vpcs = map_new(l->a);
		x->unread = map_new(l->a);
		l->cloudformation = x;
	}
	return x;
}

static void
load_template(struct load *l, struct document *d)
{
	struct node root = node_root(d);

	if (node_kind(root) != NODE_LIST) {
		cfn_enter(cfn_of(l), d, root);
		return;
	}
	for (struct node c = node_first(root); node_exists(c);
	    c = node_next(c))
		if (recognise(c))
			cfn_enter(cfn_of(l), d, c);
}

/* ---------------------------------------------------------- nested stacks */

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static struct cfn_template *
template_named(struct cfn *x, const char *name)
{
	for (size_t i = 0; i < x->templates.n; i++)
		if (str_equal(base_name(x->templates.v[i]->file),
		    base_name(name)))
			return x->templates.v[i];
	return NULL;
}

static bool
is_elsewhere(const char *name)
{
	return strstr(name, "://") != NULL;
}

static bool
is_outside(const char *name)
{
	return strstr(name, "..") != NULL || name[0] == '/';
}

/* What to do where the template of that name was not found. */
static const char *
advice_on(struct cfn *x, const char *name)
{
	const char *shown = read_clean(x->l, name);

	if (is_elsewhere(name))
		return arena_printf(x->a, "nothing is fetched: give the file "
		    "that \"%s\" means as another operand, by the same file "
		    "name", shown);
	return arena_printf(x->a, is_outside(name) ? "\"%s\" lies outside of "
	    "the folder of this template, from which nothing is read "
	    "unasked: give it as another operand" : "\"%s\" is no template "
	    "beside this one: give it as another operand", shown);
}

/* A file beside the template that names it, never above its folder. */
static struct cfn_template *
template_beside(struct cfn *x, const struct cfn_template *t, const char *name)
{
	const char *slash = strrchr(t->file, '/');
	size_t before = x->templates.n;
	struct input text;
	const char *path;

	if (is_elsewhere(name) || is_outside(name) || str_equal(t->file, "-"))
		return NULL;
	path = arena_printf(x->a, "%.*s%s", slash == NULL ? 0 :
	    (int)(slash + 1 - t->file), t->file, name);
	if (input_is_folder(path) || input_read(x->a, path, &text) != NULL)
		return NULL;
	load_bytes(x->l, path, text.bytes, text.length, false);
	return x->templates.n > before ? x->templates.v[before] : NULL;
}

static void
give_parameters(struct cfn *x, struct cfn_resource *stack)
{
	struct node all = node_get(stack->properties, "Parameters");

	for (struct node c = node_first(all); node_exists(c) &&
	    node_kind(all) == NODE_MAP; c = node_next(c)) {
		struct cfn_parameter *p = map_get(
		    &stack->nested->parameters, node_key(c));

		if (p == NULL || p->given)
			continue;
		p->value = cfn_eval(stack->in, c);
		p->given = p->value.kind != CFN_ABSENT;
	}
	(void)x;
}

static void
find_nested(struct cfn *x, struct cfn_resource *r)
{
	struct node metadata = node_get(r->node, "Metadata");
	const char *url = node_text(x->a, node_get(r->properties,
	    "TemplateURL"));
	const char *asset = node_text(x->a, node_get(metadata,
	    "aws:asset:path"));

	if (url == NULL)
		url = asset;
	if (url == NULL)
		url = node_text(x->a, node_get(r->properties, "Location"));
	if (url == NULL || *url == '\0')
		return;
	r->nested = template_named(x, url);
	if (r->nested == NULL)
		r->nested = template_beside(x, r->in, url);
	if (r->nested == NULL || r->nested == r->in ||
	    r->nested->parent != NULL) {
		r->advice = r->nested == NULL ? advice_on(x, url) : NULL;
		r->nested = NULL;
		return;
	}
	r->nested->parent = r;
	give_parameters(x, r);
}

/* --------------------------------------------------------------- exports */

static void
enter_exports(struct cfn *x, struct cfn_template *t)
{
	struct node all = node_get(t->root, "Outputs");

	for (struct node c = node_first(all); node_exists(c);
	    c = node_next(c)) {
		struct node export = node_get(node_get(c, "Export"), "Name");
		const char *name;
		struct cfn_value *v;

		if (!node_exists(export))
			continue;
		name = cfn_word(x, cfn_eval(t, export));
		if (name == NULL)
			continue;
		v = arena_alloc(x->a, sizeof *v);
		*map_slot(&x->exports, name) = v;
		*v = cfn_eval(t, node_get(c, "Value"));
	}
}

/* ------------------------------------------------------------------ passes */

/* False for a resource that a condition rules out. */
static bool
is_there(struct cfn *x, struct cfn_resource *r)
{
	struct node condition = node_get(r->node, "Condition");
	const char *name = node_text(x->a, condition);
	const struct cfn_resource *stack = cfn_whole(r->in)->parent;
	enum cfn_truth truth;

	if (stack != NULL)
		r->exists = stack->exists;
	if (name == NULL)
		return true;
	truth = cfn_condition(r->in, name, node_place(condition),
	    &r->exists);
	if (stack != NULL)
		r->exists = cfn_both(x, stack->exists, r->exists);
	return truth != CFN_FALSE;
}

static void
read_tags(struct cfn *x, struct cfn_resource *r)
{
	struct cfn_items items = cfn_items(x, cfn_get(r, "Tags"));

	for (size_t i = 0; i < items.n; i++) {
		struct cfn_value *v = &items.v[i].value;
		struct text_value key = cfn_text_of(x, cfn_member(v, "Key"));
		struct text_value value = cfn_text_of(x, cfn_member(v,
		    "Value"));
		struct tag tag = { key.v, value.v };

		if (v->kind != CFN_MAP || !value_is_known(key.is) ||
		    !value_is_known(value.is) || items.v[i].exists != NULL)
			continue;
		if (str_equal(tag.key, "Name") && *tag.value != '\0')
			r->thing->name = tag.value;
		vec_push(x->a, &r->thing->tags, tag);
	}
}

/* "Stack/Vpc/PublicSubnet1" of CDK's path to a resource. */
static const char *
name_of_path(struct cfn *x, const char *path)
{
	static const char end[] = "/Resource";
	size_t n = strlen(path);

	if (str_ends_with(path, end))
		n -= strlen(end);
	return read_intern(x->l, arena_strndup(x->a, path, n));
}

static void
make(struct cfn *x, struct cfn_resource *r)
{
	if (r->is == NULL || r->is->make == NULL ||
	    !cfn_is_workload(x, r))
		return;
	r->thing = r->is->make(x->m, r->at, x->island);
	cfn_dress(x, r);
}

void
cfn_dress(struct cfn *x, struct cfn_resource *r)
{
	struct thing *t = r->thing;
	const struct cfn_resource *stack = cfn_whole(r->in)->parent;

	t->address = stack == NULL ? r->name : arena_printf(x->a,
	    "%s.%s", stack->name, r->name);
	t->by_pointer = true;
	t->created = true;
	t->exists = r->exists;
	t->content = 1;
	if (r->path != NULL)
		t->name = name_of_path(x, r->path);
	t->account = x->l->options.account;
	t->region = x->l->options.region;
	read_tags(x, r);
}

static void
read_suppressions(struct cfn *x, struct cfn_resource *r)
{
	struct node all = node_get(node_get(node_get(r->node, "Metadata"),
	    "vpcplan"), "ignore");

	for (struct node c = node_first(all); node_exists(c);
	    c = node_next(c)) {
		struct suppression *s = arena_alloc(x->a, sizeof *s);

		s->at = node_place(c);
		s->rule = node_text(x->a, node_get(c, "rule"));
		s->reason = node_text(x->a, node_get(c, "reason"));
		s->until = node_text(x->a, node_get(c, "until"));
		s->file = r->at.file;
		s->from = r->at.offset;
		s->to = node_end(r->node);
		vec_push(x->a, &x->m->suppressions, s);
	}
}

static void
read_all(struct cfn *x)
{
	VEC(struct cfn_resource *) all = { 0 };

	/* What stacks create is all there is, but for what is in a VPC that
	 * they only name. */
	for (int kind = 0; kind < KIND_COUNT; kind++)
		model_declare_complete(x->m, (enum kind)kind, x->island,
		    NULL);
	for (size_t i = 0; i < x->templates.n; i++)
		for (size_t k = 0; k < x->templates.v[i]->list.n; k++) {
			struct cfn_resource *r = x->templates.v[i]->list.v[k];

			read_suppressions(x, r);
			r->is_out = !is_there(x, r);
			if (r->is_out)
				continue;
			cfn_note_unread(x, r);
			vec_push(x->a, &all, r);
			make(x, r);
		}
	for (size_t i = 0; i < all.n; i++)
		cfn_check_refused(x, all.v[i]);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i]->is != NULL && all.v[i]->is->read != NULL &&
		    (all.v[i]->is->make == NULL || all.v[i]->thing != NULL))
			all.v[i]->is->read(x, all.v[i]);
	for (size_t i = 0; i < all.n; i++)
		cfn_register(x, all.v[i]);
	for (size_t i = 0; i < all.n; i++)
		cfn_join_member(x, all.v[i]);
	for (size_t i = 0; i < all.n; i++)
		cfn_join_custom(x, all.v[i]);
	for (int late = 0; late < 2; late++)
		for (size_t i = 0; i < all.n; i++) {
			const struct cfn_type *type = all.v[i]->is;

			if (type != NULL && type->join != NULL &&
			    (type->late || cfn_is_of_any(all.v[i])) ==
			    (late == 1) &&
			    (type->make == NULL || all.v[i]->thing != NULL))
				type->join(x, all.v[i]);
		}
	for (size_t i = 0; i < all.n; i++)
		cfn_finish_cluster(x, all.v[i]);
	read_place_rest(x->m, x->island, READ_DEFAULT_VPC);
}

static void
finish(struct load *l)
{
	struct cfn *x = l->cloudformation;

	if (x == NULL)
		return;
	/* More templates may be found by the way: n grows. */
	for (size_t i = 0; i < x->templates.n; i++)
		for (size_t k = 0; k < x->templates.v[i]->list.n; k++) {
			struct cfn_resource *r = x->templates.v[i]->list.v[k];

			if (str_equal(r->type, "CloudFormation::Stack") ||
			    str_equal(r->type, "Serverless::Application"))
				find_nested(x, r);
		}
	for (size_t i = 0; i < x->templates.n; i++)
		enter_exports(x, x->templates.v[i]);
	read_all(x);
	for (size_t i = 0; i < x->templates.n; i++)
		cfn_check_conditions(x->templates.v[i]);
	cfn_say_unread(x);
	cfn_say_lost(x);
}

const struct loader loader_cloudformation = {
	.name = "cloudformation",
	.summary = "CloudFormation templates, JSON or YAML, also CDK's",
	.sign = "members \"Resources\" with \"Type\"",
	.recognise = recognise,
	.load = load_template,
	.finish = finish
};
