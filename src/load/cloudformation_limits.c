/* SPDX-License-Identifier: MIT */
#include "load/cloudformation_read.h"

#include "base/str.h"
#include "model/facts.h"
#include "model/notices.h"

#include <string.h>

/*
 * IN013: what is over one of CloudFormation's limits.  It is read all the
 * same, so that everything else is told, too.
 */

void
cfn_flag_limit(struct cfn_template *t, struct place at, enum fact limit, size_t n,
    const char *what)
{
	struct finding *f = finding_add(&t->x->l->findings,
	    &notice_template_limit, at, "%s: CloudFormation takes %lld", what,
	    (long long)fact_value(limit));

	f->key = fact(limit)->what;
	finding_witness(&t->x->l->findings, f, "found", "%zu", n);
	finding_witness(&t->x->l->findings, f, "limit", "%lld",
	    (long long)fact_value(limit));
}

static void
check_name(struct cfn_template *t, struct node n, const char *name,
    const char *what)
{
	if (name != NULL && strlen(name) >
	    (size_t)fact_value(FACT_TEMPLATE_NAME))
		cfn_flag_limit(t, node_place(n), FACT_TEMPLATE_NAME, strlen(name),
		    arena_printf(t->x->a, "the name of this %s has %zu "
		    "characters", what, strlen(name)));
}

/* The first that is one too many, and names on the way. */
static void
check_section(struct cfn_template *t, struct node all, enum fact limit,
    const char *what)
{
	struct node over = { 0 };
	size_t n = 0;

	for (struct node c = node_first(all); node_exists(c);
	    c = node_next(c)) {
		if (++n == (size_t)fact_value(limit) + 1)
			over = c;
		check_name(t, c, node_key(c), what);
	}
	if (n > (size_t)fact_value(limit))
		cfn_flag_limit(t, node_place(over), limit, n, arena_printf(t->x->a,
		    "there are %zu %ss", n, what));
}

static void
check_resources(struct cfn_template *t)
{
	size_t limit = (size_t)fact_value(FACT_TEMPLATE_RESOURCES);

	for (size_t i = 0; i < t->list.n; i++)
		check_name(t, t->list.v[i]->node, t->list.v[i]->name,
		    "resource");
	if (t->list.n > limit)
		cfn_flag_limit(t, t->list.v[limit]->at, FACT_TEMPLATE_RESOURCES,
		    t->list.n, arena_printf(t->x->a, "there are %zu resources",
		    t->list.n));
}

static void
check_text(struct cfn_template *t, struct node n, enum fact limit,
    const char *what)
{
	const char *text = node_kind(n) == NODE_STRING ?
	    node_text(t->x->a, n) : NULL;

	if (text != NULL && strlen(text) > (size_t)fact_value(limit))
		cfn_flag_limit(t, node_place(n), limit, strlen(text), arena_printf(
		    t->x->a, "%s has %zu bytes", what, strlen(text)));
}

void
cfn_check_limits(struct cfn_template *t)
{
	size_t bytes = files_get(&t->x->l->files,
	    document_file(t->d))->length;
	struct node mappings = node_get(t->root, "Mappings");
	struct node parameters = node_get(t->root, "Parameters");

	if (bytes > (size_t)fact_value(FACT_TEMPLATE_BYTES))
		cfn_flag_limit(t, node_place(t->root), FACT_TEMPLATE_BYTES, bytes,
		    arena_printf(t->x->a, "the template has %zu bytes",
		    bytes));
	check_text(t, node_get(t->root, "Description"),
	    FACT_TEMPLATE_DESCRIPTION, "the description");
	check_section(t, parameters, FACT_TEMPLATE_PARAMETERS, "parameter");
	check_section(t, node_get(t->root, "Outputs"), FACT_TEMPLATE_OUTPUTS,
	    "output");
	check_section(t, mappings, FACT_TEMPLATE_MAPPINGS, "mapping");
	for (struct node c = node_first(mappings); node_exists(c);
	    c = node_next(c))
		check_section(t, c, FACT_TEMPLATE_ATTRIBUTES, "attribute");
	for (struct node c = node_first(parameters); node_exists(c);
	    c = node_next(c))
		check_text(t, node_get(c, "Default"), FACT_PARAMETER_VALUE,
		    "the default of this parameter");
	check_resources(t);
}
