/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Which elements a list has.  Of an expression the plan has names alone, so
 * "concat(a, b)" and "var.internal ? a : b" and "[element(a, count.index)]" are
 * told apart by what stands beside the names.  Where nothing tells, the list
 * may have all of them, or some.
 */

#define SUBNET	KIND_BIT(KIND_SUBNET)

static bool
leads(const struct terraform_lead *l)
{
	return l->end > l->begin;
}

static size_t
count_leading(const struct terraform_search *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->leads.n; i++)
		n += leads(&s->leads.v[i]);
	return n;
}

static void
keep_range(struct terraform_search *s, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		s->found.v[i - begin] = s->found.v[i];
	s->found.n = end - begin;
}

/* [element(a, count.index)]: one of them, if nothing else is named. */
static bool
choose_element(struct terraform_search *s, const struct terraform_resource *r)
{
	size_t index = 0, others = 0, number;
	bool given = false;	/* by a caller, as a list of lists may be */

	for (size_t i = 0; i < s->leads.n; i++)
		if (str_equal(s->leads.v[i].name, "count.index")) {
			index++;
		} else {
			given |= str_starts_with(s->leads.v[i].name, "var.");
			others++;
		}
	if (index == 0 || others != 1 || s->found.n < 2 || r->key == NULL ||
	    !terraform_is_number(r->key, &number))
		return false;
	/* slice(a, count.index * 2, …) */
	if (index > 1 || !terraform_found_one_block(s) ||
	    (given && r->block->of.n < s->found.n))
		return true;
	terraform_infer_from(s, "its index");
	keep_range(s, number % s->found.n, number % s->found.n + 1);
	return false;
}

/* a[each.value.tier], where the keys of some of a have the word. */
static bool
keep_of_word(struct terraform_search *s, const char *word, bool whole)
{
	size_t kept = 0, n = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		const char *key = s->found.v[i].to->key;

		n += key != NULL && (whole ? str_equal(key, word) :
		    terraform_is_word_of(word, key));
	}
	if (n == 0)
		return false;
	for (size_t i = 0; i < s->found.n; i++) {
		const char *key = s->found.v[i].to->key;

		if (key != NULL && (whole ? str_equal(key, word) :
		    terraform_is_word_of(word, key)))
			s->found.v[kept++] = s->found.v[i];
	}
	if (kept < s->found.n)
		terraform_infer_from(s, "its key");
	s->found.n = kept;
	return true;
}

/* module.net[each.key].subnets: the key is that of the module. */
static bool
is_key_of_module(const struct terraform_search *s, const char *name)
{
	if (!str_starts_with(name, "module.") ||
	    strchr(name + strlen("module."), '.') != NULL)
		return false;
	for (size_t i = 1; i < s->found.n; i++)
		if (s->found.v[i].to->module != s->found.v[0].to->module)
			return false;
	return true;
}

static bool
choose_keyed(struct terraform *x, struct terraform_search *s,
    struct terraform_value v)
{
	const struct terraform_lead *one = NULL, *last =
	    s->leads.v + s->leads.n;
	const char *text;

	for (size_t i = 0; i < s->leads.n && one == NULL; i++)
		if (leads(&s->leads.v[i]))
			one = &s->leads.v[i];
	if (one == NULL || one + 1 == last || one->end < one->begin + 2 ||
	    str_starts_with(one->name, "each.") || count_leading(s) != 1 ||
	    !str_starts_with(one[1].name, "each.") ||
	    is_key_of_module(s, one->name))
		return false;
	text = str_equal(one[1].name, "each.key") ? v.of->key :
	    terraform_each_text(x, v.of->module, v.of->key, v.of->written,
	    one[1].name);
	/* What it was narrowed to before is of that already. */
	if (s->from != NULL && str_equal(s->from, "its key"))
		return false;
	return text == NULL || !(keep_of_word(s, text, true) ||
	    keep_of_word(s, text, false));
}

/* What the first name of an expression is, before others that lead somewhere:
 * a condition, unless it is a list as they are. */
static bool
is_condition(struct terraform *x, struct terraform_value v, const char *name,
    struct node *value)
{
	const struct node none = { 0 };

	*value = none;
	if (str_starts_with(name, "var."))
		*value = terraform_variable(x, v.of->module, name);
	else if (str_starts_with(name, "each.value."))
		*value = terraform_each_value(x, v.of->module, v.of->key,
		    v.of->written, name);
	else if (!str_starts_with(name, "local."))
		return false;
	if (node_exists(*value))
		return node_kind(*value) != NODE_LIST &&
		    node_kind(*value) != NODE_MAP &&
		    node_kind(*value) != NODE_NULL;
	return strstr(name, "subnet") == NULL && !str_ends_with(name, "ids");
}

/* Words that subnets are named by, as flags are. */
static const char *
meaning(const char *word)
{
	static const char *const means[][2] = { { "internal", "private" },
		{ "external", "public" }, { "internet-facing", "public" },
		{ "internet_facing", "public" }, { NULL, NULL } };

	for (size_t i = 0; means[i][0] != NULL; i++)
		if (terraform_is_word_of(means[i][0], word))
			return means[i][1];
	return terraform_is_word_of("private", word) ? "private" :
	    terraform_is_word_of("public", word) ? "public" : word;
}

/* The last step: "private_subnets" of "module.vpc.private_subnets". */
static const char *
last_step(const char *name)
{
	return strrchr(name, '.') != NULL ? strrchr(name, '.') + 1 : name;
}

static bool
is_named(const struct terraform_search *s, const struct terraform_lead *l,
    const char *word)
{
	return terraform_is_word_of(word, last_step(l->name)) ||
	    terraform_is_word_of(word, last_step(
	    s->found.v[l->begin].to->block->name));
}

/* var.internal ? a.private : a.public, by what they are called. */
static bool
choose_branch(struct terraform_search *s, const struct terraform_lead *first,
    const char *name, struct node value, struct arena *a)
{
	const struct terraform_lead *second = first + 1, *chosen;
	const char *text = node_kind(value) == NODE_STRING ?
	    node_text(a, value) : NULL;
	const char *word = meaning(text != NULL ? text : last_step(name));
	bool is = true, one, other;

	if (text == NULL && !node_bool(value, &is))
		return false;
	one = is_named(s, first, word);
	other = is_named(s, second, word);
	if (one == other)
		return false;
	chosen = one == is ? first : second;
	terraform_infer_from(s, name);
	keep_range(s, chosen->begin, chosen->end);
	return true;
}

static bool
choose_by_condition(struct terraform *x, struct terraform_search *s,
    struct terraform_value v)
{
	const struct terraform_lead *l = s->leads.v;
	struct node value;

	if (s->kinds != SUBNET || s->leads.n != 3 || leads(&l[0]) ||
	    !leads(&l[1]) || !leads(&l[2]) || str_equal(l[1].name, l[2].name) ||
	    !is_condition(x, v, l[0].name, &value))
		return false;
	return !choose_branch(s, &l[1], l[0].name, value, x->a);
}

/* coalescelist(var.control_plane_subnet_ids, var.subnet_ids): what is for one
 * purpose goes before what is for all. */
static void
choose_special(struct terraform_search *s, struct terraform_value v)
{
	const struct terraform_lead *l = s->leads.v;
	size_t n, whole;

	if (s->leads.n != 2 || !leads(&l[0]) || !leads(&l[1]) ||
	    v.of->module->parent == NULL ||
	    !str_starts_with(l[0].name, "var.") ||
	    !str_starts_with(l[1].name, "var."))
		return;
	n = strlen(last_step(l[1].name));
	whole = strlen(last_step(l[0].name));
	if (whole <= n || last_step(l[0].name)[whole - n - 1] != '_' ||
	    !str_ends_with(l[0].name, last_step(l[1].name)))
		return;
	terraform_infer_from(s, l[0].name);
	keep_range(s, l[0].begin, l[0].end);
}

/* Of these AWS takes one subnet in each AZ. */
static bool
is_one_in_each(const struct terraform_resource *r)
{
	static const char *const types[] = { "aws_lb", "aws_alb",
		"aws_vpc_endpoint", "aws_ec2_transit_gateway_vpc_attachment",
		NULL };

	for (size_t i = 0; types[i] != NULL; i++)
		if (str_equal(types[i], r->type->name))
			return true;
	return false;
}

/* Lists that have two in one AZ together: AWS would not take all of them. */
static bool
has_two_in_one(struct terraform *x, const struct terraform_search *s)
{
	enum { LOOK = 32 };
	size_t lists = 0;

	for (size_t i = 0; i < s->leads.n; i++)
		lists += s->leads.v[i].end > s->leads.v[i].begin + 1;
	if (lists < 2)
		return false;

	for (size_t i = 0; i < s->found.n && i < LOOK; i++) {
		const char *az = terraform_word(x, terraform_get(
		    s->found.v[i].to, "availability_zone"));

		for (size_t j = 0; az != NULL && j < i; j++)
			if (s->found.v[i].to != s->found.v[j].to &&
			    str_equal(az, terraform_word(x, terraform_get(
			    s->found.v[j].to, "availability_zone"))))
				return true;
	}
	return false;
}

bool
terraform_choose_list(struct terraform *x, struct terraform_search *s,
    struct terraform_value v)
{
	bool some = choose_element(s, v.of);

	some |= v.of->key != NULL && choose_keyed(x, s, v);
	some |= choose_by_condition(x, s, v);
	choose_special(s, v);
	return some || (s->kinds == SUBNET && s->found.n > 1 &&
	    is_one_in_each(v.of) && has_two_in_one(x, s));
}
