/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "document/document.h"
#include "document/node.h"
#include "export/spec.h"
#include "load/spec.h"
#include "unit.h"

/* The schema as anybody reads it: the program's text, parsed again. */
static struct node
read_schema(struct arena *a, struct files *files)
{
	struct str *text = arena_alloc(a, sizeof *text);
	struct document_problems problems = { 0 };
	struct document *d;

	*text = str_new(a);
	export_spec_schema(text);
	*files = files_new(a);
	d = document_read(a, files, "schema", text->v, text->n, &problems);
	ck_assert_ptr_nonnull(d);
	ck_assert_uint_eq(problems.n, 0);
	return node_root(d);
}

static struct node
definition(struct node schema, const struct spec_object *o)
{
	if (o == &spec_root)
		return schema;
	return node_get(node_get(schema, "$defs"), o->name);
}

/* Both know the same keys, and the same of them must be there. */
static void
compare(struct node schema, const struct spec_object *o)
{
	struct node d = definition(schema, o);
	struct node properties = node_get(d, "properties");
	size_t n = 0, required = 0;

	ck_assert_msg(node_exists(properties), "%s has no definition",
	    o->name);
	for (struct node c = node_first(properties); node_exists(c);
	    c = node_next(c)) {
		ck_assert_msg(spec_key_find(o, node_key(c)) != NULL,
		    "%s: nobody reads \"%s\"", o->name, node_key(c));
		n++;
	}
	for (const struct spec_key *k = o->keys; k->key != NULL; k++) {
		ck_assert_msg(node_exists(node_get(properties, k->key)),
		    "%s: \"%s\" is not in the schema", o->name, k->key);
		n--;
		required += k->required;
	}
	ck_assert_uint_eq(n, 0);
	for (struct node c = node_first(node_get(d, "required"));
	    node_exists(c); c = node_next(c))
		required--;
	ck_assert_uint_eq(required, 0);
}

START_TEST(schema_and_reader_know_the_same_keys)
{
	struct arena *a = arena_new();
	struct files files;
	struct node schema = read_schema(a, &files);
	VEC(const struct spec_object *) seen = { 0 };

	vec_push(a, &seen, &spec_root);
	for (size_t i = 0; i < seen.n; i++) {
		compare(schema, seen.v[i]);
		for (const struct spec_key *k = seen.v[i]->keys;
		    k->key != NULL; k++) {
			size_t j = 0;

			while (j < seen.n && seen.v[j] != k->object)
				j++;
			if (k->object != NULL && j == seen.n)
				vec_push(a, &seen, k->object);
		}
	}
	ck_assert_uint_gt(seen.n, 30);
	arena_free(a);
}
END_TEST

/* Every reference in the schema leads to a definition. */
START_TEST(references_lead_somewhere)
{
	struct arena *a = arena_new();
	struct files files;
	struct node schema = read_schema(a, &files);
	struct node defs = node_get(schema, "$defs");
	VEC(struct node) todo = { 0 };
	size_t references = 0;

	vec_push(a, &todo, schema);
	while (todo.n > 0) {
		struct node n = todo.v[--todo.n];

		for (struct node c = node_first(n); node_exists(c);
		    c = node_next(c)) {
			vec_push(a, &todo, c);
			if (!str_equal(node_key(c), "$ref"))
				continue;
			references++;
			ck_assert_msg(node_exists(node_get(defs,
			    node_text(a, c) + sizeof "#/$defs/" - 1)),
			    "%s", node_text(a, c));
		}
	}
	ck_assert_uint_gt(references, 100);
	arena_free(a);
}
END_TEST

Suite *suite_schema(void);

Suite *
suite_schema(void)
{
	return unit_suite_of("schema", (const TTest *const[]){
		schema_and_reader_know_the_same_keys,
		references_lead_somewhere,
		NULL });
}
