/* SPDX-License-Identifier: MIT */
#include "document/yaml_tape.h"

#include "base/map.h"
#include "base/str.h"
#include "base/utf8.h"
#include "document/found.h"
#include "document/yaml_says.h"

#include <string.h>
#include <yaml.h>

/*
 * A node has about so many bytes of text in a template.  Room that turns out
 * not to be needed is never touched, room that grows is copied.
 */
enum { NODE_BYTES = 12 };

/*
 * libyaml counts characters and a place is a byte.  Its marks go forward but
 * for a few steps, so the byte is found by walking from the last one.
 */
struct cursor {
	const char *text;
	uint32_t length;
	bool ascii;		/* a character is a byte */
	size_t index;
	uint32_t at;
};

struct frame {
	uint32_t node;
	bool flow;		/* written with brackets */
	bool value_next;	/* of a map: a key was read */
};

struct parse {
	struct yaml_tape *tape;
	struct arena *a;
	struct document_problems *problems;
	uint32_t file;
	yaml_parser_t parser;
	struct cursor cursor;
	struct map anchors;	/* name -> number of a node, from 1 */
	struct frame open[DOCUMENT_DEPTH_MAX];
	uint32_t depth;
	uint32_t documents;
};

static bool
fail(struct parse *p, uint32_t at, const char *text)
{
	struct document_problem problem = {
		.at = { p->file, at }, .text = text, .fatal = true
	};

	vec_push(p->a, p->problems, problem);
	return false;
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static uint32_t
byte_at(struct cursor *c, size_t index)
{
	if (c->ascii)
		return index < c->length ? (uint32_t)index : c->length;
	while (c->index < index && c->at < c->length) {
		c->at++;
		while (c->at < c->length && continues(c->text[c->at]))
			c->at++;
		c->index++;
	}
	while (c->index > index && c->at > 0) {
		c->at--;
		while (c->at > 0 && continues(c->text[c->at]))
			c->at--;
		c->index--;
	}
	return c->at;
}

static uint32_t
byte_of(struct parse *p, yaml_mark_t mark)
{
	return byte_at(&p->cursor, mark.index);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the blanks and comments at that offset. */
static uint32_t
skip_blanks(const struct cursor *c, uint32_t at, uint32_t end)
{
	for (;;) {
		while (at < end && is_blank(c->text[at]))
			at++;
		if (at >= end || c->text[at] != '#')
			return at;
		while (at < end && c->text[at] != '\n' && c->text[at] != '\r')
			at++;
	}
}

/*
 * The span of a value: libyaml's begins with its tag and anchor, and that of
 * a block ends behind the blanks that follow it.
 */
static void
place_value(struct parse *p, struct yaml_node *node, const yaml_event_t *event,
    bool properties)
{
	const char *text = p->cursor.text;
	uint32_t at = byte_of(p, event->start_mark);
	uint32_t end = byte_of(p, event->end_mark);
	bool container = node->kind == YAML_LIST || node->kind == YAML_MAP;
	uint32_t limit = container ? p->cursor.length : end;

	node->tag_at = at;
	while (properties && at < limit &&
	    (text[at] == '!' || text[at] == '&')) {
		if (text[at] == '!')
			node->tag_at = at;
		while (at < limit && !is_blank(text[at]))
			at++;
		at = skip_blanks(&p->cursor, at, limit);
	}
	while (end > at && is_blank(text[end - 1]))
		end--;
	node->begin = at;
	node->end = end > at ? end : at;
}

static uint32_t
push(struct parse *p, struct yaml_node node)
{
	vec_push(p->tape->a, &p->tape->nodes, node);
	return (uint32_t)p->tape->nodes.n - 1;
}

static bool
keep_anchor(struct parse *p, const yaml_char_t *anchor, uint32_t node)
{
	const char *name;
	uint32_t *number;

	if (anchor == NULL)
		return true;
	name = arena_strdup(p->tape->a, (const char *)anchor);
	number = arena_alloc(p->tape->a, sizeof *number);
	*number = node + 1;
	*map_slot(&p->anchors, name) = number;
	return true;
}

static const char *
copy_tag(struct parse *p, const yaml_char_t *tag)
{
	return tag != NULL ? arena_strdup(p->tape->a, (const char *)tag) : NULL;
}

/* A value or key is about to come; what is a key must be a scalar. */
static bool
take_turn(struct parse *p, const yaml_event_t *event)
{
	struct frame *top = p->depth > 0 ? &p->open[p->depth - 1] : NULL;
	uint32_t at = byte_of(p, event->start_mark);

	if (p->tape->nodes.n >= DOCUMENT_VALUES_MAX)
		return fail(p, at, "more values than are read");
	if (top == NULL || p->tape->nodes.v[top->node].kind != YAML_MAP)
		return true;
	top->value_next = !top->value_next;
	if (top->value_next && event->type != YAML_SCALAR_EVENT)
		return fail(p, at, event->type == YAML_ALIAS_EVENT
		    ? "an alias as a key: a key is a text"
		    : "a list or map as a key: a key is a text (a value "
		    "with braces or brackets stands in quotes)");
	return true;
}

/* The text of a scalar: most are in the file what they are when read. */
static const char *
text_of(struct parse *p, const struct yaml_node *node,
    const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	uint32_t begin = node->begin + (node->plain ? 0 : 1);

	if (node->length <= p->cursor.length &&
	    begin <= p->cursor.length - node->length &&
	    memcmp(p->cursor.text + begin, value, node->length) == 0)
		return p->cursor.text + begin;
	return arena_strndup(p->tape->a, value, node->length);
}

static bool
take_scalar(struct parse *p, const yaml_event_t *event)
{
	struct yaml_node node = {
		.kind = YAML_SCALAR, .count = 1,
		.length = (uint32_t)event->data.scalar.length,
		.tag = copy_tag(p, event->data.scalar.tag),
		.plain = event->data.scalar.style ==
		    YAML_PLAIN_SCALAR_STYLE
	};

	if (!take_turn(p, event))
		return false;
	place_value(p, &node, event, event->data.scalar.tag != NULL ||
	    event->data.scalar.anchor != NULL);
	node.text = text_of(p, &node, event);
	return keep_anchor(p, event->data.scalar.anchor, push(p, node));
}

static bool
take_alias(struct parse *p, const yaml_event_t *event)
{
	struct yaml_node node = { .kind = YAML_ALIAS, .count = 1 };
	const char *name = (const char *)event->data.alias.anchor;
	const uint32_t *number = map_get(&p->anchors, name);
	struct str text = str_new(p->a);

	if (!take_turn(p, event))
		return false;
	place_value(p, &node, event, false);
	if (number != NULL) {
		node.target = *number - 1;
		push(p, node);
		if (p->tape->nodes.v[node.target].count != 0)
			return true;
		return fail(p, node.begin,
		    "an alias inside of the value that it stands for");
	}
	str_add(&text, "no anchor &");
	found_add_excerpt(&text, name, strlen(name), 40);
	str_add(&text, " stands before this alias");
	return fail(p, node.begin, str_text(&text));
}

/*
 * Where people look for the list or map that begins at that offset: at the
 * key that was just read, or at the dash before it.
 */
static uint32_t
known_at(const struct parse *p, uint32_t at)
{
	const struct frame *top = p->depth > 0 ? &p->open[p->depth - 1] : NULL;
	const char *text = p->cursor.text;
	uint32_t i = at;

	if (top == NULL)
		return at;
	if (p->tape->nodes.v[top->node].kind == YAML_MAP)
		return p->tape->nodes.v[p->tape->nodes.n - 1].begin;
	while (i > 0 && is_blank(text[i - 1]))
		i--;
	return !top->flow && i > 0 && text[i - 1] == '-' ? i - 1 : at;
}

static bool
open_container(struct parse *p, const yaml_event_t *event, struct yaml_node node,
    const yaml_char_t *anchor, bool flow)
{
	struct frame frame = { .flow = flow };

	if (!take_turn(p, event))
		return false;
	place_value(p, &node, event, anchor != NULL || node.tag != NULL);
	node.known_at = known_at(p, byte_of(p, event->start_mark));
	if (p->depth == DOCUMENT_DEPTH_MAX)
		return fail(p, node.begin, arena_printf(p->a,
		    "nested deeper than %u levels", DOCUMENT_DEPTH_MAX));
	frame.node = push(p, node);
	p->open[p->depth++] = frame;
	return keep_anchor(p, anchor, frame.node);
}

static bool
open_list(struct parse *p, const yaml_event_t *event)
{
	struct yaml_node node = {
		.kind = YAML_LIST,
		.tag = copy_tag(p, event->data.sequence_start.tag)
	};

	return open_container(p, event, node,
	    event->data.sequence_start.anchor,
	    event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
}

static bool
open_map(struct parse *p, const yaml_event_t *event)
{
	struct yaml_node node = {
		.kind = YAML_MAP,
		.tag = copy_tag(p, event->data.mapping_start.tag)
	};

	return open_container(p, event, node,
	    event->data.mapping_start.anchor,
	    event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
}

/* A block ends where the last of its values does. */
static bool
close_container(struct parse *p, const yaml_event_t *event)
{
	struct frame *frame = &p->open[--p->depth];
	struct yaml_node *nodes = p->tape->nodes.v;
	struct yaml_node *node = &nodes[frame->node];
	uint32_t n = (uint32_t)p->tape->nodes.n;

	node->count = (n - frame->node) & DOCUMENT_VALUES_MAX;
	if (frame->flow)
		node->end = byte_of(p, event->end_mark);
	else if (p->depth > 0 || node->count > 1)
		for (uint32_t i = frame->node + 1; i < n; i += nodes[i].count)
			node->end = nodes[i].end;
	/* A line may end in ways that skip_blanks() does not know of. */
	if (node->end < node->begin)
		node->begin = node->end;
	return true;
}

static bool
take(struct parse *p, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (p->documents++ > 0)
			return fail(p, byte_of(p, event->start_mark),
			    "a second document begins here (one file holds "
			    "one)");
		return true;
	case YAML_SCALAR_EVENT:
		return take_scalar(p, event);
	case YAML_ALIAS_EVENT:
		return take_alias(p, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_list(p, event);
	case YAML_MAPPING_START_EVENT:
		return open_map(p, event);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_container(p, event);
	default:
		return true;
	}
}

/* What libyaml has against the text, in our words. */
static bool
refuse(struct parse *p)
{
	const yaml_parser_t *q = &p->parser;
	struct yaml_complaint complaint = {
		.problem = q->problem, .context = q->context,
		.text = p->cursor.text, .length = p->cursor.length
	};
	struct document_problem problem = { .fatal = true };

	if (q->error == YAML_MEMORY_ERROR)
		return fail(p, 0, "too large to be read");
	if (q->error == YAML_READER_ERROR) {
		complaint.at = complaint.context_at =
		    (uint32_t)q->problem_offset < p->cursor.length
		    ? (uint32_t)q->problem_offset : p->cursor.length;
	} else {
		complaint.at = byte_of(p, q->problem_mark);
		complaint.context_at = q->context != NULL
		    ? byte_of(p, q->context_mark) : complaint.at;
	}
	yaml_says(p->a, &complaint, &problem);
	problem.at.file = p->file;
	if (problem.also_text != NULL)
		problem.also.file = p->file;
	vec_push(p->a, p->problems, problem);
	return false;
}

static bool
parse_events(struct parse *p)
{
	bool more = true, good = true;

	while (more && good) {
		yaml_event_t event;

		if (!yaml_parser_parse(&p->parser, &event))
			return refuse(p);
		more = event.type != YAML_STREAM_END_EVENT;
		good = take(p, &event);
		yaml_event_delete(&event);
	}
	if (good && p->tape->nodes.n == 0)
		return fail(p, 0, "the text holds no value");
	return good;
}

static bool
is_ascii(const char *text, uint32_t length)
{
	uint64_t eight, bits = 0;

	for (; length >= sizeof eight; length -= (uint32_t)sizeof eight) {
		memcpy(&eight, text, sizeof eight);
		bits |= eight;
		text += sizeof eight;
	}
	while (length-- > 0)
		bits |= (unsigned char)*text++;
	return (bits & 0x8080808080808080) == 0;
}

bool
yaml_parse(struct yaml_tape *tape, struct arena *a, uint32_t file,
    const char *text, uint32_t length, struct document_problems *problems)
{
	struct parse *p = arena_alloc(tape->a, sizeof *p);
	bool good;

	p->tape = tape;
	p->a = a;
	p->file = file;
	p->problems = problems;
	p->anchors = map_new(tape->a);
	tape->nodes.cap = length / NODE_BYTES + 1;
	tape->nodes.v = arena_array(tape->a, tape->nodes.cap,
	    sizeof *tape->nodes.v);
	p->cursor = (struct cursor){ .text = text, .length = length };
	p->cursor.ascii = is_ascii(text, length);
	if (!yaml_parser_initialize(&p->parser))
		return fail(p, 0, "too large to be read");
	yaml_parser_set_encoding(&p->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p->parser, (const unsigned char *)text,
	    length);
	good = parse_events(p);
	yaml_parser_delete(&p->parser);
	return good;
}
