/* SPDX-License-Identifier: MIT */
#include "model/notation.h"

#include "base/str.h"
#include "base/vec.h"
#include "model/notation_word.h"

#include <string.h>

static const char *const prefixes[] = {
	"endpoint", "nat", "net", "pl", "service", "sg", "subnet", "tier",
	"vpc", "workload", NULL
};

static const char *const reserved[] = {
	"all", "any", "anywhere", "blackhole", "internet", "local", "on",
	"only", "self", "surviving", "via", NULL
};

static bool
is_listed(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (str_equal(*list, word))
			return true;
	return false;
}

bool
notation_is_reserved(const char *word)
{
	return is_listed(reserved, word);
}

static bool
is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_';
}

static bool
is_name_byte(char c)
{
	return is_alphanumeric(c) || c == '.' || c == '-';
}

/* The length of the plain name at p; 0 if none begins there. */
static size_t
plain_length(const char *p)
{
	size_t n = 0;

	if (!is_alphanumeric(*p))
		return 0;
	while (is_name_byte(p[n]))
		n++;
	return n;
}

static const char *
unquote(struct arena *a, const char **p)
{
	struct str s = str_new(a);
	const char *q = *p + 1;

	for (; *q != '\0'; q++) {
		if (*q == '\'') {
			if (q[1] != '\'')
				break;
			q++;
		}
		str_add_char(&s, *q);
	}
	if (*q == '\0' || s.n == 0)
		return NULL;
	*p = q + 1;
	return str_text(&s);
}

/* Take one part of a name at *p, plain or quoted; NULL if there is none. */
static const char *
take_part(struct arena *a, const char **p, bool *quoted)
{
	size_t n;
	const char *part;

	*quoted = **p == '\'';
	if (*quoted)
		return unquote(a, p);
	n = plain_length(*p);
	if (n == 0)
		return NULL;
	part = arena_strndup(a, *p, n);
	*p += n;
	return part;
}

static const char *
malformed(struct arena *a, const char *text, const char *at)
{
	const char *found = notation_excerpt(a, text, strlen(text));

	if (*text == '\0')
		return "an empty text; expected a name";
	if (*at == '\'')
		return arena_printf(a, "the quoted name in %s is empty or its "
		    "quote is not closed; expected a name like 'shop db'",
		    found);
	return arena_printf(a, "%s is not a name; expected letters, digits, "
	    "\"_\", \".\" and \"-\", or anything in single quotes, with "
	    "\"vpc/\" or a kind (\"sg:\") in front where it must be", found);
}

const char *
notation_name_parse(struct arena *a, const char *text, struct name_text *out)
{
	struct name_text name = { 0 };
	const char *p = text;
	bool quoted;

	name.name = take_part(a, &p, &quoted);
	if (name.name != NULL && *p == ':' && !quoted) {
		if (!is_listed(prefixes, name.name))
			return arena_printf(a, "unknown kind %s in front of a "
			    "name; expected sg, pl, subnet, tier, vpc, net, "
			    "nat, workload, endpoint or service; behind a VPC "
			    "stands a slash", notation_excerpt(a, name.name,
			    strlen(name.name)));
		name.prefix = name.name;
		p++;
		name.name = take_part(a, &p, &quoted);
	}
	if (name.name != NULL && *p == '/') {
		name.vpc = name.name;
		p++;
		name.name = take_part(a, &p, &quoted);
	}
	if (name.name == NULL || *p != '\0')
		return malformed(a, text, p);
	name.quoted = quoted;
	*out = name;
	return NULL;
}

const char *
notation_name_format(struct arena *a, const char *name)
{
	struct str s;

	if (plain_length(name) == strlen(name) && *name != '\0' &&
	    !notation_is_reserved(name))
		return name;
	s = str_new(a);
	str_add_char(&s, '\'');
	for (const char *p = name; *p != '\0'; p++) {
		if (*p == '\'')
			str_add_char(&s, '\'');
		str_add_char(&s, *p);
	}
	str_add_char(&s, '\'');
	return str_text(&s);
}

const char *
notation_name_print(struct arena *a, const struct name_text *name)
{
	struct str s = str_new(a);

	if (name->prefix != NULL)
		str_addf(&s, "%s:", name->prefix);
	if (name->vpc != NULL)
		str_addf(&s, "%s/", notation_name_format(a, name->vpc));
	if (!name->quoted && notation_is_reserved(name->name))
		str_add(&s, name->name);
	else
		str_add(&s, notation_name_format(a, name->name));
	return str_text(&s);
}

/* ------------------------------------------------------------ addresses */

static size_t
count(const char *text, char c)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		if (*text == c)
			n++;
	return n;
}

bool
notation_is_address(const char *text)
{
	size_t digits = strspn(text, "0123456789./");
	size_t hex = strspn(text, "0123456789abcdefABCDEF:./");

	if (*text == '\0')
		return false;
	if (text[digits] == '\0')
		return count(text, '.') >= 2;
	return text[hex] == '\0' && count(text, ':') >= 2;
}

const char *
notation_address_parse(struct arena *a, const char *text, struct cidr *out)
{
	size_t n = strlen(text);
	enum family family;
	struct addr address;
	enum addr_error error;

	if (strchr(text, '/') != NULL) {
		error = cidr_parse(text, n, out);
	} else {
		error = addr_parse(text, n, &family, &address);
		if (error == ADDR_OK)
			*out = cidr_around(address, family,
			    family_bits(family));
	}
	if (error == ADDR_OK)
		return NULL;
	return arena_printf(a, "%s is no address and no CIDR block: %s",
	    notation_excerpt(a, text, n), addr_error_text(error));
}
