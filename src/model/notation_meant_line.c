/* SPDX-License-Identifier: MIT */

/*
 * Rules and entries as others write them: "allow https from any", "from web on
 * 443", "permit tcp host 10.0.0.1 any eq 443", "-p tcp --dport 22 -s X".
 *
 * Peers are found by the word in front of them, by their look, or, behind
 * "permit tcp", by their place.  What is left are PORTS, if it is anything
 * that PORTS may be made of; else the line is not understood, and nothing is
 * proposed.
 */

#include "model/notation.h"

#include "base/str.h"
#include "model/notation_word.h"

#include <string.h>

enum { TOKENS_MAX = 32 };

enum meaning {
	OTHER, NOISE, FROM, TO, ALLOW, DENY, ANYBODY, ANYBODY_4, ANYBODY_6,
	REPLIES, JOINT, SKIP_NEXT, NOT_UNDERSTOOD
};

static const struct {
	const char *words;	/* parted by blanks */
	enum meaning is;
} vocabulary[] = {
	{ "from source src sources -s --source --src <- saddr", FROM },
	{ "to dest destination dst destinations -d --destination --dst -> "
	  "daddr", TO },
	{ "allow permit accept pass", ALLOW },
	{ "deny drop block reject discard", DENY },
	{ "* all any anywhere everywhere everyone everybody internet world "
	  "0/0", ANYBODY },
	{ "any4 any-ipv4", ANYBODY_4 }, { "any6 any-ipv6", ANYBODY_6 },
	{ "established related", REPLIES },
	{ "and or & ,", JOINT },
	{ "the traffic inbound incoming outbound outgoing ingress egress in "
	  "out log log-input logging new access rule extended only -p "
	  "--protocol --dport --dports -j --jump all-traffic connections "
	  "incoming: inbound:", NOISE },
	{ "access-list -a -i -m -t", SKIP_NEXT },
	{ "except not but unless remark no neq --sport !", NOT_UNDERSTOOD },
};

/* Words that say what a name is of. */
static const char kinds[] = "sg group security-group securitygroup "
    "object-group object pl prefix-list prefix list security subnet vpc "
    "network net group: sg:";

/* One end of the traffic. */
struct line_end {
	const char *peers[NOTATION_PEERS];
	size_t n, all;
	const char *range;	/* those do not fit */
	const char *written;
	bool anybody, by_word;
};

struct reading {
	struct arena *a;
	enum direction direction;
	bool is_entry;
	const char *words[TOKENS_MAX], *low[TOKENS_MAX];
	size_t n, at;
	struct line_end source, destination;
	size_t unmarked;	/* ends that no word stood in front of */
	bool ports_between;	/* "any eq 80 any": those of the source */
	const char *number;
	bool number_is_late;	/* behind the action */
	const char *action;
	const char *ports;
	bool replies;
};

static enum meaning
meaning_of(const char *word)
{
	for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++)
		if (notation_holds_word(vocabulary[i].words, word))
			return vocabulary[i].is;
	return OTHER;
}

static enum meaning
ahead(const struct reading *r, size_t places)
{
	return r->at + places < r->n ? meaning_of(r->low[r->at + places]) :
	    NOISE;
}

/* ------------------------------------------------------------------ words */

/* Blanks for brackets and double quotes, and around arrows and commas behind
 * which a blank stands; nothing inside quotes. */
static const char *
spaced(struct arena *a, const char *text)
{
	struct str s = str_new(a);
	bool quoted = false;

	for (const char *p = text; *p != '\0'; p++) {
		quoted ^= *p == '\'';
		if (quoted)
			str_add_char(&s, *p);
		else if (strchr("()[]\"\t", *p) != NULL ||
		    (*p == ':' && p[1] == ' '))
			str_add_char(&s, ' ');
		else if ((*p == ',' || *p == ';') && (p[1] == ' ' ||
		    p[1] == '\0'))
			str_add(&s, " , ");
		else if (str_starts_with(p, "<-") || str_starts_with(p, "->"))
			str_addf(&s, " %.2s ", p++);
		else
			str_add_char(&s, *p);
	}
	return str_text(&s);
}

/* What stands behind " #" or " //", or in brackets at the end; the text is cut
 * there. */
static const char *
comment_of(struct arena *a, const char **text)
{
	static const char *const signs[] = { " #", " //", NULL };
	const char *bracket = str_ends_with(*text, ")") ?
	    strrchr(*text, '(') : NULL;

	for (size_t i = 0; signs[i] != NULL; i++) {
		const char *p = strstr(*text, signs[i]);
		const char *rest;

		if (p == NULL)
			continue;
		rest = p + strlen(signs[i]);
		rest += strspn(rest, " ");
		*text = arena_strndup(a, *text, (size_t)(p - *text));
		return *rest != '\0' && strpbrk(rest, "\"\\") == NULL ? rest :
		    NULL;
	}
	if (bracket != NULL && bracket > *text && bracket[-1] == ' ' &&
	    strpbrk(bracket, "\"\\") == NULL) {
		*text = arena_strndup(a, *text, (size_t)(bracket - *text));
		return arena_strndup(a, bracket + 1, strlen(bracket) - 2);
	}
	return NULL;
}

static bool
split(struct reading *r, const char *text)
{
	struct words words;

	if (strlen(text) > NOTATION_MEANT_MAX || notation_words_split(r->a,
	    spaced(r->a, text), &words) != NULL || words.n > TOKENS_MAX)
		return false;
	for (size_t i = 0; i < words.n; i++) {
		r->words[i] = notation_word_copy(r->a, words.v[i]);
		r->low[i] = notation_lower(r->a, r->words[i], words.v[i].n);
	}
	r->n = words.n;
	return r->n > 0;
}

/* ------------------------------------------------------------------ peers */

static bool
add_peer(struct line_end *end, const char *text)
{
	end->all++;
	if (end->n == NOTATION_PEERS)
		return false;
	end->peers[end->n++] = text;
	return true;
}

/* So many words from r->at on as one text. */
static const char *
joined(const struct reading *r, size_t n)
{
	struct str s = str_new(r->a);

	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s%s", i > 0 ? " " : "", r->low[r->at + i]);
	return str_text(&s);
}

static bool
begins_address(const char *low)
{
	size_t digits = strspn(low, "0123456789");

	return (digits > 0 && low[digits] == '.' && low[digits + 1] != '.') ||
	    notation_is_address(low);
}

/* Blocks that a text means, and as many words as belong to it. */
static bool
take_blocks(struct reading *r, struct line_end *end)
{
	struct blocks_meant meant;
	struct cidr block;
	const char *text = r->words[r->at];
	size_t n;

	/* Right as it stands. */
	if (strchr(text, '/') != NULL && notation_is_address(text) &&
	    notation_address_parse(r->a, text, &block) == NULL) {
		r->at++;
		return add_peer(end, text);
	}
	for (n = r->n - r->at < 4 ? r->n - r->at : 4; n > 0; n--)
		if (notation_blocks_meant(r->a, joined(r, n), &meant) &&
		    (n == 1 || strchr(joined(r, n), ',') == NULL))
			break;
	if (n == 0)
		return false;
	if (meant.n < meant.all) {
		end->range = meant.range != NULL ? meant.range : joined(r, n);
		end->all += meant.all;
	}
	for (size_t i = 0; i < meant.n && meant.n == meant.all; i++)
		if (!add_peer(end, meant.v[i]))
			return false;
	r->at += n;
	return true;
}

/* "web,app" is two; a quoted one is a name whatever is in it. */
static bool
take_names(struct reading *r, struct line_end *end)
{
	const char *p = r->words[r->at++];
	struct name_text name;

	if (*p == '\'')
		return notation_name_parse(r->a, p, &name) == NULL &&
		    add_peer(end, p);
	while (*p != '\0') {
		size_t length = strcspn(p, ",;");
		const char *text = arena_strndup(r->a, p, length);
		struct blocks_meant meant;

		if (length == 0)
			return false;
		p += length + (p[length] != '\0');
		if (begins_address(text)) {
			if (!notation_blocks_meant(r->a, text, &meant) ||
			    meant.n != meant.all)
				return false;
			for (size_t i = 0; i < meant.n; i++)
				if (!add_peer(end, meant.v[i]))
					return false;
		} else if (notation_name_parse(r->a, text, &name) != NULL ||
		    !add_peer(end, text)) {
			return false;
		}
	}
	return true;
}

static void
skip_noise(struct reading *r)
{
	while (r->at + 1 < r->n && (ahead(r, 0) == NOISE || (notation_holds_word(kinds,
	    r->low[r->at]) && ahead(r, 1) == OTHER)))
		r->at++;
}

static bool
take_peer(struct reading *r, struct line_end *end)
{
	static const char *const words[] = {
		[ANYBODY] = "anywhere", [ANYBODY_4] = "0.0.0.0/0",
		[ANYBODY_6] = "::/0"
	};
	enum meaning is;

	skip_noise(r);
	if (r->at == r->n)
		return false;
	is = meaning_of(r->low[r->at]);
	if (is == ANYBODY || is == ANYBODY_4 || is == ANYBODY_6) {
		r->at++;
		end->anybody = true;
		return add_peer(end, r->is_entry && is == ANYBODY ?
		    "0.0.0.0/0" : words[is]);
	}
	if (is != OTHER)
		return false;
	if ((begins_address(r->low[r->at]) &&
	    strchr(r->low[r->at], ',') == NULL) ||
	    str_equal(r->low[r->at], "host") ||
	    str_equal(r->low[r->at], "range"))
		return take_blocks(r, end);
	return take_names(r, end);
}

/* Whether "and", "," or a like word and another peer follow. */
static bool
goes_on(struct reading *r)
{
	size_t places = 0;

	while (r->at + places < r->n && ahead(r, places) == JOINT)
		places++;
	if (places == 0 || r->at + places >= r->n ||
	    ahead(r, places) != OTHER || notation_is_of_ports(r->a,
	    r->low[r->at + places]))
		return false;
	r->at += places;
	return true;
}

static bool
take_end(struct reading *r, struct line_end *end, bool by_word)
{
	size_t first = r->at, n;

	if (end->all > 0)
		return false;
	end->by_word = by_word;
	do {
		if (!take_peer(r, end))
			return false;
	} while (goes_on(r));
	n = r->at - first;
	r->at = first;
	end->written = joined(r, n);
	r->at += n;
	return true;
}

/* ------------------------------------------------------------------- line */

static bool
is_number(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && n < 6 && text[n] == '\0';
}

static void
add_ports(struct reading *r, const char *word)
{
	r->ports = arena_printf(r->a, "%s%s%s", r->ports, *r->ports != '\0' ?
	    " " : "", word);
	r->ports_between |= r->unmarked == 1;
}

/* "permit tcp any": behind a protocol, a word that names an end. */
static bool
is_unmarked_end(const struct reading *r)
{
	const char *low = r->low[r->at];
	enum meaning is = meaning_of(low);

	if (is == ANYBODY || is == ANYBODY_4 || is == ANYBODY_6)
		return r->action != NULL && *r->ports != '\0';
	return begins_address(low) || str_equal(low, "host") ||
	    str_equal(low, "object-group") || str_equal(low, "object");
}

static bool
take_unmarked(struct reading *r)
{
	struct line_end *end = r->unmarked == 0 && r->source.all == 0 ?
	    &r->source : &r->destination;

	if (r->unmarked == 1 && r->ports_between)
		return false;		/* the source's ports */
	r->unmarked++;
	return take_end(r, end, false);
}

/* "443 web": a name that nothing says the role of is the peer. */
static bool
take_bare(struct reading *r)
{
	struct name_text name;
	struct line_end *end = r->direction == INGRESS ? &r->source :
	    &r->destination;

	if (r->source.all > 0 || r->destination.all > 0 ||
	    strpbrk(r->words[r->at], "-:") == r->words[r->at] ||
	    notation_name_parse(r->a, r->words[r->at], &name) != NULL)
		return false;
	return take_end(r, end, true);
}

static bool
take(struct reading *r)
{
	const char *word = r->words[r->at], *low = r->low[r->at];
	enum meaning is = *word == '\'' ? OTHER : meaning_of(low);

	if ((is == FROM || is == TO) && (r->at + 1 == r->n ||
	    str_starts_with(r->low[r->at + 1], "port")))
		is = NOISE;
	if (is != NOISE && is_unmarked_end(r))
		return take_unmarked(r);
	switch (is) {
	case NOISE:
		r->at++;
		return true;
	case SKIP_NEXT:
		r->at += 2;
		return r->at <= r->n;
	case ALLOW:
	case DENY:
		if (r->action != NULL)
			return false;
		r->action = is == ALLOW ? "allow" : "deny";
		r->at++;
		return true;
	case FROM:
	case TO:
		r->at++;
		return take_end(r, is == FROM ? &r->source : &r->destination,
		    true);
	case REPLIES:
		r->replies = true;
		r->at++;
		return true;
	case NOT_UNDERSTOOD:
		return false;
	case JOINT:
		if (*r->ports == '\0')
			return false;
		add_ports(r, low);
		r->at++;
		return true;
	default:
		break;
	}
	if (r->is_entry && r->number == NULL && is_number(low) &&
	    *r->ports == '\0') {
		r->number = low;
		r->number_is_late = r->action != NULL;
		r->at++;
		return true;
	}
	if (*word == '\'' || !notation_is_of_ports(r->a, low))
		return is == OTHER && take_bare(r);
	add_ports(r, low);
	r->at++;
	return true;
}

/* "443 from", "allow 443 from": the only number says ports. */
static bool
settle_ports(struct reading *r, struct line_meant *out)
{
	if (*r->ports == '\0' && r->number != NULL &&
	    (r->action == NULL || r->number_is_late)) {
		r->ports = r->number;
		r->number = NULL;
	}
	if (r->replies && (*r->ports == '\0' || str_equal(r->ports, "tcp")))
		r->ports = "tcp/1024-65535";
	/* "deny from X": all that comes from there. */
	if (*r->ports == '\0' && r->action != NULL && r->source.all +
	    r->destination.all > 0)
		r->ports = "all";
	if (*r->ports == '\0')
		return false;
	if (notation_ports_or_meant(r->a, r->ports) == r->ports) {
		out->ports.v[0] = r->ports;
		out->ports.n = 1;
		return true;
	}
	return notation_ports_list_meant(r->a, r->ports, &out->ports);
}

static bool
settle_ends(struct reading *r, struct line_meant *out)
{
	struct line_end *peer = r->direction == INGRESS ? &r->source :
	    &r->destination;
	struct line_end *other = r->direction == INGRESS ? &r->destination :
	    &r->source;

	if (peer->all == 0) {
		struct line_end *swap = peer;

		peer = other;
		other = swap;
	}
	memcpy(out->peers, peer->peers, sizeof out->peers);
	out->n_peers = peer->n;
	out->all_peers = peer->all;
	out->range = peer->range;
	/* Two names may be anything. */
	if (other->all > 0 && !other->anybody) {
		if (other->by_word && !begins_address(other->written) &&
		    !str_starts_with(other->written, "host "))
			return false;
		out->other_end = other->written;
	}
	return true;
}

bool
notation_line_meant(struct arena *a, const char *text,
    enum direction direction, bool is_entry, struct line_meant *out)
{
	struct reading r = { .a = a, .direction = direction,
		.is_entry = is_entry, .ports = "" };
	struct line_meant meant = { 0 };

	meant.why = comment_of(a, &text);
	if (!split(&r, text))
		return false;
	while (r.at < r.n)
		if (!take(&r))
			return false;
	if (!settle_ports(&r, &meant) || !settle_ends(&r, &meant))
		return false;
	meant.number = r.number;
	meant.action = r.action;
	meant.replies = r.replies;
	*out = meant;
	return true;
}

static bool
is_one_line(const struct line_meant *m)
{
	return m->ports.n == 1 && m->all_peers <= 1 && m->other_end == NULL &&
	    m->why == NULL && !m->replies;
}

static const char *
preposition(enum direction direction)
{
	return direction == INGRESS ? "from" : "to";
}

const char *
notation_rule_meant(struct arena *a, const char *text,
    enum direction direction)
{
	struct line_meant m;

	/* A group denies nothing. */
	if (!notation_line_meant(a, text, direction, false, &m) ||
	    !is_one_line(&m) || str_equal(m.action, "deny"))
		return NULL;
	return arena_printf(a, "%s %s %s", m.ports.v[0],
	    preposition(direction), m.n_peers > 0 ? m.peers[0] : "…");
}

const char *
notation_entry_meant(struct arena *a, const char *text,
    enum direction direction, int64_t number)
{
	struct line_meant m;

	/* An ACL knows no names. */
	if (!notation_line_meant(a, text, direction, true, &m) ||
	    !is_one_line(&m) || (m.n_peers > 0 &&
	    !notation_is_address(m.peers[0])))
		return NULL;
	return arena_printf(a, "%s %s %s %s %s", m.number != NULL ? m.number :
	    arena_printf(a, "%lld", (long long)number), m.action != NULL ?
	    m.action : "allow", m.ports.v[0], preposition(direction),
	    m.n_peers > 0 ? m.peers[0] : "…");
}
