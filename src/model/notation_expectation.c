/* SPDX-License-Identifier: MIT */

/*
 * Expectations:
 *
 *	FROM reaches TO [on PORTS] [only] [over ipv4|ipv6] [via V] [not via V]
 *	    [surviving any az]
 *	FROM never reaches TO [on PORTS] [over ipv4|ipv6]
 *	only FROM reaches TO [on PORTS] [over ipv4|ipv6]
 *
 * The clauses come in any order, each once; "via" as often as wanted.  Names
 * keep their quotes, so that what select reads is what was written.
 */

#include "model/notation.h"

#include "base/str.h"
#include "model/notation_word.h"
#include "text/sanitise.h"

#include <string.h>

#define EXPECTED_SENTENCE						\
	"expected \"FROM reaches TO\", \"FROM never reaches TO\" or "	\
	"\"only FROM reaches TO\""

#define EXPECTED_CLAUSE							\
	"expected \"on PORTS\", \"only\", \"over ipv4\", \"over ipv6\", " \
	"\"via NAME\", \"not via NAME\" or \"surviving any az\""

struct sentence {
	struct arena *a;
	struct words words;
	size_t at;		/* the word that is next */
	struct expectation *e;
};

static bool
next_is(const struct sentence *s, const char *word)
{
	return s->at < s->words.n &&
	    notation_word_is(s->words.v[s->at], word);
}

static bool
take(struct sentence *s, const char *word)
{
	if (!next_is(s, word))
		return false;
	s->at++;
	return true;
}

/* The next word in quotes for a message, or that there is none. */
static const char *
found(const struct sentence *s)
{
	if (s->at >= s->words.n)
		return "the end";
	return notation_excerpt(s->a, s->words.v[s->at].v,
	    s->words.v[s->at].n);
}

/* Take FROM, TO or VIA; *out is the text as it stands. */
static const char *
take_name(struct sentence *s, const char *role, bool may_be_address,
    const char **out)
{
	struct name_text name;
	struct cidr cidr;
	const char *text, *wrong;

	if (s->at >= s->words.n)
		return arena_printf(s->a, "%s is missing; " EXPECTED_SENTENCE,
		    role);
	text = notation_word_copy(s->a, s->words.v[s->at]);
	if (notation_is_address(text)) {
		if (!may_be_address)
			return arena_printf(s->a, "%s is the address %s; "
			    "expected a name", role, text);
		wrong = notation_address_parse(s->a, text, &cidr);
		if (wrong != NULL)
			return arena_printf(s->a, "%s: %s", role, wrong);
		*out = text;
		s->at++;
		return NULL;
	}
	wrong = notation_name_parse(s->a, text, &name);
	if (wrong != NULL)
		return arena_printf(s->a, "%s: %s", role, wrong);
	if (!name.quoted && name.vpc == NULL && name.prefix == NULL &&
	    notation_is_reserved(name.name) &&
	    strcmp(name.name, "internet") != 0)
		return arena_printf(s->a, "%s is the reserved word \"%s\"; "
		    "expected a name%s (a thing of that name stands in single "
		    "quotes)", role, name.name, may_be_address ?
		    ", \"internet\", an address or a CIDR block" :
		    " or one of igw, nat, peering, tgw, vpn, endpoint, "
		    "firewall, internet");
	*out = notation_name_print(s->a, &name);
	s->at++;
	return NULL;
}

/* "FROM reaches TO" in its three forms. */
static const char *
parse_core(struct sentence *s)
{
	const char *wrong;

	if (take(s, "only"))
		s->e->verb = ONLY_REACHES;
	wrong = take_name(s, "FROM", true, &s->e->from);
	if (wrong != NULL)
		return wrong;
	if (next_is(s, "never")) {
		if (s->e->verb == ONLY_REACHES)
			return "\"only\" and \"never\" exclude each other; "
			    EXPECTED_SENTENCE;
		s->e->verb = NEVER_REACHES;
		s->at++;
	}
	if (!take(s, "reaches"))
		return arena_printf(s->a, "found %s where \"reaches\" "
		    "belongs; " EXPECTED_SENTENCE, found(s));
	return take_name(s, "TO", true, &s->e->to);
}

static const char *
parse_on(struct sentence *s)
{
	struct port_set ports;
	const char *text, *wrong;

	if (value_is_known(s->e->ports.is))
		return "\"on\" stands twice; several ports are one list: "
		    "tcp/80,443";
	if (s->at >= s->words.n)
		return "PORTS are missing behind \"on\"; expected, for "
		    "example, tcp/443";
	text = notation_word_copy(s->a, s->words.v[s->at]);
	wrong = notation_ports_parse(s->a, text, &ports, NULL);
	if (wrong != NULL)
		return wrong;
	s->at++;
	s->e->ports.is.state = VALUE_KNOWN;
	s->e->ports.v = ports;
	s->e->ports.written = notation_ports_format(s->a, ports);
	return NULL;
}

static const char *
parse_over(struct sentence *s)
{
	if (s->e->family != 0)
		return "\"over\" stands twice; without it each family is "
		    "meant that both ends have";
	if (take(s, "ipv4"))
		s->e->family = IPV4;
	else if (take(s, "ipv6"))
		s->e->family = IPV6;
	else
		return arena_printf(s->a, "found %s behind \"over\"; expected "
		    "ipv4 or ipv6", found(s));
	return NULL;
}

static const char *
parse_via(struct sentence *s, bool negated)
{
	struct via via = { .negated = negated };
	const char *wrong = take_name(s, "VIA", false, &via.text);

	if (wrong == NULL)
		vec_push(s->a, &s->e->vias, via);
	return wrong;
}

static const char *
parse_surviving(struct sentence *s)
{
	if (s->e->surviving_any_az)
		return "\"surviving any az\" stands twice";
	if (!take(s, "any") || !take(s, "az"))
		return arena_printf(s->a, "found %s behind \"surviving\"; "
		    "expected \"surviving any az\"", found(s));
	s->e->surviving_any_az = true;
	return NULL;
}

static const char *
parse_clause(struct sentence *s)
{
	if (take(s, "on"))
		return parse_on(s);
	if (take(s, "over"))
		return parse_over(s);
	if (s->e->verb == REACHES) {
		if (take(s, "only")) {
			if (s->e->only)
				return "\"only\" stands twice";
			s->e->only = true;
			return NULL;
		}
		if (take(s, "via"))
			return parse_via(s, false);
		if (take(s, "surviving"))
			return parse_surviving(s);
		if (take(s, "not")) {
			if (take(s, "via"))
				return parse_via(s, true);
			return arena_printf(s->a, "found %s behind \"not\"; "
			    "expected \"not via NAME\"", found(s));
		}
		return arena_printf(s->a, "found %s; " EXPECTED_CLAUSE,
		    found(s));
	}
	return arena_printf(s->a, "found %s; behind \"%s\" only \"on PORTS\" "
	    "and \"over ipv4\" or \"over ipv6\" have a meaning", found(s),
	    s->e->verb == NEVER_REACHES ? "never reaches TO" :
	    "only FROM reaches TO");
}

const char *
notation_expectation_parse(struct arena *a, const char *text,
    struct expectation *out)
{
	struct expectation e = { .verb = REACHES };
	struct sentence s = { .a = a, .e = &e };
	const char *wrong = notation_words_split(a, text, &s.words);

	if (wrong != NULL)
		return wrong;
	if (s.words.n == 0)
		return "an empty text; " EXPECTED_SENTENCE;
	wrong = parse_core(&s);
	while (wrong == NULL && s.at < s.words.n)
		wrong = parse_clause(&s);
	if (wrong != NULL)
		return wrong;
	e.text = sanitise_text(a, notation_expectation_format(a, &e));
	*out = e;
	return NULL;
}

const char *
notation_expectation_format(struct arena *a, const struct expectation *e)
{
	struct str s = str_new(a);

	str_addf(&s, "%s%s%s %s", e->verb == ONLY_REACHES ? "only " : "",
	    e->from, e->verb == NEVER_REACHES ? " never reaches" : " reaches",
	    e->to);
	if (value_is_known(e->ports.is))
		str_addf(&s, " on %s", notation_ports_format(a, e->ports.v));
	if (e->only)
		str_add(&s, " only");
	if (e->family != 0)
		str_addf(&s, " over ipv%u", e->family);
	for (size_t i = 0; i < e->vias.n; i++)
		str_addf(&s, "%s via %s", e->vias.v[i].negated ? " not" : "",
		    e->vias.v[i].text);
	if (e->surviving_any_az)
		str_add(&s, " surviving any az");
	return str_text(&s);
}
