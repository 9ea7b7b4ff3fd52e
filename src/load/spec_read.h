/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_SPEC_READ_H
#define VPCPLAN_LOAD_SPEC_READ_H

/*
 * What the files of the spec reader share; nobody else includes it.
 */

#include "load/read.h"
#include "load/spec.h"

/*
 * Where the reader is.  Passed on as a copy with the inner things set, so
 * that nothing has to be put back on the way out.
 */
struct spec {
	struct load *l;
	struct model *m;
	struct node root;
	struct node object;		/* the one whose keys are read */
	unsigned island;
	unsigned intent_island;		/* where expectations look up names; 0:
					   everywhere */
	const char *account, *region;	/* for things that state none */
	struct vpc *vpc;		/* inside of it; NULL: outside */
	struct transit_gateway *gateway;
	struct workload *workload;
	const struct thing *thing;	/* that is read; NULL: none yet */
	const char *kind_word;		/* the kind of workload that the key above
					   names; NULL: none */
	struct node naming;		/* the member that says its name, where
					   no key does */
	bool *unfit;			/* it cannot be used: see spec_doubt() */
	struct said_lists *said;		/* of this file */
	struct vpcs_associated *associated;	/* of this file */
};

/* VPCs whose route tables or network ACLs say which subnets are theirs. */
struct vpcs_associated {
	struct vpc **v;
	size_t n, cap;
};

/* The lists that were printed already, of an object's keys or of words. */
struct said_lists {
	const void **v;
	size_t n, cap;
};

/* Keys that somebody meant and misspelt: their absence is no second fault. */
struct meant_keys {
	VEC(const char *);
};

/* What a key that an object does not have was meant for, and what was said. */
struct key_meant {
	const char *key;	/* of the object; NULL: no one in particular */
	bool by_alias;		/* it is another word for it, and no
				   misspelling */
	bool is_said;		/* the key was complained of */
	bool is_told;		/* and all that should stand in its place */
	bool gives_way;		/* to another key that says the same */
	const char *instead;	/* no key: the one that was said to be written
				   in its place; or NULL */
};

/* A reader of one form; base is the struct that the row's offsets are in. */
typedef void spec_reader(struct spec *s, const struct spec_key *row,
    void *base, struct node n);

/* Read all keys of an object into base; complain of those it must not have. */
void spec_read_object(struct spec *s, const struct spec_object *o, void *base,
    struct node n);

/* One member of o; a value under the row's key; and the same of o's own, with
 * help where something else than the row's form stands there. */
void spec_read_member(struct spec *s, const struct spec_object *o,
    void *base, struct node member, struct meant_keys *meant);
void spec_read_value(struct spec *s, const struct spec_key *row, void *base,
    struct node n);
void spec_read_own_value(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, void *base, struct node n);

/* A member whose key o does not have, after a complaint; what was meant is
 * added to the keys. */
void spec_read_unknown_key(struct spec *s, const struct spec_object *o,
    void *base, struct node member, struct meant_keys *meant);

/* When all is read: which table and which ACL is whose is not known in a VPC
 * where it stood in the wrong place. */
void spec_leave_associations_open(struct spec *s);

/* What stands, or should stand, under a key cannot be told. */
void spec_read_key_unread(struct spec *s, const struct spec_key *row,
    void *base, struct node n, const char *why);

/* The same of an object of which nothing can be read: all of it is unknown. */
void spec_read_unread(struct spec *s, const struct spec_object *o, void *base,
    struct node n, const char *why);

/* The object at n as a new thing named name (or NULL). */
void spec_read_thing(struct spec *s, const struct spec_object *o,
    const char *name, struct node n);

/* Of a list of things that cannot be read it is known that there are some. */
void spec_leave_list_open(struct spec *s, const struct spec_object *o,
    struct node n, const char *why);

/* Whether the list was printed in this run: once is enough, however many
 * findings would need it.  From now on it was. */
bool spec_said_before(struct spec *s, const void *list);

/* Help: the words; of a long list only the first time. */
void spec_list_words(struct spec *s, struct finding *f,
    const char *const *words);

/* Help with the kind of workload that a word stands for; or NULL. */
const char *spec_kind_help(struct spec *s, const struct spec_key *row,
    struct node n);

/* Complain of an engine that the workload cannot have. */
void spec_check_engine(struct spec *s, struct workload *w);

/*
 * The index of the word at n in words, or of the one that was meant, after a
 * complaint that lists them; -1 if none was, and for {"unknown": …}, which sets
 * *unknown.
 */
int spec_read_word(struct spec *s, struct node n, const char *const *words,
    bool *unknown);

/* A string that is not empty, sanitised; NULL after a complaint. */
const char *spec_read_string(struct spec *s, struct node n,
    const char *expected);

/*
 * What decides over the thing that is read cannot be told, and the model has
 * no state for that: nothing of it is known then.
 */
void spec_doubt(struct spec *s);

/* Whether keys or forms were complained of since so many findings. */
bool spec_complained(const struct spec *s, size_t before);

/* PORTS; IN003 or SG011 and unknown if it is none. */
struct ports_value spec_read_ports(struct spec *s, struct place at,
    const char *text);

/* A member that is a comment. */
bool spec_is_comment(struct node member);

/* Append an item of size bytes to the vector whose v stands at the offset. */
void spec_push(struct spec *s, void *base, size_t at, const void *item,
    size_t size);

/* The row's place in base. */
void *spec_at(const struct spec_key *row, void *base);

/*
 * The row of the routes of o if the key is a block, which is a route that
 * stands one too high; else NULL.  What reads it where it stands.
 */
const struct spec_key *spec_misplaced_route(const struct spec_object *o,
    const char *key);
void spec_read_misplaced_route(struct spec *s, const struct spec_key *routes,
    void *base, struct node member);

/* Whether what should be VPCs by name is one of them without a name. */
bool spec_is_one_vpc(struct node n);

/* Complain of a value that should be an object with the keys of o. */
void spec_complain_not_object(struct spec *s, const struct spec_object *o,
    struct node n);

/*
 * Complain of a key that o does not have.  Nothing is said of one whose value
 * spec_read_things() complains of.
 */
struct key_meant spec_complain_key(struct spec *s,
    const struct spec_object *o, const void *base, struct node member);

/* "instance" of Terraform's "aws_instance". */
const char *spec_without_provider(const char *word);

/* The kind of workload that "aws_instance" or "databases" lists; or NULL. */
const char *spec_kind_of_key(struct spec *s, const char *key);

/* For a service of AWS where a workload stands; NULL: it is none. */
const char *spec_service_help(struct spec *s, const char *text);

/* The kind that has the engine; NULL: none has. */
const char *spec_kind_of_engine(const char *engine);

/* Whether it is AWS's key for the id of what o makes: "GroupId". */
bool spec_is_id_key(const struct spec_object *o, const char *key);

/* `subnet "app-a"`, or what kind of object it is. */
const char *spec_title(struct spec *s, const struct spec_object *o,
    const void *base);

/*
 * spec_alias.c: the candidate that was probably meant by wrong, or NULL.
 * by_alias: it is another word for it and not a misspelling.
 */
const char *spec_meant(const char *wrong, const char *const *candidates,
    size_t n, bool *by_alias);

/* Equal but for case and what parts words: "CidrBlock", "cidr-block". */
bool spec_same_word(const char *a, const char *b);

/* spec_advice.c: what to write instead; NULL: nothing that is surely right. */

/* For a key of o that no other key stands for. */
const char *spec_key_advice(struct spec *s, const struct spec_object *o,
    const void *base, struct node member);

/* spec_twice.c */

/* For a member whose value does not look as under the key that was meant, or
 * would stand there twice. */
const char *spec_value_advice(struct spec *s, const struct spec_object *o,
    const char *meant, struct node member);

/*
 * For a member that would, written as it is meant or as advice
 * says, be a key that is there already, or that a wrong key before it stands
 * for.  NULL: it would not.
 */
const char *spec_twice_advice(struct spec *s, const struct spec_object *o,
    const void *base, struct node member, const char *meant,
    const char *advice);

/* spec_value_help.c */

/* For a value under the right key in another shape than its row's. */
const char *spec_shape_help(struct spec *s, const struct spec_object *o,
    const struct spec_key *row, struct node n);

/* `"a", "b"` of a list of strings; NULL if something else is in it. */
const char *spec_items(struct spec *s, struct node list, size_t *count);

/* Whether several stand there. */
bool spec_takes_list(enum spec_form form);

/* "web" of { "security_group": "web" }, a block of { "ipBlock": { "cidr": … } };
 * NULL: it is no such map. */
const char *spec_peer_of_map(struct spec *s, struct node n);

/* "10.0.0.0/16" of { "address": "10.0.0.0", "mask": "255.255.0.0" }, { "cidr":
 * … } and the like; NULL: it is no such map. */
const char *spec_block_of_map(struct spec *s, struct node n);

/* spec_form.c: help for the complaint, since so many findings, of n, which is
 * no block; none if there is nothing to add. */
void spec_advise_block(struct spec *s, size_t before,
    const struct spec_key *row, struct node n);

/* spec_short.c */

/* `{ "cidr": "10.0.0.0/16" }` of a text, a list or true that stands for the
 * whole object; NULL: it cannot be told. */
const char *spec_short_object(struct spec *s, const struct spec_object *o,
    struct node n);

/* `"s3": { "service": "s3", … }` of texts that stand for things by name, in a
 * list or alone; NULL: it cannot be told. */
const char *spec_short_things(struct spec *s, const struct spec_key *row,
    struct node n);

/* Help with the attachments of VPCs that n names somehow. */
const char *spec_attachments_help(struct spec *s, struct node n);

/* spec_word.c: for another word than the row's; NULL: none was meant. */
const char *spec_word_help(struct spec *s, const struct spec_key *row,
    struct node n);

/* spec_thing.c: for a gateway that stands under its name, or says AWS's id. */
const char *spec_gateway_help(struct spec *s, const struct spec_key *row,
    struct node n);

/* spec_named.c */

/* For { "Ref": "X" } where a name stands, or a list with such. */
const char *spec_refs_help(struct spec *s, const struct spec_key *row,
    struct node n);

/* X of { "Ref": "X" }, { "GroupId": "X" }, where a name stands; or NULL. */
const char *spec_referred(struct spec *s, struct node n);

/* A text that is meant as an address; one that is PORTS. */
bool spec_is_address(struct spec *s, struct node n);
bool spec_is_ports(struct spec *s, struct node n);

/* The two texts that name the ends of a peering under other keys than its
 * own, of which member is one; false: it is not so. */
bool spec_between_ends(struct spec *s, struct node member,
    struct node ends[2]);

/* For a key of a peering that says one of its ends, or both. */
const char *spec_between_help(struct spec *s, struct node member);

/* spec_expect.c */

/* For a key that an expectation does not have: "action": "deny". */
const char *spec_expect_advice(struct spec *s, struct node member);

/*
 * The sentence meant by text, under the key if that is not NULL: "x never
 * reaches y" of { "deny": "x -> y" }; NULL: it cannot be told.
 */
const char *spec_expect_sentence(struct spec *s, const char *key,
    const char *text);

/* Whether the key is a word for an expectation, and nobody's name. */
bool spec_expect_is_word(const char *key);

/* spec_value_help.c again */

/* Help for the first complaint since so many findings, if it has none. */
void spec_advise(struct spec *s, size_t before, const char *help);

/* The same with a whole string to write, which says more than other help;
 * nothing if it is NULL. */
void spec_advise_line(struct spec *s, size_t before, const char *line);

/* spec_declared.c */

/* The VPC that is read, as the file has it. */
struct node spec_own_vpc(struct spec *s);

/* "tcp/80 from web" of "tcp/80 from ${aws_security_group.web.id}", and of "!Ref
 * web"; NULL: it refers to nothing so. */
const char *spec_without_references(struct spec *s, const char *text);

/* Help for a text or { "Ref": … } that stands for an Elastic IP where a list of
 * them belongs; NULL: it names none. */
const char *spec_elastic_ip_help(struct spec *s, const struct spec_key *row,
    struct node n);

/* Help for a text under the key that means several names, "private-*" or
 * "app-a, app-b": those that are declared; NULL: it means no such. */
const char *spec_names_help(struct spec *s, const char *key, struct node n);

/* spec_service.c */

/* The one of n services that was probably meant by another word; or NULL. */
const char *spec_service_meant(const char *wrong,
    const char *const *services, size_t n);

/* An interface endpoint for what is called another way: it is read as what
 * was meant.  Of names that are merely new nothing is said. */
void spec_check_service(struct spec *s, struct endpoint *e);

/* spec_line.c */

/* Help for the complaints since so many findings of n, which is a text and no
 * rule, or no entry of the list: the lines to write. */
void spec_advise_rule(struct spec *s, size_t before, struct node n,
    enum direction direction);
void spec_advise_entry(struct spec *s, size_t before, struct node list,
    struct node n, enum direction direction);

/* Whether a group or a prefix list of the file has that name. */
bool spec_is_declared_peer(struct spec *s, const char *text);

/* Whether what could be a name is a range of addresses or the like, or,
 * everybody, a word for all, and nothing has that name. */
bool spec_is_no_peer(struct spec *s, const char *text, bool everybody);

/* `"tcp/443 from web", "tcp/443 from app"` of "https from web and app"; NULL:
 * it cannot be told. */
const char *spec_rule_lines(struct spec *s, const char *text,
    enum direction direction);

/* The keys of all kinds of workload; NULL ends the list. */
const char *const *spec_workload_kinds(struct arena *a);

/* A condition by its text, "not IsProd" being the negated "IsProd". */
const struct condition *spec_condition(struct spec *s, const char *text);

extern spec_reader *const spec_readers[FORM_COUNT];

/* The readers of forms, by file; spec_readers.c has the table of them. */

/* spec_form.c */
spec_reader spec_read_version, spec_read_name, spec_read_reason,
    spec_read_state, spec_read_text, spec_read_date, spec_read_flag,
    spec_read_number, spec_read_cidr, spec_read_address, spec_read_ref,
    spec_read_port, spec_read_ephemeral, spec_read_exposure,
    spec_read_workload_kind, spec_read_endpoint_type, spec_read_target_type,
    spec_read_block_mode, spec_read_propagated, spec_read_default_acl;

/* spec_zone.c */
spec_reader spec_read_owner, spec_read_region;

/* The Region that n names, or NULL, without a complaint. */
const char *spec_region(struct spec *s, struct node n);

/* 'b' of "2", the number of a zone elsewhere; 0: it is none. */
char spec_zone_letter(const char *number);

/* Refuse what is no AZ of its Region, once all owners are known. */
void spec_check_zones(struct spec *s);

/* spec_list.c */
spec_reader spec_read_names, spec_read_texts, spec_read_cidrs,
    spec_read_cidr_as_list, spec_read_addresses,
    spec_read_private_addresses, spec_read_interface_addresses,
    spec_read_refs, spec_read_ref_as_list, spec_read_ref_or_refs,
    spec_read_between, spec_read_exclude, spec_read_reserved,
    spec_read_tags, spec_read_pools, spec_read_quotas, spec_read_incomplete;

/* spec_by_name.c */
spec_reader spec_read_things;

/* spec_thing.c */
spec_reader spec_read_thing_list, spec_read_gateway,
    spec_read_default_group, spec_read_part, spec_read_exists;

/* spec_rule.c */
spec_reader spec_read_ports_value, spec_read_rules, spec_read_peer,
    spec_read_entries, spec_read_action, spec_read_forwards,
    spec_read_forward_ports, spec_read_forward_peer;

/* spec_route.c */
spec_reader spec_read_routes, spec_read_route_to, spec_read_route_via,
    spec_read_route_state, spec_read_route_origin, spec_read_transit_routes,
    spec_read_transit_route_to, spec_read_transit_route_via;

/* spec_workload.c */
spec_reader spec_read_listeners, spec_read_public_ip,
    spec_read_interface_public_ip, spec_read_attached,
    spec_read_table_or_null;

/* expect.c */
spec_reader spec_read_expect, spec_read_ignore, spec_read_end_of_flow,
    spec_read_never, spec_read_only, spec_read_over, spec_read_via,
    spec_read_not_via, spec_read_surviving;

/* What stands where PORTS are expected. */
#define SPEC_PORTS_EXAMPLE						\
	"PORTS such as \"tcp/443\", \"tcp/80,443\", \"udp/53\" or \"all\""

/* Makers of things: spec_make.c. */
typedef void *spec_maker(struct spec *s, struct place at);
spec_maker spec_make_vpc, spec_make_subnet, spec_make_route_table,
    spec_make_internet_gateway, spec_make_egress_only_gateway,
    spec_make_vpn_gateway, spec_make_nat_gateway, spec_make_endpoint,
    spec_make_endpoint_service, spec_make_security_group,
    spec_make_default_group, spec_make_network_acl, spec_make_workload,
    spec_make_interface, spec_make_peering, spec_make_transit_gateway,
    spec_make_attachment, spec_make_transit_table, spec_make_vpn,
    spec_make_network, spec_make_prefix_list, spec_make_elastic_ip,
    spec_make_block_public_access;

/* What is checked when all keys of a thing are read. */
void spec_check_endpoint(struct spec *s, void *made);
void spec_check_vpc(struct spec *s, void *made);
void spec_check_route_table(struct spec *s, void *made);
void spec_check_nat_gateway(struct spec *s, void *made);
void spec_check_attachment(struct spec *s, void *made);
void spec_check_subnet(struct spec *s, void *made);
void spec_finish_security_group(struct spec *s, void *made);
void spec_finish_workload(struct spec *s, void *made);

/* "app reaches s3 on tcp/443", for each need of a workload: expect.c. */
void spec_add_needs(struct spec *s, struct workload *w);

#endif
