/* SPDX-License-Identifier: MIT */

/*
 * PORTS: kinds of traffic as short text.
 *
 * The text is parsed into ranges on the line of port_set, one range an item
 * of the list, and printed by cutting a set at the borders of protocols and,
 * for ICMP, of types: what is whole is printed whole.  A set that no PORTS
 * text states (a union, a complement) is printed for people: kinds joined by
 * " + ", runs of types and protocols with "-", nearly everything as "all
 * except …".
 */

#include "model/notation.h"

#include "base/str.h"
#include "model/notation_word.h"

#include <string.h>

enum { PORT_MAX = 65535, PROTOCOL_MAX = 255, BYTE_MAX = 255 };

#define EXPECTED_PORTS							\
	"expected PORTS, for example tcp/443, udp/53, icmp/8, proto/50 or all"

static const struct named_protocol {
	const char *name;
	unsigned number;
	bool has_ports;
} named_protocols[] = {
	{ "tcp", PROTOCOL_TCP, true },
	{ "udp", PROTOCOL_UDP, true },
	{ "icmp", PROTOCOL_ICMP, false },
	{ "icmpv6", PROTOCOL_ICMPV6, false },
};

enum { NAMED_COUNT = sizeof named_protocols / sizeof named_protocols[0] };

/* A PORTS text on its way. */
struct parse {
	struct arena *a;
	const char *text;	/* all of it, for messages */
	const char *p;		/* what is left */
	bool range_fault;
	const char *wrong;	/* NULL: all well so far */
};

static void
fail(struct parse *s, const char *clause)
{
	if (s->wrong == NULL)
		s->wrong = arena_printf(s->a, "%s: %s",
		    notation_excerpt(s->a, s->text, strlen(s->text)), clause);
}

static void
fail_range(struct parse *s, const char *clause)
{
	if (s->wrong == NULL)
		s->range_fault = true;
	fail(s, clause);
}

/*
 * Take a number at s->p.  One that is too long to be told is given as
 * UINT32_MAX: out of every range.
 */
static bool
take_number(struct parse *s, uint32_t *out)
{
	uint64_t n = 0;

	if (*s->p < '0' || *s->p > '9')
		return false;
	for (; *s->p >= '0' && *s->p <= '9'; s->p++)
		if (n <= UINT32_MAX)
			n = n * 10 + (uint64_t)(*s->p - '0');
	*out = n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
	return true;
}

static bool
in_range(struct parse *s, uint32_t n, uint32_t limit, const char *what)
{
	if (n <= limit)
		return true;
	fail_range(s, arena_printf(s->a, "%s goes from 0 to %u", what, limit));
	return false;
}

/* "80" or "1024-65535", to ports of the protocol. */
static bool
take_port_item(struct parse *s, unsigned protocol, struct port_range *out)
{
	uint32_t first, last;

	if (!take_number(s, &first)) {
		fail(s, "expected ports behind the slash, for example 443, "
		    "80,443 or 1024-65535");
		return false;
	}
	last = first;
	if (*s->p == '-') {
		s->p++;
		if (!take_number(s, &last)) {
			fail(s, "the range of ports has no end; expected one "
			    "like 1024-65535");
			return false;
		}
	}
	if (!in_range(s, first, PORT_MAX, "a port") ||
	    !in_range(s, last, PORT_MAX, "a port"))
		return false;
	if (first > last) {
		fail_range(s, arena_printf(s->a, "the range %u-%u is reversed; "
		    "expected the lower port first: %u-%u", first, last, last,
		    first));
		return false;
	}
	out->first = port_point(protocol, first);
	out->last = port_point(protocol, last);
	return true;
}

static bool
parse_port_list(struct parse *s, unsigned protocol, struct port_set *out)
{
	VEC(struct port_range) items = { 0 };
	struct port_range item;

	for (;;) {
		if (!take_port_item(s, protocol, &item))
			return false;
		vec_push(s->a, &items, item);
		if (*s->p != ',')
			break;
		s->p++;
	}
	*out = port_set_of_ranges(s->a, items.v, items.n);
	return true;
}

/* "8" or "3:4", a type with perhaps a code. */
static bool
parse_icmp(struct parse *s, unsigned protocol, struct port_set *out)
{
	uint32_t type, code;
	bool has_code;

	if (!take_number(s, &type)) {
		fail(s, "expected an ICMP type behind the slash, perhaps with "
		    "a code, for example icmp/8 or icmp/3:4");
		return false;
	}
	has_code = *s->p == ':';
	if (has_code) {
		s->p++;
		if (!take_number(s, &code)) {
			fail(s, "expected an ICMP code behind the colon, for "
			    "example icmp/3:4");
			return false;
		}
	}
	if (!in_range(s, type, BYTE_MAX, "an ICMP type") ||
	    (has_code && !in_range(s, code, BYTE_MAX, "an ICMP code")))
		return false;
	*out = port_set_of_icmp(s->a, protocol, (int)type,
	    has_code ? (int)code : -1);
	return true;
}

static bool
parse_number_protocol(struct parse *s, struct port_set *out)
{
	uint32_t protocol;

	if (!take_number(s, &protocol)) {
		fail(s, "expected a protocol number behind the slash, for "
		    "example proto/50");
		return false;
	}
	if (!in_range(s, protocol, PROTOCOL_MAX, "a protocol number"))
		return false;
	*out = port_set_of_protocol(s->a, protocol);
	return true;
}

/* What people write instead. */
static const char *
guess(struct parse *s, size_t n)
{
	if (n > 0 && s->text[0] >= '0' && s->text[0] <= '9')
		return arena_printf(s->a, "a port needs its protocol in "
		    "front; " EXPECTED_PORTS);
	if (strcmp(s->text, "any") == 0 || strcmp(s->text, "*") == 0 ||
	    strcmp(s->text, "-1") == 0)
		return "expected \"all\" for every protocol and port";
	return "unknown protocol; " EXPECTED_PORTS;
}

static bool
parse_protocol(struct parse *s, struct port_set *out)
{
	size_t n = strcspn(s->text, "/");

	for (size_t i = 0; i < NAMED_COUNT; i++) {
		const struct named_protocol *p = &named_protocols[i];

		if (strlen(p->name) != n || strncmp(s->text, p->name, n) != 0)
			continue;
		s->p = s->text + n;
		if (*s->p == '\0') {
			*out = port_set_of_protocol(s->a, p->number);
			return true;
		}
		s->p++;
		return p->has_ports ? parse_port_list(s, p->number, out) :
		    parse_icmp(s, p->number, out);
	}
	if (strncmp(s->text, "proto/", strlen("proto/")) == 0) {
		s->p = s->text + strlen("proto/");
		return parse_number_protocol(s, out);
	}
	fail(s, guess(s, n));
	return false;
}

const char *
notation_ports_parse(struct arena *a, const char *text, struct port_set *out,
    bool *range_fault)
{
	struct parse s = { .a = a, .text = text, .p = text };
	struct port_set ports;

	if (range_fault != NULL)
		*range_fault = false;
	if (strcmp(text, "all") == 0) {
		*out = port_set_everything();
		return NULL;
	}
	if (*text == '\0')
		return "an empty text; " EXPECTED_PORTS;
	if (parse_protocol(&s, &ports) && *s.p != '\0')
		fail(&s, arena_printf(a, "found %s behind the end; "
		    EXPECTED_PORTS, notation_excerpt(a, s.p, strlen(s.p))));
	if (range_fault != NULL)
		*range_fault = s.range_fault;
	if (s.wrong == NULL)
		*out = ports;
	return s.wrong;
}

/* ------------------------------------------------------------- printing */

/* A set being printed: items of one protocol are joined by commas. */
struct print {
	struct str s;
	const char *open;	/* the word that the last item stands under */
};

static void
begin_item(struct print *p, const char *word)
{
	if (p->open == word) {
		str_add_char(&p->s, ',');
		return;
	}
	if (p->s.n > 0)
		str_add(&p->s, " + ");
	str_add(&p->s, word);
	str_add_char(&p->s, '/');
	p->open = word;
}

static void
print_run(struct print *p, const char *word, uint32_t first, uint32_t last)
{
	begin_item(p, word);
	str_addf(&p->s, "%u", first);
	if (last > first)
		str_addf(&p->s, "-%u", last);
}

static void
print_whole(struct print *p, const char *word)
{
	if (p->s.n > 0)
		str_add(&p->s, " + ");
	str_add(&p->s, word);
	p->open = NULL;
}

static void
print_codes(struct print *p, const char *word, uint32_t first, uint32_t last)
{
	begin_item(p, word);
	str_addf(&p->s, "%u:%u", first >> 8, first & BYTE_MAX);
	if (last > first)
		str_addf(&p->s, "-%u", last & BYTE_MAX);
}

/* Points first..last (type << 8 | code): a part of a type, a run of whole
 * types, a part of a type; each of the three may be absent. */
static void
print_icmp(struct print *p, const char *word, uint32_t first, uint32_t last)
{
	uint32_t end;

	if ((first & BYTE_MAX) != 0) {
		end = first | BYTE_MAX;
		if (end > last)
			end = last;
		print_codes(p, word, first, end);
		if (end == last)
			return;
		first = end + 1;
	}
	end = (last + 1) >> 8;		/* the first type that is not whole */
	if (end > first >> 8) {
		print_run(p, word, first >> 8, end - 1);
		first = end << 8;
	}
	if (first <= last)
		print_codes(p, word, first, last);
}

/* The ranges of ports inside one protocol, in its own words. */
static void
print_named(struct print *p, struct port_set ports,
    const struct named_protocol *protocol)
{
	uint32_t first = port_point(protocol->number, 0);
	uint32_t last = port_point(protocol->number, PORT_MAX);

	for (size_t i = 0; i < ports.n; i++) {
		uint32_t from = ports.v[i].first, to = ports.v[i].last;

		if (to < first || from > last)
			continue;
		from = from > first ? from - first : 0;
		to = to < last ? to - first : PORT_MAX;
		if (from == 0 && to == PORT_MAX)
			print_whole(p, protocol->name);
		else if (protocol->has_ports)
			print_run(p, protocol->name, from, to);
		else
			print_icmp(p, protocol->name, from, to);
	}
}

static bool
is_named(unsigned protocol)
{
	for (size_t i = 0; i < NAMED_COUNT; i++)
		if (named_protocols[i].number == protocol)
			return true;
	return false;
}

static bool
has_numbered(struct port_set ports)
{
	for (size_t i = 0; i < ports.n; i++)
		for (uint32_t protocol = ports.v[i].first >> 16;
		    protocol <= ports.v[i].last >> 16; protocol++)
			if (!is_named(protocol))
				return true;
	return false;
}

/* The protocols that have no name, and are in the set whole or not at all. */
static void
print_numbered(struct print *p, struct port_set ports)
{
	if (!has_numbered(ports))	/* nearly always */
		return;
	for (unsigned i = 0; i <= PROTOCOL_MAX; i++) {
		unsigned first = i;

		while (i <= PROTOCOL_MAX && !is_named(i) &&
		    port_set_has(ports, port_point(i, 0)))
			i++;
		if (i > first)
			print_run(p, "proto", first, i - 1);
	}
}

static const char *
format_listed(struct arena *a, struct port_set ports)
{
	struct print p = { .s = str_new(a) };

	for (size_t i = 0; i < NAMED_COUNT; i++)
		print_named(&p, ports, &named_protocols[i]);
	print_numbered(&p, ports);
	return str_text(&p.s);
}

const char *
notation_ports_format(struct arena *a, struct port_set ports)
{
	if (port_set_is_everything(ports))
		return "all";
	if (port_set_is_empty(ports))
		return "none";
	/* Protocol 255 is reserved: who has it means all the others, too. */
	if (port_set_has(ports, port_point(PROTOCOL_MAX, 0)))
		return arena_printf(a, "all except %s",
		    format_listed(a, port_set_complement(a, ports)));
	return format_listed(a, ports);
}

/* ------------------------------------------------------------- counting */

/* The rules for points first..last inside one protocol. */
static size_t
count_rules(uint32_t first, uint32_t last)
{
	unsigned protocol = first >> 16;
	uint32_t from = first & PORT_MAX, to = last & PORT_MAX;
	size_t n = 0;

	if (protocol != PROTOCOL_ICMP && protocol != PROTOCOL_ICMPV6)
		return 1;
	if (from == 0 && to == PORT_MAX)
		return 1;
	/* A rule holds a type with one code or with all of them. */
	while (from <= to) {
		bool whole = (from & BYTE_MAX) == 0 && to - from >= BYTE_MAX;

		from += whole ? BYTE_MAX + 1 : 1;
		n++;
	}
	return n;
}

size_t
notation_ports_rules(struct port_set ports)
{
	size_t n = 0;

	if (port_set_is_everything(ports))
		return 1;
	for (size_t i = 0; i < ports.n; i++) {
		uint32_t first = ports.v[i].first, end;

		for (; first <= ports.v[i].last; first = end + 1) {
			end = first | PORT_MAX;
			if (end > ports.v[i].last)
				end = ports.v[i].last;
			n += count_rules(first, end);
		}
	}
	return n;
}

/* With what cannot be there, or without: whichever says less. */
const char *
notation_ports_format_of(struct arena *a, struct port_set ports,
    enum family family)
{
	struct port_set other = port_set_of_protocol(a, family == IPV4 ?
	    PROTOCOL_ICMPV6 : PROTOCOL_ICMP);
	const char *without = notation_ports_format(a, port_set_subtract(a,
	    ports, other));
	const char *with = notation_ports_format(a, port_set_union(a, ports,
	    other));

	return strlen(with) < strlen(without) ? with : without;
}
