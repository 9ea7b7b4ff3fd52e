/* SPDX-License-Identifier: MIT */

/*
 * Blocks of addresses as others write them: a range, a netmask, a wildcard of
 * Cisco's, a host, "10.0.0.*", "10/8", "any".
 */

#include "model/notation.h"

#include "base/str.h"
#include "model/notation_word.h"
#include "net/range_set.h"
#include "net/term.h"

#include <stdlib.h>
#include <string.h>

static const char *const noise[] = { "host", "net", "network", "subnet",
	"cidr", "ip", "address", "addr", "range", "block", "ipv4", "ipv6",
	"the", NULL };

static const struct {
	const char *word, *block;
} everything[] = {
	{ "any", "0.0.0.0/0" }, { "any4", "0.0.0.0/0" },
	{ "any-ipv4", "0.0.0.0/0" }, { "all", "0.0.0.0/0" },
	{ "*", "0.0.0.0/0" }, { "anywhere", "0.0.0.0/0" },
	{ "everywhere", "0.0.0.0/0" }, { "internet", "0.0.0.0/0" },
	{ "world", "0.0.0.0/0" }, { "default", "0.0.0.0/0" },
	{ "any6", "::/0" }, { "any-ipv6", "::/0" }, { "::", "::/0" },
	{ "::0", "::/0" }, { "::0/0", "::/0" },
};

/* What stands between the two ends of a range; the first that fits. */
static const char *const dashes[] = { "..", "\xe2\x80\x93", "\xe2\x80\x94",
	" to ", " through ", "~", "-", NULL };

static const char *
trimmed(struct arena *a, const char *text, size_t n)
{
	while (n > 0 && *text == ' ') {
		text++;
		n--;
	}
	while (n > 0 && text[n - 1] == ' ')
		n--;
	return arena_strndup(a, text, n);
}

static bool
parses(const char *text, enum family *family, struct addr *address)
{
	return addr_parse(text, strlen(text), family, address) == ADDR_OK;
}

/* ---------------------------------------------------------------- results */

static void
add(struct arena *a, struct blocks_meant *out, struct cidr c)
{
	char text[CIDR_TEXT_MAX];

	out->all++;
	if (out->n < NOTATION_BLOCKS)
		out->v[out->n++] = arena_strdup(a, cidr_format(c, text));
}

static void
add_range(struct arena *a, struct blocks_meant *out, enum family family,
    struct range range)
{
	size_t n;
	struct cidr *v = range_set_to_cidrs(a, range_set_of_range(a, family,
	    range), &n), around = n > 0 ? v[0] : (struct cidr){ 0 };
	char text[CIDR_TEXT_MAX], first[ADDR_TEXT_MAX], last[ADDR_TEXT_MAX];

	for (size_t i = 0; i < n; i++)
		add(a, out, v[i]);
	while (n > 1 && !cidr_contains(around, v[n - 1]))
		around = cidr_around(around.base, family, around.length - 1u);
	if (n != 1)
		out->range = arena_printf(a, "%s-%s", addr_format(range.first,
		    family, first), addr_format(range.last, family, last));
	if (n > 1)
		out->around = arena_strdup(a, cidr_format(around, text));
}

/* ------------------------------------------------------------------ forms */

/* "10.0.0.1-10.0.0.9", "10.0.0.1-9". */
static bool
take_range(struct arena *a, const char *text, struct blocks_meant *out)
{
	enum family family, other;
	struct range range;
	const char *dash = NULL, *first, *last, *dot;

	for (size_t i = 0; dashes[i] != NULL && dash == NULL; i++) {
		dash = strstr(text, dashes[i]);
		if (dash == NULL)
			continue;
		first = trimmed(a, text, (size_t)(dash - text));
		last = dash + strlen(dashes[i]);
		last = trimmed(a, last, strlen(last));
	}
	if (dash == NULL || !parses(first, &family, &range.first))
		return false;
	dot = strrchr(first, '.');
	if (dot != NULL && last[strspn(last, "0123456789")] == '\0' &&
	    *last != '\0')
		last = arena_printf(a, "%.*s.%s", (int)(dot - first), first,
		    last);
	if (!parses(last, &other, &range.last) || other != family ||
	    addr_compare(range.last, range.first) < 0)
		return false;
	add_range(a, out, family, range);
	return true;
}

/* "10.0.0.0/16" of "10/16" and "10.0.0.0/255.255.0.0". */
static bool
take_prefix(struct arena *a, const char *text, struct blocks_meant *out)
{
	const char *slash = strpbrk(text, "/\\");
	size_t dots = 0, n;
	struct str s = str_new(a);
	struct term term;

	if (slash == NULL || slash == text)
		return false;
	n = (size_t)(slash - text);
	str_add_bytes(&s, text, n);
	for (size_t i = 0; i < n; i++)
		dots += text[i] == '.';
	if (strspn(text, "0123456789.") == n && text[n - 1] != '.')
		for (; dots < 3; dots++)
			str_add(&s, ".0");
	str_addf(&s, "/%s", slash + 1);
	text = str_text(&s);
	if (term_parse(text, strlen(text), true, &term) != ADDR_OK)
		return false;
	add(a, out, term_cidr(term));
	return true;
}

/* "10.0.0.*", "10.0.x.x" */
static bool
take_star(struct arena *a, const char *text, struct blocks_meant *out)
{
	size_t known = strspn(text, "0123456789."), octets = 0;
	struct cidr block;
	const char *full;

	if (known == 0 || text[known - 1] != '.' || text[known] == '\0' ||
	    text[known + strspn(text + known, "*x.")] != '\0')
		return false;
	for (size_t i = 0; i < known; i++)
		octets += text[i] == '.';
	if (octets > 3)
		return false;
	full = arena_printf(a, "%.*s%s/%zu", (int)known, text, octets == 1 ?
	    "0.0.0" : octets == 2 ? "0.0" : "0", octets * 8);
	if (cidr_parse(full, strlen(full), &block) != ADDR_OK)
		return false;
	add(a, out, block);
	return true;
}

/*
 * "10.0.0.0 0.0.0.255" and "10.0.0.0 255.255.255.0".  Either of the two masks
 * that are both means one address, but that of nought, which is all.
 */
static bool
take_masked(struct arena *a, const char *text, struct blocks_meant *out)
{
	const char *blank = strrchr(text, ' ');
	const char *second = blank != NULL ? blank + 1 : text, *first;
	enum family family, other;
	struct addr address, mask;
	unsigned length;

	if (blank == NULL)
		return false;
	first = arena_strndup(a, text, strcspn(text, " "));
	if (!parses(first, &family, &address) ||
	    !parses(second, &other, &mask) || family != IPV4 || other != IPV4)
		return false;
	for (const char *p = strchr(text, ' '); p < blank; p++)
		if (*p != ' ' && strncmp(p, "mask ", 5) != 0 &&
		    strncmp(p, "netmask ", 8) != 0 &&
		    strncmp(p, "wildcard ", 9) != 0)
			return false;
		else if (*p != ' ')
			p += strcspn(p, " ") - 1;
	if (mask.lo == 0 || mask.lo == UINT32_MAX)
		length = address.lo == 0 ? 0 : 32;
	else if (!cidr_length_of_mask(IPV4, mask, &length) &&
	    !cidr_length_of_wildcard(IPV4, mask, &length))
		return false;
	add(a, out, cidr_around(address, IPV4, length));
	return true;
}

static bool
take_address(struct arena *a, const char *text, struct blocks_meant *out)
{
	enum family family;
	struct addr address;

	if (!parses(text, &family, &address))
		return false;
	add(a, out, cidr_around(address, family, addr_equal(address,
	    addr_first(family)) ? 0 : family_bits(family)));
	return true;
}

static bool
take_word(struct arena *a, const char *text, struct blocks_meant *out)
{
	for (size_t i = 0; i < sizeof everything / sizeof *everything; i++) {
		const char *block = everything[i].block;
		struct cidr c;

		if (!str_equal(everything[i].word, text) ||
		    cidr_parse(block, strlen(block), &c) != ADDR_OK)
			continue;
		add(a, out, c);
		return true;
	}
	return false;
}

/* "10.0.0.1 10.0.0.9" behind "range": both ends, without a dash. */
static bool
take_one(struct arena *a, const char *text, struct blocks_meant *out)
{
	bool is_range = false, is_host = false;

	for (size_t i = 0; noise[i] != NULL; ) {
		size_t n = strlen(noise[i]);

		if (str_starts_with(text, noise[i]) && text[n] == ' ') {
			is_range |= str_equal(noise[i], "range");
			is_host |= str_equal(noise[i], "host");
			text += n + strspn(text + n, " ");
			i = 0;
		} else {
			i++;
		}
	}
	if (is_range && strchr(text, ' ') != NULL && strpbrk(text, "-~") ==
	    NULL && strstr(text, " to ") == NULL)
		return take_range(a, arena_printf(a, "%.*s-%s",
		    (int)strcspn(text, " "), text, strrchr(text, ' ')), out);
	if (is_host)
		return take_address(a, text, out);
	return take_word(a, text, out) || take_range(a, text, out) ||
	    take_masked(a, text, out) || take_prefix(a, text, out) ||
	    take_star(a, text, out) || take_address(a, text, out);
}

/* Without what may stand around the slash, and with single blanks. */
static const char *
tidied(struct arena *a, const char *text)
{
	struct str s = str_new(a);

	for (; *text != '\0'; text++) {
		if (*text == ' ' && (s.n == 0 || s.v[s.n - 1] == ' ' ||
		    s.v[s.n - 1] == '/' || text[1 + strspn(text + 1, " ")] ==
		    '/'))
			continue;
		if (*text == '[' || *text == ']')
			continue;
		str_add_char(&s, *text == '\t' ? ' ' : *text);
	}
	return trimmed(a, str_text(&s), s.n);
}

bool
notation_blocks_meant(struct arena *a, const char *text,
    struct blocks_meant *out)
{
	struct blocks_meant meant = { 0 };
	const char *p;
	size_t n = strlen(text), parts = 0;

	if (n > NOTATION_MEANT_MAX || n == 0)
		return false;
	for (p = tidied(a, notation_lower(a, text, n)); *p != '\0';
	    p += strspn(p, ",; ")) {
		size_t length = strcspn(p, ",;");

		if (!take_one(a, trimmed(a, p, length), &meant))
			return false;
		parts++;
		p += length;
	}
	if (parts > 1)
		meant.around = meant.range = NULL;
	*out = meant;
	return meant.all > 0;
}
