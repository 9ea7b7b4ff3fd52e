/* SPDX-License-Identifier: MIT */
#include "document/yaml_place.h"

#include <string.h>

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

struct yaml_cursor
yaml_cursor_of(const char *text, uint32_t length)
{
	return (struct yaml_cursor){ .text = text, .length = length,
		.ascii = is_ascii(text, length) };
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static uint32_t
byte_at(struct yaml_cursor *c, size_t index)
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

uint32_t
yaml_byte_of(struct yaml_cursor *c, yaml_mark_t mark)
{
	return byte_at(c, mark.index);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the blanks and comments at that offset. */
static uint32_t
skip_blanks(const struct yaml_cursor *c, uint32_t at, uint32_t end)
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

struct yaml_spot
yaml_spot_of(struct yaml_cursor *c, const yaml_event_t *event,
    const yaml_char_t *tag, bool properties)
{
	const char *text = c->text;
	uint32_t at = yaml_byte_of(c, event->start_mark);
	uint32_t end = yaml_byte_of(c, event->end_mark);
	bool container = event->type == YAML_SEQUENCE_START_EVENT ||
	    event->type == YAML_MAPPING_START_EVENT;
	uint32_t limit = container ? c->length : end;
	struct yaml_spot spot = { .tag = (const char *)tag, .tag_at = at };

	while (properties && at < limit &&
	    (text[at] == '!' || text[at] == '&')) {
		if (text[at] == '!')
			spot.tag_at = at;
		while (at < limit && !is_blank(text[at]))
			at++;
		at = skip_blanks(c, at, limit);
	}
	while (end > at && is_blank(text[end - 1]))
		end--;
	spot.begin = at;
	spot.end = end > at ? end : at;
	return spot;
}

uint32_t
yaml_dash_before(const struct yaml_cursor *c, uint32_t at)
{
	uint32_t i = at;

	while (i > 0 && is_blank(c->text[i - 1]))
		i--;
	return i > 0 && c->text[i - 1] == '-' ? i - 1 : at;
}
