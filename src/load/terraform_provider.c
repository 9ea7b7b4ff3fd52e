/* SPDX-License-Identifier: MIT */
#include "load/terraform_read.h"

#include "base/str.h"

#include <string.h>

/*
 * Providers: a plan may have several of AWS's, each for a region and an
 * account of its own.  What is a constant or a variable is told; the rest is
 * not.
 */

struct terraform_provider {
	const char *region, *account;	/* or NULL where they are not told */
};

enum { DEPTH_MAX = 16 };	/* modules in modules */

static bool
is_sensitive(struct node module, const char *variable)
{
	return node_exists(node_get(node_get(node_get(module, "variables"),
	    variable), "sensitive"));
}

/* The modules of an address, outermost first: "module.a.module.b". */
struct way {
	struct node call[DEPTH_MAX];	/* of the module … */
	struct node in[DEPTH_MAX + 1];	/* … in this one; the last is itself */
	size_t n;
};

static bool
find_module(struct terraform *x, struct node root, const char *address,
    struct way *w)
{
	struct terraform_path p;

	w->n = 0;
	w->in[0] = root;
	if (address == NULL)
		return true;
	if (!terraform_path_parse(x->a, address, &p))
		return false;
	for (size_t i = 0; i + 1 < p.n && w->n < DEPTH_MAX; i += 2) {
		if (!str_equal(p.v[i].text, "module"))
			return false;
		w->call[w->n] = node_get(node_get(w->in[w->n],
		    "module_calls"), p.v[i + 1].text);
		w->in[w->n + 1] = node_get(w->call[w->n], "module");
		w->n++;
	}
	return true;
}

/* A constant, or what the variable is that it names alone. */
static const char *
text_of(struct terraform *x, const struct way *w, struct node expression)
{
	for (size_t depth = w->n + 1; depth > 0; depth--) {
		struct node constant = node_get(expression, "constant_value");
		const char *first = node_text(x->a, node_first(node_get(
		    expression, "references")));
		struct terraform_path p;

		if (node_kind(constant) == NODE_STRING)
			return read_intern(x->l, node_text(x->a, constant));
		if (first == NULL || !terraform_path_parse(x->a, first, &p) ||
		    p.n != 2 || !str_equal(p.v[0].text, "var") ||
		    is_sensitive(w->in[depth - 1], p.v[1].text))
			return NULL;
		if (depth == 1) {
			constant = node_get(node_get(x->variables,
			    p.v[1].text), "value");
			return node_kind(constant) != NODE_STRING ? NULL :
			    read_intern(x->l, node_text(x->a, constant));
		}
		expression = node_get(node_get(w->call[depth - 2],
		    "expressions"), p.v[1].text);
	}
	return NULL;
}

/* "111122223333" of "arn:aws:iam::111122223333:role/deploy". */
static const char *
account_of_role(struct terraform *x, const char *arn)
{
	enum { DIGITS = 12 };
	const char *text = arn;

	for (int i = 0; text != NULL && i < 4; i++) {
		text = strchr(text, ':');
		text = text != NULL ? text + 1 : NULL;
	}
	if (text == NULL || strspn(text, "0123456789") != DIGITS)
		return NULL;
	return names_intern(&x->m->names, text, DIGITS);
}

/* The only account that a provider may work in. */
static const char *
only_account(struct terraform *x, struct node expression)
{
	struct node first = node_first(node_get(expression,
	    "constant_value"));
	const char *id = node_text(x->a, first);

	return id != NULL && !node_exists(node_next(first)) ?
	    read_intern(x->l, id) : NULL;
}

void
terraform_enter_providers(struct terraform *x, struct node configuration)
{
	struct node list = node_get(configuration, "provider_config");

	for (struct node n = node_first(list); node_exists(n);
	    n = node_next(n)) {
		struct node e = node_get(n, "expressions");
		struct terraform_provider *p;
		struct way w;

		if (node_key(n) == NULL || !find_module(x, node_get(
		    configuration, "root_module"), node_text(x->a, node_get(n,
		    "module_address")), &w))
			continue;
		p = arena_alloc(x->a, sizeof *p);
		p->region = text_of(x, &w, node_get(e, "region"));
		if (p->region != NULL && *p->region == '\0')
			p->region = NULL;
		p->account = account_of_role(x, text_of(x, &w, node_get(
		    node_first(node_get(e, "assume_role")), "role_arn")));
		if (p->account == NULL)
			p->account = only_account(x, node_get(e,
			    "allowed_account_ids"));
		x->n_providers += node_text_is(node_get(n, "name"), "aws");
		*map_slot(&x->providers, node_key(n)) = p;
	}
}

void
terraform_take_provider(struct terraform *x, struct terraform_resource *r)
{
	const char *key = node_text(x->a, node_get(r->written,
	    "provider_config_key"));
	const struct terraform_provider *p = key != NULL ?
	    map_get(&x->providers, key) : NULL;

	if (p == NULL)
		return;
	if (r->thing->region == NULL)
		r->thing->region = p->region;
	if (r->thing->account == NULL)
		r->thing->account = p->account;
}
