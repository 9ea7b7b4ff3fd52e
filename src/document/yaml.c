/* SPDX-License-Identifier: MIT */
#include "document/yaml.h"

#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"
#include "document/yaml_scalar.h"

#include <string.h>
#include <yaml.h>

/* libyaml counts characters; one offset in bytes is kept for so many. */
enum { POINTS_STEP = 256 };

struct translating {
	struct arena *a, *scratch;
	const char *text;
	size_t length;
	bool ascii;			/* characters are bytes */
	VEC(uint32_t) steps;		/* byte offset of each 256th character */
	yaml_document_t *doc;
	struct str out;
	struct marks marks;
	size_t values, values_max;
	unsigned depth;
	struct document_problem *problem;
};

/* ---------------------------------------------------------------- places */

static void
count_characters(struct translating *t)
{
	size_t n = 0;

	t->ascii = true;
	for (size_t i = 0; i < t->length; i++) {
		unsigned char c = (unsigned char)t->text[i];

		if (c >= 0x80)
			t->ascii = false;
		if ((c & 0xc0) == 0x80)
			continue;	/* goes on with a character */
		if (n++ % POINTS_STEP == 0)
			vec_push(t->scratch, &t->steps, (uint32_t)i);
	}
}

static uint32_t
byte_of(const struct translating *t, size_t character)
{
	size_t step = character / POINTS_STEP, left = character % POINTS_STEP;
	size_t i;

	if (t->ascii || step >= t->steps.n)
		return (uint32_t)(character < t->length ? character :
		    t->length);
	i = t->steps.v[step];
	while (left > 0 && i < t->length) {
		i++;
		while (i < t->length &&
		    ((unsigned char)t->text[i] & 0xc0) == 0x80)
			i++;
		left--;
	}
	return (uint32_t)i;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind a tag and an anchor, which libyaml takes for part of the value. */
static uint32_t
behind_properties(const struct translating *t, uint32_t at)
{
	while (at < t->length && (t->text[at] == '!' || t->text[at] == '&')) {
		uint32_t word = at;

		while (at < t->length && !is_blank(t->text[at]))
			at++;
		while (at < t->length && is_blank(t->text[at]))
			at++;
		if (at == t->length)
			return word;	/* nothing follows: an empty value */
	}
	return at;
}

/* The dash of an item of a list, which stands before it on its line. */
static uint32_t
dash_before(const struct translating *t, uint32_t at)
{
	uint32_t i = at;

	while (i > 0 && (t->text[i - 1] == ' ' || t->text[i - 1] == '\t'))
		i--;
	return i > 0 && t->text[i - 1] == '-' ? i - 1 : at;
}

static bool
fail(struct translating *t, uint32_t at, const char *text)
{
	if (!t->problem->fatal)
		*t->problem = (struct document_problem){
			.at = { 0, at }, .text = text, .fatal = true };
	return false;
}

/* ---------------------------------------------------------------- writing */

static uint32_t
here(const struct translating *t)
{
	return (uint32_t)t->out.n;
}

static void
write_text(struct translating *t, const char *bytes, size_t n)
{
	yaml_scalar_quote(&t->out, bytes, n);
}

static bool write_node(struct translating *t, int id, uint32_t from);

static yaml_node_t *
node_of(const struct translating *t, int id)
{
	return yaml_document_get_node(t->doc, id);
}

static uint32_t
start_of(const struct translating *t, const yaml_node_t *n)
{
	return byte_of(t, n->start_mark.index);
}

/* "Fn::Sub" for "!Sub"; NULL: a tag of YAML's own, or none. */
static const char *
long_form(struct translating *t, const yaml_node_t *n)
{
	const char *tag = (const char *)n->tag;

	if (tag == NULL || tag[0] != '!' || tag[1] == '\0')
		return NULL;
	tag++;
	return str_equal(tag, "Ref") || str_equal(tag, "Condition") ? tag :
	    arena_printf(t->scratch, "Fn::%s", tag);
}

static bool
is_merge_key(const yaml_node_t *key)
{
	return key->type == YAML_SCALAR_NODE &&
	    key->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    key->data.scalar.length == 2 &&
	    memcmp(key->data.scalar.value, "<<", 2) == 0;
}

/* A name in what was merged is taken if the map has it itself. */
struct merging {
	struct map seen;
	bool any;			/* a member was written */
};

static bool
write_member(struct translating *t, const yaml_node_pair_t *pair,
    struct merging *m, bool merged)
{
	const yaml_node_t *key = node_of(t, pair->key);
	uint32_t at;
	void **slot;

	if (key == NULL || key->type != YAML_SCALAR_NODE)
		return fail(t, key == NULL ? 0 : start_of(t, key),
		    "a key that is a collection; a name was expected");
	slot = map_slot(&m->seen, arena_strndup(t->scratch,
	    (const char *)key->data.scalar.value, key->data.scalar.length));
	if (merged && *slot != NULL)
		return true;
	*slot = &m->any;
	if (m->any)
		str_add_char(&t->out, ',');
	m->any = true;
	at = start_of(t, key);
	marks_add(t->a, &t->marks, here(t), at, byte_of(t,
	    key->end_mark.index));
	write_text(t, (const char *)key->data.scalar.value,
	    key->data.scalar.length);
	str_add_char(&t->out, ':');
	return write_node(t, pair->value, at);
}

static bool write_merged(struct translating *t, int id, struct merging *m,
    unsigned depth);

static bool
write_members(struct translating *t, const yaml_node_t *n, struct merging *m,
    bool merged, unsigned depth)
{
	const yaml_node_pair_t *first = n->data.mapping.pairs.start;
	const yaml_node_pair_t *top = n->data.mapping.pairs.top;

	for (const yaml_node_pair_t *p = first; p < top; p++)
		if (!is_merge_key(node_of(t, p->key)) &&
		    !write_member(t, p, m, merged))
			return false;
	for (const yaml_node_pair_t *p = first; p < top; p++)
		if (is_merge_key(node_of(t, p->key)) &&
		    !write_merged(t, p->value, m, depth + 1))
			return false;
	return true;
}

/* "<<: *base", or a list of such. */
static bool
write_merged(struct translating *t, int id, struct merging *m, unsigned depth)
{
	const yaml_node_t *n = node_of(t, id);

	if (n == NULL || n->type == YAML_SCALAR_NODE)
		return fail(t, n == NULL ? 0 : start_of(t, n),
		    "a merge key (<<) takes a map or a list of maps");
	if (depth > DOCUMENT_DEPTH_MAX || ++t->values > t->values_max)
		return fail(t, start_of(t, n), "merge keys go round in a "
		    "circle or make too much of this text");
	if (n->type == YAML_MAPPING_NODE)
		return write_members(t, n, m, true, depth);
	for (const yaml_node_item_t *i = n->data.sequence.items.start;
	    i < n->data.sequence.items.top; i++)
		if (!write_merged(t, *i, m, depth + 1))
			return false;
	return true;
}

static bool
write_map(struct translating *t, const yaml_node_t *n)
{
	struct merging m = { map_new(t->scratch), false };

	str_add_char(&t->out, '{');
	if (!write_members(t, n, &m, false, t->depth))
		return false;
	str_add_char(&t->out, '}');
	return true;
}

static bool
write_list(struct translating *t, const yaml_node_t *n)
{
	str_add_char(&t->out, '[');
	for (const yaml_node_item_t *i = n->data.sequence.items.start;
	    i < n->data.sequence.items.top; i++) {
		const yaml_node_t *item = node_of(t, *i);

		if (i > n->data.sequence.items.start)
			str_add_char(&t->out, ',');
		if (!write_node(t, *i, item == NULL ? 0 :
		    dash_before(t, start_of(t, item))))
			return false;
	}
	str_add_char(&t->out, ']');
	return true;
}

/* Of "a.b.c" the resource is a and the attribute b.c. */
static void
write_attribute(struct translating *t, const yaml_node_t *n, uint32_t at)
{
	const char *v = (const char *)n->data.scalar.value;
	size_t length = n->data.scalar.length;
	const char *dot = memchr(v, '.', length);
	size_t head = dot == NULL ? length : (size_t)(dot - v);

	str_add_char(&t->out, '[');
	marks_add(t->a, &t->marks, here(t), at, at + (uint32_t)head);
	write_text(t, v, head);
	if (dot != NULL) {
		str_add_char(&t->out, ',');
		marks_add(t->a, &t->marks, here(t), at + (uint32_t)head + 1,
		    at + (uint32_t)length);
		write_text(t, dot + 1, length - head - 1);
	}
	str_add_char(&t->out, ']');
}

static void
write_scalar(struct translating *t, const yaml_node_t *n, bool is_text)
{
	struct yaml_scalar s = {
		.v = (const char *)n->data.scalar.value,
		.n = n->data.scalar.length,
		.plain = !is_text &&
			n->data.scalar.style == YAML_PLAIN_SCALAR_STYLE
	};

	yaml_scalar_write(&t->out, &s);
}

/* What a tag stands before; from is where the tag is. */
static bool
write_tagged(struct translating *t, const yaml_node_t *n, const char *name,
    uint32_t from, uint32_t to)
{
	uint32_t at = behind_properties(t, start_of(t, n));
	bool good = true;

	marks_add(t->a, &t->marks, here(t), from, to);
	str_add_char(&t->out, '{');
	write_text(t, name, strlen(name));
	str_add_char(&t->out, ':');
	if (n->type == YAML_SCALAR_NODE && str_equal(name, "Fn::GetAtt")) {
		write_attribute(t, n, at);
	} else {
		marks_add(t->a, &t->marks, here(t), at, to);
		if (n->type == YAML_SCALAR_NODE)
			write_scalar(t, n, true);
		else
			good = n->type == YAML_MAPPING_NODE ?
			    write_map(t, n) : write_list(t, n);
	}
	str_add_char(&t->out, '}');
	return good;
}

/* from: where a collection is said to stand, its key or its dash. */
static bool
write_node(struct translating *t, int id, uint32_t from)
{
	const yaml_node_t *n = node_of(t, id);
	uint32_t at, to;
	const char *name;
	bool good = true;

	if (n == NULL)
		return fail(t, from, "nothing where a value was expected");
	at = start_of(t, n);
	to = byte_of(t, n->end_mark.index);
	if (t->depth >= DOCUMENT_DEPTH_MAX)
		return fail(t, at, arena_printf(t->a, "more than %d levels of "
		    "nesting, or an alias inside of what it stands for",
		    DOCUMENT_DEPTH_MAX));
	if (++t->values > t->values_max)
		return fail(t, at, arena_printf(t->a, "aliases make more than "
		    "%zu values of this text", t->values_max));
	t->depth++;
	name = long_form(t, n);
	if (name != NULL) {
		good = write_tagged(t, n, name, at, to);
	} else if (n->type == YAML_SCALAR_NODE) {
		bool tagged = at < t->length && t->text[at] == '!';

		marks_add(t->a, &t->marks, here(t), behind_properties(t, at),
		    to);
		write_scalar(t, n, tagged && yaml_scalar_is_text(
		    t->text + at, t->length - at));
	} else {
		marks_add(t->a, &t->marks, here(t), from, to);
		good = n->type == YAML_MAPPING_NODE ? write_map(t, n) :
		    write_list(t, n);
	}
	t->depth--;
	return good;
}

/* ---------------------------------------------------------------- parsing */

static bool
fail_parsing(struct translating *t, const yaml_parser_t *p)
{
	const char *what = p->problem == NULL ? "cannot be read" : p->problem;
	uint32_t at = byte_of(t, p->problem_mark.index);

	if (p->error == YAML_MEMORY_ERROR)
		return fail(t, 0, "too large to be read as YAML");
	if (p->error == YAML_READER_ERROR)
		at = (uint32_t)p->problem_offset;
	if (p->context == NULL)
		return fail(t, at, arena_printf(t->a, "YAML: %s", what));
	return fail(t, at, arena_printf(t->a, "YAML: %s, %s", p->context,
	    what));
}

/* A second document would be dropped in silence. */
static bool
is_alone(struct translating *t, yaml_parser_t *p)
{
	yaml_document_t next;
	yaml_node_t *root;
	uint32_t at;

	if (!yaml_parser_load(p, &next))
		return fail_parsing(t, p);
	root = yaml_document_get_root_node(&next);
	at = root == NULL ? 0 : start_of(t, root);
	yaml_document_delete(&next);
	return root == NULL || fail(t, at, "a second YAML document begins "
	    "here; a file has one");
}

static bool
translate(struct translating *t, yaml_parser_t *p)
{
	bool good;

	yaml_parser_set_encoding(p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(p, (const unsigned char *)t->text,
	    t->length);
	if (!yaml_parser_load(p, t->doc))
		return fail_parsing(t, p);
	if (yaml_document_get_root_node(t->doc) == NULL) {
		fail(t, 0, "YAML: the text holds no value");
		return false;
	}
	t->values_max = YAML_GROWTH_MAX * (size_t)(t->doc->nodes.top -
	    t->doc->nodes.start) + YAML_VALUES_FREE;
	good = write_node(t, 1, start_of(t,
	    yaml_document_get_root_node(t->doc))) && is_alone(t, p);
	return good;
}

bool
yaml_translate(struct arena *a, const char *text, size_t length,
    struct yaml_made *out, struct document_problem *problem)
{
	yaml_parser_t parser;
	yaml_document_t doc;
	struct translating t = { .a = a, .scratch = arena_new(),
		.text = text, .length = length, .doc = &doc,
		.out = str_new(a), .problem = problem };
	bool good;

	memset(&doc, 0, sizeof doc);
	problem->fatal = false;
	count_characters(&t);
	if (yaml_parser_initialize(&parser)) {
		good = translate(&t, &parser);
		yaml_document_delete(&doc);
		yaml_parser_delete(&parser);
	} else {
		good = fail(&t, 0, "too large to be read as YAML");
	}
	if (good) {
		out->text = str_text(&t.out);
		out->length = t.out.n;
		out->marks = t.marks;
		marks_sort(a, &out->marks);
	}
	arena_free(t.scratch);
	return good;
}

/* ---------------------------------------------------------------- choosing */

static size_t
line_end(const char *text, size_t length, size_t at)
{
	const char *end = memchr(text + at, '\n', length - at);

	return end == NULL ? length : (size_t)(end - text);
}

/* A colon that ends a key: a blank follows, or nothing. */
static bool
ends_key(const char *line, size_t n, size_t i)
{
	return line[i] == ':' && (i + 1 == n || is_blank(line[i + 1]));
}

/* "Key:" or "'Key':". */
static bool
is_key_line(const char *line, size_t n)
{
	size_t i = 0;
	bool quoted = n > 0 && (line[0] == '"' || line[0] == '\'');

	if (quoted)
		i++;
	while (i < n && (unsigned char)line[i] > ' ' &&
	    !ends_key(line, n, i) && strchr("{}[],\"'`", line[i]) == NULL)
		i++;
	if (i == (size_t)quoted)
		return false;
	if (quoted && (i >= n || line[i] != line[0]))
		return false;
	i += quoted;
	return i < n && ends_key(line, n, i);
}

bool
yaml_is_meant(const char *text, size_t length)
{
	for (size_t at = 0; at < length; ) {
		size_t end = line_end(text, length, at), first = at;

		while (first < end && is_blank(text[first]))
			first++;
		if (first < end && text[first] != '#' && text[first] != '%' &&
		    !(end - first >= 3 && memcmp(text + first, "---", 3) == 0 &&
		    (end - first == 3 || is_blank(text[first + 3]))))
			return is_key_line(text + first, end - first);
		at = end + 1;
	}
	return false;
}
