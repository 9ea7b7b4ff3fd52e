/* SPDX-License-Identifier: MIT */
#include "cli/parameters.h"

#include "document/document.h"
#include "document/node.h"
#include "load/input.h"
#include "text/sanitise.h"

#include <string.h>

struct parameters {
	struct load_parameter *v;
	size_t n, cap;
};

static void
add(const struct arguments *args, struct parameters *out, const char *name,
    const char *value)
{
	struct load_parameter p = { name, value };

	vec_push(args->a, out, p);
}

static const char *
value_of(const struct arguments *args, struct node n)
{
	switch (node_kind(n)) {
	case NODE_STRING:
		return node_text(args->a, n);
	case NODE_NUMBER:
	case NODE_BOOL:
		return node_excerpt(args->a, n);
	default:
		return NULL;
	}
}

static const char *
wrong_form(const struct arguments *args, const char *path)
{
	return arena_printf(args->a, "--param-file %s: expected "
	    "[{\"ParameterKey\": …, \"ParameterValue\": …}, …] or "
	    "{\"Parameters\": {…}}", sanitise_text(args->a, path));
}

static const char *
take_list(const struct arguments *args, struct parameters *out,
    struct node list, const char *path)
{
	for (struct node c = node_first(list); node_exists(c);
	    c = node_next(c)) {
		const char *name = node_text(args->a, node_get(c,
		    "ParameterKey"));
		struct node value = node_get(c, "ParameterValue");

		if (name == NULL)
			return wrong_form(args, path);
		if (value_of(args, value) != NULL)
			add(args, out, name, value_of(args, value));
	}
	return NULL;
}

static const char *
take_file(const struct arguments *args, struct parameters *out,
    const char *path)
{
	struct files files = files_new(args->a);
	struct document_problems problems = { 0 };
	struct input text;
	const char *why = input_read(args->a, path, &text);
	struct document *d;
	struct node root;

	if (why != NULL)
		return arena_printf(args->a, "cannot read %s: %s",
		    sanitise_text(args->a, path), why);
	d = document_read(args->a, &files, path, text.bytes, text.length,
	    &problems);
	if (d == NULL) {
		struct position at = place_position(&files,
		    problems.v[0].at);
		const char *more = problems.n == 1 ? "" : arena_printf(args->a,
		    " (and %zu more)", problems.n - 1);

		return arena_printf(args->a, "--param-file %s: line %u, column "
		    "%u: %s%s", sanitise_text(args->a, path),
		    (unsigned)at.line, (unsigned)at.column,
		    problems.v[0].text, more);
	}
	root = node_root(d);
	if (node_kind(root) == NODE_LIST)
		return take_list(args, out, root, path);
	root = node_get(root, "Parameters");
	if (node_kind(root) != NODE_MAP)
		return wrong_form(args, path);
	for (struct node c = node_first(root); node_exists(c);
	    c = node_next(c))
		if (value_of(args, c) != NULL)
			add(args, out, node_key(c), value_of(args, c));
	return NULL;
}

const char *
parameters_find(const struct arguments *args, struct load_options *out)
{
	struct parameters all = { 0 };
	const char *path = argument(args, "param-file");
	const char *const *pairs;
	const char *wrong = NULL;
	size_t n;

	if (path != NULL)
		wrong = take_file(args, &all, path);
	pairs = argument_list(args, "param", &n);
	for (size_t i = 0; i < n; i++) {
		const char *equal = strchr(pairs[i], '=');

		/* The parser of options has seen to it that there is one. */
		add(args, &all, arena_strndup(args->a, pairs[i],
		    (size_t)(equal - pairs[i])), equal + 1);
	}
	out->parameters = all.v;
	out->n_parameters = all.n;
	return wrong;
}
