/* SPDX-License-Identifier: MIT */

/*
 * What somebody meant by a sentence that is no expectation: "app -> db: 5432",
 * "deny internet to app", "db is not reachable from the internet".
 *
 * The text is taken apart into words.  Each is a verb, says who the next name
 * is (from, to, via), stands for a clause, means nothing ("the", "should"), or
 * is a name.  Two names side by side, a second verb that turns the sentence
 * round and the like are not understood, and then nothing is proposed: a
 * sentence that says something else than what was meant is worse than none.
 * Every proposal parses.
 */

#include "model/notation.h"

#include "base/str.h"
#include "model/notation_word.h"

#include <string.h>

enum { WORDS_MAX = 40, NAMES_MAX = 4, VIAS_MAX = 4 };

enum meaning {
	NAME,			/* none of the words below */
	NOISE, NOT, NOBODY, WORLD, REACH, REACHABLE, CLOSED, APART, ALLOW,
	DENY, FROM, TO, BY, AND, ON, VIA, WITHOUT, ONLY, OVER, SURVIVE, EXCEPT
};

static const struct {
	const char *words;	/* parted by blanks */
	enum meaning is;
} vocabulary[] = {
	{ "the a an that should must may might can could will would shall be "
	  "is are has have able allowed permitted does do traffic flow flows connection "
	  "connections always still", NOISE },
	{ "not never no cannot cant dont doesnt isnt arent mustnt shouldnt "
	  "wont", NOT },
	{ "nobody nothing none noone", NOBODY },
	{ "world outside everywhere anyone everyone anybody everybody anywhere", WORLD },
	{ "reach reaches reaching access accesses accessing connect connects "
	  "connecting talk talks talking speak speaks call calls contact "
	  "contacts ping pings -> => \xe2\x86\x92", REACH },
	{ "reachable reached accessible accessed visible exposed open accepts "
	  "accept available <-", REACHABLE },
	{ "unreachable inaccessible hidden closed refuses rejects", CLOSED },
	{ "isolated separated separate", APART },
	{ "allow permit accept enable let ensure expect assert verify", ALLOW },
	{ "deny block forbid prohibit disallow prevent reject drop", DENY },
	{ "from", FROM }, { "to into", TO }, { "by", BY }, { "and & ,", AND },
	{ "on at port ports", ON }, { "via through using", VIA },
	{ "without bypassing avoiding", WITHOUT },
	{ "only just exclusively solely", ONLY }, { "over", OVER },
	{ "except but besides excluding", EXCEPT },
	{ "surviving survives survive even despite when if after during "
	  "tolerates tolerating with", SURVIVE },
};

/* Words that say one thing to pass together. */
static const struct {
	const char *first, *second, *means;
} passed[] = {
	{ "nat", "gateway", "nat" }, { "nat", "gateways", "nat" },
	{ "internet", "gateway", "igw" }, { "transit", "gateway", "tgw" },
	{ "vpn", "gateway", "vpn" }, { "vpn", "connection", "vpn" },
	{ "vpc", "endpoint", "endpoint" }, { "gateway", "endpoint", "endpoint" },
	{ "interface", "endpoint", "endpoint" },
	{ "vpc", "peering", "peering" }, { "peering", "connection", "peering" },
};

struct names {
	const char *v[NAMES_MAX];
	size_t n;
	bool joined;		/* "and" stands before the next */
};

struct reading {
	struct arena *a;
	const char *words[WORDS_MAX];	/* as they were written */
	const char *low[WORDS_MAX];
	size_t n, at;
	struct names from, to;
	bool to_is_next;	/* names go to TO */
	bool verb;		/* it is said who begins */
	bool passive, never, nobody, only_from, only_to, only_ports;
	bool only_open;		/* "app only …": what it is of shows later */
	bool both_ways, surviving, survives_itself;
	const char *ports;
	unsigned family;
	const char *vias[VIAS_MAX];
	bool not_via[VIAS_MAX];
	size_t n_vias;
};

static enum meaning
meaning_of(const char *word)
{
	for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++)
		if (notation_holds_word(vocabulary[i].words, word))
			return vocabulary[i].is;
	return NAME;
}

/* What the word so many places ahead means; NOISE behind the last. */
static enum meaning
ahead(const struct reading *r, size_t places)
{
	return r->at + places < r->n ? meaning_of(r->low[r->at + places]) :
	    NOISE;
}

static bool
is_word(const struct reading *r, size_t at, const char *word)
{
	return at < r->n && str_equal(r->low[at], word);
}

/* ---------------------------------------------------------------- words */

/* "cant" for "can't", whose quote is none; no word is shorter. */
static const char *
without_apostrophe(struct arena *a, const char *text)
{
	struct str out = str_new(a);
	const char *word = text;

	for (const char *p = text; *p != '\0'; p++) {
		if (*p == ' ')
			word = p + 1;
		if (*p != '\'' || p < word + strlen("can") || p[-1] != 'n' ||
		    strncmp(p, "'t ", 3) != 0)
			str_add_char(&out, *p);
	}
	return str_text(&out);
}

/* How many bytes of an arrow stand at p, and what it says. */
static size_t
arrow(const char *p, const char **says)
{
	static const struct {
		const char *is, *says;
	} arrows[] = {
		{ "<->", " <-> " }, { "<-", " <- " }, { "!->", " not -> " },
		{ "-x->", " not -> " }, { "-/->", " not -> " },
		{ "-->", " -> " }, { "==>", " -> " }, { "->", " -> " },
		{ "=>", " -> " }, { "\xe2\x86\x92", " -> " },
	};

	for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++)
		if (str_starts_with(p, arrows[i].is)) {
			*says = arrows[i].says;
			return strlen(arrows[i].is);
		}
	return 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * Blanks around what parts words without any: arrows, brackets, the colon of
 * "db: 5432", commas that do not stand inside of ports.  Quotes are kept.
 */
static const char *
spaced(struct arena *a, const char *text)
{
	struct str out = str_new(a);
	bool quoted = false;

	for (const char *p = text; *p != '\0'; p++) {
		const char *says = "";
		size_t n = quoted ? 0 : arrow(p, &says);

		quoted ^= *p == '\'';
		if (n > 0) {
			str_add(&out, says);
			p += n - 1;
		} else if (!quoted && strchr("()[]\"\t", *p) != NULL) {
			str_add_char(&out, ' ');
		} else if (!quoted && strchr(":.!", *p) != NULL &&
		    (p[1] == ' ' || p[1] == '\0')) {
			str_add_char(&out, ' ');
		} else if (!quoted && *p == ',' && !(is_digit(p[1]) &&
		    p > text && is_digit(p[-1]))) {
			str_add(&out, " , ");
		} else {
			str_add_char(&out, *p);
		}
	}
	return str_text(&out);
}

static bool
split(struct reading *r, const char *text)
{
	struct words words;

	text = spaced(r->a, without_apostrophe(r->a, text));
	if (notation_words_split(r->a, text, &words) != NULL)
		return false;
	for (size_t i = 0; i < words.n; i++) {
		if (r->n == WORDS_MAX)
			return false;
		r->words[r->n] = notation_word_copy(r->a, words.v[i]);
		r->low[r->n] = notation_lower(r->a, r->words[r->n],
		    words.v[i].n);
		r->n++;
	}
	return r->n > 0;
}

/* ---------------------------------------------------------------- names */

static bool
add_name(struct reading *r, const char *name)
{
	/* A block of all addresses is none of a plan's; the internet is. */
	bool all = str_equal(name, "0.0.0.0/0") || str_equal(name, "::/0");
	struct names *names = r->to_is_next ? &r->to : &r->from;

	if ((names->n > 0 && !names->joined) || names->n == NAMES_MAX)
		return false;
	names->v[names->n++] = all ? "internet" : name;
	names->joined = false;
	return true;
}

static bool
set_ports(struct reading *r, const char *text)
{
	const char *ports = notation_ports_or_meant(r->a, text);

	if (ports == NULL || r->ports != NULL)
		return false;
	r->ports = ports;
	return true;
}

/* Digits, or a protocol: what no name begins with, or hardly any. */
static bool
begins_ports(const char *low)
{
	return (is_digit(*low) && !notation_is_address(low)) ||
	    str_starts_with(low, "tcp") || str_starts_with(low, "udp") ||
	    str_starts_with(low, "icmp");
}

/* "tcp", "/443"; "443", ","; ports in as many words as it takes, from r->at on.
 * The first stands there already. */
static bool
take_ports(struct reading *r)
{
	struct str text = str_new(r->a);

	while (r->at < r->n && notation_holds_word("port ports", r->low[r->at]))
		r->at++;
	if (r->at == r->n)
		return false;
	str_add(&text, r->low[r->at++]);
	for (; r->at < r->n; r->at++) {
		const char *low = r->low[r->at];
		enum meaning is = meaning_of(low);

		if (is == AND && r->at + 1 < r->n &&
		    begins_ports(r->low[r->at + 1]))
			str_add_char(&text, ',');
		else if (notation_holds_word("port ports", low) || begins_ports(low))
			str_addf(&text, "%s%s", text.n > 0 &&
			    text.v[text.n - 1] != ',' ? " " : "", low);
		else
			break;
	}
	return set_ports(r, str_text(&text));
}

/* "8.8.8.8:443", "db:5432", "db:tcp/5432": the port is no part of the name. */
static bool
take_name(struct reading *r)
{
	const char *word = r->words[r->at], *colon = strchr(word, ':');
	const char *low = r->low[r->at++];

	if (*word == '\'' || colon == NULL || colon == word ||
	    !begins_ports(low + (colon - word) + 1))
		return add_name(r, word);
	return set_ports(r, low + (colon - word) + 1) &&
	    add_name(r, arena_strndup(r->a, word, (size_t)(colon - word)));
}

/* ------------------------------------------------------------- clauses */

static bool
take_via(struct reading *r, bool negated)
{
	const char *via;

	while (ahead(r, 0) == NOISE && r->at < r->n)
		r->at++;
	if (r->at == r->n || r->n_vias == VIAS_MAX)
		return false;
	via = r->words[r->at];
	if (notation_holds_word("ipv4 ipv6", r->low[r->at]) && !negated) {
		r->family = is_word(r, r->at++, "ipv4") ? IPV4 : IPV6;
		return true;
	}
	if (!negated && (begins_ports(r->low[r->at]) ||
	    notation_holds_word("https http tls port", r->low[r->at])))
		return take_ports(r);
	for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
		if (is_word(r, r->at, passed[i].first) &&
		    is_word(r, r->at + 1, passed[i].second)) {
			via = passed[i].means;
			r->at++;
			break;
		}
	if (via == r->words[r->at] && is_word(r, r->at + 1, "endpoint")) {
		via = "endpoint";	/* "the s3 endpoint" */
		r->at++;
	} else if (notation_holds_word("nat igw tgw vpn peering endpoint firewall "
	    "internet", r->low[r->at])) {
		via = r->low[r->at];
	}
	r->at++;
	r->not_via[r->n_vias] = negated;
	r->vias[r->n_vias++] = via;
	return true;
}

/* "over v6", "over https": nothing else is passed over. */
static bool
take_over(struct reading *r)
{
	if (++r->at == r->n)
		return false;
	if (notation_holds_word("v4 v6 ip4 ip6 ipv4 ipv6", r->low[r->at])) {
		r->family = strchr(r->low[r->at++], '4') != NULL ? IPV4 : IPV6;
		return true;
	}
	return notation_ports_or_meant(r->a, r->low[r->at]) != NULL &&
	    take_ports(r);
}

static bool
is_zone_word(const char *low)
{
	return notation_holds_word("az azs zone zones az-loss", low) ||
	    str_starts_with(low, "az-") || str_starts_with(low, "availability");
}

/* "surviving az c", "even if an az fails", "despite az loss": all words up to
 * the next clause, if an AZ is among them. */
static bool
take_surviving(struct reading *r)
{
	bool is_said = str_starts_with(r->low[r->at], "survi");
	bool is_itself = is_said && !r->verb;
	bool found = is_said && r->at + 1 < r->n &&
	    strlen(r->low[r->at + 1]) == 1;	/* "surviving c" */

	for (r->at++; r->at < r->n; r->at++) {
		enum meaning is = meaning_of(r->low[r->at]);

		if (found && (is == ON || is == VIA || is == ONLY ||
		    is == WITHOUT || is == OVER || is == NOT))
			break;
		found |= is_zone_word(r->low[r->at]);
	}
	if (!found || r->surviving)
		return false;
	r->surviving = true;
	r->survives_itself = is_itself;
	return true;
}

/* ---------------------------------------------------------------- verbs */

/* Past what a verb takes along: "connects to", "accepts traffic from". */
static void
skip_after_verb(struct reading *r)
{
	while (r->at < r->n && (ahead(r, 0) == NOISE || ahead(r, 0) == TO ||
	    is_word(r, r->at, "with")))
		r->at++;
}

static bool
take_reach(struct reading *r)
{
	r->at++;
	skip_after_verb(r);
	if (r->passive || r->to.n > 0)
		return false;
	r->verb = r->to_is_next = true;
	return true;
}

/* "db is reachable from app": what was named first is reached. */
static bool
take_reachable(struct reading *r, bool closed)
{
	if (closed && r->never)
		return false;		/* "not hidden from" */
	r->at++;
	r->only_from |= r->only_open;
	while (r->at < r->n && (ahead(r, 0) == NOISE || ahead(r, 0) == FROM ||
	    ahead(r, 0) == TO || ahead(r, 0) == BY))
		r->at++;
	if (r->verb || r->from.n == 0)
		return false;
	if (ahead(r, 0) == ONLY && r->at < r->n) {
		r->only_from = true;
		r->at++;
		while (r->at < r->n && (ahead(r, 0) == FROM ||
		    ahead(r, 0) == BY || ahead(r, 0) == TO))
			r->at++;
	}
	r->to = r->from;
	r->from = (struct names){ 0 };
	r->passive = r->verb = true;
	r->to_is_next = r->only_open = false;
	r->never |= closed;
	return true;
}

static bool
take_not(struct reading *r)
{
	bool no = is_word(r, r->at, "no");

	r->at++;
	if (no && (is_word(r, r->at, "one") || is_word(r, r->at, "body"))) {
		r->at++;
		r->nobody = true;
		return add_name(r, "internet");
	}
	if (ahead(r, 0) == VIA && r->at < r->n) {
		r->at++;
		return take_via(r, true);
	}
	if (r->never || (r->verb && r->to.n > 0))
		return false;
	r->never = true;
	return true;
}

static bool
take_nobody(struct reading *r)
{
	bool only_this;

	if (r->to_is_next || r->from.n > 0)
		return false;
	r->at++;
	only_this = is_word(r, r->at, "but") || is_word(r, r->at, "except");
	if (only_this) {
		r->at++;
		r->only_from = true;
		return true;
	}
	r->nobody = true;
	return add_name(r, "internet");
}

static bool
take_world(struct reading *r)
{
	r->at++;
	return add_name(r, "internet");
}

/* "nobody reaches db except app", "db is not reachable except from app": one
 * name, and no ports of its own. */
static bool
take_except(struct reading *r)
{
	bool nobody = r->nobody && r->from.n == 1;
	bool not_but = r->never && r->passive && r->from.n == 0;

	r->at++;
	while (r->at < r->n && (ahead(r, 0) == NOISE || ahead(r, 0) == FROM ||
	    ahead(r, 0) == BY))
		r->at++;
	if ((!nobody && !not_but) || r->to.n == 0 || r->at + 1 != r->n ||
	    (ahead(r, 0) != NAME && ahead(r, 0) != WORLD))
		return false;
	r->nobody = r->never = r->to_is_next = false;
	r->only_from = true;
	r->from = (struct names){ 0 };
	return ahead(r, 0) == WORLD ? take_world(r) :
	    add_name(r, r->words[r->at++]);
}

static bool
take_only(struct reading *r)
{
	r->at++;
	if (r->from.n == 0 && r->to.n == 0) {
		r->only_from = true;	/* "only app reaches db" */
		return true;
	}
	if (ahead(r, 0) == FROM || ahead(r, 0) == BY) {
		r->only_from = r->to.n > 0;
		return r->at < r->n ? r->only_from : true;
	}
	if (r->passive)
		r->only_from = true;	/* "reachable from app only" */
	else if (r->verb && r->to.n == 0)
		r->only_to = true;	/* "app reaches only s3" */
	else if (r->verb)
		r->only_ports = true;
	else
		r->only_open = true;	/* "app only reaches s3" */
	return true;
}

/* "from": who begins, unless it is "kept from reaching" or "deny … from". */
static bool
take_from(struct reading *r)
{
	r->at++;
	if (ahead(r, 0) == REACH && r->at < r->n)
		return r->never;
	if (r->from.n > 0 && r->never && !r->verb)
		r->to_is_next = r->verb = true;
	else if (r->from.n > 0)
		return false;
	else
		r->to_is_next = false;
	return true;
}

static bool
take_to(struct reading *r)
{
	r->at++;
	if (ahead(r, 0) == NOISE || ahead(r, 0) == REACH)
		return true;		/* "able to reach" */
	if (r->to.n > 0)
		return false;
	r->to_is_next = true;
	r->verb = r->from.n > 0;
	return true;
}

/* "https traffic from": what begins so says what flows, and not who. */
static bool
is_before_from(const struct reading *r)
{
	size_t places = 1;

	while (r->at + places < r->n && ahead(r, places) == NOISE)
		places++;
	return r->at + places < r->n && ahead(r, places) == FROM;
}

static bool
take_bare(struct reading *r)
{
	const char *low = r->low[r->at];
	bool named = r->from.n > 0 && r->to.n > 0;

	if (notation_holds_word("ipv4 ipv6", low) && (named || r->verb)) {
		r->family = is_word(r, r->at++, "ipv4") ? IPV4 : IPV6;
		return true;
	}
	/* "db 5432", and "tcp/443 from internet to web" */
	if (begins_ports(low) && (named || r->from.n == 0))
		return take_ports(r);
	if ((named || (r->from.n == 0 && is_before_from(r))) &&
	    notation_ports_or_meant(r->a, low) != NULL)
		return take_ports(r);
	return take_name(r);
}

static bool
take_and(struct reading *r)
{
	struct names *names = r->to_is_next ? &r->to : &r->from;

	r->at++;
	if (ahead(r, 0) == AND && r->at < r->n)
		r->at++;		/* ", and" */
	if (is_word(r, r->at, "nothing") && is_word(r, r->at + 1, "else")) {
		r->at += 2;
		r->only_to = true;
		return r->to.n > 0;
	}
	/* "and survives any az": no name follows. */
	names->joined = r->at < r->n && ahead(r, 0) != SURVIVE &&
	    ahead(r, 0) != ON && ahead(r, 0) != VIA && ahead(r, 0) != WITHOUT;
	return names->n > 0;
}

static bool
take(struct reading *r)
{
	switch (*r->words[r->at] == '\'' ? NAME : ahead(r, 0)) {
	case NOISE:
		r->at++;
		return true;
	case NOT:
		return take_not(r);
	case NOBODY:
		return take_nobody(r);
	case WORLD:
		return take_world(r);
	case REACH:
		return take_reach(r);
	case REACHABLE:
	case CLOSED:
	case APART:
		r->both_ways = ahead(r, 0) == APART;
		return take_reachable(r, ahead(r, 0) != REACHABLE);
	case ALLOW:
		r->at++;
		return r->from.n == 0 || r->at == r->n;
	case DENY:
		r->at++;
		r->never = true;
		return r->from.n == 0 || r->at == r->n;
	case FROM:
		return take_from(r);
	case TO:
		return take_to(r);
	case AND:
		return take_and(r);
	case ON:
		r->at++;
		return take_ports(r);
	case VIA:
		r->at++;
		return take_via(r, false);
	case OVER:
		return take_over(r);
	case WITHOUT:
		if (r->at + 2 < r->n && is_word(r, r->at + 1, "any") &&
		    is_zone_word(r->low[r->at + 2]))
			return take_surviving(r);
		r->at++;
		return take_via(r, true);
	case ONLY:
		return take_only(r);
	case SURVIVE:
		return take_surviving(r);
	case EXCEPT:
		return take_except(r);
	case BY:
		return false;
	case NAME:
		break;
	}
	return take_bare(r);
}

/* ------------------------------------------------------------ sentences */

static const char *
sentence(const struct reading *r, const char *from, const char *to)
{
	struct str s = str_new(r->a);
	struct expectation e;

	str_addf(&s, "%s%s %sreaches %s", r->only_from ? "only " : "", from,
	    r->never || r->nobody ? "never " : "", to);
	if (r->ports != NULL)
		str_addf(&s, " on %s", r->ports);
	if (r->only_ports)
		str_add(&s, " only");
	if (r->family != 0)
		str_addf(&s, " over ipv%u", r->family);
	for (size_t i = 0; i < r->n_vias; i++)
		str_addf(&s, "%s via %s", r->not_via[i] ? " not" : "",
		    r->vias[i]);
	if (r->surviving)
		str_add(&s, " surviving any az");
	return notation_expectation_parse(r->a, str_text(&s), &e) == NULL ?
	    e.text : NULL;
}

static bool
write_sentences(const struct reading *r, struct sentences_meant *out)
{
	for (size_t i = 0; i < r->from.n; i++)
		for (size_t j = 0; j < r->to.n; j++) {
			const char *text = sentence(r, r->from.v[i],
			    r->to.v[j]);

			/* Each alone may reach it: several are none. */
			if (text == NULL || out->n == NOTATION_SENTENCES ||
			    (r->only_from && r->from.n > 1))
				return false;
			out->v[out->n++] = text;
		}
	if (r->both_ways) {
		if (out->n != 1 || !r->never)
			return false;
		out->v[out->n] = sentence(r, r->to.v[0], r->from.v[0]);
		return out->v[out->n++] != NULL;
	}
	return out->n > 0;
}

/* "app survives any az": somebody must reach it then. */
static bool
write_survivor(const struct reading *r, struct sentences_meant *out)
{
	struct expectation probe;
	const char *name = r->from.v[0];

	if (r->from.n != 1 || r->to.n > 0 || r->never || r->nobody ||
	    r->only_from || notation_expectation_parse(r->a, arena_printf(
	    r->a, "internet reaches %s", name), &probe) != NULL)
		return false;
	out->v[out->n++] = arena_printf(r->a, "\xe2\x80\xa6 reaches %s%s%s "
	    "surviving any az", probe.to, r->ports != NULL ? " on " : "",
	    r->ports != NULL ? r->ports : "");
	out->to = probe.to;
	out->lacks = LACKS_FROM;
	return true;
}

bool
notation_expectations_meant(struct arena *a, const char *text,
    struct sentences_meant *out)
{
	struct reading r = { .a = a };
	struct sentences_meant meant = { .lacks = LACKS_NOTHING };

	if (strlen(text) > NOTATION_MEANT_MAX || !split(&r, text))
		return false;
	while (r.at < r.n)
		if (!take(&r))
			return false;
	if (r.survives_itself) {
		if (!write_survivor(&r, &meant))
			return false;
		*out = meant;
		return true;
	}
	if (r.from.n == 0 || r.to.n == 0 || !r.verb || r.from.joined ||
	    r.to.joined || (r.nobody && (r.never || r.from.n > 1)))
		return false;
	r.only_to = (r.only_to || r.only_open) && r.n_vias == 0;
	if ((r.only_to && (r.never || r.only_from)) ||
	    !write_sentences(&r, &meant))
		return false;
	meant.from = r.from.v[0];
	meant.to = r.to.v[0];
	meant.lacks = r.nobody ? LACKS_EVERYBODY : r.only_to ?
	    LACKS_OTHERS_TO : LACKS_NOTHING;
	*out = meant;
	return true;
}

const char *
notation_expectation_meant(struct arena *a, const char *text)
{
	struct sentences_meant meant;

	return notation_expectations_meant(a, text, &meant) && meant.n == 1 &&
	    meant.lacks == LACKS_NOTHING ? meant.v[0] : NULL;
}
