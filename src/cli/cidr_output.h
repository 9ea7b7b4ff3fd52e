/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_CLI_CIDR_OUTPUT_H
#define VPCPLAN_CLI_CIDR_OUTPUT_H

/*
 * What the subcommands of "vpcplan cidr" print.  Lists are handed to standard
 * output as they grow, so that the longest takes no memory and a reader who
 * has seen enough ("| head") ends the work.
 */

#include "cli/cidr_input.h"
#include "document/writer.h"
#include "net/range_set.h"

/* Whether --format json was given. */
bool cidr_wants_json(const struct arguments *args);

/* Whether --format csv was given. */
bool cidr_wants_csv(const struct arguments *args);

/*
 * One line of CSV (RFC 4180, but ended by a newline alone).  fields ends with
 * NULL.
 */
void cidr_add_csv(struct str *out, const char *const *fields);

/*
 * Refuse --format csv where an option asks for what is no table; false if it
 * was not asked for.
 */
bool cidr_refuse_csv(const struct arguments *args, const char *option);

/* The start of every JSON answer: schema and command. */
struct writer cidr_begin_json(struct arguments *args);
void cidr_end_json(struct writer *w);

/*
 * Write what has gathered in args->out, if it is much.  False if there is
 * nobody to read it any more: the work can end.
 */
bool cidr_flush(struct arguments *args);

/* A count of addresses: a JSON string, as it may have 39 digits. */
void cidr_write_count(struct writer *w, const char *key, struct addr count,
    bool plus_one);

/* The members of an item: "term", "label", "file", "line". */
void cidr_write_item(struct writer *w, const struct cidr_input *in,
    const struct cidr_item *item);

/* The same as CSV fields: term, label, file, line. */
enum { CIDR_ITEM_FIELDS = 4 };
void cidr_item_fields(const struct cidr_input *in,
    const struct cidr_item *item, const char *fields[CIDR_ITEM_FIELDS]);

/* "10.0.0.0/8 (plan.txt:3 shop)". */
void cidr_add_item(struct str *out, const struct cidr_input *in,
    const struct cidr_item *item);

/* How a set is printed. */
struct cidr_list {
	struct arguments *args;
	bool ranges;		/* --ranges: first-last, not prefixes */
	bool count_only;	/* --count */
	bool json, csv;
	bool stopped;		/* nobody reads any more */
	bool open;		/* the JSON list of entries */
	struct writer w;
	struct {
		uint64_t entries;
		struct addr addresses;
	} total[2];		/* IPv4, IPv6 */
};

/* For commands whose options hold options_cidr_list. */
extern const struct option options_cidr_list[];	/* ranges count */

struct cidr_list cidr_list_begin(struct arguments *args);
void cidr_list_range(struct cidr_list *list, enum family family,
    struct addr first, struct addr last);
void cidr_list_set(struct cidr_list *list, struct range_set x);

/* The entries are all there; other members of the JSON answer may follow. */
void cidr_list_close(struct cidr_list *list);
void cidr_list_end(struct cidr_list *list);

#endif
