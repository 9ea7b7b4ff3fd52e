/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_LOAD_TERRAFORM_READ_H
#define VPCPLAN_LOAD_TERRAFORM_READ_H

/*
 * What the files of the Terraform reader share.
 *
 * Reading goes in rounds.  First every resource of a type that has a row in
 * terraform_types.c is entered under its address, and a thing of the model is
 * made for it.  Then each is read: what it says, and what it leads to.  A
 * plan knows no ids before it is applied: there a link stands in the
 * configuration alone, as the names of what the expression refers to, and is
 * found by following them (terraform_resolve.c).  Last come resources that
 * only add to others: rules, routes, associations.
 *
 * Nothing here is an id or a name until it was found: every reference that is
 * known points to its thing.
 */

#include "load/read.h"
#include "model/link.h"

struct terraform;
struct terraform_listener;
struct terraform_parts;
struct terraform_placed;
struct terraform_fits;
struct terraform_resource;
struct terraform_module;

/* What a reference may mean beyond the kinds of the model. */
enum {
	TERRAFORM_TARGET_GROUP = KIND_COUNT,
	TERRAFORM_SUBNET_GROUP,
	TERRAFORM_LAUNCH_TEMPLATE,
	TERRAFORM_LISTENER,
	TERRAFORM_ZONE,
	TERRAFORM_CLUSTER
};

/* What is known by its name. */
enum terraform_named {
	TERRAFORM_NAMED_CLUSTER,	/* of databases */
	TERRAFORM_NAMED_SCALING,	/* group */
	TERRAFORM_NAMED_CLASSIC,	/* load balancer */
	TERRAFORM_NAMED_COUNT
};

struct terraform_type {
	const char *name;	/* "aws_vpc" */
	uint32_t gives;		/* a bit per kind that its id may mean */
	/* Make the thing of the model; or NULL. */
	void *(*make)(struct model *m, struct place at, unsigned island);
	/* Read it, when every resource is entered; or NULL. */
	void (*read)(struct terraform *x, struct terraform_resource *r);
	/* Add it to others, when all of those are read; or NULL. */
	void (*join)(struct terraform *x, struct terraform_resource *r);
};

/* Where a service that has interfaces in subnets says in which, and how. */
struct terraform_placed {
	const char *type;
	enum workload_kind kind;
	const char *block;	/* where the next two are: "a", "a.b"; or NULL */
	const char *subnets, *groups;
	const char *by_group;	/* attribute that names a group of subnets … */
	const char *group_type;	/* … of that type */
	const char *ports;	/* short string; NULL: as the kind table says */
	const char *addresses;	/* Elastic IPs, of what may have them */
	const char *own_group;	/* why another group of it is not known */
	bool needs_block;	/* without it, it is outside of any VPC */
	bool is_private;	/* AWS's own interfaces: without a public
				   address, and without IPv6 */
};

/* By name; a row without one ends it. */
extern const struct terraform_type *const terraform_types[];

/* A row without a type ends it. */
extern const struct terraform_placed terraform_placed[];

/* All instances of one block of one instance of a module. */
struct terraform_block {
	const char *name;	/* "aws_subnet.a", "data.aws_vpc.a" */
	VEC(struct terraform_resource *) of;
	struct map by_key;	/* index in words: struct terraform_resource * */
};

/* A module as it is written: once, however often it is called. */
struct terraform_config {
	struct node node;
	struct map resources;	/* "aws_subnet.a": struct node * */
	struct map calls;	/* "vpc": struct terraform_call * */
};

struct terraform_call {
	struct node node;
	struct terraform_config *module;
};

/* An instance of a module; the root is one. */
struct terraform_module {
	const char *address;	/* "" of the root */
	const char *name;	/* in its parent: "vpc" */
	const char *key;	/* index in words, or NULL */
	struct terraform_module *parent;
	struct terraform_config *config;	/* NULL: not in the input */
	struct map blocks;	/* name: struct terraform_block * */
	struct map children;	/* name: struct terraform_modules * */
	struct terraform_fits *fits;	/* made where a local is met */
	VEC(struct terraform_resource *) list;	/* that stand in it */
};

/* All instances of a module of one name in one instance of its parent. */
struct terraform_modules {
	VEC(struct terraform_module *) of;
	struct map by_key;	/* index in words: struct terraform_module * */
	struct terraform_module *alone;	/* without an index; or NULL */
};

struct terraform_resource {
	const char *address;	/* "module.vpc.aws_subnet.a[0]" */
	const char *key;	/* index in words, or NULL */
	bool is_data;
	bool is_deposed;	/* another object has its address now */
	const struct terraform_type *type;
	struct terraform_module *module;
	struct terraform_block *block;
	struct place at;
	struct node values;
	struct node unknown;	/* after_unknown; or no value */
	struct node sensitive;	/* sensitive_values; or no value */
	struct node secrets;	/* sensitive_attributes, of a raw state */
	struct node written;	/* its block in the configuration */
	enum change change;
	bool has_unknown;	/* the plan says what is unknown */
	bool has_values_alone;	/* nor that, nor how it is written: what is
				   not there may be unknown */
	struct thing *thing;	/* what was made of it; or NULL */
	struct thing *beside;	/* the security group that AWS makes with a
				   cluster; or NULL */
	size_t n_inline;	/* rules or routes that stand in it … */
	struct map inline_at;	/* … destination of a route: the first; a size_t,
				   made where others are apart … */
	bool has_inline_at;	/* … unless that was taken away since */
	size_t last_search;	/* that found it, by number */
	bool is_gone;		/* the plan deletes it: what refreshed values
				   of others still show of it is taken away */
	bool is_mixed;		/* and others apart: it was said */
	bool has_shared_id;	/* of no form of AWS's, and another has it too */
	struct terraform_targets *targets;	/* of a target group, or of a
						   classic balancer */
	struct terraform_listener *listener;	/* that it is; or NULL */
	struct terraform_parts *parts;	/* of a firewall: its endpoints, if
					   several */
	bool is_part;		/* one of them: read with the firewall */
	bool is_settled;	/* its VPC, which it does not tell itself */
	VEC(struct inference) notes;	/* of what it leads to, where no thing
					   was made of it: whoever takes what
					   it has is told */
};

/*
 * One value of a resource, with what stands for it in the three trees beside
 * the values: they are walked together.
 */
struct terraform_value {
	struct terraform_resource *of;
	const char *key;	/* of the attribute, for messages */
	const char *block;	/* that it is in, or it */
	struct node value, unknown, sensitive, written;
	bool hidden;		/* known after apply, as a whole */
	bool secret;		/* sensitive, as a whole */
	bool dynamic;		/* in a dynamic block, which the configuration
				   leaves out … */
	bool any_number;	/* … and which are many, or none */
};

/* What means, of a cluster of EKS, the security group that it has of its own. */
#define TERRAFORM_CLUSTER_GROUP "cluster_security_group_id"

struct terraform_found {
	struct terraform_resource *to;	/* or NULL … */
	const char *attribute;		/* … of it that is meant; or NULL */
};

/* A VPC of which another table is the main one than AWS made with it. */
struct terraform_main {
	struct terraform_resource *by;		/* that says so */
	struct route_table *now, *before;	/* before: NULL until it is
						   named */
	bool untold;		/* which it is now: it may be that before */
};

/* A link that was not found; what is settled later counts no more. */
struct terraform_open {
	struct terraform_resource *of;
	const char *key, *why;
	size_t untold;		/* where the model has it, from 1 on; 0: nowhere */
};

struct terraform_records {
	VEC(struct terraform_resource *) of;
};

enum { TERRAFORM_DEPOSED_NAMED = 20, TERRAFORM_ANY = 8 };

struct terraform_deposed {
	size_t n;
	const char *text;	/* the addresses of the first of them */
};

struct terraform_lost {		/* an id that the input has nothing of */
	struct terraform_resource *of;
	uint32_t kinds;
};

struct terraform_owners {
	VEC(struct thing *) of;
	bool sure;		/* it is one, and known */
	bool many;		/* nothing tells which, or of too many: none of
				   them is known, rather than each under a
				   condition */
};

struct terraform {
	struct load *l;
	struct model *m;
	struct arena *a;
	unsigned island;
	const char *file;	/* name of the document, sanitised */

	struct map types;	/* name: const struct terraform_type * */
	struct map resources;	/* address: struct terraform_resource * */
	struct map ids;		/* id or ARN: struct terraform_resource * */
	struct map default_ids;	/* id: struct terraform_found *, of a VPC */
	struct map old_ids;	/* what is replaced had it: as ids */
	struct map odd_ids;	/* kind and id, of ids that are none of AWS's
				   forms: as ids */
	struct map changes;	/* address: struct node * of the change */
	struct map others;	/* address: of changes of types without a row */
	struct map moved;	/* address before: address after */
	bool takes_prior;	/* what no change speaks of stays as it is */
	struct map providers;	/* key: struct terraform_provider * */
	size_t n_providers;	/* of them, of AWS */
	struct map vpcs;	/* id: struct vpc * that is only mentioned */
	struct map mains;	/* order of a VPC: struct terraform_main * */
	struct map defaults;	/* kind and order of a VPC: struct thing * */
	struct map seen;	/* id: struct thing * that is only mentioned and
				   gets rules or routes */
	struct map ports;	/* kinds of traffic that were read before */
	struct map addresses;	/* text: struct thing * that has it alone … */
	bool has_addresses;	/* … made where a target is told by one */
	VEC(struct terraform_resource *) list;
	struct terraform_module *root;
	struct terraform_config *config;	/* NULL: not in the input */
	struct node variables;
	VEC(struct terraform_lost) lost;
	VEC(struct terraform_resource *) gone;
	VEC(struct terraform_resource *) unread;	/* of other types */
	struct map unread_types;	/* name: struct unread * */
	VEC(struct terraform_listener *) listeners;
	VEC(struct terraform_resource *) clusters;	/* of EKS */
	struct map groups;	/* of subnets: type and name: struct
				   terraform_resource * */
	VEC(struct terraform_resource *) records;	/* of DNS, aliases … */
	struct map zones;	/* … address of a zone: struct terraform_records * */
	struct map names;	/* name of DNS: endpoint that AWS gave it to */
	struct map vpn_attachments;	/* order of a VPN: its attachment */
	struct map entries;	/* order of a prefix list and block: it */
	bool has_zones;		/* … both made where a zone is asked first */
	struct map named[TERRAFORM_NAMED_COUNT];	/* terraform_named.c */
	bool is_carried_untold;	/* something carries groups, and which is not
				   known */
	size_t n_deferred;	/* left for another run */
	size_t n_nameless;	/* without an address, or a name */
	size_t n_prior;		/* that no change speaks of */
	struct terraform_deposed deposed, destroyed;	/* that are there; that
							   the plan destroys */
	bool is_partial;	/* the plan is not whole */
	bool is_number_untold;	/* of some of those how many there are */
	bool is_plan;
	bool is_before;		/* the network before the change */

	/* The last answers to what a link may mean that nothing tells. */
	struct {
		struct terraform_owners of;
		const struct terraform_module *module;
		uint32_t kinds;
	} any[TERRAFORM_ANY];
	unsigned next_any;

	/* The only VPC of the input, once it was looked for. */
	struct terraform_resource *only_vpc;
	bool knows_only_vpc;

	/* For the remarks at the end: how many, and an example of each. */
	size_t n_inferred, n_unfound;
	const char *inferred, *unfound;
	VEC(struct terraform_open) open;	/* links that were not found */
	size_t steps;		/* of references that were followed */
	size_t n_searches;
};

/* --- terraform.c */
void terraform_load_document(struct load *l, struct document *d);

/* --- terraform_index.c: which resources there are
 *
 * Of a module of the state before the plan (prior), only data sources are
 * entered, and what no change speaks of. */
void terraform_enter_module(struct terraform *x, struct node module,
    struct terraform_module *to, bool prior);
void terraform_enter_raw(struct terraform *x, struct node resources);
void terraform_enter_changes(struct terraform *x, struct node changes);
void terraform_enter_before(struct terraform *x, struct node changes);
void terraform_enter_after(struct terraform *x, struct node changes);
void terraform_enter_forgotten(struct terraform *x, struct node changes);
void terraform_enter_deferred(struct terraform *x, struct node list);
/* What the plan deletes and others may still show. */
void terraform_enter_gone(struct terraform *x, struct node changes);

/* Take the element out of a VEC of pointers. */
#define terraform_remove(vec, i)					\
	do {								\
		for (size_t j_ = (i); j_ + 1 < (vec)->n; j_++)		\
			(vec)->v[j_] = (vec)->v[j_ + 1];		\
		(vec)->n--;						\
	} while (0)

/* What of the input has that id now; ids that are none of AWS's forms are
 * known by the kinds (bits) that they may mean. */
struct terraform_resource *terraform_having_id(const struct terraform *x,
    const char *id, uint32_t kinds);

/* The same, or what had it before it was replaced. */
struct terraform_found terraform_with_id(const struct terraform *x,
    const char *id, uint32_t kinds);

/* Whether a text is an id of AWS's: others are names, which many have. */
bool terraform_is_id(const char *text);

/* Say that r is that thing: a loader of one type may make it late. */
struct thing *terraform_make(struct terraform *x,
    struct terraform_resource *r, struct thing *t);
struct terraform_module *terraform_root(struct terraform *x);
struct terraform_config *terraform_config(struct terraform *x,
    struct node module);

/* --- terraform_value.c: what a resource says */
extern const char terraform_secret[];	/* why a sensitive value is unknown */
struct terraform_value terraform_get(struct terraform_resource *r,
    const char *key);
struct terraform_value terraform_member(struct terraform_value v,
    const char *key);

/* Whether a value is there, is unknown, or is not there (null, ""). */
enum value_state terraform_state(struct terraform_value v);
struct value terraform_is(struct terraform *x, struct terraform_value v);

/*
 *	for (struct terraform_each e = terraform_each(v); e.more;
 *	    terraform_next(&e)) ... e.v ...
 * The elements of a list; a block that stands alone is a list of one.
 */
struct terraform_each {
	struct terraform_value v, list;
	size_t position;
	bool more;
};
struct terraform_each terraform_each(struct terraform_value v);
void terraform_next(struct terraform_each *e);

/* Where it stands, for messages. */
struct place terraform_place(struct terraform_value v);

/* The first block of a list of blocks, or one that has nothing. */
struct terraform_value terraform_first(struct terraform_value v);

struct text_value terraform_text(struct terraform *x,
    struct terraform_value v);
struct flag_value terraform_flag(struct terraform *x,
    struct terraform_value v);
/* The same, but what is only computed states nothing: AWS's default. */
struct flag_value terraform_stated_flag(struct terraform *x,
    struct terraform_value v);
struct number_value terraform_number(struct terraform *x,
    struct terraform_value v);
struct cidr_value terraform_cidr(struct terraform *x,
    struct terraform_value v, unsigned family);
struct address_value terraform_address(struct terraform *x,
    struct terraform_value v, unsigned family);
bool terraform_text_is(struct terraform_value v, const char *text);

/* A known text as it is, interned; NULL if it is not known or "". */
const char *terraform_word(struct terraform *x, struct terraform_value v);

/* Whether the configuration has the attribute, or cannot be asked. */
bool terraform_is_written(struct terraform_value v);

/* --- terraform_block.c: the block of the configuration that an element of a
 * list of blocks is, which stands at that position of the values; no value if
 * nothing tells */
struct node terraform_written_block(const struct terraform_value *list,
    const struct terraform_value *element, size_t position);

/* Whether an attribute is blocks that are only there where somebody writes
 * them: unknown without being written, they are made by "dynamic". */
bool terraform_is_never_computed(const struct terraform_resource *r,
    const char *key);

/* --- terraform_path.c: "module.vpc.subnets[0]" taken apart */
enum { TERRAFORM_STEPS_MAX = 12 };

struct terraform_path {
	struct {
		const char *text;
		bool is_index;		/* [0], ["a"] */
	} v[TERRAFORM_STEPS_MAX];
	size_t n;
};
bool terraform_path_parse(struct arena *a, const char *text,
    struct terraform_path *out);

/* --- terraform_resolve.c: what a value leads to */
struct terraform_lead {		/* a name in the expression itself … */
	const char *name;
	size_t begin, end;	/* … and what of that found it led to */
};

struct terraform_search {
	VEC(struct terraform_lead) leads;
	VEC(struct terraform_found) found;
	VEC(struct terraform_found) maybe;	/* one of these, if none */
	uint32_t kinds;
	const char *from;	/* what it was inferred from; NULL: it is told */
	const char *why;	/* nothing was found: why */
	bool is_part;		/* of a list: what else it has is not told … */
	bool several;		/* … or whether it has all, as several names
				   lead to them */
	bool is_beside;		/* what was found stands beside a name of which
				   is not told what it holds */
};

enum { TERRAFORM_FOUND_MAX = 4096 };	/* of one value */

/* Follow the references of v to resources that may be of those kinds. */
void terraform_search(struct terraform *x, struct terraform_value v,
    uint32_t kinds, bool many, struct terraform_search *s);

/* Whether all that was found is instances of one block. */
bool terraform_found_one_block(const struct terraform_search *s);

/* Texts that v refers to, as far as they are known: of variables, attributes,
 * keys and indexes. */
struct terraform_texts {
	VEC(const char *) of;
};
struct terraform_texts terraform_texts(struct terraform *x,
    struct terraform_value v);

/* The one resource of a kind that v means by id or reference; or NULL. */
struct terraform_resource *terraform_find(struct terraform *x,
    struct terraform_value v, uint32_t kinds);

/* The same by reference alone, where the value is known and says nothing. */
struct terraform_resource *terraform_find_written(struct terraform *x,
    struct terraform_value v, uint32_t kinds);

/* The resource that a thing was made of; or NULL. */
struct terraform_resource *terraform_of(const struct terraform *x,
    const struct thing *t);

/* --- terraform_attribute.c: what an attribute means: things of other kinds
 * than its resource, the resource itself, or endpoints that a firewall has */
uint32_t terraform_kinds_of_other(const char *attribute);
bool terraform_is_identity(const char *attribute);
bool terraform_tells_endpoints(const struct terraform_resource *r,
    uint32_t kinds, const char *attribute);

/* --- terraform_each.c: the text of "each.value.x" in a block of a module, of
 * the instance with that key; NULL if it is not told */
const char *terraform_each_text(struct terraform *x,
    const struct terraform_module *in, const char *key, struct node block,
    const char *reference);

/* The same, of whatever kind it is; no value if it is not told. */
struct node terraform_each_value(struct terraform *x,
    const struct terraform_module *in, const char *key, struct node block,
    const char *reference);

/* The value of "var.x" in a module; no value if it is not told. */
struct node terraform_variable(struct terraform *x,
    const struct terraform_module *in, const char *name);

/* index(var.azs, text): where the text is in a list of a variable that an
 * expression names, or among the keys of a map; false if it is in none. */
bool terraform_position(struct terraform *x,
    const struct terraform_module *in, struct node written, const char *text,
    size_t *out);

/* --- terraform_choose.c: of several that were found, the one that is meant, by
 * what the expression speaks of */
struct terraform_speech {
	bool count, each;	/* of count.index, of each.value or each.key … */
	bool key, local;	/* … of each.key, of a local */
};
void terraform_choose(struct terraform *x, struct terraform_search *s,
    struct terraform_value v, struct terraform_speech of);

/* Whether a key is one of the words that another is made of. */
bool terraform_is_word_of(const char *word, const char *key);

/* --- terraform_list.c: which elements a list has, by the names that its
 * expression speaks of; true if it may have all that was found, or some */
bool terraform_choose_list(struct terraform *x, struct terraform_search *s,
    struct terraform_value v);

/* The first step that was a guess is the one to tell. */
void terraform_infer_from(struct terraform_search *s, const char *from);

/* The number that a key is, if it is one. */
bool terraform_is_number(const char *key, size_t *out);

/* --- terraform_link.c: references of the model */
struct ref terraform_ref(struct terraform *x, struct terraform_value v,
    uint32_t kinds);
struct ref terraform_ref_to(struct terraform *x, struct terraform_value v,
    struct thing *to);

/* A link that was not found: said, and unknown. */
struct ref terraform_unfound(struct terraform *x, struct terraform_value v,
    uint32_t kinds, const char *why);

/* MT005 for what could not be told of a resource. */
void terraform_leave(struct terraform *x, struct terraform_value v,
    const char *text);

/* The thing of a resource of the input that has that id; or NULL. */
struct thing *terraform_by_id(struct terraform *x, const char *id,
    uint32_t kinds);

void terraform_infer(struct terraform *x, struct inference one);

/*
 * Say that the link to a thing, which a search found, is inferred, if it is:
 * of the thing that has the link; where the resource stands between two, such
 * as an association, of the thing that was found.
 */
void terraform_note(struct terraform *x, struct terraform_value v,
    const struct terraform_search *s, struct thing *to);
void terraform_note_of(struct terraform *x, const struct thing *of,
    struct terraform_value v, const struct terraform_search *s,
    const char *to);

/* What was inferred of a resource without a thing holds for what is made of
 * the things beside it. */
void terraform_pass_notes(struct terraform *x,
    const struct terraform_resource *from, struct thing *to);

/* VEC(struct ref): one for each element; false if nothing was stated. */
bool terraform_refs(struct terraform *x, void *to, struct terraform_value v,
    uint32_t kinds);
void terraform_add_ref(struct terraform *x, void *to, struct ref ref);

/* What was refreshed shows also what stands apart: not twice. */
void terraform_add_ref_once(struct terraform *x, void *to, struct ref ref);

/* The same, but an attribute that is only computed states nothing. */
bool terraform_stated_refs(struct terraform *x, void *to,
    struct terraform_value v, uint32_t kinds);

/* What an attribute of each block of a list names: blocks are a set, so which
 * stands where in the configuration is not told. */
void terraform_block_refs(struct terraform *x, void *to,
    struct terraform_value blocks, const char *key, uint32_t kinds);

/* Of one thing that is stated: each that it may be, under a condition, where
 * it is one of several. */
bool terraform_one_ref(struct terraform *x, void *to,
    struct terraform_value v, uint32_t kinds);

/* Set the VPC of t by an attribute that names it. */
void terraform_live_in(struct terraform *x, struct thing *t,
    struct terraform_value v);

/* The thing of one of those kinds that an attribute of a resource means. */
struct thing *terraform_meaning(struct terraform *x,
    const struct terraform_found *f, uint32_t kinds);

/* Say that there is more of those kinds than the input has. */
void terraform_lose(struct terraform *x, struct terraform_resource *r,
    uint32_t kinds);

/* --- terraform_owner.c: what is added to others
 *
 * What a resource that only adds to another adds to: the thing that v names,
 * or each of several that it may be.
 */
struct terraform_owners terraform_owners(struct terraform *x,
    struct terraform_value v, uint32_t kinds);

/* Of what is not known, each thing that it may be: of those that the search
 * left, else of what stands beside it, else of all. */
struct terraform_owners terraform_candidates(struct terraform *x,
    struct terraform_value v, uint32_t kinds);

/* Of what the plan deletes: take the thing that an attribute of r names away
 * from the references that an attribute (key) of its owner gave, unless that
 * is written and so says what stays. */
void terraform_take_away(struct terraform *x, struct terraform_resource *r,
    const char *name, struct thing *owner, const char *key, void *from);

/* Whether an attribute of the thing's resource is written. */
bool terraform_states(struct terraform *x, const struct thing *t,
    const char *key);

/* IN008, once for each owner: r adds to what has blocks of its own. */
void terraform_complain_mixed(struct terraform *x,
    struct terraform_resource *r, struct terraform_resource *owner,
    const char *key);

/* The condition under which r adds to that owner; NULL: it does. */
const struct condition *terraform_condition(struct terraform *x,
    const struct terraform_owners *all, const struct terraform_resource *r,
    const struct thing *owner);

/* A condition that holds while both do; NULL is one that always holds. */
const struct condition *terraform_both(struct terraform *x,
    const struct condition *a, const struct condition *b);

struct vpc *terraform_vpc(struct terraform *x, const char *id,
    struct place at);

/* --- terraform_settle.c: what the rest tells of what was left open */
void terraform_settle(struct terraform *x);

/* --- terraform_thing.c: things of a VPC that AWS makes and plans name */
struct thing *terraform_default(struct terraform *x, struct vpc *v,
    enum kind kind);

/* Whether something else is that of the VPC now, so that nobody uses it. */
bool terraform_is_replaced(struct terraform *x, const struct vpc *v,
    enum kind kind);

/* t is that thing of its VPC, if that is known and no other was before. */
void terraform_be_default(struct terraform *x, struct thing *t);

/* By r, another table is the main one of the VPC: t, or one that stands for it
 * where which it is is untold. */
void terraform_associate_main(struct terraform *x, struct vpc *v,
    struct route_table *t, struct terraform_resource *r, bool untold);

/* When all are associated: what AWS made is the main one no longer. */
void terraform_settle_mains(struct terraform *x);

/* --- terraform_unread.c: resources of types that are not read */
void terraform_enter_unread(struct terraform *x, const char *type,
    struct terraform_resource r);
void terraform_name_unread(struct terraform *x, const char *type,
    struct place at);
/* Of a type that is read: what of it is not known. */
void terraform_name_unsettled(struct terraform *x, const char *type,
    struct place at, const char *what);
void terraform_use_unread(struct terraform *x);
/* What it carries is in use, though by whom is not known. */
void terraform_use_carried(struct terraform *x, struct terraform_resource *r);

/* --- terraform_route.c: what else a table has is not known */
void terraform_add_unknown_route(struct terraform *x, struct route_table *t,
    struct place at, const char *why);

/* A table that stands for one which is not known, with the routes that it may
 * have. */
struct route_table *terraform_unknown_table(struct terraform *x,
    const struct terraform_resource *r, struct vpc *v, const char *why);

/* --- terraform_thing.c: what all have */
void terraform_head(struct terraform *x, struct terraform_resource *r);

/* --- terraform_provider.c: the region and account of what it makes */
void terraform_enter_providers(struct terraform *x,
    struct node configuration);
void terraform_take_provider(struct terraform *x,
    struct terraform_resource *r);

/* --- terraform_ports.c */
struct ports_value terraform_ports(struct terraform *x, struct place at,
    struct terraform_value protocol, struct terraform_value from,
    struct terraform_value to);

/* SG011 for a group's rule that lacks what AWS wants of its protocol: its
 * ports are not known then. */
void terraform_wants_ports(struct terraform *x,
    struct terraform_value protocol, struct terraform_value from,
    struct terraform_value to, struct ports_value *ports);

/* --- terraform_firewall.c: of what a search for endpoints found, the endpoints
 * of firewalls; true if there are several, and which is meant is not told */
bool terraform_choose_endpoint(struct terraform *x, struct terraform_value v,
    struct terraform_search *s);

/* --- terraform_zone.c: whether a zone of that name has names of services */
bool terraform_is_name_of_service(const char *name);

/* --- terraform_gateway.c */
void terraform_finish_addresses(struct terraform *x);

/* --- terraform_balancer.c */

/* Say that a thing is among the targets of the groups that v means. */
void terraform_register(struct terraform *x, struct terraform_value v,
    struct thing *t, struct number_value port);
void terraform_register_ref(struct terraform *x, struct terraform_value v,
    struct ref ref, struct number_value port);

/* The same, of a classic balancer itself. */
void terraform_register_classic(struct terraform *x, struct terraform_value v,
    struct ref ref);
void terraform_finish_balancers(struct terraform *x);

/* --- terraform_cluster.c: EKS, and the security group that it makes */
void terraform_enter_cluster(struct terraform *x,
    struct terraform_resource *r);
void terraform_read_cluster(struct terraform *x, struct terraform_resource *r);
void terraform_read_nodes(struct terraform *x, struct terraform_resource *r);
/* When it is known which VPC a subnet is in. */
void terraform_finish_clusters(struct terraform *x);

/* --- terraform_named.c: the first of the sort that has the name; or NULL.
 * Asked when every resource is entered. */
struct terraform_resource *terraform_with_name(struct terraform *x,
    enum terraform_named sort, const char *name);

/* --- terraform_managed.c: services that say where they are in one way */
void terraform_read_placed(struct terraform *x, struct terraform_resource *r);
void terraform_join_service(struct terraform *x,
    struct terraform_resource *r);
void terraform_read_subnet_group(struct terraform *x,
    struct terraform_resource *r);
void terraform_join_member(struct terraform *x, struct terraform_resource *r);
void terraform_join_client_network(struct terraform *x,
    struct terraform_resource *r);

/* --- terraform_service.c: of what a launch template or configuration has */
void terraform_take_template(struct terraform *x, struct workload *w,
    struct terraform_resource *template);
struct terraform_resource *terraform_template(struct terraform *x,
    struct terraform_value block);

/* --- the types, by file */
extern const struct terraform_type terraform_types_vpc[],
    terraform_types_route[], terraform_types_gateway[],
    terraform_types_group[], terraform_types_acl[],
    terraform_types_endpoint[], terraform_types_transit[],
    terraform_types_remote[], terraform_types_interface[],
    terraform_types_placed[], terraform_types_balancer[],
    terraform_types_service[], terraform_types_firewall[],
    terraform_types_zone[];

#endif
