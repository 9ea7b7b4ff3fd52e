/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/map.h"
#include "base/str.h"
#include "model/notices.h"

#include <string.h>

/*
 * Intrinsic functions.  What a function needs and is not known makes its
 * result unknown for the same reason; what it cannot be given is a finding.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/
 * intrinsic-function-reference.html
 */

enum { EVAL_DEPTH_MAX = 200, COMPARED_MAX = 50000 };

const char cfn_null[] = "a null stands in its place";
const char cfn_malformed[] = VALUE_MALFORMED;
const char cfn_nothing[] = "it refers to nothing";

static const char looked_up[] = "it is looked up when the stack is created";

/* ---------------------------------------------------------------- results */

struct cfn_value
cfn_unknown(struct place at, const char *why)
{
	return (struct cfn_value){ .kind = CFN_UNKNOWN, .at = at,
		.text = why };
}

struct cfn_value
cfn_unknown_of(struct place at, const char *called, const char *why)
{
	struct cfn_value v = cfn_unknown(at, why);

	v.called = called;
	return v;
}

struct cfn_value
cfn_text(struct place at, const char *text)
{
	if (strstr(text, "{{resolve:") != NULL)
		return cfn_unknown(at, looked_up);
	return (struct cfn_value){ .kind = CFN_TEXT, .at = at, .text = text };
}

static struct cfn_value
absent(struct place at)
{
	return (struct cfn_value){ .kind = CFN_ABSENT, .at = at };
}

struct cfn_value
cfn_refuse(struct cfn_template *t, struct node n, const char *text)
{
	read_complain(t->x->l, n, text);
	return cfn_unknown(node_place(n), cfn_malformed);
}

/* Those that large templates are full of: found without making a string. */
static const char *
usual_function(struct node only)
{
	static const char *const usual[] = { "Fn::GetAtt", "Fn::Sub",
		"Fn::Join", "Fn::Select", "Fn::If", "Fn::GetAZs",
		"Fn::Base64", NULL };

	for (size_t i = 0; usual[i] != NULL; i++)
		if (node_key_is(only, usual[i]))
			return usual[i] + strlen("Fn::");
	return node_key(only) + strlen("Fn::");
}

const char *
cfn_function(struct node n, struct node *argument)
{
	struct node only;

	if (node_kind(n) != NODE_MAP)
		return NULL;
	only = node_first(n);
	if (!node_exists(only) || node_exists(node_next(only)))
		return NULL;
	*argument = only;
	if (node_key_is(only, "Ref"))
		return "Ref";
	if (node_key_is(only, "Condition"))
		return "Condition";
	return node_key_begins(only, "Fn::") ? usual_function(only) : NULL;
}

/* ------------------------------------------------------------------- names */

static struct cfn_value
pseudo(struct cfn_template *t, const char *name, struct place at)
{
	const struct load_options *o = &t->x->l->options;

	if (str_equal(name, "AWS::NoValue"))
		return absent(at);
	if (str_equal(name, "AWS::Region"))
		return o->region != NULL ? cfn_text(at, o->region) :
		    cfn_unknown(at, "the region is not given (--region)");
	if (str_equal(name, "AWS::AccountId"))
		return o->account != NULL ? cfn_text(at, o->account) :
		    cfn_unknown(at, "the account is not given (--account)");
	if (str_equal(name, "AWS::Partition"))
		return cfn_text(at, o->region != NULL &&
		    str_starts_with(o->region, "cn-") ? "aws-cn" :
		    o->region != NULL && str_starts_with(o->region,
		    "us-gov-") ? "aws-us-gov" : "aws");
	if (str_equal(name, "AWS::URLSuffix"))
		return cfn_text(at, o->region != NULL &&
		    str_starts_with(o->region, "cn-") ? "amazonaws.com.cn" :
		    "amazonaws.com");
	return cfn_unknown(at, arena_printf(t->x->a, "%s is known when the "
	    "stack is created", read_intern(t->x->l, name)));
}

static const char *
nearest(struct cfn_template *t, const char *name)
{
	const char *best = NULL;
	size_t least = 3;

	t = cfn_whole(t);
	if (t->compared >= COMPARED_MAX)
		return NULL;
	t->compared += t->list.n;
	for (size_t i = 0; i < t->list.n; i++) {
		size_t d = str_distance(name, t->list.v[i]->name, least);

		if (d < least) {
			least = d;
			best = t->list.v[i]->name;
		}
	}
	return best;
}

struct cfn_value
cfn_undeclared(struct cfn_template *t, const char *name, struct place at)
{
	struct finding *f;
	const char *near;

	if (cfn_is_transformed(t))
		return cfn_unknown_of(at, read_intern(t->x->l, name),
		    "a transform of the template may make it");
	f = finding_add(&t->x->l->findings,
	    &notice_dangling_reference, at, "\"%s\" is neither a resource nor "
	    "a parameter of this template", read_intern(t->x->l, name));
	near = nearest(t, name);
	if (near != NULL)
		finding_help(&t->x->l->findings, f, "did you mean \"%s\"?",
		    near);
	return cfn_unknown_of(at, read_intern(t->x->l, name), cfn_nothing);
}

static bool
is_pseudo(const char *name)
{
	static const char *const names[] = { "AWS::AccountId",
		"AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition",
		"AWS::Region", "AWS::StackId", "AWS::StackName",
		"AWS::URLSuffix", NULL };

	for (size_t i = 0; names[i] != NULL; i++)
		if (str_equal(names[i], name))
			return true;
	return false;
}

bool
cfn_is_name(struct cfn_template *t, const char *name)
{
	return is_pseudo(name) || cfn_bound(t, name) != NULL ||
	    map_get(&t->parameters, name) != NULL ||
	    cfn_resource(t, name) != NULL;
}

static struct cfn_value
reference(struct cfn_template *t, const char *name, struct place at)
{
	struct cfn_resource *r;

	if (str_starts_with(name, "AWS::"))
		return pseudo(t, name, at);
	if (cfn_bound(t, name) != NULL)
		return cfn_text(at, cfn_bound(t, name));
	if (map_get(&t->parameters, name) != NULL)
		return cfn_parameter(t, name, at);
	r = cfn_resource(t, name);
	if (r == NULL)
		return cfn_undeclared(t, name, at);
	return (struct cfn_value){ .kind = CFN_RESOURCE, .at = at,
		.resource = r, .in = t };
}

/* A text that an attribute of a resource is, where the template says it. */
static struct cfn_value
attribute(struct cfn_template *t, const char *name, const char *attribute,
    struct place at)
{
	static const struct {
		const char *type, *attribute, *property;
	} same[] = {
		{ "EC2::VPC", "CidrBlock", "CidrBlock" },
		{ "EC2::Subnet", "CidrBlock", "CidrBlock" },
		{ "EC2::Subnet", "AvailabilityZone", "AvailabilityZone" },
		{ "EC2::Subnet", "VpcId", "VpcId" },
		{ "EC2::SecurityGroup", "VpcId", "VpcId" },
		{ "EC2::Instance", "AvailabilityZone", "AvailabilityZone" },
		{ "EC2::Instance", "PrivateIp", "PrivateIpAddress" },
		{ NULL, NULL, NULL }
	};
	struct cfn_resource *r = cfn_resource(t, name);

	if (r == NULL)
		return cfn_undeclared(t, name, at);
	if (r->nested != NULL && str_starts_with(attribute, "Outputs."))
		return cfn_output(r->nested, attribute + strlen("Outputs."),
		    at);
	for (size_t i = 0; same[i].type != NULL; i++)
		if (str_equal(r->type, same[i].type) &&
		    str_equal(attribute, same[i].attribute) &&
		    node_exists(node_get(r->properties, same[i].property))) {
			struct cfn_value v = cfn_get(r, same[i].property);

			v.literal = false;
			return v;
		}
	if (!cfn_has_attribute(r, attribute))
		return cfn_unknown(at, "there is no such attribute");
	if (str_equal(attribute, "Port") || str_ends_with(attribute, ".Port"))
		return cfn_port_of(r, at);
	return (struct cfn_value){ .kind = CFN_RESOURCE, .at = at,
		.resource = r, .text = attribute, .in = t };
}

static struct cfn_value
eval_getatt(struct cfn_template *t, struct node n)
{
	struct node first = node_first(n);
	const char *text;
	struct cfn_value v;

	if (node_kind(n) == NODE_STRING) {	/* "a.b", as YAML may have it */
		const char *dot;

		text = cfn_node_text(t, n);
		dot = text == NULL ? NULL : strchr(text, '.');
		if (dot != NULL)
			return attribute(t, arena_strndup(t->x->a, text,
			    (size_t)(dot - text)), dot + 1, node_place(n));
	}
	text = cfn_node_text(t, first);
	if (node_kind(n) != NODE_LIST || text == NULL ||
	    !node_exists(node_next(first)))
		return cfn_refuse(t, n, cfn_takes("GetAtt"));
	v = cfn_single(t->x, cfn_eval(t, node_next(first)));
	if (v.kind != CFN_TEXT)
		return cfn_unknown(node_place(n), "which attribute it is is "
		    "not known");
	return attribute(t, text, v.text, node_place(n));
}

/* ------------------------------------------------------------------- texts */

/* A text under construction, or why there is none. */
struct joining {
	struct cfn_template *t;
	struct str out;
	struct cfn_value whole;		/* the only part that there was … */
	size_t parts;			/* … if this is 1 */
	const char *why;
	struct cfn_resource *resource;	/* the last part that is one */
	size_t unknown;			/* parts that are no text */
};

static void
join_text(struct joining *j, const char *bytes, size_t n)
{
	if (n == 0)
		return;
	str_add_bytes(&j->out, bytes, n);
	j->parts += 2;
}

static void
join_value(struct joining *j, struct cfn_value v)
{
	struct cfn_value one = cfn_single(j->t->x, v);

	j->whole = v;
	j->parts++;
	if (one.kind == CFN_TEXT) {
		str_add(&j->out, one.text);
		return;
	}
	j->unknown++;
	if (one.kind == CFN_RESOURCE)
		j->resource = one.resource;
	if (j->why == NULL)
		j->why = one.kind == CFN_UNKNOWN ? one.text :
		    one.kind == CFN_RESOURCE ? "it holds an id that is known "
		    "when the stack is created" : "a part of it is no text";
}

static struct cfn_value
joined(struct joining *j, struct place at)
{
	struct cfn_value v;

	if (j->parts == 1 && j->whole.kind != CFN_TEXT)
		return j->whole;
	if (j->why == NULL)
		return cfn_text(at, str_text(&j->out));
	v = cfn_unknown(at, j->why);
	if (j->unknown == 1)
		v.resource = j->resource;
	return v;
}

/* Ids that are joined to be exported come apart again in Fn::Split. */
static struct cfn_value
with_items(struct cfn *x, struct cfn_value v, const struct cfn_items *items,
    const char *delimiter)
{
	if (v.kind != CFN_UNKNOWN)
		return v;
	v.v = arena_array(x->a, items->n + 1, sizeof *v.v);
	for (size_t i = 0; i < items->n; i++) {
		if (items->v[i].exists != NULL)
			return v;
		v.v[i] = items->v[i].value;
	}
	v.n = items->n;
	v.delimiter = delimiter;
	return v;
}

static struct cfn_value
eval_join(struct cfn_template *t, struct node n)
{
	struct node first = node_first(n), second = node_next(first);
	const char *delimiter = node_text(t->x->a, first);
	struct joining j = { .t = t, .out = str_new(t->x->a) };
	struct cfn_items items;

	if (node_kind(n) != NODE_LIST || delimiter == NULL ||
	    !node_exists(second))
		return cfn_refuse(t, n, cfn_takes("Join"));
	items = cfn_items(t->x, cfn_eval(t, second));
	for (size_t i = 0; i < items.n; i++) {
		if (i > 0)
			join_text(&j, delimiter, strlen(delimiter));
		if (items.v[i].exists != NULL)
			j.why = arena_printf(t->x->a, "it depends on "
			    "condition %s", items.v[i].exists->text);
		join_value(&j, items.v[i].value);
	}
	return with_items(t->x, joined(&j, node_place(n)), &items,
	    delimiter);
}

/* "${name}", "${name.attribute}"; "${!x}" is the text "${x}". */
static void
substitute(struct joining *j, struct node map, const char *name,
    struct place at)
{
	struct cfn_template *t = j->t;
	struct node own = node_get(map, name);
	const char *dot = strchr(name, '.');

	if (node_exists(own))
		join_value(j, cfn_eval(t, own));
	else if (dot != NULL)
		join_value(j, attribute(t, arena_strndup(t->x->a, name,
		    (size_t)(dot - name)), dot + 1, at));
	else
		join_value(j, reference(t, name, at));
}

static struct cfn_value
eval_sub(struct cfn_template *t, struct node n)
{
	struct node map = node_next(node_first(n));
	struct node text_node = node_kind(n) == NODE_LIST ? node_first(n) : n;
	const char *text = cfn_node_text(t, text_node);
	struct joining j = { .t = t, .out = str_new(t->x->a) };

	if (text == NULL)
		return cfn_refuse(t, n, cfn_takes("Sub"));
	for (const char *open; (open = strstr(text, "${")) != NULL; ) {
		const char *close = strchr(open, '}');

		if (close == NULL)
			break;
		join_text(&j, text, (size_t)(open - text));
		if (open[2] == '!')
			join_text(&j, arena_printf(t->x->a, "${%.*s}",
			    (int)(close - open - 3), open + 3),
			    (size_t)(close - open));
		else
			substitute(&j, map, arena_strndup(t->x->a, open + 2,
			    (size_t)(close - open - 2)),
			    node_place(text_node));
		text = close + 1;
	}
	join_text(&j, text, strlen(text));
	if (j.parts == 0)
		return cfn_text(node_place(n), "");
	return joined(&j, node_place(n));
}

static struct cfn_value
eval_split(struct cfn_template *t, struct node n)
{
	struct node first = node_first(n);
	const char *delimiter = node_text(t->x->a, first);
	struct cfn_value v;
	VEC(struct cfn_value) parts = { 0 };
	const char *text;

	if (delimiter == NULL || *delimiter == '\0' ||
	    !node_exists(node_next(first)))
		return cfn_refuse(t, n, cfn_takes("Split"));
	v = cfn_eval(t, node_next(first));
	if (v.kind == CFN_UNKNOWN && str_equal(v.delimiter, delimiter)) {
		v.kind = CFN_LIST;
		return v;
	}
	if (v.kind == CFN_RESOURCE && strlen(delimiter) > 1)
		v.delimiter = delimiter;
	if (v.kind == CFN_RESOURCE || v.kind == CFN_CHOICE ||
	    v.kind == CFN_LIST)
		return v;
	v = cfn_single(t->x, v);
	if (v.kind != CFN_TEXT)
		return cfn_unknown(node_place(n), v.kind == CFN_UNKNOWN ?
		    v.text : "it is no text");
	text = v.text;
	for (const char *at; (at = strstr(text, delimiter)) != NULL; ) {
		vec_push(t->x->a, &parts, cfn_text(v.at, arena_strndup(
		    t->x->a, text, (size_t)(at - text))));
		text = at + strlen(delimiter);
	}
	vec_push(t->x->a, &parts, cfn_text(v.at, text));
	return (struct cfn_value){ .kind = CFN_LIST, .at = v.at,
		.v = parts.v, .n = parts.n };
}

/* ------------------------------------------------------------------- lists */

static struct cfn_value
choose(struct cfn_template *t, struct node n, struct cfn_value list,
    int64_t index)
{
	struct cfn_value out;

	if (list.kind == CFN_CHOICE) {
		out = list;
		out.v = arena_array(t->x->a, 2, sizeof *out.v);
		for (size_t i = 0; i < 2; i++)
			out.v[i] = choose(t, n, list.v[i], index);
		return out;
	}
	/* One of several ids of a resource: which, is not told. */
	if (list.kind == CFN_RESOURCE && list.n == 0 && index >= 0)
		list.n = (size_t)index + 1;
	if (list.kind == CFN_RESOURCE || list.kind == CFN_UNKNOWN)
		return list;
	if (list.kind == CFN_ABSENT)
		return cfn_unknown(node_place(n), "the list is not there");
	if (list.kind != CFN_LIST)
		return index == 0 && list.kind == CFN_TEXT ? list :
		    cfn_refuse(t, n, cfn_takes("Select"));
	for (size_t i = 0; i < list.n; i++)
		if (list.v[i].kind == CFN_CHOICE ||
		    list.v[i].kind == CFN_ABSENT)
			return cfn_unknown(node_place(n), "the list depends "
			    "on a condition");
	if (index < 0 || (uint64_t)index >= list.n)
		return cfn_refuse(t, n, arena_printf(t->x->a, "there is no "
		    "element %lld: the list has %zu", (long long)index,
		    list.n));
	out = list.v[index];
	out.literal = false;
	return out;
}

static struct cfn_value
eval_select(struct cfn_template *t, struct node n)
{
	struct node first = node_first(n);
	struct number_value index;
	struct cfn_value at;

	if (node_kind(n) != NODE_LIST || !node_exists(node_next(first)))
		return cfn_refuse(t, n, cfn_takes("Select"));
	at = cfn_single(t->x, cfn_eval(t, first));
	index = cfn_number(t->x, at);
	if (at.kind == CFN_TEXT && !value_is_known(index.is))
		return cfn_refuse(t, n, cfn_takes("Select"));
	if (!value_is_known(index.is))
		return cfn_unknown(node_place(n), index.is.why != NULL ?
		    index.is.why : "the index is not known");
	return choose(t, n, cfn_eval(t, node_next(first)), index.v);
}

/* ------------------------------------------------------------------ choice */

static struct cfn_value
eval_if(struct cfn_template *t, struct node n)
{
	struct node name = node_first(n), yes = node_next(name);
	struct node no = node_next(yes);
	const char *text = node_text(t->x->a, name);
	const struct condition *when;
	enum cfn_truth truth;
	struct cfn_value out;

	if (node_kind(n) != NODE_LIST || text == NULL || !node_exists(no))
		return cfn_refuse(t, n, cfn_takes("If"));
	truth = cfn_condition(t, text, node_place(name), &when);
	if (truth != CFN_UNDECIDED)
		return cfn_eval(t, truth == CFN_TRUE ? yes : no);
	out = (struct cfn_value){ .kind = CFN_CHOICE, .at = node_place(n),
		.when = when, .n = 2,
		.v = arena_array(t->x->a, 2, sizeof(struct cfn_value)) };
	out.v[0] = cfn_eval(t, yes);
	out.v[1] = cfn_eval(t, no);
	return out;
}

static struct cfn_value
eval_map(struct cfn_template *t, struct node n)
{
	struct node keys[3] = { node_first(n) };
	struct node at = node_get(t->root, "Mappings"), otherwise;

	keys[1] = node_next(keys[0]);
	keys[2] = node_next(keys[1]);
	otherwise = node_get(node_next(keys[2]), "DefaultValue");
	if (node_kind(n) != NODE_LIST || !node_exists(keys[2]))
		return cfn_refuse(t, n, cfn_takes("FindInMap"));
	for (size_t i = 0; i < 3; i++) {
		struct cfn_value key = cfn_single(t->x, cfn_eval(t, keys[i]));
		struct node next;

		if (key.kind != CFN_TEXT)
			return cfn_unknown(node_place(n),
			    key.kind == CFN_UNKNOWN ? key.text :
			    "a key is not known");
		if (*key.text == '\0')	/* as if any region: no map has it */
			return cfn_unknown(node_place(n), "the region is not "
			    "given (--region)");
		next = node_get(at, key.text);
		if (!node_exists(next) && node_exists(otherwise))
			return cfn_eval(t, otherwise);
		if (!node_exists(next) && key.literal)
			return cfn_refuse(t, keys[i], arena_printf(t->x->a,
			    "there is no %s \"%s\"", i == 0 ? "mapping" :
			    "key", read_intern(t->x->l, key.text)));
		if (!node_exists(next))
			return cfn_unknown(node_place(n), arena_printf(
			    t->x->a, "no mapping has \"%s\"",
			    read_intern(t->x->l, key.text)));
		at = next;
	}
	return cfn_eval(t, at);
}

/* "${Stack}-VpcId", as the template has it: tells one import from another
 * where a parameter without a value is a part of both names. */
static const char *
import_text(struct cfn_template *t, struct node n)
{
	struct node argument;
	const char *text;

	if (!str_equal(cfn_function(n, &argument), "Sub"))
		return NULL;
	text = node_text(t->x->a, node_kind(argument) == NODE_LIST ?
	    node_first(argument) : argument);
	return text == NULL ? NULL : read_intern(t->x->l, text);
}

static struct cfn_value
eval_import(struct cfn_template *t, struct node n)
{
	struct cfn_value name = cfn_single(t->x, cfn_eval(t, n)), *v;
	const char *key;

	if (name.kind != CFN_TEXT)
		return cfn_unknown_of(node_place(n), import_text(t, n),
		    arena_printf(t->x->a, "import of another stack: %s",
		    name.kind == CFN_UNKNOWN ? name.text :
		    "its name is not known"));
	key = name.text;
	v = map_get(&t->x->exports, key);
	if (v != NULL && v->kind != CFN_ABSENT)
		return *v;
	key = read_intern(t->x->l, key);
	return cfn_unknown_of(node_place(n), key, arena_printf(t->x->a,
	    "import of \"%s\", which no template given exports", key));
}

static struct cfn_value
eval_length(struct cfn_template *t, struct node n)
{
	struct cfn_value v = cfn_eval(t, n);
	size_t there = 0;

	if (v.kind == CFN_UNKNOWN)
		return v;
	if (v.kind == CFN_TEXT || v.kind == CFN_MAP)
		return cfn_refuse(t, n, cfn_takes("Length"));
	if (v.kind != CFN_LIST)
		return cfn_unknown(node_place(n), "the list is not known");
	for (size_t i = 0; i < v.n; i++) {
		struct cfn_value one = cfn_single(t->x, v.v[i]);

		if (v.v[i].kind == CFN_CHOICE && one.kind == CFN_UNKNOWN)
			return cfn_unknown(node_place(n), one.text);
		there += one.kind != CFN_ABSENT;
	}
	return cfn_text(node_place(n), arena_printf(t->x->a, "%zu", there));
}

static struct cfn_value
eval_ref(struct cfn_template *t, struct node n)
{
	const char *name = cfn_node_text(t, n);

	return name == NULL ? cfn_refuse(t, n, cfn_takes("Ref")) :
	    reference(t, name, node_place(n));
}

static struct cfn_value
eval_opaque(struct cfn_template *t, struct node n)
{
	(void)t;
	return cfn_unknown(node_place(n), "what this function gives is not "
	    "looked into");
}

static struct cfn_value
eval_truth(struct cfn_template *t, struct node n)
{
	(void)t;
	return cfn_unknown(node_place(n), "a condition stands where a value "
	    "was expected");
}

static const struct {
	const char *name;
	struct cfn_value (*eval)(struct cfn_template *t, struct node n);
} functions[] = {
	{ "Ref", eval_ref },
	{ "GetAtt", eval_getatt },
	{ "Sub", eval_sub },
	{ "Join", eval_join },
	{ "Split", eval_split },
	{ "Select", eval_select },
	{ "GetAZs", cfn_zones },
	{ "Cidr", cfn_blocks },
	{ "If", eval_if },
	{ "FindInMap", eval_map },
	{ "ImportValue", eval_import },
	{ "Length", eval_length },
	{ "Base64", cfn_base64 },
	{ "ToJsonString", cfn_to_json },
	{ "Transform", eval_opaque },
	{ "GetStackOutput", eval_opaque },
	{ "Equals", eval_truth },
	{ "And", eval_truth },
	{ "Or", eval_truth },
	{ "Not", eval_truth },
	{ "Condition", eval_truth },
	{ NULL, NULL }
};

bool
cfn_is_function(const char *name)
{
	for (size_t i = 0; functions[i].name != NULL; i++)
		if (str_equal(functions[i].name, name))
			return true;
	return str_starts_with(name, "ForEach");
}

struct cfn_value
cfn_no_function(struct cfn_template *t, struct node n, const char *name)
{
	return cfn_refuse(t, n, arena_printf(t->x->a, "there is no function "
	    "Fn::%s", read_intern(t->x->l, name)));
}

static struct cfn_value
eval_function(struct cfn_template *t, struct node n, const char *name,
    struct node argument)
{
	for (size_t i = 0; functions[i].name != NULL; i++)
		if (str_equal(functions[i].name, name)) {
			struct cfn_value v = functions[i].eval(t, argument);

			v.at = node_place(n);
			return v;
		}
	return cfn_no_function(t, n, name);
}

static struct cfn_value
eval_list(struct cfn_template *t, struct node n)
{
	struct cfn_value list = { .kind = CFN_LIST, .at = node_place(n) };
	size_t n_items = 0;

	/* Counted first: what is evaluated takes memory in between. */
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		n_items++;
	list.v = arena_array(t->x->a, n_items, sizeof *list.v);
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		list.v[list.n++] = cfn_eval(t, c);
	return list;
}

static struct cfn_value
eval_node(struct cfn_template *t, struct node n)
{
	struct cfn_value v = { .at = node_place(n), .in = t, .node = n,
		.literal = true };
	struct node argument;
	const char *name, *text;

	switch (node_kind(n)) {
	case NODE_NONE:
		return v;
	case NODE_NULL:		/* reported when the template was entered */
		return cfn_unknown(v.at, cfn_null);
	case NODE_LIST:
		return eval_list(t, n);
	case NODE_MAP:
		name = cfn_function(n, &argument);
		if (name != NULL)
			return eval_function(t, n, name, argument);
		v.kind = CFN_MAP;
		return v;
	case NODE_STRING:
		text = node_text(t->x->a, n);
		if (text == NULL)
			return cfn_unknown(v.at, cfn_malformed);
		if (strstr(text, "{{resolve:") != NULL)
			return cfn_unknown(v.at, looked_up);
		v.kind = CFN_TEXT;
		v.text = cfn_resolved(t, text);
		v.literal = v.text == text;
		return v;
	case NODE_BOOL:
	case NODE_NUMBER:
		v.kind = CFN_TEXT;
		v.text = node_excerpt(t->x->a, n);
		return v;
	}
	return v;
}

struct cfn_value
cfn_eval(struct cfn_template *t, struct node n)
{
	struct cfn_value v;

	if (t->x->depth >= EVAL_DEPTH_MAX)
		return cfn_unknown(node_place(n), "functions go round in a "
		    "circle, or are nested too deeply");
	t->x->depth++;
	v = eval_node(t, n);
	t->x->depth--;
	return v;
}
