/* SPDX-License-Identifier: MIT */
#include "load/terraform_hunt.h"

#include "base/str.h"

#include <string.h>

/*
 * What references do not tell: locals, which stand nowhere in a plan, blocks
 * that are dynamic, and the only VPC there is.  What is taken for one is
 * marked as inferred.
 */

/*
 * What a module has of some kinds, by which locals are guessed: made once for
 * a module and kinds, as locals are many.
 */
struct terraform_fits {
	uint32_t kinds;
	struct terraform_fits *next;
	size_t n;			/* blocks that fit */
	const struct terraform_block *block;	/* the last of them */
	struct map by_name;		/* struct fit *: blocks */
	struct map by_key;		/* struct fit *: instances, and what
					   is alone in a block, by its name */
};

struct fit {
	size_t n;
	const struct terraform_block *block;
	struct terraform_resource *only;
};

static struct fit *
fit_slot(struct terraform *x, struct map *m, const char *key)
{
	void **slot = map_slot(m, key);

	if (*slot == NULL)
		*slot = memset(arena_alloc(x->a, sizeof(struct fit)), 0,
		    sizeof(struct fit));
	return *slot;
}

struct fitting {
	struct terraform *x;
	struct terraform_fits *fits;
};

static void
enter_keys(struct fitting *f, const struct terraform_block *b,
    const char *own)
{
	bool named = false;

	for (size_t i = 0; i < b->of.n; i++) {
		struct fit *one;

		if (b->of.v[i]->key == NULL)
			continue;
		one = fit_slot(f->x, &f->fits->by_key, b->of.v[i]->key);
		one->n++;
		one->only = b->of.v[i];
		named |= str_equal(b->of.v[i]->key, own);
	}
	if (b->of.n == 1 && !named) {
		struct fit *one = fit_slot(f->x, &f->fits->by_key, own);

		one->n++;
		one->only = b->of.v[0];
	}
}

static bool
enter_fit(void *context, const char *name, void *value)
{
	struct fitting *f = context;
	const struct terraform_block *b = value;
	const char *dot = strrchr(name, '.');
	struct fit *one;

	if (b->of.n == 0 || b->of.v[0]->is_data ||
	    (b->of.v[0]->type->gives & f->fits->kinds) == 0 || dot == NULL)
		return true;
	f->fits->n++;
	f->fits->block = b;
	one = fit_slot(f->x, &f->fits->by_name, dot + 1);
	one->n++;
	one->block = b;
	enter_keys(f, b, dot + 1);
	return true;
}

static const struct terraform_fits *
fits_of(struct terraform *x, struct terraform_module *in, uint32_t kinds)
{
	struct terraform_fits *fits = in->fits;
	struct fitting f = { .x = x };

	while (fits != NULL && fits->kinds != kinds)
		fits = fits->next;
	if (fits != NULL)
		return fits;
	fits = memset(arena_alloc(x->a, sizeof *fits), 0, sizeof *fits);
	fits->kinds = kinds;
	fits->by_name = map_new(x->a);
	fits->by_key = map_new(x->a);
	fits->next = in->fits;
	in->fits = fits;
	f.fits = fits;
	map_walk(&in->blocks, enter_fit, &f);
	return fits;
}

/* The only block that a local is named by: local.node_security_group_id is by
 * aws_security_group.node; or NULL. */
static const struct terraform_block *
named_by(struct terraform *x, const struct terraform_fits *fits,
    const char *local)
{
	const struct terraform_block *only = NULL;
	char *name = arena_strdup(x->a, local);
	size_t n = 0;

	for (size_t i = strlen(local); i > 0; i--) {
		const struct fit *one;

		if (strchr("_s", local[i]) == NULL)
			continue;
		name[i] = '\0';
		one = map_get(&fits->by_name, name);
		n += one != NULL ? one->n : 0;
		if (one != NULL)
			only = one->block;
	}
	return n == 1 ? only : NULL;
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

/* What a local may be: what a variable of its name leads to, or the only
 * thing of a fitting type in that instance of the module, or with that key. */
static void
infer_local(struct terraform_hunt *h, struct terraform_context at,
    struct node written, bool many)
{
	const char *key = key_of_local(h, at, written);
	const struct terraform_fits *fits;
	struct terraform_path p = { .n = 2 };
	const struct terraform_block *named, *b;
	const struct fit *keyed;
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
	fits = fits_of(h->x, h->local_in, h->s->kinds);
	named = named_by(h->x, fits, h->local);
	b = named != NULL ? named : fits->n == 1 ? fits->block : NULL;
	if (b != NULL && !(many && named == NULL)) {
		own = key != NULL ? map_get(&b->by_key, key) : NULL;
		if (own == NULL && at.key != NULL)
			own = map_get(&b->by_key, at.key);
		h->s->found.n = 0;	/* the module's own comes first */
		if (!many && b->of.n > 1 && own != NULL)
			terraform_push(h, own, NULL);
		else
			for (size_t i = 0; i < b->of.n; i++)
				terraform_push(h, b->of.v[i], NULL);
	}
	/* tables["public"] is aws_route_table.public, or what has that key. */
	keyed = h->s->found.n == 0 && !many && key != NULL ?
	    map_get(&fits->by_key, key) : NULL;
	if (keyed != NULL && keyed->n == 1)
		terraform_push(h, keyed->only, NULL);
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
	const struct terraform_fits *fits = fits_of(h->x, at.in,
	    h->s->kinds);

	if (fits->n != 1 || fits->block->of.n != 1)
		return;
	terraform_push(h, fits->block->of.v[0], NULL);
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

/* Whether what decides how many there are of a block speaks of it, as
 * "count = local.creates ? 1 : 0" does: that is no id. */
static bool
is_count(struct terraform *x, const struct terraform_resource *r,
    const char *text)
{
	for (struct node n = node_first(node_get(node_get(r->written,
	    "count_expression"), "references")); node_exists(n);
	    n = node_next(n))
		if (str_equal(node_text(x->a, n), text))
			return true;
	return false;
}

/* Whether any name beside what was found may be another of the list.  Of many
 * of one block it says which: "[for k in local.keys : aws_subnet.s[k].id]". */
static bool
is_beside(const struct terraform_hunt *h)
{
	if (h->s->found.n > 1 && terraform_found_one_block(h->s))
		return false;
	for (size_t i = 0; i < h->besides.n; i++) {
		size_t j = 0;

		while (j < h->s->found.n && !is_count(h->x,
		    h->s->found.v[j].to, h->besides.v[i]))
			j++;
		if (j == h->s->found.n && j > 0)
			return true;
	}
	return false;
}

void
terraform_infer_links(struct terraform_hunt *h, struct terraform_context at,
    struct terraform_value v, bool many)
{
	struct terraform_search *s = h->s;

	s->is_beside = many && s->from == NULL && is_beside(h);
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
