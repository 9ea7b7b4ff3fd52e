/* SPDX-License-Identifier: MIT */
#include "load/terraform_hunt.h"

#include "base/str.h"

#include <string.h>

/*
 * Where a value of a plan leads.
 *
 * The configuration names what an expression refers to and nothing of how it
 * is put together: `element(aws_subnet.a[*].id, count.index)` is the names
 * "aws_subnet.a" and "count.index".  So names are followed, through variables
 * to the call of the module, through outputs into modules, through attributes
 * to what these refer to; what is of a type that fits is a candidate.  Of
 * several, the one with the same index is meant where the expression speaks
 * of its own.  Locals stand nowhere in a plan: what is taken for one is
 * inferred, and marked so.
 */

enum {
	STEPS_MAX = 3 * 1000 * 1000,	/* of one input, against malice */
	STEPS_OF_ONE_MAX = 20 * 1000	/* of one value */
};

void
terraform_push(struct terraform_hunt *h, struct terraform_resource *to,
    const char *attribute)
{
	struct terraform_found f = { to, attribute };

	if (h->s->found.n < TERRAFORM_FOUND_MAX)
		vec_push(h->x->a, &h->s->found, f);
}

/* Ids that an attribute is known to hold, as far as they are resources. */
static void
add_ids(struct terraform_hunt *h, struct node value)
{
	const char *text;
	struct terraform_found f = { NULL, NULL };
	uint32_t kinds;

	if (node_kind(value) == NODE_LIST) {
		for (struct node c = node_first(value); node_exists(c);
		    c = node_next(c))
			if (node_kind(c) == NODE_STRING)
				add_ids(h, c);
		return;
	}
	text = node_kind(value) == NODE_STRING ? node_text(h->x->a, value) :
	    NULL;
	if (text != NULL && h->texts != NULL)
		vec_push(h->x->a, &h->texts->of, text);
	else if (text != NULL)
		f = terraform_with_id(h->x, text, h->s->kinds);
	if (f.to == NULL)
		return;
	kinds = f.attribute != NULL ? terraform_kinds_of_other(f.attribute) :
	    f.to->type->gives;
	if ((kinds & h->s->kinds) != 0)
		terraform_push(h, f.to, f.attribute);
}

/* What an attribute of a resource leads to in its turn. */
static void
follow_attribute(struct terraform_hunt *h, struct terraform_context at,
    struct terraform_resource *r, const char *attribute)
{
	struct terraform_value v = terraform_get(r, attribute);
	struct terraform_context next = { r->module, r->key, r->written,
		at.hops + 1,
		r->block->of.n };

	if (terraform_state(v) == VALUE_KNOWN)
		add_ids(h, v.value);
	else
		terraform_collect(h, next, v.written);
}

static void
meet_resource(struct terraform_hunt *h, struct terraform_context at,
    struct terraform_resource *r, const char *attribute)
{
	uint32_t kinds;

	/* Behind an index that is computed the attribute is cut off: often it
	 * has the name of that which is looked for. */
	if (attribute == NULL && (r->type->gives & h->s->kinds) == 0 &&
	    (r->type->gives & KIND_BIT(KIND_VPN)) != 0 &&
	    (terraform_kinds_of_other(h->attribute) & h->s->kinds) != 0)
		attribute = h->attribute;
	kinds = terraform_kinds_of_other(attribute);
	h->x->steps++;
	if (terraform_tells_endpoints(r, h->s->kinds, attribute)) {
		terraform_push(h, r, NULL);
	} else if (kinds != 0) {
		if ((kinds & h->s->kinds) != 0)
			terraform_push(h, r, attribute);
	} else if (terraform_is_identity(attribute)) {
		if ((r->type->gives & h->s->kinds) != 0)
			terraform_push(h, r, NULL);
	} else if (node_exists(node_get(node_get(r->written, "expressions"),
	    attribute)) || node_exists(node_get(r->values, attribute))) {
		follow_attribute(h, at, r, attribute);
	} else if ((r->type->gives & h->s->kinds) != 0) {
		terraform_push(h, r, NULL);
	}
}

/* The instance with the key that a value of for_each is. */
static struct terraform_resource *
instance_of_value(struct terraform_hunt *h, struct terraform_context at,
    const struct terraform_block *b)
{
	struct terraform_resource *r = NULL;

	for (struct node n = node_first(node_get(h->expression,
	    "references")); node_exists(n) && r == NULL; n = node_next(n)) {
		const char *text = node_text(h->x->a, n);

		if (text == NULL || !str_starts_with(text, "each.value"))
			continue;
		text = terraform_each_text(h->x, at.in, at.key, at.block,
		    text);
		r = text != NULL ? map_get(&b->by_key, text) : NULL;
	}
	return r;
}

/* Whether an expression of a block, or of blocks in it, speaks of each.key. */
static bool
speaks_of_key(struct terraform *x, struct node n)
{
	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		if (node_kind(c) == NODE_STRING && str_equal(node_text(x->a,
		    c), "each.key"))
			return true;
		if (node_kind(c) >= NODE_LIST && speaks_of_key(x, c))
			return true;
	}
	return false;
}

/* "each.value.x" */
static bool
speaks_of_member(struct terraform_hunt *h)
{
	for (struct node n = node_first(node_get(h->expression,
	    "references")); node_exists(n); n = node_next(n)) {
		const char *text = node_text(h->x->a, n);

		if (text != NULL && (str_starts_with(text, "each.value.") ||
		    str_starts_with(text, "each.value[")))
			return true;
	}
	return false;
}

/* each.value alone, where the block speaks of each.key elsewhere: they are not
 * the same. */
static bool
means_other_key(struct terraform_hunt *h, struct node block)
{
	return h->by_each && !h->by_key && !h->by_count &&
	    !speaks_of_member(h) &&
	    speaks_of_key(h->x, node_get(block, "expressions"));
}

/*
 * Whether the expression means the instance with its own index.  What it says
 * by each.value may be another key than its own: where that is not told, it is
 * taken for its own.
 */
static struct terraform_resource *
own_instance(struct terraform_hunt *h, struct terraform_context at,
    const struct terraform_block *b)
{
	struct terraform_resource *r;

	if (at.key == NULL || (!h->by_count && !h->by_each))
		return NULL;
	r = h->by_each ? instance_of_value(h, at, b) : NULL;
	if (r != NULL || means_other_key(h, at.block))
		return r;
	r = map_get(&b->by_key, at.key);
	if (r != NULL && !h->by_count && !h->by_key)
		terraform_infer_from(h->s, "its key");
	/* Of fewer, what is asked for is some part of its index. */
	if (r != NULL && h->by_count && b->of.n < at.instances)
		terraform_infer_from(h->s, "its index");
	return r;
}

/* type.name, then an index, then an attribute: from step i on. */
static void
meet_block(struct terraform_hunt *h, struct terraform_context at,
    const char *name,
    const struct terraform_path *p, size_t i)
{
	const struct terraform_block *b = map_get(&at.in->blocks, name);
	struct terraform_resource *r = NULL;
	const char *key = i < p->n && p->v[i].is_index ? p->v[i].text : NULL;
	const char *attribute;

	if (b == NULL)
		return;
	if (key != NULL)
		i++;
	attribute = i < p->n ? p->v[i].text : NULL;
	/* Of a block of it: "vpc_config[0].cluster_security_group_id". */
	if (i < p->n && str_equal(p->v[p->n - 1].text,
	    TERRAFORM_CLUSTER_GROUP))
		attribute = TERRAFORM_CLUSTER_GROUP;
	if (key != NULL && str_equal(key, "*"))
		key = NULL;
	if (key != NULL)
		r = map_get(&b->by_key, key);
	else
		r = own_instance(h, at, b);
	if (r != NULL) {
		meet_resource(h, at, r, attribute);
		return;
	}
	/* It speaks of its own key, and the only one there is has another. */
	if (key == NULL && b->of.n == 1 && b->of.v[0]->key != NULL &&
	    at.key != NULL && (h->by_count || h->by_each) &&
	    !str_equal(b->of.v[0]->key, at.key))
		terraform_infer_from(h->s, "it being the only one of its "
		    "block");
	for (size_t j = 0; key == NULL && j < b->of.n; j++)
		meet_resource(h, at, b->of.v[j], attribute);
}

/* Follow an expression elsewhere: whether it speaks of its index is its own
 * matter. */
void
terraform_collect_apart(struct terraform_hunt *h, struct terraform_context at,
    struct node written)
{
	const struct terraform_hunt before = *h;

	terraform_collect(h, at, written);
	h->expression = before.expression;
	h->by_count = before.by_count;
	h->by_each = before.by_each;
	h->by_key = before.by_key;
}

void
terraform_meet_variable(struct terraform_hunt *h, struct terraform_context at,
    const struct terraform_path *p)
{
	struct terraform_module *m = at.in;
	const struct terraform_call *call;
	const struct terraform_modules *all;
	size_t begin = h->s->found.n;
	struct node variable;

	if (p->n < 2)
		return;
	if (m->parent == NULL) {
		variable = node_get(node_get(h->x->config != NULL ?
		    h->x->config->node : h->x->variables, "variables"),
		    p->v[1].text);
		if (!node_exists(node_get(variable, "sensitive")))
			add_ids(h, node_get(node_get(h->x->variables,
			    p->v[1].text), "value"));
		return;
	}
	call = m->parent->config != NULL ?
	    map_get(&m->parent->config->calls, m->name) : NULL;
	if (call == NULL)
		return;
	all = map_get(&m->parent->children, m->name);
	terraform_collect_apart(h, (struct terraform_context){ m->parent,
	    m->key, call->node, at.hops + 1, all != NULL ? all->of.n : 0 },
	    node_get(node_get(call->node, "expressions"),
	    p->v[1].text));
	terraform_narrow(h, begin, p, 2);
}

static void
meet_output(struct terraform_hunt *h, struct terraform_context at,
    struct terraform_module *m,
    const char *output)
{
	struct node none = { 0 }, outputs;
	struct terraform_context inside = { m, NULL, none, at.hops + 1, 1 };

	if (m->config == NULL)
		return;
	outputs = node_get(m->config->node, "outputs");
	if (output != NULL) {
		terraform_collect_apart(h, inside, node_get(node_get(outputs, output),
		    "expression"));
		return;
	}
	/* Behind an index that is computed the name of the output is cut off:
	 * one that is named as the attribute, or whatever fits. */
	h->s->from = arena_printf(h->x->a, "the outputs of %s", m->address);
	if (node_exists(node_get(outputs, h->attribute))) {
		meet_output(h, at, m, h->attribute);
		return;
	}
	for (struct node c = node_first(outputs); node_exists(c);
	    c = node_next(c))
		terraform_collect_apart(h, inside, node_get(c, "expression"));
}

/* The key of the module that a value of for_each is. */
static const char *
module_of_value(struct terraform_hunt *h, struct terraform_context at,
    const struct terraform_modules *all)
{
	for (struct node n = node_first(node_get(h->expression,
	    "references")); node_exists(n); n = node_next(n)) {
		const char *text = node_text(h->x->a, n);

		text = text != NULL && str_starts_with(text, "each.value") ?
		    terraform_each_text(h->x, at.in, at.key, at.block, text) :
		    NULL;
		if (text != NULL && map_get(&all->by_key, text) != NULL)
			return text;
	}
	return NULL;
}

/*
 * module.net.subnets[each.value.tier], where the module has one of its own for
 * each tier: what is of that.
 */
static void
narrow_by_each(struct terraform_hunt *h, struct terraform_context at,
    size_t begin)
{
	for (struct node n = node_first(node_get(h->expression,
	    "references")); node_exists(n) && h->s->found.n > begin + 1;
	    n = node_next(n)) {
		const char *text = node_text(h->x->a, n);
		size_t before = h->s->found.n;

		if (str_equal(text, "each.key"))
			text = at.key;
		else
			text = text != NULL && str_starts_with(text,
			    "each.value") ? terraform_each_text(h->x, at.in,
			    at.key, at.block, text) : NULL;
		if (text != NULL && terraform_keep_of_module(h->s, begin,
		    text) && h->s->found.n < before)
			terraform_infer_from(h->s, "its key");
	}
}

/* module.vpc, an index, then the name of an output. */
static void
meet_module(struct terraform_hunt *h, struct terraform_context at,
    const struct terraform_path *p)
{
	const struct terraform_modules *all = p->n > 1 ?
	    map_get(&at.in->children, p->v[1].text) : NULL;
	bool indexed = p->n > 2 && p->v[2].is_index;
	const char *key = indexed ? p->v[2].text : NULL;
	size_t i = indexed ? 3 : 2, begin = h->s->found.n;
	bool own = false;
	struct terraform_module *one;

	if (all == NULL)
		return;
	if (key == NULL && at.key != NULL && h->by_each)
		key = module_of_value(h, at, all);
	if (key == NULL && at.key != NULL && (h->by_count || h->by_each))
		own = map_get(&all->by_key, at.key) != NULL;
	if (own && !h->by_count && !h->by_key)
		terraform_infer_from(h->s, "its key");
	if (own)
		key = at.key;
	one = key != NULL && !str_equal(key, "*") ?
	    map_get(&all->by_key, key) : NULL;
	if (one != NULL)
		meet_output(h, at, one, i < p->n ? p->v[i].text : NULL);
	for (size_t j = 0; j < all->of.n && (key == NULL ||
	    str_equal(key, "*")); j++)
		meet_output(h, at, all->of.v[j],
		    i < p->n ? p->v[i].text : NULL);
	terraform_narrow(h, begin, p, i + 1);
	if (at.key != NULL && h->by_each)
		narrow_by_each(h, at, begin);
}

/* for_each = module.vpc: each.value.x is the output x of its instance with the
 * same key. */
static bool
meet_instance(struct terraform_hunt *h, struct terraform_context at,
    const struct terraform_path *p)
{
	struct node references = node_get(node_get(at.block,
	    "for_each_expression"), "references");
	struct node first = node_first(references);
	const char *text = node_text(h->x->a, first);
	const struct terraform_modules *all;
	struct terraform_module *one;
	size_t begin = h->s->found.n;
	struct terraform_path module;

	if (at.key == NULL || p->n < 3 || text == NULL ||
	    node_exists(node_next(first)) ||
	    !terraform_path_parse(h->x->a, text, &module) || module.n != 2 ||
	    !str_equal(module.v[0].text, "module"))
		return false;
	all = map_get(&at.in->children, module.v[1].text);
	one = all != NULL ? map_get(&all->by_key, at.key) : NULL;
	if (one == NULL)
		return false;
	meet_output(h, at, one, p->v[2].text);
	terraform_narrow(h, begin, p, 3);
	return true;
}

/*
 * each.value: what for_each goes over, and of that what has the same key.
 * Several names in it may be those of several instances: which is whose, a
 * module that has its name from the key tells.
 */
static void
meet_each(struct terraform_hunt *h, struct terraform_context at,
    const struct terraform_path *p)
{
	struct terraform_search *s = h->s;
	size_t begin = s->found.n, kept = begin, besides = h->besides.n;
	bool branched = h->branched, several = h->several;
	const char *local = h->local;

	if (meet_instance(h, at, p))
		return;
	at.hops++;
	h->branched = false;
	h->local = NULL;
	terraform_collect_apart(h, at, node_get(at.block,
	    "for_each_expression"));
	h->besides.n = besides;		/* of a local, "each_local" tells */
	h->each_local |= h->local != NULL && at.hops == 1 &&
	    h->local_in == at.in;
	if (h->local == NULL)
		h->local = local;
	for (size_t i = begin; i < s->found.n; i++)
		if (at.key != NULL &&
		    str_equal(s->found.v[i].to->key, at.key))
			s->found.v[kept++] = s->found.v[i];
	if (kept > begin) {
		s->found.n = kept;
	} else if (h->branched && at.instances > 1) {
		if (at.key != NULL && (terraform_keep_of_module(s, begin,
		    at.key) || terraform_keep_of_name(s, begin, at.key)))
			s->from = "its key";
		else
			h->untold = true;
	} else if (at.key != NULL && s->found.n > begin + 1 &&
	    terraform_keep_of_trait(h, begin, at.key)) {
		s->from = "its key";
	}
	if (kept > begin || str_equal(s->from, "its key"))
		h->several = several;
	h->branched = branched;
}

/* A block of a type that is not read holds whatever its author liked. */
static void
meet_unread(struct terraform_hunt *h, struct terraform_context at,
    const char *name, const char *type, const char *text)
{
	if (map_get(&at.in->blocks, name) == NULL &&
	    strchr(type, '_') != NULL && map_get(&h->x->types, type) == NULL)
		vec_push(h->x->a, &h->besides, text);
}

static void
meet(struct terraform_hunt *h, struct terraform_context at, const char *text)
{
	struct terraform_path p;
	const char *first;

	if (!terraform_path_parse(h->x->a, text, &p))
		return;
	first = p.v[0].text;
	if (str_equal(first, "var")) {
		terraform_meet_variable(h, at, &p);
	} else if (str_equal(first, "local")) {
		h->local = p.n > 1 ? p.v[1].text : "";
		h->local_path = p;
		h->local_in = at.in;
		vec_push(h->x->a, &h->besides, text);
	} else if (str_equal(first, "each")) {
		if (p.n > 1 && str_equal(p.v[1].text, "value"))
			meet_each(h, at, &p);
	} else if (str_equal(first, "module")) {
		meet_module(h, at, &p);
	} else if (str_equal(first, "data") && p.n > 2) {
		meet_block(h, at, arena_printf(h->x->a, "data.%s.%s",
		    p.v[1].text, p.v[2].text), &p, 3);
		meet_unread(h, at, arena_printf(h->x->a, "data.%s.%s",
		    p.v[1].text, p.v[2].text), p.v[1].text, text);
	} else if (p.n > 1) {
		meet_block(h, at, arena_printf(h->x->a, "%s.%s", first,
		    p.v[1].text), &p, 2);
		meet_unread(h, at, arena_printf(h->x->a, "%s.%s", first,
		    p.v[1].text), first, text);
	}
}

/* A list gives each name whole and then all that it begins with. */
static bool
is_beginning(const char *text, const char *whole)
{
	size_t n = strlen(text);

	return whole != NULL && strncmp(text, whole, n) == 0 &&
	    strchr(".[", whole[n]) != NULL;
}

void
terraform_collect(struct terraform_hunt *h, struct terraform_context at,
    struct node written)
{
	struct node references = node_get(written, "references");
	const char *before = NULL;
	bool each_leads = false;
	size_t leading = 0;

	if (at.hops > TERRAFORM_HOPS_MAX || h->x->steps++ > STEPS_MAX ||
	    h->x->steps > h->first + STEPS_OF_ONE_MAX)
		return;
	if (h->texts != NULL)
		add_ids(h, node_get(written, "constant_value"));
	h->expression = written;
	h->by_count = h->by_each = h->by_key = false;
	for (struct node c = node_first(references); node_exists(c);
	    c = node_next(c)) {
		const char *text = node_text(h->x->a, c);

		h->by_count |= str_equal(text, "count.index");
		h->by_each |= text != NULL && str_starts_with(text, "each.");
		h->by_key |= str_equal(text, "each.key");
	}
	for (struct node c = node_first(references); node_exists(c);
	    c = node_next(c)) {
		const char *text = node_text(h->x->a, c);
		size_t begin;

		if (text == NULL || is_beginning(text, before))
			continue;
		begin = h->s->found.n;
		before = text;
		meet(h, at, text);
		leading += h->s->found.n > begin;
		if (at.hops == 0)
			vec_push(h->x->a, &h->s->leads,
			    ((struct terraform_lead){ text, begin,
			    h->s->found.n }));
		each_leads |= h->s->found.n > begin &&
		    str_starts_with(text, "each.");
	}
	h->branched |= leading > 1;
	/* try(each.value.x, var.x): one stands for want of the other. */
	h->several |= each_leads && leading > 1;
}

static void
without_repetitions(struct terraform *x, struct terraform_search *s)
{
	size_t kept = 0;

	x->n_searches++;
	for (size_t i = 0; i < s->found.n; i++) {
		struct terraform_resource *r = s->found.v[i].to;
		bool again = false;

		/* Seldom more than once: by another attribute. */
		for (size_t j = 0; r->last_search == x->n_searches &&
		    j < kept && j < 64 && !again; j++)
			again = s->found.v[j].to == r &&
			    str_equal(s->found.v[j].attribute,
			    s->found.v[i].attribute);
		r->last_search = x->n_searches;
		if (!again)
			s->found.v[kept++] = s->found.v[i];
	}
	s->found.n = kept;
}

struct terraform_resource *
terraform_of(const struct terraform *x, const struct thing *t)
{
	struct terraform_resource *r = t->address != NULL ?
	    map_get(&x->resources, t->address) : NULL;

	return r != NULL && r->thing == t ? r : NULL;
}

static const char *
why_not(struct terraform_hunt *h, struct terraform_value v)
{
	const struct terraform_search *s = h->s;
	struct arena *a = h->x->a;

	if (v.secret && s->found.n == 0)
		return terraform_secret;
	if (s->found.n > 1)
		return arena_printf(a, "known after apply: it may be %s, %s%s",
		    s->found.v[0].to->address, s->found.v[1].to->address,
		    s->found.n > 2 ? " or another" : "");
	if (h->local != NULL)
		return arena_printf(a, "known after apply: it comes from "
		    "local.%s, which a plan does not tell",
		    read_intern(h->x->l, h->local));
	return "known after apply, and the configuration does not tell it";
}

/*
 * Of how many instances v may be.  A module of endpoints has them of all kinds
 * in one block, and those of one kind have tables, those of others subnets.
 */
static size_t
instances(struct terraform *x, struct terraform_value v)
{
	enum { MANY = 64 };
	const struct terraform_block *b = v.of->block;
	const char *own, *type;
	size_t n = 0;

	if (b == NULL)
		return 1;
	if (b->of.n > MANY || !str_equal(v.of->type->name, "aws_vpc_endpoint"))
		return b->of.n;
	own = terraform_word(x, terraform_get(v.of, "vpc_endpoint_type"));
	for (size_t i = 0; i < b->of.n; i++) {
		type = terraform_word(x, terraform_get(b->of.v[i],
		    "vpc_endpoint_type"));
		n += own == NULL || type == NULL || str_equal(own, type);
	}
	return n;
}

/*
 * "[for k, s in aws_subnet.all : s.id if …]" has the names of the whole: where
 * a list of all is unlikely, as of groups, or of several subnets in an AZ that
 * have keys, it may be of some.
 */
static bool
is_filtered(struct terraform *x, const struct terraform_search *s,
    uint32_t kinds)
{
	enum { LOOK = 64 };
	size_t number;

	if (kinds != KIND_BIT(KIND_SECURITY_GROUP) &&
	    kinds != KIND_BIT(KIND_SUBNET))
		return false;
	for (size_t i = 0; i < s->found.n && i < LOOK; i++) {
		struct terraform_resource *a = s->found.v[i].to;
		const char *az = terraform_word(x, terraform_get(a,
		    "availability_zone"));

		if (a->key == NULL || (kinds == KIND_BIT(KIND_SUBNET) &&
		    (terraform_is_number(a->key, &number) || az == NULL)))
			continue;
		for (size_t j = 0; j < i; j++)
			if (s->found.v[j].to->block == a->block &&
			    (az == NULL || str_equal(az, terraform_word(x,
			    terraform_get(s->found.v[j].to,
			    "availability_zone")))))
				return true;
	}
	return false;
}

void
terraform_search(struct terraform *x, struct terraform_value v,
    uint32_t kinds, bool many, struct terraform_search *s)
{
	struct terraform_hunt h = { .x = x, .s = s, .attribute = v.key,
		.first = x->steps };
	struct terraform_context at = { v.of->module, v.of->key, v.of->written,
		0, instances(x, v) };

	*s = (struct terraform_search){ .kinds = kinds };
	terraform_collect(&h, at, v.written);
	h.several |= many && terraform_choose_list(x, s, v);
	without_repetitions(x, s);
	terraform_infer_links(&h, at, v, many);
	without_repetitions(x, s);
	if ((kinds & KIND_BIT(KIND_ENDPOINT)) != 0 &&
	    terraform_choose_endpoint(x, v, s))
		h.untold = true;
	if (!many && s->found.n > 1 && !h.untold)
		terraform_choose(x, s, v, (struct terraform_speech){
		    h.by_count, h.by_each && !means_other_key(&h,
		    v.of->written), h.by_key, h.local != NULL });
	s->several = h.several || (many && is_filtered(x, s, kinds));
	if (s->found.n == 0 || ((!many || h.untold) && s->found.n > 1))
		s->why = why_not(&h, v);
	if (s->why != NULL) {
		for (size_t i = 0; i < s->found.n; i++)
			vec_push(x->a, &s->maybe, s->found.v[i]);
		s->found.n = 0;
		s->from = NULL;
	}
}

struct terraform_texts
terraform_texts(struct terraform *x, struct terraform_value v)
{
	struct terraform_texts texts = { 0 };
	struct terraform_search s = { 0 };
	struct terraform_hunt h = { .x = x, .s = &s, .attribute = v.key,
		.first = x->steps, .texts = &texts };
	struct terraform_context at = { v.of->module, v.of->key, v.of->written,
		0, 1 };
	struct node references = node_get(v.written, "references");

	terraform_collect(&h, at, v.written);
	if (h.by_each && v.of->key != NULL)
		vec_push(x->a, &texts.of, v.of->key);
	for (struct node n = node_first(references); node_exists(n);
	    n = node_next(n)) {
		const char *text = node_text(x->a, n);
		struct terraform_path p;

		if (text == NULL || !terraform_path_parse(x->a, text, &p))
			continue;
		for (size_t i = 0; i < p.n; i++)
			if (p.v[i].is_index)
				vec_push(x->a, &texts.of, p.v[i].text);
	}
	return texts;
}

struct terraform_resource *
terraform_find_written(struct terraform *x, struct terraform_value v,
    uint32_t kinds)
{
	struct terraform_search s;

	struct terraform_resource *to;

	terraform_search(x, v, kinds, false, &s);
	if (s.found.n != 1)
		return NULL;
	to = s.found.v[0].to;
	terraform_note_of(x, v.of->thing != NULL ? v.of->thing : to->thing, v,
	    &s, to->address);
	return to;
}

struct terraform_resource *
terraform_find(struct terraform *x, struct terraform_value v, uint32_t kinds)
{
	struct terraform_resource *r;
	const char *id;

	switch (terraform_state(v)) {
	case VALUE_ABSENT:
		return NULL;
	case VALUE_KNOWN:
		id = node_kind(v.value) == NODE_STRING ?
		    node_text(x->a, v.value) : NULL;
		r = id != NULL ? terraform_with_id(x, id, kinds).to : NULL;
		return r != NULL && (r->type->gives & kinds) != 0 ? r : NULL;
	case VALUE_UNKNOWN:
		break;
	}
	return terraform_find_written(x, v, kinds);
}
