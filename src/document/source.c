/* SPDX-License-Identifier: MIT */
#include "document/source.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static uint32_t
quoted_end(const char *text, uint32_t length, uint32_t at)
{
	char quote = text[at++];

	for (; at < length; at++) {
		bool doubled = at + 1 < length && text[at + 1] == quote;

		if (text[at] == '\\' && quote == '"')
			at++;
		else if (text[at] == quote && quote == '\'' && doubled)
			at++;
		else if (text[at] == quote)
			return at + 1;
	}
	return length;
}

/* A plain scalar ends before ": ", " #", the line's end, and what closes. */
static uint32_t
plain_end(const char *text, uint32_t length, uint32_t at)
{
	uint32_t end = at;

	for (; at < length && text[at] != '\n' && text[at] != '\r'; at++) {
		bool last = at + 1 == length || is_blank(text[at + 1]);

		if ((text[at] == ':' && last) || text[at] == ',' ||
		    text[at] == ']' || text[at] == '}' ||
		    (text[at] == '#' && at > end))
			break;
		if (!is_blank(text[at]))
			end = at + 1;
	}
	return end;
}

uint32_t
source_token_end(const char *text, uint32_t length, uint32_t offset)
{
	uint32_t end;

	if (offset >= length)
		return offset;
	switch (text[offset]) {
	case '"':
	case '\'':
		return quoted_end(text, length, offset);
	case '{':
	case '[':
		return offset + 1;
	case '!':
	case '&':
	case '*':
		for (end = offset + 1; end < length && !is_blank(text[end]) &&
		    text[end] != ',' && text[end] != ']' && text[end] != '}';
		    end++)
			;
		return end;
	default:
		end = plain_end(text, length, offset);
		return end > offset ? end : offset + 1;
	}
}
