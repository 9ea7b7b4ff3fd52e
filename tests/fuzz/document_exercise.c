/* SPDX-License-Identifier: MIT */
#include "document_exercise.h"

#include "base/fatal.h"
#include "base/str.h"
#include "base/utf8.h"
#include "document/document.h"
#include "document/node.h"
#include "document/yaml.h"

#include <jansson.h>
#include <string.h>

/* Two dozen of each of a dozen kinds, and the keys that come twice. */
enum { PROBLEMS_MAX = 400 };

static void
must(int holds, const char *what)
{
	if (!holds)
		BUG(what);
}

static void
check_problems(const struct document_problems *problems, int read)
{
	int fatal = 0;

	for (size_t i = 0; i < problems->n; i++) {
		const struct document_problem *p = &problems->v[i];

		must(p->at.file == 1, "a problem stands nowhere");
		must(utf8_is_valid(p->text, strlen(p->text)),
		    "a problem's text is not UTF-8");
		must(i == 0 || place_compare(p[-1].at, p->at) <= 0,
		    "problems out of order");
		fatal = fatal || p->fatal;
		must((p->also.file != 0) == (p->also_text != NULL),
		    "a second place without a text");
	}
	must(fatal == !read, "refused without a reason, or read over one");
	must(problems->n < PROBLEMS_MAX, "problems without end");
}

static void
visit(struct arena *a, struct node n, const char *text)
{
	struct place at = node_place(n);
	uint32_t end = node_end(n);
	int64_t integer;
	bool truth;

	must(end > at.offset, "a value without bytes");
	must(node_key(n) == NULL || node_key_is(n, node_key(n)) ||
	    strchr(node_key(n), '\\') != NULL, "a key unlike itself");
	must(utf8_is_valid(node_excerpt(a, n), strlen(node_excerpt(a, n))),
	    "an excerpt that is not UTF-8");
	switch (node_kind(n)) {
	case NODE_STRING:
		must(text[at.offset] == '"', "a string without a quote");
		node_text(a, n);
		break;
	case NODE_NUMBER:
		node_integer(n, &integer);
		break;
	case NODE_BOOL:
		must(node_bool(n, &truth), "a truth that is none");
		break;
	case NODE_LIST:
		must(text[at.offset] == '[' && text[end - 1] == ']',
		    "a list without brackets");
		break;
	case NODE_MAP:
		must(text[at.offset] == '{' && text[end - 1] == '}',
		    "a map without braces");
		break;
	case NODE_NULL:
		break;
	case NODE_NONE:
		BUG("a value of no kind");
	}
}

/* Of a YAML text: its values are there, in whatever order they stand. */
static void
walk_made(struct arena *a, struct node n, const struct document *d,
    uint32_t end)
{
	uint32_t at = node_place(n).offset;

	must(at <= end && node_end(n) >= at, "a value that ends before it begins");
	must(at == end || document_token_end(d, at) > at, "a token without bytes");
	must(utf8_is_valid(node_excerpt(a, n), strlen(node_excerpt(a, n))),
	    "an excerpt that is not UTF-8");
	must(node_kind(n) != NODE_STRING || node_text(a, n) == NULL ||
	    utf8_is_valid(node_text(a, n), strlen(node_text(a, n))),
	    "a string that is not UTF-8");
	for (struct node c = node_first(n); node_exists(c); c = node_next(c))
		walk_made(a, c, d, end);
}

/* As deep as the document, which has a limit. */
static void
walk(struct arena *a, struct node n, const char *text, uint32_t end)
{
	uint32_t last = node_place(n).offset;

	visit(a, n, text);
	must(node_end(n) <= end, "a value that ends behind its parent");
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		must(node_place(c).offset > last, "children out of order");
		last = node_place(c).offset;
		walk(a, c, text, node_end(n));
	}
}

static void
check_pointers(struct arena *a, const struct document *d, size_t length)
{
	enum { OFFSETS_MAX = 512 };
	uint32_t offsets[OFFSETS_MAX];
	const char *pointers[OFFSETS_MAX];
	size_t n = 0;

	for (size_t at = 0; at <= length && n < OFFSETS_MAX; at++)
		offsets[n++] = (uint32_t)at;
	document_pointers(a, d, offsets, n, pointers);
	for (size_t i = 0; i < n; i++)
		must(utf8_is_valid(pointers[i], strlen(pointers[i])),
		    "a pointer that is not UTF-8");
}

/*
 * What jansson reads we read: it knows neither comments nor UTF-16, but is
 * no more lenient, except that it goes down to twice our depth and takes a
 * NUL byte for the end.
 */
static int
jansson_reads(const char *bytes, size_t length)
{
	json_t *value;
	int read;

	if (memchr(bytes, '\0', length) != NULL)
		return 0;
	value = json_loadb(bytes, length, JSON_DECODE_ANY, NULL);
	read = value != NULL;
	json_decref(value);
	return read;
}

static int
is_deep(const struct document_problems *problems)
{
	for (size_t i = 0; i < problems->n; i++)
		if (str_starts_with(problems->v[i].text, "nested deeper"))
			return 1;
	return 0;
}

/* What was meant by a broken text, if that can be told. */
static void
exercise_mended(struct arena *a, const struct files *files)
{
	const struct file *file = files_get(files, 1);
	struct document *d = document_mend(a, 1, file->text, file->length);

	if (d == NULL)
		return;
	must(document_is_mended(d), "mended, and not said to be");
	walk_made(a, node_root(d), d, (uint32_t)file->length);
	check_pointers(a, d, file->length);
	for (uint32_t at = 0; at <= file->length && at < 512; at++)
		(void)document_is_sure(d, at);
}

int
document_exercise(const char *bytes, size_t length)
{
	struct arena *a = arena_new();
	struct files files = files_new(a);
	struct document_problems problems = { 0 };
	struct document *d = document_read(a, &files, "fuzz",
	    arena_strndup(a, bytes, length), length, &problems);
	int read = d != NULL;

	must(files.n == 1, "the file was not entered");
	check_problems(&problems, read);
	if (read) {
		const struct file *file = files_get(&files, 1);

		if (yaml_is_meant(file->text, file->length))
			walk_made(a, node_root(d), d, (uint32_t)file->length);
		else
			walk(a, node_root(d), file->text,
			    (uint32_t)file->length);
		check_pointers(a, d, file->length);
	} else {
		must(is_deep(&problems) || !jansson_reads(bytes, length),
		    "a text is refused that jansson reads");
		exercise_mended(a, &files);
	}
	arena_free(a);
	return read;
}
