/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_MODEL_NOTATION_H
#define VPCPLAN_MODEL_NOTATION_H

/*
 * The short strings of a plan: the one place that parses and prints them.
 *
 *	PORTS   all | tcp | udp | tcp/443 | tcp/80,443 | tcp/1024-65535 |
 *	        icmp | icmp/8 | icmp/3:4 | icmpv6 | icmpv6/128 | proto/50
 *	PEER    a CIDR | a name | self | anywhere
 *	rule    PORTS from PEER | PORTS to PEER
 *	entry   NUMBER allow|deny PORTS from|to CIDR
 *	target  NAME [on PORTS] (of a listener: one port)
 *	name    [A-Za-z0-9_][A-Za-z0-9_.-]* or 'anything else'; vpc/name;
 *	        kind:name with sg pl subnet tier vpc net nat workload
 *	        endpoint service; a quote inside quotes is doubled
 *	FROM reaches TO [on PORTS] [only] [over ipv4|ipv6] [via V] [not via V]
 *	    [surviving any az]
 *	FROM never reaches TO [on PORTS] [over ipv4|ipv6]
 *	only FROM reaches TO [on PORTS] [over ipv4|ipv6]
 *	    (clauses in any order)
 *
 * Parsers return NULL on success, else a clause that says what is wrong and
 * what was expected, in memory of a; outputs are untouched then.
 */

#include "model/intent.h"

/* Kinds of traffic.  *range_fault tells a number out of range (443-80,
 * tcp/70000, icmp/300) from a text that is no PORTS at all; may be NULL. */
const char *notation_ports_parse(struct arena *a, const char *text,
    struct port_set *out, bool *range_fault);

/*
 * The canonical text.  Of a set that no PORTS text states it is for people
 * alone: kinds joined by " + ", "all except tcp/25", "none".
 */
const char *notation_ports_format(struct arena *a, struct port_set ports);

/* The same of packets of one family: nothing of the other's ICMP. */
const char *notation_ports_format_of(struct arena *a, struct port_set ports,
    enum family family);

/* How many rules AWS needs for a PORTS text: "tcp/80,443" is two. */
size_t notation_ports_rules(struct port_set ports);

/* A rule's two halves, still text: PORTS, and PEER with quotes kept. */
struct rule_text {
	const char *ports, *peer;
};
const char *notation_rule_split(struct arena *a, const char *text,
    enum direction direction, struct rule_text *out);

struct entry_text {
	int64_t number;
	bool allow;
	const char *ports, *cidr;
};
const char *notation_entry_split(struct arena *a, const char *text,
    enum direction direction, struct entry_text *out);

/* Where a listener leads: "app on tcp/8080"; port is NULL for "app". */
struct listener_text {
	const char *target, *port;	/* target with its quotes kept */
};
const char *notation_listener_split(struct arena *a, const char *text,
    struct listener_text *out);

/* A name, perhaps qualified: sg:vpc/name, 'shop db', vpc/'shop db'. */
struct name_text {
	const char *prefix;	/* "sg", or NULL */
	const char *vpc;	/* or NULL */
	const char *name;	/* quotes taken off */
	bool quoted;		/* stood in quotes: never a reserved word */
};
const char *notation_name_parse(struct arena *a, const char *text,
    struct name_text *out);

/*
 * Whether the text can only be meant as an address or a CIDR block: digits
 * and dots, or colons, so that it needs no quotes beside names.
 */
bool notation_is_address(const char *text);

/* Such a text; a single address has the whole length (32 or 128). */
const char *notation_address_parse(struct arena *a, const char *text,
    struct cidr *out);

/* The text that names a thing: quoted if it must be, as reserved words must. */
const char *notation_name_format(struct arena *a, const char *name);

/* The text of all parts: parsing it gives the same again. */
const char *notation_name_print(struct arena *a,
    const struct name_text *name);

/* Whether the word is one of: internet anywhere self local blackhole all any
 * via on only surviving. */
bool notation_is_reserved(const char *word);

/* A sentence.  at, why, vpc and island are the caller's to set. */
const char *notation_expectation_parse(struct arena *a, const char *text,
    struct expectation *out);
/* The canonical sentence as a file holds it, not sanitised. */
const char *notation_expectation_format(struct arena *a,
    const struct expectation *e);

/*
 * What was probably meant by a text that is none: "tcp/443" for "TCP:443",
 * "443" or "https"; "tcp/443 from anywhere" for "allow https from any";
 * "app reaches db" for "app can reach db".  An entry without a number gets the
 * one that is free.  It parses, but for a peer that is
 * not said and stands as "…".  NULL if it cannot be told.
 */
const char *notation_ports_meant(struct arena *a, const char *text);

/* The same where one PORTS may not say it all: of "tcp and udp 53". */
enum { NOTATION_PORTS = 4 };
struct ports_meant {
	const char *v[NOTATION_PORTS];
	size_t n;
};
bool notation_ports_list_meant(struct arena *a, const char *text,
    struct ports_meant *out);

/*
 * The blocks meant by a text that is no CIDR: by "10.0.0.1-10.0.0.9",
 * "10.0.0.0 0.0.0.255", "10.0.0.0/255.255.255.0", "host 10.0.0.1", "10/8",
 * "any".  They cover it exactly.
 */
enum { NOTATION_BLOCKS = 8 };
struct blocks_meant {
	const char *v[NOTATION_BLOCKS];
	size_t n;		/* of v; less than all if they do not fit */
	size_t all;		/* how many it takes */
	const char *range;	/* "10.0.0.1-10.0.0.9" of a range; or NULL */
	const char *around;	/* of several of a range: one that holds them */
};
bool notation_blocks_meant(struct arena *a, const char *text,
    struct blocks_meant *out);

/*
 * A rule or an entry of another notation, taken apart: "permit tcp host
 * 10.0.0.1 any eq 443".  Each of the ports goes with each of the peers.
 */
enum { NOTATION_PEERS = 8 };
struct line_meant {
	struct ports_meant ports;
	const char *peers[NOTATION_PEERS];	/* they parse */
	size_t n_peers;
	size_t all_peers;	/* more than n_peers: they did not fit */
	const char *range;	/* what they make up; or NULL */
	const char *number, *action;	/* "allow", "deny"; NULL: not said */
	const char *other_end;	/* who stands at the other end, which no rule
				   can say; NULL: anybody */
	const char *why;	/* a comment behind it, or NULL */
	bool replies;		/* "established": what was asked for */
};
bool notation_line_meant(struct arena *a, const char *text,
    enum direction direction, bool is_entry, struct line_meant *out);

/* The line if one says it all. */
const char *notation_rule_meant(struct arena *a, const char *text,
    enum direction direction);
const char *notation_entry_meant(struct arena *a, const char *text,
    enum direction direction, int64_t number);
const char *notation_expectation_meant(struct arena *a, const char *text);

/*
 * The same where one sentence may not say it all: up to so many that do, of
 * "app, web reach db", and what none says.
 */
enum { NOTATION_SENTENCES = 4 };
enum sentence_lack {
	LACKS_NOTHING,
	LACKS_OTHERS_TO,	/* "app only reaches s3": and nothing else */
	LACKS_EVERYBODY,	/* "nobody reaches db": of the internet alone */
	LACKS_FROM		/* "app survives any az": "…" stands for it */
};
struct sentences_meant {
	const char *v[NOTATION_SENTENCES];
	size_t n;
	const char *from, *to;		/* of the first, as it names them */
	enum sentence_lack lacks;
};
bool notation_expectations_meant(struct arena *a, const char *text,
    struct sentences_meant *out);

/* "2027-03-31": a date that exists; as days since 1970-01-01. */
bool notation_date_parse(const char *text, int64_t *days);

/* The date so many days after 1970-01-01, until 9999-12-31. */
const char *notation_date_format(struct arena *a, int64_t days);

#endif
