/* SPDX-License-Identifier: MIT */

/*
 * What somebody meant who wrote a short string as other tools do: "TCP/443",
 * "22/tcp", "allow https from any".  A proposal is
 * always parsed before it is made, so that whoever follows it is not told of
 * the next fault; what it stands for is never read as if it had been written.
 */

#include "model/notation.h"

#include "base/str.h"
#include "model/notation_word.h"

#include <string.h>

struct synonym {
	const char *wrong, *right;
};

/* Names of services by the port that IANA keeps for them, and words for
 * everything.  Of a name with several ports nothing is proposed. */
static const struct synonym port_words[] = {
	{ "*", "all" }, { "-1", "all" }, { "all-traffic", "all" },
	{ "any", "all" }, { "ftp", "tcp/21" }, { "http", "tcp/80" },
	{ "https", "tcp/443" }, { "imap", "tcp/143" }, { "imaps", "tcp/993" },
	{ "ldap", "tcp/389" }, { "ldaps", "tcp/636" }, { "mssql", "tcp/1433" },
	{ "mysql", "tcp/3306" }, { "nfs", "tcp/2049" }, { "ntp", "udp/123" },
	{ "ping", "icmp/8" }, { "postgres", "tcp/5432" },
	{ "postgresql", "tcp/5432" }, { "rdp", "tcp/3389" },
	{ "redis", "tcp/6379" }, { "smtp", "tcp/25" }, { "ssh", "tcp/22" },
	{ "telnet", "tcp/23" }, { "winrm", "tcp/5985" },
};

static const struct synonym peer_words[] = {
	{ "*", "anywhere" }, { "all", "anywhere" }, { "any", "anywhere" },
	{ "everywhere", "anywhere" }, { "everyone", "anywhere" },
	{ "internet", "anywhere" }, { "world", "anywhere" },
};

static const struct synonym action_words[] = {
	{ "accept", "allow" }, { "allow", "allow" }, { "block", "deny" },
	{ "deny", "deny" }, { "drop", "deny" }, { "permit", "allow" },
	{ "reject", "deny" },
};

#define FIND(table, word)						\
	find_synonym(table, sizeof table / sizeof *table, word)

static const char *
find_synonym(const struct synonym *table, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(table[i].wrong, word))
			return table[i].right;
	return NULL;
}

char *
notation_lower(struct arena *a, const char *text, size_t n)
{
	char *copy = arena_strndup(a, text, n);

	for (char *p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return copy;
}

/* ---------------------------------------------------------------- PORTS */

/* "tcp", "udp" … at either end of text; *rest is what is beside it. */
static const char *
protocol_in(struct arena *a, const char *text, const char **rest)
{
	static const char *const names[] = { "icmpv6", "icmp", "tcp", "udp",
		NULL };
	size_t n = strlen(text);

	for (size_t i = 0; names[i] != NULL; i++) {
		size_t length = strlen(names[i]);

		if (n < length)
			continue;
		if (strncmp(text, names[i], length) == 0) {
			*rest = text + length;
			return names[i];
		}
		if (strcmp(text + n - length, names[i]) == 0) {
			*rest = arena_strndup(a, text, n - length);
			return names[i];
		}
	}
	*rest = text;
	return NULL;
}

/* The separators at either end taken off: all but the dash of "1024-". */
static const char *
trimmed(struct arena *a, const char *text)
{
	size_t n;

	text += strspn(text, " :/_-");
	for (n = strlen(text); n > 0 && strchr(" :/_", text[n - 1]) != NULL;
	    n--)
		;
	return arena_strndup(a, text, n);
}

/* The length of what stands between two ports of a range; 0: nothing such. */
static size_t
range_sign(const char *p)
{
	size_t n = *p == '-' || *p == ':' ? 1 : strncmp(p, "..", 2) == 0 ? 2 :
	    0;

	return n == 1 && *p == '-' ? 1 :
	    n > 0 && p[n] >= '0' && p[n] <= '9' ? n : 0;
}

/* "80,443" of "80; 443" or, beside tcp, "80,tcp/443"; NULL: something else. */
static const char *
numbers_in(struct arena *a, const char *text, const char *protocol)
{
	struct str out = str_new(a);
	size_t n = protocol != NULL ? strlen(protocol) : 0;

	for (const char *p = text; *p != '\0'; ) {
		size_t digits = strspn(p, "0123456789"), sign;

		if (digits == 0)
			return NULL;
		str_addf(&out, "%.*s", (int)digits, p);
		p += digits;
		sign = range_sign(p);
		if (sign > 0) {
			str_add_char(&out, '-');
			p += sign;
			continue;
		}
		p += strspn(p, " ");
		if (*p == ',' || *p == ';') {
			str_add_char(&out, ',');
			p++;
			p += strspn(p, " ");
			if (n > 0 && strncmp(p, protocol, n) == 0 &&
			    (p[n] == '/' || p[n] == ':'))
				p += n + 1;
		} else if (*p != '\0') {
			return NULL;
		}
	}
	return str_text(&out);
}

/* "443" of "port 443" and "ports: 443". */
static const char *
without_port(const char *text)
{
	static const char word[] = "port";

	if (!str_starts_with(text, word))
		return text;
	text += strlen(word);
	text += *text == 's';
	return text + strspn(text, " :=");
}

static const char *
ports_meant(struct arena *a, const char *text)
{
	const char *word = FIND(port_words, text), *protocol, *rest, *numbers;

	if (word != NULL)
		return word;
	text = without_port(text);
	word = FIND(port_words, text);
	if (word != NULL)
		return word;
	protocol = protocol_in(a, text, &rest);
	rest = without_port(trimmed(a, rest));
	if (protocol != NULL && (*rest == '\0' || str_equal(rest, "*") ||
	    str_equal(rest, "any") || str_equal(rest, "all")))
		return protocol;
	numbers = numbers_in(a, rest, protocol);
	if (numbers == NULL || *numbers == '\0')
		return NULL;
	return arena_printf(a, "%s/%s", protocol != NULL ? protocol : "tcp",
	    numbers);
}

const char *
notation_ports_meant(struct arena *a, const char *text)
{
	struct port_set ports;
	size_t n = strlen(text);
	const char *meant;

	if (n > NOTATION_MEANT_MAX)
		return NULL;
	meant = ports_meant(a, notation_lower(a, text, n));
	return meant != NULL && notation_ports_parse(a, meant, &ports,
	    NULL) == NULL ? meant : NULL;
}

const char *
notation_ports_or_meant(struct arena *a, const char *text)
{
	struct port_set ports;

	return notation_ports_parse(a, text, &ports, NULL) == NULL ? text :
	    notation_ports_meant(a, text);
}

/* ------------------------------------------------------- rules, entries */

/* A rule or an entry that is taken apart. */
struct draft {
	struct arena *a;
	enum direction direction;
	const char *number, *action;	/* NULL: not said */
	bool number_is_late;		/* behind the action */
	const char *ports, *peer;	/* "" and NULL: not said */
};

static bool
is_number(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && n < 6 && text[n] == '\0';
}

static bool
is_preposition(const char *word)
{
	return str_equal(word, "from") || str_equal(word, "to");
}

/* What stands before the peer: a number, an action, and PORTS in any number
 * of words. */
static void
take_before(struct draft *d, const char *word, bool is_entry)
{
	const char *action = FIND(action_words, word);

	if (action != NULL && d->action == NULL)
		d->action = action;
	else if (is_entry && d->number == NULL && is_number(word) &&
	    *d->ports == '\0') {
		d->number = word;
		d->number_is_late = d->action != NULL;
	} else if (!str_equal(word, "on"))
		d->ports = arena_printf(d->a, "%s%s%s", d->ports,
		    *d->ports != '\0' ? " " : "", word);
}

/*
 * "PORTS from PEER" and "from PEER on PORTS", with words of one's own; false
 * if there is a second peer or something else that no rule says.
 */
static bool
take_apart(struct draft *d, const char *text, bool is_entry)
{
	struct words words;
	bool wants_peer = false;

	if (strlen(text) > NOTATION_MEANT_MAX ||
	    notation_words_split(d->a, text, &words) != NULL)
		return false;
	for (size_t i = 0; i < words.n; i++) {
		struct word w = words.v[i];
		const char *word = notation_lower(d->a, w.v, w.n);

		if (wants_peer) {
			const char *peer = FIND(peer_words, word);

			d->peer = peer != NULL ? peer :
			    notation_word_copy(d->a, w);
			wants_peer = false;
		} else if (is_preposition(word) && d->peer == NULL &&
		    i + 1 < words.n) {
			wants_peer = true;
		} else {
			take_before(d, word, is_entry);
		}
	}
	/* "443 from", "allow 443 from": the only number says ports. */
	if (*d->ports == '\0' && d->number != NULL &&
	    (d->action == NULL || d->number_is_late)) {
		d->ports = d->number;
		d->number = NULL;
	}
	if (*d->ports == '\0')
		return false;
	d->ports = notation_ports_or_meant(d->a, d->ports);
	return d->ports != NULL;
}

/* "0.0.0.0/0" of "0.0.0.0", "10.0.0.2/32" of "10.0.0.2". */
static const char *
with_length(struct arena *a, const char *peer)
{
	struct cidr block;
	bool all;

	if (peer == NULL || !notation_is_address(peer) ||
	    strchr(peer, '/') != NULL ||
	    notation_address_parse(a, peer, &block) != NULL)
		return peer;
	all = addr_equal(block.base, addr_first((enum family)block.family));
	return arena_printf(a, "%s/%u", peer, all ? 0 : block.length);
}

static const char *
preposition(enum direction direction)
{
	return direction == INGRESS ? "from" : "to";
}

/* Whether a peer can stand there: an address, a name, a word. */
static bool
is_peer(struct arena *a, const char *peer)
{
	struct name_text name;
	struct cidr block;

	return notation_is_address(peer) ?
	    notation_address_parse(a, peer, &block) == NULL :
	    notation_name_parse(a, peer, &name) == NULL;
}

const char *
notation_rule_meant(struct arena *a, const char *text,
    enum direction direction)
{
	struct draft d = { .a = a, .direction = direction, .ports = "" };

	/* A group denies nothing. */
	if (!take_apart(&d, text, false) || str_equal(d.action, "deny"))
		return NULL;
	if (d.peer != NULL && !is_peer(a, d.peer))
		return NULL;
	d.peer = with_length(a, d.peer);
	return arena_printf(a, "%s %s %s", d.ports, preposition(direction),
	    d.peer != NULL ? d.peer : "…");
}

const char *
notation_entry_meant(struct arena *a, const char *text,
    enum direction direction, int64_t number)
{
	struct draft d = { .a = a, .direction = direction, .ports = "" };
	const char *peer;

	if (!take_apart(&d, text, true))
		return NULL;
	peer = d.peer != NULL ? with_length(a, d.peer) : "…";
	if (str_equal(peer, "anywhere"))
		peer = "0.0.0.0/0";
	else if (d.peer != NULL && !notation_is_address(peer))
		return NULL;
	if (d.number == NULL)
		d.number = arena_printf(a, "%lld", (long long)number);
	return arena_printf(a, "%s %s %s %s %s", d.number,
	    d.action != NULL ? d.action : "allow", d.ports,
	    preposition(direction), peer);
}
