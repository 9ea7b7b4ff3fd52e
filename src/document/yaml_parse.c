/* SPDX-License-Identifier: MIT */
#include "document/yaml_parse.h"

#include "base/map.h"
#include "base/str.h"
#include "document/found.h"
#include "document/yaml_place.h"
#include "document/yaml_says.h"

#include <string.h>
#include <yaml.h>

/* A list or map that is open. */
struct frame {
	uint32_t entry, function;	/* of it; of its short tag, or entry */
	uint32_t begin, end;	/* without its tag; so far */
	uint32_t key;		/* of a map: where the last one began */
	bool map, flow;
	bool value_next;	/* of a map: a key was read */
	struct yaml_anchor *anchor;	/* of it, or NULL */
};

struct parse {
	struct yaml_made *made;
	struct arena *a;
	uint32_t file;
	yaml_parser_t parser;
	struct yaml_cursor cursor;
	struct map anchors;
	struct frame open[DOCUMENT_DEPTH_MAX];
	uint32_t depth;
	uint32_t documents;
	struct str name;	/* of a function, for a moment */
};

static bool
fail(struct parse *p, uint32_t at, const char *text)
{
	return yaml_made_fail(p->made, at, text);
}

static struct frame *
innermost(struct parse *p)
{
	return p->depth > 0 ? &p->open[p->depth - 1] : NULL;
}

/* A value or key is about to come; what is a key must be a scalar. */
static bool
take_turn(struct parse *p, const yaml_event_t *event)
{
	/* a function and its list, and the two in that */
	enum { ENTRIES_MAX = 4 };
	struct frame *top = innermost(p);
	uint32_t at = yaml_byte_of(&p->cursor, event->start_mark);

	if (p->made->d->n >= DOCUMENT_VALUES_MAX - ENTRIES_MAX)
		return fail(p, at, "more values than are read");
	if (p->made->out.n > DOCUMENT_SIZE_MAX)
		return fail(p, at, "larger than 1 GiB");
	if (top == NULL || !top->map)
		return true;
	top->value_next = !top->value_next;
	if (top->value_next && event->type != YAML_SCALAR_EVENT)
		return fail(p, at, event->type == YAML_ALIAS_EVENT
		    ? "an alias as a key: a key is a text"
		    : "a list or map as a key: a key is a text (a value "
		    "with braces or brackets stands in quotes)");
	return true;
}

/* What is open has come so far. */
static void
come_to(struct parse *p, uint32_t end)
{
	struct frame *top = innermost(p);

	if (top != NULL)
		top->end = end;
}

/* --------------------------------------------------------------- anchors -- */

/* Of the value whose entry was just begun; NULL if it has no anchor. */
static struct yaml_anchor *
new_anchor(struct parse *p, const yaml_char_t *name, uint32_t entry)
{
	struct arena *a = p->made->scratch;
	struct yaml_anchor *anchor;

	if (name == NULL)
		return NULL;
	anchor = arena_alloc(a, sizeof *anchor);
	anchor->entry = entry;
	anchor->begin = (uint32_t)p->made->out.n;
	*map_slot(&p->anchors, arena_strdup(a, (const char *)name)) = anchor;
	return anchor;
}

static void
end_anchor(struct parse *p, struct yaml_anchor *anchor, uint32_t below)
{
	struct document *d = p->made->d;

	if (anchor == NULL)
		return;
	anchor->count = d->n - anchor->entry;
	anchor->end = (uint32_t)p->made->out.n;
	anchor->below = below;
	anchor->kind = (enum node_kind)index_entry(d, anchor->entry)->kind;
}

/* ------------------------------------------------------------- functions -- */

/* Whether the tag is that of a function, and begins a map of its own. */
static bool
is_function(const char *tag)
{
	return tag != NULL && tag[0] == '!' && tag[1] != '\0';
}

/* !X value: {"Fn::X": value}; the key stands on the tag, behind its '!'. */
static bool
open_function(struct parse *p, const struct yaml_spot *spot, uint32_t entry)
{
	const char *tag = spot->tag + 1;

	if (!yaml_made_open(p->made, entry, NODE_MAP, spot->begin))
		return false;
	if (!str_equal(tag, "Ref") && !str_equal(tag, "Condition") &&
	    !str_starts_with(tag, "Fn::"))
		str_add(&p->name, "Fn::");
	str_add(&p->name, tag);
	yaml_made_key(p->made, str_text(&p->name), p->name.n,
	    spot->tag_at + 1, false);
	str_cut(&p->name, 0);
	return true;
}

/* The part of a scalar from byte i to byte j, where it stands as written. */
static struct source
part_of(const struct yaml_spot *spot, const yaml_event_t *event, size_t i, size_t j)
{
	uint32_t quote = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	uint32_t begin = spot->begin, end = spot->end;

	if (end - begin == event->data.scalar.length + 2 * (size_t)quote) {
		begin = spot->begin + quote + (uint32_t)i;
		end = spot->begin + quote + (uint32_t)j;
	}
	return (struct source){ .key = begin, .begin = begin & INT32_MAX,
		.end = end };
}

/* "a.b.c" is ["a", "b.c"]: the name of an attribute may have dots. */
static bool
write_attribute(struct parse *p, const yaml_event_t *event,
    const struct yaml_spot *spot, uint32_t entry, const char *dot)
{
	struct yaml_made *m = p->made;
	const char *text = (const char *)event->data.scalar.value;
	size_t n = event->data.scalar.length, name = (size_t)(dot - text);

	if (!yaml_made_open(m, entry, NODE_LIST, spot->begin))
		return false;
	yaml_made_text(m, yaml_made_begin(m, part_of(spot, event, 0, name)),
	    text, name);
	yaml_made_text(m, yaml_made_begin(m, part_of(spot, event, name + 1,
	    n)), dot + 1, n - name - 1);
	yaml_made_close(m);
	return true;
}

/* --------------------------------------------------------------- scalars -- */

#define STANDARD_TAG "tag:yaml.org,2002:"

/* Whether the words and numbers of YAML mean something in it. */
static bool
has_meaning(const yaml_event_t *event)
{
	const char *tag = (const char *)event->data.scalar.tag;

	if (tag == NULL)
		return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (!str_starts_with(tag, STANDARD_TAG))
		return false;
	tag += strlen(STANDARD_TAG);
	return str_equal(tag, "int") || str_equal(tag, "float") ||
	    str_equal(tag, "bool") || str_equal(tag, "null");
}

static struct yaml_scalar
scalar_of(const yaml_event_t *event)
{
	return (struct yaml_scalar){
		.v = (const char *)event->data.scalar.value,
		.n = event->data.scalar.length, .plain = has_meaning(event)
	};
}

/* An alias of a key stands for what the key would be as a value. */
static void
keep_key(struct parse *p, const yaml_event_t *event)
{
	struct yaml_scalar scalar = scalar_of(event);
	struct yaml_anchor *anchor = new_anchor(p, event->data.scalar.anchor,
	    p->made->member);
	struct str text = str_new(p->made->scratch);

	if (anchor == NULL)
		return;
	yaml_scalar_write(&text, &scalar);
	anchor->text = str_text(&text);
	anchor->begin = 0;
	anchor->end = (uint32_t)text.n;
	anchor->count = 1;
	anchor->kind = yaml_made_kind(*text.v);
}

static void
take_key(struct parse *p, const yaml_event_t *event, uint32_t at)
{
	const char *text = (const char *)event->data.scalar.value;
	size_t n = event->data.scalar.length;
	bool merge = n == 2 && memcmp(text, "<<", 2) == 0 &&
	    event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    event->data.scalar.tag == NULL;

	yaml_made_key(p->made, text, n, at, merge);
	if (event->data.scalar.anchor != NULL)
		keep_key(p, event);
}

static bool
take_value(struct parse *p, const yaml_event_t *event,
    const struct yaml_spot *spot)
{
	struct yaml_made *m = p->made;
	struct yaml_scalar scalar = scalar_of(event);
	struct source at = {
		.key = spot->begin, .begin = spot->begin & INT32_MAX,
		.end = spot->end
	};
	bool function = is_function(spot->tag);
	struct source whole = at;
	struct yaml_anchor *anchor;
	const char *dot = NULL;
	uint32_t entry;

	if (function) {
		whole.key = spot->tag_at;
		whole.begin = spot->tag_at & INT32_MAX;
	}
	entry = yaml_made_begin(m, whole);
	anchor = new_anchor(p, event->data.scalar.anchor, entry);
	if (function) {
		if (!open_function(p, spot, entry))
			return false;
		entry = yaml_made_begin(m, at);
		if (str_equal(spot->tag, "!GetAtt") ||
		    str_equal(spot->tag, "!Fn::GetAtt"))
			dot = memchr(scalar.v, '.', scalar.n);
	}
	if (dot == NULL)
		yaml_made_scalar(m, entry, &scalar);
	else if (!write_attribute(p, event, spot, entry, dot))
		return false;
	end_anchor(p, anchor, !function ? 0 : yaml_made_close(m));
	come_to(p, spot->end);
	return true;
}

static bool
take_scalar(struct parse *p, const yaml_event_t *event)
{
	struct frame *top = innermost(p);
	struct yaml_spot spot;

	if (!take_turn(p, event))
		return false;
	spot = yaml_spot_of(&p->cursor, event, event->data.scalar.tag,
	    event->data.scalar.tag != NULL ||
	    event->data.scalar.anchor != NULL);
	if (top == NULL || !top->value_next)
		return take_value(p, event, &spot);
	top->key = spot.begin;
	take_key(p, event, spot.begin);
	return true;
}

static bool
take_alias(struct parse *p, const yaml_event_t *event)
{
	const char *name = (const char *)event->data.alias.anchor;
	const struct yaml_anchor *anchor = map_get(&p->anchors, name);
	struct str text = str_new(p->a);
	struct yaml_spot spot;

	if (!take_turn(p, event))
		return false;
	spot = yaml_spot_of(&p->cursor, event, NULL, false);
	if (anchor != NULL && anchor->count == 0)
		return fail(p, spot.begin,
		    "an alias inside of the value that it stands for");
	if (anchor != NULL) {
		come_to(p, spot.end);
		return yaml_made_copy(p->made, anchor, (struct source){
		    .key = spot.begin, .begin = spot.begin & INT32_MAX,
		    .end = spot.end });
	}
	str_add(&text, "no anchor &");
	found_add_excerpt(&text, name, strlen(name), 40);
	str_add(&text, " stands before this alias");
	return fail(p, spot.begin, str_text(&text));
}

/* -------------------------------------------------------- lists and maps -- */

/*
 * Where people look for the list or map that begins at that offset: at the
 * key that was just read, or at the dash before it.
 */
static uint32_t
known_at(struct parse *p, uint32_t at)
{
	const struct frame *top = innermost(p);

	if (top == NULL)
		return at;
	return top->map ? top->key : top->flow ? at
	    : yaml_dash_before(&p->cursor, at);
}

static bool
open_container(struct parse *p, const yaml_event_t *event,
    const struct yaml_spot *spot, const yaml_char_t *anchor, bool flow)
{
	bool map = event->type == YAML_MAPPING_START_EVENT;
	bool function = is_function(spot->tag);
	uint32_t known = function ? spot->tag_at
	    : known_at(p, yaml_byte_of(&p->cursor, event->start_mark));
	struct source at = {
		.key = known, .begin = known & INT32_MAX, .end = spot->end
	};
	struct frame frame = {
		.begin = spot->begin, .end = spot->end, .map = map,
		.flow = flow
	};

	frame.function = yaml_made_begin(p->made, at);
	frame.entry = frame.function;
	frame.anchor = new_anchor(p, anchor, frame.entry);
	if (function) {
		if (!open_function(p, spot, frame.function))
			return false;
		at.begin = spot->begin & INT32_MAX;
		frame.entry = yaml_made_begin(p->made, at);
	}
	if (!yaml_made_open(p->made, frame.entry, map ? NODE_MAP : NODE_LIST,
	    spot->begin))
		return false;
	p->open[p->depth++] = frame;
	return true;
}

static bool
open_list(struct parse *p, const yaml_event_t *event)
{
	const yaml_char_t *tag = event->data.sequence_start.tag;
	const yaml_char_t *anchor = event->data.sequence_start.anchor;
	struct yaml_spot spot;

	if (!take_turn(p, event))
		return false;
	spot = yaml_spot_of(&p->cursor, event, tag, tag != NULL || anchor != NULL);
	return open_container(p, event, &spot, anchor,
	    event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
}

static bool
open_map(struct parse *p, const yaml_event_t *event)
{
	const yaml_char_t *tag = event->data.mapping_start.tag;
	const yaml_char_t *anchor = event->data.mapping_start.anchor;
	struct yaml_spot spot;

	if (!take_turn(p, event))
		return false;
	spot = yaml_spot_of(&p->cursor, event, tag, tag != NULL || anchor != NULL);
	return open_container(p, event, &spot, anchor,
	    event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
}

/* A block ends where the last of its values does. */
static bool
close_container(struct parse *p, const yaml_event_t *event)
{
	const struct frame *frame = &p->open[--p->depth];
	struct source *sources = p->made->d->sources.v;
	uint32_t end = frame->flow ? yaml_byte_of(&p->cursor, event->end_mark) : frame->end;
	bool function = frame->function != frame->entry;
	uint32_t below;

	sources[frame->entry].end = sources[frame->function].end = end;
	/* A line may end in ways that skip_blanks() does not know of. */
	if (function && end < frame->begin)
		sources[frame->entry].begin = end & INT32_MAX;
	below = yaml_made_close(p->made);
	if (function)
		below = yaml_made_close(p->made);
	end_anchor(p, frame->anchor, below);
	come_to(p, end);
	return true;
}

static bool
take(struct parse *p, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (p->documents++ > 0)
			return fail(p, yaml_byte_of(&p->cursor, event->start_mark),
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
		complaint.at = yaml_byte_of(&p->cursor, q->problem_mark);
		complaint.context_at = q->context != NULL
		    ? yaml_byte_of(&p->cursor, q->context_mark) : complaint.at;
	}
	yaml_says(p->a, &complaint, &problem);
	problem.at.file = p->file;
	if (problem.also_text != NULL)
		problem.also.file = p->file;
	vec_push(p->a, p->made->problems, problem);
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
	if (good && p->made->d->n == 0)
		return fail(p, 0, "the text holds no value");
	return good;
}

bool
yaml_parse(struct yaml_made *made)
{
	struct document *d = made->d;
	struct parse *p = arena_alloc(made->scratch, sizeof *p);
	bool good;

	p->made = made;
	p->a = d->a;
	p->file = d->file;
	p->anchors = map_new(made->scratch);
	p->name = str_new(made->scratch);
	p->cursor = yaml_cursor_of(d->text, d->length);
	if (!yaml_parser_initialize(&p->parser))
		return fail(p, 0, "too large to be read");
	yaml_parser_set_encoding(&p->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p->parser,
	    (const unsigned char *)d->text, d->length);
	good = parse_events(p);
	yaml_parser_delete(&p->parser);
	return good;
}
