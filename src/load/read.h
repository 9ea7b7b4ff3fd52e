/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_READ_H
#define VPCPLAN_LOAD_READ_H

/*
 * Typed readers over nodes: each takes what a format wants and reports what
 * is not so (IN003 with what was expected, AD001, AD002) at the right place,
 * so that a reader of a format reads like a description of it.
 *
 * A value that is {"unknown": "reason"} gives an unknown value everywhere.
 */

#include "load/load.h"

/* "expected a string, found a list" as IN003. */
void read_complain_type(struct load *l, struct node n, const char *expected);

/* IN003 with that text, behind the key of n where it has one. */
struct finding *read_complain(struct load *l, struct node n, const char *text);

/*
 * The reason of what stands in the input but cannot be read: "malformed in
 * the input"; and a value that is unknown for it.
 */
extern const char read_malformed_reason[];
struct value read_malformed(struct node n);

struct text_value read_text(struct load *l, struct node n);
struct flag_value read_flag(struct load *l, struct node n);
struct number_value read_number(struct load *l, struct node n, int64_t min,
    int64_t max);

/* family 4 or 6, or 0 for either; host bits are masked and reported. */
struct cidr_value read_cidr(struct load *l, struct node n, unsigned family);

/*
 * A block that is written as cidr_format() writes it: then "written" is NULL
 * and no memory is taken, for a large input has a million of them.  False for
 * anything else, of which read_cidr() says what it is.
 */
bool read_plain_cidr(struct node n, unsigned family, struct cidr_value *out);
bool read_plain_cidr_text(struct place at, const char *text, size_t length,
    unsigned family, struct cidr_value *out);

/* The same as read_cidr() for a text that stands in a larger string, or is a key. */
struct cidr_value read_cidr_text(struct load *l, struct place at,
    const char *text, unsigned family);

struct ref read_ref(struct load *l, struct node n);
struct ref read_ref_text(struct load *l, struct place at, const char *text);

/*
 * An address, or the name of an Elastic IP: then elastic_ip is known and
 * family 0.  family 4, 6 or 0 is what an address must be of.
 */
struct address_value read_address(struct load *l, struct node n,
    unsigned family);

/* Whether text is meant as an address or block, well-formed or not. */
bool read_looks_like_address(const char *text);

/*
 * An interned, sanitised copy of a string node; NULL, after a complaint, if
 * it is none or empty.
 */
const char *read_name(struct load *l, struct node n);

/* The same for a text that is already decoded; never NULL. */
const char *read_intern(struct load *l, const char *text);

/*
 * A decoded text, sanitised: text itself where nothing had to change, so it
 * must live as long as the load.  For what does not come again and again.
 */
const char *read_clean(struct load *l, const char *text);

/*
 * Region and account of a thing, where it has none yet, from an ARN:
 * arn:partition:service:region:account:resource.  Anything else, and NULL,
 * says nothing.
 */
void read_arn(struct load *l, struct thing *t, const char *arn);

/*
 * {"unknown": "reason"}: true, and the reason.  So is everything while
 * l->unread says why: of what holds n nothing could be read.
 */
bool read_unknown(struct load *l, struct node n, const char **why);

/*
 * As read_unknown(); and of a value of another kind, after a complaint that
 * says what was expected: nothing of it is known then.
 */
bool read_unless(struct load *l, struct node n, enum node_kind kind,
    const char *expected, const char **why);

/*
 * What of an island says nowhere in which subnet it stands is in one that is
 * not known, and not nowhere.  When all is read.
 */
void read_place_rest(struct model *m, unsigned island, const char *why);

/* Why, of what the input creates. */
#define READ_DEFAULT_VPC "it states no subnet, and the default VPC, in which " \
	"AWS puts it, is not in the input"

/*
 * The interfaces of a Client VPN carry its groups, and send what its clients
 * do so far as its authorization rules and its routes let it, which are not
 * looked into: what the groups forbid is forbidden, what they admit is not
 * known.  It stands where it is associated, or nowhere.
 */
void read_client_vpn(struct model *m, struct workload *w);

/*
 * The policy of an endpoint, a text of JSON or what stands for it; no value:
 * it is not known.  Unless it lets everybody do everything, MT005 says that it
 * is not judged.  In policy.c.
 */
void read_policy(struct model *m, const char *type, struct place at,
    struct node policy);

#endif
