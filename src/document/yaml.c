/* SPDX-License-Identifier: MIT */
#include "document/yaml.h"

#include "base/map.h"
#include "base/str.h"
#include "document/scan.h"
#include "document/yaml_scalar.h"
#include "document/yaml_tape.h"

#include <string.h>

struct make {
	struct document *d;
	struct arena *scratch;
	struct document_problems *problems;
	const struct yaml_node *nodes;
	struct str out;
	struct sources sources;
	uint32_t depth;
	uint32_t copies;	/* values that stand for others */
	size_t copied_bytes;
};

static bool make_value(struct make *m, uint32_t number, struct source at,
    bool copied);

static bool
fail(struct make *m, uint32_t at, const char *text)
{
	struct document_problem problem = {
		.at = { m->d->file, at }, .text = text, .fatal = true
	};

	vec_push(m->d->a, m->problems, problem);
	return false;
}

/* A value of the JSON text begins; its entry in the index will be the next. */
static void
begin_value(struct make *m, struct source at)
{
	vec_push(m->d->a, &m->sources, at);
}

/* Whether the tag is that of a function, and begins a map of its own. */
static bool
is_function(const char *tag)
{
	return tag != NULL && tag[0] == '!' && tag[1] != '\0';
}

static struct source
source_of(const struct yaml_node *node, bool copied)
{
	bool list_or_map = node->kind == YAML_LIST || node->kind == YAML_MAP;
	uint32_t begin = list_or_map && !is_function(node->tag)
	    ? node->known_at : node->begin;
	struct source at = {
		.key = begin, .begin = begin & INT32_MAX,
		.end = node->end, .copied = copied
	};

	return at;
}

static bool
descend(struct make *m, const struct yaml_node *node)
{
	if (m->depth == DOCUMENT_DEPTH_MAX)
		return fail(m, node->begin, arena_printf(m->d->a,
		    "nested deeper than %u levels", DOCUMENT_DEPTH_MAX));
	m->depth++;
	return true;
}

/* One more value that an alias or merge key stands for. */
static bool
count_copy(struct make *m, const struct yaml_node *node)
{
	if (node->kind == YAML_SCALAR)
		m->copied_bytes += node->length;
	if (++m->copies <= YAML_COPIES_MAX &&
	    m->copied_bytes <= YAML_COPIED_BYTES_MAX)
		return true;
	return fail(m, node->begin, arena_printf(m->d->a, "the aliases of "
	    "this text stand for more than %d values or %d MiB",
	    YAML_COPIES_MAX, YAML_COPIED_BYTES_MAX >> 20));
}

/* ----------------------------------------------------------------- tags -- */

#define STANDARD_TAG "tag:yaml.org,2002:"

static const char *
long_form(struct arena *a, const char *tag)
{
	static const char *const usual[] = {
		"Fn::Sub", "Fn::GetAtt", "Fn::Select", "Fn::Join",
		"Fn::GetAZs", "Fn::If", "Fn::Equals", "Fn::FindInMap",
		"Fn::ImportValue", NULL
	};
	const char *name = tag + 1;

	if (str_equal(name, "Ref") || str_equal(name, "Condition") ||
	    str_starts_with(name, "Fn::"))
		return name;
	for (size_t i = 0; usual[i] != NULL; i++)
		if (str_equal(usual[i] + strlen("Fn::"), name))
			return usual[i];
	return arena_printf(a, "Fn::%s", name);
}

static void
make_scalar(struct make *m, const struct yaml_node *node)
{
	const char *tag = node->tag;
	bool plain = node->plain;

	if (tag != NULL && str_starts_with(tag, STANDARD_TAG)) {
		tag += strlen(STANDARD_TAG);
		plain = str_equal(tag, "int") || str_equal(tag, "float") ||
		    str_equal(tag, "bool") || str_equal(tag, "null");
	} else if (tag != NULL) {
		plain = false;
	}
	yaml_scalar_write(&m->out, &(struct yaml_scalar){
	    .v = node->text, .n = node->length, .plain = plain });
}

/* The part of a scalar from byte i to byte j, where it stands as written. */
static struct source
part_of(const struct yaml_node *node, struct source at, uint32_t i, uint32_t j)
{
	uint32_t quote = node->plain ? 0 : 1;

	if (node->end - node->begin == node->length + 2 * quote) {
		at.begin = (node->begin + quote + i) & INT32_MAX;
		at.end = node->begin + quote + j;
	}
	at.key = at.begin;
	return at;
}

/* "a.b.c" is ["a", "b.c"]: the name of an attribute may have dots. */
static bool
make_attribute(struct make *m, const struct yaml_node *node, struct source at,
    const char *dot)
{
	uint32_t name = (uint32_t)(dot - node->text);

	if (!descend(m, node))
		return false;
	begin_value(m, at);
	str_add_char(&m->out, '[');
	begin_value(m, part_of(node, at, 0, name));
	yaml_scalar_quote(&m->out, node->text, name);
	str_add_char(&m->out, ',');
	begin_value(m, part_of(node, at, name + 1, node->length));
	yaml_scalar_quote(&m->out, dot + 1, node->length - name - 1);
	str_add_char(&m->out, ']');
	m->depth--;
	return true;
}

static bool make_content(struct make *m, uint32_t number, struct source at,
    bool copied);

/* !X value: {"Fn::X": value}; the key stands on the tag, behind its '!'. */
static bool
make_function(struct make *m, uint32_t number, struct source at, bool copied)
{
	const struct yaml_node *node = &m->nodes[number];
	struct source map = at, argument = source_of(node, copied);
	const char *name = long_form(m->scratch, node->tag), *dot;
	bool good;

	if (!descend(m, node))
		return false;
	if (at.begin == node->begin)
		map.begin = node->tag_at & INT32_MAX;
	if (at.key == node->begin)
		map.key = node->tag_at;
	begin_value(m, map);
	str_add_char(&m->out, '{');
	yaml_scalar_quote(&m->out, name, strlen(name));
	str_add_char(&m->out, ':');
	argument.key = node->tag_at + 1;
	dot = node->kind == YAML_SCALAR && str_equal(name, "Fn::GetAtt")
	    ? memchr(node->text, '.', node->length) : NULL;
	good = dot != NULL ? make_attribute(m, node, argument, dot)
	    : make_content(m, number, argument, copied);
	str_add_char(&m->out, '}');
	m->depth--;
	return good;
}

/* ----------------------------------------------------------------- maps -- */

static bool
is_merge(const struct yaml_node *key)
{
	return key->plain && key->tag == NULL && key->length == 2 &&
	    memcmp(key->text, "<<", 2) == 0;
}

static bool
make_member(struct make *m, uint32_t key, uint32_t value, bool copied,
    bool first, bool below_copied)
{
	const struct yaml_node *name = &m->nodes[key];
	struct source at = source_of(&m->nodes[value], copied);

	at.key = name->begin;
	if (!first)
		str_add_char(&m->out, ',');
	yaml_scalar_quote(&m->out, name->text, name->length);
	str_add_char(&m->out, ':');
	return make_value(m, value, at, below_copied);
}

static void **
slot_of(struct make *m, struct map *known, const struct yaml_node *key)
{
	return map_slot(known, arena_strndup(m->scratch, key->text,
	    key->length));
}

/* The members of a map, or of the maps of a list, that are not known yet. */
static bool
merge(struct make *m, uint32_t number, struct map *known)
{
	const struct yaml_node *node = &m->nodes[number];
	uint32_t end, i;

	if (node->kind == YAML_ALIAS)
		return merge(m, node->target, known);
	if (node->tag != NULL && is_function(node->tag))
		return fail(m, node->begin, "a function cannot be merged (<<)");
	if (node->kind != YAML_MAP && node->kind != YAML_LIST)
		return fail(m, node->begin, "a merge key (<<) takes a map "
		    "or a list of maps");
	if (!descend(m, node))
		return false;
	end = number + node->count;
	for (i = number + 1; i < end;) {
		uint32_t value = i + 1;
		void **slot;

		if (!count_copy(m, &m->nodes[i]))
			return false;
		if (node->kind == YAML_LIST) {
			if (!merge(m, i, known))
				return false;
			i += m->nodes[i].count;
			continue;
		}
		slot = is_merge(&m->nodes[i]) ? NULL
		    : slot_of(m, known, &m->nodes[i]);
		if (slot != NULL && *slot == NULL) {
			*slot = known;
			if (!make_member(m, i, value, true, known->n == 1,
			    true))
				return false;
		}
		i = value + m->nodes[value].count;
	}
	for (i = number + 1; node->kind == YAML_MAP && i < end;
	    i += 1 + m->nodes[i + 1].count)
		if (is_merge(&m->nodes[i]) && !merge(m, i + 1, known))
			return false;
	m->depth--;
	return true;
}

/* The merge keys of a map whose own members are written. */
static bool
make_merges(struct make *m, uint32_t number)
{
	uint32_t end = number + m->nodes[number].count, i;
	struct map known = map_new(m->scratch);

	for (i = number + 1; i < end; i += 1 + m->nodes[i + 1].count)
		if (!is_merge(&m->nodes[i]))
			*slot_of(m, &known, &m->nodes[i]) = m;
	for (i = number + 1; i < end; i += 1 + m->nodes[i + 1].count)
		if (is_merge(&m->nodes[i]) && !merge(m, i + 1, &known))
			return false;
	return true;
}

static bool
make_map(struct make *m, uint32_t number, bool copied)
{
	uint32_t end = number + m->nodes[number].count;
	bool first = true, merges = false;

	str_add_char(&m->out, '{');
	for (uint32_t i = number + 1; i < end; i += 1 + m->nodes[i + 1].count)
		if (is_merge(&m->nodes[i])) {
			merges = true;
		} else {
			if (!make_member(m, i, i + 1, copied, first, copied))
				return false;
			first = false;
		}
	if (merges && !make_merges(m, number))
		return false;
	str_add_char(&m->out, '}');
	return true;
}

static bool
make_list(struct make *m, uint32_t number, bool copied)
{
	uint32_t end = number + m->nodes[number].count;

	str_add_char(&m->out, '[');
	for (uint32_t i = number + 1; i < end; i += m->nodes[i].count) {
		if (i > number + 1)
			str_add_char(&m->out, ',');
		if (!make_value(m, i, source_of(&m->nodes[i], copied), copied))
			return false;
	}
	str_add_char(&m->out, ']');
	return true;
}

/* --------------------------------------------------------------- values -- */

/* The value without its tag. */
static bool
make_content(struct make *m, uint32_t number, struct source at, bool copied)
{
	const struct yaml_node *node = &m->nodes[number];
	bool good;

	begin_value(m, at);
	if (m->out.n > DOCUMENT_SIZE_MAX)
		return fail(m, node->begin, "larger than 1 GiB");
	if (node->kind == YAML_SCALAR) {
		make_scalar(m, node);
		return true;
	}
	if (!descend(m, node))
		return false;
	good = node->kind == YAML_MAP ? make_map(m, number, copied)
	    : make_list(m, number, copied);
	m->depth--;
	return good;
}

/* The value, which stands at that place; copied: what is in it does not. */
static bool
make_value(struct make *m, uint32_t number, struct source at, bool copied)
{
	if (m->nodes[number].kind == YAML_ALIAS) {
		number = m->nodes[number].target;
		copied = true;
	}
	if (copied && !count_copy(m, &m->nodes[number]))
		return false;
	if (is_function(m->nodes[number].tag))
		return make_function(m, number, at, copied);
	return make_content(m, number, at, copied);
}

/* The last entry that begins at or before an offset of the JSON text. */
static uint32_t
entry_before(const struct document *d, uint32_t offset)
{
	uint32_t low = 0, high = d->n;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (index_entry(d, middle)->offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static struct place
place_in_file(const struct document *d, struct place at)
{
	const struct entry *entry;
	struct source *source;
	uint32_t number;

	if (at.file == 0 || d->n == 0)
		return at;
	number = entry_before(d, at.offset);
	entry = index_entry(d, number);
	source = &d->sources.v[number];
	at.offset = entry->has_key && at.offset < entry->offset + 1
	    ? source->key : source->begin;
	return at;
}

/* The scan's problems from the first on, each at its place in the file. */
static void
place_problems(const struct document *d, struct document_problems *problems,
    size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < problems->n; i++) {
		struct document_problem p = problems->v[i];
		uint32_t number = entry_before(d, p.at.offset);

		if (!p.fatal && d->sources.v[number].copied)
			continue;	/* told where the original stands */
		p.at = place_in_file(d, p.at);
		p.also = place_in_file(d, p.also);
		problems->v[kept++] = p;
	}
	problems->n = kept;
}

static void
keep(struct make *m)
{
	struct document *d = m->d;

	d->text = m->out.v;
	d->length = (uint32_t)m->out.n;
	d->sources = m->sources;
}

static bool
make_json(struct make *m, size_t n_nodes)
{
	const struct yaml_node *root = &m->nodes[0];

	str_reserve(&m->out, m->d->length);
	m->sources.cap = n_nodes + n_nodes / 4;
	m->sources.v = arena_array(m->d->a, m->sources.cap,
	    sizeof *m->sources.v);
	if (!make_value(m, 0, source_of(root, false), false))
		return false;
	if (m->out.n > DOCUMENT_SIZE_MAX)
		return fail(m, root->begin, "larger than 1 GiB");
	keep(m);
	return true;
}

bool
yaml_read(struct document *d, struct document_problems *problems)
{
	const struct scan_limits limits = {
		DOCUMENT_DEPTH_MAX, DOCUMENT_VALUES_MAX
	};
	struct yaml_tape tape = { .a = arena_new() };
	struct make m = {
		.d = d, .scratch = tape.a, .problems = problems,
		.out = str_new(d->a)
	};
	bool good = yaml_parse(&tape, d->a, d->file, d->text, d->length,
	    problems);

	m.nodes = tape.nodes.v;
	good = good && make_json(&m, tape.nodes.n);
	arena_free(tape.a);
	if (good) {
		size_t before = problems->n;

		good = scan_text(d, limits, problems);
		place_problems(d, problems, before);
	}
	return good;
}
