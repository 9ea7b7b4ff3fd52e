/* SPDX-License-Identifier: MIT */
#include "load/terraform_hunt.h"

#include "base/str.h"

#include <string.h>

/*
 * What references do not tell: locals, which stand nowhere in a plan, blocks
 * that are dynamic, and the only VPC there is.  What is taken for one is
 * marked as inferred.
 */

struct guess {
	struct terraform_hunt *h;
	size_t n, named;	/* blocks that fit; that the local is named by */
	const struct terraform_block *block, *named_block;
};

/* local.node_security_group_id is named by aws_security_group.node. */
static bool
guess_block(void *context, const char *name, void *value)
{
	struct guess *g = context;
	const struct terraform_block *b = value;
	const char *dot = strrchr(name, '.');
	size_t length = dot != NULL ? strlen(dot + 1) : 0;

	if (b->of.n == 0 || b->of.v[0]->is_data ||
	    (b->of.v[0]->type->gives & g->h->s->kinds) == 0)
		return true;
	g->n++;
	g->block = b;
	if (length > 0 && strncmp(g->h->local, dot + 1, length) == 0 &&
	    strchr("_s", g->h->local[length]) != NULL) {
		g->named++;
		g->named_block = b;
	}
	return true;
}

/* What modules that are called beside a local hand out: that is left if it is
 * one thing. */
static bool
collect_outputs(void *context, const char *name, void *value)
{
	struct terraform_hunt *h = context;
	const struct terraform_modules *all = value;

	(void)name;
	for (size_t i = 0; i < all->of.n; i++) {
		struct terraform_module *m = all->of.v[i];
		struct terraform_context inside = { .in = m,
			.hops = TERRAFORM_HOPS_MAX / 2 };

		for (struct node c = m->config == NULL ? (struct node){ 0 } :
		    node_first(node_get(m->config->node, "outputs"));
		    node_exists(c); c = node_next(c))
			terraform_collect_apart(h, inside, node_get(c,
			    "expression"));
	}
	return true;
}

/* The key that local.tables[each.key] is asked for; NULL if it is not told. */
static const char *
key_of_local(struct terraform_hunt *h, struct terraform_context at,
    struct node written)
{
	const struct terraform_path *p = &h->local_path;
	const char *key = NULL;

	if (p->n > 2 && p->v[2].is_index && !str_equal(p->v[2].text, "*"))
		return p->v[2].text;
	if (at.in != h->local_in || at.key == NULL)
		return NULL;
	for (struct node c = node_first(node_get(written, "references"));
	    node_exists(c) && key == NULL; c = node_next(c)) {
		const char *text = node_text(h->x->a, c);

		if (str_equal(text, "each.key"))
			key = at.key;
		else if (text != NULL && str_starts_with(text, "each.value"))
			key = terraform_each_text(h->x, at.in, at.key,
			    at.block, text);
	}
	return key;
}

struct keyed {
	struct terraform_hunt *h;
	const char *key;
	struct terraform_resource *only;
	size_t n;
};

/* tables["public"] may be aws_route_table.public, or an instance with that
 * key. */
static bool
find_keyed(void *context, const char *name, void *value)
{
	struct keyed *k = context;
	const struct terraform_block *b = value;
	const char *dot = strrchr(name, '.');
	struct terraform_resource *r;

	if (b->of.n == 0 || b->of.v[0]->is_data ||
	    (b->of.v[0]->type->gives & k->h->s->kinds) == 0)
		return true;
	r = map_get(&b->by_key, k->key);
	if (r == NULL && b->of.n == 1 && dot != NULL &&
	    str_equal(dot + 1, k->key))
		r = b->of.v[0];
	if (r == NULL)
		return true;
	k->only = r;
	k->n++;
	return true;
}

/* What a local may be: what a variable of its name leads to, or the only
 * thing of a fitting type in that instance of the module, or with that key. */
static void
infer_local(struct terraform_hunt *h, struct terraform_context at,
    struct node written, bool many)
{
	struct guess g = { .h = h };
	struct keyed keyed = { .h = h,
		.key = key_of_local(h, at, written) };
	struct terraform_path p = { .n = 2 };
	const struct terraform_block *b;
	struct terraform_resource *own;

	p.v[0].text = "var";
	p.v[1].text = h->local;
	at.in = h->local_in;
	h->branched = false;
	terraform_meet_variable(h, at, &p);
	/* A map of lists: of several names, which is whose? */
	h->untold |= many && h->each_local && h->branched && at.instances > 1;
	if (h->s->found.n == 0 && !many) {
		p.v[1].text = h->attribute;
		terraform_meet_variable(h, at, &p);
	}
	map_walk(&h->local_in->blocks, guess_block, &g);
	b = g.named == 1 ? g.named_block : g.n == 1 ? g.block : NULL;
	if (b != NULL && !(many && g.named != 1)) {
		own = keyed.key != NULL ? map_get(&b->by_key, keyed.key) :
		    NULL;
		if (own == NULL && at.key != NULL)
			own = map_get(&b->by_key, at.key);
		h->s->found.n = 0;	/* the module's own comes first */
		if (!many && b->of.n > 1 && own != NULL)
			terraform_push(h, own, NULL);
		else
			for (size_t i = 0; i < b->of.n; i++)
				terraform_push(h, b->of.v[i], NULL);
	}
	if (h->s->found.n == 0 && !many && keyed.key != NULL)
		map_walk(&h->local_in->blocks, find_keyed, &keyed);
	if (keyed.n == 1)
		terraform_push(h, keyed.only, NULL);
	if (h->s->found.n == 0 && b == NULL)
		map_walk(&h->local_in->children, collect_outputs, h);
	terraform_narrow(h, 0, &h->local_path, 2);
	terraform_infer_from(h->s, arena_printf(h->x->a, "local.%s, which a plan does "
	    "not tell", h->local));
}

/* Whether the module has a variable of the name of the local. */
static bool
has_variable(const struct terraform_hunt *h)
{
	const struct terraform_module *m = h->local_in;
	const struct terraform_call *call;

	if (m->parent == NULL)
		return node_exists(node_get(h->x->variables, h->local));
	call = m->parent->config != NULL ?
	    map_get(&m->parent->config->calls, m->name) : NULL;
	return call != NULL && node_exists(node_get(node_get(call->node,
	    "expressions"), h->local));
}

/* What the locals that the expression speaks of itself lead to, if any does. */
static bool
infer_own_local(struct terraform_hunt *h, struct terraform_context at,
    struct node written,
    bool many)
{
	for (struct node c = node_first(node_get(written, "references"));
	    node_exists(c); c = node_next(c)) {
		const char *text = node_text(h->x->a, c);
		struct terraform_path p;

		if (text == NULL || !str_starts_with(text, "local.") ||
		    !terraform_path_parse(h->x->a, text, &p) || p.n < 2)
			continue;
		h->local = p.v[1].text;
		h->local_path = p;
		h->local_in = at.in;
		infer_local(h, at, written, many);
		if (h->s->found.n > 0)
			return true;
	}
	return false;
}

/* Whether something was found that is not among what was before. */
static bool
leads_elsewhere(const struct terraform_search *s,
    const struct terraform_search *before)
{
	enum { LOOK = 256 };

	for (size_t i = 0; i < s->found.n; i++) {
		size_t j = 0;

		while (j < before->found.n && j < LOOK &&
		    before->found.v[j].to != s->found.v[i].to)
			j++;
		if (j == before->found.n || j == LOOK)
			return true;
	}
	return s->is_part;
}

/*
 * A list of things that are named, and of what each.value has of a local: this
 * adds to them, or it is not known what else there is.
 */
static void
add_local(struct terraform_hunt *h, struct terraform_context at,
    struct node written, bool many)
{
	struct terraform_search *s = h->s, named = *s;

	memset(&s->found, 0, sizeof s->found);
	if (many)
		infer_local(h, at, written, true);
	else
		infer_own_local(h, at, written, false);
	s->is_part = many && s->found.n == 0 && !has_variable(h);
	if (!leads_elsewhere(s, &named)) {
		*s = named;
		return;
	}
	h->several |= named.found.n > 0;
	for (size_t i = 0; i < named.found.n; i++)
		vec_push(h->x->a, &s->found, named.found.v[i]);
}

/*
 * Old plans leave inline blocks out of the configuration, and all plans those
 * that are dynamic: there the only thing of the module that fits is meant.  Of
 * security groups there are always several that are not in the module.
 */
static void
infer_only(struct terraform_hunt *h, struct terraform_context at)
{
	struct guess g = { .h = h };

	h->local = "";
	map_walk(&at.in->blocks, guess_block, &g);
	h->local = NULL;
	if (g.n != 1 || g.block->of.n != 1)
		return;
	terraform_push(h, g.block->of.v[0], NULL);
	terraform_infer_from(h->s, "it being the only one of its module");
}

/* What all variables of a module lead to, if one alone leads anywhere. */
static void
infer_variable(struct terraform_hunt *h, struct terraform_context at)
{
	const struct terraform_call *call = at.in->parent->config != NULL ?
	    map_get(&at.in->parent->config->calls, at.in->name) : NULL;
	const char *name = NULL;
	size_t n = 0;

	for (struct node e = call == NULL ? (struct node){ 0 } :
	    node_first(node_get(call->node, "expressions"));
	    node_exists(e) && n < 2; e = node_next(e)) {
		struct terraform_path p = { .n = 2 };
		size_t begin = h->s->found.n;

		p.v[0].text = "var";
		p.v[1].text = node_key(e);
		terraform_meet_variable(h, at, &p);
		if (h->s->found.n > begin) {
			name = node_key(e);
			n++;
		}
	}
	if (n > 1)
		h->s->found.n = 0;
	else if (n == 1)
		terraform_infer_from(h->s, arena_printf(h->x->a, "var.%s, which alone "
		    "leads to any", name));
}

/* A dynamic block goes over a variable of its name, if authors keep to what is
 * usual. */
static void
infer_dynamic(struct terraform_hunt *h, struct terraform_context at,
    const char *block, bool many)
{
	struct terraform_path p = { .n = 2 };

	p.v[0].text = "var";
	p.v[1].text = block;
	if (at.in->parent == NULL || block == NULL)
		return;
	terraform_meet_variable(h, at, &p);
	if (h->s->found.n > 0)
		terraform_infer_from(h->s, arena_printf(h->x->a, "var.%s, which has the "
		    "name of the block", block));
	else if (many && h->s->kinds == KIND_BIT(KIND_SUBNET))
		infer_variable(h, at);
}

/* The only VPC of the input, or NULL: asked again and again. */
static struct terraform_resource *
only_vpc(struct terraform *x)
{
	size_t n = 0;

	if (x->knows_only_vpc)
		return x->only_vpc;
	x->knows_only_vpc = true;
	for (size_t i = 0; i < x->list.n && n < 2; i++)
		if ((x->list.v[i]->type->gives & KIND_BIT(KIND_VPC)) != 0) {
			x->only_vpc = x->list.v[i];
			n++;
		}
	if (n > 1)
		x->only_vpc = NULL;
	return x->only_vpc;
}

/* Where nothing tells which, the only VPC of the input is the one. */
static void
infer_vpc(struct terraform_hunt *h)
{
	struct terraform_resource *only;

	/* A VPC is the peer of another. */
	if (h->s->kinds != KIND_BIT(KIND_VPC) ||
	    str_equal(h->attribute, "peer_vpc_id"))
		return;
	only = only_vpc(h->x);
	if (only != NULL && !only->is_data) {
		terraform_push(h, only, NULL);
		terraform_infer_from(h->s, "it being the only VPC of the input");
	}
}

void
terraform_infer_links(struct terraform_hunt *h, struct terraform_context at,
    struct terraform_value v, bool many)
{
	struct terraform_search *s = h->s;

	if (s->found.n == 0 && h->local != NULL) {
		if (!infer_own_local(h, at, v.written, many))
			infer_local(h, at, v.written, many);
	} else if ((many && h->each_local) || (!many && s->found.n > 0 &&
	    h->by_each)) {
		add_local(h, at, v.written, many);
	}
	/* What a local of a local is, may be more than what has its name. */
	s->is_part |= many && s->kinds == KIND_BIT(KIND_SECURITY_GROUP) &&
	    h->local != NULL && h->local_in != at.in;
	if (s->found.n == 0 && h->local == NULL && v.dynamic && !many &&
	    !v.any_number && s->kinds != KIND_BIT(KIND_SECURITY_GROUP))
		infer_only(h, at);
	if (s->found.n == 0 && v.dynamic && !v.any_number)
		infer_dynamic(h, at, v.block, many);
	if (s->found.n == 0 && !v.any_number)
		infer_vpc(h);
}
