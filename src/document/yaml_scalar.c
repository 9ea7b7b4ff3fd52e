/* SPDX-License-Identifier: MIT */
#include "document/yaml_scalar.h"

#include "document/syntax.h"

#include <string.h>

enum { WORD_MAX = 5 };

/* The words that YAML 1.1 has for values, of WORD_MAX letters at most. */
static const struct {
	const char *word, *json;
} words[] = {
	{ "", "null" }, { "~", "null" }, { "null", "null" },
	{ "Null", "null" }, { "NULL", "null" },
	{ "true", "true" }, { "True", "true" }, { "TRUE", "true" },
	{ "false", "false" }, { "False", "false" }, { "FALSE", "false" },
	{ "yes", "true" }, { "Yes", "true" }, { "YES", "true" },
	{ "no", "false" }, { "No", "false" }, { "NO", "false" },
	{ "on", "true" }, { "On", "true" }, { "ON", "true" },
	{ "off", "false" }, { "Off", "false" }, { "OFF", "false" },
	{ NULL, NULL }
};

void
yaml_scalar_quote(struct str *out, const char *bytes, size_t n)
{
	static const char hex[] = "0123456789abcdef";
	const struct syntax text = { bytes, (uint32_t)n };
	size_t done = 0, plain = syntax_skip_plain(&text, 0);
	char *to = str_room(out, n + 2);

	*to++ = '"';
	if (plain == n) {
		memcpy(to, bytes, n);
		to[n] = '"';
		str_take(out, to + n + 1);
		return;
	}
	str_take(out, to);
	for (size_t i = plain; i < n; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		str_add_bytes(out, bytes + done, i - done);
		done = i + 1;
		if (c == '"' || c == '\\')
			str_add_bytes(out, (const char[]){ '\\', (char)c }, 2);
		else
			str_add_bytes(out, (const char[]){ '\\', 'u', '0', '0',
			    hex[c >> 4], hex[c & 15] }, 6);
	}
	str_add_bytes(out, bytes + done, n - done);
	str_add_char(out, '"');
}

static size_t
digits(const char *v, size_t n, size_t at)
{
	while (at < n && v[at] >= '0' && v[at] <= '9')
		at++;
	return at;
}

/* A number that JSON writes in the same way: -12, 4.5, 1.0e3. */
static bool
is_number(const char *v, size_t n)
{
	size_t i = n > 0 && v[0] == '-', first = i;
	size_t end = digits(v, n, i);

	if (end == i || (v[first] == '0' && end > first + 1))
		return false;
	i = end;
	if (i < n && v[i] == '.') {
		end = digits(v, n, i + 1);
		if (end == i + 1)
			return false;
		i = end;
		if (i < n && (v[i] == 'e' || v[i] == 'E')) {
			i++;
			i += i < n && (v[i] == '-' || v[i] == '+');
			end = digits(v, n, i);
			if (end == i)
				return false;
			i = end;
		}
	}
	return i == n;
}

void
yaml_scalar_write(struct str *out, const struct yaml_scalar *s)
{
	if (s->plain) {
		for (size_t i = 0; s->n <= WORD_MAX &&
		    words[i].word != NULL; i++)
			if (strlen(words[i].word) == s->n &&
			    memcmp(words[i].word, s->v, s->n) == 0) {
				str_add(out, words[i].json);
				return;
			}
		if (is_number(s->v, s->n)) {
			str_add_bytes(out, s->v, s->n);
			return;
		}
	}
	yaml_scalar_quote(out, s->v, s->n);
}

bool
yaml_scalar_is_text(const char *tagged, size_t n)
{
	static const char *const tags[] = { "!!str", "! ",
		"!<tag:yaml.org,2002:str>", NULL };

	for (size_t i = 0; tags[i] != NULL; i++)
		if (n >= strlen(tags[i]) &&
		    memcmp(tagged, tags[i], strlen(tags[i])) == 0)
			return true;
	return false;
}
