/* SPDX-License-Identifier: MIT */
#include "document/yaml.h"

#include <string.h>

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

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

/* "---" or "%YAML": what no other text begins with. */
static bool
is_mark(const char *line, size_t n)
{
	return (n >= 3 && memcmp(line, "---", 3) == 0 &&
	    (n == 3 || is_blank(line[3]))) ||
	    (n >= 5 && memcmp(line, "%YAML", 5) == 0);
}

bool
yaml_is_meant(const char *text, size_t length)
{
	for (size_t at = 0; at < length; ) {
		size_t end = line_end(text, length, at), first = at;

		if (is_mark(text + at, end - at))
			return true;
		while (first < end && is_blank(text[first]))
			first++;
		if (first < end && text[first] != '#')
			return is_key_line(text + first, end - first);
		at = end + 1;
	}
	return false;
}
