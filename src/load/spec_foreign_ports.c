/* SPDX-License-Identifier: MIT */

/* PORTS of the protocol, the ports and the ICMP type that others write. */

#include "load/spec_foreign_part.h"

#include "load/spec_read.h"

#include "base/str.h"
#include "model/notation.h"

#include <string.h>

static const char *
lower(struct arena *a, const char *text)
{
	char *copy = arena_strndup(a, text, strlen(text));

	for (char *p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return copy;
}

bool
spec_foreign_is_any(const char *text)
{
	static const char *const words[] = { "*", "any", "all", "anywhere",
		"internet", "world", NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		if (str_equal_but_case(words[i], text))
			return true;
	return false;
}

bool
spec_foreign_take_text(struct foreign *f, const char **to, struct node n)
{
	const char *text = spec_foreign_text(f->l, n);

	if (text == NULL || (*to != NULL && !str_equal(*to, text)))
		return false;
	*to = text;
	return true;
}

/* { "from": 80, "to": 90 } */
static bool
take_range(struct foreign *f, struct node n)
{
	static const char *const firsts[] = { "from", "start", "min", "first" };
	static const char *const lasts[] = { "to", "end", "max", "last" };
	bool all = true;

	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		enum role role = spec_foreign_role(f->l, c);
		const char **to = role == FIRST_PORT ? &f->first :
		    role == LAST_PORT ? &f->last : NULL;

		for (size_t i = 0; i < 4; i++)
			if (spec_same_word(firsts[i], node_key(c)))
				to = &f->first;
			else if (spec_same_word(lasts[i], node_key(c)))
				to = &f->last;
		all &= spec_foreign_says_nothing(c) ||
		    (to != NULL && spec_foreign_take_text(f, to, c));
	}
	return all;
}

bool
spec_foreign_take_ports(struct foreign *f, struct node n)
{
	const char *text = spec_foreign_text(f->l, n);
	bool all = true;

	if (text != NULL) {
		vec_push(f->l->a, &f->items, text);
		return node_kind(n) != NODE_MAP;
	}
	if (node_kind(n) == NODE_MAP)
		return take_range(f, n);
	if (node_kind(n) != NODE_LIST)
		return false;
	for (struct node c = node_first(n); node_exists(c);
	    c = node_next(c)) {
		text = node_kind(c) != NODE_MAP ? spec_foreign_text(f->l, c) :
		    NULL;
		if (text != NULL)
			vec_push(f->l->a, &f->items, text);
		all &= text != NULL;
	}
	return all;
}

/* "tcp 80,8000-8080" of one element. */
static const char *
allowed_text(struct foreign *f, struct node n)
{
	const char *protocol = NULL;
	struct str ports = str_new(f->l->a);

	for (struct node c = node_first(n); node_exists(c); c = node_next(c)) {
		enum role role = spec_foreign_role(f->l, c);

		if (role == PROTOCOL && protocol == NULL) {
			protocol = spec_foreign_text(f->l, c);
			continue;
		}
		if (role != PORTS || ports.n > 0)
			return NULL;
		for (struct node e = node_kind(c) == NODE_LIST ?
		    node_first(c) : c; node_exists(e); e = node_next(e)) {
			const char *text = spec_foreign_text(f->l, e);

			if (text == NULL)
				return NULL;
			str_addf(&ports, "%s%s", ports.n > 0 ? "," : " ",
			    text);
			if (node_kind(c) != NODE_LIST)
				break;
		}
	}
	return protocol == NULL ? NULL : arena_printf(f->l->a, "%s%s",
	    protocol, str_text(&ports));
}

bool
spec_foreign_take_allowed(struct foreign *f, struct node n)
{
	struct node c = node_kind(n) == NODE_LIST ? node_first(n) : n;

	for (; node_exists(c); c = node_next(c)) {
		struct ports_meant meant;
		const char *text = node_kind(c) == NODE_MAP ?
		    allowed_text(f, c) : spec_foreign_text(f->l, c);

		if (text == NULL || !notation_ports_list_meant(f->l->a, text,
		    &meant))
			return false;
		for (size_t i = 0; i < meant.n; i++)
			vec_push(f->l->a, &f->sets, meant.v[i]);
		if (node_kind(n) != NODE_LIST)
			break;
	}
	return f->sets.n > 0;
}

bool
spec_foreign_take_icmp(struct foreign *f, struct node n)
{
	bool all = node_kind(n) == NODE_MAP;

	for (struct node c = node_first(n); all && node_exists(c);
	    c = node_next(c))
		all = spec_same_word(node_key(c), "type") ?
		    spec_foreign_take_text(f, &f->type, c) :
		    spec_same_word(node_key(c), "code") &&
		    spec_foreign_take_text(f, &f->code, c);
	return all;
}

/* One text of what stands in several places; NULL: they contradict. */
static const char *
range_of(struct foreign *f)
{
	struct arena *a = f->l->a;
	struct str out = str_new(a);

	if (f->first == NULL && f->last != NULL && f->items.n == 1 &&
	    f->items.v[0][strspn(f->items.v[0], "0123456789")] == '\0') {
		f->first = f->items.v[0];
		f->items.n = 0;
	}
	if ((f->first == NULL) != (f->last == NULL) && f->first == NULL)
		return NULL;
	if (f->first != NULL && f->items.n > 0)
		return NULL;
	if (f->first != NULL)
		return f->last == NULL || str_equal(f->first, f->last) ?
		    f->first : arena_printf(a, "%s-%s", f->first, f->last);
	for (size_t i = 0; i < f->items.n; i++)
		str_addf(&out, "%s%s", i > 0 ? "," : "", f->items.v[i]);
	return str_text(&out);
}

/* Whether a range says no more than its protocol. */
static bool
is_every_port(const char *range)
{
	return *range == '\0' || spec_foreign_is_any(range) ||
	    str_equal(range, "-1") || str_equal(range, "0-65535");
}

/* "tcp" of "6", "all" of "-1", "proto/50" of "50"; *ports: "tcp/80" of
 * "http".  NULL: none of them. */
static const char *
protocol_of(struct foreign *f, const char **ports)
{
	static const struct {
		const char *theirs, *ours;
	} words[] = {
		{ "-1", "all" }, { "6", "tcp" }, { "17", "udp" },
		{ "1", "icmp" }, { "58", "icmpv6" }, { "tcp", "tcp" },
		{ "udp", "udp" }, { "icmp", "icmp" }, { "icmpv6", "icmpv6" },
		{ "ip", "all" },
	};
	struct arena *a = f->l->a;
	const char *word = lower(a, f->protocol), *slash;

	*ports = NULL;
	word = arena_strndup(a, word, strcspn(word, " ("));	/* "tcp (6)" */
	if (spec_foreign_is_any(word))
		return "all";
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_equal(words[i].theirs, word))
			return words[i].ours;
	if (word[strspn(word, "0123456789")] == '\0')
		return arena_printf(a, "proto/%s", word);
	*ports = notation_ports_meant(a, word);
	slash = *ports != NULL ? strchr(*ports, '/') : NULL;
	if (slash == NULL || str_starts_with(*ports, "proto/"))
		return *ports;
	return arena_strndup(a, *ports, (size_t)(slash - *ports));
}

static const char *
parsed(struct foreign *f, const char *text)
{
	struct port_set ports;

	return notation_ports_parse(f->l->a, text, &ports, NULL) == NULL ?
	    text : notation_ports_meant(f->l->a, text);
}

static const char *
icmp_of(struct foreign *f, const char *protocol, const char *range)
{
	const char *type = f->type, *code = f->code;

	if (type == NULL && code == NULL) {
		/* An ACL's entry has ports beside, which say nothing. */
		if (f->is_entry && !is_every_port(range))
			return NULL;
		type = f->first != NULL ? f->first : *range != '\0' ? range :
		    "-1";
		code = f->last;
	} else if (!is_every_port(range) && !str_equal(range, "0")) {
		return NULL;
	}
	if (code == NULL || str_equal(code, "-1"))
		code = NULL;
	if (type == NULL || spec_foreign_is_any(type) || str_equal(type, "-1"))
		return code == NULL ? protocol : NULL;
	return parsed(f, arena_printf(f->l->a, "%s/%s%s%s", protocol, type,
	    code != NULL ? ":" : "", code != NULL ? code : ""));
}

static bool
is_unset(const char *icmp)
{
	return icmp == NULL || str_equal(icmp, "0") || str_equal(icmp, "-1");
}

/* "tcp/443", "all"; "…" if nothing is said; NULL: they cannot be told. */
const char *
spec_foreign_ports(struct foreign *f)
{
	struct arena *a = f->l->a;
	const char *range = range_of(f), *protocol, *named = NULL;
	size_t n;

	if (range == NULL)
		return NULL;
	if (f->protocol == NULL) {
		if (!is_unset(f->type) || !is_unset(f->code))
			return NULL;
		return *range != '\0' ? parsed(f, range) : "…";
	}
	protocol = protocol_of(f, &named);
	if (protocol == NULL)
		return NULL;
	if (str_equal(protocol, "icmp") || str_equal(protocol, "icmpv6"))
		return icmp_of(f, protocol, range);
	if (!is_unset(f->type) || !is_unset(f->code))
		return NULL;
	if (str_equal(protocol, "all") || str_starts_with(protocol, "proto/"))
		return is_every_port(range) || str_equal(range, "0") ?
		    parsed(f, protocol) : NULL;
	if (is_every_port(range))
		return named != NULL && *range == '\0' ? named : protocol;
	n = strlen(protocol);
	range = lower(a, range);
	if (strncmp(range, protocol, n) == 0 && range[n] == '/')
		range += n + 1;
	return strchr(range, '/') != NULL ? NULL :
	    parsed(f, arena_printf(a, "%s/%s", protocol, range));
}
